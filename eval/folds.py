"""Figures that are honest although a model was fitted on the same file: each item is judged by a model that did not see it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Sequence

import numpy as np

from hld.app.logistic import Logistic, fit

FOLDS = 10
STRENGTH = 0.03
"""Inverse of the L2 penalty (scikit-learn's C) of all models: with so few examples, a strong penalty."""

SEED = "hld"


def fold_of(group: Hashable, folds: int = FOLDS) -> int:
    """The fold of a group, by a hash that nobody chooses.

    >>> 0 <= fold_of("anything") < FOLDS
    True
    """
    return int(hashlib.sha256(f"{SEED}:{group}".encode()).hexdigest(), 16) % folds


def held_out(identifier: str) -> bool:
    """Whether a paragraph's document is kept from all training of models on questions: one document in six.

    >>> held_out("A/RES/77/17#para-1") == held_out("A/RES/77/17#pre-2")
    True
    """
    return int(hashlib.sha256(identifier.partition("#")[0].encode()).hexdigest(), 16) % 6 == 0


def fitted(
    rows: np.ndarray,
    target: np.ndarray,
    features: tuple[str, ...],
    about: str,
    threshold: Callable[[Logistic, np.ndarray], float] | None = None,
    train: np.ndarray | None = None,
) -> Logistic:
    """A model of the rows that `train` marks (default all), with the threshold that `threshold` finds best on them."""
    from dataclasses import replace

    chosen = np.ones(len(rows), bool) if train is None else train
    made = fit(rows[chosen], target[chosen], features, strength=STRENGTH, about=about)
    return replace(made, threshold=round(threshold(made, chosen), 4)) if threshold else made


def out_of_fold(
    rows: np.ndarray,
    target: np.ndarray,
    groups: Sequence[Hashable],
    features: tuple[str, ...],
    threshold: Callable[[Logistic, np.ndarray], float] | None = None,
    learnt: np.ndarray | None = None,
    each: bool = False,
) -> tuple[np.ndarray, np.ndarray]:
    """Probability and threshold of each row, from a model fitted without its group's fold.

    `learnt` marks rows to learn from (default all); `each` makes a fold of every group.
    """
    folds = np.array([number_of_fold(group, each) for group in groups])
    use = np.ones(len(rows), bool) if learnt is None else learnt
    probability, limits = np.zeros(len(rows)), np.full(len(rows), 0.5)
    for fold in np.unique(folds):
        inside = folds == fold
        made = fitted(rows, target, features, "", threshold, ~inside & use)
        probability[inside] = made.probability(rows[inside])
        limits[inside] = made.threshold
    return probability, limits


def number_of_fold(group: Hashable, each: bool) -> int:
    """The number of a group's fold: its own, or one of `FOLDS`."""
    return fold_of(group, 10**9) if each else fold_of(group)
