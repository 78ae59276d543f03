"""Small drawings as inline SVG: a frame with axes, lines, points. Colours come from the classes of the page's style."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from hld.eval.report.markup import text

Ticks = Sequence[tuple[float, str]]
"""Values of an axis and what is written at them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A plot's area in user units, and the ranges of its axes; `log` makes the horizontal one logarithmic."""

    x: tuple[float, float]
    y: tuple[float, float]
    width: int = 440
    height: int = 290
    left: int = 50
    right: int = 24
    top: int = 12
    bottom: int = 44
    log: bool = False

    def across(self, value: float) -> float:
        """The place of a value on the horizontal axis.

        >>> Frame(x=(1, 100), y=(0, 1), left=0, right=0, width=100, log=True).across(10)
        50.0
        """
        low, high, at = (math.log(v) for v in (*self.x, value)) if self.log else (*self.x, value)
        return round(self.left + (at - low) / (high - low) * (self.width - self.left - self.right), 1)

    def down(self, value: float) -> float:
        """The place of a value on the vertical axis."""
        low, high = self.y
        return round(self.height - self.bottom - (value - low) / (high - low) * (self.height - self.top - self.bottom), 1)

    def drawn(self, content: str, says: str) -> str:
        """The whole drawing; `says` is what one who cannot see it is told."""
        return (
            f'<svg viewBox="0 0 {self.width} {self.height}" role="img" aria-label="{text(says)}" '
            f'preserveAspectRatio="xMidYMid meet">{content}</svg>'
        )

    def axes(self, across: Ticks, down: Ticks, name_across: str, name_down: str = "") -> str:
        """Grid lines with their ticks, and the names of both axes."""
        left, right = self.left, self.width - self.right
        top, bottom = self.top, self.height - self.bottom
        out = []
        for value, said in down:
            y = self.down(value)
            out.append(f'<path class="grid" d="M{left} {y}H{right}"/>')
            out.append(f'<text class="tick" x="{left - 6}" y="{y + 4}" text-anchor="end">{text(said)}</text>')
        for value, said in across:
            x = self.across(value)
            out.append(f'<path class="grid" d="M{x} {top}V{bottom}"/>')
            out.append(f'<text class="tick" x="{x}" y="{bottom + 17}" text-anchor="middle">{text(said)}</text>')
        middle = (left + right) / 2
        out.append(f'<text class="axis" x="{middle}" y="{self.height - 6}" text-anchor="middle">{text(name_across)}</text>')
        if name_down:
            out.append(f'<text class="axis" x="{left + 4}" y="{top + 11}">{text(name_down)}</text>')
        return "".join(out)

    def line(self, points: Sequence[tuple[float, float]], css: str, *, steps: bool = False) -> str:
        """A line through points; with `steps` it goes up or down only at them."""
        placed = [(self.across(x), self.down(y)) for x, y in points]
        if not placed:
            return ""
        path = f"M{placed[0][0]} {placed[0][1]}"
        for x, y in placed[1:]:
            path += f"H{x}V{y}" if steps else f"L{x} {y}"
        return f'<path class="line {css}" d="{path}"/>'

    def dot(self, x: float, y: float, radius: float, css: str, says: str) -> str:
        """A point that says what it is."""
        circle = f'<circle class="dot {css}" cx="{self.across(x)}" cy="{self.down(y)}" r="{radius:.1f}">'
        return f"{circle}<title>{text(says)}</title></circle>"


SHARES: Ticks = [(n / 5, f"{n * 20} %" if n else "0") for n in range(6)]


def bar(value: float, low: float, high: float, says: str) -> str:
    """A share as a bar with a whisker for its interval, for a cell of a table."""
    width, height = 120, 16

    def at(share: float) -> float:
        return round(1 + min(max(share, 0.0), 1.0) * (width - 2), 1)

    whisker = f"M{at(low)} 8H{at(high)}M{at(low)} 4V12M{at(high)} 4V12"
    return (
        f'<svg class="bar" viewBox="0 0 {width} {height}" role="img" aria-label="{text(says)}">'
        f'<rect class="track" x="1" y="3" width="{width - 2}" height="10" rx="2"/>'
        f'<rect class="fill" x="1" y="3" width="{max(at(value) - 1, 0.5):.1f}" height="10" rx="2"/>'
        f'<path class="whisker" d="{whisker}"/></svg>'
    )
