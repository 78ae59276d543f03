"""A context for suites over the index of the digest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hld.app.answer import Assistant
from hld.app.settings import Settings
from hld.eval.case import load_cases
from hld.eval.suite import Context


@pytest.fixture(scope="session")
def context(home: Path, assistant: Assistant) -> Context:
    found = Context(settings=Settings(home=home), shared=home / "nothing-is-shared")
    found.__dict__["assistant"] = assistant  # the one that the session has open
    return found


@pytest.fixture
def apart(context: Context, tmp_path: Path) -> Settings:
    """Settings of a home of its own, whose model is there and whose index has the vectors of the digest."""
    home = tmp_path / "home"
    home.mkdir()
    for name in ("models", "index"):
        (home / name).symlink_to(context.settings.home / name)
    return context.settings.model_copy(update={"home": home})


@pytest.fixture(scope="session")
def everyday() -> frozenset[str]:
    """The ids of the everyday cases, which other people wrote after all else."""
    folder = Path(__file__).resolve().parents[2] / "eval"
    return frozenset(case.id for case in load_cases([folder / part / "everyday.jsonl" for part in ("cases", "later")]))


@pytest.fixture
def at_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """The command line on the index of the digest."""
    monkeypatch.setenv("HLD_HOME", str(home))
    yield lambda **more: [monkeypatch.setenv(name, value) for name, value in more.items()]
