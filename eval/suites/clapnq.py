"""CLAPNQ (Rosenthal et al. 2024): a question and a passage; which sentences answer, and does the passage answer at all?

The functions are those of the product (`hld.app.passages`, `hld.app.answerable`). Their weights were fitted on the development
file, so on that file the figures of "hld" are those of a model that saw it: read "hld, out of fold", where each question is
judged by models fitted without it. Answers from resolutions use neither model: see `hld.app.evidence` for their confidence.
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
from hld.eval.run import Row, Said
from hld.eval.statistics import Measure
from hld.eval.suite import Context, Plan, Suite
from hld.ingest.errors import HldError

if TYPE_CHECKING:
    from hld.app.logistic import Logistic
    from hld.eval.vectors import Vectors
    from hld.index.lexical import Lexical

SYSTEMS = ("hld", "hld, out of fold", "BM25, best three")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A question with the sentences of its passage, and the places of those that anyone selected."""

    id: str
    question: str
    title: str
    texts: tuple[str, ...]
    answerable: bool
    selected: tuple[frozenset[int], ...]

    @property
    def gold(self) -> frozenset[int]:
        """The places that anyone selected."""
        return frozenset(place for chosen in self.selected for place in chosen)


def load(path: Path) -> list[Item]:
    """Read the file.

    Raises:
        HldError: when it is not in the layout of CLAPNQ.
    """
    items = []
    try:
        for row in map(json.loads, path.read_text("utf-8").splitlines()):
            texts = tuple(row["sentences"])
            chosen = tuple(frozenset(i for i, t in enumerate(texts) if t in set(s)) for s in row.get("selected_sentences") or ())
            items.append(
                Item(
                    id=str(row["id"]),
                    question=row["question"],
                    title=row.get("title", ""),
                    texts=texts,
                    answerable=bool(row["answerable"]),
                    selected=chosen,
                )
            )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise HldError(f"{path} is not a file of CLAPNQ ({error!r}).", "See its README in the folder of benchmarks.") from error
    if not items:
        raise HldError(f"{path} holds no question.", "Name another file.")
    return items


def f1(chosen: frozenset[int] | set[int], gold: frozenset[int]) -> float:
    """F1 of two sets, 1 when both are empty."""
    return 2 * len(chosen & gold) / (len(chosen) + len(gold)) if chosen or gold else 1.0


class Examples:
    """The features of all items, and what the models say of them."""

    def __init__(self, items: Sequence[Item], vectors: Vectors) -> None:
        """Features are computed when they are first needed."""
        self.items, self._vectors = items, vectors

    @cached_property
    def lexical(self) -> Lexical:
        """The rarity of terms in the passages of the file."""
        from hld.index.lexical import Lexical

        return Lexical.build([text for item in self.items for text in item.texts])

    @cached_property
    def cosines(self) -> list[np.ndarray]:
        """Of each item, the cosines of its question and its sentences."""
        return self._vectors.cosines([(item.question, item.texts) for item in self.items])

    @cached_property
    def sentences(self) -> list[np.ndarray]:
        """Of each item, a row of features a sentence."""
        from hld.app import passages

        terms, rarity = self.lexical.analyser.terms, self.lexical.rarity
        pairs = zip(self.items, self.cosines, strict=True)
        return [passages.features(item.question, item.texts, list(near), terms, rarity) for item, near in pairs]

    @cached_property
    def answerable(self) -> np.ndarray:
        """A row of features an item."""
        from hld.app import answerable

        terms, rarity = self.lexical.analyser.terms, self.lexical.rarity
        rows = [
            answerable.features(item.question, item.texts, list(near), terms, rarity, around=item.title)
            for item, near in zip(self.items, self.cosines, strict=True)
        ]
        return np.array([[row[name] for name in answerable.FEATURES] for row in rows])

    @property
    def flat(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, list[str]]:
        """All sentences: their features, whether half of the people selected them, the place of their item, and its id."""
        chosen = [
            float(np.mean([i in s for s in item.selected])) if item.selected else 0.0
            for item in self.items
            for i in range(len(item.texts))
        ]
        owner = np.array([n for n, item in enumerate(self.items) for _ in item.texts])
        return np.concatenate(self.sentences), np.array(chosen) >= 0.5, owner, [self.items[n].id for n in owner]

    @property
    def can(self) -> np.ndarray:
        """Whether each item can be answered."""
        return np.array([item.answerable for item in self.items])

    def best_threshold(self, made: Logistic, train: np.ndarray) -> float:
        """The threshold with the best mean F1 on the items whose sentences `train` marks."""
        from hld.app.passages import select

        rows, _, owner, _ = self.flat
        probability = made.probability(rows)
        seen = [n for n in np.unique(owner[train]) if self.items[n].answerable]
        own = {n: probability[owner == n] for n in seen}
        limits = np.arange(0.2, 0.7, 0.02)
        means = [np.mean([f1(set(select(own[n], limit)), self.items[n].gold) for n in seen]) for limit in limits]
        return float(limits[int(np.argmax(means))])


def prepare(context: Context, path: Path | None = None) -> Plan:
    """A plan for a file, by default the development split."""
    from hld.app import answerable, passages
    from hld.app.logistic import model
    from hld.eval.folds import out_of_fold

    path = path or context.bench("clapnq", "dev.jsonl")
    items = load(path)[: context.limit or None]
    examples = Examples(items, context.vectors)
    rows, target, owner, ids = examples.flat
    can = examples.can
    probabilities: dict[str, tuple[np.ndarray, np.ndarray]] = {}
    confidence: dict[str, np.ndarray] = {}
    made = model("sentence", passages.FEATURES)
    probabilities["hld"] = made.probability(rows), np.full(len(rows), made.threshold)
    confidence["hld"] = model("answerable", answerable.FEATURES).probability(examples.answerable)
    systems = [SYSTEMS[0], SYSTEMS[2]]
    if can.any() and not can.all() and len(items) >= 50:
        systems.insert(1, SYSTEMS[1])
        probabilities[SYSTEMS[1]] = out_of_fold(rows, target, ids, passages.FEATURES, examples.best_threshold, learnt=can[owner])
        confidence[SYSTEMS[1]], _ = out_of_fold(examples.answerable, can, [item.id for item in items], answerable.FEATURES)
    place = {item.id: number for number, item in enumerate(items)}
    starts = np.concatenate([[0], np.cumsum([len(item.texts) for item in items])])

    def score(system: str, case: str) -> Row:
        number = place[case]
        item, own = items[number], slice(starts[number], starts[number + 1])
        if system == SYSTEMS[2]:
            terms = examples.lexical.scores(examples.lexical.query(item.question))[own]
            chosen, sure = sorted(np.argsort(-terms, kind="stable")[:3].tolist()), float(terms.max())
        else:
            probability, limits = probabilities[system]
            chosen, sure = passages.select(probability[own], float(limits[own][0])), float(confidence[system][number])
        metrics = {"selected": len(chosen) / len(item.texts)}
        if item.answerable:
            found, gold = set(chosen), item.gold
            metrics |= {
                "sentence_f1": f1(found, gold),
                "best_f1": max(f1(found, one) for one in item.selected),
                "sentence_precision": len(found & gold) / len(found),
                "sentence_recall": len(found & gold) / len(gold) if gold else 1.0,
            }
        return Row(
            system=system,
            id=case,
            metrics=metrics,
            question=item.question,
            expected="answered" if item.answerable else "abstained",
            confidence=sure,
            sentences=tuple(Said(text=item.texts[i]) for i in chosen),
        )

    return Plan(
        tasks=[(system, item.id) for system in systems for item in items],
        score=score,
        measures=[
            Measure(name="sentence_f1", says="F1 of the sentences selected against those that anyone selected."),
            Measure(
                name="answerable_auroc",
                says="Probability that a question with an answer gets a higher confidence than one without.",
                parts=lambda row: (float(row.expected == "answered"), row.confidence),
                of=lambda table: auroc(table[:, 0], table[:, 1]),
            ),
            Measure(name="best_f1", says="F1 against the person who agrees most."),
            Measure(name="sentence_precision", says="Share of the selected sentences that anyone selected."),
            Measure(name="sentence_recall", says="Share found of the sentences that anyone selected."),
            Measure(name="selected", says="Share of the passage that is selected (compression).", better="neither"),
        ],
        headline=["sentence_f1", "answerable_auroc", "sentence_precision", "sentence_recall", "selected"],
        hashes={"data": hashlib.sha256(path.read_bytes()).hexdigest()[:16]},
        about={"file": path.name, "questions": len(items)},
    )


SUITE = Suite(name="clapnq", title="Sentences that answer, and questions without an answer (CLAPNQ)", prepare=prepare)


def command(
    file: Annotated[Path | None, typer.Argument(help="A file in the layout of CLAPNQ; default: the development split.")] = None,
    runs: Runs = RUNS,
    as_json: Json = False,
    fresh: Fresh = False,
    limit: Limit = 0,
) -> None:
    """Select the sentences that answer, and tell questions with an answer from those without (CLAPNQ)."""
    launch(SUITE, prepare=partial(prepare, path=file), runs=runs, as_json=as_json, fresh=fresh, limit=limit)
