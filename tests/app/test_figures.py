"""A figure or a date that a question asks for: told in a text, and put first among what is found."""

from __future__ import annotations

import pytest

from hld.app import figures
from hld.app.answer import Assistant


@pytest.mark.parametrize(
    ("question", "text", "gives"),
    [
        ("On which days did the keepers meet?", "They met on 3 and 4 October.", True),
        ("On which days did the keepers meet?", "They met in 2013.", False),
        ("When did the keepers meet?", "They met in 2013.", True),
        ("When did the keepers meet?", "They met by the sea.", False),
        ("When did the keepers meet in 2013?", "They meet in 2013.", False),
        ("When did the keepers meet in 2013?", "They meet at the seventy-first session, in 2013.", True),
        ("And by when must they report?", "At the seventy-first session.", True),
        ("By what year must they report?", "They recall decision 8 (3 May 2013) and that of 4 June 2014.", False),
        ("By what year must they report?", "They recall decision 8 (3 May 2013) and report no later than 2019.", True),
        ("Où et quand les gardiens se sont-ils réunis ?", "Les 3 et 4 octobre.", True),
        ("¿En qué año se reunieron?", "En 2013.", True),
        ("How many keepers met?", "Seven.", True),
        ("How many keepers met?", "The keepers.", False),
    ],
)
def test_what_a_text_gives(question: str, text: str, gives: bool) -> None:
    told = figures.asked(question)
    assert told is not None
    assert told(text) is gives


@pytest.mark.parametrize(
    ("question", "text", "of_meeting", "of_document"),
    [
        ("When did the 2013 meeting begin?", "They met on 3 October 2013, after a meeting on 1 May 2006.", True, True),
        ("When did the 2013 meeting begin?", "In 2013 they recalled their meeting of 1 May 2006.", False, True),
        ("When did the 2013 meeting begin?", "They met in 2013.", False, False),
        ("When did the 2013 meeting begin?", "They met in 2013, at its sixty-eighth session.", True, True),
        ("On what date did the 2013 meeting begin?", "Commencée le 1er mai 2006, en 2013 rappelée.", False, True),
        ("When did they meet again after the 2013 meeting?", "In 2013 they recalled their meeting of 1 May 2006.", True, True),
    ],
)
def test_days_of_another_year_are_not_those_of_the_meeting(question: str, text: str, of_meeting: bool, of_document: bool) -> None:
    told = [figures.asked(question, years) for years in (["2013"], ())]
    assert [each is not None and each(text) for each in told] == [of_meeting, of_document]


@pytest.mark.parametrize("question", ["Who met in 2013?", "When did they first meet?", "Who acts when lamps go out?", "lamps"])
def test_what_asks_for_neither(question: str) -> None:
    assert figures.asked(question) is None


@pytest.mark.parametrize(
    ("question", "text", "counted"),
    [
        ("How many keepers were there?", "Its 18 paid keepers met.", True),
        ("How many keepers were there?", "Its seven keepers met.", True),
        ("How many keepers were there?", "The keepers of the lamps, 18 in all, met.", True),
        ("How many keepers were there?", "The keepers met 18 others.", False),
        ("How many bodies make up the guild?", "The guild has 18 members.", True),
        ("How many bodies pay the guild?", "The guild has 18 members.", False),
        ("How many keepers were there?", "One of the keepers met.", False),
        ("How many keepers were there?", "On 18 May, the keepers met.", False),
        ("How many of the 18 keepers were there?", "Its 18 keepers met.", False),
        ("By how many per cent did they grow?", "They grew by 10 per cent.", False),
        ("Who counts the keepers?", "Its 18 keepers met.", False),
        ("What share of the keepers are old?", "Almost half of all keepers are old.", True),
        ("What percentage of keepers is paid?", "Some 30 per cent of the keepers are paid.", True),
        ("What share of the keepers are old?", "Half of the lamps are old.", False),
        ("What share of the keepers are old?", "A majority of keepers are old.", False),
        ("How many of the keepers are old?", "Almost half of all keepers are old.", True),
        ("How many keepers are old?", "Almost half of all keepers are old.", True),
        ("How many of the keepers are old?", "Half of the lamps are old.", False),
        ("How many keepers are there?", "Half of the keepers are old.", False),
    ],
)
def test_a_figure_before_what_is_counted(question: str, text: str, counted: bool, assistant: Assistant) -> None:
    assert figures.counted(question, text, assistant.index.lexical.analyser.terms) is counted


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("What share of migrants are women?", "answered"),
        ("How many of all migrants are female?", "answered"),
        ("What proportion of migrants are children?", "abstained"),
        ("How many of all migrants are children?", "abstained"),
        ("How many round tables were held in 2013?", "answered"),
    ],
)
def test_a_share_of_others_is_no_answer(question: str, status: str, assistant: Assistant) -> None:
    assert assistant.ask(question).status == status


@pytest.mark.parametrize(
    ("question", "answered"),
    [
        ("How many members did the Global Migration Group have in 2014?", True),
        ("How many members did the Global Migration Group have in 2007?", False),
        ("How many members did the Global Migration Group have in Canada?", False),
    ],
)
def test_what_is_counted_in_the_year_asked_about_is_answered(question: str, answered: bool, assistant: Assistant) -> None:
    given = assistant.ask(question)
    assert (given.status == "answered") is answered
    assert given.retrieved[0].id == "A/RES/69/229#para-26"


@pytest.mark.parametrize(
    ("question", "date"),
    [
        ("When was the second Dialogue held?", "3 and 4 October 2013"),
        ("On what dates did the first Dialogue take place?", "14 and 15 September 2006"),
        ("When and where was the first Dialogue held?", "14 and 15 September 2006"),
    ],
)
def test_the_date_is_that_of_the_meeting_asked_about(question: str, date: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.status == "answered"
    assert date in answer.sentences[0].text
