"""`hld eval ranker`: fit the weights of the ranker on development cases and other questions, and write `app/ranker.json`.

What it is fitted on are the parts of `hld.eval.fitting`. The weights maximise the probability that a softmax over the hits of a
question gives to the paragraphs that answer it (the conditional logit of McFadden 1974, in ranking the top-one loss of Cao et al.
2007), with an L2 penalty. The figures beside them are of cases that the weights were not fitted on: ten folds by the hash of the
case's id.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from hld.app import lookup, ranking
from hld.app.answer import RERANKED
from hld.eval.case import Case, digest_of
from hld.eval.fitting import Part, everything
from hld.eval.folds import fold_of
from hld.eval.ranking import MEASURES as KNOWN
from hld.eval.ranking import judge

PENALTY = 0.003
"""Of the squared weights of standardised features. From .001 to .01 the figures of all parts hardly differ."""

MEASURES = {name: KNOWN[name] for name in ("success@1", "recall@5", "recall@10", "mrr")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """The hits of one case: their features, which of them are right, and the order that the search alone gave."""

    case: Case
    ids: tuple[str, ...]
    rows: np.ndarray
    right: np.ndarray


def examples(part: Part) -> list[Ranked]:
    """The hits of the cases of a part that are searched and have gold paragraphs."""
    out = []
    assistant = part.assistant
    for case in part.cases:
        understood = assistant.understand(case.question, case.history)
        if not case.gold or lookup.answer(understood, assistant.index) is not None:
            continue
        query = replace(assistant.query(understood), unsampled=part.unsampled)
        found = assistant.index.find(query, RERANKED)
        rows = ranking.features(understood, found, assistant.index)
        right = np.array([identifier in case.gold_ids for identifier in found.ids])
        out.append(Ranked(case=case, ids=tuple(found.ids), rows=rows, right=right))
    return out


def fit(parts: Sequence[Sequence[Ranked]], weights: Sequence[float] = ()) -> np.ndarray:
    """The weights of `hld.app.ranking.FEATURES`; each part counts as much as the others, or as its weight says."""
    from scipy.optimize import minimize

    scale = np.concatenate([each.rows for part in parts for each in part]).std(0)
    scale[scale < 1e-9] = 1.0
    used = [[(each.rows / scale, each.right) for each in part if 0 < each.right.sum() < len(each.right)] for part in parts]
    counted = np.array(weights or [1.0] * len(used))
    shares = [
        (rows, right, share / len(part))
        for part, share in zip(used, counted / counted.sum(), strict=True)
        for rows, right in part
    ]

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        total, slope = PENALTY * float(weights @ weights), 2 * PENALTY * weights
        for rows, right, share in shares:
            scores = rows @ weights
            odds = np.exp(scores - scores.max())
            gold = odds * right
            total += share * float(np.log(odds.sum()) - np.log(max(gold.sum(), 1e-300)))
            slope = slope + share * (odds / odds.sum() - gold / max(gold.sum(), 1e-300)) @ rows
        return total, slope

    return minimize(loss, np.zeros(len(scale)), jac=True, method="L-BFGS-B").x / scale


def figures(part: Sequence[Ranked], weights: Sequence[np.ndarray]) -> dict[str, float]:
    """The means of `MEASURES` over the cases of a corpus, each ranked by its own weights."""
    found = {}
    for each, own in zip(part, weights, strict=True):
        ranked = [each.ids[at] for at in np.argsort(-(each.rows @ own), kind="stable")]
        found[each.case.id] = ([list(group) for group in each.case.gold], ranked)
    judged = judge(found, MEASURES)
    return {name: round(float(np.mean([row[name] for row in judged.values()])), 4) for name in MEASURES}


def out_of_fold(
    parts: Sequence[Sequence[Ranked]], weights: Sequence[float] = (), group: Callable[[str], str] = str
) -> list[list[np.ndarray]]:
    """The weights for each case of each part, fitted without its fold; cases of one `group`, by their ids, are in one fold."""
    folds = [[fold_of(group(each.case.id)) for each in part] for part in parts]
    made = {
        fold: fit(
            [[each for each, own in zip(*both, strict=True) if own != fold] for both in zip(parts, folds, strict=True)], weights
        )
        for fold in {fold for own in folds for fold in own}
    }
    return [[made[fold] for fold in own] for own in folds]


def write(of: Sequence[Part], path: Path) -> dict[str, dict[str, float]]:
    """Fit on these parts, write the weights to `path`, and give the figures of each part."""
    ranked, counted = [examples(part) for part in of], [part.weight for part in of]
    fitted = out_of_fold(ranked, counted, lambda identifier: identifier.partition("#")[0])  # a document's are in one fold
    found = {part.name: figures(rows, own) for part, rows, own in zip(of, ranked, fitted, strict=True)}
    weights = dict(zip(ranking.FEATURES, fit(ranked, counted).round(4).tolist(), strict=True))
    cases = list({case.id: case for part in of for case in part.cases}.values())
    about = f"{sum(map(len, ranked))} rankings of {len(cases)} questions (hash {digest_of(cases)})"
    path.write_text(
        json.dumps({"script": "hld eval ranker", "fitted_on": about, "weights": weights, "out_of_fold": found}, indent=1) + "\n"
    )
    return found


def command(
    homes: Annotated[list[Path], typer.Argument(help="Homes with an index: of the digest, and of official texts.")],
    out: Annotated[Path, typer.Option(help="File to write.")] = Path("app/ranker.json"),
    questions: Annotated[Path, typer.Option(help="Folder of questions about other documents.")] = Path("tools"),
) -> None:
    """Fit the weights of the ranker on the development cases and on questions about other documents."""
    from hld.eval.calibrate import assistants

    for name, figures_of in write(everything(assistants(homes), questions), out).items():
        typer.echo(f"{name:24} {figures_of}")
