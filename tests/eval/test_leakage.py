"""No case's wording stands in what answers it: not in code, prompts, glossary and digest, nor in what is fitted."""

from __future__ import annotations

from pathlib import Path

import pytest

from hld.eval.case import load_cases
from hld.eval.wording import words
from hld.index.lexical import STOPWORDS

ROOT = Path(__file__).resolve().parents[2]
RUN = 5
"""Content words in a row that are a case's wording; names of bodies and meetings are at most four."""

READ = {".py", ".toml", ".json", ".md", ".jsonl", ".js", ".html"}


def content(text: str) -> list[str]:
    return [word for word in words(text) if word not in STOPWORDS]


def runs(text: str) -> set[tuple[str, ...]]:
    found = content(text)
    return {tuple(found[i : i + RUN]) for i in range(len(found) - RUN + 1)}


def leaks(text: str, cases: dict[str, set[tuple[str, ...]]]) -> list[str]:
    here = runs(text)
    return [case for case, wording in cases.items() if wording & here]


@pytest.fixture(scope="module")
def wordings() -> dict[str, set[tuple[str, ...]]]:
    return {case.id: runs(case.question) for case in load_cases()}


def sources() -> list[Path]:
    """All that a question passes through or is fitted to; the cases themselves and what was accepted stand in `eval/`."""
    rooms = [path for room in ("ingest", "index", "app", "prompts") for path in (ROOT / room).rglob("*")]
    own = [path for path in (ROOT / "eval").rglob("*") if "cases" not in path.parts]
    return [path for path in [*rooms, *own] if path.suffix in READ and path.is_file()]


def test_no_wording_of_a_case_in_what_answers_it(wordings: dict[str, set[tuple[str, ...]]]) -> None:
    files = sources()
    assert {"calibration.json", "glossary.toml", "question.py"} <= {path.name for path in files}
    found = {str(path.relative_to(ROOT)): names for path in files if (names := leaks(path.read_text("utf-8"), wordings))}
    assert found == {}


def test_the_check_finds_what_it_looks_for(wordings: dict[str, set[tuple[str, ...]]]) -> None:
    long = [case for case in load_cases(split="dev") if len(content(case.question)) >= RUN]
    assert len(long) > 50
    for case in long[:20]:
        assert case.id in leaks(f'RULES = {{"{case.question.upper()}": 1}}', wordings)
    assert leaks("The lamps of the harbour burn green oil at night in the autumn fog.", wordings) == []
