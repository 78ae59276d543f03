"""What stands on the pages of a United Nations document and is no part of its text: running heads, page marks, job numbers.

Most of it is known by its place: above the rule at the head of a page, at one height on several pages, or alone at the
foot in a form that no sentence has.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from hld.ingest.masthead import SYMBOL_LINE
from hld.ingest.readers.pdf_page import Cell, Page
from hld.ingest.regex import regex

_MARGIN = 0.16
"""The part of a page at its head and at its foot in which furniture is looked for."""

_FOOT = regex(
    r"(?P<page>\d{1,4} ?/ ?\d{1,4}|[-–—(]? ?\d{1,4} ?[-–—)]?|[ivxlc]{1,6}"
    r"|(?:Page|Página|Pág\.?|Стр\.?|Страница|صفحة|الصفحة|Pagina) ?\d{1,4}|第? ?\d{1,4} ?页)"
    r"|(?P<job>(?:[A-Z]{2,4}\.)?\d{2}[-‑–]\d{5}(?: ?\([A-ZА-Я]\))?(?: {0,4}[\d ]{6,})?|\d{7}[A-Z]?|\d{6}|V\.\d\d-\d{5}.*)"
    r"|(?P<bar>\*? ?[\d\ue000-\uf8ff][\d \ue000-\uf8ff]{5,}\*?|\*\d{5,}[A-Z]?\*|[\ue000-\uf8ff ]+)"
    r"|(?P<recycle>Please recycle.?|Merci de recycler.?|Veuillez recycler.?|Se ruega reciclar.?|Por favor, recíclese.?"
    r"|Просьба отправить на вторичную переработку.?|请回收.?|الرجاء إعادة.*)"
    r"|(?P<continuation>/ ?(?:\.{2,3}|…)|(?:\.{3}|…) ?/)"
)
_LABELS = {"page": "page mark", "job": "job number", "bar": "bar code", "recycle": "recycle", "continuation": "continuation"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Margins:
    """How many rows at the head and at the foot of a page are furniture."""

    head: int
    foot: int


def foot_label(text: str) -> str:
    """What a short line at the foot of a page is: "page mark", "job number" …; empty where it may be text.

    >>> foot_label("2/10"), foot_label("18-16895 (E)"), foot_label("/..."), foot_label("1994.")
    ('page mark', 'job number', 'continuation', '')
    """
    match = _FOOT.fullmatch(text.strip())
    return _LABELS[match.lastgroup or "page"] if match else ""


def head_label(text: str) -> str:
    """What a line at the head of a page is: "page mark" where it only counts pages, else "running head"."""
    return "page mark" if foot_label(text) == "page mark" else "running head"


def find_symbol(pages: Sequence[Page]) -> str:
    """The symbol as the first page prints it beside or below its organ, or empty."""
    for row in pages[0].rows[:14] if pages else []:
        for cell in row:
            if SYMBOL_LINE.fullmatch(cell.text):
                return cell.text.rstrip("*")
    return ""


def margins(pages: Sequence[Page], symbol: str) -> list[Margins]:
    """For each page how many of its first and last rows are furniture."""
    leading = _leading(pages)
    seen = Counter(key for page in pages for key in {_key(page, row) for row in _outer(page)})
    repeated = {key for key, count in seen.items() if count > 1}
    return [Margins(head=_head(page, symbol, repeated, leading), foot=_foot(page, symbol, repeated, leading)) for page in pages]


def _leading(pages: Sequence[Page]) -> float:
    """From one baseline to the next, in most of the text."""
    steps = Counter(
        round((above[0].base - below[0].base) * 2) / 2
        for page in pages
        for above, below in zip(page.rows, page.rows[1:], strict=False)
        if 4 < above[0].base - below[0].base < 40
    )
    return steps.most_common(1)[0][0] if steps else 12.0


def _extent(page: Page) -> tuple[float, float]:
    """Bottom and top of the page as its text is read: a turned page is as high as it is wide."""
    if page.turned == 90:
        return -page.width, 0.0
    if page.turned == 270:
        return 0.0, page.width
    return (-page.height, 0.0) if page.turned else (0.0, page.height)


def _outer(page: Page) -> list[list[Cell]]:
    bottom, top = _extent(page)
    edge = _MARGIN * (top - bottom)
    return [row for row in page.rows if row[0].base > top - edge or row[0].base < bottom + edge]


def _key(page: Page, row: Sequence[Cell]) -> tuple[str, int]:
    """What a row says with every figure the same, and how high it stands."""
    words = re.sub(r"\d+", "#", " ".join(sorted(cell.text for cell in row)))
    return words, round(row[0].base / 4)


def _head(page: Page, symbol: str, repeated: set[tuple[str, int]], leading: float) -> int:
    if page.number == 1:
        return 0
    bottom, top = _extent(page)
    edge = top - _MARGIN * (top - bottom)
    rows = [row for row in page.rows if row[0].base > edge]
    wide = 0.55 * (
        max((c.right for r in page.rows for c in r), default=0) - min((c.left for r in page.rows for c in r), default=0)
    )
    for rule in page.rules:
        if rule[1] > edge and rule[2] - rule[0] > wide:
            above = sum(row[0].base > rule[1] for row in rows)
            # A ruled table may begin at the head of a page; a running head has one or two rows and few words.
            if 0 < above <= 3 and not _underlined(rows[above - 1], rule):
                return above
    count = 0
    for index, row in enumerate(rows[:4]):
        words = " ".join(cell.text for cell in row)
        below = page.rows[index + 1][0].base if index + 1 < len(page.rows) else -1e9
        apart = row[0].base - below > 1.25 * leading
        known = bool(symbol) and symbol in words.replace(" ", "") and len(words) < 140 and (apart or index < 2)
        # A line that goes on with the running head above it, not the first of the text.
        joined = index > 0 and rows[index - 1][0].base - row[0].base <= 1.25 * leading
        mark = all(foot_label(cell.text) == "page mark" for cell in row)
        # What stands below text is text: two paragraphs may end in the same words at one height of two pages.
        if known or (count == index and (mark or _key(page, row) in repeated) and (apart or joined)):
            count = index + 1
    return count


def _underlined(row: Sequence[Cell], rule: tuple[float, float, float, float]) -> bool:
    """Whether the rule is the underline of these words."""
    left, right = min(cell.left for cell in row), max(cell.right for cell in row)
    return row[0].base - rule[3] < 3.5 and abs(left - rule[0]) < 6 and abs(right - rule[2]) < 6


def _foot(page: Page, symbol: str, repeated: set[tuple[str, int]], leading: float) -> int:
    bottom, top = _extent(page)
    edge = bottom + _MARGIN * (top - bottom)
    count = 0
    for index in range(1, min(7, len(page.rows)) + 1):
        row = page.rows[-index]
        if row[0].base > edge:
            break
        above = page.rows[-index - 1] if index < len(page.rows) else None
        apart = above is None or above[0].base - row[0].base > 1.15 * leading
        labels = [foot_label(cell.text) for cell in row]
        words = " ".join(cell.text for cell in row)
        known = bool(symbol) and symbol in words.replace(" ", "") and len(words) < 140
        # A lone figure that stands as close as a line of text may be the last word of a paragraph or a cell of a table.
        sure = all(labels) and (apart or count or set(labels) != {"page mark"} or row[0].base < bottom + 0.07 * (top - bottom))
        if sure or (apart and (known or _key(page, row) in repeated)):
            count = index
        elif not any(labels):
            break
    return count
