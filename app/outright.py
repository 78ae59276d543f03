"""Tasks that grammar tells outright, before what is learnt is asked (`hld.app.phrased`): whether something is mentioned, a fact
of a document or all of it in short where it is called by its subject, and which of two texts had what is gone."""

from __future__ import annotations

import re

from hld.app.of_dialogues import of_both_dialogues, of_commitments, of_the_outcome, of_the_round_tables
from hld.app.phrased import Read
from hld.app.topic import LATEST
from hld.app.wish import age
from hld.ingest.regex import regex, whole

_NAMED = (
    r"(?P<document>(?:the |a/res/|resolution |res\.? )*(?:[\w-]+ ){0,3}?"
    r"(?:declaration\b|[^\s?]*\d\d/\d+)(?: of \d{4})?)"
)
"""A document by its symbol, or a declaration."""
_ALSO_NAMED = _NAMED.replace("<document>", "<other>")
_MENTIONED = regex(
    r"\W*(?:(?:is|are|was|were|do|does|did|has|have) (?P<topic>(?!there\b|it\b|that\b|this\b|they\b|these\b)[^?]{2,60}?) "
    r"(?:ever |also |even )*(?:(?:been |gets? |got )?(?:mentioned|referred to|spoken of|talked about|brought up)"
    r"|(?:gets?|got|finds?|found|receives?d?) (?:a|any)(?: single)? (?:mention|reference)|(?:come|crop|pop|turn)s? up)"
    r"|(?:(?:is|are|was|were) there )?(?:an?|any|some) (?:mentions?|references?) (?:of|to) (?P<of>[^?]{2,60}?))"
    r"(?: (?:at all|anywhere))*(?: in (?P<document>[^?]+?))?(?: (?:at all|anywhere))*\W*",
    re.IGNORECASE,
)
"""Asks whether something is mentioned, anywhere or in a document."""
_IN_A_DOCUMENT = (
    regex(
        r"\W*(?:so )?(?:is|are|was|were) (?P<topic>(?!there\b|it\b|that\b|this\b|they\b|these\b)[^?]{2,60}?) "
        rf"(?:also |already |even )*(?:in|part of) {_NAMED}(?: (?:too|as well|also|at all|anywhere))*\W*",
        re.IGNORECASE,
    ),
    regex(
        rf"\W*(?:so )?(?:{_NAMED} (?:says?|has|contains?) (?:nothing|no word)"
        rf"|(?:there(?:['’]s| is) )?nothing in {_ALSO_NAMED}) (?:on|about|of) "
        r"(?P<topic>[^?]{2,60}?)(?:,? (?:right|correct|then|at all))?\W*",
        re.IGNORECASE,
    ),
)
"""Asks whether a document has something, or says that it has not."""
_ALONE = regex(r"\b(?:only|just|solely|exclusively|alone|else|other|another|first|last|how|when|where|why)\b", re.IGNORECASE)
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


def in_a_document(question: str) -> str:
    """Whether a document mentions something, of a question that asks whether it is in there, or says that it is not; else empty.

    >>> in_a_document("Are lamps in the 2013 declaration too?"), in_a_document("so the declaration says nothing about lamps?")
    ('Does the 2013 declaration mention lamps?', 'Does the declaration mention lamps?')
    """
    found = whole(_IN_A_DOCUMENT, question)
    if found is None or _ALONE.search(question) or mentioned(question):
        return ""
    parts = found.groupdict()
    return f"Does {parts['document'] or parts['other']} mention {parts['topic']}?"


_WHICH_SESSIONS = r"(?:which|what) (?:sessions?|years?)(?: of the (?:un|ga|(?:general )?assembly))?"
_OF_SESSIONS = (
    regex(
        rf"\W*(?:(?:in|at|during) )?{_WHICH_SESSIONS} (?:(?:did|does|do|has|have) )?"
        r"(?:(?:the )?(?:un|ga|general assembly|assembly|united nations) )?"
        r"(?:(?:deal|dealt|deals) with|take up|taken up|took up|discuss(?:ed|es)?|consider(?:ed|s)?"
        r"|(?:adopt(?:ed|s)?|pass(?:ed|es)?|had?|have|has) (?:an? |any )?(?:resolutions?|texts?|decisions?) (?:on|about))"
        r" (?P<topic>(?!it\b|that\b|this\b|them\b)[^?,;:]{3,80}?)\W*",
        re.IGNORECASE,
    ),
    regex(
        rf"\W*(?P<topic>[^?,;:]{{3,80}}?)[:,]? {_WHICH_SESSIONS} (?:dealt with (?:it|this|that)|took (?:it|this|that) up)\W*",
        re.IGNORECASE,
    ),
)
"""Asks when the Assembly had something before it."""


def of_sessions(question: str) -> str:
    """The list of the documents about something, of a question that asks in which sessions or years that was dealt with; else
    empty.

    >>> of_sessions("Which sessions dealt with fog at sea?"), of_sessions("in what years did the GA adopt a text on lamps")
    ('Which resolutions are about fog at sea?', 'Which resolutions are about lamps?')
    """
    match = whole(_OF_SESSIONS, question)
    return f"Which resolutions are about {match['topic']}?" if match else ""


_OF_A_YEAR = regex(
    r"\W*(?:which|what) (?:(?P<kind>(?!(?:of|the|agreed|other|new)\b)[\w-]+) )?(?P<what>resolutions|texts|documents)"
    r"(?: (?:on|about|concerning) (?P<topic>[^?:;,]{3,60}?))? (?:were|was|have been|got) (?:adopted|passed|agreed) "
    r"(?:in|during) (?P<year>(?:19|20)\d\d)\W*",
    re.IGNORECASE,
)
"""Asks which texts on something are of a year."""


def of_a_year(question: str) -> str:
    """The texts of a year that are about something, of a question that asks which were adopted then; else empty.

    >>> of_a_year("Which lamp resolutions were adopted in 2022?"), of_a_year("What texts on lamps were passed in 2022?")
    ('Which resolutions of 2022 are about lamp?', 'Which texts of 2022 are about lamps?')
    >>> of_a_year("Which resolutions were adopted in 2022?")
    ''
    """
    match = _OF_A_YEAR.fullmatch(question)
    about = match and (match["topic"] or match["kind"])
    return f"Which {match['what'].lower()} of {match['year']} are about {about}?" if match and about else ""


_LATEST_BEHIND = regex(
    r"\W*(?P<subject>[^?:;]{4,80}?)\s*(?:[:,;–—]|-(?= ))\s*(?:and )?(?:(?:what(?:['’]s| is)|which(?: is)?|show me|give me) )?"
    rf"(?:the )?(?P<end>{LATEST}) (?:resolution|text|document|version|declaration)\W*",
    re.IGNORECASE,
)
"""Asks for the latest text behind what it is about: "Lamps at sea: latest text?"."""


_WHICH_IS_LATEST = regex(
    rf"\W*(?:which|what) (?:resolution|text|document|declaration)(?: here)? (?:is|was) (?:the )?(?P<end>{LATEST})(?: one| text)? "
    r"(?:on|about|concerning) (?:the )?(?P<subject>[^?:;]{4,80}?)\W*",
    re.IGNORECASE,
)


def of_the_latest(question: str) -> str:
    """The latest or first document of a title, of a question that names it behind that; else empty.

    >>> of_the_latest("Lamps at sea - the latest text?"), of_the_latest("What is the latest text on lamps?")
    ('What is the latest resolution on Lamps at sea?', '')
    >>> of_the_latest("Which resolution is the most recent on lamps?")
    'What is the most recent resolution on lamps?'
    """
    match = _LATEST_BEHIND.fullmatch(question) or _WHICH_IS_LATEST.fullmatch(question)
    return f"What is the {match['end'].lower()} resolution on {match['subject']}?" if match else ""


_ASKS_WHAT = (
    r"(?:(?:in|on|for|by|to|about|from) )?(?:what|which|how|why|when|where)"
    r"(?: (?!(?:of|many|much|is|are|was|were|do|does|did|has|have|had|can|could|may|might|must|should|will|would)\b)[\w-]+){0,2}?"
)
_BASE = (
    r"(?:say|speak|talk|think|see|ask|request|want|use|mention|call|decide|recommend|define|describe|address|deal|recogni[sz]e"
    r"|encourage|urge|treat|view|understand|mean|propose|promise|plan|suggest|expect|tell|look|consider|condemn|welcome|stress)"
)
_WITHOUT_DOES = (
    (
        regex(
            rf"(?P<asks>(?:^|[,;] |\band )\W*(?:please )?{_ASKS_WHAT}) (?P<who>the (?:[\w-]+ )?(?:assembly|declaration|resolution"
            rf"|dialogue|ga|un|secretary-general|text|document|forum|council|committee)|it) (?={_BASE}\b)",
            re.IGNORECASE,
        ),
        "does",
    ),
    (
        regex(
            rf"(?P<asks>^\W*(?:please )?{_ASKS_WHAT}) (?P<who>the (?:[\w-]+ )?(?:states|governments|countries|resolutions|texts"
            rf"|documents)|they) (?={_BASE}\b)",
            re.IGNORECASE,
        ),
        "do",
    ),
)
"""Questions as people put them in whose own language a question has no verb before its subject: "how the Assembly see this"."""


_WANTS_OF = regex(
    r"(?P<asks>\bwhat (?:else |exactly )?(?:does|do|did) [^?]{1,60}?) (?:want|expect|demand|require) (?:from|of) (?=\w)",
    re.IGNORECASE,
)
"""Asks what is asked of somebody, in a stronger word: "what does 67/172 expect of States"."""
_IN_THE_EYES = regex(r"\bin the (?:eyes|view|opinion) of(?= (?:the|that|this|[^\s]*\d))", re.IGNORECASE)
_WHAT_IS_SAY = regex(r"\bwhat (?:is|are|does|do)? ?say(?:s|ing)?\b(?= (?:about|on|in|of)\b)", re.IGNORECASE)


def with_does(question: str) -> str:
    """A question with the "does" that English has before its subject, where it is left out.

    >>> with_does("What does the Assembly say?")
    'What does the Assembly say?'
    >>> with_does("In which resolutions the Assembly talk about fog?"), with_does("I know what the resolutions say on fog.")
    ('In which resolutions does the Assembly talk about fog?', 'I know what the resolutions say on fog.')
    """
    question = _IN_THE_EYES.sub("according to", _WHAT_IS_SAY.sub("what is said", question))
    question = _WANTS_OF.sub(r"\g<asks> ask of ", question)
    for pattern, does in _WITHOUT_DOES:
        question = pattern.sub(rf"\g<asks> {does} \g<who> ", question)
    return question


_OF_PARTS = regex(
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


_DIALOGUES_APART = regex(
    r"\W*how (?:did|do|does|are|were|was|is) (?P<thing>[^?;:]{3,60}?) (?:of|in|at|for) the (?:first|2006|second|2013) "
    r"(?:high[- ]level )?(?:dialogue|hld) (?:any )?(?:differ(?:ent)?|compare)\b[^?]*\b(?:first|2006|second|2013)\b[^?]*\W*",
    re.IGNORECASE,
)
"""Asks how a thing of one Dialogue differs from that of the other."""
_UNLIKE_THOSE = regex(
    r"\W*how (?:did|do|does|are|were|was|is) (?P<thing>[^?;:]{3,60}? (?:of|in|at|for|from) (?P<one>[^?;:]{3,40}?)) "
    r"(?:any )?(?:differ(?:ent)?|compare) (?:from|to|with) "
    r"(?:those|that|the ones?|it) (?:of|in|at|for|from) (?P<other>[^?;:]{3,40}?)\W*",
    re.IGNORECASE,
)
"""Asks how a thing of one text or year differs from that of another."""


def told_apart(question: str) -> str:
    """The difference between two things, of a question that asks how one differs from that of another year; else empty.

    >>> told_apart("How did the lamps of 2006 differ from those of 2013?")
    'What is the difference between the lamps of 2006 and 2013?'
    >>> told_apart("How does the outcome of the first Dialogue differ in form from that of the second one?")
    'What was the outcome of both Dialogues?'
    >>> told_apart("How did the lamps differ?")
    ''
    """
    if apart := _DIALOGUES_APART.fullmatch(question):
        many = apart["thing"].endswith("s") and not apart["thing"].endswith("ss")
        return f"What {'were' if many else 'was'} {apart['thing']} of both Dialogues?"
    unlike = _UNLIKE_THOSE.fullmatch(question)
    if unlike is None or not (age(unlike["one"]) and age(unlike["other"])):
        return ""
    return f"What is the difference between {unlike['thing']} and {unlike['other']}?"


_ASKED_OF_BOTH = regex(
    r"\W*compare (?P<one>[^?;:,]{3,40}?) (?:and|with|to) (?P<other>[^?;:,]{3,40}?)[:,;.–-]+ what do(?:es)? (?:they|each|both)"
    r"(?: of them)? (?P<ask>[^?]{3,120}?)\W*",
    re.IGNORECASE,
)
_ALMOST = regex(
    r".*?(?P<later>\d\d/\d+)\b[^.?!]*? (?:same as|similar to|identical to|like|copy of|repeats?) (?:the )?(?:[\w-]+ )?"
    r"(?P<earlier>\d\d/\d+)[.?!,;:–-]+ *(?:so |but |and )*"
    r"what(?:['’]s| is| has) (?:really |actually )?(?P<what>new|different|changed)\b[^?]{0,20}\W*",
    re.IGNORECASE,
)
"""Says that a text is as another, and asks what is new in it."""


def of_two(question: str) -> str:
    """What is asked of two texts that are set side by side first, or said to be alike; else empty.

    >>> of_two("Compare 58/208 and 59/241: what do they ask of keepers?")
    'What do 58/208 and 59/241 ask of keepers?'
    >>> of_two("I heard 59/241 is nearly the same as 58/208. What is new in it?")
    'What is new in 59/241 compared with 58/208?'
    """
    if (asked := _ASKED_OF_BOTH.fullmatch(question)) and age(asked["one"]) and age(asked["other"]):
        return f"What do {asked['one']} and {asked['other']} {asked['ask']}?"
    almost = _ALMOST.fullmatch(question)
    return f"What is new in {almost['later']} compared with {almost['earlier']}?" if almost else ""


_ENDS_WITH = regex(
    rf"\W*(?:and )?(?:how (?:does|do|did) {_NAMED} (?:end|close|conclude|finish)"
    rf"|what does {_ALSO_NAMED} (?:end|close|conclude) with)\W*",
    re.IGNORECASE,
)


def of_its_end(question: str) -> str:
    """The last paragraph of a document, of a question how it ends; else empty.

    >>> of_its_end("How does 68/4 end?"), of_its_end("How did the war end?")
    ('What is the last paragraph of 68/4?', '')
    """
    match = _ENDS_WITH.fullmatch(question)
    return f"What is the last paragraph of {match['document'] or match['other']}?" if match else ""


_OF_A_DOCUMENT = regex(
    r"\W*(?:(?:(?:what|which|how) (?:was|were|is|are)|show me|give me|tell me) )?(?:the )?(?:recorded )?"
    r"(?:votes?|voting(?: results?| record)?|result of the vote)(?: counts?| results?)? (?:on|for) (?P<voted>[^?;:]{3,120}?)\W*"
    r"|\W*how (?:many|did)(?: (?:of )?(?:the )?(?:countries|states|member states|members|delegations))?(?: (?:have )?voted?)?"
    r" (?:for|against|on|in favour of|abstain(?:ed)? on) (?P<counted>[^?;:]{3,120}?)(?: in (?P<year>\d{4}))?\W*"
    r"|\W*(?:who|(?:which|what) (?:states|countries|members|governments)) (?:voted (?:for|against|in favour of)|abstained on)"
    r" (?P<sides>[^?;:]{3,120}?)(?: in (?P<sided>\d{4}))?\W*"
    r"|\W*(?:who|(?:which|what) (?:states|countries|members|governments)) (?:co-?)?sponsored (?P<sponsored>[^?;:]{3,120}?)\W*"
    r"|\W*(?P<titled>[^?;:]{3,120}?)(?:[:,]| [–—-]) (?:when (?:was it )?(?:adopted|passed)|(?:date of )?adoption(?: date)?"
    r"|(?:who )?(?:co-?)?sponsor(?:s|ed(?: it)?)?|(?:how (?:was it )?(?:adopted|voted)|(?:the )?votes?))\W*",
    re.IGNORECASE,
)
"""Asks for the vote on a document, its sponsors or its date, and names it by its subject or however."""
_NAMING = ("voted", "counted", "sides", "sponsored", "titled")
"""What names a document there."""
_ITS_NAME = regex(r"^(?:the )?resolution (?:against|on|about|concerning|to end|calling for) ", re.IGNORECASE)
_IN_SHORT = regex(
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
    if asked is None:
        return None
    named = _ITS_NAME.sub("", next(asked[name] for name in _NAMING if asked[name]))
    year = asked["year"] or asked["sided"]
    if year and named.endswith("resolution"):
        named = f"the {year} {named.removeprefix('the ')}"
    return Read(task="fact", sure=1.0, pieces={"D": (named,)})


_LOST = regex(
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


LOOKED_UP = (mentioned, of_sessions, of_a_year, of_the_latest, of_commitments, of_parts, of_two, of_its_end)
"""Tasks that stand where something is looked up by what they put a question as."""
NAMED = (in_a_document, of_both_dialogues, told_apart, of_the_outcome, of_the_round_tables)
"""Tasks that stand wherever they are read."""
