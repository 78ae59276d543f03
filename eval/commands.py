"""Commands on runs: compare two, slice one, accept one, hold one against what was accepted, run every suite."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hld.app import command
from hld.eval.launch import RUNS, Fresh, Json, Limit, Runs

if TYPE_CHECKING:
    from hld.eval.run import Row, Run

System = Annotated[str, typer.Option(help="The system; by default the first of the run.")]
RunFile = Annotated[Path | None, typer.Argument(help="A run file; by default the newest of the own cases.", show_default=False)]


def compare(
    before: Annotated[Path, typer.Argument(help="A run file.")],
    after: Annotated[Path, typer.Argument(help="Another of the same suite; or the same, with another --system.")],
    system: System = "",
    other: Annotated[str, typer.Option(help="The system of the second run, where it has another name.")] = "",
    as_json: Json = False,
) -> None:
    """Compare two runs case by case: differences with their intervals, and p of a paired randomisation test."""
    from hld.eval import gate, tables
    from hld.eval.compare import differences
    from hld.eval.run import load
    from hld.eval.suite import measures_of
    from hld.ingest.errors import HldError

    one, two = load(before), load(after)
    if one.suite != two.suite:
        raise HldError(f"{before} is of the suite {one.suite!r}, {after} of {two.suite!r}.", "Compare runs of one suite.")
    found = differences(measures_of(one), _rows(one, system), _rows(two, other or system))
    changed = [name for name, value in one.about["hashes"].items() if two.about["hashes"].get(name) != value]
    if as_json:
        command.print_json({"changed": changed, "measures": [gate.as_json(d) for d in found]})
        return
    tables.print_differences(f"{_name(one, system)} → {_name(two, other or system)}", found)
    typer.echo(f"Different: {', '.join(changed) or 'nothing'}.")


def _name(run: Run, system: str) -> str:
    return f"{system or run.systems[0]}, {run.about['started'][:16]}"


def _rows(run: Run, system: str) -> tuple[Row, ...]:
    from hld.ingest.errors import HldError

    rows = run.of(system or run.systems[0])
    if not rows:
        raise HldError(f"{run.path} has no system {system!r}.", f"It has {', '.join(run.systems)}.")
    return rows


def slices(
    run: RunFile = None,
    by: Annotated[str, typer.Option(help="category, kind (of turns), language, document, or expected.")] = "category",
    system: System = "",
    runs: Runs = RUNS,
    as_json: Json = False,
) -> None:
    """The headline figures of a run by category, kind of turn, language, or document."""
    from hld.eval import tables
    from hld.eval.suite import measures_of

    if by not in ("category", "kind", "language", "document", "expected"):
        raise typer.BadParameter("--by is category, kind, language, document or expected")
    found = _given(run, runs)
    known = measures_of(found)
    rows = _rows(found, system)
    chosen = [known[name] for name in found.about["headline"] if name in known]
    parts = tables.slices(rows, chosen, by)
    if as_json:
        command.print_json({name: {k: i.value for k, i in row.items()} | {"n": n} for name, (n, row) in parts.items()})
    else:
        tables.print_slices(f"{_name(found, system)}, by {by}", parts, chosen)


def _given(run: Path | None, runs: Path) -> Run:
    from hld.eval.run import load, newest

    return load(run) if run is not None else newest(runs, "own")


def accept(
    run: RunFile = None,
    out: Annotated[Path, typer.Option(help="File to write.")] = Path("eval/accepted.json"),
    runs: Runs = RUNS,
) -> None:
    """Accept a run of the own cases: later ones are held against it."""
    from hld.eval import gate

    found = _given(run, runs)
    accepted = gate.accept(found, out)
    typer.echo(f"{out} holds the run of {accepted.about['started']}: {len(accepted.rows)} cases.")


def hold(
    run: RunFile = None,
    accepted: Annotated[Path | None, typer.Option(help="The accepted run.", show_default=False)] = None,
    runs: Runs = RUNS,
    as_json: Json = False,
) -> None:
    """Hold a run against the accepted one; exit code 1 on a real loss."""
    from hld.eval import gate, tables
    from hld.eval.measures import load

    found = _given(run, runs)
    judged = gate.judge(gate.read(accepted or gate.ACCEPTED), _rows(found, ""), load())
    if as_json:
        command.print_json(
            {"losses": [d.measure.name for d in judged.losses], "measures": [gate.as_json(d) for d in judged.differences]}
        )
    else:
        tables.print_differences(f"accepted → {_name(found, '')}", judged.differences)
        typer.echo(f"{judged.compared} cases are in both, {judged.new} are new, {judged.gone} are gone.")
    for loss in judged.losses:
        remedy = "Mend it, or accept the run with `hld eval accept`."
        command.complain(f"{loss.measure.name} fell from {loss.before:.3f} to {loss.after:.3f} (p {loss.p_worse:.4f}).", remedy)
    if judged.losses:
        raise typer.Exit(1)


def everything(runs: Runs = RUNS, fresh: Fresh = False, limit: Limit = 0) -> None:
    """Every suite that can run here, one after the other; those that cannot are named. Run again to go on after a cut."""
    import time

    from hld.eval import suites
    from hld.eval.launch import launch
    from hld.eval.suite import Unavailable

    took: dict[str, float] = {}
    for name in suites.names():
        started = time.perf_counter()
        try:
            launch(suites.module(name).SUITE, runs=runs, fresh=fresh, limit=limit)
        except Unavailable as error:
            typer.echo(f"{name}: not run. {error.message} {error.remedy}", err=True)
        else:
            took[name] = time.perf_counter() - started
    for name, seconds in sorted(took.items(), key=lambda item: -item[1]):
        typer.echo(f"{name:12} {seconds:7.1f} s", err=True)
    typer.echo(f"{'all':12} {sum(took.values()):7.1f} s", err=True)
