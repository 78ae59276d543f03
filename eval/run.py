"""The record of a run: a JSONL file that is written as the run goes on, so that one that was cut off can be gone on with.

The first line, ``{"run": {…}}``, says what was run on what, with hashes, and which measures were taken; then comes one line for
each system and case, a `Row`; the last line, ``{"summary": {system: {measure: {value, low, high, n}}}}``, is only there when the
run is whole. `load` reads it back.
"""

from __future__ import annotations

import json
import os
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from pydantic import TypeAdapter, ValidationError

from hld.ingest.errors import HldError

FORMAT = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One sentence of an answer with the ids it cites, the verdict that the system gave it, its score, and why."""

    text: str
    citations: tuple[str, ...] = ()
    verdict: str = "unchecked"
    score: float = 0.0
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What one system made of one case.

    `metrics` holds the figures of this case; one that does not apply to it is absent. `document` is that of the gold,
    `expected` and `status` are those of the contracts, `ranked` are paragraph ids, best first, `cited` those of the answer.
    `kind` is what a turn of a conversation does. Suites without questions or answers leave those fields empty. `extra` is what
    a report may show beside it.
    """

    system: str
    id: str
    metrics: Mapping[str, float]
    category: str = ""
    language: str = ""
    document: str = ""
    question: str = ""
    history: tuple[str, ...] = ()
    kind: str = ""
    gold: tuple[tuple[str, ...], ...] = ()
    facts: tuple[str, ...] = ()
    note: str = ""
    expected: str = ""
    status: str = ""
    reason: str = ""
    confidence: float = 0.0
    ranked: tuple[str, ...] = ()
    cited: tuple[str, ...] = ()
    sentences: tuple[Said, ...] = ()
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A figure over `n` rows with the ends of its 95 % confidence interval; None where there is nothing to measure."""

    value: float | None
    low: float | None
    high: float | None
    n: int


Summary = Mapping[str, Mapping[str, Interval]]
"""The figures by system and measure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run as it was read; `summary` is empty when it was cut off.

    `about` holds suite, started, seconds, command, machine, app, split, systems, hashes (corpus, cases, model, prompts, code,
    settings), measures (name, title, better, says, timed), headline (names of the measures to show first) and notes.
    """

    path: Path
    about: Mapping[str, Any]
    rows: tuple[Row, ...]
    summary: Summary

    @property
    def suite(self) -> str:
        """The suite's name."""
        return str(self.about["suite"])

    @property
    def systems(self) -> tuple[str, ...]:
        """The systems in their order, ours first."""
        return tuple(dict.fromkeys([*self.about.get("systems", ()), *(row.system for row in self.rows)]))

    def of(self, system: str) -> tuple[Row, ...]:
        """The rows of one system, in order."""
        return tuple(row for row in self.rows if row.system == system)


_ROW = TypeAdapter(Row)
_SUMMARY: TypeAdapter[dict[str, dict[str, Interval]]] = TypeAdapter(dict[str, dict[str, Interval]])


def load(path: Path) -> Run:
    """Read a run; a last line that was torn off is left out.

    Raises:
        HldError: naming the line that is no part of a run.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise HldError(f"{path} cannot be read: {error}.", "Name a run file, as `hld eval` prints it.") from error
    whole, _torn = lines[:-1], lines[-1]
    about: dict[str, Any] | None = None
    rows: dict[tuple[str, str], Row] = {}
    summary: dict[str, dict[str, Interval]] = {}
    seconds = 0.0
    for number, line in enumerate(whole, start=1):
        try:
            found = json.loads(line)
            if "run" in found:
                about = dict(found["run"])
            elif "summary" in found:
                summary, seconds = _SUMMARY.validate_python(found["summary"]), float(found.get("seconds", 0.0))
            else:
                row = _ROW.validate_python(found)
                rows[row.system, row.id] = row
        except (ValueError, TypeError, ValidationError) as error:
            raise HldError(f"{path}, line {number}, is no line of a run.", "Run the suite again with --fresh.") from error
    if about is None or about.get("format") != FORMAT:
        raise HldError(f"{path} is not a run of this version.", "Run the suite again.")
    if summary:
        about["seconds"] = seconds
    return Run(path=path, about=about, rows=tuple(rows.values()), summary=summary)


class Record:
    """A run that is being written. Use as a context: it holds a lock, so that no two processes write one file."""

    def __init__(self, folder: Path, about: Mapping[str, Any], *, fresh: bool = False) -> None:
        """Go on with the newest unfinished run of the same key in `folder`, or begin one.

        `about` must hold "suite" and "key"; the key says everything that the figures depend on. `fresh` begins anew.

        Raises:
            HldError: when another process is writing this run.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = FileLock(folder / f".{about['suite']}-{about['key']}.lock")
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise HldError("This suite is being run by another process.", "Wait until it has finished.") from error
        before = None if fresh else unfinished(folder, str(about["suite"]), str(about["key"]))
        self.rows: dict[tuple[str, str], Row] = {(row.system, row.id): row for row in before.rows} if before else {}
        self.resumed = len(self.rows)
        self._started = time.perf_counter()
        if before is not None:
            self.path = before.path
            self.about: dict[str, Any] = dict(before.about)
            _cut_torn_line(self.path)
            self._file = self.path.open("a", encoding="utf-8")
            return
        stamp = f"{time.strftime('%Y%m%d-%H%M%S')}-{uuid.uuid4().hex[:4]}"
        self.path = folder / f"{about['suite']}-{stamp}.jsonl"
        self.about = {"format": FORMAT, "started": time.strftime("%Y-%m-%dT%H:%M:%S%z"), **about}
        self._file = self.path.open("x", encoding="utf-8")
        self._write({"run": self.about})

    def __enter__(self) -> Record:
        """The record itself."""
        return self

    def __exit__(self, *raised: object) -> None:
        """Close the file and release the lock; what was written stays."""
        self._file.close()
        self._lock.release()
        Path(self._lock.lock_file).unlink(missing_ok=True)

    def add(self, row: Row) -> None:
        """Append one row."""
        self.rows[row.system, row.id] = row
        self._write(asdict(row))

    def finish(self, summary: Summary) -> None:
        """Append the summary: from now on the run is whole."""
        figures = {system: {name: asdict(i) for name, i in row.items()} for system, row in summary.items()}
        self._write({"summary": figures, "seconds": round(time.perf_counter() - self._started, 2)})
        os.fsync(self._file.fileno())

    def _write(self, value: Mapping[str, Any]) -> None:
        self._file.write(json.dumps(value, ensure_ascii=False, allow_nan=False) + "\n")
        self._file.flush()


def _cut_torn_line(path: Path) -> None:
    data = path.read_bytes()
    if not data.endswith(b"\n"):
        with path.open("r+b") as file:
            file.truncate(data.rfind(b"\n") + 1)


def runs(folder: Path, suite: str = "") -> list[Path]:
    """The run files in a folder, of one suite or of all, oldest first (by their names, which begin with the time)."""
    named = [path for path in folder.glob("*.jsonl") if not suite or path.name.rsplit("-", 3)[0] == suite]
    return sorted(named, key=lambda path: (path.name.rsplit("-", 3)[1:3], path.name))


def newest(folder: Path, suite: str) -> Run:
    """The newest whole run of a suite.

    Raises:
        HldError: when there is none.
    """
    for path in reversed(runs(folder, suite)):
        if (found := load(path)).summary:
            return found
    raise HldError(f"There is no whole run of the suite {suite!r} in {folder}.", "Run it first, or name a run file.")


def unfinished(folder: Path, suite: str, key: str) -> Run | None:
    """The newest run of this suite and key that was cut off, or None."""
    for path in reversed(runs(folder, suite)):
        try:
            found = load(path)
        except HldError:
            continue  # another version's run, or one cut off in its first line: nothing to go on with
        if found.about.get("key") == key and not found.summary:
            return found
    return None


def values(rows: Sequence[Row], name: str) -> list[float]:
    """The values of one metric where it applies."""
    return [row.metrics[name] for row in rows if name in row.metrics]
