"""The question before, asked otherwise: of another year or document, of what is meant in the place of what is not, of its place
or time, beside another document, or of what it names."""

from __future__ import annotations

import re

from hld.app.dialogues import of_counted
from hld.app.every import paragraphs
from hld.app.holdings import mentioning
from hld.app.named import ABOUT_IT, adds
from hld.app.numbered import another, of_tables
from hld.app.on_topic import AND_YEAR, DATED, NOUN, of_topic
from hld.app.redraft import redraft, turned
from hld.app.titles import its_declaration
from hld.app.topic import topic
from hld.app.years import DIALOGUES, YEAR, years_apart
from hld.index.lexical import words
from hld.ingest.references import find_references
from hld.ingest.regex import regex
from hld.ingest.symbols import ORDINAL, number_of, ordinal

SHORT = 8
"""Words at most of a turn that corrects the one before; a longer one is a question of its own."""
THE_DECLARATION = regex(r"\b(?:(?:the|that|this|its|2013)\s+)*declaration\b", re.IGNORECASE)

_CORRECTS = regex(
    r"^\W*(?:(?:(?:oh|no|oops|sorry|pardon|actually|wait|rather|i (?:mixed (?:it |that |them )?up|was wrong))\b\W*)+"
    r"(?:i (?:mean|meant|said|want|wanted)\b\W*)?|i (?:mean|meant|said)\b\W*)",
    re.IGNORECASE,
)
"""Opens a turn that puts something in the place of what the one before said."""
_ANOTHER_YEAR = regex(
    rf"\W*not (?:(?:the|in|of) )*{YEAR.pattern}(?: one)?[\s,;–-]+(?:but )?"
    rf"(?:i (?:mean|meant|want|wanted) )?(?:(?:the|one|from|of|in) )*(?P<new>{YEAR.pattern})(?: one)?\W*$",
    re.IGNORECASE,
)
"""Corrects a year: "not the 2013 one, the one from 2014"."""
_NEGATED = regex(
    r"(?<=\w),? (?:and |but )?not (?:about |on |the |those |that )*[\w -]{2,30}?(?: one)?(?:,? sorry)?\W*$|,? sorry\W*$",
    re.IGNORECASE,
)
"""What a correction says is not meant, which is not to be searched."""
_MEANT = regex(r"[\s,]+i (?:mean|meant)\W*$", re.IGNORECASE)
_I_WANT = r"i (?:want(?:ed)?|meant?|need(?:ed)?|(?:am |was )?ask(?:ing)?)(?: to (?:say|ask|write|know))?(?: (?:about|for|on))?"
_INSTEAD = (
    regex(
        rf"^not (?:about |on |in |for )?(?:the )?(?P<old>[^,;?]+?)\s*[,;.–-]+\s*(?:but )?{_I_WANT} (?:the )?(?P<new>[^?]+?)\W*$",
        re.IGNORECASE,
    ),
    regex(rf"^{_I_WANT} (?:the )?(?P<new>[^?,]+?),? (?:and )?not (?:about |on )?(?:the )?(?P<old>[^,;?]+?)\W*$", re.IGNORECASE),
    regex(
        r"^not (?:about |on |in |for )?(?:the )?(?P<old>[^,;?]+?)\s*(?:[,;–-]|\bbut\b)+\s*(?:but )?(?P<new>[^?]+?)\W*$",
        re.IGNORECASE,
    ),
    regex(r"^(?P<new>[^?]+?),? (?:and )?not (?:about |on |in |for )?(?:the )?(?P<old>[^,;?]+?)\W*$", re.IGNORECASE),
)
"""What is meant, and what is not: "not the lamps, the oil"."""
_ASKS_WHEN = r"(?:where|(?:by |since |until )?when|how (?:long|often|many|much)|why|(?:on|in|at) (?:which|what) \w+)"
_BARE = regex(rf"^\W*(?:and |but |so )?(?P<asks>{_ASKS_WHEN})(?: exactly)?\W*$", re.IGNORECASE)
_AUXILIARY = r"(?:did|does|do|is|are|was|were|will|should|must|can|has|have)"
_ASKED_WHEN = regex(rf"^\W*(?P<asks>{_ASKS_WHEN})(?= (?:{_AUXILIARY})\b)", re.IGNORECASE)
_AND_OF = regex(
    r"\W*(?:and|but|what about|how about|(?:and )?(?:the )?same(?: thing| question)?|et|y)\b"
    r"(?: (?:in|of|for|by|with|under|dans|en|de))?"
    r"(?: (?:(?:the|its) )?(?:resolution|predecessor|successor|previous one|earlier one|later one|next one))?,?"
    r"\W+(?P<other>\S+?)\W*$",
    re.IGNORECASE,
)
"""Goes on to another document: "And 69/229?"."""
_YEARS_APART = regex(
    r"\W*(?:(?:and|but|what about|how about|so)\b\W*)*(?:\d{1,2}|[a-z]+) years? "
    r"(?:before(?:hand)?|earlier|previously|prior|later|after(?:wards?)?|on)\W*$",
    re.IGNORECASE,
)
"""Counts to another year: "And two years later?"."""
_OF_TWO = {
    **dict.fromkeys(("earlier", "former", "previous"), "first"),
    **dict.fromkeys(("later", "latter", "next", "following", "subsequent"), "second"),
}
"""What the two Dialogues are called beside each other."""
_AND_COUNTED = regex(
    r"\W*(?:(?:and|what about|how about|(?:and )?(?:the )?same(?: thing| question)?)\b(?: (?:in|at|of|for|with))? )?"
    rf"the (?P<which>{'|'.join(DIALOGUES)}|third|{'|'.join(_OF_TWO)}|other)"
    r"(?: (?:one|time|dialogue|hld|meeting))?\W*$",
    re.IGNORECASE,
)
"""Goes on to another Dialogue: "And the first one?"."""
_DIALOGUE = regex(rf"\b(?P<which>{'|'.join(DIALOGUES)}|third)(?: high[- ]level)? (?:dialogue|hld)\b", re.IGNORECASE)
_OF_MEETING = regex(r"\b(?:dialogue|hld|meeting|event|round[- ]?tables?|hearings?)\b", re.IGNORECASE)
"""Is about a Dialogue, where it has the year of one."""
_AND_DECLARATION = regex(
    r"\W*(?:and|but|what about|how about)\b(?: (?:in|of))? "
    r"(?P<other>(?:the (?:[\w-]+ ){0,4}?|(?:that|its) (?:20\d\d )?)declaration)\W*$",
    re.IGNORECASE,
)
"""Goes on to the Declaration, or to another by its name."""
_TAIL = regex(r"^(?P<asked>[^?]+?)(?:[?,]+\s+and|\s+and (?:does|did|do)) (?P<tail>[^?,]+?)\W*$", re.IGNORECASE)
"""A question, and what it is asked of again behind it: "Does 67/172 speak of lamps, and does 69/229?"."""

_COMPARE = regex(
    r"\W*(?:(?:and|but|so|ok(?:ay)?)\b\W*)?(?:"
    r"(?:how (?:does|do|did|would) )?(?:(?:it|that|this|they) )?compares?(?: (?:it|that|this|them))? (?:with|to|against)"
    r"|(?:is|was|were|are|does|did) (?:it|that|this|they) (?:(?:say |mean )?the same|(?:any )?different(?:ly)?|differ|change)"
    r"(?: (?:as|from|to|than))?(?: (?:in|of|by|for))?"
    r"|how (?:does|do|did) (?=[^?]+ compare\W*$))\s*(?P<other>[^?]+?)(?: compare)?\W*$",
    re.IGNORECASE,
)
"""Sets what was asked beside another document or year: "And how does 69/229 compare?"."""


_PLACES = ("in", "of", "from", "since", "after", "before", "between", "by", "until")
_PART = regex(r"\b(?:preamble|operative)\b", re.IGNORECASE)
_NARROWS = regex(
    r"\W*(?:(?:and|but|only|just|what about|how about|(?:the )?ones|those|that are) )+"
    rf"(?P<scope>(?:{'|'.join(_PLACES)}) [^?,]+?|(?:in )?the (?:preamble|operative (?:part|paragraphs)))\W*$",
    re.IGNORECASE,
)
"""Narrows a list that was asked for: "only in 67/172", "only the preamble"."""


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
    asked = (
        of_tables(question, before) or _asked_of(question, before) or _compared(question, before) or _asked_when(question, before)
    )
    asked = asked or _anywhere(question, before) or another(question, before) or _listed(question, before)
    asked = asked or _within(question, before)
    return asked or of_topic(question, before) or of_counted(question, before)


_ANYWHERE = regex(
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


def going_on(question: str) -> str:
    """A turn that corrects the one before as one that goes on from it: "sorry, I meant 68/4" as "and 68/4"."""
    corrected = _NEGATED.sub("", _CORRECTS.sub("", question, count=1))
    return f"and {corrected}" if corrected != question and len(words(corrected)) <= SHORT else question


_QUESTION_WORD = r"(?:who|whom|what|which|when|where|why|how)"
_NOT_THAT = regex(rf"^not {_QUESTION_WORD}\b[\s,;:–-]+(?:but )?(?P<asks>{_QUESTION_WORD}\b.+\S)$", re.IGNORECASE)
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


_WITHIN = regex(r"\W*(?:(?:and|but|now) )*(?:just|only) (?:in |for |from )?(?P<document>\S+?)\W*", re.IGNORECASE)


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


def _asked_of(question: str, asked: str) -> str:
    return _of_year(question, asked) or _of_document(question, asked) or _of_next(question, asked)


_NEXT = regex(r"\W*(?:and |what about )?(?:the )?next(?: one)?\W*$", re.IGNORECASE)
_ONE_OF_MANY = regex(rf"\b(?P<which>{ORDINAL}) (?=meeting|forum|session|dialogue|table)", re.IGNORECASE)
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
    other = counted or (None if YEAR.search(asked) else AND_YEAR.match(question))
    if other and len(dialogues) == 1:
        which = _which(counted, dialogues[0]["which"]) if counted else other["year"]
        return f"{asked[: dialogues[0].start('which')]}{which}{asked[dialogues[0].end('which') :]}"
    years = [match.span() for match in YEAR.finditer(asked)]
    if len(years) != 1 or find_references(asked):
        return ""
    start, end = years[0]
    before = next((name for name, year in DIALOGUES.items() if str(year) == asked[start:end]), "")
    if counted and before and _OF_MEETING.search(asked):
        year = DIALOGUES.get(_which(counted, before))
        return f"{asked[:start]}{year}{asked[end:]}" if year else ""
    if _YEARS_APART.match(question) and len(moved := years_apart(question, {asked[start:end]})) == 1:
        return f"{asked[:start]}{moved.pop()}{asked[end:]}"
    if match := AND_YEAR.match(question):
        noun = (match["noun"] or "one").lower()
        if (when := (match["when"] or "").lower()) in ("before", "after", "since", "until"):
            return f"{re.sub(r'(?:before|after|since|until|in|of|by) $', '', asked[:start])}{when} {match['year']}{asked[end:]}"
        if noun in ("one", "ones"):  # the one of another year need be no declaration
            rest = re.sub(r"^ declaration\b", " text", asked[end:], flags=re.IGNORECASE)
            return f"{asked[:start]}{match['year']}{rest}"
        rest = re.sub(rf"^ {NOUN}\b", f" {noun}", asked[end:], flags=re.IGNORECASE)
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


_APART = regex(
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
