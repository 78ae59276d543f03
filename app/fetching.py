"""`hld fetch`: what to get, how it is told to people and programs, and the way into the library."""

from __future__ import annotations

import dataclasses
import datetime as dt
import logging
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.markup import escape
from rich.table import Table

from hld.app import command
from hld.app.settings import is_on_the_web
from hld.ingest.catalogue import load_catalogue
from hld.ingest.shelf import Wanted, on_shelf, want
from hld.ingest.symbols import LANGUAGES, Symbol, SymbolError

if TYPE_CHECKING:
    from rich.console import Console

    from hld.app.settings import Settings
    from hld.ingest.fetch import Outcome
    from hld.ingest.read import Report


def choose(
    symbols: Sequence[str], languages: Sequence[str], since: str, url: str, settings: Settings
) -> tuple[list[Wanted], list[str]]:
    """The documents to fetch, and what is asked for and not published.

    Raises:
        ValueError: when the wishes contradict each other, or one cannot be read; the message says which.
        HldError: when a symbol cannot be the name of a file.
    """
    spoken = list(dict.fromkeys(languages)) or ["en"]
    if unknown := [language for language in spoken if language not in LANGUAGES]:
        raise ValueError(f"--lang {unknown[0]} is not one of the six languages: {', '.join(LANGUAGES)}")
    if since and symbols:
        raise ValueError("--since chooses from the catalogue: give it, or name documents")
    if since and not _is_date(since):
        raise ValueError(f"--since {since} is not a year or a date: write 2013 or 2013-10-03")
    if url and (len(symbols) != 1 or len(spoken) != 1):
        raise ValueError("--url is the address of one document in one language: name the document")
    if url and not is_on_the_web(url):
        raise ValueError("--url takes an address that begins with https:// or http://")
    catalogue = load_catalogue()
    if symbols:
        try:
            chosen = list(dict.fromkeys(Symbol.parse(symbol) for symbol in symbols))
        except SymbolError as error:
            raise ValueError(str(error)) from error
        if strangers := [symbol for symbol in chosen if symbol.is_page and catalogue.find(symbol) is None and not url]:
            raise ValueError(f"{strangers[0]} is not in the catalogue: give its address with --url")
    else:
        chosen = [entry.symbol for entry in catalogue.entries if not since or entry.since(since)]
    wanted = want(chosen, spoken, settings.documents, catalogue, un_url=settings.un_url, akn_url=settings.akn_url, url=url)
    planned = {(item.symbol, item.language) for item in wanted}
    absent = [f"{symbol} ({language})" for symbol in chosen for language in spoken if (symbol, language) not in planned]
    return wanted, absent


def plan(wanted: Sequence[Wanted]) -> list[dict[str, Any]]:
    """What would be fetched, from where and to where, and what is there; asks no server."""
    rows = []
    for item in wanted:
        there = on_shelf(item)
        rows.append(
            {
                "symbol": str(item.symbol),
                "language": item.language,
                "title": item.title,
                "status": "there" if there else "to fetch" if item.sources else "by hand",
                "from": [source.url for source in item.sources] or [item.page],
                "to": str(there or (item.sources[0].path if item.sources else item.places[-1])),
                "note": item.note,
            }
        )
    return rows


def show_plan(console: Console, rows: Sequence[dict[str, Any]]) -> None:
    """The plan, three or four lines a document: an address is worth nothing broken over the cells of a table."""
    for row in rows:
        head = f"{row['symbol']} ({row['language']}): {row['status']}"
        console.print(f"{head}, {row['title']}" if row["title"] else head, markup=False, highlight=False, soft_wrap=True)
        for number, place in enumerate(row["from"]):
            console.print(f"  {'else' if number else 'from'} {place}", markup=False, highlight=False, soft_wrap=True)
        console.print(f"  to   {row['to']}", markup=False, highlight=False, soft_wrap=True)
        if row["note"]:
            console.print(f"  note {row['note']}", style="dim", markup=False, highlight=False, soft_wrap=True)
    counted = _counted(Counter(row["status"] for row in rows))
    console.print(f"{counted} This is the plan; no server was asked.", highlight=False)


def run(wanted: Sequence[Wanted], settings: Settings, *, again: bool) -> list[Outcome]:
    """Fetch them with a progress bar on standard error.

    Raises:
        HldError: when the folder cannot be written, or another fetch is at work.
    """
    from hld.ingest import fetch

    # The progress bar tells of waits; a log line for each would break it.
    logging.getLogger("stamina").setLevel(logging.ERROR)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    outcomes: list[Outcome] = []
    with command.progress("Fetching") as step:
        for outcome in fetch.fetch(
            wanted,
            settings.documents,
            agent=agent(settings),
            now=lambda: dt.datetime.now(dt.UTC),
            patience=fetch.Patience(pause=settings.fetch_pause),
            tell=lambda words: step(words, len(outcomes), len(wanted)),
            again=again,
        ):
            outcomes.append(outcome)
    return outcomes


def agent(settings: Settings) -> str:
    """The User-Agent: which program asks, how it behaves, and who runs it if they say so."""
    contact = f"; contact: {settings.contact}" if settings.contact else ""
    return f"hld/{command.version()} (one reader's copy of documents on migration; one request at a time{contact})"


def ingest(outcomes: Sequence[Outcome], settings: Settings) -> list[Report]:
    """Read into the library what is there now, as `hld ingest` does."""
    from hld.ingest import read

    files = [outcome.path for outcome in outcomes if outcome.path is not None]
    if not files:
        return []
    library = read.open_library(settings.library)
    reports: list[Report] = []
    try:
        with command.progress("Reading") as step:
            for report in read.ingest(library, files, keep=settings.files):
                reports.append(report)
                step(Path(report.source).name, len({r.source for r in reports}), len(files))
    finally:
        library.close()
    return reports


def show(console: Console, outcomes: Sequence[Outcome]) -> None:
    """What became of each document: all that did not go plainly well, and the sums."""
    table = Table(title="Documents", title_justify="left")
    for name in ("document", "state", "size", "what happened"):
        table.add_column(name, overflow="fold", justify="right" if name == "size" else "left")
    for outcome in outcomes:
        if outcome.status != "there" or len(outcomes) <= 20:
            size = f"{outcome.bytes / 1000:,.0f} kB" if outcome.bytes else ""
            table.add_row(escape(f"{outcome.symbol} ({outcome.language})"), outcome.status, size, escape(outcome.message))
    if table.row_count:
        console.print(table)
    console.print(_counted(Counter(str(outcome.status) for outcome in outcomes)), highlight=False)
    for outcome in outcomes:
        if outcome.status == "by hand":
            console.print(
                f"{outcome.symbol} ({outcome.language}): {outcome.remedy}", markup=False, highlight=False, soft_wrap=True
            )


def as_json(outcomes: Sequence[Outcome], reports: Sequence[Report]) -> dict[str, Any]:
    """Both steps as `hld fetch --json` prints them."""
    documents = [{**dataclasses.asdict(o), "path": str(o.path) if o.path else ""} for o in outcomes]
    return {"documents": documents, "ingested": [{**dataclasses.asdict(r), "counts": dict(r.counts)} for r in reports]}


def _counted(states: Counter[str]) -> str:
    return ", ".join(f"{count} {state}" for state, count in states.items()) + "." if states else "No document to fetch."


def _is_date(text: str) -> bool:
    if not re.fullmatch(r"\d{4}(-\d\d-\d\d)?", text):
        return False
    try:
        dt.date.fromisoformat(text if len(text) > 4 else f"{text}-01-01")
    except ValueError:
        return False
    return True
