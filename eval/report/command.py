"""`hld eval report`: the page of the newest runs, or of those named."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hld.eval.launch import RUNS, Runs

if TYPE_CHECKING:
    from hld.eval.run import Run


def command(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[RUN…]", help="Run files; by default the newest of each suite.", show_default=False),
    ] = None,
    out: Annotated[Path, typer.Option(help="File to write.")] = Path("report.html"),
    runs: Runs = RUNS,
) -> None:
    """Write runs as one self-contained page: tables, plots, and every case, worst first. The page of `hld serve` shows it too."""
    import time

    from hld.app import command as app
    from hld.app.parse_report import write
    from hld.eval.report.page import render

    chosen = [_whole(path) for path in files] if files else newest_of_each(runs)
    settings = app.settings()
    with app.progress("Report") as step:
        step("tables, plots, cases", 0, None)
        html = render(
            chosen, wanted_texts(settings.library, chosen), version=app.version(), made=time.strftime("%Y-%m-%d %H:%M %z")
        )
    settings.home.mkdir(parents=True, exist_ok=True)
    for path in dict.fromkeys([out.resolve(), settings.report]):
        write(path, html)
        typer.echo(f"{path}", err=True)


def newest_of_each(folder: Path) -> list[Run]:
    """The newest whole run of each suite.

    Raises:
        HldError: when there is none.
    """
    from hld.eval.run import load, runs
    from hld.ingest.errors import HldError

    found: dict[str, Run] = {}
    for path in reversed(runs(folder)):
        try:
            run = load(path)
        except HldError as error:
            typer.echo(f"Left out: {error.message}", err=True)
            continue
        if run.summary and run.suite not in found:
            found[run.suite] = run
    if not found:
        raise HldError(
            f"There is no whole run in {folder}.", "Run `hld eval` first, name run files, or their folder with --runs."
        )
    return list(found.values())


def _whole(path: Path) -> Run:
    from hld.eval.run import load
    from hld.ingest.errors import HldError

    run = load(path)
    if not run.summary:
        raise HldError(f"{path} was cut off.", "Run the same command again to go on with it, then report it.")
    return run


def wanted_texts(library: Path, runs: list[Run]) -> dict[str, str]:
    """The paragraphs that the cases want and those found for them, as the library has them; empty where there is no library."""
    from hld.eval.report.cases import SHOWN
    from hld.ingest.library import Library

    if not library.exists():
        return {}
    rows = [row for run in runs if run.suite == "own" for row in run.of(run.systems[0])]
    ids = {item for row in rows for item in [*row.ranked[:SHOWN], *(i for group in row.gold for i in group)]}
    held = Library(library, read_only=True)
    try:
        return {entry.id: entry.text for entry in held.get_many(sorted(ids)).values()}
    finally:
        held.close()
