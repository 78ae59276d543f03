"""Prompts, words only: one a file. `load` reads one, `render` fills it and refuses a missing or an extra value."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from importlib import resources

_SLOT = re.compile(r"\{\{(\w+)\}\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """A prompt with its slots, ``{{like_this}}``, and the hash by which an answer names it."""

    name: str
    text: str

    @property
    def hash(self) -> str:
        """The first twelve hex digits of the SHA-256 of the text."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:12]

    @property
    def slots(self) -> frozenset[str]:
        """The names of the values it takes."""
        return frozenset(_SLOT.findall(self.text))

    def render(self, **values: str) -> str:
        """The text with its slots filled.

        Raises:
            ValueError: when a value is missing or one too many is given.
        """
        if missing := self.slots - values.keys():
            raise ValueError(f"the prompt {self.name!r} needs {', '.join(sorted(missing))}")
        if extra := values.keys() - self.slots:
            raise ValueError(f"the prompt {self.name!r} has no place for {', '.join(sorted(extra))}")
        return _SLOT.sub(lambda match: values[match[1]], self.text)


def load(name: str) -> Prompt:
    """The prompt in ``NAME.md``.

    Raises:
        FileNotFoundError: when there is none of that name.
    """
    return Prompt(name=name, text=resources.files(__name__).joinpath(f"{name}.md").read_text("utf-8"))
