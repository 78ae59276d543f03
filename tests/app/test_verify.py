"""Verdicts on sentences, whoever wrote them."""

from __future__ import annotations

import pytest

from hld.app.verify import examine
from hld.index.lexical import Analyser

TERMS = Analyser().terms
TEXT = "Requests the Secretary-General to count all lamps in the 15 northern harbours, and to report to it in 2037;"
CONTEXT = "A/RES/91/17 Lamps and harbours General Assembly 2036-12-09 9 December 2036"
LONG = "Calls upon States to light the harbours by night, to train the pilots of the coast, and to pay for oil;"

VERDICTS = [
    # sentence, cited texts, verdict
    (
        "In resolution 91/17, the Assembly requests the Secretary-General to count all lamps in the 15 northern harbours.",
        [TEXT],
        "quoted",
    ),
    (TEXT, [TEXT], "quoted"),
    (TEXT.upper(), [TEXT], "quoted"),
    ("The General Assembly calls upon States to light the harbours by night (…) and to pay for oil.", [LONG], "quoted"),
    ("All lamps of the 15 harbours in the north are to be counted: northern harbours, 2037.", [TEXT], "supported"),
    ("The General Assembly requests a count of lamps.", [TEXT], "supported"),
    ("A report on harbours, wolves and submarines.", [TEXT], "partly"),
    ("Wolves hunt submarines at dawn.", [TEXT], "unsupported"),
    # A figure that neither the paragraph nor its document holds.
    ("The Secretary-General has to count all lamps in the 16 northern harbours and to report in 2037.", [TEXT], "unsupported"),
    ("The Secretary-General has to count all lamps in the 15 northern harbours and to report in 2038.", [TEXT], "unsupported"),
    ("The Secretary-General has to count all lamps in the 5 northern harbours and to report in 2037.", [TEXT], "unsupported"),
    ("The fee falls to 3 per cent of what is sent.", ["The fee falls to 3.5 per cent of what is sent."], "unsupported"),
    # A figure of the document may be named.
    ("On 9 December 2036, the General Assembly requested lamps to be counted.", [TEXT], "supported"),
    # Nothing cited, nothing said.
    ("The General Assembly requests a count of lamps.", [], "unsupported"),
    ("", [TEXT], "unsupported"),
    ("…", [TEXT], "unsupported"),
    # Two words of the paragraph and a gap are no quotation.
    ("Nobody may ever light or enter any of the harbours (…) oil", [LONG], "not quoted"),
    ("To pay for oil (…) calls upon States to light the harbours by night.", [LONG], "not quoted"),
    # What stands before the words of the paragraph says something of its own.
    ("The Bank of the Sea must count all lamps in the 15 northern harbours.", [TEXT], "not quoted"),
    ("Pirates ask the Secretary-General to count all lamps in the 15 northern harbours.", [TEXT], "not quoted"),
    ("The Assembly deplores efforts to light the harbours by night, to train the pilots of the coast.", [LONG], "not quoted"),
    ("It is illegal to light the harbours by night, to train the pilots of the coast.", [LONG], "not quoted"),
]


@pytest.mark.parametrize(("sentence", "texts", "expected"), VERDICTS)
def test_verdicts(sentence: str, texts: list[str], expected: str) -> None:
    found = examine(sentence, texts, [CONTEXT], TERMS)
    verdict, score = found.verdict, found.score
    if expected == "not quoted":
        assert verdict != "quoted"
    else:
        assert verdict == expected
    assert 0 <= score <= 1


def test_the_context_alone_is_no_quotation() -> None:
    assert examine("Lamps and harbours General Assembly.", ["Decides to meet;"], [CONTEXT], TERMS).verdict != "quoted"


def test_any_of_several_paragraphs_may_be_quoted() -> None:
    found = examine(LONG, [TEXT, LONG], [], TERMS)
    assert (found.verdict, found.score) == ("quoted", 1.0)


def test_an_introduction_that_negates_is_no_quotation() -> None:
    said = "The General Assembly never requests the Secretary-General to count all lamps in the 15 northern harbours."
    assert examine(said, [TEXT], [CONTEXT], TERMS).verdict != "quoted"
