"""What a question is recognised as: against the definition on a small network, and by the one that ships."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from hld.index import encode, recognise
from hld.index.recognise import LEAST, MOST, SCALE, SCALE_TOKENS, Recogniser
from hld.index.search import Index
from hld.index.tokens import Read, Tokens
from hld.ingest.samples import load_samples

PARAGRAPHS = ["A/RES/1/1#para-1", "A/RES/1/1#para-2", "A/RES/2/1#para-1"]
HERE = {"A/RES/9/9#pre-1": 0, "A/RES/2/1#para-1": 1, "A/RES/1/1#para-1": 2}
"""An index with two of them, and one that the network does not know."""

Parts = dict[str, np.ndarray]


@pytest.fixture
def parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Parts:
    """The arrays of two networks of chance weights over vectors of four numbers and tokens of two and one, which stand in for
    those that ship."""
    chance = np.random.default_rng(2013)
    shapes: dict[str, tuple[int, ...]] = {"detect": (2, 3, 2), "hidden": (2, 6, 5), "out": (2, 5, 5)}
    shapes |= {f"{name}_bias": (shape[0], shape[2]) for name, shape in shapes.items()}
    made = {name: chance.standard_normal(shape).astype(np.float32) / 4 for name, shape in shapes.items()}
    recognise.write(tmp_path / "tiny.npz", "tiny", PARAGRAPHS, **made)
    with np.load(tmp_path / "tiny.npz", allow_pickle=False) as read:
        kept = {name: read[name] for name in read.files}
    monkeypatch.setattr(recognise, "_network", lambda: kept)
    monkeypatch.setattr(recognise, "_about", lambda: json.loads(kept["about"].tobytes()))
    return made


def read(*tokens: tuple[float, float, float]) -> Read:
    """A text of tokens, each of which has two numbers by the one head and one by the other."""
    vectors, weights = np.array(tokens, np.float32), np.full(len(tokens), 1 / len(tokens), np.float32)
    return Read(question=Tokens(vectors=vectors[:, :2], weights=weights), passage=Tokens(vectors=vectors[:, 2:], weights=weights))


def plainly(parts: Parts, vector: np.ndarray, tokens: np.ndarray) -> np.ndarray:
    """The mean logits of all paragraphs, of none of them, and of whether it is answered, by torch."""
    from torch import from_numpy
    from torch.nn.functional import gelu

    found = []
    for member in range(2):
        of = {name: part[member] for name, part in parts.items()}
        detected = (tokens * SCALE_TOKENS @ of["detect"] + of["detect_bias"]).max(0)
        seen = np.concatenate([vector * SCALE, gelu(from_numpy(detected)).numpy()])
        hidden = gelu(from_numpy(seen @ of["hidden"] + of["hidden_bias"])).numpy()
        found.append(hidden @ of["out"] + of["out_bias"])
    return np.mean(found, axis=0)


VECTOR = np.array([0.5, -0.5, 0.1, 0.7], np.float32)
TOKENS = ((0.6, 0.8, 1.0), (0.8, -0.6, -1.0), (0.0, 1.0, 1.0))
TEXTS = [read(*TOKENS[:1]), read(*TOKENS[1:])]


def test_a_question_is_recognised_among_the_paragraphs_that_are_here(parts: Parts) -> None:
    found = Recogniser(HERE).recognise(VECTOR, TEXTS)
    logits = plainly(parts, VECTOR, np.array(TOKENS, np.float32))
    odds = np.exp(logits[:4])
    here = odds[[2, 0]]
    expected = 1 - np.log(here / (here.sum() + odds[3])) / np.log(LEAST)
    assert found.shares == pytest.approx([0.0, *np.maximum(expected, 0)], abs=1e-3)
    answered = here.sum() / odds.sum() / (1 + np.exp(-logits[4]))
    assert found.answered == pytest.approx(np.clip(np.log(answered / (1 - answered)), -MOST, MOST), abs=1e-2)


def test_of_paragraphs_that_are_left_out_it_says_nothing(parts: Parts) -> None:
    recogniser = Recogniser(HERE)
    assert np.flatnonzero(recogniser.recognise(VECTOR, TEXTS, np.array([False, True, False])).shares).tolist() == [2]
    nothing = recogniser.recognise(VECTOR, TEXTS, np.ones(3, bool))
    assert nothing.shares.tolist() == [0, 0, 0]
    assert nothing.answered == 0
    assert Recogniser({"A/RES/9/9#pre-1": 0}).recognise(VECTOR, TEXTS).shares.tolist() == [0]


def test_it_belongs_to_the_vectors_of_one_model(parts: Parts) -> None:
    assert parts
    assert Recogniser.of("tiny", HERE) is not None
    assert Recogniser.of("another", HERE) is None


def test_the_one_that_ships_is_of_the_model_that_ships_and_of_all_samples() -> None:
    assert Recogniser.of(encode.fingerprint(encode.DEFAULT_MODEL), {}) is not None
    assert recognise._about()["paragraphs"] == [*load_samples().answered], "run tools/train_recogniser.py"


def test_questions_are_recognised_as_those_of_their_paragraphs(index: Index) -> None:
    """Questions of development cases are judged by `hld eval`; here those that it has seen, which a wrong column would show."""
    samples = load_samples().answered
    some = [(paragraph, samples[paragraph][0]) for paragraph in index.ids[::20] if paragraph in samples]
    found = [index.find(index.query(question), 3) for _, question in some]
    likeliest = [hits.ids[int(hits.column("recognised").argmax())] for hits in found]
    right = [own == paragraph for own, (paragraph, _) in zip(likeliest, some, strict=True)]
    assert sum(right) > 0.7 * len(right)
    assert sum(hits.answered > 0 for hits in found) > 0.9 * len(found)
