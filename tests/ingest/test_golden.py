"""Golden rows, written by hand from the documents themselves: the first and last words of a paragraph, its page and its notes.

A row was read in the document (the page image, the text, the XML), never taken from a parser's output. Do not change one to
please a parser; read the document again. An empty cell was not read.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from hld.ingest.models import Document
from hld.ingest.read import read_file

GOLDEN = Path(__file__).parent / "golden"
Row = dict[str, str]


def _rows(*names: str) -> dict[str, list[Row]]:
    """The rows of these tables by the file they speak of."""
    by_file: dict[str, list[Row]] = defaultdict(list)
    for name in names:
        with (GOLDEN / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                by_file[row["file"]].append(row)
    return dict(by_file)


PARAGRAPHS = _rows("text", "akn", "pdf")
NOTES = _rows("notes")


def _documents(shared: Path, file: str) -> list[Document]:
    return read_file(shared / "corpus" / file)


def _ends(row: Row, text: str) -> list[str]:
    """How the ends of `text` differ from the row's; whole words, but in Chinese there is no space to tell them by."""
    space = "" if "@zh" in row["id"] else " "
    words = " ".join(text.split())
    found = []
    if not f"{words}{space}".startswith(row["first"] + space):
        found.append(f"{row['id']} begins {words[: len(row['first']) + 12]!r}, not {row['first']!r}")
    if not f"{space}{words}".endswith(space + row["last"]):
        found.append(f"{row['id']} ends {words[-len(row['last']) - 12 :]!r}, not {row['last']!r}")
    return found


@pytest.mark.corpus
@pytest.mark.parametrize("file", PARAGRAPHS)
def test_paragraphs_are_as_they_were_read_by_hand(shared: Path, file: str) -> None:
    documents = _documents(shared, file)
    paragraphs = {p.id: p for document in documents for p in document.paragraphs}
    markers = {note.id: note.marker for document in documents for note in document.notes}
    wrong: list[str] = []
    for row in PARAGRAPHS[file]:
        paragraph = paragraphs.get(row["id"])
        if paragraph is None:
            wrong.append(f"{row['id']} ({row['first']!r}) is missing")
            continue
        wrong += _ends(row, paragraph.text)
        if row["page"] and paragraph.page != int(row["page"]):
            wrong.append(f"{row['id']} is on page {paragraph.page}, not {row['page']}")
        if row["notes"]:
            notes = " ".join(markers.get(note, note) for note in paragraph.notes) or "-"
            if notes != row["notes"]:
                wrong.append(f"{row['id']} has the notes {notes}, not {row['notes']}")
    assert not wrong, "\n".join([f"{len(wrong)} differences in {file}:", *wrong])


@pytest.mark.corpus
@pytest.mark.parametrize("file", NOTES)
def test_notes_are_as_they_were_read_by_hand(shared: Path, file: str) -> None:
    notes = {note.id: note.text for document in _documents(shared, file) for note in document.notes}
    wrong: list[str] = []
    for row in NOTES[file]:
        wrong += _ends(row, notes[row["id"]]) if row["id"] in notes else [f"{row['id']} is missing"]
    assert not wrong, "\n".join([f"{len(wrong)} differences in {file}:", *wrong])


def test_golden_rows_are_well_formed() -> None:
    rows = [row for table in (PARAGRAPHS, NOTES) for found in table.values() for row in found]
    assert len({(row["file"], row["id"]) for row in rows}) == len(rows)
    for row in rows:
        assert None not in row.values(), row
        assert row["file"] and "#" in row["id"] and row["first"] and row["last"], row
        assert max(len(row["first"].split()), len(row["last"].split())) <= 5, row
