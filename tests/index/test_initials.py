"""Acronyms that the documents do not have, read as the initials of names that they do have."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from hld.index.initials import names, spell_out

TEXTS = [
    "Welcoming the Harbour Lamps Maintenance Programme by UNLAMP, and the Global Forum on Nets and Boats,",
    "Recalls the Harbour Lamps Maintenance Programme;",
    "Invites the Happy Lamp Menders Party to join the Organization for Salt and the Committee on the Rights of Gulls;",
    "International Lamp Year is proclaimed;",
]


@pytest.mark.parametrize(
    ("acronym", "name"),
    [
        ("HLMP", "Harbour Lamps Maintenance Programme"),  # twice, the Party once
        ("GFNB", "Global Forum on Nets and Boats"),
        ("CRG", "Committee on the Rights of Gulls"),
    ],
)
def test_a_name_is_known_by_its_initials(acronym: str, name: str) -> None:
    assert names(TEXTS)[acronym] == name


@pytest.mark.parametrize("acronym", ["HLMPU", "WHLMP", "ILY", "OS", "LMP"])
def test_what_is_no_name_is_not(acronym: str) -> None:
    assert acronym not in names(TEXTS)


def never() -> Mapping[str, str]:
    raise AssertionError("names are only read for an acronym that nothing else knows")


@pytest.mark.parametrize(
    "text", ["who runs the hlmp", "Who runs the HLMP?", "WHO RUNS THE HLMP?", "A UN body", "HLMP-2 of A/RES/91/1", ""]
)
def test_what_is_known_or_no_acronym_stays(text: str) -> None:
    assert spell_out(text, never, lambda word: word in ("hlmp", "res")) == text


def test_what_no_name_spells_stays() -> None:
    assert spell_out("What did the XYZW say of the HLMP?", lambda: names(TEXTS), lambda word: False) == (
        "What did the XYZW say of the Harbour Lamps Maintenance Programme?"
    )
