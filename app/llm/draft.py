"""Takes apart what a model wrote: sentences, the keys behind each, and what stands where a key should and is none.

The text may be anything at all. Every step reads it once from left to right: the expressions match at most a bounded number of
characters from any place, and nothing is tried in more than one way. Nothing that looks like a source is dropped in silence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace

from hld.app.llm.keys import is_key_shaped
from hld.app.llm.request import NOTHING
from hld.app.visible import shown
from hld.ingest.regex import regex

LONGEST = 20_000
"""Characters of an answer; six sentences take a tenth of it."""

MOST = 40
"""Sentences of an answer; more are no answer to one question."""

LONGEST_SENTENCE = 2_000
"""Characters of a sentence; that of a long paragraph has 800."""

REPEATED = 3
"""Times that a sentence may not be said."""

ECHOED = 12
"""Words in a row of the instructions that a model may not repeat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A sentence: its words without marks of any kind, the keys it gives, and the sources that it made up.

    `lent` says that the keys stand behind a later sentence of the same line.
    """

    text: str
    keys: tuple[str, ...] = ()
    invented: tuple[str, ...] = ()
    lent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a model wrote, taken apart. `trouble` says why none of it can be an answer, in words that follow its name.

    `cut` says that its last sentence had no end and was taken away.
    """

    sentences: tuple[Said, ...] = ()
    trouble: str = ""
    cut: bool = False

    @property
    def invented(self) -> int:
        """How many sources it made up."""
        return sum(len(said.invented) for said in self.sentences)


_ROLE = regex(r"[#*\s]{0,8}(?:system|user|human|assistant)[*\s]{0,4}:", re.IGNORECASE)
_TEMPLATE = regex(r"<\|[a-z_]{1,30}\|>|\[/?INST\]|<</?SYS>>|</?(?:start|end)_of_turn>|<tool_call>|</?function[=>]", re.IGNORECASE)
_OBJECT = regex(r"[\[\s]{0,20}\{\s{0,20}\"")
_TAG = regex(r"</?[A-Za-z][A-Za-z0-9-]{0,20}(?:\s[^<>]{0,300})?/?>|<!--|-->")
_BULLET = regex(r"\s{0,40}(?:[-–•>|#+]{1,6}|\d{1,3}[.)])\s")

_MARK = regex(
    r"!?[\[【［]\[?\^?(?P<in>[^\[\]【】［］\n]{0,160})\]?[\]】］](?:\((?P<link>[^()\s]{0,300})\))?"
    r"|\((?P<round>[^()\n]{1,80})\)"
    r"|(?P<url>(?:https?://|www\.)[^\s\])}>]{1,300})"
    r"|(?<![^\W_])(?P<bare>[a-z0-9]{5})(?:(?![^\W_])|(?=https?://|www\.))",
    re.IGNORECASE,
)
_SPLIT = regex(r"[\s,;:|&/†]+")
_FILLERS = frozenset("and key keys source sources ref refs passage passages see cf".split())
_PLACE = regex(r"/(?:RES|DEC|HRC|C\.\d)/|\b\d{2,3}/\d{1,3}\b|\b(?:para|paras|paragraph|op|pp|note|doc|document)\b|§|#", re.I)

_ENDS = frozenset(".!?…")
_FULL = frozenset("。！？؟।｡")
_CLOSERS = frozenset("\"'”’»)]")
_SHORT = frozenset(
    "para paras no nos art arts res vol ch sect secs p pp op ed eds cf vs mr mrs ms dr prof st e.g i.e u.n u.s al etc".split()
)
"""Words whose full stop does not end a sentence."""


def parse(text: str, keys: Container[str], *, mark: str = "", instructions: str = "") -> Draft:
    """Take an answer apart; `keys` are those that were given, `mark` and `instructions` what it should not repeat."""
    text = _without_thoughts(shown(text))
    if trouble := _trouble(text, mark, instructions):
        return Draft(trouble=trouble)
    sentences: list[Said] = []
    for line in text.split("\n"):
        if not line.strip().startswith("```"):
            sentences += _line(_plain(line), keys)
    sentences = _headed(sentences)
    if not sentences:
        return Draft(trouble="wrote nothing")
    if len(sentences) == 1 and sentences[0].text.strip(" .*").upper() == NOTHING:
        return Draft(trouble="found no answer in them")
    if not any(said.text for said in sentences):
        return Draft(sentences=tuple(sentences), trouble="wrote keys and no sentence")
    if any(len(said.text) > LONGEST_SENTENCE for said in sentences):
        return Draft(trouble=f"wrote a sentence of more than {LONGEST_SENTENCE:,} characters")
    counts = Counter(said.text.casefold() for said in sentences)
    if max(counts.values()) >= REPEATED:
        return Draft(sentences=_once(sentences), trouble="said the same again and again")
    if len(sentences) > MOST:
        return Draft(sentences=tuple(sentences[:MOST]), trouble=f"wrote more than {MOST} sentences")
    return Draft(sentences=_once(sentences))


def is_looping(text: str) -> bool:
    """Whether the end of a text that is being written says the same over and over.

    >>> is_looping("Migrants work. " * 40), is_looping("Migrants work. They pay taxes.")
    (True, False)
    """
    tail = text[-600:]
    if len(tail) < 600:
        return False
    # A period of the last 200 characters, found by where they stood before.
    before = text.rfind(tail[-200:], -600, -1)
    return before >= 0 and len(text) - 200 - before <= 200


def _trouble(text: str, mark: str, instructions: str) -> str:
    if len(text) > LONGEST:
        return f"wrote more than {LONGEST:,} characters"
    if not any(char.isalnum() for char in text):
        return "wrote nothing"
    if _OBJECT.match(text.removeprefix("```json").removeprefix("```")):
        return "answered with an object in place of sentences"
    if _TEMPLATE.search(text) or any(_ROLE.match(line) for line in text.split("\n")):
        return "wrote the parts of others in the conversation"
    if (mark and mark in text.lower()) or _echoes(text, instructions):
        return "repeated its instructions"
    return ""


def _echoes(text: str, instructions: str) -> bool:
    said, given = (re.findall(r"\w+", each.lower()) for each in (text, instructions))
    runs = {tuple(given[n : n + ECHOED]) for n in range(len(given) - ECHOED + 1)}
    return bool(runs) and any(tuple(said[n : n + ECHOED]) in runs for n in range(len(said) - ECHOED + 1))


def _without_thoughts(text: str) -> str:
    """Without what a model thinks aloud between ``<think>`` and ``</think>``, to the end where it does not stop."""
    kept, place = [], 0
    while (start := text.find("<think>", place)) >= 0:
        kept.append(text[place:start])
        end = text.find("</think>", start)
        if end < 0:
            return "".join(kept)
        place = end + len("</think>")
    kept.append(text[place:])
    whole = "".join(kept)
    # Some templates open the thought in the prompt, so that only its end is written.
    return whole.rpartition("</think>")[2]


def _plain(line: str) -> str:
    """A line without the signs of markup; its words stay."""
    line = _TAG.sub(" ", line).replace("*", "").replace("`", "").replace("__", "")
    bullet = _BULLET.match(line)
    return line[bullet.end() :] if bullet else line


def _line(line: str, keys: Container[str]) -> list[Said]:
    """The sentences of a line; one without keys is lent those of the next that has some."""
    made = _Line(keys)
    place = 0
    for match in _MARK.finditer(line):
        found = _cited(match, keys)
        if found is None:
            continue
        made.words(line[place : match.start()])
        word, given, invented = found
        if word:
            made.words(word)
        made.mark(given, invented)
        place = match.end()
    made.words(line[place:])
    said = [each for each in made.done() if each.text or each.invented or each.keys]
    lent: tuple[str, ...] = ()
    for number in range(len(said) - 1, -1, -1):
        if said[number].keys:
            lent = said[number].keys
        elif lent and not said[number].invented:
            said[number] = replace(said[number], keys=lent, lent=True)
    return said


def _cited(match: re.Match[str], keys: Container[str]) -> tuple[str, tuple[str, ...], tuple[str, ...]] | None:
    """What a mark says: words of the sentence in it, keys, and sources that are none; None when it is only text."""
    if match["bare"]:
        return ("", (match["bare"].lower(),), ()) if match["bare"].lower() in keys else None
    if match["url"]:
        return "", (), (match["url"].rstrip(".,;"),)
    inner = match["in"] if match["in"] is not None else match["round"]
    words = [word.strip(".^'\"“”‘’()*") for word in _SPLIT.split(inner)]
    words = [word for word in words if word and word.lower() not in _FILLERS]
    known = tuple(word.lower() for word in words if word.lower() in keys)
    others = [word for word in words if word.lower() not in keys]
    if match["round"] is not None:
        if not known and not (len(words) == 1 and is_key_shaped(words[0].lower())):
            return None
        return "", known, tuple(others)
    link = (match["link"],) if match["link"] else ()
    if known:
        return "", known, (*others, *link)
    if link:
        return inner, (), link
    if "://" in inner or "www." in inner:
        return "", (), (inner.strip(),)
    # "[the] lamps" is how a quotation is mended; a word at the end, or one with a figure, stands where a key should.
    behind = match.string[match.end() : match.end() + 2].lstrip()[:1]
    last = not behind or behind in ".!?;…[【("
    looks = len(words) == 1 and words[0].lower() != "sic" and (last or any(char.isdecimal() for char in words[0]))
    if not words or looks or all(word.isdecimal() for word in words) or _PLACE.search(inner):
        return "", (), ((" ".join(inner.split()),) if inner.strip() else ())
    if any(is_key_shaped(word.lower()) for word in words):
        return "", (), tuple(words)
    return None


class _Line:
    """Puts the words and marks of one line together to sentences; a mark belongs to the sentence that it stands in or behind."""

    def __init__(self, keys: Container[str]) -> None:
        self._keys = keys
        self._done: list[Said] = []
        self._parts: list[str] = []
        self._given: list[str] = []
        self._invented: list[str] = []
        self._ended = False

    def words(self, text: str) -> None:
        for sentence, ended in _sentences(text):
            if self._ended and any(char.isalnum() for char in sentence):
                self._flush()
            self._parts.append(sentence)
            self._ended = self._ended or ended

    def mark(self, given: Sequence[str], invented: Sequence[str]) -> None:
        # The words on both sides of a mark stay apart.
        self._parts.append(" ")
        self._given += given
        self._invented += invented

    def done(self) -> list[Said]:
        self._flush()
        return self._done

    def _flush(self) -> None:
        text = _tidy("".join(self._parts))
        said = Said(text=text, keys=tuple(dict.fromkeys(self._given)), invented=tuple(self._invented))
        if any(char.isalnum() for char in text):
            self._done.append(said)
        elif said.keys or said.invented:
            # Marks on a line of their own, or before the first word.
            self._done.append(replace(said, text=""))
        self._parts, self._given, self._invented, self._ended = [], [], [], False


def _tidy(text: str) -> str:
    """Single spaces, none before punctuation, and no punctuation twice where a mark stood between."""
    text = re.sub(r" ([.,;:!?…])", r"\1", " ".join(text.split()))
    return re.sub(r"(?<![.!?…])([.!?])\1(?!\1)", r"\1", text)


def _sentences(text: str) -> Iterator[tuple[str, bool]]:
    """A text in pieces, each with whether a sentence ends with it."""
    start = place = 0
    while place < len(text):
        char = text[place]
        place += 1
        if char in _FULL:
            yield text[start:place], True
            start = place
            continue
        if char not in _ENDS:
            continue
        while place < len(text) and (text[place] in _ENDS or text[place] in _CLOSERS):
            place += 1
        if place < len(text) and not text[place].isspace():
            continue
        if char == "." and _goes_on(text, start, place):
            continue
        yield text[start:place], True
        start = place
    if start < len(text):
        yield text[start:], False


def _goes_on(text: str, start: int, place: int) -> bool:
    """Whether the full stop before `place` belongs to a short form, or a small letter or a figure follows."""
    word = text[max(start, place - 12) : place].rstrip("".join(_ENDS | _CLOSERS)).rpartition(" ")[2].lower().lstrip("(“\"'")
    if word in _SHORT or (len(word) == 1 and word.isalpha()):
        return True
    following = text[place : place + 8].lstrip()[:1]
    return following.islower()


def _headed(sentences: Sequence[Said]) -> list[Said]:
    """Marks without words go to the sentence before them, or to the one after where there is none before."""
    out: list[Said] = []
    waiting = Said(text="")
    for said in sentences:
        if said.text:
            joined = replace(
                said,
                keys=tuple(dict.fromkeys([*waiting.keys, *said.keys])),
                invented=(*waiting.invented, *said.invented),
                lent=said.lent and not waiting.keys,
            )
            out.append(joined)
            waiting = Said(text="")
        elif out:
            last = out[-1]
            own = () if last.lent else last.keys
            out[-1] = replace(
                last, keys=tuple(dict.fromkeys([*own, *said.keys])), invented=(*last.invented, *said.invented), lent=False
            )
        else:
            keys = tuple(dict.fromkeys([*waiting.keys, *said.keys]))
            waiting = replace(waiting, keys=keys, invented=(*waiting.invented, *said.invented))
    if waiting.keys or waiting.invented:
        out.append(waiting)
    return out


def _once(sentences: Sequence[Said]) -> tuple[Said, ...]:
    """Each sentence once, with the keys of all times it was said."""
    found: dict[str, Said] = {}
    for said in sentences:
        name = said.text.casefold()
        before = found.get(name)
        found[name] = (
            said
            if before is None
            else replace(
                before,
                keys=tuple(dict.fromkeys([*before.keys, *said.keys])),
                invented=(*before.invented, *said.invented),
                lent=before.lent and said.lent,
            )
        )
    return tuple(found.values())
