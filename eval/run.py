"""The record of a run: a JSONL file whose first line says what was run on what, and then one line a case."""

from __future__ import annotations

import json
import platform
import time
import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any


def write(folder: Path, suite: str, about: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]) -> Path:
    """Write a run to a file of its own in `folder`; its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{suite}-{time.strftime('%Y%m%d-%H%M%S')}-{uuid.uuid4().hex[:4]}.jsonl"
    head = {"suite": suite, "time": time.strftime("%Y-%m-%dT%H:%M:%S%z"), "machine": platform.machine(), **about}
    with path.open("w", encoding="utf-8") as file:
        for line in (head, *rows):
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    return path
