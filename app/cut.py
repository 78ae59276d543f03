"""Long paragraphs cut where their meaning and their grammar allow it: which pieces of one are kept, and where these may begin and
end. What is left out is marked (…)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from hld.app.passages import sentences
from hld.ingest.grammar import OPERATIVE
from hld.ingest.regex import regex

Terms = Callable[[str], Sequence[str]]
"""Gives the stemmed terms of a text."""

CUTS = 300
"""Places of a piece, from its first, at which it may be cut."""
LOOKS = 1000
"""Characters of what stands before a piece in which it is looked for what that leaves open."""

PARTICIPLES = """recalling reaffirming recognizing noting acknowledging stressing emphasizing underlining welcoming
    reiterating taking bearing expressing encouraging inviting affirming confirming underscoring""".split()
"""Verbs in the form in which they open the clauses of a preamble."""

PARTS = regex(r"(?<=[,;:])\s+")
_ENDS = regex(r"[;.?!][\"”’)\]]*$")
_GOVERNS = regex(
    rf"(?:(?:and|but|or|while|whilst|as well as) )*(?:(?:also|further|again|in this (?:regard|respect|context),?) )*"
    rf"(?:{'|'.join((*OPERATIVE, *PARTICIPLES))})\b",
    re.IGNORECASE,
)
"""Opens a piece of a paragraph with a verb of its own."""
_OPEN = regex(r"\b(?:that|nonetheless|however|including|namely|inter alia|in particular)\W*$", re.IGNORECASE)
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


def shortened(text: str, wanted: frozenset[str], stem: Terms, longest: int) -> list[str]:
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
    kept = {0: beginning(pieces[0], frozenset(), stem, longest)}
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
        kept[asked] = beginning(pieces[asked], terms[asked] - told, stem, longest)
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
        parts = PARTS.split(sentence)
        for at, part in enumerate(parts):
            before = pieces[-1] if at else ""
            item = _ITEM.match(part)
            listed = item is not None and _LIKE[item.lastgroup or ""].search(before[-LOOKS:])
            opens = before.endswith(";") or (
                (_GOVERNS.match(part) or listed)
                and not (len(before.split()) < 8 or len(part.split()) < 4)
                and not (_hangs(before) or _waits(before, parts[at : at + CUTS]))
            )
            if before and (not opens or before.count("(") > before.count(")")):
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


def beginning(piece: str, asked: frozenset[str], stem: Terms, longest: int) -> str:
    """As many clauses of a piece, from its first, as have what is asked and are of about so many words; all where it is short."""
    if len(piece.split()) <= longest:
        return piece
    parts = PARTS.split(piece)
    if len(parts) > CUTS:
        parts = parts[:CUTS]
        piece = " ".join(parts)
    begun = [" ".join(parts[:number]) for number in range(1, len(parts))]
    ends = [
        text
        for text, behind in zip(begun, parts[1:], strict=True)
        if text.count("(") == text.count(")")
        and not _hangs(text)
        and (" that " not in text or _SAYS.search(text.rpartition(" that ")[2]))
        and (text.endswith(";") or _MAY_END_BEFORE.match(behind))
    ]
    act = _INFINITIVE.search(piece) if _ADDRESSES.match(piece) else None
    told = (text for text in ends if act is None or len(text) >= act.end())
    whole = [text for text in told if not asked or asked <= frozenset(stem(text))]
    short = [text for text in whole if len(text.split()) <= longest]
    if short or act is None:
        return short[-1] if short else whole[0] if whole else piece
    # "invites the commissions, with their offices and in collaboration with others, to hold hearings" asks for hearings.
    before = [text for text in ends if len(text) < act.start()]
    at = next((n for n, text in enumerate(begun, start=1) if len(text) < act.start() < len(text) + len(parts[n]) + 1), 0)
    if not before or not _INFINITIVE.match(parts[at]):
        return whole[0] if whole else piece
    rest = " ".join(parts[at:])
    return f"{before[0].rstrip(',;:')} (…) {beginning(rest, asked - frozenset(stem(before[0])), stem, longest)}"


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
