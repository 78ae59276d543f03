"""Sample questions: of every paragraph of the digest, and of nothing else."""

from __future__ import annotations

from itertools import chain

from hld.ingest.digest import load_digest
from hld.ingest.samples import load_samples

SAMPLES = load_samples()
PARAGRAPHS = [str(paragraph.reference) for document in load_digest() for paragraph in document.paragraphs]
ANSWERED = list(chain.from_iterable(SAMPLES.answered.values()))
UNANSWERED = list(chain.from_iterable(SAMPLES.unanswered.values()))


def test_every_paragraph_has_samples_of_both_kinds() -> None:
    assert set(SAMPLES.answered) == set(SAMPLES.unanswered) == set(PARAGRAPHS)
    assert min(map(len, SAMPLES.answered.values())) >= 8
    assert min(map(len, SAMPLES.unanswered.values())) >= 8


def test_no_question_is_there_twice() -> None:
    asked = [" ".join(question.lower().split()).strip(" ?.") for question in (*ANSWERED, *UNANSWERED)]
    assert len(set(asked)) == len(asked)


def test_samples_are_questions_of_some_words_without_stray_blanks() -> None:
    for question in (*ANSWERED, *UNANSWERED):
        assert question == " ".join(question.split())
        assert 1 < len(question.split()) <= 40, question
