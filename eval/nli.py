"""A model for natural language inference as the judge of citations, as ALCE uses one; by setting, since it is large and slow."""

from __future__ import annotations

from hld.app.nli import NliJudge


class Entailment:
    """Whether a premise entails a hypothesis; what was judged once is kept."""

    def __init__(self, model: str) -> None:
        """Name the model, a folder or a name on the hub; it is loaded when it is first asked."""
        self._judge = NliJudge(model)
        self._known: dict[tuple[str, str], bool] = {}

    def __call__(self, premise: str, hypothesis: str) -> bool:
        """Whether entailment is the most probable label, the third being neither.

        Raises:
            HldError: when the model cannot be loaded, or has no label for entailment.
        """
        key = (premise, hypothesis)
        if key not in self._known:
            entailed, contradicted = self._judge.judge(premise, hypothesis)
            self._known[key] = entailed > max(contradicted, 1 - entailed - contradicted)
        return self._known[key]
