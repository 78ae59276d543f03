"""Documents from the United Nations' servers into the folder of documents: the only HTTP of this room.

One request at a time, with a pause before each, under a name that says who asks. A file takes its place only when it is
whole and of its kind; until then it grows as ``….part`` beside it and is taken up again where it stopped.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import hashlib
import json
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx
import stamina
from filelock import FileLock, Timeout

from hld.ingest.errors import HldError
from hld.ingest.read import LARGEST
from hld.ingest.regex import regex
from hld.ingest.shelf import Record, Source, Wanted, check, on_shelf, read_record, record_path

MOST_REDIRECTS = 5
"""The symbol service redirects once or twice; a chain longer than this leads nowhere."""

_BUSY = {429, 503}
_PASSING = {408, 425, 500, 502, 504}
_RANGE = regex(r"bytes (\d+)-\d+/(\d+|\*)")


class FetchError(HldError):
    """One document that cannot be had."""


class ServerError(FetchError):
    """A server that cannot be reached, or asks to be left alone: it is not asked again in this run."""


class _Again(Exception):
    """An answer after which the same request may succeed; `wait` is what the server asks for, in seconds."""

    def __init__(self, message: str, *, wait: float | None = None, busy: bool = False) -> None:
        super().__init__(message)
        self.wait = wait
        self.busy = busy


class Status(StrEnum):
    """What became of a document."""

    FETCHED = "fetched"
    THERE = "there"
    BY_HAND = "by hand"
    FAILED = "failed"
    NOT_TRIED = "not tried"


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to wait, in seconds."""

    pause: float = 2.0
    """Before each request, since the one before."""
    attempts: int = 4
    first_wait: float = 3.0
    """Before the second attempt; it doubles from there."""
    longest_wait: float = 120.0
    """A server that asks for more with Retry-After is left alone."""
    connect: float = 10.0
    read: float = 30.0
    total: float = 600.0
    """For one document, all attempts together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one document; `message` says why, and `remedy` what to do."""

    symbol: str
    language: str
    title: str
    status: Status
    path: Path | None = None
    url: str = ""
    bytes: int = 0
    message: str = ""
    remedy: str = ""


def fetch(
    wanted: Iterable[Wanted],
    folder: Path,
    *,
    agent: str,
    now: Callable[[], dt.datetime],
    patience: Patience,
    tell: Callable[[str], None],
    again: bool = False,
    largest: int = LARGEST,
) -> Iterator[Outcome]:
    """Fetch documents one after another, and report each. What lies there intact is left alone, unless `again`.

    `agent` is the User-Agent; `tell` gets a few words on what is going on.

    Raises:
        HldError: when the folder cannot be written, or another fetch is at work in it.
    """
    lock = FileLock(folder / ".fetch.lock", timeout=0)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise HldError(f"Another `hld fetch` is at work in {folder}.", "Wait until it is done.") from error
    except OSError as error:
        raise HldError(f"{folder} cannot be written: {error.strerror}.", "Choose another folder with --home.") from error
    timeout = httpx.Timeout(patience.read, connect=patience.connect)
    # identity: the length that the server declares is then the length of the file, and a range is a range of the file.
    headers = {"User-Agent": agent, "Accept-Encoding": "identity"}
    try:
        with httpx.Client(timeout=timeout, headers=headers, follow_redirects=False) as client:
            fetcher = _Fetcher(client, now=now, patience=patience, tell=tell, largest=largest)
            for item in wanted:
                yield fetcher.get(item, again=again)
    finally:
        lock.release()


def retry_after(value: str, now: dt.datetime) -> float | None:
    """The seconds that a Retry-After header asks for; None when there is none that can be read.

    >>> noon = dt.datetime(2026, 1, 2, 12, tzinfo=dt.UTC)
    >>> retry_after("7", noon), retry_after("Fri, 02 Jan 2026 12:00:30 GMT", noon), retry_after("soon", noon)
    (7.0, 30.0, None)
    """
    if re.fullmatch(r"\d{1,9}", value.strip()):
        return float(value)
    try:
        moment = email.utils.parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return max(0.0, (moment - now).total_seconds())


class _Fetcher:
    def __init__(
        self,
        client: httpx.Client,
        *,
        now: Callable[[], dt.datetime],
        patience: Patience,
        tell: Callable[[str], None],
        largest: int,
    ) -> None:
        self._client = client
        self._now = now
        self._patience = patience
        self._tell = tell
        self._largest = largest
        self._asked = float("-inf")
        self._closed: dict[str, ServerError] = {}
        self._answered: set[str] = set()

    def get(self, item: Wanted, *, again: bool) -> Outcome:
        """One document from the first of its sources that gives it."""
        self._tell(item.name)
        try:
            path = None if again else on_shelf(item)
        except HldError as error:
            return self._outcome(item, Status.FAILED, message=error.message, remedy=error.remedy)
        if path is not None:
            record = read_record(path)
            return self._outcome(item, Status.THERE, path=path, url=record.url if record else "", bytes=path.stat().st_size)
        if not item.sources:
            return self._outcome(item, Status.BY_HAND, message="There is no address to fetch it from.", remedy=by_hand(item))
        missed: list[str] = []
        tried = False
        for source in item.sources:
            host = urlsplit(source.url).netloc
            if host in self._closed:
                missed.append(self._closed[host].message)
                tried = False
                continue
            tried = True
            try:
                record = self._download(item, source)
            except ServerError as error:
                self._closed[host] = error
                missed.append(error.message)
            except FetchError as error:
                missed.append(error.message)
            else:
                message = f"{' '.join(missed)} The PDF was taken instead." if missed else ""
                return self._outcome(item, Status.FETCHED, path=source.path, url=record.url, bytes=record.bytes, message=message)
        status = Status.FAILED if tried else Status.NOT_TRIED
        return self._outcome(item, status, url=item.sources[-1].url, message=" ".join(missed), remedy=by_hand(item))

    def _outcome(self, item: Wanted, status: Status, **fields: Any) -> Outcome:
        return Outcome(symbol=str(item.symbol), language=item.language, title=item.title, status=status, **fields)

    def _download(self, item: Wanted, source: Source) -> Record:
        """The file of `source` in its place, after as many attempts as patience allows."""
        patience = self._patience
        deadline = time.monotonic() + patience.total
        host = urlsplit(source.url).hostname
        part = _Part(source)
        try:
            for attempt in stamina.retry_context(
                on=self._may_try_again,
                attempts=patience.attempts,
                timeout=patience.total,
                wait_initial=patience.first_wait,
                wait_max=patience.longest_wait,
                wait_jitter=patience.first_wait / 2,
            ):
                with attempt:
                    return self._attempt(item, source, part, deadline)
        except _Again as error:
            if error.busy:
                asked = f" and asks to wait {error.wait:.0f} s" if error.wait else ""
                raise ServerError(f"{host} is busy{asked}.", "Run `hld fetch` again later.") from error
            raise FetchError(f"{host}: {error}.") from error
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
            raise ServerError(f"{host} cannot be reached ({error}).") from error
        except httpx.TimeoutException as error:
            # With the first bytes there, the server works and this one document stalls.
            kind = FetchError if part.size() else ServerError
            raise kind(f"{host} stopped answering; waited {patience.read:g} s, {patience.attempts} times.") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise FetchError(f"{host} broke off ({error}).") from error
        except OSError as error:
            raise HldError(
                f"{source.path} cannot be written: {error.strerror}.", "Make room or check its permissions."
            ) from error
        raise AssertionError("stamina gives at least one attempt")

    def _may_try_again(self, error: Exception) -> bool | float:
        if isinstance(error, (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError)):
            # Somebody without a connection is told at once; a server that answered before may have stumbled.
            return error.request.url.host in self._answered
        if not isinstance(error, _Again):
            return isinstance(error, httpx.TransportError) and not isinstance(error, httpx.UnsupportedProtocol)
        if error.wait is None:
            return True
        if error.wait > self._patience.longest_wait:
            return False
        self._tell(f"waiting {error.wait:.0f} s, as the server asks")
        return max(error.wait, self._patience.pause)

    def _attempt(self, item: Wanted, source: Source, part: _Part, deadline: float) -> Record:
        time.sleep(max(0.0, self._asked + self._patience.pause - time.monotonic()))
        self._asked = time.monotonic()
        headers = part.conditions()
        first, url = urlsplit(source.url).hostname, source.url
        for _ in range(MOST_REDIRECTS + 1):
            with self._client.stream("GET", url, headers=headers) as response:
                self._answered.add(response.url.host)
                if not response.has_redirect_location:
                    return self._receive(item, source, part, response, deadline)
                target = response.headers["location"]
            try:
                url = urljoin(url, target)
                on_the_web = urlsplit(url).scheme in ("http", "https") and bool(urlsplit(url).hostname)
            except ValueError:
                on_the_web = False
            if not on_the_web:
                raise FetchError(f"{first} sends on to {target[:200]!r}, which is not on the web.")
        raise FetchError(f"{first} sends on more than {MOST_REDIRECTS} times.")

    def _receive(self, item: Wanted, source: Source, part: _Part, response: httpx.Response, deadline: float) -> Record:
        self._refuse_status(item, part, response)
        offset, expected = part.accept(response)
        size = offset
        if expected is not None and expected > self._largest:
            part.drop()
            raise FetchError(f"{item.name} is larger than {self._largest >> 20} MiB.")
        with part.path.open("ab" if offset else "wb") as file:
            told = size
            for chunk in response.iter_bytes():
                first = not size
                size += len(chunk)
                if size > self._largest:
                    file.close()
                    part.drop()
                    raise FetchError(f"{item.name} is larger than {self._largest >> 20} MiB.")
                file.write(chunk)
                file.flush()
                # A page of any length that stands for the document is known by its first bytes.
                if first and len(chunk) >= 1024 and "web page" in (problem := check(chunk, source.kind)):
                    file.close()
                    part.drop()
                    raise FetchError(f"{item.name}: {problem}.")
                if time.monotonic() > deadline:
                    raise FetchError(f"{item.name} took longer than {self._patience.total:g} s; run `hld fetch` again to go on.")
                if size - told >= 1 << 18:
                    self._tell(f"{item.name}, {size / 1e6:.1f} MB")
                    told = size
        if expected is not None and size != expected:
            raise _Again(f"{size:,} of {expected:,} bytes came")
        return self._keep(item, source, part, response, certain=expected is not None and not offset)

    def _refuse_status(self, item: Wanted, part: _Part, response: httpx.Response) -> None:
        status = response.status_code
        if status in (200, 206):
            return
        host = response.url.host
        if status in _BUSY:
            wait = retry_after(response.headers.get("retry-after", ""), self._now())
            raise _Again(f"{host} is busy (HTTP {status})", wait=wait, busy=True)
        if status in _PASSING:
            raise _Again(f"it answered with an error of its own (HTTP {status})")
        if status == 416:
            part.drop()
            raise _Again("it refused the rest of a file begun earlier (HTTP 416)")
        if status in (404, 410):
            raise FetchError(f"{host} has no {item.name} (HTTP {status}).")
        raise FetchError(f"{host} does not give {item.name} (HTTP {status}).")

    def _keep(self, item: Wanted, source: Source, part: _Part, response: httpx.Response, *, certain: bool) -> Record:
        """The part is whole: check it, and put it in its place with its record."""
        data = part.path.read_bytes()
        if problem := check(data, source.kind):
            part.drop()
            # Whole by its length and still not right: the server has nothing else. Otherwise it may have been cut or changed.
            if certain or "web page" in problem:
                raise FetchError(f"{item.name}: {problem}.")
            raise _Again(problem)
        record = Record(
            symbol=str(item.symbol),
            language=item.language,
            kind=source.kind,
            url=source.url,
            final_url=str(response.url),
            fetched=self._now().isoformat(timespec="seconds"),
            sha256=hashlib.sha256(data).hexdigest(),
            bytes=len(data),
            content_type=response.headers.get("content-type", ""),
            etag=response.headers.get("etag", ""),
            last_modified=response.headers.get("last-modified", ""),
        )
        _settle(part.path)
        note = source.path.with_name(f"{source.path.name}.json.part")
        note.write_text(json.dumps(asdict(record), ensure_ascii=False, indent=1) + "\n", "utf-8")
        _settle(note)
        # The record last: a file without one is judged by its looks, a record without its file would condemn the file.
        record_path(source.path).unlink(missing_ok=True)
        part.path.replace(source.path)
        note.replace(record_path(source.path))
        part.drop()
        return record


class _Part:
    """A file that is still coming, and what is needed to go on with it: the address, and what names its version."""

    def __init__(self, source: Source) -> None:
        self._url = source.url
        self.path = source.path.with_name(f"{source.path.name}.part")
        self._state = source.path.with_name(f"{source.path.name}.part.json")

    def size(self) -> int:
        return self.path.stat().st_size if self.path.exists() else 0

    def drop(self) -> None:
        self.path.unlink(missing_ok=True)
        self._state.unlink(missing_ok=True)

    def conditions(self) -> dict[str, str]:
        """Headers that ask for the rest of this version, if one has begun and can be named."""
        version = self._version()
        if not version or not self.size():
            return {}
        return {"Range": f"bytes={self.size()}-", "If-Range": version}

    def accept(self, response: httpx.Response) -> tuple[int, int | None]:
        """Where the bytes of this answer begin, and the size of the whole file if the server says; notes the version."""
        declared = response.headers.get("content-length", "")
        if "content-encoding" in response.headers or not declared.isdecimal():
            declared = ""
        etag = response.headers.get("etag", "")
        if response.status_code == 206:
            match = _RANGE.fullmatch(response.headers.get("content-range", ""))
            known = self._version()
            changed = bool(etag) and known.startswith('"') and etag != known
            if match is None or int(match[1]) != self.size() or changed:
                self.drop()
                raise _Again("it sent another part of the file than was asked for")
            if match[2].isdecimal():
                return self.size(), int(match[2])
            return self.size(), self.size() + int(declared) if declared else None
        # The old bytes go before the new version is noted: a crash between the two must not join them.
        self.path.unlink(missing_ok=True)
        # A weak tag does not promise the same bytes, so If-Range may not carry it (RFC 9110, 13.1.5).
        strong = etag if etag.startswith('"') else response.headers.get("last-modified", "")
        self._state.write_text(json.dumps({"url": self._url, "version": strong}), "utf-8")
        return 0, int(declared) if declared else None

    def _version(self) -> str:
        try:
            state = json.loads(self._state.read_text("utf-8"))
            return str(state["version"]) if state["url"] == self._url else ""
        except (OSError, ValueError, KeyError, TypeError):
            return ""


def by_hand(item: Wanted) -> str:
    """How to get a document without `hld fetch`."""
    if not item.sources:
        return (
            f"Open {item.page}, save the document as {item.places[-1].name}, and run `hld ingest` on it; "
            f"or give its address: `hld fetch {item.symbol} --lang {item.language} --url ADDRESS`."
        )
    return f"The digest goes on working; download the document by hand from {item.page} and run `hld ingest` on it."


def _settle(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
