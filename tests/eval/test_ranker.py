"""The fit of the ranker: against scikit-learn, on examples made on the spot, and on the digest."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from sklearn.linear_model import LogisticRegression

from hld.app import lookup
from hld.app.answer import RERANKED, Assistant
from hld.app.ranking import FEATURES, features
from hld.app.scores import Scores
from hld.eval.case import LATER, Case, digest_of, load_cases
from hld.eval.fitting import Part, documents, parts
from hld.eval.folds import fold_of
from hld.eval.ranker import MEMBERS, PENALTY, UNITS, Ranked, examples, figures, fit, learn, out_of_fold, write

Fitted = Callable[..., Scores]

IDS = tuple(f"A/RES/91/1#para-{n}" for n in range(1, 13))
MARKS, NOISE, CONSTANT = 0, 1, 2


def case(name: str, *gold: tuple[str, ...]) -> Case:
    return Case(id=name, question=f"What is {name}?", category="factual", status="answered", gold=gold or (IDS[:1],))


def made_up(name: str, rows: np.ndarray, right: Sequence[bool] | np.ndarray) -> Ranked:
    return Ranked(case=case(name), ids=IDS[: len(rows)], rows=rows, right=np.array(right))


def corpus(number: int, *, seed: int, marks: int = MARKS, size: int = 8, name: str = "r") -> list[Ranked]:
    """Cases whose right hit is, nine times in ten, the one that stands out in the feature `marks`."""
    draw = np.random.default_rng(seed)
    out = []
    for n in range(number):
        rows = np.hstack([draw.random((size, 2)), np.full((size, 1), 3.0)])
        best = int(rows[:, marks].argmax()) if draw.random() < 0.9 else int(draw.integers(size))
        out.append(made_up(f"{name}-{n}", rows, np.arange(size) == best))
    return out


def weighing(*weights: float) -> Scores:
    """Scores by weights alone."""
    return Scores(weights=np.array(weights))


def same(one: Scores, other: Scores) -> bool:
    """Whether both give the same odds to the hits of some cases."""
    rows = np.concatenate([each.rows for each in corpus(5, seed=1)])
    return np.array_equal(one.odds(rows), other.odds(rows))


# The fit.


def test_the_feature_that_marks_the_right_hit_is_found() -> None:
    weights = fit([corpus(80, seed=1)]).weights
    assert weights[MARKS] > 5
    assert abs(weights[NOISE]) < weights[MARKS] / 10
    assert weights[CONSTANT] == pytest.approx(0, abs=1e-9)


def test_a_feature_that_marks_the_wrong_hits_weighs_against_them() -> None:
    turned = [made_up(each.case.id, each.rows * [-1, 1, 1], each.right) for each in corpus(80, seed=1)]
    assert fit([turned]).weights == pytest.approx(fit([corpus(80, seed=1)]).weights * [-1, 1, 1], abs=1e-3)


def test_weights_are_of_the_features_as_they_stand_whatever_their_scale() -> None:
    plain, factor = corpus(60, seed=2), np.array([1000.0, 0.01, 1.0])
    scaled = [made_up(each.case.id, each.rows * factor, each.right) for each in plain]
    assert fit([scaled]).weights * factor == pytest.approx(fit([plain]).weights, rel=1e-3, abs=1e-3)


def test_of_two_hits_it_is_scikit_learns_regression_on_their_difference() -> None:
    part = corpus(120, seed=3, size=2)
    scale = np.concatenate([each.rows for each in part]).std(0)[:2]
    ahead = np.array([(each.rows[each.right][0] - each.rows[~each.right][0])[:2] / scale for each in part])
    # The same comparison seen from both sides counts twice in the sum of scikit-learn.
    model = LogisticRegression(C=1 / (4 * PENALTY * len(part)), fit_intercept=False, tol=1e-10, max_iter=10_000)
    model.fit(np.vstack([ahead, -ahead]), [True] * len(part) + [False] * len(part))
    assert fit([part]).weights[:2] == pytest.approx(model.coef_[0] / scale, rel=1e-2, abs=1e-2)


def test_two_right_hits_share_the_probability() -> None:
    """Where both hits that stand out are right, one may fall behind the other for nothing."""
    rows = np.array([[1.0, 0.0], [1.0, 1.0], [0.0, 0.0], [0.0, 1.0]])
    weights = fit([[made_up("r-1", rows, [True, True, False, False])]]).weights
    assert weights[0] > 1
    assert weights[1] == pytest.approx(0, abs=1e-3)


@pytest.mark.parametrize("fitted", [fit, learn])
def test_the_same_examples_give_the_same_scores(fitted: Fitted) -> None:
    torch.manual_seed(1)
    once = fitted([corpus(40, seed=4)])
    torch.manual_seed(2)
    assert same(once, fitted([corpus(40, seed=4)])), "whatever was drawn before"


def test_the_fit_leaves_the_chance_of_others_alone() -> None:
    torch.manual_seed(3)
    expected = torch.rand(3)
    torch.manual_seed(3)
    learn([corpus(10, seed=4)])
    assert torch.equal(torch.rand(3), expected)


def test_a_layer_tells_what_one_feature_is_worth_beside_another() -> None:
    """The right hit has both marks or neither; each by itself tells nothing."""
    draw, part = np.random.default_rng(4), []
    for n in range(300):
        rows = np.array([[0, 0], [1, 1], [0, 1], [1, 0]], float)[[draw.integers(2), 2, 3]]
        part.append(made_up(f"r-{n}", rows + draw.normal(0, 0.05, rows.shape), [True, False, False]))
    alone, layered = (np.mean([each.right[by.odds(each.rows).argmax()] for each in part]) for by in (fit([part]), learn([part])))
    assert alone < 0.7
    assert layered > 0.95


def test_the_layer_is_of_the_features_as_they_stand() -> None:
    part = corpus(60, seed=2)
    turned = [made_up(each.case.id, each.rows * [10.0, 0.1, 1.0] + [5.0, -1.0, 0.0], each.right) for each in part]
    plain, other = learn([part]), learn([turned])
    for each, seen in zip(part, turned, strict=True):
        ahead, again = (by.odds(rows) - by.odds(rows)[0] for by, rows in ((plain, each.rows), (other, seen.rows)))
        assert again == pytest.approx(ahead, abs=0.01)


def test_corpora_count_equally_however_large_they_are() -> None:
    """The same rows, of which the one corpus holds right what the other does not."""
    first = corpus(30, seed=5)
    second = [made_up(each.case.id, each.rows, each.rows[:, NOISE] == each.rows[:, NOISE].max()) for each in first]
    once = fit([first, second]).weights
    assert fit([first * 7, second]).weights == pytest.approx(once, abs=1e-3)
    assert fit([second, first]).weights == pytest.approx(once, abs=1e-3)
    assert once[MARKS] == pytest.approx(once[NOISE], rel=0.5), "neither wins"
    together = fit([first * 7 + second]).weights
    assert together[MARKS] > 2 * together[NOISE], "as one corpus, the larger part wins"


@pytest.mark.parametrize("right", [False, True])
def test_cases_without_a_choice_are_left_out(right: bool) -> None:
    part = corpus(40, seed=6)
    same = [made_up(f"s-{n}", each.rows, [right] * len(each.rows)) for n, each in enumerate(part)]
    assert fit([part + same]).weights == pytest.approx(fit([part]).weights, abs=1e-6)


# The figures.


def test_figures_are_those_worked_out_by_hand() -> None:
    """Twelve hits each. The weights are 1 and 0, so that the first feature is the order."""
    falling = np.stack([np.arange(12, 0, -1.0), np.zeros(12)], axis=1)
    part = [
        # One group second, the other seventh: half of them among five, both among ten, the first after one other.
        Ranked(case=case("a", IDS[1:2], IDS[6:7]), ids=IDS, rows=falling, right=np.zeros(12, bool)),
        # The first two hits are alternatives of one group: a further one is worth nothing.
        Ranked(case=case("b", IDS[:2]), ids=IDS, rows=falling, right=np.zeros(12, bool)),
        # The order is turned round: the first hit is the last, the twelfth.
        Ranked(case=case("c", IDS[:1]), ids=IDS, rows=-falling, right=np.zeros(12, bool)),
        # Not among the hits.
        Ranked(case=case("d", ("A/RES/92/1#para-1",)), ids=IDS, rows=falling, right=np.zeros(12, bool)),
    ]
    assert figures(part, [weighing(1.0, 0.0)] * 4) == {
        "success@1": 1 / 4,
        "recall@5": pytest.approx((1 / 2 + 1 + 0 + 0) / 4),
        "recall@10": pytest.approx((1 + 1 + 0 + 0) / 4),
        "mrr": pytest.approx((1 / 2 + 1 + 1 / 12 + 0) / 4, abs=1e-4),
    }


def test_each_case_is_ranked_by_its_own_weights() -> None:
    falling = np.arange(12, 0, -1.0)[:, None]
    part = [Ranked(case=case(name, IDS[:1]), ids=IDS, rows=falling, right=np.zeros(12, bool)) for name in "ab"]
    assert figures(part, [weighing(1.0), weighing(1.0)])["mrr"] == 1.0
    assert figures(part, [weighing(1.0), weighing(-1.0)])["mrr"] == pytest.approx((1 + 1 / 12) / 2, abs=1e-4)


def test_hits_of_one_score_stay_in_the_order_of_the_search() -> None:
    """Sixty hits, every second with the higher score: the third of the others stands behind thirty and two."""
    ids = tuple(f"A/RES/91/1#para-{n}" for n in range(1, 61))
    rows = np.array([0.0, 1.0] * 30)[:, None]
    for place, rank in ((4, 33), (40, 51), (5, 3), (41, 21)):
        part = [Ranked(case=case("a", (ids[place],)), ids=ids, rows=rows, right=np.zeros(60, bool))]
        assert figures(part, [weighing(5.0)])["mrr"] == pytest.approx(1 / rank, abs=1e-4)


# Weights for cases that they were not fitted on.


@pytest.mark.parametrize("fitted", [fit, learn])
def test_each_case_has_the_scores_of_a_fit_without_its_fold(fitted: Fitted) -> None:
    parts = [corpus(30, seed=7), corpus(18, seed=8, marks=NOISE)]  # cases of the same ids are in both
    found = out_of_fold(parts, fitted=fitted)
    assert [len(own) for own in found] == [30, 18]
    for part, by in zip(parts, found, strict=True):
        for each, own in list(zip(part, by, strict=True))[:6]:
            fold = fold_of(each.case.id)
            without = fitted([[other for other in some if fold_of(other.case.id) != fold] for some in parts], ())
            assert same(own, without)


def test_the_scores_of_a_case_do_not_depend_on_what_is_right_for_it() -> None:
    part = corpus(30, seed=7)
    other = [*part]
    other[3] = made_up(part[3].case.id, part[3].rows, part[3].right[::-1])
    before, after = out_of_fold([part])[0], out_of_fold([other])[0]
    for each, old, new in zip(part, before, after, strict=True):
        assert same(old, new) == (fold_of(each.case.id) == fold_of(part[3].case.id))


# On the digest.

DEV = load_cases(split="dev")
TWENTY = [each for each in DEV if each.category in ("factual", "addressee", "lookup", "unanswerable")][::4][:20]


def test_examples_are_the_hits_of_the_cases_that_are_searched(assistant: Assistant) -> None:
    found = examples(Part(name="digest", assistant=assistant, cases=TWENTY))
    expected = []
    for each in TWENTY:
        understood = assistant.understand(each.question, each.history)
        if each.gold and lookup.answer(understood, assistant.index) is None:
            expected.append(each)
            ranked = found[len(expected) - 1]
            hits = assistant.index.find(assistant.query(understood), RERANKED)
            assert ranked.ids == tuple(hits.ids)
            assert np.array_equal(ranked.rows, features(understood, hits, assistant.index))
            assert {i for i, right in zip(ranked.ids, ranked.right, strict=True) if right} == each.gold_ids & set(ranked.ids)
    assert [ranked.case for ranked in found] == expected
    assert 5 < len(expected) < len(TWENTY), "some are looked up, and some have no answer"


def test_documents_without_samples_have_none(assistant: Assistant) -> None:
    some = frozenset({"A/RES/67/172", "A/RES/68/4"})
    searched = examples(Part(name="unsampled", assistant=assistant, cases=TWENTY, unsampled=some))
    seen = set()
    for each in searched:
        for identifier, row in zip(each.ids, each.rows, strict=True):
            document = identifier.partition("#")[0]
            assert row[FEATURES.index("unsampled")] == (document in some)
            seen.add(document)
    assert some < seen


def test_a_part_counts_as_its_weight_says() -> None:
    first, second = corpus(40, seed=5), corpus(40, seed=9, marks=NOISE)
    even = fit([first, second]).weights
    assert fit([first, second], [1, 1]).weights == pytest.approx(even, abs=1e-6)
    assert fit([first, second], [1, 0]).weights == pytest.approx(fit([first, [*first[:1]]], [1, 0]).weights, abs=0.3)
    assert fit([first, second], [3, 1]).weights[MARKS] > even[MARKS]
    marked = np.array([[1.0, 0.0, 3.0], [0.0, 1.0, 3.0]])
    ahead = {weight: np.subtract(*learn([first, second], [weight, 1]).odds(marked)) for weight in (1, 9)}
    assert ahead[9] > ahead[1], "so it does for a network"


def test_libraries_are_asked_with_and_without_samples(assistant: Assistant) -> None:
    later = load_cases(split="dev", package=LATER)
    of = parts({"digest": assistant}, TWENTY, later)
    process = documents(assistant, process=True)
    assert len(process) == 11
    assert [(part.name, part.unsampled) for part in of] == [("digest", frozenset()), ("digest, unsampled", process)], (
        "none is later"
    )
    there = [each.model_copy(update={"gold": (("A/RES/67/172#para-1",),)}) for each in later if each.gold][:1]
    assert parts({"digest": assistant}, TWENTY, there)[-1].name == "digest, later, unsampled"


def test_what_is_written_weighs_every_feature_and_says_what_it_gains(assistant: Assistant, tmp_path: Path) -> None:
    assert len(TWENTY) == 20
    of = [Part(name="digest", assistant=assistant, cases=TWENTY)]
    found = write(of, tmp_path / "ranker.json")
    content = json.loads((tmp_path / "ranker.json").read_text())
    assert tuple(content["weights"]) == FEATURES
    assert np.isfinite(list(content["weights"].values())).all()
    assert np.array(content["layer"]["weights"]).shape == (len(FEATURES), UNITS * MEMBERS)
    assert content["out_of_fold"] == found
    assert found.keys() == {"digest"}
    assert found["digest"].keys() == {"success@1", "recall@5", "recall@10", "mrr"}
    assert all(0 <= value <= 1 for value in found["digest"].values())
    assert found["digest"]["recall@5"] <= found["digest"]["recall@10"]
    searched = len(examples(of[0]))
    assert content["fitted_on"] == f"{searched} rankings of 20 questions (hash {digest_of(TWENTY)})"
    write(of, tmp_path / "again.json")
    assert (tmp_path / "again.json").read_bytes() == (tmp_path / "ranker.json").read_bytes()


def test_a_corpus_given_twice_weighs_as_it_does_once(assistant: Assistant, tmp_path: Path) -> None:
    one, two = (Part(name=name, assistant=assistant, cases=TWENTY) for name in ("one", "two"))
    found = write([one, two], tmp_path / "two.json")
    assert found["one"] == found["two"]
    write([one], tmp_path / "one.json")
    once, twice = (json.loads((tmp_path / f"{name}.json").read_text())["weights"] for name in ("one", "two"))
    assert once == pytest.approx(twice, abs=0.01)
