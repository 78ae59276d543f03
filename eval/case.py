"""Cases as typed data, validated when they are loaded."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import Annotated, Literal, TypeVar, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from hld.ingest.errors import HldError
from hld.ingest.symbols import Reference

Split = Literal["dev", "release", "all"]

OWN, LATER, SESSION, REPORTS = "hld.eval.cases", "hld.eval.later", "hld.eval.session", "hld.eval.reports"
"""Where the cases that ship stand: those about the documents of the process; those about later documents of which sample
questions ship, but neither a text nor a digest; those about a session, of which nothing ships; and those about reports that we
made up, which stand beside them."""

Category = Literal[
    "factual",  # one fact: a date, a figure, a name, a measure
    "addressee",  # who is asked to do what
    "subparagraph",  # the answer stands in a lettered item under its chapeau
    "preamble",  # the answer stands before the operative part
    "several",  # more than one paragraph is needed
    "comparison",  # what differs between years or documents
    "temporal",  # first, latest, since when, in which order
    "yesno",  # yes or no, with the paragraph that says so
    "definition",  # what something is
    "colloquial",  # slang, misspelt, as in a chat
    "french",  # asked in French
    "spanish",  # asked in Spanish
    "followup",  # cannot be understood without the questions before it
    "lookup",  # a reference, in any spelling
    "document",  # about a whole document, or about what the library holds
    "clarify",  # the reference is ambiguous: ask back
    "unanswerable",  # near the topic, but no document says it
    "false_premise",  # takes for granted what no document says, or what one denies
    "out_of_scope",  # not about these documents at all
    "injection",  # tries to command the assistant
]
CATEGORIES: tuple[str, ...] = get_args(Category)
"""Every category, in the order in which they are reported."""

Kind = Literal[
    "first",  # opens a conversation
    "more",  # asks one more thing about what was just told
    "swap",  # the question before with one thing replaced: a topic, an addressee, a year, a document
    "answer",  # of something that stood only in the answer
    "back",  # goes back to an earlier turn than the last
    "new",  # a whole question on something else
    "none",  # sounds as if the documents answered it, and they do not
]
"""What a turn of a conversation does (`hld.eval.conversation`)."""

REFUSED = frozenset({"unanswerable", "false_premise", "out_of_scope"})
"""Categories whose cases are always to be abstained from."""
_LANGUAGES = {"french": "fr", "spanish": "es"}


def _said(text: str) -> str:
    if not text.strip() or text != text.strip():
        raise ValueError("is empty or has blanks around it")
    return text


Words = Annotated[str, AfterValidator(_said)]
"""A text that is not blank and has no blanks around it."""


class Identified(BaseModel):
    """What a line of a file of cases or conversations holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Words


class Case(Identified):
    """One question with what a right answer cites.

    `gold` are groups of alternatives: every group must be met, by any of its ids (a yearly repeat counts). `facts` are short
    strings that a right answer states. `note` says why. A case whose status is "abstained" or "clarify" has neither gold nor
    facts. `history` are the earlier questions of a follow-up, oldest first, and of nothing else. `kind` says what a turn of a
    conversation does; other cases have none.
    """

    question: Words
    category: Category
    status: Literal["answered", "abstained", "lookup", "clarify"]
    language: Literal["en", "fr", "es", "ru", "ar", "zh"] = "en"
    gold: tuple[Annotated[tuple[str, ...], Field(min_length=1)], ...] = ()
    facts: tuple[Words, ...] = ()
    history: tuple[Words, ...] = ()
    kind: Kind | Literal[""] = ""
    note: str = ""

    @model_validator(mode="after")
    def _consistent(self) -> Case:
        for paragraph in self.gold_ids:
            if str(Reference.parse(paragraph)) != paragraph:
                raise ValueError(f"{paragraph!r} is not a paragraph id as the library writes it")
        if any(len(set(group)) < len(group) for group in self.gold):
            raise ValueError("a group of gold names a paragraph twice")
        if len({fact.lower() for fact in self.facts}) < len(self.facts):
            raise ValueError("a fact is given twice")
        if self.status == "abstained" and self.gold:
            raise ValueError("a case that should be abstained from has no gold")
        if self.status == "clarify" and self.gold:
            raise ValueError("a case that is asked back has no gold")
        if self.status in ("abstained", "clarify") and self.facts:
            raise ValueError(f"a case that is {self.status} has no facts")
        if self.status == "answered" and not self.gold:
            raise ValueError("a case that should be answered needs gold")
        if self.status == "lookup" and not self.gold and not self.facts:
            raise ValueError("a case that is looked up needs gold or facts")
        return self

    @model_validator(mode="after")
    def _as_its_category(self) -> Case:
        if bool(self.history) != (self.category == "followup"):
            raise ValueError("a follow-up has a history, and nothing else has one")
        if self.category in REFUSED and self.status != "abstained":
            raise ValueError(f"a case that is {self.category} is abstained from")
        if self.category == "clarify" and self.status != "clarify":
            raise ValueError("a case of the category clarify has that status")
        if self.language != _LANGUAGES.get(self.category, self.language):
            raise ValueError(f"a case of the category {self.category} has the language {_LANGUAGES[self.category]}")
        return self

    @property
    def gold_ids(self) -> frozenset[str]:
        """All ids of all groups."""
        return frozenset(paragraph for group in self.gold for paragraph in group)

    @property
    def split(self) -> Split:
        """Two thirds to develop on, one third held for release, by a hash of the id that nobody chooses."""
        return "release" if int(hashlib.sha256(f"hld:{self.id}".encode()).hexdigest(), 16) % 3 == 0 else "dev"


def load_cases(paths: Iterable[Path] = (), split: Split = "all", package: str = OWN) -> list[Case]:
    """The cases in `paths`, or those that ship with the project (`OWN`, `LATER`, `SESSION` or `REPORTS`), of one split.

    Raises:
        HldError: naming the file and line of a case that is not valid, or an id or a question that occurs twice.
    """
    cases: list[Case] = []
    asked: dict[tuple[str, ...], str] = {}
    for place, case in read_lines(Case, paths, package):
        if (first_asked := asked.setdefault(_asked(case), case.id)) != case.id:
            raise HldError(f"{place}: {case.id} asks what {first_asked} asks.", "Keep one of the two.")
        cases.append(case)
    return [case for case in cases if split in ("all", case.split)]


def _asked(case: Case) -> tuple[str, ...]:
    """What a case asks, without case and punctuation; a question of signs alone stays as it is."""
    return tuple(" ".join(re.findall(r"\w+", text.casefold())) or text for text in (case.question, *case.history))


Line = TypeVar("Line", bound=Identified)


def read_lines(model: type[Line], paths: Iterable[Path], package: str) -> Iterator[tuple[str, Line]]:
    """What the lines of files hold, of those that ship with a package where no paths are given; each with its file and line.

    Raises:
        HldError: naming the file and line of what is not valid, or of an id that occurs twice.
    """
    seen: set[str] = set()
    for name, number, line in _lines(list(paths), package):
        place = f"{name}, line {number}"
        try:
            held = model.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"])
            said = f"{field} {first['msg']}".strip()
            raise HldError(f"{place}: {said}.", f"Correct the {model.__name__.lower()}.") from error
        if held.id in seen:
            raise HldError(f"{place}: the id {held.id} occurs twice.", f"Give each {model.__name__.lower()} its own id.")
        seen.add(held.id)
        yield place, held


def _lines(paths: list[Path], package: str) -> Iterator[tuple[str, int, str]]:
    if paths:
        texts = [(str(path), _text(path)) for path in paths]
    else:
        files = sorted((f for f in resources.files(package).iterdir() if f.name.endswith(".jsonl")), key=lambda f: f.name)
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
