"""How fast documents are read, each format beside the bare library it is read with, and how memory grows.

    python benchmarks/ingest.py FOLDER…

FOLDERs hold AKN XML, PDF and text files. Each format is read on one core: paragraphs and pages a second, the ratio to lxml or
pdfium alone on the same files in the same run, and the memory held after one pass over the files and after three.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from lxml import etree

from hld.ingest.read import READERS, find_files, read_file
from hld.ingest.sandbox import Reader


def bare_xml(path: Path) -> None:
    etree.tostring(etree.fromstring(path.read_bytes()), method="text", encoding="unicode")


def bare_pdf(path: Path) -> None:
    import pypdfium2

    with pypdfium2.PdfDocument(path.read_bytes()) as document:
        for page in document:
            page.get_textpage().get_text_range()


BARE: dict[str, Callable[[Path], None]] = {".xml": bare_xml, ".pdf": bare_pdf, ".txt": lambda path: path.read_text() and None}


def seconds(call: Callable[[Path], object], files: Sequence[Path], rounds: int = 3) -> float:
    """The median time of a pass over the files."""
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        for path in files:
            call(path)
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def held_mib() -> float:
    """Resident memory of this process now."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 2**20


def main() -> None:
    by_format: dict[str, list[Path]] = defaultdict(list)
    for path in find_files(Path(argument) for argument in sys.argv[1:]):
        if path.suffix in BARE and path.suffix in READERS and "scan" not in path.name:
            by_format[path.suffix].append(path)
    for ending, files in by_format.items():
        documents = [document for path in files for document in read_file(path)]
        paragraphs = sum(len(document.paragraphs) for document in documents)
        pages = 0
        if ending == ".pdf":
            import pypdfium2

            pages = sum(len(pypdfium2.PdfDocument(path.read_bytes())) for path in files)
        del documents
        before = held_mib()
        ours, bare = seconds(read_file, files), seconds(BARE[ending], files)
        after = held_mib()
        started = time.perf_counter()
        with Reader() as reader:
            for _ in reader.read_many(files):
                pass
        apart = time.perf_counter() - started
        rate = f"{pages / ours:8.0f} pages/s" if pages else f"{paragraphs / ours:8.0f} paragraphs/s"
        print(f"{ending[1:]:5} {len(files):4} files {paragraphs:6} paragraphs {rate}   {ours / bare:5.1f} x the bare library")
        print(
            f"      in its own process {apart / ours:5.2f} x; memory held {before:.0f} MiB, after six more passes {after:.0f} MiB"
        )


if __name__ == "__main__":
    main()
