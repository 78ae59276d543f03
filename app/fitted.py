"""What the commands of `hld eval` fitted and wrote to files beside this module."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any


@cache
def fitted(file: str) -> Mapping[str, Any]:
    """What stands in one of the files; read once, as several models may be in it."""
    return json.loads(resources.files("hld.app").joinpath(file).read_text("utf-8"))


def check(found: Sequence[str], features: Sequence[str], file: str, script: str) -> None:
    """See that what was `found` in a file is of exactly these features, in their order.

    Raises:
        ValueError: when it was fitted on others; `script` fits it anew.
    """
    if tuple(found) != tuple(features):
        raise ValueError(f"{file} was fitted on other features; run {script}")
