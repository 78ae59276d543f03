"""Answers as HTML. Pure functions: every text from a question, an answer or a document is escaped here, once."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from hld.app.citations import footnote, in_words
from hld.app.schema import DOUBTFUL, Answer, Citation, Sentence, Verdict
from hld.app.visible import shown
from hld.ingest.grammar import opening
from hld.ingest.library import DocumentEntry, Entry
from hld.ingest.models import counted
from hld.ingest.references import find_references
from hld.ingest.regex import regex
from hld.ingest.symbols import Reference, SymbolError

DIGEST = "Plain-language digest, not the official wording"
OFFICIAL = "Official text"

EXAMPLES = (
    "What must the 2013 High-level Dialogue analyse according to resolution 67/172?",
    "What do the resolutions say about the money migrants send home?",
    "What were the themes of the round tables in 2013?",
    "A/RES/68/4, para. 27",
    "What is asked of States for children who migrate alone?",
    "Que dit l'Assemblée générale sur la traite des personnes ?",
)

HELD = "Which documents do you have?"
"""What the header asks."""

VERDICTS: Mapping[Verdict, tuple[str, str]] = {
    "quoted": ("❝", "the paragraph's own words"),
    "supported": ("✓", "the cited paragraph says this"),
    "partly": ("◐", "the cited paragraph says part of this"),
    "unsupported": ("✕", "the cited paragraph does not say this"),
    "unchecked": ("–", "not checked against the paragraph"),
}
"""The mark of each verdict and what it means."""

OF_DIGEST: Mapping[Verdict, str] = {
    "quoted": "word for word from the digest, not from the official text",
    "supported": "the digest of the cited paragraph says this",
    "partly": "the digest of the cited paragraph says part of this",
    "unsupported": "the digest of the cited paragraph does not say this",
}
"""What a verdict means where the words checked against are a digest's."""

RECORD = "from the library's record of its documents, not from a paragraph"
"""What `supported` means of a sentence that cites nothing: it says what documents there are, or when one was adopted."""

_WORDS = {
    frozenset[bool](): "the library's record of its documents",
    frozenset({True}): "the paragraphs' own words",
    frozenset({False}): "the words of a plain-language digest, not the official ones",
    frozenset({True, False}): "the paragraphs' own words, or those of a plain-language digest where a source says so",
}
"""Whose words an answer is put together from, by which of its sources are official."""

_SNIPPET = 180
_LONG = 400
"""Characters from which a question is folded."""
_ISSUER = regex(r"\b(?:Assembly|Council) (?=[a-z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One question and what came of it: an answer, an error, or nothing yet. `nearest` are shown when it was not answered.

    While a language model answers, `model` is its name and `draft` what it has written so far. `again` says that the page was
    loaded again and the question was asked before: no model writes its answer a second time.
    """

    question: str
    answer: Answer | None = None
    nearest: tuple[Entry, ...] = ()
    error: str = ""
    remedy: str = ""
    model: str = ""
    draft: str = ""
    again: bool = False

    @property
    def waits(self) -> bool:
        """Whether nothing has come of it yet."""
        return self.answer is None and not self.error


def escape(text: str) -> str:
    """A text as HTML shows it: nothing in it is markup, and nothing is unseen or turns what stands around it."""
    return html.escape(shown(text))


def header(documents: Iterable[DocumentEntry]) -> str:
    """Title, what this is and is not, and how much it holds."""
    return (
        '<header class="hld-header"><h1>Ask the High-level Dialogues</h1>'
        "<p>Answers from United Nations General Assembly resolutions on international migration and development. "
        "Every sentence cites the paragraph it comes from. "
        "<strong>Unofficial; not a United Nations site.</strong></p>"
        f'<p class="hld-held">{_held(list(documents))} · '
        # In a tab of its own: leaving the page would end the conversation.
        '<a href="./evaluation" target="_blank" rel="noopener" aria-label="How well does it work? (opens a new tab)">'
        "How well does it work?&nbsp;↗</a></p></header>"
    )


def _held(documents: Sequence[DocumentEntry]) -> str:
    paragraphs = sum(document.paragraphs for document in documents)
    official = sum(document.official for document in documents)
    kinds = {0: "all as a plain-language digest", len(documents): "all with the official text"}
    kind = kinds.get(official, f"{official:,} with the official text, the others as a plain-language digest")
    count = f"{counted(len(documents), 'document')} · {counted(paragraphs, 'paragraph')}"
    return f'<button type="button" data-ask="{escape(HELD)}" title="{escape(HELD)}">{escape(count)}</button> · {escape(kind)}'


def conversation(turns: Sequence[Turn]) -> str:
    """All turns, or the example questions when there are none."""
    if not turns:
        return _welcome()
    last = len(turns) - 1
    return "".join(_turn(turn, number, last=number == last) for number, turn in enumerate(turns))


def _welcome() -> str:
    buttons = "".join(
        f'<li><button type="button" class="hld-example" data-ask="{escape(question)}">{escape(question)}</button></li>'
        for question in EXAMPLES
    )
    return f'<section class="hld-welcome"><h2>Try one of these</h2><ul>{buttons}</ul></section>'


def _turn(turn: Turn, number: int, *, last: bool) -> str:
    said = escape(announcement(turn))
    attributes = f'class="hld-turn"{" data-last" if last else ""} data-said="{said}"'
    question = _foldable("h2", "hld-question", turn.question, '<span class="hld-sr">You asked: </span>')
    return f"<article {attributes}>{question}{_reply(turn, number)}</article>"


def _foldable(tag: str, role: str, text: str, before: str) -> str:
    """What somebody asked, after `before`; a long one with a button that opens it."""
    if len(text) <= _LONG:
        return f'<{tag} class="{role}" dir="auto">{before}{escape(text)}</{tag}>'
    button = '<button type="button" class="hld-plain" data-unfold aria-expanded="false">Show the whole question</button>'
    return f'<{tag} class="{role} hld-folded" dir="auto">{before}{escape(text)}</{tag}><p class="hld-actions">{button}</p>'


def announcement(turn: Turn) -> str:
    """What a screen reader says when the turn appears."""
    if turn.error:
        return f"{turn.error} {turn.remedy}".strip()
    if turn.answer is None:
        return f"{turn.model} is writing." if turn.draft else "Searching."
    if turn.answer.refused:
        return turn.answer.reason
    sentences, sources = counted(len(turn.answer.sentences), "sentence"), counted(len(turn.answer.citations), "source")
    return f"Answer: {sentences}, {sources}."


def _reply(turn: Turn, number: int) -> str:
    if turn.error:
        remedy = f"<p>{escape(turn.remedy)}</p>" if turn.remedy else ""
        return f'<div class="hld-answer hld-error" role="alert"><p>{escape(turn.error)}</p>{remedy}</div>'
    if turn.answer is None:
        return _pending(turn)
    return answer(turn.answer, number, turn.nearest)


def _pending(turn: Turn) -> str:
    if not turn.draft:
        return '<div class="hld-answer hld-pending"><p>Searching the paragraphs…</p></div>'
    head = f'<p class="hld-writing">{escape(turn.model)} is writing. Nothing of this has been checked yet.</p>'
    draft = f'<p class="hld-draft" dir="auto">{escape(turn.draft)}</p>'
    return f'<div class="hld-answer hld-pending" aria-busy="true">{head}{draft}</div>'


_ASKS_ALL = regex("(?<=“)(?:List all paragraphs on|Summarise) [^”]+(?=”)")
"""A question that a note proposes (`hld.app.collect.beyond`)."""


def _note(text: str) -> str:
    """A note with buttons that ask what it proposes, and for the paragraphs that it names."""
    asks = [match.span() for match in _ASKS_ALL.finditer(text)]
    named = [(found.start, found.end) for found in find_references(text) if found.reference.part]
    asks += [span for span in named if not any(start <= span[0] < end for start, end in asks)]
    parts, told = [], 0
    for start, end in sorted(asks):
        question = escape(text[start:end])
        button = f'<button type="button" class="hld-plain" data-ask="{question}">{question}</button>'
        parts += [escape(text[told:start]), button]
        told = end
    return "".join([*parts, escape(text[told:])])


def answer(given: Answer, number: int, nearest: Sequence[Entry] = ()) -> str:
    """One answer: sentences with their citations and verdicts, then the sources; or why there is none, and what is nearest."""
    parts = [_searched(given)]
    if given.refused:
        parts.append(_refused(given))
    elif given.reason:
        parts.append(f'<p class="hld-reason" dir="auto">{escape(given.reason)}</p>')
    if warning := _warning(given.citations):
        follow = " Follow the links for the official text." if any(citation.url for citation in given.citations) else ""
        parts.append(f'<p class="hld-note">{warning}{follow}</p>')
    if given.note:
        parts.append(f'<p class="hld-note hld-model" role="note">{_note(given.note)}</p>')
    markers = {citation.id: citation for citation in given.citations}
    parts.append(_table(given, markers, number) if given.form == "table" else _prose(given.sentences, markers, number))
    parts.append(_legend(given, markers))
    parts.append(_copy_answer(given, markers))
    parts.append(_removed(given.removed, markers))
    parts.append(_sources(given.citations, number))
    parts.append(_nearest(nearest, number))
    return f'<div class="hld-answer" data-status="{escape(given.status)}">{"".join(parts)}</div>'


def _searched(given: Answer) -> str:
    if given.searched.strip() == given.question.strip() or not given.searched.strip():
        return ""
    return _foldable("p", "hld-searched", given.searched, "Searched for: ")


def _refused(given: Answer) -> str:
    sure = "" if given.confidence < DOUBTFUL else "sure "
    head = f"No {sure}answer in these documents" if given.status == "abstained" else "One more thing is needed"
    reason = _ADDRESS.sub(_linked, escape(given.reason))
    return f'<h3 class="hld-refused">{head}</h3><p class="hld-reason" dir="auto">{reason}</p>'


_ADDRESS = regex(r"https://docs\.un\.org/[\w./@-]*\w")
"""Where a document is."""


def _linked(address: re.Match[str]) -> str:
    """An address in a text, which is escaped, as a link."""
    return _anchor(address[0], address[0])


def _anchor(url: str, shown: str, label: str = "") -> str:
    """A link that opens a new tab, of texts that are escaped; with a `label` for whoever does not see it."""
    named = f' aria-label="{label}"' if label else ""
    return f'<a href="{url}" target="_blank" rel="noopener noreferrer"{named}>{shown}</a>'


def _warning(citations: Sequence[Citation]) -> str:
    """That sources are a digest, where any is."""
    if all(citation.official for citation in citations):
        return ""
    return f"{DIGEST}, where a source says so." if any(citation.official for citation in citations) else f"{DIGEST}."


def _sentence(sentence: Sentence, markers: Mapping[str, Citation], number: int) -> str:
    chips = "".join(chip(markers.get(cited), cited, number) for cited in sentence.citations)
    chips += "".join(_made_up(source) for source in sentence.invented)
    cites = f'<span class="hld-cites">{chips}{_verdict(sentence, markers)}</span>'
    changed = _changes(sentence.changed, "Changed") if sentence.item else ""
    said = _emphasised(sentence.text) if sentence.citations else _addressed(sentence.text)
    return f'<p class="hld-sentence" dir="auto">{said} {cites}</p>{changed}'


def _addressed(text: str) -> str:
    """A sentence that cites nothing, with a link from the symbol that it opens with, as one of a list of documents does, or from
    an address that it gives."""
    named = next((found for found in find_references(text) if found.start == 0 and not found.reference.part), None)
    if named is None or not (url := named.reference.url()):
        return _ADDRESS.sub(_linked, _emphasised(text))
    return f"{_anchor(escape(url), escape(text[: named.end]))}{escape(text[named.end :])}"


def _made_up(source: str) -> str:
    return (
        f'<span class="hld-chip hld-missing" title="Made up by the model: {escape(source)}">[? {escape(_snippet(source))}]</span>'
    )


def _removed(sentences: Sequence[Sentence], markers: Mapping[str, Citation]) -> str:
    """What a language model wrote and the answer leaves out, for who wants to see it."""
    if not sentences:
        return ""
    items = "".join(
        f'<li dir="auto">{_verdict(sentence, markers)} {escape(sentence.text)}{"".join(map(_made_up, sentence.invented))}</li>'
        for sentence in sentences
    )
    head = f"What the model wrote and is left out ({counted(len(sentences), 'sentence')})"
    return f'<details class="hld-removed"><summary>{head}</summary><ul>{items}</ul></details>'


def _prose(sentences: Sequence[Sentence], markers: Mapping[str, Citation], number: int) -> str:
    """Paragraphs, and lists under the sentence that opens them."""
    parts = []
    for is_item, group in groupby(sentences, key=lambda sentence: sentence.item):
        told = [_sentence(sentence, markers, number) for sentence in group]
        parts += [f'<ul class="hld-items">{"".join(f"<li>{item}</li>" for item in told)}</ul>'] if is_item else told
    return "".join(parts)


def _table(given: Answer, markers: Mapping[str, Citation], number: int) -> str:
    """One row a document, oldest first, with the list that it opens and the words that changed since the row before."""
    starts = [n for n, sentence in enumerate(given.sentences) if not sentence.item]
    rows = "".join(
        f'<tr><th scope="row">{_row_head(given.sentences[start], markers)}</th>'
        f"<td>{_prose(given.sentences[start:end], markers, number)}"
        f"{_changes(given.sentences[start].changed, 'Changed since the row above')}</td></tr>"
        for start, end in pairwise([*starts, len(given.sentences)])
    )
    called = "Of" if any("Dialogue" in given.sentences[start].head for start in starts) else "Adopted"
    head = f'<tr><th scope="col">{called}</th><th scope="col">What it says</th></tr>'
    return f'<table class="hld-rows"><thead>{head}</thead><tbody>{rows}</tbody></table>'


def _row_head(sentence: Sentence, markers: Mapping[str, Citation]) -> str:
    """The year of a row and the document that is of it."""
    symbol = next((markers[cited].symbol for cited in sentence.citations if cited in markers), "")
    return f'{escape(sentence.head)}<span class="hld-of">{escape(symbol.removeprefix("A/RES/"))}</span>'


def _changes(changed: Sequence[tuple[str, str]], head: str) -> str:
    if not changed:
        return ""
    items = "; ".join(
        f"<del>{escape(before)}</del> → <ins>{escape(after)}</ins>"
        if before and after
        else f"without <del>{escape(before)}</del>"
        if before
        else f"new: <ins>{escape(after)}</ins>"
        for before, after in changed
    )
    return f'<p class="hld-changed" dir="auto">{head}: {items}</p>'


def _emphasised(text: str) -> str:
    """The sentence with the operative verb after its issuing body in italics."""
    match = _ISSUER.search(text)
    rest = text[match.end() :] if match else ""
    found = opening(rest[:1].upper() + rest[1:]) if rest else None
    if not match or not found:
        return escape(text)
    end = match.end() + len(found.phrase)
    return f"{escape(text[: match.end()])}<em>{escape(text[match.end() : end])}</em>{escape(text[end:])}"


def chip(citation: Citation | None, cited: str, number: int) -> str:
    """The button that opens a source; an id that is not among the sources is shown as such and opens nothing."""
    if citation is None:
        return f'<span class="hld-chip hld-missing" title="Not among the sources: {escape(cited)}">[?]</span>'
    label = escape(citation.label)
    return (
        f'<button type="button" class="hld-chip" {opens(citation.id, number)} title="{label}" '
        f'aria-label="[{citation.marker}] {label}">[{citation.marker}]</button>'
    )


def opens(identifier: str, number: int) -> str:
    """The attributes of a button that opens a paragraph in the panel; `number` says of which turn."""
    return f'data-source="{escape(identifier)}" data-turn="{number}"'


def _verdict(sentence: Sentence, markers: Mapping[str, Citation]) -> str:
    # Why a sentence is not what it cites is said in words; of one that is, its mark says enough.
    doubtful = sentence.reason and sentence.verdict in ("partly", "unsupported")
    reason = f". {sentence.reason}" if doubtful else ""
    said = escape(f"{sentence.verdict}: {_meaning(sentence, markers)}{reason}")
    mark, _ = VERDICTS[sentence.verdict]
    return f'<span class="hld-verdict hld-{sentence.verdict}" role="img" aria-label="{said}" title="{said}">{mark}</span>'


def _meaning(sentence: Sentence, markers: Mapping[str, Citation]) -> str:
    """What the verdict of a sentence means, by whose words it was checked against."""
    _, meaning = VERDICTS[sentence.verdict]
    if sentence.verdict == "supported" and not sentence.citations:
        return RECORD
    of_digest = any(cited in markers and not markers[cited].official for cited in sentence.citations)
    return OF_DIGEST.get(sentence.verdict, meaning) if of_digest else meaning


def _legend(given: Answer, markers: Mapping[str, Citation]) -> str:
    if not given.sentences:
        return ""
    items = "".join(
        f'<li><span class="hld-verdict hld-{verdict}" aria-hidden="true">{mark}</span> <b>{verdict}</b>: {escape(meaning)}</li>'
        for verdict, (mark, _) in VERDICTS.items()
        for meaning in sorted({_meaning(sentence, markers) for sentence in given.sentences if sentence.verdict == verdict})
    )
    return f'<ul class="hld-legend" aria-label="Legend">{items}<li>{_made(given)}</li></ul>'


def _copy_answer(given: Answer, markers: Mapping[str, Citation]) -> str:
    if not given.sentences:
        return ""
    text = escape(as_text(given, markers))
    return f'<p class="hld-actions"><button type="button" class="hld-plain" data-copy="{text}">Copy answer</button></p>'


def as_text(given: Answer, markers: Mapping[str, Citation]) -> str:
    """The answer to take along: a line a sentence with its citations, a line a source with its address, and who wrote it."""
    lines = []
    for sentence in given.sentences:
        head = f"{sentence.head}: " if sentence.head else "- " if sentence.item else ""
        cited = "; ".join(markers[each].label for each in sentence.citations if each in markers)
        doubt = "" if sentence.verdict in ("quoted", "supported") else f" ({sentence.verdict}: {_meaning(sentence, markers)})"
        lines.append(f"{head}{sentence.text}{f' [{cited}]' if cited else ''}{doubt}")
    sources = [each.label + (f": {each.url}" if _on_the_web(each.url) else "") for each in given.citations]
    if any(each.official for each in given.citations):
        pairs = zip(given.citations, sources, strict=True)
        sources = [line if each.official else f"{line} ({DIGEST.lower()})" for each, line in pairs]
    told = filter(None, [_warning(given.citations), _made(given)])
    return "\n".join([*lines, "", *sources, "", *told])


def _made(given: Answer) -> str:
    """Who wrote the answer, and whose words it is made of."""
    if given.mode == "llm":
        return "Written by a language model; each sentence was checked against what it cites."
    words = _WORDS[frozenset(citation.official for citation in given.citations)]
    return f"Put together from {words}; no language model wrote it."


def _sources(citations: Sequence[Citation], number: int) -> str:
    if not citations:
        return ""
    # That all are a digest stands above the answer, once.
    told = not any(citation.official for citation in citations)
    items = "".join(
        _source(citation, number, "" if told else badge(official=citation.official, file=citation.file)) for citation in citations
    )
    return f'<h3 class="hld-sub">Sources</h3><ol class="hld-sources">{items}</ol>'


def _source(citation: Citation, number: int, badge: str) -> str:
    title = f"{escape(citation.title)}{', ' + in_words(citation.adopted) if citation.adopted else ''}"
    return (
        f'<li><span class="hld-marker">[{citation.marker}]</span><div>'
        f'<button type="button" class="hld-label" {opens(citation.id, number)}>{escape(citation.label)}</button>'
        f'<div class="hld-title" dir="auto">{title}</div>'
        f'<div class="hld-actions">{badge}{link(citation.url, citation.symbol)}'
        f"{copy_button(citation)}</div>{also_in(citation.also_in, number)}</div></li>"
    )


def badge(*, official: bool, file: str = "") -> str:
    """Whether the words are the official ones, or those of a `file` that anybody may have made."""
    text = f"Text as read from {escape(file)}" if official and file else OFFICIAL if official else DIGEST
    return f'<span class="hld-badge hld-{"official" if official else "digest"}">{text}</span>'


def link(url: str, symbol: str) -> str:
    """The link to the official document; nothing for anything that is not a web address."""
    if not _on_the_web(url):
        return ""
    return _anchor(escape(url), "Official document&nbsp;↗", f"Official document {escape(symbol)} (opens a new tab)")


def _on_the_web(url: str) -> bool:
    return url.startswith(("https://", "http://"))


def copy_button(citation: Citation) -> str:
    """Copies the citation as a footnote writes it; of a digest with a warning, lest its words be taken for the document's."""
    text = footnote(citation) if citation.official else f"{footnote(citation)} ({DIGEST.lower()})"
    return f'<button type="button" class="hld-plain" data-copy="{escape(text)}">Copy citation</button>'


def also_in(ids: Sequence[str], number: int) -> str:
    """The paragraphs that say the same, as buttons."""
    if not ids:
        return ""
    buttons = ", ".join(
        f'<button type="button" class="hld-plain" {opens(other, number)}>{escape(label(other))}</button>' for other in ids
    )
    return f'<div class="hld-also">Also in: {buttons}</div>'


def label(identifier: str) -> str:
    """The citation label of an id; the id itself where it is none."""
    try:
        return Reference.parse(identifier).label()
    except SymbolError:
        return identifier


def _nearest(entries: Sequence[Entry], number: int) -> str:
    if not entries:
        return ""
    items = "".join(
        f'<li><button type="button" class="hld-near" {opens(entry.id, number)}><b>{escape(entry.reference.label())}</b>'
        f"<span>{escape(_snippet(entry.text))}</span></button></li>"
        for entry in entries
    )
    return f'<h3 class="hld-sub">Nearest paragraphs</h3><ul class="hld-nearest">{items}</ul>'


def _snippet(text: str) -> str:
    if len(text) <= _SNIPPET:
        return text
    return text[:_SNIPPET].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"
