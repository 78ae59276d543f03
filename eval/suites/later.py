"""Cases about later documents, of which no text ships and no digest, but sample questions.

The library of the home must hold them: the resolutions on migration, trafficking and refugees of sessions 75 to 80.
"""

from __future__ import annotations

from hld.eval.case import LATER
from hld.eval.launch import by_split
from hld.eval.suite import Context, Plan, Suite, Unavailable
from hld.eval.suites import own


def prepare(context: Context, split: own.Split = "all", *, package: str = LATER, sessions: str = "sessions 75 to 80") -> Plan:
    """A plan for the cases of a split and a package, by ours alone; `sessions` are those whose documents they are about.

    Raises:
        Unavailable: when the library lacks a document that the cases are about.
    """
    from hld.eval.case import load_cases
    from hld.eval.fitting import about

    missing = sorted(about(load_cases(package=package)) - context.assistant.index.documents.keys())
    if missing:
        raise Unavailable(
            f"The library lacks {missing[0]} and {len(missing) - 1} more documents that these cases are about.",
            f"Read the resolutions of {sessions} in: `hld ingest FOLDER`, then `hld index`.",
        )
    return own.prepare(context, split=split, systems=[own.OURS], package=package)


SUITE = Suite(name="later", title="Cases about later documents", prepare=prepare)
command = by_split(
    SUITE,
    prepare,
    "Cases about later documents, of which sample questions ship but no text: resolutions of sessions 75 to 80. The library must "
    "hold them.",
)
