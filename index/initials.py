"""Acronyms that the documents never use, read as the initials of a name that they do use."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from hld.ingest.regex import regex

LEAST, MOST = 3, 8
"""Capitals of an acronym."""

_SMALL = r"(?:\s+(?:of|the|and|for|on|in|to|with|against|all))*"
_CAPITAL = r"[A-Z][a-z'’-][A-Za-z'’-]*"
_NAMES = regex(rf"{_CAPITAL}(?:{_SMALL}\s+{_CAPITAL})+")
_WORD = regex(_CAPITAL)
_BESIDE = regex(r"\s+and\s+the\s+")
_ACRONYM = regex(rf"\b[A-Z]{{{LEAST},{MOST}}}\b")


def names(texts: Iterable[str]) -> dict[str, str]:
    """Each acronym that a name in some texts spells, and the name that spells it most often.

    >>> names(["Noting the work of the Harbour Lamps Maintenance Programme,"])["HLMP"]
    'Harbour Lamps Maintenance Programme'
    """
    spelt: dict[str, Counter[str]] = {}
    for name in (name for text in texts for name in _of(text)):
        acronym = "".join(word[0] for word in _WORD.findall(name))
        if LEAST <= len(acronym) <= MOST:
            spelt.setdefault(acronym, Counter())[name] += 1
    return {acronym: max(found.items(), key=lambda item: (item[1], item[0]))[0] for acronym, found in sorted(spelt.items())}


def _of(text: str) -> Iterator[str]:
    """The names of a text: words with a capital, as they stand together, and each of those that "and the" joins."""
    for match in _NAMES.finditer(text):
        capitals = [word.start() for word in _WORD.finditer(match[0])]
        whole = match[0] if match.start() else match[0][capitals[1] :]  # the first word of a text has a capital in any case
        yield from dict.fromkeys([whole, *_BESIDE.split(whole)])


def spell_out(text: str, named: Callable[[], Mapping[str, str]], known: Callable[[str], bool]) -> str:
    """A text with each acronym written out that is not `known` and that a name spells; `named` is only called for such a one.

    >>> spell_out("Who runs the HLMP?", lambda: {"HLMP": "Harbour Lamps Maintenance Programme"}, lambda word: False)
    'Who runs the Harbour Lamps Maintenance Programme?'
    """
    if text.isupper():
        return text

    def written(match: re.Match[str]) -> str:
        return match[0] if known(match[0].lower()) else named().get(match[0], match[0])

    return _ACRONYM.sub(written, text)
