"""Questions for what is new in a text beside an earlier one, what was dropped from it, and what was kept. Grammar only."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from hld.app.topic import topic
from hld.app.years import HELD, YEAR
from hld.ingest.references import find_references
from hld.ingest.regex import regex

What = Literal["new", "only", "dropped", "kept", "same", "since", "changed"]

_D = "\N{CYRILLIC LETTER MULTIOCULAR O}"
"""Stands for a document in the patterns, each of which captures the topic and nothing else; a letter, as a mark would be read
over at the end of a question."""
MOST = 2
"""Texts that are set beside each other."""
_NOUN = r"(?:resolution|declaration|text|document|one|version)"
_NAMED = regex(
    rf"{_D}|(?:\b(?:the|that|its|le|la|el) )*(?:\b{YEAR.pattern} (?:[\w-]+ ){{0,3}}?{_NOUN}\b"
    rf"|\b(?:{_NOUN}|that|celle|résolution|resolución) (?:of|from|adopted in|de) {YEAR.pattern})"
    r"|\bthe (?:[\w-]+ ){0,2}?declaration\b"
    rf"|\bthe (?:latest|newest|most recent) (?:[\w-]+ ){{0,6}}?{_NOUN}\b"
    rf"|(?P<previous>\b(?:the|its) (?:previous|preceding|earlier|prior|last) {_NOUN}\b)",
    re.IGNORECASE,
)
"""A document, marked, or named without its symbol."""
_CALLED = regex(rf"(?:\b(?:the|la|le) )?(?:\b{_NOUN}\s+)?$", re.IGNORECASE)
"""What a document is called before its symbol."""
_NOT = r"(?: not|n['’]t)"
_BE = r"(?:is|are|was|were|has been|have been|had been|got|gets)"
_ON = rf"(?:,? (?:on|about|regarding|concerning) ([^?.;:{_D}]+?))"
_BESIDE = (
    r"(?:,? (?:(?:when |as |if )?(?:(?:compared|relative|contrasted|set|put) (?:with|to|against|beside)|since|over|against"
    rf"|beyond|beside|from|versus|vs\.?|than|to|(?:that|which) {_BE}{_NOT}(?: (?:already|yet|found|there)){{0,2}} in"
    r"|(?:and |but )?not in)"
    rf" {_D}|(?:that|which) {_D} (?:did|does|had){_NOT}?(?: (?:have|say|contain))?))"
)
_TITLED = rf"(?: (?:on|about) [^?.;:{_D}]+?)?"
"""The subject of a text, behind its year."""
_REST = rf"(?:{_BESIDE}?{_ON}?|{_ON}{_BESIDE})"
_THINGS = (
    r"(?:(?:operative|preambular|numbered) )?"
    r"(?:paragraphs?|paras?|parts?|language|wording|elements?|provisions?|points?|commitments?|clauses?|passages?|recitals?)"
)
_LIST = rf"(?:(?:which|what|list|show(?: me)?|give(?: me)?|name)(?: (?:are|is))?(?: all| every)?(?: of)?(?: the)? {_THINGS})"
_THAT = rf"(?:(?:that|which) )?(?:{_BE} )?"
_GONE = (
    r"(?:dropped|removed|left out|deleted|lost|omitted|taken out|cut(?: out)?|missing|gone|disappeared"
    r"|not (?:(?:taken|carried) (?:up|over|forward)|kept|retained|repeated)"
    r"|no longer(?: (?:there|found|present|contained))?)"
)
_HELD = (
    r"(?:repeat(?:ed|s)?|(?:taken|carried|brought) over|kept|retained|reproduced|reused|copied|unchanged|the same"
    r"|taken up(?: again)?)"
)
_WORD_FOR_WORD = r"(?:word[- ]for[- ]word|verbatim|literally|exactly)"
_FORMS: tuple[tuple[What, str], ...] = (
    ("new", rf"what(?:['’]s| {_BE})? (?:really |actually )?(?:new|novel)(?: {_THINGS})? (?:in|about) {_D}{_REST}"),
    ("new", rf"what new {_THINGS} (?:does|do|did|has|have|{_BE})(?: there)? (?:in )?{_D}(?: [a-z]+)?{_REST}"),
    ("new", rf"what (?:does|did|has|have) {_D} (?:newly )?(?:add|introduce|bring)(?:e?d)?(?: anew| new| in)?{_REST}"),
    ("new", rf"what {_BE} (?:newly )?(?:added|introduced|inserted)(?: new| anew)? (?:in|by|to|into|with) {_D}{_REST}"),
    ("new", rf"{_LIST}(?: (?:of|in) {_D})? {_THAT}(?:new|added|introduced|inserted)(?: (?:in|by|to) {_D})?{_REST}"),
    ("new", rf"(?:(?:list|show(?: me)?|give(?: me)?) )?(?:all )?(?:the )?new {_THINGS} (?:in|of) {_D}{_REST}"),
    (
        "new",
        rf"(?:what(?:['’]s| {_BE})?|(?:{_BE} there )?anything) (?:really |actually )?(?:new|novel|added){_ON} (?:in|to) {_D}"
        rf"{_TITLED}{_BESIDE}?",
    ),
    (
        "new",
        rf"(?:does|did|do) {_D}{_TITLED} (?:contain|have|add|include|bring|say) (?:any new {_THINGS}|anything (?:new|novel))"
        rf"{_ON}?{_BESIDE}?",
    ),
    ("new", rf"what {_BE} (?:new|added|introduced|changed)(?: in the text)? since {_D} (?:in|by|to) {_D}{_ON}?"),
    ("new", rf"(?:{_BE} there )?anything new in {_D}{_REST}"),
    ("since", rf"what (?:{_BE} |ha(?:s|ve) )?(?:changed|new|added)(?: in the (?:text|resolution))? since {_D}{_ON}?"),
    ("new", rf"(?:qu['’]y a-t-il|quoi|qu['’]est-ce qu['’]il y a) de (?:nouveau|neuf) dans {_D}{_REST}"),
    ("new", rf"(?:qué hay|qué tiene) de (?:nuevo|novedoso)(?: en)? {_D}{_REST}"),
    (
        "only",
        rf"{_LIST} (?:of|in|from) {_D} (?:(?:that|which) )?(?:{_BE}{_NOT}|not)"
        rf"(?: (?:found|present|contained|there|yet|already))? in {_D}{_ON}?",
    ),
    ("only", rf"what {_BE} in {_D}{_ON}? (?:(?:that|which|and|but) )?(?:{_BE}{_NOT}|not) in {_D}{_ON}?"),
    ("only", rf"what (?:does|did) {_D} (?:say|have|contain){_ON}? (?:that|which) {_D} (?:does|did){_NOT}(?: [a-z]+)?"),
    (
        "dropped",
        rf"what(?:['’]s|(?: {_BE}))? {_GONE}(?: (?:from|of|in) [^?.;:{_D}]+?)? (?:from|of|in|between|since) {_D}"
        rf"(?: (?:in|by|to|and|since|from|compared (?:with|to)|(?:that|which) (?:was|were) in) {_D})?{_ON}?",
    ),
    (
        "dropped",
        rf"what (?:does|did|has) {_D} (?:drop|leave out|omit|lose|delete|cut|remove|left out|lost)(?:p?ed)?"
        rf"(?: (?:from|of) {_D})?{_ON}?",
    ),
    ("dropped", rf"what(?: {_BE})? {_GONE} (?:of|from|in) {_D}{_ON}? (?:that|which) {_BE} (?:still |there )?in {_D}{_ON}?"),
    ("dropped", rf"{_LIST} (?:of|in|from) {_D} {_THAT}{_GONE}(?: (?:in|into|to|from|by|of) {_D})?{_ON}?"),
    (
        "dropped",
        rf"(?:did|does|has) {_D} (?:keep|kept|drop|dropped|retain|retained|lose|lost|repeat|omit) (?:the|its|any) {_THINGS}{_ON}"
        rf"(?: (?:of|from|in) {_D})?",
    ),
    ("changed", rf"how (?:did|does|do|has) {_D} (?:change|differ|changed) (?:from|since|compared with) {_D}"),
    ("changed", rf"(?:compare|set) {_D} (?:with|to|beside|against|and) {_D}"),
    (
        "changed",
        rf"what (?:{_BE} |ha(?:s|ve) )?(?:changed|different) (?:in|from|between) {_D} (?:compared with|since|to|from|and) {_D}",
    ),
    (
        "same",
        rf"{_LIST} (?:of|in|from) {_D} {_THAT}(?:{_HELD} )?{_WORD_FOR_WORD}(?: {_HELD})?"
        rf"(?: (?:(?:as )?(?:those|the ones|that|they (?:are|were)) )?(?:from|in|by|of|as in|to|with))? {_D}{_ON}?",
    ),
    (
        "same",
        rf"{_LIST} (?:of|in|from) {_D} {_THAT}(?:carr(?:y|ies|ied)|came|comes?|taken|goes?|stays?)(?: over)?"
        rf"(?: (?:from|in|to) {_D})? (?:with(?:out| no)(?: any)? changes?|unchanged|{_WORD_FOR_WORD})"
        rf"(?: (?:from|in) {_D})?{_ON}?",
    ),
    ("same", rf"what (?:does|did) {_D} (?:repeat|take over|keep|retain|copy) {_WORD_FOR_WORD} (?:from|of) {_D}{_ON}?"),
    ("kept", rf"{_LIST} (?:of|in|from) {_D} {_THAT}{_HELD}(?: from| in| by| of| as in) {_D}{_ON}?"),
    (
        "kept",
        rf"what (?:ha(?:s|ve) )?(?:stay(?:s|ed)|remain(?:s|ed)?|been kept|is|was) (?:the same|unchanged) "
        rf"(?:between|from|in) {_D} (?:and|to) {_D}{_ON}?",
    ),
    (
        "kept",
        rf"(?:does|did) {_D} (?:say|contain|have) anything{_ON} (?:that|which) {_D} (?:also )?"
        r"(?:repeats?|keeps?|retains?|says? again|takes? (?:up|over))",
    ),
    ("kept", rf"what (?:does|did) {_D} (?:repeat|take over|keep|retain|carry over|reuse|copy) (?:from|of) {_D}{_ON}?"),
)
_PATTERNS: tuple[tuple[What, re.Pattern[str]], ...] = tuple(
    (what, regex(rf"\W*(?:(?:and|so|then|please) )*{form}\W*$", re.IGNORECASE)) for what, form in _FORMS
)
_OF_TEXT = r"(?:the|its) (?:preamble|operative (?:part|paragraphs))"
_PART = regex(rf"\b{_OF_TEXT} (?:of|in|to) |,? (?:(?:in|of|from) )?{_OF_TEXT}\b(?! (?:of|in|to) )", re.IGNORECASE)
"""The part of a text that is meant."""
_COMPARED = regex(r"\b(?:compar|differ|chang)", re.IGNORECASE)
_OPENS = r"\W*(?:(?:and|but|so|then) )*"
_THOSE = r"(?:what|which(?: ones| paragraphs| of (?:them|these|those))?)"
_TURNED: tuple[tuple[What, str], ...] = (
    ("dropped", rf"{_THOSE}(?:['’]s| {_BE})? {_GONE}"),
    ("dropped", r"what (?:did|does) (?:it|they) (?:drop|leave out|omit|lose|delete|remove)"),
    ("same", rf"{_THOSE} (?:{_BE} |ha(?:s|ve) )?(?:{_HELD} {_WORD_FOR_WORD}|{_WORD_FOR_WORD} {_HELD}|identical)"),
    ("kept", rf"{_THOSE} (?:{_BE} |ha(?:s|ve) )?(?:stay(?:s|ed) |remain(?:s|ed)? )?{_HELD}"),
    ("new", rf"{_THOSE}(?:['’]s|(?: {_BE}))? (?:new|added|introduced)"),
)
_TURNS: tuple[tuple[What, re.Pattern[str]], ...] = tuple(
    (what, regex(rf"{_OPENS}{turn}\W*$", re.IGNORECASE)) for what, turn in _TURNED
)
_TURN_BESIDE = regex(
    rf"{_OPENS}(?:(?:when |as |if )?(?:compared|relative|set|put) (?:with|to|against|beside)|since|beside|versus|against) "
    r"(?P<other>[^?]+?)\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Redraft:
    """What is asked of a text beside another: what is `new` in the later one, what `only` the one that is named first has, what
    was `dropped` from the earlier one, or `kept`, or has the `same` words, or is new `since` one, or all that `changed`; perhaps
    on a `topic`. `named` are the words for the documents, in order; `previous` says that one is set beside the one before it."""

    what: What
    topic: str
    named: tuple[str, ...]
    previous: bool = False

    def question(self) -> str:
        """The question that asks this.

        >>> Redraft(what="kept", topic="fog", named=("69/229", "67/219")).question()
        'What stayed the same between 69/229 and 67/219 on fog?'
        """
        first, *other = self.named
        on = f" on {self.topic}" if self.topic else ""
        other = other or (["the previous one"] if self.previous else [])
        if self.what == "since":
            return f"What has changed since {first}{on}?"
        if not other:
            return f"What did {first} leave out{on}?" if self.what == "dropped" else f"What is new in {first}{on}?"
        says = {
            "new": f"What is new in {first} compared with {other[0]}{on}?",
            "only": f"Which paragraphs of {first} are not in {other[0]}{on}?",
            "dropped": f"What was dropped between {first} and {other[0]}{on}?",
            "same": f"Which paragraphs of {first} are word for word the same as in {other[0]}{on}?",
            "kept": f"What stayed the same between {first} and {other[0]}{on}?",
            "changed": f"Compare {first} with {other[0]}?",
        }
        return says[self.what]


def redraft(question: str) -> Redraft | None:
    """What a question asks of a text beside another one; None where it asks no such thing.

    >>> redraft("What is new in 69/229 compared with 67/219 on fog?")
    Redraft(what='new', topic='fog', named=('69/229', '67/219'), previous=False)
    >>> redraft("What was dropped from 67/219 in 69/229?") == Redraft(what="dropped", topic="", named=("67/219", "69/229"))
    True
    >>> redraft("What is new in the 2014 resolution since the previous one?")
    Redraft(what='new', topic='', named=('the 2014 resolution',), previous=True)
    >>> redraft("What is new in Geneva?"), redraft("What does 69/229 say about fog?")
    (None, None)
    """
    question, symbols = question.replace(_D, " "), []
    for mention in reversed(find_references(question)):
        if mention.reference.part:
            return None
        symbols.append(question[mention.start : mention.end])
        question = f"{_CALLED.sub('', question[: mention.start])}{_D}{question[mention.end :]}"
    named: list[str] = []
    previous = False

    def mark(match: re.Match[str]) -> str:
        nonlocal previous
        if match["previous"]:
            previous = True
        else:
            named.append(symbols.pop() if match[0] == _D else match[0])
        return _D

    asked = _NAMED.sub(mark, _PART.sub("", question))
    years = YEAR.findall(asked)
    if not named and len({*years} - {*HELD}) == MOST:  # those of the Dialogues are of meetings
        asked, named = YEAR.sub(_D, asked), [f"the {year} text" for year in years]
    for what, pattern in _PATTERNS if named else ():
        if found := pattern.match(asked):
            if what == "changed" and len(named) + previous < MOST:
                return None
            about = next(filter(None, found.groups()), "").strip()
            return Redraft(what=what, topic=about, named=tuple(named), previous=previous)
    return None


def turned(turn: str, before: str, thing: str) -> str:
    """The question before as a turn asks it of other changes or beside another text, or of a `thing` that it adds; empty where
    that is not so.

    >>> turned("And what was dropped?", "What is new in 69/229 compared with 67/219?", "")
    'What was dropped between 69/229 and 67/219?'
    >>> turned("and compared with 65/170?", "What is new in 69/229?", ""), turned("And on fog?", "What is new in 69/229?", "fog")
    ('What is new in 69/229 compared with 65/170?', 'What is new in 69/229 on fog?')
    """
    own = redraft(before)
    asked = own or _whole(before)
    if asked is None:
        return ""
    if what := next((what for what, pattern in _TURNS if pattern.match(turn)), None):
        return replace(asked, what=what).question()
    if (match := _TURN_BESIDE.match(turn)) and (find_references(match["other"]) or _NAMED.search(match["other"])):
        return replace(asked, named=(asked.named[0], match["other"])).question()
    if thing and own is None:
        return f"Compare what {asked.named[0]} and {asked.named[1]} say on {thing}."
    what = "new" if asked.what == "changed" else asked.what
    return replace(asked, what=what, topic=thing).question() if thing else ""


def _whole(question: str) -> Redraft | None:
    """Two texts that are compared, on a topic or in nothing named, as the question for what is new."""
    named = tuple(question[mention.start : mention.end] for mention in find_references(question) if not mention.reference.part)
    if len(named) != MOST or not _COMPARED.search(question):
        return None
    about = topic(question)
    return Redraft(what="new", topic="" if about == question else about, named=named)
