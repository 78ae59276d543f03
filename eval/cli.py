"""`hld eval`: the suites and what is done with their runs. A command's module is imported when it is named, not before."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command as as_click

from hld.eval import suites
from hld.eval.launch import RUNS, Fresh, Json, Runs, Split, checked, default_command

COMMANDS = {
    "all": "commands:everything",
    "compare": "commands:compare",
    "slices": "commands:slices",
    "report": "report.command:command",
    "gate": "commands:hold",
    "accept": "commands:accept",
    "models": "models:command",
    "ranker": "ranker:command",
    "turns": "turns:command",
    "beside": "beside:command",
}
"""Commands beside the suites, each a function of a module of `hld.eval`."""


class Lazy(TyperGroup):
    """Finds suites by their files, and imports the one that is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The suites, then the other commands."""
        return [*(name for name in suites.names() if name != "own"), *COMMANDS, *super().list_commands(ctx)]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of a suite, or one of `COMMANDS`."""
        if registered := super().get_command(ctx, cmd_name):
            return registered
        if cmd_name not in self.list_commands(ctx):
            return None
        function: Callable[..., None]
        if cmd_name in COMMANDS:
            module, _, name = COMMANDS[cmd_name].partition(":")
            function = getattr(importlib.import_module(f"hld.eval.{module}"), name)
        else:
            suite_module = suites.module(cmd_name)
            function = getattr(suite_module, "command", None) or default_command(suite_module.SUITE)
        made = typer.Typer(add_completion=False)
        made.command(name=cmd_name)(function)
        found = as_click(made)
        found.name = cmd_name
        return found


suite = typer.Typer(cls=Lazy, help="The evaluation suites: own cases by default, or one by name.", invoke_without_command=True)


@suite.callback()
def own(
    context: typer.Context,
    split: Split = "all",
    cases: Annotated[list[Path] | None, typer.Option(help="Case files in place of the project's own.")] = None,
    answers: Annotated[
        Path | None, typer.Option(help='Score answers made elsewhere, JSON lines {"id", "answer"}.', metavar="FILE.jsonl")
    ] = None,
    systems: Annotated[str, typer.Option(help="Systems with commas between them, as hld,BM25; else all.")] = "",
    as_json: Json = False,
    runs: Runs = RUNS,
    fresh: Fresh = False,
) -> None:
    """Run the project's own cases: retrieval, citations, answers, abstention, beside the baselines."""
    if context.invoked_subcommand is not None:
        return
    chosen = checked(split)
    from hld.eval.suites import own as suite_own

    if answers is not None and systems:
        raise typer.BadParameter("give --answers or --systems")
    suite_own.start(
        answers=answers,
        split=chosen,
        cases=cases or (),
        systems=[s.strip() for s in systems.split(",") if s.strip()],
        as_json=as_json,
        runs=runs,
        fresh=fresh,
    )


@suite.command()
def calibrate(
    homes: Annotated[list[Path], typer.Argument(help="Homes with an index: of the digest, and of official texts.")],
    out: Annotated[Path, typer.Option(help="File to write.")] = Path("app/calibration.json"),
    questions: Annotated[Path, typer.Option(help="Folder of questions about other documents.")] = Path("tools"),
) -> None:
    """Fit the confidence to the development cases and to questions about other documents."""
    from hld.eval.calibrate import assistants, fit
    from hld.eval.fitting import everything

    for name, figures in fit(everything(assistants(homes), questions), out).items():
        typer.echo(f"{name:24} {figures}")
