"""Votes, subjects and sponsors, read beside the text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hld.ingest.errors import UnreadableError
from hld.ingest.library import Library
from hld.ingest.metadata import Vote, is_metadata, read_metadata
from hld.ingest.read import find_files, ingest
from hld.ingest.symbols import Symbol

ROW: dict[str, Any] = {
    "symbol": "A/RES/91/17",
    "agenda_item_name": "Lamps: harbours",
    "pv": "A/91/PV.40",
    "MS_in_favour_count": "9",
    "MS_against_count": "1",
    "MS_abstaining_count": "2",
    "MS_in_favour": [],
    "MS_against": ["ATLANTIS"],
    "MS_abstaining": ["THULE", "AVALON"],
    "sponsors": ["LYONESSE"],
    "additional_sponsors": ["YS", "LYONESSE"],
    "subjects": [["LAMPS", "UNBIS Thesaurus"], ["12b", "A/91/251"]],
}
TEXT = """A/RES/91/17
General Assembly
91/17. Lamps and harbours
The General Assembly,
Recalling all lamps,
1. Rests.
"""


def write(folder: Path, *rows: object) -> Path:
    path = folder / "91.json"
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    return path


def test_a_row_is_read(tmp_path: Path) -> None:
    found = read_metadata(write(tmp_path, ROW))[Symbol.parse("A/RES/91/17")]
    assert found.vote == Vote(in_favour=9, against=1, abstaining=2, voted_against=("ATLANTIS",), abstained=("THULE", "AVALON"))
    assert (found.subjects, found.sponsors) == (("LAMPS",), ("LYONESSE", "YS"))


def test_without_a_vote_there_is_none(tmp_path: Path) -> None:
    row = ROW | {f"MS_{name}_count": "0" for name in ("in_favour", "against", "abstaining")}
    assert read_metadata(write(tmp_path, row))[Symbol.parse("A/RES/91/17")].vote is None


@pytest.mark.parametrize(
    "bad", [{}, [], ROW | {"symbol": "lamps"}, ROW | {"MS_against_count": "some"}, ROW | {"sponsors": "LYONESSE"}]
)
def test_a_bad_line_is_named(tmp_path: Path, bad: object) -> None:
    with pytest.raises(UnreadableError, match=r"91\.json, line 2, is not a resolution"):
        read_metadata(write(tmp_path, ROW, bad))


def test_a_folder_is_read_with_its_metadata_whichever_comes_first(tmp_path: Path) -> None:
    write(tmp_path, ROW)
    (tmp_path / "other.json").write_text('{"url": "https://example.org"}', "utf-8")
    (tmp_path / "lamps.txt").write_text(TEXT, "utf-8")
    files = find_files([tmp_path])
    assert [file.name for file in files] == ["91.json", "lamps.txt"]
    library = Library(tmp_path / "library.sqlite")
    reports = list(ingest(library, files))
    assert [report.error for report in reports] == ["", ""]
    assert [report.described for report in reports] == [1, 0]
    (document,) = library.documents()
    assert document.metadata["subjects"] == ["LAMPS"]
    assert [report.stored for report in ingest(library, files)] == [False, False]
    library.close()


def test_metadata_are_told_by_their_beginning(tmp_path: Path) -> None:
    assert is_metadata(write(tmp_path, ROW))
    assert not is_metadata(tmp_path / "none.json")


@pytest.mark.corpus
def test_the_sessions_are_read_whole(shared: Path) -> None:
    found, recorded = {}, {}
    for path in sorted((shared / "corpus/akn/metadata").glob("*.json")):
        found |= read_metadata(path)
        rows = map(json.loads, path.read_text("utf-8").splitlines())
        recorded |= {row["symbol"]: row["adoption_type"] == "By a recorded vote" for row in rows}
    assert len(found) == 1917  # of 1,956 rows: the 79th session repeats 39
    compact = found[Symbol.parse("A/RES/77/176")]
    assert compact.vote is None
    assert compact.subjects
    # The publisher says twice how it was adopted: in words and in counts.
    assert {str(symbol): row.vote is not None for symbol, row in found.items()} == recorded
