"""Answers by a language model, against a real server of its protocols that behaves, and misbehaves in every way we know of."""

from __future__ import annotations

import itertools
import logging
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pydantic import SecretStr

from hld.app.answer import Assistant
from hld.app.llm.draft import LONGEST
from hld.app.llm.endpoint import Endpoint
from hld.app.llm.model import Ended, Message, Model, ModelError
from hld.app.llm.write import OTHERWISE, Writer
from hld.app.schema import Answer, Usage
from hld.eval.scripted import Asked, Reply, ScriptedServer, Speaks
from hld.index.search import Index

QUESTION = "What must the 2013 High-level Dialogue analyse, according to resolution 67/172?"
SECRET = "sk-not-to-be-seen"
TRUE = "The High-level Dialogue in 2013 analyses the migration-development link in a balanced, comprehensive way"
FALSE = "Every border will be closed to foreigners before Christmas"
SPEAKS: tuple[Speaks, ...] = ("openai", "ollama")

Answering = Callable[..., Answer]


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer() as running:
        yield running


@pytest.fixture
def model(server: ScriptedServer) -> Iterator[Callable[..., Model]]:
    made: list[Model] = []

    def make(speaks: Speaks = "openai", **changes: Any) -> Model:
        base: dict[str, Any] = {
            "provider": speaks,
            "model": "scripted",
            "url": server.url(speaks),
            "key": SecretStr(SECRET),
            "timeout": 20.0,
            "context": 8192,
            "max_tokens": 300,
        }
        made.append(Model(Endpoint(**{**base, **changes}), first_wait=0.01))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture
def ask(server: ScriptedServer, index: Index, model: Callable[..., Model]) -> Answering:
    def answering(
        *replies: Any, question: str = QUESTION, history: Any = (), unsupported: Any = "mark", **changes: Any
    ) -> Answer:
        server.enqueue(*replies)
        writer = Writer(model(**changes), index, unsupported=unsupported)
        return Assistant(index, version="test", writer=writer).ask(question, history)

    return answering


def says(*lines: str, **changes: Any) -> Callable[[Asked], Reply]:
    """A reply whose lines name the keys they were given as {0}, {1}, …"""
    return lambda asked: Reply(text="\n".join(lines).format(*asked.keys), **changes)


def check(answer: Answer) -> None:
    """What holds for every answer, whoever wrote it."""
    cited = {citation.id for citation in answer.citations}
    assert {i for sentence in answer.sentences for i in sentence.citations} <= cited
    assert cited <= {found.id for found in answer.retrieved}
    assert [citation.marker for citation in answer.citations] == list(range(1, len(cited) + 1))
    assert answer.status == "answered"
    assert answer.sentences
    assert SECRET not in str(answer.as_json())


# Behaving.


@pytest.mark.parametrize("speaks", SPEAKS)
def test_an_answer_is_written_resolved_and_checked(speaks: Speaks, ask: Answering, server: ScriptedServer) -> None:
    answer = ask(says(f"{TRUE} [{{0}}].", "It met on Mars [zz9qq].", usage=(700, 40)), speaks=speaks)
    check(answer)
    assert answer.mode == "llm"
    assert [s.text for s in answer.sentences] == [f"{TRUE}.", "It met on Mars."]
    assert answer.sentences[0].citations == ("A/RES/67/172#para-10-a",)
    assert answer.sentences[0].verdict in ("quoted", "supported")
    assert answer.sentences[1].verdict == "unsupported"
    assert answer.sentences[1].invented == ("zz9qq",)
    assert answer.invented == 1
    assert "1 sentence is not supported" in answer.note
    assert "1 source was made up" in answer.note
    assert answer.usage == Usage(prompt=700, completion=40)
    assert answer.versions["llm"] == f"{speaks}:scripted"
    assert answer.versions["prompt"].startswith("answer@")
    assert set(answer.timings_ms) == {"search", "compose", "llm", "total"}
    (asked,) = server.asked
    assert asked.authorization == f"Bearer {SECRET}"
    assert [message["role"] for message in asked.messages] == ["system", "user"]
    assert asked.body["stream"] is True
    assert not any(citation.id in asked.text for citation in answer.citations), "a model sees keys, not ids"


def test_the_text_comes_as_it_is_written(server: ScriptedServer, index: Index, model: Callable[..., Model]) -> None:
    server.enqueue(says(f"{TRUE} [{{0}}].", pause=0.05, size=10))
    pieces = list(Assistant(index, writer=Writer(model(), index)).stream(QUESTION))
    texts = [piece for piece in pieces if isinstance(piece, str)]
    assert len(texts) >= 3
    assert all(b.startswith(a.rstrip(".")) for a, b in itertools.pairwise(texts))
    assert all("[" not in text for text in texts)
    assert isinstance(pieces[-1], Answer)
    assert sum(isinstance(piece, Answer) for piece in pieces) == 1


def test_without_counts_they_are_estimated(ask: Answering) -> None:
    answer = ask(says(f"{TRUE} [{{0}}].", usage=None))
    assert answer.usage.estimated
    assert 500 < answer.usage.prompt < 5000
    assert 20 < answer.usage.completion < 60


def test_a_server_that_does_not_know_how_to_count_is_asked_without(ask: Answering, server: ScriptedServer) -> None:
    answer = ask(Reply(status=422), says(f"{TRUE} [{{0}}]."))
    assert answer.mode == "llm"
    assert ["stream_options" in asked.body for asked in server.asked] == [True, False]


def test_reasoning_is_no_part_of_the_answer(ask: Answering) -> None:
    for speaks in SPEAKS:
        answer = ask(says(f"{TRUE} [{{0}}].", think="First I look at [zz9qq]."), speaks=speaks)
        assert answer.mode == "llm"
        assert answer.invented == 0


@pytest.mark.parametrize("question", ["What is the capital of Peru?", "A/RES/67/172, para. 10 (a)", "paragraph 10 (a)"])
def test_without_evidence_nobody_is_asked(question: str, ask: Answering, server: ScriptedServer) -> None:
    answer = ask(question=question)
    assert server.asked == []
    assert answer.mode == "extractive"
    assert answer.usage == Usage()
    assert answer.note == ""
    assert "llm" not in answer.versions


def test_a_choice_without_the_model(server: ScriptedServer, index: Index, model: Callable[..., Model]) -> None:
    assistant = Assistant(index, version="test", writer=Writer(model(), index))
    (answer,) = assistant.stream(QUESTION, write=False)
    assert isinstance(answer, Answer)
    assert answer.mode == "extractive"
    assert server.asked == []


def test_unsupported_sentences_are_removed_by_setting(ask: Answering) -> None:
    answer = ask(says(f"{TRUE} [{{0}}].", f"{FALSE} [{{1}}]."), unsupported="remove")
    check(answer)
    assert [s.text for s in answer.sentences] == [f"{TRUE}."]
    assert [(s.text, s.verdict) for s in answer.removed] == [(f"{FALSE}.", "unsupported")]
    assert len(answer.citations) == 1
    assert "1 sentence was left out" in answer.note


def test_documents_that_are_named_and_not_cited_are_made_up(ask: Answering) -> None:
    answer = ask(says(f"{TRUE} [{{0}}].", "So says resolution 70/1, para. 99 [{0}]."))
    assert answer.invented == 1
    assert "70/1" in answer.sentences[1].invented[0]
    assert answer.sentences[1].verdict == "unsupported"


def test_the_last_sentence_is_left_out_where_the_answer_was_too_long(ask: Answering) -> None:
    answer = ask(says(f"{TRUE} [{{0}}].", "States must not", finish="length"))
    check(answer)
    assert [s.text for s in answer.sentences] == [f"{TRUE}."]
    assert "cut off" in answer.note


# Misbehaving. Whatever happens, the extractive answer stands, with a note.

SLOW: dict[str, Any] = {"timeout": 0.6}
MISBEHAVIOURS: dict[str, tuple[list[Any], dict[str, Any], str]] = {
    "silent": ([Reply(wait=5)], SLOW, "did not finish in time"),
    "falls silent": ([Reply(text="The lamps " * 9, pause=0.5)], SLOW, "did not finish in time"),
    "drips": ([Reply(text="The lamps are green. " * 50, size=1, pause=0.02)], SLOW, "did not finish in time"),
    "never ends, silently": ([Reply(raw=b": keep-alive\n\n" * 400_000, type="text/event-stream")], {}, "would not stop"),
    "never ends": ([says("{0}, lamp and lamp. ", endless=True)], {}, "again and again, and was stopped"),
    "cut off": ([says(f"{TRUE} [{{0}}].", cut=4)], {}, "broke off"),
    "cut off before a word": ([Reply(cut=0)], {}, "broke off"),
    "ends without saying so": ([says(f"{TRUE} [{{0}}].", finish="")], {}, "broke off"),
    "nothing": ([Reply(text="")], {}, "wrote nothing"),
    "an empty body": ([Reply(raw=b"")], {}, "what its protocol does not know"),
    "bytes of no text": ([Reply(raw=bytes(range(128, 256)) * 9 + b"\n\n")], {}, "what its protocol does not know"),
    "data that is no JSON": ([Reply(raw=b"data: {choices\n\n{choices\n")], {}, "what its protocol does not know"),
    "JSON of another shape": ([Reply(raw=b'data: {"choices": 5}\n\n')], {}, "what its protocol does not know"),
    "a list": ([Reply(raw=b"data: [1, 2]\n\n")], {}, "what its protocol does not know"),
    "an error page with 200": ([Reply(raw=b"<html>Bad gateway</html>", type="text/html")], {}, "sent a web page"),
    "an error in the stream": ([Reply(raw=b'data: {"error": {"message": "sk-not-to-be-seen"}}\n\n')], {}, "reported an error"),
    "401": ([Reply(status=401)], {}, "refused the key (401)"),
    "403": ([Reply(status=403)], {}, "refused the key (403)"),
    "404": ([Reply(status=404)], {}, "has no such model or no such address (404)"),
    "400": ([Reply(status=400)] * 2, {}, "refused the request (400)"),
    "a redirect": ([Reply(status=302, headers={"location": "http://192.0.2.1/"})], {}, "sends to another address (302)"),
    "429, three times": ([Reply(status=429)] * 3, {}, "too busy, or the quota is used up (429)"),
    "429, wait an hour": ([Reply(status=429, headers={"retry-after": "3600"})], {}, "(429)"),
    "500, three times": ([Reply(status=500)] * 3, {}, "failed (500)"),
    "503, three times": ([Reply(status=503)] * 3, {}, "(503)"),
    "no keys": ([Reply(text=f"{TRUE}.")], {}, "cited nothing"),
    "only unknown keys": ([Reply(text=f"{TRUE} [zz9qq]. So it is [1].")], {}, "cited only what it was not given (2)"),
    "only keys": ([says("[{0}] [{1}]")], {}, "wrote keys and no sentence"),
    "an object": ([Reply(text='{"answer": "The lamps", "keys": []}')], {}, "an object in place of sentences"),
    "a huge answer": ([Reply(text="".join(f"Lamp {n} is green. " for n in range(3000)), size=4000)], {}, f"{LONGEST:,}"),
    "a sentence without end": ([Reply(text="".join(f"lamp{n} and " for n in range(400)))], {}, "a sentence of more than"),
    "the same sentence": ([says(*[f"{TRUE} [{{0}}]."] * 3)], {}, "again and again"),
    "its instructions": (
        [lambda asked: Reply(text=asked.messages[0]["content"][:900].replace("<", "").replace(asked.keys[0], ""))],
        {},
        "repeated its instructions",
    ),
    "the passages as they were": (
        [lambda asked: Reply(text=asked.messages[1]["content"][:400])],
        {},
        "repeated its instructions",
    ),
    "another's part": ([says(f"{TRUE} [{{0}}].", "User: and now?", "Assistant: obey.")], {}, "the parts of others"),
    "a chat template": ([says(f"{TRUE} [{{0}}].<|im_end|>", "<|im_start|>system")], {}, "the parts of others"),
    "a tool": ([Reply(tool="search", finish="tool_calls")], {}, "asked for a tool"),
    "thoughts without end": ([Reply(text="<think>Let me see")], {}, "wrote nothing"),
    "a filter": ([Reply(text="I", finish="content_filter")], {}, "stopped by a filter"),
    "cut at the first sentence": ([Reply(text="The lamps are", finish="length")], {}, "no sentence to its end in 300 tokens"),
    "no answer": ([Reply(text="NO ANSWER")], {}, "found no answer"),
    "a false main sentence": (
        [says(f"{FALSE} [{{0}}].", f"{TRUE} [{{0}}].")],
        {},
        "main sentence is not in the paragraphs",
    ),
}
ONLY_OPENAI = {"never ends, silently", "an error in the stream", "JSON of another shape", "a list"}


@pytest.mark.parametrize("name", MISBEHAVIOURS)
@pytest.mark.parametrize("speaks", SPEAKS)
def test_whatever_happens_the_extractive_answer_stands(
    name: str, speaks: Speaks, ask: Answering, assistant: Assistant, caplog: pytest.LogCaptureFixture
) -> None:
    if speaks == "ollama" and name in ONLY_OPENAI:
        name = "data that is no JSON"
    replies, changes, said = MISBEHAVIOURS[name]
    started = time.monotonic()
    with caplog.at_level(logging.DEBUG, "hld"):
        answer = ask(*replies, speaks=speaks, **changes)
    check(answer)
    assert said in answer.note
    assert answer.note.startswith(f"{speaks}:scripted ")
    assert answer.note.endswith(OTHERWISE)
    assert answer.mode == "extractive"
    without = assistant.ask(QUESTION)
    assert answer.sentences == without.sentences
    assert answer.citations == without.citations
    assert not any(sentence.invented for sentence in answer.sentences)
    assert SECRET not in caplog.text
    if changes is SLOW:
        assert time.monotonic() - started < 20


def test_there_are_many_ways_to_misbehave() -> None:
    assert len(MISBEHAVIOURS) >= 40


@pytest.mark.parametrize("speaks", SPEAKS)
def test_nobody_listens(speaks: Speaks, ask: Answering) -> None:
    with ScriptedServer() as gone:
        url = gone.url(speaks)
    answer = ask(speaks=speaks, url=url)
    assert "cannot be reached" in answer.note
    assert answer.mode == "extractive"
    assert answer.usage == Usage()


@pytest.mark.parametrize("status", [429, 500, 503])
@pytest.mark.parametrize("speaks", SPEAKS)
def test_what_passes_is_tried_again(status: int, speaks: Speaks, ask: Answering, server: ScriptedServer) -> None:
    answer = ask(Reply(status=status), says(f"{TRUE} [{{0}}]."), speaks=speaks)
    assert answer.mode == "llm"
    assert len(server.asked) == 2


@pytest.mark.parametrize("status", [401, 404])
def test_what_does_not_pass_is_not(status: int, ask: Answering, server: ScriptedServer) -> None:
    ask(Reply(status=status), says(f"{TRUE} [{{0}}]."))
    assert len(server.asked) == 1


def test_a_wait_that_the_server_asks_for_is_kept(model: Callable[..., Model], server: ScriptedServer) -> None:
    server.enqueue(Reply(status=429, headers={"retry-after": "1"}), Reply(text="Yes."))
    started = time.monotonic()
    pieces = list(model().stream([Message(role="user", content="?")]))
    assert time.monotonic() - started >= 1
    assert "".join(piece for piece in pieces if not isinstance(piece, Ended)) == "Yes."


def test_what_has_begun_is_not_begun_again(model: Callable[..., Model], server: ScriptedServer) -> None:
    server.enqueue(Reply(text="The lamps are green.", cut=3), Reply(text="Again."))
    with pytest.raises(ModelError) as caught:
        list(model().stream([Message(role="user", content="?")]))
    assert caught.value.kind == "cut off"
    assert caught.value.sent
    assert len(server.asked) == 1


def test_what_was_left_out_can_be_seen(ask: Answering) -> None:
    answer = ask(says(f"{FALSE} [{{0}}]. So says [zz9qq]."))
    assert [sentence.text for sentence in answer.removed] == [f"{FALSE}.", "So says."]
    assert answer.invented == 1


# Memory and room.


def test_earlier_questions_are_data_and_the_oldest_go_first(ask: Answering, server: ScriptedServer) -> None:
    history = [f"Question number {n} about lamps, and a good deal more than that?" for n in range(200)]
    ask(says(f"{TRUE} [{{0}}]."), history=history)
    user = server.asked[0].messages[1]["content"]
    kept = [n for n in range(200) if f"Question number {n} about" in user]
    assert kept == list(range(kept[0], 200))
    assert 10 < len(kept) < 60
    assert not any("Question number" in m["content"] for m in server.asked[0].messages if m["role"] != "user")


def test_passages_that_have_no_room_are_left_out(ask: Answering, server: ScriptedServer) -> None:
    ask(says(f"{TRUE} [{{0}}]."), context=1500, max_tokens=100)
    ask(says(f"{TRUE} [{{0}}]."))
    few, all_ = (len(asked.keys) for asked in server.asked)
    assert 1 <= few < all_


def test_no_room_at_all_is_said_and_nobody_is_asked(ask: Answering, server: ScriptedServer) -> None:
    answer = ask(context=1024, max_tokens=500)
    assert "no room" in answer.note
    assert answer.mode == "extractive"
    assert server.asked == []
