"""What the confidence is fitted on beside the cases: questions about other documents, of those kept from all training."""

from __future__ import annotations

import json
from pathlib import Path

from hld.app.answer import Assistant
from hld.eval.calibrate import rows
from hld.eval.fitting import OTHERS, others
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
