"""How search and building grow: 1,000 to 300,000 paragraphs. Results go to a JSON and a drawing; what is there is not done again.

    python benchmarks/growth.py [--sizes 1000 10000 25000 100000 300000] [--out FOLDER] [--work FOLDER] [--again]

The libraries are synthetic (see synthetic.py): nothing is encoded but the questions. `index` builds two rows a paragraph, so a
size of 100,000 paragraphs means 200,000 vectors. Each size is measured in a process of its own.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

import drawing
import measure

SIZES = [1_000, 10_000, 25_000, 100_000, 300_000]


def build_one(size: int, home: Path, exact_only: bool) -> dict[str, Any]:
    """A home with a synthetic library and its index; the time of each step and the size of each part."""
    import synthetic

    from hld.index import build, encode, store
    from hld.ingest.library import Library

    started = time.perf_counter()
    library = Library(home / "library.sqlite")
    library.put_all(synthetic.documents(size))
    stored = time.perf_counter() - started
    real = encode.prepare(encode.DEFAULT_MODEL, home / "models")
    turned = synthetic.Turned(real)
    encode.prepare = lambda *_: turned  # type: ignore[assignment]
    if exact_only:
        store.write_chroma = lambda *_: None
    steps: list[tuple[str, float]] = []

    def step(what: str, done: int, total: int) -> None:
        if not done:
            steps.append((what, time.perf_counter()))

    started = time.perf_counter()
    manifest = build.build(library, home / "index", model=encode.DEFAULT_MODEL, cache=home / "models", progress=step)
    ended = time.perf_counter()
    marks = dict(steps)
    generation = home / "index" / str(manifest["version"])
    return {
        "rows": manifest["rows"],
        "library_s": round(stored, 1),
        "build_s": round(ended - started, 1),
        "chroma_s": round(ended - marks["chroma"], 1),
        "terms_s": round(marks["chroma"] - marks["terms"], 1),
        "build_peak_mb": measure.memory()["peak"],
        "disk_mb": {
            "all": measure.size_of(generation),
            "vectors": measure.size_of(generation / "vectors.npy"),
            "chroma": measure.size_of(generation / "chroma"),
            "terms": measure.size_of(generation / "lexical"),
            "paragraphs": measure.size_of(generation / "corpus.sqlite"),
        },
    }


def search_one(how: str) -> dict[str, Any]:
    """Latency and memory of a process that searches; `how` is exact or graph."""
    started = time.perf_counter()
    from hld.app import command
    from hld.index.fuse import top
    from hld.index.search import DEPTH

    assistant = command.assistant()
    index = assistant.index
    assistant.search(measure.QUESTIONS[0], 10)
    first = time.perf_counter() - started
    vectors = {question: index.encode(question) for question in measure.QUESTIONS}
    terms = {question: index.lexical.query(question) for question in measure.QUESTIONS}
    calls = {
        "encode": index.encode,
        "vectors": lambda question: index.vectors.scores(vectors[question], 2 * DEPTH),
        "terms": lambda question: top(index.lexical.scores(dict(terms[question])), DEPTH),
        "search": lambda question: assistant.search(question, 10),
    }
    rounds = 5 if len(index.rows) > 100_000 else 10
    ms, cpu = measure.medians(calls, rounds)
    out: dict[str, Any] = {"ms": ms, "cpu_ms": cpu, "first_s": round(first, 2), "memory_mb": measure.memory()}
    if how == "graph":
        out["recall"] = recall(index, list(vectors.values()))
    return out


def recall(index: Any, queries: list[np.ndarray]) -> dict[str, float]:
    """Share of the ten nearest rows to real questions and to stored vectors that the graph finds, by how many are asked for."""
    from hld.index.search import DEPTH

    array = np.load(index.generation / "vectors.npy", mmap_mode="r")
    stored = [np.asarray(array[row]) for row in np.linspace(0, len(array) - 1, 50).astype(int)]
    out = {}
    for name, asked in (("questions", queries), ("stored", stored)):
        for depth in (10, 2 * DEPTH):
            shares = []
            for query in asked:
                cosines = array @ query
                least = np.partition(cosines, -10)[-10] - 1e-5
                rows, near = index.vectors.scores(query, depth)
                best = rows[np.argsort(-near)[:10]]
                shares.append(float(np.sum(cosines[best] >= least)) / 10)
            out[f"{name}_{depth}"] = round(float(np.mean(shares)), 4)
    return out


def process(arguments: list[str], home: Path, **settings: str) -> dict[str, Any]:
    """What another process of this file prints."""
    env = {**os.environ, "HLD_HOME": str(home), "HF_HUB_OFFLINE": "1", **settings}
    command = [sys.executable, str(Path(__file__).resolve()), *arguments]
    return json.loads(subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE, text=True).stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    parser.add_argument("--work", type=Path, help="Where the indexes are made; they take 12 KiB a paragraph.")
    parser.add_argument("--again", action="store_true", help="Measure also what is there already.")
    parser.add_argument("--exact-only", action="store_true", help="Leave Chroma out, which takes most of the time; not kept.")
    parser.add_argument("--build", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--search", choices=["exact", "graph"], help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.build:
        print(json.dumps(build_one(given.build, Path(os.environ["HLD_HOME"]), given.exact_only)))
        return
    if given.search:
        print(json.dumps(search_one(given.search)))
        return
    file = given.out / "growth.json"
    known: dict[str, Any] = json.loads(file.read_text()) if file.is_file() else {}
    for size in sorted(given.sizes):
        if str(size) in known and not given.again:
            continue
        with tempfile.TemporaryDirectory(dir=given.work) as folder:
            home = Path(folder)
            # The model is exported once for all sizes.
            models = Path(tempfile.gettempdir()) / "hld-benchmark-models"
            models.mkdir(exist_ok=True)
            (home / "models").symlink_to(models)
            row = {"measured": dt.date.today().isoformat(), "cores": len(os.sched_getaffinity(0))}
            row |= process(["--build", str(size), *(["--exact-only"] if given.exact_only else [])], home)
            row["exact"] = process(["--search", "exact"], home, HLD_EXACT_UP_TO=str(10**9))
            if given.exact_only:
                print(f"{size:>8,} {json.dumps(row)}")
                continue
            row["graph"] = process(["--search", "graph"], home, HLD_EXACT_UP_TO="0")
            row["load"] = round(os.getloadavg()[0], 1)
            shutil.rmtree(home / "index")
        known[str(size)] = row
        file.write_text(json.dumps(dict(sorted(known.items(), key=lambda item: int(item[0]))), indent=1) + "\n")
        print(f"{size:>8,} {json.dumps(row)}", file=sys.stderr)
    if given.exact_only:
        return
    (given.out / "growth.svg").write_text(drawing.draw(known))
    print(drawing.table(known))


if __name__ == "__main__":
    main()
