"""How strongly something is said, and to whom; verdicts with their reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hld.app.verify import examine
from hld.index.lexical import Analyser
from hld.ingest.errors import HldError

TERMS = Analyser().terms
CONTEXT = ["A/RES/91/17 Lamps and harbours General Assembly 2036-12-09 9 December 2036"]
INVITES = "Invites States to consider paying for the lamps of small harbours, and notes the four reports of the Harbour Fund;"
DECIDES = "Decides not to hold the third conference of harbours in 2037;"
REQUESTS = "Requests the Secretary-General to count the lamps of all harbours;"

FINDINGS = [
    # sentence, paragraph, verdict, words of the reason
    ("The Assembly decided that States consider paying for lamps.", INVITES, "unsupported", "does not decide"),
    ("States must pay for the lamps of small harbours.", INVITES, "unsupported", "does not oblige"),
    ("The Assembly invited States to pay for lamps in harbours that are small.", INVITES, "supported", "terms"),
    ("The Assembly noted that the Harbour Fund has 4 reports.", INVITES, "supported", "terms"),
    ("The Assembly noted five reports of the Harbour Fund.", INVITES, "unsupported", "“5”"),
    ("The Harbour Fund of Ruritania wrote four reports on lamps of small harbours.", INVITES, "partly", "ruritania"),
    ("The Assembly decided to hold the third conference of harbours in 2037.", DECIDES, "unsupported", "denies"),
    ("The third conference of harbours takes place in 2037.", DECIDES, "unsupported", "denies"),
    ("The Assembly requests Member States to count the lamps of all harbours.", REQUESTS, "unsupported", "not Member States"),
    ("The Assembly does not want the lamps of harbours counted.", REQUESTS, "unsupported", "denies"),
    ("On 3 May 2036 the Assembly requested a count of lamps.", REQUESTS, "unsupported", "3 May"),
    (REQUESTS, REQUESTS, "quoted", "stand in the paragraph"),
]


@pytest.mark.parametrize(("sentence", "paragraph", "verdict", "reason"), FINDINGS)
def test_verdicts_have_their_reason(sentence: str, paragraph: str, verdict: str, reason: str) -> None:
    found = examine(sentence, [paragraph], CONTEXT, TERMS)
    assert (found.verdict, reason in found.reason) == (verdict, True), found


def test_closeness_in_meaning_raises_a_verdict_and_never_one_that_is_refuted() -> None:
    said = "The body asked for all of the lights in harbours to be numbered"
    far = examine(said, [REQUESTS], CONTEXT, TERMS, close=lambda _, others: [0.0 for _ in others])
    near = examine(said, [REQUESTS], CONTEXT, TERMS, close=lambda _, others: [0.95 for _ in others])
    assert near.score > far.score
    wrong = examine("The Assembly noted five reports.", [INVITES], CONTEXT, TERMS, close=lambda _, others: [1.0 for _ in others])
    assert wrong.verdict == "unsupported"


class Says:
    name = "a judge"

    def __init__(self, entailed: float, contradicted: float) -> None:
        self.answer, self.asked = (entailed, contradicted), 0

    def judge(self, evidence: str, claim: str) -> tuple[float, float]:
        self.asked += 1
        return self.answer


def test_a_judge_decides_where_words_do_not() -> None:
    said = "Lights at sea are somebody's business"
    assert examine(said, [REQUESTS], CONTEXT, TERMS, judge=Says(0.9, 0.05)).verdict == "supported"
    assert examine(said, [REQUESTS], CONTEXT, TERMS, judge=Says(0.1, 0.8)).verdict == "unsupported"
    unsure = Says(0.3, 0.3)
    assert examine(said, [REQUESTS], CONTEXT, TERMS, judge=unsure).reason.startswith("The paragraph holds")
    quoted = Says(0.0, 1.0)
    assert examine(REQUESTS, [REQUESTS], CONTEXT, TERMS, judge=quoted).verdict == "quoted"
    assert quoted.asked == 0


def test_an_nli_model_that_was_made_on_the_spot(nli_model: Callable[[dict[int, str]], Path], tmp_path: Path) -> None:
    from hld.app.nli import NliJudge

    folder = nli_model({0: "contradiction", 1: "entailment", 2: "neutral"})
    entailed, contradicted = NliJudge(str(folder)).judge("the lamps are green", "lamps are green")
    assert 0 < entailed < 1
    assert 0 < contradicted < 1
    assert entailed + contradicted < 1
    with pytest.raises(HldError, match="cannot be loaded"):
        NliJudge(str(tmp_path / "nothing")).judge("a", "b")
