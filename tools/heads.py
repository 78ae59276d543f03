"""What the training of both heads (`hld.index.tokens`) has in common: the states of tokens, and what is learnt of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from lora import half
from torch.nn.functional import normalize, softplus

from hld.index import encode

PADDED = 64
"""Texts that are padded to one length when they are encoded."""
RATE, WARM = 2e-3, 50
SCALE, SCALE_RATE = 20.0, 1e-2
"""What likeness is multiplied by in the softmax at first, and how fast that is learnt."""
AXES_OF = 20_000
"""States of which the first principal axes are taken to begin with."""


class States:
    """Texts with their unit vectors, and their tokens as unit vectors before the head, in half precision."""

    @torch.no_grad()
    def __init__(self, texts: Sequence[str], longest: int) -> None:
        """Encode the texts by the default model with its adapter, and keep up to `longest` tokens of each."""
        model: Any = encode.load_transformer(encode.DEFAULT_MODEL)
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
        vectors: dict[int, torch.Tensor] = {}
        tokens: dict[int, torch.Tensor] = {}
        started = time.monotonic()
        for start in range(0, len(order), PADDED):
            some = order[start : start + PADDED]
            read = model.tokenizer([texts[at] for at in some], padding=True, truncation=True, return_tensors="pt")
            made = model(dict(read))
            hidden = normalize(made["token_embeddings"], dim=-1)
            for at, row, vector, there in zip(
                some, hidden, made["sentence_embedding"], read["attention_mask"].sum(1).tolist(), strict=True
            ):
                vectors[at] = normalize(vector, dim=0)
                tokens[at] = row[1 : there - 1][:longest].half()  # without the marks at both ends
            if start // PADDED % 50 == 49:
                print(f"encoded {start + len(some)} of {len(texts)}, {time.monotonic() - started:.0f} s", flush=True)
        self.vectors = torch.stack([vectors[at] for at in range(len(texts))])
        self._sizes = torch.tensor([len(tokens[at]) for at in range(len(texts))])
        self._starts = self._sizes.cumsum(0) - self._sizes
        self.flat = torch.cat([tokens[at] for at in range(len(texts))])

    def padded(self, texts: np.ndarray) -> tuple[torch.Tensor, torch.Tensor]:
        """The states of some texts (texts, the longest of them, hidden size), and which of them are there."""
        sizes, starts = self._sizes[texts], self._starts[texts]
        places = torch.arange(int(sizes.max()))
        mask = places < sizes[:, None]
        return self.flat[torch.where(mask, starts[:, None] + places, 0)].float(), mask


class Head(torch.nn.Module):
    """What is learnt: the matrix, the weights of tokens, and the scale of the softmax."""

    def __init__(self, states: torch.Tensor, size: int) -> None:
        """Begin with the first principal axes of states, and equal weights."""
        super().__init__()
        axes = torch.linalg.svd(states[torch.randperm(len(states))[:AXES_OF]].float(), full_matrices=False)[2][:size]
        self.matrix = torch.nn.Parameter(axes.T.clone())
        self.slope = torch.nn.Parameter(torch.zeros(states.shape[1]))
        self.offset = torch.nn.Parameter(torch.zeros(1))
        self.scale = torch.nn.Parameter(torch.tensor(np.log(SCALE), dtype=torch.float32))

    def short(self, states: torch.Tensor) -> torch.Tensor:
        """The short unit vectors of tokens."""
        return normalize(states @ self.matrix, dim=-1)

    def weigh(self, states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """The weights of tokens, one row a text that sums to 1."""
        weights = softplus(states @ self.slope + self.offset) * mask
        return weights / weights.sum(1, keepdim=True)

    def write(self, path: Path) -> None:
        """Write what `hld.index.tokens` reads."""
        np.savez(path, matrix=half(self.matrix), slope=half(self.slope), offset=np.float32(self.offset.item()))


def learn(
    head: Head, loss_of: Callable[[np.ndarray], torch.Tensor], pool: np.ndarray, *, steps: int, batch: int, seed: int
) -> None:
    """Make the loss of batches of these numbers small, each as often as the others."""
    chance = np.random.default_rng(seed)
    groups = [{"params": [head.matrix, head.slope, head.offset]}, {"params": [head.scale], "lr": SCALE_RATE}]
    optimiser = torch.optim.Adam(groups, lr=RATE)
    started, order = time.monotonic(), np.zeros(0, int)
    for step in range(steps):
        optimiser.param_groups[0]["lr"] = RATE * min(1, (step + 1) / WARM) * (1 - step / steps)
        if len(order) < batch:
            order = chance.permutation(pool)
        some, order = order[:batch], order[batch:]
        loss = loss_of(some)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        if step % 100 == 99:
            print(f"step {step + 1} of {steps}, loss {loss.item():.3f}, {time.monotonic() - started:.0f} s", flush=True)


def surprise(scores: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
    """Minus the logarithm of the share of the right ones in a softmax; of rows that have one."""
    some = right.any(1)
    return (torch.logsumexp(scores, 1) - torch.logsumexp(scores.masked_fill(~right, -1e9), 1))[some]
