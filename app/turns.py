"""Follow-ups: a question with what it leaves to the one before it, or that one asked of another document."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hld.app.titles import its_declaration
from hld.app.topic import topic
from hld.app.years import DIALOGUES, YEAR
from hld.index.lexical import STOPWORDS, words
from hld.ingest.references import find_references

_GOES_ON = re.compile(
    r"(?:and|or|but|also|what about|how about|what else|same|et|y|pero|mais)\b|.*\b(?:it|its|they|them|their|that one|this one|"
    r"these|those|that|he|she|his|her|there|then|the same|the other|say so)\b|.*\b(?:too|as well|already|instead)\W*$",
    re.IGNORECASE,
)
MOST = 7
"""Words with a meaning of their own that a turn has at most which leaves something to the one before."""
SHORT = 8
"""Words at most of a turn that corrects the one before; a longer one is a question of its own."""
_WHOLE = re.compile(
    r"(?:how|what|which|who|whom|whose|where|when|why|is|are|was|were|do|does|did|can|could|should|must|has|have|list|give|tell|"
    r"show|name|write|explain|que|qué|quel|quelle|quels|quelles|qui|comment|combien|quand|où|pourquoi|est-ce|cuál|cuáles|quién|"
    r"cómo|cuándo|cuánto|dónde|por)\s+\S+\s+\S+\s+\S+",
    re.IGNORECASE,
)
"""A question that is whole however short it is: a question word and more than two words behind it."""
_DATED = re.compile(
    rf"\s*(?:\b(?:in|of|by|since|from|until|for|before|after|en|de|desde|depuis)\s+)?{YEAR.pattern}", re.IGNORECASE
)
"""A year or a session with the preposition before it."""
_THE_DECLARATION = re.compile(r"\b(?:(?:the|that|this|its|2013)\s+)*declaration\b", re.IGNORECASE)


_CORRECTS = re.compile(
    r"^\W*(?:(?:(?:oh|no|oops|sorry|pardon|actually|wait|rather)\b\W*)+(?:i (?:mean|meant)\b\W*)?|i (?:mean|meant)\b\W*)",
    re.IGNORECASE,
)
"""Opens a turn that puts something in the place of what the one before said."""
_POLITE = re.compile(
    r"^\W*(?:(?:(?:many )?(?:thanks|thank you)(?: a lot| so much| very much)?|ok(?:ay)?|merci|gracias)\b[\s,.!;:–-]*"
    r"|(?:great|perfect|good|fine|cool|nice|right|i see|got it|understood|yes|hm+)\b[,.!;:][\s,.!;:–-]*)+(?=\w)",
    re.IGNORECASE,
)
"""What one says before one asks on."""
_INSTEAD = (
    re.compile(
        r"^not (?:about |on |in |for )?(?:the )?(?P<old>[^,;?]+?)\s*(?:[,;–-]|\bbut\b)+\s*(?:but )?(?P<new>[^?]+?)\W*$",
        re.IGNORECASE,
    ),
    re.compile(r"^(?P<new>[^?]+?),? (?:and )?not (?:about |on |in |for )?(?:the )?(?P<old>[^,;?]+?)\W*$", re.IGNORECASE),
)
"""What is meant, and what is not: "not the lamps, the oil"."""
_EARLIER = re.compile(
    r"^\W*(?:(?:and|so|but|now)\b\W*)*(?:(?P<back>(?:(?:going|to go|to come|coming) )?back to|return(?:ing)? to|again|what about|"
    r"how about|as (?:for|to)|regarding) )?(?:my|the|our) (?P<which>first|original|second|third|last|previous|earlier)"
    r"(?P<noun> question)?(?: again)?[\s,:;–-]*(?P<rest>[^?]*)\W*$",
    re.IGNORECASE,
)
"""Goes back to an earlier turn: "What about my first question in 2014?"."""
_PLACES = {"first": 0, "original": 0, "second": 1, "third": 2}
_ASKS_WHEN = r"(?:where|(?:by |since |until )?when|how (?:long|often|many|much)|why|(?:on|in|at) (?:which|what) \w+)"
_BARE = re.compile(rf"^\W*(?:and |but |so )?(?P<asks>{_ASKS_WHEN})(?: exactly)?\W*$", re.IGNORECASE)
_IT = re.compile(r"\bits?\b(?! (?:is|was|up|out|down|off)\b)", re.IGNORECASE)
_COUNTS_ON = re.compile(r"\b(?:later|earlier|before that|after that|afterwards|there|then|again)\b", re.IGNORECASE)
"""Counts from when the question before was about, or goes back there."""
_NAME = re.compile(
    rf"(?:\bthe )?(?:\b(?:{'|'.join(DIALOGUES)}|(?:19|20)\d\d) )?(?:\b[Hh]igh-level )?\b[Dd]ialogue\b"
    r"(?: (?:of|in) (?:19|20)\d\d)?"
    r"|(?:\bthe )?\b[A-Z][a-z]+(?: (?:(?:on|of|for|and|the) )*[A-Z][a-z]+)+"
)
"""A Dialogue, or a name of several words."""
_AUXILIARY = r"(?:did|does|do|is|are|was|were|will|should|must|can|has|have)"
_ASKED_WHEN = re.compile(rf"^\W*(?P<asks>{_ASKS_WHEN})(?= (?:{_AUXILIARY})\b)", re.IGNORECASE)


def standalone(question: str, history: Sequence[str]) -> str:
    """The question with what it leaves to the one before; a question that stands alone is returned as it is."""
    if not history:
        return question
    question = _going_on(question)
    content = [w for w in words(question) if len(w) > 2]
    fragment = len(content) <= 4 and not _WHOLE.match(question.strip())
    long = len([word for word in content if word not in STOPWORDS]) > MOST
    if long or find_references(question) or not (_GOES_ON.match(question.strip()) or fragment):
        return question
    before = _before(history)
    if whole := _of_the_named(question, before):
        return whole
    # A year or a session in the new question replaces the one before, and the document: "what about 2014?"
    if YEAR.search(question) or its_declaration(question.lower()):
        before = " ".join(_DATED.sub("", _unnamed(before)).split())
    return f"{before} {question}"


def _before(history: Sequence[str]) -> str:
    """The turn before, behind the last question that stands alone where it leans on that."""
    turns = [of_another(turn, history[:n]) or turn.strip() for n, turn in enumerate(history)]
    alone = next((n for n in reversed(range(len(turns))) if not (_GOES_ON.match(turns[n]) or len(words(turns[n])) <= 4)), 0)
    return turns[-1] if alone == len(turns) - 1 else f"{turns[alone]} {turns[-1]}"


def _of_the_named(question: str, before: str) -> str:
    """A turn with the name of what it calls "it", where the question before names one thing; else empty.

    >>> _of_the_named("And what was its theme?", "How long did the 2006 Dialogue last?")
    "And what was the 2006 Dialogue's theme?"
    """
    if _COUNTS_ON.search(question) or find_references(before):  # a document may be meant
        return ""
    named = {match[0] for match in _NAME.finditer(re.sub(r"^\W*\w+", "", before))}
    if len(named) != 1 or not _IT.search(question) or not set(words(_IT.sub("", question))) - STOPWORDS:
        return ""
    name = named.pop()
    return _IT.sub(lambda it: f"{name}'s" if it[0].lower() == "its" else name, question, count=1)


_ADDS = re.compile(
    r"^\W*(?:(?:and|or|but|also|what about|how about|only|just|(?:not )?for|on|about|of|with|to|to the|the) )*"
    r"(?P<thing>(?!(?:and|or|but|also|only|just|it|them|that|this|those|these|same|other|one|others|ones|then|there|else|now|later|before|after|today)\b)"
    r"(?:(?!(?:who|what|when|where|which|why|how|is|are|was|were|do|does|did|can|could|should|must|has|have|will|in|by|since|until)\b)"
    r"[a-z'’-]+ ?){1,4}?)(?: ?(?:too|as well|also))?\W*$",
    re.IGNORECASE,
)


def adds(question: str) -> str:
    """The thing that a turn adds to the question before, where it says nothing else.

    >>> adds("And visas?"), adds("what about the lamp keepers too?"), adds("and in 2010?"), adds("who pays?")
    ('visas', 'lamp keepers', '', '')
    """
    match = _ADDS.match(question)
    return match["thing"].strip() if match else ""


def plainly(question: str) -> str:
    """A turn without what one says before one asks on.

    >>> plainly("Thanks! And what about lamps?"), plainly("thank you")
    ('And what about lamps?', 'thank you')
    """
    return _POLITE.sub("", question, count=1)


def _going_on(question: str) -> str:
    """A turn that corrects the one before as one that goes on from it: "sorry, I meant 68/4" as "and 68/4"."""
    corrected = _CORRECTS.sub("", question, count=1)
    return f"and {corrected}" if corrected != question and len(words(corrected)) <= SHORT else question


def _unnamed(question: str) -> str:
    """A question that asks of a resolution, and not of which: without symbols, and without the Declaration."""
    for mention in reversed(find_references(question)):
        if mention.reference.part is None:
            question = f"{question[: mention.start]}the resolution{question[mention.end :]}"
    return _THE_DECLARATION.sub("the resolution", question) if its_declaration(question.lower()) else question


_AND_OF = re.compile(
    r"\W*(?:and|but|what about|how about|et|y)\b(?: (?:in|of|for|by|dans|en|de))?(?: (?:the )?resolution)?\W+(?P<other>\S+?)\W*$",
    re.IGNORECASE,
)
"""Goes on to another document: "And 69/229?"."""
_NOUN = r"(?:resolution|declaration|text|document|dialogue|one)"
_AND_YEAR = re.compile(
    rf"\W*(?:and|but|what about|how about|et|y)\b(?: (?:does|did|do))?(?: (?:in|of|for|by|en|de))?(?: the)?(?: {_NOUN} of)?\s+"
    rf"(?P<year>{YEAR.pattern})(?:\s+(?P<noun>{_NOUN}))?\W*$",
    re.IGNORECASE,
)
"""Goes on to another year: "And the 2012 one?"."""
_AND_COUNTED = re.compile(
    rf"\W*(?:and|what about|how about)\b(?: (?:in|at|of|for))? the (?P<which>{'|'.join(DIALOGUES)})"
    r"(?: (?:one|time|dialogue))?\W*$",
    re.IGNORECASE,
)
"""Goes on to another Dialogue: "And the first one?"."""
_AND_TITLED = re.compile(
    r"\W*(?:and|but|what about|how about)\b(?: (?:in|of))? (?P<other>the (?:[\w-]+ ){1,4}?declaration)\W*$", re.IGNORECASE
)
"""Goes on to a declaration by its name."""
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


def of_another(question: str, history: Sequence[str]) -> str:
    """The question before, asked of the document that this one names and says nothing else of, or of both, side by side; empty
    where that is not so."""
    if not history:
        return ""
    if earlier := _earlier(question, history):
        return earlier
    before = of_another(history[-1], history[:-1]) or history[-1]
    if instead := _instead(_CORRECTS.sub("", question, count=1), before):
        return instead
    question = _going_on(question)
    return _asked_of(question, before) or _compared(question, before) or _asked_when(question, before)


def _earlier(question: str, history: Sequence[str]) -> str:
    """The earlier question that a turn goes back to, with what it adds; that of another year where it adds no more than one."""
    match = _EARLIER.match(question)
    place = _PLACES.get(match["which"].lower(), -1) if match else 0
    if match is None or not (match["noun"] or match["back"]) or place >= len(history):
        return ""
    before = of_another(history[place], history[:place]) or history[place]
    rest = f"and {match['rest'].strip()}"
    return (of_another(rest, [before]) or standalone(rest, [before])) if match["rest"].strip() else before


def _instead(question: str, before: str) -> str:
    """The question before with what is meant in the place of what is not, where it has that."""
    for pattern in _INSTEAD:
        if (match := pattern.match(question)) and re.search(rf"\b{re.escape(match['old'])}\b", before, re.IGNORECASE):
            return re.sub(
                rf"(?:\bthe )?\b{re.escape(match['old'])}\b", lambda _, new=match["new"]: new, before, flags=re.IGNORECASE
            )
    return ""


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


def _asked_of(question: str, asked: str) -> str:
    return _of_year(question, asked) or _of_document(question, asked)


def _of_year(question: str, asked: str) -> str:
    """A question of one year asked of another; of one Dialogue, of the other."""
    years = [match.span() for match in YEAR.finditer(asked)]
    if len(years) != 1 or find_references(asked):
        return ""
    start, end = years[0]
    if (counted := _AND_COUNTED.match(question)) and re.search(r"\b(?:dialogue|hld)\b", asked, re.IGNORECASE):
        return f"{asked[:start]}{DIALOGUES[counted['which'].lower()]}{asked[end:]}"
    if match := _AND_YEAR.match(question):
        noun = (match["noun"] or "one").lower()
        rest = asked[end:] if noun == "one" else re.sub(rf"^ {_NOUN}\b", f" {noun}", asked[end:], flags=re.IGNORECASE)
        return f"{asked[:start]}{match['year']}{rest}"
    return ""


def _of_document(question: str, asked: str) -> str:
    if (titled := _AND_TITLED.match(question)) and not its_declaration(titled["other"].lower()):
        return _in_its_place(titled["other"], asked)
    match = _AND_OF.match(question)
    other = find_references(match["other"]) if match else []
    return _in_its_place(match["other"], asked) if match and len(other) == 1 and not other[0].reference.part else ""


def _in_its_place(document: str, asked: str) -> str:
    """A question with another document in the place of the one that it names; empty where it names none, or several."""
    before = find_references(asked)
    if not before and its_declaration(asked.lower()):
        return _THE_DECLARATION.sub(document, asked)
    if len(before) != 1 or before[0].reference.part:
        return ""
    return f"{asked[: before[0].start]}{document}{asked[before[0].end :]}"


def _compared(question: str, asked: str) -> str:
    match = _COMPARE.match(question)
    if match is None or not (
        YEAR.search(match["other"]) or find_references(match["other"]) or its_declaration(match["other"].lower())
    ):
        return ""
    about = topic(asked)
    named = [str(mention.reference.symbol) for mention in find_references(asked)] or YEAR.findall(asked)
    if about == asked or not named:
        return f"{asked.rstrip(' ?.!')}, compared with {match['other']}?"
    return f"Compare what {named[0]} and {match['other']} say on {_DATED.sub('', about).strip()}."
