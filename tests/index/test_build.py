"""Generations: built aside, switched on in one step, reused where nothing changed; and a real Chroma server."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hld.index import build as building
from hld.index import encode, encoding, store
from hld.index.build import build, current
from hld.index.search import Index
from hld.index.tokens import Read
from hld.ingest.errors import HldError
from hld.ingest.library import Library
from hld.ingest.models import Document

pytestmark = [pytest.mark.usefixtures("tidy"), pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")]
Build = Callable[..., dict[str, Any]]
Make = Callable[..., Document]


@pytest.fixture
def run(small: Library, tmp_path: Path, tiny: dict[str, Path], tiny_cache: Path, where: dict[str, Any]) -> Build:
    def call(**options: Any) -> dict[str, Any]:
        return build(small, tmp_path / "index", **{"model": str(tiny["mean"]), "cache": tiny_cache, **where, **options})

    return call


@pytest.fixture
def opened(tmp_path: Path, tiny: dict[str, Path], tiny_cache: Path, where: dict[str, Any]) -> Callable[..., Index]:
    """Opens the index; where Chroma is a server, the server is searched."""

    def call(**options: Any) -> Index:
        given = {"chroma_headers": where["chroma_headers"], "exact_up_to": 0} if where else {}
        return Index.open(tmp_path / "index", cache=tiny_cache, model=str(tiny["mean"]), **{**given, **options})

    return call


@pytest.fixture
def encoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that builds give to the model, which does its work as always."""
    seen: list[str] = []
    prepare = encode.prepare

    class Recording:
        def __init__(self, encoder: encode.Encoder) -> None:
            self.encoder, self.name, self.fingerprint, self.note = encoder, encoder.name, encoder.fingerprint, encoder.note

        def encode(self, texts: Sequence[str], progress: encode.Progress | None = None) -> np.ndarray:
            seen.extend(texts)
            return self.encoder.encode(texts, progress)

        def read(self, texts: Sequence[str], progress: encode.Progress | None = None) -> tuple[np.ndarray, list[np.ndarray]]:
            seen.extend(texts)
            return self.encoder.read(texts, progress)

        def encode_queries(self, texts: Sequence[str], progress: encode.Progress | None = None) -> np.ndarray:
            return self.encoder.encode_queries(texts, progress)

        def read_queries(self, texts: Sequence[str], progress: encode.Progress | None = None) -> tuple[np.ndarray, list[Read]]:
            return self.encoder.read_queries(texts, progress)

    monkeypatch.setattr(encode, "prepare", lambda model, cache: Recording(prepare(model, cache)))
    return seen


def generations(index: Path) -> set[str]:
    return {p.name for p in index.iterdir() if p.is_dir()}


def ids(hits: Sequence[Any]) -> list[str]:
    return [hit.id for hit in hits]


def test_a_second_run_changes_nothing(run: Build, tmp_path: Path, encoded: list[str]) -> None:
    first = run()
    assert first["built"] is True
    before = {p: p.stat().st_mtime_ns for p in (tmp_path / "index").rglob("*") if p.is_file() and p.name != "build.lock"}
    encoded.clear()
    second = run()
    assert second["built"] is False
    assert {**second, "built": True} == first
    assert not encoded
    after = {p: p.stat().st_mtime_ns for p in (tmp_path / "index").rglob("*") if p.is_file() and p.name != "build.lock"}
    assert after == before


def test_rebuild_encodes_everything_again(run: Build, encoded: list[str]) -> None:
    first = run()
    number = len(encoded)
    second = run(rebuild=True)
    assert second["built"] is True
    assert second["version"] != first["version"]
    assert len(encoded) == 2 * number


def test_the_manifest_says_what_was_built(run: Build, small: Library, tmp_path: Path) -> None:
    made = run()
    generation = current(tmp_path / "index")
    assert generation is not None
    assert building.manifest_of(generation) == {k: v for k, v in made.items() if k != "built"}
    entries = list(small.all(["en"]))
    assert made["paragraphs"] == len(entries) == made["official"]
    assert made["documents"] == 2
    assert made["dimensions"] == 32
    assert made["encoder"] == "OnnxEncoder"
    rows = json.loads((generation / "rows.json").read_text())
    assert made["rows"] == len(rows["paragraphs"]) == len(rows["keys"]) == len(np.load(generation / "vectors.npy"))
    assert set(rows["paragraphs"]) == {entry.id for entry in entries}
    for name in ("corpus", "model_hash", "code"):
        assert made[name]


def test_the_corpus_hash_changes_with_the_corpus(run: Build, small: Library, make_document: Make) -> None:
    hashes = [run()["corpus"]]
    small.put(make_document("A/RES/93/3"))
    hashes.append(run()["corpus"])
    small.put(make_document("A/RES/93/3", subjects=["wells", "lamps"]))
    hashes.append(run()["corpus"])
    assert len(set(hashes)) == 3
    assert run(languages=("en", "fr"))["corpus"] not in hashes


def test_another_model_makes_another_index(run: Build, tiny: dict[str, Path]) -> None:
    first = run()
    second = run(model=str(tiny["static"]))
    assert second["built"] is True
    assert second["model_hash"] != first["model_hash"]
    assert (second["encoder"], second["dimensions"]) == ("TransformerEncoder", 16)
    assert first["encoder_note"] == ""
    assert "StaticEmbedding" in second["encoder_note"]
    assert second["encoder_note"] == run(model=str(tiny["static"]))["encoder_note"], "the next run says it again"


def test_chroma_holds_every_row(run: Build, tmp_path: Path, where: dict[str, Any]) -> None:
    made = run()
    generation = current(tmp_path / "index")
    assert generation is not None
    rows = json.loads((generation / "rows.json").read_text())["paragraphs"]
    client = store.open_client(where.get("chroma_url", ""), generation / "chroma", where.get("chroma_headers"))
    collection = client.get_collection(made["collection"], embedding_function=None)
    assert collection.count() == len(rows)
    held = collection.get(include=["metadatas", "embeddings"])
    assert {int(i): m["paragraph"] for i, m in zip(held["ids"], held["metadatas"] or [], strict=True)} == dict(enumerate(rows))
    vectors = np.load(generation / "vectors.npy")
    assert np.allclose(np.asarray(held["embeddings"]), vectors[[int(i) for i in held["ids"]]], atol=1e-5)


def test_unchanged_texts_are_not_encoded_again(run: Build, small: Library, encoded: list[str], make_document: Make) -> None:
    run()
    encoded.clear()
    small.put(make_document("A/RES/93/3", subjects=["wells"]))
    run()
    assert encoded
    assert all("93" in text or text == "Recalling the Charter," for text in encoded)
    # Each text of the new document in its context and alone; "Recalling the Charter," alone is known from the others.
    assert len(encoded) == 3


def test_a_new_index_takes_over_the_vectors_of_one_beside_it(
    run: Build, small: Library, tmp_path: Path, encoded: list[str], tiny: dict[str, Path], tiny_cache: Path, make_document: Make
) -> None:
    run()
    encoded.clear()
    small.put(make_document("A/RES/93/3", subjects=["wells"]))
    beside = tmp_path / "index"
    building.build(small, tmp_path / "new", model=str(tiny["mean"]), cache=tiny_cache, beside=beside)
    assert len(encoded) == 3, "what is new is encoded"
    building.build(small, tmp_path / "other", model=str(tiny["static"]), cache=tiny_cache, beside=beside)
    assert len(encoded) > 3 + 3, "vectors of another model are of no use"


def test_reused_vectors_equal_fresh_ones(run: Build, small: Library, tmp_path: Path, make_document: Make) -> None:
    run()
    small.put(make_document("A/RES/93/3"))
    run()
    reused = np.load(current(tmp_path / "index") / "vectors.npy")  # type: ignore[operator]
    run(rebuild=True)
    fresh = np.load(current(tmp_path / "index") / "vectors.npy")  # type: ignore[operator]
    assert np.allclose(reused, fresh, atol=1e-5)


def test_a_document_that_was_taken_out_leaves_the_index(
    run: Build, small: Library, encoded: list[str], opened: Callable[..., Index]
) -> None:
    run()
    encoded.clear()
    small.drop("A/RES/92/2")
    made = run()
    assert made["documents"] == 1
    assert not encoded
    index = opened()
    assert all(i.startswith("A/RES/91/1#") for i in ids(index.search(index.query("remittances"), 50)))


def test_an_index_that_is_open_goes_on_after_the_switch(
    run: Build, small: Library, opened: Callable[..., Index], make_document: Make
) -> None:
    run()
    older, older_chroma = opened(), opened(exact_up_to=0)
    before = older.search(older.query("remittances"), 5)
    small.put(make_document("A/RES/93/3", subjects=["remittances"] * 3))
    run()
    assert older.search(older.query("remittances"), 5) == before
    assert ids(older_chroma.search(older_chroma.query("remittances"), 5))
    newer = opened()
    assert newer.version != older.version
    assert "A/RES/93/3#para-1" in ids(newer.search(newer.query("remittances"), 10))
    assert "A/RES/93/3" not in older.documents


def test_two_generations_are_kept(run: Build, tmp_path: Path) -> None:
    versions = [run(rebuild=True)["version"] for _ in range(4)]
    assert generations(tmp_path / "index") == set(versions[-2:])


@pytest.mark.parametrize("stage", ["encode", "chroma", "terms", "copy"])
def test_an_interrupted_build_leaves_the_current_generation_in_use(
    stage: str,
    run: Build,
    small: Library,
    tmp_path: Path,
    opened: Callable[..., Index],
    monkeypatch: pytest.MonkeyPatch,
    make_document: Make,
) -> None:
    first = run()
    small.put(make_document("A/RES/93/3", subjects=["lamps"]))

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    target = {
        "encode": (encode.OnnxEncoder, "encode"),
        "chroma": (store, "write_chroma"),
        "terms": (building.Lexical, "save"),
        "copy": (Library, "copy_to"),
    }
    with monkeypatch.context() as patched:
        patched.setattr(*target[stage], stop)
        with pytest.raises(KeyboardInterrupt):
            run()
    left = {name for name in generations(tmp_path / "index") if not name.startswith(".encoding-")}
    assert left == {first["version"]}
    assert opened().version == first["version"]
    again = run()
    assert again["built"] is True
    assert again["documents"] == 3


def test_an_interrupted_build_goes_on_where_it_was(
    run: Build, small: Library, tmp_path: Path, encoded: list[str], monkeypatch: pytest.MonkeyPatch, make_document: Make
) -> None:
    """Also where the library has grown meanwhile; nothing is encoded twice, and nothing of it stays behind."""
    monkeypatch.setattr(encoding, "PART", 5)
    whole = set(building.views(list(small.all(["en"])), {d.id: d for d in small.documents()}).dense)
    reached: list[int] = []

    def cut(what: str, done: int, total: int) -> None:
        reached.append(done)
        assert (what, total) == ("encoding", len(whole))
        if done > len(whole) // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(progress=cut)
    assert reached == sorted(reached)
    before = list(encoded)
    assert 5 < len(before) < len(whole)
    small.put(make_document("A/RES/93/3", subjects=["lamps"]))
    encoded.clear()
    assert run()["documents"] == 3
    assert whole <= {*before, *encoded}
    assert 0 < len(set(before) & set(encoded)) <= 5, "the part that was cut is encoded again"
    assert not list((tmp_path / "index").glob(".encoding-*"))


def test_a_damaged_part_of_an_interrupted_build_is_encoded_again(
    run: Build, tmp_path: Path, encoded: list[str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(building.Lexical, "save", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            run()
    number = len(encoded)
    damaged, whole = sorted((tmp_path / "index").glob(".encoding-*/*/part-*/vectors.npy"))
    kept = len(np.load(whole))
    damaged.write_bytes(damaged.read_bytes()[:200])
    encoded.clear()
    assert run()["built"]
    assert len(encoded) == number - kept
    assert "encoded again" in caplog.text


def test_a_rebuild_takes_nothing_from_an_interrupted_build(
    run: Build, tmp_path: Path, encoded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(building.Lexical, "save", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            run()
    assert list((tmp_path / "index").glob(".encoding-*"))
    number = len(encoded)
    run(rebuild=True)
    assert len(encoded) == 2 * number


def test_what_a_killed_build_left_is_cleaned_up(run: Build, tmp_path: Path) -> None:
    run()
    (tmp_path / "index" / ".building-dead").mkdir()
    (tmp_path / "index" / ".building-dead" / "vectors.npy").write_bytes(b"x")
    run(rebuild=True)
    assert not (tmp_path / "index" / ".building-dead").exists()


def test_two_builds_at_once_are_refused(run: Build, tmp_path: Path) -> None:
    first = run()
    code = (
        "import sys, filelock; lock = filelock.FileLock(sys.argv[1]); lock.acquire(); print('held', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "index" / "build.lock")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(HldError, match="Another process is building"):
            run(rebuild=True)
    finally:
        holder.communicate()
    assert run()["version"] == first["version"]


def test_an_empty_library_is_an_error(tmp_path: Path, tiny: dict[str, Path], tiny_cache: Path) -> None:
    with pytest.raises(HldError, match="no paragraph to index") as caught:
        build(Library(tmp_path / "empty.sqlite"), tmp_path / "index", model=str(tiny["mean"]), cache=tiny_cache)
    assert "hld ingest" in caught.value.remedy


def test_there_is_no_index_yet(opened: Callable[..., Index]) -> None:
    with pytest.raises(HldError, match="no index yet"):
        opened()


def test_an_index_of_another_model_is_refused(run: Build, tmp_path: Path, tiny_cache: Path) -> None:
    run()
    with pytest.raises(HldError, match="made with the model"):
        Index.open(tmp_path / "index", cache=tiny_cache, model="another/model")


def test_an_index_of_another_format_is_refused(run: Build, tmp_path: Path, opened: Callable[..., Index]) -> None:
    run()
    generation = current(tmp_path / "index")
    assert generation is not None
    manifest = {**building.manifest_of(generation), "format": building.FORMAT - 1}
    (generation / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(HldError, match="another version of hld") as caught:
        opened()
    assert "hld index" in caught.value.remedy
    run()
    opened()


@pytest.mark.parametrize("name", ["rows.json", "lexical", "corpus.sqlite", "vectors.npy", "manifest.json", "samples.json"])
def test_a_damaged_generation_says_what_to_do(name: str, run: Build, tmp_path: Path, opened: Callable[..., Index]) -> None:
    run()
    generation = current(tmp_path / "index")
    assert generation is not None
    path = generation / name
    shutil.rmtree(path) if path.is_dir() else path.write_bytes(b"\x00junk")
    with pytest.raises(HldError) as caught:
        index = opened()
        index.search(index.query("remittances"))
    assert "hld index" in caught.value.remedy


only_embedded = pytest.mark.parametrize("where", ["embedded"], indirect=True)


@only_embedded
def test_an_embedded_chroma_that_is_gone_says_what_to_do(run: Build, tmp_path: Path, opened: Callable[..., Index]) -> None:
    run()
    (folder,) = (tmp_path / "index").glob("*/chroma")
    shutil.rmtree(folder)
    index = opened(exact_up_to=0)
    with pytest.raises(HldError, match="no collection") as caught:
        index.search(index.query("remittances"))
    assert "hld index" in caught.value.remedy


def test_an_export_that_was_deleted_is_made_again(run: Build, tiny_cache: Path, tmp_path: Path) -> None:
    cache = tmp_path / "models"
    made = run(cache=cache)
    shutil.rmtree(cache)
    again = run(cache=cache)
    assert again["built"] is False
    assert encode.is_exported(str(made["model_hash"]), cache)


@only_embedded
def test_a_text_that_stands_in_many_places_is_encoded_once(run: Build, small: Library, encoded: list[str]) -> None:
    made = run()
    assert encoded.count("Recalling the Charter,") == 1
    assert len(set(encoded)) == len(encoded) < made["rows"]


# A Chroma server.


@only_embedded
def test_a_chroma_server_gives_the_same_results(
    chroma_server: str, run: Build, tmp_path: Path, opened: Callable[..., Index]
) -> None:
    run()
    embedded = opened(exact_up_to=0)
    expected = {q: embedded.search(embedded.query(q)) for q in ("remittances", "nurses and visas", "A/RES/91/1")}
    made = run(chroma_url=chroma_server)
    assert made["built"] is True
    assert made["chroma"] == chroma_server
    generation = current(tmp_path / "index")
    assert generation is not None
    assert not (generation / "chroma").exists(), "nothing is written beside the server"
    through = opened(exact_up_to=0)
    assert isinstance(through.vectors, store.ServerVectors)
    for query, hits in expected.items():
        found = through.search(through.query(query))
        assert ids(found) == ids(hits)
        assert [h.score for h in found] == pytest.approx([h.score for h in hits], abs=1e-4)


@only_embedded
def test_older_collections_are_deleted_from_the_server(chroma_server: str, run: Build, tmp_path: Path) -> None:
    made = [run(chroma_url=chroma_server, rebuild=True)["collection"] for _ in range(3)]
    client = store.open_client(chroma_server, tmp_path)
    assert {c.name for c in client.list_collections()} >= set(made[1:])
    assert made[0] not in {c.name for c in client.list_collections()}
