"""The growth figures as a table and as an SVG of four small charts, without a plotting library."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

COLOURS = ["#0b6e99", "#c2410c", "#4d7c0f", "#6d28d9"]
WIDTH, HEIGHT, MARGIN = 380, 250, 52

Series = Mapping[str, list[tuple[float, float]]]


def draw(results: Mapping[str, Any]) -> str:
    """Four charts: latency, memory, building, disk; both axes logarithmic."""
    sizes = sorted(results, key=int)

    def line(*path: str) -> list[tuple[float, float]]:
        points = []
        for size in sizes:
            value: Any = results[size]
            for key in path:
                value = value[key]
            points.append((float(size), max(float(value), 0.01)))
        return points

    charts: list[tuple[str, Series]] = [
        (
            "median latency, ms",
            {
                "whole search, exact": line("exact", "ms", "search"),
                "exact vectors": line("exact", "ms", "vectors"),
                "HNSW (600 rows)": line("graph", "ms", "vectors"),
                "BM25": line("exact", "ms", "terms"),
            },
        ),
        (
            "memory of a searching process, MiB",
            {
                "exact, with mapped files": line("exact", "memory_mb", "all"),
                "exact, its own": line("exact", "memory_mb", "own"),
                "HNSW": line("graph", "memory_mb", "all"),
            },
        ),
        (
            "building without encoding, s",
            {"all": line("build_s"), "Chroma": line("chroma_s"), "terms": line("terms_s")},
        ),
        (
            "index on disk, MiB",
            {
                "all": line("disk_mb", "all"),
                "Chroma": line("disk_mb", "chroma"),
                "vectors": line("disk_mb", "vectors"),
                "terms": line("disk_mb", "terms"),
            },
        ),
    ]
    body = "".join(
        f'<g transform="translate({column * WIDTH},{row * HEIGHT})">{_chart(title, series)}</g>'
        for number, (title, series) in enumerate(charts)
        for row, column in [divmod(number, 2)]
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * WIDTH} {2 * HEIGHT + 20}" font-family="sans-serif" '
        f'font-size="11" role="img" aria-label="Growth by number of paragraphs"><rect width="100%" height="100%" fill="#fff"/>'
        f'{body}<text x="{WIDTH}" y="{2 * HEIGHT + 12}" text-anchor="middle" fill="#444">paragraphs (two rows each), '
        "synthetic texts and vectors</text></svg>\n"
    )


def _chart(title: str, series: Series) -> str:
    points = [point for line in series.values() for point in line]
    left, right = (f(math.log10(x) for x, _ in points) for f in (min, max))
    low, high = math.floor(min(math.log10(y) for _, y in points)), math.ceil(max(math.log10(y) for _, y in points))
    high = max(high, low + 1)

    def x(value: float) -> float:
        return MARGIN + (math.log10(value) - left) / ((right - left) or 1) * (WIDTH - 2 * MARGIN)

    def y(value: float) -> float:
        return HEIGHT - 40 - (math.log10(value) - low) / (high - low) * (HEIGHT - 110)

    out = [f'<text x="{MARGIN}" y="20" font-weight="bold">{title}</text>']
    for power in range(low, high + 1):
        at = y(10**power)
        label = f"{10**power:,}" if power >= 0 else f"{10**power:g}"
        out.append(f'<path d="M{MARGIN} {at:.1f}H{WIDTH - MARGIN}" stroke="#ddd"/>')
        out.append(f'<text x="{MARGIN - 5}" y="{at + 4:.1f}" text-anchor="end" fill="#444">{label}</text>')
    for value in sorted({x for x, _ in points}):
        label = f"{value / 1000:g}k"
        out.append(f'<text x="{x(value):.1f}" y="{HEIGHT - 22}" text-anchor="middle" fill="#444">{label}</text>')
    for number, (name, line) in enumerate(series.items()):
        colour = COLOURS[number]
        path = "L".join(f"{x(a):.1f} {y(b):.1f}" for a, b in line)
        out.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        out += [f'<circle cx="{x(a):.1f}" cy="{y(b):.1f}" r="2.5" fill="{colour}"/>' for a, b in line]
        row, column = divmod(number, 2)
        out.append(f'<text x="{MARGIN + column * 150}" y="{36 + row * 14}" fill="{colour}">{name}</text>')
    return "".join(out)


def table(results: Mapping[str, Any]) -> str:
    """The same as Markdown."""
    head = (
        "| paragraphs | rows | exact ms | HNSW ms | BM25 ms | search ms, exact / HNSW | encode ms | recall@10 HNSW | "
        "memory MiB, exact / own / HNSW | build s (Chroma) | disk MiB (Chroma) |"
    )
    lines = [head, "|" + "---|" * 11]
    for size in sorted(results, key=int):
        row = results[size]
        exact, graph = row["exact"], row["graph"]
        both = f"{exact['ms']['search']:.1f} / {graph['ms']['search']:.1f}"
        lines.append(
            f"| {int(size):,} | {row['rows']:,} | {exact['ms']['vectors']:.1f} | {graph['ms']['vectors']:.1f} | "
            f"{exact['ms']['terms']:.1f} | {both} | {exact['ms']['encode']:.1f} | "
            f"{graph['recall']['questions_600']:.3f} | {exact['memory_mb']['all']} / {exact['memory_mb']['own']} / "
            f"{graph['memory_mb']['all']} | {row['build_s']:.0f} ({row['chroma_s']:.0f}) | "
            f"{row['disk_mb']['all']:.0f} ({row['disk_mb']['chroma']:.0f}) |"
        )
    return "\n".join(lines)
