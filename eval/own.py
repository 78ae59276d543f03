"""The project's own suite: retrieval, citations and abstention on our cases, each case one row of a run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from hld.app.answer import Assistant
from hld.app.schema import Answer
from hld.eval.case import Case
from hld.eval.metrics import auroc, citation_precision, group_recall, mean, reciprocal_rank

DEPTH = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What one case came to. Measures that do not apply to it are None."""

    id: str
    category: str
    language: str
    expected: str
    status: str
    confidence: float
    recall5: float | None
    recall10: float | None
    reciprocal_rank: float | None
    citation_precision: float | None
    citation_recall: float | None
    facts: float | None
    quoted: float | None
    total_ms: float
    ranked: list[str]
    cited: list[str]
    answer: str


def evaluate(assistant: Assistant, cases: Sequence[Case], progress: Callable[[int], None] | None = None) -> Iterator[Row]:
    """One row a case, in order."""
    for number, case in enumerate(cases, start=1):
        yield score(case, assistant.ask(case.question, case.history), _ranked(assistant, case))
        if progress:
            progress(number)


def _ranked(assistant: Assistant, case: Case) -> list[str]:
    """The ranking that the question gives, whether or not it was then answered; a looked-up paragraph comes first."""
    from hld.app.question import standalone

    return [hit.id for hit in assistant.search(standalone(case.question, case.history), DEPTH)]


def score(case: Case, answer: Answer, ranked: Sequence[str]) -> Row:
    """Score one answer; `ranked` is the whole ranking behind it."""
    cited = [citation.id for citation in answer.citations]
    if answer.status == "lookup":
        ranked = [*cited, *(i for i in ranked if i not in cited)]
    answers = answer.status in ("answered", "lookup")
    judged = bool(case.gold)
    # A sentence that was found in another year's repeat names it as well: both count as what is cited.
    text = " ".join(sentence.text for sentence in answer.sentences).lower()
    quoted = [sentence.verdict in ("quoted", "supported") for sentence in answer.sentences]
    return Row(
        id=case.id,
        category=case.category,
        language=case.language,
        expected=case.status,
        status=answer.status,
        confidence=answer.confidence,
        recall5=group_recall(case.gold, ranked, 5) if judged else None,
        recall10=group_recall(case.gold, ranked, 10) if judged else None,
        reciprocal_rank=reciprocal_rank(case.gold_ids, ranked) if judged else None,
        citation_precision=citation_precision(case.gold_ids, cited) if judged and answers else None,
        citation_recall=group_recall(case.gold, cited, len(cited)) if judged and answers else None,
        facts=mean([float(fact.lower() in text) for fact in case.facts]) if case.facts and answers else None,
        quoted=mean([float(q) for q in quoted]) if quoted else None,
        total_ms=answer.timings_ms.get("total", 0.0),
        ranked=list(ranked),
        cited=cited,
        answer=" ".join(sentence.text for sentence in answer.sentences),
    )


def summary(rows: Sequence[Row]) -> dict[str, float]:
    """The figures of a run.

    `answered` is the share answered of what can be, `wrongly_answered` of what cannot; `abstention_auroc` how well the
    confidence separates the two. Lookups count as answered.
    """
    can = [row for row in rows if row.expected in ("answered", "lookup")]
    cannot = [row for row in rows if row.expected in ("abstained", "clarify")]
    out = {"cases": float(len(rows))}
    for name in ("recall5", "recall10", "reciprocal_rank", "citation_precision", "citation_recall", "facts", "quoted"):
        out[name] = mean([value for row in rows if (value := getattr(row, name)) is not None])
    out["answered"] = mean([float(row.status in ("answered", "lookup")) for row in can])
    out["wrongly_answered"] = mean([float(row.status in ("answered", "lookup")) for row in cannot])
    refused = [row for row in rows if row.status in ("abstained", "clarify")]
    out["abstention_precision"] = mean([float(row in cannot) for row in refused])
    out["abstention_recall"] = mean([float(row.status in ("abstained", "clarify")) for row in cannot])
    out["abstention_auroc"] = auroc([row.confidence for row in can], [row.confidence for row in cannot])
    return out


def by_category(rows: Sequence[Row]) -> Mapping[str, dict[str, float]]:
    """The figures of each category."""
    names = list(dict.fromkeys(row.category for row in rows))
    return {name: summary([row for row in rows if row.category == name]) for name in names}


def as_json(row: Row) -> dict[str, Any]:
    """A row for the run file."""
    return asdict(row)
