"""Do the cited paragraphs support what is said? After ALCE: Gao, Yen, Yu and Chen (2023), "Enabling Large Language Models to
Generate Text with Citations", section 3.3, with our verifier as the judge of support; an NLI model can be set in its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from hld.eval.measures import Judged, per_case
from hld.eval.measures.citations import f1
from hld.eval.measures.content import tokens
from hld.eval.statistics import Measure
from hld.ingest.library import Entry

Supports = Callable[[str, Sequence[Entry]], bool]


def attribution(judged: Judged, supports: Supports) -> tuple[float, float] | None:
    """Citation recall and precision, without gold; None where nothing is said.

    Recall is the share of sentences that their paragraphs, taken together, support. A citation counts for precision when its
    sentence is supported and it is enough alone, or the others are not enough without it. A citation of a paragraph that does
    not exist supports nothing, and so does a sentence without any.
    """
    if not judged.reply.answers or not judged.reply.sentences:
        return None
    supported, needed, total = 0, 0, 0
    for sentence in judged.reply.sentences:
        total += len(sentence.citations)
        entries = {i: entry for i in sentence.citations if (entry := judged.corpus.entry(i)) is not None}
        if not entries or not supports(sentence.text, list(entries.values())):
            continue
        supported += 1
        for cited, entry in entries.items():
            others = [e for i, e in entries.items() if i != cited]
            needed += supports(sentence.text, [entry]) or not (others and supports(sentence.text, others))
    return supported / len(judged.reply.sentences), needed / total if total else 0.0


def shows(sentence: str, entry: Entry) -> bool:
    """Whether a sentence is the whole paragraph with a label or a remark before it, as a look-up gives it."""
    said, own = tokens(sentence), tokens(entry.text)
    return bool(own) and said[-len(own) :] == own


def _named(prefix: str, found: tuple[float, float] | None) -> Mapping[str, float]:
    if found is None:
        return {}
    recall, precision = found
    return {f"{prefix}_recall": recall, f"{prefix}_precision": precision, f"{prefix}_f1": f1(precision, recall)}


@per_case(
    Measure(name="alce_recall", says="Share of sentences that the paragraphs they cite support, taken together (ALCE)."),
    Measure(name="alce_precision", says="Share of citations that are needed: alone enough, or not enough without (ALCE)."),
    Measure(name="alce_f1", says="The harmonic mean of the two, answer by answer."),
)
def support(judged: Judged) -> Mapping[str, float]:
    """With our verifier as the judge."""

    def supports(sentence: str, entries: Sequence[Entry]) -> bool:
        return any(shows(sentence, entry) for entry in entries) or judged.corpus.supports(sentence, entries)

    return _named("alce", attribution(judged, supports))


@per_case(
    Measure(name="nli_recall", says="The recall of ALCE with the NLI model set by HLD_NLI_MODEL as the judge."),
    Measure(name="nli_precision", says="The precision of ALCE with that model."),
    Measure(name="nli_f1", says="The harmonic mean of the two, answer by answer."),
)
def entailment(judged: Judged) -> Mapping[str, float]:
    """With an NLI model as the judge, where one is set."""
    entails = judged.corpus.entails
    if entails is None:
        return {}

    def supports(sentence: str, entries: Sequence[Entry]) -> bool:
        return entails(" ".join(f"{entry.context} {entry.text}".strip() for entry in entries), sentence)

    return _named("nli", attribution(judged, supports))


@per_case(Measure(name="invented", says="Share of citations of paragraphs that do not exist.", better="lower"))
def invented(judged: Judged) -> float | None:
    """Cited ids that the corpus does not hold, of all that are cited; None where nothing is cited."""
    cited = judged.reply.cited
    return sum(judged.corpus.entry(i) is None for i in cited) / len(cited) if cited else None
