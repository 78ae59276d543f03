"""Reranking: the law that it only reorders, and a real cross-encoder made on the spot."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hld.index.hits import Hit
from hld.index.rerank import READ, CrossEncoder, rerank
from hld.ingest.errors import HldError


class Longest:
    """Prefers long texts."""

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        return [float(len(text)) for text in texts]


def hits(scores: Sequence[float]) -> list[Hit]:
    ordered = sorted(scores, reverse=True)
    return [Hit(id=f"A/RES/91/1#para-{n}", score=score, lexical=1.0, dense=0.5) for n, score in enumerate(ordered, 1)]


@given(scores=st.lists(st.floats(0, 2), max_size=50), lengths=st.lists(st.integers(0, 9), min_size=50, max_size=50))
def test_it_reorders_the_first_and_leaves_the_rest(scores: list[float], lengths: list[int]) -> None:
    before = hits(scores)
    after = rerank(before, "?", ["x" * n for n in lengths[: len(before)]], Longest())
    assert sorted(h.id for h in after) == sorted(h.id for h in before)
    assert [h.score for h in after] == [h.score for h in before]
    assert after[READ:] == before[READ:]
    length = dict(zip((h.id for h in before), lengths, strict=False))
    judged = [length[h.id] for h in after[:READ]]
    assert judged == sorted(judged, reverse=True)


@pytest.fixture(scope="module")
def cross(tiny: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """Random cross-encoders over the tiny vocabulary, with one score a pair and with three."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

    vocabulary = tiny["mean"].parent / "vocab.txt"
    made = {}
    for labels in (1, 3):
        torch.manual_seed(labels)
        config = BertConfig(
            vocab_size=len(vocabulary.read_text().splitlines()),
            hidden_size=32,
            num_hidden_layers=1,
            num_attention_heads=2,
            intermediate_size=64,
            max_position_embeddings=64,
            num_labels=labels,
        )
        made[labels] = tmp_path_factory.mktemp("cross") / str(labels)
        BertForSequenceClassification(config).save_pretrained(made[labels])
        BertTokenizer(str(vocabulary), model_max_length=64).save_pretrained(made[labels])
    return made


def test_a_cross_encoder_scores_each_pair_alone(cross: dict[int, Path]) -> None:
    model = CrossEncoder(str(cross[1]))
    texts = ["remittances of nurses", "ports", "the visas of students"]
    together = model.scores("who sends remittances?", texts)
    assert len(together) == 3
    assert len(set(together)) == 3
    assert together == pytest.approx([model.scores("who sends remittances?", [text])[0] for text in texts], abs=1e-5)
    assert model.scores("anything", []) == []


def test_a_cross_encoder_orders_hits(cross: dict[int, Path]) -> None:
    model, texts = CrossEncoder(str(cross[1])), ["visas", "ports of lamps", "nurses"]
    judged = model.scores("lamps", texts)
    best = max(range(3), key=lambda i: judged[i])
    assert rerank(hits([0.9, 0.8, 0.7]), "lamps", texts, model)[0].id == f"A/RES/91/1#para-{best + 1}"


def test_a_model_that_does_not_rank_is_an_error(cross: dict[int, Path]) -> None:
    with pytest.raises(HldError, match="3 scores a pair") as caught:
        CrossEncoder(str(cross[3])).scores("lamps", ["ports", "visas"])
    assert "HLD_RERANKER" in caught.value.remedy


@pytest.mark.parametrize("model", ["/no/such/folder", "no such model"])
def test_a_model_that_is_not_there_is_an_error(model: str) -> None:
    with pytest.raises(HldError, match="cannot be loaded") as caught:
        CrossEncoder(model).scores("lamps", ["ports"])
    assert "HLD_RERANKER" in caught.value.remedy
