"""What the training reads: our questions, and the paragraphs of a library that answer them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from hld.app.glossary import detect_language, translate
from hld.app.settings import Settings
from hld.eval.folds import held_out
from hld.index import build
from hld.ingest.digest import load_digest
from hld.ingest.library import Library

ROOT = Path(__file__).resolve().parent.parent
PAIRS = ROOT / "tools" / "pairs"
ASKED = ROOT / "tools" / "asked"
"""Questions with an answer, and such as are near to a paragraph that does not answer them, or that take for granted what it does
not say."""

REPORTS = ROOT / "tools" / "reports"
"""Invented reports, and questions about them with and without an answer."""


def rows(path: Path) -> list[dict[str, Any]]:
    """The lines of a file of questions."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]


def of_process() -> frozenset[str]:
    """The paragraphs of the process, whose samples are learnt from. What those of later documents have no answer to was looked
    for in few others, and taught which questions are answered it is worse (decision 208)."""
    return frozenset(str(paragraph.reference) for document in load_digest() for paragraph in document.paragraphs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """Paragraphs with their two views, and the questions that they answer; what belongs to a question has its number.

    `gold` is the place of the paragraph that answers a question in `ids`, `answers` are the places of all that are known to.
    """

    ids: list[str]
    in_context: list[str]
    alone: list[str]
    questions: list[str]
    gold: list[int]
    answers: list[frozenset[int]]
    held: np.ndarray

    @classmethod
    def read(cls, library: Library | None = None) -> Corpus:
        """The English official paragraphs of a library (default that of this home), and the pairs about them."""
        library = library or Library(Settings().library, read_only=True)
        entries = [entry for entry in library.all() if entry.official and entry.reference.language == "en"]
        views = build.views(entries, {document.id: document for document in library.documents()})
        first: dict[str, str] = {}
        last: dict[str, str] = {}
        for identifier, text in zip(views.paragraphs, views.dense, strict=True):
            first.setdefault(identifier, text)
            last[identifier] = text
        place = {identifier: at for at, identifier in enumerate(first)}
        used = [row for path in sorted(PAIRS.glob("*.jsonl")) for row in rows(path) if row["id"] in place]
        return cls(
            ids=list(place),
            in_context=list(first.values()),
            alone=[last[identifier] for identifier in place],
            questions=[translate(row["question"], detect_language(row["question"])) for row in used],
            gold=[place[row["id"]] for row in used],
            answers=[frozenset(place[i] for i in (row["id"], *row.get("also", ())) if i in place) for row in used],
            held=np.array([held_out(row["id"]) for row in used]),
        )

    def view(self, paragraph: int, *, alone: bool) -> str:
        """The text of a paragraph as the index encodes it: with its document and chapeaux, or alone."""
        return (self.alone if alone else self.in_context)[paragraph]

    def document(self, question: int) -> str:
        """The document of the paragraph that answers a question."""
        return self.ids[self.gold[question]].partition("#")[0]

    def batches(self, questions: np.ndarray, size: int, together: int, chance: np.random.Generator) -> Iterator[np.ndarray]:
        """These questions in full batches, up to `together` about a document side by side; what is left over is left out."""
        members: dict[str, list[int]] = defaultdict(list)
        for question in questions.tolist():
            members[self.document(question)].append(question)
        parts = []
        for group in members.values():
            shuffled = chance.permutation(group)
            parts += [shuffled[start : start + together] for start in range(0, len(shuffled), together)]
        order = np.concatenate([parts[at] for at in chance.permutation(len(parts))])
        for start in range(0, len(order) - size + 1, size):
            yield order[start : start + size]
