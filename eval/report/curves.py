"""The numbers behind the plots: pure functions of rows."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from hld.eval.run import Row


def ranks(gold: Sequence[Collection[str]], ranked: Sequence[str]) -> list[int]:
    """The ranks, from 1, at which groups of gold are met; a group that is not met has none.

    As `hld.eval.ranking` counts: a paragraph that meets two groups takes two places.

    >>> ranks([["a", "b"], ["c"], ["d"]], ["x", "b", "a", "c"])
    [2, 4]
    """
    left, place, found = list(range(len(gold))), 0, []
    for item in dict.fromkeys(ranked):
        met = [n for n in left if item in gold[n]]
        left = [n for n in left if n not in met]
        found += range(place + 1, place + 1 + len(met))
        place += max(1, len(met))
    return found


def recall_at(rows: Sequence[Row], depth: int) -> list[float]:
    """The mean share of wanted paragraphs among the first 1, 2, … `depth`; empty where nothing is wanted."""
    met = [(ranks(row.gold, row.ranked), len(row.gold)) for row in rows if row.gold]
    shares = [[sum(rank <= k for rank in found) / wanted for k in range(1, depth + 1)] for found, wanted in met]
    return [float(value) for value in np.mean(shares, 0)] if shares else []


def risk_coverage(confidence: np.ndarray, loss: np.ndarray) -> list[tuple[float, float]]:
    """Coverage and risk, the mean loss, when only the most confident so many are answered (El-Yaniv and Wiener 2010).

    Those of equal confidence are answered together: there is one point for each confidence that occurs.

    >>> risk_coverage(np.array([0.9, 0.5, 0.5, 0.1]), np.array([0.0, 1.0, 0.0, 1.0]))
    [(0.25, 0.0), (0.75, 0.3333333333333333), (1.0, 0.5)]
    """
    order = np.argsort(-confidence, kind="stable")
    sorted_confidence, sums = confidence[order], np.cumsum(loss[order])
    ends = [n for n in range(len(order)) if n + 1 == len(order) or sorted_confidence[n + 1] != sorted_confidence[n]]
    return [((n + 1) / len(order), float(sums[n]) / (n + 1)) for n in ends]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Cases of like confidence: how many, their mean confidence, the share that can be answered, and its interval."""

    n: int
    confidence: float
    share: float
    low: float
    high: float


def reliability(positive: np.ndarray, confidence: np.ndarray, bins: int = 10) -> list[Bin]:
    """Equal bins of confidence, those that hold something (Niculescu-Mizil and Caruana 2005), with Wilson's intervals."""
    places = np.minimum((confidence * bins).astype(int), bins - 1)
    out = []
    for place in range(bins):
        held = places == place
        if n := int(held.sum()):
            share = float(positive[held].mean())
            low, high = wilson(share, n)
            out.append(Bin(n=n, confidence=float(confidence[held].mean()), share=share, low=low, high=high))
    return out


def wilson(share: float, n: int, z: float = 1.959964) -> tuple[float, float]:
    """Wilson's score interval of a share of `n` (Wilson 1927), by default of 95 %.

    >>> [round(end, 4) for end in wilson(0.5, 10)]
    [0.2366, 0.7634]
    """
    middle, width = share + z * z / (2 * n), z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, (middle - width) / (1 + z * z / n)), min(1.0, (middle + width) / (1 + z * z / n))


def latencies(rows: Sequence[Row]) -> list[float]:
    """Milliseconds from question to answer, sorted; those that were not measured, or took no time at all, are left out."""
    return sorted(row.timings_ms["total"] for row in rows if row.timings_ms.get("total", 0.0) > 0)
