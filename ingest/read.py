"""Files and folders -> documents in the library, with a report of what was found. No single file can stop a run."""

from __future__ import annotations

import hashlib
import importlib
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from hld.ingest.digest import load_digest
from hld.ingest.errors import HldError, ScanError, UnreadableError
from hld.ingest.library import Library
from hld.ingest.metadata import is_metadata, read_metadata
from hld.ingest.models import Document, Kind, lost
from hld.ingest.sandbox import SECONDS, Reader


def _akn(data: bytes, name: str) -> list[Document]:
    from hld.ingest.readers import akn

    return akn.read(data, name)


def _text(data: bytes, name: str) -> list[Document]:
    from hld.ingest.readers import text

    return text.read(data, name)


def _lines(module: str) -> Callable[[bytes, str], list[Document]]:
    """A reader that gives lines, imported when it is first used: a question never waits for a PDF library."""

    def read(data: bytes, name: str) -> list[Document]:
        from hld.ingest import structure

        return structure.read(importlib.import_module(f"hld.ingest.readers.{module}").source(data, name))

    return read


_HTML, _MARKDOWN = _lines("html"), _lines("markdown")
READERS: dict[str, Callable[[bytes, str], list[Document]]] = {
    ".xml": _akn,
    ".pdf": _lines("pdf"),
    ".docx": _lines("docx"),
    ".html": _HTML,
    ".htm": _HTML,
    ".xhtml": _HTML,
    ".txt": _text,
    ".md": _MARKDOWN,
    ".markdown": _MARKDOWN,
}
"""The reader of each file name ending."""
LARGEST = 64 * 1024 * 1024
"""Bytes; a larger file is refused before it is read."""

OCR_SECONDS = 1800.0
"""For one file that is read by OCR, at some seconds a page."""

PARSER = "2"
"""Version of the parsers: part of a document's hash, so that a better parser reads an unchanged file again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What became of one file: its document, with counts by kind, or the error; `stored` is False when nothing changed.

    `described` is how many resolutions a file of metadata speaks of; such a file has no document.
    """

    source: str
    document: str = ""
    language: str = ""
    title: str = ""
    counts: tuple[tuple[str, int], ...] = ()
    anomalies: tuple[str, ...] = ()
    error: str = ""
    stored: bool = False
    described: int = 0

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
            inside = sorted(p for p in path.rglob("*") if p.is_file() and (p.suffix.lower() in READERS or _is_metadata(p)))
            if not inside:
                endings = ", ".join(READERS)
                raise HldError(f"{path} holds no file that can be read.", f"Files ending in {endings} are read.")
            found += inside
        elif path.is_file():
            found.append(path)
        else:
            raise HldError(f"{path} does not exist.", "Check the path.")
    return list(dict.fromkeys(found))


def _is_metadata(path: Path) -> bool:
    return path.suffix.lower() == ".json" and is_metadata(path)


def read_file(path: Path, *, ocr: bool = False) -> list[Document]:
    """The documents in one file; `ocr` reads a scan without a text layer with Tesseract.

    Raises:
        UnreadableError: when the file is empty, too large, of a format that is not read, or damaged.
    """
    if path.suffix.lower() not in READERS:
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
    # A name in bytes that are no UTF-8 cannot be stored or printed as it is.
    name = path.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    try:
        documents = READERS[_ending(data, path.suffix.lower())](data, name)
    except ScanError:
        if not ocr:
            raise
        documents = _lines("ocr")(data, name)
    if not any(document.paragraphs for document in documents):
        raise UnreadableError(f"{path.name} holds no paragraph.", "Give a resolution or a report.")
    sha256 = hashlib.sha256(PARSER.encode() + data).hexdigest()
    return [_checked(replace(document, sha256=sha256)) for document in documents]


def _ending(data: bytes, ending: str) -> str:
    """The ending that the content calls for: a PDF or a page that was saved under another name is read as what it is."""
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"%PDF-"):
        return ".pdf"
    if head.startswith(b"PK\x03\x04") and b"word/" in data:
        return ".docx"
    if ending != ".xml" and re.match(rb"<!doctype html|<html", head, re.IGNORECASE):
        return ".html"
    return ending


def _checked(document: Document) -> Document:
    """The document, with an anomaly where words of its source belong to nothing: nothing is lost silently."""
    words = lost(document) if document.text else ""
    if not words:
        return document
    excerpt = words if len(words) < 80 else f"{words[:80]}…"
    return replace(document, anomalies=(*document.anomalies, f"{len(words)} characters belong to no paragraph: {excerpt}"))


def ingest(
    library: Library, files: Iterable[Path], *, keep: Path | None = None, ocr: bool = False, seconds: float = SECONDS
) -> Iterator[Report]:
    """Read files into the library one by one, and report each; a file that cannot be read changes nothing.

    Files are read in a process of their own, `seconds` each at most. PDFs are kept in the folder `keep`, where it is given,
    so that their paragraphs can be drawn on their pages. `ocr` reads scans with Tesseract.
    """
    seen: dict[str, str] = {}
    files = list(files)
    for path in filter(_is_metadata, files):
        try:
            found = read_metadata(path)
            changed = library.describe(found.values())
            yield Report(source=str(path), described=len(found), stored=bool(changed))
        except HldError as error:
            yield Report(source=str(path), error=str(error))
    with Reader(options={"ocr": ocr}, seconds=OCR_SECONDS if ocr else seconds) as reader:
        for path, found in reader.read_many(path for path in files if not _is_metadata(path)):
            if isinstance(found, HldError):
                yield Report(source=str(path), error=str(found))
                continue
            for document in found:
                counts = Counter(str(paragraph.kind) for paragraph in document.paragraphs)
                anomalies = document.anomalies
                if document.id in seen:
                    anomalies = (*anomalies, f"replaces the same document from {seen[document.id]}")
                seen[document.id] = path.name
                stored = library.put(document)
                if keep is not None and document.format == "pdf":
                    _keep(path, keep / f"{document.sha256}.pdf")
                yield Report(
                    source=str(path),
                    document=document.id,
                    language=document.language,
                    title=document.title,
                    counts=tuple(sorted(counts.items())),
                    anomalies=anomalies,
                    stored=stored,
                )


def _keep(path: Path, copy: Path) -> None:
    """Keep a copy of a file under its hash, whole or not at all."""
    if not copy.exists():
        copy.parent.mkdir(parents=True, exist_ok=True)
        part = copy.with_suffix(".part")
        shutil.copyfile(path, part)
        part.replace(copy)


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
