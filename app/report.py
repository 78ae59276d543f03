"""What the command line prints: tables and answers for people, rows for programs."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.markup import escape
from rich.table import Table

from hld.app.about import vote
from hld.ingest.library import DocumentEntry, Entry
from hld.ingest.models import Kind, counted
from hld.ingest.read import Report
from hld.ingest.symbols import LANGUAGE_NAMES, Reference

if TYPE_CHECKING:
    from rich.console import Console

    from hld.app.doctor import Check
    from hld.app.schema import Answer

NOT_OFFICIAL = "plain-language digest, not the official wording"

_MARKS = {"quoted": "“", "supported": "✓", "partly": "~", "unsupported": "✗", "unchecked": "?"}


def show_ingest(console: Console, reports: Sequence[Report], *, verbose: bool) -> None:
    """The parse report: each document with its counts, and what looks wrong."""
    table = Table(title="Parse report", title_justify="left")
    for name in ("document", "preambular", "numbered", "annex", "unnumbered", "what looks wrong"):
        table.add_column(name, justify="left" if name in ("document", "what looks wrong") else "right", overflow="fold")
    read = [report for report in reports if report.document]
    for report in read:
        if not verbose and not report.anomalies:
            continue
        numbered = report.count(Kind.OPERATIVE) + report.count(Kind.NUMBERED)
        counts = (report.count(Kind.PREAMBULAR), numbered, report.count(Kind.ANNEX), report.count(Kind.BLOCK))
        odd = "; ".join(report.anomalies[:3]) + (f"; and {len(report.anomalies) - 3} more" if len(report.anomalies) > 3 else "")
        table.add_row(escape(report.document), *map(str, counts), escape(odd))
    if table.row_count:
        console.print(table)
    totals = Counter[str]()
    for report in read:
        totals.update(dict(report.counts))
    languages = Counter(report.language for report in read)
    spoken = ", ".join(f"{count} {language}" for language, count in sorted(languages.items()))
    console.print(
        f"{len(read)} documents ({spoken or 'none'}), {sum(r.stored for r in read)} new or changed; {totals.total():,} "
        f"paragraphs: {totals[Kind.PREAMBULAR]:,} preambular, {totals[Kind.OPERATIVE] + totals[Kind.NUMBERED]:,} numbered, "
        f"{totals[Kind.ANNEX]:,} in annexes, {totals[Kind.BLOCK]:,} unnumbered; {sum(bool(r.anomalies) for r in read)} documents "
        f"with findings, {sum(bool(r.error) for r in reports)} files not read.",
        highlight=False,
    )
    if described := sum(report.described for report in reports):
        console.print(f"Votes, subjects and sponsors of {described:,} resolutions.", highlight=False)
    if any(report.stored for report in read):
        console.print("Now run `hld index`.", highlight=False)


def unsearched(documents: Mapping[str, int]) -> str:
    """How many documents there are of each language that is not searched.

    >>> unsearched({"es": 2, "ru": 1})
    '2 documents in Spanish, 1 document in Russian'
    """
    return ", ".join(f"{counted(number, 'document')} in {LANGUAGE_NAMES[code]}" for code, number in sorted(documents.items()))


def show_answer(console: Console, answer: Answer, near: Mapping[str, str]) -> None:
    """An answer with its citations, or why there is none."""
    if answer.searched not in ("", answer.question):
        console.print(f"Searched for: {answer.searched}", style="dim", markup=False, highlight=False)
    if answer.reason:
        console.print(answer.reason, markup=False, highlight=False)
    if answer.note:
        console.print(answer.note, style="yellow", markup=False, highlight=False, soft_wrap=True)
    markers = {citation.id: citation.marker for citation in answer.citations}
    for sentence in answer.sentences:
        marks = "".join(f" [{markers[i]}]" for i in sentence.citations)
        marks += "".join(f" [? {made_up}]" for made_up in sentence.invented)
        # What was put together from the paragraphs is as it should be; what a model wrote says how it was found.
        marks += f" {_MARKS[sentence.verdict]} {sentence.verdict}" if answer.mode == "llm" else ""
        begins = f"{sentence.head}: " if sentence.head else "  – " if sentence.item else ""
        console.print(f"{begins}{sentence.text}{marks}", markup=False, highlight=False, soft_wrap=True)
        for before, after in sentence.changed:
            line = f"    {before or '(nothing)'} → {after or '(nothing)'}"
            console.print(line, style="dim", markup=False, highlight=False, soft_wrap=True)
    if answer.removed:
        console.print("Left out of what the model wrote:", style="dim")
    for sentence in answer.removed:
        marks = "".join(f" [? {made_up}]" for made_up in sentence.invented)
        line = f"  {_MARKS[sentence.verdict]} {sentence.verdict}: {sentence.text}{marks}"
        console.print(line, style="dim", markup=False, highlight=False, soft_wrap=True)
    if answer.citations:
        console.print()
    for citation in answer.citations:
        badge = _badge(official=citation.official, file=citation.file)
        console.print(f"[{citation.marker}] {citation.label}", style="bold", markup=False, highlight=False)
        about = ", ".join(filter(None, (citation.title, citation.adopted, badge)))
        console.print(f"    {about}\n    {citation.url}", markup=False, highlight=False, soft_wrap=True)
        if citation.also_in:
            also = "; ".join(Reference.parse(each).label() for each in citation.also_in)
            console.print(f"    Also in: {also}", markup=False, highlight=False, soft_wrap=True)
        if citation.plain:
            console.print(f"    In plain words: {citation.plain}", style="dim", markup=False, highlight=False, soft_wrap=True)
    if answer.status == "abstained" and near:
        console.print("Nearest:", style="dim")
        for paragraph, text in near.items():
            line = f"  {Reference.parse(paragraph).label()}: {textwrap.shorten(text, 110, placeholder=' …')}"
            console.print(line, style="dim", markup=False, highlight=False)


def _badge(*, official: bool, file: str) -> str:
    """Whether the words are the official ones, or those of a `file` that anybody may have made."""
    return f"as read from {file}" if official and file else "official text" if official else NOT_OFFICIAL


def show_hits(console: Console, rows: Sequence[Mapping[str, Any]]) -> None:
    """Ranked paragraphs."""
    table = Table(show_lines=False)
    table.add_column("score", justify="right")
    table.add_column("paragraph")
    table.add_column("text", overflow="fold")
    for row in rows:
        table.add_row(f"{row['score']:.2f}", escape(row["label"]), escape(textwrap.shorten(row["text"], 220, placeholder=" …")))
    console.print(table)


def paragraph_json(entry: Entry, notes: Mapping[str, tuple[str, str]], document: DocumentEntry | None = None) -> dict[str, Any]:
    """A paragraph as `hld paragraphs --json` and `hld show --json` print it."""
    return {
        "id": entry.id,
        "label": entry.reference.label(),
        "kind": entry.kind,
        "text": entry.text,
        "context": entry.context,
        "page": entry.page,
        "notes": [{"id": i, "marker": notes[i][0], "text": notes[i][1]} for i in entry.notes if i in notes],
        "verb": entry.verb,
        "addressee": entry.addressee,
        "heading": entry.heading,
        "official": entry.official,
        "ocr": bool(document and document.ocr),
        "plain": entry.plain,
        "url": entry.reference.url(),
    }


def show_paragraphs(
    console: Console, document: DocumentEntry | None, entries: Sequence[Entry], notes: Mapping[str, tuple[str, str]]
) -> None:
    """Paragraphs under the name of their document."""
    if document is not None:
        badge = _badge(official=document.official, file=document.file)
        badge += ", read by OCR: check it against the page" if document.ocr else ""
        facts = ", ".join(filter(None, (document.dated, document.meeting, vote(document.metadata), badge)))
        console.print(f"{document.id} {document.title}", style="bold", markup=False, highlight=False)
        console.print(f"{facts}\n{entries[0].reference.url()}\n", style="dim", markup=False, highlight=False)
    heading = ""
    for entry in entries:
        if entry.heading not in ("", heading):
            console.print(entry.heading, style="bold", markup=False, highlight=False)
        part, heading = entry.reference.part, entry.heading or heading
        console.print(part.label() if part else "", style="bold cyan", markup=False, highlight=False)
        console.print(entry.text, markup=False, highlight=False, soft_wrap=True)
        if entry.plain:
            console.print(f"In plain words: {entry.plain}", style="dim", markup=False, highlight=False, soft_wrap=True)
        for note in entry.notes:
            if note in notes:
                console.print(f"  note {notes[note][0]}: {notes[note][1]}", style="dim", markup=False, highlight=False)


def document_json(document: DocumentEntry) -> dict[str, Any]:
    """A document as `hld documents --json` prints it."""
    names = """id symbol language title body type session agenda_item adopted distributed meeting committee report original
        official ocr format source sha256 paragraphs metadata"""
    return {name: getattr(document, name) for name in names.split()}


def show_documents(console: Console, documents: Sequence[DocumentEntry]) -> None:
    """What the library holds."""
    table = Table()
    for name in ("document", "title", "date", "paragraphs", "text"):
        table.add_column(name, justify="right" if name == "paragraphs" else "left", overflow="fold")
    for document in documents:
        badge = "official" if document.official else "digest"
        table.add_row(escape(document.id), escape(document.title), document.dated, str(document.paragraphs), badge)
    console.print(table)


def show_checks(console: Console, checks: Sequence[Check]) -> None:
    """What the doctor found."""
    for check in checks:
        console.print("✓" if check.ok else "✗", style="green" if check.ok else "bold red", end=" ")
        console.print(f"{check.name}: {check.found}", markup=False, highlight=False, soft_wrap=True)
        if check.remedy:
            console.print(f"  {check.remedy}", style="yellow", markup=False, highlight=False, soft_wrap=True)
