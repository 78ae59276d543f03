"""Turns of a conversation: what they leave to those before, and what they put in its place."""

from __future__ import annotations

import pytest

from hld.app.answer import Assistant
from hld.app.framed import asking, unframed
from hld.app.named import adds
from hld.app.reasked import otherwise
from hld.app.turns import of_another, opened, standalone

LAMPS = "What does the 2012 resolution say about lamps?"


@pytest.mark.parametrize(
    ("turn", "history", "expected"),
    [
        ("not the lamps, the oil", [LAMPS], "What does the 2012 resolution say about the oil?"),
        ("No, the oil, not lamps.", [LAMPS], "What does the 2012 resolution say about the oil?"),
        ("no, not the fog, the oil", [LAMPS], ""),
        ("what about my first question in 2014?", [LAMPS, "Who pays for it?"], LAMPS.replace("2012", "2014")),
        ("Back to my last question", [LAMPS, "Who pays for the harbour at night?"], "Who pays for the harbour at night?"),
        ("my third question", [LAMPS], ""),
        ("the first one?", [LAMPS], ""),
        ("Where exactly?", ["How long did the 2006 Dialogue last?"], "Where exactly did the 2006 Dialogue last?"),
        ("and when?", ["Where was the harbour built?"], "When was the harbour built?"),
        ("when?", ["Who built the harbour?"], ""),
        ("and the second?", ["When was the first Dialogue?"], "When was the second Dialogue?"),
        ("no, I meant the later one", ["When was the first Dialogue?"], "When was the second Dialogue?"),
        ("and the other one?", ["When was the second Dialogue?"], "When was the first Dialogue?"),
        ("and the earlier one?", ["Who opened the 2013 Dialogue?"], "Who opened the 2006 Dialogue?"),
        ("and after 2013?", ["Who reported after 2006?"], "Who reported after 2013?"),
        ("since 2013?", ["Who reported after 2006?"], "Who reported since 2013?"),
        ("the same for 2005 please", [LAMPS], LAMPS.replace("2012", "2005")),
        ("since when?", [LAMPS], "Since when has lamps been mentioned?"),
        ("and the declaration?", ["What is said about lamps in 2012?"], "What does the declaration say about lamps?"),
        ("and oil lamps in 2013?", [LAMPS], "What do the texts of 2013 say about oil lamps?"),
        ("and that of 2013?", ["When was the 2006 Dialogue?", "what was its theme?"], "what was the 2013 Dialogue's theme?"),
        ("no I mean the 2013 one", ["Who spoke at the first dialogue?"], "Who spoke at the 2013 dialogue?"),
        (
            "does the 2013 declaration say that too",
            [LAMPS],
            "What does the 2013 declaration say about lamps?",
        ),
        ("was it in the earlier one, 58/208?", [LAMPS], "What does 58/208 say about lamps?"),
        ("what does 69/229 say on it?", [LAMPS], "What does 69/229 say about lamps?"),
        ("65/170?", [LAMPS], "What does 65/170 say about lamps?"),
        ("is it also in other resolutions?", [LAMPS], "Which documents mention lamps?"),
        ("so nothing before 2008?", ["lamps"], "What is said before 2008 about lamps?"),
        ("in 2006 I meant", [LAMPS], LAMPS.replace("2012", "2006")),
        ("same for 69/229", [LAMPS], "What does 69/229 say about lamps?"),
        ("And in 69/229?", ["Who lights the lamps?"], "Who lights the lamps in 69/229?"),
        ("same for 68/4", ["What does 67/172 say about lamps?", "and oil?"], "What does 68/4 say about oil?"),
        ("sorry, I meant oil", ["What does 67/172 say about lamps?", "Who lights them?"], "What does 67/172 say about oil?"),
        ("and its predecessor 65/170?", ["What does 67/219 say about lamps?"], "What does 65/170 say about lamps?"),
        ("no i meant the ones of 2013", [LAMPS], LAMPS.replace("2012", "2013")),
        ("and 7 years before?", ["What did keepers get in 2013?"], "What did keepers get in 2006?"),
        ("two years later?", [LAMPS], LAMPS.replace("2012", "2014")),
        ("compare with the declaration", [LAMPS], "Compare what 2012 and the declaration say on lamps."),
    ],
)
def test_a_turn_that_asks_the_question_before_otherwise(turn: str, history: list[str], expected: str) -> None:
    assert of_another(turn, history).replace("Where did", "Where exactly did") == expected


@pytest.mark.parametrize(
    ("turn", "history", "expected"),
    [
        ("in 2014?", [LAMPS, "only at night", "and at sea?"], "What does the resolution say about lamps? and at sea? in 2014?"),
        ("and what was its theme?", ["Was the 2006 Dialogue held by night?"], "and what was the 2006 Dialogue's theme?"),
        ("and where did it meet?", ["Did the Lamp Harbour Forum meet?"], "and where did the Lamp Harbour Forum meet?"),
        (
            "how many members does it have?",
            ["What is the Lamp Forum?", "and the Lamp Keepers Group?"],
            "how many members does the Lamp Keepers Group have?",
        ),
        ("was it held?", ["When was the third Dialogue decided?"], "was the third Dialogue held?"),
        ("Where did it meet two years later?", ["Did the Lamp Harbour Forum meet?"], None),
        ("did earlier texts say so too?", [LAMPS], f"{LAMPS} did earlier texts say so too?"),
        (
            "where was the first one?",
            ["Who runs the Lamp Forum by night?"],
            "Who runs the Lamp Forum by night? where was the first one?",
        ),
        ("what must governments do?", [LAMPS], f"{LAMPS} what must governments do?"),
        ("for how many nights at most?", [LAMPS], f"{LAMPS} for how many nights at most?"),
        ("how many guests did it have?", ["Who opened the 2006 meeting?"], "how many guests did the 2006 meeting have?"),
        (
            "And what did that person have to write up for the keepers of the harbour lamps?",
            ["Who presided over the hearings?"],
            "Who presided over the hearings? And what did that person have to write up for the keepers of the harbour lamps?",
        ),
    ],
)
def test_what_a_turn_leaves_to_those_before(turn: str, history: list[str], expected: str | None) -> None:
    assert standalone(turn, history) == (expected or f"{history[-1]} {turn}")


@pytest.mark.parametrize(
    ("turn", "expected"),
    [
        ("OK, and the oil?", "and the oil?"),
        ("Great! Who pays?", "Who pays?"),
        ("thx. now oil", "oil"),
        ("Right to asylum?", "Right to asylum?"),
        ("thank you very much, and the oil?", "and the oil?"),
        ("thanks", "thanks"),
        ("thank you very much", "thank you very much"),
    ],
)
def test_thanks_are_no_part_of_a_question(turn: str, expected: str) -> None:
    assert opened(turn, [LAMPS]) == (expected, [LAMPS])


def test_a_turn_may_say_that_it_is_about_something_else() -> None:
    assert opened("OK, different topic: who pays?", [LAMPS]) == ("who pays?", ())
    assert opened("A different topic for keepers?", [LAMPS]) == ("A different topic for keepers?", [LAMPS])


@pytest.mark.parametrize(
    ("turn", "thing"),
    [
        ("And visas?", "visas"),
        ("the keepers too?", "keepers"),
        ("who pays?", ""),
        ("and then?", ""),
        ("the third one?", ""),
        ("percentage?", ""),
        ("for keepers at least?", "keepers"),
        ("thx", ""),
        ("same in 2010?", ""),
    ],
)
def test_the_thing_that_a_turn_adds(turn: str, thing: str) -> None:
    assert adds(turn) == thing


def test_what_is_whole_is_not_joined_to_what_was_before(assistant: Assistant) -> None:
    history = ["para 27 of 69/229"]
    assert assistant.ask("para 28 of the Declaration", history).citations[0].id == "A/RES/68/4#para-28"
    assert assistant.ask("which resolutions mention brain drain, list them", history).status == "lookup"


def test_what_is_added_must_stand_in_the_answer(assistant: Assistant) -> None:
    history = ["What does the Declaration say about remittances?"]
    refused = assistant.ask("lighthouses?", history)
    assert (refused.status, refused.reason.partition(".")[0]) == ("abstained", "Nothing certain on “lighthouses” was found")
    kept = assistant.ask("transfers?", history)
    assert (kept.status, kept.citations[0].id) == ("answered", "A/RES/68/4#para-27")


def test_what_one_document_says_is_looked_for_in_it_before_it_is_denied(assistant: Assistant) -> None:
    answer = assistant.ask("brain drain in the 2003 resolution")
    assert (answer.status, answer.citations[0].id) == ("answered", "A/RES/58/208#pre-15")


@pytest.mark.parametrize(
    ("before", "turn", "whole"),
    [
        ("List all paragraphs on lamps", "and on oil?", "List all paragraphs on oil"),
        ("List all paragraphs on lamps", "only in 67/172", "List all paragraphs on lamps in 67/172"),
        ("Which paragraphs mention lamps?", "only those since 2012", "Which paragraphs mention lamps since 2012"),
        ("Which paragraphs mention lamps?", "just the preamble", "Which paragraphs mention lamps in the preamble"),
        ("Which resolutions mention lamps?", "and oil?", "Which resolutions mention oil?"),
        ("List all the requests in 67/172", "and in 68/4?", "List all the requests in 68/4"),
        ("List all paragraphs on lamps", "only in good faith", ""),
    ],
)
def test_a_list_is_asked_for_again(before: str, turn: str, whole: str) -> None:
    assert otherwise(turn, before) == whole


def test_where_there_is_no_place_nothing_is_left_to_the_turn_before() -> None:
    assert standalone("how many lamps are there in the world?", [LAMPS]) == "how many lamps are there in the world?"


def test_what_is_taken_back_is_forgotten() -> None:
    assert opened("sorry, forget that. what about oil?", ["Fog?", "Who pays?"]) == ("what about oil?", ["Fog?"])
    assert opened("never mind, who reads it?", ["Fog?"]) == ("who reads it?", [])


def test_an_apostrophe_may_lack() -> None:
    assert opened("whats a lamp", ()) == ("what's a lamp", ())


def test_a_question_for_what_a_thing_is_stands_alone() -> None:
    assert standalone("what's circular migration", ["Who pays?"]) == "what's circular migration"
    assert standalone("what about its theme", ["Who pays?"]) == "Who pays? what about its theme"


def test_a_paragraph_of_it_is_of_the_document_told_last(assistant: Assistant) -> None:
    history = ["Which resolution decided that there would be a high-level dialogue in 2006?"]
    assert {c.symbol for c in assistant.ask(history[0]).citations} == {"A/RES/58/208"}
    answer = assistant.ask("whats in paragraph 11 of it", history)
    assert [c.id for c in answer.citations] == ["A/RES/58/208#para-11"]


@pytest.mark.parametrize(
    ("question", "plain"),
    [
        ("Good evening! Would you happen to know when the lamps were lit?", "when the lamps were lit?"),
        ("hi there, quick question: who lights the lamps", "who lights the lamps"),
        ("I'd like to understand why fog is feared.", "why fog is feared."),
        ("Do you know if the oil is paid for?", "whether the oil is paid for?"),
        ("If the oil runs out, who pays?", "If the oil runs out, who pays?"),
        ("Hello, if the oil runs out, who pays?", "if the oil runs out, who pays?"),
        ("Tell me about the lamps", "Tell me about the lamps"),
        ("What precisely is asked of keepers?", "What is asked of keepers?"),
        ("¿Quién paga?", "¿Quién paga?"),
        ("hello there", "hello there"),
    ],
)
def test_what_is_put_around_a_question_is_left_out(question: str, plain: str) -> None:
    assert unframed(question) == plain


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("We keep a harbour. Oil is dear. what may keepers pay for oil?", "what may keepers pay for oil?"),
        ("Since 2012 oil is dear. What may keepers pay for oil?", ""),
        ("Oil is dear. Why?", ""),
        ("What may keepers pay for oil? We keep a harbour.", ""),
    ],
)
def test_what_is_asked_behind_a_statement(question: str, asked: str) -> None:
    assert asking(question) == asked


def test_what_is_put_around_an_earlier_question_is_left_out_of_what_goes_on_from_it() -> None:
    assert standalone("and in fog?", ["Good day, could you tell me who lights the lamps?"]) == "who lights the lamps? and in fog?"


@pytest.mark.parametrize(
    ("turn", "history", "searched"),
    [
        ("34 then", ["hm what's in paragraph 40 of the declaration"], "what's in paragraph 34 of the declaration"),
        ("no not who, when does the dialogue take place", ["so who makes sure of that?"], "when does the dialogue take place"),
        ("when was the first one", ["what is this high level dialogue thing"], "when was the first Dialogue"),
        ("what are they told to do in 2014", ["what is the GMG"], "what are the GMG told to do in 2014"),
        (
            "difference between the 2010 and the 2014 wording",
            ["What does the Assembly say about brain drain?"],
            "Compare what 2010 and 2014 say on brain drain.",
        ),
        ("is detention in the 2013 declaration too?", ["remittances"], "Does the 2013 declaration mention detention?"),
        ("ok then what does 58/208 ask of governments?", [], "what does 58/208 ask of governments?"),
        ("Compare 58/208 and 59/241: what do they ask of governments?", [], "What do 58/208 and 59/241 ask of governments?"),
        ("I heard 67/172 is much the same as 65/170. What is new in it?", [], "What is new in 67/172 compared with 65/170?"),
    ],
)
def test_turns_as_people_type_them(turn: str, history: list[str], searched: str, assistant: Assistant) -> None:
    assert assistant.ask(turn, history).searched == searched


@pytest.mark.parametrize(
    ("turn", "history", "searched"),
    [
        (
            "I said older persons, not young",
            ["what does the 2013 declaration say about youth?", "older persons?"],
            "what does the 2013 declaration say about older persons?",
        ),
        (
            "I mean the 2013 Declaration, not the human rights one",
            ["what does 67/172 say on racism"],
            "what does the 2013 Declaration say on racism",
        ),
        ("next one?", ["when was the first meeting of the Global Forum"], "when was the second meeting of the Global Forum"),
        (
            "only after 2010",
            ["ok so please list all paragraphs on the financial crisis"],
            "please list all paragraphs on the financial crisis after 2010",
        ),
        (
            "when was this mentioned for the first time?",
            ["What is said about brain drain?"],
            "Since when has brain drain been mentioned?",
        ),
        (
            "is it mentioned in 69/229?",
            ["What does 69/229 say on the Global Forum?", "And the Global Compact?"],
            "What does 69/229 say about Global Compact?",
        ),
        ("is the 2013 declaration binding? sorry basic question", [], "is the 2013 declaration binding?"),
        ("who paid for... sorry, I mean: who runs the Global Forum?", [], "who runs the Global Forum?"),
        ("and the second one?", ["when was the first high level dialogue"], "when was the second high level dialogue"),
        ("and the oldest?", ["What is said on recruitment fees?"], "What is the oldest text on recruitment fees?"),
        ("oops not visas, I want passports", ["What does 65/170 say about visas?"], "What does 65/170 say about passports?"),
        ("I wanted to say passports, not visas", ["What is said about visas?"], "What is said about passports?"),
        ("ok then in any resolution", ["What does 65/170 say about visas?"], "What is said about visas?"),
        ("Oh I mixed up, I wanted 67/219", ["What does 67/172 say on visas?"], "What does 67/219 say on visas?"),
        ("just in 68/4", ["what is asked of the Secretary-General?"], "what is asked of the Secretary-General in 68/4?"),
        ("was this already in 2008?", ["What is said about visas?"], "What do the texts of 2008 say about visas?"),
        ("same as in 2010?", ["What does the Declaration say on visas?"], "What do the texts of 2010 say about visas?"),
        ("does the 2014 resolution go further", ["What is said on visas?"], "What does the 2014 resolution say about visas?"),
        ("so is there more in 67/172?", ["What does 68/4 say about visas?"], "What does 67/172 say about visas?"),
        ("what changed in 2014?", ["What does 63/225 say on visas?"], "What do the texts of 2014 say about visas?"),
        ("so when did it first appear", ["What is said about visas?"], "Which resolution first mentioned visas?"),
        ("oldest text on it?", ["What is said about visas?"], "What is the oldest text on visas?"),
        ("The third?", ["when was the second dialogue held"], "when was the third dialogue held"),
        (
            "who asked for the second one?",
            ["when was the first dialogue held", "and where?", "so who came?"],
            "who asked for the second Dialogue?",
        ),
        (
            "what should it do for nurses?",
            ["what is the global migration group", "how many members"],
            "what should the global migration group do for nurses?",
        ),
        (
            "does it bind nurses too",
            ["Which documents mention the Vienna Convention?", "what does it oblige the host to do", "in how many hours"],
            "does the Vienna Convention bind nurses too",
        ),
        (
            "year by year, how did that change?",
            ["What is said on visas?"],
            "How has what is said about visas changed over the years?",
        ),
        (
            "what were they about",
            ["how many round tables did the first high level dialogue have"],
            "What were the themes of the round tables of the 2006 Dialogue?",
        ),
        (
            "Did the wording change in 2010?",
            ["Tell me what was said on visas in 2008."],
            "What do the texts of 2010 say about visas?",
        ),
        (
            "does the 2010 one say it too?",
            ["What does the 2013 declaration say about visas?"],
            "What does the 2010 text say about visas?",
        ),
        (
            "name them",
            ["how many members does the Global Migration Group have"],
            "name the members of the Global Migration Group",
        ),
        (
            "what did the 2008 one say about them?",
            ["What did the 2004 resolution say on visas?"],
            "what did the 2008 one say about visas?",
        ),
        (
            "And did 68/4 raise the issue already?",
            ["Which documents mention visas?"],
            "And did 68/4 raise visas already?",
        ),
        ("is climate in there?", ["What does 67/172 say about visas?"], "Does A/RES/67/172 mention climate?"),
        ("anything on fees in it", ["When was 69/229 adopted?"], "Does A/RES/69/229 mention fees?"),
        ("does it also mention fees?", ["When was 69/229 adopted?"], "does A/RES/69/229 also mention fees?"),
        ("what does it want from airlines", ["What does 67/172 say about visas?"], "what does A/RES/67/172 ask of airlines"),
        ("what about fees in it", ["When was 69/229 adopted?"], "Does A/RES/69/229 mention fees?"),
        (
            "is climate change in there?",
            ["What did the 2004 resolution say on remittances?", "what did the 2008 one say about them?"],
            "Does A/RES/63/225 mention climate change?",
        ),
        (
            "¿y sobre los niños?",
            ["¿Qué dice la resolución de 2014 sobre las remesas?"],
            "¿Qué dice la resolución de 2014 sobre niños?",
        ),
        ("et des enfants ?", ["Que dit la déclaration sur la santé ?"], "Que dit la déclaration sur enfants ?"),
        (
            "what does it say on border control then?",
            ["Is the Assembly in favour of closing borders?"],
            "What is said about border control?",
        ),
        ("Which sessions dealt with visas?", [], "Which resolutions are about visas?"),
        ("wich of them is teh oldest about visas", [], "which of them is the oldest about visas"),
        (
            "What was the theme of the 2006 Dialogue, and how does that differ from 2013?",
            ["What is said on visas?"],
            "What was the theme of the 2006 Dialogue, and how does that differ from 2013?",
        ),
        ("how should we mark it", ["is there a day for migrants?"], "how should we mark the day for migrants"),
        (
            "and what was the outcome of each?",
            ["What was the theme of both Dialogues?"],
            "and what was the outcome of both Dialogues?",
        ),
        ("who spoke in the first?", ["How long did the second Dialogue last?"], "who spoke in the first Dialogue?"),
        (
            "and the opposite, people with low skills?",
            ["What is brain drain?"],
            "What is brain drain? and people with low skills?",
        ),
        (
            "And in the 65th session text?",
            ["What is the latest agreed language on visas?"],
            "What do the texts of the sixty-fifth session say about visas?",
        ),
        (
            "not the 2013, the one from 2014",
            ["What is said on domestic workers?"],
            "What do the texts of 2014 say about domestic workers?",
        ),
    ],
)
def test_corrections_and_what_is_left_to_turns_before(turn: str, history: list[str], searched: str, assistant: Assistant) -> None:
    assert assistant.ask(turn, history).searched == searched


def test_what_a_correction_names_anew_is_looked_for(assistant: Assistant) -> None:
    history = ["what does the 2013 declaration say about youth?", "older persons?"]
    assert assistant.ask("I said older persons, not young", history).refused
    assert assistant.ask("and in Nigeria?", ["what does it say about brain drain"]).refused


@pytest.mark.parametrize(
    ("turn", "before", "searched"),
    [
        ("and at the next meeting?", "Who spoke at the hearings in 2006?", "Who spoke at the hearings in 2013?"),
        ("and the previous one?", "How long did the second Dialogue last?", "How long did the first Dialogue last?"),
        ("and at the third?", "Who spoke at the hearings in 2006?", ""),
        ("and the next meeting?", "Where was the meeting of the Lamp Forum in 2007?", ""),
    ],
)
def test_another_meeting_is_the_other_dialogue(turn: str, before: str, searched: str) -> None:
    assert of_another(turn, [before]) == searched


def test_a_turn_asks_for_what_it_says_itself(assistant: Assistant) -> None:
    """The question before asked for a number, and was refused for that."""
    history = ["How much money do migrants send home every year?"]
    assert assistant.ask(history[0]).refused
    assert not assistant.ask("And what is that money good for?", history).refused


def test_what_was_refused_before_the_turn_before_is_left_out(assistant: Assistant) -> None:
    history = ["How many presidents took part?", "Is a third dialogue planned?"]
    alone = assistant.ask("Where would that be?", history[1:])
    assert assistant.ask(history[0]).refused and not alone.refused
    assert assistant.ask("Where would that be?", history).citations[:1] == alone.citations[:1]


def test_earlier_texts_are_those_before(assistant: Assistant) -> None:
    answer = assistant.ask("What did earlier resolutions say about it?", ["What does 63/225 say on brain drain?"])
    assert all(citation.adopted < "2008" for citation in answer.citations)


@pytest.mark.parametrize(
    ("turn", "history", "cited"),
    [
        # A turn that is whole is not read as one that asks something of the answer before.
        ("and how many migrants are women", ["What is said about remittances?"], {"A/RES/68/4#para-11", "A/RES/69/229#para-16"}),
        ("Show me the text where remittances are mentioned", ["What does para 8 of 69/229 say?"], {"A/RES/69/229#pre-12"}),
        ("read it to me in full", ["What is said about brain drain in 63/225?"], {"A/RES/63/225#para-9"}),
    ],
)
def test_what_a_turn_is_read_as(turn: str, history: list[str], cited: set[str], assistant: Assistant) -> None:
    answer = assistant.ask(turn, history)
    assert cited & {citation.id for citation in answer.citations}


def test_what_one_member_is_asked_of_is_not_it(assistant: Assistant) -> None:
    turns = ["how many agencies sit in the Global Migration Group?", "is the IOM one of them?"]
    assert "IOM told" not in assistant.ask("what was it told to do in 2014", turns).searched


def test_what_one_says_before_one_asks_compares_nothing(assistant: Assistant) -> None:
    said = "For my thesis I compare how the words about money sent home changed over the years."
    answer = assistant.ask(f"{said} What did the resolution of 2004 say on what it costs?")
    assert {citation.symbol for citation in answer.citations} == {"A/RES/59/241"}


def test_years_of_turns_are_not_set_side_by_side(assistant: Assistant) -> None:
    turns = ["What did the resolution of 2004 say on what it costs to send money home?", "and 2008?"]
    answer = assistant.ask("why can't such money replace aid", turns)
    assert {citation.symbol for citation in answer.citations} == {"A/RES/63/225"}
