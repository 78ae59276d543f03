"""The plots of a run of questions: recall at k, risk and coverage, reliability, latency."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from hld.eval.report import curves
from hld.eval.report.markup import percent, text
from hld.eval.report.svg import SHARES, Frame
from hld.eval.run import Row, Run
from hld.eval.statistics import Measure
from hld.eval.tables import number
from hld.ingest.models import counted

DEPTH = 20
"""Paragraphs up to which recall is drawn: as many as a run keeps."""

STYLES = 8
"""Line styles of the page's style sheet; further systems begin again."""


def style_of(run: Run, system: str) -> str:
    """The class of a system's lines."""
    return f"s{run.systems.index(system) % STYLES}"


def draw(run: Run, measures: Mapping[str, Measure]) -> str:
    """All plots for which the run has numbers."""
    rows = {system: run.of(system) for system in run.systems}
    drawn = [_recall(run, rows), _risk(run, rows, measures), _reliability(run, rows, measures), _latency(run, rows)]
    return f'<div class="plots">{"".join(drawn)}</div>' if any(drawn) else ""


def _figure(title: str, says: str, drawing: str, legend: str = "") -> str:
    return f"<figure><figcaption><h3>{text(title)}</h3><p>{text(says)}</p></figcaption>{drawing}{legend}</figure>"


def _legend(run: Run, figures: Mapping[str, str]) -> str:
    items = "".join(
        f'<li><svg viewBox="0 0 26 8" aria-hidden="true"><path class="line {style_of(run, system)}" d="M1 4H25"/></svg>'
        f"{text(system)} <small>{text(said)}</small></li>"
        for system, said in figures.items()
    )
    return f'<ul class="legend">{items}</ul>'


def _in_front(lines: Mapping[str, str]) -> str:
    """Lines in the order of drawing: ours, which is the first, comes last and so lies on top."""
    return "".join(reversed(list(lines.values())))


def _recall(run: Run, rows: Mapping[str, Sequence[Row]]) -> str:
    found = {system: recall for system in rows if (recall := curves.recall_at(rows[system], DEPTH)) and any(recall)}
    if not found:
        return ""
    frame = Frame(x=(1, DEPTH), y=(0, 1))
    ticks = [(k, str(k)) for k in (1, 5, 10, 15, 20)]
    lines = {
        system: frame.line([(k, value) for k, value in enumerate(recall, start=1)], style_of(run, system))
        for system, recall in found.items()
    }
    told = ", ".join(f"{system} {percent(recall[9])} at 10" for system, recall in found.items())
    return _figure(
        "Recall at k",
        "The share of wanted paragraphs that stand among the first k found.",
        frame.drawn(frame.axes(ticks, SHARES, "k, paragraphs read") + _in_front(lines), f"Recall at k: {told}"),
        _legend(run, {system: f"{number(recall[9])} at 10" for system, recall in found.items()}),
    )


def _risk(run: Run, rows: Mapping[str, Sequence[Row]], measures: Mapping[str, Measure]) -> str:
    if "aurc" not in measures:
        return ""
    measure, lines, figures = measures["aurc"], {}, {}
    frame = Frame(x=(0, 1), y=(0, 1))
    chosen = ""
    for system, own in rows.items():
        table, _ = measure.table(own)
        # One confidence for all orders nothing: such a system has no curve.
        if len(table) < 2 or np.ptp(table[:, 2]) == 0:
            continue
        lines[system] = frame.line(curves.risk_coverage(table[:, 2], table[:, 3]), style_of(run, system))
        figures[system] = f"area {number(measure.of(table))}"
        given = table[:, 1] == 0
        if system == run.systems[0] and given.any():
            at, risk = float(given.mean()), float(table[given, 3].mean())
            said = f"as it is set: {percent(at)} answered, {percent(risk)} of these wrongly"
            chosen = frame.dot(at, risk, 5, style_of(run, system), said)
            figures[system] += f"; {said} (the dot)"
    if not lines:
        return ""
    axes = frame.axes(SHARES, SHARES, "coverage: share of questions answered")
    told = "; ".join(f"{system}: {said}" for system, said in figures.items())
    return _figure(
        "Risk and coverage",
        "The share of wrong first paragraphs among the questions answered, if only the most confident are. Lower is better.",
        frame.drawn(axes + _in_front(lines) + chosen, f"Risk and coverage: {told}"),
        _legend(run, figures),
    )


def _reliability(run: Run, rows: Mapping[str, Sequence[Row]], measures: Mapping[str, Measure]) -> str:
    if "ece" not in measures:
        return ""
    table, _ = measures["ece"].table(rows[run.systems[0]])
    if not len(table):
        return ""
    bins = curves.reliability(table[:, 0], table[:, 2])
    frame = Frame(x=(0, 1), y=(0, 1))
    out = [frame.line([(0, 0), (1, 1)], "ideal")]
    for held in bins:
        said = f"confidence {number(held.confidence)}: {percent(held.share)} of {counted(held.n, 'case')} can be answered"
        out.append(frame.line([(held.confidence, held.low), (held.confidence, held.high)], "whisker"))
        out.append(frame.dot(held.confidence, held.share, 3 + 9 * math.sqrt(held.n / len(table)), "s0", said))
    axes = frame.axes(SHARES, SHARES, "confidence that the documents answer")
    told = "; ".join(f"confidence {number(b.confidence)}, share {number(b.share)}, {b.n} cases" for b in bins)
    error = number(measures["ece"].of(table))
    return _figure(
        f"Reliability of {run.systems[0]}",
        "The share of questions that can be answered, by confidence; bigger dots stand for more cases, bars for 95 % intervals. "
        f"On the diagonal, confidence is what it says. Calibration error {error}.",
        frame.drawn(axes + "".join(out), f"Reliability: {told}"),
    )


def _latency(run: Run, rows: Mapping[str, Sequence[Row]]) -> str:
    found = {system: times for system in rows if (times := curves.latencies(rows[system]))}
    if not found:
        return ""
    low = 10 ** math.floor(math.log10(min(times[0] for times in found.values())))
    high = 10 ** math.ceil(math.log10(max(times[-1] for times in found.values()) * 1.01))
    step = 44
    frame = Frame(x=(low, high), y=(len(found), 0), left=14, bottom=42, height=54 + step * len(found), log=True)
    decades = [float(low * 10**n) for n in range(round(math.log10(high / low)) + 1)]
    out = [frame.axes([(value, f"{value:,g}") for value in decades], [], "milliseconds, in powers of ten")]
    told = []
    for place, (system, times) in enumerate(found.items()):
        q5, q25, q50, q75, q95 = (float(q) for q in np.percentile(times, [5, 25, 50, 75, 95]))
        said = f"{system}: median {number(q50)}, p95 {number(q95)}"
        middle, css = frame.down(place + 0.66), style_of(run, system)
        marks = "".join(f"M{frame.across(value)} {middle + 10}v5" for value in times)
        box = f'x="{frame.across(q25)}" width="{max(frame.across(q75) - frame.across(q25), 1):.1f}" y="{middle - 6}" height="12"'
        out.append(
            f'<text class="tick" x="{frame.left}" y="{middle - 11}">{text(said)}</text><path class="rug {css}" d="{marks}"/>'
            f'<path class="line thin {css}" d="M{frame.across(q5)} {middle}H{frame.across(q95)}"/>'
            f'<rect class="box {css}" {box} rx="2"/><path class="median" d="M{frame.across(q50)} {middle - 7}v14"/>'
        )
        told.append(said)
    return _figure(
        "Time from question to answer",
        "Each tick is a question; the box holds the middle half, the line nine tenths.",
        frame.drawn("".join(out), f"Milliseconds. {'; '.join(told)}"),
    )
