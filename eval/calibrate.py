"""Fit the confidence to the development cases, and say what each threshold risks.

The target is whether the case can be answered from the documents. Cases that are looked up by name or refused for what they take
for granted are left out: there the confidence decides nothing. The figures are those of models that did not see the case
(ten folds by the hash of its id): `auroc`, and the curve of risk and coverage over all thresholds, where the risk is the share of
answered questions that have no answer here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from hld.app import evidence, lookup, premise
from hld.app.answer import RETRIEVED, Assistant
from hld.eval.case import Case, digest_of
from hld.eval.folds import fitted, out_of_fold
from hld.eval.measures.abstention import aurc, auroc

STEPS = 20
"""Thresholds of the curve: every twentieth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One row of features a case: whether it can be answered, its id, and the corpus it was asked on."""

    rows: np.ndarray
    can: np.ndarray
    ids: tuple[str, ...]
    corpora: tuple[str, ...]


def features(assistant: Assistant, cases: Sequence[Case], corpus: str = "") -> Table:
    """The features of the cases that are searched, as this assistant finds them."""
    rows, can, ids = [], [], []
    index = assistant.index
    for case in cases:
        understood = assistant.understand(case.question, case.history)
        if lookup.answer(understood, index) is not None:
            continue
        hits, entries = assistant.rank(understood, RETRIEVED)
        if premise.trouble(understood, index):
            continue
        found = evidence.features_of(understood, hits, entries, index.documents, index.lexical)
        rows.append([found[name] for name in evidence.FEATURES])
        can.append(case.status in ("answered", "lookup"))
        ids.append(case.id)
    return Table(rows=np.array(rows), can=np.array(can), ids=tuple(ids), corpora=(corpus,) * len(ids))


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


def fit(assistants: Mapping[str, Assistant], cases: Sequence[Case], path: Path) -> dict[str, Any]:
    """Fit on what each assistant (one on the digest, one on official texts) finds, write it to `path`, and give the figures."""
    parts = [features(assistant, cases, corpus) for corpus, assistant in assistants.items()]
    rows, can = np.concatenate([p.rows for p in parts]), np.concatenate([p.can for p in parts])
    ids, corpora = [i for p in parts for i in p.ids], np.array([c for p in parts for c in p.corpora])
    about = f"{len(can)} rows of {len(cases)} development cases (hash {digest_of(cases)})"
    model = fitted(rows, can, evidence.FEATURES, about)
    confidence, _ = out_of_fold(rows, can, ids, evidence.FEATURES)
    figures = {
        corpus: {
            "auroc": round(auroc(can[corpora == corpus], confidence[corpora == corpus]), 4),
            "aurc": round(aurc(confidence[corpora == corpus], (~can[corpora == corpus]).astype(float)), 4),
            "curve": curve(can[corpora == corpus], confidence[corpora == corpus]),
        }
        for corpus in dict.fromkeys(corpora.tolist())
    }
    written = {"script": "hld eval calibrate", "model": asdict(model), "out_of_fold": figures}
    path.write_text(_lines(written))
    return {corpus: {"auroc": found["auroc"], "aurc": found["aurc"]} for corpus, found in figures.items()}


def _lines(written: Mapping[str, Any]) -> str:
    """JSON with one line a point of the curve."""
    text = json.dumps(written, indent=1)
    import re

    return re.sub(r"\{\s+(\"threshold\"[^}]*?)\s+\}", lambda m: "{" + " ".join(m[1].split()) + "}", text) + "\n"
