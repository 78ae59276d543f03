"""What is cited beside the first paragraph."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from hld.app import beside, evidence
from hld.app.answer import Assistant
from hld.app.evidence import Evidence
from hld.app.logistic import Logistic
from hld.app.question import Understood
from hld.index.hits import Hit

Fitted = Callable[[Logistic], None]

QUESTION = "What are States told to do about arbitrary arrest of migrants, and whom do they have to tell of it?"


@pytest.fixture
def found(assistant: Assistant) -> tuple[Understood, Evidence, list[Hit]]:
    understood = assistant.understand(QUESTION, ())
    hits, entries = assistant.rank(understood, 10)
    weighed = evidence.gather(understood, hits, entries, assistant.index.documents, assistant.index.lexical)
    return understood, weighed, hits


def test_its_rows_have_a_number_for_each_feature(assistant: Assistant, found: tuple) -> None:
    understood, weighed, hits = found
    others, also_in = beside.candidates(understood, weighed, hits, assistant.index)
    rows = beside.features(understood, weighed, others, also_in, hits, assistant.index)
    assert rows.shape == (len(others), len(beside.FEATURES))
    assert np.isfinite(rows).all()


def test_what_says_the_same_as_the_first_is_not_cited_beside_it(assistant: Assistant, found: tuple) -> None:
    understood, weighed, hits = found
    first = weighed.hits[0]
    same = replace(weighed, also_in={**weighed.also_in, first.id: (hits[1].id, hits[2].id)})
    others, also_in = beside.candidates(understood, same, hits, assistant.index)
    ids = [hit.id for hit in others]
    assert others
    assert len({*ids}) == len(ids)
    assert not {first.id, hits[1].id, hits[2].id} & {*ids}
    assert all(other not in ids for hit in others for other in also_in[hit.id]), "each group has one that is shown"


def model(weights: dict[str, float], bias: float) -> Logistic:
    names = beside.FEATURES
    told = tuple(weights.get(name, 0.0) for name in names)
    nothing = (0.0,) * len(names)
    return Logistic(
        features=names, means=nothing, scales=(1.0,) * len(names), weights=told, bias=bias, threshold=0.5, fitted_on=""
    )


@pytest.fixture
def fitted(monkeypatch: pytest.MonkeyPatch) -> Fitted:
    """Sets the model that is used."""
    return lambda made: monkeypatch.setattr(beside, "_model", lambda: made)


def test_only_what_is_likely_is_cited_and_of_that_the_likeliest(assistant: Assistant, found: tuple, fitted: Fitted) -> None:
    understood, weighed, hits = found
    index = assistant.index
    fitted(model({}, -1.0))
    assert [hit.id for hit in beside.cited(understood, weighed, hits, index).hits] == [weighed.hits[0].id]
    fitted(model({"score": 1.0}, 20.0))
    told = beside.cited(understood, weighed, hits, index)
    assert len(told.hits) == 1 + beside.MOST
    best = [hit.id for hit in hits if hit.id != weighed.hits[0].id and hit.id not in weighed.also_in[weighed.hits[0].id]]
    assert told.hits[1].id == best[0]
    assert {hit.id for hit in told.hits} <= told.also_in.keys()


def test_a_model_of_other_features_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "FEATURES", ("height", *beside.FEATURES[1:]))
    with pytest.raises(ValueError, match=r"beside.json was fitted on other features; run hld eval beside"):
        beside._model.__wrapped__()


def test_of_the_documents_that_are_named_alone(assistant: Assistant, found: tuple) -> None:
    understood, weighed, hits = found
    assert {hit.id.partition("#")[0] for hit in hits[: beside.LOOKED_AT]} == {"A/RES/67/172"}
    for document, there in (("A/RES/67/172", True), ("A/RES/68/4", False)):
        named = replace(understood, documents=(document,))
        others, _ = beside.candidates(named, weighed, hits[: beside.LOOKED_AT], assistant.index)
        assert bool(others) == there


def test_what_a_part_asks_in_vain_brings_no_other_paragraph(assistant: Assistant) -> None:
    """The first paragraph answers both parts, and what another says of one of them answers nothing."""
    answer = assistant.ask("Who draws up the list of other intergovernmental bodies for 2013, and for whom?")
    assert answer.citations[0].id == "A/RES/67/219#para-8"
    assert len(answer.citations) <= 1 + beside.MOST


def test_a_turn_behind_others_keeps_what_is_close_to_the_best(assistant: Assistant, fitted: Fitted) -> None:
    fitted(model({}, -9.0))  # nothing answers beside the first
    first, turn = "What is said on brain drain?", "and anything on nurses?"
    assert assistant.in_conversation(turn, [first]).behind
    alone, behind = assistant.ask(first), assistant.ask(turn, [first])
    assert (alone.status, behind.status) == ("answered", "answered")
    assert len(behind.citations) > 1


def test_all_texts_that_say_it_are_cited_where_they_are_asked_for(assistant: Assistant) -> None:
    same = {"A/RES/68/4#para-24", "A/RES/67/172#para-4-f", "A/RES/69/229#para-25"}
    one = assistant.ask("Must a country take its own citizens back when they come home?")
    every = assistant.ask("Which texts say that a country must take its own citizens back when they come home?")
    assert len(one.citations) == 1
    assert {one.citations[0].id, *one.citations[0].also_in} == same
    assert {citation.id for citation in every.citations} == same
    assert every.citations[0].also_in == ()
