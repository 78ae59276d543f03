"""Things that go by a number, "round table 4" or "the fourth round table": which of them a text speaks of."""

from __future__ import annotations

import re
from collections.abc import Set

from hld.ingest.regex import regex
from hld.ingest.symbols import CARDINALS, ORDINAL, number_of, ordinal, roman

_THING = (
    r"(?P<thing>round[ -]?table|table|panel|goal|target|objective|article|principle|pillar|theme|part|chapter|meeting"
    r"|hearing|phase|track|cluster|committee|dialogue|hld|forum|gfmd)"
)
_CARDINAL = {word: number for number, word in enumerate(CARDINALS[1:], start=1)}
_ROMAN = {roman(number).lower(): number for number in range(1, 9)}
_NUMBER = rf"(?:\d{{1,2}}|{'|'.join([*_CARDINAL, *_ROMAN])})"
_BEHIND = regex(rf"\b{_THING}s? (?:no\.? |numbers? )?(?P<numbers>{_NUMBER}(?:(?:,? and |, ){_NUMBER})*)\b(?!\.\d)", re.IGNORECASE)
_BEFORE = regex(rf"\b(?P<number>{ORDINAL}) (?:(?:[a-z]+|high-level) )?{_THING}s?\b", re.IGNORECASE)

_AND = regex(rf"\b(?:and|or)\b[^?.;]{{0,30}}?\bthe (?P<number>{ORDINAL})(?: one)?(?=\W*(?:$|[?.,;]))", re.IGNORECASE)
"""One more of what was counted before: "…, and where was the third?"."""


def called(text: str) -> frozenset[tuple[str, int]]:
    """The things in a text that are called by a number behind them, "objective 23", each with it; a round table is a table.

    >>> sorted(called("Objective 23 is one of 23 objectives, the third goal."))
    [('objective', 23)]
    """
    return frozenset(
        (_named(match["thing"]), _CARDINAL.get(number) or _ROMAN.get(number) or int(number))
        for match in _BEHIND.finditer(text)
        for number in re.findall(rf"\b{_NUMBER}\b", match["numbers"].lower())
    )


def things(text: str) -> frozenset[tuple[str, int]]:
    """The things in a text that are called by a number (`called`), or counted before them.

    >>> sorted(things("Round tables 1 and 2 met before the third panel."))
    [('panel', 3), ('table', 1), ('table', 2)]
    >>> sorted(things("Where was the first meeting, and where was the third?"))
    [('meeting', 1), ('meeting', 3)]
    >>> things("goal sixteen, table zero")
    frozenset({('goal', 16)})
    >>> things("Round Table III")
    frozenset({('table', 3)})
    """
    counted = [(_named(match["thing"]), number_of(match["number"])) for match in _BEFORE.finditer(text)]
    more = {(counted[0][0], number_of(match["number"])) for match in _AND.finditer(text)} if counted else set()
    return called(text) | {*counted} | more


_PARAGRAPH = regex(r"\b(?:paragraph|para\.?|op) ?(?P<numbers>\d{1,3})\b(?! ?\()", re.IGNORECASE)
_ANOTHER = regex(
    rf"\W*(?:(?:and|but|so|now|what about|how about|same for)\b\W*)*(?:the )?(?P<number>{ORDINAL}|\d{{1,2}})(?: one)?\W*",
    re.IGNORECASE,
)
"""Goes on to a thing of another number: "and the third?"."""


_TABLES = regex(r"\b(?:the )?(?:themes of the )?(?:four )?round[- ]?tables\b", re.IGNORECASE)


def of_tables(turn: str, before: str) -> str:
    """The question before of one of the round tables that it is about, where a turn names only its number.

    >>> of_tables("and the third one?", "what were the round tables of the 2006 Dialogue about")
    'what was round table 3 of the 2006 Dialogue about'
    """
    one, tables = _ANOTHER.fullmatch(turn), _TABLES.search(before)
    if one is None or tables is None:
        return ""
    return re.sub(r"\bwere\b", "was", f"{before[: tables.start()]}round table {_number(one)}{before[tables.end() :]}")


def another(turn: str, before: str) -> str:
    """The question before of a thing of another number, where it is of one that goes by a number and a turn says only that.

    >>> another("and the third?", "What is round table 4 on?"), another("And 2?", "Who chairs the first panel?")
    ('What is round table 3 on?', 'Who chairs the second panel?')
    """
    match, of = _ANOTHER.fullmatch(turn), [*_PARAGRAPH.finditer(before), *_BEHIND.finditer(before), *_BEFORE.finditer(before)]
    if match is None or len(of) != 1:
        return ""
    counted = "number" in of[0].groupdict()
    start, end = of[0].span("number" if counted else "numbers")
    number = _number(match)
    return f"{before[:start]}{ordinal(number) if counted else number}{before[end:]}" if before[start:end].isalnum() else ""


def _number(another: re.Match[str]) -> int:
    return number_of(another["number"]) or int(another["number"])


_NAMES = {"hld": "dialogue", "gfmd": "forum"}
"""Short names of things."""


def _named(thing: str) -> str:
    called = thing.lower()
    return "table" if called.endswith("table") else _NAMES.get(called, called)


def spoken_of(asked: Set[tuple[str, int]], text: str) -> int:
    """1 where a text speaks of a thing of the number that is asked for, -1 where of such things of other numbers alone, else 0.

    The Forum of a number is its meeting of that number, and a text may speak of it without one (who offers to be host).

    >>> asked = things("What was the fourth round table on?")
    >>> [spoken_of(asked, text) for text in ("Round table 4 is on remittances", "Round table 1 is on return", "They meet twice")]
    [1, -1, 0]
    >>> asked = things("Where was the second Forum?")
    >>> [spoken_of(asked, text) for text in ("the Forum, at its second meeting", "the sixth meeting of the Forum", "the Forum")]
    [0, -1, 0]
    """
    said, meant = ({("meeting" if thing == "forum" else thing, number) for thing, number in of} for of in (things(text), asked))
    if meant & said:
        return int(bool(asked & said))
    return -1 if {thing for thing, _ in meant} & {thing for thing, _ in said} else 0
