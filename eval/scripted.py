"""A language model's server that says what it is told to say: it speaks the protocols of OpenAI and of Ollama over HTTP.

It behaves, streams, and misbehaves as scripted: `enqueue` a `Reply` for each request to come. Nothing of it is a stand-in for our
code: the clients that talk to it are those that talk to real endpoints.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

Speaks = Literal["openai", "ollama"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the server answers to one request.

    `text` is streamed in pieces of about `size` characters, `pause` seconds apart and after `wait`; with `finish` it says why it
    ended (empty: it does not say), with `usage` the tokens. `cut` ends the connection after so many pieces, and `endless`
    repeats the text for ever. `raw` is sent in place of all that, with `status`, `headers` and `type`. `think` is reasoning and
    `tool` the name of a tool, in the protocol's own fields.
    """

    text: str = ""
    size: int = 12
    wait: float = 0.0
    pause: float = 0.0
    finish: str = "stop"
    usage: tuple[int, int] | None = (100, 20)
    cut: int | None = None
    endless: bool = False
    raw: bytes | None = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    type: str = ""
    think: str = ""
    tool: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as it came: its path, the header with the key, and its body."""

    path: str
    authorization: str
    body: Mapping[str, Any]

    @property
    def messages(self) -> list[dict[str, str]]:
        """The messages, each with role and content."""
        return list(self.body.get("messages", []))

    @property
    def keys(self) -> list[str]:
        """The keys of the passages, in their order, as our prompt gives them."""
        return re.findall(r"^\[(\w+)\] From ", self.messages[-1]["content"], re.MULTILINE) if self.messages else []

    @property
    def text(self) -> str:
        """All messages as one text."""
        return "\n".join(str(message.get("content", "")) for message in self.messages)


Script = Callable[[Asked], Reply]


class ScriptedServer:
    """The server, on a free port of this machine. Use as a context."""

    def __init__(self, script: Script | None = None) -> None:
        """`script` makes the reply to a request when none is in the queue; without it, that is an error of status 500."""
        self.asked: list[Asked] = []
        self._replies: deque[Reply | Script] = deque()
        self._script = script
        self._stopping = threading.Event()
        self._server = _Listening(("127.0.0.1", 0), _Handler)
        self._server.owner = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> ScriptedServer:
        """Listen."""
        self._thread.start()
        return self

    def __exit__(self, *raised: object) -> None:
        """Stop, and end what is still being streamed."""
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def url(self, speaks: Speaks) -> str:
        """The address for a client of this protocol."""
        root = f"http://127.0.0.1:{self._server.server_address[1]}"
        return f"{root}/v1" if speaks == "openai" else root

    def enqueue(self, *replies: Reply | Script) -> None:
        """Answer the next requests with these, in order."""
        self._replies.extend(replies)

    def take(self, asked: Asked) -> Reply:
        """The reply to a request."""
        self.asked.append(asked)
        chosen = self._replies.popleft() if self._replies else self._script
        if chosen is None:
            return Reply(raw=b"no reply was scripted", status=500)
        return chosen if isinstance(chosen, Reply) else chosen(asked)

    def rest(self, seconds: float) -> bool:
        """Wait, but not longer than the server runs; whether it still does."""
        return not self._stopping.wait(seconds) if seconds else not self._stopping.is_set()


class _Listening(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = True
    owner: ScriptedServer

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is none of the server's concern."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    @property
    def _owner(self) -> ScriptedServer:
        assert isinstance(self.server, _Listening)
        return self.server.owner

    def do_GET(self) -> None:
        self._send(Reply(raw=b'{"error": {"message": "not here"}}', status=404))

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))) or b"{}")
        asked = Asked(path=self.path, authorization=self.headers.get("authorization", ""), body=body)
        self.close_connection = True
        # A client that has heard enough hangs up; that is what it should do.
        with suppress(BrokenPipeError, ConnectionResetError):
            reply = self._owner.take(asked)
            if not self._owner.rest(reply.wait):
                return
            if reply.raw is not None or reply.status != 200:
                self._send(reply)
            elif self.path.endswith("/chat/completions"):
                self._stream(reply, "text/event-stream", _as_openai(reply))
            elif self.path == "/api/chat":
                self._stream(reply, "application/x-ndjson", _as_ollama(reply))
            else:
                self._send(Reply(raw=b"unknown path", status=404))

    def _send(self, reply: Reply) -> None:
        data = reply.raw if reply.raw is not None else b'{"error": {"message": "scripted"}}'
        self.send_response(reply.status)
        self.send_header("content-type", reply.type or "application/json")
        self.send_header("content-length", str(len(data)))
        self.send_header("connection", "close")
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def _stream(self, reply: Reply, kind: str, events: Sequence[bytes]) -> None:
        """The events in chunks, so that a connection that is cut off differs from one that has ended."""
        self.send_response(200)
        self.send_header("content-type", reply.type or kind)
        self.send_header("transfer-encoding", "chunked")
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        rest = self._owner.rest
        sent = 0
        while rest(0):
            for event in events:
                if reply.cut is not None and sent >= reply.cut:
                    return
                self.wfile.write(b"%x\r\n%s\r\n" % (len(event), event))
                self.wfile.flush()
                sent += 1
                if not rest(reply.pause):
                    return
            if not reply.endless:
                break
        if reply.cut is None:
            self.wfile.write(b"0\r\n\r\n")
            self.wfile.flush()


def _pieces(text: str, size: int) -> list[str]:
    return [text[start : start + size] for start in range(0, len(text), size)]


def _as_openai(reply: Reply) -> list[bytes]:
    head = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": int(time.time()), "model": "scripted"}

    def event(delta: Mapping[str, object], finish: str | None = None, **more: object) -> bytes:
        data = {**head, "choices": [{"index": 0, "delta": delta, "finish_reason": finish}], **more}
        return b"data: " + json.dumps(data).encode() + b"\n\n"

    events = [event({"role": "assistant", "content": ""})]
    events += [event({"reasoning_content": piece}) for piece in _pieces(reply.think, reply.size)]
    events += [event({"content": piece}) for piece in _pieces(reply.text, reply.size)]
    if reply.tool:
        call = {"index": 0, "id": "call_1", "type": "function", "function": {"name": reply.tool, "arguments": "{}"}}
        events.append(event({"tool_calls": [call]}))
    if reply.endless:
        return events[1:]
    if reply.finish:
        events.append(event({}, reply.finish))
    if reply.usage:
        counts = dict(zip(("prompt_tokens", "completion_tokens"), reply.usage, strict=True))
        data = {**head, "choices": [], "usage": {**counts, "total_tokens": sum(reply.usage)}}
        events.append(b"data: " + json.dumps(data).encode() + b"\n\n")
    if reply.finish:
        events.append(b"data: [DONE]\n\n")
    return events


def _as_ollama(reply: Reply) -> list[bytes]:
    head = {"model": "scripted", "created_at": "2026-01-01T00:00:00Z"}

    def line(message: Mapping[str, object], **more: object) -> bytes:
        return json.dumps({**head, "message": {"role": "assistant", **message}, "done": False, **more}).encode() + b"\n"

    lines = [line({"content": "", "thinking": piece}) for piece in _pieces(reply.think, reply.size)]
    lines += [line({"content": piece}) for piece in _pieces(reply.text, reply.size)]
    if reply.tool:
        lines.append(line({"content": "", "tool_calls": [{"function": {"name": reply.tool, "arguments": {}}}]}))
    if reply.endless:
        return lines
    if reply.finish:
        counts = dict(zip(("prompt_eval_count", "eval_count"), reply.usage, strict=True)) if reply.usage else {}
        lines.append(line({"content": ""}, done=True, done_reason=reply.finish, **counts))
    return lines
