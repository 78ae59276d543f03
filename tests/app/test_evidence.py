"""What the evidence lacks: a number that is asked for and that no paragraph near the question gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from hld.app import evidence, ranking
from hld.app.answer import NOTHING, UNSURE, Assistant
from hld.app.evidence import BESIDE, NO_FIGURE, lacking
from hld.app.schema import DOUBTFUL
from hld.index.search import Index
from hld.ingest.library import Entry


@pytest.fixture(scope="module")
def entry(index: Index) -> Entry:
    return index.entries(["A/RES/67/172#para-10-a"])["A/RES/67/172#para-10-a"]


@pytest.mark.parametrize(
    ("question", "text", "lacks"),
    [
        ("How many keepers live there?", "The keepers live by the sea.", True),
        ("How many keepers live there?", "Seven keepers live by the sea.", False),
        ("How many of the 7 keepers left in 2012?", "The seven keepers met in 2012 on 3 October.", True),
        ("How many of the 7 keepers left in 2012?", "Five of the seven keepers left.", False),
        ("What share of the keepers is paid?", "Half of the keepers are paid.", False),
        ("What share of the keepers is paid?", "The keepers are paid under resolution 91/17.", True),
        ("Lamps: how much oil do they burn?", "Lamps burn oil.", True),
        ("¿Cuántos faros hay?", "There are lamps.", True),
        ("Combien de phares ?", "There are 12 lamps.", False),
        ("Who counts how many lamps burn?", "The keepers count the lamps.", False),
        ("How many days do lamps burn?", "The two keepers met on 3 October 2012.", True),
        ("How many days do lamps burn?", "Lamps burn on two working days.", False),
        ("How many full days do lamps burn?", "A two-day feast of lamps.", False),
        ("How many days do lamps burn?", "Lamps burn from 3 to 5 October 2012.", False),
        ("What share of the keepers is paid?", "The keepers met on 3 October 2012.", True),
        ("What percentage of the keepers is paid?", "5 per cent are.", False),
        ("How much money do lamps cost?", "The 12 lamps are costly.", True),
        ("How much money do lamps cost?", "They cost $3.", False),
        ("How many billions were lost?", "Losses of 3.5 billion dollars.", False),
        ("Why are lamps green?", "Lamps are green.", False),
    ],
)
def test_a_number_that_nobody_gives(question: str, text: str, lacks: bool, assistant: Assistant, entry: Entry) -> None:
    understood = assistant.understand(question, ())
    assert lacking(understood, [replace(entry, text=text, plain="")]) == (NO_FIGURE if lacks else "")


def test_it_is_said_and_the_nearest_are_offered(assistant: Assistant) -> None:
    given = assistant.ask("How many days may a migrant be held in prison?")
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
    question = "I work with children who travel alone to {}. What are states asked to do for them?"
    there, here = (assistant.ask(question.format(place)) for place in ("Atlantis", "another country"))
    assert (there.status, here.status) == ("answered", "answered")
    assert there.confidence < here.confidence
    assert there.citations[0].id == here.citations[0].id


def test_a_doubt_is_told_where_nothing_answers(assistant: Assistant) -> None:
    answer = assistant.ask("Who is the king of Atlantis?")
    assert answer.status == "abstained"
    assert "No document here mentions “Atlantis”." in answer.reason


@pytest.mark.parametrize(
    ("posed", "far", "strange"), [(2.4, False, True), (2.6, False, False), (2.6, True, True), (0.0, True, True)]
)
def test_what_is_like_no_sample_is_strange(posed: float, far: bool, strange: bool, assistant: Assistant) -> None:
    hits = [replace(hit, posed=posed) for hit in assistant.search("lamps", 3)]
    assert evidence.strange(hits, far=far) is strange
    assert not evidence.strange([replace(hit, sampled=False) for hit in hits], far=far), "it has none that it could be like"


def test_a_refusal_is_as_sure_as_the_evidence(assistant: Assistant) -> None:
    asked = ("When will the third dialogue take place?", "Which colour of lamp do pilots like best?")
    strict = Assistant(assistant.index, confidence=0.99)
    near, nothing = (strict.ask(question) for question in asked)
    assert near.confidence >= DOUBTFUL > nothing.confidence
    assert (near.reason, nothing.reason) == (UNSURE, NOTHING)


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


def test_a_paragraph_beside_the_first_is_cited_too(assistant: Assistant) -> None:
    index, question = assistant.index, "What are States told to do about arbitrary arrest of migrants?"
    understood = assistant.understand(question, ())
    ranked, entries = assistant.rank(understood, 10)
    found = evidence.gather(understood, ranked[:1], entries, index.documents, index.lexical)
    (first,) = found.hits
    before, after = index.beside(first.id)
    near, far = (replace(first, id=after, score=first.score * share) for share in (2 * BESIDE, BESIDE / 2))
    assert [hit.id for hit in evidence.with_neighbour(found, [first, near], [before, after]).hits] == [first.id, after]
    for others, beside in (([first, far], [before, after]), ([first, near], [before]), ([first], [first.id])):
        assert evidence.with_neighbour(found, others, beside).hits == found.hits


def test_twins_do_not_make_the_evidence_less_sure(assistant: Assistant) -> None:
    question = "What is the Secretary-General asked to do about migration?"
    index, understood = assistant.index, assistant.understand(question, ())
    ranked, entries = assistant.rank(understood, 10)
    first = entries[ranked[0].id]
    twin = replace(first, id=ranked[1].id, document=entries[ranked[1].id].document)

    def spread(entries: Mapping[str, Entry]) -> float:
        groups = ranking.repeated(ranked, entries, index.lexical)
        return evidence.features_of(understood, ranked, groups, entries, index.documents, index.lexical)["spread"]

    assert 0 <= spread({**entries, twin.id: twin}) < spread(entries)


@pytest.mark.parametrize(
    ("question", "refused"),
    [
        ("Where did the International Lamp Harbour Review Forum first meet?", False),  # the corpus has no lamps
        ("Where did the International Criminal Justice Forum first meet?", True),
        ("Where did the Global Migration Forum first meet?", False),
        ("Where did the first GFMD meet?", False),
    ],
)
def test_a_name_must_stand_where_the_answer_is(question: str, refused: bool, assistant: Assistant, index: Index) -> None:
    first = index.entries(["A/RES/63/225#para-5"])["A/RES/63/225#para-5"]
    said = evidence.unnamed(assistant.understand(question, ()), [first], index.documents, index.lexical)
    assert bool(said) is refused
    assert not refused or "“International Criminal Justice Forum”" in said


@pytest.mark.parametrize(
    ("question", "text", "refused"),
    [
        ("What is objective 7?", "Follow all 23 objectives.", True),
        ("What is objective 7?", "Objective 7 is on lamps.", False),
        ("What is goal 10?", "Reach target 10.7 on lamps.", False),
        ("Do the keepers track three lamps?", "The keepers follow three lamps.", False),
        ("What was the third round table on?", "The round tables met.", False),
    ],
)
def test_what_is_called_by_a_number_must_stand_where_the_answer_is(
    question: str, text: str, refused: bool, assistant: Assistant, entry: Entry
) -> None:
    said = evidence.uncalled(assistant.understand(question, ()), [replace(entry, text=text, plain="", context="")])
    assert bool(said) is refused


@pytest.mark.parametrize(
    ("question", "text", "refused"),
    [
        ("What was the theme of the lamp forum in 2008?", "The lamp forum met in 2008 by the sea.", True),
        ("What was the theme of the lamp forum in 2008?", "The lamp forum met in 2008 under the theme of oil.", False),
        ("What was the slogan of the lamp forum?", "The lamp forum met on “Light for all”.", False),
        ("Which keepers does it name per topic?", "The keepers met.", False),
        ("On which themes did they meet?", "They met on oil.", False),
    ],
)
def test_a_theme_must_stand_where_the_answer_is(
    question: str, text: str, refused: bool, assistant: Assistant, entry: Entry
) -> None:
    said = evidence.unthemed(assistant.understand(question, ()), [replace(entry, text=text, plain="", context="")])
    assert bool(said) is refused
