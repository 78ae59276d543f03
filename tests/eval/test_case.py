"""Cases: what is refused, and what those that ship hold."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from hld.eval.case import CATEGORIES, REFUSED, Case, digest_of, load_cases
from hld.eval.conversation import load_conversations
from hld.eval.wording import closest, measured, median_overlap, words
from hld.index.lexical import Analyser
from hld.index.search import Index
from hld.ingest.errors import HldError
from hld.ingest.read import read_file

GOOD = {"id": "x-1", "question": "Who?", "category": "factual", "status": "answered", "gold": [["A/RES/67/172#para-1"]]}
LONGEST_RUN = 8
"""Words in a row that a question may share with an official text."""
LONGEST_RUN_WITH_GOLD = 5
"""Words in a row that a question may share with its own gold paragraph."""
MOST_OVERLAP = 0.45
"""Median share of a question's content words that occur in its gold paragraph, at most."""
LEAST_OF_A_CATEGORY = 12
LEAST_REFUSED = 60


def write(path: Path, *rows: object) -> Path:
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows) + "\n")
    return path


def other(row: object) -> object:
    """The same row as another case, which asks something else."""
    if not isinstance(row, dict):
        return row
    return {**row, "id": row["id"] and "x-2", **({"question": "Whom?"} if row.get("question") == "Who?" else {})}


BAD = [
    ("gold id", {**GOOD, "gold": [["A/RES/67/172 para 1"]]}, "not a paragraph id"),
    ("gold nonsense", {**GOOD, "gold": [["lamps"]]}, "lamps"),
    ("gold spelling", {**GOOD, "gold": [["a/res/67/172#para-1"]]}, "not a paragraph id"),
    ("abstained with gold", {**GOOD, "status": "abstained"}, "has no gold"),
    ("answered without gold", {**GOOD, "gold": []}, "needs gold"),
    ("status", {**GOOD, "status": "perhaps"}, "status"),
    ("language", {**GOOD, "language": "de"}, "language"),
    ("no question", {k: v for k, v in GOOD.items() if k != "question"}, "question"),
    ("empty question", {**GOOD, "question": ""}, "question"),
    ("unknown key", {**GOOD, "answer": "x"}, "answer"),
    ("blank question", {**GOOD, "question": " "}, "question"),
    ("question with blanks around it", {**GOOD, "question": "Who? "}, "question"),
    ("blank id", {**GOOD, "id": ""}, "id"),
    ("category", {**GOOD, "category": "facts"}, "category"),
    ("no category", {k: v for k, v in GOOD.items() if k != "category"}, "category"),
    ("empty fact", {**GOOD, "facts": ["2019", ""]}, "facts.1"),
    ("a fact that is a number", {**GOOD, "facts": [2019]}, "facts.0"),
    ("a fact twice", {**GOOD, "facts": ["Manila", "manila"]}, "fact is given twice"),
    ("empty group", {**GOOD, "gold": [["A/RES/67/172#para-1"], []]}, "gold.1"),
    ("an id twice in a group", {**GOOD, "gold": [["A/RES/67/172#para-1"] * 2]}, "names a paragraph twice"),
    ("abstained with facts", {**GOOD, "status": "abstained", "gold": [], "facts": ["2019"]}, "has no facts"),
    ("clarify with gold", {**GOOD, "category": "clarify", "status": "clarify"}, "has no gold"),
    ("clarify that answers", {**GOOD, "category": "clarify"}, "has that status"),
    ("lookup of nothing", {**GOOD, "category": "document", "status": "lookup", "gold": []}, "needs gold or facts"),
    ("unanswerable that answers", {**GOOD, "category": "unanswerable"}, "is abstained from"),
    ("false premise that answers", {**GOOD, "category": "false_premise"}, "is abstained from"),
    ("history without follow-up", {**GOOD, "history": ["When?"]}, "history"),
    ("follow-up without history", {**GOOD, "category": "followup"}, "history"),
    ("empty history", {**GOOD, "category": "followup", "history": [""]}, "history.0"),
    ("French in English", {**GOOD, "category": "french"}, "language fr"),
    ("flat gold", {**GOOD, "gold": ["A/RES/67/172#para-1"]}, "gold"),
    ("not json", "{", "JSON"),
    ("not an object", "[1]", "line 3"),
]


@pytest.mark.parametrize(("row", "message"), [b[1:] for b in BAD], ids=[b[0] for b in BAD])
def test_a_case_that_is_not_valid_is_named_by_file_and_line(row: object, message: str, tmp_path: Path) -> None:
    path = write(tmp_path / "cases.jsonl", GOOD, "", row if isinstance(row, str) else other(row))
    with pytest.raises(HldError) as caught:
        load_cases([path])
    assert f"{path}, line 3" in caught.value.message
    assert message in caught.value.message


def test_an_id_that_occurs_twice_is_named(tmp_path: Path) -> None:
    first, second = write(tmp_path / "a.jsonl", GOOD), write(tmp_path / "b.jsonl", other(GOOD), GOOD)
    with pytest.raises(HldError, match=r"b\.jsonl, line 2: the id x-1 occurs twice"):
        load_cases([first, second])


SAME = ["Who?", "who", "  WHO !".strip()]


@pytest.mark.parametrize("question", SAME)
def test_a_question_that_is_asked_twice_is_named(question: str, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", GOOD, {**GOOD, "id": "x-2", "question": question})
    with pytest.raises(HldError, match=r"line 2: x-2 asks what x-1 asks"):
        load_cases([path])


def test_a_question_may_be_asked_again_after_another_one(tmp_path: Path) -> None:
    follow = {**GOOD, "category": "followup"}
    rows = [GOOD, {**follow, "id": "x-2", "history": ["Whose?"]}, {**follow, "id": "x-3", "history": ["Where?"]}]
    assert len(load_cases([write(tmp_path / "a.jsonl", *rows)])) == 3
    with pytest.raises(HldError, match="x-4 asks what x-3 asks"):
        load_cases([write(tmp_path / "b.jsonl", *rows, {**follow, "id": "x-4", "history": ["Where"]})])


def test_questions_of_signs_alone_are_told_apart(tmp_path: Path) -> None:
    rows = [{**GOOD, "id": f"x-{n}", "question": sign} for n, sign in enumerate("?!")]
    assert len(load_cases([write(tmp_path / "a.jsonl", *rows)])) == 2


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(HldError, match=r"nowhere\.jsonl"):
        load_cases([tmp_path / "nowhere.jsonl"])


def test_a_file_that_is_not_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "junk.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(HldError, match=r"junk\.jsonl"):
        load_cases([tmp_path / "junk.jsonl"])


def test_what_was_written_is_read(tmp_path: Path) -> None:
    (case,) = load_cases([write(tmp_path / "a.jsonl", GOOD)])
    assert case == Case.model_validate(GOOD)
    assert case.gold_ids == {"A/RES/67/172#para-1"}
    assert (case.language, case.facts, case.history) == ("en", (), ())


# Those that ship.


def test_there_are_enough_cases_of_every_kind() -> None:
    cases = load_cases()
    assert len(cases) >= 900
    count = Counter(case.category for case in cases)
    assert {name: count[name] for name in CATEGORIES if count[name] < LEAST_OF_A_CATEGORY} == {}
    assert sum(count[name] for name in REFUSED) >= LEAST_REFUSED
    assert {case.language for case in cases} >= {"en", "fr", "es"}
    assert len({case.id for case in cases}) == len(cases)


def test_gold_can_be_met_by_five_paragraphs() -> None:
    """Else recall at 5 would blame a perfect ranking."""
    assert [case.id for case in load_cases() if len(case.gold) > 5] == []


def test_every_case_says_why_and_what_a_right_answer_states(everyday: frozenset[str]) -> None:
    cases = load_cases()
    assert [case.id for case in cases if not case.note.strip()] == []
    answered = [case for case in cases if case.status == "answered"]
    assert [case.id for case in answered if not case.facts and case.id not in everyday] == []
    # Of one everyday question in five nothing has to be said in certain words; nor of those in other languages than the texts.
    bare = [not case.facts for case in answered if case.id in everyday and case.language == "en"]
    assert sum(bare) <= 0.2 * len(bare)


def test_the_splits_are_about_two_thirds_and_one_third() -> None:
    everything, dev, release = load_cases(), load_cases(split="dev"), load_cases(split="release")
    assert 0.58 <= len(dev) / len(everything) <= 0.78  # two rounds of everyday cases are for development alone
    assert {c.id for c in dev}.isdisjoint(c.id for c in release)
    assert {c.id for c in dev} | {c.id for c in release} == {c.id for c in everything}
    assert {c.category for c in dev} >= {
        c.category for c in everything if Counter(x.category for x in everything)[c.category] > 6
    }


def test_every_gold_id_is_in_the_digest(index: Index) -> None:
    wanted = {i for case in load_cases() for i in case.gold_ids}
    assert wanted - set(index.entries(sorted(wanted))) == set()


def test_the_digest_of_cases_changes_with_them() -> None:
    cases = load_cases()
    assert digest_of(cases) == digest_of(load_cases())
    assert digest_of(cases[1:]) != digest_of(cases)
    assert digest_of([cases[0].model_copy(update={"question": "Who else?"}), *cases[1:]]) != digest_of(cases)


@pytest.fixture(scope="session")
def official(shared: Path) -> dict[str, str]:
    """The paragraphs of the documents that the cases are about, by id."""
    paths = sorted((shared / "corpus" / "hld").glob("*.txt"))
    documents = [document for path in paths for document in read_file(path)]
    return {str(paragraph.id): paragraph.text for document in documents for paragraph in document.paragraphs}


@pytest.mark.corpus
def test_every_gold_id_is_an_official_paragraph(official: dict[str, str]) -> None:
    assert {i for case in load_cases() for i in case.gold_ids} - set(official) == set()


@pytest.mark.corpus
def test_every_fact_stands_in_a_gold_paragraph(official: dict[str, str]) -> None:
    """In every alternative, where one paragraph answers: whichever is quoted, the answer states it."""

    def plain(text: str) -> str:
        return text.lower().replace("’", "'")

    missing = []
    for case in load_cases():
        for fact in case.facts if case.gold else ():
            holding = {i for i in case.gold_ids if plain(fact) in plain(official[i])}
            if not (holding == case.gold_ids if len(case.gold) == 1 else holding):
                missing.append(f"{case.id}: {fact} {sorted(case.gold_ids - holding)}")
    assert missing == []


@pytest.mark.corpus
def test_questions_are_not_put_in_the_words_of_their_paragraphs(official: dict[str, str]) -> None:
    cases = load_cases()
    assert len(measured(cases)) > 150
    assert median_overlap(cases, official) < MOST_OVERLAP
    analyser = Analyser()
    runs = {case.id: closest(case, official, analyser)[1] for case in measured(cases)}
    assert {i: run for i, run in runs.items() if run > LONGEST_RUN_WITH_GOLD} == {}


@pytest.mark.corpus
def test_no_question_copies_the_official_text(official: dict[str, str]) -> None:
    size = LONGEST_RUN + 1
    runs: set[tuple[str, ...]] = set()
    for text in official.values():
        found = words(text)
        runs.update(tuple(found[i : i + size]) for i in range(len(found) - size + 1))
    assert len(runs) > 10_000
    copied = []
    turns = [turn for conversation in load_conversations() for turn in conversation.cases()]
    for case in (*load_cases(), *turns):
        for text in (case.question, *case.history, case.note):
            found = words(text)
            if any(tuple(found[i : i + size]) in runs for i in range(len(found) - size + 1)):
                copied.append(f"{case.id}: {text}")
    assert copied == []
