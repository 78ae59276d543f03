"""Find mentions of documents and paragraphs in running text. Finding is not resolving: what is found may not exist.

>>> [str(m.reference) for m in find_references("What does paragraph 4 of resolution 65/170 say, and A/RES/67/172 OP10(a)?")]
['A/RES/65/170#para-4', 'A/RES/67/172#para-10-a']
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from hld.ingest.symbols import CARDINALS, ORDINALS, SYMBOL_IN_TEXT, Part, Reference, Symbol, SymbolError, parse_part

_SYMBOL = re.compile(rf"(?<![\w/])(?:{SYMBOL_IN_TEXT})(?![\w/])", re.IGNORECASE)
# "para. 10 (a)" after a symbol, or "paragraph 10 (a) of" before one; which words are a place is decided by parse_part.
_LETTERS = r"(?:\s?\(?[a-z]{1,6}\)){0,3}(?:\s?[a-z](?![\w]))?"
_WORD = r"(?:paragraphs?|paragraphes?|paras?\.?|pars?\.?|párrafos?|párrs?\.?|OP|PP|§|¶)"
_NUMBERED = rf"(?:operative\s+|op\.?\s+|(?:preambular|preamble)\s+)?{_WORD}\s?\d{{1,3}}{_LETTERS}"
_ORDINAL = r"(?:\b[a-z]+(?:-[a-z]+)?|\d{1,3}(?:st|nd|rd|th))\s+(?:preambular|preamble)\s+(?:paragraph|para\.?)"
_IN_PREAMBLE = r"(?:\b[a-z]+(?:-[a-z]+)?|\d{1,2}(?:st|nd|rd|th))\s+(?:paragraph|para\.?)\s+(?:of|in)\s+the\s+preamble"
_FRENCH = r"\d{1,2}(?:er|e|ème)\s+alinéa(?:\s+du\s+préambule)?|párrafo\s+\d{1,2}\s+del\s+preámbulo"
_SMALL = r"(?:foot)?note\s?\d{1,4}|(?:unnumbered\s+para(?:graph|\.)?|block)\s?\d{1,4}"
_WHERE = r"(?:(?:annexe?|anexo)(?:\s+(?:[IVX]+|\d{1,2})\b)?,?\s+)?(?:\bsect(?:ion|\.)\s[A-Z]{1,7},?\s+)?"
_PLACE = rf"{_WHERE}(?:{_FRENCH}|{_NUMBERED}|{_ORDINAL}|{_IN_PREAMBLE}|{_SMALL})"
_AFTER = re.compile(rf"\s{{0,3}},?\s{{0,3}}(?P<place>{_PLACE})", re.IGNORECASE)
_BEFORE = re.compile(
    rf"(?P<place>{_PLACE})\s*,?\s+(?:of|in|to|from|de|del|dans|en)\s+(?:the\s+|its\s+|la\s+|sa\s+|su\s+)?$",
    re.IGNORECASE,
)


_PLURAL = re.compile(r"\s{0,3},?\s{0,3}(?:operative\s+)?(?:paras\.?|paragraphs|paragraphes|párrafos|pars\.)", re.IGNORECASE)
_ANOTHER = re.compile(rf"\s?(?:,|and|et|y|&)\s?(?P<numeral>\d{{1,3}}{_LETTERS})(?!\w)", re.IGNORECASE)
_NAMED = "|".join(sorted(ORDINALS, key=len, reverse=True))
_RECITAL = re.compile(
    rf"\b(?:({_NAMED}|\d{{1,2}}(?:st|nd|rd|th))\srecital|(?:recital|considérant|considerando)\s(\d{{1,2}}))\b", re.I
)
_COUNTED = re.compile(rf"\b({_NAMED})\s(?:operative|numbered)\s(?:paragraph|para\b)", re.I)
_ABROAD = {
    word: number
    for words in (
        "premier deuxième troisième quatrième cinquième sixième septième huitième neuvième dixième",
        "primer segundo tercer cuarto quinto sexto séptimo octavo noveno décimo",
    )
    for number, word in enumerate(words.split(), start=1)
}
_COUNTED_ABROAD = re.compile(
    rf"\b({'|'.join(_ABROAD)})\s(?:alinéa|paragraphe|párrafo)\s(?:du|del)\s(?:préambule|preámbulo)", re.I
)


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


_SPOKEN = {word: str(number) for number, word in enumerate(CARDINALS[1:13], start=1)}
_SUBPARAGRAPH = re.compile(
    r"(?:sub-?paragraph|letter|point)\s\(?([a-z]{1,4})\)?\s(?:of|in)\s(?:operative\s)?(?:paragraph|para\.?)\s(\d{1,3})\b",
    re.IGNORECASE,
)


_HYPHENS = re.compile(r"\b(?:A-RES-(\d{2})-(\d{1,3})|(?P<res>res(?:olution|\.)?\s)(\d{2})-(\d{1,3}))\b", re.IGNORECASE)
_MISSPELT = re.compile(r"\bparag[a-z]*\.?(?=\s?\d)", re.IGNORECASE)
_KNOWN = re.compile(_WORD, re.IGNORECASE)
_RANGE = re.compile(rf"\b(?P<word>{_WORD})\s?(?P<first>\d{{1,3}})\s?(?:to|through|[-–])\s?(?P<last>\d{{1,3}})\b", re.IGNORECASE)
_SEVERAL = re.compile(
    rf"\b(?P<word>{_WORD})\s?(?P<list>\d{{1,3}}{_LETTERS}(?:\s?(?:,|and|&|,\sand)\s?\d{{1,3}}{_LETTERS})+)\s(?:of|in|from)\s"
    rf"(?:the\s)?(?P<named>(?:(?:General\sAssembly|GA|UNGA)\s)?(?:res(?:olution|\.)?\s)?{_SYMBOL.pattern})",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"(?<![\w/])(\d{2}/\d{1,3})(?:,?\s|(?=\())\(?(\d{1,2})\)?\s?((?:\([a-z]{1,4}\)\s?){1,3})", re.IGNORECASE)
MOST = 30
"""Paragraphs that a range may have, "paragraphs 11 to 13"."""


def _ranged(match: re.Match[str]) -> str:
    first, last = int(match["first"]), int(match["last"])
    if not first < last < first + MOST:
        return match[0]
    return f"{match['word']} {', '.join(map(str, range(first, last + 1)))}"


def spoken(text: str) -> str:
    """A question with its symbols and places as they are written.

    It may say "subparagraph (p) of paragraph 5", "para nine", "paras 3 to 5 of 67/172", "67/172 5(b)", "Res 67-172 paragrph 5".

    >>> spoken("Explain subparagraph (p) of paragraph five in resolution 67/172.")
    'Explain paragraph 5 (p) in resolution 67/172.'
    >>> spoken("paras 3 to 5 of res 67-172"), spoken("67/219 3(c)(iv)?")
    ('res 67/172, paras 3, 4, 5', '67/219, para. 3(c)(iv)?')
    """
    text = _HYPHENS.sub(lambda m: f"{m['res']}{m[4]}/{m[5]}" if m["res"] else f"A/RES/{m[1]}/{m[2]}", text)
    text = _MISSPELT.sub(lambda m: m[0] if _KNOWN.fullmatch(m[0]) else "paragraph", text)
    text = _RANGE.sub(_ranged, text)
    text = _SEVERAL.sub(lambda m: f"{m['named']}, {m['word']} {m['list']}", text)
    text = _BESIDE.sub(lambda m: f"{m[1]}, para. {m[2]}{m[3]}", text)
    text = re.sub(
        rf"\b(paragraph|para\.?|OP)\s({'|'.join(_SPOKEN)})\b",
        lambda match: f"{match[1]} {_SPOKEN[match[2].lower()]}",
        text,
        flags=re.IGNORECASE,
    )
    text = _RECITAL.sub(lambda m: f"{m[1]} preambular paragraph" if m[1] else f"preambular paragraph {m[2]}", text)
    text = _COUNTED.sub(lambda m: f"paragraph {ORDINALS[m[1].lower()]}", text)
    text = _COUNTED_ABROAD.sub(lambda m: f"preambular paragraph {_ABROAD[m[1].lower()]}", text)
    return _SUBPARAGRAPH.sub(r"paragraph \2 (\1)", text)


def _mentions(text: str) -> Iterator[Mention]:
    for match in _SYMBOL.finditer(text):
        try:
            symbol = Symbol.parse(match[0].rstrip(".,;:-"))
        except SymbolError:
            continue
        start, end, part = match.start(), match.end(), None
        if after := _AFTER.match(text, end):
            part = _place(after["place"])
            end = after.end() if part else end
        elif before := _BEFORE.search(text[max(0, start - 80) : start]):
            words = before["place"]
            # The ordinal pattern may begin a word early ("the third preambular paragraph"): drop words from the left.
            while words and not (part := _place(words)):
                words = words.partition(" ")[2]
            start = start - (len(before[0]) - len(before["place"]) + len(words)) if part else start
        yield Mention(start=start, end=end, reference=Reference(symbol=symbol, part=part))
        if part and _PLURAL.match(text, match.end()):
            # "paras. 3 and 10 (a)": the numbers that follow are paragraphs of the same document.
            while more := _ANOTHER.match(text, end):
                part = _place(f"para {more['numeral']}")
                if part is None:
                    break
                end = more.start("numeral") + len(more["numeral"])
                yield Mention(start=more.start("numeral"), end=end, reference=Reference(symbol=symbol, part=part))


def find_places(text: str) -> list[Part]:
    """Places named without a document: "paragraph 10 (a)", for a question that goes on from an earlier one."""
    parts = (_place(match[0]) for match in re.finditer(_PLACE, text, re.IGNORECASE))
    return [part for part in parts if part]
