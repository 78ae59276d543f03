"""Facts of documents as such: when and under what item one was adopted, how many paragraphs it has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hld.app.schema import Sentence
from hld.app.titles import choice
from hld.app.topic import LATEST
from hld.index.lexical import STOPWORDS, words
from hld.ingest.library import DocumentEntry, Entry
from hld.ingest.models import Kind, counted, date_in_words
from hld.ingest.regex import regex
from hld.ingest.symbols import LANGUAGES, ORDINALS

_FACTS = {
    "title": r"\b(?:title|called|titled|subject of|what is [^?]* about|titre|título)\b",
    "adopted": r"\b(?:when|date|day|what year|which year|adopted|passed|published|issued|quand|cuándo|cuando)\b",
    "agenda_item": r"\bagenda\b",
    "meeting": r"\b(?:which|what) (?:plenary )?meeting\b|\bplenary meeting\b",
    "committee": r"\b(?:committees?|draft|on the report of)\b",
    "vote": r"\b(?:votes?|voted|voting|consensus|in favour|against|abstain\w*|abstentions?)\b",
    "sponsors": r"\b(?:co-?)?sponsor(?:s|ed|ing)?\b",
    "session": r"\b(?:which|what) session\b",
    "length": r"\b(?:how many|count|combien|cuántos)\b[^?]*\b(?:paragraphs?|paras?|recitals|paragraphes|párrafos)\b|\bhow long\b",
}
_WHEN_ADOPTED = regex(
    r"\b(?:(?:say|tell|me|know|see|and|or) when|when(?! (?:\S+ ){1,3}(?:was|were|got)\b)|date|day|year|quand|cuándo)\b",
    re.IGNORECASE,
)
"""Asks when a document was adopted, and does not say "when it was adopted" of something else."""
_TO_REPORT = regex(r"\b(?:who|by when)\b[^?]{0,40}\b(?<!\bthe )(?<!\ba )report\b", re.IGNORECASE)
"""Asks for the duty to report, and not for the report on which a document was adopted."""
_FACTS_VOTE = regex(_FACTS["vote"], re.IGNORECASE)
_VOTERS = regex(r"\bhow many (?:countries|states|delegations|members|member states|governments|nations)\b", re.IGNORECASE)
_OWN = regex(
    r"\b(?:adopted|passed|published|issued|agenda|committee|(?:co-?)?sponsor(?:s|ed|ing)?|vot(?:e[ds]?|ing)|consensus|titled?|paragraphs|paras|recitals|paragraphes|párrafos|adoptée?|adoptad[ao]|adoptó)\b",
    re.IGNORECASE,
)
"""Words that ask for a fact of a document and of nothing else that may have a date or a name."""
_MEANT = regex(
    r"\b(?:it|that|this|one|resolution|document|text|declaration|paper|résolution|déclaration|resolución|declaración)\b",
    re.IGNORECASE,
)

_HERE = r"(?: (?:here|there|(?:that )?you (?:have|hold)|in (?:the|this|your) library))?"
_WHEN = r"(?:,? and (?:when|on (?:what|which) (?:date|day)) was it \w+)?"
_LATEST = regex(
    r"\W*(?:(?:(?:what|which)(?:['’]s| is| was)|(?:show|give|tell) me) )?(?:the |your )?"
    rf"(?P<end>{LATEST}) "
    rf"(?P<series>[^?.;:]*?)\b(?:resolution|declaration|document|text){_HERE}"
    rf"(?: (?:(?:on|about|concerning|of) )?(?P<subject>[^?.;:]+?))?{_HERE}{_WHEN}\W*$",
    re.IGNORECASE,
)
_SMALL = frozenset(
    """what does do say says said read reads state states stated is in of the a an show me give tell text wording paragraph
    paragraphs para paras op pp resolution res ga general assembly please quote and it that exactly verbatim content contents full
    operative preambular preamble article section part about under un united nations paragraphe par alinéa dit que le la
    l'alinéa résolution qué dice el párrafo resolución de del quel est texte cuál es texto look up find open display cite
    provide provides asks ask call calls for to document documents i need want can you could would like see us let recital
    subparagraph point letter last second penultimate final out closing favor por on si vous plaît svp one this there whole entire
    complete recitals préambule dispositif intégral complet dernier deuxième preámbulo dispositiva parte íntegro completo
    último primer""".split()
) | frozenset(ORDINALS)  # fmt: skip
_FORMAL = frozenset(
    """how on at was were did led lead behind by many count put there are has had have its fell through long out exact exactly
    in together from main fue yes no co predecessor successor été sobre se elle compte tiene combien cuántos""".split()
)
_OF_DOCUMENTS = regex(
    r"(?:wh(?!y)|title|titre|título|call|subject|adopt|pass|publish|issu|distribut|approv|agre|date|day|year|agenda|item|plenary|meeting|committee|session"
    r"|draft|handl|dealt|vot(?:e|ing)|consensus|favour|against|abst|(?:co)?sponsor|report|quand|cuándo|párrafos|numb|trata|fall|came|come|d[eé]clara[tc]i|paper|recitals|paragraphe?s|consist|contain)"
)
"""How words begin that ask for a fact of a document, beside the small words (`_FORMAL`) that stand among them."""
_LANGUAGES = {
    "arabic arabe árabe": "ar", "english anglais inglés": "en", "spanish espagnol español": "es", "french français francés": "fr",
    "russian russe ruso": "ru", "chinese chinois chino": "zh",
}  # fmt: skip
LANGUAGE = {name: code for names, code in _LANGUAGES.items() for name in names.split()}
_VERSION = frozenset(
    """version versions translation translations translated available copy original language languages versión versiones
    traducción traduction traduit disponible langue langues idioma idiomas which or any other official existe hay y get
    find hold held you got library existent una une""".split()
)
"""Words that ask for the text of a document in some language."""


def bare(question: str, titles: Iterable[str] = ()) -> bool:
    """Whether a question says nothing beyond the place it names; `titles` are those of the documents that it may mean."""
    named = {word for title in titles for word in words(title)}
    return all(word in _SMALL or word in named or not word.isalpha() or len(word) == 1 for word in words(question))


NO_WRITER = "This quotes what the documents say and cites it; it writes no text of its own."
IN_ENGLISH = {
    "fr": "La réponse est en anglais, dans la langue des textes qui sont ici.",
    "es": "La respuesta está en inglés, en el idioma de los textos que hay aquí.",
}
"""Said to whoever asks in another language."""
_DRAFTS = regex(
    r"\W*(?:(?:please|can you|could you|would you|help me(?: to)?|i (?:need|want)(?: you to)?) )*(?:to )?"
    r"(?:(?:re)?write|draft|compose|redraft|formulate|prepare)\b(?! (?:a|the) table\b)"
    r"|.*\b(?:lines?|paragraph|sentences?|statement|speech|text|talking points|intervention) for (?:my|our|an?|the) "
    r"(?:speech|statement|intervention|delegation|minister|ambassador|press release|article|op-ed)\b",
    re.IGNORECASE,
)


def drafting(question: str) -> bool:
    """Whether a question wants a text to be written.

    >>> drafting("Write me two lines on lamps."), drafting("Who wrote the summary?"), drafting("Write a table on lamps.")
    (True, False, False)
    """
    return bool(_DRAFTS.match(question))


_GREETING = regex(
    r"\W*(?:(?:(?:hi|hello|hey|hallo|bonjour|hola|good (?:morning|afternoon|evening))(?: there)?"
    r"|(?:many )?(?:thanks|thank you|thx|ty)(?: a lot| so much| very much| anyway| for (?:that|this|your help)| mate| man| all)?"
    r"|merci|gracias|cheers|that['’]?s all(?: for (?:now|today))?|ok(?:ay)?|great|perfect|good|fine|bye|goodbye"
    r"|(?:please )?help(?: me)?|what can (?:you|i) (?:do|ask)(?: you| here| for me)?|who are you|what are you"
    r"|i(?:['’]?m| am) (?:new|a beginner)(?: (?:to|at|with|in) (?:this|here|it|the (?:topic|subject|field)))?|new here"
    r"|(?:where|how) (?:do|should|can) i (?:start|begin)"
    r"|how does this work|what can you help (?:me )?with|are you (?:an? )?(?:ro)?(?:bot|ai|human|person|chatgpt)"
    r"|(?:that|this|it)(?:['’]?s| was| is)? (?:very )?(?:helps|helpful|useful|great|perfect)|good to know|never ?mind|nvm"
    r"|lol|haha|you(?:['’]re| are) (?:an? )?(?:ro)?(?:bot|ai|machine)(?: right)?"
    r"|(?:so )?you do(?: not|n['’]?t) know)\b\W*)+",
    re.IGNORECASE,
)


_THANKS = regex(r"\b(?:thanks|thank you|thx|ty|merci|gracias|cheers|helps|helpful|useful|bye|goodbye)\b", re.IGNORECASE)
_ASKS = regex(r"\b(?:hi|hello|hey|hallo|bonjour|hola|good \w+ing|help|what|who|how|are you)\b", re.IGNORECASE)


def thanks(question: str) -> bool:
    """Whether a greeting (`greeting`) only says thanks, or good-bye.

    >>> thanks("Thanks, that was helpful!"), thanks("Thanks! What can you do?")
    (True, False)
    """
    return bool(_THANKS.search(question)) and not _ASKS.search(question)


def greeting(question: str) -> bool:
    """Whether a turn says hello or thanks, or asks what can be asked here, and nothing else.

    >>> greeting("Thank you very much!"), greeting("Hello, what can you do?"), greeting("Thanks, and what of lamps?")
    (True, True, False)
    """
    return bool(_GREETING.fullmatch(question))


_YOURS = (
    r"(?:what you (?:quote|cite|say|show|write|give|tell)|(?:these|those|your|the) (?:quot\w+|answers?|texts?|words?|sentences?))"
)
_WHOSE_WORDS = regex(
    rf"\W*(?:(?:and|so|but|ok(?:ay)?) )?(?:(?:is|are) {_YOURS}\b[^?]{{0,40}}?"
    r"\b(?:official|authentic|original|paraphras\w+|summar\w+|verbatim|word[- ]for[- ]word|somebody|someone)\b"
    r"|do you (?:quote|cite|give|show|use)\b[^?]{0,30}?\b(?:official|authentic|original|paraphras\w+|verbatim)\b)"
    r"[^?]{0,60}\W*",
    re.IGNORECASE,
)
"""Asks whose words are quoted here."""


def of_whose_words(question: str) -> bool:
    """Whether a question asks whether the words that are given are the official ones.

    >>> of_whose_words("Is what you quote the official wording or a paraphrase?"), of_whose_words("Is this lamp the original?")
    (True, False)
    """
    return bool(_WHOSE_WORDS.fullmatch(question)) and bool(_OF_WORDS.search(question))


_OF_WORDS = regex(
    r"\b(?:word(?:s|ing)?|texts?|languages?|quot\w+|paraphras\w+|verbatim|documents?|resolutions?)\b", re.IGNORECASE
)


CITES = r"(?:i|we|you|one) (?:best |properly |correctly |formally )?(?:cite|reference|footnote)"
"""Says, behind "how do", that something is to be cited."""
_TO_CITE = regex(
    rf"\bhow (?:can|do|should|would|must|could) {CITES}\b"
    r"|\bhow (?:is|are|to) (?:(?:cite|reference|footnote) [^?]{2,60}"
    r"|[^?]{2,60}? (?:properly |correctly |formally |to be |best )*(?:cited|referenced)\W*$)"
    r"|\b(?:the|an?) (?:correct |proper |full |right |formal )?(?:footnote|citation) (?:for|of|to)\b"
    r"|\bcomment (?:(?:puis-je|dois-je|peut-on|doit-on) )?(?:citer|référencer)\b"
    r"|\bcómo (?:debo |puedo |se debe )?(?:citar|cito|se cita)\b",
    re.IGNORECASE,
)


def to_cite(question: str) -> bool:
    """Whether a question asks how a document or a paragraph is cited.

    >>> to_cite("How do I cite 67/219?"), to_cite("How is 67/219 cited in 69/229?"), to_cite("Give me the footnote for 67/219.")
    (True, False, True)
    """
    return bool(_TO_CITE.search(question))


def asked(question: str, titles: Iterable[str] = ()) -> list[str]:
    """The facts of a document that a question asks for; none where it asks for something in the document.

    `titles` are those of the documents it may mean: their words name them and ask for nothing.

    >>> asked("When and under what item of the agenda was 63/225 passed?"), asked("When is 63/225 to be reviewed?")
    (['adopted', 'agenda_item'], [])
    >>> asked("In 63/225, who has to report, and by when?"), asked("What was the vote when 63/225 was passed?")
    ([], ['vote'])
    """
    if _TO_REPORT.search(question):
        return []
    if _FACTS_VOTE.search(question):
        question = _VOTERS.sub("how many", question)
    question = re.sub(r"\?\s+[^?]*$", "?", question)  # "When was it adopted? I need it for a footnote."
    named = {word for title in titles for word in words(title)}
    beyond = (w for w in words(question) if w.isalpha() and len(w) > 1 and w not in _SMALL and w not in named)
    if not all(word in _FORMAL or _OF_DOCUMENTS.match(word) for word in beyond):
        return []
    found = facts(question)
    if "vote" in found and not _WHEN_ADOPTED.search(question):  # "adopted by consensus" asks for no date
        found = [fact for fact in found if fact != "adopted"]
    return found


def facts(question: str) -> list[str]:
    """The facts of a document of which a question has the words, whatever else it asks.

    >>> facts("Was it put to a vote, or waved through?"), facts("Who pays?")
    (['vote'], [])
    """
    return [fact for fact, pattern in _FACTS.items() if re.search(pattern, question, re.IGNORECASE)]


def languages(question: str) -> list[str]:
    """The official languages in which a question asks for a document, all where it names none; none where it asks for more.

    >>> languages("Is there a French version of 67/172?"), languages("Which languages is 67/172 in?")[:2]
    (['fr'], ['ar', 'en'])
    >>> languages("67/172 in full"), languages("What does 67/172 say of the Spanish version?")
    ([], [])
    """
    beyond = {word for word in words(question) if word.isalpha() and len(word) > 1} - _SMALL - _FORMAL
    if not beyond or not beyond <= _VERSION | LANGUAGE.keys() or re.search(r"\b(?:says?|said|about)\b", question, re.IGNORECASE):
        return []
    named = sorted(LANGUAGE[word] for word in beyond if word in LANGUAGE)
    return named or (list(LANGUAGES) if re.search(r"\b(?:languages?|langues?|idiomas?)\b", question, re.IGNORECASE) else [])


def of_a_document(question: str) -> bool:
    """Whether a question uses a word for a fact that nothing but a document has.

    >>> of_a_document("And the vote?"), of_a_document("And by when?")
    (True, False)
    """
    return bool(_OWN.search(question))


_IS_THERE = regex(r"\W*(?:and |but |so )?(?:is|are|was|were) there (?:an?|any)\b", re.IGNORECASE)
"""Asks whether there is something, and not which a document had."""


def of_some_document(question: str) -> bool:
    """Whether a question may ask for a fact of a document without giving its symbol.

    >>> of_some_document("When was it adopted?"), of_some_document("Is there a committee for it?")
    (True, False)
    """
    return of_a_document(question) and bool(_MEANT.search(question)) and not _IS_THERE.match(question)


def latest(question: str, documents: Iterable[DocumentEntry]) -> DocumentEntry | None:
    """The latest or the first document in English of a title (or of the process), where a question in English asks for just that.

    It is one whose title has all content words that the question gives, or one of the process where it gives none.
    """
    found = _LATEST.match(question)
    if found is None:
        return None
    titled = {word for word in words(f"{found['series']} {found['subject'] or ''}") if word not in STOPWORDS}
    meant = [d for d in documents if d.language == "en" and d.adopted and (titled <= {*words(d.title)} if titled else d.process)]
    return choice(found["end"])(meant, key=lambda document: document.age, default=None)


def recorded(text: str, *, item: bool = False) -> Sentence:
    """A sentence that the library's record of its documents supports, and no paragraph."""
    return Sentence(text=text, citations=(), verdict="supported", score=1.0, item=item)


def sentence(document: DocumentEntry, paragraphs: Sequence[Entry]) -> Sentence:
    """What is known of a document, in one sentence or two."""
    by = f" by the {document.body}" if document.body else ""
    parts = [f"{document.symbol} is titled “{document.title}”"]
    if document.adopted_on:
        at = f" at its {document.meeting}" if document.meeting else ""
        how = f" ({votes})" if (votes := vote(document.metadata)) else ""
        parts.append(f"it was adopted{by} on {date_in_words(document.adopted_on)}{at}{how}")
    elif document.dated_on:
        parts.append(f"it is dated {date_in_words(document.dated_on)}")
    if document.session:
        several = "s" if re.search(r" and |,", document.agenda_item) else ""
        item = f" under agenda item{several} {document.agenda_item}" if document.agenda_item else ""
        parts.append(f"in session {document.session}{item}")
    if document.report:
        through = f"the report of the {document.committee} ({document.report})" if document.committee else document.report
        parts.append(f"on the basis of {through}")
    first, *rest = parts
    joined = f"{first}; {', '.join(rest)}" if rest else first
    kind = "the official text" if document.official else "as a plain-language digest, not the official wording"
    return recorded(f"{joined}. {_length(document, paragraphs)}, {kind}.")


_WHO_VOTED = regex(r"\b(?:who|(?:which|what|how many) (?:countries|states|delegations|members|nations))\b", re.IGNORECASE)
NO_VOTE = "without a vote"


def asks_who(question: str) -> bool:
    """Whether a question asks who voted.

    >>> asks_who("Which countries voted against it?"), asks_who("By what vote was it adopted?")
    (True, False)
    """
    return bool(_WHO_VOTED.search(question))


def vote(metadata: Mapping[str, Any]) -> str:
    """How it was adopted, as its press release would say; empty where that is not known.

    >>> vote({"vote": {"in_favour": 120, "against": 3, "abstaining": 41}}), vote({"vote": None}), vote({})
    ('recorded vote of 120 to 3, with 41 abstentions', 'without a vote', '')
    """
    if "vote" not in metadata:
        return ""
    votes = metadata["vote"]
    if votes is None:
        return NO_VOTE
    return f"recorded vote of {votes['in_favour']} to {votes['against']}, with {counted(votes['abstaining'], 'abstention')}"


_OF_THEM = r"(?:(?: of)?(?: (?:these|the|those|them|your|all))*(?: (?:\w+ )?(?:ones?|resolutions|documents|texts))?)"
_BY_VOTE = (
    r"(?:(?:adopted|passed|agreed|approved) (?:by|with|without|on|after|through) (?:an? |the )?(?:recorded |roll[- ]call )?"
    r"(?:votes?|consensus)|voted (?:on|upon)|put to (?:a|the) vote)"
)
_VOTED = regex(
    rf"\W*(?:and |so )?(?:(?:were|was|are|have|has) (?:any|some|all|one|which)?{_OF_THEM} (?:been )?{_BY_VOTE}"
    rf"|(?:which|what|how many){_OF_THEM} (?:were|was|got|had been|have been) {_BY_VOTE}"
    rf"|was there (?:an?|any) (?:recorded )?vote on (?:any|some|one){_OF_THEM})\W*",
    re.IGNORECASE,
)


def of_votes(question: str) -> bool:
    """Whether a question asks which of all documents were voted on.

    >>> of_votes("Which of these resolutions were adopted by a vote?"), of_votes("Was there a vote on any of them?")
    (True, True)
    >>> of_votes("Was it adopted by a vote?")
    False
    """
    return bool(_VOTED.fullmatch(question))


_SMALL_WORD = regex(r"\b(?:Of|The|And)\b|(?<=['’])S\b")
SIDES = {
    "voted_against": ("against", regex(r"\b(?:against|no|oppos\w+|reject\w+)\b", re.IGNORECASE)),
    "abstained": ("abstaining", regex(r"\babst\w+", re.IGNORECASE)),
    "voted_for": ("in favour", regex(r"\b(?:for|yes|favour|support\w*)\b", re.IGNORECASE)),
}
"""The sides of a vote as the library keeps them, with what each is called and the words that ask for it."""


def voters(question: str, metadata: Mapping[str, Any]) -> str:
    """Who voted how, where a question asks that and it is known; else empty.

    >>> voters("Who voted against it?", {"vote": {"voted_against": ["LAMPLAND", "ISLE OF FOG"], "abstained": []}})
    'against: Lampland and Isle of Fog'
    >>> voters("By what vote?", {"vote": {"voted_against": ["LAMPLAND"]}}), voters("Who voted for it?", {"vote": None})
    ('', '')
    """
    votes = metadata.get("vote") if _WHO_VOTED.search(question) else None
    if not votes:
        return ""
    named = {side: votes[side] for side in SIDES if votes.get(side)}
    asked = {side for side, (_, pattern) in SIDES.items() if pattern.search(question)}
    told = [f"{SIDES[side][0]}: {_joined(states)}" for side, states in named.items() if side in asked or not asked]
    return "; ".join(told)


_SUBMITTED = regex(r"submitted by ", re.IGNORECASE)
"""Opens what the record has in the place of sponsors where an officer or a body submitted the draft."""
_IN_A_NAME = regex(
    r"\b(?:Of|The|And|On|To|With|By|For|Basis|Informal|Consultations|Draft|Following|Recommendation|Regard|Resolution)\b|(?<=['’])S\b"
)


def sponsors(metadata: Mapping[str, Any]) -> str:
    """The States that sponsored a document, and how many they are, or who submitted it in the place of sponsors; empty where that
    is not known.

    >>> sponsors({"sponsors": ["LAMPLAND", "ISLE OF FOG"]}), sponsors({"sponsors": []}), sponsors({})
    ('sponsored by 2 States: Lampland and Isle of Fog', '', '')
    >>> sponsors({"sponsors": ["SUBMITTED BY THE CHAIR OF THE COMMITTEE FOLLOWING INFORMAL CONSULTATIONS"]})
    'submitted by the Chair of the Committee following informal consultations'
    """
    states = metadata.get("sponsors")
    if states and _SUBMITTED.match(states[0]):
        by = _titled(_SUBMITTED.sub("", ", ".join(states)), _IN_A_NAME)
        return f"submitted by {by}"
    return f"sponsored by {counted(len(states), 'State')}: {_joined(states)}" if states else ""


def _joined(states: Sequence[str]) -> str:
    """States, which the record writes in capitals: "Lampland, Fogland and Isle of Man"."""
    names = [_titled(state, _SMALL_WORD) for state in states]
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def _titled(name: str, small: re.Pattern[str]) -> str:
    """A name in capitals with them only where its words begin, `small` ones apart."""
    return small.sub(lambda word: word[0].lower(), name.title())


def _length(document: DocumentEntry, paragraphs: Sequence[Entry]) -> str:
    """How many paragraphs there are: the numbered and the preambular ones, and all with their subparagraphs."""
    top = [e.kind for e in paragraphs if (part := e.reference.part) is not None and not part.letters and part.annex is None]
    numbered, recitals = top.count(Kind.OPERATIVE), top.count(Kind.PREAMBULAR)
    found = f"The library holds {document.paragraphs} of its paragraphs"
    if not numbered:
        return found
    preamble = f" and {recitals} preambular" if recitals else ""
    return f"{found} and subparagraphs: {numbered} numbered{preamble} ones with what stands under them"
