"""From hits to evidence: which of the paragraphs found answer the question, and how sure that is.

A search score alone separates answerable questions from others hardly better than chance, so the estimate looks at what the
question asks for: how close the best paragraphs are in meaning and how much of the question they cover, whether the best stands
out, whether the names that the question asserts occur, and whether the kind of thing it asks for (a number, a date, a place, a
body) is there. The weights are fitted by `hld eval calibrate` on the development cases and stand in `calibration.json`, beside
the risk that each threshold runs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from hld.app import answerable, logistic
from hld.app.kinds import holds
from hld.app.kinds import wanted as kind_of
from hld.app.logistic import Logistic
from hld.app.match import Wanted, agree, want
from hld.app.question import Understood
from hld.app.ranking import GENERIC, choose, evidence_text
from hld.index.lexical import Lexical
from hld.index.search import Hit
from hld.ingest.library import DocumentEntry, Entry

FEATURES = ("mean", "both", "names", "typed")
READ = 5
"""Hits that are read for the estimate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Paragraphs that answer, best first, each with the ids that say the same elsewhere; `confidence` that they do answer."""

    hits: tuple[Hit, ...]
    also_in: Mapping[str, tuple[str, ...]]
    confidence: float
    features: Mapping[str, float]


def content(understood: Understood, lexical: Lexical) -> Wanted:
    """The question's terms by their rarity; a glossary word covers every typed word of the phrase that led to it."""
    analyser = lexical.analyser
    instead: dict[str, list[frozenset[str]]] = {}
    for term in dict.fromkeys(analyser.terms(understood.text)):
        for expansion in understood.extra:
            if term in expansion.stems:
                instead.setdefault(term, []).extend(frozenset(analyser.terms(phrase)) for phrase in expansion.phrases)
    return want(understood.text, analyser.terms, lexical.rarity, instead, GENERIC)


def gather(
    understood: Understood,
    ranked: Sequence[Hit],
    entries: Mapping[str, Entry],
    documents: Mapping[str, DocumentEntry],
    lexical: Lexical,
) -> Evidence:
    """Choose the paragraphs that answer among ranked hits, and estimate whether they do."""
    if not ranked:
        return Evidence(hits=(), also_in={}, confidence=0.0, features=dict.fromkeys(FEATURES, 0.0))
    chosen, also_in = choose(ranked, entries, documents, understood, lexical)
    features = features_of(understood, ranked, entries, documents, lexical)
    return Evidence(hits=tuple(chosen), also_in=also_in, confidence=probability(features), features=features)


def features_of(
    understood: Understood,
    ranked: Sequence[Hit],
    entries: Mapping[str, Entry],
    documents: Mapping[str, DocumentEntry],
    lexical: Lexical,
) -> dict[str, float]:
    """The `FEATURES` of a question and its ranked hits."""
    if not ranked:
        return dict.fromkeys(FEATURES, 0.0)
    top = ranked[:READ]
    asked = content(understood, lexical)
    texts = [evidence_text(entries[hit.id], documents[entries[hit.id].document]) for hit in top]
    found = answerable.features(
        understood.text, texts, [hit.dense for hit in top], lexical.analyser.terms, lexical.rarity, asked=asked
    )
    first = entries[top[0].id]
    return {
        "mean": found["mean"],
        "both": found["both"],
        "names": agree(asked.asserts, " ".join(texts[:3])).names,
        "typed": float(holds(understood.text, f"{first.text} {first.plain}", kind_of(understood.text))),
    }


@cache
def calibration() -> Mapping[str, Any]:
    """What `hld eval calibrate` wrote: the model, the default threshold, and the risk and coverage of each threshold."""
    return json.loads(resources.files("hld.app").joinpath("calibration.json").read_text("utf-8"))


@cache
def _model() -> Logistic:
    return logistic.read(calibration()["model"])


def probability(features: Mapping[str, float]) -> float:
    """Estimated probability that the evidence answers: logistic in the features.

    Raises:
        ValueError: when the model was fitted on other features.
    """
    model = _model()
    if model.features != FEATURES:
        raise ValueError("calibration.json was fitted on other features; run hld eval calibrate")
    return model.of(features)
