"""A turn in its conversation: what is told of paragraphs by its wordings and by what was told, and the order of all together."""

from __future__ import annotations

import json
from importlib import resources

import numpy as np
import pytest

from hld.app import behind
from hld.app.answer import RERANKED, Assistant
from hld.app.behind import FEATURES, LAST, LEAST, TOLD, features, together
from hld.index.hits import Hit

ONE, TWO, FAR = "A/RES/67/219#para-3", "A/RES/67/219#para-4", "A/RES/68/4#para-3"


def hit(identifier: str, score: float) -> Hit:
    return Hit(id=identifier, score=score, lexical=0.0, dense=0.0)


def column(rows: np.ndarray, name: str) -> list[float]:
    return rows[:, FEATURES.index(name)].tolist()


def test_the_odds_by_each_wording_are_told(assistant: Assistant) -> None:
    rankings = {"turn": [hit(ONE, 0.6), hit(TWO, 0.4)], LAST: [hit(TWO, 0.7), hit(FAR, 0.3)]}
    rows = features([ONE, TWO, FAR], rankings, (), assistant.index)
    assert column(rows, "turn") == pytest.approx(np.log([0.6, 0.4, 0.4]) - [0, 0, 1]), "what is not found is below all that is"
    assert column(rows, LAST) == pytest.approx(np.log([0.3, 0.7, 0.3]) - [1, 0, 0])
    assert column(rows, behind.FIRST) == column(rows, TOLD) == column(rows, "turn"), "where there is no such wording"
    assert not rows[:, FEATURES.index("document") :].any(), "nothing was told"
    faint = features([ONE, TWO], {"turn": [hit(ONE, 1.0), hit(TWO, 0.0)]}, (), assistant.index)
    assert column(faint, "turn") == pytest.approx([0, np.log(LEAST)])


def test_what_stands_near_to_what_was_told_is_told(assistant: Assistant) -> None:
    rankings = {"turn": [hit(each, 1 / 3) for each in (ONE, TWO, FAR)]}
    rows = features([ONE, TWO, FAR], rankings, ("A/RES/67/219#para-5", TWO), assistant.index)
    assert column(rows, "document") == pytest.approx([*[np.log(len(assistant.index.documents))] * 2, 0])
    near = column(rows, "near")
    assert 0 < near[0] < near[1] == 1
    assert near[2] == 0
    assert column(rows, "again") == [0, 1, 0]
    assert column(rows, "foremost") == [0, 0, 0], "that is paragraph 5"


def test_all_wordings_have_one_order(assistant: Assistant) -> None:
    rankings = {"turn": [hit(ONE, 0.6), hit(TWO, 0.4)], LAST: [hit(TWO, 0.7), hit(FAR, 0.3)]}
    found = together(rankings, (), assistant.index)
    assert found[0].id == TWO
    assert {each.id for each in found} == {ONE, TWO, FAR}
    assert sum(each.score for each in found) == pytest.approx(1.0)
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)


def test_a_turn_has_the_wordings_that_it_is_ranked_by(assistant: Assistant) -> None:
    history = ["What is said on the cost of sending money home?"]
    understood = assistant.in_conversation("and by when?", history)
    assert understood.told
    names = [name for name, _ in understood.behind]
    assert names[-1] == TOLD
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
    assert min(read["weights"][name] for name in ("turn", LAST, behind.FIRST, TOLD, "near")) > 0
    monkeypatch.setattr(behind, "FEATURES", (*FEATURES, "more"))
    with pytest.raises(ValueError, match=r"behind.json was fitted on other features; run hld eval turns"):
        behind._weights.__wrapped__()
