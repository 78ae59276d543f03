"""The parts of hld in a pipeline of llama-index, offline and without a language model.

    python examples/llama_index_search.py FILE_OR_FOLDER "QUESTION"

Reads files, cuts them into paragraphs with stable ids, encodes them with hld's encoder and asks the index that llama-index
makes of them. Then asks hld's own search, where an index is there (`hld index`): its ranking knows resolutions. Prints one
JSON object.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from llama_index.core import VectorStoreIndex
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.llms import CompletionResponse, CompletionResponseGen, CustomLLM, LLMMetadata
from llama_index.core.query_engine import RetrieverQueryEngine
from llama_index.core.response_synthesizers.no_text import NoText

from hld.app import command
from hld.index.encode import prepare
from hld.index.llama import HldEmbedding, HldNodeParser, HldReader, HldRetriever
from hld.ingest.errors import HldError


class NoModel(CustomLLM):
    """llama-index wants a language model even where none is asked; without one it would choose a cloud service."""

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(model_name="none")

    def complete(self, prompt: str, formatted: bool = False, **_: Any) -> CompletionResponse:
        raise RuntimeError("No model is meant to be asked.")

    def stream_complete(self, prompt: str, formatted: bool = False, **_: Any) -> CompletionResponseGen:
        raise RuntimeError("No model is meant to be asked.")


def found(retriever: BaseRetriever, question: str) -> list[dict[str, Any]]:
    # `from_args(llm=…, response_mode="no_text")` forgets the model it is given and asks for OpenAI's key.
    engine = RetrieverQueryEngine(retriever, response_synthesizer=NoText(llm=NoModel()))
    return [
        {"id": hit.node.node_id, "label": hit.node.metadata["label"], "score": round(hit.score or 0.0, 4)}
        for hit in engine.query(question).source_nodes
    ]


def main(path: str, question: str) -> None:
    settings = command.settings()
    embedding = HldEmbedding(prepare(settings.model, settings.models))
    documents = HldReader(skip_unreadable=True).load_data(Path(path))
    nodes = IngestionPipeline(transformations=[HldNodeParser(), embedding]).run(documents=documents)
    theirs = VectorStoreIndex(nodes, embed_model=embedding).as_retriever(similarity_top_k=5)
    answer = {"documents": len(documents), "paragraphs": len(nodes), "llama_index": found(theirs, question)}
    try:
        assistant = command.assistant()
        answer["hld"] = found(HldRetriever(assistant.search, assistant.index, k=5), question)
    except HldError as error:
        answer["hld"] = f"{error.message} {error.remedy}"
    json.dump(answer, sys.stdout, ensure_ascii=False, indent=1)
    print()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit("usage: python examples/llama_index_search.py FILE_OR_FOLDER QUESTION")
    main(sys.argv[1], sys.argv[2])
