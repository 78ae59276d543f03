"""The wording of a question beside its paragraph, by hand."""

from __future__ import annotations

import pytest

from hld.eval.case import Case
from hld.eval.wording import closest, measured, overlap, shared_run
from hld.index.lexical import Analyser

OVERLAPS = [
    ("all words", "Remittance costs?", "The cost of remittances falls.", 1.0),
    ("one in four", "Cheaper wiring of cash abroad, please", "wire transfers", 0.25),
    ("none", "Who pays?", "States bear it.", 0.0),
    ("numbers and symbols do not count", "Fees in 67/219, para. 3 (a), of 2012?", "fees of others", 0.5),
    ("stop words do not count", "What is the fee?", "the fee is what it was", 1.0),
    ("a word twice counts once", "fee or fee or price", "a fee", 0.5),
    ("no content word", "what is it?", "what it is", 0.0),
    ("no paragraph", "Fees?", "", 0.0),
]
RUNS = [
    ("middle", "so is it the global forum?", "At the Global Forum, they", 3),
    ("punctuation aside", "children, women — and men", "women and men", 3),
    ("nothing", "who?", "States", 0),
    ("the longest of two", "a b c x a b c d", "a b c d", 4),
    ("empty", "", "States", 0),
]


@pytest.mark.parametrize(("question", "paragraph", "expected"), [row[1:] for row in OVERLAPS], ids=[r[0] for r in OVERLAPS])
def test_overlap(question: str, paragraph: str, expected: float) -> None:
    assert overlap(question, paragraph, Analyser()) == pytest.approx(expected)


@pytest.mark.parametrize(("question", "paragraph", "expected"), [row[1:] for row in RUNS], ids=[r[0] for r in RUNS])
def test_shared_run(question: str, paragraph: str, expected: int) -> None:
    assert shared_run(question, paragraph) == expected
    assert shared_run(paragraph, question) == expected


A, B = "A/RES/1/1#para-1", "A/RES/1/1#para-2"


def case(**changes: object) -> Case:
    base = {"id": "x", "question": "Who pays fees?", "category": "factual", "status": "answered", "gold": [[A, B]]}
    return Case.model_validate({**base, **changes})


def test_the_closest_alternative_counts() -> None:
    texts = {A: "States bear it", B: "whoever pays fees"}
    assert closest(case(), texts, Analyser()) == (1.0, 2)
    assert closest(case(gold=[[A]]), texts, Analyser()) == (0.0, 0)


def test_a_paragraph_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        closest(case(), {A: "x"}, Analyser())


def test_only_english_questions_with_an_answer_are_measured() -> None:
    good = case()
    others = [
        case(category="french", language="fr"),
        case(category="lookup", status="lookup"),
        case(category="unanswerable", status="abstained", gold=[]),
    ]
    assert measured([good, *others]) == [good]
