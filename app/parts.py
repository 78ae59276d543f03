"""The parts of a question that asks several things: "Who pays, and by when is it due?" -> "Who pays", "by when is it due?"."""

from __future__ import annotations

import re

MOST, SHORTEST = 3, 3
"""Parts that are looked at, and the fewest words that one has: "and by when?" asks nothing that its question does not."""

_ASKS = (
    r"(?:what|who|whom|whose|when|where|which|why|how|is|are|was|were|does|do|did|can|could|must|should|will|has|have|may"
    r"|quels?|quelles?|qui|quand|où|comment|combien|pourquoi|qué|quién(?:es)?|cuándo|dónde|cómo|cuánt[oa]s?|cuál(?:es)?)\b"
)
_BETWEEN = re.compile(
    r"(?<=\?)\s+|(?:[,;:]\s*|\s)(?:and|et|y),?\s+¿?"
    rf"(?=(?:(?:by|for|in|on|at|to|from|of|with|since|until|à|de|en|por|para|a|con)\s+)?{_ASKS})",
    re.IGNORECASE,
)


def parts(question: str) -> tuple[str, ...]:
    """The parts, in order, of a question that asks at least two things; else none.

    >>> parts("Who pays for the lamps, and by when is the report due?")
    ('Who pays for the lamps', 'by when is the report due?')
    >>> parts("Who must do what, and by when?"), parts("What is said on fog and smoke?")
    ((), ())
    """
    found = tuple(part.strip(" ,;:") for part in _BETWEEN.split(question))
    found = tuple(part for part in found if len(part.split()) >= SHORTEST)
    return found[:MOST] if len(found) > 1 else ()
