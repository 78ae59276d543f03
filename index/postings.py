"""An inverted index in four arrays that stay on disk until they are read: which rows hold a term, and its BM25 weight there.

Terms are known by a hash, so that opening an index reads no vocabulary: a pair of words is found as fast as a word, and a
library of half a million pairs opens in a millisecond.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

REMEMBERED = 4096
"""Terms whose place is kept."""

_ARRAYS = ("keys", "bounds", "rows", "values")


def _key(term: str) -> int:
    return int.from_bytes(hashlib.blake2b(term.encode(), digest_size=8).digest(), "little")


def mapped(path: Path) -> np.ndarray:
    """An array that stays on disk until it is read, without what numpy's own class for such arrays adds to each slice.

    Raises:
        OSError, ValueError: when the file is missing or damaged.
    """
    return np.load(path, mmap_mode="r").view(np.ndarray)


class Postings:
    """BM25 (Lucene's, Robertson and Zaragoza 2009, section 3.5) over rows of terms."""

    def __init__(self, keys: np.ndarray, bounds: np.ndarray, rows: np.ndarray, values: np.ndarray, size: int) -> None:
        """Keep the arrays; use `build` or `load`. Term `i` has the hash `keys[i]` and the rows `bounds[i]:bounds[i + 1]`."""
        self._keys, self._bounds, self._rows, self._values, self.size = keys, bounds, rows, values, size
        # A search asks the same of its terms again and again.
        self._span = lru_cache(REMEMBERED)(self._found)

    @classmethod
    def build(cls, texts: Iterable[Sequence[str]], *, k1: float, b: float) -> Postings:
        """Index texts given as their terms; their positions are the rows of the scores."""
        numbers: dict[str, int] = {}
        terms: list[int] = []
        rows: list[int] = []
        counts: list[int] = []
        lengths: list[int] = []
        for row, text in enumerate(texts):
            lengths.append(len(text))
            for term, count in Counter(text).items():
                terms.append(numbers.setdefault(term, len(numbers)))
                rows.append(row)
                counts.append(count)
        hashes = np.fromiter(map(_key, numbers), np.uint64, len(numbers))
        by_hash = np.argsort(hashes)
        place = np.empty(len(numbers), np.int64)
        place[by_hash] = np.arange(len(numbers))
        column = place[np.array(terms, np.int64)]
        order = np.argsort(column, kind="stable")  # rows stay in order within a term
        held = np.array(rows, np.int32)[order]
        tf = np.array(counts, np.float64)[order]
        frequency = np.bincount(column, minlength=len(numbers))
        length = np.array(lengths, np.float64)
        average = max(float(length.mean()), 1e-9) if len(length) else 1.0
        idf = np.log(1 + (len(length) - frequency + 0.5) / (frequency + 0.5))
        values = np.repeat(idf, frequency) * tf / (tf + k1 * (1 - b + b * length[held] / average))
        bounds = np.concatenate([[0], np.cumsum(frequency)]).astype(np.int64)
        return cls(hashes[by_hash], bounds, held, values.astype(np.float32), len(length))

    def save(self, folder: Path) -> None:
        """Write the arrays to `folder`, which is made."""
        folder.mkdir(parents=True)
        for name in _ARRAYS:
            np.save(folder / f"{name}.npy", getattr(self, f"_{name}"))
        np.save(folder / "size.npy", np.int64(self.size))

    @classmethod
    def load(cls, folder: Path) -> Postings:
        """Open what `save` wrote.

        Raises:
            OSError, ValueError: when a file is missing or damaged.
        """
        arrays = [mapped(folder / f"{name}.npy") for name in _ARRAYS]
        return cls(*arrays, size=int(np.load(folder / "size.npy")))

    def _found(self, term: str) -> slice:
        """Where a term's rows stand."""
        key = np.uint64(_key(term))
        at = int(np.searchsorted(self._keys, key))
        if at == len(self._keys) or self._keys[at] != key:
            return slice(0, 0)
        return slice(int(self._bounds[at]), int(self._bounds[at + 1]))

    def holders(self, term: str) -> np.ndarray:
        """The rows that hold a term, ascending."""
        return self._rows[self._span(term)]

    def frequency(self, term: str) -> int:
        """In how many rows a term occurs."""
        span = self._span(term)
        return span.stop - span.start

    def add(self, total: np.ndarray, weighted: Mapping[str, float]) -> None:
        """Add the scores of weighted terms to `total`, one a row; terms that no row holds add nothing."""
        for term, weight in weighted.items():
            span = self._span(term)
            total[self._rows[span]] += np.float32(weight) * self._values[span]
