"""All that the library holds of something: its documents, those that speak of a topic, and the paragraphs that do or that ask."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence, Set
from dataclasses import replace

from hld.app import about, extract, holdings, mentions, premise, speech, states
from hld.app.citations import cite
from hld.app.every import ASKING, Paragraphs
from hld.app.glossary import Expansion, apart, glossary
from hld.app.premise import otherwise
from hld.app.question import Understood
from hld.app.reply import begun, citing
from hld.app.schema import Answer, Citation, Sentence
from hld.app.terms import Terms, content, worded
from hld.app.titles import its_declaration, titled
from hld.app.years import YEAR
from hld.index.facets import addressed
from hld.index.lexical import STOPWORDS, words
from hld.index.search import Index
from hld.ingest.library import DocumentEntry, Entry
from hld.ingest.models import Kind, counted, date_in_words
from hld.ingest.regex import regex
from hld.ingest.symbols import ORDINAL

APART = 4
"""Words that may stand between those of a topic, beside those that do in the question, where documents that speak of it are
listed: they are for people to look through."""

PARAGRAPHS, WORDS = 30, 45
"""Paragraphs on a topic that are listed, and about how many words of each."""

_SHORT = regex(r"[\w’'-]+(?: [\w’'-]+){0,4}")
"""A topic that can be asked for as it stands."""
_NAME = regex(r"\b[A-Z][a-z]+(?: (?:on|of|for|the|and))* [A-Z][a-z]+")
"""A name of several words."""
_OF_MIGRATION = regex(r"(?P<kind>[a-z-]+) (?P<of>migration|development)", re.IGNORECASE)
"""A kind of what all documents of the process are about."""
_ARTICLE = regex(r"^(?:the|an?) ")
_OF_SOMEBODY = regex(r"\b(?:(?:special|personal) )?(?:representative|envoy|adviser|report)s? of the [A-Z][\w-]+", re.IGNORECASE)
"""Names somebody else than those of whom it is."""

NAMED = 4
"""Words at most of a name; more describe somebody."""

HELD = 40
"""Documents of the library that are listed."""

FEW_NAMED = 4
"""Documents fewer than which are named as those in which something was looked for."""
LISTED, SHOWN = 15, 3
"""Documents that speak of a topic that are listed, and paragraphs of each."""


def documents(understood: Understood, index: Index) -> Answer:
    """What the library holds, narrowed by the years and the committee in the question."""
    chosen, of = holdings.held(understood.asked, index.documents.values())
    if not chosen:
        return begun(understood, "abstained", f"The library holds no document {of}.")
    number = counted(len(chosen), "document")
    more = f"; the first {HELD} are listed" if len(chosen) > HELD else ""
    texts = [f"The library holds {number}{f' {of}' if of else ''}{more}:", *map(_line, chosen[:HELD])]
    said = [about.recorded(text, item=n > 0) for n, text in enumerate(texts)]
    return citing(begun(understood, "lookup"), said, [])


def of_states(understood: Understood, index: Index) -> Answer:
    """The States that the documents name that are asked, or else those of the process, each with the first paragraphs that do;
    those that most paragraphs name come first."""
    asked = [*(understood.documents or understood.dated or understood.process)]
    held: dict[str, list[Entry]] = {}
    for entry in index.entries(index.ids_of(asked)).values():
        for state in states.all_named(entry.text):
            held.setdefault(state, []).append(entry)
    symbols = [index.documents[each].symbol for each in asked]
    among = f"in {' and '.join(symbols)}" if len(symbols) < FEW_NAMED else f"in {len(symbols)} documents here"
    if not held:
        return begun(understood, "abstained", f"No State is named {among}.")
    chosen = sorted(held.items(), key=lambda each: (-len(each[1]), each[0]))[:PARAGRAPHS]
    shown = {entry.id: entry for _, entries in chosen for entry in entries[:SHOWN]}
    citations = [cite(entry, index.documents[entry.document], n) for n, entry in enumerate(shown.values(), 1)]
    more = f"; those that most paragraphs name are listed, {PARAGRAPHS} of them" if len(held) > PARAGRAPHS else ""
    sentences = [about.recorded(f"{counted(len(held), 'State')} {'is' if len(held) == 1 else 'are'} named {among}{more}:")]
    for state, entries in chosen:
        places = "; ".join(entry.reference.label() for entry in entries[:SHOWN])
        rest = f" and {len(entries) - SHOWN} more" if len(entries) > SHOWN else ""
        cited = tuple(entry.id for entry in entries[:SHOWN])
        sentences.append(Sentence(text=f"{state}: {places}{rest}", citations=cited, verdict="supported", score=1.0, item=True))
    return citing(begun(understood, "lookup"), sentences, citations)


def extent(understood: Understood, ends: Sequence[str], index: Index) -> Answer:
    """Which resolution of the library is the longest or the shortest, of the years, sessions and committee in the question."""
    chosen, of = holdings.held(understood.asked, index.documents.values())
    chosen = [document for document in chosen if document.type == "resolution"]
    if not chosen:
        return begun(understood, "abstained", f"The library holds no document {of}.".replace(" .", "."))
    among = f"Of the {counted(len(chosen), 'resolution')} here{f' {of}' if of else ''}"
    ordered = sorted(chosen, key=lambda document: (document.paragraphs, *document.age))
    told = {"longest": ordered[-1], "shortest": ordered[0]}
    texts = [f"{among} the {end} is {_line(told[end])}: {told[end].paragraphs} paragraphs and subparagraphs." for end in ends]
    return citing(begun(understood, "lookup"), list(map(about.recorded, texts)), [])


def _line(document: DocumentEntry) -> str:
    """A document in a list: its symbol, title and date; a page, which has no symbol that anybody knows, by its title."""
    name = "" if document.type == "page" else f"{document.symbol}, "
    return f"{name}{document.title}{f', {date_in_words(document.dated_on)}' if document.dated_on else ''}"


_MENTION = regex(r"\bmention", re.IGNORECASE)
_ENTITLED = regex(r"(?:titled|entitled)\b", re.IGNORECASE)
"""Comes before a title, of a question for what is called so."""


def mentioning(understood: Understood, topic: str, index: Index) -> Answer | None:
    """All documents that speak of a topic, those that are titled so and then those of the process first, each with the first
    paragraphs that do, as far as words and the glossary tell; narrowed by the years in the question. None where no paragraph has
    all of it: then it is searched."""
    asked, of = holdings.held(understood.asked, index.documents.values())
    if not asked:
        return begun(understood, "abstained", f"The library holds no document {of}.")
    if re.search(r"\bresolutions?\b", understood.text, re.IGNORECASE):
        asked = [document for document in asked if document.type == "resolution"]
    entitled = _ENTITLED.match(topic)
    topic = topic[entitled.end() :].strip("“”\"'’ ") if entitled else topic
    titled = {*index.lexical.analyser.terms(topic)}
    called = {d.id for d in asked if titled and titled <= {*index.lexical.analyser.terms(d.title)}}
    words_of, others = (set() if entitled else _speaking(topic, extra, index) for extra in ((), understood.extra))
    held: dict[str, list[str]] = {}
    for identifier in (i for i in index.ids if i in (words_of or others)):
        held.setdefault(identifier.partition("#")[0], []).append(identifier)
    if not held and _MENTION.search(understood.text):  # what is in its title is what a document is about
        called = set()
    chosen = [d for d in asked if d.id in held or d.id in called]
    if not chosen:
        return None
    chosen.sort(key=lambda d: (d.id not in called, *_by_date(d)))
    shown = [held.get(document.id, [])[:SHOWN] for document in chosen[:LISTED]]
    entries = index.entries([identifier for some in shown for identifier in some])
    citations = [cite(entry, index.documents[entry.document], n) for n, entry in enumerate(entries.values(), 1)]
    number = counted(len(chosen), "document")
    if words_of:
        first = f"{number} here speak{'s' * (len(chosen) == 1)} of “{topic}”, by their words"
    elif held:
        first = f"No document here has the words “{topic}”; {len(chosen)} may speak of it in other words"
    else:
        first = f"{number} here ha{'s' if len(chosen) == 1 else 've'} “{topic}” in the title"
    more = f"; the first {LISTED} are listed" if len(chosen) > LISTED else ""
    beside = {i.partition("#")[0] for i in others} - held.keys()
    also = [d.symbol for d in asked if d.id in beside]
    sentences = [about.recorded(f"{first}{more}.")]
    for document, some in zip(chosen, shown, strict=False):
        name = f"{document.symbol} ({document.title}, {document.dated[:4] or 'undated'})"
        if not some:  # what is in its title need be in no paragraph
            sentences.append(about.recorded(name, item=True))
            continue
        places = ", ".join(part.label() for each in some if (part := entries[each].reference.part))
        rest = f" and {len(held[document.id]) - len(some)} more" if len(held[document.id]) > len(some) else ""
        sentences.append(Sentence(text=f"{name}: {places}{rest}", citations=tuple(some), verdict="supported", score=1.0))
    ours = {d.id for d in asked if d.process}
    if 2 * len(beside & ours) > len(ours):  # what most of them have is no other word for it
        also = []
    return replace(citing(begun(understood, "lookup"), sentences, citations), note=_also(also))


def _speaking(topic: str, extra: Sequence[Expansion], index: Index) -> set[str]:
    """The paragraphs of the library that have a topic, be it what the glossary has for it: a name as it is written, a kind of
    migration where it is called so, and in documents of the process, which all speak of migrants, what is said without these."""
    found = mentions.saying(topic, extra, index, apart=APART, listings=True)
    if kind := _OF_MIGRATION.fullmatch(topic):
        near = re.compile(rf"\b{re.escape(kind['kind'])}\b(?:,? [\w-]+){{0,3}}?,? {kind['of']}\b", re.IGNORECASE)
        return {i for i, entry in index.entries(sorted(found)).items() if near.search(worded(entry))}
    if _NAME.search(topic):
        return _written(found, topic, extra, index)
    if (bare := mentions.unpeopled(topic)) != topic:
        process = [each.id for each in index.documents.values() if each.process]
        found |= mentions.saying(bare, extra, index, apart=APART, listings=True, documents=process)
    return found


def paragraphs(understood: Understood, wanted: Paragraphs, index: Index, *, told: int = 0) -> Answer | None:
    """All paragraphs that are `wanted`, by the date of their documents, with their words; of the documents or the years that the
    question names, where it names any; behind the first ones, where so many were `told` before. None where there is none with
    all words of the topic: then it is searched, unless no document mentions any of them. And None where all were told."""
    terms = index.lexical.analyser.terms
    whom = frozenset(terms(_spelled(_FOR_SHORT.sub(r"\1", wanted.addressee))))
    if wanted.addressee and not whom:  # "they"
        return None
    among = {document.id: document for document in _among(understood, wanted, index)}
    if not among and wanted.within:  # what is called so is not here
        return None
    topics = [wanted.topic] if wanted.quoted else [] if wanted.proclaimed else _topics(wanted.topic, index)
    if all(document.process for document in among.values()):  # of whom all of them speak
        topics = [*map(mentions.unpeopled, topics)]

    def fits(entry: Entry) -> bool:
        meant = not understood.kind or entry.kind == understood.kind
        if wanted.proclaimed:
            return meant and _PROCLAIMS.match(entry.text) is not None and f" {wanted.proclaimed}" in entry.text
        if wanted.due and (entry.kind == Kind.PREAMBULAR or not _BY_WHEN.search(entry.text)):
            return False
        return meant and (not wanted.verbs or _asks(entry, wanted.verbs, whom, terms))

    holding = _holding(topics, (), index, among, wanted)
    named = list(filter(fits, holding))
    if len(named) > PARAGRAPHS and len(topics) > 1:  # too many to read that speak of either: those of both, if there are any
        of_both = replace(wanted, both=True)
        on_both = _holding(topics, (), index, among, of_both)
        if any(map(fits, on_both)):
            wanted, holding, named = of_both, on_both, list(filter(fits, on_both))
    spoken = [Terms(topic, (), index.lexical, either=True) for topic in topics]
    # Beside an official text its digest may have the word, which are others than its own.
    found = [e for e in named if not (e.official and e.plain) or _in_its_text(e, spoken)]
    by_words = {entry.id for entry in found}
    otherwise_put = topics and not wanted.quoted and not any(map(apart, topics))
    worded = _holding(topics, understood.extra, index, among, wanted) if otherwise_put else ()
    others = [entry for entry in worded if entry.id not in by_words and fits(entry)]
    if wanted.strongest and found:
        found, others = _strongest([*found, *others]), []
    if not (found or others):
        if not wanted.topic and _nobody(wanted.addressee, understood, index):
            return begun(understood, "abstained", premise.unmentioned([wanted.addressee]))
        said = " or ".join(f"“{each}”" for each in topics)
        if topics and understood.kind and holding:
            return begun(understood, "abstained", f"No {understood.kind} paragraph here speaks of {said}, by its words.")
        stems = content(wanted.topic, index.lexical.analyser)
        if len(among) == 1 and topics and stems and not any(_hinted(each, understood, index, among) for each in topics):
            (document,) = among.values()
            return begun(understood, "abstained", f"No paragraph of {document.symbol} speaks of {said}, by its words.")
        known = understood.extra or any(map(index.lexical.frequency, stems)) or not stems
        return None if known else begun(understood, "abstained", premise.unmentioned(topics))
    sentences: list[Sentence] = []
    citations: list[Citation] = []
    given = told
    for some, how in ((found, ", by their words"), (others, ", in other words perhaps")):
        before = min(told, len(some))
        told -= before
        shown = _latest(some, before, PARAGRAPHS - len(citations), among)
        if shown:
            start = given + len(citations) + 1
            listed, cited = extract.listed(understood, shown, index, longest=WORDS, start=start)
            first = _counted(some, before, len(shown), wanted, topics, how)
            if topics and not found:
                first = f"{first.rstrip(':')}; none has just these words:"
            sentences += [about.recorded(first), *listed]
            citations += cited
    return citing(begun(understood, "lookup"), sentences, citations) if citations else None


def _hinted(topic: str, understood: Understood, index: Index, among: Collection[str]) -> bool:
    """Whether a paragraph of some documents has the rarest word of a topic, or what the glossary has for it."""
    told = Terms(topic, () if apart(topic) else understood.extra, index.lexical, either=True).told
    return any(map(told, index.entries(index.ids_of(among)).values()))


def _nobody(addressee: str, understood: Understood, index: Index) -> bool:
    """Whether somebody is called by a word that no document has, nor any that the glossary has for it."""
    lexical = index.lexical
    stems = lexical.analyser.terms(addressee) if len(words(addressee)) <= NAMED else []
    return not all(lexical.frequency(stem) or otherwise(stem, understood, lexical) for stem in stems)


def _strongest(found: Sequence[Entry]) -> list[Entry]:
    """Those of some paragraphs, at least one, that have the strongest verb (`hld.app.speech.level`)."""
    levels = [speech.level(speech.verbs(entry.text)) for entry in found]
    return [entry for entry, level in zip(found, levels, strict=True) if level == max(levels)]


def _spelled(addressee: str) -> str:
    """An addressee with its acronyms written out, as paragraphs address it.

    >>> _spelled("the President of the GA"), _spelled("IOM and others")
    ('the President of the general assembly', 'international organization for migration and others')
    """
    named = {**glossary().acronyms, **_OFFICES}
    return re.sub(r"[A-Za-z-]+", lambda word: named.get(word[0].lower(), word[0]) if word[0].isupper() else word[0], addressee)


_BY_WHEN = regex(
    r"\b(?:by|until|before|no(?:t)? later than|prior to) (?:the )?(?:(?:end|middle|beginning) of |mid-)?(?:the )?"
    rf"(?:\d{{1,2}} )?(?:[a-z]+ )?{YEAR.pattern}\b"
    rf"|\b(?:by|at|to|for|before|no later than) (?:its|the) {ORDINAL} session\b",
    re.IGNORECASE,
)
"""Says by when something is due."""
_FOR_SHORT = regex(
    r"\b(?:member (?=states\b))?(states|president)\b(?: of the (?:un )?(?:general assembly|assembly|ga)\b)?", re.IGNORECASE
)
"""Addressees of whom a paragraph may say less: "its President"."""
_BESIDE_DIALOGUE = regex(
    rf"\b(?:after|following|since|before|until) (?=the {YEAR.pattern} (?:high-level )?(?:dialogue|hld)\b)", re.IGNORECASE
)
"""Bounds what is asked for by a Dialogue."""
_PROCLAIMS = regex(r"(?:(?:also|further) )?(?:decides to )?(?:proclaim|declare|designate)s?\b", re.IGNORECASE)
"""Opens a paragraph that proclaims a day or a year, whose name has capitals."""
_OFFICES = {"ga": "general assembly", "sg": "secretary-general"}


_ADOPTS = regex(r"^(?:The (?:General )?Assembly )?adopts the following\b", re.IGNORECASE)
"""Only opens what is adopted."""


def beyond(understood: Understood, cited: Sequence[str], index: Index) -> str:
    """Says how many paragraphs more speak of the topic of a question by its words, in the documents of which it is asked, or else
    in those of the process, and how to have them all; empty where it asks for more than what is said of one topic."""
    if cited and _ADOPTS.search(index.entries(cited[:1])[cited[0]].text):
        symbol = index.documents[cited[0].partition("#")[0]].symbol
        return f"“Summarise {symbol}” shows what it says."
    if (
        understood.language != "en"
        or not understood.topical
        or understood.topics
        or understood.turn
        or not cited
        or {"first", "latest"} & understood.wants
    ):
        return ""
    asked_of = {*understood.asked_of} or {document for side in understood.sides for document in side} or {*understood.process}
    topic = mentions.named(understood)
    if not _SHORT.fullmatch(topic) or topic.lower() not in understood.text.lower():  # a name fell out of its midst
        return ""
    more = _saying(topic, (), index, asked_of) - {*cited}
    if not more or not {i.partition("#")[0] for i in cited} & asked_of:
        return ""
    where = f" in {index.documents[min(asked_of)].symbol}" if len(asked_of) == 1 else ""
    number = f"{len(more)} more paragraph{' speaks' if len(more) == 1 else 's speak'}"
    return f"{number} of “{topic}”, by their words: “List all paragraphs on {topic}{where}” shows them."


def _by_date(document: DocumentEntry) -> tuple[bool, str, str]:
    """Puts documents of the process first, in the order of their dates, those without one last."""
    return not document.process, document.dated or "9", document.id


def _latest(found: Sequence[Entry], told: int, most: int, documents: Mapping[str, DocumentEntry]) -> list[Entry]:
    """At most so many of some paragraphs, the latest of those that were not told; oldest first, the process before others."""
    kept = sorted(found, key=lambda entry: documents[entry.document].dated, reverse=True)[told : told + most]
    places = {entry.id: place for place, entry in enumerate(found)}
    return sorted(kept, key=lambda entry: (*_by_date(documents[entry.document]), places[entry.id]))


def _among(understood: Understood, wanted: Paragraphs, index: Index) -> list[DocumentEntry]:
    """The documents in which all of something is looked for; a year in the topic ("the 2005 World Summit") is none of theirs."""
    if wanted.within and not understood.dated:
        return titled(wanted.within, index.documents.values())
    meant = understood.titled or understood.within or wanted.within or its_declaration(understood.text.lower())
    if named := understood.documents or (understood.dated if meant else ()):
        return [index.documents[each] for each in named]
    asked = understood.text.replace(wanted.topic, " ") if wanted.topic else understood.text
    if not wanted.verbs or not _BESIDE_DIALOGUE.search(asked):
        return holdings.held(asked, index.documents.values())[0]
    # What a Dialogue itself asked for is to be done after it, too; and other meetings ask for other things.
    asked = _BESIDE_DIALOGUE.sub(lambda when: "since " if when[0].lower() in ("after ", "following ") else when[0], asked)
    return [each for each in holdings.held(asked, index.documents.values())[0] if each.process]


def _topics(topic: str, index: Index) -> list[str]:
    """The topics of which one is enough: those that "or" joins, and those that "and" does, unless a paragraph has that phrase
    ("women and girls")."""
    either = mentions.OR.split(topic) if topic else []
    found = []
    for each in either:
        together = index.entries(sorted(mentions.saying(each, (), index, listings=True))).values() if " and " in each else ()
        phrase = any(" ".join(words(each)) in " ".join(words(entry.text)) for entry in together)
        found += [each] if phrase else _apart(each)
    return found


_SHARED = regex(r"(?P<head>[^,]+ (?:of|for|by|against|among|from|to) )(?P<one>[\w-]+) and (?P<other>[\w-]+)", re.IGNORECASE)
"""What is said of two, once."""


def _apart(topic: str) -> list[str]:
    """The topics that "and" joins, each with what is said of all of them.

    >>> _apart("fog and smoke"), _apart("the loss of lamps and oil")
    (['fog', 'smoke'], ['the loss of lamps', 'the loss of oil'])
    """
    if shared := _SHARED.fullmatch(topic):
        return [f"{shared['head']}{shared[which]}" for which in ("one", "other")]
    return [part for part in re.split(r", (?:and )?| and (?:on |about )?", topic) if part]


def _in_its_text(entry: Entry, spoken: Sequence[Terms]) -> bool:
    """Whether the official text of a paragraph has one of some topics, or there is none, or one of words that tell nothing."""
    if not spoken or not all(terms.groups for terms in spoken):
        return True
    return any(terms.together(replace(entry, plain=""), apart=APART) for terms in spoken)


def _holding(
    topics: Sequence[str], extra: Sequence[Expansion], index: Index, among: Collection[str], wanted: Paragraphs
) -> list[Entry]:
    """The paragraphs of some documents that have a topic, or all topics where both are `wanted`, in their own words or in those
    of the glossary, in order; all of these documents where there is no topic."""
    ids = index.ids_of(among)
    if topics:
        said = [_saying(each, extra, index, among, quoted=wanted.quoted) for each in topics]
        says = set.intersection(*said) if wanted.both else set().union(*said)
        ids = [i for i in ids if i in says]
    return list(index.entries(ids).values())


def _saying(topic: str, extra: Sequence[Expansion], index: Index, among: Collection[str], *, quoted: bool = False) -> set[str]:
    """The paragraphs of some documents that have a topic; where it is `quoted`, a name of several words, or two things that "and"
    joins, those that have it, or what the glossary has for it, as it is written: the words of one stand in many paragraphs."""
    if not content(topic, index.lexical.analyser):  # "a report", which nearly all of them speak of
        bare = " ".join(word for word in words(topic) if word not in STOPWORDS)
        return {i for i, entry in index.entries(index.ids_of(among)).items() if bare in " ".join(words(entry.text))}
    found = mentions.saying(topic, extra, index, apart=APART, listings=True, documents=among)
    if not (quoted or _NAME.search(topic) or " and " in topic):
        return found
    return _written(found, topic, extra, index)


def _written(found: Collection[str], topic: str, extra: Sequence[Expansion], index: Index) -> set[str]:
    """Those of some paragraphs that have a topic, or what the glossary has for it, word by word."""
    names = [_ARTICLE.sub("", " ".join(words(name))) for name in (topic, *(phrase for each in extra for phrase in each.phrases))]
    said = {i: " ".join(words(f"{entry.text} {entry.plain}")) for i, entry in index.entries(sorted(found)).items()}
    return {i for i, text in said.items() if any(name in text for name in names)}


def _asks(entry: Entry, verbs: Set[str], whom: Set[str], terms: Callable[[str], Sequence[str]]) -> bool:
    """Whether a paragraph has one of these verbs, be it in a clause further on or in the preamble, and addresses it to somebody
    who is named by these stems, if any."""
    named = addressed(entry)
    if entry.verb in verbs and whom <= {*terms(named if "repres" in whom else _OF_SOMEBODY.sub("", named))}:
        return True
    if entry.verb not in verbs and not speech.verbs(entry.text) & verbs:
        return False
    stems = "|".join(verb.removesuffix("s") for verb in verbs)
    clauses = re.finditer(rf"\b(?:{stems})s? (?P<whom>[^.;:,]{{0,60}}?) (?:to|that)\b", entry.text, re.IGNORECASE)
    # "Calls upon all enterprises, in particular large ones:" says what in its subparagraphs.
    opens = re.match(rf"(?:[a-z]+ )?(?:{stems})s? (?P<whom>[^.;:,]{{2,60}})(?:,[^.;:]*)?:\s*$", entry.text, re.IGNORECASE)
    return not whom or any(whom <= {*terms(clause["whom"])} for clause in (*clauses, opens) if clause)


def _counted(found: Sequence[Entry], told: int, shown: int, wanted: Paragraphs, topics: Sequence[str], how: str) -> str:
    """How many paragraphs of how many documents there are, before those that are shown, after so many that were told, are
    listed."""
    held, one = {entry.document for entry in found}, len(found) == 1
    of = f"{len(held)} documents here" if len(held) > 1 else found[0].reference.symbol
    number = f"{counted(len(found), 'paragraph')} of {of}"
    between = " and " if wanted.both else " or "
    how = how.replace("their", "its") if one else how
    says = [f"speak{'s' if one else ''} of {between.join(f'“{topic}”' for topic in topics)}{how}"] if topics else []
    if wanted.due:
        says.append(f"say{'s' if one else ''} by when something is due")
    if wanted.strongest:
        says.append(f"{'has' if one else 'have'} the strongest verb of those that do")
    if wanted.verbs == ASKING:
        says.append(f"ask{'s' if one else ''} something of {wanted.addressee or 'somebody'}")
    elif wanted.proclaimed:
        says.append(f"proclaim{'s' if one else ''} a {wanted.topic}")
    elif wanted.verbs:
        whom = f", addressed to {wanted.addressee}" if wanted.addressee else ""
        says.append(f"{'has' if one else 'have'} {' or '.join(f'“{verb}”' for verb in sorted(wanted.verbs))}{whom}")
    if told:
        more = f"; {told + 1} to {told + shown} of them, by date from the latest, are listed"
    elif len(found) > shown:
        more = f"; the latest {shown} are listed (“more” shows the next)"
    else:
        more = ""
    return f"{number} {' and '.join(says)}{more}:"


def _also(symbols: Sequence[str]) -> str:
    """Names documents that have a topic in other words."""
    more = " and others" if len(symbols) > LISTED else ""
    return f"In other words also: {', '.join(symbols[:LISTED])}{more}." if symbols else ""
