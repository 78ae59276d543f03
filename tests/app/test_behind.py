"""A turn in its conversation: what is told of paragraphs by its wordings and by what was told, and the order of all together."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib import resources

import numpy as np
import pytest

from hld.app import behind
from hld.app.answer import RERANKED, Assistant
from hld.app.behind import FEATURES, LAST, LEAST, SURE_BY, TOLD, Estimate, features, together, told_by
from hld.app.question import Understood
from hld.app.turns import signs
from hld.index.hits import Hit

ONE, TWO, FAR = "A/RES/67/219#para-3", "A/RES/67/219#para-4", "A/RES/68/4#para-3"


def hit(identifier: str, score: float) -> Hit:
    return Hit(id=identifier, score=score, lexical=0.0, dense=0.0)


def column(rows: np.ndarray, name: str) -> list[float]:
    return rows[:, FEATURES.index(name)].tolist()


@pytest.fixture(scope="module")
def understood(assistant: Assistant) -> Understood:
    return replace(assistant.understand("and who lights them?", ()), told=())


SURE = {"turn": Estimate(best=ONE, confidence=0.5)}


def test_the_odds_by_each_wording_are_told(understood: Understood, assistant: Assistant) -> None:
    rankings = {"turn": [hit(ONE, 0.6), hit(TWO, 0.4)], LAST: [hit(TWO, 0.7), hit(FAR, 0.3)]}
    rows = features(understood, [ONE, TWO, FAR], rankings, SURE, assistant.index)
    assert column(rows, "turn") == pytest.approx(np.log([0.6, 0.4, 0.4]) - [0, 0, 1]), "what is not found is below all that is"
    assert column(rows, LAST) == pytest.approx(np.log([0.3, 0.7, 0.3]) - [1, 0, 0])
    assert column(rows, behind.FIRST) == column(rows, TOLD) == column(rows, "turn"), "where there is no such wording"
    assert column(rows, "turn_found") == column(rows, "told_found") == [1, 1, 0]
    assert column(rows, "last_found") == [0, 1, 1]
    assert not rows[:, [FEATURES.index(name) for name in ("document", "near", "again", "foremost", "told_any")]].any()
    faint = features(understood, [ONE, TWO], {"turn": [hit(ONE, 1.0), hit(TWO, 0.0)]}, SURE, assistant.index)
    assert column(faint, "turn") == pytest.approx([0, np.log(LEAST)])


def test_how_each_wording_found_it_is_told(understood: Understood, assistant: Assistant) -> None:
    found = replace(hit(ONE, 0.6), dense=0.7, posed=0.3, recognised=0.2)
    rows = features(understood, [ONE, TWO], {"turn": [hit(TWO, 1.0)], behind.ALONE: [found]}, SURE, assistant.index)
    told = [column(rows, f"alone_{name}") for name in ("meaning", "posed", "recognised", "found")]
    assert told == [[0.7, 0], [0.3, 0], [0.2, 0], [1, 0]]


def test_what_a_turn_shows_is_told_of_all_alike(understood: Understood, assistant: Assistant) -> None:
    sure = {**SURE, behind.ALONE: Estimate(best=TWO, confidence=1.0)}
    rows = features(understood, [ONE, TWO], {"turn": [hit(ONE, 0.6), hit(TWO, 0.4)]}, sure, assistant.index)
    assert {name: column(rows, name) for name in signs("and who lights them?")} == {
        name: [value, value] for name, value in signs("and who lights them?").items()
    }
    assert column(rows, "turn_sure") == column(rows, "last_sure") == [0, 0]
    assert column(rows, "alone_sure") == pytest.approx([np.log((1 - behind.NARROW) / behind.NARROW)] * 2)


def test_what_stands_near_to_what_was_told_is_told(understood: Understood, assistant: Assistant) -> None:
    rankings = {"turn": [hit(each, 1 / 3) for each in (ONE, TWO, FAR)]}
    behind_it = replace(understood, told=("A/RES/67/219#para-5", TWO))
    rows = features(behind_it, [ONE, TWO, FAR], rankings, SURE, assistant.index)
    assert column(rows, "document") == pytest.approx([*[np.log(len(assistant.index.documents))] * 2, 0])
    near = column(rows, "near")
    assert 0 < near[0] < near[1] == 1
    assert near[2] == 0
    assert column(rows, "again") == [0, 1, 0]
    assert column(rows, "foremost") == [0, 0, 0], "that is paragraph 5"
    assert column(rows, "told_any") == [1, 1, 1]


def test_all_wordings_have_one_order(understood: Understood, assistant: Assistant) -> None:
    rankings = {"turn": [hit(ONE, 0.6), hit(TWO, 0.4)], LAST: [hit(TWO, 0.7), hit(FAR, 0.3)]}
    found = together(understood, rankings, SURE, assistant.index)
    assert {each.id for each in found} == {ONE, TWO, FAR}
    assert sum(each.score for each in found) == pytest.approx(1.0)
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)


def test_a_turn_has_the_wordings_that_it_is_ranked_by(assistant: Assistant) -> None:
    history = ["What is said on the cost of sending money home?"]
    understood = assistant.in_conversation("and by when?", history)
    assert understood.told
    names = [name for name, _ in understood.behind]
    assert {TOLD, behind.ALONE} <= {*names}
    wordings = assistant.by_wording(understood, RERANKED)
    assert [*wordings] == ["turn", *names]
    told = dict(understood.behind)[TOLD].searched
    text = assistant.index.entries(understood.told[:1])[understood.told[0]].text
    assert told.startswith("and by when? ")
    assert told.endswith(" ".join(text.split()[: behind.WORDS])[-20:])
    assert [*assistant.by_wording(assistant.understand(history[0], ()), 5)] == ["turn"]


def test_what_ships_weighs_every_feature(monkeypatch: pytest.MonkeyPatch) -> None:
    read = json.loads(resources.files("hld.app").joinpath("behind.json").read_text("utf-8"))
    assert tuple(read["weights"]) == FEATURES
    assert len(read["layer"]["weights"]) == len(FEATURES)
    monkeypatch.setattr(behind, "FEATURES", (*FEATURES, "more"))
    with pytest.raises(ValueError, match=r"behind.json was fitted on other features; run hld eval turns"):
        behind._scores.__wrapped__()


def test_what_tells_how_sure_a_turn_is_answered(assistant: Assistant) -> None:
    understood = assistant.in_conversation("and by when?", ["What is said on the cost of sending money home?"])
    found = {"turn": Estimate(best=ONE, confidence=0.5), LAST: Estimate(best=understood.told[0], confidence=1.0)}
    told = told_by(understood, found, [understood.told[0], ONE], [0.75, 0.25], assistant.index)
    assert tuple(told) == SURE_BY
    assert told["turn"] == told[behind.FIRST] == told[TOLD] == 0
    assert told[LAST] == pytest.approx(np.log((1 - behind.NARROW) / behind.NARROW))
    assert [told[f"{name}_agrees"] for name in behind.WORDINGS] == [0, 1, 0, 0, 0]
    assert told["share"] == 0.75
    assert told["spread"] == pytest.approx(-0.75 * np.log(0.75) - 0.25 * np.log(0.25))
    assert told["document"] == told["again"] == told["told_any"] == 1
    assert told_by(understood, found, [FAR], [1.0], assistant.index)["document"] == 0


def test_a_wording_is_estimated_by_what_it_finds(assistant: Assistant) -> None:
    history = ["What is said on the cost of sending money home?", "Who has to lower it?"]
    understood = assistant.in_conversation("and by when?", history)
    wordings = assistant.by_wording(understood, RERANKED)
    found = behind.estimates(understood, wordings, assistant.index)
    assert {name: each.best for name, each in found.items()} == {name: hits[0].id for name, hits in wordings.items()}
    assert all(0 <= each.confidence <= 1 for each in found.values())
    nothing = behind.estimates(understood, {"turn": []}, assistant.index)
    assert nothing == {"turn": Estimate(best="", confidence=0.0)}


def test_a_confidence_of_other_features_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(behind, "SURE_BY", (*SURE_BY, "more"))
    with pytest.raises(ValueError, match=r"behind.json was fitted on other features; run hld eval turns"):
        behind._confidence.__wrapped__()
