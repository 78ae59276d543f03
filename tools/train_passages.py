"""Train the head that compares questions with passages token by token (`hld.index.tokens`), and say what it gains.

    HLD_HOME=HOME .venv/bin/python tools/train_passages.py [--out FILE]

HOME's library holds the official documents of a session: `hld ingest FOLDER` puts them there. The encoder stays as it is. Of the
paragraphs that are nearest to a question by their vectors, the one that answers it shall have the most of it token by token
(`hld.index.passages`): the loss is minus the logarithm of its share of a softmax over it and some of those that do not. The
figures are of a head that saw nothing of one document in six; what is written has seen all. A quarter of an hour on two cores, of
which the paragraphs take most.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
from corpus import ROOT, Corpus
from heads import Head, States, learn, surprise

from hld.index import tokens

SEED = 2013
SIZE, STEPS, BATCH = 64, 400, 32
NEAR, OTHERS = 24, 11
"""The nearest paragraphs that do not answer a question, and how many of them it is set against at a time."""
LONGEST, LONGEST_QUESTION = 160, 64
"""Tokens of a text that are read in training."""
TESTED, AMONG = 400, 40
"""Held-out questions that are measured, and the nearest paragraphs that each is set against."""


class Asked:
    """The questions and the paragraphs of a corpus, token by token, and the nearest paragraphs of each question."""

    def __init__(self, corpus: Corpus) -> None:
        """Encode them."""
        self.corpus = corpus
        self.questions = States(corpus.questions, LONGEST_QUESTION)
        self.passages = States(corpus.in_context, LONGEST)
        self.nearest = torch.cat(
            [torch.topk(part @ self.passages.vectors.T, AMONG, dim=1).indices for part in self.questions.vectors.split(1024)]
        ).numpy()

    def against(self, question: int, chance: np.random.Generator) -> np.ndarray:
        """A paragraph that answers a question, and `OTHERS` that do not."""
        others = [at for at in self.nearest[question] if at not in self.corpus.answers[question]][:NEAR]
        return np.array([self.corpus.gold[question], *chance.permutation(others)[:OTHERS]])

    def scores(self, head: Head, asked: np.ndarray, others: np.ndarray) -> torch.Tensor:
        """How much of each question its own row of paragraphs has."""
        used, place = np.unique(others, return_inverse=True)
        states, mask = self.passages.padded(used)
        vectors = head.short(states)
        questions, there = self.questions.padded(asked)
        wanted, weights = head.short(questions), head.weigh(questions, there)
        rows = [
            torch.einsum("td,pud->tpu", one, vectors[at]).masked_fill(~mask[at][None], -1).amax(2)
            for one, at in zip(wanted, torch.from_numpy(place.reshape(others.shape)), strict=True)
        ]
        return (torch.stack(rows) * weights[..., None]).sum(1)


def train(of: Asked, pool: np.ndarray) -> Head:
    """A head learnt from the questions with these numbers."""
    torch.manual_seed(SEED)
    chance = np.random.default_rng(SEED)
    head = Head(of.passages.flat, SIZE)
    first = torch.zeros(BATCH, OTHERS + 1, dtype=torch.bool)
    first[:, 0] = True

    def loss(asked: np.ndarray) -> torch.Tensor:
        others = np.stack([of.against(int(question), chance) for question in asked])
        return surprise(of.scores(head, asked, others) * head.scale.exp(), first).mean()

    learn(head, loss, pool, steps=STEPS, batch=BATCH, seed=SEED)
    return head


@torch.no_grad()
def figures(head: Head | None, of: Asked) -> dict[str, float]:
    """MRR and recall@5 of held-out questions with an answer among their nearest paragraphs, by the head or by their vectors."""
    answers = of.corpus.answers
    found = [question for question in np.flatnonzero(of.corpus.held) if not answers[question].isdisjoint(of.nearest[question])]
    asked = np.random.default_rng(SEED).permutation(found)[:TESTED]
    ranks = []
    for some in np.split(asked, range(BATCH, len(asked), BATCH)):
        others = of.nearest[some]
        scores = -np.tile(np.arange(AMONG), (len(some), 1)) if head is None else of.scores(head, some, others).numpy()
        for question, row, own in zip(some, others, scores, strict=True):
            right = np.isin(row[np.argsort(-own, kind="stable")], list(answers[question]))
            ranks.append(1 + int(right.argmax()))
    return {"mrr": round(float((1 / np.array(ranks)).mean()), 3), "recall@5": round(float((np.array(ranks) <= 5).mean()), 3)}


def main() -> None:
    """Train, measure and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--out", type=Path, default=ROOT / "index" / f"{tokens.PASSAGES}.npz")
    out = parser.parse_args().out
    of = Asked(Corpus.read())
    held = of.corpus.held
    print(f"{len(held)} questions, {int(held.sum())} of them held out", flush=True)
    print("by vectors:", figures(None, of), flush=True)
    print("token by token:", figures(train(of, np.flatnonzero(~held)), of), flush=True)
    train(of, np.arange(len(held))).write(out)
    print(f"written: {out}")


if __name__ == "__main__":
    main()
