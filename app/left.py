"""What a turn leaves to those before it by a word: the document that "it" is, the year "after", "the third one" of what was
counted, "the 2025 version" of what was told last."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Protocol

from hld.app import every, wish
from hld.app.phrased import reader
from hld.app.question import Understood
from hld.app.redraft import redraft
from hld.app.schema import Answer, Citation
from hld.app.titles import entitled, its_declaration
from hld.app.topic import topic as topic_of
from hld.app.years import YEAR, counted_from
from hld.index.search import Index
from hld.ingest.references import find_references
from hld.ingest.regex import regex, whole
from hld.ingest.symbols import ORDINAL

LOOKS_BACK = 3
"""Answers among which the last is looked for that cites something."""
_ANY_YEAR = 2000
_IN_A_TEXT = frozenset({"list", "acts", "says"})
_IN_IT = regex(r"\b(?:in (?:it|there|this|that)|of it|there)\b[^\w]*$", re.IGNORECASE)
"""Is looked for in the document that was told last."""


class Asker(Protocol):
    """What is needed of an assistant."""

    def understand(self, question: str, history: Sequence[str]) -> Understood:
        """A question taken apart."""
        ...

    def told(self, turn: str, history: Sequence[str]) -> Answer:
        """The answer to a turn in words that grammar reads."""
        ...


_HOW_MANY = regex(
    r"\bhow many (?P<things>(?:[a-z-]+ ){0,2}?[a-z]+)s\b(?= (?:did|does|do|were|was|are|is|will|have|has|shall|there|in)\b|\W*$)",
    re.IGNORECASE,
)
"""Counts things."""
_NTH_ONE = regex(rf"\b(?P<nth>(?:{ORDINAL}|last)) one\b(?= \w)", re.IGNORECASE)
_IT_DOES = regex(
    r"\b(?P<all>(?:all|everything)(?: that)?|what(?: all| else)? (?:do|does|did)) (?:it|they|this|that|it['’]?s)(?: is)? "
    r"(?P<act>ask|request|decid|urg|call|invit|recommend|encourag)(?P<end>\w*)\b",
    re.IGNORECASE,
)
"""Is done by the document that was told last: "everything it asks of States", "its asking"."""
_SPEAKS = r"(?:mention|cover|address|includ|contain|recall|speak|talk|deal|refer|touch|say|state|provide)"
_SAYS_THAT = regex(
    r" (?:also )?(?:say|state|provide)\b(?! (?:anything|something|more|much|about|on|of|regarding)\b)", re.IGNORECASE
)
"""Is followed by what may be of a provision, and not of a document."""
_IT_SAYS = regex(
    rf"\b(?P<does>does|did) (?:it|this|that)(?= (?:(?:also|ever|even|actually|have to) )*{_SPEAKS})"
    r"|\b(?P<what>what (?:else )?(?:does|did)) (?:it|this|that)"
    r"(?= (?:say|ask|want|demand|request|call|recommend|propose|suggest)\b)",
    re.IGNORECASE,
)
"""Asks what is said by the document that was told last."""
_THING = r"(?P<thing>(?!(?:it|that|this|they|there|he|she)\b)[a-z][^?.;:,]{2,40}?)"
_IN_THERE = r"(?: (?:in|with)(?:in)? (?:it|there|that|this|the (?:text|document|resolution)))"
AND = r"\W*(?:(?:and|so|but|ok(?:ay)?)\b\W*)*"
_AS_WELL = r"(?: (?:too|as well|at all))?\W*"
_IS_IN_IT = (
    regex(
        rf"{AND}(?:is|are) {_THING} (?:also )?(?:in (?:it|there)|(?:mentioned|covered|named|included){_IN_THERE}?){_AS_WELL}",
        re.IGNORECASE,
    ),
    regex(
        rf"{AND}(?:(?:is|are) there )?(?:any(?:thing)?|something)(?: (?:paragraph|passage|word|line|language|bit)s?)? "
        rf"(?:on|about|of|for|regarding) {_THING}{_IN_THERE}?{_AS_WELL}",
        re.IGNORECASE,
    ),
    regex(rf"{AND}(?:what|how) about {_THING}{_IN_THERE}{_AS_WELL}", re.IGNORECASE),
)
"""Asks whether the document that was told last speaks of something."""
_PARTS_ON = regex(
    rf"{AND}(?:now )?(?:only|just) (?:the )?(?:parts?|paragraphs?|paras|passages?|bits?|lines?|sections?|points?)"
    rf" (?:on|about|regarding|concerning) {_THING}(?:,? please)?{_AS_WELL}",
    re.IGNORECASE,
)
"""Asks for what is said of something in the document that was told last."""
_OTHER_ONE = regex(rf"\b(?:ones?|later|earlier|before|after|next|previous)\b|{YEAR.pattern}", re.IGNORECASE)
"""Names another document, which "it" then is."""
_WHEN_WAS_THAT = regex(
    r"\W*(?:and |but |so )?(?:when|(?:in )?(?:which|what) year)"
    r"(?: (?:was|is|were|did they say) (?:that|it|this)(?: (?:said|adopted|agreed|decided|stated|written|from))?)\W*",
    re.IGNORECASE,
)
"""Asks of when is what was told."""
_OF_ITS_TITLE = regex(
    rf"\bthe (?P<year>{YEAR.pattern}) (?:(?P<next>version|edition|successor|update)|one|text|resolution)\b(?! (?:on|about|of)\b)",
    re.IGNORECASE,
)
"""The document of a year that has the title of the one that was told last."""
_BESIDE = regex(
    r"\W*(?:(?:and|so|but|then|ok(?:ay)?)\b\W*)*(?P<what>what(?:['’]s| is| was| were| has been| got)? "
    r"(?:new|added|introduced|dropped|removed|left out|gone|lost|kept|retained|the same))"
    r"(?P<beside> (?:compared (?:with|to)|since|versus|vs\.?|from|beside) .+)",
    re.IGNORECASE,
)
"""Sets the document that was told last beside another."""
_THE_ONE = regex(rf"\bthe (?=(?:{YEAR.pattern})\b)|(?<=\d\d\d\d) (?:one|text|resolution|version)\b", re.IGNORECASE)
"""What stands around the year of a document, and not around its symbol."""
_ON_IT = regex(r"(?<=\bon )(?:it|this|that|them|these)\b(?= (?:in|since|between|from|by)\b|\W*$)", re.IGNORECASE)


def of_when(turn: str, told: Sequence[str], asker: Asker, index: Index) -> str:
    """A turn with the year that it counts from the document that was told last: "the year after"."""
    named = find_references(turn) or its_declaration(turn.lower())
    if named or counted_from(turn, _ANY_YEAR) == turn:  # most turns, for which nothing need be answered
        return turn
    read = reader().read(turn, following=True)
    if wish.sure(read) and read.task == "t_repeated":  # of later texts, whichever
        return turn
    document = index.documents.get(told_last(told, asker))
    return counted_from(turn, int(document.dated[:4])) if document and document.dated else turn


def of_what(turn: str, told: Sequence[str], asker: Asker, index: Index) -> str:
    """A turn with what it leaves to those before it by a word: "the third one" of the things that were counted, "the 2025
    version" of what was told last, a list "in it" or what "it says" of that document, and "on this" in a task of the topic
    before."""
    if _NTH_ONE.search(turn) and (counted := _HOW_MANY.search(told[-1])):
        return "and " + _NTH_ONE.sub(lambda nth: f"{nth['nth']} {counted['things']}", turn, count=1)
    of = _OF_ITS_TITLE.search(turn)
    if of and (of["next"] or redraft(turn)) and (other := _of_its_title(of["year"], before := told_last(told, asker), index)):
        named = f"{turn[: of.start()]}{other}{turn[of.end() :]}"
        alone = redraft(named)
        return f"{named.rstrip(' ?.!')} compared with {before}?" if alone and alone.named == (other,) else named
    names, beside = bool(find_references(turn)), _BESIDE.match(turn)
    of_year = YEAR.search(beside["beside"]) if beside else None
    if beside and (names or of_year) and (symbol := told_last(told, asker)) and symbol not in turn:
        other = _of_its_title(of_year[0], symbol, index) if of_year else ""
        if other or names:
            what = _THE_ONE.sub("", beside["beside"])
            return f"{beside['what']} in {symbol}{YEAR.sub(other, what, count=1) if other else what}"
    if _WHEN_WAS_THAT.fullmatch(turn) and topic_of(told[-1]) != told[-1] and (symbol := told_last(told, asker)):
        return f"When was {symbol} adopted?"
    speaks = None if names else whole(_IS_IN_IT, turn)
    if speaks and (symbol := _asked_of(told, asker, index)):
        return f"Does {symbol} mention {speaks['thing']}?"
    parts = None if names else _PARTS_ON.fullmatch(turn)
    if parts and (symbol := told_last(told, asker)):
        return f"List all paragraphs on {parts['thing']} in {symbol}."
    if not any(each.search(turn) for each in (_IN_IT, _ON_IT, _IT_DOES, _IT_SAYS)):  # most turns, which need not be read for it
        return turn
    does = None if names else _IT_DOES.search(turn)
    if does and (symbol := told_last(told, asker) or next((cited.symbol for cited in cited_last(told, asker)), "")):
        act = f"{does['act']}{'s' if does['end'] == 'ing' else does['end']}"
        named = f"{turn[: does.start()]}{does['all']} {symbol} {act}{turn[does.end() :]}"
        return named if every.paragraphs(named) else turn
    says = None if names or its_declaration(turn.lower()) else _IT_SAYS.search(turn)
    if says and _OTHER_ONE.search(turn, 0, says.start()):
        says = None
    if says and (symbol := _asked_of(told, asker, index, looked_up=bool(says["does"] and _SAYS_THAT.match(turn, says.end())))):
        return f"{turn[: says.start()]}{says['does'] or says['what']} {symbol}{turn[says.end() :]}"
    listed = every.paragraphs(turn) or reader().read(turn, following=False).task in _IN_A_TEXT
    if listed and _IN_IT.search(turn) and (symbol := told_last(told, asker)):
        return _IN_IT.sub(f"in {symbol}", turn, count=1)
    topic = pieces_before(told).get("T", ())
    if len(topic) == 1 and _ON_IT.search(turn) and (listed or redraft(turn)) and names:
        return _ON_IT.sub(topic[0], turn, count=1)
    return turn


def _asked_of(told: Sequence[str], asker: Asker, index: Index, *, looked_up: bool = False) -> str:
    """The symbol of the document that was looked up last, or, where it need not be `looked_up`, that the last turn asked of; else
    empty."""
    symbol = told_last(told, asker)
    if not symbol or asker.told(told[-1], told[:-1]).status == "lookup":
        return symbol
    understood = None if looked_up else asker.understand(told[-1], told[:-1])
    meant = (*understood.asked_of, *understood.dated) if understood else ()
    return symbol if symbol in {index.documents[document].symbol for document in meant} else ""


def _of_its_title(year: str, symbol: str, index: Index) -> str:
    """The symbol of the document of a year that has the title of another; empty where there is none, or are several."""
    own = index.documents.get(symbol)
    others = () if own is None else (d for d in index.documents.values() if d.id != own.id and entitled(d, own))
    found = [document.symbol for document in others if document.dated[:4] == year]
    return found[0] if len(found) == 1 else ""


def told_last(told: Sequence[str], asker: Asker) -> str:
    """The symbol of the one document that the last answer cites, or tells a fact of; else of the last that a turn names, or
    none."""
    answer = asker.told(told[-1], told[:-1])
    cited = {citation.symbol for citation in answer.citations}
    if not cited and answer.status == "lookup":
        cited = {str(mention.reference.symbol) for said in answer.sentences[:1] for mention in find_references(said.text)[:1]}
    if len(cited) == 1:
        return cited.pop()
    named = (mentions[-1] for turn in reversed(told) if (mentions := find_references(turn)))
    return next((str(mention.reference.symbol) for mention in named), "")


def cited_last(told: Sequence[str], asker: Asker) -> Sequence[Citation]:
    """What the last of the answers before cites that cites anything; nothing where none of the `LOOKS_BACK` does."""
    back = (asker.told(told[n], told[:n]).citations for n in reversed(range(max(0, len(told) - LOOKS_BACK), len(told))))
    return next(filter(None, back), ())


def pieces_before(told: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """The pieces of the last turn that names a topic."""
    read = (reader().read(turn, following=False).pieces for turn in reversed(told))
    return next((pieces for pieces in read if "T" in pieces), {})
