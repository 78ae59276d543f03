"""What one would build in an afternoon, on the same paragraphs and with the same embedding model, to be measured beside ours.

Each ranks paragraphs, and answers every question with the best one (or the best chunk), as it stands. None knows resolutions:
no symbols, no years, no glossary, no context of a paragraph, no abstention. A follow-up is searched with the questions before it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from hld.eval.reply import Reply
from hld.eval.run import Said
from hld.ingest.library import DocumentEntry, Entry

if TYPE_CHECKING:
    import numpy as np

    from hld.eval.case import Case
    from hld.eval.vectors import Vectors
    from hld.index.lexical import Lexical

DEPTH = 20
"""Paragraphs of a ranking."""

POOL = 300
"""Paragraphs of each ranking that are fused, as many as ours takes."""

CHUNKS: Mapping[str, tuple[int, int]] = {"chunks 1024": (1024, 20), "chunks 128": (128, 16)}
"""Sizes and overlaps in tokens: the default of llama-index's own settings, and a small one."""


class Paragraphs:
    """Plain paragraphs: their words, their BM25 index, their vectors."""

    def __init__(self, entries: Sequence[Entry], vectors: Vectors) -> None:
        """Nothing is indexed or encoded before it is needed."""
        self.ids = [entry.id for entry in entries]
        self.texts = [entry.text for entry in entries]
        self.text = dict(zip(self.ids, self.texts, strict=True))
        self.kept = vectors
        self.encode = lru_cache(maxsize=8)(self._encode)

    def _encode(self, text: str) -> np.ndarray:
        return self.kept.encoder.encode_queries([text])[0]

    @cached_property
    def lexical(self) -> Lexical:
        """BM25 over the words."""
        from hld.index.lexical import Lexical

        return Lexical.build(self.texts)

    @cached_property
    def vectors(self) -> np.ndarray:
        """One unit vector a paragraph."""
        return self.kept.passages(self.texts)

    def terms(self, question: str) -> np.ndarray:
        """BM25 scores."""
        return self.lexical.scores(self.lexical.query(question))

    def cosines(self, question: str) -> np.ndarray:
        """Cosines."""
        return self.vectors @ self.encode(question)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A ranking, best first, what is answered, and how sure, 0 to 1."""

    ranked: tuple[str, ...]
    sentence: Said
    confidence: float


Baseline = Callable[[str], Found]


def _found(paragraphs: Paragraphs, places: Sequence[int], confidence: float) -> Found:
    ranked = tuple(paragraphs.ids[place] for place in places)
    first = Said(text=paragraphs.text[ranked[0]], citations=ranked[:1], verdict="quoted", score=1.0)
    return Found(ranked=ranked, sentence=first, confidence=min(1.0, max(0.0, float(confidence))))


def bm25(paragraphs: Paragraphs) -> Baseline:
    """BM25 over the words of paragraphs (Robertson and Zaragoza 2009)."""
    from hld.index.fuse import top

    def ask(question: str) -> Found:
        scores = paragraphs.terms(question)
        places = top(scores, DEPTH)
        best = float(scores[places[0]])
        return _found(paragraphs, places.tolist(), best / (10 + best))

    return ask


def dense(paragraphs: Paragraphs) -> Baseline:
    """The nearest vectors."""
    from hld.index.fuse import top

    def ask(question: str) -> Found:
        scores = paragraphs.cosines(question)
        places = top(scores, DEPTH)
        return _found(paragraphs, places.tolist(), float(scores[places[0]]))

    return ask


def fused(paragraphs: Paragraphs, fuse: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> Baseline:
    """BM25 and vectors, fused over the best of either."""
    import numpy as np

    from hld.index.fuse import top

    def ask(question: str) -> Found:
        terms, cosines = paragraphs.terms(question), paragraphs.cosines(question)
        pool = np.union1d(top(terms, POOL), top(cosines, POOL))
        places = pool[top(fuse(terms[pool], cosines[pool]), DEPTH)]
        return _found(paragraphs, places.tolist(), float(cosines[places[0]]))

    return ask


def sum_fusion(paragraphs: Paragraphs) -> Baseline:
    """Half and half of both scores between 0 and 1 (Bruch, Gai and Ingber 2023)."""
    from hld.index.fuse import normalised_sum

    return fused(paragraphs, lambda terms, cosines: normalised_sum(terms, cosines, 0.5))


def rank_fusion(paragraphs: Paragraphs) -> Baseline:
    """Reciprocal ranks with k = 60 (Cormack, Clarke and Büttcher 2009)."""
    from hld.index.fuse import reciprocal_rank

    return fused(paragraphs, lambda terms, cosines: reciprocal_rank(terms, cosines))


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A piece of a document's text, and the paragraphs it overlaps, in order."""

    text: str
    paragraphs: tuple[str, ...]


def cut(entries: Sequence[Entry], documents: Mapping[str, DocumentEntry], size: int, overlap: int) -> list[Chunk]:
    """Documents, printed under their titles one paragraph after the other, cut by llama-index's SentenceSplitter.

    A chunk stands for every paragraph of which it holds a character.
    """
    from llama_index.core.node_parser import SentenceSplitter

    splitter = SentenceSplitter(chunk_size=size, chunk_overlap=overlap)
    chunks = []
    for document in dict.fromkeys(entry.document for entry in entries):
        about = documents[document]
        text = f"{about.symbol} {about.title}"
        spans = []
        for entry in entries:
            if entry.document == document:
                spans.append((len(text) + 2, len(text) + 2 + len(entry.text), entry.id))
                text += f"\n\n{entry.text}"
        start = 0
        for piece in splitter.split_text(text):
            # Pieces overlap but come in order: each is looked for from where the one before began.
            start = text.index(piece, start)
            end = start + len(piece)
            chunks.append(Chunk(text=piece, paragraphs=tuple(i for low, high, i in spans if low < end and high > start)))
            start += 1
    return [chunk for chunk in chunks if chunk.paragraphs]


def chunked(paragraphs: Paragraphs, entries: Sequence[Entry], documents: Mapping[str, DocumentEntry], name: str) -> Baseline:
    """llama-index's splitter with fixed chunks, stored in Chroma and found by Chroma, its first chunk as the answer."""
    import uuid

    import chromadb
    import numpy as np
    from chromadb.config import Settings

    chunks = cut(entries, documents, *CHUNKS[name])
    vectors = paragraphs.kept.passages([chunk.text for chunk in chunks])
    client = chromadb.EphemeralClient(settings=Settings(anonymized_telemetry=False))
    # One thread builds the same graph each time: a second run gives the same figures.
    collection = client.create_collection(
        f"chunks-{uuid.uuid4().hex}",
        embedding_function=None,
        configuration={"hnsw": {"space": "cosine", "num_threads": 1}},
    )
    for first in range(0, len(chunks), 5000):
        rows = range(first, min(first + 5000, len(chunks)))
        collection.upsert(ids=[str(row) for row in rows], embeddings=vectors[rows.start : rows.stop])

    def ask(question: str) -> Found:
        found = collection.query(
            query_embeddings=paragraphs.encode(question)[None, :], n_results=min(DEPTH, len(chunks)), include=["distances"]
        )
        best = [chunks[int(row)] for row in found["ids"][0]]
        ranked = tuple(dict.fromkeys(i for chunk in best for i in chunk.paragraphs))[:DEPTH]
        said = Said(text=best[0].text, citations=best[0].paragraphs)
        distance = float(np.asarray(found["distances"])[0][0])
        return Found(ranked=ranked, sentence=said, confidence=min(1.0, max(0.0, 1.0 - distance)))

    return ask


NAMES = ("BM25", "dense", *CHUNKS, "sum fusion", "rank fusion")


class Baselines:
    """All of them over the paragraphs of one index, each made when it is first asked."""

    def __init__(self, entries: Sequence[Entry], documents: Mapping[str, DocumentEntry], vectors: Vectors) -> None:
        """`entries` are the paragraphs searched, in the order of their documents."""
        self._entries, self._documents = entries, documents
        self._paragraphs = Paragraphs(entries, vectors)
        self._made: dict[str, Baseline] = {}

    def baseline(self, name: str) -> Baseline:
        """One of `NAMES`."""
        simple = {"BM25": bm25, "dense": dense, "sum fusion": sum_fusion, "rank fusion": rank_fusion}
        if name not in self._made:
            make = simple.get(name)
            own = self._paragraphs
            self._made[name] = make(own) if make else chunked(own, self._entries, self._documents, name)
        return self._made[name]

    def answer(self, name: str, case: Case) -> tuple[Reply, tuple[str, ...]]:
        """The reply of one of them to a case, and its ranking."""
        ask = self.baseline(name)
        question = " ".join([*case.history, case.question])
        started = time.perf_counter()
        found = ask(question)
        total = round((time.perf_counter() - started) * 1000, 2)
        reply = Reply(
            status="answered",
            sentences=(found.sentence,),
            cited=found.sentence.citations,
            retrieved=found.ranked,
            confidence=round(found.confidence, 4),
            timings_ms={"total": total},
        )
        return reply, found.ranked
