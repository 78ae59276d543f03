"""Answers that need no search: a paragraph or a document that the question names, and questions about the library itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from hld.app import premise
from hld.app.citations import cite
from hld.app.question import Understood
from hld.app.schema import Answer, Citation, Retrieved, Sentence, Status
from hld.index.lexical import words
from hld.index.search import Index
from hld.ingest.library import DocumentEntry, Entry, Library
from hld.ingest.models import Kind, date_in_words
from hld.ingest.symbols import Reference

_FACTS = {
    "title": r"\b(?:title|called|titled|subject of|what is [^?]* about|titre|título)\b",
    "adopted": r"\b(?:when|date|day|what year|which year|adopted|quand|cuándo|cuando)\b",
    "agenda_item": r"\bagenda item\b",
    "meeting": r"\b(?:which|what) (?:plenary )?meeting\b|\bplenary meeting\b",
    "committee": r"\b(?:committee|draft|on the report of)\b",
    "session": r"\b(?:which|what) session\b",
}
_LIBRARY = re.compile(
    r"(?:which|what) (?:\w+ )?(?:documents|resolutions|texts|sources)\b"
    r".*\b(?:(?:do|have|can|did) you|you (?:have|hold|cover|know)|available|in here|(?:the|your|this) (?:library|corpus))\b"
    r"|what is (?:not )?in (?:here|the library|your library)|list (?:all )?(?:the |your )?(?:documents|resolutions)\b",
    re.IGNORECASE,
)
_SMALL = frozenset(
    """what does do say says said read reads state states stated is in of the a an show me give tell text wording paragraph
    para paras op pp resolution res ga general assembly please quote and it that exactly verbatim content contents full
    operative preambular preamble article section part about under un united nations paragraphe par alinéa dit que le la
    l'alinéa résolution qué dice el párrafo resolución de del quel est texte cuál es texto look up find open display cite
    provide provides asks ask call calls for to document documents i need want can you could would like see us let""".split()
)


def children(library: Library, entry: Entry) -> list[Entry]:
    """The subparagraphs that a chapeau introduces, in order."""
    return [other for other in library.paragraphs(entry.document) if other.chapeaux[:1] == (entry.id,)]


def answer(understood: Understood, index: Index) -> Answer | None:
    """The answer when the question can be answered by looking something up, else None."""
    if _LIBRARY.search(understood.asked) and not understood.references:
        return _documents(understood, index)
    if understood.follows:
        return None
    named = [r for r in understood.references if r.part]
    if not named and understood.places:
        return _placed(understood, index)
    if named:
        return _paragraphs(understood, named, index)
    if understood.references:
        return _document(understood, understood.references[0], index)
    return None


def _base(understood: Understood, status: Status, reason: str = "") -> Answer:
    return Answer(
        question=understood.asked,
        searched=understood.searched,
        language=understood.language,
        status=status,
        reason=reason,
        confidence=1.0 if status == "lookup" else 0.0,
    )


def _placed(understood: Understood, index: Index) -> Answer | None:
    """A paragraph named without a symbol: of the one document that a year or a title names, else it has to be asked."""
    if len(understood.dated) == 1:
        document = index.documents[understood.dated[0]]
        references = [Reference.parse(f"{document.id}#{place}") for place in understood.places]
        return _paragraphs(understood, references, index)
    if 1 < len(understood.dated) <= 6:
        place = understood.places[0]
        labels = [Reference.parse(f"{document}#{place}").label() for document in understood.dated]
        return _base(understood, "clarify", f"Several documents fit. Do you mean {' or '.join(labels)}?")
    if _bare(understood.asked):
        places = understood.places[0].label()
        return _base(understood, "clarify", f"Of which document? Write for instance “A/RES/67/172, {places}”.")
    return None


def _bare(question: str) -> bool:
    """Whether a question says nothing beyond the place it names."""
    return all(w in _SMALL or not w.isalpha() or len(w) == 1 for w in words(question))


def _paragraphs(understood: Understood, named: Sequence[Reference], index: Index) -> Answer:
    sentences: list[Sentence] = []
    citations: list[Citation] = []
    problems: list[str] = []
    for reference in named:
        found, problem = _find(reference, index)
        if problem:
            problems.append(problem)
        for entry in found:
            if any(c.id == entry.id for c in citations):
                continue
            document = index.documents[entry.document]
            citations.append(cite(entry, document, len(citations) + 1, highlight=[(0, len(entry.text))]))
            words_of = "" if entry.official else "In plain words (digest, not the official wording): "
            sentences.append(
                Sentence(
                    text=f"{citations[-1].label} — {words_of}{entry.text}",
                    citations=(entry.id,),
                    verdict="quoted",
                    score=1.0,
                )
            )
    if not citations:
        answer = _base(understood, "abstained", " ".join(problems))
        return _near(answer, named[0], index)
    return _with(_base(understood, "lookup", " ".join(problems)), sentences, citations)


def _with(answer: Answer, sentences: Sequence[Sentence], citations: Sequence[Citation]) -> Answer:
    return replace(
        answer,
        sentences=tuple(sentences),
        citations=tuple(citations),
        retrieved=tuple(Retrieved(id=c.id, score=1.0) for c in citations),
    )


def _find(reference: Reference, index: Index) -> tuple[list[Entry], str]:
    """The paragraph, with its subparagraphs when it is a chapeau; or what is wrong with the reference."""
    document_id = str(Reference(symbol=reference.symbol, language=reference.language))
    document = index.documents.get(document_id)
    if document is None:
        return [], missing_document(reference)
    entry = index.library.get(str(reference))
    if entry is None:
        return [], missing_paragraph(reference, document, index.library.paragraphs(document_id))
    return [entry, *children(index.library, entry)], ""


def missing_document(reference: Reference) -> str:
    """What to say of a document that is not in the library."""
    if listed := premise.fetchable(reference.symbol):
        return f"{listed} It is not in the library."
    link = reference.url()
    where = f" The official text is at {link}; `hld ingest FILE` adds it." if link else ""
    return f"{reference.symbol} is not in the library.{where}"


def missing_paragraph(reference: Reference, document: DocumentEntry, entries: Sequence[Entry]) -> str:
    """What to say of a paragraph that its document does not have."""
    part = reference.part
    parts = [e.reference.part for e in entries]
    name = str(document.id)
    if part is None:
        return ""
    same = [p for p in parts if p and p.kind == part.kind and p.annex == part.annex and p.section == part.section]
    if part.letters and any(p.number == part.number and not p.letters for p in same):
        letters = [p.numeral for p in same if p.number == part.number and len(p.letters) == len(part.letters)]
        has = f"its subparagraphs are {', '.join(letters)}" if letters else "it has no subparagraphs"
        return f"{name} has no {part.label()}: paragraph {part.number} is there, {has}."
    count = max((p.number for p in same), default=0)
    kinds = {
        "para": "numbered paragraphs",
        "pre": "preambular paragraphs",
        "block": "unnumbered paragraphs",
        "note": "notes",
    }
    place = f" in its {part.place}" if part.place else ""
    return f"{name} has no {part.label()}: it has {count or 'no'} {kinds[part.kind]}{place}."


def _near(answer: Answer, reference: Reference, index: Index) -> Answer:
    """The last paragraphs of the document as what is nearest, when the document is there."""
    document_id = str(Reference(symbol=reference.symbol, language=reference.language))
    entries = [e for e in index.library.paragraphs(document_id) if reference.part and e.kind != Kind.PREAMBULAR]
    return replace(answer, retrieved=tuple(Retrieved(id=e.id, score=0.0) for e in entries[-3:]))


def _document(understood: Understood, reference: Reference, index: Index) -> Answer | None:
    """Facts of a document as such; None when the question asks for something in it."""
    document_id = str(reference)
    document = index.documents.get(document_id)
    if document is None:
        return _base(understood, "abstained", missing_document(reference))
    asked = [fact for fact, pattern in _FACTS.items() if re.search(pattern, understood.asked, re.IGNORECASE)]
    mention = set(words(understood.asked))
    beyond = {
        w for w in mention
        if w.isalpha() and len(w) > 1 and w not in _SMALL and not re.search(r"^(?:wh|ho|title|titre|título|call|titled|subject|"
        r"adopt|date|day|year|agenda|item|plenary|meeting|committee|session|draft|report|quand|cuándo|on|at|was|were|did|which|"
        r"by|adoptée|adoptó|fue|été|numb|sobre|trata)", w)
    }  # fmt: skip
    if beyond or (not asked and not _bare(understood.asked)):
        return None
    return _with(_base(understood, "lookup"), [_about(document, asked)], [])


def _about(document: DocumentEntry, asked: Sequence[str]) -> Sentence:
    by = f" by the {document.body}" if document.body else ""
    parts = [f"{document.symbol} is titled “{document.title}”"]
    if document.adopted_on:
        at = f" at its {document.meeting}" if document.meeting else ""
        parts.append(f"it was adopted{by} on {date_in_words(document.adopted_on)}{at}")
    if document.session:
        item = f" under agenda item {document.agenda_item}" if document.agenda_item else ""
        parts.append(f"in session {document.session}{item}")
    if document.report:
        through = f"the report of the {document.committee} ({document.report})" if document.committee else document.report
        parts.append(f"on the basis of {through}")
    first, *rest = parts
    joined = f"{first}; {', '.join(rest)}" if rest else first
    count = f" The library holds {document.paragraphs} of its paragraphs"
    kind = "the official text" if document.official else "as a plain-language digest, not the official wording"
    return Sentence(text=f"{joined}.{count}, {kind}.", citations=(), verdict="supported", score=1.0)


def _documents(understood: Understood, index: Index) -> Answer:
    """What the library holds, narrowed by the years in the question."""
    years = set(re.findall(r"\b(?:19|20)\d\d\b", understood.asked))
    chosen = [d for d in index.documents.values() if d.language == "en" and (not years or d.adopted[:4] in years)]
    if not chosen:
        return _base(understood, "abstained", f"The library holds no document of {' or '.join(sorted(years))}.")
    listed = [f"{d.symbol} ({d.title}, {d.adopted or 'undated'})" for d in chosen[:40]]
    more = f"; and {len(chosen) - 40} more" if len(chosen) > 40 else ""
    of = f" of {', '.join(sorted(years))}" if years else ""
    text = f"The library holds {len(chosen)} documents{of}: {'; '.join(listed)}{more}."
    return _with(_base(understood, "lookup"), [Sentence(text=text, citations=(), verdict="supported", score=1.0)], [])


def resolve(text: str, library: Library) -> tuple[Reference, list[Entry], str]:
    """What `hld show` looks up: the reference, its paragraphs, and what is wrong when there are none.

    Raises:
        hld.ingest.symbols.SymbolError: when the text is not a reference.
    """
    reference = Reference.parse(text)
    document_id = str(Reference(symbol=reference.symbol, language=reference.language))
    document = library.document(document_id)
    if document is None:
        return reference, [], missing_document(reference)
    if reference.part is None:
        return reference, library.paragraphs(document_id), ""
    entry = _note(reference, document, library) if reference.part.kind == "note" else library.get(str(reference))
    if entry is None:
        return reference, [], missing_paragraph(reference, document, library.paragraphs(document_id))
    return reference, [entry, *children(library, entry)], ""


def _note(reference: Reference, document: DocumentEntry, library: Library) -> Entry | None:
    """A footnote, as an entry of its own."""
    found = library.notes(document.id).get(str(reference))
    if found is None:
        return None
    return Entry(
        id=str(reference),
        document=document.id,
        kind="note",
        text=found[1],
        context="",
        verb="",
        page=0,
        heading="",
        notes=(),
        official=document.official,
        plain="",
    )


def neighbours(library: Library, entry: Entry, around: int = 2) -> list[Entry]:
    """The paragraph among those before and after it, in the order of the document."""
    entries = library.paragraphs(entry.document)
    place = next(i for i, other in enumerate(entries) if other.id == entry.id)
    return entries[max(0, place - around) : place + around + 1]
