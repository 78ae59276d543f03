"""Search and building beside what they must be compared with, in one run: the encoder alone, and a plain llama-index pipeline.

    python benchmarks/search.py [HOME] [--build]

HOME is a home with an index (default: the one in use). With --build, a copy of its library is also indexed anew, and its texts
are encoded alone beside it. Calls take turns, so that other work on the machine hits them alike: read the ratios.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import measure

HERE = Path(__file__).resolve().parent
COLD = 5
"""Cold starts of each."""

MEMORY = """
import sys; sys.path.insert(0, sys.argv[1])
import measure
from hld.app import command
assistant = command.assistant()
for question in measure.QUESTIONS * 3:
    assistant.search(question, 10)
print(measure.memory())
"""


def seconds(command: list[str], **given: str) -> float:
    # Bytecode is kept, as it is where people run it.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, text=True, input=given.get("input"), env=kept)
    return time.perf_counter() - started


def warm_and_cold(plain_folder: str) -> None:
    import plain

    from hld.app import command

    assistant = command.assistant()
    texts: dict[str, str] = {}
    for entry in assistant.index.library.all(["en"]):
        texts[entry.document] = f"{texts.get(entry.document, '')}\n{entry.text}"
    print(f"paragraphs                    {assistant.index.manifest['paragraphs']:>8}")
    seconds([sys.executable, str(HERE / "plain.py"), "build", plain_folder], input=json.dumps(list(texts.values())))
    pipeline = plain.retriever(plain_folder)
    ms, cpu = measure.medians(
        {
            "encode": assistant.index.encode,
            "search": lambda question: assistant.search(question, 10),
            "answer": assistant.ask,
            "plain": pipeline.retrieve,
        }
    )
    print(f"encode a question, ms         {ms['encode']:8.2f}")
    print(f"warm search, ms               {ms['search']:8.2f}   {ms['search'] / ms['encode']:5.2f} x encoding alone")
    print(f"warm answer, ms               {ms['answer']:8.2f}   {ms['answer'] / ms['search']:5.2f} x its search")
    print(f"plain pipeline, ms            {ms['plain']:8.2f}   {ms['plain'] / ms['search']:5.2f} x our search")
    print(f"the same in processors' time  {json.dumps(cpu)}")
    ours, theirs = [], []
    for _ in range(COLD + 1):
        ours.append(seconds([sys.executable, "-m", "hld.app.cli", "search", measure.QUESTIONS[0]]))
        theirs.append(seconds([sys.executable, str(HERE / "plain.py"), "search", plain_folder, measure.QUESTIONS[0]]))
    cold, other = (statistics.median(times[1:]) for times in (ours, theirs))  # the first compiles
    print(f"cold `hld search`, s          {cold:8.2f}   {cold / other:5.2f} x the plain pipeline's {other:.2f}")
    run = subprocess.run([sys.executable, "-c", MEMORY, str(HERE)], check=True, capture_output=True, text=True)
    print(f"memory while searching, MiB   {run.stdout.strip()}")


def building() -> None:
    """The whole build beside encoding its texts alone, both by the same exported model."""
    from hld.app import command
    from hld.index import build, encode, samples
    from hld.ingest.library import Library

    settings = command.settings()
    encoder = encode.prepare(settings.model, settings.models)
    with tempfile.TemporaryDirectory() as folder:
        library = Library(settings.library, read_only=True)
        documents = {document.id: document for document in library.documents()}
        views = build.views(list(library.all(settings.languages)), documents)
        texts = list(dict.fromkeys([*views.dense, *samples.of(frozenset(views.paragraphs)).texts]))
        encoder.encode(texts[:200])
        alone = whole = 0.0
        for _ in range(3 if len(texts) < 5000 else 1):
            started = time.perf_counter()
            encoder.encode(texts)
            alone += time.perf_counter() - started
            started = time.perf_counter()
            build.build(library, Path(folder) / "index", model=settings.model, cache=settings.models, rebuild=True)
            whole += time.perf_counter() - started
    print(f"build, s                      {whole:8.1f}   {whole / alone:5.2f} x encoding {len(texts):,} texts ({alone:.1f})")


def main() -> None:
    named = [argument for argument in sys.argv[1:] if argument != "--build"]
    if named:
        os.environ["HLD_HOME"] = str(Path(named[0]).resolve())
    with tempfile.TemporaryDirectory() as folder:
        warm_and_cold(folder)
    if "--build" in sys.argv:
        building()


if __name__ == "__main__":
    main()
