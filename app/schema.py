"""The Answer of the contracts: one schema for the page, the command line, Python and HTTP."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Status = Literal["answered", "abstained", "lookup", "clarify"]
CONFIDENCE = 0.7
"""Least confidence of an answer that is given, where no other is set; chosen on the curve that `hld eval calibrate` writes."""
DOUBTFUL = 0.2
"""Confidence from which a refusal only says that it is not certain: of development cases between this and the threshold one in
four can be answered, of those below one in seventy."""

Verdict = Literal["quoted", "supported", "partly", "unsupported", "unchecked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence with the ids it cites, the verdict of the check, its score from 0 to 1, and the reason in words.

    `item` says that it belongs to the list which a sentence before it opens; in a table `head` begins its row (a year), and
    `changed` are words of the row before with those in their place. `invented` is what a model gave as a source and what is
    none: keys, numbers, references or addresses it was not given.
    """

    text: str
    citations: tuple[str, ...]
    verdict: Verdict = "unchecked"
    score: float = 0.0
    reason: str = ""
    item: bool = False
    head: str = ""
    changed: tuple[tuple[str, str], ...] = ()
    invented: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A cited paragraph. `highlight` are spans of `text` that the answer used; `plain` is the digest beside an official text;
    `file` is what the text was read from, where that is of a kind that anybody writes."""

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
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrieved:
    """A paragraph that was found, with its score."""

    id: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Tokens of a call of a language model; `estimated` when the endpoint did not count them."""

    prompt: int = 0
    completion: int = 0
    estimated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the assistant says. Every cited id is in `citations`; every citation is in `retrieved` or was looked up by name.

    With a language model, `note` says what happened to its answer where that is not shown as it came, `invented` counts the
    sources it made up, `removed` are sentences of its that the answer leaves out, and `usage` is what the call cost.
    """

    question: str
    searched: str
    language: str
    status: Status
    reason: str
    mode: Literal["extractive", "llm"] = "extractive"
    form: Literal["prose", "table"] = "prose"
    confidence: float = 0.0
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    retrieved: tuple[Retrieved, ...] = ()
    timings_ms: dict[str, float] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    note: str = ""
    invented: int = 0
    removed: tuple[Sentence, ...] = ()
    usage: Usage = Usage()

    def saying(self, sentences: Sequence[Sentence], citations: Sequence[Citation], **changes: Any) -> Answer:
        """The answer with these sentences and citations; what is cited but was not found stands last in `retrieved`, with 0."""
        listed = {found.id for found in self.retrieved}
        extra = (Retrieved(id=citation.id, score=0.0) for citation in citations if citation.id not in listed)
        made = {"sentences": tuple(sentences), "citations": tuple(citations), "retrieved": (*self.retrieved, *extra)}
        return dataclasses.replace(self, **made, **changes)

    @property
    def refused(self) -> bool:
        """Whether nothing is answered: it abstains, or asks back."""
        return self.status in ("abstained", "clarify")

    def as_json(self) -> dict[str, Any]:
        """Plain lists and dictionaries."""
        return dataclasses.asdict(self)
