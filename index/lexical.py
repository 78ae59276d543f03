"""Terms and BM25 over them. The pattern keeps what a search for resolutions needs: symbols, paragraph numbers, "(a)"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np

from hld.index.postings import Postings
from hld.ingest.regex import regex

K1, B = 0.9, 0.7
"""Saturation and length of BM25. A third of ObliQA dev, MAP@10: 1.2, .75 .617; .9, .7 .626. On our development cases it makes
no difference (recall@10 .913 and .923 on the digest, .803 and .803 among 17,000 paragraphs)."""

PAIR = 0.6
"""Weight of two words of the question that stand next to each other in a text, beside each of them. A third of ObliQA dev with
the meaning, R@10 / MAP@10: .3 .799/.674, .6 .805/.677, .9 .803/.672; development cases out of fold, recall@5 on the digest and on
17,000 paragraphs: .3 .882/.846, .6 .887/.849."""

REMEMBERED = 1024
"""Texts whose terms are kept: a question, its parts, and what was found last are read several times for one answer."""

_TOKEN = regex(
    r"[a-z]{1,4}/(?:[a-z0-9.]+/)*[a-z0-9.]*[a-z0-9]"  # A/RES/67/172, A/68/292, E/CN.9/2006/9
    r"|(?:es|s)-\d+/\d+|\d+/\d+"  # S-13/2, 67/172
    r"|\((?:[a-z]|[ivx]{2,5})\)"  # (a), (iii)
    r"|\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?"
)
STOPWORDS = frozenset(
    """a about all also am an and any are as at be been being but by can could did do does doing for from had has have having
    he her here hers him his how i if in into is it its itself just like me more most my no nor not of off on once only or
    our ours out over own same say says she should so some such than that the their theirs them then there these they this
    those through to too under until up very was we were what when where which while who whom whose why will with would
    you your yours tell please according regarding concerning""".split()
)


def words(text: str) -> list[str]:
    """Tokens in order, lower case, accents kept, neither stemmed nor stopped.

    >>> words("What does A/RES/67/172, para. 10 (a) ask?")
    ['what', 'does', 'a/res/67/172', 'para', '10', '(a)', 'ask']
    """
    return _TOKEN.findall(unicodedata.normalize("NFKC", text).lower().replace("’", "'"))


class Analyser:
    """Text -> terms: stop words dropped, words stemmed (Snowball English), a full symbol also as its short form."""

    def __init__(self) -> None:
        """Make the stemmer."""
        import Stemmer

        self._stemmer = Stemmer.Stemmer("english")
        self._read = lru_cache(REMEMBERED)(self._terms)

    def terms(self, text: str) -> list[str]:
        """The terms of a text in order.

        >>> Analyser().terms("The migrants of A/RES/67/172")
        ['migrant', 'a/res/67/172', '67/172']
        """
        return [*self._read(text)]

    def _terms(self, text: str) -> tuple[str, ...]:
        out: list[str] = []
        plain: list[str] = []
        for token in words(text):
            if token in STOPWORDS:
                continue
            if token.isalpha():
                plain.append(token)
                out.append("")
                continue
            if "'" in token:
                plain.append(token.split("'")[0])
                out.append("")
                continue
            out.append(token)
            if match := re.fullmatch(r"[a-z]/res/(\d+/\d+)", token):
                out.append(match[1])
        stems = iter(self._stemmer.stemWords(plain))
        return tuple(term or next(stems) for term in out)


class Lexical:
    """BM25 over terms, and over pairs of terms that stand next to each other; memory-mapped."""

    def __init__(self, terms: Postings, pairs: Postings, analyser: Analyser) -> None:
        """Keep two indexes of the same rows; use `build` or `load`."""
        self._terms, self._pairs, self.analyser = terms, pairs, analyser

    @classmethod
    def build(cls, texts: Sequence[str]) -> Lexical:
        """Index texts; their positions are the rows of the scores."""
        analyser = Analyser()
        rows = [analyser.terms(text) for text in texts]
        return cls(Postings.build(rows, k1=K1, b=B), Postings.build(([*_paired(row)] for row in rows), k1=K1, b=B), analyser)

    def save(self, folder: Path) -> None:
        """Write the index to `folder`."""
        self._terms.save(folder / "terms")
        self._pairs.save(folder / "pairs")

    @classmethod
    def load(cls, folder: Path) -> Lexical:
        """Open an index that `save` wrote; its arrays stay on disk until they are read."""
        return cls(Postings.load(folder / "terms"), Postings.load(folder / "pairs"), Analyser())

    def scores(self, weighted: Mapping[str, float]) -> np.ndarray:
        """BM25 scores, float32, one a row, for terms and pairs with their weights; what the corpus lacks adds nothing."""
        total = np.zeros(self.size, np.float32)
        self._terms.add(total, {term: weight for term, weight in weighted.items() if " " not in term})
        self._pairs.add(total, {pair: weight for pair, weight in weighted.items() if " " in pair})
        return total

    def query(self, text: str) -> dict[str, float]:
        """The terms of a query, each with weight 1."""
        return dict.fromkeys(self.analyser.terms(text), 1.0)

    def pairs(self, text: str) -> dict[str, float]:
        """The pairs of terms that stand next to each other in a query, each with the weight `PAIR`.

        >>> Lexical.build([]).pairs("the cost of remittances")
        {'cost remitt': 0.6}
        """
        return dict.fromkeys(_paired(self.analyser.terms(text)), PAIR)

    def holds(self, term: str, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
        """Whether a term occurs in any row of each stretch `starts[i]:ends[i]`, as an array of bool."""
        rows = self._terms.holders(term)
        if not len(rows):
            return np.zeros(len(starts), bool)
        first = np.searchsorted(rows, starts)
        return (first < len(rows)) & (rows[np.minimum(first, len(rows) - 1)] < ends)

    def occurs(self, term: str, rows: np.ndarray) -> np.ndarray:
        """Whether a term occurs in each of these rows, as an array of bool of the same shape."""
        holders = self._terms.holders(term)
        if not len(holders):
            return np.zeros(rows.shape, bool)
        return holders[np.minimum(np.searchsorted(holders, rows), len(holders) - 1)] == rows

    def covered(self, text: str, rows: np.ndarray) -> np.ndarray:
        """The share of a text's terms, weighted by their rarity, that each of these rows holds."""
        weights = {term: self.rarity(term) for term in self.analyser.terms(text)}
        total = np.zeros(len(rows))
        for term, weight in weights.items():
            total += weight * self.occurs(term, rows)
        return total / (sum(weights.values()) or 1.0)

    @property
    def size(self) -> int:
        """How many rows there are."""
        return self._terms.size

    def frequency(self, term: str) -> int:
        """In how many rows a term occurs."""
        return self._terms.frequency(term)

    def rarity(self, term: str) -> float:
        """Inverse document frequency, ln(1 + N / n); a term that occurs nowhere weighs as one that occurs once."""
        return float(np.log(1 + self.size / max(1, self._terms.frequency(term))))


def _paired(terms: Sequence[str]) -> Iterator[str]:
    return (f"{a} {b}" for a, b in pairwise(terms))
