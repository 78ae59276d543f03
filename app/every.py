"""Questions for every paragraph on a topic, and for all that is requested, decided or called for. Grammar only."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hld.app.holdings import LEFT, OF_SESSION, SPAN
from hld.app.titles import its_declaration
from hld.app.topic import topic as topic_of
from hld.app.wants import NOT_KIND, wants
from hld.app.years import YEAR
from hld.index.lexical import words
from hld.ingest.references import find_references
from hld.ingest.regex import regex
from hld.ingest.symbols import CARDINALS

_PLEASE = (
    r"\W*(?:(?:can|could|would) you )?(?:please )?"
    r"(?:(?:list|name|show|give|find|get|collect|compile|identify|quote|pull|tell|count)"
    r"(?: me| us)?(?: (?:up|out|together))? "
    r"|(?:i(?: woul|['’])?d? )?(?:want|need|like) (?:to (?:see|have|read) )?|what are |which are )?"
)
_EVERY = r"(?:all|every|each|any and all|(?:a|the)(?: (?:full|complete))? list of(?: all)?)(?: of)?(?: the)? "
_PARAGRAPHS = (
    r"(?:(?:operative|preambular|numbered|other) )?(?:paragraphs?|paras?|sub-?paragraphs?|passages?|provisions?|clauses?"
    r"|recitals?|references?|mentions?|statements?|sentences?|places?)"
)
_MANY = _PARAGRAPHS.replace("s?", "s")
_OF = (
    r"(?: (?:there are|you have))?(?: (?:that|which|where))?(?: (?:it|they|the ga|the (?:general )?assembly))? "
    r"(?:on|about|concerning|regarding|of|to|for|(?:relat(?:ed|ing)|relevant|referring|devoted|dedicated) to"
    r"|deal(?:s|ing)? with|mention(?:s|ing|ed)?"
    r"|(?:speak|talk)(?:s|ing)? (?:of|about|to|on)|refers? to|address(?:es|ing)?|discuss(?:es|ing)?|cover(?:s|ing)?"
    r"|touch(?:es|ing)? (?:up)?on|say(?:s|ing)? (?:anything|something) (?:on|about)|contain(?:s|ing)?|includ(?:es?|ing)"
    r"|us(?:es?|ing)|with|(?:are|is) (?:about|on)|concerns?)(?: the (?:words?|terms?|phrases?|expression))? "
)
_SPOKEN = (
    r"(?:mention|address|discuss|dealt with|deal with|referr?(?:ed)? to|sp(?:eak|oken) of|talk(?:ed)? about|name"
    r"|br(?:ing|ought) up)(?:e?d)?"
)
_SAYER = r"(?:it|they|you|the (?:[a-z\d-]+ ){0,2}?(?:assembly|ga|un|documents?|resolutions?|texts?|declaration))"
_IS = r"(?:is|are|was|were|has|have)"
_TEXTS = r"(?:resolution|document|text|declaration)s?"
_TOPIC = r"(?P<topic>[^?.;:]+?)\W*$"
_ABOUT = r"(?:(?:mention|discuss|relat|speak|talk)\w*|deals with|refers to|is about)"
_FIRST = r"(?:first|earliest)(?: (?:mention|appearance|time|use|reference))?"
_LAST = r"(?:last|latest|most recent)(?: (?:mention|appearance|time|use|reference|one))?"
_OF_ALL = (
    r"(?:in )?all (?:the )?(?:texts|documents|resolutions|paragraphs|references|mentions)(?: (?:please|on it|there are))?"
    r"|(?:(?:any|all|the|existing|prior|previous|earlier|past) )*agreed language"
    r"|(?:give|show|list|quote)(?: me)? (?:the |all |every )*paragraphs? (?:from|in|of) (?:each|every|all)\b[^?]*"
    r"|how often(?:,| and| where)[^?]*|(?:every|each) (?:mention|reference|paragraph|text)"
)
"""Said behind a topic of which all is wanted: "fog: all texts"."""
_WHERE = rf"\W*(?:where(?: all| else| exactly)?|(?:in )?(?:which|what) (?:{_MANY}|{_TEXTS}))"
_ALL_OF = tuple(
    regex(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_PLEASE}{_EVERY}{_PARAGRAPHS}{_OF}{_TOPIC}",
        r"\W*(?:please )?(?:which|what|how many|in (?:which|what)|(?:list|name|find|count|(?:show|give)(?: me)?)(?: the)?)"
        r"(?: of the)? "
        rf"{_MANY}{_OF}{_TOPIC}",
        rf"\W*(?:in )?(?:which|what)(?: of (?:the|these|those))?(?: (?:\d+|{'|'.join(CARDINALS[2:])}))? {_TEXTS} "
        r"(?:do|can|could|is there|are there|have)(?: (?:we|i|you|one))?(?: (?:find|see|have|get))?"
        rf"(?: (?:any )?(?:language|wording|texts?|something|anything|paragraphs?))? (?:on|about|concerning) {_TOPIC}",
        rf"\W*(?P<topic>[^?.;:]+?)(?::| [–—-]+) (?:{_OF_ALL})(?:,? please)?\W*$",
        r"\W*(?:collect|gather)(?: (?:me )?(?:all )?(?:the )?(?:agreed )?(?:language|wording|paragraphs?|texts?))?"
        rf"(?::| on| about) {_TOPIC}",
        r"\W*(?:is|was|has) [“\"‘'](?P<words>[^”\"’']+)[”\"’'] (?:already |been |ever )*"
        r"(?:agreed|used|said|stated|new)\b[^?]*\W*$",
        rf"{_WHERE} (?:does|do|is|are|has|have|use|contain|say)s?(?: {_SAYER})? (?:use |say |has |have |contain )?"
        r"(?:the (?:exact )?(?:phrase|words?|wording|expression|formula|language) )?[“\"‘'](?P<words>[^”\"’']+)[”\"’']"
        r"(?: (?:used|appear|occur|stand|found|said)s?)?\W*$",
        r"\W*(?P<topic>[^?.;:]+?): (?:which|what|where|how)\b[^?]*? "
        r"(?:use|mention|have|contain|say|speak of|talk about|address|cover)s? (?:it|this|that|them)\W*$",
        rf"{_PLEASE}(?P<topic>[^?.;:]+?),? from (?:its|the|their) (?:very )?{_FIRST} to (?:its|the|their) {_LAST}\W*$",
        rf"\W*(?P<topic>[^?.;:]+?): (?:the |when was the )?{_FIRST},? and (?:the |its )?{_LAST}(?: (?:it|they) \w+)?\W*$",
        rf"{_PLEASE}(?:all )?(?:the |any |some )?(?:(?:previously )?agreed |existing |previous |prior |past |all |every )?"
        rf"(?:language|wording|texts?){_OF}{_TOPIC}",
        r"\W*what (?:do (?:we|you) have|(?:(?:agreed )?language|wording|provisions?|paragraphs?) "
        rf"(?:exists?|(?:is|are|was|were) there|do (?:we|you) have)) (?:on|about|regarding|concerning) {_TOPIC}",
        rf"{_PLEASE}(?:everything|all)(?: that)?(?: (?:is|was|has been|there is|you have|it says|they say"
        rf"|the (?:general )?assembly(?: has| ever)? sa(?:id|ys)))?"
        rf"(?: (?:said|written|agreed|known))? (?:on|about|regarding|concerning) {_TOPIC}",
        rf"\W*how (?:often|many times) (?:is|are|was|were|ha(?:s|ve)) (?P<topic>[^?.;:]+?)(?: been)? {_SPOKEN}\W*$",
        rf"\W*(?:how (?:often|many times)|where(?: all| else)?) (?:do|does|did|has|have)(?: {_SAYER})? {_SPOKEN} {_TOPIC}",
        rf"\W*(?:where(?: exactly| all| else)?|in (?:which|what) {_MANY}) (?:is|are|was|were) (?P<topic>[^?.;:]+?) {_SPOKEN}\W*$",
        rf"\W*{_IS} (?P<topic>[^?.;:]+?) (?:been )?ever (?:been )?{_SPOKEN}\W*$",
        rf"{_PLEASE}(?:{_EVERY}|the |an? |any )?(?:{_PARAGRAPHS}|texts?|spots?|instances?) (?:in which|where|that) "
        r"(?P<topic>[^?.;:]+?) "
        rf"(?:(?:is|are) {_SPOKEN}|comes? up|appears?|occurs?)\W*$",
        rf"\W*{_MANY} (?:on|about|concerning|regarding) {_TOPIC}",
        r"\W*what (?:do|does|did) (?:each|every(?: one)?|all|the (?:individual|various|different|single))"
        rf"(?: of (?:the|these|those))?(?: {_TEXTS})?(?: here)? (?:say|have to say|tell us)"
        rf" (?:on|about|concerning|regarding) {_TOPIC}",
        rf"\W*grant all {_TOPIC}",
        r"\W*(?P<topic>[^?.;:]+?),?:? (?:all )?para(?:graph)?s? (?:numbers?|references?|refs?)\W*$",
        # As it is put from French and Spanish, word by word.
        r"\W*(?:(?:list|show|give|how many|which|what) )?"
        r"(?:all (?:paragraph|reference|mention|provision|operative paragraphs|relating)"
        rf"|paragraph(?= {_ABOUT}))(?: {_ABOUT})? (?!\d){_TOPIC}",
    )
)
"""A question for all paragraphs on a topic."""
_ACTS = {
    "request": "requests", "decision": "decides", "invitation": "invites", "recommendation": "recommends", "call": "calls",
    "appeal": "appeals", "demand": "demands", "proposal": "proposes", "encouragement": "encourages", "reaffirmation": "reaffirms",
}  # fmt: skip
"""What the Assembly does, as a thing, and the verb of its paragraphs."""
ASKING = frozenset("requests asks calls urges invites encourages appeals demands".split())
_DOES = {
    "request": "requests", "decide": "decides", "invite": "invites", "recommend": "recommends", "call": "calls", "urge": "urges",
    "note": "notes", "encourage": "encourages", "condemn": "condemns", "deplore": "deplores", "welcome": "welcomes",
    "proclaim": "proclaims", "designate": "designates", "endorse": "endorses", "adopt": "adopts",
    "stress": "stresses", "emphasize": "emphasizes", "emphasise": "emphasizes", "underline": "underlines", "affirm": "affirms",
    "commend": "commends", "acknowledge": "acknowledges", "approve": "approves", "support": "supports", "express": "expresses",
    "recall": "recalls", "reaffirm": "reaffirms", "recognize": "recognizes", "recognise": "recognizes",
}  # fmt: skip
"""What resolutions do, and the verb of their paragraphs."""
PROCLAIMING = frozenset({"proclaims", "designates"})
"""The verbs of what proclaims a day or a year, whichever a question uses."""
_DAYS = ("day", "year", "decade", "week")
_DAY = regex(
    rf"(?:(?:an?|the|any|all|new|own|international|world|un|united nations|global|or|and) )*(?P<what>{'|'.join(_DAYS)})s?"
    rf"(?:(?:,? or|,? and) (?:(?:an?|new|international|world|un|united nations|global) )*(?:{'|'.join(_DAYS)})s?)*",
    re.IGNORECASE,
)
"""What is proclaimed for something, whatever it is called there: "an international or a world day"."""
_DO = rf"(?:ask|{'|'.join(_DOES)})(?:e?s|e?d)?"
_JOINED = r"(?:, | and | or |, (?:and|or) )"
_DOING = rf"(?P<does>{_DO}(?:{_JOINED}{_DO})*)"
_ACT = rf"(?:{'|'.join(_ACTS)})s?"
_ON_WHAT = r"(?: (?:about|on|concerning|regarding) (?P<topic>[^?.;:]+?))?"
_TO_DO = (
    rf"(?:been )?{_DOING}(?: (?:up)?on)?(?: to(?: do)?\b)?"
    r"(?:(?: (?:about|on|concerning|regarding))? (?P<topic>[^?.;:]+?))?\W*$"
)
_WHICH = (
    rf"(?:{_PLEASE}(?:all (?:of )?(?:the )?|every )?|\W*(?:which|what|how many) )(?:of (?:the|these|those) )?"
    rf"(?:documents|resolutions|texts|{_MANY}|(?<=every )(?:document|resolution|text|{_PARAGRAPHS}))"
    rf"(?: (?:that|which|where (?:it|they|the (?:general )?assembly)))? {_DOING}"
)
"""What does something, whose all is wanted: "which texts invite"."""
_ALL_ACTS = tuple(
    regex(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:{_PLEASE}{_EVERY}|\W*(?:(?:which|what)(?: are(?: all)?(?: of)?(?: the)?)?|how many) )"
        rf"(?P<act>{_ACT}(?:{_JOINED}{_ACT})*)"
        r"(?: (?:that )?(?:are |is |was |were )?(?:made|addressed|put|there|taken|adopted)(?: (?:are|in it))?)?"
        rf"(?: (?:to|(?:up)?on|of|for) (?P<addressee>[^?.;:]+?))?{_ON_WHAT}"
        r"(?: (?:does|do|did|are|is|was|were) (?:it|they|there|the (?:general )?assembly)(?: (?:make|take|made|taken))?)?\W*$",
        rf"{_PLEASE}(?:the )?(?P<act>{_ACT}s) (?:to|(?:up)?on) (?P<addressee>[^?.;:]+?){_ON_WHAT}\W*$",
        rf"\W*how (?:often|many times) (?:do|does|did|has|have) {_SAYER} {_DOING}(?: for)? {_TOPIC}",
        rf"\W*(?:list |show me |give me )?(?P<act>{_ACT}(?:{_JOINED}{_ACT})+)"
        rf"(?: (?:to|(?:up)?on) (?P<addressee>[^?.;:]+?))?{_ON_WHAT}\W*$",
        rf"{_WHERE} (?:do|does|did|has|have)(?: {_SAYER})? (?P<does>ask|request|invite|urge|encourage|call (?:up)?on|appeal to) "
        r"(?P<addressee>[^?.;:]+?)(?: (?:to|for|on|about) (?P<topic>[^?.;:]+?))?\W*$",
        rf"{_WHERE} {_IS} (?P<addressee>[^?.;:]+?) {_TO_DO}",
        r"\W*who(?: all)? (?P<addressed>(?:(?:is|are|was|were) (?:asked|requested|called (?:up)?on|urged|invited|supposed) to"
        r"|(?:has|have|is|are|needs?) to|must|should) do what)\W*$",
        rf"{_PLEASE}(?:the |all |all the )?{_MANY} (?:(?:that|which) )?(?:begin|start|open)(?:s|ning|ing)? with "
        rf"(?:the (?:word|verb)s? )?[“\"‘']?{_DOING}\W*$",
        rf"\W*(?:which|what) {_MANY} (?:have|use|contain)s? (?:the (?:word|verb)s? )?[“\"‘']?{_DOING}\W*$",
        r"\W*(?:which|what) (?P<topic>[a-z][^?.;:]*?) (?:was|were|are|have been) (?P<does>proclaimed|designated)\W*$",
        rf"(?:\W*(?:which|what|how many) |{_PLEASE}(?:all )?(?:the )?)(?:documents|resolutions|texts) (?:(?:that|which) )?"
        r"(?P<proclaim>(?:proclaim|declar|designat|creat|establish|introduc)(?:e?d|e?s|e)?) "
        rf"(?P<topic>{_DAY.pattern.replace('?P<what>', '?:')})\W*$",
        rf"{_WHICH} (?:(?:up)?on )?(?P<addressee>(?:(?! to\b)[^?.;:])+?)(?: to)? (?:for |do )?(?:some|any)thing\W*$",
        rf"{_WHICH} (?:(?:up)?on )?(?P<addressee>(?!(?:for|that)\b)(?:(?! to\b)[^?.;:])+?) to {_TOPIC}",
        rf"{_WHICH} (?:for )?(?P<topic>(?:(?! to\b)[^?.;:])+?) (?:from|by) (?P<addressee>[^?.;:]+?)\W*$",
        rf"{_WHICH} (?:(?:for|(?:up)?on|to|that) )?{_TOPIC}",
        rf"{_PLEASE}{_EVERY}{_PARAGRAPHS} that (?:have (?P<does>[^?.;:,]+?)|(?P<addressed>ask))"
        rf"(?:, addressed to (?P<addressee>[^?.;:,]+?))?{_ON_WHAT}\W*$",
        rf"\W*(?:count )?how (?:often|many times) (?P<addressee>[^?.;:]+?) {_IS} {_TO_DO}",
        rf"{_PLEASE}(?:everything|all)(?: that)?(?: {_SAYER})? {_DOING}"
        r"(?:(?: (?:of|from))? (?!(?:about|on|for|to|in)\b)(?P<addressee>[^?.;:]+?))?\W*$",
        rf"{_PLEASE}(?:everything|all(?: {_PARAGRAPHS})?)(?: that)?(?: {_IS})? (?P<addressed>addressed|directed|put) (?:to|at) "
        rf"(?P<addressee>[^?.;:]+?){_ON_WHAT}\W*$",
        rf"(?:{_PLEASE}(?:everything|all)(?: that)?|\W*how (?:often|many times) {_IS}) "
        rf"(?P<addressee>[^?.;:]+?) (?:{_IS} )?{_TO_DO}",
    )
)
"""A question for all that is requested (decided, called for), of whom and about what."""
_TOLD = (
    regex(rf"\W*who(?: all)? {_IS} {_TO_DO}", re.IGNORECASE),
    regex(rf"\W*what (?:all |else )?{_IS} (?P<addressee>[^?.;:]+?) {_TO_DO}", re.IGNORECASE),
    regex(
        rf"\W*what (?:all )?(?:do|does|did)(?: {_SAYER})? {_DOING}(?: (?:up)?on)? (?P<addressee>[^?.;:]+?) to do{_ON_WHAT}\W*$",
        re.IGNORECASE,
    ),
    regex(rf"\W*what (?:all )?{_IS} (?P<addressee>[^?.;:]+?) (?P<addressed>supposed|meant|expected) to do\W*$", re.I),
)
"""The same, where it may be one thing that is asked for: of what a document says, or where no topic is named."""
_OF_DOCUMENT = (
    regex(
        rf"\W*what (?:all |else )?(?:do|does|did|has|have)(?: {_SAYER})? {_DOING} (?:of|from) (?P<addressee>[^?.;:]+?)\W*$", re.I
    ),
    regex(rf"{_PLEASE}(?:the )?(?P<act>{_ACT}s)(?: (?:taken|made|adopted|contained|it makes|it takes))?\W*$", re.IGNORECASE),
    regex(rf"\W*(?P<does>(?:{'|'.join(_DOES)})s)\W*$", re.IGNORECASE),
    regex(rf"\W*what (?:all )?(?:do|does|did|has|have)(?: {_SAYER})? {_DOING}(?: (?:up)?on| for| to do)?\W*$", re.I),
)
"""The same of a document, without which it would be asked of all of them."""
_THE_MEETING = regex(
    rf"(?:the |this )?(?:{YEAR.pattern} )?(?:high-level )?(?:dialogue|hld|meeting|event)(?: (?:of|in) {YEAR.pattern})?",
    re.IGNORECASE,
)
"""No topic of a document that is about it."""
_DEADLINES = regex(
    rf"(?:{_PLEASE}|\W*(?:which|what) )(?:all )?(?:of )?(?:the )?(?:deadlines|target dates|time limits|due dates)"
    rf"(?: that)?(?: (?:do|does|did|has|have|are))?(?: (?:{_SAYER}|there))?(?: (?:set|sets|fix|fixed|gives?|impose[sd]?))?\W*$",
    re.IGNORECASE,
)
"""A question for all that is due by some time."""
_STRONGEST = regex(
    rf"{_PLEASE}(?:what(?:['’]s| is) )?(?:the )?(?:strongest|toughest|firmest) (?:agreed )?"
    r"(?:language|wording|words|commitment|call|text|paragraph|provision|statement|passage)s? "
    rf"(?:on|about|against|for|regarding|of) {_TOPIC}",
    re.IGNORECASE,
)
"""A question for what is said of a topic with most force."""
_REQUESTS_TO_OTHERS = regex(r"requests? (?!(?:(?:the )?(?:un )?secretary|the sg\b|sg\b)).+", re.IGNORECASE)
_CALLS_FOR = regex(r"\bcall(?:s|ed)? (?:for|to)\b", re.IGNORECASE)
_AS = regex(r" as (?:an?|the) [^?.;:]+$", re.IGNORECASE)
"""As what a topic is spoken of, which its words alone do not tell."""
_LEFT = regex(r"(?:it|this|that|them|these|those)(?: all)?", re.IGNORECASE)
"""A topic that another sentence names."""
_POLITE = regex(
    r"\b(?:please|pls|plz|thanks|thank you|thx|svp|por favor|in full|(?:as )?(?:a |the )?(?:full|complete) list"
    r"|[.?!;,]\s*(?:please )?(?:give|list|show|name|tell)(?: me| us)? (?:(?:them )?(?:all|each)(?: of them)?|the paragraphs?))$",
    re.IGNORECASE,
)
_ASIDE = regex(
    r"\s*\([^)\d]*\)|, (?:the )?(?:most recent|latest|newest|oldest|earliest)(?: ones?)? first\b"
    r"|,? and (?:for|by|to|in|at|from|of) (?:which|what) (?:sessions?|dates?|years?|documents?|resolutions?)\W*$"
    r"|[,:;]? (?:(?:sorted |grouped |ordered |arranged )?(?:by|per)|in order of) (?:the )?"
    r"(?:year|date|document|resolution|text)s?\W*$"
    r"|,? (?:chronologically|in (?:chronological|date) order|year by year|(?P<each>document|resolution|text) by (?P=each))\W*$"
    r"|[.?!;]\s*(?:please )?(?:i(?: woul|['’])?d? (?:want|need|like)|give me|show me|list) (?:every|all|each)\b[^.?!]*\W*$"
    r"|[.?!;]\s*an? (?:table|list|overview) (?:would be|is|please)\b[^.?!]*\W*$",
    re.IGNORECASE,
)
"""What is said or asked besides, and a list shows: "(operative)", "and for which sessions?", "by year"."""
_THE_STRONGEST = regex(
    r"[,;:–-]+ (?:the )?(?:strongest|toughest|firmest)(?: (?:ones?|(?:that )?(?:we|you) have|there is|available|possible))*\W*$",
    re.IGNORECASE,
)
"""Says behind a topic that what is said with most force is meant."""
_ENDS = " \t\n,;:.?!–-"
"""May stand at the end of a question."""
_BEFORE_DOCUMENT = regex(r"(?:,? (?:in|from|of|under|by))?(?: the)?(?: (?:resolution|declaration|document))?$", re.IGNORECASE)
_JOINING = regex(r"(?<=[\d)])(?:,| and| or|, and|, or)$", re.IGNORECASE)
"""Stands between two documents."""
_SCOPE = regex(
    r"(?<!\bwhich)(?<!\bwhat)(?<!\bmany),? (?:in|from|of|under|within|by|across|throughout) "
    rf"(?:(?:the|this|your|its|all|any|these|both) )*(?:{YEAR.pattern} )?"
    r"(?:library|corpus|documents?|resolutions?|declarations?|texts?|collection|preamble|dialogues?"
    rf"|operative (?:part|paragraphs))(?: (?:of|from|in|adopted in) {YEAR.pattern})?\b"
    rf"|{OF_SESSION.pattern}"
    rf"|,? (?:adopted |said |made )?(?:in|of|from) {YEAR.pattern}\b(?! \w)"
    r"| (?:here|you have|you hold|so far|at all|anywhere|over the years)\b",
    re.IGNORECASE,
)
"""Where all of it is looked for."""
_ASKS_ON = regex(r"\b(?:which|what|who|whom|when|how)\b", re.IGNORECASE)
"""Begins another question behind a topic."""
_ADOPTED = regex(r",? (?:(?:that|which) )?(?:is|are|was|were) (?:adopted|passed|agreed|made|published)\b\s*(?=\W*$)", re.I)
_BY_SUBJECT = regex(
    rf",? (?:in|from|of|within) the (?!(?:preceding|previous|same|whole|entire|full|following|{'|'.join(CARDINALS[2:])}|\d+)\b)"
    r"(?:(?!(?:or|in)\b)[a-z][\w-]* ){1,6}?(?:resolution|declaration|report)s?\b"
    r"|,? (?:in|from|of|within) the (?:resolution|report)s? (?:on|about) [^?.;:,]+",
    re.IGNORECASE,
)
"""The documents, called by their subject, in which all of it is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraphs:
    """Paragraphs of which all are wanted: on a `topic`, or with one of these `verbs`, and then perhaps addressed to somebody; of
    all documents, or `within` those that are called by their subject; `both` topics that "and" joins, or else any of them; with
    the very words of the topic, where it is `quoted`; those alone that say by when something is `due`, or that speak of the
    topic with the `strongest` verbs."""

    topic: str = ""
    verbs: frozenset[str] = frozenset()
    addressee: str = ""
    within: str = ""
    both: bool = False
    quoted: bool = False
    due: bool = False
    strongest: bool = False

    @property
    def proclaimed(self) -> str:
        """The day, year, decade or week that is proclaimed, as it begins in names ("Day"); empty where it is none of these."""
        return self.topic.capitalize() if self.verbs == PROCLAIMING and self.topic.lower() in _DAYS else ""


MEANT_FOR = regex(
    r"^(?:an?|my|our|the|your|this) (?:(?:draft|new|short|next) )?"
    r"(?:resolution|statement|speech|intervention|text|note|report|paper|briefing|article|thesis) (?:on|about|regarding) ",
    re.IGNORECASE,
)
"""What a text on the topic is wanted for: "a speech on lamps"."""


def paragraphs(question: str) -> Paragraphs | None:
    """The paragraphs of which a question wants all; None where it wants no such thing.

    >>> paragraphs("How often is fog mentioned after 2010?") == Paragraphs(topic="fog")
    True
    >>> wanted = paragraphs("What are all the requests to the Secretary-General in 67/219?")
    >>> wanted == Paragraphs(verbs=frozenset({"requests"}), addressee="the Secretary-General")
    True
    >>> paragraphs("Which paragraph is on fog?"), paragraphs("Are all paragraphs on fog binding?")
    (None, None)
    >>> paragraphs("List all paragraphs on fog in 67/219 and 69/229.") == Paragraphs(topic="fog")
    True
    """
    whole = _plain(question)
    bare = _undocumented(whole)
    asked = _plain(_ASIDE.sub("", NOT_KIND.sub("", bare)))
    asked, strongest = _THE_STRONGEST.subn("", asked)
    named = _BY_SUBJECT.search(asked)
    within = named[0].strip(" ,") if named else ""
    of_all = _BY_SUBJECT.sub("", asked)
    narrowed = _SCOPE.sub("", of_all) != asked
    asked = _ADOPTED.sub("", _SCOPE.sub("", SPAN.sub("", of_all)))
    asked = _plain(re.sub(r"  +", " ", asked).replace(" ,", ","))
    if _DEADLINES.match(asked):
        return Paragraphs(due=True, within=within)
    if strong := _STRONGEST.match(asked):
        return Paragraphs(topic=strong["topic"], strongest=True, within=within)
    of_document = narrowed or bare != whole or its_declaration(whole.lower())
    for pattern in (*_ALL_ACTS, *_TOLD, *_OF_DOCUMENT):
        if (match := pattern.match(asked)) is None:
            continue
        said = {"topic": "", **{name: text or "" for name, text in match.groupdict().items()}}
        if not of_document and (pattern in _OF_DOCUMENT or (pattern in _TOLD and said["topic"])):
            continue
        # To call for something is said by many verbs; and it is the Secretary-General alone who is mostly requested.
        done, whom = said.get("act") or said.get("does") or "", said.get("addressee", "")
        any_of = said.get("addressed") or _CALLS_FOR.search(asked) or _REQUESTS_TO_OTHERS.fullmatch(f"{done} {whom}")
        verbs = ASKING if any_of else PROCLAIMING if said.get("proclaim") else _verbs(done)
        if not verbs:
            continue
        about = said.get("topic", "")
        if _LEFT.fullmatch(about):  # of what was said before, in the same breath or in another turn
            continue
        about = "" if _THE_MEETING.fullmatch(about) else about
        if verbs <= PROCLAIMING and (day := _DAY.fullmatch(about)):
            about, verbs = day["what"], PROCLAIMING
        return Paragraphs(topic=about, verbs=verbs, addressee=whom, within=within)
    found = next(filter(None, (pattern.match(asked) for pattern in _ALL_OF)), None)
    if found is None and SPAN.search(question) and not wants(question) & {"comparison", "course", "first", "latest"}:
        about = topic_of(asked)  # what was said in a stretch of years was said more than once
        return Paragraphs(topic=about, within=within) if about != asked and not _ASKS_ON.search(about) else None
    if found and (said := found.groupdict().get("words")):
        return Paragraphs(topic=said.strip(" .,;"), within=within, quoted=True)
    topic = _AS.sub("", found["topic"].strip(" “”\"'‘’,")).removeprefix("about ").removeprefix("of ") if found else ""
    topic = MEANT_FOR.sub("", topic)
    both = topic.lower().startswith("both ")
    topic = topic[len("both ") :] if both else topic
    if not topic or LEFT.search(topic):
        return None
    return Paragraphs(topic=topic, within=within, both=both, strongest=bool(strongest))


def _plain(question: str) -> str:
    """A question without its end and what is only said to be polite."""
    return _POLITE.sub("", question.rstrip(_ENDS)).rstrip(_ENDS)


_IN_FULL = regex(r"(?<=\bdeclaration) of the high-level dialogue(?: on international migration and development)?", re.I)


def _undocumented(question: str) -> str:
    """A question without the documents that it names by their symbols, and with the Declaration called by that alone."""
    question = _IN_FULL.sub("", question)
    mentions = find_references(question)
    for nth, mention in reversed([*enumerate(mentions)]):
        before = question[: mention.start].rstrip(' (“"')
        before = _JOINING.sub("", before) if nth else before  # "in 67/172 and 69/229"
        question = _BEFORE_DOCUMENT.sub("", before) + question[mention.end :]
    return question


def _verbs(said: str) -> frozenset[str]:
    """The verbs of paragraphs that do what a question says; to be asked is to be requested, urged, invited."""
    found: set[str] = set()
    for word in words(said):
        act = next((verb for act, verb in (_ACTS | _DOES).items() if re.fullmatch(rf"{act}(?:e?s|e?d)?", word)), "")
        found |= ASKING if word.startswith("ask") else {act} if act else set()
    return frozenset(found)
