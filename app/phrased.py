"""How a wish is put, learnt from many people's wordings of it: which task a question sets, and which of its words are the topic,
the documents, the stretch of time, those who are asked, and the act.

A linear chain (Lafferty, McCallum and Pereira 2001) marks the words, and a linear model over the words around the marks tells the
task. Both see words, and the groups of words alike that these belong to, so that one which nobody used is read by those that are
like it. Neither sees what a topic means: they are the same for every library and every model of meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from zlib import crc32

import numpy as np

from hld.index.spelling import fold
from hld.ingest.regex import regex

FILE = "phrased.npz"
PIECES = "TDSAV"
"""What is marked: topic, document, stretch, addressee (whoever is asked), verb (or what is done, as a thing)."""
TAGS = ("O", *(f"{place}{piece}" for piece in PIECES for place in "BI"))
_WORD = regex(r"[\w/()#-]*\d[\w/()#-]*|[^\W\d_]+(?:[’'-][^\W\d_]+)*|[^\w\s]")
_FIGURE = regex(r"\d+")
_CALLS = regex(r"\s*[,(:]\s*")
"""Stands between what a document is called and its symbol."""
_SYMBOL = regex(r"\b(?:A/RES/)?\d+/\d+(?:/[A-Z])?\b")
OF_PARAGRAPH = regex(r"\bpara|\b[op]p ?\d|\bpreamb|\barticle|\bannex|\brecital|#", re.IGNORECASE)
"""Names a paragraph of a document, and not the whole."""
_ENDS = regex(r"[.!?;:]\s+(?=\S)")
_JOINS = regex(r"\s*(?:,|&|/|,? ?(?:and|or)|as well as)\s*", re.IGNORECASE)
LONGEST = 60
"""Words of a question that are read; what is longer is no wish put in a few words."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a question, as it counts, and where it stands."""

    text: str
    start: int
    end: int


def split(question: str) -> list[Word]:
    """The words and marks of a question; figures count as what kind of figure they are.

    >>> [word.text for word in split("What's in 67/219, since 2010?")]
    ["what's", 'in', '9/9', ',', 'since', '9999', '?']
    """
    return [
        Word(_FIGURE.sub(_figure, fold(match[0]).replace("’", "'")), match.start(), match.end())
        for match in _WORD.finditer(question)
    ][:LONGEST]


def _figure(figure: re.Match[str]) -> str:
    return "9999" if len(figure[0]) == len("2006") else "9"


_EDGE = "^"
_LINKS = frozenset(
    "on about of in to for from with against between and or since after before under by at within beside than into as re".split()
)
Groups = Mapping[str, tuple[str, str]]
"""The wide and the narrow group of words alike that a word belongs to."""


def _around(texts: Sequence[str]) -> list[str]:
    return [_EDGE, _EDGE, *texts, _EDGE, _EDGE]


def word_features(words: Sequence[Word], question: str, groups: Groups) -> list[list[str]]:
    """What the chain sees of each word: itself, its neighbours, their groups, and the last preposition before it."""
    texts = _around([word.text for word in words])
    wide, narrow = ([groups[text][size] if text in groups else text for text in texts] for size in (0, 1))
    found, link = [], ""
    for at, word in enumerate(words, start=2):
        before2, before, this, after, after2 = texts[at - 2 : at + 3]
        shape = "9" if "9" in this else "A" if question[word.start].isupper() else "a"
        found.append(
            [
                "", f"0{this}", f"1{before}", f"2{after}", f"3{before2}", f"4{after2}", f"5{before} {this}", f"6{this} {after}",
                f"7{before2} {before}", f"8{after} {after2}", f"9{this[:4]}", f"a{this[-3:]}", f"b{shape}", f"c{link}",
                f"d{before} {this} {after}", f"e{shape}{before}", f"f{link} {this}", f"g{before[-3:]} {this[-3:]}",
                f"h{min(at - 2, 3)}", f"i{min(len(words) + 1 - at, 3)}", f"j{before2} {before} {this}", f"k{shape}{after}",
                f"l{narrow[at]}", f"m{wide[at]}", f"n{narrow[at - 1]}", f"o{narrow[at + 1]}",
                f"p{wide[at - 1]} {wide[at]}", f"q{wide[at]} {wide[at + 1]}",
            ]
        )  # fmt: skip
        link = this if this in _LINKS else link
    return found


def task_features(words: Sequence[Word], tags: Sequence[str], groups: Groups) -> list[str]:
    """What the task is told by: words and their groups, with a mark in the place of each piece, alone, in pairs and in threes."""
    told: list[str] = []
    for first, behind, piece in _stretches(tags):
        if piece:
            told.append(f"<{piece}>")
        if piece in ("", "V"):
            told += [word.text for word in words[first:behind]]
    own = [text for text in told if not text.startswith("<")]
    edged = [_EDGE, *told, _EDGE]
    wide, narrow = ([groups[text][size] if text in groups else text for text in edged] for size in (0, 1))
    marks = [piece for _, _, piece in spans(tags)]
    found = ["", f"n{min(len(own), 12)}", f"d{min(marks.count('D'), 3)}", f"s{''.join(sorted({*marks}))}"]
    found += [f"1{text}" for text in told] + [f"p{text[:4]}" for text in own if len(text) > 4]
    found += [f"f{' '.join(own[:2])}", f"l{' '.join(own[-2:])}"] + [f"7{text}" for text in narrow] + [f"8{text}" for text in wide]
    for name, row in (("2", edged), ("5", wide), ("6", narrow)):
        found += [f"{name}{one} {two}" for one, two in pairwise(row)]
    for name, row in (("4", edged), ("9", wide)):
        found += [f"{name}{one} {two}" for one, two in zip(row, row[2:], strict=False)]
    found += [f"3{' '.join(edged[at : at + 3])}" for at in range(len(edged) - 2)]
    return sorted({*found})


def _stretches(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """The words of a question in order: each unmarked one by itself, and each marked stretch."""
    marked, at = {first: (behind, piece) for first, behind, piece in spans(tags)}, 0
    while at < len(tags):
        behind, piece = marked.get(at, (at + 1, ""))
        yield at, behind, piece
        at = behind


def key(feature: str) -> int:
    """A feature as a number of 32 bits."""
    return crc32(feature.encode())


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What is read of a question: its task, how sure that is (a probability), and its pieces by their marks, in order."""

    task: str
    sure: float
    pieces: Mapping[str, tuple[str, ...]]


def groups_of(file: Mapping[str, np.ndarray]) -> Groups:
    """The groups of words in the arrays of a file."""
    names = file["words"].tobytes().decode("ascii").split()
    return {name: (f"w{wide}", f"n{narrow}") for name, wide, narrow in zip(names, *file["groups"].tolist(), strict=True)}


class Marker:
    """The model of the marks, as `tools/train_phrased.py` writes it."""

    def __init__(self, file: Mapping[str, np.ndarray], groups: Groups) -> None:
        """Take the weights from the arrays of a file."""
        self._rows = _Rows(file["chain_keys"], file["chain_rows"], file["chain_scales"])
        self._starts, self._follows, self._groups = file["starts"], file["follows"], groups

    def tags(self, words: Sequence[Word], question: str) -> list[str]:
        """The likeliest marks of the words (Viterbi)."""
        rows = [self._rows.sum(each) for each in word_features(words, question, self._groups)]
        reached, back = self._starts + rows[0], []
        for row in rows[1:]:
            ways = reached[:, None] + self._follows
            back.append(ways.argmax(0))
            reached = ways.max(0) + row
        path = [int(reached.argmax())]
        for best in reversed(back):
            path.append(int(best[path[-1]]))
        return [TAGS[tag] for tag in reversed(path)]


class Teller:
    """The model of the tasks, as `tools/train_phrased.py` writes it."""

    def __init__(self, file: Mapping[str, np.ndarray], groups: Groups) -> None:
        """Take the weights from the arrays of a file."""
        self._rows = _Rows(file["task_keys"], file["task_rows"], file["task_scales"])
        self._names, self._groups = tuple(map(str, file["names"])), groups
        self._turns = np.array([name.startswith("t_") for name in self._names])

    def task(self, words: Sequence[Word], tags: Sequence[str], *, following: bool) -> tuple[str, float]:
        """The likeliest task and its probability; one of those of a turn only where it is `following` others."""
        odds = self._rows.sum(task_features(words, tags, self._groups))
        if not following:
            odds = np.where(self._turns, -np.inf, odds)
        shares = np.exp(odds - odds.max())
        best = int(shares.argmax())
        return self._names[best], float(shares[best] / shares.sum())


class Reader:
    """Both models."""

    def __init__(self, file: Mapping[str, np.ndarray]) -> None:
        """Take the weights from the arrays of a file."""
        groups = groups_of(file)
        self._marker, self._teller = Marker(file, groups), Teller(file, groups)

    def read(self, question: str, *, following: bool) -> Read:
        """What a question asks; as a turn of a conversation, where it is `following` others."""
        words = split(question)
        if not words:
            return Read(task="ordinary", sure=0.0, pieces={})
        tags = self._marker.tags(words, question)
        task, sure = self._teller.task(words, tags, following=following)
        return Read(task=task, sure=sure, pieces=pieces(question, words, tags))


class _Rows:
    """A sparse table of weights: a row of whole numbers for each feature that is kept, and what each column is multiplied by."""

    def __init__(self, keys: np.ndarray, rows: np.ndarray, scales: np.ndarray) -> None:
        self._keys, self._rows, self._scales = keys, rows, scales

    def sum(self, features: Sequence[str]) -> np.ndarray:
        """The sum of the rows of these features."""
        asked = np.array([key(feature) for feature in features], np.uint32)
        places = np.minimum(np.searchsorted(self._keys, asked), len(self._keys) - 1)
        return self._rows[places[self._keys[places] == asked]].sum(0, dtype=np.float64) * self._scales


def spans(tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """The marked stretches of words: first, behind the last, mark.

    >>> spans(["BT", "IT", "O", "BD"])
    [(0, 2, 'T'), (3, 4, 'D')]
    """
    found: list[tuple[int, int, str]] = []
    for at, tag in enumerate(tags):
        if tag[0] == "I" and found and found[-1][1:] == (at, tag[1]):
            found[-1] = (found[-1][0], at + 1, tag[1])
        elif tag != "O":
            found.append((at, at + 1, tag[1]))
    return found


def pieces(question: str, words: Sequence[Word], tags: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The marked pieces of a question as they stand in it, by their marks; topics that "and" joins are one, and a document with
    its symbol is that.

    >>> pieces("fog and ice in 67/219", split("fog and ice in 67/219"), ["BT", "O", "BT", "O", "BD"])
    {'T': ('fog and ice',), 'D': ('67/219',)}
    >>> pieces("the text, 67/219", split("the text, 67/219"), ["BD", "ID", "O", "BD"])
    {'D': ('67/219',)}
    """
    joined: list[tuple[int, int, str]] = []
    for first, behind, piece in spans(tags):
        start, between = words[first].start, {"T": _JOINS, "D": _CALLS}.get(piece)
        if between and joined and joined[-1][2] == piece and between.fullmatch(question, joined[-1][1], start):
            start = joined.pop()[0]
        joined.append((start, words[behind - 1].end, piece))
    last = max((match.end() for match in _ENDS.finditer(question)), default=0)
    if any(piece == "T" and start >= last for start, _, piece in joined):  # what was said before gives the reason
        joined = [each for each in joined if each[2] != "T" or each[0] >= last]
    found: dict[str, tuple[str, ...]] = {}
    for start, end, piece in joined:
        text = question[start:end].strip(" \"'“”‘’,;:")
        symbols = _SYMBOL.findall(text) if piece == "D" and not OF_PARAGRAPH.search(text) else []
        found[piece] = (*found.get(piece, ()), *(symbols or [text]))
    return found


@cache
def reader() -> Reader:
    """The reader that ships."""
    with resources.as_file(resources.files("hld.app").joinpath(FILE)) as path, np.load(path) as file:
        return Reader({name: file[name] for name in file.files})
