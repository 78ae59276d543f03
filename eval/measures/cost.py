"""What an answer costs: time, and tokens where a language model was asked."""

from __future__ import annotations

from functools import partial

import numpy as np

from hld.eval.measures import Judged, per_case, register
from hld.eval.run import Row
from hld.eval.statistics import Measure


@per_case(Measure(name="tokens", says="Tokens through a language model, of an answer; none without one.", better="lower"))
def tokens(judged: Judged) -> float | None:
    """All tokens that the answer says it took; None where it does not say."""
    return None if judged.reply.tokens is None else float(judged.reply.tokens)


def _total(row: Row) -> tuple[float] | None:
    return (row.timings_ms["total"],) if "total" in row.timings_ms else None


def percentile(table: np.ndarray, q: float) -> float:
    """The `q`-th percentile, between ranks linearly (Hyndman and Fan 1996, type 7)."""
    return float(np.percentile(table[:, 0], q))


register(
    *(
        Measure(
            name=f"ms_p{q}",
            title=f"ms, p{q}",
            says=f"Milliseconds from question to answer within which {q} % of the answers are there.",
            better="lower",
            timed=True,
            parts=_total,
            of=partial(percentile, q=q),
        )
        for q in (50, 95, 99)
    )
)
