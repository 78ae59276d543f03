"""Whether a question is of the kind that resolutions answer: the weights that ship, and how they are looked up."""

from __future__ import annotations

import math

import numpy as np
import pytest

from hld.app import asked
from hld.app.glossary import expansions
from hld.index.lexical import Analyser

KIND = [
    # asks what resolutions say, asks what they do not, about the same
    ("What should States do to protect crews of lamp ships?", "Which States voted against protecting crews of lamp ships?"),
    ("Who is asked to report on the keeping of harbours?", "How much did the report on the keeping of harbours cost?"),
    ("Is it recommended that lighthouses be repaired?", "Why did the Assembly ban the repair of lighthouses?"),
]


@pytest.mark.parametrize(("asks", "overreaches"), KIND)
def test_what_resolutions_say_is_likelier_than_what_they_do_not(asks: str, overreaches: str) -> None:
    assert asked.odds(asks, heard("lamp ships, crews, harbours and reports")) > asked.odds(
        overreaches, heard("lamp ships, crews, harbours and reports")
    )


def heard(*texts: str) -> asked.Heard:
    return asked.hearing(texts, (), Analyser().terms)


def test_what_the_paragraphs_say_is_taken_for_granted_with_right() -> None:
    weights, _ = asked._weights()
    question = "Since the Dialogue was cancelled, what did States ask for?"
    said, unsaid = (
        weights[asked.buckets(question, heard(text))].mean() for text in ("The Dialogue is cancelled.", "The Dialogue is held.")
    )
    assert said > unsaid


def test_an_everyday_word_is_said_in_the_words_of_the_field() -> None:
    said = asked.hearing(["Requests lower costs of remittances;"], expansions("wiring money home"), Analyser().terms)
    assert said("remittances") is True
    assert said("the") is None
    assert said("lamp") is False
    assert any(said(word) for word in ("wiring", "money", "home"))


def test_case_and_repeats_do_not_matter_and_the_order_of_words_does() -> None:
    assert asked.odds("Who reports on lamps?", heard("lamps")) == asked.odds("who REPORTS on lamps", heard("lamps"))
    assert asked.buckets("lamps lamps lamps", heard()) == asked.buckets("lamps lamps", heard())
    assert asked.buckets("lamps of harbours", heard()) != asked.buckets("harbours of lamps", heard())


@pytest.mark.parametrize("text", ["", "?!", "灯", "x" * 4000, "lamp " * 800])
def test_anything_has_odds(text: str) -> None:
    assert math.isfinite(asked.odds(text, heard("lamps")))
    assert abs(asked.odds(text, heard())) <= asked.MOST


def test_a_question_of_no_known_word_has_the_odds_of_none() -> None:
    weights, bias = asked._weights()
    assert weights.shape == (asked.BUCKETS,)
    assert np.isfinite(weights).all()
    assert asked.odds("", heard()) == pytest.approx(bias)


def test_how_a_question_opens_does_not_count() -> None:
    assert asked.odds("Why was the lamp lit?", heard("lit")) == asked.odds("was a lamp lit", heard("lit"))


def test_which_words_of_the_paragraphs_are_used_does_not_count() -> None:
    said = heard("Lamps, harbours and ships;")
    assert asked.odds("Who lights the lamps?", said) == asked.odds("Who lights the ships?", said)
    assert asked.odds("Who lights the lamps?", said) != asked.odds("Who lights the boats?", said)


def test_places_are_of_words_and_pairs() -> None:
    places = asked.buckets("who reports on lamps", heard("lamps"))
    assert places == sorted(set(places))
    assert len(places) == 3 + 3, "of what is said only the pairs count"
    assert all(0 <= place < asked.BUCKETS for place in places)
