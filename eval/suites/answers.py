"""Our answers judged by a language model: llama-index's evaluators of faithfulness, relevancy and correctness.

The judge is any endpoint that speaks OpenAI's protocol, by setting: HLD_JUDGE_URL, HLD_JUDGE_MODEL, HLD_JUDGE_KEY. What it says
is another model's opinion; it is kept in the run, beside the answer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hld.eval.launch import RUNS, Fresh, Json, Limit, Runs, launch
from hld.eval.statistics import Measure
from hld.eval.suite import Context, Plan, Suite, Unavailable, sha
from hld.ingest.errors import HldError

if TYPE_CHECKING:
    from hld.app.settings import Settings
    from hld.eval.case import Split
    from hld.eval.run import Row

MEASURES = (
    Measure(name="faithfulness", says="Share of answers that the judge finds supported by the paragraphs they cite."),
    Measure(name="relevancy", says="Share of answers that, with their paragraphs, the judge finds to answer the question."),
    Measure(name="correctness", says="The judge's mark, 1 to 5, of the answer beside the gold paragraphs and expected facts."),
)
TIMEOUT = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What the judge gave: a score, and its words."""

    score: float | None
    words: str


class Judge:
    """llama-index's three evaluators over one model."""

    def __init__(self, settings: Settings) -> None:
        """Connect to nothing yet.

        Raises:
            Unavailable: when no judge is set.
        """
        if not settings.judge_url or not settings.judge_model:
            raise Unavailable(
                "No judge is set.", "Set HLD_JUDGE_URL and HLD_JUDGE_MODEL, and HLD_JUDGE_KEY where it asks for one."
            )
        from llama_index.core.evaluation import CorrectnessEvaluator, FaithfulnessEvaluator, RelevancyEvaluator
        from llama_index.llms.openai_like import OpenAILike

        self._url = settings.judge_url
        llm = OpenAILike(
            model=settings.judge_model,
            api_base=settings.judge_url,
            api_key=settings.judge_key.get_secret_value() or "none",
            is_chat_model=True,
            context_window=settings.llm_context,
            temperature=0.0,
            timeout=TIMEOUT,
            max_retries=2,
            # Each opinion has an event loop of its own, and a client belongs to the loop that it was made in.
            reuse_client=False,
        )
        self._evaluators: dict[str, Any] = {
            "faithfulness": FaithfulnessEvaluator(llm=llm),
            "relevancy": RelevancyEvaluator(llm=llm),
            "correctness": CorrectnessEvaluator(llm=llm),
        }

    def ask(self, name: str, *, question: str, answer: str, contexts: Sequence[str], reference: str) -> Opinion:
        """One opinion on one answer.

        Raises:
            HldError: when the judge does not answer.
        """
        from openai import OpenAIError

        try:
            # `evaluate` would do the same on a loop that it leaves open.
            found = asyncio.run(
                self._evaluators[name].aevaluate(
                    query=question,
                    response=answer,
                    contexts=list(contexts),
                    **({"reference": reference} if name == "correctness" else {}),
                )
            )
        except (OpenAIError, OSError) as error:
            raise HldError(
                f"The judge at {self._url} does not answer ({type(error).__name__}).",
                "Check HLD_JUDGE_URL, HLD_JUDGE_MODEL and HLD_JUDGE_KEY; run the command again to go on.",
            ) from error
        return Opinion(score=None if found.score is None else float(found.score), words=str(found.feedback or "").strip())


def prepare(context: Context, split: Split = "dev") -> Plan:
    """A plan over the cases that should be answered; what we abstain from is not judged."""
    from hld.eval.case import digest_of, load_cases
    from hld.eval.suites.own import Held, ours, row

    judge = Judge(context.settings)
    cases = [case for case in load_cases(split=split) if case.status == "answered"][: context.limit or None]
    by_id = {case.id: case for case in cases}
    corpus = Held(context.assistant.index)

    def score(system: str, case: str) -> Row:
        reply, ranked = ours(context.assistant, by_id[case])
        made = row(system, by_id[case], reply, ranked, corpus)
        if not reply.answers or not reply.sentences:
            return _with(made, {}, {})
        reference = [entry.text for group in by_id[case].gold if (entry := corpus.entry(group[0])) is not None]
        ask: Callable[..., Opinion] = partial(
            judge.ask,
            question=by_id[case].question,
            answer=reply.text,
            contexts=[entry.text for i in reply.cited if (entry := corpus.entry(i)) is not None],
            reference="\n".join([*reference, *by_id[case].facts]),
        )
        opinions = {measure.name: ask(measure.name) for measure in MEASURES}
        scores = {name: opinion.score for name, opinion in opinions.items() if opinion.score is not None}
        return _with(made, scores, {name: opinion.words for name, opinion in opinions.items()})

    model = context.settings.judge_model
    return Plan(
        tasks=[("hld", case) for case in by_id],
        score=score,
        measures=MEASURES,
        headline=[measure.name for measure in MEASURES],
        hashes={
            "cases": digest_of(cases),
            "corpus": str(context.assistant.index.manifest["corpus"]),
            "judge": sha(f"{context.settings.judge_url} {model}"),
        },
        about={"split": split, "judge": model},
    )


def _with(made: Row, metrics: dict[str, float], extra: dict[str, str]) -> Row:
    from dataclasses import replace

    return replace(made, metrics=metrics, extra=extra)


SUITE = Suite(name="answers", title="Answers, judged by a language model", prepare=prepare)


def command(
    split: Annotated[str, typer.Option(help="dev, release, or all.")] = "dev",
    runs: Runs = RUNS,
    as_json: Json = False,
    fresh: Fresh = False,
    limit: Limit = 0,
) -> None:
    """Judge our answers with llama-index's evaluators and a language model (HLD_JUDGE_URL, HLD_JUDGE_MODEL, HLD_JUDGE_KEY)."""
    if split not in ("dev", "release", "all"):
        raise typer.BadParameter("--split is dev, release or all")
    launch(SUITE, prepare=partial(prepare, split=split), runs=runs, as_json=as_json, fresh=fresh, limit=limit)
