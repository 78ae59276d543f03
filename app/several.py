"""Questions that ask several things at once, or of several documents side by side: each of them is asked by itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import compress, filterfalse, zip_longest
from typing import Protocol

import numpy as np

from hld.app import evidence
from hld.app.evidence import Evidence, Weighed
from hld.app.glossary import Expansion, glossary
from hld.app.parts import alone
from hld.app.question import Understood
from hld.app.ranking import Terms, listing
from hld.app.schema import CONFIDENCE, DOUBTFUL
from hld.app.timeline import CLOSE_NAMED
from hld.app.topic import topic as topic_of
from hld.app.years import undated
from hld.index.facets import Filter
from hld.index.hits import Hit
from hld.index.lexical import Lexical, words
from hld.index.search import Index
from hld.ingest.library import Entry
from hld.ingest.references import find_references

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


def of_each(asker: Asker, understood: Understood, found: Weighed, lexical: Lexical) -> Weighed:
    """What answers the topics or the parts of a question, beside what was `found` for all of it at once; in its place where all
    of it is made of these, and each is answered."""
    asks = [asker.understand(each, ()) for each in understood.topics]
    asks += [_of_the_same(asker.understand(part, ()), understood) for part in understood.parts if alone(part)]
    whole = len(asks) >= len(understood.parts)
    told = {hit.id for hit in found.evidence.hits} if asker.sure(found.evidence) else set()
    answered: list[Weighed] = []
    missing: list[Understood] = []
    for each in asks:
        own = asker.weigh(each)
        if asker.sure(own.evidence) and (each.topical or _stands_out(own, CLEAR)):
            # What only asks what is said of a topic is told of it by several paragraphs.
            best = own.evidence if each.topical else replace(own.evidence, hits=own.evidence.hits[:1])
            answered.append(replace(own, evidence=best))
        elif each.topical and (named := _that_names(each, own, lexical)):
            answered.append(named)
        elif each.topical or not own.ranked or own.ranked[0].id not in told:
            missing.append(each)
    if not answered:
        return found
    if told and not (whole and len(answered) == len(asks)):
        answered.insert(0, found)
    return replace(
        found,
        evidence=evidence.together([own.evidence for own in answered]),
        ranked=_in_turn([own.ranked for own in answered]),
        entries=_entries(found, answered),
        note=f"Nothing certain was found on {' or '.join(f'“{_named(each)}”' for each in missing)}." if missing else "",
    )


def _named(understood: Understood) -> str:
    """The topic of a question, or the question, without the document in it."""
    topic = understood.meant
    for mention in reversed(find_references(topic)):
        topic = f"{topic[: mention.start]}{topic[mention.end :]}"
    return re.sub(r"\s+(?:in|of|under)(?: the)?(?: resolution| declaration)?$", "", undated(topic).strip(" ?.!"))


def _that_names(understood: Understood, found: Weighed, lexical: Lexical) -> Weighed | None:
    """The nearest paragraph that has all words of a topic, as an answer however unlike a question it is; None where none has."""
    terms = Terms(_named(understood), understood.extra, lexical)
    hits = (hit for hit in found.ranked if terms.groups and terms.whole(found.entries[hit.id]))
    best = next((hit for hit in hits if not listing(found.entries[hit.id])), None)
    if best is None or found.evidence.lacks:
        return None
    confidence = max(found.evidence.confidence, CONFIDENCE)
    return replace(found, evidence=replace(found.evidence, hits=(best,), confidence=confidence, lacks=""))


def _saying(topic: str, extra: Sequence[Expansion], index: Index, *, explained: bool = True) -> set[str]:
    """The paragraphs of the library that have all words of a topic, or what the glossary adds, near each other; but for lists of
    what was adopted before."""
    terms = Terms(topic, extra, index.lexical)
    own = terms.coverages(index.ids, index)[1] if terms.groups else np.zeros(len(index.ids))
    found = [i for i, share in zip(index.ids, own.tolist(), strict=True) if share == 1.0]
    return {i for i, entry in index.entries(found).items() if terms.together(entry, explained=explained) and not listing(entry)}


def of_course(asker: Asker, understood: Understood, found: Weighed, index: Index) -> Weighed:
    """What was `found` where it is asked how something changed from text to text, with what other documents say that have all
    words of the topic; where two documents have, without what has them not."""
    saying = _saying(understood.meant, understood.extra, index)
    spoken = {i.partition("#")[0] for i in saying if index.documents[i.partition("#")[0]].process}
    if len(spoken) < 2:
        return found
    held = [hit for hit in found.ranked if hit.id in saying]
    lacking = spoken - {hit.id.partition("#")[0] for hit in held}
    more = asker.weigh(understood, Filter(documents=frozenset(lacking))) if lacking else replace(found, ranked=())
    ranked = [*held, *(hit for hit in more.ranked if hit.id in saying)]
    return replace(found, ranked=ranked, entries=_entries(found, [more]))


def of_end(asker: Asker, understood: Understood, found: Weighed, index: Index) -> Weighed:
    """What was `found` where the first or the latest text on a topic is asked for; or what the earliest (the latest) document
    says that has all words of it, if that is earlier (later): what mentions a topic in passing is not near to it."""
    if not (understood.late and understood.topical):
        return found
    # Where the topic is a term of the documents it is looked for as that, and else, or by an acronym, as what the glossary has.
    short = not glossary().acronyms.keys().isdisjoint(words(understood.meant))
    term = set() if short else _saying(understood.meant, (), index, explained=False)
    saying = term or _saying(understood.meant, understood.extra, index)
    documents = {i.partition("#")[0] for i in saying}
    ours = documents & understood.late.keys()
    dated = {i: index.documents[i].adopted for i in ours or documents if index.documents[i].adopted}
    if not dated:
        return found
    last = "latest" in understood.wants
    end = (max if last else min)(dated.values())
    told = found.evidence.hits[0].id if found.evidence.hits else ""
    here = index.documents[told.partition("#")[0]].adopted if told and (told in term or not term) else ""
    if asker.sure(found.evidence) and here and (here >= end if last else here <= end):
        return found
    within = asker.weigh(understood, Filter(documents=frozenset(i for i, date in dated.items() if date == end)))
    best = next((hit for hit in within.ranked if hit.id in saying), None)
    if best is None:
        return found
    confidence = max(found.evidence.confidence, CONFIDENCE)
    return replace(within, evidence=replace(within.evidence, hits=(best,), confidence=confidence, lacks=""))


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


def of_thing(asker: Asker, understood: Understood, found: Weighed, lexical: Lexical) -> Weighed:
    """What was `found`; where a turn adds a thing to the question before ("And visas?") of which no paragraph that would answer
    speaks, what is said of that thing, since else the question before would be answered again."""
    terms = Terms(understood.adds, understood.extra, lexical)
    if not terms.groups or any(terms.told(found.entries[hit.id]) for hit in found.evidence.hits):
        return found
    own = asker.weigh(_of_the_same(asker.understand(f"What is said on {understood.adds}?", ()), understood))
    if asker.sure(own.evidence):
        return own
    return replace(own, evidence=replace(own.evidence, lacks=f"Nothing certain on “{understood.adds}” was found."))


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


def of_sides(asker: Asker, understood: Understood, found: Weighed, lexical: Lexical) -> Weighed:
    """What each side of a comparison says of its topic, asked by itself; the hits are the best of each that says something.

    Where one does, another does that has one paragraph which stands out and is about as near to the topic: a document of many
    things says one of this, and is less sure to for those around it. So does one with a paragraph that has all words of it.
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
    near = CLOSE_NAMED * max((own.ranked[0].dense for own in compress(sides, sure)), default=1.0)
    answered = []
    for own, known in zip(sides, sure, strict=True):
        if known or (any(sure) and _told_once(own) and own.ranked[0].dense >= near):
            answered.append(own)
        elif named := _that_names(asked, own, lexical):
            answered.append(named)
    if not any(asker.sure(own.evidence) for own in answered):
        surest = max(own.evidence.confidence for own in sides)
        return replace(found, evidence=replace(found.evidence, hits=(), confidence=min(surest, found.evidence.confidence)))
    return Weighed(
        evidence=evidence.together([own.evidence for own in answered]),
        ranked=[own.evidence.hits[0] for own in answered],
        entries=_entries(found, answered),
    )
