"""Searching the digest: what a hit is, filters, bonuses, and Chroma beside exact search."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from hld.eval.case import load_cases
from hld.index import store
from hld.index.build import build
from hld.index.encode import DEFAULT_MODEL
from hld.index.facets import Filter
from hld.index.search import Index
from hld.ingest.read import open_library

pytestmark = [
    pytest.mark.usefixtures("sockets"),
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
]
QUESTIONS = [case.question for case in load_cases() if case.category == "factual" or case.id.startswith("f-")][:30]


@pytest.fixture(scope="module", params=["embedded", "server"])
def chroma(request: pytest.FixtureRequest, home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """The digest searched by Chroma only: the one in its generation, and a server behind a gate that wants a header."""
    opened = _by_chroma(request, home, tmp_path_factory)
    yield opened
    # The last test holds its arguments until all is torn down: without this the client would outlive `sockets`.
    opened.__dict__.pop("vectors", None)


def _by_chroma(request: pytest.FixtureRequest, home: Path, tmp_path_factory: pytest.TempPathFactory) -> Index:
    if request.param == "embedded":
        return Index.open(home / "index", cache=home / "models", model=DEFAULT_MODEL, exact_up_to=0)
    gate, token = request.getfixturevalue("gate"), request.getfixturevalue("token")
    copy = tmp_path_factory.mktemp("served") / "home"
    shutil.copytree(home, copy)
    library = open_library(copy / "library.sqlite")
    given = {"model": DEFAULT_MODEL, "cache": copy / "models", "chroma_headers": token}
    build(library, copy / "index", chroma_url=gate, **given)
    library.close()
    return Index.open(copy / "index", exact_up_to=0, **given)


@pytest.mark.parametrize("question", QUESTIONS[:10])
def test_hits_exist_once_and_are_sorted(question: str, index: Index) -> None:
    hits = index.search(index.query(question), 25)
    assert len(hits) == 25
    found = [hit.id for hit in hits]
    assert len(set(found)) == 25
    assert list(index.entries(found)) == found
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert all(-1 <= hit.dense <= 1 + 1e-6 and hit.lexical >= 0 for hit in hits)


def test_k_is_how_many(index: Index) -> None:
    query = index.query("migrants")
    longest = index.search(query, 10_000)
    assert len(longest) <= len(set(index.rows))
    for k in (0, 1, 3, 50):
        assert index.search(query, k) == longest[:k]


def test_every_paragraph_finds_itself(index: Index) -> None:
    entries = list(index.library.all(["en"]))[::9]
    missed = [e.id for e in entries if e.id not in {h.id for h in index.search(index.query(e.text), 3)}]
    assert not missed


@pytest.mark.parametrize(
    ("documents", "kinds"),
    [
        ({"A/RES/67/172"}, set()),
        ({"A/RES/67/172", "A/RES/68/4"}, {"operative"}),
        (set(), {"preambular"}),
        (set(), {"block"}),
        ({"PAGE/ohchr-hld-2013-page"}, {"block"}),
        ({"A/RES/67/172", "A/RES/1/1"}, set()),
    ],
)
def test_filters_hold(documents: set[str], kinds: set[str], index: Index) -> None:
    only = Filter(documents=frozenset(documents), kinds=frozenset(kinds))
    query = dataclasses.replace(index.query("round tables on human rights"), only=only)
    hits = index.search(query, 500)
    entries = index.entries([hit.id for hit in hits])
    assert hits
    assert all(not documents or e.document in documents for e in entries.values())
    assert all(not kinds or e.kind in kinds for e in entries.values())
    everything = [
        e for e in index.library.all(["en"]) if e.document in (documents or {e.document}) and e.kind in (kinds or {e.kind})
    ]
    assert len(hits) == len(everything)


@pytest.mark.parametrize(("documents", "kinds"), [({"A/RES/1/1"}, set()), ({"A/RES/67/172"}, {"block"})])
def test_filters_that_leave_nothing_give_no_hit(documents: set[str], kinds: set[str], index: Index) -> None:
    query = dataclasses.replace(index.query("migrants"), only=Filter(documents=frozenset(documents), kinds=frozenset(kinds)))
    assert index.search(query) == []


def test_a_bonus_lifts_a_document(index: Index) -> None:
    plain = index.query("remittances")
    assert index.search(plain, 1)[0].id.split("#")[0] != "A/RES/60/227"
    lifted = dataclasses.replace(plain, bonus={"A/RES/60/227": 0.6, "A/RES/1/1": 9.0})
    hits = index.search(lifted, 10)
    assert hits[0].id.startswith("A/RES/60/227#")
    before = {h.id: h.score for h in index.search(plain, 500)}
    for hit in hits:
        if hit.id.startswith("A/RES/60/227#") and hit.id in before:
            assert hit.score == pytest.approx(before[hit.id] + 0.6, abs=1e-5)


def test_a_query_without_a_known_word_still_has_neighbours(index: Index) -> None:
    assert len(index.search(index.query("xyzzy"), 5)) == 5


def test_searching_from_several_threads_gives_the_same(index: Index) -> None:
    alone = [index.search(index.query(q), 5) for q in QUESTIONS[:8]]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda q: index.search(index.query(q), 5), QUESTIONS[:8]))
    assert together == alone


def test_a_query_without_a_word_is_searched(index: Index) -> None:
    assert len(index.search(index.query(""), 3)) == 3


# Chroma.


def test_chroma_finds_the_nearest_rows(index: Index, chroma: Index) -> None:
    assert isinstance(chroma.vectors, store.ServerVectors if chroma.manifest["chroma"] else store.ChromaVectors)
    assert isinstance(index.vectors, store.ArrayVectors)
    shares = []
    for question in QUESTIONS:
        vector = index.encode(question)
        rows, cosines = index.vectors.scores(vector, 10)
        nearest = set(rows[np.argsort(-cosines)[:10]].tolist())
        found, near = chroma.vectors.scores(vector, 10)
        assert near == pytest.approx(cosines[found], abs=1e-4)
        shares.append(len(nearest & set(found.tolist())) / 10)
    assert np.mean(shares) >= 0.99


def test_searching_through_chroma_gives_the_same_ten(index: Index, chroma: Index) -> None:
    assert len(QUESTIONS) == 30
    shares = []
    for question in QUESTIONS:
        exact = {hit.id for hit in index.search(index.query(question), 10)}
        shares.append(len(exact & {hit.id for hit in chroma.search(chroma.query(question), 10)}) / 10)
    assert np.mean(shares) >= 0.99
