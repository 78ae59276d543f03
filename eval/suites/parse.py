"""Are documents read as people read them? The golden paragraphs: their first and last words, page and notes, by hand."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from hld.eval.run import Row
from hld.eval.statistics import Measure
from hld.eval.suite import Context, Plan, Suite, Unavailable
from hld.ingest.errors import HldError

if TYPE_CHECKING:
    from hld.ingest.models import Paragraph

GOLDEN = Path(__file__).resolve().parents[2] / "tests" / "ingest" / "golden"
TABLES = ("text", "akn", "pdf")
MEASURES = (
    Measure(name="right", says="Share of golden paragraphs that are there and right in all that was read by hand."),
    Measure(name="found", says="Share that are there, under their id."),
    Measure(name="first words", says="Share whose first words are right, of those found."),
    Measure(name="last words", says="Share whose last words are right, of those found."),
    Measure(name="page", says="Share whose page is right, where it was read by hand."),
    Measure(name="notes", says="Share whose footnotes are right, where they were read by hand."),
)


def rows(folder: Path) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The rows of the golden tables with the table's name."""
    for name in TABLES:
        with (folder / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
            yield from ((name, row) for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def compare(golden: Mapping[str, str], found: Paragraph | None, markers: Mapping[str, str]) -> dict[str, float]:
    """What of a golden row is right in a paragraph; `markers` are the marks of notes by their ids."""
    if found is None:
        return {"found": 0.0, "right": 0.0}
    # Whole words, but in Chinese there is no space to tell them by.
    space = "" if "@zh" in golden["id"] else " "
    words = " ".join(found.text.split())
    out = {
        "found": 1.0,
        "first words": float(f"{words}{space}".startswith(golden["first"] + space)),
        "last words": float(f"{space}{words}".endswith(space + golden["last"])),
    }
    if golden["page"]:
        out["page"] = float(found.page == int(golden["page"]))
    if golden["notes"]:
        out["notes"] = float((" ".join(markers.get(note, note) for note in found.notes) or "-") == golden["notes"])
    return {**out, "right": min(out.values())}


def prepare(context: Context, golden: Path = GOLDEN) -> Plan:
    """A plan over the golden tables and the documents beside the project."""
    from hld.ingest.read import read_file

    corpus = context.shared / "corpus"
    if not corpus.is_dir():
        raise Unavailable(f"{corpus} with the real documents is not here.", "Set HLD_SHARED to the folder that holds it.")
    if not golden.is_dir():
        raise Unavailable(f"{golden} with the golden paragraphs is not here.", "Run it from a checkout of the project.")
    known = {f"{row['file']} {row['id']}": (table, row) for table, row in rows(golden)}
    chosen = list(known)[: context.limit or None]

    @cache
    def parsed(file: str) -> tuple[dict[str, Paragraph], dict[str, str]]:
        try:
            documents = read_file(corpus / file)
        except OSError as error:
            raise HldError(f"{corpus / file} cannot be read: {error}.", "Restore the folder of documents.") from error
        paragraphs = {p.id: p for document in documents for p in document.paragraphs}
        return paragraphs, {note.id: note.marker for document in documents for note in document.notes}

    def score(system: str, case: str) -> Row:
        table, row = known[case]
        paragraphs, markers = parsed(row["file"])
        found = paragraphs.get(row["id"])
        return Row(
            system=system,
            id=case,
            metrics=compare(row, found, markers),
            category=table,
            language=row["id"].partition("#")[0].partition("@")[2] or "en",
            document=row["file"],
            question=f"{row['id']}: {row['first']} … {row['last']}",
            extra={"read": "" if found is None else f"{found.text[:60]} … {found.text[-60:]}"},
        )

    mark = hashlib.sha256(b"".join((golden / f"{name}.tsv").read_bytes() for name in TABLES)).hexdigest()[:16]
    return Plan(
        tasks=[("hld", case) for case in chosen],
        score=score,
        measures=MEASURES,
        headline=[measure.name for measure in MEASURES],
        hashes={"data": mark},
    )


SUITE = Suite(name="parse", title="Golden paragraphs", prepare=prepare)
