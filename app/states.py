"""Particular States: whether a question asks which of them did something, and whether a text names any."""

from __future__ import annotations

import re
from functools import cache

from hld.ingest.regex import regex

_NAMES = """Niger|Nigeria|Chad|Mali|Algeria|Libya|Tunisia|Morocco|Mauritania|Senegal|Gambia|Guinea|Sierra Leone|Liberia|
Côte d[’']Ivoire|Ghana|Togo|Benin|Burkina Faso|Cabo Verde|Egypt|Sudan|Eritrea|Djibouti|Somalia|Ethiopia|Kenya|
Uganda|Tanzania|Rwanda|Burundi|Congo|Gabon|Cameroon|Central African Republic|Sao Tome|Angola|Zambia|Malawi|
Mozambique|Zimbabwe|Botswana|Namibia|South Africa|Lesotho|Eswatini|Madagascar|Mauritius|Seychelles|Comoros|
Canada|United States|Mexico|Guatemala|Belize|El Salvador|Honduras|Nicaragua|Costa Rica|Panama|Cuba|Jamaica|
Haiti|Dominica|Dominican Republic|Bahamas|Barbados|Trinidad and Tobago|Grenada|Saint Lucia|Saint Vincent|
Saint Kitts|Antigua and Barbuda|Guyana|Suriname|Venezuela|Colombia|Ecuador|Peru|Bolivia|Brazil|Paraguay|Uruguay|
Argentina|Chile|Syrian Arab Republic|Syria|Lebanon|Israel|State of Palestine|Jordan|Iraq|Kuwait|Bahrain|Qatar|
United Arab Emirates|Oman|Yemen|Saudi Arabia|Iran|Afghanistan|Pakistan|India|Nepal|Bhutan|Bangladesh|Sri Lanka|
Maldives|Myanmar|Thailand|Lao|Viet Nam|Cambodia|Malaysia|Singapore|Brunei|Indonesia|Timor-Leste|Philippines|
China|Mongolia|Korea|Japan|Kazakhstan|Kyrgyzstan|Uzbekistan|Turkmenistan|Tajikistan|Georgia|Armenia|Azerbaijan|
Türkiye|Turkey|Cyprus|Iceland|Ireland|United Kingdom|Portugal|Spain|Andorra|France|Monaco|Belgium|Netherlands|
Luxembourg|Germany|Denmark|Norway|Sweden|Finland|Estonia|Latvia|Lithuania|Poland|Czechia|Czech Republic|
Slovakia|Hungary|Austria|Liechtenstein|Switzerland|Italy|San Marino|Holy See|Malta|Slovenia|Croatia|
Bosnia and Herzegovina|Serbia|Montenegro|Albania|North Macedonia|Greece|Bulgaria|Romania|Moldova|Ukraine|
Belarus|Russian Federation|Australia|New Zealand|Papua New Guinea|Solomon Islands|Vanuatu|Fiji|Tonga|Samoa|
Tuvalu|Kiribati|Nauru|Marshall Islands|Micronesia|Palau|European Union|African Union|Group of 77"""
"""The States, and groups of them that speak for these."""


@cache
def _named() -> re.Pattern[str]:
    """Any of them. It takes 3 ms to compile, for which few questions have to wait."""
    return re.compile(rf"\b(?:{''.join(_NAMES.splitlines())})\b")


_DID = regex(
    r"(?:^|[.?!:;,–—-]\s+|\b(?:and|tell me|know|list|say)\s+)(?:which|what)\s+"
    r"(?:(?:other|particular|specific|few|two|three|member)\s+){0,2}"
    r"(?:states?|countr(?:y|ies)|governments?|nations?|delegations?)\s+(?:(?:actually|already|exactly|in fact)\s+)?"
    r"(?:(?:had|have|has)\s+\w+(?:ed|en|one|ade|ut)"
    r"|(?:are|is|were|was) (?:\w+ly )?(?:blamed|named|accused|critici[sz]ed|condemned|mentioned|listed|singled out|called out)"
    r"|did|didn['’]t|(?:do|does|have|has|had)(?:\s+not|n['’]t)|(?:are|is) meant"
    r"|(?:enter|join|sign|refus|oppos|object|pass|host|sponsor|propos|draft|abstain|rais|report|answer|vot)ed|ratified|replied"
    r"|paid|made|gave|took|broke|sent|lost|won)\b"
    r"|(?:^|[.?!:;,–—-]\s+)(?:please )?(?:name|list) (?:me )?(?:those|these) (?:states|countries|governments)\W*$",
    re.IGNORECASE,
)


def asked(question: str) -> bool:
    """Whether a question asks which States did something, or are meant; not where that only says what a report is about.

    >>> asked("Which governments had passed them?"), asked("Which countries are to get help?")
    (True, False)
    >>> asked("Some countries opened their lamp houses. Name those countries."), asked("List those countries that have a coast.")
    (True, False)
    >>> asked("When is the report on what states did due?")
    False
    """
    return bool(_DID.search(question))


_ASKS_OF = r"\b(?i:did|does|do|has|have|had|will|would|is|was|are|were) (?:the )?"
_ASKS_OF_ONE = regex(rf"{_ASKS_OF}[A-ZÀ-Þ]")
"""May ask what one did, for which else the names need not be compiled."""


@cache
def _acting() -> re.Pattern[str]:
    return re.compile(
        rf"{_ASKS_OF}(?P<state>{_named().pattern})"
        r"(?!['’]| (?:Conference|Declaration|Agreement|Process|Forum|Call|Framework|Action|Plan)\b)"
    )


def acting(question: str) -> str:
    """The State that a question asks about as one who does something; else empty.

    >>> acting("When did Belgium host the Forum?"), acting("What is said on the war in Belgium?")
    ('Belgium', '')
    """
    found = _acting().search(question) if _ASKS_OF_ONE.search(question) else None
    return found["state"] if found else ""


_LISTING = regex(
    r"\W*(?:(?:and|so) )?(?:please )?(?:list|name|show me|give me|which|what)(?: (?:all|me|the|of|these|those|every|other))* "
    r"(?:member )?(?:states|countries|nations)(?: (?:that|which))?(?: (?:are|is|were|get|got|do they|does it))? "
    r"(?:mention(?:ed)?|named?|listed|referred to|cited)(?: by name)?"
    r"(?: (?:in|by) (?:(?:all|any of|the|these|this|those|your) )*(?:[\w/-]+ ){0,2}?[\w/]+)?\W*",
    re.IGNORECASE,
)


def listing(question: str) -> bool:
    """Whether a question asks which States are named in documents, and nothing of them.

    >>> listing("Which countries are mentioned by name?"), listing("List the States named in 67/172.")
    (True, True)
    >>> listing("Which countries are named as hosts of the Forum?")
    False
    """
    return bool(_LISTING.fullmatch(question))


_GROUPS = frozenset({"European Union", "African Union", "Group of 77"})


def all_named(text: str) -> list[str]:
    """The States that a text names, each once, as it spells them.

    >>> all_named("Belgium (2007) and Mexico (2010), and Belgium again")
    ['Belgium', 'Mexico']
    """
    return list(dict.fromkeys(name for name in _named().findall(text) if name not in _GROUPS))


def named(text: str) -> bool:
    """Whether a text names a State.

    >>> named("the offer of the Government of Belgium"), named("developing countries")
    (True, False)
    """
    return bool(_named().search(text))
