"""The topic of a question that only asks what is said of it, when that was said first or last, or how it differs from one text to
another: "What does 67/172 say about detention?" and "Since when has the Assembly spoken of detention?" are "detention".

Such a frame tells nothing of the topic, and drowns a short one where meanings are compared: the questions that are nearest to the
first one above ask what some other resolution says.
"""

from __future__ import annotations

import re
from functools import lru_cache

from hld.index.lexical import STOPWORDS, words
from hld.ingest.regex import regex

_WHO = r"(?P<who>[^?.;:]{0,80}?)"
_SPEAKER = _WHO.replace("who", "speaker")
_ON = r"(?:about|on|regarding|concerning)"
_LAYS_DOWN = r"(?:say|said|to say|decided?|agreed?|commit(?:ted)? to|recommend(?:ed)?|provided?)"
_MENTION = r"(?:mention|speak of|talk about|deal with|cover|address|repeat|contain|include)"
_CONTAINS = rf"(?:contains?|has|have) (?:anything|something|provisions?|language|paragraphs?) {_ON}"
_ONCE = r"(?:(?:for the )?(?:very )?(?:first|last)(?: time)?)"
_AND_HOW = r"(?:,? and (?:how|where|why|(?:in|for|with|on) (?:which|what) [a-z]+))?"
_TAIL = r"(?: (?:up|out|attention))?(?: (?:about|of|on|for|to|with|against|that))?"
_SAYS = rf"(?!(?:ask|request|invit|report)\w*\b)[a-z]+{_TAIL}"
"""A verb and what belongs to it; not of a request or a report, which are things that questions are about."""
_SAID = rf"(?:been (?!asking|requesting|inviting|reporting)[a-z]+ing|said|spoken|(?!asked|requested|invited)[a-z]+ed){_TAIL}"
_APPEARS = (
    r"(?:(?:show|crop|c[ao]me|turn|pop|brought)(?:s|n|ed|ped)? up|(?:appear|occur|surface|feature)(?:s|e?d|red)?"
    r"|mentioned|raised|introduced|addressed|discussed|named|spoken of|talked about|dealt with|called for)"
)
_WHEN = r"(?:when|where|in (?:which|what) [^?.;:]{1,40}?)"
_WORDING = r"(?:wording|words|language|texts?|paragraphs?|position|approach|stance|line)"
_ANY_TEXT = r"(?:text|language|wording|paragraph|provision|clause|passage|reference|mention|resolution|document)"
_CHANGED = r"(?:changed?|evolved?|developed?|shift(?:ed)?|moved?)"
_FIRMER = r"(?:(?:get|got|gotten|become|been|grow|grown) )?(?:any )?(?:strong|weak|firm|soft|tough|strict)er"
_TREATS = (
    r"(?:(?:speak|talk)s? (?:of|about)|refers? to|deals? with|treats?|address(?:es)?|handles?|approach(?:es)?|frames?|describes?)"
)
_SPAN = r"(?:between|from|since|over|across|in|through|after)"
_DID = r"(?:do|does|did|is|are|was|were|has|have)"
BEGIN = (
    r"(?:begin|beg[au]n|start(?:ed)?) (?:to )?(?:(?:mention|address|discuss|rais)(?:e|ing)?"
    r"|(?:speak|talk)(?:ing)? (?:of|about|on)|deal(?:ing)? with|refer(?:ring)? to)"
)
"""Speaks of something for the first time."""
LATEST = r"(?:oldest|earliest|first|last|latest|newest|most recent)"
MOST = 4
"""Topics that a question may ask about at once."""
_ON_IT = regex(r"(?:,? both)? (?P<on>about|on|regarding|concerning|sur|sobre)\b(?= )", re.IGNORECASE)
_AND_ON = (
    r",? (?:(?:and|et|y)(?: also)?|as well as) {on} |, {on} |\?\s+(?:and|et|y)\b(?: what)? {on} "
    r"|[?,]?\s+(?:and )?(?:what|how) about "
)
"""What stands between the topics that a question asks about."""
_DOCUMENT = r"(?!(?:how|which|who|whom|when|where|why|do|does|did|is|are|compare)\b)(?:[^?,]*?\d[^?,]*?|[^?,]*?\bdeclaration)"
_EACH_ON = regex(
    rf"\W*(?:what (?:do|does|did|has|have) )?(?P<a>{_DOCUMENT})(?: says?| said)? {_ON} (?P<b>[^?;:]+?)(?:,? and|,) "
    rf"(?:what (?:do|does|did) )?(?P<c>{_DOCUMENT})(?: says?| said)? {_ON} (?P<d>[^?;:]+)\W*$",
    re.IGNORECASE,
)
"""Two documents, each on a topic of its own: "67/172 on detention and 68/4 on trafficking"."""
_SCOPE = regex(
    r" (?:in|of|under) (?:the )?(?:[a-z]+ )?(?:\S*\d[^\s?]*(?: (?:declaration|resolution|text|dialogue)s?)?|declaration)\W*$",
    re.IGNORECASE,
)
"""The document or the year of which all topics are asked."""
_LEFT = regex(r"\b(?:it|its|they|them|their|this|these|those|his|her|leurs?|sus?)\b", re.IGNORECASE)
"""Leaves to the topic before what it is."""
_OF_IT = (
    r"(?:sur|au sujet d[eu]s?|à propos d[eu]s?|concernant|quant aux?)",
    r"(?:sobre|acerca del?|respecto del?|en cuanto a)",
)
_ABOUT_IT = (r"(?:de|des|du)(?! \d)", r"del?(?! \d)")
"""What stands before a topic in French and in Spanish, and there alone; and what may stand before it."""
_FRAMES = tuple(
    regex(rf"\W*(?:(?:and|so|but|please)\b[\s,]*)*{frame}\W*$", re.IGNORECASE)
    for frame in (
        rf"what (?:exactly |else )?(?:does|do|did|has|have) (?!to ){_SPEAKER} {_LAYS_DOWN} {_ON} (?P<topic>.+)",
        rf"what (?:exactly |else )?(?:does|do|did|has|have) {_SPEAKER} (?:promised?|pledged?)"
        r"(?: (?:on|for|to|about|regarding))? (?P<topic>.+)",
        rf"what {_SPEAKER} (?:(?:has|have|had) )?(?:says?|said|decided|agreed) {_ON} (?P<topic>.+)",
        r"what(?:['’]s| is| was| has been| (?:exactly|else) (?:is|was|has been)) (?:said|laid down|agreed|decided)"
        rf"(?: in {_WHO})? {_ON} (?P<topic>.+)",
        rf"(?:does|do|did|has|have) {_SPEAKER} (?:ever |also )?(?:say|said) (?:anything|something) {_ON} (?P<topic>.+)",
        rf"(?:does|do|did) {_SPEAKER}(?<! a)(?<! any) (?:ever |also |even )?{_MENTION} (?P<topic>.+)",
        rf"(?:(?:is|was) there )?(?:anything|something) {_ON} (?P<topic>.+?) in (?P<who>[^?.;:]*\d[^?.;:]*)",
        rf"(?:(?:is|was) there )?(?:anything|something)(?: in {_WHO})? {_ON} (?P<topic>.+)",
        rf"(?:is|are|was|were) there (?:any |some |already )*(?:agreed )?{_ANY_TEXT}s? (?:already )?(?:in {_WHO} )?"
        rf"(?:{_ON}|for|to|of) (?P<topic>.+)",
        rf"(?P<topic>[^?.;:!]+)[?.!;:,–-]+ (?:is|are) there (?:any(?:thing)?|some(?:thing)?)(?: {_ANY_TEXT}s?)?"
        rf"(?: {_ON} (?:it|this|that))?",
        rf"(?:show|tell|give) me (?:(?:everything|anything|all|more|what there is) )?{_ON} (?P<topic>.+)",
        rf"(?:which|what) {_WHO} (?:mentions?|speaks? of|talks? about|deals? with|covers?|address(?:es)?) (?P<topic>.+)",
        rf"(?:which|what) {_WHO} {_CONTAINS} (?P<topic>.+)",
        rf"(?P<topic>[^?.;:]+?), any (?:{_ANY_TEXT}|para)s?(?: on (?:it|this|that))?",
        r"(?:what|how) about (?P<topic>.+)",
        r"(?:what(?:['’]s| is| was) |(?:i|we) (?:need|want|am looking for|look for) )(?:the |an? |any |some )?"
        r"(?:existing |previous(?:ly)? |prior )?(?:agreed )?(?:language|wording|text|paragraph|provision|passage)s?"
        rf" {_ON} (?P<topic>.+)",
        r"(?:(?:hi|hello|hey)\W+)?(?:i|we)(?: am|['’]m| are|['’]re| would|['’]d)? (?:need|want|like|(?:look|search)(?:ing)? for)"
        r"(?: to (?:find|have|see))? (?:(?:some|any)thing|(?:some )?(?:texts?|language|wording|info(?:rmation)?))"
        rf" {_ON} (?P<topic>.+)",
        rf"what (?:do|can|could) you (?:know|tell me|say|find|have) {_ON} (?P<topic>.+)",
        rf"where (?:does|do) {_WHO} {_MENTION} (?P<topic>.+)",
        r"where (?:is|are|was|were) (?P<topic>.+?) (?:mentioned|addressed|dealt with|discussed)",
        rf"since (?:when|(?:what|which) (?:year|session)) (?:has|have|had) {_WHO} {_SAID} (?P<topic>.+)",
        rf"since (?:when|(?:what|which) (?:year|session)) (?:do|does|did) {_WHO} {_MENTION} (?P<topic>.+)",
        rf"since (?:when|(?:what|which) (?:year|session)) (?:has|have|had|is|are|was|were) (?P<topic>.+?) (?:been )?{_APPEARS}",
        r"since when has (?:the|this) (?:point|idea|case|call) been (?:made|raised) (?:that|of|for) (?P<topic>.+)",
        rf"{_WHEN} (?:do|does|did) (?!the (?:first|last)){_WHO},? {_ONCE} {_SAYS} (?P<topic>.+)",
        rf"{_WHEN} {_DID} (?P<topic>[^?]+?) (?:been )?{_ONCE} {_APPEARS}(?P<rest> .+)?",
        rf"{_WHEN} {_DID} (?P<topic>[^?]+?) (?:been )?{_APPEARS} (?:{_ONCE}|most recently|lately){_AND_HOW}",
        r"how far back (?:do|does) (?P<topic>.+?) (?:go|reach)",
        rf"(?:what(?:['’]s| is| was) )?(?:the )?{LATEST} (?:(?:ever|known) )?(?:mention of|reference to) (?P<topic>.+)",
        rf"{_WHEN} {_DID} {_WHO} {BEGIN} (?P<topic>.+)",
        r"(?:(?:what|which)(?:['’]s| is| was) |(?:i (?:need|want)|(?:give|show|find|get)(?: me)?) )?"
        rf"(?:the )?{LATEST} (?:agreed )?"
        r"(?:(?:call|request|appeal|language|wording|word|text|resolution|document|position)s? )?"
        r"(?:about|on|for|regarding|concerning) (?P<topic>.+)",
        rf"(?:which|what) (?!{_DID}\b){_WHO} {_DID} the {LATEST}(?: one)? (?:to|that|which) {_SAYS} (?P<topic>.+)",
        rf"(?:(?:what|which)(?:['’]s| is| was) )?(?:the )?{LATEST} {_WHO} (?:to|that|which) {_SAYS} (?P<topic>.+)",
        rf"(?:which|what) (?!{_DID}\b){_WHO} {_ONCE} {_SAYS} (?P<topic>.+)",
        r"(?:please )?(?:make|draw(?: up)?|give|show|create|produce|write)(?: me)? (?:a|the) table (?:of|on|about|showing|with) "
        rf"(?:what (?:is|was|has been) said {_ON} )?(?P<topic>.+?)(?: (?:by|per|in each|for each|across|over|through) [^?]*)?",
        rf"compare (?:what )?{_WHO}(?: (?:say|says|said|have|has))?(?: to say)? {_ON} (?P<topic>.+)",
        rf"(?:compare )?how (?:do |does |did )?{_WHO} {_TREATS} (?P<topic>[^,;]+)",
        rf"(?:how |where |in what way )?(?:do|does|did) {_WHO} (?:differ|compare)(?: (?:from|to|with) [^?.;:]*?[\d/]+)?"
        rf"(?: in what (?:it|they) sa(?:y|id))? {_ON} (?P<topic>.+)",
        rf"(?:what(?:['’]s| is| are| was| were) )?(?:the )?differences? between (?:what )?{_WHO}(?: say| said)? {_ON} "
        r"(?P<topic>.+)",
        rf"what (?:has |have |is |was )?(?:changed|different|new) {_ON} (?P<topic>.+?) {_SPAN}\b.*",
        rf"what (?:has |have |is |was )?(?:changed|different|new) (?:in|from|between) {_WHO} "
        rf"(?:and|to|from|since|compared (?:with|to)) [^?]*?\d {_ON} (?P<topic>.+)",
        rf"(?:is|are|was|were|did|does|has|have) (?:the )?{_WORDING} {_ON} (?P<topic>.+?) {_FIRMER}(?: (?:than|{_SPAN})\b.*)?",
        rf"(?:how (?:did|has|have)|did|has|have) (?:the )?{_WORDING} {_ON} (?P<topic>.+?) (?:been )?{_CHANGED}"
        rf"(?: (?:{_SPAN}\b.*|{_WHO}))?",
        rf"how (?:did|has|have) what {_WHO} says? {_ON} (?P<topic>.+?) (?:been )?{_CHANGED}(?: {_SPAN}\b.*)?",
        rf"(?P<topic>[^?.;:]+?)(?::| [–—-]+) what (?:does|do|did|has|have) {_SPEAKER} (?:say|said|have to say|recommend(?:ed)?)"
        rf"(?: {_ON} (?:it|this|them))?",
        rf"what (?:concerns?|worr(?:y|ies)|regrets?|views?|position|opinions?) (?:does|do|did|has|have) {_SPEAKER} "
        rf"(?:express(?:ed)?|voiced?|rais(?:e|ed)|have|had|take|took|taken) {_ON} (?P<topic>.+)",
        r"(?:i |we )?(?:need |want |(?:please )?(?:give|find|get|show)(?: me| us)? )?(?:the )?"
        r"(?:a|one|some|two|three|four|five|six|[2-6])(?: (?:good|short|strong|nice|usable|main|key|talking|useful|important))*"
        rf" (?:quote|quotation|point|fact|argument|message|statement)s? (?:{_ON}|for|that|against|in favou?r of|of)"
        r" (?P<topic>[^?.;:,]+?)"
        r"(?: (?:that )?(?:i|we) (?:can|could) (?:use|quote|cite))?(?: for (?:my|our|a|the) (?:speech|statement|intervention))?"
        r"(?: please)?(?:,? with (?:its |the |a |paragraph |exact )*(?:number|citation|source|reference)s?)?",
        *(
            frame
            for sur, sobre in (_OF_IT, _ABOUT_IT)  # "de 2014 sur" names the text first
            for frame in (
                rf"que (?:dit|disent)(?:-on| {_SPEAKER}) {sur} (?P<topic>.+)",
                rf"qu['’]est[- ]ce que? {_SPEAKER} (?:dit|disent) {sur} (?P<topic>.+)",
                rf"qu[eé] (?:se )?(?:dice|dicen)(?: {_SPEAKER})? {sobre} (?P<topic>.+)",
            )
        ),
        rf"(?:est-ce que? )?{_SPEAKER} (?:parle|mentionne|traite)(?:nt)?(?:-t)?(?:-(?:on|ils?|elles?))?(?: (?:de|des|du))? "
        r"(?P<topic>.+)",
        rf"{_SPEAKER} (?:hablan?|mencionan?|tratan?)(?: (?:de|del|sobre))? (?P<topic>.+)",
    )
)
_HERE = r"(?:in|of|among) (?:the|these|those|this) (?:set|series|texts|documents|resolutions)(?: of \w+)?"
_CALLED = regex(
    r"(?=[^?]*\d)(?:[\w/-]+,? ){1,8}(?:declaration|resolution|text|document)s?(?: (?:on|about) [^?.;:,]+)?", re.IGNORECASE
)
"""A document of a year by its name: "the 2022 and the 2026 Progress Declarations", "the 2010 resolution on lamps"."""
_YEARS = r"(?:over|through|across|down) (?:the years|time)|year by year|from year to year|(?:and )?since when|to date|so far"
_IN_WHICH = r"and (?:in )?(?:which|what) (?:resolution|text|document|paragraph|one)s?|and where"
_ANYWHERE = regex(rf"(?:,?\s+(?:anywhere|at all|there|{_YEARS}|{_HERE}|{_IN_WHICH}))+\W*$", re.IGNORECASE)
_UNLIKE = regex(
    r",?\s+(?:compared (?:with|to)|as opposed to|unlike|versus|vs\.?) [^?.;:]{0,80}\d(?:(?! (?:on|about) )[^?.;:]){0,80}\W*$|"
    r"\s+(?:that|which|but|as) (?:the )?[^?.;:]{0,80}\d[^?.;:]{0,80} (?:did|do|does|had|has)(?:n['’]t| not)?(?: \w+)?\W*$",
    re.IGNORECASE,
)
"""What another document did not say, "that 77/176 didn't"."""
_SOURCES = frozenset(
    """un ga unga united nations general assembly assemblys resolution resolutions text texts document documents declaration one
    paper papers paragraph paragraphs preamble passage passages provision provisions clause clauses part parts they you it any res
    résolution résolutions texte textes documents déclaration assemblée générale nations unies paragraphe paragraphes
    resolución resoluciones texto textos documento documentos declaración asamblea naciones unidas párrafo párrafos la el los las
    le les l ce cette este esta de du des del en on nous vous se il elle
    series set each every different various several earlier later other others before after since
    until between from onwards adopted passed dialogues both two three four five six seven eight nine ten
    eleven twelve""".split()
)
"""What documents in general, or one that is told apart by a year or a number alone, are called."""


_ANYBODY = frozenset("countries states governments nations leaders heads state delegations".split())
"""Those who adopt what is adopted, whoever they are."""
_SO_CALLED = regex(r"^(?:the|this|that) (.+?) (?:thing|stuff|issue|bit|business)$", re.IGNORECASE)
"""A topic called a thing: "the consular thing"."""


def topic(question: str) -> str:
    """What a question asks to be told of, where it asks nothing else and names as its source documents in general, or one by its
    number or year; else the question as it is.

    >>> topic("What does A/RES/67/172 say about detention?"), topic("Does the 2013 Declaration mention nurses anywhere?")
    ('detention', 'nurses')
    >>> topic("What did the Pope say about detention?")
    'What did the Pope say about detention?'
    """
    about, speaker = _taken_apart(question)
    return about if about and not speaker else question


def each_of_its_own(question: str) -> tuple[str, ...]:
    """The questions of one that asks of two documents what each says of a topic of its own; none where it names no two.

    >>> each_of_its_own("67/172 on fog and 68/4 on smoke")
    ('What does 67/172 say on fog?', 'What does 68/4 say on smoke?')
    >>> each_of_its_own("67/172 and 68/4 on fog"), each_of_its_own("67/172 on fog and 68/4 on fog")
    ((), ())
    """
    found = _EACH_ON.match(question)
    if found is None or _LEFT.search(found["d"]) or words(found["b"]) == words(found["d"]):
        return ()
    return tuple(f"What does {found[who].strip()} say on {found[about].strip(' ?.!')}?" for who, about in ("ab", "cd"))


def each(question: str) -> tuple[str, ...]:
    """The questions that one asks at once which only asks what is said of several topics; none where it names one.

    >>> each("What does 67/172 say on fog, and on smoke?")
    ('What does 67/172 say on fog?', 'What does 67/172 say on smoke?')
    >>> each("What does 67/172 say on fog? And on smoke?") == each("What does 67/172 say on fog and what about smoke?")
    True
    >>> each("What does 67/172 say on fog and smoke?"), each("Who reports on fog and on smoke?")
    ((), ())
    """
    for found in _ON_IT.finditer(question):
        topics = re.split(_AND_ON.format(on=found["on"]), question[found.end() :].rstrip(" ?.!"), flags=re.IGNORECASE)
        scope = _SCOPE.search(topics[-1])
        if scope and not any(map(_SCOPE.search, topics[:-1])):  # "what about fog and what about smoke in 67/172?"
            topics = [f"{about.strip()}{scope[0]}" for about in topics[:-1]] + topics[-1:]
        asks = tuple(f"{question[: found.start()]} {found['on']} {about.strip()}?" for about in topics)
        if 1 < len(asks) <= MOST and not _LEFT.search(" ".join(topics[1:])) and all(_taken_apart(asked)[0] for asked in asks):
            return asks
    return ()


_WANTS = regex(r"\b(?:wants?|asks?|expects?|wish(?:es)?|likes?|tells?|told|requests?|urges?)\b", re.IGNORECASE)


def speaker(question: str) -> str:
    """Who is asked about, where a question asks what is said of a topic by somebody, or in something, that no document here is.

    >>> speaker("What did the Pope say about detention?"), speaker("What does A/RES/67/172 say about detention?")
    ('the Pope', '')
    >>> speaker("What has to come last when clerks decide on a lamp?")
    ''
    """
    return _taken_apart(question)[1]


_ASKS_ON = regex(r"(?::| [–—-]+) (?:[^?]* )?(?:who|what|which|when|where|why|how)\b", re.IGNORECASE)
"""Asks something behind what stands before it: "lamps: the older text counts them - what does the newer one do?"."""


@lru_cache(maxsize=8)  # of one question it is asked several times
def _taken_apart(question: str) -> tuple[str, str]:
    """The topic of a question that fits a frame, and who is to have spoken of it where that is no document here; both empty where
    none fits."""
    asked = _UNLIKE.sub("", _ANYWHERE.sub("", question))
    for frame in _FRAMES:
        if found := frame.match(asked):
            parts = found.groupdict("")
            source = (parts.get("speaker") or parts.get("who") or "").strip(" ,")
            if _WANTS.search(source):  # "What does the Assembly want the Court to say on fog?"
                continue
            named = [word for word in words(source) if word not in STOPWORDS and not any(char.isdigit() for char in word)]
            if named and _ANYBODY.issuperset(named):  # "What did countries agree on?" asks of nobody in particular
                continue
            ours = all(word in _SOURCES for word in named) or bool(_CALLED.fullmatch(source))
            about = _SO_CALLED.sub(r"\1", f"{parts['topic']}{parts.get('rest', '')}".rstrip(" ?.!"))
            if "? " in about or _ASKS_ON.search(about):  # a turn behind the question before, or one more question
                continue
            if (ours or "speaker" in parts) and any(word not in STOPWORDS for word in words(about)):
                return about, "" if ours else source
    return "", ""
