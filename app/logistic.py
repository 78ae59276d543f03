"""Logistic models as data: names of features, their means and scales, weights, and what they were fitted on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from hld.app.fitted import check, fitted


@dataclass(frozen=True, slots=True, kw_only=True)
class Logistic:
    """A logistic regression over standardised features; `threshold` is the probability from which it says yes."""

    features: tuple[str, ...]
    means: tuple[float, ...]
    scales: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float
    threshold: float
    fitted_on: str

    def probability(self, rows: np.ndarray) -> np.ndarray:
        """The probability of each row of features.

        >>> model = Logistic(features=("x",), means=(1.0,), scales=(2.0,), weights=(1.0,), bias=0.0, threshold=0.5, fitted_on="")
        >>> model.probability(np.array([[1.0], [3.0]])).round(2).tolist()
        [0.5, 0.73]
        """
        standard = (np.atleast_2d(rows) - np.array(self.means)) / np.array(self.scales)
        return 1 / (1 + np.exp(-np.clip(standard @ np.array(self.weights) + self.bias, -30, 30)))

    def of(self, features: Mapping[str, float]) -> float:
        """The probability for features by name."""
        return float(self.probability(np.array([[features[name] for name in self.features]]))[0])


def read(data: Mapping[str, Any]) -> Logistic:
    """A model from JSON.

    Raises:
        TypeError: when a field is missing or unknown.
    """
    fields: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}
    return Logistic(**fields)


def shipped(file: str, features: tuple[str, ...], script: str, *place: str) -> Logistic:
    """The model for exactly these features that `script` wrote to a file beside this module, under the keys `place`.

    Raises:
        ValueError: when it was fitted on others.
    """
    data = fitted(file)
    for key in place:
        data = data[key]
    made = read(data)
    check(made.features, features, file, script)
    return made


@cache
def model(name: str, features: tuple[str, ...]) -> Logistic:
    """One of the models of `models.json`; raises as `shipped` does."""
    return shipped("models.json", features, "hld eval models", name)


def fit(
    rows: np.ndarray,
    target: Sequence[bool] | np.ndarray,
    features: tuple[str, ...],
    *,
    strength: float,
    about: str,
    counts: np.ndarray | None = None,
) -> Logistic:
    """Fit a logistic regression with an L2 penalty (`strength` is the inverse penalty, scikit-learn's C) by Newton's method.

    `counts` says how often each row counts; default once.

    Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, section 4.4.1; the bias is not penalised.
    """
    table, wanted = np.asarray(rows, np.float64), np.asarray(target, np.float64)
    means, scales = table.mean(0), table.std(0)
    scales = np.where(scales > 1e-9, scales, 1.0)
    design = np.hstack([(table - means) / scales, np.ones((len(table), 1))])
    often = np.ones(len(table)) if counts is None else np.asarray(counts, np.float64)
    penalty = np.diag([1 / strength] * table.shape[1] + [1e-9])
    weights = np.zeros(design.shape[1])
    for _ in range(50):
        probability = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        gradient = design.T @ (often * (probability - wanted)) + penalty @ weights
        curvature = (design.T * (often * probability * (1 - probability))) @ design + penalty
        step = np.linalg.solve(curvature, gradient)
        weights -= step
        if np.abs(step).max() < 1e-8:
            break
    return Logistic(
        features=features,
        means=_short(means),
        scales=_short(scales),
        weights=_short(weights[:-1]),
        bias=_short(weights[-1:])[0],
        threshold=0.5,
        fitted_on=about,
    )


def _short(values: np.ndarray) -> tuple[float, ...]:
    """Numbers with the digits that matter, for a file that people read."""
    return tuple(float(f"{value:.6g}") for value in values)
