"""How well texts match a question or a claim: rare words covered, in what order, how close in meaning, and what is asserted.

Nothing here knows about resolutions, or about questions as against claims: it gives numbers from 0 to 1 that the models of
`support` and `answerable` weigh.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from hld.app.assertions import Asserted, asserted, spoken_for

Terms = Callable[[str], Sequence[str]]
"""Gives the stemmed terms of a text, in order."""
Rarity = Callable[[str], float]
"""Gives the weight of a term by its rarity."""

ALIKE = 0.6
"""Least likeness of two different stems for the one to count for half of the other ("migrat" and "migrant": .61)."""


@lru_cache(maxsize=65536)
def _pairs(term: str) -> frozenset[str]:
    padded = f"^{term}"
    return frozenset(padded[i : i + 2] for i in range(len(padded) - 1))


def alike(a: str, b: str) -> float:
    """Likeness of two stems: the Dice coefficient of their letter pairs, where they begin with the same three letters.

    >>> alike("migrat", "migrat"), round(alike("migrat", "migrant"), 2), alike("agre", "degre")
    (1.0, 0.77, 0.0)
    """
    if a == b:
        return 1.0
    if len(a) < 4 or len(b) < 4 or a[:3] != b[:3]:
        return 0.0
    first, second = _pairs(a), _pairs(b)
    return 2 * len(first & second) / (len(first) + len(second))


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question or a claim: its terms in order, the weight of each, and what it asserts."""

    text: str
    terms: tuple[str, ...]
    weights: Mapping[str, float]
    asserts: Asserted

    @property
    def total(self) -> float:
        """The weight of all terms."""
        return sum(self.weights.values())


def want(text: str, terms: Terms, rarity: Rarity) -> Wanted:
    """Take a question or claim apart."""
    own = tuple(terms(text))
    return Wanted(
        text=text,
        terms=own,
        weights={term: rarity(term) for term in dict.fromkeys(own)},
        asserts=asserted(text),
    )


@dataclass(frozen=True, slots=True)
class Matched:
    """How a text matches: what share of each term's weight it covers, and the measures over them."""

    covered: Mapping[str, float]
    coverage: float
    missing: float
    order: float
    density: float


def match(wanted: Wanted, found: Sequence[str]) -> Matched:
    """Match the terms of a text.

    `coverage` is the covered share of the weight; `missing` the weight of the rarest term that is not covered, over the weight of
    the rarest; `order` the share of neighbouring terms that stand within four places in the same order; `density` the share of
    the text's terms that are wanted.
    """
    held = frozenset(found)
    covered = {term: _cover(term, held) for term in wanted.weights}
    total = wanted.total or 1.0
    heaviest = max(wanted.weights.values(), default=1.0) or 1.0
    place: dict[str, list[int]] = {}
    for number, term in enumerate(found):
        place.setdefault(term, []).append(number)
    pairs = list(zip(wanted.terms, wanted.terms[1:], strict=False))
    ordered = sum(any(0 < j - i <= 4 for i in place.get(a, ()) for j in place.get(b, ())) for a, b in pairs)
    return Matched(
        covered=covered,
        coverage=sum(wanted.weights[t] * c for t, c in covered.items()) / total,
        missing=max((wanted.weights[t] * (1 - c) for t, c in covered.items()), default=0.0) / heaviest,
        order=ordered / len(pairs) if pairs else 0.0,
        density=sum(t in wanted.weights for t in found) / len(found) if found else 0.0,
    )


def _cover(term: str, held: frozenset[str]) -> float:
    if term in held:
        return 1.0
    best = max((alike(term, other) for other in held if other[:3] == term[:3]), default=0.0)
    return best if best >= ALIKE else 0.0


def union(matches: Sequence[Matched], wanted: Wanted) -> float:
    """Covered share of the weight over several texts together."""
    best = {term: max((m.covered[term] for m in matches), default=0.0) for term in wanted.weights}
    return sum(wanted.weights[t] * c for t, c in best.items()) / (wanted.total or 1.0)


@dataclass(frozen=True, slots=True)
class Agreement:
    """What of the assertions of a claim a text holds, each a share from 0 to 1; 1 where nothing of the kind is asserted."""

    figures: float
    years: float
    dates: float
    names: float
    symbols: float
    negation: float
    wrong: tuple[str, ...]


def lacking(claim: Asserted, text: str) -> set[str]:
    """The names that a claim holds and a text does not."""
    lowered = text.lower() if claim.names else ""
    return {name for name in claim.names if not spoken_for(name, lowered)}


def agree(claim: Asserted, text: str, known: Asserted | None = None) -> Agreement:
    """Compare what a claim asserts with what a text holds; `wrong` names what is not there, as written."""
    held = known or asserted(text)
    figures = {f for f in claim.figures if f not in held.figures and f.rstrip("%") not in held.figures}
    missing = (
        figures,
        claim.years - held.years,
        claim.dates - held.dates,
        lacking(claim, text),
        claim.symbols - held.symbols,
    )
    kinds = (claim.figures, claim.years, claim.dates, claim.names, claim.symbols)
    shares = [1 - len(m) / len(k) if k else 1.0 for m, k in zip(missing, kinds, strict=True)]
    return Agreement(
        figures=shares[0],
        years=shares[1],
        dates=shares[2],
        names=shares[3],
        symbols=shares[4],
        negation=float(claim.negated == held.negated),
        wrong=tuple(sorted(item for group in missing for item in group)),
    )
