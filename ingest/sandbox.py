"""Files that nobody vouches for are read in a process of their own, within limits of time and memory.

A damaged or hostile file can make a parser loop, eat the memory or break a C library. Here that ends the reading process,
never the run: the file is reported with a remedy, a new process goes on with the next. One process reads file after file, so
its start is paid once, and in `Reader.read_many` it parses the next file while the caller stores the last one.

The limits are against accidents and floods. They are no wall against code that has taken over the reading process: it runs
as the same user, and its answers are unpickled.
"""

from __future__ import annotations

import contextlib
import importlib
import logging
import os
import pickle
import queue
import signal
import stat
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from hld.ingest.errors import HldError, UnreadableError
from hld.ingest.models import Document

try:
    import resource
except ImportError:  # Windows: only time is limited there.
    resource = None

READ_FILE = "hld.ingest.read:read_file"
"""What reads a file, as ``module:name``."""

SECONDS = 9.0
"""For one file. The report is promised within 10 s; the last one is for ending a process and starting another."""

MEMORY = 1 << 30
"""Bytes that the reading process may hold, itself included."""

_START = 60.0
"""Seconds for a process to start: 0.3 on an idle machine, but a cold disk or a virus scanner may want more."""

_KEPT = MEMORY // 4
"""Bytes that may stay behind when a file is done; with more, a new process reads the next file with all its memory."""

_NO_MEMORY = 77
"""Exit status of a process that had no memory left to say so."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """What the process says of one file: documents, an error for the user, or the traceback of a fault in a parser."""

    documents: list[Document] | None = None
    error: HldError | None = None
    fault: str = ""
    trace: str = ""
    memory: bool = False
    last: bool = False
    peak: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Orders:
    """What a new process is told first."""

    function: str
    options: dict[str, object]
    seconds: float
    memory: int


@dataclass(slots=True, kw_only=True)
class _Process:
    """A reading process, and the thread that takes its answers: the caller may be busy when one comes."""

    popen: subprocess.Popen[bytes]
    answers: queue.SimpleQueue[Any] = field(default_factory=queue.SimpleQueue)
    listener: threading.Thread = field(init=False)
    ready: bool = False
    used: bool = False

    def __post_init__(self) -> None:
        self.listener = threading.Thread(target=self._listen, name="hld reader", daemon=True)
        self.listener.start()

    def _listen(self) -> None:
        assert self.popen.stdout is not None
        # A process that is killed while it answers leaves half an answer; then as at the end None says that it is gone.
        with contextlib.suppress(Exception):
            while True:
                self.answers.put(pickle.load(self.popen.stdout))
        self.answers.put(None)

    def send(self, message: object) -> None:
        assert self.popen.stdin is not None
        with contextlib.suppress(OSError):  # It is gone: the answer, None, says so.
            self.popen.stdin.write(pickle.dumps(message))
            self.popen.stdin.flush()

    def end(self) -> int:
        """Kill it with all that it started, wait for it, and return its status: negative for a signal."""
        if self.popen.poll() is None:
            _kill(self.popen)
        status = self.popen.wait()
        self.listener.join()
        for pipe in (self.popen.stdin, self.popen.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # A request that was never taken cannot be flushed.
                    pipe.close()
        return status


def _kill(popen: subprocess.Popen[bytes]) -> None:
    """It leads a group of its own, in which the tesseract that it may have started runs too."""
    if sys.platform == "win32":
        popen.kill()
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(popen.pid, signal.SIGKILL)


class Reader:
    """Reads files in a process of its own. A context manager: on leaving it, the process is gone.

    `function` is what reads, as ``module:name``; it is called with the path and `options`. `seconds` limits one file from
    the moment the process gets it, `memory` the bytes that the process holds. One thread at a time may use a reader.
    """

    def __init__(
        self,
        function: str = READ_FILE,
        *,
        options: Mapping[str, object] | None = None,
        seconds: float = SECONDS,
        memory: int = MEMORY,
    ) -> None:
        """Nothing is started yet."""
        self._orders = _Orders(function=function, options=dict(options or {}), seconds=seconds, memory=memory)
        self._process: _Process | None = None
        self._sent = 0.0
        self._busy = False
        self.peak = 0
        """The most bytes that the process held after any file so far; 0 where the platform does not say."""

    def __enter__(self) -> Reader:
        """Start the process; it is waited for when the first file is read."""
        self._start()
        return self

    def __exit__(self, *_: object) -> None:
        """End the process, busy or not."""
        self.close()

    def close(self) -> None:
        """End the process, busy or not."""
        self._busy = False
        if self._process is not None:
            process, self._process = self._process, None
            process.end()

    def read(self, path: Path) -> list[Document]:
        """The documents in one file.

        Raises:
            HldError: what the function raised, or that the file took too long or too much memory, or ended the process.
        """
        for _, outcome in self.read_many([path]):
            if isinstance(outcome, HldError):
                raise outcome
            return outcome
        raise AssertionError("one path, one outcome")

    def read_many(self, paths: Iterable[Path]) -> Iterator[tuple[Path, list[Document] | HldError]]:
        """Each path in order, with its documents or why it cannot be read; the next is read while the caller has this one."""
        waiting: Path | None = None
        try:
            for path in paths:
                if waiting is None:
                    self._send(path)
                else:
                    outcome = self._receive(waiting)
                    self._send(path)
                    yield waiting, outcome
                waiting = path
            if waiting is not None:
                yield waiting, self._receive(waiting)
        finally:
            if self._busy:
                # Interrupted, or the caller lost interest: an answer that nobody took must not pass for the next.
                self.close()

    def _start(self) -> _Process:
        if self._process is None:
            # Not multiprocessing: its spawn runs the main module again, and its fork copies the caller's locks and threads.
            # -P: a pickle.py in the folder of the files must not be imported.
            popen = subprocess.Popen(
                [sys.executable, "-P", "-c", "from hld.ingest.sandbox import serve; serve()"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )
            self._process = _Process(popen=popen)
            self._process.send(self._orders)
        return self._process

    def _send(self, path: Path) -> None:
        process = self._start()
        if not process.ready:
            with contextlib.suppress(queue.Empty):
                process.ready = process.answers.get(timeout=_START) is not None
            if not process.ready:
                self.close()
                raise HldError("The process that reads files does not start.", "Run `hld doctor`.")
        self._busy, self._sent = True, time.monotonic()
        process.send(os.fspath(path))

    def _receive(self, path: Path) -> list[Document] | HldError:
        process = self._start()
        left = self._orders.seconds - (time.monotonic() - self._sent)
        try:
            # With no time left an answer that is there still counts: the caller was slow, not the file.
            answer = process.answers.get(timeout=left) if left > 0 else process.answers.get_nowait()
        except queue.Empty:
            self.close()
            return self._too_long(path)
        self._busy = False
        if answer is not None:
            self.peak = max(self.peak, answer.peak)
        if answer is None or answer.last:
            self._process = None
            status = process.end()
            if answer is None or answer.memory:
                return self._failed(path, process, 0 if answer else status, memory=bool(answer))
        process.used = True
        if answer.trace:
            log.error("%s\n%s", path, answer.trace)
            return UnreadableError(f"{path.name} cannot be parsed ({answer.fault}).", "Please report this file.")
        return answer.error if answer.documents is None else answer.documents

    def _failed(self, path: Path, process: _Process, status: int, *, memory: bool) -> list[Document] | HldError:
        """Why the process is gone; a file that met what an earlier one left behind is read again, by a new one."""
        if -status == getattr(signal, "SIGALRM", 0):
            return self._too_long(path)
        if process.used:
            began = self._sent
            self._send(path)
            self._sent = began
            return self._receive(path)
        limit = f"{self._orders.memory >> 20} MiB"
        if memory or status == _NO_MEMORY:
            return UnreadableError(f"{path.name} needs more than {limit} of memory.", "Split it, or convert it to text.")
        how = signal.Signals(-status).name if status < 0 else f"exit status {status}"
        # C libraries end the process when they get no memory, and leave no word whether that was why.
        return UnreadableError(
            f"{path.name} crashed the reader ({how}): it is damaged, or needs more than {limit} of memory.",
            "Download it again, or convert it to text.",
        )

    def _too_long(self, path: Path) -> UnreadableError:
        return UnreadableError(
            f"{path.name} took longer than {self._orders.seconds:g} s to read.",
            "Split it, convert it to text, or allow more time.",
        )


def serve() -> None:
    """What the process does: it takes paths from standard input and answers on standard output until the input ends."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    # Whatever a library prints, or a program that it starts reads, must not get between the answers.
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    orders: _Orders = pickle.load(requests)
    paths: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_take, args=(requests, paths), daemon=True).start()
    module, _, name = orders.function.partition(":")
    function = getattr(importlib.import_module(module), name)
    held = _limit_memory(orders.memory)
    _write(answers, pickle.dumps("ready"))
    while True:
        path = Path(paths.get())
        # Should the other side be gone or asleep, this ends even a parser that never lets another thread run.
        _alarm(orders.seconds + 1)
        try:
            answer = _answer(function, path, orders, held)
        except MemoryError:
            os._exit(_NO_MEMORY)
        _alarm(0)
        _write(answers, answer)


def _take(requests: IO[bytes], paths: queue.SimpleQueue[str]) -> None:
    """Pass on the paths; when they end, the other side is gone, and this process goes at once, whatever it is doing."""
    with contextlib.suppress(EOFError, OSError, pickle.UnpicklingError):
        while True:
            paths.put(pickle.load(requests))
    if sys.platform != "win32" and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def _write(answers: IO[bytes], data: bytes) -> None:
    try:
        answers.write(data)
        answers.flush()
    except OSError:
        os._exit(1)


def _alarm(seconds: float) -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _answer(function: Callable[..., list[Document]], path: Path, orders: _Orders, held: int) -> bytes:
    """What is to be said of a file, pickled: what cannot be pickled is a fault in a parser like any other."""
    try:
        with contextlib.suppress(OSError):  # The function says what is wrong with a path that cannot be followed.
            if not stat.S_ISREG(path.stat().st_mode):
                # A pipe or a device has no end, or none that comes.
                raise UnreadableError(f"{path.name} is not a file.", "Give a file, or the folder that holds it.")
        documents = function(path, **orders.options)
        size, peak = _sizes()
        return pickle.dumps(_Answer(documents=documents, last=size - held > _KEPT, peak=peak), protocol=5)
    except HldError as error:
        size, peak = _sizes()
        return pickle.dumps(_Answer(error=error.with_traceback(None), last=size - held > _KEPT, peak=peak))
    except MemoryError:
        return pickle.dumps(_Answer(memory=True, last=True, peak=_sizes()[1]))
    except Exception as error:  # noqa: BLE001 -- a fault in a parser, or in a library below it, is one file's and no more
        trace = traceback.format_exc(limit=-20)
        return pickle.dumps(_Answer(fault=repr(error)[:200], trace=trace, peak=_sizes()[1]))


def _sizes() -> tuple[int, int]:
    """The bytes of address space in use, and the most memory held so far; zeros where there is no /proc.

    Not `ru_maxrss`: on Linux it begins with what the process held that started this one.
    """
    try:
        status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    except OSError:
        return 0, 0
    size, peak = (int(status[name].split()[0]) << 10 for name in ("VmSize", "VmHWM"))
    return size, peak


def _limit_memory(memory: int) -> int:
    """Limit the address space so that at most `memory` can be held; returns what is in use now.

    Only where /proc tells how much that is: elsewhere (macOS) the limit is not kept or counts what is merely reserved.
    """
    size, peak = _sizes()
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
        if size:
            limit = size + memory - peak
            hard = resource.getrlimit(resource.RLIMIT_AS)[1]
            if hard == resource.RLIM_INFINITY or limit < hard:
                resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    return size
