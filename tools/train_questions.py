"""Train the head that compares questions with questions token by token (`hld.index.tokens`), and say what it gains on paragraphs
it never saw.

    .venv/bin/python tools/train_questions.py [--out FILE]

The questions are the samples of the process (`hld.ingest.samples`); the encoder stays as it is. Of the questions nearest to one
by their vectors, those about the same paragraph shall be the most alike token by token, and where nothing answers it, those that
nothing answers: the loss is that of neighbourhood components analysis (Goldberger et al. 2004), the logarithm of the share that
the right ones have of a softmax over all of them. The figures are of a head that saw nothing of one paragraph in six; what is
written has seen all. A quarter of an hour on two cores.
"""

from __future__ import annotations

import argparse
import zlib
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch
from corpus import ROOT, of_process
from heads import Head, States, learn, surprise
from sklearn.metrics import roc_auc_score

from hld.index import samples, tokens

SEED = 2013
SIZE, STEPS, BATCH = 96, 800, 64
NEAR, OWN = 48, 6
"""Questions that one is set against, and how many of them are about its own paragraph, near or not."""
LONGEST = 24
"""Tokens of a question that are read in training."""
TESTED, AMONG = 1200, 100
"""Held-out questions that are measured, and the nearest that each is set against."""


class Questions:
    """The samples with their vectors, the hidden states of their tokens, their paragraphs, and the nearest of each."""

    def __init__(self) -> None:
        """Encode all samples."""
        chosen = samples.of(of_process())
        self.owner = np.array([owner for owner, number in (*chosen.answered, *chosen.unanswered) for _ in range(number)])
        self.answered = np.arange(len(self.owner)) < sum(number for _, number in chosen.answered)
        self.held = np.array([zlib.crc32(owner.encode()) % 6 == 0 for owner in self.owner])
        self.states = States(chosen.texts, LONGEST)
        vectors = self.states.vectors
        closest = torch.topk(vectors @ vectors.T, AMONG + 1, dim=1).indices.numpy()
        self.nearest = np.stack([row[row != at][:AMONG] for at, row in enumerate(closest)])
        self._together: dict[str, list[int]] = defaultdict(list)
        for at in np.flatnonzero(self.answered):
            self._together[self.owner[at]].append(int(at))

    def against(self, question: int, chance: np.random.Generator) -> np.ndarray:
        """The numbers of `NEAR` questions that one is set against."""
        near = self.nearest[question][:NEAR]
        if not self.answered[question]:
            return near
        more = [at for at in self._together[self.owner[question]] if at != question and at not in near]
        chosen = chance.permutation(more)[:OWN].astype(int)
        return np.concatenate([near[: NEAR - len(chosen)], chosen])

    def right(self, asked: np.ndarray, others: np.ndarray) -> torch.Tensor:
        """Which of the others (a row for each that is asked) are about the same paragraph; or answered by nothing, as it is."""
        same = (self.owner[asked][:, None] == self.owner[others]) & self.answered[others]
        return torch.from_numpy(np.where(self.answered[asked][:, None], same, ~self.answered[others]))

    def scores(self, head: Head, asked: np.ndarray, others: np.ndarray) -> torch.Tensor:
        """The scaled likeness of each question that is asked to its own row of others."""
        used, place = np.unique(np.concatenate([asked, others.ravel()]), return_inverse=True)
        states, mask = self.states.padded(used)
        vectors, weights = head.short(states), head.weigh(states, mask)
        one, many = torch.from_numpy(place[: len(asked)]), torch.from_numpy(place[len(asked) :].reshape(others.shape))
        rows = vectors[many].flatten(1, 2).transpose(1, 2)
        longest = mask.shape[1]
        cosines = torch.bmm(vectors[one], rows).view(len(asked), longest, *others.shape[1:], longest)
        there = cosines.masked_fill(~mask[many][:, None], -1).amax(3)
        back = cosines.masked_fill(~mask[one][:, :, None, None], -1).amax(1)
        both = (there * weights[one][:, :, None]).sum(1) + (back * weights[many]).sum(2)
        return both / 2 * head.scale.exp()


def train(of: Questions, pool: np.ndarray) -> Head:
    """A head learnt from the questions with these numbers."""
    torch.manual_seed(SEED)
    chance = np.random.default_rng(SEED)
    head = Head(of.states.flat, SIZE)

    def loss(asked: np.ndarray) -> torch.Tensor:
        others = np.stack([of.against(int(question), chance) for question in asked])
        return surprise(of.scores(head, asked, others), of.right(asked, others)).mean()

    learn(head, loss, pool, steps=STEPS, batch=BATCH, seed=SEED)
    return head


@torch.no_grad()
def figures(head: Head, of: Questions) -> dict[str, float]:
    """Of held-out questions: the loss, how often the paragraph with the largest share is the right one, and how well the share of
    answered questions tells those that have an answer."""
    asked = np.random.default_rng(SEED).permutation(np.flatnonzero(of.held))[:TESTED]
    losses, first, shares = [], [], []
    for start in range(0, len(asked), BATCH):
        some = asked[start : start + BATCH]
        others = of.nearest[some]
        scores = of.scores(head, some, others)
        losses.append(surprise(scores, of.right(some, others)))
        for question, row, odds in zip(some, others, torch.softmax(scores, 1).double().numpy(), strict=True):
            shares.append(odds[of.answered[row]].sum())
            if of.answered[question]:
                by: dict[str, float] = defaultdict(float)
                for owner, share in zip(of.owner[row][of.answered[row]], odds[of.answered[row]], strict=True):
                    by[owner] += share
                first.append(bool(by) and max(by, key=lambda owner: by[owner]) == of.owner[question])
    told = roc_auc_score(of.answered[asked], shares)
    return {
        "loss": round(float(torch.cat(losses).mean()), 3),
        "first": round(float(np.mean(first)), 3),
        "auroc": round(float(told), 3),
    }


def main() -> None:
    """Train, measure and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--out", type=Path, default=ROOT / "index" / f"{tokens.QUESTIONS}.npz")
    out = parser.parse_args().out
    of = Questions()
    print(f"{len(of.owner)} questions, {int(of.held.sum())} of them held out", flush=True)
    print("held out:", figures(train(of, np.flatnonzero(~of.held)), of), flush=True)
    head = train(of, np.arange(len(of.owner)))
    print(f"scale {head.scale.exp().item():.1f}")
    head.write(out)
    print(f"written: {out}")


if __name__ == "__main__":
    main()
