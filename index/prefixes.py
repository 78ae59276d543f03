"""What a model wants written before a question and before a passage.

A sentence-transformers model declares it as prompts in `config_sentence_transformers.json`, and then that holds. Some
well-known models were trained with prefixes and declare none: those are in a table, by name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Prefixes:
    """What stands before a question and before a passage; empty where nothing does."""

    query: str = ""
    passage: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing is written before anything."""
        return not (self.query or self.passage)


NONE = Prefixes()

_TABLE = (
    # As the authors' model cards ask; the first that matches holds.
    (r"e5-.*-instruct", "Instruct: Given a question, retrieve passages that answer it\nQuery: ", ""),
    (r"e5-(?:small|base|large)", "query: ", "passage: "),
    (r"bge-(?:small|base|large)-en", "Represent this sentence for searching relevant passages: ", ""),
    (r"bge-(?:small|base|large)-zh", "为这个句子生成表示以用于检索相关文章：", ""),
    (r"mxbai-embed|snowflake-arctic-embed-(?:xs|s|m|l)$", "Represent this sentence for searching relevant passages: ", ""),
    (r"nomic-embed-text", "search_query: ", "search_document: "),
)


def by_name(model: str) -> Prefixes:
    """The prefixes of a well-known model, by the name it has on the hub or in its folder.

    >>> by_name("intfloat/multilingual-e5-small")
    Prefixes(query='query: ', passage='passage: ')
    >>> by_name("sentence-transformers/all-MiniLM-L6-v2").empty
    True
    """
    # A folder of the hub's cache is called models--intfloat--e5-small/snapshots/…: the name is not its last part.
    parts = Path(model).parts
    cached = [part.rpartition("--")[2] for part in parts if part.startswith("models--")]
    name = (cached or parts or ("",))[-1].lower()
    for pattern, query, passage in _TABLE:
        if re.search(pattern, name):
            return Prefixes(query=query, passage=passage)
    return NONE


def declared(prompts: Mapping[str, str | None]) -> Prefixes:
    """What a model's own prompts say, by the names that sentence-transformers looks for."""
    passage = next((prompts[name] for name in ("document", "passage", "corpus") if prompts.get(name)), "")
    return Prefixes(query=prompts.get("query") or "", passage=passage or "")


def in_folder(folder: Path) -> Prefixes:
    """The prompts that a model's folder declares, without loading it; a file that is no JSON declares none."""
    try:
        prompts = json.loads((folder / "config_sentence_transformers.json").read_text("utf-8"))["prompts"]
        return declared({str(name): str(text) for name, text in prompts.items() if text})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return NONE


def choose(model: str, own: Prefixes) -> Prefixes:
    """The prefixes for `model`: its own, else those of the table."""
    return by_name(model) if own.empty else own
