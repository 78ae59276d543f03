"""All that the library holds of something: the paragraphs on a topic, the requests in a resolution."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from hld.app import collect, every, speech
from hld.app.answer import Assistant
from hld.app.every import Paragraphs
from hld.index.search import Index


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("List all paragraphs on remittances", "remittances"),
        ("Show me every paragraph that mentions women", "women"),
        ("Give me all the paragraphs in 69/229 about children", "children"),
        ("Which paragraphs of 68/4 are on development?", "development"),
        ("How many times is the Global Forum referred to in the 2010 resolution?", "the Global Forum"),
        ("everything the Assembly has said about remittances since 2008", "remittances"),
        ("I need every passage about return of migrants in the 2013 Declaration", "return of migrants"),
        ("Give me the agreed language on recruitment fees", "recruitment fees"),
        ("Where is brain drain mentioned?", "brain drain"),
        ("How often does the Assembly mention women?", "women"),
        ("please list the paragraphs on women", "women"),
        ("What does each of the resolutions say about women?", "women"),
        ("what do the individual texts say on women", "women"),
        ("in which of the ten resolutions do we find language on women", "women"),
        ("women and girls: which texts of the library use it?", "women and girls"),
        ("brain drain: first time, and the last time it appears?", "brain drain"),
        ("Global Forum from its first mention to the last", "Global Forum"),
        ("I want all the language on women (operative)", "women"),
        ("collect language: women", "women"),
        ("recruitment fees – prior agreed language?", "recruitment fees"),
        ("environmental factors: all texts", "environmental factors"),
        ("women: how often, and where?", "women"),
        ("unaccompanied children - give me the paragraph from each document that has one", "unaccompanied children"),
        ("Find me agreed language on women, most recent first", "women"),
    ],
)
def test_questions_for_all_paragraphs_on_a_topic(question: str, topic: str) -> None:
    assert every.paragraphs(question) == Paragraphs(topic=topic)


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("Which resolutions proclaim an international day?", "day"),
        ("what documents create a new world or international day", "day"),
        ("Which international years were proclaimed in 2003?", "year"),
        ("How many resolutions declared a decade?", "decade"),
    ],
)
def test_days_are_proclaimed_whatever_verb_is_used(question: str, day: str) -> None:
    assert every.paragraphs(question) == Paragraphs(topic=day, verbs=every.PROCLAIMING)


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        (
            "What are all the requests to the Secretary-General?",
            Paragraphs(verbs=frozenset({"requests"}), addressee="the Secretary-General"),
        ),
        ("show all calls upon States in 67/172", Paragraphs(verbs=frozenset({"calls"}), addressee="States")),
        ("What are the decisions in 60/227?", Paragraphs(verbs=frozenset({"decides"}))),
        ('List the decisions ("decides") of 60/227', Paragraphs(verbs=frozenset({"decides"}))),
        ("What does 63/225 decide?", Paragraphs(verbs=frozenset({"decides"}))),
        ("decisions taken in 60/227", Paragraphs(verbs=frozenset({"decides"}))),
        ("urges in 67/172", Paragraphs(verbs=frozenset({"urges"}))),
        ("paragraphs of 67/172 beginning with Urges", Paragraphs(verbs=frozenset({"urges"}))),
        ("Which paragraphs of 67/172 have urges?", Paragraphs(verbs=frozenset({"urges"}))),
        ("Is “smoke and fog” agreed language?", Paragraphs(topic="smoke and fog", quoted=True)),
        ('Which resolutions use the phrase "fog"?', Paragraphs(topic="fog", quoted=True)),
        ("requests to States in 65/170", Paragraphs(verbs=every.ASKING, addressee="States")),
        ("requests to the SG in 65/170", Paragraphs(verbs=frozenset({"requests"}), addressee="the SG")),
        (
            "list all paragraphs that ask the Secretary-General for something",
            Paragraphs(verbs=every.ASKING, addressee="the Secretary-General"),
        ),
        (
            "What is the Secretary-General asked to do? Give me all of them.",
            Paragraphs(verbs=every.ASKING, addressee="the Secretary-General"),
        ),
        (
            "Which paragraphs request a report from the Secretary-General?",
            Paragraphs(topic="a report", verbs=frozenset({"requests"}), addressee="the Secretary-General"),
        ),
        (
            "Which of the texts urge States to light the lamps?",
            Paragraphs(topic="light the lamps", verbs=frozenset({"urges"}), addressee="States"),
        ),
        (
            "Count how many times the SG is asked to report on fog.",
            Paragraphs(topic="report on fog", verbs=every.ASKING, addressee="the SG"),
        ),
        ("Were lamps ever mentioned? Give me the paragraphs.", Paragraphs(topic="lamps")),
        ("Count the paragraphs on fog.", Paragraphs(topic="fog")),
        ("What deadlines did the Assembly set?", Paragraphs(due=True)),
        ("What deadlines does 69/229 set?", Paragraphs(due=True)),
        ("strongest language on fog", Paragraphs(topic="fog", strongest=True)),
        ("who is asked to do what by 67/219?", Paragraphs(verbs=every.ASKING)),
        ("Who must do what under 67/219?", Paragraphs(verbs=every.ASKING)),
        ("Where do the resolutions invite the Holy See?", Paragraphs(verbs=frozenset({"invites"}), addressee="the Holy See")),
        ("Where is the Holy See invited?", Paragraphs(verbs=frozenset({"invites"}), addressee="the Holy See")),
        ("Who is invited to the 2013 Dialogue under 67/219?", Paragraphs(verbs=frozenset({"invites"}))),
        ("How many times has the GA asked for data, and for which sessions?", Paragraphs(topic="data", verbs=every.ASKING)),
        ("Which resolutions condemn xenophobia?", Paragraphs(topic="xenophobia", verbs=frozenset({"condemns"}))),
        ("which resolutions asked for a report", Paragraphs(topic="a report", verbs=every.ASKING)),
    ],
)
def test_questions_for_all_that_is_asked(question: str, wanted: Paragraphs) -> None:
    assert every.paragraphs(question) == wanted


@pytest.mark.parametrize(
    "question",
    [
        "Which paragraph is on remittances?",
        "Are all paragraphs on remittances binding?",
        "How many paragraphs are there in 67/172?",
        "What was said about remittances?",
        "Which requests does 67/219 make on remittances and why?",
        "Where is it mentioned?",
        "List all of them",
        "What did the Assembly decide?",
        "List the decisions",
        "Who is invited to speak?",
    ],
)
def test_other_questions_want_no_list(question: str) -> None:
    assert every.paragraphs(question) is None


def test_the_paragraphs_on_a_topic_are_those_with_its_word(assistant: Assistant, index: Index) -> None:
    answer = assistant.ask("List all paragraphs on remittances")
    assert answer.status == "lookup"
    holding = [e.id for e in index.library.all() if "remittance" in e.text.lower()]
    assert [c.id for c in answer.citations if c.symbol.startswith("A/")] == [i for i in holding if i.startswith("A/")]
    assert answer.sentences[0].text.startswith(f"{len(answer.citations)} paragraphs of ")
    adopted = [c.adopted or "9" for c in answer.citations]
    assert adopted == sorted(adopted)
    for sentence, citation in zip(answer.sentences[1:], answer.citations, strict=True):
        assert sentence.item
        assert sentence.verdict == "quoted"
        assert sentence.text.startswith(f"{citation.label}{f' ({citation.adopted[:4]})' if citation.adopted else ''} — ")
        assert sentence.citations == (citation.id,)


def test_they_are_of_the_documents_and_years_in_the_question(assistant: Assistant) -> None:
    within = assistant.ask("Give me all the paragraphs in 69/229 about children")
    assert {c.symbol for c in within.citations} == {"A/RES/69/229"}
    later = assistant.ask("List all paragraphs on remittances after 2010")
    assert min(c.adopted for c in later.citations) > "2011"
    preamble = assistant.ask("List all preambular paragraphs of 67/172 about women")
    assert {c.kind for c in preamble.citations} == {"preambular"}


def test_one_of_two_topics_is_enough_where_or_joins_them(assistant: Assistant) -> None:
    def ids(topic: str) -> set[str]:
        return {c.id for c in assistant.ask(f"List all paragraphs in 68/4 on {topic}").citations}

    assert ids("women or children") == ids("women") | ids("children")


def test_requests_are_listed_by_whom_they_address(assistant: Assistant, index: Index) -> None:
    answer = assistant.ask("What are all the requests to the Secretary-General in 67/219?")
    requests = [e for e in index.library.paragraphs("A/RES/67/219") if e.verb == "requests"]
    assert [c.id for c in answer.citations] == [e.id for e in requests if "requests the Secretary-General" in e.text]
    assert "addressed to the Secretary-General" in answer.sentences[0].text


def test_a_long_list_says_that_it_is_cut(assistant: Assistant) -> None:
    answer = assistant.ask("List all paragraphs on migrants")
    assert len(answer.citations) == collect.PARAGRAPHS
    assert f"the latest {collect.PARAGRAPHS} are listed" in answer.sentences[0].text
    assert answer.citations[-1].symbol == "A/RES/69/229"


def test_what_nobody_speaks_of_is_searched_and_refused(assistant: Assistant) -> None:
    assert assistant.ask("List all paragraphs on lighthouses").status == "abstained"


@pytest.mark.parametrize(
    ("question", "symbol", "verbs"),
    [
        ("What are States urged to do in 67/172?", "A/RES/67/172", {"urges"}),
        ("Which decisions were taken in 2003?", "A/RES/58/208", {"decides"}),
        ("everything the Secretary-General was asked in 67/219", "A/RES/67/219", every.ASKING),
    ],
)
def test_what_somebody_is_asked_is_listed(question: str, symbol: str, verbs: set[str], assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.status == "lookup"
    assert {c.symbol for c in answer.citations} == {symbol}
    # A verb further on in a paragraph counts, too.
    for citation in answer.citations:
        assert speech.verbs(citation.text) & verbs


def test_what_somebody_is_asked_of_something_is_no_list(assistant: Assistant) -> None:
    """The sentence before says of what."""
    answer = assistant.ask("They lock up children at our border. What are States expected to do?")
    assert answer.status == "answered"
    assert answer.citations[0].symbol == "A/RES/67/172"


@pytest.mark.parametrize(
    "question", ["Listez tous les paragraphes sur les envois de fonds", "Liste de todos los párrafos sobre las remesas"]
)
def test_lists_in_other_languages(question: str, assistant: Assistant) -> None:
    expected = assistant.ask("List all paragraphs on remittances").citations
    assert assistant.ask(question).citations == expected


def test_a_named_paragraph_is_no_list(assistant: Assistant) -> None:
    assert [c.id for c in assistant.ask("What does paragraph 15 of 67/172 request the Secretary-General to do?").citations] == [
        "A/RES/67/172#para-15"
    ]


def test_an_answer_on_a_topic_says_how_much_more_there_is(assistant: Assistant) -> None:
    answer = assistant.ask("What does 69/229 say about remittances?")
    every_one = assistant.ask("List all paragraphs on remittances in A/RES/69/229").citations
    more = len(every_one) - len(answer.citations)
    assert f"{more} more paragraphs speak of “remittances”" in answer.note
    assert "“List all paragraphs on remittances in A/RES/69/229”" in answer.note


def test_what_no_document_has_is_not_searched_as_a_list(assistant: Assistant) -> None:
    answer = assistant.ask("all paragraphs on pandemics")
    assert (answer.status, answer.citations) == ("abstained", ())
    assert "pandemics" in answer.reason


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("List the paragraphs on remittances, not the preamble", Paragraphs(topic="remittances")),
        ("List every paragraph on trafficking up to 2010", Paragraphs(topic="trafficking")),
        ("Which paragraphs on remittances were adopted after the 2013 Dialogue?", Paragraphs(topic="remittances")),
        ("Which of the preambular paragraphs of 65/170 deal with human rights?", Paragraphs(topic="human rights")),
        ("Give me language on remittances and on women", Paragraphs(topic="remittances and on women")),
        ("List all paragraphs on droughts as a cause of migration", Paragraphs(topic="droughts")),
        (
            "List all paragraphs on women in the right to food resolution",
            Paragraphs(topic="women", within="in the right to food resolution"),
        ),
    ],
)
def test_where_and_when_all_of_it_is_looked_for_is_no_topic(question: str, wanted: Paragraphs) -> None:
    assert every.paragraphs(question) == wanted


def test_a_dialogue_bounds_a_list_by_its_days(assistant: Assistant) -> None:
    def symbols(when: str) -> set[str]:
        return {c.symbol for c in assistant.ask(f"List all paragraphs on remittances {when} the 2013 Dialogue").citations}

    assert symbols("after") == {"A/RES/69/229"}
    # The Declaration is of its first day.
    assert symbols("since") == {"A/RES/68/4", "A/RES/69/229"}
    assert "A/RES/67/219" in symbols("before") and "A/RES/68/4" not in symbols("before")


def test_what_a_dialogue_asked_for_is_to_be_done_after_it(assistant: Assistant) -> None:
    answer = assistant.ask("What was the Secretary-General asked to do after the 2013 Dialogue?")
    assert [citation.id for citation in answer.citations] == ["A/RES/68/4#para-33", "A/RES/68/4#para-34", "A/RES/69/229#para-36"]


def test_the_part_that_is_left_out_is_not_listed(assistant: Assistant) -> None:
    answer = assistant.ask("List the paragraphs of 69/229 on remittances, not the preamble")
    assert answer.citations
    assert {c.kind for c in answer.citations} == {"operative"}


def test_who_is_only_named_in_a_request_is_not_asked(assistant: Assistant) -> None:
    def ids(whom: str, symbol: str) -> list[str]:
        return [c.id for c in assistant.ask(f"What are all the requests to {whom} in {symbol}?").citations]

    assert "A/RES/67/219#para-12" not in ids("the Secretary-General", "67/219")
    asked = [f"A/RES/67/219#para-{number}" for number in (8, 9, 11, 12, 14)]
    assert ids("the President of the General Assembly", "67/219") == asked
    assert ids("the Secretary-General", "69/229") == ["A/RES/69/229#para-36"]


def test_a_document_that_is_called_by_its_subject_holds_all_of_it(assistant: Assistant) -> None:
    answer = assistant.ask("List all paragraphs on women in the protection of migrants resolution")
    assert {c.symbol for c in answer.citations} == {"A/RES/67/172"}
    named = assistant.ask("List all paragraphs on women in 67/172")
    assert [c.id for c in answer.citations] == [c.id for c in named.citations]


def test_documents_that_only_recall_a_topic_mention_it(assistant: Assistant) -> None:
    listed = assistant.ask("List all paragraphs on remittances").citations
    told = assistant.ask("Which documents mention remittances?").sentences[0].text
    assert told.startswith(f"{len({c.id.partition('#')[0] for c in listed})} documents here speak of")


@pytest.mark.parametrize(("one", "many"), [("child", "children"), ("woman", "women")])
def test_the_singular_is_the_plural_too(assistant: Assistant, one: str, many: str) -> None:
    found = {c.id for c in assistant.ask(f"List all paragraphs on {many} in 67/172").citations}
    assert found
    assert {c.id for c in assistant.ask(f"List all paragraphs on {one} in 67/172").citations} == found


def test_a_name_is_looked_for_as_it_is_written(assistant: Assistant) -> None:
    name = "Global Forum on Migration and Development"
    answer = assistant.ask(f"How often is the {name} mentioned in 69/229?")
    assert answer.citations
    assert all(name in c.text or "GFMD" in c.text for c in answer.citations)


def test_both_topics_stand_in_one_paragraph(assistant: Assistant) -> None:
    def ids(topic: str) -> set[str]:
        return {c.id for c in assistant.ask(f"List all paragraphs in 67/172 on {topic}").citations}

    treaties = {"A/RES/67/172#pre-4"}  # a list of nine, which names the one at its beginning and the other at its end
    assert treaties <= ids("women") & ids("children")
    assert ids("both women and children") == (ids("women") & ids("children")) - treaties


def test_several_documents_are_called_by_their_title(assistant: Assistant) -> None:
    answer = assistant.ask("List all paragraphs on remittances in the international migration and development resolutions")
    assert {c.title for c in answer.citations if c.symbol != "A/RES/68/4"} == {"International migration and development"}
    assert assistant.ask("List all paragraphs on women in the right to food resolutions").status != "lookup"


def test_what_is_called_for_is_urged_too(assistant: Assistant) -> None:
    answer = assistant.ask("Which resolutions call for a gender perspective?")
    assert {"A/RES/63/225#para-11", "A/RES/65/170#para-10"} <= {c.id for c in answer.citations}


def test_the_latest_of_many_are_the_latest(assistant: Assistant, index: Index) -> None:
    dates = [c.adopted for c in assistant.ask("List all paragraphs on migrants").citations]
    held = sorted((index.documents[e.document].dated for e in index.library.all() if "migrants" in e.text.lower()), reverse=True)
    assert min(dates) >= held[collect.PARAGRAPHS - 1]


def test_what_and_joins_is_looked_for_as_it_is_written(assistant: Assistant) -> None:
    answer = assistant.ask("List all paragraphs on women and girls")
    assert answer.citations
    assert all("women and girls" in f"{c.text} {c.plain}".lower() for c in answer.citations)


def test_all_that_a_document_decides_is_listed(assistant: Assistant, index: Index) -> None:
    answer = assistant.ask("What did the Assembly decide in 63/225?")
    decides = [e.id for e in index.library.paragraphs("A/RES/63/225") if e.verb == "decides"]
    assert (answer.status, [c.id for c in answer.citations]) == ("lookup", decides)


def test_a_document_that_is_not_here_has_no_list(assistant: Assistant) -> None:
    answer = assistant.ask("What does Human Rights Council resolution 20/3 call for?")
    assert (answer.status, "is not in the library" in answer.reason) == ("abstained", True)


def test_quoted_words_are_looked_for_as_they_stand(assistant: Assistant) -> None:
    answer = assistant.ask("Is “return to their country” agreed language, and in which resolutions?")
    assert answer.status == "lookup"
    assert answer.citations
    assert all("return to their country" in f"{c.text} {c.plain}" for c in answer.citations)


def test_what_only_the_digest_says_is_not_in_the_official_words(official: Assistant) -> None:
    answer = official.ask("How often is brain drain mentioned?")
    own = [s for s in answer.sentences if s.text.endswith("by their words:")]
    counted_by_words = {c.id for c in answer.citations if "brain drain" in c.text}
    assert bool(own) is bool(counted_by_words)
    assert any("in other words" in s.text for s in answer.sentences)


def test_key_words_beside_a_symbol_are_its_topic(assistant: Assistant) -> None:
    assert assistant.ask("67/172 detention").searched == "What does 67/172 say on detention?"
    assert assistant.ask("A/RES/67/172 title").status == "lookup"


def test_what_is_said_to_stand_in_one_document_alone_is_looked_for_in_all(assistant: Assistant) -> None:
    answer = assistant.ask("Is the financial and economic crisis only mentioned in 65/170?")
    assert answer.status == "lookup"
    assert {"A/RES/65/170", "A/RES/69/229"} <= {c.symbol for c in answer.citations}


def test_the_longest_and_the_shortest_are_by_their_paragraphs(assistant: Assistant, index: Index) -> None:
    lengths = {d.symbol: d.paragraphs for d in index.documents.values() if d.type == "resolution"}
    answer = assistant.ask("which of the resolutions is longest and which shortest?")
    longest, shortest = (sentence.text for sentence in answer.sentences)
    assert f"the longest is {max(lengths, key=lengths.__getitem__)}, " in longest
    assert f": {min(lengths.values())} paragraphs" in shortest
    assert assistant.ask("Which resolution of 1999 is the longest?").status == "abstained"


def test_more_of_a_long_list_is_the_next(assistant: Assistant) -> None:
    question = "List all paragraphs on migrants"
    first = assistant.ask(question)
    assert len(first.citations) == collect.PARAGRAPHS
    assert "“more” shows the next" in first.sentences[0].text
    seen, turns = {citation.id for citation in first.citations}, [question]
    for _ in range(20):
        page = assistant.ask("more", turns)
        if "These were all" in page.note:
            break
        assert seen.isdisjoint(citation.id for citation in page.citations)
        seen |= {citation.id for citation in page.citations}
        turns.append("more")
    assert "These were all" in page.note
    assert len(seen) >= int(first.sentences[0].text.split()[0].replace(",", ""))


def test_all_that_is_proclaimed_is_listed(
    read_in: Callable[[Sequence[Path]], Path], assistant_at: Callable[[Path], Assistant], shared: Path
) -> None:
    session = shared / "corpus" / "akn" / "77session" / "English"
    days = assistant_at(read_in([*session.glob("A_RES_77_324-*.xml"), *session.glob("A_RES_77_286-*.xml")]))
    answer = days.ask("Which resolutions proclaim an international day?")
    assert [citation.id for citation in answer.citations] == ["A/RES/77/286#para-1", "A/RES/77/324#para-6"], (
        "none only recalls one"
    )
    assert days.ask("Which resolutions declare a decade?").status == "abstained"


def test_what_is_due_by_when(assistant: Assistant) -> None:
    ids = [citation.id for citation in assistant.ask("List the deadlines in 69/229").citations]
    assert {"A/RES/69/229#para-14", "A/RES/69/229#para-32", "A/RES/69/229#para-36"} <= {*ids}
    assert not any("#pre" in each for each in ids)


def test_the_strongest_of_what_is_said(assistant: Assistant, index: Index) -> None:
    answer = assistant.ask("strongest language on xenophobia")
    told = [speech.level(speech.verbs(entry.text)) for entry in index.entries([c.id for c in answer.citations]).values()]
    every_one = [c.id for c in assistant.ask("List all paragraphs on xenophobia.").citations]
    assert len(told) < len(every_one)
    assert {*told} == {max(speech.level(speech.verbs(entry.text)) for entry in index.entries(every_one).values())}


def test_a_list_of_a_chapeau_says_where_its_subparagraphs_are(official: Assistant) -> None:
    listed = official.ask("paragraphs of 67/172 beginning with Stresses").sentences
    assert any(sentence.text.endswith("[see subparagraphs 9 (a) to 9 (d)]") for sentence in listed), [s.text for s in listed]


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("everything on the Global Forum, by year", Paragraphs(topic="the Global Forum")),
        ("Everything on fog and smoke, in chronological order", Paragraphs(topic="fog and smoke")),
        ("agreed language on remittances, the strongest we have pls", Paragraphs(topic="remittances", strongest=True)),
        (
            "what are regional commissions supposed to do? I want every mention in all the texts",
            Paragraphs(addressee="regional commissions", verbs=every.ASKING),
        ),
        (
            "list the resolutions that proclaim an international day",
            Paragraphs(topic="day", verbs=every.PROCLAIMING),
        ),
    ],
)
def test_how_a_list_is_to_be_arranged_is_no_topic(question: str, wanted: Paragraphs) -> None:
    assert every.paragraphs(question) == wanted


def test_a_name_with_and_in_it_is_one_topic(assistant: Assistant) -> None:
    answer = assistant.ask("everything on the Global Forum on Migration and Development, by year")
    assert "“the Global Forum on Migration and Development”, by their words" in answer.sentences[0].text


def test_whom_no_document_names_is_asked_nothing(assistant: Assistant) -> None:
    answer = assistant.ask("And the African Union?", ["What are the regional commissions asked to do?"])
    assert (answer.status, answer.reason) == ("abstained", "No document here mentions “the African Union”.")


def test_a_request_that_somebody_do_something_is_addressed_to_them(assistant: Assistant) -> None:
    answer = assistant.ask("What is the Special Representative of the Secretary-General requested to do?")
    assert [citation.id for citation in answer.citations] == ["A/RES/69/229#para-31"]


def test_other_words_are_said_to_be_others(assistant: Assistant) -> None:
    answer = assistant.ask("Is climate change mentioned anywhere?")
    assert answer.sentences[0].text.startswith("No document here has the words “climate change”; ")


def test_what_is_said_of_two_at_once_is_said_of_each(assistant: Assistant) -> None:
    answer = assistant.ask("What do we have on the brain drain of doctors and engineers?")
    cited = {citation.id for citation in answer.citations}
    assert {"A/RES/63/225#para-9", "A/RES/65/170#para-16", "A/RES/68/4#para-26", "A/RES/69/229#para-11"} == cited
    assert "“the brain drain of engineers”" in answer.sentences[0].text


def test_documents_by_their_subject(assistant: Assistant) -> None:
    for question in (
        "Which documents do you have on protection of migrants?",
        "do you have any resolutions on protection of migrants?",
        "What resolutions from 2012 are there on protection of migrants?",
    ):
        answer = assistant.ask(question)
        assert answer.status == "lookup"
        assert answer.sentences[1].text.startswith("A/RES/67/172 (Protection of migrants, 2012): ")


def test_a_question_without_its_does_is_a_list_as_well(assistant: Assistant) -> None:
    whole, short = (assistant.ask(f"In which resolutions {does}the Assembly speak of youth?") for does in ("does ", ""))
    assert short.status == "lookup" and short.citations == whole.citations


@pytest.mark.parametrize(
    "question",
    [
        "list every resolution that mentions remittances",
        "In how many of the resolutions is smuggling of migrants addressed?",
        "remittances as a source of capital: which resolutions touch on them?",
    ],
)
def test_documents_are_counted_in_more_wordings(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.status == "lookup"
    assert len({citation.symbol for citation in answer.citations}) > 4


def test_a_name_is_counted_where_it_is_written_as_one(assistant: Assistant) -> None:
    answer = assistant.ask("Which documents mention the Special Representative?")
    assert {citation.symbol for citation in answer.citations} == {"A/RES/68/4", "A/RES/69/229"}


def test_both_forms_of_a_word_are_counted(assistant: Assistant) -> None:
    assert "A/RES/65/170" in {c.symbol for c in assistant.ask("Which resolutions mention xenophobia?").citations}
    assert "A/RES/67/172#para-5-j" in {c.id for c in assistant.ask("Which texts mention people with disabilities?").citations}


@pytest.mark.parametrize("topic", ["asylum seekers", "statelessness", "whaling"])
def test_what_a_document_does_not_speak_of_is_not_put_in_other_words(topic: str, assistant: Assistant) -> None:
    answer = assistant.ask(f"Which paragraph of the Declaration mentions {topic}?")
    assert answer.status == "abstained"
    assert topic in answer.reason


def test_the_declaration_is_what_is_looked_through(official: Assistant) -> None:
    for name in ("the Declaration", "the Declaration of the High-level Dialogue", "68/4"):
        answer = official.ask(f"Which paragraphs of {name} mention children?")
        assert {citation.symbol for citation in answer.citations} == {"A/RES/68/4"}


def test_who_was_asked_for_one_thing_is_no_list(assistant: Assistant) -> None:
    answer = assistant.ask("Who was asked to assess progress in the field of migration after the 2013 Dialogue?")
    assert answer.status == "answered"
    assert answer.citations[0].id == "A/RES/68/4#para-33"


def test_the_ten_are_those_of_the_process(official: Assistant) -> None:
    answer = official.ask("How many of the ten resolutions mention trafficking?")
    assert answer.sentences[0].text.startswith("8 documents here speak of")


def test_a_kind_of_migration_is_called_so(assistant: Assistant) -> None:
    answer = assistant.ask("Which resolutions deal with temporary migration?")
    assert {"A/RES/63/225#para-10", "A/RES/65/170#para-17"} <= {citation.id for citation in answer.citations}
    assert not any("temporary" not in citation.text for citation in answer.citations)


def test_all_documents_of_the_process_speak_of_migrants(assistant: Assistant) -> None:
    answer = assistant.ask("Which resolutions deal with highly skilled migrants?")
    assert {"A/RES/63/225", "A/RES/65/170", "A/RES/68/4", "A/RES/69/229"} <= {citation.symbol for citation in answer.citations}


def test_what_most_documents_have_is_no_other_word(assistant: Assistant) -> None:
    assert "In other words" not in assistant.ask("Which documents mention students?").note


def test_documents_are_told_by_their_committee(official: Assistant) -> None:
    answer = official.ask("Which of the resolutions came out of the Third Committee rather than the Second?")
    assert any("67/172" in sentence.text for sentence in answer.sentences)
    assert not any("58/208" in sentence.text for sentence in answer.sentences)


def test_only_a_year_behind_a_question_is_no_question_for_documents(assistant: Assistant) -> None:
    answer = assistant.ask("only the 2012 text", ["How should women migrants be protected?"])
    assert not any(sentence.text.startswith("The library holds") for sentence in answer.sentences)


def test_places_are_listed_where_their_numbers_are_wanted(assistant: Assistant) -> None:
    answer = assistant.ask("best interests of the child paragraph numbers")
    assert {"A/RES/67/172#para-5-g", "A/RES/67/172#para-5-i", "A/RES/68/4#para-13"} <= {c.id for c in answer.citations}


def test_a_question_behind_a_topic_is_none_of_it(assistant: Assistant) -> None:
    answer = assistant.ask("only from 2013 on, or earlier as well?", ["what is said about brain drain", "which sectors"])
    assert not any("which sectors" in sentence.text for sentence in answer.sentences)


def test_documents_are_told_by_what_they_are_called(official: Assistant) -> None:
    answer = official.ask("Which resolutions are about migration and development?")
    assert "in the title" in answer.sentences[0].text
    assert any("69/229" in sentence.text for sentence in answer.sentences)
    titled = official.ask("Which documents are titled “Protection of migrants”?")
    assert [sentence.text.split()[0] for sentence in titled.sentences[1:]] == ["A/RES/67/172"]


def test_a_topic_from_which_a_name_fell_out_is_not_shown(assistant: Assistant) -> None:
    assert "date Dialogue" not in assistant.ask("What did the Assembly decide about the date of the second Dialogue?").note
