"""Fixtures that several rooms share: the real documents, and a home with an index of the digest."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from hld.app.answer import Assistant
from hld.index.build import build
from hld.index.encode import DEFAULT_MODEL
from hld.index.search import Index
from hld.ingest.read import open_library

CI = os.environ.get("CI") == "true"


def pytest_configure() -> None:
    """Let tests interrupt the processes they start: what runs in the background of a shell ignores SIGINT, and so do those."""
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def shared() -> Path:
    folder = Path(os.environ.get("HLD_SHARED", Path(__file__).resolve().parents[2] / "shared"))
    if not (folder / "corpus").is_dir():
        reason = f"{folder} with the real documents is not here; set HLD_SHARED"
        pytest.fail(reason) if CI else pytest.skip(reason)
    return folder


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A home with the digest indexed, as `make chat` leaves it. Read only: tests that write make their own.

    The processes that share the tests among them (pytest-xdist) share it, too: the first that needs it builds it.
    """
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "home"
    built = folder / "built"
    with FileLock(f"{folder}.lock"):
        if not built.is_file():
            folder.mkdir(exist_ok=True)
            library = open_library(folder / "library.sqlite")
            build(library, folder / "index", model=DEFAULT_MODEL, cache=folder / "models")
            library.close()
            built.touch()
    return folder


@pytest.fixture(scope="session")
def index(home: Path) -> Index:
    return Index.open(home / "index", cache=home / "models", model=DEFAULT_MODEL)


@pytest.fixture(scope="session")
def assistant(index: Index) -> Assistant:
    return Assistant(index, version="test")


@pytest.fixture(scope="session")
def nli_model(tmp_path_factory: pytest.TempPathFactory) -> Callable[[dict[int, str]], Path]:
    """A random cross-encoder of a few thousand weights, with labels of its own."""

    def make(labels: dict[int, str]) -> Path:
        from tokenizers import Tokenizer
        from tokenizers.models import WordLevel
        from tokenizers.pre_tokenizers import Whitespace
        from tokenizers.processors import BertProcessing
        from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

        folder = tmp_path_factory.mktemp("nli")
        vocabulary = {word: n for n, word in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "the", "lamps", "are", "green"])}
        tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
        tokenizer.pre_tokenizer = Whitespace()
        tokenizer.post_processor = BertProcessing(("[SEP]", 3), ("[CLS]", 2))
        fast = PreTrainedTokenizerFast(
            tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]"
        )
        config = BertConfig(
            vocab_size=len(vocabulary),
            hidden_size=8,
            num_hidden_layers=1,
            num_attention_heads=1,
            intermediate_size=8,
            max_position_embeddings=64,
            id2label=labels,
            label2id={name: n for n, name in labels.items()},
        )
        BertForSequenceClassification(config).save_pretrained(folder)
        fast.save_pretrained(folder)
        return folder

    return make
