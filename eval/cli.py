"""`hld eval`: the suites. Nothing heavy is imported until a suite runs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from hld.app import command

suite = typer.Typer(help="The evaluation suites: own cases by default, or a benchmark.", invoke_without_command=True)

Runs = Annotated[Path, typer.Option("--runs", help="Folder for the run files.")]
_RUNS = Path("runs")


@suite.callback()
def own(
    context: typer.Context,
    split: Annotated[str, typer.Option(help="dev, release, or all.")] = "all",
    cases: Annotated[list[Path] | None, typer.Option(help="Case files in place of the project's own.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    runs: Runs = _RUNS,
) -> None:
    """Run the project's own cases: recall, MRR, citations, abstention."""
    if context.invoked_subcommand is not None:
        return
    if split not in ("dev", "release", "all"):
        raise typer.BadParameter("--split is dev, release or all")
    from hld.eval import own as suite_own
    from hld.eval import run
    from hld.eval.case import digest_of, load_cases

    chosen = load_cases(cases or (), split)
    assistant = command.assistant()
    with command.progress("Evaluating") as step:
        rows = list(suite_own.evaluate(assistant, chosen, lambda n: step("cases", n, len(chosen))))
    figures = suite_own.summary(rows)
    about = {
        "split": split,
        "cases": digest_of(chosen),
        "index": assistant.index.manifest,
        "app": command.version(),
        "confidence": assistant.confidence,
        "summary": figures,
    }
    path = run.write(runs, "own", about, map(suite_own.as_json, rows))
    if as_json:
        command.print_json({name: None if math.isnan(v) else round(v, 4) for name, v in figures.items()})
    else:
        _table("Own cases", {**suite_own.by_category(rows), "all": figures})
        typer.echo(f"Run file: {path}", err=True)


@suite.command()
def beir(
    folder: Annotated[Path, typer.Argument(help="A folder in the layout of BEIR.")],
    split: Annotated[str, typer.Option(help="Name of the file in qrels/.")] = "test",
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    runs: Runs = _RUNS,
) -> None:
    """Run retrieval on any benchmark in the layout of BEIR, beside BM25 and the vectors alone."""
    from hld.eval import beir as suite_beir
    from hld.eval import run
    from hld.index import build, encode

    settings = command.settings()
    benchmark = suite_beir.load(folder, split)
    encoder = encode.prepare(settings.model, settings.models)
    with command.progress("BEIR") as step:
        figures = suite_beir.run(benchmark, encoder, settings.home / "benchmarks", step)
    about = {"folder": folder.name, "split": split, "queries": len(benchmark.queries), "benchmark": benchmark.hash}
    about |= {"model": encoder.name, "model_hash": encoder.fingerprint, "code": build.code_hash()}
    path = run.write(runs, f"beir-{folder.name}", {**about, "summary": figures}, ())
    if as_json:
        command.print_json({system: {name: round(v, 4) for name, v in row.items()} for system, row in figures.items()})
    else:
        _table(f"{folder.name}, {split}: {len(benchmark.queries):,} queries, {len(benchmark.passages):,} passages", figures)
        typer.echo(f"Run file: {path}", err=True)


@suite.command()
def calibrate(
    homes: Annotated[list[Path], typer.Argument(help="Homes with an index: of the digest, and of official texts.")],
    out: Annotated[Path, typer.Option(help="File to write.")] = Path("app/calibration.json"),
) -> None:
    """Fit the confidence to the development cases."""
    from hld.app.answer import Assistant
    from hld.eval.calibrate import fit
    from hld.eval.case import load_cases
    from hld.index.search import Index

    settings = command.settings()
    assistants = [Assistant(Index.open(home / "index", cache=home / "models", model=settings.model)) for home in homes]
    typer.echo(fit(assistants, load_cases(split="dev"), out))


def _table(title: str, rows: Mapping[str, Mapping[str, float]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title, title_justify="left")
    table.add_column("")
    names = list(next(iter(rows.values())))
    for name in names:
        table.add_column(name, justify="right")
    for row, figures in rows.items():
        cells = ("–" if math.isnan(v := figures[name]) else f"{v:.0f}" if name == "cases" else f"{v:.3f}" for name in names)
        table.add_row(row, *cells)
    Console(width=180).print(table)
