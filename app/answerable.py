"""Do these passages answer this question? Features for a probability: what they cover of it, and how close they are.

The confidence of an answer (`hld.app.evidence`) no longer reads them: on resolutions they add nothing out of fold.

The model was fitted by `hld eval models` on questions with a passage that answers them and questions with one that does not
(CLAPNQ, development split), and holds on contracts that it never saw (ContractNLI). It does not look at the length of passages:
in CLAPNQ the longer ones answer less often, which says nothing of other collections.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from hld.app.match import Rarity, Terms, match, union, want

FEATURES = tuple("cosine second mean coverage together missing both".split())


def features(
    question: str,
    texts: Sequence[str],
    cosines: Sequence[float],
    terms: Terms,
    rarity: Rarity,
    *,
    around: str = "",
) -> Mapping[str, float]:
    """The `FEATURES` of a question and the texts that may answer it (sentences of one passage, or the paragraphs found).

    `cosines` are those of the question and each text; `around` is what all of them stand under (a title), whose words count as
    covered.
    """
    if not texts:
        return dict.fromkeys(FEATURES, 0.0)
    asked = want(question, terms, rarity)
    above = list(terms(around)) if around else []
    near = np.asarray(cosines, np.float64)
    matched = [match(asked, [*terms(text), *above]) for text in texts]
    covered = np.array([m.coverage for m in matched])
    ranked = np.sort(near)[::-1]
    return {
        "cosine": float(ranked[0]),
        "second": float(ranked[:2].mean()),
        "mean": float(ranked[:6].mean()),
        "coverage": float(covered.max()),
        "together": union(matched, asked),
        "missing": min(m.missing for m in matched),
        "both": float((near * covered).max()),
    }
