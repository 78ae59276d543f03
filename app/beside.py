"""Which paragraphs are cited beside the first: those of the hits that are likely to answer the question as well.

How likely that is tells a logistic model, fitted by `hld eval beside` on the development cases, in `beside.json` beside the
figures on cases that it was not fitted on. Before, shares of the first one's score told it, apart for questions that seemed to
ask several things: of what was cited so behind a right first paragraph, two in five did not answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from hld.app import choice, figures, logistic
from hld.app.evidence import Evidence
from hld.app.logistic import Logistic
from hld.app.question import Understood
from hld.app.terms import Terms, worded
from hld.index.hits import Hit
from hld.index.search import Index
from hld.ingest.regex import regex

FILE = "beside.json"

FEATURES = (
    *("score", "share", "several", "several_share", "first", "sure"),
    *("like", "same_document", "next"),
    *("recognised", "alike", "posed", "sampled", "answers"),
    *("gain", "meaning", "alone", "maxsim", "kind"),
)
"""What tells whether a paragraph answers beside the first. The logarithms of its probability of being the best and of its share
of the first one's, the latter once more where the question seems to ask several things (and whether it does); the first one's
probability, and how sure it is that the evidence answers. How near both are in meaning, and whether they are of one document, and
neighbours in it. What samples and the networks say of it (`hld.index.hits`). How much more of the question it covers than the
first, how much nearer it is in meaning (with and without its context) and token by token, and whether it has the kind of figure
that is asked for, where the first has not."""

LOOKED_AT, MOST = 5, 2
"""Hits that are looked at, and the most that are cited beside the first."""

LEAST = 0.5
"""Probability from which a paragraph is cited."""

MAY = 0.25
"""That from which one is cited where a question asks for the texts that say something, whichever there are."""
_WHICH_TEXTS = regex(
    r"\b(?:which|what) (?:(?:of (?:the|these|those|your)|un|other) )*(?:texts|resolutions|documents|paragraphs)\b", re.IGNORECASE
)

LITTLE = 1e-4
"""Probability that is as little as any."""


def cited(understood: Understood, evidence: Evidence, hits: Sequence[Hit], index: Index) -> Evidence:
    """Evidence with its first hit and those that answer beside it, of its others and of those found, best first; where a question
    asks for the texts that say something, those that say the same as well."""
    others, also_in = candidates(understood, evidence, hits, index)
    first, found = evidence.hits[0], evidence.also_in
    listed = lists(understood)
    same = [hit for hit in hits if listed and hit.id in found.get(first.id, ())]
    if same:
        found = {each: others for each, others in found.items() if each != first.id}
    if not others:
        return replace(evidence, hits=(first, *same), also_in=found)
    likely = _model().probability(features(understood, evidence, others, also_in, hits, index))
    chosen = [others[at] for at in (likeliest(likely, MAY, LOOKED_AT) if listed else likeliest(likely))]
    also_in = {**found, **{hit.id: also_in[hit.id] for hit in chosen}}
    return replace(evidence, hits=(first, *same, *chosen), also_in=also_in)


def lists(understood: Understood) -> bool:
    """Whether a question asks for the texts that say something, and not for the first or the latest of them."""
    return not understood.late and bool(_WHICH_TEXTS.search(understood.text))


def likeliest(likely: np.ndarray, least: float = LEAST, most: int = MOST) -> list[int]:
    """Which of several paragraphs are cited, given how likely each answers: the likeliest, in their order.

    >>> likeliest(np.array([0.1, 0.7, 0.9, 0.8]), 0.6)
    [2, 3]
    """
    return sorted(int(at) for at in np.argsort(-likely, kind="stable")[:most] if likely[at] >= least)


def candidates(
    understood: Understood, evidence: Evidence, hits: Sequence[Hit], index: Index
) -> tuple[list[Hit], dict[str, tuple[str, ...]]]:
    """What may be cited beside the first hit of the evidence, of several that say the same the one that the question means, and
    the ids of the others by its own."""
    first = evidence.hits[0]
    said = evidence.also_in.get(first.id, ())
    found = {hit.id: hit for hit in (*evidence.hits, *hits[:LOOKED_AT]) if hit.id not in said}
    entries = index.entries([*found])
    others, also_in = list[Hit](), dict[str, tuple[str, ...]]()
    for group in choice.repeated([*found.values()], entries, index.lexical):
        if all(hit.id != first.id for hit, _ in group):
            lead, same = choice.shown(group, index.documents, understood, entries)
            if choice.may_follow(entries[first.id], entries[lead.id], index.documents, understood):
                others.append(lead)
                also_in[lead.id] = same
    return others, also_in


def features(
    understood: Understood,
    evidence: Evidence,
    others: Sequence[Hit],
    also_in: Mapping[str, tuple[str, ...]],
    hits: Sequence[Hit],
    index: Index,
) -> np.ndarray:
    """The `FEATURES` of each of `others`, one row each."""
    first = evidence.hits[0]
    ids = [hit.id for hit in others]
    by_id = {hit.id: hit.score for hit in hits}

    def score(hit: Hit) -> float:
        """Of what says the same, the best one's: which of them is shown is another matter."""
        return max(LITTLE, *(by_id.get(each, 0.0) for each in (hit.id, *also_in.get(hit.id, evidence.also_in.get(hit.id, ())))))

    whole = Terms(understood.meant, understood.extra, index.lexical).coverages([first.id, *ids], index)[0]
    gives = figures.asked(understood.asks)
    read = index.entries([first.id, *ids])
    has = {each: bool(gives and gives(worded(entry))) for each, entry in read.items()}
    beside, document = index.beside(first.id), first.id.partition("#")[0]
    several, own = float(choice.asks_several(understood.text)), score(first)
    rows = []
    for hit, like, coverage in zip(others, index.likeness([first.id], ids)[0], whole[1:], strict=True):
        share = float(np.log(score(hit) / own))
        told = {
            "score": float(np.log(score(hit))),
            "share": share,
            "several": several,
            "several_share": several * share,
            "first": own,
            "sure": evidence.confidence,
            "like": float(like),
            "same_document": float(hit.id.partition("#")[0] == document),
            "next": float(hit.id in beside),
            "recognised": hit.recognised,
            "alike": hit.alike,
            "posed": hit.posed,
            "sampled": float(hit.sampled),
            "answers": hit.answers,
            "gain": float(coverage - whole[0]),
            "meaning": hit.dense - first.dense,
            "alone": hit.alone - first.alone,
            "maxsim": hit.maxsim - first.maxsim,
            "kind": float(has[hit.id]) - float(has[first.id]),
        }
        rows.append([told[name] for name in FEATURES])
    return np.array(rows)


@cache
def _model() -> Logistic:
    """The model that tells what answers beside the first.

    Raises:
        ValueError: when it was fitted on other features.
    """
    return logistic.shipped(FILE, FEATURES, "hld eval beside", "model")
