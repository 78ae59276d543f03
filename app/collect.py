"""All that the library holds of something: its documents, and those that speak of a topic."""

from __future__ import annotations

import re
from dataclasses import replace

from hld.app import holdings, mentions
from hld.app.citations import cite
from hld.app.question import Understood
from hld.app.reply import begun, citing
from hld.app.schema import Answer, Sentence
from hld.index.search import Index
from hld.ingest.library import DocumentEntry
from hld.ingest.models import date_in_words

APART = 4
"""Words that may stand between those of a topic, beside those that do in the question, where documents that speak of it are
listed: they are for people to look through."""

HELD = 40
"""Documents of the library that are listed."""

LISTED, SHOWN = 15, 3
"""Documents that speak of a topic that are listed, and paragraphs of each."""


def documents(understood: Understood, index: Index) -> Answer:
    """What the library holds, narrowed by the years and the committee in the question."""
    chosen, of = holdings.held(understood.asked, index.documents.values())
    if not chosen:
        return begun(understood, "abstained", f"The library holds no document {of}.")
    number = f"{len(chosen)} document{'s' if len(chosen) > 1 else ''}"
    more = f"; the first {HELD} are listed" if len(chosen) > HELD else ""
    texts = [f"The library holds {number}{f' {of}' if of else ''}{more}:", *map(_line, chosen[:HELD])]
    said = [Sentence(text=text, citations=(), verdict="supported", score=1.0, item=n > 0) for n, text in enumerate(texts)]
    return citing(begun(understood, "lookup"), said, [])


def _line(document: DocumentEntry) -> str:
    """A document in a list: its symbol, title and date; a page, which has no symbol that anybody knows, by its title."""
    name = "" if document.type == "page" else f"{document.symbol}, "
    return f"{name}{document.title}{f', {date_in_words(document.adopted_on)}' if document.adopted_on else ''}"


def mentioning(understood: Understood, topic: str, index: Index) -> Answer | None:
    """All documents that speak of a topic, those that are titled so and then those of the process first, each with the first
    paragraphs that do, as far as words and the glossary tell; narrowed by the years in the question. None where no paragraph has
    all of it: then it is searched."""
    asked, of = holdings.held(understood.asked, index.documents.values())
    if not asked:
        return begun(understood, "abstained", f"The library holds no document {of}.")
    if re.search(r"\bresolutions?\b", understood.text, re.IGNORECASE):
        asked = [document for document in asked if document.type == "resolution"]
    words_of, others = (
        mentions.saying(topic, (), index, apart=APART),
        mentions.saying(topic, understood.extra, index, apart=APART),
    )
    held: dict[str, list[str]] = {}
    for identifier in (i for i in index.ids if i in (words_of or others)):
        held.setdefault(identifier.partition("#")[0], []).append(identifier)
    chosen = [d for d in asked if d.id in held]
    if not chosen:
        return None
    titled = {*index.lexical.analyser.terms(topic)}
    chosen.sort(key=lambda d: (not titled <= {*index.lexical.analyser.terms(d.title)}, not d.process, d.adopted, d.id))
    shown = [held[document.id][:SHOWN] for document in chosen[:LISTED]]
    entries = index.entries([identifier for some in shown for identifier in some])
    citations = [cite(entry, index.documents[entry.document], n) for n, entry in enumerate(entries.values(), 1)]
    how = "by their words" if words_of else "in other words"
    first = f"{len(chosen)} document{' here speaks' if len(chosen) == 1 else 's here speak'} of “{topic}”, {how}"
    more = f"; the first {LISTED} are listed" if len(chosen) > LISTED else ""
    beside = {i.partition("#")[0] for i in others} - held.keys()
    also = [d.symbol for d in asked if d.id in beside]
    note = f"In other words also: {', '.join(also[:LISTED])}{' and others' if len(also) > LISTED else ''}." if also else ""
    sentences = [Sentence(text=f"{first}{more}.", citations=(), verdict="supported", score=1.0)]
    for document, some in zip(chosen, shown, strict=False):
        places = ", ".join(part.label() for each in some if (part := entries[each].reference.part))
        rest = f" and {len(held[document.id]) - len(some)} more" if len(held[document.id]) > len(some) else ""
        text = f"{document.symbol} ({document.title}, {document.adopted[:4] or 'undated'}): {places}{rest}"
        sentences.append(Sentence(text=text, citations=tuple(some), verdict="supported", score=1.0))
    return replace(citing(begun(understood, "lookup"), sentences, citations), note=note)
