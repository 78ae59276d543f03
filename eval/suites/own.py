"""The project's own cases: retrieval, citations, answers and abstention, ours beside the baselines on the same cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from hld.eval.case import OWN
from hld.eval.launch import launch
from hld.eval.measures import Judged, load, score
from hld.eval.suite import Context, Plan, Suite

if TYPE_CHECKING:
    from hld.app.answer import Assistant
    from hld.eval.case import Case, Split
    from hld.eval.given import Given
    from hld.eval.reply import Reply
    from hld.eval.run import Row, Run
    from hld.index.search import Index
    from hld.ingest.library import Entry

DEPTH = 20
"""Paragraphs of a ranking that are judged and kept."""

HEADLINE = (
    "recall@5",
    "recall@10",
    "mrr",
    "ndcg@10",
    "citation_precision",
    "citation_recall",
    "fact_coverage",
    "quote_fidelity",
    "right",
    "answered",
    "wrongly_answered",
    "ms_p50",
)

OURS = "hld"


class Held:
    """The paragraphs of an index, and whether they support a sentence, by the check that the assistant itself uses."""

    def __init__(self, index: Index, entails: Callable[[str, str], bool] | None = None) -> None:
        """Read paragraphs from `index` as they are asked for; `entails` is an NLI model, or None."""
        self._index, self.entails = index, entails
        self._seen: dict[str, Entry | None] = {}

    def entry(self, paragraph: str) -> Entry | None:
        """The paragraph of an id, or None."""
        if paragraph not in self._seen:
            self._seen[paragraph] = self._index.entries([paragraph]).get(paragraph)
        return self._seen[paragraph]

    def supports(self, sentence: str, paragraphs: Sequence[Entry]) -> bool:
        """Whether `hld.app.verify` finds the sentence quoted from, or supported by, these paragraphs."""
        from hld.app import verify
        from hld.app.citations import describe

        texts = [entry.text for entry in paragraphs] + [entry.plain for entry in paragraphs if entry.plain]
        context = [text for e in paragraphs for text in (e.context, describe(self._index.documents[e.document]))]
        found = verify.examine(sentence, texts, context, self._index.lexical.analyser.terms)
        return found.verdict in ("quoted", "supported")


def ours(assistant: Assistant, case: Case) -> tuple[Reply, tuple[str, ...]]:
    """Our answer, and the ranking that its question gives, answered or not; what was looked up comes first."""
    from hld.eval.reply import read

    reply = read(assistant.ask(case.question, case.history).as_json())
    found = [hit.id for hit in assistant.rank(assistant.in_conversation(case.question, case.history), DEPTH)[0]]
    first = reply.cited if reply.status == "lookup" else ()
    return reply, tuple(dict.fromkeys([*first, *found]))[: max(DEPTH, len(first))]


def row(system: str, case: Case, reply: Reply, ranked: tuple[str, ...], corpus: Held) -> Row:
    """One row: the case, the reply, and every measure that applies."""
    from hld.eval.run import Row

    first = case.gold[0][0] if case.gold else ""
    return Row(
        system=system,
        id=case.id,
        metrics=score(Judged(case=case, reply=reply, ranked=ranked, corpus=corpus)),
        category=case.category,
        language=case.language,
        document=first.partition("#")[0],
        question=case.question,
        history=case.history,
        kind=case.kind,
        gold=case.gold,
        facts=case.facts,
        note=case.note,
        expected=case.status,
        status=reply.status,
        reason=reply.reason,
        confidence=reply.confidence,
        ranked=ranked[:DEPTH],
        cited=reply.cited,
        sentences=reply.sentences,
        timings_ms=reply.timings_ms,
    )


def prepare(
    context: Context,
    cases: Sequence[Path] = (),
    split: Split = "all",
    systems: Sequence[str] = (),
    answers: Path | None = None,
    package: str = OWN,
) -> Plan:
    """A plan for the cases of a split, or of other files, by the systems named, or by ours and all baselines.

    With `answers`, a file of answers made elsewhere is judged alone. `package` says which of the cases that ship are meant.

    Raises:
        HldError: when a system has no such name.
    """
    from hld.eval.case import load_cases

    return plan(context, load_cases(cases, split, package)[: context.limit or None], split, systems, answers)


def plan(
    context: Context, chosen: Sequence[Case], split: Split, systems: Sequence[str] = (), answers: Path | None = None
) -> Plan:
    """A plan for these cases, of which `split` says what was chosen; the rest is as in `prepare`.

    Raises:
        HldError: when a system has no such name.
    """
    from hld.eval.baselines import NAMES, Baselines
    from hld.eval.case import digest_of
    from hld.eval.given import load as load_answers
    from hld.eval.repeats import widened
    from hld.ingest.errors import HldError

    given = load_answers(answers) if answers else None
    chosen_systems = [answers.stem] if answers else list(systems) or [OURS, *NAMES]
    if unknown := set(systems) - {OURS, *NAMES}:
        raise HldError(f"There is no system {', '.join(sorted(unknown))}.", f"There are {', '.join([OURS, *NAMES])}.")

    assistant = context.assistant
    corpus = Held(assistant.index, context.entails)
    index = assistant.index
    by_id = {case.id: case for case in widened(chosen, index.library)}
    entries = list(index.library.all(context.settings.languages))
    baselines = Baselines(entries, index.documents, context.vectors_by(index.encoder))

    def scored(system: str, case: str) -> Row:
        if given is not None:
            reply, ranked = given.answer(case)
        elif system == OURS:
            reply, ranked = ours(assistant, by_id[case])
        else:
            reply, ranked = baselines.answer(system, by_id[case])
        return row(system, by_id[case], reply, ranked, corpus)

    return Plan(
        tasks=[(system, case) for system in chosen_systems for case in by_id],
        score=scored,
        measures=list(load().values()),
        headline=HEADLINE,
        hashes={
            "cases": digest_of(chosen),
            "corpus": str(assistant.index.manifest["corpus"]),
            **({"answers": given.hash} if given else {}),
        },
        about={
            "split": split,
            "cases": len(chosen),
            "index": dict(assistant.index.manifest),
            "notes": [*_notes(given, by_id), *_repeats(chosen, by_id), *_wording(chosen, corpus)],
        },
    )


def _wording(cases: Sequence[Case], corpus: Held) -> list[str]:
    """How much the questions repeat of the paragraphs that answer them."""
    from hld.eval.wording import measured, median_overlap

    texts = {i: entry.text for case in cases for i in case.gold_ids if (entry := corpus.entry(i)) is not None}
    known = [case for case in measured(cases) if case.gold_ids <= set(texts)]
    if not known:
        return []
    share = median_overlap(known, texts)
    return [f"Of a question's content words, {share:.2f} (median) stand in the paragraph that answers it."]


def _repeats(cases: Sequence[Case], by_id: Mapping[str, Case]) -> list[str]:
    """How many cases later resolutions of this library answer in the same words."""
    count = sum(case != by_id[case.id] for case in cases)
    return (
        [f"{count} cases are also answered by paragraphs that say the same in other documents of this library."] if count else []
    )


def _notes(given: Given | None, cases: Mapping[str, Case]) -> list[str]:
    """What a reader must know of a file of answers."""
    if given is None:
        return []
    absent = sum(case not in given.replies for case in cases)
    other = sum(case not in cases for case in given.replies)
    notes = [f"{absent} of {len(cases)} cases have no answer in the file and count as abstained."] if absent else []
    return notes + ([f"{other} answers of the file are to no case of this run and are left out."] if other else [])


SUITE = Suite(name="own", title="Own cases", prepare=prepare)


def start(
    *, split: Split, cases: Sequence[Path], systems: Sequence[str], answers: Path | None, as_json: bool, runs: Path, fresh: bool
) -> Run:
    """Run it from the command line."""
    chosen = partial(prepare, cases=cases, split=split, systems=systems, answers=answers)
    return launch(SUITE, prepare=chosen, as_json=as_json, runs=runs, fresh=fresh)
