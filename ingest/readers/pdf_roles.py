"""What each line of a PDF is: furniture, masthead, title, heading, note, row of a table, or text that begins or goes on.

Places decide, and words only where United Nations documents print the same ones in all languages (the symbol, "Distr.") or
print one word alone on a line ("Notes", "Contents", "Annex").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from hld.ingest.layout import Box, Role
from hld.ingest.masthead import FORMULA
from hld.ingest.readers.pdf_furniture import find_symbol, foot_label, head_label, margins
from hld.ingest.readers.pdf_layout import LABEL, NOTE_MARK, SECTION, TITLE, Measure, Piece, apart, measure_text, pieces, streams
from hld.ingest.readers.pdf_page import Cell, Page
from hld.ingest.regex import regex

_SECURITY_COUNCIL = regex(r"\S+ (?P<label>\d{1,4} ?\((?:19|20)\d\d\))")
_REPORT = regex(
    r"report|note|letter|rapport|lettre|informe|nota|carta|доклад|записка|письмо|报告|说明|تقرير|مذكرة", re.IGNORECASE
)
_NOTES = regex(r"(?:End ?notes?|Notes?|Notas?|Примечани[ея]|注|尾注|الحواشي|ملاحظات)", re.IGNORECASE)
_ANNEX = regex(
    r"(?:Annex(?:es)?|Annexes?|Anexos?|Appendix|Appendice|Apéndice|Приложение|附件|附录|المرفق|مرفق)(?: (?:[IVX]+|\d+|[A-Z]))?",
    re.IGNORECASE,
)
_DOTS = regex(r"(?:\. ?){5,}|…{2,}")
_CONTENTS = regex(
    r"(?:Contents|Table of contents|Table des matières|Sommaire|Índice|Contenido|Содержание|Оглавление|目录|المحتويات)",
    re.IGNORECASE,
)
_STOP = regex(r"[.;:!?。;:؛]['\")»”’\]]*$")
_UNDERSCORES = regex(r"[_—―─]{4,}|_{2,}(?: _+)*")


def lay_out(pages: Sequence[Page]) -> list[Piece]:
    """The pieces of all pages in reading order, each with its role."""
    symbol = find_symbol(pages)
    limits = margins(pages, symbol)
    heads = [apart(page, page.rows[: limit.head], head_label) for page, limit in zip(pages, limits, strict=True)]
    asides = [[Piece(c, page.number, None, (c,), role="furniture", label="rotated") for c in page.asides] for page in pages]
    feet = [apart(page, page.rows[len(page.rows) - limit.foot :], foot_label) for page, limit in zip(pages, limits, strict=True)]
    bodies: list[list[Piece]] = []
    for page, limit in zip(pages, limits, strict=True):
        rows = page.rows[limit.head : len(page.rows) - limit.foot]
        bodies.append([piece for stream in streams(rows) for piece in pieces(page, stream)])
    measure = measure_text([piece for body in bodies for piece in body])
    for page, body in zip(pages, bodies, strict=True):
        _furniture(body)
        _foot_notes(page, body, measure)
    flat = [piece for body in bodies for piece in body]
    _end_notes(flat)
    _contents(flat)
    if pages:
        bodies[0] = _masthead(pages[0], bodies[0], measure)
        for piece in bodies[0]:
            if symbol and piece.cell.text.rstrip("*") == symbol:
                _set(piece, "masthead")
    flat = [piece for body in bodies for piece in body]
    _tables(flat, measure)
    _headings(flat, measure)
    _begin(flat, measure)
    return [piece for parts in zip(heads, bodies, feet, asides, strict=True) for part in parts for piece in part]


def _furniture(body: Sequence[Piece]) -> None:
    for piece in body:
        text = piece.cell.text
        if _UNDERSCORES.fullmatch(text):
            piece.role, piece.label = "furniture", "rule"
        elif foot_label(text) in ("bar code", "recycle", "continuation"):
            piece.role, piece.label = "furniture", foot_label(text)


# Notes


def _foot_notes(page: Page, body: Sequence[Piece], measure: Measure) -> None:
    """Give the role to the lines below the short rule at the foot, or to those set smaller that begin with a mark."""
    for start in range(len(body) - 1, -1, -1):
        piece = body[start]
        ruled = piece.role == "furniture" and piece.label == "rule" and start + 1 < len(body)
        if ruled and _is_note_text(body[start + 1], measure):
            _set_notes(body[start + 1 :])
            return
    for rule in sorted(page.rules, key=lambda rule: rule[1]):
        below = [index for index, piece in enumerate(body) if piece.cell.base < rule[1]]
        above = [piece for piece in body if piece.cell.base >= rule[1]]
        short = 25 < rule[2] - rule[0] < 0.45 * (measure.right - measure.left) + 30
        underline = any(_underlines(rule, piece.cell) for piece in above)
        if not below or not short or underline or below != list(range(below[0], len(body))):
            continue
        first = body[below[0]]
        if first.cell.left > rule[0] + 60 or not (_is_note_text(first, measure) or _mark(first)):
            continue
        _set_notes(body[below[0] :])
        return
    small = len(body)
    while small and body[small - 1].cell.size < 0.93 * measure.size and body[small - 1].role == "body":
        small -= 1
    while small < len(body) and not (_mark(body[small]) and body[small].cell.raised):
        small += 1
    if small < len(body) and small:
        _set_notes(body[small:])


def _underlines(rule: Box, cell: Cell) -> bool:
    """Whether the rule is drawn under words of this cell: close below, and no wider."""
    return -1 < cell.base - rule[3] < 3.5 and cell.left - 3 < rule[0] and rule[2] < cell.right + 3


def _is_note_text(piece: Piece, measure: Measure) -> bool:
    return bool(_mark(piece)) or piece.cell.size < 0.95 * measure.size


def _mark(piece: Piece) -> tuple[str, int]:
    """The mark at the beginning of a line of a note, and how many characters it takes; nothing where there is none."""
    text, raised = piece.cell.text, piece.cell.raised
    if raised and raised[0][0] == 0 and raised[0][1] < len(text):
        mark = text[: raised[0][1]].rstrip("/).")
        if NOTE_MARK.fullmatch(mark):
            return mark, raised[0][1]
    match = NOTE_MARK.match(text)
    if match and (match["old"] or not match["mark"].isalnum()):
        return match["mark"], match.end()
    return "", 0


def _set_notes(body: Sequence[Piece]) -> None:
    due = 0
    for piece in body:
        if piece.role == "furniture":
            continue
        piece.role = "note"
        mark, cut = _mark(piece)
        if not mark and (match := re.match(r"(\d{1,3})[.)]?\s+", piece.cell.text)) and int(match[1]) == due + 1 and due:
            mark, cut = match[1], match.end()
        piece.label, piece.cut, piece.begins = mark, cut, bool(mark)
        due = int(mark) if mark.isdigit() else due


def _end_notes(flat: Sequence[Piece]) -> None:
    """The lines under a heading "Notes" that begin with a mark, as far as an annex or the end."""
    for start, piece in enumerate(flat[:-1]):
        if piece.role == "body" and _NOTES.fullmatch(piece.cell.text):
            if not _mark(flat[start + 1])[0]:
                continue
            piece.role, piece.begins = "heading", True
            end = start + 1
            while end < len(flat) and not (_ANNEX.fullmatch(flat[end].cell.text) and flat[end].role == "body"):
                end += 1
            _set_notes([piece for piece in flat[start + 1 : end] if piece.role == "body"])


# Masthead, contents, tables


def _contents(flat: Sequence[Piece]) -> None:
    """A table of contents: lines with leaders of dots, those between them, and the heading above."""
    dotted = [index for index, piece in enumerate(flat) if piece.role == "body" and _DOTS.search(piece.cell.text)]
    if len(dotted) < 3:
        return
    first, last = dotted[0], dotted[0]
    for index in dotted:
        if index - last <= 6:
            last = index
    for index in range(first - 1, max(-1, first - 7), -1):
        if _CONTENTS.fullmatch(flat[index].cell.text):
            first = index
            break
    for piece in flat[first : last + 1]:
        if piece.role == "body":
            piece.role, piece.label = "furniture", "contents"


def _masthead(page: Page, body: list[Piece], measure: Measure) -> list[Piece]:
    """Give roles above the text of the first page; the cells of a row of the masthead become lines of their own."""
    distributed = [index for index, piece in enumerate(body) if re.search(r"\bDistr\b", piece.cell.text)]
    formula = next(
        (i for i, piece in enumerate(body) if i and FORMULA.fullmatch(piece.words[0].text) and len(piece.words) == 1), None
    )
    after = distributed[0] + 1 if distributed else 0
    wide = [
        rule
        for rule in page.rules
        if rule[2] - rule[0] > 0.6 * (measure.right - measure.left) and not any(_underlines(rule, piece.cell) for piece in body)
    ]
    lowest = min((rule[1] for rule in wide if rule[1] > 0.55 * page.height), default=None)
    if lowest is not None and distributed:
        after = max(after, sum(piece.cell.base > lowest for piece in body))
    bound = formula if formula is not None and formula >= after else len(body)
    title = _title(body, after, bound, measure, sure=bool(distributed), resolution=bound < len(body))
    if title is None:
        if not distributed:
            return body
        first = next((i for i in range(after, len(body)) if _is_paragraph(body[i], measure)), after)
        title = (first, first)
    start, end = title
    for piece in body[:start]:
        _set(piece, "masthead")
    for piece in body[start:end]:
        _set(piece, "title")
        piece.begins = piece is body[start]
        numbered = TITLE.match(piece.cell.text)
        match = numbered or _SECURITY_COUNCIL.fullmatch(piece.cell.text)
        if piece.begins and match:
            piece.label = match["label"]
            piece.cut = numbered.end() if numbered else 0
    if bound < len(body):
        for piece in body[end:bound]:
            _set(piece, "masthead")
        _set(body[bound], "masthead", "formula")
    elif end < len(body) and distributed:
        rest = end
        while (
            rest < len(body) and body[rest].cell.bold and body[rest].cell.size > measure.size + 0.5 and not _section(body[rest])
        ):
            rest += 1
        if rest > end and _REPORT.search(" ".join(piece.cell.text for piece in body[end:rest])):
            for piece in body[end:rest]:
                _set(piece, "masthead", "subtitle")
    out: list[Piece] = []
    for piece in body:
        if piece.role == "masthead" and len(piece.words) > 1:
            out += [Piece(cell, piece.page, None, (cell,), role="masthead", begins=True) for cell in piece.words]
        else:
            out.append(piece)
    for piece in out:
        if piece.role == "masthead" and len(piece.cell.text) == 1 and piece.cell.size > 1.5 * measure.size:
            piece.role, piece.label = "furniture", "masthead art"
    return out


def _set(piece: Piece, role: Role, label: str = "") -> None:
    if piece.role == "body":
        piece.role, piece.label = role, label
        piece.begins = True


def _title(
    body: Sequence[Piece], after: int, bound: int, measure: Measure, *, sure: bool, resolution: bool
) -> tuple[int, int] | None:
    """From and to of the title: the line with the number of the resolution, or the first line in bold or large type."""
    candidates = [i for i in range(after, bound) if body[i].role == "body"]
    first = next((i for i in candidates if TITLE.match(body[i].cell.text)), None)
    if first is None and resolution:
        first = next((i for i in candidates if _SECURITY_COUNCIL.fullmatch(body[i].cell.text)), None)
        if first is not None:
            return first, first + 1
    if first is None:
        inner = [i for i in candidates if body[i].cell.left >= measure.left - 3 and not _is_paragraph(body[i], measure)]
        large = [i for i in inner if body[i].cell.size > measure.size + 1]
        bold = [i for i in inner if body[i].cell.bold and not measure.bold]
        # Of a document that is not of the United Nations only a large line is a title.
        first = next(iter(large), None) if large or not sure else next(iter(bold), None)
        if first is None or (not sure and first > 12):
            return None
    end = first + 1
    while end < bound:
        above, below = body[end - 1], body[end]
        step = above.cell.base - below.cell.base
        same = abs(below.cell.size - above.cell.size) < 0.6 and below.cell.bold == above.cell.bold
        if not same or step > max(1.5 * measure.leading, 1.45 * above.cell.size) or step < 0 or below.lead is not None:
            break
        if not above.cell.bold and abs(below.cell.left - body[first].start) > 3:
            break
        end += 1
    return first, end


def _is_paragraph(piece: Piece, measure: Measure) -> bool:
    """Whether a line is numbered, or as wide as the lines of a paragraph and in their type."""
    plain = abs(piece.cell.size - measure.size) <= 0.6 and (measure.bold or not piece.cell.bold)
    numbered = piece.lead is not None and bool(LABEL.fullmatch(piece.lead.text))
    return plain and (numbered or piece.cell.right - piece.cell.left > 0.8 * (measure.right - measure.left))


def _tables(flat: Sequence[Piece], measure: Measure) -> None:
    """Rows of two or more cells that stand near each other; a row of one cell between them belongs to them."""
    rows = [i for i, piece in enumerate(flat) if piece.role == "body" and len(piece.words) > 1]
    group: list[int] = []
    for index in [*rows, -1]:
        if group and (index < 0 or not _near(flat[group[-1]], flat[index], measure)):
            if len(group) > 1 or len(flat[group[0]].words) > 2:
                for place in range(group[0], group[-1] + 1):
                    row = flat[place]
                    if row.role == "body":
                        row.role, row.begins = "table", place in group
                        # Cells stand closer in a table than words ever do in a line.
                        row.words = row.cells or row.words
            group = []
        if index >= 0:
            group.append(index)


def _near(above: Piece, below: Piece, measure: Measure) -> bool:
    return above.page == below.page and 0 < above.cell.base - below.cell.base < 3.2 * measure.leading


# Headings and paragraphs


def _section(piece: Piece) -> str:
    """The number of a heading: "II", "A", "1"."""
    match = SECTION.match(piece.cell.text)
    return match["label"] if match else ""


def _headings(flat: Sequence[Piece], measure: Measure) -> None:
    for index, piece in enumerate(flat):
        if piece.role != "body":
            continue
        cell = piece.words[0]
        width = cell.right - cell.left
        bold = cell.bold and not measure.bold
        stops = bool(re.search(r"[.;,:。;,،؛]$", cell.text)) and not re.search(r"\b(?:etc|[A-Z])\.$", cell.text)
        outside = piece.cell.left < measure.left - 5 and piece.lead is not None
        middle = (cell.left + cell.right) / 2
        centred = (
            abs(middle - (measure.left + measure.right) / 2) < 0.02 * (measure.right - measure.left) + 3
            and cell.left > measure.left + 24
            and cell.right < measure.right - 24
        )
        large = cell.size > measure.size + 1.2
        italic = cell.italic and cell.right < measure.right - 0.1 * (measure.right - measure.left)
        closing = cell.left > (measure.left + measure.right) / 2
        above = flat[index - 1] if index else None
        goes_on = (
            above is not None
            and above.page == piece.page
            and 0 < above.cell.base - piece.cell.base < 1.45 * max(cell.size, measure.size)
        )
        if goes_on and above is not None and above.role == "heading":
            same = abs(above.cell.size - cell.size) < 0.6 and above.words[0].bold == cell.bold
            if same and above.words[0].italic == cell.italic and piece.lead is None and (bold or large or italic or centred):
                piece.role, piece.begins = "heading", False
                continue
        if closing and not centred:
            continue
        strong = (bold or large) and (not stops or large or outside)
        weak = (italic or centred) and not stops and not (goes_on and above is not None and above.role == "body")
        if weak:
            # Lines that hang together and end with a stop are a paragraph, wherever they stand.
            end = index
            while end + 1 < len(flat) and 0 < _step(flat[end], flat[end + 1]) < 1.3 * measure.leading:
                if flat[end + 1].words[0].italic != cell.italic:
                    break
                end += 1
            weak = end == index or (end - index < 4 and not _STOP.search(flat[end].cell.text))
        if weak and index + 1 < len(flat) and not italic:
            # The first line of a paragraph may stand in the middle by chance: the next goes on at the margin.
            below = flat[index + 1]
            close = 0 < _step(piece, below) < 1.3 * measure.leading
            weak = not (close and abs(below.cell.left - measure.left) < 3) and piece.lead is None
        capital = bool(re.match(r"\W*[^\W\d_a-z]|\W*\d", cell.text))
        weak = weak and capital and width < 0.85 * (measure.right - measure.left)
        # A line in italics that stands by itself may fill its measure.
        below_is_far = index + 1 == len(flat) or not 0 < _step(piece, flat[index + 1]) < 1.3 * measure.leading
        apart = cell.italic and capital and not stops and not goes_on and below_is_far and index > 0
        if not cell.text or not (strong or weak or apart or (outside and bold)) or _is_lone(cell.text):
            continue
        if goes_on and above is not None and above.role == "body" and cell.bold and not large and not outside and not piece.lead:
            # Bold words at the end of a paragraph that fill their line.
            continue
        piece.role, piece.begins = "heading", True
        if piece.lead is not None and (match := SECTION.fullmatch(piece.lead.text) or LABEL.fullmatch(piece.lead.text)):
            piece.label = next(group for group in match.groups() if group)
            piece.cut = len(piece.lead.text)
        elif (match := SECTION.match(piece.cell.text)) and re.match(r"\s+\S", piece.cell.text[match.end() :]):
            piece.label, piece.cut = match["label"], match.end()


def _is_lone(text: str) -> bool:
    return not re.search(r"[^\W\d_]{2}|[\u2e80-\u9fff]", text)


def _begin(flat: Sequence[Piece], measure: Measure) -> None:
    """Whether each line of the text begins a paragraph, and the number or letter in front of it."""
    last: Piece | None = None
    body = [piece for piece in flat if piece.role == "body"]
    following = dict(zip(map(id, body), body[1:], strict=False))
    for piece in flat:
        if piece.role in ("heading", "title", "masthead", "table"):
            last = piece if piece.role == "table" else None
            continue
        if piece.role != "body":
            continue
        label, cut = _label(piece, last, measure)
        if label or last is None or last.role != "body":
            piece.begins = True
        else:
            piece.begins = _begins(piece, last, following.get(id(piece)), measure)
        piece.label, piece.cut = (label, cut) if piece.begins else ("", 0)
        last = piece


def _label(piece: Piece, last: Piece | None, measure: Measure) -> tuple[str, int]:
    text = piece.cell.text
    if piece.lead is not None and (match := LABEL.fullmatch(piece.lead.text)):
        return _number(match), len(piece.lead.text)
    match = LABEL.match(text)
    if not match or not re.match(r"\s+\S", text[match.end() :]):
        return "", 0
    indent = piece.cell.left - measure.left
    apart = last is None or last.role != "body" or _step(last, piece) > 1.2 * measure.leading
    if apart or indent > 4 or (_STOP.search(last.cell.text) if last else True):
        return _number(match), match.end()
    return "", 0


def _number(match: re.Match[str]) -> str:
    """The number or letter in a label; Arabic figures as those of other languages."""
    label = next(group for group in match.groups() if group)
    return str(int(label)) if label.isdecimal() else label


def _step(above: Piece, below: Piece) -> float:
    """From one baseline to the next; nothing across pages and columns."""
    step = above.cell.base - below.cell.base
    return step if above.page == below.page and step > 0 else 0.0


def _begins(piece: Piece, last: Piece, following: Piece | None, measure: Measure) -> bool | None:
    """Whether a line without a label begins a paragraph; None where its place does not tell."""
    step = _step(last, piece)
    leading = measure.leading * max(1.0, piece.cell.size / measure.size)
    if step > 1.3 * leading:
        return True
    left, before = piece.cell.left, min(last.cell.left, last.start)
    next_left = following.cell.left if following and following.page == piece.page else measure.left
    full = last.cell.right > measure.right - 0.15 * (measure.right - measure.left)
    ended = bool(_STOP.search(last.cell.text.rstrip("0123456789 ")))
    if step:
        if abs(left - last.cell.left) < 2 or abs(left - last.start) < 2:
            return False if full or not ended else None
        if left < before - 2:
            # Back to the margin after a first line that was indented, or out of a list.
            return False if not ended or full else None
        return True if left > next_left + 6 or ended or not full else None
    if left > measure.left + 8 and left > next_left + 6:
        return True
    if not ended:
        return False
    return False if measure.indented and abs(left - measure.left) < 3 and full else None
