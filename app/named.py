"""What a turn names, or leaves to be named: the thing that it adds to the question before, and what it calls "it"."""

from __future__ import annotations

import re

from hld.app.glossary import glossary
from hld.app.holdings import mentioning
from hld.app.topic import topic
from hld.app.years import DIALOGUES, HELD
from hld.index.lexical import STOPWORDS, words
from hld.ingest.references import find_references
from hld.ingest.regex import regex

_IT = regex(r"\bits?\b(?! (?:is|was|up|out|down|off)\b)", re.IGNORECASE)
_THEY = regex(r"\b(?:they|them|their)\b", re.IGNORECASE)
_COUNTS_ON = regex(r"\b(?:later|earlier|before that|after that|afterwards|there|then|again)\b", re.IGNORECASE)
"""Counts from when the question before was about, or goes back there."""
_MEETING = regex(
    rf"(?:\bthe )?\b(?:(?i:{'|'.join(DIALOGUES)}|third|next)|(?:19|20)\d\d) (?:(?:[Hh]igh[- ][Ll]evel )?[Dd]ialogue|HLD)\b"
    rf"|(?:\bthe )?\b(?:{'|'.join(HELD)}) (?:meeting|event)\b"
    r"|(?:\bthe )?\b(?:[Hh]igh[- ][Ll]evel [Dd]ialogue\b|[Dd]ialogue(?= (?:of|in) (?:19|20)))(?: (?:of|in) (?:19|20)\d\d)?"
)
"""A Dialogue."""
_NAME = regex(r"(?:\bthe )?\b[A-Z][a-z]+(?: (?:(?:on|of|for|and|the) )*[A-Z][a-z]+)+|(?:\bthe )?\b[A-Z]{3,6}\b")
"""A name of several words, or an acronym."""
_CAPITAL = regex(r"[A-Z]")
_THOSE = regex(r"\b(?:they|them)\b", re.IGNORECASE)
_OF_OTHERS = regex(
    r"\b(?:states|governments|countries|nations|migrants|people|workers|employers|parents|women|children|members)\b[^?.;]*?"
    r"\b(?:they|them|their)\b",
    re.IGNORECASE,
)
"""Names itself whom "they" are."""
_HOW_MANY = regex(
    r"\bhow many (?P<things>(?:[a-z-]+ ){0,2}?[a-z-]+s) (?:(?:do|does|did) (?P<of>[^?]{2,50}?) (?:have|count|include|comprise)\b"
    r"|(?:do|does|did|is|are|was|were|will|has|have|had|in|of|at)\b)",
    re.IGNORECASE,
)
"""Counts things, which "they" are behind that."""
ABOUT_IT = 4
"""Words at most beside a name in a question that is about what has the name; else that is as often its place or its time."""
_OF_ANSWERS = r"(?:date|day|year|percentage|number|amount|figure|sum|reason|theme|topic|title|name|place|city|country|deadline)s?"
"""What a question asks for, and no thing that it is about."""
_NO_THING = (
    rf"(?:{_OF_ANSWERS}|thx|please|ones?|times?|(?:newer|older)(?! (?:people|persons?|migrants?|wom[ae]n|m[ae]n|workers?)\b)"
    r"|more|anything|something|nothing|somebody|mean|meant|declarations?|resolutions?|who|what|when|where|"
    r"which|why|how|is|are|was|were|do|does|did|can|could|should|must|has|have|will|in|by|since|until|than)\b"
)
_FIRST = (
    r"(?:and|or|but|also|only|just|so|i|you|we|it|them|that|this|those|these|same|other|others|then|there|else|now|later|before|"
    r"after|today)\b"
)
_ADDS = regex(
    r"^\W*(?:(?:and|or|but|also|what about|how about|only|just|(?:not )?for|on|about|of|with|to|the) )*"
    rf"(?P<thing>(?!{_FIRST}|{_NO_THING})[a-z'’-]+(?: (?!{_NO_THING})[a-z'’-]+){{0,3}}?)"
    r"(?: (?:too|as well|also|at least|then|only|though|in particular|especially|please))?\W*$",
    re.IGNORECASE,
)
_ASKS_ABROAD = (
    r"(?:quand|où|pourquoi|qui|que|quoi|combien|depuis|comment|ensuite|après|avant|cu[aá]\w*|d[oó]nde|qui[eé]n\w*|qu[eé]|por|c[oó]mo"
    r"|desde|despu[eé]s|antes|en|dans|in|of|on|the)\b"
)
_ADDS_ABROAD = regex(
    r"\W*(?:et|mais|ou|y|e|pero|o)\s+(?=\w)(?:(?:sur|sobre|concernant|(?:à propos|au sujet|qu['’]en est-il) (?=d)|acerca (?=de)"
    r"|qué (?:hay|pasa) (?:con|de(?=l? )))\s*)?(?:(?:de|du|des|del|d['’]|pour|para)\s*)?(?:(?:les|la|le|l['’]|los|las|el)\s*)?"
    rf"(?P<thing>(?!{_ASKS_ABROAD})[^\W\d_][\w'’-]+(?: (?!en\b|dans\b)[^\W\d_][\w'’-]*){{0,3}})\W*$",
    re.IGNORECASE,
)
"""The same in French and Spanish."""
NARROWS = regex(r"\W*(?:(?:and|or|but|also|what about|how about) )*(?:just |only )?for\b", re.IGNORECASE)
"""Opens for whom something is, which narrows a topic and takes the place of none."""
_SOMEWHERE = regex(r"(?:at|from|during|near|under|after|before|into|without|within|across|by)\b", re.IGNORECASE)
"""Opens what says where or when, and is no topic."""


def adds(question: str) -> str:
    """The thing that a turn adds to the question before, where it says nothing else.

    >>> adds("And visas?"), adds("what about the lamp keepers too?")
    ('visas', 'lamp keepers')
    >>> adds("and in 2010?"), adds("who pays?"), adds("worse than us?")
    ('', '', '')
    >>> adds("et des phares ?"), adds("¿y sobre los faros?"), adds("et en 2010 ?"), adds("y quién paga?")
    ('phares', 'faros', '', '')
    """
    match = None if _BESIDE.match(question) else _ADDS_ABROAD.match(question) or _ADDS.match(question)
    return match["thing"].strip() if match else ""


def adds_abroad(question: str) -> bool:
    """Whether a turn in French or Spanish only adds a thing to the question before."""
    return _ADDS_ABROAD.match(question) is not None


_BESIDE = regex(r"\W*(?:and )?(?:the )?(?:next|previous|following|preceding) (?:paragraph|para|one)\b", re.IGNORECASE)
"""Asks for what stands beside what was told."""


def of_the_named(question: str, before: str) -> str:
    """A turn with the name of what it calls "it", or of a body that it calls "they", where the question before names one thing;
    else empty.

    >>> of_the_named("And what was its theme?", "How long did the 2006 Dialogue last?")
    "And what was the 2006 Dialogue's theme?"
    >>> of_the_named("what are they asked to do?", "What is the GMG?")
    'what are the GMG asked to do?'
    >>> of_the_named("what were they about", "how many round tables did the 2006 Dialogue have")
    'what were the round tables of the 2006 Dialogue about'
    >>> of_the_named("Do States open their borders?", "What is the GMG?")
    ''
    """
    if _COUNTS_ON.search(question) or find_references(before):  # a document may be meant
        return ""
    if _OF_OTHERS.search(question):
        return ""
    if (many := _HOW_MANY.search(before)) and _THOSE.search(question):
        of = many["of"] or (meeting[0] if (meeting := _MEETING.search(before)) else "")
        return _THOSE.sub(f"the {many['things']}{f' of {of}' if of else ''}", question, count=1)
    named = {match[0] for match in _MEETING.finditer(before)}
    asked = re.sub(r"^\W*\w+", "", before)  # the first word has a capital, whatever it is
    if not named:
        names = _full_names(asked) or {match[0] for match in _NAME.finditer(asked)}
        beside = {*words(asked)} - {word for name in names for word in words(name)}
        named = (names if len(beside) < ABOUT_IT else set()) or _the_mentioned(before)
    means = _IT if _MEETING.search(before) or _IT.search(question) else _THEY
    if len(named) != 1 or not means.search(question) or not set(words(means.sub("", question))) - STOPWORDS:
        return ""
    name = named.pop()
    return means.sub(lambda it: f"{name}'s" if it[0].lower() in ("its", "their") else name, question, count=1)


def _full_names(question: str) -> set[str]:
    """The full names in a question of what has an acronym, however they are written.

    >>> _full_names("who is in the global migration group")
    {'the global migration group'}
    """
    said = f" {' '.join(words(question))} "
    return {f"the {name}" for name in glossary().acronyms.values() if f" {name} " in said}


_IS_THERE = regex(r"\W*(?:and |so )?(?:is|was) there an? (?P<thing>[a-z][^?.;:,]{3,50}?)\W*", re.IGNORECASE)


def _the_mentioned(question: str) -> set[str]:
    """The one thing of which a question asks which documents speak of it, or whether there is one: "the Vienna convention"."""
    if there := _IS_THERE.fullmatch(question):
        return {f"the {there['thing']}"}
    about = mentioning(question)
    return {about} if re.match(r"(?:the|this) ", about) or _CAPITAL.match(about) else set()


_SPEAKS_OF = (
    r"(?:(?:(?:says?|said|state[sd]?|anything|something)(?: (?:anything|something|more|much))? (?:about|on|of|regarding))"
    r"|(?:speaks?|spoke|talks?|talked) (?:about|of|to)|mention(?:s|ed)?|cover(?:s|ed)?|address(?:es|ed)?|raised?|repeat(?:s|ed)?"
    r"|deals? with|dealt with|touch(?:es|ed)? (?:up)?on|bring up|brought up|take up|took up)"
)
_ON_THAT = regex(
    rf"(?P<asks>.*\b{_SPEAKS_OF})"
    r" (?:it|them|that|this|these|those|(?:the(?: same)?|this|that) (?:topic|subject|issue|matter|problem))"
    r"(?P<rest>(?: (?:as well|too|also|again|already|at all|either|then))?\W*)",
    re.IGNORECASE,
)
"""Asks what something says of what was asked of."""
_PUT_IN = regex(
    r"\W*(?:and |so |but )?how (?:do|does|did|is|was) (?:they|it|that|this|the (?:general )?assembly|the un) "
    r"(?:put|worded|word|phrased?|said|say|formulated?|expressed|express)(?: (?:it|that|this))? (?:in|by) "
    r"(?P<text>(?!(?:that|this|it)\b)(?:the )?[^?.;:,]{4,40}?)\W*",
    re.IGNORECASE,
)
"""Asks how another text puts what was asked of."""
_LEANS = regex(
    r"\b(?:its?|they|them|their|there|that|this|earlier|later|previous|preceding|older|newer|before|next|following)\b",
    re.IGNORECASE,
)
"""Leaves the text that is asked to what was said."""


def of_its_topic(question: str, before: str) -> str:
    """A turn that asks what another text says of "it", with the topic of the question before; empty where it is none, or leaves
    the text to what was said as well.

    >>> of_its_topic("And what does 68/4 say about them?", "What does 67/172 say about lamps?")
    'And what does 68/4 say about lamps?'
    >>> of_its_topic("how did they put it in the 2013 declaration", "What does 67/172 say about lamps?")
    'What does the 2013 declaration say about lamps?'
    >>> of_its_topic("Does it say more on them?", "What does 67/172 say about lamps?")
    ''
    """
    put, match = _PUT_IN.fullmatch(question), _ON_THAT.fullmatch(question)
    if put is None and (match is None or _LEANS.search(match["asks"])):
        return ""
    about = mentioning(before) or topic(before)
    if about in ("", before):
        return ""
    return f"What does {put['text']} say about {about}?" if put else f"{match['asks']} {about}{match['rest']}" if match else ""


def of_thing(question: str, before: str) -> str:
    """The question before of the thing that a turn adds, where it only asks what is said of a topic; else empty.

    >>> of_thing("And visas?", "What does 67/172 say about lamps?"), of_thing("And visas?", "Who lights the lamps?")
    ('What does 67/172 say about visas?', '')
    >>> of_thing("for ships too?", "What does 67/172 say about lamps?")
    'What does 67/172 say about lamps for ships?'
    """
    about, thing = topic(before), "" if _SOMEWHERE.match(adds(question)) else adds(question)
    at = before.rfind(about) if about != before else -1
    if NARROWS.match(question):
        thing = thing and f"{about} for {thing}"
    return f"{before[:at]}{thing}{before[at + len(about) :]}" if thing and at >= 0 else ""
