"""Filters as they are typed, and what they let through; one step along a reference."""

from __future__ import annotations

import pytest

from hld.app.answer import Assistant
from hld.app.searching import chosen
from hld.index.facets import EVERYTHING, Filter

NOTHING = dict.fromkeys(("symbols", "types", "years", "sessions", "kinds", "verbs", "addressees", "languages"))


def test_without_options_nothing_is_left_out() -> None:
    assert chosen(**NOTHING) == EVERYTHING
    assert not EVERYTHING


@pytest.mark.parametrize(
    ("option", "value", "field", "expected"),
    [
        ("symbols", ["res. 67/172", "A/RES/68/4"], "documents", {"A/RES/67/172", "A/RES/68/4"}),
        ("years", ["2006", "2012-2014"], "years", {2006, 2012, 2013, 2014}),
        ("kinds", ["Operative"], "kinds", {"operative"}),
        ("types", ["Resolution"], "types", {"resolution"}),
        ("sessions", [67], "sessions", {67}),
    ],
)
def test_options(option: str, value: list[str], field: str, expected: set[object]) -> None:
    made = chosen(**{**NOTHING, option: value})
    assert getattr(made, field) == expected
    assert made


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [("symbols", "no symbol at all", "--symbol"), ("years", "12", "--year"), ("kinds", "poem", "--kind poem")],
)
def test_options_that_cannot_be_read(option: str, value: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        chosen(**{**NOTHING, option: [value]})


@pytest.mark.parametrize(
    "only",
    [
        Filter(years=frozenset({2012})),
        Filter(sessions=frozenset({60, 61})),
        Filter(kinds=frozenset({"preambular"}), documents=frozenset({"A/RES/67/172"})),
        Filter(verbs=frozenset({"requests"})),
        Filter(verbs=frozenset({"requests"}), addressees=frozenset({"secretary-general"})),
        Filter(types=frozenset({"page"})),
        Filter(languages=frozenset({"en"})),
    ],
)
def test_every_hit_meets_the_filter(only: Filter, assistant: Assistant) -> None:
    hits = assistant.search("report on migration", 20, only)
    assert hits
    entries = assistant.index.entries([hit.id for hit in hits])
    for entry in entries.values():
        document = assistant.index.documents[entry.document]
        assert not only.years or int(document.adopted[:4]) in only.years
        assert not only.sessions or document.session in only.sessions
        assert not only.kinds or entry.kind in only.kinds
        assert not only.documents or entry.document in only.documents
        assert not only.verbs or entry.verb in only.verbs
        assert not only.addressees or "Secretary-General" in entry.text
        assert not only.types or document.type in only.types


def test_a_filter_that_fits_nothing_gives_nothing(assistant: Assistant) -> None:
    assert assistant.search("migrants", 5, Filter(languages=frozenset({"zh"}))) == []


def test_every_paragraph_is_found_by_its_label(assistant: Assistant) -> None:
    entries = list(assistant.index.library.all(["en"]))
    missed = [e.id for e in entries[::5] if [hit.id for hit in assistant.search(e.reference.label(), 1)] != [e.id]]
    assert not missed


@pytest.mark.parametrize(
    "query", ["paragraph 10 (a) of resolution 67/172", "what about A/RES/67/172#para-10-a", "res 67/172 OP 10(a)"]
)
def test_a_paragraph_that_a_query_names_comes_first(query: str, assistant: Assistant) -> None:
    assert assistant.search(query, 3)[0].id == "A/RES/67/172#para-10-a"


def test_a_paragraph_that_is_not_there_is_no_hit(assistant: Assistant) -> None:
    hits = assistant.search("A/RES/67/172, para. 99", 5)
    assert hits
    assert {hit.id.partition("#")[0] for hit in hits} == {"A/RES/67/172"}
