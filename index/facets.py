"""What may be found: filters over paragraphs and their documents, resolved to a mask before the rankings are fused.

A mask costs the same whatever it lets through; a filter inside Chroma grows with the library (107 ms at 100,000 vectors).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np

from hld.ingest.library import DocumentEntry, Entry
from hld.ingest.regex import regex


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What may be returned. Each field that is not empty must be met by one of its values; an empty filter is false.

    `documents` are document ids; `types` kinds of document ("resolution"); `years` years of adoption; `kinds` kinds of
    paragraph ("preambular"); `verbs` operative verbs ("requests"); `addressees` words that whom it addresses must contain;
    `languages` codes.
    """

    documents: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    years: frozenset[int] = frozenset()
    sessions: frozenset[int] = frozenset()
    kinds: frozenset[str] = frozenset()
    verbs: frozenset[str] = frozenset()
    addressees: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Whether it excludes anything."""
        return any(getattr(self, each.name) for each in fields(self))


EVERYTHING = Filter()


class Facets:
    """The facts of each paragraph that filters ask for, as arrays in the order of the paragraphs."""

    def __init__(self, ids: Sequence[str], entries: Iterable[Entry], documents: Mapping[str, DocumentEntry]) -> None:
        """Read them from the entries; those that are not among `ids` are passed over."""
        place = {identifier: n for n, identifier in enumerate(ids)}
        self._document = np.array([identifier.rpartition("#")[0] for identifier in ids])
        self._documents = documents
        self._kind, self._verb = np.full(len(ids), "", "U40"), np.full(len(ids), "", "U40")
        self._addressee = [""] * len(ids)
        for entry in entries:
            if (at := place.get(entry.id)) is not None:
                self._kind[at], self._verb[at] = str(entry.kind), entry.verb.lower()
                self._addressee[at] = addressed(entry).lower()

    def allowed(self, only: Filter) -> np.ndarray:
        """Which paragraphs a filter lets through, as an array of bool."""
        out = np.isin(self._document, [i for i, d in self._documents.items() if _fits(d, only)])
        if only.kinds:
            out &= np.isin(self._kind, list(only.kinds))
        if only.verbs:
            out &= np.isin(self._verb, [verb.lower() for verb in only.verbs])
        if only.addressees:
            out &= np.array([_any_in(only.addressees, addressee) for addressee in self._addressee], bool)
        return out


_ASIDE = regex(
    r",? (?:in (?:consultation|cooperation|collaboration|coordination|accordance)|with|based on|on the basis|taking into"
    r"|within|through|at|as appropriate|where|when|while|that)\b"
)
"""Tells how, with whom or where somebody is to do what he is asked."""


def addressed(entry: Entry) -> str:
    """Whom a paragraph addresses, else empty.

    In an entry of the digest it is who stands behind its verb: "The Assembly requests (that) the Secretary-General to".
    """
    if entry.addressee or entry.official or not entry.verb:
        return entry.addressee
    verb = re.search(rf"\b{re.escape(entry.verb.removesuffix('s'))}s?\b(?: that\b)?", entry.text)  # States "request"
    behind = entry.text[verb.end() :] if verb else ""
    whom = _ASIDE.split(behind.partition(" to ")[0], maxsplit=1)[0]
    return re.sub(r"\bits President\b", "the President of the General Assembly", whom)


def _fits(document: DocumentEntry, only: Filter) -> bool:
    year = int(document.dated[:4]) if document.dated else 0
    return (
        _among(document.id, only.documents)
        and _among(document.type, only.types)
        and _among(year, only.years)
        and _among(document.session or 0, only.sessions)
        and _among(document.language, only.languages)
    )


def _among(value: object, wanted: Collection[object]) -> bool:
    return not wanted or value in wanted


def _any_in(wanted: Iterable[str], text: str) -> bool:
    return any(each.lower() in text for each in wanted)
