"""Tasks that grammar tells outright, before what is learnt is asked (`hld.app.phrased`): whether something is mentioned, a fact
of a document or all of it in short where it is called by its subject, and which of two texts had what is gone."""

from __future__ import annotations

import re

from hld.app.phrased import Read
from hld.app.wish import age

_MENTIONED = re.compile(
    r"\W*(?:(?:is|are|was|were|do|does|did|has|have) (?P<topic>(?!there\b|it\b|that\b|this\b|they\b|these\b)[^?]{2,60}?) "
    r"(?:ever |also |even )*(?:(?:been |gets? |got )?(?:mentioned|referred to|spoken of|talked about|brought up)"
    r"|(?:gets?|got|finds?|found|receives?d?) (?:a|any)(?: single)? (?:mention|reference)|(?:come|crop|pop|turn)s? up)"
    r"|(?:(?:is|are|was|were) there )?(?:an?|any|some) (?:mentions?|references?) (?:of|to) (?P<of>[^?]{2,60}?))"
    r"(?: (?:at all|anywhere))*(?: in (?P<document>[^?]+?))?(?: (?:at all|anywhere))*\W*",
    re.IGNORECASE,
)
"""Asks whether something is mentioned, anywhere or in a document."""
_ALONE = re.compile(r"\b(?:only|just|solely|exclusively|alone|else|other|another|first|last|how|when|where|why)\b", re.IGNORECASE)
"""Asks more than that: whether it is mentioned there and nowhere else."""


def mentioned(question: str) -> str:
    """The list of where something is mentioned, of a question that asks whether it is; else empty.

    >>> mentioned("Are lamps mentioned in 67/172?"), mentioned("any mention of lamps?"), mentioned("Is it mentioned?")
    ('List all paragraphs on lamps in 67/172.', 'Which documents mention lamps?', '')
    """
    match = _MENTIONED.fullmatch(question)
    if match is None or _ALONE.search(question):
        return ""
    topic = match["topic"] or match["of"]
    return f"List all paragraphs on {topic} in {match['document']}." if match["document"] else f"Which documents mention {topic}?"


_OF_PARTS = re.compile(
    r"\W*(?:please )?(?:compare|(?:what(?:['’]s| is| are) )?(?:the )?differences? between) (?:the )?"
    r"(?P<part>preamb\w+|operative (?:part|paragraph)s?)(?: paragraphs?)? (?:of|in) (?P<one>[^?;:,]{3,60}?) "
    r"(?:and|with|to) (?:(?:that|those) of )?(?P<other>[^?;:,]{3,60}?)\W*",
    re.IGNORECASE,
)
"""Sets a part of one text beside that of another."""


def of_parts(question: str) -> str:
    """What is new in the preamble or the operative part of the later of two texts, of a question that compares these; else empty.

    >>> of_parts("Compare the preambles of 69/229 and 58/208.")
    'What is new in the preamble of 69/229 compared with 58/208?'
    >>> of_parts("Compare 58/208 and 69/229.")
    ''
    """
    match = _OF_PARTS.fullmatch(question)
    if match is None or not (age(match["one"]) and age(match["other"])):
        return ""
    earlier, later = sorted((match["one"], match["other"]), key=age)
    part = "preamble" if match["part"].lower().startswith("preamb") else "operative part"
    return f"What is new in the {part} of {later} compared with {earlier}?"


_OF_A_DOCUMENT = re.compile(
    r"\W*(?:(?:(?:what|which|how) (?:was|were|is|are)|show me|give me|tell me) )?(?:the )?(?:recorded )?"
    r"(?:votes?|voting(?: results?| record)?|result of the vote)(?: counts?| results?)? (?:on|for) (?P<voted>[^?;:]{3,120}?)\W*"
    r"|\W*(?:who|(?:which|what) (?:states|countries|members|governments)) (?:co-?)?sponsored (?P<sponsored>[^?;:]{3,120}?)\W*"
    r"|\W*(?P<titled>[^?;:]{3,120}?)(?::| [–—-]) (?:when (?:was it )?(?:adopted|passed)|(?:date of )?adoption(?: date)?"
    r"|(?:who )?(?:co-?)?sponsor(?:s|ed(?: it)?)?|(?:how (?:was it )?(?:adopted|voted)|(?:the )?votes?))\W*",
    re.IGNORECASE,
)
"""Asks for the vote on a document, its sponsors or its date, and names it by its subject or however."""
_IN_SHORT = re.compile(
    r"\W*(?P<titled>[^?;:]{3,120}?)(?:,|:| [–—-]) (?:the |its |a |in )?(?:gist|summary|main points|key points|essentials|overview"
    r"|nutshell|short|brief|tl;?dr)(?:,? please)?\W*",
    re.IGNORECASE,
)
"""Names a document, and wants it in short."""


def of_a_document(question: str) -> Read | None:
    """The fact that a question asks of what it calls by its subject, or that it wants it in short; None where it asks none so.

    >>> of_a_document("what was the vote on the use of fog").pieces
    {'D': ('the use of fog',)}
    >>> of_a_document("The right to fog: when adopted"), of_a_document("fog resolution, gist").task
    (Read(task='fact', sure=1.0, pieces={'D': ('The right to fog',)}), 'overview')
    >>> of_a_document("Who voted on fog?")
    """
    if short := _IN_SHORT.fullmatch(question):
        return Read(task="overview", sure=1.0, pieces={"D": (short["titled"],)})
    asked = _OF_A_DOCUMENT.fullmatch(question)
    named = asked and (asked["voted"] or asked["sponsored"] or asked["titled"])
    return Read(task="fact", sure=1.0, pieces={"D": (named,)}) if named else None


_LOST = re.compile(
    r"\b(?:gone|disappear\w*|vanish\w*|dropp\w+|lost|fell out|fallen out|removed|deleted|no longer)\b(?! from)", re.IGNORECASE
)


def of_what_was_lost(read: Read, question: str) -> Read:
    """What is read of a question for what went from one of two texts to the other, whichever way it was taken: the earlier is
    the one that had it.

    >>> of_what_was_lost(Read(task="kept", sure=0.9, pieces={"D": ("58/208", "59/241")}), "what disappeared?")
    Read(task='dropped', sure=0.9, pieces={'D': ('59/241', '58/208')})
    """
    documents = read.pieces.get("D", ())
    lost = read.task == "dropped" or (read.task in ("new", "new_reversed", "kept") and _LOST.search(question))
    if not lost or len(documents) != 2 or not all(map(age, documents)):
        return read
    return Read(task="dropped", sure=read.sure, pieces={**read.pieces, "D": tuple(sorted(documents, key=age, reverse=True))})
