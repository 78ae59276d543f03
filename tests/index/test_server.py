"""A Chroma server that is down, wants a log-in, is slow or is none: each with a message of its own, and search goes on."""

from __future__ import annotations

import http.server
import json
import logging
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hld.index import server, store
from hld.index.build import build, current
from hld.index.search import Index
from hld.index.server import Address
from hld.ingest.errors import HldError
from hld.ingest.library import Library

pytestmark = [pytest.mark.usefixtures("tidy"), pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")]
Run = Callable[..., dict[str, Any]]


@pytest.fixture
def run(small: Library, tmp_path: Path, tiny: dict[str, Path], tiny_cache: Path) -> Run:
    def call(**options: Any) -> dict[str, Any]:
        return build(small, tmp_path / "index", model=str(tiny["mean"]), cache=tiny_cache, **options)

    return call


@pytest.fixture
def opened(tmp_path: Path, tiny: dict[str, Path], tiny_cache: Path) -> Callable[..., Index]:
    return lambda **options: Index.open(tmp_path / "index", cache=tiny_cache, model=str(tiny["mean"]), **options)


@pytest.fixture
def dead() -> str:
    """An address at which nothing listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


@pytest.fixture
def mute() -> Iterator[str]:
    """An address that takes connections and never answers."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(8)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


@pytest.mark.parametrize(
    ("url", "base", "tenant", "database"),
    [
        ("http://localhost:8000", "http://localhost:8000", "default_tenant", "default_database"),
        ("http://localhost", "http://localhost:8000", "default_tenant", "default_database"),
        ("https://chroma.example.org/", "https://chroma.example.org:443", "default_tenant", "default_database"),
        ("https://example.org/store/?tenant=un&database=hld", "https://example.org:443/store", "un", "hld"),
        (" http://[::1]:8123 ", "http://[::1]:8123", "default_tenant", "default_database"),
    ],
)
def test_addresses(url: str, base: str, tenant: str, database: str) -> None:
    address = Address.parse(url)
    assert (address.base, address.tenant, address.database) == (base, tenant, database)


@pytest.mark.parametrize("url", ["localhost:8000", "chroma", "ftp://example.org", "http://", "http://host:port", "file:///x"])
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(HldError, match="address") as caught:
        server.connect(url)
    assert "HLD_CHROMA_URL" in caught.value.remedy


def test_a_password_belongs_into_a_header() -> None:
    with pytest.raises(HldError) as caught:
        server.connect("https://me:secret@example.org")
    assert "secret" not in f"{caught.value.message} {caught.value.remedy}"
    assert "HLD_CHROMA_HEADERS" in caught.value.remedy


def test_a_server_that_is_down(dead: str, run: Run, opened: Callable[..., Index]) -> None:
    first = run()
    with pytest.raises(HldError, match="does not answer") as caught:
        run(chroma_url=dead)
    assert dead in caught.value.message
    assert "HLD_CHROMA_URL" in caught.value.remedy
    assert opened().version == first["version"], "the index that is there stays in use"


def test_a_server_that_never_answers(mute: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "CONNECT", 0.5)
    started = time.monotonic()
    with pytest.raises(HldError, match="does not answer"):
        server.connect(mute)
    assert time.monotonic() - started < 20


@pytest.mark.parametrize("headers", [{}, {"X-Token": "wrong"}, {"Authorization": "Bearer sesame"}])
def test_a_gate_that_is_not_shown_the_token(headers: dict[str, str], gate: str, run: Run) -> None:
    with pytest.raises(HldError, match="wants a log-in") as caught:
        run(chroma_url=gate, chroma_headers=headers)
    assert "HLD_CHROMA_HEADERS" in caught.value.remedy
    assert "sesame" not in caught.value.message


def test_a_header_that_cannot_be_sent(gate: str) -> None:
    with pytest.raises(HldError, match="does not answer"):
        server.connect(gate, {"X-Token": "sésame\n"})


def test_a_web_server_that_is_no_chroma(
    serving: Callable[[type[http.server.BaseHTTPRequestHandler]], AbstractContextManager[str]],
) -> None:
    class Other(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            return

    with serving(Other) as url, pytest.raises(HldError, match="no Chroma server"):
        server.connect(url)


def test_a_database_that_is_not_there(chroma_server: str) -> None:
    with pytest.raises(HldError, match="'nowhere'") as caught:
        server.connect(f"{chroma_server}?database=nowhere")
    assert "database=NAME" in caught.value.remedy


def test_a_hosted_cluster_that_takes_few_rows_at_a_time(
    chroma_server: str,
    gate_class: type[http.server.BaseHTTPRequestHandler],
    serving: Callable[[type[http.server.BaseHTTPRequestHandler]], AbstractContextManager[str]],
    token: dict[str, str],
) -> None:
    refused: list[int] = []

    class Meagre(gate_class):  # type: ignore[misc, valid-type]
        """Takes and gives 100 rows at a time, and answers as a hosted Chroma does to those who want more."""

        behind = chroma_server

        def allowed(self, body: bytes) -> bool:
            asked = json.loads(body) if body.startswith(b"{") else {}
            rows = max(len(asked.get("ids") or ()), asked.get("n_results") or 0)
            if rows > 100:
                refused.append(rows)
            return rows <= 100

    vectors = np.random.default_rng(1).standard_normal((450, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    with serving(Meagre) as url:
        client = server.connect(url, token)
        store.write_chroma(client, "meagre", vectors, [f"A/RES/1/1#para-{n}" for n in range(450)], url)
        assert refused, "it had to be asked for less"
        chroma = store.ChromaVectors(client, "meagre", url)
        assert chroma.rows == 450
        rows, cosines = chroma.scores(vectors[7], 300)
        assert rows[0] == 7
        assert 50 <= len(rows) <= 100
        assert cosines[0] == pytest.approx(1, abs=1e-4)
        number = len(refused)
        chroma.scores(vectors[8], 300)
        assert len(refused) == number, "it is not asked for more again"
        store.drop_chroma(client, "meagre", url)
        server.close(client)


# Search while the server is away.


class Answering:
    """A store that fails while `down`; what it finds is one row."""

    def __init__(self) -> None:
        self.down, self.asked = False, 0

    def scores(self, query: np.ndarray, depth: int) -> tuple[np.ndarray, np.ndarray]:
        self.asked += 1
        if self.down:
            raise HldError("It does not answer.", "Start it.")
        return np.array([7]), np.array([1.0], np.float32)


def test_a_server_that_goes_away_and_comes_back(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    store.write_arrays(tmp_path, np.eye(3, dtype=np.float32))
    there, now = Answering(), [100.0]
    vectors = store.ServerVectors(lambda: there, store.ArrayVectors(tmp_path), clock=lambda: now[0])
    query = np.array([1, 0, 0], np.float32)
    assert vectors.scores(query, 1)[0].tolist() == [7]
    there.down = True
    with caplog.at_level(logging.WARNING):
        assert vectors.scores(query, 1)[0].tolist() == [0, 1, 2], "exactly, from here"
        assert vectors.scores(query, 1)[0].tolist() == [0, 1, 2]
    assert there.asked == 2, "it is not asked again at once"
    assert len(caplog.records) == 1
    there.down = False
    now[0] += store.RETRY
    assert vectors.scores(query, 1)[0].tolist() == [7]


def test_searching_goes_on_while_the_server_is_away(
    chroma_server: str,
    run: Run,
    opened: Callable[..., Index],
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    dead: str,
) -> None:
    run(chroma_url=chroma_server)
    index = opened(exact_up_to=0)
    expected = index.search(index.query("remittances"))
    assert isinstance(index.vectors, store.ServerVectors)
    generation = current(tmp_path / "index")
    assert generation is not None
    manifest = (generation / "manifest.json").read_text()
    (generation / "manifest.json").write_text(manifest.replace(chroma_server, dead))
    alone = opened(exact_up_to=0)
    with caplog.at_level(logging.WARNING):
        found = alone.search(alone.query("remittances"))
    assert [hit.id for hit in found] == [hit.id for hit in expected]
    assert [hit.score for hit in found] == pytest.approx([hit.score for hit in expected], abs=1e-4)
    assert any(dead in record.message and "exactly" in record.message for record in caplog.records)


def test_a_collection_that_is_gone_from_the_server(
    chroma_server: str, run: Run, opened: Callable[..., Index], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    made = run(chroma_url=chroma_server)
    with store.opened(chroma_server, tmp_path) as client:
        store.drop_chroma(client, str(made["collection"]), chroma_server)
        store.drop_chroma(client, str(made["collection"]), chroma_server)  # twice is no error
    index = opened(exact_up_to=0)
    with caplog.at_level(logging.WARNING):
        assert index.search(index.query("remittances"))
    assert any("no collection" in record.message for record in caplog.records)


def test_a_build_that_fails_on_the_way_leaves_no_collection_behind(
    chroma_server: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chromadb.api.models.Collection import Collection

    with store.opened(chroma_server, tmp_path) as client:
        before = {c.name for c in client.list_collections()}
        with monkeypatch.context() as patched:
            patched.setattr(Collection, "upsert", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
            with pytest.raises(KeyboardInterrupt):
                run(chroma_url=chroma_server)
        assert {c.name for c in client.list_collections()} == before


def test_a_server_killed_between_two_searches(
    run: Run, opened: Callable[..., Index], tmp_path: Path, start_chroma: Callable[[Path], tuple[str, subprocess.Popen[bytes]]]
) -> None:
    url, process = start_chroma(tmp_path / "data")
    run(chroma_url=url)
    index = opened(exact_up_to=0)
    expected = [hit.id for hit in index.search(index.query("nurses and visas"))]
    process.kill()
    process.wait(20)
    assert [hit.id for hit in index.search(index.query("nurses and visas"))] == expected
    with pytest.raises(HldError, match="does not answer"):
        run(chroma_url=url, rebuild=True)
