"""Whether a paragraph answers: against the definition on a small network, and by the one that ships."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from hld.index import answering, encode
from hld.index.answering import MOST, SCALE, SCALE_AGREED, SCALE_TOKENS, TENTHS, Answering
from hld.index.search import Index
from hld.index.tokens import STEP, Packed, Read, Tokens, small
from hld.ingest.samples import load_samples

Parts = dict[str, np.ndarray]
VECTOR = np.array([0.5, -0.5, 0.1, 0.7], np.float32)
PASSAGES = [np.array([[0.6, 0.8], [-1.0, 0.0]]), np.array([[0.0, 1.0], [0.8, -0.6], [1.0, 0.0]]), np.array([[0.0, -1.0]])]


@pytest.fixture
def parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Parts:
    """The arrays of three networks of chance weights, of which the last orders, over vectors of four numbers and tokens of three
    and two, which stand in for those that ship."""
    chance = np.random.default_rng(2013)
    shapes = {"asked": (5, 6), "agreed": (3, 6), "hidden": (15, 4), "whole": (4, 4), "out": (4, 1)}
    shapes |= {f"{name}_bias": shapes[name][1:] for name in ("asked", "hidden", "out")}
    made = {name: chance.standard_normal((3, *shape)).astype(np.float32) / 4 for name, shape in shapes.items()}
    answering.write(tmp_path / "tiny.npz", "tiny", np.array([False, False, True]), **made)
    with np.load(tmp_path / "tiny.npz", allow_pickle=False) as read:
        kept = {name: read[name] for name in read.files}
    monkeypatch.setattr(answering, "_networks", lambda: kept)
    return made


def text(*tokens: tuple[float, float, float, float, float]) -> Read:
    """A text of tokens, each of which has three numbers by the one head and two by the other."""
    vectors, weights = np.array(tokens, np.float32), np.full(len(tokens), 1 / len(tokens), np.float32)
    return Read(question=Tokens(vectors=vectors[:, :3], weights=weights), passage=Tokens(vectors=vectors[:, 3:], weights=weights))


def plainly(parts: Parts, asked: Read, passage: np.ndarray) -> float:
    """The logarithm of the odds of one text and one passage, token by token: the mean of both networks."""
    return float(np.mean([of_member(parts, member, asked, passage) for member in (0, 1)]))


def of_member(parts: Parts, member: int, asked: Read, passage: np.ndarray) -> float:
    return by_one({name: array[member] for name, array in parts.items()}, asked, passage)


def by_one(parts: Parts, asked: Read, passage: np.ndarray) -> float:
    seen, nearest = [], []
    for one, other in zip(asked.question.vectors, asked.passage.vectors, strict=True):
        cosines = passage / STEP @ other
        likest = passage[int(cosines.argmax())] / STEP
        pair = [*(other * likest * SCALE_AGREED), cosines.max() * SCALE_TOKENS]
        token = np.concatenate([one, other]) * SCALE_TOKENS
        seen.append(np.maximum(token @ parts["asked"] + parts["asked_bias"] + pair @ parts["agreed"], 0))
        nearest.append(cosines.max())
    told = [np.mean(nearest) * SCALE_TOKENS, min(nearest) * SCALE_TOKENS, len(nearest) / TENTHS]
    found = np.concatenate([np.max(seen, 0), np.mean(seen, 0), told]) @ parts["hidden"] + parts["hidden_bias"]
    return float((np.maximum(found + VECTOR * SCALE @ parts["whole"], 0) @ parts["out"] + parts["out_bias"])[0])


TEXTS = [text((0.6, 0.8, 0.0, 1.0, 0.0)), text((0.8, 0.0, -0.6, 0.0, -1.0), (0.0, 1.0, 0.0, 0.6, 0.8))]


def test_the_odds_are_the_mean_of_the_networks_and_of_the_texts(parts: Parts) -> None:
    packed = Packed.pack([small(passage) for passage in PASSAGES])
    others = np.array([2, 0, 1])
    odds, ordered = Answering().told(VECTOR, TEXTS, packed, others)
    expected = [np.mean([plainly(parts, each, packed[other]) for each in TEXTS]) for other in others]
    assert odds == pytest.approx(np.clip(expected, -MOST, MOST), abs=1e-4)
    assert ordered == pytest.approx(
        [np.mean([of_member(parts, 2, each, packed[other]) for each in TEXTS]) for other in others], abs=1e-4
    )
    assert Answering().told(VECTOR, TEXTS, packed, others[:0]).tolist() == [[], []]


def test_it_belongs_to_the_vectors_of_one_model(parts: Parts) -> None:
    assert parts
    assert Answering.of("tiny") is not None
    assert Answering.of("another") is None


def test_those_that_ship_are_of_the_model_that_ships() -> None:
    assert Answering.of(encode.fingerprint(encode.DEFAULT_MODEL)) is not None


def test_of_paragraphs_of_the_process_it_says_how_surely_they_answer_where_they_have_no_samples(index: Index) -> None:
    """What it is worth on documents that it never saw is measured where it is trained; here a wrong column would show."""
    samples = load_samples().answered
    some = [(paragraph, samples[paragraph][0]) for paragraph in index.ids[::20] if paragraph in samples]
    documents = {paragraph.partition("#")[0] for paragraph in index.ids}
    own, others, ordered, nearest = [], [], 0, 0
    for paragraph, question in some:
        query = index.query(question)
        assert not index.find(query, 5).column("answers").any()
        assert not index.find(query, 5).column("ordered").any()
        found = index.find(replace(query, unsampled=documents), 20)
        odds = dict(zip(found.ids, found.column("answers").tolist(), strict=True))
        ordered += found.ids[int(found.column("ordered").argmax())] == paragraph
        nearest += found.ids[int(found.column("dense").argmax())] == paragraph
        own += [odds.pop(paragraph)] if paragraph in odds else []
        others += odds.values()
    assert len(own) > 0.8 * len(some)
    assert np.mean(own) > np.mean(others) + 2
    assert ordered > nearest
