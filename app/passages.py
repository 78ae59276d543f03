"""Texts -> sentences and clauses, and which sentences of a passage answer a question.

The choice is a small model over what `match` and the embedding say of each sentence beside the others of its passage; it was
fitted on sentences that people selected (CLAPNQ, development split) by `hld eval models`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from hld.app.kinds import holds, wanted
from hld.app.logistic import model
from hld.app.match import Rarity, Terms, match, want
from hld.ingest.regex import regex

_SENTENCE = regex(
    r"(?<=[a-z0-9)\]”\"%][.!?])[\"”’)\]]*\s+(?=[\"“‘(\[]*[A-Z0-9])|(?<=[a-z)][.!?])(?=[A-Z][a-z])|"
    r"(?<= [.!?])\s+(?=[\"“‘(\[`]*[A-Z])|\n+"
)
_ABBREVIATED = regex(r"(?:\b(?:Mr|Mrs|Ms|Dr|St|No|Nos|vs|para|paras|art|arts|p|pp|cf|e\.g|i\.e|al|res|vol|ed)\.|\b[A-Z]\.)$")
_CLAUSE = regex(
    r";\s+|:\s+(?=[a-z(])|,\s+(?=(?:and|while|including|as well as|in particular|which|who|where|whereas|with)\b)|\s+–\s+|\s+—\s+"
)
SHORTEST = 4
"""Words of a clause; a shorter piece stays with the one before it."""


def sentences(text: str) -> list[str]:
    """The sentences of a text, in order.

    >>> sentences("It met in May. Mr. Ban spoke, para. 3 says. Who else?")
    ['It met in May.', 'Mr. Ban spoke, para. 3 says.', 'Who else?']
    """
    out: list[str] = []
    for piece in _SENTENCE.split(text):
        piece = piece.strip()
        if not piece:
            continue
        if out and _ABBREVIATED.search(out[-1]):
            out[-1] += f" {piece}"
        else:
            out.append(piece)
    return out


def clauses(text: str) -> list[str]:
    """The clauses of a text, in order: its sentences, cut at semicolons and before words that begin a clause.

    >>> clauses("Requests the Secretary-General to report on lamps, and invites States to pay for all of the oil; to be brief")
    ['Requests the Secretary-General to report on lamps', 'and invites States to pay for all of the oil; to be brief']
    """
    out: list[str] = []
    for sentence in sentences(text):
        start, first = 0, len(out)
        ends = [(m.start(), m.end()) for m in _CLAUSE.finditer(sentence)] + [(len(sentence), len(sentence))]
        for end, following in ends:
            piece = sentence[start:end]
            rest = sentence[following:]
            if len(piece.split()) >= SHORTEST and (not rest or len(rest.split()) >= SHORTEST):
                out.append(piece)
                start = following
        if start < len(sentence) and sentence[start:].strip():
            if len(out) > first:
                out[-1] = f"{out[-1]} {sentence[start:]}"
            else:
                out.append(sentence[start:])
    return out


FEATURES = tuple(
    """cosine above_mean below_best coverage below_coverage missing order density holds beside beside_coverage first length
    refers""".split()
)
_REFERS = regex(
    r"(?:it|he|she|they|this|these|those|that|its|his|her|their|however|also|in addition|then|such|another)\b", re.IGNORECASE
)


def features(question: str, texts: Sequence[str], cosines: Sequence[float], terms: Terms, rarity: Rarity) -> np.ndarray:
    """One row of `FEATURES` for each sentence of a passage. `cosines` are those of the question and each sentence."""
    asked = want(question, terms, rarity)
    kind = wanted(question)
    near = np.asarray(cosines, np.float64)
    matched = [match(asked, terms(text)) for text in texts]
    covered = np.array([m.coverage for m in matched])
    rows = []
    for i, (text, found) in enumerate(zip(texts, matched, strict=True)):
        beside = [j for j in (i - 1, i + 1) if 0 <= j < len(texts)]
        rows.append(
            (
                near[i],
                near[i] - near.mean(),
                near[i] - near.max(),
                found.coverage,
                found.coverage - covered.max(),
                found.missing,
                found.order,
                found.density,
                float(holds(question, text, kind)),
                max((near[j] for j in beside), default=0.0),
                max((covered[j] for j in beside), default=0.0),
                float(i == 0),
                np.log(1 + len(text.split())),
                float(bool(_REFERS.match(text))),
            )
        )
    return np.array(rows, np.float64).reshape(len(texts), len(FEATURES))


def scores(question: str, texts: Sequence[str], cosines: Sequence[float], terms: Terms, rarity: Rarity) -> np.ndarray:
    """For each sentence of a passage, the probability that it belongs to the answer."""
    return model("sentence", FEATURES).probability(features(question, texts, cosines, terms, rarity))


def select(found: np.ndarray, threshold: float | None = None) -> list[int]:
    """The places of the sentences that answer, in order: those of at least the threshold, and always the best.

    >>> select(np.array([0.1, 0.9, 0.6]), 0.5), select(np.array([0.1, 0.2]), 0.5)
    ([1, 2], [1])
    """
    if not len(found):
        return []
    limit = model("sentence", FEATURES).threshold if threshold is None else threshold
    best = int(np.argmax(found))
    return [i for i, p in enumerate(found) if p >= limit or i == best]
