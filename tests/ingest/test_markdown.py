"""Markdown files: front matter, the numbers as typed, footnotes, and text that looks like markup."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hld.ingest.errors import UnreadableError
from hld.ingest.layout import Source
from hld.ingest.readers import markdown

RESOLUTION = """---
title: "Lamps: and harbours"
symbol: A/RES/91/17
language: en
---
United Nations
A/RES/91/17
Distr.: General
4 March 2037

# 91/17. Lamps and harbours

*The General Assembly*,

*Recalling* the lamps of old,[^1] and the *new*
ones,[^oil]

10. *Asks* for lamps that:

    (a) Shine;

        (i) At night;

    (b) Turn;

12. Asks also:
    (a) for oil;
    (b) for wicks.
13\\. Escaped

## Annex

| Port  | Lamps |
| ----- | ----: |
| North | 12    |

- A point

[^1]: See the book
of lamps.

    Its second paragraph.

[^oil]: On *oil*.

Behind the notes.
"""


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


def read(text: str) -> Source:
    source = markdown.source(text.encode(), "lamps.md")
    covered(source)
    return source


def told(source: Source, *roles: str) -> list[tuple[str, str]]:
    return [(line.label, line.text) for line in source.lines if not roles or line.role in roles]


def test_a_resolution() -> None:
    source = read(RESOLUTION)
    assert (source.format, source.symbol, source.title, source.language) == (
        "markdown",
        "A/RES/91/17",
        "Lamps: and harbours",
        "en",
    )
    assert told(source, "masthead") == [
        ("", "United Nations"),
        ("", "A/RES/91/17"),
        ("", "Distr.: General"),
        ("", "4 March 2037"),
        ("formula", "The General Assembly,"),
    ]
    assert told(source, "title") == [("91/17", "Lamps and harbours")]
    assert told(source, "body") == [
        ("", "Recalling the lamps of old, and the new ones,"),
        ("10", "Asks for lamps that:"),
        ("a", "Shine;"),
        ("i", "At night;"),
        ("b", "Turn;"),
        ("12", "Asks also:"),
        ("a", "for oil;"),
        ("b", "for wicks."),
        ("13", "Escaped"),
        ("", "A point"),
        ("", "Behind the notes."),
    ]
    assert next(line.marks for line in source.lines if line.marks) == ((27, "1"), (45, "2"))
    assert told(source, "note") == [("1", "See the book of lamps."), ("", "Its second paragraph."), ("2", "On oil.")]
    assert told(source, "heading", "table") == [("", "Annex"), ("", "Port | Lamps"), ("", "North | 12")]
    assert {label for label, _ in told(source, "furniture")} == {"front matter"}


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("10. x\n11. y", ["10", "11"]),
        ("1. x\n1. y\n7. z", ["1", "1", "7"]),
        ("3) x\n\n4) y", ["3", "4"]),
        ("1. x\n   1. y\n   2. z\n2. w", ["1", "1", "2", "2"]),
        ("1. x\n\n   more\n\n2. y", ["1", "", "2"]),
        ("(a) x\n\n(b) y", ["a", "b"]),
        ("- x\n* y", ["", ""]),
    ],
)
def test_numbers_stay_as_typed(text: str, labels: list[str]) -> None:
    assert [line.label for line in read(text).lines] == labels


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Lamps <Name> shine", "Lamps <Name> shine"),
        ("Lamps <script> shine", "Lamps <script> shine"),
        ("<title>\n\nLamps", "<title>\nLamps"),
        ("Lamps\n\n<!-- never closed\n\nshine", "Lamps\n<!-- never closed shine"),
        ("Lamps <!-- a comment --> shine", "Lamps shine"),
        ("<div>\n\nLamps *shine*\n\n</div>", "Lamps shine"),
        ("Lamps<sup>2</sup> ~~shone~~ shine", "Lamps2 shone shine"),
        ("    four spaces in", "four spaces in"),
        ("```\nfenced\n\nlamps\n```", "fenced\nlamps"),
        ("[Lamps](http://127.0.0.1:9) & <https://lamps.example>", "Lamps & https://lamps.example"),
        ("Lamps[^9] shine", "Lamps[^9] shine"),
        ("---\n\nLamps", "Lamps"),
        ("Lamps\r\nshine\r\rbright", "Lamps shine\nbright"),
    ],
)
def test_what_is_shown(text: str, shown: str) -> None:
    assert read(text).text == shown


def test_footnotes_that_nothing_refers_to_and_code() -> None:
    source = read("Lamps[^a].\n\n[^a]: First.\n[^b]: Second.\n\n```\n[^c]: no note\n```")
    assert told(source) == [("", "Lamps."), ("", "[^c]: no note"), ("a", "First."), ("b", "Second.")]


@pytest.mark.parametrize(
    "text", [">" * 3000 + " deep words", "- " * 800 + "deep words", "*" * 3000 + "deep words", "[" * 3000 + "deep words"]
)
def test_deep_nesting_keeps_the_words(text: str) -> None:
    assert read(text).text.endswith("deep words")


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"", "no words"), (b"# \n\n---\n", "no words"), (b"caf\xe9", "UTF-8"), (b"a\x00b", "zero bytes"), (b"\xff\xfea", "UTF-8")],
)
def test_what_is_no_text_is_refused_by_name(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableError, match=said) as caught:
        markdown.source(data, "lamps.md")
    assert "lamps.md" in caught.value.message
    assert caught.value.remedy


WORDS = st.text(
    st.characters(codec="utf-8", categories=["L", "Nd", "Po", "Ps", "Zs"], exclude_characters="<>&\\`*_[]!:#|\"'"), max_size=30
)
OPENINGS = st.sampled_from(["", "# ", "10. ", "(a) ", "- ", "> ", "    ", "[^1]: ", "| ", "Words[^1] "])


@given(st.lists(st.tuples(OPENINGS, WORDS, st.sampled_from(["\n", "\n\n"])), min_size=1, max_size=12))
def test_nothing_is_lost_and_every_character_has_one_line(parts: list[tuple[str, str, str]]) -> None:
    text = "words\n\n" + "".join(f"{opening}w {words}{end}" for opening, words, end in parts)
    source = markdown.source(text.encode(), "any.md")
    covered(source)
    said = re.sub(r"\s", "", source.text)
    for _, words, _ in parts:
        assert re.sub(r"\s", "", words) in said


@given(st.text(max_size=200), st.text("[]^:#*_`~<>!-|\\\n\t 1.a(", max_size=120))
def test_any_text_is_read_or_refused(text: str, markup: str) -> None:
    for written in (text, markup, f"words\n\n{markup}"):
        try:
            covered(markdown.source(written.encode("utf-8", errors="ignore"), "any.md"))
        except UnreadableError as error:
            assert error.remedy
