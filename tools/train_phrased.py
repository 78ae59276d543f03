"""Learn how tasks are put (`hld.app.phrased`) from many people's wordings of them, and say how well those of a writer are read by
a model that learnt from the others.

    .venv/bin/python tools/train_phrased.py [--out FILE] [--measure]

The wordings are `phrased/*.jsonl`, a file a writer, with the pieces marked in brackets: "round up [T fog] in [D 67/219]".
Questions that ask one thing are among them, and more of these are some in `asked`. Both models are learnt by Adam; the task is
learnt from marks of a chain that did not see the writer, as it will meet them.
What is written has seen all. Five minutes on two cores with --measure, three without.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from corpus import ASKED, ROOT, rows
from sklearn.cluster import MiniBatchKMeans
from torch.nn.functional import cross_entropy
from torch.nn.utils.rnn import pad_sequence

from hld.app import phrased, wish
from hld.app.phrased import TAGS, Groups, Read, Word
from hld.index import encode

SEED = 2006
WORDINGS = ROOT / "tools" / "phrased"
ORDINARY = "ordinary"
ORDINARY_ONES = {"answered": 4, "unanswered": 12}
"""The files of `asked`, and of how many of its questions one is learnt as an ordinary one."""
PARTS = 4
"""Parts of the writers, each marked by a chain that saw the others."""
LEAST = 2
"""Wordings in which a feature is that is learnt."""
GROUPS = (256, 1024)
"""Wide and narrow groups of words."""
BATCH, ROUNDS = 64, 12
CHAIN_RATE, TASK_RATE, LAST_RATE = 0.03, 0.02, 0.001
CHAIN_LOSS, TASK_LOSS = 1e-5, 3e-5
"""What the square of each weight that a batch uses costs."""
SMALL = 0.1
"""A row of weights with none above this is left out."""
YEARS = (1995, 2026)
CALLED = 0.4
"""Share of the documents that are called by a subject in the second copy."""
CALLS = (
    "the {topic} resolution", "the resolution on {topic}", "the {year} {topic} resolution", "the {year} resolution on {topic}",
    "{topic} resolution", "the {topic} declaration", "the {year} text on {topic}", "the {topic} text of {year}",
    "the {year} {topic} declaration", "the latest {topic} resolution", "resolution on {topic}", "the {topic} resolutions",
)  # fmt: skip
_PARAGRAPH = re.compile(r"\bpara|\d \(|\bop\b", re.IGNORECASE)
_MARK = re.compile(r"\[([A-Z]) ([^\]]*)\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What somebody typed, its words with their marks, its task, and who wrote it."""

    text: str
    words: list[Word]
    tags: list[str]
    task: str
    writer: str


def varied(told: Sequence[Wording]) -> list[Wording]:
    """The wordings once more, each with other topics, and with documents that are called by their subjects: few writers do that,
    and people who know no symbols all the time."""
    chance, out = np.random.default_rng(SEED), []
    topics = [text for each in told for text in phrased.pieces(each.text, each.words, each.tags).get("T", ())]

    def other(piece: str, text: str) -> str:
        topic, year = topics[chance.integers(len(topics))], chance.integers(*YEARS)
        if piece == "D" and not _PARAGRAPH.search(text) and chance.random() < CALLED:
            text = CALLS[chance.integers(len(CALLS))].format(topic=topic, year=year)
        return f"[{piece} {topic if piece == 'T' else text}]"

    for each in told:
        marked, last = "", 0
        for first, behind, piece in phrased.spans(each.tags):
            start, end = each.words[first].start, each.words[behind - 1].end
            marked += each.text[last:start] + other(piece, each.text[start:end])
            last = end
        out.append(wording(marked + each.text[last:], each.task, each.writer))
    return out


def wording(marked: str, task: str, writer: str) -> Wording:
    """A wording from its text with brackets.

    >>> wording("fog in [D 67/219]", "list", "one").tags
    ['O', 'O', 'BD']
    """
    text, spans, last = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[last : match.start()]
        spans.append((len(text), len(text) + len(match[2]), match[1]))
        text, last = text + match[2], match.end()
    text += marked[last:]
    words, tags = phrased.split(text), []
    for word in words:
        span = next((span for span in spans if word.start < span[1] and word.end > span[0]), None)
        goes_on = span and tags and tags[-1][1:] == span[2] and word.start > span[0]
        tags.append("O" if span is None else f"{'I' if goes_on else 'B'}{span[2]}")
    return Wording(text=text, words=words, tags=tags, task=task, writer=writer)


def read() -> list[Wording]:
    """All wordings of all writers, and ordinary questions about other documents."""
    told = [wording(row["text"], row["task"], path.stem) for path in sorted(WORDINGS.glob("*.jsonl")) for row in rows(path)]
    for name, one_of in ORDINARY_ONES.items():
        told += [wording(row["question"], ORDINARY, ORDINARY) for row in rows(ASKED / f"{name}.jsonl")[::one_of]]
    return [each for each in told if each.words]


def groups() -> dict[str, np.ndarray]:
    """The words that the default model has whole, in groups by the vectors that it has for them before it reads (k-means)."""
    model = encode.load_transformer(encode.DEFAULT_MODEL)
    vocabulary = sorted(model.tokenizer.get_vocab().items())
    known = {word: at for word, at in vocabulary if word.isalpha() and word.isascii() and len(word) > 1}
    vectors = model[0].auto_model.get_input_embeddings().weight.detach().numpy()[[*known.values()]]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    found = [MiniBatchKMeans(number, random_state=SEED, n_init=3, batch_size=4096).fit_predict(vectors) for number in GROUPS]
    return {"words": np.frombuffer(" ".join(known).encode("ascii"), np.uint8), "groups": np.array(found, np.uint16)}


class Features:
    """The features that are in at least `LEAST` wordings, by their numbers."""

    def __init__(self, of: Sequence[Sequence[str]]) -> None:
        """Count those of each wording."""
        counts = Counter(feature for some in of for feature in {*some})
        self.names = [feature for feature, count in counts.items() if count >= LEAST]
        self._places = {feature: place for place, feature in enumerate(self.names)}

    def of(self, some: Sequence[str]) -> list[int]:
        """The numbers of features."""
        return [self._places[feature] for feature in some if feature in self._places]


def bags(of: Sequence[Sequence[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    """Numbers of features behind each other, and where each bag of them begins."""
    starts = np.cumsum([0, *map(len, of)])[:-1]
    return torch.tensor([number for bag in of for number in bag], dtype=torch.long), torch.from_numpy(starts)


def learn(rate: float, weights: Sequence[torch.nn.Parameter], number: int, loss: Callable[[np.ndarray], torch.Tensor]) -> None:
    """Lower the loss of batches of so many things by Adam, at a rate that falls."""
    chance, optimiser = np.random.default_rng(SEED), torch.optim.Adam(weights)
    for round_ in range(ROUNDS):
        for group in optimiser.param_groups:
            group["lr"] = rate * (1 - round_ / ROUNDS) + LAST_RATE
        order = chance.permutation(number)
        for start in range(0, number, BATCH):
            optimiser.zero_grad()
            loss(order[start : start + BATCH]).backward()
            optimiser.step()


class Chain:
    """The model of the marks."""

    def __init__(self, of: Sequence[Wording], alike: Groups) -> None:
        """Learn it."""
        of = [*of, *varied(of)]
        seen = [phrased.word_features(each.words, each.text, alike) for each in of]
        self.features = Features([[feature for word in each for feature in word] for each in seen])
        inside = [[self.features.of(word) for word in each] for each in seen]
        tags = [[TAGS.index(tag) for tag in each.tags] for each in of]
        table = torch.nn.EmbeddingBag(len(self.features.names), len(TAGS), mode="sum")
        follows, starts = torch.nn.Parameter(torch.zeros(len(TAGS), len(TAGS))), torch.nn.Parameter(torch.zeros(len(TAGS)))
        torch.nn.init.zeros_(table.weight)

        def loss(some: np.ndarray) -> torch.Tensor:
            numbers, offsets = bags([word for at in some for word in inside[at]])
            found = table(numbers, offsets).split([len(tags[at]) for at in some])
            gold = pad_sequence([torch.tensor(tags[at]) for at in some], batch_first=True)
            there = pad_sequence([torch.ones(len(tags[at])) for at in some], batch_first=True)
            right = _surprise(pad_sequence(found, batch_first=True), gold, there, starts, follows)
            return right.mean() + CHAIN_LOSS * (table.weight[numbers.unique()] ** 2).sum()

        learn(CHAIN_RATE, [table.weight, follows, starts], len(of), loss)
        self.weights, self.follows, self.starts = (each.detach().numpy() for each in (table.weight, follows, starts))


def _surprise(
    found: torch.Tensor, gold: torch.Tensor, there: torch.Tensor, starts: torch.Tensor, follows: torch.Tensor
) -> torch.Tensor:
    """Minus the logarithm of the probability of the right marks, by scores (wordings, words, marks) of words that are there."""
    right = starts[gold[:, 0]] + found[:, 0].gather(1, gold[:, :1])[:, 0]
    reached = starts + found[:, 0]
    for at in range(1, found.shape[1]):
        step = found[:, at].gather(1, gold[:, at : at + 1])[:, 0] + follows[gold[:, at - 1], gold[:, at]]
        right = right + there[:, at] * step
        further = torch.logsumexp(reached[:, :, None] + follows, 1) + found[:, at]
        reached = torch.where(there[:, at : at + 1] > 0, further, reached)
    return torch.logsumexp(reached, 1) - right


class Tasks:
    """The model of the tasks, learnt from words with some marks."""

    def __init__(self, of: Sequence[tuple[Sequence[Word], Sequence[str]]], tasks: Sequence[str], alike: Groups) -> None:
        """Learn it."""
        seen = [phrased.task_features(words, tags, alike) for words, tags in of]
        self.features, self.names = Features(seen), sorted({*tasks})
        inside = [self.features.of(each) for each in seen]
        wanted = torch.tensor([self.names.index(task) for task in tasks])
        table = torch.nn.EmbeddingBag(len(self.features.names), len(self.names), mode="sum")
        torch.nn.init.zeros_(table.weight)

        def loss(some: np.ndarray) -> torch.Tensor:
            numbers, offsets = bags([inside[at] for at in some])
            odds = table(numbers, offsets)
            return cross_entropy(odds, wanted[some]) + TASK_LOSS * (table.weight[numbers.unique()] ** 2).sum()

        learn(TASK_RATE, [table.weight], len(of), loss)
        self.weights = table.weight.detach().numpy()


def packed(name: str, features: Features, weights: np.ndarray) -> dict[str, np.ndarray]:
    """A table of weights as it ships: in whole numbers of eight bits, by the keys of the features, without the small rows."""
    kept = np.flatnonzero(np.abs(weights).max(1) > SMALL)
    keys = np.array([phrased.key(features.names[at]) for at in kept], np.uint32)
    keys, first = np.unique(keys, return_index=True)
    scales = np.abs(weights).max(0) / 127
    rows_ = np.round(weights[kept[first]] / scales).astype(np.int8)
    return {f"{name}_keys": keys, f"{name}_rows": rows_, f"{name}_scales": scales.astype(np.float32)}


def of_chain(chain: Chain) -> dict[str, np.ndarray]:
    """The arrays of a model of the marks."""
    return {**packed("chain", chain.features, chain.weights), "starts": chain.starts, "follows": chain.follows}


def of_tasks(tasks: Tasks) -> dict[str, np.ndarray]:
    """The arrays of a model of the tasks."""
    return {**packed("task", tasks.features, tasks.weights), "names": np.array(tasks.names)}


def tagged(told: Sequence[Wording], alike: Groups) -> list[list[str]]:
    """The marks of each wording by a chain that saw none of its writer; the writers are held out in `PARTS`."""
    found: dict[int, list[str]] = {}
    writers = sorted({each.writer for each in told})
    for part in range(PARTS):
        held = {*writers[part::PARTS]}
        others = [each for each in told if each.writer not in held | {ORDINARY}]
        marker = phrased.Marker(of_chain(Chain(others, alike)), alike)
        found |= {at: marker.tags(each.words, each.text) for at, each in enumerate(told) if each.writer in held}
        print(f"marked the wordings of {', '.join(sorted(held))}", flush=True)
    return [found[at] for at in range(len(told))]


def measure(told: Sequence[Wording], tags: Sequence[Sequence[str]], alike: Groups) -> None:
    """How well the wordings of each writer are read by models that saw only the others."""
    right, named, asked = Counter[str](), Counter[str](), Counter[str]()
    for each, marks in zip(told, tags, strict=True):
        if each.writer == ORDINARY:  # whose pieces nobody marked
            continue
        gold, found = ({*phrased.spans(of)} for of in (each.tags, marks))
        for counter, some in ((right, gold & found), (named, found), (asked, gold)):
            counter.update(piece for _, _, piece in some)
    for piece in phrased.PIECES:
        shares = f"precision {right[piece] / named[piece]:.3f}, recall {right[piece] / asked[piece]:.3f}"
        print(f"piece {piece}: {shares} of {asked[piece]}")
    rows_: list[tuple[str, str, bool]] = []
    for writer in sorted({each.writer for each in told}):
        others = [at for at, each in enumerate(told) if each.writer != writer]
        seen = [(told[at].words, tags[at]) for at in others]
        tasks = Tasks(seen, [told[at].task for at in others], alike)
        teller = phrased.Teller(of_tasks(tasks), alike)
        for each, marks in zip(told, tags, strict=True):
            if each.writer == writer:
                task, sure = teller.task(each.words, marks, following=each.task.startswith("t_"))
                rows_.append((each.task, task, wish.sure(Read(task=task, sure=sure, pieces={}))))
    for task in sorted({of for of, _, _ in rows_}):
        own = [row for row in rows_ if row[0] == task]
        told_so = [row for row in rows_ if row[1] == task and row[2]]
        hits = sum(of == task for of, _, _ in told_so)
        some = f"recall {hits / len(own):.2f}, precision {hits / max(1, len(told_so)):.2f}"
        wrong = Counter(found for of, found, sure in rows_ if of == task and found != task and sure).most_common(3)
        print(f"{task:14} {len(own):5}  any {sum(of == found for of, found, _ in own) / len(own):.2f}  sure: {some}  {wrong}")


def main() -> None:
    """Learn, measure and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--out", type=Path, default=ROOT / "app" / phrased.FILE)
    parser.add_argument("--measure", action="store_true")
    given = parser.parse_args()
    torch.manual_seed(SEED)
    told = read()
    print(f"{len(told)} wordings and questions, {len({each.task for each in told})} tasks")
    grouped = groups()
    alike = phrased.groups_of(grouped)
    tags = tagged(told, alike)
    if given.measure:
        measure(told, tags, alike)
    chain = Chain([each for each in told if each.writer != ORDINARY], alike)
    seen = [(each.words, marks) for each, marks in zip(told, tags, strict=True)]
    tasks = Tasks(seen, [each.task for each in told], alike)
    np.savez_compressed(given.out, **grouped, **of_chain(chain), **of_tasks(tasks))
    print(f"written: {given.out}, {given.out.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
