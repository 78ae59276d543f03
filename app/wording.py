"""The turns of a conversation in words that grammar reads: what somebody put otherwise is put so (`hld.app.wish`), where it is a
task that can be done."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from hld.app import about, again, every, holdings, lookup, wish
from hld.app.phrased import Read, reader
from hld.app.question import Understood
from hld.app.redraft import redraft
from hld.app.turns import of_another, opened
from hld.index.search import Index

_OF_TIME = frozenset({"first", "latest", "course"})
_OF_ONE = _OF_TIME | {"count", "date", "place", "definition", "list", "who"}
"""What a question wants that asks one thing, and not what is said of it."""
_LEFT = re.compile(
    r"(?:all of )?(?:it|this|that|them|these|those|(?:the|this|that) (?:topic|subject|issue|matter))",
    re.IGNORECASE,
)
"""A topic that is left to the turns before."""

Understand = Callable[[str, Sequence[str]], Understood]


def worded(turns: Sequence[str], understand: Understand, index: Index) -> list[str]:
    """Each turn in words that grammar reads; as it is, where grammar reads it so, or where no task is sure."""
    told: list[str] = []
    for turn in turns:
        told.append(_put(turn, told, understand, index) or turn)
    return told


def _put(turn: str, told: Sequence[str], understand: Understand, index: Index) -> str:
    """A turn otherwise; empty where it is not to be."""
    if about.greeting(turn) or (told and (again.wanted(turn) or of_another(*opened(turn, told)))):
        return ""
    plain, told = opened(turn, told)
    read = reader().read(plain, following=bool(told))
    if not wish.sure(read) or every.paragraphs(plain) or redraft(plain) or holdings.mentioning(plain):
        return ""
    read = _whole(read, told)
    if wish.of_the_turn(read.task):
        return wish.turn(read, turn)
    own = understand(turn, told)
    if read.task == "acts" and own.addressee and "A" not in read.pieces:
        read = replace(read, pieces={**read.pieces, "A": (own.addressee,)})
    put = wish.put(read)
    if not put:
        return ""
    if own.topical or lookup.answer(own, index) is not None:
        return ""
    if read.task in wish.LOOKED_UP:
        return put if lookup.answer(understand(put, ()), index) is not None else ""
    return "" if own.compares or own.wants & (_OF_ONE if read.task == "says" else _OF_TIME) else put


def _whole(read: Read, told: Sequence[str]) -> Read:
    """What is read of a turn, with the topic of a turn before where it leaves that out; and the documents with it, where it names
    no other."""
    pieces = {piece: some for piece, every in read.pieces.items() if (some := tuple(e for e in every if not _LEFT.fullmatch(e)))}
    if not pieces.get("T") and read.task in wish.ON_A_TOPIC:
        before = next(
            (r.pieces for r in (reader().read(turn, following=False) for turn in reversed(told)) if r.pieces.get("T")), {}
        )
        pieces = {**{piece: before[piece] for piece in "DS" if piece in before and not (pieces.keys() & {"D", "S"})}, **pieces}
        pieces |= {"T": before["T"]} if before else {}
    return replace(read, pieces=pieces)
