"""Train the network that recognises which paragraph a question asks for (`hld.index.recognise`), and say what it gains on
questions it never saw.

    .venv/bin/python tools/train_recogniser.py [--out FILE]

It learns from all sample questions (`hld.ingest.samples`) and from as many more about the process (`tools/questions`), which are
not searched, by their vectors; the encoder stays as it is. A question that a paragraph answers belongs to that one; one near to a
paragraph that nothing answers counts half as much for it, as it is on the same subject, and teaches what is answered at all. The
figures are of a network that did not see one question in ten: how often the paragraph is right that it holds likeliest, the MRR,
and how well it tells what is answered. What is written has seen all. Eight minutes on two cores.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np
import torch
from corpus import ROOT
from lora import half
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy, gelu

from hld.eval.measures.abstention import auroc
from hld.index import encode, recognise
from hld.ingest.samples import load_samples, read_samples

QUESTIONS = ROOT / "tools" / "questions"
SEED = 2013
HIDDEN, DROPPED = 768, 0.5
"""Hidden units, and the share of them that is left out in a step (Srivastava et al. 2014)."""
EPOCHS, BATCH, RATE, DECAY = 16, 512, 3e-3, 0.1
SMOOTH, NEAR = 0.05, 0.5
"""Share of the target that all paragraphs have together (label smoothing, Szegedy et al. 2016), and what a question that nothing
answers counts for the paragraph that it is near to."""
HELD = 10
"""One question in so many is held out for the figures."""


class Network(torch.nn.Module):
    """Vectors -> a logit for each paragraph, and one of whether the question is answered."""

    def __init__(self, size: int, paragraphs: int) -> None:
        """Begin with chance weights."""
        super().__init__()
        self.hidden = torch.nn.Linear(size, HIDDEN)
        self.out = torch.nn.Linear(HIDDEN, paragraphs + 1)
        self.dropped = torch.nn.Dropout(DROPPED)

    def forward(self, vectors: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """The logits of some questions, one row each."""
        found = self.out(self.dropped(gelu(self.hidden(vectors * recognise.SCALE))))
        return found[:, :-1], found[:, -1]


def train(vectors: torch.Tensor, owners: torch.Tensor, answered: torch.Tensor, paragraphs: int) -> Network:
    """A network that has learnt from these questions."""
    torch.manual_seed(SEED)
    network = Network(vectors.shape[1], paragraphs)
    steps, started = EPOCHS * (len(vectors) // BATCH), time.monotonic()
    optimiser = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=RATE, total_steps=steps + 1)
    for epoch in range(EPOCHS):
        order = torch.randperm(len(vectors))
        for start in range(0, len(order) - BATCH + 1, BATCH):
            some = order[start : start + BATCH]
            logits, whether = network(vectors[some])
            counts = torch.where(answered[some], 1.0, NEAR)
            surprise = cross_entropy(logits, owners[some], label_smoothing=SMOOTH, reduction="none")
            loss = (surprise * counts).sum() / counts.sum()
            loss = loss + binary_cross_entropy_with_logits(whether, answered[some].float())
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
        print(f"epoch {epoch + 1} of {EPOCHS}, loss {loss.item():.3f}, {time.monotonic() - started:.0f} s", flush=True)
    return network.eval()


@torch.no_grad()
def figures(network: Network, vectors: torch.Tensor, owners: torch.Tensor, answered: torch.Tensor) -> dict[str, float]:
    """How often the likeliest paragraph is right, the MRR, and the AUROC of what is answered."""
    logits, whether = network(vectors)
    own = logits.gather(1, owners[:, None])
    ranks = ((logits > own).sum(1) + 1)[answered].float()
    told = auroc(answered.numpy(), whether.numpy())
    return {"first": float((ranks == 1).float().mean()), "mrr": float((1 / ranks).mean()), "auroc": told}


def main() -> None:
    """Train, measure and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--out", type=Path, default=ROOT / "index" / recognise.FILE)
    out = parser.parse_args().out
    samples, more = load_samples(), read_samples(sorted(QUESTIONS.glob("*.toml")))
    kinds = ((samples.answered, more.answered, True), (samples.unanswered, more.unanswered, False))
    rows = [
        (text, owner, answered)
        for searched, others, answered in kinds
        for owner, texts in searched.items()
        for text in (*texts, *others.get(owner, ()))
    ]
    paragraphs = [*samples.answered]
    place = {paragraph: number for number, paragraph in enumerate(paragraphs)}
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as cache:
        encoder = encode.prepare(encode.DEFAULT_MODEL, Path(cache))
        vectors = torch.from_numpy(encoder.encode_queries([text for text, _, _ in rows]))
    print(f"{len(rows)} questions of {len(paragraphs)} paragraphs encoded, {time.monotonic() - started:.0f} s", flush=True)
    owners = torch.tensor([place[owner] for _, owner, _ in rows])
    answered = torch.tensor([each for _, _, each in rows])
    held = torch.from_numpy(np.random.default_rng(SEED).integers(HELD, size=len(rows)) == 0)
    measured = train(vectors[~held], owners[~held], answered[~held], len(paragraphs))
    print(
        "held out:",
        {k: round(v, 3) for k, v in figures(measured, vectors[held], owners[held], answered[held]).items()},
        flush=True,
    )
    network = train(vectors, owners, answered, len(paragraphs))
    recognise.write(
        out,
        encode.fingerprint(encode.DEFAULT_MODEL),
        paragraphs,
        hidden=half(network.hidden.weight.T),
        hidden_bias=half(network.hidden.bias),
        out=half(network.out.weight.T),
        out_bias=half(network.out.bias),
    )
    print(f"written: {out}")


if __name__ == "__main__":
    main()
