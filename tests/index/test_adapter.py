"""The adapter of the default model: part of its fingerprint and of its vectors, and of no other model's."""

from __future__ import annotations

import numpy as np
import pytest

from hld.index import adapter, encode


@pytest.fixture(scope="module")
def texts() -> list[str]:
    return ["money sent home", "Encourages States to lower the cost of transferring remittances", "lamps"]


def test_the_default_model_has_it_and_its_folder_has_not(texts: list[str]) -> None:
    folder = encode.packaged_model()
    assert folder is not None
    plain = encode.load_transformer(str(folder)).encode(texts, normalize_embeddings=True)
    ours = encode.load_transformer(encode.DEFAULT_MODEL).encode(texts, normalize_embeddings=True)
    moved = plain + plain @ adapter.matrix()
    assert np.allclose(ours, moved / np.linalg.norm(moved, axis=1, keepdims=True), atol=1e-5)
    assert encode.fingerprint(encode.DEFAULT_MODEL) != encode.fingerprint(str(folder))


def test_it_moves_vectors_but_not_far() -> None:
    learnt = adapter.matrix()
    assert learnt.shape == (384, 384)
    assert 0 < np.linalg.norm(learnt, 2) < 1.5, "a question stays nearer to its own vector than to any other direction"


def test_a_model_of_other_dimensions_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapter, "matrix", lambda: np.zeros((3, 3), np.float32))
    folder = encode.packaged_model()
    transformer = encode.load_transformer(str(folder))
    with pytest.raises(ValueError, match="3 dimensions, the model's have 384"):
        adapter.attach(transformer)
