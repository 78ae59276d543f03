"""What the publisher of the AKN files says of each resolution beside its text: the vote, the subjects, the sponsors.

``akn/metadata/77.json`` holds one JSON object a line, a resolution each. It is kept by symbol and joined to the document in
every language; a document without it is no worse.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from hld.ingest.errors import UnreadableError
from hld.ingest.symbols import Symbol, SymbolError

_REMEDY = "Give a file of akn/metadata as UNxml/GAresolutions publishes it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """How many States voted in favour and against and how many abstained, and who voted against or abstained."""

    in_favour: int
    against: int
    abstaining: int
    voted_against: tuple[str, ...]
    abstained: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """One resolution. `vote` is None where it was adopted without one; `subjects` are terms of the UNBIS Thesaurus."""

    symbol: Symbol
    agenda_title: str
    record: str
    vote: Vote | None
    subjects: tuple[str, ...]
    sponsors: tuple[str, ...]

    def facts(self) -> dict[str, Any]:
        """The same as JSON, without the symbol."""
        return {name: value for name, value in asdict(self).items() if name != "symbol"}


def is_metadata(path: Path) -> bool:
    """Whether a file begins like one of metadata; other JSON files beside documents are left alone."""
    try:
        with path.open("rb") as file:
            return bool(re.match(rb'\s*\{\s*"symbol"\s*:\s*"', file.read(64)))
    except OSError:
        return False


def read_metadata(path: Path) -> dict[Symbol, Metadata]:
    """The resolutions of one file by symbol.

    Raises:
        UnreadableError: naming the file and the first line that is not a resolution.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableError(f"{path.name} cannot be read: {error}.", _REMEDY) from error
    found: dict[Symbol, Metadata] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = _row(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UnreadableError(f"{path.name}, line {number}, is not a resolution ({error}).", _REMEDY) from error
        found[row.symbol] = row
    return found


def _row(row: Mapping[str, Any]) -> Metadata:
    """One line.

    Raises:
        ValueError: when a count is not a number, or the symbol is none.
    """
    counts = [int(row[f"MS_{name}_count"] or 0) for name in ("in_favour", "against", "abstaining")]
    try:
        symbol = Symbol.parse(row["symbol"])
    except SymbolError as error:
        raise ValueError(str(error)) from error
    # A vote with nobody in it is a record without one, whatever the row calls it.
    vote = (
        Vote(
            in_favour=counts[0],
            against=counts[1],
            abstaining=counts[2],
            voted_against=_names(row["MS_against"]),
            abstained=_names(row["MS_abstaining"]),
        )
        if any(counts)
        else None
    )
    return Metadata(
        symbol=symbol,
        agenda_title=str(row["agenda_item_name"]).strip(),
        record=str(row["pv"]).strip(),
        vote=vote,
        subjects=tuple(dict.fromkeys(_subjects(row["subjects"]))),
        sponsors=tuple(dict.fromkeys([*_names(row["sponsors"]), *_names(row["additional_sponsors"])])),
    )


def _names(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError(f"a list of names is expected, not {value!r}")
    return tuple(str(name) for name in value)


def _subjects(value: object) -> Iterator[str]:
    """The thesaurus terms; the agenda item stands among them, with the agenda's symbol for its source."""
    if not isinstance(value, list):
        raise ValueError(f"a list of subjects is expected, not {value!r}")
    for pair in value:
        if len(pair) == 2 and pair[1] == "UNBIS Thesaurus":
            yield str(pair[0])
