"""Vectors: in Chroma always, and beside it as one memory-mapped array that is searched exactly while that is fast.

Embedded Chroma is written by one process under a lock and never changed after its generation is switched on (several
writers on one path corrupt it without an error). `HLD_CHROMA_URL` names a Chroma server instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

import numpy as np

from hld.ingest.errors import HldError

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

BATCH = 5000
"""Rows in one upsert; chromadb 1.5.9 takes at most 5,461."""

EXACT_UP_TO = 50_000
"""Rows up to which the array is searched exactly: 384 dimensions take about 4 ms there, with Chroma's import 600 ms longer."""


class Vectors(Protocol):
    """What search needs of a store."""

    def scores(self, query: np.ndarray, depth: int) -> tuple[np.ndarray, np.ndarray]:
        """Rows and their cosines for one unit vector; at least the `depth` best rows where there are so many."""
        ...


class ExactVectors:
    """All cosines, from a memory-mapped array of float32."""

    def __init__(self, path: Path) -> None:
        """Open the array.

        Raises:
            HldError: when the file is damaged.
        """
        try:
            self._array = np.load(path, mmap_mode="r")
        except (OSError, ValueError) as error:
            raise HldError(f"The vectors in {path} are damaged.", "Run `hld index --rebuild`.") from error

    def scores(self, query: np.ndarray, depth: int) -> tuple[np.ndarray, np.ndarray]:
        """Every row with its cosine."""
        return np.arange(len(self._array)), self._array @ query


class ChromaVectors:
    """The nearest rows by Chroma's HNSW graph; ids in the collection are row numbers."""

    def __init__(self, client: ClientAPI, collection: str) -> None:
        """Use a collection that `write_chroma` made.

        Raises:
            HldError: when it is gone.
        """
        from chromadb.errors import NotFoundError

        try:
            self._collection = client.get_collection(collection, embedding_function=None)
        except NotFoundError as error:
            raise HldError(f"Chroma has no collection {collection!r}.", "Run `hld index --rebuild`.") from error

    def scores(self, query: np.ndarray, depth: int) -> tuple[np.ndarray, np.ndarray]:
        """The `depth` nearest rows with their cosines."""
        found = self._collection.query(
            query_embeddings=query[None, :], n_results=min(depth, self._collection.count()), include=["distances"]
        )
        rows = np.array([int(i) for i in found["ids"][0]], np.int64)
        return rows, 1.0 - np.asarray((found["distances"] or [[]])[0], np.float32)


def open_client(url: str, folder: Path, headers: dict[str, str] | None = None) -> ClientAPI:
    """A client of the Chroma server at `url`, or of the embedded Chroma in `folder` when `url` is empty.

    Raises:
        HldError: when the server does not answer.
    """
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    if not url:
        return chromadb.PersistentClient(path=str(folder), settings=settings)
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    try:
        client = chromadb.HttpClient(
            host=parts.hostname or "localhost",
            port=parts.port or (443 if secure else 8000),
            ssl=secure,
            headers=headers or {},
            settings=settings,
        )
        client.heartbeat()
    except Exception as error:  # chromadb raises ValueError, httpx errors and its own, without a common base
        raise HldError(f"The Chroma server at {url} does not answer ({error}).", "Start it, or unset HLD_CHROMA_URL.") from error
    return client


def write_chroma(client: ClientAPI, collection: str, vectors: np.ndarray, ids: Sequence[str]) -> None:
    """Store rows: id is the row number, metadata names the paragraph. A collection of the same name is replaced."""
    if collection in [c.name for c in client.list_collections()]:
        client.delete_collection(collection)
    made = client.create_collection(
        collection,
        embedding_function=None,
        configuration={"hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": 200}},
    )
    for start in range(0, len(ids), BATCH):
        end = min(start + BATCH, len(ids))
        made.upsert(
            ids=[str(row) for row in range(start, end)],
            embeddings=vectors[start:end],
            metadatas=[{"paragraph": ids[row]} for row in range(start, end)],
        )
