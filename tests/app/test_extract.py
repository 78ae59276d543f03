"""How an answer is laid out: leads, lists under a chapeau, tables over the years with the words that changed."""

from __future__ import annotations

import re

import pytest

from hld.app import extract, timeline
from hld.app.answer import Assistant
from hld.app.every import ASKING
from hld.app.extract import NOT_FOUND
from hld.index.hits import Hit
from hld.ingest.library import DocumentEntry, Entry


def test_a_list_stands_under_the_chapeau_that_opens_it(assistant: Assistant) -> None:
    answer = assistant.ask("What were the themes of the round tables in 2013?")
    assert answer.form == "prose"
    opened, *items = answer.sentences
    assert opened.text.endswith(":") and not opened.item
    assert len([s for s in items if s.item]) >= 4
    assert all(sentence.verdict in ("quoted", "supported") for sentence in answer.sentences)


def test_a_comparison_is_a_table_oldest_first_with_a_citation_in_each_row(assistant: Assistant) -> None:
    sure = Assistant(assistant.index, confidence=0)  # the form of an answer, not whether there is one
    answer = sure.ask("How has the request to report changed over the series?")
    assert answer.form == "table"
    years = [sentence.head for sentence in answer.sentences]
    assert len(years) >= 3 and years == sorted(years)
    adopted = {citation.id: citation.adopted[:4] for citation in answer.citations}
    assert [adopted[sentence.citations[0]] for sentence in answer.sentences] == years
    documents = [sentence.citations[0].partition("#")[0] for sentence in answer.sentences]
    assert len(documents) == len(set(documents))
    assert not any(sentence.changed for sentence in answer.sentences), "the digest's wording is ours: its changes say nothing"


def test_years_that_are_named_bound_a_comparison(assistant: Assistant) -> None:
    answer = assistant.ask("How did the request to report to the Assembly change between 2004 and 2008?")
    assert {sentence.head for sentence in answer.sentences} <= {"2004", "2005", "2006", "2008"}


def test_yes_or_no_is_answered_by_what_the_text_does(assistant: Assistant) -> None:
    answer = assistant.ask("Must States ratify the convention on migrant workers?")
    assert re.match(r"This is only an? [a-z]+: |The preamble speaks of this: ", answer.sentences[0].text)
    assert answer.sentences[0].verdict in ("quoted", "supported")


def _entry(identifier: str, text: str, *, official: bool = True) -> Entry:
    document = identifier.partition("#")[0]
    return Entry(
        id=identifier, document=document, kind="operative", text=text, context="", verb="", page=0, heading="", notes=(),
        official=official, plain="",
    )  # fmt: skip


def _document(symbol: str, adopted: str, *, process: bool = True) -> DocumentEntry:
    return DocumentEntry(
        id=symbol, symbol=symbol, language="en", title="Lamps", body="General Assembly", type="resolution", session=None,
        agenda_item="", adopted=adopted, distributed="", meeting="", committee="", report="", original="", ocr=False,
        official=True, format="", source="", sha256="", paragraphs=1, process=process,
    )  # fmt: skip


DOCUMENTS = {d.id: d for d in (
    _document("A/RES/71/301", "2016-12-09"), _document("A/RES/73/301", "2018-12-12"), _document("A/RES/75/301", "2020-12-09"),
    _document("A/RES/77/7", "2022-01-01", process=False),
)}  # fmt: skip
OLD = _entry("A/RES/71/301#para-1", "Requests the keepers to light their lamps before ten;")
MIDDLE = _entry("A/RES/73/301#para-4", "Requests the keepers to light their lamps before nine;")
PLAIN = _entry("A/RES/75/301#para-2", "Requests the keepers to light their lamps before eight;", official=False)
STRAY = _entry("A/RES/77/7#para-1", "Requests the keepers to light their lamps;")


@pytest.mark.parametrize(
    ("entries", "named", "years", "changed"),
    [
        ([MIDDLE, OLD], [], ["2016", "2018"], [(), (("ten", "nine"),)]),
        ([MIDDLE, PLAIN], [], ["2018", "2020"], [(), ()]),
        ([OLD, STRAY], [], [], []),
        ([OLD, STRAY], ["A/RES/71/301", "A/RES/77/7"], ["2016", "2022"], None),
        ([OLD, MIDDLE, PLAIN], ["A/RES/71/301", "A/RES/73/301"], ["2016", "2018"], None),
        ([OLD], [], [], []),
        ([], [], [], []),
    ],
)
def test_rows(entries: list[Entry], named: list[str], years: list[str], changed: list[object] | None) -> None:
    hits = [Hit(id=entry.id, score=1.0, lexical=1.0, dense=0.8) for entry in entries]
    rows = timeline.rows(hits, {entry.id: entry for entry in entries}, DOCUMENTS, named)
    assert [row.head for row in rows] == years
    assert changed is None or [row.changed for row in rows] == changed


def test_sides_of_several_documents_have_a_row_each() -> None:
    entries = {entry.id: entry for entry in (MIDDLE, OLD, PLAIN, STRAY)}
    hits = [Hit(id=i, score=1.0, lexical=1.0, dense=0.8) for i in entries]
    sides = ({"A/RES/71/301", "A/RES/73/301"}, {"A/RES/77/7"})
    assert [row.entry.id for row in timeline.rows(hits, entries, DOCUMENTS, (), sides)] == [MIDDLE.id, STRAY.id]
    assert timeline.rows(hits, entries, DOCUMENTS, (), ({"A/RES/71/301"}, {"A/RES/1/1"})) == []


def test_the_best_paragraph_of_a_side_is_told_however_unlike_it_is() -> None:
    entries = {entry.id: entry for entry in (MIDDLE, OLD, STRAY)}
    scores = {MIDDLE.id: (0.5, 0.9), STRAY.id: (0.3, 0.1), OLD.id: (0.001, 0.1)}
    hits = [Hit(id=i, score=score, lexical=1.0, dense=dense) for i, (score, dense) in scores.items()]
    told = [row.entry.id for row in timeline.rows(hits, entries, DOCUMENTS, (), ({"A/RES/73/301"}, {"A/RES/77/7"}))]
    assert told == [MIDDLE.id, STRAY.id]
    assert timeline.rows(hits, entries, DOCUMENTS, (), ({"A/RES/73/301"}, {"A/RES/71/301"})) == []


def test_two_dialogues_are_compared_row_by_row(assistant: Assistant) -> None:
    answer = assistant.ask("Did round tables run in parallel both times?")
    assert answer.form == "table" and len(answer.sentences) == 2
    first, second = (sentence.head for sentence in answer.sentences)
    assert first <= "2007" < second


def test_a_side_that_says_nothing_is_no_row_and_told(assistant: Assistant) -> None:
    answer = assistant.ask("Difference between 2006 and 2010 on low-skilled workers?")
    assert answer.form == "prose"
    assert {citation.symbol for citation in answer.citations} == {"A/RES/65/170"}
    last = answer.sentences[-1]
    assert last.text == "Nothing certain on “low-skilled workers” was found in A/RES/61/208."
    assert (last.citations, last.verdict, last.reason) == ((), "unchecked", NOT_FOUND)


def test_a_topic_of_which_no_side_speaks_is_not_compared(assistant: Assistant) -> None:
    answer = assistant.ask("Compare 2008 and 2014 on housing")
    assert answer.status == "abstained"
    assert "Nothing on “housing” was found" in answer.reason


def test_lists_of_what_was_adopted_before_are_no_rows(assistant: Assistant) -> None:
    answer = assistant.ask("How did what the Assembly says on the cost of remittances change since 2004?")
    assert answer.form == "table"
    assert not {citation.id for citation in answer.citations if citation.id.endswith("#pre-1")}


def test_what_is_far_from_the_best_is_no_row() -> None:
    hits = [Hit(id=OLD.id, score=1.0, lexical=1.0, dense=0.9), Hit(id=MIDDLE.id, score=0.9, lexical=1.0, dense=0.5)]
    assert timeline.rows(hits, {OLD.id: OLD, MIDDLE.id: MIDDLE}, DOCUMENTS) == []


def test_each_side_is_asked_by_itself(assistant: Assistant) -> None:
    answer = assistant.ask("Compare what the texts say about skilled people leaving in 2008 and 2013.")
    assert answer.form == "table"
    assert [citation.id for citation in answer.citations] == ["A/RES/63/225#para-9", "A/RES/68/4#para-26"]


def test_a_document_of_many_things_has_a_row_for_one_that_stands_out(assistant: Assistant) -> None:
    answer = assistant.ask("What did the resolutions of 2008 and 2010 say on people without papers?")
    assert [citation.symbol for citation in answer.citations] == ["A/RES/63/225", "A/RES/65/170"]


def test_a_row_that_opens_a_list_brings_it(assistant: Assistant) -> None:
    answer = assistant.ask("What do the 2006 and the 2013 dialogues have as round table topics?")
    assert {f"A/RES/60/227#para-10-{letter}" for letter in "abcd"} < {citation.id for citation in answer.citations}
    assert [sentence.head for sentence in answer.sentences] == [
        "2006 Dialogue, text of 2005",
        *[""] * 4,
        "2013 Dialogue, text of 2012",
        *[""] * 4,
    ]
    assert [sentence.item for sentence in answer.sentences] == [False, True, True, True, True] * 2


def test_a_side_that_says_it_once_has_its_row(assistant: Assistant) -> None:
    answer = assistant.ask("Compare 67/172 and 69/229 on children.")
    first, second = answer.citations
    assert (first.symbol, second.id) == ("A/RES/67/172", "A/RES/69/229#para-8")
    assert "children" in first.text
    silent = assistant.ask("Compare 67/172 and 69/229 on detention.")
    assert {citation.symbol for citation in silent.citations} == {"A/RES/67/172"}
    assert silent.sentences[-1].text == "Nothing certain on “detention” was found in A/RES/69/229."


def test_what_was_said_over_the_years_is_a_table(assistant: Assistant) -> None:
    answer = assistant.ask("What have they said about brain drain over the years?")
    years = [sentence.head for sentence in answer.sentences if sentence.head]
    assert answer.form == "table" and len(years) > 3 and years == sorted(years)
    assert answer.citations[0].id == "A/RES/58/208#pre-15"


def test_a_stretch_of_years_is_told_with_what_lies_between(assistant: Assistant) -> None:
    answer = assistant.ask("How has the language on brain drain changed from 2003 to 2014?")
    assert {"2003", "2008", "2010", "2014"} <= {sentence.head for sentence in answer.sentences}


def test_a_list_is_a_row_where_its_items_are_compared(assistant: Assistant) -> None:
    answer = assistant.ask("Compare the round table themes of 2006 with those of 2013.")
    cited = [citation.id for citation in answer.citations]
    assert [i for i in cited if i.count("-") < 3 and i != "A/RES/67/219#para-3-c"] == [
        "A/RES/60/227#para-10",
        *(f"A/RES/60/227#para-10-{letter}" for letter in "abcd"),
    ]
    assert sum(i.startswith("A/RES/67/219#para-3-c-") for i in cited) == 4


def test_what_is_not_in_the_library_is_compared_with_nothing_and_named(assistant: Assistant) -> None:
    answer = assistant.ask("How did the language on remittances change between resolution 60/227 and 71/237?")
    assert {citation.symbol for citation in answer.citations} == {"A/RES/60/227"}
    assert answer.form == "prose" and "A/RES/71/237" in answer.note


def test_a_lead_hides_no_second_thing_that_is_asked(assistant: Assistant) -> None:
    when, both = assistant.ask("When is Migrants Day?"), assistant.ask("When is Migrants Day, and where was it proclaimed?")
    assert when.sentences[0].text.startswith("On 18 December: ")
    assert not both.sentences[0].text.startswith("On ")


@pytest.mark.parametrize(
    ("question", "cited"),
    [
        ("Compare 65/170 and 68/4 on brain drain", "A/RES/68/4#para-26"),
        ("Compare 67/172 and 67/219 on women", "A/RES/67/219#para-3-c-ii"),
        ("Compare 60/227 and 67/219 on the private sector", "A/RES/60/227#para-13"),
    ],
)
def test_a_side_that_has_the_words_of_a_topic_is_not_said_to_be_silent(question: str, cited: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert cited in {citation.id for citation in answer.citations}
    assert all(sentence.citations for sentence in answer.sentences)


@pytest.mark.parametrize(
    ("question", "cited"),
    [
        ("When was the Global Forum first mentioned?", {"A/RES/61/208#pre-12"}),
        ("Since when have these texts spoken of IOM?", {"A/RES/58/208#pre-10", "A/RES/58/208#para-8"}),
        ("What is the latest on statistics?", {"A/RES/69/229#para-27"}),
    ],
)
def test_the_first_and_the_latest_to_name_a_topic_are_found(question: str, cited: set[str], assistant: Assistant) -> None:
    assert assistant.ask(question).citations[0].id in cited


def test_a_date_in_a_text_is_not_when_it_was_first_said(assistant: Assistant) -> None:
    answer = assistant.ask("When was Migrants Day first mentioned?")
    assert not answer.sentences[0].text.startswith("On ")


def test_a_table_over_the_years_has_every_document_that_names_the_topic(assistant: Assistant) -> None:
    answer = assistant.ask("What have they said about brain drain over the years?")
    assert [citation.id for citation in answer.citations] == [
        "A/RES/58/208#pre-15",
        "A/RES/59/241#para-10",
        "A/RES/60/227#para-15",
        "A/RES/63/225#para-9",
        "A/RES/65/170#para-16",
        "A/RES/68/4#para-26",
        "A/RES/69/229#para-11",
    ]


def test_words_that_stand_apart_are_no_topic(assistant: Assistant) -> None:
    first = assistant.ask("Which was the first resolution to mention domestic workers?")
    assert first.citations[0].id == "A/RES/67/172#pre-18"


def test_a_table_that_is_asked_for_is_of_its_topic(assistant: Assistant) -> None:
    answer = assistant.ask("Make a table of what is said on racism by resolution")
    assert answer.form == "table"
    assert {"A/RES/58/208#pre-6", "A/RES/69/229#para-22"} <= {citation.id for citation in answer.citations}


def test_what_was_said_before_a_year_is_asked_of_the_documents_here(assistant: Assistant) -> None:
    answer = assistant.ask("What did resolutions before 2005 say about remittances?")
    assert answer.status == "lookup"
    assert {citation.adopted[:4] for citation in answer.citations} == {"2003", "2004"}


def test_another_commission_is_not_the_one_that_is_named(assistant: Assistant) -> None:
    answer = assistant.ask("Compare 59/241 and 61/208 on the Global Commission")
    assert [citation.id for citation in answer.citations] == ["A/RES/59/241#para-5"]
    assert answer.sentences[-1].text == "Nothing certain on “the Global Commission” was found in A/RES/61/208."


def test_a_topic_that_is_named_is_told_however_short(assistant: Assistant) -> None:
    answer = assistant.ask("What does the 2013 Declaration say on women?")
    assert answer.status == "answered"
    assert answer.citations[0].id in {"A/RES/68/4#para-11", "A/RES/68/4#para-12"}
    assert assistant.ask("What does the 2013 Declaration say on lighthouses?").status == "abstained"


def test_so_many_paragraphs_are_told_as_are_wanted(assistant: Assistant) -> None:
    answer = assistant.ask("Give me four good quotes on remittances for my speech")
    assert len(answer.citations) == 4
    assert all("remittance" in f"{citation.text} {citation.plain}" for citation in answer.citations)
    assert extract.OUR_WORDS in answer.note, "the digest is quoted as our words"


def test_whoever_wants_the_very_words_is_told_whose_they_are(assistant: Assistant, official: Assistant) -> None:
    question = "What does the 2013 Declaration say on xenophobia, word for word?"
    assert extract.OUR_WORDS in assistant.ask(question).note
    answer = official.ask(question)
    assert all(citation.official for citation in answer.citations) and extract.OUR_WORDS not in answer.note


def test_items_of_a_list_within_a_list_stand_behind_what_introduces_them(assistant: Assistant) -> None:
    first, other = "A/RES/67/219#para-3-c-iv", "A/RES/67/219#para-3-c-i"
    index = assistant.index
    found = list(index.entries([first, "A/RES/68/4#para-1", other]).values())
    laid = [entry.id for entry in extract._with_chapeaux(found, index)]
    assert laid == ["A/RES/67/219#para-3-c", other, first, "A/RES/68/4#para-1"]
    assert extract._with_chapeaux(found[:2], index) == found[:2]


def test_a_document_is_named_again_behind_another(assistant: Assistant) -> None:
    ids = ["A/RES/67/172#para-5-k", "A/RES/67/172#para-5-j", "A/RES/69/229#para-17", "A/RES/67/172#para-8"]
    entries = assistant.index.entries(ids)
    pieces = extract._prose([entries[i] for i in ids], assistant.index)
    assert [piece.introduce for piece in pieces] == [True, False, True, True]


def test_what_asks_is_told_first_where_that_is_asked(assistant: Assistant) -> None:
    answer = assistant.ask("What does 67/172 ask of States about detention?")
    verbs = [assistant.index.entries([citation.id])[citation.id].verb for citation in answer.citations]
    asks = [verb in ASKING for verb in verbs]
    assert asks == sorted(asks, reverse=True)
