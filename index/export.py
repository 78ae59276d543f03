"""A sentence-transformers model -> one ONNX file with its pooling, projection and normalisation inside, checked before use.

Where there are heads for its tokens (`hld.index.tokens`), the file gives their vectors and weights too.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import warnings
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from hld.index.prefixes import Prefixes
from hld.index.probes import probes
from hld.index.tokens import Head

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

FORMAT = 5
"""Of an exported model; one of another format is exported again."""

AGREEMENT = 0.9999
"""Least cosine between an exported model and sentence-transformers on the probe texts; below it the export is refused."""

FUSED = frozenset(("bert", "camembert", "roberta", "xlm-roberta"))
"""Kinds of transformers whose attention onnxruntime computes as one node. The model that ships has 107 nodes then, not 400,
of which each costs a question some microseconds."""

_KNOWN = {"Pooling", "Dense", "Normalize", "LayerNorm", "Dropout"}
"""Modules after the transformer that work on its vectors alone, so that tracing them is safe."""


class _Encodes(Protocol):
    def encode(self, texts: Sequence[str]) -> np.ndarray: ...

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray: ...


def export(
    transformer: SentenceTransformer,
    folder: Path,
    *,
    model: str,
    prefixes: Prefixes,
    opened: Callable[[Path], _Encodes],
    heads: Mapping[str, Head] | None = None,
) -> None:
    """Write the model to `folder`, all or nothing; `opened` opens an export in order to check it.

    Raises:
        ValueError: when the model is of a kind that is not exported, or the export gives other vectors than the model.
    """
    body, rest = _parts(transformer, prefixes)
    tokenizer: Any = transformer.tokenizer
    longest = tokenizer.model_max_length if tokenizer.model_max_length < 10**6 else None
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".export-"))
    try:
        traced, path = aside / "traced.onnx", aside / "model.onnx"
        _trace(body, rest, tokenizer, heads or {}, traced)
        tokenizer.backend_tokenizer.save(str(aside / "tokenizer.json"))
        about: dict[str, object] = {
            "format": FORMAT,
            "model": model,
            "fingerprint": folder.name,
            "max_length": longest,
            "pad_id": tokenizer.pad_token_id or 0,
            "pad_token": tokenizer.pad_token or "[PAD]",
            "padding_side": tokenizer.padding_side,
            "query_prefix": prefixes.query,
            "passage_prefix": prefixes.passage,
        }
        (aside / "encoder.json").write_text(json.dumps(about))
        texts = probes(longest or 512)
        least = 0.0
        for write in (partial(_fuse, body.config), shutil.copyfile) if _fusible(body) else (shutil.copyfile,):
            write(traced, path)
            least = _least_cosine(transformer, opened(aside), texts, prefixes)
            if least >= AGREEMENT:
                break
        else:
            raise ValueError(f"the export gives other vectors: least cosine {least:.4f} on {len(texts)} texts")
        traced.unlink()
        about |= {"probes": len(texts), "least_cosine": round(least, 7)}
        (aside / "encoder.json").write_text(json.dumps(about))
        _put(aside, folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _least_cosine(transformer: SentenceTransformer, exported: _Encodes, texts: Sequence[str], prefixes: Prefixes) -> float:
    """Over texts, each second one encoded as a question and the others as passages."""
    questions, passages = list(texts[::2]), list(texts[1::2])
    common: Any = {"normalize_embeddings": True, "show_progress_bar": False}
    asked = transformer.encode_query(questions, prompt=prefixes.query or None, **common)
    stored = transformer.encode_document(passages, prompt=prefixes.passage or None, **common)
    cosines = [exported.encode_queries(questions) * asked, exported.encode(passages) * stored]
    return float(np.concatenate(cosines).sum(1).min())


def _parts(transformer: SentenceTransformer, prefixes: Prefixes) -> tuple[Any, list[Any]]:
    """The transformer itself, and the modules behind it."""
    modules: list[Any] = list(transformer)
    kinds = [type(module).__name__ for module in modules]
    if kinds[:2] != ["Transformer", "Pooling"] or not set(kinds[2:]) <= _KNOWN:
        raise ValueError(f"its modules are {', '.join(kinds)}")
    if not getattr(modules[1], "include_prompt", True) and not prefixes.empty:
        raise ValueError("its pooling leaves the prompt out")
    if not getattr(transformer.tokenizer, "is_fast", False):
        raise ValueError("its tokenizer is not one of the tokenizers library")
    return modules[0].auto_model, modules[1:]


def _fusible(body: Any) -> bool:
    return getattr(body.config, "model_type", "") in FUSED


def _fuse(config: Any, traced: Path, path: Path) -> None:
    """Write a traced model with each attention, and each norm behind a sum, as one node."""
    from onnxruntime.transformers.optimizer import optimize_model

    sizes = {"num_heads": config.num_attention_heads, "hidden_size": config.hidden_size}
    optimize_model(str(traced), model_type="bert", opt_level=0, **sizes).save_model_to_file(str(path))


def _trace(body: Any, rest: Sequence[Any], tokenizer: Any, heads: Mapping[str, Head], path: Path) -> None:
    import torch
    from torch.nn.functional import normalize, softplus

    learnt = [(torch.from_numpy(head.matrix), torch.from_numpy(head.slope), head.offset) for head in heads.values()]

    class Whole(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.inner, self.rest = body, torch.nn.ModuleList(rest)

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> tuple[torch.Tensor, ...]:
            hidden = self.inner(input_ids=input_ids, attention_mask=attention_mask)[0]
            features = {"token_embeddings": hidden, "attention_mask": attention_mask}
            for module in self.rest:
                features = module(features)
            whole = normalize(features["sentence_embedding"], dim=1)
            states = normalize(hidden, dim=-1)
            by_heads = [
                torch.cat([normalize(states @ matrix, dim=-1), softplus(states @ slope + offset)[..., None]], dim=-1)
                for matrix, slope, offset in learnt
            ]
            return whole, *by_heads

    attention = body.config._attn_implementation
    if _fusible(body):
        body.set_attn_implementation("eager")  # as it is written out in the papers, which is what is looked for to be fused
    sample = tokenizer(["a short text", "another"], return_tensors="pt", padding=True)
    names = ["embedding", *heads]
    axes = {name: {0: "batch", 1: "length"} for name in ("input_ids", "attention_mask", *names[1:])} | {"embedding": {0: "batch"}}
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")  # tracing warns of every shape it fixes; the probes are the check
        torch.onnx.export(
            Whole().eval(),
            (sample["input_ids"], sample["attention_mask"]),
            str(path),
            input_names=["input_ids", "attention_mask"],
            output_names=names,
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
    if _fusible(body):
        body.set_attn_implementation(attention)


def _put(aside: Path, folder: Path) -> None:
    """Put the finished export in its place; one of an older format gives way."""
    if folder.exists():
        old = aside.with_name(f"{aside.name}-old")
        folder.rename(old)
        shutil.rmtree(old, ignore_errors=True)
    aside.rename(folder)
