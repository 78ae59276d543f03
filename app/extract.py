"""Evidence -> sentences with citations, without a language model: prose, a list under its chapeau, a table over the years."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from hld.app import compose, mentions, timeline, verify
from hld.app.citations import cite, describe
from hld.app.every import ASKING
from hld.app.evidence import Evidence
from hld.app.kinds import wanted as kind_of
from hld.app.lead import lead
from hld.app.question import Understood
from hld.app.schema import Answer, Citation, Sentence
from hld.app.terms import Terms, listing
from hld.app.titles import ON_MIGRATION
from hld.app.years import HELD, undated
from hld.index.hits import Hit
from hld.index.search import Index
from hld.ingest.library import Entry
from hld.ingest.references import find_references
from hld.ingest.regex import regex
from hld.ingest.symbols import Reference

CHILDREN = 8
"""Most subparagraphs that are listed; a longer list would hide the answer."""

SHORT = 25
"""Words, about, of a sentence that is to be short."""

APART = 8
"""Other words at most between those of a topic in what is named as later."""
NEWER = 3
"""Paragraphs of later documents that are named."""

_ITEMS = regex(r"\b(?:themes|topics|subjects|points|items|elements|aims|purposes|goals|tasks|titles)\b", re.IGNORECASE)
"""What the items of a list are called, where all of them are compared."""
_ASKS = regex(r"\b(?:when|where|who|whom|why|how (?:many|much|long)|which (?:day|city|country))\b")
"""Things that a question asks for, one of which a lead gives."""

_WHILE = regex(r"\w when\b", re.IGNORECASE)
"""May tell the time of what is asked, "what worries them when people leave", and ask for none."""

NOT_FOUND = "It may stand there in words that were not recognised."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """One paragraph of an answer, and how its sentence is laid out."""

    entry: Entry
    introduce: bool = True
    opens: bool = False
    item: bool = False
    row: timeline.Row | None = None


def answered(
    base: Answer, understood: Understood, weighed: Evidence, ranked: Sequence[Hit], entries: Mapping[str, Entry], index: Index
) -> Answer:
    """`base` with the sentences, citations and layout that the evidence gives.

    `ranked` are more hits than the evidence took, with their `entries`: there a comparison finds what other documents say.
    """
    named = (*understood.documents, *understood.dated)
    # How something changed over the years shows in the documents between those that are named, too.
    sides = () if "course" in understood.wants and all(len(side) == 1 for side in understood.sides) else understood.sides
    rows, compared, chosen = timeline.of_each(weighed.dialogues, entries, index.documents), ranked, list(weighed.hits)
    if understood.compares and not weighed.dialogues:
        whole = bool(_ITEMS.search(understood.text))
        terms = Terms(understood.meant, understood.extra, index.lexical)
        compared = _of_topic(understood, ranked, entries, terms)
        sure = understood.by_side or (understood.topical and all(terms.together(entries[hit.id]) for hit in compared))
        rows = timeline.rows(
            compared, entries, index.documents, named, sides, understood.dialogues if sides else (), sure=sure, whole=whole
        )
        among = {hit.id for hit in compared}
        chosen = [hit for hit in chosen if hit.id in among] or compared[:1] or chosen
    writer = _Writer(understood, index)
    told = _asking_first(understood, [entries[hit.id] for hit in chosen])
    counts = bool(_HOW_MANY.search(understood.text))
    pieces = [piece for row in rows for piece in _row(row, index, alone=counts)] if rows else _prose(told, index)
    sentences, citations = [], []
    for marker, piece in enumerate(pieces, start=1):
        sentence, citation = writer.write(piece, marker, weighed.also_in.get(piece.entry.id, ()) if not rows else ())
        sentences.append(sentence)
        citations.append(citation)
    if understood.compares and not rows and understood.topical:
        sentences += _silent(understood, compared, index)
    note = _newer(understood, citations, ranked, entries, index) if "latest" in understood.wants and not rows else ""
    if _WHICH_PAPER.search(understood.asks):
        note = f"{note} {_noted([piece.entry for piece in pieces], index)}".strip()
    if _WORD_FOR_WORD.search(base.question) and not all(citation.official for citation in citations):
        note = f"{note} {OUR_WORDS}".strip()
    return base.saying(sentences, citations, status="answered", reason="", form="table" if rows else "prose", note=note)


_ASKS_WHAT = regex(
    r"\bwhat (?:does|do|did|has|have) [^?.;]{2,60}?(?<!\bto) (?:ask|request|urge|demand|call|invite)(?:ed|s)?\b", re.IGNORECASE
)


def _asking_first(understood: Understood, told: Sequence[Entry]) -> list[Entry]:
    """Paragraphs in order, those that ask for something before the others where a question asks what is asked for."""
    asks = bool(_ASKS_WHAT.search(understood.text))
    return sorted(told, key=lambda entry: asks and entry.verb not in ASKING)


_WORD_FOR_WORD = regex(
    r"\bwhat exactly\b|\bexactly what\b|\bword[- ]for[- ]word\b|\bverbatim\b|\bliterally\b"
    r"|\b(?:exact|precise|official|original|literal|very|full) (?:[\w-]+ )?"
    r"(?:words?|wording|text|language|phrase|formulation|quote|quotation)\b|\bquot(?:es?|ations?|able)\b"
    r"|\b(?:agreed|un|existing) (?:wording|language)\b|\b(?:i|we) (?:can|could|may) (?:use|cite)\b"
    r"|\bfor (?:my|our|an?|the|his|her) (?:\w+['’]s )?(?:speech|statement|intervention|talking points)\b",
    re.IGNORECASE,
)
"""Asks for the words as the document has them."""
OUR_WORDS = (
    "Where a source is marked as a digest these are our words, not those of the document: quote from the official document, "
    "one click away."
)


_HOW_MANY = regex(r"\bhow (?:many|often|long)\b|\bas many\b|\bnumber of\b|\bsame number\b", re.IGNORECASE)
"""Asks for a number, which what introduces a list gives itself."""


def _row(row: timeline.Row, index: Index, *, alone: bool) -> list[_Piece]:
    """A row, and unless it is to stand `alone` the subparagraphs that it introduces under it, if they are few: "the themes are as
    follows" tells nothing."""
    children = [] if alone else index.library.children(row.entry)
    listed = [replace(row, entry=child, head="", changed=()) for child in children if len(children) <= CHILDREN]
    first = _Piece(entry=row.entry, introduce=False, row=row, opens=bool(listed))
    return [first, *(_Piece(entry=each.entry, introduce=False, row=each, item=True) for each in listed)]


_WHICH_PAPER = regex(
    r"\b(?:which|what) (?:\w+ )?(?:reports?|notes?|documents?|papers?|letters?)\b|\bwhat (?:is|was) the symbol\b", re.IGNORECASE
)
"""Asks for a paper, which official texts name in a note."""


def _noted(entries: Sequence[Entry], index: Index) -> str:
    """Says which symbols the notes to paragraphs give, which are no part of their text."""
    told = []
    for entry in entries:
        notes = index.library.notes(entry.document) if entry.notes else {}
        symbols = [
            str(each.reference.symbol) for note in entry.notes if note in notes for each in find_references(notes[note][1])
        ]
        if symbols:
            told.append(f"The note to {entry.reference.label()} names {' and '.join(dict.fromkeys(symbols))}.")
    return " ".join(told)


def _newer(
    understood: Understood, cited: Sequence[Citation], ranked: Sequence[Hit], entries: Mapping[str, Entry], index: Index
) -> str:
    """Says which paragraphs of documents outside the process that are later than all that is cited speak of the same, those of
    documents on migration first, the latest before others; the latest is looked for in the process (`hld.app.years.lateness`)."""
    until = max((citation.adopted for citation in cited), default="")
    if understood.topical:
        said = mentions.saying(mentions.unpeopled(mentions.named(understood)), understood.extra, index, apart=APART)
        found = [*index.entries(sorted(said)).values()]
    else:
        terms = Terms(understood.meant, understood.extra, index.lexical)
        found = [entry for hit in ranked if terms.told(entry := entries[hit.id])]
    later = {e.id: d for e in found if not (d := index.documents[e.document]).process and d.dated > until}
    best: dict[str, str] = {}  # the first of each document
    for identifier in later:
        best.setdefault(later[identifier].id, identifier)
    told = sorted(best.values(), key=lambda i: (bool(ON_MIGRATION.search(later[i].title)), later[i].age), reverse=True)[:NEWER]
    named = [f"{Reference.parse(identifier).label()} ({later[identifier].dated[:4]})" for identifier in told]
    return f"Later documents that are not of the High-level Dialogues speak of it, too: {'; '.join(named)}." if named else ""


def _of_topic(understood: Understood, ranked: Sequence[Hit], entries: Mapping[str, Entry], terms: Terms) -> list[Hit]:
    """The hits that say something to compare: no lists of what was adopted before, and where the question gives a topic of which
    not each side was asked by itself, those that have it in their words. The nearest to a topic of which a document says nothing
    is no row of a table."""
    found = [hit for hit in ranked if not listing(entries[hit.id])]
    if not understood.topical or understood.sides:
        return found
    return [hit for hit in found if terms.told(entries[hit.id])]


def _silent(understood: Understood, compared: Sequence[Hit], index: Index) -> list[Sentence]:
    """Says of each side of a comparison for which nothing was found that this is so."""
    spoken = {hit.id.partition("#")[0] for hit in compared}
    named = [", ".join(sorted(index.documents[i].symbol for i in side)) for side in understood.sides if spoken.isdisjoint(side)]
    told = f"Nothing certain on “{undated(understood.meant)}” was found in {{}}."
    return [Sentence(text=told.format(each), citations=(), reason=NOT_FOUND) for each in named]


def _prose(found: Sequence[Entry], index: Index) -> list[_Piece]:
    """The paragraphs in the order they are told; a document is introduced where another one or none was told before, a chapeau
    opens the list that it introduces."""
    # A chapeau says nothing beside its subparagraph that was found before it.
    kept = [e for n, e in enumerate(found) if not any(e.id in before.chapeaux for before in found[:n])]
    chosen = _with_children(_with_chapeaux(kept, index), index)
    pieces: list[_Piece] = []
    for place, entry in enumerate(chosen):
        after = chosen[place + 1] if place + 1 < len(chosen) else None
        pieces.append(
            _Piece(
                entry=entry,
                introduce=not place or entry.document != chosen[place - 1].document,
                opens=after is not None and entry.id in after.chapeaux,
                item=any(piece.entry.id in entry.chapeaux[:1] for piece in pieces),
            )
        )
    return pieces


def _with_chapeaux(found: Sequence[Entry], index: Index) -> list[Entry]:
    """Paragraphs in order, those of a list within a list behind what introduces them both, which says what they are of."""
    within = Counter(entry.chapeaux[0] for entry in found if len(entry.chapeaux) > 1)
    shared = [chapeau for chapeau, number in within.items() if number > 1]
    ordered = list(found)
    for opening in index.entries(shared).values():
        items = [entry for entry in found if opening.id in entry.chapeaux[:1]]
        order = index.ids_of({opening.document})
        at = ordered.index(items[0])
        rest = [entry for entry in ordered[at:] if entry not in items and entry.id != opening.id]
        ordered = [*ordered[:at], opening, *sorted(items, key=lambda entry: order.index(entry.id)), *rest]
    return ordered


def _with_children(chosen: Sequence[Entry], index: Index) -> list[Entry]:
    """A chapeau that was found first brings the subparagraphs it introduces."""
    if not chosen or not chosen[0].reference.part:
        return list(chosen)
    first = chosen[0]
    children = index.library.children(first)
    if not children or len(children) > CHILDREN:
        return list(chosen)
    others = [e for e in chosen[1:] if e.id not in {c.id for c in children} and e.id not in first.chapeaux]
    return [first, *children, *others[:1]]


def listed(
    understood: Understood, found: Sequence[Entry], index: Index, *, longest: int, start: int = 1
) -> tuple[list[Sentence], list[Citation]]:
    """Paragraphs as the items of a list, each behind its label and year and of about `longest` words at most, with their
    citations, which are numbered from `start`."""
    writer, said, cited = _Writer(understood, index), [], []
    for marker, entry in enumerate(found, start=start):
        sentence, citation = writer.write(_Piece(entry=entry, introduce=False, item=True), marker, (), longest=longest)
        text = sentence.text.removeprefix(f"In the preamble of {compose.dated(index.documents[entry.document])}, ")
        dated = index.documents[entry.document].dated
        year = f" ({dated[:4]})" if dated else ""
        said.append(replace(sentence, text=f"{citation.label}{year} — {text[0].upper()}{text[1:]}{_under(entry, found, index)}"))
        cited.append(citation)
    return said, cited


def _under(entry: Entry, found: Sequence[Entry], index: Index) -> str:
    """Where what a paragraph introduces stands, in brackets, where that is not listed with it; else empty."""
    if not entry.text.rstrip().endswith(":") or any(entry.id in other.chapeaux for other in found):
        return ""
    letters = [part.numeral for child in index.library.children(entry) if (part := child.reference.part)]
    return f" [see subparagraphs {letters[0]} to {letters[-1]}]" if len(letters) > 1 else ""


def shortly(understood: Understood, entry: Entry, index: Index) -> tuple[Sentence, Citation]:
    """One sentence about a paragraph, of about `SHORT` words, and its citation."""
    return _Writer(understood, index).write(_Piece(entry=entry), 1, (), longest=SHORT)


class _Writer:
    """Writes the sentences of one answer, in order."""

    def __init__(self, understood: Understood, index: Index) -> None:
        self._understood, self._index = understood, index
        self._terms = index.lexical.analyser.terms
        self._wanted = frozenset(index.lexical.query(" ".join([understood.text, *understood.phrases])))
        self._said: set[str] = set()
        self._kind = kind_of(understood.text)
        if self._kind in ("number", "date") and understood.language == "en":  # which a turn need not ask that the one before did
            self._kind = kind_of(understood.asks)

    def _lead(self, entry: Entry) -> str:
        if {"first", "latest"} & self._understood.wants:  # a date in the text is not that of the text
            return ""
        if self._kind == "date" and _WHILE.search(self._understood.text) and "date" not in self._understood.wants:
            return ""
        asks = _ASKS.findall(self._understood.text.lower())
        if len({*asks}) > 1 or asks.count("how many") > 1:  # one of several things would hide the others
            return ""
        said = lead(self._kind, self._understood.text, entry.text, self._terms)
        meeting = self._understood.meeting
        other = meeting in HELD and any(year in said and year != meeting for year in HELD)
        return "" if other else said  # the date of another Dialogue

    def write(
        self, piece: _Piece, marker: int, also_in: Sequence[str], *, longest: int = compose.LONGEST
    ) -> tuple[Sentence, Citation]:
        """The sentence of a piece with its verdict, and the citation behind it."""
        entry, document = piece.entry, self._index.documents[piece.entry.document]
        composed = compose.compose(
            entry,
            document,
            wanted=self._wanted,
            stem=self._terms,
            introduce=piece.introduce,
            said=self._said,
            opens=piece.opens,
            longest=timeline.LONGEST if piece.row else longest,
        )
        text = composed.text
        if not self._said and not (piece.row or piece.item):
            text = compose.led(self._lead(entry), text)
        self._said.add(entry.id)
        found = verify.examine(text, [entry.text], [entry.context, describe(document)], self._terms)
        sentence = Sentence(
            text=text,
            citations=(entry.id,),
            verdict=found.verdict,
            score=found.score,
            reason=found.reason,
            item=piece.item,
            head=piece.row.head if piece.row else "",
            changed=piece.row.changed if piece.row else (),
        )
        highlight = compose.spans(entry.text, composed.kept)
        return sentence, cite(entry, document, marker, highlight=highlight, also_in=also_in)
