"""A question without what people put around it: a greeting, "could you tell me", who they are and why they ask.

What is learnt of questions, and the paragraphs, know nothing of such words; with them a question is like fewer others.
"""

from __future__ import annotations

import re

from hld.app.named import of_the_named
from hld.index.lexical import STOPWORDS, words
from hld.ingest.regex import regex

_GREETING = (
    r"(?:hi|hello|hey|good (?:morning|afternoon|evening|day)|greetings|dear (?:all|colleagues?|sir(?: or madam)?|madam|team)"
    r"|bonjour|hola|salut|excuse me)\b(?: (?:there|all|everyone|everybody|team|again))?[\s,.!:;–-]+"
    r"|(?:(?:i['’]?m|we['’]?re|i am|we are) )?(?:on (?:a )?(?:tight |short )?deadline|in a (?:hurry|rush)"
    r"|deadline (?:is )?(?:in|at|by|soon|now|tonight|today|tomorrow)\b[^?.!:;,–-]{0,20})(?:[.!:;,–-]\s|\s[–-])[\s–-]*"
)
_KNOW = r"(?:know|understand|learn|find out|hear|ask(?: you)?|see|check)"
_TELL = r"(?:tell|explain|clarify|remind|specify|let)(?: to)?(?: me| us)?(?: know)?"
_ASKING = (
    rf"(?:(?:please|kindly|pls|plz)[\s,]+)?(?:(?:can|could|would|will) (?:you|someone|somebody|anyone|anybody)"
    rf"(?: please| kindly| pls)? {_TELL}"
    r"|(?:can|could|may) (?:i|we|one|somebody|an? [a-z]+) (?:find out|know|learn|ask(?: you)?|see)"
    rf"|{_TELL}|(?:do|would|does) (?:you|anyone|anybody|someone) (?:happen to )?know"
    rf"|i(?:['’]?d| would)? (?:like|love|want|need|wish) to {_KNOW}|i(?:['’]?m| am) trying to {_KNOW}"
    rf"|i(?:['’]?m| am| was)? (?:just )?(?:wondering|wonder|curious)|(?:just )?curious|any idea|(?:just )?(?:a )?quick question"
    rf"|(?:my|one|a|another|the) question(?: is| would be)?|question)[\s,:–-]+(?:please[\s,]+)?"
)
_MYSELF = (
    r"(?:(?:i['’]?m|i am|we['’]?re|we are|speaking|writing) (?:as )?|as )(?:an? |the )?"
    r"(?!(?:looking|trying|interested|wondering)\b)[^?.;:,]{2,60}?(?:,? (?:and|who)|,)(?: (?:so|please|kindly|i|we))* "
    r"(?:(?:need|want|am looking for|are looking for|(?:would|['’]d) like|give (?:me|us))\b )"
)
"""Who asks, before what is needed: "I'm a journalist and need …"."""
_ASKS = r"(?:who|whom|whose|what|which|when|where|why|how|whether|if)\b"
_GREETED = regex(rf"\s*(?:{_GREETING})*", re.IGNORECASE)
_FRAME = regex(rf"^\s*(?:{_GREETING})*(?:{_ASKING}(?={_ASKS}))?", re.IGNORECASE)
_ABOUT_ME = regex(rf"^\s*(?:{_GREETING})*{_MYSELF}", re.IGNORECASE)
_EXACTLY = regex(
    r"^(\W*(?:who|whom|what|which|when|where|why|how)),? (?:exactly|precisely|actually|really|specifically|in fact)\b,?(?= \w)",
    re.IGNORECASE,
)
_ASKED_LAST = regex(
    r"^\W*(?:and |so )?(?P<thing>(?!(?:it|that|this|they|he|she|what|which|who|how)\b)[^?.;:,]{3,80}?) "
    r"(?P<verb>was|is|were|are|took place|takes place) (?P<word>when|where)(?: again| exactly)?\W*$",
    re.IGNORECASE,
)
"""Asks behind what is asked of: "the meeting was when?"."""
_IF = regex(r"^if\b", re.IGNORECASE)
_TAKEN_BACK = regex(
    r"^.{4,}?(?:\.\.+|…|[,;–—-])\s*(?:oh |ah )?(?:sorry|no|wait|pardon)\b[\s,.]*i (?:mean|meant)\b[\s,:]*(?=\w.{14,})",
    re.IGNORECASE,
)
"""What one begins to ask, and takes back: "who paid... sorry, I mean: who runs it?"."""
_EXCUSE = regex(
    r"(?<=[?.!])\s*(?:(?:sorry|apologies|forgive me|excuse me|thanks|thank you|just|i know|maybe|probably|(?:it|that)['’]?s|an?"
    r"|for|the|my|if|this|is|very|really|so|too|rather)\b[\s,.!]*)*"
    r"(?:sorry|apologies|basic|stupid|silly|dumb|simple|naive|quick|beginner['’]?s?)(?: (?:question|one|i know|thing))?\W*$",
    re.IGNORECASE,
)
"""Excuses a question behind it: "sorry, basic question"."""
_LANGUAGE_ON = regex(
    r"^[^?]*\b(?:on|about|regarding|concerning) (?P<topic>[^.?;:]{3,80})\.\s+(?:what|which) (?:agreed )?"
    r"(?:language|wording|texts?|words|paragraphs?|passages?|provisions?) (?:(?:from|in|of) (?P<document>[^?.;:]{3,60}?) )?"
    r"(?:can|could|may|should|do) (?:i|we) (?:use|lean on|quote|cite|rely on|draw (?:up)?on|build on|refer to|need|borrow)\b"
    r"[^?]*\W*$",
    re.IGNORECASE,
)
"""Says what one writes about, and asks for words on it."""
_SENTENCE = regex(r"(?<=[.!?])\s+(?=\S)")
_OPENS = regex(
    rf"(?:and |so |but )?(?:{_ASKS}|(?:is|are|was|were|do|does|did|can|could|must|should|has|have|had|will|would)\b)",
    re.IGNORECASE,
)
"""How a sentence begins that asks."""
LEAST = 3
"""Words with a meaning of their own that what asks has at least, if it is to be understood by itself."""


def unframed(question: str) -> str:
    """A question without a greeting, that it is one, or that it is to be told exactly; as it is where nothing is left.

    >>> unframed("Hello, could you please tell me who lights the lamps?"), unframed("I was wondering if fog is mentioned.")
    ('who lights the lamps?', 'whether fog is mentioned.')
    >>> unframed("What exactly are lamps?"), unframed("deadline in an hour - who lights the lamps?")
    ('What are lamps?', 'who lights the lamps?')
    >>> unframed("I'm a keeper on deadline and need one good quote on lamps."), unframed("As a keeper, what can I quote?")
    ('Give me one good quote on lamps.', 'As a keeper, what can I quote?')
    >>> unframed("who paid for the oil... sorry, I mean: who lights the lamps?")
    'who lights the lamps?'
    >>> unframed("are lamps binding? sorry basic question"), unframed("Can a journalist find out who lights them?")
    ('are lamps binding?', 'who lights them?')
    >>> unframed("I draft a text on lamps at sea. What language from the 2013 Declaration can I use?")
    'What does the 2013 Declaration say on lamps at sea?'
    >>> unframed("The feast of lamps was when?")
    'When was The feast of lamps?'
    >>> unframed("Tell me about lamps."), unframed("Hi!")
    ('Tell me about lamps.', 'Hi!')
    """
    if wants := _LANGUAGE_ON.match(question):
        return f"What does {wants['document'] or 'the Assembly'} say on {wants['topic']}?"
    question = _EXCUSE.sub("", _TAKEN_BACK.sub("", question, count=1))
    if myself := _ABOUT_ME.match(question):
        question = f"Give me {question[myself.end() :]}"
    frame = _FRAME.match(question)
    plain = question[frame.end() :] if frame else question
    if len(words(plain)) < LEAST - 1:
        return question
    if last := _ASKED_LAST.match(plain):
        verb = "was" if last["verb"].startswith("took") else last["verb"].lower().replace("takes place", "is")
        return f"{last['word'].capitalize()} {verb} {last['thing']}{' held' if ' place' in last['verb'] else ''}?"
    if frame and not _GREETED.fullmatch(frame[0]):  # "do you know if"
        plain = _IF.sub("whether", plain, count=1)
    return _EXACTLY.sub(r"\1", plain, count=1)


def asking(question: str) -> str:
    """What a question asks, behind sentences that only say something; empty where there are none such, where
    they name a document or a year, or it says too little.

    >>> asking("I keep a lighthouse. Who should pay for the oil of its lamps?"), asking("Who lights the lamps? Who pays?")
    ('Who should pay for the oil of its lamps?', '')
    """
    sentences = _SENTENCE.split(question.strip())
    at = next((n for n, sentence in enumerate(sentences) if sentence.endswith("?") or _OPENS.match(sentence)), 0)
    said, asked = " ".join(sentences[:at]), " ".join(sentences[at:])
    if not said or any(map(str.isdigit, said)):  # a document or a year
        return ""
    return asked if len(set(words(asked)) - STOPWORDS) >= LEAST else ""


def joined(question: str) -> str:
    """A question behind one sentence that names what it calls "it", with that name in its place; else as it is.

    >>> joined("I write a note on the 2006 Dialogue. When was it held?"), joined("I keep a lamp. When was it lit?")
    ('When was the 2006 Dialogue held?', 'I keep a lamp. When was it lit?')
    """
    said, _, asked = question.strip().partition(". ")
    if "?" in said or not _OPENS.match(asked) or _SENTENCE.search(asked):
        return question
    return of_the_named(asked, said) or question
