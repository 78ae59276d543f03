"""The store: documents replaced whole or not at all, and the join of official text and digest."""

from __future__ import annotations

import datetime as dt
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from hld.ingest.errors import HldError
from hld.ingest.library import SCHEMA, Library
from hld.ingest.models import Document, Kind, Note, Paragraph, Stretch
from hld.ingest.symbols import Reference


def document(symbol: str = "A/RES/91/17", *words: str, parts: tuple[str, ...] = (), **fields) -> Document:
    whole = Reference.parse(symbol)
    words = words or ("Thanks the keepers;", "Asks for oil.")
    parts = parts or tuple(f"para-{n}" for n in range(1, len(words) + 1))
    head = str(whole)
    paragraphs = tuple(
        Paragraph(reference=Reference.parse(f"{head}#{part}"), kind=Kind.OPERATIVE, text=text, verb="thanks")
        for part, text in zip(parts, words, strict=True)
    )
    given = {"title": "Lamps and harbours", "sha256": repr(words), "language": whole.language} | fields
    return Document(symbol=whole.symbol, paragraphs=paragraphs, **given)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library(tmp_path / "library.sqlite")
    yield library
    library.close()


def texts(library: Library, identifier: str = "A/RES/91/17") -> list[str]:
    return [entry.text for entry in library.paragraphs(identifier)]


def test_what_is_put_is_got(library: Library) -> None:
    note = Note(id="A/RES/91/17#note-1", marker="1", text="See A/90/55.")
    paragraph = Paragraph(
        reference=Reference.parse("A/RES/91/17#para-1-a"),
        kind=Kind.OPERATIVE,
        text="To light;",
        context="Asks keepers:",
        verb="asks",
        page=3,
        heading="Lamps",
        notes=(note.id,),
    )
    stored = replace(
        document(),
        paragraphs=(paragraph,),
        notes=(note,),
        body="General Assembly",
        session=91,
        agenda_item="12 (b)",
        adopted=dt.date(2036, 12, 9),
        distributed=dt.date(2037, 3, 4),
        meeting="40th plenary meeting",
        committee="Second Committee",
        report="A/91/300",
        source="lamps.xml",
    )
    assert library.put(stored) is True
    entry = library.get("A/RES/91/17#para-1-a")
    assert entry is not None
    assert (entry.text, entry.context, entry.verb, entry.page, entry.heading) == (
        "To light;",
        "Asks keepers:",
        "asks",
        3,
        "Lamps",
    )
    assert (entry.document, entry.kind, entry.notes, entry.official, entry.plain) == (
        "A/RES/91/17",
        "operative",
        (note.id,),
        True,
        "",
    )
    assert entry.reference == paragraph.reference
    found = library.document("A/RES/91/17")
    assert found is not None
    assert (found.title, found.session, found.agenda_item, found.committee, found.paragraphs) == (
        *("Lamps and harbours", 91, "12 (b)", "Second Committee", 1),
    )
    assert (found.adopted_on, found.distributed, found.official, found.process) == (
        dt.date(2036, 12, 9),
        "2037-03-04",
        True,
        False,
    )
    assert library.notes("A/RES/91/17") == {note.id: ("1", "See A/90/55.")}


def test_what_is_not_there_is_none(library: Library) -> None:
    library.put(document())
    assert library.get("A/RES/91/17#para-3") is None
    assert library.document("A/RES/91/18") is None
    assert library.paragraphs("A/RES/91/18") == []
    assert library.notes("A/RES/91/17") == {}
    assert library.get_many(["A/RES/91/18#para-1"]) == {}


def test_many_are_got_in_the_order_asked(library: Library) -> None:
    library.put(document("A/RES/91/17", "a", "b", "c"))
    asked = ["A/RES/91/17#para-3", "nothing", "A/RES/91/17#para-1"]
    assert list(library.get_many(asked)) == ["A/RES/91/17#para-3", "A/RES/91/17#para-1"]


def test_putting_the_same_document_again_changes_nothing(library: Library) -> None:
    assert library.put(document()) is True
    before = library.fingerprint()
    assert library.put(document()) is False
    assert library.put_all([document(), document("A/RES/91/18")]) == 1
    assert library.fingerprint().startswith(before)


def test_a_new_version_replaces_the_whole_document(library: Library) -> None:
    library.put(document("A/RES/91/17", "a", "b", "c", notes=(Note(id="A/RES/91/17#note-1", marker="1", text="old"),)))
    before = library.fingerprint()
    assert library.put(document("A/RES/91/17", "d")) is True
    assert texts(library) == ["d"]
    assert library.notes("A/RES/91/17") == {}
    assert library.fingerprint() != before


def test_a_document_that_cannot_be_stored_leaves_the_old_version(library: Library) -> None:
    library.put(document("A/RES/91/17", "a", "b"))
    before = library.fingerprint()
    with pytest.raises(sqlite3.IntegrityError):
        library.put(document("A/RES/91/17", "c", "d", parts=("para-1", "para-1")))
    with pytest.raises(sqlite3.IntegrityError):
        library.put(document("A/RES/91/17", "c", notes=(Note(id="A/RES/91/17#note-1", marker="1", text="x"),) * 2))
    assert texts(library) == ["a", "b"]
    assert library.fingerprint() == before
    assert library.put(document("A/RES/91/17", "e")) is True
    assert texts(library) == ["e"]


def test_paragraphs_come_in_the_order_of_the_document_and_not_of_their_ids(library: Library) -> None:
    order = ("pre-1", "para-1", "para-2", "para-10", "para-10-a", "block-1", "annex-para-1")
    library.put(document("A/RES/91/17", *order, parts=order))
    assert texts(library) == list(order)
    assert [entry.text for entry in library.all()] == list(order)


def test_the_digest_stands_alone_until_the_official_text_comes(library: Library) -> None:
    library.put(document("A/RES/91/17", "Plain thanks.", "Plain request.", official=False, sha256="digest"))
    entry = library.get("A/RES/91/17#para-1")
    assert entry is not None and (entry.text, entry.official, entry.plain) == ("Plain thanks.", False, "")
    assert [(d.id, d.official, d.process, d.paragraphs) for d in library.documents()] == [("A/RES/91/17", False, True, 2)]

    library.put(document("A/RES/91/17", "Thanks;", "Asks;", "Decides.", sha256="official"))
    assert [(e.text, e.official, e.plain) for e in library.paragraphs("A/RES/91/17")] == [
        ("Thanks;", True, "Plain thanks."),
        ("Asks;", True, "Plain request."),
        ("Decides.", True, ""),
    ]
    assert [(d.id, d.official, d.process, d.paragraphs) for d in library.documents()] == [("A/RES/91/17", True, True, 3)]
    assert len(list(library.all())) == 3

    library.drop("A/RES/91/17")
    assert texts(library) == ["Plain thanks.", "Plain request."]
    library.drop("A/RES/91/17", official=False)
    assert library.documents() == []


def test_the_digest_does_not_replace_the_official_text(library: Library) -> None:
    library.put(document("A/RES/91/17", "Thanks;"))
    library.put(document("A/RES/91/17", "Plain thanks.", official=False))
    assert [(e.text, e.official, e.plain) for e in library.paragraphs("A/RES/91/17")] == [("Thanks;", True, "Plain thanks.")]


def test_languages_are_documents_of_their_own(library: Library) -> None:
    library.put(document("A/RES/91/17", "Thanks;"))
    library.put(document("A/RES/91/17@fr", "Remercie ;"))
    assert [d.id for d in library.documents()] == ["A/RES/91/17", "A/RES/91/17@fr"]
    assert [e.text for e in library.all(["fr"])] == ["Remercie ;"]
    assert [e.text for e in library.all()] == ["Thanks;", "Remercie ;"]


def test_documents_come_by_date_and_those_without_one_last(library: Library) -> None:
    library.put(document("A/RES/91/19"))
    library.put(document("A/RES/91/18", adopted=dt.date(2036, 12, 10)))
    library.put(document("A/RES/91/17", adopted=dt.date(2036, 12, 9)))
    assert [d.id for d in library.documents()] == ["A/RES/91/17", "A/RES/91/18", "A/RES/91/19"]


def test_a_missing_library_is_not_made_by_a_reader(tmp_path: Path) -> None:
    path = tmp_path / "missing.sqlite"
    with pytest.raises(HldError, match=r"There is no library at .*hld index"):
        Library(path, read_only=True)
    assert not path.exists()


def test_a_writer_makes_the_folders_it_needs(tmp_path: Path) -> None:
    Library(tmp_path / "a" / "b" / "library.sqlite").close()
    Library(tmp_path / "a" / "b" / "library.sqlite", read_only=True).close()


@pytest.mark.parametrize(
    "name", ["lamps & oil.sqlite", "lamps?mode=memory.sqlite", "lamps#1.sqlite", "100%25.sqlite", "лампы.sqlite"]
)
def test_any_file_name_will_do(tmp_path: Path, name: str) -> None:
    library = Library(tmp_path / name)
    library.put(document())
    library.close()
    assert (tmp_path / name).is_file()
    reader = Library(tmp_path / name, read_only=True)
    assert texts(reader) == ["Thanks the keepers;", "Asks for oil."]
    reader.close()


@pytest.mark.parametrize("read_only", [True, False])
def test_a_file_that_is_no_library_is_refused_and_left_alone(tmp_path: Path, read_only: bool) -> None:
    path = tmp_path / "library.sqlite"
    path.write_bytes(b"these are lamps, not a library\n" * 100)
    with pytest.raises(HldError, match="is not a library of hld"):
        Library(path, read_only=read_only)
    assert path.read_bytes().startswith(b"these are lamps")


@pytest.mark.parametrize("read_only", [True, False])
def test_a_library_of_another_version_is_refused(tmp_path: Path, read_only: bool) -> None:
    path = tmp_path / "library.sqlite"
    Library(path).close()
    database = sqlite3.connect(path)
    database.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    database.commit()
    database.close()
    with pytest.raises(HldError, match="another version of hld"):
        Library(path, read_only=read_only)


FIRST_VERSION = """
CREATE TABLE document (
    id TEXT NOT NULL, official INTEGER NOT NULL, symbol TEXT NOT NULL, language TEXT NOT NULL, title TEXT NOT NULL,
    body TEXT NOT NULL, type TEXT NOT NULL, session INTEGER, agenda_item TEXT NOT NULL, adopted TEXT, distributed TEXT,
    meeting TEXT NOT NULL, committee TEXT NOT NULL, report TEXT NOT NULL, format TEXT NOT NULL, source TEXT NOT NULL,
    sha256 TEXT NOT NULL, anomalies TEXT NOT NULL, PRIMARY KEY (id, official));
CREATE TABLE paragraph (
    id TEXT NOT NULL, official INTEGER NOT NULL, document TEXT NOT NULL, position INTEGER NOT NULL, kind TEXT NOT NULL,
    text TEXT NOT NULL, context TEXT NOT NULL, verb TEXT NOT NULL, page INTEGER NOT NULL, heading TEXT NOT NULL,
    notes TEXT NOT NULL, PRIMARY KEY (id, official),
    FOREIGN KEY (document, official) REFERENCES document (id, official) ON DELETE CASCADE);
CREATE TABLE note (
    id TEXT NOT NULL, document TEXT NOT NULL, official INTEGER NOT NULL, marker TEXT NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY (id), FOREIGN KEY (document, official) REFERENCES document (id, official) ON DELETE CASCADE);
CREATE INDEX paragraph_document ON paragraph (document, official, position);
CREATE VIEW corpus AS SELECT p.*, '' AS plain FROM paragraph p;
CREATE VIEW documents AS SELECT * FROM document d;
INSERT INTO document VALUES ('A/RES/91/17', 1, 'A/RES/91/17', 'en', 'Lamps', '', 'resolution', 91, '', NULL, NULL, '', '',
    '', 'text', 'lamps.txt', 'abc', '[]');
INSERT INTO paragraph VALUES ('A/RES/91/17#para-1', 1, 'A/RES/91/17', 0, 'operative', 'Rests.', '', '', 1, '', '[]');
PRAGMA user_version = 1;
"""


def test_a_library_of_the_first_version_is_brought_up_to_date_with_what_is_in_it(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "library.sqlite")) as old:
        old.executescript(FIRST_VERSION)
    library = Library(tmp_path / "library.sqlite")
    assert texts(library) == ["Rests."]
    (held,) = library.documents()
    assert (held.title, held.original, held.metadata) == ("Lamps", "", {})
    assert library.put(document())
    assert texts(library) == ["Thanks the keepers;", "Asks for oil."]
    library.close()
    assert texts(Library(tmp_path / "library.sqlite", read_only=True)) == ["Thanks the keepers;", "Asks for oil."]


def sourced() -> Document:
    """Two paragraphs in a source with a running head between them."""
    text = "1. Thanks\nA/RES/91/17\nthe keepers;\n2. Asks for oil."
    first, second = document().paragraphs
    box = (72.0, 90.0, 300.0, 102.0)
    spans = ((0, 9), (22, 34))
    return replace(
        document(),
        text=text,
        format="pdf",
        source="lamps.pdf",
        paragraphs=(replace(first, page=1, spans=spans, boxes=((1, box),)), replace(second, spans=((35, len(text)),))),
        layout=(
            Stretch(start=0, end=9, owner=first.id),
            Stretch(start=10, end=21, owner="furniture: running head"),
            Stretch(start=22, end=34, owner=first.id),
            Stretch(start=35, end=len(text), owner=second.id),
        ),
    )


def test_a_paragraph_knows_its_place_in_the_source(library: Library) -> None:
    library.put(sourced())
    place = library.place("A/RES/91/17#para-1")
    assert place is not None
    assert (place.source, place.page, place.spans) == ("lamps.pdf", 1, ((0, 9), (22, 34)))
    assert place.words == ("1. Thanks", "the keepers;")
    assert place.boxes == ((1, (72.0, 90.0, 300.0, 102.0)),)
    assert library.layout("A/RES/91/17")[1][1] == (10, 21, "furniture: running head")
    assert library.place("A/RES/91/17#para-9") is None


def test_a_replaced_version_is_kept_under_its_hash(library: Library) -> None:
    library.put(document())
    library.put(document("A/RES/91/17", "Rests."))
    library.put(document("A/RES/91/17", "Rests again."))
    assert [version[0] for version in library.versions("A/RES/91/17")] == [document().sha256, "('Rests.',)"]
    assert texts(library) == ["Rests again."]


def test_mentions_are_kept_and_go_with_their_document(library: Library) -> None:
    library.put(document("A/RES/91/17", "Recalls paragraph 4 of resolution 65/170 and resolution 63/225;"))
    assert [row[3] for row in library.mentions_in("A/RES/91/17")] == ["A/RES/65/170#para-4", "A/RES/63/225"]
    assert [row[0] for row in library.mentions_of("A/RES/65/170")] == ["A/RES/91/17#para-1"]
    library.put(document("A/RES/91/17", "Rests."))
    assert library.mentions_of("A/RES/65/170") == []


def test_another_database_is_not_taken_for_a_new_library(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE lamp (oil TEXT)")
    database.commit()
    database.close()
    with pytest.raises(HldError, match="is not a library of hld"):
        Library(path)
    database = sqlite3.connect(path)
    assert [row[0] for row in database.execute("SELECT name FROM sqlite_master")] == ["lamp"]
    database.close()


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    Library(tmp_path / "library.sqlite").close()
    reader = Library(tmp_path / "library.sqlite", read_only=True)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader.put(document())
    reader.close()


def test_a_reader_sees_what_a_writer_has_stored_meanwhile(library: Library) -> None:
    reader = Library(library.path, read_only=True)
    assert reader.documents() == []
    library.put(document())
    assert texts(reader) == ["Thanks the keepers;", "Asks for oil."]
    reader.close()


def test_a_copy_is_whole_and_stays_as_it_was(library: Library, tmp_path: Path) -> None:
    library.put(document())
    library.copy_to(tmp_path / "copy.sqlite")
    library.put(document("A/RES/91/17", "changed"))
    assert [path.name for path in tmp_path.glob("copy*")] == ["copy.sqlite"]
    copy = Library(tmp_path / "copy.sqlite", read_only=True)
    assert texts(copy) == ["Thanks the keepers;", "Asks for oil."]
    copy.close()


WRITER = """
import sys
from pathlib import Path
from hld.ingest.library import Library
from hld.ingest.models import Document, Kind, Paragraph
from hld.ingest.symbols import Reference, Symbol

library = Library(Path(sys.argv[1]))
print("ready", flush=True)
for turn in range(10**9):
    for number in (17, 18):
        symbol = Symbol.parse(f"A/RES/91/{number}")
        ids = (Reference.parse(f"{symbol}#para-{n}") for n in range(1, 301))
        paragraphs = tuple(Paragraph(reference=i, kind=Kind.OPERATIVE, text=f"turn {turn}") for i in ids)
        library.put(Document(symbol=symbol, title="Lamps", paragraphs=paragraphs, sha256=str(turn)))
"""


@pytest.mark.parametrize("seconds", [0.0, 0.05, 0.11, 0.23])
def test_a_writer_that_is_killed_leaves_whole_documents(tmp_path: Path, seconds: float) -> None:
    path = tmp_path / "library.sqlite"
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE)
    with writer:
        assert writer.stdout is not None
        ready = writer.stdout.readline()
        time.sleep(seconds)
        os.kill(writer.pid, signal.SIGKILL)
    assert ready == b"ready\n"
    assert writer.returncode == -signal.SIGKILL
    for library in (Library(path, read_only=True), Library(path)):
        for entry in library.documents():
            found = texts(library, entry.id)
            assert len(found) == 300
            assert len(set(found)) == 1
        library.close()
    check = sqlite3.connect(path)
    assert check.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    check.close()
    library = Library(path)
    assert library.put(document()) is True
    library.close()


def test_a_file_that_may_not_be_written_is_not_to_be_moved_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "library.sqlite"
    Library(path).close()
    real = sqlite3.connect

    def only_read(where: str, **options: object) -> sqlite3.Connection:
        """What a read-only file system does to whoever wants to write."""
        connection = real(f"{where}?mode=ro", **options)  # type: ignore[call-overload]
        connection.execute("PRAGMA query_only = ON")
        return connection

    monkeypatch.setattr(Library, "_log_ahead", lambda library: library._db.execute("CREATE TABLE lamp (oil)"))
    monkeypatch.setattr(sqlite3, "connect", only_read)
    with pytest.raises(HldError, match="cannot be opened for writing") as told:
        Library(path)
    assert "Nothing in it is lost" in told.value.remedy
