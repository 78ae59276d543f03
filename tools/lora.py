"""Learnable additions of low rank to the linear layers of a model (LoRA, Hu et al. 2021)."""

from __future__ import annotations

import numpy as np
import torch

from hld.index.adapter import DOWN, LINEAR, UP


class Addition(torch.nn.Module):
    """A frozen linear layer plus B A x; B starts as zero, so that nothing changes before training."""

    def __init__(self, linear: torch.nn.Linear, rank: int) -> None:
        """Take a layer as it is; what is added has this rank."""
        super().__init__()
        self.linear = linear
        self.down = torch.nn.Parameter(torch.randn(rank, linear.in_features) / linear.in_features**0.5)
        self.up = torch.nn.Parameter(torch.zeros(linear.out_features, rank))

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        """The layer's output with the addition."""
        return self.linear(inputs) + inputs @ self.down.T @ self.up.T


def learnable(body: torch.nn.Module, rank: int) -> list[torch.nn.Parameter]:
    """Freeze a BERT and put additions beside its linear layers; what can be learnt."""
    for parameter in body.parameters():
        parameter.requires_grad = False
    for layer in body.get_submodule("encoder.layer").children():
        for name in LINEAR:
            layer.set_submodule(name, Addition(layer.get_submodule(name), rank))  # type: ignore[arg-type]
    return [parameter for parameter in body.parameters() if parameter.requires_grad]


def learnt(body: torch.nn.Module) -> dict[str, np.ndarray]:
    """The additions of a model in half precision, by the names that `hld.index.adapter` reads."""
    found = {}
    for name, module in body.named_modules():
        if isinstance(module, Addition):
            found |= {f"{name}.{DOWN}": half(module.down), f"{name}.{UP}": half(module.up)}
    return found


def half(parameter: torch.nn.Parameter) -> np.ndarray:
    """What was learnt, in half precision."""
    return parameter.detach().numpy().astype(np.float16)
