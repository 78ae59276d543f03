"""What a reader gives: the text of a source and its lines, in reading order, each with where it stands.

Every reader of a printed or typed document (PDF, DOCX, HTML, Markdown, text) ends here; `hld.ingest.structure` makes
paragraphs of it. A `Line` says what its reader knows and leaves the rest open: a web page knows that each of its lines is a
whole paragraph (`begins`), a PDF knows the size and place of each line, plain text knows neither.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points (1/72 inch) from the lower left corner of the page, as PDF counts."""

Span = tuple[int, int]
"""From and to, in characters of the source's text."""

Role = Literal["body", "heading", "title", "masthead", "note", "furniture", "table"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a source, from `start` to `end` of its text.

    `text` is its words with white space folded and the marks of footnotes taken out; `marks` says where they stood: the
    offset in `text` and the mark as printed. `begins` is True where the reader knows that a paragraph begins with this
    line, False where it knows that one goes on, None where it cannot tell. `role` is what the reader knows the line to be:
    "note" for a line of a footnote (`label` is its mark on its first line, empty on the lines that follow), "furniture"
    for what is no part of the text (`label` names it: "running head"), "title" for the document's title, "masthead" for
    the lines above it, "table" for a row of a table with its cells parted by " | ", "heading" for a heading of a section
    and "body" for everything else. In "body" lines `label` is a number or letter that the format sets apart from the words
    ("10", "a"), as an automatic numbering does.
    """

    text: str
    start: int
    end: int
    page: int = 0
    box: Box | None = None
    size: float = 0.0
    bold: bool = False
    italic: bool = False
    begins: bool | None = None
    marks: tuple[tuple[int, str], ...] = ()
    role: Role = "body"
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A source as it was read: all its text, and its lines.

    Every character of `text` that is not white space stands in exactly one line. `format` is "pdf", "docx", "html",
    "markdown" or "text"; `language` is what the file itself declares, empty where it does not; `symbol` and `title` are
    what its metadata say, empty where they do not. `ocr` says that a machine read the words off an image.
    """

    name: str
    format: str
    text: str
    lines: tuple[Line, ...]
    pages: int = 0
    language: str = ""
    symbol: str = ""
    title: str = ""
    ocr: bool = False
    anomalies: tuple[str, ...] = field(default=())
