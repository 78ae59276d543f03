"""The years of a question, and the documents that it means by them: those of a year, about a meeting, or set side by side."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass

from hld.app.titles import FEW, OF_A_YEAR, by_beginning, by_definite, by_end, by_words, is_declaration, its_declaration
from hld.index.spelling import fold
from hld.ingest.library import DocumentEntry
from hld.ingest.regex import regex
from hld.ingest.symbols import CARDINALS, ORDINAL, number_of

YEAR = regex(r"\b(?:19|20)\d\d\b")
RUNS = regex(
    rf"\b(?:from|between|since) {YEAR.pattern} (?:to|until|till|and|through) {YEAR.pattern}"
    rf"|{YEAR.pattern}\s?[-–]\s?{YEAR.pattern}",
    re.IGNORECASE,
)
"""A stretch of years, in which what lies between them counts."""
# A year that names a meeting rather than a document: "the 2013 Dialogue", "the dialogue held in 2006".
_EVENT = regex(
    r"\b(?:19|20)\d\d(?:\s+[\w-]+){0,3}?\s+(?:dialogue|hld|event|meeting|summit|forum|conference|outcome|round\s+tables?|"
    r"gathering|talks|get-together|dialogo|debate|plenary|hearings?)\b(?!\s+(?:declaration|resolution|text)s?\b)"
    r"|(?:dialogue|hld|event|meeting|summit|forum|conference|round\s+tables?|talks|gathering|dialogo|debate|plenary|hearing)s?(?:\s+[\w-]+){0,3}?,?\s+(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_CRISIS = regex(
    rf"{YEAR.pattern}(?:\s?[/–-]\s?(?:\d\d)?\d\d)?(?:\s+(?:global|world|financial|economic|debt|and))*\s+(?:crisis|crash|recession|downturn)\b"
    rf"|\b(?:crisis|crash|recession|downturn)\s+(?:of|in)\s+{YEAR.pattern}(?:\s?[/–-]\s?(?:\d\d)?\d\d)?",
    re.IGNORECASE,
)
"""A crisis by its year, which is that of no document."""
_SESSION = regex(
    rf"\b({ORDINAL})\b"
    r"(?=(?:\s+(?:and|or|to|instead\s+of)\s+(?:the\s+)?[\w-]+)?\s+session)",
    re.IGNORECASE,
)
_DUE = regex(rf"\b(?:for|to|by|before|until|due (?:at|in))\s+(?:(?:the|its)\s+)?{_SESSION.pattern}", re.I)

_COUNTS = {"a": 1} | {word: number for number, word in enumerate(CARDINALS[1:11], start=1)}
_APART = regex(
    rf"\b({'|'.join(_COUNTS)}|\d{{1,2}})\s+years?\s+"
    r"(?:(before(?:hand)?|earlier|previously|prior)|(later|after(?:wards?)?|on(?=\s*(?:[,.;:!?]|$))))\b",
    re.IGNORECASE,
)
"""Years before or after one that the question states, "two years earlier"."""

_FROM_IT = regex(
    rf"\b(?:(?:in|from|of|at|by)\s+)?(?:(?P<count>{'|'.join(_COUNTS)}|\d{{1,2}})\s+years?|the\s+(?:year|(?P<next>following|next|previous)\s+year))"
    r"(?(next)|\s+(?:(?P<back>before(?:hand)?|earlier|previously|prior)|later|after(?:wards?)?|on(?=\s*(?:[,.;:!?]|$))))\b"
    r"(?!\s+(?:the|an?|this|its?|their)\b)(?:\s+(?:that|it)\b)?",
    re.IGNORECASE,
)
"""Another year, counted from one that is not stated: "the year after", "two years earlier"."""

_BEFORE = regex(
    r"\b(?:before|prior\s+to|earlier\s+than|until)\s+(?:the\s+year\s+)?((?:19|20)\d\d)\b(?!\s*-?\w*\s+(?:dialogue|hld))",
    re.IGNORECASE,
)
"""A year before which something was said: what was adopted in that year or later is not meant."""

_AFTER = regex(
    r"\b(?P<word>after|later\s+than|since|from(?=\s+(?:19|20)\d\d\s+on))\s+(?:the\s+year\s+)?(?P<year>(?:19|20)\d\d)\b"
    r"(?!\s*-?\w*\s+(?:dialogue|hld))(?:\s+onwards?\b|\s+on\b)?",
    re.IGNORECASE,
)
"""A year from which on something was said: "after" it leaves it out, "since" does not."""

_BESIDE_DIALOGUE = regex(
    r"\b(?:ask|request|sa[iy]|decid|agree|call|urg|invit|want|recommend|demand)\w*\b[^?]*?\b(?P<when>after|since|following|before)"
    r"\s+the\s+(?P<year>2006|2013)\s+(?:high-level\s+)?(?:dialogue|hld)\b",
    re.IGNORECASE,
)
"""Asks what was asked for, decided or said after or before a Dialogue."""

DIALOGUES = {"first": 2006, "second": 2013, "previous": 2006}
"""The Dialogues that were held, by the words that count them (resolutions 60/227 and 67/219)."""

HELD_ON = {"2006": ("2006-09-14", "2006-09-15"), "2013": ("2013-10-03", "2013-10-04")}
"""The first and the last day of each, by its year (resolutions 60/227 and 67/219)."""

HELD = tuple(HELD_ON)
"""The years in which one was held."""

_MEETING = r"(?:high[- ]level\s+)?(?:dialogue|hld|dialogo)"
_OF_TEXT = regex(
    r"\b(?:resolutions?|declarations?|textos?|texts?|documents?|papers?|wording|language|paragraphs?|adopt\w*|pass(?:ed)?|assembly|sa(?:y|ys|id)"
    r"|resolucion(?:es)?|declaracion|documentos?)\b"
)
"""Words of a question, folded, that has a document of a year in mind rather than what took place in it."""
_OF_YEAR = regex(
    rf"\bthe\s+{YEAR.pattern}\s+(?:resolution|text)s?\b|\b(?:resolution|text|document)s?\s+(?:of|from|adopted\s+in)\s+{YEAR.pattern}\b"
    rf"|\b(?:resolution|text|document)s?\s+(?:of|from|adopted\s+at)\s+the\s+{ORDINAL}\s+session\b"
)
"""The documents of a year, "the 2003 resolution", "the texts of 2003", or of a session."""
_SOURCE = regex(
    r"\b(?:in|under|per|does|do|did|has|have|according\s+to|going\s+by|says(?=\s+the\b)|compare)"
    r"\s+(?:(?:the|this|that|its|both|and)\s+|[\w-]+\s+){0,6}?"
    r"(?:declaration|resolution|text)s?\b"
)
"""A document in which something is looked for."""
_NOUN = regex(r"\b(?:resolution|declaration|text|document)s?\b")
_MEETING_OF = regex(rf"(?<=the\s)(?P<year>{'|'.join(HELD)})\s+(?:meeting|event|summit|gathering)\b(?!\s+of\b)", re.I)
"""A Dialogue by its year, called a meeting."""
_COUNTED = regex(rf"\b({'|'.join(DIALOGUES)})\s+{_MEETING}\b", re.IGNORECASE)
_BOTH = regex(
    rf"\bboth\s+(?:times|{_MEETING}s|events|meetings)\b|\b(?:the|these)\s+two\s+{_MEETING}s\b|\b(?:each|either)\s+(?:time|{_MEETING})\b"
    rf"|\bone\s+{_MEETING}\s+(?:to|and)\s+the\s+(?:next|other)\b|\bbetween\s+the\s+{_MEETING}s\b"
    r"|\b(?:the\s+)?first\s+time\s+(?:round|around)\b|\b(?:the\s+)?second\s+time\s+(?:round|around)\b",
    re.IGNORECASE,
)
"""Speaks of both Dialogues. Whoever says what was so the first time round, asks about the other as well."""


_IN_FULL = {"HLD": "High-level Dialogue", "SG": "Secretary-General"}
_SHORT = regex(r"\b(?:(?i:HLD)|SG)\b")
"""Short for what the documents only write out."""
_TO_BE = regex(
    rf"\b(?:was|has|did) (?P<third>the third {_MEETING}) (?:been )?(?:held|convened|organi[sz]ed|take place)\b", re.IGNORECASE
)
"""Asks of the third Dialogue, which the documents only announce, as of one that was held."""


_LAY = regex(
    rf"\b(?:very\s+)?(?P<which>first|second|{'|'.join(HELD)})\s+"
    r"(?:(?:of\s+(?:the|these|those|all)\s+)?(?:(?:un|united\s+nations|top-level|high-level|big|global|world|migration|such)\s+)+"
    r"(?:talks|summits?|meetings?|gatherings?|get-togethers?|conferences?|dialogues)|(?:of\s+(?:the|these|those)\s+)?summits?)\b"
    r"(?:\s+(?:about|on)\s+(?:international\s+)?migra\w+)?(?!\s+(?:of|for|on|about)\b)",
    re.IGNORECASE,
)
"""A Dialogue as those call it who do not know its name: "the very first of these top-level talks"."""


def with_year(text: str) -> str:
    """A Dialogue that is counted, with the year it was held, the third as one to be held; one that is called a meeting of its
    year, by its name; and what is written for short, in full.

    >>> with_year("Who spoke at the first High-level Dialogue?"), with_year("Who spoke at the 2006 meeting?")
    ('Who spoke at the 2006 High-level Dialogue?', 'Who spoke at the 2006 Dialogue?')
    """
    text = _SHORT.sub(lambda short: _IN_FULL[short[0].upper()], text)
    text = _LAY.sub(r"\g<which> High-level Dialogue", text)
    text = _TO_BE.sub(r"is \g<third> to be held", _MEETING_OF.sub(r"\g<year> Dialogue", text))
    return _COUNTED.sub(lambda m: m[0].replace(m[1], str(DIALOGUES[m[1].lower()]), 1), text)


_OF_YEARS = regex(
    rf",?(?:\s+(?:in|of|from|between|and|to|with|versus|vs|then|both|or|the|years?))*\s+{YEAR.pattern}", re.IGNORECASE
)


def undated(text: str) -> str:
    """A text without the years in it, and the small words before them.

    >>> undated("lamps in both 2006 and 2013"), undated("The 2013 lamps")
    ('lamps', 'The lamps')
    """
    return _OF_YEARS.sub("", text) or text


def years_apart(text: str, anchors: Collection[str] = ()) -> set[str]:
    """The years that a text counts from the one year it states, or where it states none from the one in `anchors`; else none.

    >>> years_apart("In 2010 this sounded more pressing than two years before. How?")
    {'2008'}
    >>> years_apart("What does the one two years later say?", {"2010"})
    {'2012'}
    """
    stated = set(YEAR.findall(text)) or set(anchors)
    if len(stated) != 1:
        return set()
    start = int(next(iter(stated)))
    found = set()
    for match in _APART.finditer(text):
        count = _COUNTS.get(match[1].lower()) or int(match[1])
        found.add(str(start - count if match[2] else start + count))
    return found


def counted_from(text: str, year: int) -> str:
    """A text with the years that it counts from one which it does not state; as it is where it states a year, or counts none.

    >>> counted_from("What did the resolution from the year after say?", 2013)
    'What did the resolution in 2014 say?'
    >>> counted_from("and two years earlier, who paid?", 2013), counted_from("and the previous year?", 2013)
    ('and in 2011, who paid?', 'and in 2012?')
    >>> counted_from("Who paid in the year after the Dialogue?", 2013), counted_from("and in 2010, two years later?", 2013)
    ('Who paid in the year after the Dialogue?', 'and in 2010, two years later?')
    """

    def stated(match: re.Match[str]) -> str:
        count = _COUNTS.get(match["count"].lower()) or int(match["count"]) if match["count"] else 1
        back = match["back"] or (match["next"] or "").lower() == "previous"
        return f"in {year - count if back else year + count}"

    return text if YEAR.search(text) else _FROM_IT.sub(stated, text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Years:
    """The years of a question: those that date a document, those counted from them, the one before which something was said and
    the first in which it may have been, those of meetings; whether both Dialogues are meant; whether it says only that something
    was in a year in which one was held; and the Declaration, where it is named."""

    stated: frozenset[str]
    before: str
    since: str
    apart: frozenset[str]
    meetings: frozenset[int]
    dialogues: bool
    held: bool
    declaration: tuple[str, ...]

    @property
    def bounded(self) -> bool:
        """Whether it says before or after which year something was said."""
        return bool(self.before or self.since)

    def stretch(self, year: str) -> bool:
        """Whether a year is in the stretch that it bounds; "before 2008 and after 2012" is two."""
        since, before = self.since or "0001", self.before or "9999"
        return year < before or since <= year if since >= before else since <= year < before


def years_of(text: str, named: Sequence[DocumentEntry], documents: Mapping[str, DocumentEntry]) -> Years:
    """The years of a question in English that names these documents."""
    folded = fold(text)
    folded = _CRISIS.sub("crisis", folded)
    every = set(YEAR.findall(folded))
    declaration: tuple[str, ...] = ()
    if its_declaration(folded) and not named and not OF_A_YEAR.search(folded):
        of_dialogue = [d for d in documents.values() if d.title.lower().startswith("declaration of the high-level dialogue")]
        declaration = tuple(d.id for d in of_dialogue if d.dated[:4] not in every)
    apart = years_apart(text, {d.dated[:4] for d in (*named, *(documents[i] for i in declaration)) if d.dated})
    dialogues = bool(_BOTH.search(folded)) or every | apart >= {*HELD}
    meetings = {int(year) for match in _EVENT.finditer(folded) for year in YEAR.findall(match[0])}
    before = max((match[1] for match in _BEFORE.finditer(folded)), default="")
    # "After 2006" is after the Dialogue of that year, of which texts of that year speak, too.
    later = [m for m in _AFTER.finditer(folded) if m["year"] not in HELD]
    since = min((str(int(m["year"]) + (m["word"].lower() not in ("since", "from"))) for m in later), default="")
    if (beside := _BESIDE_DIALOGUE.search(folded)) and not (since or before):  # no text of the year is older than the Dialogue
        since, before = ("", beside["year"]) if beside["when"].lower() == "before" else (beside["year"], "")
    stated = set(YEAR.findall(_BEFORE.sub(" ", _EVENT.sub(" ", folded)))) - {m["year"] for m in later}
    held = len(every) == 1 and stated <= {*HELD} and not apart and not declaration and not _OF_TEXT.search(folded)
    if held:
        meetings |= {int(year) for year in stated}
    if dialogues:
        meetings |= {int(year) for year in HELD}
        stated, apart = stated - {*HELD}, apart - {*HELD}
    return Years(
        stated=frozenset(stated),
        before=before,
        since=since,
        apart=frozenset(apart),
        meetings=frozenset(meetings),
        dialogues=dialogues,
        held=held,
        declaration=declaration,
    )


def process_of(years: Years, documents: Mapping[str, DocumentEntry]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The documents of the process: those adopted in the stretch of years of the question, or all where there are none, and the
    rest."""
    process = {d.id: years.bounded and bool(d.dated) and years.stretch(d.dated[:4]) for d in documents.values() if d.process}
    if not any(process.values()):
        return tuple(process), ()
    return tuple(i for i, inside in process.items() if inside), tuple(i for i, inside in process.items() if not inside)


def lateness(wanted: Set[str], process: Sequence[str], documents: Mapping[str, DocumentEntry]) -> Mapping[str, float]:
    """Where each document of the process stands by its date, 0 to 1, where the latest or the first is wanted; else nothing."""
    if len(asked := {"latest", "first"} & wanted) != 1:
        return {}
    dates = {i: documents[i].dated for i in process}
    ordered = sorted({date for date in dates.values() if date}, reverse="first" in asked)
    if len(ordered) < 2:
        return {}
    return {i: ordered.index(date) / (len(ordered) - 1) for i, date in dates.items() if date}


def _about(meeting: int, documents: Mapping[str, DocumentEntry]) -> tuple[str, ...]:
    """Documents of the process adopted while the meeting of a year was prepared, held and followed up."""
    return tuple(d.id for d in documents.values() if d.process and d.dated and -3 <= int(d.dated[:4]) - meeting <= 1)


def around_of(years: Years, documents: Mapping[str, DocumentEntry]) -> tuple[str, ...]:
    """Documents about the meetings that are named by their years."""
    return tuple(dict.fromkeys(i for meeting in sorted(years.meetings) for i in _about(meeting, documents)))


def sessions_in(text: str) -> frozenset[int]:
    """The sessions that a text names.

    >>> sorted(sessions_in("at its sixty-fifth instead of the 67th session"))
    [65, 67]
    """
    return frozenset(number_of(match[1]) for match in _SESSION.finditer(text))


def due(text: str) -> frozenset[int]:
    """The sessions for which a question says that something is due; of those no resolution need be that it asks about.

    >>> due("What is in the report for the 71st session?"), due("What was decided at the 71st session?")
    (frozenset({71}), frozenset())
    """
    return frozenset(number_of(match[1]) for match in _DUE.finditer(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """Documents that a question names without their symbols; whether words of a title tell which, and whether what it asks is
    looked for in them alone."""

    documents: tuple[str, ...] = ()
    titled: bool = False
    within: bool = False


def dated_by(text: str, years: Years, documents: Mapping[str, DocumentEntry], acronyms: Mapping[str, str]) -> Dated:
    """Documents named by the year of their adoption or their session, narrowed by words of their titles, some as `acronyms`; or a
    declaration named by how its title begins."""
    adopted, sessions = years.stated | years.apart, sessions_in(text) - due(text)
    found: list[DocumentEntry] = []
    if adopted or sessions:
        found = [
            d
            for d in documents.values()
            if d.language == "en"
            and (d.dated[:4] in adopted or (d.session in sessions and not adopted and d.type == "resolution"))
        ]
    lowered, called, told = text.lower(), [], bool(years.declaration)
    if found:
        whole = [d for d in found if d.title.lower() in lowered]
        declared = [d for d in found if "declaration" in lowered and is_declaration(d.title)] if not years.declaration else []
        among = declared or found
        called = [] if whole else by_words(lowered, among, acronyms) or by_beginning(lowered, among)
        told = told or bool(whole or called or declared) or (len(found) <= FEW and bool(_OF_YEAR.search(lowered)))
        found = whole or called or among
    elif not (adopted or sessions or years.declaration):
        among = documents.values()
        found = called = by_end(lowered, among, acronyms) or by_beginning(lowered, among) or by_definite(lowered, among, acronyms)
    # "An earlier text than the Declaration" is not in it, "who adopted the Declaration?" is told elsewhere, and "the declaration"
    # of a later meeting is another.
    within = bool(_SOURCE.search(lowered)) and len(_NOUN.findall(lowered)) < 2
    within = within and max(years.meetings, default=0) <= max(DIALOGUES.values()) and (told or bool(called))
    meant = tuple(dict.fromkeys((*years.declaration, *(d.id for d in found))))
    return Dated(documents=meant, titled=bool(called) or within, within=within)


def by_dialogue(documents: Mapping[str, DocumentEntry]) -> tuple[frozenset[str], ...]:
    """The documents about each Dialogue that was held (`HELD`); none where there are not any about each."""
    sides = tuple(frozenset(_about(int(year), documents)) for year in HELD)
    return sides if all(sides) else ()


def sides_of(
    named: Sequence[str], years: Years, documents: Mapping[str, DocumentEntry], titled: Sequence[str] = ()
) -> tuple[frozenset[str], ...]:
    """The groups of documents that a question sets side by side: those it names, or those of each of its years or Dialogues; of
    its years those whose titles it gives (`titled`)."""
    groups: list[tuple[str, ...]] = [(document,) for document in (*named, *years.declaration)]
    for year in sorted(years.stated | years.apart):
        of_year = [d for d in documents.values() if d.dated[:4] == year]
        groups.append(tuple(d.id for d in of_year if d.id in titled) or tuple(d.id for d in of_year if d.process))
    if years.dialogues and not any(groups):
        return by_dialogue(documents)
    sides = tuple(dict.fromkeys(frozenset(group) for group in groups if group))
    return sides if len(sides) > 1 else ()
