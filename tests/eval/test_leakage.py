"""No case's wording stands in what answers it: not in code, prompts, glossary and digest, nor in what is fitted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from math import ceil
from pathlib import Path

from hld.eval.case import LATER, OWN, REPORTS, SESSION, Case, Split, load_cases
from hld.eval.conversation import load_conversations
from hld.index.lexical import STOPWORDS
from hld.ingest.samples import Samples, load_samples, read_samples

Wordings = dict[str, set[tuple[str, ...]]]
"""The runs of words of each case."""

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = ROOT / "tools" / "questions"
"""Questions of the same kind as samples, which are learnt from and not searched."""

RUN = 5
"""Content words in a row that are a case's wording; in the digest two more, since its set phrases run to six."""

READ = {".py", ".toml", ".json", ".md", ".jsonl", ".js", ".html"}


REFERENCE = frozenset("a res para paras paragraph resolution annex op pp".split())


FUNCTION = frozenset("de la le les des du et en sur pour dans par au aux un une el los las y del por para con que qui se".split())


@cache
def content(text: str) -> list[str]:
    """The words of a text but for function words and what a reference is made of, which are nobody's wording."""
    skipped = STOPWORDS | REFERENCE | FUNCTION
    return [word for word in re.findall(r"[^\W_]+", text) if word.lower() not in skipped and not re.search(r"\d", word)]


def runs(text: str, size: int = RUN) -> set[tuple[str, ...]]:
    """Runs of content words in lower case, but for names: of a convention or a body nearly every word has a capital."""
    found = content(text)
    whole = (found[i : i + size] for i in range(len(found) - size + 1))
    return {tuple(word.lower() for word in run) for run in whole if sum(word[0].isupper() for word in run) < size - 1}


def leaks(text: str, wordings: Wordings, size: int = RUN) -> list[str]:
    here = runs(text, size)
    return [case for case, wording in wordings.items() if wording & here]


SAMPLED = (OWN, LATER, SESSION)
"""Packages of cases that samples might resemble; those of reports ask of other places and years."""


def cases(split: Split = "all", packages: Sequence[str] = (*SAMPLED, REPORTS)) -> list[Case]:
    """Those about the process, later documents, a session and reports, and the turns of conversations."""
    turns = (case for conversation in load_conversations(split) for case in conversation.cases())
    held = (case for package in packages for case in load_cases(split=split, package=package))
    return [*held, *turns]


def of_cases(size: int = RUN, packages: Sequence[str] = (*SAMPLED, REPORTS)) -> Wordings:
    return {case.id: runs(case.question, size) for case in cases("all", packages)}


def sources() -> list[Path]:
    """All that a question passes through or is fitted to; the cases themselves and what was accepted stand in `eval/`."""
    rooms = [path for room in ("ingest", "index", "app", "prompts", "tools") for path in (ROOT / room).rglob("*")]
    own = [
        path
        for path in (ROOT / "eval").rglob("*")
        if not {"cases", "conversations", "later", "session", "reports"} & {*path.parts}
    ]
    return [path for path in [*rooms, *own] if path.suffix in READ and path.is_file()]


def asked_in(samples: Samples) -> list[str]:
    """The sample questions of both kinds."""
    return [question for kind in (samples.answered, samples.unanswered) for of in kind.values() for question in of]


def test_no_sample_question_is_a_case(everyday: frozenset[str]) -> None:
    """Nor nearly so: three quarters of the words of both, or four content words in a row, would be too much; five of a turn of a
    conversation and of an everyday question, as other people wrote those later, of whom some by chance said four."""
    others = {*everyday, *(case.id for case in cases() if case.kind)}
    sizes = {size: of_cases(size, SAMPLED) for size in (RUN - 1, RUN)}
    wordings = {
        size: {run for case, found in of.items() if size == RUN or case not in others for run in found}
        for size, of in sizes.items()
    }
    bags = [bag(case.question) for case in cases(packages=SAMPLED)]
    holding: dict[str, list[int]] = {}
    for number, words in enumerate(bags):
        for word in words:
            holding.setdefault(word, []).append(number)
    for question in (*asked_in(load_samples()), *asked_in(read_samples(QUESTIONS.rglob("*.toml")))):
        assert not any(runs(question, size) & found for size, found in wordings.items()), question
        words = bag(question)
        # Of what has three quarters of the words of both, at least one is among so many of the rarest.
        rarest = sorted(words, key=lambda word: len(holding.get(word, ())))[: len(words) - ceil(0.75 * len(words)) + 1]
        near = {number for word in rarest for number in holding.get(word, ())}
        assert not any(len(words & bags[n]) >= 0.75 * len(words | bags[n]) for n in near), question


def bag(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z0-9]+", text.lower()))


def test_no_wording_of_a_case_in_what_answers_it() -> None:
    files = [path for path in sources() if "samples" not in path.parts and QUESTIONS not in path.parents]
    sizes = {path: RUN + 2 * ("digest" in path.parts) for path in files}
    wordings = {size: of_cases(size) for size in set(sizes.values())}
    assert {"calibration.json", "glossary.toml", "question.py"} <= {path.name for path in files}
    found = {
        str(path.relative_to(ROOT)): names
        for path in files
        if (names := leaks(path.read_text("utf-8"), wordings[sizes[path]], sizes[path]))
    }
    assert found == {}


def test_the_check_finds_what_it_looks_for() -> None:
    wordings = of_cases()
    long = [case for case in cases("dev") if runs(case.question)]
    assert len(long) > 50
    for case in long[:20]:
        assert case.id in leaks(f'RULES = {{"{case.question.lower()}": 1}}', wordings)
    assert leaks("The lamps of the harbour burn green oil at night in the autumn fog.", wordings) == []
