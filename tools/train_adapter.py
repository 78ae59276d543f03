"""Train the adapter of the default encoder (`hld.index.adapter`) and say what it gains on documents it never saw.

    HLD_HOME=HOME .venv/bin/python tools/train_adapter.py [--write]

HOME holds a library with the resolutions that the pairs name (`hld ingest` of the AKN files of sessions 75 to 80). The pairs of
`tools/pairs/*.jsonl` are questions of our own with the id of the paragraph that answers each; none is about the series of
resolutions on international migration and development, which the evaluation is about. One document in six is held out by a
hash of its symbol; with `--write` the matrix is then learnt from all pairs and written to `index/adapter.npy`.

The loss is multiple negatives ranking (Henderson et al. 2017) at a temperature of 1/20 over a batch and random paragraphs; what
is nearly the same as the answer is no negative. Encoding the paragraphs takes most of the time, and is kept in HOME/benchmarks.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
import torch

from hld.app.question import detect_language, translate
from hld.app.settings import Settings
from hld.eval.vectors import Vectors
from hld.index import build, encode
from hld.ingest.library import Library

SEED = 2013
EPOCHS, BATCH, NEGATIVES, RATE = 20, 256, 4096, 1e-3
PENALTY = 0.05
"""Weight of the squared norm of the matrix. Held-out documents, R@5 / R@10: none .340/.434, .02 .368/.457, .05 .374/.475,
.1 .370/.458; without an adapter .328/.404."""
SAME = 0.9
"""Cosine from which a paragraph says the same as the answer and is no negative."""

ROOT = Path(__file__).resolve().parent.parent


def pairs(folder: Path) -> list[dict[str, str]]:
    """All pairs, in the order of their files."""
    return [json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines() if line]


def in_english(question: str) -> str:
    """A question as the search encodes it."""
    language = detect_language(question)
    return translate(question, language) if language != "en" else question


def held_out(identifier: str) -> bool:
    """Whether the paragraph's document is kept from the training that is measured."""
    return int(hashlib.sha256(identifier.partition("#")[0].encode()).hexdigest(), 16) % 6 == 0


def adapted(vectors: torch.Tensor, learnt: torch.Tensor) -> torch.Tensor:
    """Unit vectors after the adapter."""
    return torch.nn.functional.normalize(vectors + vectors @ learnt, dim=-1)


def learn(questions: torch.Tensor, rows: np.ndarray, passages: torch.Tensor) -> torch.Tensor:
    """W, from questions and the rows of `passages` that answer them: one row for each view of the paragraph."""
    learnt = torch.nn.Parameter(torch.zeros(passages.shape[1], passages.shape[1]))
    optimiser = torch.optim.Adam([learnt], lr=RATE)
    chance = np.random.default_rng(SEED)
    for _ in range(EPOCHS):
        order = chance.permutation(len(questions))
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH]
            answers = passages[torch.from_numpy(rows[chosen, chance.integers(rows.shape[1])])]
            others = passages[torch.from_numpy(chance.integers(0, len(passages), NEGATIVES))]
            against = torch.cat([answers, others])
            right = torch.arange(len(chosen))
            same = answers @ against.T > SAME
            same[right, right] = False
            scores = adapted(questions[chosen], learnt) @ adapted(against, learnt).T * 20
            loss = torch.nn.functional.cross_entropy(scores.masked_fill(same, -1e4), right) + PENALTY * (learnt**2).sum()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return learnt.detach()


def recalls(questions: torch.Tensor, gold: np.ndarray, passages: torch.Tensor, starts: np.ndarray) -> dict[int, float]:
    """Share of questions whose paragraph is among the first k of all; a paragraph scores as its best row does."""
    scores = np.maximum.reduceat((questions @ passages.T).numpy(), starts, axis=1)
    ranks = (scores > scores[np.arange(len(gold)), gold][:, None]).sum(1)
    return {k: round(float((ranks < k).mean()), 3) for k in (1, 5, 10, 50)}


def main() -> None:
    """Train, measure, and write when asked to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="learn from all pairs and write index/adapter.npy")
    parser.add_argument("--pairs", type=Path, default=ROOT / "tools" / "pairs")
    options = parser.parse_args()
    torch.manual_seed(SEED)
    settings = Settings()
    library = Library(settings.library, read_only=True)
    entries = [entry for entry in library.all() if entry.official and entry.reference.language == "en"]
    views = build.views(entries, {document.id: document for document in library.documents()})
    encoder = encode.prepare(str(encode.packaged_model() or encode.DEFAULT_MODEL), settings.models)
    vectors = Vectors(encoder, settings.home / "benchmarks")
    passages = torch.from_numpy(vectors.passages(views.dense))
    starts = np.array([n for n, name in enumerate(views.paragraphs) if not n or name != views.paragraphs[n - 1]])
    place = {views.paragraphs[start]: number for number, start in enumerate(starts)}
    ends = np.append(starts[1:], len(views.paragraphs))
    used = [pair for pair in pairs(options.pairs) if pair["id"] in place]
    questions = torch.from_numpy(vectors.queries([in_english(pair["question"]) for pair in used]))
    gold = np.array([place[pair["id"]] for pair in used])
    rows = np.stack([starts[gold], ends[gold] - 1], axis=1)
    held = np.array([held_out(pair["id"]) for pair in used])
    learnt = learn(questions[~held], rows[~held], passages)
    print(f"{len(used)} pairs, {held.sum()} held out, {len(place)} paragraphs")
    print("without", recalls(questions[held], gold[held], passages, starts))
    print("with   ", recalls(adapted(questions[held], learnt), gold[held], adapted(passages, learnt), starts))
    if options.write:
        whole = learn(questions, rows, passages)
        np.save(ROOT / "index" / "adapter.npy", whole.numpy().astype(np.float16))
        print("written: index/adapter.npy")


if __name__ == "__main__":
    main()
