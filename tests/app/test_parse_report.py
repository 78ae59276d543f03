"""The parse report: its arithmetic, what it escapes, what stands first, and the page in a browser."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hld.app import parse_report
from hld.app.parse_report import CLASSES, owner_class, pieces, render, shares, write
from hld.ingest.errors import HldError
from hld.ingest.library import Library
from hld.ingest.models import Document, Kind, Note, Paragraph, Stretch
from hld.ingest.read import Report, find_files, ingest
from hld.ingest.symbols import Reference, Symbol

ATTACK = '<script>window.pwned=1</script>"&'
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = """--no-sandbox --headless --disable-gpu --disable-quic --no-first-run --disable-background-networking
--disable-component-update --disable-sync""".split()
VOID = {"meta", "br", "hr", "img", "link", "input"}
OWNERS = ["A/RES/1/1#para-1", "A/RES/1/1#note-1", "title", "heading", "masthead", "formula", "closing", "furniture: rule", "who?"]


# Shares.

layouts = st.lists(st.tuples(st.integers(-3, 60), st.integers(-3, 60), st.sampled_from(OWNERS)), max_size=12)


@given(st.text(alphabet=st.sampled_from("ab1. \n\t\u00a0\u3000é中"), max_size=50), layouts)
def test_every_character_is_counted_once(text: str, layout: list[tuple[int, int, str]]) -> None:
    assert "".join(words for words, _ in pieces(text, layout)) == text
    found = shares(text, layout)
    assert list(found) == list(CLASSES)
    assert sum(found.values()) == sum(not character.isspace() for character in text)


@pytest.mark.parametrize(
    ("owner", "expected"),
    [
        ("A/RES/67/172#para-10-a-ii", "paragraph"),
        ("A/RES/73/195#annex-2-para-4", "paragraph"),
        ("A/RES/67/172@fr#pre-3", "paragraph"),
        ("PAGE/notes#block-2", "paragraph"),
        ("A/RES/67/172#note-12", "note"),
        ("A/RES/73/195#annex-note-1", "note"),
        ("title", "heading"),
        ("heading", "heading"),
        ("masthead", "masthead"),
        ("formula", "masthead"),
        ("closing", "masthead"),
        ("furniture: running head", "furniture"),
        ("", "lost"),
        ("something new", "lost"),
    ],
)
def test_the_class_of_each_owner(owner: str, expected: str) -> None:
    assert owner_class(owner) == expected


def test_where_two_claim_a_character_the_first_has_it() -> None:
    assert shares("abcdef", [(0, 4, "title"), (2, 6, "formula")]) == {**dict.fromkeys(CLASSES, 0), "heading": 4, "masthead": 2}


# The page.


def document(symbol: str = "A/RES/1/1", text: str = "A title\n1. Decides.\n1/2\n", **changes: Any) -> Document:
    """A title, one paragraph and a page mark, unless `layout` says otherwise."""
    paragraph = Reference(symbol=Symbol.parse(symbol), part=Reference.parse("A/RES/1/1#para-1").part)
    base = Document(
        symbol=Symbol.parse(symbol),
        title="A title",
        paragraphs=(Paragraph(reference=paragraph, kind=Kind.OPERATIVE, text="Decides."),),
        text=text,
        layout=(
            Stretch(start=0, end=7, owner="title"),
            Stretch(start=8, end=19, owner=str(paragraph)),
            Stretch(start=20, end=23, owner="furniture: page mark"),
        ),
        source="file.txt",
        sha256="0",
    )
    return replace(base, **changes)


def report(of: Document, **changes: Any) -> Report:
    counts = Counter(str(paragraph.kind) for paragraph in of.paragraphs)
    base = Report(
        source=of.source, document=of.id, language="en", title=of.title, counts=tuple(counts.items()), anomalies=of.anomalies
    )
    return replace(base, **changes)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library(tmp_path / "library.sqlite")
    yield opened
    opened.close()


def page(library: Library, *documents: Document, failed: tuple[Report, ...] = ()) -> str:
    library.put_all(documents)
    return render([*map(report, documents), *failed], library, version="1.2.3", made="24 November 2025")


class Outline(HTMLParser):
    """Refuses a page whose elements are not closed in order, whose ids are not unique, or that would load something."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []
        assert len(self.ids) == len(set(self.ids))
        assert all(re.fullmatch(r"\S+", each) for each in self.ids)
        assert set(self.links) <= {f"#{each}" for each in self.ids}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in {"script", "link", "img", "iframe", "object", "base"}
        values = dict(attrs)
        assert len(values) == len(attrs)
        assert not any(name.startswith("on") or name == "src" for name in values)
        self.ids += [str(values["id"])] if "id" in values else []
        self.links += [str(values["href"])] if "href" in values else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_a_document_that_was_read_as_it_should_be(library: Library) -> None:
    html = page(library, document())
    Outline(html)
    assert "Nothing was lost: each of the 19 characters of 1 source text belongs to" in html
    assert "all accounted for" in html
    assert "Made by hld 1.2.3, 24 November 2025." in html
    assert '<div class="row paragraph" id="A/RES/1/1#para-1"><a class="tag" href="#A/RES/1/1#para-1">para. 1</a>' in html
    assert '<span class="tag">page mark</span><p dir="auto"><s>1/2</s></p>' in html
    assert 'aria-label="Shares: paragraphs 52.6 %, headings 31.6 %, furniture 15.8 %"' in html


def test_what_is_lost_is_said_loudly(library: Library) -> None:
    layout = (Stretch(start=0, end=7, owner="title"), Stretch(start=8, end=10, owner="formula"))
    html = page(library, document(layout=layout, anomalies=("odd",)))
    Outline(html)
    assert '<li dir="auto">11 characters that belong to nobody</li><li dir="auto">odd</li>' in html
    assert "11 of 19 characters belong to nobody, in 1 document." in html
    assert '<span class="badge bad">11 lost</span>' in html
    formula = '<span class="in masthead"><small>formula</small>1.</span>'
    words = f"{formula}<mark> Decides.</mark>\n<mark>1/2</mark>"
    assert f'<div class="row lost"><span class="tag">lost</span><p dir="auto">{words}</p></div>' in html
    assert "Nothing was lost" not in html


def test_another_owner_in_a_line_is_marked_where_it_stands(library: Library) -> None:
    note = Note(id="A/RES/1/1#note-1", marker="1", text="See.")
    layout = (
        Stretch(start=0, end=7, owner="A/RES/1/1#para-1"),
        Stretch(start=8, end=10, owner="furniture: field code"),
        Stretch(start=11, end=15, owner=note.id),
        Stretch(start=16, end=26, owner="A/RES/1/1#para-1"),
    )
    html = page(library, document(text="Recalls 1F See. that, whic", notes=(note,), layout=layout))
    Outline(html)
    assert '<span class="in furniture"><small>field code</small><s>1F </s></span>' in html
    assert '<span class="in note" id="A/RES/1/1#note-1"><small>note 1</small>See. </span>that, whic</p>' in html


def test_a_paragraph_that_goes_on_is_labelled_again_and_has_its_id_once(library: Library) -> None:
    owner = "A/RES/77/263 B#para-1"
    layout = tuple(Stretch(start=a, end=a + 3, owner=o) for a, o in ((0, owner), (4, "furniture: rule"), (8, owner)))
    html = page(library, document("A/RES/77/263 B", text="one\n___\ntwo", layout=layout))
    Outline(html)
    assert html.count('id="A/RES/77/263_B#para-1"') == 1
    assert html.count('href="#A/RES/77/263_B#para-1"') == 2
    assert "continued" in html


def test_everything_is_escaped(library: Library) -> None:
    attacked = document(
        text=ATTACK * 3 + "\x00\x85\ud800".encode("utf-8", "replace").decode(),
        title=ATTACK,
        source=ATTACK,
        anomalies=(ATTACK,),
        layout=(Stretch(start=0, end=40, owner=f"furniture: {ATTACK}"), Stretch(start=40, end=60, owner=ATTACK)),
    )
    html = page(library, attacked, failed=(Report(source=ATTACK, error=ATTACK),))
    Outline(html)
    assert "<script" not in html
    assert "\x00" not in html
    assert html.count("&lt;script&gt;window.pwned=1&lt;/script&gt;&quot;&amp;") >= 6


def test_a_file_name_that_is_not_utf_8_can_be_written(library: Library, tmp_path: Path) -> None:
    html = page(library, failed=(Report(source=os.fsdecode(b"caf\xe9.pdf"), error="caf\udce9.pdf is empty."),))
    write(tmp_path / "out.html", html)
    assert "caf\ufffd.pdf" in (tmp_path / "out.html").read_text("utf-8")


def test_the_worst_stands_first(library: Library) -> None:
    documents = [
        document("A/RES/1/1"),
        document("A/RES/1/2", anomalies=("odd",)),
        document("A/RES/1/3", anomalies=("odd", "odder")),
        document("A/RES/1/4", layout=()),
    ]
    html = page(library, *documents, failed=(Report(source="bad.pdf", error="bad.pdf is empty."),))
    places = [html.index(words) for words in ("<h2>Not read", "bad.pdf is empty", *(f"<h3>A/RES/1/{n}<" for n in (4, 3, 2, 1)))]
    assert places == sorted(places)


def test_nothing_is_claimed_of_a_source_that_is_not_kept(library: Library) -> None:
    html = page(library, document(text="", layout=()))
    Outline(html)
    assert "whether anything was lost is not known" in html
    assert "Nothing was lost" not in html
    both = page(library, document(text="", layout=()), document("A/RES/1/2"))
    assert "19 characters of 1 source text" in both
    assert "Of 1 more document no source text is kept" in both


def test_a_run_that_read_nothing(library: Library) -> None:
    html = page(library, failed=(Report(source="bad.pdf", error="bad.pdf is empty."),))
    Outline(html)
    assert "No document was read." in html


def test_a_document_that_was_read_twice_is_drawn_once(library: Library) -> None:
    html = page(library, document(source="old.txt"), document(source="new.txt", sha256="1"))
    Outline(html)
    assert "replaced in this run by the same document from new.txt" in html
    assert html.count("<summary>Source text") == 1
    assert "1 earlier version: old.txt until " in html
    assert "each of the 19 characters" in html


def test_findings_are_never_dropped_silently(library: Library) -> None:
    html = page(library, document(anomalies=tuple(f"finding {n};" for n in range(parse_report.FINDINGS + 3))))
    Outline(html)
    assert "finding 199;" in html
    assert "finding 200;" not in html
    assert "and 3 more findings" in html


def test_a_big_run_shows_the_sources_of_documents_with_findings(library: Library) -> None:
    documents = [document(f"A/RES/1/{n}", anomalies=("odd",) * (n == 7)) for n in range(1, parse_report.SMALL + 2)]
    html = page(library, *documents)
    Outline(html)
    assert html.count("<summary>Source text") == 1
    assert f"more than {parse_report.SMALL} documents: only those with findings" in html
    assert f"{parse_report.SMALL} documents without findings" in html
    assert all(f"A/RES/1/{n}<" in html for n in range(1, parse_report.SMALL + 2))


def test_a_page_that_would_be_too_large_leaves_sources_out_and_says_so(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    long = document("A/RES/1/2", text="word " * 20_000, layout=())
    monkeypatch.setattr(parse_report, "LARGEST", 60_000)
    html = page(library, document(), long)
    Outline(html)
    assert len(html.encode()) < 60_000
    assert "1 source text would have made this page too large" in html
    assert html.count("<summary>Source text") == 1


# Writing.


def test_a_page_is_written_whole_in_place_of_an_older_one(tmp_path: Path) -> None:
    path = tmp_path / "out.html"
    write(path, "one")
    write(path, "two")
    assert path.read_text("utf-8") == "two"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(HldError, match=r"There is no folder .*nowhere for the report\. Make it: mkdir"):
        write(tmp_path / "nowhere" / "out.html", "")


def test_a_folder_in_place_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(HldError, match="is a folder"):
        write(tmp_path, "")


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    # Root may write everywhere, so the refusal is the file system's own: a name that is too long.
    with pytest.raises(HldError, match=r"cannot be written: File name too long\."):
        write(tmp_path / ("x" * 300), "")
    assert list(tmp_path.iterdir()) == []


# The real documents.


@pytest.fixture(scope="module")
def real(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[list[Report], Library]]:
    library = Library(tmp_path_factory.mktemp("real") / "library.sqlite")
    yield list(ingest(library, find_files([shared / "corpus" / "hld"]))), library
    library.close()


@pytest.mark.corpus
def test_nothing_is_lost_of_the_ten_resolutions(real: tuple[list[Report], Library]) -> None:
    reports, library = real
    resolutions = [each for each in reports if each.document.startswith("A/RES/")]
    assert len(resolutions) == 10
    for each in reports:
        text, layout = library.layout(each.document)
        found = shares(text, layout)
        assert found["lost"] == 0, each.document
        assert found["paragraph"] > sum(found.values()) / 2
        named = {entry.id for entry in library.paragraphs(each.document)} | set(library.notes(each.document))
        assert {owner for *_, owner in layout if "#" in owner} <= named


@pytest.mark.corpus
@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_in_a_browser(real: tuple[list[Report], Library], tmp_path: Path, width: int, scheme: Any) -> None:
    if not CHROMIUM.exists():
        message = f"{CHROMIUM} is not there: apt-get install chromium"
        pytest.fail(message) if os.environ.get("CI") == "true" else pytest.skip(message)
    from playwright.sync_api import sync_playwright

    reports, library = real
    html = render([*reports, Report(source=ATTACK, error=ATTACK)], library, version="test", made="today")
    Outline(html)
    path = tmp_path / "out.html"
    write(path, html)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        opened = context.new_page()
        complaints, requested = list[str](), list[str]()
        opened.on("console", lambda message: complaints.append(message.text))
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        opened.on("request", lambda request: requested.append(request.url))
        opened.goto(path.as_uri())
        assert opened.locator("h1").inner_text() == "Parse report"
        assert opened.locator(".card").count() == len(reports)
        assert opened.evaluate("window.pwned") is None
        opened.locator(".card:has(h3:text-is('A/RES/67/172')) summary", has_text="Source text").click()
        row = opened.locator('[id="A/RES/67/172#para-10-a"]')
        assert row.is_visible()
        assert row.locator(".tag").inner_text() == "para. 10 (a)"
        assert opened.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        assert complaints == []
        assert requested == [path.as_uri()]
        browser.close()
