"""Texts token by token: what is kept of them, how alike two are, and that an export gives what the model does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from hld.index import encode, export, prefixes, tokens
from hld.index.tokens import Head, Packed, Tokens

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

TEXTS = ["the nurses of schools", "ports", "wells; and (a) lamps", ""]


def random_tokens(chance: np.random.Generator, number: int) -> Tokens:
    vectors = chance.standard_normal((number, 8)).astype(np.float32)
    weights = chance.random(number).astype(np.float32)
    return Tokens(vectors=vectors / np.linalg.norm(vectors, axis=1, keepdims=True), weights=weights / weights.sum())


def plainly(one: Tokens, other: Tokens) -> float:
    """The definition, pair by pair."""
    there = sum(w * max(float(a @ b) for b in other.vectors) for a, w in zip(one.vectors, one.weights, strict=True))
    back = sum(w * max(float(a @ b) for a in one.vectors) for b, w in zip(other.vectors, other.weights, strict=True))
    return (there + back) / 2


def exported(transformer: SentenceTransformer, folder: Path, head: Head) -> encode.OnnxEncoder:
    opened = encode.OnnxEncoder
    export.export(transformer, folder, model="tiny", prefixes=prefixes.Prefixes(), opened=opened, head=head)
    return opened(folder)


def test_alike_is_the_mean_of_what_tokens_find_in_both_directions(tmp_path: Path) -> None:
    chance = np.random.default_rng(2013)
    texts = [random_tokens(chance, number) for number in (3, 1, 7, 2)]
    Packed.pack(texts).save(tmp_path)
    packed = Packed.load(tmp_path)
    assert len(packed) == 4
    asked, some = random_tokens(chance, 5), np.array([2, 0, 3])
    assert packed.alike(asked, some) == pytest.approx([plainly(asked, texts[at]) for at in some], abs=0.01)
    assert packed.alike(texts[2], np.array([2]))[0] == pytest.approx(1, abs=0.01)
    assert len(packed.alike(asked, np.zeros(0, np.int64))) == 0


def test_a_text_is_read_as_it_was_kept() -> None:
    texts = [random_tokens(np.random.default_rng(1), number) for number in (4, 2)]
    again = Packed.pack(texts)[1]
    assert again.vectors == pytest.approx(texts[1].vectors, abs=1 / tokens.STEP)
    assert again.weights == pytest.approx(texts[1].weights, abs=1e-3)


def test_an_empty_text_is_like_nothing() -> None:
    empty = tokens.of(np.zeros((0, 9), np.float32))
    other = random_tokens(np.random.default_rng(1), 3)
    assert Packed.pack([empty]).alike(other, np.array([0])).tolist() == [0]


def test_an_export_gives_the_tokens_of_the_model(tiny: dict[str, Path], tmp_path: Path) -> None:
    import torch
    from torch.nn.functional import normalize, softplus

    transformer = encode.load_transformer(str(tiny["mean"]))
    body, size = transformer[0].auto_model, transformer.get_embedding_dimension()
    chance = np.random.default_rng(7)
    matrix = chance.standard_normal((size, 8)).astype(np.float32)
    head = Head(matrix=matrix, slope=chance.standard_normal(size).astype(np.float32), offset=0.5)
    encoder = exported(transformer, tmp_path / "made", head)
    vectors, tokenwise = encoder.read_queries(TEXTS)
    assert vectors == pytest.approx(encoder.encode_queries(TEXTS), abs=1e-5)
    for text, found in zip(TEXTS[:3], tokenwise, strict=False):
        read = transformer.tokenizer([text], return_tensors="pt", truncation=True)
        with torch.no_grad():
            states = normalize(body(**read).last_hidden_state[0, 1:-1], dim=-1)
            weights = softplus(states @ torch.from_numpy(head.slope) + head.offset)
            expected = normalize(states @ torch.from_numpy(matrix), dim=-1)
        assert found.vectors == pytest.approx(expected.numpy(), abs=1e-4)
        assert found.weights == pytest.approx((weights / weights.sum()).numpy(), abs=1e-4)
    assert not tokenwise[3].vectors.any()


def test_many_texts_are_read_in_their_order(tiny: dict[str, Path], tmp_path: Path) -> None:
    size = 32
    head = Head(matrix=np.eye(size, 8, dtype=np.float32), slope=np.zeros(size, np.float32), offset=0.0)
    transformer = encode.load_transformer(str(tiny["mean"]))
    encoder = exported(transformer, tmp_path / "made", head)
    texts = ["wells and lamps of the schools", "ports", "the nurses", "taxes", "lamps", "the ports of nurses"]
    together = encoder.read_queries(texts)[1]
    for text, found in zip(texts, together, strict=True):
        (alone,) = encoder.read_queries([text])[1]
        assert found.vectors == pytest.approx(alone.vectors, abs=1e-4)


def test_a_model_without_a_head_gives_no_tokens(tiny: dict[str, Path], tiny_cache: Path) -> None:
    encoder = encode.prepare(str(tiny["mean"]), tiny_cache)
    vectors, tokenwise = encoder.read_queries(TEXTS)
    assert len(vectors) == 4
    assert tokenwise == []
