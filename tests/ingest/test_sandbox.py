"""The reading process: what it passes on, and what it survives. The functions that misbehave are in a module written here."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from hld.ingest.errors import HldError, UnreadableError
from hld.ingest.sandbox import Reader

linux = pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux only")
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals")

MISBEHAVIOUR = """
import ctypes, os, re, signal, subprocess, sys, time
from hld.ingest.errors import HldError, UnreadableError

def obey(path, **options):
    '''Does what the file says.'''
    word, _, rest = path.read_text().partition(" ")
    if word == "words":
        return [rest.strip()]
    if word == "pid":
        return [os.getpid()]
    if word == "options":
        return [options]
    if word == "unreadable":
        raise UnreadableError(f"{path.name} is torn.", "Mend it.")
    if word == "hld":
        raise HldError("No oil.", "Fetch some.")
    if word == "fault":
        raise LookupError("no such lamp")
    if word == "unpicklable":
        return [lambda: None]
    if word == "print":
        print("on standard output", flush=True)
        os.write(1, b"and below Python")
        return [sys.stdin.read()]
    if word == "sleep":
        time.sleep(float(rest))
        return ["slept"]
    if word == "regex":
        re.match(r"(a+)+$", "a" * 40 + "b")  # holds the interpreter's lock for hours
    if word == "child":
        child = subprocess.Popen(["sleep", "60"])
        (path.parent / "child.pid").write_text(str(child.pid))
        time.sleep(60)
    if word == "eat":
        return [len(b"x" * (int(rest) << 20))]
    if word == "hold":
        globals()["held"] = b"x" * (int(rest) << 20)
        return [os.getpid()]
    if word == "crash":
        signal.signal(signal.SIGSEGV, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGSEGV)
    if word == "segfault":
        ctypes.string_at(8)
    if word == "exit":
        os._exit(3)
    if word == "poison":
        globals()["poisoned"] = True
        return ["poisoned"]
    if word == "fragile":
        if globals().get("poisoned"):
            os.kill(os.getpid(), signal.SIGKILL)
        return ["whole"]
    raise AssertionError(word)
"""


class Bench:
    """A folder with files that say what is to happen, and readers that obey them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def file(self, words: str, name: str = "lamps.txt") -> Path:
        path = self.folder / name
        path.write_text(words)
        return path

    def files(self, *words: str) -> list[Path]:
        return [self.file(w, f"{n}-{w.split()[0]}.txt") for n, w in enumerate(words)]

    def reader(self, **limits: float) -> Reader:
        return Reader("misbehaviour:obey", **limits)  # pyright: ignore[reportArgumentType]


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "misbehaviour.py").write_text(MISBEHAVIOUR)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "modules"))
    return Bench(tmp_path)


def outcomes(reader: Reader, files: list[Path]) -> Iterator[object]:
    for path, outcome in reader.read_many(files):
        assert path in files
        yield outcome


def gone(pid: int) -> bool:
    """Whether a process has ended, waiting a little for it; one that nobody waited for counts as ended."""
    for _ in range(200):
        try:
            os.kill(pid, 0)
            if "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text():
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.02)
    return False


def test_the_default_reads_documents(tmp_path: Path) -> None:
    path = tmp_path / "lamps.txt"
    path.write_text("Lamps and harbours\n\nThe keepers light the lamps at dusk.\n", encoding="utf-8")
    with Reader() as reader:
        (document,) = reader.read(path)
        assert [p.text for p in document.paragraphs] == ["The keepers light the lamps at dusk."]
        with pytest.raises(UnreadableError, match=r"gone\.txt"):
            reader.read(tmp_path / "gone.txt")


def test_one_process_reads_file_after_file_in_order(bench: Bench) -> None:
    with bench.reader() as reader:
        files = bench.files("words lamps", "unreadable", "words oil", "pid", "pid")
        found = list(reader.read_many(files))
        assert [path for path, _ in found] == files
        assert [str(outcome) if isinstance(outcome, HldError) else outcome for _, outcome in found[:3]] == [
            ["lamps"],
            "1-unreadable.txt is torn. Mend it.",
            ["oil"],
        ]
        assert found[3][1] == found[4][1] == reader.read(bench.file("pid"))
        assert list(reader.read_many([])) == []


def test_options_reach_the_function(bench: Bench) -> None:
    with Reader("misbehaviour:obey", options={"language": "ru"}) as reader:
        assert reader.read(bench.file("options")) == [{"language": "ru"}]


@pytest.mark.parametrize(("words", "kind"), [("unreadable", UnreadableError), ("hld", HldError)])
def test_an_error_keeps_its_kind_its_message_and_its_remedy(bench: Bench, words: str, kind: type[HldError]) -> None:
    with bench.reader() as reader, pytest.raises(HldError) as caught:
        reader.read(bench.file(words))
    assert type(caught.value) is kind
    assert (caught.value.message, caught.value.remedy) in [("lamps.txt is torn.", "Mend it."), ("No oil.", "Fetch some.")]


@pytest.mark.parametrize("words", ["fault", "unpicklable"])
def test_a_fault_in_a_parser_is_logged_and_asks_for_a_report(bench: Bench, caplog: pytest.LogCaptureFixture, words: str) -> None:
    with bench.reader() as reader, caplog.at_level(logging.ERROR):
        with pytest.raises(UnreadableError, match=r"lamps\.txt cannot be parsed \(.*\)\. Please report this file\.$"):
            reader.read(bench.file(words))
        assert reader.read(bench.file("words lamps")) == ["lamps"]
    (record,) = caplog.records
    assert "lamps.txt" in record.message and "Traceback" in record.message


def test_what_a_library_prints_or_reads_does_not_get_between(bench: Bench) -> None:
    with bench.reader() as reader:
        assert list(outcomes(reader, bench.files("print", "words lamps"))) == [[""], ["lamps"]]


@pytest.mark.parametrize("words", ["sleep 60", pytest.param("regex", marks=posix)])
def test_a_file_that_takes_too_long_is_given_up_and_the_next_is_read(bench: Bench, words: str) -> None:
    with bench.reader(seconds=1) as reader:
        files = bench.files("words lamps", words, "words oil")
        began = time.monotonic()
        first, second, third = outcomes(reader, files)
        assert time.monotonic() - began < 5
        assert (first, third) == (["lamps"], ["oil"])
        assert isinstance(second, UnreadableError)
        assert second.message == f"{files[1].name} took longer than 1 s to read."
        assert second.remedy


@posix
def test_what_it_started_ends_with_it(bench: Bench) -> None:
    with bench.reader(seconds=1) as reader, pytest.raises(UnreadableError, match="took longer"):
        reader.read(bench.file("child"))
    assert gone(int((bench.folder / "child.pid").read_text()))


def test_a_slow_caller_is_not_held_against_the_file(bench: Bench) -> None:
    with bench.reader(seconds=0.5) as reader:
        found = []
        for outcome in outcomes(reader, bench.files("words lamps", "sleep 0.1", "words oil")):
            found.append(outcome)
            time.sleep(0.8)
        assert found == [["lamps"], ["slept"], ["oil"]]


def test_the_next_file_is_read_while_the_caller_works(bench: Bench) -> None:
    with bench.reader() as reader:
        reader.read(bench.file("words lamps"))
        began = time.monotonic()
        for _ in reader.read_many(bench.files(*["sleep 0.2"] * 5)):
            time.sleep(0.2)
        assert time.monotonic() - began < 1.8  # 2.0 one after the other, 1.2 at best


@linux
def test_a_file_that_needs_too_much_memory_is_given_up_and_the_next_is_read(bench: Bench) -> None:
    with bench.reader(memory=200 << 20) as reader:
        files = bench.files("eat 500", "eat 50", "eat 500", "words oil")
        first, second, third, fourth = outcomes(reader, files)
        assert (second, fourth) == ([50 << 20], ["oil"])
        for path, outcome in ((files[0], first), (files[2], third)):
            assert isinstance(outcome, UnreadableError)
            assert outcome.message == f"{path.name} needs more than 200 MiB of memory."
            assert outcome.remedy
        assert 50 << 20 < reader.peak < 200 << 20


@linux
def test_what_a_file_leaves_behind_is_no_burden_for_the_next(bench: Bench) -> None:
    with bench.reader() as reader:
        ((first,), (second,), (third,), *_) = outcomes(reader, bench.files("pid", "hold 300", "pid", "pid"))  # pyright: ignore
        assert first == second != third


@posix
@pytest.mark.parametrize(("words", "how"), [("crash", "SIGSEGV"), ("segfault", "SIGSEGV"), ("exit", "exit status 3")])
def test_a_file_that_ends_the_process_is_reported_and_the_next_is_read(bench: Bench, words: str, how: str) -> None:
    with bench.reader() as reader:
        files = bench.files(words, "words lamps", words, "words oil")
        found = list(outcomes(reader, files))
        assert found[1::2] == [["lamps"], ["oil"]]
        for path, outcome in zip(files[::2], found[::2], strict=True):
            assert isinstance(outcome, UnreadableError)
            assert outcome.message.startswith(f"{path.name} crashed the reader ({how})")
            assert outcome.remedy


@posix
def test_a_file_is_not_blamed_for_what_an_earlier_one_broke(bench: Bench) -> None:
    with bench.reader() as reader:
        assert list(outcomes(reader, bench.files("poison", "fragile", "words oil"))) == [["poisoned"], ["whole"], ["oil"]]


@posix
def test_a_process_that_is_killed_while_it_waits_is_replaced(bench: Bench) -> None:
    with bench.reader() as reader:
        (pid,) = reader.read(bench.file("pid"))
        os.kill(pid, signal.SIGKILL)  # pyright: ignore[reportArgumentType]
        assert reader.read(bench.file("words lamps")) == ["lamps"]


@posix
def test_a_pipe_a_device_and_a_folder_are_refused_at_once(bench: Bench) -> None:
    os.mkfifo(bench.folder / "pipe.txt")
    (bench.folder / "zero.txt").symlink_to("/dev/zero")
    (bench.folder / "folder.txt").mkdir()
    began = time.monotonic()
    with bench.reader() as reader:
        for name in ("pipe.txt", "zero.txt", "folder.txt"):
            with pytest.raises(UnreadableError, match=rf"{name} is not a file\. Give a file"):
                reader.read(bench.folder / name)
    assert time.monotonic() - began < 5


@posix
def test_on_leaving_the_process_is_gone_busy_or_not(bench: Bench) -> None:
    with bench.reader() as reader:
        (pid,) = reader.read(bench.file("pid"))
    assert gone(pid)  # pyright: ignore[reportArgumentType]
    with pytest.raises(ZeroDivisionError), bench.reader() as reader:
        for outcome in outcomes(reader, bench.files("pid", "sleep 60")):
            (pid,) = outcome  # pyright: ignore
            raise ZeroDivisionError
    assert gone(pid)  # pyright: ignore[reportArgumentType]


def test_an_answer_nobody_took_does_not_pass_for_the_next(bench: Bench) -> None:
    with bench.reader() as reader:
        for _ in reader.read_many(bench.files("words lamps", "words oil", "words wicks")):
            break
        assert reader.read(bench.file("words harbour")) == ["harbour"]


def test_a_closed_reader_starts_again(bench: Bench) -> None:
    reader = bench.reader()
    assert reader.read(bench.file("words lamps")) == ["lamps"]
    reader.close()
    reader.close()
    assert reader.read(bench.file("words oil")) == ["oil"]
    reader.close()


def test_a_process_that_does_not_start_says_so(bench: Bench, capfd: pytest.CaptureFixture[str]) -> None:
    with Reader("nowhere:nothing") as reader, pytest.raises(HldError, match="does not start"):
        reader.read(bench.file("words lamps"))
    assert "nowhere" in capfd.readouterr().err


def test_a_module_beside_the_files_is_not_imported(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    (bench.folder / "pickle.py").write_text("raise SystemExit('hijacked')")
    monkeypatch.chdir(bench.folder)
    with bench.reader() as reader:
        assert reader.read(bench.file("words lamps")) == ["lamps"]


PARENT = """
import sys
from pathlib import Path
from hld.ingest.sandbox import Reader
with Reader("misbehaviour:obey", seconds=600) as reader:
    for path, outcome in reader.read_many(map(Path, sys.argv[1:])):
        print(outcome, flush=True)
print("left", flush=True)
"""


@posix
@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=lambda blow: blow.name)
def test_the_process_goes_with_the_one_that_started_it(bench: Bench, blow: signal.Signals) -> None:
    files = bench.files("pid", "child", "words lamps")
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, *map(str, files)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline().strip("[]\n"))
        while not (bench.folder / "child.pid").is_file() or not (bench.folder / "child.pid").read_text():
            time.sleep(0.02)
        parent.send_signal(blow)
        out, err = parent.communicate(timeout=20)
    assert out == ""
    assert ("KeyboardInterrupt" in err) is (blow == signal.SIGINT)
    assert gone(pid)
    assert gone(int((bench.folder / "child.pid").read_text()))
