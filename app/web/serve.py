"""The web application: the page at `/`, answers as JSON at `/api/ask`, and the server that listens."""

from __future__ import annotations

import asyncio
import errno
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import gradio as gr
import uvicorn
from fastapi import FastAPI, Query
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hld.app.answer import Assistant
from hld.app.web import evaluation, page
from hld.ingest.errors import HldError

AT_ONCE = 8
"""Questions answered at the same time; more wait their turn."""
WAITING = 200
"""Questions that may wait; more are refused."""
LARGEST_BODY = 256 * 1024
"""Bytes of a request; the longest question is far smaller."""

# Gradio starts its page with inline scripts and renders gr.HTML with Function(), hence the two "unsafe" words.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cross-origin-opener-policy": "same-origin",
}
# What the page needs of Gradio; its uploads, file downloads, proxy and API browser are not offered.
OPEN_PATHS = frozenset(
    """/ /config /theme.css /hld.css /favicon.ico /manifest.json /robots.txt /healthz /evaluation /api/ask /gradio_api/info
    /gradio_api/queue/join /gradio_api/queue/data /gradio_api/cancel /gradio_api/reset /gradio_api/app_id
    /gradio_api/startup-events""".split()
)
OPEN_FOLDERS = ("/assets/", "/static/", "/gradio_api/heartbeat/")

_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#0b5cad"/>'
    '<path d="M11 7H8v18h3M21 7h3v18h-3" fill="none" stroke="#fff" stroke-width="2.5"/>'
    '<path d="M14 13l3-2v11" fill="none" stroke="#fff" stroke-width="2.5"/></svg>'
)


class Guard:
    """ASGI middleware: security headers on every answer; paths nobody needs and bodies that are too large are refused."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before `app`."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = [(name.encode(), value.encode()) for name, value in headers_of(scope["path"]).items()]
                kept = [(name, value) for name, value in message["headers"] if name.decode().lower() not in HEADERS]
                message = {**message, "headers": [*kept, *own]}
            await send(message)

        refused = refusal(scope)
        await (refused or self.app)(scope, receive, send_guarded)


def headers_of(path: str) -> dict[str, str]:
    """The security headers of a path: the report of the evaluation may do less than the page."""
    if path == evaluation.PATH:
        return {**HEADERS, "content-security-policy": evaluation.CONTENT_SECURITY_POLICY}
    return HEADERS


def refusal(scope: Scope) -> Response | None:
    """The answer to a request that is not served, else None."""
    path = scope["path"]
    if path not in OPEN_PATHS and not path.startswith(OPEN_FOLDERS):
        return JSONResponse({"error": "Not found."}, status_code=404)
    headers = dict(scope["headers"])
    if scope["method"] == "POST":
        length = headers.get(b"content-length", b"").decode("latin-1")
        if not length.isdecimal() or int(length) > LARGEST_BODY:
            return JSONResponse({"error": "The request is too large."}, status_code=413)
    return None


def application(assistant: Assistant, report: Path | None = None) -> FastAPI:
    """The page and the API for one assistant; `report` is the file of the evaluation's page."""

    async def built() -> FastAPI:
        return _application(assistant, report)

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        # Without a running loop Gradio makes several of its own and never closes them.
        return asyncio.run(built())
    return _application(assistant, report)


def _application(assistant: Assistant, report: Path | None) -> FastAPI:
    app = FastAPI(title="hld", docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/api/ask")
    def ask(q: str, history: Annotated[list[str] | None, Query()] = None, llm: bool = True) -> JSONResponse:
        """One Answer; `history` are the earlier questions, oldest first; `llm=false` leaves out a model that is set."""
        try:
            return JSONResponse(assistant.ask(q, history or [], write=llm).as_json())
        except HldError as error:
            return JSONResponse({"error": error.message, "remedy": error.remedy}, status_code=400)

    @app.get("/healthz")
    def healthz() -> dict[str, Any]:
        """Says that the server is there, and with which index."""
        return {"status": "ok", "index": assistant.index.version}

    @app.get(evaluation.PATH)
    def evaluated() -> Response:
        """How well it works, as it was last measured on this machine."""
        return HTMLResponse(evaluation.page(report), headers={"cache-control": "no-cache"})

    @app.get("/favicon.ico")
    def favicon() -> Response:
        """The icon of the page."""
        return Response(_ICON, media_type="image/svg+xml")

    @app.get("/hld.css")
    def style() -> Response:
        """The style of the page, by itself because Gradio rewrites the selectors of what it is given."""
        return Response(page.asset("style.css"), media_type="text/css")

    blocks = page.layout(assistant)
    blocks.queue(api_open=False, max_size=WAITING, default_concurrency_limit=AT_ONCE)
    gr.mount_gradio_app(
        app,
        blocks,
        path="/",
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        show_error=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        max_file_size=0,
        theme=page.theme(),
        head='<link rel="icon" type="image/svg+xml" href="./favicon.ico"><link rel="stylesheet" href="./hld.css">',
    )
    app.add_middleware(Guard)
    return app


class Server(uvicorn.Server):
    """uvicorn on a socket that listens already; says where once it serves."""

    def __init__(self, app: FastAPI, listening: socket.socket, *, host: str) -> None:
        """Serve `app` on `listening`, which was opened for `host`."""
        config = uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=2, server_header=False)
        super().__init__(config)
        self.listening = listening
        name = f"[{host}]" if ":" in host else host
        self.url = f"http://{name}:{listening.getsockname()[1]}"

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then print the address."""
        await super().startup(sockets)
        if self.started:
            sys.stdout.write(f"hld is open at {self.url}\n")
            sys.stdout.flush()

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve until stopped."""
        super().run(sockets or [self.listening])


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one.

    Raises:
        HldError: when the port is in use or not allowed, or the host is not an address of this machine.
    """
    opened = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind((host, port))
        opened.listen(128)
    except OSError as error:
        opened.close()
        raise _cannot_listen(host, port, error) from error
    opened.set_inheritable(False)
    return opened


def _cannot_listen(host: str, port: int, error: OSError) -> HldError:
    if error.errno == errno.EADDRINUSE:
        return HldError(f"Port {port} on {host} is in use.", "Name another with --port; --port 0 takes a free one.")
    if error.errno == errno.EACCES:
        return HldError(f"Port {port} may not be opened by this user.", "Name one above 1023 with --port.")
    return HldError(f"{host}:{port} cannot be opened: {error.strerror}.", "Name an address of this machine with --host.")


def run(assistant: Assistant, *, host: str, port: int, report: Path | None = None) -> None:
    """Serve the application until it is interrupted; `report` is the file of the evaluation's page.

    Raises:
        HldError: when host and port cannot be listened on.
    """
    listening = listen(host, port)
    with listening, suppress(KeyboardInterrupt):
        Server(application(assistant, report), listening, host=host).run()
