"""Fit the confidence to the development cases and to questions about other documents, and say what each threshold risks.

What it is fitted on are the parts of `hld.eval.fitting`, and there are three models (`hld.app.evidence.judge`). The target is
whether the case can be answered from the documents. Cases that are looked up by name or refused for what they take for granted
are left out: there the confidence decides nothing. The figures are those of models that did not see the case (ten folds by the
hash of its id): `auroc`, and the curve of risk and coverage over all thresholds, where the risk is the share of answered
questions that have no answer here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from hld.app import choice, evidence, lookup, premise
from hld.app.answer import RETRIEVED, Assistant
from hld.app.logistic import Logistic
from hld.app.logistic import fit as fit_logistic
from hld.eval.case import digest_of
from hld.eval.fitting import Part
from hld.eval.folds import STRENGTH, fold_of
from hld.eval.measures.abstention import aurc, auroc

STEPS = 20
"""Thresholds of the curve: every twentieth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A case as a part of `hld.eval.fitting` sees it: its features, whether it can be answered, the name of the model that tells
    that, and how much it counts. Rows of one `group`, of the case or the document that it is about, are in one fold."""

    group: str
    part: str
    features: tuple[float, ...]
    can: bool
    judge: str
    counts: float


def rows(part: Part) -> list[Row]:
    """The cases of a part that are searched, as its assistant finds them."""
    out, assistant, index = [], part.assistant, part.assistant.index
    for case in part.cases:
        understood = assistant.understand(case.question, case.history)
        if lookup.answer(understood, index) is not None:
            continue
        hits, entries = assistant.rank(understood, RETRIEVED, unsampled=part.unsampled)
        if premise.trouble(understood, index):
            continue
        groups = choice.repeated(hits, entries, index.lexical)
        found = evidence.features_of(understood, hits, groups, entries, index.documents, index.lexical)
        can = case.status in ("answered", "lookup")
        out.append(
            Row(
                group=case.id.partition("#")[0],
                part=part.name,
                features=tuple(found[name] for name in evidence.FEATURES),
                can=can,
                judge=evidence.judge(hits[0], entries[hits[0].id], index.documents) if hits else evidence.UNSAMPLED,
                counts=part.weight * (1.0 if can else part.gaps),
            )
        )
    return out


def assistants(homes: Sequence[Path]) -> dict[str, Assistant]:
    """An assistant on the index of each home, by the name of its folder."""
    from hld.app import command
    from hld.index.search import Index

    model = command.settings().model
    return {home.name: Assistant(Index.open(home / "index", cache=home / "models", model=model)) for home in homes}


def curve(can: np.ndarray, confidence: np.ndarray) -> list[dict[str, float]]:
    """For each threshold: coverage (share answered of all), risk (share without an answer of those answered), and the shares
    answered of what can be and of what cannot.

    >>> curve(np.array([True, False]), np.array([0.9, 0.1]))[10]
    {'threshold': 0.5, 'coverage': 0.5, 'risk': 0.0, 'answered': 1.0, 'wrongly_answered': 0.0}
    """
    out = []
    for step in range(STEPS):
        limit = step / STEPS
        yes = confidence >= limit
        out.append(
            {
                "threshold": limit,
                "coverage": round(float(yes.mean()), 4),
                "risk": round(float((~can)[yes].mean()), 4) if yes.any() else 0.0,
                "answered": round(float(yes[can].mean()), 4) if can.any() else 0.0,
                "wrongly_answered": round(float(yes[~can].mean()), 4) if (~can).any() else 0.0,
            }
        )
    return out


def judged(can: np.ndarray, confidence: np.ndarray) -> dict[str, float]:
    """How well the confidence tells what can be answered: AUROC, and the area under the curve of risk and coverage."""
    return {"auroc": round(auroc(can, confidence), 4), "aurc": round(aurc(confidence, (~can).astype(float)), 4)}


def model(of: Sequence[Row], about: str = "") -> Logistic:
    """The confidence fitted on these rows."""
    table, can, counts = ([getattr(row, name) for row in of] for name in ("features", "can", "counts"))
    return fit_logistic(np.array(table), can, evidence.FEATURES, strength=STRENGTH, about=about, counts=np.array(counts))


def out_of_fold(of: Sequence[Row]) -> np.ndarray:
    """The confidence of each row by models that did not see its case."""
    folds = np.array([fold_of(row.group) for row in of])
    found = np.zeros(len(of))
    for fold in np.unique(folds):
        for judge in {row.judge for row in of}:
            some = [n for n, row in enumerate(of) if row.judge == judge]
            made = model([of[n] for n in some if folds[n] != fold])
            held = [n for n in some if folds[n] == fold]
            found[held] = made.probability(np.array([of[n].features for n in held]).reshape(len(held), -1))
    return found


def fit(of: Sequence[Part], path: Path) -> dict[str, Any]:
    """Fit on what the assistant of each part finds, write it to `path`, and give the figures of each part."""
    found = [row for part in of for row in rows(part)]
    cases = {case.id: case for part in of for case in part.cases}
    models = {}
    for name in (evidence.SAMPLED, evidence.UNSAMPLED, evidence.REPORTS):
        some = [row for row in found if row.judge == name]
        models[name] = asdict(model(some, f"{len(some)} rows of {len(cases)} questions (hash {digest_of(cases.values())})"))
    confidence, can = out_of_fold(found), np.array([row.can for row in found])
    own = {part.name: np.array([row.part == part.name for row in found]) for part in of}
    figures = {
        name: {**judged(can[some], confidence[some]), "curve": curve(can[some], confidence[some])} for name, some in own.items()
    }
    path.write_text(lines({"script": "hld eval calibrate", "models": models, "out_of_fold": figures}))
    return {name: {"auroc": part["auroc"], "aurc": part["aurc"]} for name, part in figures.items()}


def lines(written: Mapping[str, Any]) -> str:
    """JSON with one line a point of the curve, or a list of numbers."""
    import re

    text = re.sub(r"\{\s+(\"threshold\"[^}]*?)\s+\}", lambda m: "{" + " ".join(m[1].split()) + "}", json.dumps(written, indent=1))
    return re.sub(r"\[\s+([-+\d][-+.,e\d\s]*?)\s+\]", lambda m: "[" + " ".join(m[1].split()) + "]", text) + "\n"
