"""The page: what render and panel write, what the server answers, and the whole of it in a browser."""

from __future__ import annotations

import dataclasses
import os
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from hld.app.answer import Assistant
from hld.app.question import LONGEST
from hld.app.schema import Answer, Citation, Retrieved, Sentence
from hld.app.web import evaluation, page, panel, render, serve
from hld.app.web.page import HINTS
from hld.app.web.render import Turn
from hld.ingest.errors import HldError
from hld.ingest.library import Entry

ID = "A/RES/67/172#para-10-a"
LABEL = "A/RES/67/172, para. 10 (a)"
QUESTION = "What must the 2013 High-level Dialogue analyse according to resolution 67/172?"
ATTACK = '<img src=x onerror="window.pwned=1">'
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = """--no-sandbox --headless --disable-gpu --disable-quic --no-first-run --disable-background-networking
--disable-component-update --disable-sync""".split()
WIDE, NARROW = {"width": 1280, "height": 860}, {"width": 390, "height": 844}


# What is written, without a server.


def citation(**changes: Any) -> Citation:
    base = Citation(
        marker=1,
        id=ID,
        label=LABEL,
        symbol="A/RES/67/172",
        title="Protection of migrants",
        adopted="2012-12-20",
        kind="operative",
        text="Requests Member States to analyse;",
        context="",
        official=True,
        url="https://docs.un.org/en/A/RES/67/172",
        page=6,
    )
    return dataclasses.replace(base, **changes)


def answer(**changes: Any) -> Answer:
    base = Answer(
        question=QUESTION,
        searched=QUESTION,
        language="en",
        status="answered",
        reason="",
        sentences=(Sentence(text="The General Assembly also requests more.", citations=(ID,), verdict="quoted", score=1.0),),
        citations=(citation(),),
        retrieved=(Retrieved(id=ID, score=0.9),),
    )
    return dataclasses.replace(base, **changes)


def entry(text: str = "Recalling the Charter,") -> Entry:
    return Entry(
        id="A/RES/67/172#pre-1",
        document="A/RES/67/172",
        kind="preambular",
        text=text,
        context="",
        verb="",
        page=1,
        heading="",
        notes=(),
        official=True,
        plain="",
    )


def test_a_chip_is_a_button_that_says_what_it_opens() -> None:
    html = render.answer(answer(), 2)
    assert f'<button type="button" class="hld-chip" data-source="{ID}" data-turn="2"' in html
    assert f'aria-label="[1] {LABEL}"' in html
    assert 'aria-label="quoted: the paragraph&#x27;s own words"' in html


def test_a_row_says_of_which_document_it_is() -> None:
    row = dataclasses.replace(answer().sentences[0], head="2012")
    html = render.answer(answer(form="table", sentences=(row, row)), 0)
    assert html.count('<th scope="row">2012<span class="hld-of">67/172</span></th>') == 2


@pytest.mark.parametrize(("confidence", "head"), [(0.19, "No answer in"), (0.21, "No sure answer in")])
def test_a_refusal_is_as_sure_as_the_evidence(confidence: float, head: str) -> None:
    refused = answer(status="abstained", sentences=(), citations=(), confidence=confidence)
    assert head in render.answer(refused, 0)


def test_an_official_answer_carries_its_badge_its_link_and_its_citation() -> None:
    html = render.answer(answer(), 0)
    assert render.OFFICIAL in html
    assert render.DIGEST not in html
    assert 'href="https://docs.un.org/en/A/RES/67/172" target="_blank" rel="noopener noreferrer"' in html
    assert 'data-copy="General Assembly resolution 67/172 of 20 December 2012, para. 10 (a)"' in html
    assert "Protection of migrants, 20 December 2012" in html


@pytest.mark.parametrize(("official", "note"), [((False,), "wording. Follow"), ((True, False), "where a source says so")])
def test_a_digest_answer_says_so(official: tuple[bool, ...], note: str) -> None:
    html = render.answer(answer(citations=tuple(citation(official=each) for each in official)), 0)
    assert note in html
    # A badge by each source only where they differ.
    assert html.count('<span class="hld-badge') == (0 if official == (False,) else len(official))
    assert html.count(f'<span class="hld-badge hld-digest">{render.DIGEST}</span>') == (official == (True, False))


@pytest.mark.parametrize(
    ("official", "verdict", "made"),
    [
        ((True,), "quoted: the paragraph's own words", "Put together from the paragraphs' own words; no"),
        (
            (False,),
            "quoted: word for word from the digest, not from the official text",
            "Put together from the words of a plain-language digest, not the official ones; no",
        ),
        ((True, False), "quoted: the paragraph's own words", "or those of a plain-language digest where a source says so; no"),
    ],
)
def test_whose_words_are_quoted_is_said(official: tuple[bool, ...], verdict: str, made: str) -> None:
    cited = tuple(citation(id=ID if n == 0 else "A/RES/67/172#para-11", official=each) for n, each in enumerate(official))
    html = render.answer(answer(citations=cited), 0).replace("&#x27;", "'")
    assert f'aria-label="{verdict}"' in html
    assert made in html


def test_what_cites_nothing_is_from_the_record(assistant: Assistant) -> None:
    html = render.answer(assistant.ask("A/RES/68/4"), 0).replace("&#x27;", "'")
    assert f'aria-label="supported: {render.RECORD}"' in html
    assert "Put together from the library's record of its documents; no language model wrote it." in html
    assert "cited paragraph" not in html


def test_the_citation_of_a_digest_says_so_when_it_is_copied() -> None:
    text = "General Assembly resolution 67/172 of 20 December 2012, para. 10 (a)"
    assert f'data-copy="{text}"' in render.copy_button(citation())
    warned = f'data-copy="{text} (plain-language digest, not the official wording)"'
    assert warned in render.copy_button(citation(official=False))


def test_an_answer_is_taken_along_as_text() -> None:
    sentences = (
        Sentence(text="It asks two things:", citations=(ID,), verdict="quoted"),
        Sentence(text="<one>;", citations=(ID,), verdict="partly", item=True),
    )
    given = answer(sentences=sentences, citations=(citation(official=False),))
    text = render.as_text(given, {ID: given.citations[0]})
    assert text.splitlines() == [
        f"It asks two things: [{LABEL}]",
        f"- <one>; [{LABEL}] (partly: the digest of the cited paragraph says part of this)",
        "",
        f"{LABEL}: https://docs.un.org/en/A/RES/67/172",
        "",
        "Plain-language digest, not the official wording.",
        "Put together from the words of a plain-language digest, not the official ones; no language model wrote it.",
    ]
    assert f'data-copy="{render.escape(text)}">Copy answer</button>' in render.answer(given, 0)
    mixed = render.as_text(answer(citations=(citation(), citation(label="A/1, para. 2", official=False, url=""))), {})
    assert f"/A/RES/67/172\nA/1, para. 2 ({render.DIGEST.lower()})\n" in mixed
    assert "Copy answer" not in render.answer(answer(status="abstained", sentences=(), citations=()), 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In resolution 1/1, the General Assembly also requests more.", "Assembly <em>also requests</em> more."),
        ("The Human Rights Council decides to meet.", "Council <em>decides</em> to meet."),
        ("The General Assembly Hall is large.", "The General Assembly Hall is large."),
    ],
)
def test_the_operative_verb_is_in_italics(text: str, expected: str) -> None:
    assert expected in render.answer(answer(sentences=(Sentence(text=text, citations=()),)), 0)


def test_an_invented_citation_is_shown_and_opens_nothing() -> None:
    html = render.answer(answer(sentences=(Sentence(text="No.", citations=("A/RES/1/1#para-9",)),)), 0)
    assert '<span class="hld-chip hld-missing" title="Not among the sources: A/RES/1/1#para-9">[?]</span>' in html


@pytest.mark.parametrize("status", ["abstained", "clarify"])
def test_a_refusal_gives_its_reason_and_the_nearest_paragraphs(status: Any) -> None:
    refused = answer(status=status, reason="Nothing answers this.", sentences=(), citations=())
    html = render.answer(refused, 3, [entry("word " * 100)])
    assert "Nothing answers this." in html
    assert 'data-source="A/RES/67/172#pre-1" data-turn="3"' in html
    assert "A/RES/67/172, first preambular para." in html
    assert "word …</span>" in html
    assert "hld-sources" not in html


def test_the_address_of_a_document_that_is_not_here_is_a_link() -> None:
    reason = "A/RES/1/1 is not here. The official text is at https://docs.un.org/en/A/RES/1/1; <b>."
    html = render.answer(answer(status="abstained", reason=reason, sentences=(), citations=()), 0)
    assert '<a href="https://docs.un.org/en/A/RES/1/1" target="_blank" rel="noopener noreferrer">' in html
    assert "</a>; &lt;b&gt;." in html


def test_what_was_searched_is_shown_only_when_it_differs() -> None:
    assert "Searched for" not in render.answer(answer(), 0)
    assert "Searched for: the 2013 one" in render.answer(answer(searched="the 2013 one"), 0)


def test_a_question_in_a_note_is_a_button() -> None:
    html = render.answer(answer(note="2 more: “List all paragraphs on lamps & <oil>” shows them. “Lamps”"), 0)
    asked = "List all paragraphs on lamps &amp; &lt;oil&gt;"
    assert f'“<button type="button" class="hld-plain" data-ask="{asked}">{asked}</button>” shows them. “Lamps”' in html


def test_a_paragraph_in_a_note_is_a_button() -> None:
    html = render.answer(answer(note="Later: A/RES/80/258, annex, para. 33 (2026); <b>A/RES/80/218."), 0)
    asked = "A/RES/80/258, annex, para. 33"
    assert f'Later: <button type="button" class="hld-plain" data-ask="{asked}">{asked}</button> (2026); &lt;b&gt;A/RES' in html


def test_a_document_in_a_list_is_a_link() -> None:
    told = Sentence(text="A/RES/69/229, Migration & <development>, 2014", citations=(), verdict="supported", item=True)
    html = render.answer(answer(sentences=(told,), citations=()), 0)
    assert '<a href="https://docs.un.org/en/A/RES/69/229" target="_blank" rel="noopener noreferrer">A/RES/69/229</a>, Mig' in html
    assert "&amp; &lt;development&gt;" in html


def test_an_address_in_a_sentence_is_a_link() -> None:
    told = Sentence(text="The official text is at https://docs.un.org/en/A/RES/1/1.", citations=(), verdict="supported")
    html = render.answer(answer(sentences=(told,), citations=()), 0)
    assert 'rel="noopener noreferrer">https://docs.un.org/en/A/RES/1/1</a>.' in html


def test_paragraphs_that_say_the_same_are_buttons() -> None:
    html = render.answer(answer(citations=(citation(also_in=("A/RES/69/229#para-4",)),)), 0)
    assert 'data-source="A/RES/69/229#para-4"' in html
    assert "A/RES/69/229, para. 4</button>" in html


def test_everything_is_escaped() -> None:
    bad = f"{ATTACK}</p>'\"&"
    hostile = answer(
        question=bad,
        searched=bad + "x",
        reason=bad,
        status="abstained",
        sentences=(Sentence(text=f"The General Assembly requests {bad}", citations=(ID, bad)),),
        citations=(citation(title=bad, label=bad, symbol=bad, text=bad, plain=bad, url="javascript:alert(1)", also_in=(bad,)),),
    )
    turns = [Turn(question=bad, answer=hostile, nearest=(entry(bad),)), Turn(question=bad, error=bad, remedy=bad)]
    html = render.conversation(turns)
    assert "<img" not in html
    assert "onerror=&quot;" in html
    assert "javascript:" not in html


def test_a_file_that_anybody_may_have_made_is_not_called_official() -> None:
    assert "Official text" in render.badge(official=True)
    own = render.badge(official=True, file="lamps<b>.docx")
    assert "Text as read from lamps&lt;b&gt;.docx" in own and "Official" not in own
    assert render.badge(official=False, file="lamps.docx") == render.badge(official=False)


def test_documents_are_escaped_in_the_panel() -> None:
    document: Any = SimpleNamespace(
        title=ATTACK,
        adopted="",
        dated="",
        body=ATTACK,
        agenda_item=ATTACK,
        meeting=ATTACK,
        source="javascript:alert(1)",
        language="en",
        format="pdf",
    )
    cited = citation(id="A/RES/67/172#pre-1", label=ATTACK, text=ATTACK, plain=ATTACK, url="", highlight=((0, 5),))
    source = panel.Source(
        number=0, citation=cited, document=document, window=(entry(ATTACK),), chapeau=entry(ATTACK), notes=((ATTACK, ATTACK),)
    )
    html = panel.show(source)
    assert "<img" not in html
    assert "javascript:" not in html
    assert "<mark>&lt;img </mark>src=x" in html
    assert "In plain words:" in html


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], "a&lt;b c"),
        ([(0, 1)], "<mark>a</mark>&lt;b c"),
        ([(4, 99), (0, 2)], "<mark>a&lt;</mark>b <mark>c</mark>"),
        ([(0, 3), (1, 2), (2, 4)], "<mark>a&lt;b</mark><mark> </mark>c"),
        ([(3, 3), (9, 12)], "a&lt;b c"),
    ],
)
def test_highlights(spans: list[tuple[int, int]], expected: str) -> None:
    assert panel.marked("a<b c", spans) == expected


def test_the_start_shows_six_examples() -> None:
    html = render.conversation([])
    assert html.count("data-ask=") == len(render.EXAMPLES) == 6


@pytest.mark.parametrize(
    ("official", "expected"),
    [
        ((False, False), "2 documents · 1,200 paragraphs · all as a plain-language digest"),
        ((True, True), "2 documents · 1,200 paragraphs · all with the official text"),
        ((True, False), "2 documents · 1,200 paragraphs · 1 with the official text, the others as a plain-language digest"),
    ],
)
def test_the_header_counts(official: tuple[bool, ...], expected: str) -> None:
    documents: Any = [SimpleNamespace(paragraphs=600, official=each) for each in official]
    html = render.header(documents)
    assert expected in html.replace("</button>", "")
    assert f'data-ask="{render.HELD}"' in html


# The server, over the digest that ships.


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("evaluation") / "report.html"


@pytest.fixture(scope="module")
def client(assistant: Assistant, report: Path) -> Iterator[TestClient]:
    with TestClient(serve.application(assistant, report)) as opened:
        yield opened


def test_the_evaluation_is_shown_once_there_is_a_report(client: TestClient, report: Path) -> None:
    before = client.get("/evaluation")
    assert before.text.index("Nobody has measured it on this server yet.") < before.text.index("hld eval report")
    report.write_text("<!DOCTYPE html><title>Measured</title>", "utf-8")
    after = client.get("/evaluation")
    report.unlink()
    assert after.text == "<!DOCTYPE html><title>Measured</title>"
    assert after.headers["content-type"] == "text/html; charset=utf-8"


def test_the_report_may_do_less_than_the_page(client: TestClient) -> None:
    response = client.get("/evaluation")
    assert response.headers.get_list("content-security-policy") == [evaluation.CONTENT_SECURITY_POLICY]
    assert "sandbox" in evaluation.CONTENT_SECURITY_POLICY
    assert "allow-same-origin" not in evaluation.CONTENT_SECURITY_POLICY
    for name in set(serve.HEADERS) - {"content-security-policy"}:
        assert response.headers.get_list(name) == [serve.HEADERS[name]]


def test_the_page_leads_to_the_evaluation() -> None:
    html = render.header([])
    assert 'href="./evaluation" target="_blank" rel="noopener" aria-label="How well does it work? (opens a new tab)"' in html


def test_the_api_answers_as_the_schema_says(client: TestClient) -> None:
    got = client.get("/api/ask", params={"q": LABEL}).json()
    assert got["status"] == "lookup"
    assert got["citations"][0]["id"] == ID


@pytest.mark.parametrize("question", ["  ", "x" * 5000])
def test_the_api_says_what_is_wrong(client: TestClient, question: str) -> None:
    response = client.get("/api/ask", params={"q": question})
    assert response.status_code == 400
    assert response.json()["error"]
    assert response.json()["remedy"]


@pytest.mark.parametrize("path", ["/", "/healthz", "/hld.css", "/favicon.ico", "/nowhere"])
def test_every_answer_carries_the_security_headers(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == (404 if path == "/nowhere" else 200)
    for name, value in serve.HEADERS.items():
        assert response.headers.get_list(name) == [value]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/gradio_api/upload"),
        ("GET", "/gradio_api/file=/etc/passwd"),
        ("GET", "/gradio_api/proxy=https://example.org"),
        ("POST", "/gradio_api/call/finish"),
        ("GET", "/docs"),
        ("GET", "/gradio_api/../gradio_api/upload"),
    ],
)
def test_what_the_page_does_not_need_is_closed(client: TestClient, method: str, path: str) -> None:
    assert client.request(method, path).status_code == 404


def test_a_large_body_is_refused(client: TestClient) -> None:
    response = client.post("/gradio_api/queue/join", content=b"x" * (serve.LARGEST_BODY + 1))
    assert response.status_code == 413


def test_a_port_in_use_is_named_with_a_remedy() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(HldError, match=f"Port {port} .*in use.*--port 0"):
            serve.listen("127.0.0.1", port)


def test_a_host_of_another_machine_is_an_error() -> None:
    with pytest.raises(HldError, match="--host"):
        serve.listen("192.0.2.1", 0)


def test_earlier_questions_are_passed_on() -> None:
    asked = []
    fake: Any = SimpleNamespace(
        stream=lambda question, history, write: asked.append((question, history)) or iter([answer(question=question)]),
        writer=None,
        index=SimpleNamespace(entries=lambda ids: {}),
    )
    desk = page.Desk(fake)
    turns: list[Turn] = []
    for question in ("first", "second"):
        turns, *_ = desk.start(question, turns)
        *_, (turns, _) = desk.finish(turns)
    assert asked == [("first", []), ("second", ["first"])]


def test_an_empty_question_is_not_asked() -> None:
    desk = page.Desk(SimpleNamespace())  # type: ignore[arg-type]
    assert desk.start("   ", [])[0] == []


def test_what_the_browser_kept_is_asked_again_and_no_model_writes_twice() -> None:
    wrote = []
    fake: Any = SimpleNamespace(
        stream=lambda question, history, write: wrote.append((question, history, write)) or iter([answer(question=question)]),
        writer=SimpleNamespace(name="model"),
        index=SimpleNamespace(entries=lambda ids: {}),
    )
    desk = page.Desk(fake)
    kept: Any = SimpleNamespace(_data={"again": ["first", 5, None, " ", ATTACK]})
    *_, (turns, html) = desk.finish(desk.start_sent([], kept)[0])
    desk.start_sent(turns, kept)
    *_, (turns, _) = desk.finish(desk.start("third", turns)[0])
    assert [turn.question for turn in turns] == ["first", ATTACK, "third"]
    assert wrote == [("first", [], False), (ATTACK, ["first"], False), ("third", ["first", ATTACK], True)]
    assert "<img" not in html


@pytest.mark.parametrize("sent", [None, [], {}, {"question": 5}, {"again": "first"}, {"again": [[]]}])
def test_what_the_browser_sends_may_be_anything(sent: Any) -> None:
    desk = page.Desk(SimpleNamespace())  # type: ignore[arg-type]
    event: Any = SimpleNamespace(_data=sent)
    assert desk.start_sent([], event)[0] == []


def test_an_error_becomes_a_message_and_a_failure_does_not_stay_pending(assistant: Assistant) -> None:
    desk = page.Desk(assistant)
    *_, (turns, html) = desk.finish(desk.start("x" * 5000, [])[0])
    assert turns[0].error
    assert 'role="alert"' in html
    turns, html = desk.recover(desk.start("why?", [])[0])
    assert "Something went wrong on the server." in html


def test_the_panel_shows_the_paragraph_in_its_place(assistant: Assistant) -> None:
    given = assistant.ask(LABEL)
    source = panel.find(assistant.index, ID, given, 0)
    assert source is not None
    html = panel.show(source)
    places = ["para. 9 (d)", "para. 10", "para. 10 (a)", "para. 10 (b)", "para. 11"]
    found = [html.index(f'<span class="hld-place">{place}</span>') for place in places]
    assert found == sorted(found)
    for fact in ("20 December 2012", "69 (b)", "60th plenary meeting", "Protection of migrants", render.DIGEST):
        assert fact in html
    assert "<mark>" in html


def test_a_subparagraph_far_from_its_chapeau_has_it_above(assistant: Assistant) -> None:
    source = panel.find(assistant.index, "A/RES/67/172#para-4-h", None, -1)
    assert source is not None
    assert source.chapeau is not None
    assert source.chapeau.id == "A/RES/67/172#para-4"
    assert panel.show(source).index('class="hld-chapeau"') < panel.show(source).index('class="hld-around"')


def test_the_panel_goes_on_to_both_ends(assistant: Assistant) -> None:
    whole = [each.id for each in assistant.index.library.paragraphs("A/RES/67/172")]
    before, after, shown = panel.AROUND, panel.AROUND, 0
    for _ in whole:
        source = panel.find(assistant.index, ID, None, 0, before, after)
        assert source is not None
        html = panel.show(source)
        assert len(source.window) > shown
        assert source.earlier + len(source.window) + source.later == len(whole)
        assert ("↑ Earlier" in html, "↓ Later" in html) == (source.earlier > 0, source.later > 0)
        shown = len(source.window)
        if shown == len(whole):
            break
        before, after = before + panel.MORE, after + panel.MORE
    assert [each.id for each in source.window] == whole


@pytest.mark.parametrize("window", ["", "-1", "9" * 7, "١٢", "1e9", None])
def test_a_window_that_is_none_is_the_usual_one(assistant: Assistant, window: Any) -> None:
    event: Any = SimpleNamespace(_data={"id": ID, "turn": "0", "before": window, "after": window})
    html = page.Desk(assistant).open([], event)
    assert html.count('class="hld-place"') == 2 * panel.AROUND + 1


def test_the_panel_steps_through_the_citations(assistant: Assistant) -> None:
    given = assistant.ask("A/RES/67/172, para. 10")
    ids = [each.id for each in given.citations]
    source = panel.find(assistant.index, ids[1], given, 0)
    assert source is not None
    assert source.previous is not None
    assert source.following is not None
    assert (source.previous.id, source.following.id) == (ids[0], ids[2])


def test_a_paragraph_that_is_not_there(assistant: Assistant) -> None:
    assert panel.find(assistant.index, "A/RES/1/1#para-1", None, -1) is None
    assert "A/RES/1/1, para. 1 is not in the library." in panel.missing("A/RES/1/1#para-1")


# In a browser.


@contextmanager
def serving(assistant: Any) -> Iterator[serve.Server]:
    listening = serve.listen("127.0.0.1", 0)
    server = serve.Server(serve.application(assistant), listening, host="127.0.0.1")
    thread = threading.Thread(target=server.run)
    thread.start()
    deadline = time.monotonic() + 60
    while not server.started:
        assert thread.is_alive(), "the server stopped"
        assert time.monotonic() < deadline, "the server did not start within a minute"
        time.sleep(0.02)
    yield server
    server.should_exit = True
    thread.join(30)
    listening.close()
    assert not thread.is_alive()


@pytest.fixture(scope="module")
def url(assistant: Assistant) -> Iterator[str]:
    with serving(assistant) as server:
        yield server.url


class Slow:
    """The assistant, which takes its time."""

    def __init__(self, assistant: Assistant) -> None:
        self.index, self.writer, self.assistant = assistant.index, None, assistant

    def stream(self, question: str, history: Sequence[str], *, write: bool) -> Iterator[str | Answer]:
        for _ in range(15):
            time.sleep(0.1)
            yield ""
        yield from self.assistant.stream(question, history, write=write)


@pytest.fixture(scope="module")
def slow(assistant: Assistant) -> Iterator[serve.Server]:
    with serving(Slow(assistant)) as server:
        yield server


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if not CHROMIUM.exists():
        message = f"{CHROMIUM} is not there: apt-get install chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield opened
        opened.close()


class Visit:
    """One visitor's window; everything it asked for and complained about is kept."""

    def __init__(self, browser: Any, url: str, viewport: dict[str, int]) -> None:
        self.context = browser.new_context(viewport=viewport)
        self.page = self.context.new_page()
        self.requested: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requested.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda message: message.type == "error" and self.complaints.append(message.text))
        self.page.goto(url)
        self.page.wait_for_selector(".hld-example")

    def ask(self, question: str) -> None:
        self.page.fill("#hld-box textarea", question)
        self.page.press("#hld-box textarea", "Enter")
        self.answered(question)

    def answered(self, question: str) -> None:
        self.page.wait_for_function(
            "asked => { const last = document.querySelector('[data-last]');"
            " return last && last.textContent.includes(asked) && !last.querySelector('.hld-pending'); }",
            arg=question,
        )


@pytest.fixture
def wide(browser: Any, url: str) -> Iterator[Visit]:
    visit = Visit(browser, url, WIDE)
    yield visit
    visit.context.close()
    assert visit.complaints == []


@pytest.fixture
def narrow(browser: Any, url: str) -> Iterator[Visit]:
    visit = Visit(browser, url, NARROW)
    yield visit
    visit.context.close()
    assert visit.complaints == []


def overflow(visit: Visit) -> int:
    return visit.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.browser
def test_a_citation_opens_its_paragraph(wide: Visit) -> None:
    wide.ask(QUESTION)
    page = wide.page
    chip = page.locator(f'.hld-chip[data-source="{ID}"]').first
    assert LABEL in (chip.get_attribute("aria-label") or "")
    chip.click()
    page.wait_for_selector(".hld-cited")
    assert page.inner_text(".hld-panel h2") == LABEL
    assert "High-level Dialogue" in page.inner_text(".hld-cited mark")
    assert page.inner_text(".hld-cited .hld-place") == "para. 10 (a)"
    assert "Plain-language digest, not the official wording" in page.inner_text(".hld-panel")
    assert page.get_attribute(".hld-panel .hld-actions a", "href") == "https://docs.un.org/en/A/RES/67/172"
    assert chip.get_attribute("aria-current") == "true"


@pytest.mark.browser
def test_no_request_leaves_the_host(wide: Visit, url: str) -> None:
    wide.ask(LABEL)
    wide.page.click(".hld-chip")
    wide.page.wait_for_selector(".hld-cited")
    assert [each for each in wide.requested if not each.startswith((url, "data:", "blob:"))] == []


@pytest.mark.browser
def test_a_question_is_text_and_never_markup(wide: Visit) -> None:
    for attack in (
        f"{ATTACK} migrants",
        "${window.pwned=1} {{constructor}} migrants",
        "<script>window.pwned=1</script> migrants",
    ):
        wide.ask(attack)
        assert wide.page.inner_text("[data-last] .hld-question").endswith(attack)
    assert wide.page.evaluate("window.pwned") is None
    assert wide.page.locator("#hld-log img, #hld-log script").count() == 0


@pytest.mark.browser
def test_the_keyboard_is_enough(wide: Visit) -> None:
    page = wide.page
    wide.ask(LABEL)
    chip = page.locator("[data-last] .hld-chip").first
    while not chip.evaluate("element => element === document.activeElement"):
        page.keyboard.press("Shift+Tab")
        assert page.evaluate("document.activeElement !== document.body"), "the chip cannot be reached"
    page.keyboard.press("Enter")
    page.wait_for_selector(".hld-cited")
    page.wait_for_function("document.activeElement.textContent.includes('67/172, para. 10 (a)')")
    assert page.evaluate("document.activeElement.tagName") == "H2"
    page.keyboard.press("Escape")
    assert chip.evaluate("element => element === document.activeElement")


@pytest.mark.browser
def test_examples_empty_questions_and_clear(wide: Visit) -> None:
    page = wide.page
    page.click("#hld-send")
    page.wait_for_selector("#hld-hint .hld-warn")
    assert page.inner_text("#hld-hint") == "Type a question first."
    page.click(f'[data-ask="{render.EXAMPLES[3]}"]')
    wide.answered(render.EXAMPLES[3])
    assert page.locator(".hld-sources li").count() == 1
    page.click("#hld-clear")
    page.wait_for_selector(".hld-example")
    assert page.locator(".hld-turn").count() == 0
    assert page.evaluate("document.activeElement.closest('#hld-box') !== null")


@pytest.mark.browser
def test_a_double_click_asks_once_and_a_question_that_is_too_long_stays(wide: Visit) -> None:
    page, long = wide.page, "lamps " * (LONGEST // 6 + 1)
    page.dblclick(f'[data-ask="{render.EXAMPLES[3]}"]')
    wide.answered(render.EXAMPLES[3])
    page.fill("#hld-box textarea", long)
    page.press("#hld-box textarea", "Enter")
    page.wait_for_selector("#hld-hint .hld-warn")
    assert page.inner_text("#hld-hint") == HINTS["long"]
    assert page.input_value("#hld-box textarea") == long
    assert page.locator(".hld-turn").count() == 1


@pytest.mark.browser
def test_what_is_typed_beside_an_open_source_is_left_alone(wide: Visit) -> None:
    page = wide.page
    wide.ask(LABEL)
    page.click(".hld-chip >> nth=0")
    page.wait_for_selector(".hld-cited")
    page.click("#hld-box textarea")
    page.evaluate(
        "window.said = 0; new MutationObserver(() => window.said++)"
        ".observe(document.querySelector('#hld-hint'), { childList: true, subtree: true, characterData: true })"
    )
    page.keyboard.type("And what")
    page.keyboard.press("Escape")
    page.keyboard.type(" of lamps?")
    assert page.input_value("#hld-box textarea") == "And what of lamps?"
    assert page.evaluate("window.said") == 0, "the hint would be read aloud with every key"


@pytest.mark.browser
def test_the_official_document_is_in_sight_of_every_open_source(narrow: Visit) -> None:
    page = narrow.page
    narrow.ask("List all paragraphs on remittances.")
    for chip in page.locator("[data-last] .hld-chip").all()[:12:3]:
        chip.click()
        page.wait_for_selector(".hld-cited", state="visible")
        link = page.locator(".hld-panel .hld-actions a")
        box = link.bounding_box()
        assert box
        on_top = "([x, y]) => document.elementFromPoint(x, y)?.closest('.hld-actions a') !== null"
        assert page.evaluate(on_top, [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2])
        page.click(".hld-close")
        page.wait_for_selector("#hld-side", state="hidden")


@pytest.mark.browser
def test_a_refusal_offers_what_is_nearest(wide: Visit) -> None:
    wide.ask("How do I bake bread?")
    assert wide.page.inner_text(".hld-refused") == "No answer in these documents"
    assert wide.page.locator(".hld-near").count() == 3
    label = wide.page.inner_text(".hld-near b >> nth=0")
    wide.page.click(".hld-near >> nth=0")
    wide.page.wait_for_selector(".hld-cited")
    assert wide.page.inner_text(".hld-panel h2") == label


@pytest.mark.browser
def test_a_citation_is_copied(browser: Any, url: str) -> None:
    visit = Visit(browser, url, WIDE)
    visit.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=url)
    visit.ask(LABEL)
    visit.page.click("text=Copy citation")
    visit.page.wait_for_selector("text=Copied")
    copied = visit.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("General Assembly resolution 67/172 of 20 December 2012, para. 10 (a) (plain-language digest")
    assert visit.page.evaluate("document.activeElement.textContent") == "Copied"
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_function("document.activeElement.textContent === 'Copy citation'")
    visit.context.close()


@pytest.mark.browser
def test_a_narrow_window_opens_the_source_as_a_sheet(narrow: Visit) -> None:
    page = narrow.page
    assert overflow(narrow) == 0
    assert not page.is_visible("#hld-side")
    narrow.ask(LABEL)
    assert overflow(narrow) == 0
    page.click(".hld-chip >> nth=0")
    page.wait_for_selector(".hld-cited", state="visible")
    box = page.locator("#hld-side").bounding_box()
    assert box
    assert box["y"] > 60
    assert round(box["y"] + box["height"]) == NARROW["height"]
    page.click(".hld-close")
    page.wait_for_selector("#hld-side", state="hidden")


@pytest.mark.browser
def test_a_source_opens_again_after_it_was_closed(narrow: Visit) -> None:
    page = narrow.page
    narrow.ask("A/RES/68/4, para. 27")
    for opener in (".hld-chip", ".hld-chip", ".hld-label"):
        page.click(f"{opener} >> nth=0")
        page.wait_for_selector(".hld-cited", state="visible")
        page.click(".hld-close")
        page.wait_for_selector("#hld-side", state="hidden")


def asked(page: Any) -> list[str]:
    return [each.removeprefix("You asked: ") for each in page.locator(".hld-question").all_text_contents()]


@pytest.mark.browser
def test_a_question_sent_while_another_is_answered_waits(browser: Any, slow: serve.Server) -> None:
    visit = Visit(browser, slow.url, WIDE)
    page, second = visit.page, "A/RES/68/4, para. 27"
    page.fill("#hld-box textarea", QUESTION)
    page.press("#hld-box textarea", "Enter")
    page.fill("#hld-box textarea", second)
    page.press("#hld-box textarea", "Enter")
    assert page.input_value("#hld-box textarea") == second
    assert page.inner_text("#hld-hint") == HINTS["waiting"]
    visit.answered(second)
    assert page.input_value("#hld-box textarea") == ""
    assert asked(page) == [QUESTION, second]
    assert page.locator(".hld-pending").count() == 0
    assert page.inner_text("#hld-hint") == HINTS["usual"]
    visit.context.close()
    assert visit.complaints == []


@pytest.mark.browser
def test_clear_ends_what_is_being_answered(browser: Any, slow: serve.Server) -> None:
    visit = Visit(browser, slow.url, WIDE)
    visit.page.fill("#hld-box textarea", QUESTION)
    visit.page.press("#hld-box textarea", "Enter")
    visit.page.wait_for_selector(".hld-pending")
    visit.page.click("#hld-clear")
    visit.page.wait_for_selector(".hld-example")
    time.sleep(2)
    assert asked(visit.page) == []
    visit.ask(LABEL)
    assert asked(visit.page) == [LABEL]
    visit.context.close()


@pytest.mark.browser
def test_a_question_that_the_server_does_not_take_comes_back(browser: Any, url: str) -> None:
    visit = Visit(browser, url, WIDE)
    visit.page.route("**/queue/join*", lambda route: route.fulfill(status=503, json={"detail": "Queue is full."}))
    visit.page.fill("#hld-box textarea", QUESTION)
    visit.page.press("#hld-box textarea", "Enter")
    visit.page.wait_for_function(
        "asked => document.querySelector('#hld-box textarea').value === asked", arg=QUESTION, timeout=5_000
    )
    visit.context.close()


@pytest.mark.browser
def test_an_example_leaves_what_was_typed(wide: Visit) -> None:
    wide.page.fill("#hld-box textarea", "half a quest")
    wide.page.click(f'[data-ask="{render.EXAMPLES[3]}"]')
    wide.answered(render.EXAMPLES[3])
    assert wide.page.input_value("#hld-box textarea") == "half a quest"


@pytest.mark.browser
def test_the_header_shows_which_documents_there_are(wide: Visit) -> None:
    wide.page.click("#hld-top [data-ask]")
    wide.answered(render.HELD)
    assert wide.page.inner_text(".hld-sentence").startswith("The library holds 11 documents:")
    assert "A/RES/67/172, Protection of migrants, 20 December 2012" in wide.page.inner_text(".hld-answer")


@pytest.mark.browser
def test_that_a_question_lacks_is_said_until_one_is_typed(wide: Visit) -> None:
    wide.page.press("#hld-box textarea", "Enter")
    assert wide.page.inner_text("#hld-hint .hld-warn") == "Type a question first."
    wide.page.type("#hld-box textarea", "W")
    assert wide.page.locator("#hld-hint .hld-warn").count() == 0
    assert wide.page.inner_text("#hld-hint").startswith("Enter sends the question.")


@pytest.mark.browser
def test_a_page_that_is_loaded_again_has_its_conversation(wide: Visit) -> None:
    page, second = wide.page, "A/RES/68/4, para. 27"
    wide.ask(QUESTION)
    wide.ask(second)
    page.fill("#hld-box textarea", "half a quest")
    page.reload()
    wide.answered(second)
    assert asked(page) == [QUESTION, second]
    assert page.locator(".hld-answer .hld-sentence").count() > 1
    assert page.input_value("#hld-box textarea") == "half a quest"
    wide.ask(LABEL)
    assert asked(page) == [QUESTION, second, LABEL]
    page.click("#hld-clear")
    page.wait_for_selector(".hld-example")
    page.reload()
    page.wait_for_selector(".hld-example")
    time.sleep(1)
    assert asked(page) == []


@pytest.mark.browser
@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("{", []),
        ("null", []),
        ('{"questions": 1, "draft": []}', []),
        ('{"questions": [7, "<img src=x>"]}', ["<img src=x>"]),
    ],
)
def test_what_a_browser_kept_is_not_trusted(wide: Visit, kept: str, shown: list[str]) -> None:
    wide.page.evaluate("kept => sessionStorage.setItem('hld', kept)", kept)
    wide.page.reload()
    wide.page.wait_for_selector(".hld-answer" if shown else ".hld-example")
    assert asked(wide.page) == shown
    assert wide.page.locator("#hld-log img").count() == 0
    wide.ask(LABEL)


@pytest.mark.browser
def test_a_question_on_which_the_connection_breaks_is_asked_when_it_is_back(browser: Any, url: str) -> None:
    visit = Visit(browser, url, WIDE)
    visit.page.route("**/queue/join*", lambda route: route.abort(), times=1)
    visit.ask(QUESTION)
    assert asked(visit.page) == [QUESTION]
    visit.context.close()


@pytest.mark.browser
def test_an_answer_is_copied(browser: Any, url: str) -> None:
    visit = Visit(browser, url, WIDE)
    visit.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=url)
    visit.ask(LABEL)
    visit.page.click("text=Copy answer")
    visit.page.wait_for_selector("text=Copied")
    copied = visit.page.evaluate("navigator.clipboard.readText()")
    assert f"{LABEL}: https://docs.un.org/en/A/RES/67/172\n" in copied
    visit.context.close()


@pytest.fixture
def sheet(narrow: Visit) -> Visit:
    narrow.ask("A/RES/68/4, para. 27")
    narrow.page.click(".hld-chip >> nth=0")
    narrow.page.wait_for_selector("#hld-side[role=dialog]")
    return narrow


@pytest.mark.browser
@pytest.mark.parametrize(
    "leave",
    [
        lambda page: page.mouse.click(200, 40),
        lambda page: page.keyboard.press("Escape"),
        lambda page: page.go_back(),
        lambda page: page.click(".hld-close"),
    ],
    ids=["beside", "escape", "back", "button"],
)
def test_a_sheet_is_left_in_four_ways(sheet: Visit, leave: Any) -> None:
    page = sheet.page
    for _ in range(2):
        leave(page)
        page.wait_for_selector("#hld-side", state="hidden")
        assert page.locator("#hld-side[role=dialog], [inert]").count() == 0
        assert asked(page) == ["A/RES/68/4, para. 27"]
        assert page.evaluate("document.activeElement.className") == "hld-chip"
        page.keyboard.press("Enter")
        page.wait_for_selector("#hld-side[role=dialog]")


@pytest.mark.browser
def test_a_sheet_is_a_dialog(sheet: Visit) -> None:
    page = sheet.page
    assert page.get_attribute("#hld-side", "aria-modal") == "true"
    assert page.inner_text(f"#{page.get_attribute('#hld-side', 'aria-labelledby')}") == "A/RES/68/4, para. 27"
    for key in ("Tab", "Shift+Tab"):
        for _ in range(12):
            page.keyboard.press(key)
            assert page.evaluate("document.activeElement.closest('#hld-side') !== null")
    page.set_viewport_size(WIDE)
    page.wait_for_function("!document.querySelector('[role=dialog], [inert]')")
    page.set_viewport_size(NARROW)
    page.wait_for_selector("#hld-side[role=dialog]")


@pytest.mark.browser
@pytest.mark.parametrize("long", ["migrants " * 400, "m" * 3900], ids=["words", "one word"])
def test_a_long_question_is_folded(narrow: Visit, long: str) -> None:
    page = narrow.page
    page.fill("#hld-box textarea", long)
    page.press("#hld-box textarea", "Enter")
    narrow.answered(long[:400])
    question = page.locator(".hld-question")
    assert question.bounding_box()["height"] < 160
    assert overflow(narrow) == 0
    page.click("text=Show the whole question >> nth=0")
    assert question.bounding_box()["height"] > 400
    page.click("text=Show less")
    assert question.bounding_box()["height"] < 160


@pytest.mark.browser
@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_one_reads_on_in_the_panel(browser: Any, url: str, viewport: dict[str, int]) -> None:
    visit = Visit(browser, url, viewport)
    page = visit.page
    visit.ask("A/RES/68/4, para. 27")
    page.click(".hld-chip >> nth=0")
    page.wait_for_selector(".hld-cited", state="visible")
    page.click("text=↓ Later paragraphs")
    page.wait_for_selector(".hld-place >> text='para. 34'")
    assert page.evaluate("document.activeElement.innerText").startswith("para. 30\n")
    page.focus("text=↑ Earlier paragraphs")
    top = page.locator(".hld-around >> nth=0").bounding_box()["y"]
    page.keyboard.press("Enter")
    page.wait_for_selector(".hld-place >> text='para. 20'")
    moved = page.locator(".hld-around", has_text="para. 25").bounding_box()["y"]
    assert abs(moved - top) < 2
    assert page.evaluate("document.activeElement.textContent") == "↑ Earlier paragraphs"
    visit.context.close()


@pytest.mark.browser
def test_what_the_header_opens_is_large_enough_for_a_finger(narrow: Visit) -> None:
    boxes = [each.bounding_box() for each in narrow.page.locator("#hld-top a, #hld-top button").all()]
    assert len(boxes) == 2
    assert min(box["height"] for box in boxes) >= 32
    assert boxes[0]["y"] + boxes[0]["height"] <= boxes[1]["y"] or boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]


def edges(page: Any, selector: str) -> tuple[float, float, float, float]:
    box = page.locator(selector).first.bounding_box()
    return box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"]


@pytest.mark.browser
@pytest.mark.parametrize(("width", "height"), [(320, 640), (390, 844), (844, 390), (800, 600), (1300, 900)])
def test_it_fits_the_window(browser: Any, url: str, width: int, height: int) -> None:
    visit = Visit(browser, url, {"width": width, "height": height})
    page = visit.page
    assert overflow(visit) == 0
    visit.ask("A/RES/68/4, para. 27")
    assert overflow(visit) == 0
    assert abs(edges(page, "#hld-clear")[2] - edges(page, ".hld-sources")[2]) <= 1
    if width > 760 and height > 519:
        assert page.locator("#hld-log").bounding_box()["height"] >= 0.6 * height
    page.click(".hld-chip >> nth=0")
    page.wait_for_selector(".hld-cited", state="visible")
    for _ in range(2):
        _, top, right, bottom = edges(page, ".hld-panel h2")
        over = edges(page, "#hld-side")
        assert over[1] <= top < bottom <= over[3]
        assert right <= width
        page.evaluate("document.querySelector('#hld-side').scrollTop = 1e6")
    visit.context.close()
