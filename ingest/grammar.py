"""The grammar of resolutions: the verbs that open their paragraphs, and who they address.

The General Assembly decides in one long sentence: participles in the preamble ("Recalling …"), present verbs in the
operative part ("Requests the Secretary-General to …"), with adverbs that only count repetitions ("Also requests").
"""

from __future__ import annotations

import re
from dataclasses import dataclass

OPERATIVE = tuple(
    """accepts acknowledges adopts affirms agrees appeals applauds appoints appreciates approves asks assures authorizes
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
_OPENING = re.compile(
    rf"(?P<adverbs>(?:{_ADVERBS}\s+)*)(?P<verb>{'|'.join(sorted(OPERATIVE, key=len, reverse=True))})\b"
    r"(?P<tail>(?:\s+(?:also|further|again|once again|emphatically|strongly|upon|on|with\s+\w+\s+appreciation|note|"
    r"with\s+(?:appreciation|satisfaction|concern|interest|deep\s+\w+|grave\s+\w+|regret)|its\s+\w+(?:\s\w+)?\s+"
    r"(?:concern|appreciation|gratitude)))*)",
    re.IGNORECASE,
)

_ADDRESSEES = (
    "the Secretary-General",
    "Member States",
    "all Member States",
    "States parties",
    "all States",
    "States",
    "Governments",
    "all Governments",
    "the United Nations system",
    "the President of the General Assembly",
    "the Special Rapporteur",
    "the High Commissioner",
    "the Economic and Social Council",
    "the regional commissions",
    "the international community",
    "the Human Rights Council",
    "the Security Council",
    "the Committee",
    "the Chair",
    "relevant United Nations",
    "all relevant bodies",
)
_ADDRESSEE = re.compile(rf"\s+(?:upon\s+|on\s+|to\s+)?({'|'.join(sorted(_ADDRESSEES, key=len, reverse=True))})", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """How an operative paragraph begins: the whole verb phrase, its verb in lower case, and what follows."""

    phrase: str
    verb: str
    rest: str

    @property
    def addressee(self) -> str:
        """Who is addressed, when it is one of the usual bodies, else empty."""
        match = _ADDRESSEE.match(self.rest)
        return match[1] if match else ""


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
_PLURAL = re.compile(rf"(?:(?:{_ADVERBS})\s+)*([a-z]+)\b", re.IGNORECASE)


def operative_verb(text: str) -> str:
    """The verb that opens an operative paragraph, in the third person; a declaration says "Recognize that …".

    >>> operative_verb("Also requests the Secretary-General"), operative_verb("Strongly condemn the acts"), operative_verb("We")
    ('requests', 'condemns', '')
    """
    if found := opening(text):
        return found.verb
    match = _PLURAL.match(text) if text[:1].isupper() else None
    return _BASE.get(match[1].lower(), "") if match else ""


# Openings of preambular paragraphs that are not participles in -ing, with the past tense that reports them.
_STATES = """Alarmed Appalled Aware Cognizant Concerned Conscious Convinced Determined Disturbed Encouraged Faithful Gratified
    Guided Inspired Mindful Outraged Persuaded Pleased Resolved Saddened Satisfied Shocked Troubled Unable United""".split()
_INTENSIFIERS = (
    r"(?:(?:Deeply|Gravely|Seriously|Fully|Firmly|Strongly|Greatly|Also|Further|Again|Profoundly|Extremely|Highly|Increasingly|"
    r"Particularly|Keenly|Solemnly|Acutely|Equally|Very|Still)\s+(?:also\s+|further\s+)?)"
)
_PREAMBULAR = re.compile(
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
