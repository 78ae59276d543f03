"""The parts of a question that asks several things: "Who pays, and by when is it due?" -> "Who pays", "by when is it due?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hld.app.topic import topic
from hld.index.lexical import STOPWORDS, words
from hld.ingest.references import find_references
from hld.ingest.regex import regex

MOST, SHORTEST = 3, 3
"""Parts that are looked at, and the fewest words that one has: "and by when?" asks nothing that its question does not."""

_ASKS = (
    r"(?:what|who|whom|whose|when|where|which|why|how|is|are|was|were|does|do|did|can|could|must|should|will|has|have|may"
    r"|quels?|quelles?|qui|quand|où|comment|combien|pourquoi|qué|quién(?:es)?|cuándo|dónde|cómo|cuánt[oa]s?|cuál(?:es)?)\b"
)
_BETWEEN = regex(
    r"(?<=\?)\s+|(?:[,;:]\s*|\s)(?:and|et|y),?\s+¿?"
    rf"(?=(?:(?:by|for|in|on|at|to|from|of|with|since|until|à|de|en|por|para|a|con)\s+)?{_ASKS})",
    re.IGNORECASE,
)


_OPENS = regex(rf"(?:(?:by|for|in|on|at|to|from|of|with|since|until)\s+)?{_ASKS}", re.IGNORECASE)
_LEANS = regex(
    r"\b(?:it|its|they|them|their|this|that|these|those|he|she|his|her|there|one|ones|others?|another|such|former|latter|so)\b"
    r"|^(?:what|which|how many|how much) (?:of|for|about|on|before|after|ahead|if)\b|\b(?:first|second|third)\W*$",
    re.IGNORECASE,
)
"""Leaves something to what stands before it."""
_DOES_IT = regex(r"\b(?:does|did|do|has|have) it\b", re.IGNORECASE)
CONTENT = 3
"""Words with a meaning of their own that a part has at least that can be asked by itself."""


def alone(part: str) -> bool:
    """Whether a part in English can be asked by itself.

    >>> alone("by when is the report on lamps due?"), alone("by when is it due?"), alone("who pays?")
    (True, False, False)
    """
    content = [word for word in words(part) if word not in STOPWORDS and word not in ("many", "much")]
    says = len(content) >= CONTENT or topic(part) != part
    return bool(_OPENS.match(part)) and not _LEANS.search(part) and says


def whole(part: str, documents: Sequence[str]) -> str:
    """A part with the name of the one document that its question is about, where it says "it" and names none itself.

    >>> whole("does it mention lamps?", ["A/RES/67/172"]), whole("is it due?", ["A/RES/67/172", "A/RES/68/4"])
    ('does A/RES/67/172 mention lamps?', 'is it due?')
    """
    if len(documents) != 1 or find_references(part):
        return part
    return _DOES_IT.sub(lambda match: f"{match[0][:-2]}{documents[0]}", part, count=1)


_WHO_SAYS = regex(
    r"\W*what (?:do|does|did|has|have) (?:(?:the|un|general|these|those) )*"
    r"(?:texts?|documents?|resolutions?|assembly|ga|un|they|it) "
    r"(?:ask(?:ed)?|sa(?:y|id)|state|want|demand|recommend|write)(?: (?:about|on|of|for) (?:it|this|that))?\W*",
    re.IGNORECASE,
)
"""Asks what is said, and not of what."""


def parts(question: str) -> tuple[str, ...]:
    """The parts, in order, of a question that asks at least two things; else none.

    >>> parts("Who pays for the lamps, and by when is the report due?")
    ('Who pays for the lamps', 'by when is the report due?')
    >>> parts("Who must do what, and by when?"), parts("What is said on fog and smoke?")
    ((), ())
    """
    found = tuple(part.strip(" ,;:") for part in _BETWEEN.split(question))
    found = tuple(part for part in found if len(part.split()) >= SHORTEST and not _WHO_SAYS.fullmatch(part))
    return found[:MOST] if len(found) > 1 else ()
