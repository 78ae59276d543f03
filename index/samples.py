"""Sample questions in an index: how near a question is to those a paragraph answers, and to those near it that it does not."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hld.index import encode
from hld.index.postings import mapped
from hld.ingest.samples import load_samples

VECTORS, OWNERS, KEYS = "samples.npy", "samples.json", "samples-keys.json"

SHARP, ALIKE, FLOOR = 10.0, 0.6, 0.05
"""A sample whose cosine is `ALIKE` counts 1, and e times as much for each 1 / `SHARP` more; a sum of `FLOOR` is hardly any. With
nine samples a paragraph, development cases out of fold, MRR: .880 and .877 (digest, official texts); by the nearest sample alone
.849 and .841. With all samples .871 and .872; sharper (14, 18, 24) .869 to .865 and .868 to .861."""

EVEN = 5.0
"""Likeness at which a paragraph with samples is as good as one without; it decides between the process and other documents of a
large library. At 4.5 (and 5.4) official texts have a MRR of .866 (.852) instead of .856, and 400 questions on other resolutions
of the 77th session, asked without a word of which, an R@5 of .505 (.542) instead of .532; without any samples .548."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Samples to be indexed, those with an answer first: row i is the question `texts[i]`.

    `answered` and `unanswered` say how many of each paragraph there are; they stand together.
    """

    texts: list[str]
    answered: list[tuple[str, int]]
    unanswered: list[tuple[str, int]]


def of(paragraphs: Collection[str]) -> Chosen:
    """The samples of these paragraphs."""
    samples = load_samples()
    kinds = [
        {owner: texts for owner, texts in kind.items() if owner in paragraphs} for kind in (samples.answered, samples.unanswered)
    ]
    answered, unanswered = ([(owner, len(texts)) for owner, texts in kind.items()] for kind in kinds)
    return Chosen(
        texts=[text for kind in kinds for texts in kind.values() for text in texts], answered=answered, unanswered=unanswered
    )


def fingerprint() -> str:
    """A short text that changes when the samples that ship do."""
    samples = load_samples()
    return hashlib.sha256(repr((samples.answered, samples.unanswered)).encode()).hexdigest()[:16]


def write(folder: Path, chosen: Chosen, vectors: np.ndarray) -> None:
    """Keep the samples of a generation with their unit vectors, one row each."""
    np.save(folder / VECTORS, vectors)
    (folder / OWNERS).write_text(json.dumps({"answered": chosen.answered, "unanswered": chosen.unanswered}))
    (folder / KEYS).write_text(json.dumps(encode.keys(chosen.texts)))


def known(folder: Path | None) -> dict[str, np.ndarray]:
    """The vectors of a generation's samples by their keys; none of one that has no samples."""
    if folder is None or not (folder / KEYS).is_file():
        return {}
    return dict(zip(json.loads((folder / KEYS).read_text()), np.load(folder / VECTORS, mmap_mode="r"), strict=True))


class Sampled:
    """The samples of a generation, open for reading."""

    def __init__(self, folder: Path, place: Mapping[str, int]) -> None:
        """Open what `write` kept; `place` numbers all paragraphs.

        Raises:
            OSError, ValueError, KeyError: when the files are damaged.
        """
        owners = json.loads((folder / OWNERS).read_text())
        self._vectors, self._total = mapped(folder / VECTORS), len(place)
        answered, unanswered = ([(place[owner], number) for owner, number in owners[kind]] for kind in ("answered", "unanswered"))
        cut = sum(number for _, number in answered)
        self._answered = _Kind(self._vectors[:cut], answered)
        self._unanswered = _Kind(self._vectors[cut:], unanswered)

    def likeness(self, vector: np.ndarray) -> tuple[np.ndarray, float, float]:
        """How like a question (a unit vector) is to the answered samples of each paragraph; to the unanswered ones of the
        paragraph whose are the likest; and how much nearer the nearest answered sample is than the nearest unanswered one.

        A likeness is the logarithm of a sum over the samples, from 0 where a paragraph has none to about 6: a kernel estimate of
        how many of its samples ask the same. The last is a difference of cosines.
        """
        posed = np.zeros(self._total, np.float32)
        posed[self._answered.owners], nearest = self._answered.likeness(vector)
        unanswered, other = self._unanswered.likeness(vector)
        return posed, float(unanswered.max(initial=0.0)), nearest - other


class _Kind:
    """Samples of one kind: their vectors, the places of their paragraphs, and where the rows of each begin."""

    def __init__(self, vectors: np.ndarray, owners: Sequence[tuple[int, int]]) -> None:
        numbers = np.array([number for _, number in owners], np.int64)
        self.owners = np.array([place for place, _ in owners], np.int64)
        self._vectors, self._starts = vectors, np.cumsum(numbers) - numbers

    def likeness(self, vector: np.ndarray) -> tuple[np.ndarray, float]:
        """The likeness to each paragraph's, and the cosine of the nearest of all."""
        if not len(self.owners):
            return np.zeros(0, np.float32), 0.0
        cosines = self._vectors @ vector
        each = np.exp(SHARP * (cosines - ALIKE))
        return np.log1p(np.add.reduceat(each, self._starts) / FLOOR), float(cosines.max())
