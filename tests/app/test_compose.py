"""Sentences made from made-up paragraphs, and laws over every paragraph there is."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from hld.app import verify
from hld.app.answer import Assistant
from hld.app.citations import describe
from hld.app.compose import LONGEST, Composed, compose, spans
from hld.index.lexical import Analyser
from hld.index.search import Index
from hld.ingest.library import DocumentEntry, Entry

STEM = Analyser().terms
MakeEntry = Callable[..., Entry]
MakeDocument = Callable[..., DocumentEntry]
IN = "In resolution 91/17 of 9 December 2036, the General Assembly"
PREAMBLE = "In the preamble of resolution 91/17 of 9 December 2036, the General Assembly"


def say(entry: Entry, document: DocumentEntry, *, introduce: bool = True, wanted: str = "") -> Composed:
    return compose(entry, document, wanted=frozenset(STEM(wanted)), stem=STEM, introduce=introduce)


OFFICIAL = [
    # part, text, context, expected with the document's name
    (
        "para-4",
        "Also requests the Secretary-General to count the lamps;",
        "",
        f"{IN} also requests the Secretary-General to count the lamps.",
    ),
    ("para-4", "Decides that the harbours shall be lit.", "", f"{IN} decides that the harbours shall be lit."),
    (
        "para-4",
        "Takes note with appreciation of the report on fog;",
        "",
        f"{IN} takes note with appreciation of the report on fog.",
    ),
    ("para-4", "Calls upon States, as appropriate:", "", f"{IN} calls upon States, as appropriate."),
    (
        "para-4",
        "Calls upon all States to meet and, in this regard:",
        "",
        f"{IN} calls upon all States to meet and, in this regard.",
    ),
    (
        "para-4",
        "Encourages all pilots to attend the talks, and in this regard:",
        "",
        f"{IN} encourages all pilots to attend the talks.",
    ),
    # A declaration speaks in the plural.
    (
        "para-4",
        "Recognize that lamps save lives;",
        "",
        "In resolution 91/17 of 9 December 2036, the participating States recognize that lamps save lives.",
    ),
    (
        "para-4",
        "Strongly condemn the theft of lamps;",
        "",
        "In resolution 91/17 of 9 December 2036, the participating States strongly condemn the theft of lamps.",
    ),
    # A subparagraph is joined to its chapeau.
    ("para-4-a", "To repair broken lamps;", "Calls upon States:", f"{IN} calls upon States to repair broken lamps."),
    ("para-4-a", "Repair broken lamps;", "Encourages States to:", f"{IN} encourages States to repair broken lamps."),
    ("para-4-a", "ILO should repair lamps;", "Decides that:", f"{IN} decides that ILO should repair lamps."),
    (
        "para-4-a",
        "Four meetings will be held;",
        "Decides that the talks will go as follows:",
        "Under resolution 91/17 of 9 December 2036, four meetings will be held.",
    ),
    (
        "para-4-a-i",
        "Each of them will last a day;",
        "Decides that the talks will go as follows: Four meetings will be held:",
        "Under resolution 91/17 of 9 December 2036, each of them will last a day.",
    ),
    (
        "para-4-a",
        "Measures that will save lamps;",
        "Decides that the themes will be the following:",
        f"{IN} decides that the themes will be the following: Measures that will save lamps.",
    ),
    (
        "para-4-a",
        "Lampland will be the host;",
        "Decides that the talks will go as follows:",
        f"{IN} decides that the talks will go as follows: Lampland will be the host.",
    ),
    # One with a verb of its own is not.
    ("para-4-a", "Requests pilots to report;", "Turns to the pilots:", f"{IN} requests pilots to report."),
    # The preamble is told in the past.
    ("pre-2", "Recalling its resolution 90/4,", "", f"{PREAMBLE} recalled its resolution 90/4."),
    ("pre-2", "Also recalling the Charter,", "", f"{PREAMBLE} also recalled the Charter."),
    ("pre-2", "Bearing in mind the fog of the north,", "", f"{PREAMBLE} bore in mind the fog of the north."),
    (
        "pre-2",
        "Noting that lamps are dear, recalling the fog, bearing in mind the north,",
        "",
        f"{PREAMBLE} noted that lamps are dear, recalled the fog, and bore in mind the north.",
    ),
    ("pre-2", "Aware of the fog,", "", f"{PREAMBLE} was aware of the fog."),
    ("pre-2", "Deeply concerned about the fog,", "", f"{PREAMBLE} was deeply concerned about the fog."),
    ("pre-2", "Welcoming the lamps, and noting the report,", "", f"{PREAMBLE} welcomed the lamps, and noted the report."),
    ("pre-2", "Stressing the need for lamps,", "", f"{PREAMBLE} stressed the need for lamps."),
    ("pre-2", "Noting fog, and in that regard inviting pilots,", "", f"{PREAMBLE} noted fog, and in that regard invited pilots."),
    ("pre-2", "Having considered the report on lamps,", "", f"{PREAMBLE} had considered the report on lamps."),
    # What has no verb is quoted.
    ("para-4", "The lamps are green.", "", "Resolution 91/17 states: “The lamps are green”."),
    ("block-1", "We, the pilots, have met.", "", "Resolution 91/17 of 9 December 2036 states: “We, the pilots, have met”."),
    (
        "annex-para-4-b",
        "We call for lamps.",
        "We note the fog:",
        "Resolution 91/17 of 9 December 2036 states: “We call for lamps”.",
    ),
    (
        "annex-para-4-b",
        "More lamps for keepers of northern harbours.",
        "We note the need for:",
        "Resolution 91/17 of 9 December 2036 states: “We note the need for: More lamps for keepers of northern harbours”.",
    ),
]


@pytest.mark.parametrize(("part", "text", "context", "expected"), OFFICIAL)
def test_official_paragraphs(
    part: str, text: str, context: str, expected: str, make_entry: MakeEntry, make_document: MakeDocument
) -> None:
    entry, document = make_entry(text, part, context=context), make_document()
    composed = say(entry, document)
    assert composed.text == expected
    assert [entry.text[a:b] for a, b in spans(entry.text, composed.kept)]
    assert verify.examine(composed.text, [text], [context, describe(document)], STEM).verdict in ("quoted", "supported")


def test_a_document_that_was_introduced_is_not_named_again(make_entry: MakeEntry, make_document: MakeDocument) -> None:
    entry = make_entry("Also requests the Secretary-General to count the lamps;")
    assert (
        say(entry, make_document(), introduce=False).text
        == "The General Assembly also requests the Secretary-General to count the lamps."
    )


DIGEST = [
    ("para-4", "The Assembly requests a count of the lamps.", True, f"{IN} requests a count of the lamps."),
    ("para-4", "The General Assembly requests a count.", False, "The General Assembly requests a count."),
    ("para-4", "The Assembly requests a count.", False, "The General Assembly requests a count."),
    ("pre-2", "The Assembly recalls the fog.", True, f"{PREAMBLE} recalls the fog."),
    (
        "para-4-a",
        "Round table 1 is about lamps.",
        True,
        "Under resolution 91/17 of 9 December 2036, round table 1 is about lamps.",
    ),
    ("para-4", "States agree on lamps.", True, "In resolution 91/17 of 9 December 2036, States agree on lamps."),
    ("para-4-a", "Round table 1 is about lamps.", False, "Round table 1 is about lamps."),
    ("para-4-a", "Lamps, above all green ones.", True, "Resolution 91/17: Lamps, above all green ones."),
]


@pytest.mark.parametrize(("part", "text", "introduce", "expected"), DIGEST)
def test_digest_entries(
    part: str, text: str, introduce: bool, expected: str, make_entry: MakeEntry, make_document: MakeDocument
) -> None:
    entry = make_entry(text, part, official=False)
    composed = say(entry, make_document(official=False), introduce=introduce)
    assert composed.text == expected
    assert spans(entry.text, composed.kept) == ((0, len(text) - 1),)


def test_a_page_speaks_for_itself(make_entry: MakeEntry, make_document: MakeDocument) -> None:
    page = make_document(id="PAGE/lamps", symbol="PAGE/lamps", type="page", body="", adopted="")
    entry = make_entry("The second fair was held in May.", "block-1", id="PAGE/lamps#block-1", document="PAGE/lamps")
    assert say(entry, page).text == "The second fair was held in May."


def test_another_body_is_the_subject_of_its_own_resolution(make_entry: MakeEntry, make_document: MakeDocument) -> None:
    document = make_document(symbol="S/RES/9325(2036)", body="Security Council")
    text = say(make_entry("Demands that the lamps be lit;"), document).text
    assert text == "In resolution 9325(2036) of 9 December 2036, the Security Council demands that the lamps be lit."


COLOURS = "red orange yellow green blue indigo violet brown black white grey".split()
LONG = (
    "Calls upon States to look after their harbours and the people who work in them by day and by night, "
    + ", ".join(
        f"to give the {c} lamps of every harbour new glass and fresh oil before winter comes to the coast" for c in COLOURS
    )
    + ";"
)


@pytest.mark.parametrize("wanted", ["violet", "orange grey", "", "red", "grey"])
def test_a_long_paragraph_keeps_its_beginning_and_what_was_asked(
    wanted: str, make_entry: MakeEntry, make_document: MakeDocument
) -> None:
    assert len(LONG.split()) > LONGEST
    entry = make_entry(LONG)
    composed = say(entry, make_document(), wanted=wanted)
    assert "(…)" in composed.text
    assert len(composed.text.split()) < LONGEST + 25
    assert composed.text.startswith(f"{IN} calls upon States to look after their harbours")
    assert all(colour in composed.text for colour in wanted.split())
    found = spans(entry.text, composed.kept)
    assert found[0][0] == 0
    own = composed.text.split("calls upon", 1)[1]
    for start, end in found:
        assert 0 <= start < end <= len(entry.text)
        assert entry.text[start:end].removeprefix("Calls upon") in own
    # What the sentence says of the paragraph is what is highlighted, in order and without an overlap.
    assert all(a[1] <= b[0] for a, b in pairwise(found))
    highlighted = " ".join(entry.text[a:b] for a, b in found).split()
    assert [w.strip(",;") for w in highlighted[2:]] == [w.strip(",;.") for w in own.split() if w.strip(".") != "(…)"]
    found = verify.examine(composed.text, [entry.text], [describe(make_document())], STEM)
    assert (found.verdict, found.score) == ("quoted", 1.0)


def test_what_was_asked_is_kept_past_the_length(make_entry: MakeEntry, make_document: MakeDocument) -> None:
    composed = compose(
        make_entry(LONG), make_document(), wanted=frozenset(STEM("violet")), stem=STEM, introduce=False, longest=25
    )
    assert "violet" in composed.text
    assert "indigo" not in composed.text


def test_a_short_paragraph_is_kept_whole(make_entry: MakeEntry, make_document: MakeDocument) -> None:
    assert "(…)" not in say(make_entry("Requests a count of the lamps, of the oil, and of the glass;"), make_document()).text


def test_spans_of_words_that_are_not_there() -> None:
    assert spans("green lamps", ["red lamps"]) == ()
    assert spans("", ["red"]) == ()
    assert spans("red", [""]) == ()


def _laws(index: Index) -> list[str]:
    broken = []
    for entry in index.library.all(["en"]):
        document = index.documents[entry.document]
        for introduce in (True, False):
            composed = say(entry, document, introduce=introduce, wanted="migrants human rights report")
            found = spans(entry.text, composed.kept)
            sorted_apart = all(a[1] <= b[0] for a, b in pairwise(found))
            inside = all(0 <= a < b <= len(entry.text) for a, b in found)
            verdict = verify.examine(composed.text, [entry.text], [entry.context, describe(document)], STEM).verdict
            named = not introduce or document.type == "page" or document.symbol.partition("/RES/")[2] in composed.text
            ends = composed.text.endswith((".", "?", "!", "”"))
            if not (found and sorted_apart and inside and named and ends and verdict in ("quoted", "supported")):
                broken.append(f"{entry.id} ({verdict}): {composed.text}")
    return broken


def test_every_paragraph_of_the_digest_becomes_a_supported_sentence(index: Index) -> None:
    assert _laws(index) == []


@pytest.mark.corpus
def test_every_official_paragraph_becomes_a_supported_sentence(official: Assistant) -> None:
    assert _laws(official.index) == []


def test_a_cut_leaves_brackets_closed_and_sentences_begun(assistant: Assistant) -> None:
    for sentence in assistant.ask("List all paragraphs on remittances").sentences:
        assert sentence.text.count("(") == sentence.text.count(")"), sentence.text
    told = next(
        s
        for s in assistant.ask("List all paragraphs on remittances in 67/172").sentences
        if s.citations == ("A/RES/67/172#para-4",)
    )
    assert "(…) measures on" in told.text


SENTENCES = (
    "We note the lamps of the north, which burn well, and we thank the keepers for the light that they give to all ships. "
    "We regret that the keepers of the south, many of whom are old, in harbours that nobody visits, in the winter, are alone. "
    "We encourage ports, pilots and keepers to publish the hours of light, and strongly urge them to keep these. "
    "We recall the rules of the sea, in that regard, as they were laid down long ago by the pilots of the northern harbours. "
    "They shall stay in force, as all agree who have ever seen the fog come in over the northern banks in the early autumn. "
    "We also ask the clerks to see that no oil is bought which was pressed by children, in any harbour of the sea, at any time."
)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (
            "Invites the keepers of the coast, with their offices on the islands, and in collaboration with the pilots, "
            "the harbour masters and the guild, to hold hearings on lamps, taking note of what is known of oil, "
            "of glass and of wicks",
            "to hold hearings on lamps",
        ),
        (
            "Requests its President, in consultation with all keepers, on the basis of what pilots recommend, taking into "
            "account the coasts, to draw up a list of those who may light lamps, for the keepers to consider on "
            "a basis of no objection",
            "to draw up a list",
        ),
        (
            "Calls upon the keepers to ensure, by day and by night, that no lamp goes out, whatever the wind may be, and that "
            "oil is kept on all islands, with due regard for what it costs to bring it there in the months of winter",
            "that no lamp goes out",
        ),
    ],
)
def test_what_is_asked_for_is_not_cut_off(text: str, kept: str, make_entry: MakeEntry, make_document: MakeDocument) -> None:
    composed = compose(make_entry(text), make_document(), wanted=frozenset(), stem=STEM, introduce=False, longest=20)
    assert kept in composed.text
    assert "and (…)" not in composed.text


@pytest.mark.parametrize(
    ("text", "not_cut"),
    [
        (
            "Stresses that lamps should be lit by means that are safe, orderly and regular, in all harbours of the north",
            "safe (…)",
        ),
        (
            "Notes that keepers should, in cooperation with pilots and as the law of the coast has it, light the lamps",
            "should (…)",
        ),
    ],
)
def test_it_ends_where_it_can(text: str, not_cut: str, make_entry: MakeEntry, make_document: MakeDocument) -> None:
    composed = compose(make_entry(text), make_document(), wanted=frozenset(), stem=STEM, introduce=False, longest=9)
    assert not_cut not in composed.text


def quoted(make_entry: MakeEntry, make_document: MakeDocument, wanted: str, longest: int) -> list[str]:
    """What stands between the gaps of a paragraph of several sentences."""
    entry, stems = make_entry(SENTENCES, "annex-para-4"), frozenset(STEM(wanted))
    composed = compose(entry, make_document(), wanted=stems, stem=STEM, introduce=True, longest=longest)
    return composed.text.partition("“")[2].rstrip("”.").removesuffix(" (…)").split(" (…) ")


@pytest.mark.parametrize("wanted", ["oil pressed by children", "winter harbours", "hours of light", "rules in force"])
@pytest.mark.parametrize("longest", [60, 90])
def test_sentences_are_cut_whole(wanted: str, longest: int, make_entry: MakeEntry, make_document: MakeDocument) -> None:
    """Nothing of one is joined to another, which would say what neither does."""
    parts = quoted(make_entry, make_document, wanted, longest)
    assert sum(len(part.split()) for part in parts) < len(SENTENCES.split())
    assert set(STEM(wanted)) <= set(STEM(" ".join(parts)))
    for part in parts:
        assert part in SENTENCES
        assert part.startswith("We "), "what they are stands in the sentence before"


def test_who_is_meant_stands_before_it(make_entry: MakeEntry, make_document: MakeDocument) -> None:
    told = " ".join(quoted(make_entry, make_document, "strongly urge keep", 40))
    assert "We encourage ports, pilots and keepers to publish the hours of light, and strongly urge them" in told
