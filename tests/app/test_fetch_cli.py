"""`hld fetch`: what it prints, what it leaves in the home, and its exit codes; a local server stands for the United Nations."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from hld.app.cli import app
from hld.app.fetching import agent
from hld.app.settings import Settings
from hld.ingest.catalogue import load_catalogue

RESOLUTION = b"""<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><statement name="resolution">
<coverPage><docNumber refersTo="#symbol">A/RES/77/176</docNumber></coverPage><preface><p><docTitle>Oil</docTitle></p></preface>
<mainBody><paragraph><num>1.</num><content><p>Thanks the keepers of the lamps.</p></content></paragraph></mainBody>
</statement></akomaNtoso>"""
AKN = "/akn/77session/English/A_RES_77_176-2228795E.xml"


class Un:
    """What the server answers by path, and what it was asked; other paths are not found."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes] = {AKN: RESOLUTION}
        self.asked: list[str] = []
        self.slow = threading.Event()
        self.over = threading.Event()


@pytest.fixture
def un(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Un]:
    state = Un()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.asked.append(self.path)
            body = state.pages.get(self.path)
            self.send_response(404 if body is None else 200)
            self.send_header("Content-Length", str(len(body or b"") + (10 if state.slow.is_set() else 0)))
            self.send_header("ETag", '"one"')
            self.end_headers()
            self.wfile.write(body or b"")
            if state.slow.is_set():
                state.over.wait(20)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    base = f"http://127.0.0.1:{http.server_port}"
    environment = {
        "HLD_HOME": str(tmp_path / "home"),
        "HLD_UN_URL": f"{base}/access",
        "HLD_AKN_URL": f"{base}/akn",
        "HLD_FETCH_PAUSE": "0",
        "COLUMNS": "200",
        "NO_PROXY": "127.0.0.1",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    yield state
    state.over.set()
    http.shutdown()
    http.server_close()
    thread.join()


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["fetch", *arguments])


def shown(*arguments: str) -> Any:
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_a_document_is_fetched_and_read(un: Un, tmp_path: Path) -> None:
    result = call("77/176")
    assert result.exit_code == 0, result.output
    assert "1 fetched." in result.stdout
    assert "Parse report" in result.stdout
    assert (tmp_path / "home" / "documents" / "A_RES_77_176.en.xml").read_bytes() == RESOLUTION
    assert shown("show", "77/176 para 1", "--json")["text"] == "Thanks the keepers of the lamps."


def test_a_second_call_fetches_and_changes_nothing(un: Un) -> None:
    call("77/176")
    data = json.loads(call("77/176", "--json").stdout)
    assert [d["status"] for d in data["documents"]] == ["there"]
    assert [r["stored"] for r in data["ingested"]] == [False]
    assert un.asked == [AKN]


def test_json_stands_alone(un: Un) -> None:
    result = call("77/176", "--json")
    document = json.loads(result.stdout)["documents"][0]
    assert (document["symbol"], document["language"], document["status"], document["bytes"]) == (
        "A/RES/77/176",
        "en",
        "fetched",
        len(RESOLUTION),
    )
    assert document["path"].endswith("A_RES_77_176.en.xml")


def test_one_failure_does_not_lose_the_rest(un: Un) -> None:
    result = call("A/91/17", "77/176")
    assert result.exit_code == 1
    assert "1 failed, 1 fetched." in result.stdout
    assert "HTTP 404" in result.stderr
    assert "https://docs.un.org/en/A/91/17" in result.stderr
    assert shown("show", "77/176", "--json")


def test_a_server_that_cannot_be_reached_is_said_once(un: Un, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HLD_UN_URL", "http://127.0.0.1:9/access")
    result = call()
    assert result.exit_code == 1
    assert result.stderr.count("cannot be reached") == 1
    assert "digest goes on working" in result.stderr
    # What another server gives is fetched all the same.
    assert "1 fetched" in result.stdout
    assert "not tried" in result.stdout


def test_the_plan_asks_no_server(un: Un, tmp_path: Path) -> None:
    result = call("--dry-run")
    assert result.exit_code == 0
    assert "no server was asked" in result.stdout
    assert "A_RES_67_172.en.pdf" in result.stdout
    assert un.asked == []
    assert not (tmp_path / "home" / "documents").exists()


def test_the_plan_names_every_document_its_source_and_what_is_there(un: Un) -> None:
    call("77/176")
    rows = {row["symbol"]: row for row in json.loads(call("--dry-run", "--json").stdout)}
    assert list(rows) == [str(entry.symbol) for entry in load_catalogue().entries]
    assert rows["A/RES/77/176"]["status"] == "there"
    assert rows["A/RES/67/172"]["status"] == "to fetch"
    assert rows["A/RES/67/172"]["from"][0].endswith("/access?s=A/RES/67/172&l=en&t=pdf")
    assert rows["PAGE/ohchr-migration-governance-2013"]["status"] == "by hand"
    assert len(un.asked) == 1


def test_languages_and_dates_choose(un: Un) -> None:
    rows = json.loads(call("--dry-run", "--json", "--lang", "fr", "--lang", "es", "--since", "2022").stdout)
    assert [(row["symbol"], row["language"]) for row in rows] == [
        (symbol, language) for symbol in ("A/RES/77/176", "A/RES/79/217", "A/RES/76/266") for language in ("fr", "es")
    ]
    assert json.loads(call("--dry-run", "--json", "--since", "2999").stdout) == []


def test_nothing_to_fetch_is_said(un: Un) -> None:
    result = call("--since", "2999")
    assert (result.exit_code, "No document to fetch." in result.stdout) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--lang", "de"], "six languages"),
        (["--since", "soon"], "--since"),
        (["--since", "2013-13-01"], "--since"),
        (["67/172", "--since", "2013"], "--since"),
        (["not a symbol"], "not a document symbol"),
        (["--url", "https://example.org/a.pdf"], "--url"),
        (["67/172", "--url", "file:///etc/passwd"], "--url"),
        (["67/172", "--url", "http://["], "--url"),
        (["67/172", "68/4", "--url", "https://example.org/a.pdf"], "--url"),
        (["PAGE/lamps"], "--url"),
    ],
    ids=str,
)
def test_wrong_use(un: Un, arguments: list[str], word: str) -> None:
    result = call(*arguments)
    assert result.exit_code == 2
    assert word in " ".join(result.stderr.split())
    assert un.asked == []


def test_what_must_be_got_by_hand_is_a_failure_only_when_named(un: Un) -> None:
    result = call("PAGE/ohchr-migration-governance-2013")
    assert result.exit_code == 1
    assert "https://www.ohchr.org/" in result.stderr


def test_a_language_that_is_not_published_is_said(un: Un) -> None:
    result = call("PAGE/ohchr-migration-governance-2013", "--lang", "ar")
    assert result.exit_code == 1
    assert "not published in this language" in result.stderr


def test_an_address_can_be_given(un: Un) -> None:
    un.pages["/keepers.xml"] = RESOLUTION
    base = os.environ["HLD_UN_URL"].removesuffix("/access")
    result = call("77/176", "--url", f"{base}/keepers.xml")
    assert result.exit_code == 0, result.output
    assert un.asked == ["/keepers.xml"]


@pytest.mark.parametrize("value", ["ftp://example.org", "lamps", "http://["])
def test_an_address_in_the_settings_that_is_none(un: Un, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("HLD_UN_URL", value)
    assert "HLD_UN_URL is not valid" in str(call("--dry-run").exception)


def test_the_user_agent_says_who_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HLD_CONTACT", raising=False)
    assert agent(Settings()).startswith("hld/")
    assert "contact: me@example.org" in agent(Settings(contact="me@example.org"))


def test_an_interrupt_leaves_what_can_be_taken_up_again(un: Un, tmp_path: Path) -> None:
    un.slow.set()
    process = subprocess.Popen(
        [sys.executable, "-m", "hld.app.cli", "fetch", "77/176"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    part = tmp_path / "home" / "documents" / "A_RES_77_176.en.xml.part"
    try:
        while not (part.exists() and part.stat().st_size) and process.poll() is None:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 130, err
    assert "run the same command again" in err
    assert "Traceback" not in err
    assert part.exists()
    un.slow.clear()
    assert call("77/176").exit_code == 0
    assert not part.exists()
