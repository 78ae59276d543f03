"""`hld eval turns`: fit what the wordings of a turn are worth together, and how sure it is that what they find answers it, on the
conversations for development and on questions that each stand behind an opening (`tools/followups`), and write `app/behind.json`.

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
from hld.app.logistic import fit as fit_logistic
from hld.app.question import Understood
from hld.app.scores import Scores
from hld.eval import folds, ranker
from hld.eval.calibrate import curve, judged, lines
from hld.eval.case import Case, digest_of
from hld.eval.conversation import Conversation, load_conversations, load_followups
from hld.eval.ranker import Ranked, figures, learn

GAPS = 0.45
"""What a question behind an opening that nothing answers counts beside one that can be answered: two in five were written so, and
people ask fewer. Development conversations out of fold at a confidence of .7, digest and official texts: answered of what can
be, and of what cannot, with .3 .961, .228 and .961, .364; .45 .942, .190 and .949, .330; .6 .931, .177 and .934, .312; right as a
whole .825 and .765, .819 and .764, .815 and .758. A wrong answer is worse than none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A turn that is ranked by several wordings: how it is understood, what these find together, and what each of them does by
    itself; `trusted` says whether the confidence decides about it, and `gap` what it counts where nothing answers it."""

    understood: Understood
    ranked: Ranked
    by_wording: Mapping[str, Estimate]
    trusted: bool
    gap: float

    @property
    def can(self) -> bool:
        """Whether it can be answered."""
        return bool(self.ranked.case.gold)


def turns(assistant: Assistant, groups: Sequence[Sequence[Case]], gap: float = 1.0) -> list[Turn]:
    """The turns that are ranked by several wordings, of the groups of cases that a library answers."""
    held, index, out = frozenset(assistant.index.ids), assistant.index, []
    answered = [group for group in groups if all(not case.gold or held.intersection(case.gold_ids) for case in group)]
    for case in (case for group in answered for case in group):
        understood = assistant.in_conversation(case.question, case.history)
        if not understood.behind or lookup.answer(understood, index) is not None:
            continue
        wordings = assistant.by_wording(understood, RERANKED)
        if len(wordings) == 1:
            continue
        ids = tuple({hit.id: hit for some in wordings.values() for hit in some})
        by_wording = behind.estimates(understood, wordings, index)
        rows = behind.features(understood, ids, wordings, by_wording, index)
        right = np.array([identifier in case.gold_ids for identifier in ids])
        settled = again.wanted(case.question) or premise.trouble(understood, index)
        ranked = Ranked(case=case, ids=ids, rows=rows, right=right)
        out.append(Turn(understood=understood, ranked=ranked, by_wording=by_wording, trusted=not settled, gap=gap))
    return out


def parts(assistants: Mapping[str, Assistant], conversations: Sequence[Conversation], followups: Path) -> dict[str, list[Turn]]:
    """The turns of the conversations, and the questions behind openings in the folders of `followups`, by the library that was
    asked and whose they are; those about the process of a library that holds nothing else, where no other paragraph answers."""
    found = {}
    for name, assistant in assistants.items():
        process = all(document.process for document in assistant.index.documents.values())
        found[name] = turns(assistant, [[*conversation.cases()] for conversation in conversations])
        behind_openings = load_followups(followups / ("process" if process else "official"))
        found[f"{name}, follow-ups"] = turns(assistant, behind_openings, GAPS)
    return {name: some for name, some in found.items() if some}


def examples(found: Sequence[Turn]) -> list[Ranked]:
    """Those turns that the order is fitted on: with gold paragraphs."""
    return [turn.ranked for turn in found if turn.can]


def out_of_fold(parts: Sequence[Sequence[Ranked]]) -> list[list[Scores]]:
    """What ranks each turn of each part, fitted without the conversations of its fold."""
    return ranker.out_of_fold(parts, group=_conversation)


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
    can = [turn.can for turn in found]
    counts = np.array([1.0 if turn.can else turn.gap for turn in found])
    return fit_logistic(rows, can, behind.SURE_BY, strength=folds.STRENGTH, about=about, counts=counts)


def trusted_out_of_fold(rows: np.ndarray, found: Sequence[Turn]) -> np.ndarray:
    """The confidence of each turn, fitted without the conversations of its fold."""
    fold, confidence = np.array([folds.fold_of(_conversation(turn.ranked.case.id)) for turn in found]), np.zeros(len(found))
    for each in np.unique(fold):
        seen = [turn for turn, own in zip(found, fold, strict=True) if own != each]
        confidence[fold == each] = trust(rows[fold != each], seen, "").probability(rows[fold == each])
    return confidence


def write(found: Mapping[str, Sequence[Turn]], assistants: Mapping[str, Assistant], path: Path) -> dict[str, dict[str, float]]:
    """Fit on these `parts`, write it to `path`, and give the figures of each."""
    ranked = [examples(some) for some in found.values()]
    told = {name: figures(rows, own) for name, rows, own in zip(found, ranked, out_of_fold(ranked), strict=True)}
    order = learn(ranked)
    trusted = {name: [turn for turn in some if turn.trusted] for name, some in found.items()}
    every = [turn for some in trusted.values() for turn in some]
    rows = np.concatenate([told_by(assistants[name.partition(",")[0]], some, order) for name, some in trusted.items()])
    confidence, part = trusted_out_of_fold(rows, every), np.repeat([*trusted], [len(some) for some in trusted.values()])
    can, curves = np.array([turn.can for turn in every]), {}
    for name in trusted:
        own = part == name
        told[name] |= judged(can[own], confidence[own])
        curves[name] = curve(can[own], confidence[own])
    cases = list({each.ranked.case.id: each.ranked.case for some in found.values() for each in some}.values())
    rankings = sum(map(len, found.values()))
    about = f"{rankings} rankings of {len(cases)} turns of development conversations and follow-ups (hash {digest_of(cases)})"
    content = {
        "script": "hld eval turns",
        "fitted_on": about,
        **scores.written(order, behind.FEATURES),
        "confidence": asdict(trust(rows, every, f"{len(every)} of them")),
        "out_of_fold": told,
        "curve": curves,
    }
    path.write_text(lines(content))
    return told


def command(
    homes: Annotated[list[Path], typer.Argument(help="Homes with an index: of the digest, and of official texts.")],
    out: Annotated[Path, typer.Option(help="File to write.")] = Path("app/behind.json"),
    followups: Annotated[Path, typer.Option(help="Folder of questions behind openings.")] = Path("tools/followups"),
) -> None:
    """Fit what the wordings of a turn are worth together, and how far they are trusted, on the development conversations and on
    questions behind openings."""
    from hld.eval.calibrate import assistants

    asked = assistants(homes)
    for name, figures_of in write(parts(asked, load_conversations("dev"), followups), asked, out).items():
        typer.echo(f"{name:24} {figures_of}")
