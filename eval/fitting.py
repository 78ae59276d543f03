"""What the ranker and the confidence are fitted on: the development cases, as each of several libraries answers them.

Most documents that people read in have no sample questions, and of those that have some everything would be learnt from these.
So each library is asked the cases about the process twice, the second time without the samples of the documents that a case is
about, as if they had been read in by somebody; and a library that holds them is asked the cases about later documents, too, in
both ways. Both are fitted on questions about yet other documents as well, on any subject, without samples: resolutions, and
invented reports (`tools/reports`), which are read in beside the digest.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hld.app.answer import Assistant
from hld.app.command import settings
from hld.app.settings import Settings
from hld.eval import reading
from hld.eval.case import LATER as LATER_CASES
from hld.eval.case import Case, load_cases
from hld.eval.folds import held_out
from hld.eval.repeats import widened


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Cases and who is asked them, without looking at the samples of the documents `unsampled`.

    These are all documents that the cases may be about: were they those alone that answer, a document that has no samples would
    be the right one. `weight` says how much the part counts beside others, `gaps` what a case without an answer counts beside one
    with.
    """

    name: str
    assistant: Assistant
    cases: Sequence[Case]
    unsampled: frozenset[str] = frozenset()
    weight: float = 1.0
    gaps: float = 1.0


OTHERS = 0.1
"""Weight of the questions about other documents, which are many. In the confidence, out of fold on official texts, share answered
of those about the process, later documents, a session and others that can be and cannot: at .03 .96/.15, .90/.13, .69/.14 and
.73/.09; at .06 .96/.16, .92/.13, .75/.14 and .77/.11; at .1 .96/.16, .92/.14, .79/.14 and .79/.11. In the ranker, MRR of those
about the process on the digest and on official texts, of later documents, of these without samples, of others and of a session:
without them .954, .945, .900, .773, .534 and .753; at .1 .953, .945, .904, .786, .562 and .758; at .3 .951, .938, .902, .791,
.582 and .788."""

REPORTS, REPORTS_GAPS = 0.3, 0.6
"""Weight of the questions about invented reports; half of them have no answer, of those about other documents three in eight."""

UNSAMPLED, LATER, LATER_UNSAMPLED = 0.1, 0.8, 0.3
"""Weights of the cases that are asked without samples, of those about later documents, and of these without samples, beside those
about the process with theirs. MRR out of fold on official texts, about the process and later documents, and of a session's cases,
that nothing is fitted to: at .1, .6 and .3 .934, .855 and .762; at .1, 1 and .3 .932, .870 and .777 (with fewer features)."""


def parts(assistants: Mapping[str, Assistant], own: Sequence[Case], later: Sequence[Case]) -> list[Part]:
    """The parts of these libraries, by their names; those about later documents of libraries that hold all of them."""
    out = []
    for name, assistant in assistants.items():
        cases, process = widened(own, assistant.index.library), documents(assistant, process=True)
        out.append(Part(name=name, assistant=assistant, cases=cases))
        out.append(Part(name=f"{name}, unsampled", assistant=assistant, cases=cases, unsampled=process, weight=UNSAMPLED))
        if later and about(later) <= assistant.index.documents.keys():
            held = widened(later, assistant.index.library)
            out.append(Part(name=f"{name}, later", assistant=assistant, cases=held, weight=LATER))
            rest = documents(assistant, process=False)
            out.append(
                Part(name=f"{name}, later, unsampled", assistant=assistant, cases=held, unsampled=rest, weight=LATER_UNSAMPLED)
            )
    return out


def everything(assistants: Mapping[str, Assistant], questions: Path) -> list[Part]:
    """The parts of these libraries by the development cases, and by the questions about other documents in a folder."""
    return [
        *parts(assistants, load_cases(split="dev"), load_cases(split="dev", package=LATER_CASES)),
        *others(assistants, questions),
        reports(questions / "reports", settings()),
    ]


def documents(assistant: Assistant, *, process: bool) -> frozenset[str]:
    """The documents of the process that a library holds, or the others."""
    return frozenset(i for i, document in assistant.index.documents.items() if document.process == process)


def others(assistants: Mapping[str, Assistant], folder: Path) -> list[Part]:
    """The questions in `folder` about paragraphs of other documents, of those kept from all training, as a part of each library
    that has some of them: with an answer in ``pairs``, near to one that does not answer them in ``asked/unanswered.jsonl``."""
    answered = [(path, True) for path in sorted((folder / "pairs").glob("*.jsonl"))]
    asked = [
        (row["id"], _other(row, f"{row['id']}~{path.stem}-{n}", can))
        for path, can in (*answered, (folder / "asked" / "unanswered.jsonl", False))
        for n, row in _kept(path)
    ]
    out = []
    for name, assistant in assistants.items():
        held = {*assistant.index.ids}
        if cases := [case for paragraph, case in asked if paragraph in held]:
            rest = documents(assistant, process=False)
            out.append(Part(name=f"{name}, others", assistant=assistant, cases=cases, unsampled=rest, weight=OTHERS))
    return out


def reports(folder: Path, settings: Settings) -> Part:
    """The questions about the invented reports in a folder, of those kept from all training, asked of an assistant on all of them
    beside the digest.

    Raises:
        HldError: when a report cannot be read, or the model not be loaded.
    """
    cases = [_other(row, f"{row['id']}~{n}", row["can"]) for path in sorted(folder.glob("*.jsonl")) for n, row in _kept(path)]
    read = reading.assistant(folder.glob("*.md"), settings, "invented")
    return Part(name="reports", assistant=read, cases=cases, weight=REPORTS, gaps=REPORTS_GAPS)


def _kept(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The questions of a file about documents that are kept from all training, each with its number among all."""
    rows = map(json.loads, filter(None, path.read_text("utf-8").splitlines()))
    return ((n, row) for n, row in enumerate(rows) if held_out(row["id"]))


def _other(row: Mapping[str, Any], identifier: str, can: bool) -> Case:
    if can:
        return Case(id=identifier, question=row["question"], category="factual", status="answered", gold=((row["id"],),))
    return Case(id=identifier, question=row["question"], category="unanswerable", status="abstained")


def about(cases: Sequence[Case]) -> frozenset[str]:
    """The documents of the first paragraphs that answer these cases."""
    return frozenset(case.gold[0][0].partition("#")[0] for case in cases if case.gold)
