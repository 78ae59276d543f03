"""The array of vectors and its sketch: which rows are looked at, and that nothing near is lost."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from hld.index import store
from hld.ingest.errors import HldError

ROWS, SIZE = 12_000, 192


@pytest.fixture(scope="module")
def vectors() -> np.ndarray:
    """Unit vectors in groups, which vary more in some directions than in others, as those of texts do."""
    chance = np.random.default_rng(1)
    scale = 1 / np.sqrt(np.arange(1, SIZE + 1))
    centres = chance.normal(size=(300, SIZE)) * scale
    made = centres[chance.integers(300, size=ROWS)] + 0.5 * chance.normal(size=(ROWS, SIZE)) * scale
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module")
def generation(vectors: np.ndarray, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("generation")
    store.write_arrays(folder, vectors)
    return folder


def test_the_nearest_of_many_rows_are_found_by_a_sketch(generation: Path, vectors: np.ndarray) -> None:
    opened = store.ArrayVectors(generation)
    assert opened.sketched
    shares = []
    for query in vectors[::400]:
        rows, cosines = opened.scores(query, 600)
        assert len(rows) == store.READ
        assert (np.diff(rows) > 0).all()
        assert cosines == pytest.approx(vectors[rows] @ query, abs=1e-6)
        nearest = np.argsort(-(vectors @ query))[:600]
        shares.append(np.isin(nearest, rows).mean())
        assert np.isin(nearest[:10], rows).all()
    assert np.mean(shares) >= 0.99


def test_as_many_rows_as_are_asked_for_are_looked_at(generation: Path, vectors: np.ndarray) -> None:
    opened = store.ArrayVectors(generation)
    assert len(opened.scores(vectors[0], 5000)[0]) == 5000
    rows, cosines = opened.scores(vectors[0], ROWS)
    assert rows.tolist() == list(range(ROWS))
    assert cosines == pytest.approx(vectors @ vectors[0], abs=1e-6)


@pytest.mark.parametrize("shape", [(store.SKETCH_FROM, 192), (12_000, store.SKETCHED), (3, 3)])
def test_few_rows_and_short_vectors_have_no_sketch(shape: tuple[int, int], tmp_path: Path) -> None:
    made = np.ones(shape, np.float32)
    store.write_arrays(tmp_path, made)
    opened = store.ArrayVectors(tmp_path)
    assert not opened.sketched
    assert len(opened.scores(made[0], 1)[0]) == len(made)


@pytest.mark.parametrize("name", [store.VECTORS, store.SKETCH])
def test_a_damaged_file_is_named_with_its_remedy(name: str, generation: Path, vectors: np.ndarray, tmp_path: Path) -> None:
    store.write_arrays(tmp_path, vectors)
    (tmp_path / name).write_bytes(b"no array")
    with pytest.raises(HldError, match="damaged") as caught:
        store.ArrayVectors(tmp_path)
    assert "hld index --rebuild" in caught.value.remedy
