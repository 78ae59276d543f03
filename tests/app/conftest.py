"""A home with official text for two resolutions beside the digest, and made-up paragraphs."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from hld.app.answer import Assistant
from hld.index.build import build
from hld.index.encode import DEFAULT_MODEL
from hld.index.search import Index
from hld.ingest.library import DocumentEntry, Entry
from hld.ingest.read import ingest, open_library


@pytest.fixture(scope="session")
def read_in(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Sequence[Path]], Path]:
    def read(files: Sequence[Path]) -> Path:
        """A copy of the digest's home after `hld ingest` of files and `hld index`; the digest is not encoded again."""
        folder = tmp_path_factory.mktemp("read") / "home"
        shutil.copytree(home, folder)
        library = open_library(folder / "library.sqlite")
        assert not any(report.error for report in ingest(library, files))
        build(library, folder / "index", model=DEFAULT_MODEL, cache=folder / "models")
        library.close()
        return folder

    return read


@pytest.fixture(scope="session")
def assistant_at() -> Callable[[Path], Assistant]:
    return lambda home: Assistant(Index.open(home / "index", cache=home / "models", model=DEFAULT_MODEL), version="test")


@pytest.fixture(scope="session")
def official_home(read_in: Callable[[Sequence[Path]], Path], shared: Path) -> Path:
    return read_in([shared / "corpus" / "hld" / f"{name}.en.txt" for name in ("A_RES_67_172", "A_RES_68_4")])


@pytest.fixture(scope="session")
def official(official_home: Path, assistant_at: Callable[[Path], Assistant]) -> Assistant:
    return assistant_at(official_home)


@pytest.fixture(scope="session")
def yearly(read_in: Callable[[Sequence[Path]], Path], assistant_at: Callable[[Path], Assistant], shared: Path) -> Assistant:
    """The digest, and the official texts of two resolutions of one title."""
    return assistant_at(read_in([shared / "corpus" / "hld" / f"{name}.en.txt" for name in ("A_RES_63_225", "A_RES_65_170")]))


@pytest.fixture(scope="session")
def make_entry() -> Callable[..., Entry]:
    def make(text: str, part: str = "para-4", **changes: Any) -> Entry:
        base: dict[str, Any] = {
            "id": f"A/RES/91/17#{part}",
            "document": "A/RES/91/17",
            "kind": "preambular" if part.startswith("pre") else "block" if part.startswith("block") else "operative",
            "text": text,
            "context": "",
            "verb": "",
            "page": 2,
            "heading": "",
            "notes": (),
            "official": True,
            "plain": "",
        }
        return Entry(**{**base, **changes})

    return make


@pytest.fixture(scope="session")
def make_document() -> Callable[..., DocumentEntry]:
    def make(**changes: Any) -> DocumentEntry:
        base: dict[str, Any] = {
            "id": "A/RES/91/17",
            "symbol": "A/RES/91/17",
            "language": "en",
            "title": "Lamps and harbours",
            "body": "General Assembly",
            "type": "resolution",
            "session": 91,
            "agenda_item": "12 (b)",
            "adopted": "2036-12-09",
            "distributed": "",
            "meeting": "40th plenary meeting",
            "committee": "Second Committee",
            "report": "A/91/300",
            "official": True,
            "source": "lamps.txt",
            "paragraphs": 9,
            "process": False,
        }
        return DocumentEntry(**{**base, **changes})

    return make
