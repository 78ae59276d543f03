"""Answers that need no search: a paragraph or a document that the question names, and questions about the library itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from hld.app import about, changes, collect, every, gist, holdings, records, states, terms
from hld.app.citations import as_footnote, cite
from hld.app.glossary import glossary
from hld.app.question import Understood
from hld.app.redraft import redraft
from hld.app.reply import FEW, begun, citing, either, labelled
from hld.app.resolve import missing_document, missing_paragraph, not_held
from hld.app.schema import Answer, Citation, Retrieved, Sentence
from hld.app.terms import Terms, worded
from hld.app.titles import by_words, end_meant
from hld.index.lexical import words
from hld.index.search import Index
from hld.ingest.library import DocumentEntry, Entry
from hld.ingest.models import Kind, counted
from hld.ingest.references import find_references
from hld.ingest.regex import regex
from hld.ingest.symbols import Part, Reference

_PARTS = regex(
    r"\b(?:(?P<penultimate>(?:penultimate|second[- ](?:to[- ])?last|last but one)\s(?:preambular|operative|numbered)?\s?"
    r"(?:paragraph|para\b|recital))|(?P<last>(?:last|final|closing|dernier|último)\s(?:preambular|operative|numbered)?\s?"
    r"(?:paragraph|para\b|recital|párrafo|alinéa))"
    r"|(?P<preamble>preamble|preambular|recitals|préambule|preámbulo)"
    r"|(?P<operative>operative\s(?:part|paragraphs)|dispositif|parte dispositiva)"
    r"|(?P<whole>(?:(?:full|whole|entire|complete)\s)?text (?:of|in full)"
    r"|(?:full|whole|entire|complete)\s(?:text|document|resolution|declaration)|texte intégral|texto (?:íntegro|completo)))\b",
    re.IGNORECASE,
)
"""A part of a document that is asked for as such."""
_KINDS = {
    "last": {Kind.OPERATIVE, Kind.BLOCK},
    "penultimate": {Kind.OPERATIVE, Kind.BLOCK},
    "preamble": {Kind.PREAMBULAR},
    "operative": {Kind.OPERATIVE},
    "whole": {Kind.PREAMBULAR, Kind.OPERATIVE, Kind.BLOCK},
}
_ENDS = {"last": slice(-1, None), "penultimate": slice(-2, -1)}
_COMPARES = frozenset(
    """compar comparison differ between chang evolv same similar alik versu contrast side two both one first second hld high level
    resolut""".split()
)
"""Stems of comparing and of what is compared."""
_LAST = regex(r"(?<=[a-z]{2}[.!])\s+(?=[A-Z])")
"""Stands before another sentence of a question."""
_LETTER = regex(r"\bsub-?paragraph\s\(?([a-z])\b", re.IGNORECASE)

_STILL_HOLDS = regex(
    r"\b(?:superseded|overtaken|repealed|revoked|rescinded|out of date)\b"
    r"|\bstill (?:valid|in force|current|applicable|appl(?:y|ies)|holds?)\b|\breplaced by (?:a|another|any|which|what)\b",
    re.IGNORECASE,
)
"""Asks whether a document still holds."""
_LINK = regex(
    r"\b(?:link|url|pdf|web address|download)\b[^?]* (?:to|of|for|from) |\bwhere (?:can|could|do) i (?:download|open)\b",
    re.IGNORECASE,
)
"""Asks where a document can be opened."""
PLAINLY = "In plain words (digest, not the official wording): "
"""Stands before the words of a digest."""

WHOLE = 80
"""Most paragraphs, subparagraphs among them, of a part of a document that is shown as a whole."""

SPEAKING = 3
"""Documents that mention one which is not here, of which a paragraph is named."""

STANDS_OUT = 0.6
"""Probability of being the best from which a paragraph is that of its number which a question means without naming a document."""

_WELCOME = (
    "Ask about the High-level Dialogues on International Migration and Development and the documents of this library: what they "
    "say on a topic, who is asked to do what, what changed between two years, or a paragraph by its number. “Which documents do "
    "you have?” lists them."
)
_THANKED = "You are welcome. Check the source beside an answer before you quote it."


_IS_BINDING = regex(
    r"\W*(?:and |so )?(?:is|are|was|were) (?:[^?,;]{0,40}?(?:resolution|declaration|text|document)s?\b[^?,;]{0,30}?"
    r"|[^\s?]*\d\d/\d+) (?:legally |really |actually |even )*(?:binding|mandatory|compulsory|enforceable)"
    r"(?: (?:on|for|in|under) [^?,;]{2,40})?\W*",
    re.IGNORECASE,
)
"""Asks whether a document binds anybody."""
_BINDS = (
    "Whether a resolution or a declaration binds anybody in law these documents do not settle. How firmly each paragraph asks, "
    "its verbs tell: “Is that binding?” behind an answer shows it."
)


def answer(understood: Understood, index: Index) -> Answer | None:
    """The answer when the question can be answered by looking something up, else None."""
    if about.greeting(understood.asked):
        told = _THANKED if about.thanks(understood.asked) else _WELCOME
        return replace(begun(understood, "lookup", told), searched="")
    if about.of_whose_words(understood.asked):
        return replace(citing(begun(understood, "lookup"), [about.recorded(_whose_words(index))], []), searched=understood.asked)
    if not understood.references and (topic := holdings.mentioning(understood.text)):
        return collect.mentioning(understood, topic, index)
    if about.of_votes(understood.asked):
        return records.votes(understood, index)
    if states.listing(understood.text) and (understood.documents or not understood.references):
        return collect.of_states(understood, index)
    if topic := holdings.only_in(understood.text):
        return collect.mentioning(understood, topic, index)
    if _IS_BINDING.fullmatch(understood.text) and (understood.documents or not understood.references):
        return begun(understood, "abstained", _BINDS)
    if ends := holdings.extent(understood.text):
        return collect.extent(understood, ends, index)
    whole = not (understood.places or understood.follows or any(reference.part for reference in understood.references))
    whole = whole and bool(understood.documents or not understood.references)  # what is not here holds nothing
    if about.to_cite(understood.asked) and (cited := _cited_as(understood, index)):
        return cited
    text = understood.text
    asks = dict.fromkeys((text, _LAST.split(text)[-1])) if whole else {}  # "I draft a text on lamps. What is new in 69/229?"
    asked = next(filter(None, map(redraft, asks)), None)
    if asked and (told := changes.answer(understood, asked, index)):
        return told
    wanted = next(filter(None, map(every.paragraphs, asks)), None)
    # "Our managers fear thieves. What are States to do?" asks that of thieves.
    of_all = wanted and (wanted.topic or understood.documents or understood.dated or every.paragraphs(text))
    if wanted and of_all and (collected := collect.paragraphs(understood, wanted, index)):
        return collected
    # "And in the 2008 resolution?" goes on from what was asked before.
    alone = understood.searched == understood.asked or not holdings.GOES_ON.match(understood.asked)
    if alone and holdings.of_library(understood.asked) and not find_references(understood.asked):
        return collect.documents(understood, index)
    if understood.follows:
        return None
    if not understood.references and (found := about.latest(_in_english(understood), index.documents.values())):
        return records.told(understood, found, index)
    named = [r for r in understood.references if r.part]
    if (named or understood.places) and (aside := _DONE_WITH.search(understood.asked)):
        refused = begun(understood, "abstained", _NO_VOTE if aside["vote"] else _NO_RECORD)
        return replace(refused, retrieved=paragraphs(understood, named, index).retrieved) if named else refused
    if len(named) == 1 and (beside := _BESIDE.search(understood.asked)):
        return _neighbour(understood, named[0], back=beside["back"] is not None, index=index)
    if named:
        return changes.of_paragraphs(understood, named, index) or paragraphs(understood, named, index)
    if _LINK.search(understood.asked) and len(meant := understood.documents or understood.dated) == 1:
        document = Reference.parse(meant[0])
        return records.versions(understood, document, [document.language], index)
    if len(understood.documents) == 1 and _STILL_HOLDS.search(understood.asked):
        return records.superseded(understood, index.documents[understood.documents[0]], index)
    if gist.wanted(understood.asked) and not understood.places:
        meant = [index.documents[each] for each in understood.documents] or _meant(understood, index)
        if len(meant) == 1 and gist.asked(understood.asked, meant[0]):
            return gist.answer(understood, meant[0], index)
    if understood.sides and not understood.topics and not _compared(understood, index):
        return _side_by_side(understood, index)
    if understood.references:
        return records.of_several(understood, index) or _document(understood, understood.references[0], index)
    return _placed(understood, index) or _undated(understood, index)


def _whose_words(index: Index) -> str:
    """Says of how many documents the words here are the official ones."""
    official = sum(document.official for document in index.documents.values())
    told = {
        official: "has the official text, which is quoted as it stands.",
        len(index.documents) - official: "has a digest in our own plain words, which are not the official wording; the official "
        "document is one click away, at each source.",
    }
    said = [f"Of {counted(number, 'document')} this library {has}" for number, has in told.items() if number]
    return " ".join([*said, "Beside each answer stands which of the two its source is."])


def _compared(understood: Understood, index: Index) -> set[str]:
    """What a comparison is about: its stems beside those of the documents and of comparing."""
    text = understood.text.replace("’s ", " ").replace("'s ", " ")  # "what's the difference"
    if "comparison" in understood.wants:  # the titles say which are compared
        for title in {index.documents[each].title.lower() for side in understood.sides for each in side}:
            text = text.lower().replace(title, " ")
    named = {*index.lexical.analyser.terms(text)} - terms.GENERIC - _COMPARES
    return {stem for stem in named if stem.isalpha()}


def _side_by_side(understood: Understood, index: Index) -> Answer:
    """What is known of the documents that are to be compared in nothing named; of two Dialogues or years it is asked in what."""
    if any(len(side) > 1 for side in understood.sides):
        return begun(
            understood, "clarify", "Compare them in what? Write for instance “Compare the round tables of 2006 and 2013”."
        )
    documents = [index.documents[each] for side in understood.sides for each in side]
    return changes.whole(understood, documents, index)


def _cited_as(understood: Understood, index: Index) -> Answer | None:
    """How the paragraphs or documents that a question names are cited; None where it names none that is here."""
    parts = [str(reference) for reference in understood.references if reference.part]
    found = index.entries(parts)
    if entries := [found[part] for part in dict.fromkeys(parts) if part in found]:
        cited = [cite(entry, index.documents[entry.document], number) for number, entry in enumerate(entries, start=1)]
        return citing(begun(understood, "lookup"), [labelled(each, as_footnote(each)) for each in cited], cited)
    meant = [index.documents[each] for each in understood.documents] or _meant(understood, index)
    if not 0 < len(meant) <= FEW:
        return None
    return citing(begun(understood, "lookup"), [about.recorded(records.cited_as(document)) for document in meant], [])


def missing(understood: Understood, index: Index) -> str:
    """Says which of the documents that a question names are not in the library."""
    absent = not_held(understood.references, index.documents)
    return " ".join(missing_document(reference, index.documents.values()) for reference in absent)


def _in_english(understood: Understood) -> str:
    """The question; one in another language in the order of English, "latest resolution protection migrants"."""
    if understood.language == "en":
        return understood.searched
    return re.sub(r"\blast\b", "latest", re.sub(r"\b(?:which|what)\b\s*", "", understood.text))


def _placed(understood: Understood, index: Index) -> Answer | None:
    """A paragraph named without a symbol: of the one document that a year or a title names, else it has to be asked."""
    letter, place = _LETTER.search(understood.asked), understood.places[0] if understood.places else None
    if not (place or letter or _PARTS.search(understood.asked)):
        return None
    meant = _meant(understood, index)
    bare = about.bare(understood.asked, [d.title for d in meant])
    if not (place or bare):
        return None
    if len(meant) == 1:
        references = [_placed_in(meant[0], part, understood.text, index) for part in understood.places]
        return paragraphs(understood, references, index) if references else _part(understood, meant[0], index)
    if 1 < len(meant) <= FEW:
        labels = [Reference.parse(f"{d.id}#{place}").label() if place else d.symbol for d in meant]
        return either(understood, labels)
    if bare:
        return _of_which(understood, place.label() if place else f"para. 10 ({letter[1].lower()})" if letter else "para. 10")
    return None


def _placed_in(document: DocumentEntry, part: Part, text: str, index: Index) -> Reference:
    """A paragraph of a document; where a declaration is named that is the annex of its resolution, of the annex."""
    plain = Reference.parse(f"{document.id}#{part}")
    declared = part.annex is None and "declaration" in text.lower() and index.library.get(str(_annexed(plain)))
    return _annexed(plain) if declared else plain


def _annexed(reference: Reference) -> Reference:
    """The place of the same number in the only annex."""
    return replace(reference, part=replace(reference.part, annex=0)) if reference.part else reference


def _meant(understood: Understood, index: Index) -> list[DocumentEntry]:
    """The documents that a question means without their symbols: by a year, by their whole title or by words of it."""
    if understood.dated:
        return [index.documents[each] for each in understood.dated]
    english = [d for d in index.documents.values() if d.language == "en"]
    found = _titled(understood.asked, english) or by_words(understood.text.lower(), english, glossary().acronyms)
    dated = [d for d in found if d.dated]
    if dated and (end := end_meant(understood.text)):
        return [end(dated, key=lambda document: document.age)]
    return found


def _of_which(understood: Understood, example: str) -> Answer:
    return begun(understood, "clarify", f"Of which document? Write for instance “A/RES/67/172, {example}”.")


def misplaced(understood: Understood, best: Entry, score: float, index: Index) -> Answer | None:
    """Asks back where a question names a paragraph of no document, and the best that was found for its words is another one,
    does not stand out by its `score`, or says no more of what the question does than those of its number in other documents.

    "What must an NGO have under paragraph 9?" finds the ninth paragraph that says so; "Can I quote paragraph 9?" finds none.
    """
    part = best.reference.part
    if understood.references or not understood.places or part is None:
        return None
    if not any((place.kind, place.number) == (part.kind, part.number) for place in understood.places):
        return _of_which(understood, understood.places[0].label())
    if score < STANDS_OUT or _alike(understood, best, index):
        return begun(understood, "clarify", f"Of which document? {best.reference.label()} fits best.")
    return None


def _alike(understood: Understood, best: Entry, index: Index) -> bool:
    """Whether a paragraph of the same number, in another document of the process, says as much of what the question does."""
    said, place = Terms(understood.meant, understood.extra, index.lexical), best.id.partition("#")[2]
    same = [each for each in index.ids_of(understood.process) if each.partition("#")[2] == place and each != best.id]
    share = said.share(worded(best))
    return any(said.share(worded(each)) >= share for each in index.entries(same).values())


def _titled(question: str, documents: Sequence[DocumentEntry]) -> list[DocumentEntry]:
    """The documents whose title a question gives whole: of the process, or else others, by a title of at least three words."""
    asked = f" {' '.join(words(question))} "
    found = [d for d in documents if f" {' '.join(words(d.title))} " in asked]
    return [d for d in found if d.process] or [d for d in found if len(words(d.title)) > 2]


def _part(understood: Understood, document: DocumentEntry, index: Index) -> Answer | None:
    """The part of a document that is asked for: its preamble, its operative part, all, or the last paragraph of them; or that it
    has no preamble. None where no part is asked for, or one that is too long."""
    match = _PARTS.search(understood.asked)
    if match is None:
        return None
    asked = match.lastgroup or ""
    recital = asked in _ENDS and re.search("preamb|recital|préamb|preámb", understood.asked, re.IGNORECASE)
    kinds = _KINDS["preamble" if recital else asked]
    found = [e.reference for e in index.library.paragraphs(document.id) if e.kind in kinds]
    whole = [r for r in found if r.part and not r.part.letters and r.part.annex is None]
    if asked in _ENDS:
        whole = whole[_ENDS[asked]]
    elif len(found) > WHOLE:
        whole = []
    if whole:
        return paragraphs(understood, whole, index)
    lacks = f"{document.symbol} has no preambular paragraphs in this library."
    return begun(understood, "abstained", lacks) if asked == "preamble" and not found else None


def _undated(understood: Understood, index: Index) -> Answer | None:
    """Facts of a document that a year names, or of one that is not named: then it has to be asked which."""
    if not about.of_some_document(understood.asked):
        return None
    meant = _meant(understood, index)
    facts = about.asked(understood.asked, [d.title for d in meant])
    if not facts:
        return None
    if len(meant) == 1:
        return records.told(understood, meant[0], index, facts)
    which = f" Do you mean {' or '.join(d.symbol for d in meant)}?" if 1 < len(meant) <= FEW else ""
    return begun(understood, "clarify", f"Which document?{which or ' Write for instance “A/RES/67/172”.'}")


_DONE_WITH = regex(
    r"\b(?:(?:who|whom|which (?:states?|countr\w+|delegations?|governments?)|(?:what|which) positions?|how did) [^?]*?"
    r"\b(?:(?P<vote>vot(?:e[ds]?|ing))|wrote|drafted|authored|proposed|tabled|negotiat\w+|sponsored|objected|lobbied)\b)"
    r"[^?]*\b(?:para(?:graph)?s?\b|OP ?\d)",
    re.IGNORECASE,
)
"""Asks what States did with a paragraph before it was adopted."""
_NO_VOTE = "The record has how a resolution was voted on as a whole, and nothing of votes on a paragraph."
_NO_RECORD = "Who proposed, negotiated or wrote a paragraph is not in these documents."
_BESIDE = regex(
    r"\b(?:paragraph|para\.?|one|text|recital|what|comes|stands|follows)\b[^?]{0,30}?\b(?:(?P<back>before|preced(?:es|ing)|above)"
    r"|after|following|follows|behind|below)\s+(?:the\s+|its\s+)*(?=(?:\S+\s+)?(?:preambular|operative|para|OP\b|PP\b|\S*/\S*\d))",
    re.IGNORECASE,
)
"""Asks for what stands beside a paragraph that it names."""


def next_to(entry: Entry, index: Index, *, back: bool) -> Entry | None:
    """The paragraph before or after one, in its document; None of the first or the last."""
    around = index.library.neighbours(entry, 1)
    at = around.index(entry)
    return next(iter(around[:at] if back else around[at + 1 :]), None)


def _neighbour(understood: Understood, reference: Reference, *, back: bool, index: Index) -> Answer:
    """The paragraph before or after one, in its document; that one with a word on it where it is the first or the last."""
    found, problem = _find(reference, index)
    if problem:
        return paragraphs(understood, [reference], index)
    if beside := next_to(found[0 if back else -1], index, back=back):
        return paragraphs(understood, [beside.reference], index)
    end = "first" if back else "last"
    return replace(paragraphs(understood, [reference], index), note=f"This is the {end} paragraph; none stands beside it there.")


def paragraphs(understood: Understood, named: Sequence[Reference], index: Index, *, whole: bool = True) -> Answer:
    """These paragraphs in their own words, with what is wrong with those that are not there; `whole` brings the subparagraphs."""
    sentences: list[Sentence] = []
    citations: list[Citation] = []
    problems: list[str] = []
    for reference in named:
        found, problem = _find(reference, index)
        if reference.part and (bis := re.search(rf"\b{reference.part.number}\s?(?:bis|ter|quater)\b", understood.asked)):
            found, problem = [], f"{Reference(symbol=reference.symbol)} has no para. {bis[0]}."
        if problem:
            problems.append(problem)
        for entry in found if whole else found[:1]:
            if any(c.id == entry.id for c in citations):
                continue
            document = index.documents[entry.document]
            citations.append(cite(entry, document, len(citations) + 1, highlight=[(0, len(entry.text))]))
            words_of = "" if entry.official else PLAINLY
            sentences.append(
                Sentence(
                    text=f"{citations[-1].label} — {words_of}{entry.text}",
                    citations=(entry.id,),
                    verdict="quoted",
                    score=1.0,
                )
            )
    if not citations:
        answer = begun(understood, "abstained", " ".join(problems))
        return _near(answer, named[0], index)
    return citing(begun(understood, "lookup", " ".join(problems)), sentences, citations)


def _find(reference: Reference, index: Index) -> tuple[list[Entry], str]:
    """The paragraph, with its subparagraphs when it is a chapeau; or what is wrong with the reference."""
    document_id = str(Reference(symbol=reference.symbol, language=reference.language))
    document = index.documents.get(document_id)
    if document is None:
        return [], missing_document(reference, index.documents.values())
    entry = index.library.get(str(reference))
    if entry is None and reference.part and reference.part.annex is None:  # a declaration is mostly the annex of a resolution
        entry = index.library.get(str(_annexed(reference)))
    if entry is None:
        return [], missing_paragraph(reference, document, index.library.paragraphs(document_id))
    return [entry, *index.library.children(entry)], ""


def of_one_gone(understood: Understood, index: Index) -> Reference | None:
    """The one document that a question names, where it is not here and more is asked than what it is: others may tell of it
    ("What was the main message of A/68/292?"). None where it is here, or others are named, too."""
    if len(understood.references) != 1 or about.bare(understood.asked) or about.asked(understood.asked):
        return None
    return next(iter(not_held(understood.references, index.documents)), None)


def gone(understood: Understood, reference: Reference, index: Index) -> Answer:
    """That a document is not here, and the paragraphs that mention it, those of the latest documents first."""
    told = missing_document(reference, index.documents.values())
    found: dict[str, Reference] = {}
    for identifier, *_ in index.library.mentions_of(str(reference.symbol)):
        document = index.documents.get(identifier.partition("#")[0])
        if document and document.language == "en":
            found.setdefault(document.id, Reference.parse(identifier))
    latest = sorted(found, key=lambda document: index.documents[document].dated, reverse=True)
    named = [found[document].label() for document in latest[:SPEAKING]]
    if named:
        more = f" and {counted(len(found) - SPEAKING, 'more document')}" if len(found) > SPEAKING else ""
        told = f"{told} It is mentioned in {'; '.join(named)}{more}."
    retrieved = tuple(Retrieved(id=str(found[document]), score=0.0) for document in latest[:SPEAKING])
    return replace(begun(understood, "abstained", told), retrieved=retrieved)


def _near(answer: Answer, reference: Reference, index: Index) -> Answer:
    """The last paragraphs of the document as what is nearest, when the document is there."""
    document_id = str(Reference(symbol=reference.symbol, language=reference.language))
    entries = [e for e in index.library.paragraphs(document_id) if reference.part and e.kind != Kind.PREAMBULAR]
    return replace(answer, retrieved=tuple(Retrieved(id=e.id, score=0.0) for e in entries[-3:]))


def _document(understood: Understood, reference: Reference, index: Index) -> Answer | None:
    """Facts of a document as such, or its last paragraph; None when the question asks for something in it, or for something of
    one that is not here and others tell of."""
    document = index.documents.get(str(reference))
    if document is None:
        return None if of_one_gone(understood, index) else gone(understood, reference, index)
    bare = about.bare(understood.asked)
    if bare and (found := _part(understood, document, index)):
        return found
    if languages := about.languages(understood.asked):
        return records.versions(understood, reference, languages, index)
    # "Does 69/229 provide for a third one? And by when?" does not ask when 69/229 was adopted.
    own = not understood.turn or about.of_a_document(understood.asked)
    facts = about.asked(understood.asked, [document.title]) if own else []
    return records.told(understood, document, index, facts) if bare or facts else None
