"""The adapter of the default model: part of its fingerprint and of its vectors, and of no other model's."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from hld.index import adapter, encode

TEXTS = ["money sent home", "Encourages States to lower the cost of transferring remittances", "lamps"]
LAYER = "encoder.layer.2.intermediate.dense"


@pytest.fixture(scope="module")
def plain() -> encode.SentenceTransformer:
    """The model as published; no test changes it."""
    folder = encode.packaged_model()
    assert folder is not None
    return encode.load_transformer(str(folder))


@pytest.fixture(scope="module")
def ours() -> encode.SentenceTransformer:
    return encode.load_transformer(encode.DEFAULT_MODEL)


def test_the_default_model_has_it_and_its_folder_has_not(
    plain: encode.SentenceTransformer, ours: encode.SentenceTransformer
) -> None:
    folder = encode.packaged_model()
    added = adapter.matrices()
    before, after = (model[0].auto_model.get_submodule(LAYER).weight.detach().numpy() for model in (plain, ours))
    assert np.allclose(after - before, added[f"{LAYER}.up"] @ added[f"{LAYER}.down"], atol=1e-6)
    assert np.abs(after - before).max() > 0
    assert encode.fingerprint(encode.DEFAULT_MODEL) != encode.fingerprint(str(folder))


def test_every_linear_layer_has_its_addition_and_nothing_else() -> None:
    added = adapter.matrices()
    layers = {f"encoder.layer.{number}.{name}" for number in range(6) for name in adapter.LINEAR}
    assert {name.rpartition(".")[0] for name in added} == layers | {""}
    assert all(adapter.RANK in added[f"{layer}.{part}"].shape for layer in layers for part in (adapter.UP, adapter.DOWN))
    assert added[adapter.DENSE].shape == (384, 384)


def test_it_brings_a_question_closer_to_how_resolutions_are_written(
    plain: encode.SentenceTransformer, ours: encode.SentenceTransformer
) -> None:
    before, after = (model.encode(TEXTS, normalize_embeddings=True, show_progress_bar=False) for model in (plain, ours))
    assert after[0] @ after[1] - after[0] @ after[2] > before[0] @ before[1] - before[0] @ before[2]
    assert np.allclose(np.linalg.norm(after, axis=1), 1, atol=1e-5)


def test_a_model_of_other_dimensions_is_refused(monkeypatch: pytest.MonkeyPatch, plain: encode.SentenceTransformer) -> None:
    monkeypatch.setattr(adapter, "matrices", lambda: {adapter.DENSE: np.zeros((3, 3), np.float32)})
    with pytest.raises(ValueError, match="3 dimensions, the model's have 384"):
        adapter.attach(plain)


@pytest.mark.parametrize(
    ("name", "rows", "message"),
    [
        ("encoder.layer.7.output.dense", 384, "with a layer encoder.layer.7"),
        ("encoder.layer.0.output.dense", 5, r"size \(5, 1536\)"),
    ],
)
def test_a_model_with_other_layers_is_refused(plain: encode.SentenceTransformer, name: str, rows: int, message: str) -> None:
    added = {f"{name}.up": np.zeros((rows, 2), np.float32), f"{name}.down": np.zeros((2, 1536), np.float32)}
    with pytest.raises(ValueError, match=message):
        adapter.merge(plain[0].auto_model, added)


def test_what_is_learnt_is_what_is_merged() -> None:
    """The training reads as the product will: a layer with its addition gives what the merged layer gives."""
    layer = torch.nn.Linear(6, 4)
    down, up = torch.randn(2, 6), torch.randn(4, 2)
    inputs = torch.randn(3, 6)
    expected = layer(inputs) + inputs @ down.T @ up.T
    body = torch.nn.ModuleDict({"only": layer})
    adapter.merge(body, {"only.down": down.numpy(), "only.up": up.numpy()})
    assert torch.allclose(body["only"](inputs), expected, atol=1e-5)
