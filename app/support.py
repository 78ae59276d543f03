"""Does the evidence support the claim? A probability from the words, the meaning and the assertions of the claim.

Fitted on claims of answer engines that people judged (AttributionBench, development split) by `hld eval models`. Whether a claim
is denied or said, and the order of its words, did not help there (macro-F1 .711 with them, .716 without); `verify` looks at them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from hld.app.logistic import model
from hld.app.match import Rarity, Terms, agree, match, union, want
from hld.app.passages import sentences

NEAR = 4
"""Sentences of the evidence, best by the words they share with the claim, that are looked at; the others cannot decide."""

FEATURES = tuple("cosine second coverage together missing density reverse both figures years names parts length amount".split())


def nearest(claim: str, evidence: Sequence[str], terms: Terms, rarity: Rarity, limit: int = NEAR) -> list[str]:
    """The sentences of the evidence that cover most of the claim, in their order."""
    asked = want(claim, terms, rarity)
    found = list(dict.fromkeys(s for text in evidence for s in sentences(text)))
    worth = []
    for sentence in found:
        held = frozenset(terms(sentence))
        worth.append(sum(w for t, w in asked.weights.items() if t in held) / (1 + 0.02 * len(held)))
    chosen = sorted(sorted(range(len(found)), key=lambda i: -worth[i])[:limit])
    return [found[i] for i in chosen]


def features(
    claim: str, texts: Sequence[str], cosines: Sequence[float], terms: Terms, rarity: Rarity, *, whole: str = ""
) -> Mapping[str, float]:
    """The `FEATURES` of a claim and the sentences nearest to it; `whole` is all of the evidence, for what the claim asserts."""
    if not texts:
        return dict.fromkeys(FEATURES, 0.0)
    asked = want(claim, terms, rarity)
    near = np.asarray(cosines, np.float64)
    held = [terms(text) for text in texts]
    matched = [match(asked, found) for found in held]
    covered = np.array([m.coverage for m in matched])
    best = int(np.argmax(near + covered))
    agreed = agree(asked.asserts, whole or " ".join(texts))
    ranked = np.sort(near)[::-1]
    heaviest = sorted(asked.weights, key=lambda t: -asked.weights[t])[: max(1, len(asked.weights) // 2)]
    reverse = [t in asked.weights for t in held[best]]
    return {
        "cosine": float(ranked[0]),
        "second": float(ranked[:2].mean()),
        "coverage": float(covered.max()),
        "together": union(matched, asked),
        "missing": min(m.missing for m in matched),
        "density": matched[best].density,
        "reverse": sum(reverse) / len(reverse) if reverse else 0.0,
        "both": float((near * covered).max()),
        "figures": agreed.figures,
        "years": agreed.years,
        "names": agreed.names,
        "parts": sum(max(m.covered[t] for m in matched) for t in heaviest) / len(heaviest) if heaviest else 0.0,
        "length": float(np.log1p(len(asked.terms))),
        # A long text shares words with any claim.
        "amount": float(np.log1p(len(terms(whole)) if whole else sum(map(len, held)))),
    }


def probability(found: Mapping[str, float]) -> float:
    """The probability that the evidence supports the claim."""
    return model("support", FEATURES).of(found)
