"""Terms and BM25 over them. The pattern keeps what a search for resolutions needs: symbols, paragraph numbers, "(a)"."""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

K1, B = 1.5, 0.75
"""The parameters of Lucene's BM25 (Robertson and Zaragoza 2009, section 3.5), as bm25s takes them."""

_TOKEN = re.compile(
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

    def terms(self, text: str) -> list[str]:
        """The terms of a text in order.

        >>> Analyser().terms("The migrants of A/RES/67/172")
        ['migrant', 'a/res/67/172', '67/172']
        """
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
        return [term or next(stems) for term in out]


class Lexical:
    """BM25 over paragraphs, memory-mapped."""

    def __init__(self, retriever: Any, analyser: Analyser) -> None:
        """Keep a bm25s retriever; use `build` or `load`."""
        self._retriever, self.analyser = retriever, analyser
        self._vocabulary: dict[str, int] = retriever.vocab_dict

    @classmethod
    def build(cls, texts: Sequence[str]) -> Lexical:
        """Index texts; their positions are the rows of the scores."""
        import bm25s

        logging.getLogger("bm25s").setLevel(logging.WARNING)  # bm25s sets its own logger to DEBUG
        analyser = Analyser()
        # A corpus without a single term cannot be indexed: one that no query can name stands in for it.
        corpus = [analyser.terms(text) or ["\0"] for text in texts]
        retriever = bm25s.BM25(k1=K1, b=B, method="lucene")
        retriever.index(corpus, show_progress=False)
        return cls(retriever, analyser)

    def save(self, folder: Path) -> None:
        """Write the index to `folder`."""
        self._retriever.save(str(folder), show_progress=False)

    @classmethod
    def load(cls, folder: Path) -> Lexical:
        """Open an index that `save` wrote; its arrays stay on disk until they are read."""
        import bm25s

        return cls(bm25s.BM25.load(str(folder), mmap=True, show_progress=False), Analyser())

    def scores(self, weighted: dict[str, float]) -> np.ndarray:
        """BM25 scores, float32, one a row, for terms with their weights; terms that the corpus lacks add nothing."""
        total = np.zeros(self.size, np.float32)
        by_weight: dict[float, list[str]] = {}
        for term, weight in weighted.items():
            if term in self._vocabulary:
                by_weight.setdefault(weight, []).append(term)
        for weight, terms in by_weight.items():
            total += weight * self._retriever.get_scores(terms)
        return total

    def query(self, text: str) -> dict[str, float]:
        """The terms of a query, each with weight 1."""
        return dict.fromkeys(self.analyser.terms(text), 1.0)

    @property
    def size(self) -> int:
        """How many rows there are."""
        return int(self._retriever.scores["num_docs"])

    def rarity(self, term: str) -> float:
        """Inverse document frequency, ln(1 + N / n); a term that occurs nowhere weighs as one that occurs once."""
        row = self._vocabulary.get(term)
        occurs = 1
        if row is not None:
            bounds = self._retriever.scores["indptr"]
            occurs = max(1, int(bounds[row + 1] - bounds[row]))
        return float(np.log(1 + self.size / occurs))
