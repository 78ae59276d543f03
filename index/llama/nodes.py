"""A paragraph as a node of llama-index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from llama_index.core.schema import NodeRelationship, RelatedNodeInfo, TextNode

from hld.ingest.library import DocumentEntry, Entry
from hld.ingest.symbols import Reference

NOT_FOR_LLM = ["official", "url", "page"]
NOT_FOR_EMBEDDING = [*NOT_FOR_LLM, "kind", "adopted"]


def node(entry: Entry, document: DocumentEntry, order: Sequence[str]) -> TextNode:
    """A paragraph of the library as a node; `order` are the ids of its document's paragraphs in order."""
    facts = {"title": document.title, "adopted": document.adopted, "official": entry.official}
    return make(entry.id, entry.text, order, {**facts, "kind": entry.kind, "context": entry.context, "page": entry.page})


def make(paragraph: str, text: str, order: Sequence[str], facts: Mapping[str, Any]) -> TextNode:
    """The paragraph with this id as a node, with its relationships (source, previous, next, parent, children).

    The text is the paragraph's own; its title and context are metadata that embedding and LLM see. `facts` are metadata
    beside the label and the link.
    """
    reference = Reference.parse(paragraph)
    made = TextNode(
        id_=paragraph,
        text=text,
        metadata={"label": reference.label(), **facts, "url": reference.url()},
        excluded_llm_metadata_keys=list(NOT_FOR_LLM),
        excluded_embed_metadata_keys=list(NOT_FOR_EMBEDDING),
    )
    made.relationships = relations(paragraph, order)
    return made


def relations(paragraph: str, order: Sequence[str]) -> dict[NodeRelationship, RelatedNodeInfo | list[RelatedNodeInfo]]:
    """What stands around a paragraph: its document, the one before and after, its chapeau, and those it introduces."""
    place = order.index(paragraph)
    out: dict[NodeRelationship, RelatedNodeInfo | list[RelatedNodeInfo]] = {
        NodeRelationship.SOURCE: RelatedNodeInfo(node_id=paragraph.rpartition("#")[0])
    }
    if place:
        out[NodeRelationship.PREVIOUS] = RelatedNodeInfo(node_id=order[place - 1])
    if place + 1 < len(order):
        out[NodeRelationship.NEXT] = RelatedNodeInfo(node_id=order[place + 1])
    if (above := parent(paragraph)) in order:
        out[NodeRelationship.PARENT] = RelatedNodeInfo(node_id=above)
    if below := [other for other in order if parent(other) == paragraph]:
        out[NodeRelationship.CHILD] = [RelatedNodeInfo(node_id=other) for other in below]
    return out


def parent(paragraph: str) -> str:
    """The id of the chapeau that introduces a subparagraph; empty for any other paragraph."""
    part = Reference.parse(paragraph).part
    above = part.parent if part else None
    return f"{paragraph.rpartition('#')[0]}#{above}" if above else ""
