"""Arrays that were learnt, and ship in files beside the modules that use them."""

from __future__ import annotations

import io
from functools import cache
from importlib import resources

import numpy as np


@cache
def arrays(package: str, file: str) -> dict[str, np.ndarray]:
    """The arrays of a file in NumPy's format that ships in a package, by their names; it is read once."""
    data = resources.files(package).joinpath(file).read_bytes()
    with np.load(io.BytesIO(data), allow_pickle=False) as read:
        return {name: read[name] for name in read.files}
