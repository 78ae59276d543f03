"""What a question, or each thing that one asks, is asked of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from hld.app.evidence import Evidence, Weighed
from hld.app.question import Understood
from hld.index.facets import Filter
from hld.ingest.library import Entry


class Asker(Protocol):
    """What a question is asked of."""

    def understand(self, question: str, history: Sequence[str]) -> Understood:
        """A question taken apart."""
        ...

    def weigh(self, understood: Understood, only: Filter = ...) -> Weighed:
        """What is found for it, among the paragraphs that a filter lets through."""
        ...

    def sure(self, weighed: Evidence) -> bool:
        """Whether evidence answers."""
        ...


def entries_of(found: Weighed, answered: Sequence[Weighed]) -> dict[str, Entry]:
    """The entries of what was found for a question and of what was for others beside it."""
    return {identifier: entry for each in (found, *answered) for identifier, entry in each.entries.items()}
