"""The canonical store of paragraphs: one SQLite file, documents replaced whole in one transaction.

It holds official documents and the plain-language digest that ships with the project. The view `corpus` joins them: a
paragraph whose official text is present is that text, with the digest entry beside it as `plain`; a paragraph of which only
the digest is present is the digest entry, with `official` 0. Readable with the `sqlite3` shell.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from hld.ingest.errors import HldError
from hld.ingest.models import Document
from hld.ingest.symbols import LANGUAGES, Reference

SCHEMA = 1

_TABLES = """
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
CREATE VIEW corpus AS
    SELECT p.*, COALESCE(plain.text, '') AS plain FROM paragraph p
    LEFT JOIN paragraph plain ON plain.id = p.id AND plain.official = 0 AND p.official = 1
    WHERE p.official = 1 OR NOT EXISTS (SELECT 1 FROM paragraph o WHERE o.id = p.id AND o.official = 1);
CREATE VIEW documents AS
    SELECT * FROM document d WHERE d.official = 1
    OR NOT EXISTS (SELECT 1 FROM document o WHERE o.id = d.id AND o.official = 1);
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One paragraph as it is searched and shown.

    `text` is the official wording, or the digest's when `official` is False; `plain` is the digest beside an official text,
    empty where there is none. `verb` is the operative verb in the third person, empty where there is none.
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

    @property
    def adopted_on(self) -> dt.date | None:
        """The adoption date."""
        return dt.date.fromisoformat(self.adopted) if self.adopted else None


_DOCUMENT_COLUMNS = (
    "id, symbol, language, title, body, type, session, agenda_item, COALESCE(adopted, '') AS adopted, "
    "COALESCE(distributed, '') AS distributed, meeting, committee, report, official, source, "
    "(SELECT count(*) FROM corpus c WHERE c.document = documents.id) AS paragraphs, "
    "EXISTS (SELECT 1 FROM document p WHERE p.id = documents.id AND p.official = 0) AS process"
)
_ENTRY_COLUMNS = "id, document, kind, text, context, verb, page, heading, notes, official, plain"


def _entry(row: sqlite3.Row) -> Entry:
    return Entry(**{**dict(row), "official": bool(row["official"]), "notes": tuple(json.loads(row["notes"]))})


def _document_entry(row: sqlite3.Row) -> DocumentEntry:
    return DocumentEntry(**{**dict(row), "official": bool(row["official"]), "process": bool(row["process"])})


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
            self._db.row_factory = sqlite3.Row
            self._db.execute("PRAGMA foreign_keys = ON")
            version = self._db.execute("PRAGMA user_version").fetchone()[0]
            if version == 0 and not read_only:
                self._create()
            elif version != SCHEMA:
                raise HldError(f"{path} was made by another version of hld.", "Move it away and run `hld ingest` again.")
        except sqlite3.DatabaseError as error:
            raise HldError(f"{path} is not a library of hld ({error}).", "Move it away and ingest again.") from error

    def _create(self) -> None:
        self._db.execute("BEGIN IMMEDIATE")
        if self._db.execute("PRAGMA user_version").fetchone()[0] == 0:
            if self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                self._db.rollback()
                raise HldError(f"{self.path} is not a library of hld, but another database.", "Move it away.")
            for statement in filter(str.strip, _TABLES.split(";\n")):
                self._db.execute(statement)
            self._db.execute(f"PRAGMA user_version = {SCHEMA}")
        self._db.commit()
        self._db.execute("PRAGMA journal_mode = WAL")

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
            self._db.execute("DELETE FROM document WHERE id = ? AND official = ?", key)
            self._db.execute(
                f"INSERT INTO document VALUES ({', '.join('?' * 18)})",
                (
                    *key,
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
                    json.dumps(document.anomalies),
                ),
            )
            self._db.executemany(
                f"INSERT INTO paragraph VALUES ({', '.join('?' * 11)})",
                [
                    (
                        p.id,
                        key[1],
                        document.id,
                        n,
                        p.kind,
                        p.text,
                        p.context,
                        p.verb,
                        p.page,
                        p.heading,
                        json.dumps(p.notes),
                    )
                    for n, p in enumerate(document.paragraphs)
                ],
            )
            self._db.executemany(
                "INSERT INTO note VALUES (?, ?, ?, ?, ?)",
                [(n.id, document.id, key[1], n.marker, n.text) for n in document.notes],
            )
        return True

    def put_all(self, documents: Iterable[Document]) -> int:
        """Store documents one by one; how many were new or changed."""
        return sum(self.put(document) for document in documents)

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

    def copy_to(self, path: Path) -> None:
        """A consistent copy of the library at `path`, for an index generation."""
        with closing(sqlite3.connect(path)) as target:
            self._db.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
