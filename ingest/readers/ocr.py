"""Scans, read by the `tesseract` command: PDF pages that are images, and images of pages.

Each page is rendered at 300 dpi and read on its own; Tesseract says which words make a line and a paragraph and where they
stand. Nothing here is sure: the source says `ocr`, and pages that Tesseract itself doubts are among its anomalies.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from hld.ingest.errors import HldError, UnreadableError
from hld.ingest.layout import Box, Line, Source

if TYPE_CHECKING:
    import pypdfium2

DATA = {"en": "eng", "fr": "fra", "es": "spa", "ru": "rus", "ar": "ara", "zh": "chi_sim"}
"""Tesseract's data for each language."""

_SCRIPTS = {"Latin": ("en", "fr", "es"), "Cyrillic": ("ru",), "Arabic": ("ar",), "Han": ("zh",), "HanS": ("zh",)}
"""The languages of each script that Tesseract tells apart."""

_DPI = 300
"""What Tesseract was trained on."""

_PIXELS = 36_000_000
"""Of a page, at most: two of A3 at 300 dpi. A page that claims more is rendered smaller."""

_PAGE_SECONDS = 120
"""For one page; a full page takes about 4."""

_DOUBT = 60.0
"""Mean confidence of its words, of 100, below which a page is reported. Clean scans give 90 and more."""

_BACK = 3
"""Lines to look back for the left half of a torn one."""

_TEAR = 2.0
"""Widest space inside a torn line, in heights of the line: 1.5 were met."""

_Place = Callable[[int, int], tuple[float, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Image:
    """An image as Tesseract takes it, and what turns its pixels into points on the page."""

    data: bytes
    place: _Place | None = None
    page: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Word:
    """A word of Tesseract's table, by the block, paragraph and line in which it stands."""

    page: int
    paragraph: tuple[int, int]
    line: int
    text: str
    confidence: float
    box: Box


def source(data: bytes, name: str, *, language: str = "") -> Source:
    """The words of a scanned PDF or of an image (PNG, JPEG, TIFF), by the lines in which they stand.

    Without a `language` the script of the first page decides which of the six are tried.

    Raises:
        HldError: when Tesseract, or its data for the language, is not installed.
        UnreadableError: when the file cannot be rendered, a page takes too long, or no words are found.
    """
    program = _find_program(name)
    installed = _installed(program)
    languages: tuple[str, ...] = (language,) if language else ()
    words: list[_Word] = []
    pages = 0
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        for batch in _batches(_images(data, name), os.cpu_count() or 1):
            if not languages:
                languages = _guess(program, batch[0].data, installed)
            read = partial(_run, program, options=["-l", _data(languages, installed, name), "tsv"], name=name)
            for image, table in zip(batch, pool.map(read, (image.data for image in batch)), strict=True):
                found = list(_words(table, image))
                words += found
                pages = max(pages, image.page, *(word.page for word in found), 0)
    lines, text = _lines(words, "" if languages == ("zh",) else " ")
    if not lines:
        raise UnreadableError(f"Tesseract found no words in {name}.", "Scan it again, or give a PDF with a text layer.")
    return Source(
        name=name,
        format="pdf" if _is_pdf(data) else "image",
        text=text,
        lines=tuple(lines),
        pages=pages,
        language=languages[0] if len(languages) == 1 else "",
        ocr=True,
        anomalies=tuple(_doubts(words)),
    )


def _is_pdf(data: bytes) -> bool:
    return b"%PDF-" in data[:1024]


def _find_program(name: str) -> str:
    program = shutil.which("tesseract")
    if program is None:
        raise HldError(f"{name} is a scan, and Tesseract is not installed.", _remedy(["eng", "rus"]))
    return program


def _remedy(data: Iterable[str]) -> str:
    packages = " ".join(f"tesseract-ocr-{each.replace('_', '-')}" for each in data if each != "eng")
    return f"Install it: apt install {f'tesseract-ocr {packages}'.strip()}"


def _call(program: str, arguments: Sequence[str], data: bytes, seconds: float) -> subprocess.CompletedProcess[bytes]:
    # One thread each: Tesseract's own threads make a page no faster and two pages at once much slower.
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    return subprocess.run([program, *arguments], input=data, capture_output=True, timeout=seconds, env=environment, check=False)


def _installed(program: str) -> set[str]:
    """The names of the data that is installed."""
    try:
        listed = _call(program, ["--list-langs"], b"", 30).stdout
    except (OSError, subprocess.TimeoutExpired) as error:
        raise HldError(f"{program} does not run: {error}.", _remedy(["eng", "rus"])) from error
    return set(listed.decode("utf-8", "replace").splitlines()[1:])


def _data(languages: Sequence[str], installed: set[str], name: str) -> str:
    """What `-l` takes: the data of these languages that is installed."""
    wanted = [DATA.get(language, language) for language in languages]
    there = [data for data in wanted if data in installed]
    if not there or (len(languages) == 1 and there != wanted):
        missing = " or ".join(wanted)
        raise HldError(f"{name} is a scan, and Tesseract's data for {missing} is not installed.", _remedy(wanted))
    return "+".join(there)


def _guess(program: str, image: bytes, installed: set[str]) -> tuple[str, ...]:
    """The languages of the script that the page is written in; all that are installed where Tesseract cannot tell."""
    if "osd" in installed:
        try:
            told = _call(program, ["stdin", "stdout", "--psm", "0", "-l", "osd", "--dpi", str(_DPI)], image, _PAGE_SECONDS)
        except subprocess.TimeoutExpired:
            told = None
        script = re.search(rb"Script: (\w+)", told.stdout) if told else None
        if script and (languages := _SCRIPTS.get(script[1].decode())):
            return languages
    return tuple(language for language, data in DATA.items() if data in installed) or tuple(DATA)


def _run(program: str, image: bytes, options: Sequence[str], name: str) -> str:
    try:
        done = _call(program, ["stdin", "stdout", "--dpi", str(_DPI), *options], image, _PAGE_SECONDS)
    except subprocess.TimeoutExpired as error:
        message = f"A page of {name} took Tesseract longer than {_PAGE_SECONDS} s."
        raise UnreadableError(message, "Scan it again in black and white at 300 dpi.") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        reason = said[-1][:200] if said else f"exit status {done.returncode}"
        raise UnreadableError(f"Tesseract cannot read {name}: {reason}.", "Check that it opens, or scan it again.")
    return done.stdout.decode("utf-8", "replace")


def _batches(images: Iterable[_Image], size: int) -> Iterator[list[_Image]]:
    """So many at a time: a page takes 8 MB, and a report has hundreds."""
    batch: list[_Image] = []
    for image in images:
        batch.append(image)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _images(data: bytes, name: str) -> Iterator[_Image]:
    if not _is_pdf(data):
        yield _Image(data=data)  # Tesseract reads the usual formats itself, and each page of a TIFF.
        return
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        try:
            for number in range(len(document)):
                yield _render(document[number], number + 1)
        finally:
            document.close()
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(f"{name} cannot be rendered: {error}.", "Download it again, or scan it again.") from error


def _render(page: pypdfium2.PdfPage, number: int) -> _Image:
    width, height = page.get_size()
    scale = min(_DPI / 72, (_PIXELS / max(width * height, 1.0)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True)  # pyright: ignore[reportArgumentType]: any number
    # PGM: no library is needed to write it and no time to compress it.
    row, wide, high = memoryview(bitmap.buffer), bitmap.width, bitmap.height
    pixels = b"".join(bytes(row[y * bitmap.stride : y * bitmap.stride + wide]) for y in range(high))
    return _Image(data=b"P5 %d %d 255\n" % (wide, high) + pixels, place=_place(bitmap.get_posconv(page), wide, high), page=number)


def _place(convert: pypdfium2.PdfPosConv, wide: int, high: int) -> _Place:
    """From pixels to points, whichever way the page is turned; made of three corners, as the page is closed meanwhile."""
    (x, y), (right, rise), (fall, down) = (convert.to_page(*corner) for corner in ((0, 0), (wide, 0), (0, high)))
    return lambda h, v: (x + (right - x) * h / wide + (fall - x) * v / high, y + (rise - y) * h / wide + (down - y) * v / high)


def _words(table: str, image: _Image) -> Iterator[_Word]:
    """The words in Tesseract's table. An image has no size in points: it is taken to be of 300 dpi."""
    heights: dict[int, int] = {}
    for row in csv.DictReader(table.split("\n"), delimiter="\t", quoting=csv.QUOTE_NONE):
        left, top, width, height = (int(row[key]) for key in ("left", "top", "width", "height"))
        page = image.page or int(row["page_num"])
        if row["level"] == "1":
            heights[page] = height
        if row["level"] != "5" or not (text := (row["text"] or "").strip()):
            continue

        def place(x: int, y: int, high: int = heights.get(page, 0)) -> tuple[float, float]:
            return x * 72 / _DPI, (high - y) * 72 / _DPI

        xs, ys = zip(*map(image.place or place, (left, left + width), (top + height, top)), strict=True)
        yield _Word(
            page=page,
            paragraph=(int(row["block_num"]), int(row["par_num"])),
            line=int(row["line_num"]),
            text=text,
            confidence=float(row["conf"]),
            box=(min(xs), min(ys), max(xs), max(ys)),
        )


@dataclass(slots=True, kw_only=True)
class _Row:
    """A line on its way: its words, and whether Tesseract begins a paragraph with it."""

    words: list[_Word]
    begins: bool

    @property
    def page(self) -> int:
        return self.words[0].page

    @property
    def box(self) -> Box:
        lefts, bottoms, rights, tops = zip(*(word.box for word in self.words), strict=True)
        return min(lefts), min(bottoms), max(rights), max(tops)


def _rows(words: Iterable[_Word]) -> list[_Row]:
    rows: list[_Row] = []
    before = (0, (0, 0))
    for key, group in groupby(words, key=lambda word: (word.page, word.paragraph, word.line)):
        row = _Row(words=list(group), begins=key[:2] != before)
        before = key[:2]
        if row.begins and (left := next((r for r in reversed(rows[-_BACK:]) if _goes_on(r, row)), None)):
            left.words += row.words
            before = (0, (0, 0)) if left is not rows[-1] else before
        else:
            rows.append(row)
    return rows


def _goes_on(left: _Row, right: _Row) -> bool:
    """Whether a line was torn in two: Tesseract takes a wide space in a justified line for the end of a block."""
    a, b = left.box, right.box
    height = min(a[3] - a[1], b[3] - b[1])
    return left.page == right.page and min(a[3], b[3]) - max(a[1], b[1]) > height / 2 and 0 <= b[0] - a[2] < _TEAR * height


def _lines(words: Iterable[_Word], space: str) -> tuple[list[Line], str]:
    """The lines, and the text in which they stand: paragraphs are parted by an empty line, pages by a form feed."""
    lines: list[Line] = []
    text = ""
    for row in _rows(words):
        if lines:
            text += "\n\f" if row.page != lines[-1].page else "\n\n" if row.begins else "\n"
        start = len(text)
        text += (said := space.join(word.text for word in row.words))
        begins = True if row.begins else None
        lines.append(Line(text=said, start=start, end=len(text), page=row.page, box=row.box, begins=begins))
    return lines, text


def _doubts(words: Iterable[_Word]) -> Iterator[str]:
    for page, group in groupby(words, key=lambda word: word.page):
        sure = [word.confidence for word in group]
        if (mean := sum(sure) / len(sure)) < _DOUBT:
            yield f"page {page} was hard to read ({mean:.0f} % sure of its words)"
