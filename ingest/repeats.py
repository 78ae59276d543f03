"""Near-identical paragraphs of different documents: a yearly series says last year's words again with a few changed.

Two paragraphs repeat each other when the ratio of difflib over their words is at least `SIMILAR`, 0.8: one word in five may
be another. Case and punctuation do not count. A paragraph of fewer than `SHORT` words repeats only the very same words, for
one word more or less is another meaning there. Candidates come from MinHash signatures (rensa) cut into bands; in a
band a text meets the last few before it only, so that a formula said a thousand times costs a thousand steps and not a million.

>>> repeats = link([("A/RES/65/1#para-1", "Asks every keeper to light the lamp on the northern pier before ten"),
...                 ("A/RES/67/1#para-2", "Asks every keeper to light the lamp on the southern pier before ten")])
>>> [(r.a, r.b, r.changed) for r in repeats]
[('A/RES/65/1#para-1', 'A/RES/67/1#para-2', (('northern', 'southern'),))]
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice, pairwise

import numpy as np

from hld.ingest.library import Library
from hld.ingest.regex import regex

SIMILAR = 0.8
SHORT = 6

# 32 bands of 3: two paragraphs of ratio 0.8 share about half of their words and pairs of words. With a share of one half a
# band meets with 1/8, so that all 32 miss with 1.4 in 100; with a share of 0.6, the usual case, with 4 in 10,000. Unrelated
# paragraphs share a twentieth. Whoever meets must also agree in 29 of the 96 rows: 4 standard deviations below one half.
_BANDS, _ROWS, _AGREE = 32, 3, 29
_SEED = 2013
# How many texts of a band a text meets, the last before it; how many of all it met are looked at, and how many are aligned.
_MET, _LOOKED_AT, _ALIGNED = 6, 16, 4
_CHUNK = 4096
_LONG = 2000
# Chinese has no spaces: each character is a word.
_WORD = regex(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+(?:[’'/.-][^\W_\u3400-\u9fff]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """The paragraph `b` says again what the earlier paragraph `a` said.

    `similarity` is 1 for the same words; `changed` are the words of `a` and those of `b` in their place, either of which
    may be empty.
    """

    a: str
    b: str
    similarity: float
    changed: tuple[tuple[str, str], ...]


class _Text:
    """One wording and who says it: the last paragraph, and the last one of any document but that."""

    __slots__ = ("before", "last", "words")

    def __init__(self, words: list[str]) -> None:
        self.words, self.last, self.before = words, "", ""

    def said_by(self, identifier: str) -> None:
        if _document(identifier) != _document(self.last):
            self.before = self.last
        self.last = identifier

    def elsewhere(self, document: str) -> str:
        """The last paragraph of another document that says it, or nothing."""
        return self.last if _document(self.last) != document else self.before


def _document(identifier: str) -> str:
    return identifier.partition("#")[0]


def _joined(words: Sequence[str]) -> str:
    return re.sub(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])", "", " ".join(words))


def link(paragraphs: Iterable[tuple[str, str]]) -> list[Repeat]:
    """Each paragraph with the closest one of an earlier document, where there is one; at most one Repeat a paragraph.

    `paragraphs` are ids with their texts, the paragraphs of earlier documents first; of two equally close the later is
    taken, which in a series is the year before. The result is in the order of the paragraphs that repeat, and the same
    for the same paragraphs.
    """
    said: list[tuple[str, int]] = []
    texts: list[_Text] = []
    known: dict[tuple[str, ...], int] = {}
    for identifier, text in paragraphs:
        words = [sys.intern(word) for word in _WORD.findall(text)]
        if words:
            key = tuple(sys.intern(word.casefold()) for word in words)
            if (index := known.setdefault(key, len(texts))) == len(texts):
                texts.append(_Text(words))
            said.append((identifier, index))
    met = _met([key if len(key) >= SHORT else () for key in known])
    return list(_links(said, texts, list(known), met))


def compare(before: str, after: str) -> tuple[float, tuple[tuple[str, str], ...]]:
    """How alike two wordings are, from 0 to 1, and the words of the one with those of the other in their place.

    >>> compare("Requests the Council to report by 2008;", "Requests the Council to report by 2010;")[1]
    (('2008', '2010'),)
    """
    first, second = _WORD.findall(before), _WORD.findall(after)
    matcher = _matcher(first, second)
    return matcher.ratio(), _changes(matcher, first, second)


def in_library(library: Library, language: str = "en") -> list[Repeat]:
    """The repeats among the official paragraphs of one language, read in the order of their adoption."""
    held = [document.id for document in library.documents() if document.official and document.language == language]
    return link((entry.id, entry.text) for document in held for entry in library.paragraphs(document) if entry.official)


def _met(keys: list[tuple[str, ...]]) -> dict[int, list[int]]:
    """For each text the earlier ones that may be like it, likeliest first; texts without words meet none."""
    from rensa import RMinHash  # pyright: ignore[reportAttributeAccessIssue]: a compiled module without stubs

    long = [n for n, key in enumerate(keys) if key]
    signatures = np.empty((len(long), _BANDS * _ROWS), dtype=np.uint32)
    numbers = iter(long)
    done = 0
    while chunk := list(islice(numbers, _CHUNK)):
        shingles = [list({*keys[n], *(f"{a} {b}" for a, b in pairwise(keys[n]))}) for n in chunk]
        signatures[done : done + len(chunk)] = RMinHash.digests_from_token_sets(shingles, _BANDS * _ROWS, _SEED)
        done += len(chunk)
    pairs: list[np.ndarray] = []
    for band in range(_BANDS):
        rows = signatures[:, band * _ROWS : (band + 1) * _ROWS]
        # A stable sort by the band: the texts of a bucket stand together in the order in which they were said.
        order = np.lexsort(rows.T)
        for back in range(1, _MET + 1):
            later, earlier = order[back:], order[:-back]
            same = (rows[later] == rows[earlier]).all(axis=1)
            pairs.append(later[same].astype(np.int64) << 32 | earlier[same])
        pairs = [np.unique(np.concatenate(pairs))]
    found: dict[int, list[int]] = {}
    ranked: dict[int, list[tuple[int, int]]] = {}
    for part in np.array_split(pairs[0], len(pairs[0]) // 100_000 + 1):
        later, earlier = part >> 32, part & 0xFFFFFFFF
        agree = (signatures[later] == signatures[earlier]).sum(axis=1)
        kept = agree >= _AGREE
        for a, b, rows in zip(later[kept].tolist(), earlier[kept].tolist(), agree[kept].tolist(), strict=True):
            ranked.setdefault(a, []).append((rows, b))
    for a, some in ranked.items():
        found[long[a]] = [long[b] for _, b in sorted(some, reverse=True)[:_LOOKED_AT]]
    return found


def _links(
    said: list[tuple[str, int]], texts: list[_Text], keys: list[tuple[str, ...]], met: dict[int, list[int]]
) -> Iterator[Repeat]:
    for identifier, index in said:
        text, document = texts[index], _document(identifier)
        if same := text.elsewhere(document):
            yield Repeat(a=same, b=identifier, similarity=1.0, changed=())
        elif not text.last and (close := _closest(keys, index, [n for n in met.get(index, ()) if texts[n].elsewhere(document)])):
            other, similarity = close
            changed = _changes(_matcher(texts[other].words, text.words), texts[other].words, text.words)
            yield Repeat(a=texts[other].elsewhere(document), b=identifier, similarity=similarity, changed=changed)
        text.said_by(identifier)


def _closest(keys: list[tuple[str, ...]], index: int, others: list[int]) -> tuple[int, float] | None:
    """Which of these texts is closest, and how close; of two equally close the later."""
    key = keys[index]
    matcher: SequenceMatcher[str] = SequenceMatcher(None, "", key, autojunk=len(key) > _LONG)
    bounds: list[tuple[float, int]] = []
    for other in others:
        matcher.set_seq1(keys[other])
        if matcher.real_quick_ratio() >= SIMILAR and (bound := matcher.quick_ratio()) >= SIMILAR:
            bounds.append((bound, other))
    best = (SIMILAR, -1)
    for bound, other in sorted(bounds, reverse=True)[:_ALIGNED]:
        if bound < best[0]:
            break
        matcher.set_seq1(keys[other])
        best = max(best, (matcher.ratio(), other))
    return (best[1], best[0]) if best[1] >= 0 else None


def _matcher(a: Sequence[str], b: Sequence[str]) -> SequenceMatcher[str]:
    first, second = ([word.casefold() for word in words] for words in (a, b))
    # Its time grows with the square of the length where words recur; past _LONG words the commonest are left out of account.
    return SequenceMatcher(None, first, second, autojunk=len(b) > _LONG)


def _changes(matcher: SequenceMatcher[str], a: Sequence[str], b: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple((_joined(a[i:j]), _joined(b[k:m])) for tag, i, j, k, m in matcher.get_opcodes() if tag != "equal")


def families(repeats: Iterable[Repeat]) -> list[tuple[str, ...]]:
    """The paragraphs that say the same, followed from link to link; each family, and the families, by who came first.

    >>> def said(a, b):
    ...     return Repeat(a=a, b=b, similarity=1.0, changed=())
    >>> families([said("A/1#para-1", "A/2#para-1"), said("A/2#para-1", "A/3#para-4"), said("A/1#para-2", "A/2#para-2")])
    [('A/1#para-1', 'A/2#para-1', 'A/3#para-4'), ('A/1#para-2', 'A/2#para-2')]
    """
    family: dict[str, list[str]] = {}
    for repeat in repeats:
        members = family.setdefault(repeat.a, [repeat.a])
        if repeat.b not in family:
            members.append(repeat.b)
            family[repeat.b] = members
    return list({id(members): tuple(members) for members in family.values()}.values())
