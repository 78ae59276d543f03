"""Document symbols and paragraph references: parse them, print them, link to them.

A `Symbol` names a document, a `Part` a place in it, a `Reference` joins the two (and a language). The printed form of a
Reference is the paragraph id of the contracts, ``SYMBOL[@lang]#PART``; `Reference.label` is the citation as the United
Nations Editorial Manual writes it. Spellings that people type are accepted by `Reference.parse`:

>>> for typed in ["A/RES/67/172 para 10(a)", "res. 67/172 OP10 (a)", "GA resolution 67/172, paragraph 10 a",
...               "67/172 §10(a)", "résolution 67/172, par. 10 a)", "resolución 67/172, párrafo 10 a)",
...               "paragraph 10 (a) of resolution 67/172"]:
...     assert str(Reference.parse(typed)) == "A/RES/67/172#para-10-a", typed
>>> str(Reference.parse("PP3 of 67/172")), str(Reference.parse("third preambular para. of 67/172"))
('A/RES/67/172#pre-3', 'A/RES/67/172#pre-3')
>>> [str(Symbol.parse(s)) for s in ["A/RES/217(III)A", "217 A (III)", "3363 (XXX)", "S-13/2", "ES-8/2"]]
['A/RES/217(III)A', 'A/RES/217(III)A', 'A/RES/3363(XXX)', 'A/RES/S-13/2', 'A/RES/ES-8/2']
>>> str(Symbol.parse("S/RES/1325 (2000)")), str(Symbol.parse("a/res/77/263b"))
('S/RES/1325(2000)', 'A/RES/77/263 B')

A text is one reference or none: what is not understood raises, and nothing is guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from hld.ingest.regex import regex

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
"""The six official languages, as documents.un.org abbreviates them."""

LANGUAGE_NAMES = {"ar": "Arabic", "en": "English", "es": "Spanish", "fr": "French", "ru": "Russian", "zh": "Chinese"}

PAGE = "PAGE/"
"""Prefix of the name given to a web page or another text that carries no symbol of the United Nations."""

ROMAN = r"(?=[IVXLC])(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"

# One grammar for what follows an organ's name or stands alone. Groups: special session, session or year, number, letter.
_SPECIAL = r"(?:ES|S)-\d{1,2}"
_MODERN = rf"(?P<session>{_SPECIAL}|\d{{1,4}})/(?P<number>\d{{1,3}})(?:[ ]?(?P<letter>[A-Z](?:-[A-Z])?)(?![A-Za-z]))?"
_OLD_TAIL = rf"(?P<old>\d{{1,4}})[ ]?\((?P<roman>{ROMAN})\)(?:[ ]?(?P<old_letter>[A-Z])(?![A-Za-z]))?"
_OLD_INFIX = rf"(?P<old2>\d{{1,4}})[ ](?P<old2_letter>[A-Z])[ ]\((?P<roman2>{ROMAN})\)"
_YEARED = r"(?P<numbered>\d{1,4})[ ]?\((?P<year>(?:19|20)\d\d)\)"
_TAIL = rf"(?:{_OLD_INFIX}|{_OLD_TAIL}|{_YEARED}|{_MODERN})"

_RESOLUTION_WORD = r"(?:resolutions?|résolutions?|resolución|resoluciones|res\.?)"
_ORGANS = {
    "A/RES/": r"(?:the\s+)?(?:General\s+Assembly|UNGA|GA|Assemblée\s+générale|Asamblea\s+General)",
    "S/RES/": r"(?:the\s+)?(?:Security\s+Council|UNSC|SC|Conseil\s+de\s+sécurité|Consejo\s+de\s+Seguridad)",
    "A/HRC/RES/": r"(?:the\s+)?(?:Human\s+Rights\s+Council|HRC|Conseil\s+des\s+droits\s+de\s+l['’]homme"
    r"|Consejo\s+de\s+Derechos\s+Humanos)",
    "E/RES/": r"(?:the\s+)?(?:Economic\s+and\s+Social\s+Council|ECOSOC)",
}
_FULL = regex(rf"(?P<prefix>A|S|E|A/HRC)/RES/{_TAIL}", re.IGNORECASE)
# Anything else that looks like a symbol of the United Nations: A/68/292, A/C.3/67/L.40, E/CN.9/2006/9, A/67/457/Add.2.
_OTHER = regex(r"(?:A|S|E|ST|CCPR|CEDAW|CERD|CMW|CRC|CAT|HRI|DP|TD|UNEP|JIU)(?:/[A-Z0-9][A-Za-z0-9.()\-]*)+")
_SHORT = {
    prefix: regex(rf"(?:{organ}\s+(?:{_RESOLUTION_WORD}\s+)?)(?P<tail>{_TAIL})", re.IGNORECASE)
    for prefix, organ in _ORGANS.items()
}
_BARE = regex(rf"(?:{_RESOLUTION_WORD}\s+)?(?P<tail>{_TAIL})", re.IGNORECASE)
_TAIL_RE = regex(_TAIL, re.IGNORECASE)

# The same symbols as they stand in running text, for searching; what is found is then given to Symbol.parse.
_ORGAN = "|".join(_ORGANS.values())
SYMBOL_IN_TEXT = (
    rf"(?:(?:A|S|E|A/HRC)/RES/{_TAIL}|{_OTHER.pattern}|(?:{_ORGAN})\s+(?:{_RESOLUTION_WORD}\s+)?{_TAIL}"
    rf"|{_RESOLUTION_WORD}\s+{_TAIL}|{_SPECIAL}/\d{{1,3}}|(?<![\w/.])\d{{2}}/\d{{1,3}}(?:[ ][A-Z](?![A-Za-z]))?(?![\d/]))"
)
# In running text a letter belongs to a symbol only as a capital: "resolution 67/172 a year later".
SYMBOL_IN_TEXT = re.sub(r"\(\?P<\w+>", "(?:", SYMBOL_IN_TEXT).replace("[A-Z]", "(?-i:[A-Z])")


class SymbolError(ValueError):
    """A text is not a symbol, a part or a reference; the message says what was expected."""


def normalise(text: str) -> str:
    """Fold a typed reference: compatibility forms, thin spaces and runs of white space become plain single spaces."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()


@dataclass(frozen=True, slots=True, order=True)
class Symbol:
    """The canonical symbol of one document, ``A/RES/67/172``. Make one with `parse`."""

    text: str

    def __str__(self) -> str:
        """The canonical spelling."""
        return self.text

    @classmethod
    def parse(cls, text: str) -> Symbol:
        """Read a symbol in any spelling listed at the top of this module.

        Raises:
            SymbolError: when the text is not exactly one symbol.
        """
        typed = normalise(text)
        if typed.startswith(PAGE) and re.fullmatch(r"PAGE/[\w.\-]+", typed):
            return cls(typed)
        if match := _FULL.fullmatch(typed):
            return cls(f"{match['prefix'].upper()}/RES/{_tail(match)}")
        for prefix, pattern in _SHORT.items():
            if match := pattern.fullmatch(typed):
                return cls(prefix + _tail(match))
        # The Assembly numbers by session since the 31st: 24/7 and 2006/2 are not its resolutions.
        if (match := _BARE.fullmatch(typed)) and not re.fullmatch(r"\d{4}|[12]?\d|30", match["session"] or ""):
            # "resolution 1325 (2000)" is numbered by year, which only the Security Council does.
            return cls(("S/RES/" if match["year"] else "A/RES/") + _tail(match))
        if _OTHER.fullmatch(typed) and any(c.isdigit() for c in typed):
            return cls(typed)
        raise SymbolError(f"{text!r} is not a document symbol; write it like A/RES/67/172 or A/68/292")

    @property
    def is_page(self) -> bool:
        """Whether this names a page without a United Nations symbol."""
        return self.text.startswith(PAGE)

    @property
    def is_resolution(self) -> bool:
        """Whether this is the symbol of a resolution."""
        return "/RES/" in self.text

    @property
    def session(self) -> int | None:
        """The regular session in the symbol of a General Assembly document, or None."""
        match = re.match(r"A/(?:RES/)?(\d{2})/", self.text)
        return int(match[1]) if match else None

    @property
    def short(self) -> str:
        """The symbol as prose names it: ``67/172`` for a resolution, else the symbol itself."""
        return self.text.split("/RES/", 1)[1] if self.is_resolution else self.text

    def url(self, language: str = "en") -> str:
        """The official page of the document on docs.un.org; empty for a page without a symbol."""
        return "" if self.is_page else f"https://docs.un.org/{language}/{quote(self.text, safe='/()')}"


def _tail(match: re.Match[str]) -> str:
    group = match.groupdict()
    if group["old2"]:
        return f"{group['old2']}({group['roman2'].upper()}){group['old2_letter'].upper()}"
    if group["old"]:
        return f"{group['old']}({group['roman'].upper()}){(group['old_letter'] or '').upper()}"
    if group["numbered"]:
        return f"{group['numbered']}({group['year']})"
    letter = f" {group['letter'].upper()}" if group["letter"] else ""
    session = group["session"].upper().lstrip("0") or "0"
    return f"{session}/{int(group['number'])}{letter}"


_UNITS = """zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
    fifteenth sixteenth seventeenth eighteenth nineteenth""".split()
_TENS = ["", "twent", "thirt", "fort", "fift", "sixt", "sevent", "eight", "ninet"]
CARDINALS: Sequence[
    str
] = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen""".split()
"""Words for 0 to 19, in order."""


def ordinal(number: int) -> str:
    """An English ordinal in words, for 1 to 99, else in figures.

    >>> ordinal(3), ordinal(20), ordinal(67), ordinal(112)
    ('third', 'twentieth', 'sixty-seventh', '112th')
    """
    if not 0 < number < 100:
        teens = number % 100 in (11, 12, 13)
        return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
    if number < 20:
        return _UNITS[number]
    tens, unit = divmod(number, 10)
    return f"{_TENS[tens - 1]}ieth" if not unit else f"{_TENS[tens - 1]}y-{_UNITS[unit]}"


ORDINALS = {ordinal(n): n for n in range(1, 100)}

ORDINAL = rf"(?:{'|'.join(sorted(ORDINALS, key=len, reverse=True))}|\d{{1,2}}(?:st|nd|rd|th))"
"""A pattern of the ordinals to 99, in words or figures."""


def number_of(ordinal: str) -> int:
    """The number of an ordinal in words or figures; 0 where it is none.

    >>> number_of("Sixty-seventh"), number_of("3rd"), number_of("last")
    (67, 3, 0)
    """
    digits = re.match(r"\d+", ordinal)
    return int(digits[0]) if digits else ORDINALS.get(ordinal.lower(), 0)


def roman(number: int) -> str:
    """A roman numeral in capitals, for 1 to 3999.

    >>> roman(4), roman(28), roman(1994)
    ('IV', 'XXVIII', 'MCMXCIV')
    """
    tens, hundreds = ((90, "XC"), (50, "L"), (40, "XL"), (10, "X")), ((900, "CM"), (500, "D"), (400, "CD"), (100, "C"))
    out = ""
    for value, letters in ((1000, "M"), *hundreds, *tens, (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        times, number = divmod(number, value)
        out += letters * times
    return out


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A place in a document: ``para-10-a``, ``pre-3``, ``annex-2-para-4``, ``sect-ii-para-1``, ``block-2``, ``note-4``.

    `annex` is None outside annexes, 0 in the only annex, else the annex's number. `section` is the roman numeral, in lower
    case, of a section that restarts the paragraph numbers.
    """

    kind: str
    number: int
    letters: tuple[str, ...] = ()
    annex: int | None = None
    section: str = ""

    _ID = regex(
        r"(?:annex-(?:(?P<annex>\d+)-)?)?(?:sect-(?P<section>[a-z]+)-)?(?P<kind>para|pre|block|note)-(?P<number>\d+)"
        r"(?P<letters>(?:-[a-z]+)*)"
    )

    @classmethod
    def parse(cls, text: str) -> Part:
        """Read the PART of a paragraph id.

        Raises:
            SymbolError: when it is not one.
        """
        match = cls._ID.fullmatch(text)
        if not match:
            raise SymbolError(f"{text!r} is not a part of a document; write it like para-10-a or pre-3")
        annex = int(match["annex"] or 0) if text.startswith("annex-") else None
        return cls(
            kind=match["kind"],
            number=int(match["number"]),
            letters=tuple(match["letters"].split("-")[1:]),
            annex=annex,
            section=match["section"] or "",
        )

    def __str__(self) -> str:
        """The PART of the id."""
        annex = "" if self.annex is None else f"annex-{self.annex}-" if self.annex else "annex-"
        section = f"sect-{self.section}-" if self.section else ""
        return "-".join([f"{annex}{section}{self.kind}", str(self.number), *self.letters])

    @property
    def parent(self) -> Part | None:
        """The paragraph whose chapeau introduces this subparagraph, or None."""
        if not self.letters:
            return None
        return Part(kind=self.kind, number=self.number, letters=self.letters[:-1], annex=self.annex, section=self.section)

    @property
    def place(self) -> str:
        """Where in the document, before the paragraph: ``annex``, ``annex II``, ``sect. I``, or empty."""
        annex = "" if self.annex is None else f"annex {roman(self.annex)}" if self.annex else "annex"
        return ", ".join(filter(None, [annex, f"sect. {self.section.upper()}" if self.section else ""]))

    @property
    def numeral(self) -> str:
        """The paragraph's own number as printed: ``10 (a)``."""
        return " ".join([str(self.number), *(f"({letter})" for letter in self.letters)])

    def label(self) -> str:
        """The place as the Editorial Manual writes it: ``para. 10 (a)``, ``third preambular para.``, ``annex, para. 16``."""
        words = {
            "para": f"para. {self.numeral}",
            "pre": f"{ordinal(self.number)} preambular para.",
            "block": f"unnumbered para. {self.number}",
            "note": f"note {self.number}",
        }[self.kind]
        return f"{self.place}, {words}" if self.place else words


def _arabic(roman: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}[c] for c in roman.upper()]
    return sum(-v if any(v < w for w in values[i + 1 : i + 2]) else v for i, v in enumerate(values))


_PARA_WORD = r"(?:operative\s+|op\.?\s+)?(?:paragraphs?|paragraphes?|paragraph|paras?\.?|pars?\.?|párrafos?|párrs?\.?|OP|§|¶)"
# A letter may stand in brackets, before a bracket, or bare; bare it must end the reference ("paragraph 10 a report" is not one).
_LETTER = (
    r"(?:\s?\((?P<{0}>[a-z]{{1,6}})\)|\s?(?P<{0}_half>[a-z]{{1,6}})\)"
    r"|\s?(?P<{0}_bare>[a-z])(?=\s*(?:$|[,;:.?!]))|(?P<{0}_tight>[a-z])\b)"
)
_PARA = regex(
    rf"(?:{_PARA_WORD})\s?(?P<number>\d{{1,3}})(?:{_LETTER.format('one')}(?:{_LETTER.format('two')}(?:{_LETTER.format('three')})?)?)?",
    re.IGNORECASE,
)
_ORDINAL_WORD = r"[a-z]+(?:-[a-z]+)?"
_PRE = regex(
    rf"(?:PP\s?(?P<a>\d{{1,2}})|(?:preambular|preamble)\s+(?:paragraph|para\.?)\s?(?P<b>\d{{1,2}})"
    rf"|(?P<c>{_ORDINAL_WORD}|\d{{1,3}}(?:st|nd|rd|th))\s+(?:preambular|preamble)\s+(?:paragraph|para\.?)"
    rf"|(?P<d>{_ORDINAL_WORD}|\d{{1,2}}(?:st|nd|rd|th))\s+(?:paragraph|para\.?)\s+(?:of|in)\s+the\s+preamble"
    rf"|(?P<e>\d{{1,2}})(?:er|e|ème)\s+alinéa(?:\s+du\s+préambule)?|alinéa\s+(?P<f>\d{{1,2}})\s+du\s+préambule"
    rf"|párrafo\s+(?P<g>\d{{1,2}})\s+del\s+preámbulo)",
    re.IGNORECASE,
)
_BLOCK = regex(r"(?:unnumbered\s+para(?:graph|\.)?|block)\s?(?P<number>\d{1,4})", re.IGNORECASE)
_NOTE = regex(r"(?:foot)?note\s?(?P<number>\d{1,4})", re.IGNORECASE)
_PLACE = regex(
    rf"(?:(?P<annex>(?:in\s+the\s+)?(?:annexe?|anexo))(?:\s+(?P<roman>{ROMAN}|\d{{1,2}})\b)?)?,?\s?"
    rf"(?:sect(?:ion|\.)?\s?(?P<section>[A-Z]{{1,7}})\b)?,?\s?",
    re.IGNORECASE,
)


def parse_part(text: str) -> Part:
    """Read a place as a person types it: ``para 10(a)``, ``OP10 (a)``, ``PP3``, ``annex, para. 16``, ``footnote 4``.

    Raises:
        SymbolError: when the text is not exactly one place.
    """
    typed = normalise(text).strip(" ,")
    place = _PLACE.match(typed)
    annex, section = None, ""
    if place and place.end():
        if place["annex"]:
            roman = place["roman"] or ""
            annex = int(roman) if roman.isdigit() else _arabic(roman) if roman else 0
        section = (place["section"] or "").lower()
        typed = typed[place.end() :]
    if match := _PARA.fullmatch(typed):
        letters = []
        for level in ("one", "two", "three"):
            found = match[level] or match[f"{level}_half"] or match[f"{level}_bare"]
            found = found or match[f"{level}_tight"]
            if found:
                letters.append(found.lower())
        return Part(kind="para", number=int(match["number"]), letters=tuple(letters), annex=annex, section=section)
    if match := _PRE.fullmatch(typed):
        found = next(value for value in match.groups() if value)
        if number := number_of(found):
            return Part(kind="pre", number=number, annex=annex, section=section)
    for kind, pattern in (("block", _BLOCK), ("note", _NOTE)):
        if match := pattern.fullmatch(typed):
            return Part(kind=kind, number=int(match["number"]), annex=annex, section=section)
    raise SymbolError(f"{text!r} is not a place in a document; write it like para. 10 (a) or third preambular para.")


# What a footnote adds to a symbol: "General Assembly resolution 67/172 of 20 December 2012".
_DATED = regex(r"(?<=[\d)A-Z]) (?:of \d{1,2} [A-Z][a-z]+ \d{4}|of the General Assembly)(?=$|,)")
_TAG = regex(r"\s?\[(\w\w)\]$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A document, or one paragraph of it, in one language. ``str()`` gives the paragraph id."""

    symbol: Symbol
    part: Part | None = None
    language: str = "en"

    def __str__(self) -> str:
        """The paragraph id, or the document's id when there is no part."""
        document = str(self.symbol) if self.language == "en" else f"{self.symbol}@{self.language}"
        return document if self.part is None else f"{document}#{self.part}"

    @classmethod
    def parse(cls, text: str) -> Reference:
        """Read a paragraph id, a citation label, or any spelling listed at the top of this module.

        Raises:
            SymbolError: when the text is not exactly one reference.
        """
        typed = re.sub(r"^the ", "", normalise(text).replace("∕", "/").strip(" ,.;:?!\"'“”"))
        typed = _DATED.sub("", typed)
        if "#" in typed:
            document, _, part = typed.partition("#")
            return cls._document(document, Part.parse(part))
        try:
            return cls._document(typed, None)
        except SymbolError:
            return cls._spelled(typed)

    @classmethod
    def _document(cls, text: str, part: Part | None) -> Reference:
        symbol, at, language = text.partition("@")
        if not at and (tag := _TAG.search(symbol)):
            symbol, at, language = symbol[: tag.start()], "@", tag[1]
        if at and language not in LANGUAGES:
            raise SymbolError(f"{language!r} is not one of the six languages: {', '.join(LANGUAGES)}")
        return cls(symbol=Symbol.parse(symbol), part=part, language=language or "en")

    @classmethod
    def _spelled(cls, typed: str) -> Reference:
        # "SYMBOL, place" first, then "place of SYMBOL"; the first split of which both sides are read is the reference.
        for match in re.finditer(r"(?<=[\w)\]])(?:\s*,\s*|\s+)", typed):
            try:
                return cls._document(typed[: match.start()], parse_part(typed[match.end() :]))
            except SymbolError:
                continue
        for match in re.finditer(r"\s*,?\s+(?:of|in|to|from|de|de la|del|dans|en)\s+(?:the\s+|la\s+)?", typed):
            try:
                return cls(symbol=Symbol.parse(typed[match.end() :]), part=parse_part(typed[: match.start()]))
            except SymbolError:
                continue
        raise SymbolError(f"{typed!r} is not a reference; write it like A/RES/67/172, para. 10 (a)")

    def label(self) -> str:
        """The citation in the form of the Editorial Manual: ``A/RES/67/172, para. 10 (a)``."""
        document = str(self.symbol) if self.language == "en" else f"{self.symbol} [{self.language}]"
        return document if self.part is None else f"{document}, {self.part.label()}"

    def prose(self) -> str:
        """The citation in running prose: ``resolution 67/172, para. 10 (a)``."""
        document = f"resolution {self.symbol.short}" if self.symbol.is_resolution else str(self.symbol)
        return document if self.part is None else f"{document}, {self.part.label()}"

    def footnote(self, adopted: str) -> str:
        """The citation as a footnote gives it; `adopted` is the date in words, ``20 December 2012``."""
        body = {"A/R": "General Assembly", "S/R": "Security Council", "A/H": "Human Rights Council"}
        body = body.get(str(self.symbol)[:3], "Economic and Social Council")
        head = f"{body} resolution {self.symbol.short}" if self.symbol.is_resolution else str(self.symbol)
        head = f"{head} of {adopted}" if adopted else head
        return head if self.part is None else f"{head}, {self.part.label()}"

    def url(self) -> str:
        """The official page of the document in this language."""
        return self.symbol.url(self.language)


def label_many(references: Iterable[Reference]) -> str:
    """One citation for several paragraphs of one document.

    >>> label_many(Reference.parse(f"A/RES/67/172#{p}") for p in ("para-3", "para-10-a"))
    'A/RES/67/172, paras. 3 and 10 (a)'

    Raises:
        SymbolError: when they are not of one document.
    """
    references = list(references)
    if len({(r.symbol, r.language) for r in references}) != 1:
        raise SymbolError("a citation of several paragraphs names one document")
    if len(references) == 1 or any(not r.part or r.part.kind != "para" or r.part.place for r in references):
        head = Reference(symbol=references[0].symbol, language=references[0].language).label()
        return ", ".join([head, *(r.part.label() for r in references if r.part)])
    numerals = [r.part.numeral for r in references if r.part]
    return f"{Reference(symbol=references[0].symbol, language=references[0].language).label()}, paras. " + (
        ", ".join(numerals[:-1]) + " and " + numerals[-1]
    )
