"""Our encoder as an embedding model, so that llama-index reaches for no service of its own choice."""

from __future__ import annotations

from typing import Any

from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.bridge.pydantic import PrivateAttr

from hld.index.encode import Encoder


class HldEmbedding(BaseEmbedding):
    """Vectors by `hld.index.encode.prepare(model, cache)`, with the model's own prefixes for questions and passages."""

    _encoder: Encoder = PrivateAttr()

    def __init__(self, encoder: Encoder, **options: Any) -> None:
        """`options` are those of BaseEmbedding."""
        super().__init__(**{"model_name": encoder.name, "embed_batch_size": 64, **options})
        self._encoder = encoder

    @classmethod
    def class_name(cls) -> str:
        """The name under which llama-index stores it."""
        return "HldEmbedding"

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return self._encoder.encode(texts).tolist()

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._encoder.encode_queries([query])[0].tolist()

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)
