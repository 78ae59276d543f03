"""What the words of an answer are worth: facts stated, quotations that are none, copying."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from hld.eval.measures import Judged, per_case
from hld.eval.statistics import Measure
from hld.index.lexical import Analyser

_TOKEN = re.compile(r"\d+(?:[.,/]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?")


def tokens(text: str) -> list[str]:
    """Words and figures in lower case; thousands without their separator, and whose a thing is without the ending.

    >>> tokens("Belgium’s 1,000 States’ pledges (67/172)")
    ['belgium', '1000', 'states', 'pledges', '67/172']
    """
    found = _TOKEN.findall(text.lower().replace("’", "'"))
    return [re.sub(r"(?<=\d),(?=\d{3}\b)", "", token).removesuffix("'s") for token in found]


def stated(facts: Iterable[str], text: str) -> frozenset[str]:
    """The facts whose words stand in a text in a row.

    >>> sorted(stated(["1,000 States", "two"], "Of 1000 States, one"))
    ['1,000 States']
    """
    said = f" {' '.join(tokens(text))} "
    return frozenset(fact for fact in facts if f" {' '.join(tokens(fact))} " in said)


@per_case(Measure(name="fact_coverage", says="Share of the facts expected that the answer states, of answers given."))
def fact_coverage(judged: Judged) -> float | None:
    """Share of the case's facts whose words stand in the answer in a row (answer recall, as ALCE's "exact match recall")."""
    if not judged.case.facts or not judged.reply.answers:
        return None
    return len(stated(judged.case.facts, judged.reply.text)) / len(judged.case.facts)


def worded(facts: Iterable[str], sentences: Iterable[str]) -> frozenset[str]:
    """The facts whose words, but for small ones and whatever their endings, all stand in one of these sentences.

    >>> sorted(worded(["18 members", "presented orally"], ["The members, 18 in all, meet.", "They present it."]))
    ['18 members']
    """
    terms = _analyser().terms
    said = [frozenset(terms(sentence)) for sentence in sentences]
    wanted = {fact: frozenset(terms(fact)) for fact in facts}
    return frozenset(fact for fact, own in wanted.items() if own and any(found >= own for found in said))


@cache
def _analyser() -> Analyser:
    return Analyser()


@per_case(
    Measure(name="lenient_fact_coverage", says="The same, where the words of a fact stand in one sentence, in whatever order.")
)
def lenient_fact_coverage(judged: Judged) -> float | None:
    """Share of the case's facts whose words all stand in one sentence of the answer: it finds a fact that is put differently, as
    the digest puts it, and one whose words stand there by chance."""
    if not judged.case.facts or not judged.reply.answers:
        return None
    return len(worded(judged.case.facts, (said.text for said in judged.reply.sentences))) / len(judged.case.facts)


def fragments(source: Sequence[str], summary: Sequence[str]) -> list[int]:
    """Lengths of the extractive fragments of a summary: greedily, the longest runs of words that it shares with its source.

    Grusky, Naaman and Artzi (2018), "Newsroom", section 3.1.

    >>> fragments("a b c d".split(), "x a b y d".split())
    [2, 1]
    """
    places: dict[str, list[int]] = {}
    for place, word in enumerate(source):
        places.setdefault(word, []).append(place)
    out, at = [], 0
    while at < len(summary):
        longest = 0
        for place in places.get(summary[at], ()):
            length = 0
            while at + length < len(summary) and place + length < len(source) and summary[at + length] == source[place + length]:
                length += 1
            longest = max(longest, length)
        if longest:
            out.append(longest)
        at += max(longest, 1)
    return out


@per_case(
    Measure(name="copy_rate", says="Share of the answer's words that stand in runs of its sources.", better="neither"),
    Measure(name="compression", says="Words of the cited paragraphs for each word of the answer.", better="neither"),
)
def copying(judged: Judged) -> Mapping[str, float]:
    """Extractive fragment coverage and compression ratio against the cited paragraphs (Grusky et al. 2018, section 3.1)."""
    said = tokens(judged.reply.text)
    if not judged.reply.answers or not said:
        return {}
    source: list[str] = []
    for paragraph in judged.reply.cited:
        if (entry := judged.corpus.entry(paragraph)) is not None:
            source += [*tokens(f"{entry.text} {entry.plain}"), "\0"]
    found = sum(fragments(source, said))
    return {"copy_rate": found / len(said), "compression": sum(word != "\0" for word in source) / len(said)}


_QUOTED = re.compile(r"[“«\"]([^“”«»\"]+)[”»\"]")
_LEAST = 4
"""Words of the shortest quotation that is looked for."""

_SURE = 10
"""Words in a row that are no coincidence, whatever introduces them."""

_LEAD = 40
"""Words that may introduce a quotation that has no quotation marks."""


def quotations(sentence: str, verdict: str) -> list[str]:
    """What a sentence gives as another's words: what stands in quotation marks (four words or more), or, where the system calls
    the whole sentence a quotation, all of it."""
    marked = [found for found in _QUOTED.findall(sentence) if len(tokens(found)) >= _LEAST]
    return marked or ([sentence] if verdict == "quoted" else [])


def verbatim(quotation: str, text: str, *, lead: int = 0) -> bool:
    """Whether a quotation stands in a text word for word, its gaps marked (…) or …, after at most `lead` words of introduction.

    >>> verbatim("The Assembly notes the cost (…) of money", "the cost of sending and of money", lead=3)
    True
    >>> verbatim("the cost of money", "the cost of sending and of money")
    False
    """
    pieces = [words for piece in re.split(r"[(\[]?(?:…|\.\.\.)[)\]]?", quotation) if (words := tokens(piece))]
    if not pieces:
        return False
    own = tokens(text)
    first, rest = pieces[0], pieces[1:]
    total = sum(map(len, pieces))
    # What is left must be four words, or it could be found anywhere; and half of all, or as many as nobody writes by chance.
    most = max(0, min(lead, max(total // 2, total - _SURE), total - _LEAST, len(first) - 1))
    for skipped in range(most + 1):
        at = _find(own, first[skipped:], 0)
        for piece in rest:
            at = _find(own, piece, at) if at >= 0 else -1
        if at >= 0:
            return True
    return False


def _find(words: Sequence[str], piece: Sequence[str], start: int) -> int:
    """Where a piece ends that stands in the words from `start` on, or -1."""
    size = len(piece)
    return next((at + size for at in range(start, len(words) - size + 1) if list(words[at : at + size]) == list(piece)), -1)


@per_case(Measure(name="quote_fidelity", says="Share of quotations that stand word for word in a paragraph they cite."))
def quote_fidelity(judged: Judged) -> float | None:
    """Checked anew, word by word against the library, whatever verdict the system gave itself; None where nothing is quoted."""
    right, total = 0, 0
    for sentence in judged.reply.sentences if judged.reply.answers else ():
        entries = [entry for i in sentence.citations if (entry := judged.corpus.entry(i)) is not None]
        for quotation in quotations(sentence.text, sentence.verdict):
            if not sentence.citations:  # a title in quotation marks, say
                continue
            total += 1
            lead = _LEAD if quotation == sentence.text else 0
            right += any(verbatim(quotation, text, lead=lead) for entry in entries for text in (entry.text, entry.plain) if text)
    return right / total if total else None
