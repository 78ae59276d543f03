"""Where a paragraph stands: its place in the file it was read from, its page with the paragraph drawn on it, and its links."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hld.ingest.errors import HldError
from hld.ingest.library import Place
from hld.ingest.symbols import Reference

if TYPE_CHECKING:
    from rich.console import Console

    from hld.ingest.graph import Link
    from hld.ingest.repeats import Repeat


def show(console: Console, places: Sequence[Place], image: Path | None) -> None:
    """The file, page and stretches of each paragraph, with the words as they stand in the source."""
    for place in places:
        label = Reference.parse(place.paragraph).label()
        page = f", page {place.page}" if place.page else ""
        console.print(label, style="bold cyan", markup=False, highlight=False)
        console.print(f"{place.source} ({place.format}, sha256 {place.sha256[:16]}…){page}", style="dim", highlight=False)
        for (start, end), words in zip(place.spans, place.words, strict=True):
            console.print(f"characters {start:,} to {end:,}:", style="dim", highlight=False)
            console.print(words, markup=False, highlight=False, soft_wrap=True)
        if not place.spans:
            console.print("Its place was not kept; read the file again with `hld ingest`.", style="yellow", highlight=False)
    if image is not None:
        console.print(f"Drawn: {image}", highlight=False)


def kept_file(place: Place, files: Path) -> Path:
    """The copy of the source that `hld ingest` kept; it may be missing."""
    return files / f"{place.sha256}.pdf"


def draw(places: Sequence[Place], files: Path, image: Path) -> None:
    """Draw paragraphs on the page where the first of them begins, and save it as an image.

    Raises:
        HldError: when they were not read from a PDF, the copy of the file is gone, or the image cannot be written.
    """
    from hld.ingest.readers.pdf import render

    first = places[0]
    file = kept_file(first, files)
    if not first.boxes:
        raise HldError(f"{first.source} has no pages to draw on.", "Only paragraphs of a PDF can be drawn.")
    if not file.is_file():
        raise HldError(f"The copy of {first.source} is not at {file}.", f"Run `hld ingest {first.source}` again.")
    page = first.boxes[0][0]
    boxes = [box for place in places for number, box in place.boxes if number == page]
    try:
        render(file.read_bytes(), page, boxes).save(image)
    except (OSError, ValueError) as error:
        raise HldError(f"{image} cannot be written: {error}.", "Give a file ending in .png in a folder that exists.") from error


def links_json(links: Sequence[Link]) -> list[dict[str, Any]]:
    """Links as `hld graph --json` prints them."""
    return [
        {
            "paragraph": link.source,
            "start": link.start,
            "end": link.end,
            "words": link.words,
            "reference": str(link.reference),
            "target": link.target,
        }
        for link in links
    ]


def show_links(console: Console, about: Reference, cites: Sequence[Link], cited_by: Sequence[Link]) -> None:
    """What a paragraph or a document cites and what cites it, as a tree."""
    from rich.tree import Tree

    tree = Tree(about.label(), guide_style="dim")
    for title, links, outward in (("cites", cites, True), ("is cited by", cited_by, False)):
        branch = tree.add(f"{title} ({len(links)})")
        for link in links:
            own, other = Reference.parse(link.source).label(), link.reference.label()
            absent = "" if link.target else "  (not in the library)"
            branch.add(f"{other}{absent}  [in {own}: “{link.words}”]" if outward else f"{own}  [“{link.words}”]")
    console.print(tree, markup=False, highlight=False)


def concerning(repeats: Sequence[Repeat], about: Reference) -> list[Repeat]:
    """Of a paragraph, the repeats of its chain over all years; of a document, those that its own paragraphs take part in."""
    from hld.ingest.repeats import families

    wanted = str(about)
    if about.part is None:
        return [r for r in repeats if f"{wanted}#" in (f"{r.a.partition('#')[0]}#", f"{r.b.partition('#')[0]}#")]
    chain = next((set(family) for family in families(repeats) if wanted in family), set())
    return [repeat for repeat in repeats if repeat.b in chain]


def show_repeats(console: Console, repeats: Sequence[Repeat]) -> None:
    """Each repeat with what it repeats, how alike they are, and the words that changed."""
    from rich.text import Text

    for repeat in repeats:
        later, earlier = Reference.parse(repeat.b).label(), Reference.parse(repeat.a).label()
        console.print(f"{later} repeats {earlier} ({repeat.similarity:.2f})", style="bold", markup=False, highlight=False)
        for before, after in repeat.changed:
            line = Text("  ").append(before, style="red strike").append(" → ").append(after or "(nothing)", style="green")
            console.print(line, soft_wrap=True)
    console.print(f"{len(repeats)} repeats.", style="dim", highlight=False)
