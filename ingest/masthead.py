"""What stands above and below the paragraphs of a United Nations document, and what it says: organ, symbol, dates, agenda
item, report, adoption, meeting. Names of organs, months and sessions are known in the languages that print them as words.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from hld.ingest.regex import regex
from hld.ingest.symbols import ORDINALS, Symbol, SymbolError

BODIES = ("General Assembly", "Security Council", "Economic and Social Council", "Human Rights Council")
"""The organs whose documents are read, in English."""

_ORGANS = {
    "General Assembly": r"The General Assembly|L['’]Assemblée générale|La Asamblea General|Генеральная Ассамблея"
    r"|(?:إن )?الجمعية العامة|大会",
    "Security Council": r"The Security Council|Le Conseil de sécurité|El Consejo de Seguridad|Совет Безопасности"
    r"|(?:إن )?مجلس الأمن|安全理事会",
    "Economic and Social Council": r"The Economic and Social Council|Le Conseil économique et social"
    r"|El Consejo Económico y Social|Экономический и Социальный Совет|(?:إن )?المجلس الاقتصادي والاجتماعي|经济及社会理事会",
    "Human Rights Council": r"The Human Rights Council|Le Conseil des droits de l['’]homme|El Consejo de Derechos Humanos"
    r"|Совет по правам человека|(?:إن )?مجلس حقوق الإنسان|人权理事会",
}
_OF_SYMBOL = {
    "A/HRC": "Human Rights Council",
    "A/": "General Assembly",
    "S/": "Security Council",
    "E/": "Economic and Social Council",
}
FORMULA = regex(rf"(?:{'|'.join(f'(?:{pattern})' for pattern in _ORGANS.values())})\s*[,،，]?")
"""The line that opens a resolution, "The General Assembly,", in the six languages."""

SYMBOL_LINE = regex(r"(?:A|S|E)/[A-Z0-9][\w./()\- ]*\d[\w./()\-]*(?: [A-Z])?\*{0,2}")
_SYMBOL = regex(
    r"(?<![\w/])(?:A|S|E)/[A-Z0-9][A-Za-z0-9.]*(?:/[A-Za-z0-9.\-]+)*\d(?:\([A-Z]+\))?(?: ?\((?:19|20)\d\d\))?(?: [A-Z](?![\w]))?"
)

MONTHS = """January February March April May June July August September October November December""".split()
"""In English, for the figures before a month that are no note marks."""

MONTH_NUMBERS = {
    name: number % 12 + 1
    for number, name in enumerate(
        """january february march april may june july august september october november december
        janvier février mars avril mai juin juillet août septembre octobre novembre décembre
        enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
        января февраля марта апреля мая июня июля августа сентября октября ноября декабря""".split()
    )
}
"""By the names of months, in four languages and lower case."""
_DATE = regex(r"(\d{1,2})(?:er)? (?:de )?([^\W\d_]+)\.? (?:de )?(\d{4})")
_CHINESE_DATE = regex(r"(\d{4}) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?日")
CLOSING = regex(
    r"\d{1,4}(?:st|nd|rd|th|a|e|ème|-е|-я)?\.?ª? (?:\(\w+\) )?"
    r"(?:plenary meeting|meeting|séance plénière|séance|sesión plenaria|sesión|пленарное заседание|заседание)"
)
"""The meeting at which a resolution was adopted, printed below its last paragraph."""

_AGENDA = regex(
    r"(?:Agenda items?|Points? (?=\d)|Temas? (?=\d)|Пункты? (?=\d)|Items? (?=\d)|议程项目)\s*(?P<item>.+?)"
    r"(?:\s+(?:de l['’]ordre du jour|del programa|повестки дня|of the (?:provisional )?agenda))?"
)
_ORIGINAL = regex(r"(?:Original|Оригинал)\s*[::]\s*([^\W\d_]+)", re.IGNORECASE)


def date(text: str) -> dt.date | None:
    """The first date in a text in English, French, Spanish, Russian or Chinese, or None.

    >>> date("Distr.: General, 18 October 2018"), date("11 de mayo de 1994"), date("1er août 2006")
    (datetime.date(2018, 10, 18), datetime.date(1994, 5, 11), datetime.date(2006, 8, 1))
    """
    for day in dates(text):
        return day
    match = _CHINESE_DATE.search(text)
    return _day(int(match[1]), int(match[2]), int(match[3])) if match else None


def dates(text: str) -> Iterator[dt.date | None]:
    """The dates that a text names with day, month and year in English, French, Spanish or Russian; None for one that never was.

    >>> list(dates("From 30 February 2006 to 3 and 4 October 2013"))
    [None, datetime.date(2013, 10, 4)]
    """
    for match in _DATE.finditer(text):
        if month := MONTH_NUMBERS.get(match[2].lower()):
            yield _day(int(match[3]), month, int(match[1]))


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def find_symbol(lines: Iterable[str]) -> Symbol | None:
    """The first of these lines that is a symbol, or else the first symbol that stands in one of them."""
    lines = [re.sub(r"\s*/\s*", "/", line).strip() for line in lines]
    whole = [line.rstrip("*") for line in lines if SYMBOL_LINE.fullmatch(line)]
    # An agenda report in brackets ("[on the report of … (A/67/437)]") is not the document's own symbol.
    inside = [m[0] for line in lines if not re.search(r"[\[\]]|\(A/", line) for m in _SYMBOL.finditer(line)]
    for found in [*whole, *inside]:
        try:
            return Symbol.parse(found)
        except SymbolError:
            continue
    return None


@dataclass(frozen=True, slots=True)
class Masthead:
    """The lines above the title and the enacting formula, and what they say; what is not there is empty or None."""

    lines: Sequence[str]
    symbol: Symbol

    def session(self) -> int | None:
        """The session, from its ordinal in English or else from the symbol."""
        for line in self.lines:
            if match := re.match(r"([A-Z][a-z]+(?:-[a-z]+)?) session\b", line):
                return ORDINALS.get(match[1].lower())
        return self.symbol.session

    def agenda_item(self) -> str:
        """The agenda item or items as printed: "21 (b)"."""
        found = next((m for line in self.lines if (m := _AGENDA.fullmatch(line))), None)
        return found["item"] if found else ""

    def distributed(self) -> dt.date | None:
        """The date of distribution: the one beside or below "Distr."."""
        for index, line in enumerate(self.lines):
            if re.search(r"Distr|分发|Общ", line):
                return next((d for text in self.lines[index : index + 5] if (d := date(text))), None)
        return None

    def adopted(self) -> dt.date | None:
        """The date of adoption, from "Resolution adopted by … on …" and its like."""
        words = " ".join(self.lines)
        match = re.search(r"(?:adopted|[Aa]doptée?|[Aa]probada|принята[яо]?)\b[^\[]{0,120}", words)
        return date(match[0]) if match else None

    def report(self) -> str:
        """The report or draft on which it was adopted."""
        match = re.search(r"\[[^\]]*\(([A-Z]/[^)\]]+(?:\([^)]*\))?[^)\]]*)\)\]", " ".join(self.lines))
        return match[1] if match else ""

    def committee(self) -> str:
        """The Main Committee that reported."""
        match = re.search(r"on the report of the (\w+ Committee)", " ".join(self.lines))
        return match[1] if match else ""

    def body(self) -> str:
        """The organ, in English whatever the language: what the symbol says, else what the masthead names."""
        for prefix, body in _OF_SYMBOL.items():
            if self.symbol.text.startswith(prefix):
                return body
        for body, pattern in _ORGANS.items():
            names = rf"(?:{re.sub(r'(?:The|La|Le|El|L) ', '', pattern)}|{body})"
            if any(re.fullmatch(names, line, re.IGNORECASE) for line in self.lines):
                return body
        return next((body for body in BODIES for line in self.lines if body in line), "")

    def original(self) -> str:
        """The language of the original, as printed."""
        match = next((m for line in self.lines if (m := _ORIGINAL.search(line))), None)
        return match[1] if match else ""
