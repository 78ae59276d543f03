"""What a paragraph says, and the content of a question as terms that it may cover."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hld.app.glossary import Expansion
from hld.index.lexical import Analyser, Lexical, words
from hld.index.search import Index
from hld.ingest.library import DocumentEntry, Entry
from hld.ingest.models import Kind
from hld.ingest.references import find_references
from hld.ingest.regex import regex

GENERIC = frozenset(
    """assembl general unit nation resolut paragraph para document text high-level dialogu intern migrat develop adopt say
    state member ask call request decid report year session question answer mean explain describ list name give exact
    actual sort kind thing wa mention regard relat concern kindli pleas summar whether""".split()
)
"""Stems that every document here is full of, or that only say that something is asked; they are no evidence."""

LISTS = 3
"""Symbols of documents from which a preambular paragraph only lists what was adopted before."""


def worded(entry: Entry) -> str:
    """A paragraph in its words and those of the digest."""
    return f"{entry.text} {entry.plain}"


def said_by(entry: Entry) -> str:
    """All that a paragraph says: its words, those of the digest, and its chapeaux."""
    return f"{worded(entry)} {entry.context}"


def evidence_text(entry: Entry, document: DocumentEntry) -> str:
    """What a paragraph is taken to say, and its document."""
    return " ".join((said_by(entry), document.title, document.symbol, document.dated[:4]))


def listing(entry: Entry) -> bool:
    """Whether a preambular paragraph only lists what was adopted before."""
    return entry.kind == Kind.PREAMBULAR and len({str(m.reference.symbol) for m in find_references(entry.text)}) >= LISTS


def content(text: str, analyser: Analyser) -> list[str]:
    """The terms of a text in order, each once, without those that are no evidence.

    >>> content("What does the Assembly say about lamps and oil lamps?", Analyser())
    ['lamp', 'oil']
    """
    return [term for term in dict.fromkeys(analyser.terms(text)) if term not in GENERIC]


_BRACKETS = regex(r"\([^()]*\)")


_FORMS = {"child": "children", "woman": "women", "man": "men", "crisi": "crise", "xenophobia": "xenophob", "peopl": "person"}
_IRREGULAR = _FORMS | {other: one for one, other in _FORMS.items()}
"""Stems of two forms of a word that the stemmer does not know for the same."""


class Terms:
    """The content of a question as weighted term groups; a group is covered by any of its alternatives."""

    def __init__(self, text: str, extra: Sequence[Expansion], lexical: Lexical, *, either: bool = False) -> None:
        """Weigh the terms of a question, or of its topic, by their rarity in the corpus; `extra` is what the glossary adds. With
        `either`, "child" is "children" too, and what the glossary adds has to say something: it is told so for lists, and the
        ranker was fitted without."""
        analyser = lexical.analyser
        self._terms = analyser.terms
        own = content(text, analyser)
        self._reach = max(len(words(text)), len(own))
        self.groups: list[tuple[float, list[frozenset[str]]]] = []
        for term in own:
            others = [_IRREGULAR[term]] if either and term in _IRREGULAR else []
            self.groups.append((lexical.rarity(term), [frozenset([each]) for each in (term, *others)]))
        # A glossary word covers every typed word of the phrase that led to it; in a list not "nationality", whose stem is that of
        # the United Nations.
        for term, (_, alternatives) in zip(own, self.groups, strict=True):
            for expansion in extra:
                if term in expansion.stems:
                    meant = (frozenset(analyser.terms(phrase)) for phrase in expansion.phrases)
                    alternatives += [stems for stems in meant if not (either and stems <= GENERIC)]
        most = max((weight for weight, _ in self.groups), default=0.0)
        self._rarest = [each for weight, alternatives in self.groups if weight == most for each in alternatives if each]

    def told(self, entry: Entry) -> bool:
        """Whether a paragraph's own words cover a term of the greatest weight: what tells the question from others like it."""
        said = {*self._terms(worded(entry))}
        return any(alternative <= said for alternative in self._rarest)

    def whole(self, entry: Entry) -> bool:
        """Whether a paragraph's own words cover every term."""
        said = {*self._terms(worded(entry))}
        return all(any(alternative <= said for alternative in some) for _, some in self.groups)

    def share(self, text: str) -> float:
        """The share of the weight that a text covers, 0 where the question has no term."""
        said = {*self._terms(text)}
        covered = sum(weight for weight, some in self.groups if any(each and each <= said for each in some))
        return covered / (sum(weight for weight, _ in self.groups) or 1.0)

    def together(self, entry: Entry, *, apart: int = 0, explained: bool = True) -> bool:
        """Whether a paragraph's own words cover every term, with about as few others between them as the question has and `apart`
        more; without those in brackets, by which the digest explains a term where it first stands, unless what is `explained`
        counts."""
        said = self._terms(worded(entry) if explained else _BRACKETS.sub("", worded(entry)))
        every, places = {*said}, []
        for n, (_, alternatives) in enumerate(self.groups):
            meant = {term for alternative in alternatives if alternative <= every for term in alternative}
            places += [(place, n) for place, term in enumerate(said) if term in meant]
        last: dict[int, int] = {}
        for place, group in sorted(places):
            last[group] = place
            if len(last) == len(self.groups) and place - min(last.values()) <= self._reach + apart:
                return True
        return False

    def coverages(self, ids: Sequence[str], index: Index) -> tuple[np.ndarray, np.ndarray]:
        """Share of the weight that each of these paragraphs covers, in all its rows and in its own words alone; 0 where the
        question has no term."""
        terms = {term for _, alternatives in self.groups for alternative in alternatives for term in alternative}
        held = index.holding(terms, ids)
        covered = np.zeros((2, len(ids)), np.float64)
        for weight, alternatives in self.groups:
            met = np.zeros(covered.shape, bool)
            for alternative in filter(None, alternatives):
                met |= np.logical_and.reduce([held[term] for term in alternative])
            covered += weight * met
        most = sum(weight for weight, _ in self.groups)
        whole, alone = covered / most if most else covered
        return whole, alone
