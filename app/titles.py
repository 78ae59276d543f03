"""Documents that a question calls by words of their titles."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from hld.app.topic import LATEST
from hld.index.lexical import STOPWORDS, words
from hld.ingest.library import DocumentEntry
from hld.ingest.regex import regex
from hld.ingest.symbols import ORDINAL, number_of

_NOUNS = frozenset("resolution resolutions text texts document documents".split())
_CALLED = regex(
    rf"\b(?:(?:19|20)\d\d|{LATEST})\s+(?P<before>(?:[\w-]+\s+){{0,6}}?(?:[\w-]+\s+(?:resolution|text|document)s?|(?:[\w-]+\s+)?declarations?))\b"
    r"|\b(?:resolution|text|document|declaration)\s+(?:on|about|concerning|of)\s+(?P<behind>[\w-]+(?:\s+[\w-]+){0,6})"
)
"""What a document of a year is called, before or behind the noun."""

_REPORTS = r"(?:report|summary|note|evaluation|minutes|paper|study)"
_DEFINITE = regex(
    rf"\bthe\s+(?:(?P<before>(?:[\w-]+\s+){{1,5}}?)(?:resolution|(?P<own>{_REPORTS}))\b(?!\s+(?:on|about|concerning|of))"
    rf"|(?:un\s+|general\s+assembly\s+)?(?P<noun>resolution|declaration|{_REPORTS})\s+(?:on|about|concerning)\s+"
    r"(?P<behind>[\w-]+(?:\s+[\w-]+){0,6}))"
)
"""What the one document of which a text speaks is called."""

_ENTITLED = regex(
    r"\b(?:in|of|from|under|per|does|did|do|has|is|according to|what|which)\s+the\s+((?:[\w-]+\s+){1,4}?declaration)\b"
)
"""A declaration in which something is looked for, as a question names it."""

ON_MIGRATION = regex(r"\bmigra", re.IGNORECASE)
"""In the title of a document on migration."""

FEW = 4
"""Documents of one name, at most, for the name to tell which are meant."""

_DECLARATION = regex(
    r"(?:(?P<before>[\w'’-]+)\s+)?\bdeclaration(?:['’]s)?(?![\w-])"
    r"(?!\s+(?:on|and\s+(?:the\s+)?(?:programme|plan|platform)|"
    r"of(?!\s+(?:the\s+high|(?:\d\s+)?october|2013)))\b)",
    re.IGNORECASE,
)
_ITS = STOPWORDS | frozenset(
    """dialogue dialogue's hld high-level meeting meeting's assembly assembly's un whole full entire final adopted outcome same
    short actual 2013 second adopted adopt""".split()
)
"""What may stand before the Declaration of the High-level Dialogue; behind another word it is another that a question names."""

OF_A_YEAR = regex(r"\b(?:19|20)\d\d\s+(?:(?!the\b)[\w-]+\s+){0,3}declaration\b", re.IGNORECASE)
"""A declaration that is named by its year, whichever it is."""


_IS_DECLARATION = regex(r"(?:(?:19|20)\d\d\s+)?(?:[\w-]+\s+){0,2}?declaration\b", re.IGNORECASE)


def is_declaration(title: str) -> bool:
    """Whether a document is a declaration by its title, and not about one.

    >>> is_declaration("Progress Declaration of the Lamp Forum"), is_declaration("Follow-up to the Declaration on Lamps")
    (True, False)
    """
    return bool(_IS_DECLARATION.match(title))


def its_declaration(text: str) -> bool:
    """Whether a text in lower case names the Declaration of the High-level Dialogue.

    >>> its_declaration("what does the declaration say?"), its_declaration("what does the durban declaration say?")
    (True, False)
    """
    return any((found["before"] or "the").replace("’", "'") in _ITS for found in _DECLARATION.finditer(text))


_DECLARATION_OF = regex(r"\b(?P<noun>declaration) (?:of|from) (?P<year>(?:19|20)\d\d)\b", re.IGNORECASE)
_NTH = regex(
    rf"\b(?P<nth>{ORDINAL}) (?P<name>(?:[\w-]+ ){{1,6}}?(?:declaration|resolution)s?)\b(?! (?:on|about|of|concerning) )",
    re.IGNORECASE,
)
"""One of several documents of a name, by its place among them."""


def with_years(text: str, documents: Collection[DocumentEntry]) -> str:
    """A text with the year before a declaration, and with that of a document which it calls by its place among those of its
    title, "the second Progress Declaration", where there are so many, and they are a series of one title."""

    def by_year(match: re.Match[str]) -> str:
        dated = (document for document in documents if document.dated)
        same = sorted(titled(match["name"], dated), key=lambda document: document.age)
        nth = number_of(match["nth"])
        if len(same) < 2 or not 0 < nth <= len(same) or not all(entitled(each, same[0]) for each in same):
            return match[0]
        return f"{same[nth - 1].dated[:4]} {match['name']}"

    return _NTH.sub(by_year, _DECLARATION_OF.sub(r"\g<year> \g<noun>", text))


_END = regex(rf"\b(?P<end>{LATEST}) (?:[\w-]+ ){{0,8}}?(?:resolution|declaration|document|text)\b", re.IGNORECASE)
"""The latest or the first of some documents, among other words."""
_FIRST = frozenset({"first", "earliest", "oldest", "older"})


def end_meant(text: str) -> Callable[..., DocumentEntry] | None:
    """`max` where a text means the latest document of several, `min` where the first, else None.

    >>> end_meant("the latest resolution on lamps, para. 1"), end_meant("the first paragraph of it")
    (<built-in function max>, None)
    """
    found = _END.search(text)
    return choice(found["end"]) if found else None


def choice(end: str) -> Callable[..., Any]:
    """`min` for a word that means the first of several, `max` for one that means the latest (`hld.app.topic.LATEST`)."""
    return min if end.lower() in _FIRST else max


def by_end(text: str, documents: Iterable[DocumentEntry], acronyms: Mapping[str, str]) -> list[DocumentEntry]:
    """The latest or the first of the dated documents in English that a text calls so by words of their titles: "the latest
    protection of migrants resolution"; none where it calls none so."""
    end = end_meant(text)
    found = by_words(text, [d for d in documents if d.language == "en" and d.dated], acronyms) if end else []
    return [end(found, key=lambda document: document.age)] if end and found else []


def by_beginning(text: str, documents: Iterable[DocumentEntry]) -> list[DocumentEntry]:
    """Documents whose titles begin as a text names a declaration that it asks about: "what does the Progress Declaration say"."""
    match = _ENTITLED.search(text)
    meant = [d for d in documents if d.language == "en" and d.title.lower().startswith(match[1])] if match else []
    whole = [d for d in meant if d.title.lower() in text]
    found = whole or meant
    return found if len(found) <= FEW else []


def by_definite(text: str, documents: Iterable[DocumentEntry], acronyms: Mapping[str, str]) -> list[DocumentEntry]:
    """The few documents in English whose titles have the words by which a text calls the one it speaks of, without a year: "the
    Montserrat resolution", "the resolution on the Council of Europe", "the Lampland report"."""
    match = _DEFINITE.search(text)
    if match is None or end_meant(match[0]):
        return []
    noun = match["own"] or match["noun"]
    meant = [d for d in documents if d.language == "en"]
    if noun == "declaration":
        meant = [d for d in meant if noun in words(d.title)]
    elif noun and noun != "resolution":
        meant = [d for d in meant if d.type == "report"]
    found = _with_words(match, meant, acronyms)
    return found if len(found) <= FEW else []


def entitled(document: DocumentEntry, other: DocumentEntry) -> bool:
    """Whether two documents have one title and language."""
    return (document.title.casefold(), document.language) == (other.title.casefold(), other.language)


def titled(name: str, documents: Iterable[DocumentEntry]) -> list[DocumentEntry]:
    """The documents in English whose titles have all words by which they are called: "the protection of migrants resolutions"."""
    said = {word for word in words(name) if word not in STOPWORDS and word not in _NOUNS}
    return [d for d in documents if d.language == "en" and said and said <= {*words(d.title)}]


_ASKS = regex(
    r"(?:ask|say|want|request|recommend|call|urge|mention|decide|require|expect|propose|demand|encourage|invite|address)(?:e?s|d|ed)?",
    re.IGNORECASE,
)
"""Comes behind a subject, and is none of it."""
_ON_SUBJECT = regex(
    rf"\bthe (?:(?P<year>(?:19|20)\d\d) |(?P<end>{LATEST}) )?(?:resolution|text|document|one) (?:on|about|concerning) "
    r"(?P<subject>[\w'’-]+(?: [\w'’-]+){0,9})",
    re.IGNORECASE,
)
"""A document by its subject, and what may come behind that."""


def with_symbol(text: str, documents: Collection[DocumentEntry]) -> str:
    """A text with the symbol of the one document that it calls by its subject, as far as the words of its title go; the same text
    where there is no such one: "the 2022 resolution on lamps", "the latest resolution on lamps"."""
    match = _ON_SUBJECT.search(text)
    if match is None:
        return text
    said, end = match["subject"].split(), choice(match["end"]) if match["end"] else None
    dated = [d for d in documents if not match["year"] or d.dated.startswith(match["year"])]
    for size in range(len(said), 0, -1):
        if said[size:] and not (said[size].lower() in STOPWORDS or _ASKS.fullmatch(said[size])):
            continue
        if STOPWORDS.issuperset(words(said[size - 1])):
            continue
        found = titled(" ".join(said[:size]), dated)
        if len(found) == 1 or (found and end):
            one = end(found, key=lambda document: document.age) if end else found[0]
            return f"{text[: match.start()]}{one.symbol}{text[match.start('subject') + len(' '.join(said[:size])) :]}"
        if found:  # of several nobody can tell which
            return text
    return text


def by_words(text: str, documents: Sequence[DocumentEntry], acronyms: Mapping[str, str]) -> list[DocumentEntry]:
    """The documents whose titles have the words by which a text calls one, as many of these as some title has: "the 2022 progress
    declaration", "the 2024 resolution on migration and development", "the 2023 UNHCR resolution"."""
    return next((found for match in _CALLED.finditer(text) if (found := _with_words(match, documents, acronyms))), [])


def _with_words(match: re.Match[str], documents: Sequence[DocumentEntry], acronyms: Mapping[str, str]) -> list[DocumentEntry]:
    """The documents whose titles have all words of a name before the noun, or as many as some title has of one behind it."""
    said = [word for word in words(match["before"] or match["behind"]) if word not in STOPWORDS and word not in _NOUNS]
    spelt = [{*words(acronyms.get(word, word))} - STOPWORDS for word in said]
    for size in range(len(spelt), 0, -1):
        if found := [d for d in documents if set().union(*spelt[:size]) <= {*words(d.title)}]:
            return found
        if match["before"]:
            break
    return []
