"""Misspelt words become words of the corpus, and right ones stay."""

from __future__ import annotations

import pytest

from hld.index.search import Index
from hld.index.spelling import accent, correct, vocabulary

VOCABULARY = ["migrants", "remittances", "governments", "trafficking", "forum", "report", "reports"]

CORRECTIONS = [
    # typed, corrected
    ("remitances", "remittances"),
    ("Goverments", "Governments"),
    ("traficking", "trafficking"),
    ("migrnats", "migrants"),
    ("forun", "forum"),
    ("remittances", "remittances"),
    # Too short, too far, another first letter, a name or an acronym, not English letters, figures.
    ("farum", "forum"),
    ("foru", "foru"),
    ("raport", "report"),
    ("rmttances", "remittances"),
    ("rmttncs", "rmttncs"),
    ("nigrants", "nigrants"),
    ("FORUN", "FORUN"),
    ("forún", "forún"),
    ("forum1", "forum1"),
    ("of the these", "of the these"),
]


@pytest.mark.parametrize(("typed", "expected"), CORRECTIONS)
def test_corrections(typed: str, expected: str) -> None:
    assert correct(typed, VOCABULARY, lambda word: word in VOCABULARY) == expected


def test_of_equally_near_words_the_most_frequent_is_taken() -> None:
    assert vocabulary(["cases cases caves", "the caves are caves"]) == ["caves", "cases"]
    assert correct("cares", ["caves", "cases"], lambda word: False) == "caves"
    assert correct("cares", ["cases", "caves"], lambda word: False) == "cases"


def test_what_is_known_is_left_alone() -> None:
    assert correct("migrands", VOCABULARY, lambda word: True) == "migrands"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("cost of remitances", "cost of remittances"),
        ("human rigths of migrants", "human rights of migrants"),
        ("airport in Germany", "airport in Germany"),  # words of the model that the documents lack
        ("intersex parity, criminalised", "intersex parity, criminalised"),  # English words that neither has
        ("What does the GFMD do?", "What does the GFMD do?"),
    ],
)
def test_a_question_is_corrected_by_the_words_of_the_index(typed: str, expected: str, index: Index) -> None:
    assert index.corrected(typed) == expected


def test_accents_that_were_not_typed() -> None:
    words = {"hammarskjold": "hammarskjöld", "cafe": "café"}
    assert accent("Hammarskjold's cafe", words, lambda word: word == "cafe") == "Hammarskjöld's cafe"
