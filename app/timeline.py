"""Questions that compare: what several documents say of one thing, oldest first, with the words that changed between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from hld.index.hits import Hit
from hld.ingest.library import DocumentEntry, Entry
from hld.ingest.repeats import compare

CLOSE, CLOSE_NAMED = 0.8, 0.65
"""Share of the best cosine from which the best paragraph of another document is taken to speak of the same thing; less is enough
where the question names the document."""

ALIKE, FEW = 0.6, 6
"""Least likeness of two wordings, and most places where they differ, for the changed words to tell anything."""

STANDS_OUT = 0.02
"""Probability of being the best from which the first paragraph of a side speaks of the same, however unlike it is."""

NEAR = 3
"""Paragraphs of a row among which what opens a list stands, where the list is told in place of one item."""

LONGEST = 60
"""Words of a row, about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A paragraph of one document, and what it is called, by its year; `changed` are words of the row before and those in their
    place, where the two are alike."""

    entry: Entry
    head: str
    changed: tuple[tuple[str, str], ...]


def rows(
    hits: Sequence[Hit],
    entries: Mapping[str, Entry],
    documents: Mapping[str, DocumentEntry],
    named: Sequence[str] = (),
    sides: Sequence[Set[str]] = (),
    dialogues: Sequence[str] = (),
    *,
    sure: bool = False,
    whole: bool = False,
) -> list[Row]:
    """The best paragraph of each document that speaks of what the best hit speaks of, oldest first.

    `hits` are ranked, `named` the documents that the question names: where there are two or more of them, only they count and
    those adopted between them. Where there are `sides`, groups of documents set side by side, each has one row instead; where
    these are about `dialogues`, it is called by the year of its own, beside that of its document.
    `sure` are hits that speak of it, however near they are; `whole` tells a list in place of its item. Fewer than two rows
    compare nothing, and none are given.
    """
    if not hits:
        return []
    closest = max(hit.dense for hit in hits)
    of = _rows_of(documents, named, sides)
    best: dict[str | int, list[Entry]] = {}
    for hit in hits:
        entry = entries[hit.id]
        row = of.get(entry.document)
        least = 0.0 if sure else CLOSE_NAMED if sides or entry.document in named else CLOSE
        if row is not None and (hit.dense >= least * closest or (sides and hit.score >= STANDS_OUT and row not in best)):
            best.setdefault(row, []).append(entry)
    told = {row: _opening(some) if whole else some[0] for row, some in best.items()}
    ordered = sorted(told, key=lambda row: documents[told[row].document].age)
    if len(ordered) < 2:
        return []
    found = [told[row] for row in ordered]
    changes = [(), *(changed(before, after) for before, after in pairwise(found))]
    heads = [documents[entry.document].dated[:4] for entry in found]
    if dialogues:
        heads = [_of_dialogue(dialogues[int(row)], head) for row, head in zip(ordered, heads, strict=True)]
    return [Row(entry=e, head=head, changed=changed) for e, head, changed in zip(found, heads, changes, strict=True)]


def of_each(told: Mapping[str, str], entries: Mapping[str, Entry], documents: Mapping[str, DocumentEntry]) -> list[Row]:
    """The paragraphs that are `told` of each Dialogue, by its year; none where they are not of two."""
    rows = [
        Row(entry=entries[told[year]], head=_of_dialogue(year, documents[entries[told[year]].document].dated[:4]), changed=())
        for year in sorted(told)
    ]
    return rows if len(rows) > 1 else []


def _of_dialogue(dialogue: str, year: str) -> str:
    return f"{dialogue} Dialogue, text of {year}" if year not in ("", dialogue) else f"{dialogue} Dialogue"


def _opening(found: Sequence[Entry]) -> Entry:
    """The best of some paragraphs; of an item of a list what opens it, where that and another item are about as near."""
    best, *near = found[:NEAR]
    chapeau = best.chapeaux[:1]
    opens = [entry for entry in near if entry.id in chapeau]
    return opens[0] if opens and any(entry.chapeaux[:1] == chapeau for entry in near) else best


def _rows_of(documents: Mapping[str, DocumentEntry], named: Sequence[str], sides: Sequence[Set[str]]) -> Mapping[str, str | int]:
    """The row of each document that may have one: its side's, or its own."""
    if sides:
        return {
            document: n
            for n, side in enumerate(sides)
            for document in side
            if document in documents and documents[document].dated
        }
    dates = sorted(documents[name].dated for name in named if documents[name].dated)
    first, last = (dates[0], dates[-1]) if len(set(named)) > 1 and len(dates) > 1 else ("", "9999")
    return {d.id: d.id for d in documents.values() if d.dated and first <= d.dated <= last and (d.process or d.id in named)}


def changed(before: Entry, after: Entry) -> tuple[tuple[str, str], ...]:
    """The changed words of two official texts that are nearly alike; what differs between two entries of the digest is our
    wording, not theirs."""
    if not (before.official and after.official):
        return ()
    likeness, found = compare(before.text, after.text)
    return found if likeness >= ALIKE and len(found) <= FEW else ()
