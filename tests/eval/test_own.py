"""The own cases: ours beside the baselines, resumable and the same twice; the dev split against the accepted run."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hld.app.cli import app
from hld.eval import gate, measures
from hld.eval.baselines import CHUNKS, NAMES, cut
from hld.eval.case import load_cases
from hld.eval.run import Row, Run, load
from hld.eval.suite import Context, Plan, execute
from hld.eval.suites.own import SUITE, prepare
from hld.index.search import Index
from hld.ingest.errors import HldError

TIMED = {"total", "search", "compose"}


def few(context: Context, systems: tuple[str, ...] = (), n: int = 6) -> Plan:
    limited = replace(context, limit=n)
    limited.__dict__["assistant"] = context.assistant  # the one that the session has open
    return prepare(limited, split="dev", systems=systems)


@pytest.fixture(scope="module")
def context(context: Context) -> Context:
    return context


@pytest.fixture(scope="module")
def run(context: Context, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A few cases by all systems."""
    return execute(SUITE, few(context), context, tmp_path_factory.mktemp("runs"))


def test_all_systems_on_the_same_cases_in_the_same_run(run: Run) -> None:
    assert run.systems == ("hld", *NAMES)
    ids = [row.id for row in run.of("hld")]
    assert ids == [case.id for case in load_cases(split="dev")][:6]
    for system in run.systems:
        assert [row.id for row in run.of(system)] == ids
        assert {"recall@5", "citation_precision", "right", "ms_p50"} <= set(run.summary[system])
    assert {"corpus", "cases", "model", "prompts", "code", "settings"} <= set(run.about["hashes"])
    assert run.about["seconds"] > 0


def test_a_run_says_how_much_its_questions_repeat(context: Context) -> None:
    notes = prepare(context, split="dev", systems=("hld",)).about["notes"]
    assert any("content words" in note for note in notes)


def test_a_row_holds_what_a_report_shows(run: Run) -> None:
    case = load_cases(split="dev")[0]
    row = run.of("hld")[0]
    assert (row.question, row.gold, row.facts, row.expected, row.category) == (
        case.question,
        case.gold,
        case.facts,
        case.status,
        case.category,
    )
    assert len(row.ranked) == 20
    assert row.sentences and row.timings_ms["total"] > 0


def test_baselines_answer_with_what_they_found_first(run: Run, index: Index) -> None:
    for name in NAMES:
        for row in run.of(name):
            assert 10 <= len(row.ranked) <= 20
            assert row.cited[0] == row.ranked[0]
            assert 0 <= row.confidence <= 1
            assert row.metrics.get("quote_fidelity", 1.0) == 1.0
            assert set(index.entries(row.ranked)) == set(row.ranked)


@pytest.mark.parametrize("name", CHUNKS)
def test_chunks_cover_every_paragraph_and_name_those_they_overlap(name: str, index: Index) -> None:
    entries = list(index.library.all(["en"]))
    chunks = cut(entries, index.documents, *CHUNKS[name])
    texts = {entry.id: entry.text for entry in entries}
    assert {i for chunk in chunks for i in chunk.paragraphs} == set(texts)
    for chunk in chunks:
        # Those between the first and the last stand whole in the chunk.
        assert all(texts[i] in chunk.text for i in chunk.paragraphs[1:-1])
        assert len({i.partition("#")[0] for i in chunk.paragraphs}) == 1
    size = CHUNKS[name][0]
    assert max(len(chunk.text.split()) for chunk in chunks) <= size
    assert len(cut(entries, index.documents, *CHUNKS["chunks 128"])) > len(cut(entries, index.documents, *CHUNKS["chunks 1024"]))


def without_times(row: Row) -> Row:
    return replace(row, timings_ms={})


def test_a_second_run_is_the_same_to_the_last_digit(run: Run, context: Context, tmp_path: Path) -> None:
    again = execute(SUITE, few(context), context, tmp_path)
    timed = {m["name"] for m in run.about["measures"] if m["timed"]}
    assert [without_times(row) for row in again.rows] == [without_times(row) for row in run.rows]
    for system, figures in run.summary.items():
        for name, figure in figures.items():
            assert name in timed or again.summary[system][name] == figure, name
    assert again.about["key"] == run.about["key"]


def test_a_run_that_was_cut_off_is_gone_on_with(context: Context, tmp_path: Path) -> None:
    plan = few(context, ("hld",), 4)
    asked: list[str] = []

    def breaks(system: str, case: str) -> Row:
        asked.append(case)
        if len(asked) == 3:
            raise KeyboardInterrupt
        return plan.score(system, case)

    with pytest.raises(KeyboardInterrupt):
        execute(SUITE, replace(plan, score=breaks), context, tmp_path)
    found = execute(SUITE, replace(plan, score=breaks), context, tmp_path)
    assert len(asked) == 5, "two were kept, the third was asked again"
    assert [row.id for row in found.rows] == [case for _, case in plan.tasks]
    assert found.summary


def test_a_system_of_no_such_name(context: Context) -> None:
    with pytest.raises(HldError, match="no system lamps"):
        prepare(context, systems=("lamps",))


def test_the_command_and_those_on_its_run(at_home: Callable[..., None], tmp_path: Path) -> None:
    chosen = [c for c in load_cases(split="dev") if c.category in ("lookup", "out_of_scope")][:12]
    path, runs = tmp_path / "cases.jsonl", tmp_path / "runs"
    path.write_text("\n".join(c.model_dump_json() for c in chosen))

    def hld(*arguments: str) -> str:
        result = CliRunner().invoke(app, ["eval", *arguments])
        assert result.exit_code == 0, result.output
        return result.stdout

    figures = json.loads(hld("--cases", str(path), "--systems", "hld", "--runs", str(runs), "--json"))
    assert figures["hld"]["wrongly_answered"] == 0.0
    (file,) = runs.glob("*.jsonl")
    assert [row.id for row in load(file).rows] == [c.id for c in chosen]
    parts = json.loads(hld("slices", str(file), "--by", "category", "--json"))
    assert sum(part["n"] for part in parts.values()) == 12
    assert "lookup" in hld("slices", "--runs", str(runs))
    compared = json.loads(hld("compare", str(file), str(file), "--json"))
    assert compared["changed"] == []
    assert {d["p"] for d in compared["measures"]} == {1.0}
    assert "mrr" in hld("compare", str(file), str(file))
    accepted = tmp_path / "accepted.json"
    hld("accept", str(file), "--out", str(accepted))
    assert "12 cases are in both" in hld("gate", str(file), "--accepted", str(accepted))
    content = json.loads(accepted.read_text())
    for row in content["rows"]:
        row["metrics"] |= {"invented": 0.0}
        row["status"] = "abstained"
    content["rows"] = [{**row, "metrics": {**row["metrics"], "quote_fidelity": 2.0}} for row in content["rows"]]
    accepted.write_text(json.dumps(content))
    result = CliRunner().invoke(app, ["eval", "gate", str(file), "--accepted", str(accepted)])
    assert result.exit_code == 1, "a promise is broken"


def test_the_development_split_is_no_worse_than_the_accepted_run(context: Context) -> None:
    """The gate: a real loss on the corpus that ships fails here. `hld eval accept` accepts a change that is meant."""
    plan = prepare(context, split="dev", systems=("hld",))
    rows = [plan.score(system, case) for system, case in plan.tasks]
    found = gate.judge(gate.read(), rows, measures.load())
    losses = [f"{d.measure.name}: {d.before:.4f} -> {d.after:.4f}, p {d.p_worse:.4f}" for d in found.losses]
    assert losses == []
    assert found.compared >= 0.5 * len(rows), "most cases are new: accept a run of them"
