"""Vectors of texts, kept on disk: encoding a benchmark is most of its time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from hld.index.encode import Encoder


def cached_vectors(
    texts: Sequence[str], encoder: Encoder, cache: Path, progress: Callable[[int, int], None] | None = None
) -> np.ndarray:
    """Unit vectors, one row a text, from `cache` where these very texts were encoded by this model before."""
    import numpy as np

    mark = hashlib.sha256("\0".join([encoder.fingerprint, *texts]).encode()).hexdigest()[:24]
    path = cache / f"{mark}.npy"
    if path.is_file():
        return np.load(path)
    made = encoder.encode(texts, progress)
    cache.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(".part.npy")
    np.save(aside, made)
    aside.replace(path)
    return made


def cached_cosines(pairs: Sequence[tuple[str, Sequence[str]]], encoder: Encoder, cache: Path) -> list[np.ndarray]:
    """Of each pair of a text and others, the cosines of the text and each of the others; a text is encoded once."""
    texts = list(dict.fromkeys(text for one, others in pairs for text in (one, *others)))
    vectors = cached_vectors(texts, encoder, cache)
    place = {text: number for number, text in enumerate(texts)}
    return [
        vectors[[place[other] for other in others]] @ vectors[place[one]] if others else vectors[:0, 0] for one, others in pairs
    ]
