"""The adapter of the default model, which brings how people ask closer to how resolutions are written.

It adds to each linear layer of the model a product of two narrow matrices (LoRA, Hu et al. 2021), W + BA, and puts one matrix
behind the pooling, v + vD. All of them are learnt by `tools/train_adapter.py` from questions of our own and the paragraphs that
answer them. They are merged into the model before it is exported, so that they cost nothing.
"""

from __future__ import annotations

import hashlib
import io
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from sentence_transformers import SentenceTransformer
    from torch import nn

FILE = "adapter.npz"
RANK = 16
LINEAR = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)
"""The linear layers of each layer of a BERT, to which something is added."""
DOWN, UP, DENSE = "down", "up", "dense"


def _data() -> bytes:
    return resources.files("hld.index").joinpath(FILE).read_bytes()


def fingerprint() -> str:
    """A hash of the adapter, for the fingerprint of the model."""
    return hashlib.sha256(_data()).hexdigest()


def matrices() -> dict[str, np.ndarray]:
    """What is added, float32: A and B of each linear layer by its name in the model, and D."""
    import numpy as np

    with np.load(io.BytesIO(_data()), allow_pickle=False) as read:
        return {name: read[name].astype(np.float32) for name in read.files}


def merge(body: nn.Module, added: dict[str, np.ndarray]) -> None:
    """Add BA to the weight of each linear layer that `added` names.

    Raises:
        ValueError: when the model has no such layer, or one of another size.
    """
    import torch

    for name in {key.rpartition(".")[0] for key in added if key.endswith(f".{UP}")}:
        try:
            weight = body.get_submodule(name).weight
        except AttributeError:
            raise ValueError(f"the adapter is for a model with a layer {name}") from None
        change = torch.from_numpy(added[f"{name}.{UP}"] @ added[f"{name}.{DOWN}"])
        if not isinstance(weight, torch.Tensor) or weight.shape != change.shape:
            raise ValueError(f"the adapter is for a layer {name} of size {tuple(change.shape)}")
        with torch.no_grad():
            weight += change


def attach(transformer: SentenceTransformer) -> None:
    """Merge the adapter into the default model: its layers, and v + vD behind its pooling, before its normalisation.

    Raises:
        ValueError: when the model is of another shape.
    """
    import numpy as np
    import torch
    from sentence_transformers.sentence_transformer.modules import Dense

    added = matrices()
    learnt = added[DENSE]
    size = len(learnt)
    if (found := transformer.get_embedding_dimension()) != size:
        raise ValueError(f"the adapter is for vectors of {size} dimensions, the model's have {found}")
    body: Any = transformer[0].auto_model
    merge(body, added)
    weight = torch.from_numpy(np.eye(size, dtype=np.float32) + learnt.T)
    dense = Dense(size, size, bias=False, activation_function=torch.nn.Identity(), init_weight=weight)
    transformer.insert(2, dense)
