"""Paragraphs as HTML, DOCX and Markdown mark them up -> text and lines: labels, note marks, masthead and title.

A `Block` is one paragraph with its `Run`s of like style; `compose` names the top of a United Nations document, takes numbers
and marks out of the words, and lays the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from hld.ingest.errors import UnreadableError
from hld.ingest.layout import Line, Role, Source
from hld.ingest.regex import regex
from hld.ingest.symbols import ROMAN, roman


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Characters of one look. `mark` says that they are the mark of a footnote; "\\n" in `text` is a forced line break."""

    text: str
    bold: bool = False
    italic: bool = False
    size: float = 0.0
    mark: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One paragraph, or one row of a table with its cells in `cells`.

    `prefix` is what an automatic numbering shows before the words and the words do not hold ("10.", "(a)"), `label` its
    number or letter alone; a note's `label` is its mark.
    """

    runs: tuple[Run, ...] = ()
    role: Role = "body"
    label: str = ""
    prefix: str = ""
    cells: tuple[tuple[Block, ...], ...] = ()

    @property
    def words(self) -> str:
        """What the paragraph says, folded, without marks and numbering."""
        if self.cells:
            return " | ".join(filter(None, (" ".join(part.words for part in cell) for cell in self.cells)))
        return fold("".join(run.text for run in self.runs if not run.mark)).strip()

    def most(self, look: Callable[[Run], bool]) -> bool:
        """Whether all words have this look."""
        seen = [look(run) for run in self.runs if not run.mark and run.text.strip()]
        return bool(seen) and all(seen)

    @property
    def size(self) -> float:
        """The size of most of its characters."""
        sizes: dict[float, int] = {}
        for run in self.runs:
            if not run.mark and run.text.strip():
                sizes[run.size] = sizes.get(run.size, 0) + len(run.text)
        return max(sizes, key=lambda size: sizes[size], default=0.0)


# Control characters, and what has no width: soft hyphen, zero-width space and joiner, byte order mark, direction marks.
_INVISIBLE = regex(r"[\x00-\x08\x0e-\x1b\x7f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff]")


def fold(text: str) -> str:
    """`text` without invisible characters, each run of white space a single space.

    >>> fold("an\\u00adchor\\u00a0 and  rope")
    'anchor and rope'
    """
    return re.sub(r"\s+", " ", _INVISIBLE.sub("", text))


# --- numbers and letters --------------------------------------------------------------------------------------------

_ROMAN_LETTER = r"(?=[ivxlc])(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})"
_DOUBLED = "|".join(letter * 2 for letter in "abcdefghijklmnopqrstuvwxyz")
_LETTER = rf"(?:{_ROMAN_LETTER}|{_DOUBLED}|[a-z]|[а-яё]|[ء-ي]|[一二三四五六七八九十]{{1,3}})"
TYPED = regex(
    # "10. Requests", "10.请", "10．请", "10、请", "١ - تدعو" ("1 - " only before Arabic letters), "1) …".
    r"(?:(?P<number>\d{1,3})(?:\s?[.)](?=\s|$|[\u3400-\u9fff])|[．、]|\s?[-–](?=\s[\u0600-\u06ff]))"
    # "(a) …", "（a）…", "(1) …", "(А) …"
    rf"|[(（](?P<enclosed>\d{{1,3}}|[A-Z]|{_LETTER})[)）]"
    # "a) …" as Russian, French and Spanish print it, "a. …" as word processors number.
    rf"|(?P<half>{_LETTER})\)(?=\s|$)"
    r"|(?P<pointed>[a-z])\.(?=\s+[^\W\d_]))\s*"
)
_BULLET = regex(r"[•●▪‣⁃◦○■□➢✓❖*·\-–—\uf0b7\uf0a7\uf0d8\uf0fc](?:\s+|$)")
MARK = regex(r"[\[(]?(\d{1,3}|\*{1,3}|[†‡§]{1,3}|[ivxlc]{1,6}|[a-zA-Z])[\])]?")
_PLAIN_MARK = regex(r"[\[(]?(\d{1,3}|\*{1,3}|[†‡§]{1,3})[\])]?")
_NOTE_MARK = regex(r"[\[(]?(\d{1,3}|\*{1,3}|[†‡§]{1,3}|[a-z])[\])]?[.)]?(?:\s+(?=\S)|(?<=[\])])(?=\w))")
# An exponent, not a note: "12 km²", "m³".
_UNIT = regex(r"(?:^|[\s\d(/])(?:[kcdm]?m|ft|CO|10)$")


def bare(label: str) -> str:
    """A number or letter without its brackets and point, or empty where `label` is more than that.

    >>> bare("10."), bare("(ii)"), bare("1.2."), bare("Article 1.")
    ('10', 'ii', '1.2', '')
    """
    match = re.fullmatch(r"\s*[\[(（]?\s*(\w{1,8}(?:\.\w{1,4})*)\s*(?:[.)\]）．、:\-]|\.\))*\s*", label)
    return match[1] if match and (match[1].isascii() is False or not match[1].isalpha() or len(match[1]) < 8) else ""


def is_mark(text: str, before: str) -> bool:
    """Whether raised characters are the mark of a note: a figure or asterisks, and no exponent after a unit.

    >>> is_mark("3", "of 2012,"), is_mark("2", "12 km"), is_mark("th", "the 4")
    (True, False, False)
    """
    marks = re.split(r"\s*[,;]\s*|\s+", text.strip())
    return all(_PLAIN_MARK.fullmatch(mark) for mark in marks) and not _UNIT.search(before)


def counted(number: int, style: str) -> str:
    """`number` as a numbering of this style writes it: "decimal", "lowerLetter", "upperRoman" and Word's other names.

    >>> [counted(28, style) for style in ("decimal", "lowerLetter", "upperRoman", "decimalZero", "chineseCounting")]
    ['28', 'bb', 'XXVIII', '28', '二十八']
    """
    match style:
        case "lowerLetter" | "upperLetter":
            # Word doubles the letter after z ("aa", "bb"), and the UN does the same.
            letters = chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number <= 780 else str(number)
            return letters.upper() if style == "upperLetter" else letters
        case "lowerRoman" | "upperRoman":
            numeral = roman(number) if 0 < number < 4000 else str(number)
            return numeral if style == "upperRoman" else numeral.lower()
        case "russianLower" | "russianUpper":
            alphabet = "абвгдежзиклмнопрстуфхцчшщэюя"
            letter = alphabet[(number - 1) % len(alphabet)]
            return letter.upper() if style == "russianUpper" else letter
        case "arabicAlpha":
            return "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"[(number - 1) % 28]
        case "arabicAbjad":
            return "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"[(number - 1) % 28]
        case "decimalZero":
            return f"{number:02d}"
        case "decimalFullWidth" | "decimalFullWidth2":
            return str(number).translate({48 + n: 0xFF10 + n for n in range(10)})
        case "decimalEnclosedCircle" | "decimalEnclosedCircleChinese":
            return chr(0x245F + number) if 0 < number <= 20 else str(number)
        case "ordinal":
            ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
            return f"{number}{ending}"
        case "chicago":
            return "*†‡§"[(number - 1) % 4] * ((number - 1) // 4 + 1)
        case _ if re.search(r"[cC]hinese|japaneseCounting|ideographDigital|taiwanese", style) and 0 < number < 100:
            digits, tens = "一二三四五六七八九", number // 10
            return (
                ("" if tens < 2 else digits[tens - 1])
                + ("十" if tens else "")
                + ("" if number % 10 == 0 else digits[number % 10 - 1])
            )
    return str(number)


# --- what a United Nations document says above its text ---------------------------------------------------------------

_ORGAN = (
    r"(?:General Assembly|Security Council|Economic and Social Council|Human Rights Council|Trusteeship Council"
    r"|Assemblée générale|Conseil de sécurité|Conseil économique et social|Conseil des droits de l[’']homme"
    r"|Asamblea General|Consejo de Seguridad|Consejo Económico y Social|Consejo de Derechos Humanos"
    r"|Генеральная Ассамблея|Совет Безопасности|Экономический и Социальный Совет|Совет по правам человека"
    r"|الجمعية العامة|مجلس الأمن|المجلس الاقتصادي والاجتماعي|مجلس حقوق الإنسان"
    r"|大会|安全理事会|经济及社会理事会|人权理事会)"
)
_UN = (
    r"(?:United Nations|(?:Organisation des )?Nations Unies|Naciones Unidas"
    r"|(?:Организация )?Объединенны[хе] Наци[ий]|الأمم المتحدة|联合国)"
)
_FORMULA = regex(
    rf"(?:The|L[’']\s?|La|Le|El|إن)?\s*{_ORGAN}\s*[,،，]"
    rf"|The (?:[A-Z][\w’'-]+ )*(?:Committee|Commission|Council|Conference|Board|Meeting)(?: [\w’'-]+){{0,12}},"
)
_SYMBOL = regex(
    r"(?:A|S|E|T|ST|CCPR|CEDAW|CERD|CMW|CRC|CRPD|CAT|CED|HRI|DP|TD|UNEP|JIU|FCCC)"
    r"(?:/[\w.()\-]+)*/[\w.()\- ]*\d[\w.()\-]*(?: [A-Z])?\*{0,2}"
)
_NUMBERED_TITLE = regex(
    r"(?P<label>(?:[SE]S?-)?\d{1,4}/\d{1,4}(?: [A-Z](?:-[A-Z])?(?=\.|$))?"
    r"|\d{1,4}(?: [A-Z])? ?\([IVXLC\-S]+\)(?: ?[A-Z](?=\.|$))?)"
    r"(?:\s?[.:．]\s*|\s+(?=\S)|$)"
)
_MASTHEAD = regex(
    rf"{_UN}$|{_ORGAN}$|{_SYMBOL.pattern}$|Distr\b|Original\s*:|Langue originale|Язык оригинала|原文|الأصل\s*:"
    r"|\d{1,2}(?:er)?\.? (?:de )?[^\W\d]+ (?:de )?\d{4}(?: года?)?\.?$|\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日$"
    r"|[^.;]{0,60}\b(?:session|sessions|sesiones|сессия)\b[^.;]{0,30}$|第?[一二三四五六七八九十]+届.{0,6}会议|الدورة\s"
    r"|(?:Agenda )?items? \d|Points? \d|Temas? \d|(?:Tema|Point) .{0,20}(?:programa|jour)"
    r"|Пункты? \d|(?:临时)?议程项目|البن(?:د|ود)\s"
    r"|(?:Draft )?(?:Resolution|Decision)s? adopted|(?:Résolution|Décision)s? adoptée"
    r"|(?:Resolución|Decisión) (?:aprobada|adoptada)"
    r"|(?:Резолюция|Решение),? принят|.{0,20}日?.{0,8}通过的决[议定]|.{0,20}大会决议|(?:قرار|مقرر)\s"
    r"|\[.{6,200}\]\.?$|\d{2}-\d{5}\b.{0,20}$|\*\d{6,}\*|Please recycle|Provisional$|Advance (?:unedited )?(?:version|copy)"
    r"|[A-Z]\w+ Committee$|\d{1,4}(?:st|nd|rd|th) (?:\(\w+\) )?(?:plenary )?meeting$",
    re.IGNORECASE,
)
_EARLY = 60
"""A formula stands among the first blocks: the longest masthead met, in a page with its furniture, has about forty."""


def is_un_masthead(words: str) -> bool:
    """Whether a line says what stands above the title of a United Nations document: organ, symbol, date, session, item.

    >>> is_un_masthead("Distr.: General"), is_un_masthead("Ninety-first session"), is_un_masthead("Lamps and harbours")
    (True, True, False)
    """
    return len(words) <= 250 and bool(_MASTHEAD.match(words))


def _name_the_top(blocks: list[Block]) -> list[Block]:
    """Give the masthead, the title and the formula of a United Nations document their roles; leave other documents."""
    top = blocks[:_EARLY]
    for index, block in reversed(list(enumerate(top[:15]))):
        parts = [part for cell in block.cells for part in cell]
        if block.role == "table" and any(is_un_masthead(part.words) for part in parts):
            blocks[index : index + 1] = parts
    for index, block in reversed(list(enumerate(blocks[:20]))):
        pieces = list(_pieces(block)) if block.role in ("body", "heading") else []
        if len(pieces) > 1 and all(is_un_masthead(piece.words) for piece in pieces):
            blocks[index : index + 1] = pieces
    top = blocks[:_EARLY]
    formula = next((i for i, b in enumerate(top) if b.role not in ("furniture", "note") and _FORMULA.fullmatch(b.words)), None)
    if formula is not None and formula + 1 == len(blocks):
        formula = None
    if formula is None and not any(_SYMBOL.fullmatch(b.words) or re.match(r"Distr\b", b.words) for b in top[:20]):
        return blocks
    end = formula if formula is not None else min(len(blocks), 25)
    open_ = [i for i in range(end) if blocks[i].role not in ("furniture", "note", "table") and blocks[i].words]
    title = next((i for i in open_ if _titled(blocks, i)), None)
    title = next((i for i in open_ if blocks[i].role == "title"), None) if title is None else title
    others = [i for i in open_ if not is_un_masthead(blocks[i].words)]
    if title is None and formula is not None:
        title = others[-1] if others else None
    elif title is None:
        title = next((i for i in others if blocks[i].role == "heading" or blocks[i].most(lambda run: run.bold)), None)
    named = list(blocks)
    for i in open_:
        words = blocks[i].words
        if title is not None and i == title:
            named[i] = _title(blocks[i])
        elif title is not None and i == title + 1 and not _NUMBERED_TITLE.sub("", blocks[title].words, count=1).strip():
            # "20/3" and, below it, the title itself.
            named[i] = replace(blocks[i], role="title")
        elif is_un_masthead(words) or (title is not None and i < title and formula is not None and len(words) <= 250):
            named[i] = replace(blocks[i], role="masthead")
        elif title is None and formula is None:
            break
    if formula is not None:
        # The parts B, C, … of a resolution say their formula again; it stays in the body, for it is not above the title.
        named[formula] = replace(blocks[formula], role="masthead", label="formula", prefix="")
    return named


def _pieces(block: Block) -> Iterator[Block]:
    """The lines of a block that forced breaks part."""
    piece: list[Run] = []
    for run in block.runs:
        for n, text in enumerate(run.text.split("\n")):
            if n:
                yield replace(block, runs=tuple(piece))
                piece = []
            piece.append(replace(run, text=text))
    yield replace(block, runs=tuple(piece))


def _titled(blocks: Sequence[Block], index: int) -> bool:
    """Whether a block is a title with its number: "67/172. Title", or "20/3" with a title below it."""
    words = blocks[index].words
    match = _NUMBERED_TITLE.match(words)
    if not match or is_un_masthead(words):
        return False
    return "." in match[0] or match.end() == len(words) or blocks[index].role in ("title", "heading")


def _title(block: Block) -> Block:
    match = _NUMBERED_TITLE.match(block.words)
    return replace(block, role="title", label=match["label"] if match else "", prefix="")


# --- composing ------------------------------------------------------------------------------------------------------

_ENDS = (".", ";", ",", ":", "。", "；", "，", "،", "؛", "：")
_SHORT = 120
"""Characters; no heading of the documents met is longer, and no paragraph in bold that was one is shorter."""


def compose(
    blocks: Iterable[Block],
    *,
    name: str,
    format: str,
    language: str = "",
    symbol: str = "",
    title: str = "",
    anomalies: Sequence[str] = (),
) -> Source:
    """The source that these blocks make: notes at the end, everything else in its order, one line for each block.

    A line's `text` is without its number, letter, bullet and note marks; its span in the source's text holds them too,
    except that a heading and a row keep theirs in both.

    Raises:
        UnreadableError: when there are no words in the blocks.
    """
    found = [part for block in _name_the_top(list(blocks)) for part in _split(block) if part.words or part.prefix]
    if not any(re.search(r"\w", block.words) for block in found):
        raise UnreadableError(f"{name} has no words in it.", "Give a file with text; a scan needs its PDF.")
    found = [_note(block) for block in found]
    bold = sum(len(b.words) for b in found if b.most(lambda run: run.bold))
    if bold * 2 < sum(len(b.words) for b in found):
        found = [_heading(block) for block in found]
    found = [_unrowed(block) for block in found]
    pieces: list[str] = []
    lines: list[Line] = []
    start = 0
    for block in [b for b in found if b.role != "note"] + [b for b in found if b.role == "note"]:
        shown, line = _line(block)
        if shown:
            lines.append(replace(line, start=start, end=start + len(shown)))
            pieces.append(shown)
            start += len(shown) + 1
    return Source(
        name=name,
        format=format,
        text="\n".join(pieces),
        lines=tuple(lines),
        language=primary(language),
        symbol=symbol,
        title=fold(title).strip(),
        anomalies=tuple(anomalies),
    )


def primary(language: str) -> str:
    """The language of a language tag.

    >>> primary("en-GB"), primary("zh_Hans"), primary("x")
    ('en', 'zh', '')
    """
    match = re.match(r"([A-Za-z]{2,3})(?![A-Za-z])", language.strip())
    return match[1].lower() if match else ""


def _split(block: Block) -> Iterator[Block]:
    """Break a block at an empty line, and at a line break after which a number or letter begins a paragraph."""
    if block.cells or not any("\n" in run.text for run in block.runs):
        yield block
        return
    tokens: list[Run | None] = []
    for run in block.runs:
        for n, text in enumerate(run.text.split("\n")):
            tokens += [None] if n else []
            tokens += [replace(run, text=text)] if text else []
    first, piece, tail, line = True, [], "", ""
    for index, token in enumerate(tokens):
        if token is not None:
            piece.append(token)
            line += token.text
            tail = fold(tail + ("" if token.mark else token.text))[-60:]
            continue
        before = tail.rstrip()
        broken = before.endswith(_ENDS) or re.search(r"[;,] (?:and|or|et|ou|y|o|и|или)$", before)
        if before and (not line.strip() or (broken and TYPED.match(_next_line(tokens, index)))):
            yield _piece(block, piece, first=first)
            first, piece, tail = False, [], ""
        else:
            piece.append(Run(text=" "))
            tail += " "
        line = ""
    yield _piece(block, piece, first=first)


def _next_line(tokens: Sequence[Run | None], index: int) -> str:
    """The beginning of the line after a break."""
    said = ""
    for token in tokens[index + 1 :]:
        if token is None or len(said) > 40:
            break
        said += "" if token.mark else token.text
    return fold(said).strip()


def _piece(block: Block, runs: Sequence[Run], *, first: bool) -> Block:
    return replace(block, runs=tuple(runs)) if first else replace(block, runs=tuple(runs), label="", prefix="")


def _note(block: Block) -> Block:
    """A paragraph that begins with a raised figure is a footnote; the figure is its mark, and no words of it."""
    if block.role not in ("body", "note") or block.cells or (block.role == "body" and block.prefix):
        return block
    seen = [run for run in block.runs if run.mark or fold(run.text).strip()]
    if len(seen) < 2 or not seen[0].mark or seen[1].mark:
        return block
    label = _bare_mark(seen[0].text)
    if block.label and block.label != label:
        return block
    return replace(block, role="note", label=label, runs=tuple(run for run in block.runs if run is not seen[0]), prefix=label)


def _heading(block: Block) -> Block:
    words = block.words
    if block.role != "body" or block.cells or len(words) > _SHORT or words.endswith(_ENDS) or not re.search(r"[^\W\d_]", words):
        return block
    if block.prefix and not (block.label.isupper() and block.label.isalpha()):
        return block
    match = TYPED.match(words)
    if match and not match["number"]:
        return block
    return replace(block, role="heading") if block.most(lambda run: run.bold) else block


def _unrowed(block: Block) -> Block:
    """A row that only sets a number beside its paragraph, as converters lay numbering out, is that paragraph."""
    cells = [cell for cell in block.cells if any(part.words or part.prefix for part in cell)]
    if block.role != "table" or len(cells) != 2 or len(cells[0]) != 1 or len(cells[1]) != 1:
        return block
    number, (said,) = cells[0][0].words, cells[1]
    if not (match := TYPED.fullmatch(number)) or not (len(said.words) > 60 or said.words.endswith((";", ",", ":"))):
        return block
    return replace(said, role="body", label=_label(match), prefix=number)


def _label(match: re.Match[str]) -> str:
    if number := match["number"]:
        return str(int(number))
    return match["enclosed"] or match["half"] or match["pointed"] or ""


def _bare_mark(text: str) -> str:
    return fold(text).strip().strip("[]()")


_SECTION = regex(rf"({ROMAN}|[A-Z])\.?")


class _Folded:
    """Text that grows by runs with its white space folded across them."""

    def __init__(self) -> None:
        self.text = ""

    def add(self, text: str) -> None:
        text = fold(text)
        self.text += text.lstrip() if not self.text or self.text.endswith(" ") else text


def _line(block: Block) -> tuple[str, Line]:
    """What the block shows, and its line, without a place yet."""
    runs = list(_row(block)) if block.cells else list(block.runs)
    said, shown, marks = _Folded(), _Folded(), []
    if block.prefix:
        shown.add(f"{block.prefix} ")
        if block.role not in ("body", "note", "title", "masthead"):
            said.add(f"{block.prefix} ")
    for run in runs:
        if run.mark:
            place = len(said.text.rstrip())
            marks += [(place, _bare_mark(mark)) for mark in re.split(r"\s*[,;]\s*|\s+", fold(run.text).strip()) if mark]
        else:
            said.add(run.text)
        shown.add(run.text)
    text, label, cut = said.text.rstrip(), block.label, 0
    if block.role == "title" and label:
        cut = match.end() if (match := _NUMBERED_TITLE.match(text)) else 0
    elif block.role == "note":
        match = _NOTE_MARK.match(text)
        # Behind its mark a note may begin with the same figure: "1 January". "[1]" and "1." are the mark again.
        if match and (not label or (match[1] == label and not match[0].strip().isalnum())):
            label, cut = match[1], match.end()
    elif block.role == "body":
        typed = None if block.prefix and label and not label.isdigit() else TYPED.match(text)
        if typed and not (block.prefix and label):
            label, cut = _label(typed), typed.end()
        elif not block.prefix and (match := _BULLET.match(text)):
            cut = match.end()
    if block.role == "heading":
        # "I" or "A" alone is the whole of a section's heading; "I. Introduction" keeps its number in its words.
        label = match[1] if (match := _SECTION.fullmatch(text)) else ""
    line = Line(
        text=text[cut:],
        start=0,
        end=0,
        size=block.size,
        bold=bool(runs) and replace(block, runs=tuple(runs)).most(lambda run: run.bold),
        italic=bool(runs) and replace(block, runs=tuple(runs)).most(lambda run: run.italic),
        begins=True,
        marks=tuple((max(0, place - cut), mark) for place, mark in marks),
        role=block.role,
        label=label,
    )
    return shown.text.strip(), line


def _row(block: Block) -> Iterator[Run]:
    filled = [cell for cell in block.cells if any(part.words or part.prefix for part in cell)]
    for n, cell in enumerate(filled):
        if n:
            yield Run(text=" | ")
        for part in cell:
            yield Run(text=f" {part.prefix} " if part.prefix else " ")
            yield from part.runs
