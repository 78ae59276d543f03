"""Key words in the place of a question, beside the symbol of a document or alone."""

from __future__ import annotations

import re

from hld.app.every import paragraphs
from hld.ingest.references import find_places, find_references
from hld.ingest.regex import regex

_NO_KEY = regex(
    r"\b(?:who|whom|what|which|when|where|why|how|is|are|was|were|do|does|did|can|must|should|shall|has|have|had|will"
    r"|open|read|see|view|look|display|print|get|fetch|link|url|pdf|download|compare|list|show|give|find|quote|tell|explain"
    r"|summari[sz]e|title|vot\w+|date|adopt\w*|predecessors?|successors?|just|only|also|too|same|again|please|alone|instead"
    r"|rather|maybe|well|sponsors?|para\w*|preamb\w+|operative|recital|annex|agenda|committee|session|resolutions?|declaration"
    r"|text|full|version|new|and|or|it|this|that|between|since|before|after|vs|versus)\b",
    re.IGNORECASE,
)
"""Says more than a key word."""
_SPOKEN_TO = regex(
    r"\b(?:i|i['’]m|you|your|me|my|we|us|our|am|be|been|not|no|yes|ok|okay|help|test|any\w*|some\w*|more|go)\b", re.IGNORECASE
)
"""Is said to somebody, and no key word."""
_BESIDE_KEYS = regex(r"^(?:on|about|in|of|and|re)\b[\s:]*|[\s,:–—-]*\b(?:in|of|under|from|by)$", re.IGNORECASE)
MOST, LONGEST = 4, 80
"""Key words at most, and their letters where they stand alone."""


def keys(question: str) -> str:
    """The key words that a question is made of; empty where it says more than that.

    >>> keys("lamps at sea?"), keys("who lights lamps"), keys("Cairo 1994"), keys("help me"), keys("67/172 OP 4")
    ('lamps at sea', '', 'Cairo 1994', '', '')
    """
    said = question.strip(" ?.!:")
    if not _few(said) or len(said) > LONGEST or said.replace(" ", "").isdecimal() or _SPOKEN_TO.search(said):
        return ""
    return "" if find_references(said) or find_places(said) else said


def keyed(question: str) -> str:
    """Key words beside the symbol of a document, asked as what it says on them.

    >>> keyed("lamps at sea 67/172"), keyed("67/172 on lamps"), keyed("Who lights lamps under 67/172?")
    ('What does 67/172 say on lamps at sea?', 'What does 67/172 say on lamps?', 'Who lights lamps under 67/172?')
    """
    mentions = find_references(question)
    if len(mentions) != 1 or mentions[0].reference.part:
        return question
    symbol = question[mentions[0].start : mentions[0].end]
    rest = f"{question[: mentions[0].start]} {question[mentions[0].end :]}".strip(" ?.!,:;–—-")
    topic = _BESIDE_KEYS.sub("", rest.strip())
    if not _few(topic) or any(map(str.isdigit, topic)):
        return question
    return question if paragraphs(question) else f"What does {symbol} say on {topic}?"


def _few(said: str) -> bool:
    """Whether a text is of a few words in English, none of which says more than what something is about."""
    return 0 < len(said.split()) <= MOST and said.isascii() and not _NO_KEY.search(said)
