"""Files of the United Nations -> documents of llama-index."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from llama_index.core.readers.base import BaseReader
from llama_index.core.schema import Document as LlamaDocument

from hld.ingest.errors import HldError
from hld.ingest.models import Document
from hld.ingest.read import find_files
from hld.ingest.sandbox import Reader

log = logging.getLogger(__name__)

LAYOUT = "hld_layout"
"""The key under which a document carries where its paragraphs stand; neither embedding nor LLM sees it."""


class HldReader(BaseReader):
    """Reads what `hld ingest` reads: AKN4UN XML, PDF, DOCX, HTML, text and Markdown, in a process with limits of its own.

    One document of llama-index for each of ours (and its language), with the id of ours. It also serves as a
    `file_extractor` of SimpleDirectoryReader.
    """

    def __init__(self, *, skip_unreadable: bool = False, ocr: bool = False) -> None:
        """With `skip_unreadable`, a file that cannot be read is named in a warning; `ocr` reads scans with Tesseract."""
        self._skip, self._ocr = skip_unreadable, ocr

    def lazy_load_data(
        self,
        paths: str | Path | Sequence[str | Path],
        extra_info: dict[str, Any] | None = None,
        **_: Any,
    ) -> Iterable[LlamaDocument]:
        """The documents in files and folders; `extra_info` is added to the metadata of each.

        Raises:
            HldError: when a path does not exist, or a file cannot be read and is not to be skipped.
        """
        named = [paths] if isinstance(paths, str | Path) else list(paths)
        return self._read([Path(path) for path in named], extra_info or {})

    def _read(self, paths: list[Path], extra: dict[str, Any]) -> Iterator[LlamaDocument]:
        files = [path for path in find_files(paths) if path.suffix.lower() != ".json"]
        with Reader(options={"ocr": self._ocr}) as reader:
            for path, outcome in reader.read_many(files):
                if not isinstance(outcome, HldError):
                    yield from (as_llama(document, file=path, extra=extra) for document in outcome if document.paragraphs)
                elif self._skip:
                    log.warning("%s %s", outcome.message, outcome.remedy)
                else:
                    raise outcome


def as_llama(document: Document, *, file: Path | None = None, extra: dict[str, Any] | None = None) -> LlamaDocument:
    """One of our documents: the texts of its paragraphs with an empty line between, and where each of them stands."""
    spans, texts, place = [], [], 0
    for paragraph in document.paragraphs:
        end = place + len(paragraph.text)
        about = {"kind": str(paragraph.kind), "context": paragraph.context, "page": paragraph.page}
        spans.append({"id": paragraph.id, "start": place, "end": end, **about})
        texts.append(paragraph.text)
        place = end + 2
    text = "\n\n".join(texts)
    metadata: dict[str, Any] = {
        **(extra or {}),
        "symbol": str(document.symbol),
        "language": document.language,
        "title": document.title,
        "adopted": document.adopted.isoformat() if document.adopted else "",
        "official": document.official,
        LAYOUT: {"paragraphs": spans, "sha256": hashlib.sha256(text.encode()).hexdigest()},
    }
    if file is not None:
        metadata["file_name"] = file.name
    hidden = [LAYOUT, "official"]
    return LlamaDocument(
        id_=document.id,
        text=text,
        metadata=metadata,
        excluded_embed_metadata_keys=hidden,
        excluded_llm_metadata_keys=list(hidden),
    )
