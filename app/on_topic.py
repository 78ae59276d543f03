"""Turns that ask of the topic before: since when, in which year or document, where else."""

from __future__ import annotations

import re

from hld.app.named import adds
from hld.app.topic import topic
from hld.app.years import YEAR
from hld.index.lexical import STOPWORDS, words
from hld.ingest.references import find_references
from hld.ingest.regex import regex
from hld.ingest.symbols import ORDINAL, number_of, ordinal

DATED = regex(rf"\s*(?:\b(?:in|of|by|since|from|until|for|before|after|en|de|desde|depuis)\s+)?{YEAR.pattern}", re.IGNORECASE)
"""A year or a session with the preposition before it."""
NOUN = r"(?:resolution|declaration|text|document|dialogue|ones?)"
AND_YEAR = regex(
    r"\W*(?:(?:and|but|so|only|just|already|also|(?:and )?(?:the )?same(?: question| thing)?(?: as)?|what about|how about|et|y)\b"
    r" ?|"
    r"(?=(?:in|of|for|by|en|de|before|after|since|until)\b))(?:(?:does|did|do) )?"
    rf"(?:(?:that|those) )?(?:(?P<when>in|of|for|by|en|de|before|after|since|until) )?(?:the )?(?:{NOUN} of )?\s*"
    rf"(?P<year>{YEAR.pattern})(?:\s+(?P<noun>{NOUN}))?(?:,? please)?\W*$",
    re.IGNORECASE,
)
"""Goes on to another year: "And the 2012 one?"."""
_AND = r"(?:and |so |but )?"
_SINCE = regex(
    rf"\W*{_AND}(?:since when|since (?:which|what) year|(?:when|(?:in )?(?:which|what) (?:year|text|resolution)) "
    r"(?:(?:was|were|is|has) (?:it|this|that|they|these) (?:been )?(?:first )?"
    r"(?:mentioned|raised|said|brought up|introduced|named)"
    r"|(?:did|does) (?:it|this|that|they|these) (?:first )?(?:appear|show up|come up|occur|turn up|crop up))"
    r"(?: (?:for the first time|first|at first))?)\W*$",
    re.IGNORECASE,
)
_OPENS = r"(?:and|but|only|just|so|(?:what|how) about|(?:and )?(?:the )?same(?: thing)? (?:for|in|with))"
_THIS_ONE = r"(?P<document>the (?:[\w-]+ ){0,2}?(?:declaration|resolution)|[\w.]{1,12}(?:/[\w.]{1,12}){1,5})"
_AND_THIS = regex(rf"\W*(?:{_OPENS}\b )?(?:in )?{_THIS_ONE}\W*$", re.IGNORECASE)
_SAYS_SO = regex(
    rf"\W*{_AND}(?:(?:what|how) )?(?:does|did) {_THIS_ONE} (?:also )?(?:(?:say|mention|have|contain|repeat|speak of) "
    r"(?:(?:on |about )?(?:it|that|this|them)|so|the same)|go (?:any )?(?:further|beyond (?:it|that|this))"
    r"|(?:add|say) (?:any(?:thing)?|some(?:thing)?)(?: (?:more|new|else))?(?: (?:on|about|to) (?:it|that|this))?)"
    r"(?: too| as well| also)?\W*$",
    re.IGNORECASE,
)
_MORE_IN = regex(
    rf"\W*{_AND}(?:is|was) there (?:(?:any|some)(?:thing)? )?(?:more|new|else)?(?: (?:on|about) (?:it|that|this))? ?in "
    rf"{_THIS_ONE}\W*$",
    re.IGNORECASE,
)
_IN_THIS = regex(
    rf"\W*{_AND}(?:is|was) (?:it|that|this) (?:also |already )?"
    r"(?:(?:mentioned|named|said|referred to|addressed|covered) )?in "
    rf"(?:the (?:earlier|later|other) (?:one|text|resolution),? )?{_THIS_ONE}(?: too| as well| also)?\W*$",
    re.IGNORECASE,
)
_ANYTHING = regex(
    r"\W*(?:so |and |is there |was there )*(?:anything|something|nothing) (?P<when>in|before|after|since|until) "
    rf"(?P<year>{YEAR.pattern})\W*$",
    re.IGNORECASE,
)
_ALREADY = r"(?:already |also |even )*"
_ALREADY_IN = regex(
    rf"\W*{_AND}(?:(?:was|is|were|has) (?:this|that|it|they) {_ALREADY}(?:been )?(?:said |mentioned |there |so )?{_ALREADY}"
    rf"|(?:did|do|had|have) (?:they|it|the \w+) {_ALREADY}(?:sp(?:eak|oken)|talk(?:ed)?|mention(?:ed)?|sa(?:y|id)) "
    rf"(?:of |about )?(?:it|this|that|them) {_ALREADY}|what (?:has |was )?(?:changed|new|different|added) "
    r"|(?:did|does|has|have) (?:it|that|this|the (?:wording|language|text)) (?:change|changed|differ) )"
    rf"(?:back )?in (?:the )?(?P<year>(?:19|20)\d\d)(?: {NOUN})?\W*$",
    re.IGNORECASE,
)
"""Asks whether it was said in a year, or what: "was this already in 2008?"."""
_CHANGES = regex(
    rf"\W*{_AND}(?:(?:year by year|over the years|over time|step by step),? )?how (?:did|has|have) (?:it|this|that|they) "
    r"(?:change|evolve|develop|move)d?(?: (?:over (?:the years|time)|year by year))?\W*$",
    re.IGNORECASE,
)
"""Asks how what is said of it changed."""
_ELSEWHERE = regex(
    rf"\W*{_AND}(?:which|what) (?:other )?(?:resolution|document|text)s? (?:also )?(?:repeat|say|mention|contain)s? "
    r"(?:it|that|this|them|so|the same)(?: too| as well| also)?\W*$|"
    rf"\W*{_AND}(?:(?:is|are|was|were|do|does|did) )?(?:(?:there|it|that|this|they|anything|something|more|also|said|"
    r"mentioned) )*(?:in |by )?(?:an)?other (?:resolution|document|text|declaration)s?"
    r"(?: (?:say|mention|speak)s?(?: (?:of )?(?:it|that|this|so))?)?(?: too| as well| also)?\W*$",
    re.IGNORECASE,
)
"""Asks in which other documents it stands."""
_LIBRARY = r"(?:the |your )?(?:documents|resolutions|texts)\b"
_THE_END = regex(
    r"\W*(?:and |(?:and )?which (?:one |of (?:them|these|those) )?(?:is|was) )?"
    r"(?:the )?(?P<end>oldest|earliest|latest|newest|most recent)(?: (?:one|text|version|resolution|mention|paragraph))?"
    r"(?: (?:on|about|of) (?:it|this|that|them))?\W*$",
    re.IGNORECASE,
)
"""Asks for the first or the latest on the topic before; "the first one" is one of several."""
_AND_SESSION = regex(
    r"\W*(?:and|but|what about|how about)\b(?: (?:in|at|from|of|by))? (?:the )?"
    rf"(?P<session>{ORDINAL}) session(?:['’]s)?(?: (?:text|resolution|one|document)s?)?\W*$",
    re.IGNORECASE,
)
"""Goes on to the texts of a session: "And in the 69th session text?"."""
_AND_THAT = regex(
    rf"\W*(?:and|but|(?:what|how) about)\b (?:on |about )?(?!{_LIBRARY})(?P<topic>(?:[a-z-]+ ){{1,4}}?)(?:in|of) "
    rf"(?P<year>{YEAR.pattern})\W*$",
    re.IGNORECASE,
)


def of_topic(question: str, before: str) -> str:
    """What only asks what is said of a topic, asked since when that is, of another document, or of another topic and year."""
    about = DATED.sub("", topic(before) if topic(before) != before else adds(before)).strip()
    if not about:
        return ""
    if match := _ANYTHING.match(question):
        return _of_years(match["when"], match["year"], about)
    if match := _ALREADY_IN.match(question):
        return _of_years("in", match["year"], about)
    if _CHANGES.match(question):
        return f"How has what is said about {about} changed over the years?"
    if _ELSEWHERE.match(question):
        return f"Which documents mention {about}?"
    if (match := AND_YEAR.match(question)) and not YEAR.search(before) and not find_references(before):
        return _of_years(match["when"], match["year"], about)
    if match := _AND_SESSION.match(question):
        return f"What do the texts of the {ordinal(number_of(match['session']))} session say about {about}?"
    if end := _THE_END.match(question):
        return f"What is the {end['end'].lower()} text on {about}?"
    if _SINCE.match(question):
        return f"Since when has {about} been mentioned?"
    if match := _AND_THIS.match(question) or _SAYS_SO.match(question) or _IN_THIS.match(question) or _MORE_IN.match(question):
        return f"What does {match['document']} say about {about}?"
    if (match := _AND_THAT.match(question)) and {*words(match["topic"])} - STOPWORDS:
        return _of_years("in", match["year"], match["topic"].strip())
    return ""


def _of_years(when: str | None, year: str, about: str) -> str:
    """What the texts of a year, or of those before or after it, say about a topic."""
    if (when or "").lower() in ("before", "after", "since", "until"):
        return f"What is said {when} {year} about {about}?"
    return f"What do the texts of {year} say about {about}?"
