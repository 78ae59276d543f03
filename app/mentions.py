"""What the library says by its words alone: which paragraphs name a topic, whatever a question is near to.

A ranking knows what is near to a question; that a document names a topic in passing, or is the first to, it does not.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from hld.app.asking import Asker, entries_of
from hld.app.evidence import Weighed
from hld.app.glossary import Expansion, glossary
from hld.app.question import Understood
from hld.app.schema import CONFIDENCE
from hld.app.terms import GENERIC, Terms, listing, worded
from hld.app.years import undated
from hld.index.facets import Filter
from hld.index.hits import Hit
from hld.index.lexical import Lexical, words
from hld.index.search import Index
from hld.ingest.references import find_references
from hld.ingest.regex import regex

_SAYS_OF_IT = regex(r"(?:is|are|was|were|be|been|has|have|had|to)\b", re.IGNORECASE)
"""Opens what is said of a thing, and is no topic."""
_SUCH_MIGRANTS = regex(
    r"^(?P<what>(?:(?:highly|low|lower|semi)[ -])?(?!(?:all|any|the|these|many|more|other)\b)[a-z-]{4,}) migrants?$", re.I
)
"""Migrants of whom one word says what they are."""
_OF_MIGRANTS = regex(r" (?:of|for|by|among|against) (?:(?:the|all|international) )*migrants?$", re.IGNORECASE)
"""Said of whom all documents here speak."""
_QUOTED = regex(r"[“\"]([^“”\"]+)[”\"]")
OR = regex(r",? or (?:on |about )?", re.IGNORECASE)
"""Stands between topics of which one is enough."""


def named(understood: Understood) -> str:
    """The topic of a question, or the question, without the document in it."""
    topic = understood.meant
    for mention in reversed(find_references(topic)):
        topic = f"{topic[: mention.start]}{topic[mention.end :]}"
    return re.sub(r"\s+(?:in|of|under)(?: the)?(?: resolution| declaration)?$", "", undated(topic).strip(" ?.!"))


def unpeopled(topic: str) -> str:
    """A topic without the migrants of whom all documents here speak.

    >>> unpeopled("detention of migrants"), unpeopled("detention of minors"), unpeopled("highly skilled migrants")
    ('detention', 'detention of minors', 'highly skilled')
    """
    return _SUCH_MIGRANTS.sub(r"\g<what>", _OF_MIGRANTS.sub("", topic) or topic)


def naming(understood: Understood, found: Weighed, lexical: Lexical) -> Weighed | None:
    """The nearest paragraph that has all words of a topic, as an answer however unlike a question it is; None where none has."""
    terms = Terms(named(understood), understood.extra, lexical)
    hits = (hit for hit in found.ranked if terms.groups and terms.whole(found.entries[hit.id]))
    best = next((hit for hit in hits if not listing(found.entries[hit.id])), None)
    if best is None or found.evidence.lacks:
        return None
    return _by_its_words(found, best, found.evidence.confidence)


def _by_its_words(found: Weighed, best: Hit, confidence: float) -> Weighed:
    """What was found with one paragraph as the answer, since it has the words; at least as sure as an answer has to be."""
    return replace(found, evidence=replace(found.evidence, hits=(best,), confidence=max(confidence, CONFIDENCE), lacks=""))


def saying(
    topic: str,
    extra: Sequence[Expansion],
    index: Index,
    *,
    apart: int = 0,
    explained: bool = True,
    listings: bool = False,
    documents: Collection[str] | None = None,
) -> set[str]:
    """The paragraphs of the library, or of some `documents`, that have all words of a topic, or what the glossary adds, together
    (`Terms.together`), be it in the singular, or those of one of the topics that "or" joins; `listings` counts those that only
    list what was adopted before."""
    ids = index.ids if documents is None else index.ids_of(documents)
    found: set[str] = set()
    for each in OR.split(topic):
        terms = Terms(each, extra, index.lexical, either=True)
        own = terms.coverages(ids, index)[1] if terms.groups else np.zeros(len(ids))
        whole = [i for i, share in zip(ids, own.tolist(), strict=True) if share == 1.0]
        found |= {
            i
            for i, entry in index.entries(whole).items()
            if terms.together(entry, apart=apart, explained=explained) and (listings or not listing(entry))
        }
    return found


def of_course(asker: Asker, understood: Understood, found: Weighed, index: Index) -> Weighed:
    """What was `found` where it is asked how something changed from text to text, with what other documents say that have all
    words of the topic; where two documents have, without what has them not."""
    says = saying(understood.meant, understood.extra, index)
    spoken = {i.partition("#")[0] for i in says if index.documents[i.partition("#")[0]].process}
    if len(spoken) < 2:
        return found
    held = [hit for hit in found.ranked if hit.id in says]
    lacking = spoken - {hit.id.partition("#")[0] for hit in held}
    more = asker.weigh(understood, Filter(documents=frozenset(lacking))) if lacking else replace(found, ranked=())
    ranked = [*held, *(hit for hit in more.ranked if hit.id in says)]
    return replace(found, ranked=ranked, entries=entries_of(found, [more]))


def of_words(asker: Asker, understood: Understood, found: Weighed, index: Index) -> Weighed:
    """What was `found` where it is asked what is said of a topic; or the nearest paragraph that has the words of it together, of
    the documents that are asked: it does speak of it, however unlike a question that is."""
    documents, topic = frozenset(understood.asked_of), named(understood)
    # Of "the dialogue was held" only "held" would tell.
    if _SAYS_OF_IT.match(topic) or not GENERIC.isdisjoint(index.lexical.analyser.terms(topic)):
        return found
    says = saying(topic, (), index, explained=False, documents=documents or None)
    if not says:
        return found
    within = asker.weigh(understood, Filter(documents=documents)) if documents else found
    best = next((hit for hit in within.ranked if hit.id in says), None)
    return found if best is None else _by_its_words(within, best, found.evidence.confidence)


def of_end(asker: Asker, understood: Understood, found: Weighed, index: Index) -> Weighed:
    """What was `found` where the first or the latest text on a topic is asked for; or what the earliest (the latest) document
    says that has all words of it, if that is earlier (later): what mentions a topic in passing is not near to it."""
    # Where the topic is a term of the documents it is looked for as that, and else, or by an acronym, as what the glossary has.
    short = not glossary().acronyms.keys().isdisjoint(words(understood.meant))
    term = set() if short else saying(understood.meant, (), index, explained=False)
    if quoted := _QUOTED.search(understood.meant):  # in these words
        says = " ".join(words(quoted[1]))
        term = {i for i, entry in index.entries(sorted(term)).items() if says in " ".join(words(worded(entry)))}
    says = term or saying(understood.meant, understood.extra, index)
    documents = {i.partition("#")[0] for i in says}
    ours = documents & understood.late.keys()
    dated = {i: index.documents[i].dated for i in ours or documents if index.documents[i].dated}
    if not dated:
        return found
    last = "latest" in understood.wants
    if not (last or ours) and asker.sure(found.evidence) and found.ranked[0].id.partition("#")[0] in understood.process:
        return found  # those of the process say it in other words, and earlier
    end = (max if last else min)(dated.values())
    told = found.evidence.hits[0].id if found.evidence.hits else ""
    here = index.documents[told.partition("#")[0]].dated if told and (told in term or not term) else ""
    if asker.sure(found.evidence) and here and (here >= end if last else here <= end):
        return found
    within = asker.weigh(understood, Filter(documents=frozenset(i for i, date in dated.items() if date == end)))
    best = next((hit for hit in within.ranked if hit.id in says), None)
    return found if best is None else _by_its_words(within, best, found.evidence.confidence)
