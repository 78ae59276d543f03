"""The topic of a question that only asks what is said of it, or when it was said first or last: "What does resolution 67/172 say
about detention?" and "Since when have these texts been speaking of detention?" are "detention".

Such a frame tells nothing of the topic, and drowns a short one where meanings are compared: the questions that are nearest to the
first one above ask what some other resolution says.
"""

from __future__ import annotations

import re

from hld.index.lexical import STOPWORDS, words

_WHO = r"(?P<who>[^?.;:]{0,80}?)"
_ON = r"(?:about|on|regarding|concerning)"
_CONTAINS = rf"(?:contains?|has|have) (?:anything|something|provisions?|language|paragraphs?) {_ON}"
_ONCE = r"(?:(?:for the )?(?:first|last)(?: time)?)"
_TAIL = r"(?: (?:up|out|attention))?(?: (?:about|of|on|for|to|with|against|that))?"
_SAYS = rf"(?!(?:ask|request|invit|report)\w*\b)[a-z]+{_TAIL}"
"""A verb and what belongs to it; not of a request or a report, which are things that questions are about."""
_SAID = rf"(?:been (?!asking|requesting|inviting|reporting)[a-z]+ing|said|spoken|(?!asked|requested|invited)[a-z]+ed){_TAIL}"
_APPEARS = (
    r"(?:(?:show|crop|c[ao]me|turn|pop|brought)(?:s|n|ed|ped)? up|(?:appear|occur|surface|feature)(?:s|e?d|red)?"
    r"|mentioned|raised|introduced|addressed|discussed|named|spoken of|talked about|dealt with|called for)"
)
_WHEN = r"(?:when|where|in (?:which|what) [^?.;:]{1,40}?)"
_DID = r"(?:do|does|did|is|are|was|were|has|have)"
_LATEST = r"(?:oldest|earliest|first|last|latest|newest|most recent)"
_FRAMES = tuple(
    re.compile(rf"\W*(?:(?:and|so|but|please)\b[\s,]*)*{frame}\W*$", re.IGNORECASE)
    for frame in (
        rf"what (?:exactly |else )?(?:does|do|did|has|have) {_WHO} (?:say|said|to say) {_ON} (?P<topic>.+)",
        rf"(?:does|do|did|has|have) {_WHO} (?:ever |also )?(?:say|said) (?:anything|something) {_ON} (?P<topic>.+)",
        rf"(?:does|do|did) {_WHO} (?:ever |also |even )?(?:mention|speak of|talk about|deal with|cover|address) (?P<topic>.+)",
        rf"(?:is|was) there (?:anything|something) {_ON} (?P<topic>.+?) in (?P<who>[^?.;:]*\d[^?.;:]*)",
        rf"(?:is|was) there (?:anything|something)(?: in {_WHO})? {_ON} (?P<topic>.+)",
        rf"(?:show|tell|give) me (?:(?:everything|anything|all|more|what there is) )?{_ON} (?P<topic>.+)",
        rf"(?:which|what) {_WHO} (?:mentions?|speaks? of|talks? about|deals? with|covers?|address(?:es)?|{_CONTAINS}) (?P<topic>.+)",
        rf"where (?:does|do) {_WHO} (?:mention|speak of|talk about|deal with|cover|address) (?P<topic>.+)",
        r"where (?:is|are|was|were) (?P<topic>.+?) (?:mentioned|addressed|dealt with|discussed)",
        rf"since (?:when|(?:what|which) (?:year|session)) (?:has|have|had) {_WHO} {_SAID} (?P<topic>.+)",
        r"since when has (?:the|this) (?:point|idea|case|call) been (?:made|raised) (?:that|of|for) (?P<topic>.+)",
        rf"{_WHEN} (?:do|does|did) (?!the (?:first|last)){_WHO},? {_ONCE} {_SAYS} (?P<topic>.+)",
        rf"{_WHEN} {_DID} (?P<topic>[^?]+?) (?:been )?{_ONCE} {_APPEARS}(?P<rest> .+)?",
        rf"{_WHEN} {_DID} (?P<topic>[^?]+?) (?:been )?{_APPEARS} {_ONCE}",
        r"how far back (?:do|does) (?P<topic>.+?) (?:go|reach)",
        rf"what(?:['’]s| is| was) the {_LATEST} (?:mention of|reference to) (?P<topic>.+)",
        rf"(?:which|what) (?!{_DID}\b){_WHO} {_DID} the {_LATEST}(?: one)? (?:to|that|which) {_SAYS} (?P<topic>.+)",
        rf"(?:which|what) (?!{_DID}\b){_WHO} {_ONCE} {_SAYS} (?P<topic>.+)",
        rf"que (?:dit|disent) {_WHO} (?:sur|au sujet de|à propos de|concernant) (?P<topic>.+)",
        rf"qué (?:dice|dicen) {_WHO} (?:sobre|acerca de|respecto de) (?P<topic>.+)",
    )
)
_HERE = r"(?:in|of|among) (?:the|these|those|this) (?:set|series|texts|documents|resolutions)(?: of \w+)?"
_ANYWHERE = re.compile(rf"(?:\s+(?:anywhere|at all|there|{_HERE}))+\W*$", re.IGNORECASE)
_SOURCES = frozenset(
    """un united nations general assembly resolution resolutions text texts document documents declaration paragraph paragraphs
    preamble passage passages provision provisions clause clauses part parts they you it any res
    résolution résolutions texte textes documents déclaration assemblée générale nations unies paragraphe paragraphes
    resolución resoluciones texto textos documento documentos declaración asamblea naciones unidas párrafo párrafos la el los las
    le les l ce cette este esta series set""".split()
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
    asked = _ANYWHERE.sub("", question)
    for frame in _FRAMES:
        if found := frame.match(asked):
            parts = found.groupdict()
            named = [
                word
                for word in words(parts.get("who") or "")
                if word not in STOPWORDS and not any(char.isdigit() for char in word)
            ]
            about = f"{parts['topic']}{parts.get('rest') or ''}".rstrip(" ?.!")
            if all(word in _SOURCES for word in named) and any(word not in STOPWORDS for word in words(about)):
                return about
    return question
