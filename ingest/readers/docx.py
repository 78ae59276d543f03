"""A Word file: its paragraphs with the numbers that Word counts, its tables, text boxes, notes, headers and footers.

Read from the parts of the package themselves, which say what python-docx has no words for: footnotes, numbering, content
controls, tracked changes, text boxes. Nothing of the package is trusted: sizes are checked before anything is unpacked, and
a part with a document type declaration is refused, so that no entity is ever resolved.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]: a C extension without stubs

from hld.ingest.errors import UnreadableError
from hld.ingest.layout import Role, Source
from hld.ingest.readers.blocks import Block, Run, bare, compose, counted, fold, is_mark, is_un_masthead
from hld.ingest.readers.html import UN_HEADING
from hld.ingest.regex import regex
from hld.ingest.symbols import Symbol, SymbolError

LARGEST = 200 * 1024 * 1024
"""Bytes that all parts may have when unpacked; the largest UN report met has 30 MB, most of it pictures."""

LARGEST_PART = 64 * 1024 * 1024
"""Bytes of one part of XML; its tree takes ten times as much memory. A report of a thousand pages has some 20 MB."""

MOST_PARTS = 5000
"""Files in a package; a report with a thousand pictures has some two thousand."""

STEEPEST = 200
"""How much larger than packed a part may be, from a megabyte on; real XML reaches 60."""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R[1:-1].encode()),
)
_REMEDY = "Open it in Word or LibreOffice and save it as .docx, or give the PDF."


def source(data: bytes, name: str) -> Source:
    """The source in a Word file, tracked changes accepted; hidden text, deletions and comments are left out.

    Raises:
        UnreadableError: when the bytes are no Word file, are encrypted or damaged or too large unpacked, or hold no words.
    """
    package = _Package.open(data, name)
    reading = _Reading(package)
    blocks = reading.blocks()
    title, language, symbol = _properties(package)
    return compose(
        blocks,
        name=name,
        format="docx",
        language=language,
        symbol=symbol,
        title=title,
        anomalies=reading.anomalies(),
    )


# --- the package ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Package:
    """A checked ZIP archive, and where its main document stands in it."""

    name: str
    archive: zipfile.ZipFile
    names: frozenset[str]
    main: str

    @classmethod
    def open(cls, data: bytes, name: str) -> _Package:
        if data.startswith(b"\xd0\xcf\x11\xe0"):
            # Names in an OLE container are in UTF-16; Word keeps an encrypted package in a stream of this name.
            if "EncryptedPackage".encode("utf-16-le") in data:
                raise UnreadableError(f"{name} is protected by a password.", "Save it without one.")
            raise UnreadableError(f"{name} is a Word file of the old format (.doc).", _REMEDY)
        if not data.startswith(b"PK"):
            raise UnreadableError(f"{name} is not a Word file.", _REMEDY)
        try:
            archive = zipfile.ZipFile(io.BytesIO(data))
            entries = archive.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError, UnicodeDecodeError) as error:
            raise UnreadableError(f"{name} is a damaged Word file: {error}.", "Download or export it again.") from error
        _check(entries, name)
        names = frozenset(entry.filename for entry in entries)
        package = cls(name=name, archive=archive, names=names, main="")
        targets = package.targets("", "officeDocument").values()
        main = next((target for target in targets if target in names), "word/document.xml")
        if main not in names:
            raise UnreadableError(f"{name} is a ZIP archive without a Word document in it.", _REMEDY)
        if package.part(main).tag != f"{W}document":
            raise UnreadableError(f"{name} is an Office file, but not of Word.", _REMEDY)
        return replace(package, main=main)

    def part(self, path: str) -> etree._Element:
        """The root of a part.

        Raises:
            UnreadableError: when it cannot be unpacked or parsed, or declares a document type.
        """
        try:
            if self.archive.getinfo(path).file_size > LARGEST_PART:
                raise UnreadableError(f"{self.name} has {path} larger than {LARGEST_PART // 2**20} MB.", _REMEDY)
            data = self.archive.read(path)
        except (
            zipfile.BadZipFile,
            zlib.error,
            RuntimeError,
            ValueError,
            NotImplementedError,
            OSError,
            EOFError,
            KeyError,
        ) as error:
            raise UnreadableError(f"{self.name} is damaged in {path}: {error}.", "Download or export it again.") from error
        for strict, transitional in _STRICT:
            data = data.replace(strict, transitional)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise UnreadableError(f"{self.name} is damaged in {path}: {error}.", "Download or export it again.") from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise UnreadableError(f"{self.name} declares a document type in {path}, as no Word file does.", _REMEDY)
        return root

    def targets(self, path: str, kind: str) -> dict[str, str]:
        """The parts that a part refers to by relationships of this kind, by their ids."""
        folder, base = posixpath.split(path)
        rels = posixpath.join(folder, "_rels", f"{base}.rels")
        if rels not in self.names:
            return {}
        found = {}
        for relation in self.part(rels).iter("{*}Relationship"):
            target = relation.get("Target") or ""
            if (relation.get("Type") or "").endswith(f"/{kind}") and relation.get("TargetMode") != "External":
                found[relation.get("Id") or ""] = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        return found

    def related(self, kind: str) -> etree._Element | None:
        """The part of this kind that belongs to the main document, if there is one."""
        path = next((target for target in self.targets(self.main, kind).values() if target in self.names), "")
        return self.part(path) if path else None


def _check(entries: list[zipfile.ZipInfo], name: str) -> None:
    """Refuse what no word processor writes, before any of it is unpacked."""
    remedy = "Give the document itself, as Word or LibreOffice saves it."
    if len(entries) > MOST_PARTS:
        raise UnreadableError(f"{name} has {len(entries)} files in it.", remedy)
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnreadableError(f"{name} is protected by a password.", "Save it without one.")
    for entry in entries:
        path = entry.filename.replace("\\", "/")
        if path.startswith("/") or ".." in path.split("/") or re.match(r"[A-Za-z]:", path):
            raise UnreadableError(f"{name} has a file in it that points outside ({entry.filename!r}).", remedy)
        if entry.file_size > 1024 * 1024 and entry.file_size > STEEPEST * max(entry.compress_size, 1):
            raise UnreadableError(f"{name} unpacks {entry.filename!r} to more than {STEEPEST} times its size.", remedy)
    if sum(entry.file_size for entry in entries) > LARGEST:
        raise UnreadableError(f"{name} is larger than {LARGEST // 2**20} MB when unpacked.", remedy)


def _properties(package: _Package) -> tuple[str, str, str]:
    """Title, language and symbol, as the file's properties say them."""
    said: dict[str, str] = {}
    for kind in ("core-properties", "custom-properties"):
        for path in package.targets("", kind).values():
            if path not in package.names:
                continue
            for element in package.part(path).iterchildren(etree.Element):
                # Custom properties carry their name as an attribute; the UN's own templates call the symbol "sss1".
                key = (element.get("name") or etree.QName(element).localname).lower()
                said.setdefault(key, fold("".join(element.itertext())).strip())
    symbol = ""
    for key in ("symbol", "symbol1", "sss1", "identifier", "subject", "title"):
        try:
            symbol = symbol or (str(Symbol.parse(said[key])) if "/" in said.get(key, "") else "")
        except SymbolError:
            continue
    return said.get("title", ""), said.get("language", ""), symbol


# --- styles and numbering -----------------------------------------------------------------------------------------------


def _value(element: etree._Element | None, path: str) -> str | None:
    """The w:val of a descendant; None where there is none."""
    found = None if element is None else element.find(path)
    return None if found is None else found.get(f"{W}val")


def _switch(properties: etree._Element | None, name: str) -> bool | None:
    """A property that is on or off, or None where nothing is said."""
    found = None if properties is None else properties.find(f"{W}{name}")
    return None if found is None else (found.get(f"{W}val") or "1") not in ("0", "false", "off", "none")


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,9}", text) else default


@dataclass(slots=True)
class _Styles:
    """The styles of a document, each with the ones it is based on."""

    styles: dict[str, etree._Element] = field(default_factory=dict)
    normal: str = ""
    defaults: etree._Element | None = None

    @classmethod
    def read(cls, root: etree._Element | None) -> _Styles:
        found = cls()
        if root is not None:
            found.defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
            for style in root.iterchildren(f"{W}style"):
                found.styles[style.get(f"{W}styleId") or ""] = style
                if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true", "on"):
                    found.normal = style.get(f"{W}styleId") or ""
        return found

    def chain(self, style: str) -> Iterator[etree._Element]:
        """A style and those it is based on, nearest first; a circle ends where it closes."""
        seen: set[str] = set()
        while style and style not in seen and style in self.styles:
            seen.add(style)
            yield self.styles[style]
            style = _value(self.styles[style], f"{W}basedOn") or ""

    def name(self, style: str) -> str:
        """The name of a style, in English for Word's own in any language."""
        return (_value(self.styles.get(style), f"{W}name") or style).strip()

    def switch(self, name: str, styles: Iterable[str]) -> bool:
        """Whether the first of these styles that speaks of a property, or the document's default, turns it on."""
        for style in styles:
            for element in self.chain(style):
                if (said := _switch(element.find(f"{W}rPr"), name)) is not None:
                    return said
        return bool(_switch(self.defaults, name))

    def value(self, path: str, styles: Iterable[str]) -> str | None:
        """The first value that these styles or the document's defaults give a property of runs."""
        for style in styles:
            for element in self.chain(style):
                if (said := _value(element, f"{W}rPr/{W}{path}")) is not None:
                    return said
        return _value(self.defaults, f"{W}{path}")


@dataclass(slots=True)
class _Level:
    """How one level of a numbering counts and what it shows."""

    start: int = 1
    style: str = "decimal"
    text: str = ""
    restart: int = -1
    legal: bool = False
    paragraph_style: str = ""

    @classmethod
    def read(cls, element: etree._Element) -> _Level:
        style = _value(element, f"{W}numFmt")
        if style is None:
            # A format of one's own stands in a choice beside its fallback.
            style = next((f.get(f"{W}val") for f in element.iter(f"{W}numFmt") if f.get(f"{W}val") != "custom"), None)
        return cls(
            start=_integer(_value(element, f"{W}start"), 0 if element.find(f"{W}start") is None else 1),
            style=style or "decimal",
            text=_value(element, f"{W}lvlText") or "",
            restart=_integer(_value(element, f"{W}lvlRestart"), -1),
            legal=bool(_switch(element, "isLgl")),
            paragraph_style=_value(element, f"{W}pStyle") or "",
        )


@dataclass(slots=True)
class _Numbering:
    """The numberings of a document, and how far each has counted.

    Word counts by abstract numbering: two lists that share one go on counting from each other, unless the second says
    where it starts.
    """

    abstracts: dict[str, dict[int, _Level]] = field(default_factory=dict)
    lists: dict[str, tuple[str, dict[int, int], dict[int, _Level]]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def read(cls, root: etree._Element | None) -> _Numbering:
        found = cls()
        if root is None:
            return found
        linked: dict[str, str] = {}
        owners: dict[str, str] = {}
        for abstract in root.iterchildren(f"{W}abstractNum"):
            key = abstract.get(f"{W}abstractNumId") or ""
            found.abstracts[key] = {
                _integer(element.get(f"{W}ilvl"), 0): _Level.read(element) for element in abstract.iterchildren(f"{W}lvl")
            }
            if style := _value(abstract, f"{W}numStyleLink"):
                linked[key] = style
            if style := _value(abstract, f"{W}styleLink"):
                owners[style] = key
        for key, style in linked.items():
            if not found.abstracts[key]:
                found.abstracts[key] = found.abstracts.get(owners.get(style, ""), {})
        for number in root.iterchildren(f"{W}num"):
            starts: dict[int, int] = {}
            levels: dict[int, _Level] = {}
            for override in number.iterchildren(f"{W}lvlOverride"):
                depth = _integer(override.get(f"{W}ilvl"), 0)
                if (element := override.find(f"{W}lvl")) is not None:
                    levels[depth] = _Level.read(element)
                if (start := _value(override, f"{W}startOverride")) is not None:
                    starts[depth] = _integer(start, 1)
            found.lists[number.get(f"{W}numId") or ""] = (_value(number, f"{W}abstractNumId") or "", starts, levels)
        return found

    def level_of(self, number: str, style: str) -> int | None:
        """The level that a numbering gives to a paragraph style."""
        abstract, _, own = self.lists.get(number, ("", {}, {}))
        levels = {**self.abstracts.get(abstract, {}), **own}
        return next((depth for depth, level in levels.items() if style and level.paragraph_style == style), None)

    def next(self, number: str, depth: int) -> str:
        """Count one paragraph, and return what Word prints before it; empty for a bullet and where nothing is known."""
        if number not in self.lists:
            return ""
        abstract, starts, own = self.lists[number]
        levels = {**self.abstracts.get(abstract, {}), **own}
        if depth not in levels:
            return ""
        counts = self.counts.setdefault(abstract, {})
        for place, start in starts.items():
            # An override of the start works once, when its list first reaches the level.
            if place <= depth and (number, place) not in self.begun:
                self.begun.add((number, place))
                counts[place] = start - 1 if place == depth else start
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for place in [place for place in counts if place > depth]:
            # lvlRestart 0 never restarts, n restarts after level n (counted from one); else after any level above.
            restart = levels[place].restart if place in levels else -1
            if restart < 0 or (restart and depth < restart):
                del counts[place]
        level = levels[depth]
        if level.style in ("bullet", "none") or not level.text:
            return ""

        def shown(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            if place not in levels:
                return ""
            value = counts.setdefault(place, levels[place].start) if place <= depth else levels[place].start
            style = levels[place].style
            if style in ("bullet", "none"):
                return ""
            return counted(value, "decimal" if level.legal and style != "decimalZero" else style)

        return re.sub(r"%([1-9])", shown, level.text)


# --- the text ---------------------------------------------------------------------------------------------------------

_DROPPED = frozenset(
    """del moveFrom delText delInstrText instrText rPr pPr sdtPr sdtEndPr tblPr tblGrid trPr tcPr sectPr footnoteRef endnoteRef
    annotationRef separator continuationSeparator fldData customXmlPr smartTagPr proofErr commentReference permStart permEnd
    docPr cNvPr cNvGraphicFramePr rt numPr binData""".split()
)
# In fonts of symbols the codes mean other characters; these are the ones that stand in texts.
_SYMBOLS = {0xB7: "•", 0xA7: "•", 0xD8: "•", 0xFC: "✓", 0xB0: "°", 0xB1: "±", 0xB4: "×", 0xA3: "≤", 0xB3: "≥", 0x2D: "−"}
_HEADING = regex(
    r"(?i)(?:heading|überschrift|titre|título|titolo|kop|заголовок|标题|عنوان) ?[1-9](?: .*)?|subtitle|appendix heading"
)
_NOTE_STYLE = regex(r"(?i)(?:foot|end)note(?: ?text)?|fußnotentext")


@dataclass(slots=True)
class _Note:
    """How the marks of footnotes, or of endnotes, are counted, and the notes met so far."""

    part: dict[str, etree._Element] = field(default_factory=dict)
    style: str = "decimal"
    next: int = 1
    start: int = 1
    by_section: bool = False
    met: dict[str, str] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)

    def configure(self, properties: etree._Element | None) -> None:
        if properties is None:
            return
        self.style = _value(properties, f"{W}numFmt") or self.style
        if start := _value(properties, f"{W}numStart"):
            self.start = self.next = _integer(start, 1)
        self.by_section = _value(properties, f"{W}numRestart") == "eachSect" or self.by_section


class _Reading:
    """Reads the stories of one document: the body, what it refers to, and the headers and footers around it."""

    def __init__(self, package: _Package) -> None:
        self.package = package
        self.styles = _Styles.read(package.related("styles"))
        self.numbering = _Numbering.read(package.related("numbering"))
        self.notes = {"footnote": _Note(), "endnote": _Note(style="lowerRoman")}
        settings = package.related("settings")
        for kind, note in self.notes.items():
            root = package.related(f"{kind}s")
            for element in () if root is None else root.iterchildren(f"{W}{kind}"):
                if element.get(f"{W}type") in (None, "normal"):
                    note.part[element.get(f"{W}id") or ""] = element
            note.configure(None if settings is None else settings.find(f"{W}{kind}Pr"))
        self.deletions = 0
        self.unmet = 0
        self.unread: dict[str, int] = {}
        self.carried: list[Run] = []
        self.before = ""

    def anomalies(self) -> tuple[str, ...]:
        """What was left out on purpose, and what could not be read."""
        said = [f"{self.deletions} tracked deletions were left out"] if self.deletions else []
        said += [f"{count} embedded {kind} not read" for kind, count in sorted(self.unread.items())]
        said += [f"{self.unmet} notes without a mark in the text were added at the end"] if self.unmet else []
        return tuple(said)

    def blocks(self) -> list[Block]:
        """All blocks: headers, the body, footers, and the notes."""
        body = self.package.part(self.package.main).find(f"{W}body")
        if body is None:
            raise UnreadableError(f"{self.package.name} has no body.", _REMEDY)
        told = list(self._story(body))
        above, below = self._around(body)
        for kind, note in self.notes.items():
            # A note that a broken conversion left without its mark is still there to be read.
            for key in [key for key in note.part if key not in note.met]:
                if fold("".join(note.part[key].itertext())).strip():
                    self._refer(kind, key)
                    self.unmet += 1
        return [*above, *told, *below, *self.notes["footnote"].blocks, *self.notes["endnote"].blocks]

    def _around(self, body: etree._Element) -> tuple[list[Block], list[Block]]:
        """Headers and footers, each once; the first page's header is masthead where it says what a masthead says."""
        targets = {**self.package.targets(self.package.main, "header"), **self.package.targets(self.package.main, "footer")}
        above: list[Block] = []
        below: list[Block] = []
        seen: set[str] = set()
        said: set[str] = set()
        for number, section in enumerate(body.iter(f"{W}sectPr")):
            for reference in section.iterchildren(f"{W}headerReference", f"{W}footerReference"):
                path = targets.get(reference.get(f"{R}id") or "", "")
                if path in seen or path not in self.package.names:
                    continue
                seen.add(path)
                head = reference.tag == f"{W}headerReference"
                blocks = [block for block in self._story(self.package.part(path)) if block.words]
                first = head and number == 0 and reference.get(f"{W}type") == "first" and _switch(section, "titlePg")
                parts = [part for block in blocks for part in (_cells(block) if block.cells else [block])]
                if first and any(is_un_masthead(part.words) for part in parts):
                    above = [*(replace(part, role="masthead") for part in parts), *above]
                    continue
                for block in blocks:
                    if block.words not in said:
                        said.add(block.words)
                        label = "running head" if head else "footer"
                        (above if head else below).append(replace(block, role="furniture", label=label, prefix=""))
        return above, below

    # Stories: block by block.

    def _story(self, container: etree._Element) -> Iterator[Block]:
        """The blocks in a body, a cell, a text box, a note, a header; whatever wraps them is looked through."""
        for child in container.iterchildren(etree.Element):
            name = etree.QName(child).localname
            if name == "p" and child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif name == "tbl":
                yield from self._table(child)
            elif name == "sdt" and self._is_contents(child):
                for block in self._story(child):
                    yield replace(block, role="furniture", label="contents")
            elif name == "AlternateContent":
                if (chosen := _chosen(child)) is not None:
                    yield from self._story(chosen)
            elif name == "altChunk":
                self.unread["documents"] = self.unread.get("documents", 0) + 1
            elif name in ("del", "moveFrom"):
                self.deletions += name == "del"
            elif name not in _DROPPED:
                yield from self._story(child)
        if self.carried and container.tag in (f"{W}body", f"{W}tc", f"{W}txbxContent"):
            runs, self.carried = self.carried, []
            yield Block(runs=tuple(runs))

    @staticmethod
    def _is_contents(control: etree._Element) -> bool:
        return (_value(control, f"{W}sdtPr/{W}docPartObj/{W}docPartGallery") or "") == "Table of Contents"

    def _paragraph(self, element: etree._Element) -> Iterator[Block]:
        properties = element.find(f"{W}pPr")
        style = _value(properties, f"{W}pStyle") or self.styles.normal
        look = _Look(styles=self.styles, style=style)
        boxes: list[Block] = []
        self.before = ""
        self.deletions += sum(1 for _ in element.iterchildren(f"{W}del"))
        runs = [*self.carried, *self._inline(element, look, boxes)]
        self.carried = []
        mark = None if properties is None else properties.find(f"{W}rPr")
        if mark is not None and mark.find(f"{W}del") is not None and element.getnext() is not None:
            # The paragraph's mark is deleted: its words go on in the next one.
            self.carried = runs
            yield from boxes
            return
        said = any(run.mark or run.text.strip() for run in runs)
        shown = self._number(properties, style) if said or self._counts_empty(element) else ""
        if said:
            yield self._block(runs, style, properties, shown)
        yield from boxes
        section = None if properties is None else properties.find(f"{W}sectPr")
        if section is not None:
            for kind, note in self.notes.items():
                note.configure(section.find(f"{W}{kind}Pr"))
                note.next = note.start if note.by_section else note.next

    @staticmethod
    def _counts_empty(element: etree._Element) -> bool:
        """Word numbers an empty paragraph too, unless its words were deleted."""
        return element.find(f"{W}del") is None

    def _number(self, properties: etree._Element | None, style: str) -> str:
        """The number that Word shows before a paragraph: its own numbering, or its style's."""
        own = None if properties is None else properties.find(f"{W}numPr")
        number, depth = _value(own, f"{W}numId"), _value(own, f"{W}ilvl")
        if number is None:
            for element in self.styles.chain(style):
                numbered = element.find(f"{W}pPr/{W}numPr")
                if numbered is not None and (number := _value(numbered, f"{W}numId")) is not None:
                    level = self.numbering.level_of(number, element.get(f"{W}styleId") or "")
                    inherited = _value(numbered, f"{W}ilvl")
                    depth = depth or (inherited if inherited is not None else str(level or 0))
                    break
        return self.numbering.next(number, _integer(depth, 0)) if number not in (None, "0") else ""

    def _block(self, runs: list[Run], style: str, properties: etree._Element | None, shown: str) -> Block:
        label = bare(shown)
        prefix = fold(shown).strip()
        block = Block(runs=tuple(runs), label=label if prefix else "", prefix=prefix)
        names = [self.styles.name(element.get(f"{W}styleId") or "") for element in self.styles.chain(style)] or [style]
        role: Role = "body"
        if names[0].lower() == "title":
            role = "title"
        elif re.match(r"(?i)toc(?: ?\d| heading)|table of (?:contents|figures)|verzeichnis \d|tm \d$", names[0]):
            return replace(block, role="furniture", label="contents", prefix=prefix)
        elif _NOTE_STYLE.fullmatch(names[0]) and not prefix:
            # A note that a converter wrote out as a paragraph.
            role = "note"
        elif any(_HEADING.fullmatch(name) or UN_HEADING.fullmatch(name) for name in names[:3]) or self._outlined(
            properties, style
        ):
            role = "heading"
        if role == "heading" and (len(block.words) > 250 or (len(block.words) > 100 and block.words.endswith((";", ",", ".")))):
            role = "body"
        return replace(block, role=role)

    def _outlined(self, properties: etree._Element | None, style: str) -> bool:
        """Whether a paragraph, or its style, stands in the document's outline."""
        said = _value(properties, f"{W}outlineLvl")
        for element in self.styles.chain(style):
            said = said if said is not None else _value(element, f"{W}pPr/{W}outlineLvl")
        return _integer(said, 9) < 9

    def _table(self, table: etree._Element) -> Iterator[Block]:
        rows: list[list[tuple[Block, ...]]] = []
        layout = False
        for row in _rows(table):
            properties = row.find(f"{W}trPr")
            if properties is not None and (properties.find(f"{W}del") is not None or _switch(properties, "hidden")):
                self.deletions += properties.find(f"{W}del") is not None
                continue
            cells = []
            for cell in _wrapped(row, "tc"):
                cells.append(tuple(self._story(cell)))
                nested = next(cell.iter(f"{W}tbl"), None) is not None
                layout = layout or nested or (len(cells[-1]) > 2 and sum(len(block.words) for block in cells[-1]) > 400)
            rows.append(cells)
        layout = layout or all(len(cells) < 2 for cells in rows)
        for cells in rows:
            if layout:
                yield from (block for cell in cells for block in cell)
            else:
                # A cell's own rows and rules are flattened: a row of a table within a row is not told apart.
                filled = tuple(cell for cell in cells if cell)
                if filled:
                    yield Block(role="table", cells=filled)

    # Runs: within a paragraph.

    def _inline(self, element: etree._Element, look: _Look, boxes: list[Block]) -> Iterator[Run]:
        for child in element.iterchildren(etree.Element):
            name = etree.QName(child).localname
            if child.tag == f"{W}r":
                yield from self._run(child, look, boxes)
            elif name in ("txbxContent", "txbx") or child.tag == f"{W}p":
                boxes += self._story(child) if name != "p" else self._paragraph(child)
            elif name == "AlternateContent":
                if (chosen := _chosen(child)) is not None:
                    yield from self._inline(chosen, look, boxes)
            elif name in ("del", "moveFrom"):
                continue
            elif name == "t" and child.text:
                # Text of formulas (m:t) and of shapes (a:t).
                yield look.run(None, child.text if child.tag.startswith(W) or "math" in child.tag else f" {child.text} ")
            elif name in ("chart", "relIds"):
                self.unread["charts and diagrams"] = self.unread.get("charts and diagrams", 0) + 1
            elif name == "OLEObject":
                self.unread["objects"] = self.unread.get("objects", 0) + 1
            elif name not in _DROPPED:
                yield from self._inline(child, look, boxes)

    def _run(self, run: etree._Element, look: _Look, boxes: list[Block]) -> Iterator[Run]:
        properties = run.find(f"{W}rPr")
        if look.switch(properties, "vanish"):
            return
        text = ""
        custom: list[tuple[str, str]] = []
        made: list[Run] = []
        for child in run.iterchildren(etree.Element):
            name = etree.QName(child).localname
            match name:
                case "t" if child.tag == f"{W}t":
                    text += child.text or ""
                case "tab" | "ptab":
                    text += "\t"
                case "br" | "cr":
                    text += "\n"
                case "noBreakHyphen":
                    text += "-"
                case "sym":
                    text += _symbol(child)
                case "footnoteReference" | "endnoteReference":
                    kind, key = name.removesuffix("Reference"), child.get(f"{W}id") or ""
                    if (child.get(f"{W}customMarkFollows") or "0") in ("1", "true", "on"):
                        custom.append((kind, key))
                        continue
                    if text:
                        made.append(look.run(properties, text))
                        text = ""
                    if mark := self._refer(kind, key):
                        made.append(Run(text=mark, mark=True))
                case "softHyphen" | "lastRenderedPageBreak" | "fldChar" | "pgNum":
                    continue
                case _ if name not in _DROPPED:
                    if text:
                        made.append(look.run(properties, text))
                        text = ""
                    inner = _chosen(child) if name == "AlternateContent" else child
                    made += self._inline(inner, look, boxes) if inner is not None else ()
        if custom and text.strip():
            made.append(Run(text=text.strip(), mark=True))
            for kind, key in custom:
                self._tell_note(kind, key, text.strip())
        elif text:
            raised = look.value(properties, "vertAlign") == "superscript" and is_mark(text, self.before)
            # A figure that was only raised is the mark of a note that was typed, or lost its note in a conversion.
            made.append(Run(text=text, mark=True) if raised else look.run(properties, text))
        self.before = "".join([self.before, *(run.text for run in made)])[-8:]
        yield from made

    # Notes.

    def _refer(self, kind: str, key: str) -> str:
        """The mark of a note, counted where it is first referred to."""
        note = self.notes[kind]
        if key in note.met:
            return note.met[key]
        if key not in note.part:
            return ""
        mark = counted(note.next, note.style)
        note.next += 1
        self._tell_note(kind, key, mark)
        return mark

    def _tell_note(self, kind: str, key: str, mark: str) -> None:
        note = self.notes[kind]
        if key in note.met or key not in note.part:
            return
        note.met[key] = mark
        place = len(note.blocks)
        told: list[Block] = []
        for block in self._story(note.part[key]):
            parts = _cells(block) if block.cells else [block]
            told += [replace(part, role="note", label="", prefix=part.prefix) for part in parts if part.words]
        if told and mark:
            told[0] = replace(told[0], label=mark, prefix=mark, runs=_without(told[0].runs, mark))
        note.blocks[place:place] = told


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """What the style of a paragraph makes of the runs in it."""

    styles: _Styles
    style: str

    def _styles(self, properties: etree._Element | None) -> tuple[str, ...]:
        return (_value(properties, f"{W}rStyle") or "", self.style)

    def switch(self, properties: etree._Element | None, name: str) -> bool:
        said = _switch(properties, name)
        return self.styles.switch(name, self._styles(properties)) if said is None else said

    def value(self, properties: etree._Element | None, name: str) -> str | None:
        said = _value(properties, f"{W}{name}")
        return self.styles.value(name, self._styles(properties)) if said is None else said

    def run(self, properties: etree._Element | None, text: str) -> Run:
        size = _integer(self.value(properties, "sz"), 0) / 2
        bold, italic = self.switch(properties, "b"), self.switch(properties, "i")
        return Run(text=text, bold=bold, italic=italic, size=size)


def _cells(block: Block) -> list[Block]:
    return [inner for cell in block.cells for part in cell for inner in (_cells(part) if part.cells else [part])]


def _without(runs: tuple[Run, ...], mark: str) -> tuple[Run, ...]:
    """The runs of a note without its mark, which a note with a mark of its own holds as text."""
    kept = list(runs)
    while kept and not kept[0].text.strip():
        kept.pop(0)
    if kept and kept[0].mark and kept[0].text.strip() == mark:
        return tuple(kept[1:])
    if kept and not mark.isalnum() and kept[0].text.lstrip().startswith(mark):
        kept[0] = replace(kept[0], text=kept[0].text.lstrip()[len(mark) :])
    return tuple(kept)


def _symbol(element: etree._Element) -> str:
    try:
        code = int(element.get(f"{W}char") or "", 16)
    except ValueError:
        return ""
    if 0xF000 <= code <= 0xF0FF:
        return _SYMBOLS.get(code - 0xF000, chr(code - 0xF000) if 0x20 < code - 0xF000 < 0x40 else "•")
    return chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF else ""


def _chosen(element: etree._Element) -> etree._Element | None:
    """The one alternative that is shown: the first with words in it, for Word writes the same text box twice."""
    branches = list(element.iterchildren("{*}Choice", "{*}Fallback"))
    return next((branch for branch in branches if next(branch.iter("{*}t"), None) is not None), branches[0] if branches else None)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    yield from _wrapped(table, "tr")


def _wrapped(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, through content controls and the like; not those of tables within."""
    for child in element.iterchildren(etree.Element):
        if child.tag == f"{W}{name}":
            yield child
        elif etree.QName(child).localname in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"):
            yield from _wrapped(child, name)
