"""What every command of the command line needs: settings, an assistant, a progress bar, a way to complain."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

    from hld.app.answer import Assistant
    from hld.app.settings import Settings


def complain(message: str, remedy: str) -> None:
    """One line on standard error."""
    err = console()
    err.print("Error:", style="bold red", end=" ")
    err.print(message, remedy, markup=False, highlight=False, soft_wrap=True)


def console(stderr: bool = True) -> Console:
    """A console on standard error, or on standard output."""
    from rich.console import Console

    return Console(stderr=stderr)


def version() -> str:
    """The installed version."""
    import importlib.metadata

    return importlib.metadata.version("hld")


def settings() -> Settings:
    """The settings of this process.

    Raises:
        HldError: naming the variable that is not valid.
    """
    from pydantic import ValidationError
    from pydantic_settings.exceptions import SettingsError

    from hld.app.settings import Settings
    from hld.ingest.errors import HldError

    try:
        return Settings()
    except SettingsError as error:
        field = re.search(r'field "(\w+)"', str(error))
        name = f"HLD_{field[1].upper()}" if field else "HLD_…"
        raise HldError(f"The setting {name} is not valid JSON.", "Write a list or an object in JSON, or unset it.") from error
    except ValidationError as error:
        first = error.errors()[0]
        name = "HLD_" + "_".join(str(part) for part in first["loc"]).upper()
        raise HldError(f"The setting {name} is not valid: {first['msg']}.", "Correct it or unset it.") from error


def assistant(confidence: float | None = None) -> Assistant:
    """An assistant on the index in use.

    Raises:
        HldError: when there is no index, or it was made with another model.
    """
    from hld.app.answer import Assistant
    from hld.index.search import Index

    chosen = settings()
    index = Index.open(
        chosen.index,
        cache=chosen.models,
        model=chosen.model,
        exact_up_to=chosen.exact_up_to,
        chroma_headers=chosen.chroma_headers,
    )
    reranker = None
    if chosen.reranker:
        from hld.index.rerank import CrossEncoder

        reranker = CrossEncoder(chosen.reranker)
    least = chosen.confidence if confidence is None else confidence
    return Assistant(index, confidence=least, version=version(), reranker=reranker)


@contextmanager
def progress(title: str) -> Iterator[Any]:
    """A progress bar on standard error: the value is a callable (what, done, total)."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console(), transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda what, done, total: bar.update(task, description=f"{title}: {what}", completed=done, total=total)


def print_json(value: object) -> None:
    """JSON alone on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")
