"""The plain-language digest: complete beside the official documents, and never their wording."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from hld.ingest.digest import load_digest
from hld.ingest.models import Document, Kind, Paragraph
from hld.ingest.readers import text

DIGEST = load_digest()
PARAGRAPHS = [paragraph for document in DIGEST for paragraph in document.paragraphs]
IDS = [document.id for document in DIGEST]
WORDS = 10
"""This many words in a row that the official text has too would be its wording."""


NAMES = re.compile(
    "convention on the protection of the rights of all migrant workers and members of their families"
    "|committee on the protection of the rights of all migrant workers and members of their families"
    "|convention on the elimination of all forms of (?:racial discrimination|discrimination against women)"
    "|convention against torture and other cruel, inhuman or degrading treatment or punishment"
    "|plenary meeting of the general assembly on the millennium development goals"
    "|conference on the world financial and economic crisis and its impact on development"
    "|conference on financing for development to review the implementation of the monterrey consensus",
    re.IGNORECASE,
)
"""What a convention, a body or a conference is called, is nobody's wording, and counts as a word."""


def _words(passage: str) -> list[str]:
    return re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)*", NAMES.sub("name", passage).lower())


def _runs(passage: str) -> set[tuple[str, ...]]:
    words = _words(passage)
    return {tuple(words[i : i + WORDS]) for i in range(len(words) - WORDS + 1)}


def test_the_series_is_there() -> None:
    resolutions = "58/208 59/241 60/227 61/208 63/225 65/170 67/172 67/219 68/4 69/229".split()
    assert sorted(IDS) == sorted([*(f"A/RES/{number}" for number in resolutions), "PAGE/ohchr-hld-2013-page"])
    assert [d.source for d in DIGEST] == sorted(d.source for d in DIGEST)


def test_ids_are_unique() -> None:
    ids = [p.id for p in PARAGRAPHS]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("document", DIGEST, ids=IDS)
def test_a_digest_is_never_official(document: Document) -> None:
    assert not document.official
    assert (document.format, document.language, document.anomalies, document.notes) == ("digest", "en", (), ())
    assert re.fullmatch(r"[0-9a-f]{64}", document.sha256)
    assert document.title and document.body
    assert document.type == ("page" if document.symbol.is_page else "resolution")


@pytest.mark.parametrize("document", DIGEST, ids=IDS)
def test_every_entry_has_three_to_eighty_words(document: Document) -> None:
    for paragraph in document.paragraphs:
        assert 3 <= len(paragraph.text.split()) <= 80, paragraph.id
        assert paragraph.text == " ".join(paragraph.text.split()), paragraph.id


@pytest.mark.parametrize("document", DIGEST, ids=IDS)
def test_a_subparagraph_carries_its_chapeau(document: Document) -> None:
    texts = {p.reference.part: p.text for p in document.paragraphs}
    for paragraph in document.paragraphs:
        assert paragraph.reference.part is not None
        above, expected = paragraph.reference.part.parent, ""
        while above is not None:
            expected = f"{texts[above]} {expected}".strip()
            above = above.parent
        assert paragraph.context == expected, paragraph.id


@pytest.mark.parametrize(
    "document", [d for d in DIGEST if not d.symbol.is_page], ids=[d.id for d in DIGEST if not d.symbol.is_page]
)
def test_every_operative_entry_says_its_verb(document: Document) -> None:
    for paragraph in document.paragraphs:
        part = paragraph.reference.part
        assert part is not None
        assert paragraph.kind == {"pre": Kind.PREAMBULAR, "para": Kind.OPERATIVE, "block": Kind.BLOCK}[part.kind]
        if part.kind == "para" and not part.letters:
            assert paragraph.verb, paragraph.id


@pytest.fixture(scope="module")
def official(shared: Path) -> dict[str, Document]:
    found = {}
    for path in sorted((shared / "corpus/hld").glob("*.txt")):
        (document,) = text.read(path.read_bytes(), path.name)
        found[document.id] = document
    return found


def _pair(official: dict[str, Document], document: Document) -> list[tuple[Paragraph, Paragraph]]:
    return list(zip(document.paragraphs, official[document.id].paragraphs, strict=True))


@pytest.mark.corpus
@pytest.mark.parametrize("document", DIGEST, ids=IDS)
def test_there_is_one_entry_for_each_official_paragraph_in_order(official: dict[str, Document], document: Document) -> None:
    assert [p.id for p in document.paragraphs] == [p.id for p in official[document.id].paragraphs]


@pytest.mark.corpus
@pytest.mark.parametrize("document", DIGEST, ids=IDS)
def test_no_entry_repeats_the_official_wording(official: dict[str, Document], document: Document) -> None:
    known = set().union(*(_runs(p.text) for p in official[document.id].paragraphs))
    for paragraph in document.paragraphs:
        repeated = _runs(paragraph.text) & known
        assert not repeated, f"{paragraph.id}: {' '.join(next(iter(repeated)))}"


@pytest.mark.corpus
@pytest.mark.parametrize("document", DIGEST, ids=IDS)
def test_an_entry_opens_with_the_verb_of_its_paragraph(official: dict[str, Document], document: Document) -> None:
    pairs = [(p, o) for p, o in _pair(official, document) if o.kind != Kind.PREAMBULAR]
    assert [(p.id, p.verb) for p, _ in pairs] == [(o.id, o.verb) for _, o in pairs]


@pytest.mark.corpus
@pytest.mark.parametrize(
    "document", [d for d in DIGEST if not d.symbol.is_page], ids=[d.id for d in DIGEST if not d.symbol.is_page]
)
@pytest.mark.parametrize(
    "field",
    ["title", "adopted", "distributed", "session", "agenda_item", "meeting", "committee", "report", "body", "type", "language"],
)
def test_the_masthead_is_that_of_the_official_document(official: dict[str, Document], document: Document, field: str) -> None:
    assert getattr(document, field) == getattr(official[document.id], field)


@pytest.mark.corpus
def test_years_and_symbols_of_an_entry_stand_in_its_official_document(official: dict[str, Document]) -> None:
    for document in DIGEST:
        whole = official[document.id]
        known = " ".join([whole.title, *(p.text for p in whole.paragraphs), *(n.text for n in whole.notes)])
        known += f" {whole.adopted or dt.date(2013, 10, 3)}"
        for paragraph in document.paragraphs:
            for figure in re.findall(r"\b(?:19|20)\d\d\b|\b\d{2}/\d{1,3}\b", paragraph.text):
                assert figure in known, f"{paragraph.id}: {figure}"
