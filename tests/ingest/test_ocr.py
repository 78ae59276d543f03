"""Scans through the real Tesseract, where it is installed; what is missing or hangs, through a stand-in on the path."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from hld.ingest import structure
from hld.ingest.errors import HldError, UnreadableError
from hld.ingest.layout import Source
from hld.ingest.models import Kind
from hld.ingest.readers import ocr

RESOLUTION = """A/RES/83/26

83/26. Lamps and harbours

The General Assembly,

Recalling its resolution 82/4 of 3 May 2035,

1. Thanks the keepers of the lamps along the
northern coast for their patient work;

2. Decides to meet again in the autumn."""
WIDTH, HEIGHT, MARGIN = 2480, 3508, 250  # A4 at 300 dpi


def data_installed() -> set[str]:
    if shutil.which("tesseract") is None:
        return set()
    listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False).stdout
    return set(listed.split())


def needs(*data: str) -> pytest.MarkDecorator:
    missing = set(data) - data_installed()
    return pytest.mark.skipif(bool(missing), reason=f"Tesseract or its data for {', '.join(sorted(missing))} is not installed")


def draw(words: str) -> Image.Image:
    image = Image.new("L", (WIDTH, HEIGHT), 255)
    font = ImageFont.load_default(size=50)
    ImageDraw.Draw(image).multiline_text((MARGIN, MARGIN), words, fill=0, font=font, spacing=24)
    return image


def encoded(*images: Image.Image, format: str = "PNG") -> bytes:
    file = io.BytesIO()
    more = {"append_images": images[1:], "save_all": True} if format in ("PDF", "TIFF") else {}
    images[0].save(file, format=format, resolution=300, **more)
    return file.getvalue()


def owned(source: Source) -> None:
    """Every character that is not white space stands in exactly one line."""
    place = 0
    for line in source.lines:
        assert not source.text[place : line.start].strip()
        assert source.text[line.start : line.end] == line.text
        place = line.end
    assert not source.text[place:].strip()


@needs("eng", "osd")
@pytest.mark.parametrize("format", ["PDF", "PNG", "JPEG", "TIFF"])
def test_a_scan_becomes_lines_with_their_places(format: str) -> None:
    source = ocr.source(encoded(draw(RESOLUTION), format=format), "lamps.scan", language="en")
    owned(source)
    assert [line.text for line in source.lines] == [line for line in RESOLUTION.split("\n") if line]
    assert (source.format, source.language, source.ocr, source.pages, source.anomalies) == (
        "pdf" if format == "PDF" else "image",
        "en",
        True,
        1,
        (),
    )
    for line in source.lines:
        assert line.page == 1 and line.role == "body" and line.box is not None
        left, bottom, right, top = line.box
        assert left == pytest.approx(MARGIN * 72 / 300, abs=4)
        assert left < right < WIDTH * 72 / 300
        assert 8 < top - bottom < 20
    tops = [line.box[3] for line in source.lines if line.box]
    assert tops == sorted(tops, reverse=True)
    assert tops[0] == pytest.approx((HEIGHT - MARGIN) * 72 / 300, abs=8)
    assert source.lines[0].begins is True
    (document,) = structure.read(source)
    assert (document.id, document.title, document.ocr) == ("A/RES/83/26", "Lamps and harbours", True)
    assert [(str(p.reference.part), p.text) for p in document.paragraphs if p.kind == Kind.OPERATIVE] == [
        ("para-1", "Thanks the keepers of the lamps along the northern coast for their patient work;"),
        ("para-2", "Decides to meet again in the autumn."),
    ]


@needs("eng", "osd")
@pytest.mark.parametrize("format", ["PDF", "TIFF"])
def test_pages_follow_each_other(format: str) -> None:
    pages = [draw(f"Lamps on page {word}.") for word in ("one", "two", "three")]
    source = ocr.source(encoded(*pages, format=format), "lamps.scan", language="en")
    owned(source)
    assert [(line.page, line.text) for line in source.lines] == [
        (1, "Lamps on page one."),
        (2, "Lamps on page two."),
        (3, "Lamps on page three."),
    ]
    assert source.pages == 3
    assert source.text.count("\f") == 2


@needs("eng", "osd")
def test_without_a_language_the_script_decides() -> None:
    source = ocr.source(encoded(draw(RESOLUTION)), "lamps.png")
    assert source.lines[2].text == "The General Assembly,"


@needs("eng")
@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\x89PNG\r\n\x1a\n torn", "Tesseract cannot read lamps"),
        (b"lamps and oil", "Tesseract cannot read lamps"),
        (b"%PDF-1.4 torn", "lamps cannot be rendered"),
        (encoded(draw("")), "Tesseract found no words in lamps"),
    ],
    ids=["png", "text", "pdf", "blank"],
)
def test_what_cannot_be_read_says_why(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableError, match=message) as caught:
        ocr.source(data, "lamps", language="en")
    assert caught.value.remedy


STAND_IN = """#!/bin/sh
if [ "$1" = --list-langs ]; then
    printf 'List of available languages (2):\\n%s\\n'; exit 0
fi
exec sleep 30
"""


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    if sys.platform == "win32":
        pytest.skip("the stand-in is a shell script")
    program = tmp_path / "bin" / "tesseract"
    program.parent.mkdir()
    program.write_text(STAND_IN % "eng\\nosd")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    return program


def test_a_missing_tesseract_comes_with_the_command_that_installs_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(HldError) as caught:
        ocr.source(encoded(draw("lamps")), "lamps.png", language="en")
    assert str(caught.value) == (
        "lamps.png is a scan, and Tesseract is not installed. Install it: apt install tesseract-ocr tesseract-ocr-rus"
    )


@pytest.mark.parametrize(
    ("language", "package"), [("ru", "tesseract-ocr-rus"), ("zh", "tesseract-ocr-chi-sim"), ("ar", "tesseract-ocr-ara")]
)
def test_missing_data_comes_with_the_command_that_installs_it(stand_in: Path, language: str, package: str) -> None:
    with pytest.raises(HldError) as caught:
        ocr.source(encoded(draw("lamps")), "lamps.png", language=language)
    assert str(caught.value) == (
        f"lamps.png is a scan, and Tesseract's data for {ocr.DATA[language]} is not installed. "
        f"Install it: apt install tesseract-ocr {package}"
    )


def test_a_page_that_takes_too_long_is_given_up(stand_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "_PAGE_SECONDS", 0.2)
    with pytest.raises(UnreadableError, match=r"A page of lamps\.png took Tesseract longer than 0\.2 s"):
        ocr.source(encoded(draw("lamps")), "lamps.png", language="en")


def test_a_page_that_claims_to_be_huge_is_rendered_smaller() -> None:
    page = encoded(draw("lamps"), format="PDF")
    box = b"/MediaBox [ 0 0 595.2 841.92 ]"
    assert box in page
    (image,) = ocr._images(page.replace(box, b"/MediaBox [ 0 0 14400 14400 ]"), "lamps.pdf")
    assert len(image.data) < 40_000_000


@pytest.mark.corpus
@needs("rus", "osd")
def test_a_russian_scan_of_1971_is_read_by_columns(shared: Path) -> None:
    path = shared / "corpus/pdf/A_RES_2758_XXVI-RU-scan.pdf"
    source = ocr.source(path.read_bytes(), path.name)
    owned(source)
    assert (source.language, source.format, source.pages) == ("ru", "pdf", 1)
    text = " ".join(line.text for line in source.lines)
    order = ["Прием Бутана", "Прием Катара", "Прием Омана", "Восстановление законных прав", "25 октября 1971"]
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    # Tesseract tears these two lines at a wide space and gives the right half later.
    assert "рассмотрев заявление Бахрейна о приеме в члены Организации" in text
    assert "напоминая о принципах Устава Организация Объединенных Наций" in text
