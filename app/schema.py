"""The Answer of the contracts: one schema for the page, the command line, Python and HTTP."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Any, Literal

Status = Literal["answered", "abstained", "lookup", "clarify"]
Verdict = Literal["quoted", "supported", "partly", "unsupported", "unchecked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence with the ids it cites, the verdict of the check, its score from 0 to 1, and the reason in words."""

    text: str
    citations: tuple[str, ...]
    verdict: Verdict = "unchecked"
    score: float = 0.0
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A cited paragraph. `highlight` are spans of `text` that the answer used; `plain` is the digest beside an official text."""

    marker: int
    id: str
    label: str
    symbol: str
    title: str
    adopted: str
    kind: str
    text: str
    context: str
    official: bool
    url: str
    page: int
    highlight: tuple[tuple[int, int], ...] = ()
    also_in: tuple[str, ...] = ()
    plain: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrieved:
    """A paragraph that was found, with its score."""

    id: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the assistant says. Every cited id is in `citations`; every citation is in `retrieved` or was looked up by name."""

    question: str
    searched: str
    language: str
    status: Status
    reason: str
    mode: Literal["extractive", "llm"] = "extractive"
    confidence: float = 0.0
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    retrieved: tuple[Retrieved, ...] = ()
    timings_ms: dict[str, float] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Plain lists and dictionaries."""
        return dataclasses.asdict(self)
