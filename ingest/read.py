"""Files and folders -> documents in the library, with a report of what was found. No single file can stop a run."""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from hld.ingest.digest import load_digest
from hld.ingest.errors import HldError, UnreadableError
from hld.ingest.library import Library
from hld.ingest.models import Document, Kind
from hld.ingest.readers import akn, text

READERS: dict[str, Callable[[bytes, str], list[Document]]] = {".xml": akn.read, ".txt": text.read}
log = logging.getLogger(__name__)

LARGEST = 64 * 1024 * 1024
"""Bytes; a larger file is refused before it is read."""

PARSER = "1"
"""Version of the parsers: part of a document's hash, so that a better parser reads an unchanged file again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What became of one file: its document, with counts by kind, or the error; `stored` is False when nothing changed."""

    source: str
    document: str = ""
    language: str = ""
    title: str = ""
    counts: tuple[tuple[str, int], ...] = ()
    anomalies: tuple[str, ...] = ()
    error: str = ""
    stored: bool = False

    def count(self, kind: Kind) -> int:
        """Paragraphs of this kind."""
        return dict(self.counts).get(kind, 0)


def find_files(paths: Iterable[Path]) -> list[Path]:
    """The readable files under `paths`, sorted; a file that is named itself is taken whatever its ending.

    Raises:
        HldError: when a path does not exist, or a folder holds nothing that can be read.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.suffix.lower() in READERS and p.is_file())
            if not inside:
                endings = ", ".join(READERS)
                raise HldError(f"{path} holds no file that can be read.", f"Files ending in {endings} are read.")
            found += inside
        elif path.is_file():
            found.append(path)
        else:
            raise HldError(f"{path} does not exist.", "Check the path.")
    return list(dict.fromkeys(found))


def read_file(path: Path) -> list[Document]:
    """The documents in one file.

    Raises:
        UnreadableError: when the file is empty, too large, of a format that is not read, or damaged.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        endings = ", ".join(READERS)
        raise UnreadableError(f"{path.name} is of a format that is not read.", f"Files ending in {endings} are read.")
    try:
        if path.stat().st_size > LARGEST:
            raise UnreadableError(f"{path.name} is larger than {LARGEST >> 20} MiB.", "Split it.")
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"{path.name} cannot be read: {error.strerror}.", "Check its permissions.") from error
    if not data.strip():
        raise UnreadableError(f"{path.name} is empty.", "Download or export it again.")
    documents = reader(data, path.name)
    if not any(document.paragraphs for document in documents):
        raise UnreadableError(f"{path.name} holds no paragraph.", "Give a resolution or a report.")
    sha256 = hashlib.sha256(PARSER.encode() + data).hexdigest()
    return [replace(document, sha256=sha256) for document in documents]


def ingest(library: Library, files: Iterable[Path]) -> Iterator[Report]:
    """Read files into the library one by one, and report each; a file that cannot be read changes nothing."""
    seen: dict[str, str] = {}
    for path in files:
        try:
            documents = read_file(path)
        except HldError as error:
            yield Report(source=str(path), error=str(error))
            continue
        except Exception as error:
            log.exception("%s", path)
            yield Report(source=str(path), error=f"{path.name} cannot be parsed ({error!r}). Please report this file.")
            continue
        for document in documents:
            counts = Counter(str(paragraph.kind) for paragraph in document.paragraphs)
            anomalies = document.anomalies
            if document.id in seen:
                anomalies = (*anomalies, f"replaces the same document from {seen[document.id]}")
            seen[document.id] = path.name
            yield Report(
                source=str(path),
                document=document.id,
                language=document.language,
                title=document.title,
                counts=tuple(sorted(counts.items())),
                anomalies=anomalies,
                stored=library.put(document),
            )


def open_library(path: Path) -> Library:
    """The library at `path`, with the digest that ships with this version in it."""
    library = Library(path)
    digest = load_digest()
    library.put_all(digest)
    current = {document.id for document in digest}
    for entry in library.documents():
        if not entry.official and entry.id not in current:
            library.drop(entry.id, official=False)
    return library
