"""Requests about the answer before: its words, its source, the same in short, the paragraphs beside it."""

from __future__ import annotations

import pytest

from hld.app import again
from hld.app.answer import Assistant

ABOUT = "What does the Declaration say about remittances?"
TWENTY_SEVEN = "A/RES/68/4#para-27"


@pytest.mark.parametrize(
    "turn",
    [
        "quote it",
        "Give me the source, please.",
        "exact wording?",
        "Where does it say that?",
        "source ?",
        "¿la fuente?",
        "cítalo",
        "quote that word for word",
        "the exact wording of that",
        "What else does that paragraph say?",
    ],
)
def test_what_was_cited_is_quoted(turn: str, assistant: Assistant) -> None:
    answer = assistant.ask(turn, [ABOUT])
    assert (answer.status, answer.question) == ("lookup", turn)
    assert answer.citations[0].id == TWENTY_SEVEN
    assert {s.verdict for s in answer.sentences} == {"quoted"}
    assert [c.id for c in answer.citations] == [c.id for c in assistant.ask(ABOUT).citations]


@pytest.mark.parametrize(
    ("history", "turn", "expected"),
    [
        (["67/219 para 11"], "what does the next paragraph say?", "A/RES/67/219#para-12"),
        (["67/219 para 11", "next paragraph"], "and the next one?", "A/RES/67/219#para-13"),
        (["67/219 para 11"], "the previous paragraph", "A/RES/67/219#para-10"),
        ([ABOUT], "párrafo siguiente", "A/RES/68/4#para-28"),
        (["67/172 para 10"], "next", "A/RES/67/172#para-11"),
        (["67/219 para 11", "next paragraph"], "the one after that", "A/RES/67/219#para-13"),
        (["67/219 para 11"], "and the one before it?", "A/RES/67/219#para-10"),
        (["67/219 para 11"], "what's in the paragraph before that?", "A/RES/67/219#para-10"),
    ],
)
def test_the_paragraph_beside_it(history: list[str], turn: str, expected: str, assistant: Assistant) -> None:
    answer = assistant.ask(turn, history)
    assert (answer.status, [c.id for c in answer.citations]) == ("lookup", [expected])


def test_there_is_nothing_behind_the_last(assistant: Assistant) -> None:
    answer = assistant.ask("next paragraph", ["67/219, para. 19"])
    assert "para. 19 is the last paragraph" in answer.reason


def test_shorter_is_the_first_sentence(assistant: Assistant) -> None:
    history = ["Compare resolutions 58/208 and 69/229 on remittances."]
    whole, short = assistant.ask(history[0]), assistant.ask("shorter please", history)
    assert len(whole.sentences) > 1
    assert short.sentences == whole.sentences[:1]
    assert {c.id for c in short.citations} == set(short.sentences[0].citations)


def test_a_refusal_has_no_source(assistant: Assistant) -> None:
    history = ["Which colour of lamp do pilots like best?"]
    assert assistant.ask("quote it", history).status == "abstained"


def test_such_turns_do_not_come_between(assistant: Assistant) -> None:
    history = [ABOUT, "quote it", "shorter"]
    assert again.own(history) == [ABOUT]
    assert assistant.ask("and about health?", history).searched == ABOUT.replace("remittances", "health")


@pytest.mark.parametrize(
    "turn", ["Who is quoted?", "What is the source of remittances?", "What will the next Dialogue be about?", "next year?"]
)
def test_questions_of_their_own(turn: str) -> None:
    assert again.wanted(turn) == ""


def test_the_one_before_is_a_paragraph_only_where_one_was_looked_up(assistant: Assistant) -> None:
    looked_up, found = assistant.ask("67/219, para. 11"), assistant.ask(ABOUT)
    assert again.fits("what about the one before?", looked_up)
    assert not again.fits("what about the one before?", found)
    assert again.fits("what is in the paragraph before that?", found)
