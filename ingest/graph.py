"""What a paragraph or a document cites, and what cites it: the mentions in the library, resolved against the library.

Finding is `hld.ingest.references`; this is the other step. A mention is resolved to one paragraph or document that the
library holds, or to none: a paragraph that its document does not have is not replaced by another.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from hld.ingest.library import Library
from hld.ingest.symbols import Part, Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One mention: `words` stand in the paragraph `source` from `start` to `end` and name `reference`.

    `target` is the id of the paragraph or the document in the library, in the language of the source where the library
    has it and else in English, or None when the library does not hold it.
    """

    source: str
    start: int
    end: int
    words: str
    reference: Reference
    target: str | None


def cites(library: Library, reference: Reference) -> list[Link]:
    """What a paragraph, with the subparagraphs under it, or a whole document cites, in the order of the text.

    Of a whole document, what it says of itself as "the present resolution" is left out.
    """
    document = str(replace(reference, part=None))
    rows = []
    for row in library.mentions_in(document):
        if reference.part is None:
            if row[3] != str(reference.symbol):
                rows.append(row)
        elif _under(Reference.parse(row[0]).part, reference.part):
            rows.append(row)
    return _links(library, rows)


def cited_by(library: Library, reference: Reference) -> list[Link]:
    """What cites a paragraph, with the subparagraphs under it, or a document or any of its paragraphs.

    Of a document, what cites it from within is left out. Where the library holds a citing document in several languages
    it is listed once: in the language of `reference`, else in English, else in the first by its code.
    """
    found: list[tuple[Reference, tuple[str, int, int, str]]] = []
    for row in library.mentions_of(str(reference.symbol)):
        source = Reference.parse(row[0])
        if reference.part is None:
            if source.symbol != reference.symbol:
                found.append((source, row))
        elif _under(Reference.parse(row[3]).part, reference.part):
            found.append((source, row))
    versions: dict[str, str] = {}
    for source, _ in found:
        symbol = str(source.symbol)
        versions[symbol] = min(versions.get(symbol, source.language), source.language, key=_preference(reference.language))
    return _links(library, [row for source, row in found if versions[str(source.symbol)] == source.language])


def _preference(language: str) -> Callable[[str], tuple[bool, bool, str]]:
    return lambda code: (code != language, code != "en", code)


def _under(part: Part | None, above: Part) -> bool:
    while part is not None and part != above:
        part = part.parent
    return part is not None


def _links(library: Library, rows: list[tuple[str, int, int, str]]) -> list[Link]:
    """The rows with their words, resolved; paragraphs are fetched in one question to the library."""
    named = [(Reference.parse(source), Reference.parse(target)) for source, _, _, target in rows]
    wanted = {source for source, _, _, _ in rows}
    for source, target in named:
        if target.part:
            wanted.update(_candidates(source, target))
    paragraphs = library.get_many(sorted(wanted))
    documents: dict[str, bool] = {}

    def resolve(source: Reference, target: Reference) -> str | None:
        for candidate in _candidates(source, target):
            if target.part:
                known = candidate in paragraphs
            else:
                if candidate not in documents:
                    documents[candidate] = library.document(candidate) is not None
                known = documents[candidate]
            if known:
                return candidate
        return None

    return [
        Link(
            source=row[0],
            start=row[1],
            end=row[2],
            words=paragraphs[row[0]].text[row[1] : row[2]],
            reference=target,
            target=resolve(source, target),
        )
        for row, (source, target) in zip(rows, named, strict=True)
        if row[0] in paragraphs
    ]


def _candidates(source: Reference, target: Reference) -> list[str]:
    """The ids that a mention may mean, best first: the version in the language that is read, then the English one."""
    return list(dict.fromkeys(str(replace(target, language=language)) for language in (source.language, "en")))
