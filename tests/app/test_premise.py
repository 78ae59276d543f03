"""What a question takes for granted: a Dialogue of a year that had none."""

from __future__ import annotations

import pytest

from hld.app import premise
from hld.app.answer import Assistant
from hld.app.question import understand
from hld.index.search import Index


@pytest.mark.parametrize(
    ("question", "year"),
    [
        ("What was agreed at the 2010 High-level Dialogue on migration?", "2010"),
        ("Who opened the 2009 HLD?", "2009"),
        ("What was agreed at the 2013 High-level Dialogue?", ""),
        ("When will the 2019 High-level Dialogue be held?", ""),
        ("What was done about the High-level Dialogue in 2012?", ""),
        ("What did the 2012 HLD resolution decide?", ""),
    ],
)
def test_a_dialogue_that_was_not_held(question: str, year: str, assistant: Assistant) -> None:
    said = premise.unheld(assistant.understand(question, ()), assistant.index.documents)
    assert said == (f"There was no High-level Dialogue in {year}; those held were of 2006 and 2013." if year else "")
    if said:
        answer = assistant.ask(question)
        assert answer.status == "abstained"
        assert answer.reason.startswith(said)


def test_a_day_that_no_document_has_is_unknown(index: Index) -> None:
    def named(question: str) -> list[str]:
        return premise.unknown(understand(question, (), index.documents), index.lexical)

    assert named("On which date is World Lighthouse Day?") == ["World Lighthouse Day"]
    assert not named("On which date is International Migrants Day?")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What do States owe asylum seekers?", "No document here speaks of “asylum”."),
        ("Did the 2013 Declaration abolish the death penalty?", "No document here speaks of “death penalty”."),
        ("How many objectives are in the global compact on migration?", "hld fetch A/RES/73/195"),
        ("Did the third Dialogue take place in 2019, and with what result?", "what came to pass in 2019 they cannot say"),
        ("Is Turkey going to chair the Forum?", "speaks of “Turkey”"),
        ("Which eight points are on the agenda for action?", "lists eight of them"),
        ("Could you spell out the eight points of that agenda for action?", "lists eight of them"),
        ("List me, please, all the eight points of the agenda of the Secretary-General", "lists eight of them"),
    ],
)
def test_what_no_document_tells_is_said_so(question: str, said: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.status == "abstained"
    assert said in answer.reason


@pytest.mark.parametrize(
    "question", ["By when was the third Dialogue to be held, 2019?", "What was decided for 2019?", "What is said on trafficking?"]
)
def test_what_was_planned_for_a_later_year_is_no_news_of_it(question: str, assistant: Assistant) -> None:
    assert not premise.untold(assistant.understand(question, ()), assistant.index.documents)


def test_a_country_is_known_by_the_city_where_a_meeting_was(assistant: Assistant) -> None:
    assert assistant.ask("What was the theme of the Global Forum in Mauritius?").citations[0].id == "A/RES/67/172#pre-15"
    assert assistant.ask("What was the theme of the Global Forum in Kenya?").refused


@pytest.mark.parametrize("question", ["Give me a joke to open a speech on migration", "write us a short poem about remittances"])
def test_nothing_is_made_up(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.refused and premise.NO_INVENTION in answer.reason


def test_a_person_is_not_looked_for_whose_office_is_named(assistant: Assistant) -> None:
    told = assistant.ask("What is Ada Lovelace asked to do by the Assembly, I mean the Special Representative?")
    assert "A/RES/69/229#para-31" in {citation.id for citation in told.citations}
    assert "Ada Lovelace" in assistant.ask("What did Ada Lovelace say about remittances?").reason


@pytest.mark.parametrize("question", ["When was the ninth meeting of the Global Forum?", "Who spoke at the eighth GFMD?"])
def test_a_forum_must_be_spoken_of(question: str, assistant: Assistant) -> None:
    assert assistant.ask(question).refused


def test_the_third_dialogue_is_one_to_be_held(official: Assistant) -> None:
    for question in ("When was the third Dialogue held?", "When will the third HLD on migration take place?"):
        assert official.ask(question).citations[0].id == "A/RES/69/229#para-32"
