"""What every command of the command line needs: settings, an assistant, a progress bar, a way to complain."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

    from hld.app.answer import Assistant
    from hld.app.schema import Answer
    from hld.app.settings import Settings


def complain(message: str, remedy: str) -> None:
    """One line on standard error."""
    err = console()
    err.print("Error:", style="bold red", end=" ")
    err.print(message, remedy, markup=False, highlight=False, soft_wrap=True)


def console(stderr: bool = True) -> Console:
    """A console on standard error, or on standard output; what it prints holds no escapes and nothing unseen."""
    from rich.console import Console
    from rich.text import Text

    from hld.app.visible import shown

    class Plain(Console):
        """Every text passes here, alone or in a table. Rich takes out a bell, but not an escape."""

        def render_str(self, text: str, **options: Any) -> Text:
            return super().render_str(shown(text), **options)

    return Plain(stderr=stderr)


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


def assistant(confidence: float | None = None, llm: str | None = None) -> Assistant:
    """An assistant on the index in use, with the language model that the settings name, or `llm` in its place ("none": none).

    Raises:
        HldError: when there is no index, or it was made with another model, or `llm` names no model.
    """
    from hld.app.answer import Assistant
    from hld.index.search import Index

    chosen = settings()
    writer, reranker = None, None
    index = Index.open(
        chosen.index,
        cache=chosen.models,
        model=chosen.model,
        exact_up_to=chosen.exact_up_to,
        chroma_headers=chosen.chroma_headers,
    )
    if chosen.llm or llm:
        from hld.app.llm.endpoint import endpoint

        if at := endpoint(chosen, llm):
            from hld.app.llm.model import Model
            from hld.app.llm.write import Writer

            judge = None
            if chosen.nli_model:
                from hld.app.nli import NliJudge

                judge = NliJudge(chosen.nli_model)
            writer = Writer(Model(at), index, unsupported=chosen.unsupported, by_meaning=True, judge=judge)
    if chosen.reranker:
        from hld.index.rerank import CrossEncoder

        reranker = CrossEncoder(chosen.reranker)
    least = chosen.confidence if confidence is None else confidence
    return Assistant(index, confidence=least, version=version(), writer=writer, reranker=reranker)


def watched(assistant: Assistant, question: str, history: Sequence[str]) -> Answer:
    """One answer; while a language model writes it, a terminal shows what it has written so far."""
    out = console()
    if assistant.writer is None or not out.is_terminal:
        return assistant.ask(question, history)
    from rich.live import Live

    from hld.app.schema import Answer

    waiting = f"{assistant.writer.name} is writing; nothing of it is checked yet.\n"
    answer: Answer | None = None
    with Live(console=out, transient=True, auto_refresh=False) as live:
        for piece in assistant.stream(question, history):
            if isinstance(piece, Answer):
                answer = piece
            else:
                live.update(out.render_str(waiting + piece, markup=False, highlight=False, style="dim"), refresh=True)
    assert answer is not None
    return answer


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
    sys.stdout.write(as_json(value, indent=1) + "\n")


def as_json(value: object, indent: int | None = None) -> str:
    """JSON in which letters stand as they are, and what a terminal would obey or nobody sees as ``\\u…``: the same values."""
    from hld.app.visible import shown

    text = json.dumps(value, ensure_ascii=False, indent=indent)
    if shown(text) == text:
        return text
    return "".join(char if shown(char) == char or char == "\n" else json.dumps(char)[1:-1] for char in text)
