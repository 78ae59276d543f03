"""What is asked of a Dialogue as a meeting: which resolution convened it, what for, and what came of it."""

from __future__ import annotations

import pytest

from hld.app import convened
from hld.app.answer import Assistant


@pytest.mark.parametrize(
    ("question", "paragraph"),
    [
        ("What was the outcome of the 2006 Dialogue?", "A/RES/61/208#para-3"),
        ("What came out of the 2013 Dialogue?", "A/RES/68/4#block-1"),
        ("What was the result of the second Dialogue?", "A/RES/68/4#block-1"),
        ("In which resolution was the decision taken to hold the 2006 Dialogue?", "A/RES/58/208#para-9"),
        ("Which resolution called for the 2013 meeting?", "A/RES/63/225#para-16"),
        ("What was the purpose of the High-level Dialogue?", "A/RES/58/208#para-10-a"),
        ("What is the High-level Dialogue?", "A/RES/58/208#para-10-a"),
        ("why did the UN decide to hold a dialogue on migration, what was the point", "A/RES/58/208#para-10-a"),
        ("how long did the 2013 dialogue last?", "A/RES/67/219#para-2"),
    ],
)
def test_a_meeting_is_told_by_the_paragraph_that_tells_of_it(question: str, paragraph: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.status == "answered"
    assert answer.citations[0].id == paragraph


def test_how_long_one_lasted_is_told_by_its_days(assistant: Assistant) -> None:
    """Several paragraphs give them; that of the resolution on what came of it is among those cited."""
    answer = assistant.ask("how many days was the 2006 dialogue")
    assert answer.status == "answered"
    assert "A/RES/61/208#para-2" in {citation.id for citation in answer.citations}
    assert "14 and 15 September 2006" in answer.sentences[0].text


@pytest.mark.parametrize(
    "question",
    [
        "What did the hearings conclude?",
        "Which talks led to the 2013 Declaration?",
        "Who came to the Dialogue of 2006?",
        "Which resolution is on remittances?",
        "When was the Dialogue held?",
        "How long will the third Dialogue last?",
    ],
)
def test_other_questions_ask_no_such_thing(question: str) -> None:
    assert convened.told(question) is None


def test_what_a_panel_concluded_is_not_what_came_of_the_dialogue(assistant: Assistant) -> None:
    assert assistant.ask("What did the panel discussions before the first Dialogue conclude?").status == "abstained"


def test_how_many_were_held_is_told_with_their_days(assistant: Assistant) -> None:
    answer = assistant.ask("How many of these dialogues have there been so far, and when?")
    told = " ".join(sentence.text for sentence in answer.sentences)
    assert "14 and 15 September 2006" in told and "3 and 4 October 2013" in told


def test_an_adopting_line_leads_to_what_is_adopted(assistant: Assistant) -> None:
    answer = assistant.ask("What came out of the 2013 meeting?")
    assert answer.note == "“Summarise A/RES/68/4” shows what it says."


@pytest.mark.parametrize(
    "question",
    [
        "Can a choir that has no consultative status attend the Dialogue of 2013?",
        "We were never accredited with ECOSOC: could we be on the list for the 2013 hearings?",
        "may a club without ECOSOC status take part in the 2013 Dialogue",
    ],
)
def test_who_has_no_status_is_not_told_of_those_who_have(question: str, assistant: Assistant) -> None:
    cited = [citation.id for citation in assistant.ask(question).citations]
    assert "A/RES/67/219#para-9" not in cited
    assert assistant.search(question, 1)[0].id == "A/RES/67/219#para-12"
