"""An attack: words that try to rule the assistant, where they stand, and what a model writes that obeys them."""

from __future__ import annotations

from importlib import resources
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from hld.app.schema import Status
from hld.ingest.errors import HldError

Kind = Literal[
    "instruction", "role", "fake section", "fake citation", "fake key", "fake paragraph", "markup", "zero width",
    "bidirectional", "homoglyph", "encoded", "terminal", "flooding", "exfiltration",
]  # fmt: skip


class Attack(BaseModel):
    """One attack.

    The words stand in `document` (read from a file of the name `file`), in `question`, or in `history`. `obeys` is the worst
    answer a model could give: ``{key}`` is there for the key of the first passage, ``{poisoned}`` for that of the passage with
    `topic` in it, ``{other}`` for a key of another one, ``{system}`` for its instructions. No sentence may pass for quoted or
    supported that holds one of `forbidden`, unless it quotes the attacking document itself. The status is one of `status`,
    when there are any; at least so many sources are shown as `invented`; with `extractive` nothing of that answer is shown.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[dqh]-\d\d$")
    place: Literal["document", "question", "history"]
    kind: Kind
    language: str = Field(pattern=r"^[a-z]{2}$")
    question: str = Field(min_length=1)
    history: tuple[str, ...] = ()
    file: str = Field(default="", pattern=r"^(?:[a-z]+\.(?:txt|md|html))?$")
    document: str = ""
    topic: str = ""
    obeys: str = Field(min_length=1)
    forbidden: tuple[str, ...] = ()
    status: tuple[Status, ...] = ()
    invented: int = Field(default=0, ge=0)
    extractive: bool = False
    note: str = Field(min_length=1)

    @model_validator(mode="after")
    def _whole(self) -> Attack:
        if (self.place == "document") != bool(self.document and self.file and self.topic):
            raise ValueError("a document, its file and its topic belong to an attack in a document, and to no other")
        if self.topic and self.topic.lower() not in self.document.lower():
            raise ValueError("the topic is a word of the document")
        if (self.place == "history") != bool(self.history):
            raise ValueError("a history belongs to an attack in the history, and to no other")
        return self


def load_attacks() -> list[Attack]:
    """All attacks, in order.

    Raises:
        HldError: naming the line that is no attack, or an id or a file that occurs twice.
    """
    found: dict[str, Attack] = {}
    files: set[str] = set()
    lines = resources.files("hld.eval.injection").joinpath("attacks.jsonl").read_text("utf-8").split("\n")
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            attack = Attack.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            raise HldError(f"attacks.jsonl, line {number}: {first['msg']}.", "Correct the attack.") from error
        if attack.id in found or attack.file in files:
            raise HldError(f"attacks.jsonl, line {number}: {attack.id} or its file occurs twice.", "Rename it.")
        found[attack.id] = attack
        files |= {attack.file} - {""}
    return list(found.values())
