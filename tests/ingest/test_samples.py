"""Sample questions: of every paragraph of the digest, and of later documents of which nothing else ships."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path

import pytest

from hld.ingest.digest import load_digest
from hld.ingest.readers import akn
from hld.ingest.samples import load_samples

SAMPLES = load_samples()
DIGEST = {str(paragraph.reference) for document in load_digest() for paragraph in document.paragraphs}
ANSWERED = list(chain.from_iterable(SAMPLES.answered.values()))
UNANSWERED = list(chain.from_iterable(SAMPLES.unanswered.values()))


def test_every_paragraph_of_the_digest_has_samples_of_both_kinds() -> None:
    for kind in (SAMPLES.answered, SAMPLES.unanswered):
        assert kind.keys() >= DIGEST
        assert min(len(kind[paragraph]) for paragraph in DIGEST) >= 8


@pytest.mark.corpus
def test_so_have_the_paragraphs_of_later_documents_with_samples_and_no_others(shared: Path) -> None:
    symbols = {paragraph.partition("#")[0] for paragraph in SAMPLES.answered.keys() - DIGEST}
    files = [file for file in (shared / "corpus" / "akn").glob("*session/English/*") if _symbol(file) in symbols]
    assert len(files) == len(symbols) > 20
    paragraphs = {str(p.reference) for file in files for d in akn.read(file.read_bytes(), file.name) for p in d.paragraphs}
    assert SAMPLES.answered.keys() - DIGEST == paragraphs
    assert SAMPLES.unanswered.keys() - DIGEST <= paragraphs
    assert min(len(SAMPLES.answered[paragraph]) for paragraph in paragraphs) > 1


def _symbol(file: Path) -> str:
    """The symbol that a file is named by: A_RES_76_266-2208884E.xml, 75_158_E.xml."""
    named = re.search(r"(\d+)_(\d+)", file.name)
    return f"A/RES/{named[1]}/{named[2]}" if named else ""


def test_no_question_is_there_twice() -> None:
    asked = [" ".join(question.lower().split()).strip(" ?.") for question in (*ANSWERED, *UNANSWERED)]
    assert len(set(asked)) == len(asked)


def test_samples_are_questions_of_some_words_without_stray_blanks() -> None:
    for question in (*ANSWERED, *UNANSWERED):
        assert question == " ".join(question.split())
        assert 1 < len(question.split()) <= 40, question
