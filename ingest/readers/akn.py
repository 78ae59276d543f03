"""Akoma Ntoso for the United Nations (AKN4UN), as UNxml/GAresolutions publishes General Assembly resolutions.

The paragraph number is read from ``<num>``: ``eId`` counts words, not paragraphs. One file may hold several resolutions
(77/256 A and B); each becomes a document of its own. Entities are never resolved and nothing is fetched.

The text of the source is all text of the file in its order, with a line feed for each ``<eol>``; comments and processing
instructions are no part of it. Each element knows from where to where it stands in that text, so that a paragraph is a
selection of the source and never a copy; what stands between elements where no text is expected becomes a block.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]: a C extension without stubs

from hld.ingest.errors import UnreadableError
from hld.ingest.grammar import preambular
from hld.ingest.layout import Span
from hld.ingest.models import Document, Note, Paragraph, Stretch
from hld.ingest.paragraphs import Item, assemble, clean, in_order
from hld.ingest.regex import regex
from hld.ingest.symbols import ROMAN, Reference, Symbol, SymbolError

_LANGUAGES = {"eng": "en", "fra": "fr", "fre": "fr", "spa": "es", "rus": "ru", "ara": "ar", "zho": "zh", "chi": "zh"}
_SECTION = regex(rf"({ROMAN}|[A-Z])\.?")
_ANNEX = regex(
    r"(?:Annexe?|Anexo|Приложение|(?:ال)?مرفق|附件)(?:\s*([IVX]+|\d{1,2}|[一二三四五六七八九十]|الأول|الثاني|الثالث|الرابع))?\*?",
    re.IGNORECASE,
)
_HEADED = {"H1", "H4", "H23", "HCh", "HCh0"}
_HEADINGS = {"heading", "subheading", "crossHeading"}
_LISTS = {"list", "sublist", "blockList"}
_ITEMS = {"paragraph", "point", "item"}
_CONTAINERS = {"section", "container", "intro", "content", *_LISTS}
_BLOCKS = {"p", "num", "table", "mainBody", "preamble", *_CONTAINERS, *_ITEMS, *_HEADINGS}
_COMMAS = (",", "،", "，")


def read(data: bytes, name: str) -> list[Document]:
    """The documents in an AKN file.

    Raises:
        UnreadableError: when the bytes are not well-formed XML, or not Akoma Ntoso.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableError(f"{name} is not well-formed XML: {error}.", "Download the file again.") from error
    if root is None or _name(root) != "akomaNtoso":
        raise UnreadableError(f"{name} is XML, but not Akoma Ntoso.", "Give an AKN4UN file of a resolution.")
    source = _Source(root)
    # A statement inside another is no document of its own; AKN knows none.
    found = source.named.get("statement", [])
    statements = [node for node in found if all(above.name != "statement" for above in _above(node))]
    if not statements:
        raise UnreadableError(f"{name} holds no resolution.", "Give an AKN4UN file with a <statement>.")
    head = _Head(source, name)
    return [_document(statement, statements, source, head, name=name) for statement in statements]


def _name(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


@dataclass(slots=True, eq=False)
class _Node:
    """An element and the stretch of the source's text it encloses. `notes` are the outermost notes inside it."""

    name: str
    attributes: Mapping[str, str]
    start: int
    end: int = 0
    children: list[_Node] = field(default_factory=list)
    notes: list[_Node] = field(default_factory=list)
    mark: Span = (0, 0)
    parent: _Node | None = None

    def get(self, key: str) -> str:
        """An attribute, empty where it is not given."""
        return self.attributes.get(key) or ""


class _Source:
    """The text of a file, and its elements by name, in order."""

    def __init__(self, root: etree._Element) -> None:
        self.named: dict[str, list[_Node]] = {}
        self._parts: list[str] = []
        self._length = 0
        self.root = self._place(root, None)
        self.text = "".join(self._parts)
        language = self.find("FRBRlanguage")
        self.language = _LANGUAGES.get(language.get("language") if language else "", "en")
        # A list in the Russian alphabet has a "б)"; without one а), е), с) are Latin letters typed on a Russian keyboard.
        places = [node for name in ("num", "p") for node in self.named.get(name, ())] if self.language == "ru" else []
        self.russian_letters = any(re.match(r"\s*\(?б\)", self.text[n.start : min(n.end, n.start + 40)]) for n in places)
        self._set_marks()

    def _set_marks(self) -> None:
        """Where the mark of each note stands: at the note, with the brackets that Arabic puts around it, outside the note."""
        taken = 0
        for note in self.named.get("authorialNote", ()):
            note.mark, parent = (note.start, note.end), note.parent
            if parent is None or any(above.name == "authorialNote" for above in _above(note)):
                continue
            start, end = note.start - 1, note.end + 1
            bracketed = self.text[start : note.start] == "(" and self.text[note.end : end] == ")"
            if bracketed and start >= max(taken, parent.start) and end <= parent.end:
                note.mark = (start, end)
            elif note.start < taken:
                note.mark = (taken, max(taken, note.end))
            taken = note.mark[1]

    def _place(self, element: etree._Element, parent: _Node | None) -> _Node:
        node = _Node(name=_name(element), attributes=element.attrib, start=self._length, parent=parent)
        self.named.setdefault(node.name, []).append(node)
        self._add("\n" if node.name == "eol" else element.text)
        for child in element:
            if isinstance(child.tag, str):
                inner = self._place(child, node)
                node.children.append(inner)
                node.notes += [inner] if inner.name == "authorialNote" else inner.notes
            self._add(child.tail)
        node.end = self._length
        return node

    def _add(self, text: str | None) -> None:
        if text:
            self._parts.append(text)
            self._length += len(text)

    def pieces(self, node: _Node) -> list[Span]:
        """The stretches of an element without its notes."""
        if not node.notes:
            return [(node.start, node.end)]
        out, place = [], node.start
        for note in node.notes:
            start, end = note.mark
            out.append((place, max(start, place)))
            place = max(place, min(end, node.end))
        return [*out, (place, node.end)]

    def words(self, node: _Node) -> str:
        """The words of an element without those of its notes, white space folded."""
        return self.folded("".join(self.text[start:end] for start, end in self.pieces(node)))

    def folded(self, text: str) -> str:
        """Text with white space folded. French sets a space before a semicolon and a colon, the others do not."""
        if self.language == "fr":
            return re.sub(r" +([,.])(?=\s|$)", r"\1", " ".join(text.split()))
        return clean(text)

    def spans(self, *nodes: _Node) -> tuple[Span, ...]:
        """The stretches of elements that follow one another, trimmed; those with only white space between are one."""
        return self.trimmed(piece for node in nodes for piece in self.pieces(node))

    def trimmed(self, pieces: Iterable[Span]) -> tuple[Span, ...]:
        """Stretches without the white space at their ends; those with only white space between are one."""
        out: list[Span] = []
        for start, end in pieces:
            text = self.text[start:end]
            bare = text.strip()
            if not bare:
                continue
            start += len(text) - len(text.lstrip())
            end = start + len(bare)
            if out and not self.text[out[-1][1] : start].strip():
                out[-1] = (out[-1][0], end)
            else:
                out.append((start, end))
        return tuple(out)

    def inside(self, node: _Node) -> Iterator[_Node]:
        """The elements in an element but its notes, and any text between them as an element without a name."""
        place = node.start
        for child in node.children:
            note = child.name == "authorialNote"
            start, end = child.mark if note else (child.start, child.end)
            if self.text[place:start].strip():
                yield _Node(name="", attributes={}, start=place, end=start)
            if not note:
                yield child
            place = end
        if self.text[place : node.end].strip():
            yield _Node(name="", attributes={}, start=place, end=node.end)

    def find(self, name: str, within: _Node | None = None, /, **attributes: str) -> _Node | None:
        """The first element of this name with these attributes."""
        for node in self.named.get(name, ()):
            if (within is None or within.start <= node.start <= node.end <= within.end) and all(
                node.get(key) == value for key, value in attributes.items()
            ):
                return node
        return None


def _above(node: _Node) -> Iterator[_Node]:
    """The elements an element stands in, from the innermost."""
    while node.parent is not None:
        node = node.parent
        yield node


def _date(node: _Node | None) -> dt.date | None:
    """The date attribute of an element, None where it is missing or no date."""
    try:
        return dt.date.fromisoformat(node.get("date")) if node is not None else None
    except ValueError:
        return None


class _Head:
    """What the cover page says, shared by all resolutions of a file."""

    def __init__(self, source: _Source, name: str) -> None:
        self._source = source
        symbol = self._text("docNumber", refersTo="#symbol") or self._text("docNumber", refersTo="", name="")
        try:
            self.symbol = Symbol.parse(re.sub(r"\s*\*+$", "", symbol))
        except SymbolError as error:
            raise UnreadableError(f"{name} does not name its symbol ({symbol!r}).", "Check the cover page.") from error
        session = source.find("session")
        number = session.get("value") if session else ""
        self.session = int(number) if number.isdecimal() else None
        item = source.find("inline", name="agenda item")
        printed = item.get("title") or source.words(item) if item else ""
        self.agenda_item = re.sub(r"^\D*?(?=\d)", "", printed).strip()
        self.distributed = _date(source.find("docDate", refersTo="#dateOfIssuance"))
        self.adopted = _date(source.find("docDate", refersTo="#adoptionDate"))
        self.report = re.sub(r", para(?:graph|s?\.).*$", "", self._text("inline", name="originating document"))
        committee = re.search(r"report of the (.+? Committee)", self._text("docProponent"))
        self.committee = committee[1] if committee else ""
        self.body = self._text("docAuthority", refersTo="#issuingBody")
        self.title = self._title()

    def _text(self, name: str, /, **attributes: str) -> str:
        node = self._source.find(name, **attributes)
        return self._source.words(node) if node else ""

    def _title(self) -> str:
        for preface in self._source.named.get("preface", ()):
            title = self._source.find("docTitle", preface)
            if text := self._source.words(title or preface):
                return re.sub(r"^\d+/\d+\.\s*", "", text)
        return ""


def _document(statement: _Node, statements: Sequence[_Node], source: _Source, head: _Head, *, name: str) -> Document:
    symbol, title = head.symbol, head.title
    if len(statements) > 1:
        preface = next((child for child in statement.children if child.name == "preface"), None)
        if match := re.match(r"([A-Z])(?:\s+(.*))?$", source.words(preface) if preface else ""):
            base = re.sub(r" [A-Z](-[A-Z])?$", "", str(symbol))
            symbol, title = Symbol(f"{base} {match[1]}"), f"{title}: {match[2]}" if match[2] else title
    others = [node for node in statements if node is not statement]
    walker = _Walker(source, str(Reference(symbol=symbol, language=source.language)))
    walker.collect_notes(others)
    walker.surroundings(source.root, statement, others)
    items = _settled(list(walker.items(statement)), source.language, walker.anomalies)
    tails, items = _tails(items, source.language)
    assembled = assemble(symbol, items, language=source.language)
    paragraphs, layout = _with_tails(assembled.paragraphs, tails)
    meeting = source.find("inline", statement, name="adoptionMeeting")
    meeting = meeting or source.find("location", statement, refersTo="#adoptionMeeting")
    return Document(
        symbol=symbol,
        title=title,
        paragraphs=paragraphs,
        language=source.language,
        body=head.body,
        session=head.session,
        agenda_item=head.agenda_item,
        adopted=_date(source.find("docDate", statement, refersTo="#adoptionDate")) or head.adopted,
        distributed=head.distributed,
        meeting=source.words(meeting) if meeting else "",
        committee=head.committee,
        report=head.report,
        notes=tuple(walker.notes),
        text=source.text,
        layout=in_order([*walker.layout, *assembled.layout, *layout], source.text),
        format="akn",
        source=name,
        anomalies=(*walker.anomalies, *assembled.anomalies),
    )


# How a number or a letter is printed in the six languages; all are written as English prints them.
_NUMBER = regex(r"(\d{1,4})\s*(?:[.。、]|[-–—])?")
_BRACKETED = regex(r"[(\[‘'’]?\s*([^\W\d_]{1,5}ـ?|\d{1,2})\s*[)\]’']")
_TYPED_LETTER = regex(
    r"[(（]?\s*(?:[a-z]{1,5}|[\u0430-\u044f]|[\u0621-\u064a\ufe80-\ufefc]{1,2}|[一二三四五六七八九十])\s*[)）]\s*(?=\S)"
)
_TYPED_NUMBER = regex(r"(\d{1,3})\s*(?:[.．、]\s*|[-–]\s+)(?=[^\W\d_])")
_BARE_NUMBER = regex(r"(\d{1,3})\s+(?=[^\W\d_])")
_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"
_LOOKALIKES = str.maketrans("аеорсухі", "aeopcyxi")
_CHINESE = "一二三四五六七八九十"
_ALIF = str.maketrans("اإآ", "أأأ", "ـ")
_ROMANS = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split()


def _alphabetic(place: int) -> str:
    """The letter in this place of a list, counted from 0: a b … z aa bb."""
    return chr(97 + place % 26) * (place // 26 + 1)


def _letter(printed: str, source: _Source) -> str:
    """The letter or roman numeral that English prints for a letter in brackets, or an empty string.

    Arabic letters count in the order of the abjad, Russian ones in that of their alphabet; Chinese numerals and, in Arabic,
    figures stand where English has i, ii, iii.
    """
    match = _BRACKETED.fullmatch(unicodedata.normalize("NFKC", printed).strip().lower())
    if not match:
        return ""
    core = match[1].translate(_ALIF)
    if core.isdecimal():
        return _ROMANS[int(core) - 1] if source.language == "ar" and 0 < int(core) <= len(_ROMANS) else ""
    if source.russian_letters and core in _RUSSIAN:
        return _alphabetic(_RUSSIAN.index(core))
    if core in _ABJAD:
        return _alphabetic(_ABJAD.index(core))
    if core in _CHINESE:
        return _ROMANS[_CHINESE.index(core)]
    core = core.translate(_LOOKALIKES)
    return core if core.isascii() and core.isalpha() else ""


_ANNEXES: tuple[Sequence[str], ...] = (
    "I II III IV V VI VII VIII IX X".split(),
    "1 2 3 4 5 6 7 8 9 10".split(),
    list(_CHINESE),
    "الأول الثاني الثالث الرابع".split(),
)


def _next_annex(numeral: str) -> str:
    """The numeral of the annex after this one, empty where it has none."""
    row = next((row for row in _ANNEXES if numeral in row[:-1]), None)
    return row[row.index(numeral) + 1] if row else ""


def _figure(printed: str) -> str:
    """The figures of a printed number ("3.", "٣ -", "３．"), or an empty string."""
    match = _NUMBER.fullmatch(unicodedata.normalize("NFKC", printed).strip())
    return str(int(match[1])) if match else ""


@dataclass
class _Walker:
    """Walks one resolution in order. What it does not know it reads as blocks; no text is left out."""

    source: _Source
    document: str
    notes: list[Note] = field(default_factory=list)
    layout: list[Stretch] = field(default_factory=list)
    anomalies: list[str] = field(default_factory=list)
    ids: dict[int, str] = field(default_factory=dict)
    number: int = 0
    following: str = ""
    fresh_annex: bool = False
    annex: str = ""

    def collect_notes(self, others: Sequence[_Node]) -> None:
        """Give every note outside the other resolutions of the file its id. A note printed twice is one note."""
        found = [n for n in self.source.named.get("authorialNote", ()) if not any(above in others for above in _above(n))]
        markers = [note.get("marker").strip() for note in found]
        highest = max((int(marker) for marker in markers if marker.isdecimal()), default=0)
        known: dict[tuple[str, str], int] = {}
        used: set[int] = set()
        for node, marker in zip(found, markers, strict=True):
            text = re.sub(r"^\(\s*\)\s*", "", self.source.words(node))
            outside = ((node.mark[0], node.start), *self.source.pieces(node), (node.end, node.mark[1]))
            spans = self.source.trimmed(piece for piece in outside if piece[0] < piece[1])
            place = known.get((marker, text))
            if place is None:
                number = int(marker) if marker.isdecimal() and int(marker) not in used else 0
                if not number:
                    highest += 1
                    number = highest
                    if marker.isdecimal():
                        self.anomalies.append(f"the mark {marker} stands at more than one note")
                used.add(number)
                place = known[marker, text] = len(self.notes)
                self.notes.append(Note(id=f"{self.document}#note-{number}", marker=marker, text=text, spans=spans))
            else:
                self.notes[place] = replace(self.notes[place], spans=(*self.notes[place].spans, *spans))
            self.ids[id(node)] = self.notes[place].id
            self._own(spans, self.notes[place].id)

    def surroundings(self, node: _Node, statement: _Node, others: Sequence[_Node]) -> None:
        """What stands outside the resolution: the cover page of all resolutions of the file, and the others."""
        holders = [statement, *_above(statement)]
        elsewhere = [*others, *(above for other in others for above in _above(other))]
        for child in self.source.inside(node):
            if child is statement:
                continue
            if child in holders:
                self.surroundings(child, statement, others)
            elif child in elsewhere:
                self._own(self.source.trimmed([(child.start, child.end)]), "furniture: another resolution of this file")
            else:
                self._own(self.source.spans(child), "title" if child.name == "preface" else "masthead")

    def items(self, statement: _Node) -> Iterator[Item]:
        """The items of a resolution in order."""
        for child in self.source.inside(statement):
            match child.name:
                case "meta" | "coverPage" | "presentation":
                    self._own(self.source.spans(child), "masthead")
                case "preface":
                    self._own(self.source.spans(child), "title")
                case "conclusions":
                    self._own(self.source.spans(child), "closing")
                case "preamble":
                    yield from self._preamble(child)
                case "attachments":
                    for attachment in self.source.inside(child):
                        yield from self._attachment(attachment)
                case _:
                    yield from self._body([child])

    def _own(self, spans: Iterable[Span], owner: str) -> None:
        self.layout += [Stretch(start=start, end=end, owner=owner) for start, end in spans]

    def _preamble(self, preamble: _Node) -> Iterator[Item]:
        for child in self.source.inside(preamble):
            if child.name == "formula":
                self._own(self.source.spans(child), "formula")
            else:
                yield from self._plain(child, "pre")

    def _attachment(self, attachment: _Node) -> Iterator[Item]:
        if not attachment.children:
            yield from self._plain(attachment)
            return
        yield Item(role="annex", text="Annex")
        self.fresh_annex, self.annex, self.number = True, "", 0
        for part in self.source.inside(attachment):
            for child in self.source.inside(part) if part.name == "doc" else [part]:
                if child.name == "meta":
                    self._own(self.source.spans(child), "masthead")
                elif child.name in ("preface", "coverPage"):
                    yield from self._head(child)
                else:
                    yield from self._body([child])

    def _body(self, nodes: Iterable[_Node]) -> Iterator[Item]:
        nodes = list(nodes)
        for place, child in enumerate(nodes):
            match child.name:
                case "paragraph" | "point" | "item":
                    self.following = self._number_of(nodes[place + 1]) if place + 1 < len(nodes) else ""
                    yield from self._paragraph(child)
                case "num" | "subheading" | "heading":
                    yield from self._head(child)
                case "crossHeading":
                    # In a resolution in sections, the preamble of a section stands as cross-headings.
                    yield from self._plain(child, "pre")
                case "formula":
                    self._own(self.source.spans(child), "formula")
                case "table":
                    yield from self._table(child)
                case name if name == "mainBody" or name in _CONTAINERS or self._holds_blocks(child):
                    yield from self._body(self.source.inside(child))
                case _:
                    yield from self._plain(child)

    def _table(self, table: _Node) -> Iterator[Item]:
        for row in self.source.inside(table):
            if row.name != "tr":
                yield from self._table(row) if self._holds(row, "tr") else self._plain(row)
                continue
            cells = (self.source.words(cell) for cell in self.source.inside(row))
            if text := " | ".join(filter(None, cells)):
                yield Item(role="block", text=text, notes=self._notes(row), spans=self.source.spans(row))

    @staticmethod
    def _holds(node: _Node, name: str) -> bool:
        return any(child.name == name for child in node.children)

    @staticmethod
    def _holds_blocks(node: _Node) -> bool:
        return node.name not in ("p", "authorialNote") and any(child.name in _BLOCKS for child in node.children)

    def _number_of(self, node: _Node) -> str:
        num = next((child for child in node.children if child.name == "num"), None)
        return _figure(self.source.words(num)) if num else ""

    def _paragraph(self, paragraph: _Node) -> Iterator[Item]:
        num: _Node | None = None
        heading = paragraph.get("class") in _HEADED
        for child in self.source.inside(paragraph):
            match child.name:
                case "num":
                    if num is not None:
                        yield from self._labelled(num, None)
                    num = child
                case "subheading" | "heading" | "crossHeading":
                    yield from self._head(child)
                case "list" | "sublist" | "blockList":
                    yield from self._list(child, num)
                    num = None
                case "content" | "intro":
                    for inner in self.source.inside(child):
                        if inner.name in ("p", "") and num is None and (heading or self._bold(inner)):
                            yield from self._head(inner)
                        elif inner.name in ("p", ""):
                            yield from self._labelled(num, inner)
                            num = None
                        else:
                            yield from self._body([inner])
                case "p" | "":
                    yield from self._labelled(num, child)
                    num = None
                case _:
                    yield from self._body([child])
        if num is not None:
            yield from self._labelled(num, None)

    def _list(self, element: _Node, num: _Node | None) -> Iterator[Item]:
        for child in self.source.inside(element):
            match child.name:
                case "intro" | "listIntroduction":
                    yield from self._labelled(num, child)
                    num = None
                case "point" | "item" | "paragraph":
                    yield from self._paragraph(child)
                case "list" | "sublist" | "blockList":
                    yield from self._list(child, num)
                    num = None
                case _:
                    yield from self._body([child])
        if num is not None:
            yield from self._labelled(num, None)

    def _bold(self, node: _Node) -> bool:
        """Whether an element without a number is a heading where no class says so: all its words are bold (80/258)."""
        text = self.source.words(node)
        if len(text) > 300 or text.endswith((",", ";", ".", ":")):
            return False
        if self.source.language == "zh" and 0 < len(text) < 60 and not text.endswith(("。", "；", "，", "：")):
            return True  # no bold face in Chinese 80/258; sentences end in a stop
        words = "".join(text.split())
        bold = "".join(self.source.words(child) for child in node.children if "bold" in child.get("class"))
        return bool(words) and words == "".join(bold.split())

    def _labelled(self, num: _Node | None, element: _Node | None) -> Iterator[Item]:
        """An item of the words of `element` under the number or letter in `num`, or the one typed before its words."""
        nodes = [node for node in (num, element) if node is not None]
        item = Item(
            role="block",
            text=self.source.words(element) if element else "",
            notes=tuple(dict.fromkeys(note for node in nodes for note in self._notes(node))),
            spans=self.source.spans(*nodes),
        )
        label = self.source.words(num) if num else ""
        if num is not None and not label and item.text and num.parent is not None and num.parent.name == "paragraph":
            label = str(self.number + 1)
            self.anomalies.append(f"the number of paragraph {label} is empty and was counted")
        if not label:
            label, item = self._typed(item)
        if label:
            self.fresh_annex = False
            yield self._numbered(label, item)
        elif item.text and self.fresh_annex and _ANNEX.fullmatch(item.text):
            yield replace(item, role="heading")
        elif item.text:
            self.fresh_annex = False
            yield item

    def _typed(self, item: Item) -> tuple[str, Item]:
        """The number or letter typed before the words, and the words."""
        if (match := _TYPED_LETTER.match(item.text)) and _letter(match[0].strip(), self.source):
            return match[0].strip(), replace(item, text=item.text[match.end() :])
        match = _TYPED_NUMBER.match(item.text)
        if not match and (bare := _BARE_NUMBER.match(item.text)) and self.following == str(int(bare[1]) + 1):
            match = bare  # 80/228 in French has lost the point of its 28
        # Some numbers are typed in the text (77/248, Arabic 76/266); only the next number is taken for one.
        if match and int(match[1]) == self.number + 1 and (self.source.language != "en" or item.text[match.end()].isupper()):
            return f"{int(match[1])}.", replace(item, text=item.text[match.end() :])
        return "", item

    def _numbered(self, label: str, item: Item) -> Item:
        if figure := _figure(label):
            self.number = int(figure)
            return replace(item, role="num", label=figure)
        if letter := _letter(label, self.source):
            return replace(item, role="sub", label=letter)
        if (match := _SECTION.fullmatch(label)) and match[1]:
            self.number = 0
            return replace(item, role="section", label=match[1])
        return replace(item, text=f"{label} {item.text}".strip())

    def _head(self, element: _Node) -> Iterator[Item]:
        text = self.source.words(element)
        if not text:
            return
        item = Item(role="heading", text=text, spans=self.source.spans(element))
        if (match := _SECTION.fullmatch(text)) and match[1]:
            self.number = 0
            yield replace(item, role="section", label=match[1])
        elif annex := _ANNEX.fullmatch(text):
            # One attachment may hold annexes I and II (77/335); the "Annex I" in an "Annex" belongs to what is annexed (77/100).
            numeral, expected = annex[1] or "", self.annex
            if self.fresh_annex:
                self.annex = _next_annex(numeral)
            yield replace(item, role="annex" if numeral == expected != "" and not self.fresh_annex else "heading")
            if numeral == expected != "" and not self.fresh_annex:
                self.fresh_annex, self.number, self.annex = True, 0, _next_annex(numeral)
        else:
            yield item

    def _plain(self, element: _Node, role: str = "block") -> Iterator[Item]:
        if text := self.source.words(element):
            self.fresh_annex = False
            item = Item(role="block", text=text, notes=self._notes(element), spans=self.source.spans(element))
            yield replace(item, role="pre") if role == "pre" else item

    def _notes(self, element: _Node) -> tuple[str, ...]:
        found: list[str] = []
        for note in element.notes:
            found += [self.ids[id(note)], *self._notes(note)]
        return tuple(dict.fromkeys(found))


def _settled(items: list[Item], language: str, anomalies: list[str]) -> list[Item]:
    """Items with what only the whole of a container tells: preambular paragraphs in the body, and numbers that restart."""
    out: list[Item] = []
    for index, container in enumerate(_containers(items)):
        numbers = [place for place, item in enumerate(container) if item.role == "num"]
        if index == 0 and numbers:
            # The end of the preamble stands in the body of 77/118 and 77/262.
            for place, item in enumerate(container[: numbers[0]]):
                if item.role == "block" and item.text.endswith(_COMMAS) and (language != "en" or preambular(item.text)):
                    container[place] = replace(item, role="pre")
        _letter_sections(container)
        if _restarts_for_no_reason(container, numbers):
            anomalies.append("the numbers restart within a section and were counted on")
            for count, place in enumerate(numbers, start=1):
                container[place] = replace(container[place], label=str(count))
        out += container
    return out


def _containers(items: Iterable[Item]) -> list[list[Item]]:
    found: list[list[Item]] = [[]]
    for item in items:
        if item.role == "annex":
            found.append([])
        found[-1].append(item)
    return found


def _letter_sections(container: list[Item]) -> None:
    """Letters below a roman numeral are headings, or sections of their own (IIB in 77/256 B) where the numbers restart."""
    sections = [place for place, item in enumerate(container) if item.role == "section"]
    romans = [place for place in sections if set(container[place].label) <= set("IVX")]
    for first, last in pairwise([*romans, len(container)]):
        inside = container[first:last]
        restarts = sum(item.role == "num" and item.label == "1" for item in inside) > 1
        for place in sections:
            item = container[place]
            if not first < place < last:
                continue
            if restarts:
                container[place] = replace(item, label=container[first].label + item.label)
            else:
                container[place] = replace(item, role="heading", label="", text=f"{item.label}. {item.text}".strip())


def _restarts_for_no_reason(container: Sequence[Item], numbers: Sequence[int]) -> bool:
    """Whether the numbers begin again several times where no heading stands: lost numbers (Spanish 76/266), no sections."""
    if any(item.role == "section" for item in container):
        return False
    restarts = bare = 0
    for before, place in pairwise(numbers):
        label, last = int(container[place].label), int(container[before].label)
        if label == 1:
            between = container[before + 1 : place]
            words = between[1:] if not container[before].text else between
            restarts, bare = restarts + 1, bare + all(item.role == "sub" for item in words)
        elif label != last + 1:
            return False
    return restarts > 1 and bare > 0


_Tails = dict[tuple[Span, ...], list[Item]]


def _tails(items: Sequence[Item], language: str) -> tuple[_Tails, list[Item]]:
    """Sentences that go on in lower case behind the last letter (77/73, para. 5), by the places of their chapeau."""
    tails: _Tails = {}
    out: list[Item] = []
    chapeau: Item | None = None
    for item in items:
        if item.role in ("num", "annex"):
            chapeau = item if item.text else None
        goes_on = item.role == "block" and item.text[:1].islower() and language in ("en", "fr", "es")
        if goes_on and chapeau is not None and chapeau.spans and out[-1].role == "sub":
            tails.setdefault(chapeau.spans, []).append(item)
        else:
            out.append(item)
    return tails, out


def _with_tails(paragraphs: Iterable[Paragraph], tails: _Tails) -> tuple[tuple[Paragraph, ...], list[Stretch]]:
    """Paragraphs with the sentences that end them; their letters keep the chapeau alone as context."""
    if not tails:
        return tuple(paragraphs), []
    out: list[Paragraph] = []
    layout: list[Stretch] = []
    for paragraph in paragraphs:
        for tail in tails.get(paragraph.spans, ()) if paragraph.spans else ():
            layout += [Stretch(start=start, end=end, owner=paragraph.id) for start, end in tail.spans]
            paragraph = replace(
                paragraph,
                text=f"{paragraph.text} {tail.text}",
                notes=tuple(dict.fromkeys((*paragraph.notes, *tail.notes))),
                spans=(*paragraph.spans, *tail.spans),
            )
        out.append(paragraph)
    return tuple(out), layout
