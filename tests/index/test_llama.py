"""The parts for llama-index, in llama-index's own pipelines: the same ids, the same paragraphs, no service of its choice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("llama_index.core")

from llama_index.core import SimpleDirectoryReader, VectorStoreIndex
from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.schema import Document as LlamaDocument
from llama_index.core.schema import MetadataMode, NodeRelationship, TextNode
from llama_index.core.storage.docstore import SimpleDocumentStore
from llama_index.core.vector_stores import SimpleVectorStore

from hld.app.answer import Assistant
from hld.index import encode
from hld.index.llama import HldEmbedding, HldNodeParser, HldReader, HldRetriever
from hld.index.llama.reader import LAYOUT
from hld.ingest.errors import HldError
from hld.ingest.read import read_file

HARBOUR = """United Nations

A/RES/97/301

General Assembly

Distr.: General
9 April 2043

Ninety-seventh session
Agenda item 12

Resolution adopted by the General Assembly on 3 March 2043
[without reference to a Main Committee (A/97/L.12)]

97/301. Harbour lamps
The General Assembly,
Recalling the lamps that were lit in every harbour,
1.
Requests the Secretary-General to count the lamps of each harbour;
2.
Invites Member States:
(a) To paint their lamps green;
(b) To keep oil for nine winters;
3.
Decides to speak of lamps again at its ninety-eighth session.
45th plenary meeting
3 March 2043
"""
"""A resolution of our own making."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "harbour.txt").write_text(HARBOUR)
    return tmp_path / "files"


@pytest.fixture
def embedding(tiny: dict[str, Path], tiny_cache: Path) -> HldEmbedding:
    return HldEmbedding(encode.prepare(str(tiny["mean"]), tiny_cache))


def related(node: Any, relation: NodeRelationship) -> Any:
    found = node.relationships.get(relation)
    return [one.node_id for one in found] if isinstance(found, list) else found and found.node_id


def test_the_reader_gives_our_documents(folder: Path) -> None:
    (document,) = HldReader().load_data(folder)
    (expected,) = read_file(folder / "harbour.txt")
    assert document.id_ == expected.id
    assert document.metadata["title"] == expected.title
    assert document.metadata["adopted"] == "2043-03-03"
    assert document.metadata["file_name"] == "harbour.txt"
    assert document.text == "\n\n".join(p.text for p in expected.paragraphs)
    for mode in (MetadataMode.EMBED, MetadataMode.LLM):
        assert LAYOUT not in document.get_content(mode)


def test_nodes_are_our_paragraphs_with_what_stands_around_them(folder: Path) -> None:
    (expected,) = read_file(folder / "harbour.txt")
    documents = HldReader().load_data([folder / "harbour.txt"])
    nodes = HldNodeParser().get_nodes_from_documents(documents)
    ids = [node.node_id for node in nodes]
    assert ids == [p.id for p in expected.paragraphs]
    assert "A/RES/97/301#para-2-a" in ids
    assert [node.get_content(MetadataMode.NONE) for node in nodes] == [p.text for p in expected.paragraphs]
    for place, node in enumerate(nodes):
        assert isinstance(node, TextNode)
        assert documents[0].text[node.start_char_idx : node.end_char_idx] == node.text
        assert related(node, NodeRelationship.SOURCE) == documents[0].id_ == node.ref_doc_id
        assert related(node, NodeRelationship.PREVIOUS) == (ids[place - 1] if place else None)
        assert related(node, NodeRelationship.NEXT) == (ids[place + 1] if place + 1 < len(ids) else None)
        assert LAYOUT not in node.metadata
    by_id = dict(zip(ids, nodes, strict=True))
    below = by_id["A/RES/97/301#para-2-b"]
    assert related(below, NodeRelationship.PARENT) == "A/RES/97/301#para-2"
    assert below.metadata["label"] == "A/RES/97/301, para. 2 (b)"
    assert "Member States" in below.metadata["context"]
    assert "Member States" in below.get_content(MetadataMode.EMBED)
    assert "https://" not in below.get_content(MetadataMode.EMBED)
    assert related(by_id["A/RES/97/301#para-2"], NodeRelationship.CHILD) == [
        "A/RES/97/301#para-2-a",
        "A/RES/97/301#para-2-b",
    ]
    assert related(by_id["A/RES/97/301#para-1"], NodeRelationship.PARENT) is None


def test_two_documents_are_not_connected(folder: Path) -> None:
    (folder / "again.txt").write_text(HARBOUR.replace("97/301", "97/302"))
    nodes = HldNodeParser().get_nodes_from_documents(HldReader().load_data(folder))
    documents = {node.node_id: node.ref_doc_id for node in nodes}
    assert len(set(documents.values())) == 2
    for node in nodes:
        for relation in (NodeRelationship.PREVIOUS, NodeRelationship.NEXT):
            if beside := related(node, relation):
                assert documents[beside] == node.ref_doc_id


def test_any_text_is_cut_where_its_paragraphs_are() -> None:
    document = LlamaDocument(text=HARBOUR, id_="mine", metadata={"file_name": "harbour.txt", "shelf": 4})
    nodes = HldNodeParser().get_nodes_from_documents([document])
    assert "A/RES/97/301#para-2-a" in [node.node_id for node in nodes]
    assert {node.ref_doc_id for node in nodes} == {"mine"}
    assert all(node.metadata["shelf"] == 4 for node in nodes)


def test_a_text_that_was_changed_in_between_is_refused(folder: Path) -> None:
    (document,) = HldReader().load_data(folder)
    document.set_content(document.text.replace("lamps", "LAMPS"))
    with pytest.raises(HldError, match="was changed") as caught:
        HldNodeParser().get_nodes_from_documents([document])
    assert "before" in caught.value.remedy


def test_a_text_without_a_paragraph_is_refused() -> None:
    with pytest.raises(HldError) as caught:
        HldNodeParser().get_nodes_from_documents([LlamaDocument(text="\n \n", id_="blank")])
    assert "blank" in caught.value.message


def test_files_that_cannot_be_read(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    with pytest.raises(HldError, match=r"broken\.pdf"):
        HldReader().load_data(folder)
    assert len(HldReader(skip_unreadable=True).load_data(folder)) == 1
    assert any("broken.pdf" in record.message for record in caplog.records)
    with pytest.raises(HldError, match="does not exist"):
        HldReader().load_data(folder / "nowhere")


def test_it_serves_the_directory_reader_of_llama_index(folder: Path) -> None:
    documents = SimpleDirectoryReader(str(folder), file_extractor={".txt": HldReader()}).load_data()
    assert [document.metadata["symbol"] for document in documents] == ["A/RES/97/301"]
    assert documents[0].metadata["file_path"].endswith("harbour.txt")
    nodes = HldNodeParser().get_nodes_from_documents(documents)
    assert nodes[1].node_id == "A/RES/97/301#para-1"


def test_a_pipeline_replaces_a_document_that_changed(folder: Path, embedding: HldEmbedding) -> None:
    vectors = SimpleVectorStore()
    pipeline = IngestionPipeline(
        transformations=[HldNodeParser(), embedding], docstore=SimpleDocumentStore(), vector_store=vectors
    )
    first = pipeline.run(documents=HldReader().load_data(folder))
    assert [len(node.embedding or []) for node in first] == [32] * len(first)
    assert list(vectors.data.embedding_dict) == [node.node_id for node in first]
    assert pipeline.run(documents=HldReader().load_data(folder)) == [], "nothing changed"
    (folder / "harbour.txt").write_text(HARBOUR.replace("(b) To keep oil for nine winters;\n", ""))
    second = pipeline.run(documents=HldReader().load_data(folder))
    assert [node.node_id for node in second] == [n.node_id for n in first if not n.node_id.endswith("para-2-b")]
    assert list(vectors.data.embedding_dict) == [node.node_id for node in second], "what went is gone"


def test_vectors_are_those_of_the_encoder(folder: Path, embedding: HldEmbedding, tiny: dict[str, Path], tiny_cache: Path) -> None:
    encoder = encode.prepare(str(tiny["mean"]), tiny_cache)
    texts = ["lamps of the harbour", "nine winters"]
    assert np.allclose(embedding.get_text_embedding_batch(texts), encoder.encode(texts), atol=1e-5)
    assert np.allclose(embedding.get_query_embedding(texts[0]), encoder.encode_queries(texts[:1])[0], atol=1e-5)
    nodes = HldNodeParser().get_nodes_from_documents(HldReader().load_data(folder))
    retriever = VectorStoreIndex(nodes, embed_model=embedding).as_retriever(similarity_top_k=3)
    wanted = nodes[3]
    found = retriever.retrieve(wanted.get_content(MetadataMode.EMBED))
    assert found[0].node.node_id == wanted.node_id


def test_the_retriever_is_our_search(assistant: Assistant) -> None:
    question = "Who should lower the cost of sending remittances?"
    found = HldRetriever(assistant.search, assistant.index, k=7).retrieve(question)
    hits = assistant.search(question, 7)
    assert [(n.node.node_id, n.score) for n in found] == [(hit.id, hit.score) for hit in hits]
    entries = assistant.index.entries([hit.id for hit in hits])
    for one in found:
        entry = entries[one.node.node_id]
        assert one.node.get_content(MetadataMode.NONE) == entry.text
        assert one.node.metadata["label"] == entry.reference.label()
        assert related(one.node, NodeRelationship.SOURCE) == entry.document
    subparagraphs = [one.node for one in found if entries[one.node.node_id].context]
    for node in subparagraphs:
        assert related(node, NodeRelationship.PARENT) == entries[node.node_id].chapeaux[0]


def test_the_example_runs(home: Path, folder: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    run = subprocess.run(
        [sys.executable, str(root / "examples" / "llama_index_search.py"), str(folder), "Who counts the lamps?"],
        env={**os.environ, "HLD_HOME": str(home), "HF_HUB_OFFLINE": "1"},
        capture_output=True,
        text=True,
        timeout=110,
    )
    assert run.returncode == 0, run.stderr
    answer = json.loads(run.stdout)
    assert answer["documents"] == 1
    assert answer["llama_index"][0]["id"] == "A/RES/97/301#para-1"
    assert len(answer["hld"]) == 5
    assert all(hit["label"].startswith("A/RES/") for hit in answer["hld"])
