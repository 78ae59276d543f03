"""Cases: what is refused, and what those that ship hold."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from hld.eval.case import Case, digest_of, load_cases
from hld.index.search import Index
from hld.ingest.errors import HldError
from hld.ingest.read import read_file

GOOD = {"id": "x-1", "question": "Who?", "category": "factual", "status": "answered", "gold": [["A/RES/67/172#para-1"]]}
LONGEST_RUN = 8
"""Words in a row that a question may share with an official text."""


def write(path: Path, *rows: object) -> Path:
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows) + "\n")
    return path


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
    ("flat gold", {**GOOD, "gold": ["A/RES/67/172#para-1"]}, "gold"),
    ("not json", "{", "JSON"),
    ("not an object", "[1]", "line 3"),
]


@pytest.mark.parametrize(("row", "message"), [b[1:] for b in BAD], ids=[b[0] for b in BAD])
def test_a_case_that_is_not_valid_is_named_by_file_and_line(row: object, message: str, tmp_path: Path) -> None:
    path = write(tmp_path / "cases.jsonl", GOOD, "", row if isinstance(row, str) else {**row, "id": "x-2"})  # type: ignore[dict-item]
    with pytest.raises(HldError) as caught:
        load_cases([path])
    assert f"{path}, line 3" in caught.value.message
    assert message in caught.value.message


def test_an_id_that_occurs_twice_is_named(tmp_path: Path) -> None:
    first, second = write(tmp_path / "a.jsonl", GOOD), write(tmp_path / "b.jsonl", {**GOOD, "id": "x-2"}, GOOD)
    with pytest.raises(HldError, match=r"b\.jsonl, line 2: the id x-1 occurs twice"):
        load_cases([first, second])


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
    assert len(cases) >= 80
    assert len({case.id for case in cases}) == len(cases)
    assert Counter(case.status for case in cases)["abstained"] >= 20
    assert {case.language for case in cases} >= {"en", "fr", "es"}
    assert any(case.history for case in cases)
    assert len({case.question.lower() + "".join(case.history) for case in cases}) == len(cases)


def test_the_splits_are_about_two_thirds_and_one_third() -> None:
    everything, dev, release = load_cases(), load_cases(split="dev"), load_cases(split="release")
    assert 0.58 <= len(dev) / len(everything) <= 0.75
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


@pytest.mark.corpus
def test_no_question_copies_the_official_text(shared: Path) -> None:
    def plain(text: str) -> list[str]:
        return re.findall(r"[^\W_]+", text.lower())

    runs: set[tuple[str, ...]] = set()
    size = LONGEST_RUN + 1
    for path in sorted((shared / "corpus" / "hld").glob("*.txt")):
        for document in read_file(path):
            for paragraph in document.paragraphs:
                found = plain(paragraph.text)
                runs.update(tuple(found[i : i + size]) for i in range(len(found) - size + 1))
    assert len(runs) > 10_000
    copied = []
    for case in load_cases():
        for text in (case.question, *case.history):
            found = plain(text)
            if any(tuple(found[i : i + size]) in runs for i in range(len(found) - size + 1)):
                copied.append(f"{case.id}: {text}")
    assert copied == []
