"""Two rankings -> one."""

from __future__ import annotations

import numpy as np


def standardise(scores: np.ndarray) -> np.ndarray:
    """Scores with mean 0 and standard deviation 1; all equal scores become 0."""
    spread = float(scores.std())
    return (scores - scores.mean()) / spread if spread > 1e-9 else np.zeros_like(scores)


def normalised_sum(lexical: np.ndarray, dense: np.ndarray, weight: float) -> np.ndarray:
    """Weighted sum of min-max normalised scores: `weight` for the dense ones, the rest for the lexical ones.

    The convex combination of Bruch, Gai and Ingber (2023), "An Analysis of Fusion Functions for Hybrid Retrieval".
    """
    return (1 - weight) * unit(lexical) + weight * unit(dense)


def unit(scores: np.ndarray) -> np.ndarray:
    """Scores from 0 to 1; all equal scores become 0."""
    if not scores.size:
        return scores
    low, high = float(scores.min()), float(scores.max())
    return (scores - low) / (high - low) if high - low > 1e-9 else np.zeros_like(scores)


def reciprocal_rank(*rankings: np.ndarray, k: int = 60) -> np.ndarray:
    """Reciprocal rank fusion (Cormack, Clarke and Büttcher 2009): the sum of 1 / (k + rank) over score arrays."""
    total = np.zeros(len(rankings[0]), np.float32)
    for scores in rankings:
        ranks = np.empty(len(scores), np.int64)
        ranks[np.argsort(-scores, kind="stable")] = np.arange(1, len(scores) + 1)
        total += 1.0 / (k + ranks)
    return total


LANES = 16
"""Stretches that scores are laid beside each other in, to see from the best of each column what is not among the best."""


def top(scores: np.ndarray, k: int) -> np.ndarray:
    """Positions of the `k` largest scores, largest first; ties by position."""
    k = min(k, len(scores))
    if k <= 0:
        return np.zeros(0, np.int64)
    # As many columns as are wanted have one that is as large as the k-th best of columns: whatever is less is not among the k
    # best. Partitioning all takes five times as long, and fifty times where most scores are equal, as those by words are.
    width = len(scores) // LANES
    best = scores[: LANES * width].reshape(LANES, width).max(0) if width >= 2 * k else scores
    least = np.partition(best, len(best) - k)[len(best) - k]
    above = np.flatnonzero(scores > least)
    if len(above) > k:
        return above[top(scores[above], k)]
    chosen = np.concatenate([above, np.flatnonzero(scores == least)[: k - len(above)]])
    return chosen[np.lexsort((chosen, -scores[chosen]))]
