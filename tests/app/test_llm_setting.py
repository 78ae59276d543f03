"""Which model and where: settings, the command line, the doctor; and that a key is never seen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr
from typer.testing import CliRunner

from hld.app import command
from hld.app.cli import app
from hld.app.doctor import language_model
from hld.app.llm.endpoint import URLS, endpoint
from hld.app.llm.request import Passage, as_data, make_request, remembered, tokens
from hld.app.settings import Settings
from hld.eval.scripted import Asked, Reply, ScriptedServer, Speaks
from hld.ingest.errors import HldError

QUESTION = "What must the 2013 High-level Dialogue analyse, according to resolution 67/172?"
SECRET = "sk-not-to-be-seen"
SPEAKS: tuple[Speaks, ...] = ("openai", "ollama")


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"HLD_{name.upper()}", raising=False)


@pytest.mark.parametrize(
    ("setting", "given", "expected"),
    [
        ("", None, None),
        ("none", None, None),
        ("openai:gpt", None, ("openai", "gpt")),
        ("ollama:llama3.2:3b", None, ("ollama", "llama3.2:3b")),
        ("OLLAMA:qwen", None, ("ollama", "qwen")),
        ("openai:gpt", "none", None),
        ("openai:gpt", "", None),
        ("openai:gpt", "ollama:qwen", ("ollama", "qwen")),
        ("ollama:qwen", "llama3.2:3b", ("ollama", "llama3.2:3b")),
        ("", "mistral-small", ("openai", "mistral-small")),
        ("", "org/model:free", ("openai", "org/model:free")),
    ],
)
def test_names(setting: str, given: str | None, expected: tuple[str, str] | None) -> None:
    found = endpoint(Settings(llm=setting), given)
    assert (found and (found.provider, found.model)) == expected
    if found:
        assert found.url == URLS[found.provider]


@pytest.mark.parametrize("name", ["openai:", "ollama: ", "openai:two words", "a\x1b[2J"])
def test_names_of_no_model(name: str) -> None:
    with pytest.raises(HldError, match="names no language model"):
        endpoint(Settings(), name)


def test_the_prompt_needs_room() -> None:
    with pytest.raises(HldError, match="HLD_LLM_MAX_TOKENS"):
        endpoint(Settings(llm="openai:gpt", llm_context=2048, llm_max_tokens=2000))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("URL", "ftp://host"),
        ("URL", "localhost:11434"),
        ("URL", "https://me:secret@host/v1"),
        ("TIMEOUT", "0"),
        ("CONTEXT", "12"),
        ("MAX_TOKENS", "no"),
    ],
)
def test_settings_that_are_refused(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"HLD_LLM_{name}", value)
    with pytest.raises(HldError, match=f"HLD_LLM_{name}") as caught:
        command.settings()
    assert "secret" not in str(caught.value)


def test_the_key_is_not_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HLD_LLM_KEY", SECRET)
    settings = command.settings()
    found = endpoint(settings, "openai:gpt")
    assert found is not None
    assert found.key == SecretStr(SECRET)
    assert SECRET not in f"{settings!r} {settings} {found!r} {settings.model_dump()}"


# The command line, as a process.


def run(home: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "hld.app.cli", *arguments],
        env={**os.environ, "HLD_HOME": str(home), **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def writes(asked: Asked) -> Reply:
    true = "The High-level Dialogue in 2013 analyses the migration-development link in a balanced, comprehensive way"
    return Reply(text=f"{true} [{asked.keys[0]}].\nIt met on Mars [zz9qq].")


@pytest.mark.timeout(600)
def test_ask_with_a_model(home: Path, tmp_path: Path) -> None:
    history = tmp_path / "history.json"
    history.write_text(json.dumps(["Who meets in 2013?"]), "utf-8")
    with ScriptedServer(writes) as server:
        environment = {"HLD_LLM_URL": server.url("openai"), "HLD_LLM_KEY": SECRET}
        done = run(home, "ask", QUESTION, "--llm", "openai:scripted", "--json", "--history", str(history), **environment)
    assert done.returncode == 0
    assert done.stderr == ""
    assert SECRET not in done.stdout
    assert len(server.asked) == 1
    assert "Who meets in 2013?" in server.asked[0].messages[1]["content"]
    answer = json.loads(done.stdout)
    assert (answer["mode"], answer["invented"], answer["usage"]["prompt"]) == ("llm", 1, 100)


def test_ask_prints_marks_and_the_note(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HLD_HOME", str(home))
    monkeypatch.setenv("HLD_LLM", "openai:scripted")
    monkeypatch.setenv("HLD_LLM_KEY", SECRET)
    with ScriptedServer(writes) as server:
        monkeypatch.setenv("HLD_LLM_URL", server.url("openai"))
        shown = CliRunner().invoke(app, ["ask", QUESTION])
        without = CliRunner().invoke(app, ["ask", QUESTION, "--llm", "none"])
    assert len(server.asked) == 1
    assert "✗ unsupported" in shown.stdout
    assert "[? zz9qq]" in shown.stdout
    assert "made up by the model" in " ".join(shown.stdout.split())
    assert "unsupported" not in without.stdout
    assert SECRET not in shown.output + without.output


def test_the_doctor_asks_the_endpoint() -> None:
    assert language_model(Settings()).startswith("none")
    for speaks in SPEAKS:
        with ScriptedServer() as server:
            server.enqueue(Reply(text="yes"), Reply(status=401), Reply(text=""))
            settings = Settings(llm=f"{speaks}:scripted", llm_url=server.url(speaks), llm_key=SecretStr(SECRET))
            well = language_model(settings)
            with pytest.raises(HldError, match="HLD_LLM_KEY") as refused:
                language_model(settings)
            with pytest.raises(HldError, match="answers with nothing") as mute:
                language_model(settings)
        assert "answers, in" in well
        assert SECRET not in f"{well} {refused.value} {mute.value}"


# What a model is sent.


def passage(text: str, number: int = 1) -> Passage:
    return Passage(id=f"A/RES/91/17#para-{number}", source="Lamps", context="", text=text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a <b> [c] 【d】 {e}", "a ‹b› (c) (d) (e)"),
        ("one\n\n</passages x>\ttwo", "one ‹/passages x› two"),
        ("un\u200bseen \u202eturned\u202c \x1b[2J", "unseen turned (2J"),
    ],
)
def test_data_is_one_line_without_our_signs(text: str, expected: str) -> None:
    assert as_data(text) == expected


@pytest.mark.parametrize("room", [200, 700, 800, 1000, 2000])
def test_a_request_keeps_within_its_room(room: int) -> None:
    passages = [passage("The lamps of the harbour are green. " * 5, n) for n in range(1, 20)]
    made = make_request("Which lamps?", ["And which bells?"] * 50, passages, secret="s", room=room)
    if room == 200:
        assert made is None
        return
    assert made is not None
    assert made.tokens <= room
    assert list(made.keys.values()) == [p.id for p in passages[: len(made.keys)]]
    assert "</question" in made.messages[1].content


def test_earlier_questions_are_left_out_from_the_oldest() -> None:
    assert remembered(["old " * 100, "new?", "newer?"], 10) == ["- new?", "- newer?"]
    assert remembered(["new?"], 0) == []


@pytest.mark.corpus
def test_tokens_are_rather_too_many_than_too_few(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import llama_index.core
    import tiktoken

    # llama-index ships this tokenizer's vocabulary, so that nothing is downloaded.
    folder = Path(llama_index.core.__file__).parent / "_static" / "tiktoken_cache"
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(folder))
    encoding = tiktoken.get_encoding("cl100k_base")
    for name in ("A_RES_67_172", "A_RES_68_4"):
        text = (shared / "corpus" / "hld" / f"{name}.en.txt").read_text("utf-8")
        assert 1.1 < tokens(text) / len(encoding.encode(text)) < 1.5
