"""`hld eval models`: fit the small models of `hld.app` on the development files of public benchmarks, and write `models.json`."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import numpy as np
import typer

if TYPE_CHECKING:
    from hld.app.logistic import Logistic
    from hld.eval.suite import Context

MODELS = Path("app/models.json")


def _about(path: Path, what: str) -> str:
    return f"{what}, {path.parent.name}/{path.name} (sha256 {hashlib.sha256(path.read_bytes()).hexdigest()[:16]})"


def fit_all(context: Context) -> dict[str, Logistic]:
    """The models of sentences, of answerability and of support.

    Raises:
        hld.eval.suite.Unavailable: when a development file is not here.
    """
    from hld.app import answerable, passages, support
    from hld.eval.folds import fitted
    from hld.eval.suites import attribution, clapnq

    path = context.bench("clapnq", "dev.jsonl")
    questions = clapnq.Examples(clapnq.load(path), context.vectors)
    rows, chosen, owner, _ = questions.flat
    can = questions.can
    made = {
        "sentence": fitted(
            rows,
            chosen,
            passages.FEATURES,
            _about(path, f"{int(can[owner].sum())} sentences"),
            questions.best_threshold,
            can[owner],
        ),
        "answerable": fitted(questions.answerable, can, answerable.FEATURES, _about(path, f"{len(can)} questions")),
    }
    path = context.bench("attribution", "dev.jsonl")
    claims = attribution.Examples(attribution.load(path), context.vectors)
    about = _about(path, f"{len(claims.items)} claims")
    made["support"] = fitted(claims.rows, np.asarray(claims.supported), support.FEATURES, about)
    return made


def write(models: dict[str, Logistic], path: Path) -> None:
    """Write models as data, one line a number list."""
    lines = []
    for name, model in models.items():
        fields = ",\n  ".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in asdict(model).items())
        lines.append(f'"{name}": {{\n  {fields}\n }}')
    path.write_text("{\n " + ",\n ".join(lines) + "\n}\n")


def command(out: Annotated[Path, typer.Option(help="File to write.")] = MODELS) -> None:
    """Fit the small models of support and answerability on the development files beside the project."""
    from hld.eval.launch import context

    write(fit_all(context()), out)
    typer.echo(f"Written: {out}")
