"""From the rows of a page to pieces in reading order: columns one after the other, labels told from words and cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from hld.ingest.layout import Role
from hld.ingest.readers.pdf_page import Cell, Page, join
from hld.ingest.regex import regex

_NUMBER = r"[0-9]{1,3}|[٠-٩]{1,3}"
_LETTER = r"[a-z]{1,2}|[ivx]{1,5}|[а-я]"
LABEL = regex(rf"(?:(?P<number>{_NUMBER})(?:[..、]|[ -]*[-–])|[((](?P<in>{_NUMBER}|{_LETTER})[))]|(?P<letter>{_LETTER})\))")
"""A number or letter that stands before a paragraph: "10.", "(a)", "a)", "iv)"."""
SECTION = regex(
    r"(?P<label>[IVXLC]{1,6}|[A-Z]|[0-9]{1,2}(?:\.[0-9]{1,2})*|[一二三四五六七八九十]{1,3}|[A-ZА-Я])(?:[..、]|(?=\s)(?<=\.\d))"
)
BULLET = regex(r"[•●▪◦‣–—·*-]|\uf0b7")
NOTE_MARK = regex(r"(?P<mark>\d{1,3}|[a-z]{1,2}|[*†‡§]{1,4})(?P<old>/?)(?=\s|$)")
TITLE = regex(
    r"(?P<label>(?:ES-|S-)?\d{1,4}/\d{1,4}(?: ?[A-Z](?:[ -]+[A-Z])?)?|\d{1,4} ?\((?:[A-Z]+-?[IVXLC]*|(?:19|20)\d\d)\))\.(?:\s+|$)"
)


@dataclass(slots=True)
class Piece:
    """A line on its way to be one: its words, the label that stands before them, and what it was found to be."""

    cell: Cell
    page: int
    lead: Cell | None
    """A number, letter or mark set apart at the beginning; part of `cell` too."""
    words: tuple[Cell, ...]
    """The cells that follow the label: one, or more in the row of a table."""
    cells: tuple[Cell, ...] = ()
    """The same before those close together were joined."""
    role: Role = "body"
    label: str = ""
    cut: int = 0
    """So many characters at the beginning of the text are its label."""
    begins: bool | None = None

    @property
    def start(self) -> float:
        """Where the words begin that follow the label."""
        return min(cell.left for cell in self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What is usual in a document: size and leading of its text, the left and right edge of its lines."""

    size: float
    leading: float
    left: float
    right: float
    bold: bool
    indented: bool


def apart(page: Page, rows: Sequence[list[Cell]], name: Callable[[str], str]) -> list[Piece]:
    """Furniture: each cell a line."""
    return [
        Piece(cell, page.number, None, (cell,), role="furniture", label=name(cell.text) or "running head", begins=True)
        for row in rows
        for cell in row
    ]


# Columns and rows


def streams(rows: Sequence[list[Cell]]) -> Iterator[list[list[Cell]]]:
    """Rows in reading order: two columns one after the other, whatever spans both where it stands."""
    gutter = _gutter(rows)
    if gutter is None:
        yield list(rows)
        return
    start, end, middle = gutter
    yield list(rows[:start])
    yield [left for row in rows[start:end] if (left := [cell for cell in row if cell.right <= middle])]
    yield [right for row in rows[start:end] if (right := [cell for cell in row if cell.left >= middle])]
    if rows[end:]:
        yield from streams(rows[end:])


def _gutter(rows: Sequence[list[Cell]]) -> tuple[int, int, float] | None:
    """The rows of two columns of prose, and the middle between them."""
    if len(rows) < 6:
        return None
    left, right = min(cell.left for row in rows for cell in row), max(cell.right for row in rows for cell in row)
    found: Counter[int] = Counter()
    for row in rows:
        for one, two in pairwise(row):
            middle = (one.right + two.left) / 2
            if left + 0.35 * (right - left) < middle < left + 0.65 * (right - left):
                found[round(middle / 6)] += 1
    best: tuple[int, int, float] | None = None
    for place, _ in found.most_common(3):
        gaps = [
            (one.right, two.left)
            for row in rows
            for one, two in pairwise(row)
            if abs((one.right + two.left) / 2 - place * 6) <= 9
        ]
        low, high = max(gap[0] for gap in gaps), min(gap[1] for gap in gaps)
        middle = (low + high) / 2 if low < high else place * 6.0
        start = 0
        while start < len(rows):
            end = start
            while end < len(rows) and all(cell.right <= middle or cell.left >= middle for cell in rows[end]):
                end += 1
            if (best is None or end - start > best[1] - best[0]) and _is_prose(rows[start:end], middle):
                best = (start, end, middle)
            start = end + 1
    return best


def _is_prose(rows: Sequence[list[Cell]], middle: float) -> bool:
    """Whether both sides are columns of running text: most lines fill their column and hold several words."""
    sides = ([], [])
    for row in rows:
        for side, cells in enumerate(([c for c in row if c.right <= middle], [c for c in row if c.left >= middle])):
            if cells:
                sides[side].append(join(cells))
    if min(len(sides[0]), len(sides[1])) < 4:
        return False
    for side in sides:
        left, right = min(cell.left for cell in side), max(cell.right for cell in side)
        full = median((cell.right - cell.left) / max(1.0, right - left) for cell in side)
        if full < 0.7 or median(len(cell.text) for cell in side) < 18:
            return False
    return True


def pieces(page: Page, rows: Sequence[list[Cell]]) -> Iterator[Piece]:
    """A piece for each row; in a row of several cells those close together are joined, and a label is told from a cell."""
    for row in rows:
        cells = list(row)
        lead = None
        if len(cells) > 1 and _is_lead(cells[0]):
            lead = cells.pop(0)
        merged = [cells[0]]
        for cell in cells[1:]:
            gap = max(cell.left - merged[-1].right, merged[-1].left - cell.right)
            # Justified lines with few words have gaps of up to twice the size of their letters.
            if gap < 2.1 * max(cell.size, merged[-1].size):
                merged[-1] = join([merged[-1], cell])
            else:
                merged.append(cell)
        yield Piece(join([lead, *merged] if lead else merged), page.number, lead, tuple(merged), tuple(cells))


def _is_lead(cell: Cell) -> bool:
    text = cell.text
    return bool(
        LABEL.fullmatch(text)
        or SECTION.fullmatch(text)
        or BULLET.fullmatch(text)
        or TITLE.fullmatch(text)
        or (NOTE_MARK.fullmatch(text) and (text.endswith("/") or "*" in text or cell.raised))
    )


def measure_text(pieces: Sequence[Piece]) -> Measure:
    """What is usual among these pieces."""
    sizes: Counter[float] = Counter()
    for piece in pieces:
        sizes[round(piece.cell.size * 2) / 2] += len(piece.cell.text)
    size = sizes.most_common(1)[0][0] if sizes else 10.0
    own = [piece for piece in pieces if abs(piece.cell.size - size) <= 0.5]
    steps: Counter[float] = Counter()
    lefts: Counter[int] = Counter()
    rights: Counter[int] = Counter()
    for above, below in pairwise(own):
        if above.page == below.page and 0.8 * size < above.cell.base - below.cell.base < 3 * size:
            steps[round(above.cell.base - below.cell.base)] += 1
    for piece in own:
        lefts[round(piece.cell.left)] += len(piece.cell.text)
        rights[round(piece.cell.right)] += 1
    leading = steps.most_common(1)[0][0] if steps else 1.2 * size
    left = lefts.most_common(1)[0][0] if lefts else 72.0
    ordered = sorted(rights.elements())
    right = ordered[int(0.95 * (len(ordered) - 1))] if ordered else 540.0
    bold = sum(len(p.cell.text) for p in own if p.cell.bold) > 0.6 * sum(len(p.cell.text) for p in own)
    firsts = sum(
        1
        for above, below in pairwise(own)
        if above.page == below.page and 8 < above.cell.left - below.cell.left < 70 and abs(below.cell.left - left) < 2
    )
    return Measure(size=size, leading=leading, left=left, right=right, bold=bold, indented=firsts >= 3)
