"""How strongly something is said, and to whom: *decides* is not *encourages*, and what is asked of States is not asked of the
Secretary-General. The verbs are those of `hld.ingest.grammar`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import pairwise

from hld.ingest.grammar import OPERATIVE, addressee, operative_verb, past, preambular
from hld.ingest.regex import regex

DECIDES, ASKS, ENCOURAGES, SAYS = 4, 3, 2, 1
"""Strengths of a verb: it binds, it asks, it encourages, it only says."""

_LEVELS = {
    DECIDES: """adopts appoints approves authorizes decides demands directs elects establishes instructs mandates requires
        resolves proclaims commits""",
    ASKS: "appeals asks calls implores requests solicits urges insists",
    ENCOURAGES: "encourages invites offers proposes recommends suggests",
}
_LEVEL = {verb: level for level, verbs in _LEVELS.items() for verb in verbs.split()}
_IRREGULAR = {
    "bore": "bears", "drew": "draws", "gave": "gives", "paid": "pays", "sent": "sends", "sought": "seeks", "set": "sets",
    "took": "takes", "undertook": "undertakes", "chose": "selects", "held": "maintains", "underlay": "underlines",
}  # fmt: skip


@cache
def _forms() -> dict[str, str]:
    """Every form of an operative verb -> its third person."""
    forms = dict(_IRREGULAR)
    for verb in OPERATIVE:
        base = re.sub(r"(?<=ss|sh|ch)es$|(?<!s)s$", "", verb)
        base = base[:-2] + "y" if base.endswith("ie") else base
        past = base + "d" if base.endswith("e") else base[:-1] + "ied" if re.search(r"[^aeiou]y$", base) else base + "ed"
        forms |= {verb: verb, past: verb}
        if base.endswith(("mit", "gret")):
            forms[base + base[-1] + "ed"] = verb
    return forms


_BODY = (
    r"(?:assembly|council|commission|states|countries|representatives|governments|heads of state|it|they|declaration|"
    r"resolution|document)"
)
_SAYS = regex(
    rf"\b{_BODY}\s+(?:(?:also|further|again|strongly|once again|therefore|in \d{{4}},?|has|have|"
    rf"had)\s+)*(?P<verb>[a-z-]+)\b(?P<rest>[^.;]*)",
    re.I,
)
_OBLIGES = regex(
    r"\b(?:must|shall|(?:is|are|was|were) (?:obliged|required|bound|obligated|compelled|forced) to|ha(?:s|ve|"
    r"d) to|binding(?:ly)?|obligat\w+|"
    r"compulsory|mandatory)\b",
    re.IGNORECASE,
)
_NAMES = {DECIDES: "decide", ASKS: "ask for it", ENCOURAGES: "encourage", SAYS: "go beyond noting"}


def _first_verb(sentence: str) -> tuple[str, str]:
    """The operative verb of a sentence, in the third person, and what follows it."""
    for match in _SAYS.finditer(sentence):
        if verb := _forms().get(match["verb"].lower()):
            return verb, match["rest"]
    return "", ""


_NOUNS = frozenset("appeals calls demands mandates notes offers requests stresses supports".split())
"""Operative verbs that are as often plural nouns; those count where a clause opens with them."""
_OPENS_CLAUSE = frozenset(". , ; : and or but also further again strongly urgently assembly it which that who states".split())
_SEVERAL = regex(r"(?:we|(?:participating )?states)\b", re.IGNORECASE)
_THEY_DO = regex(r"(?:\b(?:we|they)|[,;] and)(?: (?:also|further|strongly))? ([a-z]+)\b", re.IGNORECASE)
"""Those who speak in a declaration, and what they do."""
_TOKEN = regex(r"\bthanks to\b|[a-z-]+|[.,;:]")


def verbs(text: str) -> set[str]:
    """The operative verbs of a paragraph, in the third person; that of the preamble's participle among them.

    >>> sorted(verbs("Also recognizes the need for lamps, and encourages States to buy them;"))
    ['encourages', 'recognizes']
    >>> sorted(verbs("Reaffirming the Charter, which proclaims all lamps equal,"))
    ['proclaims', 'reaffirms']
    >>> sorted(verbs("Calls upon the agencies, within their mandates, to answer requests, and requests a report;"))
    ['calls', 'requests']
    >>> sorted(verbs("We condemn darkness, and urge States to buy lamps."))
    ['condemns', 'urges']
    """
    tokens = [".", *_TOKEN.findall(text.lower())]
    found = {word for before, word in pairwise(tokens) if word in _THIRD and (word not in _NOUNS or before in _OPENS_CLAUSE)}
    if _SEVERAL.match(text):
        found |= {f"{match[1].lower()}s" for match in _THEY_DO.finditer(text)} & _THIRD
    participle = preambular(text)
    opens = operative_verb(text) or (_forms().get(past(participle), "") if participle else "")
    return found | ({opens} if opens else set())


_THIRD = frozenset(OPERATIVE)


def level(words: Iterable[str]) -> int:
    """The strength of the strongest of some verbs; 0 where there is none."""
    return max((_LEVEL.get(verb, SAYS) for verb in words), default=0)


def stronger(sentence: str, texts: Sequence[str]) -> str:
    """Why the sentence is stronger or weaker than the paragraphs, or an empty text.

    >>> stronger("The Assembly decides that States buy lamps.", ["Encourages States to buy lamps;"])
    'The paragraph encourages; it does not decide.'
    >>> stronger("States must buy lamps.", ["Invites States to consider buying lamps;"])
    'The paragraph invites; it does not oblige.'
    >>> stronger("The Assembly urged States to buy lamps.", ["Calls upon States to buy lamps;"])
    ''
    """
    held = {verb for text in texts for verb in verbs(text)}
    strongest = level(held)
    if not strongest:
        return ""
    verb, _ = _first_verb(sentence)
    shown = next((v for v in sorted(held) if _LEVEL.get(v, SAYS) == strongest), "")
    if verb and verb not in held:
        own = level([verb])
        if own > strongest:
            return f"The paragraph {shown}; it does not {_NAMES[own] if own != DECIDES else _bare(verb)}."
        if own == SAYS and strongest == DECIDES:
            return f"The paragraph {shown}; the sentence makes less of it."
    binding = any(_OBLIGES.search(text) for text in texts)
    if strongest <= ENCOURAGES and _OBLIGES.search(sentence) and not binding:
        return f"The paragraph {shown}; it does not oblige."
    return ""


def _bare(verb: str) -> str:
    return re.sub(r"(?<=ss|sh|ch)es$|s$", "", verb)


_SMALL = frozenset("the all its their and of other relevant member state".split())


def _asked(text: str) -> str:
    """Who is asked in a paragraph or in a sentence about one."""
    if direct := addressee(text):
        return direct
    verb, rest = _first_verb(text)
    return addressee(f"{verb.capitalize()}{rest}") if verb else ""


def readdressed(sentence: str, texts: Sequence[str], terms: Callable[[str], Sequence[str]]) -> str:
    """Why the sentence asks another than the paragraphs do, or an empty text.

    >>> from hld.index.lexical import Analyser
    >>> said = "The Assembly requests the Secretary-General to buy lamps."
    >>> readdressed(said, ["Requests Member States to buy lamps;"], Analyser().terms)
    'The paragraph asks Member States, not the Secretary-General.'
    """
    own = _asked(sentence)
    asked = [who for text in texts if (who := _asked(text))]
    if not own or not asked:
        return ""
    mine = set(terms(own)) - _SMALL or set(terms(own))
    everything = {t for text in texts for t in terms(text)}
    if any(mine & (set(terms(who)) - _SMALL or set(terms(who))) for who in asked) or mine <= everything - {
        "secretary",
        "general",
    }:
        return ""
    return f"The paragraph asks {asked[0]}, not {own}."
