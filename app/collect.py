"""All that the library holds of something: its documents, those that speak of a topic, and the paragraphs that do or that ask."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import replace

from hld.app import extract, holdings, mentions
from hld.app.citations import cite
from hld.app.glossary import Expansion
from hld.app.holdings import Paragraphs
from hld.app.question import Understood
from hld.app.ranking import addressed
from hld.app.reply import begun, citing
from hld.app.schema import Answer, Sentence
from hld.index.search import Index
from hld.ingest.library import DocumentEntry, Entry
from hld.ingest.models import Kind, date_in_words

APART = 4
"""Words that may stand between those of a topic, beside those that do in the question, where documents that speak of it are
listed: they are for people to look through."""

PARAGRAPHS, WORDS = 30, 45
"""Paragraphs on a topic that are listed, and about how many words of each."""

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
    chosen.sort(key=lambda d: (not titled <= {*index.lexical.analyser.terms(d.title)}, *_by_date(d)))
    shown = [held[document.id][:SHOWN] for document in chosen[:LISTED]]
    entries = index.entries([identifier for some in shown for identifier in some])
    citations = [cite(entry, index.documents[entry.document], n) for n, entry in enumerate(entries.values(), 1)]
    how = "by their words" if words_of else "in other words"
    first = f"{len(chosen)} document{' here speaks' if len(chosen) == 1 else 's here speak'} of “{topic}”, {how}"
    more = f"; the first {LISTED} are listed" if len(chosen) > LISTED else ""
    beside = {i.partition("#")[0] for i in others} - held.keys()
    also = [d.symbol for d in asked if d.id in beside]
    sentences = [Sentence(text=f"{first}{more}.", citations=(), verdict="supported", score=1.0)]
    for document, some in zip(chosen, shown, strict=False):
        places = ", ".join(part.label() for each in some if (part := entries[each].reference.part))
        rest = f" and {len(held[document.id]) - len(some)} more" if len(held[document.id]) > len(some) else ""
        text = f"{document.symbol} ({document.title}, {document.adopted[:4] or 'undated'}): {places}{rest}"
        sentences.append(Sentence(text=text, citations=tuple(some), verdict="supported", score=1.0))
    return replace(citing(begun(understood, "lookup"), sentences, citations), note=_also(also))


def paragraphs(understood: Understood, wanted: Paragraphs, index: Index) -> Answer | None:
    """All paragraphs that are `wanted`, by the date of their documents, with their words; of the documents or the years that the
    question names, where it names any. None where there is none with all words of the topic: then it is searched."""
    among = {document.id: document for document in _among(understood, index)}
    by_words = _holding(understood, wanted, (), index, among)
    others = _holding(understood, wanted, understood.extra, index, among)
    found = by_words or others
    if not found:
        return None
    found.sort(key=lambda entry: _by_date(among[entry.document]))
    listed, citations = extract.listed(understood, found[:PARAGRAPHS], index, longest=WORDS)
    how = " in so many words" if by_words else " in other words"
    first = Sentence(text=_counted(found, wanted, how), citations=(), verdict="supported", score=1.0)
    told = {entry.id for entry in found}
    beside = [entry.reference.label() for entry in others if entry.id not in told]
    return replace(citing(begun(understood, "lookup"), [first, *listed], citations), note=_also(beside, "; "))


def _by_date(document: DocumentEntry) -> tuple[bool, str, str]:
    """Puts documents of the process first, in the order of their dates, those without one last."""
    return not document.process, document.adopted or "9", document.id


def _among(understood: Understood, index: Index) -> list[DocumentEntry]:
    """The documents in which all of something is looked for."""
    if named := understood.documents or (understood.dated if understood.titled or understood.within else ()):
        return [index.documents[each] for each in named]
    return holdings.held(understood.text, index.documents.values())[0]


def _holding(
    understood: Understood, wanted: Paragraphs, extra: Sequence[Expansion], index: Index, among: Container[str]
) -> list[Entry]:
    """The paragraphs of some documents that have the topic, in their own words or in those of the glossary, or the verb."""
    says = _saying(wanted.topic, extra, index) if wanted.topic else set(index.ids)
    entries = index.entries([i for i in index.ids if i in says and i.partition("#")[0] in among]).values()
    kinds = {Kind(understood.kind)} if understood.kind else {*Kind}
    stems = {*index.lexical.analyser.terms(re.sub(r"\bmember states\b", "states", wanted.addressee, flags=re.IGNORECASE))}

    def meant(entry: Entry) -> bool:
        asked = not wanted.verbs or (entry.verb in wanted.verbs and stems <= {*index.lexical.analyser.terms(addressed(entry))})
        return entry.kind in kinds and asked

    return list(filter(meant, entries))


def _saying(topic: str, extra: Sequence[Expansion], index: Index) -> set[str]:
    """The paragraphs that speak of a topic; of one of those that "or" joins, or that "and" does where none speaks of all."""
    either = re.split(r",? or ", topic)
    found = {i for each in either for i in mentions.saying(each, extra, index, apart=APART, listings=True)}
    each = re.split(r", | and ", topic)
    return found or {i for part in each for i in mentions.saying(part, extra, index, apart=APART, listings=True)}


def _counted(found: Sequence[Entry], wanted: Paragraphs, how: str) -> str:
    """How many paragraphs of how many documents there are, before they are listed."""
    held, one = {entry.document for entry in found}, len(found) == 1
    of = f"{len(held)} documents here" if len(held) > 1 else found[0].reference.symbol
    number = f"{len(found)} paragraph{'' if one else 's'} of {of}"
    says = [f"mention{'s' if one else ''} “{wanted.topic}”{how}"] if wanted.topic else []
    if len(wanted.verbs) == 1:
        whom = f", addressed to {wanted.addressee}" if wanted.addressee else ""
        says.append(f"open{'s' if one else ''} with “{next(iter(wanted.verbs))}”{whom}")
    elif wanted.verbs:
        says.append(f"ask{'s' if one else ''} something of {wanted.addressee or 'somebody'}")
    more = f"; the first {PARAGRAPHS} are listed" if len(found) > PARAGRAPHS else ""
    return f"{number} {' and '.join(says)}{more}:"


def _also(labels: Sequence[str], between: str = ", ") -> str:
    """Names what has a topic in other words."""
    return (
        f"In other words also: {between.join(labels[:LISTED])}{' and others' if len(labels) > LISTED else ''}." if labels else ""
    )
