"""Measures of retrieval, citation and abstention. Each is short and names its source."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence


def group_recall(groups: Sequence[Collection[str]], ranked: Sequence[str], k: int) -> float:
    """Share of gold groups met among the first `k`; a group is met by any of its alternatives. 1 when there is no group.

    Recall at k (Manning, Raghavan and Schütze 2008, chapter 8), with alternatives judged as one relevant item.

    >>> group_recall([["a", "b"], ["c"]], ["x", "b", "y"], 2)
    0.5
    """
    if not groups:
        return 1.0
    first = set(ranked[:k])
    return sum(not first.isdisjoint(group) for group in groups) / len(groups)


def reciprocal_rank(relevant: Collection[str], ranked: Sequence[str]) -> float:
    """1 / rank of the first relevant id, 0 when there is none (Voorhees 1999, TREC-8 question answering track).

    >>> reciprocal_rank({"b"}, ["a", "b"])
    0.5
    """
    return next((1 / rank for rank, item in enumerate(ranked, start=1) if item in relevant), 0.0)


def average_precision(relevant: Collection[str], ranked: Sequence[str], k: int) -> float:
    """Mean of the precision at each relevant rank up to `k`, over all relevant ids (trec_eval's map_cut).

    >>> average_precision({"a", "c"}, ["a", "b", "c"], 10)
    0.8333333333333333
    """
    hits, total = 0, 0.0
    for rank, item in enumerate(ranked[:k], start=1):
        if item in relevant:
            hits += 1
            total += hits / rank
    return total / len(relevant) if relevant else 0.0


def ndcg(relevant: Collection[str], ranked: Sequence[str], k: int) -> float:
    """Normalised discounted cumulative gain with binary gains (Järvelin and Kekäläinen 2002, as trec_eval computes it).

    >>> ndcg({"a"}, ["a", "b"], 10), round(ndcg({"b"}, ["a", "b"], 10), 4)
    (1.0, 0.6309)
    """
    gain = sum(1 / math.log2(rank + 1) for rank, item in enumerate(ranked[:k], start=1) if item in relevant)
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(k, len(relevant)) + 1))
    return gain / ideal if ideal else 0.0


def recall(relevant: Collection[str], ranked: Sequence[str], k: int) -> float:
    """Share of relevant ids among the first `k` (trec_eval's recall).

    >>> recall({"a", "c"}, ["a", "b"], 2)
    0.5
    """
    return len(set(ranked[:k]) & set(relevant)) / len(relevant) if relevant else 0.0


def citation_precision(gold: Collection[str], cited: Sequence[str]) -> float:
    """Share of the cited paragraphs that are gold; 0 when nothing is cited.

    Set precision of citations, as Gao et al. (2023), "Enabling Large Language Models to Generate Text with Citations", but
    against judged paragraphs instead of a model's entailment.
    """
    return sum(item in gold for item in cited) / len(cited) if cited else 0.0


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Probability that a positive scores above a negative, ties counting half (Hanley and McNeil 1982). NaN without both.

    >>> auroc([0.9, 0.4], [0.4, 0.1])
    0.875
    """
    if not positive or not negative:
        return math.nan
    wins = sum((p > n) + 0.5 * (p == n) for p in positive for n in negative)
    return wins / (len(positive) * len(negative))


def mean(values: Sequence[float]) -> float:
    """The arithmetic mean; NaN of nothing."""
    return sum(values) / len(values) if values else math.nan
