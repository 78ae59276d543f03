"""The tables of a run: its systems side by side, and its figures by category, language and document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hld.eval.compare import Difference, paired
from hld.eval.report.markup import figure, scrolling, text
from hld.eval.report.svg import bar
from hld.eval.run import Interval, Row, Run
from hld.eval.statistics import Measure
from hld.eval.tables import number, slices, titles
from hld.ingest.models import counted

SLICED = ("right", "recall@10", "mrr", "citation_f1", "fact_coverage", "answered", "wrongly_answered")
"""Measures of the tables by category, language and document; each is a mean of its cases."""

BARRED = "right"
"""The measure that is also drawn as a bar."""

SLICES = (("category", "category"), ("language", "language of the question"), ("document", "document of the wanted paragraph"))
"""What rows are sliced by, and how it is named."""

LEVEL = 0.05
"""Below this p, a difference is marked."""

Differences = Mapping[tuple[str, str], Difference]
"""By system and measure: its difference from the first system."""


def compared(run: Run, measures: Mapping[str, Measure]) -> dict[tuple[str, str], Difference]:
    """The headline measures of each system against the first, case by case; what is timed is left out."""
    ours = run.of(run.systems[0])
    return {
        (system, name): difference
        for system in run.systems[1:]
        for name in run.about["headline"]
        if name in measures and not measures[name].timed
        if (difference := paired(measures[name], ours, run.of(system))) is not None
    }


def side_by_side(run: Run, names: Sequence[str], differences: Differences) -> str:
    """One line a measure, one column a system, ours first: the figure, its interval, and whether it surely differs from ours."""
    named = titles(run)
    says = {str(m["name"]): str(m["says"]) for m in run.about["measures"]}
    better = {str(m["name"]): str(m["better"]) for m in run.about["measures"]}
    shown = [name for name in names if any(name in figures for figures in run.summary.values())]
    head = "".join(
        f'<th scope="col"{" class=ours" if not place else ""}>{text(system)}</th>' for place, system in enumerate(run.systems)
    )
    lines = []
    for name in shown:
        best = _best(run, name, better[name])
        cells = "".join(
            f'<td class="{" ".join(_classes(run, system, system in best))}">'
            f"{figure(run.summary.get(system, {}).get(name))}{_mark(differences.get((system, name)))}</td>"
            for system in run.systems
        )
        title = named[name].replace("_", " ")
        turned = {"lower": " <small>lower is better</small>", "neither": " <small>neither way is better</small>"}
        line = f'<th scope="row">{text(title)}{turned.get(better[name], "")}<small>{text(says[name])}</small></th>'
        lines.append(f"<tr>{line}{cells}</tr>")
    table = f'<thead><tr><th scope="col">Measure</th>{head}</tr></thead><tbody>{"".join(lines)}</tbody>'
    return scrolling(f'<table class="figures">{table}</table>', f"{run.about['title']}: systems side by side")


def _classes(run: Run, system: str, best: bool) -> list[str]:
    return ["ours"] * (system == run.systems[0]) + ["best"] * best


def _best(run: Run, name: str, better: str) -> set[str]:
    """The systems with the best value, where there are several to choose from and one way is better."""
    found = {s: i.value for s in run.systems if (i := run.summary.get(s, {}).get(name)) is not None and i.value is not None}
    if len(found) < 2 or better == "neither":
        return set()
    best = min(found.values()) if better == "lower" else max(found.values())
    return {system for system, value in found.items() if value == best}


def _mark(difference: Difference | None) -> str:
    """Whether a system is surely better or worse than ours, with the figures to say so."""
    if difference is None or difference.p >= LEVEL or difference.measure.better == "neither":
        return ""
    said = (
        f"differs from ours by {number(difference.change)} [{number(difference.low)}, {number(difference.high)}], "
        f"p {difference.p:.4f}, {counted(difference.n, 'case')}"
    )
    sign, css, word = ("▼", "worse", "worse") if difference.loss > 0 else ("▲", "better", "better")
    return f'<span class="mark {css}" title="{text(said)}">{sign}<span class="unseen">{word} than ours</span></span>'


def sliced(run: Run, measures: Mapping[str, Measure]) -> str:
    """Our figures by category, language and document, with a bar for the share that is right."""
    ours = run.of(run.systems[0])
    return "".join(
        _slice(ours, [measures[name] for name in SLICED if name in measures], by, named)
        for by, named in SLICES
        if len({getattr(row, by) for row in ours}) > 1
    )


def _slice(rows: Sequence[Row], chosen: Sequence[Measure], by: str, named: str) -> str:
    parts = slices(rows, chosen, by)
    chosen = [measure for measure in chosen if any(measure.name in figures for _, figures in parts.values())]
    heads = [f'<th scope="col">{text(named.capitalize())}</th><th scope="col">Cases</th>']
    for measure in chosen:
        drawn = '<th scope="col" class="drawn"><span class="unseen">Bar of the same</span></th>' if measure.name == BARRED else ""
        heads.append(f'{drawn}<th scope="col" title="{text(measure.says)}">{text(_short(measure))}</th>')
    lines = []
    for name, (n, figures) in parts.items():
        shown = "none wanted" if name == "–" else name.replace("_", " ")
        cells = [f'<th scope="row">{text(shown)}</th><td>{n:,}</td>']
        for measure in chosen:
            found = figures.get(measure.name)
            if measure.name == BARRED:
                cells.append(f'<td class="drawn">{_bar(found)}</td>')
            cells.append(f"<td>{figure(found)}</td>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    table = f'<table class="figures slices"><thead><tr>{"".join(heads)}</tr></thead><tbody>{"".join(lines)}</tbody></table>'
    return f"<h3>By {text(named)}</h3>{scrolling(table, f'Figures by {named}')}"


def _bar(found: Interval | None) -> str:
    if found is None or found.value is None or found.low is None or found.high is None:
        return ""
    return bar(found.value, found.low, found.high, f"{number(found.value)} [{number(found.low)}, {number(found.high)}]")


def _short(measure: Measure) -> str:
    return (measure.title or measure.name).replace("_", " ")


def tables(run: Run, measures: Mapping[str, Measure]) -> str:
    """The headline measures of all systems; all others where one opens them."""
    headline = [name for name in run.about["headline"] if name in titles(run)]
    rest = [name for name in titles(run) if name not in headline and any(name in f for f in run.summary.values())]
    differences = compared(run, measures) if len(run.systems) > 1 else {}
    marks = "In brackets 95 % intervals."
    if len(run.systems) > 1:
        marks += (
            f" <b>▼</b> surely worse, <b>▲</b> surely better than {text(run.systems[0])}: paired randomisation test over "
            f"the same cases, p below {LEVEL}, each by itself. The best of a line is underlined."
        )
    more = (
        f"<details><summary>{counted(len(rest), 'further measure')}</summary>{side_by_side(run, rest, {})}</details>"
        if rest
        else ""
    )
    return side_by_side(run, headline, differences) + f'<p class="aside">{marks}</p>{more}'
