"""Hyphens that the end of a line swallowed, put back."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hld.ingest.regex import regex

_COMPOUNDS = """capacity-building decision-making policy-making Secretary-General Under-Secretary-General non-governmental
    high-level follow-up gender-sensitive gender-based evidence-based cross-border cross-cutting multi-stakeholder full-time
    long-term short-term well-being by-product human-rights-based inter-agency micro-enterprises""".split()
_LOST = regex(
    r"\b((?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety))"
    r"(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)\b",
    re.IGNORECASE,
)


def restore_hyphens(lines: Sequence[str]) -> list[str]:
    """Lines with their hyphens: "sixtyeighth", and any compound that the document itself writes with one elsewhere.

    >>> restore_hyphens(["its sixtyninth session", "evidencebased and multistakeholder"])
    ['its sixty-ninth session', 'evidence-based and multi-stakeholder']
    """
    words = re.findall(r"[A-Za-z]+(?:-[A-Za-z]+)+", " ".join(lines))
    compounds = {re.sub("-", "", word).lower(): word for word in words}
    compounds = {re.sub("-", "", word).lower(): word for word in _COMPOUNDS} | compounds

    def whole(match: re.Match[str]) -> str:
        word = match[0]
        if compound := compounds.get(word.lower()):
            out, letters = [], iter(word)
            for char in compound:
                out.append("-" if char == "-" else next(letters))
            return "".join(out)
        return _LOST.sub(r"\1-\2", word)

    return [re.sub(r"[A-Za-z]{6,}", whole, line) for line in lines]
