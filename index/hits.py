"""What a search finds: one paragraph, or all of them as columns, which are what is computed with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hld.index.traits import TRAITS

NUMBERS = ("score", "lexical", "dense", "alone", "maxsim", "bonus", "posed", "alike", "recognised", "answers", "ordered")
"""What a hit is told by, one number each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A paragraph with its score, its BM25 score, its cosine, that of its text without context, how much of the query it has
    token by token (`hld.index.passages`), and its document's bonus.

    `posed` and `alike` say how like the query is to sample questions that the paragraph answers (0 where it has none, and is not
    `sampled`; `hld.index.samples`), `unanswered` to samples that nothing answers, and `nearer` how much liker the likest samples
    with an answer are than the likest without, both the same for all hits of a query; `answers` is the logarithm of the odds that
    one which is not sampled or not of the process answers the query, and `ordered` what such are ordered by
    (`hld.index.answering`), 0 for others; `traits` are those of
    `hld.index.traits`. The score of a search is the fused one (about 0 to 1), the bonus, and what the samples add.
    """

    id: str
    score: float
    lexical: float
    dense: float
    alone: float = 0.0
    maxsim: float = 0.0
    bonus: float = 0.0
    posed: float = 0.0
    alike: float = 0.0
    recognised: float = 0.0
    answers: float = 0.0
    ordered: float = 0.0
    sampled: bool = False
    unanswered: float = 0.0
    nearer: float = 0.0
    answered: float = 0.0
    traits: tuple[float, ...] = (0.0,) * len(TRAITS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The hits of a query, best first, as columns: `ids`, whether each is `sampled`, its `NUMBERS` as float64 (one row each of
    them, one column a hit), its `traits` (one row a hit), and what is the same for all."""

    ids: Sequence[str]
    sampled: np.ndarray
    numbers: np.ndarray
    traits: np.ndarray
    unanswered: float = 0.0
    nearer: float = 0.0
    answered: float = 0.0

    @classmethod
    def of(cls, hits: Sequence[Hit]) -> Found:
        """Hits of one query as columns."""
        return cls(
            ids=[hit.id for hit in hits],
            sampled=np.array([hit.sampled for hit in hits], bool),
            numbers=np.array([[getattr(hit, name) for hit in hits] for name in NUMBERS], np.float64),
            traits=np.array([hit.traits for hit in hits], np.float64).reshape(len(hits), len(TRAITS)),
            unanswered=hits[0].unanswered if hits else 0.0,
            nearer=hits[0].nearer if hits else 0.0,
            answered=hits[0].answered if hits else 0.0,
        )

    def __len__(self) -> int:
        """How many there are."""
        return len(self.ids)

    def column(self, name: str) -> np.ndarray:
        """One of the `NUMBERS` of each hit."""
        return self.numbers[NUMBERS.index(name)]

    def hits(self, some: Sequence[int] | None = None, scores: Sequence[float] | None = None) -> list[Hit]:
        """All of them, or some by their numbers, with other scores if any are given."""
        some = range(len(self)) if some is None else some
        at = np.array(some, np.int64)
        numbers = dict(zip(NUMBERS, self.numbers[:, at].tolist(), strict=True))
        if scores is not None:
            numbers["score"] = list(scores)
        return [
            Hit(
                id=self.ids[number],
                sampled=sampled,
                unanswered=self.unanswered,
                nearer=self.nearer,
                answered=self.answered,
                traits=tuple(traits),
                **dict(zip(NUMBERS, each, strict=True)),
            )
            for number, sampled, traits, each in zip(
                some, self.sampled[at].tolist(), self.traits[at].tolist(), zip(*numbers.values(), strict=True), strict=True
            )
        ]
