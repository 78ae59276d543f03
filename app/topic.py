"""The topic of a question that only asks what is said of it: "What does resolution 67/172 say about detention?" is "detention".

Such a frame tells nothing of the topic, and drowns a short one where meanings are compared: the questions that are nearest to the
one above ask what some other resolution says.
"""

from __future__ import annotations

import re

from hld.index.lexical import STOPWORDS, words

_WHO = r"(?P<who>[^?.;:]{0,80}?)"
_ON = r"(?:about|on|regarding|concerning)"
_FRAMES = tuple(
    re.compile(rf"\W*(?:(?:and|so|but|please)\b[\s,]*)*{frame}\W*$", re.IGNORECASE)
    for frame in (
        rf"what (?:exactly |else )?(?:does|do|did|has|have) {_WHO} (?:say|said|to say) {_ON} (?P<topic>.+)",
        rf"(?:does|do|did|has|have) {_WHO} (?:ever |also )?(?:say|said) (?:anything|something) {_ON} (?P<topic>.+)",
        rf"(?:does|do|did) {_WHO} (?:ever |also |even )?(?:mention|speak of|talk about|deal with|cover|address) (?P<topic>.+)",
        rf"(?:is|was) there (?:anything|something)(?: in {_WHO})? {_ON} (?P<topic>.+)",
        rf"(?:show|tell|give) me (?:(?:everything|anything|all|more|what there is) )?{_ON} (?P<topic>.+)",
        rf"(?:which|what) {_WHO} (?:mentions?|speaks? of|talks? about|deals? with|covers?|address(?:es)?) (?P<topic>.+)",
        rf"where (?:does|do) {_WHO} (?:mention|speak of|talk about|deal with|cover|address) (?P<topic>.+)",
        r"where (?:is|are|was|were) (?P<topic>.+?) (?:mentioned|addressed|dealt with|discussed)",
        rf"que (?:dit|disent) {_WHO} (?:sur|au sujet de|à propos de|concernant) (?P<topic>.+)",
        rf"qué (?:dice|dicen) {_WHO} (?:sobre|acerca de|respecto de) (?P<topic>.+)",
    )
)
_ANYWHERE = re.compile(r"\s+(?:anywhere|at all|there)\W*$", re.IGNORECASE)
_SOURCES = frozenset(
    """un united nations general assembly resolution resolutions text texts document documents declaration paragraph paragraphs
    preamble passage passages provision provisions clause clauses part parts they you it any res
    résolution résolutions texte textes documents déclaration assemblée générale nations unies paragraphe paragraphes
    resolución resoluciones texto textos documento documentos declaración asamblea naciones unidas párrafo párrafos la el los las
    le les l ce cette este esta""".split()
)
"""What documents in general, or one that is told apart by a year or a number alone, are called."""


def topic(question: str) -> str:
    """What a question asks to be told of, where it asks nothing else and names as its source documents in general, or one by its
    number or year; else the question as it is.

    >>> topic("What does A/RES/67/172 say about detention?"), topic("Does the 2013 Declaration mention nurses anywhere?")
    ('detention', 'nurses')
    >>> topic("What did the Pope say about detention?")
    'What did the Pope say about detention?'
    """
    for frame in _FRAMES:
        if found := frame.match(question):
            who = found.groupdict().get("who") or ""
            named = [word for word in words(who) if word not in STOPWORDS and not any(char.isdigit() for char in word)]
            about = _ANYWHERE.sub("", found["topic"]).rstrip(" ?.!")
            if all(word in _SOURCES for word in named) and any(word not in STOPWORDS for word in words(about)):
                return about
    return question
