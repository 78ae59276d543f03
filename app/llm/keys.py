"""Keys by which a model cites: they say nothing, stand in no text that it reads, and are the same for the same question."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence

LENGTH = 5
_LETTERS = "bcdfghjkmnpqrstvwxz"
"""Consonants that are not mistaken for figures: no key is a word."""
_FIGURES = "23456789"


def make_keys(ids: Sequence[str], secret: str, texts: Iterable[str]) -> dict[str, str]:
    """A key for each id, in order. `secret` is what a document's author cannot know; no key occurs in `texts`, or twice.

    >>> make_keys(["A/RES/67/172#para-10-a"], "index and question", [])
    {'jkqs4': 'A/RES/67/172#para-10-a'}
    """
    read = "\n".join(texts).lower()
    keys: dict[str, str] = {}
    for identifier in ids:
        for key in _candidates(f"{secret}\n{identifier}"):
            if key not in keys and key not in read:
                keys[key] = identifier
                break
    return keys


def make_mark(secret: str, texts: Iterable[str]) -> str:
    """A word that closes a section of data: in no text, and not to be guessed by who wrote one."""
    read = "\n".join(texts).lower()
    return next(mark for mark in _candidates(f"{secret}\nmark") if mark not in read)


def _candidates(seed: str) -> Iterator[str]:
    """Endless, and the same for the same seed."""
    number = 0
    while True:
        digest = hashlib.sha256(f"{number}\n{seed}".encode("utf-8", "backslashreplace")).digest()
        place = digest[0] % LENGTH
        yield "".join(_pick(_FIGURES if n == place else _LETTERS, digest[n + 1]) for n in range(LENGTH))
        number += 1


def _pick(letters: str, byte: int) -> str:
    return letters[byte % len(letters)]


def is_key_shaped(word: str) -> bool:
    """Whether a word has the shape of a key, in the list or not.

    >>> is_key_shaped("k7tqn"), is_key_shaped("house"), is_key_shaped("2013")
    (True, False, False)
    """
    return len(word) == LENGTH and all(c in _LETTERS or c in _FIGURES for c in word) and sum(c in _FIGURES for c in word) == 1
