"""The fit of what is cited beside the first paragraph: what is looked at, and what is written."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from hld.app import beside
from hld.app.answer import Assistant
from hld.eval.beside import Answered, answered, figures, out_of_fold, write
from hld.eval.case import Case, load_cases
from hld.eval.fitting import Part, documents


@pytest.fixture(scope="module")
def parts(assistant: Assistant) -> list[Part]:
    cases = [case for case in load_cases(split="dev") if case.gold and not case.history][:60]
    process = documents(assistant, process=True)
    return [
        Part(name="digest", assistant=assistant, cases=cases),
        Part(name="unsampled", assistant=assistant, cases=cases, unsampled=process, weight=0.1),
    ]


def test_what_is_answered_is_looked_at(parts: list[Part]) -> None:
    sampled, unsampled = map(answered, parts)
    assert len(parts[0].cases) / 2 < len(sampled) <= len(parts[0].cases)
    for each in (*sampled, *unsampled):
        assert each.rows.shape == (len(each.others), len(beside.FEATURES))
        assert np.isfinite(each.rows).all()
        assert each.first not in each.others
    at = beside.FEATURES.index("sampled")
    assert {number for each in sampled for number in each.rows[:, at].tolist()} == {1.0}
    assert {number for each in unsampled for number in each.rows[:, at].tolist()} == {0.0}


def case(identifier: str, *gold: tuple[str, ...]) -> Case:
    return Case(id=identifier, question=f"Who lights {identifier}?", category="factual", status="answered", gold=gold)


def told(asked: Case, first: str, *others: str) -> Answered:
    rows = np.zeros((len(others), len(beside.FEATURES)))
    rows[:, 0] = [other in asked.gold_ids for other in others]
    return Answered(case=asked, part="digest", first=first, others=others, rows=rows, counts=1.0)


A, B, C = (f"A/RES/90/1#para-{number}" for number in (1, 2, 3))


def test_precision_and_recall_are_those_of_what_is_cited() -> None:
    both, one = told(case("lamps", (A,), (B,)), A, B, C), told(case("beacons", (A, C)), B, C)
    found = figures([both, one], [np.array([0.9, 0.1]), np.array([0.2])], least=0.5)
    assert found == {"precision": 0.5, "recall": 0.5, "first_precision": 0.5, "first_recall": 0.25}
    every = figures([both, one], [np.array([0.9, 0.8]), np.array([0.7])], least=0.5)
    assert (every["precision"], every["recall"]) == pytest.approx(((2 / 3 + 1 / 2) / 2, 1.0), abs=1e-4)


def test_a_case_is_judged_by_what_others_teach() -> None:
    """One feature tells all, for some cases that are not judged by themselves."""
    every = [told(case(f"lamp {number}", (A,), (B,)), A, B, C) for number in range(40)]
    likely = out_of_fold(every)
    assert min(each[0] for each in likely) > max(each[1] for each in likely)


def test_what_is_written_says_what_it_gains_and_comes_out_the_same_again(parts: list[Part], tmp_path: Path) -> None:
    found = write(parts, tmp_path / "one.json")
    content = json.loads((tmp_path / "one.json").read_text())
    assert tuple(content["model"]["features"]) == beside.FEATURES
    assert content["model"]["threshold"] == beside.LEAST
    assert content["out_of_fold"] == found
    assert found.keys() == {"digest", "unsampled"}
    assert 0.5 < found["digest"]["precision"] <= 1
    write(parts, tmp_path / "two.json")
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()
