"""Is a sentence supported by the paragraphs it cites? Checked against their text, whoever wrote the sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from hld.app.schema import Verdict

SUPPORTED, PARTLY = 0.8, 0.5
"""Least share of a sentence's terms that its paragraphs hold."""

_NEGATIONS = frozenset("no not never neither nor refuses refused declines declined without".split())
"""Words that an introduction may not hold: they would turn what is quoted into its opposite."""

_FIGURE = re.compile(r"\d+(?:[.,/]\d+)*")


_WORD = re.compile(r"\d+(?:[.,/]\d+)*|[^\W\d_]+(?:[-'’][^\W\d_]+)*")


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower().replace("’", "'"))


def check(
    sentence: str, texts: Sequence[str], context: Sequence[str], terms: Callable[[str], Sequence[str]]
) -> tuple[Verdict, float]:
    """The verdict on a sentence, and the share of its terms that are found.

    `texts` are the cited paragraphs, `context` what surrounds them (chapeau, document's name and date), which may be named but
    is not evidence for a claim. *Quoted* is a sentence whose words, but for the words that introduce it, stand in the
    paragraph without a gap or with gaps marked (…); a figure that neither holds makes it unsupported.
    """
    if not texts:
        return "unsupported", 0.0
    allowed = " ".join([*texts, *context])
    figures = set(_FIGURE.findall(allowed))
    if any(figure not in figures for figure in _FIGURE.findall(sentence)):
        return "unsupported", 0.0
    if _is_quoted(sentence, texts):
        return "quoted", 1.0
    own = [t for t in terms(sentence) if t not in _FRAME]
    found = set(terms(allowed))
    score = sum(t in found for t in own) / len(own) if own else 0.0
    return ("supported" if score >= SUPPORTED else "partly" if score >= PARTLY else "unsupported"), round(score, 4)


_FRAME = frozenset("""general assembl preambl resolut particip state secur council human right""".split())


def _is_quoted(sentence: str, texts: Sequence[str]) -> bool:
    """Whether the sentence, but for its introduction, stands in one text, its pieces in their order."""
    pieces = [words for piece in sentence.split("(…)") if (words := _words(piece))]
    if not pieces:
        return False
    total = sum(map(len, pieces))
    for text in texts:
        own = _words(text)
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
            for piece in rest:
                place = padded.find(f" {' '.join(piece)} ", place + 1)
                if place < 0:
                    break
            if place >= 0:
                return True
    return False
