"""PDF documents: their text in reading order, each line with its page, its place and its part in the document.

PDFium reads the characters (`pdf_page`), places make lines of them (`pdf_layout`), and lines get their roles
(`pdf_roles`, `pdf_furniture`). The text of the source is made of those lines, one after the other, so that every character
stands in exactly one.
"""

from __future__ import annotations

import ctypes
import re
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image, ImageDraw

from hld.ingest.errors import ScanError, UnreadableError
from hld.ingest.layout import Box, Line, Source, Span
from hld.ingest.readers.pdf_layout import Piece
from hld.ingest.readers.pdf_page import Page, read_page, readable
from hld.ingest.readers.pdf_roles import lay_out
from hld.ingest.regex import regex

MOST_PAGES = 3000
"""A document with more pages is a volume: hours of reading and gigabytes of pictures for one call."""

_LOCK = threading.RLock()
"""PDFium keeps its state in the process, and must not be called from two threads at once."""

_OLD_MARK = regex(r"(?<=\S) (?P<mark>\d{1,3}|[a-z]|\*{1,3})/(?=[\s,;.:)]|$)")
_STARS = regex(r"(?<=\w)(?P<mark>\*{1,3})(?=\W|$)")
_SUPERSCRIPTS = str.maketrans("¹²³⁰⁴⁵⁶⁷⁸⁹", "1230456789")


def source(data: bytes, name: str) -> Source:
    """The text and the lines of a PDF.

    Raises:
        UnreadableError: when it is damaged, has a password, no pages, or too many.
        ScanError: when it is pictures of pages without text.
    """
    with _LOCK:
        pdf = _open(data, name)
        try:
            pages = list(_pages(pdf, name))
            title = _declared_title(pdf)
            language = _language(pdf)
        finally:
            pdf.close()
    letters = sum(len(cell.text) for page in pages for row in [*page.rows, page.asides] for cell in row)
    if not letters or (letters < 20 * len(pages) and any(page.image for page in pages)):
        raise ScanError(f"{name} is a scan without a text layer;", "read it with `hld ingest --ocr`.")
    text, lines = _lines(pages, lay_out(pages))
    bare = [page.number for page in pages if page.image and not page.rows]
    anomalies = [f"page {number} is a picture without text" for number in bare]
    if count := text.count("\ufffd"):
        anomalies.append(f"{count} characters have no letter in the font of the file")
    return Source(
        name=name,
        format="pdf",
        text=text,
        lines=tuple(lines),
        pages=len(pages),
        language=language,
        # Word writes its file name here; a title has words and no such ending.
        title="" if re.search(r"\.\w{3,4}$|^Microsoft Word|^\S*$", title) else title,
        anomalies=tuple(anomalies),
    )


def _pages(pdf: pdfium.PdfDocument, name: str) -> Iterator[Page]:
    """The pages; one that cannot be loaded makes the file a damaged one, since a document without it would mislead."""
    for index in range(len(pdf)):
        try:
            yield read_page(pdf, index)
        except pdfium.PdfiumError as error:
            raise UnreadableError(f"{name} is damaged: its page {index + 1} cannot be read.", "Download it again.") from error


def _declared_title(pdf: pdfium.PdfDocument) -> str:
    """The title in the file's metadata, empty where it is no text."""
    try:
        return pdf.get_metadata_value("Title").strip()
    except UnicodeDecodeError:
        return ""


def render(path_or_data: Path | str | bytes, page: int, boxes: Sequence[Box], *, scale: float = 2.0) -> Image.Image:
    """The picture of a page (from 1), with these boxes outlined; `scale` is pixels a point.

    Raises:
        UnreadableError: as `source`, and when there is no such page.
    """
    name = "The PDF" if isinstance(path_or_data, bytes) else str(path_or_data)
    data = path_or_data if isinstance(path_or_data, bytes) else Path(path_or_data).read_bytes()
    with _LOCK:
        pdf = _open(data, name)
        try:
            if not 1 <= page <= len(pdf):
                raise UnreadableError(f"{name} has no page {page}.", f"Ask for one from 1 to {len(pdf)}.")
            opened = pdf[page - 1]
            try:
                bitmap = opened.render(scale=scale)  # pyright: ignore[reportArgumentType]  # its default is an int, and a float is meant
                image = bitmap.to_pil().convert("RGB")
                places = bitmap.get_posconv(opened)
                corners = [(places.to_bitmap(box[0], box[1]), places.to_bitmap(box[2], box[3])) for box in boxes]
                bitmap.close()
            finally:
                opened.close()
        finally:
            pdf.close()
    draw = ImageDraw.Draw(image)
    width = max(1, round(scale))
    for (x0, y0), (x1, y1) in corners:
        left, right, top, bottom = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
        draw.rectangle((left - width, top - width, right + width, bottom + width), outline=(200, 30, 30), width=width)
    return image


def _open(data: bytes, name: str) -> pdfium.PdfDocument:
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        # PDFium keeps the code of an earlier failure where it sets none, as for a document without pages.
        if error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY) and b"/Encrypt" in data:
            raise UnreadableError(f"{name} is locked with a password.", "Save it without one, then ingest it again.") from error
        raise UnreadableError(f"{name} is damaged or has no pages.", "Download or export it again.") from error
    if not 0 < len(pdf) <= MOST_PAGES:
        count = len(pdf)
        pdf.close()
        if not count:
            raise UnreadableError(f"{name} has no pages.", "Download or export it again.")
        raise UnreadableError(f"{name} has {count} pages, more than {MOST_PAGES}.", "Split it, and ingest the parts.")
    return pdf


def _language(pdf: pdfium.PdfDocument) -> str:
    """The language that the file declares for its text, as two letters."""
    length = raw.FPDFCatalog_GetLanguage(pdf, None, 0)
    if length < 4:
        return ""
    buffer = (ctypes.c_ushort * (length // 2))()
    raw.FPDFCatalog_GetLanguage(pdf, buffer, length)
    match = re.match(r"[a-z]{2}(?![a-z])", bytes(buffer).decode("utf-16-le", "replace").lower())
    return match[0] if match else ""


def _lines(pages: Sequence[Page], pieces: Sequence[Piece]) -> tuple[str, list[Line]]:
    """The text of the source, and its lines with their places in it."""
    known = frozenset(piece.label for piece in pieces if piece.role == "note" and piece.label)
    by_number = {page.number: page for page in pages}
    parts: list[str] = []
    lines: list[Line] = []
    at, number = 0, 1
    for piece in pieces:
        if lines or piece.page > number:
            gap = "\f" * (piece.page - number) or "\n"
            parts.append(gap)
            at += len(gap)
        number = piece.page
        whole = piece.cell.text
        cells = len(piece.words) if piece.role == "table" else 1
        text, marks = _words(piece, known)
        if cells > 1:
            text, marks = " | ".join(" ".join(readable(cell.text).split()) for cell in piece.words), ()
            text = f"{piece.lead.text} | {text}" if piece.lead else text
        lines.append(
            Line(
                text=text,
                start=at,
                end=at + len(whole),
                page=number,
                box=by_number[number].upright(piece.cell.box),
                size=round(piece.cell.size, 2),
                bold=piece.words[0].bold,
                italic=piece.words[0].italic,
                begins=piece.begins,
                marks=marks,
                role=piece.role,
                label=piece.label,
            )
        )
        parts.append(whole)
        at += len(whole)
    return "".join(parts), lines


def _words(piece: Piece, known: frozenset[str]) -> tuple[str, tuple[tuple[int, str], ...]]:
    """The words of a line without its label and its note marks, and the marks with their places."""
    raw_text = piece.cell.text
    taken = sorted(_marks(piece, known)) if piece.role != "furniture" else []
    out, marks, at = "", [], piece.cut
    for (start, end), mark in taken:
        if start < at:
            continue
        out = _add(out, raw_text[at:start]).rstrip()
        marks.append((len(out), mark))
        # The space before the mark belongs to the words that it parted, unless a stop follows.
        spaced = raw_text[start - 1 : start].isspace() and raw_text[end : end + 1].isalnum()
        at = end
        if spaced:
            out += " "
    out = _add(out, raw_text[at:]).strip()
    return out, tuple((min(offset, len(out)), mark) for offset, mark in marks)


def _add(out: str, more: str) -> str:
    """More words after those, with white space folded."""
    more = re.sub(r"\s+", " ", readable(more))
    return out + (more.lstrip() if not out or out.endswith(" ") else more)


def _marks(piece: Piece, known: frozenset[str]) -> list[tuple[Span, str]]:
    """The note marks in a line: what is raised and names a note, and figures with a stroke that do."""
    text, found = piece.cell.text, []
    for start, end in piece.cell.raised:
        if start < piece.cut:
            continue
        # Several marks may be raised together: "1, 2".
        for match in re.finditer(r"\d{1,3}|[a-z]|[*†‡§]+", text[start:end]):
            before = text[: start + match.start()].rstrip()
            unit = bool(re.search(r"(?:\b[kcm]?m|\d)$", before)) and match[0] not in known
            if match[0] in known or (match[0].isdigit() and not unit and piece.role != "note"):
                span = (start + match.start(), start + match.end())
                if not match[0].isalpha() or not re.search(r"\d$", before):
                    found.append((span, match[0]))
    for pattern in (_OLD_MARK, _STARS):
        for match in pattern.finditer(text):
            if match["mark"] in known and piece.role != "note":
                found.append(((match.start("mark"), match.end()), match["mark"]))
    for match in re.finditer(r"[¹²³⁰⁴-⁹]+", text):
        mark = match[0].translate(_SUPERSCRIPTS)
        if mark in known and match.start() >= piece.cut and piece.role != "note":
            found.append((match.span(), mark))
    return list(dict.fromkeys(found))
