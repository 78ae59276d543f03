"""Sample questions: how people ask for what a paragraph of the process says, in our own words.

People ask in other words than the Assembly writes. A question that resembles one of a paragraph's samples is found by them where
the text of the paragraph alone would not be near it (document expansion; Nogueira et al. 2019, "Document Expansion by Query
Prediction", with questions that people wrote). The samples are searched and never shown as what a document says.

One TOML file a document, named as the digest's: ``[answered]`` holds questions that the paragraph answers, ``[unanswered]``
such as are on its subject, or take something about it for granted, and that no document of the process answers. Beside the
process stand resolutions of 2020 and later that followed up on it, of which nothing else ships: their samples are searched where
somebody has read them in.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from hld.ingest.symbols import Part, Reference, Symbol


@dataclass(frozen=True, slots=True, kw_only=True)
class Samples:
    """Sample questions by the id of their paragraph: those that it answers, and those near it that nothing answers."""

    answered: Mapping[str, tuple[str, ...]]
    unanswered: Mapping[str, tuple[str, ...]]


def fingerprint() -> str:
    """A short text that changes when the samples do."""
    joined = hashlib.sha256()
    for file in _files():
        joined.update(f"{file.name}\0".encode() + file.read_bytes())
    return joined.hexdigest()[:16]


def _files() -> list[Traversable]:
    return sorted((f for f in resources.files(__name__).iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)


@cache
def load_samples() -> Samples:
    """All samples that ship."""
    return read_samples(_files())


def read_samples(files: Iterable[Traversable]) -> Samples:
    """The samples in TOML files, of which several may be about one document.

    Raises:
        hld.ingest.symbols.SymbolError: when a key is not a part of a document.
    """
    kinds: dict[str, dict[str, tuple[str, ...]]] = {"answered": {}, "unanswered": {}}
    for file in files:
        content = tomllib.loads(file.read_text("utf-8"))
        symbol = Symbol.parse(content["symbol"])
        for kind, found in kinds.items():
            for part, questions in content[kind].items():
                reference = str(Reference(symbol=symbol, part=Part.parse(part)))
                found[reference] = (*found.get(reference, ()), *questions)
    return Samples(answered=kinds["answered"], unanswered=kinds["unanswered"])
