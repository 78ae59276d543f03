"""From hits to their order: a small learned ranker, and which of several paragraphs that say the same is shown.

The weights of the ranker are fitted by `hld eval ranker` on the development cases and stand in `ranker.json`, beside what they
gain on cases that they were not fitted on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib import resources

import numpy as np

from hld.app import figures, numbered
from hld.app.assertions import asserted
from hld.app.glossary import Expansion
from hld.app.question import Understood
from hld.app.years import HELD, sessions_in
from hld.index.facets import addressed
from hld.index.fuse import unit
from hld.index.hits import Found, Hit
from hld.index.lexical import Lexical, words
from hld.index.samples import EVEN
from hld.index.search import Index
from hld.index.traits import TRAITS
from hld.ingest.library import DocumentEntry, Entry
from hld.ingest.models import Kind
from hld.ingest.references import find_references

GENERIC = frozenset(
    """assembl general unit nation resolut paragraph para document text high-level dialogu intern migrat develop adopt say
    state member ask call request decid report year session question answer mean explain describ list name give exact
    actual sort kind thing wa mention regard relat concern kindli pleas summar whether""".split()
)
"""Stems that every document here is full of, or that only say that something is asked; they are no evidence."""

FEATURES = (
    *("words", "meaning", "alone", "maxsim", "coverage", "own", "document", "process", "date", "posed", "alike", *TRAITS),
    *("unsampled", "unsampled_meaning", "unsampled_maxsim"),
)
"""BM25, cosine, and cosine of the text alone, each from 0 to 1 over the hits; how much of the question the paragraph has token by
token, beside the hit that has most; the share of the question's content that it covers, and that its own words do; the bonus of
its document, and whether that is of the process; how late (or early) it is where that is asked; how like the question is to its
samples beside the likest, by their vectors and token by token; traits; and of a paragraph without samples that it has none, its
cosine and what it has of the question, which then have to tell what samples would."""

NAMED = 20.0
"""What a paragraph gains, in the logarithm of the odds, that the question names: more than all else together."""

NAMED_PART, ADDRESSED, GIVEN = 5.0, 3.0, 3.0
"""What a paragraph gains, in the logarithm of the odds, that stands in the preamble or the operative part as the question says,
addresses whom the question asks about, or gives a figure or a date where one is asked for. Too few development cases ask so to
fit them: of 12 about a duty, MRR .771 -> .887 on the digest and .771 -> .833 on official texts."""

DUE = 8.0
"""What a paragraph gains, in the logarithm of the odds, that names the session for which the question says that something is due:
near all, as the same request stands in every resolution for another session."""

NUMBERED = 8.0
"""What a paragraph gains, in the logarithm of the odds, that speaks of the round table (the goal, the article …) of the number
that is asked for, and loses that speaks of others of them only: its siblings are like it in all but that."""

OTHER = 3.0
"""What a paragraph loses, in the logarithm of the odds, that names the year of the other Dialogue and not that of the one which
the question is about. 80 development cases about one Dialogue, MRR: digest .923 -> .930, official texts .907 -> .914."""

REACH, SOONER, TOLD = 3.0, 10.0, 0.6
"""How far behind the best, in the logarithm of the odds and whatever their dates, paragraphs may be that are told apart by their
dates where the latest or the first is asked for; what the latest (the first) of all documents then gains; and the share of a
topic, where the question gives one, that a paragraph's words must have to be told apart so wherever it stands: it is mentioned
there. 26 development cases, right paragraph first, digest and official texts: .73 and .69 without, .77 and .77 by reach alone,
.85 and .85 with both (at a share of 1 .81 and .81)."""

OUTSIDE = 5.0
"""What a paragraph loses of a document of the process that was adopted in none of the years which the question allows ("before
2014", "since 2012"). It may be the right one still: a later text tells of what was held before that year."""

TOLD_IN, TOLD_NEAR = 0.14, 0.3
"""What a paragraph gains, in the logarithm of the odds, that is of a document which the answer before cites, times the logarithm
of the number of documents, as any other of many is the less likely; and what it gains more the nearer it stands to what is cited
there."""

BEHIND_LAST, BEHIND_FIRST = 0.35, 0.45
"""What a turn behind the last question alone, and behind that which the conversation began with, have in the logarithm of the
odds; the rest is had by the turn as it is searched. Turns of three writers out of fold, right paragraph first: digest .70 -> .81,
other resolutions .40 -> .56 (with the last question, and without the first, .77 and .47)."""

NEAR, NEAR_SEVERAL = 0.7, 0.25
"""Share of the best score from which another paragraph is cited too, and that for questions that ask for several things."""

MAXSIM_SHARP = 15.0
"""How fast what a hit has of the question token by token counts less than what the best one has: e times for each 1 / 15 less.
Development cases out of fold, MRR, digest and official texts: .917 and .906 (10: .917 and .907; 30: .917 and .905; the difference
itself .913 and .903; nothing of it .910 and .889)."""

LEAST = 1e-9
"""Probability that is as little as any."""

LISTS = 3
"""Symbols of documents from which a preambular paragraph only lists what was adopted before."""

SIDED = 2
"""Paragraphs of each side of a comparison that come before the others."""

SAME, VERY_SAME = 0.6, 0.85
"""Least overlap (Jaccard) of the terms of two paragraphs for the one to count as the other's repeat in another year,
and for a later one to be shown in the place of the best."""


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


_BRACKETS = re.compile(r"\([^()]*\)")


_PLURALS = {"child": "children", "woman": "women", "man": "men", "crisi": "crise"}
_IRREGULAR = _PLURALS | {plural: one for one, plural in _PLURALS.items()}
"""Stems of a singular and of its plural that the stemmer does not know for the same."""


class Terms:
    """The content of a question as weighted term groups; a group is covered by any of its alternatives."""

    def __init__(self, text: str, extra: Sequence[Expansion], lexical: Lexical, *, either: bool = False) -> None:
        """Weigh the terms of a question, or of its topic, by their rarity in the corpus; `extra` is what the glossary adds. With
        `either`, "child" is "children" too: it is told so for lists, and the ranker was fitted without."""
        analyser = lexical.analyser
        self._terms = analyser.terms
        own = [t for t in dict.fromkeys(analyser.terms(text)) if t not in GENERIC]
        self._reach = max(len(words(text)), len(own))
        self.groups: list[tuple[float, list[frozenset[str]]]] = []
        for term in own:
            others = [_IRREGULAR[term]] if either and term in _IRREGULAR else []
            self.groups.append((lexical.rarity(term), [frozenset([each]) for each in (term, *others)]))
        # A glossary word covers every typed word of the phrase that led to it.
        for term, (_, alternatives) in zip(own, self.groups, strict=True):
            for expansion in extra:
                if term in expansion.stems:
                    alternatives += [frozenset(analyser.terms(phrase)) for phrase in expansion.phrases]
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


def rank(understood: Understood, found: Found, index: Index, k: int) -> list[Hit]:
    """The `k` best of what was found by the learned ranker, best first; the score is the probability of being the best of all.

    Where the question sets documents side by side, the best of each side come right behind the first.
    """
    if not len(found):
        return []
    rows, weights = features(understood, found, index), _weights()
    logarithms = rows @ weights + _as_meant(understood, found, index)
    if understood.late:
        at = FEATURES.index("date")
        undated = logarithms - rows[:, at] * weights[at]
        fit = undated >= undated.max() - REACH
        if understood.topical:
            topic = Terms(understood.meant, understood.extra, index.lexical)
            fit |= topic.coverages(found.ids, index)[1] >= TOLD
        logarithms += SOONER * rows[:, at] * fit
    odds = np.exp(logarithms - logarithms.max())
    scores = odds / odds.sum()
    order = np.argsort(-scores, kind="stable").tolist()
    if understood.sides:
        order = _side_by_side(understood.sides, order, _documents(found))
    return found.hits(order[:k], scores[order[:k]].tolist())


def mixed(rankings: Sequence[tuple[float, Sequence[Hit]]]) -> list[Hit]:
    """Hits of several wordings of a turn in one order, each with what it counts in the logarithm of the odds; what one of them
    has not found is a little below all that it has."""
    hits = {hit.id: hit for _, some in reversed(rankings) for hit in some}
    logarithms = np.zeros(len(hits))
    for counts, some in rankings:
        scores = {hit.id: np.log(max(hit.score, LEAST)) for hit in some}
        least = min(scores.values(), default=0.0) - 1
        logarithms += counts * np.array([scores.get(each, least) for each in hits])
    odds = np.exp(logarithms - logarithms.max(initial=0.0))
    order, every = np.argsort(-odds, kind="stable"), [*hits.values()]
    return [replace(every[at], score=float(odds[at] / odds.sum())) for at in order.tolist()]


def _side_by_side(sides: Sequence[frozenset[str]], order: Sequence[int], documents: Sequence[str]) -> list[int]:
    """An order of hits with the best of each side before the second best of any, and those before the rest.

    `documents` are those of the hits; the first in the order stays first.
    """
    turn: dict[int, int] = {}
    for side in sides:
        for n, at in enumerate([at for at in order if documents[at] in side][:SIDED]):
            turn[at] = min(n, turn.get(at, n))
    return [order[0], *sorted(order[1:], key=lambda at: turn.get(at, SIDED))]


def _documents(found: Found) -> list[str]:
    return [identifier.partition("#")[0] for identifier in found.ids]


def _as_meant(understood: Understood, found: Found, index: Index) -> np.ndarray:
    """What hits gain that the question names, that stand in the part of a resolution which it names, address whom it asks about,
    name a session for which it says that something is due, or a thing of a number that it names, or give a figure or a date of
    the kind that it asks for; and lose that are later than it allows, or name such things of other numbers, or another Dialogue
    than it is about."""
    gain = np.zeros(len(found))
    if understood.named:
        gain += NAMED * np.isin(found.ids, understood.named)
    if understood.barred:
        gain -= OUTSIDE * np.isin(_documents(found), understood.barred)
    if understood.told:
        near = index.nearness(found.ids, understood.told)
        gain += TOLD_IN * np.log(len(index.documents)) * (near > 0) + TOLD_NEAR * near
    if understood.kind:
        preamble = found.traits[:, TRAITS.index("preamble")] > 0
        gain += NAMED_PART * (preamble == (understood.kind == "preambular"))
    gives = figures.asked(understood.asks, asserted(understood.text).years if understood.around else ())
    things = numbered.things(understood.text)
    other = next((year for year in HELD if understood.meeting in HELD and year != understood.meeting), "")
    if understood.addressee or gives or understood.due or things or other:
        read = index.entries(found.ids)
        entries = [read[identifier] for identifier in found.ids]
        if understood.addressee:
            gain += ADDRESSED * np.array([understood.addressee in addressed(entry).lower() for entry in entries])
        if gives:
            gain += GIVEN * np.array([gives(worded(entry)) for entry in entries])
        if understood.due:
            gain += DUE * np.array([not understood.due.isdisjoint(sessions_in(worded(entry))) for entry in entries])
        if other:
            said = [worded(entry) for entry in entries]
            gain -= OTHER * np.array([other in text and understood.meeting not in text for text in said])
        if things:
            gain += NUMBERED * np.array([numbered.spoken_of(things, worded(entry)) for entry in entries])
    return gain


def features(understood: Understood, found: Found, index: Index) -> np.ndarray:
    """The `FEATURES` of each hit, one row a hit."""
    posed, maxsim, meaning = found.column("posed"), found.column("maxsim"), unit(found.column("dense"))
    has = np.exp(MAXSIM_SHARP * (maxsim - maxsim.max()))
    documents = _documents(found)
    columns = [
        unit(found.column("lexical")),
        meaning,
        unit(found.column("alone")),
        has,
        *Terms(understood.text, understood.extra, index.lexical).coverages(found.ids, index),
        found.column("bonus"),
        np.array([document in understood.process for document in documents]),
        np.array([understood.late.get(document, 0.0) for document in documents]),
        posed / max(EVEN, posed.max()),
        found.column("alike"),
        *found.traits.T,
        ~found.sampled,
        ~found.sampled * meaning,
        ~found.sampled * has,
    ]
    return np.stack(columns, axis=1)


@cache
def _weights() -> np.ndarray:
    """The weight of each of `FEATURES`.

    Raises:
        ValueError: when `ranker.json` was fitted on other features.
    """
    read = json.loads(resources.files("hld.app").joinpath("ranker.json").read_text("utf-8"))
    if tuple(read["weights"]) != FEATURES:
        raise ValueError("ranker.json was fitted on other features; run hld eval ranker")
    return np.array(list(read["weights"].values()))


_SEVERAL = re.compile(
    r"\b(?:which|what)\s+(?:\w+\s+)?\w+s\b|\blist\b|\ball\b|\beach\b|\bboth\b|\band\b.*\?|\bcompare|\bdiffer|\bchange|\bevery|"
    r"\bover the years\b|\bhow many\b",
    re.IGNORECASE,
)


Groups = Sequence[Sequence[tuple[Hit, frozenset[str]]]]
"""Hits with the terms of their texts, those that say about the same together; the groups as their best hits are ranked."""


def choose(
    groups: Groups, entries: Mapping[str, Entry], documents: Mapping[str, DocumentEntry], understood: Understood
) -> tuple[list[Hit], dict[str, tuple[str, ...]]]:
    """The best paragraph and those close behind it; of several that say the same, the one that the question means.

    Where the question names documents by their symbols, those behind are of them too; and behind one of the process others stand
    only that are as close as where one thing is asked for: of 19 that were cited below that in development cases on official
    texts 16 were wrong.
    """
    best = groups[0][0][0].score
    named = understood.asked_of
    near = NEAR_SEVERAL if _SEVERAL.search(understood.text) else NEAR

    def of_process(hit: Hit) -> bool:
        return documents[entries[hit.id].document].process

    chosen: list[Hit] = []
    also_in: dict[str, tuple[str, ...]] = {}
    for group in groups:
        first = group[0][0]
        meant = not (chosen and named) or entries[first.id].document in named
        apart = bool(chosen) and of_process(chosen[0]) and not of_process(first)
        if meant and first.score >= (NEAR if apart else near) * best and len(chosen) < 3:
            lead = _meant(group, documents, understood, entries)
            chosen.append(lead)
            also_in[lead.id] = tuple(hit.id for hit, _ in group if hit.id != lead.id)
    return chosen, also_in


def repeated(ranked: Sequence[Hit], entries: Mapping[str, Entry], lexical: Lexical) -> Groups:
    """Ranked hits in groups that say about the same."""
    groups: list[list[tuple[Hit, frozenset[str]]]] = []
    for hit in ranked:
        text = frozenset(lexical.analyser.terms(entries[hit.id].text))
        for group in groups:
            # Chapeaux are alike from year to year where what they introduce is not.
            if _overlap(text, group[0][1]) >= SAME and not entries[hit.id].text.endswith(":"):
                group.append((hit, text))
                break
        else:
            groups.append([(hit, text)])
    return groups


def _meant(
    group: Sequence[tuple[Hit, frozenset[str]]],
    documents: Mapping[str, DocumentEntry],
    understood: Understood,
    entries: Mapping[str, Entry],
) -> Hit:
    """Of paragraphs that say the same: that of a document the question names, the first or the latest it asks for, else
    the latest of those that say the very same as the best one."""

    def dated(hit: Hit) -> str:
        return documents[entries[hit.id].document].dated

    hits = [hit for hit, _ in group]
    if understood.due:  # what was asked for another session is another request, in however like words
        return hits[0]
    named = {*understood.documents, *understood.dated, *understood.around}
    if among := [hit for hit in hits if entries[hit.id].document in named]:
        return among[0]
    if "first" in understood.wants:
        return min(hits, key=lambda hit: dated(hit) or "9")
    if "latest" in understood.wants:
        return max(hits, key=dated)
    told = {paragraph.partition("#")[0] for paragraph in understood.told}
    if entries[hits[0].id].document in told:  # a conversation stays with its document
        return hits[0]
    return max((hit for hit, text in group if _overlap(text, group[0][1]) >= VERY_SAME), key=dated)


def _overlap(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / max(1, len(a | b))
