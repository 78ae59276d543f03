"""Our search as a retriever."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle

from hld.index.hits import Hit
from hld.index.llama.nodes import node
from hld.index.search import Index

Search = Callable[[str, int], Sequence[Hit]]


class HldRetriever(BaseRetriever):
    """The paragraphs that `hld search` finds, as nodes with their ids, labels and relationships."""

    def __init__(self, search: Search, index: Index, k: int = 10) -> None:
        """`search` is `Assistant.search`, or any callable from a text and a number to hits of `index`."""
        super().__init__()
        self._search, self._index, self._k = search, index, k

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        hits = self._search(query_bundle.query_str, self._k)
        entries = self._index.entries([hit.id for hit in hits])
        orders: dict[str, list[str]] = {}
        for entry in entries.values():
            if entry.document not in orders:
                orders[entry.document] = [other.id for other in self._index.library.paragraphs(entry.document)]
        return [
            NodeWithScore(
                node=node(entry, self._index.documents[entry.document], orders[entry.document]),
                score=hit.score,
            )
            for hit in hits
            for entry in [entries[hit.id]]
        ]
