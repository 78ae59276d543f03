"""A library of any size for benchmarks, and vectors for it without a model.

Nothing of it is real: texts are halves of the digest's paragraphs with their words shuffled, so that the vocabulary and its
frequencies stay; vectors are those of the digest turned by a random angle of about 35 degrees, so that they lie as unevenly on
the sphere as real ones do. Ranking means nothing here; time, memory and size do.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Sequence

import numpy as np

from hld.index.encode import Encoder, Progress
from hld.index.tokens import Read
from hld.ingest.digest import load_digest
from hld.ingest.models import Document, Kind, Paragraph
from hld.ingest.symbols import Part, Reference, Symbol

IN_DOCUMENT = 40
"""Paragraphs in a document; 45 in the official ones."""

TURN = 0.7
"""Length of the random vector that is added to a unit vector: about 35 degrees."""


def documents(paragraphs: int, seed: int = 7) -> Iterator[Document]:
    """Documents with this many paragraphs together."""
    chance = random.Random(seed)
    sources = [p.text.split() for document in load_digest() for p in document.paragraphs]
    number = 0
    while number * IN_DOCUMENT < paragraphs:
        symbol = Symbol.parse(f"A/RES/{100 + number // 300}/{1 + number % 300}")
        texts = [_text(chance, sources) for _ in range(min(IN_DOCUMENT, paragraphs - number * IN_DOCUMENT))]
        yield Document(
            symbol=symbol,
            title=" ".join(chance.choice(sources)[:6]),
            adopted=dt.date(2000 + number % 25, 12, 20),
            session=symbol.session,
            sha256=f"synthetic {seed} {paragraphs} {number}",
            paragraphs=tuple(
                Paragraph(
                    reference=Reference(symbol=symbol, part=Part(kind="para", number=place)),
                    kind=Kind.OPERATIVE,
                    text=text,
                )
                for place, text in enumerate(texts, start=1)
            ),
        )
        number += 1


def _text(chance: random.Random, sources: Sequence[list[str]]) -> str:
    one, other = chance.choice(sources), chance.choice(sources)
    words = one[: len(one) // 2] + other[len(other) // 2 :]
    # Official paragraphs have 60 words at the median, entries of the digest 30.
    words += chance.choice(sources)
    chance.shuffle(words)
    return " ".join(words) + f" {chance.randrange(10**6)}"


class Turned:
    """In place of a model: vectors near real ones. Questions are encoded by the real model."""

    note = ""

    def __init__(self, real: Encoder, seed: int = 7) -> None:
        self.name, self.fingerprint, self._real = real.name, real.fingerprint, real
        self._chance = np.random.default_rng(seed)
        self._base, self._tokens = real.read([p.text for document in load_digest() for p in document.paragraphs])

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> np.ndarray:
        out = np.empty((len(texts), self._base.shape[1]), np.float32)
        for start in range(0, len(texts), 10_000):
            part = out[start : start + 10_000]
            turn = self._chance.standard_normal(part.shape, np.float32)
            turn *= TURN / np.linalg.norm(turn, axis=1, keepdims=True)
            part[:] = self._base[self._chance.integers(len(self._base), size=len(part))] + turn
            part /= np.linalg.norm(part, axis=1, keepdims=True)
        return out

    def read(self, texts: Sequence[str], progress: Progress | None = None) -> tuple[np.ndarray, list[np.ndarray]]:
        chosen = self._chance.integers(len(self._tokens), size=len(texts))
        return self.encode(texts, progress), [self._tokens[at] for at in chosen]

    def encode_queries(self, texts: Sequence[str], progress: Progress | None = None) -> np.ndarray:
        return self._real.encode_queries(texts, progress)

    def read_queries(self, texts: Sequence[str], progress: Progress | None = None) -> tuple[np.ndarray, list[Read]]:
        return self._real.read_queries(texts, progress)
