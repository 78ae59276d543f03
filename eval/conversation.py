"""Conversations as typed data: questions one after the other, each with the paragraphs that answer it.

Every turn becomes a case with the turns before it as its history. Those that ship are in two folders, `dev` and `release`, by
writer: whoever tunes how turns are searched sees the ones of the first folder, and other people wrote the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from hld.eval.case import Case, Identified, Kind, Split, Words, read_lines

DEV, RELEASE = "hld.eval.conversations.dev", "hld.eval.conversations.release"
"""Where the conversations stand on which is developed, and those kept for release."""

KINDS: tuple[str, ...] = get_args(Kind)
"""What turns do, in the order in which they are reported; the kind of a case that is no turn is empty and not among them."""


class Turn(BaseModel):
    """One question of a conversation: any one paragraph of `gold` answers it, and none does where the kind is "none"."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    question: Words
    kind: Kind
    gold: tuple[Words, ...] = ()


class Conversation(Identified):
    """Turns in their order, of which the first, and no other, is of the kind "first"."""

    turns: Annotated[tuple[Turn, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def _opened_once(self) -> Conversation:
        if [turn.kind == "first" for turn in self.turns] != [True] + [False] * (len(self.turns) - 1):
            raise ValueError("the first turn of a conversation, and no other, is of the kind first")
        if any(bool(turn.gold) == (turn.kind == "none") for turn in self.turns):
            raise ValueError("a turn of the kind none has no gold, and every other has some")
        return self

    def cases(self) -> Iterator[Case]:
        """A case for each turn, by the id of the conversation and the number of the turn.

        Raises:
            pydantic.ValidationError: when a turn makes no valid case.
        """
        for n, turn in enumerate(self.turns):
            yield Case(
                id=f"{self.id}.{n + 1}",
                question=turn.question,
                category="followup" if n else "factual",
                kind=turn.kind,
                status="answered" if turn.gold else "abstained",
                gold=(turn.gold,) if turn.gold else (),
                history=tuple(before.question for before in self.turns[:n]),
            )


def load_conversations(split: Split = "all") -> list[Conversation]:
    """The conversations that ship with the project, of one split.

    Raises:
        HldError: naming the file and line of one that is not valid, or whose id occurs twice.
    """
    packages = {"dev": (DEV,), "release": (RELEASE,), "all": (DEV, RELEASE)}[split]
    return [held for package in packages for _, held in read_lines(Conversation, (), package)]
