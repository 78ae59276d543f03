"""The question before, asked otherwise: of another year or document, of what is meant in the place of what is not, of its place
or time, beside another document, or of what it names."""

from __future__ import annotations

import re

from hld.app.every import paragraphs
from hld.app.glossary import glossary
from hld.app.holdings import mentioning
from hld.app.numbered import another
from hld.app.redraft import redraft, turned
from hld.app.titles import its_declaration
from hld.app.topic import speaker, topic
from hld.app.years import DIALOGUES, HELD, YEAR, years_apart
from hld.index.lexical import STOPWORDS, words
from hld.ingest.references import find_references
from hld.ingest.symbols import ORDINAL, number_of, ordinal

SHORT = 8
"""Words at most of a turn that corrects the one before; a longer one is a question of its own."""
DATED = re.compile(
    rf"\s*(?:\b(?:in|of|by|since|from|until|for|before|after|en|de|desde|depuis)\s+)?{YEAR.pattern}", re.IGNORECASE
)
"""A year or a session with the preposition before it."""
THE_DECLARATION = re.compile(r"\b(?:(?:the|that|this|its|2013)\s+)*declaration\b", re.IGNORECASE)

_CORRECTS = re.compile(
    r"^\W*(?:(?:(?:oh|no|oops|sorry|pardon|actually|wait|rather|i (?:mixed (?:it |that |them )?up|was wrong))\b\W*)+"
    r"(?:i (?:mean|meant|said|want|wanted)\b\W*)?|i (?:mean|meant|said)\b\W*)",
    re.IGNORECASE,
)
"""Opens a turn that puts something in the place of what the one before said."""
_ANOTHER_YEAR = re.compile(
    rf"\W*not (?:(?:the|in|of) )*{YEAR.pattern}(?: one)?[\s,;–-]+(?:but )?"
    rf"(?:i (?:mean|meant|want|wanted) )?(?:(?:the|one|from|of|in) )*(?P<new>{YEAR.pattern})(?: one)?\W*$",
    re.IGNORECASE,
)
"""Corrects a year: "not the 2013 one, the one from 2014"."""
_NEGATED = re.compile(
    r"(?<=\w),? (?:and |but )?not (?:about |on |the |those |that )*[\w -]{2,30}?(?: one)?(?:,? sorry)?\W*$|,? sorry\W*$",
    re.IGNORECASE,
)
"""What a correction says is not meant, which is not to be searched."""
_MEANT = re.compile(r"[\s,]+i (?:mean|meant)\W*$", re.IGNORECASE)
_I_WANT = r"i (?:want(?:ed)?|meant?|need(?:ed)?|(?:am |was )?ask(?:ing)?)(?: to (?:say|ask|write|know))?(?: (?:about|for|on))?"
_INSTEAD = (
    re.compile(
        rf"^not (?:about |on |in |for )?(?:the )?(?P<old>[^,;?]+?)\s*[,;.–-]+\s*(?:but )?{_I_WANT} (?:the )?(?P<new>[^?]+?)\W*$",
        re.IGNORECASE,
    ),
    re.compile(
        rf"^{_I_WANT} (?:the )?(?P<new>[^?,]+?),? (?:and )?not (?:about |on )?(?:the )?(?P<old>[^,;?]+?)\W*$", re.IGNORECASE
    ),
    re.compile(
        r"^not (?:about |on |in |for )?(?:the )?(?P<old>[^,;?]+?)\s*(?:[,;–-]|\bbut\b)+\s*(?:but )?(?P<new>[^?]+?)\W*$",
        re.IGNORECASE,
    ),
    re.compile(r"^(?P<new>[^?]+?),? (?:and )?not (?:about |on |in |for )?(?:the )?(?P<old>[^,;?]+?)\W*$", re.IGNORECASE),
)
"""What is meant, and what is not: "not the lamps, the oil"."""
_ASKS_WHEN = r"(?:where|(?:by |since |until )?when|how (?:long|often|many|much)|why|(?:on|in|at) (?:which|what) \w+)"
_BARE = re.compile(rf"^\W*(?:and |but |so )?(?P<asks>{_ASKS_WHEN})(?: exactly)?\W*$", re.IGNORECASE)
_AUXILIARY = r"(?:did|does|do|is|are|was|were|will|should|must|can|has|have)"
_ASKED_WHEN = re.compile(rf"^\W*(?P<asks>{_ASKS_WHEN})(?= (?:{_AUXILIARY})\b)", re.IGNORECASE)
_IT = re.compile(r"\bits?\b(?! (?:is|was|up|out|down|off)\b)", re.IGNORECASE)
_THEY = re.compile(r"\b(?:they|them|their)\b", re.IGNORECASE)
_COUNTED_ONE = re.compile(
    rf"\bthe (?:{'|'.join(DIALOGUES)}|third) one\b|(?<= (?:in|at|of|to) )the (?:first|second)(?=\W*$)", re.IGNORECASE
)
_OF_BOTH = re.compile(r"(?<=\w )(?:each|both)(?: of (?:them|these|the two))?(?=\W*$)", re.IGNORECASE)
_ANY_DIALOGUE = re.compile(r"\b(?:dialogues?|hld)\b", re.IGNORECASE)
"""Counts the Dialogues where a question before was about one: "when was the first one?"."""
_COUNTS_ON = re.compile(r"\b(?:later|earlier|before that|after that|afterwards|there|then|again)\b", re.IGNORECASE)
"""Counts from when the question before was about, or goes back there."""
_MEETING = re.compile(
    rf"(?:\bthe )?\b(?:(?i:{'|'.join(DIALOGUES)}|third|next)|(?:19|20)\d\d) (?:(?:[Hh]igh-level )?[Dd]ialogue|HLD)\b"
    r"|(?:\bthe )?\b(?:[Hh]igh-level [Dd]ialogue\b|[Dd]ialogue(?= (?:of|in) (?:19|20)))(?: (?:of|in) (?:19|20)\d\d)?"
)
"""A Dialogue."""
_NAME = re.compile(r"(?:\bthe )?\b[A-Z][a-z]+(?: (?:(?:on|of|for|and|the) )*[A-Z][a-z]+)+|(?:\bthe )?\b[A-Z]{3,6}\b")
"""A name of several words, or an acronym."""
_CAPITAL = re.compile(r"[A-Z]")
ABOUT_IT = 4
"""Words at most beside a name in a question that is about what has the name; else that is as often its place or its time."""
_AND_OF = re.compile(
    r"\W*(?:and|but|what about|how about|(?:and )?(?:the )?same(?: thing| question)?|et|y)\b"
    r"(?: (?:in|of|for|by|with|under|dans|en|de))?"
    r"(?: (?:(?:the|its) )?(?:resolution|predecessor|successor|previous one|earlier one|later one|next one))?,?"
    r"\W+(?P<other>\S+?)\W*$",
    re.IGNORECASE,
)
"""Goes on to another document: "And 69/229?"."""
_NOUN = r"(?:resolution|declaration|text|document|dialogue|ones?)"
_AND_YEAR = re.compile(
    r"\W*(?:(?:and|but|so|only|just|already|also|(?:and )?(?:the )?same(?: question| thing)?(?: as)?|what about|how about|et|y)\b ?|"
    r"(?=(?:in|of|for|by|en|de|before|after|since|until)\b))(?:(?:does|did|do) )?"
    rf"(?:(?:that|those) )?(?:(?P<when>in|of|for|by|en|de|before|after|since|until) )?(?:the )?(?:{_NOUN} of )?\s*"
    rf"(?P<year>{YEAR.pattern})(?:\s+(?P<noun>{_NOUN}))?(?:,? please)?\W*$",
    re.IGNORECASE,
)
"""Goes on to another year: "And the 2012 one?"."""
_YEARS_APART = re.compile(
    r"\W*(?:(?:and|but|what about|how about|so)\b\W*)*(?:\d{1,2}|[a-z]+) years? "
    r"(?:before(?:hand)?|earlier|previously|prior|later|after(?:wards?)?|on)\W*$",
    re.IGNORECASE,
)
"""Counts to another year: "And two years later?"."""
_OF_TWO = {"earlier": "first", "former": "first", "later": "second", "latter": "second"}
"""What the two Dialogues are called beside each other."""
_AND_COUNTED = re.compile(
    r"\W*(?:(?:and|what about|how about|(?:and )?(?:the )?same(?: thing| question)?)\b(?: (?:in|at|of|for|with))? )?"
    rf"the (?P<which>{'|'.join(DIALOGUES)}|third|{'|'.join(_OF_TWO)}|other)"
    r"(?: (?:one|time|dialogue|meeting))?\W*$",
    re.IGNORECASE,
)
"""Goes on to another Dialogue: "And the first one?"."""
_DIALOGUE = re.compile(rf"\b(?P<which>{'|'.join(DIALOGUES)}|third)(?: high[- ]level)? (?:dialogue|hld)\b", re.IGNORECASE)
_AND_DECLARATION = re.compile(
    r"\W*(?:and|but|what about|how about)\b(?: (?:in|of))? "
    r"(?P<other>(?:the (?:[\w-]+ ){0,4}?|(?:that|its) (?:20\d\d )?)declaration)\W*$",
    re.IGNORECASE,
)
"""Goes on to the Declaration, or to another by its name."""
_TAIL = re.compile(r"^(?P<asked>[^?]+?)(?:[?,]+\s+and|\s+and (?:does|did|do)) (?P<tail>[^?,]+?)\W*$", re.IGNORECASE)
"""A question, and what it is asked of again behind it: "Does 67/172 speak of lamps, and does 69/229?"."""

_COMPARE = re.compile(
    r"\W*(?:(?:and|but|so|ok(?:ay)?)\b\W*)?(?:"
    r"(?:how (?:does|do|did|would) )?(?:(?:it|that|this|they) )?compares?(?: (?:it|that|this|them))? (?:with|to|against)"
    r"|(?:is|was|were|are|does|did) (?:it|that|this|they) (?:(?:say |mean )?the same|(?:any )?different(?:ly)?|differ|change)"
    r"(?: (?:as|from|to|than))?(?: (?:in|of|by|for))?"
    r"|how (?:does|do|did) (?=[^?]+ compare\W*$))\s*(?P<other>[^?]+?)(?: compare)?\W*$",
    re.IGNORECASE,
)
"""Sets what was asked beside another document or year: "And how does 69/229 compare?"."""


_PLACES = ("in", "of", "from", "since", "after", "before", "between", "by", "until")
_PART = re.compile(r"\b(?:preamble|operative)\b", re.IGNORECASE)
_NARROWS = re.compile(
    r"\W*(?:(?:and|but|only|just|what about|how about|(?:the )?ones|those|that are) )+"
    rf"(?P<scope>(?:{'|'.join(_PLACES)}) [^?]+?|(?:in )?the (?:preamble|operative (?:part|paragraphs)))\W*$",
    re.IGNORECASE,
)
"""Narrows a list that was asked for: "only in 67/172", "only the preamble"."""

_OF_ANSWERS = r"(?:date|day|year|percentage|number|amount|figure|sum|reason|theme|topic|title|name|place|city|country|deadline)s?"
"""What a question asks for, and no thing that it is about."""
_NO_THING = (
    rf"(?:{_OF_ANSWERS}|thx|please|ones?|times?|(?:newer|older)(?! (?:people|persons?|migrants?|wom[ae]n|m[ae]n|workers?)\b)"
    r"|more|anything|something|nothing|somebody|mean|meant|declarations?|resolutions?|who|what|when|where|"
    r"which|why|how|is|are|was|were|do|does|did|can|could|should|must|has|have|will|in|by|since|until)\b"
)
_FIRST = (
    r"(?:and|or|but|also|only|just|so|i|you|we|it|them|that|this|those|these|same|other|others|then|there|else|now|later|before|"
    r"after|today)\b"
)
_ADDS = re.compile(
    r"^\W*(?:(?:and|or|but|also|what about|how about|only|just|(?:not )?for|on|about|of|with|to|the) )*"
    rf"(?P<thing>(?!{_FIRST}|{_NO_THING})[a-z'’-]+(?: (?!{_NO_THING})[a-z'’-]+){{0,3}}?)"
    r"(?: (?:too|as well|also|at least|then|only|though|in particular|especially|please))?\W*$",
    re.IGNORECASE,
)


_SOMEWHERE = re.compile(r"(?:at|from|during|near|under|after|before|into|without|within|across|by)\b", re.IGNORECASE)
"""Opens what says where or when, and is no topic."""


def adds(question: str) -> str:
    """The thing that a turn adds to the question before, where it says nothing else.

    >>> adds("And visas?"), adds("what about the lamp keepers too?"), adds("and in 2010?"), adds("who pays?")
    ('visas', 'lamp keepers', '', '')
    """
    match = None if _BESIDE.match(question) else _ADDS.match(question)
    return match["thing"].strip() if match else ""


_BESIDE = re.compile(r"\W*(?:and )?(?:the )?(?:next|previous|following|preceding) (?:paragraph|para|one)\b", re.IGNORECASE)
"""Asks for what stands beside what was told."""


def otherwise(question: str, before: str) -> str:
    """The question before as a turn asks it that says nothing else; empty where that is not so.

    >>> otherwise("And 69/229?", "What does 67/172 say about lamps?"), otherwise("And oil?", "What does 67/172 say about lamps?")
    ('What does 69/229 say about lamps?', '')
    """
    if instead := _instead(_CORRECTS.sub("", question, count=1), before):
        return instead
    question = going_on(_MEANT.sub("", question))
    if other := _ANOTHER_YEAR.match(question):
        question = f"and in {other['new']}?"
    if redrafted := turned(question, before, "" if _NARROWS.match(question) else adds(question)):
        return redrafted
    asked = _asked_of(question, before) or _compared(question, before) or _asked_when(question, before)
    asked = asked or _anywhere(question, before) or another(question, before) or _listed(question, before)
    asked = asked or _within(question, before)
    return asked or _of_topic(question, before) or of_counted(question, before)


_ANYWHERE = re.compile(
    r"\W*(?:(?:and|but|so|ok(?:ay)?|then|now|what about|how about)\b\W*)*(?:in|for|across|from|over)? ?"
    r"(?:any|all|every|the (?:other|whole|entire|full))(?: (?:of )?(?:the|these|those|other))?"
    r" (?:resolutions?|documents?|texts?|years|collection|library|corpus)(?: then)?\W*",
    re.IGNORECASE,
)
"""Widens what the question before asked of one text to all of them."""


def _anywhere(question: str, before: str) -> str:
    """The question before, of all documents, where a turn only says so.

    >>> _anywhere("ok then in any resolution", "What does 67/172 say about lamps in 2012?")
    'What is said about lamps?'
    >>> _anywhere("in all years", "Who lights the lamps?")
    ''
    """
    about = topic(before)
    if not _ANYWHERE.fullmatch(question) or about == before:
        return ""
    return f"What is said about {DATED.sub('', about).strip()}?"


def of_counted(question: str, before: str) -> str:
    """A turn with the Dialogue that it counts, or with both, where the one before is about any: "when was the first one?"."""
    if not _ANY_DIALOGUE.search(before) or _ANY_DIALOGUE.search(question):
        return ""
    if both := _OF_BOTH.search(question):
        return f"{question[: both.start()]}both Dialogues{question[both.end() :]}"
    counted = _COUNTED_ONE.search(question)
    if counted is None:
        return ""
    which = counted[0].lower().removesuffix(" one")
    return f"{question[: counted.start()]}{which} Dialogue{question[counted.end() :]}"


def going_on(question: str) -> str:
    """A turn that corrects the one before as one that goes on from it: "sorry, I meant 68/4" as "and 68/4"."""
    corrected = _NEGATED.sub("", _CORRECTS.sub("", question, count=1))
    return f"and {corrected}" if corrected != question and len(words(corrected)) <= SHORT else question


def of_the_named(question: str, before: str) -> str:
    """A turn with the name of what it calls "it", or of a body that it calls "they", where the question before names one thing;
    else empty.

    >>> of_the_named("And what was its theme?", "How long did the 2006 Dialogue last?")
    "And what was the 2006 Dialogue's theme?"
    >>> of_the_named("what are they asked to do?", "What is the GMG?")
    'what are the GMG asked to do?'
    """
    if _COUNTS_ON.search(question) or find_references(before):  # a document may be meant
        return ""
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


_IS_THERE = re.compile(r"\W*(?:and |so )?(?:is|was) there an? (?P<thing>[a-z][^?.;:,]{3,50}?)\W*", re.IGNORECASE)


def _the_mentioned(question: str) -> set[str]:
    """What a question wants to know which documents speak of, or whether there is, where it is one thing: "the Vienna convention"."""
    if there := _IS_THERE.fullmatch(question):
        return {f"the {there['thing']}"}
    about = mentioning(question)
    return {about} if re.match(r"(?:the|this) ", about) or _CAPITAL.match(about) else set()


def of_thing(question: str, before: str) -> str:
    """The question before of the thing that a turn adds, where it only asks what is said of a topic; else empty.

    >>> of_thing("And visas?", "What does 67/172 say about lamps?"), of_thing("And visas?", "Who lights the lamps?")
    ('What does 67/172 say about visas?', '')
    """
    about, thing = topic(before), "" if _SOMEWHERE.match(adds(question)) else adds(question)
    at = before.rfind(about) if about != before else -1
    return f"{before[:at]}{thing}{before[at + len(about) :]}" if thing and at >= 0 else ""


_QUESTION_WORD = r"(?:who|whom|what|which|when|where|why|how)"
_NOT_THAT = re.compile(rf"^not {_QUESTION_WORD}\b[\s,;:–-]+(?:but )?(?P<asks>{_QUESTION_WORD}\b.+\S)$", re.IGNORECASE)
"""Takes the question word back, and asks anew: "not who, when is it?"."""


def _instead(question: str, before: str) -> str:
    """The question before with what is meant in the place of what is not, where it has that; what is asked in its place."""
    if anew := _NOT_THAT.match(question):
        return anew["asks"] if len(words(anew["asks"])) >= ABOUT_IT else ""
    for pattern in _INSTEAD:
        if (match := pattern.match(question)) and re.search(rf"\b{re.escape(match['old'])}\b", before, re.IGNORECASE):
            return re.sub(
                rf"(?:\bthe )?\b{re.escape(match['old'])}\b", lambda _, new=match["new"]: new, before, flags=re.IGNORECASE
            )
    return ""


_SINCE = re.compile(
    r"\W*(?:and |so |but )?(?:since when|since (?:which|what) year"
    r"|(?:when|(?:in )?(?:which|what) (?:year|text|resolution)) (?:was|were|is|has) "
    r"(?:it|this|that|they|these) (?:been )?(?:first )?(?:mentioned|raised|said|brought up|introduced|named)"
    r"(?: (?:for the first time|first|at first))?"
    r"|(?:when|(?:in )?(?:which|what) (?:year|text|resolution)) (?:did|does) (?:it|this|that|they|these) (?:first )?(?:appear|show up|come up|occur|turn up|crop up)"
    r"(?: (?:for the first time|first|at first))?)\W*$",
    re.IGNORECASE,
)
_OPENS = r"(?:and|but|only|just|so|(?:what|how) about|(?:and )?(?:the )?same(?: thing)? (?:for|in|with))"
_THIS_ONE = r"(?P<document>the (?:[\w-]+ ){0,2}?(?:declaration|resolution)|[\w.]{1,12}(?:/[\w.]{1,12}){1,5})"
_AND_THIS = re.compile(rf"\W*(?:{_OPENS}\b )?(?:in )?{_THIS_ONE}\W*$", re.IGNORECASE)
_SAYS_SO = re.compile(
    rf"\W*(?:and |but |so )?(?:(?:what|how) )?(?:does|did) {_THIS_ONE} (?:also )?(?:(?:say|mention|have|contain|repeat|speak of) "
    r"(?:(?:on |about )?(?:it|that|this|them)|so|the same)|go (?:any )?(?:further|beyond (?:it|that|this))"
    r"|(?:add|say) (?:any(?:thing)?|some(?:thing)?)(?: (?:more|new|else))?(?: (?:on|about|to) (?:it|that|this))?)"
    r"(?: too| as well| also)?\W*$"
    rf"|\W*(?:and |but |so )?(?:is|was) there (?:(?:any|some)(?:thing)? )?(?:more|new|else)?(?: (?:on|about) (?:it|that|this))? ?in "
    rf"{_THIS_ONE.replace('<document>', '<other>')}\W*$",
    re.IGNORECASE,
)
_IN_THIS = re.compile(
    r"\W*(?:and |but |so )?(?:is|was) (?:it|that|this) (?:also |already )?"
    r"(?:(?:mentioned|named|said|referred to|addressed|covered) )?in "
    rf"(?:the (?:earlier|later|other) (?:one|text|resolution),? )?{_THIS_ONE}(?: too| as well| also)?\W*$",
    re.IGNORECASE,
)
_ANYTHING = re.compile(
    r"\W*(?:so |and |is there |was there )*(?:anything|something|nothing) (?P<when>in|before|after|since|until) "
    rf"(?P<year>{YEAR.pattern})\W*$",
    re.IGNORECASE,
)
_ALREADY = r"(?:already |also |even )*"
_ALREADY_IN = re.compile(
    rf"\W*(?:and |but |so )?(?:(?:was|is|were|has) (?:this|that|it|they) {_ALREADY}"
    rf"(?:been )?(?:said |mentioned |there |so )?{_ALREADY}"
    rf"|(?:did|do|had|have) (?:they|it|the \w+) {_ALREADY}(?:sp(?:eak|oken)|talk(?:ed)?|mention(?:ed)?|sa(?:y|id)) "
    rf"(?:of |about )?(?:it|this|that|them) {_ALREADY})(?:back )?in (?:the )?(?P<year>(?:19|20)\d\d)"
    rf"(?: {_NOUN})?\W*$|\W*(?:and |but |so )?what (?:has |was )?(?:changed|new|different|added) in (?:the )?(?P<new>(?:19|20)\d\d)"
    rf"(?: {_NOUN})?\W*$",
    re.IGNORECASE,
)
"""Asks whether it was said in a year: "was this already in 2008?"."""
_ELSEWHERE = re.compile(
    r"\W*(?:and |but |so )?(?:which|what) (?:other )?(?:resolution|document|text)s? (?:also )?(?:repeat|say|mention|contain)s? "
    r"(?:it|that|this|them|so|the same)(?: too| as well| also)?\W*$|"
    r"\W*(?:and |but |so )?(?:(?:is|are|was|were|do|does|did) )?(?:(?:there|it|that|this|they|anything|something|more|also|said|"
    r"mentioned) )*(?:in |by )?(?:an)?other (?:resolution|document|text|declaration)s?"
    r"(?: (?:say|mention|speak)s?(?: (?:of )?(?:it|that|this|so))?)?(?: too| as well| also)?\W*$",
    re.IGNORECASE,
)
"""Asks in which other documents it stands."""
_LIBRARY = r"(?:the |your )?(?:documents|resolutions|texts)\b"
_THE_END = re.compile(
    r"\W*(?:and |(?:and )?which (?:one |of (?:them|these|those) )?(?:is|was) )?"
    r"(?:the )?(?P<end>oldest|earliest|latest|newest|most recent)(?: (?:one|text|version|resolution|mention|paragraph))?"
    r"(?: (?:on|about|of) (?:it|this|that|them))?\W*$",
    re.IGNORECASE,
)
"""Asks for the first or the latest on the topic before; "the first one" is one of several."""
_AND_SESSION = re.compile(
    r"\W*(?:and|but|what about|how about)\b(?: (?:in|at|from|of|by))? (?:the )?"
    rf"(?P<session>{ORDINAL}) session(?:['’]s)?(?: (?:text|resolution|one|document)s?)?\W*$",
    re.IGNORECASE,
)
"""Goes on to the texts of a session: "And in the 69th session text?"."""
_AND_THAT = re.compile(
    rf"\W*(?:and|but|(?:what|how) about)\b (?:on |about )?(?!{_LIBRARY})(?P<topic>(?:[a-z-]+ ){{1,4}}?)(?:in|of) "
    rf"(?P<year>{YEAR.pattern})\W*$",
    re.IGNORECASE,
)


def _of_topic(question: str, before: str) -> str:
    """What only asks what is said of a topic, asked since when that is, of another document, or of another topic and year."""
    about = DATED.sub("", topic(before) if topic(before) != before else adds(before)).strip()
    if not about:
        return ""
    if match := _ANYTHING.match(question):
        return _of_years(match["when"], match["year"], about)
    if match := _ALREADY_IN.match(question):
        return _of_years("in", match["year"] or match["new"], about)
    if _ELSEWHERE.match(question):
        return f"Which documents mention {about}?"
    if (match := _AND_YEAR.match(question)) and not YEAR.search(before) and not find_references(before):
        return _of_years(match["when"], match["year"], about)
    if match := _AND_SESSION.match(question):
        return f"What do the texts of the {ordinal(number_of(match['session']))} session say about {about}?"
    if end := _THE_END.match(question):
        return f"What is the {end['end'].lower()} text on {about}?"
    if _SINCE.match(question):
        return f"Since when has {about} been mentioned?"
    if match := _AND_THIS.match(question) or _SAYS_SO.match(question) or _IN_THIS.match(question):
        document = match["document"] or match["other"]
        return f"What does {document} say about {about}?"
    if (match := _AND_THAT.match(question)) and {*words(match["topic"])} - STOPWORDS:
        return _of_years("in", match["year"], match["topic"].strip())
    return ""


def _of_years(when: str | None, year: str, about: str) -> str:
    """What the texts of a year, or of those before or after it, say about a topic."""
    if (when or "").lower() in ("before", "after", "since", "until"):
        return f"What is said {when} {year} about {about}?"
    return f"What do the texts of {year} say about {about}?"


def _listed(question: str, before: str) -> str:
    """A list that was asked for, of fewer documents or of another topic."""
    all_of = paragraphs(before)
    topic_of = all_of.topic if all_of else mentioning(before)
    if not (all_of or topic_of or redraft(before)):
        return ""
    if match := _NARROWS.match(question):
        scope = match["scope"] if match["scope"].lower().startswith(_PLACES) else f"in {match['scope']}"
        told = YEAR.search(scope) or find_references(scope) or its_declaration(scope.lower()) or _PART.search(scope)
        return f"{before.rstrip(' ?.!')} {scope}" if told else ""
    thing = adds(question)
    return before.replace(topic_of, thing) if thing and topic_of and topic_of in before else ""


_WITHIN = re.compile(r"\W*(?:(?:and|but|now) )*(?:just|only) (?:in |for |from )?(?P<document>\S+?)\W*", re.IGNORECASE)


def _within(question: str, before: str) -> str:
    """The question before of one document, where a turn narrows it to that: "just in 67/172"."""
    match = _WITHIN.fullmatch(question)
    return _in_its_place(match["document"], before) if match and find_references(match["document"]) else ""


def _asked_when(question: str, before: str) -> str:
    """The question before, asked for its place or time where the turn is just that: "How long was it?", "Where?"."""
    match = _BARE.match(question)
    return _ASKED_WHEN.sub(match["asks"].capitalize(), before, count=1) if match and _ASKED_WHEN.match(before) else ""


def of_both(question: str) -> tuple[str, ...]:
    """The two questions of one that is asked of a document and then, without a word more, of another; none where it is not.

    >>> of_both("Does 67/172 speak of lamps, and does 69/229?")
    ('Does 67/172 speak of lamps?', 'Does 69/229 speak of lamps?')
    """
    match = _TAIL.match(question)
    tail = re.sub(r"^(?:does|did|do) ", "", match["tail"]) if match else ""
    other = _asked_of(f"and {tail}", match["asked"]) if match else ""
    return (f"{match['asked']}?", f"{other.rstrip(' ?.')}?") if match and other else ()


_DIALOGUE_CALLED = r"(?:(?:un|high[- ]level|migration) )*(?:dialogue|hld)"
_A_DIALOGUE = rf"{_DIALOGUE_CALLED}s?\b"
_BOTH_DIALOGUES = re.compile(
    r"(?:\b(?P<verb>were|are|have|do) )?"
    rf"(?:\b(?:both(?: of)?(?: the| these)?|(?:all )?(?:the|these|those) two|each(?: of the(?: two)?)?) {_A_DIALOGUE}"
    rf"|\b(?:the )?(?:first|1st|2006) and (?:the )?(?:second|2nd|2013) {_A_DIALOGUE}"
    r"|\b(?:the )?(?:(?:un|high[- ]level) )*(?:dialogue|hld)s? (?:of|in|from) 2006 and (?:(?:of|in|from|that of) )?2013\b"
    r"|(?<=\bin )2006 and (?:(?:again )?in )?2013\b)(?![^?]*[.!?;:]\s)",
    re.IGNORECASE,
)
"""The two Dialogues, of which something is asked at once."""
_WHICH_ONE = r"(?:first|1st|second|2nd|2006|2013)"
_AND_OF_OTHER = re.compile(
    rf"(?P<open>\W*(?:what|who|whom|when|where|how|which)\b[^?.;:,]*\b){_WHICH_ONE}"
    rf"(?P<what> {_DIALOGUE_CALLED}\b)(?P<rest>[^?.;:,]*),? and (?:again )?"
    r"(?:(?:how (?:many|much|long)|what|who|whom|when|where)\b )?(?:[a-z]+ ){0,3}?"
    rf"(?:the )?(?:{_WHICH_ONE}|other)(?: (?:one|time|dialogue|hld))?\W*$",
    re.IGNORECASE,
)
"""Asks something of one Dialogue, and the same of the other: "who lit the lamps at the first, and who at the second?"."""
_ONE_IS = {"were": "was", "are": "is", "have": "has", "do": "does"}


def of_dialogues(question: str) -> tuple[str, ...]:
    """The questions of one about both Dialogues, asked of each; none of one that is about one of them, or only asks what is
    said of a topic.

    >>> of_dialogues("Who lit the lamps at the first Dialogue, and who at the second?")
    ('Who lit the lamps at the 2006 Dialogue?', 'Who lit the lamps at the 2013 Dialogue?')
    >>> of_dialogues("When were the two Dialogues held?"), of_dialogues("What do both Dialogues say on lamps?")
    (('When was the 2006 Dialogue held?', 'When was the 2013 Dialogue held?'), ())
    """
    if each := _AND_OF_OTHER.match(question):
        return tuple(f"{each['open']}{year}{each['what']}{each['rest']}?" for year in HELD)
    both = _BOTH_DIALOGUES.search(question)
    if both is None or topic(question) != question or speaker(question):
        return ()
    bare = both[0][0].isdigit()  # "in 2006 and 2013"
    verb = f"{_ONE_IS[both['verb'].lower()]} " if both["verb"] else ""
    named = (year if bare else f"{verb}the {year} Dialogue" for year in HELD)
    return tuple(f"{question[: both.start()]}{one}{question[both.end() :]}" for one in named)


def _asked_of(question: str, asked: str) -> str:
    return _of_year(question, asked) or _of_document(question, asked) or _of_next(question, asked)


_NEXT = re.compile(r"\W*(?:and |what about )?(?:the )?next(?: one)?\W*$", re.IGNORECASE)
_ONE_OF_MANY = re.compile(rf"\b(?P<which>{ORDINAL}) (?=meeting|forum|session|dialogue|table)", re.IGNORECASE)
"""One of things that are counted."""


def _of_next(question: str, asked: str) -> str:
    """The question before of the next of what it counts: "next one?" after "when was the first meeting?"."""
    counted = [*_ONE_OF_MANY.finditer(asked)]
    if len(counted) != 1 or not _NEXT.match(question):
        return ""
    start, end = counted[0].span("which")
    return f"{asked[:start]}{ordinal(number_of(asked[start:end]) + 1)}{asked[end:]}"


def _which(counted: re.Match[str], before: str) -> str:
    """The Dialogue that is meant, by its number; "the other" is that of the two which the question before did not name."""
    which = counted["which"].lower()
    return _OF_TWO.get(which, which) if which != "other" else "second" if before.lower() == "first" else "first"


def _of_year(question: str, asked: str) -> str:
    """A question of one year asked of another; of one Dialogue, of the other."""
    dialogues, counted = [*_DIALOGUE.finditer(asked)], _AND_COUNTED.match(question)
    other = counted or (None if YEAR.search(asked) else _AND_YEAR.match(question))
    if other and len(dialogues) == 1:
        which = _which(counted, dialogues[0]["which"]) if counted else other["year"]
        return f"{asked[: dialogues[0].start('which')]}{which}{asked[dialogues[0].end('which') :]}"
    years = [match.span() for match in YEAR.finditer(asked)]
    if len(years) != 1 or find_references(asked):
        return ""
    start, end = years[0]
    if counted and re.search(r"\b(?:dialogue|hld)\b", asked, re.IGNORECASE):
        before = next((name for name, year in DIALOGUES.items() if str(year) == asked[start:end]), "")
        return f"{asked[:start]}{DIALOGUES[_which(counted, before)]}{asked[end:]}"
    if _YEARS_APART.match(question) and len(moved := years_apart(question, {asked[start:end]})) == 1:
        return f"{asked[:start]}{moved.pop()}{asked[end:]}"
    if match := _AND_YEAR.match(question):
        noun = (match["noun"] or "one").lower()
        if (when := (match["when"] or "").lower()) in ("before", "after", "since", "until"):
            return f"{re.sub(r'(?:before|after|since|until|in|of|by) $', '', asked[:start])}{when} {match['year']}{asked[end:]}"
        rest = asked[end:] if noun in ("one", "ones") else re.sub(rf"^ {_NOUN}\b", f" {noun}", asked[end:], flags=re.IGNORECASE)
        return f"{asked[:start]}{match['year']}{rest}"
    return ""


def _of_document(question: str, asked: str) -> str:
    if titled := _AND_DECLARATION.match(question):
        return _in_its_place(titled["other"], asked)
    match = _AND_OF.match(question)
    other = find_references(match["other"]) if match else []
    return _in_its_place(match["other"], asked) if match and len(other) == 1 and not other[0].reference.part else ""


def _in_its_place(document: str, asked: str) -> str:
    """A question with another document in the place of the one that it names; empty where it names none, or several."""
    before = find_references(asked)
    if not before and its_declaration(asked.lower()):
        return THE_DECLARATION.sub(document, asked)
    if not before and not YEAR.search(asked):
        return f"{asked.rstrip(' ?.!')} in {document}?"
    if len(before) != 1 or before[0].reference.part:
        return ""
    return f"{asked[: before[0].start]}{document}{asked[before[0].end :]}"


_APART = re.compile(
    r"\W*(?:and |so )?(?:what(?:['’]s| is) the |the )?differences? (?:between|from) (?:the )?"
    rf"(?P<one>{YEAR.pattern})(?: one)? (?:and|to) (?:the )?(?P<other>{YEAR.pattern})"
    r"(?: (?:wording|text|language|version|resolution|one)s?)?\W*$",
    re.IGNORECASE,
)
"""Asks how two years differ, and not in what."""


def _compared(question: str, asked: str) -> str:
    """What was asked of a topic, set beside another document or year; or how two years differ in it."""
    if (apart := _APART.match(question)) and (about := topic(asked)) != asked:
        return f"Compare what {apart['one']} and {apart['other']} say on {DATED.sub('', about).strip()}."
    match = _COMPARE.match(question)
    if match is None or not (
        YEAR.search(match["other"]) or find_references(match["other"]) or its_declaration(match["other"].lower())
    ):
        return ""
    about = topic(asked)
    named = [str(mention.reference.symbol) for mention in find_references(asked)] or YEAR.findall(asked)
    if about == asked or not named:
        return f"{asked.rstrip(' ?.!')}, compared with {match['other']}?"
    return f"Compare what {named[0]} and {match['other']} say on {DATED.sub('', about).strip()}."
