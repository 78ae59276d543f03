"""Sample questions in an index: how like a question is to those a paragraph answers, and to those near it that it does not.

The nearest by their vectors are compared with it token by token (`hld.index.tokens`).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hld.index import encode, sketch
from hld.index.fuse import top
from hld.index.postings import mapped
from hld.index.sketch import Sketch
from hld.index.tokens import STEP, Packed, Tokens, maxsim, small
from hld.ingest.samples import load_samples

NAME, VECTORS, OWNERS, KEYS, WEIGHTS = "samples", "samples.npy", "samples.json", "samples-keys.json", "samples-weights.npy"
SKETCH = "samples-sketch.onnx"

SKETCH_FROM = 2000
"""Samples from which a sketch of them, of all their components, is compared with a question: half the time of the vectors
themselves. Its cosines are .0013 off; those of 256 components in single precision, .0022, are farther off."""

SHARP, ALIKE, FLOOR = 10.0, 0.6, 0.05
"""A sample whose cosine is `ALIKE` counts 1, and e times as much for each 1 / `SHARP` more; a sum of `FLOOR` is hardly any. With
nine samples a paragraph, development cases out of fold, MRR: .880 and .877 (digest, official texts); by the nearest sample alone
.849 and .841. With all samples .871 and .872; sharper (14, 18, 24) .869 to .865 and .868 to .861."""

EVEN = 5.0
"""Likeness at which a paragraph with samples is as good as one without; it decides between the process and other documents of a
large library. At 4.5 (and 5.4) official texts have a MRR of .866 (.852) instead of .856, and 400 questions on other resolutions
of the 77th session, asked without a word of which, an R@5 of .505 (.542) instead of .532; without any samples .548."""

NEAR, KEEN, LEAST, FIRST = 80, 20.0, 0.1, 3
"""Samples of each kind, the nearest by their vectors, that are compared with a question token by token; what a likeness there is
multiplied by in an exponential, about what `tools/train_questions.py` learns; the share of the likest paragraph's sum that is as
little as none; and samples whose mean is compared with those that nothing answers. With it, development cases have, out of fold,
a MRR of .910 (digest) and .889 (official texts) where they had .868 and .852, and 400 questions on other resolutions, asked
without saying which, .370 where they had .383; with a factor of 10 they lose more."""

UNLIKE = -1.0
"""Cosine of a sample that is not looked at."""

Sample = tuple[np.ndarray, Tokens | None]
"""The vector of a question, and its tokens where the model tells them."""


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


def write(folder: Path, chosen: Chosen, read: Sequence[Sample]) -> None:
    """Keep the samples of a generation, each with its unit vector, and token by token where the model tells that."""
    vectors = np.array([vector for vector, _ in read], np.float32)
    np.save(folder / VECTORS, vectors)
    if len(vectors) >= SKETCH_FROM:
        sketch.write(vectors, vectors.shape[1], folder / SKETCH)
    (folder / OWNERS).write_text(json.dumps({"answered": chosen.answered, "unanswered": chosen.unanswered}))
    (folder / KEYS).write_text(json.dumps(encode.keys(chosen.texts)))
    if tokenwise := [text for _, text in read if text is not None]:
        Tokenwise.pack(tokenwise).save(folder)


def known(folder: Path | None) -> dict[str, Sample]:
    """The vectors and tokens of a generation's samples by their keys; none of one that has no samples."""
    if folder is None or not (folder / KEYS).is_file():
        return {}
    keys, vectors = json.loads((folder / KEYS).read_text()), np.load(folder / VECTORS, mmap_mode="r")
    read = Tokenwise.load(folder)
    return {key: (row, read[at] if read else None) for at, (key, row) in enumerate(zip(keys, vectors, strict=True))}


class Tokenwise:
    """Samples token by token: their vectors and weights."""

    def __init__(self, packed: Packed, weights: np.ndarray) -> None:
        """Keep them; use `pack` or `load`."""
        self._packed, self._weights = packed, weights

    def __len__(self) -> int:
        """How many texts there are."""
        return len(self._packed)

    @classmethod
    def pack(cls, texts: Sequence[Tokens]) -> Tokenwise:
        """Keep these texts, at least one."""
        weights = np.concatenate([text.weights for text in texts]).astype(np.float16)
        return cls(Packed.pack([small(text.vectors) for text in texts]), weights)

    @classmethod
    def load(cls, folder: Path) -> Tokenwise | None:
        """Open what `save` kept; None of a generation whose model does not tell tokens.

        Raises:
            OSError, ValueError: when a file is missing or damaged.
        """
        packed = Packed.load(folder, NAME)
        return cls(packed, mapped(folder / WEIGHTS)) if packed else None

    def save(self, folder: Path) -> None:
        """Write them into a folder."""
        self._packed.save(folder, NAME)
        np.save(folder / WEIGHTS, self._weights)

    def __getitem__(self, text: int) -> Tokens:
        """One text as it was kept."""
        some = slice(self._packed.bounds[text], self._packed.bounds[text + 1])
        return Tokens(vectors=self._packed[text].astype(np.float32) / STEP, weights=self._weights[some].astype(np.float32))

    def alike(self, text: Tokens, others: np.ndarray) -> np.ndarray:
        """How alike a text is to each of `others` (numbers of texts), from -1 to 1: the mean of both directions."""
        if not len(others):
            return np.zeros(0, np.float32)
        cosines, starts, places = self._packed.cosines(text, others)
        back = np.add.reduceat(cosines.max(0) * self._weights[places].astype(np.float32), starts)
        return (maxsim(text, cosines, starts) + back) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How like a question is to the samples of an index; an array has one number for each paragraph, by its place.

    `posed` is the logarithm of a sum over the samples that the paragraph answers, by their vectors, from 0 where it has none to
    about 6: a kernel estimate of how many of its samples ask the same. `alike` compares the nearest of them token by token: how
    large the paragraph's share is beside the likest one's, on a logarithmic scale, from 1 for that to 0. `unanswered` is as
    `posed`, of the samples that nothing answers of the paragraph whose are the likest; `nearer` says how much more like the
    question, token by token, the likest samples with an answer are than the likest without, from -1 to 1.
    """

    posed: np.ndarray
    alike: np.ndarray
    unanswered: float
    nearer: float


class Sampled:
    """The samples of a generation, open for reading."""

    def __init__(self, folder: Path, place: Mapping[str, int]) -> None:
        """Open what `write` kept; `place` numbers all paragraphs.

        Raises:
            OSError, ValueError, KeyError: when the files are damaged.
        """
        owners = json.loads((folder / OWNERS).read_text())
        self._vectors = Sketch(folder / SKETCH) if (folder / SKETCH).is_file() else mapped(folder / VECTORS)
        self._tokenwise = Tokenwise.load(folder)
        if self._tokenwise and len(self._tokenwise) != len(self._vectors):
            raise ValueError("the samples' tokens are not of their vectors")
        answered, unanswered = ([(place[owner], number) for owner, number in owners[kind]] for kind in ("answered", "unanswered"))
        self._answered, self._unanswered = _Kind(answered), _Kind(unanswered)
        self.has = np.zeros(len(place), bool)
        self.has[self._answered.owners] = True

    def likeness(self, vector: np.ndarray, texts: Sequence[Tokens], without: np.ndarray | None = None) -> Likeness:
        """How like a question is to the samples: by its unit vector, and token by token.

        Of more than one text the mean counts; where there is none, or the index has no tokens, cosines stand for it. `without`
        marks paragraphs whose samples are not looked at.
        """
        cut = self._answered.size
        cosines = self._cosines(vector)
        if without is not None:
            cosines[np.concatenate([kind.of(without) for kind in (self._answered, self._unanswered)])] = UNLIKE
        near = np.concatenate([top(cosines[:cut], NEAR), cut + top(cosines[cut:], NEAR)])
        near = near[cosines[near] > UNLIKE]
        likeness = (
            np.mean([self._tokenwise.alike(text, near) for text in texts], 0) if self._tokenwise and texts else cosines[near]
        )
        answered = near < cut
        first, other = (np.sort(likeness[kind])[-FIRST:] for kind in (answered, ~answered))
        return Likeness(
            posed=self._placed(self._answered.sums(cosines[:cut])),
            alike=self._placed(self._answered.shares(near[answered], likeness[answered])),
            unanswered=float(self._unanswered.sums(cosines[cut:]).max(initial=0.0)),
            nearer=float(first.mean() - other.mean()) if len(first) and len(other) else 0.0,
        )

    def _cosines(self, vector: np.ndarray) -> np.ndarray:
        if isinstance(self._vectors, Sketch):
            return self._vectors.cosines(vector)
        return self._vectors @ vector if len(self._vectors) else np.zeros(0, np.float32)

    def _placed(self, numbers: np.ndarray) -> np.ndarray:
        """One number for every paragraph, of those of the paragraphs that have answered samples; 0 for the others."""
        every = np.zeros(len(self.has), np.float32)
        every[self._answered.owners] = numbers
        return every


class _Kind:
    """Samples of one kind, which stand together: the places of their paragraphs, and which of these each sample belongs to."""

    def __init__(self, owners: Sequence[tuple[int, int]]) -> None:
        numbers = np.array([number for _, number in owners], np.int64)
        self.owners, self.size = np.array([place for place, _ in owners], np.int64), int(numbers.sum())
        self._of = np.repeat(np.arange(len(numbers)), numbers)
        self._starts = np.cumsum(numbers) - numbers

    def of(self, marked: np.ndarray) -> np.ndarray:
        """Which samples belong to paragraphs that are marked, by their places."""
        return marked[self.owners][self._of]

    def sums(self, cosines: np.ndarray) -> np.ndarray:
        """The logarithm of the sum over the samples of each paragraph."""
        if not self.size:
            return np.zeros(0, np.float32)
        return np.log1p(np.add.reduceat(np.exp(SHARP * (cosines - ALIKE)), self._starts) / FLOOR)

    def shares(self, near: np.ndarray, likeness: np.ndarray) -> np.ndarray:
        """What the samples that are near say of each paragraph, beside the likest: on a logarithmic scale, from 0 to 1."""
        if not len(near):
            return np.zeros(len(self.owners), np.float32)
        sums = np.bincount(self._of[near], np.exp(KEEN * likeness), len(self.owners))
        return 1 - np.log(np.maximum(sums / sums.max(), LEAST)) / np.log(LEAST)
