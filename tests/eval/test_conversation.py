"""Conversations: what is refused, what those that ship hold, and the suite that asks them."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hld.eval.case import load_cases, read_lines
from hld.eval.conversation import KINDS, Conversation, load_conversations, load_followups
from hld.eval.suite import Context, Unavailable, execute
from hld.eval.suites import conversations
from hld.index.search import Index
from hld.ingest.errors import HldError

FOLLOWUPS = Path(__file__).resolve().parents[2] / "tools" / "followups"

GOLD = "A/RES/67/172#para-1"
FIRST = {"question": "Who lights the lamps?", "kind": "first", "gold": [GOLD]}
GOOD: dict[str, Any] = {"id": "x-1", "turns": [FIRST, {"question": "And who pays?", "kind": "none"}]}
SHARE_LEFT_UNANSWERED = 0.08

BAD = [
    ("one turn", {**GOOD, "turns": [FIRST]}, "turns"),
    ("opened twice", {**GOOD, "turns": [FIRST, FIRST]}, "no other"),
    ("never opened", {**GOOD, "turns": [{**FIRST, "kind": "more"}] * 2}, "the first turn"),
    ("answered by nothing", {**GOOD, "turns": [FIRST, {"question": "Why?", "kind": "more"}]}, "has some"),
    ("gold of none", {**GOOD, "turns": [FIRST, {"question": "Why?", "kind": "none", "gold": [GOLD]}]}, "has no gold"),
    ("unknown kind", {**GOOD, "turns": [FIRST, {"question": "Why?", "kind": "odd", "gold": [GOLD]}]}, "kind"),
    ("blank question", {**GOOD, "turns": [FIRST, {"question": " ", "kind": "none"}]}, "question"),
    ("same id", GOOD, "the id x-1 occurs twice"),
]


@pytest.mark.parametrize(("row", "message"), [b[1:] for b in BAD], ids=[b[0] for b in BAD])
def test_a_conversation_that_is_not_valid_is_named_by_file_and_line(row: object, message: str, tmp_path: Path) -> None:
    path = tmp_path / "talks.jsonl"
    path.write_text(f"{json.dumps(GOOD)}\n{json.dumps(row)}\n")
    with pytest.raises(HldError) as caught:
        list(read_lines(Conversation, [path], ""))
    assert f"{path}, line 2" in caught.value.message
    assert message in caught.value.message


def test_each_turn_is_a_case_after_those_before_it() -> None:
    first, second = Conversation.model_validate(GOOD).cases()
    assert (first.id, first.history, first.status, first.gold, first.kind) == ("x-1.1", (), "answered", ((GOLD,),), "first")
    assert (second.id, second.history, second.status, second.kind) == ("x-1.2", (FIRST["question"],), "abstained", "none")


def test_both_splits_have_turns_of_every_kind() -> None:
    for split in ("dev", "release"):
        kinds = Counter(turn.kind for each in load_conversations(split) for turn in each.turns)
        assert {*kinds} == {*KINDS}
        assert min(kinds.values()) >= 15
        assert kinds["none"] >= SHARE_LEFT_UNANSWERED * kinds.total()


def test_no_conversation_is_in_both_splits_nor_a_case() -> None:
    every = load_conversations()
    assert len({each.id for each in every}) == len(every)
    opened = Counter(each.turns[0].question.casefold() for each in every)
    assert max(opened.values()) == 1
    assert opened.keys().isdisjoint(case.question.casefold() for case in load_cases())


def test_conversations_about_the_process_are_answered_by_the_digest(index: Index) -> None:
    about = [c for each in load_conversations() if conversations.about(each) <= index.documents.keys() for c in each.cases()]
    wanted = {paragraph for case in about for paragraph in case.gold_ids}
    assert len(about) > 400
    assert wanted - set(index.entries(sorted(wanted))) == set()


def test_the_suite_asks_them_turn_by_turn(context: Context, tmp_path: Path) -> None:
    at = replace(context, limit=2)
    at.__dict__["assistant"] = context.assistant
    run = execute(conversations.SUITE, conversations.prepare(at, "dev"), at, tmp_path)
    turns = [case for each in load_conversations("dev")[:2] for case in each.cases()]
    assert [(row.id, row.kind, row.history) for row in run.rows] == [(case.id, case.kind, case.history) for case in turns]
    assert any("documents that this library lacks" in note for note in run.about["notes"])
    assert run.summary["hld"]["mrr"].value is not None


def test_the_suite_says_that_a_library_lacks_the_documents(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversations, "about", lambda conversation: frozenset({"A/RES/1/1"}))
    with pytest.raises(Unavailable, match="lacks"):
        conversations.prepare(context, "dev")


OPENING = '{"before": [{"question": "Who lights lamps?", "gold": ["A/RES/67/219#para-2"]}], "next": [%s]}'


def test_followups_stand_behind_their_opening(tmp_path: Path) -> None:
    asked = '{"question": "and when?", "gold": ["A/RES/67/219#para-3"]}, {"question": "why?"}'
    (tmp_path / "a.jsonl").write_text(OPENING % asked)
    ((one, two),) = load_followups(tmp_path)
    assert one.history == two.history == ("Who lights lamps?",)
    assert (one.status, two.status) == ("answered", "abstained")
    assert one.id.rpartition(".")[0] == two.id.rpartition(".")[0] != ""


def test_a_followup_that_is_not_valid_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(OPENING % "")
    with pytest.raises(HldError, match=r"a\.jsonl, line 1"):
        load_followups(tmp_path)


def test_followups_that_ship_are_answered_by_what_they_are_about(index: Index) -> None:
    cases = [case for group in load_followups(FOLLOWUPS / "process") for case in group]
    assert len(cases) > 3000
    wanted = {paragraph for case in cases for paragraph in case.gold_ids}
    assert wanted - set(index.entries(sorted(wanted))) == set()
    assert 0.3 < sum(not case.gold for case in cases) / len(cases) < 0.5
