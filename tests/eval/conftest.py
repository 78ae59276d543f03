"""Answers made by hand, for systems that behave badly on purpose."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from hld.app.schema import Answer, Citation, Retrieved, Sentence
from hld.ingest.symbols import Reference


@pytest.fixture(scope="session")
def make_answer() -> Callable[..., Answer]:
    def make(
        cited: Sequence[str] = (), *, status: str = "answered", text: str = "Words.", verdict: str = "quoted", **changes: Any
    ) -> Answer:
        citations = tuple(
            Citation(
                marker=number,
                id=i,
                label=Reference.parse(i).label(),
                symbol=str(Reference.parse(i).symbol),
                title="",
                adopted="",
                kind="operative",
                text=text,
                context="",
                official=True,
                url="",
                page=1,
            )
            for number, i in enumerate(cited, start=1)
        )
        sentences = tuple(Sentence(text=text, citations=(i,), verdict=verdict, score=1.0) for i in cited)  # type: ignore[arg-type]
        base: dict[str, Any] = {
            "question": "?",
            "searched": "?",
            "language": "en",
            "status": status,
            "reason": "" if cited else "Nothing.",
            "sentences": sentences,
            "citations": citations,
            "retrieved": tuple(Retrieved(id=i, score=1.0) for i in cited),
            "timings_ms": {"total": 1.5},
        }
        return Answer(**{**base, **changes})

    return make
