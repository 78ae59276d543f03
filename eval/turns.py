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

from hld.app import again, behind, lookup, premise, scores
from hld.app.answer import RERANKED, Assistant
from hld.app.behind import Estimate
from hld.app.logistic import Logistic
from hld.app.question import Understood
from hld.app.scores import Scores
from hld.eval import folds, ranker
from hld.eval.calibrate import curve, judged, lines
from hld.eval.case import digest_of
from hld.eval.conversation import Conversation, load_conversations
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


def out_of_fold(parts: Sequence[Sequence[Ranked]]) -> list[list[Scores]]:
    """What ranks each turn of each part, fitted without the conversations of its fold."""
    return ranker.out_of_fold(parts, group=_conversation, fitted=fit)


def _conversation(turn: str) -> str:
    return turn.rpartition(".")[0]


def told_by(assistant: Assistant, found: Sequence[Turn], by: Scores) -> np.ndarray:
    """The features `behind.SURE_BY` of turns that are ordered so, one row each."""
    rows = []
    for turn in found:
        order, likely = scores.likelihoods(by.odds(turn.ranked.rows))
        ids = [turn.ranked.ids[at] for at in order]
        told = behind.told_by(turn.understood, turn.by_wording, ids, likely[order].tolist(), assistant.index)
        rows.append([told[name] for name in behind.SURE_BY])
    return np.array(rows)


def trust(rows: np.ndarray, found: Sequence[Turn], about: str) -> Logistic:
    """The confidence fitted on these turns."""
    return folds.fitted(rows, np.array([turn.can for turn in found]), behind.SURE_BY, about)


def trusted_out_of_fold(rows: np.ndarray, found: Sequence[Turn]) -> np.ndarray:
    """The confidence of each turn, fitted without the conversations of its fold."""
    groups, can = [_conversation(turn.ranked.case.id) for turn in found], np.array([turn.can for turn in found])
    return folds.out_of_fold(rows, can, groups, behind.SURE_BY)[0]


def write(assistants: Mapping[str, Assistant], conversations: Sequence[Conversation], path: Path) -> dict[str, dict[str, float]]:
    """Fit on what these assistants find, write it to `path`, and give the figures of each library."""
    parts = {name: some for name, assistant in assistants.items() if (some := turns(assistant, conversations))}
    ranked = [examples(some) for some in parts.values()]
    found = {name: figures(rows, own) for name, rows, own in zip(parts, ranked, out_of_fold(ranked), strict=True)}
    order = fit(ranked)
    trusted = {name: [turn for turn in some if turn.trusted] for name, some in parts.items()}
    every = [turn for some in trusted.values() for turn in some]
    rows = np.concatenate([told_by(assistants[name], some, order) for name, some in trusted.items()])
    confidence, library = trusted_out_of_fold(rows, every), np.repeat([*trusted], [len(some) for some in trusted.values()])
    can, curves = np.array([turn.can for turn in every]), {}
    for name in trusted:
        own = library == name
        found[name] |= judged(can[own], confidence[own])
        curves[name] = curve(can[own], confidence[own])
    cases = list({each.ranked.case.id: each.ranked.case for part in parts.values() for each in part}.values())
    rankings = sum(map(len, parts.values()))
    about = f"{rankings} rankings of {len(cases)} turns of development conversations (hash {digest_of(cases)})"
    content = {
        "script": "hld eval turns",
        "fitted_on": about,
        **scores.written(order, behind.FEATURES),
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
