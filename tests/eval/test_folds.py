"""Folds: the same for ever, and nobody is judged by a model that saw him."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hld.app.logistic import Logistic
from hld.eval.folds import FOLDS, fitted, fold_of, number_of_fold, out_of_fold

NAMES = ("lamps", "ports")
GROUPS = [f"g-{n // 3}" for n in range(120)]
"""Forty groups of three rows each."""


@pytest.fixture
def rows() -> np.ndarray:
    return np.random.default_rng(1).normal(size=(len(GROUPS), 2))


@pytest.fixture
def target(rows: np.ndarray) -> np.ndarray:
    return rows[:, 0] + np.random.default_rng(2).normal(size=len(rows)) > 0


def members(group: str) -> np.ndarray:
    return np.array([each == group for each in GROUPS])


def fellows(group: str) -> np.ndarray:
    """The rows of the fold of a group."""
    return np.array([fold_of(each) == fold_of(group) for each in GROUPS])


# The fold of a group.


@pytest.mark.parametrize(("group", "fold"), [("f-001", 3), ("f-002", 7), ("anything", 5), ("", 6), (7, 6)])
def test_a_fold_is_what_it_was(group: str | int, fold: int) -> None:
    assert fold_of(group) == fold


@given(st.text(), st.integers(1, 1000))
def test_a_fold_is_in_range(group: str, folds: int) -> None:
    assert 0 <= fold_of(group, folds) < folds
    assert 0 <= fold_of(group) < FOLDS


def test_folds_are_about_as_large_as_each_other() -> None:
    counts = Counter(fold_of(f"case-{n}") for n in range(2000))
    assert set(counts) == set(range(FOLDS))
    assert all(140 < count < 260 for count in counts.values())


def test_each_group_may_be_a_fold_of_its_own() -> None:
    groups = sorted(set(GROUPS))
    assert len({number_of_fold(group, each=True) for group in groups}) == len(groups)
    assert [number_of_fold(group, each=False) for group in groups] == [fold_of(group) for group in groups]


# Probabilities of what a model did not see.


@pytest.mark.parametrize("each", [False, True])
def test_a_probability_does_not_depend_on_the_groups_own_targets(each: bool, rows: np.ndarray, target: np.ndarray) -> None:
    before, _ = out_of_fold(rows, target, GROUPS, NAMES, each=each)
    for group in ("g-0", "g-7", "g-21"):
        own = members(group)
        after, _ = out_of_fold(rows, np.where(own, ~target, target), GROUPS, NAMES, each=each)
        assert np.array_equal(after[own], before[own])
        unseen = own if each else fellows(group)
        assert np.array_equal(after[unseen], before[unseen])
        assert (after[~unseen] != before[~unseen]).any(), "those of the other folds learnt from it"


@pytest.mark.parametrize("each", [False, True])
def test_each_row_is_judged_by_a_fit_without_its_fold(each: bool, rows: np.ndarray, target: np.ndarray) -> None:
    found, limits = out_of_fold(rows, target, GROUPS, NAMES, each=each)
    for group in sorted(set(GROUPS)):
        unseen = members(group) if each else fellows(group)
        model = fitted(rows, target, NAMES, "", train=~unseen)
        assert np.array_equal(found[members(group)], model.probability(rows[members(group)]))
    assert set(limits.tolist()) == {0.5}


def test_rows_that_are_not_to_be_learnt_from_are_judged_and_not_seen(rows: np.ndarray, target: np.ndarray) -> None:
    learnt = np.arange(len(rows)) % 4 > 0
    found, _ = out_of_fold(rows, target, GROUPS, NAMES, learnt=learnt)
    other, _ = out_of_fold(rows, np.where(learnt, target, ~target), GROUPS, NAMES, learnt=learnt)
    assert np.array_equal(found, other)
    assert ((found > 0) & (found < 1)).all()


def mean_of(seen: list[np.ndarray], rows: np.ndarray) -> Callable[[Logistic, np.ndarray], float]:
    """A threshold that is the mean probability of the rows learnt from; what it was given is kept in `seen`."""

    def threshold(model: Logistic, chosen: np.ndarray) -> float:
        seen.append(chosen)
        return float(model.probability(rows[chosen]).mean())

    return threshold


def test_a_threshold_is_found_on_the_rows_learnt_from(rows: np.ndarray, target: np.ndarray) -> None:
    seen: list[np.ndarray] = []
    learnt = np.arange(len(rows)) % 4 > 0
    _, limits = out_of_fold(rows, target, GROUPS, NAMES, mean_of(seen, rows), learnt)
    folds = np.array([fold_of(group) for group in GROUPS])
    assert [chosen.tolist() for chosen in seen] == [(learnt & (folds != fold)).tolist() for fold in np.unique(folds)]
    for fold in np.unique(folds):
        chosen = learnt & (folds != fold)
        model = fitted(rows, target, NAMES, "", train=chosen)
        assert limits[folds == fold] == pytest.approx(model.probability(rows[chosen]).mean(), abs=1e-4)
    assert len(set(limits.tolist())) > 1


def test_a_model_of_all_rows_is_what_is_fitted_without_a_mark(rows: np.ndarray, target: np.ndarray) -> None:
    marked = fitted(rows, target, NAMES, "x", train=np.ones(len(rows), bool))
    assert fitted(rows, target, NAMES, "x") == marked
    assert marked.fitted_on == "x"
    assert marked.weights[0] > abs(marked.weights[1])
