"""Fetching from a server that does what servers do: redirects, throttles, stalls, cuts short, and answers with pages."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import stamina
from filelock import FileLock

from hld.ingest.catalogue import Catalogue, load_catalogue
from hld.ingest.errors import HldError
from hld.ingest.fetch import Outcome, Patience, Status, fetch, retry_after
from hld.ingest.shelf import Wanted, check, file_name, is_intact, read_record, record_path, want
from hld.ingest.symbols import Symbol

PDF = b"%PDF-1.7\n" + b"% lamps and harbours\n" * 300 + b"%%EOF\n"
XML = b'<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><statement/></akomaNtoso>'
HTML = b"<!DOCTYPE html>\n<html><title>Sorry</title>" + b"<p>No such lamp.</p>" * 200 + b"</html>"
NOON = dt.datetime(2026, 1, 2, 12, tzinfo=dt.UTC)
QUICK = Patience(pause=0, attempts=3, first_wait=0, read=0.3, connect=0.5, total=20)
LAMPS = "A/91/17"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One answer; `cut` bytes of the body are sent and the connection closed, `stall` leaves it open and says no more."""

    status: int = 200
    body: bytes = PDF
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    stall: int | None = None
    ranges: bool = False
    endless: bool = False
    close: bool = False


@dataclass(kw_only=True)
class Server:
    """Answers by document and language, in order; the last is repeated. What was asked is in `asked`."""

    url: str
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


@pytest.fixture
def server() -> Iterator[Server]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            un.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
            queue = un.answers.get(self.path) or un.answers.get("*") or [Answer(status=404, body=HTML)]
            self._say(queue.pop(0) if len(queue) > 1 else queue[0])

        def _say(self, answer: Answer) -> None:
            body, status, headers = answer.body, answer.status, dict(answer.headers)
            begin = self.headers.get("Range")
            if answer.ranges and begin and self.headers.get("If-Range") == headers.get("ETag"):
                start = int(begin.removeprefix("bytes=").rstrip("-"))
                status, headers["Content-Range"] = 206, f"bytes {start}-{len(body) - 1}/{len(body)}"
                body = body[start:]
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if answer.endless or answer.close:
                self.close_connection = True
            elif "Content-Length" not in headers:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            try:
                while answer.endless and not un.over.is_set():
                    self.wfile.write(body)
                self.wfile.write(body[: next((n for n in (answer.cut, answer.stall) if n is not None), len(body))])
                self.wfile.flush()
            except OSError:
                self.close_connection = True
            if answer.stall is not None:
                un.over.wait(10)
            if answer.cut is not None or answer.stall is not None:
                self.close_connection = True

        def log_message(self, format: str, *args: Any) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            pass

    http = Quiet(("127.0.0.1", 0), Handler)
    un = Server(url=f"http://127.0.0.1:{http.server_port}")
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield un
    un.over.set()
    http.shutdown()
    http.server_close()
    thread.join()


@pytest.fixture
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "documents"


def query(symbol: str = LAMPS, language: str = "en") -> str:
    return f"/access?s={symbol}&l={language}&t=pdf"


def wishes(server: Server, folder: Path, *symbols: str, languages: tuple[str, ...] = ("en",), url: str = "") -> list[Wanted]:
    chosen = [Symbol.parse(symbol) for symbol in symbols or (LAMPS,)]
    base = server.url
    return want(chosen, languages, folder, load_catalogue(), un_url=f"{base}/access", akn_url=f"{base}/akn/", url=url)


def get(wanted: list[Wanted], folder: Path, *, tell: Callable[[str], None] | None = None, **changes: Any) -> list[Outcome]:
    settings: dict[str, Any] = {"patience": QUICK, "now": lambda: NOON, **changes}
    return list(fetch(wanted, folder, agent="hld test", tell=tell or (lambda words: None), **settings))


def one(server: Server, folder: Path, *answers: Answer, **changes: Any) -> Outcome:
    """What becomes of one document after these answers."""
    server.answers[query()] = list(answers)
    (outcome,) = get(wishes(server, folder), folder, **changes)
    return outcome


def left(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir() if p.name != ".fetch.lock")


def test_a_document_is_kept_with_its_record(server: Server, folder: Path) -> None:
    outcome = one(server, folder, Answer(headers={"Content-Type": "application/pdf", "ETag": '"1"'}))
    path = folder / "A_91_17.en.pdf"
    assert (outcome.status, outcome.path, outcome.bytes) == (Status.FETCHED, path, len(PDF))
    assert path.read_bytes() == PDF
    assert left(folder) == ["A_91_17.en.pdf", "A_91_17.en.pdf.json"]
    assert json.loads(record_path(path).read_text()) == {
        "symbol": LAMPS,
        "language": "en",
        "kind": "pdf",
        "url": server.url + query(),
        "final_url": server.url + query(),
        "fetched": "2026-01-02T12:00:00+00:00",
        "sha256": hashlib.sha256(PDF).hexdigest(),
        "bytes": len(PDF),
        "content_type": "application/pdf",
        "etag": '"1"',
        "last_modified": "",
    }


def test_it_says_who_asks_and_asks_once(server: Server, folder: Path) -> None:
    one(server, folder, Answer())
    ((_, headers),) = server.asked
    assert headers["user-agent"] == "hld test"
    assert headers["accept-encoding"] == "identity"


def test_a_second_run_asks_for_nothing(server: Server, folder: Path) -> None:
    one(server, folder, Answer())
    assert one(server, folder, Answer()).status == Status.THERE
    assert len(server.asked) == 1


def test_again_fetches_again(server: Server, folder: Path) -> None:
    one(server, folder, Answer())
    other = PDF.replace(b"harbours", b"beacons.")
    assert one(server, folder, Answer(body=other), again=True).status == Status.FETCHED
    assert (folder / "A_91_17.en.pdf").read_bytes() == other


def test_a_damaged_file_is_fetched_again(server: Server, folder: Path) -> None:
    one(server, folder, Answer())
    path = folder / "A_91_17.en.pdf"
    path.write_bytes(PDF.replace(b"lamps", b"lumps"))
    assert one(server, folder, Answer()).status == Status.FETCHED
    assert path.read_bytes() == PDF


def test_a_file_put_there_by_hand_is_left_alone(server: Server, folder: Path) -> None:
    folder.mkdir()
    (folder / "A_91_17.en.pdf").write_bytes(PDF)
    assert one(server, folder, Answer()).status == Status.THERE
    assert server.asked == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(server: Server, folder: Path, status: int) -> None:
    server.answers["/files/lamps"] = [Answer()]
    outcome = one(server, folder, Answer(status=status, body=b"", headers={"Location": "/files/lamps"}))
    assert outcome.status == Status.FETCHED
    record = read_record(folder / "A_91_17.en.pdf")
    assert record is not None
    assert (record.url, record.final_url) == (server.url + query(), f"{server.url}/files/lamps")


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://127.0.0.1/lamps.pdf", "https:///lamps"])
def test_redirects_lead_to_the_web_only(server: Server, folder: Path, location: str) -> None:
    outcome = one(server, folder, Answer(status=302, body=b"", headers={"Location": location}))
    assert outcome.status == Status.FAILED
    assert "not on the web" in outcome.message
    assert len(server.asked) == 1
    assert left(folder) == []


@pytest.mark.parametrize("location", ["http://[", "javascript:alert(1)", "data:text/plain,lamps"])
def test_redirects_to_what_is_no_address_are_reported(server: Server, folder: Path, location: str) -> None:
    outcome = one(server, folder, Answer(status=302, body=b"", headers={"Location": location}))
    assert (outcome.status, left(folder)) == (Status.FAILED, [])


def test_a_loop_of_redirects_ends(server: Server, folder: Path) -> None:
    outcome = one(server, folder, Answer(status=302, body=b"", headers={"Location": query()}))
    assert (outcome.status, "more than 5 times" in outcome.message) == (Status.FAILED, True)
    assert len(server.asked) == 6


def test_the_server_is_given_the_time_it_asks_for(server: Server, folder: Path) -> None:
    told: list[str] = []
    with stamina.set_testing(True, attempts=3):  # so that nobody waits
        outcome = one(server, folder, Answer(status=429, body=b"", headers={"Retry-After": "7"}), Answer(), tell=told.append)
    assert outcome.status == Status.FETCHED
    assert "waiting 7 s, as the server asks" in told


def test_a_server_that_asks_for_hours_is_left_alone(server: Server, folder: Path) -> None:
    server.answers["*"] = [Answer(status=503, body=b"", headers={"Retry-After": "7200"})]
    first, second = get(wishes(server, folder, LAMPS, "A/91/18"), folder)
    assert (first.status, second.status) == (Status.FAILED, Status.NOT_TRIED)
    assert "busy and asks to wait 7200 s" in first.message
    assert len(server.asked) == 1


def test_a_server_that_throttles_without_end_is_left_alone(server: Server, folder: Path) -> None:
    server.answers["*"] = [Answer(status=429, body=b"", headers={"Retry-After": "0"})]
    first, second = get(wishes(server, folder, LAMPS, "A/91/18"), folder)
    assert (first.status, second.status) == (Status.FAILED, Status.NOT_TRIED)
    assert len(server.asked) == QUICK.attempts


@pytest.mark.parametrize("status", [500, 502, 504, 408])
def test_a_passing_error_is_tried_again(server: Server, folder: Path, status: int) -> None:
    assert one(server, folder, Answer(status=status, body=HTML), Answer()).status == Status.FETCHED
    assert len(server.asked) == 2


def test_an_error_that_stays_is_reported_and_the_next_document_follows(server: Server, folder: Path) -> None:
    server.answers[query()] = [Answer(status=500, body=HTML)]
    server.answers[query("A/91/18")] = [Answer()]
    first, second = get(wishes(server, folder, LAMPS, "A/91/18"), folder)
    assert (first.status, second.status) == (Status.FAILED, Status.FETCHED)
    assert "HTTP 500" in first.message
    assert "digest goes on working" in first.remedy
    assert f"https://docs.un.org/en/{LAMPS}" in first.remedy


@pytest.mark.parametrize("status", [404, 410, 403, 401, 204, 304])
def test_a_refusal_is_not_repeated(server: Server, folder: Path, status: int) -> None:
    outcome = one(server, folder, Answer(status=status, body=b""))
    assert (outcome.status, f"HTTP {status}" in outcome.message) == (Status.FAILED, True)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("body", "kind", "why"),
    [
        (HTML, "text/html", "a web page came instead"),
        (HTML, "application/pdf", "a web page came instead"),
        (b"\n <html lang=en><p>Sorry.</p>", "application/pdf", "a web page came instead"),
        (b"Not found", "text/plain", "not a PDF"),
        (b"", "application/pdf", "empty"),
        (PDF[:-7], "application/pdf", "end of the PDF is missing"),
        (XML, "text/xml", "not a PDF"),
    ],
)
def test_what_is_no_document_never_replaces_one(server: Server, folder: Path, body: bytes, kind: str, why: str) -> None:
    one(server, folder, Answer())
    before = {p.name: p.read_bytes() for p in folder.iterdir()}
    outcome = one(server, folder, Answer(body=body, headers={"Content-Type": kind}), again=True)
    assert (outcome.status, why in outcome.message) == (Status.FAILED, True), outcome.message
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == before
    assert len(server.asked) == 2


def test_a_file_that_is_cut_short_goes_on_where_it_stopped(server: Server, folder: Path) -> None:
    tags = {"ETag": '"one"'}
    outcome = one(server, folder, Answer(headers=tags, cut=1000), Answer(headers=tags, ranges=True))
    assert outcome.status == Status.FETCHED
    assert (folder / "A_91_17.en.pdf").read_bytes() == PDF
    assert server.asked[1][1]["range"] == "bytes=1000-"
    assert server.asked[1][1]["if-range"] == '"one"'


def test_a_later_run_goes_on_where_the_last_one_stopped(server: Server, folder: Path) -> None:
    tags = {"ETag": '"one"'}
    outcome = one(server, folder, Answer(headers=tags, cut=1000), patience=replace(QUICK, attempts=1))
    assert outcome.status == Status.FAILED
    assert left(folder) == ["A_91_17.en.pdf.part", "A_91_17.en.pdf.part.json"]
    assert one(server, folder, Answer(headers=tags, ranges=True)).status == Status.FETCHED
    assert server.asked[1][1]["range"] == "bytes=1000-"
    assert left(folder) == ["A_91_17.en.pdf", "A_91_17.en.pdf.json"]


def test_a_file_that_changed_meanwhile_begins_anew(server: Server, folder: Path) -> None:
    other = PDF.replace(b"harbours", b"beacons.")
    outcome = one(
        server,
        folder,
        Answer(headers={"ETag": '"one"'}, cut=1000),
        Answer(headers={"ETag": '"two"'}, body=other, ranges=True),
    )
    assert outcome.status == Status.FETCHED
    assert (folder / "A_91_17.en.pdf").read_bytes() == other


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Range": f"bytes 5-{len(PDF) - 1}/{len(PDF)}"},
        {"Content-Range": "nonsense"},
        {"Content-Range": f"bytes 1000-{len(PDF) - 1}/{len(PDF)}", "ETag": '"two"'},
        {},
    ],
)
def test_a_wrong_part_is_never_joined(server: Server, folder: Path, headers: dict[str, str]) -> None:
    wrong = Answer(status=206, body=PDF[1000:], headers=headers)
    outcome = one(server, folder, Answer(headers={"ETag": '"one"'}, cut=1000), wrong, Answer())
    assert outcome.status == Status.FETCHED
    assert (folder / "A_91_17.en.pdf").read_bytes() == PDF
    assert "range" not in server.asked[2][1]


def test_a_refused_range_begins_anew(server: Server, folder: Path) -> None:
    outcome = one(server, folder, Answer(headers={"ETag": '"one"'}, cut=1000), Answer(status=416, body=b""), Answer())
    assert outcome.status == Status.FETCHED
    assert (folder / "A_91_17.en.pdf").read_bytes() == PDF


@pytest.mark.parametrize("tags", [{}, {"ETag": 'W/"one"'}])
def test_without_a_strong_version_nothing_is_joined(server: Server, folder: Path, tags: dict[str, str]) -> None:
    outcome = one(server, folder, Answer(headers=tags, cut=1000), Answer(headers=tags))
    assert outcome.status == Status.FETCHED
    assert "range" not in server.asked[1][1]


def test_a_part_of_another_address_is_not_joined(server: Server, folder: Path) -> None:
    one(server, folder, Answer(headers={"ETag": '"one"'}, cut=1000), patience=replace(QUICK, attempts=1))
    server.answers["/elsewhere"] = [Answer(headers={"ETag": '"one"'}, ranges=True)]
    (outcome,) = get(wishes(server, folder, url=f"{server.url}/elsewhere"), folder)
    assert outcome.status == Status.FETCHED
    assert "range" not in server.asked[1][1]
    assert (folder / "A_91_17.en.pdf").read_bytes() == PDF


def test_a_file_that_is_always_cut_short_is_reported(server: Server, folder: Path) -> None:
    outcome = one(server, folder, Answer(cut=1000))
    assert outcome.status == Status.FAILED
    assert "A_91_17.en.pdf" not in left(folder)


def test_without_a_length_the_end_of_the_pdf_tells(server: Server, folder: Path) -> None:
    outcome = one(server, folder, Answer(body=PDF[:2000], close=True), Answer(close=True))
    assert outcome.status == Status.FETCHED
    assert (folder / "A_91_17.en.pdf").read_bytes() == PDF


def test_a_server_that_says_nothing_is_not_asked_for_the_next(server: Server, folder: Path) -> None:
    # The connection is taken and the answer never begins: a listening socket that nobody serves.
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        port = deaf.getsockname()[1]
        wanted = want(
            [Symbol.parse(s) for s in (LAMPS, "A/91/18")],
            ["en"],
            folder,
            load_catalogue(),
            un_url=f"http://127.0.0.1:{port}/access",
        )
        first, second = get(wanted, folder, patience=replace(QUICK, read=0.1, attempts=2))
    assert (first.status, second.status) == (Status.FAILED, Status.NOT_TRIED)
    assert "stopped answering" in first.message


def test_a_document_that_stalls_is_left_and_the_next_follows(server: Server, folder: Path) -> None:
    server.answers[query()] = [Answer(stall=1000)]
    server.answers[query("A/91/18")] = [Answer()]
    first, second = get(wishes(server, folder, LAMPS, "A/91/18"), folder, patience=replace(QUICK, read=0.1, attempts=2))
    assert (first.status, second.status) == (Status.FAILED, Status.FETCHED)
    assert "stopped answering" in first.message


def test_a_server_that_cannot_be_reached_is_said_once(folder: Path, catalogue: Catalogue) -> None:
    # Port 9 of this machine: nothing listens there.
    wanted = want(
        [Symbol.parse(s) for s in ("67/172", "68/4", "69/229")], ["en"], folder, catalogue, un_url="http://127.0.0.1:9/access"
    )
    first, *rest = get(wanted, folder)
    assert first.status == Status.FAILED
    assert first.message.startswith("127.0.0.1 cannot be reached (")
    assert "The digest goes on working" in first.remedy
    assert "https://docs.un.org/en/A/RES/67/172" in first.remedy
    assert [o.status for o in rest] == [Status.NOT_TRIED] * 2


def test_an_endless_body_is_refused(server: Server, folder: Path) -> None:
    outcome = one(server, folder, Answer(endless=True), largest=1 << 20)
    assert (outcome.status, "larger than 1 MiB" in outcome.message) == (Status.FAILED, True)
    assert left(folder) == []


def test_a_length_beyond_the_limit_is_refused_unread(server: Server, folder: Path) -> None:
    outcome = one(server, folder, Answer(headers={"Content-Length": str(1 << 31)}, stall=100))
    assert (outcome.status, "larger than 64 MiB" in outcome.message) == (Status.FAILED, True)
    assert len(server.asked) == 1


def test_one_document_has_a_limit_of_time(server: Server, folder: Path) -> None:
    outcome = one(server, folder, Answer(endless=True), patience=replace(QUICK, total=0.05))
    assert (outcome.status, "took longer" in outcome.message) == (Status.FAILED, True)


def test_an_interrupted_run_can_go_on(server: Server, folder: Path) -> None:
    def interrupt(words: str) -> None:
        if "MB" in words:
            raise KeyboardInterrupt

    big = Answer(body=PDF[:-6] + b"% oil\n" * 200_000 + b"%%EOF\n", headers={"ETag": '"one"'}, ranges=True)
    with pytest.raises(KeyboardInterrupt):
        one(server, folder, big, tell=interrupt)
    assert left(folder) == ["A_91_17.en.pdf.part", "A_91_17.en.pdf.part.json"]
    assert one(server, folder, big).status == Status.FETCHED
    assert server.asked[1][1]["range"].startswith("bytes=")
    assert (folder / "A_91_17.en.pdf").read_bytes() == big.body


def test_akn_comes_first(server: Server, folder: Path) -> None:
    server.answers["*"] = [Answer(body=XML)]
    (outcome,) = get(wishes(server, folder, "77/176"), folder)
    assert outcome.path == folder / "A_RES_77_176.en.xml"
    assert server.paths() == ["/akn/77session/English/A_RES_77_176-2228795E.xml"]


@pytest.mark.parametrize(
    "answer",
    [Answer(status=404, body=b"404: Not Found"), Answer(body=HTML), Answer(body=b"<other/>"), Answer(body=b"<akomaNtoso>")],
)
def test_the_pdf_stands_in_for_akn_and_it_is_said(server: Server, folder: Path, answer: Answer) -> None:
    server.answers["*"] = [answer]
    server.answers[query("A/RES/77/176", "fr")] = [Answer()]
    (outcome,) = get(wishes(server, folder, "77/176", languages=("fr",)), folder)
    assert (outcome.status, outcome.path) == (Status.FETCHED, folder / "A_RES_77_176.fr.pdf")
    assert outcome.message.endswith("The PDF was taken instead.")
    assert server.paths()[0] == "/akn/77session/French/A_RES_77_176-2228795F.xml"


def test_a_second_run_is_content_with_the_pdf(server: Server, folder: Path) -> None:
    server.answers[query("A/RES/77/176")] = [Answer()]
    get(wishes(server, folder, "77/176"), folder)
    (outcome,) = get(wishes(server, folder, "77/176"), folder)
    assert outcome.status == Status.THERE
    assert len(server.asked) == 2


def test_without_an_address_it_says_how_to_get_it(server: Server, folder: Path) -> None:
    (outcome,) = get(wishes(server, folder, "PAGE/ohchr-migration-governance-2013"), folder)
    assert outcome.status == Status.BY_HAND
    assert "https://www.ohchr.org/" in outcome.remedy
    assert "--url" in outcome.remedy
    assert server.asked == []


def test_an_address_can_be_given(server: Server, folder: Path) -> None:
    server.answers["/report.pdf"] = [Answer()]
    symbol = "PAGE/ohchr-migration-governance-2013"
    (outcome,) = get(wishes(server, folder, symbol, languages=("fr",), url=f"{server.url}/report.pdf"), folder)
    assert outcome.path == folder / "ohchr-migration-governance-2013.fr.pdf"


def test_languages_that_are_not_published_are_not_wanted(server: Server, folder: Path) -> None:
    wanted = wishes(server, folder, "PAGE/ohchr-migration-governance-2013", "67/172", languages=("ar", "es"))
    assert [w.name for w in wanted] == ["PAGE/ohchr-migration-governance-2013 (es)", "A/RES/67/172 (ar)", "A/RES/67/172 (es)"]


def test_requests_are_spaced(server: Server, folder: Path) -> None:
    server.answers["*"] = [Answer()]
    start = time.monotonic()
    get(wishes(server, folder, LAMPS, "A/91/18", "A/91/19"), folder, patience=replace(QUICK, pause=0.1))
    assert time.monotonic() - start >= 0.2


def test_two_fetches_do_not_share_a_folder(server: Server, folder: Path) -> None:
    folder.mkdir()
    with FileLock(folder / ".fetch.lock"), pytest.raises(HldError, match="Another `hld fetch`"):
        get(wishes(server, folder), folder)


def test_a_folder_that_is_a_file_is_named(server: Server, tmp_path: Path) -> None:
    (tmp_path / "documents").write_text("lamps")
    with pytest.raises(HldError, match="cannot be written"):
        get(wishes(server, tmp_path / "documents"), tmp_path / "documents")


@pytest.mark.parametrize(
    ("symbol", "name"),
    [
        ("A/RES/67/172", "A_RES_67_172.en.pdf"),
        ("A/RES/77/263 B", "A_RES_77_263_B.en.pdf"),
        ("A/RES/217(III)A", "A_RES_217(III)A.en.pdf"),
        ("A/68/L.5", "A_68_L.5.en.pdf"),
        ("A/HRC/WG.6/34/ITA/3", "A_HRC_WG.6_34_ITA_3.en.pdf"),
        ("PAGE/lamps", "lamps.en.pdf"),
        ("A/1../7", "A_1._7.en.pdf"),
        ("PAGE/..lamps..", "lamps.en.pdf"),
    ],
)
def test_file_names(symbol: str, name: str) -> None:
    assert file_name(Symbol.parse(symbol), "en", ".pdf") == name


@pytest.mark.parametrize(
    "text", ["../../etc/passwd", "A/../../../x", "PAGE/..", "PAGE/" + "x" * 151, "\\\\host\\share", "C:\\x\0y"]
)
def test_no_symbol_leads_out_of_the_folder(text: str) -> None:
    try:
        name = file_name(Symbol(text), "en", ".pdf")
    except HldError:
        return
    assert Path(name).name == name
    assert not name.startswith(".")
    assert not set(name) & set("/\\:\0")


@pytest.mark.parametrize("value", ["soon", "", "-5", "1e9", "Fri, 99 Foo"])
def test_a_wait_that_cannot_be_read_is_none(value: str) -> None:
    assert retry_after(value, NOON) is None


def test_a_moment_that_has_passed_is_no_wait() -> None:
    assert retry_after("Fri, 02 Jan 2026 11:00:00 GMT", NOON) == 0.0


def test_checks() -> None:
    assert check(PDF, "pdf") == ""
    assert check(b"junk\n" + PDF + b"\n" * 900, "pdf") == ""
    assert check(XML, "xml") == ""
    assert check(b"\xef\xbb\xbf" + XML, "xml") == ""
    assert "well-formed" in check(XML[:-5], "xml")
    assert "not Akoma Ntoso" in check(b"<svg/>", "xml")
    bomb = b'<!DOCTYPE a [<!ENTITY l "' + b"l" * 1000 + b'">]><akomaNtoso>&l;</akomaNtoso>'
    assert check(bomb, "xml") == ""  # the entity is not expanded


def test_a_record_that_cannot_be_read_leaves_the_looks(tmp_path: Path) -> None:
    path = tmp_path / "A_91_17.en.pdf"
    path.write_bytes(PDF)
    record_path(path).write_text("not json")
    assert is_intact(path)
    path.write_bytes(HTML)
    assert not is_intact(path)
