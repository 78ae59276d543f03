"""Requests about the answer before: its words, its source, the same in short, the paragraphs beside it."""

from __future__ import annotations

import pytest

from hld.app import about, again
from hld.app.answer import Assistant
from hld.app.schema import DOUBTFUL

ABOUT = "What does the Declaration say about remittances?"
TWENTY_SEVEN = "A/RES/68/4#para-27"


@pytest.mark.parametrize(
    "turn",
    [
        "quote it",
        "Give me the source, please.",
        "exact wording?",
        "Where does it say that?",
        "source ?",
        "¿la fuente?",
        "cítalo",
        "quote that word for word",
        "the exact wording of that",
        "What else does that paragraph say?",
        "Which paragraph says that?",
        "Is that the exact wording?",
        "and where exactly?",
        "Where do I find the official text?",
        "what's the symbol of that document?",
        "are you sure? where does it say that",
        "No. Give me the exact paragraph pls",
        "Let me have that paragraph word for word.",
        "I'd like that sentence verbatim.",
    ],
)
def test_what_was_cited_is_quoted(turn: str, assistant: Assistant) -> None:
    answer = assistant.ask(turn, [ABOUT])
    assert (answer.status, answer.question) == ("lookup", turn)
    assert answer.citations[0].id == TWENTY_SEVEN
    assert {s.verdict for s in answer.sentences} == {"quoted"}
    assert [c.id for c in answer.citations] == [c.id for c in assistant.ask(ABOUT).citations]


@pytest.mark.parametrize(
    ("history", "turn", "expected"),
    [
        (["67/219 para 11"], "what does the next paragraph say?", "A/RES/67/219#para-12"),
        (["67/219 para 11", "next paragraph"], "and the next one?", "A/RES/67/219#para-13"),
        (["67/219 para 11"], "the previous paragraph", "A/RES/67/219#para-10"),
        ([ABOUT], "párrafo siguiente", "A/RES/68/4#para-28"),
        (["67/172 para 10"], "next", "A/RES/67/172#para-11"),
        (["67/219 para 11", "next paragraph"], "the one after that", "A/RES/67/219#para-13"),
        (["67/219 para 11"], "and the one before it?", "A/RES/67/219#para-10"),
        (["67/219 para 11"], "what's in the paragraph before that?", "A/RES/67/219#para-10"),
    ],
)
def test_the_paragraph_beside_it(history: list[str], turn: str, expected: str, assistant: Assistant) -> None:
    answer = assistant.ask(turn, history)
    assert (answer.status, [c.id for c in answer.citations]) == ("lookup", [expected])


@pytest.mark.parametrize("turn", ["est-ce contraignant ?", "¿es vinculante?", "is it binding?"])
def test_whether_it_binds_is_asked_in_three_languages(turn: str, assistant: Assistant) -> None:
    answer = assistant.ask(turn, [ABOUT])
    assert (answer.status, answer.citations[0].id) == ("lookup", TWENTY_SEVEN)
    assert "do not settle" in answer.note


def test_the_preamble_lays_nothing_down_and_what_is_urgent_is_said(assistant: Assistant) -> None:
    answer = assistant.ask("is that urgent or just a polite hint", ["What does 67/172 say about the Migrant Workers Convention?"])
    told = {sentence.citations[0]: sentence.text for sentence in answer.sentences}
    assert "it stands in the preamble" in told["A/RES/67/172#pre-5"]
    assert told["A/RES/67/172#para-3-d"].endswith("it says “as a matter of priority”.")


@pytest.mark.parametrize("turn", ["how can I cite this?", "how do I reference that in a footnote", "a footnote for it, please"])
def test_how_it_is_cited(turn: str, assistant: Assistant) -> None:
    answer = assistant.ask(turn, [ABOUT])
    assert (answer.status, answer.citations[0].id) == ("lookup", TWENTY_SEVEN)
    assert "General Assembly resolution 68/4 of 3 October 2013, para. 27" in answer.sentences[0].text


def test_there_is_nothing_behind_the_last(assistant: Assistant) -> None:
    answer = assistant.ask("next paragraph", ["67/219, para. 19"])
    assert "para. 19 is the last paragraph" in answer.reason


def test_shorter_is_the_first_sentence(assistant: Assistant) -> None:
    history = ["Compare resolutions 58/208 and 69/229 on remittances."]
    whole, short = assistant.ask(history[0]), assistant.ask("shorter please", history)
    assert len(whole.sentences) > 1
    assert short.sentences == whole.sentences[:1]
    assert {c.id for c in short.citations} == set(short.sentences[0].citations)


def test_a_refusal_has_no_source(assistant: Assistant) -> None:
    history = ["Which colour of lamp do pilots like best?"]
    assert assistant.ask("quote it", history).status == "abstained"


def test_such_turns_do_not_come_between(assistant: Assistant) -> None:
    history = [ABOUT, "quote it", "shorter"]
    assert again.own(history) == [ABOUT]
    assert assistant.ask("and about health?", history).searched == ABOUT.replace("remittances", "health")


@pytest.mark.parametrize(
    "turn", ["Who is quoted?", "What is the source of remittances?", "What will the next Dialogue be about?", "next year?"]
)
def test_questions_of_their_own(turn: str) -> None:
    assert again.wanted(turn) == ""


def test_the_one_before_is_a_paragraph_only_where_one_was_looked_up(assistant: Assistant) -> None:
    looked_up, found = assistant.ask("67/219, para. 11"), assistant.ask(ABOUT)
    assert again.fits("what about the one before?", looked_up)
    assert not again.fits("what about the one before?", found)
    assert again.fits("what is in the paragraph before that?", found)


@pytest.mark.parametrize(
    ("turn", "said"),
    [
        ("In the preamble or in the operative part?", "A/RES/68/4, para. 27: it stands in the operative part."),
        ("is it a recommendation or an obligation?", "it states something, and asks nothing of anybody."),
        ("Is that binding?", "it states something, and asks nothing of anybody."),
    ],
)
def test_where_it_stands_and_how_strongly_it_is_said(turn: str, said: str, assistant: Assistant) -> None:
    answer = assistant.ask(turn, [ABOUT])
    assert (answer.status, answer.sentences[0].citations) == ("lookup", (TWENTY_SEVEN,))
    assert answer.sentences[0].text.endswith(said)


def test_a_request_asks_and_does_not_decide(assistant: Assistant) -> None:
    answer = assistant.ask("Is it mandatory?", ["67/172 para 10 (a)"])
    assert "“requests”: it asks, and does not decide." in answer.sentences[0].text


def test_plain_words_are_those_of_the_digest(official: Assistant, assistant: Assistant) -> None:
    plain = official.ask("in simpler words please", ["67/172 para 10 (a)"])
    assert "In plain words (digest, not the official wording)" in plain.sentences[0].text
    again = assistant.ask("simpler", [ABOUT])
    assert again.note == "This is plain wording already."


def test_another_language_is_where_its_text_is(assistant: Assistant) -> None:
    answer = assistant.ask("in Spanish, please", [ABOUT])
    assert "https://docs.un.org/es/A/RES/68/4" in answer.sentences[0].text
    assert "Into which language?" in assistant.ask("translate it", [ABOUT]).note


def test_more_is_what_was_near_and_is_not_told(assistant: Assistant) -> None:
    before, more = assistant.ask(ABOUT), assistant.ask("tell me more", [ABOUT])
    assert assistant.ask("that isn't what I asked", [ABOUT]).citations == more.citations
    assert more.status == "lookup"
    assert {c.id for c in more.citations}.isdisjoint(c.id for c in before.citations)
    assert {c.id for c in more.citations} <= {hit.id for hit in before.retrieved}


@pytest.mark.parametrize("turn", ["as a list", "are you sure?", "really?"])
def test_what_changes_nothing_is_answered_as_before(turn: str, assistant: Assistant) -> None:
    before, after = assistant.ask(ABOUT), assistant.ask(turn, [ABOUT])
    assert (after.sentences, after.confidence) == (before.sentences, before.confidence)
    assert ("put at 9" in after.note) == ("list" not in turn)


@pytest.mark.parametrize(
    "turn", ["hello", "Thanks!", "ok. thx", "thanks, that helps", "are you a bot?", "What can you do?", "ok, thank you"]
)
def test_a_greeting_is_no_question(turn: str, assistant: Assistant) -> None:
    for history in ([], [ABOUT]):
        answer = assistant.ask(turn, history)
        assert (answer.status, answer.citations, answer.searched) == ("lookup", (), "")
        assert answer.reason.startswith("You are welcome" if "thx" in turn or "hank" in turn else "Ask about")


def test_the_library_is_listed_in_the_middle_of_a_conversation(assistant: Assistant) -> None:
    answer = assistant.ask("list the documents", ["What does 67/172 say about detention?"])
    assert answer.sentences[0].text.startswith("The library holds")


LISTED = "List all paragraphs on remittances"


@pytest.mark.parametrize(
    ("question", "turn", "expected"),
    [
        (LISTED, "the third one", "A/RES/60/227#para-10-c"),
        (LISTED, "What does the last one say?", "A/RES/69/229#para-14"),
        (LISTED, "[2]", "A/RES/59/241#para-9"),
        (LISTED, "show me number 2", "A/RES/59/241#para-9"),
        # Of a list under its chapeau, its items are counted.
        ("Which themes did the four round tables of 2006 have?", "the third one", "A/RES/60/227#para-10-c"),
        (ABOUT, "what does [1] say?", TWENTY_SEVEN),
    ],
)
def test_one_of_several_is_meant_by_its_place(question: str, turn: str, expected: str, assistant: Assistant) -> None:
    answer = assistant.ask(turn, [question])
    assert answer.status == "lookup"
    assert answer.citations[0].id == expected


def test_what_is_no_list_has_no_third_one(assistant: Assistant) -> None:
    assert assistant.ask("the third one", [ABOUT]).status != "lookup"
    assert "2013" in assistant.ask("and the second one?", ["What was the 2006 Dialogue about?"]).searched
    assert assistant.ask("and the second?", ["When was the first review forum held?"]).status != "clarify"


def test_another_dialogue_is_a_turn_of_its_own() -> None:
    history = ["What was the 2006 Dialogue about?", "and the second one?", "thanks"]
    assert again.own(history) == history[:2]
    assert again.own([LISTED, "the second one"]) == [LISTED]


def test_a_list_is_counted(assistant: Assistant) -> None:
    (said,) = assistant.ask("how many are there?", [LISTED]).sentences
    assert said.text.startswith("21 paragraphs of 10 documents")


@pytest.mark.parametrize(
    ("question", "turn", "expected"),
    [
        ("How low should remittance fees go?", "by when?", "A/RES/69/229#para-14"),
        ("Will there be a third High-level Dialogue?", "when?", "A/RES/69/229#para-32"),
    ],
)
def test_a_date_that_the_answer_gives_is_read_off_it(question: str, turn: str, expected: str, assistant: Assistant) -> None:
    assert assistant.ask(question).citations[0].id == expected
    told = assistant.ask(turn, [question])
    assert (told.status, [c.id for c in told.citations]) == ("lookup", [expected])


def test_a_turn_that_asks_its_question_again_is_no_look_at_the_answer(assistant: Assistant) -> None:
    told = assistant.ask("where?", ["When was the 2013 Dialogue held?"])
    assert told.searched == "Where was the 2013 Dialogue held?"


@pytest.mark.parametrize("turn", ["and before that?", "earlier than that?"])
def test_what_was_said_before_is_of_documents_before_the_one_cited(turn: str, assistant: Assistant) -> None:
    question = "What does the Assembly say about brain drain?"
    first, before = assistant.ask(question), assistant.ask(turn, [question])
    assert before.question == turn
    assert before.searched == f"What is said before {first.citations[0].adopted[:4]} about brain drain?"
    assert before.citations
    assert max(c.adopted for c in before.citations) < first.citations[0].adopted


def test_a_commitment_is_told_as_one(assistant: Assistant) -> None:
    told = assistant.ask("is that binding?", ["What does paragraph 13 of the 2013 Declaration say?"])
    assert "states a commitment of those who adopted it" in told.sentences[0].text


def test_a_long_sentence_is_cut_where_it_is_to_be_shorter(official: Assistant) -> None:
    asked = "What does 67/172 say about arbitrary detention?"
    long, short = official.ask(asked), official.ask("shorter pls", [asked])
    assert len(short.sentences) == 1
    assert short.sentences[0].citations == long.sentences[0].citations
    assert len(short.sentences[0].text) <= len(long.sentences[0].text)


@pytest.mark.parametrize("turn", ["is that a decision or a wish?", "is it only a wish or an obligation?"])
def test_its_force_is_told(turn: str, assistant: Assistant) -> None:
    answer = assistant.ask(turn, [ABOUT])
    assert (answer.status, answer.citations[0].id) == ("lookup", TWENTY_SEVEN)


def test_what_cites_nothing_has_no_paragraph_to_show(assistant: Assistant) -> None:
    answer = assistant.ask("give me the exact paragraph", ["Which colour of lamp do pilots like best?"])
    assert answer.reason == "The answer before cites no paragraph, as none was found. The nearest are listed."


@pytest.mark.parametrize("turn", ["what about the newer ones", "anything more recent?", "since then?"])
def test_later_texts_are_those_after_the_answer(turn: str, assistant: Assistant) -> None:
    answer = assistant.ask(turn, ["What does 59/241 say about remittances?"])
    assert answer.searched == "What is said after 2004 about remittances?"
    assert all(citation.adopted > "2005" for citation in answer.citations)


@pytest.mark.parametrize("turn", ["What comes directly after it?", "what follows that"])
def test_what_comes_after_is_the_next_paragraph(turn: str, assistant: Assistant) -> None:
    answer = assistant.ask(turn, ["What does paragraph 13 of 68/4 say?"])
    assert [c.id for c in answer.citations] == ["A/RES/68/4#para-14"]


def test_a_letter_is_that_of_the_paragraph_before(assistant: Assistant) -> None:
    history = ["what's para 10 of 58/208"]
    assert [c.id for c in assistant.ask("and point d?", history).citations] == ["A/RES/58/208#para-10-d"]
    # What is asked besides is not answered by looking the same paragraph up again.
    assert assistant.ask("Who wrote up the dialogue of 2006 in the end?", history).status != "lookup"


@pytest.mark.parametrize("turn", ["Was this repeated the following year?", "in which other document is that repeated?"])
def test_where_else_it_stands_are_its_counterparts(turn: str, assistant: Assistant) -> None:
    answer = assistant.ask(turn, ["What does paragraph 24 of 68/4 say?"])
    assert answer.citations[0].id == "A/RES/68/4#para-24"
    assert {"A/RES/67/172#para-4-f", "A/RES/69/229#para-25"} <= {c.id for c in answer.citations}


def test_the_older_of_several_is_by_its_date(assistant: Assistant) -> None:
    history = ["What does paragraph 25 of 69/229 say and paragraph 24 of 68/4?"]
    assert [c.id for c in assistant.ask("which of these is the older", history).citations] == ["A/RES/68/4#para-24"]


def test_the_official_text_is_a_link(assistant: Assistant) -> None:
    history = ["What does 69/229 say on the cost of remittances?"]
    for turn in ("and the original english text, official", "where can I download it?", "is there a link"):
        answer = assistant.ask(turn, history)
        told = ["The official text of A/RES/69/229 is at https://docs.un.org/en/A/RES/69/229."]
        assert [sentence.text for sentence in answer.sentences] == told
        assert answer.citations


def test_it_is_said_that_nothing_is_written_here(assistant: Assistant) -> None:
    question = "What is said about brain drain?"
    for turn in ("make it more diplomatic", "rewrite it", "put it in a more formal way"):
        answer = assistant.ask(turn, [question])
        assert answer.note.startswith(about.NO_WRITER)
        assert answer.citations[0].id == assistant.ask(question).citations[0].id
    drafted = assistant.ask("Write me two lines on remittances for a speech.")
    assert drafted.status == "answered" and drafted.note.startswith(about.NO_WRITER)


def test_behind_a_doubtful_refusal_the_nearest_paragraph_is_quoted(assistant: Assistant) -> None:
    question = "Which countries hosted the Global Forum?"
    refused = assistant.ask(question)
    assert refused.refused and refused.confidence > DOUBTFUL
    answer = assistant.ask("full text of it please", [question])
    assert [citation.id for citation in answer.citations] == [refused.retrieved[0].id]
    assert "This is the nearest" in answer.note


def test_what_a_paragraph_says_that_others_must_do_is_told(assistant: Assistant) -> None:
    answer = assistant.ask("is it binding?", ["69/229, para. 25"])
    assert "states what somebody must do" in answer.sentences[0].text


@pytest.mark.parametrize("turn", ["ok and number 3?", "the third one"])
def test_an_item_of_a_list_is_meant_by_its_number(turn: str, assistant: Assistant) -> None:
    answer = assistant.ask(turn, ["What were the themes of the round tables of 2006?"])
    assert [citation.id for citation in answer.citations] == ["A/RES/60/227#para-10-c"]


def test_what_cannot_be_cut_is_said_to_be_so(assistant: Assistant) -> None:
    short = "What does 61/208 say of the Global Migration Group?"
    answer = assistant.ask("shorter", [short])
    assert len(answer.sentences[0].text) < len(assistant.ask(short).sentences[0].text) or "not cut shorter" in answer.note


def test_others_are_called_the_next_nearest(assistant: Assistant) -> None:
    answer = assistant.ask("that's not what I asked", ["What is said about brain drain?"])
    assert answer.note.startswith("These are the paragraphs that were found next")


@pytest.mark.parametrize("turn", ["what year was this", "which date again?", "when was that said?", "how old is that?"])
def test_of_what_year_an_answer_is(turn: str, assistant: Assistant) -> None:
    answer = assistant.ask(turn, [ABOUT])
    assert [sentence.text for sentence in answer.sentences] == ["A/RES/68/4 is of 3 October 2013."]
    assert {citation.id for citation in answer.citations} == {TWENTY_SEVEN}


def test_of_what_year_a_paragraph_is_that_was_looked_up(assistant: Assistant) -> None:
    answer = assistant.ask("what year was this?", ["What does 67/219 say in paragraph 2?"])
    assert [sentence.text for sentence in answer.sentences] == ["A/RES/67/219 is of 21 December 2012."]


def test_the_year_of_what_was_asked_for_its_date_is_not_that_of_the_text(assistant: Assistant) -> None:
    answer = assistant.ask("what year was that?", ["When was the 2006 Dialogue held?"])
    assert "2006" in " ".join(sentence.text for sentence in answer.sentences)
    assert not any(sentence.text.endswith("is of 20 December 2012.") for sentence in answer.sentences)


def test_whether_it_is_still_in_force_no_document_says(assistant: Assistant) -> None:
    answer = assistant.ask("is that still in force?", [ABOUT])
    assert answer.status == "abstained"
    assert "A/RES/68/4 still holds" in answer.reason


@pytest.mark.parametrize("turn", ["Which forums are meant there?", "what is the process mentioned in that paragraph?"])
def test_what_is_asked_of_the_paragraph_on_the_table_is_told_by_it(turn: str, assistant: Assistant) -> None:
    answer = assistant.ask(turn, ["Read paragraph 31 of the Declaration."])
    assert [citation.id for citation in answer.citations] == ["A/RES/68/4#para-31"]


def test_whether_a_text_binds_in_law_is_left_open(assistant: Assistant) -> None:
    assert "do not settle" in assistant.ask("is that legally binding?", [ABOUT]).note
    assert not assistant.ask("is that a request or a decision?", [ABOUT]).note


def test_items_of_a_list_are_picked_one_after_the_other(assistant: Assistant) -> None:
    history = ["What were the themes of the round tables of the 2013 Dialogue?"]
    for turn, expected in (("number 4 only", "iv"), ("only the second one", "ii"), ("tell me more about the third one", "iii")):
        answer = assistant.ask(turn, history)
        assert [citation.id for citation in answer.citations] == [f"A/RES/67/219#para-3-c-{expected}"]
        history.append(turn)


@pytest.mark.parametrize(
    ("turn", "other"),
    [("was that in the 2010 text as well?", "A/RES/65/170"), ("is it in 67/219 too?", "A/RES/67/219")],
)
def test_whether_another_text_has_it(turn: str, other: str, assistant: Assistant) -> None:
    answer = assistant.ask(turn, ["What does 63/225 say about the Global Forum?"])
    assert answer.status in ("lookup", "answered")
    assert {citation.symbol for citation in answer.citations} <= {"A/RES/63/225", other}
