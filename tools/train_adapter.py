"""Train the adapter of the default encoder (`hld.index.adapter`) and say what it gains on documents it never saw.

    HLD_HOME=HOME .venv/bin/python tools/train_adapter.py [--out FILE] [--epochs N]

HOME holds a library with the resolutions that the pairs name (`hld ingest` of the AKN files of sessions 75 to 80). The pairs of
`tools/pairs/` are questions of our own with the id of the paragraph that answers each; none is about the series of resolutions on
international migration and development, which the evaluation is about. One document in six, by a hash of its symbol, is kept
out of the training altogether, and the figures are those of its questions.

The loss is multiple negatives ranking (Henderson et al. 2017) at a temperature of 1/20 over a batch, in which eight questions at
a time are about the same document, so that the paragraphs next to the right one are among the wrong ones. What is nearly the
same as the answer is no negative. What is learnt is of low rank (LoRA, Hu et al. 2021) in each linear layer, and one matrix
behind them. Forty-five minutes on two cores; nothing is written before the end.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from corpus import ROOT, Corpus
from lora import Addition, half, learnable, learnt

from hld.index import adapter, encode

SEED = 2013
EPOCHS, BATCH, TOGETHER, RATE, WARM = 4, 96, 8, 5e-4, 0.08
DENSE_RATE = 1e-3
"""Learning rate of the matrix behind the layers, which starts from nothing as they do."""
SHARE = 0.5
"""Share of what is learnt that is kept (interpolation of weights, Wortsman et al. 2022). 500 held-out questions among 1,400
paragraphs, R@5 and MRR, and 400 questions of ObliQA among 2,000 passages, R@10 and MAP@10: .4 .816/.703 and .822/.663,
.6 .834/.716 and .809/.654, .8 .852/.723 and .811/.642."""
SAME = 0.85
"""Cosine (by the model as published) from which a paragraph says the same as the answer and is no negative."""
LONGEST, PADDED = 128, 13
"""Tokens of a text that are read in training, and texts that are padded to one length."""
OTHERS = 2500
"""Paragraphs, beside those of the held-out questions, among which the answers of these are looked for."""


class Encoder(torch.nn.Module):
    """The published model with what is learnt: texts -> unit vectors."""

    def __init__(self, folder: str) -> None:
        """Load the model as published."""
        super().__init__()
        from transformers import AutoModel, AutoTokenizer

        self.tokenizer = AutoTokenizer.from_pretrained(folder)
        self.body = AutoModel.from_pretrained(folder)
        self.layers = learnable(self.body, adapter.RANK)
        size = self.body.config.hidden_size
        self.dense = torch.nn.Parameter(torch.zeros(size, size))

    def encode(self, texts: list[str]) -> torch.Tensor:
        """One row a text, of a few that are padded to the longest."""
        read = self.tokenizer(texts, padding=True, truncation=True, max_length=LONGEST, return_tensors="pt")
        with torch.autocast("cpu", torch.bfloat16):
            hidden = self.body(**read).last_hidden_state
        mask = read["attention_mask"][..., None]
        vectors = torch.nn.functional.normalize((hidden.float() * mask).sum(1) / mask.sum(1), dim=-1)
        return torch.nn.functional.normalize(vectors + vectors @ self.dense, dim=-1)

    def forward(self, texts: list[str]) -> torch.Tensor:
        """One row a text; texts of like length are encoded together, so that little is padded."""
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
        made = [self.encode([texts[at] for at in order[start : start + PADDED]]) for start in range(0, len(order), PADDED)]
        return torch.cat(made)[np.argsort(order)]


def train(model: Encoder, corpus: Corpus, pairs: np.ndarray, plain: np.ndarray, epochs: int) -> None:
    """Train on the pairs with these numbers; `plain` are the published model's vectors of their answers."""
    chance = np.random.default_rng(SEED)
    steps = epochs * (len(pairs) // BATCH)
    optimiser = torch.optim.AdamW(
        [{"params": model.layers, "lr": RATE}, {"params": [model.dense], "lr": DENSE_RATE}], weight_decay=0.01
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda n: min(1, (n + 1) / (WARM * steps)) * (1 - n / (steps + 1)))
    started, done = time.monotonic(), 0
    model.train()
    for _ in range(epochs):
        for chosen in corpus.batches(pairs, BATCH, TOGETHER, chance):
            questions = model([corpus.questions[n] for n in chosen])
            answers = model([corpus.view(corpus.gold[n], alone=bool(chance.integers(2))) for n in chosen])
            base = torch.from_numpy(plain[chosen])
            same = base @ base.T > SAME
            same |= torch.tensor([[corpus.gold[b] in corpus.answers[a] for b in chosen] for a in chosen])
            same.fill_diagonal_(False)
            scores = (questions @ answers.T * 20).masked_fill(same, -1e4)
            loss = torch.nn.functional.cross_entropy(scores, torch.arange(len(chosen)))
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_([*model.layers, model.dense], 1.0)
            optimiser.step()
            schedule.step()
            done += 1
            if done % 10 == 0:
                print(f"step {done} of {steps}, loss {loss.item():.3f}, {time.monotonic() - started:.0f} s", flush=True)


@torch.no_grad()
def scale(model: Encoder, share: float) -> None:
    """Keep this share of what is learnt."""
    model.dense *= share
    for module in model.modules():
        if isinstance(module, Addition):
            module.up *= share


@torch.no_grad()
def recalls(model: Encoder, corpus: Corpus, held: np.ndarray) -> dict[str, float]:
    """Recall@k and MRR of the held-out questions among their paragraphs and `OTHERS`; a paragraph counts by its better view."""
    model.eval()
    chance = np.random.default_rng(SEED)
    others = chance.choice(len(corpus.ids), min(OTHERS, len(corpus.ids)), replace=False)
    pool = sorted({corpus.gold[n] for n in held} | set(others.tolist()))
    views = [corpus.view(paragraph, alone=alone) for paragraph in pool for alone in (False, True)]
    scores = model([corpus.questions[n] for n in held]) @ model(views).T
    best = scores.reshape(len(held), len(pool), 2).amax(2)
    gold = torch.tensor([pool.index(corpus.gold[n]) for n in held])
    ranks = (best > best.gather(1, gold[:, None])).sum(1) + 1
    found = {f"recall@{k}": float((ranks <= k).float().mean()) for k in (1, 5, 10)} | {"mrr": float((1 / ranks).mean())}
    return {name: round(value, 3) for name, value in found.items()}


def main() -> None:
    """Train, measure and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--out", type=Path, default=ROOT / "index" / adapter.FILE)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    options = parser.parse_args()
    torch.manual_seed(SEED)
    corpus = Corpus.read()
    held = np.flatnonzero(corpus.held)
    pairs = np.flatnonzero(~corpus.held)
    model = Encoder(encode.locate(encode.DEFAULT_MODEL))
    print(f"{len(pairs)} pairs to learn from, {len(held)} held out, {len(corpus.ids)} paragraphs", flush=True)
    print("without", recalls(model, corpus, held), flush=True)
    with torch.no_grad():
        plain = model([corpus.view(gold, alone=True) for gold in corpus.gold]).numpy()
    train(model, corpus, pairs, plain, options.epochs)
    scale(model, SHARE)
    print("with   ", recalls(model, corpus, held), flush=True)
    np.savez(options.out, **learnt(model.body), **{adapter.DENSE: half(model.dense)})
    print(f"written: {options.out}")


if __name__ == "__main__":
    main()
