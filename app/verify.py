"""Is a sentence supported by the paragraphs it cites? Checked against their text, whoever wrote the sentence.

A sentence is *quoted* when its words stand in a paragraph. Else what it asserts must be there: figures, dates, symbols, names,
and whether it is said or denied; the verb must be as strong as the paragraph's, and ask the same of the same. What is left is a
matter of words and meaning, judged by shares of terms, by the model of `support` where an encoder is at hand, and by an NLI model
where one is set. Every verdict comes with its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from hld.app import speech, support
from hld.app.assertions import Asserted, asserted
from hld.app.logistic import model
from hld.app.passages import clauses
from hld.app.schema import Verdict
from hld.ingest.masthead import MONTHS
from hld.ingest.regex import regex

SUPPORTED, PARTLY = 0.8, 0.5
"""Least share of a sentence's terms that its paragraphs hold."""

SURE = 0.5
"""Least probability with which an NLI model decides."""

_NEGATIONS = frozenset("no not never neither nor refuses refused declines declined without".split())
"""Words that an introduction may not hold: they would turn what is quoted into its opposite."""

_INTRODUCES = frozenset(
    """in the of on by at to its it this that under preamble resolution decision general assembly participating states and
    governments was were is an a only invitation request call decision acknowledgement encouragement recommendation emphasis
    reaffirmation welcome concern urgent appeal bore took sought""".split()
)
"""Words of an introduction: who says it and where, how strong that is, and past tenses of which the stem is another."""

_WORD = regex(r"\d+(?:[.,/]\d+)*|[^\W\d_]+(?:[-'’][^\W\d_]+)*")

_FRAME = frozenset("""general assembl preambl resolut particip state secur council human right""".split())

Closeness = Callable[[str, Sequence[str]], Sequence[float]]
"""Gives the cosines of a text and others."""


class Judge(Protocol):
    """A model of natural language inference."""

    name: str

    def judge(self, evidence: str, claim: str) -> tuple[float, float]:
        """The probabilities that the evidence entails the claim, and that it contradicts it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The verdict on a sentence, its score from 0 to 1, and why, in words."""

    verdict: Verdict
    score: float
    reason: str


def examine(
    sentence: str,
    texts: Sequence[str],
    context: Sequence[str],
    terms: Callable[[str], Sequence[str]],
    *,
    close: Closeness | None = None,
    judge: Judge | None = None,
) -> Finding:
    """Judge a sentence.

    `texts` are the cited paragraphs, `context` what surrounds them (chapeau, document's name and date), which may be named but
    is not evidence for a claim. *Quoted* is a sentence whose words, but for the words that introduce it, stand in the
    paragraph without a gap or with gaps marked (…). `close` measures meaning, `judge` infers; both are asked only when the
    sentence is neither quoted nor refuted by what it asserts.
    """
    if not texts:
        return Finding(verdict="unsupported", score=0.0, reason="It cites no paragraph.")
    allowed = asserted(" ".join([*texts, *context]))
    said = asserted(sentence)
    if wrong := _not_there(said, allowed):
        return Finding(verdict="unsupported", score=0.0, reason=f"The paragraph does not hold {_listed(wrong)}.")
    weighed = speech.stronger(sentence, [*texts, *context]) or speech.readdressed(sentence, [*texts, *context], terms)
    if not weighed and _is_quoted(sentence, texts, context, terms):
        return Finding(verdict="quoted", score=1.0, reason="Its words stand in the paragraph.")
    own = [t for t in terms(sentence) if t not in _FRAME]
    if own and {t for text in context for t in terms(text)}.issuperset(own):
        return Finding(verdict="partly", score=PARTLY, reason="It says no more than what the document is called.")
    found = {t for text in (*texts, *context) for t in terms(text)} | allowed.figures
    share = round(sum(t in found for t in own) / len(own), 4) if own else 0.0
    if refuted := weighed or _denied(sentence, said, texts, terms):
        return Finding(verdict="unsupported", score=min(share, 0.2), reason=refuted)
    if judge is not None and own:
        entailed, contradicted = judge.judge(" ".join(texts), sentence)
        if max(entailed, contradicted) >= SURE:
            yes = entailed >= contradicted
            verb = "follows from" if yes else "contradicts"
            return Finding(
                verdict="supported" if yes else "unsupported",
                score=round(entailed, 4),
                reason=f"According to the model {judge.name}, it {verb} the paragraph.",
            )
    absent = sorted({t for t in own if t not in found})
    missing = f"; not there: {', '.join(absent[:5])}" if absent else ""
    if close is not None and own:
        return _by_meaning(sentence, texts, terms, close, share, missing)
    verdict: Verdict = "supported" if share >= SUPPORTED else "partly" if share >= PARTLY else "unsupported"
    if names := _unnamed(said, [*texts, *context], terms):
        verdict = "partly" if verdict == "supported" else verdict
        return Finding(verdict=verdict, score=share, reason=f"The paragraph does not name {_listed(names)}.")
    return Finding(verdict=verdict, score=share, reason=f"The paragraph holds {share:.0%} of its terms{missing}.")


def _by_meaning(
    sentence: str,
    texts: Sequence[str],
    terms: Callable[[str], Sequence[str]],
    close: Closeness,
    share: float,
    missing: str,
) -> Finding:
    """The verdict of the support model on the clauses nearest to the sentence."""
    pieces = [piece for text in texts for piece in clauses(text)]
    near = support.nearest(sentence, pieces, terms, _even)
    found = support.features(sentence, near, close(sentence, near), terms, _even, whole=" ".join(texts))
    probability = support.probability(found)
    limit = model("support", support.FEATURES).threshold
    verdict: Verdict = "unsupported"
    if share >= SUPPORTED or (probability >= limit and share >= PARTLY):
        verdict = "supported"
    elif probability >= limit or share >= PARTLY:
        verdict = "partly"
    reason = f"By words and meaning, the paragraph supports it with a probability of {probability:.2f}{missing}."
    return Finding(verdict=verdict, score=round(max(probability, share if share >= SUPPORTED else 0.0), 4), reason=reason)


def _even(_: str) -> float:
    return 1.0


def _not_there(said: Asserted, allowed: Asserted) -> list[str]:
    """Figures, years, dates and symbols that are asserted and not there."""
    figures = {f for f in said.figures if f not in allowed.figures}
    years = {y for y in said.years if y not in allowed.years and y not in allowed.figures}
    symbols = {s for s in said.symbols if s not in allowed.symbols}
    return [*sorted(symbols), *sorted(figures), *sorted(years), *(_spelled(d) for d in sorted(said.dates - allowed.dates))]


def _spelled(date: str) -> str:
    month, day = date.split("-")
    return f"{day} {MONTHS[int(month) - 1]}" if 1 <= int(month) <= 12 else date


def _unnamed(said: Asserted, texts: Sequence[str], terms: Callable[[str], Sequence[str]]) -> list[str]:
    """Names of which a word is nowhere in the texts."""
    held = {t for text in texts for t in terms(text)}
    return [name for name in sorted(said.names) if any(t not in held and t not in _FRAME for t in terms(name))]


def _denied(sentence: str, said: Asserted, texts: Sequence[str], terms: Callable[[str], Sequence[str]]) -> str:
    """Says that the sentence denies what the paragraphs say, or says what they deny; else an empty text."""
    own = set(terms(sentence))
    pieces = [piece for text in texts for piece in clauses(text)]
    if own and pieces:
        shares = [len(own & set(terms(piece))) for piece in pieces]
        best = pieces[max(range(len(pieces)), key=lambda i: shares[i])]
        denied = asserted(best).negated
        if said.negated and not any(asserted(text).negated for text in texts):
            return "It denies what the paragraph does not deny."
        if denied and not said.negated and max(shares) * 2 >= len(own):
            return "It leaves out that the paragraph denies this."
    return ""


def _listed(items: Sequence[str]) -> str:
    quoted = [f"“{item}”" for item in items[:4]]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower().replace("’", "'"))


def _is_quoted(sentence: str, texts: Sequence[str], context: Sequence[str], terms: Callable[[str], Sequence[str]]) -> bool:
    """Whether the sentence, but for its introduction, stands in one text, its pieces in their order. An introduction says in what
    document and by whom it is said, and has else no words but those of the paragraph: "nobody needs to", "the Bank should" and
    "deplores" before what is quoted say something of their own."""
    introduces = {*_INTRODUCES, *_words(" ".join(context))}
    pieces = [words for piece in sentence.split("(…)") if (words := _words(piece))]
    if not pieces:
        return False
    total = sum(map(len, pieces))
    for text in texts:
        own = _words(text)
        stems = {*terms(text)}
        padded = f" {' '.join(own)} "
        # The introduction ("In resolution 67/172, the General Assembly") ends where the paragraph's own words begin.
        head, *rest = pieces
        for start in range(min(len(head), 40)):
            kept = total - start
            if len(head) - start < min(4, len(own)) or kept * 2 < total:
                break
            place = padded.find(f" {' '.join(head[start:])} ")
            if place < 0 or not _NEGATIONS.isdisjoint(head[:start]):
                continue
            if not all(word in introduces or stems.issuperset(terms(word)) for word in head[:start]):
                break
            # What is quoted from "decides not to meet" may not begin behind the "not".
            if start and not _NEGATIONS.isdisjoint(padded[:place].split()[-2:]):
                break
            for piece in rest:
                place = padded.find(f" {' '.join(piece)} ", place + 1)
                if place < 0:
                    break
            if place >= 0:
                return True
    return False
