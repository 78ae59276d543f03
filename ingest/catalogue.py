"""Which documents make up the High-level Dialogues, as data: `load_catalogue` reads and checks ``catalogue.toml``."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from importlib import resources

from hld.ingest.regex import regex
from hld.ingest.symbols import LANGUAGE_NAMES, LANGUAGES, Symbol

UN_URL = "https://documents.un.org/api/symbol/access"
"""The symbol service: ``?s=SYMBOL&l=en&t=pdf`` answers with the PDF."""

AKN_URL = "https://raw.githubusercontent.com/UNxml/GAresolutions/HEAD/"
"""The Assembly's resolutions as Akoma Ntoso; HEAD is the default branch, whatever its name, so that reissues are seen."""

TYPES = ("resolution", "report", "draft", "publication")
SERIES = ("dialogue", "later", "framework", "report")
AKN_LANGUAGES = {code: (name, name[0]) for code, name in LANGUAGE_NAMES.items()}
"""How the AKN repository names a language: its folder, and the last letter of its files."""

_DATED = regex(r"\d{4}(?:-\d\d-\d\d)?")
_AKN = regex(r"\w+/\{language\}/[\w\-]+\{letter\}\.xml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One document of the catalogue; the fields are explained at the top of ``catalogue.toml``."""

    symbol: Symbol
    title: str
    dated: str
    type: str
    series: str
    about: str
    languages: tuple[str, ...] = LANGUAGES
    akn: str = ""
    page: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse an entry that could not be right.

        Raises:
            ValueError: naming the document and the field.
        """
        wrong = [
            name
            for name, right in (
                ("title", bool(self.title.strip())),
                ("about", bool(self.about.strip())),
                ("dated", _is_date(self.dated)),
                ("type", self.type in TYPES),
                ("series", self.series in SERIES),
                ("languages", bool(self.languages) and set(self.languages) <= set(LANGUAGES)),
                ("akn", not self.akn or bool(_AKN.fullmatch(self.akn))),
                # Only a publication without a symbol has no address at the symbol service.
                ("page", self.page.startswith("https://") if self.symbol.is_page else not self.page),
            )
            if not right
        ]
        if wrong:
            raise ValueError(f"{self.symbol} in the catalogue: {', '.join(wrong)} cannot be right")

    def akn_path(self, language: str) -> str:
        """The file of this language in the AKN repository; empty when it is not published there."""
        if not self.akn or language not in AKN_LANGUAGES:
            return ""
        folder, letter = AKN_LANGUAGES[language]
        return self.akn.format(language=folder, letter=letter)

    def since(self, start: str) -> bool:
        """Whether it is dated `start` (``2013`` or ``2013-10-03``) or later; of a bare year, any day counts."""
        length = min(len(start), len(self.dated))
        return self.dated[:length] >= start[:length]


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """The documents in the order of the file."""

    entries: tuple[Entry, ...]

    def find(self, symbol: Symbol) -> Entry | None:
        """The entry of this document, or None."""
        return next((entry for entry in self.entries if entry.symbol == symbol), None)


def load_catalogue() -> Catalogue:
    """The catalogue that ships with this version.

    Raises:
        ValueError: when an entry cannot be right, or a document stands there twice.
        TypeError: when an entry lacks a field, or has one that is not known.
    """
    return parse_catalogue((resources.files("hld.ingest") / "catalogue.toml").read_text("utf-8"))


def parse_catalogue(text: str) -> Catalogue:
    """The catalogue in `text`, checked as `load_catalogue` says."""
    entries = []
    for row in tomllib.loads(text)["document"]:
        languages = tuple(row.pop("languages", LANGUAGES))
        entries.append(Entry(symbol=Symbol.parse(row.pop("symbol")), languages=languages, **row))
    symbols = [entry.symbol for entry in entries]
    twice = sorted({str(symbol) for symbol in symbols if symbols.count(symbol) > 1})
    if twice:
        raise ValueError(f"the catalogue names a document twice: {', '.join(twice)}")
    return Catalogue(entries=tuple(entries))


def _is_date(text: str) -> bool:
    if not _DATED.fullmatch(text):
        return False
    try:
        dt.date.fromisoformat(text if len(text) > 4 else f"{text}-01-01")
    except ValueError:
        return False
    return True
