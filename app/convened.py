"""What is asked of a Dialogue as a meeting: what for, by which decision it was convened, how long it was, and what came of it."""

from __future__ import annotations

import re
from collections.abc import Callable

from hld.app.question import Understood
from hld.app.terms import worded
from hld.app.years import HELD
from hld.ingest.library import Entry
from hld.ingest.regex import regex

_DIALOGUE = r"(?:(?:first|second|third|2006|2013|un|high-level|high level) )*(?:dialogue|hld|meeting)\b"
_DAYS = r"\b\d\d? (?:and|to) \d\d? [A-Z][a-z]+"
_KINDS = (
    (
        r"\b(?:purpose|aim|objective|goal|point|idea)s? (?:of|behind)(?: (?:holding|having|convening|organi[sz]ing))? "
        rf"(?:the|a|this|its) {_DIALOGUE}"
        rf"|^\W*what(?:['’]?s| is| was)(?: (?:the|this|an?))? {_DIALOGUE}"
        r"(?: (?:thing|about|for|all|actually|exactly))*\W*(?:[?.!].*)?$"
        rf"|^\W*why\b[^?]*\b(?:hold|held|conven\w+|organi[sz]e\w*) (?:the|an?|this) {_DIALOGUE}",
        r"^(?!.*\brecall).*(?:\bdialogue\b[^.;]*\bpurpose\b|\bpurpose\b[^.;]*\bdialogue\b)",
    ),
    (
        r"\b(?:which|what) (?:resolution|document|text|decision)s?\b[^?]*\b(?:call(?:ed|s)?|conven\w+|decid\w+|decision|set up"
        r"|establish\w+|mandat\w+|creat\w+|held?)\b"
        rf"|\bdecid\w+ (?:to (?:hold|have|convene|organi[sz]e)|on) (?:the |an? |its )?{_DIALOGUE}",
        rf"^(?!.*(?:{_DAYS}|\brecall)).*\bdecid\w+ (?:that in \d{{4}}|to (?:hold|convene|devote))\b"
        r"(?:(?!hearings|debate)[^;])*\bdialogue\b",
    ),
    (
        rf"\b(?:(?:outcome|result|conclusion)s? of|(?:came|come|comes) (?:out )?of) (?:the|this|that|its) {_DIALOGUE}"
        rf"|\bwhat (?:did|does) (?:the|this|that) {_DIALOGUE} (?:produce|result in|lead to|conclude|end (?:in|with))\b"
        rf"|\b(?:did|does) (?:the|this|that) {_DIALOGUE} have an? (?:outcome|result|conclusion)\b",
        r"\bsummary\b(?![^.;]*\b(?:hearings|round tables)\b)[^.;]*\bdialogue\b"
        r"|\bdialogue\b[^.;]*\bsummary\b(?![^.;]*\b(?:hearings|round tables)\b)|\b(?:is|be|as) the outcome\b"
        r"|\bfollowing declaration\b",
    ),
    (
        rf"\bhow (?:long|many days) (?:did|does|was|will|is) (?:the|this|that) {_DIALOGUE}",
        rf"\b(?:two|three)[- ]day (?:event|high-level dialogue|dialogue)\b|(?:{_DAYS})(?=.*\bdialogue\b)"
        rf"|\bdialogue\b.*(?:{_DAYS})",
    ),
)
"""Asked, and told: by what lays it down, not by what recalls that. The days of a meeting are fixed by a later decision than that
to hold it."""
_ANOTHER = regex(r"\b(?:third|fourth|next|20(?:1[4-9]|[2-9]\d))\b", re.IGNORECASE)
"""Speaks of a Dialogue that the documents do not tell of."""
_FORETOLD = regex(r"\b(?:will|shall) be the outcome\b", re.IGNORECASE)
HALF = 0.5
"""What counts of a text that says before a meeting what is to come of it."""
_COMPILED = tuple((regex(asks, re.IGNORECASE), regex(tells, re.IGNORECASE)) for asks, tells in _KINDS)


def about(understood: Understood, entry: Entry) -> bool:
    """Whether a paragraph may be about the Dialogue that a question is about: of the process, and where the question tells the
    year, of the documents around that one or with the year in its words."""
    if understood.meeting in HELD and entry.document not in understood.around:
        return entry.document in understood.process and understood.meeting in entry.text
    return entry.document in understood.process


_TAKES_PART = regex(
    r"\b(?:who|how|can|could|may|might|are|were|is|was|must|should)\b[^?]*\b(?:(?:take|taking|took) part|participat\w+|attend\w*"
    rf"|come|go|get|invited|admitted|allowed)(?: (?:in|into|to|at))?(?: (?:the|this|that|a))? {_DIALOGUE}",
    re.IGNORECASE,
)
_ADMITS = regex(
    r"\b(?:invites|decides|requests)\b(?=.*\bdialogue\b).*?(?:\bto participate\b|\bshall participate\b|\bto take part\b"
    r"|\blist of (?:\w+ )?(?:representatives|speakers|participants)\b|\bmay participate\b|\bparticipation\b)",
    re.IGNORECASE | re.DOTALL,
)


def admits(question: str) -> Callable[[str], bool] | None:
    """Tells of a text whether it lays down who takes part in a Dialogue, and does not merely encourage it; None for a question
    that does not ask that.

    >>> tells = admits("How could keepers take part in the 2013 Dialogue?")
    >>> tells is not None and [tells(f"{does} keepers to participate in the Dialogue") for does in ("Invites", "Encourages")]
    [True, False]
    """
    return (lambda text: bool(_ADMITS.search(text))) if _TAKES_PART.search(question) else None


_WITHOUT_STATUS = regex(
    r"\b(?:without|not|no|never|lack\w*|has|have|had)\b[^?.;]{0,24}?(?<!\bin )(?:consultative|ecosoc|accredit\w*)[^?.;]{0,12}\b"
    r"|n['’]t (?:have|accredited)\b[^?.;]{0,24}?(?:consultative|ecosoc)",
    re.IGNORECASE,
)
_NO = regex(r"\b(?:without|not|no|never|lack\w*)\b|n['’]t\b", re.IGNORECASE)
_IN_STATUS = regex(r"\bin consultative status\b", re.IGNORECASE)
_OTHERS = regex(r"\bother (?:relevant )?(?:non-gov|NGO|accredited)", re.IGNORECASE)


def status(question: str) -> Callable[[str], int] | None:
    """Tells of a text whether it is about organizations in consultative status (-1) or about others (1), where a question asks
    about those without it; None for other questions.

    >>> tells = status("Can a club without ECOSOC status come?")
    >>> tells is not None and [tells(f"a list of {which}") for which in ("clubs in consultative status", "other NGOs", "lamps")]
    [-1, 1, 0]
    >>> status("Can a club with ECOSOC status come?") is None
    True
    """
    found = _WITHOUT_STATUS.search(question)
    if found is None or not _NO.search(found[0]):
        return None
    return lambda text: -1 if _IN_STATUS.search(text) else int(bool(_OTHERS.search(text)))


def telling(understood: Understood) -> Callable[[Entry], float] | None:
    """Tells of a paragraph how far, from 0 to 1, it says what a question asks of a Dialogue as a meeting, of the one that it is
    about; None where it asks no such thing."""
    tells = told(understood.asks)
    return None if tells is None else lambda entry: about(understood, entry) * tells(worded(entry))


def told(question: str) -> Callable[[str], float] | None:
    """Tells of a text how far, from 0 to 1, it says what a question asks of a Dialogue as a meeting; None where it asks no such
    thing.

    >>> tells = told("What came out of the 2006 Dialogue?")
    >>> texts = ("notes the summary of the Dialogue", "a summary will be the outcome", "the Dialogue lasts two days")
    >>> tells is not None and [tells(text) for text in texts]
    [1.0, 0.5, 0.0]
    >>> told("Who came to the 2006 Dialogue?") is None, told("What is the point of holding the Dialogue?") is None
    (True, False)
    """
    if _ANOTHER.search(question):
        return None
    tells = next((tells for asks, tells in _COMPILED if asks.search(question)), None)
    return None if tells is None else lambda text: (HALF if _FORETOLD.search(text) else 1.0) * bool(tells.search(text))
