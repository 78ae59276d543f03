"""What a document is: values without behaviour beyond their own consistency. No input or output here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from hld.ingest.layout import Box, Span
from hld.ingest.symbols import Reference, Symbol


class Kind(StrEnum):
    """What a paragraph is in its document."""

    PREAMBULAR = "preambular"
    OPERATIVE = "operative"
    ANNEX = "annex"
    NUMBERED = "numbered"  # of a report
    BLOCK = "block"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A footnote: its own id, the mark that stands in the text, its words, and where they stand in the source."""

    id: str
    marker: str
    text: str
    page: int = 0
    spans: tuple[Span, ...] = ()
    boxes: tuple[tuple[int, Box], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Who owns a stretch of the source's text: a paragraph or note by its id, or what else it is.

    The others are "title", "heading", "masthead", "formula", "closing", and "furniture: …" with the name of the furniture.
    """

    start: int
    end: int
    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One paragraph with its own words; a subparagraph carries the chapeau that introduces it in `context`.

    `verb` is the first operative verb in English ("requests") and `addressee` whom it addresses, as printed; both are
    empty where there is none. `page` is counted from 1, 0 where the format has no pages; `notes` are the ids of the
    footnotes whose marks stand in it. `spans` are its places in the source's text, with its number: several where a page
    ends in it; `boxes` are its lines on the pages, each with its page.
    """

    reference: Reference
    kind: Kind
    text: str
    context: str = ""
    verb: str = ""
    addressee: str = ""
    page: int = 0
    heading: str = ""
    notes: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    boxes: tuple[tuple[int, Box], ...] = ()

    @property
    def id(self) -> str:
        """The paragraph id."""
        return str(self.reference)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document in one language, whole.

    `official` is False for the plain-language digest; `report` is the report or draft on which it was adopted; `format`
    and `source` name what was read, `sha256` is the SHA-256 of its bytes in hex. `text` is the source's text and `layout`
    says who owns each stretch of it, in order; white space between two stretches belongs to nobody. `original` is the
    language it was drafted in, `ocr` says that a machine read it off an image. `anomalies` is what the parser found odd.
    """

    symbol: Symbol
    title: str
    paragraphs: tuple[Paragraph, ...]
    language: str = "en"
    body: str = ""
    type: str = "resolution"
    session: int | None = None
    agenda_item: str = ""
    adopted: dt.date | None = None
    distributed: dt.date | None = None
    meeting: str = ""
    committee: str = ""
    report: str = ""
    original: str = ""
    notes: tuple[Note, ...] = ()
    text: str = ""
    layout: tuple[Stretch, ...] = ()
    ocr: bool = False
    official: bool = True
    format: str = ""
    source: str = ""
    sha256: str = ""
    anomalies: tuple[str, ...] = field(default=())

    @property
    def id(self) -> str:
        """The document's id: its symbol, with the language where it is not English."""
        return str(Reference(symbol=self.symbol, language=self.language))


def lost(document: Document) -> str:
    """The words of the source that nothing owns: empty for every document that was parsed as it should be."""
    kept, place = [], 0
    for stretch in document.layout:
        kept.append(document.text[place : stretch.start])
        place = max(place, stretch.end)
    return " ".join(" ".join([*kept, document.text[place:]]).split())


def counted(number: int, noun: str) -> str:
    """How many there are of a thing.

    >>> counted(1, "paragraph"), counted(1200, "document")
    ('1 paragraph', '1,200 documents')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def date_in_words(date: dt.date) -> str:
    """A date as the United Nations writes it.

    >>> date_in_words(dt.date(2012, 12, 20))
    '20 December 2012'
    """
    return f"{date.day} {date:%B} {date.year}"
