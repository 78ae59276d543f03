"""The adapter of the default model: one matrix that brings how people ask closer to how resolutions are written.

A vector v becomes v + vW, for questions and passages alike; W is learnt by `tools/train_adapter.py` from questions of our own
and the paragraphs that answer them. As a last dense layer it is exported with the model and costs nothing.
"""

from __future__ import annotations

import hashlib
import io
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from sentence_transformers import SentenceTransformer

FILE = "adapter.npy"


def _data() -> bytes:
    return resources.files("hld.index").joinpath(FILE).read_bytes()


def fingerprint() -> str:
    """A hash of the matrix, for the fingerprint of the model."""
    return hashlib.sha256(_data()).hexdigest()


def matrix() -> np.ndarray:
    """W, float32, square, in the dimensions of the default model."""
    import numpy as np

    return np.load(io.BytesIO(_data())).astype(np.float32)


def attach(transformer: SentenceTransformer) -> None:
    """Put the layer v -> v + vW behind the pooling of the default model, before its normalisation.

    Raises:
        ValueError: when the model has other dimensions than W.
    """
    import numpy as np
    import torch
    from sentence_transformers.sentence_transformer.modules import Dense

    learnt = matrix()
    size = len(learnt)
    if (found := transformer.get_embedding_dimension()) != size:
        raise ValueError(f"the adapter is for vectors of {size} dimensions, the model's have {found}")
    weight = torch.from_numpy(np.eye(size, dtype=np.float32) + learnt.T)
    dense = Dense(size, size, bias=False, activation_function=torch.nn.Identity(), init_weight=weight)
    transformer.insert(2, dense)
