"""The own suite on answers made by hand: each way to behave badly scores badly where it should."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hld.app.answer import Assistant
from hld.app.cli import app
from hld.app.schema import Answer
from hld.eval import own, run
from hld.eval.case import Case, load_cases
from hld.eval.own import Row, score, summary
from hld.index.search import Index

Make = Callable[..., Answer]
A, B, C = "A/RES/67/172#para-1", "A/RES/67/172#para-2", "A/RES/68/4#para-3"


def case(**changes: object) -> Case:
    base = {
        "id": "x-1",
        "question": "?",
        "category": "factual",
        "status": "answered",
        "gold": [[A, B], [C]],
        "facts": ["3 per cent", "2030"],
    }
    return Case.model_validate({**base, **changes})


def test_a_perfect_answer(make_answer: Make) -> None:
    row = score(case(), make_answer([B, C], text="It is 3 PER CENT by 2030."), [B, C, "A/RES/1/1#para-1"])
    assert (row.recall5, row.recall10, row.reciprocal_rank) == (1.0, 1.0, 1.0)
    assert (row.citation_precision, row.citation_recall, row.facts, row.quoted) == (1.0, 1.0, 1.0, 1.0)
    assert (row.expected, row.status, row.total_ms) == ("answered", "answered", 1.5)
    assert row.cited == [B, C]


def test_half_an_answer(make_answer: Make) -> None:
    others = [f"A/RES/1/{n}#para-1" for n in range(1, 8)]
    row = score(case(), make_answer([A, others[0]], text="3 per cent", verdict="unsupported"), [*others, A])
    assert (row.recall5, row.recall10) == (0.0, 0.5)
    assert row.reciprocal_rank == pytest.approx(1 / 8)
    assert (row.citation_precision, row.citation_recall, row.facts, row.quoted) == (0.5, 0.5, 0.5, 0.0)


def test_an_abstention_is_not_measured_by_its_citations(make_answer: Make) -> None:
    row = score(case(), make_answer(status="abstained"), [A])
    assert (row.citation_precision, row.citation_recall, row.facts, row.quoted) == (None, None, None, None)
    assert row.recall10 == 0.5
    unanswerable = score(case(status="abstained", gold=[], facts=[]), make_answer(status="abstained"), [A])
    assert (unanswerable.recall10, unanswerable.reciprocal_rank) == (None, None)


def test_what_is_looked_up_comes_first(make_answer: Make) -> None:
    row = score(case(status="lookup", gold=[[C]]), make_answer([C], status="lookup"), [A, B])
    assert row.ranked == [C, A, B]
    assert row.reciprocal_rank == 1.0


# Misuse, over the cases that ship.


def rows_of(system: Callable[[Case], Answer], ranking: Callable[[Case], Sequence[str]]) -> list[Row]:
    return [score(c, system(c), ranking(c)) for c in load_cases()]


@pytest.fixture(scope="module")
def ids(index: Index) -> list[str]:
    return [entry.id for entry in index.library.all(["en"])]


@pytest.fixture(scope="module")
def ideal(make_answer: Make) -> dict[str, float]:
    """A system that knows the gold."""

    def answer(c: Case) -> Answer:
        if c.status in ("abstained", "clarify"):
            return make_answer(status=c.status, confidence=0.1)
        cited = [group[0] for group in c.gold]
        return make_answer(cited, status=c.status, text=" ".join(c.facts) or "Yes.", confidence=0.9)

    return summary(rows_of(answer, lambda c: [group[0] for group in c.gold]))


def test_a_system_that_knows_the_gold_is_perfect(ideal: dict[str, float]) -> None:
    for name in ("recall5", "recall10", "reciprocal_rank", "citation_precision", "citation_recall", "quoted", "answered"):
        assert ideal[name] == 1.0, name
    for name in ("abstention_precision", "abstention_recall", "abstention_auroc"):
        assert ideal[name] == 1.0, name
    assert ideal["wrongly_answered"] == 0.0


def test_pasting_everything_is_punished_in_precision_and_abstention(ids: list[str], make_answer: Make) -> None:
    everything = make_answer(ids, text="Everything.", confidence=1.0)
    figures = summary(rows_of(lambda c: everything, lambda c: ids))
    assert figures["citation_recall"] == 1.0, "recall alone does not see it"
    assert figures["citation_precision"] < 0.02
    assert figures["wrongly_answered"] == 1.0
    assert figures["abstention_recall"] == 0.0
    assert figures["abstention_auroc"] == 0.5
    assert math.isnan(figures["abstention_precision"])
    assert figures["reciprocal_rank"] < 0.1


def test_always_abstaining_is_punished_in_what_is_answered(make_answer: Make) -> None:
    figures = summary(rows_of(lambda c: make_answer(status="abstained", confidence=0.0), lambda c: ()))
    assert figures["answered"] == 0.0
    assert figures["recall10"] == 0.0
    assert figures["abstention_recall"] == 1.0
    assert figures["abstention_precision"] < 0.35
    assert figures["abstention_auroc"] == 0.5
    assert math.isnan(figures["citation_precision"])


def test_citing_at_random_is_punished_everywhere(ids: list[str], make_answer: Make) -> None:
    draw = random.Random(11)

    def guess(c: Case) -> Answer:
        return make_answer(draw.sample(ids, 2), verdict="unsupported", text="Perhaps.", confidence=draw.random())

    figures = summary(rows_of(guess, lambda c: draw.sample(ids, 20)))
    for name in ("citation_precision", "citation_recall", "recall5", "reciprocal_rank"):
        assert figures[name] < 0.1, name
    assert figures["facts"] < 0.05
    assert figures["quoted"] == 0.0
    assert 0.35 < figures["abstention_auroc"] < 0.65


def test_a_confident_system_that_hides_its_doubt_is_seen_by_the_auroc(make_answer: Make) -> None:
    def answer(c: Case) -> Answer:
        cited = [group[0] for group in c.gold] or [A]
        return make_answer(cited, confidence=0.2 if c.gold else 0.9)

    figures = summary(rows_of(answer, lambda c: ()))
    assert figures["abstention_auroc"] < 0.2


# The suite on the assistant.


def test_a_row_a_case_in_order(assistant: Assistant) -> None:
    cases = load_cases()[:6] + [c for c in load_cases() if c.history][:2]
    seen: list[int] = []
    rows = list(own.evaluate(assistant, cases, seen.append))
    assert [r.id for r in rows] == [c.id for c in cases]
    assert seen == list(range(1, 9))
    for row in rows:
        assert json.loads(json.dumps(own.as_json(row)))["id"] == row.id
        assert len(row.ranked) >= own.DEPTH
        assert row.total_ms > 0
    table = own.by_category(rows)
    assert sum(figures["cases"] for figures in table.values()) == 8


def test_the_first_line_of_a_run_says_what_was_run(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HLD_HOME", str(home))
    chosen = [c for c in load_cases() if c.category in ("lookup", "out_of_scope")][:12]
    path = tmp_path / "cases.jsonl"
    path.write_text("\n".join(c.model_dump_json() for c in chosen))
    result = CliRunner().invoke(app, ["eval", "--cases", str(path), "--runs", str(tmp_path / "runs"), "--json"])
    assert result.exit_code == 0, result.output
    figures = json.loads(result.stdout)
    assert figures["cases"] == 12
    (file,) = (tmp_path / "runs").iterdir()
    head, *rows = [json.loads(line) for line in file.read_text().splitlines()]
    assert head["suite"] == "own"
    assert {"time", "machine", "split", "cases", "index", "app", "confidence", "summary"} <= set(head)
    assert {"corpus", "model", "model_hash", "code", "version"} <= set(head["index"])
    assert [row["id"] for row in rows] == [c.id for c in chosen]


def test_two_runs_are_two_files(tmp_path: Path) -> None:
    first = run.write(tmp_path, "own", {"n": 1}, [{"id": "a"}])
    second = run.write(tmp_path, "own", {"n": 2}, [{"id": "b"}])
    assert first != second
    assert json.loads(first.read_text().splitlines()[0])["n"] == 1
