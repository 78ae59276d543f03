"""Facts of documents as such: when and under what item one was adopted, how many paragraphs it has, which there are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from hld.app.schema import Sentence
from hld.app.topic import LATEST
from hld.app.years import YEAR
from hld.index.lexical import STOPWORDS, words
from hld.ingest.library import DocumentEntry, Entry
from hld.ingest.models import Kind, date_in_words
from hld.ingest.symbols import LANGUAGES, ORDINALS

_FACTS = {
    "title": r"\b(?:title|called|titled|subject of|what is [^?]* about|titre|título)\b",
    "adopted": r"\b(?:when|date|day|what year|which year|adopted|passed|quand|cuándo|cuando)\b",
    "agenda_item": r"\bagenda\b",
    "meeting": r"\b(?:which|what) (?:plenary )?meeting\b|\bplenary meeting\b",
    "committee": r"\b(?:committees?|draft|on the report of)\b",
    "vote": r"\b(?:votes?|voted|voting|consensus|in favour|against|abstain\w*|abstentions?)\b",
    "session": r"\b(?:which|what) session\b",
    "length": r"\b(?:how many|combien|cuántos)\b[^?]*\b(?:paragraphs?|paras?|recitals|paragraphes|párrafos)\b|\bhow long\b",
}
_WHEN_ADOPTED = re.compile(r"\b(?:when|date|day|year|quand|cuándo)\b", re.IGNORECASE)
_FACTS_VOTE = re.compile(_FACTS["vote"], re.IGNORECASE)
_VOTERS = re.compile(r"\bhow many (?:countries|states|delegations|members|member states|governments|nations)\b", re.IGNORECASE)
_OWN = re.compile(
    r"\b(?:adopted|passed|agenda|committee|vote|consensus|titled?|paragraphs|paras|recitals|paragraphes|párrafos|adoptée?|adoptad[ao]|adoptó)\b",
    re.IGNORECASE,
)
"""Words that ask for a fact of a document and of nothing else that may have a date or a name."""
_MEANT = re.compile(
    r"\b(?:it|that|this|one|resolution|document|text|declaration|paper|résolution|déclaration|resolución|declaración)\b",
    re.IGNORECASE,
)

_LIBRARY = re.compile(
    r"(?:which|what) (?:of the |of your |of these )?(?:\w+ ){0,2}?(?:documents|resolutions|texts|sources)\b"
    r".*\b(?:(?:do|have|can|did) you|you (?:have|hold|cover|know)|available|in here|(?:the|your|this) (?:library|corpus))\b"
    r"|how many (?:documents|resolutions|texts)\b.*\b(?:you|here|there|library)\b"
    r"|(?:quels?|quelles?) (?:documents|résolutions|textes)\b.*\b(?:avez-vous|vous avez|(?:la|cette) bibliothèque)"
    r"|(?:qué|cuáles) (?:son los |son las )?(?:documentos|resoluciones|textos)\b.*\b(?:tienes?|tienen|hay|esta biblioteca)\b"
    r"|what is (?:not )?in (?:here|the library|your library)|list (?:all )?(?:the |your )?(?:documents|resolutions)\b",
    re.IGNORECASE,
)
"""A question about what the library holds."""

_HOLDINGS = frozenset(
    """anything everything documents resolutions texts sources reports document resolution text have hold got adopted adopt passed
    documentos resoluciones textos résolutions textes""".split()
)
_LISTED = _HOLDINGS | frozenset(
    """what which of from in on since before after until between and or by year years onwards onward later dated issued the there
    is are was were do does did you any all list show me give here your library corpus please un general assembly only qué hay de
    del año quels quelles""".split()
)
"""Words of which a question is made that asks what there is of a year, some of the former among them."""
_SPAN = re.compile(
    rf"\b(?:(?P<since>since|after)|(?P<before>before|until)|(?:between|from)) (?P<year>{YEAR.pattern})"
    rf"(?:(?: (?:and|to|until)|[ ]?[-–])[ ]?(?P<last>{YEAR.pattern})|(?P<on>,? onwards?| or later| and (?:later|after)))?",
    re.IGNORECASE,
)
"""A stretch of years, "since 2010", "between 2006 and 2010"."""

_MENTIONING = re.compile(
    r"\W*(?:which|what|how many|(?:can you |please )?(?:list|name|show(?: me)?|give(?: me)?)(?: all)?(?: of)?(?: the| your)?) "
    r"(?:of (?:the|your|these) )?(?:documents?|resolutions?|texts?)(?: (?:here|you have|you hold|in (?:the|this|your) library))?"
    rf"(?: (?:from|of|in) {YEAR.pattern})? (?:(?:that|which) )?"
    r"(?:mentions?|talks? about|speak (?:of|about)|refer to|deal with|discuss|are about|address|touch (?:up)?on|"
    r"say (?:anything |something )?(?:about|on)|cover)(?:ing)? (?P<topic>[^?.;:,]+?)"
    r"(?:,? and (?:which(?: ones)?|where)|,? (?:and )?in which paragraphs?|,? (?:please )?(?:list|name) (?:them|all))?\W*$",
    re.IGNORECASE,
)
"""A question for all documents that speak of something."""
_IN = r"\W*in (?:which|what|how many) (?:resolutions|documents|texts)"
_IN_WHICH = re.compile(
    rf"{_IN} (?:does|do|did) (?:the (?:general )?assembly|the ga|they|it|the un) "
    r"(?:mention|speak (?:of|about)|refer to|talk about|deal with|address|discuss) (?P<topic>[^?.;:,]+?)\W*$",
    re.IGNORECASE,
)
_WHERE_IS = re.compile(
    rf"{_IN} (?:is|are|was|were) (?P<topic>[^?.;:,]+?) (?:mentioned|addressed|discussed|dealt with|referred to|spoken of)\W*$",
    re.IGNORECASE,
)
_ON = re.compile(
    r"\W*(?:(?:which|what)|(?:can you |please )?(?:list|show me|give me)(?: all)?(?: of)?(?: the| your)?) "
    r"(?:documents|resolutions|texts) (?:on|about|concerning|regarding|dealing with) (?P<topic>[^?.;:,]+?) "
    r"(?:(?:do|can|did) you (?:have|hold|know|list|show)|are (?:there|here|available)|you (?:have|hold)"
    r"|in (?:the|this|your) library)\b[^?.;:]*\W*$",
    re.IGNORECASE,
)
"""A question for all documents on something that the library holds."""

GOES_ON = re.compile(
    r"\W*(?:and|but|what about|how about|et|y)\b(?! (?:the |your )?(?:documents|resolutions|texts)\b)", re.IGNORECASE
)
"""How a turn opens that leaves to the one before what it asks."""

_HERE = r"(?: (?:here|there|(?:that )?you (?:have|hold)|in (?:the|this|your) library))?"
_WHEN = r"(?:,? and (?:when|on (?:what|which) (?:date|day)) was it \w+)?"
_LATEST = re.compile(
    r"\W*(?:(?:(?:what|which)(?:['’]s| is| was)|(?:show|give|tell) me) )?(?:the |your )?"
    rf"(?P<end>{LATEST}) "
    rf"(?P<series>[^?.;:]*?)\b(?:resolution|declaration|document|text){_HERE}"
    rf"(?: (?:(?:on|about|concerning|of) )?(?P<subject>[^?.;:]+?))?{_HERE}{_WHEN}\W*$",
    re.IGNORECASE,
)
_END = re.compile(rf"\b(?P<end>{LATEST}) (?:[\w-]+ ){{0,8}}?(?:resolution|declaration|document|text)\b", re.IGNORECASE)
"""The latest or the first of some documents, among other words."""
_FIRST = frozenset({"first", "earliest", "oldest"})

_SMALL = frozenset(
    """what does do say says said read reads state states stated is in of the a an show me give tell text wording paragraph
    paragraphs para paras op pp resolution res ga general assembly please quote and it that exactly verbatim content contents full
    operative preambular preamble article section part about under un united nations paragraphe par alinéa dit que le la
    l'alinéa résolution qué dice el párrafo resolución de del quel est texte cuál es texto look up find open display cite
    provide provides asks ask call calls for to document documents i need want can you could would like see us let recital
    subparagraph point letter last second penultimate final closing favor por on si vous plaît svp one this there whole entire
    complete recitals préambule dispositif intégral complet dernier deuxième preámbulo dispositiva parte íntegro completo
    último primer""".split()
) | frozenset(ORDINALS)  # fmt: skip
_FORMAL = frozenset(
    """how on at was were did by many put there are has had have its fell through long out exact exactly in together from main fue
    été sobre se elle compte tiene combien cuántos""".split()
)
_OF_DOCUMENTS = re.compile(
    r"(?:wh(?!y)|title|titre|título|call|subject|adopt|pass|approv|agre|date|day|year|agenda|item|plenary|meeting|committee|session"
    r"|draft|handl|dealt|vot(?:e|ing)|consensus|favour|against|abst|report|quand|cuándo|párrafos|numb|trata|fall|came|come|d[eé]clara[tc]i|paper|recitals|paragraphe?s|consist|contain)"
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
_COMMITTEE = re.compile(r"\b(first|second|third|fourth|fifth|sixth) committee\b", re.IGNORECASE)


def bare(question: str, titles: Iterable[str] = ()) -> bool:
    """Whether a question says nothing beyond the place it names; `titles` are those of the documents that it may mean."""
    named = {word for title in titles for word in words(title)}
    return all(word in _SMALL or word in named or not word.isalpha() or len(word) == 1 for word in words(question))


_GREETING = re.compile(
    r"\W*(?:(?:(?:hi|hello|hey|hallo|bonjour|hola|good (?:morning|afternoon|evening))(?: there)?"
    r"|(?:many )?(?:thanks|thank you|thx|ty)(?: a lot| so much| very much| anyway| for (?:that|this|your help))?"
    r"|merci|gracias|cheers|that['’]?s all|ok(?:ay)?|great|perfect|good|fine|bye|goodbye"
    r"|(?:please )?help(?: me)?|what can (?:you|i) (?:do|ask)(?: you| here| for me)?|who are you|what are you"
    r"|how does this work|what can you help (?:me )?with|are you (?:an? )?(?:ro)?(?:bot|ai|human|person|chatgpt)"
    r"|(?:that|this|it)(?:['’]?s| was| is)? (?:very )?(?:helps|helpful|useful|great|perfect)|good to know|never ?mind|nvm"
    r"|lol|haha|you(?:['’]re| are) (?:an? )?(?:ro)?(?:bot|ai|machine)(?: right)?"
    r"|(?:so )?you do(?: not|n['’]?t) know)\b\W*)+",
    re.IGNORECASE,
)


def greeting(question: str) -> bool:
    """Whether a turn says hello or thanks, or asks what can be asked here, and nothing else.

    >>> greeting("Thank you very much!"), greeting("Hello, what can you do?"), greeting("Thanks, and what of lamps?")
    (True, True, False)
    """
    return bool(_GREETING.fullmatch(question))


def of_library(question: str) -> bool:
    """Whether a question asks which documents the library holds, be it only of a year.

    >>> of_library("Anything from 2005?"), of_library("Which documents do you have?"), of_library("What happened in 2005?")
    (True, True, False)
    """
    said = words(question)
    of_year = YEAR.search(question) and not _HOLDINGS.isdisjoint(said) and all(w in _LISTED or w.isdecimal() for w in said)
    return bool(of_year or _LIBRARY.search(question))


def asked(question: str, titles: Iterable[str] = ()) -> list[str]:
    """The facts of a document that a question asks for; none where it asks for something in the document.

    `titles` are those of the documents it may mean: their words name them and ask for nothing.

    >>> asked("When and under what item of the agenda was 63/225 passed?"), asked("When is 63/225 to be reviewed?")
    (['adopted', 'agenda_item'], [])
    """
    if _FACTS_VOTE.search(question):
        question = _VOTERS.sub("how many", question)
    question = re.sub(r"\?\s+[^?]*$", "?", question)  # "When was it adopted? I need it for a footnote."
    named = {word for title in titles for word in words(title)}
    beyond = (w for w in words(question) if w.isalpha() and len(w) > 1 and w not in _SMALL and w not in named)
    if not all(word in _FORMAL or _OF_DOCUMENTS.match(word) for word in beyond):
        return []
    found = [fact for fact, pattern in _FACTS.items() if re.search(pattern, question, re.IGNORECASE)]
    if "vote" in found and not _WHEN_ADOPTED.search(question):  # "adopted by consensus" asks for no date
        found = [fact for fact in found if fact != "adopted"]
    return found


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


def of_some_document(question: str) -> bool:
    """Whether a question may ask for a fact of a document without giving its symbol: "When was it adopted?"."""
    return of_a_document(question) and bool(_MEANT.search(question))


def mentioning(question: str) -> str:
    """The topic of which a question wants all documents that speak of it, else empty.

    >>> mentioning("Which resolutions mention remittances?"), mentioning("Which resolutions mention it first?")
    ('remittances', '')
    >>> mentioning("What documents on remittances do you have from 2010 onwards?")
    'remittances'
    """
    found = _MENTIONING.match(question) or _ON.match(question) or _IN_WHICH.match(question) or _WHERE_IS.match(question)
    topic = found["topic"] if found else ""
    return "" if re.search(rf"\b(?:first|it|them|this|that|{LATEST})\b", topic) else topic


def latest(question: str, documents: Iterable[DocumentEntry]) -> DocumentEntry | None:
    """The latest or the first document in English of a title (or of the process), where a question in English asks for just that.

    It is one whose title has all content words that the question gives, or one of the process where it gives none.
    """
    found = _LATEST.match(question)
    if found is None:
        return None
    titled = {word for word in words(f"{found['series']} {found['subject'] or ''}") if word not in STOPWORDS}
    meant = [d for d in documents if d.language == "en" and d.adopted and (titled <= {*words(d.title)} if titled else d.process)]
    return _choice(found["end"])(meant, key=lambda document: (document.adopted, document.id), default=None)


def end_meant(text: str) -> Callable[..., DocumentEntry] | None:
    """`max` where a text means the latest document of several, `min` where the first, else None.

    >>> end_meant("the latest resolution on lamps, para. 1"), end_meant("the first paragraph of it")
    (<built-in function max>, None)
    """
    found = _END.search(text)
    return _choice(found["end"]) if found else None


def _choice(end: str) -> Callable[..., Any]:
    return min if end.lower() in _FIRST else max


def sentence(document: DocumentEntry, paragraphs: Sequence[Entry]) -> Sentence:
    """What is known of a document, in one sentence or two."""
    by = f" by the {document.body}" if document.body else ""
    parts = [f"{document.symbol} is titled “{document.title}”"]
    if document.adopted_on:
        at = f" at its {document.meeting}" if document.meeting else ""
        how = f" ({votes})" if (votes := vote(document.metadata)) else ""
        parts.append(f"it was adopted{by} on {date_in_words(document.adopted_on)}{at}{how}")
    if document.session:
        item = f" under agenda item {document.agenda_item}" if document.agenda_item else ""
        parts.append(f"in session {document.session}{item}")
    if document.report:
        through = f"the report of the {document.committee} ({document.report})" if document.committee else document.report
        parts.append(f"on the basis of {through}")
    first, *rest = parts
    joined = f"{first}; {', '.join(rest)}" if rest else first
    kind = "the official text" if document.official else "as a plain-language digest, not the official wording"
    return Sentence(text=f"{joined}. {_length(document, paragraphs)}, {kind}.", citations=(), verdict="supported", score=1.0)


def vote(metadata: Mapping[str, Any]) -> str:
    """How it was adopted, as its press release would say; empty where that is not known.

    >>> vote({"vote": {"in_favour": 120, "against": 3, "abstaining": 41}}), vote({"vote": None}), vote({})
    ('recorded vote of 120 to 3, with 41 abstentions', 'without a vote', '')
    """
    if "vote" not in metadata:
        return ""
    votes = metadata["vote"]
    if votes is None:
        return "without a vote"
    return f"recorded vote of {votes['in_favour']} to {votes['against']}, with {votes['abstaining']} abstentions"


def _length(document: DocumentEntry, paragraphs: Sequence[Entry]) -> str:
    """How many paragraphs there are: the numbered and the preambular ones, and all with their subparagraphs."""
    top = [e.kind for e in paragraphs if (part := e.reference.part) is not None and not part.letters and part.annex is None]
    numbered, recitals = top.count(Kind.OPERATIVE), top.count(Kind.PREAMBULAR)
    found = f"The library holds {document.paragraphs} of its paragraphs"
    if not numbered:
        return found
    preamble = f" and {recitals} preambular" if recitals else ""
    return f"{found} and subparagraphs: {numbered} numbered{preamble} ones with what stands under them"


def held(question: str, documents: Iterable[DocumentEntry]) -> tuple[list[DocumentEntry], str]:
    """The documents in English that a question about the library means, by year or committee, and how it says so: "of 2010"."""
    of_years, years = _years(question)
    committees = sorted({match[1].lower() for match in _COMMITTEE.finditer(question)})
    chosen = [
        d
        for d in documents
        if d.language == "en"
        and of_years(d.adopted[:4])
        and (not committees or d.committee.lower().partition(" ")[0] in committees)
    ]
    named = " or ".join(f"the {each.title()} Committee" for each in committees)
    return chosen, " ".join(filter(None, [f"of {named}" if named else "", years]))


def _years(question: str) -> tuple[Callable[[str], bool], str]:
    """Tells of a year whether it is among those that a question names, all if it names none; and its words for them."""
    span = _SPAN.search(question)
    if span and (span["since"] or span["before"] or span["last"] or span["on"]):
        word, year = span[0].lower().partition(" ")[0], int(span["year"])
        # "After 2010" and "before 2010" leave that year out, "since" and "until" do not.
        first = "0001" if span["before"] else str(year + (word == "after"))
        last = str(year - (word == "before")) if span["before"] else span["last"] or "9999"
        return lambda of: first <= of <= last, span[0].lower()
    years = sorted(set(YEAR.findall(question)))
    return lambda of: not years or of in years, f"of {' or '.join(years)}" if years else ""
