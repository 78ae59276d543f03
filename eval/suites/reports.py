"""Cases about reports that somebody reads in: ten invented ones, of a kind that no sample question or training is about.

They are read and indexed beside the digest in a folder of the home, once. Two questions in five have no answer, and are about the
very subjects of the reports: what a body, a place or a year that they do not speak of did, cost or caused.
"""

from __future__ import annotations

from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from hld.eval.launch import by_split
from hld.eval.suite import Context, Plan, Suite
from hld.eval.suites import own

if TYPE_CHECKING:
    from hld.app.answer import Assistant

DOCUMENTS = ".html"
"""How the names of the reports end, which stand beside their cases."""


class Reading(Context):
    """What a suite may use, where the assistant is one on the reports."""

    @cached_property
    def assistant(self) -> Assistant:
        """An assistant on the digest and the reports.

        Raises:
            HldError: when a report cannot be read, or the model not be loaded.
        """
        from hld.eval import reading
        from hld.eval.case import REPORTS

        with resources.as_file(resources.files(REPORTS)) as package:
            return reading.assistant(Path(package).glob(f"*{DOCUMENTS}"), self.settings, "reports")


def prepare(context: Context, split: own.Split = "all") -> Plan:
    """A plan for the cases of a split, by ours alone."""
    from hld.eval.case import REPORTS

    reading = Reading(settings=context.settings, shared=context.shared, limit=context.limit, progress=context.progress)
    return own.prepare(reading, split=split, systems=[own.OURS], package=REPORTS)


SUITE = Suite(name="reports", title="Cases about reports that are read in", prepare=prepare)
command = by_split(
    SUITE, prepare, "Cases about ten invented reports, which are read in beside the digest: what people's own documents are like."
)
