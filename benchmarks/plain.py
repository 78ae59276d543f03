"""A plain pipeline as llama-index's documentation shows it: default splitter, HuggingFace embeddings, Chroma, top ten.

    python benchmarks/plain.py build FOLDER < texts.json        (a list of texts, one a document)
    python benchmarks/plain.py search FOLDER "QUESTION"

It wants two packages that hld does not: `pip install llama-index-vector-stores-chroma llama-index-embeddings-huggingface`.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from llama_index.core.base.base_retriever import BaseRetriever


def retriever(folder: str, texts: list[str] | None = None) -> BaseRetriever:
    """The retriever over the collection in `folder`, which is made from `texts` where they are given."""
    import chromadb
    from llama_index.core import Document, StorageContext, VectorStoreIndex
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding  # type: ignore[import-not-found]
    from llama_index.vector_stores.chroma import ChromaVectorStore  # type: ignore[import-not-found]

    from hld.index.encode import DEFAULT_MODEL, locate

    embedding = HuggingFaceEmbedding(model_name=locate(DEFAULT_MODEL), device="cpu")
    collection = chromadb.PersistentClient(path=folder).get_or_create_collection("plain")
    store = ChromaVectorStore(chroma_collection=collection)
    if texts is None:
        index = VectorStoreIndex.from_vector_store(store, embed_model=embedding)
    else:
        index = VectorStoreIndex.from_documents(
            [Document(text=text) for text in texts],
            storage_context=StorageContext.from_defaults(vector_store=store),
            embed_model=embedding,
        )
    return index.as_retriever(similarity_top_k=10)


if __name__ == "__main__":
    if sys.argv[1] == "build":
        retriever(sys.argv[2], json.load(sys.stdin))
    else:
        for hit in retriever(sys.argv[2]).retrieve(sys.argv[3]):
            print(f"{hit.score:.3f} {hit.node.get_content()[:80]!r}")
