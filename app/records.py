"""What the library records of a document as such: its languages, its vote and sponsors, whether it still holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hld.app import about
from hld.app.citations import in_words
from hld.app.question import Understood
from hld.app.reply import FEW, begun, citing
from hld.app.schema import Answer
from hld.app.titles import entitled
from hld.index.search import Index
from hld.ingest.library import DocumentEntry
from hld.ingest.models import counted
from hld.ingest.symbols import LANGUAGE_NAMES, Reference


def of_several(understood: Understood, index: Index) -> Answer | None:
    """Facts of several documents, where a question names them and asks for nothing else ("how many paragraphs has each?")."""
    documents = [index.documents[each] for each in understood.documents]
    if len(documents) < 2 or not about.asked(understood.asked, [document.title for document in documents]):
        return None
    said = [about.sentence(document, index.library.paragraphs(document.id)) for document in documents]
    return citing(begun(understood, "lookup"), said, [])


def cited_as(document: DocumentEntry) -> str:
    """How a document is cited: as a footnote has it, with its title and its symbol."""
    reference = Reference.parse(document.id)
    if reference.symbol.is_page:
        return f"This page is cited by its title, “{document.title}”."
    whole = f"{reference.footnote(in_words(document.adopted))}, entitled “{document.title}”"
    return f"{document.symbol}: as a footnote, {whole}; a paragraph of it as {document.symbol}, para. 1."


def versions(understood: Understood, reference: Reference, languages: Sequence[str], index: Index) -> Answer:
    """In which languages the library holds a document, and where its official text in the languages asked for is."""
    held = sorted(LANGUAGE_NAMES[d.language] for d in index.documents.values() if d.symbol == str(reference.symbol))
    text = f"The library holds {reference.symbol} in {', '.join(held)}."
    if reference.url():
        where = (f"in {LANGUAGE_NAMES[code]} at {replace(reference, language=code).url()}" for code in languages)
        text += f" The official text is {', '.join(where)}."
    return citing(begun(understood, "lookup"), [about.recorded(text)], [])


def _vote_and_sponsors(understood: Understood, document: DocumentEntry) -> Answer:
    """How a document was adopted and who sponsored it, as far as the library knows."""
    voted, sponsored = about.vote(document.metadata), about.sponsors(document.metadata)
    by = "" if voted == about.NO_VOTE else "by a "
    facts = (voted and f"adopted {by}{voted}", sponsored)
    told = [about.recorded(f"{document.symbol} was {fact}.") for fact in facts if fact]
    missing = [what for known, what in ((voted, "by what vote it was adopted"), (sponsored, "who sponsored it")) if not known]
    lacks = f"Of {document.symbol}, {' and '.join(missing)} is not in the library." if missing else ""
    return replace(citing(begun(understood, "lookup"), told, []), note=lacks) if told else begun(understood, "abstained", lacks)


def votes(understood: Understood, index: Index) -> Answer:
    """Which documents were adopted by a recorded vote and how many without one, as far as the library knows; the latest `FEW`
    that were are told."""
    known = [document for document in index.documents.values() if document.language == "en" and about.vote(document.metadata)]
    if not known:
        return begun(
            understood, "abstained", "How the documents here were adopted, by a vote or without one, is not in the library."
        )
    voted = sorted((d for d in known if about.vote(d.metadata) != about.NO_VOTE), key=lambda d: d.age, reverse=True)
    told = [
        f"Of {counted(len(index.documents), 'document')} here it is recorded of {len(known)} how they were adopted: "
        f"{len(known) - len(voted)} {about.NO_VOTE}, {len(voted)} by a recorded vote.",
        *(f"{d.symbol} was adopted by a {about.vote(d.metadata)}." for d in voted[:FEW]),
    ]
    answer = citing(begun(understood, "lookup"), [about.recorded(text) for text in told], [])
    return replace(answer, note=f"The latest {FEW} are named.") if len(voted) > FEW else answer


def superseded(understood: Understood, document: DocumentEntry, index: Index) -> Answer:
    """That no document says whether another one still holds, and which later ones have its title."""
    later = sorted(
        (d for d in index.documents.values() if d.dated > document.dated and entitled(d, document)), key=lambda d: d.age
    )
    told = f"Whether {document.symbol} still holds no document here says."
    if later:
        told += f" Later ones of the same title are here: {'; '.join(f'{d.symbol} ({d.dated[:4]})' for d in later)}."
    return begun(understood, "abstained", told)


def told(understood: Understood, document: DocumentEntry, index: Index, facts: Sequence[str] = ()) -> Answer:
    """What is known of a document; that it is not known where only its vote or its sponsors are asked for, and not known."""
    if {"vote", "sponsors"} <= {*facts}:
        return _vote_and_sponsors(understood, document)
    if list(facts) == ["vote"] and not about.vote(document.metadata):
        return begun(understood, "abstained", f"By what vote {document.symbol} was adopted is not in the library.")
    if "vote" in facts and about.asks_who(understood.asked) and about.vote(document.metadata) == about.NO_VOTE:
        return begun(understood, "abstained", f"{document.symbol} was adopted {about.NO_VOTE}.")
    if "vote" in facts and (voted := about.voters(understood.asked, document.metadata)):
        text = f"{document.symbol} was adopted by a {about.vote(document.metadata)}; {voted}."
        return citing(begun(understood, "lookup"), [about.recorded(text)], [])
    if "sponsors" in facts:
        if not (sponsored := about.sponsors(document.metadata)):
            return begun(understood, "abstained", f"Who sponsored {document.symbol} is not in the library.")
        return citing(begun(understood, "lookup"), [about.recorded(f"{document.symbol} was {sponsored}.")], [])
    said = about.sentence(document, index.library.paragraphs(document.id))
    return citing(begun(understood, "lookup"), [said], [])
