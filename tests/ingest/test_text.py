"""The text of a PDF as pdftotext leaves it: every defect that was met, in words of our own, and the ten real documents."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hld.ingest.errors import UnreadableError
from hld.ingest.models import Document, Kind
from hld.ingest.readers import text
from hld.ingest.symbols import Reference

HEAD = """United Nations

A/RES/91/17

General Assembly

Distr.: General
4 March 2037

Ninety-first session
Agenda item 12 (b)

Resolution adopted by the General Assembly on 9 December 2036
[on the report of the Harbour Committee (A/91/300/Add.1 and Corr.1)]

91/17. Lamps and harbours
The General Assembly,
"""
PREAMBLE = "Recalling its resolution 90/4 of 3 May 2035,\n"
NEXT_PAGE = """
36-12345

*3612345*

Please recycle

A/RES/91/17

Lamps and harbours

"""


def read(body: str, head: str = HEAD, name: str = "lamps.txt") -> Document:
    (document,) = text.read((head + body).encode(), name)
    return document


def parts(document: Document) -> dict[str, str]:
    return {str(p.reference.part): p.text for p in document.paragraphs}


def test_the_masthead_says_what_the_document_is() -> None:
    document = read(PREAMBLE + "1. Thanks the keepers;\n2. Decides to go on.\n40th plenary meeting\n9 December 2036\n")
    assert (str(document.symbol), document.id, document.language) == ("A/RES/91/17", "A/RES/91/17", "en")
    assert (document.title, document.body, document.type) == ("Lamps and harbours", "General Assembly", "resolution")
    assert (document.session, document.agenda_item) == (91, "12 (b)")
    assert (document.adopted, document.distributed) == (dt.date(2036, 12, 9), dt.date(2037, 3, 4))
    assert (document.committee, document.report) == ("Harbour Committee", "A/91/300/Add.1 and Corr.1")
    assert (document.meeting, document.format, document.source) == ("40th plenary meeting", "text", "lamps.txt")
    assert document.official
    assert document.anomalies == ()


@pytest.mark.parametrize(
    "meeting", ["40th plenary meeting", "1st plenary meeting", "103rd (resumed) plenary meeting", "2nd meeting"]
)
def test_the_closing_is_a_meeting_and_no_paragraph(meeting: str) -> None:
    document = read(f"{PREAMBLE}1. Thanks the keepers.\n{meeting}\n9 December 2036\n")
    assert document.meeting == meeting
    assert parts(document)["para-1"] == "Thanks the keepers."
    assert len(document.paragraphs) == 2


NUMBERED = {
    "on the line": "1. Thanks the keepers of\nall lamps;\n2. Asks for oil.\n",
    "before the first line": "1.\nThanks the keepers of\nall lamps;\n2.\nAsks for oil.\n",
    "with a blank line between": "1.\n\nThanks the keepers of\nall lamps;\n\n2.\n\nAsks for oil.\n",
    "after the first line": "Thanks the keepers of\n1.\nall lamps;\nAsks for\n2.\noil.\n",
    "one after, one before": "Thanks the keepers of\n1.\nall lamps;\n2.\nAsks for oil.\n",
    "one before, one after": "1.\nThanks the keepers of\nall lamps;\nAsks for\n2.\noil.\n",
}


@pytest.mark.parametrize("shape", NUMBERED)
def test_a_number_goes_back_to_the_first_line_of_its_paragraph(shape: str) -> None:
    document = read(PREAMBLE + NUMBERED[shape])
    assert parts(document) == {
        "pre-1": "Recalling its resolution 90/4 of 3 May 2035,",
        "para-1": "Thanks the keepers of all lamps;",
        "para-2": "Asks for oil.",
    }
    assert document.anomalies == ()


def test_a_number_may_stand_before_the_last_line_with_the_first_line_behind_it() -> None:
    document = read(
        PREAMBLE + "1. Thanks the keepers;\n2.\nwith a steady hand;\nWelcomes the lighting of the lamps\n3. Asks for oil.\n"
    )
    assert parts(document)["para-2"] == "Welcomes the lighting of the lamps with a steady hand;"
    assert document.anomalies == ()


def test_a_page_break_in_the_middle_of_a_paragraph_leaves_no_trace() -> None:
    body = (
        f"{PREAMBLE}Noting that lamps\n_______________\n1\nA note on oil.\n{NEXT_PAGE}need oil, 1\n1. Thanks the keepers\n\n2/3\n"
    )
    body += "\nLamps and harbours\n\nA/RES/91/17\n\nof all lamps;\n2. Asks for oil.\n\n3/3\n"
    document = read(body)
    assert parts(document)["pre-2"] == "Noting that lamps need oil,"
    assert parts(document)["para-1"] == "Thanks the keepers of all lamps;"
    assert parts(document)["para-2"] == "Asks for oil."
    assert [p.page for p in document.paragraphs] == [1, 1, 2, 3]
    assert [(n.id, n.marker, n.text) for n in document.notes] == [("A/RES/91/17#note-1", "1", "A note on oil.")]
    assert document.anomalies == ()


@pytest.mark.parametrize(
    "furniture", ["36-12345", "36 12345", "36-12345 (E)", "*3612345*", "Please recycle", "2/9", "0F", "10F", "0H"]
)
def test_furniture_is_taken_away(furniture: str) -> None:
    document = read(f"{PREAMBLE}1. Thanks the\n\n{furniture}\n\nkeepers;\n2. Asks for oil.\n")
    assert parts(document)["para-1"] == "Thanks the keepers;"
    assert document.anomalies == ()


@pytest.mark.parametrize("kept", ["2/9 of them", "10 lamps", "1995", "Please recycle the oil", "F", "36-123"])
def test_what_is_no_furniture_stays(kept: str) -> None:
    document = read(f"{PREAMBLE}1. Thanks the\n{kept}\nkeepers.\n")
    assert parts(document)["para-1"] == f"Thanks the {kept} keepers."


def test_an_old_page_mark_before_a_running_head_is_furniture() -> None:
    document = read(f"{PREAMBLE}1. Thanks the\n\n2\n\nA/RES/91/17\n\nkeepers;\n2. Asks for oil.\n\n3\n")
    assert parts(document)["para-1"] == "Thanks the keepers;"
    assert parts(document)["para-2"] == "Asks for oil."


def test_a_title_over_two_lines_is_one_title_and_one_running_head() -> None:
    head = HEAD.replace("Lamps and harbours", "Lamps, harbours, keepers and the many other things\nthat stand beside the sea")
    break_ = "\n2/3\n\nLamps, harbours, keepers and the many other things\nthat stand beside the sea\n\nA/RES/91/17\n\n"
    document = read(f"{PREAMBLE}1. Thanks the{break_}keepers.\n", head)
    assert document.title == "Lamps, harbours, keepers and the many other things that stand beside the sea"
    assert parts(document)["para-1"] == "Thanks the keepers."


@pytest.mark.parametrize(
    ("written", "restored"),
    [
        ("at its ninetysecond session", "at its ninety-second session"),
        ("at its Sixtyeighth session", "at its Sixty-eighth session"),
        ("the SecretaryGeneral", "the Secretary-General"),
        ("a highlevel dialogue", "a high-level dialogue"),
        ("decisionmaking and policymaking", "decision-making and policy-making"),
        ("the nongovernmental keepers", "the non-governmental keepers"),
        ("a lamp-lighter and a lamplighter", "a lamp-lighter and a lamp-lighter"),
        ("sixty lamps and a second", "sixty lamps and a second"),
        ("governmental and general", "governmental and general"),
    ],
)
def test_hyphens_that_a_line_end_swallowed_are_put_back(written: str, restored: str) -> None:
    assert parts(read(f"{PREAMBLE}1. Thanks {written}.\n"))["para-1"] == f"Thanks {restored}."


NOTES = "_______________\n1\nFirst note.\n2\nSecond note.\n3\nThird note.\n"


@pytest.mark.parametrize(
    ("body", "words", "notes"),
    [
        ("Noting lamps, 1 oil 2 and wicks, 3", "Noting lamps, oil and wicks,", [1, 2, 3]),
        ("Noting lamps,1 oil2 and wicks,3", "Noting lamps, oil and wicks,", [1, 2, 3]),
        ("Noting lamps, 1 oil 2 and lamps1 again, 3", "Noting lamps, oil and lamps again,", [1, 2, 3]),
        ("Noting lamps (tall) 1 and “short” 2 ones, 3", "Noting lamps (tall) and “short” ones,", [1, 2, 3]),
        ("Noting the year 2035 1 and 2036, 2 lamps 3", "Noting the year 2035 and 2036, lamps", [1, 2, 3]),
        ("Noting the lamps of 3 May 2035, 1 of 2 June, 2 lit, 3", "Noting the lamps of 3 May 2035, of 2 June, lit,", [1, 2, 3]),
        (
            "Noting table 1 of oil, 1 chapter 2 of it, 2 and wicks, 3",
            "Noting table 1 of oil, chapter 2 of it, and wicks,",
            [1, 2, 3],
        ),
    ],
)
def test_the_marks_of_notes_leave_the_text(body: str, words: str, notes: list[int]) -> None:
    document = read(f"{body}\n1. Thanks the keepers.\n{NOTES}")
    assert parts(document)["pre-1"] == words
    assert document.paragraphs[0].notes == tuple(f"A/RES/91/17#note-{n}" for n in notes)
    assert [n.text for n in document.notes] == ["First note.", "Second note.", "Third note."]
    assert document.anomalies == ()


def test_a_note_whose_mark_is_not_in_the_text_is_an_anomaly() -> None:
    document = read(f"Noting lamps, 1 and oil, 2\n1. Thanks the keepers.\n{NOTES}")
    assert document.anomalies == ("the mark of note 3 was not found in the text",)
    assert [n.marker for n in document.notes] == ["1", "2", "3"]


@pytest.mark.parametrize(
    "zone",
    [
        "1\nSee A/90/55.\n2\nIbid., annex.\n3\nResolution 90/4, on lamps\nand oil.\n",
        "1\n\nSee A/90/55.\nIbid., annex.\n3\nResolution 90/4, on lamps\nand oil.\n2\n",
        "1\n2\n3\nSee A/90/55.\nIbid., annex.\nResolution 90/4, on lamps\nand oil.\n",
    ],
    ids=["marks before texts", "one mark behind", "all marks first"],
)
def test_marks_and_texts_of_notes_may_be_in_disorder(zone: str) -> None:
    document = read(f"Noting lamps, 1 oil, 2 and wicks, 3\n1. Thanks the\n_______________\n{zone}{NEXT_PAGE}keepers.\n")
    assert parts(document) == {"pre-1": "Noting lamps, oil, and wicks,", "para-1": "Thanks the keepers."}
    assert [(n.marker, n.text) for n in document.notes] == [
        ("1", "See A/90/55."),
        ("2", "Ibid., annex."),
        ("3", "Resolution 90/4, on lamps and oil."),
    ]


@pytest.mark.parametrize(
    "zone",
    ["1\nFirst note.\n3\nThird note.\n", "A line below the rule.\n", ""],
    ids=["a mark is missing", "words without a mark", "nothing"],
)
def test_a_zone_of_notes_without_its_marks_stops_nothing_and_loses_nothing(zone: str) -> None:
    document = read(f"Noting lamps,\n1. Thanks the keepers.\n_______________\n{zone}{NEXT_PAGE}2. Asks for oil.\n")
    assert parts(document) == {"pre-1": "Noting lamps,", "para-1": "Thanks the keepers.", "para-2": "Asks for oil."}
    kept = " ".join(n.text for n in document.notes) + " ".join(document.anomalies)
    assert all(line in kept for line in re.findall(r"[A-Z].+", zone))
    assert bool(document.anomalies) == bool(zone)


def test_a_number_without_words_is_an_anomaly() -> None:
    document = read(f"{PREAMBLE}1. Thanks the keepers;\n2.\n")
    assert all(p.text for p in document.paragraphs) or document.anomalies


LETTERS = "".join(f"({c}) Lamp {c};\n" for c in "abcdefghij")


def test_the_letter_i_after_h_is_a_letter() -> None:
    found = parts(read(f"{PREAMBLE}1. Asks keepers:\n{LETTERS}2. Thanks them.\n"))
    assert [part for part in found if part.startswith("para")] == ["para-1", *(f"para-1-{c}" for c in "abcdefghij"), "para-2"]
    assert found["para-1-i"] == "Lamp i;"


def test_the_letter_i_after_a_colon_begins_a_list_of_its_own() -> None:
    body = "1. Asks keepers:\n(a) To light;\n(b) To mind:\n(i) Oil;\n(ii) Wicks;\n(iii) Glass;\n(c) To sleep:\n(i) At noon;\n"
    document = read(f"{PREAMBLE}{body}2. Thanks them.\n")
    assert list(parts(document)) == [
        *(
            "pre-1",
            "para-1",
            "para-1-a",
            "para-1-b",
            "para-1-b-i",
            "para-1-b-ii",
            "para-1-b-iii",
            "para-1-c",
            "para-1-c-i",
            "para-2",
        )
    ]
    contexts = {str(p.reference.part): p.context for p in document.paragraphs}
    assert contexts["para-1"] == ""
    assert contexts["para-1-a"] == "Asks keepers:"
    assert contexts["para-1-b-ii"] == "Asks keepers: To mind:"
    assert contexts["para-1-c-i"] == "Asks keepers: To sleep:"
    assert document.anomalies == ()


def test_a_letter_on_a_line_of_its_own_belongs_to_the_next_line() -> None:
    found = parts(read(f"{PREAMBLE}1. Asks keepers:\n(a) To light;\n(b)\n\nTo mind the oil;\n\n(c) To sleep.\n"))
    assert [found["para-1-a"], found["para-1-b"], found["para-1-c"]] == ["To light;", "To mind the oil;", "To sleep."]


def test_a_letter_that_is_missing_is_not_invented() -> None:
    found = parts(read(f"{PREAMBLE}1. Asks keepers:\n(a) To light;\n(b) To mind;\n(d) To sleep.\n"))
    assert [part for part in found if "-1-" in part] == ["para-1-a", "para-1-b", "para-1-d"]


def test_a_number_that_is_missing_is_an_anomaly() -> None:
    document = read(f"{PREAMBLE}1. Thanks the keepers;\n3. Asks for oil.\n")
    assert list(parts(document)) == ["pre-1", "para-1", "para-3"]
    assert document.anomalies == ("paragraph 3 follows 1",)


def test_a_declaration_stands_in_unnumbered_blocks_before_its_paragraphs() -> None:
    body = """Adopts the following declaration:
Lamps and harbours
We, the keepers of lamps, gathered by the sea
on a clear night,
1. Recognize that lamps give light;
2. Decide to keep them lit.
"""
    document = read(body)
    assert [(str(p.reference.part), p.kind, p.text, p.verb) for p in document.paragraphs] == [
        ("block-1", Kind.BLOCK, "Adopts the following declaration:", "adopts"),
        ("block-2", Kind.BLOCK, "We, the keepers of lamps, gathered by the sea on a clear night,", ""),
        ("para-1", Kind.OPERATIVE, "Recognize that lamps give light;", "recognizes"),
        ("para-2", Kind.OPERATIVE, "Decide to keep them lit.", "decides"),
    ]
    assert document.anomalies == ()


def test_the_paragraphs_of_an_annex_are_named_after_it() -> None:
    document = read(
        f"{PREAMBLE}1. Adopts the plan in the annex.\nAnnex\n1. Keepers light lamps:\n(a) At dusk;\n2. Keepers rest.\n"
    )
    assert list(parts(document)) == ["pre-1", "para-1", "annex-para-1", "annex-para-1-a", "annex-para-2"]
    assert document.paragraphs[-1].kind == Kind.ANNEX
    assert document.anomalies == ()


def test_several_annexes_are_numbered() -> None:
    document = read(f"{PREAMBLE}1. Adopts both plans.\nAnnex I\n1. Keepers light lamps.\nAnnex II\n1. Keepers rest.\n")
    assert list(parts(document)) == ["pre-1", "para-1", "annex-1-para-1", "annex-2-para-1"]


def test_the_only_operative_paragraph_needs_no_number() -> None:
    document = read(f"{PREAMBLE}Decides to light one lamp.\n40th plenary meeting\n9 December 2036\n")
    assert [(str(p.reference.part), p.kind, p.verb) for p in document.paragraphs] == [
        ("pre-1", Kind.PREAMBULAR, ""),
        ("para-1", Kind.OPERATIVE, "decides"),
    ]


def test_a_report_has_numbered_paragraphs() -> None:
    document = read("", "A/91/300\n\nA report on lamps\n\n1. Lamps are lit.\n\n2. Oil is dear, which\nmatters.\n")
    assert (str(document.symbol), document.type, document.session) == ("A/91/300", "report", 91)
    numbered = [p for p in document.paragraphs if p.kind == Kind.NUMBERED]
    assert [(p.id, p.text) for p in numbered] == [
        ("A/91/300#para-1", "Lamps are lit."),
        ("A/91/300#para-2", "Oil is dear, which matters."),
    ]


def test_line_ends_and_the_byte_order_mark_do_not_matter() -> None:
    whole = HEAD + PREAMBLE + "1. Thanks the keepers of\nall lamps;\n2. Asks for oil.\n"
    expected = text.read(whole.encode(), "lamps.txt")
    assert text.read(whole.replace("\n", "\r\n").encode(), "lamps.txt") == expected
    assert text.read(whole.replace("\n", "\r").encode(), "lamps.txt") == expected
    assert text.read(b"\xef\xbb\xbf" + whole.encode(), "lamps.txt") == expected


def test_a_page_is_a_title_and_its_blocks() -> None:
    page = "Skip to main content\nLamps by the sea\n\nA first run of\ntwo lines.\n\n"
    page += "• A bullet\n• Another\n  that goes on\n\nDecides nothing.\n"
    (document,) = text.read(page.encode(), "lamp page (2).en.txt")
    assert (str(document.symbol), document.type, document.title) == ("PAGE/lamp-page-2", "page", "Lamps by the sea")
    assert [(str(p.reference.part), p.kind, p.text) for p in document.paragraphs] == [
        ("block-1", Kind.BLOCK, "A first run of two lines."),
        ("block-2", Kind.BLOCK, "A bullet"),
        ("block-3", Kind.BLOCK, "Another that goes on"),
        ("block-4", Kind.BLOCK, "Decides nothing."),
    ]
    assert document.anomalies == ()


def test_a_page_of_one_line_is_one_block_named_after_its_file() -> None:
    (document,) = text.read(b"Lamps by the sea", "lamps.txt")
    assert (document.title, parts(document)) == ("lamps", {"block-1": "Lamps by the sea"})


def test_a_page_of_one_sentence_that_decides_is_no_operative_paragraph() -> None:
    (document,) = text.read(b"Decides to light one lamp.", "lamps.txt")
    assert parts(document) == {"block-1": "Decides to light one lamp."}


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"], blacklist_characters="/\\\0"), min_size=1, max_size=20))
def test_a_page_has_an_id_that_is_read_back_whatever_its_file_is_called(stem: str) -> None:
    (document,) = text.read(b"Lamps by the sea\n\nare lit.", f"{stem}.txt")
    assert Reference.parse(document.id) == Reference(symbol=document.symbol)
    for paragraph in document.paragraphs:
        assert Reference.parse(paragraph.id) == paragraph.reference


@pytest.mark.parametrize("data", [b"", b" \n\t\n", b"\xef\xbb\xbf", b"---\n***\n"])
def test_a_file_without_words_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError, match=r"lamps\.txt is empty\. Give"):
        text.read(data, "lamps.txt")


@pytest.mark.parametrize("data", ["Décide".encode("latin-1"), "Lamps".encode("utf-16"), b"%PDF-1.4\n\xe2\xe3\xcf\xd3"])
def test_bytes_that_are_not_text_are_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError, match=r"lamps\.txt is not text in UTF-8"):
        text.read(data, "lamps.txt")


_lines = st.sampled_from(
    [
        *(
            "1.",
            "2.",
            "1. Thanks the keepers;",
            "2. Asks for oil.",
            "(a)",
            "(a) To light;",
            "(i) To mind:",
            "(b) To rest;",
            "Annex",
            "",
        ),
        *(
            "Noting lamps, 1",
            "of all lamps;",
            "Thanks",
            "A/RES/91/17",
            "Lamps and harbours",
            "_______________",
            "1",
            "2",
            "A note.",
        ),
        *(
            "2/3",
            "0F",
            "40th plenary meeting",
            "9 December 2036",
            "Adopts the following:",
            "We, the keepers,",
            "The General Assembly,",
        ),
    ]
)


@given(st.lists(_lines, max_size=25))
def test_lines_in_any_order_give_unique_ids_and_no_quiet_empty_paragraph(lines: list[str]) -> None:
    document = read("\n".join([*lines, "1. Thanks the keepers."]))
    ids = [p.id for p in document.paragraphs] + [n.id for n in document.notes]
    assert len(ids) == len(set(ids))
    assert all(Reference.parse(p.id) == p.reference for p in document.paragraphs)
    assert {note for p in document.paragraphs for note in p.notes} <= {n.id for n in document.notes}
    assert all(p.text for p in document.paragraphs) or document.anomalies


# Real documents. symbol: preambular paragraphs, numbered paragraphs, subparagraphs, blocks, notes, pages. Counted by hand.
GOLDEN = {
    "A/RES/58/208": (16, 11, 4, 0, 13, 4),
    "A/RES/59/241": (14, 11, 0, 0, 13, 4),
    "A/RES/60/227": (4, 26, 7, 0, 2, 4),
    "A/RES/61/208": (12, 10, 0, 0, 10, 3),
    "A/RES/63/225": (12, 20, 0, 0, 11, 4),
    "A/RES/65/170": (24, 28, 0, 0, 14, 6),
    "A/RES/67/172": (30, 15, 32, 0, 22, 9),
    "A/RES/67/219": (12, 19, 11, 0, 13, 5),
    "A/RES/68/4": (0, 34, 0, 2, 1, 4),
    "A/RES/69/229": (13, 37, 0, 0, 21, 7),
}

# First three words and last three words.
ENDS = """
58/208 pre-1 | Recalling the Programme | the General Assembly,
58/208 pre-4 | Reaffirming the obligations | of the Child,
58/208 pre-12 | Aware also that, | respected and protected,
58/208 para-1 | Takes note of | of the Secretary-General;
58/208 para-3 | Calls upon all | all human rights;
58/208 para-6 | Encourages Governments of | of regional cooperation;
58/208 para-10-c | Round tables and | useful for dialogue;
58/208 para-11 | Decides to include | migration and development”.
59/241 pre-1 | Recalling the Programme | the General Assembly,
59/241 pre-7 | Welcoming the adoption | migration and development”,
59/241 para-9 | Reaffirms the need | in this regard;
59/241 para-11 | Also requests the | the present resolution.
60/227 pre-3 | Recalling further the | World Summit Outcome,
60/227 para-6 | Decides that the | the General Assembly;
60/227 para-9-c | Summaries of the | the High-level Dialogue;
60/227 para-10-d | Round table 4 | and migrants alike;
60/227 para-26 | Decides to include | migration and development”.
61/208 pre-7 | Recalling also Commission | 10 May 2006,
61/208 para-6 | Takes note with | Global Migration Group;
61/208 para-7 | Calls upon all | for human rights;
61/208 para-9 | Requests the Secretary-General | the present resolution;
63/225 pre-2 | Recalling also the | 2 December 2008,
63/225 pre-4 | Reaffirming the Universal | of the Child,
63/225 para-3 | Emphasizes that respect | of international migration;
63/225 para-8 | Reaffirms that there | financing for development;
63/225 para-20 | Requests the Secretary-General | the present resolution.
65/170 pre-7 | Recalling the International | of its adoption,
65/170 pre-22 | Noting with concern | to long term,
65/170 para-3 | Recognizes the importance | migration and development;
65/170 para-14 | Also recognizes the | entrepreneurship among non-migrants;
65/170 para-28 | Requests the Secretary-General | the present resolution.
67/172 pre-4 | Recalling the International | of Their Families,
67/172 pre-13 | Recognizing the increasing | international migration movements,
67/172 pre-30 | Underlining the importance | cross international borders,
67/172 para-3 | Reaffirms the rights | in this regard:
67/172 para-4-e | Requests States to | through national borders;
67/172 para-4-i | Encourages all States | impede such transfers;
67/172 para-5-k | Urges States parties | matter of priority;
67/172 para-10-a | Requests Member States, | human rights perspective;
67/172 para-15 | Requests the Secretary-General | and development policies.
67/219 pre-8 | Recalling further the | 19 May 2011,
67/219 para-1 | Takes note of | of the Secretary-General;
67/219 para-3-b-iii | Summaries of the | the high-level dialogue;
67/219 para-3-c-ii | Round table 2 | and safe migration;
67/219 para-3-d | Each of the | with regional groups;
67/219 para-13 | Decides that representatives | equitable geographical representation;
68/4 block-1 | Adopts the following | the following declaration:
68/4 block-2 | We, representatives of | Migration and Development,
68/4 para-1 | Recognize that international | respecting human rights;
68/4 para-15 | Note the contribution | protection of migrants;
68/4 para-34 | Also request the | this High-level Dialogue.
69/229 pre-2 | Recalling also the | its outcome document,
69/229 para-6 | Expresses concern about | rights of migrants;
69/229 para-14 | Takes note of | 5 per cent”;
69/229 para-26 | Requests the 18 | transit and destination;
69/229 para-32 | Decides to hold | development review processes;
69/229 para-37 | Decides to include | migration and development”.
""".strip().splitlines()


@functools.cache
def _golden(folder: Path, symbol: str) -> tuple[str, Document]:
    path = folder / "corpus/hld" / f"{symbol.replace('/', '_')}.en.txt"
    (document,) = text.read(path.read_bytes(), path.name)
    return path.read_text(encoding="utf-8"), document


@pytest.mark.corpus
@pytest.mark.parametrize("symbol", GOLDEN)
def test_a_real_resolution_is_read_whole(shared: Path, symbol: str) -> None:
    raw, document = _golden(shared, symbol)
    preambular, operative, subparagraphs, blocks, notes, pages = GOLDEN[symbol]
    assert str(document.symbol) == symbol
    assert document.anomalies == ()
    by_kind = {
        kind: [p.reference.part for p in document.paragraphs if p.reference.part.kind == kind]
        for kind in ("pre", "para", "block")
    }
    assert [part.number for part in by_kind["pre"]] == list(range(1, preambular + 1))
    assert [part.number for part in by_kind["para"] if not part.letters] == list(range(1, operative + 1))
    assert sum(1 for part in by_kind["para"] if part.letters) == subparagraphs
    assert len(by_kind["block"]) == blocks
    assert [n.marker for n in document.notes] == [str(n) for n in range(1, notes + 1)]
    assert {note for p in document.paragraphs for note in p.notes} == {n.id for n in document.notes}
    assert max(p.page for p in document.paragraphs) == pages
    assert [p.page for p in document.paragraphs] == sorted(p.page for p in document.paragraphs)
    # The page marks of later documents say how many pages there are.
    assert {int(total) for total in re.findall(r"^\d+/(\d+)$", raw, re.MULTILINE)} <= {pages}


@pytest.mark.corpus
@pytest.mark.parametrize("symbol", GOLDEN)
def test_no_furniture_is_left_in_a_real_resolution(shared: Path, symbol: str) -> None:
    _, document = _golden(shared, symbol)
    furniture = re.compile(
        r"____|Please recycle|\*\d+|\b\d{2}[- ]\d{5}\b|\s\d/\d\b|\b\d{1,2}[FH]\b|plenary meeting$|" + re.escape(symbol)
    )
    for paragraph in document.paragraphs:
        assert not furniture.search(paragraph.text), paragraph.id
        assert paragraph.text == " ".join(paragraph.text.split())
        assert paragraph.text[-1] in ";,.:”", paragraph.id


def _words(passage: str) -> Counter[str]:
    return Counter(re.findall(r"(?<!\w)[a-z]+", passage.lower().replace("-", "")))


@pytest.mark.corpus
@pytest.mark.parametrize("symbol", GOLDEN)
def test_no_word_of_a_real_resolution_is_lost_or_invented(shared: Path, symbol: str) -> None:
    raw, document = _golden(shared, symbol)
    *_, pages = GOLDEN[symbol]
    body = raw[re.search(r"^The General Assembly,?$", raw, re.MULTILINE).start() :]  # type: ignore[union-attr]
    found = _words(" ".join([*(p.text for p in document.paragraphs), *(n.text for n in document.notes)]))
    furniture = _words(f"The General Assembly {document.meeting} {document.adopted:%B}")
    furniture += _words(
        " A/RES" * (pages - 1)
        + " please recycle" * ("Please recycle" in raw)
        + " (E)" * bool(re.search(r"^\S+ \(E\)$", raw, re.M))
    )
    title = r"\n" + r"\s+".join(map(re.escape, document.title.split())) + r"(?=\n)"
    furniture += _words(f"{document.title} " * len(re.findall(title, body)))
    furniture += Counter(
        p.reference.part.letters[-1] for p in document.paragraphs if p.reference.part and p.reference.part.letters
    )
    assert found + furniture == _words(body)


@pytest.mark.corpus
@pytest.mark.parametrize("row", ENDS, ids=[row.split(" |")[0] for row in ENDS])
def test_a_paragraph_begins_and_ends_where_it_should(shared: Path, row: str) -> None:
    place, first, last = row.split(" | ")
    number, part = place.split()
    _, document = _golden(shared, f"A/RES/{number}")
    words = parts(document)[part].split()
    assert (" ".join(words[:3]), " ".join(words[-3:])) == (first, last)


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("place", "notes"),
    [
        ("58/208 pre-1", [1, 2, 3, 4, 5, 6]),
        ("60/227 pre-3", [1]),
        ("63/225 pre-4", [3, 4, 5, 6, 7]),
        ("67/172 pre-4", [3, 4, 5, 6, 7, 8, 9, 10]),
        ("67/172 para-3", [2, 3]),
        ("67/172 para-4-g", [9]),
        ("68/4 para-15", [1]),
        ("69/229 para-14", [9]),
    ],
)
def test_the_notes_of_a_real_paragraph(shared: Path, place: str, notes: list[int]) -> None:
    number, part = place.split()
    _, document = _golden(shared, f"A/RES/{number}")
    (paragraph,) = [p for p in document.paragraphs if str(p.reference.part) == part]
    assert list(paragraph.notes) == [f"A/RES/{number}#note-{n}" for n in notes]


@pytest.mark.corpus
def test_the_real_page_is_nine_blocks(shared: Path) -> None:
    path = shared / "corpus/hld/ohchr-hld-2013-page.en.txt"
    (document,) = text.read(path.read_bytes(), path.name)
    assert (document.id, document.type, document.anomalies) == ("PAGE/ohchr-hld-2013-page", "page", ())
    assert list(parts(document)) == [f"block-{n}" for n in range(1, 10)]
