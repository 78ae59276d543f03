"""From hits to evidence: which of the paragraphs found answer the question, and how sure that is.

The estimate looks at how close the best paragraphs are in meaning (apart where the best is of a document of the process, or one
that the question names; and how far, where they are about something else), whether the names that the question asserts occur in
them, whether the best is of such a document, since an answer from elsewhere in a large library is more often none, over how many
paragraphs the ranker's probability spreads (its entropy), whether resolutions answer such questions at all, given which of its
words the best paragraphs say (`hld.app.asked`), whether the question is more like samples that they answer or like samples that
nothing answers, how much liker the likest of all samples are, token by token, that have an answer, whether it is recognised as
one that is answered, and how surely as one for the best paragraph (`hld.index.recognise`), whether it names what no document
mentions, whether it has words that only documents outside the process have, and how surely the best paragraph and the surest of
the first few answer, token by token (`hld.index.answering`). What is learnt from the words of questions is another thing in one
that was put into English word by word, and counts otherwise there. How much of the question they cover would count against them,
because whoever writes a case that has an answer avoids the words of the text; people do not, and it is left out. Whether a thing
of the kind that is asked for is there adds nothing on cases that nothing was fitted on. The weights are fitted by `hld eval
calibrate` on the development cases and on questions about other documents, and stand in `calibration.json`, beside the risk that
each threshold runs: some for questions whose best paragraph has samples, others where it has none, since what is far from all
samples is mostly no question for a document that has some, and tells nothing of one that has none; and others again where it is
of a report or a page, which answers other questions than a resolution does.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from hld.app import absent, asked, convened, figures, kinds, logistic, premise
from hld.app.assertions import asserted
from hld.app.choice import Groups, choose, repeated
from hld.app.logistic import Logistic
from hld.app.match import Agreement, agree, lacking
from hld.app.question import Understood
from hld.app.resolve import mentions, not_held
from hld.app.terms import Terms, evidence_text, said_by, worded
from hld.index.hits import Hit
from hld.index.lexical import STOPWORDS, Lexical, words
from hld.ingest.library import DocumentEntry, Entry
from hld.ingest.regex import regex

FEATURES = (
    *("mean", "ours", "far", "names", "process", "spread", "asked", "samples", "nearer", "answered", "recognised"),
    *("unknown", "elsewhere", "answers", "most"),
    *("foreign", "foreign_asked", "foreign_answered"),
)
TOLD = 1.0
"""Least logarithm of the odds that a question is recognised as answered where a rule tells that the best paragraph does."""
READ = 5
"""Hits whose closeness counts for the estimate; the names are looked for in the `absent.NEAREST`."""
FAR = 0.25
"""Cosine below which even the best paragraphs are about something else; so it is for one in thirty questions that can be answered
and one in three that cannot (development cases, digest)."""

NEARLY = 0.62
"""Share of the words of a question for yes or no from which what a paragraph says bears on it. At .55 one development case more
is rightly answered and one wrongly; none at this."""
SHORT = 4
"""Words at most of a topic that tells by them alone what speaks of it."""
FAR_AHEAD, MOSTLY = 0.95, 0.75
"""Probability of being the best, and share of what a question is about, from which a paragraph with what is asked for answers. Of
development cases that were refused, two on either corpus can be answered, and none cannot."""
AHEAD = 0.35
"""Probability of being the best from which a paragraph is taken for what came of a meeting: several years tell of that alike."""
SURE = 0.5
"""Probability of being the best of all from which a paragraph stands out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Paragraphs that answer, best first, each with the ids that say the same elsewhere; `confidence` that they do answer.

    `lacks` says in a sentence what the question asks for and no paragraph has, and is empty where nothing is known to lack;
    `unknown` are names in the question that no document mentions. Where it is asked of each Dialogue, `dialogues` has the
    paragraph that answers of each, by its year.
    """

    hits: tuple[Hit, ...]
    also_in: Mapping[str, tuple[str, ...]]
    confidence: float
    features: Mapping[str, float]
    lacks: str = ""
    unknown: Sequence[str] = ()
    dialogues: Mapping[str, str] = field(default_factory=dict)

    @property
    def doubt(self) -> str:
        """Why the confidence is low, in a sentence, where that is known."""
        return premise.unmentioned(self.unknown) if self.unknown else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """What was found for a question: its evidence, the hits it was chosen from and others, the entries of all these, and in a
    sentence what of the question nothing answers."""

    evidence: Evidence
    ranked: Sequence[Hit]
    entries: Mapping[str, Entry]
    note: str = ""


def gather(
    understood: Understood,
    ranked: Sequence[Hit],
    entries: Mapping[str, Entry],
    documents: Mapping[str, DocumentEntry],
    lexical: Lexical,
) -> Evidence:
    """Choose the paragraphs that answer among ranked hits, and estimate whether they do."""
    if not ranked:
        return Evidence(hits=(), also_in={}, confidence=0.0, features=dict.fromkeys(FEATURES, 0.0))
    groups = repeated(ranked, entries, lexical)
    chosen, also_in = choose(groups, entries, documents, understood)
    answering = [entries[hit.id] for hit in chosen]
    if unnamed := absent.unnamed(understood, answering, documents, lexical):
        named = [hit for hit in ranked if not absent.unnamed(understood, [entries[hit.id]], documents, lexical)]
        if named:  # what speaks of it is further down
            return gather(understood, named, entries, documents, lexical)
    features = features_of(understood, ranked, groups, entries, documents, lexical)
    nearest = [entries[hit.id] for hit in ranked[:READ]]
    unknown = premise.unknown(understood, lexical) if features["unknown"] else ()
    lacks = absent.of(understood, answering, nearest, documents, lexical, unknown) or unnamed
    return Evidence(
        hits=tuple(chosen),
        also_in=also_in,
        confidence=probability(features, judge(ranked[0], nearest[0], documents)),
        features=features,
        lacks=lacks,
        unknown=unknown,
    )


def saying_first(understood: Understood, ranked: list[Hit], entries: Mapping[str, Entry], lexical: Lexical) -> list[Hit]:
    """Ranked hits of a question that only asks what is said of a topic of a few words, with the first of the nearest that says it
    all in front where the best does not: "visa" is nearer in letters to Vienna than in meaning to travel documents."""
    if not understood.topical or understood.compares or understood.late or len(words(understood.meant)) > SHORT:
        return ranked
    for place, hit in enumerate(ranked[: absent.NEAREST]):
        if asked.says(understood.meant, asked.hearing([said_by(entries[hit.id])], understood.extra, lexical.analyser.terms)):
            return [hit, *ranked[:place], *ranked[place + 1 :]]
    return ranked


def estimate(
    understood: Understood,
    ranked: Sequence[Hit],
    entries: Mapping[str, Entry],
    documents: Mapping[str, DocumentEntry],
    lexical: Lexical,
) -> float:
    """How sure it is that ranked hits answer a question, whatever it asks for that they lack."""
    if not ranked:
        return 0.0
    groups = repeated(ranked, entries, lexical)
    features = features_of(understood, ranked, groups, entries, documents, lexical)
    return probability(features, judge(ranked[0], entries[ranked[0].id], documents))


def together(found: Sequence[Evidence]) -> Evidence:
    """What answers several questions, that of each after that of the one before; as sure as the surest of them."""
    hits = {hit.id: hit for evidence in found for hit in evidence.hits}
    also_in = {each: others for evidence in found for each, others in evidence.also_in.items()}
    surest = max(found, key=lambda evidence: evidence.confidence)
    return replace(surest, lacks="", hits=tuple(hits.values()), also_in=also_in)


def features_of(
    understood: Understood,
    ranked: Sequence[Hit],
    groups: Groups,
    entries: Mapping[str, Entry],
    documents: Mapping[str, DocumentEntry],
    lexical: Lexical,
) -> dict[str, float]:
    """The `FEATURES` of a question and its ranked hits, of which `groups` say the same (`choice.repeated`)."""
    if not ranked:
        return dict.fromkeys(FEATURES, 0.0)
    first = [entries[hit.id] for hit in ranked[: absent.NEAREST]]
    claim, unsaid = asserted(understood.text), set[str]()
    if claim.names:
        unsaid = lacking(claim, " ".join(evidence_text(entry, documents[entry.document]) for entry in first))
    heard = asked.hearing(map(said_by, first), understood.extra, lexical.analyser.terms)
    meant = {*understood.process, *understood.documents, *understood.dated}
    shares = [sum(hit.score for hit, _ in group) for group in groups]
    mean = sum(hit.dense for hit in ranked[:READ]) / len(ranked[:READ])
    ours = float(first[0].document in meant)
    found = {
        "mean": mean,
        "ours": ours * mean,
        "far": max(0.0, FAR - mean),
        "names": 1 - len(unsaid) / max(1, len(claim.names)),
        "process": ours,
        "spread": -sum(share * math.log(max(share, 1e-9)) for share in shares),
        # No single paragraph is asked what a comparison asks, and the odds are learnt from such questions alone.
        "asked": 0.0 if understood.compares else asked.odds(understood.meant, heard),
        "samples": max(hit.posed for hit in ranked[:READ]) - ranked[0].unanswered,
        "nearer": ranked[0].nearer,
        "answered": ranked[0].answered if ranked[0].sampled else 0.0,
        "recognised": ranked[0].recognised,
        "unknown": float(bool(premise.unknown(understood, lexical))),
        "elsewhere": float(bool(understood.elsewhere)),
        "answers": ranked[0].answers,
        "most": max(hit.answers for hit in ranked[:READ]),
    }
    # Whoever asks what is said of a topic is answered where it is named, and whoever asks how many there are of a thing where a
    # figure stands before it, or which there are where they are listed; samples with and without an answer name them alike, and
    # are of single paragraphs.
    told = (
        (understood.topical and asked.says(understood.meant, heard))
        or _counted(understood, ranked[0], first[0], documents, lexical)
        or _listed(understood, ranked, entries, documents, lexical)
        or _took_note(understood, ranked[0], first[0])
        or _named(understood, ranked[0], first[0], lexical)
        or _convened(understood, ranked[0], first[0])
        or _given(understood, ranked[0], first[0], lexical)
        or _borne_out(understood, ranked[0], first[0], documents, lexical)
        or _tells_of(understood, ranked[0], first[0], documents)
    )
    if told:
        found |= {"asked": asked.MOST, "recognised": 1.0, "answered": max(TOLD, found["answered"])}
    if told or understood.compares:
        found |= {name: max(0.0, found[name]) for name in ("samples", "nearer", "answered")}
    foreign = float(understood.language != "en")
    found |= {"foreign": foreign} | {f"foreign_{name}": foreign * found[name] for name in ("asked", "answered")}
    return found


def _agreed(understood: Understood, entry: Entry, documents: Mapping[str, DocumentEntry]) -> Agreement:
    """How far a paragraph, with what its document is called, agrees with what the question asserts."""
    return agree(asserted(understood.text), evidence_text(entry, documents[entry.document]))


def _counted(understood: Understood, best: Hit, entry: Entry, documents: Mapping[str, DocumentEntry], lexical: Lexical) -> bool:
    """Whether the best paragraph stands out and gives a figure before what the question counts, of the years that it names, and
    says of it what the question does ("what share of migrants are children"), with all its names ("in Germany")."""
    asks = understood.asks if understood.language == "en" else understood.text
    if best.score < SURE or not figures.counted(asks, worded(entry), lexical.analyser.terms):
        return False
    agreed = _agreed(understood, entry, documents)
    of_year = agreed.years == 1 or entry.document in understood.around  # a text about a Dialogue need not say its year
    said = Terms(figures.predicate(understood.text), understood.extra, lexical)
    return agreed.names == 1 and of_year and (not said.groups or said.told(entry))


_OF_WHICH = regex(r"\b(?:which|what) (?:report|note)s?\b.*\b(?:take|took|taken|takes) note\b", re.IGNORECASE)
_TAKES_NOTE = regex(r"\b(?:takes|taking|took) note\b.*\breport", re.IGNORECASE)


def _took_note(understood: Understood, best: Hit, entry: Entry) -> bool:
    """Whether the best paragraph stands out, is of the document that a question asks of which report it takes note, and takes
    note of one."""
    asks = best.score >= SURE and entry.document in understood.asked_of and _OF_WHICH.search(understood.text)
    return bool(asks and _TAKES_NOTE.search(entry.text))


def _tells_of(understood: Understood, best: Hit, entry: Entry, documents: Mapping[str, DocumentEntry]) -> bool:
    """Whether the best paragraph is far ahead and mentions the one document that a question names, where that is not here, and
    does more than taking note of it: nothing else can tell of it."""
    if best.score < FAR_AHEAD or len(understood.references) != 1:
        return False
    gone = not_held(understood.references, documents)
    return bool(gone) and mentions(entry, gone[0]) and not _TAKES_NOTE.search(worded(entry))


def _given(understood: Understood, best: Hit, entry: Entry, lexical: Lexical) -> bool:
    """Whether the best paragraph is far ahead, has nearly all that a question is about in its words, and gives the date or the
    theme that it asks for. Of a person or a place that tells nothing: who spoke is not who spoke for it."""
    if best.score < FAR_AHEAD:
        return False
    gives = figures.asked(understood.asks) if kinds.wanted(understood.asks) == "date" else None
    dated = gives is not None and gives(worded(entry))
    if not (dated or absent.themed(understood.asks, worded(entry))):
        return False
    return Terms(understood.meant, understood.extra, lexical).share(said_by(entry)) >= MOSTLY


def _convened(understood: Understood, best: Hit, entry: Entry) -> bool:
    """Whether the best paragraph is ahead, and tells how the Dialogue was convened of which a question asks that, or what for, or
    what came of it; or is about those without consultative status, who are asked about."""
    if best.score < AHEAD:
        return False
    tells, status = convened.telling(understood), convened.status(understood.turn or understood.text)
    return (tells is not None and tells(entry) > 0) or (status is not None and status(worded(entry)) > 0)


_DOUBTS = regex(r"\b(?:really|actually|indeed|truly|ever) ", re.IGNORECASE)
"""Says that somebody doubts it, and nothing of what."""


def _borne_out(understood: Understood, best: Hit, entry: Entry, documents: Mapping[str, DocumentEntry], lexical: Lexical) -> bool:
    """Whether the best paragraph stands out and has all names and years, and most words, of a question for yes or no: what it
    says bears on that, whichever it is."""
    if best.score < SURE or understood.parts or kinds.wanted(understood.asks) != "yesno":
        return False
    agreed = _agreed(understood, entry, documents)
    if not agreed.names == agreed.years == 1:
        return False
    return Terms(_DOUBTS.sub("", understood.meant), understood.extra, lexical).share(said_by(entry)) >= NEARLY


_FEW = regex(r"\W*[^\W\d]+(?:[ -][^\W\d]+){1,4}[\W]*")
_JOINS = frozenset("a an and by for in of on the to with".split())
"""Words that may stand in the name of a topic."""


def _named(understood: Understood, best: Hit, entry: Entry, lexical: Lexical) -> bool:
    """Whether a question is a mere topic of a few words, and the best paragraph stands out and has all of them together."""
    asked_for = understood.searched
    if best.score < SURE or understood.turn or understood.language != "en" or not _FEW.fullmatch(asked_for):
        return False
    if not STOPWORDS.isdisjoint({*words(asked_for)} - _JOINS):
        return False
    return Terms(understood.meant, understood.extra, lexical).together(entry)


_THINGS = regex(r"\b(?:what|which)\s+(?:(?:are|were|is|was)\s+(?:the\s+)?)?(?:[\w-]+\s+){0,2}?(?P<things>[a-z]+s)\b", re.I)
"""Things that a question asks to be named."""


def _listed(
    understood: Understood,
    ranked: Sequence[Hit],
    entries: Mapping[str, Entry],
    documents: Mapping[str, DocumentEntry],
    lexical: Lexical,
) -> bool:
    """Whether the best paragraph opens a list of which some was found, too, stands out together with that, and names the things
    that the question asks for; of a document that the question means, or of the years that it names."""
    best, asks = ranked[0], _THINGS.search(understood.text)
    found = [hit.score for hit in ranked if entries[hit.id].chapeaux[:1] == (best.id,)]
    if asks is None or not found or best.score + sum(found) < SURE:
        return False
    entry = entries[best.id]
    meant = entry.document in {*understood.documents, *understood.dated, *understood.around}
    if not meant and _agreed(understood, entry, documents).years < 1:
        return False
    terms = Terms(asks["things"], understood.extra, lexical)
    return bool(terms.groups) and terms.told(entry)


SAMPLED, UNSAMPLED, REPORTS = "sampled", "unsampled", "reports"
"""The models of `calibration.json`: for questions whose best paragraph has samples, for those where it has none and is of a
resolution, and for those where it is of something else."""


def judge(best: Hit, entry: Entry, documents: Mapping[str, DocumentEntry]) -> str:
    """Which model says how surely a question is answered whose best hit is this one, with this entry."""
    if best.sampled:
        return SAMPLED
    return UNSAMPLED if documents[entry.document].type == "resolution" else REPORTS


@cache
def _model(name: str) -> Logistic:
    return logistic.shipped("calibration.json", FEATURES, "hld eval calibrate", "models", name)


def probability(features: Mapping[str, float], model: str) -> float:
    """Estimated probability that the evidence answers: logistic in the features, by the weights of a model (`judge`).

    Raises:
        ValueError: when the model was fitted on other features.
    """
    return _model(model).of(features)
