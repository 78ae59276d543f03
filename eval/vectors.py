"""Vectors of texts, kept on disk: encoding a benchmark is most of its time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np

    from hld.index.encode import Encoder

Progress = Callable[[str, int, int], None]

PART = 2048
"""Texts that are kept in one file: what was encoded before a cut is not encoded again."""


class Vectors:
    """The unit vectors of passages and of questions by one model."""

    def __init__(self, encoder: Encoder, cache: Path, progress: Progress | None = None) -> None:
        """Keep what is encoded in `cache`, and tell `progress` what is done."""
        self.encoder, self._cache, self._progress = encoder, cache, progress

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        """One row a text, as texts that are searched."""
        return self._all(texts, "passage")

    def queries(self, texts: Sequence[str]) -> np.ndarray:
        """One row a text, as texts that are asked."""
        return self._all(texts, "query")

    def cosines(self, pairs: Sequence[tuple[str, Sequence[str]]]) -> list[np.ndarray]:
        """Of each pair of a question and passages, the cosines of the question and each passage; a text is encoded once."""
        asked = list(dict.fromkeys(question for question, _ in pairs))
        searched = list(dict.fromkeys(text for _, texts in pairs for text in texts))
        questions, passages = self.queries(asked), self.passages(searched)
        row = {text: number for number, text in enumerate(asked)}
        place = {text: number for number, text in enumerate(searched)}
        return [passages[[place[t] for t in texts]] @ questions[row[q]] if texts else questions[:0, 0] for q, texts in pairs]

    def _all(self, texts: Sequence[str], kind: Literal["passage", "query"]) -> np.ndarray:
        import numpy as np

        made = []
        for start in range(0, len(texts), PART):
            made.append(self._part(texts[start : start + PART], kind))
            if self._progress:
                self._progress("encoding", start + len(made[-1]), len(texts))
        return np.concatenate(made) if made else np.zeros((0, 0), np.float32)

    def _part(self, texts: Sequence[str], kind: Literal["passage", "query"]) -> np.ndarray:
        import numpy as np

        mark = hashlib.sha256("\0".join([self.encoder.fingerprint, kind, *texts]).encode()).hexdigest()[:24]
        path = self._cache / f"{mark}.npy"
        if path.is_file():
            return np.load(path)
        made = self.encoder.encode(texts) if kind == "passage" else self.encoder.encode_queries(texts)
        self._cache.mkdir(parents=True, exist_ok=True)
        aside = path.with_suffix(".part.npy")
        np.save(aside, made)
        aside.replace(path)
        return made
