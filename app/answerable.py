"""Do these passages answer this question? A probability from what they cover of it, and how close they are.

The model was fitted on questions with a passage that answers them and questions with one that does not (CLAPNQ) and on
statements that an agreement addresses or not (ContractNLI), development splits, by `hld eval calibrate`. It does not look at the
length of passages: in CLAPNQ the longer ones answer less often, which says nothing of other collections.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from hld.app.kinds import holds, wanted
from hld.app.logistic import model
from hld.app.match import Rarity, Terms, Wanted, match, union, want

FEATURES = tuple("cosine second mean coverage together missing order both density typed untyped asks".split())


def features(
    question: str,
    texts: Sequence[str],
    cosines: Sequence[float],
    terms: Terms,
    rarity: Rarity,
    *,
    asked: Wanted | None = None,
    around: str = "",
) -> Mapping[str, float]:
    """The `FEATURES` of a question and the texts that may answer it (sentences of one passage, or the paragraphs found).

    `cosines` are those of the question and each text; `around` is what all of them stand under (a title), whose words count as
    covered.
    """
    if not texts:
        return dict.fromkeys(FEATURES, 0.0)
    asked = asked or want(question, terms, rarity)
    kind = wanted(question)
    above = list(terms(around)) if around else []
    near = np.asarray(cosines, np.float64)
    matched = [match(asked, [*terms(text), *above]) for text in texts]
    covered = np.array([m.coverage for m in matched])
    best = int(np.argmax(near + covered))
    held = float(holds(question, texts[best], kind))
    ranked = np.sort(near)[::-1]
    return {
        "cosine": float(ranked[0]),
        "second": float(ranked[:2].mean()),
        "mean": float(ranked[:6].mean()),
        "coverage": float(covered.max()),
        "together": union(matched, asked),
        "missing": min(m.missing for m in matched),
        "order": max(m.order for m in matched),
        "both": float((near * covered).max()),
        "density": matched[best].density,
        "typed": held if kind not in ("other", "yesno") else 0.5,
        "untyped": float(kind in ("number", "date", "place") and not any(holds(question, text, kind) for text in texts)),
        "asks": float(np.log1p(len(asked.weights))),
    }


def probability(found: Mapping[str, float]) -> float:
    """The probability that the texts answer."""
    return model("answerable", FEATURES).of(found)
