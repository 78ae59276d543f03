"""Learn which questions resolutions answer (`hld.app.asked`), and say how well that is told of documents it never saw.

    HLD_HOME=OFFICIAL .venv/bin/python tools/train_asked.py [--out FILE]

A logistic regression with an L2 penalty on words and pairs of words, where those count as one that the paragraph says which a
question is about. The questions are `pairs/near.jsonl`, `asked/answered.jsonl` and `asked/process.jsonl` with an answer,
`asked/unanswered.jsonl` without, and the samples of the process (`hld.ingest.samples`) of both kinds, written by the same hands,
so that the kind does not show in the style alone; the paragraphs are those of the home's library. The figures are of a model
that saw none of the documents kept out, one in six; what is written has seen all. Under a minute.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from corpus import ASKED, PAIRS, ROOT, of_process, rows
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from hld.app import asked
from hld.app.glossary import detect_language, expansions, translate
from hld.app.settings import Settings
from hld.app.terms import said_by
from hld.eval.folds import held_out
from hld.index.lexical import Analyser
from hld.ingest.library import Library
from hld.ingest.samples import load_samples

C = 10.0
"""Inverse of the penalty; from 3 to 30 the AUROC on the development cases hardly differs."""


def table(questions: Sequence[str], paragraphs: Sequence[str]) -> csr_matrix:
    """One row a question about a paragraph: its words and pairs, each the less the more there are."""
    terms = Analyser().terms
    english = [translate(question, detect_language(question)) for question in questions]
    heard = [asked.hearing([text], expansions(of), terms) for of, text in zip(english, paragraphs, strict=True)]
    places = [asked.buckets(question, each) for question, each in zip(english, heard, strict=True)]
    values = np.concatenate([np.full(len(row), max(1, len(row)) ** -0.5) for row in places])
    bounds = np.concatenate([[0], np.cumsum([len(row) for row in places])])
    return csr_matrix((values, np.concatenate(places).astype(np.int32), bounds), shape=(len(questions), asked.BUCKETS))


def fitted(features: csr_matrix, answered: np.ndarray) -> LogisticRegression:
    """The model of these questions."""
    return LogisticRegression(C=C, max_iter=1000).fit(features, answered)


def main() -> None:
    """Fit, measure and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--out", type=Path, default=ROOT / "app" / asked.FILE)
    out = parser.parse_args().out
    used = [row for path in (PAIRS / "near.jsonl", *sorted(ASKED.glob("*.jsonl"))) for row in rows(path)]
    samples, process = load_samples(), of_process()
    for kind, of in (("answered", samples.answered), ("sample", samples.unanswered)):
        some = ((paragraph, text) for paragraph, texts in of.items() if paragraph in process for text in texts)
        used += [{"id": paragraph, "question": text, "kind": kind} for paragraph, text in some]
    entries = Library(Settings().library, read_only=True).get_many({row["id"] for row in used})
    used = [row for row in used if row["id"] in entries]
    kinds = np.array([row.get("kind", "answered") for row in used])
    answered, held = kinds == "answered", np.array([held_out(row["id"]) for row in used])
    features = table([row["question"] for row in used], [said_by(entries[row["id"]]) for row in used])
    scores = fitted(features[~held], answered[~held]).decision_function(features[held])
    print(f"{len(used)} questions, {int(answered.sum())} with an answer; {int(held.sum())} about documents kept out")
    for kind in ("gap", "false", "sample"):
        some = np.isin(kinds[held], ("answered", kind))
        print(f"AUROC of answered and {kind}: {roc_auc_score(answered[held][some], scores[some]):.3f}")
    model = fitted(features, answered)
    np.savez_compressed(out, weights=model.coef_[0].astype(np.float16), bias=np.float32(model.intercept_[0]))
    print(f"written: {out}")


if __name__ == "__main__":
    main()
