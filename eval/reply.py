"""What a system replied, as far as it is judged: from our Answer, from a baseline, or from an answer made elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from hld.eval.run import Said

Status = Literal["answered", "abstained", "lookup", "clarify"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer: its sentences with the ids they cite, all ids cited in order, and the ids it says it retrieved, best first.

    `confidence` is the system's estimate, 0 to 1, that the documents answer; a look-up by name is certain. `tokens` counts those
    that went through a language model, None where the answer does not say.
    """

    status: Status
    sentences: tuple[Said, ...] = ()
    cited: tuple[str, ...] = ()
    retrieved: tuple[str, ...] = ()
    confidence: float = 0.0
    reason: str = ""
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    tokens: int | None = None

    @property
    def answers(self) -> bool:
        """Whether it says something, rather than abstaining or asking back."""
        return self.status in ("answered", "lookup")

    @property
    def text(self) -> str:
        """All sentences."""
        return " ".join(sentence.text for sentence in self.sentences)


class _Sentence(BaseModel):
    model_config = ConfigDict(extra="ignore")
    text: str
    citations: tuple[str, ...] = ()
    verdict: str = "unchecked"
    score: float = 0.0
    reason: str = ""


class _Named(BaseModel):
    model_config = ConfigDict(extra="ignore")
    id: str = Field(min_length=1)


class _Answer(BaseModel):
    """The answer of the contracts, of which only status and sentences must be there."""

    model_config = ConfigDict(extra="ignore")
    status: Status
    reason: str = ""
    confidence: float = Field(default=0.0, ge=0, le=1)
    sentences: tuple[_Sentence, ...] = ()
    citations: tuple[_Named, ...] = ()
    retrieved: tuple[_Named, ...] = ()
    timings_ms: dict[str, float] = {}
    usage: dict[str, Any] = {}


def read(answer: object) -> Reply:
    """A reply from an answer in JSON.

    Raises:
        pydantic.ValidationError: when it is not one of the contracts.
    """
    found = _Answer.model_validate(answer)
    named = [citation.id for citation in found.citations]
    named += [i for sentence in found.sentences for i in sentence.citations]
    return Reply(
        status=found.status,
        sentences=tuple(
            Said(text=s.text, citations=tuple(dict.fromkeys(s.citations)), verdict=s.verdict, score=s.score, reason=s.reason)
            for s in found.sentences
        ),
        cited=tuple(dict.fromkeys(named)),
        retrieved=tuple(dict.fromkeys(hit.id for hit in found.retrieved)),
        confidence=1.0 if found.status == "lookup" else found.confidence,
        reason=found.reason,
        timings_ms=found.timings_ms,
        tokens=_tokens(found.usage),
    )


def _tokens(usage: Mapping[str, Any]) -> int | None:
    """All tokens of a usage record, in our names or those of OpenAI's protocol; None where no model was asked."""
    names = ("prompt", "completion", "prompt_tokens", "completion_tokens")
    return sum(int(usage[name]) for name in names if name in usage) or None
