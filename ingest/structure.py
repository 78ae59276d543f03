"""Lines of a printed or typed document -> paragraphs: what `hld.ingest.layout` describes becomes a `Document`.

The reader says what it knows of each line (a note, furniture, a heading, the beginning of a paragraph); what it leaves open
is decided here from the words: the enacting formula, the title, numbers and letters, annexes, the closing. Every line ends
in exactly one paragraph, note, heading or declared piece of furniture.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from hld.ingest.grammar import opening, preambular
from hld.ingest.language import detect
from hld.ingest.layout import Line, Source
from hld.ingest.masthead import CLOSING, FORMULA, SYMBOL_LINE, Masthead, date, find_symbol
from hld.ingest.models import Document, Note, Stretch
from hld.ingest.paragraphs import Item, assemble, clean, in_order, joined
from hld.ingest.regex import regex
from hld.ingest.symbols import PAGE, Reference, Symbol, SymbolError, normalise

_NUMBER = regex(r"(\d{1,3})\s?(?:[.．、]|-(?=\s))(?!\d)\s*(?P<rest>\S.*|)")
_LETTER = regex(r"[(（]?\s?([a-z]{1,4})\s?[)）]\s*(?P<rest>\S.*|)")
_ANNEX = regex(
    r"(?:Annex(?:e|es)?|Anexos?|Приложение|(?:ال)?مرفق|附件|ANNEXE?|ANEXO|Appendix)(?:\s+(?:[IVX]+|\d{1,2}|[A-Z]))?\*?",
)
_SECTION = regex(r"([IVX]{1,6}|[A-Z])\.?")
_BULLET = regex(r"[•●▪‣–—]\s+")
_ENDS = regex(r"[;:,.。；：，؛،][”\"’»)]?$")


def read(source: Source) -> list[Document]:
    """The document in a source: a resolution, a report with numbered paragraphs, or a page of plain blocks."""
    return [_Reading(source).document()]


def _spans(line: Line) -> tuple[tuple[int, int], ...]:
    return ((line.start, line.end),) if line.end > line.start else ()


def _boxes(line: Line) -> tuple[tuple[int, tuple[float, float, float, float]], ...]:
    return ((line.page, line.box),) if line.box else ()


@dataclass
class _Reading:
    """One source on its way to a document."""

    source: Source
    layout: list[Stretch] = field(default_factory=list)
    anomalies: list[str] = field(default_factory=list)

    def document(self) -> Document:
        above, title_lines, body = self._parts()
        furniture = [line.text for line in self.source.lines if line.role == "furniture"]
        texts = [line.text for line in above]
        symbol = self._symbol(texts, title_lines, furniture)
        language = self.source.language or detect(" ".join(line.text for line in body if line.role == "body")) or "en"
        head = Masthead([*texts, *furniture], symbol)
        title = clean(" ".join(line.text for line in title_lines)) or clean(self.source.title)
        title = re.sub(rf"^{re.escape(symbol.short)}\.?\s+", "", title)
        resolution = self.formula is not None or (symbol.is_resolution and not symbol.is_page)
        notes = self._notes(str(Reference(symbol=symbol, language=language)))
        body, meeting, closed = self._closing([line for line in body if line.role not in ("note", "furniture")])
        words = _Words(body)
        items = list(_items(body, notes, words, resolution=resolution, english=language == "en"))
        page = symbol.is_page or not (resolution or any(item.role == "num" for item in items))
        assembled = assemble(symbol, items, language=language, report=not resolution)
        placed = {note for item in items for note in item.notes}
        placed |= {notes.get(mark, "") for line in self.source.lines if line.role != "body" for _, mark in line.marks}
        lost = [mark for mark, note in notes.items() if note not in placed]
        return Document(
            symbol=symbol,
            title=title or symbol.short.removeprefix(PAGE),
            paragraphs=assembled.paragraphs,
            language=language,
            body=head.body(),
            type="page" if page else "resolution" if resolution else "report",
            session=head.session(),
            agenda_item=head.agenda_item(),
            # Before the 1990s ended, the date of adoption stood below the text alone.
            adopted=head.adopted() or (closed if resolution else None),
            distributed=head.distributed(),
            meeting=meeting,
            committee=head.committee(),
            report=head.report(),
            original=head.original(),
            notes=self.notes,
            text=self.source.text,
            layout=in_order([*self.layout, *assembled.layout], self.source.text),
            ocr=self.source.ocr,
            format=self.source.format,
            source=self.source.name,
            anomalies=(
                *self.source.anomalies,
                *self.anomalies,
                *assembled.anomalies,
                *(f"the mark of note {mark} was not found in the text" for mark in lost),
            ),
        )

    def _own(self, lines: Sequence[Line], owner: str) -> None:
        self.layout += [Stretch(start=start, end=end, owner=owner) for line in lines for start, end in _spans(line)]

    def _parts(self) -> tuple[list[Line], list[Line], list[Line]]:
        """The lines above the title, those of the title, and those below the enacting formula (or below the title)."""
        lines = [line for line in self.source.lines if line.role != "furniture"]
        for line in self.source.lines:
            if line.role == "furniture":
                self._own([line], f"furniture: {line.label or 'other'}")
        self.formula = next((i for i, line in enumerate(lines) if _is_formula(lines, i)), None)
        last = max((i for i, line in enumerate(lines[:400]) if line.role in ("masthead", "title")), default=-1)
        start = last + 1 if self.formula is None else self.formula + 1
        head = [line for line in lines[: start if self.formula is None else self.formula] if line.role != "note"]
        if self.formula is not None:
            self._own([lines[self.formula]], "formula")
        title = [line for line in head if line.role == "title"]
        if not title and self.formula is not None:
            title = _untold_title(head)
        above = [line for line in head if line not in title]
        self._own(above, "masthead")
        self._own(title, "title")
        notes = [line for line in lines[:start] if line.role == "note"]
        return above, title, [*notes, *lines[start:]]

    def _symbol(self, above: Sequence[str], title: Sequence[Line], furniture: Sequence[str]) -> Symbol:
        own = [self.source.symbol] if self.source.symbol else []
        if found := find_symbol([*own, *above, *furniture]):
            # "A/RES/73/3" and, in a file of a part, the letter that only the title carries.
            return found
        for line in title:
            if match := re.match(r"(\d{1,4}/\d{1,3}(?: [A-Z](?=\.))?)\.?\s", f"{line.label} {line.text}".strip() + " "):
                try:
                    return Symbol.parse(match[1])
                except SymbolError:
                    continue
        stem = normalise(re.sub(r"\.(?:en|fr|es|ru|ar|zh)$", "", PurePath(self.source.name).stem))
        return Symbol(PAGE + (re.sub(r"[^\w.\-]+", "-", stem).strip("-.") or "page"))

    def _notes(self, document: str) -> dict[str, str]:
        """The notes of the source, kept in `notes`; returns the id of each mark."""
        found: list[list[Line]] = []
        for line in self.source.lines:
            if line.role != "note":
                continue
            if line.label or not found:
                found.append([line])
            else:
                found[-1].append(line)
        highest = max((int(lines[0].label) for lines in found if lines[0].label.isdecimal()), default=0)
        notes: list[Note] = []
        ids: dict[str, str] = {}
        used: set[int] = set()
        for lines in found:
            marker = lines[0].label
            number = int(marker) if marker.isdecimal() and int(marker) not in used else 0
            if not number:
                highest += 1
                number = highest
                if marker.isdecimal():
                    self.anomalies.append(f"the mark {marker} stands at more than one note")
            used.add(number)
            note = Note(
                id=f"{document}#note-{number}",
                marker=marker,
                text=clean(_Words(lines).join(line.text for line in lines)),
                page=lines[0].page,
                spans=tuple(span for line in lines for span in _spans(line)),
                boxes=tuple(box for line in lines for box in _boxes(line)),
            )
            self._own(lines, note.id)
            notes.append(note)
            ids.setdefault(marker, note.id)
        self.notes = tuple(notes)
        return ids

    def _closing(self, lines: list[Line]) -> tuple[list[Line], str, dt.date | None]:
        """The lines without the closing of a resolution, the meeting it names, and its date."""
        for index, line in enumerate(lines):
            if line.role in ("body", "heading") and CLOSING.fullmatch(line.text.strip()):
                after = index + 1
                while after < len(lines) and len(lines[after].text) < 40 and date(lines[after].text):
                    after += 1
                self._own(lines[index:after], "closing")
                closed = next((found for other in lines[index:after] if (found := date(other.text))), None)
                return [*lines[:index], *lines[after:]], line.text.strip(), closed
        return lines, "", None


def _is_formula(lines: Sequence[Line], index: int) -> bool:
    """The masthead names the organ too; the formula is the line that a paragraph follows."""
    line = lines[index]
    if line.role == "masthead" and line.label == "formula":
        return True
    if line.role in ("note", "table") or not FORMULA.fullmatch(line.text.strip()):
        return False
    return line.text.strip().endswith((",", "،", "，")) or (index > 0 and line.role == "body" and line.italic)


def _untold_title(head: Sequence[Line]) -> list[Line]:
    """The title where the reader did not tell it: from the line that begins with the resolution's number to the formula."""
    for index, line in enumerate(head):
        if re.match(r"(?:\d{1,3}|S-\d+|ES-\d+)/\d{1,3}(?: [A-Z])?\.\s|\d{1,4} \([A-Z\d]+\)\.?\s|\d{1,4} \(\d{4}\)", line.text):
            return [other for other in head[index:] if not SYMBOL_LINE.fullmatch(other.text)]
    return []


class _Words:
    """How lines are joined: a hyphen at a line's end is kept unless the document writes the word without one elsewhere."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._whole = {w.lower() for line in lines for w in re.findall(r"[^\W\d_]{4,}(?![\w-])", line.text)}
        self._hyphened = {w.lower() for line in lines for w in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)+(?!-)", line.text)}

    def join(self, texts: Iterator[str] | Sequence[str]) -> str:
        """The texts of consecutive lines as one."""
        out = ""
        for text in texts:
            out = self.add(out, text) if out else text
        return out

    def add(self, before: str, after: str) -> str:
        """A text and the line that follows it."""
        if not before.endswith(("-", "\u2010", "\u00ad")) or not after[:1].isalpha() or before[-2:-1] in ("", " "):
            return f"{before} {after}".strip() if not _wide(before, after) else before + after
        left, right = re.search(r"[\w-]*$", before[:-1]), re.match(r"[\w-]*", after)
        whole = f"{left[0] if left else ''}{right[0] if right else ''}".lower()
        hyphened = f"{left[0] if left else ''}-{right[0] if right else ''}".lower()
        drops = before.endswith("\u00ad") or (whole in self._whole and hyphened not in self._hyphened)
        return before[:-1] + after if drops else before[:-1] + "-" + after


def _wide(before: str, after: str) -> bool:
    """Whether two lines meet between Chinese characters, where no space is written."""
    return bool(before and after) and "\u2e80" <= before[-1] <= "\uffef" and "\u2e80" <= after[0] <= "\uffef"


def _items(lines: Sequence[Line], notes: dict[str, str], words: _Words, *, resolution: bool, english: bool) -> Iterator[Item]:
    """Paragraphs and headings in order."""
    current: Item | None = None
    in_preamble, number = resolution, 0
    numbered = any(_label(line)[0].isdecimal() for line in lines if line.role == "body")
    for line in lines:
        label, text = _label(line)
        ids = tuple(dict.fromkeys(notes[mark] for _, mark in line.marks if mark in notes))
        item = Item(role="block", text=text, page=line.page, notes=ids, spans=_spans(line), boxes=_boxes(line))
        if line.role == "heading" or _ANNEX.fullmatch(line.text.strip()):
            role = "annex" if _ANNEX.fullmatch(line.text.strip()) else "section" if _SECTION.fullmatch(label) else "heading"
            begun = replace(item, role=role, label=label.rstrip("."), text=line.text.strip())
            in_preamble, number = in_preamble and role != "annex", 0 if role == "annex" else number
        elif line.role == "table":
            begun = item
        elif line.begins is False and not line.label and current is not None and current.role not in ("heading", "annex"):
            begun = None
        elif label.isdecimal() and (line.label or line.begins or int(label) in (number + 1, 1)):
            begun, in_preamble, number = replace(item, role="num", label=label), False, int(label)
        elif label and not in_preamble and not label.isdecimal():
            begun = replace(item, role="sub", label=label)
        else:
            item = replace(item, text=line.text.strip())
            begun = _plain(item, line, current, in_preamble, english=english, numbered=numbered)
        if begun is None and current is not None:
            current = joined(replace(current, text=words.add(current.text, item.text)), replace(item, text=""), "")
            continue
        if current is not None:
            yield replace(current, text=clean(current.text))
        current = begun
    if current is not None:
        yield replace(current, text=clean(current.text))


def _label(line: Line) -> tuple[str, str]:
    """The number or letter of a line and the words behind it."""
    text = line.text.strip()
    if line.label:
        return line.label.strip("()（）. ").lower() if line.role == "body" else line.label, text
    if line.role == "body":
        for pattern in (_NUMBER, _LETTER):
            if match := pattern.fullmatch(text):
                return match[1], match["rest"]
    return "", text


def _plain(item: Item, line: Line, current: Item | None, in_preamble: bool, *, english: bool, numbered: bool) -> Item | None:
    """The item that a line without a label begins, or None where it goes on with the one before."""
    if line.begins is None and current is not None and current.role != "heading" and not _ENDS.search(current.text):
        return None
    bare = replace(item, text=_BULLET.sub("", item.text, count=1))
    begins = bool(line.begins) or current is None or current.role in ("heading", "annex", "section")
    if in_preamble and preambular(item.text):
        return replace(item, role="pre")
    if in_preamble and not english and numbered and begins:
        return replace(item, role="pre")
    if begins or (in_preamble and opening(item.text)) or _BULLET.match(item.text):
        return bare
    return None
