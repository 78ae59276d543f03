"""Fifty times a writer is killed at a moment that chance chose: what it had reported stored is there, and whole.

The writers are forked from one process that has imported everything, so a round costs a tenth of a second.
"""

from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hld.ingest.errors import HldError
from hld.ingest.library import SCHEMA, Library

ROUNDS = 50
DOCUMENTS = 6
PARAGRAPHS = 150

# Rounds are read from standard input: a library, a seed and the seconds to live, and answered with what was reported stored.
# The writer reports in a pipe, which outlives it; a line is written in one piece, after `put` has returned.
KILLER = """
import json, os, random, signal, sys, time
from pathlib import Path
from hld.ingest.library import Library
from hld.ingest.models import Document, Kind, Note, Paragraph, Stretch
from hld.ingest.symbols import Reference, Symbol

DOCUMENTS, PARAGRAPHS = map(int, sys.argv[1:])
MADE = {}

def document(number, turn):
    symbol = Symbol.parse(f"A/RES/91/{number}")
    if number not in MADE:
        MADE[number] = [Reference.parse(f"{symbol}#para-{n}") for n in range(1, PARAGRAPHS + 1)]
    text = f"Recalling its resolution 90/{number} in turn {turn};"
    return Document(
        symbol=symbol, title="Lamps", text=text, sha256=f"{turn}", layout=(Stretch(start=0, end=9, owner="title"),),
        paragraphs=tuple(Paragraph(reference=r, kind=Kind.OPERATIVE, text=text) for r in MADE[number]),
        notes=(Note(id=f"{symbol}#note-1", marker="1", text=text),),
    )

def write(path, seed, report):
    library = Library(Path(path))
    chance = random.Random(seed)
    turn = seed * 1_000_000
    while True:
        turn += 1
        number = chance.randint(1, DOCUMENTS)
        library.put(document(number, turn))
        os.write(report, f"{number} {turn}\\n".encode())

for line in sys.stdin:
    path, seed, seconds = json.loads(line)
    ours, theirs = os.pipe()
    writer = os.fork()
    if writer == 0:
        write(path, seed, theirs)
        os._exit(1)
    os.close(theirs)
    time.sleep(seconds)
    os.kill(writer, signal.SIGKILL)
    status = os.waitpid(writer, 0)[1]
    with os.fdopen(ours) as reports:
        told = [list(map(int, told.split())) for told in reports]
    print(json.dumps([os.WTERMSIG(status), told]), flush=True)
"""


@pytest.fixture
def killer() -> Iterator[subprocess.Popen[str]]:
    if sys.platform == "win32":
        pytest.skip("there is no fork and no SIGKILL on Windows")
    command = [sys.executable, "-c", KILLER, str(DOCUMENTS), str(PARAGRAPHS)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()


def turns(path: Path, *, read_only: bool) -> dict[int, int]:
    """The turn of each document, once it is seen to be whole: all its rows are of one turn."""
    library = Library(path, read_only=read_only)
    try:
        found = {}
        for entry in library.documents():
            turn = int(entry.sha256)
            number = entry.symbol.rpartition("/")[2]
            words = f"Recalling its resolution 90/{number} in turn {turn};"
            assert [p.text for p in library.paragraphs(entry.id)] == [words] * PARAGRAPHS == [words] * entry.paragraphs
            assert [text for _, text in library.notes(entry.id).values()] == [words]
            found[int(number)] = turn
        return found
    finally:
        library.close()


def check(path: Path) -> dict[str, int]:
    """SQLite's own checks; how many rows each table that hangs on documents has."""
    database = sqlite3.connect(path)
    try:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        tables = ("paragraph", "note", "source", "stretch", "mention")
        return {t: database.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in tables}
    finally:
        database.close()


def test_a_writer_killed_at_any_moment_loses_nothing_that_it_reported(killer: subprocess.Popen[str], tmp_path: Path) -> None:
    assert killer.stdin is not None and killer.stdout is not None
    chance = random.Random(20361209)
    path = tmp_path / "library.sqlite"
    expected: dict[int, int] = {}
    reported = 0
    for seed in range(1, 6 * ROUNDS):
        if seed > ROUNDS and reported > ROUNDS:
            break  # on a slow machine, where few turns are reported before the blow, later
        # Mostly while it writes; a few before it has opened the library, and every tenth round makes a new one.
        if seed % 10 == 0:
            path, expected = tmp_path / f"library-{seed}.sqlite", {}
        seconds = chance.choice([chance.uniform(0, 0.03), chance.uniform(0, 0.15), chance.uniform(0.05, 0.2)])
        killer.stdin.write(json.dumps([str(path), seed, seconds]) + "\n")
        killer.stdin.flush()
        blow, told = json.loads(killer.stdout.readline())
        assert blow == 9
        reported += len(told)
        expected |= dict(told)
        if not path.is_file():
            assert not told
            continue
        # What it stored and could not report any more may be there: one document, one turn ahead. Nothing else differs.
        found = turns(path, read_only=bool(told) and seed % 2 == 0)
        assert found.keys() >= expected.keys()
        last = max((turn for _, turn in told), default=seed * 1_000_000)
        ahead = [turn for number, turn in found.items() if expected.get(number) != turn]
        assert ahead in ([], [last + 1])
        expected = found
        rows = check(path)
        assert rows == {
            "paragraph": len(found) * PARAGRAPHS,
            "note": len(found),
            "source": len(found),
            "stretch": len(found),
            "mention": len(found) * PARAGRAPHS,
        }
        database = sqlite3.connect(path)
        assert database.execute("PRAGMA user_version").fetchone() == (SCHEMA,)
        database.close()
    assert reported > ROUNDS


def test_a_library_whose_maker_was_killed_before_it_kept_a_log_keeps_one_from_the_next_writer_on(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    Library(path).close()
    database = sqlite3.connect(path)
    assert database.execute("PRAGMA journal_mode = DELETE").fetchone() == ("delete",)
    database.close()
    Library(path).close()
    database = sqlite3.connect(path)
    assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    database.close()


def test_a_library_has_its_log_before_it_has_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "library.sqlite"
    monkeypatch.setattr("hld.ingest.library._TABLES", "CREATE TABLE and then it is killed")
    with pytest.raises(HldError):
        Library(path)
    database = sqlite3.connect(path)
    assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert database.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    database.close()
    monkeypatch.undo()
    Library(path).close()
    assert turns(path, read_only=True) == {}


def test_several_may_make_one_library_at_the_same_time(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("there is no fork on Windows")
    makers = """
import os, sys, time
from pathlib import Path
from hld.ingest.library import Library
for number in range(20):
    start = time.time() + 0.02
    children = []
    for _ in range(8):
        child = os.fork()
        if child == 0:
            while time.time() < start:
                pass
            Library(Path(sys.argv[1]) / f"{number}.sqlite").close()
            os._exit(0)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * 8
"""
    done = subprocess.run([sys.executable, "-c", makers, str(tmp_path)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert [turns(tmp_path / f"{number}.sqlite", read_only=True) for number in range(20)] == [{}] * 20
