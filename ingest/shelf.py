"""The folder of downloaded documents: what is wanted, under which name it lies there, and whether it is intact.

Beside ``A_RES_67_172.en.pdf`` lies its record, ``A_RES_67_172.en.pdf.json``: where the file came from, when, and its hash.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]: a C extension without stubs

from hld.ingest.catalogue import AKN_URL, UN_URL, Catalogue
from hld.ingest.errors import HldError, UnreadableError
from hld.ingest.symbols import PAGE, Symbol

_END_OF_PDF = 2048
"""Bytes at the end in which ``%%EOF`` must stand; readers look through 1024, and some servers add a line or two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One place that a document can be had from, and the file it becomes."""

    kind: str
    url: str
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One document in one language; `sources` are tried in order, and none means that it must be got by hand from `page`."""

    symbol: Symbol
    language: str
    title: str
    page: str
    sources: tuple[Source, ...]
    places: tuple[Path, ...]
    note: str = ""

    @property
    def name(self) -> str:
        """How messages name it: ``A/RES/67/172 (en)``."""
        return f"{self.symbol} ({self.language})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Where a file came from; kept beside it as JSON."""

    symbol: str
    language: str
    kind: str
    url: str
    final_url: str
    fetched: str
    sha256: str
    bytes: int
    content_type: str
    etag: str
    last_modified: str


def file_name(symbol: Symbol, language: str, ending: str) -> str:
    """The name of a document's file: ``A_RES_67_172.en.pdf``. It holds no separator and begins with a letter or a figure.

    Raises:
        HldError: when the symbol is too long, or nothing of it can stand in a name.
    """
    stem = re.sub(r"\.{2,}", ".", re.sub(r"[^A-Za-z0-9.()\-]+", "_", str(symbol).removeprefix(PAGE))).strip("._-")
    # 150 characters leave room for the endings on file systems that take 255 bytes.
    if not stem or len(stem) > 150:
        raise HldError(f"{symbol} cannot be the name of a file.", "Download it by hand and run `hld ingest` on it.")
    return f"{stem}.{language}{ending}"


def want(
    symbols: Sequence[Symbol],
    languages: Sequence[str],
    folder: Path,
    catalogue: Catalogue,
    *,
    un_url: str = UN_URL,
    akn_url: str = AKN_URL,
    url: str = "",
) -> list[Wanted]:
    """What to fetch: each document in each language in which it is published, with its sources in the order of trust.

    A document outside the catalogue is asked for in every language. `url` replaces the sources of the one document wanted.

    Raises:
        HldError: when a symbol cannot be the name of a file.
    """
    wanted = []
    for symbol in symbols:
        entry = catalogue.find(symbol)
        for language in languages:
            if entry is not None and language not in entry.languages:
                continue
            pdf, xml = (folder / file_name(symbol, language, ending) for ending in (".pdf", ".xml"))
            sources = []
            if url:
                ending = ".xml" if url.partition("?")[0].lower().endswith(".xml") else ".pdf"
                sources.append(Source(kind=ending[1:], url=url, path=xml if ending == ".xml" else pdf))
            elif not symbol.is_page:
                if entry is not None and (path := entry.akn_path(language)):
                    sources.append(Source(kind="xml", url=f"{akn_url.rstrip('/')}/{quote(path)}", path=xml))
                query = urlencode({"s": str(symbol), "l": language, "t": "pdf"}, safe="/()", quote_via=quote)
                sources.append(Source(kind="pdf", url=f"{un_url}?{query}", path=pdf))
            wanted.append(
                Wanted(
                    symbol=symbol,
                    language=language,
                    title=entry.title if entry else "",
                    page=(entry.page if entry else "") or symbol.url(language),
                    sources=tuple(sources),
                    places=(xml, pdf),
                    note=entry.note if entry else "",
                )
            )
    return wanted


def check(data: bytes, kind: str) -> str:
    """What is wrong with `data` as a document of this kind (``pdf`` or ``xml``); empty when nothing is."""
    if not data.strip():
        return "it is empty"
    if kind == "pdf" and b"%PDF-" in data[:1024]:
        return "" if b"%%EOF" in data[-_END_OF_PDF:] else "the end of the PDF is missing"
    if re.search(rb"<!doctype html|<html[\s>]", data[:1024], re.IGNORECASE):
        return "a web page came instead of the document"
    if kind == "pdf":
        return "it is not a PDF"
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False))
    except etree.XMLSyntaxError as error:
        return f"it is not well-formed XML ({error.msg})"
    return "" if etree.QName(root).localname == "akomaNtoso" else "it is not Akoma Ntoso"


def record_path(path: Path) -> Path:
    """Where the record of a file lies."""
    return path.with_name(f"{path.name}.json")


def read_record(path: Path) -> Record | None:
    """The record beside `path`, or None when there is none that can be read."""
    try:
        content: Any = json.loads(record_path(path).read_text("utf-8"))
        names = {field.name for field in dataclasses.fields(Record)}
        return Record(**{name: value for name, value in content.items() if name in names})
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def is_intact(path: Path) -> bool:
    """Whether the file is there and is what its record says; one put there by hand must look like a document of its ending.

    Raises:
        UnreadableError: when the file is there and may not be read.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise UnreadableError(f"{path} cannot be read: {error.strerror}.", "Check its permissions.") from error
    record = read_record(path)
    if record is not None:
        return hashlib.sha256(data).hexdigest() == record.sha256
    return not check(data, path.suffix.lower().removeprefix("."))


def on_shelf(wanted: Wanted) -> Path | None:
    """The intact file of this document, or None."""
    return next((path for path in wanted.places if is_intact(path)), None)
