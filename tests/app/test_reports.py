"""Reports that somebody reads in: what nobody adopts has a date of its own, or none, and no Assembly speaks in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from rich.console import Console

from hld.app.answer import Assistant
from hld.app.report import show_answer
from hld.app.resolve import resolve

PAGE = """<!DOCTYPE html><html lang="en"><head><title>{symbol}</title></head><body>
<div><p>United Nations {symbol}</p><p>General Assembly</p><p>Distr.: General<br>{date}</p></div>
<h1>{title}</h1><h2>I. The lamps</h2>
<p>1. The keepers of Lampland met at Oilport in the spring, and 412 of them took part in the count of the lamps.</p>
<p>2. It was recommended that harbour masters:</p><p>(a) Appoint a keeper for each lamp within two days;</p>
<p>(b) Never leave a lamp without oil overnight.</p>
<p>3. The meeting was chaired by Ms. Wick of Candlemouth.</p>
<p>Oil used in a year</p><table><tr><th>Pier</th><th>Pints</th></tr><tr><td>North</td><td>1,200</td></tr>
<tr><td>South</td><td>900</td></tr></table></body></html>"""


@pytest.fixture(scope="module")
def reporting(
    read_in: Callable[[Sequence[Path]], Path],
    assistant_at: Callable[[Path], Assistant],
    tmp_path_factory: pytest.TempPathFactory,
) -> Assistant:
    """The digest and two reports, one of them without a date."""
    folder = tmp_path_factory.mktemp("reporting")
    dated, undated = folder / "dated.html", folder / "undated.html"
    dated.write_text(PAGE.format(symbol="A/90/901", date="14 March 2036", title="Report on the lamps of Lampland"))
    undated.write_text(PAGE.format(symbol="A/90/902", date="", title="Notes on oil").replace("Lampland", "Oilland"))
    return assistant_at(read_in([dated, undated]))


@pytest.mark.parametrize("symbol", ["A/90/901", "A/90/902"])
@pytest.mark.parametrize("question", ["What does paragraph 3 of {} say?", "What is {}?", "When was {} issued?"])
def test_a_report_can_be_named(reporting: Assistant, symbol: str, question: str) -> None:
    answer = reporting.ask(question.format(symbol))
    assert answer.status in ("lookup", "answered")
    assert all(citation.symbol == symbol for citation in answer.citations)


def test_the_date_of_a_report_is_that_of_its_distribution(reporting: Assistant) -> None:
    documents = reporting.index.documents
    assert (documents["A/90/901"].dated, documents["A/90/901"].adopted) == ("2036-03-14", "")
    assert documents["A/90/902"].dated == ""
    told = reporting.ask("When was A/90/901 published?").sentences[0].text
    assert "it is dated 14 March 2036" in told
    assert "adopted" not in told


def test_nobody_is_made_to_speak_in_a_report(reporting: Assistant) -> None:
    said = "it was recommended that harbour masters: Appoint a keeper"
    answer = reporting.ask("What should harbour masters in Lampland do within two days, according to A/90/901?")
    assert answer.status == "answered"
    assert said in answer.sentences[0].text
    told = " ".join(sentence.text for sentence in answer.sentences)
    assert "States" not in told and "Assembly" not in told


def test_the_items_of_a_list_do_not_name_the_report_again(reporting: Assistant) -> None:
    answer = reporting.ask("What was recommended to harbour masters in A/90/901?")
    items = [sentence.text for sentence in answer.sentences if sentence.item]
    assert items == ["Appoint a keeper for each lamp within two days.", "Never leave a lamp without oil overnight."]


def test_a_report_is_called_by_words_of_its_title(reporting: Assistant) -> None:
    assert reporting.understand("What does the Lampland report say about keepers?", ()).dated == ("A/90/901",)
    assert reporting.understand("What does the report on migration say about keepers?", ()).dated == ()


def test_a_row_of_a_table_is_read_under_the_names_of_its_columns(reporting: Assistant) -> None:
    held = reporting.index.library.paragraphs("A/90/901")
    rows = {entry.text: entry.context for entry in held if " | " in entry.text}
    assert rows == {
        "Pier | Pints": "",
        "North | 1,200": "Oil used in a year: Pier | Pints",
        "South | 900": "Oil used in a year: Pier | Pints",
    }
    answer = reporting.ask("A/90/901, unnumbered para. 2")
    assert [citation.text for citation in answer.citations] == ["Pier | Pints"]


def test_a_document_that_is_here_in_another_language_is_not_said_to_be_missing(reporting: Assistant) -> None:
    _, found, problem = resolve("A/RES/67/172@fr", reporting.index.library)
    assert not found
    assert problem == "A/RES/67/172 is in the library in English, not in French; “A/RES/67/172@en” names it."


def test_a_source_that_anybody_may_have_made_is_called_by_its_file(
    reporting: Assistant, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = reporting.ask("What does paragraph 3 of A/90/901 say?")
    assert [citation.file for citation in answer.citations] == ["dated.html"]
    show_answer(Console(width=200), answer, {})
    told = capsys.readouterr().out
    assert "as read from dated.html" in told
    assert "official" not in told
