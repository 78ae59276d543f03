"""The first words of an answer, where a question asks for a figure, a date, or yes or no: what the paragraph itself gives.

A lead is read off the paragraph or it is not given: of two figures or dates that fit, neither is chosen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from hld.app.years import YEAR
from hld.ingest.grammar import opening
from hld.ingest.masthead import MONTHS
from hld.ingest.regex import regex
from hld.ingest.symbols import CARDINALS

Terms = Callable[[str], Sequence[str]]
"""Gives the stemmed terms of a text."""

_STRENGTHS = {
    "a decision": "decides adopts establishes mandates proclaims approves designates resolves",
    "a request": "requests asks",
    "an urgent appeal": "urges appeals demands insists implores",
    "a call": "calls",
    "an invitation": "invites",
    "an encouragement": "encourages",
    "a recommendation": "recommends suggests proposes",
    "an acknowledgement": "recognizes acknowledges notes recalls takes observes affirms",
    "an emphasis": "underlines underscores stresses emphasizes",
    "a reaffirmation": "reaffirms reiterates reconfirms",
    "a welcome": "welcomes commends appreciates",
    "a concern": "expresses regrets deplores",
}
_STRENGTH = {verb: noun for noun, verbs in _STRENGTHS.items() for verb in verbs.split()}
"""What an operative verb amounts to; a verb that is not here gives no lead."""
_LAYS_DOWN_NOTHING = frozenset(("an acknowledgement", "an emphasis", "a reaffirmation", "a welcome", "a concern"))
_LEAVES_FREE = frozenset(("an invitation", "an encouragement", "a recommendation"))
_DUTY = regex(
    r"\b(?:must|should|shall|may|can|(?:have|has|need|needs|is|are) to|oblig\w+|requir\w+|bind\w*|bound|decid\w*|commit\w*|"
    r"promis\w*|agree\w*|allow\w*|permit\w*|prohibit\w*|entitled|rights?|dut(?:y|ies)|(?:il)?legal|lawful|guarantee\w*|forbid\w*|"
    r"ban\w*|ask\w*|request\w*|urge\w*|demand\w*|call\w*)\b",
    re.IGNORECASE,
)
"""What is asked for where it matters that a text only notes something: a duty, a permission or a decision."""

_COMMITS = regex(r"\b(?:decid\w*|commit\w*|promis\w*|agree\w*|prohibit\w*|forbid\w*|ban\w*|guarantee\w*)\b", re.IGNORECASE)
"""What is asked for where it matters that a text only notes, recalls or reaffirms something."""

_OBLIGES = regex(
    r"\b(?:must|shall|(?:have|has|need|needs) to|oblig\w+|requir\w+|bind\w*|bound|mandatory|compulsory|forced|dut(?:y|ies)"
    r"|a right)\b",
    re.IGNORECASE,
)
"""What is asked for where a duty is, which nothing but a decision lays down."""
_SPEAKS_OF_DUTY = regex(r"\b(?:must|shall|oblig\w+|dut(?:y|ies)|bound|required)\b", re.IGNORECASE)
SOME = 1
"""Words of the question that tell, of a clause, that it answers whether something is a duty."""
_AGAIN = regex(
    r"(?:reiterates|renews|reaffirms|repeats)\s+(?:its|the|their)\s+(?P<noun>call|request|invitation|appeal|recommendation)\b",
    re.IGNORECASE,
)
_NOUNS = {
    "call": "a call", "request": "a request", "invitation": "an invitation", "appeal": "an urgent appeal",
    "recommendation": "a recommendation",
}  # fmt: skip
"""What is said again amounts to."""
_CLAUSE = regex(rf"(?:^|[,;] (?:(?:and|but) )?)(?:it )?(?:(?:also|further|again|therefore) )?(?P<verb>{'|'.join(_STRENGTH)})\b")

_ISSUER = regex(r"^(?:The )?(?:General |Security )?(?:Assembly|Council) (?=[a-z])")

_WORDS = "|".join((*CARDINALS[1:], "twenty", "thirty", "forty", "fifty"))
_NUMBER = rf"\d[\d.,]*(?: (?:million|billion|per cent))?|{_WORDS}"
_ASKED_NUMBER = regex(
    r"\bhow many ((?:[a-z-]+ ){0,3}?[a-z-]+?)"
    r"(?= (?:is|are|was|were|do|does|did|will|would|should|must|can|has|have|had|may|in|of|on|at|for|there|that|which|who|to|by|"
    r"from|took|take|came|come|went|go|met|meet|spoke|speak|sat|sit|live|die|left|got|get|made|make|gave|give|need|[a-z]+ed)\b"
    r"|\?|$)",
    re.IGNORECASE,
)
_AMOUNT = regex(
    r"\b(?:(?:less|more) than |at least |at most |over |under |about |almost |nearly )?"
    rf"(?:\d[\d.,]*|{_WORDS}|half) (?:per cent|percent|million|billion|trillion|dollars|years|days|months)\b",
    re.IGNORECASE,
)
_MONTH = "|".join(MONTHS)
_DATE = regex(
    rf"(?:(?P<on>\d{{1,2}}(?:(?: and |,? to |[-–])\d{{1,2}})? (?:{_MONTH})(?: \d{{4}})?)"
    rf"|(?P<at>(?:[a-z]+-)?(?:[a-z]+(?:st|nd|rd|th|first|second|third)) session)"
    rf"|(?P<month>(?:{_MONTH}) \d{{4}})|(?P<year>(?<![/.\d-])\b(?:19|20)\d\d\b(?![/.]\d)))"
)
# The date of a resolution that is merely named.
_NAMED = regex(rf"(?:\b(?:resolutions?|decisions?)\s[^;]*?)?\b\d+/\d+[A-Z ]*(?: of |,? \(|, )\d{{1,2}} (?:{_MONTH}) \d{{4}}")
_BEFORE_DATE = regex(r"\b(?:by|by no later than|no later than|before|until|since)(?: the)? $", re.IGNORECASE)
"""Says that what follows is a limit, not a time."""
_PREPOSITIONS = {"on": "On", "at": "At the", "month": "In", "year": "In"}


def lead(kind: str, question: str, text: str, stem: Terms) -> str:
    """The lead for a question that asks for `kind` ("number", "date" or "yesno"), read off a text; empty when it gives none.

    >>> from hld.index.lexical import Analyser
    >>> stem = Analyser().terms
    >>> lead("number", "How many round tables will there be?", "Decides to hold four interactive round tables;", stem)
    'Four interactive round tables'
    >>> lead("date", "When was it held?", "the Dialogue held on 14 and 15 September 2006 in New York", stem)
    'On 14 and 15 September 2006'
    >>> lead("date", "When are all lamps to be lit?", "so that all lamps are lit by 2031 at last", stem)
    'By 2031'
    >>> lead("yesno", "Must States join?", "Encourages States to consider joining;", stem)
    'This is only an encouragement'
    """
    if kind == "number":
        return _number(question, text, stem)
    if kind == "date":
        return _date(question, text)
    return _strength(question, text, stem) if kind == "yesno" else ""


def _strength(question: str, text: str, stem: Terms) -> str:
    """How strong an operative paragraph is in the clause that has most of the question, where a duty is asked for, and where that
    is less than the question speaks of: an invitation where something is allowed or decided, a mere note where it is decided."""
    said = _ISSUER.sub("", text)
    found = opening(said[:1].upper() + said[1:])
    if found is None or found.verb not in _STRENGTH:
        return ""
    noun = _noun(_answering(question, f"{said[:1].lower()}{said[1:]}", stem)) or _STRENGTH[found.verb]
    if noun in _LAYS_DOWN_NOTHING and _SPEAKS_OF_DUTY.search(text):  # "recalls that States must …"
        return ""
    if _OBLIGES.search(question):
        return f"This is {noun}" if noun == "a decision" else f"This is only {noun}"
    # That something is decided or asked for the sentence says itself.
    weaker = noun in _LEAVES_FREE or (noun in _LAYS_DOWN_NOTHING and _COMMITS.search(question))
    return f"This is {noun}" if weaker and _DUTY.search(question) else ""


def _noun(clause: str) -> str:
    """What the verb that opens a clause amounts to; what is called for again is called for."""
    if again := _AGAIN.match(clause):
        return _NOUNS[again["noun"].lower()]
    return _STRENGTH.get(clause.partition(" ")[0], "")


def _answering(question: str, text: str, stem: Terms) -> str:
    """The clause with a verb of its own that has most of the question's words, the strongest of several; where a duty is asked
    for, the strongest that has some of them."""
    starts = [match.start("verb") for match in _CLAUSE.finditer(text)] or [0]
    clauses = [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    # "Does it urge or request them to report?" is not answered by the clause that requests another thing.
    asked = {*stem(question)} - {stem_of for verb in _STRENGTH for stem_of in stem(verb)}
    strengths, most = [*_STRENGTHS], SOME if _OBLIGES.search(question) else len(question)

    def fits(clause: str) -> tuple[int, int]:
        noun = _noun(clause)
        return min(most, len(asked & {*stem(clause)})), -strengths.index(noun) if noun else -len(strengths)

    return max(clauses, key=fits)


_PERIOD = regex(r"\b(?P<first>(?:19|20)\d\d)\s?[/–-]\s?(?P<last>(?:(?:19|20)\d\d|\d\d))\b")
"""A budget period, "2023/24"."""


def _number(question: str, text: str, stem: Terms) -> str:
    """The figure before the thing that is counted, or the one amount of the paragraph; none where the question is of a period of
    which the paragraph does not speak: that is the figure of another."""
    period = _PERIOD.search(question)
    if period and not {period["first"], f"{period['first'][:2]}{period['last'][-2:]}"} <= {*YEAR.findall(text)}:
        return ""
    asked = _ASKED_NUMBER.search(question)
    if asked and asked[1].startswith(("per ", "each ")):  # what is counted was said before: "who chairs, and how many per table?"
        return ""
    if asked and re.search(r"\band\b", asked[1], re.IGNORECASE):  # one of the two would hide the other
        return ""
    if asked is None:
        return _only([match[0] for match in _AMOUNT.finditer(text)])
    counted = set(stem(asked[1]))
    found = []
    for match in re.finditer(rf"\b({_NUMBER})\b((?: [a-z-]+){{1,4}})", text, re.IGNORECASE):
        words = match[2].split()
        named = [not counted.isdisjoint(stem(word)) for word in words]
        if True in named:
            first = named.index(True)
            end = named.index(False, first) if False in named[first:] else len(words)
            end += "-" in words[end - 1]  # "four round-table sessions"
            found.append(" ".join([match[1], *words[:end]]))
    return _only(found)


_PROCLAIMED = regex(
    r"\b(?:when|(?:what|which) (?:date|day|month|year|session)) (?:did|was|were|has|had)\b[^?.;:,]*? "
    r"(?:proclaim|declare|designate)d?\b",
    re.IGNORECASE,
)
"""Asks when something was proclaimed."""
_BY_WHICH = regex(
    rf"resolutions? \d+/\d+[A-Z ]*(?: of |,? \(|, )(?P<on>\d{{1,2}} (?:{_MONTH}) \d{{4}})\)?,? (?:by|in) which it "
    r"(?:proclaim|declare|designat)\w*"
)
"""The date of the resolution that proclaimed something."""


def _date(question: str, text: str) -> str:
    """The one date or session of the paragraph; the year of a named resolution is none, nor is one that the question has. When
    something was proclaimed is the date of the resolution that did so, and not the day that it proclaimed."""
    if _PROCLAIMED.search(question):
        return _only([f"On {match['on']}" for match in _BY_WHICH.finditer(text)])
    if _in_other_years(question, text):
        return ""
    named = [match.span() for match in _NAMED.finditer(text)]
    found = [
        f"{_before(text[: match.start()]) or _PREPOSITIONS[match.lastgroup or 'on']} {match[0]}"
        for match in _DATE.finditer(text)
        if not any(start <= match.start() < end for start, end in named)
        and not (match["year"] and re.search(rf"\b{match['year']}\b", question))
    ]
    return _only(found)


_IN_YEAR = regex(
    r"\b(?:when(?: exactly)?|(?:which|what)(?: (?:is|was|were|are) the)? (?:(?:exact|precise|very) )?(?:days?|dates?|months?))"
    r" (?:in|of) (?P<year>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
"""Asks for a date in a year."""


def _in_other_years(question: str, text: str) -> bool:
    """Whether a question asks for a date in a year that a text does not speak of."""
    asked = _IN_YEAR.search(question)
    return asked is not None and asked["year"] not in text


def _before(text: str) -> str:
    """The words at the end of a text that make a limit of the date behind them, else empty."""
    limit = _BEFORE_DATE.search(text)
    return limit[0].strip() if limit else ""


def _only(found: Sequence[str]) -> str:
    """The one thing that was found, with a capital; of several that differ, none."""
    different = {item.lower() for item in found}
    return f"{found[0][0].upper()}{found[0][1:]}" if len(different) == 1 else ""
