"""The suites: found by their files, said to be absent where their data is, and judged by models that are set."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hld.app.cli import app
from hld.app.settings import Settings
from hld.eval import suites
from hld.eval.nli import Entailment
from hld.eval.run import load
from hld.eval.suite import Context, Suite, Unavailable, execute
from hld.eval.suites import answers, parse
from hld.ingest.errors import HldError


def test_every_suite_is_found_and_named_as_its_file() -> None:
    assert {"own", "beir", "parse", "answers"} <= set(suites.names())
    for name in suites.names():
        found = suites.module(name).SUITE
        assert isinstance(found, Suite)
        assert found.name == name


def test_help_names_them_without_loading_what_is_heavy() -> None:
    heavy = "torch", "llama_index", "chromadb", "sentence_transformers", "ir_measures", "onnxruntime"
    code = (
        "import sys; from typer.testing import CliRunner; from hld.app.cli import app;"
        "found = CliRunner().invoke(app, ['eval', '--help']);"
        f"print(found.exit_code, [m for m in {heavy!r} if m in sys.modules], found.stdout)"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert shown.startswith("0 [] "), shown
    for name in (*suites.names()[1:], "all", "compare", "slices", "gate", "accept", "calibrate"):
        assert f" {name} " in shown


def test_a_command_of_no_such_name() -> None:
    result = CliRunner().invoke(app, ["eval", "lamps"])
    assert result.exit_code == 2


@pytest.mark.parametrize("name", ["parse", "beir"])
def test_data_that_is_absent_is_said(name: str, context: Context, tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=str(tmp_path)):
        suites.module(name).SUITE.prepare(replace(context, shared=tmp_path))


def test_without_a_judge_it_says_so(context: Context) -> None:
    with pytest.raises(Unavailable, match="No judge is set"):
        answers.prepare(context)


@pytest.mark.parametrize(
    ("text", "page", "notes", "wrong"),
    [
        ("One two three four.", 2, ["1"], set()),
        ("Onerous two three four.", 2, ["1"], {"first words", "right"}),
        ("One two three fourteen.", 2, ["1"], {"last words", "right"}),
        ("One two three four.", 3, ["1"], {"page", "right"}),
        ("One two three four.", 2, [], {"notes", "right"}),
    ],
)
def test_a_golden_paragraph_is_compared_word_by_word(text: str, page: int, notes: list[str], wrong: set[str]) -> None:
    from hld.ingest.models import Kind, Paragraph
    from hld.ingest.symbols import Reference

    found = Paragraph(
        reference=Reference.parse("A/RES/67/172#para-1"), kind=Kind.OPERATIVE, text=text, page=page, notes=tuple(notes)
    )
    golden = {"id": "A/RES/67/172#para-1", "first": "One two", "last": "three four.", "page": "2", "notes": "1"}
    figures = parse.compare(golden, found, {})
    assert {name for name, value in figures.items() if value == 0.0} == wrong
    assert parse.compare(golden, None, {}) == {"found": 0.0, "right": 0.0}


@pytest.mark.corpus
def test_golden_paragraphs_as_a_suite(shared: Path, context: Context, tmp_path: Path) -> None:
    chosen = replace(context, shared=shared, limit=8)
    run = execute(parse.SUITE, parse.prepare(chosen), chosen, tmp_path)
    assert len(run.rows) == 8
    assert run.summary["hld"]["found"].value == 1.0


# A judge that speaks OpenAI's protocol.


class Judge(ThreadingHTTPServer):
    """Says of every answer what it is told to, and keeps what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Judging)
        self.asked: list[str] = []
        self.keys: set[str] = set()
        self.status = 200

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


class _Judging(BaseHTTPRequestHandler):
    server: Judge

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        prompt = "\n".join(str(message["content"]) for message in body["messages"])
        self.server.asked.append(prompt)
        self.server.keys.add(self.headers["Authorization"])
        said = "4.5\nClose to the reference." if "Reference Answer" in prompt else "YES"
        if "Is the response" not in prompt and "Reference Answer" not in prompt and "Response:" in prompt:
            said = "NO"
        choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": said}}
        usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
        reply = {
            "id": "1",
            "object": "chat.completion",
            "created": 1,
            "model": body["model"],
            "choices": [choice],
            "usage": usage,
        }
        data = json.dumps(reply if self.server.status == 200 else {"error": {"message": "no"}}).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@pytest.fixture
def judge() -> Iterator[Judge]:
    with Judge() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_answers_are_judged_over_openais_protocol(judge: Judge, context: Context, home: Path, tmp_path: Path) -> None:
    settings = Settings(home=home, judge_url=judge.url, judge_model="opinion-1", judge_key="secret-7")  # type: ignore[arg-type]
    chosen = Context(settings=settings, shared=context.shared, limit=8)
    chosen.__dict__["assistant"] = context.assistant
    run = execute(answers.SUITE, answers.prepare(chosen), chosen, tmp_path)
    answered = {row.question for row in run.rows if row.status == "answered"}
    figures = run.summary["hld"]
    assert figures["faithfulness"].value == 1.0
    assert figures["correctness"].value == 4.5
    assert figures["relevancy"].value in (0.0, 1.0)
    assert judge.keys == {"Bearer secret-7"}
    assert {q for q in answered if any(q in prompt for prompt in judge.asked)} == answered
    assert {row.extra["correctness"] for row in run.rows if row.status == "answered"} == {"Close to the reference."}
    assert run.about["judge"] == "opinion-1"
    assert "secret-7" not in run.path.read_text()


def test_a_judge_that_fails_is_named(judge: Judge, context: Context, home: Path) -> None:
    judge.status = 401
    settings = Settings(home=home, judge_url=judge.url, judge_model="opinion-1")
    chosen = Context(settings=settings, shared=context.shared, limit=8)
    chosen.__dict__["assistant"] = context.assistant
    plan = answers.prepare(chosen)
    with pytest.raises(HldError, match="does not answer"):
        for task in plan.tasks:
            plan.score(*task)


@pytest.mark.parametrize("value", ["judge.example", "ftp://judge.example", "http://"])
def test_the_address_of_a_judge_is_checked(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from hld.app import command

    monkeypatch.setenv("HLD_JUDGE_URL", value)
    with pytest.raises(HldError, match="HLD_JUDGE_URL"):
        command.settings()


# A model for natural language inference.


def test_an_nli_model_judges_by_its_most_probable_label(nli_model: Callable[[dict[int, str]], Path]) -> None:
    from sentence_transformers import CrossEncoder

    labels = {0: "contradiction", 1: "ENTAILMENT", 2: "neutral"}
    folder = str(nli_model(labels))
    pairs = [("the lamps are green", "lamps"), ("green", "the lamps"), ("are", "are"), ("lamps lamps", "green the")]
    scores = CrossEncoder(folder, device="cpu").predict(pairs, show_progress_bar=False)
    entails = Entailment(folder)
    assert [entails(*pair) for pair in pairs] == [labels[int(row.argmax())] == "ENTAILMENT" for row in scores]


def test_a_model_without_entailment_is_refused(nli_model: Callable[[dict[int, str]], Path]) -> None:
    with pytest.raises(HldError, match="entailment"):
        Entailment(str(nli_model({0: "good", 1: "bad"})))("the", "lamps")


def test_an_nli_model_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(HldError, match="cannot be loaded"):
        Entailment(str(tmp_path / "nowhere"))("the", "lamps")


def test_all_runs_what_can_run_and_names_the_rest(
    at_home: Callable[..., None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HLD_SHARED", str(tmp_path))
    monkeypatch.setattr(suites, "names", lambda: ["own", "beir", "answers"])
    result = CliRunner().invoke(app, ["eval", "all", "--limit", "2", "--runs", str(tmp_path / "runs")])
    assert result.exit_code == 0, result.output
    (file,) = (tmp_path / "runs").glob("*.jsonl")
    assert load(file).suite == "own"
    assert "beir: not run." in result.stderr
    assert "answers: not run. No judge is set." in result.stderr


@pytest.mark.parametrize("name", ["later", "session"])
def test_documents_of_other_cases_must_be_in_the_library(name: str, context: Context) -> None:
    with pytest.raises(Unavailable, match=r"lacks A/RES/[^ ]+(?: [A-Z])? and \d+ more documents") as raised:
        suites.module(name).SUITE.prepare(context)
    assert "hld ingest" in raised.value.remedy
