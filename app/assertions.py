"""What a text asserts that can be compared exactly: figures, dates, symbols, names, negation.

Words for numbers count as figures, "per cent" as a percentage, months with their days as dates, so that "three per cent" and "3%"
are the same and "3 October" and "4 October" are not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from hld.ingest.regex import regex
from hld.ingest.symbols import CARDINALS, ORDINALS

_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
_SCALES = {"hundred": "00", "thousand": "000", "million": "000000", "billion": "000000000"}
_WORDS = {word: str(value) for value, word in enumerate(CARDINALS) if word not in ("one", "zero")}
_WORDS |= {word: str(value) for word, value in _TENS.items()}
_WORDS |= {f"{ten}-{unit}": str(value + n) for ten, value in _TENS.items() for n, unit in enumerate(CARDINALS[1:10], start=1)}
_WORDS |= {word: str(value) for word, value in ORDINALS.items() if word not in ("first", "second")}
_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = {name: number for number, name in enumerate(_MONTHS, start=1)} | {
    name[:3]: number for number, name in enumerate(_MONTHS, start=1) if name != "may"
}

_SYMBOL = regex(r"\b[A-Z]{1,4}(?:/[A-Z0-9][\w.]*)+(?:/\w+)*|\b(?:S-|ES-)?\d{1,3}/\d{1,4}\b(?!\s*%)")
_FIGURE = regex(
    r"(?<![\w/])(?P<figure>\d+(?:[.,]\d+)*)(?:st|nd|rd|th)?(?:\s*(?P<scale>hundred|thousand|million|billion)\b)?"
    r"(?P<percent>\s*(?:%|per\s?cent\b|percent\b))?",
    re.IGNORECASE,
)
_WRITTEN = regex(
    rf"\b(?P<word>{'|'.join(sorted(map(re.escape, _WORDS), key=len, reverse=True))})\b"
    r"(?:\s+(?P<scale>hundred|thousand|million|billion)\b)?(?P<percent>\s*(?:%|per\s?cent\b|percent\b))?",
    re.IGNORECASE,
)
_MONTH_WORD = "|".join(sorted(_MONTH, key=len, reverse=True))
_DAY_MONTH = regex(rf"\b(\d{{1,2}})(?:\s*(?:,|and|to|-|–)\s*(\d{{1,2}}))?\s+({_MONTH_WORD})\b\.?", re.IGNORECASE)
_MONTH_DAY = regex(rf"\b({_MONTH_WORD})\.?\s+(\d{{1,2}})(?:\s*(?:,|and|to|-|–)\s*(\d{{1,2}})(?!\d))?\b(?!\d)", re.IGNORECASE)
_ISO = regex(r"\b(?:19|20)\d\d-(\d\d)-(\d\d)\b")
_YEAR = regex(r"^(?:1[5-9]|20)\d\d$")

_NAME = regex(r"\b[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*)*|\b[a-z]*[A-Z]{2,}\w*\b")
_SENTENCE_START = regex(r"(?:^|(?:(?<=[\w”\")]{3})[.:;]|[!?])\s+|\n\s*)[\"“‘(]?$")
_NOT_NAMES = frozenset(
    """the a an this that these those in on at by for of and or but if when while what which who whom whose where why how is are
    was were do does did can could should would may might must will shall has have had it its he she they we you i there here no
    yes not all any each every some many most more other another first second third also please list name give tell show
    state states member members title section text un
    january february march april may june july august september october november december""".split()
)

NEGATIONS = regex(
    r"\b(?:no|not|never|neither|nor|none|nobody|nothing|cannot|without|refus(?:es?|ed|ing)|declin(?:es?|ed|ing)|"
    r"fail(?:s|ed)?\s+to|\w+n[’']t|den(?:y|ies|ied)|prohibit(?:s|ed)?|forbid(?:s|den)?|reject(?:s|ed)?|lacks?|unable)\b",
    re.IGNORECASE,
)
"""Words that turn a statement into its opposite."""

_HARMLESS = regex(
    r"\b(?:not (?:only|just|least|merely)|regardless|whether or not|but not limited to|no (?:later|fewer|less|more|longer) than|"
    r"without (?:delay|discrimination|distinction|prejudice))\b",
    re.IGNORECASE,
)
"""Negations that do not turn the statement they stand in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asserted:
    """The assertions of a text. `figures` hold no years; `dates` are "month-day"; `names` are in lower case."""

    figures: frozenset[str]
    years: frozenset[str]
    dates: frozenset[str]
    symbols: frozenset[str]
    names: frozenset[str]
    negated: bool


def _number(digits: str, scale: str | None, percent: str | None) -> str:
    whole, dot, fraction = digits.replace(",", "").partition(".")
    if scale:
        shift = _SCALES[scale.lower()]
        moved = fraction.ljust(len(shift), "0")
        whole, fraction = whole + moved[: len(shift)], moved[len(shift) :].rstrip("0")
        dot = "." if fraction else ""
    number = f"{whole.lstrip('0') or '0'}{dot}{fraction}".rstrip(".")
    return f"{number}%" if percent else number


@lru_cache(maxsize=4096)
def asserted(text: str) -> Asserted:
    """The assertions of `text`.

    >>> found = asserted("Under A/RES/67/172, three per cent of 1.5 million migrants met Ban Ki-moon on 3 October 2013.")
    >>> sorted(found.figures), sorted(found.years), sorted(found.dates), sorted(found.symbols), sorted(found.names)
    (['1500000', '3%'], ['2013'], ['10-3'], ['67/172'], ['ban ki-moon'])
    >>> asserted("They shall not be detained").negated, asserted("not only women").negated
    (True, False)
    """
    symbols = frozenset(match[0].upper().rpartition("/RES/")[2] for match in _SYMBOL.finditer(text))
    rest = _SYMBOL.sub(" ", text)
    dates = set()
    for match in _DAY_MONTH.finditer(rest):
        dates |= {f"{_MONTH[match[3].lower()]}-{int(day)}" for day in match.group(1, 2) if day}
    for match in _MONTH_DAY.finditer(rest):
        dates |= {f"{_MONTH[match[1].lower()]}-{int(day)}" for day in match.group(2, 3) if day}
    dates |= {f"{int(match[1])}-{int(match[2])}" for match in _ISO.finditer(rest)}
    rest = _ISO.sub(lambda m: m[0][:4], _MONTH_DAY.sub(" ", _DAY_MONTH.sub(" ", rest)))
    figures, years = set(), set()
    for match in _FIGURE.finditer(rest):
        plain = _YEAR.match(match["figure"]) and not match["scale"] and not match["percent"]
        (years if plain else figures).add(_number(match["figure"], match["scale"], match["percent"]))
    for match in _WRITTEN.finditer(rest):
        figures.add(_number(_WORDS[match["word"].lower()], match["scale"], match["percent"]))
    return Asserted(
        figures=frozenset(figures),
        years=frozenset(years),
        dates=frozenset(dates),
        symbols=symbols,
        names=frozenset(names(rest)),
        negated=bool(NEGATIONS.search(_HARMLESS.sub(" ", text))),
    )


def names(text: str) -> list[str]:
    """Names in lower case, in order: capitalised words that do not merely begin a sentence, and acronyms.

    >>> names("Where did Ms. Amina of the International Labour Organization, the ILO, speak?")
    ['ms', 'amina', 'international labour organization', 'ilo']
    >>> names("Is it so? Keepers insist.")
    []
    """
    found = []
    for match in _NAME.finditer(text):
        words = match[0].split()
        if _SENTENCE_START.search(text[: match.start()]) and not words[0].isupper():
            words = words[1:]
        while words and words[0].lower() in _NOT_NAMES:
            words = words[1:]
        if words:
            found.append(" ".join(words).lower())
    return list(dict.fromkeys(name.strip("’'").removesuffix("’s").removesuffix("'s") for name in found))


def spoken_for(name: str, text: str) -> bool:
    """Whether a text in lower case holds a name, or the words of which it is the acronym.

    >>> spoken_for("ilo", "the international labour organization"), spoken_for("peru", "the organs of peruvians")
    (True, False)
    """
    if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text):
        return True
    if name.isalpha() and 2 < len(name) <= 6:
        return bool(re.search(r"\b" + r"\w*\s+(?:(?:of|the|and|for|on)\s+)*".join(re.escape(c) for c in name) + r"\w*", text))
    return False
