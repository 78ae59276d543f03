"""Reranking behind one small interface: a cross-encoder by setting, off by default.

A cross-encoder reads question and paragraph together. It is better than any sum of scores and a hundred times slower, so it
sees only the best paragraphs, and nothing of sentence-transformers is imported before it is used.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from hld.index.hits import Hit
from hld.ingest.errors import HldError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder as Model

READ = 30
"""Paragraphs that a reranker reads, the best of the ranking before it."""


class Reranker(Protocol):
    """Judges how well texts answer a question."""

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """One score a text, higher for better; of any scale."""
        ...


class CrossEncoder:
    """Any sentence-transformers CrossEncoder that gives one score a pair, without running code that came with it."""

    def __init__(self, model: str) -> None:
        """Name the model, a folder or a name on the hub; it is loaded when it is first used."""
        self.name, self._model = model, None

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """One score a text.

        Raises:
            HldError: when the model cannot be loaded, or does not give one score a pair.
        """
        if not texts:
            return []
        model = self._loaded()
        found = model.predict([(question, text) for text in texts], show_progress_bar=False)
        if found.ndim != 1:
            raise HldError(
                f"The reranker {self.name!r} gives {found.shape[1]} scores a pair, where one is expected.",
                "Set HLD_RERANKER to a cross-encoder that ranks, or unset it.",
            )
        return [float(score) for score in found]

    def _loaded(self) -> Model:
        if self._model is None:
            from sentence_transformers import CrossEncoder as Model

            try:
                self._model = Model(self.name, device="cpu", trust_remote_code=False)
            except Exception as error:  # damaged weights raise bare Exceptions of safetensors
                reason = (str(error).strip() or type(error).__name__).splitlines()[0]
                raise HldError(
                    f"The reranker {self.name!r} cannot be loaded ({reason}).",
                    "Set HLD_RERANKER to a folder with a sentence-transformers CrossEncoder, or unset it.",
                ) from error
        return self._model


def rerank(hits: Sequence[Hit], question: str, texts: Sequence[str], reranker: Reranker) -> list[Hit]:
    """The first `READ` hits in the reranker's order, the others behind them in theirs; `texts` are those of the hits.

    A hit keeps a score that falls from first to last: the reranker's order on the scale of the scores before it, so that
    what reads scores later (what else is cited, what is listed) reads the same scale with and without a reranker.
    """
    head, tail = list(hits[:READ]), list(hits[READ:])
    judged = reranker.scores(question, texts[: len(head)])
    order = sorted(range(len(head)), key=lambda i: (-judged[i], i))
    return [*(replace(head[i], score=head[place].score) for place, i in enumerate(order)), *tail]
