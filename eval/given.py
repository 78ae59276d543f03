"""Answers made elsewhere: any system can be evaluated on our cases.

A file of JSON lines, each ``{"id": case, "answer": {…}}``, the answer after the schema of the contracts: `status` and `sentences`
(each a text and the ids it cites) are enough; `citations`, `retrieved` (best first), `confidence`, `timings_ms` and `usage` are
read where they are. That is what `hld ask --batch` writes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from hld.eval.reply import Reply, read
from hld.ingest.errors import HldError

ABSENT = Reply(status="abstained", reason="There is no answer to this case in the file; it counts as abstained.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The replies of a file by case, and its hash."""

    replies: Mapping[str, Reply]
    hash: str

    def answer(self, case: str) -> tuple[Reply, tuple[str, ...]]:
        """The reply to a case, and its ranking: what it looked up or, without a ranking, cited; then what it retrieved."""
        reply = self.replies.get(case, ABSENT)
        first = reply.cited if reply.status == "lookup" or not reply.retrieved else ()
        return reply, tuple(dict.fromkeys([*first, *reply.retrieved]))


def load(path: Path) -> Given:
    """Read a file of answers.

    Raises:
        HldError: naming the line that is no answer, or a case that is answered twice.
    """
    try:
        data = path.read_bytes()
        lines = data.decode("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise HldError(f"{path} cannot be read: {error}.", 'Give JSON lines, {"id": …, "answer": {…}}.') from error
    replies: dict[str, Reply] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        place = f"{path}, line {number}"
        try:
            row = json.loads(line)
            case, reply = str(row["id"]), read(row["answer"])
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            raise HldError(f"{place}: {where} {first['msg']}.", "See `hld ask --json` for the schema of an answer.") from error
        except (ValueError, KeyError, TypeError) as error:
            raise HldError(f"{place} is not an answer ({error!r}).", 'Write {"id": …, "answer": {…}}.') from error
        if case in replies:
            raise HldError(f"{place}: the case {case} is answered twice.", "Keep one answer a case.")
        replies[case] = reply
    return Given(replies=replies, hash=hashlib.sha256(data).hexdigest()[:16])
