"""Characters that nobody sees: what goes, what stays, and that questions are read without them."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hld.app import command
from hld.app.answer import Assistant
from hld.app.visible import asked, shown
from hld.ingest.errors import HldError


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain text, § 10 (a) – “quoted”", "plain text, § 10 (a) – “quoted”"),
        ("line\nbreak\tand tab", "line\nbreak\tand tab"),
        ("a\u200bb\u2060c\ufeffd\u00ade", "abcde"),
        ("a\u202eb\u202cc\u2066d\u2069e\u202ae", "abcdee"),
        ("a\x1b[2Jb\x07\x9b\x00c\rd", "a[2Jbcd"),
        ("x\U000e0041\U000e007f", "x"),
        ("e\u0301\ufe0f", "e\u0301"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("a\u200cb\u200d", "ab"),
        ("\u200fالعربية", "\u200fالعربية"),
        ("大会 резолюция", "大会 резолюция"),
    ],
)
def test_what_is_shown(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What?\u200b", "What?"),
        ("W\u200dh\u200ea\u061ct", "What"),
        ("\uff29\uff27nore \U0001d41a\U0001d42e\U0001d42d\U0001d421", "IGnore auth"),
        ("one\u2028two\u00a0three\u3000four", "one two three four"),
        ("cafe\u0301 ½ § №", "café ½ § №"),
        ("para 10 (a)", "para 10 (a)"),
    ],
)
def test_what_is_asked(text: str, expected: str) -> None:
    assert asked(text) == expected


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_laws(text: str) -> None:
    seen = shown(text)
    assert shown(seen) == seen or any(char in "\u200c\u200d" for char in seen)
    assert not any(unicodedata.category(char) == "Cc" and char not in "\n\t" for char in seen)
    assert asked(asked(text)) == asked(text)
    assert json.loads(command.as_json({"text": text})) == {"text": text}


def test_a_question_is_read_without_them(assistant: Assistant) -> None:
    plain, hidden = "A/RES/67/172 para 10(a)", "A/RES\u200b/67/172\u202e para\u00a010(a)"
    answer = assistant.ask(hidden)
    assert answer.question == hidden
    assert [c.id for c in answer.citations] == [c.id for c in assistant.ask(plain).citations] != []
    with pytest.raises(HldError, match="empty"):
        assistant.ask("\u200b\u202e \ufeff")


def test_what_is_left_of_a_question_is_stated(assistant: Assistant) -> None:
    answer = assistant.ask("What is said of traff\u200bicking in persons?")
    assert answer.searched == "What is said of trafficking in persons?"


def test_a_console_prints_no_escapes_in_text_or_table(capsys: pytest.CaptureFixture[str]) -> None:
    from rich.table import Table

    console = command.console(stderr=False)
    table = Table("a\x1b]0;x\x07b")
    table.add_row("c\x1b[2Jd\u202e")
    console.print("e\x1b[31mf\x9b2J", markup=False)
    console.print(table)
    printed = capsys.readouterr().out
    assert "\x1b" not in printed
    assert shown(printed) == printed
    assert "e[31mf2J" in printed
