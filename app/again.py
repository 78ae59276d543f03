"""What is asked of the answer before, and not of the documents: its words and its source, the same in short, in plain words or
in another language, where it stands and how strongly it is said, more of it, the next paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from hld.app import about, changes, collect, every, extract, kinds, lookup, records, speech
from hld.app.asked_back import AGE, Wanted, wanted
from hld.app.citations import as_footnote, in_words
from hld.app.question import Understood
from hld.app.reasked import otherwise
from hld.app.reply import FEW, begun, labelled
from hld.app.schema import DOUBTFUL, Answer, Citation, Sentence
from hld.app.titles import choice, entitled
from hld.app.years import YEAR
from hld.index.lexical import words
from hld.index.search import Index
from hld.ingest.library import DocumentEntry, Entry
from hld.ingest.references import find_references
from hld.ingest.regex import regex
from hld.ingest.symbols import ORDINAL, Reference, number_of

MORE = 3
"""Paragraphs that are told where more is asked for: the nearest that the answer did not cite."""

_SURE = regex(r"\b(?:sure|certain|really|right|correct|true)\b", re.IGNORECASE)
_PUT_AT = "That these paragraphs answer is put at {:.0%}; each sentence was held against its paragraph, which stands beside it."
_NEXT_NEAREST = "These are the paragraphs that were found next; look whether one of them answers."
_AS_SHORT = "It is not cut shorter, as that would leave out what it says."
_STANDS = {"preambular": "it stands in the preamble", "operative": "it stands in the operative part"}
_STANDS_NOWHERE = "it stands neither in a preamble nor in an operative part"
_SAYS = {
    speech.DECIDES: "decides",
    speech.ASKS: "asks, and does not decide",
    speech.ENCOURAGES: "encourages, and does not oblige",
    speech.SAYS: "states something, and asks nothing of anybody",
}
_COMMITS = regex(
    r"(?:^|\b(?:Governments|States|We) )(?:(?:also |further |strongly )?(?:commit|pledge|undertake)s?\b"
    r"|(?:express|reaffirm|reiterate)s? (?:their|our|its|the|a) commitment\b)",
    re.IGNORECASE,
)
"""States a commitment of those who speak."""
_OWED = regex(r"\b(?:must|shall|oblig\w+|dut(?:y|ies)|bound)\b", re.IGNORECASE)
_PRESSING = regex(
    r"\bas a (?:matter of )?(?:priority|urgency)\b|\b(?:urgently|immediately|without (?:further )?delay|as soon as possible)\b",
    re.IGNORECASE,
)
"""Says that something is urgent."""
_CALLED_BEFORE = regex(
    r"\b(?:reiterat|renew|reaffirm|repeat|recall)\w* (?:its|the|their) (?:call|request|invitation|appeal)\b", re.IGNORECASE
)
_DAY = regex(r"\d{4}-\d{2}-\d{2}")
_BINDING = regex(r"\b(?:bind|bound|law\b|legal|mandatory|compulsory|oblig|contraign|juridi|jurídi|vincul)", re.IGNORECASE)
_BINDS = "Whether that binds anybody in law these documents do not settle."
_ORDINAL = regex(rf"\b(?:{ORDINAL}|last)\b", re.IGNORECASE)
_FIGURE = regex(r"\d{1,2}")
_OF_SEVERAL = regex(AGE, re.IGNORECASE)
_THE_ONE = regex(r"\bthe one\b", re.IGNORECASE)


def fits(question: str, before: Answer) -> bool:
    """Whether a turn is about an answer: "the one after that" is a paragraph where one was looked up, and else a document; "the
    third one" and "how many?" ask of a list, and "[3]" of any source."""
    asks = wanted(question)
    if asks == "count":
        return bool(_items(before))
    if asks == "dated" and not _gives_time(before):
        return any(_DAY.fullmatch(citation.adopted) for citation in before.citations)
    if asks in ("force", "there"):
        return bool(before.citations)
    if asks in ("earlier", "later", "fact", "dated"):
        first = before.citations[0] if before.status == "answered" and before.citations else None
        if first is None or asks not in ("fact", "dated"):
            return first is not None and bool(first.adopted)
        new = kinds.wanted(before.searched) != kinds.wanted(question) and not otherwise(question, before.searched)
        return new and kinds.holds(question, first.text)
    if asks == "letter":
        return bool(_lettered(question, before))
    if asks in ("elsewhere", "in another"):
        return bool(before.citations) and not _items(before)
    if asks == "next" and otherwise(question, before.searched):  # of what the question counts
        return False
    if asks == "end":
        return len({citation.adopted for citation in before.citations}) > 1
    if asks == "nth":
        return bool(before.citations) and (bool(_items(before)) or not _counts_on(question, before.searched))
    return before.status == "lookup" or not _THE_ONE.search(question)


def _gives_time(before: Answer) -> bool:
    """Whether the question before was for a time, which is then what a turn means."""
    return kinds.wanted(before.searched) == "date"


def _items(before: Answer) -> list[Sentence]:
    """The items of a list that an answer gives."""
    return [sentence for sentence in before.sentences if sentence.item]


def _counts_on(question: str, before: str) -> bool:
    """Whether a turn goes on from a thing that the question before counts: "and the second?" after "when was the first held?"."""
    return bool(otherwise(question, before) or (_ORDINAL.search(question) and _ORDINAL.search(before)))


def _nth(question: str, before: Answer) -> str:
    """The id of the paragraph that a turn means: by its place among the items of a list, "the third one", or by the number of the
    citation, "[3]"; empty where there is none."""
    ordinal, figure = _ORDINAL.search(question), _FIGURE.search(question)
    found = [citation.id for citation in before.citations]
    if (ordinal or "[" not in question) and (items := _items(before)):
        found = [item.citations[0] for item in items if item.citations]
    place = number_of(ordinal[0]) or len(found) if ordinal else int(figure[0]) if figure else 0
    return found[place - 1] if 0 < place <= len(found) else ""


def _lettered(question: str, before: Answer) -> str:
    """The id of the subparagraph of that letter of the one paragraph that an answer cites, with its others; empty where it cites
    several."""
    letter = re.findall(r"\b[a-z]\b", question.lower())
    parts = [(reference.symbol, part) for c in before.citations if (part := (reference := Reference.parse(c.id)).part)]
    whole = {f"{symbol}#{replace(part, letters=())}" for symbol, part in parts}
    return f"{whole.pop()}-{letter[-1]}" if len(whole) == 1 and letter else ""


def own(history: Sequence[str]) -> list[str]:
    """The turns of a conversation that ask something themselves; "and the second one?" does after a question about a Dialogue."""
    kept: list[str] = []
    for turn in history:
        asks = wanted(turn)
        asks_on = asks in ("nth", "fact", "earlier", "later") and kept and _counts_on(turn, kept[-1])
        if not about.greeting(turn) and (not asks or asks_on):
            kept.append(turn)
    return kept


def answer(question: str, wanted: Wanted, before: Answer, understood: Understood, index: Index) -> Answer:
    """What a turn asks of an answer, which was that to `understood`; one without a citation is given again."""
    cited = [Reference.parse(citation.id) for citation in before.citations]
    if not cited and before.status == "abstained":
        if wanted == "quote" and before.retrieved and before.confidence >= DOUBTFUL:
            nearest = lookup.paragraphs(understood, [Reference.parse(before.retrieved[0].id)], index)
            return replace(nearest, note="The answer before cites no paragraph. This is the nearest; look whether it answers.")
        return replace(before, reason="The answer before cites no paragraph, as none was found. The nearest are listed.")
    if not cited or wanted == "same":
        sure = before.status == "answered" and _SURE.search(question)
        return replace(before, note=f"{_PUT_AT.format(before.confidence)} {before.note}".strip()) if sure else before
    if wanted == "shorter":
        return _shorter(before, understood, index)
    if wanted == "count":
        return _first(before)
    if wanted == "end":
        dated = [citation for citation in before.citations if citation.adopted]
        chosen = choice(_OF_SEVERAL.findall(question)[0])(dated, key=lambda citation: citation.adopted)
        return lookup.paragraphs(understood, [Reference.parse(chosen.id)], index)
    if wanted == "nth":
        if meant := _nth(question, before):
            return lookup.paragraphs(understood, [Reference.parse(meant)], index)
        named = " and ".join(citation.label for citation in before.citations[:FEW])
        return replace(begun(understood, "clarify", f"The answer before cites {named}. Which is meant?"), question=question)
    if wanted == "rewritten":
        return replace(before, note=f"{about.NO_WRITER} {before.note}".strip())
    if wanted == "official":
        return _linked(before)
    if wanted == "dated" and not _gives_time(before):
        return _dated(before)
    if wanted == "force":
        told = records.superseded(understood, index.documents[str(replace(cited[0], part=None))], index)
        return replace(told, retrieved=before.retrieved)
    if wanted == "letter":
        return lookup.paragraphs(understood, [Reference.parse(_lettered(question, before))], index)
    if wanted in ("elsewhere", "in another"):
        entry = index.entries([str(cited[0])])[str(cited[0])]
        within = _others(question, entry, index) if wanted == "in another" else ()
        return changes.counterparts(understood, entry, index, within=within)
    if wanted == "quote":
        return lookup.paragraphs(understood, cited, index)
    if wanted == "cite":
        return _told(before, list(map(as_footnote, before.citations)))
    if wanted in ("fact", "dated", "there"):
        return lookup.paragraphs(understood, cited[:1], index, whole=False)
    if wanted == "plain":
        return _plainly(before)
    if wanted == "language":
        return _translated(question, before, understood, cited, index)
    if wanted == "part":
        return _told(before, [_STANDS.get(citation.kind, _STANDS_NOWHERE) for citation in before.citations])
    if wanted == "strength":
        told = _told(before, [_strength(citation) for citation in before.citations])
        return replace(told, note=_BINDS) if _BINDING.search(question) else told
    if wanted == "more":
        if (listed := every.paragraphs(before.searched)) and _items(before):
            told_so_far = max(citation.marker for citation in before.citations)
            return collect.paragraphs(understood, listed, index, told=told_so_far) or replace(before, note="These were all.")
        told = {citation.id for citation in before.citations}
        further = [Reference.parse(hit.id) for hit in before.retrieved if hit.id not in told]
        if not further:
            return before
        return replace(lookup.paragraphs(understood, further[:MORE], index, whole=False), note=_NEXT_NEAREST)
    # Paragraphs that were looked up stand in order; of those that were found the first is what the answer says.
    start = cited[-1 if wanted == "next" and before.status == "lookup" else 0]
    here = index.entries([str(start)])[str(start)]
    beyond = lookup.next_to(here, index, back=wanted != "next")
    if beyond is None:
        return replace(before, reason=f"{start.label()} is the {'last' if wanted == 'next' else 'first'} paragraph there is.")
    return lookup.paragraphs(understood, [beyond.reference], index, whole=False)


def _others(question: str, entry: Entry, index: Index) -> list[DocumentEntry]:
    """The documents that a turn names by symbol or by year, beside that of a paragraph; of a year those of its title, if any."""
    named = {str(mention.reference.symbol) for mention in find_references(question)}
    own, years = index.documents[entry.document], {*YEAR.findall(question)}
    others = [d for d in index.documents.values() if d.id != own.id and d.language == own.language]
    if named:
        return [document for document in others if document.symbol in named]
    of_year = [document for document in others if document.dated[:4] in years]
    return [document for document in of_year if entitled(document, own)] or of_year


def _linked(before: Answer) -> Answer:
    """Where the official text of each document is that an answer cites; its sources stay beside it."""
    first = {citation.symbol: citation.url for citation in reversed(before.citations) if citation.url}
    told = [about.recorded(f"The official text of {symbol} is at {url}.") for symbol, url in reversed(first.items())]
    return replace(before, status="lookup", form="prose", sentences=tuple(told), note="") if told else before


def _dated(before: Answer) -> Answer:
    """When each document was adopted that an answer cites, with the paragraphs that it cites of it."""
    cited: dict[str, list[str]] = {}
    for citation in before.citations:
        if _DAY.fullmatch(citation.adopted):
            told = f"{citation.symbol} is of {in_words(citation.adopted)}."
            cited.setdefault(told, []).append(citation.id)
    sentences = [Sentence(text=told, citations=tuple(ids), verdict="supported", score=1.0) for told, ids in cited.items()]
    return replace(before, status="lookup", form="prose", sentences=tuple(sentences), note="")


def _told(before: Answer, texts: Sequence[str]) -> Answer:
    """A sentence about each paragraph that an answer cites, in its place."""
    sentences = [labelled(citation, text) for citation, text in zip(before.citations, texts, strict=True)]
    return replace(before, status="lookup", form="prose", sentences=tuple(sentences), note="")


def _strength(citation: Citation) -> str:
    """How strongly a paragraph speaks, by the strongest of its verbs; whether that binds is not said in any."""
    if _COMMITS.search(citation.text) and citation.kind != "preambular":
        return "it states a commitment of those who adopted it"
    urgent = f"; it says “{pressing[0].lower()}”" if (pressing := _PRESSING.search(citation.text)) else ""
    if citation.kind == "preambular":
        repeats = ", here of a call that was made before" if _CALLED_BEFORE.search(citation.text) else ""
        return f"it stands in the preamble, which gives reasons{repeats} and lays nothing down{urgent}"
    found = speech.verbs(f"{citation.context} {citation.text}")
    strongest = speech.level(found)
    verb = next((each for each in sorted(found) if speech.level([each]) == strongest), "")
    if strongest == speech.SAYS and _OWED.search(citation.text):
        return "it states what somebody must do, and lays nothing down itself"
    if not verb:
        return f"it {_SAYS[speech.SAYS]}"
    return f"its strongest verb is “{verb}”: it {_SAYS[strongest]}{urgent}"


def _plainly(before: Answer) -> Answer:
    """The digest of the paragraphs that an answer cites, where the library has one beside their official wording."""
    plain = [citation for citation in before.citations if citation.plain]
    if not plain:
        why = (
            "This is plain wording already."
            if not before.citations[0].official
            else "The library holds no plainer wording of this."
        )
        return replace(before, note=" ".join(filter(None, [before.note, why])))
    sentences = [
        Sentence(
            text=f"{c.label} — {lookup.PLAINLY}{c.plain}",
            citations=(c.id,),
            verdict="supported",
            score=1.0,
        )
        for c in plain
    ]
    return replace(before, status="lookup", form="prose", sentences=tuple(sentences), citations=tuple(plain), note="")


def _translated(question: str, before: Answer, understood: Understood, cited: Sequence[Reference], index: Index) -> Answer:
    """The same paragraphs in the language that a turn names, where the library has them; else where they are."""
    named = [about.LANGUAGE[word] for word in words(question) if word in about.LANGUAGE]
    if not named:
        return replace(
            before, note="Into which language? The library gives the words of the United Nations, and translates nothing itself."
        )
    asked = [replace(one, language=named[-1]) for one in cited]
    there = [each for each in asked if index.library.get(str(each))]
    if there:
        return lookup.paragraphs(understood, there, index)
    return records.versions(understood, replace(cited[0], part=None), named, index)


def _shorter(before: Answer, understood: Understood, index: Index) -> Answer:
    """The first sentence of an answer, in fewer words where the paragraph can be cut."""
    first = _first(before)
    if not first.citations or before.status != "answered" or before.form != "prose":
        return first
    sentence, citation = extract.shortly(understood, index.entries([first.citations[0].id])[first.citations[0].id], index)
    if len(sentence.text) >= len(first.sentences[0].text):
        return replace(first, note=_AS_SHORT)
    return replace(first, sentences=(sentence,), citations=(replace(citation, also_in=first.citations[0].also_in),))


def _first(before: Answer) -> Answer:
    """An answer of which only the first sentence is told."""
    first = before.sentences[0]
    kept = tuple(citation for citation in before.citations if citation.id in first.citations)
    return replace(before, form="prose", sentences=(first,), citations=kept)
