"""Systems that behave badly on purpose, scored as anyone's answers are: each is seen for what it is."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import pytest
from typer.testing import CliRunner

from hld.app.cli import app
from hld.eval.case import Case, load_cases
from hld.eval.run import Run, load
from hld.eval.suite import Context, execute
from hld.eval.suites.own import SUITE, prepare
from hld.index.search import Index
from hld.ingest.errors import HldError

Answer = dict[str, Any]
CASES = load_cases(split="dev")


def answer(text: str, cited: list[str], *, retrieved: list[str] | None = None, confidence: float = 1.0) -> Answer:
    return {
        "status": "answered",
        "sentences": [{"text": text, "citations": cited, "verdict": "quoted"}],
        "retrieved": [{"id": i} for i in (cited if retrieved is None else retrieved)],
        "confidence": confidence,
    }


class Evaluate(Protocol):
    def __call__(self, name: str, system: Callable[[Case], Answer | None], cases: Sequence[Case] = CASES) -> Run: ...


@pytest.fixture(scope="module")
def evaluate(context: Context, tmp_path_factory: pytest.TempPathFactory) -> Evaluate:
    folder = tmp_path_factory.mktemp("answers")

    def evaluated(name: str, system: Callable[[Case], Answer | None], cases: Sequence[Case] = CASES) -> Run:
        rows = [{"id": case.id, "answer": made} for case in cases if (made := system(case)) is not None]
        path, asked = folder / f"{name}.jsonl", folder / f"{name}-cases.jsonl"
        path.write_text("\n".join(json.dumps(row) for row in rows))
        asked.write_text("\n".join(case.model_dump_json() for case in cases))
        return execute(SUITE, prepare(context, cases=[asked], answers=path), context, folder / "runs")

    return evaluated


def figures(run: Run) -> dict[str, float]:
    return {name: found.value for name, found in run.summary[run.systems[0]].items() if found.value is not None}


@pytest.fixture(scope="module")
def paragraphs(index: Index) -> dict[str, str]:
    return {entry.id: entry.text for entry in index.library.all(["en"])}


def test_one_that_knows_the_gold_is_perfect(evaluate: Evaluate, paragraphs: dict[str, str]) -> None:
    def knows(case: Case) -> Answer:
        if case.status in ("abstained", "clarify"):
            return {"status": case.status, "confidence": 0.0}
        cited = [group[0] for group in case.gold]
        said = [{"text": paragraphs[i], "citations": [i], "verdict": "quoted"} for i in cited] or [
            {"text": "Yes.", "citations": []}
        ]
        return {"status": case.status, "sentences": said, "retrieved": [{"id": i} for i in cited], "confidence": 1.0}

    found = figures(evaluate("knows", knows))
    perfect = {"recall@5", "mrr", "success@1", "citation_precision", "citation_recall", "citation_f1", "quote_fidelity", "right"}
    perfect |= {"answered", "abstention_precision", "abstention_recall", "abstention_f1", "abstention_auroc"}
    assert {name: found[name] for name in perfect} == dict.fromkeys(perfect, 1.0)
    assert found["wrongly_answered"] == found["invented"] == found["ece"] == 0.0


def test_pasting_everything(evaluate: Evaluate, paragraphs: dict[str, str], everyday: frozenset[str]) -> None:
    # A few cases, and all that any of them asks for among as much again: judging what is pasted takes the square of it.
    # None of the everyday ones, of which many are met by any of several paragraphs: what is pasted would be right too often.
    few = [case for case in CASES if case.id not in everyday]
    cases = [c for c in few if c.status == "answered"][::50][:4] + [c for c in few if c.status == "abstained"][:2]
    wanted = {i for case in cases for i in case.gold_ids}
    ids = [i for n, i in enumerate(paragraphs) if i in wanted or n % 25 == 0]
    whole = " ".join(paragraphs[i] for i in ids)
    found = figures(evaluate("pastes", lambda case: answer(whole, ids), cases))
    assert found["citation_recall"] == 1.0, "recall alone does not see it"
    assert found["citation_precision"] < 0.15
    assert found["citation_f1"] < 0.3
    assert found["alce_precision"] < 0.15
    assert found["quote_fidelity"] == 0.0
    assert found["mrr"] < 0.3
    assert found["wrongly_answered"] == 1.0
    assert found["abstention_f1"] == 0.0
    assert found["abstention_auroc"] == 0.5


def test_always_abstaining(evaluate: Evaluate) -> None:
    found = figures(evaluate("abstains", lambda case: {"status": "abstained", "reason": "No."}))
    assert found["answered"] == found["citation_f1"] == found["recall@10"] == found["mrr"] == 0.0
    assert found["abstention_recall"] == 1.0, "recall alone does not see it"
    assert found["abstention_precision"] < 0.5
    assert found["right"] < 0.5
    assert found["abstention_auroc"] == 0.5
    assert found["aurc"] == 1.0
    assert "alce_f1" not in found


def test_citing_at_random(evaluate: Evaluate, paragraphs: dict[str, str]) -> None:
    draw = random.Random(11)
    ids = sorted(paragraphs)

    def guesses(case: Case) -> Answer:
        chosen = draw.sample(ids, 20)
        return answer("The lamps of the harbour are green.", chosen[:2], retrieved=chosen, confidence=draw.random())

    found = figures(evaluate("guesses", guesses))
    for name in ("citation_precision", "citation_recall", "recall@5", "mrr", "alce_f1", "fact_coverage", "quote_fidelity"):
        assert found[name] < 0.1, name
    assert 0.3 < found["abstention_auroc"] < 0.7
    assert found["aurc"] > 0.8


def test_answering_from_the_title_alone(evaluate: Evaluate, index: Index) -> None:
    """The document is right, the paragraph is its first that does not hold the title or its end, whatever is asked."""

    def titled(case: Case) -> Answer:
        document = case.gold[0][0].partition("#")[0] if case.gold else "A/RES/68/4"
        title = index.documents[document].title
        end = " ".join(title.lower().split()[-4:])
        first = next(p for p in index.library.paragraphs(document) if end not in p.text.lower())
        return answer(title, [first.id])

    found = figures(evaluate("titles", titled))
    assert found["document_recall@5"] > 0.8, "documents alone do not see it"
    for name in ("recall@5", "mrr", "citation_precision", "fact_coverage"):
        assert found[name] < 0.15, name
    assert found["right"] < 0.15
    assert found["alce_f1"] < 0.5
    assert found["quote_fidelity"] < 0.15
    assert found["wrongly_answered"] == 1.0


def test_inventing_paragraphs(evaluate: Evaluate) -> None:
    found = figures(evaluate("invents", lambda case: answer("Yes.", ["A/RES/99/999#para-1", "see above"])))
    assert found["invented"] == 1.0
    assert found["alce_f1"] == found["citation_precision"] == found["mrr"] == 0.0


def test_answers_that_are_not_there_count_as_abstained_and_are_said(evaluate: Evaluate) -> None:
    found = evaluate("two", lambda case: answer("Yes.", []) if case in CASES[:2] else None)
    assert f"{len(CASES) - 2} of {len(CASES)} cases have no answer" in found.about["notes"][0]
    assert [row.status for row in found.rows[:3]] == ["answered", "answered", "abstained"]
    assert "no answer" in found.rows[2].reason


def test_our_own_answers_score_the_same_made_elsewhere(at_home: Callable[..., None], tmp_path: Path) -> None:
    cases = [c for c in CASES if not c.history and c.status == "answered"][:5]
    path, batch, answers = tmp_path / "cases.jsonl", tmp_path / "batch.jsonl", tmp_path / "theirs.jsonl"
    path.write_text("\n".join(c.model_dump_json() for c in cases))
    batch.write_text("\n".join(json.dumps({"id": c.id, "text": c.question}) for c in cases))
    answers.write_text(CliRunner().invoke(app, ["ask", "--batch", str(batch), "--json"]).stdout)
    common = ["eval", "--cases", str(path), "--runs", str(tmp_path), "--json"]
    theirs = json.loads(CliRunner().invoke(app, [*common, "--answers", str(answers)]).stdout)["theirs"]
    ours = json.loads(CliRunner().invoke(app, [*common, "--systems", "hld"]).stdout)["hld"]
    for name in ("recall@5", "citation_f1", "alce_f1", "fact_coverage", "quote_fidelity", "right"):
        assert theirs[name] == ours[name], name


BAD = [
    ("no JSON", "{"),
    ("no id", json.dumps({"answer": {"status": "abstained"}})),
    ("no answer", json.dumps({"id": "x"})),
    ("a status of its own", json.dumps({"id": "x", "answer": {"status": "perhaps"}})),
    ("a confidence of 90", json.dumps({"id": "x", "answer": {"status": "answered", "confidence": 90}})),
    ("sentences of text", json.dumps({"id": "x", "answer": {"status": "answered", "sentences": ["Yes."]}})),
    ("twice", json.dumps({"id": "first", "answer": {"status": "abstained"}})),
]


@pytest.mark.parametrize("line", [b[1] for b in BAD], ids=[b[0] for b in BAD])
def test_a_line_that_is_no_answer_is_named(line: str, context: Context, tmp_path: Path) -> None:
    path = tmp_path / "theirs.jsonl"
    path.write_text(json.dumps({"id": "first", "answer": {"status": "abstained"}}) + "\n\n" + line + "\n")
    with pytest.raises(HldError, match=r"theirs\.jsonl, line 3"):
        prepare(context, answers=path)


def test_the_runs_of_bad_systems_can_be_read(evaluate: Evaluate) -> None:
    assert load(evaluate("abstains", lambda case: {"status": "abstained"}).path).systems == ("abstains",)
