"""Paragraphs that say again what another document said."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hld.ingest.readers import akn
from hld.ingest.repeats import SIMILAR, Repeat, families, link

LAMP = "Asks every keeper to light the lamp on the northern pier before ten"


def pair(first: str, second: str, *, ids: tuple[str, str] = ("A/RES/60/1#para-1", "A/RES/61/1#para-1")) -> list[Repeat]:
    return link([(ids[0], first), (ids[1], second)])


@pytest.mark.parametrize(
    ("first", "second", "changed"),
    [
        (LAMP, LAMP, ()),
        (LAMP, LAMP.upper() + ";", ()),
        (LAMP, LAMP.replace("northern", "southern"), (("northern", "southern"),)),
        (LAMP, LAMP.replace("every", "each and every"), (("", "each and"),)),
        (LAMP, LAMP.replace(" before ten", ""), (("before ten", ""),)),
        (
            "at its sixty-first session, a report on lamps and oil",
            "at its sixty-third session, a report on lamps and oil",
            (("sixty-first", "sixty-third"),),
        ),
        ("回顾其关于港口灯塔的各项决议，", "回顾其关于海岸灯塔的各项决议，", (("港口", "海岸"),)),
    ],
)
def test_changed_words(first: str, second: str, changed: tuple[tuple[str, str], ...]) -> None:
    (repeat,) = pair(first, second)
    assert (repeat.a, repeat.b, repeat.changed) == ("A/RES/60/1#para-1", "A/RES/61/1#para-1", changed)
    assert repeat.similarity == 1 if not changed else SIMILAR <= repeat.similarity < 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (LAMP, "Thanks the fishers for the nets that they mended in the long winter"),
        # a few words in common are not the same paragraph
        (LAMP, "Asks every keeper to bring oil, wicks and bread, and no lamp at all, before the ships come home"),
        # short: the same words or nothing
        ("Thanks the keepers warmly;", "Thanks the fishers warmly;"),
        ("", ""),
        ("—", "—"),
    ],
)
def test_no_repeat(first: str, second: str) -> None:
    assert pair(first, second) == []


def test_short_paragraphs_repeat_the_very_same_words() -> None:
    (repeat,) = pair("Decides to remain at sea.", "Decides to remain at sea,")
    assert (repeat.similarity, repeat.changed) == (1.0, ())


def test_one_document_does_not_repeat_itself() -> None:
    assert pair(LAMP, LAMP, ids=("A/RES/60/1#para-1", "A/RES/60/1#para-2")) == []


def test_the_closest_is_taken_and_of_two_the_year_before() -> None:
    southern = LAMP.replace("northern", "southern")
    repeats = link(
        [
            ("A/RES/60/1#para-1", LAMP),
            ("A/RES/61/1#para-1", southern),
            ("A/RES/62/1#para-1", LAMP),
            ("A/RES/63/1#para-1", LAMP.replace("northern", "eastern")),
            ("A/RES/64/1#para-1", southern),
        ]
    )
    assert [(r.a, r.b) for r in repeats] == [
        ("A/RES/60/1#para-1", "A/RES/61/1#para-1"),
        ("A/RES/60/1#para-1", "A/RES/62/1#para-1"),
        ("A/RES/61/1#para-1", "A/RES/63/1#para-1"),
        ("A/RES/61/1#para-1", "A/RES/64/1#para-1"),
    ]
    assert families(repeats) == [tuple(f"A/RES/{n}/1#para-1" for n in range(60, 65))]


def test_a_formula_takes_its_time_once() -> None:
    said = [(f"A/RES/{n}/1#para-1", f"{LAMP}, and to report in the year {n % 500}") for n in range(10_000)]
    started = time.process_time()
    repeats = link(said)
    assert time.process_time() - started < 20
    assert len(repeats) == len(said) - 1


def test_long_paragraphs_take_their_time() -> None:
    started = time.process_time()
    repeats = pair("oil and lamps " * 20_000, "oil and lamps " * 20_000 + "and wicks")
    assert time.process_time() - started < 20
    assert len(repeats) <= 1


_texts = st.lists(st.sampled_from("the lamp oil keeper asks harbour pier light ten 62 灯塔 , .".split()), max_size=14).map(
    " ".join
)


@given(st.lists(st.tuples(st.integers(0, 4), st.one_of(_texts, st.text(max_size=40))), max_size=20))
def test_laws(given_: list[tuple[int, str]]) -> None:
    said = [(f"A/RES/{60 + document}/1#para-{n}", text) for n, (document, text) in enumerate(given_)]
    repeats = link(said)
    assert repeats == link(iter(said))
    order = {identifier: n for n, (identifier, _) in enumerate(said)}
    assert len({r.b for r in repeats}) == len(repeats)
    assert [order[r.b] for r in repeats] == sorted(order[r.b] for r in repeats)
    for r in repeats:
        assert order[r.a] < order[r.b]
        assert r.a.partition("#")[0] != r.b.partition("#")[0]
        assert SIMILAR <= r.similarity <= 1
        assert (r.similarity == 1) == (r.changed == ())
    members = [member for family in families(repeats) for member in family]
    assert sorted(members) == sorted({r.a for r in repeats} | {r.b for r in repeats})


@pytest.mark.corpus
def test_the_migration_resolutions_repeat_each_other(shared: Path) -> None:
    folder = shared / "corpus" / "akn"
    said = []
    for pattern in ("75session/English/75_226*", "77session/English/A_RES_77_176*", "79session/English/*"):
        for path in sorted(folder.glob(pattern)):
            for document in akn.read(path.read_bytes(), path.name):
                said += [(p.id, p.text) for p in document.paragraphs]
    repeats = {r.b: r for r in link(said)}
    assert repeats["A/RES/77/176#pre-3"].a == "A/RES/75/226#pre-3"
    assert len([r for r in repeats.values() if r.a.startswith("A/RES/75/226#")]) >= 10
