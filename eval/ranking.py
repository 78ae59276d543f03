"""Rankings judged by ir_measures (MacAvaney, Macdonald and Ounis 2022), which follows trec_eval.

Gold comes in groups of alternatives: a group is one relevant item, found where the first of its alternatives stands. A further
alternative keeps its rank and is worth nothing, as a reader gains nothing from it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from hld.ingest.symbols import Reference, SymbolError

Groups = Sequence[Collection[str]]
MEASURES = {
    "recall@5": "R@5",
    "recall@10": "R@10",
    "mrr": "RR",
    "map@10": "AP@10",
    "ndcg@10": "nDCG@10",
    "success@1": "Success@1",
    "success@5": "Success@5",
}
"""Our names, and those of ir_measures."""


def judge(
    queries: Mapping[str, tuple[Groups, Sequence[str]]], measures: Mapping[str, str] = MEASURES
) -> dict[str, dict[str, float]]:
    """The measures of each query, from its groups of gold and its ranking, best first.

    >>> judge({"q": ([["a", "b"], ["c"]], ["x", "b", "a", "c"])}, {"recall@2": "R@2", "mrr": "RR"})
    {'q': {'recall@2': 0.5, 'mrr': 0.5}}
    """
    import ir_measures

    wanted = {name: ir_measures.parse_measure(text) for name, text in measures.items()}
    qrels = {query: {f"group {n}": 1 for n in range(len(groups))} for query, (groups, _) in queries.items() if groups}
    run = {query: _scored(*queries[query]) for query in qrels}
    found: dict[str, dict[str, float]] = {query: dict.fromkeys(measures, 0.0) for query in qrels}
    names = {str(measure): name for name, measure in wanted.items()}
    for metric in ir_measures.iter_calc(list(wanted.values()), qrels, run):
        found[metric.query_id][names[str(metric.measure)]] = float(metric.value)
    return found


def _scored(groups: Groups, ranked: Sequence[str]) -> dict[str, float]:
    """The ranking with each group in the place of the first of its alternatives; scores fall with the rank."""
    out: list[str] = []
    for rank, item in enumerate(dict.fromkeys(ranked)):
        met = [f"group {n}" for n, group in enumerate(groups) if item in group and f"group {n}" not in out]
        # One paragraph may meet several groups: they follow one another.
        out += met or [f"rank {rank}"]
    return {label: -float(place) for place, label in enumerate(out)} or {"nothing": 0.0}


def lenient(groups: Groups, ranked: Sequence[str]) -> list[set[str]]:
    """Groups that are also met by a paragraph which introduces one of theirs, or which theirs introduces.

    >>> found = lenient([["A/RES/67/172#para-10-a"]], ["A/RES/67/172#para-10", "A/RES/67/172#para-10-b", "A/RES/68/4#para-10"])
    >>> sorted(found[0])
    ['A/RES/67/172#para-10', 'A/RES/67/172#para-10-a']
    """
    above = {item: _chapeaux(item) for item in {*ranked, *(i for group in groups for i in group)}}
    return [
        {*group, *(item for item in ranked if any(gold in above[item] or item in above[gold] for gold in group))}
        for group in groups
    ]


def _chapeaux(paragraph: str) -> set[str]:
    """The ids above a paragraph: of `#para-3-b-ii` those of `#para-3-b` and `#para-3`; none of what is no id."""
    document, _, _ = paragraph.partition("#")
    try:
        part = Reference.parse(paragraph).part
    except SymbolError:  # answers made elsewhere may cite anything
        return set()
    found = set()
    while part is not None and (part := part.parent) is not None:
        found.add(f"{document}#{part}")
    return found


def documents(groups: Groups, ranked: Sequence[str]) -> tuple[list[set[str]], list[str]]:
    """The same on the level of documents: groups of documents (equal ones once), and documents in the order they were met.

    >>> documents([["A/RES/67/172#para-1"], ["A/RES/67/172#para-2"]], ["A/RES/68/4#para-1", "A/RES/68/4#para-2"])
    ([{'A/RES/67/172'}], ['A/RES/68/4'])
    """
    of_group: list[set[str]] = []
    for group in groups:
        found = {item.partition("#")[0] for item in group}
        if found not in of_group:
            of_group.append(found)
    return of_group, list(dict.fromkeys(item.partition("#")[0] for item in ranked))
