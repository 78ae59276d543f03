"""What a reference names in the library, or why it names nothing there."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

from hld.app import premise
from hld.app.assertions import spoken_for
from hld.app.terms import worded
from hld.ingest.library import DocumentEntry, Entry, Library
from hld.ingest.symbols import LANGUAGE_NAMES, Reference


def not_held(references: Iterable[Reference], documents: Container[str]) -> list[Reference]:
    """Those of some references whose document is not among `documents`, one of each document."""
    named = {str(Reference(symbol=r.symbol, language=r.language)): r for r in references}
    return [reference for document, reference in named.items() if document not in documents]


def mentions(entry: Entry, reference: Reference) -> bool:
    """Whether a paragraph mentions the document of a reference, or any paragraph of it."""
    return spoken_for(str(reference.symbol).lower(), worded(entry).lower())


def missing_document(reference: Reference, documents: Iterable[DocumentEntry]) -> str:
    """What to say of a document that is not in the library, or is in another language only."""
    held = sorted(d.language for d in documents if d.symbol == str(reference.symbol))
    if held:
        named = " and ".join(LANGUAGE_NAMES[code] for code in held)
        here = f"{reference.symbol} is in the library in {named}, not in {LANGUAGE_NAMES[reference.language]}"
        return f"{here}; {' or '.join(f'“{reference.symbol}@{code}”' for code in held)} names it."
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


def resolve(text: str, library: Library) -> tuple[Reference, list[Entry], str]:
    """What `hld show` looks up: the reference, its paragraphs, and what is wrong when there are none.

    Raises:
        hld.ingest.symbols.SymbolError: when the text is not a reference.
    """
    reference = Reference.parse(text)
    document_id = str(Reference(symbol=reference.symbol, language=reference.language))
    document = library.document(document_id)
    if document is None:
        return reference, [], missing_document(reference, library.documents())
    if reference.part is None:
        return reference, library.paragraphs(document_id), ""
    entry = _note(reference, document, library) if reference.part.kind == "note" else library.get(str(reference))
    if entry is None:
        return reference, [], missing_paragraph(reference, document, library.paragraphs(document_id))
    return reference, [entry, *library.children(entry)], ""


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
