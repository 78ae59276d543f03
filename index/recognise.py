"""Which paragraph a question asks for, recognised by small networks that have learnt from sample questions.

Likeness to samples (`hld.index.samples`) compares a question with each of them. What tells the questions that one paragraph
answers from those of its neighbours, and what is answered from what is not, is learnt here (`tools/train_recogniser.py`): what
stands out among the tokens of the question, however long it is (detectors, each of which gives what it finds most of in any
token), and one hidden layer over that and the vector of the question, a softmax over the paragraphs and one place more, which
stands for all others ("none of these"), and a logit of whether it is answered. It belongs to the vectors and tokens of the
default model, and knows the paragraphs that have samples; for other models and paragraphs it says nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np

from hld.index.learnt import arrays
from hld.index.tokens import Read

FILE = "recogniser.npz"

SCALE, SCALE_TOKENS = 20.0, 8.0
"""What the unit vector of a question, and those of its tokens, are multiplied by."""

LEAST = 1e-5
"""Probability that is as little as any."""

MOST = 6.0
"""Most that the logarithm of the odds that a question is answered says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """What a question is recognised as: `shares` has for each paragraph, by its place, the probability that it is the one which
    is asked for, rather than another that is here or none that is known, on a logarithmic scale from 0 (`LEAST`, or unknown) to 1
    (certain); `answered` is the logarithm of the odds that any known paragraph answers it and is here, 0 where none is known."""

    shares: np.ndarray
    answered: float


class Recogniser:
    """The networks for the paragraphs of one index."""

    def __init__(self, place: Mapping[str, int]) -> None:
        """Take the networks for an index; `place` numbers all paragraphs that this has."""
        parts, paragraphs = _network(), _about()["paragraphs"]
        self._known = np.array([number for number, paragraph in enumerate(paragraphs) if paragraph in place], np.int64)
        self._places = np.array([place[paragraphs[number]] for number in self._known], np.int64)
        self._size = len(place)
        layers = ("detect", "detect_bias", "hidden", "hidden_bias", "out", "out_bias")
        self._members = [*zip(*(parts[name].astype(np.float32) for name in layers), strict=True)]

    @classmethod
    def of(cls, model: str, place: Mapping[str, int]) -> Recogniser | None:
        """The same for vectors of the model with this fingerprint; None where it has learnt from those of another."""
        return cls(place) if model == _about()["model"] else None

    def recognise(self, vector: np.ndarray, texts: Sequence[Read], without: np.ndarray | None = None) -> Recognised:
        """What a question is recognised as by its unit vector and its tokens, those of all `texts` that it has; `without` marks
        paragraphs of which nothing is to be known."""
        shares = np.zeros(self._size, np.float32)
        known = np.ones(len(self._places), bool) if without is None else ~without[self._places]
        if not known.any():
            return Recognised(shares=shares, answered=0.0)
        logits = self._logits(vector, texts)
        odds = np.exp(logits[:-1] - logits[:-1].max())
        here, none = odds[self._known[known]], odds[-1]
        shares[self._places[known]] = 1 - np.log(np.maximum(here / (here.sum() + none), LEAST)) / np.log(LEAST)
        answered = np.clip(here.sum() / odds.sum() / (1 + np.exp(-logits[-1])), LEAST, 1 - LEAST)
        return Recognised(shares=shares, answered=float(np.clip(np.log(answered / (1 - answered)), -MOST, MOST)))

    def _logits(self, vector: np.ndarray, texts: Sequence[Read]) -> np.ndarray:
        """The logits of all paragraphs that the networks know, of none of these, and of whether a question is answered."""
        tokens = np.concatenate([tokens_of(text) for text in texts]) * SCALE_TOKENS
        logits = np.zeros(self._members[0][-1].shape, np.float32)
        for detect, detect_bias, hidden, hidden_bias, out, out_bias in self._members:
            seen = np.concatenate([vector * SCALE, _gelu((tokens @ detect).max(0) + detect_bias)])
            logits += _gelu(seen @ hidden + hidden_bias) @ out + out_bias
        return logits / len(self._members)


def tokens_of(text: Read) -> np.ndarray:
    """The tokens of a question as the network sees them, one row each: by both heads."""
    return np.concatenate([text.question.vectors, text.passage.vectors], 1)


def _gelu(values: np.ndarray) -> np.ndarray:
    """The Gaussian error linear unit of Hendrycks and Gimpel 2016, by their approximation with tanh (within .001)."""
    return values / 2 * (1 + np.tanh(sqrt(2 / np.pi) * (values + 0.044715 * values**3)))


def write(path: Path, model: str, paragraphs: Sequence[str], **parts: np.ndarray) -> None:
    """Write networks that have learnt from the vectors of the model with this fingerprint, and the paragraphs that they know; of
    each of the parts there is one for every network."""
    about = json.dumps({"model": model, "paragraphs": [*paragraphs]})
    kept: dict[str, Any] = {"about": np.frombuffer(about.encode(), np.uint8), **parts}
    np.savez(path, **kept)


def _network() -> Mapping[str, np.ndarray]:
    return arrays("hld.index", FILE)


@cache
def _about() -> Mapping[str, Any]:
    return json.loads(_network()["about"].tobytes())
