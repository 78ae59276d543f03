"""One step along a reference: a question about "the resolution it recalls" is about what a document cites, not about it."""

from __future__ import annotations

from collections.abc import Mapping

from hld.app.question import NAMED, Understood
from hld.index.search import Index
from hld.ingest.graph import cites
from hld.ingest.symbols import Reference


def bonus(understood: Understood, index: Index) -> Mapping[str, float]:
    """The bonus of each document that a question favours, after the step that it asks for.

    Where a question names a document or a paragraph and asks for what it cites, the documents cited that are in the library
    take its place. Where none of them is, the bonus stays as it was.
    """
    if not understood.follows:
        return understood.bonus
    start = understood.references or tuple(map(Reference.parse, understood.dated))
    links = [link for reference in start for link in cites(index.library, reference) if link.target]
    cited = dict.fromkeys(str(link.target).partition("#")[0] for link in links)
    named = {str(Reference(symbol=reference.symbol, language=reference.language)) for reference in start}
    reached = [document for document in cited if document in index.documents and document not in named]
    if not reached:
        return understood.bonus
    kept = {document: extra for document, extra in understood.bonus.items() if document not in named}
    return {**kept, **dict.fromkeys(reached, NAMED)}
