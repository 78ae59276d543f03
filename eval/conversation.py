"""Conversations as typed data: questions one after the other, each with the paragraphs that answer it.

Every turn becomes a case with the turns before it as its history. Those that ship are in two folders, `dev` and `release`, by
writer: whoever tunes how turns are searched sees the ones of the first folder, and other people wrote the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from hld.eval.case import Case, Identified, Kind, Split, Words, read_lines
from hld.ingest.errors import HldError

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


class Asked(BaseModel):
    """A question, and the paragraphs of which any one answers it; none where nothing does."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    question: Words
    gold: tuple[Words, ...] = ()


class Opening(BaseModel):
    """Questions that open a conversation, and others of which each may come right behind them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    before: Annotated[tuple[Asked, ...], Field(min_length=1)]
    next: Annotated[tuple[Asked, ...], Field(min_length=1)]

    def cases(self, name: str) -> list[Case]:
        """A case for each question behind the opening, by the name of that and the number of the question.

        Raises:
            pydantic.ValidationError: when a question makes no valid case.
        """
        history = tuple(asked.question for asked in self.before)
        return [
            Case(
                id=f"{name}.{n}",
                question=asked.question,
                category="followup",
                kind="more" if asked.gold else "none",
                status="answered" if asked.gold else "abstained",
                gold=(asked.gold,) if asked.gold else (),
                history=history,
            )
            for n, asked in enumerate(self.next, start=1)
        ]


def load_followups(folder: Path) -> list[list[Case]]:
    """The questions behind each opening that stands in the files of a folder, a line each.

    Raises:
        HldError: naming the file and line of one that is not valid.
    """
    found = []
    for file in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
            try:
                found.append(Opening.model_validate_json(line).cases(f"{folder.name}-{file.stem}-{number}"))
            except ValidationError as error:
                raise HldError(f"{file}, line {number}: {error}", "Correct the line.") from error
    return found


def load_conversations(split: Split = "all") -> list[Conversation]:
    """The conversations that ship with the project, of one split.

    Raises:
        HldError: naming the file and line of one that is not valid, or whose id occurs twice.
    """
    packages = {"dev": (DEV,), "release": (RELEASE,), "all": (DEV, RELEASE)}[split]
    return [held for package in packages for _, held in read_lines(Conversation, (), package)]
