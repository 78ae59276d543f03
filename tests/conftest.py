"""Fixtures that several rooms share: the real documents, and a home with an index of the digest."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hld.app.answer import Assistant
from hld.index.build import build
from hld.index.encode import DEFAULT_MODEL
from hld.index.search import Index
from hld.ingest.read import open_library

CI = os.environ.get("CI") == "true"


@pytest.fixture(scope="session")
def shared() -> Path:
    folder = Path(os.environ.get("HLD_SHARED", Path(__file__).resolve().parents[2] / "shared"))
    if not (folder / "corpus").is_dir():
        reason = f"{folder} with the real documents is not here; set HLD_SHARED"
        pytest.fail(reason) if CI else pytest.skip(reason)
    return folder


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the digest indexed, as `make chat` leaves it. Read only: tests that write make their own."""
    folder = tmp_path_factory.mktemp("home")
    library = open_library(folder / "library.sqlite")
    build(library, folder / "index", model=DEFAULT_MODEL, cache=folder / "models")
    library.close()
    return folder


@pytest.fixture(scope="session")
def index(home: Path) -> Index:
    return Index.open(home / "index", cache=home / "models", model=DEFAULT_MODEL)


@pytest.fixture(scope="session")
def assistant(index: Index) -> Assistant:
    return Assistant(index, version="test")
