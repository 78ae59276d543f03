"""Do the cited paragraphs support what is said? After ALCE: Gao, Yen, Yu and Chen (2023), "Enabling Large Language Models to
Generate Text with Citations", section 3.3, with our verifier as the judge of support; an NLI model can be set in its place."""

from __future__ import annotations

from collections.abc import Mapping

from hld.eval.measures import Judged, per_case
from hld.eval.measures.citations import f1
from hld.eval.statistics import Measure


@per_case(
    Measure(name="alce_recall", says="Share of sentences that the paragraphs they cite support, taken together (ALCE)."),
    Measure(name="alce_precision", says="Share of citations that are needed: alone enough, or not enough without (ALCE)."),
    Measure(name="alce_f1", says="The harmonic mean of the two, answer by answer."),
)
def support(judged: Judged) -> Mapping[str, float]:
    """Citation recall and precision, without gold: a citation of a paragraph that does not exist supports nothing."""
    if not judged.reply.answers or not judged.reply.sentences:
        return {}
    supported, needed, total = 0, 0, 0
    for sentence in judged.reply.sentences:
        total += len(sentence.citations)
        entries = {i: entry for i in sentence.citations if (entry := judged.corpus.entry(i)) is not None}
        if not entries or not judged.corpus.supports(sentence.text, list(entries.values())):
            continue
        supported += 1
        for cited, entry in entries.items():
            others = [e for i, e in entries.items() if i != cited]
            needed += judged.corpus.supports(sentence.text, [entry]) or not (
                others and judged.corpus.supports(sentence.text, others)
            )
    recall = supported / len(judged.reply.sentences)
    precision = needed / total if total else 0.0
    return {"alce_recall": recall, "alce_precision": precision, "alce_f1": f1(precision, recall)}
