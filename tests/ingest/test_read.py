"""Files and folders into the library: one bad file stops nothing, and a second run changes nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from hld.ingest import read as reading
from hld.ingest.digest import load_digest
from hld.ingest.errors import HldError, UnreadableError
from hld.ingest.library import Library
from hld.ingest.models import Kind
from hld.ingest.read import Report, find_files, ingest, open_library, read_file
from hld.ingest.symbols import Symbol

RESOLUTION = """United Nations

A/RES/91/{number}

General Assembly

Ninety-first session

Resolution adopted by the General Assembly on 9 December 2036

91/{number}. Lamps and harbours
The General Assembly,
Recalling its resolution 90/4 of 3 May 2035,
1. Thanks the keepers;
2. Asks {words}:
(a) For oil.
40th plenary meeting
9 December 2036
"""
XML = """<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><statement name="resolution">
<coverPage><docNumber refersTo="#symbol">A/RES/91/30</docNumber></coverPage><preface><p><docTitle>Oil</docTitle></p></preface>
<mainBody><paragraph><num>1.</num><content><p>Thanks the keepers.</p></content></paragraph></mainBody>
</statement></akomaNtoso>"""


def write(folder: Path, name: str, number: int = 17, words: str = "them") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(RESOLUTION.format(number=number, words=words), encoding="utf-8")
    return path


@pytest.fixture
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    library = Library(tmp_path_factory.mktemp("home") / "library.sqlite")
    yield library
    library.close()


def test_files_are_found_in_folders_and_sorted(tmp_path: Path) -> None:
    b, a = write(tmp_path, "b.txt"), write(tmp_path, "a.TXT")
    c = tmp_path / "deep" / "er" / "c.xml"
    c.parent.mkdir(parents=True)
    c.write_text(XML)
    (tmp_path / "notes.jpg").write_bytes(b"\xff\xd8")
    (tmp_path / "folder.txt").mkdir()
    assert find_files([tmp_path]) == [a, b, c]
    assert find_files([b, tmp_path]) == [b, a, c]
    assert find_files([b, b]) == [b]
    assert find_files([]) == []


def test_a_file_that_is_named_is_taken_whatever_its_ending(tmp_path: Path) -> None:
    path = tmp_path / "lamps.jpg"
    path.write_bytes(b"\xff\xd8")
    assert find_files([path]) == [path]


def test_a_path_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(HldError, match="nowhere does not exist"):
        find_files([write(tmp_path, "a.txt"), tmp_path / "nowhere"])


@pytest.mark.parametrize("inside", [[], ["photo.jpg", "sheet.xlsx"]])
def test_a_folder_without_readable_files_is_an_error(tmp_path: Path, inside: list[str]) -> None:
    for name in inside:
        (tmp_path / name).write_bytes(b"x")
    with pytest.raises(HldError, match=r"holds no file that can be read\. Files ending in .*\.xml.*\.txt"):
        find_files([tmp_path])


def test_a_report_says_what_was_found(library: Library, tmp_path: Path) -> None:
    path = write(tmp_path, "lamps.txt")
    (report,) = ingest(library, [path])
    assert (report.source, report.document, report.language) == (str(path), "A/RES/91/17", "en")
    assert (report.title, report.error, report.anomalies, report.stored) == ("Lamps and harbours", "", (), True)
    assert (report.count(Kind.PREAMBULAR), report.count(Kind.OPERATIVE), report.count(Kind.ANNEX)) == (1, 3, 0)
    assert [e.id for e in library.paragraphs("A/RES/91/17")] == [
        f"A/RES/91/17#{part}" for part in ("pre-1", "para-1", "para-2", "para-2-a")
    ]


def test_what_is_odd_is_in_the_report(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "lamps.txt"
    path.write_text(RESOLUTION.format(number=17, words="them").replace("2. Asks", "5. Asks"))
    (report,) = ingest(library, [path])
    assert report.anomalies == ("paragraph 5 follows 1",)


def test_a_second_run_changes_nothing(library: Library, tmp_path: Path) -> None:
    write(tmp_path, "a.txt", 17)
    write(tmp_path, "b.txt", 18)
    (tmp_path / "c.xml").write_text(XML)
    first = list(ingest(library, find_files([tmp_path])))
    before = library.fingerprint()
    second = list(ingest(library, find_files([tmp_path])))
    assert [r.stored for r in first] == [True, True, True]
    assert [r.stored for r in second] == [False, False, False]
    assert [(r.document, r.counts) for r in second] == [(r.document, r.counts) for r in first]
    assert library.fingerprint() == before


def test_a_changed_file_replaces_its_document_and_no_other(library: Library, tmp_path: Path) -> None:
    write(tmp_path, "a.txt", 17)
    write(tmp_path, "b.txt", 18)
    list(ingest(library, find_files([tmp_path])))
    write(tmp_path, "b.txt", 18, words="all of them")
    assert [r.stored for r in ingest(library, find_files([tmp_path]))] == [False, True]
    entry = library.get("A/RES/91/18#para-2")
    assert entry is not None and entry.text == "Asks all of them:"


def test_a_better_parser_reads_an_unchanged_file_again(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, "a.txt")
    list(ingest(library, [path]))
    monkeypatch.setattr(reading, "PARSER", "next")
    assert [library.put(document) for document in read_file(path)] == [True]


BAD = {
    "empty.txt": b"",
    "blank.txt": b" \n\n\t",
    "marks.txt": b"---\n",
    "latin.txt": "Décide".encode("latin-1"),
    "rule.txt": (RESOLUTION.format(number=99, words="them") + "_______________\nA line without a mark.\n").encode(),
    "broken.xml": b"<akomaNtoso><statement>",
    "page.xml": b"<html/>",
    "empty.xml": b"",
    "hollow.xml": XML.replace("<num>1.</num>", "").replace("<p>Thanks the keepers.</p>", "").encode(),
    "unnamed.xml": XML.replace("A/RES/91/30", "lamps").encode(),
    "date.xml": XML.replace("<mainBody>", '<docDate date="soon" refersTo="#adoptionDate"/><mainBody>').encode(),
    "session.xml": XML.replace("<preface>", '<session value="²"/><preface>').encode(),
    "marker.xml": XML.replace("keepers.", 'keepers.<authorialNote marker="²"><p>A note.</p></authorialNote>').encode(),
    "photo.jpg": b"\xff\xd8",
    "noending": b"lamps",
}


@pytest.mark.parametrize("name", BAD)
def test_one_bad_file_stops_nothing_and_nothing_stored_is_lost(library: Library, tmp_path: Path, name: str) -> None:
    first, last = write(tmp_path, "a.txt", 17), write(tmp_path, "z.txt", 18)
    list(ingest(library, [first]))
    before = library.get("A/RES/91/17#para-1")
    bad = tmp_path / name
    bad.write_bytes(BAD[name])
    reports = list(ingest(library, [bad, first, last]))
    assert [r.source for r in reports] == [str(bad), str(first), str(last)]
    assert [bool(r.error) for r in reports[1:]] == [False, False]
    assert reports[0].error or reports[0].stored
    if reports[0].error:
        assert (reports[0].document, reports[0].counts, reports[0].stored) == ("", (), False)
        assert name in reports[0].error
    assert library.get("A/RES/91/17#para-1") == before
    assert library.get("A/RES/91/18#para-1") is not None


def test_a_file_gone_bad_does_not_take_its_document_with_it(library: Library, tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt")
    list(ingest(library, [path]))
    path.write_bytes(b"")
    (report,) = ingest(library, [path])
    assert report == Report(source=str(path), error="a.txt is empty. Download or export it again.")
    assert library.get("A/RES/91/17#para-1") is not None


def test_two_resolutions_of_one_symbol_in_a_file_are_reported(library: Library, tmp_path: Path) -> None:
    statement = XML[XML.index("<statement") : XML.index("</akomaNtoso>")]
    path = tmp_path / "a.xml"
    path.write_text(XML.replace("</akomaNtoso>", f"{statement}</akomaNtoso>"))
    reports = list(ingest(library, [path]))
    assert [r.anomalies for r in reports] == [(), ("replaces the same document from a.xml",)]


def test_two_files_of_one_document_are_reported(library: Library, tmp_path: Path) -> None:
    reports = list(ingest(library, [write(tmp_path, "a.txt"), write(tmp_path, "b.txt", words="you")]))
    assert reports[0].anomalies == ()
    assert reports[1].anomalies == ("replaces the same document from a.txt",)
    assert [e.text for e in library.paragraphs("A/RES/91/17")][2] == "Asks you:"


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt", b"", "a.txt is empty."),
        ("a.pages", b"lamps", r"a.pages is of a format that is not read. Files ending in .xml, .pdf, .docx"),
        ("a", b"lamps", "a is of a format that is not read."),
        (
            "a.xml",
            XML.replace("<num>1.</num>", "").replace("<p>Thanks the keepers.</p>", "").encode(),
            "a.xml holds no paragraph.",
        ),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UnreadableError, match=message):
        read_file(tmp_path / name)


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST", 1 << 20)
    path = tmp_path / "a.txt"
    path.write_bytes(b"lamp " * (1 << 18))
    with pytest.raises(UnreadableError, match=r"a\.txt is larger than 1 MiB"):
        read_file(path)


def test_a_file_that_vanished_is_reported(library: Library, tmp_path: Path) -> None:
    (report,) = ingest(library, [tmp_path / "gone.txt"])
    assert report.error.startswith("gone.txt cannot be read: No such file or directory")


def test_an_opened_library_holds_the_digest_and_nothing_of_an_older_one(tmp_path: Path) -> None:
    path = tmp_path / "home" / "library.sqlite"
    library = open_library(path)
    digest = load_digest()
    assert {d.id for d in library.documents()} == {d.id for d in digest}
    assert not any(d.official for d in library.documents())
    assert all(d.process for d in library.documents())
    library.put(replace(digest[0], symbol=Symbol("A/RES/1/1"), paragraphs=(), sha256="old"))
    library.close()
    library = open_library(path)
    assert {d.id for d in library.documents()} == {d.id for d in digest}
    library.close()


@pytest.mark.corpus
def test_the_real_series_takes_the_place_of_its_digest(shared: Path, tmp_path: Path) -> None:
    library = open_library(tmp_path / "library.sqlite")
    count = sum(d.paragraphs for d in library.documents())
    reports = list(ingest(library, find_files([shared / "corpus/hld"])))
    assert [r.error or r.anomalies for r in reports] == [()] * 11
    assert all(d.official and d.process for d in library.documents())
    assert sum(d.paragraphs for d in library.documents()) == count
    assert all(entry.official and entry.plain for entry in library.all())
    assert not any(r.stored for r in ingest(library, find_files([shared / "corpus/hld"])))
    library.close()


@pytest.mark.corpus
def test_real_files_under_any_name_give_the_same_ids(shared: Path, tmp_path: Path) -> None:
    source = shared / "corpus/hld/A_RES_68_4.en.txt"
    shutil.copy(source, tmp_path / "download (3).txt")
    first, second = read_file(source), read_file(tmp_path / "download (3).txt")
    assert [p.id for d in first for p in d.paragraphs] == [p.id for d in second for p in d.paragraphs]
