"""The report as a page: one file with its style and its few lines of script, which may be mailed and printed."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files

from hld.eval.report import cases, figures, plots
from hld.eval.report.markup import percent, spread, text
from hld.eval.run import Interval, Run
from hld.eval.suite import measures_of
from hld.eval.tables import number
from hld.ingest.models import counted

TILES = ("right", "recall@10", "citation_precision", "quote_fidelity", "answered", "wrongly_answered")
"""Measures in the tiles at the top."""

SPLITS = {
    "dev": "Development cases: rules and weights were chosen while looking at these. Do not quote these figures as those of "
    "unseen questions.",
    "release": "Release cases: held back; no rule and no weight was chosen on them. Who reads them must not develop on them.",
    "all": "All cases, those among them on which rules and weights were chosen.",
}
"""What a reader must know of a split."""


def render(runs: Sequence[Run], texts: Mapping[str, str], *, version: str, made: str) -> str:
    """The page of one or several whole runs; own cases come first. `texts` are paragraphs by id, as far as they are at hand."""
    ordered = sorted(runs, key=lambda run: run.suite != "own")
    names = [f"run-{place}" for place in range(1, len(ordered) + 1)]
    style, script = _asset("report.css"), _asset("report.js")
    # Nothing in a run can load or run anything, even if it were not escaped: only this style and this script may act.
    policy = f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    contents = "".join(
        f'<li><a href="#{name}">{text(run.about["title"])}</a></li>' for name, run in zip(names, ordered, strict=True)
    )
    body = [
        '<a class="skip" href="#run-1">To the figures</a><main><header><h1>How well does it work?</h1>'
        f"<p>{counted(len(ordered), 'run')} of the evaluation suites. Report made by hld {text(version)}, {text(made)}.</p>"
        f"{f'<nav aria-label=Runs><ul>{contents}</ul></nav>' if len(ordered) > 1 else ''}</header>",
        *(_section(run, texts, name) for name, run in zip(names, ordered, strict=True)),
        "</main>",
    ]
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><meta name="generator" content="hld">'
        f"<title>How well does it work? · hld</title><style>{style}</style></head><body>{''.join(body)}"
        f"<script>{script}</script></body></html>\n"
    )


def _asset(name: str) -> str:
    return files("hld.eval.report").joinpath(name).read_text("utf-8")


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def _section(run: Run, texts: Mapping[str, str], name: str) -> str:
    parts = _own(run, texts, name) if run.suite == "own" else iter([figures.tables(run, measures_of(run))])
    return f'<section class="run" id="{name}"><h2>{text(run.about["title"])}</h2>{"".join(parts)}{_circumstances(run)}</section>'


def _own(run: Run, texts: Mapping[str, str], name: str) -> Iterator[str]:
    measures = measures_of(run)
    yield _verdict(run)
    yield f'<p class="split">{text(SPLITS[split])}</p>' if (split := str(run.about.get("split", ""))) in SPLITS else ""
    yield _tiles(run)
    yield "".join(f'<p class="aside">{text(note)}</p>' for note in run.about.get("notes", ()))
    if len(run.systems) > 1:
        yield f"<h3>{text(run.systems[0])} beside {counted(len(run.systems) - 1, 'other system')}, on the same cases</h3>"
    else:
        yield "<h3>Figures</h3>"
    yield figures.tables(run, measures)
    yield plots.draw(run, measures)
    yield figures.sliced(run, measures)
    yield f'<h3 id="{name}-cases">Cases, worst first</h3>'
    yield cases.section(run, texts, name)


def _verdict(run: Run) -> str:
    """The one sentence that matters: how often it is right as a whole, and how often the best of the others is."""
    found = {system: i for system in run.systems if (i := run.summary.get(system, {}).get("right")) and i.value is not None}
    ours = found.pop(run.systems[0], None)
    if ours is None or ours.value is None or ours.low is None or ours.high is None:
        return ""
    said = (
        f"{run.systems[0]} is right as a whole in {percent(ours.value)} of {counted(ours.n, 'case')} "
        f"({percent(ours.low)} to {percent(ours.high)})"
    )
    if found:
        best = max(found, key=lambda system: found[system].value or 0.0)
        said += f"; the best of the others, {best}, in {percent(found[best].value or 0.0)}"
    aside = (
        "Right as a whole: a question that the documents answer is answered with a wanted paragraph cited; any other is "
        "refused or asked back. It does not say that every word of the answer is right."
    )
    return f'<div class="verdict"><p>{text(said)}.</p><p class="aside">{aside}</p></div>'


def _tiles(run: Run) -> str:
    ours, known = run.summary.get(run.systems[0], {}), {str(m["name"]): m for m in run.about["measures"]}
    tiles = "".join(_tile(known[name], ours[name]) for name in TILES if name in ours and name in known)
    return f'<dl class="tiles">{tiles}</dl>' if tiles else ""


def _tile(measure: Mapping[str, object], found: Interval) -> str:
    if found.value is None or found.low is None or found.high is None:
        return ""
    name = text(str(measure["title"]).replace("_", " "))
    turned = " (lower is better)" if measure["better"] == "lower" else ""
    return (
        f'<div class="tile"><dt>{name}{turned}</dt><dd>{percent(found.value)} '
        f"<small>{percent(found.low)} to {percent(found.high)}, n {found.n}</small></dd></div>"
    )


def _circumstances(run: Run) -> str:
    """All that the run says about itself, its hashes among them."""
    about = run.about
    index = about.get("index", {})
    held = {
        name: index[name]
        for name in ("paragraphs", "documents", "official", "languages", "model", "encoder", "version")
        if index.get(name) not in (None, "", [])
    }
    pairs = [
        ("Date", text(about["started"])),
        ("Machine", text(about.get("machine", ""))),
        ("Command", f"<code>{text(about.get('command', ''))}</code>"),
        ("Version", text(f"hld {about.get('app', '')}")),
        ("Took", f"{number(float(about.get('seconds', 0.0)))} s"),
        ("Split", text(about.get("split", ""))),
        ("Cases", f"{len({row.id for row in run.rows}):,}"),
        ("Systems", text(", ".join(run.systems))),
        *((f"Hash of {text(name)}", f"<code>{text(value)}</code>") for name, value in about["hashes"].items()),
        *((f"Setting {text(name)}", f"<code>{text(_json(value))}</code>") for name, value in about.get("settings", {}).items()),
        *((f"Index: {text(name)}", f"<code>{text(_json(value))}</code>") for name, value in held.items()),
        ("Run file", f"<code>{text(run.path.name)}</code>"),
    ]
    return f"<h3>How it was measured</h3>{spread(pairs, 'circumstances')}"


def _json(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
