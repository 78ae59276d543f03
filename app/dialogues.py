"""Questions and turns about the two Dialogues, or about one that they count."""

from __future__ import annotations

import re

from hld.app.topic import speaker, topic
from hld.app.years import DIALOGUES, HELD
from hld.ingest.regex import regex

_COUNTED_ONE = regex(
    rf"\bthe (?:{'|'.join(DIALOGUES)}|third) one\b|(?<= (?:in|at|of|to) )the (?:first|second)(?=\W*$)", re.IGNORECASE
)
"""Counts the Dialogues where a question before was about one: "when was the first one?"."""
_OF_BOTH = regex(r"(?<=\w )(?:each|both)(?: of (?:them|these|the two))?(?=\W*$)", re.IGNORECASE)
_ANY_DIALOGUE = regex(r"\b(?:dialogues?|hld)\b", re.IGNORECASE)


def of_counted(question: str, before: str) -> str:
    """A turn with the Dialogue that it counts, or with both, where the one before is about any: "when was the first one?"."""
    if not _ANY_DIALOGUE.search(before) or _ANY_DIALOGUE.search(question):
        return ""
    if both := _OF_BOTH.search(question):
        return f"{question[: both.start()]}both Dialogues{question[both.end() :]}"
    counted = _COUNTED_ONE.search(question)
    if counted is None:
        return ""
    which = counted[0].lower().removesuffix(" one")
    return f"{question[: counted.start()]}{which} Dialogue{question[counted.end() :]}"


_DIALOGUE_CALLED = r"(?:(?:un|high[- ]level|migration) )*(?:dialogue|hld)"
_A_DIALOGUE = rf"{_DIALOGUE_CALLED}s?\b"
_BOTH_DIALOGUES = regex(
    r"(?:\b(?P<verb>were|are|have|do) )?"
    rf"(?:\b(?:both(?: of)?(?: the| these)?|(?:all )?(?:the|these|those) two|each(?: of the(?: two)?)?) {_A_DIALOGUE}"
    rf"|\b(?:the )?(?:first|1st|2006) and (?:the )?(?:second|2nd|2013) {_A_DIALOGUE}"
    r"|\b(?:the )?(?:(?:un|high[- ]level) )*(?:dialogue|hld)s? (?:of|in|from) 2006 and (?:(?:of|in|from|that of) )?2013\b"
    r"|(?<=\bin )2006 and (?:(?:again )?in )?2013\b)(?![^?]*[.!?;:]\s)",
    re.IGNORECASE,
)
"""The two Dialogues, of which something is asked at once."""
_WHICH_ONE = r"(?:first|1st|second|2nd|2006|2013)"
_OF_ONE = (
    rf"(?P<open>\W*(?:what|who|whom|when|where|how|which)\b[^?.;:,]*\b){_WHICH_ONE}"
    rf"(?P<what> {_DIALOGUE_CALLED}\b)(?P<rest>[^?.;:,]*),? and "
)
"""Asks something of one Dialogue, and more."""
_AND_OF_OTHER = regex(
    rf"{_OF_ONE}(?:again )?"
    r"(?:(?:how (?:many|much|long)|what|who|whom|when|where)\b )?(?:[a-z]+ ){0,3}?"
    rf"(?:the )?(?:{_WHICH_ONE}|other)(?: (?:one|time|dialogue|hld))?\W*$",
    re.IGNORECASE,
)
"""Asks something of one Dialogue, and the same of the other: "who lit the lamps at the first, and who at the second?"."""
_AND_UNLIKE_OTHER = regex(
    rf"{_OF_ONE}how (?:does|did|do) (?:that|this|it|they) (?:differ|compare)(?: (?:from|with|to))?"
    rf" (?:(?:the|in|of|that|one) )*{_WHICH_ONE}(?: (?:one|{_DIALOGUE_CALLED}))?\W*$",
    re.IGNORECASE,
)
"""Asks something of one Dialogue, and how that is different for the other."""
_YEAR_OF_ONE = rf"(?:{'|'.join(HELD)})"
_AND_IN_OTHER = regex(
    r"(?P<open>\W*(?:what|who|whom|when|where|how|which)\b[^?.;:]*?\b(?:in|for|at|of)) "
    rf"{_YEAR_OF_ONE}(?P<rest>[^?.;:,]*),? (?:and|but) "
    r"(?:(?:how(?: (?:many|much|long))?|what|who|whom|when|where)(?: (?:was|were|did|it|that|again))?"
    r"|(?:was|were|did|is) (?:it|that|this|they|there) (?:(?:be|stay|remain) )?"
    r"(?:the same|different|changed?|as (?:many|long|much)|so|that way)(?: [a-z]+){0,2}) "
    rf"(?:in|for|at|of) {_YEAR_OF_ONE}\W*$",
    re.IGNORECASE,
)
"""Asks something of the year of one Dialogue, and the same of the other: "how many in 2006, and was it the same in 2013?"."""
_CHANGED = regex(
    r"\W*(?:how|in what way|what)(?: (?:did|do|does|have|has|were|was))? (?P<what>(?:the )?(?:[a-z-]+ ){0,3}?"
    r"(?:themes?|topics?|subjects?|formats?|programmes?|outcomes?|length|venues?|participants?|round[- ]?tables?|hearings?)"
    r"(?: of (?:the )?(?:round[- ]?tables?|hearings?|dialogues?|meetings?))?) (?:change[ds]?|differ(?:ed|s)?|different|evolved?)"
    rf" (?:between|from) {_YEAR_OF_ONE} (?:and|to) {_YEAR_OF_ONE}\W*$",
    re.IGNORECASE,
)
"""Asks how something of the meetings changed from the one to the other."""
_IN_BETWEEN = regex(
    r"\b(?:in[- ]?between|(?:half|mid)-?way between)\b|\bbetween (?:the )?(?:(?:two|both) (?:[a-z-]+ ){0,3}?"
    rf"(?:dialogues|hlds|meetings|summits|talks|ones|events|gatherings)|first and (?:the )?second|{' and '.join(HELD)})\b",
    re.IGNORECASE,
)
_ONE_IS = {"were": "was", "are": "is", "have": "has", "do": "does"}


def unlike_other(question: str) -> bool:
    """Whether a question asks something of one Dialogue, and how that differs from the other.

    >>> unlike_other("Who lit the lamps at the first Dialogue, and how does that differ from 2013?")
    True
    """
    return any(pattern.match(question) for pattern in (_AND_UNLIKE_OTHER, _AND_IN_OTHER, _CHANGED))


def in_between(question: str) -> bool:
    """Whether a question is about the time between the Dialogues, or what sets them apart, and so not about each of them.

    >>> in_between("Which lamps were lit between the two Dialogues?"), in_between("Which lamps were lit at both Dialogues?")
    (True, False)
    """
    return bool(_IN_BETWEEN.search(question))


def of_dialogues(question: str) -> tuple[str, ...]:
    """The questions of one about both Dialogues, asked of each; none of one that is about one of them, or only asks what is
    said of a topic.

    >>> of_dialogues("Who lit the lamps at the first Dialogue, and who at the second?")
    ('Who lit the lamps at the 2006 Dialogue?', 'Who lit the lamps at the 2013 Dialogue?')
    >>> of_dialogues("How many lamps were there in 2006, and was it the same number in 2013?")
    ('How many lamps were there in 2006?', 'How many lamps were there in 2013?')
    >>> of_dialogues("When were the two Dialogues held?"), of_dialogues("What do both Dialogues say on lamps?")
    (('When was the 2006 Dialogue held?', 'When was the 2013 Dialogue held?'), ())
    """
    if each := _AND_OF_OTHER.match(question) or _AND_UNLIKE_OTHER.match(question):
        return tuple(f"{each['open']}{year}{each['what']}{each['rest']}?" for year in HELD)
    if each := _AND_IN_OTHER.match(question):
        return tuple(f"{each['open']} {year}{each['rest']}?" for year in HELD)
    if changed := _CHANGED.match(question):
        return tuple(f"What were {changed['what']} of the {year} Dialogue?" for year in HELD)
    both = None if in_between(question) else _BOTH_DIALOGUES.search(question)
    if both is None or topic(question) != question or speaker(question):
        return ()
    bare = both[0][0].isdigit()  # "in 2006 and 2013"
    verb = f"{_ONE_IS[both['verb'].lower()]} " if both["verb"] else ""
    named = (year if bare else f"{verb}the {year} Dialogue" for year in HELD)
    return tuple(f"{question[: both.start()]}{one}{question[both.end() :]}" for one in named)
