"""Gold in a larger library: a made-up series on lamps, whose later resolutions say again what the first one said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from hld.eval.case import Case, load_cases
from hld.eval.repeats import SAME, widened
from hld.ingest.library import Library
from hld.ingest.models import Document, Kind, Paragraph
from hld.ingest.read import open_library
from hld.ingest.repeats import SIMILAR, compare
from hld.ingest.symbols import Reference, Symbol

LAMP = "Requests every keeper to light the lamp on the northern pier before ten, and to keep oil for forty nights of winter;"
NETS = "Invites the fishers of both shores to mend their nets in the harbour, and to share their catch with the keepers of lamps;"
TOLL = "Decides that ships shall pay a toll of three silver coins for every night that they lie at the pier of lamps;"
BELLS = "Calls upon the bell ringers to ring in fog, to rest in storms, and to teach the young to ring;"
DEARER = TOLL.replace("three", "seven")
OTHER_BELLS = "Calls upon the bell ringers to ring in fog, to sleep in summer, and to teach the old to ring;"

SERIES: Mapping[str, Mapping[int, str]] = {
    "A/RES/91/1": {1: LAMP, 2: NETS, 3: TOLL, 4: BELLS},
    "A/RES/92/1": {1: "Thanks all who came to the pier;", 2: LAMP.upper(), 3: DEARER},
    "A/RES/93/1": {5: LAMP.replace("northern", "southern"), 6: NETS, 7: OTHER_BELLS},
}


def made_up(symbol: str, said: Mapping[int, str], *, official: bool = True) -> Document:
    parsed = Symbol.parse(symbol)
    return Document(
        symbol=parsed,
        title="Lamps",
        paragraphs=tuple(
            Paragraph(reference=Reference.parse(f"{symbol}#para-{number}"), kind=Kind.OPERATIVE, text=text)
            for number, text in said.items()
        ),
        adopted=dt.date(1945 + (parsed.session or 0), 12, 20),
        session=parsed.session,
        official=official,
        sha256=symbol,
    )


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    made = Library(tmp_path_factory.mktemp("series") / "library.sqlite")
    made.put_all([made_up(symbol, said) for symbol, said in SERIES.items()])
    yield made
    made.close()


def case(question: str = "Who lights the lamps?", answer: str = "A/RES/91/1#para-1", **fields: object) -> Case:
    given: dict[str, object] = {
        "id": "r-1",
        "question": question,
        "category": "factual",
        "status": "answered",
        "gold": ((answer,),),
        **fields,
    }
    return Case.model_validate(given)


def gold_of(asked: Case, library: Library) -> tuple[tuple[str, ...], ...]:
    (found,) = widened([asked], library)
    return found.gold


LAMPS = ("A/RES/91/1#para-1", "A/RES/92/1#para-2", "A/RES/93/1#para-5")


# What becomes an alternative.


def test_what_later_resolutions_say_again_answers_as_well(library: Library) -> None:
    assert gold_of(case(), library) == (LAMPS,)
    assert gold_of(case(answer="A/RES/91/1#para-2"), library) == (("A/RES/91/1#para-2", "A/RES/93/1#para-6"),)


def test_nothing_but_the_gold_changes(library: Library) -> None:
    asked = case(facts=("the lamp",), note="The keeper.")
    (found,) = widened([asked], library)
    assert found.model_copy(update={"gold": asked.gold}) == asked
    assert found != asked


def test_alternatives_that_a_case_gives_stay_first_and_stand_once(library: Library) -> None:
    given = ("A/RES/91/1#para-1", "A/RES/93/1#para-5", "A/RES/91/1#para-4")
    assert gold_of(case(gold=(given,)), library) == ((*given, "A/RES/92/1#para-2"),)


def test_each_group_has_its_own_repeats(library: Library) -> None:
    asked = case(category="several", gold=(LAMPS[:1], ("A/RES/91/1#para-4",), ("A/RES/91/1#para-2",)))
    assert gold_of(asked, library) == (LAMPS, ("A/RES/91/1#para-4",), ("A/RES/91/1#para-2", "A/RES/93/1#para-6"))


@pytest.mark.parametrize(("later", "alike"), [(NETS.replace("both shores", "all coasts"), True), (OTHER_BELLS, False)])
def test_a_paragraph_that_is_only_like_it_is_no_repeat(later: str, alike: bool, tmp_path: Path) -> None:
    earlier = NETS if alike else BELLS
    likeness, _ = compare(earlier, later)
    assert (SAME <= likeness < 1) if alike else (SIMILAR <= likeness < SAME)
    library = Library(tmp_path / "library.sqlite")
    library.put_all([made_up("A/RES/91/1", {1: earlier}), made_up("A/RES/92/1", {8: later})])
    expected = ("A/RES/91/1#para-1", "A/RES/92/1#para-8") if alike else ("A/RES/91/1#para-1",)
    assert gold_of(case(), library) == (expected,)
    library.close()


# Facts.


@pytest.mark.parametrize(
    ("facts", "wider"),
    [
        ((), True),
        (("pay a toll",), True),
        (("Pay a TOLL",), True),
        (("three silver coins",), False),
        (("pay a toll", "three"), False),
        (("seven silver coins",), True),  # no fact of this paragraph
        (("for every", "of three"), False),
    ],
)
def test_a_repeat_that_changes_an_expected_fact_is_no_answer(facts: tuple[str, ...], wider: bool, library: Library) -> None:
    asked = case("What do ships pay?", "A/RES/91/1#para-3", facts=facts)
    expected = ("A/RES/91/1#para-3", "A/RES/92/1#para-3") if wider else ("A/RES/91/1#para-3",)
    assert gold_of(asked, library) == (expected,)


def test_of_a_series_only_the_years_that_keep_the_fact_are_taken(library: Library) -> None:
    asked = case("Which lamp is lit?", facts=("northern pier",))
    assert gold_of(asked, library) == (LAMPS[:2],)


# Questions for one document or one time.


@pytest.mark.parametrize(
    "question",
    [
        "Who lights the lamps of 2036?",
        "Who lights the lamps in A/RES/91/1?",
        "Who lights the lamps before 10?",
        "Who lights the 25 lamps?",
        "Who was first to light the lamps?",
        "Who is the LATEST to light the lamps?",
        "Who lit the lamps in the previous year?",
        "Who lights the lamps since the earliest winter?",
        "Who lights the lamps after the storm, or later?",
    ],
)
def test_a_question_for_one_time_keeps_its_gold(question: str, library: Library) -> None:
    asked = case(question)
    assert widened([asked], library) == [asked]


@pytest.mark.parametrize("question", ["Who lights the 3 lamps?", "Which lamps outlast the winter, firstly?", "Lamps lit lately"])
def test_words_that_only_look_like_a_time_are_none(question: str, library: Library) -> None:
    assert gold_of(case(question), library) == (LAMPS,)


@pytest.mark.parametrize("category", ["comparison", "temporal", "lookup", "document"])
def test_categories_about_one_time_keep_their_gold(category: str, library: Library) -> None:
    asked = case(category=category, status="lookup" if category == "lookup" else "answered")
    assert widened([asked], library) == [asked]


@pytest.mark.parametrize("category", ["factual", "addressee", "yesno", "definition", "several", "colloquial"])
def test_other_categories_are_widened(category: str, library: Library) -> None:
    assert gold_of(case(category=category), library) == (LAMPS,)


@pytest.mark.parametrize(
    ("history", "wider"),
    [(("What of the pier?",), True), (("What of the pier in 2036?",), False), (("The first pier?", "And now?"), False)],
)
def test_a_follow_up_is_about_the_time_of_the_questions_before_it(
    history: tuple[str, ...], wider: bool, library: Library
) -> None:
    asked = case("And who lights it?", category="followup", history=history)
    assert gold_of(asked, library) == ((LAMPS if wider else LAMPS[:1]),)


# All cases together.


def test_cases_come_back_in_their_order_and_else_as_they_were(library: Library) -> None:
    cases = [
        case(id="r-1"),
        case(id="r-2", category="temporal"),
        case(id="r-3", status="abstained", category="unanswerable", gold=()),
        case(id="r-4", answer="A/RES/91/1#para-2"),
        case(id="r-5", answer="A/RES/92/1#para-1"),  # nobody says it again
        case(id="r-6", answer="A/RES/60/1#para-1"),  # is not in the library
        case(id="r-7"),
    ]
    found = widened(cases, library)
    assert [each.id for each in found] == [each.id for each in cases]
    assert [each.id for each, given in zip(found, cases, strict=True) if each != given] == ["r-1", "r-4", "r-7"]
    assert widened(cases[::-1], library) == found[::-1]
    assert widened(found, library) == found, "what is wide is not widened further"


def test_no_cases_stay_none(library: Library) -> None:
    assert widened([], library) == []


def test_a_library_without_official_text_changes_nothing(tmp_path: Path) -> None:
    library = Library(tmp_path / "library.sqlite")
    library.put_all([made_up(symbol, said, official=False) for symbol, said in SERIES.items()])
    assert library.get("A/RES/93/1#para-5") is not None
    assert widened([case()], library) == [case()]
    library.close()


def test_the_digest_that_ships_changes_nothing(tmp_path: Path) -> None:
    library = open_library(tmp_path / "library.sqlite")
    cases = load_cases(split="dev")
    assert widened(cases, library) == cases
    library.close()


def test_digest_beside_official_text_is_no_wording_to_compare(tmp_path: Path) -> None:
    """Of the later resolution only the digest is here: it does not say the words of the earlier one."""
    library = Library(tmp_path / "library.sqlite")
    library.put_all([made_up("A/RES/91/1", {1: LAMP}), made_up("A/RES/92/1", {2: LAMP}, official=False)])
    assert widened([case()], library) == [case()]
    library.close()
