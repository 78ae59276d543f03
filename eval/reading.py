"""Documents of a folder, read in as somebody's own are, and an assistant on them beside the digest."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from hld.ingest.errors import HldError
from hld.ingest.read import ingest, open_library

if TYPE_CHECKING:
    from hld.app.answer import Assistant
    from hld.app.settings import Settings
    from hld.ingest.library import Library


def library(files: Iterable[Path], path: Path) -> Library:
    """A library at this path of the digest and these documents, which are read where they are not in it yet.

    Raises:
        HldError: when one cannot be read.
    """
    made = open_library(path)
    for report in ingest(made, sorted(files)):
        if report.error:
            raise HldError(f"A document that ships cannot be read: {report.error}", "Install hld again.")
    return made


def assistant(files: Iterable[Path], settings: Settings, name: str) -> Assistant:
    """An assistant on the digest and these documents, which are read and indexed in a folder of the home by this name, once.

    Raises:
        HldError: when a document cannot be read, or the model not be loaded.
    """
    from hld.app import command
    from hld.app.answer import Assistant
    from hld.index.build import build
    from hld.index.search import Index

    folder = settings.home / "benchmarks" / name
    held = library(files, folder / "library.sqlite")
    build(held, folder / "index", model=settings.model, cache=settings.models, beside=settings.index)
    held.close()
    index = Index.open(folder / "index", cache=settings.models, model=settings.model)
    return Assistant(index, confidence=settings.confidence, version=command.version())
