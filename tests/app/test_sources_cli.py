"""Where a paragraph stands, what it cites, what it repeats: the commands, on documents of our own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from PIL import Image
from typer.testing import CliRunner

from hld.app.cli import app
from hld.ingest.errors import HldError

HEAD = """A/RES/{number}
General Assembly
Resolution adopted by the General Assembly on {day} December {year}
{number}. Lamps and harbours
The General Assembly,
Recalling all lamps and all harbours of the sea,
"""
FIRST = (
    HEAD.format(number="71/301", day=9, year=2016)
    + """1. Requests the keepers of the northern pier to light their lamps before ten;
2. Decides to rest.
"""
)
SECOND = (
    HEAD.format(number="73/301", day=12, year=2018)
    + """1. Recalls paragraph 2 of resolution 71/301 of 9 December 2016;
2. Requests the keepers of the southern pier to light their lamps before ten.
"""
)
PAGE = """<html lang="en"><body><main><h1>Lamps</h1><p>They burn &lt;bright&gt;.</p><p>They last.</p></main></body></html>"""
METADATA: dict[str, Any] = {
    "symbol": "A/RES/73/301", "agenda_item_name": "Lamps", "pv": "A/73/PV.1", "MS_in_favour_count": "3",
    "MS_against_count": "1", "MS_abstaining_count": "0", "MS_against": ["THULE"], "MS_abstaining": [], "sponsors": [],
    "additional_sponsors": [], "subjects": [["LAMPS", "UNBIS Thesaurus"]],
}  # fmt: skip


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


def printed(*arguments: str | Path) -> Any:
    result = call(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with the two resolutions and the page in its library, and the folder they were read from."""
    monkeypatch.setenv("HLD_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "200")
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "first.txt").write_text(FIRST, "utf-8")
    (folder / "second.txt").write_text(SECOND, "utf-8")
    (folder / "lamps.html").write_text(PAGE, "utf-8")
    (folder / "73.json").write_text(json.dumps(METADATA), "utf-8")
    result = call("ingest", folder)
    assert result.exit_code == 0, result.output
    assert "Votes, subjects and sponsors of 1 resolutions." in result.output
    return folder


def test_the_place_of_a_paragraph_is_printed(folder: Path) -> None:
    (place,) = printed("show", "73/301 para 2", "--source")
    assert place["source"] == "second.txt"
    ((start, end),) = place["spans"]
    assert (
        SECOND[start:end] == place["words"][0] == "2. Requests the keepers of the southern pier to light their lamps before ten."
    )
    assert "characters" in call("show", "73/301 para 2", "--source").output


def test_the_digest_has_no_source_file(folder: Path) -> None:
    result = call("show", "A/RES/67/172#para-14", "--source")
    assert isinstance(result.exception, HldError)
    assert "from the digest" in str(result.exception)


def test_only_a_pdf_can_be_drawn(folder: Path, tmp_path: Path) -> None:
    result = call("show", "73/301 para 2", "--image", tmp_path / "page.png")
    assert isinstance(result.exception, HldError)
    assert "no pages to draw on" in str(result.exception)


def test_a_graph_goes_both_ways(folder: Path) -> None:
    found = printed("graph", "73/301")
    assert [(link["paragraph"], link["target"]) for link in found["cites"]] == [("A/RES/73/301#para-1", "A/RES/71/301#para-2")]
    found = printed("graph", "71/301 para 2")
    assert [link["paragraph"] for link in found["cited_by"]] == ["A/RES/73/301#para-1"]
    assert "is cited by (1)" in call("graph", "71/301").output


def test_a_repeat_shows_the_words_that_changed(folder: Path) -> None:
    (repeat,) = printed("repeats", "71/301 para 1")
    assert (repeat["a"], repeat["b"]) == ("A/RES/71/301#para-1", "A/RES/73/301#para-2")
    assert repeat["changed"] == [["northern", "southern"]]
    assert "northern → southern" in call("repeats", "73/301").output
    assert "0 repeats." in call("repeats", "71/301 para 2").output


def test_metadata_are_joined_to_the_document(folder: Path) -> None:
    held = {document["id"]: document for document in printed("documents")}
    assert held["A/RES/73/301"]["metadata"]["vote"]["in_favour"] == 3
    assert held["A/RES/71/301"]["metadata"] == {}


def test_verb_and_addressee_are_data(folder: Path) -> None:
    shown = printed("show", "71/301 para 1")
    assert (shown["verb"], shown["addressee"]) == ("requests", "the keepers of the northern pier")


def test_the_report_is_drawn(folder: Path, tmp_path: Path) -> None:
    assert call("ingest", folder, "--report", tmp_path / "report.html").exit_code == 0
    page = (tmp_path / "report.html").read_text("utf-8")
    assert "A/RES/73/301" in page
    assert "They burn &lt;bright&gt;." in page


@pytest.mark.parametrize("arguments", [("show", "71/301", "--lang", "de"), ("repeats", "71/301", "--lang", "de")])
def test_a_language_is_one_of_six(folder: Path, arguments: tuple[str, ...]) -> None:
    assert call(*arguments).exit_code == 2


@pytest.mark.corpus
def test_a_pdf_paragraph_is_drawn_on_its_page(folder: Path, shared: Path, tmp_path: Path) -> None:
    assert call("ingest", shared / "corpus/pdf/A_RES_73_7-EN.pdf").exit_code == 0
    image = tmp_path / "page.png"
    assert call("show", "73/7 para 12", "--image", image).exit_code == 0
    with Image.open(image) as drawn:
        red = sum(count for count, (r, g, b) in drawn.convert("RGB").getcolors(1 << 24) if r > 150 and g < 90 and b < 90)
    assert red > 200


@pytest.mark.corpus
def test_a_paragraph_is_shown_in_another_language(folder: Path, shared: Path) -> None:
    for language in ("French", "Arabic"):
        (file,) = (shared / "corpus/akn/77session" / language).glob("A_RES_77_176-*")
        assert call("ingest", file).exit_code == 0
    shown = printed("show", "A/RES/77/176#para-3", "--lang", "fr")
    assert shown["id"] == "A/RES/77/176@fr#para-3"
    assert printed("show", "A/RES/77/176#para-6", "--lang", "ar")["verb"] == "recognizes"
