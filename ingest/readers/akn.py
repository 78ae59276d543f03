"""Akoma Ntoso for the United Nations (AKN4UN), as UNxml/GAresolutions publishes General Assembly resolutions.

The paragraph number is read from ``<num>``: ``eId`` counts words, not paragraphs. One file may hold several resolutions
(77/256 A and B); each becomes a document of its own. Entities are never resolved and nothing is fetched.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]: a C extension without stubs

from hld.ingest.errors import UnreadableError
from hld.ingest.models import Document, Note
from hld.ingest.paragraphs import Item, assemble, clean
from hld.ingest.symbols import ROMAN, Reference, Symbol, SymbolError

_LANGUAGES = {"eng": "en", "fra": "fr", "fre": "fr", "spa": "es", "rus": "ru", "ara": "ar", "zho": "zh", "chi": "zh"}
_HEADINGS = {"heading", "subheading", "crossHeading"}
_ENCLOSED = re.compile(r"\(\s*([a-z]{1,5})\s*\)\s+(?=\S)")
_TYPED_NUMBER = re.compile(r"(\d{1,3})\s*\.\s*(?=[A-Z])")
_SECTION = re.compile(rf"({ROMAN}|[A-Z])\.?")


def read(data: bytes, name: str) -> list[Document]:
    """The documents in an AKN file.

    Raises:
        UnreadableError: when the bytes are not well-formed XML, or not Akoma Ntoso.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableError(f"{name} is not well-formed XML: {error}.", "Download the file again.") from error
    if root is None or _name(root) != "akomaNtoso":
        raise UnreadableError(f"{name} is XML, but not Akoma Ntoso.", "Give an AKN4UN file of a resolution.")
    statements = list(root.iter("{*}statement"))
    if not statements:
        raise UnreadableError(f"{name} holds no resolution.", "Give an AKN4UN file with a <statement>.")
    head = _Head(root, name)
    return [_document(statement, head, several=len(statements) > 1, name=name) for statement in statements]


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _own_text(element: etree._Element) -> str:
    """The words of an element without those of its notes."""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and _name(child) == "eol":
            parts.append(" ")
        elif isinstance(child.tag, str) and _name(child) != "authorialNote":
            parts.append(_own_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _date(element: etree._Element | None) -> dt.date | None:
    """The date attribute of an element, None where it is missing or no date."""
    try:
        return dt.date.fromisoformat(element.get("date", "")) if element is not None else None
    except ValueError:
        return None


class _Head:
    """What the cover page says, shared by all resolutions of a file."""

    def __init__(self, root: etree._Element, name: str) -> None:
        first = {}
        for element in root.iter("{*}docNumber", "{*}docTitle", "{*}docDate", "{*}session", "{*}docProponent", "{*}inline"):
            key = element.get("name") or element.get("refersTo") or ""
            first.setdefault((_name(element), key), element)
        self._first = first
        symbol = self._text("docNumber", "#symbol") or self._text("docNumber", "")
        try:
            self.symbol = Symbol.parse(re.sub(r"\s*\*+$", "", symbol))
        except SymbolError as error:
            raise UnreadableError(f"{name} does not name its symbol ({symbol!r}).", "Check the cover page.") from error
        self.session = self._number("session")
        item = first.get(("inline", "agenda item"))
        printed = clean(_own_text(item)) if item is not None else ""
        self.agenda_item = re.sub(r"^\D*?(?=\d)", "", (item.get("title") or printed) if item is not None else "").strip()
        self.distributed = self._date("#dateOfIssuance")
        self.adopted = self._date("#adoptionDate")
        self.report = re.sub(r", para(?:graph|s?\.).*$", "", self._text("inline", "originating document"))
        proponent = self._text("docProponent", None)
        committee = re.search(r"report of the (.+? Committee)", proponent)
        self.committee = committee[1] if committee else ""
        self.body = next((clean(_own_text(e)) for e in root.iter("{*}docAuthority") if e.get("refersTo") == "#issuingBody"), "")
        language = root.find(".//{*}FRBRlanguage")
        self.language = _LANGUAGES.get(language.get("language", "eng") if language is not None else "eng", "en")
        self.title = self._title(root)

    def _text(self, name: str, key: str | None) -> str:
        found = [e for (n, k), e in self._first.items() if n == name and (key is None or k == key)]
        return clean(_own_text(found[0])) if found else ""

    def _number(self, name: str) -> int | None:
        found = next((e.get("value") for (n, _), e in self._first.items() if n == name), None)
        return int(found) if found and found.isdecimal() else None

    def _date(self, key: str) -> dt.date | None:
        return _date(next((e for (n, k), e in self._first.items() if n == "docDate" and k == key), None))

    @staticmethod
    def _title(root: etree._Element) -> str:
        for preface in root.iter("{*}preface"):
            title = preface.find(".//{*}docTitle")
            text = clean(_own_text(title if title is not None else preface))
            if text:
                return re.sub(r"^\d+/\d+\.\s*", "", text)
        return ""


def _document(statement: etree._Element, head: _Head, *, several: bool, name: str) -> Document:
    symbol, title = head.symbol, head.title
    if several:
        own = clean(_own_text(preface)) if (preface := statement.find("{*}preface")) is not None else ""
        if match := re.match(r"([A-Z])(?:\s+(.*))?$", own):
            base = re.sub(r" [A-Z](-[A-Z])?$", "", str(symbol))
            symbol, title = Symbol(f"{base} {match[1]}"), f"{title}: {match[2]}" if match[2] else title
    walker = _Walker(str(Reference(symbol=symbol, language=head.language)))
    items = list(walker.items(statement))
    assembled = assemble(symbol, items, language=head.language)
    meeting = statement.find(".//{*}inline[@name='adoptionMeeting']")
    meeting = statement.find(".//{*}location[@refersTo='#adoptionMeeting']") if meeting is None else meeting
    adoption = statement.find(".//{*}docDate[@refersTo='#adoptionDate']")
    return Document(
        symbol=symbol,
        title=title,
        paragraphs=assembled.paragraphs,
        language=head.language,
        body=head.body,
        session=head.session,
        agenda_item=head.agenda_item,
        adopted=_date(adoption) or head.adopted,
        distributed=head.distributed,
        meeting=clean(_own_text(meeting)) if meeting is not None else "",
        committee=head.committee,
        report=head.report,
        notes=tuple(walker.notes),
        format="akn",
        source=name,
        anomalies=assembled.anomalies,
    )


@dataclass
class _Walker:
    """Walks the preamble, the body and the attachments of one resolution in order."""

    document: str
    notes: list[Note] = field(default_factory=list)
    number: int = 0

    def items(self, statement: etree._Element) -> Iterator[Item]:
        for child in statement:
            match _name(child):
                case "preamble":
                    yield from self._preamble(child)
                case "mainBody":
                    yield from self._body(child)
                case "attachments":
                    for attachment in child:
                        yield from self._attachment(attachment)

    def _preamble(self, preamble: etree._Element) -> Iterator[Item]:
        for child in preamble:
            if _name(child) in ("formula", ""):
                continue
            yield from self._plain(child, "pre")

    def _attachment(self, attachment: etree._Element) -> Iterator[Item]:
        yield Item(role="annex", text="Annex")
        for body in attachment.iter("{*}mainBody"):
            yield from self._body(body)

    def _body(self, body: etree._Element) -> Iterator[Item]:
        for child in body:
            match _name(child):
                case "paragraph" | "point" | "item":
                    yield from self._paragraph(child)
                case "section" | "container" | "list" | "sublist" | "blockList" | "intro" | "content":
                    yield from self._body(child)
                case "num" | "subheading" | "heading":
                    yield self._head(child)
                case "crossHeading":
                    # In a resolution in sections, the preamble of a section stands as cross-headings.
                    yield from self._plain(child, "pre")
                case "table":
                    for row in child.iter("{*}tr"):
                        text = " | ".join(filter(None, (clean(_own_text(cell)) for cell in row)))
                        if text:
                            yield Item(role="block", text=text, notes=self._notes(row))
                case "":
                    continue
                case _:
                    yield from self._plain(child, "block")

    def _paragraph(self, paragraph: etree._Element) -> Iterator[Item]:
        label, heading = "", paragraph.get("class") in ("H1", "H4", "H23", "HCh")
        for child in paragraph:
            match _name(child):
                case "num":
                    label = clean(_own_text(child))
                case "subheading" | "heading" | "crossHeading":
                    yield self._head(child)
                case "list" | "sublist" | "blockList":
                    yield from self._list(child, label)
                    label = ""
                case "content" | "intro":
                    for inner in child:
                        if _name(inner) == "p" and heading and not label:
                            yield self._head(inner)
                        elif _name(inner) == "p":
                            yield from self._labelled(inner, label)
                            label = ""
                        else:
                            yield from self._body([inner])  # type: ignore[arg-type]
                case "p":
                    yield from self._labelled(child, label)
                    label = ""
        if label:
            yield from self._number(label, "", ())

    def _list(self, element: etree._Element, label: str) -> Iterator[Item]:
        for child in element:
            match _name(child):
                case "intro" | "listIntroduction":
                    yield from self._labelled(child, label)
                    label = ""
                case "point" | "item" | "paragraph":
                    yield from self._paragraph(child)
                case "list" | "sublist" | "blockList":
                    yield from self._list(child, label)
                    label = ""
                case "":
                    continue
                case _:
                    yield from self._plain(child, "block")

    def _labelled(self, element: etree._Element, label: str) -> Iterator[Item]:
        text, notes = clean(_own_text(element)), self._notes(element)
        if not label and (match := _ENCLOSED.match(text)):
            label, text = f"({match[1]})", text[match.end() :]
        elif not label and (match := _TYPED_NUMBER.match(text)) and int(match[1]) == self.number + 1:
            # 77/248 prints one of its numbers inside the text; only the next number is taken for one.
            label, text = f"{match[1]}.", text[match.end() :]
        if label:
            yield from self._number(label, text, notes)
        elif text:
            yield Item(role="block", text=text, notes=notes)

    def _number(self, label: str, text: str, notes: tuple[str, ...]) -> Iterator[Item]:
        if match := re.fullmatch(r"(\d+)\s*\.?", label):
            self.number = int(match[1])
            yield Item(role="num", label=match[1], text=text, notes=notes)
        elif match := re.fullmatch(r"\(?\s*([a-z]{1,5})\s*\)", label):
            yield Item(role="sub", label=match[1], text=text, notes=notes)
        elif match := _SECTION.fullmatch(label):
            yield Item(role="section", label=match[1], text=text)
        else:
            yield Item(role="block", text=f"{label} {text}".strip(), notes=notes)

    def _head(self, element: etree._Element) -> Item:
        text = clean(_own_text(element))
        self._notes(element)
        if (match := _SECTION.fullmatch(text)) and match[1]:
            return Item(role="section", label=match[1], text=text)
        return Item(role="heading", text=text)

    def _plain(self, element: etree._Element, role: str) -> Iterator[Item]:
        text, notes = clean(_own_text(element)), self._notes(element)
        if text:
            yield Item(role="pre" if role == "pre" else "block", text=text, notes=notes)

    def _notes(self, element: etree._Element) -> tuple[str, ...]:
        ids = []
        for note in element.iter("{*}authorialNote"):
            marker = (note.get("marker") or "").strip()
            number = int(marker) if marker.isdecimal() else len(self.notes) + 1
            found = Note(id=f"{self.document}#note-{number}", marker=marker, text=clean(_own_text(note)))
            if all(found.id != known.id for known in self.notes):
                self.notes.append(found)
            ids.append(found.id)
        return tuple(ids)
