"""From hits to evidence: which of the paragraphs found answer the question, and how sure that is.

A search score alone separates answerable questions from others hardly better than chance, so the estimate looks at what the
question asks for: how close the meanings are, and whether the paragraph stands out from those behind it; whether the years,
figures and names that the question asserts occur; whether the kind of thing it asks for (a number, a date) is there. The weights
are fitted by `hld eval calibrate` on the development cases and stand in `calibration.json`.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from hld.app.question import Understood
from hld.app.ranking import choose, evidence_text
from hld.index.lexical import Lexical
from hld.index.search import Hit
from hld.ingest.library import DocumentEntry, Entry

FEATURES = ("cosine", "asserted", "margin", "typed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Paragraphs that answer, best first, each with the ids that say the same elsewhere; `confidence` that they do answer."""

    hits: tuple[Hit, ...]
    also_in: Mapping[str, tuple[str, ...]]
    confidence: float
    features: Mapping[str, float]


_NUMBER_WORDS = r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|half|third|quarter|both|several|once|twice)\b"
_TYPES = (
    (
        re.compile(r"\bhow (?:many|much|often|long|large)\b|\bwhat (?:share|percentage|proportion|amount|number|figure)\b"),
        _NUMBER_WORDS,
    ),
    (
        re.compile(r"\bwhen\b|\b(?:what|which) (?:year|date|day|days|month|session)\b|\bby when\b|\bhow soon\b"),
        r"\b(?:19|20)\d\d\b|\bsession\b|\b(?:annual|year|month|biennial)|\b\d{1,2} [A-Z][a-z]+\b",
    ),
)
"""What a question asks for by its kind, and what a text must hold to give it."""


def typed(question: str, text: str) -> float:
    """1 when the text holds the kind of thing that the question asks for (a number, a date), else 0.

    >>> typed("How many round tables were there?", "The dialogue consists of four round tables"), typed("When?", "Soon")
    (1.0, 0.0)
    """
    lowered = question.lower()
    wanted = [pattern for asks, pattern in _TYPES if asks.search(lowered)]
    return float(all(re.search(pattern, text, re.IGNORECASE) for pattern in wanted))


def asserted(question: str) -> list[str]:
    """Figures and names that a question asserts: years, numbers, capitalised words that do not begin it.

    >>> asserted("How many migrants lived in Germany in 1998?")
    ['Germany', '1998']
    """
    found = re.findall(r"(?<![.?!]\s)(?<!^)\b[A-Z][\w'-]+|\b\d[\d.,/]*\b", question.strip())
    return [f for f in found if f.lower() not in _COMMON]


_COMMON = frozenset(
    """the assembly general united nations states state member un resolution high-level dialogue international migration and
    development secretary-general declaration what which who""".split()
)


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
    features = _features(understood, ranked, entries, documents)
    return Evidence(hits=tuple(chosen), also_in=also_in, confidence=probability(features), features=features)


def _features(
    understood: Understood,
    ranked: Sequence[Hit],
    entries: Mapping[str, Entry],
    documents: Mapping[str, DocumentEntry],
) -> dict[str, float]:
    top = ranked[0]
    claims = asserted(understood.text)
    entry = entries[top.id]
    text = evidence_text(entry, documents[entry.document]).lower()
    known = sum(claim.lower() in text or any(claim.lower() in phrase for phrase in understood.phrases) for claim in claims)
    rest = [hit.dense for hit in ranked[1:6]]
    return {
        "cosine": top.dense,
        "asserted": known / len(claims) if claims else 1.0,
        "margin": top.dense - (sum(rest) / len(rest) if rest else 0.0),
        "typed": typed(understood.text, f"{entry.text} {entry.plain}"),
    }


@cache
def _calibration() -> dict[str, float]:
    return json.loads(resources.files("hld.app").joinpath("calibration.json").read_text("utf-8"))["weights"]


def probability(features: Mapping[str, float]) -> float:
    """Estimated probability that the evidence answers: logistic in the features."""
    weights = _calibration()
    logit = weights["bias"] + sum(weights[name] * features[name] for name in FEATURES)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))
