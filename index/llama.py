"""The same search as a retriever of llama-index, so that anyone can put it into a pipeline of their own.

llama-index is imported when this module is, and this module only by those who use it.

    from hld.index.llama import HldRetriever
    nodes = HldRetriever(assistant.search, assistant.index).retrieve("Who should cut the cost of remittances?")
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeRelationship, NodeWithScore, QueryBundle, RelatedNodeInfo, TextNode

from hld.index.search import Hit, Index
from hld.ingest.library import DocumentEntry, Entry

Search = Callable[[str, int], Sequence[Hit]]


class HldRetriever(BaseRetriever):
    """Paragraphs with their ids, labels and relationships (previous, next, parent, source) as nodes of llama-index."""

    def __init__(self, search: Search, index: Index, k: int = 10) -> None:
        """`search` is `Assistant.search`, or any callable from a text and a number to hits of `index`."""
        super().__init__()
        self._search, self._index, self._k = search, index, k

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        hits = self._search(query_bundle.query_str, self._k)
        entries = self._index.entries([hit.id for hit in hits])
        return [NodeWithScore(node=self._node(entries[hit.id]), score=hit.score) for hit in hits]

    def _node(self, entry: Entry) -> TextNode:
        beside = self._index.library.paragraphs(entry.document)
        return node(entry, self._index.documents[entry.document], [other.id for other in beside])


def node(entry: Entry, document: DocumentEntry, order: Sequence[str]) -> TextNode:
    """One paragraph as a node; `order` are the ids of its document's paragraphs in order.

    The text is the paragraph's own; its context is metadata that embedding and LLM see, its id never changes.
    """
    place = order.index(entry.id)
    relations: dict[NodeRelationship, RelatedNodeInfo | list[RelatedNodeInfo]] = {
        NodeRelationship.SOURCE: RelatedNodeInfo(node_id=document.id)
    }
    if place:
        relations[NodeRelationship.PREVIOUS] = RelatedNodeInfo(node_id=order[place - 1])
    if place + 1 < len(order):
        relations[NodeRelationship.NEXT] = RelatedNodeInfo(node_id=order[place + 1])
    if entry.chapeaux and entry.chapeaux[0] in order:
        relations[NodeRelationship.PARENT] = RelatedNodeInfo(node_id=entry.chapeaux[0])
    return TextNode(
        id_=entry.id,
        text=entry.text,
        metadata={
            "label": entry.reference.label(),
            "title": document.title,
            "adopted": document.adopted,
            "kind": entry.kind,
            "official": entry.official,
            "context": entry.context,
            "url": entry.reference.url(),
        },
        excluded_llm_metadata_keys=["official", "url"],
        excluded_embed_metadata_keys=["official", "url", "kind"],
        relationships=relations,
    )
