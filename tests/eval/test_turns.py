"""The fit of what the wordings of a turn are worth: which turns are looked at, and what is written."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from hld.app.answer import Assistant
from hld.app.behind import FEATURES, SURE_BY
from hld.eval.case import Case
from hld.eval.conversation import Conversation, load_conversations
from hld.eval.turns import GAPS, examples, out_of_fold, parts, trusted_out_of_fold, turns, write

FOLLOWUPS = Path(__file__).resolve().parents[2] / "tools" / "followups"


def few(assistant: Assistant, number: int = 8) -> list[Conversation]:
    """Conversations that the digest answers."""
    held = {*assistant.index.ids}
    return [each for each in load_conversations("dev") if all(held & {*t.gold} for t in each.turns if t.gold)][:number]


def cases(conversations: Sequence[Conversation]) -> list[list[Case]]:
    return [[*conversation.cases()] for conversation in conversations]


@pytest.fixture
def openings(tmp_path: Path) -> Path:
    """A folder with the first follow-ups about the process."""
    (tmp_path / "process").mkdir()
    lines = (FOLLOWUPS / "process" / "a.jsonl").read_text("utf-8").splitlines(keepends=True)
    (tmp_path / "process" / "a.jsonl").write_text("".join(lines[:3]))
    return tmp_path


def test_turns_that_have_several_wordings_and_gold_are_looked_at(assistant: Assistant) -> None:
    conversations = few(assistant)
    every = turns(assistant, cases(conversations))
    found = examples(every)
    asked = [case for each in conversations for case in each.cases() if case.history]
    assert len(found) <= len(every) <= len(asked)
    assert len(found) > sum(bool(case.gold) for case in asked) / 2
    for each in found:
        assert each.rows.shape == (len(each.ids), len(FEATURES))
        assert np.isfinite(each.rows).all()
        assert each.right.sum() == len({*each.ids} & each.case.gold_ids)


def test_conversations_that_a_library_does_not_hold_are_left_out(assistant: Assistant) -> None:
    elsewhere = [each for each in load_conversations("dev") if each not in few(assistant, 10**6)]
    assert elsewhere
    assert turns(assistant, cases(elsewhere)) == []


def test_turns_of_a_conversation_are_in_one_fold(assistant: Assistant) -> None:
    found = examples(turns(assistant, cases(few(assistant))))
    by_conversation: dict[str, list[np.ndarray]] = {}
    for each, by in zip(found, out_of_fold([found])[0], strict=True):
        by_conversation.setdefault(each.case.id.rpartition(".")[0], []).append(by.weights)
    assert all(np.array_equal(some[0], other) for some in by_conversation.values() for other in some)
    assert len({weights.tobytes() for some in by_conversation.values() for weights in some}) > 1


def test_a_turn_is_trusted_by_what_others_teach(assistant: Assistant) -> None:
    """One feature tells all: it is found, without the conversation that is judged."""
    found = [turn for turn in turns(assistant, cases(few(assistant, 24))) if turn.trusted]
    can = np.array([turn.can for turn in found])
    assert 0 < can.sum() < len(can)
    rows = np.zeros((len(found), len(SURE_BY)))
    rows[:, 0] = can
    confidence = trusted_out_of_fold(rows, found)
    assert confidence[can].min() > confidence[~can].max()


def test_what_is_written_says_what_it_gains_and_comes_out_the_same_again(
    assistant: Assistant, openings: Path, tmp_path: Path
) -> None:
    asked = {"digest": assistant}
    found = parts(asked, few(assistant, 24), openings)
    assert [*found] == ["digest", "digest, follow-ups"]
    assert {turn.gap for turn in found["digest"]} == {1.0}
    assert {turn.gap for turn in found["digest, follow-ups"]} == {GAPS}
    told = write(found, asked, tmp_path / "one.json")
    content = json.loads((tmp_path / "one.json").read_text())
    assert tuple(content["weights"]) == FEATURES
    assert content["out_of_fold"] == told
    assert tuple(content["confidence"]["features"]) == SURE_BY
    assert 0.5 < told["digest"]["mrr"] <= 1
    assert 0.5 < told["digest"]["auroc"] <= 1
    write(found, asked, tmp_path / "two.json")
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()
