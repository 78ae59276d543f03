"""How much of a question's wording stands in the paragraph that answers it.

A suite whose questions repeat their paragraphs is won by counting words (Sugawara et al. 2018, "What Makes Reading Comprehension
Questions Easier?"). People put it otherwise, so the share of a question's content words that occur in its gold paragraph is
reported and kept low.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from hld.eval.case import Case
from hld.index.lexical import Analyser


def overlap(question: str, paragraph: str, analyser: Analyser) -> float:
    """Share of the question's content words, 0 to 1, that occur in the paragraph; 0 when it has none.

    Stop words are left out and words are stemmed, each counted once. Numbers and symbols are left out too: a question that
    names its resolution copies nothing, and would look less like its paragraph than it is.

    >>> overlap("Who pays the fees of 67/219?", "Fees are paid by States", Analyser())
    0.5
    """
    asked = {term for term in analyser.terms(question) if term.isalpha()}
    return len(asked & set(analyser.terms(paragraph))) / len(asked) if asked else 0.0


def shared_run(question: str, paragraph: str) -> int:
    """The most words in a row that the two share, case and punctuation aside.

    >>> shared_run("What is the Global Forum?", "notes that the Global Forum met")
    3
    """
    found, longest = words(paragraph), 0
    asked = words(question)
    for start in range(len(asked)):
        while start + longest < len(asked) and _contains(found, asked[start : start + longest + 1]):
            longest += 1
    return longest


def measured(cases: Iterable[Case]) -> list[Case]:
    """The cases whose wording can be compared with an English paragraph: answered, asked in English, not looked up."""
    return [case for case in cases if case.status == "answered" and case.language == "en" and case.category != "lookup"]


def closest(case: Case, texts: Mapping[str, str], analyser: Analyser) -> tuple[float, int]:
    """The highest `overlap` and the longest `shared_run` of a case with any of its gold paragraphs.

    The closest alternative counts: any of them may be what the question was written from.

    Raises:
        KeyError: when `texts` lacks a gold paragraph.
    """
    paragraphs = [texts[paragraph] for paragraph in sorted(case.gold_ids)]
    return (
        max(overlap(case.question, text, analyser) for text in paragraphs),
        max(shared_run(case.question, text) for text in paragraphs),
    )


def words(text: str) -> list[str]:
    """The words of a text in order, in lower case, numbers among them.

    >>> words("A/RES/67/172: who?")
    ['a', 'res', '67', '172', 'who']
    """
    return re.findall(r"[^\W_]+", text.lower())


def _contains(found: list[str], run: list[str]) -> bool:
    return any(found[start : start + len(run)] == run for start in range(len(found) - len(run) + 1))
