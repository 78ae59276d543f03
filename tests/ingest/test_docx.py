"""Word files: numbers that Word counts, notes, text boxes, tracked changes; and files that nobody's Word wrote."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape

import docx as python_docx
import pytest
from docx.oxml import parse_xml
from hypothesis import given
from hypothesis import strategies as st

from hld.ingest.errors import UnreadableError
from hld.ingest.layout import Source
from hld.ingest.readers import docx

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NS = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def package(body: str, **parts: str) -> bytes:
    """A package of raw parts: `body` for the document, and the inside of styles, numbering, footnotes and so on."""
    roots = {
        "styles": "styles",
        "numbering": "numbering",
        "footnotes": "footnotes",
        "endnotes": "endnotes",
        "settings": "settings",
    }
    roots |= {name: {"header": "hdr", "footer": "ftr"}[name[:6]] for name in parts if name[:6] in ("header", "footer")}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "_rels/.rels",
            f'<Relationships><Relationship Id="a" Type="{TYPE}/officeDocument" Target="word/document.xml"/></Relationships>',
        )
        archive.writestr("word/document.xml", f"<w:document {NS}><w:body>{body}</w:body></w:document>")
        relations = ""
        for name, inside in parts.items():
            archive.writestr(f"word/{name}.xml", f"<w:{roots[name]} {NS}>{inside}</w:{roots[name]}>")
            kind = re.sub(r"\d", "", name)
            relations += f'<Relationship Id="{name}" Type="{TYPE}/{kind}" Target="{name}.xml"/>'
        archive.writestr("word/_rels/document.xml.rels", f"<Relationships>{relations}</Relationships>")
    return stream.getvalue()


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(*runs: str, properties: str = "", number: tuple[int, int] | None = None, style: str = "") -> str:
    inside = f'<w:pStyle w:val="{style}"/>' if style else ""
    inside += f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>' if number else ""
    said = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f"<w:p><w:pPr>{inside}{properties}</w:pPr>{said}</w:p>"


def level(depth: int, style: str, text: str, start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
    )


def ref(key: int, kind: str = "footnote", more: str = "") -> str:
    return f'<w:r><w:{kind}Reference w:id="{key}" {more}/></w:r>'


def note(key: int, text: str, kind: str = "footnote") -> str:
    return f'<w:{kind} w:id="{key}">{p(f"<w:r><w:{kind}Ref/></w:r>", f" {text}")}</w:{kind}>'


def read(data: bytes) -> Source:
    source = docx.source(data, "lamps.docx")
    covered(source)
    return source


def covered(source: Source) -> None:
    """The law of every reader: each character that is not white space stands in exactly one line."""
    counts = [0] * len(source.text)
    for line in source.lines:
        assert 0 <= line.start < line.end <= len(source.text)
        for place in range(line.start, line.end):
            counts[place] += 1
        assert all(0 <= offset <= len(line.text) for offset, _ in line.marks)
        assert line.begins
    assert all(count == 1 for character, count in zip(source.text, counts, strict=True) if not character.isspace())


def told(source: Source, *roles: str) -> list[tuple[str, str]]:
    return [(line.label, line.text) for line in source.lines if not roles or line.role in roles]


def saved(make: Callable[[Any], object]) -> bytes:
    document = python_docx.Document()
    make(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


UN_NUMBERS = (
    '<w:abstractNum w:abstractNumId="7">'
    + level(0, "decimal", "%1.")
    + level(1, "lowerLetter", "(%2)")
    + level(2, "lowerRoman", "(%3)")
    + '</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="4"><w:abstractNumId w:val="7"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
)


def test_a_resolution_is_masthead_title_formula_and_numbered_paragraphs() -> None:
    masthead = (
        f"<w:tbl><w:tr><w:tc>{p('United Nations')}</w:tc><w:tc>{p('A/RES/91/17')}</w:tc></w:tr>"
        f"<w:tr><w:tc>{p('General Assembly')}</w:tc><w:tc>{p('Distr.: General')}{p('4 March 2037')}</w:tc></w:tr></w:tbl>"
    )
    source = read(
        package(
            masthead
            + p("Ninety-first session")
            + p("Agenda item 12 (b)")
            + p(r("Resolution adopted by the General Assembly on 9 December 2036", "<w:b/>"))
            + p(r("91/17.\tLamps and harbours", "<w:b/>"))
            + p(r("The General Assembly", "<w:i/>"), ",")
            + p(r("Recalling", "<w:i/>"), " the lamps of old,", ref(2), " and new ones,")
            + p("1.\tAsks for lamps that:")
            + p("(a)\tShine;")
            + p("Turn:", number=(3, 1))
            + p("Annex", style="HCh"),
            numbering=UN_NUMBERS,
            footnotes=note(2, "See the book of lamps."),
        )
    )
    assert told(source, "masthead")[:5] == [
        ("", "United Nations"),
        ("", "A/RES/91/17"),
        ("", "General Assembly"),
        ("", "Distr.: General"),
        ("", "4 March 2037"),
    ]
    assert told(source, "masthead")[-1] == ("formula", "The General Assembly,")
    assert told(source, "title") == [("91/17", "Lamps and harbours")]
    assert told(source, "body")[1:] == [("1", "Asks for lamps that:"), ("a", "Shine;"), ("a", "Turn:")]
    (recalling, *_) = [line for line in source.lines if line.role == "body"]
    assert (recalling.text, recalling.marks) == ("Recalling the lamps of old, and new ones,", ((27, "1"),))
    assert told(source, "heading", "note") == [("", "Annex"), ("1", "See the book of lamps.")]


def test_automatic_numbers_are_counted_as_word_counts_them() -> None:
    source = read(
        package(
            "".join(
                [
                    p("One", number=(3, 0)),
                    p("Two:", number=(3, 0)),
                    p("a", number=(3, 1)),
                    p("b:", number=(3, 1)),
                    p("i", number=(3, 2)),
                    p("ii", number=(3, 2)),
                    p("Three:", number=(3, 0)),
                    p("a again", number=(3, 1)),
                    p("No number"),
                    p("", number=(3, 0)),
                    p("Five", number=(3, 0)),
                    p("Five again", number=(4, 0)),
                    p("Six", number=(4, 0)),
                    p("Seven: one abstract numbering counts on", number=(3, 0)),
                ]
            ),
            numbering=UN_NUMBERS,
        )
    )
    assert [label for label, _ in told(source)] == ["1", "2", "a", "b", "i", "ii", "3", "a", "", "5", "5", "6", "7"]
    assert source.text.startswith("1. One\n2. Two:\n(a) a\n(b) b:\n(i) i")


@pytest.mark.parametrize(
    ("levels", "labels", "shown"),
    [
        (level(0, "upperRoman", "%1."), ["I", "II"], "I."),
        (level(0, "upperLetter", "%1)", 3), ["C", "D"], "C)"),
        (level(0, "lowerLetter", "%1", 26), ["z", "aa"], "z"),
        (level(0, "decimalZero", "%1."), ["01", "02"], "01."),
        (level(0, "russianLower", "%1)"), ["а", "б"], "а)"),
        (level(0, "chineseCounting", "（%1）"), ["一", "二"], "（一）"),
        (level(0, "arabicAlpha", "(%1)"), ["أ", "ب"], "(أ)"),
        (level(0, "bullet", "\uf0b7"), ["", ""], "Words"),
        (level(0, "none", ""), ["", ""], "Words"),
        (level(0, "decimal", "Article %1."), ["", ""], "Article 1."),
    ],
)
def test_the_formats_of_numbers(levels: str, labels: list[str], shown: str) -> None:
    numbering = (
        f'<w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    source = read(package(p("Words", number=(1, 0)) + p("More", number=(1, 0)), numbering=numbering))
    assert [line.label for line in source.lines] == labels
    assert source.text.startswith(shown)


def test_numbers_of_several_levels_show_them_all() -> None:
    levels = level(0, "upperRoman", "%1.") + level(1, "decimal", "%1.%2", more="<w:isLgl/>")
    numbering = (
        f'<w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    source = read(package(p("A", number=(1, 0)) + p("B", number=(1, 0)) + p("b", number=(1, 1)), numbering=numbering))
    assert [line.label for line in source.lines] == ["I", "II", "2.1"]


def test_a_level_that_never_restarts_counts_on() -> None:
    levels = level(0, "upperLetter", "%1.") + level(1, "decimal", "%2.", more='<w:lvlRestart w:val="0"/>')
    numbering = (
        f'<w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    body = "".join(p("x", number=(1, depth)) for depth in (0, 1, 1, 0, 1))
    assert [line.label for line in read(package(body, numbering=numbering)).lines] == ["A", "1", "2", "B", "3"]


def test_numbers_come_from_styles_and_can_be_taken_away() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Para"><w:name w:val="Para"/>'
        '<w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Sub"><w:name w:val="Sub"/><w:basedOn w:val="Para"/>'
        '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/></w:numPr></w:pPr></w:style>'
    )
    body = p("One", style="Para") + p("a", style="Sub") + p("None", style="Para", number=(0, 0)) + p("Two", style="Para")
    source = read(package(body, styles=styles, numbering=UN_NUMBERS))
    assert [line.label for line in source.lines] == ["1", "a", "", "2"]


def test_text_boxes_controls_links_formulas_and_changes() -> None:
    box = f"<w:txbxContent>{p('In the box')}</w:txbxContent>"
    shape = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    source = read(
        package(
            p("Before", shape, " after")
            + f"<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{p('Controlled')}</w:sdtContent></w:sdt>"
            + p(
                f"<w:sdt><w:sdtContent>{r('inner ')}</w:sdtContent></w:sdt>", f"<w:hyperlink r:id='x'>{r('linked')}</w:hyperlink>"
            )
            + p(
                "kept ",
                f"<w:ins w:id='1'>{r('inserted ')}</w:ins>",
                "<w:del w:id='2'><w:r><w:delText>gone</w:delText></w:r></w:del>",
                "end",
            )
            + f"<w:p><w:pPr><w:rPr><w:del w:id='3'/></w:rPr></w:pPr>{r('first half, ')}</w:p>"
            + p("second half")
            + p("seen ", r("hidden", "<w:vanish/>"), "<w:r><w:tab/><w:noBreakHyphen/><w:t>x</w:t><w:br/><w:t>y</w:t></w:r>")
            + p('<w:fldSimple w:instr="PAGE">' + r("7") + "</w:fldSimple>", "<w:r><w:instrText>REF x</w:instrText></w:r>")
        )
    )
    assert [line.text for line in source.lines] == [
        "Before after",
        "In the box",
        "Controlled",
        "inner linked",
        "kept inserted end",
        "first half, second half",
        "seen -x y",
        "7",
    ]
    assert source.anomalies == ("1 tracked deletions were left out",)


def test_tables_are_rows_and_boxes_are_paragraphs() -> None:
    def row(*cells: str) -> str:
        return "<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>"

    source = read(
        package(
            f"<w:tbl>{row(p('Port'), p('Lamps'))}{row(p('North') + p('Bay'), p())}{row(p('South'), p('12'))}</w:tbl>"
            f"<w:tbl>{row(p('Box one') + p('A word in it.'))}</w:tbl>"
            f"<w:tbl>{row(p('1.'), p('Asks for more lamps, and for harbours to put them in, before the winter;'))}</w:tbl>"
        )
    )
    assert told(source, "table") == [("", "Port | Lamps"), ("", "North Bay"), ("", "South | 12")]
    assert told(source, "body") == [
        ("", "Box one"),
        ("", "A word in it."),
        ("1", "Asks for more lamps, and for harbours to put them in, before the winter;"),
    ]


def test_notes_of_all_kinds() -> None:
    source = read(
        package(
            p(
                "One",
                ref(2),
                " two",
                ref(3, more='w:customMarkFollows="1"').replace("</w:r>", "<w:t>*</w:t></w:r>"),
                " three",
                ref(5),
            )
            + p("Four", ref(2, "endnote"), " and 5 km", r("2", '<w:vertAlign w:val="superscript"/>'), " wide")
            + p("Typed", r("9", '<w:vertAlign w:val="superscript"/>'), ".")
            + p(r("9", '<w:vertAlign w:val="superscript"/>'), " A typed note."),
            footnotes='<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
            + note(2, "1 May.")
            + f'<w:footnote w:id="3">{p("* Starred.")}</w:footnote>'
            + note(5, "Second.").replace("</w:footnote>", p("Its second paragraph.") + "</w:footnote>")
            + note(8, "Nothing refers to me."),
            endnotes=note(2, "At the end.", "endnote"),
        )
    )
    assert [line.marks for line in source.lines if line.role == "body"] == [
        ((3, "1"), (7, "*"), (13, "2")),
        ((4, "i"),),
        ((5, "9"),),
    ]
    assert sorted(told(source, "note")) == sorted(
        [
            ("9", "A typed note."),
            ("1", "1 May."),
            ("*", "Starred."),
            ("2", "Second."),
            ("", "Its second paragraph."),
            ("3", "Nothing refers to me."),
            ("i", "At the end."),
        ]
    )
    assert [line.text for line in source.lines][1] == "Four and 5 km2 wide"
    assert "1 notes without a mark in the text were added at the end" in source.anomalies


def test_headers_and_footers_are_furniture_and_the_first_page_may_hold_the_masthead() -> None:
    section = (
        '<w:sectPr><w:headerReference w:type="first" r:id="header1"/><w:headerReference w:type="default" r:id="header2"/>'
        '<w:footerReference w:type="default" r:id="footer1"/><w:titlePg/></w:sectPr>'
    )
    parts = {
        "header1": p("United Nations", "<w:r><w:tab/></w:r>") + p("A/RES/91/17"),
        "header2": p("Lamps"),
        "footer1": p("36-1"),
    }
    source = read(package(p("Words of a body.") + section, **parts))
    assert told(source, "masthead") == [("", "United Nations"), ("", "A/RES/91/17")]
    assert told(source, "furniture") == [("running head", "Lamps"), ("footer", "36-1")]


def test_what_python_docx_writes() -> None:
    def make(document: Any) -> None:
        document.core_properties.title = "On lamps"
        document.core_properties.language = "en-GB"
        document.core_properties.subject = "A/RES/91/17"
        document.add_heading("Lamps and their keepers", 0)
        document.add_heading("What a lamp is", 1)
        document.add_paragraph("A lamp shines.").runs[0].italic = True
        document.add_paragraph("Oil", style="List Number")
        document.add_paragraph("Wick", style="List Number")
        document.add_paragraph("A point", style="List Bullet")
        document.add_paragraph().add_run("Keepers").bold = True
        document.add_paragraph("Keepers keep lamps. " * 20)
        document.sections[0].header.paragraphs[0].text = "Running on"
        document.sections[0].footer.paragraphs[0].text = "Below"

    source = read(saved(make))
    assert (source.title, source.language, source.symbol, source.format) == ("On lamps", "en", "A/RES/91/17", "docx")
    assert [(line.role, line.label, line.text) for line in source.lines][:9] == [
        ("furniture", "running head", "Running on"),
        ("title", "", "Lamps and their keepers"),
        ("heading", "", "What a lamp is"),
        ("body", "", "A lamp shines."),
        ("body", "1", "Oil"),
        ("body", "2", "Wick"),
        ("body", "", "A point"),
        ("heading", "", "Keepers"),
        ("body", "", ("Keepers keep lamps. " * 20).strip()),
    ]
    assert source.lines[3].italic


def test_a_table_of_contents_is_furniture() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="TM1"><w:name w:val="toc 1"/></w:style>'
    source = read(package(p("Lamps 3", style="TM1") + p("Lamps shine."), styles=styles))
    assert told(source, "furniture") == [("contents", "Lamps 3")]


def test_strict_files_are_read_too() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package(p("Strict words")))) as old, zipfile.ZipFile(data, "w") as new:
        for entry in old.infolist():
            said = old.read(entry).replace(W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main")
            new.writestr(entry.filename, said)
    assert told(read(data.getvalue())) == [("", "Strict words")]


def test_deep_nesting_is_read_or_refused() -> None:
    depth = 110
    deep = "<w:sdt><w:sdtContent>" * depth + p("Deep words") + "</w:sdtContent></w:sdt>" * depth
    assert told(read(package(deep))) == [("", "Deep words")]
    far = "<w:sdt><w:sdtContent>" * 5000 + p("Deep words") + "</w:sdtContent></w:sdt>" * 5000
    with pytest.raises(UnreadableError, match="damaged"):
        docx.source(package(far), "far.docx")


def zipped(**files: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


BOMB = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not a Word file"),
        (b"plain words", "not a Word file"),
        (b"PK\x03\x04 cut off", "damaged"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "old format"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (zipped(**{"content.xml": b"<office/>"}), "without a Word document"),
        (zipped(**{"word/document.xml": b"<sheet/>"}), "not of Word"),
        (zipped(**{"word/document.xml": b"<w:document"}), "damaged"),
        (zipped(**{"word/document.xml": f"{BOMB}<w:document {NS}>&a;</w:document>".encode()}), "document type"),
        (zipped(**{"word/document.xml": b"x", "../../out": b"x"}), "points outside"),
        (zipped(**{"word/document.xml": b" " * 30_000_000}), "times its size"),
        (zipped(**{f"x{n}": b"" for n in range(docx.MOST_PARTS + 1)}), "files in it"),
        (package(p(" ")), "no words"),
        (package("<w:p/>"), "no words"),
    ],
)
def test_what_is_no_word_file_is_refused_by_name(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableError, match=said) as caught:
        docx.source(data, "lamps.docx")
    assert "lamps.docx" in caught.value.message
    assert caught.value.remedy


def test_python_docx_resolves_no_entities_either() -> None:
    root = parse_xml('<!DOCTYPE x [<!ENTITY a "resolved">]><x>&a;</x>')
    assert "resolved" not in "".join(t for t in root.itertext() if isinstance(t, str) and not t.startswith("&"))


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cf", "Cn", "Co"]), max_size=30)


@given(
    st.lists(
        st.tuples(WORDS, st.sampled_from(["p", "num", "sub", "box", "cell", "note", "ins", "bold", "head"])),
        min_size=1,
        max_size=8,
    )
)
def test_nothing_is_lost_and_every_character_has_one_line(parts: list[tuple[str, str]]) -> None:
    made, notes = "", ""
    for key, (text, kind) in enumerate(parts, start=2):
        said = r(text)
        match kind:
            case "num" | "sub":
                made += p(said, number=(3, int(kind == "sub")))
            case "box":
                made += p(f"<w:r><w:pict><v:textbox><w:txbxContent>{p(said)}</w:txbxContent></v:textbox></w:pict></w:r>")
            case "cell":
                made += f"<w:tbl><w:tr><w:tc>{p(said)}</w:tc><w:tc>{p('x')}</w:tc></w:tr></w:tbl>"
            case "note":
                made, notes = made + p("noted", ref(key)), notes + note(key, text)
            case "ins":
                made += p(f"<w:ins>{said}</w:ins>")
            case "bold":
                made += p(r(text, "<w:b/>"))
            case "head":
                made += p(said, style="Heading1")
            case _:
                made += p(said)
    data = package(made + p("words"), numbering=UN_NUMBERS, footnotes=notes)
    source = docx.source(data, "any.docx")
    covered(source)
    for text, _ in parts:
        assert re.sub(r"\s", "", text) in re.sub(r"\s", "", source.text)
