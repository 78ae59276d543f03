"""A model for natural language inference as the judge of citations, as ALCE uses one; by setting, since it is large and slow."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from hld.ingest.errors import HldError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder


class Entailment:
    """Whether a premise entails a hypothesis, by a cross-encoder whose labels name entailment."""

    def __init__(self, model: str) -> None:
        """Name the model, a folder or a name on the hub; it is loaded when it is first asked, and its own code is never run."""
        self._model = model
        self._known: dict[tuple[str, str], bool] = {}

    @cached_property
    def _loaded(self) -> tuple[CrossEncoder, int]:
        from sentence_transformers import CrossEncoder
        from transformers.utils import logging

        logging.disable_progress_bar()
        remedy = "Set HLD_NLI_MODEL to a cross-encoder for natural language inference, or unset it."
        try:
            model = CrossEncoder(self._model, device="cpu", trust_remote_code=False)
        except (OSError, ValueError) as error:
            raise HldError(f"The NLI model {self._model!r} cannot be loaded ({str(error).splitlines()[0]}).", remedy) from error
        named: dict[int, str] = getattr(model.config, "id2label", None) or {}
        labels = {str(name).lower(): int(number) for number, name in named.items()}
        found = [number for name, number in labels.items() if name.startswith("entail")]
        if not found:
            raise HldError(f"None of the labels of {self._model!r} is entailment: {', '.join(labels)}.", remedy)
        return model, found[0]

    def __call__(self, premise: str, hypothesis: str) -> bool:
        """Whether entailment is the most probable label."""
        key = (premise, hypothesis)
        if key not in self._known:
            model, entailment = self._loaded
            scores = model.predict([key], show_progress_bar=False)[0]
            self._known[key] = int(scores.argmax()) == entailment
        return self._known[key]
