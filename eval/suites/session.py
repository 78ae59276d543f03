"""Cases about resolutions of the 77th session on any subject but the process: what search and refusals are like far from what
this project is for.

The library of the home must hold them.
"""

from __future__ import annotations

from functools import partial

from hld.eval.case import SESSION
from hld.eval.launch import by_split
from hld.eval.suite import Suite
from hld.eval.suites import later

prepare = partial(later.prepare, package=SESSION, sessions="the 77th session")

SUITE = Suite(name="session", title="Cases about a whole session", prepare=prepare)
command = by_split(
    SUITE,
    prepare,
    "Cases about resolutions of the 77th session on any subject, of which nothing ships, and which the library must hold.",
)
