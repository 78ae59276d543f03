"""A turn behind what was asked and told before it: its wordings, and the order that these have together.

The weights are fitted by `hld eval turns` on the conversations for development, and stand in `behind.json` beside what they gain
on conversations that they were not fitted on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from hld.app import ranking
from hld.index.hits import Hit
from hld.index.search import Index

LAST, FIRST, TOLD = "last", "first", "told"
"""Wordings of a turn beside that by which it is searched: behind the last question alone, behind that which the conversation
began with, and before the words of what was told last."""

STATEMENT = "statement"
"""What is asked behind a statement, without that: a wording by which nothing is ranked."""

FEATURES = ("turn", LAST, FIRST, TOLD, "document", "near", "again", "foremost")
"""The logarithm of the odds of a paragraph by the turn as it is searched and by each other wording, or by the former where there
is no such wording; of one of a document that the answer before cites the logarithm of the number of documents, as any other of
many is the less likely; how near it stands to what is cited there; and whether it is cited there itself, and as the first."""

LEAST = 1e-6
"""Probability that is as little as any."""

WORDS = 40
"""Words of what was told that a turn is put before. Development conversations out of fold, right paragraph first of 573 turns:
with 20, 40 and 80 of them .780, .787 and .787; without this wording .764."""


def put_before(turn: str, text: str) -> str:
    """A turn before the first words of what was told.

    >>> put_before("and who pays?", "Requests the keepers to light the lamps")
    'and who pays? Requests the keepers to light the lamps'
    """
    return f"{turn} {' '.join(text.split()[:WORDS])}"


def together(rankings: Mapping[str, Sequence[Hit]], told: Sequence[str], index: Index) -> list[Hit]:
    """The hits of all wordings of a turn (that of the turn as it is searched, "turn", is one of them) in one order, best first;
    the score is the probability of being the best of all. `told` are the paragraphs that the answer before cites, the first
    first."""
    hits = {hit.id: hit for some in reversed([*rankings.values()]) for hit in some}
    logarithms = features([*hits], rankings, told, index) @ _weights()
    odds = np.exp(logarithms - logarithms.max(initial=0.0))
    order, every = np.argsort(-odds, kind="stable"), [*hits.values()]
    return [replace(every[at], score=float(odds[at] / odds.sum())) for at in order.tolist()]


def features(ids: Sequence[str], rankings: Mapping[str, Sequence[Hit]], told: Sequence[str], index: Index) -> np.ndarray:
    """The `FEATURES` of paragraphs, one row each. What a wording has not found is a little below all that it has."""
    columns = {}
    for name, some in rankings.items():
        found = {hit.id: float(np.log(max(hit.score, LEAST))) for hit in some}
        least = max(min(found.values(), default=0.0) - 1, float(np.log(LEAST)))
        columns[name] = np.array([found.get(each, least) for each in ids])
    by_wording = [columns.get(name, columns["turn"]) for name in ("turn", LAST, FIRST, TOLD)]
    near = index.nearness(ids, told)
    document = np.log(len(index.documents)) * (near > 0)
    return np.stack([*by_wording, document, near, np.isin(ids, told), np.isin(ids, told[:1])], axis=1)


@cache
def _weights() -> np.ndarray:
    return ranking.weights_of("behind.json", FEATURES, "hld eval turns")
