"""How well a store finds the nearest rows, measured on stored vectors against exact search.

Run as ``python -m hld.index.probe GENERATION`` it looks into the embedded Chroma of a generation in a process of its own:
opening damaged files of chromadb can end a process without an error.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from hld.index import build, store
from hld.ingest.errors import HldError

SAMPLE = 50
"""Stored vectors that are searched for."""

ENOUGH = 0.99
"""Least share of the ten nearest that Chroma must find."""

SECONDS = 120.0
"""For the process that looks into the embedded Chroma."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was measured: rows in Chroma and in the array, vectors searched for, recall@10, median milliseconds of a search."""

    held: int
    rows: int
    sample: int
    recall: float
    ms: float


def measure(searched: store.Vectors, held: int, vectors: np.ndarray, sample: int = SAMPLE) -> Finding:
    """Search a store of `held` rows for `sample` vectors; equal texts tie, so that a row as near as the tenth counts as found."""
    chosen = np.linspace(0, len(vectors) - 1, min(sample, len(vectors))).astype(int)
    k, shares, times = min(10, len(vectors)), [], []
    for row in chosen:
        query = np.asarray(vectors[row])
        started = time.perf_counter()
        found, said = searched.scores(query, k)
        times.append((time.perf_counter() - started) * 1000)
        cosines = vectors @ query
        least = float(np.partition(cosines, -k)[-k])
        best = found[np.argsort(-said)[:k]]
        shares.append(float(np.sum(cosines[best[best < len(vectors)]] >= least - 1e-5)) / k)
    return Finding(
        held=held,
        rows=len(vectors),
        sample=len(chosen),
        recall=round(float(np.mean(shares)), 4),
        ms=round(float(np.median(times)), 2),
    )


def of_server(generation: Path, url: str, headers: Mapping[str, str] | None) -> Finding:
    """What the Chroma server at `url` finds.

    Raises:
        HldError: when it does not answer, wants a log-in, or does not hold this generation.
    """
    with store.opened(url, generation, headers) as client:
        chroma = store.ChromaVectors(client, str(build.manifest_of(generation)["collection"]), url)
        return measure(chroma, chroma.rows, np.load(generation / store.VECTORS, mmap_mode="r"))


def of_embedded(generation: Path) -> Finding:
    """What the embedded Chroma finds.

    Raises:
        HldError: when its files are gone or damaged.
    """
    remedy = "Run `hld index --rebuild`."
    command = [sys.executable, "-m", "hld.index.probe", str(generation)]
    try:
        run = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise HldError(f"Chroma in {generation} gives no answer within {SECONDS:.0f} s.", remedy) from error
    if run.returncode < 0:
        raise HldError(f"Chroma's files in {generation} are damaged: opening them ended the process.", remedy)
    try:
        answer = json.loads(run.stdout)
    except ValueError as error:
        said = (run.stderr.strip().splitlines() or ["no word"])[-1]
        raise HldError(f"Chroma in {generation} cannot be looked into ({said}).", remedy) from error
    if "error" in answer:
        raise HldError(answer["error"], remedy)
    return Finding(**answer)


def main() -> None:
    """Print the finding of one generation as JSON."""
    generation = Path(sys.argv[1])
    try:
        client = store.open_client("", generation / "chroma")
        chroma = store.ChromaVectors(client, str(build.manifest_of(generation)["collection"]))
        answer: object = asdict(measure(chroma, chroma.rows, np.load(generation / store.VECTORS, mmap_mode="r")))
    except HldError as error:
        answer = {"error": error.message}
    except Exception as error:  # noqa: BLE001 (chromadb raises what it likes for files that are damaged)
        lines = str(error).strip().splitlines() or [type(error).__name__]
        answer = {"error": f"Chroma's files in {generation} are damaged ({lines[0][:200]})."}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
