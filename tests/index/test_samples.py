"""Sample questions in an index: found by them, told from those that nothing answers, taken over from build to build."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hld.index import encode, samples
from hld.index.build import build
from hld.index.samples import ALIKE, EVEN, FLOOR, SHARP
from hld.index.search import Index
from hld.index.sketch import Sketch
from hld.index.tokens import Tokens
from hld.ingest import samples as shipped
from hld.ingest.library import Library
from hld.ingest.samples import Samples

ASKED = {"A/RES/91/1#para-3": ("the taxes of wells", "bridges of the ports"), "A/RES/91/1#para-5": ("nurses the nurses",)}
UNASKED = {"A/RES/91/1#para-5": ("lamps visas lamps",), "A/RES/1/1#para-1": ("of a document that is not there",)}


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(samples, "load_samples", lambda: Samples(answered=ASKED, unanswered=UNASKED))
    monkeypatch.setattr(shipped, "fingerprint", lambda: "of this test")


@pytest.fixture
def run(small: Library, tmp_path: Path, tiny: dict[str, Path], tiny_cache: Path) -> Callable[[], dict[str, Any]]:
    return lambda: build(small, tmp_path / "index", model=str(tiny["mean"]), cache=tiny_cache)


@pytest.fixture
def opened(tmp_path: Path, tiny: dict[str, Path], tiny_cache: Path) -> Iterator[Callable[[], Index]]:
    found: list[Index] = []

    def call() -> Index:
        found.append(Index.open(tmp_path / "index", cache=tiny_cache, model=str(tiny["mean"])))
        return found[-1]

    yield call
    for index in found:
        index.library.close()


def test_a_paragraph_is_found_by_its_samples(
    run: Callable[[], Any], opened: Callable[[], Index], request: pytest.FixtureRequest
) -> None:
    run()
    plain = opened()
    before = {hit.id: hit for hit in plain.search(plain.query("the taxes of wells"), 50)}
    request.getfixturevalue("chosen")
    run()
    index = opened()
    hits = {hit.id: hit for hit in index.search(index.query("the taxes of wells"), 50)}
    mine = hits["A/RES/91/1#para-3"]
    assert mine.posed > np.log1p(np.exp(SHARP * (1 - ALIKE)) / FLOOR) - 0.01 > EVEN, "one of them is the very question"
    assert mine.score > before[mine.id].score
    assert {i for i, hit in hits.items() if hit.sampled} == set(ASKED)
    assert not any(hit.posed for hit in hits.values() if not hit.sampled)
    assert len({hit.unanswered for hit in hits.values()}) == 1
    assert all(hit.posed == hit.unanswered == 0 for hit in before.values())


def test_what_nothing_answers_is_told(run: Callable[[], Any], opened: Callable[[], Index], chosen: None) -> None:
    run()
    index = opened()
    declined, other = (index.search(index.query(text), 1)[0].unanswered for text in ("lamps visas lamps", "schools"))
    assert declined > other > 0


def test_likeness_is_the_logarithm_of_a_sum(tmp_path: Path) -> None:
    vectors = np.eye(3, dtype=np.float32)
    of = samples.Chosen(texts=["a", "b", "c"], answered=[("x", 2)], unanswered=[("y", 1)])
    samples.write(tmp_path, of, [(vector, None) for vector in vectors])
    sampled = samples.Sampled(tmp_path, {"w": 0, "x": 1, "y": 2})
    found = sampled.likeness(np.array([0.6, 0.8, 0.0], np.float32), [])
    total = np.exp(SHARP * (0.6 - ALIKE)) + np.exp(SHARP * (0.8 - ALIKE))
    assert found.posed.tolist() == pytest.approx([0, np.log1p(total / FLOOR), 0], rel=1e-5)
    assert found.unanswered == pytest.approx(np.log1p(np.exp(-SHARP * ALIKE) / FLOOR), rel=1e-5)
    assert found.nearer == pytest.approx(0.7)  # the mean of both, than the unanswered one, which is at a right angle
    assert sampled.has.tolist() == [False, True, False]


def test_samples_of_some_paragraphs_are_left_out(tmp_path: Path) -> None:
    vectors = np.eye(4, dtype=np.float32)
    of = samples.Chosen(texts=["a", "b", "c", "d"], answered=[("x", 2), ("y", 1)], unanswered=[("x", 1)])
    samples.write(tmp_path, of, [(vector, None) for vector in vectors])
    sampled = samples.Sampled(tmp_path, {"x": 0, "y": 1})
    asked = np.array([0.8, 0.0, 0.36, 0.48], np.float32)
    found = sampled.likeness(asked, [], np.array([True, False]))
    (tmp_path / "other").mkdir()
    less = samples.Chosen(texts=["c"], answered=[("y", 1)], unanswered=[])
    samples.write(tmp_path / "other", less, [(vectors[2], None)])
    without = samples.Sampled(tmp_path / "other", {"x": 0, "y": 1}).likeness(asked, [])
    assert found.posed == pytest.approx(without.posed, abs=1e-4)
    assert found.alike.tolist() == without.alike.tolist() == [0, 1]
    assert found.unanswered == pytest.approx(0, abs=1e-4)
    nothing = sampled.likeness(asked, [], np.array([True, True]))
    assert nothing.posed.tolist() == pytest.approx([0, 0], abs=1e-4)
    assert nothing.alike.tolist() == [0, 0]
    assert nothing.nearer == 0


def test_many_samples_are_compared_by_a_sketch_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = np.random.default_rng(11).standard_normal((40, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    of = samples.Chosen(texts=[str(at) for at in range(40)], answered=[("x", 20), ("y", 10)], unanswered=[("x", 10)])
    found = []
    for name, number in (("vectors", 41), ("sketch", 40)):
        monkeypatch.setattr(samples, "SKETCH_FROM", number)
        (tmp_path / name).mkdir()
        samples.write(tmp_path / name, of, [(vector, None) for vector in vectors])
        found.append(samples.Sampled(tmp_path / name, {"x": 0, "y": 1}).likeness(vectors[3] * 0.6 + vectors[25] * 0.8, []))
    whole, sketched = found
    assert len(Sketch(tmp_path / "sketch" / samples.SKETCH)) == 40
    assert not (tmp_path / "vectors" / samples.SKETCH).exists()
    # The cosine of a short vector of whole numbers is .01 off, ten times which is what `posed` is off.
    assert sketched.posed == pytest.approx(whole.posed, abs=0.1)
    assert (sketched.unanswered, sketched.nearer) == pytest.approx((whole.unanswered, whole.nearer), abs=0.1)
    assert len(samples.known(tmp_path / "sketch")) == 40


def test_samples_are_compared_token_by_token(tmp_path: Path) -> None:
    """By the vectors of the whole texts, the second sample is the nearer; by its tokens the first is the very question."""
    axes = np.eye(4, dtype=np.float32)

    def text(*places: int) -> Tokens:
        return Tokens(vectors=axes[list(places)], weights=np.full(len(places), 1 / len(places), np.float32))

    of = samples.Chosen(texts=["a", "b"], answered=[("x", 1), ("y", 1)], unanswered=[])
    samples.write(tmp_path, of, [(axes[0], text(2, 3)), (axes[1], text(1))])
    sampled = samples.Sampled(tmp_path, {"x": 0, "y": 1})
    assert sampled.likeness(axes[1], []).alike.tolist() == [0, 1]
    asked = sampled.likeness(axes[1], [text(3, 2)])
    assert asked.alike == pytest.approx([1, 0], abs=1e-6)
    assert asked.posed[1] > asked.posed[0]
    assert sampled.likeness(axes[1], [text(3, 2), text(1)]).alike == pytest.approx([1, 1], abs=1e-3)


def test_tokens_of_other_samples_are_refused(tmp_path: Path) -> None:
    one = Tokens(vectors=np.ones((1, 1), np.float32), weights=np.ones(1, np.float32))
    of = samples.Chosen(texts=["a", "b"], answered=[("x", 2)], unanswered=[])
    samples.write(tmp_path, of, [(np.array([1.0, 0.0]), one), (np.array([0.0, 1.0]), None)])
    with pytest.raises(ValueError, match="tokens"):
        samples.Sampled(tmp_path, {"x": 0})


def test_samples_are_taken_over_and_new_ones_make_a_new_index(
    run: Callable[[], Any], chosen: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    of = encode.OnnxEncoder.read_queries
    monkeypatch.setattr(
        encode.OnnxEncoder, "read_queries", lambda self, texts, *more: seen.extend(texts) or of(self, texts, *more)
    )
    assert run()["built"]
    assert sorted(seen) == sorted(q for kind in (ASKED, UNASKED) for i, found in kind.items() if "91" in i for q in found)
    assert not run()["built"]
    seen.clear()
    more = {**ASKED, "A/RES/91/1#para-7": ("harvests of students",)}
    monkeypatch.setattr(samples, "load_samples", lambda: Samples(answered=more, unanswered=UNASKED))
    monkeypatch.setattr(shipped, "fingerprint", lambda: "of one more")
    assert run()["built"]
    assert seen == ["harvests of students"]
