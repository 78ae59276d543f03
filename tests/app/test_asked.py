"""Whether a question is of the kind that resolutions answer: the weights that ship, and how they are looked up."""

from __future__ import annotations

import math

import numpy as np
import pytest

from hld.app import asked

KIND = [
    # asks what resolutions say, asks what they do not, about the same
    ("What should States do to protect crews of lamp ships?", "Which States voted against protecting crews of lamp ships?"),
    ("Who is asked to report on the keeping of harbours?", "How much did the report on the keeping of harbours cost?"),
    ("Is it recommended that lighthouses be repaired?", "Why did the Assembly ban the repair of lighthouses?"),
]


@pytest.mark.parametrize(("asks", "overreaches"), KIND)
def test_what_resolutions_say_is_likelier_than_what_they_do_not(asks: str, overreaches: str) -> None:
    assert asked.odds(asks) > asked.odds(overreaches)


def test_case_and_repeats_do_not_matter_and_the_order_of_words_does() -> None:
    assert asked.odds("Who reports on lamps?") == asked.odds("who REPORTS on lamps")
    assert asked.buckets("lamps lamps lamps") == asked.buckets("lamps lamps")
    assert asked.buckets("lamps of harbours") != asked.buckets("harbours of lamps")


@pytest.mark.parametrize("text", ["", "?!", "灯", "x" * 4000, "lamp " * 800])
def test_anything_has_odds(text: str) -> None:
    assert math.isfinite(asked.odds(text))
    assert abs(asked.odds(text)) <= asked.MOST


def test_a_question_of_no_known_word_has_the_odds_of_none() -> None:
    weights, bias = asked._weights()
    assert weights.shape == (asked.BUCKETS,)
    assert np.isfinite(weights).all()
    assert asked.odds("") == pytest.approx(bias)


def test_how_a_question_opens_does_not_count() -> None:
    assert asked.odds("Why was the lamp lit?") == asked.odds("was the lamp lit")


def test_places_are_of_words_and_pairs() -> None:
    places = asked.buckets("who reports on lamps")
    assert places == sorted(set(places))
    assert len(places) == 4 + 3
    assert all(0 <= place < asked.BUCKETS for place in places)
