"""What a build has to encode: every text once, what is known taken over, and in parts that stay until the build has finished.

An index of 300,000 paragraphs takes hours to encode. A build that is interrupted goes on where it was, whatever was added to the
library meanwhile: a part knows its texts by their keys.
"""

from __future__ import annotations

import json
import logging
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Generic, TypeVar

import numpy as np

from hld.index import passages, store
from hld.index.encode import Progress
from hld.index.passages import Passage

log = logging.getLogger(__name__)

PART = 2048
"""Texts in a part: about a minute's work."""

KEYS = "keys.json"

T = TypeVar("T")


class Parts:
    """The parts of an unfinished build in a folder, which is made when the first is kept."""

    def __init__(self, folder: Path) -> None:
        """Use a folder."""
        self._folder = folder

    def known(self) -> dict[str, Passage]:
        """All that was kept, by the keys of the texts."""
        found: dict[str, Passage] = {}
        for part in sorted(self._folder.glob("part-*")):
            try:
                keys, vectors = json.loads((part / KEYS).read_text()), np.load(part / store.VECTORS, mmap_mode="r")
                found |= passages.known(part, keys, vectors)
            except (OSError, ValueError) as error:  # the machine went down before all of it was on its disk
                log.warning("What an interrupted build left in %s is damaged (%s): its texts are encoded again.", part, error)
        return found

    def keep(self, keys: Sequence[str], read: Sequence[Passage]) -> None:
        """Keep what was made of the texts with these keys, all or nothing."""
        name = uuid.uuid4().hex[:8]
        aside = self._folder / f".{name}"
        aside.mkdir(parents=True)
        np.save(aside / store.VECTORS, np.array([vector for vector, _ in read]))
        passages.write(aside, read)
        (aside / KEYS).write_text(json.dumps(keys))
        aside.rename(self._folder / f"part-{name}")


class Work(Generic[T]):
    """Texts of a kind, and what has to be done for them: nothing for one that is known, and once for one in many places."""

    def __init__(
        self,
        texts: Sequence[str],
        keys: Sequence[str],
        known: Mapping[str, T],
        made_by: Callable[[Sequence[str], Progress], Iterable[T]],
        keep: Callable[[Sequence[str], Sequence[T]], None] | None = None,
    ) -> None:
        """`made_by` makes something of texts and tells its progress; `keep` is given what a part has made."""
        self._keys, self._known, self._made_by, self._keep = keys, known, made_by, keep
        self._fresh = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}

    def __len__(self) -> int:
        """How many texts are encoded."""
        return len(self._fresh)

    def done(self, told: Callable[[int], None]) -> list[T]:
        """What is made of each text, in their order; how many are encoded so far is `told`."""
        rows, keys = dict(self._known), list(self._fresh)
        for start in range(0, len(keys), PART):
            part = keys[start : start + PART]
            texts = [self._fresh[key] for key in part]
            made = list(self._made_by(texts, lambda done, _, start=start: told(start + done)))
            if self._keep:
                self._keep(part, made)
            rows |= zip(part, made, strict=True)
        return [rows[key] for key in self._keys]
