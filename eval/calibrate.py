"""Fit the confidence to the development cases: logistic regression on the features of `hld.app.evidence`.

The target is whether the case can be answered from the documents. Cases that are looked up by name are left out: their
answers are certain.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from hld.app import evidence
from hld.app.answer import RETRIEVED, Assistant
from hld.app.lookup import answer as look_up
from hld.app.question import understand
from hld.eval.case import Case

STRENGTH = 30.0
"""Inverse of the regularisation, scikit-learn's C."""


def features(assistant: Assistant, cases: Sequence[Case]) -> tuple[np.ndarray, np.ndarray, list[Case]]:
    """Rows of features, whether the case can be answered, and the cases themselves (those that are searched)."""
    rows, targets, used = [], [], []
    index = assistant.index
    for case in cases:
        understood = understand(case.question, case.history, index.documents)
        if look_up(understood, index) is not None:
            continue
        hits, entries = assistant.rank(understood, RETRIEVED)
        found = evidence.gather(understood, hits, entries, index.documents, index.lexical)
        rows.append([found.features[name] for name in evidence.FEATURES])
        targets.append(case.status in ("answered", "lookup"))
        used.append(case)
    return np.array(rows), np.array(targets), used


def fit(assistants: Sequence[Assistant], cases: Sequence[Case], path: Path) -> dict[str, float]:
    """Fit on what each assistant (one on the digest, one on official texts) finds, and write the weights to `path`."""
    from sklearn.linear_model import LogisticRegression

    parts = [features(assistant, cases) for assistant in assistants]
    table = np.concatenate([part[0] for part in parts])
    target = np.concatenate([part[1] for part in parts])
    model = LogisticRegression(C=STRENGTH, max_iter=5000, random_state=0).fit(table, target)
    fitted = (*model.coef_[0], model.intercept_[0])
    weights: dict[str, float] = dict(zip((*evidence.FEATURES, "bias"), (round(float(w), 4) for w in fitted), strict=True))
    about = {"fitted_on": f"{len(target)} rows of {len(cases)} development cases", "script": "hld eval calibrate"}
    path.write_text(json.dumps({**about, "weights": weights}, indent=1) + "\n")
    return weights
