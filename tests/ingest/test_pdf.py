"""The PDF reader: real documents, and small ones written here word by word."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from hld.ingest.errors import ScanError, UnreadableError
from hld.ingest.layout import Line, Source
from hld.ingest.readers import pdf

FONTS = ("Times-Roman", "Times-Bold", "Times-Italic", "Courier")
REGULAR, BOLD, ITALIC, TYPED = range(4)


@dataclass(frozen=True)
class Text:
    """Words at a place on a page; `tm` turns them."""

    x: float
    y: float
    words: str
    size: float = 10
    font: int = REGULAR
    tm: tuple[int, int, int, int] = (1, 0, 0, 1)


def write(*pages: Sequence[Text], extra: Sequence[str] = (), rotate: int = 0, encrypt: bytes = b"") -> bytes:
    """A PDF with these words on its pages; `extra` are drawing operators for each page."""
    objects: list[bytes] = []
    kids = " ".join(f"{3 + len(FONTS) + 2 * index} 0 R" for index in range(len(pages)))
    objects.append(b"<< /Type /Catalog /Pages 2 0 R /Lang (en-GB) >>")
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    for name in FONTS:
        objects.append(f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>".encode())
    fonts = " ".join(f"/F{index} {3 + index} 0 R" for index in range(len(FONTS)))
    for index, page in enumerate(pages):
        drawn = [extra[index]] if index < len(extra) else []
        for text in page:
            words = re.sub(r"([\\()])", r"\\\1", text.words)
            a, b, c, d = text.tm
            drawn.append(f"BT /F{text.font} {text.size} Tf {a} {b} {c} {d} {text.x} {text.y} Tm ({words}) Tj ET")
        stream = "\n".join(drawn).encode("cp1252")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Rotate {rotate} /Resources << /Font << {fonts} >> >> "
            f"/Contents {len(objects) + 2} 0 R >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, encrypt, start)
    return bytes(out)


def lines_of(source: Source, *roles: str) -> list[Line]:
    return [line for line in source.lines if line.role in (roles or ("body",))]


def texts(source: Source, *roles: str) -> list[str]:
    return [line.text for line in lines_of(source, *roles)]


def assert_whole(source: Source) -> None:
    """Every character that is not white space stands in exactly one line, and the lines are in order."""
    owned: Counter[int] = Counter()
    for line in source.lines:
        owned.update(range(line.start, line.end))
        assert 1 <= line.page <= source.pages
        assert line.box is not None and line.box[0] <= line.box[2] and line.box[1] <= line.box[3]
        assert all(0 <= offset <= len(line.text) for offset, _ in line.marks)
        assert line.text == " ".join(line.text.split())
    assert all(owned[place] == 1 for place, char in enumerate(source.text) if not char.isspace())
    assert max(owned.values(), default=0) <= 1
    assert [line.start for line in source.lines] == sorted(line.start for line in source.lines)


FILLER = "words that fill a line of text from the left margin to the right and go on"


def paragraph(
    x: float, top: float, count: int, *, first: str = "", indent: float = 24, size: float = 10, of: str = "line"
) -> list[Text]:
    """Lines of a paragraph whose first is indented; the last is short and ends."""
    out = []
    for index in range(count):
        words = f"{of} {index} {FILLER}" if index < count - 1 else "and end here;"
        left = x + indent if index == 0 else x
        if index == 0 and first:
            out.append(Text(left, top, first, size))
            left += 24
        out.append(Text(left, top - 12 * index, words, size))
    return out


NUMBERS = {
    "A_RES_73_3-EN.pdf": 53,
    "A_RES_73_7-EN.pdf": 28,
    "A_RES_48_246-EN.pdf": 12,
    "A_RES_48_246-ES.pdf": 12,
    "A_HRC_WG.6_34_ITA_3-EN.pdf": 94,
}


@pytest.fixture(scope="module")
def sources(shared: Path) -> dict[str, Source]:
    folder = shared / "corpus" / "pdf"
    return {name: pdf.source((folder / name).read_bytes(), name) for name in NUMBERS}


@pytest.mark.corpus
class TestRealDocuments:
    @pytest.mark.parametrize("name", NUMBERS)
    def test_every_character_stands_in_one_line(self, sources: dict[str, Source], name: str) -> None:
        assert_whole(sources[name])
        assert sources[name].anomalies == ()

    @pytest.mark.parametrize(("name", "count"), NUMBERS.items())
    def test_paragraphs_are_numbered_from_one_without_a_gap(self, sources: dict[str, Source], name: str, count: int) -> None:
        labels = [line.label for line in lines_of(sources[name]) if line.label]
        assert labels == [str(number) for number in range(1, count + 1)]
        assert all(line.begins for line in lines_of(sources[name]) if line.label)

    @pytest.mark.parametrize(
        ("name", "notes"),
        [
            ("A_RES_73_3-EN.pdf", [str(n) for n in range(1, 20)]),
            ("A_RES_73_7-EN.pdf", [str(n) for n in range(1, 10)]),
            ("A_RES_48_246-EN.pdf", ["1", "2"]),
            ("A_RES_48_246-ES.pdf", ["1", "2"]),
            ("A_HRC_WG.6_34_ITA_3-EN.pdf", ["*", *(str(n) for n in range(1, 170))]),
        ],
    )
    def test_every_note_has_its_mark_in_the_text(self, sources: dict[str, Source], name: str, notes: list[str]) -> None:
        source = sources[name]
        found = [line.label for line in lines_of(source, "note") if line.label]
        assert found[: len(notes)] == notes[: len(found)]
        marks = {mark for line in source.lines for _, mark in line.marks}
        assert marks == set(found)

    @pytest.mark.parametrize("name", NUMBERS)
    def test_no_furniture_stands_in_the_text(self, sources: dict[str, Source], name: str) -> None:
        source = sources[name]
        symbol = name.rsplit("-", 1)[0].replace("_", "/").replace("WG.6/34", "WG.6/34")
        for line in lines_of(source, "body", "heading", "note"):
            assert not line.text.startswith(symbol)
            assert not re.search(r"/\.\.\.|_{3,}|Please recycle|\b\d{2}-\d{5}\b|GE\.\d|[\ue000-\uf8ff]", line.text)
        pages = {line.page for line in lines_of(source, "furniture") if line.label in ("running head", "page mark")}
        assert pages >= set(range(2, source.pages + 1))

    @pytest.mark.parametrize(
        ("name", "label", "title"),
        [
            (
                "A_RES_73_3-EN.pdf",
                "73/3",
                "Political declaration of the high-level meeting of the General Assembly on the fight against tuberculosis",
            ),
            ("A_RES_73_7-EN.pdf", "73/7", "Report of the International Criminal Court"),
            ("A_RES_48_246-EN.pdf", "48/246", "Financing of the United Nations Mission in Haiti"),
            ("A_RES_48_246-ES.pdf", "48/246", "Financiación de la Misión de las Naciones Unidas en Haití"),
            ("A_HRC_WG.6_34_ITA_3-EN.pdf", "", "Summary of Stakeholders’ submissions on Italy"),
        ],
    )
    def test_the_title(self, sources: dict[str, Source], name: str, label: str, title: str) -> None:
        lines = lines_of(sources[name], "title")
        assert " ".join(line.text for line in lines) == title
        assert lines[0].label == label

    def test_the_formula_is_told_from_the_organ(self, sources: dict[str, Source]) -> None:
        for name, formula in {
            "A_RES_73_7-EN.pdf": "The General Assembly,",
            "A_RES_48_246-ES.pdf": "La Asamblea General,",
        }.items():
            assert [line.text for line in sources[name].lines if line.label == "formula"] == [formula]

    def test_headings_are_no_paragraphs(self, sources: dict[str, Source]) -> None:
        headings = lines_of(sources["A_HRC_WG.6_34_ITA_3-EN.pdf"], "heading")
        numbered = [line.label for line in headings if line.label]
        assert numbered == ["I", "II", "A", "B", "C", "1", "2", "3", "4", "5"][: len(numbered)]
        assert len(numbered) >= 9
        assert lines_of(sources["A_RES_48_246-EN.pdf"], "heading") == []

    @pytest.mark.parametrize(
        ("name", "expected"),
        [("A_RES_73_7-EN.pdf", 43), ("A_RES_48_246-EN.pdf", 24), ("A_RES_48_246-ES.pdf", 24)],
    )
    def test_paragraphs_begin_where_they_do(self, sources: dict[str, Source], name: str, expected: int) -> None:
        """The preamble and the numbered paragraphs, and two lines that close a resolution."""
        begun = [line for line in lines_of(sources[name]) if line.begins]
        assert len(begun) == expected
        assert all(line.begins is not None for line in lines_of(sources[name]))

    def test_hyphens_at_line_ends_are_kept(self, sources: dict[str, Source]) -> None:
        words = texts(sources["A_RES_73_3-EN.pdf"])
        assert any(line.endswith("including its drug-") for line in words)
        assert not any(re.search(r"\w -\w|\w [’']s\b", line) for line in words)

    def test_a_scan_is_named_as_one(self, shared: Path) -> None:
        path = shared / "corpus" / "pdf" / "A_RES_2758_XXVI-RU-scan.pdf"
        with pytest.raises(ScanError, match=r"is a scan without a text layer; .*--ocr"):
            pdf.source(path.read_bytes(), path.name)

    def test_boxes_are_drawn_where_the_words_are(self, shared: Path, sources: dict[str, Source]) -> None:
        path = shared / "corpus" / "pdf" / "A_RES_73_7-EN.pdf"
        line = next(line for line in lines_of(sources[path.name]) if line.label == "1")
        assert line.box is not None
        plain = pdf.render(path, line.page, [])
        drawn = pdf.render(path.read_bytes(), line.page, [line.box])
        left, _, right, top = line.box
        assert plain.size == drawn.size == (1224, 1584)
        x, y = round(left + right), round((792 - top) * 2)
        assert any(drawn.getpixel((x, y + dy)) == (200, 30, 30) for dy in (-3, -2, -1, 0))
        assert all(plain.getpixel((x, y + dy)) != (200, 30, 30) for dy in (-3, -2, -1, 0))


class TestSmallDocuments:
    def test_paragraphs_that_begin_with_an_indent(self) -> None:
        page = [*paragraph(72, 700, 4, first="1."), *paragraph(72, 640, 3, first="2."), *paragraph(72, 590, 3)]
        source = pdf.source(write(page), "a.pdf")
        assert_whole(source)
        assert [(line.label, line.begins) for line in lines_of(source)] == [
            ("1", True), ("", False), ("", False), ("", False),
            ("2", True), ("", False), ("", False),
            ("", True), ("", False), ("", False),
        ]  # fmt: skip
        assert source.language == "en"

    def test_letters_under_a_paragraph(self) -> None:
        page = [*paragraph(72, 700, 3, first="7."), *paragraph(72, 650, 2, first="(a)"), *paragraph(72, 615, 2, first="(iv)")]
        source = pdf.source(write(page), "a.pdf")
        assert [line.label for line in lines_of(source) if line.label] == ["7", "a", "iv"]
        assert texts(source)[0].startswith("line 0")

    def test_a_paragraph_goes_on_over_a_page_and_its_notes(self) -> None:
        first = [
            *paragraph(72, 700, 3),
            Text(96, 650, f"a new one {FILLER}"),
            Text(72, 638, f"that goes on over the page {FILLER}"),
            Text(424, 641, "1", 6),
            Text(72, 120, "_" * 14),
            Text(80, 107, "1", 5),
            Text(84, 104, "The note.", 8),
            Text(72, 40, "1/2", 8, BOLD),
        ]
        second = [Text(72, 740, "A/RES/99/1", 8, BOLD), Text(72, 700, f"here {FILLER}"), *paragraph(72, 676, 3)]
        source = pdf.source(write([Text(480, 750, "A/RES/99/1"), *first], [*second, Text(72, 40, "2/2", 8, BOLD)]), "a.pdf")
        assert_whole(source)
        lines = lines_of(source)
        turn = next(index for index, line in enumerate(lines) if line.page == 2)
        assert lines[turn].begins is False
        assert lines[turn + 1].begins is True
        assert lines[turn - 1].marks and lines[turn - 1].marks[0][1] == "1"
        assert [(line.label, line.text) for line in lines_of(source, "note")] == [("1", "The note.")]
        assert [(line.label, line.page) for line in lines_of(source, "furniture")] == [
            ("rule", 1), ("page mark", 1), ("running head", 2), ("page mark", 2),
        ]  # fmt: skip

    def test_a_drawn_rule_parts_the_notes_and_an_underline_does_not(self) -> None:
        page = [
            *paragraph(72, 700, 4),
            Text(72, 640, f"underlined {FILLER}"),
            Text(80, 107, "*", 6),
            Text(86, 104, "Set as small as the text.", 10),
        ]
        data = write(page, extra=["72 638.5 m 118 638.5 l S 72 118 m 144 118 l S"])
        assert texts(pdf.source(data, "a.pdf"), "note") == ["Set as small as the text."]

    def test_marks_of_1994(self) -> None:
        page = [
            Text(108, 700, "Having considered the report 1/ and the statement of the Chair of the", 10, TYPED),
            Text(72, 690, "Committee in its report, as set out in document A/48/246 2/, paragraph 1/4,", 10, TYPED),
            Text(72, 680, "with thanks; 2/", 10, TYPED),
            Text(72, 120, "_" * 12, 10, TYPED),
            Text(108, 100, "1/    A/48/803.", 10, TYPED),
            Text(108, 80, "2/    See A/C.5/48/SR.59.", 10, TYPED),
        ]
        source = pdf.source(write(page), "a.pdf")
        assert [(line.label, line.text) for line in lines_of(source, "note")] == [
            ("1", "A/48/803."),
            ("2", "See A/C.5/48/SR.59."),
        ]
        assert texts(source)[0].startswith("Having considered the report and the")
        assert [[mark for _, mark in line.marks] for line in lines_of(source)] == [["1"], ["2"], ["2"]]
        assert "A/48/246, paragraph 1/4," in texts(source)[1]

    def test_marks_stand_at_their_place(self) -> None:
        page = [
            Text(72, 700, f"{FILLER} Goals"), Text(395, 703.5, "1", 6), Text(402, 700, "and more"),
            *paragraph(72, 688, 3, indent=0),
            Text(72, 120, "_" * 12), Text(80, 107, "1", 5), Text(84, 104, "The note.", 8),
        ]  # fmt: skip
        line = lines_of(pdf.source(write(page), "a.pdf"))[0]
        assert line.marks and line.marks[0][1] == "1"
        assert line.text[: line.marks[0][0]].endswith("Goals")
        assert line.text.endswith("Goals and more")

    def test_raised_figures_that_are_no_marks_stay(self) -> None:
        page = [Text(72, 700, "an area of 12 km"), Text(139.2, 703.5, "2", 6), *paragraph(72, 680, 3)]
        assert texts(pdf.source(write(page), "a.pdf"))[0] == "an area of 12 km2"

    def test_two_columns_are_read_one_after_the_other(self) -> None:
        words = "a column with words that fill its line"
        page = [Text(72, 740, "A heading over both columns of the page", 14, BOLD)]
        for index in range(12):
            page.append(Text(72, 700 - 12 * index, f"{words} L{index:02}"))
            page.append(Text(320, 700 - 12 * index, f"{words} R{index:02}"))
        source = pdf.source(write(page), "a.pdf")
        assert_whole(source)
        order = re.findall(r"[LR]\d\d", source.text)
        assert order == [f"L{index:02}" for index in range(12)] + [f"R{index:02}" for index in range(12)]
        assert all(not line.begins for line in lines_of(source)[1:12])

    def test_a_table_is_read_row_by_row(self) -> None:
        page = [*paragraph(72, 700, 4)]
        for index, row in enumerate([("Region", "2000", "2010"), ("Africa", "14.8", "17.1"), ("Asia", "49.4", "65.9")]):
            page += [Text(72 + 150 * column, 620 - 14 * index, cell) for column, cell in enumerate(row)]
        source = pdf.source(write(page), "a.pdf")
        assert texts(source, "table") == ["Region | 2000 | 2010", "Africa | 14.8 | 17.1", "Asia | 49.4 | 65.9"]
        assert_whole(source)

    def test_running_heads_of_two_lines_on_either_side(self) -> None:
        pages = []
        for number in range(1, 5):
            left, right = (60, 300) if number % 2 else (300, 60)
            head = [Text(left, 745, "A long title that is printed in", 8, BOLD), Text(left, 735, "two lines", 8, BOLD)]
            head.append(Text(right, 735, "A/99/12", 8, BOLD))
            body = [*paragraph(72, 690, 6), *paragraph(72, 600, 5)]
            pages.append([*(head if number > 1 else [Text(450, 745, "A/99/12")]), *body, Text(60, 36, f"{number}/4", 8)])
        source = pdf.source(write(*pages), "a.pdf")
        furniture = Counter(line.label for line in lines_of(source, "furniture"))
        assert furniture == {"running head": 9, "page mark": 4}
        assert not any("A/99/12" in text or "two lines" in text for text in texts(source))

    def test_contents_are_furniture(self) -> None:
        page = [Text(280, 740, "Contents", 12, BOLD)]
        for index in range(6):
            page.append(Text(72, 710 - 14 * index, f"Chapter {index} " + ". " * 50 + f" {index + 2}"))
        page += paragraph(72, 600, 6)
        source = pdf.source(write(page), "a.pdf")
        assert [line.label for line in lines_of(source, "furniture")] == ["contents"] * 7
        assert len(texts(source)) == 6

    def test_numbered_headings_are_no_paragraphs(self) -> None:
        page = [
            Text(60, 720, "II.", 12, BOLD), Text(84, 720, "The general discussion", 12, BOLD),
            Text(66, 690, "1.", 10, BOLD), Text(84, 690, "Cross-cutting issues", 10, BOLD),
            *paragraph(84, 660, 5, first="1.", indent=0), *paragraph(84, 580, 5, first="2.", indent=0),
        ]  # fmt: skip
        source = pdf.source(write(page), "a.pdf")
        assert [(line.label, line.text) for line in lines_of(source, "heading")] == [
            ("II", "The general discussion"),
            ("1", "Cross-cutting issues"),
        ]
        assert [line.label for line in lines_of(source) if line.label] == ["1", "2"]

    def test_endnotes_go_on_to_the_end(self) -> None:
        first = [*paragraph(84, 720, 8), Text(84, 500, "Notes", 10, ITALIC)]
        first += [Text(80, 483, "1", 5), Text(88, 480, "The first note, with a list:", 8), Text(110, 470, "AB", 8)]
        second = [Text(200, 700, "A body that it lists;", 8), Text(80, 683, "2", 5), Text(88, 680, "The second.", 8)]
        source = pdf.source(write(first, second), "a.pdf")
        assert [line.label for line in lines_of(source, "note")] == ["1", "", "", "2"]

    def test_a_page_that_lies_on_its_side(self) -> None:
        turned = [Text(100 + 12 * index, 72, f"line {index} {FILLER}", tm=(0, 1, -1, 0)) for index in range(5)]
        source = pdf.source(write(turned, rotate=90), "a.pdf")
        assert_whole(source)
        assert [text.split()[1] for text in texts(source)] == ["0", "1", "2", "3", "4"]
        box = source.lines[0].box
        assert box is not None and box[3] - box[1] > box[2] - box[0]

    def test_spaces_that_nobody_sees_are_none(self) -> None:
        page = [Text(72, 700, "a high "), Text(97.9, 700, "-level meeting on women "), Text(72, 688, FILLER)]
        assert texts(pdf.source(write(page), "a.pdf"))[0] == "a high-level meeting on women"


class TestWhatCannotBeRead:
    def test_damaged(self) -> None:
        data = write(paragraph(72, 700, 3))
        for broken in (b"", b"%PDF-1.7 and no more", data[: len(data) // 6], hashlib.sha256(data).digest() * 9):
            with pytest.raises(UnreadableError, match=r"^a\.pdf is damaged") as error:
                pdf.source(broken, "a.pdf")
            assert error.value.remedy

    def test_a_password(self) -> None:
        # The user password is one that nobody knows: /O and /U are arbitrary.
        zeros, owner, user = "00" * 16, "11" * 32, "22" * 32
        lock = f"/ID [<{zeros}> <{zeros}>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{owner}> /U <{user}> >>"
        with pytest.raises(UnreadableError, match="is locked with a password"):
            pdf.source(write(paragraph(72, 700, 3), encrypt=lock.encode()), "a.pdf")

    def test_no_pages(self) -> None:
        with pytest.raises(UnreadableError, match="has no pages"):
            pdf.source(write(), "a.pdf")

    def test_too_many_pages(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pdf, "MOST_PAGES", 2)
        with pytest.raises(UnreadableError, match="has 3 pages, more than 2"):
            pdf.source(write(*[paragraph(72, 700, 3)] * 3), "a.pdf")

    def test_a_scan(self) -> None:
        with pytest.raises(ScanError, match=r"a\.pdf is a scan without a text layer"):
            pdf.source(write([], []), "a.pdf")

    def test_a_page_that_is_not_there(self) -> None:
        with pytest.raises(UnreadableError, match="has no page 2"):
            pdf.render(write(paragraph(72, 700, 3)), 2, [])


WORDS = st.text("abcdefghijklmnop ABC0123456789.,;:()-/*_’é", min_size=1, max_size=30).filter(str.strip)


@st.composite
def placed(draw: st.DrawFn) -> list[Text]:
    """Words anywhere, in any size, style and direction, over each other too."""
    return [
        Text(
            draw(st.integers(0, 600)),
            draw(st.integers(0, 780)),
            draw(WORDS),
            draw(st.sampled_from([5, 8, 10, 10, 10, 14, 30])),
            draw(st.integers(0, 3)),
            draw(st.sampled_from([(1, 0, 0, 1), (1, 0, 0, 1), (1, 0, 0, 1), (0, 1, -1, 0), (0, -1, 1, 0), (-1, 0, 0, -1)])),
        )
        for _ in range(draw(st.integers(1, 25)))
    ]


def _characters(data: bytes) -> Counter[str]:
    import pypdfium2

    found: Counter[str] = Counter()
    document = pypdfium2.PdfDocument(data)
    for page in document:
        textpage = page.get_textpage()
        found.update(char for char in re.sub(r"\s", "", textpage.get_text_range()).replace("\x02", "-").replace("\ufffe", "-"))
        textpage.close()
        page.close()
    document.close()
    return found


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(placed(), min_size=1, max_size=3), st.sampled_from([0, 90, 180, 270]))
def test_no_character_is_lost_or_read_twice(pages: list[list[Text]], rotate: int) -> None:
    data = write(*pages, rotate=rotate)
    seen = _characters(data)
    if not seen:
        return
    source = pdf.source(data, "a.pdf")
    assert_whole(source)
    assert Counter(re.sub(r"\s", "", source.text)) == seen


def _once(items: Iterable[str]) -> bool:
    return all(count == 1 for count in Counter(items).values())


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(2, 6), min_size=3, max_size=12), st.booleans(), st.sampled_from([0, 24]))
@example([4, 2, 2, 2, 2, 6, 6, 6, 6, 6, 4], False, 0)  # the first paragraphs of both pages end at one height, in the same words
def test_paragraphs_are_found_again(counts: list[int], numbered: bool, indent: float) -> None:
    """Paragraphs with numbers or indents, over as many pages as they need."""
    pages: list[list[Text]] = [[]]
    top = 720.0
    for number, count in enumerate(counts, start=1):
        if top - 12 * count < 90:
            pages.append([])
            top = 720.0
        # Words of its own: the same line at the top of two pages is a running head.
        first, own = f"{number}." if numbered or not indent else "", chr(96 + number)
        pages[-1] += paragraph(72, top, count, first=first, indent=indent, of=own)
        top -= 12 * count + 8
    source = pdf.source(write(*pages), "a.pdf")
    begun = [line for line in lines_of(source) if line.begins]
    assert len(begun) == len(counts)
    assert len(lines_of(source)) == sum(counts)
    assert _once(line.label for line in begun if line.label)
