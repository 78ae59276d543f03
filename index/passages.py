"""Paragraphs token by token in an index: how much of a question is found in each of them.

What is read is a paragraph in its context, as an even row of the index; it costs about as much room as the vectors do.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from hld.index.answering import Answering
from hld.index.tokens import PASSAGES, Packed, Read, Tokens, maxsim

Passage = tuple[np.ndarray, np.ndarray | None]
"""The vector of a text, and the vectors of its tokens as they are kept where the model tells them."""


def write(folder: Path, read: Sequence[Passage]) -> None:
    """Keep the tokens of a generation's texts; nothing where the model does not tell them."""
    if tokenwise := [found for _, found in read if found is not None]:
        Packed.pack(tokenwise).save(folder, PASSAGES)


def known(folder: Path, keys: Sequence[str], vectors: np.ndarray) -> dict[str, Passage]:
    """What a generation knows of its texts in context by their keys, given their vectors."""
    packed = Packed.load(folder, PASSAGES)
    return {key: (row, packed[at] if packed else None) for at, (key, row) in enumerate(zip(keys, vectors, strict=True))}


class Passages:
    """The paragraphs of a generation, open for reading."""

    def __init__(self, folder: Path, number: int) -> None:
        """Open what `write` kept of so many texts.

        Raises:
            OSError, ValueError: when the files are damaged.
        """
        self._packed = Packed.load(folder, PASSAGES)
        if self._packed is not None and len(self._packed) != number:
            raise ValueError("the tokens are not of the texts")

    def maxsim(self, asked: Sequence[Tokens], first: np.ndarray, last: np.ndarray) -> np.ndarray:
        """How much of a question each paragraph has, from -1 to 1: the better of its `first` and its `last` text.

        Of a question in more than one text the mean counts; 0 where there is none, or the index has no tokens.
        """
        if self._packed is None or not asked or not len(first):
            return np.zeros(len(first), np.float32)
        texts, place = np.unique([first, last], return_inverse=True)
        packed = self._packed
        found = np.mean([maxsim(text, *packed.cosines(text, texts)[:2]) for text in asked], 0)
        return found[place.reshape(2, -1)].max(0)

    def answers(
        self, told: Answering, vector: np.ndarray, texts: Sequence[Read], first: np.ndarray, last: np.ndarray
    ) -> np.ndarray:
        """The logarithm of the odds that each paragraph answers a question, and what they are ordered by, by its better text as
        in `maxsim`; 0 where the index has no tokens."""
        if self._packed is None or not texts or not len(first):
            return np.zeros((2, len(first)), np.float32)
        some, place = np.unique([first, last], return_inverse=True)
        return told.told(vector, texts, self._packed, some)[:, place.reshape(2, -1)].max(1)
