"""Questions about both High-level Dialogues: each is asked by itself, and told in a row of its own."""

from __future__ import annotations

import pytest

from hld.app.answer import Assistant
from hld.app.dialogues import of_dialogues
from hld.app.years import with_year


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("What was the theme of both Dialogues?", "What was the theme of the 2006 Dialogue?"),
        ("Where were the two high-level dialogues held?", "Where was the 2006 Dialogue held?"),
        ("How long did each of the two dialogues last?", "How long did the 2006 Dialogue last?"),
        ("Who opened the first and the second dialogue?", "Who opened the 2006 Dialogue?"),
        ("Who spoke at the dialogues of 2006 and 2013?", "Who spoke at the 2006 Dialogue?"),
        ("Who opened the talks in 2006 and in 2013?", "Who opened the talks in 2006?"),
        ("Who spoke at the first Dialogue, and who at the second?", "Who spoke at the 2006 Dialogue?"),
        ("How many keepers sat in 2006, and was it the same number in 2013?", "How many keepers sat in 2006?"),
        ("Who led the talks in 2006 and who in 2013?", "Who led the talks in 2006?"),
        ("How did the hearing topics change between 2006 and 2013?", "What were the hearing topics of the 2006 Dialogue?"),
    ],
)
def test_each_dialogue_is_asked(question: str, first: str) -> None:
    assert of_dialogues(question) == (first, first.replace("2006", "2013"))


@pytest.mark.parametrize(
    "question",
    [
        "When was the second Dialogue held?",
        "Both Dialogues had panels. Who led that of 2013?",
        "What do both Dialogues say about lamps?",
        "What was said between 2006 and 2013?",
        "When are the two high-level meetings on lamps?",
    ],
)
def test_what_is_about_one_of_them_or_a_topic_is_left_as_it_is(question: str) -> None:
    assert of_dialogues(question) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Who spoke at the very first of these top-level talks?", "Who spoke at the 2006 High-level Dialogue?"),
        ("Where was the second UN migration summit?", "Where was the 2013 High-level Dialogue?"),
        ("What came of the first summit?", "What came of the 2006 High-level Dialogue?"),
        ("Where was the first global conference of lamp keepers?", "Where was the first global conference of lamp keepers?"),
        ("When did the Forum first meet?", "When did the Forum first meet?"),
    ],
)
def test_a_dialogue_by_what_those_call_it_who_do_not_know_its_name(text: str, expected: str) -> None:
    assert with_year(text) == expected


def test_how_something_changed_from_one_to_the_other_is_told_in_rows(assistant: Assistant) -> None:
    answer = assistant.ask("How did the round table topics change between 2006 and 2013?")
    cited = {citation.id for citation in answer.citations}
    assert {"A/RES/60/227#para-10-b", "A/RES/67/219#para-3-c-ii"} <= cited


def test_each_has_its_row_and_is_called_by_its_own_year(assistant: Assistant) -> None:
    answer = assistant.ask("What overall theme did the two Dialogues have?")
    assert answer.form == "table"
    assert [sentence.head for sentence in answer.sentences] == [
        "2006 Dialogue, text of 2005",
        "2013 Dialogue, text of 2012",
    ]
    assert [citation.id for citation in answer.citations] == ["A/RES/60/227#para-1", "A/RES/67/219#para-3-a"]


def test_a_list_stands_in_the_row_of_each(assistant: Assistant) -> None:
    answer = assistant.ask("Which themes did the round tables of both Dialogues have?")
    assert [sentence.item for sentence in answer.sentences] == [False, True, True, True, True] * 2


def test_the_one_that_is_not_sure_has_the_counterpart_of_the_other(assistant: Assistant) -> None:
    answer = assistant.ask("Who was to organize the hearings before the first and the second Dialogue?")
    assert [citation.id for citation in answer.citations] == ["A/RES/60/227#para-11", "A/RES/67/219#para-11"]


def test_what_no_document_says_of_either_is_refused(assistant: Assistant) -> None:
    assert assistant.ask("How many interpreters worked at the two Dialogues?").refused


def test_a_bare_question_is_asked_of_each(assistant: Assistant) -> None:
    answer = assistant.ask("When were both dialogues?")
    assert [sentence.head[:4] for sentence in answer.sentences] == ["2006", "2013"]


def test_of_which_one_nothing_certain_was_found_is_told(assistant: Assistant) -> None:
    answer = assistant.ask("What follow-up did the Assembly foresee after the 2006 Dialogue, and what after the 2013 one?")
    assert {citation.symbol for citation in answer.citations} == {"A/RES/61/208"}
    assert "Nothing certain was found on the 2013 Dialogue." in answer.note


def test_a_text_about_a_dialogue_need_not_say_its_year(assistant: Assistant) -> None:
    answer = assistant.ask("How many round tables did the 2006 Dialogue have?")
    assert answer.citations[0].id == "A/RES/60/227#para-7"


def test_how_they_differ_is_compared(assistant: Assistant) -> None:
    answer = assistant.ask("How were the hearings of 2006 different from those of 2013?")
    assert answer.form == "table"
    assert [citation.symbol for citation in answer.citations] == ["A/RES/60/227", "A/RES/67/219"]
