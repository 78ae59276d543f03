"""Any benchmark in the layout of BEIR (Thakur et al. 2021): corpus.jsonl, queries.jsonl, qrels/SPLIT.tsv.

By default ObliQA's development questions (Gokhan et al. 2024, RIRAG). The passages are searched by the same terms, the same
encoder and the same fusion as resolutions are; what knows resolutions (symbols, years, glossary, the learned ranker) stays out.
Ids of the form `DOCUMENT#PASSAGE`, as our own are, say which passages stand together, in the order of the file.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hld.eval.launch import RUNS, Fresh, Json, Limit, Runs, launch
from hld.eval.ranking import judge
from hld.eval.run import Row
from hld.eval.statistics import Measure
from hld.eval.suite import Context, Plan, Suite
from hld.ingest.errors import HldError

if TYPE_CHECKING:
    import numpy as np

    from hld.eval.vectors import Vectors
    from hld.index.lexical import Lexical

COVERED = 0.2
"""Weight of the share of the question that a passage covers. A third of ObliQA dev, R@10 / MAP@10: 0 .805/.677, .1 .805/.681,
.2 .806/.683; the other two thirds: 0 .810/.682, .1 .812/.684, .2 .813/.685."""

BESIDE = 0.15
"""Weight of the best score among the passages near one in its document, e times less for each `STRIDE` of them between. A third
of ObliQA dev, R@10 / MAP@10: 0 .805/.683, .1 .808/.685, .15 .811/.684, .2 .809/.682; the other two thirds: 0 .811/.687,
.1 .813/.688, .15 .816/.689, .2 .814/.689."""

SYSTEMS = ("hld", "BM25", "dense")
MEASURES = {"R@10": "R@10", "MAP@10": "AP@10", "nDCG@10": "nDCG@10", "MRR@10": "RR@10", "R@100": "R@100"}


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


class Search:
    """The three systems over the passages of a benchmark: our fusion, BM25, and the vectors alone."""

    def __init__(self, benchmark: Benchmark, vectors: Vectors) -> None:
        """Prepare; texts are indexed and encoded when the first query is asked."""
        self.benchmark, self._vectors = benchmark, vectors
        self._ids = list(benchmark.passages)
        self._place = {query: number for number, query in enumerate(benchmark.queries)}

    @cached_property
    def _documents(self) -> np.ndarray:
        """The number of each passage's document; one that names none is a document of its own."""
        import numpy as np

        named = [identifier.rpartition("#")[0] for identifier in self._ids]
        numbers = {document: number for number, document in enumerate(dict.fromkeys(named), 1)}
        return np.array([numbers[document] if document else -place for place, document in enumerate(named)])

    @cached_property
    def _lexical(self) -> Lexical:
        from hld.index.lexical import Lexical

        return Lexical.build(list(self.benchmark.passages.values()))

    @cached_property
    def _passages(self) -> np.ndarray:
        return self._vectors.passages(list(self.benchmark.passages.values()))

    @cached_property
    def _queries(self) -> np.ndarray:
        return self._vectors.queries(list(self.benchmark.queries.values()))

    def rank(self, system: str, query: str, k: int = 100) -> list[str]:
        """The `k` best passages of one system."""
        import numpy as np

        from hld.index.fuse import normalised_sum, top
        from hld.index.search import DENSE_WEIGHT, DEPTH

        text = self.benchmark.queries[query]
        if system == "BM25":
            return [self._ids[i] for i in top(self._lexical.scores(self._lexical.query(text)), k)]
        terms = self._lexical.scores({**self._lexical.query(text), **self._lexical.pairs(text)})
        cosines = self._passages @ self._queries[self._place[query]]
        if system == "dense":
            return [self._ids[i] for i in top(cosines, k)]
        candidates = np.union1d(top(terms, DEPTH), top(cosines, DEPTH))
        fused = normalised_sum(terms[candidates], cosines[candidates], DENSE_WEIGHT)
        fused = fused + COVERED * self._lexical.covered(text, candidates)
        fused = fused + BESIDE * self._beside(candidates, fused)
        return [self._ids[int(candidates[i])] for i in top(fused, k)]

    def _beside(self, candidates: np.ndarray, scores: np.ndarray) -> np.ndarray:
        """The best score that each candidate has from others near it in its document; 0 where it stands alone."""
        import numpy as np

        from hld.index.search import STRIDE

        document = self._documents[candidates]
        reach = np.exp(-np.abs(candidates[:, None] - candidates) / STRIDE) * (document[:, None] == document)
        np.fill_diagonal(reach, 0)
        return (reach * scores).max(1)


def prepare(context: Context, folder: Path | None = None, split: str = "dev") -> Plan:
    """A plan for a folder, by default ObliQA."""
    folder = folder or context.bench("obliqa")
    benchmark = load(folder, split)
    search = Search(benchmark, context.vectors)
    queries = list(benchmark.queries)[: context.limit or None]

    def score(system: str, query: str) -> Row:
        ranked = search.rank(system, query)
        found = judge({query: ([[i] for i in sorted(benchmark.relevant[query])], ranked)}, MEASURES)[query]
        gold = tuple((i,) for i in sorted(benchmark.relevant[query]))
        return Row(
            system=system, id=query, metrics=found, question=benchmark.queries[query], gold=gold, ranked=tuple(ranked[:20])
        )

    return Plan(
        tasks=[(system, query) for system in SYSTEMS for query in queries],
        score=score,
        measures=[
            Measure(name=name, says=f"{text} of ir_measures, over the judged passages.") for name, text in MEASURES.items()
        ],
        headline=list(MEASURES),
        hashes={"data": benchmark.hash},
        about={"folder": folder.name, "split": split, "queries": len(queries), "passages": len(benchmark.passages)},
    )


SUITE = Suite(name="beir", title="Retrieval on a benchmark in the layout of BEIR", prepare=prepare)


def command(
    folder: Annotated[Path, typer.Argument(help="A folder in the layout of BEIR.")],
    split: Annotated[str, typer.Option(help="Name of the file in qrels/.")] = "test",
    runs: Runs = RUNS,
    as_json: Json = False,
    fresh: Fresh = False,
    limit: Limit = 0,
) -> None:
    """Run retrieval on any benchmark in the layout of BEIR, beside BM25 and the vectors alone."""
    chosen = partial(prepare, folder=folder, split=split)
    launch(SUITE, prepare=chosen, runs=runs, as_json=as_json, fresh=fresh, limit=limit)
