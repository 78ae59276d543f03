"""`hld eval ranker`: fit the weights of the ranker on the development cases, and write `app/ranker.json`.

The weights maximise the probability that a softmax over the hits of a question gives to the paragraphs that answer it (the
conditional logit of McFadden 1974, in ranking the top-one loss of Cao et al. 2007), with an L2 penalty. The figures beside them
are of cases that the weights were not fitted on: ten folds by the hash of the case's id.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from hld.app import lookup, ranking
from hld.app.answer import RERANKED, Assistant
from hld.eval.case import Case, digest_of
from hld.eval.folds import fold_of
from hld.eval.ranking import MEASURES as KNOWN
from hld.eval.ranking import judge
from hld.eval.repeats import widened

PENALTY = 0.01
"""Of the squared weights of standardised features. From .001 to .02 the figures of the cases hardly differ, and with .05 official
texts lose .01; of 400 questions on other resolutions more are found (R@5 and MRR .598/.456 with .002, .627/.497 with .01)."""

MEASURES = {name: KNOWN[name] for name in ("recall@5", "recall@10", "mrr")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """The hits of one case: their features, which of them are right, and the order that the search alone gave."""

    case: Case
    ids: tuple[str, ...]
    rows: np.ndarray
    right: np.ndarray


def examples(assistant: Assistant, cases: Sequence[Case]) -> list[Ranked]:
    """The hits of the cases that are searched and have gold paragraphs."""
    out = []
    for case in cases:
        understood = assistant.understand(case.question, case.history)
        if not case.gold or lookup.answer(understood, assistant.index) is not None:
            continue
        hits = assistant.index.search(assistant.query(understood), RERANKED)
        rows = ranking.features(understood, hits, assistant.index)
        right = np.array([hit.id in case.gold_ids for hit in hits])
        out.append(Ranked(case=case, ids=tuple(hit.id for hit in hits), rows=rows, right=right))
    return out


def fit(parts: Sequence[Sequence[Ranked]]) -> np.ndarray:
    """The weights of `hld.app.ranking.FEATURES`; each part (a corpus) counts as much as the others."""
    from scipy.optimize import minimize

    scale = np.concatenate([each.rows for part in parts for each in part]).std(0)
    scale[scale < 1e-9] = 1.0
    used = [[(each.rows / scale, each.right) for each in part if 0 < each.right.sum() < len(each.right)] for part in parts]
    shares = [(rows, right, 1 / len(part) / len(used)) for part in used for rows, right in part]

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


def out_of_fold(parts: Sequence[Sequence[Ranked]]) -> list[list[np.ndarray]]:
    """The weights for each case of each part, fitted without its fold."""
    made = {
        fold: fit([[each for each in part if fold_of(each.case.id) != fold] for part in parts])
        for fold in {fold_of(each.case.id) for part in parts for each in part}
    }
    return [[made[fold_of(each.case.id)] for each in part] for part in parts]


def write(assistants: Mapping[str, Assistant], cases: Sequence[Case], path: Path) -> dict[str, dict[str, float]]:
    """Fit on what each assistant finds, write it to `path`, and give the figures of each corpus."""
    parts = [examples(assistant, widened(cases, assistant.index.library)) for assistant in assistants.values()]
    held = [figures(part, own) for part, own in zip(parts, out_of_fold(parts), strict=True)]
    found = dict(zip(assistants, held, strict=True))
    weights = dict(zip(ranking.FEATURES, fit(parts).round(4).tolist(), strict=True))
    about = f"{sum(map(len, parts))} rankings of {len(cases)} development cases (hash {digest_of(cases)})"
    path.write_text(
        json.dumps({"script": "hld eval ranker", "fitted_on": about, "weights": weights, "out_of_fold": found}, indent=1) + "\n"
    )
    return found


def command(
    homes: Annotated[list[Path], typer.Argument(help="Homes with an index: of the digest, and of official texts.")],
    out: Annotated[Path, typer.Option(help="File to write.")] = Path("app/ranker.json"),
) -> None:
    """Fit the weights of the ranker on the development cases."""
    from hld.eval.calibrate import assistants
    from hld.eval.case import load_cases

    typer.echo(write(assistants(homes), load_cases(split="dev"), out))
