"""Items in reading order -> paragraphs with ids. What readers find in files (a number, a letter, a heading, a plain block)
becomes preambular and operative paragraphs, subparagraphs with their chapeau, annexes and sections.

Invariant: every item with words becomes exactly one paragraph or heading; what does not fit the numbering becomes an
unnumbered block and an anomaly, never nothing and never a guess at a number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from hld.ingest.grammar import addressee, opening, operative_verb
from hld.ingest.layout import Box, Span
from hld.ingest.models import Kind, Paragraph, Stretch
from hld.ingest.symbols import Part, Reference, Symbol, roman

Role = Literal["pre", "num", "sub", "block", "heading", "annex", "section"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing a reader found. `label` is the printed number or letter without its point or brackets.

    `spans` are its places in the source's text, with its label; `boxes` its lines on the pages.
    """

    role: Role
    text: str = ""
    label: str = ""
    page: int = 0
    notes: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    boxes: tuple[tuple[int, Box], ...] = ()


_ROMANS = [roman(n).lower() for n in range(1, 40)]


def _following(label: str, roman: bool) -> str:
    """The label after this one: a b … z aa bb, or i ii iii."""
    if roman:
        place = _ROMANS.index(label) + 1 if label in _ROMANS else len(_ROMANS)
        return _ROMANS[place] if place < len(_ROMANS) else ""
    letter = label[0]
    return chr(ord(letter) + 1) * len(label) if letter < "z" else "a" * (len(label) + 1)


class Lettering:
    """Which level a letter belongs to: (i) after (h) is a letter, (i) after a colon begins a list of its own.

    >>> letters = Lettering()
    >>> [letters.place(x, after_colon=c) for x, c in [("a", True), ("b", False), ("i", True), ("ii", False), ("c", False)]]
    [('a',), ('b',), ('b', 'i'), ('b', 'ii'), ('c',)]
    """

    def __init__(self) -> None:
        """Start before the first letter of a paragraph."""
        self._levels: list[tuple[str, bool]] = []

    @property
    def path(self) -> tuple[str, ...]:
        """The letters of the subparagraph that is open."""
        return tuple(label for label, _ in self._levels)

    def place(self, label: str, *, after_colon: bool) -> tuple[str, ...] | None:
        """The letters of the subparagraph that `label` opens, or None when it continues nothing and begins nothing."""
        begins = label in ("a", "i")
        if begins and (after_colon or not self._levels) and len(self._levels) < 3:
            self._levels.append((label, label == "i"))
            return self.path
        for depth in range(len(self._levels), 0, -1):
            last, roman = self._levels[depth - 1]
            if label == _following(last, roman):
                self._levels[depth - 1 :] = [(label, roman)]
                return self.path
        if begins and len(self._levels) < 3 and label not in self.path:
            # A list may follow a chapeau that ends without a colon; only a level of the other kind can begin here.
            if self._levels and self._levels[-1][1] == (label == "i"):
                return None
            self._levels.append((label, label == "i"))
            return self.path
        for depth in range(len(self._levels), 0, -1):  # a gap: (d) after (b), kept with its own letter
            last, roman = self._levels[depth - 1]
            order = _ROMANS if roman else [*map(chr, range(97, 123))]
            if label in order and last in order and order.index(label) > order.index(last):
                self._levels[depth - 1 :] = [(label, roman)]
                return self.path
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembled:
    """The paragraphs of one document in order, who owns which stretch of its source, and what looked wrong."""

    paragraphs: tuple[Paragraph, ...]
    layout: tuple[Stretch, ...]
    anomalies: tuple[str, ...]


def assemble(symbol: Symbol, items: Iterable[Item], *, language: str = "en", report: bool = False) -> Assembled:
    """Give every item its id.

    `report` says that numbered paragraphs are those of a report rather than operative ones.
    """
    containers: list[list[Item]] = [[]]
    for item in _with_words(items):
        if item.role == "annex":
            containers.append([item])
        else:
            containers[-1].append(item)
    annexes = len(containers) - 1
    paragraphs: list[Paragraph] = []
    layout: list[Stretch] = []
    anomalies: list[str] = []
    for index, container in enumerate(containers):
        annex = None if index == 0 else 0 if annexes == 1 else index
        builder = _Builder(symbol, language, annex, report, container)
        paragraphs += builder.paragraphs
        layout += builder.layout
        anomalies += builder.anomalies
    if not paragraphs:
        anomalies.append("no paragraph was found")
    return Assembled(paragraphs=tuple(paragraphs), layout=tuple(layout), anomalies=tuple(anomalies))


def in_order(stretches: Iterable[Stretch], text: str) -> tuple[Stretch, ...]:
    """Stretches by their place in the source `text`; those of one owner with only white space between them are joined."""
    out: list[Stretch] = []
    for stretch in sorted(stretches, key=lambda s: (s.start, s.end)):
        if out and out[-1].owner == stretch.owner and not text[out[-1].end : stretch.start].strip():
            out[-1] = replace(out[-1], end=stretch.end)
        elif stretch.end > stretch.start:
            out.append(stretch)
    return tuple(out)


def _with_words(items: Iterable[Item]) -> Iterator[Item]:
    """Items, a number or letter that stands alone joined to the unnumbered words behind it (French and Spanish 76/266)."""
    alone: Item | None = None
    for item in items:
        if alone is not None and item.role == "block":
            item, alone = joined(alone, item, ""), None
        elif alone is not None:
            yield alone
            alone = None
        if item.role in ("num", "sub") and not item.text:
            alone = item
        else:
            yield item
    if alone is not None:
        yield alone


def joined(first: Item, second: Item, between: str = " ") -> Item:
    """One item that goes on in another: its words, notes and places are those of both."""
    return replace(
        first,
        text=f"{first.text}{between}{second.text}",
        notes=tuple(dict.fromkeys((*first.notes, *second.notes))),
        spans=(*first.spans, *second.spans),
        boxes=(*first.boxes, *second.boxes),
    )


CAPTION = 20
"""Words of a caption, at most."""

CELLS = " | "
"""Stands between the cells of a row that is read as one paragraph."""


class Table:
    """What stands above the rows of a table: its caption and the names of its columns.

    >>> table = Table()
    >>> [table.above(text) for text in ("Oil used", "Lamp | Pints", "North pier | 12", "South pier | 9", "The end.")]
    ['', '', 'Oil used: Lamp | Pints', 'Oil used: Lamp | Pints', '']
    """

    def __init__(self) -> None:
        """Begin outside of any table."""
        self._before, self._columns, self._caption = "", "", ""

    def above(self, text: str) -> str:
        """What stands above an unnumbered paragraph, which is to be the next; empty of one that is no row, and of the first."""
        before, self._before = self._before, text
        if CELLS not in text:
            self._columns = ""
            return ""
        if not self._columns:
            captioned = CELLS not in before and before and len(before.split()) <= CAPTION and before[-1] not in ".;:"
            self._columns, self._caption = text, before if captioned else ""
            return ""
        if _amounts(self._columns) or not _amounts(text):  # the first row names no columns
            return ""
        return f"{self._caption}: {self._columns}" if self._caption else self._columns


def _amounts(row: str) -> bool:
    """Whether a row has figures other than years."""
    return bool(re.search(r"\d", re.sub(r"\b(?:19|20)\d\d\b", "", row)))


class _Builder:
    """Paragraphs of one container: the body of a document or one annex."""

    def __init__(self, symbol: Symbol, language: str, annex: int | None, report: bool, items: Sequence[Item]) -> None:
        self.paragraphs: list[Paragraph] = []
        self.layout: list[Stretch] = []
        self.anomalies: list[str] = []
        self._reference = Reference(symbol=symbol, language=language)
        self._annex = annex
        self._kind = Kind.ANNEX if annex is not None else Kind.NUMBERED if report else Kind.OPERATIVE
        numbers = [int(i.label) for i in items if i.role == "num"]
        self._restarts = numbers.count(1) > 1
        self._sectioned = any(i.role == "section" for i in items)
        self._section, self._sections_seen, self._last = "", 0, 0
        self._counts: Counter[str] = Counter()
        self._used: set[str] = set()
        self._heading = ""
        self._open: dict[tuple[str, ...], str] = {}
        self._letters = Lettering()
        self._number: int | None = None
        self._named, self._quoting = "", False
        self._table = Table()
        self._lone = self._lone_operative(items, bool(numbers))
        for item in items:
            match item.role:
                case "pre":
                    self._pre(item)
                case "num":
                    self._num(item)
                case "sub":
                    self._sub(item)
                case "block":
                    self._block(item)
                case "heading" | "section" | "annex":
                    self._own(item, "heading")
                    self._heading = item.text
                    self._named = item.label.lower() if item.role == "section" else self._named

    def _lone_operative(self, items: Sequence[Item], numbered: bool) -> Item | None:
        """The only operative paragraph, printed without a number."""
        if numbered or self._kind is not Kind.OPERATIVE:
            return None
        blocks = [i for i in items if i.role == "block"]
        # The verbs are known in English only; in another language a body of one block is that paragraph.
        found = [i for i in blocks if opening(i.text)] or blocks
        return found[0] if len(found) == 1 else None

    def _own(self, item: Item, owner: str) -> None:
        self.layout += [Stretch(start=start, end=end, owner=owner) for start, end in item.spans]

    def _add(self, part: Part, item: Item, kind: Kind, context: str = "") -> None:
        if not item.text:
            self._own(item, "furniture: number without words")
            self.anomalies.append(f"{part.label()} has a number but no words")
            return
        if str(part) in self._used:
            self.anomalies.append(f"{part.label()} occurs twice; the second is kept as an unnumbered paragraph")
            part, kind, context = self._next_block(), Kind.BLOCK, ""
        self._used.add(str(part))
        reference = replace(self._reference, part=part)
        self._own(item, str(reference))
        self.paragraphs.append(
            Paragraph(
                reference=reference,
                kind=kind,
                text=item.text,
                context=context,
                verb=operative_verb(item.text, self._reference.language),
                addressee=addressee(item.text, self._reference.language),
                page=item.page,
                heading=self._heading,
                notes=item.notes,
                spans=item.spans,
                boxes=item.boxes,
            )
        )

    def _next_block(self) -> Part:
        self._counts["block"] += 1
        return Part(kind="block", number=self._counts["block"], annex=self._annex)

    def _pre(self, item: Item) -> None:
        self._counts["pre"] += 1
        part = Part(kind="pre", number=self._counts["pre"], annex=self._annex)
        self._add(part, item, Kind.PREAMBULAR if self._annex is None else Kind.ANNEX)

    def _num(self, item: Item) -> None:
        number = int(item.label)
        if self._restarts and number == 1:
            self._sections_seen += 1
            # Paragraphs before the first named section belong to none.
            self._section = self._named or ("" if self._sectioned else roman(self._sections_seen).lower())
            self._named, self._last = "", 0
        if number != self._last + 1:
            self.anomalies.append(f"{self._place()}paragraph {number} follows {self._last or 'the beginning'}")
        self._last = number
        self._start(number, item)

    def _start(self, number: int, item: Item) -> None:
        self._number, self._letters, self._open, self._quoting = number, Lettering(), {(): item.text}, False
        self._add(Part(kind="para", number=number, annex=self._annex, section=self._section), item, self._kind)

    def _sub(self, item: Item) -> None:
        previous = self.paragraphs[-1].text if self.paragraphs else ""
        letters = None
        if self._number is not None:
            letters = self._letters.place(item.label, after_colon=previous.rstrip().endswith((":", "–", "—")))
        elif self._quoting:
            self._block(replace(item, text=f"({item.label}) {item.text}"))
            return
        if letters is None or self._number is None:
            self.anomalies.append(f"{self._place()}({item.label}) stands where no such letter is expected")
            self._block(replace(item, text=f"({item.label}) {item.text}"))
            return
        self._open[letters] = item.text
        chapeaux = [self._open[letters[:n]] for n in range(len(letters)) if letters[:n] in self._open]
        part = Part(kind="para", number=self._number, letters=letters, annex=self._annex, section=self._section)
        self._add(part, item, self._kind, " ".join(chapeaux))

    def _block(self, item: Item) -> None:
        if item is self._lone:
            self._start(1, item)
            return
        self._add(self._next_block(), item, Kind.BLOCK, self._table.above(item.text))
        if item.role == "block" and item.text.rstrip().endswith(":"):
            # A chapeau without a number (a quoted article) takes its letters with it: they are not the paragraph's.
            self._number, self._quoting = None, True

    def _place(self) -> str:
        place = Part(kind="para", number=1, annex=self._annex, section=self._section).place
        return f"{place}: " if place else ""


def clean(text: str) -> str:
    """White space folded, and no space before the punctuation that a removed note mark leaves behind."""
    return re.sub(r" +([,;.:])(?=\s|$)", r"\1", re.sub(r"\s+", " ", text)).strip()
