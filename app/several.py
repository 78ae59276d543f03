"""Questions that ask several things at once, or of several documents side by side: each of them is asked by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import compress, zip_longest

from hld.app import evidence, figures
from hld.app.asking import Asker, entries_of
from hld.app.evidence import Evidence, Weighed
from hld.app.mentions import named, naming, of_course, of_end, of_words
from hld.app.parts import alone
from hld.app.question import Understood
from hld.app.schema import DOUBTFUL, Citation
from hld.app.terms import Terms, worded
from hld.app.timeline import CLOSE_NAMED
from hld.app.wants import number
from hld.app.years import undated
from hld.index.facets import Filter
from hld.index.hits import Hit
from hld.index.lexical import Lexical
from hld.index.search import Index
from hld.ingest.masthead import MONTH_NUMBERS
from hld.ingest.regex import regex
from hld.ingest.symbols import CARDINALS

COUNTERPART, BESIDE, MORE = 0.8, 5, 0.15
"""Likeness from which a paragraph of one side of a comparison is the counterpart of what is told of another; those of each side,
the best, among which it is looked for; and how much more of the topic's words one of these has that is told before the first."""

CLEAR = 0.8
"""Probability of being the best from which a paragraph is told for a part of a question that is asked by itself."""

AHEAD, LIKELY = 0.7, 0.05
"""Probability of being the best for a part of a question, and for all of it, from which a paragraph is told beside others. Of
what development cases gain so 13 of 15 are right on the digest and 20 of 21 on official texts (recall of citations where there
are parts .918 -> .929 and .897 -> .914, precision .943 -> .941 and .909 -> .912); with any probability for all of it 13 of 24: a
part that leans on the rest ("on what days?") is surely answered by something else."""

_NAME = regex(r"\b[A-Z][a-z]+ (?:(?:on|of|for|the) )*[A-Z][a-z]+")
"""A name of several words."""
_MEANT = ("documents", "dated", "titled", "within", "around", "process", "barred")


def beside(asker: Asker, understood: Understood, found: Weighed, index: Index) -> Weighed:
    """What was `found` for a question as a whole, and what answers each thing that it asks, in its place or beside it."""
    if understood.adds:
        found = of_thing(asker, understood, found, index.lexical)
    if understood.late and understood.topical:
        found = of_end(asker, understood, found, index)
    if understood.compares and understood.topical and not understood.sides:
        found = of_course(asker, understood, found, index)
    if understood.dialogues and understood.topics and (told := of_dialogues(asker, understood, found, index)):
        return told
    if (understood.topics or understood.parts) and not understood.dialogues:
        found = of_each(asker, understood, found, index.lexical)
    if understood.by_side:
        return of_sides(asker, understood, found, index)
    one = understood.topical and not (understood.compares or understood.topics or understood.late)
    if one and not asker.sure(found.evidence):
        found = of_words(asker, understood, found, index)
    wanted = number(understood.asks) if one else 0
    return _as_many(found, wanted, understood, index) if wanted and asker.sure(found.evidence) else found


def of_each(asker: Asker, understood: Understood, found: Weighed, lexical: Lexical) -> Weighed:
    """What answers the topics or the parts of a question, beside what was `found` for all of it at once; in its place where all
    of it is made of these, and each is answered."""
    asks = [asker.understand(each, ()) for each in understood.topics]
    asks += [_of_the_same(asker.understand(part, ()), understood) for part in understood.parts if alone(part)]
    whole = len(asks) >= len(understood.parts)
    told = {hit.id for hit in found.evidence.hits} if asker.sure(found.evidence) else set()
    # Of what is answered from the process a part that names no topic is not answered from elsewhere.
    ours = {*understood.process} if told and {i.partition("#")[0] for i in told} <= {*understood.process} else set()
    answered: list[Weighed] = []
    missing: list[Understood] = []
    surest = 0.0
    for each in asks:
        own = asker.weigh(each)
        surest = max(surest, own.evidence.confidence)
        if asker.sure(own.evidence) and (each.topical or _stands_out(own, CLEAR)):
            # What only asks what is said of a topic is told of it by several paragraphs.
            best = own.evidence if each.topical else replace(own.evidence, hits=own.evidence.hits[:1])
            if not ours or each.topical or each.elsewhere or own.entries[best.hits[0].id].document in ours:
                answered.append(replace(own, evidence=best))
        elif each.topical and (said := naming(each, own, lexical)):
            answered.append(said)
        elif each.topical or not own.ranked or own.ranked[0].id not in told:
            missing.append(each)
    if not answered:
        return _of_no_part(found, surest) if whole and len(asks) > 1 and not understood.topics else found
    if told and not (whole and len(answered) == len(asks)):
        answered.insert(0, found)
    return replace(
        found,
        evidence=evidence.together([own.evidence for own in answered]),
        ranked=_in_turn([own.ranked for own in answered]),
        entries=entries_of(found, answered),
        note=_nothing_on([f"“{named(each)}”" for each in missing]),
    )


def with_parts(asker: Asker, understood: Understood, cited: Evidence, ranked: Sequence[Hit]) -> Evidence:
    """What is `cited` for a question, and beside it what answers surely one of its parts that lean on the rest (`of_each` has
    asked the others) and is likely to answer all of it, of the hits `ranked` for that."""
    if not understood.parts or understood.turn or understood.compares or understood.topics or understood.dialogues:
        return cited
    said = {hit.id for hit in cited.hits}.union(*cited.also_in.values())
    likely = {hit.id: hit for hit in ranked if hit.score >= LIKELY and hit.id not in said}
    hits, also_in = list(cited.hits), dict(cited.also_in)
    for part in understood.parts if likely else ():
        if alone(part):
            continue
        own = asker.weigh(_of_the_same(asker.understand(part, ()), understood))
        if _stands_out(own, AHEAD) and asker.sure(own.evidence) and (hit := likely.get(own.ranked[0].id)) and hit not in hits:
            hits.append(hit)
            also_in[hit.id] = own.evidence.also_in.get(hit.id, ())
    return replace(cited, hits=tuple(hits), also_in=also_in)


_HOW_MANY = regex(r"\W*(?:and )?how many\b", re.IGNORECASE)
_WHICH_DAY = regex(r"\W*(?:and )?(?:(?:on|in|for|by) )?(?:which|what) (?:day|date|year)s?\b", re.IGNORECASE)
_NUMBER = regex(
    rf"(?<![/\d.-])\d+(?![/\d])(?! (?:{'|'.join(MONTH_NUMBERS)})\b)(?<!\b(?:19|20)\d\d)|\b(?:{'|'.join(CARDINALS[2:])})\b",
    re.IGNORECASE,
)
"""A number that is no date and no symbol."""


def unanswered(understood: Understood, cited: Sequence[Citation]) -> str:
    """Says which parts of a question open with asking how many there are, or for a day or a year, where none of the paragraphs
    that are cited gives any. Of 258 development questions of several parts that are answered it says so of 4, rightly."""
    parts = understood.parts if len(understood.parts) > 1 and understood.language == "en" else ()
    texts = [f"{citation.context} {citation.text} {citation.plain}" for citation in cited]
    left = []
    for part in parts:
        gives = _NUMBER.search if _HOW_MANY.match(part) else figures.asked(part) if _WHICH_DAY.match(part) else None
        if gives and not any(map(gives, texts)):
            left.append(f"“{part.strip(' ?.')}”")
    return _nothing_on(left)


def _as_many(found: Weighed, wanted: int, understood: Understood, index: Index) -> Weighed:
    """What was `found` on a topic, with so many paragraphs as are `wanted`, where there are: the next best that have its words
    and do not say the same."""
    terms = Terms(named(understood), understood.extra, index.lexical)
    told = found.evidence.hits
    said = {hit.id for hit in told}.union(*found.evidence.also_in.values())
    more: list[Hit] = []
    for hit in found.ranked:
        if len(told) + len(more) >= wanted:
            break
        if hit.id not in said and terms.together(found.entries[hit.id]):
            alike = index.likeness([hit.id], [each.id for each in (*told, *more)])
            if alike.max() < COUNTERPART:
                more.append(hit)
    return replace(found, evidence=replace(found.evidence, hits=(*told, *more)))


def of_dialogues(asker: Asker, understood: Understood, found: Weighed, index: Index) -> Weighed | None:
    """What answers a question about each of the Dialogues, in the place of what was `found` for both at once; of one where that
    is not sure, what is said of it as the answer is of another. None where it is not sure of either."""
    asks = [asker.understand(each, ()) for each in understood.topics]
    if not all(each.meeting for each in asks):  # there are no documents about one of them
        return None
    weighed = {each.meeting: asker.weigh(each) for each in asks}
    told = {each.meeting: own for each in asks if asker.sure((own := weighed[each.meeting]).evidence) and _is_about(each, own)}
    if not told and asker.sure(found.evidence):
        best = found.entries[found.evidence.hits[0].id]
        told = {each.meeting: found for each in asks if best.document in each.around}
    if not told:
        return None
    first = next(iter(told.values())).evidence.hits[0].id
    for each in asks:
        own = weighed[each.meeting]
        if each.meeting not in told and (hit := _likest(_of(own, each.around), first, index)):
            told[each.meeting] = _led_by(own, hit)
    answered = [told[year] for year in sorted(told)]
    return replace(
        found,
        evidence=replace(
            evidence.together([replace(own.evidence, hits=own.evidence.hits[:1]) for own in answered]),
            dialogues={year: own.evidence.hits[0].id for year, own in told.items()},
        ),
        ranked=_in_turn([own.ranked for own in answered]),
        entries=entries_of(found, answered),
        note=_nothing_on([f"the {year} Dialogue" for year in weighed if year not in told]),
    )


def _is_about(asked: Understood, own: Weighed) -> bool:
    """Whether what answers a question about a Dialogue is of the documents around it, or names its year."""
    best = own.entries[own.evidence.hits[0].id]
    return best.document in asked.around or asked.meeting in worded(best)


def _of(own: Weighed, documents: Sequence[str]) -> list[Hit]:
    """The best hits that are of some documents."""
    return [hit for hit in own.ranked[:BESIDE] if own.entries[hit.id].document in documents]


def _likest(best: Sequence[Hit], told: str, index: Index) -> Hit | None:
    """The hit that is the counterpart of what is told of another; None where none is."""
    if not best:
        return None
    alike = index.likeness([told], [hit.id for hit in best])[0]
    place = int(alike.argmax())
    return best[place] if alike[place] >= COUNTERPART else None


def _nothing_on(things: Sequence[str]) -> str:
    return f"Nothing certain was found on {' or '.join(things)}." if things else ""


def _of_no_part(found: Weighed, surest: float) -> Weighed:
    """What was `found` for a question all of whose parts were asked by themselves, none with an answer: no surer than the
    `surest` of them."""
    return replace(found, evidence=replace(found.evidence, confidence=min(found.evidence.confidence, surest)))


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


def of_sides(asker: Asker, understood: Understood, found: Weighed, index: Index) -> Weighed:
    """What each side of a comparison says of its topic, asked by itself; the hits are the best of each that says something.

    Where one does, another does that has one paragraph which stands out and is about as near to the topic: a document of many
    things says one of this, and is less sure to for those around it. So does one with a paragraph that has all words of it.
    Told first are paragraphs of the sides that have the topic's words and are counterparts, where there are such among the best.
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
    answered, by_name = [], bool(_NAME.search(topic))
    for own, known in zip(sides, sure, strict=True):
        # Another commission is not the one that is named.
        if not by_name and (known or (any(sure) and _told_once(own) and own.ranked[0].dense >= near)):
            answered.append(own)
        elif said := naming(asked, own, index.lexical):
            answered.append(said)
    if not any(asker.sure(own.evidence) for own in answered):
        surest = max(own.evidence.confidence for own in sides)
        return replace(found, evidence=replace(found.evidence, hits=(), confidence=min(surest, found.evidence.confidence)))
    terms = Terms(topic, understood.extra, index.lexical)
    answered = [_worded(own, terms, index) for own in answered]
    answered = max(
        ([own if own is told else _counterpart(own, told.evidence.hits[0].id, index) for own in answered] for told in answered),
        key=lambda sides: (_alike(sides, index), max(own.evidence.confidence for own in sides)),
    )
    return Weighed(
        evidence=evidence.together([own.evidence for own in answered]),
        ranked=[own.evidence.hits[0] for own in answered],
        entries=entries_of(found, answered),
    )


def _alike(sides: Sequence[Weighed], index: Index) -> float:
    """How like what each side tells first is to what the others do, on average."""
    told = [own.evidence.hits[0].id for own in sides]
    return float(index.likeness(told, told).mean())


def _counterpart(own: Weighed, told: str, index: Index) -> Weighed:
    """What one side says, led by the paragraph that is the counterpart of what is told of another, if it is among the best."""
    best = _likest(own.ranked[:BESIDE], told, index)
    return own if best is None or best.id == own.evidence.hits[0].id else _led_by(own, best)


def _worded(own: Weighed, terms: Terms, index: Index) -> Weighed:
    """What one side says, led by the one of the best that has clearly more of the topic's words than the first, if one has."""
    best = own.ranked[:BESIDE]
    said = terms.coverages([own.evidence.hits[0].id, *(hit.id for hit in best)], index)[1]
    place = int(said[1:].argmax())
    return _led_by(own, best[place]) if said[place + 1] >= said[0] + MORE else own


def _led_by(own: Weighed, first: Hit) -> Weighed:
    others = [hit for hit in own.evidence.hits if hit.id != first.id]
    return replace(own, evidence=replace(own.evidence, hits=(first, *others)))
