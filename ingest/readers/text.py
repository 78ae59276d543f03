"""Plain text as pdftotext writes it from a United Nations PDF, and plain pages without a symbol.

The text of a PDF is out of order in known ways, all met in the ten resolutions of the High-level Dialogue: the number of a
paragraph stands after its first line, or before its last; running heads, page marks, job numbers, bar codes and footnotes
stand in the middle of a paragraph; note marks stand in the line as plain figures; hyphens at line ends are lost. `read`
takes the furniture away (and only what it can name), puts numbers back, and gives the rest to `hld.ingest.paragraphs`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from hld.ingest.errors import UnreadableError
from hld.ingest.grammar import opening, preambular
from hld.ingest.hyphens import restore_hyphens
from hld.ingest.layout import Span
from hld.ingest.masthead import CLOSING, FORMULA, MONTHS, SYMBOL_LINE, Masthead, date
from hld.ingest.models import Document, Note, Stretch
from hld.ingest.paragraphs import Item, assemble, clean, in_order
from hld.ingest.regex import regex
from hld.ingest.symbols import PAGE, Symbol, SymbolError, normalise

_FURNITURE = regex(
    r"(?P<page>\d{1,3}/\d{1,3})|(?P<job>\d{2}[- ]\d{5}(?: \([A-Z]\))?)|(?P<bar>\*\d{6,}\*)|(?P<recycle>Please recycle.?)"
    # \d[FH]: field codes of footnotes that the Word file left in the PDF (63/225, 65/170).
    r"|(?P<code>\d{1,3}[FH])|(?P<rule>_{5,})"
)
_NAMES = {"page": "page mark", "job": "job number", "bar": "bar code", "recycle": "recycle", "code": "field code", "rule": "rule"}
_NUMBER = regex(r"(\d{1,3})\.(?:\s+(\S.*))?")
_LETTER = regex(r"\(([a-z]{1,4})\)(?:\s+(\S.*))?")
_ANNEX = regex(r"Annex(?:es)?(?: ([IVX]+|\d+))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A line without the white space around it, or several joined; `spans` say where it stands in the file."""

    text: str
    page: int = 1
    spans: tuple[Span, ...] = ()

    def owned(self, owner: str) -> list[Stretch]:
        return [Stretch(start=start, end=end, owner=owner) for start, end in self.spans]


def read(data: bytes, name: str) -> list[Document]:
    """The document in a text file: a resolution or another numbered document, or a page of plain blocks.

    Raises:
        UnreadableError: when the bytes are not text in UTF-8, or there are no words in them.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError(f"{name} is not text in UTF-8: {error.reason}.", "Convert it, or give the PDF.") from error
    text = re.sub(r"\r\n?", "\n", text)
    lines = list(_lines(text))
    if not any(re.search(r"\w", line.text) for line in lines):
        raise UnreadableError(f"{name} is empty.", "Give a file with text in it.")
    symbol = _find_symbol([line.text for line in lines])
    return [_page(text, lines, name) if symbol is None else _numbered(text, lines, symbol, name)]


def _lines(text: str) -> Iterator[_Line]:
    for match in re.finditer(r"[^\n\f]*(?:[\n\f]|\Z)", text):
        words = match[0].strip()
        start = match.start() + match[0].find(words) if words else match.start()
        yield _Line(text=words, spans=((start, start + len(words)),) if words else ())


def _owned(lines: Iterable[_Line], owner: str) -> list[Stretch]:
    return [stretch for line in lines for stretch in line.owned(owner)]


def _find_symbol(lines: Sequence[str]) -> Symbol | None:
    for line in [line for line in lines if line][:12]:
        if SYMBOL_LINE.fullmatch(line):
            try:
                return Symbol.parse(line.rstrip("*"))
            except SymbolError:
                continue
    return None


def _page(text: str, lines: Sequence[_Line], name: str) -> Document:
    """A page without a symbol: its title and one block for each run of lines or bullet."""
    blocks: list[Item] = []
    layout: list[Stretch] = []
    open_block = False
    for line in lines:
        bullet = re.match(r"[•●▪‣*\-–]\s+", line.text)
        if not line.text or re.fullmatch(r"Skip to (?:main )?content", line.text):
            layout += line.owned("furniture: navigation")
            open_block = False
        elif bullet or not open_block:
            blocks.append(Item(role="block", text=line.text[bullet.end() :] if bullet else line.text, spans=line.spans))
            open_block = True
        else:
            last = blocks[-1]
            blocks[-1] = replace(last, text=f"{last.text} {line.text}", spans=(*last.spans, *line.spans))
    stem = normalise(re.sub(r"\.(?:en|fr|es|ru|ar|zh)$", "", PurePath(name).stem))
    symbol = Symbol(PAGE + (re.sub(r"[^\w.\-]+", "-", stem).strip("-.") or "page"))
    blocks = [replace(block, text=clean(block.text)) for block in blocks]
    title = blocks[0].text if len(blocks) > 1 and len(blocks[0].text) < 200 else ""
    if title:
        layout += [Stretch(start=start, end=end, owner="title") for start, end in blocks[0].spans]
    # Nothing in a page is an operative paragraph, however it begins: more than one block keeps them all unnumbered.
    assembled = assemble(symbol, [*blocks[bool(title) :], Item(role="heading", text="")], language="en", report=True)
    return Document(
        symbol=symbol,
        title=title or (blocks[0].text if len(blocks) > 1 else stem),
        paragraphs=assembled.paragraphs,
        type="page",
        layout=in_order([*layout, *assembled.layout], text),
        text=text,
        format="text",
        source=name,
        anomalies=assembled.anomalies,
    )


def _title(lines: Sequence[_Line], symbol: Symbol) -> tuple[str, int]:
    """The title in the masthead and the line that it begins with; the number of lines where there is none."""
    short = re.escape(symbol.short)
    for index, line in enumerate(lines):
        if match := re.match(rf"{short}\.?\s+(\S.*)", line.text):
            rest = [other.text for other in lines[index + 1 :] if other.text and not SYMBOL_LINE.fullmatch(other.text)]
            return clean(" ".join([match[1], *rest])), index
    return "", len(lines)


def _numbered(text: str, lines: list[_Line], symbol: Symbol, name: str) -> Document:
    texts = [line.text for line in lines]
    start = next((i for i, line in enumerate(texts) if FORMULA.fullmatch(line) and _is_formula(texts, i)), None)
    resolution = start is not None
    above = lines[: start or 0]
    head = Masthead([line.text for line in above], symbol)
    title, at = _title(above, symbol)
    layout = [*_owned(above[:at], "masthead"), *_owned(above[at:], "title")]
    if start is not None:
        layout += lines[start].owned("formula")
    # Furniture can interrupt anything after the masthead; a report without a formula is cleaned from its beginning.
    body, zones, furniture = _without_furniture(lines[start + 1 if start is not None else 0 :], symbol, title)
    meeting, body, closing = _closing(body)
    restored = restore_hyphens([line.text for line in body])
    body = [replace(line, text=text) for line, text in zip(body, restored, strict=True)]
    notes = _Notes.read(zones, str(symbol))
    items = list(_items(body, title=title, resolution=resolution))
    items = [notes.take_marks(item) for item in items]
    assembled = assemble(symbol, items, report=not resolution)
    missing = [note.marker for note in notes.notes if note.id not in notes.placed]
    anomalies = [*assembled.anomalies, *(f"the mark of note {marker} was not found in the text" for marker in missing)]
    owned = [Stretch(start=a, end=b, owner=note.id) for note in notes.notes for a, b in note.spans]
    return Document(
        symbol=symbol,
        title=title,
        paragraphs=assembled.paragraphs,
        body=head.body(),
        type="resolution" if resolution else "report",
        session=head.session(),
        agenda_item=head.agenda_item(),
        adopted=head.adopted(),
        distributed=head.distributed(),
        meeting=meeting,
        committee=head.committee(),
        report=head.report(),
        original=head.original(),
        notes=tuple(notes.notes),
        layout=in_order([*layout, *furniture, *closing, *owned, *assembled.layout], text),
        text=text,
        format="text",
        source=name,
        anomalies=tuple(anomalies),
    )


def _closing(lines: list[_Line]) -> tuple[str, list[_Line], list[Stretch]]:
    """The meeting at which it was adopted, the lines without that closing and its date, and who owns the closing."""
    for index, line in enumerate(lines):
        if CLOSING.fullmatch(line.text):
            after = index + 1
            while after < len(lines) and (not lines[after].text or date(lines[after].text)):
                after += 1
            return line.text, [*lines[:index], *lines[after:]], _owned(lines[index:after], "closing")
    return "", lines, []


def _is_formula(lines: Sequence[str], index: int) -> bool:
    """The masthead names the body too; the formula is the line that a paragraph follows."""
    following = next((line for line in lines[index + 1 :] if line), "")
    return bool(preambular(following) or opening(following) or _NUMBER.match(following))


def _without_furniture(
    lines: Sequence[_Line], symbol: Symbol, title: str
) -> tuple[list[_Line], list[list[_Line]], list[Stretch]]:
    """Take away running heads, page marks, job numbers and bar codes; set the note zones of each page apart.

    Returns the lines that remain, each with its page; for each zone of notes its lines; and the furniture by name.
    """
    kept: list[_Line] = []
    zones: list[list[_Line]] = []
    furniture: list[Stretch] = []
    in_notes, page = False, 1
    texts = [line.text for line in lines]
    heads = _running_heads(texts, symbol, title)
    for index, line in enumerate(lines):
        match = _FURNITURE.fullmatch(line.text)
        if index in heads:
            page += index - 1 not in heads
            in_notes = False
            furniture += line.owned("furniture: running head")
        elif match and match["rule"]:
            in_notes = True
            zones.append([])
            furniture += line.owned("furniture: rule")
        elif match:
            furniture += line.owned(f"furniture: {_NAMES[match.lastgroup or 'page']}")
        elif re.fullmatch(r"\d{1,2}", line.text) and _is_old_page_mark(texts, index, heads):
            furniture += line.owned("furniture: page mark")
        elif in_notes:
            zones[-1].append(replace(line, page=page))
        else:
            kept.append(replace(line, page=page))
    return kept, zones, furniture


def _running_heads(lines: Sequence[str], symbol: Symbol, title: str) -> set[int]:
    """Lines that repeat the symbol and, beside it, the title (over one line or two) at the top of a page."""
    heads = {i for i, line in enumerate(lines) if line == str(symbol)}
    for index in list(heads):
        for step in (-1, 1):
            found, words = [], ""
            place = index + step
            while 0 <= place < len(lines) and abs(place - index) < 6:
                if lines[place]:
                    words = clean(f"{lines[place]} {words}" if step < 0 else f"{words} {lines[place]}")
                    if not title or words not in title:
                        break
                    found.append(place)
                    if words == title:
                        heads.update(found)
                        break
                place += step
    # Blank lines between the parts of one running head belong to it.
    for index in sorted(heads):
        place = index + 1
        while place < len(lines) and not lines[place] and place - index < 4:
            place += 1
        if place in heads:
            heads.update(range(index, place))
    return heads


def _is_old_page_mark(lines: Sequence[str], index: int, heads: set[int]) -> bool:
    """Before 2006 a page mark is a bare number at the foot: blank around it, a running head or the end after it."""
    following = next((i for i in range(index + 1, len(lines)) if lines[i]), None)
    return following is None or following in heads


_TERMINAL = regex(r"[;:,.][”\"’)]?(?:\s?\d{1,3})?$")


def _ends(text: str) -> bool:
    """Whether a line can be the last of a paragraph: it ends with a stop, perhaps with a note mark behind it."""
    return bool(_TERMINAL.search(text)) or not text


def _items(lines: Sequence[_Line], *, title: str, resolution: bool) -> Iterator[Item]:
    """Paragraphs in order, each number put back to the first line of its paragraph."""
    lines = _numbers_first([line for line in lines if line.text])
    current: Item | None = None
    in_preamble = resolution
    for line in lines:
        number, letter, annex = _NUMBER.fullmatch(line.text), _LETTER.fullmatch(line.text), _ANNEX.fullmatch(line.text)
        begun: Item | None = None
        if annex:
            begun = Item(role="annex", text=line.text, page=line.page, spans=line.spans)
            in_preamble = False
        elif number:
            begun, in_preamble = Item(role="num", label=number[1], text=number[2] or "", page=line.page, spans=line.spans), False
        elif letter and not in_preamble:
            begun = Item(role="sub", label=letter[1], text=letter[2] or "", page=line.page, spans=line.spans)
        elif current is None or _ends(current.text):
            if in_preamble and preambular(line.text):
                begun = Item(role="pre", text=line.text, page=line.page, spans=line.spans)
            elif (
                current is None
                or (in_preamble and line.text[:1].isupper() and current.text.endswith(":"))
                or (in_preamble and opening(line.text))
            ):
                begun = Item(role="block", text=line.text, page=line.page, spans=line.spans)
        if begun is None and current is not None:
            current = replace(current, text=f"{current.text} {line.text}", spans=(*current.spans, *line.spans))
            continue
        if current is not None:
            yield from _finished(current, title)
        current = begun
    if current is not None:
        yield from _finished(current, title)


def _finished(item: Item, title: str) -> Iterator[Item]:
    """An item with its text folded; a heading that repeats the title is taken off the block it begins."""
    text = clean(item.text)
    if item.role == "block" and title and text.startswith(title):
        spans, rest = _cut(item.spans, len("".join(title.split())), item.text)
        yield Item(role="heading", text=title, page=item.page, spans=spans)
        text = text[len(title) :].strip()
        if not text:
            return
        item = replace(item, spans=rest)
    yield replace(item, text=text)


def _cut(spans: Sequence[Span], letters: int, text: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The places of the first lines of an item, those that hold its first `letters` letters, and of the other lines."""
    seen, words = 0, text
    for index, (start, end) in enumerate(spans):
        seen += len("".join(words[: end - start].split()))
        words = words[end - start :].lstrip()
        if seen >= letters:
            return tuple(spans[: index + 1]), tuple(spans[index + 1 :])
    return tuple(spans), ()


def _numbers_first(lines: list[_Line]) -> list[_Line]:
    """Join a number or letter that stands on a line of its own to the first line of its paragraph.

    Three places were met: before the first line; after it; and before the last line of a paragraph of two lines whose first
    line comes after (61/208, para. 6).
    """
    out: list[_Line] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        alone = re.fullmatch(r"(?:\d{1,3}\.|\([a-z]{1,4}\))", line.text)
        if not alone:
            out.append(line)
            index += 1
            continue
        following = lines[index + 1].text if index + 1 < len(lines) else ""
        after_next = lines[index + 2].text if index + 2 < len(lines) else ""
        if out and _is_first_line(out, following):
            first = out.pop()
            out.append(replace(first, text=f"{line.text} {first.text}", spans=(*first.spans, *line.spans)))
            index += 1
        elif _ends(following) and opening(after_next) and not opening(following) and not _ends(after_next):
            spans = (*line.spans, *lines[index + 2].spans, *lines[index + 1].spans)
            out.append(replace(line, text=f"{line.text} {after_next} {following}", spans=spans))
            index += 3
        else:
            spans = (*line.spans, *(lines[index + 1].spans if index + 1 < len(lines) else ()))
            out.append(replace(line, text=f"{line.text} {following}".strip(), spans=spans))
            index += 2
    return out


def _is_first_line(out: Sequence[_Line], following: str) -> bool:
    """Whether the line before a lone number is the first line of the numbered paragraph."""
    before = out[-1].text
    if not before[:1].isupper() or _NUMBER.fullmatch(before) or _LETTER.fullmatch(before):
        return False
    if len(out) > 1 and not _ends(out[-2].text):
        return False
    if following[:1].islower():
        return True
    return not _ends(before) and not (opening(following) and not opening(before))


_MARK = regex(
    r"(?P<before>[A-Za-z”’)\]][,;.:]?|\d[,;.:]|\d(?= )|(?<!\d)(?:19|20)\d\d(?=\d))(?P<space> ?)(?P<mark>\d{1,3})"
    r"(?=[\s,;.:)]|$)"
)


@dataclass
class _Notes:
    """The footnotes of a document, and the search for their marks in the text.

    A mark met for the first time stands after a space ("dignity, 2 which") and the marks come in order, so a figure is a
    mark only when it is the next one due; a mark met again is printed close to its word ("Rights2").
    """

    notes: list[Note]
    placed: set[str] = field(default_factory=set)
    _due: int = 1

    @classmethod
    def read(cls, zones: Sequence[Sequence[_Line]], document: str) -> _Notes:
        notes: list[Note] = []
        for zone in zones:
            expected = max((int(note.marker) for note in notes), default=0) + 1
            lines = [line for line in zone if line.text]
            texts, markers = _split_zone([line.text for line in lines], expected)
            places = _zone_spans(lines, texts, markers)
            for marker, text, spans in zip(markers, texts, places, strict=True):
                page = lines[0].page
                notes.append(
                    Note(id=f"{document}#note-{marker}", marker=str(marker), text=clean(text), page=page, spans=tuple(spans))
                )
        return cls(notes=notes)

    def take_marks(self, item: Item) -> Item:
        """The item without the marks in its text, and with the ids of the notes they belong to."""
        if not self.notes:
            return item
        by_number = {int(note.marker): note.id for note in self.notes}
        found: list[str] = []

        def mark(match: re.Match[str]) -> str:
            number, spaced = int(match["mark"]), bool(match["space"])
            known = by_number.get(number)
            # A close mark may be up to two ahead of the one due: a mark that was lost must not hide those behind it.
            if known is None or (number != self._due if spaced else number > self._due + 2):
                return match[0]
            if spaced and not self._is_mark(item.text, match):
                return match[0]
            self._due = max(self._due, number + 1)
            self.placed.add(known)
            found.append(known)
            return match["before"]

        text = _MARK.sub(mark, item.text)
        return replace(item, text=clean(text), notes=tuple(dict.fromkeys(found)))

    @staticmethod
    def _is_mark(text: str, match: re.Match[str]) -> bool:
        after = text[match.end() :].split()
        before = text[: match.start("space")].split()
        if after and (after[0].strip(",.;") in MONTHS or re.fullmatch(r"(?:per|million|billion)", after[0])):
            return False
        if len(after) > 2 and after[0] in ("and", "to") and after[1].isdigit() and after[2].strip(",.;") in MONTHS:
            return False
        return not before or before[-1].lower() not in (
            """of on to and or in no. tables table paragraph paragraphs chapter article item items goal goals session""".split()
        )


def _split_zone(lines: list[str], expected: int) -> tuple[list[str], list[int]]:
    """Texts and numbers of the notes in one zone.

    pdftotext may give the marks before, between or after the texts; they are a run of consecutive numbers, so the run is
    read first and the remaining lines are cut into as many texts, at lines that begin like a note.
    """
    marks = sorted(int(line) for line in lines if re.fullmatch(r"\d{1,3}", line))
    run = [n for n in range(expected, expected + len(marks)) if n in marks]
    texts: list[str] = []
    fresh = True
    for line in lines:
        if re.fullmatch(r"\d{1,3}", line) and int(line) in run:
            fresh = True
        elif texts and not fresh and (len(texts) >= len(run) or not _begins_note(texts[-1], line)):
            texts[-1] += f" {line}"
        elif not texts or fresh or _begins_note(texts[-1], line):
            texts.append(line)
            fresh = False
    while len(texts) > len(run) and len(texts) > 1:
        last = texts.pop()
        texts[-1] += f" {last}"
    # A zone that lost its marks is one note, with the number that is due.
    run = run[: len(texts)] or [expected] * bool(texts)
    return texts, run


def _begins_note(previous: str, line: str) -> bool:
    return previous.rstrip().endswith(".") and bool(re.match(r"(?:Ibid|See|Resolution|United Nations|A/|E/|S/|Official)", line))


def _zone_spans(lines: Sequence[_Line], texts: Sequence[str], markers: Sequence[int]) -> list[list[Span]]:
    """For each note of a zone the places of its mark and its lines: the lines in order fill the texts in order."""
    spans: list[list[Span]] = [[] for _ in texts]
    marks = {str(marker): index for index, marker in enumerate(markers)}
    note, left = 0, texts[0] if texts else ""
    for line in lines:
        if line.text in marks and not left.startswith(line.text):
            spans[marks.pop(line.text)] += line.spans
            continue
        while not left.strip() and note + 1 < len(texts):
            note += 1
            left = texts[note]
        if spans:
            spans[note] += line.spans
        left = left.removeprefix(line.text).lstrip()
    return spans
