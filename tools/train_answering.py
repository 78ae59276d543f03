"""Train the networks that tell whether a paragraph answers a question, and which of several does (`hld.index.answering`), and say
how well they do on documents that they never saw.

    HLD_HOME=FOLDER .venv/bin/python tools/train_answering.py [--out FILE]

The library of the home has the official documents that the questions are about: `hld ingest` puts them there. They learn from
the pairs (`tools/pairs`), the questions near to a paragraph that does not answer them (`tools/asked`), those about invented
reports, of both kinds (`tools/reports`), and all sample questions (`hld.ingest.samples`, `tools/questions`), by the vectors and
tokens of the default model, which stays as it is. A question is set beside its own paragraph and beside others near to that,
which are taken not to answer it; those that are nearly the same are left out where it has an answer. Those that order learn from
what has an answer alone: its own paragraph is to be put before some of those that are nearest to the question itself.

The figures are of the documents that are kept from all training (`hld.eval.folds.held_out`), of which what is written has seen
none either: how well the networks tell what a paragraph answers from what it is merely near to, and from what another answers;
and, by those that order, how often a question's own paragraph comes first of the nearest to it; resolutions and reports apart.
An hour on two cores, a fifth of it for encoding.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import torch
from corpus import ASKED, REPORTS, ROOT, Corpus, rows
from lora import half
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy, relu
from torch.nn.utils.rnn import pad_sequence

from hld.eval import reading
from hld.eval.folds import held_out
from hld.eval.measures.abstention import auroc
from hld.index import answering, encode
from hld.index.recognise import tokens_of
from hld.index.tokens import STEP, small
from hld.ingest.samples import load_samples, read_samples

SEEDS = (2013, 1)
"""One for each network."""
DETECTORS, HIDDEN, DROPPED = 256, 256, 0.3
STEPS, RATE, DECAY = 5000, 3e-3, 0.05
FIRST, BESIDE, ASKED_OF = 16, 3, 6
"""Paragraphs that a step begins with, those near to each of them that join it, and the most questions of each."""
NEAREST, SHARP = 16, 8.0
"""Paragraphs from which those are drawn, and how much likelier the nearer ones are to be set beside a question."""
OTHERS, COUNT = 2, 0.5
"""Other paragraphs that a question is set beside, and what each of these pairs counts."""
ALIKE = 0.86
"""Cosine from which two paragraphs may answer the same."""
LONGEST = 36
"""Tokens of a question that are read in training."""
RIVALS, BEFORE, SOONER = 24, 8, 8.0
"""Paragraphs nearest to a question, how many of them its own is to be put before in a step, and how many places further off one
is e times less likely to be drawn. Of documents that are kept from all training, own paragraph first of the 16 nearest: by the
networks that tell whether one answers .454 (resolutions) and .660 (reports); by one that has learnt both at once from 4 of
these .535 and .718; by one that has only learnt to order, from 8, .548 and .738."""
TOGETHER, EACH, ORDERING_STEPS = 40, 2, 8000
"""Paragraphs of whose questions, and of each how many, a step of learning to order is made, and these steps."""
VERY_SAME = 0.95
"""Cosine from which it is not counted as an error that another paragraph comes before a question's own."""


class Network(torch.nn.Module):
    """Pairs of a question and a paragraph -> the logarithm of the odds that it answers; see `hld.index.answering`."""

    def __init__(self, size: int, asked: int, agreed: int) -> None:
        """Begin with chance weights, for vectors of `size` numbers, and tokens of `asked` and `agreed` numbers."""
        super().__init__()
        self.asked = torch.nn.Linear(asked, DETECTORS)
        self.agreed = torch.nn.Linear(agreed + 1, DETECTORS, bias=False)
        self.hidden = torch.nn.Linear(2 * DETECTORS + 3, HIDDEN)
        self.whole = torch.nn.Linear(size, HIDDEN, bias=False)
        self.out = torch.nn.Linear(HIDDEN, 1)
        self.dropped = torch.nn.Dropout(DROPPED)

    def forward(
        self,
        vectors: torch.Tensor,
        asked: tuple[torch.Tensor, torch.Tensor],
        passages: tuple[torch.Tensor, torch.Tensor],
        pairs: tuple[torch.Tensor, torch.Tensor],
    ) -> torch.Tensor:
        """The logits of `pairs` of the numbers of a question and of a paragraph; of either the tokens and which are there."""
        (tokens, there), (others, others_there), (question, paragraph) = asked, passages, pairs
        with torch.no_grad():
            own = tokens[:, :, -others.shape[2] :][question]
            cosines = (own @ others[paragraph].transpose(1, 2)).masked_fill(~others_there[paragraph][:, None], -1)
            nearest, likest = cosines.max(2)
            found = torch.gather(others[paragraph], 1, likest[:, :, None].expand(-1, -1, others.shape[2]))
            pair = torch.cat([own * found * answering.SCALE_AGREED, nearest[:, :, None] * answering.SCALE_TOKENS], 2)
        mask = there[question]
        size = mask.sum(1)
        seen = relu(self.asked(tokens * answering.SCALE_TOKENS)[question] + self.agreed(pair)) * mask[:, :, None]
        mean, least = (nearest * mask).sum(1) / size, nearest.masked_fill(~mask, 2).min(1).values
        told = torch.stack([mean * answering.SCALE_TOKENS, least * answering.SCALE_TOKENS, size / answering.TENTHS], 1)
        seen = torch.cat([seen.max(1).values, seen.sum(1) / size[:, None], told], 1)
        hidden = self.hidden(self.dropped(seen)) + self.whole(vectors * answering.SCALE)[question]
        return self.out(self.dropped(relu(hidden)))[:, 0]


@dataclass(frozen=True, kw_only=True)
class Texts:
    """Vectors and tokens (bytes, as `hld.index.tokens.small` makes them) of texts."""

    vectors: torch.Tensor
    tokens: list[torch.Tensor]

    def padded(self, some: np.ndarray) -> tuple[torch.Tensor, torch.Tensor]:
        """The tokens of some of them (texts, the longest of them, numbers), and which are there."""
        tokens = [self.tokens[number] for number in some.tolist()]
        padded = pad_sequence(tokens, batch_first=True).float() / STEP
        return padded, torch.arange(padded.shape[1]) < torch.tensor([*map(len, tokens)])[:, None]


@dataclass(frozen=True, kw_only=True)
class Material:
    """Questions and paragraphs; of each question the number of the paragraph that it is asked of, whether that answers it, and
    whether it is of an invented report."""

    questions: Texts
    paragraphs: Texts
    owners: np.ndarray
    answered: np.ndarray
    held: np.ndarray
    reported: np.ndarray

    @cached_property
    def nearest(self) -> np.ndarray:
        """The `NEAREST` paragraphs of each, without itself."""
        vectors = self.paragraphs.vectors
        found = []
        for start in range(0, len(vectors), 1024):
            cosines = vectors[start : start + 1024] @ vectors.T
            cosines[torch.arange(len(cosines)), start + torch.arange(len(cosines))] = -1
            found.append(torch.topk(cosines, NEAREST, dim=1).indices)
        return torch.cat(found).numpy()

    @cached_property
    def rivals(self) -> np.ndarray:
        """The `RIVALS` paragraphs that are nearest to each question, its own among them perhaps."""
        vectors = self.paragraphs.vectors.T
        found = [torch.topk(some @ vectors, RIVALS, dim=1).indices for some in self.questions.vectors.split(2048)]
        return torch.cat(found).numpy()

    def likeness(self, questions: np.ndarray) -> np.ndarray:
        """The cosines of the own paragraph of each of these questions and its rivals: (questions, `RIVALS`)."""
        vectors = self.paragraphs.vectors
        own, others = vectors[self.owners[questions]], vectors[self.rivals[questions]]
        return (others @ own[:, :, None])[:, :, 0].numpy()

    def logits(self, network: Network, questions: np.ndarray, paragraphs: np.ndarray, pairs: np.ndarray) -> torch.Tensor:
        """What a network says of `pairs`, the numbers of a question and of a paragraph among those that are given."""
        return network(
            self.questions.vectors[questions],
            self.questions.padded(questions),
            self.paragraphs.padded(paragraphs),
            (torch.from_numpy(pairs[0]), torch.from_numpy(pairs[1])),
        )


def read() -> Material:
    """Encode all questions, and the paragraphs of the library of this home and of the invented reports.

    Raises:
        HldError: when a report cannot be read.
    """
    corpus = Corpus.read()
    with tempfile.TemporaryDirectory() as folder:
        library = reading.library(REPORTS.glob("*.md"), Path(folder) / "library.sqlite")
        invented = Corpus.read(library)
        library.close()
    ids, texts = [*corpus.ids, *invented.ids], [*corpus.in_context, *invented.in_context]
    place = {paragraph: number for number, paragraph in enumerate(ids)}
    asked = [(text, corpus.ids[gold], True) for text, gold in zip(corpus.questions, corpus.gold, strict=True)]
    for name, answered in (("answered", True), ("process", True), ("unanswered", False)):
        asked += [(row["question"], row["id"], answered) for row in rows(ASKED / f"{name}.jsonl")]
    for path in sorted(REPORTS.glob("*.jsonl")):
        asked += [(row["question"], row["id"], row["can"]) for row in rows(path)]
    for samples in (load_samples(), read_samples(sorted((ROOT / "tools" / "questions").glob("*.toml")))):
        for of, answered in ((samples.answered, True), (samples.unanswered, False)):
            asked += [(text, owner, answered) for owner, questions in of.items() for text in questions]
    asked = [row for row in asked if row[1] in place]
    owners = np.array([place[owner] for _, owner, _ in asked])
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as cache:
        encoder = encode.prepare(encode.DEFAULT_MODEL, Path(cache))
        vectors, tokens = encoder.read(texts)
        print(f"{len(vectors)} paragraphs encoded, {time.monotonic() - started:.0f} s", flush=True)
        asked_vectors, asked_tokens = encoder.read_queries([text for text, _, _ in asked])
    print(f"{len(asked)} questions encoded, {time.monotonic() - started:.0f} s", flush=True)
    return Material(
        questions=Texts(
            vectors=torch.from_numpy(asked_vectors),
            tokens=[torch.from_numpy(small(tokens_of(text)[:LONGEST])) for text in asked_tokens],
        ),
        paragraphs=Texts(vectors=torch.from_numpy(vectors), tokens=[torch.from_numpy(each) for each in tokens]),
        owners=owners,
        answered=np.array([answered for *_, answered in asked]),
        held=np.array([held_out(owner) for _, owner, _ in asked]),
        reported=owners >= len(corpus.ids),
    )


def beside(of: Material, questions: np.ndarray, paragraphs: np.ndarray, chance: np.random.Generator) -> tuple[np.ndarray, ...]:
    """Pairs of the numbers of questions and paragraphs among those given, whether the one answers the other, and what each pair
    counts: every question beside its own paragraph, and beside `OTHERS`, the nearer ones more often."""
    here = {paragraph: number for number, paragraph in enumerate(paragraphs.tolist())}
    own = np.array([here[owner] for owner in of.owners[questions].tolist()])
    answered, numbers = of.answered[questions], np.arange(len(questions))
    vectors = of.paragraphs.vectors[paragraphs]
    near = (vectors @ vectors.T).numpy()[own]
    near[numbers, own] = -np.inf
    near[answered[:, None] & (near >= ALIKE)] = -np.inf
    drawn = [(numbers, own, answered, np.ones(len(numbers)))]
    for _ in range(OTHERS):
        other = (near * SHARP + chance.gumbel(size=near.shape)).argmax(1)
        some = np.flatnonzero(np.isfinite(near[numbers, other]))
        drawn.append((some, other[some], np.zeros(len(some), bool), np.full(len(some), COUNT)))
    return tuple(map(np.concatenate, zip(*drawn, strict=True)))


def train(of: Material, seed: int) -> Network:
    """A network that has learnt from the questions about documents that are not held out."""
    torch.manual_seed(seed)
    chance = np.random.default_rng(seed)
    asked, having, share = _asked(of, ~of.held)
    network, descend = _begun(of, STEPS)
    for _ in range(STEPS):
        first = chance.choice(having, FIRST, p=share)
        joined = [chance.choice(of.nearest[each], BESIDE, replace=False) for each in first]
        paragraphs = np.unique(np.concatenate([first, *joined]))
        questions = np.concatenate([chance.permutation(asked.get(each, []))[:ASKED_OF] for each in paragraphs.tolist()]).astype(
            int
        )
        *pairs, answers, counts = beside(of, questions, paragraphs, chance)
        target, weight = torch.from_numpy(answers).float(), torch.from_numpy(counts).float()
        logits = of.logits(network, questions, paragraphs, np.stack(pairs))
        descend(binary_cross_entropy_with_logits(logits, target, weight=weight / weight.sum(), reduction="sum"))
    return network.eval()


def order(of: Material, seed: int) -> Network:
    """A network that has learnt which of the paragraphs near to a question answers it, of documents that are not held out: the
    loss is that of a softmax over its own and `BEFORE` others."""
    torch.manual_seed(seed)
    chance = np.random.default_rng(seed)
    asked, having, share = _asked(of, ~of.held & of.answered)
    network, descend = _begun(of, ORDERING_STEPS)
    for _ in range(ORDERING_STEPS):
        paragraphs = chance.choice(having, TOGETHER, p=share).tolist()
        questions = np.unique(np.concatenate([chance.permutation(asked[each])[:EACH] for each in paragraphs]))
        own, rivals = of.owners[questions], of.rivals[questions]
        fit = (rivals != own[:, None]) & (of.likeness(questions) < ALIKE)
        likely = np.where(fit, -np.arange(RIVALS) / SOONER + chance.gumbel(size=rivals.shape), -np.inf)
        drawn = likely.argsort(1)[:, ::-1][:, :BEFORE]
        beside = np.concatenate([own[:, None], np.take_along_axis(rivals, drawn, 1)], 1)
        some, numbers = np.unique(beside, return_inverse=True)
        pairs = np.stack([np.repeat(np.arange(len(questions)), BEFORE + 1), numbers.ravel()])
        logits = of.logits(network, questions, some, pairs).view(len(questions), BEFORE + 1)
        missing = torch.from_numpy(~np.take_along_axis(fit, drawn, 1))
        logits = torch.cat([logits[:, :1], logits[:, 1:].masked_fill(missing, -1e4)], 1)
        descend(cross_entropy(logits, torch.zeros(len(questions), dtype=torch.long)))
    return network.eval()


def _asked(of: Material, which: np.ndarray) -> tuple[dict[int, list[int]], np.ndarray, np.ndarray]:
    """These questions by the paragraph that they are asked of, the paragraphs that have any, and how likely each is drawn: some
    have forty and others one, and neither should drown the other."""
    asked: dict[int, list[int]] = defaultdict(list)
    for question in np.flatnonzero(which).tolist():
        asked[int(of.owners[question])].append(question)
    share = np.sqrt([*map(len, asked.values())])
    return asked, np.array([*asked]), share / share.sum()


def _begun(of: Material, steps: int) -> tuple[Network, Callable[[torch.Tensor], None]]:
    """A network of chance weights, and what takes one of so many steps down a loss."""
    network = Network(of.questions.vectors.shape[1], of.questions.tokens[0].shape[1], of.paragraphs.tokens[0].shape[1])
    optimiser = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=RATE, total_steps=steps + 1)
    started, taken = time.monotonic(), 0

    def descend(loss: torch.Tensor) -> None:
        nonlocal taken
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        taken += 1
        if taken % 200 == 0:
            print(f"step {taken} of {steps}, loss {loss.item():.3f}, {time.monotonic() - started:.0f} s", flush=True)

    return network, descend


def first(networks: Sequence[Network], of: Material, which: np.ndarray) -> float:
    """Of held-out documents, of `which` questions that are answered, the share whose own paragraph these networks put before the
    `NEAREST` to it."""
    chance = np.random.default_rng(SEEDS[0])
    questions = chance.permutation(np.flatnonzero(of.held & of.answered & which))[:3000]
    right = 0
    for part in np.array_split(questions, max(1, len(questions) // 128)):
        beside = np.concatenate([of.owners[part][:, None], of.rivals[part][:, :NEAREST]], 1)
        same = np.concatenate([np.zeros((len(part), 1), bool), of.likeness(part)[:, :NEAREST] >= VERY_SAME], 1)
        some, numbers = np.unique(beside, return_inverse=True)
        pairs = np.stack([np.repeat(np.arange(len(part)), beside.shape[1]), numbers.ravel()])
        with torch.no_grad():
            told = sum(of.logits(network, part, some, pairs) for network in networks)
        told = np.where(same, -np.inf, np.asarray(told).reshape(beside.shape))
        right += int((told.argmax(1) == 0).sum())
    return round(right / len(questions), 3)


@torch.no_grad()
def figures(networks: Sequence[Network], of: Material, which: np.ndarray) -> dict[str, float]:
    """Of held-out documents, of `which` questions, the AUROC of what a paragraph answers beside what it is merely near to, and
    beside what others near to it answer."""
    chance = np.random.default_rng(SEEDS[0])
    questions = np.flatnonzero(of.held & which)
    own = of.owners[questions]
    others = of.nearest[own, chance.integers(NEAREST, size=len(own))]
    parts = [np.arange(start, min(start + 256, len(questions))) for start in range(0, len(questions), 256)]

    def logits(paragraphs: np.ndarray) -> np.ndarray:
        told = [
            sum(of.logits(network, questions[part], paragraphs[part], np.stack([part - part[0]] * 2)) for network in networks)
            for part in parts
        ]
        return torch.cat(told).numpy()

    told, answered = logits(own), of.answered[questions]
    beside_others = np.concatenate([told[answered], logits(others)[answered]])
    return {
        "answered": round(auroc(answered, told), 3),
        "beside others": round(auroc(np.arange(len(beside_others)) < answered.sum(), beside_others), 3),
    }


def main() -> None:
    """Train, measure and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--out", type=Path, default=ROOT / "index" / answering.FILE)
    out = parser.parse_args().out
    of = read()
    networks, ordering = ([learn(of, seed) for seed in SEEDS] for learn in (train, order))
    for name, which in (("resolutions", ~of.reported), ("reports", of.reported)):
        print(f"held out, {name}: {figures(networks, of, which)}, first {first(ordering, of, which)}", flush=True)
    networks += ordering
    written: dict[str, np.ndarray] = {}
    for name in ("asked", "agreed", "hidden", "whole", "out"):
        layers = [getattr(network, name) for network in networks]
        written[name] = np.stack([half(layer.weight.T) for layer in layers])
        if layers[0].bias is not None:
            written[f"{name}_bias"] = np.stack([half(layer.bias) for layer in layers])
    which = np.arange(len(networks)) >= len(networks) - len(ordering)
    answering.write(out, encode.fingerprint(encode.DEFAULT_MODEL), which, **written)
    print(f"written: {out}")


if __name__ == "__main__":
    main()
