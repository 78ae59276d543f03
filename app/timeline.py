"""Questions that compare: what several documents say of one thing, oldest first, with the words that changed between them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hld.index.search import Hit
from hld.ingest.library import DocumentEntry, Entry
from hld.ingest.repeats import compare

CLOSE = 0.8
"""Share of the best cosine from which the best paragraph of another document is taken to speak of the same thing."""

ALIKE, FEW = 0.6, 6
"""Least likeness of two wordings, and most places where they differ, for the changed words to tell anything."""

LONGEST = 60
"""Words of a row, about."""

_COMPARES = re.compile(
    r"\bcompare[ds]?\b|\bcomparison\b|\bdiffer(?:s|ed|ence|ences|ent from)?\b|\bevol(?:ve|ved|ution)\b|\bover the years\b|"
    r"\bover time\b|\bfrom (?:19|20)\d\d to (?:19|20)\d\d\b|\bbetween (?:the )?(?:19|20)\d\d and (?:the )?(?:19|20)\d\d\b|"
    r"\b(?:how|what|did|has|have)\b.*\bchanged?\b|\bchang(?:e|ed|es) (?:between|from|since|over)\b|\bover the series\b|"
    r"\bstronger\b.*\bthan\b|\bweaker\b.*\bthan\b|\bversus\b|\bvs\b|\byear by year\b|\btimeline\b|\bhistory of\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A paragraph of one document; `changed` are words of the row before and those in their place, where the two are alike."""

    entry: Entry
    year: str
    changed: tuple[tuple[str, str], ...]


def compares(question: str) -> bool:
    """Whether a question asks how documents differ, or how something went over the years.

    >>> compares("How did the wording on remittances change between 2006 and 2014?"), compares("What changes a life?")
    (True, False)
    """
    return bool(_COMPARES.search(question))


def rows(
    hits: Sequence[Hit], entries: Mapping[str, Entry], documents: Mapping[str, DocumentEntry], named: Sequence[str] = ()
) -> list[Row]:
    """The best paragraph of each document that speaks of what the best hit speaks of, oldest first.

    `hits` are ranked, `named` the documents that the question names: where there are two or more of them no other counts, and
    each gives its best paragraph however far it is. Fewer than two rows compare nothing, and none are given.
    """
    if not hits:
        return []
    least = CLOSE * hits[0].dense
    only = set(named) if len(named) > 1 else set()
    best: dict[str, Entry] = {}
    for hit in hits:
        entry = entries[hit.id]
        document = documents[entry.document]
        wanted = entry.document in only if only else document.process and hit.dense >= least
        if wanted and document.adopted:
            best.setdefault(entry.document, entry)
    found = sorted(best.values(), key=lambda entry: (documents[entry.document].adopted, entry.document))
    if len(found) < 2:
        return []
    out: list[Row] = []
    for place, entry in enumerate(found):
        changed = _changed(found[place - 1].text, entry.text) if place else ()
        out.append(Row(entry=entry, year=documents[entry.document].adopted[:4], changed=changed))
    return out


def _changed(before: str, after: str) -> tuple[tuple[str, str], ...]:
    likeness, changed = compare(before, after)
    return changed if likeness >= ALIKE and len(changed) <= FEW else ()
