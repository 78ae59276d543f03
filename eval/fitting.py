"""What the ranker and the confidence are fitted on: the development cases, as each of several libraries answers them.

Most documents that people read in have no sample questions, and of those that have some everything would be learnt from these.
So each library is asked the cases about the process twice, the second time without the samples of the documents that a case is
about, as if they had been read in by somebody; and a library that holds them is asked the cases about later documents, too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hld.app.answer import Assistant
from hld.app.question import Understood
from hld.eval.case import Case
from hld.eval.repeats import widened


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Cases and who is asked them; `sampled` is False where that is done without the samples of the documents they are about.

    `weight` says how much the part counts beside others.
    """

    name: str
    assistant: Assistant
    cases: Sequence[Case]
    sampled: bool = True
    weight: float = 1.0

    def without(self, case: Case, understood: Understood) -> frozenset[str]:
        """The documents whose samples are not looked at: those that answer, or else the one whose paragraph is found first."""
        if self.sampled:
            return frozenset()
        if case.gold:
            return frozenset(paragraph.partition("#")[0] for paragraph in case.gold_ids)
        return frozenset(hit.id.partition("#")[0] for hit in self.assistant.rank(understood, 1)[0])


UNSAMPLED, LATER = 0.4, 0.6
"""Weights of the cases that are asked without samples, and of those about later documents, beside those about the process with
their samples. Out of fold, MRR of the ranker on official texts: about the process .901, .899 and .891 with .2 and .3, .4 and
.6, .6 and 1; about later documents .726, .757 and .769, and without samples .883, .887 and .887. Before there were such parts
.907, .663 and .710."""


def parts(assistants: Mapping[str, Assistant], own: Sequence[Case], later: Sequence[Case]) -> list[Part]:
    """The parts of these libraries, by their names; those about later documents of libraries that hold all of them."""
    out = []
    for name, assistant in assistants.items():
        library = assistant.index.library
        cases = widened(own, library)
        out.append(Part(name=name, assistant=assistant, cases=cases))
        out.append(Part(name=f"{name}, unsampled", assistant=assistant, cases=cases, sampled=False, weight=UNSAMPLED))
        if later and about(later) <= assistant.index.documents.keys():
            held = widened(later, library)
            out.append(Part(name=f"{name}, later", assistant=assistant, cases=held, weight=LATER))
    return out


def about(cases: Sequence[Case]) -> frozenset[str]:
    """The documents of the first paragraphs that answer these cases."""
    return frozenset(case.gold[0][0].partition("#")[0] for case in cases if case.gold)
