"""The record of a run: written line by line, gone on with after a cut, read back as it was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hld.eval.run import Interval, Record, Row, Said, load, newest, unfinished
from hld.ingest.errors import HldError

ABOUT = {"suite": "own", "key": "k1", "systems": ["hld"], "measures": [], "headline": [], "hashes": {}}


def row(name: str, system: str = "hld") -> Row:
    said = Said(text="Words, …", citations=("A/RES/67/172#para-1",), verdict="quoted", score=1.0)
    return Row(
        system=system, id=name, metrics={"mrr": 0.5}, gold=(("a", "b"), ("c",)), sentences=(said,), timings_ms={"total": 1.5}
    )


SUMMARY = {"hld": {"mrr": Interval(value=0.5, low=0.4, high=0.6, n=2)}}


def test_what_is_written_is_read(tmp_path: Path) -> None:
    with Record(tmp_path, ABOUT) as record:
        record.add(row("x-1"))
        record.add(row("x-2", "BM25"))
        record.finish(SUMMARY)
    found = load(record.path)
    assert found.rows == (row("x-1"), row("x-2", "BM25"))
    assert found.summary == SUMMARY
    assert found.systems == ("hld", "BM25")
    assert found.of("BM25") == (row("x-2", "BM25"),)
    assert newest(tmp_path, "own").path == record.path
    first, *_, last = record.path.read_text().splitlines()
    assert set(json.loads(first)) == {"run"}
    assert json.loads(last)["summary"]["hld"]["mrr"] == {"value": 0.5, "low": 0.4, "high": 0.6, "n": 2}


def test_a_run_that_was_cut_off_is_gone_on_with(tmp_path: Path) -> None:
    with Record(tmp_path, ABOUT) as record:
        record.add(row("x-1"))
    with record.path.open("a") as file:
        file.write('{"system": "hld", "id": "x-2", "metr')
    assert [r.id for r in load(record.path).rows] == ["x-1"], "a torn line is left out"
    with Record(tmp_path, ABOUT) as again:
        assert again.path == record.path
        assert again.resumed == 1
        again.add(row("x-2"))
        again.finish(SUMMARY)
    assert [r.id for r in load(record.path).rows] == ["x-1", "x-2"]
    with Record(tmp_path, ABOUT) as third:
        assert third.path != record.path, "a whole run is never written to again"


@pytest.mark.parametrize("size", range(1, 400, 23))
def test_a_run_cut_anywhere_loses_at_most_a_line(size: int, tmp_path: Path) -> None:
    with Record(tmp_path, ABOUT) as record:
        record.add(row("x-1"))
        record.add(row("x-2"))
    whole = record.path.read_bytes()
    record.path.write_bytes(whole[:-size])
    lines = whole[:-size].count(b"\n")
    with Record(tmp_path, ABOUT) as again:
        assert again.resumed == max(0, lines - 1)
        for name in ("x-1", "x-2"):
            if ("hld", name) not in again.rows:
                again.add(row(name))
        again.finish(SUMMARY)
    assert {r.id for r in load(again.path).rows} == {"x-1", "x-2"}


@pytest.mark.parametrize(("change", "fresh"), [({"key": "k2"}, False), ({"suite": "beir"}, False), ({}, True)])
def test_another_key_another_suite_or_fresh_begins_anew(change: dict[str, str], fresh: bool, tmp_path: Path) -> None:
    with Record(tmp_path, ABOUT) as record:
        record.add(row("x-1"))
    with Record(tmp_path, {**ABOUT, **change}, fresh=fresh) as other:
        assert other.path != record.path
        assert other.resumed == 0
    assert unfinished(tmp_path, "own", "nothing") is None


def test_no_two_processes_write_one_run(tmp_path: Path) -> None:
    with Record(tmp_path, ABOUT), pytest.raises(HldError, match="another process"):
        Record(tmp_path, ABOUT)
    with Record(tmp_path, ABOUT):
        pass


@pytest.mark.parametrize(
    "text", ["", "[1]\n", "{}\n", '{"run": {"format": 1}}\n', "not json\n", '{"run": {"format": 2}}\n{"id": 1}\n']
)
def test_a_file_that_is_no_run_is_named(text: str, tmp_path: Path) -> None:
    path = tmp_path / "own-x.jsonl"
    path.write_text(text)
    with pytest.raises(HldError, match=r"own-x\.jsonl"):
        load(path)


def test_a_run_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(HldError, match="nowhere"):
        load(tmp_path / "nowhere.jsonl")
    with pytest.raises(HldError, match="no whole run"):
        newest(tmp_path, "own")
