"""Texts token by token: late interaction, which tells better than one vector of each whether two questions ask the same.

Each token has a short unit vector and a weight. Of two texts, every token looks for its like in the other, and the mean of what
they find, by their weights, in both directions, is how alike the texts are (MaxSim of Khattab and Zaharia 2020, ColBERT). The
vectors are the encoder's own hidden states, made short by one matrix (`HEAD`), and the weights a linear function of them; both
are learnt by `tools/train_tokens.py`. They come from the same pass as the text's own vector.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

import numpy as np

from hld.index.postings import mapped

HEAD = "tokens.npz"
VECTORS, WEIGHTS, BOUNDS = "token-vectors.npy", "token-weights.npy", "token-bounds.npy"

STEP = 127
"""Steps from 0 to 1 of a number of a kept vector: one byte each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What makes token vectors of hidden states h (as unit vectors): `matrix` (hidden size, dimensions), and what makes the
    weight of a token, softplus(`slope` h + `offset`)."""

    matrix: np.ndarray
    slope: np.ndarray
    offset: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """A text: unit `vectors`, one row a token, and `weights` that sum to 1, float32."""

    vectors: np.ndarray
    weights: np.ndarray


def _data() -> bytes:
    return resources.files("hld.index").joinpath(HEAD).read_bytes()


def fingerprint() -> str:
    """A hash of the head, for the fingerprint of the model that it belongs to."""
    return hashlib.sha256(_data()).hexdigest()


@cache
def head() -> Head:
    """The head of the default model."""
    with np.load(io.BytesIO(_data()), allow_pickle=False) as read:
        matrix, slope, offset = (read[name].astype(np.float32) for name in ("matrix", "slope", "offset"))
    return Head(matrix=matrix, slope=slope, offset=float(offset))


def of(states: np.ndarray) -> Tokens:
    """A text of what an exported model gives for its tokens: vectors, and weights in the last column.

    A text without a token (an empty one) has one that is like nothing.
    """
    if not len(states):
        return Tokens(vectors=np.zeros((1, states.shape[1] - 1), np.float32), weights=np.ones(1, np.float32))
    weights = states[:, -1]
    return Tokens(vectors=np.ascontiguousarray(states[:, :-1]), weights=weights / weights.sum())


class Packed:
    """Many texts, a byte a number, that stay on disk until they are read."""

    def __init__(self, vectors: np.ndarray, weights: np.ndarray, bounds: np.ndarray) -> None:
        """Keep the arrays; use `pack` or `load`. Text `i` has the tokens `bounds[i]:bounds[i + 1]`."""
        self._vectors, self._weights, self._bounds = vectors, weights, bounds

    def __len__(self) -> int:
        """How many texts there are."""
        return len(self._bounds) - 1

    @classmethod
    def pack(cls, texts: Sequence[Tokens]) -> Packed:
        """Keep these texts, at least one."""
        vectors = np.concatenate([text.vectors for text in texts])
        weights = np.concatenate([text.weights for text in texts])
        bounds = np.cumsum([0, *(len(text.weights) for text in texts)])
        return cls(np.rint(vectors * STEP).astype(np.int8), weights.astype(np.float16), bounds)

    @classmethod
    def load(cls, folder: Path) -> Packed:
        """Open what `save` kept.

        Raises:
            OSError, ValueError: when a file is missing or damaged.
        """
        return cls(mapped(folder / VECTORS), mapped(folder / WEIGHTS), np.load(folder / BOUNDS))

    def save(self, folder: Path) -> None:
        """Write the arrays into a folder."""
        for name, array in ((VECTORS, self._vectors), (WEIGHTS, self._weights), (BOUNDS, self._bounds)):
            np.save(folder / name, array)

    def __getitem__(self, text: int) -> Tokens:
        """One text as it was kept."""
        some = slice(self._bounds[text], self._bounds[text + 1])
        return Tokens(vectors=self._vectors[some].astype(np.float32) / STEP, weights=self._weights[some].astype(np.float32))

    def alike(self, text: Tokens, others: np.ndarray) -> np.ndarray:
        """How alike a text is to each of `others` (numbers of texts), from -1 to 1: the mean of both directions."""
        if not len(others):
            return np.zeros(0, np.float32)
        sizes = self._bounds[others + 1] - self._bounds[others]
        starts = np.cumsum(sizes) - sizes
        rows = np.arange(sizes.sum()) + np.repeat(self._bounds[others] - starts, sizes)
        cosines = text.vectors @ (self._vectors[rows].astype(np.float32) / STEP).T
        there = text.weights @ np.maximum.reduceat(cosines, starts, axis=1)
        back = np.add.reduceat(cosines.max(0) * self._weights[rows].astype(np.float32), starts)
        return (there + back) / 2
