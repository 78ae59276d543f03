"""Turns that ask something of all that was told: of a list its operative paragraphs, those of a year or the strongest, of a
comparison what is gone, of a topic how the wording on it changed, of a document that was looked up one more fact."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hld.app import every
from hld.app.left import AND, Asker, pieces_before, told_last
from hld.app.redraft import redraft
from hld.app.topic import LATEST
from hld.app.topic import topic as topic_of
from hld.app.years import YEAR
from hld.ingest.references import find_references
from hld.ingest.regex import regex

_ITS_FACT = regex(
    rf"{AND}(?:how many (?:operative |preambular )?(?:paragraphs|paras|recitals)"
    r"(?: (?:has it|does it have|are there|in (?:it|all|total)))?"
    r"|how long is it|by whom|who adopted (?:it|that))\W*",
    re.IGNORECASE,
)
"""Asks one more fact of the document that was looked up."""
_ANY_CHANGED = regex(
    rf"{AND}(?:(?:is|was|were|has|have) )?(?:there )?(?:anything|something|much)(?: that)?(?: is| was| were| has| have)?"
    r"(?: been)? (?P<how>new|added|dropped|removed|left out|lost|deleted|gone|missing|kept|the same)\W*",
    re.IGNORECASE,
)
"""Asks of two texts that were compared whether anything is new, or gone."""
_OVER_TIME = regex(
    rf"{AND}(?:(?:did|has|have) (?:that|this|it|they)(?: ever)? (?:change|evolve|develop)d?"
    r"|how (?:did|has|have) (?:that|this|it|they) (?:change|evolve|develop)d?)"
    r"(?: (?:over|through|across|in|with) (?:time|(?:all )?(?:the|these|those) (?:years|resolutions|texts)))?\W*",
    re.IGNORECASE,
)
"""Asks how what is said of the topic before changed."""
_OF_THOSE = regex(
    rf"{AND}(?:of (?:those|these|them)[,\s]+)?"
    r"(?:(?:which|what)(?: ones?)?(?: of (?:those|these|them))? (?:are|is)|(?:only|just)|show me)"
    r"(?: (?:in )?the)?(?: ones?(?: in the)?)? (?P<kind>operative|preambular|preamble)(?: (?:ones?|part|paragraphs?|paras))?\W*",
    re.IGNORECASE,
)
"""Wants a part of the paragraphs that were listed."""
_FIRST_WHEN = regex(
    rf"{AND}(?:(?:in )?(?:which|what) (?:year|resolution|document|text)|when|since when)"
    r"(?: (?:was|is|did) (?:it|that|this|they))? (?:first|for the first time)"
    r"(?: (?:mentioned|said|raised|named|come up|appear|taken up|say so))?\W*"
    rf"|{AND}(?:which|what) (?:year|resolution|document|text) (?:was|were|is) (?:the )?(?:very )?first(?: one)?\W*",
    re.IGNORECASE,
)
"""Asks for the first mention of the topic before."""
_ROLE = regex(
    r"\W*(?:and )?what (?:role|part) (?:do|does|did|can|should) (?P<of>[^?.;:,]{3,50}?) (?:play|have)"
    r"(?: in (?:it|this|that|all this))?\W*",
    re.IGNORECASE,
)
"""Asks what is said of somebody, without saying so."""
_STRONGEST = regex(
    rf"{AND}(?:(?:show|give) (?:me )?|(?:which|what)(?: one| of (?:those|these|them))? is )?the strongest"
    r"(?: (?:one|wording|language|text|paragraph|of (?:those|these|them)))?(?:,? please)?\W*",
    re.IGNORECASE,
)
_PARAGRAPHS = regex(
    r"\b(?:(?:operative|preambular) )?paragraphs?\b|\b(?:agreed )?(?:language|wordings?|texts?|passages?)\b", re.IGNORECASE
)
_OF_YEAR = regex(
    rf"{AND}(?:(?:only|just)\s)?(?:(?:the )?ones? )?(?:from|of|in) (?P<year>{YEAR.pattern})"
    r"(?: (?:only|alone|please|though))*\W*",
    re.IGNORECASE,
)
"""Wants what was listed of a year alone."""
_THE_OTHER_END = regex(
    rf"{AND}(?:(?:what|which) (?:is|was) )?the (?P<end>first|earliest|oldest|{LATEST})(?: (?:one|wording|text|mention|time))?\W*",
    re.IGNORECASE,
)
"""Wants the first of what the latest was asked of, or the other way round."""
_ENDS = regex(rf"\b(?:(?P<first>first|earliest|oldest)|(?P<latest>{LATEST}))\b", re.IGNORECASE)


def of_the_told(turn: str, told: Sequence[str], asker: Asker) -> str:
    """What a turn asks of the list, the comparison or the topic before as a whole, or one more fact of the document that was
    looked up; empty where it asks no such thing."""
    if not told or find_references(turn):
        return ""
    if _ITS_FACT.fullmatch(turn) and (before := asker.told(told[-1], told[:-1])).status == "lookup" and not before.citations:
        symbol, who = told_last(told, asker), "who" in turn.lower()
        return (f"Who adopted {symbol}?" if who else f"How many paragraphs has {symbol}?") if symbol else ""
    return _of_the_list(turn, told) or _of_the_topic(turn, told)


def _of_the_list(turn: str, told: Sequence[str]) -> str:
    """A list again, of its operative or preambular paragraphs, of a year or its strongest wording, what is gone where what is new
    was asked, or the first of what was asked of the latest; empty where a turn asks none of these."""
    if (changed := _ANY_CHANGED.fullmatch(turn)) and (compared := redraft(told[-1])) and len(compared.named) > 1:
        return f"What was {changed['how']} between {' and '.join(compared.named[:2])}?"
    if (end := _THE_OTHER_END.fullmatch(turn)) and (had := _ENDS.search(told[-1])):
        other = _ENDS.search(end["end"])
        turned = other is not None and other.lastgroup != had.lastgroup
        return f"{told[-1][: had.start()]}{end['end']}{told[-1][had.end() :]}" if turned else ""
    of_year, strongest, part = _OF_YEAR.fullmatch(turn), _STRONGEST.fullmatch(turn), _OF_THOSE.fullmatch(turn)
    listed = every.paragraphs(told[-1]) if of_year or strongest or part else None
    if listed is None:
        return ""
    if of_year and not YEAR.search(told[-1]):
        return f"{told[-1].rstrip(' ?.!')} from {of_year['year']}"
    if strongest and listed.topic:
        return f"What is the strongest wording on {listed.topic}?"
    if part:
        kind = "operative" if part["kind"].lower() == "operative" else "preambular"
        put = _PARAGRAPHS.sub(f"{kind} paragraphs", told[-1], count=1)
        return put if put != told[-1] and every.paragraphs(put) else ""
    return ""


def _of_the_topic(turn: str, told: Sequence[str]) -> str:
    """How the wording on the topic before changed, the strongest or the first there is; empty where a turn asks none of these, or
    there is none."""
    over, strongest, first = _OVER_TIME.fullmatch(turn), _STRONGEST.fullmatch(turn), _FIRST_WHEN.fullmatch(turn)
    if not (over or strongest or first):
        return ""
    pieces, role = pieces_before(told).get("T", ()), _ROLE.fullmatch(told[-1])
    about = role["of"] if role else pieces[0] if len(pieces) == 1 else topic_of(told[-1])
    if about in ("", told[-1]):
        return ""
    if first:
        return f"Which resolution first mentioned {about}?"
    return f"How did the wording on {about} change over the years?" if over else f"What is the strongest wording on {about}?"
