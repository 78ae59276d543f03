"""Do two runs differ, and is a change a loss? On the same cases, pair by pair."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from hld.eval.run import Row
from hld.eval.statistics import DRAWS, PERMUTATIONS, SEED, Measure, mean


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A measure over the `n` cases that both runs have: before, after, their difference with its 95 % interval, and p.

    `p` is of the two-sided test; `p_worse` of the one-sided one, that the second run is worse.
    """

    measure: Measure
    before: float
    after: float
    low: float
    high: float
    p: float
    p_worse: float
    n: int

    @property
    def change(self) -> float:
        """After less before."""
        return self.after - self.before

    @property
    def loss(self) -> float:
        """By how much the second is worse; negative where it is better."""
        return self.change if self.measure.better == "lower" else -self.change


def paired(measure: Measure, before: Sequence[Row], after: Sequence[Row]) -> Difference | None:
    """Compare one measure over the cases to which it applies in both; None where there are none.

    The interval is a paired bootstrap (Efron and Tibshirani 1993), the test a paired randomisation test: the two systems'
    results are exchanged case by case at random, which changes nothing if they are alike (Smucker, Allan and Carterette 2007).
    """
    one, ids_one = measure.table(before)
    two, ids_two = measure.table(after)
    common = [i for i in ids_one if i in set(ids_two)]
    if not common:
        return None
    one = one[[ids_one.index(i) for i in common]]
    two = two[[ids_two.index(i) for i in common]]
    first, second = measure.of(one), measure.of(two)
    if math.isnan(first) or math.isnan(second):
        return None
    exchanged, drawn = _exchanged(measure, one, two), _drawn(measure, one, two)
    low, high = np.percentile(drawn, [2.5, 97.5]) if len(drawn) else (math.nan, math.nan)
    observed, slack = second - first, 1e-12
    worse = exchanged >= observed - slack if measure.better == "lower" else exchanged <= observed + slack
    return Difference(
        measure=measure,
        before=first,
        after=second,
        low=float(low),
        high=float(high),
        p=float((1 + (np.abs(exchanged) >= abs(observed) - slack).sum()) / (1 + len(exchanged))),
        p_worse=float((1 + worse.sum()) / (1 + len(exchanged))),
        n=len(common),
    )


def _exchanged(measure: Measure, one: np.ndarray, two: np.ndarray) -> np.ndarray:
    """Differences under random exchanges."""
    random = np.random.default_rng(SEED)
    if measure.of is mean:
        signs = random.integers(0, 2, (PERMUTATIONS, len(one))) * 2 - 1
        return (signs @ (two - one)[:, 0]) / len(one)
    out = []
    for _ in range(DRAWS):
        swap = random.integers(0, 2, (len(one), 1)).astype(bool)
        out.append(measure.of(np.where(swap, one, two)) - measure.of(np.where(swap, two, one)))
    return _numbers(out)


def _drawn(measure: Measure, one: np.ndarray, two: np.ndarray) -> np.ndarray:
    """Differences over cases drawn with replacement."""
    chosen = np.random.default_rng(SEED).integers(0, len(one), (DRAWS, len(one)))
    if measure.of is mean:
        return (two - one)[:, 0][chosen].mean(1)
    return _numbers([measure.of(two[draw]) - measure.of(one[draw]) for draw in chosen])


def _numbers(values: Sequence[float]) -> np.ndarray:
    found = np.array(values, np.float64)
    return found[~np.isnan(found)]


def differences(measures: Mapping[str, Measure], before: Sequence[Row], after: Sequence[Row]) -> list[Difference]:
    """All measures that apply in both runs, but for what is timed."""
    found = (paired(measure, before, after) for measure in measures.values() if not measure.timed)
    return [difference for difference in found if difference is not None]
