"""The grammar of resolutions: the verbs that open their paragraphs, and who they address.

The General Assembly decides in one long sentence: participles in the preamble ("Recalling …"), present verbs in the
operative part ("Requests the Secretary-General to …"), with adverbs that only count repetitions ("Also requests").
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from hld.ingest.regex import regex

OPERATIVE = tuple(
    """accepts acknowledges adopts affirms agrees appeals applauds appoints apportions appreciates appropriates approves asks
    assures authorizes commits recommits re-emphasizes
    bears calls commends concludes concurs condemns confirms congratulates considers continues decides declares defines
    demands deplores designates determines directs draws elects emphasizes encourages endorses entrusts establishes
    expects expresses extends extols gives highlights honours identifies implores insists instructs intends invites joins
    laments looks maintains mandates notes observes offers opens pays pledges praises proclaims promotes
    proposes reaffirms realizes reasserts recalls recognizes recommends reconfirms regrets reinforces reiterates
    rejects remains reminds renews repeats replaces requests requires reserves resolves salutes seeks selects sends sets
    shares solicits stresses submits suggests supports takes thanks transmits trusts underlines underscores
    undertakes urges voices warns welcomes wishes""".split()
)
_ADVERBS = (
    r"(?:also|further|again|once again|in addition|moreover|furthermore|additionally|strongly|deeply|firmly|fully|"
    r"solemnly|urgently|particularly|specifically|especially|unequivocally|reiteratedly|resolutely|vigorously|warmly|"
    r"gratefully|sincerely|emphatically|formally|hereby|likewise|reaffirms|categorically|earnestly|highly|equally|"
    r"unreservedly|explicitly|continuously|consequently|accordingly|therefore|respectfully)"
)
_OPENING = regex(
    rf"(?P<adverbs>(?:{_ADVERBS}\s+)*)(?P<verb>{'|'.join(sorted(OPERATIVE, key=len, reverse=True))})\b"
    r"(?P<tail>(?:\s+(?:also|further|again|once again|emphatically|strongly|upon|on|with\s+\w+\s+appreciation|note|"
    r"with\s+(?:appreciation|satisfaction|concern|interest|deep\s+\w+|grave\s+\w+|regret)|its\s+\w+(?:\s\w+)?\s+"
    r"(?:concern|appreciation|gratitude)))*)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """How an operative paragraph begins: the whole verb phrase, its verb in lower case, and what follows."""

    phrase: str
    verb: str
    rest: str

    @property
    def addressee(self) -> str:
        """Who is asked to do something, as printed ("Member States and the United Nations system"), else empty."""
        return _asked(self.verb, self.phrase, self.rest)


def opening(text: str) -> Opening | None:
    """The operative verb phrase at the start of `text`, or None.

    >>> opening("Also requests the Secretary-General to report;")
    Opening(phrase='Also requests', verb='requests', rest=' the Secretary-General to report;')
    >>> opening("Also requests the Secretary-General to report;").addressee
    'the Secretary-General'
    >>> opening("Round tables are useful;") is None
    True
    """
    match = _OPENING.match(text)
    if not match or not text[:1].isupper():
        return None
    return Opening(phrase=match[0], verb=match["verb"].lower(), rest=text[match.end() :])


_BASE = {re.sub(r"(?<=ss)es$|(?<=sh)es$|(?<=ch)es$|s$", "", verb): verb for verb in OPERATIVE} | {"deplore": "deplores"}
_PLURAL = regex(rf"(?:(?:{_ADVERBS})\s+)*([a-z]+)\b", re.IGNORECASE)


def operative_verb(text: str, language: str = "en") -> str:
    """The verb that opens an operative paragraph, in the third person; a declaration says "Recognize that …".

    The verb is English for every language (ar, en, es, fr, ru, zh), so that one verb finds its paragraphs in all of them.

    >>> operative_verb("Also requests the Secretary-General"), operative_verb("Strongly condemn the acts"), operative_verb("We")
    ('requests', 'condemns', '')
    >>> operative_verb("Prie également le Secrétaire général", "fr"), operative_verb("又促请各国", "zh")
    ('requests', 'calls')
    """
    if language != "en":
        return _translated(text, language)
    if found := opening(text):
        return found.verb
    match = _PLURAL.match(text) if text[:1].isupper() else None
    return _BASE.get(match[1].lower(), "") if match else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Verbs:
    """The openings of one language with their English verbs, and the words that count for nothing."""

    openings: Mapping[str, str]
    between: re.Pattern[str]
    longest: int


@cache
def _verbs() -> Mapping[str, _Verbs]:
    """`verbs.toml`, by language; read when it is first asked for."""
    found = {}
    for language, table in tomllib.loads(files("hld.ingest").joinpath("verbs.toml").read_text(encoding="utf-8")).items():
        between = "|".join(re.escape(_plain(word)) for word in sorted(table.pop("between"), key=len, reverse=True))
        openings = {_plain(opening): verb for verb, spellings in table.items() for opening in spellings}
        words = rf"(?:{between})" if language == "zh" else rf"(?<!\w)(?:{between})(?:\s+|$)"
        found[language] = _Verbs(openings=openings, between=re.compile(words), longest=max(map(len, openings)))
    return found


def _plain(text: str) -> str:
    """Text in lower case with typewriter apostrophes made curly, and without the vowel signs and the tatweel of Arabic."""
    return " ".join(re.sub(r"[\u064b-\u0652\u0670\u0640]", "", text.lower().replace("'", "’")).split())


def _translated(text: str, language: str) -> str:
    verbs = _verbs().get(language)
    if verbs is None:
        return ""
    start = _plain(text[:200])
    if language == "zh":
        bare = start
        while match := verbs.between.match(bare):
            bare = bare[match.end() :]
        starts, ends = (start, bare), ("",)
    else:
        starts = (start, verbs.between.sub("", start))
        ends = tuple(" ,;:،؛.")
    best = ""
    for known in starts:
        for length in range(min(verbs.longest, len(known)), len(best), -1):
            if known[:length] in verbs.openings and (language == "zh" or known[length : length + 1] in ("", *ends)):
                best = known[:length]
                break
    return verbs.openings.get(best, "")


# Who is asked. The verbs that ask, and the nouns that carry a request ("its request to", "its call upon").
_ASKING = """appeals asks authorizes calls directs encourages entrusts instructs invites mandates reminds requests requires
    solicits tasks urges""".split()
_CARRYING = r"(?:its|the|their|his or her)\s+(?:\w+\s+)?(?:requests?|calls?|invitations?|appeals?|recommendations?|encouragement)"
_AFTER_VERB = regex(r"(?:\s+(?:once again|also|further|again|strongly))*\s*(?P<link>(?:upon|on|to)(?:\s+|,))?")
_CARRIED = regex(rf"\s+{_CARRYING}\s+(?:to|upon|on|for|that)\s+(?=\S)")
# A later clause of the same paragraph that asks: "…, and requests the Secretary-General to".
_CLAUSE = regex(
    rf"(?:,\s+|\band\s+)(?:and\s+)?(?:in this (?:regard|respect|context|connection),?\s+)?(?:{_ADVERBS}\s+)*"
    rf"(?P<verb>{'|'.join(_ASKING)})\b"
)
_INFINITIVE = regex(
    r",?\s+(?:,\s+)?to\s+(?!(?:the|its|their|this|these|that|those|all|any|an?|other|such|which|whom|date|end)\b|[A-Z\d])"
)
# Words at which a noun phrase ends; "Trafficking in Persons" and "Migration and Development in Africa" are names.
_ENDS = regex(
    r"(?<!\bthe)\s+(within|in(?!\s+(?:[Pp]ersons|[A-Z]))|at|through|by|with|from|under|as|when|where|while|during|upon|without|including|"
    r"especially|particularly|notably|namely|pursuant|consistent|inter alia|if|who|which|that|whose|whether|taking|bearing|"
    r"subject|acting|working|via|along|together|not|involved|concerned|engaged|providing|participating|submitting|hosting|"
    r"receiving|having|using|based|affected|responsible|able|aimed|mandated|according|depending|to)\b"
)
_NO_NOUN = regex(
    rf"(?:and\s+)?(?:{_ADVERBS}\s+)*(?:{'|'.join(OPERATIVE)}|as|such|where|when|inter|with|within|in|at|by|through|under|if|"
    r"including|especially|particularly|notably|taking|bearing|while|who|which|that|for|to|on|upon|from|pursuant|subject|"
    r"acting|together|consistent|also|further|again|once|after|before|during|not|whenever|following|based|building|"
    r"recalling|noting|mindful|either|both|\w+ly)\b"
)
# Things that are encouraged, and no one who is asked.
_THINGS = regex(
    r"(?:\w+(?:tion|tions|sion|sions|ment|ments|ing|ance|ence|ness|ity|ities)|efforts?|measures|initiatives?|steps?|actions?|work|"
    r"progress|dialogues?|use|exchanges?|support|access|research|approach(?:es)?|policies|programmes?|process(?:es)?|report|"
    r"attention|need|importance|role|call|ways|means|end|respect|trade|relationships?|partnerships?)"
)
_BODIES = regex(
    r"(?:organi[sz]ation|institution|commission|administration|delegation|foundation|federation|mission|association|corporation|"
    r"government|department|parliament|movement|entity|entities|community|communities|university|universities|authority|"
    r"authorities|conference|alliance|city|cities|population|generation|coalition|union|municipality|municipalities|"
    r"division|establishment|society|nation|states?|countr(?:y|ies)|part(?:y|ies)|bod(?:y|ies)|secretariat|academia|agency|instrument|audience|presidency)s?",
    re.IGNORECASE,
)
# "to" and "in" belong to some names: States parties to the Convention, the Special Adviser to the Secretary-General.
_NAMED = regex(r"(?:[Pp]art(?:y|ies)|[Ss]ignator(?:y|ies)|Adviser|Envoy|[Tt]rafficking)$")
_USUAL = regex(r"(?:all |the |relevant )*(?:Secretary-General|Member States|States|Governments)\b")
# "…, in this regard, …" between a verb and its object, and a second verb with the same object.
_ASIDE = regex(
    rf"^(?:\s*,\s+[^,]+,\s+)?(?:\s*and\s+(?:{_ADVERBS}\s+)*(?:{'|'.join(OPERATIVE)})\s+(?:upon\s+|on\s+)?)?|^(?:in|as|where)\b[^,]+,\s+"
)
_ARTICLE = regex(r"(?:the|its|their|all|any|each|every|both|relevant|other|further|continued|an?|such)\s+")


def _asked(verb: str, phrase: str, rest: str) -> str:
    """Who is asked in what follows a verb: the noun phrase before "to do", without what stands in commas."""
    if carried := _CARRIED.match(rest):
        return _noun_phrase(rest[carried.end() :], said=" that " in carried[0])
    rest = _ASIDE.sub("", rest, count=1)
    match = _AFTER_VERB.match(rest) if verb in _ASKING else None
    if match is None or (verb in ("calls", "appeals") and not match["link"] and not phrase.endswith((" upon", " on"))):
        return ""
    return _noun_phrase(rest[match.end() :], said=verb in ("requests", "asks") and rest[match.end() :].startswith("that "))


def _noun_phrase(text: str, *, said: bool) -> str:
    """The noun phrase at the start of a text, when something is to be done by what it names.

    `said` is for "requests that the Secretary-General submit": there no "to" ends the phrase, and only the usual ones are known.
    """
    if said:
        usual = _USUAL.match(text.removeprefix("that "))
        return usual[0] if usual else ""
    sentence, *after = re.split(r"([;:.])(?=\s|$)", text, maxsplit=1)
    sentence = _ASIDE.sub("", sentence, count=1)
    asked = _INFINITIVE.search(sentence)
    if asked is None and _ENDS.match(" " + sentence):
        return ""
    kept: list[str] = []
    for place, segment in enumerate((sentence[: asked.start()] if asked else sentence).split(", ")):
        if place and _NO_NOUN.match(segment):
            break
        ends = _ENDS.finditer(segment)
        end = next((end for end in ends if end[1] not in ("to", "in") or not _NAMED.search(segment[: end.start()])), None)
        kept.append(segment[: end.start()] if end else segment)
        if end:
            break
    phrase = re.sub(r"(?:\s+(?:and|or|such|other|all))+$", "", ", ".join(kept).strip(" ,"))
    head = re.split(r"\s+(?:of|for|on|to|between|among|towards?|into|aimed)\s+|,", _ARTICLE.sub("", phrase), maxsplit=1)[
        0
    ].split()
    if not head or head[0] in ("them", "it", "him", "her") or len(phrase) > 400:
        return ""
    if head[-1][0].islower() and _THINGS.fullmatch(head[-1]) and not any(_BODIES.fullmatch(word) for word in head):
        return ""
    chapeau = after[:1] == [":"] and phrase == sentence.strip()
    return phrase if asked or chapeau or _USUAL.match(phrase) else ""


def addressee(text: str, language: str = "en") -> str:
    """Who is asked to do something in an operative paragraph, as printed; empty where nobody is, or where it is not told.

    Several are kept as they stand. In French and Spanish only the usual sentence is understood, in the others none.

    >>> addressee("Calls upon Member States and the United Nations system, as appropriate, to support the keepers")
    'Member States and the United Nations system'
    >>> addressee("Takes note of the report, and requests the Secretary-General to submit another;")
    'the Secretary-General'
    >>> addressee("Encourages further efforts to light lamps;"), addressee("Prie le Secrétaire général de lui présenter", "fr")
    ('', 'le Secrétaire général')
    """
    if language in _ROMANCE:
        return _romance(text, language)
    found = opening(text) if language == "en" else None
    if found is None:
        return ""
    if asked := found.addressee:
        return asked
    for clause in _CLAUSE.finditer(found.rest):
        if asked := _asked(clause["verb"], clause["verb"], found.rest[clause.end() :]):
            return asked
    return ""


# In French the infinitive behind "de", "à" tells where the addressee ends, in Spanish "que" or the infinitive behind "a".
_ROMANCE = {
    "fr": regex(
        r"(?i:Prie|Invite|Encourage|Exhorte|Engage|Charge|Demande)"
        r"(?:\s+(?:également|aussi|instamment|en outre|de nouveau|vivement))*\s+"
        r"(?:à\s+(?=l[ae’]|t|[A-Z]))?(?P<who>(?:aux?|l[ae]s?|l’|tou(?:s|tes)|[A-ZÉ]).*?),?\s+"
        r"(?:d’|(?:de|à)\s+(?:(?:ne pas|n’|l[aeu]i?|leur|se|s’|l’|y|en|mieux|bien)\s*)*)(?!(?:mer|ordre)\b)"
        r"(?:\w{2,}(?:er|ir|oir)|\w*(?:ettre|endre|aire|uire|ivre|ondre|oindre|atre|attre|aître|rire|clure))\b"
    ),
    "es": regex(
        r"(?i:Solicita|Pide|Exhorta|Insta|Invita|Alienta|Encarga)"
        r"(?:\s+(?:también|además|asimismo|nuevamente|encarecidamente|una vez más))*\s+"
        r"a(?P<who>l?\s+.+?),?\s+(?:que|a\s+que|a\s+\w+(?:ar|er|ir)(?:se|la|lo|las|los)?)\b"
    ),
}


def _romance(text: str, language: str) -> str:
    match = _ROMANCE[language].match(text)
    if not match:
        return ""
    who = match["who"].split(",")[0].strip()
    who = re.sub(r"^aux\b", "les", re.sub(r"^au\b", "le", who)) if language == "fr" else re.sub(r"^l\s+", "el ", who)
    return who if len(who) < 160 else ""


# Openings of preambular paragraphs that are not participles in -ing, with the past tense that reports them.
_STATES = """Alarmed Appalled Aware Cognizant Concerned Conscious Convinced Determined Disturbed Encouraged Faithful Gratified
    Guided Inspired Mindful Outraged Persuaded Pleased Resolved Saddened Satisfied Shocked Troubled Unable United""".split()
_INTENSIFIERS = (
    r"(?:(?:Deeply|Gravely|Seriously|Fully|Firmly|Strongly|Greatly|Also|Further|Again|Profoundly|Extremely|Highly|Increasingly|"
    r"Particularly|Keenly|Solemnly|Acutely|Equally|Very|Still)\s+(?:also\s+|further\s+)?)"
)
_PREAMBULAR = regex(
    rf"{_INTENSIFIERS}?(?P<word>[A-Z]?[a-z]+ing|{'|'.join(_STATES)}|{'|'.join(s.lower() for s in _STATES)})\b"
    r"|(?:Having|Not having)\s+\w+"
)
_IRREGULAR = {
    "bearing": "bore", "taking": "took", "keeping": "kept", "seeking": "sought", "paying": "paid", "drawing": "drew",
    "having": "had", "being": "was", "finding": "found", "giving": "gave", "holding": "held", "seeing": "saw",
    "setting": "set", "speaking": "spoke", "standing": "stood", "thinking": "thought", "understanding": "understood",
    "committing": "committed", "regretting": "regretted", "abhorring": "abhorred", "transmitting": "transmitted",
}  # fmt: skip
_KEEP_E = ("z", "v", "c", "g", "s", "u")


def preambular(text: str) -> str:
    """The word that opens a preambular paragraph ("Recalling", "Aware"), or an empty string.

    >>> preambular("Deeply concerned about …"), preambular("Bearing in mind …"), preambular("Building on sand")
    ('concerned', 'Bearing', 'Building')
    """
    match = _PREAMBULAR.match(text) if text[:1].isupper() else None
    return (match["word"] or match[0]) if match else ""


def past(participle: str) -> str:
    """The past tense of a participle that opens a preambular paragraph.

    >>> [past(w) for w in ("Recalling", "Noting", "Bearing", "Stressing", "Reaffirming", "Recognizing", "Aware")]
    ['recalled', 'noted', 'bore', 'stressed', 'reaffirmed', 'recognized', 'was aware']
    """
    word = participle.lower()
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if not word.endswith("ing"):
        return f"was {word}"
    stem = word[:-3]
    if stem.endswith("y") and stem[-2:-1] not in "aeiou":
        return stem[:-1] + "ied"
    return stem + "ed"
