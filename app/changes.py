"""Two texts beside each other, paragraph by paragraph: what is new in the later one, what it left out, what it kept.

A paragraph has a counterpart in another text where one there is near to it in meaning and in words (`NEAR`). That is a
judgement, and the answer says so; the words themselves are shown for people to look at.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product
from operator import attrgetter

import numpy as np

from hld.app import about, collect, compose, extract, mentions, timeline
from hld.app.citations import cite
from hld.app.glossary import glossary
from hld.app.question import Understood
from hld.app.redraft import MOST, Redraft
from hld.app.reply import FEW, begun, citing, either
from hld.app.schema import Answer, Citation, Sentence
from hld.app.titles import by_words, end_meant, entitled
from hld.app.years import YEAR
from hld.index.lexical import words
from hld.index.search import Index
from hld.ingest.library import DocumentEntry, Entry
from hld.ingest.models import counted
from hld.ingest.regex import regex
from hld.ingest.repeats import compare
from hld.ingest.symbols import Reference

NEAR = 0.965
"""Least cosine, and half the share of words in common (`hld.ingest.repeats.compare`) added to it, of a paragraph and its
counterpart. Of the 102 paragraphs of 65/170 and 69/229, set beside 63/225 and 67/219 by eye in the official texts and the digest,
those from .97 up say the same again or carry it further, and those below .965 speak of something else nearby; 16 of 204 lie from
.9 to 1."""

CANDIDATES = 3
"""Paragraphs, nearest in meaning, of which the words are compared."""

LISTED, EACH = 30, 12
"""Paragraphs that are listed where one kind is asked for, and of each kind where all are."""

_BY_AGE = attrgetter("age")

LOOK = "What has a counterpart is found by likeness of meaning and words: look at both before you rely on it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A paragraph of a text, and its counterpart in another, None where none is near; with the words that changed, of official
    texts which are nearly the same."""

    entry: Entry
    before: Entry | None = None
    changed: tuple[tuple[str, str], ...] = ()


_OF_ONE = regex(r"^(?:(?P<none>None)|Each|1) of the 1 ")
"""Counts what is one alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """Paragraphs of one kind, what `says` how many they are, and what is said where there are `none`."""

    pairs: Sequence[Pair]
    says: str
    none: str


def answer(understood: Understood, asked: Redraft, index: Index) -> Answer | None:
    """What is new in a text, what was dropped or kept, beside the other that the question names, or else beside the earlier ones
    of its title. None where a text is not here, or says nothing on the topic: then it is searched."""
    texts = _texts(understood, asked, index)
    if len(texts) > len(asked.named):
        return either(understood, [text.symbol for text in texts]) if len(texts) <= FEW else None
    if len(texts) < len(asked.named):
        return None
    *earlier, text = texts
    if asked.what == "since":
        later = [d for d in index.documents.values() if d.dated > text.dated and entitled(d, text)]
        if not later:
            lacks = f"The library holds no later document titled “{text.title}” than {text.symbol}."
            return begun(understood, "abstained", lacks)
        beside, text = [text], max(later, key=_BY_AGE)
    else:
        beside = earlier or _series(text, index)[-1 if asked.previous else 0 :]
    if not beside:
        lacks = f"The library holds no earlier document titled “{text.title}” to set {text.symbol} beside; name another."
        return begun(understood, "abstained", lacks)
    if asked.what == "same" and (digest := next((d for d in (*beside, text) if not d.official), None)):
        lacks = f"{digest.symbol} is here as a plain-language digest, which does not tell which words were kept."
        return begun(understood, "abstained", lacks)
    if asked.what == "changed":
        return whole(understood, [beside[-1], text], index)
    if asked.what == "dropped" or (asked.what == "only" and _called_so(beside[-1], asked.named[0])):
        text, beside = beside[-1], [text]
    if words(asked.topic) == words(text.title):  # "the resolution on migration and development" is called so
        asked = replace(asked, topic="")
    ids = _asked_of(understood, asked.topic, text, index)
    if not ids:
        return None
    pairs = paired(ids, beside, index)
    parts = _parts(asked, pairs, text, beside, understood.kind)
    if not any(part.pairs for part in parts) and (reworded := [pair for pair in pairs if pair.changed]):
        # Where nothing is new or gone, what changed are words.
        parts = [*parts, _Part(pairs=reworded, says="{} {have} a few other words there", none="")]
    sentences, citations = _listed(understood, parts, LISTED, index)
    return replace(citing(begun(understood, "lookup"), sentences, citations), note=LOOK)


def _asked_of(understood: Understood, topic: str, text: DocumentEntry, index: Index) -> list[str]:
    """The paragraphs of a text that are asked about: of its preamble, of its operative part, on a topic, or all."""
    ids = index.ids_of([text.id])
    if understood.kind:
        ids = [identifier for identifier, entry in index.entries(ids).items() if entry.kind == understood.kind]
    if topic:
        said = mentions.saying(topic, understood.extra, index, apart=collect.APART, listings=True, documents=[text.id])
        ids = [identifier for identifier in ids if identifier in said]
    return ids


def _parts(asked: Redraft, pairs: Sequence[Pair], text: DocumentEntry, beside: Sequence[DocumentEntry], kind: str) -> list[_Part]:
    """What is told of these paragraphs: those that are wanted, and on a topic the others beside those that are new."""
    topic = f" that {'speaks' if len(pairs) == 1 else 'speak'} of “{asked.topic}”" if asked.topic else ""
    of, there = f"the {counted(len(pairs), f'{kind} paragraph'.strip())} of {_names([text])}{topic}", _names(beside)
    old = _Part(
        pairs=[pair for pair in pairs if pair.before is not None],
        says=f"{{}} of {of} {{have}} a near counterpart in {there}",
        none=f"None of {of} has a near counterpart in {there}",
    )
    if asked.what == "kept":
        return [old]
    if asked.what == "same":
        return [
            _Part(
                pairs=[pair for pair in old.pairs if pair.before and words(pair.before.text) == words(pair.entry.text)],
                says=f"{{}} of {of} {{have}} the same words in {there}",
                none=f"None of {of} has the same words in {there}",
            )
        ]
    new = _new(pairs, of, there)
    if not topic:
        return [new]
    if not (new.pairs and old.pairs):
        return [new if new.pairs else old]
    return [new, replace(old, says="{} {have} one")]


def _new(pairs: Sequence[Pair], of: str, there: str) -> _Part:
    """Those of these paragraphs that have no counterpart there."""
    return _Part(
        pairs=_alone(pairs),
        says=f"{{}} of {of} {{have}} no near counterpart in {there}",
        none=f"Each of {of} has a near counterpart in {there}",
    )


def _alone(pairs: Sequence[Pair]) -> list[Pair]:
    return [pair for pair in pairs if pair.before is None]


def whole(understood: Understood, documents: Sequence[DocumentEntry], index: Index) -> Answer:
    """What is known of documents that are compared in nothing named; of two besides, what is new in the later one, what has other
    words, and what it left out; and how to ask for one topic."""
    example = f"Compare {documents[0].symbol} and {documents[1].symbol} on remittances"
    facts = [about.sentence(document, index.library.paragraphs(document.id)) for document in documents]
    if len(documents) != 2:
        return citing(begun(understood, "lookup", f"In what? Write for instance “{example}”."), facts, [])
    before, after = sorted(documents, key=_BY_AGE)
    pairs, left = (paired(index.ids_of([one.id]), [other], index) for one, other in ((after, before), (before, after)))
    kept = [pair for pair in pairs if pair.before is not None]
    earlier, later = _names([before]), _names([after])
    parts = [
        _new(pairs, f"the {counted(len(pairs), 'paragraph')} of {later}", earlier),
        _Part(
            pairs=[pair for pair in kept if pair.changed],
            says=f"{{}} of the {len(kept)} that have one {{have}} a few other words",
            none=f"{len(kept)} have one" if kept else "None has one",
        ),
        _Part(
            pairs=_alone(left),
            says=f"{{}} of the {counted(len(left), 'paragraph')} of {earlier} {{have}} none in {later}",
            none=f"Each of the {counted(len(left), 'paragraph')} of {earlier} has one in {later}",
        ),
    ]
    sentences, citations = _listed(understood, parts, EACH, index)
    note = f"{LOOK} For one topic write for instance “{example}”."
    return replace(citing(begun(understood, "lookup"), [*facts, *sentences], citations), note=note)


def _likeness(cosine: float, before: Entry, entry: Entry) -> float:
    """How like two paragraphs are, in meaning and in words; counterparts from `NEAR` up."""
    return cosine + compare(before.text, entry.text)[0] / 2


def paired(ids: Sequence[str], documents: Sequence[DocumentEntry], index: Index) -> list[Pair]:
    """Each of these paragraphs with its counterpart in some documents."""
    others = index.ids_of([document.id for document in documents])
    if not (ids and others):
        return [Pair(entry=entry) for entry in index.entries(ids).values()]
    cosines = index.likeness(ids, others)
    nearest = np.argsort(-cosines, axis=1)[:, :CANDIDATES]
    read = index.entries([*ids, *{others[n] for n in nearest.ravel().tolist()}])
    found = []
    for row, places, identifier in zip(cosines, nearest.tolist(), ids, strict=True):
        entry = read[identifier]
        score, other = max((_likeness(float(row[n]), read[others[n]], entry), others[n]) for n in places)
        before = read[other] if score >= NEAR else None
        found.append(Pair(entry=entry, before=before, changed=timeline.changed(before, entry) if before else ()))
    return found


_AGREED_BEFORE = regex(
    r"\b(?:agreed|said|used|adopted|decided|stated|written|appear\w*)(?: language)? (?:before|earlier|previously|elsewhere)\b"
    r"|\b(?:already|previously|ever) (?:been )?(?:agreed|said|used|adopted|stated)\b|\bagreed language\b|\bprecedents?\b"
    r"|^\W*(?:is|was)\b[^?]* new\W*$|\b(?:is|was) (?:it|this|that|the (?:language|wording|text)) (?:really |all )?new\b"
    r"|\bwhere (?:does|did) .{1,40} come from\b"
    r"|\b(?:which|what) (?:other |earlier |previous )?(?:resolutions?|texts?|documents?) (?:also )?(?:say|have|contain|use)s? "
    r"(?:the same|it|this|that)\b",
    re.IGNORECASE,
)
"""Asks of a paragraph whether it was said before."""
_CLAIM = regex(
    r"\W*(?:has|have|had|was|were|is|are|did)\b[^?]*\b(?:agreed|said|used|adopted|decided|stated|written|accepted|appear\w*)"
    r"(?: (?:up)?on| to)? (?:before|earlier|previously|elsewhere|already)\b"
    r"|\W*(?:has|have|had|was|were|is|are|did)\b[^?]*\b(?:already|previously|earlier)(?: been)? "
    r"(?:agree|sa(?:y|id)|state|accept|adopt)"
    r"|\W*(?:is|are|was) there (?:a|any|some) (?:earlier )?precedents?\b",
    re.IGNORECASE,
)
"""Asks of what somebody says in words of his own whether it was agreed before."""
_SAME = regex(r"\b(?:same|identical|alike|differ\w*|compar\w*|chang\w*|word[- ]for[- ]word|versus|vs)\b", re.IGNORECASE)
"""Asks of two paragraphs how they differ."""
COUNTERPARTS, LOOKED_AT = 12, 30
"""Counterparts of one paragraph that are listed, and paragraphs, nearest in meaning, of which the words are compared."""


def of_paragraphs(understood: Understood, named: Sequence[Reference], index: Index) -> Answer | None:
    """Whether what a paragraph says was said before, or how two paragraphs differ, where a question names them and asks that."""
    entries = [index.library.get(str(reference)) for reference in named]
    found = [entry for entry in entries if entry is not None]
    if len(found) != len(named):
        return None
    if len(found) == 1 and _AGREED_BEFORE.search(understood.text):
        return counterparts(understood, found[0], index, before=True)
    if len(found) == MOST and _SAME.search(understood.text):
        return _set_beside(understood, found[0], found[1], index)
    return None


def counterparts(
    understood: Understood, entry: Entry, index: Index, *, before: bool = False, within: Sequence[DocumentEntry] = ()
) -> Answer:
    """A paragraph, and its near counterparts in other documents of its language, oldest first; only in those of earlier dates
    where it is asked what was said `before`, or `within` those that are named."""
    own = index.documents[entry.document]
    among = [d for d in within or index.documents.values() if d.language == own.language and d.dated and d.id != own.id]
    among = [d for d in among if d.dated < own.dated] if before else among
    others = index.ids_of([document.id for document in among])
    cosines = index.likeness([entry.id], others)[0] if others else np.zeros(0)
    nearest = np.argsort(-cosines)[:LOOKED_AT].tolist()
    read = index.entries([others[n] for n in nearest])
    near = [read[others[n]] for n in nearest if _likeness(float(cosines[n]), read[others[n]], entry) >= NEAR]
    near.sort(key=lambda each: (*index.documents[each.document].age, each.id))
    label, where = entry.reference.label(), f"the {counted(len(among), 'earlier document' if before else 'other document')} here"
    if within:
        of_years = f"the {counted(len(among), 'document')} of {' or '.join(sorted({d.dated[:4] for d in within}))} here"
        where = of_years if len(within) > FEW else " or ".join(document.symbol for document in within)
    part = _Part(
        pairs=[Pair(entry=each, changed=timeline.changed(each, entry)) for each in near],
        says=f"{label} has {counted(len(near), 'near counterpart')} in {where}",
        none=f"{label} has no near counterpart in {where}" if among else f"{label} is of the earliest document here",
    )
    first, cited = extract.listed(understood, [entry], index, longest=compose.LONGEST)
    said, citations = _listed(understood, [part], COUNTERPARTS, index, start=len(cited) + 1)
    return replace(citing(begun(understood, "lookup"), [*first, *said], [*cited, *citations]), note=LOOK)


def said_before(answer: Answer, understood: Understood, entry: Entry, index: Index) -> Answer | None:
    """An answer to whether something was agreed before, by the paragraph that says it and its counterparts in other documents;
    None where that is not asked, or there are none."""
    if understood.compares or not claimed(understood.text):
        return None
    told = counterparts(understood, entry, index)
    if len(told.citations) == 1:
        return None
    return answer.saying(told.sentences, told.citations, status="answered", reason="", form=told.form, note=told.note)


def claimed(question: str) -> bool:
    """Whether a question asks if something that it says in its own words was agreed before.

    >>> claimed("Was it agreed before that lamps be lit?"), claimed("Is there a precedent for lamps?"), claimed("Is a lamp lit?")
    (True, True, False)
    """
    return _CLAIM.match(question) is not None


def _set_beside(understood: Understood, before: Entry, after: Entry, index: Index) -> Answer:
    """Two paragraphs in their words, and whether these are the same."""
    places = timeline.changed(before, after)
    own = index.documents[before.document], index.documents[after.document]
    if not all(document.official for document in own):
        says = "They are here as a plain-language digest, which does not tell whether their words are the same."
    elif words(before.text) == words(after.text):
        says = "They have the same words."
    elif places:
        says = f"They differ in {counted(len(places), 'place')}."
    else:
        says = f"They are two different texts: {compare(before.text, after.text)[0]:.0%} of their words are the same."
    sentences, citations = extract.listed(
        understood, [before, after], index, longest=max(len(e.text.split()) for e in (before, after))
    )
    told = [about.recorded(says), sentences[0], replace(sentences[1], changed=places)]
    return citing(begun(understood, "lookup"), told, citations)


def _texts(understood: Understood, asked: Redraft, index: Index) -> list[DocumentEntry]:
    """The documents that a question means, oldest first; of groups that are set side by side those of the same title."""
    number = len(asked.named)
    if len(understood.documents) == number:
        found = [index.documents[each] for each in understood.documents]
    elif number > 1:
        sides = [[index.documents[each] for each in side] for side in understood.sides] or _by_year(understood, asked, index)
        alike = [some for some in product(*sides) if len({d.title.casefold() for d in some}) == 1]
        found = [*alike[0]] if len(alike) == 1 else [each for side in sides for each in side]
    else:
        dated = [index.documents[each] for each in understood.dated] or _latest(asked.named[0], index)
        found = [d for d in dated if d.process] or dated
    return sorted(found, key=_BY_AGE)


def _by_year(understood: Understood, asked: Redraft, index: Index) -> list[list[DocumentEntry]]:
    """The documents of the process that a question dates, by the years with which it names them: of "between 2012 and 2014"."""
    dated = [document for each in understood.dated if (document := index.documents[each]).process]
    return [[d for d in dated if d.dated[:4] in YEAR.findall(name)] for name in asked.named]


def _latest(name: str, index: Index) -> list[DocumentEntry]:
    """The latest document that a name with that word calls by words of its title; of the process, where it gives no other."""
    if end_meant(name) is None:
        return []
    english = [d for d in index.documents.values() if d.language == "en" and d.adopted]
    found = by_words(name.lower(), english, glossary().acronyms) or [d for d in english if d.process]
    return [max(found, key=_BY_AGE)]


def _series(text: DocumentEntry, index: Index) -> list[DocumentEntry]:
    """The earlier documents of the same title and language, oldest first; or those of the process, where it is of it and there
    are none."""
    earlier = [d for d in index.documents.values() if d.language == text.language and d.dated and d.dated < text.dated]
    same = [d for d in earlier if entitled(d, text)]
    return sorted(same or [d for d in earlier if d.process and text.process], key=_BY_AGE)


def _called_so(document: DocumentEntry, name: str) -> bool:
    """Whether a document is called by its symbol or its year."""
    return document.symbol.removeprefix("A/RES/") in name or (bool(document.dated) and document.dated[:4] in name)


def _names(documents: Sequence[DocumentEntry]) -> str:
    """What documents are called: "A/RES/67/219 (2012)", or the first and the last of more."""
    named = [f"{d.symbol} ({d.dated[:4] or 'undated'})" for d in documents]
    return named[0] if len(named) == 1 else f"the {len(named)} earlier documents here from {named[0]} to {named[-1]}"


def _listed(
    understood: Understood, parts: Sequence[_Part], most: int, index: Index, *, start: int = 1
) -> tuple[list[Sentence], list[Citation]]:
    """Each part, what is said of how many there are and then the first `most` of them with their counterparts."""
    sentences: list[Sentence] = []
    citations: dict[str, Citation] = {}
    for part in parts:
        number = len(part.pairs)
        more = f"; the first {most} are listed" if number > most else ""
        first = part.says.format(number, have="has" if number == 1 else "have") if number else part.none
        first = _OF_ONE.sub(lambda of: "Not even the one " if of["none"] else "The one ", first)
        sentences.append(about.recorded(f"{first}{more}{':' if number else '.'}"))
        shown = part.pairs[:most]
        # What changed is to be seen in the words.
        longest = compose.LONGEST if any(pair.changed for pair in shown) else collect.WORDS
        told, cited = extract.listed(
            understood, [pair.entry for pair in shown], index, longest=longest, start=len(citations) + start
        )
        citations |= {each.id: each for each in cited}
        for pair, sentence in zip(shown, told, strict=True):
            sentences.append(
                _beside(sentence, pair, citations, index) if pair.before else replace(sentence, changed=pair.changed)
            )
    return sentences, list(citations.values())


def _beside(sentence: Sentence, pair: Pair, citations: dict[str, Citation], index: Index) -> Sentence:
    """A listed paragraph with its counterpart, which is put to the citations, and the words that changed."""
    assert pair.before is not None
    made = cite(pair.before, index.documents[pair.before.document], len(citations) + 1)
    counterpart = citations.setdefault(made.id, made)
    head, _, words = sentence.text.partition(" — ")
    text = f"{head}, cf. {counterpart.label} — {words}"
    return replace(sentence, text=text, citations=(*sentence.citations, counterpart.id), changed=pair.changed)
