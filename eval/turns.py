"""`hld eval turns`: fit what the wordings of a turn are worth together on the conversations for development, and write
`app/behind.json`.

It is the fit of the ranker (`hld.eval.ranker`), of turns that are ranked by several wordings; the figures beside the weights are
of conversations that they were not fitted on.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from hld.app import behind, lookup
from hld.app.answer import RERANKED, Assistant
from hld.eval import ranker
from hld.eval.case import digest_of
from hld.eval.conversation import Conversation, load_conversations
from hld.eval.ranker import Ranked, figures, fit


def examples(assistant: Assistant, conversations: Sequence[Conversation]) -> list[Ranked]:
    """The turns that are ranked by several wordings and have gold paragraphs, of the conversations that a library answers."""
    held, out = frozenset(assistant.index.ids), []
    for conversation in conversations:
        if not all(held.intersection(turn.gold) for turn in conversation.turns if turn.gold):
            continue
        for case in conversation.cases():
            understood = assistant.in_conversation(case.question, case.history)
            if not case.gold or not understood.behind or lookup.answer(understood, assistant.index) is not None:
                continue
            wordings = assistant.by_wording(understood, RERANKED)
            if len(wordings) == 1:
                continue
            ids = tuple({hit.id: hit for some in wordings.values() for hit in some})
            rows = behind.features(ids, wordings, understood.told, assistant.index)
            right = np.array([identifier in case.gold_ids for identifier in ids])
            out.append(Ranked(case=case, ids=ids, rows=rows, right=right))
    return out


def out_of_fold(parts: Sequence[Sequence[Ranked]]) -> list[list[np.ndarray]]:
    """The weights for each turn of each part, fitted without the conversations of its fold."""
    return ranker.out_of_fold(parts, group=lambda turn: turn.rpartition(".")[0])


def write(assistants: dict[str, Assistant], conversations: Sequence[Conversation], path: Path) -> dict[str, dict[str, float]]:
    """Fit on what these assistants find, write the weights to `path`, and give the figures of each library."""
    parts = {name: some for name, assistant in assistants.items() if (some := examples(assistant, conversations))}
    ranked = [*parts.values()]
    found = {name: figures(rows, own) for name, rows, own in zip(parts, ranked, out_of_fold(ranked), strict=True)}
    weights = dict(zip(behind.FEATURES, fit(ranked).round(4).tolist(), strict=True))
    turns = list({each.case.id: each.case for part in ranked for each in part}.values())
    about = f"{sum(map(len, ranked))} rankings of {len(turns)} turns of development conversations (hash {digest_of(turns)})"
    content = {"script": "hld eval turns", "fitted_on": about, "weights": weights, "out_of_fold": found}
    path.write_text(json.dumps(content, indent=1) + "\n")
    return found


def command(
    homes: Annotated[list[Path], typer.Argument(help="Homes with an index: of the digest, and of official texts.")],
    out: Annotated[Path, typer.Option(help="File to write.")] = Path("app/behind.json"),
) -> None:
    """Fit what the wordings of a turn are worth together on the development conversations."""
    from hld.eval.calibrate import assistants

    for name, figures_of in write(assistants(homes), load_conversations("dev"), out).items():
        typer.echo(f"{name:24} {figures_of}")
