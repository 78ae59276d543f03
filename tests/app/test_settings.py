"""Settings from the environment, and the doctor."""

from __future__ import annotations

import re
import shutil
import socket
from pathlib import Path

import numpy as np
import pytest

from hld.app import command
from hld.app.doctor import Check, examine
from hld.app.settings import Settings
from hld.index import build, sketch, store
from hld.index.encode import DEFAULT_MODEL
from hld.ingest.errors import HldError


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"HLD_{name.upper()}", raising=False)


def test_defaults() -> None:
    settings = command.settings()
    assert settings.home.is_absolute()
    assert settings.home.name == "hld"
    assert (settings.model, settings.languages, settings.chroma_url) == (DEFAULT_MODEL, ("en",), "")
    assert (settings.exact_up_to, settings.confidence) == (store.EXACT_UP_TO, 0.7)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("model", "a/b", "a/b"),
        ("confidence", "0.25", 0.25),
        ("exact_up_to", "0", 0),
        ("chroma_url", "http://127.0.0.1:9", "http://127.0.0.1:9"),
        ("chroma_headers", '{"X-Token": "t"}', {"X-Token": "t"}),
        ("languages", '["en", "fr"]', ("en", "fr")),
    ],
)
def test_every_setting_is_an_environment_variable(
    name: str, value: str, expected: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"HLD_{name.upper()}", value)
    assert getattr(command.settings(), name) == expected


def test_the_home_is_made_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HLD_HOME", "here")
    settings = command.settings()
    assert settings.home == tmp_path / "here"
    assert settings.library == tmp_path / "here" / "library.sqlite"
    assert settings.index == tmp_path / "here" / "index"
    assert settings.models == tmp_path / "here" / "models"
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("HLD_HOME", "~/there")
    assert command.settings().home == tmp_path / "there"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CONFIDENCE", "7"),
        ("CONFIDENCE", "high"),
        ("EXACT_UP_TO", "many"),
        ("LANGUAGES", "en"),
        ("CHROMA_HEADERS", "X-Token: t"),
    ],
)
def test_a_value_that_is_not_valid_names_its_variable(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"HLD_{name}", value)
    with pytest.raises(HldError) as caught:
        command.settings()
    assert f"HLD_{name}" in caught.value.message
    assert caught.value.remedy


# The doctor.


def checks(home: Path, **changes: object) -> dict[str, Check]:
    return {check.name: check for check in examine(Settings(home=home, **changes))}  # type: ignore[arg-type]


def test_a_healthy_home(home: Path, tmp_path: Path) -> None:
    shutil.copytree(home, tmp_path / "home")
    found = checks(tmp_path / "home")
    assert list(found) == [
        "Python",
        "Library",
        "Model",
        "Index folder",
        "Index",
        "Encoder",
        "Vectors",
        "Chroma",
        "Language model",
    ]
    assert all(check.ok for check in found.values()), found
    assert "11 documents" in found["Library"].found
    assert "384 dimensions" in found["Encoder"].found
    assert "recall@10 against exact search 1.000 on 50 stored vectors" in found["Chroma"].found
    assert "on 200 texts 0.9999" in found["Encoder"].found or "on 200 texts 1.0" in found["Encoder"].found
    assert "searched without a graph" in found["Vectors"].found
    assert "sketch" not in found["Vectors"].found, "a few hundred rows are all read"
    assert "hld fetch" in found["Library"].remedy, "advice, though nothing is wrong"


def test_a_sketch_of_the_vectors_is_measured(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(home, tmp_path / "home")
    generation = build.current(tmp_path / "home" / "index")
    assert generation
    monkeypatch.setattr(store, "SKETCH_FROM", 100)
    monkeypatch.setattr(store, "READ", 200)
    vectors = np.load(generation / store.VECTORS)
    store.write_arrays(generation, vectors)
    found = checks(tmp_path / "home")["Vectors"]
    assert found.ok
    assert re.search(r"by a sketch of it, recall@10 against exact search (?:1\.000|0\.99\d) on 50 stored vectors", found.found)
    sketch.write(-vectors, store.SKETCHED, generation / store.SKETCH)
    found = checks(tmp_path / "home")["Vectors"]
    assert not found.ok
    assert "too few" in found.found
    assert "HLD_EXACT_UP_TO=0" in found.remedy


def test_an_empty_home(tmp_path: Path) -> None:
    found = checks(tmp_path / "home")
    assert found["Library"].ok
    for name in ("Index folder", "Index", "Encoder", "Vectors", "Chroma"):
        assert not found[name].ok
        assert "hld index" in found[name].remedy


def test_another_model(home: Path, tmp_path: Path) -> None:
    shutil.copytree(home, tmp_path / "home")
    found = checks(tmp_path / "home", model="another/model")
    assert not found["Index"].ok
    assert "another/model" in found["Index"].found


def test_a_library_that_has_changed(home: Path, tmp_path: Path) -> None:
    shutil.copytree(home, tmp_path / "home")
    page = tmp_path / "lamps.txt"
    page.write_text("Lamps\n\nThe lamps of the harbour are green.\n")
    from hld.ingest.read import ingest, open_library

    library = open_library(tmp_path / "home" / "library.sqlite")
    assert [r.error for r in ingest(library, [page])] == [""]
    library.close()
    found = checks(tmp_path / "home")
    assert not found["Index"].ok
    assert "has changed" in found["Index"].found
    assert found["Chroma"].ok


def test_chroma_that_is_gone(home: Path, tmp_path: Path) -> None:
    shutil.copytree(home, tmp_path / "home")
    (folder,) = (tmp_path / "home" / "index").glob("*/chroma")
    shutil.rmtree(folder)
    found = checks(tmp_path / "home")
    assert found["Index"].ok
    assert not found["Chroma"].ok
    assert "hld index" in found["Chroma"].remedy


def test_chroma_whose_files_are_damaged(home: Path, tmp_path: Path) -> None:
    shutil.copytree(home, tmp_path / "home")
    (file,) = (tmp_path / "home" / "index").glob("*/chroma/chroma.sqlite3")
    file.write_bytes(b"junk" * 5000)
    found = checks(tmp_path / "home")
    assert not found["Chroma"].ok
    assert "hld index --rebuild" in found["Chroma"].remedy
    assert found["Vectors"].ok, "what is searched exactly needs no Chroma"


def test_rows_that_chroma_lost(home: Path, tmp_path: Path) -> None:
    import chromadb

    shutil.copytree(home, tmp_path / "home")
    (folder,) = (tmp_path / "home" / "index").glob("*/chroma")
    client = chromadb.PersistentClient(str(folder))
    client.get_collection("paragraphs").delete(ids=["0", "1", "2"])
    client.close()
    found = checks(tmp_path / "home")
    assert not found["Chroma"].ok
    assert "rows of" in found["Chroma"].found
    assert "hld index --rebuild" in found["Chroma"].remedy


def test_a_chroma_server_that_is_down(home: Path, tmp_path: Path) -> None:
    shutil.copytree(home, tmp_path / "home")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        dead = f"http://127.0.0.1:{free.getsockname()[1]}"
    found = checks(tmp_path / "home", chroma_url=dead)
    assert not found["Chroma"].ok
    assert "does not answer" in found["Chroma"].found
    assert "HLD_CHROMA_URL" in found["Chroma"].remedy
    assert not found["Index"].ok
    assert dead in found["Index"].found
    assert found["Vectors"].ok


def test_an_exported_model_that_is_gone(home: Path, tmp_path: Path) -> None:
    shutil.copytree(home, tmp_path / "home")
    shutil.rmtree(tmp_path / "home" / "models")
    found = checks(tmp_path / "home")["Encoder"]
    assert found.ok
    assert "sentence-transformers" in found.found
    assert "hld index" in found.remedy


def test_a_library_that_is_not_one(home: Path, tmp_path: Path) -> None:
    shutil.copytree(home, tmp_path / "home")
    (tmp_path / "home" / "library.sqlite").write_bytes(b"junk" * 1000)
    for extra in ("library.sqlite-wal", "library.sqlite-shm"):
        (tmp_path / "home" / extra).unlink(missing_ok=True)
    found = checks(tmp_path / "home")
    assert not found["Library"].ok
    assert found["Encoder"].ok, "the index has its own copy"
