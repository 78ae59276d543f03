"""What a server may send: so much, for so long, and no web page. Held on the connection, whichever client reads it.

The clients of both protocols are built on httpx and take its event hooks. A stream that only sends comments, a line that never
ends, and an error page with status 200 give them nothing to hand on, so they must be stopped below them.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import httpx

LARGEST = 4 * 2**20
"""Bytes of a whole answer. 800 tokens as OpenAI streams them, each in an object of its own, take about 200 KiB."""


_KINDS = {401: "key", 403: "key", 404: "absent", 405: "absent", 408: "failing", 410: "absent", 429: "busy", 503: "busy"}


class WireError(Exception):
    """What came is no answer. `kind` is one of those of `hld.app.llm.model`; `status` and `wait` (seconds) are the server's."""

    def __init__(self, kind: str, status: int = 0, wait: float | None = None) -> None:
        """Keep what is known."""
        super().__init__(kind)
        self.kind, self.status, self.wait = kind, status, wait


def _check(response: httpx.Response) -> None:
    status = response.status_code
    if not response.is_success:
        # The body is not read: it may be of any size, and nothing of it is shown.
        kind = "failing" if status >= 500 else "refused" if status >= 400 else "moved"
        after = response.headers.get("retry-after", "")
        wait = float(after) if after.isascii() and after.isdecimal() and len(after) < 6 else None
        raise WireError(_KINDS.get(status, kind), status, wait)
    if response.headers.get("content-type", "").partition(";")[0].strip().lower() in ("text/html", "text/xml"):
        raise WireError("page")


class _Bounded(httpx.SyncByteStream):
    """The body of a response, until a moment on the monotonic clock and up to a number of bytes."""

    def __init__(self, stream: httpx.SyncByteStream, until: float) -> None:
        self._stream, self._until = stream, until

    def __iter__(self) -> Iterator[bytes]:
        read = 0
        for chunk in self._stream:
            read += len(chunk)
            if time.monotonic() > self._until:
                raise WireError("slow")
            if read > LARGEST:
                raise WireError("endless")
            yield chunk

    def close(self) -> None:
        self._stream.close()


def client_options(timeout: float) -> dict[str, Any]:
    """Arguments for an `httpx.Client` whose every response is bounded: `timeout` seconds, `LARGEST` bytes, no page, no redirect.

    A server that answers at once and then falls silent is given up after what is left of `timeout`; one that sends now and
    then, at the end of `timeout` or with the first byte after it, and so after twice `timeout` at the very latest.
    """

    def start(request: httpx.Request) -> None:
        request.extensions["hld_until"] = time.monotonic() + timeout

    def bound(response: httpx.Response) -> None:
        _check(response)
        until: float = response.request.extensions["hld_until"]
        response.request.extensions.setdefault("timeout", {})["read"] = max(0.01, until - time.monotonic())
        if isinstance(response.stream, httpx.SyncByteStream):
            response.stream = _Bounded(response.stream, until)

    return {
        "timeout": httpx.Timeout(timeout, connect=min(timeout, 10.0)),
        "event_hooks": {"request": [start], "response": [bound]},
        "follow_redirects": False,
    }
