"""What a ranking knows of a paragraph beside its words, and what its own words are beside those of its context."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from hld.index import store
from hld.index.build import build, current
from hld.index.search import DEPTH, Index
from hld.index.traits import TRAITS, traits
from hld.ingest.library import Entry, Library
from hld.ingest.models import Document, Kind, Paragraph
from hld.ingest.symbols import Reference, Symbol

ASKS = "Requests the Secretary-General to report on lamps;"
DIGEST = "The Assembly requests the Secretary-General to report on lamps."


def entry(text: str, **changes: object) -> Entry:
    base = Entry(
        id="A/RES/91/1#para-4",
        document="A/RES/91/1",
        kind="operative",
        text=text,
        context="",
        verb="requests",
        page=0,
        heading="",
        notes=(),
        official=True,
        plain="",
    )
    return dataclasses.replace(base, **changes)  # type: ignore[arg-type]


def trait(name: str, *entries: Entry) -> list[float]:
    return traits(entries)[:, TRAITS.index(name)].tolist()


# The traits of an entry.


@pytest.mark.parametrize("official", [True, False])
@pytest.mark.parametrize("text", ["", "?", ASKS, DIGEST, "灯塔" * 40])
def test_the_length_is_the_logarithm_of_the_characters_shown(text: str, official: bool) -> None:
    shown = entry(text, official=official, plain="Much longer words of the digest." if official else "")
    assert trait("length", shown) == pytest.approx([math.log(1 + len(text))])


@pytest.mark.parametrize("official", [True, False])
@pytest.mark.parametrize(
    ("text", "introduces"),
    [
        ("Requests the Secretary-General:", True),
        ("Requests the Secretary-General: \n", True),
        ("Decides: to light the lamps;", False),
        ("Decides to light the lamps;", False),
        ("", False),
    ],
)
def test_a_chapeau_ends_with_a_colon(text: str, introduces: bool, official: bool) -> None:
    assert trait("chapeau", entry(text, official=official)) == [introduces]


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (entry(ASKS, addressee="the Secretary-General"), True),
        (entry(ASKS), False),  # of an official text, only what the parser found counts
        (entry(DIGEST, official=False), True),
        (entry(DIGEST, official=False, verb=""), False),
        (entry("The lamps were lit.", official=False, verb=""), False),
        (entry("The Assembly decides", official=False, verb="decides"), False),
        (entry("The lamps were lit.", official=False, verb="", addressee="States"), True),
    ],
)
def test_who_is_addressed_stands_in_the_entry_or_behind_the_verb_of_the_digest(shown: Entry, expected: bool) -> None:
    assert trait("addressed", shown) == [expected]


@pytest.mark.parametrize("official", [True, False])
@pytest.mark.parametrize("kind", list(Kind))
def test_a_preamble_is_known_by_its_kind(kind: Kind, official: bool) -> None:
    assert trait("preamble", entry("Recalling the Charter,", kind=str(kind), official=official)) == [kind == Kind.PREAMBULAR]


@pytest.mark.parametrize("number", [0, 1, 5])
def test_a_row_a_paragraph(number: int) -> None:
    found = traits(iter([entry(ASKS)] * number))
    assert found.shape == (number, len(TRAITS))
    assert found.dtype == np.float32
    assert (found == found[:1]).all()


def test_rows_are_in_the_order_of_the_paragraphs() -> None:
    some = [entry(ASKS), entry("Decides:"), entry("Recalling the Charter,", kind="preambular", verb="")]
    assert traits(some).tolist() == [traits([each])[0].tolist() for each in some]
    assert traits(some[::-1]).tolist() == traits(some)[::-1].tolist()


# In an index. One resolution is there officially and in the digest, one in the digest alone; the others make it larger than
# what Chroma is asked for.

SHARED = "A/RES/91/1"
PLAIN_ONLY = "A/RES/90/7"
CHAPEAU = "Invites the keepers of every pier:"
SUBJECTS = "remittances visas students nurses borders ports harvests lamps bridges schools taxes wells".split()


def paragraph(symbol: str, part: str, text: str, **changes: object) -> Paragraph:
    kind = Kind.PREAMBULAR if part.startswith("pre") else Kind.OPERATIVE
    return Paragraph(reference=Reference.parse(f"{symbol}#{part}"), kind=kind, text=text, **changes)  # type: ignore[arg-type]


def document(symbol: str, title: str, *paragraphs: Paragraph, official: bool = True) -> Document:
    parsed = Symbol.parse(symbol)
    return Document(
        symbol=parsed,
        title=title,
        paragraphs=paragraphs,
        adopted=dt.date(1945 + (parsed.session or 0), 12, 20),
        session=parsed.session,
        official=official,
        sha256=f"{symbol}{official}",
    )


def filler(symbol: str) -> Document:
    said = [f"Decides on {a} beside {b}, as in {symbol};" for a in SUBJECTS for b in SUBJECTS[:8]]
    return document(symbol, "Roads", *(paragraph(symbol, f"para-{n}", text) for n, text in enumerate(said, start=1)))


@pytest.fixture(scope="module")
def generation(tiny: dict[str, Path], tiny_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, str]:
    """The folder of an index, the models, and the model."""
    folder = tmp_path_factory.mktemp("traits")
    library = Library(folder / "library.sqlite")
    library.put_all(
        [
            document(
                SHARED,
                "Beacons and harbours",
                paragraph(SHARED, "pre-1", "Recalling the Charter,"),
                paragraph(SHARED, "para-1", CHAPEAU, verb="invites", addressee="the keepers of every pier"),
                paragraph(SHARED, "para-1-a", "To mend nets;", context=CHAPEAU),
                paragraph(SHARED, "para-1-b", "To count the gulls;", context=CHAPEAU, heading="Seabirds"),
            ),
            document(
                SHARED,
                "Beacons and harbours",
                paragraph(SHARED, "para-1-a", "Fishers should repair their netting.", context=CHAPEAU),
                official=False,
            ),
            document(
                PLAIN_ONLY,
                "Tides",
                paragraph(PLAIN_ONLY, "para-1", "The Assembly urges States to sound the foghorn.", verb="urges"),
                official=False,
            ),
            *map(filler, ("A/RES/92/2", "A/RES/93/2", "A/RES/94/2", "A/RES/95/2")),
        ]
    )
    build(library, folder / "index", model=str(tiny["mean"]), cache=tiny_cache)
    library.close()
    return folder / "index", tiny_cache, str(tiny["mean"])


@pytest.fixture(scope="module", params=["exact", "chroma"])
def searched(request: pytest.FixtureRequest, generation: tuple[Path, Path, str]) -> Iterator[Index]:
    """The index searched exactly, and by its Chroma, which gives the nearest rows alone."""
    folder, cache, model = generation
    opened = Index.open(folder, cache=cache, model=model, exact_up_to=store.EXACT_UP_TO if request.param == "exact" else 0)
    assert isinstance(opened.vectors, store.ArrayVectors if request.param == "exact" else store.ChromaVectors)
    assert len(opened.rows) > 2 * DEPTH
    yield opened
    opened.library.close()


QUESTIONS = ["who mends nets?", "foghorn", "beacons and harbours", "remittances beside lamps", "the gulls of A/RES/91/1"]


def cosines(index: Index, question: str, texts: list[str]) -> np.ndarray:
    return index.encoder.encode(texts) @ index.encoder.encode_queries([question])[0]


@pytest.mark.parametrize("question", QUESTIONS)
def test_alone_is_the_cosine_of_the_words_without_their_context(question: str, searched: Index) -> None:
    hits = searched.search(searched.query(question), 500)
    entries = searched.entries([hit.id for hit in hits])
    official = cosines(searched, question, [e.text for e in entries.values()])
    digest = cosines(searched, question, [e.plain or e.text for e in entries.values()])
    assert [hit.alone for hit in hits] == pytest.approx(np.maximum(official, digest), abs=1e-4)
    assert all(hit.alone <= hit.dense + 1e-6 for hit in hits), "the best row is at least as near"


def test_the_context_brings_some_nearer_than_their_words(searched: Index) -> None:
    hits = searched.search(searched.query("beacons and harbours"), 500)
    assert max(hit.dense - hit.alone for hit in hits) > 0.01


def test_alone_is_known_of_what_only_its_words_found(searched: Index) -> None:
    """Chroma gives 600 rows of about 780, those of the other resolutions; the paragraph on gulls is not among them."""
    question = "Decides on lamps beside visas, as in A/RES/92/2;"
    gulls = f"{SHARED}#para-1-b"
    near = {searched.rows[row] for row in searched.vectors.scores(searched.encode(question), 2 * DEPTH)[0]}
    assert (gulls in near) == isinstance(searched.vectors, store.ArrayVectors)
    hits = searched.search(dataclasses.replace(searched.query("gulls"), text=question), 500)
    (found,) = [hit for hit in hits if hit.id == gulls]
    assert found.lexical > 0
    assert found.alone == pytest.approx(cosines(searched, question, ["To count the gulls;"])[0], abs=1e-4)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_sketch_changes_no_hit(
    question: str, generation: tuple[Path, Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of about 780 rows 700 are looked at, and what only its words found besides."""
    folder, cache, model = generation
    shutil.copytree(folder, tmp_path / "index")
    copy = current(tmp_path / "index")
    assert copy
    monkeypatch.setattr(store, "SKETCH_FROM", 100)
    monkeypatch.setattr(store, "SKETCHED", 16)
    monkeypatch.setattr(store, "READ", 700)
    store.write_arrays(copy, np.load(copy / store.VECTORS))
    whole, sketched = (Index.open(at, cache=cache, model=model) for at in (folder, tmp_path / "index"))
    assert isinstance(sketched.vectors, store.ArrayVectors)
    assert sketched.vectors.sketched
    found = [index.search(index.query(question), 20) for index in (whole, sketched)]
    for index in (whole, sketched):
        index.library.close()
    assert [hit.id for hit in found[0]] == [hit.id for hit in found[1]]
    for one, other in zip(*found, strict=True):
        assert (one.dense, one.alone) == pytest.approx((other.dense, other.alone), abs=1e-5)


def test_the_nearer_of_official_words_and_digest_counts(searched: Index) -> None:
    place = f"{SHARED}#para-1-a"
    for question in ("To mend nets;", "Fishers should repair their netting."):
        (hit,) = [h for h in searched.search(searched.query(question), 500) if h.id == place]
        assert hit.alone == pytest.approx(1.0, abs=1e-4)


def test_hits_carry_the_bonus_of_their_document(searched: Index) -> None:
    query = dataclasses.replace(searched.query("nets"), bonus={SHARED: 0.3, PLAIN_ONLY: 0.05, "A/RES/1/1": 9.0})
    hits = searched.search(query, 500)
    expected = {SHARED: 0.3, PLAIN_ONLY: 0.05}
    assert [hit.bonus for hit in hits] == pytest.approx([expected.get(hit.id.partition("#")[0], 0.0) for hit in hits])
    assert Counter(hit.bonus > 0.2 for hit in hits)[True] == 4, "every paragraph of a document that counts as named is a hit"
    assert {hit.bonus for hit in searched.search(searched.query("nets"), 500)} == {0.0}


def test_hits_carry_the_traits_of_their_paragraphs(searched: Index) -> None:
    query = dataclasses.replace(searched.query("nets"), bonus={SHARED: 0.3, PLAIN_ONLY: 0.3})
    hits = searched.search(query, 500)
    found = np.array([hit.traits for hit in hits])
    assert np.array_equal(found, traits(searched.entries([hit.id for hit in hits]).values()))
    about = {hit.id: dict(zip(TRAITS, hit.traits, strict=True)) for hit in hits}
    assert about[f"{SHARED}#pre-1"]["preamble"] == 1
    assert about[f"{SHARED}#para-1"]["chapeau"] == about[f"{SHARED}#para-1"]["addressed"] == 1
    assert about[f"{SHARED}#para-1-a"]["length"] == pytest.approx(math.log(1 + len("To mend nets;")))
    assert about[f"{PLAIN_ONLY}#para-1"]["addressed"] == 1


# Words of its own.

HELD = [
    # word, paragraph, with its context, alone
    ("nets", f"{SHARED}#para-1-a", True, True),
    ("netting", f"{SHARED}#para-1-a", True, True),  # of the digest beside the official text
    ("beacons", f"{SHARED}#para-1-a", True, False),  # of the title
    ("91/1", f"{SHARED}#para-1-a", True, False),  # of the symbol
    ("2036", f"{SHARED}#para-1-a", True, False),  # of the date
    ("pier", f"{SHARED}#para-1-a", True, False),  # of the chapeau
    ("seabirds", f"{SHARED}#para-1-b", True, False),  # of the heading
    ("pier", f"{SHARED}#para-1", True, True),
    ("gulls", f"{SHARED}#para-1-a", False, False),  # of the paragraph behind it
    ("charter", f"{SHARED}#para-1", False, False),  # of the one before it
    ("foghorn", f"{PLAIN_ONLY}#para-1", True, True),
    ("tides", f"{PLAIN_ONLY}#para-1", True, False),
    ("xyzzy", f"{SHARED}#para-1", False, False),
]


@pytest.mark.parametrize(("word", "identifier", "within", "alone"), HELD)
def test_words_of_the_context_are_not_its_own(word: str, identifier: str, within: bool, alone: bool, searched: Index) -> None:
    (term,) = searched.lexical.analyser.terms(word)
    assert searched.holding([term], [identifier])[term].tolist() == [[within], [alone]]


def test_its_own_words_are_the_terms_of_its_texts_and_no_others(searched: Index) -> None:
    entries = {e.id: e for e in searched.library.all()}
    terms = searched.lexical.analyser.terms
    own = {i: {*terms(e.text), *terms(e.plain)} for i, e in entries.items()}
    within = {
        i: own[i].union(*map(terms, (e.context, e.heading, searched.documents[e.document].title, e.document)))
        for i, e in entries.items()
    }
    ids = list(entries)[::-1]
    for term in sorted(set.union(*within.values())):
        anywhere, alone = searched.holding([term], ids)[term].tolist()
        assert alone == [term in own[i] for i in ids]
        assert all(found for i, found in zip(ids, anywhere, strict=True) if term in within[i])


def test_no_paragraph_holds_nothing(searched: Index) -> None:
    assert searched.holding(["lamp"], [])["lamp"].tolist() == [[], []]
