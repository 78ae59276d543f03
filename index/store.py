"""Vectors: in Chroma always, and beside it as one memory-mapped array that is searched without a graph while that is fast.

Embedded Chroma is written by one process under a lock and never changed after its generation is switched on (several
writers on one path corrupt it without an error). `HLD_CHROMA_URL` names a Chroma server instead.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from hld.index import server, sketch
from hld.index.postings import mapped
from hld.index.sketch import Sketch
from hld.ingest.errors import HldError

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

log = logging.getLogger(__name__)

BATCH = 5000
"""Rows in one upsert; chromadb 1.5.9 takes at most 5,461."""

EXACT_UP_TO = 600_000
"""Rows up to which the array is searched, about 300,000 paragraphs. On two cores 600,000 rows of 384 dimensions take 21 ms by
their sketch, of which a search takes 46. Chroma's graph takes 5 then, but leaves out some of what is nearest (`GRAPH`), and its
import and its memory come on top."""

VECTORS, SKETCH = "vectors.npy", "sketch.onnx"
SKETCH_FROM, SKETCHED, READ = 10_000, 128, 1500
"""Rows from which a sketch is kept, its dimensions, and how many of the nearest rows by the sketch are then read in full. Of the
600 nearest of 34,794 rows .997 are among them, of the 50 nearest .9999 (development questions; of a sketch of 64 dimensions .956
and .990). All rows are read in 2.0 ms, sketch and chosen rows in 1.2."""

GRAPH = {"space": "cosine", "ef_construction": 200, "ef_search": 200, "max_neighbors": 32}
"""Of the ten nearest among 100,000 made-up rows, which lie in clusters, .992 are found, and .958 with Chroma's 16 neighbours of a
node, a fifth sooner built; among 300,000 .923, and .930 with 48 and 300."""

LEAST = 50
"""Rows at a time, written or asked for, below which the quota of a hosted cluster is an error."""

RETRY = 30.0
"""Seconds until a server that did not answer a search is asked again."""

SEARCH = 10.0
"""Seconds that a server may take for one search."""


class Vectors(Protocol):
    """What search needs of a store."""

    def scores(self, query: np.ndarray, depth: int) -> tuple[np.ndarray, np.ndarray]:
        """Rows and their cosines for one unit vector; at least the `depth` best rows where there are so many."""
        ...


class ArrayVectors:
    """Cosines from a memory-mapped array of float32: of all rows, or of those that a sketch of many rows finds nearest."""

    def __init__(self, generation: Path) -> None:
        """Open the arrays of a generation that `write_arrays` made.

        Raises:
            HldError: when a file is damaged.
        """
        try:
            self.array = mapped(generation / VECTORS)
            self._sketch = Sketch(generation / SKETCH) if (generation / SKETCH).is_file() else None
        except (OSError, ValueError) as error:
            raise HldError(f"The vectors in {generation} are damaged.", "Run `hld index --rebuild`.") from error

    @property
    def sketched(self) -> bool:
        """Whether a sketch says which rows are looked at."""
        return self._sketch is not None

    def scores(self, query: np.ndarray, depth: int) -> tuple[np.ndarray, np.ndarray]:
        """Rows, ascending, and their cosines: every row where there is no sketch, else `READ` of them or `depth`."""
        read = max(READ, depth)
        if self._sketch is None or read >= len(self.array):
            return np.arange(len(self.array)), self.array @ query
        rows = np.sort(np.argpartition(self._sketch.cosines(query), -read)[-read:])
        return rows, self.array[rows] @ query


def write_arrays(generation: Path, vectors: np.ndarray) -> None:
    """Write the array of a generation, and a sketch of it where it has so many rows that reading them all takes longer.

    The sketch holds the first `SKETCHED` principal components.
    """
    np.save(generation / VECTORS, vectors)
    if len(vectors) > SKETCH_FROM and vectors.shape[1] > SKETCHED:
        sketch.write(vectors, SKETCHED, generation / SKETCH)


class ChromaVectors:
    """The nearest rows by Chroma's HNSW graph; ids in the collection are row numbers. `rows` is how many there are."""

    def __init__(self, client: ClientAPI, collection: str, url: str = "") -> None:
        """Use a collection that `write_chroma` made; `url` is the server's, for messages.

        Raises:
            HldError: when it is gone, or the server does not answer.
        """
        from chromadb.errors import NotFoundError

        self._url, self._most = url, 1 << 30
        try:
            with server.telling(url):
                self._collection = client.get_collection(collection, embedding_function=None)
                self.rows = self._collection.count()
        except NotFoundError as error:
            where = f"The Chroma server at {url}" if url else "Chroma"
            raise HldError(f"{where} has no collection {collection!r}.", "Run `hld index --rebuild`.") from error

    def scores(self, query: np.ndarray, depth: int) -> tuple[np.ndarray, np.ndarray]:
        """The `depth` nearest rows with their cosines, or as many as a hosted cluster gives at a time."""
        from chromadb.errors import QuotaError

        with server.telling(self._url):
            while True:
                asked = min(depth, self.rows, self._most)
                try:
                    found = self._collection.query(query_embeddings=query[None, :], n_results=asked, include=["distances"])
                    break
                except QuotaError:
                    if asked <= LEAST:
                        raise
                    self._most = max(asked // 2, LEAST)
        rows = np.array([int(i) for i in found["ids"][0]], np.int64)
        return rows, 1.0 - np.asarray((found["distances"] or [[]])[0], np.float32)


class ServerVectors:
    """The nearest rows by a Chroma server, and all rows exactly while it does not answer: slower, said aloud, never wrong."""

    def __init__(self, opened: Callable[[], Vectors], exact: Vectors, clock: Callable[[], float] = time.monotonic) -> None:
        """`opened` connects to the server, or raises an HldError; it is called when the first query comes."""
        self._opened, self._exact, self._clock = opened, exact, clock
        self._server: Vectors | None = None
        self._again = float("-inf")

    def scores(self, query: np.ndarray, depth: int) -> tuple[np.ndarray, np.ndarray]:
        """The `depth` nearest rows with their cosines, or every row."""
        if self._clock() >= self._again:
            try:
                self._server = self._server or self._opened()
                return self._server.scores(query, depth)
            except HldError as error:
                self._server, self._again = None, self._clock() + RETRY
                log.warning("%s The vectors kept here are searched exactly meanwhile, which takes longer.", error.message)
        return self._exact.scores(query, depth)


def open_vectors(
    generation: Path,
    exact: ArrayVectors,
    *,
    rows: int,
    collection: str,
    url: str,
    headers: Mapping[str, str] | None,
    exact_up_to: int,
) -> Vectors:
    """The store of a generation: its array, which is `exact`, up to `exact_up_to` rows, else its Chroma.

    Raises:
        HldError: when the embedded Chroma has no such collection.
    """
    if rows <= exact_up_to:
        return exact

    def chroma() -> Vectors:
        client = server.connect(url, headers, SEARCH) if url else open_client("", generation / "chroma")
        found = ChromaVectors(client, collection, url)
        if found.rows != rows:
            where = f"The Chroma server at {url}" if url else "Chroma"
            raise HldError(f"{where} holds {found.rows:,} of {rows:,} rows.", "Run `hld index --rebuild`.")
        return found

    return ServerVectors(chroma, exact) if url else chroma()


def open_client(url: str, folder: Path, headers: Mapping[str, str] | None = None) -> ClientAPI:
    """A client of the Chroma server at `url`, or of the embedded Chroma in `folder` when `url` is empty.

    Raises:
        HldError: when the server does not answer, wants a log-in, or is no Chroma server.
    """
    if url:
        return server.connect(url, headers)
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))


@contextmanager
def opened(url: str, folder: Path, headers: Mapping[str, str] | None = None) -> Iterator[ClientAPI]:
    """A client as `open_client` gives it, closed afterwards.

    Raises:
        HldError: when the server does not answer, wants a log-in, or is no Chroma server.
    """
    client = open_client(url, folder, headers)
    try:
        yield client
    finally:
        server.close(client)


def write_chroma(client: ClientAPI, collection: str, vectors: np.ndarray, ids: Sequence[str], url: str = "") -> None:
    """Store rows: id is the row number, metadata names the paragraph. A collection of the same name is replaced.

    Raises:
        HldError: when the server at `url` fails on the way; what was written is then taken out again, if it can be.
    """
    drop_chroma(client, collection, url)
    try:
        with server.telling(url):
            made = client.create_collection(collection, embedding_function=None, configuration={"hnsw": GRAPH})  # type: ignore[arg-type]
            _write(made, vectors, ids, client.get_max_batch_size() if url else BATCH)
    except BaseException:
        if url:
            _try_to_drop(client, collection, url)
        raise


def _write(collection: Collection, vectors: np.ndarray, ids: Sequence[str], most: int) -> None:
    """Rows in batches; a hosted cluster may take fewer at a time than it says."""
    from chromadb.errors import QuotaError

    size = min(BATCH, most) if most > 0 else BATCH
    start = 0
    while start < len(ids):
        end = min(start + size, len(ids))
        try:
            collection.upsert(
                ids=[str(row) for row in range(start, end)],
                embeddings=vectors[start:end],
                metadatas=[{"paragraph": ids[row]} for row in range(start, end)],
            )
        except QuotaError:
            if size <= LEAST:
                raise
            size = max(size // 2, LEAST)
            continue
        start = end


def drop_chroma(client: ClientAPI, collection: str, url: str = "") -> None:
    """Take a collection out, if it is there.

    Raises:
        HldError: when the server at `url` fails.
    """
    from chromadb.errors import NotFoundError

    try:
        with server.telling(url):
            client.delete_collection(collection)
    except NotFoundError:
        return


def _try_to_drop(client: ClientAPI, collection: str, url: str) -> None:
    try:
        drop_chroma(client, collection, url)
    except HldError as error:
        log.warning("%s The unfinished collection %s stays there; delete it by hand.", error.message, collection)
