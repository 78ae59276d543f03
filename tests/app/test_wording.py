"""Tasks in people's own words, done over the digest."""

from __future__ import annotations

import pytest

from hld.app.answer import Assistant
from hld.app.wording import worded


def _put(assistant: Assistant, *turns: str) -> str:
    return worded(turns, assistant, assistant.index)[-1]


@pytest.mark.parametrize(
    ("question", "status", "first"),
    [
        ("Round up whatever passages there are on remittances in 69/229.", "lookup", "A/RES/69/229#"),
        ("which parts of 69/229 were simply copied over from 67/219", "lookup", ""),
        ("what's the freshest wording on remittances?", "answered", "A/RES/69/229#"),
    ],
)
def test_a_task_is_done(assistant: Assistant, question: str, status: str, first: str) -> None:
    answer = assistant.ask(question)
    assert answer.status == status
    assert answer.question == question
    assert answer.searched != question, "what was searched for is shown"
    assert not first or answer.citations[0].id.startswith(first)


@pytest.mark.parametrize(
    "question",
    [
        "What does 69/229 say on remittances?",
        "List all paragraphs on remittances.",
        "When was 69/229 adopted?",
        "How high is the cost of remittances to be at most?",
        "Who opened the round tables?",
        "Hello",
    ],
)
def test_what_grammar_reads_is_left_as_it_is(assistant: Assistant, question: str) -> None:
    assert _put(assistant, question) == question


def test_a_turn_is_done(assistant: Assistant) -> None:
    first = "What does 69/229 say on remittances?"
    assert _put(assistant, first, "could you trim that down a bit") == "Shorter."
    assert _put(assistant, first, "and the complete set of paragraphs on it, please?").startswith(
        "List all paragraphs on remittances"
    )


def test_a_look_up_that_finds_nothing_is_searched_as_it_was_put(assistant: Assistant) -> None:
    question = "Round up whatever passages there are on zeppelins flown by walruses in 69/229."
    assert _put(assistant, question) == question or assistant.ask(question).status == "abstained"


def test_a_long_conversation_without_a_document_takes_no_time(assistant: Assistant) -> None:
    turns = ["Fog?", *["What does that resolution say about the whole resolution?"] * 40]
    assert len(worded(turns, assistant, assistant.index)) == len(turns)


def test_an_empty_or_endless_turn_before_is_left_alone(assistant: Assistant) -> None:
    turns = ["", "fog " * 2000, "What does 69/229 say on remittances?"]
    assert worded(turns, assistant, assistant.index) == turns
