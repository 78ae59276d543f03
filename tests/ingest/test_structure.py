"""Lines of every kind become paragraphs: what a reader knows is kept, what it leaves open is decided from the words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hld.ingest import structure
from hld.ingest.layout import Line, Source
from hld.ingest.models import Document, lost


def source(*rows: tuple[str, dict[str, Any]] | str, name: str = "lamps.pdf", **facts: Any) -> Source:
    """A source of these lines, each a text or a text with what the reader knows of it."""
    lines, text = [], ""
    for row in rows:
        words, known = (row, {}) if isinstance(row, str) else row
        lines.append(Line(text=words, start=len(text), end=len(text) + len(words), **{"page": 1, **known}))
        text += words + "\n"
    return Source(name=name, format="pdf", text=text, lines=tuple(lines), pages=1, **facts)


def read(*rows: tuple[str, dict[str, Any]] | str, **facts: Any) -> Document:
    (document,) = structure.read(source(*rows, **facts))
    assert lost(document) == ""
    return document


def parts(document: Document) -> dict[str, str]:
    return {str(p.reference.part): p.text for p in document.paragraphs}


HEAD = (
    ("United Nations A/RES/91/17", {"role": "masthead"}),
    ("General Assembly", {"role": "masthead"}),
    ("Distr.: General", {"role": "masthead"}),
    ("3 January 2037", {"role": "masthead"}),
    ("Agenda item 12 (b)", {"role": "masthead"}),
    ("Resolution adopted by the General Assembly on 9 December 2036", {"role": "masthead"}),
    ("[on the report of the Second Committee (A/91/300)]", {"role": "masthead"}),
    ("91/17. Lamps and harbours", {"role": "title"}),
    ("The General Assembly,", {"role": "masthead", "label": "formula"}),
)


def test_the_masthead_tells_the_facts() -> None:
    document = read(*HEAD, ("Recalling the lamps,", {"begins": True}), ("Lights them.", {"begins": True, "label": "1"}))
    assert (document.id, document.title, document.body) == ("A/RES/91/17", "Lamps and harbours", "General Assembly")
    assert (str(document.adopted), str(document.distributed)) == ("2036-12-09", "2037-01-03")
    assert (document.agenda_item, document.report, document.committee) == ("12 (b)", "A/91/300", "Second Committee")
    assert parts(document) == {"pre-1": "Recalling the lamps,", "para-1": "Lights them."}


def test_lines_that_go_on_are_joined_and_keep_their_places() -> None:
    document = read(
        *HEAD,
        ("Requests the keepers to report on the well-", {"begins": True, "label": "1", "box": (72.0, 700.0, 500.0, 712.0)}),
        ("91/17 Lamps", {"role": "furniture", "label": "running head", "page": 2}),
        ("being of lamps.", {"begins": False, "page": 2, "box": (72.0, 690.0, 200.0, 702.0)}),
    )
    (paragraph,) = document.paragraphs
    assert (paragraph.text, paragraph.page) == ("Requests the keepers to report on the well-being of lamps.", 1)
    assert [document.text[a:b] for a, b in paragraph.spans] == [
        "Requests the keepers to report on the well-",
        "being of lamps.",
    ]
    assert [page for page, _ in paragraph.boxes] == [1, 2]


def test_a_hyphen_at_a_line_end_goes_where_the_document_writes_the_word_whole() -> None:
    document = read(
        *HEAD, ("Lights the harbour and the har-", {"begins": True, "label": "1"}), ("bour mouth.", {"begins": False})
    )
    assert document.paragraphs[0].text == "Lights the harbour and the harbour mouth."


def test_letters_stand_under_their_chapeau() -> None:
    document = read(
        *HEAD,
        ("Requests:", {"begins": True, "label": "1"}),
        ("(a) One lamp:", {"begins": True}),
        ("(i) Green;", {"begins": True}),
        ("(ii) Red;", {"begins": True}),
        ("Two lamps.", {"begins": True, "label": "b"}),
        ("2. Decides to rest.", {"begins": True}),
    )
    assert list(parts(document)) == ["para-1", "para-1-a", "para-1-a-i", "para-1-a-ii", "para-1-b", "para-2"]


def test_notes_are_tied_to_the_paragraph_of_their_mark() -> None:
    document = read(
        *HEAD,
        ("Recalls the lamp and the oil.", {"begins": True, "label": "1", "marks": ((16, "1"), (28, "*"))}),
        ("See A/91/3.", {"role": "note", "label": "1"}),
        ("Of olives, and", {"role": "note", "label": "*"}),
        ("of whales.", {"role": "note"}),
    )
    assert document.paragraphs[0].notes == ("A/RES/91/17#note-1", "A/RES/91/17#note-2")
    assert [(n.marker, n.text) for n in document.notes] == [("1", "See A/91/3."), ("*", "Of olives, and of whales.")]
    assert document.anomalies == ()


def test_a_note_without_a_mark_in_the_text_is_told() -> None:
    document = read(*HEAD, ("Rests.", {"begins": True, "label": "1"}), ("See A/91/3.", {"role": "note", "label": "4"}))
    assert document.anomalies == ("the mark of note 4 was not found in the text",)


def test_a_report_has_numbered_paragraphs_under_headings_and_an_annex() -> None:
    document = read(
        ("A/91/254", {"role": "masthead"}),
        ("Report of the Secretary-General", {"role": "title"}),
        ("Introduction", {"role": "heading", "label": "I"}),
        ("The lamps were counted.", {"begins": True, "label": "1"}),
        ("Cross-cutting lamps", {"role": "heading", "label": "1"}),
        ("They were many.", {"begins": True, "label": "2"}),
        "Annex",
        ("One page.", {"begins": True, "label": "1"}),
    )
    assert (document.id, document.type, document.anomalies) == ("A/91/254", "report", ())
    assert [(p.id, str(p.kind), p.heading) for p in document.paragraphs] == [
        ("A/91/254#para-1", "numbered", "Introduction"),
        ("A/91/254#para-2", "numbered", "Cross-cutting lamps"),
        ("A/91/254#annex-para-1", "annex", "Annex"),
    ]


def test_a_page_without_a_symbol_is_a_page_of_blocks() -> None:
    document = read(
        ("On lamps", {"role": "title"}), ("They burn.", {"begins": True}), ("They last.", {"begins": True}), name="lamps.html"
    )
    assert (document.id, document.type, document.title) == ("PAGE/lamps", "page", "On lamps")
    assert list(parts(document)) == ["block-1", "block-2"]


def test_the_formula_is_found_where_the_reader_did_not_tell_it() -> None:
    document = read(
        "A/RES/91/17",
        "General Assembly",
        "91/17. Lamps",
        "and harbours",
        "The General Assembly,",
        "Recalling all lamps,",
        "1. Rests.",
    )
    assert document.title == "Lamps and harbours"
    assert parts(document) == {"pre-1": "Recalling all lamps,", "para-1": "Rests."}


def test_the_closing_is_no_paragraph() -> None:
    document = read(*HEAD, ("Rests.", {"begins": True, "label": "1"}), "92nd plenary meeting", "5 April 2037")
    assert document.meeting == "92nd plenary meeting"
    assert list(parts(document)) == ["para-1"]


@pytest.mark.parametrize(
    ("formula", "preamble", "first", "language"),
    [
        (
            "L’Assemblée générale,",
            "Rappelant sa résolution sur les lampes et les ports des mers,",
            "Prie les gardiens de veiller.",
            "fr",
        ),
        (
            "La Asamblea General,",
            "Recordando su resolución sobre las lámparas y los puertos del mar,",
            "Pide a los guardianes.",
            "es",
        ),
        ("Генеральная Ассамблея,", "ссылаясь на свою резолюцию о лампах и портах,", "просит хранителей доложить.", "ru"),
        ("大会，", "回顾其关于灯和港口的决议以及所有其他有关灯和港口的决定和建议，", "请守灯人提出报告。", "zh"),
    ],
)
def test_other_languages_have_the_same_places(formula: str, preamble: str, first: str, language: str) -> None:
    document = read(*HEAD[:-1], formula, (preamble, {"begins": True}), (first, {"begins": True, "label": "1"}))
    assert document.language == language
    assert list(parts(document)) == ["pre-1", "para-1"]


ROLES = st.sampled_from(["body", "heading", "title", "masthead", "note", "furniture", "table"])
WORDS = st.text(alphabet="aA1(.)-,; àж大", min_size=1, max_size=12).map(lambda words: words.strip() or "x")
KNOWN = st.fixed_dictionaries(
    {"role": ROLES, "begins": st.sampled_from([True, False, None]), "label": st.sampled_from(["", "", "1", "2", "a", "I"])}
)


@given(st.lists(st.tuples(WORDS, KNOWN), min_size=1, max_size=14))
def test_whatever_the_lines_nothing_is_lost(rows: list[tuple[str, dict[str, Any]]]) -> None:
    for document in structure.read(source(*rows)):
        assert lost(document) == ""
        for before, after in zip(document.layout, document.layout[1:], strict=False):
            assert before.end <= after.start
        for paragraph in document.paragraphs:
            assert paragraph.text
