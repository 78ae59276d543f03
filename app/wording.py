"""The turns of a conversation in words that grammar reads: what somebody put otherwise is put so (`hld.app.wish`), where it is a
task that can be done."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from hld.app import about, again, every, holdings, left, lookup, outright, wish
from hld.app.absent import items
from hld.app.as_told import of_the_told
from hld.app.assertions import asserted
from hld.app.key_words import keys
from hld.app.named import NARROWS
from hld.app.phrased import Read, reader
from hld.app.question import LONGEST, Understood
from hld.app.reasked import going_on
from hld.app.redraft import redraft
from hld.app.titles import with_symbol, with_years
from hld.app.turns import of_another, opened
from hld.app.wants import hosts, of_whom
from hld.app.years import YEAR
from hld.index.lexical import words
from hld.index.search import Index
from hld.ingest.references import find_references
from hld.ingest.regex import regex

LATELY = 12
"""Turns that are put otherwise, of a conversation that may be long."""
_READ_AS = {
    "timeline": {"course"},
    "first": {"first"},
    "latest": {"latest"},
    "compare": frozenset(),
    "says": {"first", "latest", "course", "comparison", "count", "date", "place", "definition", "list", "who"},
}
"""What grammar finds wanted where it reads a task itself, or where one thing is asked, and not what is said of it."""
_LEFT = regex(
    r"(?:all of )?(?:it|this|that|them|these|those|(?:the|this|that) (?:topic|subject|issue|matter))",
    re.IGNORECASE,
)
"""A topic that is left to the turns before."""

_THE_ONE_ON = regex(r"\W*(?:(?:and|so|ok(?:ay)?|now)\b\W*)*the one (?:on|about|concerning)\b", re.IGNORECASE)
"""Names one of the documents that were listed."""
_FORM = regex(
    r"(?<=\w)(?:[\s,]+(?:please|pls|plz))?[\s,]+(?:with|including|incl\.?|giving) (?:the |all |their )?(?:exact )?"
    r"(?:para(?:graph)?s?\.? (?:numbers?|references?|nos?\.?)|sources?|citations?|references?|symbols?)"
    r"(?:,? (?:please|pls))?\W*$"
    r"|(?<=\w)[\s,.:;–-]+(?:(?:in|with) (?:the |its )?)?(?:word[- ]for[- ]word|verbatim"
    r"|(?:exact|precise|official|own) (?:words|wording|text))"
    r"(?:,? (?:please|pls))?\W*$",
    re.IGNORECASE,
)
"""Asks for what every answer has, or for its very words."""
_VOTES = frozenset(
    """how did they countries states members member all was were there is a an any the on it that this what who which many much
    voted vote votes voting result results recorded yes no against for in favour abstain abstained abstentions and""".split()
)
"""Of a turn that asks how a document was voted on, and nothing else."""
_TELLS = {
    "t_count": regex(
        r"^(?!.*\bhow much\b).*(?:\bcount|\b(?:total|number)(?: of (?:them|those|these|paragraphs|documents|resolutions))?\W*$"
        r"|\bhow many(?:\W*$| (?:of (?:them|those|these)|are|were|do|did|is|in|have|altogether"
        r"|(?:such |more )?(?:paragraph|resolution|document|text|result|mention|reference|time|other)s?)\b))",
        re.IGNORECASE,
    ),
    "t_dropped": regex(
        r"\b(?:drop|gone|los[et]|remov|left|leave|miss|no longer|disappear|delet|omit|cut|tak\w+ out|took|fell|fall|vanish|lack"
        r"|not there|without|thrown|kept|old)",
        re.IGNORECASE,
    ),
    "first": regex(
        r"\b(?:first|1st|earl(?:y|iest)|old(?:est)?|when|since|beg[aiu]n\w*|start\w*|origin\w*|initial\w*|new|debut|appear\w*"
        r"|how far|how long|(?:what|which) year|premi\w+|primera?|depuis|desde|quand|cuándo)\b",
        re.IGNORECASE,
    ),
    "overview": regex(
        r"\b(?:summar|sum\b|gist|brief|overview|outlin|recap|digest|abstract|essen|synops|thrust|nutshell|tl;?dr|point|message"
        r"|take-?away|highlight|element|theme|topic|content|contain|cover|about|expla?in|eli5|read|know|say|said|tell|whole|entire"
        r"|general|overall|main|principal|key|short|simpl|plain|word|bullet|tweet|line|sentence|boil|purpose|deal|treat|inside"
        r"|matter|importan|learn|find|thing|r[ée]sum|pr[ée]cis|core|big|present|do(?:es)?\b|try|scope|structure|skinny|page|sheet"
        r"|walk|run\b|pitch|kind|sort|substance|axes|basic|what(?:['’]s| is) (?:in|it)\b|for\W*$)",
        re.IGNORECASE,
    ),
}
"""Words without one of which a turn is not read as one that asks for such a thing."""
_OF_A_PAPER = regex(
    r"\b(?:reports?|stud(?:y|ies)|papers?|publications?|conferences?|meetings?|forums?|summits?) "
    r"(?:that (?:is|was) )?(?:mentioned|cited|named|noted|quoted|recalled|referred to)\b",
    re.IGNORECASE,
)
"""Means something that a document speaks of, and not the document."""
_CALLED = regex(
    r"\d|\b(?:resolution|declaration|text|document|report|page|paper|outcome|dialogue|hld|assembly|un|it|this|that|one|they|these"
    r"|first|last|latest|previous|earlier|later|next|other)s?\b",
    re.IGNORECASE,
)
"""May be what a document is called."""
_HOW = regex(r"\b(?:how|why)\b", re.IGNORECASE)
"""Asks more than what is said of a topic."""
_LISTS = frozenset(("list", "documents"))
"""Tasks that a question for one day, or for the items of one list, is not."""
_OF_ALL = frozenset({"timeline", "first", "latest"})
_TEXTS = regex(r"\b(?:resolutions|texts|documents)$", re.IGNORECASE)
_THAT_TEXT = regex(
    r"\b(?:(?:that|this|the (?:same|whole|entire|full|said)) (?:resolution|document|text|declaration)"
    r"|the (?:resolution|document|text))\b"
    r"(?!['’]s| (?:of|from|on|about|adopted|in|that|which|before|after|where|with|saying|containing|mentioning)\b)",
    re.IGNORECASE,
)
_IT = regex(
    r"(?<!\bon )(?<!\babout )\b(?:it|this|that|this one|that one)\b"
    r"(?! (?:is|was|has|(?:also |ever )?(?:mentioned|said|repeated|there|in))\b)"
    rf"|{_THAT_TEXT.pattern}",
    re.IGNORECASE,
)
"""Means the document that was told last; "it" does, beside another document."""

_EARLIER = regex(r"\b(?:earlier|before|older|previous(?:ly)?)\b", re.IGNORECASE)
"""Asks for what was before, where the reading of a turn takes it for one that asks for what was later."""
_FIRST_OF = regex(
    r"\bfirst (?:[\w-]+ ){0,4}?(?:meeting|session|dialogue|hld|forum|conference|summit|talk|gathering|report|round table)s?\b",
    re.IGNORECASE,
)
"""Names the first of several meetings or reports, not the first paragraph that speaks of something."""
_OF_ANOTHER = regex(r"\W*(?:(?:and|but|so|ok(?:ay)?)\b\W*)*(?:what|how) about\b", re.IGNORECASE)
"""Goes on to another document, which is what "it" then means: "how about 69/229, does it want that too?"."""


def worded(turns: Sequence[str], asker: left.Asker, index: Index) -> list[str]:
    """Each turn in words that grammar reads; as it is where grammar reads it so, where no task is sure, and where it is one of
    long ago."""
    told = list(turns[:-LATELY])
    for turn in (with_years(outright.with_does(turn), index.documents.values()) for turn in turns[-LATELY:]):
        told.append((_put(turn, told, asker, index) if turn.strip() and len(turn) <= LONGEST else "") or turn)
    return told


def _put(turn: str, told: Sequence[str], asker: left.Asker, index: Index) -> str:
    """A turn otherwise; empty where it is not to be."""
    if about.greeting(turn):
        return ""
    (plain, told), follows = opened(turn, told), bool(told)
    if asked := of_the_told(plain, told, asker):
        return asked
    if follows and (again.wanted(turn) or of_another(plain, told)):
        return ""
    otherwise = _FORM.sub("", left.of_what(left.of_when(plain, told, asker, index), told, asker, index) if told else plain)
    if otherwise != plain:
        return _put(otherwise, told, asker, index) or otherwise
    that_text = _IT if find_references(plain) and not _OF_ANOTHER.match(plain) else _THAT_TEXT
    found = that_text.search(plain) if told else None
    if found and (symbol := left.told_last(told, asker)) and _is_called(found[0], symbol, index):
        plain, told = that_text.sub(symbol, plain, count=1), ()
        turn = plain
        own = asker.understand(turn, ())
        if own.topical or lookup.answer(own, index) is not None:
            return turn
    called = plain if find_references(plain) else with_symbol(plain, index.documents.values())
    if called != plain and (_THE_ONE_ON.match(plain) or every.paragraphs(called)):  # all that it asks, not the best of it
        return called
    if named := next(filter(None, (task(plain) for task in outright.NAMED)), ""):
        return named
    if not told and (said := keys(plain)) and asker.told(plain, ()).status == "abstained":
        return f"What is said about {said}?"
    outspoken = next(filter(None, (task(plain) for task in outright.LOOKED_UP)), "")
    if outspoken and lookup.answer(asker.understand(outspoken, ()), index) is not None:
        return outspoken
    read = outright.of_a_document(plain) or outright.of_what_was_lost(reader().read(plain, following=bool(told)), plain)
    if read.task == "t_later" and _EARLIER.search(plain):
        read = Read(task="t_earlier", sure=read.sure, pieces=read.pieces)
    if told and "vote" in about.facts(plain) and {*words(plain)} <= _VOTES:
        read = Read(task="t_fact", sure=1.0, pieces={})
    if back := _back(read, plain, told, asker):
        return back
    if read.task == "first" and _FIRST_OF.search(plain):  # "when was the first meeting of the Forum" asks for no mention
        return ""
    if not wish.sure(read) or every.paragraphs(plain) or redraft(plain) or holdings.mentioning(plain):
        return ""
    if read.task in _TELLS and not _TELLS[read.task].search(plain):
        return ""
    if wish.of_the_turn(read.task) and len(words(plain)) > 1 and going_on(plain) != plain:
        return ""  # it says what was meant
    if wish.of_the_turn(read.task):
        return _narrowed(read, told) or _swapped(read, plain, told, asker) or wish.turn(read, plain)
    facts = about.facts(plain)
    if read.task.removeprefix("t_") == "fact" and (not facts or _OF_A_PAPER.search(plain)):
        return ""
    own = asker.understand(turn, told)
    whole = _whole(read, told, own, asker)
    put = wish.fact(whole, plain, facts) if whole.task == "fact" else wish.put(whole)
    one = whole.task in wish.ON_A_TOPIC and own.wants & {"who", "count"}
    one = one or (whole.task == "compare" and own.compares and "T" not in whole.pieces)
    one = one or (whole.task in _OF_ALL and "definition" in own.wants)
    one = one or bool(items(plain)) or (whole.task in _LISTS and "date" in own.wants) or (whole.task in _OF_ALL and hosts(plain))
    if not {*YEAR.findall(plain)} <= {*YEAR.findall(put)}:  # a year that was read as no piece
        return ""
    names = {name for name in asserted(plain).names if " " in name}  # whom it was about fell out
    if any(name not in put.lower() for name in names):
        return ""
    if not put or one or (whole.task == read.task and _read_so(whole.task, own, index)):
        return ""
    if whole.task == "says" and (_HOW.search(plain) or not all(map(_CALLED.search, whole.pieces.get("D", ())))):
        return ""
    if whole.task in wish.LOOKED_UP:
        return put if lookup.answer(asker.understand(put, ()), index) is not None else ""
    return "" if own.wants & _READ_AS[whole.task] else put


def _read_so(task: str, own: Understood, index: Index) -> bool:
    """Whether grammar reads a question so that something is looked up, or what is said of a topic; that it names a paragraph, of
    which it is asked whether that was agreed before, is not all, nor is that it has to ask back."""
    told = lookup.answer(own, index) if task != "before" and not own.topical else None
    return own.topical or (told is not None and told.status != "clarify")


def _is_called(what: str, symbol: str, index: Index) -> bool:
    """Whether a document may be called so: a resolution that declares nothing is no declaration."""
    document = index.documents.get(symbol)
    return "declaration" not in what.lower() or document is None or "declaration" in document.title.lower()


def _whole(read: Read, told: Sequence[str], own: Understood, asker: left.Asker) -> Read:
    """What is read of a turn, with what it leaves to the turns before: the topic, and the documents with it, where it names no
    other; or the text or the texts that were told."""
    task, leaves = wish.whole(read.task)
    pieces = {
        piece: tuple(every.MEANT_FOR.sub("", text) for text in some) if piece == "T" else some
        for piece, some in _without(_LEFT.fullmatch, read.pieces).items()
    }
    if task in _OF_ALL:  # "in the resolutions on fog" is where all is
        pieces = _without(_TEXTS.search, pieces)
    if task == "acts" and "A" not in pieces and (whom := own.addressee or of_whom(own.asked)):
        pieces["A"] = (whom,)
    if told and task in wish.ON_A_TOPIC and "T" not in pieces:
        named = {} if pieces.keys() & {"D", "S"} else {"D", "S"}
        pieces |= {piece: some for piece, some in left.pieces_before(told).items() if piece == "T" or piece in named}
    if told and task in wish.OF_TEXTS and "D" not in pieces and (asked := redraft(told[-1])):
        pieces["D"] = asked.named
    earlier = tuple(filter(wish.EARLIER.search, pieces.get("D", ()))) if task in wish.OF_TEXTS else ()
    named = len(pieces.get("D", ())) > len(earlier)
    needs = task in wish.OF_TEXTS | wish.OF_A_TEXT and (leaves or task != "acts") and not named
    if told and needs and (symbol := left.told_last(told, asker)):
        pieces["D"] = (symbol, *earlier)  # "beside the one before"
    elif needs:
        return Read(task="ordinary", sure=0.0, pieces={})  # of which text?
    return Read(task=task, sure=read.sure, pieces=pieces)


def _without(drop: Callable[[str], object], pieces: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Pieces without those that are dropped."""
    kept = {piece: tuple(text for text in some if not drop(text)) for piece, some in pieces.items()}
    return {piece: some for piece, some in kept.items() if some}


def _narrowed(read: Read, told: Sequence[str]) -> str:
    """A list that was asked for, only of an addressee or an act; empty where that is not so."""
    if read.task != "t_narrow" or not read.pieces.keys() & {"A", "V"} or not every.paragraphs(told[-1]):
        return ""
    before = reader().read(told[-1], following=False).pieces
    return wish.put(Read(task="acts", sure=read.sure, pieces={**before, **read.pieces}))


_AT_FIRST = regex(r"\b(?:first|original(?:ly)?|initial(?:ly)?|start(?:ed|ing)?|beginn?ing|began|outset|opening)\b", re.IGNORECASE)
"""Means the first question of a conversation."""
_BACK_TO = regex(
    r"\W*(?:(?:and|so|but|now|let['’]?s|let us|can we|could we|please|i(?:['’]d)? (?:want|like) to) )*"
    r"(?:(?:go(?:ing)?|com(?:e|ing)|get|switch) )?(?:back|return(?:ing)?|revert(?:ing)?) to(?: (?!and\b)[\w-]+){1,5}\W*$",
    re.IGNORECASE,
)
"""Goes back to something, and asks nothing of it."""


def _back(read: Read, turn: str, told: Sequence[str], asker: left.Asker) -> str:
    """The earlier question that a turn goes back to: the first, the last that named the same topic or document, or the one before
    the last; empty where it does not, or there is none."""
    own = again.own(told)
    if not ((read.task == "t_back" and wish.sure(read)) or _BACK_TO.match(turn)) or len(own) < 2:
        return ""
    at = 0 if _AT_FIRST.search(turn) else len(own) - 2
    named = [*read.pieces.get("T", ()), *(name for name in read.pieces.get("D", ()) if not wish.EARLIER.search(name))]
    if named:
        at = next((at for at in reversed(range(len(own) - 1)) if any(name.lower() in own[at].lower() for name in named)), -1)
    return asker.understand(own[at], own[:at]).searched if at >= 0 else ""


_SAYS = regex(r"\b(?:say|says|said|mention(?:s|ed)?|state[sd]?|sp(?:ea|o)ks?e?)\b", re.IGNORECASE)
"""Asks what is said."""


def _swapped(read: Read, turn: str, told: Sequence[str], asker: left.Asker) -> str:
    """The question before with another topic or addressee in the place of its own, or what is said of that topic where a turn
    asks so and the question before did not; empty where it has none, or several."""
    piece, own = wish.OTHER.get(read.task, ""), again.own(told)
    if not own or [*read.pieces] != [piece] or len(read.pieces[piece]) != 1 or not wish.says_no_more(read.pieces[piece][0], turn):
        return ""
    last = reader().read(own[-1], following=False)
    before, new = last.pieces.get(piece, ()), read.pieces[piece][0]
    if piece == "T" and _SAYS.search(turn) and not asker.understand(own[-1], ()).topical:
        of = last.pieces.get("D", ())
        return f"What does {of[0]} say about {new}?" if len(of) == 1 else f"What is said about {new}?"
    if piece == "T" and len(before) == 1 and NARROWS.match(turn):
        new = f"{before[0]} for {new}"
    if piece == "A" and not before and (whom := of_whom(own[-1])):
        before = (whom,)
    return own[-1].replace(before[0], new, 1) if len(before) == 1 else ""
