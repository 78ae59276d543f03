"""Texts token by token: what is kept of them, how alike two are, and that an export gives what the model does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from hld.index import encode, export, passages, prefixes, tokens
from hld.index.passages import Passages
from hld.index.samples import Tokenwise
from hld.index.tokens import PASSAGES, QUESTIONS, Head, Tokens

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

TEXTS = ["the nurses of schools", "ports", "wells; and (a) lamps", ""]


def random_tokens(chance: np.random.Generator, number: int) -> Tokens:
    vectors = chance.standard_normal((number, 8)).astype(np.float32)
    weights = chance.random(number).astype(np.float32)
    return Tokens(vectors=vectors / np.linalg.norm(vectors, axis=1, keepdims=True), weights=weights / weights.sum())


def found_in(one: Tokens, vectors: np.ndarray) -> float:
    """The definition of how much of one text is in another, pair by pair."""
    return sum(w * max(float(a @ b) for b in vectors) for a, w in zip(one.vectors, one.weights, strict=True))


def plainly(one: Tokens, other: Tokens) -> float:
    return (found_in(one, other.vectors) + found_in(other, one.vectors)) / 2


def exported(transformer: SentenceTransformer, folder: Path, heads: dict[str, Head]) -> encode.OnnxEncoder:
    opened = encode.OnnxEncoder
    export.export(transformer, folder, model="tiny", prefixes=prefixes.Prefixes(), opened=opened, heads=heads)
    return opened(folder)


def test_alike_is_the_mean_of_what_tokens_find_in_both_directions(tmp_path: Path) -> None:
    chance = np.random.default_rng(2013)
    texts = [random_tokens(chance, number) for number in (3, 1, 7, 2)]
    Tokenwise.pack(texts).save(tmp_path)
    packed = Tokenwise.load(tmp_path)
    assert packed is not None
    assert len(packed) == 4
    asked, some = random_tokens(chance, 5), np.array([2, 0, 3])
    assert packed.alike(asked, some) == pytest.approx([plainly(asked, texts[at]) for at in some], abs=0.01)
    assert packed.alike(texts[2], np.array([2]))[0] == pytest.approx(1, abs=0.01)
    assert len(packed.alike(asked, np.zeros(0, np.int64))) == 0


def test_a_text_is_read_as_it_was_kept() -> None:
    texts = [random_tokens(np.random.default_rng(1), number) for number in (4, 2)]
    again = Tokenwise.pack(texts)[1]
    assert again.vectors == pytest.approx(texts[1].vectors, abs=1 / tokens.STEP)
    assert again.weights == pytest.approx(texts[1].weights, abs=1e-3)


def test_an_empty_text_is_like_nothing() -> None:
    empty = tokens.of(np.zeros((0, 9), np.float32))
    other = random_tokens(np.random.default_rng(1), 3)
    assert Tokenwise.pack([empty]).alike(other, np.array([0])).tolist() == [0]


def test_an_export_gives_the_tokens_of_the_model(tiny: dict[str, Path], tmp_path: Path) -> None:
    import torch
    from torch.nn.functional import normalize, softplus

    transformer = encode.load_transformer(str(tiny["mean"]))
    body, size = transformer[0].auto_model, transformer.get_embedding_dimension()
    chance = np.random.default_rng(7)
    matrix = chance.standard_normal((size, 8)).astype(np.float32)
    head = Head(matrix=matrix, slope=chance.standard_normal(size).astype(np.float32), offset=0.5)
    other = Head(matrix=-matrix[:, :6], slope=head.slope, offset=0.1)
    encoder = exported(transformer, tmp_path / "made", {QUESTIONS: head, PASSAGES: other})
    vectors, questions = encoder.read_queries(TEXTS)
    assert vectors == pytest.approx(encoder.encode_queries(TEXTS), abs=1e-5)
    for text, both in zip(TEXTS[:3], questions, strict=False):
        found = both.question
        assert both.passage.vectors.shape == (len(found.vectors), 6)
        read = transformer.tokenizer([text], return_tensors="pt", truncation=True)
        with torch.no_grad():
            states = normalize(body(**read).last_hidden_state[0, 1:-1], dim=-1)
            weights = softplus(states @ torch.from_numpy(head.slope) + head.offset)
            expected = normalize(states @ torch.from_numpy(matrix), dim=-1)
        assert found.vectors == pytest.approx(expected.numpy(), abs=1e-4)
        assert found.weights == pytest.approx((weights / weights.sum()).numpy(), abs=1e-4)
    assert not questions[3].question.vectors.any()
    assert not questions[3].passage.vectors.any()


@pytest.fixture
def reader(tiny: dict[str, Path], tmp_path: Path) -> encode.OnnxEncoder:
    size = 32
    head = Head(matrix=np.eye(size, 8, dtype=np.float32), slope=np.zeros(size, np.float32), offset=0.0)
    return exported(encode.load_transformer(str(tiny["mean"])), tmp_path / "made", {QUESTIONS: head, PASSAGES: head})


MANY = ["wells and lamps of the schools", "ports", "the nurses", "taxes", "lamps", "the ports of nurses"]


def test_many_texts_are_read_in_their_order(reader: encode.OnnxEncoder) -> None:
    for text, found in zip(MANY, reader.read_queries(MANY)[1], strict=True):
        (alone,) = reader.read_queries([text])[1]
        assert found.question.vectors == pytest.approx(alone.question.vectors, abs=1e-4)
        assert found.passage.vectors == pytest.approx(alone.passage.vectors, abs=1e-4)
    vectors, read = reader.read(MANY)
    assert vectors == pytest.approx(reader.encode(MANY), abs=1e-5)
    assert [len(found) for found in read] == [len(reader.read([text])[1][0]) for text in MANY]


def test_tokens_that_are_alike_are_kept_as_one() -> None:
    axes = np.eye(4, dtype=np.float32)
    tilted = (axes[0] + 0.1 * axes[1]) / np.linalg.norm(axes[0] + 0.1 * axes[1])
    states = np.column_stack([np.stack([axes[0], axes[2], tilted, axes[2]]), np.ones(4, np.float32)])
    kept = tokens.pooled(states) / tokens.STEP
    assert kept.shape == (2, 4)
    assert np.linalg.norm(kept, axis=1) == pytest.approx([1, 1], abs=0.01)
    together = (axes[0] + tilted) / np.linalg.norm(axes[0] + tilted)
    assert sorted(kept.tolist(), reverse=True) == [pytest.approx(row, abs=0.01) for row in (together.tolist(), axes[2].tolist())]
    assert tokens.pooled(states[:2]).shape == (2, 4), "a text of a word or two is kept whole"
    assert not tokens.pooled(states[:0]).any()


def test_a_question_is_found_in_the_better_text_of_a_paragraph(tmp_path: Path) -> None:
    chance = np.random.default_rng(5)
    kept = [random_tokens(chance, number).vectors for number in (3, 1, 7, 2)]
    passages.write(tmp_path, [(np.zeros(1), tokens.small(vectors)) for vectors in kept])
    opened = Passages(tmp_path, 4)
    asked, turn = random_tokens(chance, 5), random_tokens(chance, 2)
    first, last = np.array([0, 3, 1]), np.array([0, 3, 2])
    mean = [(found_in(asked, vectors) + found_in(turn, vectors)) / 2 for vectors in kept]
    assert opened.maxsim([asked, turn], first, last) == pytest.approx([mean[0], mean[3], max(mean[1:3])], abs=0.01)
    assert opened.maxsim([], first, last).tolist() == [0, 0, 0]
    assert len(opened.maxsim([asked], first[:0], last[:0])) == 0
    with pytest.raises(ValueError, match="tokens"):
        Passages(tmp_path, 5)


def test_an_index_without_tokens_finds_nothing_by_them(tmp_path: Path) -> None:
    passages.write(tmp_path, [(np.zeros(1), None)])
    assert not list(tmp_path.iterdir())
    found = Passages(tmp_path, 1).maxsim([random_tokens(np.random.default_rng(1), 2)], np.array([0]), np.array([0]))
    assert found.tolist() == [0]


def test_a_model_without_a_head_gives_no_tokens(tiny: dict[str, Path], tiny_cache: Path) -> None:
    encoder = encode.prepare(str(tiny["mean"]), tiny_cache)
    vectors, tokenwise = encoder.read_queries(TEXTS)
    assert len(vectors) == 4
    assert tokenwise == []
    vectors, kept = encoder.read(TEXTS)
    assert len(vectors) == 4
    assert kept == []
