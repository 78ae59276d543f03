"""Questions for all that the library holds: which documents there are, which of them and which paragraphs speak of a topic, and
all requests (calls, decisions) in them. Grammar only."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from hld.app.topic import LATEST
from hld.app.years import YEAR
from hld.index.lexical import words
from hld.ingest.library import DocumentEntry
from hld.ingest.references import find_references

_LIBRARY = re.compile(
    r"(?:which|what) (?:of the |of your |of these )?(?:\w+ ){0,2}?(?:documents|resolutions|texts|sources)\b"
    r".*\b(?:(?:do|have|can|did) you|you (?:have|hold|cover|know)|available|in here|(?:the|your|this) (?:library|corpus))\b"
    r"|how many (?:documents|resolutions|texts)\b.*\b(?:you|here|there|library)\b"
    r"|(?:quels?|quelles?) (?:documents|résolutions|textes)\b.*\b(?:avez-vous|vous avez|(?:la|cette) bibliothèque)"
    r"|(?:qué|cuáles) (?:son los |son las )?(?:documentos|resoluciones|textos)\b.*\b(?:tienes?|tienen|hay|esta biblioteca)\b"
    r"|what is (?:not )?in (?:here|the library|your library)|list (?:all )?(?:the |your )?(?:documents|resolutions)\b",
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
_SPAN = re.compile(
    rf"\b(?:(?P<since>since|after)|(?P<before>before|until)|(?:between|from)) (?P<year>{YEAR.pattern})"
    rf"(?:(?: (?:and|to|until)|[ ]?[-–])[ ]?(?P<last>{YEAR.pattern})|(?P<on>,? onwards?| or later| and (?:later|after)))?",
    re.IGNORECASE,
)
"""A stretch of years, "since 2010", "between 2006 and 2010"."""

_MENTIONING = re.compile(
    r"\W*(?:which|what|how many|(?:can you |please )?(?:list|name|show(?: me)?|give(?: me)?)(?: all)?(?: of)?(?: the| your)?) "
    r"(?:of (?:the|your|these) )?(?:documents?|resolutions?|texts?)(?: (?:here|you have|you hold|in (?:the|this|your) library))?"
    rf"(?: (?:from|of|in) {YEAR.pattern})? (?:(?:that|which) )?"
    r"(?:mentions?|talks? about|speak (?:of|about)|refer to|deal with|discuss|are about|address|touch (?:up)?on|"
    r"say (?:anything |something )?(?:about|on)|cover)(?:ing)? (?P<topic>[^?.;:,]+?)"
    r"(?:,? and (?:which(?: ones)?|where)|,? (?:and )?in which paragraphs?|,? (?:please )?(?:list|name) (?:them|all))?\W*$",
    re.IGNORECASE,
)
"""A question for all documents that speak of something."""
_IN = r"\W*in (?:which|what|how many) (?:resolutions|documents|texts)"
_IN_WHICH = re.compile(
    rf"{_IN} (?:does|do|did) (?:the (?:general )?assembly|the ga|they|it|the un) "
    r"(?:mention|speak (?:of|about)|refer to|talk about|deal with|address|discuss) (?P<topic>[^?.;:,]+?)\W*$",
    re.IGNORECASE,
)
_WHERE_IS = re.compile(
    rf"{_IN} (?:is|are|was|were) (?P<topic>[^?.;:,]+?) (?:mentioned|addressed|discussed|dealt with|referred to|spoken of)\W*$",
    re.IGNORECASE,
)
_ON = re.compile(
    r"\W*(?:(?:which|what)|(?:can you |please )?(?:list|show me|give me)(?: all)?(?: of)?(?: the| your)?) "
    r"(?:documents|resolutions|texts) (?:on|about|concerning|regarding|dealing with) (?P<topic>[^?.;:,]+?) "
    r"(?:(?:do|can|did) you (?:have|hold|know|list|show)|are (?:there|here|available)|you (?:have|hold)"
    r"|in (?:the|this|your) library)\b[^?.;:]*\W*$",
    re.IGNORECASE,
)
"""A question for all documents on something that the library holds."""

GOES_ON = re.compile(
    r"\W*(?:and|but|what about|how about|et|y)\b(?! (?:the |your )?(?:documents|resolutions|texts)\b)", re.IGNORECASE
)
"""How a turn opens that leaves to the one before what it asks."""
_PLEASE = (
    r"\W*(?:(?:can|could|would) you )?(?:please )?"
    r"(?:(?:list|name|show|give|find|get|collect|compile|identify|quote|pull|tell)"
    r"(?: me| us)?(?: (?:up|out|together))? "
    r"|(?:i(?: woul|['’])?d? )?(?:want|need|like) (?:to (?:see|have|read) )?|what are |which are )?"
)
_EVERY = r"(?:all|every|each|any and all|(?:a|the)(?: (?:full|complete))? list of(?: all)?)(?: of)?(?: the)? "
_PARAGRAPHS = (
    r"(?:(?:operative|preambular|numbered|other) )?(?:paragraphs?|paras?|sub-?paragraphs?|passages?|provisions?|clauses?"
    r"|recitals?|references?|mentions?|statements?|sentences?|places?)"
)
_MANY = _PARAGRAPHS.replace("s?", "s")
_OF = (
    r"(?: (?:there are|you have))?(?: (?:that|which|where))?(?: (?:it|they|the ga|the (?:general )?assembly))? "
    r"(?:on|about|concerning|regarding|of|to|for|(?:relat(?:ed|ing)|relevant|referring|devoted|dedicated) to"
    r"|deal(?:s|ing)? with|mention(?:s|ing|ed)?"
    r"|(?:speak|talk)(?:s|ing)? (?:of|about|to|on)|refers? to|address(?:es|ing)?|discuss(?:es|ing)?|cover(?:s|ing)?"
    r"|touch(?:es|ing)? (?:up)?on|say(?:s|ing)? (?:anything|something) (?:on|about)|contain(?:s|ing)?|includ(?:es?|ing)"
    r"|us(?:es?|ing)|with|(?:are|is) (?:about|on)|concerns?)(?: the (?:words?|terms?|phrases?|expression))? "
)
_SPOKEN = (
    r"(?:mention|address|discuss|dealt with|deal with|referr?(?:ed)? to|sp(?:eak|oken) of|talk(?:ed)? about|br(?:ing|ought) up)"
    r"(?:ed)?"
)
_TOPIC = r"(?P<topic>[^?.;:]+?)\W*$"
_ALL_OF = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_PLEASE}{_EVERY}{_PARAGRAPHS}{_OF}{_TOPIC}",
        rf"\W*(?:please )?(?:which|what|how many|in (?:which|what)|(?:list|name|find|(?:show|give)(?: me)?)(?: the)?) "
        rf"{_MANY}{_OF}{_TOPIC}",
        rf"{_PLEASE}(?:the )?(?:(?:previously )?agreed|existing|previous|prior|past) (?:language|wording|texts?){_OF}{_TOPIC}",
        rf"{_PLEASE}(?:everything|all)(?: that)?(?: (?:is|was|has been|there is|you have|it says|they say"
        rf"|the (?:general )?assembly(?: has| ever)? sa(?:id|ys)))?"
        rf"(?: (?:said|written|agreed|known))? (?:on|about|regarding|concerning) {_TOPIC}",
        rf"\W*how (?:often|many times) (?:is|are|was|were|ha(?:s|ve)) (?P<topic>[^?.;:]+?)(?: been)? {_SPOKEN}\W*$",
        rf"\W*(?:how (?:often|many times)|where(?: all| else)?) (?:do|does|did|has|have) (?:it|they|you|the (?:[a-z]+ ){{0,2}}?"
        rf"(?:assembly|ga|un|documents?|resolutions?|texts?)) {_SPOKEN} {_TOPIC}",
        rf"\W*(?:where(?: exactly| all| else)?|in (?:which|what) {_MANY}) (?:is|are|was|were) (?P<topic>[^?.;:]+?) {_SPOKEN}\W*$",
        rf"{_PLEASE}{_EVERY}{_PARAGRAPHS} (?:in which|where|that) (?P<topic>[^?.;:]+?) "
        rf"(?:(?:is|are) {_SPOKEN}|comes? up|appears?|occurs?)\W*$",
        rf"\W*{_MANY} (?:on|about|concerning|regarding) {_TOPIC}",
        # As it is put from French and Spanish, word by word.
        r"\W*(?:(?:list|show|give|how many|which|what) )?(?:all paragraph|paragraph(?= (?:mention|discuss|relat|speak|talk)))"
        rf"(?: (?:mention|discuss|relat|speak|talk)\w*)? (?!\d){_TOPIC}",
    )
)
"""A question for all paragraphs on a topic."""
_ACTS = {
    "request": "requests", "decision": "decides", "invitation": "invites", "recommendation": "recommends", "call": "calls",
    "appeal": "appeals", "demand": "demands", "proposal": "proposes", "encouragement": "encourages", "reaffirmation": "reaffirms",
}  # fmt: skip
"""What the Assembly does, as a thing, and the verb of its paragraphs."""
ASKING = frozenset("requests asks calls urges invites encourages appeals demands".split())
_DOES = {
    "request": "requests", "decide": "decides", "invite": "invites", "recommend": "recommends", "call": "calls", "urge": "urges",
    "note": "notes", "encourage": "encourages", "condemn": "condemns", "deplore": "deplores", "welcome": "welcomes",
    "recall": "recalls", "reaffirm": "reaffirms", "recognize": "recognizes", "recognise": "recognizes",
}  # fmt: skip
"""What resolutions do, and the verb of their paragraphs."""
_DO = rf"(?P<does>ask|{'|'.join(_DOES)})(?:e?s|e?d)?"
_WHICH_DO = re.compile(
    rf"\W*(?:which|what|how many) (?:documents|resolutions|texts) {_DO} (?:(?:for|up?on|to|that) )?{_TOPIC}", re.IGNORECASE
)
_TO_DO = rf"(?:been )?{_DO}(?: up?on)?(?: to do)?(?: (?:about|on|concerning|regarding) (?P<topic>[^?.;:]+?))?\W*$"
_ALL_ACTS = (
    re.compile(
        rf"(?:{_PLEASE}{_EVERY}|\W*(?:(?:which|what)(?: are(?: all)?(?: of)?(?: the)?)?|how many) )(?P<act>{'|'.join(_ACTS)})s?"
        r"(?: (?:that )?(?:are |is |was |were )?(?:made|addressed|put|there|taken|adopted)(?: (?:are|in it))?)?"
        r"(?: (?:to|up?on|of|for) (?P<addressee>[^?.;:]+?))?"
        r"(?: (?:about|concerning|regarding) (?P<topic>[^?.;:]+?))?"
        r"(?: (?:does|do|did|are|is|was|were) (?:it|they|there|the (?:general )?assembly)(?: (?:make|take|made|taken))?)?\W*$",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{_PLEASE}(?:everything|all)(?: that)? (?P<addressee>[^?.;:]+?) (?:is|are|was|were|has|have) {_TO_DO}", re.IGNORECASE
    ),
    re.compile(rf"\W*what (?:all )?(?:is|are|was|were|has|have) (?P<addressee>[^?.;:]+?) {_TO_DO}", re.IGNORECASE),
)
"""A question for all that is requested (decided, called for), of whom and about what; the last where it names the document."""
_SCOPE = re.compile(
    rf",? (?:in|from|of|under|within|by|across|throughout) (?:(?:the|this|your|its|all|any|these|both) )*(?:{YEAR.pattern} )?"
    rf"(?:library|corpus|documents?|resolutions?|declarations?|texts?|collection|preamble|dialogues?"
    r"|operative (?:part|paragraphs))"
    rf"(?: (?:of|from|in|adopted in) {YEAR.pattern})?\b|,? (?:adopted |said |made )?(?:in|of|from) {YEAR.pattern}\b(?! \w)"
    r"| (?:here|you have|you hold|so far|at all|anywhere|over the years)\b",
    re.IGNORECASE,
)
"""Where all of it is looked for."""
_LEFT = re.compile(rf"\b(?:first|it|them|this|that|{LATEST})\b", re.IGNORECASE)
"""Is no topic by itself."""

_COMMITTEE = re.compile(r"\b(first|second|third|fourth|fifth|sixth) committee\b", re.IGNORECASE)


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
    """
    question = re.sub(rf"^\W*{_SPAN.pattern},? ", "", question, flags=re.IGNORECASE)
    found = _MENTIONING.match(question) or _ON.match(question) or _IN_WHICH.match(question) or _WHERE_IS.match(question)
    topic = found["topic"] if found else ""
    return "" if _LEFT.search(topic) else topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraphs:
    """Paragraphs of which all are wanted: on a `topic`, or with one of these `verbs`, and then perhaps addressed to somebody."""

    topic: str = ""
    verbs: frozenset[str] = frozenset()
    addressee: str = ""


def paragraphs(question: str) -> Paragraphs | None:
    """The paragraphs of which a question wants all; None where it wants no such thing.

    >>> paragraphs("List all paragraphs in 67/172 that mention fog"), paragraphs("How often is fog mentioned after 2010?")
    (Paragraphs(topic='fog', verbs=frozenset(), addressee=''), Paragraphs(topic='fog', verbs=frozenset(), addressee=''))
    >>> paragraphs("What are all the requests to the Secretary-General in 67/219?")
    Paragraphs(topic='', verbs=frozenset({'requests'}), addressee='the Secretary-General')
    >>> paragraphs("Which paragraph is on fog?"), paragraphs("Are all paragraphs on fog binding?")
    (None, None)
    """
    asked = question
    for mention in reversed(find_references(asked)):
        before = re.sub(
            r"(?:,? (?:in|from|of|under|by))?(?: the)?(?: (?:resolution|declaration|document))?\W*$", "", asked[: mention.start]
        )
        asked = before + asked[mention.end :]
    asked = re.sub(r"  +", " ", _SCOPE.sub("", _SPAN.sub("", asked))).replace(" ,", ",")
    asked = re.sub(r"[\s,]+(?=[?.!]*$)", "", asked)
    within = asked.rstrip(" ?.!") != question.rstrip(" ?.!")
    for pattern in (*(_ALL_ACTS if within else _ALL_ACTS[:-1]), _WHICH_DO):
        if parts := pattern.match(asked):
            said = parts.groupdict("")
            verbs = {_ACTS[said["act"].lower()]} if said.get("act") else _verbs(said["does"])
            return Paragraphs(topic=said["topic"], verbs=frozenset(verbs), addressee=said.get("addressee", ""))
    found = next(filter(None, (pattern.match(asked) for pattern in _ALL_OF)), None)
    topic = found["topic"].strip(" “”\"'‘’,") if found else ""
    return Paragraphs(topic=topic) if topic and not _LEFT.search(topic) else None


def _verbs(does: str) -> frozenset[str]:
    """The verbs of paragraphs that do what a question says: to be asked is to be requested, urged, invited."""
    return ASKING if does.lower() == "ask" else frozenset((_DOES[does.lower()],))


def held(question: str, documents: Iterable[DocumentEntry]) -> tuple[list[DocumentEntry], str]:
    """The documents in English that a question about the library means, by year or committee, and how it says so: "of 2010"."""
    of_years, years = _years(question)
    committees = sorted({match[1].lower() for match in _COMMITTEE.finditer(question)})
    chosen = [
        d
        for d in documents
        if d.language == "en"
        and of_years(d.adopted[:4])
        and (not committees or d.committee.lower().partition(" ")[0] in committees)
    ]
    named = " or ".join(f"the {each.title()} Committee" for each in committees)
    return chosen, " ".join(filter(None, [f"of {named}" if named else "", years]))


def _years(question: str) -> tuple[Callable[[str], bool], str]:
    """Tells of a year whether it is among those that a question names, all if it names none; and its words for them."""
    span = _SPAN.search(question)
    if span and (span["since"] or span["before"] or span["last"] or span["on"]):
        word, year = span[0].lower().partition(" ")[0], int(span["year"])
        # "After 2010" and "before 2010" leave that year out, "since" and "until" do not.
        first = "0001" if span["before"] else str(year + (word == "after"))
        last = str(year - (word == "before")) if span["before"] else span["last"] or "9999"
        return lambda of: first <= of <= last, span[0].lower()
    years = sorted(set(YEAR.findall(question)))
    return lambda of: not years or of in years, f"of {' or '.join(years)}" if years else ""
