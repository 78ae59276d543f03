"""What `hld search` takes beside the words: filters by the facts of paragraphs and documents."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from hld.index.facets import Filter

Symbols = Annotated[list[str] | None, typer.Option("--symbol", help="Only in this document, by any spelling. May be repeated.")]
Types = Annotated[list[str] | None, typer.Option("--type", help="Only in documents of this type: resolution, report, page.")]
Years = Annotated[list[str] | None, typer.Option("--year", help="Only of this year of adoption, or of years: 2006-2014.")]
Sessions = Annotated[list[int] | None, typer.Option("--session", help="Only of this session.")]
Kinds = Annotated[list[str] | None, typer.Option("--kind", help="Only paragraphs of this kind: operative, preambular, annex.")]
Verbs = Annotated[list[str] | None, typer.Option("--verb", help="Only paragraphs with this operative verb: requests, decides.")]
Addressees = Annotated[list[str] | None, typer.Option("--addressee", help="Only what is addressed to: Secretary-General.")]
Languages = Annotated[list[str] | None, typer.Option("--lang", help="Only in this language, of those that are searched.")]


def chosen(
    symbols: Iterable[str] | None,
    types: Iterable[str] | None,
    years: Iterable[str] | None,
    sessions: Iterable[int] | None,
    kinds: Iterable[str] | None,
    verbs: Iterable[str] | None,
    addressees: Iterable[str] | None,
    languages: Iterable[str] | None,
) -> Filter:
    """The filter that the options make.

    Raises:
        ValueError: naming the option that cannot be read.
    """
    from hld.index.facets import Filter
    from hld.ingest.models import Kind

    known = [str(kind) for kind in Kind]
    if unknown := [kind for kind in kinds or () if kind.lower() not in known]:
        raise ValueError(f"--kind {unknown[0]}: one of {', '.join(known)} is expected")
    return Filter(
        documents=frozenset(map(_document, symbols or ())),
        types=frozenset(each.lower() for each in types or ()),
        years=frozenset(year for text in years or () for year in _years(text)),
        sessions=frozenset(sessions or ()),
        kinds=frozenset(kind.lower() for kind in kinds or ()),
        verbs=frozenset(verbs or ()),
        addressees=frozenset(addressees or ()),
        languages=frozenset(languages or ()),
    )


def _document(text: str) -> str:
    from hld.ingest.symbols import Reference, SymbolError

    try:
        reference = Reference.parse(text)
    except SymbolError as error:
        raise ValueError(f"--symbol {text}: {error}") from error
    return str(Reference(symbol=reference.symbol, language=reference.language))


def _years(text: str) -> range:
    """One year, or the years from one to another.

    >>> list(_years("2006")), list(_years("2012-2014"))
    ([2006], [2012, 2013, 2014])
    """
    match = re.fullmatch(r"((?:19|20)\d\d)(?:\s?[-–]\s?((?:19|20)\d\d))?", text.strip())
    if match is None:
        raise ValueError(f"--year {text}: a year is expected, or two years with a hyphen between them")
    return range(int(match[1]), int(match[2] or match[1]) + 1)
