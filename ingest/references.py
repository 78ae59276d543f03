"""Find mentions of documents and paragraphs in running text. Finding is not resolving: what is found may not exist.

>>> [str(m.reference) for m in find_references("What does paragraph 4 of resolution 65/170 say, and A/RES/67/172 OP10(a)?")]
['A/RES/65/170#para-4', 'A/RES/67/172#para-10-a']
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from hld.ingest.regex import regex
from hld.ingest.symbols import SYMBOL_IN_TEXT, Part, Reference, Symbol, SymbolError, parse_part

SYMBOL = regex(rf"(?<![\w/])(?:{SYMBOL_IN_TEXT})(?![\w/])", re.IGNORECASE)
# "para. 10 (a)" after a symbol, or "paragraph 10 (a) of" before one; which words are a place is decided by parse_part.
LETTERS = r"(?:\s?\(?[a-z]{1,6}\)){0,3}(?:\s?[a-z](?![\w]))?"
WORD = r"(?:paragraphs?|paragraphes?|paras?\.?|pars?\.?|párrafos?|párrs?\.?|OP|PP|§|¶)"
_NUMBERED = rf"(?:operative\s+|op\.?\s+|(?:preambular|preamble)\s+)?{WORD}\s?\d{{1,3}}(?!\d){LETTERS}"
_ORDINAL = r"(?:\b[a-z]+(?:-[a-z]+)?|\d{1,3}(?:st|nd|rd|th))\s+(?:preambular|preamble)\s+(?:paragraph|para\.?)"
_IN_PREAMBLE = r"(?:\b[a-z]+(?:-[a-z]+)?|\d{1,2}(?:st|nd|rd|th))\s+(?:paragraph|para\.?)\s+(?:of|in)\s+the\s+preamble"
_FRENCH = r"\d{1,2}(?:er|e|ème)\s+alinéa(?:\s+du\s+préambule)?|párrafo\s+\d{1,2}\s+del\s+preámbulo"
_SMALL = r"(?:foot)?note\s?\d{1,4}|(?:unnumbered\s+para(?:graph|\.)?|block)\s?\d{1,4}"
_WHERE = r"(?:(?:annexe?|anexo)(?:\s+(?:[IVX]+|\d{1,2})\b)?,?\s+)?(?:\bsect(?:ion|\.)\s[A-Z]{1,7},?\s+)?"
_PLACE = rf"{_WHERE}(?:{_FRENCH}|{_NUMBERED}|{_ORDINAL}|{_IN_PREAMBLE}|{_SMALL})"
_AFTER = regex(rf"\s{{0,3}},?\s{{0,3}}(?P<place>{_PLACE})", re.IGNORECASE)
_BEFORE = regex(
    rf"(?P<place>{_PLACE})\s*,?\s+(?:of|in|to|from|de|del|dans|en)\s+(?:the\s+|its\s+|la\s+|sa\s+|su\s+)?$",
    re.IGNORECASE,
)


# A bracket that closes behind a symbol was opened before it: "(see A/68/292)"; but "A/RES/217(III)A".
_WHOLE = regex(r"(?:[^()]|\([^()]*\)|\()*")
_PLURAL = regex(
    r"\s{0,3},?\s{0,3}(?:(?:operative|preambular)\s+)?(?:paras\.?|paragraphs|paragraphes|párrafos|pars\.|PP)", re.IGNORECASE
)
_ANOTHER = regex(rf"\s?(?:,|and|et|y|&)\s?(?P<numeral>\d{{1,3}}{LETTERS})(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A reference as it stands in a text, from `start` to `end`."""

    start: int
    end: int
    reference: Reference


def _place(text: str) -> Part | None:
    """The longest beginning of `text`, cut at spaces from the right, that is a place."""
    while text:
        try:
            return parse_part(text)
        except SymbolError:
            text = text.rpartition(" ")[0]
    return None


def find_references(text: str) -> list[Mention]:
    """Mentions of documents and paragraphs, in the order of the text; a place is tied to the symbol it stands beside."""
    return list(_mentions(text))


def _mentions(text: str) -> Iterator[Mention]:
    for match in SYMBOL.finditer(text):
        typed = _WHOLE.match(match[0])[0]  # pyright: ignore[reportOptionalSubscript]
        try:
            symbol = Symbol.parse(typed.rstrip(".,;:-"))
        except SymbolError:
            continue
        start, behind, part = match.start(), match.start() + len(typed), None
        end = behind
        if after := _AFTER.match(text, behind):
            part = _place(after["place"])
            end = after.end() if part else end
        elif before := _BEFORE.search(text[max(0, start - 80) : start]):
            words = before["place"]
            # The ordinal pattern may begin a word early ("the third preambular paragraph"): drop words from the left.
            while words and not (part := _place(words)):
                words = words.partition(" ")[2]
            start = start - (len(before[0]) - len(before["place"]) + len(words)) if part else start
        yield Mention(start=start, end=end, reference=Reference(symbol=symbol, part=part))
        if part and _PLURAL.match(text, behind):
            for first, last, other in _others(text, end, part):
                yield Mention(start=first, end=last, reference=Reference(symbol=symbol, part=other))


def _others(text: str, end: int, first: Part) -> Iterator[tuple[int, int, Part]]:
    """The places that a list goes on with behind its first, "paras. 3 and 10 (a)", and where each begins and ends."""
    while (more := _ANOTHER.match(text, end)) and (part := _place(f"para {more['numeral']}")):
        end = more.end("numeral")
        yield more.start("numeral"), end, replace(part, kind=first.kind, annex=first.annex, section=first.section)


def find_places(text: str) -> list[Part]:
    """Places named without a document: "paragraph 10 (a)", for a question that goes on from an earlier one."""
    found: list[Part] = []
    for match in re.finditer(_PLACE, text, re.IGNORECASE):
        if part := _place(match[0]):
            others = _others(text, match.end(), part) if _PLURAL.match(match[0]) else ()
            found += [part, *(other for _, _, other in others)]
    return found
