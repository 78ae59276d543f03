"""How the features of hits make the logarithm of the odds of each of being the best: a weight each, and what a hidden layer adds.

The weights say what each feature is worth by itself, and the layer what one is worth beside others: a paragraph that is
recognised need not be near in its words, and one without samples has to be. Both are fitted on development cases.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from hld.app.fitted import check, fitted


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """Hidden units: the weights of the features in each (features, units), their biases, and what each unit is worth (units)."""

    weights: np.ndarray
    biases: np.ndarray
    worth: np.ndarray

    def odds(self, rows: np.ndarray) -> np.ndarray:
        """What the units add to the logarithm of the odds of each row of features."""
        return np.tanh(rows @ self.weights + self.biases) @ self.worth


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """A weight for each feature, and a hidden layer or none."""

    weights: np.ndarray
    layer: Layer | None = None

    def odds(self, rows: np.ndarray) -> np.ndarray:
        """The logarithm of the odds of each row of features, but for a constant.

        >>> Scores(weights=np.array([2.0, 0.0])).odds(np.array([[1.0, 5.0], [0.5, 5.0]])).tolist()
        [2.0, 1.0]
        """
        told = rows @ self.weights
        return told if self.layer is None else told + self.layer.odds(rows)


def likelihoods(odds: np.ndarray) -> tuple[list[int], np.ndarray]:
    """The order of hits by the logarithms of their odds, best first, and the probability of each of being the best of all."""
    shares = np.exp(odds - odds.max(initial=-np.inf))
    scores = shares / shares.sum()
    return np.argsort(-scores, kind="stable").tolist(), scores


def read(file: str, features: Sequence[str], script: str) -> Scores:
    """What `script` wrote to a file beside this module, for exactly these features.

    Raises:
        ValueError: when it was fitted on others.
    """
    data = fitted(file)
    check([*data["weights"]], features, file, script)
    layer = {name: np.array(values) for name, values in data.get("layer", {}).items()}
    return Scores(weights=np.array([*data["weights"].values()]), layer=Layer(**layer) if layer else None)


def written(scores: Scores, features: Sequence[str]) -> dict[str, Any]:
    """The same for JSON."""
    told: dict[str, Any] = {"weights": dict(zip(features, scores.weights.round(4).tolist(), strict=True))}
    if (layer := scores.layer) is not None:
        parts = {"weights": layer.weights, "biases": layer.biases, "worth": layer.worth}
        told["layer"] = {name: part.round(4).tolist() for name, part in parts.items()}
    return told
