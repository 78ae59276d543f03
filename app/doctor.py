"""Is everything in order? Each check says what was found and, where something is wrong, what to do."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from hld.app.settings import Settings
from hld.index import build, encode, store
from hld.index.search import Index
from hld.ingest.errors import HldError
from hld.ingest.read import open_library

PROBES = 50
"""Stored vectors that are searched for, to compare Chroma with exact search."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One finding."""

    name: str
    ok: bool
    found: str
    remedy: str = ""


def examine(settings: Settings) -> list[Check]:
    """All checks in order; one that fails does not stop the others."""
    return [_run(name, check, settings) for name, check in _CHECKS.items()]


def _run(name: str, check: Callable[[Settings], str], settings: Settings) -> Check:
    try:
        return Check(name=name, ok=True, found=check(settings))
    except HldError as error:
        return Check(name=name, ok=False, found=error.message, remedy=error.remedy)


def _python(settings: Settings) -> str:
    return f"{sys.version.split()[0]}; data in {settings.home}"


def _library(settings: Settings) -> str:
    documents = open_library(settings.library).documents()
    official = sum(document.official for document in documents)
    return f"{len(documents)} documents, {official} official, {len(documents) - official} as digest"


def _model(settings: Settings) -> str:
    place = encode.locate(settings.model)
    return f"{settings.model} in {place}" if place != settings.model else f"{settings.model}, from the hub"


def _open(settings: Settings) -> Index:
    return Index.open(settings.index, cache=settings.models, model=settings.model, exact_up_to=settings.exact_up_to)


def _index(settings: Settings) -> str:
    index = _open(settings)
    library = open_library(settings.library)
    if index.library.fingerprint() != library.fingerprint():
        raise HldError("The library has changed since the index was built.", "Run `hld index`.")
    manifest = index.manifest
    return f"{manifest['paragraphs']} paragraphs, made by {manifest['encoder']}, generation {manifest['version']}"


def _encoder(settings: Settings) -> str:
    index = _open(settings)
    again = index.encode("What did the Assembly ask the Secretary-General to report on?")
    if abs(float(np.linalg.norm(again)) - 1) > 1e-3 or len(again) != index.manifest["dimensions"]:
        raise HldError("The model gives other vectors than those in the index.", "Run `hld index --rebuild`.")
    return f"{len(again)} dimensions, unit length"


def _chroma(settings: Settings) -> str:
    index = _open(settings)
    client = store.open_client(settings.chroma_url, index.generation / "chroma", settings.chroma_headers)
    chroma = store.ChromaVectors(client, str(index.manifest["collection"]))
    vectors = np.load(index.generation / "vectors.npy", mmap_mode="r")
    chosen = np.linspace(0, len(vectors) - 1, min(PROBES, len(vectors))).astype(int)
    recall = float(np.mean(list(_recalls(vectors, chroma, chosen))))
    where = settings.chroma_url or "embedded"
    if recall < 0.99:
        raise HldError(f"Chroma ({where}) finds {recall:.1%} of the ten nearest.", "Run `hld index --rebuild`.")
    return f"{where}; recall@10 against exact search {recall:.3f}"


def _recalls(vectors: np.ndarray, chroma: store.ChromaVectors, chosen: np.ndarray) -> Iterator[float]:
    k = min(10, len(vectors))
    for row in chosen:
        cosines = vectors @ vectors[row]
        found, _ = chroma.scores(np.asarray(vectors[row]), k)
        # Rows of equal text tie; a row as near as the k-th nearest counts as found.
        worst = np.sort(cosines)[-k]
        yield float(np.mean(cosines[found[:k]] >= worst - 1e-5))


def _llm(settings: Settings) -> str:
    from hld.app.llm.endpoint import endpoint

    at = endpoint(settings)
    if at is None:
        return "none; answers are put together from the paragraphs' own words"
    from hld.app.llm.model import Ended, Message, Model

    started = time.monotonic()
    model = Model(at)
    try:
        pieces = list(model.stream([Message(role="user", content="Reply with the one word: yes")]))
    finally:
        model.close()
    said = "".join(piece for piece in pieces if not isinstance(piece, Ended)).strip()
    if not said:
        raise HldError(f"{at.name} at {at.url} answers with nothing.", "Take another model, or raise HLD_LLM_MAX_TOKENS.")
    return f"{at.name} at {at.url} answers, in {time.monotonic() - started:.1f} s"


def _built(settings: Settings) -> str:
    generation = build.current(settings.index)
    if generation is None:
        raise HldError("There is no index yet.", "Run `hld index`.")
    size = sum(file.stat().st_size for file in generation.rglob("*") if file.is_file())
    return f"{generation} ({size / 2**20:.0f} MiB)"


_CHECKS: dict[str, Callable[[Settings], str]] = {
    "Python": _python,
    "Library": _library,
    "Model": _model,
    "Index folder": _built,
    "Index": _index,
    "Encoder": _encoder,
    "Chroma": _chroma,
    "Language model": _llm,
}
