"""The words that the documents of the process say, and that people use who ask about them: a question with another word, which
some other document has, is likely about that one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from hld.index.lexical import Analyser

NAME = "familiar.txt"

OFTEN = 3
"""Sample questions that a word stands in to be one that people use of the process; what stands in fewer is a slip or a name as
often. Of the development cases about the process 3 in 100 have a word that is not familiar and that a library of a whole session
has, of questions about its other documents two in three."""


def familiar(texts: Iterable[str], questions: Iterable[str]) -> list[str]:
    """The stems of these texts, and those of at least `OFTEN` of the questions, by the alphabet.

    >>> familiar(["Lamps are lit"], ["who lit the lantern?"] * 3 + ["who pays?"])
    ['lamp', 'lantern', 'lit']
    """
    terms = Analyser().terms
    asked = Counter(term for question in questions for term in {*terms(question)})
    said = {term for text in texts for term in terms(text)}
    return sorted(said.union(term for term, times in asked.items() if times >= OFTEN))
