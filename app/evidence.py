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
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from hld.app.question import Understood
from hld.index.lexical import Lexical
from hld.index.search import Hit
from hld.ingest.library import DocumentEntry, Entry

GENERIC = frozenset(
    """assembl general unit nation resolut paragraph para document text high-level dialogu intern migrat develop adopt say
    state member ask call request decid report year session question answer mean explain describ list name give exact
    actual sort kind thing wa mention regard relat concern kindli pleas summar whether""".split()
)
"""Stems that every document here is full of, or that only say that something is asked; they are no evidence."""

COVERAGE = 0.5
"""Weight of the covered share of the question beside the fused score. On the development cases: first paragraph right for .69
of the questions instead of .64 (digest), .62 instead of .56 (official texts among 17,000 paragraphs)."""

NEAR, NEAR_SEVERAL = 0.97, 0.9
"""Share of the best score from which another paragraph is cited too, and that for questions that ask for several things."""

SAME = 0.6
"""Least overlap (Jaccard) of the terms of two paragraphs for the one to count as the other's repeat in another year."""

FEATURES = ("cosine", "asserted", "margin", "typed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Paragraphs that answer, best first, each with the ids that say the same elsewhere; `confidence` that they do answer."""

    hits: tuple[Hit, ...]
    also_in: Mapping[str, tuple[str, ...]]
    confidence: float
    features: Mapping[str, float]


def _evidence_text(entry: Entry, document: DocumentEntry) -> str:
    return " ".join((entry.text, entry.plain, entry.context, document.title, document.symbol, document.adopted[:4]))


class Terms:
    """The content of a question as weighted term groups; a group is covered by any of its alternatives."""

    def __init__(self, understood: Understood, lexical: Lexical) -> None:
        """Weigh the question's terms by their rarity in the corpus."""
        analyser = lexical.analyser
        own = [t for t in dict.fromkeys(analyser.terms(understood.text)) if t not in GENERIC]
        self.groups: list[tuple[float, list[frozenset[str]]]] = []
        for term in own:
            self.groups.append((lexical.rarity(term), [frozenset([term])]))
        # A glossary word covers every typed word of the phrase that led to it.
        for term, (_, alternatives) in zip(own, self.groups, strict=True):
            for expansion in understood.extra:
                if term in expansion.stems:
                    alternatives += [frozenset(analyser.terms(phrase)) for phrase in expansion.phrases]

    def coverage(self, terms: frozenset[str]) -> float:
        """Share of the weight that is covered."""
        total = sum(weight for weight, _ in self.groups)
        if not total:
            return 0.0
        hit = [weight for weight, alternatives in self.groups if any(a and a <= terms for a in alternatives)]
        return sum(hit) / total


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


def rank(
    understood: Understood,
    hits: Sequence[Hit],
    entries: Mapping[str, Entry],
    documents: Mapping[str, DocumentEntry],
    lexical: Lexical,
) -> list[Hit]:
    """The hits again, ordered by their score and by how much of the question they cover."""
    terms = Terms(understood, lexical)
    scored = []
    for hit in hits:
        entry = entries[hit.id]
        own = frozenset(lexical.analyser.terms(_evidence_text(entry, documents[entry.document])))
        scored.append(replace(hit, score=hit.score + COVERAGE * terms.coverage(own)))
    return sorted(scored, key=lambda hit: -hit.score)


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
    chosen, also_in = _choose(ranked, entries, documents, understood, lexical)
    features = _features(understood, ranked, entries, documents)
    return Evidence(hits=tuple(chosen), also_in=also_in, confidence=probability(features), features=features)


_SEVERAL = re.compile(
    r"\b(?:which|what)\s+(?:\w+\s+)?\w+s\b|\blist\b|\ball\b|\beach\b|\bboth\b|\band\b.*\?|\bcompare|\bdiffer|\bchange|\bevery|"
    r"\bover the years\b|\bhow many\b",
    re.IGNORECASE,
)
_LATEST = re.compile(r"\b(?:latest|last|newest|most recent|recently|now|current)\b", re.IGNORECASE)
_FIRST = re.compile(r"\b(?:first|earliest|originally|initially|begin|began|start(?:ed)?)\b", re.IGNORECASE)


def _choose(
    ranked: Sequence[Hit],
    entries: Mapping[str, Entry],
    documents: Mapping[str, DocumentEntry],
    understood: Understood,
    lexical: Lexical,
) -> tuple[list[Hit], dict[str, tuple[str, ...]]]:
    """The best paragraph and those close behind it; of several that say the same, the one that the question means."""
    best = ranked[0].score
    near = NEAR_SEVERAL if _SEVERAL.search(understood.text) else NEAR
    chosen: list[Hit] = []
    also_in: dict[str, tuple[str, ...]] = {}
    groups: list[list[tuple[Hit, frozenset[str]]]] = []
    for hit in ranked:
        text = frozenset(lexical.analyser.terms(entries[hit.id].text))
        for group in groups:
            # Chapeaux are alike from year to year where what they introduce is not.
            if _overlap(text, group[0][1]) >= SAME and not entries[hit.id].text.endswith(":"):
                group.append((hit, text))
                break
        else:
            if hit.score >= near * best and len(groups) < 3:
                groups.append([(hit, text)])
    for group in groups:
        hits = [hit for hit, _ in group]
        dated = [h for h in hits if entries[h.id].document in understood.bonus]
        if dated:
            lead = dated[0]
        elif _FIRST.search(understood.text):
            lead = min(hits, key=lambda h: documents[entries[h.id].document].adopted or "9")
        elif _LATEST.search(understood.text):
            lead = max(hits, key=lambda h: documents[entries[h.id].document].adopted)
        else:
            lead = hits[0]
        chosen.append(lead)
        also_in[lead.id] = tuple(h.id for h in hits if h.id != lead.id)
    return chosen, also_in


def _overlap(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / max(1, len(a | b))


def _features(
    understood: Understood,
    ranked: Sequence[Hit],
    entries: Mapping[str, Entry],
    documents: Mapping[str, DocumentEntry],
) -> dict[str, float]:
    top = ranked[0]
    claims = asserted(understood.text)
    entry = entries[top.id]
    text = _evidence_text(entry, documents[entry.document]).lower()
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
