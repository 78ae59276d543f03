"""The learned ranker: what it sees of each hit of the digest, and that it only orders."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from hld.app import choice, ranking, scores
from hld.app.answer import RERANKED, Assistant
from hld.app.question import Understood
from hld.app.ranking import FEATURES, MAXSIM_SHARP, REACH, SOONER, TOLD, features, rank
from hld.app.terms import Terms, worded
from hld.app.years import lateness
from hld.index import build
from hld.index.facets import addressed
from hld.index.hits import Found, Hit
from hld.index.samples import EVEN
from hld.index.tokens import STEP
from hld.index.traits import TRAITS

QUESTIONS = [
    "What is said about remittances?",
    "What was the Secretary-General asked to report on?",
    "What is the latest decision on remittances?",
    "When did the Assembly first call for cheaper transfers?",
    "Which themes did the 2013 Dialogue have?",
    "What does A/RES/67/172 say on children?",
    "¿Qué debe analizar el Diálogo?",
    "xyzzy",
]
SHIPPED = json.loads(resources.files("hld.app").joinpath("ranker.json").read_text("utf-8"))


def searched(question: str, assistant: Assistant, k: int = RERANKED) -> tuple[Understood, list[Hit]]:
    understood = assistant.understand(question, ())
    return understood, assistant.index.search(assistant.query(understood), k)


def columns(understood: Understood, hits: Sequence[Hit], assistant: Assistant) -> dict[str, np.ndarray]:
    return dict(zip(FEATURES, features(understood, Found.of(hits), assistant.index).T, strict=True))


# What the ranker sees.


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_row_a_hit_and_a_column_a_feature_in_its_range(question: str, assistant: Assistant) -> None:
    understood, hits = searched(question, assistant)
    assert features(understood, Found.of(hits), assistant.index).shape == (RERANKED, len(FEATURES))
    found = columns(understood, hits, assistant)
    assert all(np.isfinite(column).all() for column in found.values())
    for name in ("words", "meaning", "alone", "maxsim", "coverage", "own", "date", "chapeau", "addressed", "preamble"):
        assert found[name].min() >= 0, name
        assert found[name].max() <= 1, name
    for name in ("meaning", "alone"):
        assert (found[name].min(), found[name].max()) == (0, 1)
    assert (found["own"] <= found["coverage"] + 1e-12).all(), "its own words are among those of its context"
    for name in ("chapeau", "addressed", "preamble"):
        assert set(found[name].tolist()) <= {0.0, 1.0}


@pytest.mark.parametrize("question", QUESTIONS)
def test_scores_of_the_search_keep_their_order_and_the_rest_is_as_it_was(question: str, assistant: Assistant) -> None:
    understood, hits = searched(question, assistant)
    found = columns(understood, hits, assistant)
    for name, given in (("words", "lexical"), ("meaning", "dense"), ("alone", "alone")):
        values = np.array([getattr(hit, given) for hit in hits])
        spread = values.max() - values.min()
        assert found[name] * spread == pytest.approx(values - values.min(), abs=1e-9)
    assert found["document"].tolist() == [hit.bonus for hit in hits]
    assert np.stack([found[name] for name in TRAITS], axis=1).tolist() == [list(hit.traits) for hit in hits]


def test_a_question_of_words_that_nobody_says_has_no_words_to_cover(assistant: Assistant) -> None:
    understood, hits = searched("xyzzy", assistant)
    found = columns(understood, hits, assistant)
    assert not found["words"].any()
    assert not found["coverage"].any()
    assert not found["own"].any()


def test_coverage_counts_the_context_and_own_does_not(assistant: Assistant) -> None:
    understood, hits = searched("remittances", assistant)
    found = columns(understood, hits, assistant)
    entries = assistant.index.entries([hit.id for hit in hits])
    assert found["own"].tolist() == [float("remittance" in e.text.lower()) for e in entries.values()]
    within = [f"{e.text} {e.context} {assistant.index.documents[e.document].title}".lower() for e in entries.values()]
    assert (found["coverage"] >= [float("remittance" in text) for text in within]).all()
    assert (found["coverage"] > found["own"]).any()


def test_a_hit_by_itself_is_neither_above_nor_below_others(assistant: Assistant) -> None:
    understood, hits = searched(QUESTIONS[0], assistant)
    found = columns(understood, hits[:1], assistant)
    assert [found[name].tolist() for name in ("words", "meaning", "alone")] == [[0.0]] * 3
    assert found["length"].tolist() == [hits[0].traits[0]]


def test_samples_count_beside_the_likest(assistant: Assistant) -> None:
    understood, hits = searched(QUESTIONS[0], assistant)
    some = [replace(hit, posed=posed, sampled=posed > 0) for hit, posed in zip(hits[:3], (6.0, 3.0, 0.0), strict=True)]
    assert columns(understood, some, assistant)["posed"].tolist() == [1.0, 0.5, 0.0]
    faint = [replace(hit, posed=EVEN / 2) for hit in hits[:2]]
    assert columns(understood, faint, assistant)["posed"].tolist() == [0.5, 0.5], "none of them is like it"


def test_what_a_paragraph_has_of_the_question_is_told_of_its_text_in_context(assistant: Assistant) -> None:
    """As the index keeps it, beside the definition over all tokens of both texts."""
    index = assistant.index
    query = index.query("Who should cut the cost of sending money home?")
    hits = index.search(query, 30)
    asked = index.encoder.read_queries([query.text])[1][0].passage
    documents = {document.id: document for document in index.library.documents()}
    views = build.views(list(index.library.all()), documents)
    in_context: dict[str, str] = {}
    for identifier, text in zip(views.paragraphs[::2], views.dense[::2], strict=True):
        in_context.setdefault(identifier, text)
    kept = index.encoder.read([in_context[hit.id] for hit in hits])[1]
    plainly = [float(asked.weights @ (asked.vectors @ (vectors / STEP).T).max(1)) for vectors in kept]
    assert [hit.maxsim for hit in hits] == pytest.approx(plainly, abs=0.02)
    assert max(plainly) - min(plainly) > 0.05


def test_what_a_paragraph_has_of_the_question_counts_beside_the_one_that_has_most(assistant: Assistant) -> None:
    understood, hits = searched(QUESTIONS[0], assistant)
    seen = columns(understood, [replace(hits[0], maxsim=0.4), replace(hits[1], maxsim=0.5)], assistant)
    assert seen["maxsim"] == pytest.approx([np.exp(-0.1 * MAXSIM_SHARP), 1])


def test_what_has_no_samples_is_told_by_its_meaning_and_its_words(assistant: Assistant) -> None:
    understood, hits = searched(QUESTIONS[0], assistant)
    some = [replace(hit, alike=a, sampled=s) for hit, a, s in zip(hits, (1.0, 0.2, 0.0), (True, True, False), strict=False)]
    found = columns(understood, some, assistant)
    assert found["alike"].tolist() == [1.0, 0.2, 0.0]
    assert found["unsampled"].tolist() == [0, 0, 1]
    for name in ("meaning", "maxsim"):
        assert found[f"unsampled_{name}"].tolist() == [0, 0, found[name][2]]


def test_documents_of_the_process_are_told_from_others(assistant: Assistant) -> None:
    understood, hits = searched(QUESTIONS[0], assistant)
    assert columns(understood, hits, assistant)["process"].tolist() == [1] * len(hits)
    few = replace(understood, process=(hits[0].id.partition("#")[0],))
    assert columns(few, hits[:1], assistant)["process"].tolist() == [1]
    assert columns(replace(understood, process=()), hits, assistant)["process"].tolist() == [0] * len(hits)


def test_a_document_is_searched_as_if_it_had_no_samples(assistant: Assistant) -> None:
    understood = assistant.understand("What is said about sending money home?", ())
    known, _ = assistant.rank(understood, 20)
    document = known[0].id.partition("#")[0]
    ranked, _ = assistant.rank(understood, 60, unsampled=[document])
    mine = [hit for hit in ranked if hit.id.startswith(f"{document}#")]
    assert mine
    assert all((hit.sampled, hit.alike) == (False, 0) for hit in mine)
    assert [hit.posed for hit in mine] == pytest.approx([0] * len(mine), abs=1e-4)
    assert all(hit.sampled for hit in ranked if hit not in mine)


# The date.

LATEST = "What is the latest decision on remittances?"
FIRST = "When did the Assembly first call for cheaper transfers?"


def dated(question: str, assistant: Assistant) -> tuple[list[str], np.ndarray]:
    """The dates of the hits, most of the library, and what the ranker sees of them."""
    understood, hits = searched(question, assistant, 500)
    adopted = [assistant.index.documents[hit.id.partition("#")[0]].adopted for hit in hits]
    return adopted, columns(understood, hits, assistant)["date"]


@pytest.mark.parametrize(("question", "backwards"), [(LATEST, False), (FIRST, True)])
def test_the_date_runs_to_what_is_asked_for(question: str, backwards: bool, assistant: Assistant) -> None:
    adopted, late = dated(question, assistant)
    of_date = dict(zip(adopted, late.tolist(), strict=True))
    assert [of_date[date] for date in adopted] == late.tolist(), "one date has one value"
    known = sorted(filter(None, of_date), reverse=backwards)
    assert known == sorted({d.adopted for d in assistant.index.documents.values() if d.adopted}, reverse=backwards)
    values = [of_date[date] for date in known]
    assert values == sorted(set(values))
    assert (values[0], values[-1]) == (0.0, 1.0)
    assert of_date[""] == 0.0, "a document without a date is neither late nor early"


@pytest.mark.parametrize(
    "question",
    [
        "What is said about remittances?",
        "How did the request on statistics change?",
        "What did it ask for the first time, and what does it ask currently?",
        "What is the latest that A/RES/67/172 says on remittances?",
        "What does the latest resolution of 2012 say on remittances?",
    ],
)
def test_the_date_says_nothing_unless_one_end_is_asked_for(question: str, assistant: Assistant) -> None:
    _, late = dated(question, assistant)
    assert not late.any()


def test_only_documents_of_the_process_are_late(assistant: Assistant) -> None:
    understood, hits = searched(LATEST, assistant, 500)

    def late(*process: str) -> Understood:
        return replace(understood, late=lateness(understood.wants, process, assistant.index.documents))

    few = late("A/RES/60/227", "A/RES/63/225", "A/RES/67/172")
    found = columns(few, hits, assistant)["date"]
    expected = {"A/RES/60/227": 0.0, "A/RES/63/225": 0.5, "A/RES/67/172": 1.0}
    assert found.tolist() == [expected.get(hit.id.partition("#")[0], 0.0) for hit in hits]
    assert not columns(late("A/RES/67/172"), hits, assistant)["date"].any(), "of one document none is later than another"


def test_of_what_fits_as_well_the_first_comes_first(assistant: Assistant) -> None:
    def dates(question: str) -> list[str]:
        hits = assistant.search(question, 3)
        return [assistant.index.documents[hit.id.partition("#")[0]].adopted[:4] for hit in hits]

    assert dates("Since when have the resolutions been speaking of environmental factors?")[0] == "2010"
    # The first that mentions it does so in passing, far behind those that are about it.
    assert dates("Since when have the resolutions been speaking of a gender perspective?")[0] == "2003"
    assert dates("What is the newest mention of environmental factors?")[0] == "2014"


def test_what_is_later_than_the_question_allows_comes_after(assistant: Assistant) -> None:
    question = "Before {}, had anyone wanted low-skilled migrants to have better chances of a job?"
    free, limited = (assistant.search(question.format(year), 1)[0].id for year in ("2020", "2014"))
    assert free.startswith("A/RES/69/229#")
    assert limited.startswith("A/RES/65/170#")
    named = assistant.understand("What did 69/229 say before 2014?", ())
    assert "A/RES/68/4" not in named.barred
    assert "A/RES/69/229" not in named.barred, "what is named is wanted"


# The order.


def by_hand(rows: np.ndarray) -> np.ndarray:
    """The logarithms of the odds by what ships, one hit at a time."""
    layer, weights = SHIPPED["layer"], [*SHIPPED["weights"].values()]
    units = [*zip(np.array(layer["weights"]).T, layer["biases"], layer["worth"], strict=True)]
    return np.array([row @ weights + sum(worth * np.tanh(row @ own + bias) for own, bias, worth in units) for row in rows])


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_ranker_orders_by_what_was_learnt_and_keeps_the_hits(question: str, assistant: Assistant) -> None:
    understood, hits = searched(question, assistant)
    understood = replace(understood, kind="", addressee="", meeting="")
    ranked = rank(understood, Found.of(hits), assistant.index, len(hits))
    likely = [hit.score for hit in ranked]
    assert likely == sorted(likely, reverse=True)
    before = {hit.id: hit for hit in hits}
    assert len(ranked) == len(before)
    assert all(replace(hit, score=before[hit.id].score) == before[hit.id] for hit in ranked)
    rows = features(understood, Found.of(hits), assistant.index)
    sums = by_hand(rows)
    if understood.late:
        at = FEATURES.index("date")
        undated = by_hand(np.delete(np.insert(rows, at, 0.0, axis=1), at + 1, axis=1))
        fit = undated >= undated.max() - REACH
        if understood.topical:
            topic = Terms(understood.meant, understood.extra, assistant.index.lexical)
            fit |= topic.coverages([hit.id for hit in hits], assistant.index)[1] >= TOLD
        sums += np.where(fit, SOONER * rows[:, at], 0)
    odds = dict(zip((hit.id for hit in hits), np.exp(sums - sums.max()), strict=True))
    assert [odds[hit.id] / sum(odds.values()) for hit in ranked] == pytest.approx(likely)
    assert sum(likely) == pytest.approx(1)


def test_the_order_does_not_hang_on_the_order_of_the_hits(assistant: Assistant) -> None:
    understood, hits = searched(QUESTIONS[0], assistant)
    forward, backward = (rank(understood, Found.of(some), assistant.index, len(hits)) for some in (hits, hits[::-1]))
    assert [hit.score for hit in forward] == pytest.approx([hit.score for hit in backward])
    assert rank(understood, Found.of(hits), assistant.index, 3) == forward[:3], (
        "scores are shares of all hits, however few are wanted"
    )


def test_the_best_of_each_side_come_first(assistant: Assistant) -> None:
    understood, hits = searched("What does the Assembly say about remittances?", assistant)
    plain = rank(understood, Found.of(hits), assistant.index, len(hits))
    sides = (frozenset({"A/RES/60/227"}), frozenset({"A/RES/69/229", "A/RES/68/4"}))
    ranked = rank(replace(understood, sides=sides), Found.of(hits), assistant.index, len(hits))
    of = [[hit.id for hit in plain if hit.id.partition("#")[0] in side] for side in sides]
    assert ranked[0] == plain[0], "the best of all stays"
    assert {hit.id for hit in ranked[1:5]} | {plain[0].id} >= {*of[0][:2], *of[1][:2]} - {plain[0].id}
    assert sorted(ranked, key=lambda hit: hit.id) == sorted(plain, key=lambda hit: hit.id), "none is lost, no score changes"
    left = [hit for hit in plain if hit not in ranked[:5]]
    assert ranked[5:] == left


def test_no_hits_have_no_order(assistant: Assistant) -> None:
    assert rank(assistant.understand(LATEST, ()), Found.of([]), assistant.index, 10) == []


# What was learnt.


@pytest.fixture
def read_anew() -> Iterator[None]:
    """What was learnt is read anew, in the test and after it."""
    ranking._scores.cache_clear()
    yield
    ranking._scores.cache_clear()


def test_the_ranker_that_ships_weighs_every_feature() -> None:
    assert tuple(SHIPPED["weights"]) == FEATURES
    assert all(isinstance(weight, float) for weight in SHIPPED["weights"].values())
    assert np.isfinite(list(SHIPPED["weights"].values())).all()
    assert ranking._scores().weights.tolist() == list(SHIPPED["weights"].values())
    layer = ranking._scores().layer
    assert layer is not None
    assert layer.weights.shape == (len(FEATURES), len(layer.biases)) == (len(FEATURES), len(layer.worth))


@pytest.mark.parametrize("names", [FEATURES[1:], (*FEATURES, "colour"), FEATURES[::-1], ()])
@pytest.mark.usefixtures("read_anew")
def test_weights_of_other_features_are_refused(
    names: tuple[str, ...], assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ranker.json").write_text(json.dumps({"weights": dict.fromkeys(names, 1.0)}))
    understood, hits = searched(QUESTIONS[0], assistant)
    monkeypatch.setattr(scores, "fitted", lambda file: json.loads((tmp_path / file).read_text()))
    with pytest.raises(ValueError, match=r"ranker.json was fitted on other features; run hld eval ranker"):
        rank(understood, Found.of(hits), assistant.index, 10)


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("Which conventions does the preamble of 67/172 recall?", "#pre-"),
        ("What do the operative paragraphs of 67/172 say of detention?", "#para-"),
    ],
)
def test_the_part_that_a_question_names_comes_first(question: str, part: str, assistant: Assistant) -> None:
    assert all(part in hit.id for hit in assistant.search(question, 3))


def test_whose_duty_is_asked_for_comes_first(assistant: Assistant) -> None:
    question = "What is the Secretary-General asked to do about migration?"
    entries = assistant.index.entries([hit.id for hit in assistant.search(question, 3)])
    assert all("secretary-general" in entry.text.lower() for entry in entries.values())
    assert any("secretary-general" in addressed(entry).lower() for entry in entries.values())


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What should the report for the 63rd session cover?", "A/RES/61/208#para-9"),
        ("What was the Secretary-General told to report on at the fifty-ninth session?", "A/RES/58/208#para-8"),
        ("Under which heading of the agenda does the topic go for the 67th session?", "A/RES/65/170#para-27"),
        ("What should the report for the 90th session cover?", ""),
    ],
)
def test_what_is_due_for_a_session_is_of_that_session(question: str, expected: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.status == ("answered" if expected else "abstained")
    if expected:
        assert answer.citations[0].id == expected
    else:
        assert "names the ninetieth session" in answer.reason


@pytest.mark.parametrize(("ordinal", "number", "letter"), [("first", 1, "a"), ("second", 2, "b"), ("fourth", 4, "d")])
def test_a_thing_is_found_by_its_number(ordinal: str, number: int, letter: str, assistant: Assistant) -> None:
    for asked in (f"What was the {ordinal} round table in 2006 about?", f"topic of round table {number} in 2006"):
        assert assistant.search(asked, 1)[0].id == f"A/RES/60/227#para-10-{letter}"


def test_what_names_the_other_dialogue_alone_comes_behind(assistant: Assistant) -> None:
    hits, _ = assistant.rank(assistant.understand("What was the overall theme of the 2006 High-level Dialogue?", ()), 10)
    assert hits[0].id == "A/RES/60/227#para-1"
    hits, _ = assistant.rank(assistant.understand("What was the overall theme of the 2013 High-level Dialogue?", ()), 10)
    assert hits[0].id == "A/RES/67/219#para-3-a"


def test_of_what_is_said_again_a_conversation_keeps_to_its_document(assistant: Assistant) -> None:
    understood, index = assistant.understand("Is the aid of rich countries to be replaced?", ()), assistant.index
    again = ["A/RES/63/225#para-8", "A/RES/65/170#para-15"]
    entries = index.entries(again)
    ranked = [Hit(id=paragraph, score=0.5, lexical=0.0, dense=0.0) for paragraph in again]

    def chosen(told: tuple[str, ...]) -> list[str]:
        groups = choice.repeated(ranked, entries, index.lexical)
        return [hit.id for hit in choice.choose(groups, entries, index.documents, replace(understood, told=told))[0]]

    assert chosen(()) == ["A/RES/65/170#para-15"], "the latest"
    assert chosen(("A/RES/63/225#para-2",)) == ["A/RES/63/225#para-8"]


@pytest.mark.parametrize(
    "question",
    ["When did the informal thematic debate take place?", "Quand et où a eu lieu le débat thématique informel ?"],
)
def test_when_something_was_is_told_with_its_day(question: str, assistant: Assistant) -> None:
    best = assistant.search(question, 1)[0]
    assert best.id == "A/RES/67/219#pre-8"


@pytest.mark.parametrize("thing", ["the Global Forum on Migration and Development", "the GFMD"])
def test_what_a_thing_is_is_told_where_it_is_said_behind_its_name(thing: str, assistant: Assistant) -> None:
    assert assistant.search(f"What is {thing}?", 1)[0].id == "A/RES/65/170#para-22"


@pytest.mark.parametrize(("title", "beside"), [("Lamps", False), ("Protection of migrants", True)])
def test_beside_an_answer_of_the_process_others_stand_that_are_on_migration(
    title: str, beside: bool, assistant: Assistant
) -> None:
    understood, index = assistant.understand("Is the money sent home to be taxed?", ()), assistant.index
    ids = ["A/RES/63/225#para-8", "A/RES/67/172#para-4-i"]
    entries = index.entries(ids)
    groups = choice.repeated([Hit(id=i, score=0.5, lexical=0.0, dense=0.0) for i in ids], entries, index.lexical)
    other = replace(index.documents["A/RES/67/172"], process=False, title=title)
    chosen, _ = choice.choose(groups, entries, {**index.documents, other.id: other}, understood)
    assert (ids[1] in {hit.id for hit in chosen}) is beside


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Where was the first Global Forum?", {"A/RES/63/225#para-5", "A/RES/65/170#para-22"}),
        ("In which town did the sixth GFMD meet?", {"A/RES/67/172#pre-15"}),
    ],
)
def test_the_forum_of_a_number_is_its_meeting(question: str, first: set[str], assistant: Assistant) -> None:
    assert assistant.ask(question).sentences[0].citations[0] in first


def test_a_year_that_is_named_counts_unless_a_dialogue_was_held_then(assistant: Assistant) -> None:
    question = "What was said in {} of health workers who leave poor countries?"
    for year, document in (("2003", "A/RES/58/208"), ("2010", "A/RES/65/170"), ("2014", "A/RES/69/229")):
        found, entries = assistant.rank(assistant.understand(question.format(year), ()), 3)
        first = entries[found[0].id]
        assert first.document == document or year in worded(first)
    asked = assistant.understand("What would the keepers be sent in 2006?", ())
    assert asked.dated
    gains = ranking._as_meant(asked, assistant.index.find(assistant.query(asked), 20), assistant.index)
    assert ranking.OF_YEAR not in gains
