"""Is everything in order? Each check says what was looked at, what was found and, where something is wrong, what to do."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from hld.app.settings import Settings
from hld.index import build, encode, probe
from hld.index.search import Index
from hld.ingest.errors import HldError
from hld.ingest.read import open_library

QUESTION = "What did the Assembly ask the Secretary-General to report on?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One finding. `remedy` says what to do; where `ok` holds, it is only advice."""

    name: str
    ok: bool
    found: str
    remedy: str = ""


def examine(settings: Settings) -> list[Check]:
    """All checks in order; one that fails does not stop the others."""
    return [_run(name, check, settings) for name, check in _CHECKS.items()]


def _run(name: str, check: Callable[[Settings], str | tuple[str, str]], settings: Settings) -> Check:
    try:
        found = check(settings)
    except HldError as error:
        return Check(name=name, ok=False, found=error.message, remedy=error.remedy)
    text, advice = (found, "") if isinstance(found, str) else found
    return Check(name=name, ok=True, found=text, remedy=advice)


def _python(settings: Settings) -> str:
    near = next(path for path in (settings.home, *settings.home.parents) if path.exists())
    if not os.access(near, os.W_OK):
        raise HldError(f"Nothing can be written to {settings.home}.", "Set HLD_HOME to a folder of yours.")
    return f"{sys.version.split()[0]}; data in {settings.home}"


def _library(settings: Settings) -> str | tuple[str, str]:
    documents = open_library(settings.library).documents()
    official = sum(document.official for document in documents)
    found = f"{len(documents)} documents, {official} official, {len(documents) - official} as digest"
    return found if official else (found, "For the official wording run `hld fetch` or `hld ingest FOLDER`, then `hld index`.")


def _model(settings: Settings) -> str:
    place = encode.locate(settings.model)
    return f"{settings.model} in {place}" if place != settings.model else f"{settings.model}, from the hub"


def _open(settings: Settings) -> Index:
    return Index.open(
        settings.index,
        cache=settings.models,
        model=settings.model,
        exact_up_to=settings.exact_up_to,
        chroma_headers=settings.chroma_headers,
    )


def _index(settings: Settings) -> str:
    index = _open(settings)
    library = open_library(settings.library)
    if index.library.fingerprint() != library.fingerprint():
        raise HldError("The library has changed since the index was built.", "Run `hld index`.")
    manifest = index.manifest
    if manifest["chroma"] != settings.chroma_url:
        built, wanted = (url or "the embedded Chroma" for url in (str(manifest["chroma"]), settings.chroma_url))
        raise HldError(f"The index was built for {built}, but HLD_CHROMA_URL asks for {wanted}.", "Run `hld index`.")
    return f"{manifest['paragraphs']:,} paragraphs of {manifest['documents']:,} documents, generation {manifest['version']}"


def _encoder(settings: Settings) -> str | tuple[str, str]:
    index = _open(settings)
    index.encode(QUESTION)
    started = time.perf_counter()
    again = index.encode(QUESTION)
    ms = (time.perf_counter() - started) * 1000
    if abs(float(np.linalg.norm(again)) - 1) > 1e-3 or len(again) != index.manifest["dimensions"]:
        raise HldError("The model gives other vectors than those in the index.", "Run `hld index --rebuild`.")
    found = f"{len(again)} dimensions, unit length, a question in {ms:.0f} ms"
    if not isinstance(index.encoder, encode.OnnxEncoder):
        return f"{found}, through sentence-transformers", index.encoder.note
    if not encode.is_exported(index.encoder.fingerprint, settings.models):
        return f"{found}; exported by an older hld", "Run `hld index`: it exports the model again, and checks it."
    prefixes = index.encoder.prefixes
    said = "" if prefixes.empty else f"; before a question {prefixes.query!r}, before a passage {prefixes.passage!r}"
    least = index.encoder.least_cosine
    return f"{found}; exported, least cosine to sentence-transformers on 200 texts {least:.7f}{said}"


def _vectors(settings: Settings) -> str:
    index = _open(settings)
    rows = int(str(index.manifest["rows"]))
    held = index.kept
    if len(held.array) != rows:
        raise HldError(f"The array of vectors does not hold the {rows:,} rows of the index.", "Run `hld index --rebuild`.")
    found = probe.measure(held, rows, held.array)
    how = f"a search of the array takes {found.ms:.1f} ms"
    if held.sketched:
        how += f" by a sketch of it, recall@10 against exact search {found.recall:.3f} on {found.sample} stored vectors"
    limit = settings.exact_up_to
    if rows > limit:
        return f"{rows:,} rows, searched by Chroma (HLD_EXACT_UP_TO is {limit:,}); {how}"
    if found.recall < probe.ENOUGH:
        raise HldError(
            f"The sketch of the array finds too few of the nearest rows: {how}; at least {probe.ENOUGH} is wanted.",
            "Set HLD_EXACT_UP_TO=0, so that Chroma is searched.",
        )
    return f"{rows:,} rows, searched without a graph (HLD_EXACT_UP_TO is {limit:,}); {how}"


def _chroma(settings: Settings) -> str:
    index = _open(settings)
    url = settings.chroma_url
    found = probe.of_server(index.generation, url, settings.chroma_headers) if url else probe.of_embedded(index.generation)
    where = url or "embedded"
    if found.held != found.rows:
        raise HldError(f"Chroma ({where}) holds {found.held:,} rows of {found.rows:,}.", "Run `hld index --rebuild`.")
    text = f"recall@10 against exact search {found.recall:.3f} on {found.sample} stored vectors, {found.ms:.1f} ms a search"
    if found.recall < probe.ENOUGH:
        raise HldError(
            f"Chroma ({where}) finds too few of the nearest rows: {text}; at least {probe.ENOUGH} is wanted.",
            "Run `hld index --rebuild`; until then set HLD_EXACT_UP_TO above the number of rows.",
        )
    return f"{where}, {found.held:,} rows; {text}"


def language_model(settings: Settings) -> str:
    """Asks the model that is set for one word, as an answer is asked for; what was found.

    Raises:
        HldError: when it does not answer.
    """
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


_CHECKS: dict[str, Callable[[Settings], str | tuple[str, str]]] = {
    "Python": _python,
    "Library": _library,
    "Model": _model,
    "Index folder": _built,
    "Index": _index,
    "Encoder": _encoder,
    "Vectors": _vectors,
    "Chroma": _chroma,
    "Language model": language_model,
}
