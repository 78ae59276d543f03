"""Misspelt words of a question, and those typed without their accents -> words of the corpus.

A word is left alone when the corpus has it or any word of its stem, and when the model's vocabulary has it whole or a list of
English words (pyspellchecker's) has it: an English word that these documents happen not to use is no misspelling. What remains
is replaced by the nearest word of the corpus, if one is near enough; of several equally near ones by the most frequent.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from hld.index.lexical import STOPWORDS, words
from hld.ingest.regex import regex

if TYPE_CHECKING:
    from spellchecker import SpellChecker

LEAST = 5
"""Letters from which a word is corrected: shorter ones are near too many others."""

LONG = 8
"""Letters from which two slips are forgiven instead of one."""

_WORD = regex(r"[^\W\d_]+")
_OTHERWISE = (
    (regex(r"is(?=(?:e[drs]?|ing|ations?)$)"), "iz"),
    (regex(r"our(?=(?:s|ed|ing|ful|able|ite)?$)"), "or"),
    (regex(r"nt$"), "n't"),
)
"""British endings, and what stands for them in the list of English words, which is American; and "wasnt"."""


def vocabulary(texts: Iterable[str]) -> list[str]:
    """The words of some texts that a slip may be meant for, most frequent first, equally frequent ones by the alphabet."""
    counts = Counter(word for text in texts for word in words(text) if word.isalpha() and len(word) >= LEAST - 1)
    return [word for word, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


@cache
def _english() -> SpellChecker:
    from spellchecker import SpellChecker  # 90 ms, for which only a word that nobody else knows has to wait

    return SpellChecker(language="en")


def is_english(word: str) -> bool:
    """Whether a word in lower case is in the list of English words, be it in British spelling.

    >>> is_english("parity"), is_english("criminalise"), is_english("remitances")
    (True, True, False)
    """
    return bool(_english().known([word, *(ending.sub(other, word) for ending, other in _OTHERWISE)]))


def fold(text: str) -> str:
    """A text in lower case and without accents.

    >>> fold("Où est l'Élan ?")
    "ou est l'elan ?"
    """
    text = text.lower()
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def accent(text: str, accented: Mapping[str, str], known: Callable[[str], bool]) -> str:
    """The text with the accents of the corpus on words that are not `known` without them; `accented` has such words by what they
    are without.

    >>> accent("Who was Hammarskjold?", {"hammarskjold": "hammarskjöld"}, lambda word: False)
    'Who was Hammarskjöld?'
    """

    def written(match: re.Match[str]) -> str:
        found = accented.get(match[0].lower(), "")
        if not found or known(match[0].lower()):
            return match[0]
        return found.capitalize() if match[0][0].isupper() else found

    return _WORD.sub(written, text)


def correct(text: str, vocabulary: Sequence[str], known: Callable[[str], bool]) -> str:
    """The text with its misspelt words replaced; `known` says that a word is right although the vocabulary lacks it.

    >>> words = ["remittances", "migrants", "government"]
    >>> correct("Do goverments tax remitances of migrants?", words, lambda word: False)
    'Do government tax remittances of migrants?'
    """
    return _WORD.sub(lambda match: _corrected(match[0], vocabulary, known), text)


def _corrected(word: str, vocabulary: Sequence[str], known: Callable[[str], bool]) -> str:
    lower = word.lower()
    # A capital inside a word makes it a name or an acronym.
    if len(word) < LEAST or lower in STOPWORDS or not word.isascii() or word[1:] != lower[1:] or known(lower):
        return word
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    slips = 1 if len(word) < LONG else 2
    near = [other for other in vocabulary if other[0] == lower[0] and abs(len(other) - len(lower)) <= slips]
    found = extract(lower, near, scorer=OSA.distance, score_cutoff=slips, limit=None)
    if not found:
        return word
    best = min(found, key=lambda match: (match[1], match[2]))[0]
    return best.capitalize() if word[0].isupper() else best
