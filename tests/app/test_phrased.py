"""Tasks in people's own words: which task, and which words are what."""

from __future__ import annotations

import pytest

from hld.app import again, every, holdings, wish
from hld.app.phrased import Read, reader, spans, split
from hld.app.redraft import redraft
from hld.app.topic import topic


@pytest.mark.parametrize(
    ("question", "task", "pieces"),
    [
        ("Fetch me each and every paragraph that touches lamp oil in 63/225.", "list", {"T": ("lamp oil",), "D": ("63/225",)}),
        ("the freshest language the GA has on lighthouses?", "latest", {"T": ("lighthouses",)}),
        ("which parts of 65/170 were simply copied over from 63/225", "kept", {"D": ("65/170", "63/225")}),
        (
            "Side by side, please: 63/225 and 65/170 on lighthouse keepers",
            "compare",
            {"D": ("63/225", "65/170"), "T": ("lighthouse keepers",)},
        ),
        ("Who has to sign the protocol by 2016?", "ordinary", None),
        ("How many round tables were held?", "ordinary", None),
    ],
)
def test_a_question_that_stands_alone(question: str, task: str, pieces: dict[str, tuple[str, ...]] | None) -> None:
    read = reader().read(question, following=False)
    assert read.task == task
    assert pieces is None or dict(read.pieces) == pieces


@pytest.mark.parametrize(
    ("turn", "task"),
    [
        ("could you trim that down a bit", "t_shorter"),
        ("word for word, what does it say?", "t_quote"),
        ("same for 65/170", "t_document"),
        ("ok brilliant, thanks a million", "t_thanks"),
    ],
)
def test_a_turn(turn: str, task: str) -> None:
    assert reader().read(turn, following=True).task == task


def test_nothing_of_a_turn_is_read_of_a_first_question() -> None:
    assert not reader().read("shorter", following=False).task.startswith("t_")


def test_what_has_no_words_is_ordinary() -> None:
    assert reader().read("", following=False) == Read(task="ordinary", sure=0.0, pieces={})
    assert split("") == []
    assert spans(["O", "IT", "BT"]) == [(1, 2, "T"), (2, 3, "T")]


DOCUMENTS = {"D": ("69/229", "67/219")}


@pytest.mark.parametrize(
    ("task", "pieces", "what"),
    [
        ("new", DOCUMENTS, "new"),
        ("new_reversed", {"D": ("67/219", "69/229")}, "new"),
        ("new_reversed", {"D": ("67/219",)}, "since"),
        ("dropped", DOCUMENTS, "dropped"),
        ("dropped", {"D": ("69/229",)}, "dropped"),
        ("dropped_from", {"D": ("67/219", "69/229"), "T": ("fog",)}, "dropped"),
        ("kept", DOCUMENTS, "kept"),
    ],
)
def test_what_changed_is_put_so_that_grammar_reads_it(task: str, pieces: dict[str, tuple[str, ...]], what: str) -> None:
    asked = redraft(wish.put(Read(task=task, sure=1.0, pieces=pieces)))
    assert asked is not None
    assert asked.what == what


def test_the_rest_is_put_so_that_grammar_reads_it() -> None:
    def put(task: str, **pieces: tuple[str, ...]) -> str:
        return wish.put(Read(task=task, sure=1.0, pieces=pieces))

    assert every.paragraphs(put("list", T=("fog",), S=("from 2010 on",))) == every.Paragraphs(topic="fog")
    asked = every.paragraphs(put("acts", A=("IOM",), V=("urged",), T=("fog",), D=("67/219",)))
    assert asked == every.Paragraphs(topic="fog", verbs=frozenset({"urges"}), addressee="IOM")
    assert every.paragraphs(put("acts", A=("IOM",))) == every.Paragraphs(verbs=every.ASKING, addressee="IOM")
    assert holdings.mentioning(put("documents", T=("fog",))) == "fog"
    assert {topic(put(task, T=("fog",))) for task in ("timeline", "first", "latest", "says")} == {"fog"}
    assert topic(put("compare", T=("fog",), S=("in 2006", "in 2013"))) == "fog"
    assert put("text", D=("para 5 of 69/229",)) == "para 5 of 69/229"


@pytest.mark.parametrize("task", ["list", "acts", "new", "dropped", "kept", "compare", "text", "says"])
def test_a_task_that_names_nothing_is_not_put(task: str) -> None:
    assert not wish.put(Read(task=task, sure=1.0, pieces={}))


def test_turns_are_put_so_that_grammar_reads_them() -> None:
    def put(task: str, turn: str = "", **pieces: tuple[str, ...]) -> str:
        return wish.turn(Read(task=task, sure=1.0, pieces=pieces), turn)

    found = [again.wanted(put(task)) for task in ("t_shorter", "t_quote", "t_next", "t_strength", "t_repeated", "t_count")]
    assert found == ["shorter", "quote", "next", "strength", "elsewhere", "count"]
    assert again.wanted(put("t_translate", "could I have it in the tongue of Molière, in French I mean")) == "language"
    assert again.wanted(put("t_nth", "let me look at the third of these")) == "nth"
    assert wish.whole("t_all") == ("list", True)
    assert put("t_narrow", S=("without the preamble",)) == "Only in the operative part."
    assert not put("t_more", T=("fog",)), "a turn that names a thing asks of it"
