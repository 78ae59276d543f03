"""Repeats among 60,000 paragraphs, beside MinHash signatures alone from rensa and from datasketch, in one run.

    python benchmarks/repeats.py [PARAGRAPHS]

The paragraphs are made here: series of a yearly text with a few words changed, a formula said by every twentieth of them, and
paragraphs said once. datasketch is no dependency of hld; its line is left out where it is not installed. Prints seconds on
one core and their ratios to datasketch's signatures; the machines are noisy.
"""

from __future__ import annotations

import itertools
import random
import sys
import time
from collections.abc import Callable
from typing import Any


def made(count: int) -> list[tuple[str, str]]:
    """Paragraphs of made-up words with the lengths and the repeats of real ones: a third repeat an earlier year's."""
    rng = random.Random(1)
    syllables = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
    weights = [1 / (n + 1) for n in range(4000)]
    words = ["".join(rng.choices(syllables, k=rng.randint(1, 4))) for _ in weights]
    formula = rng.choices(words, weights, k=12)
    out: list[tuple[str, str]] = []
    series = [rng.choices(words, weights, k=min(300, int(rng.lognormvariate(3.8, 0.7)) + 6)) for _ in range(count // 12)]
    for n in range(count):
        kind = n % 20
        if kind == 0:
            chosen = [*formula[:11], str(n % 90)]
        elif kind < 8:
            chosen = list(rng.choice(series))
            for _ in range(max(1, len(chosen) // 20)):
                chosen[rng.randrange(len(chosen))] = rng.choice(words)
        else:
            chosen = rng.choices(words, weights, k=min(300, int(rng.lognormvariate(3.8, 0.7)) + 6))
        out.append((f"A/RES/{n // 2400 + 50}/{n // 30 % 400 + 1}#para-{n % 30 + 1}", " ".join(chosen)))
    return out


def seconds(call: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    result = call()
    return time.perf_counter() - started, result


def main() -> None:
    from rensa import RMinHash

    from hld.ingest.repeats import families, link

    count = int(sys.argv[1]) if len(sys.argv) > 1 else 60_000
    paragraphs = made(count)
    shingles = []
    for _, text in paragraphs:
        split = text.split()
        shingles.append(list({*split, *map(" ".join, itertools.pairwise(split))}))
    took, repeats = seconds(lambda: link(paragraphs))
    rust, _ = seconds(lambda: RMinHash.digests_from_token_sets(shingles, 96, 1))
    print(f"paragraphs                     {count:>9}")
    print(f"linked, families               {len(repeats):>9} {len(families(repeats)):>9}")
    print(f"link, s                        {took:9.2f}")
    print(f"signatures by rensa, s         {rust:9.2f}   {took / rust:8.2f} x in link")
    try:
        from datasketch import MinHash
    except ImportError:
        print("datasketch is not installed")
        return
    encoded = [[shingle.encode() for shingle in some] for some in shingles]
    python, _ = seconds(lambda: MinHash.bulk(encoded, num_perm=96))
    print(f"signatures by datasketch, s    {python:9.2f}   {took / python:8.2f} x in link")


if __name__ == "__main__":
    main()
