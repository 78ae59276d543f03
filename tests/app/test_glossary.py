"""The words of the field, and what is made of a question in French and Spanish."""

from __future__ import annotations

import unicodedata

import pytest

from hld.app.glossary import detect_language, expansions, foreign, glossary, translate

LANGUAGES = [
    ("What must States do for migrant children?", "en"),
    ("remittances", "en"),
    ("A/RES/67/172 para 10 (a)", "en"),
    ("67/172 §5(h)", "en"),
    ("Declaration", "en"),
    ("", "en"),
    ("What is la traite?", "en"),
    ("Que doit analyser le Dialogue ?", "fr"),
    ("Quels sont les droits des migrants ?", "fr"),
    ("L'Assemblée condamne-t-elle les actes xénophobes ?", "fr"),
    ("envois de fonds", "fr"),
    ("¿Qué debe analizar el Diálogo?", "es"),
    ("Cuáles son los derechos de los migrantes", "es"),
    ("¿remesas?", "es"),
    ("la trata de las personas", "es"),
]


@pytest.mark.parametrize(("text", "language"), LANGUAGES)
def test_language(text: str, language: str) -> None:
    assert detect_language(text) == language


TRANSLATIONS = [
    # question, language, English words that must be there
    ("Que dit l'Assemblée sur le coût des envois de fonds ?", "fr", ["assembly", "cost", "remittances"]),
    ("La traite des êtres humains", "fr", ["trafficking in persons"]),
    ("Les enfants migrants ont-ils droit à l'école ?", "fr", ["child", "education", "rights"]),
    ("¿Qué dice sobre los derechos humanos de los migrantes?", "es", ["human rights", "migrants"]),
    ("¿Cuándo se celebra el Día Internacional del Migrante?", "es", ["international day"]),
    ("trata de personas", "es", ["trafficking in persons"]),
    ("Que dit la résolution 67/172 ?", "fr", ["resolution", "67/172"]),
    ("Que dit le xyzzy ?", "fr", ["xyzzy"]),
    ("Quel pays a payé la facture ?", "fr", ["which countries paid", "bill"]),  # "pays" and "payé" have one stem
    ("À qui le rapport est-il remis, et quand ?", "fr", ["who", "report", "when"]),
    ("¿Quiénes pagaron los cursos, y dónde?", "es", ["who", "pay", "courses", "where"]),
]


@pytest.mark.parametrize(("question", "language", "expected"), TRANSLATIONS)
def test_translation_gives_the_words_to_search_with(question: str, language: str, expected: list[str]) -> None:
    english = translate(question, language)
    assert all(words in english for words in expected), english


def test_what_two_words_say_alike_is_said_once() -> None:
    assert translate("Quelles résolutions parlent des envois de fonds ?", "fr") == "which resolution discuss remittances"


def test_small_words_are_left_out_of_a_translation() -> None:
    assert not {"que", "le", "sur", "des", "l"} & set(translate("Que dit le texte sur les droits des migrants ?", "fr").split())


def test_a_french_relative_asks_nothing() -> None:
    assert "who" not in translate("Les femmes qui travaillent ont-elles des droits ?", "fr").split()


def test_accents_and_elisions_do_not_matter() -> None:
    assert translate("l'égalité", "fr") == translate("L’EGALITE", "fr")
    assert translate("la réunion", "fr") == translate(unicodedata.normalize("NFD", "la réunion"), "fr")


EXPANSIONS = [
    ("the money they send home", "remittances"),
    ("What does the GFMD do?", "global forum on migration and development"),
    ("What is the Global Forum on Migration and Development?", "gfmd"),
    ("brain drain", "highly skilled persons"),
    ("people who are locked up", "detention"),
    ("maids", "domestic workers"),
    ("the locked doors went up", "detention"),
]


@pytest.mark.parametrize(("text", "phrase"), EXPANSIONS)
def test_everyday_words_lead_to_the_words_of_resolutions(text: str, phrase: str) -> None:
    assert phrase in [p for e in expansions(text) for p in e.phrases]


def test_nothing_is_added_to_a_text_without_known_words() -> None:
    assert expansions("xyzzy") == []


def test_the_glossary_is_complete() -> None:
    known = glossary()
    for table in (known.acronyms, foreign("fr"), foreign("es")):
        assert all(term.strip() == term and term and isinstance(english, str) for term, english in table.items())
    assert all(phrases and all(phrases) for phrases in known.everyday.values())
