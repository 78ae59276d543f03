"""Regular expressions that are compiled when they are first used.

A question needs a fifth of the grammar that the rooms know, and compiling all of it would take a third of a cold search.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any, cast


class Lazy:
    """What behaves as the compiled pattern; what it was asked for is its own from then on, so that a call costs what it did.

    It is not the `re` of its matches.
    """

    def __init__(self, pattern: str, flags: int) -> None:
        """Keep the pattern; use `regex`."""
        self.pattern = pattern
        self._given = flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, self._given)

    def __getattr__(self, name: str) -> Any:
        """A method or an attribute of the compiled pattern."""
        if name.startswith("__"):
            raise AttributeError(name)
        found = getattr(self._compiled, name)
        setattr(self, name, found)
        return found


def regex(pattern: str, flags: int | re.RegexFlag = 0) -> re.Pattern[str]:
    """`re.compile` at the first use. Raises `re.error` then, not here: a test compiles every pattern of every module.

    >>> _YEAR = regex(r"\\d{4}")
    >>> _YEAR.findall("2006 and 2013")
    ['2006', '2013']
    """
    return cast("re.Pattern[str]", Lazy(pattern, int(flags)))


def whole(patterns: Iterable[re.Pattern[str]], text: str) -> re.Match[str] | None:
    """The match of the first of some patterns that a text fits as a whole; None where it fits none.

    >>> whole([regex("lamps?"), regex("fogs?")], "fog"), whole([regex("lamps?")], "the lamp")
    (<re.Match object; span=(0, 3), match='fog'>, None)
    """
    return next(filter(None, (pattern.fullmatch(text) for pattern in patterns)), None)
