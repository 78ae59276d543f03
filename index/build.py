"""Library -> index: built aside as a generation of its own, then switched on in one step.

A generation is a folder that never changes: a copy of the library, the vectors, the terms, and a manifest with the hashes of
corpus, model and code. `CURRENT` names the one in use; whoever has an older one open goes on with it. Vectors of texts that
did not change are taken over from the generation before, and from a build that was interrupted (`hld.index.encoding`).
"""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout

from hld.index import encode, familiar, passages, samples, store
from hld.index.encoding import Parts, Work
from hld.index.initials import names
from hld.index.lexical import Lexical
from hld.index.passages import Passage
from hld.index.spelling import vocabulary
from hld.index.tokens import Read
from hld.index.traits import traits
from hld.ingest import samples as shipped
from hld.ingest.errors import HldError
from hld.ingest.library import DocumentEntry, Entry, Library

log = logging.getLogger(__name__)

FORMAT = 10
KEEP = 2
"""Generations kept: the one in use and the one before, which a running server may have open."""

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Views:
    """What is indexed: one row a text, `paragraphs[i]` the id it speaks for; the rows of a paragraph stand together.

    Official text and digest have rows of their own, each within its context (even rows) and alone (odd rows).
    """

    paragraphs: list[str]
    dense: list[str]
    lexical: list[str]


def views(entries: Sequence[Entry], documents: dict[str, DocumentEntry]) -> Views:
    """The texts that are indexed: each with its context (symbol, year, title, chapeau), which is never shown as its text."""
    out = Views(paragraphs=[], dense=[], lexical=[])
    for entry in entries:
        document = documents[entry.document]
        year = document.dated[:4]
        head = f"{document.title} ({document.symbol}, {year})" if year else f"{document.title} ({document.symbol})"
        names = f"{head} {document.symbol.rpartition('/RES/')[2]} {entry.reference.label().partition(', ')[2]}"
        for text in filter(None, (entry.text, entry.plain)):
            out.paragraphs.append(entry.id)
            out.dense.append(" ".join(filter(None, (head + ".", entry.context, text))))
            out.lexical.append(" ".join(filter(None, (names, entry.heading, entry.context, text))))
            # The text alone, beside the text in its context: recall@10 on the development cases rises from .889 to .913.
            out.paragraphs.append(entry.id)
            out.dense.append(text)
            out.lexical.append(text)
    return out


def manifest_of(generation: Path) -> dict[str, object]:
    """The manifest of a generation."""
    return json.loads((generation / "manifest.json").read_text())


def current(index: Path) -> Path | None:
    """The generation in use, or None."""
    pointer = index / "CURRENT"
    if not pointer.is_file():
        return None
    generation = index / pointer.read_text().strip()
    return generation if (generation / "manifest.json").is_file() else None


def code_hash() -> str:
    """A hash over the source of ingest and index, so that a manifest says which code made an index."""
    root = Path(__file__).resolve().parent
    files = sorted([*root.glob("*.py"), *(root.parent / "ingest").rglob("*.py")])
    return hashlib.sha256(b"".join(f.read_bytes() for f in files)).hexdigest()[:16]


def build(
    library: Library,
    index: Path,
    *,
    model: str,
    cache: Path,
    languages: Sequence[str] = ("en",),
    chroma_url: str = "",
    chroma_headers: dict[str, str] | None = None,
    rebuild: bool = False,
    beside: Path | None = None,
    progress: Progress | None = None,
) -> dict[str, object]:
    """Bring the index up to date with the library; its manifest, with `built` False when nothing had to be done.

    Where there is none yet, the vectors of the index `beside` it are taken over, so far as that has them.

    Raises:
        HldError: when another process is building, the model cannot be loaded, or the Chroma server does not answer.
    """
    index.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(index / "build.lock", timeout=0):
            return _build(library, index, model, cache, languages, chroma_url, chroma_headers, rebuild, beside, progress)
    except Timeout as error:
        raise HldError("Another process is building the index.", "Wait until it has finished.") from error


def _build(
    library: Library,
    index: Path,
    model: str,
    cache: Path,
    languages: Sequence[str],
    chroma_url: str,
    chroma_headers: dict[str, str] | None,
    rebuild: bool,
    beside: Path | None,
    progress: Progress | None,
) -> dict[str, object]:
    started = time.perf_counter()
    corpus = hashlib.sha256(f"{','.join(languages)}\n{library.fingerprint()}".encode()).hexdigest()[:16]
    mark = encode.fingerprint(model)
    wanted = {"format": FORMAT, "corpus": corpus, "model": model, "model_hash": mark, "code": code_hash()}
    wanted |= {"chroma": chroma_url, "samples": shipped.fingerprint()}
    before = current(index)
    old = manifest_of(before) if before else {}
    if not rebuild and all(old.get(key) == value for key, value in wanted.items()):
        if not old.get("encoder_note") and not encode.is_exported(mark, cache):
            encode.prepare(model, cache)  # someone deleted the exported model, or an older hld wrote it
        return {**old, "built": False}
    entries = list(library.all(languages))
    documents = {document.id: document for document in library.documents()}
    rows = views(entries, documents)
    if not rows.paragraphs:
        raise HldError("The library holds no paragraph to index.", "Run `hld ingest PATH` first.")
    encoder = encode.prepare(model, cache)
    keys = encode.keys(rows.dense)
    known = None if rebuild else before or (current(beside) if beside else None)
    if known and manifest_of(known).get("model_hash") != mark:
        known = None
    unfinished = index / f".encoding-{FORMAT}-{mark}"
    if rebuild:
        shutil.rmtree(unfinished, ignore_errors=True)
    read, bare, sampled, chosen = _encoded(rows, keys, encoder, known, unfinished, progress)
    vectors = np.stack([row for pair in zip(read, bare, strict=True) for row, _ in pair])

    aside = index / f".building-{uuid.uuid4().hex[:8]}"
    aside.mkdir()
    try:
        store.write_arrays(aside, vectors)
        passages.write(aside, read)
        np.save(aside / "traits.npy", traits(entry for entry in entries if entry.text or entry.plain))
        (aside / "rows.json").write_text(json.dumps({"paragraphs": rows.paragraphs, "keys": keys}))
        samples.write(aside, chosen, sampled)
        if progress:
            progress("terms", 0, 1)
        Lexical.build(rows.lexical).save(aside / "lexical")
        (aside / "words.txt").write_text("\n".join(vocabulary(rows.lexical)), "utf-8")
        (aside / "names.json").write_text(json.dumps(names(rows.lexical[1::2]), ensure_ascii=False), "utf-8")
        own = (text for text, of in zip(rows.lexical, rows.paragraphs, strict=True) if documents[of.rpartition("#")[0]].process)
        (aside / familiar.NAME).write_text("\n".join(familiar.familiar(own, chosen.texts)), "utf-8")
        library.copy_to(aside / "corpus.sqlite")
        name = f"{time.strftime('%Y%m%d-%H%M%S')}-{corpus[:6]}-{uuid.uuid4().hex[:4]}"
        collection = f"hld-{name}" if chroma_url else "paragraphs"
        if progress:
            progress("chroma", 0, 1)
        with store.opened(chroma_url, aside / "chroma", chroma_headers) as client:
            store.write_chroma(client, collection, vectors, rows.paragraphs, chroma_url)
        manifest = {
            **wanted,
            "version": name,
            "collection": collection,
            "encoder": type(encoder).__name__,
            "encoder_note": encoder.note,
            "languages": list(languages),
            "paragraphs": len(entries),
            "rows": len(keys),
            "documents": len({entry.document for entry in entries}),
            "unsearched": Counter(d.language for d in documents.values() if d.language not in languages),
            "official": sum(entry.official for entry in entries),
            "dimensions": int(vectors.shape[1]),
            "seconds": round(time.perf_counter() - started, 2),
        }
        (aside / "manifest.json").write_text(json.dumps(manifest, indent=1))
        aside.rename(index / name)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    _switch(index, name)
    _clean(index, name, before, chroma_url, chroma_headers)
    return {**manifest, "built": True}


def _encoded(
    rows: Views, keys: Sequence[str], encoder: encode.Encoder, known: Path | None, unfinished: Path, progress: Progress | None
) -> tuple[list[Passage], list[Passage], list[samples.Sample], samples.Chosen]:
    """The texts in their context, the texts alone, and the samples of their paragraphs, encoded where a generation does not know
    them; `unfinished` holds what a build that was interrupted had encoded."""
    chosen = samples.of(frozenset(rows.paragraphs))
    in_context, alone = Parts(unfinished / "in-context"), Parts(unfinished / "alone")
    there, bare = _known(known)
    read = Work(
        rows.dense[::2], keys[::2], there | in_context.known(), lambda *a: zip_longest(*encoder.read(*a)), in_context.keep
    )
    short = Work(
        rows.dense[1::2], keys[1::2], bare | alone.known(), lambda *a: ((row, None) for row in encoder.encode(*a)), alone.keep
    )
    asked = Work(chosen.texts, encode.keys(chosen.texts), samples.known(known), lambda *a: _sampled(*encoder.read_queries(*a)))
    total = len(read) + len(short) + len(asked)

    def after(before: int) -> Callable[[int], None]:
        return lambda done: progress("encoding", before + done, total) if progress else None

    return read.done(after(0)), short.done(after(len(read))), asked.done(after(len(read) + len(short))), chosen


def _known(generation: Path | None) -> tuple[dict[str, Passage], dict[str, Passage]]:
    """What a generation knows of texts in their context, and of texts alone, by their keys."""
    if generation is None:
        return {}, {}
    keys, vectors = json.loads((generation / "rows.json").read_text())["keys"], np.load(generation / store.VECTORS, mmap_mode="r")
    alone: dict[str, Passage] = {key: (row, None) for key, row in zip(keys[1::2], vectors[1::2], strict=True)}
    return passages.known(generation, keys[::2], vectors[::2]), alone


def _sampled(vectors: np.ndarray, read: Sequence[Read]) -> Iterable[samples.Sample]:
    return zip_longest(vectors, (text.question for text in read))


def _switch(index: Path, name: str) -> None:
    pointer = index / ".CURRENT.new"
    pointer.write_text(name)
    pointer.replace(index / "CURRENT")


def _clean(index: Path, name: str, before: Path | None, chroma_url: str, headers: dict[str, str] | None) -> None:
    """Delete what no generation in use needs: older generations, and what an interrupted build left behind."""
    keep = {name, before.name if before else ""}
    for folder in index.iterdir():
        if not folder.is_dir() or folder.name in keep:
            continue
        if chroma_url and (folder / "manifest.json").is_file() and manifest_of(folder).get("chroma") == chroma_url:
            collection = str(manifest_of(folder)["collection"])
            try:
                with store.opened(chroma_url, folder, headers) as client:
                    store.drop_chroma(client, collection, chroma_url)
            except HldError as error:  # the new generation is in use already: the build has not failed
                log.warning("%s The older collection %s stays there; delete it by hand.", error.message, collection)
        shutil.rmtree(folder, ignore_errors=True)
