"""Turns of a conversation: a question with what it leaves to those before it, or one of those asked otherwise."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hld.app.dialogues import of_counted, unlike_other
from hld.app.framed import joined, unframed
from hld.app.holdings import mentioning
from hld.app.named import adds_abroad, of_its_topic, of_the_named, of_thing
from hld.app.on_topic import DATED
from hld.app.reasked import THE_DECLARATION, going_on, otherwise
from hld.app.titles import its_declaration
from hld.app.wants import wants
from hld.app.years import YEAR
from hld.index.lexical import STOPWORDS, words
from hld.ingest.references import find_places, find_references
from hld.ingest.regex import regex

_GOES_ON = regex(
    r"(?:and|or|but|also|what about|how about|what else|same|et|y|pero|mais)\b|.*\b(?:it|its|they|them|their|that one|this one|"
    r"these|those|that|he|she|his|her|there|then|the same|the other|say so"
    r"|(?:first|second|third|last|next|other|previous) (?:one|time))\b|.*\b(?:too|as well|already|instead)\W*$"
    r"|\W*what (?:must|should|can|could|may|will|do|did|does) [^?]{1,30} do\W*$",
    re.IGNORECASE,
)
_COUNTS = regex(r"\bhow (?:many|much)\b[^?]{1,40}? (?:is|are|was|were) there\b", re.IGNORECASE)
"""Asks how many there are, where "there" is no place."""
_SMALL = frozenset("one what how many much which when where why there more else also paragraph para point letter text".split())
"""Says nothing of its own in a turn, beside the stop words."""
_TEXTS = frozenset("resolution declaration document year session earlier previous same too".split())
"""Says nothing of its own beside a document."""
MOST = 7
"""Words with a meaning of their own that a turn has at most which leaves something to the one before."""
BACK = 4
"""Turns in which it is looked up of what "the second one" is."""
_ITSELF = regex(r"\b(?:it|its|they|them|their)\b", re.IGNORECASE)
_ONE_OF_THEM = regex(r"\b(?:one|some|part|any) of (?:them|those|these|it)\b", re.IGNORECASE)
"""Asks of a thing whether it belongs to what was named before."""
FEW = 2
"""Words with a meaning of their own of a turn that goes on about what the one before it names."""
ENOUGH = 4
"""Words with a meaning of their own from which a turn may be asked without the one before."""
_WHOLE = regex(
    r"(?:how|what|which|who|whom|whose|where|when|why|is|are|was|were|do|does|did|can|could|should|must|has|have|list|give|tell|"
    r"show|name|write|explain|que|qué|quel|quelle|quels|quelles|qui|comment|combien|quand|où|pourquoi|est-ce|cuál|cuáles|quién|"
    r"cómo|cuándo|cuánto|dónde|por)\s+\S+\s+\S+\s+\S+",
    re.IGNORECASE,
)
"""A question that is whole however short it is: a question word and more than two words behind it."""
_DEFINES = regex(
    r"\W*what(?:['’]s| is| are)(?: an?)? (?!(?:the|its?|that|this|these|those|they|theirs?|his|her|so|about|new|next|different"
    r"|said|meant|with|for|in|on|of|to)\b)[a-z]{3,}",
    re.IGNORECASE,
)
"""Asks what a thing is, which it names."""
_POLITE = regex(
    r"^\W*(?:(?:(?:many )?(?:thanks|thank you|thx|ty)(?: a lot| so much| very much|(?! (?:a lot|so|very)))|ok(?:ay)?(?: then)?)\b"
    r"[\s,.!;:–-]*|(?:great|perfect|good|fine|cool|nice|right|i see|got it|understood|yes|well|oh|ah)\b[,.!;:][\s,.!;:–-]*"
    r"|(?:merci|gracias|now|hm+|uh|um)\b[\s,.!;:–-]+"
    r"|(?:so|and|i said)[\s,:]+(?=(?:(?:please|can you|could you) )?(?:list|show|give)\b))+(?=\w)",
    re.IGNORECASE,
)
"""What one says before one asks on."""
_CLIPPED = regex(r"\b(what|who|where|when|how|that|there)s\b", re.IGNORECASE)
"""Typed without its apostrophe, "whats"."""
_SLIPS = {
    "what": "wat waht whta wht", "about": "abut abt abotu", "which": "wich whcih", "the": "teh", "and": "adn nad", "how": "hwo",
    "when": "wen whn", "should": "shoud shuld", "does": "deos",
}  # fmt: skip
_MISTYPED = {slip: word for word, slips in _SLIPS.items() for slip in slips.split()}
"""Small words as they are mistyped; others are corrected by what the documents have."""
_TYPED = regex(rf"\b(?:{'|'.join(_MISTYPED)})\b", re.IGNORECASE)
_FORGET = regex(
    r"^\W*(?:(?:sorry|no|ok(?:ay)?|please|actually)\b\W*)*(?:forget|never ?mind|ignore|leave|drop|skip)"
    r"(?: (?:about )?(?:that|it|this|the last one))?\s*[,.;:!–-]+\s*(?=\w)",
    re.IGNORECASE,
)
"""Takes the turn before back."""
_PLEASE = regex(r"(?<=\w)[\s,.!;–-]+(?:please|pls|thanks|thank you|thx|svp|por favor)\W*$", re.IGNORECASE)
"""What one says behind what one asks."""
_SOURCE_TOO = regex(
    r"(?<=\?)\s*(?:and )?(?:where (?:do|can|could) i (?:find|read|see) (?:it|that|this)|where (?:is|does it say) (?:it|that|this)"
    r"|(?:quote|cite) (?:it|that|the (?:paragraph|source))|(?:(?:what is|give me|show me) )?(?:the |your )?source)"
    r"(?:,? please)?\W*$",
    re.IGNORECASE,
)
"""Wants the source as well, which every answer has."""
_OPPOSITE = regex(r"(?<=\band )the (?:opposite|contrary|reverse|other way (?:round|around))\s*[,:;–-]+\s*(?=\w)", re.I)
"""Says that what follows is the opposite of what was asked."""
_NUMBER = regex(r"^\W*(?:and )?(?:(?:no\.?|number) )?(\d{1,3}(?: ?\([a-z]\))?)(?:,? then)?\W*$", re.IGNORECASE)
"""Names a paragraph by its number alone."""
_ANEW = regex(
    r"^\W*(?:(?:on |now )?(?:an? )?(?:completely )?(?:different|another|new|unrelated) (?:topic|question|subject|thing|matter)"
    r"|(?:now )?something (?:completely )?(?:else|different)|chang(?:e|ing) (?:of|the) (?:topic|subject)|by the way|btw)\b"
    r"\s*[,.:;–-]+\s*(?=\w)",
    re.IGNORECASE,
)
"""Says that what follows is about something else."""
_EARLIER = regex(
    r"^\W*(?:(?:and|so|but|now)\b\W*)*(?:(?P<back>(?:(?:going|to go|to come|coming) )?back to|return(?:ing)? to|again|what about|"
    r"how about|as (?:for|to)|regarding) )?(?:my|the|our) (?P<which>first|original|second|third|last|previous|earlier)"
    r"(?P<noun> question)?(?: again)?[\s,:;–-]*(?P<rest>[^?]*)\W*$",
    re.IGNORECASE,
)
"""Goes back to an earlier turn: "What about my first question in 2014?"."""
_BEFORE_LAST = regex(r"\b(?:back|return\w*) to \w+ (?:previous|earlier)\b", re.IGNORECASE)
"""Goes back to the question before the last one."""
_BACK_TO_ONE = regex(r"\b(?:back|return\w*) to \w+ \w+ one(?: again)?\W*$", re.IGNORECASE)
"""Names an earlier question so, and adds nothing."""
_PLACES = {"first": 0, "original": 0, "second": 1, "third": 2}


def standalone(question: str, history: Sequence[str]) -> str:
    """The question with what it leaves to the one before; a question that stands alone is returned as it is."""
    if not history:
        return question
    question = going_on(question)
    if (
        _DEFINES.match(question)
        or mentioning(question)
        or unlike_other(question)
        or (find_places(question) and its_declaration(question.lower()))
    ):  # whole, however short
        return question
    content = [w for w in words(question) if len(w) > 2]
    own = set(content) - STOPWORDS - _SMALL
    fragment = (len(content) <= 4 or len(own) < FEW) and not _WHOLE.match(question.strip())
    long = len([word for word in content if word not in STOPWORDS]) > MOST
    leans = _GOES_ON.match(_COUNTS.sub("how many", question.strip()))
    if long or find_references(question) or not (leans or fragment):
        return question
    turns = _resolved(history)
    before = _before(turns)
    if whole := _of_the_named(question, turns, history):
        return whole
    # A year or a session in the new question replaces the one before, and the document: "what about 2014?"
    if YEAR.search(question) or its_declaration(question.lower()):
        before = of_any(before)
    if any(mention.reference.part for mention in find_references(before)) and set(words(question)) - STOPWORDS - _SMALL:
        return question  # what was looked up by its number would be looked up again
    return f"{before} {question}"


SIGNS = ("leans", "enough", "itself", "whole", "own")
"""What a turn shows of whether it goes on from the one before."""


def signs(turn: str) -> dict[str, float]:
    """The `SIGNS` of a turn: whether it has words that lean on what was said, whether it says enough to be asked alone, whether
    it speaks of "it" or "them", whether it is a whole question however short, and how many words of its own it has.

    >>> signs("and who lights them?")
    {'leans': 1.0, 'enough': 0.0, 'itself': 1.0, 'whole': 0.0, 'own': 1.0}
    """
    own = [word for word in words(turn) if word not in STOPWORDS and word not in _SMALL]
    told = (_GOES_ON.match(turn), says_enough(turn), _ITSELF.search(turn), _WHOLE.match(turn.strip()))
    return dict(zip(SIGNS, [*(float(bool(sign)) for sign in told), float(len(own))], strict=True))


def of_another(question: str, history: Sequence[str]) -> str:
    """The question before, or an earlier one that it goes back to, as this one asks it otherwise; empty where it does not."""
    return _another(question, _resolved(history))


def _another(question: str, turns: Sequence[str]) -> str:
    """The same of turns that are whole questions, as far as they can be."""
    if not turns:
        return ""
    counted = (of_counted(question, turn) for turn in reversed(turns[-BACK:-1]))
    asked = _earlier(question, turns) or otherwise(question, turns[-1]) or of_its_topic(question, turns[-1])
    asked = asked or _corrected(question, turns) or (of_thing(question, turns[-1]) if adds_abroad(question) else "")
    return asked or next(filter(None, counted), "")


def _corrected(question: str, turns: Sequence[str]) -> str:
    """The last question that asks what is said of a topic, of the thing that a turn says was meant; empty where the turn before
    is that question, or there is none."""
    meant = going_on(question)
    return next(filter(None, (of_thing(meant, turn) for turn in reversed(turns[:-1]))), "") if meant != question else ""


def _resolved(history: Sequence[str]) -> list[str]:
    """The turns of a conversation, those that ask the one before otherwise, or of what it names, as whole questions."""
    turns: list[str] = []
    said = [*map(_plainly, history)]
    for turn in said:
        before = turns[-1] if turns else ""
        named = _of_the_named(turn, turns, said[: len(turns)])
        turns.append(_another(turn, turns) or named or of_thing(turn, before) or turn.strip())
    return turns


def _of_the_named(question: str, turns: Sequence[str], said: Sequence[str]) -> str:
    """A turn with the name of what it calls "it", which the turn before names, or one before that, where those between call it
    "it" as well, or are but a few words without a thing of their own: "how many members?". `said` are the turns as they were."""
    for before, own in zip(reversed(turns), reversed(said), strict=True):
        if _ONE_OF_THEM.search(own):  # of what was named before
            continue
        if whole := of_the_named(question, before):
            return whole
        if find_references(before) or not (_ITSELF.search(own) or len(set(words(own)) - STOPWORDS - _SMALL) <= FEW):
            return ""
    return ""


def _before(turns: Sequence[str]) -> str:
    """The turn before, behind the last question that stands alone where it leans on that."""
    alone = next((n for n in reversed(range(len(turns))) if not (_GOES_ON.match(turns[n]) or len(words(turns[n])) <= 4)), 0)
    return turns[-1] if alone == len(turns) - 1 else f"{turns[alone]} {turns[-1]}"


def _earlier(question: str, history: Sequence[str]) -> str:
    """The earlier question that a turn goes back to, with what it adds; that of another year where it adds no more than one."""
    match = _EARLIER.match(question)
    place = _PLACES.get(match["which"].lower(), -1) if match else 0
    if match and _BEFORE_LAST.search(question) and len(history) > 1:
        place = -2
    if match is None or not (match["noun"] or match["back"]) or place >= len(history):
        return ""
    before, rest = history[place], "" if _BACK_TO_ONE.search(question) else match["rest"].strip()
    return (of_another(f"and {rest}", [before]) or standalone(f"and {rest}", [before])) if rest else before


def of_any(question: str) -> str:
    """A question without the documents and the times that it names.

    >>> of_any("What did 67/219 say on fog in 2012?")
    'What did the resolution say on fog?'
    """
    return " ".join(DATED.sub("", _unnamed(question)).split())


_SENTENCE = regex(r"(?<=[?.!])\s+")


def named_together(text: str) -> bool:
    """Whether one sentence names several years or documents.

    >>> named_together("What did 2004 say of lamps? And 2008?"), named_together("And in 2004 and 67/172?")
    (False, True)
    """
    return any(len({*YEAR.findall(each)}) + len(find_references(each)) > 1 for each in _SENTENCE.split(text))


_OF_BOTH = regex(
    r"\b(?:both|either|neither|two|each|differ\w*|in common|the same|which (?:one|of)|(?:all|these|those) (?:texts|years))\b",
    re.IGNORECASE,
)
"""Is about all that turns before asked of."""


def of_the_last(text: str, turn: str) -> str:
    """What turn after turn asked of one document or year each, of the last of these alone, where the turn is not of them all.

    >>> of_the_last("What does 67/172 say of lamps? And in 2008? Who pays?", "Who pays?")
    'What does the resolution say of lamps? And in 2008? Who pays?'
    """
    sentences = _SENTENCE.split(text)
    named = [n for n, each in enumerate(sentences) if YEAR.search(each) or find_references(each)]
    if len(named) < 2 or named_together(text) or _OF_BOTH.search(turn) or "comparison" in wants(turn):
        return text
    return " ".join([*map(of_any, sentences[: named[-1]]), *sentences[named[-1] :]])


def says_enough(turn: str) -> bool:
    """Whether a turn has so many words of its own that it may be asked without the one before.

    >>> says_enough("OK but what price was set for the oil of lamps"), says_enough("picked by whom?")
    (True, False)
    """
    return len(set(words(turn)) - STOPWORDS - _SMALL) >= ENOUGH


def names_only(turn: str) -> bool:
    """Whether a turn says next to nothing beside the document or the time that it names.

    >>> names_only("and the 2010 one?"), names_only("and who lights the lamps in 2010?")
    (True, False)
    """
    return len(set(words(of_any(turn))) - STOPWORDS - _SMALL - _TEXTS) < 2


def _unnamed(question: str) -> str:
    """A question that asks of a resolution, and not of which: without symbols, and without the Declaration."""
    for mention in reversed(find_references(question)):
        if mention.reference.part is None:
            question = f"{question[: mention.start]}the resolution{question[mention.end :]}"
    return THE_DECLARATION.sub("the resolution", question) if its_declaration(question.lower()) else question


def _plainly(question: str) -> str:
    """A turn without what one says before one asks on."""
    question = _TYPED.sub(lambda word: _MISTYPED[word[0].lower()], question)
    return joined(_POLITE.sub("", unframed(_CLIPPED.sub(r"\1's", question)), count=1))


def opened(question: str, history: Sequence[str]) -> tuple[str, Sequence[str]]:
    """A turn without what one says before one asks on, and the turns that it may go on from: not the one that it takes back, and
    none where it is about something else, as it says.

    >>> opened("Thanks! And what about lamps?", ["Fog?"]), opened("Something else: who pays?", ["Fog?"])
    (('And what about lamps?', ['Fog?']), ('who pays?', ()))
    """
    plain = _plainly(question)
    if not history:
        return plain, history
    plain = _OPPOSITE.sub("", _SOURCE_TOO.sub("", plain))
    plain = _NUMBER.sub(r"what about \1?", _PLEASE.sub("", plain))
    if (forgot := _FORGET.sub("", plain, count=1)) != plain:
        return opened(forgot, history[:-1])
    other = _ANEW.sub("", plain, count=1)
    return other, history if other == plain else ()
