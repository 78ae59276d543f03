"""A Chroma server: its address, whether it answers, and what to do where it does not.

Chroma has no log-in of its own since version 1.0: a reverse proxy or a hosting service asks for a header, which is passed
through. A hosted cluster also wants the tenant and the database, which stand in the address:
``https://api.example.org?tenant=NAME&database=NAME``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from hld.ingest.errors import HldError

if TYPE_CHECKING:
    import httpx
    from chromadb.api import ClientAPI

CONNECT = 5.0
"""Seconds within which a server must take a connection and say that it is there."""

ANSWER = 120.0
"""Seconds within which it must answer while an index is written; 5,000 rows take a slow server some 20."""

LOGIN = 'Set HLD_CHROMA_HEADERS to what it asks for, as JSON: {"Authorization": "Bearer …"}.'
DOWN = "Start it, correct HLD_CHROMA_URL, or unset it for the embedded Chroma."


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a server is: scheme, host, port and path in `base`, and the names it may want."""

    base: str
    port: int
    secure: bool
    tenant: str
    database: str

    @classmethod
    def parse(cls, url: str) -> Address:
        """Read an address as a user sets it.

        Raises:
            HldError: when it is not the address of a web server, or holds a password.

        >>> Address.parse("http://localhost:8000").base
        'http://localhost:8000'
        >>> Address.parse("https://chroma.example.org/store/?tenant=un&database=hld").database
        'hld'
        """
        try:
            parts = urlsplit(url.strip())
            port = parts.port
        except ValueError as error:
            raise HldError(f"{url!r} is not an address ({error}).", "Set HLD_CHROMA_URL as http://HOST:PORT.") from error
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise HldError(f"{url!r} is not the address of a server.", "Set HLD_CHROMA_URL as http://HOST:PORT.")
        if parts.username or parts.password:
            raise HldError(f"The address of the Chroma server at {parts.hostname} holds a log-in.", f"Take it out. {LOGIN}")
        secure = parts.scheme == "https"
        names = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        # Without a port, chromadb would take 8000 for a bare host and 80 or 443 for an address: its own default is kept.
        port = port or (443 if secure else 8000)
        host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        return cls(
            base=f"{parts.scheme}://{host}:{port}{parts.path.rstrip('/')}",
            port=port,
            secure=secure,
            tenant=names.get("tenant", "default_tenant"),
            database=names.get("database", "default_database"),
        )


def connect(url: str, headers: Mapping[str, str] | None = None, answer: float = ANSWER) -> ClientAPI:
    """A client of the server at `url`, which has said that it is there; each of its answers may take `answer` seconds.

    Raises:
        HldError: when the server does not answer, wants a log-in, or is no Chroma server.
    """
    address = Address.parse(url)
    sent = dict(headers or {})
    _greet(url, address, sent)
    import chromadb
    import httpx
    from chromadb.config import Settings
    from chromadb.errors import NotFoundError

    try:
        with telling(url):
            client = chromadb.HttpClient(
                host=address.base,
                port=address.port,
                ssl=address.secure,
                headers=sent,
                tenant=address.tenant,
                database=address.database,
                settings=Settings(anonymized_telemetry=False),
            )
    except NotFoundError as error:
        names = f"tenant {address.tenant!r} or database {address.database!r}"
        remedy = "Set both in HLD_CHROMA_URL: https://HOST?tenant=NAME&database=NAME."
        raise HldError(f"The Chroma server at {url} has no {names}.", remedy) from error
    # chromadb 1.5.9 waits for ever and has no setting for it.
    session = _session(client)
    if session is not None:
        session.timeout = httpx.Timeout(answer, connect=CONNECT)
    return client


def close(client: ClientAPI) -> None:
    """Close a client, of a server or embedded, with the sockets that chromadb 1.5.9 leaves open."""
    session = _session(client)
    client.close()  # type: ignore[attr-defined]  # both kinds of client have it, their common type does not say so
    if session is not None:
        session.close()


def _session(client: ClientAPI) -> httpx.Client | None:
    import httpx

    session = getattr(getattr(client, "_server", None), "_session", None)
    return session if isinstance(session, httpx.Client) else None


def _greet(url: str, address: Address, headers: Mapping[str, str]) -> None:
    """Ask whether it is there, within seconds, so that each thing that may be wrong has a message of its own."""
    import httpx

    try:
        answer = httpx.get(f"{address.base}/api/v2/heartbeat", headers=dict(headers), timeout=CONNECT)
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, ValueError) as error:
        why = str(error) or type(error).__name__
        raise HldError(f"The Chroma server at {url} does not answer ({why}).", DOWN) from error
    if answer.status_code in (401, 403, 407):
        raise HldError(f"The Chroma server at {url} wants a log-in (HTTP {answer.status_code}).", LOGIN)
    try:
        there = answer.status_code == 200 and "nanosecond heartbeat" in answer.json()
    except ValueError:
        there = False
    if not there:
        raise HldError(f"What answers at {url} is no Chroma server of version 1 (HTTP {answer.status_code}).", DOWN)


@contextmanager
def telling(url: str) -> Iterator[None]:
    """Whatever goes wrong between us and the server at `url` becomes an error that says so; nothing changes without a `url`.

    Raises:
        NotFoundError: of chromadb, when the server does not hold what was asked for.
        HldError: for every other exception.
    """
    from chromadb.errors import AuthorizationError, ChromaAuthError, NotFoundError

    if not url:
        yield
        return
    try:
        yield
    except (HldError, NotFoundError):
        raise
    except (AuthorizationError, ChromaAuthError) as error:
        raise HldError(f"The Chroma server at {url} refuses the log-in ({_short(error)}).", LOGIN) from error
    except Exception as error:  # chromadb raises ValueError, httpx errors, bare Exceptions and its own, without a common base
        raise HldError(f"The Chroma server at {url} failed ({_short(error)}).", DOWN) from error


def _short(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0][:200] if lines else type(error).__name__
