"""What several benchmarks need: medians, memory, sizes, questions."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as `hld` sets it, before numpy is imported

QUESTIONS = [
    "Who should reduce the cost of sending remittances?",
    "What is asked of the Secretary-General about the report?",
    "How should migrant children be protected?",
    "Which themes will the round tables have?",
    "What should States do about trafficking in persons?",
    "people without papers",
    "When does the second Dialogue take place?",
    "health care for migrant workers and their families",
    "How is brain drain dealt with?",
    "data on migration, disaggregated by sex and age",
]


def medians(
    calls: dict[str, Callable[[str], Any]], rounds: int = 10, questions: Sequence[str] = QUESTIONS
) -> tuple[dict[str, float], dict[str, float]]:
    """Milliseconds of each call: at the median by the clock, and on average of processors' time.

    The calls take turns, so that what else the machine does hits all of them; the processors' time leaves it out.
    """
    times: dict[str, list[float]] = {name: [] for name in calls}
    spent = dict.fromkeys(calls, 0.0)
    for turn in range(rounds + 1):
        for question in questions:
            for name, call in calls.items():
                started, before = time.perf_counter(), time.process_time()
                call(question)
                if turn:  # the first turn warms up
                    times[name].append((time.perf_counter() - started) * 1000)
                    spent[name] += (time.process_time() - before) * 1000
    number = rounds * len(questions)
    return (
        {name: round(statistics.median(values), 3) for name, values in times.items()},
        {name: round(value / number, 3) for name, value in spent.items()},
    )


def memory() -> dict[str, int]:
    """MiB of this process: all of it, its own part (the rest are mapped files, which the system can take back), and the peak."""
    lines = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return {name: int(lines[key].split()[0]) >> 10 for name, key in (("all", "VmRSS"), ("own", "RssAnon"), ("peak", "VmHWM"))}


def size_of(path: Path) -> float:
    """MiB of a file or folder."""
    files = path.rglob("*") if path.is_dir() else [path]
    return round(sum(file.stat().st_size for file in files if file.is_file()) / 2**20, 1)
