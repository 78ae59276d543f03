"""Paragraphs and documents that a question names, and questions about the library itself."""

from __future__ import annotations

import copy
from dataclasses import replace

import pytest

from hld.app import about
from hld.app.answer import Assistant
from hld.app.resolve import resolve
from hld.app.titles import with_years
from hld.index.search import Index
from hld.ingest.symbols import SymbolError

TEN_A = "A/RES/67/172#para-10-a"
SPELLINGS = [
    ("A/RES/67/172 para 10(a)", TEN_A),
    ("A/RES/67/172, para. 10 (a)", TEN_A),
    ("a/res/67/172 para 10(a)", TEN_A),
    ("res. 67/172 OP10 (a)", TEN_A),
    ("67/172 OP 10 a", TEN_A),
    ("GA resolution 67/172, paragraph 10 a", TEN_A),
    ("67/172 §10(a)", TEN_A),
    ("What does OP10(a) of A/RES/67/172 say?", TEN_A),
    ("what does paragraph 10 (a) of resolution 67/172 say", TEN_A),
    ("operative paragraph 10 (a) of GA resolution 67/172", TEN_A),
    ("paragraph 10 (a) of General Assembly resolution 67/172", TEN_A),
    ("Please quote me paragraph 10(a) of 67/172 verbatim.", TEN_A),
    ("résolution 67/172, par. 10 a)", TEN_A),
    ("resolución 67/172, párrafo 10 a)", TEN_A),
    ("A/RES/67/172#para-10-a", TEN_A),
    ("PP3 of 67/172", "A/RES/67/172#pre-3"),
    ("third preambular paragraph of resolution 67/172", "A/RES/67/172#pre-3"),
    ("resolution 67/172, third preambular para.", "A/RES/67/172#pre-3"),
    ("67/219 para 3(c)(ii)", "A/RES/67/219#para-3-c-ii"),
    ("A/RES/68/4 unnumbered para. 1", "A/RES/68/4#block-1"),
    ("para 4 of the 2013 declaration", "A/RES/68/4#para-4"),
    ("67/172 10(a)", TEN_A),
    ("67/172(10)(a)", TEN_A),
    ("what does 67/219 3(c)(ii) say", "A/RES/67/219#para-3-c-ii"),
    ("Res 67-172 paragrph 10 (a)", TEN_A),
    ("A-RES-67-172 parag. 10(a)", TEN_A),
    ("a/res/67-172 para 10 a", TEN_A),
    ("subpara (a) of paragraph 10 of 67/172", TEN_A),
    ("67/219 para 3 c ii", "A/RES/67/219#para-3-c-ii"),
    ("article 8 of 67/172", "A/RES/67/172#para-8"),
    ("point 8 of the 2013 declaration", "A/RES/68/4#para-8"),
]


@pytest.mark.parametrize(("question", "expected"), SPELLINGS)
def test_a_named_paragraph_is_looked_up(question: str, expected: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.status == "lookup"
    assert [c.id for c in answer.citations] == [expected]
    assert answer.sentences[0].citations == (expected,)
    assert answer.sentences[0].verdict == "quoted"
    (citation,) = answer.citations
    assert citation.text in answer.sentences[0].text
    assert citation.highlight == ((0, len(citation.text)),)
    assert answer.confidence == 1.0
    assert answer.reason == ""


LISTS = [
    ("points 8 and 9 of the Declaration", ["A/RES/68/4#para-8", "A/RES/68/4#para-9"]),
    ("67/172 para 4 a and b", ["A/RES/67/172#para-4-a", "A/RES/67/172#para-4-b"]),
    ("63/225 ops 16-17", ["A/RES/63/225#para-16", "A/RES/63/225#para-17"]),
    ("paragraph 12 to 14 of 67/219", ["A/RES/67/219#para-12", "A/RES/67/219#para-13", "A/RES/67/219#para-14"]),
    ("text of PP2 and PP3 of 61/208", ["A/RES/61/208#pre-2", "A/RES/61/208#pre-3"]),
    ("67/172 para 5 (g) to (i)", ["A/RES/67/172#para-5-g", "A/RES/67/172#para-5-h", "A/RES/67/172#para-5-i"]),
    ("Protection of migrants, paragraph 5, (h) through (i)", ["A/RES/67/172#para-5-h", "A/RES/67/172#para-5-i"]),
    ("fifth and sixth preambular paragraphs of 67/219", ["A/RES/67/219#pre-5", "A/RES/67/219#pre-6"]),
    ("the 2nd and 3rd paras of 68/4", ["A/RES/68/4#para-2", "A/RES/68/4#para-3"]),
    ("first two preambular paragraphs of 60/227", ["A/RES/60/227#pre-1", "A/RES/60/227#pre-2"]),
    ("the first 2 paras of 68/4", ["A/RES/68/4#para-1", "A/RES/68/4#para-2"]),
    ("OP10 (a) to (b) of 60/227", ["A/RES/60/227#para-10-a", "A/RES/60/227#para-10-b"]),
    ("para 5 letter c of 67/172", ["A/RES/67/172#para-5-c"]),
    ("67/219 PP3-5", ["A/RES/67/219#pre-3", "A/RES/67/219#pre-4", "A/RES/67/219#pre-5"]),
]


@pytest.mark.parametrize(("question", "expected"), LISTS)
def test_several_paragraphs_are_looked_up(question: str, expected: list[str], assistant: Assistant) -> None:
    assert [c.id for c in assistant.ask(question).citations] == expected


def test_a_paragraph_that_was_put_between_others_is_not_the_one_before_it(assistant: Assistant) -> None:
    answer = assistant.ask("para 10 bis of 67/172")
    assert (answer.status, answer.citations) == ("abstained", ())
    assert "no para. 10 bis" in answer.reason


def test_what_has_no_preamble_is_told_so(assistant: Assistant) -> None:
    answer = assistant.ask("the preamble of the Declaration")
    assert (answer.status, answer.citations) == ("abstained", ())
    assert "A/RES/68/4 has no preambular paragraphs" in answer.reason


@pytest.mark.parametrize(
    ("question", "kind", "number"),
    [
        ("the preamble of 67/219", "pre", 12),
        ("preámbulo de 67/219", "pre", 12),
        ("show me the preambular paragraphs of 67/219", "pre", 12),
        ("full text of 58/208", "", 0),
    ],
)
def test_a_part_of_a_document_is_shown_whole(question: str, kind: str, number: int, assistant: Assistant, index: Index) -> None:
    answer = assistant.ask(question)
    assert answer.status == "lookup"
    document = answer.citations[0].symbol
    parts = [e.id for e in index.library.paragraphs(document) if e.id.startswith(f"{document}#{kind}")]
    assert [c.id for c in answer.citations] == parts
    assert not number or len(parts) == number


@pytest.mark.parametrize("question", ["paras 11 to 13 of 67/219", "67/219, paras. 11-13", "paragraphs 11, 12 and 13 of 67/219"])
def test_paragraphs_from_one_to_another(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert [c.id for c in answer.citations] == [f"A/RES/67/219#para-{n}" for n in (11, 12, 13)]


def test_a_chapeau_brings_its_subparagraphs(assistant: Assistant) -> None:
    answer = assistant.ask("A/RES/67/172 para 10")
    assert [c.id for c in answer.citations] == ["A/RES/67/172#para-10", TEN_A, "A/RES/67/172#para-10-b"]
    assert [c.marker for c in answer.citations] == [1, 2, 3]


def test_two_documents_in_one_question(assistant: Assistant) -> None:
    answer = assistant.ask("A/RES/67/172, para. 10 (a) and A/RES/69/229, para. 32")
    assert [c.id for c in answer.citations] == [TEN_A, "A/RES/69/229#para-32"]


def test_several_paragraphs_in_one_citation_label(assistant: Assistant) -> None:
    """The form that contracts.md prints for several paragraphs of one document."""
    answer = assistant.ask("A/RES/67/172, paras. 3 and 10 (a)")
    assert answer.status == "lookup"
    assert {"A/RES/67/172#para-3", TEN_A} <= {c.id for c in answer.citations}


def test_the_same_paragraph_twice_is_cited_once(assistant: Assistant) -> None:
    assert len(assistant.ask("67/172 para 10(a) and again A/RES/67/172, para. 10 (a)").citations) == 1


def test_what_is_there_is_given_beside_what_is_not(assistant: Assistant) -> None:
    answer = assistant.ask("67/172 para 10(a) and 67/172 para 99")
    assert answer.status == "lookup"
    assert [c.id for c in answer.citations] == [TEN_A]
    assert "no para. 99" in answer.reason


MISSING = [
    ("A/RES/67/172 para 99", ["no para. 99", "15 numbered paragraphs"]),
    ("A/RES/67/172 para 0", ["no para. 0", "15 numbered paragraphs"]),
    ("PP40 of 67/172", ["fortieth preambular", "30 preambular paragraphs"]),
    ("67/172 para 10(z)", ["no para. 10 (z)", "10 (a), 10 (b)"]),
    ("67/172 para 15 (a)", ["no para. 15 (a)", "no subparagraphs"]),
    ("annex para 3 of 68/4", ["no annex, para. 3"]),
    ("A/RES/70/1 para 3", ["is in the catalogue", "`hld fetch A/RES/70/1`", "not in the library"]),
    ("A/RES/70/1", ["`hld fetch A/RES/70/1`"]),
    ("A/RES/66/9", ["A/RES/66/9 is not in the library", "https://docs.un.org/en/A/RES/66/9", "hld ingest"]),
    ("What is the title of A/RES/99/99?", ["A/RES/99/99 is not in the library"]),
]


@pytest.mark.parametrize(
    ("question", "cited"),
    [
        ("What was the main message of A/68/292?", "PAGE/ohchr-hld-2013-page#block-4"),
        ("What does A/68/292 say about lighthouses?", ""),
        ("What was the main message of A/68/29?", ""),  # of which nothing begins so but another
        ("What does A/RES/70/147 say about detention?", ""),
    ],
)
def test_of_what_is_not_there_others_may_tell(question: str, cited: str, assistant: Assistant) -> None:
    """A paragraph that names it answers; one on the same subject that does not answers nothing."""
    answer = assistant.ask(question)
    assert [citation.id for citation in answer.citations] == [cited] * bool(cited)
    assert "is not in the library" in f"{answer.reason} {answer.note}"


def test_a_spanish_preposition_is_no_paragraph(assistant: Assistant) -> None:
    assert assistant.understand("¿Qué plazo tenían los Estados para 18 de las listas de 2013?", ()).places == ()
    assert assistant.understand("¿Qué dice la resolución 67/172, para. 10?", ()).references[0].part is not None


@pytest.mark.parametrize(("question", "said"), MISSING)
def test_what_is_not_there_is_said(question: str, said: list[str], assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.status == "abstained"
    assert not answer.citations
    assert not answer.sentences
    for words in said:
        assert words in answer.reason


FACTS = [
    ("What is the title of A/RES/67/172?", ["Protection of migrants"]),
    ("When was 69/229 adopted?", ["19 December 2014"]),
    ("On what date did the Assembly adopt resolution 63/225?", ["19 December 2008"]),
    ("Which meeting adopted 68/4?", ["25th plenary meeting"]),
    ("Which agenda item was 65/170 adopted under?", ["agenda item"]),
    ("Which committee was 67/172 on the report of?", ["Third Committee", "A/67/457/Add.2 and Corr.1"]),
    ("In which session was 58/208 adopted?", ["session 58"]),
    ("A/RES/67/172", ["Protection of migrants", "20 December 2012", "not the official wording"]),
    ("On which day and through which committee was 60/227 passed?", ["23 December 2005", "Second Committee"]),
    ("How many numbered paragraphs and recitals does 67/172 have?", ["15 numbered and 30 preambular"]),
    ("how many paragraphs has 68/4", ["34 numbered"]),
    ("What was the agenda item of the 2013 declaration, and when was it adopted?", ["3 October 2013", "A/RES/68/4"]),
    ("When was the resolution of 2010 passed?", ["20 December 2010"]),
    ("what session was 69/229 passed in and which committee did it come from", ["session 69", "Second Committee"]),
    ("On what date was 59/241 passed? I need it for a footnote.", ["22 December 2004"]),
    ("Quand la résolution 61/208 a-t-elle été adoptée ?", ["20 December 2006"]),
    ("¿Cuándo se adoptó la resolución 61/208?", ["20 December 2006"]),
    ("Combien de paragraphes compte la résolution 69/229 ?", ["37 numbered"]),
    ("when was the resolution on protection of migrants passed", ["20 December 2012"]),
    ("Which committee handled the protection of migrants resolution?", ["Third Committee"]),
    ("When was the declaration on migration and development adopted?", ["3 October 2013"]),
    ("Which Main Committee did resolution 67/219 come from?", ["Second Committee"]),
    ("In which languages do you hold resolution 67/219?", ["in English"]),
    ("¿Cuándo se adoptó la Declaración?", ["3 October 2013"]),
    ("Quand la Déclaration a-t-elle été adoptée ?", ["3 October 2013"]),
    ("Is there a French version of 67/172?", ["in English", "https://docs.un.org/fr/A/RES/67/172"]),
    ("which languages is 67/172 available in", ["https://docs.un.org/zh/A/RES/67/172"]),
]


@pytest.mark.parametrize(("question", "said"), FACTS)
def test_facts_of_a_document(question: str, said: list[str], assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.status == "lookup"
    for words in said:
        assert words in answer.sentences[0].text


def test_a_question_about_the_contents_of_a_document_is_searched(assistant: Assistant) -> None:
    answer = assistant.ask("What does A/RES/67/172 say about detention?")
    assert answer.status == "answered"
    assert all(c.symbol == "A/RES/67/172" for c in answer.citations)


@pytest.mark.parametrize("question", ["paragraph 10 (a)", "What does paragraph 4 say?", "para 3 of the resolution"])
def test_a_place_without_a_document_has_to_be_asked(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.status == "clarify"
    assert "Of which document?" in answer.reason
    assert not answer.citations


@pytest.mark.parametrize(
    "question", ["We would print paragraph 14 on a leaflet. May we?", "Does paragraph 30 of it oblige us to come early?"]
)
def test_a_place_is_asked_back_where_its_words_find_another(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert (answer.status, answer.citations) == ("clarify", ())
    assert "Of which document?" in answer.reason


def test_a_place_is_found_by_what_it_says(assistant: Assistant) -> None:
    answer = assistant.ask("Which status must an NGO hold to be listed by the President under paragraph 9?")
    assert answer.status == "answered"
    assert answer.citations[0].id == "A/RES/67/219#para-9"


ASKED_BACK = [
    ("On what date was it adopted?", "Which document?"),
    ("What is the title of the resolution?", "Which document?"),
    ("How many recitals does that text have?", "Which document?"),
    ("Under which item of the agenda was the 2012 resolution adopted?", "A/RES/67/172 or A/RES/67/219"),
    ("subparagraph (b) please", "para. 10 (b)"),
    ("the fifth recital", "fifth preambular para."),
    ("párrafo 9 por favor", "para. 9"),
    ("the last operative paragraph", "Of which document?"),
    ("paragraph 7 of the resolution on international migration and development", "A/RES/65/170, para. 7 or "),
]


@pytest.mark.parametrize(("question", "said"), ASKED_BACK)
def test_which_document_is_meant_has_to_be_asked(question: str, said: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.status == "clarify"
    assert said in answer.reason
    assert not answer.citations


@pytest.mark.parametrize(
    "question",
    [
        "When was the Dialogue held?",
        "When is the report due?",
        "Which committee is to look into the treaty?",
        "How many round tables were there?",
        "Why was it adopted?",
        "Is subparagraph (a) about detention binding?",
        "On what date does 69/229 invite institutions?",
    ],
)
def test_what_a_document_says_is_no_fact_about_it(question: str, assistant: Assistant) -> None:
    assert assistant.ask(question).status in ("answered", "abstained")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("the last preambular paragraph of 67/172", "A/RES/67/172#pre-30"),
        ("What does the final paragraph of 67/172 say?", "A/RES/67/172#para-15"),
        ("closing recital of the 2010 resolution", "A/RES/65/170#pre-24"),
        ("recital 3 of 63/225", "A/RES/63/225#pre-3"),
        ("the second operative paragraph of 69/229", "A/RES/69/229#para-2"),
        ("cuarto párrafo del preámbulo de la resolución 67/172", "A/RES/67/172#pre-4"),
        ("deuxième alinéa du préambule de la résolution 67/172", "A/RES/67/172#pre-2"),
        ("first paragraph of the Declaration", "A/RES/68/4#para-1"),
        ("the penultimate operative paragraph of 63/225", "A/RES/63/225#para-19"),
        ("second last paragraph of 63/225", "A/RES/63/225#para-19"),
        ("67/219 2nd para", "A/RES/67/219#para-2"),
        ("the last paragraph of the resolution on protection of migrants", "A/RES/67/172#para-15"),
        ("last paragraph of the Declaration", "A/RES/68/4#para-34"),
        ("the latest international migration and development resolution, op 1", "A/RES/69/229#para-1"),
    ],
)
def test_a_paragraph_that_is_counted_or_last_is_looked_up(question: str, expected: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.status == "lookup"
    assert [c.id for c in answer.citations][:1] == [expected]


@pytest.mark.parametrize(
    ("question", "history", "expected"),
    [
        ("And what does paragraph 15 say?", ["What does resolution 67/172 say about detention?"], "A/RES/67/172#para-15"),
        ("and para 15?", ["What does A/RES/67/172 para 10 (a) say?"], "A/RES/67/172#para-15"),
        ("and paragraph 4?", ["When was A/RES/68/4 adopted?"], "A/RES/68/4#para-4"),
    ],
)
def test_a_place_is_of_the_document_in_the_question_before(
    question: str, history: list[str], expected: str, assistant: Assistant
) -> None:
    answer = assistant.ask(question, history)
    assert answer.status == "lookup"
    assert [c.id for c in answer.citations] == [expected]


LIBRARY = [
    ("What documents do you have?", 11),
    ("List the documents", 11),
    ("What resolutions are in your library?", 11),
    ("Which documents of 2013 does the library hold?", 1),
    ("Which resolutions of 2012 are in here?", 2),
    ("How many documents are there in here?", 11),
    ("Which Third Committee resolutions do you have?", 1),
    ("Which of your resolutions from the Second Committee are available?", 8),
    ("Quels documents avez-vous de 2012 ?", 2),
    ("¿Qué documentos tienes de 2012?", 2),
    ("anything from 2005?", 1),
    ("documents of 2012", 2),
    ("what have you got from 2014", 1),
    ("documents between 2005 and 2008", 3),
    ("Which resolutions were adopted before 2005?", 2),
    ("texts since 2013", 2),
]


@pytest.mark.parametrize(("question", "number"), LIBRARY)
def test_what_the_library_holds(question: str, number: int, assistant: Assistant, index: Index) -> None:
    answer = assistant.ask(question)
    assert answer.status == "lookup"
    first, *rows = answer.sentences
    assert f"{number} document" in first.text and first.text.endswith(":")
    titles = [f"{d.symbol}, {d.title}" if d.type != "page" else d.title for d in index.documents.values()]
    assert all(row.item for row in rows)
    assert sum(row.text.startswith(title) for row in rows for title in titles) == number == len(rows)


@pytest.mark.parametrize(
    ("question", "documents"),
    [
        ("Which documents talk about domestic workers?", ["A/RES/67/172", "A/RES/68/4", "A/RES/69/229"]),
        ("list all resolutions from 2012 that mention children", ["A/RES/67/172", "A/RES/67/219"]),
    ],
)
def test_all_documents_that_speak_of_a_topic(question: str, documents: list[str], assistant: Assistant, index: Index) -> None:
    answer = assistant.ask(question)
    assert answer.status == "lookup"
    first, *rows = answer.sentences
    assert [row.text.partition(" ")[0] for row in rows] == documents
    assert first.text.startswith(f"{len(documents)} document")
    assert {i for row in rows for i in row.citations} == {c.id for c in answer.citations}
    (word,) = {question.rstrip("?").rpartition(" ")[2][:5]}
    for entry in index.entries([c.id for c in answer.citations]).values():
        assert word in f"{entry.text} {entry.plain}".lower()


def test_a_turn_that_goes_on_does_not_ask_for_the_library(assistant: Assistant) -> None:
    history = ["What does 65/170 say about brain drain?"]
    assert assistant.ask("And in the 2008 resolution?", history).citations[0].symbol == "A/RES/63/225"
    assert (
        assistant.ask("And the documents of 2008?", history).sentences[0].text.startswith("The library holds 1 document of 2008")
    )


def test_a_paragraph_of_an_article_is_of_no_document_here(assistant: Assistant) -> None:
    assert assistant.ask("What is Rome Statute article 12 paragraph 3 about?").status == "abstained"


def test_how_it_was_adopted_is_a_fact_of_a_document(index: Index) -> None:
    vote = {"in_favour": 120, "against": 3, "abstaining": 41}
    document = replace(index.documents["A/RES/67/172"], metadata={"vote": vote})
    assert "recorded vote of 120 to 3" in about.sentence(document, index.library.paragraphs(document.id)).text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How do I cite resolution 67/219?", "General Assembly resolution 67/219 of 21 December 2012"),
        ("How is para. 10 (a) of 67/172 cited?", "resolution 67/172 of 20 December 2012, para. 10 (a)"),
        ("How should I reference the 2013 declaration in a footnote?", "resolution 68/4 of 3 October 2013"),
        ("how to cite the OHCHR page", "by its title"),
        ("Comment citer la résolution 67/219 ?", "General Assembly resolution 67/219 of 21 December 2012"),
        ("¿Cómo se cita la resolución 67/219?", "General Assembly resolution 67/219 of 21 December 2012"),
    ],
)
def test_how_something_is_cited(question: str, said: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.status == "lookup"
    assert said in answer.sentences[0].text


def test_what_is_cited_of_what_is_not_here_is_told_so(assistant: Assistant) -> None:
    assert assistant.ask("How do I cite 70/999?").status == "abstained"


@pytest.mark.parametrize("question", ["Résume la déclaration de 2013", "Resume la declaración de 2013"])
def test_a_summary_is_asked_for_in_three_languages(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert (answer.status, {citation.symbol for citation in answer.citations}) == ("lookup", {"A/RES/68/4"})


def test_states_that_are_named(assistant: Assistant) -> None:
    answer = assistant.ask("Which countries are mentioned by name?")
    told = {sentence.text.partition(":")[0]: sentence.citations for sentence in answer.sentences[1:]}
    assert answer.status == "lookup"
    assert "A/RES/61/208#pre-12" in told["Belgium"]
    assert {*told} >= {"Holy See", "Mexico", "Philippines"}
    only = assistant.ask("Which States are named in 58/208?")
    assert only.status in ("lookup", "abstained")
    assert {citation.symbol for citation in only.citations} <= {"A/RES/58/208"}


def test_which_were_voted_on(index: Index) -> None:
    assert Assistant(index).ask("Which of these resolutions were adopted by a vote?").status == "abstained"
    voted = {"vote": {"in_favour": 120, "against": 3, "abstaining": 41}}
    metadata = {"A/RES/67/172": {"vote": None}, "A/RES/68/4": voted}
    known = copy.copy(index)
    known.documents = {i: replace(d, metadata=metadata.get(i, {})) for i, d in index.documents.items()}
    answer = Assistant(known).ask("Was there a vote on any of these resolutions?")
    assert answer.status == "lookup"
    told = " ".join(sentence.text for sentence in answer.sentences)
    assert "of 2 how they were adopted: 1 without a vote, 1 by a recorded vote" in told
    assert "A/RES/68/4 was adopted by a recorded vote of 120 to 3" in told


def test_what_nobody_speaks_of_is_searched_and_refused(assistant: Assistant) -> None:
    assert assistant.ask("List all resolutions that talk about unicorns").status == "abstained"


@pytest.mark.parametrize(
    "question", ["List the resolutions that proclaim a holiday", "How many resolutions are there on remittances?"]
)
def test_the_library_is_no_answer_to_what_is_asked_of_some(question: str, assistant: Assistant) -> None:
    assert not any("The library holds" in sentence.text for sentence in assistant.ask(question).sentences)


def test_a_year_without_documents(assistant: Assistant) -> None:
    answer = assistant.ask("Which resolutions of 1990 does the library contain?")
    assert answer.status == "abstained"
    assert "1990" in answer.reason


@pytest.mark.parametrize(
    "question", ["Which documents contain provisions on remittances?", "Which resolutions want trafficking of children to end?"]
)
def test_what_documents_say_is_not_a_question_about_the_library(question: str, assistant: Assistant) -> None:
    cited = {citation.kind for citation in assistant.ask(question).citations}
    assert cited & {"operative", "preambular"}, "paragraphs, and no list of what the library has"


@pytest.mark.parametrize(
    ("question", "symbol"),
    [
        ("What is the latest resolution on international migration and development?", "A/RES/69/229"),
        ("Which is the first resolution on international migration and development?", "A/RES/58/208"),
        ("Show me the most recent protection of migrants resolution", "A/RES/67/172"),
        ("What's the latest resolution in the library?", "A/RES/69/229"),
        ("what is the latest resolution you have on migration & development", "A/RES/69/229"),
        ("What is the most recent document you hold?", "A/RES/69/229"),
        ("latest resolution?", "A/RES/69/229"),
        ("latest resolution on protection of migrants", "A/RES/67/172"),
        ("¿última resolución?", "A/RES/69/229"),
        ("Quelle est la dernière résolution sur la protection des migrants ?", "A/RES/67/172"),
    ],
)
def test_the_latest_of_a_title_is_looked_up(question: str, symbol: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.status == "lookup"
    assert answer.sentences[0].text.startswith(f"{symbol} is titled")


@pytest.mark.parametrize(
    "question", ["What is the latest resolution on lighthouses?", "What is the latest decision on remittances?"]
)
def test_the_latest_that_is_said_is_searched(question: str, assistant: Assistant) -> None:
    assert assistant.ask(question).status != "lookup"


# `hld show`.


def test_resolve_gives_a_document_in_order(index: Index) -> None:
    reference, entries, problem = resolve("resolution 67/172", index.library)
    assert (str(reference), problem) == ("A/RES/67/172", "")
    assert [e.id for e in entries] == [e.id for e in index.library.paragraphs("A/RES/67/172")]


def test_resolve_says_what_is_wrong(index: Index) -> None:
    assert "15 numbered" in resolve("67/172 para 99", index.library)[2]
    assert "not in the library" in resolve("70/1", index.library)[2]
    with pytest.raises(SymbolError):
        resolve("lamps", index.library)


def test_neighbours_stand_around_a_paragraph(index: Index) -> None:
    entries = index.library.paragraphs("A/RES/67/172")
    for place, size in ((0, 3), (10, 5), (len(entries) - 1, 3)):
        found = index.library.neighbours(entries[place])
        assert len(found) == size
        assert entries[place] in found
        assert found == entries[entries.index(found[0]) : entries.index(found[0]) + size]


def test_a_document_without_an_adoption_date_has_no_date(index: Index) -> None:
    answer = about.sentence(replace(index.documents["A/RES/68/4"], adopted="", meeting="", session=None, report=""), [])
    assert answer.text.startswith("A/RES/68/4 is titled “Declaration")
    assert "adopted" not in answer.text


@pytest.mark.parametrize(
    "question", ["the third preambular paragraph of the 2012 resolution", "What does paragraph 4 of the 2012 resolution say?"]
)
def test_a_year_with_two_resolutions_is_asked_back(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.status == "clarify"
    assert "A/RES/67/172" in answer.reason
    assert "A/RES/67/219" in answer.reason


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Explain subparagraph (a) of paragraph 10 in resolution 67/172.", "A/RES/67/172#para-10-a"),
        ("read me para nine of resolution 68/4", "A/RES/68/4#para-9"),
    ],
)
def test_places_as_they_are_spoken(assistant: Assistant, question: str, expected: str) -> None:
    answer = assistant.ask(question)
    assert (answer.status, answer.citations[0].id) == ("lookup", expected)


def test_a_spoken_place_that_does_not_exist(assistant: Assistant) -> None:
    answer = assistant.ask("Explain subparagraph (p) of paragraph 5 in resolution 67/172.")
    assert answer.status == "abstained"
    assert "para. 5 (p)" in answer.reason


def test_a_turn_that_asks_when_does_not_ask_for_the_date_of_the_document(assistant: Assistant) -> None:
    history = ["Does resolution 69/229 provide for a third High-level Dialogue?"]
    assert [c.id for c in assistant.ask("and by when?", history).citations] == ["A/RES/69/229#para-32"]
    assert assistant.ask("and when was it adopted?", history).status == "lookup"


def test_documents_on_a_topic_are_those_that_speak_of_it(assistant: Assistant) -> None:
    answer = assistant.ask("Which resolutions on remittances do you hold from 2010 onwards?")
    assert answer.status == "lookup"
    assert "A/RES/69/229" in {citation.symbol for citation in answer.citations}
    assert min(citation.adopted for citation in answer.citations) >= "2010"
    answer = assistant.ask("Which resolutions on remittances do you hold from 2040 onwards?")
    assert (answer.status, answer.reason) == ("abstained", "The library holds no document from 2040 onwards.")


def test_documents_titled_by_a_topic_come_first(assistant: Assistant) -> None:
    answer = assistant.ask("Which resolutions on the protection of migrants do you have?")
    assert answer.citations[0].symbol == "A/RES/67/172"


def test_the_latest_may_be_asked_for_with_its_date(assistant: Assistant) -> None:
    answer = assistant.ask("What is the latest resolution on the protection of migrants, and when was it adopted?")
    assert (answer.status, "20 December 2012" in answer.sentences[0].text) == ("lookup", True)


@pytest.mark.parametrize("question", ["anything from 2010 onwards?", "documents from 2010 or later"])
def test_the_library_from_a_year_on(question: str, assistant: Assistant) -> None:
    text = " ".join(sentence.text for sentence in assistant.ask(question).sentences)
    assert "A/RES/69/229" in text
    assert "A/RES/63/225" not in text


def test_a_paragraph_without_a_document_is_asked_about_where_several_may_be_meant(assistant: Assistant) -> None:
    answer = assistant.ask("What does operative paragraph 10 ask the Secretary-General to do?")
    assert answer.status == "clarify"
    assert "Of which document?" in answer.reason
    assert assistant.ask("What must an NGO have under paragraph 9?").citations[0].id == "A/RES/67/219#para-9"


def test_facts_of_two_documents_are_told_of_both(assistant: Assistant) -> None:
    answer = assistant.ask("How many operative paragraphs has 67/219, and how many had 65/170?")
    assert [sentence.text[:12] for sentence in answer.sentences] == ["A/RES/67/219", "A/RES/65/170"]


def test_who_voted_how_is_told_where_it_is_known(assistant: Assistant, index: Index) -> None:
    votes = {"in_favour": 120, "against": 2, "abstaining": 1, "voted_against": ["LAMPLAND", "ISLE OF FOG"], "abstained": ["REEF"]}
    document = replace(index.documents["A/RES/67/172"], metadata={"vote": votes})
    with_vote = replace(assistant.understand("Who voted against 67/172?", ()))
    assert about.voters(with_vote.asked, document.metadata) == "against: Lampland and Isle of Fog"
    assert about.voters("Which countries abstained?", document.metadata) == "abstaining: Reef"
    assert about.vote(document.metadata) == "recorded vote of 120 to 2, with 1 abstention"


def test_a_vote_that_is_not_known_is_told_so(assistant: Assistant) -> None:
    answer = assistant.ask("How many countries voted against 67/172?")
    assert (answer.status, answer.reason) == ("abstained", "By what vote A/RES/67/172 was adopted is not in the library.")
    assert assistant.ask("When was 67/172 adopted, and by what vote?").status == "lookup"


@pytest.mark.parametrize("question", ["Was 69/229 adopted by consensus?", "Was the 2013 declaration adopted by consensus?"])
def test_a_vote_that_is_not_known_is_not_told_by_a_date(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.status == "abstained" and answer.reason.startswith("By what vote")


def test_what_mentions_a_document_that_is_not_here_is_told(official: Assistant) -> None:
    mentioned = next(
        target
        for _, _, _, target in official.index.library.mentions_in("A/RES/67/172")
        if "#" not in target and target not in official.index.documents and target.startswith("A/RES/")
    )
    answer = official.ask(f"What is {mentioned} about?")
    assert answer.status == "abstained"
    assert "It is mentioned in A/RES/6" in answer.reason
    assert answer.retrieved


def test_the_preambles_of_two_texts_are_compared(assistant: Assistant) -> None:
    answer = assistant.ask("Compare the preambles of 69/229 and 58/208.")
    assert answer.status == "lookup"
    assert answer.citations
    assert all(citation.id.startswith("A/RES/69/229#pre-") for citation in answer.citations)


def test_what_is_compared_in_nothing_is_asked_back(assistant: Assistant) -> None:
    answer = assistant.ask("Compare the 2006 and 2013 dialogues")
    assert (answer.status, answer.citations) == ("clarify", ())
    two = assistant.ask("What is the difference between 67/172 and 67/219?")
    assert two.status == "lookup" and "For one topic write for instance" in two.note


def test_documents_are_listed_by_the_words_themselves_and_others_named_beside(assistant: Assistant) -> None:
    answer = assistant.ask("How many resolutions mention multiculturalism?")
    assert answer.sentences[0].text == "2 documents here speak of “multiculturalism”, by their words."
    assert answer.note.startswith("In other words also: ") and "A/RES/69/229" in answer.note
    other = assistant.ask("In which resolutions is climate change mentioned?")
    assert other.sentences[0].text.endswith("in other words.")
    assert not any(citation.id.startswith("PAGE/") for citation in other.citations)


def test_who_sponsored_is_told_where_it_is_known(assistant: Assistant) -> None:
    assert about.asked("Who co-sponsored 67/172?") == ["sponsors"]
    assert about.sponsors({"sponsors": ["LAMPLAND", "PEOPLE'S REEF"]}) == "sponsored by 2 States: Lampland and People's Reef"
    answer = assistant.ask("Which countries sponsored 67/172?")
    assert (answer.status, answer.reason) == ("abstained", "Who sponsored A/RES/67/172 is not in the library.")


@pytest.mark.parametrize(
    "question", ["read me out 5 (h) of 67/172", "5(h) in A/RES/67/172", "pull up 5 (h) of resolution 67/172"]
)
def test_a_place_needs_no_word_for_it_before_its_document(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert (answer.status, [citation.id for citation in answer.citations]) == ("lookup", ["A/RES/67/172#para-5-h"])


def test_a_document_is_called_by_its_place_among_those_of_its_title(index: Index) -> None:
    held = index.documents
    series = [replace(held[f"A/RES/{each}"], title="Progress Declaration of the Lamp Forum") for each in ("67/219", "58/208")]
    assert with_years("Sum up the second Progress Declaration.", series) == "Sum up the 2012 Progress Declaration."
    assert with_years("Sum up the third Progress Declaration.", series) == "Sum up the third Progress Declaration."
    mixed = [series[0], replace(series[1], title="Progress Declaration of the Oil Forum")]
    assert with_years("Sum up the second Progress Declaration.", mixed) == "Sum up the second Progress Declaration."


def test_where_a_document_can_be_opened(assistant: Assistant) -> None:
    for question in ("send me the link to the 2013 Declaration", "the link of the declaration pls"):
        answer = assistant.ask(question)
        assert answer.status == "lookup"
        assert answer.sentences[0].text.endswith("The official text is in English at https://docs.un.org/en/A/RES/68/4.")


def test_whether_a_document_still_holds_no_document_says(assistant: Assistant) -> None:
    answer = assistant.ask("Has 67/219 been superseded, and by which document?")
    assert answer.status == "abstained"
    assert answer.reason.endswith("Later ones of the same title are here: A/RES/69/229 (2014).")


def test_vote_and_sponsors_are_told_together(assistant: Assistant) -> None:
    answer = assistant.ask("67/219: adopted by vote or consensus, and who were the sponsors?")
    assert answer.reason == "Of A/RES/67/219, by what vote it was adopted and who sponsored it is not in the library."


def test_the_declaration_asks_as_a_document_does(assistant: Assistant) -> None:
    answer = assistant.ask("What did the 2013 Declaration request of the Secretary-General?")
    assert {citation.id for citation in answer.citations} == {"A/RES/68/4#para-33", "A/RES/68/4#para-34"}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What does the paragraph after 67/219, para. 9 say?", "A/RES/67/219#para-10"),
        ("What comes right before operative paragraph 1 of 67/172?", "A/RES/67/172#pre-30"),
        ("What stands after the third preambular paragraph of 63/225?", "A/RES/63/225#pre-4"),
    ],
)
def test_what_stands_beside_a_paragraph(question: str, expected: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.status == "lookup"
    assert answer.citations[0].id == expected


def test_nothing_stands_behind_the_last_paragraph(assistant: Assistant) -> None:
    answer = assistant.ask("What comes after para. 37 of 69/229?")
    assert [citation.id for citation in answer.citations] == ["A/RES/69/229#para-37"]
    assert "last paragraph" in answer.note


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How did States vote on paragraph 14 of 68/4?", "voted on as a whole"),
        ("Who proposed para. 6 of 67/172?", "Who proposed, negotiated or wrote a paragraph"),
        ("Which delegations negotiated paragraph 5 of the Declaration?", "Who proposed, negotiated or wrote a paragraph"),
    ],
)
def test_what_states_did_with_a_paragraph_is_not_told_by_it(question: str, said: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.status == "abstained" and said in answer.reason


def test_what_a_paragraph_proposes_is_told_by_it(assistant: Assistant) -> None:
    assert assistant.ask("What is proposed in para. 3 of 67/219?").citations[0].id == "A/RES/67/219#para-3"


def test_when_each_was_adopted_is_told_of_all(assistant: Assistant) -> None:
    for question in ("On which date was each of the resolutions adopted?", "When were these texts adopted?"):
        said = " ".join(sentence.text for sentence in assistant.ask(question).sentences)
        assert "A/RES/58/208, International migration and development, 23 December 2003" in said
    assert assistant.ask("When was the resolution adopted?").status != "lookup", "it does not say which"


def test_where_something_is_recalled_is_a_list(assistant: Assistant) -> None:
    answer = assistant.ask("In which resolutions is the decent work agenda recalled?")
    assert {"A/RES/63/225", "A/RES/65/170", "A/RES/67/219", "A/RES/69/229"} <= {citation.symbol for citation in answer.citations}


@pytest.mark.parametrize(
    "question", ["Is what you quote the official wording or a paraphrase?", "Do you quote the official text or a summary?"]
)
def test_whose_words_are_quoted(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.status == "lookup"
    assert answer.sentences[0].text.startswith("Of 11 documents this library has a digest in our own plain words")
    assert answer.citations == ()


def test_what_a_part_of_a_question_asks_of_it_is_no_topic(assistant: Assistant) -> None:
    answer = assistant.ask("Thieves steal wages. What are governments asked to do about it in 67/172?")
    assert "speak of “it”" not in " ".join(sentence.text for sentence in answer.sentences)


def test_a_choice_of_two_years_is_no_comparison(assistant: Assistant) -> None:
    answer = assistant.ask("Was the first High-level Dialogue decided on in 2003 or in 2004?")
    assert answer.citations[0].id == "A/RES/58/208#para-9"


@pytest.mark.parametrize("question", ["Is 68/4 legally binding?", "are General Assembly resolutions binding on States"])
def test_whether_a_document_binds_is_not_settled_here(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.status == "abstained"
    assert "do not settle" in answer.reason


@pytest.mark.parametrize("question", ["open 67/172", "read A/RES/67/172"])
def test_a_document_is_opened(assistant: Assistant, question: str) -> None:
    assert "Protection of migrants" in assistant.ask(question).sentences[0].text
