"""Questions that only ask what is said of a topic, and those that ask more."""

from __future__ import annotations

import pytest

from hld.app.answer import Assistant
from hld.app.topic import topic

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
    ("Since when have these resolutions been speaking of lamps?", "lamps"),
    ("Since which year has the Assembly called for lamps at sea?", "lamps at sea"),
    ("Since when has the point been made that lamps must be green?", "lamps must be green"),
    ("When did the General Assembly, in this series, last speak out against dim lamps?", "dim lamps"),
    ("In which year do the resolutions first call for green lamps?", "green lamps"),
    ("In which of these documents do lamps first turn up as a hazard?", "lamps as a hazard"),
    ("When were lamps mentioned for the last time?", "lamps"),
    ("How far back do green lamps go in these texts?", "green lamps"),
    ("What's the oldest mention of lamps in this set?", "lamps"),
    ("Which text was the first to mention lamps?", "lamps"),
    ("Which resolution last spoke of lamps?", "lamps"),
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
