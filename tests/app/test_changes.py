"""Two texts beside each other: what is new, what was dropped, what was kept."""

from __future__ import annotations

import pytest

from hld.app import changes
from hld.app.answer import Assistant
from hld.app.redraft import Redraft, What, redraft, turned
from hld.app.schema import Answer
from hld.index.lexical import words
from hld.index.search import Index
from hld.ingest.repeats import in_library

HERE, BEFORE = "A/RES/65/170", "A/RES/63/225"


@pytest.mark.parametrize(
    ("question", "what", "topic", "named"),
    [
        ("What's new in the 2014 resolution on remittances?", "new", "remittances", ("the 2014 resolution",)),
        ("what does 69/229 add to 67/219?", "new", "", ("69/229", "67/219")),
        ("Which paragraphs of 69/229 are new?", "new", "", ("69/229",)),
        ("List the new paragraphs in 69/229", "new", "", ("69/229",)),
        ("What new language does 69/229 contain on women?", "new", "women", ("69/229",)),
        ("What was added in the 2014 text since that of 2012?", "new", "", ("the 2014 text", "that of 2012")),
        ("What is new in the preamble of 69/229?", "new", "", ("69/229",)),
        ("What is new on climate change in 69/229?", "new", "climate change", ("69/229",)),
        ("Is there anything new on women in 69/229?", "new", "women", ("69/229",)),
        ("what has been added since 67/219 in 69/229", "new", "", ("67/219", "69/229")),
        ("What has changed since 67/219?", "since", "", ("67/219",)),
        ("What is new in 69/229 on fog compared with 67/219?", "new", "fog", ("69/229", "67/219")),
        ("Compare 69/229 with 67/219", "changed", "", ("69/229", "67/219")),
        ("How did 69/229 change from 67/219?", "changed", "", ("69/229", "67/219")),
        ("Does 69/229 contain anything new on women?", "new", "women", ("69/229",)),
        ("Did 69/229 keep the paragraph on fog of 65/170?", "dropped", "fog", ("69/229", "65/170")),
        ("Which parts of 69/229 are new on women?", "new", "women", ("69/229",)),
        ("What was not carried over from 67/219 in 69/229?", "dropped", "", ("67/219", "69/229")),
        ("what was left out of 69/229 that was still in 67/219?", "dropped", "", ("69/229", "67/219")),
        ("What is new in the latest resolution on fog?", "new", "fog", ("the latest resolution",)),
        ("Qu'y a-t-il de nouveau dans 69/229 ?", "new", "", ("69/229",)),
        ("¿Qué hay de nuevo en 69/229?", "new", "", ("69/229",)),
        ("Which paragraphs of 69/229 were not in 67/219?", "only", "", ("69/229", "67/219")),
        ("What is in 69/229 on women that was not in 65/170?", "only", "women", ("69/229", "65/170")),
        ("What did 69/229 leave out?", "dropped", "", ("69/229",)),
        ("Which paragraphs of 67/219 are no longer in 69/229?", "dropped", "", ("67/219", "69/229")),
        ("what is missing from 69/229 that was in 65/170?", "dropped", "", ("69/229", "65/170")),
        ("What stayed the same between 63/225 and 65/170?", "kept", "", ("63/225", "65/170")),
        ("Which paragraphs in 65/170 are taken over from 63/225?", "kept", "", ("65/170", "63/225")),
        ("Which paragraphs of 65/170 are word for word those of 63/225?", "same", "", ("65/170", "63/225")),
        ("Which paras of 65/170 carry over from 63/225 with no change?", "same", "", ("65/170", "63/225")),
        ("What does 65/170 repeat verbatim from 63/225 on women?", "same", "women", ("65/170", "63/225")),
        ("does 68/4 say anything about fog that 69/229 repeats?", "kept", "fog", ("68/4", "69/229")),
        ("what got dropped from lamps at sea between 63/225 and 65/170", "dropped", "", ("63/225", "65/170")),
        ("What is new in 2014 compared with 2012?", "new", "", ("the 2014 text", "the 2012 text")),
        ("What changed between 2012 and 2014?", "changed", "", ("the 2012 text", "the 2014 text")),
    ],
)
def test_questions_for_changes(question: str, what: What, topic: str, named: tuple[str, ...]) -> None:
    assert redraft(question) == Redraft(what=what, topic=topic, named=named)


@pytest.mark.parametrize(
    "question",
    [
        "What is new in Geneva?",
        "Compare 67/219 and 69/229 on women",
        "How did 69/229 change?",
        "What is new in para. 3 of 69/229?",
        "Which paragraph of 69/229 is on women?",
        "Does 69/229 name a new envoy?",
        "What new programme does the Assembly welcome in 65/170?",
        "What was left out of the budget?",
        "What is new in § 5?",
        "What is new in \N{CYRILLIC LETTER MULTIOCULAR O}?",
    ],
)
def test_other_questions_ask_for_none(question: str) -> None:
    assert redraft(question) is None


@pytest.mark.parametrize("topic", ["", "fog"])
@pytest.mark.parametrize(
    ("what", "named", "previous"),
    [
        ("new", ("69/229", "67/219"), False),
        ("only", ("69/229", "67/219"), False),
        ("dropped", ("69/229", "67/219"), False),
        ("kept", ("69/229", "67/219"), False),
        ("new", ("69/229",), False),
        ("new", ("69/229",), True),
        ("dropped", ("69/229",), False),
        ("since", ("67/219",), False),
    ],
)
def test_the_question_that_asks_for_changes_is_read_as_that(
    what: What, named: tuple[str, ...], previous: bool, topic: str
) -> None:
    asked = Redraft(what=what, topic=topic, named=named, previous=previous)
    assert redraft(asked.question()) == asked


@pytest.mark.parametrize(
    ("turn", "before", "thing", "asked"),
    [
        ("And what was dropped?", "What is new in 69/229?", "", "What did 69/229 leave out?"),
        ("what did it leave out?", "What is new in 69/229?", "", "What did 69/229 leave out?"),
        (
            "and what stayed the same?",
            "What changed between 67/219 and 69/229?",
            "",
            "What stayed the same between 67/219 and 69/229?",
        ),
        ("and on fog?", "What is the difference between 67/219 and 69/229?", "fog", "Compare what 67/219 and 69/229 say on fog."),
        ("and on fog?", "How did 69/229 change from 67/219?", "fog", "What is new in 69/229 compared with 67/219 on fog?"),
        ("what was dropped?", "Compare 67/219 and 69/229 on fog", "", "What was dropped between 67/219 and 69/229 on fog?"),
        ("and since 2010?", "What is new in 69/229?", "", ""),
        ("and on fog?", "What is said in 69/229?", "fog", ""),
    ],
)
def test_turns_ask_for_other_changes(turn: str, before: str, thing: str, asked: str) -> None:
    assert turned(turn, before, thing) == asked


def cited(answer: Answer) -> list[tuple[str, ...]]:
    return [sentence.citations for sentence in answer.sentences if sentence.item]


def test_what_has_no_counterpart_is_new(assistant: Assistant, index: Index) -> None:
    answer = assistant.ask(f"What is new in {HERE} compared with {BEFORE}?")
    assert answer.status == "lookup"
    assert answer.note == changes.LOOK
    new = [identifier for (identifier,) in cited(answer)]
    # Of the financial crisis nothing was said in 2008, of the transfer of remittances it was.
    assert {f"{HERE}#pre-4", f"{HERE}#para-5", f"{HERE}#para-18"} <= {*new}
    assert not {f"{HERE}#para-15", f"{HERE}#pre-23", f"{HERE}#para-1"} & {*new}
    held = index.ids_of([HERE])
    assert new == [identifier for identifier in held if identifier in new]
    assert answer.sentences[0].text.startswith(
        f"{len(new)} of the {len(held)} paragraphs of {HERE} (2010) have no near counterpart"
    )


def test_what_is_not_new_was_kept(assistant: Assistant, index: Index) -> None:
    new = {identifier for (identifier,) in cited(assistant.ask(f"What is new in {HERE} compared with {BEFORE}?"))}
    kept = changes.paired(index.ids_of([HERE]), [index.documents[BEFORE]], index)
    assert {pair.entry.id for pair in kept if pair.before is None} == new
    answer = assistant.ask(f"What stayed the same between {BEFORE} and {HERE}?")
    assert answer.sentences[0].text.startswith(f"{len(kept) - len(new)} of the {len(kept)} paragraphs")
    pairs = cited(answer)
    assert (f"{HERE}#para-15", f"{BEFORE}#para-8") in pairs
    assert {i for pair in pairs for i in pair} <= {citation.id for citation in answer.citations}
    assert [citation.marker for citation in answer.citations] == [*range(1, len(answer.citations) + 1)]


def test_of_a_text_alone_the_earlier_ones_of_its_title_are_looked_at(assistant: Assistant) -> None:
    answer = assistant.ask("What is new in 69/229?")
    assert "in the 7 earlier documents here from A/RES/58/208 (2003) to A/RES/67/219 (2012)" in answer.sentences[0].text
    # Highly skilled migrants are no matter of the resolution before, but of that of 2010.
    assert ("A/RES/69/229#para-11",) not in cited(answer)
    assert ("A/RES/69/229#para-11",) in cited(assistant.ask("What does 69/229 add to 67/219?"))
    left = assistant.ask("What did 69/229 leave out?")
    assert all(identifier.startswith("A/RES/67/219#") for pair in cited(left) for identifier in pair)


def test_the_previous_text_is_the_last_one_of_its_title(assistant: Assistant) -> None:
    answer = assistant.ask("Which paragraphs of 69/229 are new compared with the previous resolution?")
    assert cited(answer) == cited(assistant.ask("What does 69/229 add to 67/219?"))
    both = assistant.ask("How did 69/229 change from the previous resolution?")
    assert both.sentences == assistant.ask("What changed between 67/219 and 69/229?").sentences
    since = assistant.ask("What has changed since 67/219?")
    assert cited(since) == cited(answer)
    assert "no later document" in assistant.ask("What has changed since 69/229?").reason


def test_the_title_of_a_text_is_no_topic(assistant: Assistant) -> None:
    titled = assistant.ask("What is new in the 2014 resolution on international migration and development?")
    assert cited(titled) == cited(assistant.ask("What is new in 69/229?"))
    both = assistant.ask(
        "What is the difference between the 2008 and 2010 resolutions on international migration and development?"
    )
    assert both.sentences[0].text.startswith(BEFORE)


def test_on_a_topic_what_was_said_before_is_told_too(assistant: Assistant) -> None:
    answer = assistant.ask("What is new in the 2014 resolution on remittances?")
    pairs = cited(answer)
    assert ("A/RES/69/229#pre-12", "A/RES/65/170#pre-23") in pairs
    assert ("A/RES/69/229#para-14",) in pairs
    assert all("remittance" in citation.text.lower() for citation in answer.citations if citation.symbol == "A/RES/69/229")


def test_whole_texts_are_compared(assistant: Assistant) -> None:
    answer = assistant.ask(f"What changed between {BEFORE} and {HERE}?")
    counted = [sentence.text for sentence in answer.sentences if not sentence.item]
    assert counted[0].startswith(f"{BEFORE} is titled")
    assert any("have no near counterpart" in text for text in counted)
    assert any("have one" in text for text in counted)
    assert len(cited(answer)) <= 3 * changes.EACH


@pytest.mark.parametrize(
    ("question", "status", "says"),
    [
        ("What has changed since 69/229?", "abstained", "no later document titled"),
        ("What is new in 58/208?", "abstained", "no earlier document titled “International migration and development”"),
        ("What is new in the 2012 resolution?", "clarify", "A/RES/67/172 or A/RES/67/219"),
        ("What is new in 99/9?", "abstained", "A/RES/99/9 is not in the library"),
    ],
)
def test_what_cannot_be_set_beside_anything_is_said(assistant: Assistant, question: str, status: str, says: str) -> None:
    answer = assistant.ask(question)
    assert (answer.status, says in answer.reason) == (status, True)


def test_official_texts_show_the_words_that_changed(yearly: Assistant) -> None:
    answer = yearly.ask(f"What stayed the same between {BEFORE} and {HERE}?")
    told = {sentence.citations[0]: sentence for sentence in answer.sentences if sentence.item}
    assert told[f"{HERE}#para-15"].citations[1] == f"{BEFORE}#para-8"
    assert ("", "further") in told[f"{HERE}#para-15"].changed
    assert told[f"{HERE}#para-4"].changed == ()  # word for word


def test_paragraphs_that_repeat_another_have_it_as_counterpart(yearly: Assistant) -> None:
    index = yearly.index
    documents = [index.documents[each] for each in (BEFORE, HERE)]
    repeated = {r.b: r.a for r in in_library(index.library) if r.a.startswith(f"{BEFORE}#") and r.b.startswith(f"{HERE}#")}
    pairs = {p.entry.id: p.before for p in changes.paired([*repeated], documents[:1], index)}
    assert len(repeated) > 10
    assert all(before is not None for before in pairs.values())
    same = [identifier for identifier, before in pairs.items() if before and before.id == repeated[identifier]]
    assert len(same) >= 0.9 * len(pairs)


def test_no_question_is_read_for_long() -> None:
    for hostile in (
        "what is new in " + "the " * 900,
        "what was dropped " + "69/229 " * 400,
        "which paragraphs of " + "a 2014 " * 500,
    ):
        assert redraft(hostile[:4000]) is None


def test_years_name_the_texts_of_one_title(assistant: Assistant) -> None:
    by_year = assistant.ask("What is new in 2014 compared with 2012?")
    assert by_year.citations == assistant.ask("What is new in 69/229 compared with 67/219?").citations
    assert {c.symbol for c in assistant.ask("What changed between 2012 and 2014?").citations} == {"A/RES/67/219", "A/RES/69/229"}


def test_words_that_stayed_are_told_of_official_texts_only(yearly: Assistant, assistant: Assistant) -> None:
    question = f"Which paragraphs of {HERE} are word for word those of {BEFORE}?"
    told = [sentence.citations for sentence in yearly.ask(question).sentences if sentence.item]
    entries = yearly.index.entries([identifier for pair in told for identifier in pair])
    assert told
    assert all(words(entries[one].text) == words(entries[other].text) for one, other in told)
    answer = assistant.ask(question)
    assert (answer.status, "plain-language digest" in answer.reason) == ("abstained", True)


def test_where_nothing_is_gone_the_words_that_changed_are_told(yearly: Assistant) -> None:
    answer = yearly.ask(f"What was dropped from {BEFORE} in {HERE} on remittances?")
    assert answer.sentences[0].text.startswith("Each of the ") or any(sentence.item for sentence in answer.sentences)


def test_one_paragraph_alone_is_not_counted(assistant: Assistant) -> None:
    answer = assistant.ask("What stayed the same between 65/170 and 67/172 on the human rights treaties?")
    assert answer.sentences[0].text.startswith("Not even the one paragraph of A/RES/67/172")


@pytest.mark.parametrize(
    "question",
    [
        "para 25 of 69/229 - has this been agreed before?",
        "Is para. 25 of 69/229 new?",
        "Is there a precedent for 69/229, para. 25?",
    ],
)
def test_a_paragraph_is_set_beside_what_was_said_before(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert [c.id for c in answer.citations][:1] == ["A/RES/69/229#para-25"]
    assert {"A/RES/67/172#para-4-f", "A/RES/68/4#para-24"} <= {c.id for c in answer.citations}
    assert [c.marker for c in answer.citations] == [*range(1, len(answer.citations) + 1)]
    assert "near counterpart" in answer.sentences[1].text


def test_what_somebody_says_was_agreed_before_is_told_with_all_places(assistant: Assistant) -> None:
    answer = assistant.ask("Was it agreed before that migration has many dimensions?")
    assert answer.status == "answered"
    assert len({citation.symbol for citation in answer.citations}) > 1
    assert "near counterpart" in answer.sentences[1].text
    assert 0 < answer.confidence <= 1
    assert assistant.ask("Was it agreed before that lamps are free?").status == "abstained"


def test_what_was_agreed_once_is_told_as_any_answer(assistant: Assistant) -> None:
    answer = assistant.ask("Was a third High-level Dialogue already agreed?")
    assert [citation.id for citation in answer.citations] == ["A/RES/69/229#para-32"]
    assert not any("counterpart" in sentence.text for sentence in answer.sentences)


def test_a_paragraph_that_nothing_repeats_has_no_precedent(assistant: Assistant) -> None:
    answer = assistant.ask("Is para. 1 of 58/208 new?")
    assert answer.sentences[1].text == "A/RES/58/208, para. 1 is of the earliest document here."


def test_two_paragraphs_are_held_against_each_other(yearly: Assistant, assistant: Assistant) -> None:
    same = yearly.ask(f"Is PP3 of {HERE} the same as PP3 of {BEFORE}?")
    differ = yearly.ask(f"How does {HERE}, para. 15 differ from {BEFORE}, para. 8?")
    assert same.sentences[0].text == "They have the same words."
    assert (differ.sentences[0].text, bool(differ.sentences[2].changed)) == ("They differ in 2 places.", True)
    assert "plain-language digest" in assistant.ask(same.question).sentences[0].text


def test_a_sentence_before_the_question_is_read_over(assistant: Assistant) -> None:
    said = assistant.ask("I draft a text on migration and development. What is new in 69/229 compared with 67/219?")
    plain = assistant.ask("What is new in 69/229 compared with 67/219?")
    assert [c.id for c in said.citations] == [c.id for c in plain.citations]
