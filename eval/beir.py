"""Any benchmark in the layout of BEIR (Thakur et al. 2021): corpus.jsonl, queries.jsonl, qrels/SPLIT.tsv.

The passages are searched by the same terms, the same encoder and the same fusion as resolutions are, with nothing tuned to
the benchmark; what knows resolutions (symbols, years, glossary) stays out.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hld.eval.metrics import average_precision, mean, ndcg, recall, reciprocal_rank
from hld.index.encode import Encoder
from hld.index.fuse import normalised_sum, top
from hld.index.lexical import Lexical
from hld.index.search import DENSE_WEIGHT, DEPTH
from hld.ingest.errors import HldError

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """Passages, queries that are judged, and their relevant passages."""

    passages: dict[str, str]
    queries: dict[str, str]
    relevant: dict[str, frozenset[str]]

    @property
    def hash(self) -> str:
        """A hash over passages, queries and judgements, for the record of a run."""
        judged = {query: sorted(found) for query, found in self.relevant.items()}
        whole = json.dumps([self.passages, self.queries, judged], sort_keys=True)
        return hashlib.sha256(whole.encode()).hexdigest()[:16]


def load(folder: Path, split: str) -> Benchmark:
    """Read a BEIR folder.

    Raises:
        HldError: naming the file that is missing or cannot be read.
    """
    qrels = folder / "qrels" / f"{split}.tsv"
    for path in (folder / "corpus.jsonl", folder / "queries.jsonl", qrels):
        if not path.is_file():
            raise HldError(f"{path} does not exist.", "A BEIR folder has corpus.jsonl, queries.jsonl and qrels/SPLIT.tsv.")
    try:
        passages = {
            row["_id"]: " ".join(filter(None, (row.get("title", ""), row["text"]))) for row in _rows(folder / "corpus.jsonl")
        }
        queries = {row["_id"]: row["text"] for row in _rows(folder / "queries.jsonl")}
        relevant: dict[str, set[str]] = {}
        with qrels.open(encoding="utf-8") as file:
            for row in csv.DictReader(file, delimiter="\t"):
                if float(row["score"]) > 0:
                    relevant.setdefault(row["query-id"], set()).add(row["corpus-id"])
    except (KeyError, ValueError, TypeError) as error:
        raise HldError(f"{folder} is not in the layout of BEIR ({error!r}).", "See the README of the benchmark.") from error
    if not passages:
        raise HldError(f"{folder} has no passages.", "See the README of the benchmark.")
    judged = {query: frozenset(found) for query, found in relevant.items() if query in queries}
    if not judged:
        raise HldError(f"{qrels} judges none of the queries.", "Name another split.")
    return Benchmark(passages=passages, queries={q: queries[q] for q in judged}, relevant=judged)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file if line.strip())


def _vectors(texts: list[str], encoder: Encoder, cache: Path, progress: Progress | None) -> np.ndarray:
    """Vectors of texts, kept on disk: encoding a benchmark is most of its time."""
    mark = hashlib.sha256("\0".join([encoder.fingerprint, *texts]).encode()).hexdigest()[:24]
    path = cache / f"{mark}.npy"
    if path.is_file():
        return np.load(path)
    made = encoder.encode(texts, (lambda n, total: progress("encoding", n, total)) if progress else None)
    cache.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(".part.npy")
    np.save(aside, made)
    aside.replace(path)
    return made


def run(benchmark: Benchmark, encoder: Encoder, cache: Path, progress: Progress | None = None) -> dict[str, dict[str, float]]:
    """The figures of BM25 alone, the vectors alone, and ours, on the same queries."""
    ids = list(benchmark.passages)
    texts = list(benchmark.passages.values())
    lexical = Lexical.build(texts)
    passages = _vectors(texts, encoder, cache, progress)
    queries = _vectors(list(benchmark.queries.values()), encoder, cache, progress)
    collected: dict[str, list[tuple[frozenset[str], list[str]]]] = {"BM25": [], "dense": [], "hld": []}
    for number, (query, text) in enumerate(benchmark.queries.items()):
        terms = lexical.scores(lexical.query(text))
        cosines = passages @ queries[number]
        candidates = np.union1d(top(terms, DEPTH), top(cosines, DEPTH))
        fused = normalised_sum(terms[candidates], cosines[candidates], DENSE_WEIGHT)
        gold = benchmark.relevant[query]
        collected["BM25"].append((gold, [ids[i] for i in top(terms, 100)]))
        collected["dense"].append((gold, [ids[i] for i in top(cosines, 100)]))
        collected["hld"].append((gold, [ids[int(candidates[i])] for i in top(fused, 100)]))
        if progress and number % 20 == 0:
            progress("searching", number + 1, len(benchmark.queries))
    return {system: figures(ranked) for system, ranked in collected.items()}


def figures(ranked: list[tuple[frozenset[str], list[str]]]) -> dict[str, float]:
    """Recall, MAP, nDCG and MRR at 10, and recall at 100."""
    return {
        "R@10": mean([recall(gold, ids, 10) for gold, ids in ranked]),
        "MAP@10": mean([average_precision(gold, ids, 10) for gold, ids in ranked]),
        "nDCG@10": mean([ndcg(gold, ids, 10) for gold, ids in ranked]),
        "MRR@10": mean([reciprocal_rank(gold, ids[:10]) for gold, ids in ranked]),
        "R@100": mean([recall(gold, ids, 100) for gold, ids in ranked]),
    }
