"""The suites, one a file: `hld eval NAME` runs the file of that name, `hld eval all` each of them."""

from __future__ import annotations

import importlib
from importlib import resources
from types import ModuleType

FIRST = ("own",)
"""Suites that come before the others, which follow by name."""


def names() -> list[str]:
    """The names of all suites, found by their files without importing them."""
    files = {entry.name for entry in resources.files(__name__).iterdir()}
    found = {name.removesuffix(".py") for name in files if name.endswith(".py") and not name.startswith("_")}
    return [*(name for name in FIRST if name in found), *sorted(found - set(FIRST))]


def module(name: str) -> ModuleType:
    """The module of one suite."""
    return importlib.import_module(f"{__name__}.{name}")
