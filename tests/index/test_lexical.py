"""Terms as a searcher of resolutions needs them, and BM25 against a second implementation."""

from __future__ import annotations

import math
import random
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from hld.index.lexical import K1, Analyser, B, Lexical, words

WORDS = [
    ("A/RES/67/172", ["a/res/67/172"]),
    ("67/172", ["67/172"]),
    ("S-13/2 and ES-8/2", ["s-13/2", "and", "es-8/2"]),
    ("A/68/292, E/CN.9/2006/9", ["a/68/292", "e/cn.9/2006/9"]),
    ("paragraph 10 (a) (iii)", ["paragraph", "10", "(a)", "(iii)"]),
    ("3.5 per cent of 232,000", ["3.5", "per", "cent", "of", "232,000"]),
    ("migrants’ rights", ["migrants'", "rights"]),
    ("l’envoi d'argent", ["l'envoi", "d'argent"]),
    ("Diálogo de ALTO nivel", ["diálogo", "de", "alto", "nivel"]),
    ("high-level", ["high", "level"]),
    ("ﬁnancing", ["financing"]),
    ("remittances; visas,", ["remittances", "visas"]),
    ("the Forum (GFMD), the UN (GMG)", ["the", "forum", "gfmd", "the", "un", "gmg"]),
    ("as in A/RES/67/172.", ["as", "in", "a/res/67/172"]),
    ("the report (A/68/292).", ["the", "report", "a/68/292"]),
    ("", []),
    ("…?!", []),
]


@pytest.mark.parametrize(("text", "expected"), WORDS)
def test_words_keep_what_a_search_for_resolutions_needs(text: str, expected: list[str]) -> None:
    # A mark of possession at the end of a word may stay or go; it makes no difference to the terms.
    assert [w.rstrip("'") for w in words(text)] == [w.rstrip("'") for w in expected]


TERMS = [
    ("What does the Assembly request?", ["assembl", "request"]),
    ("migrants' children", ["migrant", "children"]),
    ("the migrant's child", ["migrant", "child"]),
    ("A/RES/67/172", ["a/res/67/172", "67/172"]),
    ("A/RES/67/172.", ["a/res/67/172", "67/172"]),
    ("67/172", ["67/172"]),
    ("A/68/292", ["a/68/292"]),
    ("10 (a)", ["10", "(a)"]),
    ("the of and", []),
]


@pytest.mark.parametrize(("text", "expected"), TERMS)
def test_terms(text: str, expected: list[str]) -> None:
    assert Analyser().terms(text) == expected


def bm25(corpus: list[list[str]], query: dict[str, float]) -> list[float]:
    """Lucene's BM25 as Kamphuis et al. (2020) write it, without an array in sight."""
    average = sum(map(len, corpus)) / len(corpus)
    containing = {term: sum(term in document for document in corpus) for term in query}
    out = []
    for document in corpus:
        counts = Counter(document)
        score = 0.0
        for term, weight in query.items():
            n = containing[term]
            idf = math.log(1 + (len(corpus) - n + 0.5) / (n + 0.5))
            score += weight * idf * counts[term] / (counts[term] + K1 * (1 - B + B * len(document) / average))
        out.append(score)
    return out


SMALL = [
    "Requests the Secretary-General to report on remittances;",
    "Invites Governments to lower the cost of remittances, remittances above all;",
    "Recalls A/RES/67/172, paragraph 10 (a);",
    "Decides to meet in 2013;",
    "?",
]


@pytest.mark.parametrize(
    "query",
    ["remittances", "the cost of remittances", "67/172", "10 (a)", "A/RES/67/172 2013 remittances", "harbours", "", "2013 2013"],
)
def test_scores_are_lucenes_bm25(query: str) -> None:
    analyser = Analyser()
    lexical = Lexical.build(SMALL)
    corpus = [analyser.terms(text) for text in SMALL]
    assert lexical.scores(lexical.query(query)) == pytest.approx(bm25(corpus, lexical.query(query)), abs=1e-5)


def test_scores_are_lucenes_bm25_on_random_corpora_with_weights() -> None:
    draw = random.Random(5)
    vocabulary = [f"{a}{b}k" for a in "bcdfg" for b in "aou"]
    analyser = Analyser()
    for _ in range(25):
        texts = [" ".join(draw.choices(vocabulary, k=draw.randint(1, 30))) for _ in range(draw.randint(1, 40))]
        query = {analyser.terms(w)[0]: draw.choice([1.0, 0.4, 2.0]) for w in draw.sample(vocabulary, 6)}
        lexical = Lexical.build(texts)
        expected = bm25([analyser.terms(text) for text in texts], query)
        assert lexical.scores(query) == pytest.approx(expected, rel=1e-4, abs=1e-5)


def test_pairs_are_scored_as_terms_of_their_own() -> None:
    analyser = Analyser()
    lexical = Lexical.build(SMALL)
    rows = [analyser.terms(text) for text in SMALL]
    corpus = [[f"{a} {b}" for a, b in pairwise(row)] for row in rows]
    pairs = lexical.pairs("lower the cost of remittances")
    assert set(pairs) == {"lower cost", "cost remitt"}
    assert lexical.scores(pairs) == pytest.approx(bm25(corpus, pairs), abs=1e-5)
    both = {**lexical.query("cost"), **pairs}
    assert lexical.scores(both) == pytest.approx(lexical.scores(lexical.query("cost")) + lexical.scores(pairs), abs=1e-6)


def test_holds_is_membership() -> None:
    draw = random.Random(11)
    texts = [" ".join(draw.choices(["lamps", "ports", "wells", "roads"], k=2)) for _ in range(40)]
    lexical = Lexical.build(texts)
    starts = np.array([0, 7, 8, 20])
    ends = np.array([7, 8, 20, 40])
    for word in ("lamps", "ports", "bridges"):
        (term,) = lexical.query(word)
        expected = [any(word in text for text in texts[a:b]) for a, b in zip(starts, ends, strict=True)]
        assert lexical.holds(term, starts, ends).tolist() == expected
        rows = np.array([[0, 39], [7, 8]])
        assert lexical.occurs(term, rows).tolist() == [[word in texts[row] for row in some] for some in rows.tolist()]


def test_rarity_counts_the_documents_of_a_term() -> None:
    lexical = Lexical.build(SMALL)
    (term,) = lexical.query("remittances")
    assert lexical.rarity(term) == pytest.approx(math.log(1 + 5 / 2))
    assert lexical.rarity("harbour") == pytest.approx(math.log(1 + 5 / 1))
    assert lexical.size == 5


def test_what_was_saved_is_opened_the_same_and_stays_on_disk(tmp_path: Path) -> None:
    built = Lexical.build(SMALL)
    built.save(tmp_path / "lexical")
    opened = Lexical.load(tmp_path / "lexical")
    assert opened.size == built.size
    for query in ("remittances", "A/RES/67/172 2013", "harbours", "(a)"):
        assert opened.query(query) == built.query(query)
        assert np.array_equal(opened.scores(opened.query(query)), built.scores(built.query(query)))
        assert all(opened.rarity(t) == built.rarity(t) for t in built.query(query))
    for array in (opened._terms._rows, opened._pairs._values):
        assert isinstance(array.base, np.memmap)
        assert not array.flags.writeable


def test_a_corpus_without_a_term_can_be_searched() -> None:
    lexical = Lexical.build(["?", "the"])
    assert list(lexical.scores(lexical.query("remittances"))) == [0, 0]
