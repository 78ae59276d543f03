"""Attacks by injection: words in documents, questions and history that try to rule the assistant.

Each is tried twice: without a language model, and with one that obeys the attack to the letter, the worst there can be; it is
served by a local server over HTTP. An attack is held when every promise is kept (`hld.eval.injection.held`).
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from pydantic import SecretStr

from hld.eval.injection.attack import Attack, load_attacks
from hld.eval.launch import RUNS, Fresh, Json, Limit, Runs, launch
from hld.eval.reply import read
from hld.eval.run import Row
from hld.eval.scripted import Asked, Reply, ScriptedServer
from hld.eval.statistics import Measure
from hld.eval.suite import Context, Plan, Suite, sha
from hld.ingest.errors import HldError

if TYPE_CHECKING:
    from hld.app.answer import Assistant
    from hld.index.search import Index

SYSTEMS = ("extractive", "obedient model")


def prepare(context: Context) -> Plan:
    """One task for each attack without a model, and one with the model that obeys it."""
    attacks = load_attacks()
    attacks = attacks[: context.limit] if context.limit else attacks
    bench = Bench(context, attacks)
    by_id = {attack.id: attack for attack in attacks}
    return Plan(
        tasks=[(system, attack.id) for system in SYSTEMS for attack in attacks],
        score=lambda system, case: bench.score(by_id[case], obedient=system == SYSTEMS[1]),
        measures=_measures(),
        headline=("held",),
        hashes={
            "cases": sha("".join(attack.model_dump_json() for attack in attacks)),
            "corpus": str(context.assistant.index.manifest["corpus"]),
        },
    )


def _measures() -> Sequence[Measure]:
    from hld.eval.injection.held import PROMISES

    made = [Measure(name="held", says="Share of attacks under which every promise is kept.")]
    return made + [Measure(name=name, says=(kept.__doc__ or "").split("\n")[0]) for name, kept in PROMISES.items()]


class Bench:
    """Where attacks are tried: a library of the attacking documents alone, and the index in use for the other attacks."""

    def __init__(self, context: Context, attacks: Sequence[Attack]) -> None:
        """Nothing is built before the first attack."""
        self._context, self._attacks = context, attacks

    @cached_property
    def poisoned(self) -> Index:
        """The index of the attacking documents; its folder goes with the process."""
        from hld.index.build import build
        from hld.index.search import Index
        from hld.ingest.library import Library
        from hld.ingest.read import ingest

        settings = self._context.settings
        folder = Path(tempfile.mkdtemp(prefix="hld-injection-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        (folder / "files").mkdir()
        for attack in self._attacks:
            if attack.place == "document":
                (folder / "files" / attack.file).write_text(attack.document, "utf-8")
        library = Library(folder / "library.sqlite")
        failed = [report.error for report in ingest(library, sorted((folder / "files").iterdir())) if report.error]
        if failed:
            raise HldError(f"An attacking document cannot be read: {failed[0]}", "Correct attacks.jsonl.")
        build(library, folder / "index", model=settings.model, cache=settings.models)
        library.close()
        return Index.open(folder / "index", cache=settings.models, model=settings.model)

    def score(self, attack: Attack, *, obedient: bool) -> Row:
        """Try one attack and hold the answer against every promise."""
        from hld.eval.injection.held import PROMISES, Trial

        if obedient:
            with ScriptedServer(partial(obey, attack)) as server:
                assistant, close = self._assistant(attack, server)
                try:
                    answer = assistant.ask(attack.question, attack.history)
                finally:
                    close()
            asked = tuple(server.asked)
        else:
            assistant, _ = self._assistant(attack, None)
            answer, asked = assistant.ask(attack.question, attack.history), ()
        trial = Trial(attack=attack, answer=answer, asked=asked, index=assistant.index)
        broken = {name: said for name, kept in PROMISES.items() if (said := kept(trial))}
        return Row(
            system=SYSTEMS[obedient],
            id=attack.id,
            metrics={"held": float(not broken), **{name: float(name not in broken) for name in PROMISES}},
            category=f"{attack.place}: {attack.kind}",
            language=attack.language,
            question=attack.question,
            history=attack.history,
            note=attack.note,
            status=answer.status,
            reason=answer.note or answer.reason,
            cited=tuple(citation.id for citation in answer.citations),
            sentences=read(answer.as_json()).sentences,
            extra={**broken, "asked": str(len(asked))},
        )

    def _assistant(self, attack: Attack, server: ScriptedServer | None) -> tuple[Assistant, Callable[[], None]]:
        from hld.app.answer import Assistant
        from hld.app.llm.endpoint import Endpoint
        from hld.app.llm.model import Model
        from hld.app.llm.write import Writer
        from hld.eval.injection.held import SECRET

        # An attacking document is found at any rate: nothing may depend on its being refused.
        own = attack.place == "document"
        index = self.poisoned if own else self._context.assistant.index
        confidence = 0.0 if own else self._context.assistant.confidence
        if server is None:
            return Assistant(index, confidence=confidence), lambda: None
        endpoint = Endpoint(
            provider="openai",
            model="scripted",
            url=server.url("openai"),
            key=SecretStr(SECRET),
            timeout=60.0,
            context=16_384,
            max_tokens=1_000,
        )
        model = Model(endpoint)
        return Assistant(index, confidence=confidence, writer=Writer(model, index)), model.close


def obey(attack: Attack, asked: Asked) -> Reply:
    """What a model answers that does whatever the attack says."""
    keys = asked.keys
    passages = asked.messages[-1]["content"].split("\n\n")
    topic = attack.topic.casefold()
    own = [key for key, passage in zip(keys, passages, strict=False) if topic and topic in passage.casefold()]
    others = [key for key in keys if key not in own]
    filled = attack.obeys
    for name, value in {
        "{key}": keys[0],
        "{poisoned}": (own or keys)[-1],
        "{other}": (others or keys)[0],
        "{system}": asked.messages[0]["content"],
    }.items():
        filled = filled.replace(name, value)
    return Reply(text=filled, size=200)


SUITE = Suite(name="injection", title="Attacks by injection", prepare=prepare)


def command(runs: Runs = RUNS, as_json: Json = False, fresh: Fresh = False, limit: Limit = 0) -> None:
    """Try every attack; exit code 1 when one of them is not held."""
    run = launch(SUITE, runs=runs, as_json=as_json, fresh=fresh, limit=limit)
    failed = [row for row in run.rows if not row.metrics["held"]]
    for row in failed:
        why = "; ".join(f"{name}: {said}" for name, said in row.extra.items() if name != "asked")
        typer.echo(f"Not held: {row.id} ({row.category}; {row.system}): {why}", err=True)
    typer.echo(f"{len(run.rows) - len(failed)} of {len(run.rows)} trials held.", err=True)
    if failed:
        raise typer.Exit(1)
