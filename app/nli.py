"""A model for natural language inference as a second judge of sentences; by setting, since it is large and slow."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from hld.ingest.errors import HldError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder


class NliJudge:
    """Whether evidence entails or contradicts a claim, by a cross-encoder with a label for entailment; one without a label for
    contradiction finds none."""

    def __init__(self, model: str) -> None:
        """Name the model, a folder or a name on the hub; it is loaded when it is first asked, and its own code is never run."""
        self.name = model

    @cached_property
    def _loaded(self) -> tuple[CrossEncoder, int, int | None]:
        from sentence_transformers import CrossEncoder
        from transformers.utils import logging

        logging.disable_progress_bar()
        remedy = "Set HLD_NLI_MODEL to a cross-encoder for natural language inference, or unset it."
        try:
            model = CrossEncoder(self.name, device="cpu", trust_remote_code=False)
        except (OSError, ValueError) as error:
            raise HldError(f"The NLI model {self.name!r} cannot be loaded ({str(error).splitlines()[0]}).", remedy) from error
        named: dict[int, str] = getattr(model.config, "id2label", None) or {}
        labels = {str(label).lower(): int(number) for number, label in named.items()}
        entails = [number for label, number in labels.items() if label.startswith("entail")]
        contradicts = [number for label, number in labels.items() if label.startswith("contra")]
        if not entails:
            raise HldError(f"None of the labels of {self.name!r} is entailment: {', '.join(labels)}.", remedy)
        return model, entails[0], contradicts[0] if contradicts else None

    def judge(self, evidence: str, claim: str) -> tuple[float, float]:
        """The probabilities that the evidence entails the claim, and that it contradicts it.

        Raises:
            HldError: when the model cannot be loaded, or is not one for natural language inference.
        """
        model, entails, contradicts = self._loaded
        scores = model.predict([(evidence, claim)], apply_softmax=True, show_progress_bar=False)[0]
        return float(scores[entails]), float(scores[contradicts]) if contradicts is not None else 0.0
