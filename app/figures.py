"""A figure or a date that a question asks for, and whether a text gives one of that kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from functools import cache

from hld.app import wants
from hld.app.assertions import asserted
from hld.app.years import YEAR
from hld.ingest.masthead import MONTH_NUMBERS, dates
from hld.ingest.regex import regex
from hld.ingest.symbols import CARDINALS

_MONTHS = "|".join(MONTH_NUMBERS)
_FROM_TO = r"\b\d\d?(?:,? (?:and|to|et|y|au|al)|\s?[-–]) ?\d\d? [a-z]{3,}"
"""Days from one to another: "14 and 15 September"."""
_SHARE = regex(r"\b(?:half|thirds?|quarters?|double|dozens?|majority|most|once|twice|none)\b", re.IGNORECASE)
_DAY = regex(rf"\b\d\d?(?:er)? (?:(?:and|to|et|y|au|al) \d\d? )?(?:de )?(?:{_MONTHS})\b", re.IGNORECASE)
_BESIDE = regex(
    r"\b(?:before|after|since|until|prior|preced\w+|follow\w*|ahead|earlier|later|avant|après|depuis|antes|después|desde)\b",
    re.IGNORECASE,
)
_TIME = regex(rf"{_DAY.pattern}|{YEAR.pattern}|\bsessions?\b|\bannual|\bsesión|\bperíodo de sesiones", re.IGNORECASE)


def asked(question: str, years: Collection[str] = ()) -> Callable[[str], bool] | None:
    """Tells of a text whether it gives a figure or a date of the kind that a question opens with; None where it asks for neither.

    Figures and years that the question has itself do not count; nor do days of other years than the `years` of the meeting it is
    about ("the 2013 Dialogue"), unless it asks what was before or after that.

    >>> given = asked("How many days may they be held?")
    >>> given is not None and [given("held for 3 days"), given("held in 3 places")]
    [True, False]
    """
    return count(question) or _date(question, years)


def count(question: str) -> Callable[[str], bool] | None:
    """As `asked`, of figures alone."""
    return _given(question, wants.measure(question)) if wants.counts(question) else None


def _given(question: str, measure: str) -> Callable[[str], bool]:
    """Tells of a text whether it gives a figure of this measure, or where there is none any that the question has not."""
    if measure:
        return lambda text: bool(_figure(measure).search(text))
    own = asserted(question).figures
    return lambda text: bool(asserted(text).figures - own or _SHARE.search(text))


_SETS = regex(
    r"\W*(?:and |so |but )?(?:do|does|did|is|are|has|have)\b[^?.;:,]*?"
    r"\b(?:set|fix|giv|name|stat|specif|mention|put|contain|provid|there)(?:s|e[sd]?|en|ing|y|ies|ied|t)?\b"
    r"[^?.;:,]{0,30}?\b(?:number|figure|maximum|minimum|upper limit|percentage|ceiling|quota)s?\b",
    re.IGNORECASE,
)


def sets(question: str) -> Callable[[str], bool] | None:
    """Tells of a text whether it gives a figure, where a question for yes or no asks whether one is set.

    >>> given = sets("Does it set a maximum number of days?")
    >>> given is not None and [given("at most three days"), given("by 2019")]
    [True, False]
    >>> sets("Does it mention lamps?") is None
    True
    """
    if not _SETS.match(question):
        return None
    unit = re.search(r"\b(day|week|month|year|hour)s\b", question, re.IGNORECASE)
    return _given(question, unit[1].lower() if unit else "")


_MANY = regex(
    r"\bhow many (?!per\b)(?P<things>\w+(?:[ -]\w+)?)"
    rf"|\b(?:what|which) (?:{wants.SHARES}) of (?P<whole>[^?.,;]+?) (?:is|are|was|were|do|does|did|have|has|live|work)\b",
    re.IGNORECASE,
)
_OF_ALL = regex(rf"^\W*(?:what|which) (?:{wants.SHARES}) (?!of\b)(?P<all>[^?.,;]+?)\W*$", re.IGNORECASE)
"""Asks for a share in another language, of which the small words are gone: "which share lamps green"."""
_AMONG = regex(
    r"\bhow many (?:of (?:all |the |these |those )*)?(?P<whole>(?!of\b)(?:[\w'’-]+ ){1,4}?)(?:is|are|was|were) (?!there\b)\w",
    re.IGNORECASE,
)
"""Asks how many of some are such, which a share answers as well: "how many of the lamps are green"."""
_BELONG = regex(
    r"\b(?:belong\w*|ma(?:kes?|de) up|compris\w+|consists? of|sits? in|(?:are|were) (?:in|part of))\b"
    r"|\b(?:do|does|did) [^?]{2,60}? (?:count|number|comprise|include)\b",
    re.IGNORECASE,
)
"""How a question asks for members by another name: "how many agencies make up the Group"."""
_NUMBER = rf"(?P<figure>\d[\d.,]*|{'|'.join(CARDINALS[2:])})"
_NUMBERED = (
    regex(rf"\b{_NUMBER}[\s-]+(?=(?P<things>(?:[^\W\d]+[\s-]+){{0,3}}[^\W\d]+))", re.IGNORECASE),
    regex(rf"(?P<things>(?:[^\W\d]+\s+){{0,7}}[^\W\d]+),? {_NUMBER} (?:in all|in total|altogether)\b", re.IGNORECASE),
)
"""A figure, and what it may be of: the four words behind it, or eight before "18 in all". "One" is more often no figure."""
_PART = regex(
    r"(?P<figure>\b(?:half|thirds?|quarters?)\b|\b\d[\d.,]*\s?(?:per ?cent\b|%)) of "
    r"(?P<things>(?:[^\W\d]+[\s'’-]+){0,4}[^\W\d]+)",
    re.IGNORECASE,
)
"""A share, and what it is of."""


def counted(question: str, text: str, stem: Callable[[str], Sequence[str]]) -> bool:
    """Whether a text gives a figure, which the question has not, of what the question asks how many there are of, or of which it
    asks how many are such.

    >>> [counted("How many chairs did it have?", text, str.split) for text in ("its 18 wooden chairs", "18 May, on its chairs")]
    [True, False]
    >>> counted("How many of the lamps are green?", "nearly half of all lamps", str.split)
    True
    """
    asks, whole = _MANY.search(question), _OF_ALL.match(question)
    counts = (whole["all"] if whole else (asks["things"] or asks["whole"]) if asks else "").lower()
    things, own = set(stem(counts)), asserted(question).figures
    if things and _BELONG.search(question):
        things |= {*stem("members")}
    patterns = dict.fromkeys((_PART,) if whole or (asks and asks["whole"]) else _NUMBERED, things)
    if among := _AMONG.search(question):
        patterns[_PART] = {*stem(among["whole"].lower())}
    return any(
        not of.isdisjoint(stem(found["things"].lower())) and not own & asserted(found["figure"]).figures
        for pattern, of in patterns.items()
        for found in pattern.finditer(text)
    )


_HOW_LONG = regex(r"\bhow long\b[^?]*\b(?:last|take|run|go on)\b", re.IGNORECASE)
_LASTS = regex(
    rf"\b(?:\d+|an?|half|{'|'.join(CARDINALS[1:])})[\s-]+(?:\w+[\s-]+)?(?:minute|hour|day|week|month|year)s?\b|{_FROM_TO}"
    r"|\b(?:minutes|hours|days|weeks)\b",
    re.IGNORECASE,
)


def lasts(question: str) -> Callable[[str], bool] | None:
    """Tells of a text whether it gives a length of time, or the days from which to which something is; None where a question does
    not ask how long something lasts.

    >>> lasting = lasts("How long did the fog last?")
    >>> lasting is not None and [lasting("for three days"), lasting("on 14 and 15 May"), lasting("by 2019")]
    [True, True, False]
    """
    return (lambda text: bool(_LASTS.search(text))) if _HOW_LONG.search(question) else None


_RECURS = regex(r"\b(?:each|every|annual(?:ly)?|usually|chaque|cada)\b", re.IGNORECASE)
"""Asks for a time that comes again, which is no day of one year."""
_BEFORE, _BEHIND = 22, 9
"""Words before a day, and from it on, in which it says of what it is."""


def days_told(question: str) -> Callable[[str], list[str]] | None:
    """Gives of a text what stands around each day of a month in it; None where a question asks for no time,
    or one that comes again.

    >>> told = days_told("When did the keepers meet?")
    >>> told is not None and told("They recall that the keepers met on 3 May 2011, in fog.")
    ['They recall that the keepers met on 3 May 2011, in fog.']
    """
    if not wants.when(question) or _RECURS.search(question):
        return None

    def told(text: str) -> list[str]:
        spans = [(text[: found.start()].split(), text[found.start() :].split()) for found in _DAY.finditer(text)]
        return [" ".join([*before[-_BEFORE:], *behind[:_BEHIND]]) for before, behind in spans]

    return told


_BY = regex(r"\b(?:by|until|before) (?:when|(?:what|which) (?:year|date|day|session|time))\b|\bdeadlines?\b", re.IGNORECASE)
"""Asks when something is due."""
_BARE = regex(rf"\([^()]*\)|\b(?:of|on|in|from|since) (?:{_DAY.pattern} )?{YEAR.pattern}", re.IGNORECASE)
"""Dates that no deadline is: in brackets, or of what has been."""

_IS = regex(
    r"\b(?:how many|what|which)\b[^?]*?\b(?:is|are|was|were)\s+"
    r"(?!(?:there|in|on|at|of|to|going|held|set|taken|given|chosen|\w+ed)\b)(?P<what>[^?.,;]+?)"
    r"(?=\s+(?:in|on|at|by|during|for)\b|[?.,;]|$)",
    re.IGNORECASE,
)
"""What is counted and is something; "were held" only says that there were some."""


def predicate(question: str) -> str:
    """What those that a question counts are said to be, else empty.

    >>> predicate("What share of the keepers are old?"), predicate("which share keepers old"), predicate("How many were there?")
    ('old', 'keepers old', '')
    """
    if whole := _OF_ALL.match(question):
        return whole["all"]
    found = _IS.search(question)
    return found["what"].strip() if found else ""


def _date(question: str, years: Collection[str]) -> Callable[[str], bool] | None:
    when = wants.when(question)
    if not when:
        return None
    own = frozenset(() if _BESIDE.search(question) else years)
    told, due = own.union(YEAR.findall(question)), _BY.search(question)

    def gives(text: str) -> bool:
        if due:
            text = _BARE.sub(" ", text)
        if own and (dated := {str(day.year) for day in dates(text) if day}):
            return not own.isdisjoint(dated)  # the day of another year's meeting is no answer
        # "In 2006" does not say when the meeting of 2006 was.
        return bool(_DAY.search(text) if when == "day" else any(found[0] not in told for found in _TIME.finditer(text)))

    return gives


@cache
def _figure(measure: str) -> re.Pattern[str]:
    """What a figure of this measure (`wants.measure`) looks like."""
    if measure == "share":
        return re.compile(rf"{_SHARE.pattern}|\bper ?cent\b|%|\bpour cent\b|\bpor ciento\b", re.IGNORECASE)
    if measure == "money":
        return re.compile(r"\$|€|£|\bdollars?\b|\beuros?\b|\b[mb]illions?\b|\bper ?cent\b", re.IGNORECASE)
    amount = rf"\b(?:\d[\d.,]*|a|an|half|each|every|{'|'.join(CARDINALS)})[\s-]+(?:\w+[\s-]+)?{measure}s?\b"
    days = rf"|{_FROM_TO}" if measure == "day" else ""
    return re.compile(amount + days, re.IGNORECASE)
