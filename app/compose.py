"""Sentences without a model: the issuing body is the subject, the operative verb stays at its strength, the clause is the
paragraph's own. What is left out of a long paragraph is marked (…)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass

from hld.app.passages import sentences
from hld.ingest.grammar import OPERATIVE, opening, operative_verb, past, preambular
from hld.ingest.library import DocumentEntry, Entry
from hld.ingest.models import Kind, date_in_words
from hld.ingest.regex import regex

LONGEST = 120
"""Words of one composed sentence, about; a longer paragraph is cut at its commas and semicolons."""

Terms = Callable[[str], Sequence[str]]
"""Gives the stemmed terms of a text."""

GAP = " (…) "

_DANGLING = regex(r",? and(?: in (?:this|that) (?:regard|context|respect)| therefore| to this end|, to that end)?,?$")
"""What is left at the end of a chapeau when its list is taken away."""

_ARRANGED = regex(r"\b(?:follows|following)(?::|$)")
_WHOLE = regex(r"(?:(?!\b(?:that|which|who)\b)[^,;:.]){1,140}? (?:will|shall|should|must|may) (?:not )?\w+")
"""A sentence of its own: a modal verb in its first clause, and none that belongs to a relative one."""

_JOINS = regex(r"\b(?:that|to|by|on|for|of|as|with|including|namely|follows|following)$")
"""Ends a chapeau to which what it introduces is joined."""

_WE = regex(r"We\b")
"""Opens what those who adopted it say themselves, which is quoted."""
_TO_DO = regex(r"To [a-z]")
_COMMON = regex(r"(?:The|A|An|All|Each|Every|Both|One|Two|Three|Four|At|On|It|They|This|These|Several|Round|Summaries)\b")
"""What a sentence may begin with that has its capital from that alone."""
_ACTORS = regex(r"(?:Member )?States\b|Governments\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A sentence about one paragraph, and the words of that paragraph it keeps, in order, for the highlight."""

    text: str
    kept: tuple[str, ...]


def compose(
    entry: Entry,
    document: DocumentEntry,
    *,
    wanted: frozenset[str],
    stem: Terms,
    introduce: bool,
    said: Container[str] = (),
    opens: bool = False,
    longest: int = LONGEST,
) -> Composed:
    """One sentence that says what the paragraph says.

    `wanted` are the question's stemmed terms, `stem` a callable that gives a text's terms: they decide which clauses of a long
    paragraph are kept. `introduce` names the document at the beginning. `said` are the ids that the answer has said already:
    a subparagraph whose chapeau is among them does not repeat it. `opens` says that the subparagraphs follow. Of a paragraph of
    more than `longest` words the clauses that were not asked for are left out.
    """
    body = _DANGLING.sub("", entry.text.rstrip(" ;,:."))
    if not entry.official:
        pieces = _clauses(body, wanted, stem, longest)
        composed = Composed(text=_digest(entry, document, GAP.join(pieces), introduce).text, kept=tuple(pieces))
    else:
        pieces = _clauses(body, wanted, stem, longest)
        text = _official(entry, document, GAP.join(pieces), introduce, said)
        cut = GAP if _JOINS.search(text) and not opens else ""  # "bearing in mind that" what is not told here
        composed = Composed(text=_sentence(f"{text}{cut}"), kept=tuple(pieces))
    if opens:
        return Composed(text=composed.text.rstrip(".") + ":", kept=composed.kept)
    return composed


def led(lead: str, sentence: str) -> str:
    """A sentence after the lead that answers in a few words.

    >>> led("Four round tables", "In resolution 67/219, the General Assembly decides …"), led("", "It is so.")
    ('Four round tables: in resolution 67/219, the General Assembly decides …', 'It is so.')
    """
    if not lead:
        return sentence
    if ":" in " ".join(sentence.split()[:3]):  # "Resolution 67/219: …"
        return f"{lead}. {sentence}"
    begins = re.match(r"(?:In|The|Under|It|At|On|By|For)\b", sentence)
    return f"{lead}: {sentence[0].lower() if begins else sentence[0]}{sentence[1:]}"


def _official(entry: Entry, document: DocumentEntry, clause: str, introduce: bool, said: Container[str]) -> str:
    lead = _lead(document) if introduce else ""
    subject = _subject(document)
    if entry.kind == Kind.PREAMBULAR and (word := preambular(clause)):
        before, _, after = clause.partition(word)
        return f"In the preamble of {dated(document)}, {subject} {_in_past(before.strip(), word)}{_past_tense(after)}"
    # In a report "Appoint a guardian" is what it tells that others should do.
    acts = document.type == "resolution"
    if acts and (found := opening(clause)):
        return f"{lead}{subject} {found.phrase[0].lower()}{found.phrase[1:]}{found.rest}"
    if acts and not entry.context and operative_verb(clause):  # a declaration speaks in the plural: "Recognize that …"
        return f"{lead}the participating States {clause[0].lower()}{clause[1:]}"
    stated = any(chapeau in said for chapeau in entry.chapeaux[:1])
    if _WE.match(clause):
        return _states(dated(document), clause)
    if _WE.match(entry.context) and not stated:
        return _states(dated(document), f"{entry.context.rstrip(' :;,–—')}: {clause}")
    if entry.kind == Kind.BLOCK and document.type == "page":
        return clause
    if entry.context and entry.kind == Kind.BLOCK:  # a row of a table
        return f"{dated(document)}: {entry.context}: {clause}"
    if entry.context:
        return clause if stated else _under_chapeau(entry, lead, subject if acts else "", clause)
    return _states(_name(document), clause)


def _states(name: str, clause: str) -> str:
    return f"{name[0].upper()}{name[1:]} states: “{clause}”"


def _in_past(adverb: str, word: str) -> str:
    """ "Deeply", "concerned" -> "was deeply concerned"; "", "Recalling" -> "recalled"."""
    told = past(word)
    if told.startswith("was "):
        return " ".join(filter(None, ["was", adverb.lower(), word.lower()]))
    return " ".join(filter(None, [adverb.lower(), told]))


def _name(document: DocumentEntry) -> str:
    if document.symbol.startswith("PAGE/"):
        return document.title
    short = document.symbol.partition("/RES/")[2]
    return f"resolution {short}" if short and document.type == "resolution" else document.symbol


def dated(document: DocumentEntry) -> str:
    """A document by its name and its date."""
    return f"{_name(document)} of {date_in_words(document.dated_on)}" if document.dated_on else _name(document)


def _lead(document: DocumentEntry) -> str:
    return f"In {dated(document)}, "


def _subject(document: DocumentEntry) -> str:
    return f"the {document.body or 'General Assembly'}"


def _sentence(text: str) -> str:
    text = text.strip()
    end = "" if text.endswith((".", "?", "!", ".”", "?”")) else "."
    return f"{text[:1].upper()}{text[1:]}{end}"


def _under_chapeau(entry: Entry, lead: str, subject: str, clause: str) -> str:
    """A subparagraph without a verb of its own, joined to the chapeau that introduces it, of which the verb has this subject, if
    any; one that is a whole sentence, as what is arranged "as follows" often is, says by itself what the resolution lays down."""
    chapeau = entry.context.rstrip(" :;,–—")
    if _ARRANGED.search(chapeau) and _WHOLE.match(clause) and (laid := _laid_down(lead, clause)):
        return laid
    found = opening(chapeau) if subject else None
    head = f"{subject} {found.phrase[0].lower()}{found.phrase[1:]}{found.rest}" if found else chapeau
    if len(head.split()) > 40:
        head = _short_chapeau(head, subject)
    joined = _JOINS.search(head)
    if lead and not found and _COMMON.match(head):  # "The list of speakers is as follows"
        head = f"{head[0].lower()}{head[1:]}"
    arranged = joined and joined[0] in ("follows", "following")
    between = " " if (joined or _TO_DO.match(clause)) and not arranged else ": "
    first = clause if between == ": " or clause[1:2].isupper() else clause[0].lower() + clause[1:]
    return f"{lead}{head}{between}{first}"


def _laid_down(lead: str, sentence: str) -> str:
    """A whole sentence behind its document, if there is one; empty where its first word may be a name.

    >>> _laid_down("In resolution 67/219, ", "Each table will have two chairs")
    'Under resolution 67/219, each table will have two chairs'
    >>> _laid_down("In resolution 68/4, ", "States agree"), _laid_down("In resolution 67/219, ", "Lampland will be the host")
    ('In resolution 68/4, States agree', '')
    """
    if not lead:
        return sentence
    if _ACTORS.match(sentence):
        return f"{lead}{sentence}"
    return f"{lead.replace('In ', 'Under ', 1)}{sentence[0].lower()}{sentence[1:]}" if _COMMON.match(sentence) else ""


def _short_chapeau(head: str, subject: str) -> str:
    """The last clause of a long chapeau that has a verb of its own, else its beginning and how it ends."""
    starts = [m for m in re.finditer(r"\band (?=(?:also |further |in this regard )?([a-z]+)\b)", head) if m[1] in OPERATIVE]
    if starts:
        return f"{subject} {head[starts[-1].end() :]}"
    begun, last = _beginning(head, frozenset(), lambda _: (), 32), _PARTS.split(head)[-1]
    if begun == head:
        return head
    if begun.endswith(last):
        return begun
    return f"{begun.rstrip(',;:')} (…){f' {last}' if len(last.split()) <= 20 else ''}"


_PARTICIPLES = """recalling reaffirming recognizing noting acknowledging stressing emphasizing underlining welcoming
    reiterating taking bearing expressing encouraging inviting affirming confirming underscoring""".split()
_TOLD = (*_PARTICIPLES, *"condemning deploring regretting commending looking".split())
_IN_THIS = r" in (?:this|that) (?:regard|respect|connection|context),?"


def _past_tense(rest: str) -> str:
    """Later participles of the same preambular paragraph follow the first into the past tense."""
    joined = rf"(?P<before>\band|,|\(…\))(?P<where>{_IN_THIS})?(?P<how> (?:also|further|again|therefore|deeply|strongly))?"
    told = [*re.finditer(rf"{joined} (?P<word>{'|'.join(_TOLD)})\b", rest)]
    for place, match in reversed([*enumerate(told, start=1)]):
        before = ", and" if match["before"] == "," and place == len(told) else match["before"]
        where = f"{match['where'] or ''}{match['how'] or ''}"
        rest = f"{rest[: match.start()]}{before}{where} {past(match['word'])}{rest[match.end() :]}"
    return rest


def _digest(entry: Entry, document: DocumentEntry, body: str, introduce: bool) -> Composed:
    """A digest entry is a sentence already; only its subject is spelled out and its document named."""
    name = _name(document)
    if match := re.match(r"The (?:General )?Assembly\b", body):
        rest = body[match.end() :]
        if entry.kind == Kind.PREAMBULAR:
            text = f"In the preamble of {dated(document)}, {_subject(document)}{rest}"
        else:
            text = f"{_lead(document) if introduce else ''}{_subject(document)}{rest}"
    elif not introduce or document.type == "page":
        text = body
    else:
        text = _laid_down(_lead(document), body) or f"{name[0].upper()}{name[1:]}: {body}"
    return Composed(text=_sentence(text), kept=(body,))


_PARTS = regex(r"(?<=[,;:])\s+")
_ENDS = regex(r"[;.?!][\"”’)\]]*$")
_GOVERNS = regex(
    rf"(?:(?:and|but|or|while|whilst|as well as) )*(?:(?:also|further|again|in this (?:regard|respect|context),?) )*"
    rf"(?:{'|'.join((*OPERATIVE, *_PARTICIPLES))})\b",
    re.IGNORECASE,
)
"""Opens a piece of a paragraph with a verb of its own."""
_OPEN = regex(r"\b(?:that|nonetheless|however|including|namely|inter alia|in particular)\W*$", re.IGNORECASE)
CUTS = 300
"""Places of a piece, from its first, at which it may be cut."""
LOOKS = 1000
"""Characters of what stands before a piece in which it is looked for what that leaves open."""
_ITEM = regex(r"(?:(?:and|or) )?(?:(?P<to>to)|(?P<that>that)|(?P<by>by [a-z]+ing))\b", re.IGNORECASE)
"""Opens what may be an item of a list; all else behind a comma belongs to what stands before it."""
_INFINITIVE = regex(
    r"\bto (?:also |further )?(?!(?:the|all|an?|its?|their|this|that|these|those|which|whom|such|other|any|some|each|every|date"
    r"|member|states|developing)\b)[a-z]+\b"
)
_THAT = regex(r"\bthat\b")
_LIKE = {"to": _INFINITIVE, "that": _THAT, "by": regex(r"\bby [a-z]+ing\b")}
"""What an item of a list has before it that it is like: the first of them belongs to the verb that governs all."""
_AND_ITEM = regex(r"^(?:and|or) (?=(?:to|that|by)\b)", re.IGNORECASE)
_ADDRESSES = regex(
    r"(?:(?:the )?(?:(?:general )?assembly|states and governments|it) )?(?:(?:also|further|again|once more|strongly|and) )*"
    r"(?:requests?|invites?|urges?|calls? (?:up)?on|encourages?|asks?|authorizes?|mandates?|appeals? to|demands?)\b",
    re.IGNORECASE,
)
"""Opens what asks something of somebody."""
_HANGING = regex(
    r"\b(?:as well as|and|or|but|to|that|by|with|for|from|of|on|ensure|consider|should|shall|must|may), [^,;]*$|:(?: \S+){1,4}$",
    re.IGNORECASE,
)
"""Ends in what stands beside something that is still to come."""
_SAYS = regex(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|shall|should|must|may|can|could|would|do|does|remains?|continues?|constitutes?"
    r"|requires?|contributes?|plays?|needs?|faces?|exists?|leads?|makes?|takes?|[a-z]{2,}ed)\b",
    re.IGNORECASE,
)
"""Says something of what stands before it, as far as a look at words tells."""
_AND_LAST = regex(r"[,;]? (?:and|or)$")
_UNENDED = regex(
    r"\b(?:should|shall|must|may|will|can|could|would|to|and|or|but|of|in|for|with|by|on|upon|at|as|that|the|an?|from|into|than"
    r"|which|who|whose|where|ensure|consider|through|including|is|are|was|were|be|been|being|has|have|their|its|not|also|such"
    r"|between|among|towards?|regarding|concerning|about)$",
    re.IGNORECASE,
)
"""Ends what cannot end there."""
_MAY_END_BEFORE = regex(
    r"(?:and|or|as|but|while|whilst|including|in|with|by|through|taking|bearing|having|which|who|whose|where|when|especially"
    r"|particularly|notably|inter alia|so|such|for|on|of|at|from|under|pursuant|to|that|without|within|regardless|consistent"
    r"|based|drawing|given|noting|recognizing|thereby|namely|if|until|unless|among|between|during|after|before|against|despite|because"
    r"|owing|due|held|co-hosted|adopted|established|resulting|leading|thus|providing|requesting|urging|ensuring|the)\b",
    re.IGNORECASE,
)
"""Opens what may be left out; else a comma stands in a list of adjectives or nouns ("safe, orderly and regular")."""
_LEANS = regex(r"(?:It|He|She|They|This|These|Those|That|Such|Their|Its)\b|(?:\S+ ){0,4}?(?:them|they|their|it|its)\b")
"""Opens what cannot be understood without the words before it."""


def _clauses(text: str, wanted: frozenset[str], stem: Terms, longest: int) -> list[str]:
    """The pieces of a long paragraph that carry its beginning and what was asked, in order; a short one whole.

    What is joined across a gap opens a sentence, has a verb of its own or is an item of a list, with what these depend on; of
    such a piece that is too long itself only the end is left out.
    """
    if len(text.split()) <= longest:
        return [text]
    pieces = _pieces(text)
    terms = [wanted & frozenset(stem(piece)) for piece in pieces]
    common = Counter(term for some in terms for term in some)
    worth = [sum(1 / common[term] for term in some) for some in terms]  # what all of them say tells none apart
    kept = {0: _beginning(pieces[0], frozenset(), stem, longest)}
    length = len(kept[0].split())
    for index in sorted(range(1, len(pieces)), key=lambda i: (-worth[i], i)):
        size = len(pieces[index].split())
        if worth[index] == 0 and length > longest // 2:
            break
        if length + size <= longest:
            kept[index] = pieces[index]
            length += size
    # What was asked for is shown, were it past the length: an item of a list that leaves it out looks wrong.
    told = wanted & frozenset(term for piece in kept.values() for term in stem(piece))
    asked = max(range(len(pieces)), key=lambda i: (len(terms[i] - told), -i))
    if terms[asked] - told:
        kept[asked] = _beginning(pieces[asked], terms[asked] - told, stem, longest)
    for index in sorted(kept):
        for opener in _openers(pieces, index):
            kept.setdefault(opener, pieces[opener])
    runs: list[str] = []
    for index in sorted(kept):
        if index and kept.get(index - 1) == pieces[index - 1]:
            runs[-1] += f" {kept[index]}"
        else:
            runs.append(_AND_ITEM.sub("", kept[index]) if index else kept[index])
    last = max(kept)
    if last < len(pieces) - 1 or kept[last] != pieces[last]:
        runs[-1] = _AND_LAST.sub("", runs[-1].rstrip(",;:")) + " (…)"
    return [run if i == len(runs) - 1 else _AND_LAST.sub("", run.rstrip(",;")) for i, run in enumerate(runs)]


def _pieces(text: str) -> list[str]:
    """A text cut where something begins that can be understood behind a gap."""
    pieces: list[str] = []
    for sentence in sentences(text):
        parts = _PARTS.split(sentence)
        for at, part in enumerate(parts):
            before = pieces[-1] if at else ""
            item = _ITEM.match(part)
            listed = item is not None and _LIKE[item.lastgroup or ""].search(before[-LOOKS:])
            opens = before.endswith(";") or _GOVERNS.match(part) or listed
            short = not before.endswith(";") and (len(before.split()) < 8 or len(part.split()) < 4)
            opens = opens and (before.endswith(";") or not (_hangs(before) or _waits(before, parts[at : at + CUTS])))
            if before and (not opens or short or before.count("(") > before.count(")")):
                pieces[-1] += f" {part}"
            else:
                pieces.append(part)
    return pieces


def _hangs(text: str) -> bool:
    """Whether a text ends where it cannot end."""
    text = text[-LOOKS:].rstrip(",;:")
    return bool(_UNENDED.search(text) or _HANGING.search(text))


def _waits(before: str, behind: Sequence[str]) -> bool:
    """Whether a piece asks somebody, and what it asks for stands behind it: "requests its President, taking note of it, to …"."""
    if not _ADDRESSES.match(before) or len(before) > LOOKS:
        return False
    return not (_THAT.search(before) or _INFINITIVE.search(before)) and any(map(_INFINITIVE.search, behind))


def _beginning(piece: str, asked: frozenset[str], stem: Terms, longest: int) -> str:
    """As many clauses of a piece, from its first, as have what is asked and are of about so many words; all where it is short."""
    if len(piece.split()) <= longest:
        return piece
    parts = _PARTS.split(piece)
    whole_piece = piece if len(parts) <= CUTS else " ".join(parts[:CUTS])
    parts = parts[:CUTS]
    begun = [" ".join(parts[:number]) for number in range(1, len(parts))]
    ends = [
        text
        for text, behind in zip(begun, parts[1:], strict=True)
        if text.count("(") == text.count(")")
        and not _hangs(text)
        and (" that " not in text or _SAYS.search(text.rpartition(" that ")[2]))
        and (text.endswith(";") or _MAY_END_BEFORE.match(behind))
    ]
    act = _INFINITIVE.search(whole_piece) if _ADDRESSES.match(piece) else None
    whole = [text for text in ends if asked <= frozenset(stem(text)) and (act is None or len(text) >= act.end())]
    short = [text for text in whole if len(text.split()) <= longest]
    if short or act is None:
        return short[-1] if short else whole[0] if whole else whole_piece
    # "invites the commissions, with their offices and in collaboration with others, to hold hearings" asks for hearings.
    before = [text for text in ends if len(text) < act.start()]
    at = next((n for n, text in enumerate(begun, start=1) if len(text) < act.start() < len(text) + len(parts[n]) + 1), 0)
    if not before or not _INFINITIVE.match(parts[at]):
        return whole[0] if whole else whole_piece
    rest = " ".join(parts[at:])
    return f"{before[0].rstrip(',;:')} (…) {_beginning(rest, asked - frozenset(stem(before[0])), stem, longest)}"


def _openers(pieces: Sequence[str], index: int) -> set[int]:
    """The pieces from the one that opens the sentence or has the verb that governs a piece up to it, where what stands between
    leaves the sentence open: "… while expressing concern that, nonetheless, the cost remained" says the contrary without its
    beginning. So does what stands behind a semicolon, where a sentence begins; and what speaks of "them" leans on what names
    them."""
    start = next((n for n in range(index, 0, -1) if _GOVERNS.match(pieces[n]) or _ENDS.search(pieces[n - 1])), 0)
    before = range(start, index)
    whole = (start and _ENDS.search(pieces[start - 1])) or any(_OPEN.search(pieces[n]) for n in before)
    found = {start, *before} if whole else {start}
    return found | _openers(pieces, start - 1) | {start - 1} if start and _LEANS.match(pieces[start]) else found


def spans(text: str, kept: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Where the kept pieces stand in the paragraph."""
    found, place = [], 0
    for piece in kept:
        for part in piece.split("(…)"):
            words = part.strip(" .,;:")
            start = text.find(words, place) if words else -1
            if start >= 0:
                found.append((start, start + len(words)))
                place = start + len(words)
    return tuple(found)
