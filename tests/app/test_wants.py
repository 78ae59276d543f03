"""What questions want: tables."""

from __future__ import annotations

import pytest

from hld.app.wants import addressee, follows, kind, wants

WANTS = [
    ("How many States took part?", {"count"}),
    ("When was the dialogue held?", {"date"}),
    ("What happens when they return?", set()),
    ("By what year should it be held?", {"date"}),
    ("Which year was it?", {"date"}),
    ("Where was the forum held?", {"place"}),
    ("What is the Global Forum?", {"definition"}),
    ("What is asked of States?", set()),
    ("Is irregular migration a crime?", {"yesno"}),
    ("Who should report?", {"who"}),
    ("What is the latest decision on this?", {"latest"}),
    ("When did the Assembly first call for cheaper transfers?", {"date", "first"}),
    ("What was the last document to talk about fog?", {"latest"}),
    ("Which resolution last spoke of fog?", {"latest"}),
    ("What is the first paragraph that speaks of fog?", {"first"}),
    ("How has the language on fog developed?", {"comparison", "course"}),
    ("How does the text of 2010 differ from that of 2008?", {"comparison"}),
    ("in the different parts of the world", set()),
    # Texts and times are compared; people and places are compared by what one text says.
    ("How does its wording compare with that of 2008?", {"comparison"}),
    ("Unlike the first text, what does it say?", {"comparison", "first"}),
    ("Keepers on foreign ships sleep less often than the locals", set()),
    ("keepers at sea compared with their cousins ashore", set()),
    ("lamps that differ from one harbour to the next", set()),
    ("figures that are comparable abroad", set()),
    ("It makes a difference to them", set()),
    ("List the themes", {"list"}),
    ("Combien de tables rondes ?", {"count"}),
    ("Quand a-t-il eu lieu ?", {"date", "yesno"}),
    ("¿Cuándo se celebró?", {"date"}),
    ("¿Dónde se reunió el Foro?", {"place"}),
    ("remittances", set()),
    ("", set()),
]


@pytest.mark.parametrize(("question", "expected"), WANTS)
def test_wants(question: str, expected: set[str]) -> None:
    assert wants(question) >= expected
    assert bool(wants(question)) == bool(expected)


KINDS = [
    ("What does the preamble recall?", "preambular"),
    ("Quels textes le préambule rappelle-t-il ?", "preambular"),
    ("Which operative paragraph asks for a report?", "operative"),
    ("Compare preamble and operative part", ""),
    ("What is recalled?", ""),
]


@pytest.mark.parametrize(("question", "expected"), KINDS)
def test_kind(question: str, expected: str) -> None:
    assert kind(question) == expected


ADDRESSEES = [
    ("What was the Secretary-General asked to report on?", "secretary-general"),
    ("What must governments do for children?", "states"),
    ("What is requested of the regional commissions?", "regional commissions"),
    ("What is said about the Secretary-General and States that were asked?", ""),
    ("Who chairs the forum?", ""),
]


@pytest.mark.parametrize(("question", "expected"), ADDRESSEES)
def test_addressee(question: str, expected: str) -> None:
    assert addressee(question) == expected


FOLLOWS = [
    ("What did the resolution it recalls decide?", True),
    ("What does the convention recalled in 67/172 say?", False),
    ("What do the texts recalled in resolution 67/172 say?", True),
    ("What did the resolution that resolution 69/229 recalls decide?", True),
    ("Which body did resolution 59/241 mention?", False),
    ("What does it decide?", False),
]


@pytest.mark.parametrize(("question", "expected"), FOLLOWS)
def test_follows(question: str, expected: bool) -> None:
    assert follows(question) is expected
