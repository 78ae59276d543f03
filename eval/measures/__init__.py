"""What is measured of an answer: each measure is one function, registered where it is written; modules here find themselves.

A measure of one case is a function of a `Judged`, under ``@per_case(Measure(…))``; it gives a number, or None where it does not
apply. One of all cases together (an AUROC, a percentile) is a `Measure` with `parts` and `of`, given to `register`.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from hld.eval.case import Case
from hld.eval.reply import Reply
from hld.eval.statistics import Measure
from hld.ingest.library import Entry

ORDER = ("retrieval", "citations", "content", "support", "abstention", "cost")
"""Modules in the order in which their measures are shown; further ones follow by name."""


class Corpus(Protocol):
    """The paragraphs that answers cite."""

    def entry(self, paragraph: str) -> Entry | None:
        """The paragraph of an id, or None where there is none."""
        ...

    def supports(self, sentence: str, paragraphs: Sequence[Entry]) -> bool:
        """Whether these paragraphs together support the sentence."""
        ...

    @property
    def entails(self) -> Callable[[str, str], bool] | None:
        """Whether a premise entails a sentence, by an NLI model; None where none is set."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A case, the reply to it, and the whole ranking behind the reply."""

    case: Case
    reply: Reply
    ranked: tuple[str, ...]
    corpus: Corpus


Figure = float | None
PerCase = Callable[[Judged], "Figure | Mapping[str, float]"]

_PER_CASE: list[tuple[tuple[Measure, ...], PerCase]] = []
_MEASURES: dict[str, Measure] = {}


def per_case(*measures: Measure) -> Callable[[PerCase], PerCase]:
    """Register a function of one case; one that gives several figures names them as its measures are named."""

    def keep(function: PerCase) -> PerCase:
        if register(*measures):
            _PER_CASE.append((measures, function))
        return function

    return keep


def register(*measures: Measure) -> bool:
    """Register measures over rows; whether they were new. The same module imported under another name changes nothing.

    Raises:
        ValueError: when another measure has the name.
    """
    known = [_MEASURES[measure.name] for measure in measures if measure.name in _MEASURES]
    for measure, before in zip(measures, known, strict=False):
        if measure.says != before.says:
            raise ValueError(f"the measure {measure.name!r} is there already")
    _MEASURES.update({measure.name: measure for measure in measures if measure.name not in _MEASURES})
    return not known


@cache
def load() -> dict[str, Measure]:
    """All measures by name."""
    found = {module.name for module in pkgutil.iter_modules(__path__)}
    for name in [*ORDER, *sorted(found - set(ORDER))]:
        importlib.import_module(f"{__name__}.{name}")
    return dict(_MEASURES)


def score(judged: Judged) -> dict[str, float]:
    """Every measure of one case that applies to it."""
    load()
    out: dict[str, float] = {}
    for measures, function in _PER_CASE:
        found = function(judged)
        if isinstance(found, Mapping):
            out |= found
        elif found is not None:
            out[measures[0].name] = found
    return out
