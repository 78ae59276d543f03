"""Documents of llama-index -> a node for each paragraph."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from llama_index.core.node_parser.interface import NodeParser
from llama_index.core.schema import BaseNode, MetadataMode, NodeRelationship, RelatedNodeInfo
from llama_index.core.schema import Document as LlamaDocument

from hld.index.llama.nodes import make
from hld.index.llama.reader import LAYOUT, as_llama
from hld.ingest.errors import HldError
from hld.ingest.readers import text as plain_text


class HldNodeParser(NodeParser):
    """Cuts where the paragraphs are, never in the middle of one: preambular and operative, subparagraphs, annexes.

    What `HldReader` read is cut where the reader found the paragraphs. Any other text is taken for the plain text of one
    document, and its paragraphs are found as `hld ingest` finds those of a .txt file.
    """

    @classmethod
    def class_name(cls) -> str:
        """The name under which llama-index stores it."""
        return "HldNodeParser"

    def _parse_nodes(self, nodes: Sequence[BaseNode], show_progress: bool = False, **_: Any) -> list[BaseNode]:
        from llama_index.core.utils import get_tqdm_iterable

        return [made for node in get_tqdm_iterable(nodes, show_progress, "Parsing nodes") for made in self._paragraphs(node)]

    def _paragraphs(self, source: BaseNode) -> list[BaseNode]:
        text = source.get_content(metadata_mode=MetadataMode.NONE)
        read = source if LAYOUT in source.metadata else _found_in(text, source)
        layout, body = read.metadata[LAYOUT], read.get_content(metadata_mode=MetadataMode.NONE)
        if hashlib.sha256(body.encode()).hexdigest() != layout["sha256"]:
            raise HldError(
                f"The text of {source.node_id} was changed after HldReader read it.", "Put HldNodeParser before what changes it."
            )
        order = [span["id"] for span in layout["paragraphs"]]
        shared = {"title": "", "adopted": "", "official": True} | {
            name: value for name, value in (read.metadata | source.metadata).items() if name not in (LAYOUT, "symbol", "language")
        }
        out: list[BaseNode] = []
        for span in layout["paragraphs"]:
            own = {name: span[name] for name in ("kind", "context", "page")}
            made = make(span["id"], body[span["start"] : span["end"]], order, {**shared, **own})
            if read is source:
                made.start_char_idx, made.end_char_idx = span["start"], span["end"]
            # The document of the pipeline, which may have an id of its own: by it llama-index finds what to replace.
            made.relationships[NodeRelationship.SOURCE] = RelatedNodeInfo(node_id=source.node_id)
            if not self.include_prev_next_rel:
                made.relationships.pop(NodeRelationship.PREVIOUS, None)
                made.relationships.pop(NodeRelationship.NEXT, None)
            out.append(made)
        return out

    def _postprocess_parsed_nodes(self, nodes: list[BaseNode], parent_doc_map: dict[str, LlamaDocument]) -> list[BaseNode]:
        """Nothing is left to do: llama-index would look for each text anew and connect the last paragraph of one document
        with the first of the next."""
        return nodes


def _found_in(text: str, source: BaseNode) -> LlamaDocument:
    name = str(source.metadata.get("file_name") or source.node_id)
    found = [document for document in plain_text.read(text.encode(), name) if document.paragraphs]
    if len(found) != 1:
        raise HldError(f"{name} holds no paragraph that could be found.", "Read the file with HldReader.")
    return as_llama(found[0])
