"""Gold in a larger library: what a yearly series says again in a document that the cases do not know answers as well.

The cases name paragraphs of the documents of the process. Where a library holds more of their series, a later resolution says
many of them in the same words, and the assistant rightly cites the latest. Such a repeat becomes a further alternative of its
group, unless the question asks for one document or one time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from hld.eval.case import Case
from hld.eval.measures.content import stated
from hld.ingest.library import Library
from hld.ingest.repeats import families, in_library

SAME = 0.9
"""Least likeness of two paragraphs, by words, for the one to answer what the other answers."""

_ONE = re.compile(r"\d{2}|\b(?:first|second|previous|last|latest|earliest|before|after|since|later)\b", re.IGNORECASE)
_OF_TIME = frozenset({"comparison", "temporal", "lookup", "document"})


def widened(cases: Sequence[Case], library: Library) -> list[Case]:
    """The cases, their gold with the repeats in this library that keep the facts expected; cases about one time as they are."""
    family = {i: members for members in families(r for r in in_library(library) if r.similarity >= SAME) for i in members}
    wide = [case for case in cases if not case.gold_ids.isdisjoint(family) and not _asks_for_one(case)]
    texts = {
        i: e.text for i, e in library.get_many({i for case in wide for g in case.gold_ids for i in family.get(g, ())}).items()
    }
    made = {
        case.id: case.model_copy(update={"gold": tuple(_group(group, case, family, texts) for group in case.gold)})
        for case in wide
    }
    return [made.get(case.id, case) for case in cases]


def _asks_for_one(case: Case) -> bool:
    """Whether a question names a document or a time, by any figure or word of order in it or before it."""
    return case.category in _OF_TIME or bool(_ONE.search(" ".join((*case.history, case.question))))


def _group(group: Sequence[str], case: Case, family: dict[str, tuple[str, ...]], texts: dict[str, str]) -> tuple[str, ...]:
    found = [i for gold in group for i in family.get(gold, ()) if stated(case.facts, texts[gold]) <= stated(case.facts, texts[i])]
    return tuple(dict.fromkeys([*group, *found]))
