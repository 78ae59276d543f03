"""What cites what: mentions resolved against a library, one candidate or none."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from hld.ingest.graph import Link, cited_by, cites
from hld.ingest.library import Library
from hld.ingest.models import Document, Kind, Paragraph
from hld.ingest.symbols import Reference


def document(identifier: str, **paragraphs: str) -> Document:
    """A document whose paragraphs are given by their parts, with "_" for "-"."""
    whole = Reference.parse(identifier)
    return Document(
        symbol=whole.symbol,
        language=whole.language,
        title="Lamps",
        sha256=repr(paragraphs),
        paragraphs=tuple(
            Paragraph(reference=Reference.parse(f"{identifier}#{part.replace('_', '-')}"), kind=Kind.OPERATIVE, text=text)
            for part, text in paragraphs.items()
        ),
    )


DOCUMENTS = [
    document("A/RES/60/1", para_1="Lamps are lit.", para_2="Asks:", para_2_a="for oil;", para_2_b="for wicks."),
    document("A/RES/60/1@fr", para_1="Les lampes.", para_2="Prie :"),
    document(
        "A/RES/61/2",
        pre_1="Recalling its resolution 60/1 of 16 September 2005 and resolution 59/9,",
        para_1="Recalls paragraph 2 (a) of resolution 60/1;",
        para_2="Recalls paragraph 7 of resolution 60/1;",
        para_3="Notes paragraph 1 above, and asks for a report on the present resolution.",
    ),
    document(
        "A/RES/61/2@fr",
        pre_1="Rappelant sa résolution 60/1 du 16 septembre 2005,",
        para_1="Rappelle le paragraphe 2 a) de la résolution 60/1 ;",
    ),
    document("A/RES/62/3@fr", para_1="Rappelle le paragraphe 1 de la résolution 61/2."),
]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library(tmp_path / "library.sqlite")
    library.put_all(DOCUMENTS)
    yield library
    library.close()


def said(links: list[Link]) -> list[tuple[str, str, str | None]]:
    return [(link.source, str(link.reference), link.target) for link in links]


def test_what_a_document_cites(library: Library) -> None:
    assert said(cites(library, Reference.parse("A/RES/61/2"))) == [
        ("A/RES/61/2#pre-1", "A/RES/60/1", "A/RES/60/1"),
        ("A/RES/61/2#pre-1", "A/RES/59/9", None),
        ("A/RES/61/2#para-1", "A/RES/60/1#para-2-a", "A/RES/60/1#para-2-a"),
        # a paragraph that the document does not have is not another one
        ("A/RES/61/2#para-2", "A/RES/60/1#para-7", None),
        ("A/RES/61/2#para-3", "A/RES/61/2#para-1", "A/RES/61/2#para-1"),
    ]


def test_what_a_paragraph_cites(library: Library) -> None:
    (link,) = cites(library, Reference.parse("A/RES/61/2#para-1"))
    assert link.words == "paragraph 2 (a) of resolution 60/1"
    text = library.get_many([link.source])[link.source].text
    assert text[link.start : link.end] == link.words
    assert said(cites(library, Reference.parse("A/RES/61/2#para-3")))[1] == ("A/RES/61/2#para-3", "A/RES/61/2", "A/RES/61/2")
    assert cites(library, Reference.parse("A/RES/60/1#para-2")) == []


def test_a_version_cites_its_own_language_where_the_library_has_it_and_english_elsewhere(library: Library) -> None:
    assert said(cites(library, Reference.parse("A/RES/61/2@fr"))) == [
        ("A/RES/61/2@fr#pre-1", "A/RES/60/1", "A/RES/60/1@fr"),
        ("A/RES/61/2@fr#para-1", "A/RES/60/1#para-2-a", "A/RES/60/1#para-2-a"),
    ]


def test_what_cites_a_document_is_listed_once_for_all_its_versions(library: Library) -> None:
    assert {link.source for link in cited_by(library, Reference.parse("A/RES/60/1"))} == {
        "A/RES/61/2#pre-1",
        "A/RES/61/2#para-1",
        "A/RES/61/2#para-2",
    }
    assert {link.source for link in cited_by(library, Reference.parse("A/RES/60/1@fr"))} == {
        "A/RES/61/2@fr#pre-1",
        "A/RES/61/2@fr#para-1",
    }


def test_what_cites_a_document_is_not_itself(library: Library) -> None:
    assert said(cited_by(library, Reference.parse("A/RES/61/2"))) == [
        ("A/RES/62/3@fr#para-1", "A/RES/61/2#para-1", "A/RES/61/2@fr#para-1")
    ]


@pytest.mark.parametrize(
    ("reference", "sources"),
    [
        ("A/RES/60/1#para-2-a", ["A/RES/61/2#para-1"]),
        ("A/RES/60/1#para-2", ["A/RES/61/2#para-1"]),
        ("A/RES/60/1#para-1", []),
        ("A/RES/59/9", ["A/RES/61/2#pre-1"]),
        ("A/RES/61/2#para-1", ["A/RES/61/2#para-3", "A/RES/62/3@fr#para-1"]),
    ],
)
def test_what_cites_a_paragraph(reference: str, sources: list[str], library: Library) -> None:
    assert [link.source for link in cited_by(library, Reference.parse(reference))] == sources


def test_a_document_that_is_not_there_cites_nothing(library: Library) -> None:
    assert cites(library, Reference.parse("A/RES/70/1")) == []
    assert cited_by(library, Reference.parse("A/RES/70/1")) == []


def test_sixty_thousand_paragraphs_answer_in_a_second(tmp_path: Path) -> None:
    library = Library(tmp_path / "library.sqlite")
    words = {f"para_{n}": f"Recalls resolution 58/{n} and paragraph {n % 9 + 1} of resolution 60/1;" for n in range(1, 201)}
    library.put_all(document(f"A/RES/{60 + n // 100}/{n % 100 + 200}", **words) for n in range(300))
    library.put(DOCUMENTS[0])
    cited_by(library, Reference.parse("A/RES/58/7"))
    started = time.process_time()
    assert len(cited_by(library, Reference.parse("A/RES/58/7"))) == 300
    assert time.process_time() - started < 1
    library.close()
