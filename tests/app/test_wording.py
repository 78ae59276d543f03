"""Tasks in people's own words, done over the digest."""

from __future__ import annotations

import pytest

from hld.app.answer import Assistant
from hld.app.wording import worded


def _put(assistant: Assistant, *turns: str) -> str:
    return worded(turns, assistant, assistant.index)[-1]


@pytest.mark.parametrize(
    ("question", "status", "first"),
    [
        ("Gather whatever passages there are on remittances in 69/229.", "lookup", "A/RES/69/229#"),
        ("which parts of 69/229 were simply copied over from 67/219", "lookup", ""),
        ("what's the freshest wording on remittances?", "answered", "A/RES/69/229#"),
    ],
)
def test_a_task_is_done(assistant: Assistant, question: str, status: str, first: str) -> None:
    answer = assistant.ask(question)
    assert answer.status == status
    assert answer.question == question
    assert answer.searched != question, "what was searched for is shown"
    assert not first or answer.citations[0].id.startswith(first)


@pytest.mark.parametrize(
    "question",
    [
        "What does 69/229 say on remittances?",
        "List all paragraphs on remittances.",
        "When was 69/229 adopted?",
        "How high is the cost of remittances to be at most?",
        "Who opened the round tables?",
        "Going by the 2014 resolution, how does a storm change what migrants earn?",
        "Hello",
    ],
)
def test_what_grammar_reads_is_left_as_it_is(assistant: Assistant, question: str) -> None:
    assert _put(assistant, question) == question


def test_a_turn_is_done(assistant: Assistant) -> None:
    first = "What does 69/229 say on remittances?"
    assert _put(assistant, first, "could you trim that down a bit") == "Shorter."
    assert _put(assistant, first, "and the complete set of paragraphs on it, please?").startswith(
        "List all paragraphs on remittances"
    )


def test_a_look_up_that_finds_nothing_is_searched_as_it_was_put(assistant: Assistant) -> None:
    question = "Gather whatever passages there are on zeppelins flown by walruses in 69/229."
    assert _put(assistant, question) == question or assistant.ask(question).status == "abstained"


def test_a_long_conversation_without_a_document_takes_no_time(assistant: Assistant) -> None:
    turns = ["Fog?", *["What does that resolution say about the whole resolution?"] * 40]
    assert len(worded(turns, assistant, assistant.index)) == len(turns)


def test_an_empty_or_endless_turn_before_is_left_alone(assistant: Assistant) -> None:
    turns = ["", "fog " * 2000, "What does 69/229 say on remittances?"]
    assert worded(turns, assistant, assistant.index) == turns


@pytest.mark.parametrize(
    ("before", "turn", "put"),
    [
        ("What does 69/229 say on remittances?", "same for children", "What does 69/229 say on children?"),
        (
            "What is IOM requested to do on remittances?",
            "what about employers?",
            "What is employers requested to do on remittances?",
        ),
        ("What was OHCHR asked to do?", "and the Secretary-General?", "What was the Secretary-General asked to do?"),
        (
            "List all paragraphs that ask, addressed to States in 69/229.",
            "now for the UN system",
            "List all paragraphs that ask, addressed to the UN system in 69/229.",
        ),
    ],
)
def test_the_question_before_with_another_topic_or_addressee(assistant: Assistant, before: str, turn: str, put: str) -> None:
    assert _put(assistant, before, turn) == put


def test_a_turn_goes_back_to_an_earlier_question(assistant: Assistant) -> None:
    turns = ["What does 69/229 say on remittances?", "Who co-chairs the round tables?", "Who pays for the trust fund?"]
    assert _put(assistant, *turns, "let's get back to the first question") == turns[0]
    assert assistant.ask("return to the previous one", turns).searched == turns[1]
    assert _put(assistant, *turns, "ok, now back to round tables") == turns[1]
    assert _put(assistant, turns[0], "let's get back to the first question") != turns[0], "there is none before the last"


@pytest.mark.parametrize(
    ("question", "put"),
    [
        ("Are nurses mentioned in 68/4?", "List all paragraphs on nurses in 68/4."),
        ("any mention of smuggling?", "Which documents mention smuggling?"),
        ("Do zeppelins come up in 68/4?", "List all paragraphs on zeppelins in 68/4."),
        ("Are they mentioned?", "Are they mentioned?"),
        ("Is the financial crisis only mentioned in 65/170?", "Is the financial crisis only mentioned in 65/170?"),
    ],
)
def test_whether_something_is_mentioned_is_where_it_is(assistant: Assistant, question: str, put: str) -> None:
    assert _put(assistant, question) == put


def test_what_nothing_mentions_is_refused(assistant: Assistant) -> None:
    answer = assistant.ask("Do zeppelins come up in 68/4?")
    assert answer.status == "abstained"
    assert "“zeppelins”" in answer.reason


def test_that_is_mentioned_in_another_document_is_what_was_asked(assistant: Assistant) -> None:
    answer = assistant.ask("is that mentioned in 69/229 too?", ["What does 68/4 say about remittances?"])
    assert answer.searched == "What does 69/229 say about remittances?"


def test_what_declares_nothing_is_no_declaration(assistant: Assistant) -> None:
    turns = ["What does 69/229 say about remittances?", "that declaration, what did it say about children?"]
    assert "69/229" not in _put(assistant, *turns)


@pytest.mark.parametrize(
    ("turns", "searched"),
    [
        (["Show 65/170 paragraph 17", "and 16?"], "Show 65/170 paragraph 16"),
        (
            ["What does 68/4 say about remittances?", "list all paragraphs about women in it"],
            "list all paragraphs about women in A/RES/68/4",
        ),
        (
            ["What does 68/4 say about children?", "what is new on this in 69/229 since the declaration of 2013?"],
            "what is new on children in 69/229 since the 2013 declaration?",
        ),
        (["What does 68/4 say about children?", "how did they vote"], "By what vote was A/RES/68/4 adopted?"),
        (["Everything on family reunification please, with paragraph numbers"], "Everything on family reunification"),
    ],
)
def test_what_a_turn_leaves_to_those_before_by_a_word(turns: list[str], searched: str, assistant: Assistant) -> None:
    assert assistant.ask(turns[-1], turns[:-1]).searched == searched


@pytest.mark.parametrize(
    ("turns", "put"),
    [
        (["58/208 -> 59/241, whats gone?"], "What was dropped between 58/208 and 59/241?"),
        (["Which things vanished between 58/208 and 59/241?"], "What was dropped between 58/208 and 59/241?"),
        (
            ["What is 59/241 about?", "compared with the one before, which things have disappeared?"],
            "What did A/RES/59/241 leave out?",
        ),
        (
            ["What is 67/219 about?", "list everything it asks of Member States"],
            "list everything A/RES/67/219 asks of Member States",
        ),
        (["What is 67/219 about?", "everything its asking member states"], "everything A/RES/67/219 asks member states"),
        (["When was 69/229 adopted?", "what does it say on children"], "what does A/RES/69/229 say on children"),
        (
            ["What is 59/241 about?", "what was dropped compared with 58/208?"],
            "what was dropped in A/RES/59/241 compared with 58/208?",
        ),
        (
            ["What is 67/172 about?", "what got added in the 2011 version"],
            "what got added in the 2011 version",
        ),
        (
            ["What is 67/219 about?", "what got added in the 2014 version"],
            "what got added in A/RES/69/229 compared with A/RES/67/219?",
        ),
    ],
)
def test_what_is_meant_is_not_turned_round(turns: list[str], put: str, assistant: Assistant) -> None:
    assert _put(assistant, *turns) == put


def test_somebody_is_addressed_by_an_acronym(assistant: Assistant) -> None:
    answer = assistant.ask("what else is the president of the GA supposed to do under 67/219")
    assert answer.status == "lookup"
    assert 1 < len(answer.citations) < 8, "13 paragraphs ask something of somebody"
    assert all("President" in citation.text for citation in answer.citations)
    assert assistant.ask("What does 69/229 ask of IOM?").citations[0].symbol == "A/RES/69/229"


def test_a_year_is_counted_from_what_was_told(assistant: Assistant) -> None:
    first = "What does the 2013 Declaration say on children?"
    assert "2014" in _put(assistant, first, "did the text from the year after go any further?")
    assert (
        _put(assistant, first, "what happened in the year after the Dialogue?") == "what happened in the year after the Dialogue?"
    )


@pytest.mark.parametrize(
    ("turns", "put"),
    [
        (["voting record on the 2014 resolution?"], "By what vote was the 2014 resolution adopted?"),
        (
            ["Which countries sponsored the protection of migrants?"],
            "Who sponsored the resolution on the protection of migrants?",
        ),
        (["When was 69/229 adopted?", "and which states voted against?"], "Who voted against A/RES/69/229?"),
        (["protection of migrants: when adopted"], "When was the resolution on protection of migrants adopted?"),
        (["protection of migrants resolution, gist"], "Summarise the protection of migrants resolution."),
        (["remittances, in short"], "remittances, in short"),
    ],
)
def test_a_fact_of_a_document_is_asked_as_grammar_reads_it(turns: list[str], put: str, assistant: Assistant) -> None:
    assert _put(assistant, *turns) == put


@pytest.mark.parametrize(
    ("question", "summarised"),
    [("what are the main messages of 68/4 for a press release", True), ("cooks and cleaners in declaration 68/4??", False)],
)
def test_a_topic_beside_a_document_is_no_summary(assistant: Assistant, question: str, summarised: bool) -> None:
    assert _put(assistant, question).startswith("Summarise") is summarised


def test_the_title_of_what_a_document_mentions_is_not_its_own(assistant: Assistant) -> None:
    assert _put(assistant, "the report mentioned in 65/170, whats its title") == "the report mentioned in 65/170, whats its title"


@pytest.mark.parametrize(
    ("question", "put"),
    [
        ("What did States commit to at the 2013 Dialogue?", "Summarise the 2013 declaration."),
        ("what are the main commitments of the declaration", "Summarise the 2013 declaration."),
        ("What did the 2006 Dialogue achieve?", "What was the outcome of the 2006 Dialogue?"),
        ("protection of migrants - latest text?", "What is the latest resolution on protection of migrants?"),
        ("what does 67/172 expect from States?", "what does 67/172 ask of States?"),
        ("definition of brain drain", "definition of brain drain"),
    ],
)
def test_what_people_ask_first(assistant: Assistant, question: str, put: str) -> None:
    assert _put(assistant, question) == put


CHILDREN = "Which paragraphs deal with the rights of children?"
NEW = "What is new in 69/229 compared with 67/219?"


@pytest.mark.parametrize(
    ("turns", "put"),
    [
        ([CHILDREN, "of those, which are operative"], "Which operative paragraphs deal with the rights of children?"),
        ([CHILDREN, "only the preamble ones"], "Which preambular paragraphs deal with the rights of children?"),
        (
            [CHILDREN, "just the operative ones", "give me the strongest"],
            "What is the strongest wording on the rights of children?",
        ),
        ([NEW, "anything dropped?"], "What was dropped between 69/229 and 67/219?"),
        (
            ["What do they say about smuggling?", "did that change over time"],
            "How did the wording on smuggling change over the years?",
        ),
        (["What role do employers play?", "How has it evolved?"], "How did the wording on employers change over the years?"),
        (["Summarise 68/4.", "now only the parts on women"], "List all paragraphs on women in A/RES/68/4."),
        (["What do they say about education?", "and for girls?"], "What do they say about education for girls?"),
        (["Explain the High-level Dialogue.", "what came out of the dialogues"], "What was the outcome of both Dialogues?"),
        (["What were the round table topics in 2013?"], "What were the themes of the round tables in 2013?"),
        (["Who lights the lamps?", "which is the strongest?"], "which is the strongest?"),
    ],
)
def test_what_is_asked_of_all_that_was_told(turns: list[str], put: str, assistant: Assistant) -> None:
    assert _put(assistant, *turns) == put


def test_a_list_without_a_preamble_says_so(assistant: Assistant) -> None:
    answer = assistant.ask("only the preamble ones", ["List all paragraphs on detention"])
    assert (answer.status, answer.reason) == ("abstained", "No preambular paragraph here speaks of “detention”, by its words.")


def test_a_text_that_something_is_wanted_for_is_no_topic(assistant: Assistant) -> None:
    answer = assistant.ask("find me text for a resolution on remittances")
    assert {"A/RES/59/241#para-9", "A/RES/63/225#para-8"} <= {citation.id for citation in answer.citations}


@pytest.mark.parametrize(("keys", "cited"), [("students", "A/RES/67/172#para-5-h"), ("SDG 10.c", "A/RES/69/229#para-14")])
def test_key_words_ask_what_is_said(assistant: Assistant, keys: str, cited: str) -> None:
    answer = assistant.ask(keys)
    assert answer.searched == f"What is said about {keys}?"
    assert cited in [citation.id for citation in answer.citations]


def test_key_words_that_answer_are_left(assistant: Assistant) -> None:
    assert assistant.ask("remittances 2030 target").searched == "remittances 2030 target"


def test_what_says_a_short_topic_comes_first(assistant: Assistant) -> None:
    assert assistant.ask("visa").citations[0].id == "A/RES/67/172#pre-26"


def test_all_that_a_text_called_by_its_subject_asks_is_listed(assistant: Assistant) -> None:
    asked = "What does the 2012 resolution on protection of migrants ask of the Special Rapporteur?"
    assert _put(assistant, asked) == "What does A/RES/67/172 ask of the Special Rapporteur?"
    assert "A/RES/67/172#para-13" in [citation.id for citation in assistant.ask(asked).citations]


def test_how_much_counts_nothing(assistant: Assistant) -> None:
    assert _put(assistant, "What is said about remittances?", "how much in total") == "how much in total"
