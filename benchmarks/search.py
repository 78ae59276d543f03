"""Warm and cold search beside a plain llama-index + Chroma pipeline with the same model, in one run.

    python benchmarks/search.py [HOME]

HOME is a home with an index (default: the one in use). Prints medians and their ratios; the machines are noisy.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

QUESTIONS = [
    "Who should reduce the cost of sending remittances?",
    "What is asked of the Secretary-General about the report?",
    "How should migrant children be protected?",
    "Which themes will the round tables have?",
    "What should States do about trafficking in persons?",
]


def median_ms(call: Callable[[str], Any], rounds: int = 10) -> float:
    for question in QUESTIONS:
        call(question)
    times = []
    for _ in range(rounds):
        for question in QUESTIONS:
            started = time.perf_counter()
            call(question)
            times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def plain_pipeline(texts: list[str], folder: str) -> Callable[[str], Any]:
    """The pipeline of llama-index's documentation: its default splitter, HuggingFace embeddings, Chroma, top 10."""
    import chromadb
    from llama_index.core.embeddings import BaseEmbedding
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.core.schema import Document

    from hld.index.encode import DEFAULT_MODEL, load_transformer

    model = load_transformer(DEFAULT_MODEL)

    class Embedding(BaseEmbedding):
        def _get_text_embedding(self, text: str) -> list[float]:
            return model.encode(text, show_progress_bar=False).tolist()

        def _get_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embedding(query)

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embedding(query)

    embedding = Embedding()
    nodes = SentenceSplitter().get_nodes_from_documents([Document(text=text) for text in texts])
    vectors = model.encode([node.get_content() for node in nodes], show_progress_bar=False)
    collection = chromadb.PersistentClient(folder).create_collection("plain", embedding_function=None)
    for start in range(0, len(nodes), 5000):
        part = nodes[start : start + 5000]
        collection.upsert(
            ids=[node.node_id for node in part],
            embeddings=vectors[start : start + 5000],
            documents=[node.get_content() for node in part],
        )
    return lambda question: collection.query(query_embeddings=[embedding.get_query_embedding(question)], n_results=10)


def main() -> None:
    from hld.app import command

    if len(sys.argv) > 1:
        os.environ["HLD_HOME"] = str(Path(sys.argv[1]).resolve())
    assistant = command.assistant()
    texts: dict[str, str] = {}
    for entry in assistant.index.library.all(["en"]):
        texts[entry.document] = f"{texts.get(entry.document, '')}\n{entry.text}"
    encode = median_ms(assistant.index.encode)
    ours = median_ms(lambda question: assistant.search(question, 10))
    answer = median_ms(assistant.ask)
    with tempfile.TemporaryDirectory() as folder:
        plain = median_ms(plain_pipeline(list(texts.values()), folder))
    cold = []
    for _ in range(5):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-m", "hld.app.cli", "search", QUESTIONS[0]], check=True, capture_output=True)
        cold.append(time.perf_counter() - started)
    print(f"paragraphs                  {assistant.index.manifest['paragraphs']:>8}")
    print(f"encode a question, ms       {encode:8.2f}")
    print(f"warm search, ms             {ours:8.2f}   {ours / encode:5.2f} x encoding alone")
    print(f"warm answer, ms             {answer:8.2f}   {answer / ours:5.2f} x its search")
    print(f"plain pipeline, ms          {plain:8.2f}   {plain / ours:5.2f} x ours")
    print(f"cold `hld search`, s        {statistics.median(cold):8.2f}")


if __name__ == "__main__":
    main()
