"""Conversations: questions that go on from others, judged turn by turn, with the turns before as they were asked.

Those about the process are asked of any library. The others are about any resolutions of the 77th session and later ones on
migration; each is left out where the library lacks a document that it is about.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hld.eval.launch import by_split
from hld.eval.suite import Context, Plan, Suite, Unavailable
from hld.eval.suites import own

if TYPE_CHECKING:
    from hld.eval.conversation import Conversation


def prepare(context: Context, split: own.Split = "all") -> Plan:
    """A plan for the turns of a split's conversations that the library can answer, by ours alone.

    Raises:
        Unavailable: when it holds the documents of none.
    """
    from hld.eval.conversation import load_conversations

    found = load_conversations(split)
    held = [each for each in found if about(each) <= context.assistant.index.documents.keys()]
    if not held:
        raise Unavailable(
            "The library lacks the documents that these conversations are about.",
            "The digest that ships holds some: `hld index`.",
        )
    turns = [case for each in held[: context.limit or None] for case in each.cases()]
    plan = own.plan(context, turns, split, systems=[own.OURS])
    left = f"{len(found) - len(held)} of {len(found)} conversations are about documents that this library lacks."
    return replace(plan, about={**plan.about, "notes": [*plan.about["notes"], *([left] if len(held) < len(found) else [])]})


def about(conversation: Conversation) -> frozenset[str]:
    """The documents that answer the turns of a conversation."""
    return frozenset(paragraph.partition("#")[0] for turn in conversation.turns for paragraph in turn.gold)


SUITE = Suite(name="conversations", title="Conversations", prepare=prepare)
command = by_split(
    SUITE, prepare, "Conversations, turn by turn: those about the process, and others whose documents the library holds."
)
