"""A task that is put in somebody's own words, put in those that the grammar of this assistant reads: "gather all the passages
on fog in 67/219" as "List all paragraphs on fog in 67/219." (`hld.app.phrased`)."""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Callable, Collection, Mapping
from datetime import date

from hld.app.about import LANGUAGE, SIDES
from hld.app.phrased import OF_PARAGRAPH, Read
from hld.app.years import YEAR
from hld.index.lexical import STOPWORDS, words
from hld.ingest.regex import regex
from hld.ingest.symbols import CARDINALS, ORDINAL

SURE = 0.6
"""Least probability of a task that is taken up. Of 2,272 tasks of eight writers that stand alone, each read by a model which did
not see the writer, .81 are read as what they are and .68 so surely; of those that are read surely about .88 are right."""
SURE_OF_TURN = 0.5
"""The same of a turn that goes on from others. Of 1,482 turns of three writers that the model did not see, as many again are read
rightly between this and `SURE` as wrongly in all; of 270 that ask one thing, 6 are taken for a task (2 at `SURE`)."""
LOOKED_UP = frozenset("list acts documents new new_reversed dropped dropped_from kept before text overview fact".split())
"""Tasks that are answered by looking something up, or else not at all."""
ON_A_TOPIC = frozenset("list documents timeline first latest says".split())
OF_TEXTS = frozenset("new dropped kept".split())
OF_A_TEXT = frozenset("overview fact acts".split())
"""Tasks that need a topic, two texts or one, which a turn may leave to those before it."""
_LEFT = {f"t_{task}": task for task in ON_A_TOPIC | OF_TEXTS | OF_A_TEXT} | {"t_all": "list"}
_OF_TURN = frozenset("t_translate t_nth t_document t_topic t_addressee t_compare t_narrow t_back".split())
_SURER = {
    "says": 0.85,
    **dict.fromkeys((*_OF_TURN, "t_strength"), 0.65),
    "t_document": 0.75,
    **dict.fromkeys(("fact", "t_fact", "t_latest"), 0.5),
    **dict.fromkeys(("before", "overview"), 0.4),
}
"""Of those that are sooner read where they are not meant, and of those that are not done without a document or its facts."""
OTHER = {"t_topic": "T", "t_addressee": "A"}
"""Turns that ask the question before of another thing, and the piece that names it."""
MORE = 6
"""Words at most that such a turn has beside that."""
_NTH = regex(ORDINAL, re.IGNORECASE)
_OF_TWO, _SURE_OF_TWO = frozenset("new new_reversed dropped dropped_from kept".split()), 0.35
"""Tasks that set two documents beside each other, and the least of a question that names two."""
_BEFORE_IT = "the previous one"
EARLIER = regex(
    r"\b(?:previous|predecessor|preceding|prior|earlier|last|before|former|old(?:er)?|precursor|forerunner)\b", re.IGNORECASE
)
"""Calls a document by its place before another."""
_DECADE = 10
_LATELY = regex(r"\b(?:last|past|recent) (?:(?P<number>\d+|[a-z]+) )?(?:years|decade)\b", re.IGNORECASE)
_OF_DECADE = regex(r"\b((?:19|20)\d0)s\b")
_SINCE = regex(
    rf"(?:from|since|starting (?:in|from)) (?P<year>{YEAR.pattern}),? (?:on(?:wards?)?|to (?:now|date|today)|until now)", re.I
)
_ANY = regex("")
_OF_SESSION, _FIRST_SESSION = regex(r"\b(\d\d)/\d+"), 1945
_FIGURE = regex(r"\d")
_WITHOUT = regex(r"\b(?:not?|without|leave out|leaving out|minus|except|excluding|skip|drop|ignore)\b", re.IGNORECASE)
_PART = regex(r"\b(?:preamb\w+|operative)\b", re.IGNORECASE)


def put(read: Read) -> str:
    """The question that asks what is read of one; empty where the task needs what is not named, or is none of these.

    >>> put(Read(task="list", sure=0.9, pieces={"T": ("fog",), "D": ("67/219",)}))
    'List all paragraphs on fog in 67/219.'
    >>> put(Read(task="acts", sure=0.9, pieces={"A": ("the Secretary-General",), "V": ("requests",), "S": ("since 2010",)}))
    'List all paragraphs that have requests, addressed to the Secretary-General since 2010.'
    >>> put(Read(task="list", sure=0.9, pieces={}))
    ''
    """
    made = _PUT.get(read.task)
    return made(read.pieces) if made else ""


def fact(read: Read, question: str, facts: Collection[str]) -> str:
    """The question for one of the `facts` of a document that somebody asks for: who voted so, by what vote it was adopted, who
    sponsored it, or both, or when it was adopted, with which the others are told; empty where no document is named.

    >>> fact(Read(task="fact", sure=0.9, pieces={"D": ("67/219",)}), "which countries were against", ["vote"])
    'Who voted against 67/219?'
    """
    if {"sponsors", "vote"} <= {*facts}:
        return _of_one("Who sponsored {0}, and by what vote was it adopted?", _ANY)(read.pieces)
    if "sponsors" in facts:
        return _of_one("Who sponsored {0}?", _ANY)(read.pieces)
    if "vote" not in facts:
        return put(read)
    who = _WHO.search(question) is not None
    side = next((side for side, (_, asks) in SIDES.items() if who and asks.search(question)), "")
    return _of_one(_VOTED.get(side, "By what vote was {0} adopted?"), _ANY)(read.pieces)


_WHO = regex(r"\b(?:who|names?|(?:which|what) (?:countries|states|delegations|members|governments))\b", re.IGNORECASE)
_VOTED = {
    "voted_against": "Who voted against {0}?",
    "abstained": "Who abstained on {0}?",
    "voted_for": "Who voted for {0}?",
}


def sure(read: Read) -> bool:
    """Whether a task that can be put in words of grammar is read with enough certainty."""
    least = _SURER.get(read.task, SURE_OF_TURN if read.task.startswith("t_") else SURE)
    if read.task in _OF_TWO and len(read.pieces.get("D", ())) > 1:
        least = _SURE_OF_TWO
    return (read.task in _PUT or read.task in _LEFT or of_the_turn(read.task)) and read.sure >= least


def whole(task: str) -> tuple[str, bool]:
    """A task without what it leaves to the turns before, and whether it does."""
    return _LEFT.get(task, task), task in _LEFT


def of_the_turn(task: str) -> bool:
    """Whether a task is one of a turn that goes on from others."""
    return task in _TURNS or task in _OF_TURN


def turn(read: Read, question: str) -> str:
    """The turn that asks what is read of one; empty where it names nothing that it needs.

    >>> turn(Read(task="t_shorter", sure=0.9, pieces={}), "cut it down"), turn(Read(task="t_topic", sure=0.9, pieces={}), "that?")
    ('Shorter.', '')
    >>> turn(Read(task="t_document", sure=0.9, pieces={"D": ("69/229",)}), "try 69/229 then")
    'And 69/229?'
    """
    if read.task == "t_narrow" and (stretches := read.pieces.get("S")):
        return f"Only {_stretch(stretches[0])}."
    if read.task == "t_narrow" and (documents := read.pieces.get("D")):
        return f"Only in {documents[0]}."
    if read.task == "t_translate":
        return next((f"In {word.capitalize()}." for word in words(question) if word in LANGUAGE), "Translate it.")
    if read.task == "t_nth":
        nth = re.search(rf"\b(?:{ORDINAL}|last)\b", question, re.IGNORECASE)
        return f"The {nth[0].lower()} one." if nth else ""
    if read.task == "t_document" and (named := (*read.pieces.get("D", ()), *read.pieces.get("S", ()))):
        other = next(filter(_FIGURE.search, named), named[0])
        return f"And {other}?" if says_no_more(other, question) else ""
    if read.task in OTHER and (named := read.pieces.get(OTHER[read.task])):
        return f"And {named[0]}?" if says_no_more(named[0], question) else ""
    if read.task == "t_compare" and read.pieces.get("D"):
        return f"Compare it with {read.pieces['D'][0]}."
    return "" if read.pieces else _TURNS.get(read.task, "")  # what names something asks more than that


_ASKS_WHETHER = regex(r"\W*(?:(?:and|so|but)\b\W*)*(?:is|are|was|were|do|does|did|has|have|can|must|should)\b", re.IGNORECASE)
_AS_WELL = frozenset("true apply applies case included covered mentioned same well too".split())
"""Says of another thing what was said of one."""


def says_no_more(piece: str, question: str) -> bool:
    """Whether a turn names a piece and, but for a few words that go on from the turn before, nothing else.

    >>> says_no_more("WHO", "and what is WHO supposed to do?"), says_no_more("2006", "and the second one in 2006?")
    (True, False)
    >>> says_no_more("Nigeria", "is that true of Nigeria as well?"), says_no_more("Nigeria", "was Nigeria flooded as well?")
    (True, False)
    """
    rest = words(question.replace(piece, "", 1))
    if _ASKS_WHETHER.match(question) and not STOPWORDS.union(_AS_WELL).issuperset(rest):
        return False
    return len(rest) <= MORE and not any(word.isdecimal() or word in CARDINALS or _NTH.fullmatch(word) for word in rest)


_TURNS = {
    "t_shorter": "Shorter.",
    "t_plain": "In plain words.",
    "t_where": "Where is that written?",
    "t_quote": "The exact words.",
    "t_strength": "Is that binding?",
    "t_more": "What else is there?",
    "t_next": "What does the next paragraph say?",
    "t_previous": "What does the previous paragraph say?",
    "t_later": "Anything newer?",
    "t_earlier": "And before that?",
    "t_sure": "Are you sure?",
    "t_wrong": "That is not what I asked.",
    "t_repeated": "Is it repeated in other resolutions?",
    "t_part": "Is it in the preamble?",
    "t_count": "How many are there?",
    "t_thanks": "Thanks.",
}
"""What turns ask of the answer before, as `hld.app.again` reads it."""


Pieces = Mapping[str, tuple[str, ...]]


def _where(pieces: Pieces) -> str:
    """The documents and the stretch of time in which something is looked for."""
    documents = f" in {' and '.join(pieces['D'])}" if pieces.get("D") else ""
    return f"{documents}{_when(pieces)}"


def _when(pieces: Pieces) -> str:
    return "".join(f" {_stretch(stretch)}" for stretch in pieces.get("S", ()))


def _stretch(said: str) -> str:
    """A stretch of time or a part of a text, as grammar reads it.

    >>> _stretch("from 2010 on"), _stretch("preamble only"), _stretch("in the 1990s"), _stretch("at the 77th session")
    ('since 2010', 'in the preamble', 'between 1990 and 1999', 'at the 77th session')
    """
    if years := _LATELY.search(said):
        said = (years["number"] or "").lower()
        number = int(said) if said.isdecimal() else CARDINALS.index(said) if said in CARDINALS else _DECADE
        return f"since {date.today().year - number}"
    if decade := _OF_DECADE.search(said):
        return f"between {decade[1]} and {int(decade[1]) + _DECADE - 1}"
    if since := _SINCE.fullmatch(said):
        return f"since {since['year']}"
    if YEAR.fullmatch(said):
        return f"in {said}"
    part = _PART.search(said)
    if part is None:
        return said
    year = YEAR.search(said)
    preamble = part[0].lower().startswith("pre") != bool(_WITHOUT.search(said))
    return f"in the {'preamble' if preamble else 'operative part'}{f' of {year[0]}' if year else ''}"


def _topic(pieces: Pieces) -> str:
    """The topic; none where there are several, which say that it was not read right."""
    topics = pieces.get("T", ())
    return topics[0] if len(topics) == 1 else ""


def _on(pieces: Pieces) -> str:
    topic = _topic(pieces)
    return f" on {topic}" if topic else ""


def _list(pieces: Pieces) -> str:
    topic = _topic(pieces)
    return f"List all paragraphs on {topic}{_where(pieces)}." if topic else ""


def _acts(pieces: Pieces) -> str:
    if not any(pieces.get(piece) for piece in "DAV"):
        return ""
    have = f" that have {' and '.join(pieces['V'])}" if pieces.get("V") else " that ask"
    whom = f", addressed to {' and '.join(pieces['A'])}" if pieces.get("A") else ""
    return f"List all paragraphs{have}{whom}{_on(pieces)}{_where(pieces)}."


def _documents(pieces: Pieces) -> str:
    topic = _topic(pieces)
    return f"Which documents mention {topic}{_when(pieces)}?" if topic else ""


def _two(pieces: Pieces) -> tuple[str, str]:
    """The text that is asked about and the one that it is set beside, which may be left out; neither where none is named."""
    documents = [_BEFORE_IT if EARLIER.search(each) else each for each in pieces.get("D", ())]
    named = [each for each in documents if each != _BEFORE_IT]
    if not named:
        return "", ""
    return named[0], named[1] if len(named) > 1 else _BEFORE_IT


def _new(pieces: Pieces) -> str:
    text, beside = _two(pieces)
    return f"What is new in {text} compared with {beside}{_on(pieces)}?" if text else ""


def _new_reversed(pieces: Pieces) -> str:
    beside, text = _two(pieces)
    if not beside or text == _BEFORE_IT:
        return f"What has changed since {beside}{_on(pieces)}?" if beside else ""
    return f"What is new in {text} compared with {beside}{_on(pieces)}?"


def _dropped(pieces: Pieces) -> str:
    text, beside = _two(pieces)
    if text and beside == _BEFORE_IT:
        return f"What did {text} leave out{_on(pieces)}?"
    return f"What was dropped between {beside} and {text}{_on(pieces)}?" if text else ""


def _dropped_from(pieces: Pieces) -> str:
    beside, text = _two(pieces)
    if not beside or text == _BEFORE_IT:
        return ""
    if 0 < age(text) < age(beside):  # what the later one has and the earlier one had not
        return f"Which paragraphs of {beside} are not in {text}{_on(pieces)}?"
    return f"What was dropped between {beside} and {text}{_on(pieces)}?"


def age(document: str) -> int:
    """The year that a document is called by, or that of its session; 0 where it tells neither.

    >>> age("the 2013 Declaration"), age("67/219"), age("the Declaration")
    (2013, 2012, 0)
    """
    if year := YEAR.search(document):
        return int(year[0])
    session = _OF_SESSION.search(document)
    return int(session[1]) + _FIRST_SESSION if session else 0


def _kept(pieces: Pieces) -> str:
    text, beside = _two(pieces)
    return f"What stayed the same between {text} and {beside}{_on(pieces)}?" if text else ""


def _compare(pieces: Pieces) -> str:
    documents = pieces.get("D", ())
    if len(documents) < 2:
        documents = (*documents, *YEAR.findall(" ".join(pieces.get("S", ()))))
    if len(documents) < 2:
        return ""
    topic = _topic(pieces)
    if topic:
        return f"Compare what {' and '.join(documents)} say on {topic}."
    return f"Compare {documents[0]} with {' and '.join(documents[1:])}."


def _says(pieces: Pieces) -> str:
    topic = _topic(pieces)
    if not topic:
        return ""
    documents = " and ".join(pieces.get("D", ()))
    several = len(pieces.get("D", ())) > 1 or _PLURAL.search(documents)
    says = f"{'do' if several else 'does'} {documents} say" if documents else "is said"
    return f"What {says} on {topic}{_when(pieces)}?"


_PLURAL = regex(r"\b(?:resolutions|declarations|texts|documents|they|these|those)$", re.IGNORECASE)
"""Several documents that are called together."""


def _of_topic(question: str) -> Callable[[Pieces], str]:
    """What asks of a topic in all documents."""
    return lambda pieces: "" if pieces.keys() & {"D", "S"} or not _topic(pieces) else question.format(_topic(pieces))


def _timeline(pieces: Pieces) -> str:
    topic = "" if any(map(_PART.search, pieces.get("S", ()))) else _topic(pieces)
    return f"How has the language on {topic} changed{_when(pieces) or ' over the years'}?" if topic else ""


def _of_one(question: str, of: re.Pattern[str]) -> Callable[[Pieces], str]:
    """What asks of the one document that is named, where it is named so."""
    return lambda pieces: (
        question.format(_called(pieces["D"][0])) if len(pieces.get("D", ())) == 1 and of.search(pieces["D"][0]) else ""
    )


_A_TEXT = regex(r"\d|\b(?:resolutions?|declarations?|texts?|documents?|reports?|it|this|that|one)\b", re.IGNORECASE)
_OF_MONTH = regex(rf"\b(?:from|of|in) (?:late |early |mid-?)?(?:{'|'.join(month_name[1:])}) (?=(?:19|20)\d\d\b)", re.IGNORECASE)


def _called(document: str) -> str:
    """A document as grammar knows it: by the year and not the month, by its subject as the resolution on that.

    >>> _called("the declaration from October 2013"), _called("protection of fog"), _called("fog resolution"), _called("67/219")
    ('the declaration of 2013', 'the resolution on protection of fog', 'the fog resolution', '67/219')
    """
    document = _OF_MONTH.sub("of ", document)
    if not _A_TEXT.search(document):
        return f"the resolution on {document}"
    bare = not _FIGURE.search(document) and document[:1].isalpha() and words(document)[0] not in _BEFORE_NOUN
    return f"the {document}" if bare else document


_BEFORE_NOUN = frozenset("the a an this that its their last latest previous first it one".split())


_PUT: Mapping[str, Callable[[Pieces], str]] = {
    "list": _list,
    "acts": _acts,
    "documents": _documents,
    "new": _new,
    "new_reversed": _new_reversed,
    "dropped": _dropped,
    "dropped_from": _dropped_from,
    "kept": _kept,
    "compare": _compare,
    "timeline": _timeline,
    "first": _of_topic("When was {0} first mentioned?"),
    "latest": _of_topic("What is the latest agreed language on {0}?"),
    "before": _of_one("Has {0} been agreed before?", OF_PARAGRAPH),
    "text": _of_one("{0}", OF_PARAGRAPH),
    "says": _says,
    "fact": _of_one("When was {0} adopted?", _ANY),
    "overview": _of_one("Summarise {0}.", _ANY),
}
