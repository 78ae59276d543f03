"""The parse report as a page: who owns each character of each source, what looks wrong, and which files were not read.

One file without scripts, fonts or pictures, which may be mailed and printed. What is worst stands first: files that were not
read, words that belong to nobody, findings, and then the documents that were read as they should be. Every text from a file
is escaped here, once.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from importlib.resources import files
from pathlib import Path

from hld.ingest.errors import HldError
from hld.ingest.library import Library
from hld.ingest.models import counted
from hld.ingest.read import Report
from hld.ingest.regex import regex
from hld.ingest.symbols import LANGUAGE_NAMES, Part, SymbolError

Layout = Sequence[tuple[int, int, str]]
"""From, to and owner of each stretch of a source's text."""

CLASSES: Mapping[str, tuple[str, str]] = {
    "paragraph": ("Paragraphs", "a paragraph's own words, with its number"),
    "note": ("Notes", "footnotes"),
    "heading": ("Headings", "the title and the headings"),
    "masthead": ("Masthead", "what stands above the title, the formula of adoption, the closing"),
    "furniture": ("Furniture", "running heads, page marks and the like, each by its name"),
    "lost": ("Lost", "belongs to nobody"),
}
"""The classes of owners in the order of the bars: their names and what they hold."""

_OTHERS = {"title": "heading", "heading": "heading", "masthead": "masthead", "formula": "masthead", "closing": "masthead"}
_FURNITURE = "furniture"
_KINDS = {
    "preambular": "preambular",
    "operative": "operative",
    "numbered": "numbered",
    "annex": "in annexes",
    "block": "unnumbered",
}

SMALL = 30
"""Up to so many documents, each is drawn at length with its source; above it, only those with findings."""
LARGEST = 18_000_000
"""Bytes of the page; a browser opens 20 MB, and a mail carries it. Sources that would pass it are left out, and it says so."""
FINDINGS = 200
"""Findings of one document that are listed; of the others, the number."""
_OPEN = 5  # findings that are seen before one opens the list: a card stays a card

# What HTML does not allow in a text, and lone surrogates: a file's name need not be UTF-8.
_FORBIDDEN = regex(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_BREAK = regex(r"\r\n?|[\n\f]")


def owner_class(owner: str) -> str:
    """The class of an owner; an owner that the contract does not know is none.

    >>> [owner_class(o) for o in ("A/RES/68/4#para-1", "A/RES/68/4#note-2", "formula", "furniture: rule", "", "margin")]
    ['paragraph', 'note', 'masthead', 'furniture', 'lost', 'lost']
    """
    if "#" in owner:
        return "note" if re.search(r"[#-]note-\d+$", owner) else "paragraph"
    return _FURNITURE if re.match(r"furniture\b", owner) else _OTHERS.get(owner, "lost")


def pieces(text: str, layout: Layout) -> Iterator[tuple[str, str]]:
    """The whole text in pieces, each with its owner, empty where there is none; where two claim a character, the first has it.

    >>> list(pieces("1. Decides ", [(0, 2, "a"), (1, 10, "b")]))
    [('1.', 'a'), (' Decides', 'b'), (' ', '')]
    """
    place = 0
    for start, end, owner in sorted(layout, key=lambda stretch: stretch[:2]):
        start, end = max(start, place), min(end, len(text))
        if start >= end:
            continue
        if place < start:
            yield text[place:start], ""
        yield text[start:end], owner
        place = end
    if place < len(text):
        yield text[place:], ""


def shares(text: str, layout: Layout) -> dict[str, int]:
    """How many characters belong to each class, white space not counted; together they are all that the text has.

    >>> shares("Noting 12/3", [(0, 6, "A/RES/68/4#pre-1")])
    {'paragraph': 6, 'note': 0, 'heading': 0, 'masthead': 0, 'furniture': 0, 'lost': 4}
    """
    found = Counter[str]()
    for words, owner in pieces(text, layout):
        found[owner_class(owner)] += _size(words)
    return {name: found[name] for name in CLASSES}


def _size(words: str) -> int:
    return len("".join(words.split()))


def write(path: Path, html: str) -> None:
    """Write the page whole or not at all; an older one is replaced.

    Raises:
        HldError: when the folder does not exist, or the file cannot be written.
    """
    part = path.with_name(f".hld-report-{os.getpid()}.part")
    try:
        if not path.parent.is_dir():
            raise HldError(f"There is no folder {path.parent} for the report.", f"Make it: mkdir -p {path.parent}")
        if path.is_dir():
            raise HldError(f"{path} is a folder.", "Name a file for the report, such as report.html.")
        try:
            part.write_text(html, encoding="utf-8")
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise HldError(f"The report {path} cannot be written: {error.strerror}.", "Name a file that you may write.") from error


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """One document as it is drawn; `owned` is empty where no source text is kept."""

    report: Report
    owned: Mapping[str, int] = field(default_factory=dict)
    furniture: Mapping[str, int] = field(default_factory=dict)
    earlier: Sequence[tuple[str, str, str]] = ()
    replaced: str = ""

    @property
    def lost(self) -> int:
        return self.owned.get("lost", 0)

    @property
    def findings(self) -> list[str]:
        """What looks wrong: what the parser found, and what the report itself sees; what is lost comes first."""
        found = sorted(self.report.anomalies, key=lambda finding: "belong to no" not in finding)
        if self.lost and not any("belong to no" in finding for finding in found):
            found.insert(0, f"{counted(self.lost, 'character')} that belong to nobody")
        if self.replaced:
            found.append(f"replaced in this run by the same document from {Path(self.replaced).name}")
        return found


def render(reports: Sequence[Report], library: Library, *, version: str, made: str) -> str:
    """The page, whole: what `reports` of one run say, and what `library` knows of their documents; `made` is when."""
    failed = [report for report in reports if report.error]
    documents = _documents([report for report in reports if report.document], library)
    held = [document for document in documents if not document.replaced]
    whole = Counter[str]()
    for document in held:
        whole.update(document.owned)
    page = [
        _header(len({report.source for report in reports}), version, made),
        _verdict(held, failed, whole),
        _failed(failed),
        _composition(held, whole),
    ]
    style = files("hld.app").joinpath("parse_report.css").read_text("utf-8")
    beginning = (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        # Nothing in a source can load or run anything, even if it were not escaped.
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        '<meta name="color-scheme" content="light dark"><meta name="generator" content="hld">'
        f"<title>Parse report · {counted(len(held), 'document')}</title><style>{style}</style></head><body><main>"
    )
    left = LARGEST - len(style) - sum(_bytes(part) for part in page) - 2_000  # the frame, and what is said of the sources
    return "".join([beginning, *page, *_cards(documents, library, left), "</main></body></html>\n"])


def _documents(reports: Sequence[Report], library: Library) -> list[_Read]:
    """The documents, worst first. Of one that was read twice the library holds the last: the earlier has no source to show."""
    last = {report.document: report for report in reports}
    found = []
    for report in reports:
        if last[report.document] is not report:
            found.append(_Read(report=report, replaced=last[report.document].source))
            continue
        text, layout = library.layout(report.document)
        names = Counter[str]()
        for words, owner in pieces(text, layout):
            if owner_class(owner) == _FURNITURE:
                names[_furniture(owner)] += _size(words)
        found.append(
            _Read(
                report=report,
                owned=shares(text, layout) if text else {},
                furniture=names,
                earlier=library.versions(report.document),
            )
        )
    return sorted(found, key=lambda document: (-document.lost, -len(document.findings)))


def _furniture(owner: str) -> str:
    return owner.partition(":")[2].strip() or "other"


# The head of the page.


def _header(sources: int, version: str, made: str) -> str:
    return (
        f"<header><h1>Parse report</h1><p>What became of every character of {counted(sources, 'file')}. "
        f"Made by hld {_text(version)}, {_text(made)}.</p></header>"
    )


def _verdict(held: Sequence[_Read], failed: Sequence[Report], whole: Mapping[str, int]) -> str:
    """The one sentence that matters, in green or in red, and the figures."""
    known = [document for document in held if document.owned]
    lost = [document for document in held if document.lost]
    total = sum(whole.values())
    if lost:
        sentence = f"{whole['lost']:,} of {total:,} characters belong to nobody, in {counted(len(lost), 'document')}."
    elif known:
        sentence = (
            f"Nothing was lost: each of the {total:,} characters of {counted(len(known), 'source text')} belongs to a paragraph, "
            "a note, a heading, the masthead or named furniture."
        )
    elif not held:
        sentence = "No document was read."
    else:
        sentence = "No source text is kept for these documents: whether anything was lost is not known."
    state = "bad" if lost else "good" if known else "unknown"
    aside = ""
    if known and (unknown := len(held) - len(known)):
        aside = (
            f'<p class="aside">Of {counted(unknown, "more document")} no source text is kept: their shares are not known '
            "and stand in no figure below.</p>"
        )
    odd = sum(bool(document.findings) for document in held)
    tiles = [
        ("documents", len(held), ""),
        ("paragraphs", sum(count for document in held for _, count in document.report.counts), ""),
        ("new or changed", sum(document.report.stored for document in held), ""),
        ("with findings", odd, "warn" if odd else ""),
        ("files not read", len({report.source for report in failed}), "bad" if failed else ""),
    ]
    figures = "".join(f'<div class="tile {colour}"><dt>{name}</dt><dd>{number:,}</dd></div>' for name, number, colour in tiles)
    return f'<section class="verdict {state}"><p>{sentence}</p>{aside}</section><dl class="tiles">{figures}</dl>'


def _failed(failed: Sequence[Report]) -> str:
    if not failed:
        return ""
    rows = "".join(f"<li><b>{_text(report.source)}</b><span>{_text(report.error)}</span></li>" for report in failed)
    return f'<section class="failed"><h2>Not read</h2><ul>{rows}</ul></section>'


def _composition(held: Sequence[_Read], whole: Mapping[str, int]) -> str:
    """The whole run: its bar, and tables of kinds, languages and furniture."""
    kinds, languages, furniture = Counter[str](), Counter[str](), Counter[str]()
    for document in held:
        kinds.update(dict(document.report.counts))
        languages[document.report.language] += 1
        furniture.update(document.furniture)
    named = Counter({_KINDS.get(kind, kind): count for kind, count in kinds.items()})
    spoken = Counter({LANGUAGE_NAMES.get(code, code or "unknown"): count for code, count in languages.items()})
    said = '<p class="aside">In characters, white space not counted.</p>'
    bar = f"{said}{_bar(whole)}{_legend(whole)}" if sum(whole.values()) else ""
    tables = "".join(
        [
            _table("Paragraphs by kind", "paragraphs", named),
            _table("Languages", "documents", spoken),
            _table("Furniture by name", "characters", furniture),
        ]
    )
    return f'<section><h2>The whole run</h2>{bar}<div class="tables">{tables}</div></section>' if held else ""


def _bar(owned: Mapping[str, int]) -> str:
    """The shares as one stacked bar; its legend says the same in figures."""
    total = sum(owned.values())
    parts = "".join(
        f'<i class="{name}" style="flex-grow:{owned[name]}" title="{CLASSES[name][0]}: {_percent(owned[name], total)}"></i>'
        for name in CLASSES
        if owned[name]
    )
    said = ", ".join(f"{CLASSES[name][0].lower()} {_percent(owned[name], total)}" for name in CLASSES if owned[name])
    return f'<div class="bar" role="img" aria-label="Shares: {said}">{parts}</div>'


def _legend(owned: Mapping[str, int], *, meanings: bool = True) -> str:
    total = sum(owned.values())
    items = "".join(
        f'<li class="{name}{"" if owned[name] else " none"}"><i></i><b>{CLASSES[name][0]}</b> '
        f"<span>{_percent(owned[name], total)}</span> <small>{owned[name]:,}</small>"
        f"{f'<em>{CLASSES[name][1]}</em>' if meanings else ''}</li>"
        for name in CLASSES
        # A card names what it has; that nothing was lost is always worth saying.
        if meanings or owned[name] or name == "lost"
    )
    return f'<ul class="legend{" long" if meanings else ""}">{items}</ul>'


def _percent(number: int, total: int) -> str:
    """A share that is never rounded to none or to all.

    >>> [_percent(n, 10_000) for n in (0, 1, 1234, 9_999, 10_000)]
    ['0 %', '<0.1 %', '12.3 %', '>99.9 %', '100 %']
    """
    if number in (0, total):
        return "100 %" if number else "0 %"
    share = 100 * number / total
    return "<0.1 %" if share < 0.1 else ">99.9 %" if share > 99.9 else f"{share:.1f} %"


def _table(title: str, unit: str, counts: Mapping[str, int]) -> str:
    """A small table, largest first, each number with a bar of its size."""
    if not counts:
        return ""
    top = max(counts.values()) or 1
    rows = "".join(
        f'<tr><th scope="row">{_text(name)}</th><td>{count:,}</td>'
        f'<td aria-hidden="true"><i style="width:{max(100 * count / top, 1):.0f}%"></i></td></tr>'
        for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    )
    return f"<table><caption>{title} <small>{unit}</small></caption><tbody>{rows}</tbody></table>"


# The documents.


def _cards(documents: Sequence[_Read], library: Library, left: int) -> Iterator[str]:
    """A card for each document, or a row where a big run has nothing to say of it; sources while there is room for them."""
    if not documents:
        return
    small = len(documents) <= SMALL
    full = [document for document in documents if small or document.findings]
    rows = [document for document in documents if not (small or document.findings)]
    heads = [_card_head(document) for document in full]
    listed = _listed(rows)
    left -= sum(_bytes(head) + len("</article>") for head in heads) + _bytes(listed)
    drawn: list[str] = []
    left_out = 0
    for document, head in zip(full, heads, strict=True):
        source = ""
        if document.owned and not document.replaced:
            text, layout = library.layout(document.report.document)
            source = _source(document, text, layout) if len(text) < left else ""
            if not source or _bytes(source) > left:
                left_out += 1
                source = '<p class="aside">Its source text is left out to keep this page small: report on this file alone.</p>'
            left -= _bytes(source)
        drawn.append(f"{head}{source}</article>")
    said = "Worst first."
    if not small:
        said += f" This run has more than {SMALL} documents: only those with findings are shown with their source text."
    if left_out:
        said += f" {counted(left_out, 'source text')} would have made this page too large and are left out."
    yield f'<section class="documents"><h2>Documents</h2><p class="aside">{said}</p>'
    yield from drawn
    yield f"{listed}</section>"


def _card_head(document: _Read) -> str:
    """What a card always shows: the document, its bar, and its findings."""
    report = document.report
    findings = document.findings
    badges = [f'<span class="badge bad">{document.lost:,} lost</span>'] if document.lost else []
    if findings:
        badges.append(f'<span class="badge warn">{counted(len(findings), "finding")}</span>')
    elif document.owned:
        badges.append('<span class="badge good">all accounted for</span>')
    kinds = ", ".join(f"{count:,}&nbsp;{_text(_KINDS.get(kind, kind))}" for kind, count in _by_kind(report.counts))
    language = LANGUAGE_NAMES.get(report.language, report.language)
    facts = [
        _text(language),
        counted(sum(count for _, count in report.counts), "paragraph") + (f" ({kinds})" if kinds else ""),
        _text(Path(report.source).name),
    ]
    facts.append("new or changed" if report.stored else "unchanged")
    title = f'<p class="title" dir="auto"{_lang(report.language)}>{_text(report.title)}</p>' if report.title else ""
    drawn = "" if document.replaced else '<p class="aside">No source text is kept: the shares are not known.</p>'
    if document.owned:
        drawn = f"{_bar(document.owned)}{_legend(document.owned, meanings=False)}"
    # The document that replaced it has the id: an id stands once in a page.
    name = "" if document.replaced else f' id="{_anchor(report.document)}"'
    return (
        f'<article class="card"{name}><div class="head"><h3>{_text(report.document)}</h3>{"".join(badges)}</div>{title}'
        f'<p class="facts">{" · ".join(filter(None, facts))}</p>{drawn}{_findings(findings)}{_earlier(document.earlier)}'
    )


def _by_kind(counts: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    order = list(_KINDS)
    return sorted(counts, key=lambda item: order.index(item[0]) if item[0] in order else len(order))


def _findings(findings: Sequence[str]) -> str:
    if not findings:
        return ""
    items = [f'<li dir="auto">{_text(finding)}</li>' for finding in findings[:FINDINGS]]
    if len(findings) > FINDINGS:
        items.append(f"<li>and {counted(len(findings) - FINDINGS, 'more finding')}</li>")
    rest = items[_OPEN:]
    more = f"<details><summary>{len(rest)} more</summary><ul>{''.join(rest)}</ul></details>" if rest else ""
    return f'<div class="findings"><ul>{"".join(items[:_OPEN])}</ul>{more}</div>'


def _earlier(versions: Sequence[tuple[str, str, str]]) -> str:
    if not versions:
        return ""
    said = "; ".join(f"{_text(source)} until {_text(when)} UTC" for _, source, when in versions)
    return f'<p class="facts">{counted(len(versions), "earlier version")}: {said}</p>'


def _listed(documents: Sequence[_Read]) -> str:
    """The documents of a big run that have no findings, a row each."""
    if not documents:
        return ""
    rows = "".join(
        f'<tr id="{_anchor(each.report.document)}"><th scope="row">{_text(each.report.document)}</th>'
        f'<td dir="auto"{_lang(each.report.language)}>{_text(each.report.title)}</td>'
        f"<td>{sum(count for _, count in each.report.counts):,}</td>"
        f"<td>{_bar(each.owned) if each.owned else '<small>no source text</small>'}</td></tr>"
        for each in documents
    )
    return (
        f'<details class="rest" open><summary>{counted(len(documents), "document")} without findings</summary><div><table>'
        '<thead><tr><th scope="col">Document</th><th scope="col">Title</th><th scope="col">Paragraphs</th>'
        f'<th scope="col">Shares</th></tr></thead><tbody>{rows}</tbody></table></div></details>'
    )


# A source, coloured by owner.


def _source(document: _Read, text: str, layout: Layout) -> str:
    """The source text in rows: lines with one owner under its label, other owners inside them marked where they stand."""
    table = _table("Furniture by name", "characters", document.furniture)
    furniture = f'<div class="tables">{table}</div>' if table else ""
    seen: set[str] = set()
    # A line of figures or a symbol has no direction of its own: in Arabic it stands at the right all the same.
    direction = "rtl" if document.report.language == "ar" else "auto"
    rows = "".join(_row(owner, lines, seen, direction) for owner, lines in _rows(text, layout))
    return (
        "<details><summary>Source text, coloured by owner</summary>"
        f'<div class="source"{_lang(document.report.language)}>{rows}</div>'
        f"{furniture}</details>"
    )


Line = list[tuple[str, str]]


def _rows(text: str, layout: Layout) -> Iterator[tuple[str, list[Line]]]:
    """Lines that follow one another and belong mostly to the same owner. White space between two owners is not shown."""
    lead, lines = "", list[Line]()
    for line in _lines(text, layout):
        sizes = Counter[str]()
        for words, owner in line:
            sizes[owner] += _size(words)
        owner = max(sizes, key=lambda name: sizes[name])
        if lines and owner != lead:
            yield lead, lines
            lines = []
        lead = owner
        lines.append(line)
    if lines:
        yield lead, lines


def _lines(text: str, layout: Layout) -> Iterator[Line]:
    """The lines that have words, each as its words with their owners."""
    line: Line = []
    for words, owner in pieces(text, layout):
        first, *rest = _BREAK.split(words)
        for number, part in enumerate([first, *rest]):
            if number:
                if any(found.strip() for found, _ in line):
                    yield line
                line = []
            # White space in a line belongs to nobody; it goes with what stands before it, so that nothing is marked lost.
            if line and (not part.strip() or line[-1][1] == owner):
                line[-1] = (line[-1][0] + part, line[-1][1])
            elif part.strip():
                line.append((part, owner))
    if line:
        yield line


def _row(owner: str, lines: Sequence[Line], seen: set[str], direction: str) -> str:
    name = owner_class(owner)
    label, target, again = _label(owner), _anchor(owner), owner in seen
    tag = f'<span class="tag">{label}</span>'
    attributes = ""
    if "#" in owner:
        tag = f'<a class="tag" href="#{target}">{label}{"&#32;<small>continued</small>" if again else ""}</a>'
        attributes = "" if again else f' id="{target}"'
        seen.add(owner)
    words = "\n".join("".join(_inline(part, each, owner, seen) for part, each in line).strip() for line in lines)
    return f'<div class="row {name}"{attributes}>{tag}<p dir="{direction}">{words}</p></div>'


def _inline(words: str, owner: str, lead: str, seen: set[str]) -> str:
    """Words in a row; those of another owner than the row's are marked and labelled."""
    name, attributes = owner_class(owner), ""
    if owner == lead:
        return _struck(_text(words), name)
    if "#" in owner and owner not in seen:
        attributes = f' id="{_anchor(owner)}"'
        seen.add(owner)
    return f'<span class="in {name}"{attributes}><small>{_label(owner)}</small>{_struck(_text(words), name)}</span>'


def _struck(words: str, name: str) -> str:
    """Furniture is struck and lost words are marked in the markup itself, so that a reader without colours knows."""
    return f"<s>{words}</s>" if name == _FURNITURE else f"<mark>{words}</mark>" if name == "lost" else words


def _label(owner: str) -> str:
    """How an owner is named beside its words: ``para. 10 (a)``, ``running head``."""
    name = owner_class(owner)
    if name == "lost":
        return "lost" if not owner else f"lost: {_text(owner)}"
    if name == _FURNITURE:
        return _text(_furniture(owner))
    try:
        return _text(Part.parse(owner.partition("#")[2]).label()) if "#" in owner else _text(owner)
    except SymbolError:
        return _text(owner)


def _anchor(identifier: str) -> str:
    """An id of a paragraph or document as an id of the page, which must not have a space: ``A/RES/77/263_B#para-3``."""
    return re.sub(r"\s", "_", _text(identifier))


def _lang(code: str) -> str:
    return f' lang="{_text(code)}"' if code else ""


def _text(words: str) -> str:
    """Any text as HTML."""
    return escape(_FORBIDDEN.sub("\ufffd", words))


def _bytes(html: str) -> int:
    return len(html.encode())
