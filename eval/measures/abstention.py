"""Does it answer when the documents do, refuse when they do not, and know which?

A case *can* be answered when its status is "answered" or "lookup"; asking back counts as a refusal. Confidence is the system's
estimate that the documents answer; a look-up by name counts as certain.
"""

from __future__ import annotations

import math

import numpy as np

from hld.eval.measures import register
from hld.eval.measures.citations import f1
from hld.eval.run import Row
from hld.eval.statistics import Measure

BINS = 10


def can(row: Row) -> bool:
    """Whether the documents answer it."""
    return row.expected in ("answered", "lookup")


def refused(row: Row) -> bool:
    """Whether the system did not answer."""
    return row.status in ("abstained", "clarify")


def _parts(row: Row) -> tuple[float, float, float, float] | None:
    """Whether it can be answered, whether it was refused, the confidence, and the loss of answering with the best paragraph."""
    loss = 1.0 - row.metrics.get("success@1", 0.0) if can(row) else 1.0
    return (float(can(row)), float(refused(row)), row.confidence, loss) if row.expected else None


def precision_of_refusal(table: np.ndarray) -> float:
    """Share of refusals that are right (SQuAD 2.0's no-answer class, Rajpurkar et al. 2018); NaN where nothing is refused."""
    cannot, no = table[:, 0] == 0, table[:, 1] == 1
    return float((cannot & no).sum() / no.sum()) if no.any() else math.nan


def recall_of_refusal(table: np.ndarray) -> float:
    """Share of what cannot be answered that is refused; NaN where everything can be."""
    cannot, no = table[:, 0] == 0, table[:, 1] == 1
    return float((cannot & no).sum() / cannot.sum()) if cannot.any() else math.nan


def f1_of_refusal(table: np.ndarray) -> float:
    """The harmonic mean of the two; 0 where nothing is refused."""
    recall = recall_of_refusal(table)
    return recall if math.isnan(recall) else f1(np.nan_to_num(precision_of_refusal(table)), recall)


def auroc(positive: np.ndarray, scores: np.ndarray) -> float:
    """Probability that a positive scores above a negative, ties counting half (Hanley and McNeil 1982). NaN without both.

    >>> auroc(np.array([1, 1, 0, 0]), np.array([0.9, 0.4, 0.4, 0.1]))
    0.875
    """
    yes = np.asarray(positive, bool)
    if yes.all() or not yes.any():
        return math.nan
    _, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    n = int(yes.sum())
    return float((ranks[yes].sum() - n * (n + 1) / 2) / (n * (len(yes) - n)))


def aurc(confidence: np.ndarray, loss: np.ndarray) -> float:
    """Area under the risk-coverage curve: the mean, over all coverages, of the mean loss of the most confident so many.

    El-Yaniv and Wiener (2010), as Geifman and El-Yaniv (2017) sum it; those of equal confidence enter with their mean loss.
    0 is perfect; a confidence that knows nothing gives the mean loss.

    >>> aurc(np.array([0.9, 0.8, 0.7, 0.6]), np.array([0.0, 0.0, 1.0, 1.0]))
    0.20833333333333331
    """
    _, inverse, counts = np.unique(-confidence, return_inverse=True, return_counts=True)
    means = np.bincount(inverse, weights=loss) / counts
    ordered = np.repeat(means, counts)
    return float((np.cumsum(ordered) / np.arange(1, len(ordered) + 1)).mean())


def calibration_error(positive: np.ndarray, confidence: np.ndarray, bins: int = BINS) -> float:
    """Expected calibration error: the distance of mean confidence from the share of positives in equal bins, by their size.

    Naeini, Cooper and Hauskrecht (2015); Guo et al. (2017), section 2.

    >>> calibration_error(np.array([1, 0]), np.array([0.75, 0.75]))
    0.25
    """
    places = np.minimum((confidence * bins).astype(int), bins - 1)
    sizes = np.bincount(places, minlength=bins)
    gaps = np.abs(np.bincount(places, weights=confidence, minlength=bins) - np.bincount(places, weights=positive, minlength=bins))
    return float(gaps.sum() / sizes.sum())


register(
    Measure(
        name="answered",
        says="Share answered of what can be.",
        parts=lambda row: (float(not refused(row)),) if row.expected and can(row) else None,
    ),
    Measure(
        name="wrongly_answered",
        says="Share answered of what cannot be.",
        better="lower",
        parts=lambda row: (float(not refused(row)),) if row.expected and not can(row) else None,
    ),
    Measure(name="abstention_precision", says="Share of refusals that are right.", parts=_parts, of=precision_of_refusal),
    Measure(name="abstention_recall", says="Share refused of what cannot be answered.", parts=_parts, of=recall_of_refusal),
    Measure(name="abstention_f1", says="The harmonic mean of the two.", parts=_parts, of=f1_of_refusal),
    Measure(
        name="abstention_auroc",
        says="Probability that a question with an answer gets a higher confidence than one without (Hanley and McNeil 1982).",
        parts=_parts,
        of=lambda table: auroc(table[:, 0], table[:, 2]),
    ),
    Measure(
        name="aurc",
        says="Area under the risk-coverage curve (Geifman and El-Yaniv 2017); the risk is a wrong first paragraph.",
        better="lower",
        parts=_parts,
        of=lambda table: aurc(table[:, 2], table[:, 3]),
    ),
    Measure(
        name="ece",
        title="calibration error",
        says="Distance of the confidence from the share that can be answered, in ten bins (Guo et al. 2017).",
        better="lower",
        parts=_parts,
        of=lambda table: calibration_error(table[:, 0], table[:, 2]),
    ),
)
