"""The reports that ship for their cases, as they are read and asked, and those that are learnt from."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest

from hld.app.settings import Settings
from hld.eval.case import REPORTS, load_cases
from hld.eval.suite import Context, execute
from hld.eval.suites import reports
from hld.ingest.library import Library
from hld.ingest.read import ingest, open_library


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The reports as they are read."""
    found = open_library(tmp_path_factory.mktemp("reports") / "library.sqlite")
    files = sorted(Path(str(resources.files(REPORTS))).glob("*.html"))
    assert len(files) == 10
    assert not any(report.error or report.anomalies for report in ingest(found, files))
    return found


def test_the_paragraphs_of_the_cases_are_there(library: Library) -> None:
    for case in load_cases(package=REPORTS):
        assert all(library.get(paragraph) for paragraph in case.gold_ids), case.id


def test_reports_are_dated_and_numbered_from_one(library: Library) -> None:
    for document in library.documents():
        if document.type != "report":
            continue
        numbers = [
            part.number
            for entry in library.paragraphs(document.id)
            if (part := entry.reference.part) and part.kind == "para" and not part.letters
        ]
        assert numbers == [*range(1, len(numbers) + 1)]
        assert len(numbers) >= 22
        assert document.dated > "2035"


def test_there_are_questions_without_an_answer_about_each_report(library: Library) -> None:
    cases = load_cases(package=REPORTS)
    can = Counter(case.gold[0][0].partition("#")[0] for case in cases if case.gold)
    assert {*can} == {document.id for document in library.documents() if document.type == "report"}
    assert min(can.values()) >= 20
    assert sum(not case.gold for case in cases) >= 0.4 * len(cases)


def test_the_suite_reads_them_beside_the_digest(context: Context, apart: Settings, tmp_path: Path) -> None:
    at = replace(context, settings=apart, limit=6)
    run = execute(reports.SUITE, reports.prepare(at), at, tmp_path / "runs")
    assert len(run.rows) == 6
    assert sum(row.metrics["recall@10"] for row in run.rows if row.gold) >= 4
    assert all(row.metrics.get("quote_fidelity", 1.0) == 1.0 for row in run.rows)


def test_reports_that_are_learnt_from_hold_what_is_asked_of_them(tmp_path: Path) -> None:
    folder = Path(__file__).resolve().parents[2] / "tools" / "reports"
    learnt = open_library(tmp_path / "library.sqlite")
    assert not any(report.error or report.anomalies for report in ingest(learnt, sorted(folder.glob("*.md"))))
    asked = [json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    assert len(asked) > 8000
    assert not [row["id"] for row in asked if learnt.get(row["id"]) is None]
    of = Counter((row["id"].partition("#")[0], row["can"]) for row in asked)
    assert {document for document, _ in of} == {entry.id for entry in learnt.documents() if entry.type == "report"}
    assert min(of.values()) >= 70
    texts = [path.read_text("utf-8") for path in Path(str(resources.files(REPORTS))).glob("*.html")]
    assert not [document for document, _ in of if any(document in text for text in texts)]  # the cases are about others
