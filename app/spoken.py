"""Symbols and places as people say them, written as they are found: "subparagraph (p) of paragraph five", "Res 67-172 5b"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from hld.ingest.references import LETTERS, SYMBOL, WORD
from hld.ingest.regex import regex
from hld.ingest.symbols import CARDINALS, ORDINAL, number_of

_RECITAL = regex(rf"\b(?:({ORDINAL})\srecital|(?:recital|considérant|considerando)\s(\d{{1,2}}))\b", re.I)
_COUNTED = regex(
    rf"\b({ORDINAL})\s(?:(?:operative|numbered)\s)?(?:paragraph\b|para\b)(?!\s(?:of|in)\sthe\spreamble)",
    re.I,
)
_ABROAD = {
    word: number
    for words in (
        "premier deuxième troisième quatrième cinquième sixième septième huitième neuvième dixième",
        "primer segundo tercer cuarto quinto sexto séptimo octavo noveno décimo",
    )
    for number, word in enumerate(words.split(), start=1)
}
_COUNTED_ABROAD = regex(
    rf"\b({'|'.join(_ABROAD)})\s(?:alinéa|paragraphe|párrafo)\b(\s(?:du|del)\s(?:préambule|preámbulo))?", re.I
)

_SPOKEN = {word: str(number) for number, word in enumerate(CARDINALS[1:13], start=1)}
_SUBPARAGRAPH = regex(
    r"(?:sub-?para(?:graph|\.)?|letter|point)\s\(?([a-z]{1,4})\)?\s(?:of|in)\s(?:operative\s)?(?:paragraph|para\.?)\s(\d{1,3})\b",
    re.IGNORECASE,
)

_POINT = regex(
    r"\bpoint(s?)\s(?=\d{1,3}\b)(?![^.?]*\bagenda\b)"
    r"|\barticle(s?)\s(?=\d{1,3}(?:\s?\(?[a-z]\))?(?:,?\s(?:and\s)?\d{1,3})*\s(?:of|in)\s(?:the\s)?(?:\d{4}\s)?"
    r"(?:resolution|res\b|A/RES|\d\d/\d|declaration(?!\s(?:on|of(?!\sthe\shigh)))))",
    re.IGNORECASE,
)
"""Paragraphs by the name of what other documents have; "article 3 of the Declaration on …" is one."""
_LOOSE = regex(
    rf"\b(?P<place>{WORD}\s?\d{{1,3}})(?P<letters>(?:\s[a-z])(?:\s[ivx]{{1,4}})?)(?P<also>(?:,|\sand|\s&)\s[a-z])?"
    r"(?=\W*$|\s(?:of|in|from|to)\b|[,;?])",
    re.IGNORECASE,
)
"""Letters without brackets, "para 3 b iii"."""
_BOTH = regex(
    rf"\b(?P<word>{WORD})\s?(?P<number>\d{{1,3}})\s?(?P<first>\([a-z]\))(?:,|\s?and|\s?&|\s?or)\s?(?P<second>\([a-z]\))",
    re.IGNORECASE,
)
"""Two subparagraphs of one paragraph."""

_LETTER_RANGE = regex(
    rf"\b{WORD}\s?(?P<number>\d{{1,3}}),?\s?\(?(?P<first>[a-z])\)\s?(?:to|through|[-–])\s?\(?(?P<last>[a-z])\)?(?![\w)])",
    re.IGNORECASE,
)
"""Subparagraphs from one to another, "para 5 (g) to (i)"."""
_ORDINALS = regex(
    rf"\b(?P<first>{ORDINAL})\s(?P<how>and|to|through|&)\s(?:the\s)?(?P<last>{ORDINAL})\s"
    r"(?P<kind>preambular|preamble|operative|numbered)?\s?(?:paragraphs|paras\b|paragraph|para\b|(?P<recital>recitals))",
    re.IGNORECASE,
)
"""Two paragraphs that are counted, "the fifth and sixth preambular paragraphs"."""

_HYPHENS = regex(r"\b(?:A[-/]RES[-/](\d{2})-(\d{1,3})|(?P<res>res(?:olution|\.)?\s)(\d{2})-(\d{1,3}))\b", re.IGNORECASE)
_MISSPELT = regex(r"\bparag[a-z]*\.?(?=\s?\d)", re.IGNORECASE)
_SHORT = regex(r"\b([op])ps?\s?(?=\d{1,3}\s?(?:to|through|and|&|,|[-–])\s?\d)", re.IGNORECASE)
"""Several paragraphs in short, "OPs 16-17"."""
_FIRST = regex(
    rf"\bfirst\s(?P<many>{'|'.join(CARDINALS[2:10])}|[2-9])\s(?P<kind>preambular|preamble|operative|numbered)?\s?"
    r"(?:paragraphs|paras\b|(?P<recital>recitals))",
    re.IGNORECASE,
)
"""So many paragraphs from the first, "the first two preambular paragraphs"."""
_LETTER = regex(
    rf"\b(?P<place>{WORD}\s?\d{{1,3}}),?\s(?:letter|sub-?para(?:graph)?|sub|point)\s\(?(?P<letter>[a-z])\)?(?!\w)", re.IGNORECASE
)
"""A subparagraph by its letter, "para 5 letter c"."""
_IN_ANNEX = regex(r"\bannex,?\s(\d{1,3})(?!\d|\s?(?:,\s?)?(?:para|§|sect))", re.IGNORECASE)
"""A paragraph of an annex, "76/266 annex 33"; annexes themselves have roman numerals."""
_KNOWN = regex(WORD, re.IGNORECASE)
_RANGE = regex(rf"\b(?P<word>{WORD})\s?(?P<first>\d{{1,3}})\s?(?:to|through|[-–])\s?(?P<last>\d{{1,3}})\b", re.IGNORECASE)
_SEVERAL = regex(
    rf"\b(?P<word>{WORD})\s?(?P<list>\d{{1,3}}{LETTERS}(?:\s?(?:,|and|&|,\sand)\s?\d{{1,3}}{LETTERS})+)\s(?:of|in|from)\s"
    rf"(?:the\s)?(?P<named>(?:(?:General\sAssembly|GA|UNGA)\s)?(?:res(?:olution|\.)?\s)?{SYMBOL.pattern})",
    re.IGNORECASE,
)
_BESIDE = regex(r"(?<![\w/])(\d{2}/\d{1,3})(?:,?\s|(?=\())\(?(\d{1,2})\)?\s?((?:\([a-z]{1,4}\)\s?){1,3})", re.IGNORECASE)
MOST = 30
"""Paragraphs that a range may have, "paragraphs 11 to 13"."""


def _ranged(match: re.Match[str]) -> str:
    first, last = int(match["first"]), int(match["last"])
    if not first < last < first + MOST:
        return match[0]
    word = match["word"] if match["word"].upper() == "PP" else "paras"
    return f"{word} {', '.join(map(str, range(first, last + 1)))}"


_BARE = regex(
    r"(?<![\w./])(?<!para )(?<!paragraph )(?<!para\. )\d{1,2} ?\([a-z]\)(?: ?\([ivx]+\))? "
    r"(?=(?:of|in|from) (?:the )?(?:resolution |A/RES/|RES/)?\d\d/\d)",
    re.IGNORECASE,
)
"""A place by its number and letter alone, before its document: "5 (h) of 67/172"."""


def _lettered(match: re.Match[str]) -> str:
    first, last = (ord(match[each].lower()) for each in ("first", "last"))
    if not first < last:
        return match[0]
    return "paras " + ", ".join(f"{match['number']} ({chr(letter)})" for letter in range(first, last + 1))


def _counted(match: re.Match[str]) -> str:
    first, last = map(number_of, match.group("first", "last"))
    return _of_kind(match, range(first, last + 1) if match["how"].lower() in ("to", "through") else (first, last))


def _first(match: re.Match[str]) -> str:
    many = int(match["many"]) if match["many"].isdigit() else CARDINALS.index(match["many"].lower())
    return _of_kind(match, range(1, many + 1))


def _of_kind(match: re.Match[str], numbers: Iterable[int]) -> str:
    word = "PP" if match["recital"] or (match["kind"] or "").lower().startswith("preamb") else "paras "
    return word + ", ".join(map(str, numbers))


def _bracketed(match: re.Match[str]) -> str:
    letters = "".join(f" ({letter})" for letter in match["letters"].split())
    also = f" and ({match['also'][-1]})" if match["also"] else ""
    return f"{match['place']}{letters}{also}"


_PLACED = regex(r"\d|para|recital|\bop\b|alin|párrafo", re.IGNORECASE)
"""Without one of these a text names no symbol and no place."""


def spoken(text: str) -> str:
    """A question with its symbols and places as they are written.

    It may say "subparagraph (p) of paragraph 5", "para nine", "paras 3 to 5 of 67/172", "67/172 5(b)", "Res 67-172 paragrph 5".

    >>> spoken("Explain subparagraph (p) of paragraph five in resolution 67/172.")
    'Explain paragraph 5 (p) in resolution 67/172.'
    >>> spoken("paras 3 to 5 of res 67-172"), spoken("67/219 3(c)(iv)?")
    ('res 67/172, paras 3, 4, 5', '67/219, para. 3(c)(iv)?')
    >>> spoken("67/219 para 3 b iii"), spoken("points 8 and 9 of the Declaration"), spoken("67/219 first para")
    ('67/219 para 3 (b) (iii)', 'paragraphs 8 and 9 of the Declaration', '67/219 paragraph 1')
    """
    if not _PLACED.search(text):  # most questions
        return text
    text = _HYPHENS.sub(lambda m: f"{m['res']}{m[4]}/{m[5]}" if m["res"] else f"A/RES/{m[1]}/{m[2]}", text)
    text = _POINT.sub(lambda m: f"paragraph{m[1] or m[2] or ''} ", text)
    text = _MISSPELT.sub(lambda m: m[0] if _KNOWN.fullmatch(m[0]) else "paragraph", text)
    text = _LETTER_RANGE.sub(_lettered, text)
    text = _BARE.sub(r"para. \g<0>", text)
    text = _IN_ANNEX.sub(r"annex, para. \1", text)
    text = _LETTER.sub(r"\g<place> (\g<letter>)", text)
    text = _FIRST.sub(_first, text)
    text = _ORDINALS.sub(_counted, text)
    text = _SHORT.sub(lambda m: "paras " if m[1].lower() == "o" else "PP", text)
    text = _RANGE.sub(_ranged, text)
    text = _SEVERAL.sub(lambda m: f"{m['named']}, {m['word']} {m['list']}", text)
    text = _LOOSE.sub(_bracketed, text)
    text = _BOTH.sub(lambda m: f"paras {m['number']} {m['first']}, {m['number']} {m['second']}", text)
    text = _BESIDE.sub(lambda m: f"{m[1]}, para. {m[2]}{m[3]}", text)
    text = re.sub(
        rf"\b(paragraph|para\.?|OP)\s({'|'.join(_SPOKEN)})\b",
        lambda match: f"{match[1]} {_SPOKEN[match[2].lower()]}",
        text,
        flags=re.IGNORECASE,
    )
    text = _RECITAL.sub(lambda m: f"{m[1]} preambular paragraph" if m[1] else f"preambular paragraph {m[2]}", text)
    text = _COUNTED.sub(lambda m: f"paragraph {number_of(m[1])}", text)
    text = _COUNTED_ABROAD.sub(lambda m: f"{'preambular ' if m[2] else ''}paragraph {_ABROAD[m[1].lower()]}", text)
    return _SUBPARAGRAPH.sub(r"paragraph \2 (\1)", text)
