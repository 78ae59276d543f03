"""An answer by a language model, from the evidence of one that was put together without it; and that one wherever it fails.

The model is given passages under keys that say nothing, and chooses among them; ids, labels and links are made here. Each of its
sentences is checked against what it cites, as any other is.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from hld import prompts
from hld.app import verify
from hld.app.citations import cite, describe
from hld.app.llm.draft import LONGEST, Draft, Said, is_looping, parse
from hld.app.llm.model import Ended, Model, ModelError
from hld.app.llm.request import Passage, Request, make_request, tokens
from hld.app.schema import Answer, Citation, Sentence, Usage
from hld.app.visible import shown
from hld.index.search import Index
from hld.ingest.library import Entry
from hld.ingest.models import date_in_words
from hld.ingest.references import find_references

PASSAGES = 8
"""Passages that a model is given at most: those of the answer without it, then the next that were found."""

SPARE = 0.95
"""Share of the context that is filled, since tokens are counted without the model's own tokenizer."""

EVERY = 0.1
"""Seconds between two looks at what has been written so far."""

OTHERWISE = "The answer is put together from the paragraphs' own words."


class Writer:
    """Writes answers with one model, over one index."""

    def __init__(
        self,
        model: Model,
        index: Index,
        *,
        unsupported: Literal["mark", "remove"] = "mark",
        by_meaning: bool = False,
        judge: verify.Judge | None = None,
    ) -> None:
        """`unsupported` says what becomes of sentences that their sources do not support; `judge` is asked for a verdict.

        `by_meaning` judges a sentence also by the vectors of the clauses it rests on, and not by words and assertions alone.
        """
        self.model, self.index, self._unsupported = model, index, unsupported
        self._by_meaning, self._judge = by_meaning, judge

    @property
    def name(self) -> str:
        """The model, as a user names it."""
        return self.model.name

    def write(self, without: Answer, history: Sequence[str], entries: Mapping[str, Entry]) -> Generator[str, None, Answer]:
        """The answer with the model, given that `without` it; yields what has been written so far, which nobody has checked.

        `history` are the earlier questions, `entries` the paragraphs that were found. Without evidence the model is not asked.
        """
        if without.status != "answered" or not without.citations:
            return without
        started = time.perf_counter()
        request = self._request(without, history, entries)
        if request is None:
            return replace(without, note=f"{self.name} was not asked: its context has no room for a passage. {OTHERWISE}")
        text, ended = "", None
        try:
            seen = time.monotonic()
            for piece in self.model.stream(request.messages):
                if isinstance(piece, Ended):
                    ended = piece
                    break
                text += piece
                if len(text) > LONGEST or is_looping(text):
                    break
                if time.monotonic() - seen >= EVERY:
                    seen = time.monotonic()
                    yield so_far(text, request)
            draft = self._draft(text, ended, request)
        except ModelError as error:
            draft = Draft(trouble=error.message.removeprefix(f"{self.name} ").rstrip("."))
        usage = _usage(request, text, ended)
        answer = self._answer(without, draft, request, entries)
        versions = {**answer.versions, "prompt": request.prompt, "llm": self.name}
        timings = {**answer.timings_ms, "llm": round((time.perf_counter() - started) * 1000, 2)}
        return replace(answer, usage=usage, versions=versions, timings_ms=timings)

    def _request(self, without: Answer, history: Sequence[str], entries: Mapping[str, Entry]) -> Request | None:
        cited = [citation.id for citation in without.citations]
        absent = [i for i in cited if i not in entries]
        known = {**self.index.entries(absent), **entries} if absent else entries
        ids = list(dict.fromkeys([*cited, *(found.id for found in without.retrieved)]))[: max(PASSAGES, len(cited))]
        passages = [self._passage(known[i]) for i in ids if i in known]
        at = self.model.endpoint
        room = int((at.context - at.max_tokens) * SPARE)
        return make_request(without.question, history, passages, secret=self.index.version, room=room)

    def _passage(self, entry: Entry) -> Passage:
        document = self.index.documents[entry.document]
        when = f" of {date_in_words(document.adopted_on)}" if document.adopted_on else ""
        source = f"{document.body or 'United Nations'}, {document.type or 'document'}{when}, “{document.title}”"
        return Passage(id=entry.id, source=source, context=entry.context, text=entry.text)

    def _draft(self, text: str, ended: Ended | None, request: Request) -> Draft:
        if ended is None:
            said = "said the same again and again" if is_looping(text) else f"wrote more than {LONGEST:,} characters"
            return Draft(trouble=f"{said}, and was stopped")
        if ended.tools and not text.strip():
            return Draft(trouble="asked for a tool in place of an answer")
        if ended.finish == "content_filter":
            return Draft(trouble="was stopped by a filter of its endpoint")
        draft = parse(text, request.keys, mark=request.mark, instructions=prompts.load("answer").text)
        if ended.finish == "length" and not draft.trouble:
            # The last sentence has no end, and may have lost the word that turns it round.
            whole = draft.sentences[:-1]
            trouble = "" if whole else f"wrote no sentence to its end in {self.model.endpoint.max_tokens:,} tokens"
            return replace(draft, sentences=whole, trouble=trouble, cut=True)
        return draft

    def _answer(self, without: Answer, draft: Draft, request: Request, entries: Mapping[str, Entry]) -> Answer:
        checked = [self._checked(said, request, entries) for said in draft.sentences if said.text]
        invented = sum(len(s.invented) for s in checked) + sum(len(s.invented) for s in draft.sentences if not s.text)
        trouble = draft.trouble or _fault(checked, invented)
        if trouble:
            made_up = f" {_count(invented, 'source was', 'sources were')} made up." if invented else ""
            note = f"{self.name} {trouble}.{made_up} {OTHERWISE}"
            return replace(without, note=note, invented=invented, removed=tuple(checked))
        kept, removed = checked, ()
        if self._unsupported == "remove":
            kept = [sentence for sentence in checked if sentence.verdict != "unsupported"]
            removed = tuple(sentence for sentence in checked if sentence.verdict == "unsupported")
        note = _note(kept, removed, invented)
        if draft.cut:
            note = f"The model was cut off at {self.model.endpoint.max_tokens:,} tokens; its last sentence is left out. {note}"
        citations = self._citations(without, kept, entries)
        told = {"note": note.strip(), "invented": invented, "removed": removed}
        return without.saying(kept, citations, mode="llm", form="prose", **told)

    def _checked(self, said: Said, request: Request, entries: Mapping[str, Entry]) -> Sentence:
        """The sentence with its keys resolved, and the verdict on it."""
        ids = tuple(request.keys[key] for key in said.keys)
        cited = [entries[i] for i in ids] if all(i in entries for i in ids) else list(self.index.entries(ids).values())
        context = [words for entry in cited for words in (entry.context, describe(self.index.documents[entry.document]))]
        terms = self.index.lexical.analyser.terms
        texts = [entry.text for entry in cited]
        close = self._close if self._by_meaning else None
        found = verify.examine(said.text, texts, context, terms, close=close, judge=self._judge)
        invented = (*said.invented, *_named(said.text, ids, [*texts, *context]))
        return Sentence(
            text=said.text, citations=ids, verdict=found.verdict, score=found.score, reason=found.reason, invented=invented
        )

    def _close(self, text: str, others: Sequence[str]) -> list[float]:
        """The cosines of a text and others."""
        first, *rest = self.index.encoder.encode([text, *others])
        return [float(first @ vector) for vector in rest]

    def _citations(self, without: Answer, sentences: Sequence[Sentence], entries: Mapping[str, Entry]) -> tuple[Citation, ...]:
        before = {citation.id: citation for citation in without.citations}
        made = []
        ids = list(dict.fromkeys(i for sentence in sentences for i in sentence.citations))
        known = {**self.index.entries([i for i in ids if i not in entries]), **entries}
        for marker, identifier in enumerate(ids, start=1):
            entry = known[identifier]
            citation = before.get(identifier) or cite(entry, self.index.documents[entry.document], marker)
            made.append(replace(citation, marker=marker))
        return tuple(made)


def so_far(text: str, request: Request) -> str:
    """What has been written so far, for the eyes of who waits: without keys, marks of markup and anything unseen."""
    # A mark that is still being written is no word yet.
    text, mark, open_ = text[:LONGEST].rpartition("[")
    text = text + mark + open_ if "]" in open_ or len(open_) > 40 else text or ("" if mark else open_)
    draft = parse(text, request.keys)
    return shown(" ".join(said.text for said in draft.sentences))


def _named(sentence: str, ids: Sequence[str], allowed: Sequence[str]) -> Iterator[str]:
    """Documents and paragraphs that a sentence names, and that its sources are not and do not name."""
    read = " ".join(allowed)
    theirs = {str(mention.reference) for text in allowed for mention in find_references(text)}
    for mention in find_references(sentence):
        reference = str(mention.reference)
        whole = mention.reference.part is None and str(mention.reference.symbol).rpartition("/RES/")[2] in read
        # Who names paragraph 10 (a) speaks of paragraph 10 too.
        if not whole and not any(named == reference or named.startswith(f"{reference}-") for named in (*ids, *theirs)):
            yield sentence[mention.start : mention.end]


def _fault(checked: Sequence[Sentence], invented: int) -> str:
    """Why a draft that could be read is still no answer; empty when it is one."""
    if not checked:
        return "wrote no sentence"
    if not any(sentence.citations for sentence in checked):
        return f"cited only what it was not given ({invented})" if invented else "cited nothing"
    main = next(sentence for sentence in checked if sentence.citations)
    if main.verdict == "unsupported":
        return "gave an answer whose main sentence is not in the paragraphs that it cites"
    if main.verdict == "partly":
        # Half of the words of "remittances are forbidden" are in any paragraph about remittances.
        return "gave an answer whose main sentence is only in part in the paragraphs that it cites"
    return ""


def _note(kept: Sequence[Sentence], removed: Sequence[Sentence], invented: int) -> str:
    """What a reader should know of an answer that is shown; empty when there is nothing."""
    notes = []
    marked = sum(sentence.verdict == "unsupported" for sentence in kept)
    if marked:
        notes.append(f"{_count(marked, 'sentence is', 'sentences are')} not supported by what is cited, and marked.")
    if removed:
        notes.append(f"{_count(len(removed), 'sentence was', 'sentences were')} left out: not supported by what was cited.")
    if invented:
        notes.append(f"{_count(invented, 'source was', 'sources were')} made up by the model, and marked.")
    return " ".join(notes)


def _count(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


def _usage(request: Request, text: str, ended: Ended | None) -> Usage:
    if ended is not None and ended.usage is not None:
        return ended.usage
    if ended is None and not text:
        return Usage()
    return Usage(prompt=request.tokens, completion=tokens(text), estimated=True)
