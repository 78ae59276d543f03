"""Texts token by token: late interaction, which tells better than one vector of each how alike two texts are.

Each token has a short unit vector, and tokens of questions have a weight. Of two texts, every token of the one looks for its like
in the other, and the mean of what they find, by their weights, is how much of the one is in the other (MaxSim of Khattab and
Zaharia 2020, ColBERT); of two questions the mean of both directions counts. The vectors are the encoder's own hidden states, made
short by a matrix, and the weights a linear function of them: one `Head` for questions beside questions, another for questions
beside passages. Both are learnt (`tools/train_questions.py`, `tools/train_passages.py`), and come from the same pass as the
text's own vector.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

import numpy as np

from hld.index.learnt import arrays
from hld.index.postings import mapped

QUESTIONS, PASSAGES = "questions", "passages"
"""What a text is compared with: the names of the heads, of their files, and of what an exported model gives by them."""

STEP = 127
"""Steps from 0 to 1 of a number of a kept vector: one byte each."""

POOLED = 2
"""Tokens of a passage, on average, that one vector stands for. 400 questions on documents that the head did not learn from, among
their 40 nearest paragraphs: MRR .639 token by token, .642 for 2, .638 for 3, .610 for 4; of two neighbours together .611."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A question as it is compared with other questions, and as it is compared with passages."""

    question: Tokens
    passage: Tokens


def _data(name: str) -> bytes:
    return resources.files("hld.index").joinpath(f"{name}.npz").read_bytes()


def fingerprint() -> str:
    """A hash of the heads, for the fingerprint of the model that they belong to."""
    return hashlib.sha256(_data(QUESTIONS) + _data(PASSAGES)).hexdigest()


@cache
def heads() -> dict[str, Head]:
    """The heads of the default model by their names."""
    return {name: _head(name) for name in (QUESTIONS, PASSAGES)}


def _head(name: str) -> Head:
    read = arrays("hld.index", f"{name}.npz")
    matrix, slope, offset = (read[part].astype(np.float32) for part in ("matrix", "slope", "offset"))
    return Head(matrix=matrix, slope=slope, offset=float(offset))


def of(states: np.ndarray) -> Tokens:
    """A text of what an exported model gives for its tokens: vectors, and weights in the last column.

    A text without a token (an empty one) has one that is like nothing.
    """
    if not len(states):
        return Tokens(vectors=np.zeros((1, states.shape[1] - 1), np.float32), weights=np.ones(1, np.float32))
    weights = states[:, -1]
    return Tokens(vectors=np.ascontiguousarray(states[:, :-1]), weights=weights / weights.sum())


def read(question: np.ndarray, passage: np.ndarray) -> Read:
    """A question of what an exported model gives for its tokens by both heads."""
    return Read(question=of(question), passage=of(passage))


def pooled(states: np.ndarray) -> np.ndarray:
    """The vectors of a passage as they are kept, fewer than its tokens: the means of those that are alike, as `small` numbers.

    Which are alike is told by Ward's clustering, as Clavié et al. 2024 do ("Reducing the footprint of multi-vector retrieval").
    """
    vectors = of(states).vectors
    if len(vectors) <= POOLED:
        return small(vectors)
    from scipy.cluster.hierarchy import fcluster, linkage

    clusters = fcluster(linkage(vectors, "ward"), -(-len(vectors) // POOLED), "maxclust")
    sums = np.zeros((clusters.max(), vectors.shape[1]), np.float32)
    np.add.at(sums, clusters - 1, vectors)
    return small(sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9))


def small(vectors: np.ndarray) -> np.ndarray:
    """Unit vectors, a byte a number."""
    return np.rint(vectors * STEP).astype(np.int8)


class Packed:
    """The `small` vectors of many texts, that stay on disk until they are read."""

    def __init__(self, vectors: np.ndarray, bounds: np.ndarray) -> None:
        """Keep the arrays; use `pack` or `load`. Text `i` has the vectors `bounds[i]:bounds[i + 1]`."""
        self.vectors, self.bounds = vectors, bounds

    def __len__(self) -> int:
        """How many texts there are."""
        return len(self.bounds) - 1

    @classmethod
    def pack(cls, texts: Sequence[np.ndarray]) -> Packed:
        """Keep these texts, at least one."""
        return cls(np.concatenate(texts), np.cumsum([0, *map(len, texts)]))

    @classmethod
    def load(cls, folder: Path, name: str) -> Packed | None:
        """Open what `save` kept under a name; None where there is no such thing.

        Raises:
            OSError, ValueError: when a file is damaged, or one of them missing.
        """
        vectors, bounds = cls._files(folder, name)
        if not vectors.is_file() and not bounds.is_file():
            return None
        return cls(mapped(vectors), np.load(bounds))

    def save(self, folder: Path, name: str) -> None:
        """Write the arrays into a folder."""
        for path, array in zip(self._files(folder, name), (self.vectors, self.bounds), strict=True):
            np.save(path, array)

    @staticmethod
    def _files(folder: Path, name: str) -> tuple[Path, Path]:
        return folder / f"{name}-tokens.npy", folder / f"{name}-bounds.npy"

    def __getitem__(self, text: int) -> np.ndarray:
        """The vectors of one text as they were kept."""
        return self.vectors[self.bounds[text] : self.bounds[text + 1]]

    def cosines(self, text: Tokens, others: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The cosines of a text's tokens (rows) and all vectors of `others` (numbers of texts, at least one), the columns at
        which each of these begins, and the places of the columns' vectors."""
        sizes = self.bounds[others + 1] - self.bounds[others]
        starts = np.cumsum(sizes) - sizes
        places = np.arange(sizes.sum()) + np.repeat(self.bounds[others] - starts, sizes)
        return (text.vectors / STEP) @ self.vectors[places].astype(np.float32).T, starts, places


def maxsim(text: Tokens, cosines: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """How much of a text is in each of others, from -1 to 1; see `Packed.cosines`."""
    return text.weights @ np.maximum.reduceat(cosines, starts, axis=1)
