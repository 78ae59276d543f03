"""The catalogue: every document that belongs to it, dates that the digest confirms, and entries that cannot be right."""

from __future__ import annotations

from pathlib import Path

import pytest

from hld.ingest.catalogue import Catalogue, Entry, load_catalogue, parse_catalogue
from hld.ingest.digest import load_digest
from hld.ingest.symbols import LANGUAGES, Symbol

RESOLUTIONS = """58/208 59/241 60/227 61/208 63/225 65/170 67/172 67/219 68/4 69/229 71/237 73/241 75/226 77/176 79/217
    45/158 70/1 71/1 73/195 76/266""".split()
REPORTS = "A/60/871 A/61/515 A/65/203 A/67/254 A/68/162 A/68/190 A/68/283 A/68/292 A/68/L.5".split()


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def entry(catalogue: Catalogue, symbol: str) -> Entry:
    found = catalogue.find(Symbol.parse(symbol))
    assert found is not None
    return found


def test_it_names_the_documents_of_the_process_and_no_others(catalogue: Catalogue) -> None:
    assert [e.symbol.short for e in catalogue.entries if e.symbol.is_resolution] == RESOLUTIONS
    assert [str(e.symbol) for e in catalogue.entries if not e.symbol.is_resolution] == [
        *REPORTS,
        "PAGE/ohchr-migration-governance-2013",
    ]


def test_dates_and_titles_are_those_of_the_digest(catalogue: Catalogue) -> None:
    known = {d.symbol: d for d in load_digest() if not d.symbol.is_page}
    assert len(known) == 10
    for symbol, document in known.items():
        found = entry(catalogue, str(symbol))
        assert found.dated == str(document.adopted)
        assert found.series == "dialogue"
        assert found.title == document.title or symbol.short == "68/4"


def test_a_resolution_has_a_full_date(catalogue: Catalogue) -> None:
    assert [str(e.symbol) for e in catalogue.entries if e.type == "resolution" and len(e.dated) == 4] == []


@pytest.mark.corpus
def test_akn_files_lie_where_the_catalogue_says(catalogue: Catalogue, shared: Path) -> None:
    paths = [e.akn_path(language) for e in catalogue.entries if e.akn for language in LANGUAGES]
    assert len(paths) == 4 * 6
    assert [path for path in paths if not (shared / "corpus" / "akn" / path).is_file()] == []


@pytest.mark.corpus
def test_akn_files_hold_the_document_and_its_date(catalogue: Catalogue, shared: Path) -> None:
    from hld.ingest.read import read_file

    for found in (e for e in catalogue.entries if e.akn):
        (document,) = read_file(shared / "corpus" / "akn" / found.akn_path("en"))
        assert (document.symbol, str(document.adopted), document.title) == (found.symbol, found.dated, found.title)


def test_only_what_is_published_as_akn_has_a_file_there(catalogue: Catalogue) -> None:
    assert entry(catalogue, "77/176").akn_path("fr") == "77session/French/A_RES_77_176-2228795F.xml"
    assert entry(catalogue, "67/172").akn_path("en") == ""


def test_no_address_is_invented_for_the_publication(catalogue: Catalogue) -> None:
    found = entry(catalogue, "PAGE/ohchr-migration-governance-2013")
    assert found.languages == ("en", "fr", "es")
    assert found.page.startswith("https://www.ohchr.org/")
    assert "could not be checked" in found.note


@pytest.mark.parametrize(
    ("symbol", "start", "taken"),
    [
        ("68/4", "2013", True),
        ("68/4", "2013-10-03", True),
        ("68/4", "2013-10-04", False),
        ("67/172", "2013", False),
        # Of a report only the year is known: any day of it may be right.
        ("A/68/190", "2013-10-04", True),
        ("A/68/190", "2014", False),
    ],
)
def test_since(catalogue: Catalogue, symbol: str, start: str, taken: bool) -> None:
    assert entry(catalogue, symbol).since(start) is taken


ROW = """[[document]]
symbol = "A/RES/91/17"
title = "Lamps and harbours"
dated = "2036-12-09"
type = "resolution"
series = "later"
about = "Oil."
"""


def test_a_row_of_its_own() -> None:
    (found,) = parse_catalogue(ROW).entries
    assert (str(found.symbol), found.languages, found.akn_path("en")) == ("A/RES/91/17", LANGUAGES, "")


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ('"2036-12-09"', '"2036-13-09"', "dated"),
        ('"2036-12-09"', '"soon"', "dated"),
        ('"later"', '"never"', "series"),
        ('type = "resolution"', 'type = "poem"', "type"),
        ('about = "Oil."', 'about = " "', "about"),
        ('about = "Oil."', 'about = "Oil."\nlanguages = ["en", "it"]', "languages"),
        ('about = "Oil."', 'about = "Oil."\nlanguages = []', "languages"),
        ('about = "Oil."', 'about = "Oil."\nakn = "../{language}/{letter}.xml"', "akn"),
        ('about = "Oil."', 'about = "Oil."\nakn = "91session/English/91_17_E.xml"', "akn"),
        ('about = "Oil."', 'about = "Oil."\npage = "https://example.org"', "page"),
        ("A/RES/91/17", "PAGE/lamps", "page"),
    ],
)
def test_an_entry_that_cannot_be_right_is_refused(old: str, new: str, word: str) -> None:
    assert old in ROW
    with pytest.raises(ValueError, match=word):
        parse_catalogue(ROW.replace(old, new))


def test_a_document_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice: A/RES/91/17"):
        parse_catalogue(ROW + ROW)


def test_an_unknown_or_missing_field_is_refused() -> None:
    with pytest.raises(TypeError, match="colour"):
        parse_catalogue(ROW + 'colour = "blue"\n')
    with pytest.raises(TypeError, match="dated"):
        parse_catalogue(ROW.replace('dated = "2036-12-09"\n', ""))
