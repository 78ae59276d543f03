"""From the command line to a run: the options that all suites share, the progress bar, the printed table."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from hld.app import command

if TYPE_CHECKING:
    from hld.eval import case
    from hld.eval.run import Run
    from hld.eval.suite import Context, Plan, Suite
    from hld.eval.vectors import Progress

Runs = Annotated[Path, typer.Option("--runs", help="Folder for the run files.")]
Json = Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")]
Fresh = Annotated[bool, typer.Option("--fresh", help="Begin anew; else a run that was cut off is gone on with.")]
Limit = Annotated[int, typer.Option(min=0, help="At most so many cases; 0 for all.")]
Split = Annotated[str, typer.Option("--split", help="dev, release, or all.")]
RUNS = Path("runs")


def checked(split: str) -> case.Split:
    """The split that was typed.

    Raises:
        typer.BadParameter: when there is no such split.
    """
    if split not in ("dev", "release", "all"):
        raise typer.BadParameter("--split is dev, release or all")
    return cast("case.Split", split)


def context(limit: int = 0, progress: Progress | None = None) -> Context:
    """What suites may use, from the settings of this process."""
    from hld.eval.suite import Context

    # Beside the project, as in a checkout; an installed package has no folder beside it and needs HLD_SHARED.
    beside = Path(__file__).resolve().parents[2] / "shared"
    shared = Path(os.environ.get("HLD_SHARED", beside))
    return Context(settings=command.settings(), shared=shared, limit=limit, progress=progress)


def launch(
    suite: Suite,
    *,
    runs: Path = RUNS,
    as_json: bool = False,
    fresh: bool = False,
    limit: int = 0,
    prepare: Callable[[Context], Plan] | None = None,
) -> Run:
    """Run a suite, or a `prepare` of its with options filled in, print its figures, and say where the run file is."""
    from hld.eval.suite import execute

    with command.progress(suite.title) as step:
        chosen = context(limit, step)
        step("preparing", 0, None)
        plan = (prepare or suite.prepare)(chosen)
        run = execute(suite, plan, chosen, runs, fresh=fresh, progress=step)
    if as_json:
        print_json(run)
    else:
        from hld.eval.tables import print_run

        print_run(run)
    typer.echo(f"Run file: {run.path}", err=True)
    return run


def by_split(suite: Suite, prepare: Callable[[Context, case.Split], Plan], says: str) -> Callable[..., None]:
    """The command of a suite whose cases have splits, and which says this of itself."""

    def command(split: Split = "all", runs: Runs = RUNS, as_json: Json = False, fresh: Fresh = False) -> None:
        chosen = checked(split)
        launch(suite, prepare=lambda given: prepare(given, chosen), as_json=as_json, runs=runs, fresh=fresh)

    command.__doc__ = says
    return command


def print_json(run: Run) -> None:
    """The figures by system and measure, on standard output."""
    rounded = {
        system: {name: None if i.value is None else round(i.value, 4) for name, i in figures.items()}
        for system, figures in run.summary.items()
    }
    command.print_json(rounded)


def default_command(suite: Suite) -> Callable[..., None]:
    """The command of a suite that has no options of its own."""

    def run_it(runs: Runs = RUNS, as_json: Json = False, fresh: Fresh = False, limit: Limit = 0) -> None:
        launch(suite, runs=runs, as_json=as_json, fresh=fresh, limit=limit)

    run_it.__doc__ = suite.title + "."
    return run_it
