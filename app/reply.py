"""Answers that need no search, begun and filled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hld.app.question import Understood
from hld.app.schema import Answer, Citation, Retrieved, Sentence, Status

FEW = 8
"""Most documents that are named when it has to be asked which is meant."""


def begun(understood: Understood, status: Status, reason: str = "") -> Answer:
    """An answer to a question without a sentence yet; sure where it is looked up."""
    return Answer(
        question=understood.asked,
        searched=understood.searched,
        language=understood.language,
        status=status,
        reason=reason,
        confidence=1.0 if status == "lookup" else 0.0,
    )


def citing(answer: Answer, sentences: Sequence[Sentence], citations: Sequence[Citation]) -> Answer:
    """An answer with these sentences and citations; what it cites is what was found."""
    return replace(
        answer,
        sentences=tuple(sentences),
        citations=tuple(citations),
        retrieved=tuple(Retrieved(id=c.id, score=1.0) for c in citations),
    )


def either(understood: Understood, names: Sequence[str]) -> Answer:
    """Asks which of several documents or paragraphs is meant."""
    return begun(understood, "clarify", f"Several documents fit. Do you mean {' or '.join(names)}?")


def labelled(citation: Citation, text: str) -> Sentence:
    """What is said of a cited paragraph, behind its label."""
    return Sentence(text=f"{citation.label}: {text}.", citations=(citation.id,), verdict="supported", score=1.0)
