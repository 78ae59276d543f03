"""What a document says as a whole, by its own paragraphs."""

from __future__ import annotations

from pathlib import Path

import pytest

from hld.app import gist
from hld.app.answer import Assistant
from hld.ingest.models import Kind
from hld.ingest.read import ingest, open_library


@pytest.mark.parametrize(
    "question",
    [
        "Summarise 67/219",
        "What is 67/219 about?",
        "give me the main points of resolution 67/219",
        "key takeaways from 67/219",
        "What does 67/219 say overall?",
        "summary of A/RES/67/219 please",
    ],
)
def test_an_overview(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.status == "lookup"
    assert "titled" in answer.sentences[0].text
    assert 1 < len(answer.citations) <= gist.MOST
    assert {citation.symbol for citation in answer.citations} == {"A/RES/67/219"}
    assert {citation.kind for citation in answer.citations} == {Kind.OPERATIVE}
    assert "not a summary" in answer.note


@pytest.mark.parametrize(
    "question",
    ["Summarise what 67/219 says on hearings", "What is para. 3 of 67/219 about?", "What does 67/219 say about hearings?"],
)
def test_what_asks_for_something_in_it_is_no_overview(assistant: Assistant, question: str) -> None:
    document = assistant.index.documents["A/RES/67/219"]
    assert not gist.asked(question, document)


def test_a_declaration_by_its_year(assistant: Assistant) -> None:
    answer = assistant.ask("What are the main points of the 2013 Declaration?")
    assert {citation.symbol for citation in answer.citations} == {"A/RES/68/4"}


def test_it_is_told_in_as_many_points_as_are_wanted(assistant: Assistant) -> None:
    for number, word in ((3, "three"), (5, "5")):
        said = assistant.ask(f"Summarise 67/219 in {word} points.")
        assert len(said.citations) == number


def test_what_a_resolution_decides_first_is_told(assistant: Assistant) -> None:
    assert "A/RES/60/227#para-1" in [citation.id for citation in assistant.ask("gist of 60/227").citations]


def test_a_document_is_called_as_people_do(assistant: Assistant) -> None:
    answer = assistant.ask("boil the declaration of early October 2013 down to what matters, for a busy minister")
    assert answer.status == "lookup"
    assert {citation.symbol for citation in answer.citations} == {"A/RES/68/4"}


@pytest.mark.corpus
def test_an_annex_is_what_a_resolution_says_that_only_adopts_it(shared: Path, tmp_path: Path) -> None:
    library = open_library(tmp_path / "library.sqlite")
    found = sorted((shared / "corpus" / "akn").rglob("A_RES_80_258*E.xml"))
    assert found and not [report for report in ingest(library, found[:1]) if report.error]
    whole, part = gist._whole(library.paragraphs("A/RES/80/258"))
    assert part == "its operative part and annex"
    assert {entry.kind for entry in whole} == {Kind.OPERATIVE, Kind.ANNEX}
