"""Questions that ask several things at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hld.app import several
from hld.app.answer import Assistant
from hld.app.parts import MOST, alone, parts
from hld.app.several import LIKELY, with_parts


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who pays for the lamps, and by when is the oil due?", ("Who pays for the lamps", "by when is the oil due?")),
        ("Where do the lamps stand? Who lights them at night?", ("Where do the lamps stand?", "Who lights them at night?")),
        (
            "In 2036, what is said of lamps and what of the fog bells?",
            ("In 2036, what is said of lamps", "what of the fog bells?"),
        ),
        ("Qui paie les lampes, et qui les allume ?", ("Qui paie les lampes", "qui les allume ?")),
        ("¿Quién paga las lámparas y quién las enciende?", ("¿Quién paga las lámparas", "quién las enciende?")),
        ("Who lights the lamps and why?", ()),
        ("What is said of lamps and fog bells at sea?", ()),
        ("lamps", ()),
        ("", ()),
    ],
)
def test_parts(question: str, expected: tuple[str, ...]) -> None:
    assert parts(question) == expected


def test_a_question_has_few_parts() -> None:
    assert len(parts(" ".join(["Who lights the lamps?"] * 9))) == MOST


TWO = "In which city did the Global Forum meet in 2012, and by when is the third High-level Dialogue to be held?"


def test_each_part_is_answered(assistant: Assistant) -> None:
    understood = assistant.understand(TWO, ())
    assert len(understood.parts) == 2
    cited = [citation.id for citation in assistant.ask(TWO).citations]
    assert {"A/RES/67/172#pre-15", "A/RES/69/229#para-32"} <= set(cited)
    assert len(cited) == len(set(cited))


def test_a_part_that_leans_on_the_rest_is_answered_where_the_whole_may_mean_it(assistant: Assistant) -> None:
    asks = "In the 2013 Declaration, what is said of women working in private homes, and what of girls and women facing violence?"
    understood = assistant.understand(asks, ())
    assert not any(map(alone, understood.parts))
    assert {"A/RES/68/4#para-12", "A/RES/68/4#para-11"} <= {citation.id for citation in assistant.ask(asks).citations}
    found = assistant.weigh(understood)
    first = replace(found.evidence, hits=found.evidence.hits[:1])
    assert len(with_parts(assistant, understood, first, found.ranked).hits) == 2
    unlikely = [replace(hit, score=LIKELY / 2) for hit in found.ranked]
    assert with_parts(assistant, understood, first, unlikely) == first, "its best paragraph has nothing to do with the whole"
    assert with_parts(assistant, replace(understood, turn=asks), first, found.ranked) == first, "a turn has wordings of its own"


def test_a_part_that_only_names_another_topic_is_answered(assistant: Assistant) -> None:
    question = "What does the 2013 Declaration say about racism, and what about making it cheaper to send money home?"
    assert {"A/RES/68/4#para-16", "A/RES/68/4#para-27"} <= {citation.id for citation in assistant.ask(question).citations}


def test_what_compares_or_goes_on_has_no_parts(assistant: Assistant) -> None:
    assert assistant.understand("What did 2008 say on remittances, and what did 2010 say on them?", ()).parts == ()
    assert assistant.understand("And who pays for it, and by when is it due?", ["Is there a third Dialogue?"]).parts == ()


@pytest.mark.parametrize(
    "question",
    [
        "What does the 2013 Declaration say on racism and on the cost of sending money home?",
        "What does the 2013 Declaration say on racism? And on the cost of sending money home?",
        "What does 68/4 say both on racism and on the cost of sending money home?",
    ],
)
def test_each_topic_is_answered(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert {"A/RES/68/4#para-16", "A/RES/68/4#para-27"} <= {citation.id for citation in answer.citations}
    assert {citation.symbol for citation in answer.citations} == {"A/RES/68/4"}
    assert answer.note == ""


def test_a_topic_of_which_nothing_is_said_is_named(assistant: Assistant) -> None:
    answer = assistant.ask("What does 67/172 say about detention and about lighthouses?")
    assert answer.status == "answered"
    assert "lighthouses" in answer.note
    assert "detention" not in answer.note
    assert assistant.ask("What does 67/172 say about foghorns and about lighthouses?").status == "abstained"


def test_a_topic_that_leaves_something_to_the_one_before_is_no_question_of_its_own(assistant: Assistant) -> None:
    assert assistant.understand("What does 67/172 say on workers and on their families?", ()).topics == ()


@pytest.mark.parametrize(
    "question",
    [
        "What does 67/172 say on detention and what does the 2013 Declaration say on racism?",
        "67/172 on detention and 68/4 on racism",
    ],
)
def test_each_document_is_asked_of_its_own_topic(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert {"A/RES/67/172#para-4-a", "A/RES/68/4#para-16"} <= {citation.id for citation in answer.citations}
    assert (answer.form, answer.note) == ("prose", "")


def test_what_can_be_asked_by_itself_is(assistant: Assistant) -> None:
    answer = assistant.ask("When is the International Day of the Migrant, and who lit the green lamps of Geneva?")
    assert answer.status == "answered"
    assert answer.citations[0].id == "A/RES/61/208#para-8"
    assert answer.note == "Nothing certain was found on “who lit the green lamps of Geneva”."
    assert assistant.ask("Who lit the green lamps of Geneva, and who lit the red lamps of Rome?").status == "abstained"


def test_a_part_that_leaves_something_to_another_is_not_asked_by_itself() -> None:
    assert [alone(part) for part in ("who lit them?", "how many lamps?", "how many lamps burnt before the second?")] == [
        False
    ] * 3


def test_it_is_the_document_that_the_question_is_about(assistant: Assistant) -> None:
    answer = assistant.ask("Which countries voted against the 2013 declaration and what does it say about racism?")
    assert [citation.id for citation in answer.citations][:1] == ["A/RES/68/4#para-16"]
    assert "voted" in answer.note


def test_what_was_found_for_each_is_listed_in_turn(assistant: Assistant) -> None:
    answer = assistant.ask("67/172 on detention and 68/4 on racism")
    assert [found.id for found in answer.retrieved[:2]] == ["A/RES/67/172#para-4-a", "A/RES/68/4#para-16"]
    assert len({found.id for found in answer.retrieved}) == len(answer.retrieved)


@pytest.mark.parametrize(
    ("question", "cited"),
    [
        ("What does 67/172 say about torture and about pensions?", "A/RES/67/172#para-4-i"),
        ("What about torture and what about pensions in 67/172?", "A/RES/67/172#para-4-i"),
    ],
)
def test_a_topic_that_is_named_is_not_missing(question: str, cited: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert cited in {citation.id for citation in answer.citations}
    assert {citation.symbol for citation in answer.citations} == {"A/RES/67/172"}
    assert not answer.note


def test_parts_that_nothing_answers_are_not_answered_together(assistant: Assistant) -> None:
    question = "Which judge wrote the opinion on consular help, and what was he paid?"
    assert assistant.ask(question).refused


@pytest.mark.parametrize(
    ("parts", "text", "said"),
    [
        (("When was it noted first", "how many members has it"), "It was noted on 3 May 2011.", "“how many members has it”"),
        (("When was it noted first", "how many members has it"), "It was noted on 3 May 2011; it has 18 members.", ""),
        (("Where was it", "on which days was it"), "It was in Lampstad.", "“on which days was it”"),
        (("Where was it", "on which days was it"), "It was in Lampstad on 3 May 2011.", ""),
        (("how many members has it",), "It is there.", ""),
    ],
)
def test_a_part_without_its_figure_is_told(parts: tuple[str, ...], text: str, said: str, assistant: Assistant) -> None:
    cited = replace(assistant.ask("67/219 para 2").citations[0], text=text, plain="", context="")
    asked = replace(assistant.understand("When was it, and how many were there?", ()), parts=parts)
    assert several.unanswered(asked, [cited]) == (f"Nothing certain was found on {said}." if said else "")
