"""From hits to their order: a small learned ranker.

It is fitted by `hld eval ranker` on the development cases and stands in `ranker.json`, beside what it gains on cases that it was
not fitted on. What rules read in the question counts beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import numpy as np

from hld.app import convened, figures, numbered
from hld.app.assertions import asserted
from hld.app.question import Understood
from hld.app.scores import Scores, likelihoods, read
from hld.app.terms import Terms, worded
from hld.app.years import HELD, sessions_in
from hld.index.facets import addressed
from hld.index.fuse import unit
from hld.index.hits import Found, Hit
from hld.index.samples import EVEN
from hld.index.search import Index
from hld.index.traits import TRAITS
from hld.ingest.regex import regex

SHARED = ("words", "meaning", "alone", "maxsim", "coverage", "own", "document", "process", "date", "posed", "alike", "recognised")
"""BM25, cosine, and cosine of the text alone, each from 0 to 1 over the hits; how much of the question the paragraph has token by
token, beside the hit that has most; the share of the question's content that it covers, and that its own words do; the bonus of
its document, and whether that is of the process; how late (or early) it is where that is asked; how like the question is to its
samples beside the likest, by their vectors and token by token, and how sure it is recognised as one for the paragraph."""

BARE = ("meaning", "maxsim", "document", *TRAITS)
"""What tells a paragraph without samples otherwise than one with: it has to tell what samples would. Out of fold, MRR of later
documents and, fitted to none of them, of a session's: with the first two alone .855 and .762; with all of these .867 and .764;
with whether it is of the process, words and coverage as well .871 and .741."""

FEATURES = (
    *(*SHARED, *TRAITS, "unsampled", *(f"unsampled_{name}" for name in BARE)),
    *("unsampled_answered", "answers", "ordered", "process_elsewhere"),
)
"""What is told of each hit: what they have in common, traits; of one without samples that it has none, those features which are
`BARE` once more, how surely a paragraph with samples answers the question (`hld.index.recognise`), and how much less surely it
does than another of them without, and how far behind the first of them it is put (`hld.index.answering`); and of one of the
process whether the question has words that other documents alone have."""

NAMED = 20.0
"""What a paragraph gains, in the logarithm of the odds, that the question names: more than all else together."""

RULES = 0.5
"""What is read in the question otherwise than by name counts beside the network, which is surer than the weights were that it was
made for. Out of fold, right paragraph first, of the process on the digest and on official texts, and of later documents: none
.925, .905 and .858, half .930, .912 and .855, whole .928, .907 and .843."""

NAMED_PART, ADDRESSED, GIVEN = 5.0, 3.0, 3.0
"""What a paragraph gains, in the logarithm of the odds, that stands in the preamble or the operative part as the question says,
addresses whom the question asks about, or gives a figure or a date where one is asked for. Too few development cases ask so to
fit them: of 12 about a duty, MRR .771 -> .887 on the digest and .771 -> .833 on official texts."""

CONVENED = 12.0
"""What a paragraph gains, in the logarithm of the odds, that tells how the Dialogue which a question is about was convened, what
for, or what came of it, as the question asks; as far as it tells that (`hld.app.convened`)."""

ADMITTED = 4.0
"""What a paragraph gains, in the logarithm of the odds, that lays down who takes part in a Dialogue, where that is asked: another
that encourages it is nearer to most such questions."""

STATUS = 8.0
"""What a paragraph gains, in the logarithm of the odds, that is about organizations without consultative status, and one loses
that is about those in it, where the former are asked about: the words of the question are those of the other."""

DEFINED = 3.0
"""What a paragraph gains, in the logarithm of the odds, that says behind the name of a thing what it is, where that is asked."""

HAPPENED = 8.0
"""What a paragraph gains, in the logarithm of the odds, that gives the day of what the question asks when it was: the same was
announced before with its year alone."""

DUE = 8.0
"""What a paragraph gains, in the logarithm of the odds, that names the session for which the question says that something is due:
near all, as the same request stands in every resolution for another session."""

NUMBERED = 8.0
"""What a paragraph gains, in the logarithm of the odds, that speaks of the round table (the goal, the article …) of the number
that is asked for, and loses that speaks of others of them only: its siblings are like it in all but that."""

OTHER = 3.0
"""What a paragraph loses, in the logarithm of the odds, that names the year of the other Dialogue and not that of the one which
the question is about. 80 development cases about one Dialogue, MRR: digest .923 -> .930, official texts .907 -> .914."""

ALIEN = 4.0
"""What a paragraph loses, in the logarithm of the odds, of a document outside the process that does not name the year of the
Dialogue which the question is about: other meetings have plenary meetings and outcomes as well."""

REACH, SOONER, TOLD = 3.0, 10.0, 0.6
"""How far behind the best, in the logarithm of the odds and whatever their dates, paragraphs may be that are told apart by their
dates where the latest or the first is asked for; what the latest (the first) of all documents then gains; and the share of a
topic, where the question gives one, that a paragraph's words must have to be told apart so wherever it stands: it is mentioned
there. 26 development cases, right paragraph first, digest and official texts: .73 and .69 without, .77 and .77 by reach alone,
.85 and .85 with both (at a share of 1 .81 and .81)."""

OF_YEAR = 6.0
"""What a paragraph gains, in the logarithm of the odds, of a document of the year which a question names, or that names it
itself, unless a Dialogue was held then, of which others tell as well."""

OUTSIDE = 5.0
"""What a paragraph loses of a document of the process that was adopted in none of the years which the question allows ("before
2014", "since 2012"). It may be the right one still: a later text tells of what was held before that year."""

MAXSIM_SHARP = 15.0
"""How fast what a hit has of the question token by token counts less than what the best one has: e times for each 1 / 15 less.
Development cases out of fold, MRR, digest and official texts: .917 and .906 (10: .917 and .907; 30: .917 and .905; the difference
itself .913 and .903; nothing of it .910 and .889)."""

SIDED = 2
"""Paragraphs of each side of a comparison that come before the others."""


def rank(understood: Understood, found: Found, index: Index, k: int) -> list[Hit]:
    """The `k` best of what was found by the learned ranker, best first; the score is the probability of being the best of all.

    Where the question sets documents side by side, the best of each side come right behind the first.
    """
    if not len(found):
        return []
    rows, learnt = features(understood, found, index), _scores()
    meant = _as_named(understood, found) + RULES * _as_meant(understood, found, index)
    logarithms = learnt.odds(rows) + meant
    if understood.late:
        at = FEATURES.index("date")
        undated = learnt.odds(np.where(np.arange(rows.shape[1]) == at, 0, rows)) + meant
        fit = undated >= undated.max() - REACH
        if understood.topical:
            topic = Terms(understood.meant, understood.extra, index.lexical)
            fit |= topic.coverages(found.ids, index)[1] >= TOLD
        logarithms += SOONER * rows[:, at] * fit
    order, scores = likelihoods(logarithms)
    if understood.sides:
        order = _side_by_side(understood.sides, order, _documents(found))
    return found.hits(order[:k], scores[order[:k]].tolist())


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


def _as_named(understood: Understood, found: Found) -> np.ndarray:
    """What hits gain that the question names, or that stand in the part of a resolution which it names; and lose that are later
    than it allows."""
    gain = np.zeros(len(found))
    if understood.named:
        gain += NAMED * np.isin(found.ids, understood.named)
    if understood.kind:
        preamble = found.traits[:, TRAITS.index("preamble")] > 0
        gain += NAMED_PART * (preamble == (understood.kind == "preambular"))
    if understood.barred:
        gain -= OUTSIDE * np.isin(_documents(found), understood.barred)
    return gain


def _as_meant(understood: Understood, found: Found, index: Index) -> np.ndarray:
    """What hits gain that address whom the question asks about, name a session for which it says that something is due, or a
    thing of a number that it names, or give a figure or a date of the kind that it asks for; and lose that name such things of
    other numbers, or another Dialogue than it is about."""
    gain = np.zeros(len(found))
    gives = figures.asked(understood.asks, asserted(understood.text).years if understood.around else ())
    things = numbered.things(understood.text)
    if _DIALOGUE.search(understood.turn):  # the one that was asked about before is another
        things = {each for each in things if each[0] != "dialogue" or each in numbered.things(understood.turn)}
    other = next((year for year in HELD if understood.meeting in HELD and year != understood.meeting), "")
    days = figures.days_told(understood.asks)
    tells, admits, status = (
        convened.telling(understood),
        convened.admits(understood.text),
        convened.status(understood.turn or understood.text),
    )
    defines = _defining(understood)
    years = () if understood.compares else understood.years
    if any((understood.addressee, gives, days, tells, admits, status, defines, understood.due, things, other, years)):
        read = index.entries(found.ids)
        entries = [read[identifier] for identifier in found.ids]
        if understood.addressee:
            gain += ADDRESSED * np.array([understood.addressee in addressed(entry).lower() for entry in entries])
        if gives:
            gain += GIVEN * np.array([gives(worded(entry)) for entry in entries])
        if defines:
            gain += DEFINED * np.array([bool(defines.search(worded(entry))) for entry in entries])
        if tells:
            gain += CONVENED * np.array([tells(entry) for entry in entries])
        if status:
            gain += STATUS * np.array([status(worded(entry)) for entry in entries])
        if admits:
            gain += ADMITTED * np.array([e.document in understood.process and admits(worded(e)) for e in entries])
        if days:
            topic = Terms(understood.meant, understood.extra, index.lexical)
            told = [any(topic.share(said) >= TOLD for said in days(worded(entry))) for entry in entries]
            gain += HAPPENED * np.array(told)
        if understood.due:
            gain += DUE * np.array([not understood.due.isdisjoint(sessions_in(worded(entry))) for entry in entries])
        if other:
            said = [worded(entry) for entry in entries]
            gain -= OTHER * np.array([other in text and understood.meeting not in text for text in said])
            ours = {*understood.process}
            apart = [e.document not in ours and understood.meeting not in text for e, text in zip(entries, said, strict=True)]
            gain -= ALIEN * np.array(apart)
        if years:
            dated = np.isin(_documents(found), understood.dated)
            gain += OF_YEAR * (dated | np.array([any(year in worded(entry) for year in years) for entry in entries]))
        if things:
            gain += NUMBERED * np.array([numbered.spoken_of(things, worded(entry)) for entry in entries])
    return gain


_DIALOGUE = regex(r"\b(?:dialogue|hld)\b", re.IGNORECASE)
_DEFINES = regex(r"\W*(?:what|wat)(?:['’]?s| is| are| was| were)(?: the| an?)? (?P<thing>[^?]{2,60}?)\W*", re.IGNORECASE)


def _defining(understood: Understood) -> re.Pattern[str] | None:
    """What stands where a text says what a thing is ("the Forum (LF), an informal initiative"), for a question that asks it; None
    for others."""
    asks = _DEFINES.fullmatch(understood.text)
    if asks is None:
        return None
    names = "|".join(map(re.escape, (asks["thing"], *understood.phrases)))
    return re.compile(rf"\b(?:{names})(?: ?\([^)]*\))?, an? ", re.IGNORECASE)


def features(understood: Understood, found: Found, index: Index) -> np.ndarray:
    """The `FEATURES` of each hit, one row a hit."""
    posed, maxsim, documents = found.column("posed"), found.column("maxsim"), _documents(found)
    coverage, own = Terms(understood.text, understood.extra, index.lexical).coverages(found.ids, index)
    process = np.array([document in understood.process for document in documents])
    told = {
        "words": unit(found.column("lexical")),
        "meaning": unit(found.column("dense")),
        "alone": unit(found.column("alone")),
        "maxsim": np.exp(MAXSIM_SHARP * (maxsim - maxsim.max())),
        "coverage": coverage,
        "own": own,
        "document": found.column("bonus"),
        "process": process,
        "date": np.array([understood.late.get(document, 0.0) for document in documents]),
        "posed": posed / max(EVEN, posed.max()),
        "alike": found.column("alike"),
        "recognised": found.column("recognised"),
        **dict(zip(TRAITS, found.traits.T, strict=True)),
        "unsampled": ~found.sampled,
        "unsampled_answered": ~found.sampled * found.answered,
        "answers": _beside(found.column("answers"), ~found.sampled),
        "ordered": _beside(found.column("ordered"), ~found.sampled),
        "process_elsewhere": process * bool(understood.elsewhere),
    }
    told |= {f"unsampled_{name}": ~found.sampled * told[name] for name in BARE}
    return np.stack([told[name] for name in FEATURES], axis=1)


def _beside(odds: np.ndarray, bare: np.ndarray) -> np.ndarray:
    """How much less each hit has than the best of those without samples; 0 for the others, of which that is not told
    and which it should neither raise nor lower."""
    return np.where(bare, odds - odds[bare].max(initial=-np.inf), 0.0)


@cache
def _scores() -> Scores:
    return read("ranker.json", FEATURES, "hld eval ranker")
