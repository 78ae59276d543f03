"""Sketches: how near their cosines are to those of the vectors."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from hld.index import sketch


def _vectors(rows: int, size: int) -> np.ndarray:
    """Unit vectors whose components are the smaller the later they come, as those of texts are."""
    made = np.random.default_rng(3).standard_normal((rows, size)) / np.sqrt(np.arange(1, size + 1))
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)


@pytest.mark.parametrize(("rows", "size"), [(3000, 48), (2, 8), (1, 8)])
def test_a_sketch_of_all_components_tells_cosines(rows: int, size: int, tmp_path: Path) -> None:
    vectors = _vectors(rows, size)
    sketch.write(vectors, size, tmp_path / "sketch.onnx")
    opened = sketch.Sketch(tmp_path / "sketch.onnx")
    assert len(opened) == rows
    for query in vectors[:: max(1, rows // 20)]:
        assert opened.cosines(query) == pytest.approx(vectors @ query, abs=0.02)


def test_a_sketch_of_the_first_components_leaves_the_others_out(tmp_path: Path) -> None:
    vectors = _vectors(2000, 64)
    errors = []
    for number in (8, 32):
        sketch.write(vectors, number, tmp_path / "sketch.onnx")
        found = sketch.Sketch(tmp_path / "sketch.onnx").cosines(vectors[0])
        _, directions = np.linalg.eigh(vectors.T @ vectors)
        rest = vectors - (vectors @ directions[:, :-number]) @ directions[:, :-number].T
        assert found == pytest.approx(rest @ vectors[0], abs=0.02), "the principal components, and nothing else"
        errors.append(np.abs(found - vectors @ vectors[0]).mean())
    assert errors[1] < errors[0]


def test_nothing_is_near_a_query_without_a_direction(tmp_path: Path) -> None:
    sketch.write(_vectors(50, 8), 8, tmp_path / "sketch.onnx")
    assert sketch.Sketch(tmp_path / "sketch.onnx").cosines(np.zeros(8, np.float32)).tolist() == [0.0] * 50


def test_it_is_written_the_same_again(tmp_path: Path) -> None:
    vectors = _vectors(100, 16)
    for name in ("one", "two"):
        sketch.write(vectors, 8, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


@pytest.mark.parametrize("content", [b"", b"no model"])
def test_a_damaged_file_is_an_error(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "sketch.onnx").write_bytes(content)
    with pytest.raises(ValueError, match="no sketch"):
        sketch.Sketch(tmp_path / "sketch.onnx")
