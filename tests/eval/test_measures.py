"""Measures against published implementations, and the few that have none by hand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import ir_measures
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hld.eval import measures
from hld.eval.case import Case
from hld.eval.measures import Judged, abstention, cost
from hld.eval.measures.citations import f1
from hld.eval.measures.content import fragments, quotations, tokens, verbatim
from hld.eval.ranking import MEASURES, documents, judge, lenient
from hld.eval.reply import Reply
from hld.eval.run import Row, Said
from hld.ingest.library import Entry

IDS = [f"d{n}" for n in range(30)]
RANKINGS = st.permutations(IDS).flatmap(lambda ids: st.integers(1, 30).map(lambda n: ids[:n]))
GOLD = st.frozensets(st.sampled_from([*IDS, "lost", "gone"]), min_size=1, max_size=8)


# Rankings.


@settings(max_examples=40, deadline=None)
@given(queries=st.lists(st.tuples(GOLD, RANKINGS), min_size=1, max_size=4))
def test_groups_of_one_are_judged_as_ir_measures_judges_ids(queries: list[tuple[frozenset[str], list[str]]]) -> None:
    wanted = [ir_measures.parse_measure(text) for text in MEASURES.values()]
    qrels = [ir_measures.Qrel(str(q), i, 1) for q, (gold, _) in enumerate(queries) for i in gold]
    run = [ir_measures.ScoredDoc(str(q), i, -float(n)) for q, (_, ranked) in enumerate(queries) for n, i in enumerate(ranked)]
    expected = {(m.query_id, str(m.measure)): m.value for m in ir_measures.iter_calc(wanted, qrels, run)}
    found = judge({str(q): ([[i] for i in sorted(gold)], ranked) for q, (gold, ranked) in enumerate(queries)})
    for query, figures in found.items():
        for name, value in figures.items():
            assert value == pytest.approx(expected[query, str(ir_measures.parse_measure(MEASURES[name]))]), name


@pytest.mark.parametrize(
    ("groups", "ranked", "expected"),
    [
        ([["a", "b"]], ["b"], {"recall@5": 1.0, "mrr": 1.0, "map@10": 1.0, "ndcg@10": 1.0, "success@1": 1.0}),
        ([["a", "b"], ["c"]], ["x", "b", "a", "c"], {"recall@5": 1.0, "mrr": 0.5, "map@10": 0.5, "success@1": 0.0}),
        ([["a"], ["c"]], [], {"recall@5": 0.0, "mrr": 0.0, "map@10": 0.0, "ndcg@10": 0.0, "success@5": 0.0}),
        ([["a"], ["a", "b"]], ["a"], {"recall@5": 1.0, "mrr": 1.0}),
        ([["a"]], ["x"] * 9 + ["a"], {"recall@5": 1.0, "mrr": 0.5}),
    ],
    ids=["any alternative", "a second alternative keeps its rank", "nothing found", "one meets two", "a repeat is no rank"],
)
def test_groups(groups: list[list[str]], ranked: list[str], expected: dict[str, float]) -> None:
    found = judge({"q": (groups, ranked)})["q"]
    assert {name: found[name] for name in expected} == pytest.approx(expected)


def test_a_query_without_gold_is_not_judged() -> None:
    assert judge({"q": ([], ["a"]), "r": ([["a"]], ["a"])}).keys() == {"r"}


R = "A/RES/67/172#"


@pytest.mark.parametrize(
    ("gold", "hit", "near"),
    [
        ("para-10-a", "para-10-a", True),
        ("para-10-a", "para-10", True),
        ("para-10", "para-10-a", True),
        ("para-10-a-ii", "para-10", True),
        ("para-10-a", "para-10-b", False),
        ("para-1", "para-10", False),
        ("pre-3", "para-3", False),
    ],
)
def test_credit_for_the_paragraph_above_or_below(gold: str, hit: str, near: bool) -> None:
    assert (R + hit in lenient([[R + gold]], [R + hit])[0]) == near
    assert f"A/RES/68/4#{hit}" not in lenient([[R + gold]], [f"A/RES/68/4#{hit}"])[0]


def test_documents_are_ranked_by_their_first_paragraph() -> None:
    groups, ranked = documents([["A/RES/1/1#para-1", "A/RES/2/2#para-1"], ["A/RES/1/1#pre-1"]], ["B#1", "A#1", "B#2"])
    assert groups == [{"A/RES/1/1", "A/RES/2/2"}, {"A/RES/1/1"}]
    assert ranked == ["B", "A"]


# Abstention and confidence.

SCORES = st.sampled_from([0.0, 0.1, 0.5, 0.9])


@settings(deadline=None)
@given(st.lists(SCORES, min_size=1), st.lists(SCORES, min_size=1))
def test_auroc_equals_scikit_learn(positive: list[float], negative: list[float]) -> None:
    from sklearn.metrics import roc_auc_score

    labels = np.array([1] * len(positive) + [0] * len(negative))
    scores = np.array([*positive, *negative])
    assert abstention.auroc(labels, scores) == pytest.approx(roc_auc_score(labels, scores))


def test_auroc_of_one_kind_is_not_a_number() -> None:
    assert math.isnan(abstention.auroc(np.array([1, 1]), np.array([0.1, 0.2])))
    assert math.isnan(abstention.auroc(np.array([]), np.array([])))


@settings(deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=30))
def test_refusals_equal_scikit_learn(cases: list[tuple[bool, bool]]) -> None:
    from sklearn.metrics import f1_score, precision_score, recall_score

    table = np.array([(can, no, 0.5, 0.0) for can, no in cases], float)
    cannot, refused = table[:, 0] == 0, table[:, 1] == 1
    if cannot.any():
        assert abstention.recall_of_refusal(table) == pytest.approx(recall_score(cannot, refused))
        assert abstention.f1_of_refusal(table) == pytest.approx(f1_score(cannot, refused))
    if refused.any():
        assert abstention.precision_of_refusal(table) == pytest.approx(precision_score(cannot, refused, zero_division=0))
    else:
        assert math.isnan(abstention.precision_of_refusal(table))


@pytest.mark.parametrize(
    ("confidence", "loss", "area"),
    [
        # Coverages 1/4 to 1: risks 0, 0, 1/3, 1/2.
        ([0.9, 0.8, 0.7, 0.6], [0, 0, 1, 1], (0 + 0 + 1 / 3 + 1 / 2) / 4),
        # The worst order: risks 1, 1, 2/3, 1/2.
        ([0.6, 0.7, 0.8, 0.9], [0, 0, 1, 1], (1 + 1 + 2 / 3 + 1 / 2) / 4),
        # A confidence that knows nothing: the mean loss throughout.
        ([0.5, 0.5, 0.5, 0.5], [0, 0, 1, 1], 0.5),
        ([0.9], [0], 0.0),
    ],
)
def test_area_under_the_risk_coverage_curve(confidence: list[float], loss: list[float], area: float) -> None:
    assert abstention.aurc(np.array(confidence), np.array(loss, float)) == pytest.approx(area)


def test_calibration_error_by_hand_and_by_scikit_learn() -> None:
    from sklearn.calibration import calibration_curve

    # Bins: {.05: 0 of 1}, {.75, .75: 1 of 2}, {1.0: 1 of 1}: (.05 + 2 * .25 + 0) / 4.
    positive, confidence = np.array([0, 1, 0, 1]), np.array([0.05, 0.75, 0.75, 1.0])
    assert abstention.calibration_error(positive, confidence) == pytest.approx(0.1375)
    random = np.random.default_rng(3)
    confidence = random.random(500)
    positive = (random.random(500) < confidence**2).astype(int)
    shares, means = calibration_curve(positive, confidence, n_bins=10)
    sizes = np.histogram(confidence, 10, (0, 1))[0]
    assert abstention.calibration_error(positive, confidence) == pytest.approx((np.abs(shares - means) * sizes).sum() / 500)


def test_percentiles() -> None:
    rows = [Row(system="x", id=str(n), metrics={}, timings_ms={"total": float(n)}) for n in range(1, 102)]
    found = {name: measure.value(rows) for name, measure in measures.load().items() if measure.timed}
    assert found == {"ms_p50": 51.0, "ms_p95": 96.0, "ms_p99": 100.0}
    assert cost.percentile(np.array([[1.0], [2.0]]), 50) == 1.5


# What is said.


class Shelf:
    """Paragraphs by id; a sentence is supported by those that hold all of its words."""

    entails = None

    def __init__(self, **texts: str) -> None:
        self._texts = texts

    def entry(self, paragraph: str) -> Entry | None:
        text = self._texts.get(paragraph)
        return None if text is None else entry(paragraph, text)

    def supports(self, sentence: str, paragraphs: Sequence[Entry]) -> bool:
        return set(tokens(sentence)) <= set(tokens(" ".join(p.text for p in paragraphs)))


def entry(paragraph: str, text: str) -> Entry:
    return Entry(
        id=paragraph,
        document="D",
        kind="operative",
        text=text,
        context="",
        verb="",
        page=1,
        heading="",
        notes=(),
        official=True,
        plain="",
    )


def judged(*sentences: Said, status: str = "answered", shelf: Shelf | None = None, **case: object) -> Judged:
    base = {"id": "x", "question": "Who?", "category": "factual", "status": "answered", "gold": [[R + "para-1"]]}
    cited = tuple(dict.fromkeys(i for s in sentences for i in s.citations))
    return Judged(
        case=Case.model_validate({**base, **case}),
        reply=Reply(status=status, sentences=sentences, cited=cited),  # type: ignore[arg-type]
        ranked=cited,
        corpus=shelf or Shelf(a="the cost of money", b="sent home by people", c="lamps are green"),
    )


ALCE = [
    ("supported", [Said(text="the cost", citations=("a",))], 1.0, 1.0),
    ("not supported", [Said(text="the price", citations=("a",))], 0.0, 0.0),
    ("only together", [Said(text="the cost of money sent home", citations=("a", "b"))], 1.0, 1.0),
    ("one is idle", [Said(text="the cost of money", citations=("a", "c"))], 1.0, 0.5),
    ("one sentence of two", [Said(text="the cost", citations=("a",)), Said(text="lamps", citations=("b",))], 0.5, 0.5),
    ("no citation", [Said(text="the cost")], 0.0, 0.0),
    ("no such paragraph", [Said(text="the cost", citations=("z",))], 0.0, 0.0),
    ("an invented one beside", [Said(text="the cost", citations=("a", "z"))], 1.0, 0.5),
]


@pytest.mark.parametrize(("sentences", "recall", "precision"), [a[1:] for a in ALCE], ids=[a[0] for a in ALCE])
def test_citations_after_alce(sentences: list[Said], recall: float, precision: float) -> None:
    found = measures.score(judged(*sentences))
    assert (found["alce_recall"], found["alce_precision"]) == (recall, precision)
    assert found["alce_f1"] == f1(precision, recall)


def test_an_nli_model_is_asked_where_there_is_one() -> None:
    shelf = Shelf(a="the cost of money")
    asked: list[tuple[str, str]] = []
    shelf.entails = lambda premise, said: asked.append((premise, said)) or said == "yes"  # type: ignore[assignment,func-returns-value]
    assert measures.score(judged(Said(text="yes", citations=("a",)), shelf=shelf))["nli_f1"] == 1.0
    assert measures.score(judged(Said(text="no", citations=("a",)), shelf=shelf))["nli_f1"] == 0.0
    assert ("the cost of money", "no") in asked
    assert "nli_f1" not in measures.score(judged(Said(text="no", citations=("a",))))


def test_what_is_invented() -> None:
    assert measures.score(judged(Said(text="x", citations=("a", "z"))))["invented"] == 0.5
    assert "invented" not in measures.score(judged(status="abstained"))


@pytest.mark.parametrize(
    ("said", "facts", "covered"),
    [
        ("It is 3 PER CENT by 2030.", ["3 per cent", "2030"], 1.0),
        ("It is 13 per cent.", ["3 per cent"], 0.0),
        ("About 1,000 people", ["1000 people"], 1.0),
        ("The States’ pledges", ["states' pledges", "lamps"], 0.5),
    ],
)
def test_facts(said: str, facts: list[str], covered: float) -> None:
    assert measures.score(judged(Said(text=said, citations=("a",)), facts=facts))["fact_coverage"] == covered
    assert "fact_coverage" not in measures.score(judged(status="abstained", facts=facts))


@pytest.mark.parametrize(
    ("source", "summary", "expected"),
    [
        ("a b c d", "a b x d", [2, 1]),
        ("a b a b c", "a b c", [3]),
        ("a b", "x y", []),
        ("a", "a a", [1, 1]),
        ("", "a", []),
    ],
)
def test_extractive_fragments(source: str, summary: str, expected: list[int]) -> None:
    assert fragments(source.split(), summary.split()) == expected


def test_copying_and_compression() -> None:
    found = measures.score(judged(Said(text="The cost of lamps", citations=("a",))))
    assert (found["copy_rate"], found["compression"]) == (0.75, 1.0)


QUOTES = [
    ("whole", "the cost of money", "the cost of money", 0, True),
    ("case and punctuation", "The cost: of money!", "the cost of money", 0, True),
    ("a word changed", "the price of money", "the cost of money", 0, False),
    ("a word left out", "the of money", "the cost of money", 0, False),
    ("a gap marked", "the cost (…) money", "the cost of money", 0, True),
    ("gaps out of order", "money (…) the cost", "the cost of money", 0, False),
    ("introduced", "it notes the cost of money", "the cost of money", 4, True),
    ("introduction too long", "a b c d e the cost", "the cost", 9, False),
    ("part of a word", "cost of", "costs of", 0, False),
    ("nothing", "…", "the cost", 0, False),
]


@pytest.mark.parametrize(("quotation", "text", "lead", "right"), [q[1:] for q in QUOTES], ids=[q[0] for q in QUOTES])
def test_verbatim(quotation: str, text: str, lead: int, right: bool) -> None:
    assert verbatim(quotation, text, lead=lead) is right


def test_quotations_are_checked_whatever_the_system_says_of_itself() -> None:
    false = Said(text="The price of money", citations=("a",), verdict="quoted", score=1.0)
    assert measures.score(judged(false))["quote_fidelity"] == 0.0
    marked = Said(text="It says “the cost of money” at last", citations=("a",), verdict="supported")
    assert measures.score(judged(marked))["quote_fidelity"] == 1.0
    elsewhere = Said(text="It says “the cost of money” at last", citations=("b",))
    assert measures.score(judged(elsewhere))["quote_fidelity"] == 0.0
    assert "quote_fidelity" not in measures.score(judged(Said(text="In other words", citations=("a",), verdict="supported")))
    assert quotations("the “UN” and more", "supported") == []


def test_citations_against_gold() -> None:
    gold = [[R + "para-1", R + "para-2"], [R + "para-3-a"]]
    found = measures.score(judged(Said(text="x", citations=(R + "para-2", R + "para-3")), gold=gold))
    assert (found["citation_precision"], found["citation_recall"], found["right"]) == (0.5, 0.5, 1.0)
    assert found["lenient_citation_precision"] == 1.0
    refused = measures.score(judged(status="abstained", gold=gold))
    assert (refused["citation_f1"], refused["right"]) == (0.0, 0.0)
    assert "citation_precision" not in refused


def test_a_question_that_cannot_be_answered_is_right_when_it_is_refused() -> None:
    case = Case.model_validate({"id": "x", "question": "Who?", "category": "unanswerable", "status": "abstained"})
    for status, right in (("answered", 0.0), ("abstained", 1.0), ("clarify", 1.0)):
        reply = Reply(status=status, sentences=())  # type: ignore[arg-type]
        assert measures.score(Judged(case=case, reply=reply, ranked=(), corpus=Shelf()))["right"] == right


def test_every_measure_says_what_it_is_and_has_a_source_or_an_owner() -> None:
    for name, measure in measures.load().items():
        assert measure.name == name
        assert measure.says.endswith("."), name
    mrr = measures.load()["mrr"]
    assert not measures.register(mrr), "a module that is imported twice says the same"
    with pytest.raises(ValueError, match="there already"):
        measures.register(replace(mrr, says="Something else."))
