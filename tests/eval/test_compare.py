"""Intervals and paired tests against scipy, and the gate: it fails on a real loss and not on noise."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import scipy.stats

from hld.eval import gate, measures
from hld.eval.compare import differences, paired
from hld.eval.run import Interval, Row, Run
from hld.eval.statistics import Measure, interval, summarise
from hld.eval.suite import measures_of
from hld.ingest.errors import HldError

MRR = Measure(name="mrr", says="x.")


def rows(values: Sequence[float], name: str = "mrr", **fields: object) -> list[Row]:
    return [Row(system="hld", id=f"x-{n}", metrics={name: v}, question=f"{n}?", **fields) for n, v in enumerate(values)]  # type: ignore[arg-type]


def test_an_interval_is_that_of_scipys_bootstrap() -> None:
    values = np.random.default_rng(5).choice([0.0, 0.5, 1.0], 120)
    found = interval(MRR, rows(values.tolist()))
    theirs = scipy.stats.bootstrap((values,), np.mean, n_resamples=10_000, method="percentile", rng=np.random.default_rng(1))
    assert found.value == pytest.approx(values.mean())
    assert found.low == pytest.approx(theirs.confidence_interval.low, abs=0.01)
    assert found.high == pytest.approx(theirs.confidence_interval.high, abs=0.01)
    assert interval(MRR, rows(values.tolist())) == found, "the seed is fixed"


def test_a_statistic_that_is_no_mean_has_an_interval_too() -> None:
    values = np.random.default_rng(6).exponential(size=200)
    median = Measure(name="median", says="x.", parts=lambda row: (row.metrics["mrr"],), of=lambda t: float(np.median(t[:, 0])))
    found = interval(median, rows(values.tolist()))
    theirs = scipy.stats.bootstrap((values,), np.median, n_resamples=5000, method="percentile", rng=np.random.default_rng(1))
    assert found.value == np.median(values)
    assert found.low == pytest.approx(theirs.confidence_interval.low, abs=0.05)
    assert found.high == pytest.approx(theirs.confidence_interval.high, abs=0.05)


def test_what_applies_to_no_row_has_no_figure() -> None:
    assert interval(MRR, []) == Interval(value=None, low=None, high=None, n=0)
    assert summarise([MRR, Measure(name="other", says="x.")], rows([1.0])).keys() == {"hld"}
    assert summarise([MRR, Measure(name="other", says="x.")], rows([1.0]))["hld"].keys() == {"mrr"}


@pytest.mark.parametrize("shift", [0.0, 0.03, 0.2])
def test_the_paired_test_is_that_of_scipy(shift: float) -> None:
    draw = np.random.default_rng(7)
    before = draw.random(60)
    after = before + draw.normal(shift, 0.2, 60)
    found = paired(MRR, rows(before.tolist()), rows(after.tolist()))
    assert found is not None
    theirs = scipy.stats.permutation_test(
        (after - before,), np.mean, permutation_type="samples", n_resamples=10_000, rng=np.random.default_rng(2)
    )
    assert found.p == pytest.approx(theirs.pvalue, abs=0.02)
    assert found.change == pytest.approx((after - before).mean())
    assert found.low < found.change < found.high
    one_sided = scipy.stats.permutation_test(
        (after - before,),
        np.mean,
        permutation_type="samples",
        alternative="less",
        n_resamples=10_000,
        rng=np.random.default_rng(2),
    )
    assert found.p_worse == pytest.approx(one_sided.pvalue, abs=0.02)


def test_the_same_run_twice_is_no_difference() -> None:
    found = paired(MRR, rows([0.0, 1.0, 0.5]), rows([0.0, 1.0, 0.5]))
    assert found is not None
    assert (found.change, found.p, found.low, found.high) == (0.0, 1.0, 0.0, 0.0)


def test_only_common_cases_are_compared_whatever_their_order() -> None:
    before, after = rows([0.0, 1.0, 0.0]), list(reversed(rows([1.0, 1.0, 1.0, 0.0])))
    found = paired(MRR, before, after)
    assert found is not None
    assert (found.n, found.before, found.after) == (3, pytest.approx(1 / 3), 1.0)
    assert paired(MRR, before, rows([1.0], name="other")) is None


def test_a_statistic_over_all_rows_is_compared_by_exchanging_rows() -> None:
    auroc = measures.load()["abstention_auroc"]

    def system(knows: bool) -> list[Row]:
        draw = random.Random(3)
        return [
            Row(
                system="hld",
                id=f"x-{n}",
                metrics={},
                expected="answered" if n % 2 else "abstained",
                status="answered",
                confidence=(0.9 if n % 2 else 0.1) if knows else draw.random(),
            )
            for n in range(60)
        ]

    found = paired(auroc, system(knows=False), system(knows=True))
    assert found is not None
    assert found.after == 1.0
    assert found.p < 0.01
    assert found.p_worse > 0.9


# The gate.


def case_rows(right: Sequence[float], **changes: object) -> list[Row]:
    base = {"recall@5", "recall@10", "mrr", "citation_f1", "alce_f1", "fact_coverage", "right"}
    return [
        Row(
            system="hld",
            id=f"x-{n}",
            metrics={**dict.fromkeys(base, value), "quote_fidelity": 1.0, "invented": 0.0},
            question=f"{n}?",
            expected="answered" if n % 4 else "abstained",
            status="answered" if n % 4 else "abstained",
            confidence=0.9 if n % 4 else 0.1,
            **changes,  # type: ignore[arg-type]
        )
        for n, value in enumerate(right)
    ]


def accepted(tmp_path: Path, found: Sequence[Row]) -> gate.Accepted:
    known = list(measures.load().values())
    about = {
        "suite": "own",
        "started": "2026-11-25T00:00:00",
        "machine": "x",
        "app": "0",
        "split": "dev",
        "hashes": {},
        "measures": [{"name": m.name, "title": m.name, "better": m.better, "says": m.says, "timed": m.timed} for m in known],
    }
    run = Run(path=tmp_path / "own.jsonl", about=about, rows=tuple(found), summary=summarise(known, found, draws=10))
    return gate.accept(run, tmp_path / "accepted.json")


VALUES = [1.0 if n % 5 else 0.0 for n in range(150)]


def judged(tmp_path: Path, after: Sequence[Row]) -> list[str]:
    found = gate.judge(accepted(tmp_path, case_rows(VALUES)), after, measures.load())
    return sorted(loss.measure.name for loss in found.losses)


def test_the_same_run_passes(tmp_path: Path) -> None:
    assert judged(tmp_path, case_rows(VALUES)) == []


def test_a_better_run_passes(tmp_path: Path) -> None:
    assert judged(tmp_path, case_rows([1.0] * 150)) == []


def test_noise_passes(tmp_path: Path) -> None:
    draw = random.Random(1)
    # Two cases in a hundred change, as many for the better as for the worse.
    noisy = [1.0 - v if draw.random() < 0.02 else v for v in VALUES]
    assert noisy != VALUES
    assert judged(tmp_path, case_rows(noisy)) == []


def test_a_real_loss_fails(tmp_path: Path) -> None:
    worse = [0.0 if n % 8 == 1 else v for n, v in enumerate(VALUES)]
    assert {"mrr", "recall@5", "right"} <= set(judged(tmp_path, case_rows(worse)))


def test_answering_what_cannot_be_answered_fails(tmp_path: Path) -> None:
    after = [replace(row, status="answered", confidence=0.9) for row in case_rows(VALUES)]
    assert judged(tmp_path, after) == ["abstention_auroc", "wrongly_answered"]


@pytest.mark.parametrize(("name", "value"), [("quote_fidelity", 0.5), ("invented", 0.2)])
def test_a_single_broken_promise_fails(name: str, value: float, tmp_path: Path) -> None:
    first, *rest = case_rows(VALUES)
    assert judged(tmp_path, [replace(first, metrics={**first.metrics, name: value}), *rest]) == [name]


def test_a_case_that_was_rewritten_is_another_case(tmp_path: Path) -> None:
    first, *rest = case_rows(VALUES)
    known = accepted(tmp_path, case_rows(VALUES))
    found = gate.judge(known, [replace(first, question="Another?"), *rest], measures.load())
    assert (found.compared, found.new, found.gone) == (149, 1, 1)
    with pytest.raises(HldError, match="No case"):
        gate.judge(known, [replace(first, question="Another?")], measures.load())


def test_what_is_accepted_is_small_and_holds_nothing_that_is_timed(tmp_path: Path) -> None:
    accepted(tmp_path, case_rows(VALUES, timings_ms={"total": 3.0}))
    content = json.loads((tmp_path / "accepted.json").read_text())
    assert "ms_p50" not in content["figures"]
    assert "mrr" in content["figures"]
    assert set(content["rows"][0]) == {"id", "case", "expected", "status", "confidence", "metrics"}


def test_only_whole_runs_of_own_cases_are_accepted(tmp_path: Path) -> None:
    run = Run(path=tmp_path / "x.jsonl", about={"suite": "beir"}, rows=(), summary={})
    with pytest.raises(HldError, match="not a whole run"):
        gate.accept(run, tmp_path / "accepted.json")
    with pytest.raises(HldError, match="no accepted run"):
        gate.read(tmp_path / "accepted.json")


def test_measures_of_another_suite_are_means() -> None:
    said = {"name": "found", "title": "found", "better": "lower", "says": "x.", "timed": False}
    run = Run(path=Path("x"), about={"suite": "labels", "measures": [said]}, rows=(), summary={})
    (found,) = differences(measures_of(run), rows([1.0, 1.0], name="found"), rows([0.0, 1.0], name="found"))
    assert (found.change, found.loss) == (-0.5, -0.5)
