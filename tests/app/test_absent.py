"""What a question asks for must stand in what answers it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hld.app import absent
from hld.app.answer import Assistant
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
        ("How big is the fine for dark lamps?", "Dark lamps are fined.", True),
        ("How high were the annual oil costs?", "Oil costs $3.", False),
        ("How big is the sea?", "The sea is big.", False),
        ("How long will the feast of lamps last?", "The feast is held in 2019.", True),
        ("How long will the feast of lamps last?", "A two-day feast.", False),
        ("How long did it take them?", "They sat from 3 to 5 May.", False),
        ("How long is the pier?", "The pier is long.", False),
        ("Does it set a maximum number of days?", "Keepers are held in their houses by law.", True),
        ("Does it set a maximum number of days?", "Keepers are held for five days at most.", False),
        ("Does it mention a figure for oil?", "Oil is dear.", True),
        ("Does it mention lamps?", "Lamps are dear.", False),
    ],
)
def test_a_number_that_nobody_gives(question: str, text: str, lacks: bool, assistant: Assistant, entry: Entry) -> None:
    understood = assistant.understand(question, ())
    assert absent.lacking(understood, [replace(entry, text=text, plain="")]) == (absent.NO_FIGURE if lacks else "")


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
    said = absent.unnamed(assistant.understand(question, ()), [first], index.documents, index.lexical)
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
    said = absent.uncalled(assistant.understand(question, ()), [replace(entry, text=text, plain="", context="")])
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
    said = absent.unthemed(assistant.understand(question, ()), [replace(entry, text=text, plain="", context="")])
    assert bool(said) is refused


@pytest.mark.parametrize(
    ("question", "text", "lacks"),
    [
        ("Which governments had passed such laws?", "Concerned about laws that some States adopted on lamps.", True),
        ("Which governments had passed such laws?", "Concerned about laws that Norway and Sweden adopted on lamps.", False),
        ("And tell me which states voted against lamps.", "Lamps are good.", True),
        ("Which countries are blamed by name for dark piers?", "Concerned that some States keep no lamps.", True),
        ("Which countries are to keep lamps?", "Calls upon coastal States to keep lamps.", False),
        ("What did states do about lamps?", "States keep lamps.", False),
        ("When is the report on what countries did for lamps due?", "Requests a report in 2031.", False),
    ],
)
def test_states_that_nobody_names(question: str, text: str, lacks: bool, assistant: Assistant, entry: Entry) -> None:
    understood = assistant.understand(question, ())
    found = absent.unidentified(understood, [replace(entry, text=text, plain="", context="")])
    assert found == (absent.NO_STATE if lacks else "")


@pytest.mark.parametrize(
    ("question", "text", "lacks"),
    [
        ("Who is the head of the lamp fund?", "Decides to establish the lamp fund.", True),
        ("Who was the director of the lamp fund?", "Thanks Ms. Ada Wick, Director of the lamp fund.", False),
        ("Who is the director of the lamp fund?", "The keepers appoint the director of the lamp fund.", False),
        ("Who is the new secretary of the lamp fund?", "Elects Ada Wick (Isle of Fog) secretary.", False),
        ("Who heads the lamp fund?", "Decides to establish the lamp fund.", False),
    ],
)
def test_an_office_in_which_nobody_is_named(question: str, text: str, lacks: bool, assistant: Assistant, entry: Entry) -> None:
    understood = assistant.understand(question, ())
    found = absent.unpersoned(understood, [replace(entry, text=text, plain="", context="")])
    assert found == (absent.NO_PERSON if lacks else "")


EIGHT = "What are the eight parts of the lamp plan?"
LISTED = "List the eight parts of the lamp plan."
POINTS = "Please list the points of the twelve-point lamp plan."


@pytest.mark.parametrize(
    ("question", "text", "refused"),
    [
        (EIGHT, "Welcomes the eight-part lamp plan, and thanks all keepers.", True),
        (EIGHT, "The lamp plan covers oil, glass, wicks, towers, keepers, boats, bells and flags.", False),
        (EIGHT, "Adopts the lamp plan, whose parts are:", False),
        ("What are the eight years of the plan for?", "Welcomes the plan.", False),
        (LISTED, "Welcomes the eight-part lamp plan, and thanks all keepers.", True),
        ("List the keeper's eight parts, one by one.", "Welcomes the keeper's eight-part lamp plan.", True),
        ("Could you read me out the eight parts of the plan?", "Welcomes the eight-part lamp plan.", True),
        ("Who set the eight parts of the plan?", "Welcomes the eight-part lamp plan.", False),
        ("The lamp plan has eight parts – name them one by one.", "Welcomes the eight-part lamp plan.", True),
        (POINTS, "Takes note of the twelve-point lamp plan, and thanks its author.", True),
        (POINTS, "The twelve-point lamp plan has these points:", False),
    ],
)
def test_counted_things_must_be_listed(question: str, text: str, refused: bool, assistant: Assistant, entry: Entry) -> None:
    said = absent.unlisted(assistant.understand(question, ()), [replace(entry, text=text, plain="", context="")])
    assert bool(said) is refused


DAY = "When is the World Day of Lamps?"


@pytest.mark.parametrize(
    ("question", "text", "title", "lacks"),
    [
        (DAY, "Decides to proclaim 3 May World Day of Lamps.", "Harbours", ""),
        (DAY, "Decides to proclaim 3 May World Day of Bells.", "World Day of Bells", "World Day of Lamps"),
        (DAY, "Welcomes lamps.", "World Day of Bells", "World Day of Lamps"),
        ("Who may keep World Lamps Day?", "All Member States may.", "World Day of Lamps", ""),
        ("When did Belgium host the meeting?", "It met in Belgium.", "Harbours", ""),
        ("When did Belgium host the meeting?", "It met in Mexico.", "Harbours", "Belgium"),
        ("What does Belgium's harbour cost?", "It met in Mexico.", "Harbours", ""),
    ],
)
def test_another_day_or_state_is_not_the_one_that_is_named(
    question: str, text: str, title: str, lacks: str, assistant: Assistant, entry: Entry
) -> None:
    document = replace(assistant.index.documents["A/RES/67/172"], title=title)
    chosen = replace(entry, text=text, plain="", context="")
    said = absent.unnamed(assistant.understand(question, ()), [chosen], {chosen.document: document}, assistant.index.lexical)
    assert said == (f"No paragraph that would answer this speaks of “{lacks}”." if lacks else "")


@pytest.mark.parametrize(
    ("question", "verb", "refused"),
    [
        ("Did the keepers actually light the lamps?", "requests", True),
        ("Which lamps were in fact lit?", "decides", True),
        ("Did the keepers actually light the lamps?", "notes", False),
        ("Did it ask the keepers to light the lamps?", "requests", False),
        ("Which year did they actually decide on lamps?", "decides", False),
        ("Who will tell whether the lamps were actually lit?", "requests", False),
    ],
)
def test_what_is_asked_for_does_not_tell_what_was_done(
    question: str, verb: str, refused: bool, assistant: Assistant, entry: Entry
) -> None:
    understood = assistant.understand(question, ())
    assert bool(absent.undone(understood, [replace(entry, verb=verb)])) is refused


@pytest.mark.parametrize(
    ("question", "text", "lacks"),
    [
        ("In which city did the keepers meet?", "It met in Belgium (2007) and in the Philippines (2008).", True),
        ("In which city did the keepers meet?", "It met in Lampstad in May 2031.", False),
        ("Which city was it?", "It met at its sixth meeting (Port Lamp, 21 and 22 November 2012).", False),
        ("In what city is it?", "It is to be at United Nations Headquarters.", False),
        ("Where did the keepers meet?", "It met in Belgium.", False),
    ],
)
def test_a_state_is_no_city(question: str, text: str, lacks: bool, assistant: Assistant, entry: Entry) -> None:
    said = absent.uncity(assistant.understand(question, ()), [replace(entry, text=text, plain="", context="")])
    assert said == (absent.NO_CITY if lacks else "")


@pytest.mark.parametrize(
    ("question", "dated", "lacks"),
    [
        ("What does the 2012 text say about lamps?", "2014-12-19", "No text here of the year"),
        ("What does the 2012 text say about lamps?", "2012-12-20", ""),
        ("What did 2012 say about lamps?", "2014-12-19", "No text here of the year"),
        ("How did lamps change between 2010 and 2012?", "2014-12-19", ""),
        ("What was said after 2012 about lamps?", "2012-12-20", "Nothing that was said after 2012"),
        ("What was said after 2012 about lamps?", "2013-10-03", ""),
        ("How many lamps were lit after 2012?", "2012-12-20", ""),
    ],
)
def test_what_is_of_another_year(question: str, dated: str, lacks: str, assistant: Assistant, entry: Entry) -> None:
    documents = dict(assistant.index.documents)
    documents["A/RES/96/1"] = replace(documents["A/RES/67/172"], id="A/RES/96/1", adopted=dated)
    chosen = replace(entry, text="Welcomes lamps.", plain="", context="", document="A/RES/96/1")
    if lacks == "" and "2012 text" in question:
        chosen = replace(chosen, document="A/RES/67/172")
    said = absent.untimely(assistant.understand(question, ()), [chosen], documents)
    assert said.startswith(lacks) and bool(said) is bool(lacks)


@pytest.mark.parametrize(
    ("question", "text", "lacks"),
    [
        ("Did more keepers come in 2013 than in 2006?", "Many keepers came on 3 October 2013.", True),
        ("Did more keepers come in 2013 than in 2006?", "Twelve keepers came.", False),
        ("Did more keepers come than expected?", "Many keepers came.", False),
    ],
)
def test_of_which_there_were_more_is_told_by_figures(
    question: str, text: str, lacks: bool, assistant: Assistant, entry: Entry
) -> None:
    near = [replace(entry, text=text, plain="", context="")]
    assert bool(absent.uncounted(assistant.understand(question, ()), near, assistant.index.lexical)) is lacks


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        (
            "What did the third High-level Dialogue decide on remittances?",
            "What a third Dialogue said is not in these documents.",
        ),
        ("By when is the third High-level Dialogue to be held?", ""),
        ("When is the third migration review forum to be held?", "speaks of a third migration review forum"),
    ],
)
def test_a_meeting_that_nobody_tells_of(question: str, reason: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert reason in answer.reason
    assert (answer.status == "answered") is not bool(reason)


def test_the_year_of_a_dialogue_may_be_that_of_another_thing(assistant: Assistant, entry: Entry) -> None:
    asked = assistant.understand("How did the 2006 Dialogue on migration go?", ())
    alien = replace(entry, document="A/RES/77/1", text="An oil spill.", plain="", context="")
    outside = {"A/RES/77/1": replace(assistant.index.documents["A/RES/67/172"], process=False)}
    assert "High-level Dialogue of 2006" in absent.unmet(asked, [alien], outside)
    assert absent.unmet(replace(asked, elsewhere=("oil",)), [alien], outside) == ""
