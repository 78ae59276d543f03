"""Texts of runs as HTML. Every text passes `text`: it is escaped, and holds nothing that nobody sees."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from html import escape

from hld.app.visible import shown
from hld.eval.run import Interval
from hld.eval.tables import number
from hld.ingest.symbols import Reference, SymbolError


def text(words: object) -> str:
    """Anything as text in HTML, also within an attribute.

    >>> text('<b title="x">')
    '&lt;b title=&quot;x&quot;&gt;'
    """
    return escape(shown(str(words)))


@lru_cache(maxsize=10_000)
def label(paragraph: str) -> str:
    """The citation label of an id as a link to the official document; what is no id stands as it is, and leads nowhere.

    >>> label("no & id")
    'no &amp; id'
    """
    try:
        reference = Reference.parse(paragraph)
    except SymbolError:
        return text(paragraph)
    named = text(reference.label())
    url = reference.url()
    return f'<a href="{text(url)}" target="_blank" rel="noopener noreferrer">{named}</a>' if url else named


def excerpt(words: str, longest: int) -> str:
    """The beginning of a text, at most `longest` characters, cut between words.

    >>> excerpt("one two three", 9)
    'one two …'
    """
    if len(words) <= longest:
        return text(words)
    return text(words[: longest - 1].rsplit(" ", 1)[0]) + " …"


def figure(found: Interval | None) -> str:
    """A figure with its interval below it, or a dash.

    >>> figure(Interval(value=0.5, low=0.41, high=0.6, n=9))
    '<b>.500</b> <small>[.410, .600]</small>'
    """
    if found is None or found.value is None:
        return '<span class="none">–</span>'
    ends = "" if found.low is None or found.high is None else f" <small>[{number(found.low)}, {number(found.high)}]</small>"
    return f"<b>{number(found.value)}</b>{ends}"


def percent(share: float) -> str:
    """A share as a percentage without decimals, never rounded to none or to all.

    >>> percent(0.874), percent(0.0004), percent(0.9996), percent(1.0)
    ('87 %', '<1 %', '>99 %', '100 %')
    """
    if 0 < share < 0.005:
        return "<1 %"
    return ">99 %" if 0.995 <= share < 1 else f"{100 * share:.0f} %"


def spread(pairs: Iterable[tuple[str, str]], css: str) -> str:
    """Names and values as a list of definitions; both are HTML already, and pairs without a value are left out."""
    return f'<dl class="{css}">' + "".join(f"<div><dt>{k}</dt><dd>{v}</dd></div>" for k, v in pairs if v) + "</dl>"


def scrolling(table: str, name: str) -> str:
    """A wide table in a box that scrolls by itself, also by keyboard."""
    return f'<div class="scroll" role="region" aria-label="{text(name)}" tabindex="0">{table}</div>'
