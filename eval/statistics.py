"""How sure a figure is, and whether two runs differ. Everything has a fixed seed, so that a second run says the same."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from hld.eval.run import Interval, Row

DRAWS = 1000
"""Resamples of a bootstrap: the ends of an interval then move by about a hundredth of its width from seed to seed."""

PERMUTATIONS = 10_000
"""Random exchanges of a paired test; the least p is then 0.0001."""

SEED = 20130926

Statistic = Callable[[np.ndarray], float]


def mean(table: np.ndarray) -> float:
    """The mean of the first column; NaN of nothing."""
    return float(table[:, 0].mean()) if len(table) else math.nan


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A figure over rows.

    By default it is the mean of the metric of its name over the rows that have it. With `parts` and `of` it is any statistic:
    `parts` gives the numbers of one row (None where it does not apply), `of` the figure of the table of them, one row a row.
    `better` says which direction is good; `timed` that it is not the same twice; `says` is one sentence for readers.
    """

    name: str
    says: str
    title: str = ""
    better: Literal["higher", "lower", "neither"] = "higher"
    timed: bool = False
    parts: Callable[[Row], Sequence[float] | None] | None = None
    of: Statistic = mean

    def table(self, rows: Sequence[Row]) -> tuple[np.ndarray, list[str]]:
        """The numbers that the figure is of, one row a row to which it applies, and the ids of these."""
        if self.parts is None:
            found = [((row.metrics[self.name],), row.id) for row in rows if self.name in row.metrics]
        else:
            found = [(parts, row.id) for row in rows if (parts := self.parts(row)) is not None]
        width = len(found[0][0]) if found else 1
        return np.array([parts for parts, _ in found], np.float64).reshape(len(found), width), [i for _, i in found]

    def value(self, rows: Sequence[Row]) -> float:
        """The figure; NaN where there is nothing to measure."""
        return self.of(self.table(rows)[0])


def interval(measure: Measure, rows: Sequence[Row], draws: int = DRAWS) -> Interval:
    """The figure with its percentile bootstrap interval of 95 %, questions drawn with replacement.

    Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapter 13.
    """
    table, _ = measure.table(rows)
    value = measure.of(table) if len(table) else math.nan
    if math.isnan(value):
        return Interval(value=None, low=None, high=None, n=len(table))
    chosen = np.random.default_rng(SEED).integers(0, len(table), (draws, len(table)))
    drawn = table[:, 0][chosen].mean(1) if measure.of is mean else np.array([measure.of(table[draw]) for draw in chosen])
    drawn = drawn[~np.isnan(drawn)]
    low, high = np.percentile(drawn, [2.5, 97.5]) if len(drawn) else (value, value)
    return Interval(value=float(value), low=float(low), high=float(high), n=len(table))


def summarise(measures: Sequence[Measure], rows: Sequence[Row], draws: int = DRAWS) -> dict[str, dict[str, Interval]]:
    """Every measure of every system; a measure that applies to none of a system's rows is left out of it."""
    out: dict[str, dict[str, Interval]] = {}
    for system in dict.fromkeys(row.system for row in rows):
        own = [row for row in rows if row.system == system]
        found = {measure.name: interval(measure, own, draws) for measure in measures}
        out[system] = {name: figure for name, figure in found.items() if figure.n}
    return out
