"""Sentences without a model: the issuing body is the subject, the operative verb stays at its strength, the clause is the
paragraph's own. What is left out of a long paragraph is marked (…)."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass

from hld.app.cut import PARTICIPLES, PARTS, Terms, beginning, shortened
from hld.ingest.grammar import OPERATIVE, opening, operative_verb, past, preambular
from hld.ingest.library import DocumentEntry, Entry
from hld.ingest.models import Kind, date_in_words
from hld.ingest.regex import regex

LONGEST = 120
"""Words of one composed sentence, about; a longer paragraph is cut at its commas and semicolons."""

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
    pieces = shortened(body, wanted, stem, longest)
    if not entry.official:
        composed = Composed(text=_digest(entry, document, GAP.join(pieces), introduce).text, kept=tuple(pieces))
    else:
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
    begun, last = beginning(head, frozenset(), lambda _: (), 32), PARTS.split(head)[-1]
    if begun == head:
        return head
    if begun.endswith(last):
        return begun
    return f"{begun.rstrip(',;:')} (…){f' {last}' if len(last.split()) <= 20 else ''}"


_TOLD = (*PARTICIPLES, *"condemning deploring regretting commending looking".split())
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
