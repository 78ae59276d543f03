"""Citations, made by code from ids: no label, link or date in an answer was written by a model."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from hld.app.schema import Citation
from hld.ingest.library import DocumentEntry, Entry
from hld.ingest.models import date_in_words
from hld.ingest.symbols import Reference


def describe(document: DocumentEntry) -> str:
    """What a sentence may say of a document without evidence from a paragraph: its names and its date."""
    dates = date_in_words(document.dated_on) if document.dated_on else ""
    return " ".join((document.symbol, document.title, document.body, document.dated, dates))


def cite(
    entry: Entry,
    document: DocumentEntry,
    marker: int,
    *,
    highlight: Sequence[tuple[int, int]] = (),
    also_in: Sequence[str] = (),
) -> Citation:
    """The citation of a paragraph; its label is made here, from the id, and nowhere else."""
    reference = entry.reference
    return Citation(
        marker=marker,
        id=entry.id,
        label=reference.label(),
        symbol=document.symbol,
        title=document.title,
        adopted=document.adopted,
        kind=entry.kind,
        text=entry.text,
        context=entry.context,
        official=entry.official,
        url=reference.url(),
        page=entry.page,
        highlight=tuple(highlight),
        also_in=tuple(also_in),
        plain=entry.plain,
        file=document.file if entry.official else "",
    )


def as_footnote(citation: Citation) -> str:
    """Says how a citation stands in a footnote."""
    return f"as a footnote, “{footnote(citation)}”"


def in_words(adopted: str) -> str:
    """An ISO date in words; empty when it is unknown."""
    return date_in_words(dt.date.fromisoformat(adopted)) if adopted else ""


def footnote(citation: Citation) -> str:
    """The citation in full: ``General Assembly resolution 67/172 of 20 December 2012, para. 10 (a)``."""
    reference = Reference.parse(citation.id)
    if reference.symbol.is_page:
        return f"{citation.title}, {reference.part.label()}" if reference.part else citation.title
    return reference.footnote(in_words(citation.adopted))
