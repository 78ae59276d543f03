"""Are the right paragraphs cited? Judged against the gold that people wrote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hld.eval.measures import Judged, per_case
from hld.eval.ranking import lenient
from hld.eval.statistics import Measure


def f1(precision: float, recall: float) -> float:
    """The harmonic mean (van Rijsbergen 1979); 0 when both are 0.

    >>> f1(1.0, 0.5), f1(0.0, 0.0)
    (0.6666666666666666, 0.0)
    """
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def precision_and_recall(gold: Sequence[Sequence[str]], cited: Sequence[str]) -> tuple[float, float]:
    """Set precision and recall of cited ids against gold groups, at least one; an alternative of a group counts as the group.

    >>> precision_and_recall([("a", "b"), ("c",)], ["b", "d"])
    (0.5, 0.5)
    """
    wanted = {item for group in gold for item in group}
    precision = sum(item in wanted for item in cited) / len(cited) if cited else 0.0
    return precision, sum(not set(group).isdisjoint(cited) for group in gold) / len(gold)


@per_case(
    Measure(name="citation_precision", says="Share of the paragraphs cited that are wanted, of answers given."),
    Measure(name="citation_recall", says="Share of the paragraphs wanted that are cited, of answers given."),
    Measure(
        name="citation_f1", says="The harmonic mean of the two, case by case; 0 for an answer that is not given but could be."
    ),
    Measure(name="lenient_citation_precision", says="The precision, with credit for the paragraph above or below one wanted."),
)
def citations(judged: Judged) -> Mapping[str, float]:
    """Set precision and recall of the cited ids against the gold groups; an alternative of a group counts as the group."""
    gold, cited = judged.case.gold, judged.reply.cited
    if not gold or judged.case.status == "clarify":
        return {}
    if not judged.reply.answers:
        return {"citation_f1": 0.0}
    near = {item for group in lenient(gold, cited) for item in group}
    precision, recall = precision_and_recall(gold, cited)
    return {
        "citation_precision": precision,
        "citation_recall": recall,
        "citation_f1": f1(precision, recall),
        "lenient_citation_precision": sum(item in near for item in cited) / len(cited) if cited else 0.0,
    }


@per_case(
    Measure(
        name="right",
        title="right as a whole",
        says="Share of cases that are answered with a paragraph wanted cited, or rightly not answered.",
    )
)
def right(judged: Judged) -> float:
    """1 when a question with an answer is answered and a wanted paragraph is cited, or one without is refused or asked back."""
    if judged.case.status in ("answered", "lookup"):
        wanted = {item for group in judged.case.gold for item in group}
        # A question about a whole document has no paragraph as its gold.
        return float(judged.reply.answers and (not wanted or not wanted.isdisjoint(judged.reply.cited)))
    return float(not judged.reply.answers)
