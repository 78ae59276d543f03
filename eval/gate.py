"""The accepted run, and whether another is worse: on a real loss, not on noise.

`accepted.json` holds the figures of the run that was accepted and what each of its cases came to. A run fails when one of `GATED`
is worse by more than its margin and a one-sided paired randomisation test over the cases of both says that this is no accident,
at one in twenty divided among the measures (Holm 1979); a promise, whose margin is 0, may not be broken at all.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from hld.eval.compare import Difference, differences
from hld.eval.run import Row, Run
from hld.eval.statistics import Measure
from hld.eval.suite import sha
from hld.ingest.errors import HldError

LEVEL = 0.05

GATED: Mapping[str, float] = {
    "recall@5": 0.01,
    "recall@10": 0.01,
    "mrr": 0.01,
    "citation_f1": 0.01,
    "alce_f1": 0.01,
    "fact_coverage": 0.01,
    "right": 0.01,
    "answered": 0.01,
    "wrongly_answered": 0.01,
    "abstention_auroc": 0.02,
    "quote_fidelity": 0.0,
    "invented": 0.0,
}
"""Measures that may not get worse, with the margin: below it a loss is let pass, since one case of 150 is 0.007."""

ACCEPTED = Path(__file__).with_name("accepted.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """What was accepted: the circumstances of the run, its figures, and its rows, cut down to what a comparison needs."""

    about: Mapping[str, Any]
    figures: Mapping[str, float]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The comparison with what was accepted: the losses that count, all differences, and how many cases are in both."""

    losses: tuple[Difference, ...]
    differences: tuple[Difference, ...]
    compared: int
    new: int
    gone: int


def _mark(row: Row) -> str:
    """What a case asks and wants; a case that was rewritten is another case."""
    return sha(json.dumps([row.question, row.history, row.gold, row.facts, row.expected]))


def accept(run: Run, path: Path = ACCEPTED) -> Accepted:
    """Write our system's rows of a whole run as the accepted ones.

    Raises:
        HldError: when the run is not whole, or not of the own cases.
    """
    if run.suite != "own" or not run.summary:
        raise HldError(f"{run.path} is not a whole run of the own cases.", "Run `hld eval --split dev` first.")
    system = run.systems[0]
    figures = {name: round(found.value, 6) for name, found in run.summary[system].items() if found.value is not None}
    timed = {str(m["name"]) for m in run.about["measures"] if m["timed"]}
    about = {name: run.about[name] for name in ("started", "machine", "app", "split", "hashes")}
    rows = [
        {
            "id": row.id,
            "case": _mark(row),
            "expected": row.expected,
            "status": row.status,
            "confidence": row.confidence,
            "metrics": {k: v for k, v in row.metrics.items() if k in GATED or k == "success@1"},
        }
        for row in run.of(system)
    ]
    kept = {name: value for name, value in figures.items() if name not in timed}
    lines = ",\n".join("  " + json.dumps(row) for row in rows)
    head = json.dumps({"about": about, "figures": kept}, indent=1)[:-2]
    path.write_text(f'{head},\n "rows": [\n{lines}\n ]\n}}\n')
    return read(path)


_ROWS = TypeAdapter(list[dict[str, Any]])


def read(path: Path = ACCEPTED) -> Accepted:
    """Read what was accepted.

    Raises:
        HldError: when there is nothing, or it cannot be read.
    """
    try:
        content = json.loads(path.read_text("utf-8"))
        rows = tuple(
            Row(system="accepted", note=row["case"], **{k: v for k, v in row.items() if k != "case"})
            for row in _ROWS.validate_python(content["rows"])
        )
        return Accepted(about=content["about"], figures=content["figures"], rows=rows)
    except (OSError, ValueError, KeyError, TypeError, ValidationError) as error:
        raise HldError(f"{path} holds no accepted run ({error}).", "Write it with `hld eval accept RUN`.") from error


def judge(accepted: Accepted, rows: Sequence[Row], measures: Mapping[str, Measure]) -> Judgement:
    """Compare rows with the accepted ones, over the cases that are the same in both.

    Raises:
        HldError: when no case is the same.
    """
    known = {(row.id, row.note): row for row in accepted.rows}
    shared = [row for row in rows if (row.id, _mark(row)) in known]
    if not shared:
        raise HldError("No case of this run is among the accepted ones.", "Accept a run of these cases: `hld eval accept RUN`.")
    before = [known[row.id, _mark(row)] for row in shared]
    found = differences({name: measures[name] for name in GATED}, before, shared)
    return Judgement(
        losses=tuple(losses(found)),
        differences=tuple(found),
        compared=len(shared),
        new=len(rows) - len(shared),
        gone=len(accepted.rows) - len(shared),
    )


def losses(found: Sequence[Difference]) -> list[Difference]:
    """The differences that are losses: promises broken, and those beyond their margin that pass Holm's correction."""
    broken = [d for d in found if GATED[d.measure.name] == 0 and d.loss > 1e-9]
    tested = sorted((d for d in found if GATED[d.measure.name] > 0), key=lambda d: d.p_worse)
    for number, difference in enumerate(tested):
        if difference.p_worse > LEVEL / (len(tested) - number):
            break
        if difference.loss > GATED[difference.measure.name]:
            broken.append(difference)
    return broken


def as_json(difference: Difference) -> dict[str, Any]:
    """A difference for JSON."""
    return {**asdict(difference), "measure": difference.measure.name, "change": difference.change}
