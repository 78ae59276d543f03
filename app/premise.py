"""What a question takes for granted and the documents do not hold: a year without a document, a name that nobody names; and
documents that are not in the library but in the catalogue.

Each check gives one sentence of reason or an empty text, and stays silent in doubt. A name that nobody names is no reason by
itself ("My sister works in Kuwait: what is she owed?"), unless all that is asked is what is said of it: it counts for the
confidence, and is told where that is too low.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache

from hld.app.assertions import asserted
from hld.app.glossary import apart
from hld.app.question import Understood
from hld.app.years import HELD
from hld.index.encode import DEFAULT_MODEL
from hld.index.lexical import Lexical
from hld.index.search import Index
from hld.index.spelling import fold
from hld.ingest.catalogue import Entry as Listed
from hld.ingest.catalogue import load_catalogue
from hld.ingest.library import DocumentEntry
from hld.ingest.regex import regex
from hld.ingest.symbols import Symbol

_RESOLUTION_OF = regex(
    r"\b(?:resolutions?|declarations?|text|document)\s+(?:\w+\s+){0,3}?(?:of|from|in|adopted in)\s+(?P<after>(?:19|20)\d\d)\b|"
    r"\b(?P<before>(?:19|20)\d\d)\s+(?:resolution|declaration)s?\b",
    re.IGNORECASE,
)

_HELD_IN = regex(
    r"\b(?P<year>(?:19|20)\d\d)\s+(?:un\s+)?(?:high-level\s+dialogue|hld)\b(?!\s+(?:resolution|text|report|document|paper))",
    re.IGNORECASE,
)
"""A Dialogue called by its year; "the Dialogue in 2012" may be what was done about it in that year."""

_OF_PLACE = regex(r"(?<=\w{4})(?:i?ans?|ese|ish|is)$", re.IGNORECASE)
_PLACES = ("", "a", "ia", "e", "o", "y", "ium", "land")
"""How the names of people and things of a place end, and of places."""
_ROMAN = regex(r"[ivx]+", re.IGNORECASE)
_IDENTIFIER = regex(r"\b[A-Za-z]+(?:_[A-Za-z0-9]+)+\b")
"""A name that programs use, "HLD_HOME"; the words it is made of may occur, and say nothing of it."""


@cache
def catalogue() -> tuple[Listed, ...]:
    """The documents of the catalogue."""
    return load_catalogue().entries


def listed(symbol: Symbol) -> Listed | None:
    """The catalogue's entry of a document, or None."""
    return next((entry for entry in catalogue() if entry.symbol == symbol), None)


def fetchable(symbol: Symbol) -> str:
    """Says how to get a document that the catalogue names; empty for others.

    >>> fetchable(Symbol.parse("A/RES/1/1"))
    ''
    """
    entry = listed(symbol)
    return f"{symbol} ({entry.title}) is in the catalogue; `hld fetch {symbol}` gets it." if entry else ""


def titled(question: str, documents: Mapping[str, DocumentEntry]) -> Listed | None:
    """A document of the catalogue that the question names by its title and that is not in the library.

    Only titles of at least four words count, of one document alone.
    """
    lowered = " ".join(re.findall(r"\w+", question.lower()))
    held = {document.symbol for document in documents.values()}
    found = [
        entry
        for entry in catalogue()
        if len(words := re.findall(r"\w+", entry.title.lower())) >= 4 and " ".join(words) in lowered
    ]
    if not found or any(str(entry.symbol) in held for entry in found):
        return None
    return found[0] if len({entry.title.lower() for entry in found}) == 1 else None


def undated(understood: Understood, documents: Mapping[str, DocumentEntry]) -> str:
    """Says that no document is of the year whose resolution is asked for."""
    if understood.references:
        return ""
    years = {match["after"] or match["before"] for match in _RESOLUTION_OF.finditer(understood.text)}
    held = sorted({d.dated[:4] for d in documents.values() if d.process and d.dated})
    if not years or not held or any(d.dated[:4] in years for d in documents.values()):
        return ""
    year = min(years)
    other = next((e for e in catalogue() if e.dated[:4] == year and e.type == "resolution"), None)
    tail = f" {fetchable(other.symbol)}" if other else ""
    return f"The library holds no resolution of {year}; those on the Dialogues are of {', '.join(held)}.{tail}"


def unheld(understood: Understood, documents: Mapping[str, DocumentEntry]) -> str:
    """Says that there was no High-level Dialogue in the year by which a question calls one; not of years after the documents."""
    until = max((d.dated[:4] for d in documents.values() if d.process), default="")
    unheld = [m["year"] for m in _HELD_IN.finditer(understood.text) if m["year"] not in HELD and m["year"] < until]
    return f"There was no High-level Dialogue in {min(unheld)}; those held were of {' and '.join(HELD)}." if unheld else ""


_CAME_TO_PASS = regex(
    r"\b(?:did|was|were|has|have|what)\b[^?.]*\b(?:take place|taken place|took place|happen\w*|held|conven\w*|results?"
    r"|outcomes?|conclu\w*|achiev\w*|attend\w*|host\w*|adopt\w*|agreed?|approv\w*)\b",
    re.IGNORECASE,
)
"""Asks what came to pass."""
_PLANNED = regex(
    r"\b(?:plan\w*|decid\w*|decision|schedul\w*|foresee\w*|foreseen|due|by|until|before|expect\w*|set|propos\w*|ask\w*|request\w*|"
    r"call\w*|envisag\w*|will|would|should|must|to be|supposed|meant|targets?|goals?|promis\w*|announce\w*)\b",
    re.IGNORECASE,
)
"""Speaks of what is meant to be."""


def untold(understood: Understood, documents: Mapping[str, DocumentEntry]) -> str:
    """Says that a question asks what came to pass in a year after all documents here."""
    years = re.findall(r"\b20\d\d\b", understood.asked)
    if not years or not _CAME_TO_PASS.search(understood.asked) or _PLANNED.search(understood.asked):
        return ""
    until = max((d.dated[:4] for d in documents.values()), default="")
    years = [year for year in years if until and year > until]
    if not years:
        return ""
    return f"The documents here are of {until} and before: what came to pass in {min(years)} they cannot say."


def unspoken(understood: Understood, lexical: Lexical) -> str:
    """Says that no document speaks of a subject that a question names, of those that no other words stand for, and which of the
    catalogue is about it."""
    silent = [name for name in apart(understood.asked) if not all(map(lexical.frequency, lexical.analyser.terms(name)))]
    if not silent:
        return ""
    entry = next((entry for entry in catalogue() if silent[0].lower() in entry.title.lower()), None)
    where = f" {fetchable(entry.symbol)}" if entry else ""
    return f"No document here speaks of {' or '.join(f'“{name}”' for name in silent)}.{where}"


_CALENDAR = regex(r"\w+ (?:day|week|month|year|decade)$", re.IGNORECASE)
"""The name of a day or a year that is proclaimed."""


def unknown(understood: Understood, lexical: Lexical) -> list[str]:
    """Names in the question that occur in no document at all, as written.

    A name is taken to occur where any word of it does, or, where it has several words ("Global Compact"), the last of them, and
    where it is that of a day or a year, all of them. Names that the glossary puts in other words are left out, and acronyms that
    are written out in what is searched. Only questions in English are looked at: a translated question has lost its capitals.
    """

    def occurs(stem: str) -> bool:
        return lexical.frequency(stem) > 0

    def of_place(name: str) -> bool:
        """Whether the place occurs whose people or things a name calls so: "Palestinians"."""
        root = _OF_PLACE.sub("", name)
        return root != name and any(occurs(stem) for end in _PLACES for stem in lexical.analyser.terms(f"{root}{end}")[:1])

    if understood.language != "en":
        return []
    if identifiers := _IDENTIFIER.findall(understood.asked):
        return [word for word in dict.fromkeys(identifiers) if not occurs(word.lower())]

    found = []
    for name in sorted(asserted(understood.asked).names):
        stems = [stem for stem in lexical.analyser.terms(name) if len(stem) > 2]
        if _ROMAN.fullmatch(name) or _in_office(name, understood.asked):  # a number; a person, whose office it names
            continue
        if _CALENDAR.search(name):  # "World Chess Day" is not any other day
            here = all(map(occurs, stems))
        else:
            here = any(map(occurs, stems[-1:] if " " in name else stems)) or (" " not in name and of_place(name))
        if stems and not (here or any(otherwise(stem, understood, lexical) for stem in stems)):
            written = re.search(re.escape(name), understood.asked, re.IGNORECASE)
            word = written[0] if written else name
            changed = word not in understood.searched  # written out, or with the accents that it has in the documents
            if not (changed and (word.isupper() or fold(word) in fold(understood.searched))):
                found.append(word)
    return found


_OFFICE = (
    r"(?:special representative|high commissioner|secretary-general|special rapporteur|president|chairperson|commissioner)\b"
)


def _in_office(name: str, question: str) -> bool:
    """Whether a question says of a person whom it names what office it means.

    >>> _in_office("ada lamp", "What is Ada Lamp's job - I mean the special representative?")
    True
    >>> _in_office("ada lamp", "Is Ada Lamp the special representative?")
    False
    """
    means = r"(?:\bi\.e\.|\bi mean\b|\bmeaning\b|\bthat is\b|\bnamely\b|,),?"
    said = rf"{re.escape(name)}\b(?:['’]s \w+)?[^?.;,]{{0,30}}?\W{{0,3}}{means} (?:the )?{_OFFICE}"
    return re.search(said, question, re.IGNORECASE) is not None


def otherwise(stem: str, understood: Understood, lexical: Lexical) -> bool:
    """Whether something occurs in the documents that the glossary has for a word of the question."""
    meant = (phrase for each in understood.extra if stem in each.stems for phrase in each.phrases)
    return any(all(map(lexical.frequency, lexical.analyser.terms(phrase))) for phrase in meant)


def unmentioned(names: Sequence[str]) -> str:
    """Says that no document mentions any of these names."""
    return f"No document here mentions {' or '.join(f'“{name}”' for name in names)}."


def unreadable(question: str, model: str) -> str:
    """Says that a question is in a script of which the default model, an English one, makes nothing.

    >>> unreadable("ما هي التزامات الدول؟", DEFAULT_MODEL)[:50], unreadable("¿Qué se pide?", DEFAULT_MODEL)
    ('The search does not read this script: ask in Engli', '')
    """
    letters = [char for char in question if char.isalpha()]
    latin = sum(unicodedata.name(char, "").startswith("LATIN") for char in letters)
    if model != DEFAULT_MODEL or 2 * latin >= len(letters):
        return ""
    return "The search does not read this script: ask in English, French or Spanish, or set HLD_MODEL to a multilingual model."


_INVENTS = regex(
    r"\b(?:give|tell|write|make|compose|invent|sing|need|want)(?: me| us)? (?:up )?an? (?:\w+ )?"
    r"(?:joke|poem|song|story|haiku|limerick|rap|riddle|recipe|slogan|rhyme|tweet|hashtag|pun)\b",
    re.IGNORECASE,
)
"""Wants something to be made up."""
NO_INVENTION = "This quotes what the documents say and makes nothing up."


def trouble(understood: Understood, index: Index) -> str:
    """Why the question cannot be answered for what it takes for granted, in one sentence, or an empty text."""
    if (reason := unreadable(understood.asked, str(index.manifest["model"]))) and index.latin_only:
        return reason
    documents = index.documents
    if _INVENTS.search(understood.asked):
        return NO_INVENTION
    if reason := unheld(understood, documents) or undated(understood, documents) or untold(understood, documents):
        return reason
    if (entry := titled(understood.asked, documents)) is not None:
        return f"{fetchable(entry.symbol)} It is not in the library."
    if reason := unspoken(understood, index.lexical):
        return reason
    if understood.meant != understood.text and (names := unknown(understood, index.lexical)):
        return unmentioned(names)
    return ""
