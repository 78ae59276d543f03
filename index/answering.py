"""Whether a paragraph answers a question, told token by token by small networks.

Paragraphs of the process with sample questions are told by these (`hld.index.samples`, `hld.index.recognise`). Of the others,
most of what a library holds, nearness alone was known, or few samples, and what is near to a question need not answer it. Here
every token of the question is seen beside the one of the paragraph that is likest to it (the alignment of
`hld.index.tokens.maxsim`), with where they agree and how far: detectors look at these pairs, what they find most of and on
average stands beside the vector of the question, and one hidden layer gives the logarithm of the odds that the paragraph answers.
The networks have learnt from questions on documents of many subjects, resolutions and reports (`tools/train_answering.py`), and
know no paragraph by itself; the mean of what they say counts. Some have learnt whether a paragraph answers, others which of those
that are near to a question does, in what they say of them beside each other. They belong to the vectors and tokens of the default
model.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from hld.index.learnt import arrays
from hld.index.recognise import tokens_of
from hld.index.tokens import STEP, Packed, Read

FILE = "answering.npz"

SCALE, SCALE_TOKENS, SCALE_AGREED = 20.0, 8.0, 32.0
"""What the unit vector of a question, the vectors and cosines of its tokens, and the products of these vectors with those of the
paragraph are multiplied by."""

TENTHS = 10.0
"""What the number of tokens of a question is divided by."""

MOST = 8.0
"""Most that the logarithm of the odds says either way."""


class Answering:
    """The networks, open for reading."""

    def __init__(self) -> None:
        """Take the networks that ship."""
        parts = {name: array.astype(np.float32) for name, array in _networks().items() if name not in ("model", "ordering")}
        self._ordering = _networks()["ordering"]
        # The detectors of all networks stand side by side: one product is faster than several.
        self._asked, self._asked_bias, self._agreed = (
            np.concatenate([*parts[name]], axis=-1) for name in ("asked", "asked_bias", "agreed")
        )
        layers = ("hidden", "hidden_bias", "whole", "out", "out_bias")
        self._members = [*zip(*(parts[name] for name in layers), strict=True)]

    @classmethod
    def of(cls, model: str) -> Answering | None:
        """The same for the vectors of the model with this fingerprint; None where they have learnt from those of another."""
        return cls() if model == _networks()["model"].tobytes().decode() else None

    def told(self, vector: np.ndarray, texts: Sequence[Read], packed: Packed, others: np.ndarray) -> np.ndarray:
        """The logarithm of the odds, from -`MOST` to `MOST`, that each of `others` answers a question, and what they are ordered
        by beside each other: two rows of a number each.

        Of the question are given its unit vector and its tokens by all `texts` that it has, of which the mean counts; `others`
        are numbers of packed passages.
        """
        if not len(others):
            return np.zeros((2, 0), np.float32)
        found = np.mean([self._of_text(vector, text, packed, others) for text in texts], 0)
        return np.stack([np.clip(found[~self._ordering].mean(0), -MOST, MOST), found[self._ordering].mean(0)])

    def _of_text(self, vector: np.ndarray, text: Read, packed: Packed, others: np.ndarray) -> np.ndarray:
        """What each network says of each passage, one row a network."""
        cosines, starts, places = packed.cosines(text.passage, others)
        ends = [*starts[1:].tolist(), cosines.shape[1]]
        likest = np.stack([start + cosines[:, start:end].argmax(1) for start, end in zip(starts.tolist(), ends, strict=True)])
        nearest = np.take_along_axis(cosines.T, likest, 0)  # (others, tokens)
        agrees = text.passage.vectors * packed.vectors[places[likest]] * (SCALE_AGREED / STEP)
        pairs = np.concatenate([agrees, nearest[:, :, None] * SCALE_TOKENS], 2, dtype=np.float32)
        tokens, vector = tokens_of(text) * SCALE_TOKENS, vector * SCALE
        size = np.full(len(others), nearest.shape[1] / TENTHS)
        told = np.stack([nearest.mean(1) * SCALE_TOKENS, nearest.min(1) * SCALE_TOKENS, size], 1)
        seen = (pairs.reshape(-1, pairs.shape[2]) @ self._agreed).reshape(*pairs.shape[:2], -1)
        seen += tokens @ self._asked + self._asked_bias
        np.maximum(seen, 0, out=seen)
        most, mean = (np.split(each, len(self._members), 1) for each in (seen.max(1), seen.mean(1)))
        found = []
        for (hidden, hidden_bias, whole, out, out_bias), *pooled in zip(self._members, most, mean, strict=True):
            layer = np.concatenate([*pooled, told], 1, dtype=np.float32) @ hidden + hidden_bias
            found.append((np.maximum(layer + vector @ whole, 0) @ out + out_bias)[:, 0])
        return np.stack(found)


def write(path: Path, model: str, ordering: np.ndarray, **parts: np.ndarray) -> None:
    """Write networks that have learnt from the vectors of the model with this fingerprint; `ordering` marks those that order, and
    of each of the parts there is one for every network."""
    kept: dict[str, Any] = {"model": np.frombuffer(model.encode(), np.uint8), "ordering": ordering, **parts}
    np.savez(path, **kept)


def _networks() -> Mapping[str, np.ndarray]:
    return arrays("hld.index", FILE)
