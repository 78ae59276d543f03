"""Cases as typed data, validated when they are loaded."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from hld.ingest.errors import HldError
from hld.ingest.symbols import Reference

Split = Literal["dev", "release", "all"]


class Case(BaseModel):
    """One question with what a right answer cites.

    `gold` are groups of alternatives: every group must be met, by any of its ids (a yearly repeat counts). `facts` are short
    strings that a right answer states. `note` says why. A case whose status is "abstained" has no gold.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=1)
    question: str = Field(min_length=1)
    category: str = Field(min_length=1)
    status: Literal["answered", "abstained", "lookup", "clarify"]
    language: Literal["en", "fr", "es", "ru", "ar", "zh"] = "en"
    gold: tuple[tuple[str, ...], ...] = ()
    facts: tuple[str, ...] = ()
    history: tuple[str, ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def _consistent(self) -> Case:
        for paragraph in self.gold_ids:
            if str(Reference.parse(paragraph)) != paragraph:
                raise ValueError(f"{paragraph!r} is not a paragraph id as the library writes it")
        if self.status == "abstained" and self.gold:
            raise ValueError("a case that should be abstained from has no gold")
        if self.status == "answered" and not self.gold:
            raise ValueError("a case that should be answered needs gold")
        return self

    @property
    def gold_ids(self) -> frozenset[str]:
        """All ids of all groups."""
        return frozenset(paragraph for group in self.gold for paragraph in group)

    @property
    def split(self) -> Split:
        """Two thirds to develop on, one third held for release, by a hash of the id that nobody chooses."""
        return "release" if int(hashlib.sha256(f"hld:{self.id}".encode()).hexdigest(), 16) % 3 == 0 else "dev"


def load_cases(paths: Iterable[Path] = (), split: Split = "all") -> list[Case]:
    """The cases in `paths`, or those that ship with the project, of one split.

    Raises:
        HldError: naming the file and line of a case that is not valid, or an id that occurs twice.
    """
    cases: dict[str, Case] = {}
    for name, number, line in _lines(list(paths)):
        try:
            case = Case.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"])
            raise HldError(f"{name}, line {number}: {place} {first['msg']}.", "Correct the case.") from error
        if case.id in cases:
            raise HldError(f"{name}, line {number}: the id {case.id} occurs twice.", "Give each case its own id.")
        cases[case.id] = case
    return [case for case in cases.values() if split in ("all", case.split)]


def _lines(paths: list[Path]) -> Iterator[tuple[str, int, str]]:
    if paths:
        texts = [(str(path), _text(path)) for path in paths]
    else:
        files = sorted(
            (f for f in resources.files("hld.eval.cases").iterdir() if f.name.endswith(".jsonl")), key=lambda f: f.name
        )
        texts = [(file.name, file.read_text("utf-8")) for file in files]
    for name, text in texts:
        for number, line in enumerate(text.splitlines(), start=1):
            if line.strip():
                yield name, number, line


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise HldError(f"{path} cannot be read: {error}.", "Give a file of JSON lines.") from error


def digest_of(cases: Iterable[Case]) -> str:
    """A hash over cases, for the record of a run."""
    joined = json.dumps([case.model_dump(mode="json") for case in cases], sort_keys=True)
    return hashlib.sha256(joined.encode()).hexdigest()[:16]
