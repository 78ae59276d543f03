"""`hld eval ranker`: fit the ranker on development cases and other questions, and write `app/ranker.json`.

What it is fitted on are the parts of `hld.eval.fitting`. Weights and hidden layer maximise the probability that a softmax over
the hits of a question gives to the paragraphs that answer it (the conditional logit of McFadden 1974, in ranking the top-one loss
of Cao et al. 2007). The figures beside them are of cases that they were not fitted on: ten folds by the hash of the case's id.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import numpy as np
import typer

from hld.app import lookup, ranking, scores
from hld.app.answer import RERANKED
from hld.app.scores import Layer, Scores
from hld.eval.calibrate import assistants, lines
from hld.eval.case import Case, digest_of
from hld.eval.fitting import Part, everything
from hld.eval.folds import fold_of
from hld.eval.ranking import MEASURES as KNOWN
from hld.eval.ranking import judge

if TYPE_CHECKING:
    import torch

PENALTY = 0.003
"""Of the squared weights of standardised features, where there are weights alone. From .001 to .01 the figures hardly differ."""

UNITS, MEMBERS = 32, 2
"""Hidden units of a network, and networks with other chance beginnings, whose mean counts. Out of fold, right paragraph first, of
the process on the digest and on official texts, later documents, and official texts without samples: no units .914, .884, .828
and .623; 16 of one network .928, .901, .861 and .663; of four .926, .901, .855 and .662; 32 of two .925, .905, .858 and .672. The
mean logarithm of the probability of the right ones: -.278, -.374, -.479 and -1.272 without, -.211, -.299, -.366 and -1.103."""

EPOCHS, BATCH, RATE, DECAY = 16, 256, 0.01, 0.1
"""Rounds, questions of a step, highest rate of learning (Smith and Topin 2019) and decay of the weights (Loshchilov and Hutter
2019)."""

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


def fit(parts: Sequence[Sequence[Ranked]], weights: Sequence[float] = ()) -> Scores:
    """A weight for each feature, with an L2 penalty; each part counts as much as the others, or as its weight says."""
    from scipy.optimize import minimize

    _, scale = _standard(parts)
    shares = [(each.rows / scale, each.right, share) for each, share in _counted(parts, weights)]

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        total, slope = PENALTY * float(weights @ weights), 2 * PENALTY * weights
        for rows, right, share in shares:
            scores = rows @ weights
            odds = np.exp(scores - scores.max())
            gold = odds * right
            total += share * float(np.log(odds.sum()) - np.log(max(gold.sum(), 1e-300)))
            slope = slope + share * (odds / odds.sum() - gold / max(gold.sum(), 1e-300)) @ rows
        return total, slope

    return Scores(weights=minimize(loss, np.zeros(len(scale)), jac=True, method="L-BFGS-B").x / scale)


def learn(parts: Sequence[Sequence[Ranked]], weights: Sequence[float] = ()) -> Scores:
    """A weight for each feature and a hidden layer beside them: the mean of `MEMBERS` networks; the parts count as in `fit`."""
    import torch
    from torch.nn.utils.rnn import pad_sequence

    middle, scale = _standard(parts)
    counted = _counted(parts, weights)
    rows = [torch.from_numpy((each.rows - middle) / scale).float() for each, _ in counted]
    sizes = torch.tensor([*map(len, rows)])
    hits = pad_sequence(rows, batch_first=True)
    right = pad_sequence([torch.from_numpy(each.right) for each, _ in counted], batch_first=True)
    missing = torch.arange(hits.shape[1]) >= sizes[:, None]
    shares = torch.tensor([share * len(counted) for _, share in counted])
    made = [_member(hits, right, missing, shares, seed) for seed in range(MEMBERS)]
    shared, weights_of, biases, told = zip(*made, strict=True)
    hidden = np.concatenate(weights_of).T / scale[:, None]
    layer = Layer(weights=hidden, biases=np.concatenate(biases) - middle @ hidden, worth=np.concatenate(told, 1)[0] / MEMBERS)
    return Scores(weights=np.mean(shared, axis=0)[0] / scale, layer=layer)


def _member(
    hits: torch.Tensor, right: torch.Tensor, missing: torch.Tensor, shares: torch.Tensor, seed: int
) -> tuple[np.ndarray, ...]:
    """The weights of the features (1, features), those of the units (units, features), the biases of these and what they are
    worth (1, units), of a network that has learnt which hits (questions, hits, features) are `right`; `missing` marks those that
    a question has less than others, and `shares` says how much each question counts."""
    import torch
    from torch.nn import Linear

    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        alone, units, worth = Linear(hits.shape[2], 1, bias=False), Linear(hits.shape[2], UNITS), Linear(UNITS, 1, bias=False)
        torch.nn.init.zeros_(alone.weight)  # all hits are alike to begin with
        torch.nn.init.zeros_(worth.weight)
        parameters = [alone.weight, units.weight, units.bias, worth.weight]
        optimiser = torch.optim.AdamW(parameters, lr=RATE, weight_decay=DECAY)
        steps = EPOCHS * -(-len(hits) // BATCH)
        schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=RATE, total_steps=steps + 1)
        for some in (some for _ in range(EPOCHS) for some in torch.randperm(len(hits)).split(BATCH)):
            odds = alone(hits[some]) + worth(torch.tanh(units(hits[some])))
            odds = odds[..., 0].masked_fill(missing[some], float("-inf"))
            surprise = odds.logsumexp(1) - odds.masked_fill(~right[some], float("-inf")).logsumexp(1)
            optimiser.zero_grad()
            (surprise * shares[some]).mean().backward()
            optimiser.step()
            schedule.step()
    return tuple(part.detach().double().numpy() for part in parameters)


def _standard(parts: Sequence[Sequence[Ranked]]) -> tuple[np.ndarray, np.ndarray]:
    """Mean and deviation of each feature over all hits; where all have the same, 1 in the place of 0."""
    rows = np.concatenate([each.rows for part in parts for each in part])
    scale = rows.std(0)
    return rows.mean(0), np.where(scale < 1e-9, 1.0, scale)


def _counted(parts: Sequence[Sequence[Ranked]], weights: Sequence[float]) -> list[tuple[Ranked, float]]:
    """The cases with right hits and wrong ones, and the share of the whole that each counts for."""
    used = [[each for each in part if 0 < each.right.sum() < len(each.right)] for part in parts]
    counted = np.array(weights or [1.0] * len(used))
    return [(each, share / len(part)) for part, share in zip(used, counted / counted.sum(), strict=True) for each in part]


def figures(part: Sequence[Ranked], by: Sequence[Scores]) -> dict[str, float]:
    """The means of `MEASURES` over the cases of a corpus, each ranked by its own scores."""
    found = {}
    for each, own in zip(part, by, strict=True):
        ranked = [each.ids[at] for at in np.argsort(-own.odds(each.rows), kind="stable")]
        found[each.case.id] = ([list(group) for group in each.case.gold], ranked)
    judged = judge(found, MEASURES)
    return {name: round(float(np.mean([row[name] for row in judged.values()])), 4) for name in MEASURES}


def out_of_fold(
    parts: Sequence[Sequence[Ranked]],
    weights: Sequence[float] = (),
    group: Callable[[str], str] = str,
    fitted: Callable[[Sequence[Sequence[Ranked]], Sequence[float]], Scores] = learn,
) -> list[list[Scores]]:
    """What ranks each case of each part, `fitted` without its fold; cases of one `group`, by their ids, are in one fold."""
    folds = [[fold_of(group(each.case.id)) for each in part] for part in parts]
    made = {
        fold: fitted(
            [[each for each, own in zip(*both, strict=True) if own != fold] for both in zip(parts, folds, strict=True)], weights
        )
        for fold in {fold for own in folds for fold in own}
    }
    return [[made[fold] for fold in own] for own in folds]


def write(of: Sequence[Part], path: Path) -> dict[str, dict[str, float]]:
    """Fit on these parts, write what comes out to `path`, and give the figures of each part."""
    ranked, counted = [examples(part) for part in of], [part.weight for part in of]
    fitted = out_of_fold(ranked, counted, lambda identifier: identifier.partition("#")[0])  # a document's are in one fold
    found = {part.name: figures(rows, own) for part, rows, own in zip(of, ranked, fitted, strict=True)}
    made = scores.written(learn(ranked, counted), ranking.FEATURES)
    cases = list({case.id: case for part in of for case in part.cases}.values())
    about = f"{sum(map(len, ranked))} rankings of {len(cases)} questions (hash {digest_of(cases)})"
    path.write_text(lines({"script": "hld eval ranker", "fitted_on": about, **made, "out_of_fold": found}))
    return found


def command(
    homes: Annotated[list[Path], typer.Argument(help="Homes with an index: of the digest, and of official texts.")],
    out: Annotated[Path, typer.Option(help="File to write.")] = Path("app/ranker.json"),
    questions: Annotated[Path, typer.Option(help="Folder of questions about other documents.")] = Path("tools"),
) -> None:
    """Fit the weights of the ranker on the development cases and on questions about other documents."""
    for name, figures_of in write(everything(assistants(homes), questions), out).items():
        typer.echo(f"{name:24} {figures_of}")
