"""A turn behind what was asked and told before it: its wordings, the order that these have together, and how sure it is that what
they find answers it.

What both weigh is fitted by `hld eval turns` on the conversations for development, and stands in `behind.json` beside the figures
on conversations that it was not fitted on.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from hld.app import evidence, logistic, scores
from hld.app.logistic import Logistic
from hld.app.question import Understood
from hld.app.scores import Scores
from hld.app.terms import Terms
from hld.app.turns import SIGNS, signs
from hld.index.hits import Hit
from hld.index.lexical import words
from hld.index.search import Index
from hld.ingest.library import Entry

LAST, FIRST, TOLD, ALONE = "last", "first", "told", "alone"
"""Wordings of a turn beside that by which it is searched: behind the last question alone, behind that which the conversation
began with, before the words of what was told last, and by itself."""

STATEMENT = "statement"
"""What is asked behind a statement, without that: a wording by which nothing is ranked."""

WORDINGS = ("turn", LAST, FIRST, TOLD, ALONE)
FOUND_BY = ("turn", ALONE, LAST, TOLD)
"""Wordings of which it is told how each paragraph was found."""

FEATURES = (
    *(*WORDINGS, "document", "near", "again", "foremost"),
    *(*SIGNS, "told_any", "goes_on", *(f"{name}_sure" for name in WORDINGS)),
    *(f"{name}_{told}" for name in FOUND_BY for told in ("meaning", "posed", "recognised", "found")),
)
"""The logarithm of the odds of a paragraph by the turn as it is searched and by each other wording, or by the former where there
is no such wording; of one of a document that the answer before cites the logarithm of the number of documents, as any other of
many is the less likely; how near it stands to what is cited there; and whether it is cited there itself, and as the first. Of all
alike, which count beside the others: what the turn shows of how it goes on (`hld.app.turns.signs`), whether an answer was before
it and whether it is searched behind a question, and the logarithm of the odds that what each wording finds answers it. And by
some wordings the cosine, the likeness to samples, how surely it is recognised, and whether it was found at all."""

FILE = "behind.json"

SURE_BY = (*WORDINGS, *(f"{name}_agrees" for name in WORDINGS), "share", "spread", "document", "again", "told_any", "another")
"""What tells how sure a turn is answered: the logarithm of the odds that what each wording finds answers it, by itself, or that
of the turn where there is no such wording, and whether it finds the same first; the probability of the first by all of them, and
their entropy; whether that is of a document that the answer before cites, and cited there itself, and whether there is such an
answer; and whether the turn is of a few words and names something else (`names_another`). Development conversations out of fold
on the digest, AUROC .94; with the estimates by the turn alone and of the document .87, and so by rules that asked again behind
each question; with single features of all wordings as well .94."""

WEIGHED = 10
"""Paragraphs found of which the entropy is taken."""

NARROW = 0.0025
"""Probabilities nearer to 0 or 1 count as this near."""

FEW = 5
"""Words at most of a turn that names a thing and says little else."""

LEAST = 1e-6
"""Probability that is as little as any."""

WORDS = 40
"""Words of what was told that a turn is put before. Development conversations out of fold, right paragraph first of 573 turns:
with 20, 40 and 80 of them .780, .787 and .787; without this wording .764."""


def put_before(turn: str, text: str) -> str:
    """A turn before the first words of what was told.

    >>> put_before("and who pays?", "Requests the keepers to light the lamps")
    'and who pays? Requests the keepers to light the lamps'
    """
    return f"{turn} {' '.join(text.split()[:WORDS])}"


def others(understood: Understood) -> dict[str, Understood]:
    """The wordings of a turn beside that by which it is searched."""
    return {name: each for name, each in understood.behind if name != STATEMENT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What one wording finds: the best paragraph, "" where there is none, and how sure it is that it answers."""

    best: str
    confidence: float


def together(
    understood: Understood, rankings: Mapping[str, Sequence[Hit]], by_wording: Mapping[str, Estimate], index: Index
) -> list[Hit]:
    """The hits of all wordings of a turn (that of the turn as it is searched, "turn", is one of them) in one order, best first;
    the score is the probability of being the best of all. `by_wording` is what each of them finds by itself."""
    hits = {hit.id: hit for some in reversed([*rankings.values()]) for hit in some}
    order, likely = scores.likelihoods(_scores().odds(features(understood, [*hits], rankings, by_wording, index)))
    every = [*hits.values()]
    return [replace(every[at], score=float(likely[at])) for at in order]


def features(
    understood: Understood,
    ids: Sequence[str],
    rankings: Mapping[str, Sequence[Hit]],
    by_wording: Mapping[str, Estimate],
    index: Index,
) -> np.ndarray:
    """The `FEATURES` of paragraphs, one row each. What a wording has not found is a little below all that it has."""
    told, columns = understood.told, dict[str, np.ndarray]()
    found = {name: {hit.id: hit for hit in some} for name, some in rankings.items()}
    for name, hits in found.items():
        known = {each: float(np.log(max(hit.score, LEAST))) for each, hit in hits.items()}
        least = max(min(known.values(), default=0.0) - 1, float(np.log(LEAST)))
        columns[name] = np.array([known.get(each, least) for each in ids])
    near = index.nearness(ids, told)
    document = np.log(len(index.documents)) * (near > 0)
    of_all = [
        *signs(understood.asked).values(),
        float(bool(told)),
        float(bool(understood.turn)),
        *(_log_odds(by_wording.get(name, by_wording["turn"]).confidence) for name in WORDINGS),
    ]
    rows = [
        *(columns.get(name, columns["turn"]) for name in WORDINGS),
        *(document, near, np.isin(ids, told), np.isin(ids, told[:1])),
        *(np.full(len(ids), value) for value in of_all),
    ]
    for name in FOUND_BY:
        hits = found.get(name, found["turn"])
        rows += np.array([_found(hits.get(each)) for each in ids]).reshape(len(ids), 4).T.tolist()
    return np.stack([*map(np.asarray, rows)], axis=1).astype(float)


def _found(hit: Hit | None) -> tuple[float, float, float, float]:
    return (0.0, 0.0, 0.0, 0.0) if hit is None else (hit.dense, hit.posed, hit.recognised, 1.0)


def estimates(understood: Understood, wordings: Mapping[str, Sequence[Hit]], index: Index) -> dict[str, Estimate]:
    """What each wording of a turn finds, by itself."""
    forms, found = {"turn": understood, **others(understood)}, dict[str, Estimate]()
    for name, ranked in wordings.items():
        same = next((found[other] for other in found if forms[other] is forms[name]), None)
        found[name] = same or _estimate(forms[name], ranked[:WEIGHED], index)
    return found


def _estimate(form: Understood, best: Sequence[Hit], index: Index) -> Estimate:
    entries = index.entries([hit.id for hit in best])
    sure = evidence.estimate(form, best, entries, index.documents, index.lexical)
    return Estimate(best=best[0].id if best else "", confidence=sure)


def told_by(
    understood: Understood, by_wording: Mapping[str, Estimate], ids: Sequence[str], scores: Sequence[float], index: Index
) -> dict[str, float]:
    """The features `SURE_BY` of a turn: `ids` are the paragraphs found by all its wordings, best first, with the probability of
    each of being the best."""
    first, told = ids[0], understood.told
    found = {name: by_wording.get(name, by_wording["turn"]) for name in WORDINGS}
    likely = np.clip(list(scores[:WEIGHED]), LEAST, 1.0)
    return {
        **{name: _log_odds(each.confidence) for name, each in found.items()},
        **{f"{name}_agrees": float(each.best == first) for name, each in found.items()},
        "share": float(likely[0]),
        "spread": float(-(likely * np.log(likely)).sum()),
        "document": float(first.partition("#")[0] in {each.partition("#")[0] for each in told}),
        "again": float(first in told),
        "told_any": float(bool(told)),
        "another": float(names_another(understood, index.entries([first])[first], index)),
    }


def _log_odds(probability: float) -> float:
    within = min(max(probability, NARROW), 1 - NARROW)
    return math.log(within / (1 - within))


def names_another(understood: Understood, best: Entry, index: Index) -> bool:
    """Whether a turn of a few words names something that the best paragraph does not ("and in Atlantis?"): what the question
    before asked does not answer that."""
    named = Terms(understood.turn, understood.extra, index.lexical, either=True)
    return 0 < len(words(understood.turn)) <= FEW and bool(named.groups) and not named.told(best)


def confidence(features: Mapping[str, float]) -> float:
    """Estimated probability that what is found for a turn answers it, from its features `SURE_BY`.

    Raises:
        ValueError: when the model was fitted on other features.
    """
    return _confidence().of(features)


@cache
def _confidence() -> Logistic:
    return logistic.shipped(FILE, SURE_BY, "hld eval turns", "confidence")


@cache
def _scores() -> Scores:
    return scores.read(FILE, FEATURES, "hld eval turns")
