"""What the confidence is fitted on beside the cases: questions about other documents, of those kept from all training."""

from __future__ import annotations

import json
from pathlib import Path

from hld.app import evidence
from hld.app.answer import Assistant
from hld.app.settings import Settings
from hld.eval.calibrate import rows
from hld.eval.fitting import OTHERS, others, reports
from hld.eval.folds import held_out

HELD = [f"A/RES/{n}/172#para-1" for n in range(40, 80) if held_out(f"A/RES/{n}/172#para-1")]


def test_one_document_in_six_is_held_out() -> None:
    share = sum(held_out(f"A/RES/70/{n}#para-1") for n in range(1200)) / 1200
    assert 0.13 < share < 0.2


def test_questions_about_documents_that_are_held(tmp_path: Path, assistant: Assistant) -> None:
    here = [i for i in assistant.index.ids if held_out(i)]
    assert here, "no document of the digest is held out"
    learnt = next(i for i in assistant.index.ids if not held_out(i))
    for folder in ("pairs", "asked"):
        (tmp_path / folder).mkdir()
    asked = [{"id": here[0], "question": "Who lights it?"}, {"id": learnt, "question": "Who put it out?"}]
    (tmp_path / "pairs" / "some.jsonl").write_text("\n".join(map(json.dumps, [*asked, {"id": HELD[0], "question": "Who?"}])))
    (tmp_path / "asked" / "unanswered.jsonl").write_text(json.dumps({"id": here[0], "question": "How tall is it?"}))
    (part,) = others({"digest": assistant, "none": assistant}, tmp_path)[:1]
    assert (part.name, part.weight) == ("digest, others", OTHERS)
    found = {case.question: (case.status, case.gold) for case in part.cases}
    assert found["Who lights it?"] == ("answered", ((here[0],),))
    assert found["How tall is it?"] == ("abstained", ())
    assert "Who put it out?" not in found
    assert {row.group for row in rows(part)} == {here[0].partition("#")[0]}


REPORT = """# Lamps and their keepers on the coast of Orm: report of the Secretary-General

{symbol}

General Assembly, ninety-fifth session
4 August 2040

1. Of the forty harbour lamps on the coast of Orm, nine were dark in the winter of 2039 for want of oil.

2. Keepers in the village of Lutt are paid {pay} marks a month, half of what those of the capital earn.
"""


def test_questions_about_reports_that_are_read_in(tmp_path: Path, apart: Settings) -> None:
    symbols = [f"A/95/{n}" for n in range(101, 140)]
    held = next(symbol for symbol in symbols if held_out(symbol))
    learnt = next(symbol for symbol in symbols if not held_out(symbol))
    for pay, symbol in enumerate((held, learnt), start=200):
        name = symbol.replace("/", "_")
        (tmp_path / f"{name}.md").write_text(REPORT.format(symbol=symbol, pay=pay))
        asked = [
            {"id": f"{symbol}#para-2", "question": "What does a lighthouse keeper in Lutt earn?", "can": True},
            {"id": f"{symbol}#para-2", "question": "Who trains the lighthouse keepers of Lutt?", "can": False},
        ]
        (tmp_path / f"{name}.jsonl").write_text("\n".join(map(json.dumps, asked)))
    part = reports(tmp_path, apart)
    assert {held, learnt} <= part.assistant.index.documents.keys()
    assert [(case.status, case.gold) for case in part.cases] == [("answered", ((f"{held}#para-2",),)), ("abstained", ())]
    found = rows(part)
    assert [(row.group, row.can) for row in found] == [(held, True), (held, False)]
    assert found[0].judge == evidence.REPORTS
