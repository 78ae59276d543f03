"""Whether a question is of the kind that resolutions answer, by its words, and by which of them the nearest paragraphs say.

Resolutions say who is to do what, by when and why. They seldom say who voted how, what it cost, what came of it or why something
was banned, however close to their subject that is asked, and a question that takes such a thing for granted mostly errs: a word
like "abolished" tells much where the paragraphs found speak of no abolishing, and little where they do. The weights of words and
of pairs, those that are said taken as one, are learnt by `tools/train_asked.py` from our own questions of both kinds.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import pairwise

import numpy as np

from hld.app.glossary import Expansion
from hld.index.learnt import arrays
from hld.index.lexical import words

FILE = "asked.npz"
BUCKETS = 1 << 16
"""Weights that words and pairs share by their hash."""

MOST = 2.0
"""Most that the words of a question count for or against it. At 4 AUROC is .003 higher, and "Must States ratify it?" refused."""

LEFT_OUT = frozenset(
    """why how change changed changes over years year compare differ difference between first latest last the a an""".split()
)
"""Words that do not count. "Why" opens a third of the false premises that we wrote and few of the others. How a text changed over
the years, or what it says last, was asked of no single paragraph, though resolutions do answer it. Articles tell who wrote."""

SAID = "+"
"""Stands for any word that the paragraphs say. Which of their words a question uses tells nothing of whether they answer it;
counted, such words tell our questions apart, since what is answered was to be put in other words than the text."""

Heard = Callable[[str], bool | None]
"""Whether the nearest paragraphs say a word; None of a word without content."""


def hearing(texts: Iterable[str], extra: Sequence[Expansion], terms: Callable[[str], Sequence[str]]) -> Heard:
    """What paragraphs with these texts say; an everyday word is said where they say it in the words of the field (`extra`)."""
    said = {stem for text in texts for stem in terms(text)}
    for expansion in extra:
        if any(said.issuperset(terms(phrase)) for phrase in expansion.phrases):
            said |= expansion.stems

    def heard(word: str) -> bool | None:
        found = terms(word)
        return found[0] in said if found else None

    return heard


def buckets(question: str, heard: Heard) -> list[int]:
    """The places, ascending, of the weights of a question's words and pairs in English; all that is said counts as one word."""
    tokens = [SAID if heard(word) else word for word in words(question) if word not in LEFT_OUT]
    pieces = {*tokens, *map(" ".join, pairwise(tokens))} - {SAID, f"{SAID} {SAID}"}
    return sorted({zlib.crc32(piece.encode()) % BUCKETS for piece in pieces})


def says(text: str, heard: Heard) -> bool:
    """Whether the nearest paragraphs say all that a text says.

    >>> says("the cost of remittances", {"cost": True, "remittances": True}.get), says("the tax", {"tax": False}.get)
    (True, False)
    """
    found = [heard(word) for word in words(text)]
    return True in found and False not in found


@cache
def _weights() -> tuple[np.ndarray, float]:
    read = arrays("hld.app", FILE)
    return read["weights"].astype(np.float32), float(read["bias"])


def odds(question: str, heard: Heard) -> float:
    """The logarithm of the odds that resolutions answer a question like this one, from -`MOST` to `MOST`; it is in English.

    >>> said = {"remittances", "cost"}.__contains__
    >>> odds("What are States urged to do about the cost of remittances?", said) > odds("How many voted against the cost?", said)
    True
    """
    weights, bias = _weights()
    found = weights[buckets(question, heard)]
    return min(max(bias + float(found.sum()) / max(1, len(found)) ** 0.5, -MOST), MOST)
