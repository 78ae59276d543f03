"""What a question asks for and no paragraph that was found has, said in a sentence; empty where nothing is known to lack."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from hld.app import figures, numbered, premise, states
from hld.app.assertions import asserted
from hld.app.every import ASKING
from hld.app.question import Understood
from hld.app.terms import GENERIC, Terms, evidence_text, said_by, worded
from hld.app.years import HELD, YEAR, sessions_in
from hld.index.lexical import Lexical, words
from hld.ingest.library import DocumentEntry, Entry
from hld.ingest.masthead import MONTH_NUMBERS
from hld.ingest.regex import regex
from hld.ingest.symbols import CARDINALS, ORDINAL, number_of, ordinal

NEAREST = 3
"""Paragraphs in which what is asked for is looked for; a topic that is compared, in all."""

NO_FIGURE = "The question asks for a number, and none of the nearest paragraphs gives one."
NO_PERSON = "The question asks who is in an office, and none of the nearest paragraphs names anybody."
NO_CITY = "The question asks for a city, and the paragraph that is nearest to it names none."
NO_TEXT_OF_THEN = "No text here of the year that the question names was found to say this."
NO_STATE = "The question asks which States did so, and none of the nearest paragraphs names any."


def of(
    understood: Understood,
    chosen: Sequence[Entry],
    nearest: Sequence[Entry],
    documents: Mapping[str, DocumentEntry],
    lexical: Lexical,
    unknown: Sequence[str],
) -> str:
    """The first of what follows here that lacks in the paragraphs `chosen` as an answer, or in the `nearest`, best first; but for
    names (`unnamed`). `unknown` are the names in the question that no document mentions."""
    first = nearest[:NEAREST]
    lacks = (
        elsewhere(understood, nearest[0], documents)
        or silent(understood, first, lexical)
        or untold(understood, nearest, lexical)
        or lacking(understood, first)
        or uncounted(understood, first, lexical)
        or unidentified(understood, first)
        or untimely(understood, chosen, documents)
        or undue(understood, first)
        or unmet(understood, first, documents)
        or unplaced(understood, unknown)
    )
    if lacks or understood.language != "en":  # put into English word by word, a question has another grammar
        return lacks
    return (
        unthemed(understood, chosen)
        or unlisted(understood, chosen)
        or uncalled(understood, chosen)
        or unpersoned(understood, first)
        or uncity(understood, first[:1])
        or undone(understood, chosen)
    )


def elsewhere(understood: Understood, best: Entry, documents: Mapping[str, DocumentEntry]) -> str:
    """Says that what a question asks of documents that it names by their symbols is found in others only."""
    named = understood.asked_of
    if not named or best.document in named:
        return ""
    return f"Nothing that answers this was found in {' or '.join(documents[i].symbol for i in named)}."


_A_PAGE = regex(r"\b(?:web ?(?:page|site)|page|site)\b", re.IGNORECASE)


def silent(understood: Understood, nearest: Sequence[Entry], lexical: Lexical) -> str:
    """Says that a question asks what is said by somebody, or in something, that the paragraphs near it do not speak of, by that
    word or by what the glossary has for it ("world leaders")."""
    terms = lexical.analyser.terms
    who = {term for term in terms(understood.speaker) if term not in GENERIC}
    if not who:  # nearly always
        return ""
    if _A_PAGE.search(understood.speaker) and any(entry.reference.symbol.is_page for entry in nearest):
        return ""  # a page goes by another name here
    meant = Terms(understood.speaker, understood.extra, lexical)
    if any(who <= {*terms(said_by(entry))} or (meant.groups and meant.told(entry)) for entry in nearest):
        return ""
    return f"What “{understood.speaker}” says on this is not in these documents."


_SAID_AFTER = regex(
    r"\b(?:said|stated|agreed|adopted|asked|decided|resolutions?|texts?|documents?|wording|language|anything)"
    rf"(?: (?:adopted|from|of|agreed|said))? (?:after|later than) (?P<year>{YEAR.pattern})\b"
    r"(?! (?:dialogue|hld|meeting|summit)\b)",
    re.IGNORECASE,
)
"""Asks what was said after a year."""


def untimely(understood: Understood, chosen: Sequence[Entry], documents: Mapping[str, DocumentEntry]) -> str:
    """Says that a question asks what texts of a year say, or later ones, and that what would answer it neither is of that time
    nor names the year.

    Of 298 development questions that name the year of a text, and are answered, it keeps none from its paragraph.
    """
    if not chosen or understood.compares:
        return ""
    after = _SAID_AFTER.search(understood.text)
    if after and all(documents[entry.document].dated[:4] <= after["year"] for entry in chosen):
        latest = max(document.dated[:4] for document in documents.values())
        here = f" The latest document here is of {latest}." if latest <= after["year"] else ""
        return f"Nothing that was said after {after['year']} was found to answer this.{here}"
    years = [year for year in understood.years if year in understood.asked]  # those of turns before may be of something else
    if not years or any(entry.document in understood.dated or any(y in worded(entry) for y in years) for entry in chosen):
        return ""
    return NO_TEXT_OF_THEN


def untold(understood: Understood, nearest: Sequence[Entry], lexical: Lexical) -> str:
    """Says that a question compares what documents say of a topic that no paragraph near it has in its words."""
    if not (understood.compares and understood.topical):
        return ""
    terms = Terms(understood.meant, understood.extra, lexical)
    return "" if any(map(terms.told, nearest)) else f"Nothing on “{understood.meant}” was found in these documents."


def unidentified(understood: Understood, nearest: Sequence[Entry]) -> str:
    """Says that a question asks which States did something, and that no paragraph near it names one. Of 10 such questions of
    `tools/pairs` it keeps none from its paragraph; of the sample questions it refuses 89 that nothing answers, and one else."""
    if not states.asked(understood.asks) or any(states.named(said_by(entry)) for entry in nearest):
        return ""
    return NO_STATE


_WHO_IS = regex(
    r"\W*(?:and |so )?(?:who(?:['’]?s| is| was| are| were)|name) (?:(?:currently|now|today) )?(?:the )?"
    r"(?:current |present |new |first |last )?"
    r"(?:head|chief|director|president|leader|minister|ambassador|commissioner|rapporteur|representative|envoy|secretary"
    r"|coordinator|administrator|boss|founder|judge|commander|spokes\w+|executive secretary|secretary-general)s?\b",
    re.IGNORECASE,
)
"""Asks for the person in an office."""
_PERSON = regex(
    r"\b(?:Mr|Ms|Mrs|Dr|Sir|Dame|H\.E|Excellency)\b\.?|\b(?:[A-Z]\w+ ){1,3}[A-Z]\w+ \([A-Z][\w ]+\)"
    r"|\b(?i:(?:appoint|elect|designat|nominat|choos|chosen|select)\w*|chaired|headed|led|presided)\b"
)
"""Names somebody, or says who names him."""


def unpersoned(understood: Understood, nearest: Sequence[Entry]) -> str:
    """Says that a question asks who is in an office, and that no paragraph near it names anybody."""
    if not _WHO_IS.match(understood.asks) or any(_PERSON.search(said_by(entry)) for entry in nearest):
        return ""
    return NO_PERSON


_WAS_DONE = regex(
    r"\W*(?:and |so |but )?(?:(?:did|has|have|had|was|were)\b[^?.;]*"
    r"|(?:which|what|who|how many)\b(?:(?!\b(?:will|should|must|to|gonna|whether|if)\b)[^?.;])*"
    r"\b(?:did|was|were|has|have)\b[^?.;]*)"
    r"\b(?:actually|in fact|in reality|in practice|in the end|on time|as requested|as planned)\b",
    re.IGNORECASE,
)
_SPOKE = regex(
    r"\b(?:did|has|have|had)\b[^?.;]{0,40}?\b(?:decided?|ask(?:ed)?|request(?:ed)?|invited?|urged?|agreed?|sa(?:y|id)|call(?:ed)?"
    r"|recommend(?:ed)?|adopt(?:ed)?)\b",
    re.IGNORECASE,
)
"""What was done is what a text itself does."""
_TO_BE_DONE = ASKING | {"decides", "recommends"}
NOT_TOLD = "What is nearest to this asks for something or decides it; whether that was done it does not say."


def undone(understood: Understood, chosen: Sequence[Entry]) -> str:
    """Says that a question asks what was done in fact, and that what would answer it only asks for something or decides it."""
    done = _WAS_DONE.match(understood.asked) and not _SPOKE.search(understood.asked)
    if not done or not chosen or any(entry.verb not in _TO_BE_DONE for entry in chosen):
        return ""
    return NOT_TOLD


def undue(understood: Understood, nearest: Sequence[Entry]) -> str:
    """Says that a question asks what is due for a session, and that no paragraph near it names that session."""
    if not understood.due or any(not understood.due.isdisjoint(sessions_in(said_by(entry))) for entry in nearest):
        return ""
    return f"None of the nearest paragraphs names the {' or the '.join(map(ordinal, sorted(understood.due)))} session."


_NO_WORD = "No paragraph that would answer this speaks of “{}”."
_DAY = regex(
    r"\b(?:international|world|global) (?:"
    r"(?:(?!(?:each|every|any|which|what|per|this|that|last|next)\b)[a-z-]+ ){1,4}?(?:day|week|year|decade)\b"
    r"(?! (?:of|for|against|to)\b)"
    r"|(?:day|week|year|decade) (?:of|for|against|to) (?:the )?[a-z-]+(?:(?: (?:and|of|against|for|the))* (?!(?:is|are|was|were"
    r"|be|been|proclaim\w*|observed|celebrated|held|in|on|at|by|fall|falls|come|take|takes|to|and)\b)[a-z-]+){0,4})",
    re.IGNORECASE,
)
"""A day or a year that is proclaimed for something."""
_OF_DAYS = GENERIC | {"internat", "world", "global", "prevent", "combat", "elimin"}
"""Stems that the name of a day may have in one text and not in another."""


def unnamed(understood: Understood, chosen: Sequence[Entry], documents: Mapping[str, DocumentEntry], lexical: Lexical) -> str:
    """Says that a question names something in several words that the corpus has, but not together in a paragraph that would
    answer it, be it by its initials: where one forum met does not say where another did. So it does of a day that is proclaimed,
    and of a State that is asked what it did, whatever the corpus has.

    Only names of three words and more are looked at; two are as often a place. Not of a question that goes on from one before,
    which may have left its names. Of 5,068 questions of `tools/pairs` it would keep 2 from the paragraph that answers them.
    """
    if understood.turn:
        return ""
    names = sorted(name for name in asserted(understood.asked).names if "'" not in name and len(name.split()) > 2)
    days, state = [match[0] for match in _DAY.finditer(understood.asked)], states.acting(understood.asked)
    if not (names or days or state):  # nearly always: the paragraphs need not be taken apart
        return ""
    told = " ".join(evidence_text(entry, documents[entry.document]) for entry in chosen)
    said = {*lexical.analyser.terms(told)}
    for name in names:
        stems, initials = {*lexical.analyser.terms(name)} - GENERIC, "".join(word[0] for word in name.split())
        if len(stems) > 1 and not stems <= said and initials not in said and all(map(lexical.frequency, stems)):
            written = re.search(re.escape(name), understood.asked, re.IGNORECASE)
            return _NO_WORD.format(written[0] if written else name)
    for day in days:  # in a text or in a title: "day" stands in one and the rest in the other of another day's
        stems = {*lexical.analyser.terms(day)} - _OF_DAYS
        texts = (text for entry in chosen for text in (said_by(entry), documents[entry.document].title))
        if not any(stems <= {*lexical.analyser.terms(text)} for text in texts):
            return _NO_WORD.format(day)
    return "" if state in told else _NO_WORD.format(state)


_MEETING = regex(
    rf"\b(?P<which>{ORDINAL}) (?:(?:un|global|migration|review|high-level) ){{0,3}}(?P<what>dialogue|hld|forum|gfmd)\b"
    rf"|\b(?P<nth>{ORDINAL}) meeting of the (?:[a-z]+ ){{0,2}}(?P<forum>forum|gfmd)\b",
    re.IGNORECASE,
)
"""A Dialogue or a Forum that is counted."""
_THE_FORUM = regex(r"\bglobal forum\b|\bGFMD\b", re.IGNORECASE)
_DIALOGUE_OF = regex(rf"\b(?:dialogue|hld),? (?:of|in|held in) (?P<year>{YEAR.pattern})\b", re.IGNORECASE)
"""A Dialogue called by its year; with the year before it `hld.app.premise.unheld` looks."""
_DIALOGUE = ("dialogue", "hld")
_COUNTED = regex(
    rf"\b(?P<which>{ORDINAL})\b(?:[\s,]+(?!session\b)[\w-]+){{0,5}}?[\s,]+(?:dialogue|hld|forum|gfmd|meeting|summit)",
    re.IGNORECASE,
)
"""A meeting that is counted in a text."""
_IN_FULL = {"hld": "dialogue", "gfmd": "forum"}
_ANY_MEETING = frozenset("un global meeting of the".split())
_CITY = regex(r"\b(?:which|what) (?:city|town|capital)\b", re.IGNORECASE)
"""Asks for a city."""
_SOMEWHERE = regex(
    r"\b(?:in|at|near)\s+(?:the\s+)?(?P<place>[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)*)|\b[A-Z]\w+,? \(?\d\d? (?:and|to)\b"
    r"|(?i:\bheadquarters\b)"
)
"""A place, or what stands where one does ("in May", "in OECD"); headquarters are in a city."""
_MONTHS = frozenset(month.capitalize() for month in MONTH_NUMBERS)


def _tells_of(which: int, meeting: str, text: str) -> bool:
    """Whether a text speaks of a meeting of that number, and has the words by which a question calls it."""
    called = {_IN_FULL.get(word, word) for word in words(meeting)[1:]} - _ANY_MEETING
    return called <= {*words(text)} and any(which == number_of(match["which"]) for match in _COUNTED.finditer(text))


def unmet(understood: Understood, nearest: Sequence[Entry], documents: Mapping[str, DocumentEntry]) -> str:
    """Says that a question is about a Dialogue or a Forum, by its number or its year, of which no paragraph near it speaks; a
    document of that year may speak of what was done about one then. The first two Dialogues go by their years."""
    said = [said_by(entry) for entry in nearest]
    for asked in _MEETING.finditer(understood.asked):
        which, what = number_of(asked["which"] or asked["nth"]), asked["what"] or asked["forum"]
        if which > len(HELD) and asked[0] in understood.speaker and what.lower() in _DIALOGUE:
            return f"What a {ordinal(which)} {what} said is not in these documents."
        if _THE_FORUM.search(asked[0]) and not _THE_FORUM.search(said[0]):
            return f"None of the nearest paragraphs speaks of a {ordinal(which)} meeting of the Forum."
        if which > len(HELD) and not any(_tells_of(which, asked[0], text) for text in said):
            return f"None of the nearest paragraphs speaks of a {asked[0].lower()}."
    held = {*HELD} | {documents[entry.document].dated[:4] for entry in nearest}
    for asked in _DIALOGUE_OF.finditer(understood.asked):
        if asked["year"] not in held and not any(asked["year"] in text for text in said):
            return f"None of the nearest paragraphs speaks of a High-level Dialogue of {asked['year']}."
    apart = not documents[nearest[0].document].process and understood.meeting not in said[0]
    if understood.meeting in HELD and apart and not understood.elsewhere:  # an oil spill of that year is another thing
        return f"What is nearest to this is not about the High-level Dialogue of {understood.meeting}."
    return ""


def uncity(understood: Understood, told: Sequence[Entry]) -> str:
    """Says that a question asks for a city, and that the paragraphs that would be told name no place but States."""
    if not _CITY.search(understood.asks):
        return ""
    places = [found["place"] for entry in told for found in _SOMEWHERE.finditer(said_by(entry))]
    named = any(not (place and (states.named(place) or place in _MONTHS or place.isupper())) for place in places)
    return "" if named else NO_CITY


_HELD_IN = regex(
    r"\b(?:tak(?:e|es|ing)|took) place\b|\b(?:held|hold|met|meets?|conven\w+|gather(?:ed)?|assembled)\b", re.IGNORECASE
)
"""Something takes place."""


def unplaced(understood: Understood, unknown: Sequence[str]) -> str:
    """Says that a question is about what took place somewhere, and that this is one of the names that no document mentions."""
    places = [name for name in unknown if f" in {name}" in understood.asked]
    return premise.unmentioned(places) if places and _HELD_IN.search(understood.asked) else ""


_THEME = regex(r"\b(?:what|which)\b[^?]*?(?<!per )(?<!this )(?<!that )\b(?P<what>theme|topic|motto|slogan)\b", re.IGNORECASE)
_THEMED = regex(r"[“\"‘]|(?<!\w)'\w|\b(?:themes?|topics?|focus\w*|(?:en)?titled|subject|motto|slogan)\b", re.IGNORECASE)


def themed(question: str, text: str) -> bool:
    """Whether a question asks under what theme something was, and a text gives one, or anything in quotes."""
    return bool(_THEME.search(question) and _THEMED.search(text))


def unthemed(understood: Understood, chosen: Sequence[Entry]) -> str:
    """Says that a question asks under what theme something was, and that no paragraph that would answer it gives one, or anything
    in quotes: where and when it was does not say so. Of 15,205 questions of `tools/pairs` it keeps none from its paragraph."""
    asks = _THEME.search(understood.turn or understood.text)
    if asks is None or any(_THEMED.search(said_by(entry)) for entry in chosen):
        return ""
    return f"No paragraph that would answer this gives a {asks['what'].lower()}."


_MANY = rf"(?:{'|'.join(CARDINALS[3:])}|\d{{1,2}})"
_TELL = (
    r"(?:(?:list|name|give|tell|show|go through|enumerate|recite)(?: (?:me|us))?(?: (?:out|off|down))?"
    r"|(?:read|spell|set|lay|write)(?: (?:me|us))? (?:out|off|down))(?:,? please,?)?"
)
_ITEMS = regex(
    rf"\b(?:which|what) (?:are|were) (?:these|those|the|all) (?P<bare>{_MANY})\W*$"
    rf"|\b(?:which|what) (?:are )?(?P<which>{_MANY}) (?!years|days|months|weeks|per\b)[a-z]+s"
    rf"|\b(?:what (?:are|were)|{_TELL}) (?:"
    rf"(?:all (?:of )?)?(?:the|these|those|its|their) (?:[\w'’-]+ ){{0,2}}?(?P<number>{_MANY})"
    r" (?!years|days|months|weeks|per\b)[a-z]+s"
    rf"|(?:all )?the (?P<of>point|item|step|part|goal)s\b[^?.]*?\b(?P<has>{_MANY})-(?P=of))\b"
    rf"|\b(?P<told>{_MANY}) (?!years|days|months|weeks|per\b)[a-z]+s\b[^?.]*?\W+{_TELL} (?:all of )?(?:them|these|those|each)\b",
    re.IGNORECASE,
)
"""Things of which a question tells how many there are, and asks what they are."""
_PARTED = regex(r"[,;:]|\band\b")


def items(question: str) -> str:
    """How many things a question wants to be told what they are, as it says it; empty where it does not.

    >>> items("Set out the keeper's eight points, please."), items("It has six steps: list them."), items("Name some points.")
    ('eight', 'six', '')
    """
    asks = _ITEMS.search(question)
    return next(filter(None, map(asks.group, ("bare", "which", "number", "has", "told"))), "") if asks else ""


def unlisted(understood: Understood, chosen: Sequence[Entry]) -> str:
    """Says that a question asks what some counted things are, and that no paragraph that would answer it lists as many: a text
    that notes an agenda of eight points does not tell these."""
    written = items(understood.asked) or items(understood.text)
    if not written or not chosen:
        return ""
    number = int(written) if written.isdigit() else CARDINALS.index(written.lower())
    opens = {chapeau for entry in chosen for chapeau in entry.chapeaux}
    if any(entry.text.rstrip().endswith((":", "–", "—")) or entry.id in opens for entry in chosen):
        return ""
    if len(chosen) >= number or any(len(_PARTED.findall(entry.text)) >= number - 1 for entry in chosen):
        return ""
    return f"No paragraph that would answer this lists {written} of them."


def uncalled(understood: Understood, chosen: Sequence[Entry]) -> str:
    """Says that a question asks for something by its number, and that no paragraph that would answer it names that one: a text on
    23 objectives does not say what objective 23 is. One with parts of that number ("10.7") does; and only figures are looked at,
    as "to track three plans" asks for no third track."""
    asked_for = () if understood.turn else sorted(numbered.called(understood.text))
    for thing, number in (each for each in asked_for if re.search(rf"\b{each[1]}\b", understood.text)):
        said = map(said_by, chosen)
        if not any((thing, number) in numbered.things(text) or re.search(rf"\b{number}\.\d", text) for text in said):
            called = re.sub(r"^table$", "round table", thing) if "round" in understood.text.lower() else thing
            return f"No paragraph that would answer this speaks of {called} {number}."
    return ""


_OUTNUMBERS = regex(
    r"\W*(?:and |so |but )?(?:did|were|was|are|is|have|has)\b[^?.;]*?\b(?:more|fewer|less) "
    r"(?P<things>(?:[a-z-]+ ){0,2}?[a-z-]+s)\b[^?.;]*? than (?:in|at|during|before)\b",
    re.IGNORECASE,
)
"""Asks whether there were more of some at one time than at another."""


def uncounted(understood: Understood, nearest: Sequence[Entry], lexical: Lexical) -> str:
    """Says that a question asks of what there was more, and that no paragraph near it says how many of these there were."""
    asks = _OUTNUMBERS.match(understood.asked)
    if asks is None or any(figures.counted(f"how many {asks['things']}?", worded(e), lexical.analyser.terms) for e in nearest):
        return ""
    return NO_FIGURE


def lacking(understood: Understood, nearest: Sequence[Entry]) -> str:
    """Says that a question asks how many or how much, and that no paragraph near it gives a figure other than the question's.

    Half of the development cases of which that is so have no answer, and of the others a wrong paragraph was found. Where it asks
    how many days, or how long something lasts, a figure is one of days; so is it for shares and money.
    """
    gives = figures.count(understood.asks) or figures.lasts(understood.asks) or figures.sets(understood.asked)
    if gives is None or any(gives(worded(entry)) for entry in nearest):
        return ""
    return NO_FIGURE
