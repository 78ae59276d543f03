"""Questions that only ask what is said of a topic, and those that ask more."""

from __future__ import annotations

import pytest

from hld.app.answer import Assistant
from hld.app.topic import each, speaker, topic

TOPICS = [
    ("What does resolution 91/17 say about green lamps?", "green lamps"),
    ("And what do they say on lamps at sea?", "lamps at sea"),
    ("what else did the General Assembly say regarding lamps", "lamps"),
    ("Does the UN say anything about dimming them by night?", "dimming them by night"),
    ("Does the 2036 Declaration mention lamps anywhere?", "lamps"),
    ("Which resolutions deal with lamps?", "lamps"),
    ("Where are lamps mentioned?", "lamps"),
    ("Is there anything in the 2036 text on lamps?", "lamps"),
    ("Show me everything on lamps", "lamps"),
    ("Que dit la résolution 91/17 sur les phares ?", "les phares"),
    ("¿Qué dice la declaración sobre los faros?", "los faros"),
    ("Que dit la résolution de 2024 sur les phares ?", "les phares"),
    ("Que dit-on des phares ?", "phares"),
    ("La résolution 91/17 parle-t-elle des phares ?", "phares"),
    ("¿Qué se dice de los faros?", "los faros"),
    ("Since when have these resolutions been speaking of lamps?", "lamps"),
    ("Since which year has the Assembly called for lamps at sea?", "lamps at sea"),
    ("Since when has the point been made that lamps must be green?", "lamps must be green"),
    ("When did the General Assembly, in this series, last speak out against dim lamps?", "dim lamps"),
    ("In which year do the resolutions first call for green lamps?", "green lamps"),
    ("In which of these documents do lamps first turn up as a hazard?", "lamps as a hazard"),
    ("When were lamps mentioned for the last time?", "lamps"),
    ("In which text do dim lamps show up for the very first time, and in what connection?", "dim lamps"),
    ("How far back do green lamps go in these texts?", "green lamps"),
    ("What's the oldest mention of lamps in this set?", "lamps"),
    ("Which text was the first to mention lamps?", "lamps"),
    ("Which resolution last spoke of lamps?", "lamps"),
    ("What is the most recent call about lamps?", "lamps"),
    ("I need the latest agreed language on lamps", "lamps"),
    ("Difference between 2008 and 2010 on dim lamps?", "dim lamps"),
    ("What is the first resolution that mentions lamps?", "lamps"),
    ("What changed on lamps between 2036 and 2038?", "lamps"),
    ("What is new on dim lamps since 2036?", "dim lamps"),
    ("Which texts contain anything on lamps?", "lamps"),
    ("Is there anything on lamps in 91/17?", "lamps"),
    ("Compare 91/17 and 92/18 on green lamps", "green lamps"),
    ("Compare how 91/17 and 92/18 speak of green lamps", "green lamps"),
    ("How do the 2036 and the 2038 resolution treat lamps?", "lamps"),
    ("What changed in 2038 compared with 2036 on dim lamps?", "dim lamps"),
    ("What is different in 92/18 from 91/17 on lamps?", "lamps"),
    ("Is the language on lamps stronger in 92/18 than in 91/17?", "lamps"),
    ("Did the wording on lamps get weaker between 2036 and 2038?", "lamps"),
    ("How do the 2036 and 2038 resolutions differ on lamps?", "lamps"),
    ("What is the difference between 91/17 and 92/18 on lamps at sea?", "lamps at sea"),
    ("How did the wording on lamps change between 2036 and 2038?", "lamps"),
    ("How has the language on dim lamps evolved over the years?", "dim lamps"),
]


@pytest.mark.parametrize(("question", "said"), TOPICS)
def test_the_frame_is_taken_away(question: str, said: str) -> None:
    assert topic(question) == said


@pytest.mark.parametrize(
    "question",
    [
        "What did the harbour master say about lamps?",
        "What does the lamp convention say about green lamps?",
        "What do the documents say about it?",
        "What is said of lamps?",
        "Who says anything about lamps?",
        "Why does resolution 91/17 say so much about lamps?",
        "Where did the first lamp show take place?",
        "When was the first lamp lit?",
        "Compare 2036 and 2038 on lamps: the older text counts them - what does the newer one do instead?",
        "What was the first lamp to be green?",
        "When did the harbour master first mention lamps?",
        "When did the Assembly first ask for a report on lamps?",
        "Since when has the lamp been lit?",
        "lamps",
        "",
    ],
)
def test_what_asks_more_stays_as_it_is(question: str) -> None:
    assert topic(question) == question


@pytest.mark.parametrize(
    ("question", "who"),
    [
        ("What does the harbour master say about lamps?", "the harbour master"),
        ("Does the Lamp Convention mention green lamps?", "the Lamp Convention"),
        ("What do the resolutions say about lamps?", ""),
        ("Which lighthouse speaks of lamps?", ""),
        ("When did the harbour master first mention lamps?", ""),
        ("Who says anything about lamps?", ""),
    ],
)
def test_who_is_asked_about_that_is_no_document(question: str, who: str) -> None:
    assert speaker(question) == who


def test_what_others_say_is_not_answered_from_the_documents(assistant: Assistant) -> None:
    refused = assistant.ask("What does the Lighthouse Charter say about detention?")
    assert refused.status == "abstained"
    assert refused.confidence == 0
    assert "“the Lighthouse Charter”" in refused.reason
    assert refused.retrieved
    reported = assistant.ask("What does the International Court of Justice say about consular access?")
    assert "is not in these documents" not in reported.reason, "the documents speak of it"
    others = assistant.ask("What did world leaders promise on xenophobia in the Millennium Declaration?")
    assert (others.status, others.citations[0].id) == ("answered", "A/RES/58/208#pre-6"), "in words of the glossary"


def test_what_a_document_does_not_say_is_not_answered_from_another(assistant: Assistant) -> None:
    refused = assistant.ask("What does A/RES/61/208 say about detention?")
    assert (refused.status, refused.confidence) == ("abstained", 0.0)
    assert "A/RES/61/208" in refused.reason
    assert {c.symbol for c in assistant.ask("What do the resolutions say about detention?").citations} == {"A/RES/67/172"}


def test_an_answer_of_a_named_document_is_of_that_one_alone(assistant: Assistant) -> None:
    answer = assistant.ask("What does 67/219 say about remittances?")
    assert answer.status == "answered"
    assert {citation.symbol for citation in answer.citations} == {"A/RES/67/219"}


def test_a_comparison_of_what_two_documents_say_is_a_table(assistant: Assistant) -> None:
    answer = assistant.ask("Compare 65/170 and 69/229 on remittances")
    assert (answer.status, answer.form) == ("answered", "table")
    assert [citation.symbol for citation in answer.citations] == ["A/RES/65/170", "A/RES/69/229"]
    assert all("remittance" in citation.text.lower() for citation in answer.citations)


def test_it_is_found_whatever_frame_it_stands_in(assistant: Assistant) -> None:
    for question in ("What does A/RES/67/172 say about detention?", "Does resolution 67/172 mention detention anywhere?"):
        answer = assistant.ask(question)
        assert answer.status == "answered"
        assert "detention" in answer.citations[0].text.lower()
        assert {citation.symbol for citation in answer.citations} == {"A/RES/67/172"}


def test_a_topic_that_no_document_names_is_told(assistant: Assistant) -> None:
    answer = assistant.ask("What do the documents say about Atlantis?")
    assert (answer.status, answer.confidence) == ("abstained", 0.0)
    assert "No document here mentions “Atlantis”." in answer.reason


def test_the_document_behind_the_last_topic_is_that_of_all() -> None:
    assert each("What about fog and what about smoke in 67/172?") == (
        "What about fog in 67/172?",
        "What about smoke in 67/172?",
    )
    assert each("What about fog in 68/4 and what about smoke in 67/172?")[0] == "What about fog in 68/4?"


def test_what_somebody_is_wanted_to_say_is_said_by_no_one_yet() -> None:
    assert speaker("What does the General Assembly want the harbour court to say about lamps?") == ""


def test_those_who_adopt_it_are_nobody_whose_view_is_asked() -> None:
    assert speaker("What did countries agree on about lamps?") == ""
    assert speaker("What did the bishops agree on about lamps?") == "the bishops"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("newest resolution that speaks of lamps", "lamps"),
        ("earliest mention of lamps?", "lamps"),
        ("In what year did the Assembly begin to mention lamps?", "lamps"),
        ("When did the Assembly start talking about lamps", "lamps"),
        ("Since when have lamps been mentioned?", "lamps"),
        ("What did the Declaration promise for lamp keepers?", "lamp keepers"),
        ("What concerns did the Assembly express about lamps?", "lamps"),
        ("lamps - what do the resolutions recommend?", "lamps"),
        ("When did the keepers begin to light lamps?", "When did the keepers begin to light lamps?"),
    ],
)
def test_more_frames(question: str, expected: str) -> None:
    assert topic(question) == expected
