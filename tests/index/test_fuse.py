"""Fusion by hand-computed examples, and the laws of `top`."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hld.index.fuse import normalised_sum, reciprocal_rank, standardise, top


def array(*values: float) -> np.ndarray:
    return np.array(values, np.float32)


SUMS = [
    # lexical, dense, weight, expected
    ((0, 5, 10), (1.0, 0.5, 0.0), 0.5, (0.5, 0.5, 0.5)),
    ((0, 5, 10), (1.0, 0.5, 0.0), 1.0, (1.0, 0.5, 0.0)),
    ((0, 5, 10), (1.0, 0.5, 0.0), 0.0, (0.0, 0.5, 1.0)),
    ((2, 2, 2), (0.1, 0.2, 0.3), 0.5, (0.0, 0.25, 0.5)),
    ((-1, 1), (-0.5, 0.5), 0.25, (0.0, 1.0)),
    ((7,), (0.3,), 0.5, (0.0,)),
    ((), (), 0.5, ()),
]


@pytest.mark.parametrize(("lexical", "dense", "weight", "expected"), SUMS)
def test_normalised_sum(lexical: tuple[float, ...], dense: tuple[float, ...], weight: float, expected: tuple[float, ...]) -> None:
    assert normalised_sum(array(*lexical), array(*dense), weight) == pytest.approx(expected, abs=1e-6)


def test_reciprocal_rank() -> None:
    fused = reciprocal_rank(array(9, 5, 1), array(0.2, 0.9, 0.1))
    assert fused == pytest.approx([1 / 61 + 1 / 62, 1 / 62 + 1 / 61, 1 / 63 + 1 / 63])
    assert reciprocal_rank(array(1, 3, 2), k=1) == pytest.approx([1 / 4, 1 / 2, 1 / 3])
    assert reciprocal_rank(array(2, 2), k=0) == pytest.approx([1, 1 / 2]), "ties keep their order"


def test_standardise() -> None:
    assert standardise(array(1, 3)) == pytest.approx([-1, 1])
    assert standardise(array(4, 4, 4)) == pytest.approx([0, 0, 0])


FEW = st.lists(st.sampled_from([0.0, 0.5, 1.0, -1.0]), max_size=60)
MANY = st.lists(st.floats(-100, 100, width=32), max_size=60)
LONG = st.lists(st.sampled_from([0.0, 0.0, 0.0, 0.5, 1.0, 2.0, 3.0]), min_size=64, max_size=600)


@given(scores=FEW | MANY | LONG, k=st.integers(-2, 70))
def test_top_is_sorting(scores: list[float], k: int) -> None:
    expected = sorted(range(len(scores)), key=lambda i: (-scores[i], i))[: max(k, 0)]
    assert list(top(array(*scores), k)) == expected


@given(scores=MANY.filter(len), weight=st.floats(0, 1))
def test_a_sum_stays_between_0_and_1(scores: list[float], weight: float) -> None:
    fused = normalised_sum(array(*scores), array(*reversed(scores)), weight)
    assert float(fused.min()) >= -1e-6
    assert float(fused.max()) <= 1 + 1e-6
