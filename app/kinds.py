"""What kind of thing a question asks for (a number, a date, a person or body, a place, a reason, a way, a meaning), and whether a
text holds one that the question does not name itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

from hld.app.assertions import asserted, names
from hld.ingest.regex import regex

Kind = Literal["number", "date", "who", "place", "reason", "way", "meaning", "yesno", "other"]

KINDS: tuple[Kind, ...] = ("number", "date", "who", "place", "reason", "way", "meaning", "yesno", "other")

_ASKS: tuple[tuple[Kind, str], ...] = (
    (
        "number",
        r"\bhow (?:many|much|often|long|large|big|old|far|tall|high|heavy|fast|deep|frequent(?:ly)?)\b|\b(?:what|"
        r"which)\s+(?:\w+\s+){0,2}"
        r"(?:shares?|percentage|proportion|amounts?|numbers?|figures?|per cent|percent|population|rate|price|cost|"
        r"targets?|age)\b|"
        r"^(?:the )?(?:price|cost|population|number|amount|distance) of\b|\bhow many\b",
    ),
    (
        "date",
        r"\bwhen\b|\b(?:what|which)\s+(?:(?:is|was|are|were) the (?:exact |precise |very )?)?"
        r"(?:year|date|dates|day|days|month|session|century|time)\b|\bby when\b|"
        r"\bhow soon\b|\bsince when\b|"
        r"\b(?:in|on|by|until) (?:what|which) (?:\w+ )?(?:year|date|day|days|month|session)\b|\bdeadline\b|"
        r"^(?:year|date) (?:of|when)\b",
    ),
    (
        "place",
        r"\bwhere\b|\b(?:what|which)\s+(?:\w+\s+)?(?:city|country|countries|place|state|town|continent|region|"
        r"river|capital|venue)\b",
    ),
    (
        "who",
        r"\bwho\b|\bwhom\b|\bwhose\b|\b(?:what|which)\s+(?:\w+\s+)?(?:person|body|bodies|organi[sz]ations?|agency|"
        r"agencies|entity|entities|"
        r"committee|group|groups|actor|singer|author|team|president|king|company|ngos?|representatives?|bloc|institutions?)\b",
    ),
    (
        "reason",
        r"\bwhy\b|\bfor what reason\b|\bwhat (?:causes?|caused|led to|is the (?:reason|purpose|cause))\b|"
        r"\b(?:reason|purpose) (?:for|of)\b",
    ),
    (
        "meaning",
        r"\bwhat (?:is|are|was|were) (?:a |an |the )?(?:meaning|definition)\b|\bdefin(?:e|ition)\b|"
        r"\bwhat does .* mean\b|\bmeaning of\b",
    ),
    ("way", r"\bhow\b"),
    ("meaning", r"^(?:so |and )?what(?:'s| is| are| was)? (?:a |an |the )?[\w\s-]{2,40}\??$"),
    (
        "yesno",
        r"^(?:and |so |but |also )?(?:is|are|was|were|do|does|did|can|could|should|must|may|might|has|have|had|"
        r"will|would|shall)\b",
    ),
)
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple((kind, regex(pattern, re.IGNORECASE)) for kind, pattern in _ASKS)


def wanted(question: str) -> Kind:
    """The kind of thing a question asks for.

    >>> [wanted(q) for q in ("How many sat?", "By when?", "Who pays?", "Where was it?", "Must they pay?", "Name some")]
    ['number', 'date', 'who', 'place', 'yesno', 'other']
    """
    text = question.strip()
    for kind, pattern in _PATTERNS:
        if pattern.search(text):
            return kind
    return "other"


_DATE = regex(
    r"\b(?:1[5-9]|20)\d\d\b|\b(?:january|february|march|april|june|july|august|september|october|november|december)\b|"
    r"\b\d{1,2} may\b|\bsession\b|\bcentury\b|\b(?:annual|yearly|biennial|monthly|every \w+ years?)\b|\bdeadline\b|\b\d0s\b",
    re.IGNORECASE,
)
_BODY = regex(
    r"\b(?:secretary-general|president|states?|governments?|countries|country|assembly|council|committee|"
    r"commission|organi[sz]ations?|"
    r"agency|agencies|fund|group|forum|society|rapporteur|representatives?|ministers?|companies|company|"
    r"employers?|parents?|women|"
    r"migrants?|children|workers?|bank|office|institutions?|parliamentarians?|sector|community|communities|partners|team|author|"
    r"singer|king|queen|bodies|system|entities|stakeholders|authorities)\b",
    re.IGNORECASE,
)
_PLACE = regex(r"\b(?:in|at|near|from|to|of|across|between|around|through|into|on|within)\s+(?:the\s+)?[A-Z]\w+|\bheadquarters\b")
_REASON = regex(
    r"\bbecause\b|\bdue to\b|\bowing to\b|\bsince\b|\bso that\b|\bin order to\b|\bcaus(?:e|es|ed|ing)\b|"
    r"\breason|\bpurpose|\bto \w+|\bthus\b|"
    r"\btherefore\b|\bas a result\b|\bin view of\b|\bgiven that\b|\bled to\b|\baim(?:s|ed|ing)?\b|\bwith a view\b",
    re.IGNORECASE,
)
_WAY = regex(
    r"\bby\b|\bthrough\b|\busing\b|\bvia\b|\bwith\b|\bmeans of\b|\bincluding\b|\bwhen\b|\bif\b|\bthen\b|"
    r"\bfirst\b|\bin (?:a|an|the) \w+ (?:way|"
    r"manner)\b",
    re.IGNORECASE,
)
_MEANING = regex(
    r"\b(?:is|are|was|were|means?|meant|refers?|defined|denotes?|describes?|known as|called|consists?|"
    r"comprises?|understood|include[sd]?|"
    r"constitutes?|forms?)\b",
    re.IGNORECASE,
)


def _number(question: str, text: str) -> bool:
    asked, said = asserted(question), asserted(text)
    return bool((said.figures | said.years) - asked.figures - asked.years) or bool(
        re.search(
            r"\b(?:one|half|third|quarter|both|several|once|twice|majority|dozens?|annual|every|single)\b", text, re.IGNORECASE
        )
    )


def _date(question: str, text: str) -> bool:
    given = {word.lower() for word in re.findall(r"\w+", question)}
    return any(match[0].lower() not in given for match in _DATE.finditer(text))


def _who(question: str, text: str) -> bool:
    given = question.lower()
    return any(name not in given for name in names(text)) or any(m[0].lower() not in given for m in _BODY.finditer(text))


def _place(question: str, text: str) -> bool:
    given = question.lower()
    return any(match[0].lower().split()[-1] not in given for match in _PLACE.finditer(text))


_HOLDS: dict[Kind, Callable[[str, str], bool]] = {
    "number": _number,
    "date": _date,
    "who": _who,
    "place": _place,
    "reason": lambda _, text: bool(_REASON.search(text)),
    "way": lambda _, text: bool(_WAY.search(text)),
    "meaning": lambda _, text: bool(_MEANING.search(text)),
}


def holds(question: str, text: str, kind: Kind | None = None) -> bool:
    """Whether `text` holds a thing of the kind that the question asks for, other than those the question names.

    >>> holds("How many of the four tables met in 2013?", "Four tables met in 2013"), holds("Who paid?", "The Government paid")
    (False, True)
    """
    kind = kind or wanted(question)
    return _HOLDS[kind](question, text) if kind in _HOLDS else True
