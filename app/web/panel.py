"""The source panel: a cited paragraph in its place in the document, with what is around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hld.app.citations import cite, in_words
from hld.app.schema import Answer, Citation
from hld.app.web import render
from hld.app.web.render import escape
from hld.index.search import Index
from hld.ingest.library import DocumentEntry, Entry
from hld.ingest.symbols import Reference

AROUND = 2
"""Paragraphs shown before the cited one, and as many after."""
MORE = 10
"""Paragraphs that are shown in addition, at either end, for who reads on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A paragraph to show: its citation and document, the window around it, the chapeau above, and its footnotes.

    `previous` and `following` are the citations beside it in the answer of turn `number`; `earlier` and `later` are how many
    paragraphs of the document stand before and after the window.
    """

    number: int
    citation: Citation
    document: DocumentEntry
    window: tuple[Entry, ...]
    chapeau: Entry | None = None
    notes: tuple[tuple[str, str], ...] = ()
    previous: Citation | None = None
    following: Citation | None = None
    earlier: int = 0
    later: int = 0


def find(
    index: Index, identifier: str, answer: Answer | None, number: int, before: int = AROUND, after: int = AROUND
) -> Source | None:
    """The source for a paragraph id, with the highlight of `answer` where that cites it; None when it is not in the library.

    `before` and `after` are how many paragraphs are shown around it.
    """
    entry = index.library.get(identifier)
    if entry is None:
        return None
    document = index.documents[entry.document]
    cited = answer.citations if answer else ()
    place = next((n for n, citation in enumerate(cited) if citation.id == identifier), None)
    above, below = index.library.beside(entry)
    first = max(0, len(above) - before)
    window = (*above[first:], entry, *below[:after])
    notes = index.library.notes(entry.document)
    return Source(
        number=number,
        citation=cite(entry, document, 0) if place is None else cited[place],
        document=document,
        window=window,
        chapeau=_chapeau(index, entry, window),
        notes=tuple(notes[note] for note in entry.notes if note in notes),
        previous=cited[place - 1] if place else None,
        following=cited[place + 1] if place is not None and place + 1 < len(cited) else None,
        earlier=first,
        later=len(below[after:]),
    )


def _chapeau(index: Index, entry: Entry, window: Sequence[Entry]) -> Entry | None:
    """The paragraph that introduces this one, unless the window shows it."""
    reference = entry.reference
    if reference.part is None or reference.part.parent is None:
        return None
    above = str(Reference(symbol=reference.symbol, part=reference.part.parent, language=reference.language))
    return None if any(other.id == above for other in window) else index.library.get(above)


def empty() -> str:
    """The panel before a source is opened."""
    return (
        '<div class="hld-panel hld-idle"><p class="hld-idle-head">Source</p>'
        "<p>Choose a citation, such as <b>[1]</b>, to read its paragraph here, in its place in the document.</p></div>"
    )


def missing(identifier: str, click: str = "") -> str:
    """The panel for a paragraph that is not in the library."""
    text = f"{render.label(identifier)} is not in the library."
    head = f'<div class="hld-panel-head"><h2 id="hld-source" tabindex="-1">Source</h2>{_close()}</div>'
    return f'<div class="hld-panel" data-open=""{_clicked(click)}>{head}<p>{escape(text)}</p></div>'


def show(source: Source, click: str = "") -> str:
    """The panel with one source open, by the click of that number."""
    citation, document = source.citation, source.document
    copied = render.copy_button(citation)
    return (
        f'<div class="hld-panel" data-open="{escape(citation.id)}"{_clicked(click)}><div class="hld-panel-head">'
        f'<h2 id="hld-source" tabindex="-1">{escape(citation.label)}</h2>{_close()}'
        f"{render.badge(official=citation.official, file=citation.file)}"
        f'<div class="hld-actions">{render.link(citation.url or document.source, citation.symbol)}{copied}</div></div>'
        f'<p class="hld-title" dir="auto">{escape(document.title)}</p>{_facts(document, citation)}'
        f"{_passage(source)}{_notes(source.notes)}{_plain(citation)}"
        f"{render.also_in(citation.also_in, source.number)}{_steps(source)}</div>"
    )


def _clicked(click: str) -> str:
    """Tells one opening from the next: the browser does not notice a panel that is the same as before."""
    return f' data-click="{escape(click)}"'


def _close() -> str:
    return '<button type="button" class="hld-close" data-close aria-label="Close the source">×</button>'


def _facts(document: DocumentEntry, citation: Citation) -> str:
    facts = {
        "Adopted": in_words(document.adopted),
        "Dated": in_words("" if document.adopted else document.dated),
        "By": document.body,
        "Agenda item": document.agenda_item,
        "Meeting": document.meeting,
        "Page": str(citation.page) if citation.page else "",
    }
    rows = "".join(f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>" for name, value in facts.items() if value)
    return f'<dl class="hld-facts">{rows}</dl>' if rows else ""


def _passage(source: Source) -> str:
    blocks = []
    if source.chapeau:
        blocks.append(_paragraph(source.chapeau, "hld-chapeau") + '<li class="hld-gap" aria-hidden="true">⋯</li>')
    at = next((n for n, entry in enumerate(source.window) if entry.id == source.citation.id), 0)
    around = at, len(source.window) - at - 1
    if source.earlier:
        blocks.append(_more(source, "↑ Earlier paragraphs", around[0] + MORE, around[1]))
    heading = ""
    for entry in source.window:
        if entry.heading and entry.heading != heading:
            blocks.append(f'<li class="hld-heading" dir="auto">{escape(entry.heading)}</li>')
        heading = entry.heading or heading
        blocks.append(_cited(entry, source.citation) if entry.id == source.citation.id else _paragraph(entry, "hld-around"))
    if source.later:
        blocks.append(_more(source, "↓ Later paragraphs", around[0], around[1] + MORE))
    return f'<ol class="hld-passage" lang="{escape(source.document.language)}">{"".join(blocks)}</ol>'


def _more(source: Source, name: str, before: int, after: int) -> str:
    window = f'data-before="{before}" data-after="{after}"'
    opens = render.opens(source.citation.id, source.number)
    return f'<li class="hld-more"><button type="button" class="hld-plain" {opens} {window} lang="en">{name}</button></li>'


def _place(entry: Entry) -> str:
    part = entry.reference.part
    return escape(part.label() if part else entry.reference.label())


def _paragraph(entry: Entry, role: str) -> str:
    return f'<li class="{role}" dir="auto"><span class="hld-place">{_place(entry)}</span><p>{escape(entry.text)}</p></li>'


def _cited(entry: Entry, citation: Citation) -> str:
    text = marked(citation.text, citation.highlight)
    return f'<li class="hld-cited" dir="auto"><span class="hld-place">{_place(entry)}</span><p>{text}</p></li>'


def marked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The escaped text with these spans in ``<mark>``; spans may overlap or run past the end."""
    out, at = [], 0
    for start, end in sorted(spans):
        start, end = max(start, at), min(end, len(text))
        if start >= end:
            continue
        out += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return "".join([*out, escape(text[at:])])


def _notes(notes: Sequence[tuple[str, str]]) -> str:
    if not notes:
        return ""
    items = "".join(f'<li dir="auto"><sup>{escape(mark)}</sup> {escape(text)}</li>' for mark, text in notes)
    return f'<ul class="hld-notes" aria-label="Footnotes">{items}</ul>'


def _plain(citation: Citation) -> str:
    if not (citation.official and citation.plain):
        return ""
    return (
        f'<div class="hld-inplain"><p><b>In plain words:</b> {escape(citation.plain)}</p>'
        f'<p class="hld-small">{render.DIGEST}.</p></div>'
    )


def _steps(source: Source) -> str:
    if not (source.previous or source.following):
        return ""
    steps = (("Previous", source.previous), ("Next", source.following))
    buttons = "".join(_step(name, citation, source.number) for name, citation in steps)
    return f'<nav class="hld-steps" aria-label="Citations of this answer">{buttons}</nav>'


def _step(name: str, citation: Citation | None, number: int) -> str:
    if citation is None:
        return f'<button type="button" class="hld-plain" disabled>{name}</button>'
    label = escape(citation.label)
    return (
        f'<button type="button" class="hld-plain" {render.opens(citation.id, number)} '
        f'aria-label="{name}: [{citation.marker}] {label}">{name}: [{citation.marker}]</button>'
    )
