"""What a question asks for: tables that a librarian could check."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hld.app.answer import Assistant
from hld.app.question import NAMED, PROCESS, understand
from hld.app.turns import standalone
from hld.index.search import Index

BEFORE = "When was the second High-level Dialogue held?"
FOLLOW_UPS = [
    ("And the first one?", [BEFORE], f"{BEFORE} And the first one?"),
    ("remittances?", [BEFORE], f"{BEFORE} remittances?"),
    ("Who was to chair them?", ["What was said of hearings?"], "What was said of hearings? Who was to chair them?"),
    ("What about 2006?", ["What was the theme in 2013?"], "What was the theme? What about 2006?"),
    ("and by when?", [BEFORE, "Where was it?"], f"{BEFORE} Where was it? and by when?"),
    (
        "and by when?",
        [BEFORE, "Which treaties are hard to put into practice?"],
        "Which treaties are hard to put into practice? and by when?",
    ),
    # These stand alone.
    ("What does resolution 67/172 say about it?", [BEFORE], None),
    ("Which treaties against smuggling and trafficking are hard to put into practice?", [BEFORE], None),
    ("And the first one?", [], None),
    (
        "Which skilled professions are named when brain drain from poorer states is discussed in that declaration of leaders?",
        [BEFORE],
        None,
    ),
]


@pytest.mark.parametrize(("question", "history", "expected"), FOLLOW_UPS)
def test_follow_ups(question: str, history: list[str], expected: str | None) -> None:
    assert standalone(question, history) == (expected or question)


DATED = [
    ("What does the 2013 declaration say?", {"A/RES/68/4"}),
    ("the Declaration", {"A/RES/68/4"}),
    ("What was decided at the sixty-third session?", {"A/RES/63/225"}),
    ("at its 65th session", {"A/RES/65/170"}),
    ("What does the 2012 resolution say about detention?", {"A/RES/67/172", "A/RES/67/219"}),
    ("Protection of migrants, 2012", {"A/RES/67/172"}),
    ("the 2004 and 2014 resolutions", {"A/RES/59/241", "A/RES/69/229"}),
    ("in 1990", set()),
    ("remittances", set()),
    # A year that names a meeting names no document.
    ("the 2013 Dialogue", set()),
    ("the dialogue held in 2006", set()),
    # A symbol is enough.
    ("resolution 67/172 of 2012", set()),
]


@pytest.mark.parametrize(("question", "expected"), DATED)
def test_documents_named_by_year_session_or_title(question: str, expected: set[str], index: Index) -> None:
    assert set(understand(question, (), index.documents).dated) == expected


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("What changed from 2010 to the text two years later?", {"A/RES/65/170", "A/RES/67/172", "A/RES/67/219"}),
        ("Was it said in 2008, and four years earlier?", {"A/RES/63/225", "A/RES/59/241"}),
        ("Between 2004 and 2008, was it changed two years later?", {"A/RES/63/225", "A/RES/59/241"}),
        ("Two years later, what was asked?", set()),
    ],
)
def test_years_that_are_counted_from_a_stated_one(question: str, years: set[str], index: Index) -> None:
    assert set(understand(question, (), index.documents).dated) == years


def test_a_meeting_named_by_its_year_favours_the_documents_about_it(index: Index) -> None:
    around = understand("What were the 2013 round tables about?", (), index.documents).around
    assert {"A/RES/67/219", "A/RES/67/172", "A/RES/68/4", "A/RES/69/229"} <= set(around)
    assert not {"A/RES/58/208", "A/RES/60/227"} & set(around)
    first = understand("the dialogue held in 2006", (), index.documents).around
    assert {"A/RES/60/227", "A/RES/61/208"} <= set(first)
    assert "A/RES/68/4" not in first


REFERENCES = [
    ("What does A/RES/67/172, para. 10 (a) say?", ["A/RES/67/172#para-10-a"], ["A/RES/67/172"]),
    (
        "Compare 67/172 para 10 and 69/229, para. 32",
        ["A/RES/67/172#para-10", "A/RES/69/229#para-32"],
        ["A/RES/67/172", "A/RES/69/229"],
    ),
    ("resolution 99/99", ["A/RES/99/99"], []),
    ("migrants", [], []),
]


@pytest.mark.parametrize(("question", "references", "documents"), REFERENCES)
def test_references(question: str, references: list[str], documents: list[str], index: Index) -> None:
    understood = understand(question, (), index.documents)
    assert [str(r) for r in understood.references] == references
    assert list(understood.documents) == documents
    for document in documents:
        assert understood.bonus[document] == NAMED


def test_a_follow_up_keeps_the_document_of_the_question_before(index: Index) -> None:
    understood = understand("And children?", ["What does resolution 67/172 say about detention?"], index.documents)
    assert understood.documents == ("A/RES/67/172",)
    assert understood.asked == "And children?"
    assert understood.searched.startswith("What does resolution 67/172")


def test_the_process_is_favoured_a_little(index: Index) -> None:
    understood = understand("remittances", (), index.documents)
    assert set(understood.bonus) == set(index.documents)
    assert set(understood.bonus.values()) == {PROCESS}


def test_what_is_searched_for_a_french_question_is_english(index: Index) -> None:
    understood = understand("Quel est le coût des envois de fonds ?", (), index.documents)
    assert understood.language == "fr"
    assert "remittances" in understood.text
    assert understood.searched == "Quel est le coût des envois de fonds ?"


DIALOGUES = (
    {"A/RES/58/208", "A/RES/59/241", "A/RES/60/227", "A/RES/61/208"},
    {"A/RES/65/170", "A/RES/67/172", "A/RES/67/219", "A/RES/68/4", "A/RES/69/229"},
)


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("Were round tables open to NGOs both times?", DIALOGUES),
        ("What was different about the hearings the first time round?", DIALOGUES),
        ("How did the venue change from one Dialogue to the next?", DIALOGUES),
        ("Who spoke in 2013 that could not seven years before?", DIALOGUES),
        ("Compare the first Dialogue and the second Dialogue.", DIALOGUES),
        ("How do 63/225 and 69/229 differ on remittances?", ({"A/RES/63/225"}, {"A/RES/69/229"})),
        ("What changed on smuggling between 2008 and 2010?", ({"A/RES/63/225"}, {"A/RES/65/170"})),
        ("Is the Declaration weaker on schools than the text of a year later?", ({"A/RES/68/4"}, {"A/RES/69/229"})),
        ("The Declaration is against smuggling. What did the 2014 text add?", ({"A/RES/68/4"}, {"A/RES/69/229"})),
        ("Does the 2010 text reaffirm the Universal Declaration of Human Rights?", ()),
        ("What does 63/225 say on remittances that was new two years later?", ({"A/RES/63/225"}, {"A/RES/65/170"})),
        ("What does 67/172 ask?", ()),
        ("What was decided in 2010?", ()),
        ("When is the second Dialogue?", ()),
        ("What was decided in 1901 and in 1902?", ()),
    ],
)
def test_what_a_question_sets_side_by_side(question: str, sides: tuple[set[str], ...], index: Index) -> None:
    assert understand(question, (), index.documents).sides == tuple(map(frozenset, sides))


def test_a_comparison_of_the_dialogues_favours_the_documents_about_both(index: Index) -> None:
    found = understand("Who could attend, the first time round and then in 2013?", (), index.documents)
    assert set(found.around) == set.union(*DIALOGUES)
    assert not found.dated, "2013 is the year of a Dialogue, not of a document"


def test_a_follow_up_is_what_its_own_words_ask(index: Index) -> None:
    found = understand("And who wrote it up?", ["When was the first Dialogue held?"], index.documents)
    assert found.searched == "When was the first Dialogue held? And who wrote it up?"
    assert found.meant == "When was the 2006 Dialogue held? And who wrote it up?"
    assert found.turn == found.asks == "And who wrote it up?"
    assert "who" in found.wants
    assert "date" not in found.wants
    # It says nothing of its own.
    assert "date" in understand("And the second one?", ["When was the first Dialogue held?"], index.documents).wants
    assert understand("When was the first Dialogue held?", (), index.documents).turn == ""


@pytest.mark.parametrize(
    ("before", "goes_on", "documents"),
    [
        ("What does the 2013 Declaration say about trafficking?", "and in 2014?", {"A/RES/69/229"}),
        ("What does 65/170 say about women?", "and in 2014?", {"A/RES/69/229"}),
        ("What does 65/170 say about women?", "and in the declaration?", {"A/RES/68/4"}),
        ("What does the 2013 Declaration say about trafficking?", "And in resolution 69/229?", {"A/RES/69/229"}),
    ],
)
def test_a_follow_up_goes_to_another_document(before: str, goes_on: str, documents: set[str], index: Index) -> None:
    found = understand(goes_on, [before], index.documents)
    assert {*found.documents, *found.dated} == documents
    assert not found.sides
    assert before.rpartition(" ")[2].rstrip("?") in found.searched


def test_the_own_words_of_a_follow_up_weigh_as_much(assistant: Assistant) -> None:
    history = ["What does resolution 67/172 ask about schooling for migrant children?"]
    found = assistant.ask("And what about women?", history)
    assert "women" in found.citations[0].text.lower()
    assert found.citations[0].symbol == "A/RES/67/172"


def test_a_follow_up_may_count_from_the_document_before(index: Index) -> None:
    history = ["What does 65/170 say about families?"]
    found = understand("And the one two years on?", history, index.documents)
    assert set(found.dated) == {"A/RES/67/172", "A/RES/67/219"}
    assert not found.documents
    assert not found.references
    assert understand("And the one thirty years on?", history, index.documents).documents == ("A/RES/65/170",)


def test_what_was_said_before_a_year_is_in_none_of_its_documents(index: Index) -> None:
    found = understand("Before 2010, had anybody asked for cheaper transfers?", (), index.documents)
    assert not found.dated
    assert all(index.documents[i].adopted < "2010" for i in found.process)
    assert found.process
    none = understand("Had anybody asked for cheaper transfers before 1950?", (), index.documents)
    assert none.process == understand("remittances", (), index.documents).process


@pytest.mark.parametrize(
    ("question", "documents"),
    [
        ("What did the 2044 progress declaration promise?", {"A/RES/99/2"}),
        ("Does the 2044 declaration speak of lamps?", {"A/RES/99/1", "A/RES/99/2"}),
        ("What does the 2044 resolution on the upkeep of lamps ask for?", {"A/RES/99/3"}),
        ("What does the 2044 lamps resolution ask for?", {"A/RES/99/3"}),
        ("What was said in 2044 of fog?", {"A/RES/99/1", "A/RES/99/2", "A/RES/99/3", "A/RES/99/4"}),
        ("What does the 2044 IOM resolution ask for?", {"A/RES/99/4"}),
        ("What does the Progress Declaration say of lamps?", {"A/RES/99/2"}),
        ("According to the Political Declaration, what is fog?", {"A/RES/99/1"}),
        ("Which resolution welcomed the Progress Declaration?", set()),
        ("What does the Harbour Declaration say of lamps?", set()),
    ],
)
def test_a_document_is_named_by_its_year_and_words_of_its_title(question: str, documents: set[str], index: Index) -> None:
    titles = (
        "Political Declaration on fog",
        "Progress Declaration of the Lamp Review",
        "Upkeep of lamps and buoys",
        "Agreement with the International Organization for Migration",
    )
    one = index.documents["A/RES/69/229"]
    later = {
        f"A/RES/99/{n}": replace(one, id=f"A/RES/99/{n}", title=title, adopted="2044-12-19", process=False)
        for n, title in enumerate(titles, start=1)
    }
    assert set(understand(question, (), {**index.documents, **later}).dated) == documents


def test_the_declaration_is_that_of_the_dialogue_unless_it_is_called_otherwise(index: Index) -> None:
    def names(question: str) -> bool:
        return "A/RES/68/4" in understand(question, (), index.documents).dated

    assert names("What does the Declaration say about detention?")
    assert names("What did the 2013 declaration promise?")
    for other in ("the Progress Declaration", "the political declaration", "the 2044 declaration", "the Durban Declaration"):
        assert not names(f"What does {other} say about detention?"), other


@pytest.mark.parametrize("goes_on", ["And 69/229?", "What about in A/RES/69/229?", "and for resolution 69/229"])
def test_a_question_is_asked_again_of_another_document(goes_on: str, index: Index) -> None:
    history = ["What does 68/4 say about xenophobia?"]
    found = understand(goes_on, history, index.documents)
    assert found.documents == ("A/RES/69/229",)
    assert found.meant == "xenophobia"
    assert "68/4" not in found.searched
    assert understand(goes_on, ["What is xenophobia?"], index.documents).documents == ("A/RES/69/229",)


def test_an_answer_about_another_document_is_of_that_one(assistant: Assistant) -> None:
    answer = assistant.ask("And 69/229?", ["What does 68/4 say about xenophobia?"])
    assert (answer.status, answer.question) == ("answered", "And 69/229?")
    assert answer.searched == "What does 69/229 say about xenophobia?"
    assert {citation.symbol for citation in answer.citations} == {"A/RES/69/229"}


def test_the_declaration_alone_answers_what_it_is_asked(index: Index) -> None:
    assert understand("What does the Declaration say on lamps?", (), index.documents).asked_of == ("A/RES/68/4",)
    assert understand("What does the 2013 declaration say on lamps?", (), index.documents).asked_of == ("A/RES/68/4",)
    assert understand("Who adopted the Declaration?", (), index.documents).asked_of == ()
    assert understand("Which text before the Declaration speaks of lamps?", (), index.documents).asked_of == ()
    assert understand("Does the declaration of the 2025 lamp meeting name it?", (), index.documents).asked_of == ()


def test_a_year_of_a_dialogue_means_the_texts_about_it_too(index: Index) -> None:
    assert "A/RES/60/227" in understand("Who lit the lamps in 2006?", (), index.documents).around
    assert understand("What did the resolution of 2006 say on lamps?", (), index.documents).around == ()
    assert understand("Who lit the lamps in 2008?", (), index.documents).around == ()


@pytest.mark.parametrize(
    ("history", "goes_on", "searched"),
    [
        (["What does 67/172 say on lamps?", "And 69/229?"], "and 68/4?", "What does 68/4 say on lamps?"),
        (["What does 67/172 say on lamps?"], "compare with 69/229", "Compare what A/RES/67/172 and 69/229 say on lamps."),
        (
            ["What does 67/172 say on lamps?"],
            "And how does 69/229 compare?",
            "Compare what A/RES/67/172 and 69/229 say on lamps.",
        ),
        (["What was said about lamps in 2013?"], "Was it the same in 2006?", "Compare what 2013 and 2006 say on lamps."),
        (["What does 67/172 say on lamps?"], "Sorry, I meant 68/4.", "What does 68/4 say on lamps?"),
        (["What does the 2012 resolution say on lamps?"], "and the 2014 one?", "What does the 2014 resolution say on lamps?"),
        (["What did the 2012 resolution ask?"], "and in the 2013 declaration?", "What did the 2013 declaration ask?"),
        (["Who lit the lamps of the 2013 Dialogue?"], "No, I meant the first one.", "Who lit the lamps of the 2006 Dialogue?"),
        (["What does 67/172 say on lamps?"], "and the Lamp Declaration?", "What does the Lamp Declaration say on lamps?"),
        (["What does 67/172 say on lamps?"], "And on bells?", "What does 67/172 say on bells?"),
        (["What does 67/172 say on lamps?"], "what about bells?", "What does 67/172 say on bells?"),
        (["How many lamps burnt in 2013?"], "compare it with 2006", "How many lamps burnt in 2013, compared with 2006?"),
    ],
)
def test_a_question_is_asked_of_others_again_or_set_beside_them(
    history: list[str], goes_on: str, searched: str, index: Index
) -> None:
    assert understand(goes_on, history, index.documents).searched == searched


def test_what_is_compared_with_nothing_that_is_named_is_a_question_of_its_own(index: Index) -> None:
    history = ["What does 67/172 say on lamps?"]
    assert understand("How does that compare with bells?", history, index.documents).sides == ()


@pytest.mark.parametrize("question", ["76/266 annex 33", "What is in 76/266, annex 33?", "annex, para. 33 of 76/266"])
def test_a_number_behind_an_annex_is_a_paragraph_of_it(question: str, index: Index) -> None:
    assert understand(question, (), index.documents).named == ["A/RES/76/266#annex-para-33"]


def test_a_declaration_of_a_year_is_the_one_that_is_a_declaration(index: Index) -> None:
    like, documents = index.documents["A/RES/67/172"], dict(index.documents)
    for symbol, title in (
        ("A/RES/90/1", "Progress Declaration of the Lamp Forum"),
        ("A/RES/90/2", "Implementation of the Declaration on Lamps"),
        ("A/RES/90/3", "Lamps"),
    ):
        documents[symbol] = replace(like, id=symbol, symbol=symbol, title=title, adopted="2035-05-05", process=False)
    documents["A/RES/94/1"] = replace(documents["A/RES/90/1"], id="A/RES/94/1", symbol="A/RES/94/1", adopted="2039-05-05")
    assert understand("What does the 2035 declaration say on oil?", (), documents).asked_of == ("A/RES/90/1",)
    assert understand("What does the 2035 forum declaration say on oil?", (), documents).asked_of == ("A/RES/90/1",)
    both = understand("Compare the 2035 and the 2039 Progress Declarations on oil.", (), documents)
    assert both.sides == (frozenset({"A/RES/90/1"}), frozenset({"A/RES/94/1"}))
    assert both.topical


@pytest.mark.parametrize("turn", ["Sorry, I meant the 2010 resolution.", "no, I mean in 2010", "Actually the 2010 one."])
def test_a_turn_that_corrects_the_one_before_is_not_another_question(turn: str, index: Index) -> None:
    found = understand(turn, ["What does the 2014 resolution say on lamps?"], index.documents)
    assert found.dated == ("A/RES/65/170",)
    assert "lamps" in found.searched
    assert "orry" not in found.searched and "mean" not in found.searched


def test_a_question_of_one_document_and_of_another_is_two(index: Index) -> None:
    found = understand("Does 58/208 say anything about women, and does 69/229?", (), index.documents)
    assert found.topics == ("Does 58/208 say anything about women?", "Does 69/229 say anything about women?")
    assert found.sides == ()


def test_what_was_said_after_a_year_is_in_none_of_its_documents(index: Index) -> None:
    def kept(question: str) -> set[str]:
        return {index.documents[i].adopted[:4] for i in understand(question, (), index.documents).process}

    assert min(kept("What was said about remittances after 2010?")) == "2012"
    assert min(kept("What was said about remittances since 2010?")) == "2010"
    assert min(kept("From 2010 on, what was said about remittances?")) == "2010"
    assert kept("What was said on remittances before 2005 and after 2012?") == {"2003", "2004", "2013", "2014"}
    # After the Dialogue of 2006, of which a resolution of that year speaks.
    assert "2006" in kept("What was said after 2006?")


def test_a_year_after_which_something_was_said_dates_no_document(index: Index) -> None:
    assert understand("What was said about remittances after 2010?", (), index.documents).dated == ()


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("What does the latest protection of migrants resolution say on detention?", "A/RES/67/172"),
        ("What does the most recent resolution on international migration and development ask of States?", "A/RES/69/229"),
        ("Who reports under the first international migration and development resolution?", "A/RES/58/208"),
    ],
)
def test_the_latest_or_the_first_of_a_title_is_meant(index: Index, question: str, document: str) -> None:
    assert understand(question, (), index.documents).dated == (document,)


@pytest.mark.parametrize(
    ("question", "dated"),
    [
        ("What did the 2008/09 crisis do to remittances?", False),
        ("How were migrants hit by the crash of 2008?", False),
        ("What did the 2008 resolution say of the crisis?", True),
    ],
)
def test_the_year_of_a_crisis_is_that_of_no_document(question: str, dated: bool, assistant: Assistant) -> None:
    assert bool(assistant.understand(question, ()).dated) is dated


def test_what_was_asked_for_after_a_dialogue_is_in_later_texts(assistant: Assistant) -> None:
    after = assistant.understand("What did the Assembly ask of States after the second Dialogue?", ())
    assert {"A/RES/65/170", "A/RES/67/219"} <= {*after.barred}
    assert "A/RES/68/4" in after.process
    before = assistant.understand("What was decided before the 2013 Dialogue?", ())
    assert "A/RES/69/229" in before.barred
    assert not assistant.understand("Who sits in the hearings before the 2013 Dialogue?", ()).barred


@pytest.mark.parametrize(
    ("question", "searched"),
    [
        ("What was said about visas in 2010?", "What do the texts of 2010 say about visas?"),
        ("What did they say about visas in 2010 and in 2014?", "What did they say about visas in 2010 and in 2014?"),
        (
            "I draft a speech on fog at sea. Which wording from the 2013 Declaration can we quote?",
            "What does the 2013 Declaration say on fog at sea?",
        ),
        ("I prepare a note on the 2013 Dialogue. How long did it last?", "How long did the 2013 Dialogue last?"),
        ("list the round tables of the first Dialogue", "What were the themes of the round tables of the 2006 Dialogue?"),
        ("impact of fog on migrants", "impact of fog on migrants"),
        ("“fog”: what position does the UN take", "“fog”: what position does the UN take"),
    ],
)
def test_a_question_in_other_words(question: str, searched: str, assistant: Assistant) -> None:
    assert assistant.ask(question).searched == searched


def test_short_names_are_written_out(assistant: Assistant) -> None:
    text = assistant.understand("What did the SG say on the theme of the second HLD?", ()).text
    assert text == "What did the Secretary-General say on the theme of the 2013 High-level Dialogue?"


def test_how_something_differs_from_the_other_dialogue_is_asked_of_each(assistant: Assistant) -> None:
    answer = assistant.ask("How long did the 2006 Dialogue last, and how does that compare with 2013?")
    assert {"2006 Dialogue", "2013 Dialogue"} <= {
        " ".join(sentence.head.split()[:2]).rstrip(",") for sentence in answer.sentences
    }


@pytest.mark.parametrize("speaker", ["the ten resolutions", "both Dialogues", "these two texts"])
def test_documents_that_are_counted_are_no_speaker(speaker: str, assistant: Assistant) -> None:
    assert not assistant.understand(f"What do {speaker} say about detention?", ()).speaker
