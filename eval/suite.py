"""What a suite is: something that prepares a plan, a list of tasks each of which becomes one row of a run.

A suite is one file in `eval/suites/` that holds ``SUITE``; the command line finds it by the name of its file. It may hold a
function ``command`` with options of its own; else it gets the usual ones.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hld.eval.run import Record, Row, Run, load
from hld.eval.statistics import Measure, summarise
from hld.eval.vectors import Progress
from hld.ingest.errors import HldError

if TYPE_CHECKING:
    from hld.app.answer import Assistant
    from hld.app.settings import Settings
    from hld.eval.vectors import Vectors
    from hld.index.encode import Encoder


OF_CASES = ("own", "conversations", "later", "session", "reports")
"""Suites whose rows are cases with answers, to which every registered measure is put."""


class Unavailable(HldError):
    """The suite cannot run here, since its data or a setting is absent; `hld eval all` says so and goes on."""


@dataclass(frozen=True, kw_only=True)
class Context:
    """What a suite may use; each is made when it is first asked for.

    `shared` is the folder of benchmarks beside the project; `limit` at most how many cases are wanted (0: all); `progress` is
    told of long preparations.
    """

    settings: Settings
    shared: Path
    limit: int = 0
    progress: Progress | None = None

    @cached_property
    def assistant(self) -> Assistant:
        """The assistant on the index in use."""
        from hld.app import command

        return command.assistant()

    @cached_property
    def encoder(self) -> Encoder:
        """The embedding model, without an index."""
        from hld.index import encode

        return encode.prepare(self.settings.model, self.settings.models)

    @cached_property
    def vectors(self) -> Vectors:
        """Vectors of the texts of benchmarks by that model."""
        return self.vectors_by(self.encoder)

    def vectors_by(self, encoder: Encoder) -> Vectors:
        """Vectors by another model, kept on disk: they are costly to make and can be made again."""
        from hld.eval.vectors import Vectors

        return Vectors(encoder, self.settings.home / "benchmarks", self.progress)

    @cached_property
    def entails(self) -> Callable[[str, str], bool] | None:
        """The NLI model that is set, or None."""
        if not self.settings.nli_model:
            return None
        from hld.eval.nli import Entailment

        return Entailment(self.settings.nli_model)

    def bench(self, *parts: str) -> Path:
        """A file or folder of the benchmarks beside the project, below `bench`.

        Raises:
            Unavailable: when it is not there.
        """
        path = self.shared.joinpath("bench", *parts)
        if not path.exists():
            raise Unavailable(f"{path} is not here.", "Set HLD_SHARED to the folder that holds `bench` and `corpus`.")
        return path


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What will be done: `score` makes the row of each task, a pair of system and case id, in order.

    `hashes` says what was read (at least "cases" or "data"); the figures depend on nothing else but the code, the model, the
    corpus and the settings, which are added to it. `about` is added to the first line of the run. `headline` names the measures
    that are shown first. The first system is ours.
    """

    tasks: Sequence[tuple[str, str]]
    score: Callable[[str, str], Row]
    measures: Sequence[Measure]
    headline: Sequence[str]
    hashes: Mapping[str, str]
    about: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Suite:
    """A suite: its name on the command line, its title for readers, and how to prepare it."""

    name: str
    title: str
    prepare: Callable[[Context], Plan]


def execute(
    suite: Suite, plan: Plan, context: Context, folder: Path, *, fresh: bool = False, progress: Progress | None = None
) -> Run:
    """Run a plan, or the rest of one that was cut off, and write it to a file in `folder`.

    Raises:
        HldError: when the plan has no task, or another process is running it.
    """
    if not plan.tasks:
        raise HldError(f"The suite {suite.name!r} has nothing to run.", "Ask for another split or other cases.")
    about = {"suite": suite.name, "title": suite.title, **circumstances(context), **plan.about}
    about["systems"] = list(dict.fromkeys(system for system, _ in plan.tasks))
    about["hashes"] = {**about["hashes"], **plan.hashes}
    about["measures"] = [
        {"name": m.name, "title": m.title or m.name, "better": m.better, "says": m.says, "timed": m.timed} for m in plan.measures
    ]
    about["headline"] = list(plan.headline)
    # What is timed may differ between two runs, so the machine is part of the key.
    parts = [about["hashes"], about["systems"], about["machine"], about["settings"], [list(task) for task in plan.tasks]]
    about["key"] = sha(json.dumps(parts, sort_keys=True))
    with Record(folder, about, fresh=fresh) as record:
        for number, (system, case) in enumerate(plan.tasks, start=1):
            if (system, case) not in record.rows:
                row = plan.score(system, case)
                record.add(Row(**{**_fields(row), "metrics": {k: v for k, v in row.metrics.items() if not math.isnan(v)}}))
            if progress:
                progress(system, number, len(plan.tasks))
        if progress:
            progress("intervals", len(plan.tasks), len(plan.tasks))
        order = [record.rows[task] for task in plan.tasks]
        record.finish(summarise(plan.measures, order))
    return load(record.path)


def measures_of(run: Run) -> dict[str, Measure]:
    """The measures of a run by name: those that are registered as they are there, the others as means of their metric."""
    from hld.eval.measures import load as registered

    known = registered() if run.suite in OF_CASES else {}
    return {
        str(m["name"]): known.get(str(m["name"]))
        or Measure(name=m["name"], title=m["title"], says=m["says"], better=m["better"], timed=m["timed"])
        for m in run.about["measures"]
    }


def _fields(row: Row) -> dict[str, Any]:
    return {name: getattr(row, name) for name in Row.__dataclass_fields__}


def sha(text: str) -> str:
    """A short hash of a text, for the record of a run."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def circumstances(context: Context) -> dict[str, Any]:
    """What every run says: the command, the machine, the version, the settings and the hashes of code, model and prompts."""
    import sys

    from hld.app import command
    from hld.index import encode

    settings = context.settings
    chosen = {
        "model": settings.model,
        "languages": list(settings.languages),
        "confidence": settings.confidence,
        "exact_up_to": settings.exact_up_to,
        "nli_model": settings.nli_model,
    }
    return {
        "command": " ".join(["hld", *sys.argv[1:]]),
        "machine": f"{platform.machine()}, {len(os.sched_getaffinity(0))} cores, Python {platform.python_version()}",
        "app": command.version(),
        "settings": chosen,
        "hashes": {
            "model": encode.fingerprint(settings.model),
            "prompts": _hash_of("hld.prompts", ".md"),
            "code": sha("".join(_hash_of(f"hld.{room}", ".py", ".toml", ".json") for room in ("ingest", "index", "app", "eval"))),
            "settings": sha(json.dumps(chosen, sort_keys=True)),
        },
    }


def _hash_of(package: str, *endings: str) -> str:
    """A hash over the files of a package with these endings, by their names; what is accepted (`accepted.json`) is not code."""
    root = Path(str(resources.files(package)))
    files = sorted(p for p in root.rglob("*") if p.suffix in endings and p.name != "accepted.json" and p.is_file())
    return sha("".join(f"{p.relative_to(root)}:{hashlib.sha256(p.read_bytes()).hexdigest()}" for p in files))
