"""Exported models of every shape against sentence-transformers: tokenizers, poolings, projections, prompts."""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest

from hld.index import encode, export, prefixes
from hld.index.encode import OnnxEncoder, TransformerEncoder
from hld.index.prefixes import Prefixes
from hld.index.probes import probes
from hld.ingest.errors import HldError

TEXTS = [
    "the nurses of schools",
    "Ports, wells; and (a) lamps.",
    "  spaces\tand\nlines ",
    "élèves, niñez, мигрант, 移民",
    "?",
    "taxes " * 200,
]
QUERY, PASSAGE = "ask: ", "text of "

Make = Callable[..., str]


def _bert(folder: Path) -> None:
    from transformers import BertConfig, BertModel, BertTokenizer

    characters = "abcdefghijklmnopqrstuvwxyz0123456789.,;:()/-'"
    words = "the of nurses schools ports wells lamps ask text".split()
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *words, *characters, *(f"##{c}" for c in characters)]
    (folder / "vocab.txt").write_text("\n".join(vocabulary))
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
        initializer_range=0.4,  # with the usual 0.02, all texts get nearly one vector
    )
    BertModel(config).save_pretrained(folder / "body")
    BertTokenizer(str(folder / "vocab.txt"), model_max_length=64).save_pretrained(folder / "body")


def _xlmr(folder: Path) -> None:
    from transformers import XLMRobertaConfig, XLMRobertaModel, XLMRobertaTokenizer

    characters = "abcdefghijklmnopqrstuvwxyzéñмигрант移民.,;()▁?:"
    special = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)]
    pieces = [("▁the", -2.0), ("▁nurses", -3.0), ("▁ports", -3.0), ("▁taxes", -3.0), *((c, -8.0) for c in characters)]
    vocabulary = [*special, *pieces, ("<mask>", 0.0)]
    config = XLMRobertaConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=66,
        initializer_range=0.4,
        type_vocab_size=1,
        pad_token_id=1,
        bos_token_id=0,
        eos_token_id=2,
    )
    XLMRobertaModel(config).save_pretrained(folder / "body")
    XLMRobertaTokenizer(vocab=vocabulary, model_max_length=64).save_pretrained(folder / "body")


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """Makes a random model and returns its folder: `body` bert or xlmr, then a pooling and other modules, and prompts."""
    bodies: dict[str, Path] = {}

    def call(name: str, *, body: str = "bert", pooling: str = "mean", after: str = "", **options: Any) -> str:
        import torch
        from sentence_transformers import SentenceTransformer
        from sentence_transformers.sentence_transformer.modules import Dense, Normalize, Pooling, Transformer

        if body not in bodies:
            torch.manual_seed(7)
            bodies[body] = tmp_path_factory.mktemp(body)
            {"bert": _bert, "xlmr": _xlmr}[body](bodies[body])
        torch.manual_seed(11)
        made = {"dense": Dense(32, 16), "normalize": Normalize()}
        modules = [Transformer(str(bodies[body] / "body")), Pooling(32, pooling), *(made[m] for m in after.split())]  # type: ignore[arg-type]
        folder = tmp_path_factory.mktemp("model") / name
        SentenceTransformer(modules=modules, **options).save(str(folder))
        return str(folder)

    return call


PROMPTS = {"query": QUERY, "document": PASSAGE}


@pytest.mark.parametrize(
    ("body", "pooling", "after", "prompts"),
    [
        ("bert", "mean", "", None),
        ("bert", "cls", "normalize", PROMPTS),
        ("bert", "max", "", None),
        ("bert", "lasttoken", "", PROMPTS),
        ("xlmr", "mean", "normalize", PROMPTS),
        ("xlmr", "cls", "", None),
        ("xlmr", "mean", "dense normalize", PROMPTS),
    ],
)
def test_the_export_equals_sentence_transformers(
    body: str, pooling: str, after: str, prompts: dict[str, str] | None, make: Make, tmp_path: Path
) -> None:
    """One model after the other is made on the spot: two tokenizers, four poolings, with and without what may follow."""
    model = make("plain", body=body, pooling=pooling, after=after, prompts=prompts)
    encoder = encode.prepare(model, tmp_path)
    assert isinstance(encoder, OnnxEncoder), encoder.note
    assert encoder.note == ""
    assert encoder.least_cosine > 0.9999
    theirs = encode.load_transformer(model)
    pairs = [
        (encoder.encode(TEXTS), theirs.encode_document(TEXTS, normalize_embeddings=True, show_progress_bar=False)),
        (encoder.encode_queries(TEXTS), theirs.encode_query(TEXTS, normalize_embeddings=True, show_progress_bar=False)),
    ]
    for ours, expected in pairs:
        assert ours.shape == expected.shape == (len(TEXTS), 16 if "dense" in after else 32)
        assert float((ours * expected).sum(1).min()) > 0.9999
    same = float((pairs[0][0] * pairs[1][0]).sum(1).min())
    assert (same < 0.9999) == (prompts is not None), "a question is not a passage where the model has prompts"


def test_a_default_prompt_is_not_added_twice(make: Make, tmp_path: Path) -> None:
    model = make("default", prompts={"query": QUERY, "document": ""}, default_prompt_name="query")
    encoder = encode.prepare(model, tmp_path)
    assert isinstance(encoder, OnnxEncoder)
    assert encoder.prefixes == Prefixes(query=QUERY)


@pytest.mark.parametrize(
    ("name", "query", "passage"),
    [
        ("multilingual-e5-small", "query: ", "passage: "),
        ("bge-small-en-v1.5", "Represent this sentence for searching relevant passages: ", ""),
        ("all-MiniLM-L6-v2", "", ""),
    ],
)
def test_prefixes_of_a_model_that_declares_none_come_by_its_name(
    name: str, query: str, passage: str, make: Make, tmp_path: Path
) -> None:
    model = make(name, body="xlmr")
    encoder = encode.prepare(model, tmp_path)
    assert isinstance(encoder, OnnxEncoder)
    assert encoder.prefixes == Prefixes(query=query, passage=passage)
    theirs = encode.load_transformer(model)
    for ours, before in ((encoder.encode_queries(TEXTS), query), (encoder.encode(TEXTS), passage)):
        expected = theirs.encode([before + text for text in TEXTS], normalize_embeddings=True, show_progress_bar=False)
        assert float((ours * expected).sum(1).min()) > 0.9999
    slow = TransformerEncoder(model, encoder.fingerprint, theirs)
    assert float((slow.encode_queries(TEXTS) * encoder.encode_queries(TEXTS)).sum(1).min()) > 0.9999
    assert float((slow.encode(TEXTS) * encoder.encode(TEXTS)).sum(1).min()) > 0.9999


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("intfloat/e5-large-v2", Prefixes(query="query: ", passage="passage: ")),
        ("intfloat/multilingual-e5-large-instruct", Prefixes(query=prefixes.by_name("e5-x-instruct").query)),
        ("BAAI/bge-m3", Prefixes()),
        ("BAAI/bge-base-en", Prefixes(query="Represent this sentence for searching relevant passages: ")),
        ("nomic-ai/nomic-embed-text-v1.5", Prefixes(query="search_query: ", passage="search_document: ")),
        ("/cache/models--intfloat--e5-small/snapshots/0a1b", Prefixes(query="query: ", passage="passage: ")),
        ("sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2", Prefixes()),
        ("/data/e5-small/mine", Prefixes()),
        ("", Prefixes()),
    ],
)
def test_the_table_of_prefixes(model: str, expected: Prefixes) -> None:
    assert prefixes.by_name(model) == expected


def test_what_a_model_declares_goes_before_the_table(make: Make, tmp_path: Path) -> None:
    model = make("e5-small", prompts={"query": QUERY, "passage": PASSAGE})
    encoder = encode.prepare(model, tmp_path)
    assert isinstance(encoder, OnnxEncoder)
    assert encoder.prefixes == Prefixes(query=QUERY, passage=PASSAGE)


def test_the_fingerprint_changes_with_the_prompts(make: Make, tmp_path: Path) -> None:
    model = Path(make("prompted", prompts={"query": QUERY, "document": ""}))
    copy = tmp_path / "copy"
    shutil.copytree(model, copy)
    assert encode.fingerprint(str(copy)) == encode.fingerprint(str(model))
    about = json.loads((copy / "config_sentence_transformers.json").read_text())
    about["prompts"]["query"] = "find: "
    (copy / "config_sentence_transformers.json").write_text(json.dumps(about))
    assert encode.fingerprint(str(copy)) != encode.fingerprint(str(model))
    named = tmp_path / "e5-small"
    shutil.copytree(make("bare"), named)
    shutil.copytree(named, tmp_path / "other")
    assert encode.fingerprint(str(named)) != encode.fingerprint(str(tmp_path / "other")), "the table adds a prefix by name"


def test_a_model_that_leaves_the_prompt_out_of_its_pooling_falls_back_and_says_so(
    make: Make, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    model = make("instructor", prompts={"query": QUERY, "document": PASSAGE})
    about = Path(model) / "1_Pooling" / "config.json"
    about.write_text(json.dumps({**json.loads(about.read_text()), "include_prompt": False}))
    with caplog.at_level(logging.WARNING):
        encoder = encode.prepare(model, tmp_path)
    assert isinstance(encoder, TransformerEncoder)
    assert "leaves the prompt out" in encoder.note
    assert encoder.note in [r.message for r in caplog.records]
    expected = encode.load_transformer(model).encode_query(TEXTS, normalize_embeddings=True, show_progress_bar=False)
    assert np.allclose(encoder.encode_queries(TEXTS), expected, atol=1e-5)


def test_an_export_that_gives_other_vectors_is_refused(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    model = make("turned")
    honest = OnnxEncoder.encode

    def turned(self: OnnxEncoder, *given: Any) -> np.ndarray:
        return np.roll(honest(self, *given), 1, axis=1)

    monkeypatch.setattr(OnnxEncoder, "encode", turned)
    with caplog.at_level(logging.WARNING):
        encoder = encode.prepare(model, tmp_path)
    assert isinstance(encoder, TransformerEncoder)
    assert "other vectors" in encoder.note
    assert list(tmp_path.iterdir()) == [], "nothing of the export is left"


def _kinds(model: Path) -> set[str]:
    return {node.op_type for node in onnx.load(model).graph.node}


@pytest.mark.parametrize("body", ["bert", "xlmr"])
def test_attention_is_one_node_of_an_export(body: str, make: Make, tmp_path: Path) -> None:
    folder = tmp_path / encode.prepare(make("fused", body=body), tmp_path).fingerprint
    assert {"Attention", "SkipLayerNormalization"} <= _kinds(folder / "model.onnx")
    assert sorted(path.name for path in folder.iterdir()) == ["encoder.json", "model.onnx", "tokenizer.json"]


def test_what_was_traced_is_kept_where_fusing_it_gives_other_vectors(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model, fuse = make("unfused"), export._fuse

    def wrong(config: Any, traced: Path, path: Path) -> None:
        fuse(config, traced, path)
        made = onnx.load(path)
        for held in made.graph.initializer:
            if len(held.dims) == 2 and held.data_type == onnx.TensorProto.FLOAT:
                held.CopyFrom(onnx.numpy_helper.from_array(np.flip(onnx.numpy_helper.to_array(held), 0), held.name))
        onnx.save(made, path)

    monkeypatch.setattr(export, "_fuse", wrong)
    encoder = encode.prepare(model, tmp_path)
    assert isinstance(encoder, OnnxEncoder)
    assert encoder.least_cosine > 0.9999
    assert "Attention" not in _kinds(tmp_path / encoder.fingerprint / "model.onnx")


def test_an_export_of_an_older_format_is_made_again(make: Make, tmp_path: Path) -> None:
    model = make("old")
    folder = tmp_path / encode.prepare(model, tmp_path).fingerprint
    about = json.loads((folder / "encoder.json").read_text())
    (folder / "encoder.json").write_text(json.dumps({**about, "format": 1}))
    assert not encode.is_exported(folder.name, tmp_path)
    assert isinstance(encode.prepare(model, tmp_path), OnnxEncoder)
    assert encode.is_exported(folder.name, tmp_path)
    assert list(tmp_path.iterdir()) == [folder]


def test_an_export_that_is_gone_is_missed_aloud(make: Make, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    model = make("gone")
    mark = encode.prepare(model, tmp_path).fingerprint
    shutil.rmtree(tmp_path / mark)
    with caplog.at_level(logging.WARNING):
        again = encode.load(model, mark, tmp_path)
    assert isinstance(again, TransformerEncoder)
    assert "hld index" in again.note
    assert again.note in [r.message for r in caplog.records]


def test_a_full_disk_is_no_property_of_the_model(make: Make, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    with pytest.raises(OSError, match="cache"):
        encode.prepare(make("disk"), tmp_path / "cache")


def test_the_probe_texts() -> None:
    texts = probes(256)
    assert len(texts) == len(set(texts)) == 200
    assert min(len(t.split()) for t in texts) == 1
    assert max(len(t.split()) for t in texts) > 256
    assert max(len(t.split()) for t in probes(8192)) == 1500
    assert sum(any("\u0400" <= c <= "\u04ff" for c in t) for t in texts) > 3
    assert sum(any("\u0600" <= c <= "\u06ff" for c in t) for t in texts) > 3
    assert sum(any("\u4e00" <= c <= "\u9fff" for c in t) for t in texts) > 3


def test_the_model_that_ships_is_checked_when_it_is_exported(home: Path) -> None:
    mark = encode.fingerprint(encode.DEFAULT_MODEL)
    about = json.loads((home / "models" / mark / "encoder.json").read_text())
    assert about["probes"] == 200
    assert about["least_cosine"] > 0.9999
    assert (about["query_prefix"], about["passage_prefix"]) == ("", "")


def test_an_unreadable_model_is_an_error(make: Make, tmp_path: Path) -> None:
    model = make("damaged")
    (Path(model) / "model.safetensors").write_bytes(b"junk")
    with pytest.raises(HldError, match="cannot be loaded"):
        encode.prepare(model, tmp_path)
