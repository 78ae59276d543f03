"""What a question asks for: paragraphs and documents it names, years, the language it is in, the words to search with.

Everything here is grammar and data; nothing is learnt and nothing calls a model.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from hld.app import wants
from hld.app.dialogues import in_between, of_dialogues, unlike_other
from hld.app.framed import asking
from hld.app.glossary import Expansion, detect_language, expansions, glossary, translate
from hld.app.issuers import issued_by
from hld.app.key_words import keyed
from hld.app.named import adds
from hld.app.parts import alone, parts, whole
from hld.app.reasked import SHORT, going_on, of_both
from hld.app.spoken import spoken
from hld.app.titles import FEW, its_declaration
from hld.app.topic import each, each_of_its_own, speaker, topic
from hld.app.turns import named_together, of_another, of_the_last, opened, standalone
from hld.app.years import (
    DIALOGUES,
    HELD,
    RUNS,
    YEAR,
    Dated,
    around_of,
    by_dialogue,
    dated_by,
    due,
    lateness,
    process_of,
    sides_of,
    with_year,
    years_of,
)
from hld.index.lexical import words
from hld.ingest.library import DocumentEntry
from hld.ingest.references import find_places, find_references
from hld.ingest.regex import regex
from hld.ingest.symbols import Part, Reference, SymbolError

LONGEST = 4000
"""Characters of a question; a longer one is refused, since no question about a resolution needs more."""

NAMED, DATED = 0.9, 0.37
"""Bonus for the paragraphs of a document that is named by its symbol, and for those of one named by its year."""

AROUND = 0.22
"""Bonus for documents of the years about a meeting that the question names by its year ("the 2013 Dialogue")."""

PROCESS = 0.18
"""Bonus for the documents of the High-level Dialogue process, which this assistant is for, before others in the library."""

LATE = 0.1
"""Bonus of the latest document of the process where the latest is asked for, of the first where the first is. Of 14 paragraphs
that development cases ask so for, MRR .668 -> .723 on the digest and .608 -> .726 on official texts; at .2 .68 and .69."""

ASKED = 0.8
"""Weight of the meaning in the fusion for a question; its words keep the rest. People ask in other words than the Assembly
writes. recall@10 of 204 development cases on the digest, on 17,000 official paragraphs, and of 389 questions that nothing was
tuned on: .5 .886 .855 .329; .7 .919 .886 .437; .8 .921 .905 .470 (with the bonuses above; the question alone is encoded)."""

EXPANSION = 0.4
"""Weight of a glossary term beside the words that were typed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """A question, taken apart.

    `searched` is the standalone question, and `text` that in English; `meant` is what is encoded of it, its mere topic where it
    asks for what is said of one (by a `speaker`, where that is no document here), and `turn` the same of what this turn alone
    says where it goes on from the one before; `adds` is what such a turn says, where that is a mere thing; `asks` are the words
    that say what kind of thing is wanted; `parts`, in English, are those of a question that asks several things at once and
    compares nothing; `topics` are the questions of one that asks what is said of several topics; `extra` is what the glossary
    adds; `references` name paragraphs or documents; `places` are paragraphs named without a document; `documents` are those
    named by symbol, `dated` those named by a year, a session, a title (where it tells, it is `titled`, and `within` says that
    the answer is looked for in it) or their issuer, `around` those about a meeting named by its year (`meeting`); `process` are
    the documents of the process, and `barred` those of them that are of other years than the question allows; `sides` are the
    groups of documents that the question sets side by side, none or at least two, and `dialogues` the years of the Dialogues that
    they are about, or of each of which its `topics` ask.
    `late` says how late, or early, a document of the process is, 0 to 1, where that is asked for and no document is named;
    `elsewhere` are words of the question for which other documents are likelier (`Index.unfamiliar`).
    `due` are sessions for which something is to be handed in.
    `wants`, `kind`, `addressee` and `follows` are what `hld.app.wants` says of it. Of a turn that names no document, `told` are
    the paragraphs that the last answer cites. `behind` are other wordings of the turn by their names in
    `hld.app.behind`: behind questions before it, and before what was told; or what is asked behind a statement.
    """

    asked: str
    searched: str
    language: str
    text: str
    meant: str
    turn: str = ""
    adds: str = ""
    speaker: str = ""
    asks: str
    parts: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    extra: tuple[Expansion, ...]
    references: tuple[Reference, ...]
    places: tuple[Part, ...]
    documents: tuple[str, ...]
    dated: tuple[str, ...]
    titled: bool = False
    within: bool = False
    around: tuple[str, ...] = ()
    meeting: str = ""
    sides: tuple[frozenset[str], ...] = ()
    dialogues: tuple[str, ...] = ()
    process: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()
    late: Mapping[str, float] = field(default_factory=dict)
    elsewhere: tuple[str, ...] = ()
    due: frozenset[int] = frozenset()
    wants: frozenset[str] = frozenset()
    kind: str = ""
    addressee: str = ""
    follows: bool = False
    told: tuple[str, ...] = ()
    behind: tuple[tuple[str, Understood], ...] = ()

    @property
    def phrases(self) -> list[str]:
        """The words of the field that the glossary adds, each once."""
        return list(dict.fromkeys(phrase for expansion in self.extra for phrase in expansion.phrases))

    @property
    def explained(self) -> frozenset[str]:
        """The stems of what was typed for which the glossary has other words."""
        return frozenset(stem for expansion in self.extra for stem in expansion.stems)

    @property
    def topical(self) -> bool:
        """Whether it only asks what is said of a topic, or when that was."""
        return self.meant != self.text

    @property
    def anywhere(self) -> bool:
        """Whether it says nothing of which documents are meant."""
        return not (self.documents or self.dated or self.around or self.references or self.compares or self.late)

    @property
    def years(self) -> list[str]:
        """The years that it names whose documents are meant; none where a Dialogue was held in one, of which others tell too."""
        named = YEAR.findall(self.text) if self.dated and not self.around else []
        return named if {*HELD}.isdisjoint(named) else []

    @property
    def compares(self) -> bool:
        """Whether the question asks how something differs from document to document."""
        return bool(self.sides) or "comparison" in self.wants

    @property
    def named(self) -> list[str]:
        """The ids of the paragraphs that the question names, be they there or not; none where it goes on from one of them."""
        return [] if self.follows else [str(reference) for reference in self.references if reference.part]

    @property
    def by_side(self) -> bool:
        """Whether each side of a comparison is asked by itself what it says of the topic."""
        return bool(self.sides) and self.topical

    @property
    def asked_of(self) -> tuple[str, ...]:
        """The documents named by their symbols, the one named by its title, or the few of the process of a year, which alone
        are to answer; none where it asks what one cites, or compares."""
        if self.follows or self.compares:
            return ()
        few = self.within and len(self.dated) <= FEW and (len(self.dated) == 1 or {*self.dated} <= {*self.process})
        return self.documents or (self.dated if few else ())

    @property
    def bonus(self) -> dict[str, float]:
        """Bonus of each document that the question favours."""
        few = DATED if len(self.dated) <= FEW else DATED / 2
        if self.titled and len(self.dated) == 1:
            few = NAMED
        found = {
            **dict.fromkeys(self.process, PROCESS),
            **dict.fromkeys(self.dated, few),
            **dict.fromkeys(self.around, PROCESS + AROUND),
            **dict.fromkeys(self.documents, NAMED),
        }
        return {document: extra + LATE * self.late.get(document, 0.0) for document, extra in found.items()}


_OF_TREATY = regex(r"\barticles?\s\d+,?\s(?:paragraph|para\.?)\s?\d+", re.IGNORECASE)
"""A paragraph of an article, which no document here has."""
_FOR = regex(r"\bpara\b(?!\.)", re.IGNORECASE)
"""A preposition in Spanish, "para 2 años", and no paragraph."""


def understand(
    question: str,
    history: Sequence[str],
    documents: Mapping[str, DocumentEntry],
    correct: Callable[[str], str] | None = None,
) -> Understood:
    """Take a question apart, given the documents there are; `correct` gives an English text without its misspellings."""
    question, history = opened(question, history)
    if again := of_another(question, history):
        return understand(again, (), documents, correct)
    searched, turn = standalone(question, history), question
    if searched != question and (asks := each(searched)):  # "And on women?" asks of the last topic alone
        return understand(asks[-1], (), documents, correct)
    goes_on = searched != question
    language = detect_language(searched if goes_on and len(words(question)) <= SHORT else question)
    searched = of_the_last(searched, turn) if goes_on else searched
    searched = _themes(_said_in(keyed(searched) if language == "en" else searched))
    if correct and language == "en":
        searched, turn = (correct(searched), correct(turn)) if goes_on else (correct(searched),) * 2
    text = with_year(translate(searched, language))
    # "When was it held? And who wrote it up?" asks for no date.
    asks = turn if (wanted := wants.wants(turn)) or (goes_on and _ASKS_ITSELF.match(turn)) else searched
    wanted = wanted or wants.wants(searched)
    written = spoken(question)
    unbound = _OF_TREATY.sub(" ", written)
    places = tuple(find_places(_FOR.sub(" ", unbound) if language == "es" else unbound))
    references = _references(written, places, history)
    asked_of = references
    if not references and history:
        references = tuple(m.reference for m in find_references(searched))
    named = dict.fromkeys(str(Reference(symbol=r.symbol, language=r.language)) for r in references)
    years = years_of(text, [documents[d] for d in named if d in documents], documents)
    # "And the one two years on?" is not about the document of the turn before, from which it counts.
    moved = bool(named) and not asked_of and bool(years.apart)
    acronyms, by_year = glossary().acronyms, Dated()
    if not named or moved:
        issued = issued_by(text, documents, acronyms)
        by_year = Dated(documents=issued) if issued else dated_by(text, years, documents, acronyms)
    dated = by_year.documents
    if moved and dated:
        references, named = (), {}
    known = tuple(d for d in named if d in documents)
    around = () if named or (dated and not (years.dialogues or years.held)) else around_of(years, documents)
    process, barred = process_of(years, documents)
    own = asking(searched) if "comparison" in wanted else ""
    if len({*YEAR.findall(own)}) == 1:  # what one says before it asks is no wish
        wanted -= {"comparison", "course"} - wants.wants(own)
    compares = "comparison" in wanted
    hosts = wants.hosts(text)
    if hosts or unlike_other(searched):  # one paragraph, or two answers beside each other, tell that
        wanted, compares = wanted - {"comparison", "course"}, False
    held = () if compares else of_dialogues(searched)
    topics = () if compares else held or each_of_its_own(searched) or of_both(searched)
    if compares and 0 < len(known) < len(named):  # what is not here is set beside nothing
        wanted, compares = wanted - {"comparison", "course"}, False
    several = () if goes_on or topics or compares else tuple(whole(part, known or dated) for part in parts(searched))
    # Documents of which different things are asked are not set side by side.
    apart = (topics and not held) or (several and all(map(alone, several)))
    runs = bool({"course", "comparison"} <= wanted and RUNS.search(text) and not known and not years.dialogues)
    # "Was it decided in 2003 or in 2004?" wants a date of several.
    between = not compares and (in_between(text) or _WHICH_YEAR.search(text))
    # What turn after turn asked of one document each is not set side by side by another turn.
    between = between or (goes_on and not (compares or years.dialogues) and not named_together(searched))
    sides = () if apart or runs or hosts or between else sides_of(known, years, documents, dated if len(dated) <= FEW else ())
    topics = topics or (() if sides or compares else each(searched))
    several = () if sides or topics else several
    return Understood(
        asked=question,
        searched=searched,
        language=language,
        text=text,
        meant=with_year(translate(topic(searched), language)),
        turn=with_year(translate(topic(turn), language)) if goes_on else "",
        adds=translate(adds(going_on(turn)), language) if goes_on else "",
        speaker=speaker(searched) if language == "en" and not dated else "",
        asks=asks,
        topics=topics,
        parts=tuple(with_year(translate(part, language)) for part in several),
        extra=tuple(expansions(text)),
        references=references,
        places=() if references else places,
        documents=known,
        dated=dated,
        titled=by_year.titled,
        within=by_year.within,
        around=around,
        meeting=str(min(years.meetings)) if around and len(years.meetings) == 1 else "",
        sides=sides,
        dialogues=HELD if held or (sides and sides == by_dialogue(documents)) else (),
        process=process,
        barred=tuple(document for document in barred if document not in known),
        late={} if known or dated else lateness(wanted, process, documents),
        due=due(text),
        wants=wanted,
        kind=wants.kind(searched),
        addressee=wants.addressee(text),
        follows=wants.follows(searched),
    )


_WHICH_YEAR = regex(
    rf"\b(?:when|(?:which|what) year)\b[^.]*?\b{YEAR.pattern} or (?:in )?{YEAR.pattern}"
    rf"|^\W*(?:is|was|were|did|has|have)\b[^?]*?\b(?:in )?{YEAR.pattern} or (?:in )?{YEAR.pattern}\W*$",
    re.IGNORECASE,
)
"""Asks in which of two years something was."""
_ASKS_ITSELF = regex(
    r"\W*(?:(?:and|so|but|ok(?:ay)?|fine|well|then|now)\b\W*)*(?:why|how|what|which|who|whom|whose|where|when)\b(?: \S+){2}",
    re.IGNORECASE,
)
"""Opens a turn that says by itself what kind of thing it asks for."""

_OF_TIME = frozenset(("comparison", "course", "first", "latest", "date"))
"""Wants of a question that looks through more than the texts of a year in it."""
_IN_YEAR = regex(rf"(?P<topic>[^?]*?\w) in (?P<year>{YEAR.pattern})")


def _said_in(question: str) -> str:
    """What was said of a topic in a year, asked as what the texts of that year say about it.

    >>> _said_in("What did the Assembly say about lamps in 2010?"), _said_in("What does 67/172 say about lamps in 2010?")
    ('What do the texts of 2010 say about lamps?', 'What does 67/172 say about lamps in 2010?')
    >>> _said_in("Who lit the lamps in 2010?"), _said_in("How did what is said about lamps change in 2010?")
    ('Who lit the lamps in 2010?', 'How did what is said about lamps change in 2010?')
    """
    about = topic(question)
    found = _IN_YEAR.fullmatch(about) if about != question else None
    if found is None or len(YEAR.findall(question)) > 1 or find_references(question) or wants.wants(question) & _OF_TIME:
        return question
    return f"What do the texts of {found['year']} say about {found['topic']}?"


_ABOUT = regex(
    r"^(?P<open>\W*(?:and )?)what (?P<be>are|were) (?P<things>(?:the |its |those )?[^?\d]{3,60}?"
    r"(?: (?:of|in|at) (?:the )?(?:19|20)\d\d(?: (?:high-level )?(?:dialogue|hld|meeting))?)?) about"
    r"(?P<rest> (?:in|of|at) [^?]+)?(?=\W*$)",
    re.IGNORECASE,
)
"""Asks what some things are about."""
_A_TEXT = regex(r"\b(?:resolutions?|declarations?|texts?|documents?|paragraphs?|reports?|they|these|those|you)\b", re.IGNORECASE)
"""Whose subject is a fact of the library."""


_TABLES = regex(
    r"\W*(?:(?:please )?(?:list|name|tell me|give me)|what were|which were|what are) (?:all )?(?:the )?"
    r"(?:themes of (?:the )?)?(?:four )?(?:interactive )?"
    r"round[- ]?tables(?:['’]? (?:topics|subjects|titles))?(?: (?:of|in|at|for))? (?:the )?(?P<year>2006|2013|first|second)"
    r"(?: (?:(?:un )?high[- ]level )?(?:dialogue|hld))?\W*",
    re.IGNORECASE,
)
"""Asks which round tables there were; each is told by its theme."""


def _themes(question: str) -> str:
    """What some meetings were about, asked for as their themes.

    >>> _themes("What were the panels about in 2013?"), _themes("What are these resolutions about?")
    ('What were the themes of the panels in 2013?', 'What are these resolutions about?')
    >>> _themes("list the round tables of 2013") == _themes("What were the round tables about in 2013?")
    True
    """
    match = _ABOUT.search(question)
    if match and not _A_TEXT.search(match["things"]):
        themes = f"What {match['be']} the themes of {match['things']}"
        question = f"{match['open']}{themes}{match['rest'] or ''}{question[match.end() :]}"
    if tables := _TABLES.fullmatch(question):
        year = DIALOGUES.get(tables["year"].lower(), tables["year"])
        return f"What were the themes of the round tables of the {year} Dialogue?"
    return question


def _references(question: str, places: Sequence[Part], history: Sequence[str]) -> tuple[Reference, ...]:
    """What a question names; a paragraph without a document, of the `places` in it, is of the document that was named last."""
    if any(map(str.isdigit, question)):  # most questions have no figure, and every symbol has one
        with suppress(SymbolError):
            return (Reference.parse(question),)
    found = (*_ids(question), *(m.reference for m in find_references(question)))
    if len(places) <= sum(r.part is not None for r in found):
        places = ()  # each stands beside its document
    if places and len({(r.symbol, r.language) for r in found}) == 1:  # "paragraph 27 of the declaration in A/RES/68/4"
        return tuple(replace(found[0], part=place) for place in places)
    if places and not found and not YEAR.search(question) and not its_declaration(question.lower()):
        for earlier in reversed(history):
            if before := find_references(earlier):
                return tuple(replace(before[-1].reference, part=place) for place in places)
    return found


def _ids(question: str) -> Iterator[Reference]:
    """Paragraphs named as the library writes them, "A/RES/67/172#para-10-a"."""
    for word in question.split():
        if "#" in word:
            with suppress(SymbolError):
                yield Reference.parse(word.strip("\"'“”‘’«»([{<>}]).,;:!?¿"))
