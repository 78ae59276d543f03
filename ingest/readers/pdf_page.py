"""What stands on a page of a PDF: its words in cells and rows, and the straight lines drawn on it.

PDFium gives one character after another, in the order of the file, with generated spaces and line breaks. Here only the
places count: characters that follow each other on one baseline are a `Run`, runs close together a `Cell`, cells on one
baseline a `Row`. Small raised runs go back to the word that they hang on, and keep their own place as `raised`.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from hld.ingest.layout import Box, Span
from hld.ingest.regex import regex

_WORD_GAP = 0.13
"""A gap narrower than this part of the size is no space that the file does not write: Word spaces letters out by up to
0.06 of it and leaves 0.11 between pieces of a word; a space after the overhang of an "f" is 0.15."""
_WRITTEN_GAP = 0.2
"""The same on a page that writes its spaces: there a gap without one is seldom a space, and 0.15 was met in words."""
_RTL_GAP = 0.27
"""The same for Arabic, whose letters leave gaps of up to 0.25 inside words."""
_CELL_GAP = 0.85
"""A gap wider than this parts cells, until the page shows that it is a wide space of a justified line."""

_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_CJK = regex(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
_RTL = regex(r"[\u0590-\u065f\u066a-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
"""Letters that run from right to left; their figures do not."""
_STYLE_BOLD = regex(r"bold|black|heavy|demi|(?:[-,]|MT)Bd\b", re.IGNORECASE)
_STYLE_ITALIC = regex(r"italic|oblique|kursiv|(?:[-,])It\b", re.IGNORECASE)
_FIXED_ITALIC = 1 << 6
_FORCED_BOLD = 1 << 18


@dataclass(slots=True)
class Run:
    """Characters of one size that follow each other on one baseline, as the file has them."""

    left: float
    right: float
    base: float
    bottom: float
    top: float
    size: float
    bold: bool
    italic: bool
    text: str = ""
    space: bool = False
    """Whether the file has a space before it."""
    raised: bool = False
    aside: bool = False
    """Whether it runs in another direction than most of the page."""


@dataclass(slots=True)
class Cell:
    """Words that stand together on one line. `raised` are the places in `text` of what is set small and high."""

    text: str
    left: float
    right: float
    base: float
    bottom: float
    top: float
    size: float
    bold: bool
    italic: bool
    raised: tuple[Span, ...] = ()

    @property
    def box(self) -> Box:
        """Left, bottom, right, top."""
        return (self.left, self.bottom, self.right, self.top)


@dataclass(slots=True)
class Page:
    """A page: rows of cells from top to bottom, the straight horizontal lines on it, and its size.

    `asides` are words that run in another direction than most, as along the margin.
    """

    number: int
    width: float
    height: float
    rows: list[list[Cell]] = field(default_factory=list)
    asides: list[Cell] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    turned: int = 0
    image: bool = False

    def upright(self, box: Box) -> Box:
        """A box of this page in the coordinates of the PDF: a page that is read turned has its own."""
        left, bottom, right, top = box
        if self.turned == 90:
            return (-top, left, -bottom, right)
        if self.turned == 270:
            return (bottom, -right, top, -left)
        if self.turned == 180:
            return (-right, -top, -left, -bottom)
        return box


# Own prototype: the pointer as a number costs a third of the time of an object, and it is asked for every character.
_TEXT_OBJECT = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(raw.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
)


def read_page(pdf: pdfium.PdfDocument, index: int) -> Page:
    """The page with this index, read and closed again."""
    page = pdf[index]
    try:
        width, height = page.get_size()
        textpage = page.get_textpage()
        try:
            runs, turned = _runs(textpage)
        finally:
            textpage.close()
        rules, image = _drawn(page, turned)
    finally:
        page.close()
    out = Page(number=index + 1, width=width, height=height, rules=rules, turned=turned, image=image)
    out.rows = [_cells(row) for row in _rows([run for run in runs if not run.aside])]
    out.asides = [_cell([run], False) for run in runs if run.aside]
    return out


def _runs(textpage: pdfium.PdfTextPage) -> tuple[list[Run], int]:
    """The runs of a page, and by how many degrees most of its text is turned."""
    handle = ctypes.cast(textpage.raw, ctypes.c_void_p).value
    unicode, loose, rect = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox, raw.FS_RECTF()
    pointer, text = ctypes.byref(rect), textpage.raw
    count = textpage.count_chars()
    chars: list[tuple[int, str, int, float, float, float, float]] = []
    high = 0
    for index in range(count):
        code = unicode(text, index)
        if code in (10, 13):
            continue
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high & 0x3FF) << 10) + (code & 0x3FF)
        owner = _TEXT_OBJECT(handle, index) or 0
        loose(text, index, pointer)
        # PDFium writes 2 or U+FFFE for the hyphen that ends a line, and 0 for a glyph that no code names.
        char = "-" if code in (2, 0xFFFE, 0xAD) else "\ufffd" if code == 0 or 0xD800 <= code < 0xE000 else chr(code)
        chars.append((index, char, owner, rect.left, rect.bottom, rect.right, rect.top))
    fonts = _Fonts(text)
    angles = fonts.angles(chars)
    turned = max(sorted(angles), key=lambda angle: angles[angle]) if angles else 0
    return list(_join(chars, fonts, turned)), turned


class _Fonts:
    """Size, style and direction of text objects, asked once an object."""

    def __init__(self, text: Any) -> None:
        self.text = text
        self.known: dict[int, tuple[float, bool, bool, int]] = {}
        self.styles: dict[tuple[bytes, int, int], tuple[bool, bool]] = {}
        self.matrix, self.flags = raw.FS_MATRIX(), ctypes.c_int()
        self.name = ctypes.create_string_buffer(128)
        self.x, self.y = ctypes.c_double(), ctypes.c_double()

    def of(self, owner: int, index: int) -> tuple[float, bool, bool, int]:
        """Size, bold, italic and angle of the object that owns the character."""
        if owner not in self.known:
            m = self.matrix
            raw.FPDFText_GetMatrix(self.text, index, m)
            scale = abs(m.d) if abs(m.d) > abs(m.b) else abs(m.b)
            size = raw.FPDFText_GetFontSize(self.text, index) * (scale or 1.0)
            length = raw.FPDFText_GetFontInfo(self.text, index, self.name, 128, self.flags)
            name = self.name.value if length else b""
            key = (name, self.flags.value, raw.FPDFText_GetFontWeight(self.text, index))
            if key not in self.styles:
                words = name.decode("utf-8", "replace")
                bold = bool(_STYLE_BOLD.search(words)) or bool(key[1] & _FORCED_BOLD) or key[2] >= 700
                self.styles[key] = bold, bool(_STYLE_ITALIC.search(words)) or bool(key[1] & _FIXED_ITALIC)
            angle = 0 if abs(m.a) >= abs(m.b) else 90 if m.b > 0 else 270
            self.known[owner] = (size, *self.styles[key], 180 if not angle and m.a < 0 and m.d < 0 else angle)
        return self.known[owner]

    def angles(self, chars: Sequence[tuple[int, str, int, float, float, float, float]]) -> dict[int, int]:
        """How many characters run in each direction."""
        count: dict[int, int] = {}
        for index, char, owner, *_ in chars:
            if owner and not char.isspace():
                angle = self.of(owner, index)[3]
                count[angle] = count.get(angle, 0) + 1
        return count

    def base(self, index: int) -> tuple[float, float]:
        """Where the character stands."""
        raw.FPDFText_GetCharOrigin(self.text, index, self.x, self.y)
        return self.x.value, self.y.value


def _join(chars: Sequence[tuple[int, str, int, float, float, float, float]], fonts: _Fonts, turned: int) -> Iterator[Run]:
    run: Run | None = None
    letters: list[str] = []
    last_owner, last_angle, space, made, bottom, edge = 0, 0, False, False, 0.0, 0.0
    rtl, ascents = False, 0
    written = sum(char.isspace() and right > left for _, char, _, left, _, right, _ in chars) > 0.05 * len(chars)
    word_gap = _WRITTEN_GAP if written else _WORD_GAP
    for index, char, owner, left, low, right, top in chars:
        if char.isspace():
            # A space without width was made up by PDFium; the gap tells better.
            space, made = space or right > left, made or right <= left
            continue
        size, bold, italic, angle = fonts.of(owner, index) if owner else (run.size if run else 1.0, False, False, turned)
        if turned:
            left, low, right, top = _turn((left, low, right, top), turned)
        same = owner == last_owner and abs(low - bottom) < 0.01
        backwards = bool(_RTL.match(char))
        near, gap, aside = False, 0.0, angle != turned
        if run is not None and angle == last_angle and (same or abs(run.size - size) < 0.4):
            gap = run.left - right if rtl and left < run.left else left - run.right
            near = aside or -0.5 * size < gap < _CELL_GAP * size
            # Letters that run the other way, and figures among them, are put in order as runs of their own.
            near = near and (backwards == rtl or not char.isalnum())
            if rtl and not aside:
                # Some files have Arabic words from left to right, and others the next to them: each is a run of its own.
                steady = not ascents or (ascents > 0) == (left > edge)
                near = near and steady and not space and not made and gap < _RTL_GAP * size
            if near and not same and not aside:
                near = abs(_base(fonts.base(index), turned) - run.base) < 0.08 * size and run.bold == bold
                near = near and run.italic == italic
        if run is not None and near:
            # A space that the file has between a word and its hyphen or apostrophe, and that nobody sees, is none.
            # Slanted letters lean into the gap: there one that PDFium saw is believed.
            wide = 0.02 if made and italic else word_gap if letters[-1] != "f" else _WORD_GAP
            hugging = char in "-’'" or letters[-1] == "-"
            if (space or made) if aside else gap > wide * size or (space and not hugging):
                letters.append(" ")
            letters.append(char)
            ascents += 1 if left > edge else -1
            run.left, run.right = min(run.left, left), max(run.right, right)
            run.bottom, run.top = min(run.bottom, low), max(run.top, top)
        else:
            if run is not None:
                yield _finished(run, letters, turn_round=rtl and ascents > 0)
            letters, rtl, ascents = [char], backwards, 0
            base = _base(fonts.base(index), turned) if not aside else low
            run = Run(left, right, base, low, top, size, bold, italic, space=space, aside=aside)
        last_owner, last_angle, space, made, bottom, edge = owner, angle, False, False, low, left
    if run is not None:
        yield _finished(run, letters, turn_round=rtl and ascents > 0)


def _finished(run: Run, letters: Sequence[str], *, turn_round: bool) -> Run:
    """The run with its letters; Arabic ones that the file has from left to right are turned round."""
    run.text = "".join(reversed(letters) if turn_round else letters)
    return run


def _turn(box: Box, turned: int) -> Box:
    left, bottom, right, top = box
    if turned == 90:
        return (bottom, -right, top, -left)
    if turned == 270:
        return (-top, left, -bottom, right)
    return (-right, -top, -left, -bottom)


def _base(origin: tuple[float, float], turned: int) -> float:
    x, y = origin
    return {0: y, 90: -x, 270: x}.get(turned, -y)


def _drawn(page: pdfium.PdfPage, turned: int) -> tuple[list[Box], bool]:
    """The straight horizontal lines of a page, pieces of one line joined, and whether an image covers most of it."""
    rules: list[Box] = []
    image = False
    width, height = page.get_size()
    left, bottom, right, top = ctypes.c_float(), ctypes.c_float(), ctypes.c_float(), ctypes.c_float()
    for index in range(raw.FPDFPage_CountObjects(page)):
        drawn = raw.FPDFPage_GetObject(page, index)
        kind = raw.FPDFPageObj_GetType(drawn)
        if kind not in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE):
            continue
        if not raw.FPDFPageObj_GetBounds(drawn, left, bottom, right, top):
            continue
        box = (left.value, bottom.value, right.value, top.value)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            image = image or (box[2] - box[0]) * (box[3] - box[1]) > 0.5 * width * height
            continue
        box = _turn(box, turned) if turned else box
        if box[3] - box[1] < 2.5 and box[2] - box[0] > 4 * (box[3] - box[1]):
            rules.append(box)
    joined: list[Box] = []
    for box in sorted(rules, key=lambda rule: (-round(rule[1]), rule[0])):
        last = joined[-1] if joined else None
        if last and abs(last[1] - box[1]) < 1.5 and box[0] - last[2] < 16:
            joined[-1] = (min(last[0], box[0]), min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3]))
        else:
            joined.append(box)
    return [box for box in joined if box[2] - box[0] > 20], image


def _rows(runs: Sequence[Run]) -> list[list[Run]]:
    """Runs with one baseline, from top to bottom; what is raised stands in the row of the word beside it."""
    clusters: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: -run.base):
        # Only the last few can have its baseline: two columns may be set on baselines that nearly meet.
        for row in clusters[-3:]:
            if abs(row[0].base - run.base) <= max(0.6, 0.12 * min(row[0].size, run.size)):
                row.append(run)
                break
        else:
            clusters.append([run])
    for at, row in enumerate(clusters):
        for run in tuple(row):
            host = _host(run, clusters[max(0, at - 3) : at + 7])
            if host is not None:
                run.raised = run.base > host[0].base
            if host is not None and host is not row:
                row.remove(run)
                host.append(run)
    return [row for row in clusters if row]


def _host(run: Run, rows: Sequence[list[Run]]) -> list[Run] | None:
    """The row that a small run hangs on, above or below its baseline, or None."""
    if len(run.text) > 8:
        return None
    for row in rows:
        for other in row:
            rise = run.base - other.base
            if (
                other.size * 0.85 >= run.size
                and not other.raised
                and (0.1 * other.size < rise < 0.75 * other.size or -0.35 * other.size < rise < -0.06 * other.size)
                and other.left - 0.9 * other.size < run.right
                and run.left < other.right + 0.9 * other.size
            ):
                return row
    return None


def _cells(row: list[Run]) -> list[Cell]:
    """A row from left to right, or from right to left where its letters do."""
    words = "".join(run.text for run in row)
    backwards = len(_RTL.findall(words)) * 2 > len(re.findall(r"[^\W\d_]", words)) > 0
    row.sort(key=lambda run: -run.right if backwards else run.left)
    size = max((run.size for run in row if not run.raised), default=row[0].size)
    size = median([run.size for run in row for _ in run.text if not run.raised] or [size])
    cells: list[Cell] = []
    group: list[Run] = []
    edge = 0.0
    for run in row:
        gap = edge - run.right if backwards else run.left - edge
        if group and gap > _CELL_GAP * max(size, 1.0):
            cells.append(_cell(group, backwards))
            group = []
        group.append(run)
        edge = run.left if backwards else max(edge, run.right) if len(group) > 1 else run.right
    cells.append(_cell(group, backwards))
    return cells


def _cell(runs: Sequence[Run], backwards: bool) -> Cell:
    text, raised = "", []
    plain = [run for run in runs if not run.raised] or list(runs)
    big = max(plain, key=lambda run: len(run.text))
    last: Run | None = None
    for run in runs:
        if last is not None:
            gap = last.left - run.right if backwards else run.left - last.right
            size = min(last.size, run.size) if not (last.raised or run.raised) else max(last.size, run.size)
            space = run.space and not backwards
            cjk = bool(_CJK.match(text[-1]) and _CJK.match(run.text[0]))
            touching = run.text[0] in "-’'" or (text[-1] == "-" and not text.endswith(" -"))
            wide = 0.5 if cjk else _RTL_GAP if backwards else _WORD_GAP
            if gap > wide * size or (space and not touching and not cjk):
                text += " "
        if run.raised:
            raised.append((len(text), len(text) + len(run.text)))
        text += run.text
        last = run
    letters = max(1, sum(len(run.text) for run in plain))
    return Cell(
        text=text,
        left=min(run.left for run in runs),
        right=max(run.right for run in runs),
        base=big.base,
        bottom=min(run.bottom for run in runs),
        top=max(run.top for run in runs),
        size=big.size,
        bold=sum(len(run.text) for run in plain if run.bold) > 0.85 * letters,
        italic=sum(len(run.text) for run in plain if run.italic) > 0.85 * letters,
        raised=tuple(raised),
    )


def join(cells: Sequence[Cell], between: str = " ") -> Cell:
    """Cells as one, with `between` them."""
    if len(cells) == 1:
        return cells[0]
    text, raised = "", []
    for cell in cells:
        text += between if text else ""
        raised += [(start + len(text), end + len(text)) for start, end in cell.raised]
        text += cell.text
    big = max(cells, key=lambda cell: len(cell.text))
    return Cell(
        text=text,
        left=min(cell.left for cell in cells),
        right=max(cell.right for cell in cells),
        base=big.base,
        bottom=min(cell.bottom for cell in cells),
        top=max(cell.top for cell in cells),
        size=big.size,
        bold=all(cell.bold for cell in cells),
        italic=all(cell.italic for cell in cells),
        raised=tuple(raised),
    )


def readable(text: str) -> str:
    """A text with ligatures and Arabic presentation forms as the letters they stand for; nothing else is changed.

    >>> readable("a ﬁrst oﬃce")
    'a first office'
    """
    if text.isascii():
        return text
    return "".join(
        _LIGATURES[ord(char)]
        if ord(char) in _LIGATURES
        else unicodedata.normalize("NFKC", char)
        if "\ufb50" <= char <= "\ufefc" and not "\ufe00" <= char <= "\ufe6f"
        else char
        for char in text
    )
