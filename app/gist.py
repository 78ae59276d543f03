"""What a document says as a whole, told by those of its own paragraphs that together stand for all of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from hld.app import about, extract, speech
from hld.app.question import Understood
from hld.app.reply import begun, citing
from hld.app.schema import Answer
from hld.index.lexical import STOPWORDS, words
from hld.index.search import Index
from hld.ingest.library import DocumentEntry, Entry
from hld.ingest.models import Kind, counted
from hld.ingest.references import find_references
from hld.ingest.regex import regex
from hld.ingest.symbols import CARDINALS

MOST, ONE_OF = 8, 2
"""Paragraphs that are told at most, and of how many one at most."""
WORDS = 40
"""Words of each, about."""
SHORT = 15
"""Words up to which a paragraph says little of its own, as one that takes note of a report."""

ENDORSED = 4
"""Paragraphs of an annex for one of the operative part from which it says most of what the document does."""

_MAIN = r"(?:(?:main|key|most important|principal|central|essential|major|core|chief|big|important) (?:\w+ )?)"
_POINTS = r"(?:points?|ideas?|messages?|elements?|provisions?|take-?aways?|contents?|themes?|highlights?|outcomes?|things?)"
_SUMMARY = (
    r"(?:(?:short|brief|quick|concise|executive|one[- ]line|general) )?"
    r"(?:summary|summari[sz]ation|overview|gist|outline|synopsis|digest|essence|précis|recap|résumé|resumen|highlights|tl;?dr"
    rf"|{_MAIN}{_POINTS})"
)
_PLEASE = (
    r"\W*(?:(?:please|can you|could you|would you|kindly|i (?:need|want)(?: you to)?|give(?: me)?|provide|show me|tell me|write"
    r"|make|draft|do)\W+)*"
)
_OVERALL = r"(?: (?:overall|in general|as a whole|in short|in brief))?"
_ASKS = regex(
    rf"{_PLEASE}(?:summari[sz]e|sum up|outline|recap|(?:what(?:['’]s| is| are| were| does)|which are)?\W*(?:a |an |the |its )?"
    rf"{_SUMMARY}|(?:what|qué)(?:['’]s| is| are| was) (?=[^?]* (?:all )?about\W*$)|tell me about|in a nutshell"
    rf"|résume[zr]?|resum[ae]|what (?:does|do) (?=[^?]*\b(?:say|cover|contain|deal with){_OVERALL}\W*$))",
    re.IGNORECASE,
)
"""Asks for all of a document in short."""
_ALONE = frozenset(
    """resolution resolutions declaration document text res whole entire full please thanks about all main key points short brief
    briefly nutshell general overall say says said cover covers contain contains deal with summary summarise summarize words lines
    sentences bullet few one two three four five six seven eight nine ten me us paragraph form so far content contents général
    assembly ga un united nations simple plain terms language la le les de du des el los en résume résumez résumer résumé
    résolution déclaration texte resume resuma resumir resumen resolución declaración texto favor por plaît""".split()
)
"""Words beside the name of a document that ask for nothing in it."""


_SO_MANY = regex(
    rf"\b(?P<many>\d{{1,2}}|{'|'.join(CARDINALS[2:])}) (?:\w+ )?"
    r"(?:points?|bullets?|ideas?|sentences|lines|items|paragraphs|messages|take-?aways?|things)\b",
    re.IGNORECASE,
)
"""In how many points a document is to be told."""


def points(question: str) -> int:
    """In how many points a question wants a document told; 0 where it does not say.

    >>> points("67/219 in five points"), points("the 3 main ideas of 67/219"), points("Summarise 67/219.")
    (5, 3, 0)
    """
    match = _SO_MANY.search(question)
    said = match["many"].lower() if match else "0"
    return int(said) if said.isdecimal() else CARDINALS.index(said)


def wanted(question: str) -> bool:
    """Whether a question opens as one does that asks what some document says as a whole."""
    return _ASKS.match(question) is not None


def asked(question: str, document: DocumentEntry) -> bool:
    """Whether a question asks what a document says as a whole, and for nothing in it.

    >>> paper = DocumentEntry.__new__(DocumentEntry); object.__setattr__(paper, "title", "Lamps")
    >>> asked("Summarise 67/219, please.", paper), asked("What does 67/219 say about oil?", paper)
    (True, False)
    """
    mentions = find_references(question)
    if any(mention.reference.part for mention in mentions):
        return False
    for mention in reversed(mentions):
        question = f"{question[: mention.start]} 0 {question[mention.end :]}"
    match = _ASKS.match(question)
    named = {*words(document.title)} | _ALONE | STOPWORDS
    return match is not None and all(word in named or word.isdecimal() for word in words(question[match.end() :]))


def answer(understood: Understood, document: DocumentEntry, index: Index) -> Answer:
    """What is known of a document, and the paragraphs of its operative part (or of all of it, where it has none) that together
    are nearest in meaning to all of that part, in its order."""
    entries = index.library.paragraphs(document.id)
    facts = about.sentence(document, entries)
    whole, part = _whole(entries)
    of_part = [entry for entry in whole if len(entry.text.split()) > SHORT] or whole
    begins = replace(begun(understood, "lookup"), searched=understood.asked)
    if len(of_part) < 2:
        return citing(begins, [facts], [])
    ids = [entry.id for entry in of_part]
    # What a resolution decides first is what it was adopted for, however unlike the rest.
    decided = [place for place, entry in enumerate(of_part) if speech.level(speech.verbs(entry.text)) == speech.DECIDES][:1]
    number = points(understood.asked) or min(MOST, -(-len(whole) // ONE_OF))
    chosen = [of_part[place] for place in _standing_for_all(index.likeness(ids, ids), number, decided)]
    listed, cited = extract.listed(understood, chosen, index, longest=WORDS)
    says = f"{len(chosen)} of the {counted(len(whole), 'paragraph')} of {part}, to which the others are near in meaning:"
    note = "This is a choice by likeness of meaning, not a summary: what matters to you may stand in the others."
    return replace(citing(begins, [facts, about.recorded(says), *listed], cited), note=note)


def _whole(entries: Sequence[Entry]) -> tuple[list[Entry], str]:
    """The paragraphs that are no subparagraphs: of the operative part, with the annex of one that is far longer, or of a whole
    document that has none."""
    whole = [entry for entry in entries if entry.reference.part and not entry.reference.part.letters]
    operative = [entry for entry in whole if entry.kind == Kind.OPERATIVE]
    annexed = [entry for entry in whole if entry.kind == Kind.ANNEX]
    if len(annexed) > ENDORSED * len(operative) > 0:  # which the resolution does no more than adopt
        return [*operative, *annexed], "its operative part and annex"
    return (operative, "its operative part") if operative else (whole, "the document")


def _standing_for_all(likeness: np.ndarray, number: int, given: Sequence[int] = ()) -> list[int]:
    """The rows, in order, whose nearest likeness to all columns is greatest in sum, added one by one (facility location; Lin and
    Bilmes 2011, A Class of Submodular Functions for Document Summarization), behind those `given`. A column counts as much as it
    is like the others.

    >>> _standing_for_all(np.array([[1.0, 0.9, 0.1], [0.9, 1.0, 0.1], [0.1, 0.1, 1.0]]), 2)
    [0, 2]
    """
    chosen, counts = [*given], likeness.mean(0)
    covered = likeness[chosen].max(0, initial=-1.0)
    for _ in range(min(number, len(likeness)) - len(chosen)):
        gains = (np.maximum(likeness, covered) * counts).sum(1)
        gains[chosen] = -np.inf
        chosen.append(int(gains.argmax()))
        covered = np.maximum(covered, likeness[chosen[-1]])
    return sorted(chosen)
