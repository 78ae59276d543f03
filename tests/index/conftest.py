"""Two tiny random models made on the spot, and a small library of our own: an index of it is built in a second."""

from __future__ import annotations

import contextlib
import datetime as dt
import gc
import http.client
import os
import socket
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

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


# A Chroma server, and a gate before it.

TOKEN = {"X-Token": "sesame"}
"""What the gate asks for."""


@pytest.fixture(scope="session")
def start_chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path], tuple[str, subprocess.Popen[bytes]]]]:
    """Starts a real `chroma run` over a folder, on a free port of this machine; its address and its process."""
    started: list[subprocess.Popen[bytes]] = []

    def call(folder: Path) -> tuple[str, subprocess.Popen[bytes]]:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        run = "import sys; from chromadb.cli.cli import app; sys.argv[0] = 'chroma'; app()"
        command = [sys.executable, "-c", run, "run", "--host", "127.0.0.1", "--port", str(port), "--path", str(folder)]
        said = tmp_path_factory.mktemp("chroma") / "log"
        with said.open("wb") as log:
            process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        started.append(process)
        deadline = time.monotonic() + 90
        while not _listens(port):
            assert process.poll() is None, f"chroma run ended: {said.read_text()[-500:]}"
            assert time.monotonic() < deadline, "chroma run does not listen after 90 s"
            time.sleep(0.1)
        return f"http://127.0.0.1:{port}", process

    yield call
    for process in started:
        process.terminate()
    for process in started:
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(20)


@pytest.fixture(scope="session")
def chroma_server(
    start_chroma: Callable[[Path], tuple[str, subprocess.Popen[bytes]]], tmp_path_factory: pytest.TempPathFactory
) -> str:
    """The address of a Chroma server that all tests share."""
    return start_chroma(tmp_path_factory.mktemp("chroma-data"))[0]


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Gate(BaseHTTPRequestHandler):
    """A reverse proxy that lets through only those who show the token, as one before a server on a network does."""

    protocol_version = "HTTP/1.1"
    behind: str

    def _pass(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        name, token = next(iter(TOKEN.items()))
        if self.headers.get(name) != token:
            self._reply(401, "text/plain", b"a token is wanted")
            return
        if not self.allowed(body):
            self._reply(400, "application/json", b'{"error": "QuotaError", "message": "fewer rows at a time"}')
            return
        there = http.client.HTTPConnection(urlsplit(self.behind).netloc, timeout=60)
        kept = {k: v for k, v in self.headers.items() if k.lower() not in ("host", name.lower(), "connection")}
        try:
            there.request(self.command, self.path.removeprefix("/behind"), body=body or None, headers=kept)
            answer = there.getresponse()
            self._reply(answer.status, answer.headers.get("Content-Type", "application/json"), answer.read())
        finally:
            there.close()

    def allowed(self, body: bytes) -> bool:
        """Whether a request is within the quota."""
        return True

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = _pass

    def _reply(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        return


@contextlib.contextmanager
def served(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """A server of this process on a free port; its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


@pytest.fixture(scope="session")
def gate(chroma_server: str) -> Iterator[str]:
    """The address of the gate before the Chroma server; it stands under a path, as many do."""
    with served(type("GateHere", (Gate,), {"behind": chroma_server})) as url:
        yield f"{url}/behind"


@pytest.fixture(scope="session")
def gate_class() -> type[Gate]:
    return Gate


@pytest.fixture(scope="session")
def serving() -> Callable[[type[BaseHTTPRequestHandler]], contextlib.AbstractContextManager[str]]:
    return served


@pytest.fixture(scope="session")
def token() -> dict[str, str]:
    """The header that the gate asks for."""
    return TOKEN


@pytest.fixture(params=["embedded", "server"])
def where(request: pytest.FixtureRequest) -> dict[str, object]:
    """Where Chroma is: in the generation, or a server behind a gate that wants a header. What is tested holds for both."""
    if request.param == "embedded":
        return {}
    return {"chroma_url": request.getfixturevalue("gate"), "chroma_headers": TOKEN}


def _close_sockets() -> None:
    """chromadb 1.5.9 leaves the sockets of an HttpClient open: they are closed here, not at the end of some other test."""
    from chromadb.api.client import SharedSystemClient

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        SharedSystemClient.clear_system_cache()
        gc.collect()


@pytest.fixture
def tidy() -> Iterator[None]:
    """After each test."""
    yield
    _close_sockets()


@pytest.fixture(scope="module")
def sockets() -> Iterator[None]:
    """After the last test of a module, whose fixtures hold clients until then."""
    yield
    _close_sockets()
