"""A web page: docs.un.org, the pages of OHCHR, or any other, as `hld.ingest.readers.blocks`.

It is read as lxml parses it, without network and within libxml2's limits; scripts, styles and what is hidden are no text.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]: a C extension without stubs

from hld.ingest.errors import UnreadableError
from hld.ingest.layout import Role, Source
from hld.ingest.readers.blocks import MARK, TYPED, Block, Run, bare, compose, counted, fold, is_mark
from hld.ingest.regex import regex
from hld.ingest.symbols import Symbol, SymbolError

_BLOCKS = frozenset(
    """address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption figure
    footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol option optgroup p plaintext
    pre search section select summary table tbody td textarea tfoot th thead tr ul xmp""".split()
)
_UNSEEN = frozenset(
    """applet area audio base canvas col colgroup datalist del embed head iframe input link map meta noembed noframes noscript
    object param picture script source style template title track video wbr""".split()
)
_CLUTTER = frozenset("nav footer aside form button select dialog menu search option textarea fieldset".split())
_CLUTTER_ROLES = frozenset("navigation banner contentinfo search complementary dialog alertdialog menu menubar".split())
_CLUTTER_WORDS = frozenset(
    """nav navbar navigation menu menus breadcrumb breadcrumbs cookie cookies consent gdpr skip skiplink share sharing social
    addtoany sharethis addthis pager pagination sidebar toolbar banner popup modal""".split()
)
_NOTE_CLASS = regex(r"(?i)(?:^|[\s_-])(?:mso)?(?:foot|end)[-_]?notes?(?:[-_]?(?:text|item|list|body))?(?:$|[\s_-])")
# Styles of the UN's own templates: H1, H23, H4, HCh, HM and, in Geneva, "_ H _Ch", "_ H_1", "H23G".
UN_HEADING = regex(r"_?\s*H\s*_?\s*(?:Ch?|M|\d{1,2}(?:/\d)?)_?G?_?(?: ?G)?")
_HINT = regex(
    r"(?i)(?:^|[^a-z])(?:fn|ftn|edn|en|sdfootnote|sdendnote|foot-?note|end-?note|note|cite_note|doc-noteref)(?:[^a-z]|$|ref|anc|sym)"
)
_STYLE_SIZE = regex(r"font-size\s*:\s*([\d.]+)\s*(pt|px)")
_LIST_STYLES = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "decimal": "decimal",
    "decimal-leading-zero": "decimalZero",
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "none": "none",
    "disc": "none",
    "circle": "none",
    "square": "none",
}
_LONGEST_HEADING = 250
"""Characters; what stands in a heading's element and is longer is a paragraph in large type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a page holds: its blocks, and what it declares of itself."""

    blocks: tuple[Block, ...]
    language: str = ""
    title: str = ""
    symbol: str = ""
    anomalies: tuple[str, ...] = ()


def source(data: bytes, name: str) -> Source:
    """The source in a web page: what stands around its content (menus, banners, forms) is furniture, scripts are nothing.

    Raises:
        UnreadableError: when the bytes are no page, or there are no words in it.
    """
    page = read_page(_decoded(data, name), name)
    return compose(
        page.blocks,
        name=name,
        format="html",
        language=page.language,
        symbol=page.symbol,
        title=page.title,
        anomalies=page.anomalies,
    )


def _decoded(data: bytes, name: str) -> str:
    """The characters of a page: by its byte order mark, its declaration, as UTF-8, or as windows-1252, in this order."""
    remedy = "Save the page from a browser as HTML, or give the PDF."
    for kind, magic in (("a PDF", b"%PDF-"), ("a ZIP archive", b"PK\x03\x04"), ("an old binary file", b"\xd0\xcf\x11\xe0")):
        if data.startswith(magic):
            raise UnreadableError(f"{name} is {kind}, not a web page.", "Give the file its proper ending.")
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise UnreadableError(f"{name} is not text in {encoding}: {error.reason}.", remedy) from error
    if len(data) > 3 and (data[1] == 0) != (data[0] == 0) and data[:400].count(0) * 3 > len(data[:400]):
        return data.decode("utf-16-le" if data[1] == 0 else "utf-16-be", errors="replace")
    if b"\x00" in data:
        raise UnreadableError(f"{name} is not text: it has zero bytes in it.", remedy)
    for encoding in (*_declared(data), "utf-8"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("windows-1252", errors="replace")


def _declared(data: bytes) -> Iterator[str]:
    match = re.search(rb"""(?i)<(?:meta\b[^>]*?\bcharset|\?xml\b[^>]*?\bencoding)\s*=\s*["']?\s*([\w.:-]+)""", data[:4096])
    if not match:
        return
    label = match[1].decode("ascii", errors="replace").lower()
    # As the WHATWG's table of labels has it: browsers read these wider than they are named.
    label = {"iso-8859-1": "windows-1252", "latin1": "windows-1252", "us-ascii": "windows-1252", "ascii": "windows-1252"}.get(
        label, label
    )
    label = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "windows-874": "cp874"}.get(label, label)
    try:
        codec = codecs.lookup(label)
    except LookupError:
        return
    # A page whose declaration could be read is not in UTF-16, whatever it declares; codecs like "hex" make no text.
    if not codec.name.startswith(("utf-16", "utf-32")) and getattr(codec, "_is_text_encoding", True):
        yield codec.name


def read_page(markup: str, name: str) -> Page:
    """The blocks of a page's markup.

    Raises:
        UnreadableError: when it cannot be parsed within libxml2's limits.
    """
    markup = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]", " ", markup)
    # Word writes <![if …]> around marks and numbers; what they hold is meant for browsers.
    markup = re.sub(r"<!\[(?:if\b[^\]>]*|endif)\]>", "", markup)
    anomalies: list[str] = []
    root, limit = _parsed(markup)
    if limit:
        # libxml2 stops at 256 open elements, and all words after that are lost; a page without nesting has them all.
        anomalies.append("the page nests too deeply: it was read without its structure")
        root, limit = _parsed(_flattened(markup))
    if limit:
        raise UnreadableError(f"{name} is beyond what can be parsed: {limit}.", "Save the page's text as a text file.")
    if root is None:
        return Page(blocks=())
    walker = _Walker(root)
    walker.walk()
    if walker.deleted:
        anomalies.append(f"{walker.deleted} deletions (<del>) were left out")
    return Page(
        blocks=tuple(walker.titled()),
        language=_language(root),
        title=fold(walker.head).strip(),
        symbol=_symbol(root),
        anomalies=tuple(anomalies),
    )


def _parsed(markup: str) -> tuple[etree._Element | None, str]:
    """The tree, and what stopped the parser, if anything did."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = etree.fromstring(markup.encode("utf-8", errors="replace") or b" ", parser)
    except etree.XMLSyntaxError as error:
        # lxml says "Document is empty" where there is no element to make.
        return (None, "") if "empty" in str(error).lower() else (None, str(error))
    stop = next((entry.message for entry in parser.error_log if entry.type_name == "ERR_RESOURCE_LIMIT"), "")
    return root, stop


def _flattened(markup: str) -> str:
    markup = re.sub(r"(?is)<!--.*?(?:-->|$)|<(script|style|template|head|noscript)\b.*?(?:</\1\s*>|$)", " ", markup)
    return re.sub(
        r"</?([A-Za-z][A-Za-z0-9:-]*)(?:\s[^<>]*)?/?>",
        lambda match: "<p>" if match[1].lower() in _BLOCKS or match[1].lower() == "br" else "",
        markup,
    )


def _language(root: etree._Element) -> str:
    for element in (root, *root.iter("body")):
        for attribute in ("lang", "xml:lang", "{http://www.w3.org/XML/1998/namespace}lang"):
            if value := element.get(attribute):
                return value
    for meta in root.iter("meta"):
        if (meta.get("http-equiv") or meta.get("name") or "").lower() in ("content-language", "dc.language", "dcterms.language"):
            return (meta.get("content") or "").split(",")[0]
    return ""


def _symbol(root: etree._Element) -> str:
    for meta in root.iter("meta"):
        if re.fullmatch(
            r"(?i)(?:un\.?)?symbol|dc(?:terms)?\.identifier|citation_technical_report_number", meta.get("name") or ""
        ):
            try:
                return str(Symbol.parse(meta.get("content") or ""))
            except SymbolError:
                continue
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """What an element hands down to what is in it."""

    role: Role = "body"
    furniture: str = ""
    bold: bool = False
    italic: bool = False
    size: float = 0.0
    pre: bool = False
    row: bool = False
    level: int = 0


@dataclass(slots=True)
class _List:
    style: str
    next: int
    step: int


@dataclass(slots=True)
class _Pending:
    """The number of an item that has not met its words yet."""

    label: str
    prefix: str
    item: etree._Element


def _text(element: etree._Element) -> str:
    return fold("".join(element.itertext())).strip()


def _classes(element: etree._Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}".strip()


def _style(element: etree._Element) -> str:
    return (element.get("style") or "").lower()


def _name(element: etree._Element) -> str:
    """The element's name in lower case, without a prefix ("o:p"); empty for comments and the like."""
    return element.tag.lower() if isinstance(element.tag, str) else ""


def _is_skip_link(element: etree._Element) -> bool:
    return _name(element) == "a" and bool(
        re.search(r"(?i)(?:^|[\s_-])skip(?:link)?(?:[\s_-]|$)|visually-?hidden|sr-only|screen-reader-text", _classes(element))
    )


def _is_block(element: etree._Element) -> bool:
    return _name(element) in _BLOCKS or _is_skip_link(element) or bool(re.search(r"display\s*:\s*block", _style(element)))


def _is_raised(element: etree._Element) -> bool:
    return (
        _name(element) == "sup"
        or bool(re.search(r"vertical-align\s*:\s*super", _style(element)))
        or bool(re.search(r"(?i)Mso(?:Footnote|Endnote)Reference|footnote-?ref|noteref", _classes(element)))
    )


@dataclass
class _Notes:
    """The marks of notes in a page, the elements of their notes, and the links back, which say nothing."""

    marks: dict[etree._Element, str] = field(default_factory=dict)
    notes: dict[etree._Element, str] = field(default_factory=dict)
    back: set[etree._Element] = field(default_factory=set)

    @classmethod
    def find(cls, body: etree._Element) -> _Notes:
        found = cls()
        order: dict[etree._Element, int] = {}
        anchors: dict[str, etree._Element] = {}
        for number, element in enumerate(body.iter(etree.Element)):
            order[element] = number
            for anchor in (element.get("id"), element.get("name") if _name(element) == "a" else None):
                if anchor:
                    anchors.setdefault(anchor, element)
        for link in body.iter("a"):
            fragment = (link.get("href") or "").partition("#")[2]
            if not fragment:
                continue
            text, target = _text(link), anchors.get(fragment)
            if any(ancestor in found.notes for ancestor in link.iterancestors()):
                if MARK.fullmatch(text) or not re.search(r"\w", text):
                    found.back.add(link)
            elif target is not None and order[target] > order[link] and (match := MARK.fullmatch(text)):
                inside = [link, *link.iterdescendants(), *([] if (parent := link.getparent()) is None else [parent])]
                hint = " ".join((fragment, _classes(link), link.get("role") or "", link.get("epub:type") or ""))
                if any(_is_raised(e) for e in inside) or text.startswith("[") or _HINT.search(hint):
                    note = target
                    while not _is_block(note) and (above := note.getparent()) is not None:
                        note = above
                    if _name(note) in ("body", "html", "main", "article") or note in link.iterancestors():
                        continue
                    found.notes.setdefault(note, match[1])
                    found.marks[found._whole(link, text)] = match[1]
        return found

    @staticmethod
    def _whole(link: etree._Element, text: str) -> etree._Element:
        """The raised element around a link, where it holds nothing else."""
        parent = link.getparent()
        return parent if parent is not None and _is_raised(parent) and _text(parent).strip("[]()") == text.strip("[]()") else link


class _Walker:
    """Walks a page in order without recursion, and makes a block of each paragraph and row."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        body = root.find(".//body")
        self.body: etree._Element = root if body is None else body
        self.notes = _Notes.find(self.body)
        self.size = len(_text(self.body))
        self.contents = self._contents()
        self.head = next(
            (fold(t.text or "") for t in root.iter("title") if t.getparent() is not None and _name(t.getparent()) != "svg"), ""
        )  # type: ignore[arg-type]
        self.deleted = 0
        self.blocks: list[tuple[Block, int, str]] = []
        self.runs: list[Run] = []
        self.looks: list[_Look] = [_Look(furniture="navigation" if self.contents else "")]
        self.lists: list[_List] = []
        self.pending: _Pending | None = None
        self.note: str = ""
        self.rows: list[list[list[Block]]] = []

    def titled(self) -> list[Block]:
        """The blocks, with the page's main heading for its title."""
        first = next((i for i, (b, level, f) in enumerate(self.blocks) if level == 1 and not f), None)
        if first is None and len(self.head) > 3:
            # Some templates set the main heading above the content; the window's title tells it from the site's name.
            first = next((i for i, (b, level, _) in enumerate(self.blocks) if level == 1 and self.head.startswith(b.words)), None)
        return [replace(b, role="title", label="") if i == first else b for i, (b, *_) in enumerate(self.blocks)]

    def _contents(self) -> set[etree._Element]:
        """The elements that hold the content, where the page says so and they do hold it."""
        mains = [e for e in self.body.iter(etree.Element) if _name(e) == "main" or e.get("role") == "main"]
        if mains and sum(len(_text(main)) for main in mains) > 80:
            return set(mains)
        articles = [e for e in self.body.iter("article") if not any(_name(a) == "article" for a in e.iterancestors())]
        clutter = sum(len(_text(e)) for e in self.body.iter("nav", "header", "footer", "aside", "script", "style"))
        # Teasers are articles too; only articles that hold most of the words are the content.
        return set(articles) if sum(len(_text(a)) for a in articles) * 2 > self.size - clutter else set()

    def walk(self) -> None:
        """Visit every element once."""
        stack: list[tuple[etree._Element, bool]] = [(self.body, False)]
        while stack:
            element, left = stack.pop()
            if left:
                self._leave(element)
                self._say(element.tail if element is not self.body else "")
            elif self._enter(element):
                stack.append((element, True))
                self._say(element.text)
                stack += [(child, False) for child in reversed(element)]
            else:
                self._say(element.tail if element is not self.body else "")
        self._flush()
        # What stands after </body> or beside it in a broken page.
        for beside in self.root.iterchildren():
            if beside is not self.body and self.body is not self.root and _name(beside) not in _UNSEEN and _text(beside):
                self.blocks.append((Block(runs=(Run(text=_text(beside)),)), 0, ""))
            if beside.tail and beside.tail.strip():
                self.blocks.append((Block(runs=(Run(text=beside.tail),)), 0, ""))

    @property
    def look(self) -> _Look:
        return self.looks[-1]

    def _say(self, text: str | None) -> None:
        if text:
            look = self.look
            text = text if look.pre else re.sub(r"[\r\n]", " ", text)
            self.runs.append(Run(text=text, bold=look.bold, italic=look.italic, size=look.size))

    def _flush(self) -> None:
        runs, self.runs = tuple(self.runs), []
        if not any(run.mark or fold(run.text).strip() for run in runs):
            return
        look = self.look
        role: Role = look.role
        label, prefix = "", ""
        if look.furniture:
            role, label = "furniture", look.furniture
        elif role == "note":
            label, self.note = self.note, ""
            prefix = label
        if self.pending and not look.furniture:
            said = fold("".join(run.text for run in runs if not run.mark)).strip()
            typed = TYPED.match(said)
            if role == "note":
                label = label or self.pending.label
                prefix = label
            elif not typed or bool(typed["number"]) != self.pending.label.isdigit() or not bare(typed[0]):
                # A template that types its numbers hides the list's own with a style sheet, which is not read.
                prefix = self.pending.prefix
                label = label or self.pending.label
            self.pending = None
        block = Block(runs=runs, role=role, label=label, prefix=prefix)
        if role == "heading" and len(block.words) > _LONGEST_HEADING:
            block = replace(block, role="body")
        if look.row and self.rows and self.rows[-1]:
            self.rows[-1][-1].append(block)
        else:
            self.blocks.append((block, look.level, look.furniture))

    def _enter(self, element: etree._Element) -> bool:
        """Begin an element; False where nothing in it is to be read."""
        tag, style = _name(element), _style(element)
        if tag == "del":
            self.deleted += 1
        if not tag or tag in _UNSEEN or element in self.notes.back or self._hidden(element, style):
            # A void element or hidden block still parts the words around it, as a space at least.
            self._say(" " if tag not in ("", "wbr", "a", "del") else "")
            return False
        if tag == "br":
            self.runs.append(Run(text="\n"))
            return False
        if element in self.notes.marks or (_is_raised(element) and self._raised_mark(element)):
            self.runs.append(Run(text=_text(element), mark=True))
            return False
        block = _is_block(element)
        if block:
            self._flush()
        look = self._looked(element, tag, style)
        if tag in ("svg", "math"):
            self._say(" ")
        if element in self.notes.notes or (look.role == "note" and self.look.role != "note"):
            self._flush()
            self.note = self.notes.notes.get(element, "")
        self.looks.append(look)
        match tag:
            case "ol" | "ul" | "menu" | "dir":
                self.lists.append(self._list(element, tag, style))
            case "li":
                self._item(element, style)
            case "tr" if look.row:
                self.rows.append([])
            case "td" | "th" if look.row and self.rows:
                self.rows[-1].append([])
        return True

    def _leave(self, element: etree._Element) -> None:
        tag = _name(element)
        if _is_block(element):
            self._flush()
        if tag in ("ol", "ul", "menu", "dir") and self.lists:
            self.lists.pop()
        if tag == "li" and self.pending and self.pending.item is element:
            self.pending = None
        if tag == "tr" and self.look.row and self.rows:
            cells = tuple(tuple(cell) for cell in self.rows.pop() if cell)
            if cells:
                look = self.look
                row = Block(role="furniture" if look.furniture else "table", label=look.furniture, cells=cells)
                self.blocks.append((row, 0, look.furniture))
        self.looks.pop()

    def _hidden(self, element: etree._Element, style: str) -> bool:
        if element.get("hidden") is not None or re.search(
            r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", style
        ):
            return True
        # Words for screen readers alone; a link among them ("Skip to content") shows itself when it is reached.
        return _name(element) != "a" and bool(
            re.search(
                r"(?:^|\s)(?:visually-hidden|visuallyhidden|sr-only|screen-reader-text|element-invisible)(?:\s|$)",
                _classes(element),
            )
        )

    def _raised_mark(self, element: etree._Element) -> bool:
        before = fold("".join(run.text for run in self.runs[-6:] if not run.mark))
        return len(text := _text(element)) < 20 and bool(text) and is_mark(text, before.rstrip()[-8:] if before else "")

    def _looked(self, element: etree._Element, tag: str, style: str) -> _Look:
        look = self.look
        furniture = look.furniture
        if element in self.contents:
            furniture = ""
        elif not furniture:
            furniture = self._furniture(element, tag, style)
        role, level = look.role, look.level
        classes = element.get("class") or ""
        if re.fullmatch(r"h[1-6]", tag):
            role, level = "heading", int(tag[1])
        elif tag in ("p", "div", "td") and any(UN_HEADING.fullmatch(name) for name in classes.split()):
            role = "heading"
        elif (
            element in self.notes.notes
            or (_NOTE_CLASS.search(_classes(element)) and _is_block(element))
            or element.get("role")
            in (
                "doc-endnotes",
                "doc-footnote",
            )
        ):
            role = "note"
        size = look.size
        if match := _STYLE_SIZE.search(style):
            size = (
                round(float(match[1]) * (0.75 if match[2] == "px" else 1.0), 1)
                if match[1].replace(".", "", 1).isdigit()
                else size
            )
        bold, italic = look.bold, look.italic
        if match := re.search(r"font-weight\s*:\s*(\w+)", style):
            bold = match[1] in ("bold", "bolder") or (match[1].isdigit() and int(match[1]) >= 600)
        elif tag in ("b", "strong", "th") or re.fullmatch(r"h[1-6]", tag):
            bold = True
        if match := re.search(r"font-style\s*:\s*(\w+)", style):
            italic = match[1] in ("italic", "oblique")
        elif tag in ("i", "em", "cite", "dfn", "address"):
            italic = True
        row = look.row
        if tag == "table":
            row = not self._is_layout(element)
        pre = look.pre or tag in ("pre", "listing", "xmp", "plaintext")
        return _Look(role=role, furniture=furniture, bold=bold, italic=italic, size=size, pre=pre, row=row, level=level)

    def _furniture(self, element: etree._Element, tag: str, style: str) -> str:
        """The name of the furniture that this element is, or empty."""
        if match := re.search(r"mso-element\s*:\s*(header|footer)\b", style):
            return "running head" if match[1] == "header" else "footer"
        if tag in ("body", "html", "main", "article"):
            return ""
        if tag in ("nav", "footer") or element.get("role") in _CLUTTER_ROLES:
            return "navigation" if len(_text(element)) * 2 < self.size or tag == "nav" else ""
        if _is_skip_link(element):
            return "navigation"
        words = set(re.split(r"[\s_-]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", _classes(element)).lower()))
        if (
            tag in _CLUTTER
            or (tag == "header" and self._is_site_header(element))
            or (words & _CLUTTER_WORDS and _is_block(element))
        ):
            # A template may wrap the whole page in a form, or name its frame "with-sidebar".
            whole = len(_text(element)) * 2 > self.size or next(element.iter("h1"), None) is not None
            return "" if whole else "navigation"
        return ""

    def _is_site_header(self, element: etree._Element) -> bool:
        return next(element.iter("h1"), None) is None and not any(
            _name(a) in ("article", "main") for a in element.iterancestors()
        )

    @staticmethod
    def _is_layout(table: etree._Element) -> bool:
        """Whether a table only places its cells: one column, tables or headings inside, or cells of several paragraphs."""
        if table.get("role") == "presentation" or next(table.iterdescendants("table", "h1", "h2", "h3", "h4"), None) is not None:
            return True
        widest = max((sum(1 for cell in row if _name(cell) in ("td", "th")) for row in table.iter("tr")), default=0)
        return widest < 2 or any(
            sum(1 for p in cell.iter("p", "li", "div") if (p.text or len(p)) and _text(p)) > 2 and len(_text(cell)) > 400
            for cell in table.iter("td", "th")
        )

    def _list(self, element: etree._Element, tag: str, style: str) -> _List:
        if tag != "ol":
            return _List(style="none", next=1, step=1)
        match = re.search(r"list-style(?:-type)?\s*:\s*([\w-]+)", style)
        kind = _LIST_STYLES.get(match[1] if match else element.get("type") or "1", "decimal")
        backwards = element.get("reversed") is not None
        start = len([child for child in element if _name(child) == "li"]) if backwards else 1
        return _List(style=kind, next=_integer(element.get("start"), start), step=-1 if backwards else 1)

    def _item(self, element: etree._Element, style: str) -> None:
        if not self.lists:
            return
        counter = self.lists[-1]
        number = _integer(element.get("value"), counter.next)
        counter.next = number + counter.step
        match = re.search(r"list-style(?:-type)?\s*:\s*([\w-]+)", style)
        kind = _LIST_STYLES.get(match[1] if match else element.get("type") or "", counter.style)
        if kind == "none":
            return
        if self.pending and not self.look.furniture:
            # An item that begins with a list has its number, and no words of its own.
            block = Block(label=self.pending.label, prefix=self.pending.prefix)
            self.blocks.append((block, 0, ""))
        label = counted(number, kind)
        # As a browser shows it, "a." included.
        prefix = f"{label}."
        self.pending = _Pending(label=label, prefix=prefix, item=element)


def _integer(text: str | None, default: int) -> int:
    match = re.match(r"\s*([+-]?\d{1,9})", text or "")
    return int(match[1]) if match else default
