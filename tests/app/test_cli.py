"""The command line: what it prints, what it refuses, and its exit codes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from hld.app.cli import app
from hld.ingest.errors import HldError

FIRST = "What must the 2013 High-level Dialogue analyse, according to resolution 67/172?"


@pytest.fixture(autouse=True)
def _environment(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HLD_HOME", str(home))
    monkeypatch.setenv("COLUMNS", "200")
    for name in ("HLD_MODEL", "HLD_CONFIDENCE", "HLD_CHROMA_URL", "HLD_EXACT_UP_TO"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home where nothing is yet."""
    monkeypatch.setenv("HLD_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


def refused(*arguments: str | Path) -> str:
    """The message of a call that fails as `main` reports it: with exit code 1."""
    result = call(*arguments)
    assert isinstance(result.exception, HldError), result.output
    return str(result.exception)


def real(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "hld.app.cli", *map(str, arguments)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


# Exit codes of the real command.


def test_abstaining_exits_3_and_json_stands_alone() -> None:
    done = real("ask", "What is the capital of Peru?", "--json")
    assert done.returncode == 3
    assert json.loads(done.stdout)["status"] == "abstained"
    assert "Traceback" not in done.stderr


def test_an_error_is_one_line_and_exits_1(tmp_path: Path) -> None:
    done = real("ask", FIRST, HLD_HOME=str(tmp_path / "none"))
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.strip() == "Error: There is no index yet. Run `hld index`."


def test_wrong_use_exits_2() -> None:
    done = real("search", "-k", "0", "migrants")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Usage" in done.stderr


def test_a_home_that_is_a_file_is_told_so_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("no folder")
    done = real("documents", HLD_HOME=str(tmp_path / "home"))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "HLD_HOME" in done.stderr


def test_the_home_option_comes_before_the_variable(tmp_path: Path, home: Path) -> None:
    done = real("--home", home, "search", "remittances", "-k", "2", "--json", HLD_HOME=str(tmp_path / "none"))
    assert done.returncode == 0
    assert len(json.loads(done.stdout)) == 2


def test_a_broken_variable_is_one_line(tmp_path: Path) -> None:
    done = real("documents", HLD_LANGUAGES="en", HLD_HOME=str(tmp_path))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "HLD_LANGUAGES" in done.stderr


def test_importing_the_command_line_imports_nothing_heavy() -> None:
    code = "import sys, json, hld.app.cli; print(json.dumps(sorted({m.partition('.')[0] for m in sys.modules})))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = """torch transformers sentence_transformers chromadb llama_index gradio onnxruntime onnx tokenizers numpy scipy
        sklearn bm25s pydantic fastapi uvicorn lxml""".split()
    assert not set(heavy) & set(json.loads(done.stdout))


# Bad input to `hld ingest`.

BAD = [
    ("empty.txt", b"", "is empty"),
    ("blank.txt", b" \n\n\t", "is empty"),
    ("junk.txt", b"\x89PNG\r\n\x1a\n\xff\xfe\x00\x01" * 50, "not text"),
    ("zeros.txt", b"\x00\x01\x02\x03" * 200, "zeros.txt"),
    ("other.xml", b"<html><body/></html>", "not Akoma Ntoso"),
    ("hollow.xml", b'<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"/>', "holds no resolution"),
    ("broken.xml", b"<akomaNtoso><body>", "not well-formed"),
    ("bomb.xml", b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c SYSTEM "file:///etc/passwd">]><a>&c;</a>', "not Akoma Ntoso"),
    ("resolution.doc", b"words", "not read"),
]


@pytest.mark.parametrize(("name", "data", "message"), BAD, ids=[b[0] for b in BAD])
def test_a_bad_file_is_named_and_the_others_are_read(name: str, data: bytes, message: str, fresh: Path, tmp_path: Path) -> None:
    bad, good = tmp_path / name, tmp_path / "lamps.txt"
    bad.write_bytes(data)
    good.write_text("Lamps\n\nThe lamps of the harbour are green.\n")
    result = call("ingest", bad, good)
    assert result.exit_code == 1
    assert "Error:" in result.stderr
    assert name in result.stderr
    assert message in result.stderr
    held = {d["id"] for d in json.loads(call("documents", "--json").stdout)}
    assert "PAGE/lamps" in held
    assert len(held) == 12


def test_a_missing_file(fresh: Path, tmp_path: Path) -> None:
    assert "nowhere.txt does not exist" in refused("ingest", tmp_path / "nowhere.txt")


def test_a_folder_without_documents(fresh: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "holds no file that can be read" in refused("ingest", tmp_path / "empty")


def test_ingest_reports_as_json_and_a_second_run_changes_nothing(fresh: Path, tmp_path: Path) -> None:
    (tmp_path / "lamps.txt").write_text("Lamps\n\nThe lamps of the harbour are green.\n")
    (report,) = json.loads(call("ingest", tmp_path / "lamps.txt", "--json").stdout)
    assert report["document"] == "PAGE/lamps"
    assert report["stored"] is True
    assert sum(report["counts"].values()) >= 1
    (again,) = json.loads(call("ingest", tmp_path / "lamps.txt", "--json").stdout)
    assert again == {**report, "stored": False}


# Questions.


def test_the_first_answer() -> None:
    result = call("ask", FIRST)
    assert result.exit_code == 0
    assert "[1] A/RES/67/172, para. 10 (a)" in result.stdout
    assert "not the official wording" in result.stdout
    data = json.loads(call("ask", FIRST, "--json").stdout)
    assert data["citations"][0]["id"] == "A/RES/67/172#para-10-a"


@pytest.mark.parametrize(
    ("question", "message"), [("", "The question is empty."), ("   ", "is empty"), ("x" * 20_000, "20,000 characters")]
)
def test_questions_that_are_refused(question: str, message: str) -> None:
    assert message in refused("ask", question)
    assert message in refused("search", question)


def test_without_an_index(fresh: Path) -> None:
    for arguments in (["ask", "x"], ["search", "x"], ["serve"], ["eval"]):
        assert "There is no index yet. Run `hld index`." in refused(*arguments)
    assert call("doctor").exit_code == 1


def test_an_index_of_another_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HLD_MODEL", "another/model")
    message = refused("ask", FIRST)
    assert "another/model" in message
    assert "HLD_MODEL" in message


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask"],
        ["ask", "x", "--batch", "y"],
        ["ask", "x", "--confidence", "7"],
        ["ask", "x", "--nonsense"],
        ["search"],
        ["search", "x", "-k", "many"],
        ["show"],
        ["nonsense"],
        ["eval", "--split", "nonsense"],
        ["serve", "--port", "99999"],
    ],
    ids=" ".join,
)
def test_wrong_use(arguments: list[str]) -> None:
    result = call(*arguments)
    assert result.exit_code == 2
    assert "Usage" in result.stderr


def test_what_programs_are_set_by_is_in_no_document() -> None:
    result = call("ask", "What is the value of HLD_HOME for migrants?")
    assert result.exit_code == 3
    assert "No document here mentions “HLD_HOME”." in result.stdout


def test_an_acronym_that_no_document_uses_is_searched_as_the_name_it_spells() -> None:
    result = call("ask", "IMPP: who ran that programme?")
    assert result.exit_code == 0
    assert "International Migration Policy Programme: who ran that programme?" in result.stdout
    assert "A/RES/59/241" in result.stdout or "A/RES/58/208" in result.stdout


def test_an_abstention_lists_what_is_nearest() -> None:
    result = call("ask", "What is the capital of Peru?")
    assert result.exit_code == 3
    assert "No document here mentions “Peru”." in result.stdout
    assert len(re.findall(r"^  A/RES/", result.stdout, re.MULTILINE)) == 3


def test_the_confidence_is_an_option() -> None:
    assert call("ask", FIRST, "--confidence", "1").exit_code == 3
    assert call("ask", "How is bread baked at home?", "--confidence", "0").exit_code == 0


def test_a_history_file(tmp_path: Path) -> None:
    path = tmp_path / "history.json"
    path.write_text(json.dumps(["When was the second High-level Dialogue held?"]))
    data = json.loads(call("ask", "And the first one?", "--history", path, "--json").stdout)
    assert data["searched"] == "When was the first High-level Dialogue held?"


@pytest.mark.parametrize("text", ['{"a": 1}', "[1, 2]", '"one"', "not json", ""])
def test_a_history_file_that_is_not_one(text: str, tmp_path: Path) -> None:
    path = tmp_path / "history.json"
    path.write_text(text)
    assert "history.json" in refused("ask", "And?", "--history", path)


def test_a_history_file_that_is_not_there(tmp_path: Path) -> None:
    assert "nowhere.json" in refused("ask", "And?", "--history", tmp_path / "nowhere.json")


# Batches.


def rows(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def batch(path: Path, *lines: object) -> Path:
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines) + "\n")
    return path


def test_a_batch_of_questions(tmp_path: Path) -> None:
    earlier = ["When was the second High-level Dialogue held?"]
    path = batch(
        tmp_path / "b.jsonl",
        {"id": "one", "text": FIRST},
        "",
        {"id": 2, "text": "And the first one?", "history": earlier},
        {"id": 3, "text": "What is the capital of Peru?"},
    )
    out = rows(call("ask", "--batch", path, "--json"))
    assert [row["id"] for row in out] == ["one", 2, 3]
    assert all(set(row) == {"id", "answer"} for row in out)
    assert out[0]["answer"]["citations"][0]["id"] == "A/RES/67/172#para-10-a"
    assert out[1]["answer"]["searched"] == "When was the first High-level Dialogue held?"
    assert out[2]["answer"]["status"] == "abstained"


def test_a_batch_of_searches(tmp_path: Path) -> None:
    path = batch(tmp_path / "b.jsonl", {"id": "a", "text": "remittances"}, {"id": "b", "text": "round tables"})
    out = rows(call("search", "--batch", path, "-k", "4", "--json"))
    assert [row["id"] for row in out] == ["a", "b"]
    for row in out:
        assert set(row) == {"id", "results"}
        assert len(row["results"]) == 4
        assert all(set(r) == {"id", "score"} for r in row["results"])
        scores = [r["score"] for r in row["results"]]
        assert scores == sorted(scores, reverse=True)
    single = json.loads(call("search", "remittances", "-k", "4", "--json").stdout)
    assert [r["id"] for r in single] == [r["id"] for r in out[0]["results"]]


@pytest.mark.parametrize("command", ["ask", "search"])
@pytest.mark.parametrize(
    "line", ["not json", '{"id": 1}', '{"text": "x"}', "[1]", '"x"', "7", '{"id": 1, "text": ""}'], ids=lambda line: line
)
def test_a_bad_line_of_a_batch_is_named(command: str, line: str, tmp_path: Path) -> None:
    path = batch(tmp_path / "b.jsonl", {"id": "a", "text": "A/RES/67/172"}, "", line)
    message = refused(command, "--batch", path)
    assert "b.jsonl" in message
    assert "line 3" in message


@pytest.mark.parametrize("history", ["one question", [1], {"a": 1}])
def test_a_bad_history_in_a_batch_is_named(history: object, tmp_path: Path) -> None:
    path = batch(tmp_path / "b.jsonl", {"id": "a", "text": "And the first one?", "history": history})
    assert "line 1" in refused("ask", "--batch", path)


def test_a_batch_file_that_is_not_there(tmp_path: Path) -> None:
    assert "nowhere.jsonl cannot be read" in refused("search", "--batch", tmp_path / "nowhere.jsonl")


# What is held.


def test_search_prints_rows() -> None:
    found = json.loads(call("search", "remittances", "-k", "3", "--json").stdout)
    assert len(found) == 3
    assert all(set(row) == {"id", "score", "label", "text"} for row in found)
    shown = call("search", "remittances", "-k", "3").stdout
    assert all(row["label"].split(",")[0] in shown for row in found)


def test_show_by_any_spelling(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(home, tmp_path / "copy", ignore=shutil.ignore_patterns("index", "models"))
    monkeypatch.setenv("HLD_HOME", str(tmp_path / "copy"))
    for spelling in ("67/172 OP10(a)", "A/RES/67/172#para-10-a", "A/RES/67/172, para. 10 (a)"):
        shown = json.loads(call("show", spelling, "--json").stdout)
        assert shown["id"] == "A/RES/67/172#para-10-a"
        assert shown["label"] == "A/RES/67/172, para. 10 (a)"
    assert "para. 10 (a)" in call("show", "67/172 OP10(a)").stdout
    assert isinstance(json.loads(call("show", "A/RES/67/172 para 10", "--json").stdout), list)
    listed = json.loads(call("paragraphs", "67/172", "--json").stdout)
    assert len(listed) == 77
    assert {"id", "kind", "text", "page", "notes"} <= set(listed[0])
    assert "not a reference" in refused("show", "lamps")
    assert "15 numbered paragraphs" in refused("show", "67/172 para 99")
    assert "not in the library" in refused("paragraphs", "A/RES/70/1")
    documents = json.loads(call("documents", "--json").stdout)
    assert len(documents) == 11
    assert not any(d["official"] for d in documents)
    assert "A/RES/67/172" in call("documents").stdout


@pytest.mark.corpus
def test_a_footnote_can_be_shown(official_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HLD_HOME", str(official_home))
    listed = json.loads(call("paragraphs", "A/RES/67/172", "--json").stdout)
    note = next(n for p in listed for n in p["notes"] if n["id"] == "A/RES/67/172#note-4")
    for spelling in ("A/RES/67/172#note-4", "A/RES/67/172, note 4", "footnote 4 of 67/172"):
        result = call("show", spelling)
        assert result.exit_code == 0, result.exception
        assert note["text"] in result.stdout


def test_index_says_that_it_is_up_to_date(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(home, tmp_path / "copy")
    monkeypatch.setenv("HLD_HOME", str(tmp_path / "copy"))
    result = call("index")
    assert result.exit_code == 0
    assert "Up to date: 413 paragraphs of 11 documents" in result.stdout
    assert json.loads(call("index", "--json").stdout)["built"] is False


def test_doctor(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(home, tmp_path / "copy")
    monkeypatch.setenv("HLD_HOME", str(tmp_path / "copy"))
    result = call("doctor")
    assert result.exit_code == 0
    assert "✗" not in result.stdout
    assert all(set(c) == {"name", "ok", "found", "remedy"} for c in json.loads(call("doctor", "--json").stdout))


def test_version_and_help() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+\n", call("--version").stdout)
    for command in ([], ["ask"], ["search"], ["eval"], ["ingest"]):
        assert call(*command, "--help").exit_code == 0
