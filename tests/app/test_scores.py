"""The logarithm of the odds of hits: weights, a layer beside them, and what is written of both."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from hld.app import scores
from hld.app.scores import Layer, Scores, likelihoods, read, written

FEATURES = ("bright", "high")
ROWS = np.array([[1.0, 2.0], [0.0, -1.0], [0.5, 0.5]])


def layered() -> Scores:
    """Two features, three units."""
    layer = Layer(
        weights=np.array([[1.0, 0.0, -2.0], [0.5, 1.0, 0.0]]), biases=np.array([0.0, 0.1, 1.0]), worth=np.array([2.0, -1.0, 0.5])
    )
    return Scores(weights=np.array([3.0, -1.0]), layer=layer)


def test_the_layer_adds_to_the_weights() -> None:
    """Worked out by hand for the first row."""
    units = np.tanh([1.0 + 1.0, 2.0 + 0.1, -2.0 + 1.0])
    assert layered().odds(ROWS)[0] == pytest.approx(3.0 - 2.0 + 2.0 * units[0] - units[1] + 0.5 * units[2])


def test_without_a_layer_the_weights_are_all() -> None:
    assert Scores(weights=layered().weights).odds(ROWS).tolist() == [1.0, 1.0, 1.0]


@pytest.mark.parametrize("kept", [layered(), Scores(weights=np.array([0.25, 4.0]))])
def test_what_is_written_is_read_again(kept: Scores, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "kept.json").write_text(json.dumps({"about": "a test", **written(kept, FEATURES)}))
    monkeypatch.setattr(scores, "fitted", lambda file: json.loads((tmp_path / file).read_text()))
    found = read("kept.json", FEATURES, "hld eval nothing")
    assert found.odds(ROWS) == pytest.approx(kept.odds(ROWS), abs=1e-3)
    assert (found.layer is None) == (kept.layer is None)
    with pytest.raises(ValueError, match=r"kept.json was fitted on other features; run hld eval nothing"):
        read("kept.json", FEATURES[::-1], "hld eval nothing")


def test_probabilities_add_up_and_hits_of_the_same_odds_keep_their_order() -> None:
    order, likely = likelihoods(np.array([0.0, np.log(2.0), 0.0]))
    assert order == [1, 0, 2]
    assert likely == pytest.approx([0.25, 0.5, 0.25])
