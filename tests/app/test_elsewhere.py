"""A question with words that only documents outside the process have is likelier about those."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from hld.app.answer import Assistant

REPORTS = Path(__file__).parents[2] / "eval" / "reports"
LATEST = "What was said at the latest round of talks on wages in Belcarre?"


@pytest.fixture(scope="module")
def with_report(read_in: Callable[[Sequence[Path]], Path], assistant_at: Callable[[Path], Assistant]) -> Assistant:
    """The digest, and a report that we made up on labour migration between invented countries."""
    return assistant_at(read_in([REPORTS / "A_90_101.html"]))


def test_words_of_other_documents_are_told(assistant: Assistant, with_report: Assistant) -> None:
    assert with_report.understand(LATEST, ()).elsewhere == ("belcarr",)
    assert assistant.understand(LATEST, ()).elsewhere == ()  # no document here has it


def test_what_people_ask_of_the_process_is_not_elsewhere(with_report: Assistant) -> None:
    """The digest has no boss and no wire; people who ask about it have."""
    for question in (
        "What if the boss keeps my passport?",
        "Is it too dear to wire money home?",
        "When was the first Dialogue held?",
    ):
        assert with_report.understand(question, ()).elsewhere == ()


def test_the_latest_of_the_process_has_no_bonus_there(assistant: Assistant, with_report: Assistant) -> None:
    assert assistant.understand(LATEST, ()).late
    assert not with_report.understand(LATEST, ()).late
    assert with_report.search(LATEST, 1)[0].id.startswith("A/90/101")


def test_the_first_to_say_something_is_not_looked_for_elsewhere_by_half_of_it(with_report: Assistant) -> None:
    """The report has a pension scheme; that such money does not stand in for aid, the process says, and earlier."""
    asked = "In which year do we first read that money migrants send home is no replacement for aid or a pension scheme?"
    told = [citation.id for citation in with_report.ask(asked).citations]
    assert told[0] == "A/RES/63/225#para-8"
    assert all(identifier.startswith("A/RES/") for identifier in told)
