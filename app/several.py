"""Questions that ask several things at once, or of several documents side by side: each of them is asked by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import compress, filterfalse, zip_longest
from typing import Protocol

from hld.app import evidence
from hld.app.evidence import Evidence, Weighed
from hld.app.parts import alone
from hld.app.question import Understood
from hld.app.schema import DOUBTFUL
from hld.app.timeline import CLOSE_NAMED
from hld.app.topic import topic as topic_of
from hld.app.years import undated
from hld.index.facets import Filter
from hld.index.hits import Hit
from hld.ingest.library import Entry

CLEAR = 0.8
"""Probability of being the best from which a paragraph is told for a part of a question that is asked by itself."""

_MEANT = ("documents", "dated", "titled", "within", "around", "process", "barred")


class Asker(Protocol):
    """What a question is asked of."""

    def understand(self, question: str, history: Sequence[str]) -> Understood:
        """A question taken apart."""
        ...

    def rank(self, understood: Understood, k: int) -> tuple[list[Hit], dict[str, Entry]]:
        """The best paragraphs for it, and their entries."""
        ...

    def weigh(self, understood: Understood, only: Filter = ...) -> Weighed:
        """What is found for it, among the paragraphs that a filter lets through."""
        ...

    def sure(self, weighed: Evidence) -> bool:
        """Whether evidence answers."""
        ...


def of_each(asker: Asker, understood: Understood, found: Weighed) -> Weighed:
    """What answers the topics or the parts of a question, beside what was `found` for all of it at once; in its place where all
    of it is made of these, and each is answered."""
    asks = [asker.understand(each, ()) for each in understood.topics]
    asks += [_of_the_same(asker.understand(part, ()), understood) for part in understood.parts if alone(part)]
    whole = len(asks) >= len(understood.parts)
    told = {hit.id for hit in found.evidence.hits} if asker.sure(found.evidence) else set()
    answered: list[Weighed] = []
    missing: list[str] = []
    for each in asks:
        own = asker.weigh(each)
        if asker.sure(own.evidence) and (each.topical or _stands_out(own, CLEAR)):
            # What only asks what is said of a topic is told of it by several paragraphs.
            best = own.evidence if each.topical else replace(own.evidence, hits=own.evidence.hits[:1])
            answered.append(replace(own, evidence=best))
        elif each.topical or not own.ranked or own.ranked[0].id not in told:
            missing.append(f"“{each.meant.strip(' ?.!')}”")
    if not answered:
        return found
    if told and not (whole and len(answered) == len(asks)):
        answered.insert(0, found)
    return replace(
        found,
        evidence=evidence.together([own.evidence for own in answered]),
        ranked=_in_turn([own.ranked for own in answered]),
        entries=_entries(found, answered),
        note=f"Nothing certain was found on {' or '.join(missing)}." if missing else "",
    )


def of_leaning(
    asker: Asker, understood: Understood, told: Evidence, hits: Sequence[Hit], entries: Mapping[str, Entry]
) -> tuple[Evidence, Mapping[str, Entry]]:
    """What is `told`, with what answers the parts of the question that lean on others, each searched with the whole; and the
    entries of all. `hits` are the nearest to the whole."""
    for part in filterfalse(alone, understood.parts):
        about = topic_of(part)
        best, read = asker.rank(replace(understood, turn=about), 1)
        # What only asks what is said of another topic asks for nothing that the whole question would find.
        told, entries = evidence.with_part(told, best, best if about != part else hits), {**entries, **read}
    return told, entries


def _entries(found: Weighed, answered: Sequence[Weighed]) -> dict[str, Entry]:
    return {identifier: entry for each in (found, *answered) for identifier, entry in each.entries.items()}


def _in_turn(ranked: Sequence[Sequence[Hit]]) -> list[Hit]:
    """The first of each ranking, then the second of each, and so on; each paragraph once."""
    found: dict[str, Hit] = {}
    for row in zip_longest(*ranked):
        for hit in filter(None, row):
            found.setdefault(hit.id, hit)
    return list(found.values())


def _of_the_same(part: Understood, whole: Understood) -> Understood:
    """A part of a question, of the documents that the whole means where it names none itself."""
    if part.documents or part.dated or part.around:
        return part
    return replace(part, **{name: getattr(whole, name) for name in _MEANT})


def _stands_out(found: Weighed, least: float = evidence.SURE) -> bool:
    return bool(found.ranked) and found.ranked[0].score >= least


def _told_once(found: Weighed) -> bool:
    """Whether one paragraph stands out, and it is not doubtful that it answers."""
    return _stands_out(found) and found.evidence.confidence >= DOUBTFUL and not found.evidence.lacks


def of_sides(asker: Asker, understood: Understood, found: Weighed) -> Weighed:
    """What each side of a comparison says of its topic, asked by itself; the hits are the best of each that says something.

    Where one does, another does that has one paragraph which stands out and is about as near to the topic: a document of many
    things says one of this, and is less sure to for those around it.
    """
    topic = undated(understood.meant)
    asked = replace(
        understood,
        sides=(),
        wants=understood.wants - {"comparison", "course"},
        text=f"What is said on {topic}?",
        meant=topic,
        turn="",
        dated=(),
        around=(),
    )
    sides = [asker.weigh(replace(asked, documents=tuple(sorted(side))), Filter(documents=side)) for side in understood.sides]
    sure = [asker.sure(own.evidence) for own in sides]
    if not any(sure):
        surest = max(own.evidence.confidence for own in sides)
        return replace(found, evidence=replace(found.evidence, hits=(), confidence=min(surest, found.evidence.confidence)))
    near = CLOSE_NAMED * max(own.ranked[0].dense for own in compress(sides, sure))
    told_once = (_told_once(own) and own.ranked[0].dense >= near for own in sides)
    answered = [own for own, known, once in zip(sides, sure, told_once, strict=True) if known or once]
    return Weighed(
        evidence=evidence.together([own.evidence for own in answered]),
        ranked=[own.evidence.hits[0] for own in answered],
        entries=_entries(found, answered),
    )
