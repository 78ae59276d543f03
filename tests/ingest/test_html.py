"""Web pages: Word's own HTML, pages of a content system, lists, notes, charsets; and markup that nobody means."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hld.ingest.errors import UnreadableError
from hld.ingest.layout import Source
from hld.ingest.readers import html


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


def read(markup: str) -> Source:
    source = html.source(markup.encode(), "lamps.html")
    covered(source)
    return source


def told(source: Source, *roles: str) -> list[tuple[str, str]]:
    return [(line.label, line.text) for line in source.lines if not roles or line.role in roles]


WORD = """<html lang=en-GB><head><title>A/RES/91/17</title><style>p {color: red}</style></head><body lang=EN-GB>
<div class=WordSection1><table><tr><td><p>United Nations</p></td><td><p>A/RES/91/17</p></td></tr>
<tr><td><p>General Assembly</p></td><td><p>Distr.: General<br>4 March 2037</p></td></tr></table>
<p>Ninety-first session<br>Agenda item 12 (b)</p>
<p><b>Resolution adopted by the General
Assembly on 9 December 2036</b></p><p>[<i>on the report of the Harbour Committee (A/91/300)</i>]</p>
<p class=HCh><b>91/17.&nbsp;&nbsp;&nbsp; Lamps and<br>harbours</b></p>
<p><i>The General Assembly</i>,</p>
<p><i>Recalling</i> the lamps of old,<a href="#_ftn1" name="_ftnref1" title=""><span class=MsoFootnoteReference><![if
!supportFootnotes]>[1]<![endif]></span></a> and new ones, 3 km<sup>2</sup> of them, on the 4<sup>th</sup>,</p>
<p>1.&nbsp;&nbsp;&nbsp;&nbsp; <i>Asks</i> for lamps that:</p><p>(<i>a</i>)&nbsp; Shine;</p><p>(<i>b</i>)&nbsp; Turn.</p>
<p>2. Asks also:<br>(a) for oil;<br>(b) for wicks.</p><p><o:p>&nbsp;</o:p></p></div>
<div style='mso-element:footnote-list'><hr><div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a
href="#_ftnref1" name="_ftn1"><span class=MsoFootnoteReference>[1]</span></a>
See the book of lamps.</p></div></div></body></html>"""


def test_a_resolution_that_word_saved() -> None:
    source = read(WORD)
    assert (source.language, source.title, source.format) == ("en", "A/RES/91/17", "html")
    assert told(source, "masthead") == [
        ("", "United Nations"),
        ("", "A/RES/91/17"),
        ("", "General Assembly"),
        ("", "Distr.: General"),
        ("", "4 March 2037"),
        ("", "Ninety-first session"),
        ("", "Agenda item 12 (b)"),
        ("", "Resolution adopted by the General Assembly on 9 December 2036"),
        ("", "[on the report of the Harbour Committee (A/91/300)]"),
        ("formula", "The General Assembly,"),
    ]
    assert told(source, "title") == [("91/17", "Lamps and harbours")]
    assert told(source, "body") == [
        ("", "Recalling the lamps of old, and new ones, 3 km2 of them, on the 4th,"),
        ("1", "Asks for lamps that:"),
        ("a", "Shine;"),
        ("b", "Turn."),
        ("2", "Asks also:"),
        ("a", "for oil;"),
        ("b", "for wicks."),
    ]
    assert next(line.marks for line in source.lines if line.marks) == ((27, "1"),)
    assert told(source, "note") == [("1", "See the book of lamps.")]


PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Lamps at sea | The lamp office</title>
<script>var a = "<p>no words</p>";</script></head><body class="has-sidebar menu-open">
<a href="#main-content" class="visually-hidden focusable skip-link">Skip to main content</a>
<header role="banner"><h1>The lamp office</h1><form><label>Search</label><input value=x><button>Go</button></form></header>
<nav><ul><li><a href="/">Home</a></li></ul></nav><div class="cookie-banner">We use cookies.</div>
<main id="main-content"><div class="region-content"><nav class="breadcrumb"><ol><li>Home</li><li>Lamps</li></ol></nav>
<article><h1><span>Lamps at sea</span></h1><div class="share-buttons">Share this</div>
<p>Lamps were lit at sea for two hundred years, and their keepers wrote of it each night in their books.</p>
<h2>Rounds</h2><ul><li>Round 1 was <b>short</b>;</li><li><p>Round 2 was long.</p></li></ul>
<aside>Read also</aside><p style="display: none">hidden</p><p hidden>hidden</p><!-- hidden --></article></div></main>
<footer>Contact</footer></body></html>"""


def test_a_page_is_its_content_and_the_rest_is_furniture() -> None:
    source = read(PAGE)
    assert [(line.role, line.text) for line in source.lines if line.role != "furniture"] == [
        ("title", "Lamps at sea"),
        ("body", "Lamps were lit at sea for two hundred years, and their keepers wrote of it each night in their books."),
        ("heading", "Rounds"),
        ("body", "Round 1 was short;"),
        ("body", "Round 2 was long."),
    ]
    furniture = told(source, "furniture")
    assert {label for label, _ in furniture} == {"navigation"}
    said = " ".join(text for _, text in furniture)
    for words in (
        "Skip to main",
        "The lamp office",
        "Search",
        "Go",
        "Home",
        "We use cookies",
        "Share this",
        "Read also",
        "Contact",
    ):
        assert words in said
    assert "hidden" not in source.text and "no words" not in source.text


def test_a_page_without_landmarks_loses_nothing() -> None:
    source = read(
        "<div class='with-sidebar'><form><p>All the words of this page stand in a form.</p><div class=menu>Menu</div></form>"
    )
    assert told(source, "body") == [("", "All the words of this page stand in a form.")]
    assert told(source, "furniture") == [("navigation", "Menu")]


def test_teasers_in_articles_are_not_the_content() -> None:
    teasers = "<article>More on oil</article><article>More on wicks</article>"
    source = read(f"<div><p>{'Long words about lamps. ' * 10}</p></div>{teasers}")
    assert len(told(source, "body")) == 3


@pytest.mark.parametrize(
    ("markup", "labels"),
    [
        ("<ol><li>x<li>y</ol>", ["1", "2"]),
        ("<ol start=9><li>x<li>y<li value=20>z<li>w</ol>", ["9", "10", "20", "21"]),
        ("<ol reversed><li>x<li>y</ol>", ["2", "1"]),
        ("<ol type=a start=26><li>x<li>y</ol>", ["z", "aa"]),
        ("<ol type=I><li>x<li>y</ol>", ["I", "II"]),
        ("<ol style='list-style-type: lower-roman'><li>x<li>y</ol>", ["i", "ii"]),
        ("<ol style='list-style:none'><li>3. x<li>(b) y</ol>", ["3", "b"]),
        ("<ol><li>10. x<li>11. y</ol>", ["10", "11"]),
        ("<ol><li><p>x</p><p>more</p><ol type=a><li>y</ol><li>z</ol>", ["1", "", "a", "2"]),
        ("<ol><li><ol type=a><li>y</ol></ol>", ["1", "a"]),
        ("<ul><li>x<li>y</ul>", ["", ""]),
        ("<p>• x</p><p>– y</p>", ["", ""]),
    ],
)
def test_numbers_of_lists(markup: str, labels: list[str]) -> None:
    source = read(f"<p>Words.</p>{markup}")
    assert [line.label for line in source.lines][1:] == labels
    assert all(not re.match(r"[•–\d(]", line.text) for line in source.lines)


@pytest.mark.parametrize(
    ("typed", "label", "text"),
    [
        ("10.\tAsks for lamps", "10", "Asks for lamps"),
        ("10 . Asks for lamps", "10", "Asks for lamps"),
        ("1) Просит ламп", "1", "Просит ламп"),
        ("1. 请提供灯", "1", "请提供灯"),
        ("1．请提供灯", "1", "请提供灯"),
        ("١ - تطلب مصابيح", "1", "تطلب مصابيح"),
        ("(أ) مصابيح", "أ", "مصابيح"),
        ("（一）灯", "一", "灯"),
        ("(ii) Lamps", "ii", "Lamps"),
        ("(aa) Lamps", "aa", "Lamps"),
        ("а) лампы", "а", "лампы"),
        ("(1) Lamps", "1", "Lamps"),
        ("1.5 million lamps", "", "1.5 million lamps"),
        ("2012 was a year of lamps", "", "2012 was a year of lamps"),
        ("(or) lamps", "", "(or) lamps"),
        ("A. Lamps", "", "A. Lamps"),
    ],
)
def test_typed_numbers_and_letters(typed: str, label: str, text: str) -> None:
    source = read(f"<p>{typed}</p>")
    assert told(source) == [(label, text)]
    assert source.text == re.sub(r"\s+", " ", typed)


@pytest.mark.parametrize(
    ("mark", "note"),
    [
        ('<sup><a href="#fn1" id="r1">1</a></sup>', '<ol><li id="fn1"><p>A note. <a href="#r1">↩︎</a></p></li></ol>'),
        ('<a href="#fn1" class="footnote-ref" id="r1"><sup>1</sup></a>', '<p id="fn1"><sup>1</sup> A note.</p>'),
        ('<a href="#n1">[1]</a>', '<p><a name="n1"></a>[1] A note.</p>'),
        ("<sup>1</sup>", "<p><sup>1</sup> A note.</p>"),
        ('<span style="vertical-align: super">1</span>', '<div class="footnotes"><p>1. A note.</p></div>'),
    ],
)
def test_notes(mark: str, note: str) -> None:
    source = read(f"<p>Lamps of 2012{mark} shine.</p>{note}<p>More.</p>")
    assert source.lines[0].text == "Lamps of 2012 shine."
    assert source.lines[0].marks == ((13, "1"),)
    assert [(line.role, line.label, line.text) for line in source.lines][1:] == [("body", "", "More."), ("note", "1", "A note.")]


def test_several_marks_and_links_that_are_none() -> None:
    source = read('<p id=p10>See <a href="#p11">11</a> and<sup>1, 2</sup> 5 m<sup>2</sup>.</p><p id=p11>11. Other lamps.</p>')
    assert source.lines[0].text == "See 11 and 5 m2."
    assert source.lines[0].marks == ((10, "1"), (10, "2"))
    assert told(source)[1] == ("11", "Other lamps.")


def test_tables() -> None:
    source = read(
        "<table><caption>Lamps</caption><tr><th>Port<th>Lamps<tr><td><p>North</p><p>Bay</p><td>12</table>"
        "<table><tr><td><h2>Laid out</h2><p>Words.</p></td><td>Beside</td></tr></table>"
        "<table><tr><td>(a)<td>Asks for lamps, and for harbours to put them in, before the winter;</table>"
    )
    assert [(line.role, line.label, line.text) for line in source.lines] == [
        ("body", "", "Lamps"),
        ("table", "", "Port | Lamps"),
        ("table", "", "North Bay | 12"),
        ("heading", "", "Laid out"),
        ("body", "", "Words."),
        ("body", "", "Beside"),
        ("body", "a", "Asks for lamps, and for harbours to put them in, before the winter;"),
    ]


def test_bold_lines_are_headings_and_sections_keep_their_letter() -> None:
    source = read(f"<p><b>I</b></p><p><b>The lamps</b></p><p>{'They shine. ' * 9}</p><p><b>They shine.</b></p>")
    assert [(line.role, line.label, line.text) for line in source.lines][:2] == [
        ("heading", "I", "I"),
        ("heading", "", "The lamps"),
    ]
    assert source.lines[3].role == "body"


@pytest.mark.parametrize(
    ("formula", "item"),
    [
        ("L’Assemblée générale,", "Point 12 de l’ordre du jour"),
        ("La Asamblea General,", "Tema 12 del programa"),
        ("Генеральная Ассамблея,", "Пункт 12 повестки дня"),
        ("إن الجمعية العامة،", "البند ١٢ من جدول الأعمال"),
        ("大会，", "议程项目12"),
        ("The Economic and Social Council,", "Agenda item 12"),
    ],
)
def test_the_masthead_in_the_six_languages(formula: str, item: str) -> None:
    source = read(f"<p>A/RES/91/17</p><p>{item}</p><p>91/17. Lux</p><p>{formula}</p><p>1. Lux</p>")
    assert [(line.role, line.label) for line in source.lines] == [
        ("masthead", ""),
        ("masthead", ""),
        ("title", "91/17"),
        ("masthead", "formula"),
        ("body", "1"),
    ]


def test_a_page_that_mentions_an_organ_has_no_masthead() -> None:
    source = read("<h1>General Assembly</h1><p>The Assembly met on 4 March 2037.</p><p>Agenda item 3 was on lamps.</p>")
    assert [line.role for line in source.lines] == ["title", "body", "body"]


@pytest.mark.parametrize(
    "data",
    [
        "<p>Café – naïve</p>".encode(),
        b"\xef\xbb\xbf" + "<p>Café – naïve</p>".encode(),
        "<p>Café – naïve</p>".encode("utf-16"),
        "<p>Café – naïve</p>".encode("utf-16-le"),
        "<p>Café – naïve</p>".encode("windows-1252"),
        '<meta charset="iso-8859-1"><p>Café – naïve</p>'.encode("windows-1252"),
        '<meta charset="utf-8"><p>Café – naïve</p>'.encode("windows-1252"),
        '<meta charset="nonsense"><p>Café – naïve</p>'.encode(),
        '<meta charset="hex"><p>Café – naïve</p>'.encode(),
        '<?xml version="1.0" encoding="utf-8"?><html><body><p>Café &ndash; naïve</p></body></html>'.encode(),
    ],
)
def test_charsets(data: bytes) -> None:
    assert told(html.source(data, "lamps.html")) == [("", "Café – naïve")]


def test_a_declared_charset_is_believed() -> None:
    data = '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251"><p>Лампы</p>'.encode("windows-1251")
    assert told(html.source(data, "lamps.html")) == [("", "Лампы")]


@pytest.mark.parametrize("tag", ["div", "span", "ol", "table", "b", "section"])
def test_deep_nesting_keeps_the_words(tag: str) -> None:
    depth = 100_000 if tag in ("div", "span") else 3000
    source = read(f"<p>Before</p>{f'<{tag}>' * depth}deep words{f'</{tag}>' * depth}<p>After</p>")
    assert [line.text for line in source.lines] == ["Before", "deep words", "After"]
    assert "nests too deeply" in source.anomalies[0]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no words"),
        (b"<p> &nbsp; </p><script>words()</script>", "no words"),
        (b"%PDF-1.7 words", "PDF"),
        (b"PK\x03\x04 words", "ZIP"),
        (b"<p>w\x00rds and more of them</p>", "zero bytes"),
        (b"\xff\xfe<\x00p\x00\x00\xd8", "utf-16"),
    ],
)
def test_what_is_no_page_is_refused_by_name(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableError, match=said) as caught:
        html.source(data, "lamps.html")
    assert "lamps.html" in caught.value.message
    assert caught.value.remedy


def test_no_file_and_no_address_is_opened() -> None:
    source = read(
        '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><body><p>Words &x;</p><img src="http://127.0.0.1:9/x">'
    )
    assert "root:" not in source.text


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cf", "Cn", "Co"], exclude_characters="<>&"), max_size=30
)
TAGS = st.sampled_from(
    "p div li ol ul table tr td b sup a h1 h2 span br nav main article form pre section td blockquote dd".split()
)


@given(st.lists(st.tuples(TAGS, WORDS, st.booleans()), min_size=1, max_size=14))
def test_nothing_is_lost_and_every_character_has_one_line(parts: list[tuple[str, str, bool]]) -> None:
    markup = "<p>words</p>" + "".join(f"<{tag}>{text}{f'</{tag}>' if closed else ''}" for tag, text, closed in parts)
    source = html.source(markup.encode(), "any.html")
    covered(source)
    said = re.sub(r"\s", "", source.text)
    for _, text, _ in parts:
        assert re.sub(r"\s", "", text) in said


@given(st.text(max_size=200), st.binary(max_size=100))
def test_any_bytes_are_read_or_refused(text: str, data: bytes) -> None:
    for given_ in (text.encode("utf-8", errors="ignore"), data, b"<p>words " + data):
        try:
            covered(html.source(given_, "any.html"))
        except UnreadableError as error:
            assert error.remedy
