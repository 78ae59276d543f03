"""What a turn asks of the answer before (`hld.app.again`), told by its grammar."""

from __future__ import annotations

import re
from typing import Literal

from hld.app import about
from hld.app.topic import LATEST
from hld.app.years import YEAR
from hld.ingest.regex import regex
from hld.ingest.symbols import ORDINAL

Wanted = Literal[
    "",
    "quote",
    "shorter",
    "next",
    "previous",
    "plain",
    "language",
    "part",
    "strength",
    "more",
    "same",
    "nth",
    "end",
    "count",
    "earlier",
    "later",
    "elsewhere",
    "letter",
    "fact",
    "rewritten",
    "official",
    "dated",
    "force",
    "there",
    "cite",
    "in another",
]

_PLEASE = (
    r"(?:(?:and|but|so|ok(?:ay)?|now|yes|no|hm+|please|can you|could you|would you"
    r"|(?:show|send)(?: me)?|give(?: me)?|i (?:need|want)"
    r"|let me (?:have|see|read)|i(?:['’]?d| would) like(?: to (?:see|have|read))?"
    r"|can i (?:have|see|get|read)|read me"
    r"|are you (?:really |quite )?(?:sure|certain)(?=\W+\w))[\s,.?!]+)*"
)
_THIS = r"(?:it|that|this|them|these|those)"
_IS = r"(?:is|are|was|were) (?:it|that|this|they|these|those)(?: (?:really|actually))?"
_EXACT = r"(?:exact|full|actual|precise|original|official|complete|whole|direct|verbatim|literal|real|word[- ]for[- ]word)"
_VERBATIM = r"(?:exactly|verbatim|in full|word[- ]for[- ]word|literally)"
_WORDS = r"(?:wording|words|text|quotes?|quotation|sources?|citations?|references?)"
_TEXT = r"(?:paragraph|para\.?|article|provision|clause|resolution|document|text)"
_PART = r"(?:in |from )?(?:the |an? )?(?:preamble|preambular|operative)(?: part| paragraph| section)?"
_NTH = (
    rf"(?:{ORDINAL}|last)(?: (?:one|paragraph|source|citation|item|point|entry))?(?: (?:of|on) (?:{_THIS}|the list))?"
    rf"(?:,? {_VERBATIM})?"
)
_OF_LIST = r"(?:what (?:does|is|about) |open |quote |read |(?:only|just) |(?:tell me )?more (?:about|on) )?"
_OF_IT = r"(?: say| only|,? (?:(?:with |in )?more )?details?| in (?:more )?detail)?"
_HERE = r"(?:there|here|in (?:it|there|(?:this|that|the) (?:paragraph|one|text)))"
_MEANT = r"(?:is|are|was|were) (?:meant|mentioned|named|referred to|listed|addressed|spoken of)"
_FORCE = (
    r"(?:(?:firm |real |binding )?(?:recommendation|obligation|duty|request|must|decision|suggestion|wish|hope|call|appeal"
    r"|invitation|promise|commitment|statement|advice|order|rule))"
)
_OTHER_TEXT = (
    rf"(?:the )?(?:{YEAR.pattern}(?: (?:one|text|resolution|version|declaration))?"
    rf"|(?:resolution|text|declaration|one) (?:of|from) {YEAR.pattern}|(?:a/res/|resolution )?\d\d/\d+)"
)
AGE = rf"(?:{LATEST}|older|newer|more recent)"
_LANGUAGE = "|".join(about.LANGUAGE)
_ASKS: dict[Wanted, tuple[str, ...]] = {
    "quote": (
        rf"(?:quote|cite|read out) (?:{_THIS}|the paragraph)(?:,? {_VERBATIM})?",
        rf"(?:read|show|give|print|open)(?: me)? (?:{_THIS}|the (?:whole |full )?(?:paragraph|text|thing))"
        r"(?: (?:to me|out|aloud|for me))*(?:,? in full)?|in full",
        rf"(?:the |its |your |that |this )?(?:{_EXACT} )?(?:{_WORDS}|paragraph|sentence|passage|clause)(?: (?:of|for) {_THIS})?"
        rf"(?:,? (?:{_VERBATIM}|in its own words))?",
        _VERBATIM,
        r"what (?:else )?(?:does|do) (?:the same|that|this) (?:paragraph|para|provision|passage|clause)\b[^?]*",
        rf"what(?:['’]s| is| are) (?:the|your) (?:{_EXACT} )?{_WORDS}(?: for {_THIS})?",
        rf"where (?:does it say (?:so|{_THIS})|is {_THIS}(?: from| said| written)?|did you (?:get|find) {_THIS})(?: exactly)?",
        r"where (?:exactly|precisely)",
        rf"(?:in )?(?:which|what) {_TEXT}(?: exactly| again)?(?: (?:says?|said|is|was|states?)(?: {_THIS}| so)?(?: in| from)?)?",
        rf"{_IS} (?:an? |the |their )?(?:{_EXACT} )?(?:{_WORDS}|verbatim)",
        rf"(?:can|may) i (?:quote|cite) (?:you on )?{_THIS}",
        rf"where (?:do|can) i (?:find|get|read|see) (?:the )?(?:{_EXACT} )?(?:{_WORDS}|{_TEXT}|version)",
        rf"what(?:['’]s| is) the (?:symbol|number|reference|title|name) of (?:that|this|the) {_TEXT}",
        r"(?:is|are) (?:it|this|that|these|they) (?:the |your )?[^?]{0,30}\b(?:official|own|exact)\b[^?]{0,30}\bor\b[^?]{0,40}",
        rf"where (?:exactly |precisely )?is {_THIS} (?:written|said|stated|from)",
        rf"what (?:exactly )?does (?:{_THIS}|that one) say(?: exactly)?|to do what(?: exactly)?",
        rf"who (?:said|says|decided) (?:so|{_THIS})|(?:on|about) what(?: exactly)?",
        r"(?:cite|citez|citer)(?:-le|-la)?|(?:la |les |le )?(?:sources?|texte exact)|cítal[oa]",
        r"(?:la |las |el )?(?:fuentes?|texto exacto)",
    ),
    "cite": (
        rf"how (?:can|do|should|would|must) {about.CITES} {_THIS}(?: (?:in|as) [^?]{{2,30}})?",
        rf"how (?:is|are) {_THIS} (?:properly |correctly |formally )?(?:cited|referenced)",
        rf"(?:as |an? |the )*(?:footnote|endnote)(?: (?:for|of|to) {_THIS})?",
    ),
    "shorter": (
        rf"(?:shorten|condense)(?: {_THIS})?"
        r"|(?:too long\W+)?(?:make it |keep it )?(?:even |a bit |much |still )?(?:shorter|short|brief)(?:er)?"
        r"|in short|briefly|(?:that['’]?s |it['’]?s )?(?:way |much |a bit )?too long|tl;? ?dr",
        r"(?:in|as) (?:one|a|a single) (?:sentence|line|few words)|plus court|más corto|en bref",
        rf"summari[sz]e(?: {_THIS})?(?: in (?:one|a) (?:line|sentence))?",
    ),
    "next": (
        r"(?:what (?:does|is|says)(?: in)? )?(?:the )?(?:next|following)(?: one| paragraph| para\.?)?(?: says?)?",
        rf"(?:what(?:['’]s| is) in |what about )?the (?:one|paragraph|para\.?) (?:after|following)(?: {_THIS})?",
        rf"what (?:comes|stands|is|follows|came)(?: directly| right| just| immediately)? (?:after|behind|below)(?: {_THIS})?"
        r"|what (?:comes|is|was) next|what follows(?: it| that)?",
        r"(?:le )?(?:paragraphe )?suivant|(?:el )?(?:párrafo )?siguiente",
    ),
    "previous": (
        r"(?:what (?:does|is|says)(?: in)? )?(?:the )?(?:previous|preceding)(?: paragraph| para\.?| one)(?: says?)?",
        rf"(?:what(?:['’]s| is) in |what about )?the (?:one|paragraph|para\.?) before(?: {_THIS})?",
        rf"what (?:comes|stands|is)(?: directly| right| just| immediately)? (?:before|above)(?: {_THIS})?",
        r"(?:le )?paragraphe précédent|(?:el )?párrafo anterior",
    ),
    "plain": (
        rf"(?:(?:say|put|explain|write) {_THIS} )?(?:more )?(?:simply|simpler|plainly)",
        rf"(?:(?:say|put|explain|write) {_THIS} )?in (?:simpler?|plain(?:er)?|eas(?:y|ier)) (?:words|terms|language|english)",
        rf"i (?:do not|don['’]t|did not|didn['’]t) (?:understand|get)(?: {_THIS})?",
        rf"(?:simplify|rephrase|explain)(?: {_THIS})?|what does {_THIS} mean",
    ),
    "language": (
        rf"(?:(?:say|put|write|translate|answer)(?: {_THIS})? )?(?:in|into|to|en) (?:{_LANGUAGE})",
        rf"translate(?: {_THIS})?|(?:the )?(?:{_LANGUAGE}) (?:version|text|translation)",
    ),
    "part": (rf"(?:{_IS} )?{_PART}(?:,? or (?:is it )?{_PART})?",),
    "strength": (
        rf"{_IS} (?:legally )?(?:binding|mandatory|compulsory|obligatory|law)(?: (?:on|for) [^?]+)?",
        rf"{_IS} (?:only |just )?an? (?:obligation|duty|must|recommendation|decision|request|call)(?: (?:on|for) [^?]+)?",
        rf"{_THIS}(?:['’]?s| is| are) (?:already |legally |really )?binding",
        rf"how (?:strong|binding) (?:is|are) {_THIS}(?: (?:last )?one)?",
        r"est-ce (?:juridiquement )?(?:contraignant|obligatoire)|¿?es (?:jurídicamente )?(?:vinculante|obligatorio)",
        rf"(?:is (?:it|that|this) )?(?:only |just |merely )?(?:an? )?{_FORCE} or (?:just |only |merely )?(?:an? )?{_FORCE}",
        rf"does {_THIS} bind(?: (?:states|anyone|anybody|them|governments|countries))?",
        rf"are (?:states|they|governments|countries) bound(?: by {_THIS})?",
        r"(?:do|must) (?:they|states|governments|countries) have to(?: do (?:it|that|so|this))?",
    ),
    "more": (
        rf"(?:tell (?:me )?|say )?more(?: details?| (?:about|on) {_THIS})?|go on|continue|details|elaborate|encore|más",
        rf"(?:no[\s,]+)?{_THIS}(?:['’]?s| is| was)?(?: ?n['’]?t| not) what i (?:asked|meant|wanted)(?: for)?",
        rf"(?:no[\s,]+)?(?:{_THIS}(?:['’]?s| is| looks) )?wrong|(?:hm+|no)[\s,]+something else|you misunderstood",
        rf"(?:only|just) (?:that|this) one|is (?:that|this|it) all|{_THIS} has nothing to do with (?:it|that|this|my question)",
        r"(?:(?:show|give|list|see)(?: me)? )?(?:the )?(?:rest(?: of (?:it|them))?|others|remaining ones|next (?:\d+|ones|page))",
        r"(?:what|anything) else(?: is there| do they say| does it say)?|are there (?:any )?(?:others|more)",
    ),
    "same": (
        r"(?:as|in) (?:a list|bullet points|bullets)|(?:as|in) (?:two|three|four|\d) (?:sentences|lines)",
        rf"are you (?:really |quite )?(?:sure|certain)(?: (?:about|of) {_THIS})?|really|{_IS} (?:right|correct|true|certain)",
    ),
    "nth": (
        rf"{_OF_LIST}the {_NTH}{_OF_IT}",
        rf"{_OF_LIST}(?:(?:number|no\.?|source|citation|item|#) ?\d{{1,2}}|\[\d{{1,2}}\]){_OF_IT}",
    ),
    "end": (
        rf"(?:and )?which (?:one |of (?:them|these|those)(?: \w+)? )?(?:is|was|came) (?:the )?{AGE}(?: one| text)?"
        rf"|the {AGE}(?: one)?",
    ),
    "elsewhere": (
        rf"(?:in |and )*(?:which|what) other (?:{_TEXT}s?|ones?)"
        rf"(?: (?:is|was|are|were) {_THIS}| (?:say|repeat|have|contain)s?)[^?]*",
        rf"(?:is|was|are|were) {_THIS} (?:still |also |ever |already )?(?:repeated|said again|taken up|carried over"
        r"|in later (?:texts|years)|said)(?: (?:again|later|since|elsewhere|anywhere else|before|the (?:following|next) year"
        r"|in (?:later|other|earlier) (?:texts|years|resolutions|documents)))?",
        r"(?:(?:is|are) there )?(?:any )?(?:older|earlier|newer|later|other) (?:ones?|texts?|resolutions?|documents?) "
        rf"(?:that|which) (?:also )?(?:say|mention|contain|repeat)s? (?:{_THIS}|so|the same)(?: too| as well| also)?",
        rf"(?:has|have) {_THIS} been (?:said|agreed|used|repeated) (?:before|since|elsewhere|again)",
        rf"is {_THIS} (?:new|agreed language)",
    ),
    "in another": (
        rf"(?:is|was|are|were|does|did) {_THIS}(?: (?:also|still|already|even|appear|stand|come up))* in {_OTHER_TEXT}"
        r"(?: (?:as well|too|also|again|already))?",
        rf"(?:is|was) (?:it|that|this) (?:repeated|taken up|kept|said|carried over)(?: again)? in {_OTHER_TEXT}",
    ),
    "letter": (r"(?:what about |the )*(?:sub-?(?:paragraph|point|para)|point|letter|item|part) \(?[a-z]\)?|\([a-z]\)",),
    "later": (
        r"(?:(?:what|how) about |anything |is there anything |are there |any )?(?:the )?"
        r"(?:newer|later|more recent)(?: (?:ones?|texts?|resolutions?|documents?|paragraphs?))?",
        rf"(?:after|later than|since) {_THIS}|(?:and )?(?:since then|later|afterwards|more recently)",
    ),
    "earlier": (rf"(?:what about )?(?:(?:before|earlier than|prior to) {_THIS}|(?:and )?(?:earlier|previously|before))",),
    "fact": (
        r"(?:by |since |until |from )?(?:when|where|who|whom|why|how (?:long|much|often)"
        r"|(?:which|what) (?:year|date|day|city|country))(?: exactly)?",
    ),
    "rewritten": (
        rf"(?:(?:make|write|put|rewrite|redraft|rephrase|reword|turn|phrase|say) )(?:{_THIS} )"
        r"(?:(?:a bit |more |less |much |sound |in an? |into an? |as an? |for an? )+[^?]{3,40}|up|differently|again)",
        rf"(?:rewrite|redraft|reword|paraphrase|polish)(?: {_THIS})?",
    ),
    "official": (
        r"(?:the )?(?:original|official)(?: english)? (?:texts?|documents?|versions?|pdf|wording|source)"
        r"(?:,? (?:official|not yours))?",
        rf"where (?:can|could|do) i (?:download|open|get|find) "
        rf"(?:{_THIS}|the (?:official |original )?(?:pdf|document|resolution|text))",
        r"(?:(?:is there|do you have|have you got) )?(?:an? |the )?(?:link|url|pdf|download)"
        rf"(?: (?:to|for|of) (?:{_THIS}|the \w+))?",
        rf"(?:download|open)(?: {_THIS})?",
    ),
    "dated": (
        rf"(?:(?:in|of|from) )?(?:which|what) (?:exact )?(?:year|date)(?: (?:is|was|were) {_THIS}(?: text| one)?)?"
        r"(?: (?:again|from))?",
        rf"(?:from )?when (?:is|was|were) {_THIS}(?: text| one)? (?:from|said|decided|agreed|written)|how old is {_THIS}",
    ),
    "force": (
        rf"(?:is|are) (?:{_THIS}|the (?:text|resolution|declaration)) (?:still )?"
        r"(?:in force|in effect|valid|applicable|up to date)(?: (?:today|now|any more|anymore))?",
    ),
    "there": (
        rf"(?:which|what|who|whom)\b[^?]{{2,60}}? {_MEANT} {_HERE}",
        rf"(?:which|what|who) (?:is|are|was|were) the [^?]{{3,60}}? (?:mentioned|named|referred to|listed|spoken of) {_HERE}",
    ),
    "count": (r"how many(?: (?:are|is|were) (?:there|that|they|those)| in (?:all|total)| paragraphs(?: are there)?)?",),
}
_PATTERNS: dict[Wanted, re.Pattern[str]] = {
    wanted: regex(rf"\W*{_PLEASE}(?:{'|'.join(patterns)})(?:,? (?:please|pls|plz|thanks)| svp| por favor)?\W*", re.IGNORECASE)
    for wanted, patterns in _ASKS.items()
}


def wanted(question: str) -> Wanted:
    """What a question asks of the answer before; empty where it is a question of its own.

    >>> [wanted(turn) for turn in ("Quote it, please.", "What does the next paragraph say?", "shorter please", "Who is asked?")]
    ['quote', 'next', 'shorter', '']
    """
    for name, pattern in _PATTERNS.items():
        if pattern.fullmatch(question.strip()):
            return name
    return ""
