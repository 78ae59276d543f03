"""Mentions of documents and paragraphs in running text, and where they stand."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hld.ingest.references import find_places, find_references

MENTIONS = [
    ("Nothing is cited here.", []),
    ("", []),
    ("On 15/8/2013 some 3/4 of them came, and/or stayed 24 hours.", []),
    ("The ratio 1/12 and the fraction 12/1000 are no resolutions.", []),
    ("See A/RES/67/172.", [("A/RES/67/172", "A/RES/67/172")]),
    ("See (A/RES/67/172).", [("A/RES/67/172", "A/RES/67/172")]),
    ("See resolution 67/172 on migrants.", [("resolution 67/172", "A/RES/67/172")]),
    ("It was 67/172, not 67/219.", [("67/172", "A/RES/67/172"), ("67/219", "A/RES/67/219")]),
    ("The report A/68/292 came first.", [("A/68/292", "A/68/292")]),
    ("Drafts A/C.3/67/L.40 and A/67/457/Add.2.", [("A/C.3/67/L.40", "A/C.3/67/L.40"), ("A/67/457/Add.2.", "A/67/457/Add.2")]),
    ("Resolution 217 A (III) of 1948.", [("Resolution 217 A (III)", "A/RES/217(III)A")]),
    ("Resolution 3363 (XXX) too.", [("Resolution 3363 (XXX)", "A/RES/3363(XXX)")]),
    (
        "Security Council resolution 1325 (2000) and S/RES/1820 (2008)",
        [("Security Council resolution 1325 (2000)", "S/RES/1325(2000)"), ("S/RES/1820 (2008)", "S/RES/1820(2008)")],
    ),
    ("Human Rights Council resolution 20/3 is another.", [("Human Rights Council resolution 20/3", "A/HRC/RES/20/3")]),
    ("as 77/263 B says", [("77/263 B", "A/RES/77/263 B")]),
    ("Is A/RES/67/172 a promise?", [("A/RES/67/172", "A/RES/67/172")]),
    ("Was resolution 67/172 a promise?", [("resolution 67/172", "A/RES/67/172")]),
    ("S-13/2 was adopted before ES-10/19.", [("S-13/2", "A/RES/S-13/2"), ("ES-10/19", "A/RES/ES-10/19")]),
    # a place after the symbol
    ("What does A/RES/67/172, para. 10 (a), ask?", [("A/RES/67/172, para. 10 (a)", "A/RES/67/172#para-10-a")]),
    ("Quote A/RES/67/172 OP10(a) for me", [("A/RES/67/172 OP10(a)", "A/RES/67/172#para-10-a")]),
    ("resolution 67/172 paragraph 10 report", [("resolution 67/172 paragraph 10", "A/RES/67/172#para-10")]),
    ("A/RES/67/172, third preambular para., recalls", [("A/RES/67/172, third preambular para.", "A/RES/67/172#pre-3")]),
    ("A/RES/73/195, annex, para. 16, lists", [("A/RES/73/195, annex, para. 16", "A/RES/73/195#annex-para-16")]),
    ("A/RES/67/219, para. 3 (b) (ii), seats", [("A/RES/67/219, para. 3 (b) (ii)", "A/RES/67/219#para-3-b-ii")]),
    ("in A/RES/67/172, note 4, one", [("A/RES/67/172, note 4", "A/RES/67/172#note-4")]),
    # a place before it
    (
        "What does paragraph 4 of resolution 65/170 say, and paragraph 5?",
        [("paragraph 4 of resolution 65/170", "A/RES/65/170#para-4")],
    ),
    (
        "Under paragraph 10 (a) of General Assembly resolution 67/172 they came",
        [("paragraph 10 (a) of General Assembly resolution 67/172", "A/RES/67/172#para-10-a")],
    ),
    ("Read PP3 of 67/172 aloud", [("PP3 of 67/172", "A/RES/67/172#pre-3")]),
    ("the third preambular paragraph of 67/172", [("third preambular paragraph of 67/172", "A/RES/67/172#pre-3")]),
    ("as in footnote 4 of A/RES/67/172", [("footnote 4 of A/RES/67/172", "A/RES/67/172#note-4")]),
    (
        "Compare para. 3 of 67/172 with para. 4 of 69/229",
        [("para. 3 of 67/172", "A/RES/67/172#para-3"), ("para. 4 of 69/229", "A/RES/69/229#para-4")],
    ),
    ("A/RES/67/172, para. 3, and 69/229", [("A/RES/67/172, para. 3", "A/RES/67/172#para-3"), ("69/229", "A/RES/69/229")]),
    # French and Spanish
    (
        "Que dit le paragraphe 10 a) de la résolution 67/172 ?",
        [("paragraphe 10 a) de la résolution 67/172", "A/RES/67/172#para-10-a")],
    ),
    (
        "¿Qué dice el párrafo 10 a) de la resolución 67/172?",
        [("párrafo 10 a) de la resolución 67/172", "A/RES/67/172#para-10-a")],
    ),
    ("la résolution 67/172, par. 3, et 68/4", [("résolution 67/172, par. 3", "A/RES/67/172#para-3"), ("68/4", "A/RES/68/4")]),
    (
        "la resolución 67/172, párrafo 3, y 68/4",
        [("resolución 67/172, párrafo 3", "A/RES/67/172#para-3"), ("68/4", "A/RES/68/4")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), MENTIONS)
def test_mentions_in_running_text(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(text[m.start : m.end], str(m.reference)) for m in find_references(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("and paragraph 5?", ["para-5"]),
        ("What of paragraph 10 (a) then?", ["para-10-a"]),
        ("para. 3 and the third preambular paragraph", ["para-3", "pre-3"]),
        ("annex, para. 16", ["annex-para-16"]),
        ("el párrafo 4", ["para-4"]),
        ("nothing numbered", []),
    ],
)
def test_places_named_without_a_document(text: str, expected: list[str]) -> None:
    assert [str(part) for part in find_places(text)] == expected


_words = st.lists(st.sampled_from("migrants rights and the 2013 of in (a) dialogue, para. 24".split()), max_size=8).map(" ".join)
_mention = st.sampled_from(
    ["A/RES/67/172, para. 10 (a)", "paragraph 4 of resolution 65/170", "A/68/292", "67/219", "PP3 of 67/172"]
)


@given(st.lists(st.tuples(_words, _mention), max_size=4), _words)
def test_mentions_come_in_order_and_do_not_overlap(pieces: list[tuple[str, str]], tail: str) -> None:
    text = " | ".join([*(f"{words} | {mention}" for words, mention in pieces), tail])
    mentions = find_references(text)
    assert [text[m.start : m.end] for m in mentions] == [mention for _, mention in pieces]
    assert all(a.end <= b.start for a, b in pairwise(mentions))


@given(st.text())
def test_any_text_can_be_searched(text: str) -> None:
    for mention in find_references(text):
        assert 0 <= mention.start < mention.end <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 10_000,
        "I" * 10_000,
        "A/RES/67/172" + " " * 9_980 + "x",
        "A/" * 5_000,
        "67/172 " * 1_428,
        "paragraph " * 1_000,
        "annex, " * 1_428,
        "General Assembly " * 588,
        "a-" * 5_000,
    ],
    ids=["letters", "roman figures", "spaces", "slashes", "symbols", "paragraphs", "annexes", "organs", "hyphens"],
)
@pytest.mark.parametrize("find", [find_references, find_places])
def test_ten_thousand_characters_of_junk_are_searched_in_time(find, text: str) -> None:
    started = time.monotonic()
    find(text)
    assert time.monotonic() - started < 2
