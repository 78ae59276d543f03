"""Regular expressions that are compiled when they are first used."""

from __future__ import annotations

import gc
import importlib
import pkgutil
import re

import pytest

from hld.ingest.regex import Lazy, regex


def test_it_is_compiled_when_it_is_used_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[tuple[str, int]] = []
    compiled = re.compile

    def compiling(pattern: str, flags: int = 0) -> re.Pattern[str]:
        given.append((pattern, flags))
        return compiled(pattern, flags)

    monkeypatch.setattr(re, "compile", compiling)
    lamp = regex(r"(?P<lit>lit) lamp", re.IGNORECASE)
    assert (lamp.pattern, given) == (r"(?P<lit>lit) lamp", [])
    found = (lamp.search("A LIT lamp"), lamp.match("lit lamp"), lamp.fullmatch("Lit lamp"))
    assert [match["lit"] for match in found if match] == ["LIT", "lit", "Lit"]
    assert lamp.sub("-", "a lit lamp") == "a -"
    assert lamp.groupindex == {"lit": 1}
    assert lamp.flags & re.IGNORECASE
    assert given == [(r"(?P<lit>lit) lamp", re.IGNORECASE)]


def test_a_wrong_one_is_told_when_it_is_used() -> None:
    wrong = regex("(")
    with pytest.raises(re.error):
        wrong.match("x")


def test_all_of_the_project_can_be_compiled() -> None:
    for room in ("ingest", "index", "app", "eval"):
        package = importlib.import_module(f"hld.{room}")
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    every = [each for each in gc.get_objects() if type(each) is Lazy and each.pattern != "("]
    assert len(every) > 500
    assert {each.flags for each in every}, "asking for the flags compiles"
