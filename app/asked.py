"""Whether a question is of the kind that resolutions answer, by its words alone.

Resolutions say who is to do what, by when and why. They seldom say who voted how, what it cost, what came of it or why something
was banned, however close to their subject that is asked, and a question that takes such a thing for granted mostly errs. The
weights of words and of pairs of words are learnt by `tools/train_asked.py` from questions of our own with and without an answer,
about resolutions that are not of this process.
"""

from __future__ import annotations

import io
import zlib
from functools import cache
from importlib import resources
from itertools import pairwise

import numpy as np

from hld.index.lexical import words

FILE = "asked.npz"
BUCKETS = 1 << 16
"""Weights that words and pairs share by their hash; a quarter as many lose .005 of the AUROC."""

MOST = 2.5
"""Most that the words of a question count for or against it: no question is refused for its words alone."""

OPENERS = frozenset("why how change changed changes over years year compare differ difference between first latest last".split())
"""Words that do not count. "Why" opens a third of the false premises that we wrote and few of the others. How a text changed over
the years, or what it says last, was asked of no single paragraph, though resolutions do answer it."""


def buckets(question: str) -> list[int]:
    """The places, ascending, of the weights of the words and pairs of a question in English."""
    tokens = [word for word in words(question) if word not in OPENERS]
    return sorted({zlib.crc32(piece.encode()) % BUCKETS for piece in (*tokens, *map(" ".join, pairwise(tokens)))})


@cache
def _weights() -> tuple[np.ndarray, float]:
    data = resources.files("hld.app").joinpath(FILE).read_bytes()
    with np.load(io.BytesIO(data), allow_pickle=False) as read:
        return read["weights"].astype(np.float32), float(read["bias"])


def odds(question: str) -> float:
    """The logarithm of the odds that resolutions answer a question like this one, from -`MOST` to `MOST`; it is in English.

    >>> odds("What are States urged to do about the cost of remittances?") > odds("How many people voted against the cost?")
    True
    """
    weights, bias = _weights()
    found = weights[buckets(question)]
    return min(max(bias + float(found.sum()) / max(1, len(found)) ** 0.5, -MOST), MOST)
