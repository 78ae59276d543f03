"""A benchmark in the layout of BEIR, end to end, and what is said of folders that are not."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from hld.app.cli import app
from hld.eval.run import load
from hld.eval.suites import beir
from hld.eval.vectors import PART, Vectors
from hld.index import encode
from hld.index.encode import DEFAULT_MODEL
from hld.index.tokens import Read
from hld.ingest.errors import HldError

PASSAGES = {
    "p1": ("Lamps", "The lamps of the harbour are green and burn oil."),
    "p2": ("Fog", "Fog comes in from the sea in the autumn."),
    "p3": ("", "Pilots bring the ships into port at night."),
    "p4": ("Bread", "Bread is made of flour, water and salt."),
    "p5": ("Wells", "A well gives water to the village."),
}
QUERIES = {
    "q1": "What colour are harbour lamps?",
    "q2": "Who brings ships into port?",
    "q3": "What is bread made of?",
    "q4": "unjudged",
}
QRELS = [("q1", "p1", 1), ("q2", "p3", 2), ("q3", "p4", 1), ("q3", "p5", 0), ("q9", "p1", 1)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "harbour"
    (folder / "qrels").mkdir(parents=True)
    rows = [json.dumps({"_id": i, "title": title, "text": text}) for i, (title, text) in PASSAGES.items()]
    (folder / "corpus.jsonl").write_text("\n".join(rows) + "\n\n")
    (folder / "queries.jsonl").write_text("\n".join(json.dumps({"_id": i, "text": t}) for i, t in QUERIES.items()))
    table = ["query-id\tcorpus-id\tscore", *("\t".join(map(str, row)) for row in QRELS)]
    (folder / "qrels" / "test.tsv").write_text("\n".join(table) + "\n")
    return folder


def test_loading(folder: Path) -> None:
    benchmark = beir.load(folder, "test")
    assert benchmark.passages["p1"] == "Lamps The lamps of the harbour are green and burn oil."
    assert benchmark.passages["p3"] == "Pilots bring the ships into port at night."
    assert benchmark.queries == {q: QUERIES[q] for q in ("q1", "q2", "q3")}, "those that are judged"
    assert benchmark.relevant == {"q1": {"p1"}, "q2": {"p3"}, "q3": {"p4"}}


@pytest.mark.parametrize("name", ["corpus.jsonl", "queries.jsonl", "qrels/test.tsv"])
def test_a_missing_file_is_named(name: str, folder: Path) -> None:
    (folder / name).unlink()
    with pytest.raises(HldError) as caught:
        beir.load(folder, "test")
    assert str(folder / name) in caught.value.message
    assert "qrels/SPLIT.tsv" in caught.value.remedy


def test_a_missing_split_is_named(folder: Path) -> None:
    with pytest.raises(HldError, match=r"nonsense\.tsv does not exist"):
        beir.load(folder, "nonsense")


DAMAGE: list[tuple[str, str, Callable[[str], str]]] = [
    ("corpus without ids", "corpus.jsonl", lambda text: text.replace('"_id"', '"id"')),
    ("corpus not JSON", "corpus.jsonl", lambda text: text + "{"),
    ("corpus of lists", "corpus.jsonl", lambda text: "[1]\n"),
    ("queries without text", "queries.jsonl", lambda text: text.replace('"text"', '"words"')),
    ("qrels without a header", "qrels/test.tsv", lambda text: text.split("\n", 1)[1]),
    ("qrels with a word for a score", "qrels/test.tsv", lambda text: text.replace("\t1\n", "\tgood\n")),
    ("qrels with a short row", "qrels/test.tsv", lambda text: text + "q1\tp2\n"),
    ("qrels with commas", "qrels/test.tsv", lambda text: text.replace("\t", ",")),
    ("nothing judged", "qrels/test.tsv", lambda text: text.split("\n", 1)[0] + "\n"),
    ("no passages", "corpus.jsonl", lambda text: "\n"),
]


@pytest.mark.parametrize(("name", "damage"), [d[1:] for d in DAMAGE], ids=[d[0] for d in DAMAGE])
def test_a_folder_of_another_layout_is_an_error(name: str, damage: Callable[[str], str], folder: Path) -> None:
    path = folder / name
    path.write_text(damage(path.read_text()))
    with pytest.raises(HldError) as caught:
        beir.load(folder, "test")
    assert str(folder) in caught.value.message


def test_the_command(folder: Path, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HLD_HOME", str(home))
    runs = tmp_path / "runs"
    result = CliRunner().invoke(app, ["eval", "beir", str(folder), "--split", "test", "--runs", str(runs), "--json"])
    assert result.exit_code == 0, result.output
    figures = json.loads(result.stdout)
    assert set(figures) == {"BM25", "dense", "hld"}
    for row in figures.values():
        assert set(row) == {"R@10", "MAP@10", "nDCG@10", "MRR@10", "R@100"}
        assert row["R@10"] == 1.0
    assert figures["hld"]["MRR@10"] == 1.0
    found = load(next(runs.glob("*.jsonl")))
    assert (found.suite, found.about["folder"], found.about["queries"], found.systems[0]) == ("beir", "harbour", 3, "hld")
    assert {"data", "model", "code", "prompts", "settings"} <= set(found.about["hashes"])
    assert len(found.rows) == 9


class Counting:
    """An encoder of two numbers a text that counts what it is given, and is cut off at a text."""

    name, fingerprint, note = "counting", "counting", ""

    def __init__(self, cut: str = "") -> None:
        self.cut, self.seen = cut, 0

    def encode(self, texts: Sequence[str], progress: object = None) -> np.ndarray:
        if self.cut in texts:
            raise KeyboardInterrupt
        self.seen += len(texts)
        return np.array([[len(text), 1] for text in texts], np.float32)

    def encode_queries(self, texts: Sequence[str], progress: encode.Progress | None = None) -> np.ndarray:
        return -self.encode(texts)

    def read(self, texts: Sequence[str], progress: encode.Progress | None = None) -> tuple[np.ndarray, list[np.ndarray]]:
        return self.encode(texts), []

    def read_queries(self, texts: Sequence[str], progress: encode.Progress | None = None) -> tuple[np.ndarray, list[Read]]:
        return self.encode_queries(texts), []


def test_vectors_are_kept(home: Path, tmp_path: Path) -> None:
    encoder = encode.prepare(DEFAULT_MODEL, home / "models")
    first = Vectors(encoder, tmp_path).passages(["one", "two"])
    assert (Vectors(Counting(), tmp_path).passages(["one", "two"])).shape == (2, 2), "another model has its own"
    again = Vectors(encoder, tmp_path)
    assert (again.passages(["one", "two"]) == first).all()
    assert again.passages(["two", "one"]).shape == first.shape
    assert len(list(tmp_path.glob("*.npy"))) == 3


def test_questions_and_passages_are_encoded_each_in_their_way(tmp_path: Path) -> None:
    vectors = Vectors(Counting(), tmp_path)
    assert (vectors.queries(["one"]) == -vectors.passages(["one"])).all()
    (one, none) = vectors.cosines([("ab", ["abc", "a", "abc"]), ("ab", [])])
    assert one.tolist() == [-7.0, -3.0, -7.0]
    assert len(none) == 0


def test_encoding_goes_on_after_a_cut(tmp_path: Path) -> None:
    texts = [str(number) for number in range(2 * PART + 5)]
    steps: list[tuple[str, int, int]] = []
    with pytest.raises(KeyboardInterrupt):
        Vectors(Counting(cut=str(PART)), tmp_path, lambda *step: steps.append(step)).passages(texts)
    assert steps == [("encoding", PART, len(texts))]
    encoder = Counting()
    assert Vectors(encoder, tmp_path).passages(texts)[:, 0].tolist() == [len(text) for text in texts]
    assert encoder.seen == PART + 5


@pytest.mark.parametrize(("mark", "first"), [("#", "harbour#2"), ("-", "village-2")])
def test_ids_tell_which_passages_stand_together(mark: str, first: str, tmp_path: Path) -> None:
    texts = {
        f"village{mark}1": "Bread is baked at noon.",
        f"village{mark}2": "The keeper lights them.",
        f"harbour{mark}1": "The lamps are green.",
        f"harbour{mark}2": "The keeper lights them.",
    }
    asked = beir.Benchmark(passages=texts, queries={"q": "Who is the keeper of the lamps?"}, relevant={"q": frozenset(texts)})
    ranked = beir.Search(asked, Vectors(Counting(), tmp_path)).rank("hld", "q")
    assert next(identifier for identifier in ranked if identifier.endswith("2")) == first


def test_the_command_without_a_folder(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["eval", "beir", str(tmp_path / "nowhere")])
    assert isinstance(result.exception, HldError)
    assert "nowhere" in str(result.exception)
