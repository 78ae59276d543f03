"""The cases of a run, worst first: what was asked, what was expected, what was found, what was answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from hld.eval.case import CATEGORIES
from hld.eval.measures.abstention import can, refused
from hld.eval.report import curves
from hld.eval.report.markup import excerpt, label, spread, text
from hld.eval.run import Row, Run, Said
from hld.eval.tables import number
from hld.ingest.models import counted

SHOWN = 10
"""Paragraphs of a ranking that are listed."""

LONGEST_WANTED, LONGEST_FOUND = 420, 130
"""Characters of a wanted paragraph and of one that was found; the page holds some hundred cases."""

OUTCOMES: Mapping[str, str] = {
    "astray": "answered, but no wanted paragraph is cited",
    "overdone": "answered, though the documents do not answer it",
    "missed": "not answered, though the documents answer it",
    "right": "right",
}
"""What can become of a case, and how it is said."""

_EXPECTED = {
    "answered": "an answer",
    "lookup": "the paragraph or document named",
    "clarify": "to be asked back",
    "abstained": "a refusal: the documents do not answer this",
}
_STATUS = {"answered": "answered", "lookup": "looked up", "clarify": "asked back", "abstained": "refused"}


def outcome(row: Row) -> str:
    """The key of `OUTCOMES` for a row."""
    if row.metrics.get("right", 1.0) >= 1.0:
        return "right"
    if can(row):
        return "missed" if refused(row) else "astray"
    return "overdone"


def worst_first(rows: Sequence[Row]) -> list[Row]:
    """Rows that are not right, then those whose citations, facts and ranking are poorest; the surest mistakes lead."""

    def badness(row: Row) -> tuple[float, float, float, str]:
        figures = [row.metrics[name] for name in ("citation_f1", "fact_coverage", "mrr") if name in row.metrics]
        right = row.metrics.get("right", 1.0)
        sure = row.confidence if right else -row.confidence
        return right, sum(figures) / len(figures) if figures else right, sure, row.id

    return sorted(rows, key=badness)


def section(run: Run, texts: Mapping[str, str], name: str) -> str:
    """All cases of the first system, each folded up, with a filter; `texts` are paragraphs by id, as far as they are at hand."""
    ours = worst_first(run.of(run.systems[0]))
    others = {system: {row.id: row for row in run.of(system)} for system in run.systems[1:]}
    outcomes = Counter(outcome(row) for row in ours)
    known = [category for category in CATEGORIES if any(row.category == category for row in ours)]
    known += sorted({row.category for row in ours} - {*known, ""})
    cards = "".join(_case(row, {s: rows[row.id] for s, rows in others.items() if row.id in rows}, texts, name) for row in ours)
    tally = ", ".join(f"{outcomes[key]:,} {said}" for key, said in OUTCOMES.items() if outcomes[key])
    return (
        f'<div class="cases"><p class="aside">{counted(len(ours), "case")}: {text(tally)}. None is left out.</p>'
        '<div class="filter" role="search" hidden><label>Words '
        '<input type="search" autocomplete="off" spellcheck="false"></label>'
        f"<label>Category {_select('category', [(c, c.replace('_', ' ')) for c in known])}</label>"
        f"<label>Outcome {_select('outcome', [(key, said) for key, said in OUTCOMES.items() if outcomes[key]])}</label>"
        f'<button type="button" aria-pressed="false">Open all</button><p role="status"></p></div>{cards}</div>'
    )


def _select(name: str, options: Sequence[tuple[str, str]]) -> str:
    listed = "".join(f'<option value="{text(value)}">{text(said)}</option>' for value, said in options)
    return f'<select name="{name}"><option value="">all</option>{listed}</select>'


def _case(row: Row, others: Mapping[str, Row], texts: Mapping[str, str], name: str) -> str:
    became = outcome(row)
    sign = "✓" if became == "right" else "✗"
    spoken = f' lang="{text(row.language)}"' if row.language else ""
    return (
        f'<details class="case {became}" id="{text(f"{name}-{row.id}".replace(" ", "_"))}" data-category="{text(row.category)}" '
        f'data-outcome="{became}"><summary><span class="sign" aria-hidden="true">{sign}</span>'
        f'<span class="asked"{spoken} dir="auto">{text(row.question)}</span><span class="about"><code>{text(row.id)}</code> '
        f"{text(row.category.replace('_', ' '))} · {text(OUTCOMES[became])}</span></summary>"
        f'<div class="body">{_history(row)}<div class="sides">{_expected(row, texts)}{_answered(row)}</div>'
        f"{_retrieved(row, texts)}{_metrics(row)}{_others(row, others)}</div></details>"
    )


def _history(row: Row) -> str:
    earlier = "".join(f'<li dir="auto">{text(question)}</li>' for question in row.history)
    return f"<h4>Asked before</h4><ol>{earlier}</ol>" if earlier else ""


def _expected(row: Row, texts: Mapping[str, str]) -> str:
    groups = []
    for group in row.gold:
        found = "".join(f"<li>{label(item)}{_quote(texts.get(item, ''), LONGEST_WANTED)}</li>" for item in group)
        groups.append(f"<ul>{found}</ul>" if len(group) == 1 else f"<p>any of</p><ul>{found}</ul>")
    facts = "".join(f"<li>{text(fact)}</li>" for fact in row.facts)
    return (
        f"<div><h4>Expected</h4><p>{text(_EXPECTED.get(row.expected, row.expected))}</p>{'<p>and</p>'.join(groups)}"
        f"{f'<h4>Facts expected</h4><ul>{facts}</ul>' if facts else ''}"
        f"{f'<p class=note><b>Why:</b> {text(row.note)}</p>' if row.note else ''}</div>"
    )


def _quote(words: str, longest: int) -> str:
    return f'<span class="words">{excerpt(words, longest)}</span>' if words else ""


def _answered(row: Row) -> str:
    said = "".join(_sentence(sentence, row) for sentence in row.sentences)
    status = _STATUS.get(row.status, row.status)
    reason = f"<p>{text(row.reason)}</p>" if row.reason else ""
    sure = f", confidence {number(row.confidence)}" if row.confidence else ""
    return f"<div><h4>Answer</h4><p>{text(status)}{sure}</p>{reason}{f'<ol class=said>{said}</ol>' if said else ''}</div>"


def _sentence(sentence: Said, row: Row) -> str:
    cited = ", ".join(_wanted(item, row) for item in sentence.citations) or "no source"
    why = f": {text(sentence.reason)}" if sentence.reason else ""
    verdict = f'<span class="verdict-{text(sentence.verdict)}">{text(sentence.verdict)} {number(sentence.score)}</span>{why}'
    return f'<li><span dir="auto">{text(sentence.text)}</span> <span class="source">{cited} · {verdict}</span></li>'


def _wanted(item: str, row: Row) -> str:
    """The label of a paragraph, with a star where it is wanted."""
    is_wanted = any(item in group for group in row.gold)
    return f"{label(item)}{' <b class=wanted>★ wanted</b>' if is_wanted else ''}"


def _retrieved(row: Row, texts: Mapping[str, str]) -> str:
    if not row.ranked:
        return ""
    listed = "".join(f"<li>{_wanted(item, row)}{_quote(texts.get(item, ''), LONGEST_FOUND)}</li>" for item in row.ranked[:SHOWN])
    met = curves.ranks(row.gold, row.ranked)
    where = f"wanted at rank {', '.join(map(str, met))}" if met else f"nothing wanted among the first {len(row.ranked)}"
    return f"<h4>Retrieved{f', {where}' if row.gold else ''}</h4><ol class=found>{listed}</ol>"


def _metrics(row: Row) -> str:
    shown = [(text(name.replace("_", " ")), number(value)) for name, value in row.metrics.items()]
    timed = [(f"ms, {text(name)}", number(value)) for name, value in row.timings_ms.items()]
    extra = [(text(name), text(value)) for name, value in row.extra.items()]
    return f"<h4>Measures</h4>{spread([*shown, *timed, *extra], 'metrics')}"


def _others(row: Row, others: Mapping[str, Row]) -> str:
    """What the other systems made of the same case, in a line each."""
    lines = []
    for system, other in others.items():
        met = curves.ranks(row.gold, other.ranked)
        rank = str(met[0]) if met else "–"
        lines.append(
            f'<tr><th scope="row">{text(system)}</th><td>{rank if row.gold else ""}</td><td>{OUTCOMES[outcome(other)]}</td></tr>'
        )
    head = '<thead><tr><th scope="col">System</th><th scope="col">First wanted</th><th scope="col">Outcome</th></tr></thead>'
    return f"<h4>Others on this case</h4><table>{head}<tbody>{''.join(lines)}</tbody></table>" if lines else ""
