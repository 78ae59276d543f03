"""The fit of what the wordings of a turn are worth: which turns are looked at, and what is written."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from hld.app.answer import Assistant
from hld.app.behind import FEATURES
from hld.eval.conversation import Conversation, load_conversations
from hld.eval.turns import examples, out_of_fold, write


def few(assistant: Assistant, number: int = 8) -> list[Conversation]:
    """Conversations that the digest answers."""
    held = {*assistant.index.ids}
    return [each for each in load_conversations("dev") if all(held & {*t.gold} for t in each.turns if t.gold)][:number]


def test_turns_that_have_several_wordings_and_gold_are_looked_at(assistant: Assistant) -> None:
    conversations = few(assistant)
    found = examples(assistant, conversations)
    turns = [case for each in conversations for case in each.cases() if case.history and case.gold]
    assert len(turns) / 2 < len(found) <= len(turns)
    for each in found:
        assert each.rows.shape == (len(each.ids), len(FEATURES))
        assert np.isfinite(each.rows).all()
        assert each.right.sum() == len({*each.ids} & each.case.gold_ids)


def test_conversations_that_a_library_does_not_hold_are_left_out(assistant: Assistant) -> None:
    elsewhere = [each for each in load_conversations("dev") if each not in few(assistant, 10**6)]
    assert elsewhere
    assert examples(assistant, elsewhere) == []


def test_turns_of_a_conversation_are_in_one_fold(assistant: Assistant) -> None:
    found = examples(assistant, few(assistant))
    by_conversation: dict[str, list[np.ndarray]] = {}
    for each, weights in zip(found, out_of_fold([found])[0], strict=True):
        by_conversation.setdefault(each.case.id.rpartition(".")[0], []).append(weights)
    assert all(np.array_equal(some[0], other) for some in by_conversation.values() for other in some)
    assert len({weights.tobytes() for some in by_conversation.values() for weights in some}) > 1


def test_what_is_written_says_what_it_gains_and_comes_out_the_same_again(assistant: Assistant, tmp_path: Path) -> None:
    conversations = few(assistant)
    found = write({"digest": assistant}, conversations, tmp_path / "one.json")
    content = json.loads((tmp_path / "one.json").read_text())
    assert tuple(content["weights"]) == FEATURES
    assert content["out_of_fold"] == found
    assert 0.5 < found["digest"]["mrr"] <= 1
    write({"digest": assistant}, conversations, tmp_path / "two.json")
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()
