"""What is asked of the answer before, and not of the documents: its words, its source, the same in short, the next paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from hld.app import lookup
from hld.app.question import Understood
from hld.app.schema import Answer
from hld.index.search import Index
from hld.ingest.symbols import Reference

Wanted = Literal["", "quote", "shorter", "next", "previous"]

_PLEASE = r"(?:(?:and|ok(?:ay)?|now|yes|please|can you|could you|would you|show(?: me)?|give(?: me)?|i (?:need|want))[\s,]+)*"
_THIS = r"(?:it|that|this|them|these|those)"
_EXACT = r"(?:exact|full|actual|precise|original|official|complete|whole)"
_VERBATIM = r"(?:exactly|verbatim|in full|word[- ]for[- ]word|literally)"
_ASKS: dict[Wanted, str] = {
    "quote": rf"(?:quote|cite|read out) (?:{_THIS}|the paragraph)(?:,? {_VERBATIM})?|(?:the |its |your )?(?:{_EXACT} )?"
    rf"(?:wording|words|text|quotes?|quotation|sources?|citations?|references?|paragraph)(?: (?:of|for) {_THIS})?|{_VERBATIM}"
    r"|what (?:else )?(?:does|do) (?:the same|that|this) (?:paragraph|provision|passage|clause)\b[^?]*"
    rf"|what(?:['’]s| is| are) (?:the|your) (?:{_EXACT} )?(?:sources?|wording|words|text|citations?|references?)(?: for {_THIS})?"
    rf"|where (?:does it say (?:so|{_THIS})|is {_THIS}(?: from| said| written)?|did you (?:get|find) {_THIS})"
    r"|(?:cite|citez|citer)(?:-le|-la)?|(?:la |les |le )?(?:sources?|texte exact)|cítal[oa]"
    r"|(?:la |las |el )?(?:fuentes?|texto exacto)",
    "shorter": r"(?:make it |keep it )?(?:shorter|short|brief)|in short|briefly|too long|tl;? ?dr"
    rf"|(?:in|as) (?:one|a|a single) (?:sentence|line|few words)|summari[sz]e(?: {_THIS})?|plus court|más corto|en bref",
    "next": r"(?:what (?:does|is|says)(?: in)? )?(?:the )?(?:next|following)(?: one| paragraph| para\.?)?(?: says?)?"
    rf"|(?:what(?:['’]s| is) in |what about )?the (?:one|paragraph|para\.?) (?:after|following)(?: {_THIS})?"
    r"|(?:le )?(?:paragraphe )?suivant|(?:el )?(?:párrafo )?siguiente",
    "previous": r"(?:what (?:does|is|says)(?: in)? )?(?:the )?(?:previous|preceding)(?: paragraph| para\.?| one)(?: says?)?"
    rf"|(?:what(?:['’]s| is) in |what about )?the (?:one|paragraph|para\.?) before(?: {_THIS})?"
    r"|(?:le )?paragraphe précédent|(?:el )?párrafo anterior",
}
_THE_ONE = re.compile(r"\bthe one\b", re.IGNORECASE)
_PATTERNS: dict[Wanted, re.Pattern[str]] = {
    wanted: re.compile(rf"\W*{_PLEASE}(?:{pattern})(?:,? please| svp| por favor)?\W*", re.IGNORECASE)
    for wanted, pattern in _ASKS.items()
}


def wanted(question: str) -> Wanted:
    """What a question asks of the answer before; empty where it is a question of its own.

    >>> [wanted(turn) for turn in ("Quote it, please.", "What does the next paragraph say?", "shorter please", "Who is asked?")]
    ['quote', 'next', 'shorter', '']
    """
    for name, pattern in _PATTERNS.items():
        if pattern.fullmatch(question.strip()):
            return name
    return ""


def fits(question: str, before: Answer) -> bool:
    """Whether a turn is about an answer: "the one after that" is a paragraph where one was looked up, and else a document."""
    return before.status == "lookup" or not _THE_ONE.search(question)


def own(history: Sequence[str]) -> list[str]:
    """The turns of a conversation that ask something themselves."""
    return [turn for turn in history if not wanted(turn)]


def answer(wanted: Wanted, before: Answer, understood: Understood, index: Index) -> Answer:
    """What is asked of an answer, which was that to `understood`; one without a citation is given again."""
    cited = [Reference.parse(citation.id) for citation in before.citations]
    if not cited:
        return before
    if wanted == "shorter":
        return _first(before)
    if wanted == "quote":
        return lookup.paragraphs(understood, cited, index)
    # Paragraphs that were looked up stand in order; of those that were found the first is what the answer says.
    start = cited[-1 if wanted == "next" and before.status == "lookup" else 0]
    here = index.entries([str(start)])[str(start)]
    around = lookup.neighbours(index.library, here, 1)
    beyond = around[around.index(here) + 1 :] if wanted == "next" else around[: around.index(here)]
    if not beyond:
        return replace(before, reason=f"{start.label()} is the {'last' if wanted == 'next' else 'first'} paragraph there is.")
    return lookup.paragraphs(understood, [beyond[0].reference], index, whole=False)


def _first(before: Answer) -> Answer:
    """An answer of which only the first sentence is told."""
    first = before.sentences[0]
    kept = tuple(citation for citation in before.citations if citation.id in first.citations)
    return replace(before, form="prose", sentences=(first,), citations=kept)
