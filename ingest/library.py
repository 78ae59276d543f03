"""The canonical store of paragraphs: one SQLite file, documents replaced whole in one transaction.

It holds official documents and the plain-language digest that ships with the project. The view `corpus` joins them: a
paragraph whose official text is present is that text, with the digest entry beside it as `plain`; a paragraph of which only
the digest is present is the digest entry, with `official` 0. Readable with the `sqlite3` shell.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from hld.ingest.errors import HldError
from hld.ingest.layout import Box, Span
from hld.ingest.mentions import find_mentions
from hld.ingest.metadata import Metadata
from hld.ingest.models import Document
from hld.ingest.symbols import LANGUAGES, Reference

SCHEMA = 2

_TABLES = """
CREATE TABLE document (
    id TEXT NOT NULL, official INTEGER NOT NULL, symbol TEXT NOT NULL, language TEXT NOT NULL, title TEXT NOT NULL,
    body TEXT NOT NULL, type TEXT NOT NULL, session INTEGER, agenda_item TEXT NOT NULL, adopted TEXT, distributed TEXT,
    meeting TEXT NOT NULL, committee TEXT NOT NULL, report TEXT NOT NULL, format TEXT NOT NULL, source TEXT NOT NULL,
    sha256 TEXT NOT NULL, anomalies TEXT NOT NULL, original TEXT NOT NULL, ocr INTEGER NOT NULL,
    PRIMARY KEY (id, official));
CREATE TABLE paragraph (
    id TEXT NOT NULL, official INTEGER NOT NULL, document TEXT NOT NULL, position INTEGER NOT NULL, kind TEXT NOT NULL,
    text TEXT NOT NULL, context TEXT NOT NULL, verb TEXT NOT NULL, page INTEGER NOT NULL, heading TEXT NOT NULL,
    notes TEXT NOT NULL, addressee TEXT NOT NULL, boxes TEXT NOT NULL, PRIMARY KEY (id, official),
    FOREIGN KEY (document, official) REFERENCES document (id, official) ON DELETE CASCADE);
CREATE TABLE note (
    id TEXT NOT NULL, document TEXT NOT NULL, official INTEGER NOT NULL, marker TEXT NOT NULL, text TEXT NOT NULL,
    page INTEGER NOT NULL, boxes TEXT NOT NULL, PRIMARY KEY (id),
    FOREIGN KEY (document, official) REFERENCES document (id, official) ON DELETE CASCADE);
CREATE TABLE source (
    document TEXT NOT NULL, official INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (document, official),
    FOREIGN KEY (document, official) REFERENCES document (id, official) ON DELETE CASCADE);
CREATE TABLE stretch (
    document TEXT NOT NULL, official INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, owner TEXT NOT NULL,
    FOREIGN KEY (document, official) REFERENCES document (id, official) ON DELETE CASCADE);
CREATE TABLE mention (
    paragraph TEXT NOT NULL, document TEXT NOT NULL, official INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    symbol TEXT NOT NULL, target TEXT NOT NULL,
    FOREIGN KEY (document, official) REFERENCES document (id, official) ON DELETE CASCADE);
CREATE TABLE metadata (symbol TEXT NOT NULL PRIMARY KEY, facts TEXT NOT NULL);
CREATE TABLE version (
    document TEXT NOT NULL, sha256 TEXT NOT NULL, source TEXT NOT NULL, format TEXT NOT NULL, replaced TEXT NOT NULL,
    paragraphs TEXT NOT NULL, PRIMARY KEY (document, sha256));
CREATE INDEX stretch_document ON stretch (document, official, start);
CREATE INDEX mention_document ON mention (document, official);
CREATE INDEX mention_symbol ON mention (symbol);
CREATE INDEX paragraph_document ON paragraph (document, official, position);
CREATE VIEW corpus AS
    SELECT p.*, COALESCE(plain.text, '') AS plain FROM paragraph p
    LEFT JOIN paragraph plain ON plain.id = p.id AND plain.official = 0 AND p.official = 1
    WHERE p.official = 1 OR NOT EXISTS (SELECT 1 FROM paragraph o WHERE o.id = p.id AND o.official = 1);
CREATE VIEW documents AS
    SELECT * FROM document d WHERE d.official = 1
    OR NOT EXISTS (SELECT 1 FROM document o WHERE o.id = d.id AND o.official = 1);
"""


_ADDED = (
    ("document", "original TEXT NOT NULL DEFAULT ''"),
    ("document", "ocr INTEGER NOT NULL DEFAULT 0"),
    ("paragraph", "addressee TEXT NOT NULL DEFAULT ''"),
    ("paragraph", "boxes TEXT NOT NULL DEFAULT '[]'"),
    ("note", "page INTEGER NOT NULL DEFAULT 0"),
    ("note", "boxes TEXT NOT NULL DEFAULT '[]'"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One paragraph as it is searched and shown.

        `text` is the official wording, or the digest's when `official` is False; `plain` is the digest beside an official text,
    `verb` is the operative verb in the third person and `addressee` whom it addresses, empty where there is none.
    """

    id: str
    document: str
    kind: str
    text: str
    context: str
    verb: str
    page: int
    heading: str
    notes: tuple[str, ...]
    official: bool
    plain: str
    addressee: str = ""

    @property
    def reference(self) -> Reference:
        """The id, parsed."""
        return Reference.parse(self.id)

    @property
    def chapeaux(self) -> tuple[str, ...]:
        """The ids of the paragraphs that introduce this subparagraph, nearest first: of 3 (b) (i) those of 3 (b) and 3."""
        ids, part = [], self.reference.part
        while part is not None and (part := part.parent) is not None:
            ids.append(f"{self.document}#{part}")
        return tuple(ids)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a paragraph stands in the file it was read from: its page, its stretches of text, its boxes on pages."""

    paragraph: str
    source: str
    sha256: str
    format: str
    page: int
    spans: tuple[Span, ...]
    words: tuple[str, ...]
    boxes: tuple[tuple[int, Box], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentEntry:
    """What the library knows of one document. Dates are ISO strings, empty where unknown.

    `process` says that it belongs to the High-level Dialogue process: the digest that ships covers it.
    """

    id: str
    symbol: str
    language: str
    title: str
    body: str
    type: str
    session: int | None
    agenda_item: str
    adopted: str
    distributed: str
    meeting: str
    committee: str
    report: str
    official: bool
    source: str
    paragraphs: int
    process: bool
    original: str = ""
    ocr: bool = False
    format: str = ""
    sha256: str = ""
    metadata: Mapping[str, object] = field(default_factory=dict)

    @property
    def adopted_on(self) -> dt.date | None:
        """The adoption date."""
        return dt.date.fromisoformat(self.adopted) if self.adopted else None

    @property
    def dated(self) -> str:
        """The date of adoption; of a report, which nobody adopts, that of its distribution."""
        return self.adopted or self.distributed

    @property
    def age(self) -> tuple[str, str]:
        """Puts documents in the order of their dates, those of one day in that of their ids."""
        return self.dated, self.id

    @property
    def file(self) -> str:
        """The name of the file that its text was read from, where that is of a kind that anybody writes; else empty."""
        return self.source if self.official and self.format in ANYBODYS else ""

    @property
    def dated_on(self) -> dt.date | None:
        """The same as a date."""
        return dt.date.fromisoformat(self.dated) if self.dated else None


ANYBODYS = frozenset({"docx", "html", "markdown"})
"""Formats in which anybody writes; the United Nations publishes in others."""

_DOCUMENT_COLUMNS = (
    "id, symbol, language, title, body, type, session, agenda_item, COALESCE(adopted, '') AS adopted, "
    "COALESCE(distributed, '') AS distributed, meeting, committee, report, original, ocr, official, "
    "format, source, sha256, "
    "COALESCE((SELECT facts FROM metadata m WHERE m.symbol = documents.symbol), '{}') AS metadata, "
    "(SELECT count(*) FROM corpus c WHERE c.document = documents.id) AS paragraphs, "
    "EXISTS (SELECT 1 FROM document p WHERE p.id = documents.id AND p.official = 0) AS process"
)
_ENTRY_COLUMNS = "id, document, kind, text, context, verb, addressee, page, heading, notes, official, plain"


def _entry(row: sqlite3.Row) -> Entry:
    return Entry(**{**dict(row), "official": bool(row["official"]), "notes": tuple(json.loads(row["notes"]))})


def _document_entry(row: sqlite3.Row) -> DocumentEntry:
    flags = {name: bool(row[name]) for name in ("official", "process", "ocr")}
    return DocumentEntry(**{**dict(row), **flags, "metadata": json.loads(row["metadata"])})


_KEEP_VERSION = """INSERT OR REPLACE INTO version
    SELECT id, sha256, source, format, datetime('now'),
        (SELECT json_group_object(id, text) FROM paragraph p WHERE p.document = d.id AND p.official = 1)
    FROM document d WHERE id = ? AND official = 1"""


def _rows(document: Document) -> dict[str, list[tuple[object, ...]]]:
    """What a document puts into each table."""
    owner = (document.id, int(document.official))
    return {
        "document": [
            (
                *owner,
                str(document.symbol),
                document.language,
                document.title,
                document.body,
                document.type,
                document.session,
                document.agenda_item,
                document.adopted.isoformat() if document.adopted else None,
                document.distributed.isoformat() if document.distributed else None,
                document.meeting,
                document.committee,
                document.report,
                document.format,
                document.source,
                document.sha256,
                json.dumps(document.anomalies, ensure_ascii=False),
                document.original,
                int(document.ocr),
            )
        ],
        "paragraph": [
            (
                p.id,
                owner[1],
                document.id,
                position,
                p.kind,
                p.text,
                p.context,
                p.verb,
                p.page,
                p.heading,
                json.dumps(p.notes),
                p.addressee,
                json.dumps(p.boxes),
            )
            for position, p in enumerate(document.paragraphs)
        ],
        "note": [(n.id, *owner, n.marker, n.text, n.page, json.dumps(n.boxes)) for n in document.notes],
        "source": [(*owner, document.text)] if document.text else [],
        "stretch": [(*owner, stretch.start, stretch.end, stretch.owner) for stretch in document.layout],
        "mention": [
            (p.id, *owner, m.start, m.end, str(m.reference.symbol), str(replace(m.reference, language="en")))
            for p in document.paragraphs
            for m in find_mentions(p.text, within=p.reference, language=document.language)
        ]
        if document.official
        else [],
    }


def _is_locked(error: Exception) -> bool:
    return isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode == sqlite3.SQLITE_BUSY


_CANNOT = frozenset(
    getattr(sqlite3, f"SQLITE_{name}") for name in ("READONLY", "CANTOPEN", "PERM", "IOERR", "FULL", "BUSY", "LOCKED")
)
"""What keeps a file from being opened or written that is none the worse for it (https://www.sqlite.org/rescode.html)."""


def _refused(path: Path, error: sqlite3.DatabaseError) -> HldError:
    """Why a file cannot be opened; that it be moved away is said of one alone that is no library."""
    if getattr(error, "sqlite_errorcode", 0) & 0xFF in _CANNOT:
        return HldError(
            f"{path} cannot be opened for writing ({error}).",
            "Nothing in it is lost: see who may write in its folder, whether the disk is full, and if another process holds it.",
        )
    return HldError(f"{path} is not a library of hld ({error}).", "Move it away and ingest again.")


class Library:
    """One library file. Reading needs no lock; writing is one transaction a document."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        """Open `path`, made with its tables where it does not exist.

        Raises:
            HldError: when the file is missing (read only), is not a library, or was made by another version.
        """
        self.path = path
        if read_only and not path.is_file():
            raise HldError(f"There is no library at {path}.", "Run `hld index`.")
        if not read_only:
            path.parent.mkdir(parents=True, exist_ok=True)
        mode = "?mode=ro" if read_only else ""
        try:
            self._db = sqlite3.connect(f"{path.resolve().as_uri()}{mode}", uri=True, timeout=30, check_same_thread=False)
            with ExitStack() as undo:
                undo.callback(self._db.close)
                self._db.row_factory = sqlite3.Row
                self._db.execute("PRAGMA foreign_keys = ON")
                version = self._version()
                if version == 0 and not read_only:
                    self._create()
                elif version == 1 and not read_only:
                    self._migrate()
                elif version == SCHEMA and not read_only:
                    self._log_ahead()
                elif version != SCHEMA:
                    raise HldError(f"{path} was made by another version of hld.", "Move it away and run `hld ingest` again.")
                undo.pop_all()
        except sqlite3.DatabaseError as error:
            raise _refused(path, error) from error

    def _version(self) -> int:
        return int(self._db.execute("PRAGMA user_version").fetchone()[0])

    def _log_ahead(self) -> None:
        """Have writers keep a write-ahead log, as the file says ever after: what one that was killed leaves can be read.

        In SQLite's first mode a killed writer leaves a journal that only a writer can roll back, and whoever may only
        read is turned away (https://www.sqlite.org/rescode.html#readonly_rollback).
        """
        if self._db.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
            return
        # SQLite does not wait for another process here, as it does elsewhere. Imported here: who only reads needs it not.
        import stamina

        for attempt in stamina.retry_context(on=_is_locked, attempts=None, timeout=30, wait_initial=0.02, wait_max=0.5):
            with attempt:
                self._db.execute("PRAGMA journal_mode = WAL")

    def _create(self) -> None:
        if self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] and self._version() == 0:
            raise HldError(f"{self.path} is not a library of hld, but another database.", "Move it away.")
        # Before there is a table: a process that is killed in between must not leave a library without the log.
        self._log_ahead()
        self._db.execute("BEGIN IMMEDIATE")
        if self._version() == 0:
            for statement in filter(str.strip, _TABLES.split(";\n")):
                self._db.execute(statement)
            self._db.execute(f"PRAGMA user_version = {SCHEMA}")
        self._db.commit()
        self._db.execute("PRAGMA journal_mode = WAL")

    def _migrate(self) -> None:
        """Make a library of version 1 one of version 2: new columns and tables; the documents in it stay."""
        self._db.execute("BEGIN IMMEDIATE")
        if self._version() == 1:
            for table, column in _ADDED:
                self._db.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
            for statement in filter(str.strip, _TABLES.split(";\n")):
                if not re.match(r"\s*CREATE (?:TABLE (?:document|paragraph|note)\b|INDEX paragraph|VIEW)", statement):
                    self._db.execute(statement)
            self._db.execute(f"PRAGMA user_version = {SCHEMA}")
        self._db.commit()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.rollback()
            raise
        self._db.commit()

    def put(self, document: Document) -> bool:
        """Store a document in place of the one with its id; False when the very same one is there already."""
        key = (document.id, int(document.official))
        known = self._db.execute("SELECT sha256 FROM document WHERE id = ? AND official = ?", key).fetchone()
        if known and known[0] == document.sha256 and document.sha256:
            return False
        with self._transaction():
            if known and document.official:
                self._db.execute(_KEEP_VERSION, (document.id,))
            self._db.execute("DELETE FROM document WHERE id = ? AND official = ?", key)
            for table, rows in _rows(document).items():
                if rows:
                    marks = ", ".join("?" * len(rows[0]))
                    self._db.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
        return True

    def put_all(self, documents: Iterable[Document]) -> int:
        """Store documents one by one; how many were new or changed."""
        return sum(self.put(document) for document in documents)

    def describe(self, metadata: Iterable[Metadata]) -> int:
        """Keep what is known of resolutions beside their texts, whether they are held or not; how many were new or changed."""
        rows = [(str(row.symbol), json.dumps(row.facts(), ensure_ascii=False)) for row in metadata]
        with self._transaction():
            known = dict(self._db.execute("SELECT symbol, facts FROM metadata").fetchall())
            changed = [row for row in rows if known.get(row[0]) != row[1]]
            self._db.executemany("INSERT OR REPLACE INTO metadata VALUES (?, ?)", changed)
        return len(changed)

    def drop(self, document_id: str, *, official: bool = True) -> None:
        """Take a document out."""
        with self._transaction():
            self._db.execute("DELETE FROM document WHERE id = ? AND official = ?", (document_id, int(official)))

    def fingerprint(self) -> str:
        """A text that changes when any document does: the ids and hashes of all documents, in order."""
        rows = self._db.execute("SELECT id, official, sha256 FROM document ORDER BY id, official")
        return "\n".join(f"{row[0]} {row[1]} {row[2]}" for row in rows)

    def get(self, paragraph_id: str) -> Entry | None:
        """One paragraph, or None."""
        row = self._db.execute(f"SELECT {_ENTRY_COLUMNS} FROM corpus WHERE id = ?", (paragraph_id,)).fetchone()
        return _entry(row) if row else None

    def get_many(self, ids: Iterable[str]) -> dict[str, Entry]:
        """Paragraphs by id; ids that are not in the library are left out."""
        ids = list(ids)
        rows = self._db.execute(
            f"SELECT {_ENTRY_COLUMNS} FROM corpus WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(ids),)
        )
        found = {entry.id: entry for entry in map(_entry, rows)}
        return {i: found[i] for i in ids if i in found}

    def paragraphs(self, document_id: str) -> list[Entry]:
        """All paragraphs of one document in order."""
        rows = self._db.execute(
            f"SELECT {_ENTRY_COLUMNS} FROM corpus WHERE document = ? ORDER BY official DESC, position", (document_id,)
        )
        return [_entry(row) for row in rows]

    def children(self, entry: Entry) -> list[Entry]:
        """The subparagraphs that a chapeau introduces, in order."""
        return [other for other in self.paragraphs(entry.document) if other.chapeaux[:1] == (entry.id,)]

    def beside(self, entry: Entry) -> tuple[list[Entry], list[Entry]]:
        """The paragraphs of its document before a paragraph, and those after it, in order."""
        entries = self.paragraphs(entry.document)
        place = next(i for i, other in enumerate(entries) if other.id == entry.id)
        return entries[:place], entries[place + 1 :]

    def neighbours(self, entry: Entry, around: int = 2) -> list[Entry]:
        """The paragraph among those before and after it, in the order of the document."""
        before, after = self.beside(entry)
        return [*before[-around:], entry, *after[:around]]

    def all(self, languages: Iterable[str] = LANGUAGES) -> Iterator[Entry]:
        """All paragraphs in these languages, by document and in order."""
        chosen = json.dumps(list(languages))
        rows = self._db.execute(
            f"SELECT {_ENTRY_COLUMNS} FROM corpus WHERE document IN (SELECT id FROM document WHERE language IN "
            "(SELECT value FROM json_each(?))) ORDER BY document, position",
            (chosen,),
        )
        return map(_entry, rows)

    def document(self, document_id: str) -> DocumentEntry | None:
        """One document, or None."""
        row = self._db.execute(f"SELECT {_DOCUMENT_COLUMNS} FROM documents WHERE id = ?", (document_id,)).fetchone()
        return _document_entry(row) if row else None

    def documents(self) -> list[DocumentEntry]:
        """All documents, by adoption date and symbol."""
        rows = self._db.execute(
            f"SELECT {_DOCUMENT_COLUMNS} FROM documents ORDER BY documents.adopted IS NULL, documents.adopted, id"
        )
        return [_document_entry(row) for row in rows]

    def notes(self, document_id: str) -> dict[str, tuple[str, str]]:
        """The footnotes of a document: id -> (mark, text)."""
        rows = self._db.execute("SELECT id, marker, text FROM note WHERE document = ?", (document_id,))
        return {row["id"]: (row["marker"], row["text"]) for row in rows}

    def place(self, paragraph_id: str) -> Place | None:
        """Where a paragraph of an official document stands in its source, or None when there is no such paragraph."""
        row = self._db.execute(
            "SELECT d.id, d.source, d.sha256, d.format, p.page, p.boxes FROM paragraph p JOIN document d "
            "ON d.id = p.document AND d.official = p.official WHERE p.id = ? AND p.official = 1",
            (paragraph_id,),
        ).fetchone()
        if row is None:
            return None
        found = self._db.execute(
            'SELECT s.start, s."end", substr(t.text, s.start + 1, s."end" - s.start) AS words FROM stretch s '
            "JOIN source t USING (document, official) WHERE s.document = ? AND official = 1 AND s.owner = ? ORDER BY s.start",
            (row["id"], paragraph_id),
        ).fetchall()
        return Place(
            paragraph=paragraph_id,
            source=row["source"],
            sha256=row["sha256"],
            format=row["format"],
            page=row["page"],
            spans=tuple((r["start"], r["end"]) for r in found),
            words=tuple(r["words"] for r in found),
            boxes=tuple((page, tuple(box)) for page, box in json.loads(row["boxes"])),
        )

    def layout(self, document_id: str) -> tuple[str, list[tuple[int, int, str]]]:
        """The source text of an official document, and who owns its stretches in order; empty when it is not known."""
        text = self._db.execute("SELECT text FROM source WHERE document = ? AND official = 1", (document_id,)).fetchone()
        rows = self._db.execute(
            'SELECT start, "end", owner FROM stretch WHERE document = ? AND official = 1 ORDER BY start', (document_id,)
        )
        return (text[0] if text else ""), [tuple(row) for row in rows]

    def mentions_in(self, document_id: str) -> list[tuple[str, int, int, str]]:
        """What the paragraphs of an official document mention: paragraph, from, to, and what as an id in English."""
        rows = self._db.execute(
            'SELECT paragraph, start, "end", target FROM mention WHERE document = ? AND official = 1 ORDER BY rowid',
            (document_id,),
        )
        return [tuple(row) for row in rows]

    def mentions_of(self, symbol: str) -> list[tuple[str, int, int, str]]:
        """Who mentions a document or any of its paragraphs: paragraph, from, to, and what as an id in English."""
        rows = self._db.execute(
            'SELECT paragraph, start, "end", target FROM mention WHERE symbol = ? ORDER BY document, rowid', (symbol,)
        )
        return [tuple(row) for row in rows]

    def versions(self, document_id: str) -> list[tuple[str, str, str]]:
        """Earlier versions of a document that another file replaced: hash, file, when; oldest first."""
        rows = self._db.execute(
            "SELECT sha256, source, replaced FROM version WHERE document = ? ORDER BY replaced, rowid", (document_id,)
        )
        return [tuple(row) for row in rows]

    def copy_to(self, path: Path) -> None:
        """A consistent copy of the library at `path`, for an index generation."""
        with closing(sqlite3.connect(path)) as target:
            self._db.backup(target)
            # The sources are for checking a parse; a search never reads them, and they are half of the file.
            target.executescript("DELETE FROM source; DELETE FROM stretch; DELETE FROM version; VACUUM;")
            target.execute("PRAGMA journal_mode = DELETE")
