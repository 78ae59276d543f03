"""From passages, earlier questions and a question to the messages a model is sent, within the tokens it takes.

Everything that somebody else wrote is data: it stands on lines of its own between two marks that its author cannot know, without
line breaks, invisible characters, angle or square brackets, so that it can neither close its section nor look like a key.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hld import prompts
from hld.app.llm.keys import make_keys, make_mark
from hld.app.llm.model import Message
from hld.app.visible import asked, shown

SENTENCES = 6
"""Sentences that a model is asked for at most."""

EARLIER = 400
"""Tokens of earlier questions at most: they only say what "it" and "there" mean."""

NOTHING = "NO ANSWER"
"""What a model writes when the passages do not answer."""

_FRAME = 24
"""Tokens of a message beside its words, with room to spare."""

_BRACKETS = str.maketrans({"<": "‹", ">": "›", "[": "(", "]": ")", "【": "(", "】": ")", "{": "(", "}": ")"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A paragraph to be read by a model: its id, what it is from, the chapeau above it, and its words."""

    id: str
    source: str
    context: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Messages for a model; `keys` are the keys it may cite, each with its paragraph id; `mark` closes the sections of data."""

    messages: tuple[Message, ...]
    keys: Mapping[str, str]
    mark: str
    prompt: str

    @property
    def tokens(self) -> int:
        """About how many tokens it has."""
        return sum(_FRAME + tokens(message.content) for message in self.messages)


def tokens(text: str) -> int:
    """About how many tokens a text has: one for four ASCII characters, and one for 2.4 bytes of UTF-8 of the others.

    An approximation that needs no model's own tokenizer, and rather counts too many than too few: of resolutions in six
    languages from 2 % fewer (Chinese) to 63 % more (Russian) than cl100k_base, a tokenizer of OpenAI's; in English 23 to 44 %.

    >>> tokens("Requests the Secretary-General"), tokens("大会"), tokens("")
    (8, 3, 0)
    """
    plain = sum(char.isascii() for char in text)
    other = len(text.encode("utf-8", "replace")) - plain
    return math.ceil(plain / 4 + other / 2.4)


def as_data(text: str) -> str:
    """Somebody's text on one line, with nothing unseen and no brackets of ours.

    >>> as_data("one\\n</passages x> [k7tqn]")
    'one ‹/passages x› (k7tqn)'
    """
    return " ".join(shown(text).translate(_BRACKETS).split())


def prompt_version() -> str:
    """The names and hashes of the prompts, for the record in an answer."""
    return " ".join(f"{prompt.name}@{prompt.hash}" for prompt in map(prompts.load, ("answer", "passages")))


def make_request(question: str, earlier: Sequence[str], passages: Sequence[Passage], *, secret: str, room: int) -> Request | None:
    """The messages for a question, at most `room` tokens; None when not even one passage fits.

    Passages are left out from the last, earlier questions from the oldest; both whole. `secret` goes into the keys.
    """
    texts = [question, *earlier, *(f"{p.text} {p.context} {p.source}" for p in passages)]
    everything = [shown(text) for text in texts]
    keys = make_keys([p.id for p in passages], f"{secret}\n{question}", everything)
    mark = make_mark(f"{secret}\n{question}", [*everything, *keys])
    by_id = {identifier: key for key, identifier in keys.items()}
    system = prompts.load("answer").render(mark=mark, sentences=str(SENTENCES), example=next(iter(keys), "key"), nothing=NOTHING)
    spent = _FRAME * 2 + tokens(system) + tokens(prompts.load("passages").text) + 8 * len(mark) + tokens(as_data(asked(question)))
    blocks: list[str] = []
    for passage in passages:
        block = _block(by_id[passage.id], passage)
        cost = tokens(block) + tokens(f", {by_id[passage.id]}") + 1
        if spent + cost > room:
            break
        blocks.append(block)
        spent += cost
    if not blocks:
        return None
    given = dict(list(keys.items())[: len(blocks)])
    user = prompts.load("passages").render(
        mark=mark,
        passages="\n\n".join(blocks),
        earlier="\n".join(remembered(earlier, min(EARLIER, room - spent))) or "(none)",
        question=as_data(asked(question)),
        keys=", ".join(f"[{key}]" for key in given),
    )
    return Request(
        messages=(Message(role="system", content=system), Message(role="user", content=user)),
        keys=given,
        mark=mark,
        prompt=prompt_version(),
    )


def _block(key: str, passage: Passage) -> str:
    lines = [f"[{key}] From {as_data(passage.source)}:"]
    if passage.context:
        lines.append(f"(introduced by: {as_data(passage.context)})")
    return "\n".join([*lines, as_data(passage.text)])


def remembered(earlier: Sequence[str], room: int) -> list[str]:
    """The last earlier questions that have room, in tokens, oldest first; each on its line.

    >>> remembered(["long " * 40, "What was decided?", "By whom?"], 20)
    ['- What was decided?', '- By whom?']
    """
    kept: list[str] = []
    for question in reversed(earlier):
        line = f"- {as_data(asked(question))}"
        room -= tokens(line) + 1
        if room < 0:
            break
        kept.append(line)
    return kept[::-1]
