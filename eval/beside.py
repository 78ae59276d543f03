"""`hld eval beside`: fit what tells which paragraphs are cited beside the first, and write `app/beside.json`.

It is fitted on what the parts of `hld.eval.fitting` answer, of questions that set nothing side by side: each paragraph that might
be cited beside the first is a row, and whether it is a gold one the target. The figures are of models that did not see the case:
the mean precision and recall of the citations, beside those of the first alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from hld.app import beside, evidence, lookup, premise
from hld.app.answer import RETRIEVED
from hld.app.logistic import Logistic, fit
from hld.eval.calibrate import lines
from hld.eval.case import LATER, Case, digest_of, load_cases
from hld.eval.fitting import Part, parts
from hld.eval.folds import STRENGTH, fold_of
from hld.eval.measures.citations import precision_and_recall


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A case that is answered: its first paragraph, and those that might be cited beside it, with their features."""

    case: Case
    part: str
    first: str
    others: tuple[str, ...]
    rows: np.ndarray
    counts: float

    @property
    def right(self) -> np.ndarray:
        """Which of the others are gold."""
        return np.array([other in self.case.gold_ids for other in self.others], bool)


def answered(part: Part) -> list[Answered]:
    """The cases of a part that are answered, as its assistant finds what might be cited."""
    out, assistant, index = [], part.assistant, part.assistant.index
    for case in part.cases:
        understood = assistant.understand(case.question, case.history)
        if not case.gold or understood.compares or understood.topics or lookup.answer(understood, index) is not None:
            continue
        hits, entries = assistant.rank(understood, RETRIEVED, unsampled=part.unsampled)
        found = evidence.gather(understood, hits, entries, index.documents, index.lexical)
        if not assistant.sure(found) or premise.trouble(understood, index):
            continue
        others, also_in = beside.candidates(understood, found, hits, index)
        rows = beside.features(understood, found, others, also_in, hits, index) if others else np.zeros((0, 0))
        out.append(
            Answered(
                case=case,
                part=part.name,
                first=found.hits[0].id,
                others=tuple(hit.id for hit in others),
                rows=rows.reshape(len(others), len(beside.FEATURES)),
                counts=part.weight,
            )
        )
    return out


def model(of: Sequence[Answered], about: str = "") -> Logistic:
    """What tells whether a paragraph answers beside the first, fitted on these cases."""
    rows, right = np.concatenate([each.rows for each in of]), np.concatenate([each.right for each in of])
    counts = np.repeat([each.counts for each in of], [len(each.others) for each in of])
    return fit(rows, right, beside.FEATURES, strength=STRENGTH, about=about, counts=counts)


def out_of_fold(of: Sequence[Answered]) -> list[np.ndarray]:
    """How likely each paragraph of each case answers beside the first, by models that did not see the case."""
    folds = np.array([fold_of(each.case.id) for each in of])
    found = [np.zeros(0)] * len(of)
    for fold in np.unique(folds):
        made = model([each for each, own in zip(of, folds, strict=True) if own != fold])
        for at in np.flatnonzero(folds == fold).tolist():
            found[at] = made.probability(of[at].rows) if len(of[at].others) else np.zeros(0)
    return found


def figures(of: Sequence[Answered], likely: Sequence[np.ndarray], least: float = beside.LEAST) -> dict[str, float]:
    """Mean precision and recall of what is cited, as `hld.eval.measures` has them, and of the first paragraphs alone."""
    told = []
    for each, probable in zip(of, likely, strict=True):
        best = [each.others[at] for at in beside.likeliest(probable, least)]
        told.append(
            [*precision_and_recall(each.case.gold, [each.first, *best]), *precision_and_recall(each.case.gold, [each.first])]
        )
    precision, recall, alone, found = np.mean(told, axis=0).round(4).tolist()
    return {"precision": precision, "recall": recall, "first_precision": alone, "first_recall": found}


def write(of: Sequence[Part], path: Path) -> Mapping[str, Mapping[str, float]]:
    """Fit on what the assistant of each part answers, write it to `path`, and give the figures of each part."""
    found = [each for part in of for each in answered(part)]
    likely, by_part = out_of_fold(found), {}
    for part in of:
        own = [at for at, each in enumerate(found) if each.part == part.name]
        by_part[part.name] = figures([found[at] for at in own], [likely[at] for at in own])
    cases, number = {each.case.id: each.case for each in found}, sum(len(each.others) for each in found)
    made = model(found, f"{number} paragraphs beside the first of {len(cases)} cases (hash {digest_of(cases.values())})")
    content = {"script": "hld eval beside", "model": asdict(replace(made, threshold=beside.LEAST)), "out_of_fold": by_part}
    path.write_text(lines(content))
    return by_part


def command(
    homes: Annotated[list[Path], typer.Argument(help="Homes with an index: of the digest, and of official texts.")],
    out: Annotated[Path, typer.Option(help="File to write.")] = Path("app/beside.json"),
) -> None:
    """Fit which paragraphs are cited beside the first on the development cases."""
    from hld.eval.calibrate import assistants

    own, later = load_cases(split="dev"), load_cases(split="dev", package=LATER)
    for name, figures_of in write(parts(assistants(homes), own, later), out).items():
        typer.echo(f"{name:32} {figures_of}")
