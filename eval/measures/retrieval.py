"""Is the right paragraph found, and how far up?"""

from __future__ import annotations

from collections.abc import Mapping

from hld.eval.measures import Judged, per_case
from hld.eval.ranking import MEASURES, documents, judge, lenient
from hld.eval.statistics import Measure

SAYS = {
    "recall@5": "Share of the paragraphs wanted that are among the first 5 (Manning, Raghavan and Schütze 2008, chapter 8).",
    "recall@10": "Share of the paragraphs wanted that are among the first 10.",
    "mrr": "1 / rank of the first paragraph wanted (Voorhees 1999).",
    "map@10": "Mean precision at the ranks of the paragraphs wanted, up to 10 (trec_eval's map_cut).",
    "ndcg@10": "Discounted gain of the first 10 beside that of the best order (Järvelin and Kekäläinen 2002).",
    "success@1": "Whether the first paragraph is one that is wanted.",
    "success@5": "Whether any of the first 5 is.",
}
LEVELS = {
    "": "",
    "lenient_": " The paragraph that introduces one wanted, or that one wanted introduces, counts as well.",
    "document_": " Of documents in place of paragraphs.",
}


@per_case(*(Measure(name=level + name, says=SAYS[name] + more) for level, more in LEVELS.items() for name in MEASURES))
def retrieval(judged: Judged) -> Mapping[str, float]:
    """The measures of ir_measures on three levels: the very paragraph, with credit for its chapeau or child, and the document."""
    gold = judged.case.gold
    if not gold:
        return {}
    levels = {
        "": (gold, judged.ranked),
        "lenient_": (lenient(gold, judged.ranked), judged.ranked),
        "document_": documents(gold, judged.ranked),
    }
    return {level + name: value for level, found in judge(levels).items() for name, value in found.items()}
