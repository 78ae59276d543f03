"""What a ranking knows of a paragraph beside its words: its length, if it introduces others, if it addresses someone."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from hld.index.facets import addressed
from hld.ingest.library import Entry
from hld.ingest.models import Kind

TRAITS = ("length", "chapeau", "addressed", "preamble")


def traits(entries: Iterable[Entry]) -> np.ndarray:
    """The `TRAITS` of paragraphs, float32, one row a paragraph: the logarithm of its characters, and three of 0 or 1."""
    rows = [
        (np.log1p(len(e.text)), e.text.rstrip().endswith(":"), bool(addressed(e)), e.kind == Kind.PREAMBULAR) for e in entries
    ]
    return np.array(rows, np.float32).reshape(len(rows), len(TRAITS))
