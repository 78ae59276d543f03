"""Logistic models: the fit against scikit-learn, and what is read as a model."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from hld.app import answerable, logistic, passages, support

NAMES = ("lamps", "ports", "wells", "roads")
WRITTEN: dict[str, Any] = {
    "features": ["lamps", "ports"],
    "means": [1.0, 10.0],
    "scales": [2.0, 5.0],
    "weights": [1.0, -2.0],
    "bias": 0.5,
    "threshold": 0.4,
    "fitted_on": "two lamps",
}


def table(number: int = 300) -> np.ndarray:
    """Four features of very different means and spreads."""
    return np.random.default_rng(3).normal(size=(number, 4)) * [1, 10, 0.1, 100] + [0, 5, -3, 1000]


def noisy(rows: np.ndarray) -> np.ndarray:
    return rows[:, 0] - rows[:, 1] / 10 + np.random.default_rng(4).normal(size=len(rows)) > 0


def rare(rows: np.ndarray) -> np.ndarray:
    return rows[:, 3] + np.random.default_rng(5).normal(size=len(rows)) * 100 > 1200


def separable(rows: np.ndarray) -> np.ndarray:
    return rows[:, 2] > -3


@pytest.mark.parametrize("strength", [0.03, 1.0, 100.0])
@pytest.mark.parametrize("marked", [noisy, rare, separable])
def test_probabilities_are_those_of_scikit_learn(marked: Callable[[np.ndarray], np.ndarray], strength: float) -> None:
    rows = table()
    target = marked(rows)
    assert 0 < target.mean() < 1
    ours = logistic.fit(rows[:200], target[:200], NAMES, strength=strength, about="")
    scaler = StandardScaler().fit(rows[:200])
    theirs = LogisticRegression(C=strength, tol=1e-10, max_iter=10_000).fit(scaler.transform(rows[:200]), target[:200])
    assert ours.probability(rows) == pytest.approx(theirs.predict_proba(scaler.transform(rows))[:, 1], abs=1e-3)
    assert ours.weights == pytest.approx(theirs.coef_[0], abs=1e-3)
    assert ours.bias == pytest.approx(float(theirs.intercept_[0]), abs=1e-3)


def test_a_feature_that_never_differs_weighs_nothing() -> None:
    rows = table()
    rows[:, 1] = 7.0
    made = logistic.fit(rows, noisy(table()), NAMES, strength=1.0, about="")
    assert made.weights[1] == 0
    assert np.isfinite(made.probability(rows)).all()


def test_a_fit_says_what_it_was_fitted_on() -> None:
    made = logistic.fit(table(), noisy(table()), NAMES, strength=1.0, about="300 lamps")
    assert (made.features, made.threshold, made.fitted_on) == (NAMES, 0.5, "300 lamps")


def test_targets_may_be_a_list() -> None:
    rows = table()
    of_list = logistic.fit(rows, noisy(rows).tolist(), NAMES, strength=1.0, about="")
    assert of_list == logistic.fit(rows, noisy(rows), NAMES, strength=1.0, about="")


def test_what_was_written_is_read_the_same() -> None:
    made = logistic.fit(table(), noisy(table()), NAMES, strength=1.0, about="x")
    assert logistic.read(json.loads(json.dumps(asdict(made)))) == made


@pytest.mark.parametrize("field", WRITTEN)
def test_a_missing_field_is_refused(field: str) -> None:
    assert logistic.read(WRITTEN).threshold == 0.4
    with pytest.raises(TypeError, match=field):
        logistic.read({name: value for name, value in WRITTEN.items() if name != field})


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(TypeError, match="colour"):
        logistic.read({**WRITTEN, "colour": "green"})


def test_features_by_name_are_a_row_whatever_their_order() -> None:
    model = logistic.read(WRITTEN)
    expected = 1 / (1 + np.exp(-((3 - 1) / 2 * 1 + (20 - 10) / 5 * -2 + 0.5)))
    assert model.of({"ports": 20.0, "lamps": 3.0, "unasked": 9.0}) == pytest.approx(expected)
    assert model.probability(np.array([3.0, 20.0])) == pytest.approx([expected])


def test_a_probability_stays_between_0_and_1_for_rows_far_away() -> None:
    model = logistic.read(WRITTEN)
    near_none, near_all = model.probability(np.array([[-1e9, 1e9], [1e9, -1e9]]))
    assert 0 < near_none < 1e-9
    assert 1 - 1e-9 < near_all <= 1


SHIPPED = {"sentence": passages.FEATURES, "answerable": answerable.FEATURES, "support": support.FEATURES}


@pytest.mark.parametrize("name", SHIPPED)
def test_a_model_that_ships_is_of_the_features_that_are_measured(name: str) -> None:
    made = logistic.model(name, SHIPPED[name])
    assert made.features == SHIPPED[name]
    assert len(made.means) == len(made.scales) == len(made.weights) == len(SHIPPED[name])
    assert min(made.scales) > 0
    assert np.isfinite([*made.means, *made.scales, *made.weights, made.bias]).all()


@pytest.mark.parametrize("wrong", [lambda f: f[1:], lambda f: (*f, "colour"), lambda f: f[::-1]])
def test_a_model_of_other_features_is_refused(wrong: Callable[[tuple[str, ...]], tuple[str, ...]]) -> None:
    with pytest.raises(ValueError, match=r"models.json was fitted on other features; run hld eval models"):
        logistic.model("support", wrong(support.FEATURES))
