"""Questions for all that the library holds: which documents there are, and which speak of a topic. Grammar only."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from hld.app.topic import LATEST
from hld.app.years import HELD_ON, YEAR, sessions_in
from hld.index.lexical import words
from hld.ingest.library import DocumentEntry
from hld.ingest.regex import regex
from hld.ingest.symbols import CARDINALS, ORDINAL

_LIBRARY = regex(
    r"(?:which|what) (?:of the |of your |of these )?(?:\w+ ){0,2}?(?:documents|resolutions|texts|sources)\b"
    r".*\b(?:(?:do|have|can|did) you|you (?:have|hold|cover|know)|available|in here|(?:the|your|this) (?:library|corpus))\b"
    r"|how many (?:documents|resolutions|texts)\b.*\b(?:you|here|there|library)\b(?! (?:on|about)\b)"
    r"|(?:quels?|quelles?) (?:documents|résolutions|textes)\b.*\b(?:avez-vous|vous avez|(?:la|cette) bibliothèque)"
    r"|(?:qué|cuáles) (?:son los |son las )?(?:documentos|resoluciones|textos)\b.*\b(?:tienes?|tienen|hay|esta biblioteca)\b"
    r"|(?:when|(?:on )?(?:what|which) (?:dates?|days?)) (?:was|were) "
    r"(?:(?:each|every)(?: one)?(?: of)?(?: the| these)?(?: \w+)? (?:document|resolution|text)s?"
    r"|(?:(?:all|the|these|of) )*(?:\w+ )?(?:documents|resolutions|texts)) (?:adopted|passed|agreed)\W*$"
    r"|(?:which|what)(?: of (?:the|these|your))? (?:documents|resolutions|texts) (?:\w+ ){0,3}?"
    r"(?:came|come|went|go|adopted|passed|considered|handled|prepared|drafted|recommended|negotiated|from|of|by|on)\b[^?]*"
    r"\b(?:first|second|third|fourth|fifth|sixth) committee\b"
    r"|what is (?:not )?in (?:here|the library|your library)"
    r"|list (?:all )?(?:the |your )?(?:documents|resolutions)\b(?! (?:that|which|where|with|on|about) (?!you\b))",
    re.IGNORECASE,
)
"""A question about what the library holds."""

_HOLDINGS = frozenset(
    """anything everything documents resolutions texts sources reports document resolution text have hold got adopted adopt passed
    documentos resoluciones textos résolutions textes""".split()
)
_LISTED = _HOLDINGS | frozenset(
    """what which of from in on since before after until between and or by year years onwards onward later dated issued the there
    is are was were do does did you any all list show me give here your library corpus please un general assembly only qué hay de
    del año quels quelles""".split()
)
"""Words of which a question is made that asks what there is of a year, some of the former among them."""
SPAN = regex(
    rf"(?:\b(?:(?P<since>since|after)|(?P<before>before|until|up to(?: and including)?|prior to)|(?:between|from)) (?:the )?"
    rf"|(?={YEAR.pattern}(?: (?:to|until) |[ ]?[-–][ ]?){YEAR.pattern}))(?P<year>{YEAR.pattern})"
    r"(?P<dialogue> (?:high-level )?(?:dialogue|hld)\b)?"
    rf"(?:(?: (?:and|to|until)|[ ]?[-–])[ ]?(?P<last>{YEAR.pattern})|(?P<on>,? onwards?| or later| and (?:later|after)))?",
    re.IGNORECASE,
)
"""A stretch of years, "since 2010", "between 2006 and 2010"."""

_OF_ALL = rf"of (?:the|your|these|those|all(?: the| these)?)(?: (?:\d{{1,2}}|{'|'.join(CARDINALS[2:])}))?"
_SPEAKS = (
    r"(?:mentions?|(?:talk|speak)s? (?:of|about)|refers? to|deals? with|discuss(?:es)?|(?:are|is) about|address(?:es)?"
    r"|touch(?:es)? (?:up)?on|(?:are|is)(?= (?:en)?titled\b)|says? (?:anything |something )?(?:about|on)|covers?)"
)
_MENTIONING = regex(
    r"\W*(?:which|what|how many|(?:can you |please )?(?:list|name|show(?: me)?|give(?: me)?)"
    r"(?: (?:all|every|each))?(?: of)?(?: the| your)?) "
    rf"(?:{_OF_ALL} )?(?:{ORDINAL}[ -]session )?(?:documents?|resolutions?|texts?|ones)"
    r"(?: (?:here|you have|you hold|in (?:the|this|your) library))?"
    rf"(?: (?:from|of|in) {YEAR.pattern})? (?:(?:that|which) )?"
    rf"{_SPEAKS}(?:ing)? (?P<topic>[^?.;:,]+?)"
    r"(?:,? and (?:which(?: ones)?|where|when)|,? (?:and )?in which paragraphs?|,? (?:please )?(?:list|name) (?:them|all))?\W*$",
    re.IGNORECASE,
)
"""A question for all documents that speak of something."""
_TOPIC_FIRST = regex(
    r"\W*(?P<topic>[^?.;:]+?)(?: as an? [^?.;:,]+)?(?::|,| [–—-]+) (?:which|what|how many)"
    rf"(?: {_OF_ALL})? (?:documents|resolutions|texts) "
    rf"{_SPEAKS} (?:it|this|that|them)\W*$",
    re.IGNORECASE,
)
"""The same, with what they speak of put first."""
_IN = rf"\W*in (?:which|what|how many)(?: {_OF_ALL})? (?:resolutions|documents|texts)"
_IN_WHICH = regex(
    rf"{_IN} (?:does|do|did) (?:the (?:general )?assembly|the ga|they|it|the un) "
    r"(?:mention|speak (?:of|about)|refer to|talk about|deal with|address|discuss|recall|cite|invoke|reaffirm) "
    r"(?P<topic>[^?.;:,]+?)\W*$",
    re.IGNORECASE,
)
_WHERE_IS = regex(
    rf"{_IN} (?:is|are|was|were) (?P<topic>[^?.;:,]+?) (?:mentioned|addressed|discussed|dealt with|referred to"
    r"|spoken of|recalled|cited|quoted|named|raised|noted|invoked|recogni[sz]ed|reaffirmed|(?:to be )?found|included"
    r"|contained|covered|present)\W*$",
    re.IGNORECASE,
)
_ON = regex(
    r"\W*(?:(?:which|what)|(?:can you |please )?(?:list|show me|give me)(?: all)?(?: of)?(?: the| your)?) "
    r"(?:documents|resolutions|texts) (?:on|about|concerning|regarding|dealing with) (?P<topic>[^?.;:,]+?) "
    r"(?:(?:do|can|did) you (?:have|hold|know|list|show)|are (?:there|here|available)|you (?:have|hold)"
    r"|in (?:the|this|your) library)\b[^?.;:]*\W*$",
    re.IGNORECASE,
)
"""A question for all documents on something that the library holds."""
_HOLDS_ON = regex(
    r"\W*(?:(?:which|what)(?: (?!agreed|of\b)[\w-]+)? (?:documents|resolutions|texts)"
    rf"(?: (?:from|of|in) {YEAR.pattern})? (?:do you|have you|does (?:it|the library)"
    r"|are there)(?: have| hold| got| offer)?|(?:do|does|have|has) (?:you|it|the library)(?: have| hold| got)?(?: any)?"
    r" (?:documents?|resolutions?|texts?))(?: (?:here|in (?:the|your|this) library))?"
    rf"(?: (?:from|of|in) {YEAR.pattern})? (?:on|about|concerning|regarding|dealing with) (?P<topic>[^?.;:,]+?)\W*$",
    re.IGNORECASE,
)

GOES_ON = regex(
    r"\W*(?:and|but|only|just|what about|how about|et|y)\b(?! (?:the |your )?(?:documents|resolutions|texts)\b)", re.IGNORECASE
)
"""How a turn opens that leaves to the one before what it asks."""
OF_SESSION = regex(rf",? (?:of|from|at|in|during) the {ORDINAL} session\b", re.IGNORECASE)
LEFT = regex(rf"\b(?:first|it|them|this|that|{LATEST})\b", re.IGNORECASE)
"""Is no topic by itself."""
_THE_COUNTED = regex(
    rf"\b(?:the|these|those|your|all) (\d{{1,2}}|{'|'.join(CARDINALS[2:])}) (?:resolutions|documents|texts)\b", re.IGNORECASE
)
"""The resolutions of the process, called by how many they are."""
_RATHER_THAN = regex(r"\b(?:rather than|instead of|and not|not|as opposed to) (?:the )?[a-z]+(?: committee)?\W*$", re.IGNORECASE)
_COMMITTEE = regex(r"\b(first|second|third|fourth|fifth|sixth) committee\b", re.IGNORECASE)


_EXTENT = regex(
    r"\W*(?:which|what)\b[^?]{0,40}?\b(?:resolution|document|text|declaration)s?\b[^?]*\b(?:is|are|was) "
    r"(?:the )?(?:longest|shortest)\b"
    r"|\W*(?:which|what)(?: is| are)? the (?:longest|shortest) (?:resolution|document|text|declaration)\b",
    re.IGNORECASE,
)


def extent(question: str) -> tuple[str, ...]:
    """The ends by length that a question asks for, "longest" or "shortest" or both; none where it asks for none.

    >>> extent("Which resolution is the longest?"), extent("which of the texts is longest and which shortest?")
    (('longest',), ('longest', 'shortest'))
    >>> extent("How long is 67/172?")
    ()
    """
    if not _EXTENT.match(question):
        return ()
    return tuple(end for end in ("longest", "shortest") if end in question.lower())


_ONLY_IN = regex(
    r"\W*(?:is|are|was|were) (?P<topic>[^?.;:]+?) only (?:ever )?(?:mentioned|found|addressed|discussed|dealt with|spoken of)"
    r" (?:in|by)\b[^?]*",
    re.IGNORECASE,
)


def only_in(question: str) -> str:
    """The topic of which a question asks whether one document alone mentions it; empty where it asks no such thing.

    >>> only_in("Is fog only mentioned in 65/170?"), only_in("Is fog mentioned in 65/170?")
    ('fog', '')
    """
    match = _ONLY_IN.match(question)
    return match["topic"] if match else ""


def of_library(question: str) -> bool:
    """Whether a question asks which documents the library holds, be it only of a year.

    >>> of_library("Anything from 2005?"), of_library("Which documents do you have?"), of_library("What happened in 2005?")
    (True, True, False)
    """
    said = words(question)
    of_year = YEAR.search(question) and not _HOLDINGS.isdisjoint(said) and all(w in _LISTED or w.isdecimal() for w in said)
    return bool(of_year or _LIBRARY.search(question))


def mentioning(question: str) -> str:
    """The topic of which a question wants all documents that speak of it, else empty.

    >>> mentioning("Which resolutions mention remittances?"), mentioning("Which resolutions mention it first?")
    ('remittances', '')
    >>> mentioning("What documents on fog do you have from 2010 onwards?"), mentioning("After 2010, what texts mention fog?")
    ('fog', 'fog')
    >>> mentioning("Which documents mention fog since 2010?")
    'fog'
    """
    question = OF_SESSION.sub("", re.sub(rf"^\W*{SPAN.pattern},? ", "", question, flags=re.IGNORECASE))
    question = re.sub(rf",? {SPAN.pattern}(?=\W*$)", "", question, flags=re.IGNORECASE)
    patterns = (_MENTIONING, _TOPIC_FIRST, _ON, _HOLDS_ON, _IN_WHICH, _WHERE_IS)
    found = next(filter(None, (pattern.match(question) for pattern in patterns)), None)
    topic = found["topic"] if found else ""
    return "" if LEFT.search(topic) else topic


def held(question: str, documents: Iterable[DocumentEntry]) -> tuple[list[DocumentEntry], str]:
    """The documents in English that a question about the library means, by year, session or committee, and how it says so: "of
    2010"."""
    of_years, years = _years(question)
    sessions = sessions_in(question)
    committees = sorted({match[1].lower() for match in _COMMITTEE.finditer(_RATHER_THAN.sub("", question))})
    documents = list(documents)
    counted = _THE_COUNTED.search(question)
    ours = [d for d in documents if d.process and d.type == "resolution" and d.language == "en"]
    if counted and len(ours) == (CARDINALS.index(counted[1].lower()) if counted[1].isalpha() else int(counted[1])):
        documents = ours
    chosen = [
        d
        for d in documents
        if d.language == "en"
        and of_years(d.dated)
        and (not sessions or d.session in sessions)
        and (not committees or d.committee.lower().partition(" ")[0] in committees)
    ]
    named = " or ".join(f"the {each.title()} Committee" for each in committees)
    return chosen, " ".join(filter(None, [f"of {named}" if named else "", years]))


def _years(question: str) -> tuple[Callable[[str], bool], str]:
    """Tells of a date whether it is of the years that a question names, or before or after a Dialogue; of any if it names none.
    And its words for them."""
    span = SPAN.search(question)
    if span and (span["since"] or span["before"] or span["last"] or span["on"]):
        word, year = span[0].lower().partition(" ")[0], span["year"]
        # "After 2010" and "before 2010" leave that year out, "since" and "until" do not.
        opened, closed = HELD_ON.get(year, (year, f"{year}~")) if span["dialogue"] else (year, f"{year}~")
        if span["before"]:
            end = opened if word in ("before", "prior") else f"{closed}~"
            return lambda of: "" < of < end, span[0].lower()
        last = f"{span['last']}~" if span["last"] else "~"
        return lambda of: (of > closed if word == "after" else of >= opened) and of <= last, span[0].lower()
    years = sorted(set(YEAR.findall(question)))
    return lambda of: not years or of[:4] in years, f"of {' or '.join(years)}" if years else ""
