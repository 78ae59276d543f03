"""What the evidence lacks: a number that is asked for and that no paragraph near the question gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from hld.app import choice, evidence
from hld.app.absent import NO_FIGURE
from hld.app.answer import Assistant
from hld.app.refusals import refusal
from hld.app.schema import DOUBTFUL
from hld.ingest.library import Entry


def test_it_is_said_and_the_nearest_are_offered(assistant: Assistant) -> None:
    given = assistant.ask("How much money do migrants send home every year?")
    assert given.status == "abstained"
    assert given.reason.startswith(NO_FIGURE)
    assert given.confidence == 0
    assert given.retrieved
    assert not given.sentences


def test_a_number_that_is_given_is_answered(assistant: Assistant) -> None:
    given = assistant.ask("How many plenary meetings and round tables does the 2013 Dialogue have?")
    assert given.status == "answered"
    assert "A/RES/67/219#para-3-b" in {citation.id for citation in given.citations}


def test_a_name_that_nobody_names_is_a_doubt_and_no_refusal(assistant: Assistant) -> None:
    question = "My cousin in {} was detained for having no papers. What are States asked to do about detention?"
    there, here = (assistant.ask(question.format(place)) for place in ("Atlantis", "another country"))
    assert (there.status, here.status) == ("answered", "answered")
    assert there.confidence < here.confidence
    assert there.citations[0].id == here.citations[0].id


def test_a_doubt_is_told_where_nothing_answers(assistant: Assistant) -> None:
    answer = assistant.ask("Who is the king of Atlantis?")
    assert answer.status == "abstained"
    assert "No document here mentions “Atlantis”." in answer.reason


def test_a_refusal_is_as_sure_as_the_evidence(assistant: Assistant) -> None:
    asked = ("When will the third dialogue take place?", "Which colour of lamp do pilots like best?")
    strict = Assistant(assistant.index, confidence=0.99)
    near, nothing = (strict.ask(question) for question in asked)
    assert near.confidence >= DOUBTFUL > nothing.confidence
    assert near.reason == refusal("", near.confidence, "en")
    assert f"about {round(10 * near.confidence)} in 10" in near.reason
    assert nothing.reason == "No answer to this was found in these documents. The nearest paragraphs are listed."


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("What were the topics of the four round tables in 2006?", "answered"),
        ("Which themes did the four round tables of 2013 have?", "answered"),
        ("Which themes did the four round tables of 2016 have?", "abstained"),
        ("Which budgets did the four round tables of 2013 have?", "abstained"),
    ],
)
def test_things_that_a_chapeau_names_and_lists_are_told(question: str, status: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.status == status
    if status == "answered":
        assert len([sentence for sentence in answer.sentences if sentence.item]) == 4


def test_twins_do_not_make_the_evidence_less_sure(assistant: Assistant) -> None:
    question = "What is the Secretary-General asked to do about migration?"
    index, understood = assistant.index, assistant.understand(question, ())
    ranked, entries = assistant.rank(understood, 10)
    first = entries[ranked[0].id]
    twin = replace(first, id=ranked[1].id, document=entries[ranked[1].id].document)

    def spread(entries: Mapping[str, Entry]) -> float:
        groups = choice.repeated(ranked, entries, index.lexical)
        return evidence.features_of(understood, ranked, groups, entries, index.documents, index.lexical)["spread"]

    assert 0 <= spread({**entries, twin.id: twin}) < spread(entries)


def test_topics_are_compared_that_are_no_question(assistant: Assistant) -> None:
    answer = assistant.ask("Compare resolution 67/219 and resolution 60/227 on civil society participation")
    assert {citation.symbol for citation in answer.citations} == {"A/RES/67/219", "A/RES/60/227"}


@pytest.mark.parametrize(
    "topic", ["recruitment fees", "recruiter fees. is there any text?", "Is there any text on recruiter fees?"]
)
def test_a_mere_topic_that_stands_in_a_paragraph_is_answered(topic: str, assistant: Assistant) -> None:
    answer = assistant.ask(topic)
    assert answer.status == "answered"
    assert answer.citations[0].id == "A/RES/69/229#para-13"


def test_a_mere_topic_that_does_not_is_refused(assistant: Assistant) -> None:
    assert assistant.ask("international students").status == "abstained"


@pytest.mark.parametrize(
    ("question", "cited"),
    [
        ("Did the Declaration really condemn xenophobia against migrants on grounds of religion?", "A/RES/68/4#para-16"),
        ("Did a Global Forum meeting take place in Stockholm in 2014?", "A/RES/69/229#pre-9"),
    ],
)
def test_what_bears_on_a_question_for_yes_or_no_answers_it(question: str, cited: str, assistant: Assistant) -> None:
    assert cited in {citation.id for citation in assistant.ask(question).citations}


def test_another_place_is_not_borne_out(assistant: Assistant) -> None:
    for question, place in (
        ("Did a Global Forum meeting take place in Reykjavik in 2014?", "Reykjavik"),
        ("Which of the round tables was held in Oslo?", "Oslo"),
    ):
        assert f"“{place}”" in assistant.ask(question).reason


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("¿Cuántos Estados habían ratificado la Convención en 2010?", ("No se encontró", "No es seguro", "La pregunta pide")),
        ("Combien d'États avaient ratifié la Convention en 2010 ?", ("Aucune réponse", "Il n’est pas certain", "La question")),
    ],
)
def test_a_refusal_is_in_the_language_of_the_question(question: str, begins: tuple[str, ...], assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.status == "abstained"
    assert answer.reason.startswith(begins)
    assert answer.note == ""
