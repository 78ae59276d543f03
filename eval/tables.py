"""Runs as tables in a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from hld.eval.run import Interval, Row, Run

if TYPE_CHECKING:
    from rich.table import Table

    from hld.eval.compare import Difference
    from hld.eval.statistics import Measure


def figure(found: Interval | None, *, ends: bool = True) -> str:
    """A figure with the ends of its interval, as text.

    >>> figure(Interval(value=0.5, low=0.41, high=0.6, n=9)), figure(None), figure(Interval(value=12.25, low=9, high=20, n=9))
    ('.500 [.410, .600]', '–', '12.2 [9.0, 20.0]')
    """
    if found is None or found.value is None:
        return "–"
    if not ends or found.low is None or found.high is None:
        return number(found.value)
    low, high = (number(end, like=found.value) for end in (found.low, found.high))
    return f"{number(found.value)} [{low}, {high}]"


def number(value: float, *, like: float | None = None) -> str:
    """A number in four characters or so, with as many decimals as `like` has, or as it needs itself.

    >>> number(0.5), number(1.0), number(-0.02), number(15.04), number(9, like=15.04)
    ('.500', '1.000', '-.020', '15.0', '9.0')
    """
    size = abs(value if like is None else like)
    text = f"{value:.3f}" if size < 10 else f"{value:.1f}" if size < 1000 else f"{value:,.0f}"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def titles(run: Run) -> dict[str, str]:
    """The title of each measure, in order."""
    return {str(m["name"]): str(m["title"]) for m in run.about["measures"]}


def print_run(run: Run) -> None:
    """The systems side by side on the headline measures, then every measure of ours with its interval."""
    from rich.console import Console

    console = Console(width=180)
    named = titles(run)
    headline = [name for name in run.about["headline"] if any(name in figures for figures in run.summary.values())]
    console.print(_side_by_side(str(run.about["title"]), run.summary, headline, named, run.systems))
    ours = run.summary.get(run.systems[0], {})
    rest = [name for name in named if name in ours]
    table = _table(f"{run.systems[0]}, with 95 % intervals", ("", "", "n"))
    for name in rest:
        table.add_row(named[name], figure(ours[name]), str(ours[name].n))
    console.print(table)
    for note in run.about.get("notes", ()):
        console.print(note, markup=False, highlight=False)


def _side_by_side(
    title: str,
    summary: Mapping[str, Mapping[str, Interval]],
    measures: Sequence[str],
    named: Mapping[str, str],
    systems: Sequence[str],
) -> Table:
    table = _table(title, ("", *(named[name] for name in measures)))
    for system in systems:
        figures = summary.get(system, {})
        table.add_row(system, *(figure(figures.get(name), ends=False) for name in measures))
    return table


def _table(title: str, columns: Sequence[str]) -> Table:
    from rich.table import Table

    table = Table(title=title, title_justify="left")
    for place, column in enumerate(columns):
        table.add_column(column, justify="right" if place else "left")
    return table


def print_differences(title: str, found: Sequence[Difference]) -> None:
    """Before, after, difference with its interval, and p; what is better is green, what is worse red, where p is below 0.05."""
    from rich.console import Console

    table = _table(title, ("", "before", "after", "difference", "p", "n"))
    for d in found:
        colour = "" if d.p >= 0.05 or d.measure.better == "neither" else "red" if d.loss > 0 else "green"
        change = f"{number(d.change)} [{number(d.low)}, {number(d.high)}]"
        name = d.measure.title or d.measure.name
        table.add_row(name, number(d.before), number(d.after), change, f"{d.p:.4f}", str(d.n), style=colour)
    Console(width=140).print(table)


Slices = Mapping[str, tuple[int, Mapping[str, Interval]]]
"""By the name of a slice: how many rows it has, and its figures."""


def slices(rows: Sequence[Row], measures: Sequence[Measure], by: str) -> dict[str, tuple[int, dict[str, Interval]]]:
    """The figures of rows that share a category, kind, language, document or expected status, the largest slice first."""
    from hld.eval.statistics import interval

    parts: dict[str, list[Row]] = {}
    for row in rows:
        parts.setdefault(str(getattr(row, by)) or "–", []).append(row)
    return {
        name: (len(part), {m.name: found for m in measures if (found := interval(m, part)).n})
        for name, part in sorted(parts.items(), key=lambda item: (-len(item[1]), item[0]))
    }


def print_slices(title: str, parts: Slices, measures: Sequence[Measure]) -> None:
    """One line a slice."""
    from rich.console import Console

    table = _table(title, ("", "n", *(m.title or m.name for m in measures)))
    for name, (n, figures) in parts.items():
        table.add_row(name, str(n), *(figure(figures.get(m.name), ends=False) for m in measures))
    Console(width=180).print(table)
