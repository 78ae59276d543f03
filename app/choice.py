"""Which of several paragraphs that say the same is shown, and which are cited beside the best."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from hld.app.question import Understood
from hld.app.terms import worded
from hld.app.titles import ON_MIGRATION
from hld.index.hits import Hit
from hld.index.lexical import Lexical
from hld.ingest.library import DocumentEntry, Entry
from hld.ingest.regex import regex

NEAR, NEAR_SEVERAL = 0.7, 0.25
"""Share of the best score from which another paragraph is cited too, and that for questions that ask for several things."""

SAME, VERY_SAME = 0.6, 0.85
"""Least overlap (Jaccard) of the terms of two paragraphs for the one to count as the other's repeat in another year,
and for a later one to be shown in the place of the best."""


_SEVERAL = regex(
    r"\b(?:which|what)\s+(?:\w+\s+)?\w+s\b|\blist\b|\ball\b|\beach\b|\bboth\b|\band\b.*\?|\bcompare|\bdiffer|\bchange|\bevery|"
    r"\bover the years\b|\bhow many\b",
    re.IGNORECASE,
)


def asks_several(question: str) -> bool:
    """Whether a question seems to ask for several things.

    >>> asks_several("Which lamps were lit, and by whom?"), asks_several("Who lit the lamp?")
    (True, False)
    """
    return bool(_SEVERAL.search(question))


Groups = Sequence[Sequence[tuple[Hit, frozenset[str]]]]
"""Hits with the terms of their texts, those that say about the same together; the groups as their best hits are ranked."""


def choose(
    groups: Groups, entries: Mapping[str, Entry], documents: Mapping[str, DocumentEntry], understood: Understood
) -> tuple[list[Hit], dict[str, tuple[str, ...]]]:
    """The best paragraph and those close behind it; of several that say the same, the one that the question means.

    Where the question names documents by their symbols, those behind are of them too; and behind one of the process others stand
    only that are as close as where one thing is asked for: of 19 that were cited below that in development cases on official
    texts 16 were wrong; and of documents on other subjects none, unless the question has words that those of the process do not.
    """
    best = groups[0][0][0].score
    near = NEAR_SEVERAL if asks_several(understood.text) else NEAR
    chosen: list[Hit] = []
    also_in: dict[str, tuple[str, ...]] = {}
    for group in groups:
        first = group[0][0]
        apart = bool(chosen) and _apart(entries[chosen[0].id], entries[first.id], documents)
        fits = not chosen or may_follow(entries[chosen[0].id], entries[first.id], documents, understood)
        if fits and first.score >= (NEAR if apart else near) * best and len(chosen) < 3:
            lead, same = shown(group, documents, understood, entries)
            chosen.append(lead)
            also_in[lead.id] = same
    if len({"first", "latest"} & understood.wants) == 1:  # the one that is asked for is told first
        chosen.sort(key=lambda hit: documents[entries[hit.id].document].dated or "9", reverse="latest" in understood.wants)
    return chosen, also_in


def may_follow(first: Entry, other: Entry, documents: Mapping[str, DocumentEntry], understood: Understood) -> bool:
    """Whether a paragraph may be cited behind the first: of the documents alone that the question names by their symbols, or that
    are of the year which it names or speak of it, unless a Dialogue was held then; and behind one of the process not of a
    document on another subject, unless the question has words that only those have."""
    if understood.asked_of and other.document not in understood.asked_of:
        return False
    of_another = first.document in understood.dated and other.document not in understood.dated
    if of_another and (years := understood.years) and not any(year in worded(other) for year in years):
        return False
    alien = _apart(first, other, documents) and not ON_MIGRATION.search(documents[other.document].title)
    return bool(understood.elsewhere) or not alien


def _apart(first: Entry, other: Entry, documents: Mapping[str, DocumentEntry]) -> bool:
    return documents[first.document].process and not documents[other.document].process


def repeated(ranked: Sequence[Hit], entries: Mapping[str, Entry], lexical: Lexical) -> Groups:
    """Ranked hits in groups that say about the same."""
    groups: list[list[tuple[Hit, frozenset[str]]]] = []
    for hit in ranked:
        text = frozenset(lexical.analyser.terms(entries[hit.id].text))
        for group in groups:
            # Chapeaux are alike from year to year where what they introduce is not.
            if _overlap(text, group[0][1]) >= SAME and not entries[hit.id].text.endswith(":"):
                group.append((hit, text))
                break
        else:
            groups.append([(hit, text)])
    return groups


def shown(
    group: Sequence[tuple[Hit, frozenset[str]]],
    documents: Mapping[str, DocumentEntry],
    understood: Understood,
    entries: Mapping[str, Entry],
) -> tuple[Hit, tuple[str, ...]]:
    """Which of paragraphs that say the same is shown, and the ids of the others."""
    lead = _meant(group, documents, understood, entries)
    return lead, tuple(hit.id for hit, _ in group if hit.id != lead.id)


def _meant(
    group: Sequence[tuple[Hit, frozenset[str]]],
    documents: Mapping[str, DocumentEntry],
    understood: Understood,
    entries: Mapping[str, Entry],
) -> Hit:
    """Of paragraphs that say the same: that of a document the question names, the first or the latest it asks for, else
    the latest of those that say the very same as the best one."""

    def dated(hit: Hit) -> str:
        return documents[entries[hit.id].document].dated

    hits = [hit for hit, _ in group]
    if understood.due:  # what was asked for another session is another request, in however like words
        return hits[0]
    named = {*understood.documents, *understood.dated, *understood.around}
    if among := [hit for hit in hits if entries[hit.id].document in named]:
        return among[0]
    if "first" in understood.wants:
        return min(hits, key=lambda hit: dated(hit) or "9")
    if "latest" in understood.wants:
        return max(hits, key=dated)
    told = {paragraph.partition("#")[0] for paragraph in understood.told}
    if entries[hits[0].id].document in told:  # a conversation stays with its document
        return hits[0]
    same = (hit for hit, text in group[1:] if _overlap(text, group[0][1]) >= VERY_SAME)
    return max((hits[0], *same), key=dated)


def _overlap(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / max(1, len(a | b))
