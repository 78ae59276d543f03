"""ContractNLI (Koreeda and Manning 2021): a statement and an agreement; is it addressed at all, or should one abstain?

The score is that of the product's `hld.app.answerable`, with the statement in the place of a question and the clauses nearest to
it as passages. Its weights were fitted on CLAPNQ: no agreement was seen. The assistant's own confidence is another model
(`hld.app.evidence`), of which this suite says nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import numpy as np
import typer

from hld.eval.launch import RUNS, Fresh, Json, Limit, Runs, launch
from hld.eval.measures.abstention import auroc
from hld.eval.run import Row
from hld.eval.statistics import Measure
from hld.eval.suite import Context, Plan, Suite
from hld.ingest.errors import HldError

if TYPE_CHECKING:
    from hld.eval.vectors import Vectors
    from hld.index.lexical import Lexical

SYSTEMS = ("hld", "best BM25 score")
NEAR = 8
"""Clauses of an agreement, best by BM25, that are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A statement about an agreement; `choice` is Entailment, Contradiction or NotMentioned."""

    id: str
    statement: str
    key: str
    document: int
    choice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreements:
    """The clauses of each agreement, and the statements about them."""

    clauses: list[list[str]]
    items: list[Item]


def load(path: Path) -> Agreements:
    """Read the file.

    Raises:
        HldError: when it is not in the layout of ContractNLI.
    """
    try:
        data = json.loads(path.read_text("utf-8"))
        clauses = [[d["text"][a:b] for a, b in d["spans"]] for d in data["documents"]]
        items = [
            Item(
                id=f"{document['id']}-{key}",
                statement=data["labels"][key]["hypothesis"],
                key=key,
                document=number,
                choice=found["choice"],
            )
            for number, document in enumerate(data["documents"])
            for key, found in document["annotation_sets"][0]["annotations"].items()
        ]
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise HldError(
            f"{path} is not a file of ContractNLI ({error!r}).", "See its README in the folder of benchmarks."
        ) from error
    if not items:
        raise HldError(f"{path} holds no statement.", "Name another file.")
    return Agreements(clauses=clauses, items=items)


class Examples:
    """The features of all items."""

    def __init__(self, data: Agreements, items: Sequence[Item], vectors: Vectors) -> None:
        """Features are computed when they are first needed."""
        self.data, self.items, self._vectors = data, items, vectors

    @cached_property
    def lexical(self) -> Lexical:
        """BM25 over the clauses of all agreements."""
        from hld.index.lexical import Lexical

        return Lexical.build([clause for document in self.data.clauses for clause in document])

    @cached_property
    def _near(self) -> tuple[list[list[str]], list[float]]:
        """Of each item, the clauses nearest by BM25, and the best score."""
        starts = np.concatenate([[0], np.cumsum([len(d) for d in self.data.clauses])])
        scores = {i.key: self.lexical.scores(self.lexical.query(i.statement)) for i in self.items}
        near, best = [], []
        for item in self.items:
            own = scores[item.key][starts[item.document] : starts[item.document + 1]]
            chosen = np.sort(np.argsort(-own, kind="stable")[:NEAR])
            near.append([self.data.clauses[item.document][i] for i in chosen])
            best.append(float(own.max()) if len(own) else 0.0)
        return near, best

    @property
    def baseline(self) -> list[float]:
        """The best BM25 score of each item."""
        return self._near[1]

    @cached_property
    def rows(self) -> np.ndarray:
        """A row of features an item."""
        from hld.app import answerable

        near = self._near[0]
        pairs = [(item.statement, found) for item, found in zip(self.items, near, strict=True)]
        terms, rarity = self.lexical.analyser.terms, self.lexical.rarity
        out = []
        for item, found, cosines in zip(self.items, near, self._vectors.cosines(pairs), strict=True):
            features = answerable.features(item.statement, found, list(cosines), terms, rarity)
            out.append([features[name] for name in answerable.FEATURES])
        return np.array(out)


def prepare(context: Context, path: Path | None = None) -> Plan:
    """A plan for a file, by default the development split."""
    from hld.app import answerable
    from hld.app.logistic import model

    path = path or context.bench("contractnli", "dev.json")
    data = load(path)
    items = data.items[: context.limit or None]
    examples = Examples(data, items, context.vectors)
    confidence = {
        "hld": model("answerable", answerable.FEATURES).probability(examples.rows),
        SYSTEMS[1]: np.array(examples.baseline),
    }
    place = {item.id: number for number, item in enumerate(items)}

    def score(system: str, case: str) -> Row:
        item = items[place[case]]
        return Row(
            system=system,
            id=case,
            metrics={},
            category=item.choice,
            question=item.statement,
            expected="abstained" if item.choice == "NotMentioned" else "answered",
            confidence=float(confidence[system][place[case]]),
        )

    return Plan(
        tasks=[(system, item.id) for system in SYSTEMS for item in items],
        score=score,
        measures=[
            Measure(
                name="not_mentioned_auroc",
                says="Probability that a statement that is addressed gets a higher score than one that is not.",
                parts=lambda row: (float(row.expected == "answered"), row.confidence),
                of=lambda table: auroc(table[:, 0], table[:, 1]),
            )
        ],
        headline=["not_mentioned_auroc"],
        hashes={"data": hashlib.sha256(path.read_bytes()).hexdigest()[:16]},
        about={"file": path.name, "statements": len(items)},
    )


SUITE = Suite(name="abstention", title="Statements that a document does not address (ContractNLI)", prepare=prepare)


def command(
    file: Annotated[
        Path | None, typer.Argument(help="A file in the layout of ContractNLI; default: the development split.")
    ] = None,
    runs: Runs = RUNS,
    as_json: Json = False,
    fresh: Fresh = False,
    limit: Limit = 0,
) -> None:
    """Tell statements that an agreement addresses from those it does not mention (ContractNLI)."""
    launch(SUITE, prepare=partial(prepare, path=file), runs=runs, as_json=as_json, fresh=fresh, limit=limit)
