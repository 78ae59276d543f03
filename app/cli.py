"""The command line, one command `hld`. Exit codes: 0 done, 1 failed with a message, 2 wrong use, 3 abstained."""

from __future__ import annotations

import datetime as dt
import io
import json
import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hld.app import command, searching
from hld.eval.cli import suite

if TYPE_CHECKING:
    from hld.app.schema import Answer
    from hld.ingest.library import Library
    from hld.ingest.symbols import Reference

app = typer.Typer(
    name="hld",
    help="Ask the High-level Dialogues on International Migration and Development; every sentence cites a paragraph.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(suite, name="eval")
Json = Annotated[bool, typer.Option("--json", help="Print JSON alone on standard output.")]


def main() -> None:
    """Run the command line; an error that a person can act on becomes one line on standard error and exit code 1."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    # Its threads wait for the next product in a loop and take the cores from the encoder meanwhile; products here are small.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from hld.ingest.errors import HldError

    for stream in (sys.stdout, sys.stderr):
        # A file name may hold bytes that are no text in any encoding; naming the file must not fail.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except HldError as error:
        command.complain(error.message, error.remedy)
    except KeyboardInterrupt:
        command.complain("Interrupted.", "What was stored is kept; run the same command again to go on.")
        raise SystemExit(130) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:  # a full disk, a data folder that is a file or may not be written
        where = f" ({error.filename})" if error.filename else ""
        command.complain(
            f"The system says: {error.strerror or error}{where}.", "Check HLD_HOME, the disk and who may write there."
        )
    else:
        return
    raise SystemExit(1)


@app.callback(invoke_without_command=True)
def _root(
    home: Annotated[Path | None, typer.Option(help="Where data lives.", envvar="HLD_HOME", show_default=False)] = None,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if home is not None:
        os.environ["HLD_HOME"] = str(home)
    if version:
        typer.echo(command.version())
        raise typer.Exit
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    # Who asks a server again says so itself.
    logging.getLogger("stamina").setLevel(logging.ERROR)


@app.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders: AKN XML, PDF, DOCX, HTML, TXT, Markdown.")],
    as_json: Json = False,
    report: Annotated[Path | None, typer.Option(help="Draw the parse report as a page.", metavar="FILE.html")] = None,
    ocr: Annotated[bool, typer.Option("--ocr", help="Read scans without a text layer with Tesseract.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="List every document, not only those with findings.")] = False,
) -> None:
    """Read documents into the library and report what was found; running it again changes nothing."""
    from hld.app.report import show_ingest
    from hld.ingest import read

    files = read.find_files(paths)
    settings = command.settings()
    library = read.open_library(settings.library)
    reports = []
    with command.progress("Reading") as step:
        for found in read.ingest(library, files, keep=settings.files, ocr=ocr):
            reports.append(found)
            step(Path(found.source).name, len({r.source for r in reports}), len(files))
    if report is not None:
        from hld.app import parse_report

        made = dt.datetime.now().astimezone().isoformat(" ", "minutes")
        parse_report.write(report, parse_report.render(reports, library, version=command.version(), made=made))
    library.close()
    failed = [found for found in reports if found.error]
    if as_json:
        import dataclasses

        command.print_json([{**dataclasses.asdict(r), "counts": dict(r.counts)} for r in reports])
    else:
        show_ingest(command.console(stderr=False), reports, verbose=verbose or len(reports) <= 20)
    for found in failed:
        command.complain(found.error, "")
    if failed:
        raise typer.Exit(1)


@app.command()
def fetch(
    symbols: Annotated[list[str] | None, typer.Argument(help="Documents; without any, the whole catalogue.")] = None,
    lang: Annotated[list[str] | None, typer.Option(help="A language: ar, en, es, fr, ru, zh. May be repeated; else en.")] = None,
    since: Annotated[str, typer.Option(help="Of the catalogue, what is dated from then on: 2013 or 2013-10-03.")] = "",
    url: Annotated[str, typer.Option(help="The address of the one document that is named.")] = "",
    again: Annotated[bool, typer.Option("--again", help="Fetch also what is already there.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be fetched; asks no server.")] = False,
    as_json: Json = False,
) -> None:
    """Download documents from the United Nations and read them into the library."""
    from hld.app import fetching
    from hld.app.report import show_ingest

    settings = command.settings()
    try:
        wanted, absent = fetching.choose(symbols or [], lang or [], since, url, settings)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    out = command.console(stderr=False)
    if dry_run:
        rows = fetching.plan(wanted)
        command.print_json(rows) if as_json else fetching.show_plan(out, rows)
        return
    try:
        outcomes = fetching.run(wanted, settings, again=again)
    except KeyboardInterrupt:
        # Typer would leave without a word.
        command.complain("Interrupted.", "What came is kept; run the same command again to go on.")
        raise typer.Exit(130) from None
    if not as_json:
        fetching.show(out, outcomes)
    reports = fetching.ingest(outcomes, settings)
    if as_json:
        command.print_json(fetching.as_json(outcomes, reports))
    elif reports:
        show_ingest(out, reports, verbose=len(reports) <= 20)
    # A document of the catalogue without an address is no failure, unless it is asked for by name.
    bad = {"failed", "by hand"} if symbols else {"failed"}
    failed = [(f"{o.symbol} ({o.language}): {o.message}", o.remedy) for o in outcomes if o.status in bad]
    failed += [(f"{name} is not published in this language.", "Choose another with --lang.") for name in absent if symbols]
    failed += [(report.error, "") for report in reports if report.error]
    for message, remedy in failed:
        command.complain(message, remedy)
    if failed:
        raise typer.Exit(1)


@app.command()
def index(
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Encode everything again.")] = False,
    as_json: Json = False,
) -> None:
    """Build or update the search index from the library and the digest that ships with the project."""
    from hld.app.report import unsearched
    from hld.index import build
    from hld.ingest.read import open_library

    settings = command.settings()
    library = open_library(settings.library)
    with command.progress("Indexing") as step:
        manifest = build.build(
            library,
            settings.index,
            model=settings.model,
            cache=settings.models,
            languages=settings.languages,
            chroma_url=settings.chroma_url,
            chroma_headers=settings.chroma_headers,
            rebuild=rebuild,
            progress=step,
        )
    if as_json:
        command.print_json(manifest)
        return
    state = f"Built in {manifest['seconds']} s" if manifest["built"] else "Up to date"
    official = manifest["official"]
    typer.echo(
        f"{state}: {manifest['paragraphs']:,} paragraphs of {manifest['documents']:,} documents "
        f"({official:,} official, {int(str(manifest['paragraphs'])) - int(str(official)):,} from the digest); "
        f"index {manifest['version']}."
    )
    if isinstance(others := manifest.get("unsearched"), dict) and others:
        typer.echo(f"Not searched: {unsearched(others)}. HLD_LANGUAGES names the languages that are.")
    if manifest["encoder_note"]:
        typer.echo(manifest["encoder_note"])


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="The question.", show_default=False)] = None,
    as_json: Json = False,
    history: Annotated[Path | None, typer.Option(help="JSON list of the earlier questions, oldest first.")] = None,
    batch: Annotated[Path | None, typer.Option(help='JSON lines {"id", "text"[, "history"]}.')] = None,
    confidence: Annotated[
        float | None,
        typer.Option(min=0, max=1, help="Least probability that the evidence answers.", show_default=False),
    ] = None,
    llm: Annotated[
        str | None,
        typer.Option(
            help="A language model to write it: openai:MODEL, ollama:MODEL; or none.", metavar="NAME", show_default=False
        ),
    ] = None,
) -> None:
    """Answer a question with citations; exit code 3 when the documents do not answer it."""
    if (question is None) == (batch is None):
        raise typer.BadParameter("give one question, or --batch FILE")
    if batch is not None:
        assistant = command.assistant(confidence, llm)
        for row in _rows(batch):
            answer = assistant.ask(row["text"], row["history"])
            sys.stdout.write(command.as_json({"id": row["id"], "answer": answer.as_json()}) + "\n")
        return
    earlier = _history(history)
    answer = command.watched(command.assistant(confidence, llm), str(question), earlier)
    if as_json:
        command.print_json(answer.as_json())
    else:
        from hld.app.report import show_answer

        show_answer(command.console(stderr=False), answer, _near(answer))
    if answer.status == "abstained":
        raise typer.Exit(3)


def _near(answer: Answer) -> dict[str, str]:
    """For an abstention: the nearest paragraphs with the beginning of their words."""
    if answer.status != "abstained":
        return {}
    from hld.index.search import Index

    settings = command.settings()
    opened = Index.open(settings.index, cache=settings.models, model=settings.model)
    return {i: entry.text for i, entry in opened.entries([r.id for r in answer.retrieved[:3]]).items()}


def _history(path: Path | None) -> list[str]:
    from hld.ingest.errors import HldError

    if path is None:
        return []
    try:
        return _questions(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError) as error:
        raise HldError(f"{path} is not a list of questions: {error}.", 'Write ["first question", "second question"].') from error


def _questions(value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(question, str) for question in value):
        raise ValueError("a list of texts is expected")
    return value


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a batch file, ``{"id", "text"}`` with or without "history".

    Raises:
        HldError: naming the first line that is not one.
    """
    from hld.ingest.errors import HldError

    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise HldError(f"{path} cannot be read: {error}.", "Give a file of JSON lines.") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            if not str(row["text"]).strip():
                raise ValueError("the text is empty")
            yield {"id": row["id"], "text": str(row["text"]), "history": _questions(row.get("history", []))}
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise HldError(f"{path}, line {number}, is not a row ({error}).", 'Write {"id": …, "text": …}.') from error


@app.command()
def search(
    query: Annotated[str | None, typer.Argument(help="The query.", show_default=False)] = None,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many paragraphs.")] = 10,
    as_json: Json = False,
    batch: Annotated[Path | None, typer.Option(help='JSON lines {"id", "text"}.')] = None,
    symbol: searching.Symbols = None,
    type_: searching.Types = None,
    year: searching.Years = None,
    session: searching.Sessions = None,
    kind: searching.Kinds = None,
    verb: searching.Verbs = None,
    addressee: searching.Addressees = None,
    lang: searching.Languages = None,
) -> None:
    """Ranked paragraphs for a query."""
    if (query is None) == (batch is None):
        raise typer.BadParameter("give one query, or --batch FILE")
    try:
        only = searching.chosen(symbol, type_, year, session, kind, verb, addressee, lang)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    assistant = command.assistant()
    if batch is not None:
        for row in _rows(batch):
            hits = assistant.search(row["text"], k, only)
            results = [{"id": hit.id, "score": round(hit.score, 6)} for hit in hits]
            sys.stdout.write(json.dumps({"id": row["id"], "results": results}, ensure_ascii=False) + "\n")
        return
    hits = assistant.search(str(query), k, only)
    entries = assistant.index.entries([hit.id for hit in hits])
    rows = [
        {"id": h.id, "score": round(h.score, 6), "label": entries[h.id].reference.label(), "text": entries[h.id].text}
        for h in hits
    ]
    if as_json:
        command.print_json(rows)
    else:
        from hld.app.report import show_hits

        show_hits(command.console(stderr=False), rows)


@app.command()
def show(
    reference: Annotated[str, typer.Argument(help="A paragraph or a document, in any spelling.")],
    as_json: Json = False,
    lang: Annotated[str, typer.Option(help="The language version: ar, en, es, fr, ru or zh.", show_default=False)] = "",
    source: Annotated[bool, typer.Option("--source", help="Print where it stands in the file it was read from.")] = False,
    image: Annotated[
        Path | None, typer.Option(help="Draw the place on its page; of a PDF paragraph.", metavar="FILE.png")
    ] = None,
) -> None:
    """One paragraph or document, by any spelling of its reference."""
    from hld.app.report import paragraph_json, show_paragraphs
    from hld.app.resolve import resolve
    from hld.ingest.errors import HldError
    from hld.ingest.read import open_library
    from hld.ingest.symbols import SymbolError

    library = open_library(command.settings().library)
    try:
        reference = str(_reference(reference, lang)) if lang else reference
        found, entries, problem = resolve(reference, library)
    except SymbolError as error:
        raise HldError(str(error)) from error
    if problem or not entries:
        raise HldError(problem or f"{found.label()} is not in the library.")
    notes = library.notes(entries[0].document)
    document = library.document(entries[0].document)
    if source or image is not None:
        _places(library, [entry.id for entry in entries], image, as_json=as_json)
        return
    if as_json:
        shown = [paragraph_json(entry, notes, document) for entry in entries]
        command.print_json(shown[0] if found.part and len(shown) == 1 else shown)
    else:
        show_paragraphs(command.console(stderr=False), document, entries, notes)


def _places(library: Library, ids: list[str], image: Path | None, *, as_json: bool) -> None:
    """Print where paragraphs stand in their source, and draw them on their page."""
    from hld.app import places
    from hld.ingest.errors import HldError

    found = [place for place in map(library.place, ids) if place is not None]
    if not found:
        raise HldError(
            f"{ids[0]} is from the digest, which has no source file.", "Ingest the official text (`hld fetch`, `hld ingest`)."
        )
    if image is not None:
        places.draw(found, command.settings().files, image)
    if as_json:
        import dataclasses

        command.print_json([dataclasses.asdict(place) for place in found])
    else:
        places.show(command.console(stderr=False), found, image)


@app.command()
def graph(
    reference: Annotated[str, typer.Argument(help="A paragraph or a document, in any spelling.")],
    as_json: Json = False,
) -> None:
    """What a paragraph or document cites, and what cites it."""
    from hld.app import places
    from hld.ingest import graph as links
    from hld.ingest.read import open_library

    library = open_library(command.settings().library)
    found = _reference(reference)
    cites, cited_by = links.cites(library, found), links.cited_by(library, found)
    if as_json:
        rows = {"cites": places.links_json(cites), "cited_by": places.links_json(cited_by)}
        command.print_json({"reference": str(found), **rows})
    else:
        places.show_links(command.console(stderr=False), found, cites, cited_by)


@app.command()
def repeats(
    reference: Annotated[
        str, typer.Argument(help="A paragraph or a document, in any spelling; without it, the whole library.")
    ] = "",
    as_json: Json = False,
    lang: Annotated[str, typer.Option(help="The language of the paragraphs compared.")] = "en",
) -> None:
    """Paragraphs that say again what one of an earlier year said, and the words that changed."""
    from hld.app import places
    from hld.ingest import repeats as yearly
    from hld.ingest.read import open_library

    about = _reference(reference, lang) if reference else None
    library = open_library(command.settings().library)
    with command.progress("Comparing") as step:
        step("paragraphs", 0, 1)
        found = yearly.in_library(library, about.language if about else lang)
    if about is not None:
        found = places.concerning(found, about)
    if as_json:
        import dataclasses

        command.print_json([dataclasses.asdict(repeat) for repeat in found])
    else:
        places.show_repeats(command.console(stderr=False), found)


def _reference(text: str, lang: str = "") -> Reference:
    """What a person typed, in the language version asked for.

    Raises:
        HldError: when it is not a reference.
        BadParameter: when `lang` is not one of the six languages.
    """
    from dataclasses import replace

    from hld.ingest.errors import HldError
    from hld.ingest.symbols import LANGUAGES, Reference, SymbolError

    if lang and lang not in LANGUAGES:
        raise typer.BadParameter(f"{lang!r} is not one of {', '.join(LANGUAGES)}")
    try:
        found = Reference.parse(text)
    except SymbolError as error:
        raise HldError(str(error)) from error
    return replace(found, language=lang) if lang and found.language == "en" else found


@app.command()
def paragraphs(symbol: Annotated[str, typer.Argument(help="A document's symbol.")], as_json: Json = False) -> None:
    """All paragraphs of one document, in order."""
    show(symbol.partition("#")[0], as_json)


@app.command()
def documents(as_json: Json = False) -> None:
    """What the library holds."""
    from hld.app.report import document_json, show_documents
    from hld.ingest.read import open_library

    held = open_library(command.settings().library).documents()
    if as_json:
        command.print_json([document_json(document) for document in held])
    else:
        show_documents(command.console(stderr=False), held)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 7860,
) -> None:
    """The web application."""
    from hld.app.web.serve import run

    run(command.assistant(), host=host, port=port, report=command.settings().report)


@app.command()
def doctor(as_json: Json = False) -> None:
    """Check the installation, the model, the index and the services, and say what to do."""
    from hld.app.doctor import examine
    from hld.app.report import show_checks

    checks = examine(command.settings())
    if as_json:
        import dataclasses

        command.print_json([dataclasses.asdict(check) for check in checks])
    else:
        show_checks(command.console(stderr=False), checks)
    if not all(check.ok for check in checks):
        raise typer.Exit(1)


if __name__ == "__main__":
    main()
