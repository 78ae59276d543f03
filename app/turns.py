"""Follow-ups: a question with what it leaves to the one before it, or that one asked of another document."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hld.app.titles import its_declaration
from hld.app.years import YEAR
from hld.index.lexical import words
from hld.ingest.references import find_references

_GOES_ON = re.compile(
    r"(?:and|or|but|also|what about|how about|what else|same|et|y|pero|mais)\b|.*\b(?:it|its|they|them|their|that one|this one|"
    r"these|those|that|he|she|his|her|there|then|the same|the other)\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"(?:how|what|which|who|whom|whose|where|when|why|is|are|was|were|do|does|did|can|could|should|must|has|have|list|give|tell|"
    r"show|name|write|explain|que|qué|quel|quelle|quels|quelles|qui|comment|combien|quand|où|pourquoi|est-ce|cuál|cuáles|quién|"
    r"cómo|cuándo|cuánto|dónde|por)\s+\S+\s+\S+\s+\S+",
    re.IGNORECASE,
)
"""A question that is whole however short it is: a question word and more than two words behind it."""
_DATED = re.compile(
    rf"\s*(?:\b(?:in|of|by|since|from|until|for|before|after|en|de|desde|depuis)\s+)?{YEAR.pattern}", re.IGNORECASE
)
"""A year or a session with the preposition before it."""
_THE_DECLARATION = re.compile(r"\b(?:(?:the|that|this|its|2013)\s+)*declaration\b", re.IGNORECASE)


def standalone(question: str, history: Sequence[str]) -> str:
    """The question with what it leaves to the one before; a question that stands alone is returned as it is."""
    if not history:
        return question
    content = [w for w in words(question) if len(w) > 2]
    fragment = len(content) <= 4 and not _WHOLE.match(question.strip())
    if len(content) > 9 or find_references(question) or not (_GOES_ON.match(question.strip()) or fragment):
        return question
    before = history[-1].strip()
    if len(history) > 1 and (_GOES_ON.match(before) or len(words(before)) <= 4):
        before = f"{history[-2].strip()} {before}"
    # A year or a session in the new question replaces the one before, and the document: "what about 2014?"
    if YEAR.search(question) or its_declaration(question.lower()):
        before = " ".join(_DATED.sub("", _unnamed(before)).split())
    return f"{before} {question}"


def _unnamed(question: str) -> str:
    """A question that asks of a resolution, and not of which: without symbols, and without the Declaration."""
    for mention in reversed(find_references(question)):
        if mention.reference.part is None:
            question = f"{question[: mention.start]}the resolution{question[mention.end :]}"
    return _THE_DECLARATION.sub("the resolution", question) if its_declaration(question.lower()) else question


_AND_OF = re.compile(
    r"\W*(?:and|but|what about|how about|et|y)\b(?: (?:in|of|for|by|dans|en|de))?(?: (?:the )?resolution)?\W+(?P<other>\S+?)\W*$",
    re.IGNORECASE,
)
"""Goes on to another document: "And 69/229?"."""


def of_another(question: str, history: Sequence[str]) -> str:
    """The question before, asked of the document that this one names and says nothing else of; empty where that is not so."""
    match = _AND_OF.match(question)
    if match is None or not history:
        return ""
    before, other = find_references(history[-1]), find_references(match["other"])
    if len(other) != 1 or other[0].reference.part:
        return ""
    if not before and its_declaration(history[-1].lower()):
        return _THE_DECLARATION.sub(match["other"], history[-1])
    if len(before) != 1 or before[0].reference.part:
        return ""
    return f"{history[-1][: before[0].start]}{match['other']}{history[-1][before[0].end :]}"
