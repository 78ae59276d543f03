"""Metrics against ir_measures, and the few it does not have by hand."""

from __future__ import annotations

import math

import ir_measures
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ir_measures import AP, RR, R, nDCG

from hld.eval.beir import figures
from hld.eval.metrics import (
    auroc,
    average_precision,
    citation_precision,
    group_recall,
    mean,
    ndcg,
    recall,
    reciprocal_rank,
)

IDS = [f"d{n}" for n in range(30)]
RANKINGS = st.permutations(IDS).flatmap(lambda ids: st.integers(1, 30).map(lambda n: ids[:n]))
GOLD = st.frozensets(st.sampled_from([*IDS, "lost", "gone"]), min_size=1, max_size=8)


def theirs(measures: list[object], gold: frozenset[str], ranked: list[str]) -> dict[object, float]:
    qrels = [ir_measures.Qrel("q", i, 1) for i in gold]
    run = [ir_measures.ScoredDoc("q", i, float(len(ranked) - rank)) for rank, i in enumerate(ranked)]
    return ir_measures.calc_aggregate(measures, qrels, run)


@settings(max_examples=80, deadline=None)
@given(ranked=RANKINGS, gold=GOLD, k=st.sampled_from([1, 3, 5, 10, 20]))
def test_metrics_equal_ir_measures(ranked: list[str], gold: frozenset[str], k: int) -> None:
    expected = theirs([R @ k, AP @ k, nDCG @ k, RR @ k, RR], gold, ranked)
    assert recall(gold, ranked, k) == pytest.approx(expected[R @ k])
    assert average_precision(gold, ranked, k) == pytest.approx(expected[AP @ k])
    assert ndcg(gold, ranked, k) == pytest.approx(expected[nDCG @ k])
    assert reciprocal_rank(gold, ranked[:k]) == pytest.approx(expected[RR @ k])
    assert reciprocal_rank(gold, ranked) == pytest.approx(expected[RR])


@settings(max_examples=20, deadline=None)
@given(queries=st.lists(st.tuples(GOLD, RANKINGS), min_size=1, max_size=5))
def test_figures_over_queries_equal_ir_measures(queries: list[tuple[frozenset[str], list[str]]]) -> None:
    qrels = [ir_measures.Qrel(str(q), i, 1) for q, (gold, _) in enumerate(queries) for i in gold]
    run = [
        ir_measures.ScoredDoc(str(q), i, -float(rank)) for q, (_, ranked) in enumerate(queries) for rank, i in enumerate(ranked)
    ]
    names = {"R@10": R @ 10, "MAP@10": AP @ 10, "nDCG@10": nDCG @ 10, "MRR@10": RR @ 10, "R@100": R @ 100}
    expected = ir_measures.calc_aggregate(list(names.values()), qrels, run)
    ours = figures(queries)
    assert set(ours) == set(names)
    for name, measure in names.items():
        assert ours[name] == pytest.approx(expected[measure])


@given(ranked=RANKINGS, gold=GOLD, k=st.integers(1, 30))
def test_recall_of_groups_of_one_is_recall(ranked: list[str], gold: frozenset[str], k: int) -> None:
    assert group_recall([[i] for i in gold], ranked, k) == pytest.approx(recall(gold, ranked, k))


@pytest.mark.parametrize(
    ("groups", "ranked", "k", "expected"),
    [
        ([["a", "b"]], ["b"], 1, 1.0),
        ([["a", "b"], ["c"]], ["a", "b", "c"], 2, 0.5),
        ([["a", "b"], ["c"]], ["a", "b", "c"], 3, 1.0),
        ([["a"], ["c"]], [], 5, 0.0),
        ([], ["a"], 5, 1.0),
    ],
)
def test_group_recall(groups: list[list[str]], ranked: list[str], k: int, expected: float) -> None:
    assert group_recall(groups, ranked, k) == expected


def test_nothing_found_and_nothing_gold() -> None:
    assert recall({"a"}, [], 10) == ndcg({"a"}, [], 10) == average_precision({"a"}, [], 10) == reciprocal_rank({"a"}, []) == 0
    assert recall(set(), ["a"], 10) == ndcg(set(), ["a"], 10) == average_precision(set(), ["a"], 10) == 0


def test_citation_precision() -> None:
    assert citation_precision({"a", "b"}, ["a", "x", "b", "y"]) == 0.5
    assert citation_precision({"a"}, []) == 0


@given(st.lists(st.sampled_from([0.0, 0.1, 0.5, 0.9]), min_size=1), st.lists(st.sampled_from([0.0, 0.1, 0.5, 0.9]), min_size=1))
def test_auroc_equals_scikit_learn(positive: list[float], negative: list[float]) -> None:
    from sklearn.metrics import roc_auc_score

    labels = [1] * len(positive) + [0] * len(negative)
    assert auroc(positive, negative) == pytest.approx(roc_auc_score(labels, [*positive, *negative]))
    assert auroc(positive, negative) == pytest.approx(1 - auroc(negative, positive))


def test_measures_of_nothing_are_not_a_number() -> None:
    assert math.isnan(auroc([], [0.5]))
    assert math.isnan(auroc([0.5], []))
    assert math.isnan(mean([]))
    assert mean([1.0, 2.0]) == 1.5
