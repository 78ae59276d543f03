"""Tasks about the Dialogues that grammar tells outright (`hld.app.outright`): what came of one, how many there were, and what
their round tables were about."""

from __future__ import annotations

import re

from hld.ingest.regex import regex, whole

_A_DIALOGUE = r"(?:high[- ]level )?(?:dialogue|hld)"
_DIALOGUE_OF = (
    rf"(?P<meeting>(?:the )?(?:(?:2006|2013|first|second|1st|2nd) )?(?:un )?{_A_DIALOGUE}(?: (?:of|in) (?:2006|2013))?"
    rf"|(?:the |these |those )?(?:two |both )?(?:un )?{_A_DIALOGUE}s"
    rf"|(?:the )?(?:2013 )?declaration(?: of (?:the )?(?:2013|second)(?: {_A_DIALOGUE})?)?)"
    r"(?: on (?:international )?migration(?: and development)?)?"
)
_AGREE = r"(?:agree|promise|pledge|decide|commit|adopt|achieve|conclude|undertake|accomplish)"
_AGREED = r"(?:agreed|promised|pledged|decided|committed to|adopted|achieved|concluded)"
_THEY = (
    r"(?:the )?(?:member |world )?"
    r"(?:states|governments|countries|nations|leaders|delegations|delegates|assembly|ga|un|they|everyone)"
)
_CAME_OF_IT = tuple(
    regex(rf"\W*{asks}\W*", re.IGNORECASE)
    for asks in (
        rf"what (?:exactly |all |else )?(?:did|have|has) {_THEY} {_AGREE}(?:t?ed|d)?(?: (?:on|to|upon|themselves to|to do))?"
        rf" (?:at|in|during|with|by) {_DIALOGUE_OF}",
        rf"what (?:exactly |all |else )?did {_DIALOGUE_OF} (?:{_AGREE}|produce|bring|result in|lead to|come up with|yield)"
        r"(?: (?:on|to|about))?",
        r"(?:what (?:are|were) )?(?:the )?(?:main |key |most important |concrete )?"
        r"(?:commitments|promises|pledges|decisions|achievements|conclusions) (?:(?:made|taken) )?(?:of|in|from|at|by)"
        rf" {_DIALOGUE_OF}",
        rf"what (?:was|has been|were) {_AGREED} (?:at|in|during|by) {_DIALOGUE_OF}",
        r"what (?:was|were|is|are) the (?:outcomes?|results?) of (?P<meeting>(?:the |these |those |both |two )*"
        rf"{_A_DIALOGUE}s(?: on (?:international )?migration(?: and development)?)?)",
        r"(?:and )?what (?:has |have )?(?:came|come|resulted) (?:out )?(?:of|from) "
        rf"(?P<meeting>(?:the |these |both |two )*{_A_DIALOGUE}s?)",
    )
)
"""Asks what a Dialogue or its declaration came to."""
_THE_FIRST = regex(r"\b(?:2006|first|1st)\b", re.IGNORECASE)
_THE_SECOND = regex(r"\b(?:2013|second|2nd|declaration)\b", re.IGNORECASE)


def of_commitments(question: str) -> str:
    """The declaration in short, of a question that asks what was agreed at the second Dialogue; else empty.

    >>> of_commitments("What did States commit to at the 2013 Dialogue?"), of_commitments("main promises of the declaration")
    ('Summarise the 2013 declaration.', 'Summarise the 2013 declaration.')
    >>> of_commitments("What did the first Dialogue achieve?")
    ''
    """
    return "Summarise the 2013 declaration." if _THE_SECOND.search(_came_of(question)) else ""


def of_the_outcome(question: str) -> str:
    """The outcome of the first Dialogue, which adopted nothing, of a question that asks what was agreed there; else empty.

    >>> of_the_outcome("What did the first Dialogue achieve?"), of_the_outcome("What did the second Dialogue achieve?")
    ('What was the outcome of the 2006 Dialogue?', '')
    >>> of_the_outcome("What came out of the High-level Dialogue?")
    'What was the outcome of both Dialogues?'
    """
    meeting = _came_of(question)
    if not meeting or _THE_SECOND.search(meeting):
        return ""
    return f"What was the outcome of {'the 2006 Dialogue' if _THE_FIRST.search(meeting) else 'both Dialogues'}?"


def _came_of(question: str) -> str:
    """What a question asks what came of; empty where it asks no such thing."""
    match = whole(_CAME_OF_IT, question)
    return match["meeting"] if match else ""


_HOW_MANY_HELD = regex(
    r"\W*how many (?:of (?:the|these|those) )?(?:such |high[- ]level |un |migration )*(?:dialogues|hlds) (?:have|were|had)\b"
    r"(?: there| been| held| taken place)+\b",
    re.IGNORECASE,
)


def of_both_dialogues(question: str) -> str:
    """When each of the Dialogues was, of a question that asks how many there were; else empty.

    >>> of_both_dialogues("How many of these dialogues have been held so far?")
    'When was the first High-level Dialogue held, and when was the second?'
    >>> of_both_dialogues("How many round tables have been held?")
    ''
    """
    return "When was the first High-level Dialogue held, and when was the second?" if _HOW_MANY_HELD.match(question) else ""


_TABLES = r"(?:the )?(?:(?:two|four|interactive|multi-stakeholder) )*"
_OF_TABLES = r"(?P<when>(?:,? (?:of|in|at|for|during|held in|from) [^?.;:,]{4,60})?)"
_SUBJECTS = r"(?:topics?|subjects?|issues?|titles?|questions?|agenda)"
_ROUND_TABLES = tuple(
    regex(rf"\W*(?:and )?(?:(?:name|list|give me|tell me|show me|what(?:['’]?s| (?:is|are|was|were))) )?{asks}\W*", re.IGNORECASE)
    for asks in (
        rf"{_TABLES}(?P<year>2006 |2013 )?round[- ]?tables?['’]?s? {_SUBJECTS}{_OF_TABLES}",
        rf"(?:all )?(?:the )?(?:on the )?{_SUBJECTS} (?:of|for|at) {_TABLES}(?P<year>2006 |2013 )?round[- ]?tables{_OF_TABLES}",
        rf"what (?:did|do|were) {_TABLES}(?P<year>2006 |2013 )?round[- ]?tables "
        rf"(?:discuss|deal with|cover|address|talk about|debate|focus on|about|on){_OF_TABLES}(?: about)?",
        rf"{_TABLES}(?P<year>2006 |2013 )?round[- ]?tables{_OF_TABLES} (?:about|on)",
    )
)
"""Asks what the round tables were about."""


def of_the_round_tables(question: str) -> str:
    """The themes of round tables, of a question that asks for their topics or what they discussed; else empty.

    >>> of_the_round_tables("Name the round table topics in 2013."), of_the_round_tables("topics of the round tables in 2006")
    ('What were the themes of the round tables in 2013?', 'What were the themes of the round tables in 2006?')
    >>> of_the_round_tables("How long did the round tables discuss fog?")
    ''
    """
    match = whole(_ROUND_TABLES, question)
    if match is None:
        return ""
    when = f" in {match['year'].strip()}" if match["year"] else match["when"]
    return f"What were the themes of the round tables{when.lstrip(',')}?"
