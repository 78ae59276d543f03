"""What kind of answer a question wants: one or several things, a date or a count, the latest or the first, whose duty.

Grammar only, in English, French and Spanish; the order of paragraphs and the composition of answers both read it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from hld.app.topic import BEGIN
from hld.ingest.regex import regex
from hld.ingest.symbols import CARDINALS

SHARES = "share|percentage|proportion|fraction"
_TABLE = r"\b(?:make|draw(?: up)?|give|show|create|produce|write)(?: me)? (?:a|the) table\b"
_YEARS = r"\b(?:over|through|across|down) the years\b|\byear by year\b|\bfrom year to year\b"
_TEXTS = (
    r"(?:resolutions?|texts?|documents?|declarations?|decisions?|wording|versions?|papers?|reports?|paragraphs?|ones?|that|those"
    r"|dialogues?|meetings?|summits?|talks|forums?|sessions?|years?|times?|first|second|third|before|earlier|then|now"
    r"|(?:19|20)\d\d|\d\d/\d+)"
)
"""What may say something that is compared: a document, a meeting, a time. People and places are compared by what a text says."""
_PATTERNS: Mapping[str, Sequence[str]] = {
    "comparison": (
        r"\bcompar(?:e|er|ez|ar|ing|isons?|aisons?|aci[oó]n)\b(?! (?:with|to)\b)|\bversus\b|\bvs\b",
        rf"\bdiffer(?:s|ed)?\b(?! from one (?!{_TEXTS}))|\bdifferences?\b(?! to\b)",
        rf"\b(?:compare[sd]? (?:with|to)|unlike|same as|than (?:in|the))\b[^?.;,]{{0,60}}\b{_TEXTS}\b",
        r"\bas (?:strong|weak|firm|clear|tough|soft|strict|detailed|broad)\b[^?]{0,60}\bas (?:in|for|that|those|the one)\b",
        r"\bchang(?:e|ed|es) (?:between|from|since|over|in)\b|\bhow (?:did|has|have)\b.*\b(?:chang|evolv|shift)\w*",
        r"\bhow (?:did|has|have)\b.*\bdevelop(?:ed)? (?:over|since|through|across|from)\b",
        r"\bhow (?:did|has|have) (?:the )?(?:language|wording|text|position|approach|stance|line)\b.*\bdevelop(?:ed)?\W*$",
        rf"{_YEARS}|\bover time\W*$",
        r"\b(?:wording|language|text|position)\b.*\b(?:strong|weak|firm|soft|tough|strict)er\b",
        _TABLE,
        r"\bnew(?:ly)? in\b.*\b(?:19|20)\d\d|\bévolu(?:é|er|tion)\b|\bdifférence|\bcambi(?:ó|aron|ado)\b|\bdiferencia",
    ),
    "course": (
        r"\bhow (?:did|has|have)\b.*\bdevelop(?:ed)?\b",
        _TABLE,
        r"\bchang(?:e|ed|es|ing)\b|\b(?:evol|shift|progress)\w*|\bover time\b|\bstep by step\b",
        _YEARS,
        r"\bévolu\w*|\bau fil\b|\bcambi(?:ó|aron|ado|os)\b|\bevolu\w*|\ba lo largo\b",
    ),
    "latest": (
        r"\b(?:latest|newest|most recent|recently|up to date|current|currently|nowadays|today)\b",
        r"\bwhen (?:did|was|were|has|have)\b[^?]{0,120}\blast [a-z]+",
        r"\breport(?:s|ed|ing)? next\b|\bnext (?:report|review)\b",
        r"\blast (?:document|declaration|paragraph|one) (?:to|that|which|where|in which)\b",
        r"\blast (?:resolution|text|decision|time|word)\b",
        r"\b(?:document|resolution|text|declaration)s? last [a-z]+",
        r"\b(?:dernière? (?:décision|résolution|texte|fois)|plus récente?)\b",
        r"\b(?:más reciente|última (?:decisión|resolución|vez))\b",
    ),
    "first": (
        r"\b(?:oldest|how far back|earliest|originally|initially|for the first time|à l'origine)\b",
        r"\b(?:which|what) (?:resolution|text|document|year|session)\b[^?]{0,120}\bin the first place\b",
        r"\bsince (?:when|(?:what|which) (?:year|session|resolution|text|document|declaration))\b",
        r"\bfrom (?:which|what) (?:resolution|text|document|declaration|year|session) (?:on|onwards?)\b",
        rf"\b{BEGIN}\b",
        r"\b(?:depuis quand|desde cuándo)\b",
        r"\bwhich (?:one |text |resolution |document )?(?:is|was|came) (?:the )?(?:very )?first\b",
        r"\b(?:appear|show|turn|come|crop|surface|occur)(?:s|ed|ing)?(?: up)? (?:for the )?first\b",
        r"\b(?:pour la première fois|por primera vez)\b",
        r"\bfirst (?:document|declaration|paragraph|one) (?:to|that|which|where|in which)\b",
        r"\b(?:document|resolution|text|declaration)s? first [a-z]+",
        r"\bfirst (?:time|mention\w*|ask\w*|call\w*|decid\w*|resolution|text|agree\w*|request\w*|rais\w*|propos\w*)\b",
        r"\b(?:when|where|in (?:which|what)\b[^?]{0,120}) (?:do|does|did|was|were|is|has|have)\b[^?]{0,120}"
        r"\bfirst (?!(?:high|dialogue|hld|forum|global|meeting|round|session|conference)\b)[a-z]+",
        r"\b(?:did|was|were)\b[^?]{0,120}\bfirst\b[^?]{0,120}\b(?:ask|call|decid|agree|mention|request|rais|propos)\w*",
    ),
    "count": (
        rf"\bhow (?:many|much)\b|\bwhat (?:{SHARES}|amount|number|figure|per cent)\b",
        r"\bcombien\b|\bquelle (?:part|proportion)\b|\bcuánt[oa]s?\b|\bqué (?:porcentaje|proporción|parte)\b",
    ),
    "date": (
        r"(?:^|[,;] |\band |\bby |\bsince )when\b|\bwhen (?:is|was|were|did|does|do|will|should|must|are)\b",
        r"\bhow soon\b|(?<!\bon )(?<!\bon a )\bdeadline\b",
        r"\b(?:what|which) (?:exact )?(?:year|date|dates|day|days|month|session)\b|\bquand\b|\bquelles? (?:date|année|session)\b",
        r"\bcuándo\b|\b(?:qué|cuál) (?:fecha|año|día)\b",
    ),
    "place": (
        r"\bwhere (?:is|was|were|did|does|do|will|should|must|are)\b",
        r"\b(?:what|which) (?:\w+ )?(?:city|cities|country|countries|venue|town)\b",
        r"\boù\b|\bquelles? (?:ville|pays)|\bdónde\b",
    ),
    "definition": (
        r"\bwhat (?:exactly )?(?:is|are)\b(?! (?:asked|requested|said|expected|required|done|the (?:latest|deadline)))",
        r"\bwhat does .* mean\b|\bdefin(?:e|ed|ition)\b|\bmeaning of\b|\bstands? for\b|\bqu'est-ce que?\b|\bque signifie\b",
        r"\bqué (?:es|significa)\b",
    ),
    "yesno": (
        r"^(?:and |but |so )?(?:is|are|was|were|do|does|did|can|could|should|must|may|might|has|have|had|will|would)\b",
        r"^est-ce qu|-t-(?:il|elle|on)\b|-(?:ils|elles)\b|^¿(?:puede|debe|tiene|hay|se |es |son |dice)\w*",
    ),
    "list": (
        r"\b(?:list|all|each|every|both)\b|\bquel(?:le)?s sont\b|\bcuáles son\b",
        r"\b(?:which|what) (?:\w+ ){0,2}?(?:measures|steps|themes|topics|points|rights|groups|goals|actions|bodies|cities)\b",
        r"\b(?:which|what) (?:\w+ ){0,2}?(?:organi[sz]ations|documents|resolutions|commitments|principles|priorities|things)\b",
    ),
    "who": (r"\b(?:who|whom|whose|qui|quién|quiénes)\b",),
}
_COMPILED = {want: regex("|".join(patterns), re.IGNORECASE) for want, patterns in _PATTERNS.items()}

_NUMBERS = {word: number for number, word in enumerate(CARDINALS[2:7], start=2)} | {str(n): n for n in range(2, 7)}
_POINTS = regex(
    rf"\b(?P<number>{'|'.join(_NUMBERS)}) (?:(?:good|short|strong|main|key|talking|useful|important|brief|exact|usable) )*"
    r"(?:points?|quotes?|quotations|facts|arguments|sentences|paragraphs|passages|messages|statements|things|examples)\b",
    re.IGNORECASE,
)
"""So many things are to be told."""


def number(question: str) -> int:
    """How many things a question wants to be told, 0 where it says no number.

    >>> number("Give me three talking points on fog."), number("What do the three round tables deal with?")
    (3, 0)
    """
    found = _POINTS.search(question)
    return _NUMBERS[found["number"].lower()] if found else 0


_KINDS = {
    "preambular": regex(r"\bpreamb\w*|\bpréambule\w*|\bpreámbulo\w*|\bconsidérants?\b|\brecitals?\b", re.IGNORECASE),
    "operative": regex(r"\boperative\b|\bdispositif\b|\bparte dispositiva\b", re.IGNORECASE),
}
NOT_KIND = regex(
    r",? (?:but |and )?(?:not|without|except|excluding|leaving out) (?:(?:in|of|from) )?(?:the )?"
    r"(?:preamb\w*(?: (?:paragraphs?|part))?|recitals?|operative (?:part|paragraphs?))",
    re.IGNORECASE,
)
"""The part of a resolution that is not meant."""

_ACTORS = {
    "secretary-general": r"secretary[- ]general|un chief|sg\b",
    "president of the general assembly": r"president of the (?:general )?assembly|assembly['’]s president|pga\b",
    "states": r"(?:member )?states|governments?|countries|nations",
    "regional commissions": r"regional commissions?",
    "international organization for migration": r"iom\b|international organization for migration",
    "international labour organization": r"ilo\b|international labour organi[sz]ation",
    "global migration group": r"gmg\b|global migration group",
    "civil society": r"ngos?\b|civil society|non-governmental organi[sz]ations",
    "private sector": r"private sector|business(?:es)?\b|companies|employers",
    "united nations system": r"un (?:system|agencies|bodies)|united nations (?:system|agencies)",
    "special rapporteur": r"special rapporteurs?",
    "human rights council": r"human rights council",
    "high commissioner": r"(?:un )?high commissioner(?: for human rights)?|ohchr\b",
}
_ASKED = (
    r"(?:asked|requested|invited|urged|called (?:up)?on|encouraged|told|expected|supposed|required|mandated|tasked|instructed)"
)
_MODAL = r"(?:is|are|was|were|does|do|did|must|should|shall|can|may|has|have)"
_DUTIES = {
    actor: regex(
        rf"\b(?:what|which|how|when|why)\b[^?.]{{0,30}}\b{_MODAL}\s+(?:the\s+)?(?:un\s+)?(?:{names})\s*(?:\w+\s)?\w+"
        rf"|\b{_ASKED}\s+(?:of|from|to)?\s*(?:the\s+)?(?:{names})"
        rf"|\b(?:{names})\s+(?:to be\s+|is\s+|are\s+|was\s+|were\s+)?{_ASKED}",
        re.IGNORECASE,
    )
    for actor, names in _ACTORS.items()
}

_ANY_ACTOR = regex("|".join(_ACTORS.values()), re.IGNORECASE)
_TEXT = r"(?:resolution|text|document|declaration|decision|convention|report|one)s?"
_NUMBER = r"(?:resolution\s+|that\s+|which\s+)(?:A/RES/)?\d+/\d+"
_FOLLOWS = regex(
    rf"\b{_TEXT}\s+(?:(?:that|which)\s+)?(?:it|they|this|that|the {_TEXT}|{_NUMBER})\s+"
    r"(?:recall|cite|mention|refer|reaffirm|quote|build|rel[iy]|follow|name)\w*"
    rf"|\b(?:recalled|cited|mentioned|referred to|reaffirmed|quoted)\s+(?:in|by)\s+(?:it\b|this\b|that\b|the {_TEXT}|{_NUMBER})",
    re.IGNORECASE,
)


def wants(question: str) -> frozenset[str]:
    """What a question wants, by the names of the patterns above; nothing when it is a mere topic.

    >>> sorted(wants("How did the request on statistics change between 2008 and 2010?"))
    ['comparison', 'course']
    >>> sorted(wants("By what date must the third dialogue be held?")), sorted(wants("remittances"))
    (['date'], [])
    """
    return frozenset(want for want, pattern in _COMPILED.items() if pattern.search(question.strip()))


_SIZED = (
    r"(?:fine|fee|penalty|cost|charge|budget|sum|amount|share|percentage|proportion|rate|number|population|fund|grant|price)s?"
)
_COUNTS = regex(
    r"(?:^|[,;:.?!¿]\s*|\band )(?:(?:so|roughly|about|exactly|by|for|in|at|of|to) )?"
    rf"(?:how (?:many|much)|what (?:{SHARES}|number|amount)|combien|cuánt[oa]s?"
    rf"|how (?:big|large|high|small|low|steep) (?:is|are|was|were) (?:(?:the|a|their|its) )?(?:[\w-]+ )?{_SIZED})\b",
    re.IGNORECASE,
)


def counts(question: str) -> bool:
    """Whether a question, and not a clause in it, asks how many or how much.

    >>> counts("How many took part?"), counts("Who decides how many take part?")
    (True, False)
    """
    return bool(_COUNTS.search(question))


# What is caught by a name asks for a day; the rest asks for any time.
_WHEN = regex(
    r"(?:^|[.!:;]\s)\W*"
    r"(?:(?:and|et|y|so|exactly|by|since|until|till|on|in|at|from|for|where|à|depuis|où|en|desde|hasta|dónde)\s+)*"
    r"(?:(?P<asked>(?:what|which) (?:exact |precise )?(?:dates?|days?)\b(?! of)|quels? jours?|quelles? dates?"
    r"|qué (?:días?|fechas?))"
    r"|(?:when|how soon|quand|cuándo|(?:what|which) (?:year|month|session)s?|quelles? (?:années?|sessions?)|qué años?)\b)"
    r"|^\W*(?:the )?(?P<exact>(?:exact|precise) (?:day|date)s?)\b|(?P<key>\b(?:exact|precise) (?:day|date)s?)\W*$",
    re.IGNORECASE,
)


def when(question: str) -> str:
    """What kind of date a question, or its last sentence, opens with: "day", or "time" (a year, a session); empty where it asks
    what came first or last.

    >>> when("On which days did it meet?"), when("When did it meet?"), when("When did it first meet?"), when("Who met, and when?")
    ('day', 'time', '', '')
    >>> when("They met once. What day?"), when("the exact day of their meeting"), when("meeting at sea, exact date")
    ('day', 'day', 'day')
    """
    found = _WHEN.search(question)
    if found is None or wants(question) & {"first", "latest", "comparison"}:
        return ""
    return "day" if found.lastgroup else "time"


_HOSTS = regex(
    r"\b(?:countries|cities|capitals|places|venues|governments|hosts)\b[^?.]{0,30}"
    r"\b(?:host(?:ed|ing|s)?|met|meets?|held|took place)\b"
    r"|\bwho (?:has |have )?hosted\b",
    re.IGNORECASE,
)


def hosts(question: str) -> bool:
    """Whether a question asks where meetings were: years in it are then those of meetings, and not of what is said.

    >>> hosts("List the cities that hosted the lamp fair from 2007 to 2010."), hosts("What is said of cities?")
    (True, False)
    """
    return bool(_HOSTS.search(question))


_MEASURES = {
    "share": regex(rf"\b(?:what|which) (?:{SHARES})\b", re.IGNORECASE),
    "money": regex(
        r"\bhow much (?:money|funding|cash)\b|\bhow much [^?.]*\b(?:costs?|paid|pays?|spent|spends?)\b"
        r"|\bwhat (?:budget|sum|amount of money)\b|\bhow many (?:\w+ )?(?:m|b)illions?\b",
        re.IGNORECASE,
    ),
}
_UNIT = regex(r"\bhow many (?:\w+ )?(?P<unit>minute|hour|day|week|month|year|page)s?\b", re.IGNORECASE)


def measure(question: str) -> str:
    """What a question wants a figure of: "share", "money", a unit of time or length in the singular, else empty.

    >>> measure("For how many days may they be held?"), measure("What share of them is paid?")
    ('day', 'share')
    >>> measure("How many States met on those days?")
    ''
    """
    if found := _UNIT.search(question):
        return found["unit"].lower()
    return next((name for name, pattern in _MEASURES.items() if pattern.search(question)), "")


def kind(question: str) -> str:
    """The part of a resolution that a question names, preambular or operative, else empty.

    >>> kind("Which conventions does the preamble recall?"), kind("What is recalled?"), kind("fog, not the preamble")
    ('preambular', '', 'operative')
    """
    question, left = NOT_KIND.sub("", question), NOT_KIND.search(question)
    found = [name for name, pattern in _KINDS.items() if pattern.search(question)]
    if left and not found:
        return next(name for name, pattern in _KINDS.items() if not pattern.search(left[0]))
    return found[0] if len(found) == 1 else ""


def addressee(question: str) -> str:
    """Whose duty a question asks for, as resolutions name them, else empty.

    >>> addressee("What was the Secretary-General asked to do about the report?"), addressee("What is asked of the GMG?")
    ('secretary-general', 'global migration group')
    """
    if not _ANY_ACTOR.search(question):
        return ""
    found = [actor for actor, pattern in _DUTIES.items() if pattern.search(question)]
    return found[0] if len(found) == 1 else ""


def follows(question: str) -> bool:
    """Whether a question is about a document that another one cites.

    >>> follows("What did the resolution it recalls decide?"), follows("What does it decide?")
    (True, False)
    """
    return bool(_FOLLOWS.search(question))


_OF_WHOM = regex(
    r"\bwhat (?:does|do|did) [^?,]{2,40}? (?:ask|request|want|tell|urge|invite|encourage|expect|call (?:up)?on)s?(?: of| from)? "
    r"(?P<asks>[^?,]{2,50}?) (?:to do|for)\b"
    r"|\bwhat (?:else |exactly )?(?:must|should|shall|can|could|may|will|do|does|did|is|are|was|were|has|have) "
    r"(?P<who>[^?,]{2,50}?) (?:(?:been |being )?"
    r"(?:asked|requested|invited|urged|encouraged|called|told|supposed|expected|required|obliged)|do|have to)\b"
    r"|\bwhat (?:is|was|are|were) (?:asked|required|requested|demanded|expected|wanted) (?:of|from) (?P<of>[^?,]{2,50}?)\W*$",
    re.IGNORECASE,
)
"""Asks for the duties of somebody."""


def of_whom(question: str) -> str:
    """Whose duties a question asks for, as it calls them; empty where it does not.

    >>> of_whom("What were the lamp keepers asked to do?"), of_whom("What is expected of keepers?"), of_whom("Who keeps lamps?")
    ('the lamp keepers', 'keepers', '')
    """
    duties = _OF_WHOM.search(question)
    return duties["asks"] or duties["who"] or duties["of"] if duties else ""
