"""Question -> Answer, the whole story: understand, look up or search, weigh the evidence, compose, check."""

from __future__ import annotations

import re
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from hld.app import (
    again,
    behind,
    beside,
    changes,
    collect,
    evidence,
    extract,
    follow,
    left,
    lookup,
    premise,
    ranking,
    several,
    wording,
)
from hld.app.about import IN_ENGLISH, NO_WRITER, drafting
from hld.app.behind import Estimate
from hld.app.evidence import Evidence, Weighed
from hld.app.framed import asking
from hld.app.glossary import known_words
from hld.app.named import adds
from hld.app.question import ASKED, EXPANSION, LONGEST, Understood, understand
from hld.app.refusals import refusal, speaks
from hld.app.resolve import mentions
from hld.app.schema import CONFIDENCE, Answer, Retrieved
from hld.app.terms import content
from hld.app.topic import topic
from hld.app.turns import names_only, of_another, of_any, opened, says_enough
from hld.app.visible import asked
from hld.index.facets import EVERYTHING, Filter
from hld.index.hits import Hit
from hld.index.rerank import READ, Reranker, rerank
from hld.index.search import Index, Query
from hld.ingest.errors import HldError
from hld.ingest.library import Entry
from hld.ingest.regex import regex

if TYPE_CHECKING:
    from hld.app.llm.write import Writer

RETRIEVED = 10
"""Hits that an answer lists."""

COMPARED = 60
"""Hits among which a comparison looks for what each document says."""

RERANKED = 60
"""Hits that the learned ranker orders again."""

OPENED = 6
"""Questions before a turn of which the first is taken for what the conversation is about."""

CITED = 6
"""How many of the paragraphs count that the last answer before a turn cites."""

STRETCH = 10
"""Turns of a conversation that are left out together of those that an answer looks back to, when there are twice as many."""

RECENT = 3
"""Turns before one that may go on from them all, of which it is looked at whether they were answered."""

REMEMBERED = 500
"""Answers that are kept for the turns behind them."""

_IT = regex(r"\b(?:it|this|that)\b", re.IGNORECASE)
_BEYOND = {"earlier": "before", "later": "after"}
"""Turns that ask for what was said before or after the answer."""


class Assistant:
    """Answers questions from one index."""

    def __init__(
        self,
        index: Index,
        *,
        confidence: float = CONFIDENCE,
        version: str = "",
        writer: Writer | None = None,
        reranker: Reranker | None = None,
    ) -> None:
        """`confidence` is the least probability that the evidence answers; below it the assistant abstains.

        `writer` writes with a language model what would else be put together from the paragraphs; `reranker` orders the best
        paragraphs again.
        """
        self.index, self.confidence, self._version = index, confidence, version
        self.writer, self.reranker = writer, reranker
        self._answered: dict[tuple[str, ...], Answer] = {}

    def query(self, understood: Understood, only: Filter = EVERYTHING) -> Query:
        """The query for a question: its own words, and at less weight those the glossary adds."""
        lexical = self.index.lexical
        terms = {**lexical.query(understood.text), **lexical.pairs(understood.text)}
        for phrase in understood.phrases:
            for term in lexical.query(phrase):
                terms.setdefault(term, EXPANSION)
        # The question alone is encoded. With the glossary's words behind it recall@10 of questions that nothing was tuned on
        # falls from .470 to .416.
        bonus = follow.bonus(understood, self.index)
        return Query(
            text=understood.meant,
            turn=understood.turn,
            terms=terms,
            bonus=bonus,
            named=understood.named,
            only=only,
            dense_weight=ASKED,
        )

    def search(self, text: str, k: int, only: Filter = EVERYTHING) -> list[Hit]:
        """The `k` best paragraphs for a query, understood as a question is, among those that a filter lets through.

        Raises:
            HldError: when the query is empty or too long.
        """
        return self.rank(self.understand(text, ()), k, only)[0]

    def understand(self, question: str, history: Sequence[str]) -> Understood:
        """A question taken apart, against the documents and the words of this index.

        Raises:
            HldError: when it is empty or too long.
        """
        # Characters that nobody sees are no part of a question; where it had any, `searched` shows what is left.
        earlier = again.own([asked(turn) for turn in history])
        understood = understand(_checked(question), earlier, self.index.documents, self._corrected)
        explained, terms = understood.explained, content(understood.text, self.index.lexical.analyser)
        elsewhere = self.index.unfamiliar(term for term in terms if term not in explained)
        return replace(understood, elsewhere=elsewhere, late={} if elsewhere else understood.late)

    def in_conversation(self, question: str, history: Sequence[str]) -> Understood:
        """A question taken apart as it is answered after others: in words that grammar reads, and behind what it may go on from.

        Raises:
            HldError: when it is empty or too long.
        """
        *earlier, turn = wording.worded([*map(asked, history), _checked(question)], self, self.index)
        return self._in_context(self.understand(turn, earlier), turn, earlier)

    def _corrected(self, text: str) -> str:
        return self.index.corrected(text, known_words())

    def rank(
        self, understood: Understood, k: int, only: Filter = EVERYTHING, unsampled: Collection[str] = ()
    ) -> tuple[list[Hit], dict[str, Entry]]:
        """The `k` best paragraphs for a question taken apart, among those that a filter lets through, and their entries.

        The documents `unsampled` are searched as if no sample question was known of them.
        """
        wordings = self.by_wording(understood, self._deep(k), only, unsampled)
        return self._together(understood, wordings, self._estimates(understood, wordings), k)

    def _deep(self, k: int) -> int:
        """How many paragraphs are ordered for the `k` best."""
        return k if self.reranker is None else max(k, READ)

    def _estimates(self, understood: Understood, wordings: Mapping[str, Sequence[Hit]]) -> dict[str, Estimate]:
        """What each wording of a turn finds by itself; nothing where there is but one."""
        return behind.estimates(understood, wordings, self.index) if len(wordings) > 1 else {}

    def _together(
        self, understood: Understood, wordings: Mapping[str, Sequence[Hit]], by_wording: Mapping[str, Estimate], k: int
    ) -> tuple[list[Hit], dict[str, Entry]]:
        """The `k` best paragraphs of those by the wordings of a question, and their entries."""
        ranked = behind.together(understood, wordings, by_wording, self.index) if by_wording else [*wordings["turn"]]
        if self.reranker is not None:
            ranked = self._reranked(ranked, understood.text, self.reranker)
        return ranked[:k], self.index.entries([hit.id for hit in ranked[:k]])

    def by_wording(
        self, understood: Understood, k: int, only: Filter = EVERYTHING, unsampled: Collection[str] = ()
    ) -> dict[str, list[Hit]]:
        """The best paragraphs by each wording of a question, as the learned ranker orders them: "turn" is that by which it is
        searched, and the others, which turns alone have, those of `hld.app.behind`."""
        query = replace(self.query(understood, only), unsampled=unsampled)
        others = behind.others(understood)
        found = self.index.find(query, max(k, RERANKED))
        wordings = {"turn": ranking.rank(understood, found, self.index, RERANKED if others else k)}
        for name, each in others.items():
            same = next((other for other in wordings if others.get(other) is each), "")
            wordings[name] = wordings[same] if same else self.by_wording(each, RERANKED, only, unsampled)["turn"]
        return wordings

    def _reranked(self, ranked: list[Hit], question: str, reranker: Reranker) -> list[Hit]:
        read = self.index.entries([hit.id for hit in ranked[:READ]])
        return rerank(ranked, question, [f"{e.context} {e.text}".strip() for e in read.values()], reranker)

    def ask(self, question: str, history: Sequence[str] = (), *, write: bool = True) -> Answer:
        """One answer; `write` False leaves a language model out.

        Raises:
            HldError: when the question is empty or too long.
        """
        *_, answer = self.stream(question, history, write=write)
        assert isinstance(answer, Answer)
        return answer

    def stream(self, question: str, history: Sequence[str] = (), *, write: bool = True) -> Iterator[str | Answer]:
        """The answer, and before it what a language model has written so far, again and again, unchecked.

        `write` False leaves the model out.

        Raises:
            HldError: when the question is empty or too long.
        """
        started = time.perf_counter()
        *earlier, turn = wording.worded([*map(asked, history), _checked(question)], self, self.index)
        for told in self._answers(question, turn, earlier, write=write, started=started):
            if isinstance(told, Answer) and (self.writer is None or not write):
                self._remember(turn, earlier, told)
            yield told

    def told(self, turn: str, history: Sequence[str]) -> Answer:
        """The answer to a turn of a conversation that is in words which grammar reads, without a language model."""
        answer = self._answered.get((*history, turn))
        if answer is None:
            *_, answer = self._answers(turn, turn, history, write=False, started=time.perf_counter())
            assert isinstance(answer, Answer)
            self._remember(turn, history, answer)
        return answer

    def _remember(self, turn: str, history: Sequence[str], answer: Answer) -> None:
        """Keep an answer for the turns behind it; where there are very many, those alone that come from now on."""
        if len(self._answered) >= REMEMBERED:
            self._answered = {}
        self._answered[(*history, turn)] = answer

    def _answers(
        self, question: str, turn: str, history: Sequence[str], *, write: bool, started: float
    ) -> Iterator[str | Answer]:
        """What `stream` gives, of a question that is worded as `turn` after such turns: where what it goes on from was refused,
        and so is it, as it is asked without that."""
        for told in self._answers_behind(question, turn, history, write=write, started=started):
            if isinstance(told, Answer) and told.refused and told.searched != turn:
                kept = self._not_refused(history)
                if len(kept) < len(history) and self._may_leave(turn, history, kept):
                    *_, other = self._answers_behind(question, turn, kept, write=write, started=started)
                    told = other if isinstance(other, Answer) and not other.refused else told
            yield told

    def _may_leave(self, turn: str, history: Sequence[str], kept: Sequence[str]) -> bool:
        """Whether a turn may be asked behind those alone that are `kept` of a conversation, without the refused ones: not where
        it means what was refused itself, nor where nothing is left and it asks nothing by itself, "picked by whom?"."""
        last_refused = not kept or kept[-1] != history[-1]
        again_asked = of_another(turn, history[-1:]) if last_refused else ""
        if again_asked and _IT.search(turn):
            return False
        return bool(kept or adds(turn) or (says_enough(turn) and not again_asked))

    def _not_refused(self, history: Sequence[str]) -> list[str]:
        """The turns of a conversation up to the last that was answered, of the `RECENT` last ones, or without all of these; and
        where that is the last of all, without those of the `RECENT` before it that were not."""

        def refused(number: int) -> bool:
            return self.told(history[number - 1], _recent(history[: number - 1])).refused

        oldest = max(0, len(history) - RECENT)
        end = next((number for number in range(len(history), oldest, -1) if not refused(number)), oldest)
        if end < len(history):
            return [*history[:end]]
        start = max(0, end - RECENT)
        return [*history[:start], *(history[number - 1] for number in range(start + 1, end + 1) if not refused(number))]

    def _answers_behind(
        self, question: str, turn: str, history: Sequence[str], *, write: bool, started: float
    ) -> Iterator[str | Answer]:
        """The same behind all of these turns."""
        wanted = again.wanted(turn) if history else ""
        told_to = list(history)
        while wanted == "nth" and len(told_to) > 1 and again.wanted(told_to[-1]) == "nth":  # of the same list
            told_to.pop()
        before = self.told(told_to[-1], told_to[:-1]) if wanted else None
        about = before if before is not None and again.fits(turn, before) else None
        if about is not None and wanted in _BEYOND:
            opens = "anything" if topic(about.searched) != about.searched else "and"
            turn = f"{opens} {_BEYOND[wanted]} {about.citations[0].adopted[:4]}?"
        elif about is not None:
            *earlier, last = again.own(history) or history
            told = again.answer(turn, wanted, about, self.understand(last, earlier), self.index)
            yield self._finish(replace(told, question=question), {"total": _ms(started)})
            return
        understood = self._in_context(self.understand(turn, history), turn, history)
        looked_up = lookup.answer(understood, self.index)
        if looked_up is not None and looked_up.status == "clarify" and understood.places and history:
            told = (before or self.told(history[-1], history[:-1])).citations
            if len({citation.symbol for citation in told}) == 1:  # "and paragraph 11 of it?"
                understood = self.understand(f"{understood.places[0].label()} of {told[0].symbol}", ())
                looked_up = lookup.answer(understood, self.index)
        if looked_up is not None:
            yield self._finish(replace(looked_up, question=question), {"total": _ms(started)})
            return
        whole = found = self._weighed(understood)
        hits, searched = found.ranked[:RETRIEVED], _ms(started)
        if hits and (back := lookup.misplaced(understood, found.entries[hits[0].id], hits[0].score, self.index)) is not None:
            yield self._finish(replace(back, question=question), {"search": searched, "total": _ms(started)})
            return
        trouble = premise.trouble(understood, self.index)
        if not trouble:
            found = several.beside(self, understood, found, self.index)
        # What answers each of several things is cited, whatever stands beside it.
        once = found.evidence.hits == whole.evidence.hits
        hits = list({hit.id: hit for hit in (*found.ranked, *hits)}.values())[:RETRIEVED]
        weighed, entries = found.evidence, found.entries
        trouble = trouble or weighed.lacks
        why = trouble or weighed.doubt
        sure = self.sure(weighed) and not trouble
        gone = lookup.of_one_gone(understood, self.index)
        if gone is not None and not (sure and mentions(entries[weighed.hits[0].id], gone)):
            refused = lookup.gone(understood, gone, self.index)
            yield self._finish(replace(refused, question=question), {"total": _ms(started)})
            return
        answer = Answer(
            question=question,
            searched=understood.searched,
            language=understood.language,
            status="abstained",
            reason=refusal(why, weighed.confidence, understood.language),
            confidence=0.0 if trouble else round(weighed.confidence, 4),
            retrieved=tuple(Retrieved(id=hit.id, score=round(hit.score, 4)) for hit in hits),
        )
        if sure:
            # Of a turn behind others the first is less sure, and the model is one of single questions (decision 234).
            alone = not understood.behind or (not behind.others(understood) and beside.lists(understood))
            if once and alone and not understood.compares:
                weighed = beside.cited(understood, weighed, hits, self.index)
            weighed = several.with_parts(self, understood, weighed, whole.ranked)
            agreed = changes.said_before(answer, understood, entries[weighed.hits[0].id], self.index)
            answer = agreed or extract.answered(answer, understood, weighed, found.ranked, entries, self.index)
            more = collect.beyond(understood, [citation.id for citation in answer.citations], self.index)
            unwritten = NO_WRITER if drafting(question) and self.writer is None else ""
            left_open = found.note or several.unanswered(understood, answer.citations)
            notes = [unwritten, answer.note, left_open, more]
            answer = replace(answer, note=" ".join(filter(None, notes)))
        own = any(f"@{understood.language}#" in citation.id for citation in answer.citations) or (self.writer and write)
        in_english = "" if own or (not sure and speaks(why, understood.language)) else IN_ENGLISH.get(understood.language, "")
        notes = (in_english, answer.note, lookup.missing(understood, self.index))
        answer = replace(answer, note=" ".join(filter(None, notes)))
        total = _ms(started)
        answer = self._finish(answer, {"search": searched, "compose": round(total - searched, 2), "total": total})
        if self.writer is not None and write:
            answer = yield from self.writer.write(answer, history, entries)
            answer = replace(answer, timings_ms={**answer.timings_ms, "total": _ms(started)})
        yield answer

    def _in_context(self, understood: Understood, turn: str, history: Sequence[str]) -> Understood:
        """A turn with what was told last, and behind what the conversation asked; what opens one with what it asks alone, where
        it says something before it."""
        if not history:
            asks = "" if understood.compares or understood.topics or understood.sides else asking(opened(turn, ())[0])
            return replace(understood, behind=((behind.STATEMENT, self.understand(asks, ())),)) if asks else understood
        if understood.compares or of_another(*opened(turn, history)):
            return understood
        own = again.own(history) or history
        told, earlier = self._cited_last(history), [own[-1], own[max(0, len(own) - OPENED)]]
        if not self.understand(turn, ()).anywhere:  # the document or the time that it names stands for those before
            if names_only(turn):
                return understood
            told, earlier = (), list(map(of_any, earlier))
        texts = {behind.LAST: f"{earlier[0]} {turn}", behind.FIRST: f"{earlier[1]} {turn}", behind.ALONE: turn}
        if told:
            texts[behind.TOLD] = behind.put_before(turn, self.index.entries(told[:1])[told[0]].text)
        own_words = understood.turn or understood.meant
        others = {
            text: replace(self.understand(text, ()), told=told, turn=own_words)
            for text in dict.fromkeys(texts.values())
            if len(text) <= LONGEST and text != understood.searched
        }
        wordings = tuple((name, others[text]) for name, text in texts.items() if text in others)
        return replace(understood, told=told, behind=wordings)

    def _cited_last(self, history: Sequence[str]) -> tuple[str, ...]:
        """The paragraphs that the last of the answers before cites that cites any."""
        return tuple(citation.id for citation in left.cited_last(_recent(history), self)[:CITED])

    def weigh(self, understood: Understood, only: Filter = EVERYTHING) -> Weighed:
        """What is found for a question taken apart, among what a filter lets through, and how surely that answers."""
        k = COMPARED if understood.compares else RETRIEVED
        wordings = self.by_wording(understood, self._deep(k), only)
        by_wording = self._estimates(understood, wordings)
        ranked, entries = self._together(understood, wordings, by_wording, k)
        ranked = evidence.saying_first(understood, ranked, entries, self.index.lexical)
        weighed = evidence.gather(understood, ranked[:RETRIEVED], entries, self.index.documents, self.index.lexical)
        if ranked and by_wording:
            ids, scores = [hit.id for hit in ranked], [hit.score for hit in ranked]
            sure = behind.confidence(behind.told_by(understood, by_wording, ids, scores, self.index))
            weighed = replace(weighed, confidence=sure)
        asks = dict(understood.behind).get(behind.STATEMENT)
        if asks is not None and ranked and not self.sure(weighed):
            other = self.weigh(asks, only)
            if self.sure(other.evidence) and other.evidence.hits[0].id == ranked[0].id:
                weighed, entries = other.evidence, {**other.entries, **entries}
        return Weighed(evidence=weighed, ranked=ranked, entries=entries)

    def _weighed(self, understood: Understood) -> Weighed:
        """What is found for a question; where it is asked of documents and the best is of none of them, what is found in these
        alone, if that is sure: what one says of it may be farther from the question than what others do."""
        found, asked_of = self.weigh(understood), frozenset(understood.asked_of)
        if not asked_of or not found.ranked or found.ranked[0].id.partition("#")[0] in asked_of:
            return found
        within = self.weigh(understood, Filter(documents=asked_of))
        if self.sure(within.evidence):
            return within
        return replace(within, evidence=found.evidence, entries={**found.entries, **within.entries})

    def sure(self, weighed: Evidence) -> bool:
        """Whether evidence answers."""
        return weighed.confidence >= self.confidence and bool(weighed.hits) and not weighed.lacks

    def _finish(self, answer: Answer, timings: dict[str, float]) -> Answer:
        versions = {
            "index": self.index.version,
            "model": str(self.index.manifest["model"]),
            "prompt": "",
            "app": self._version,
        }
        return replace(answer, timings_ms=timings, versions=versions)


def _recent(history: Sequence[str]) -> Sequence[str]:
    """The turns of a conversation that an answer looks back to. Each answer takes those before it; what is left out is so by
    tens, that answers are kept from turn to turn."""
    return history[max(0, len(history) // STRETCH - 1) * STRETCH :]


def _ms(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 2)


def _checked(question: str) -> str:
    if len(question) > LONGEST:
        raise HldError(f"The question has {len(question):,} characters; at most {LONGEST:,} are taken.", "Shorten it.")
    seen = asked(question)
    if not seen.strip():
        raise HldError("The question is empty.", "Ask something, in quotes.")
    return seen
