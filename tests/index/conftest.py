"""Two tiny random models made on the spot, and a small library of our own: an index of it is built in a second."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")  # read when the hub's client is imported: no test asks the hub

import pytest

from hld.ingest.library import Library
from hld.ingest.models import Document, Kind, Paragraph
from hld.ingest.symbols import Part, Reference, Symbol

SUBJECTS = "remittances visas students nurses borders ports harvests lamps bridges schools taxes wells".split()


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Random sentence-transformers models: `mean` can be exported, `static` (a table of words) cannot."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, StaticEmbedding, Transformer
    from transformers import BertConfig, BertModel, BertTokenizer

    folder = tmp_path_factory.mktemp("tiny")
    characters = "abcdefghijklmnopqrstuvwxyz0123456789.,;:()/-'"
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    vocabulary = [*special, "the", "of", *SUBJECTS, *characters, *(f"##{c}" for c in characters)]
    (folder / "vocab.txt").write_text("\n".join(vocabulary))
    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(folder / "bert")
    BertTokenizer(str(folder / "vocab.txt"), model_max_length=64).save_pretrained(folder / "bert")
    body, pooling = Transformer(str(folder / "bert")), Pooling(32)
    SentenceTransformer(modules=[body, pooling]).save(str(folder / "mean"))
    static = StaticEmbedding(body.tokenizer, embedding_dim=16)
    SentenceTransformer(modules=[static]).save(str(folder / "static"))
    return {"mean": folder / "mean", "static": folder / "static"}


def made_up(symbol: str, *, subjects: list[str] = SUBJECTS, year: int = 2012, title: str = "Roads and wells") -> Document:
    parsed = Symbol.parse(symbol)
    paragraphs = [
        Paragraph(
            reference=Reference(symbol=parsed, part=Part(kind="para", number=number)),
            kind=Kind.OPERATIVE,
            text=f"Requests the Secretary-General to report on {subject} in session {parsed.session};",
            verb="requests",
        )
        for number, subject in enumerate(subjects, start=1)
    ]
    first = Paragraph(
        reference=Reference(symbol=parsed, part=Part(kind="pre", number=1)), kind=Kind.PREAMBULAR, text="Recalling the Charter,"
    )
    return Document(
        symbol=parsed,
        title=title,
        paragraphs=(first, *paragraphs),
        body="General Assembly",
        adopted=dt.date(year, 12, 20),
        session=parsed.session,
        sha256=f"{symbol}{subjects}{year}",
    )


@pytest.fixture
def make_document() -> Callable[..., Document]:
    return made_up


@pytest.fixture
def small(tmp_path: Path) -> Library:
    library = Library(tmp_path / "library.sqlite")
    library.put_all([made_up("A/RES/91/1"), made_up("A/RES/92/2", year=2013, subjects=SUBJECTS[::-1])])
    return library


@pytest.fixture(scope="session")
def tiny_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")
