"""`hld eval turns`: fit what the wordings of a turn are worth together, and how sure it is that what they find answers it, on the
conversations for development, and write `app/behind.json`.

The order is the fit of the ranker (`hld.eval.ranker`), of turns that are ranked by several wordings; the confidence that of
`hld.eval.calibrate`, of those that are searched, whether they can be answered or not. The figures beside them are of
conversations that they were not fitted on. What single questions are ranked and trusted by has to be fitted before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from hld.app import again, behind, lookup, premise
from hld.app.answer import RERANKED, Assistant
from hld.app.behind import Estimate
from hld.app.logistic import Logistic
from hld.app.logistic import fit as fit_logistic
from hld.app.question import Understood
from hld.eval import ranker
from hld.eval.calibrate import curve, lines
from hld.eval.case import digest_of
from hld.eval.conversation import Conversation, load_conversations
from hld.eval.folds import STRENGTH, fold_of
from hld.eval.measures.abstention import aurc, auroc
from hld.eval.ranker import Ranked, figures, fit


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A turn that is ranked by several wordings: how it is understood, what these find together, and what each of them does by
    itself; `trusted` says whether it is the confidence that decides about it."""

    understood: Understood
    ranked: Ranked
    by_wording: Mapping[str, Estimate]
    trusted: bool

    @property
    def can(self) -> bool:
        """Whether it can be answered."""
        return bool(self.ranked.case.gold)


def turns(assistant: Assistant, conversations: Sequence[Conversation]) -> list[Turn]:
    """The turns that are ranked by several wordings, of the conversations that a library answers."""
    held, out = frozenset(assistant.index.ids), []
    for conversation in conversations:
        if not all(held.intersection(turn.gold) for turn in conversation.turns if turn.gold):
            continue
        for case in conversation.cases():
            understood = assistant.in_conversation(case.question, case.history)
            if not understood.behind or lookup.answer(understood, assistant.index) is not None:
                continue
            wordings = assistant.by_wording(understood, RERANKED)
            if len(wordings) == 1:
                continue
            ids = tuple({hit.id: hit for some in wordings.values() for hit in some})
            rows = behind.features(ids, wordings, understood.told, assistant.index)
            right = np.array([identifier in case.gold_ids for identifier in ids])
            settled = again.wanted(case.question) or premise.trouble(understood, assistant.index)
            out.append(
                Turn(
                    understood=understood,
                    ranked=Ranked(case=case, ids=ids, rows=rows, right=right),
                    by_wording=behind.estimates(understood, wordings, assistant.index),
                    trusted=not settled,
                )
            )
    return out


def examples(found: Sequence[Turn]) -> list[Ranked]:
    """Those turns that the order is fitted on: with gold paragraphs."""
    return [turn.ranked for turn in found if turn.can]


def out_of_fold(parts: Sequence[Sequence[Ranked]]) -> list[list[np.ndarray]]:
    """The weights for each turn of each part, fitted without the conversations of its fold."""
    return ranker.out_of_fold(parts, group=_conversation)


def _conversation(turn: str) -> str:
    return turn.rpartition(".")[0]


def told_by(assistant: Assistant, found: Sequence[Turn], weights: np.ndarray) -> np.ndarray:
    """The features `behind.SURE_BY` of turns that are ordered by these weights, one row each."""
    rows = []
    for turn in found:
        logarithms = turn.ranked.rows @ weights
        odds = np.exp(logarithms - logarithms.max())
        order = np.argsort(-odds, kind="stable").tolist()
        ids, scores = [turn.ranked.ids[at] for at in order], (odds[order] / odds.sum()).tolist()
        told = behind.told_by(turn.understood, turn.by_wording, ids, scores, assistant.index)
        rows.append([told[name] for name in behind.SURE_BY])
    return np.array(rows)


def trust(rows: np.ndarray, found: Sequence[Turn], about: str = "") -> Logistic:
    """The confidence fitted on these turns."""
    can = np.array([turn.can for turn in found])
    return fit_logistic(rows, can, behind.SURE_BY, strength=STRENGTH, about=about, counts=np.ones(len(found)))


def trusted_out_of_fold(rows: np.ndarray, found: Sequence[Turn]) -> np.ndarray:
    """The confidence of each turn, fitted without the conversations of its fold."""
    folds = np.array([fold_of(_conversation(turn.ranked.case.id)) for turn in found])
    out = np.zeros(len(found))
    for fold in np.unique(folds):
        held = folds == fold
        made = trust(rows[~held], [turn for turn, out_of in zip(found, held, strict=True) if not out_of])
        out[held] = made.probability(rows[held])
    return out


def write(assistants: Mapping[str, Assistant], conversations: Sequence[Conversation], path: Path) -> dict[str, dict[str, float]]:
    """Fit on what these assistants find, write it to `path`, and give the figures of each library."""
    parts = {name: some for name, assistant in assistants.items() if (some := turns(assistant, conversations))}
    ranked = [examples(some) for some in parts.values()]
    found = {name: figures(rows, own) for name, rows, own in zip(parts, ranked, out_of_fold(ranked), strict=True)}
    weights = fit(ranked).round(4)
    judged = {name: [turn for turn in some if turn.trusted] for name, some in parts.items()}
    every = [turn for some in judged.values() for turn in some]
    rows = np.concatenate([told_by(assistants[name], some, weights) for name, some in judged.items()])
    confidence, library = trusted_out_of_fold(rows, every), np.repeat([*judged], [len(some) for some in judged.values()])
    can, curves = np.array([turn.can for turn in every]), {}
    for name in judged:
        own = library == name
        risks = aurc(confidence[own], (~can[own]).astype(float))
        found[name] |= {"auroc": round(auroc(can[own], confidence[own]), 4), "aurc": round(risks, 4)}
        curves[name] = curve(can[own], confidence[own])
    cases = list({each.ranked.case.id: each.ranked.case for part in parts.values() for each in part}.values())
    rankings = sum(map(len, parts.values()))
    about = f"{rankings} rankings of {len(cases)} turns of development conversations (hash {digest_of(cases)})"
    content = {
        "script": "hld eval turns",
        "fitted_on": about,
        "weights": dict(zip(behind.FEATURES, weights.tolist(), strict=True)),
        "confidence": asdict(trust(rows, every, f"{len(every)} of them")),
        "out_of_fold": found,
        "curve": curves,
    }
    path.write_text(lines(content))
    return found


def command(
    homes: Annotated[list[Path], typer.Argument(help="Homes with an index: of the digest, and of official texts.")],
    out: Annotated[Path, typer.Option(help="File to write.")] = Path("app/behind.json"),
) -> None:
    """Fit what the wordings of a turn are worth together, and how far they are trusted, on the development conversations."""
    from hld.eval.calibrate import assistants

    for name, figures_of in write(assistants(homes), load_conversations("dev"), out).items():
        typer.echo(f"{name:24} {figures_of}")
