"""AttributionBench (Li et al. 2024): claims of answer engines with their evidence; does it support the claim, as people judged?

The functions are those of the product (`hld.app.support`), with one threshold for all sources. Their weights were fitted on the
development file: read "hld, out of fold" there, where each claim is judged by a model fitted without it.
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

SYSTEMS = ("hld", "hld, out of fold", "words shared")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A claim with its evidence, and whether it supports the claim."""

    id: str
    claim: str
    evidence: tuple[str, ...]
    supported: bool
    source: str


def load(path: Path) -> list[Item]:
    """Read the file.

    Raises:
        HldError: when a line is not in its layout.
    """
    items = []
    try:
        for row in map(json.loads, path.read_text("utf-8").splitlines()):
            evidence = tuple(text for part in row["evidence"] for text in ([part] if isinstance(part, str) else part))
            items.append(
                Item(
                    id=str(row["id"]),
                    claim=row["claim"],
                    evidence=evidence,
                    supported=bool(row["supported"]),
                    source=row.get("source", ""),
                )
            )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise HldError(
            f"{path} is not a file of claims ({error!r}).", "A line has id, claim, evidence, supported and source."
        ) from error
    if not items:
        raise HldError(f"{path} holds no claim.", "Name another file.")
    return items


def macro_f1(table: np.ndarray) -> float:
    """The mean of the F1 of the two classes; columns: whether it is supported, whether the system says so."""
    found = []
    for value in (1.0, 0.0):
        right = float(((table[:, 0] == value) & (table[:, 1] == value)).sum())
        total = float((table[:, 0] == value).sum() + (table[:, 1] == value).sum())
        found.append(2 * right / total if total else 0.0)
    return sum(found) / 2


class Examples:
    """The features of all items."""

    def __init__(self, items: Sequence[Item], vectors: Vectors) -> None:
        """Features are computed when they are first needed."""
        self.items, self._vectors = items, vectors

    @cached_property
    def lexical(self) -> Lexical:
        """The rarity of terms in the evidence of the file."""
        from hld.index.lexical import Lexical

        return Lexical.build([text for item in self.items for text in item.evidence])

    @cached_property
    def rows(self) -> np.ndarray:
        """A row of features a claim."""
        from hld.app import support

        terms, rarity = self.lexical.analyser.terms, self.lexical.rarity
        near = [support.nearest(item.claim, item.evidence, terms, rarity) for item in self.items]
        pairs = [(item.claim, found) for item, found in zip(self.items, near, strict=True)]
        out = []
        for item, found, cosines in zip(self.items, near, self._vectors.cosines(pairs), strict=True):
            whole = " ".join(item.evidence)
            features = support.features(item.claim, found, list(cosines), terms, rarity, whole=whole)
            out.append([features[name] for name in support.FEATURES])
        return np.array(out)

    @property
    def supported(self) -> np.ndarray:
        """Whether each claim is supported."""
        return np.array([item.supported for item in self.items])

    @cached_property
    def shared(self) -> np.ndarray:
        """The share of each claim's terms that its evidence holds."""
        terms = self.lexical.analyser.terms
        out = []
        for item in self.items:
            own, held = set(terms(item.claim)), {t for text in item.evidence for t in terms(text)}
            out.append(len(own & held) / max(1, len(own)))
        return np.array(out)


def prepare(context: Context, path: Path | None = None) -> Plan:
    """A plan for a file, by default the development split."""
    from hld.app import support
    from hld.app.logistic import model
    from hld.eval.folds import out_of_fold

    path = path or context.bench("attribution", "dev.jsonl")
    items = load(path)[: context.limit or None]
    examples = Examples(items, context.vectors)
    made = model("support", support.FEATURES)
    supported = examples.supported
    found = {"hld": (made.probability(examples.rows), np.full(len(items), made.threshold))}
    if supported.any() and not supported.all() and len(items) >= 50:
        ids = [item.claim for item in items]
        found[SYSTEMS[1]] = out_of_fold(examples.rows, supported, ids, support.FEATURES)
    limits = np.arange(0.0, 1.0, 0.02)
    figures = [macro_f1(np.stack([supported.astype(float), (examples.shared >= limit).astype(float)], 1)) for limit in limits]
    found[SYSTEMS[2]] = (examples.shared, np.full(len(items), limits[int(np.argmax(figures))]))
    place = {item.id: number for number, item in enumerate(items)}

    def score(system: str, case: str) -> Row:
        number = place[case]
        item, (probability, limit) = items[number], found[system]
        says = bool(probability[number] >= limit[number])
        return Row(
            system=system,
            id=case,
            metrics={"right": float(says == item.supported), "says": float(says), "shared": float(examples.shared[number])},
            category=item.source,
            question=item.claim,
            expected="supported" if item.supported else "unsupported",
            confidence=float(probability[number]),
        )

    return Plan(
        tasks=[(system, item.id) for system in SYSTEMS if system in found for item in items],
        score=score,
        measures=[
            Measure(
                name="macro_f1",
                says="Mean of the F1 of supported and of unsupported claims, with one threshold.",
                parts=lambda row: (float(row.expected == "supported"), row.metrics["says"]),
                of=macro_f1,
            ),
            Measure(
                name="support_auroc",
                says="Probability that a supported claim gets a higher score than another.",
                parts=lambda row: (float(row.expected == "supported"), row.confidence),
                of=lambda table: auroc(table[:, 0], table[:, 1]),
            ),
            Measure(name="right", says="Share of claims judged as people did."),
            Measure(name="shared", says="Share of the claim's terms that the evidence holds (copy rate).", better="neither"),
        ],
        headline=["macro_f1", "support_auroc", "right", "shared"],
        hashes={"data": hashlib.sha256(path.read_bytes()).hexdigest()[:16]},
        about={"file": path.name, "claims": len(items), "sources": sorted({item.source for item in items})},
    )


SUITE = Suite(name="attribution", title="Does the evidence support the claim (AttributionBench)", prepare=prepare)


def command(
    file: Annotated[Path | None, typer.Argument(help="A file of claims; default: the development split.")] = None,
    runs: Runs = RUNS,
    as_json: Json = False,
    fresh: Fresh = False,
    limit: Limit = 0,
) -> None:
    """Judge whether evidence supports claims (AttributionBench)."""
    launch(SUITE, prepare=partial(prepare, path=file), runs=runs, as_json=as_json, fresh=fresh, limit=limit)
