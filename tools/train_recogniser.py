"""Train the networks that recognise which paragraph a question asks for (`hld.index.recognise`), and say what they gain on
questions they never saw.

    .venv/bin/python tools/train_recogniser.py [--out FILE]

It learns from all sample questions (`hld.ingest.samples`) and from more than as many others (`tools/questions`), which are not
searched, some of them in French and Spanish, which are put into English as the assistant does it; by their vectors and tokens:
the encoder stays as it is. A question that a paragraph answers belongs to that one; one near to a paragraph that nothing
answers counts half as much for it, as it is on the same subject, and teaches what is answered at all. Questions about other
documents (`tools/pairs`, `tools/asked`) belong to none of the paragraphs, and are not answered by them; those that are like one
about these, which may answer them as well, and those about documents that are kept from all training
(`hld.eval.folds.held_out`) are left out. The second network learns as well from some of the questions with something said
before or behind them (`tools/asides.toml`), as people say why they ask. The figures are of networks that did not see one question
in ten: how often the paragraph is right that they hold likeliest, the MRR, and how well they tell what is answered. What is
written has seen all. An hour on two cores.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from corpus import ASKED, PAIRS, ROOT, rows
from lora import half
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy, gelu

from hld.app.glossary import detect_language, translate
from hld.eval.folds import held_out
from hld.eval.measures.abstention import auroc
from hld.index import encode, recognise
from hld.index.encode import Encoder
from hld.index.tokens import STEP, small
from hld.ingest.samples import load_samples, read_samples

QUESTIONS = ROOT / "tools" / "questions"
FOREIGN = ("fr", "es")
"""Folders of `QUESTIONS`, by the language of what they hold."""
SEEDS = 2013, 1
"""Of the networks; held out is by the first."""
DETECTORS, HIDDEN, DROPPED = 512, 768, 0.5
"""Detectors, hidden units, and the share of these that is left out in a step (Srivastava et al. 2014)."""
EPOCHS, BATCH, RATE, DECAY = 12, 512, 3e-3, 0.1
SMOOTH, NEAR = 0.05, 0.5
"""Share of the target that all paragraphs have together (label smoothing, Szegedy et al. 2016), and what a question that nothing
answers counts for the paragraph that it is near to."""
LIKE = 0.6
"""Cosine to a question about one of the paragraphs from which a question about another document is left out."""
HELD = 10
"""One question in so many is held out for the figures."""
ASIDES = 24_000
"""Questions from which the second network learns with something said before or behind them, too."""
BEFORE, BEHIND, DRAW = 0.8, 0.4, 5
"""Share of these that has something before it, and behind it, where some have both; and the seed of what is drawn."""


class Network(torch.nn.Module):
    """Vectors and tokens -> a logit for each paragraph and for none of them, and one of whether the question is answered."""

    def __init__(self, size: int, tokens: int, paragraphs: int) -> None:
        """Begin with chance weights."""
        super().__init__()
        self.detect = torch.nn.Linear(tokens, DETECTORS)
        self.hidden = torch.nn.Linear(size + DETECTORS, HIDDEN)
        self.out = torch.nn.Linear(HIDDEN, paragraphs + 2)
        self.dropped = torch.nn.Dropout(DROPPED)

    def forward(self, vectors: torch.Tensor, tokens: Sequence[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
        """The logits of some questions, one row each."""
        sizes, every = torch.tensor([*map(len, tokens)]), torch.cat([*tokens]).float()
        found = torch.segment_reduce(self.detect(every * (recognise.SCALE_TOKENS / STEP)), "max", lengths=sizes)
        seen = torch.cat([vectors * recognise.SCALE, gelu(found)], 1)
        logits = self.out(self.dropped(gelu(self.hidden(seen))))
        return logits[:, :-1], logits[:, -1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """Questions with their vectors and tokens (bytes, as `hld.index.tokens.small` makes them), the number of the paragraph that
    each is asked of, that behind all for one which is asked of none of them, and whether that answers it."""

    vectors: torch.Tensor
    tokens: Sequence[torch.Tensor]
    owners: torch.Tensor
    answered: torch.Tensor

    def __len__(self) -> int:
        """How many there are."""
        return len(self.vectors)

    def some(self, numbers: torch.Tensor) -> Questions:
        """Those of these numbers."""
        return Questions(
            vectors=self.vectors[numbers],
            tokens=[self.tokens[number] for number in numbers.tolist()],
            owners=self.owners[numbers],
            answered=self.answered[numbers],
        )

    def and_(self, others: Questions) -> Questions:
        """These and others."""
        return Questions(
            vectors=torch.cat([self.vectors, others.vectors]),
            tokens=[*self.tokens, *others.tokens],
            owners=torch.cat([self.owners, others.owners]),
            answered=torch.cat([self.answered, others.answered]),
        )


def train(questions: Questions, paragraphs: int, seed: int) -> Network:
    """A network that has learnt from these questions."""
    torch.manual_seed(seed)
    network = Network(questions.vectors.shape[1], questions.tokens[0].shape[1], paragraphs)
    steps, started = EPOCHS * (len(questions) // BATCH), time.monotonic()
    optimiser = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=RATE, total_steps=steps + 1)
    for epoch in range(EPOCHS):
        order = torch.randperm(len(questions))
        for start in range(0, len(order) - BATCH + 1, BATCH):
            some = questions.some(order[start : start + BATCH])
            logits, whether = network(some.vectors, some.tokens)
            counts = torch.where(some.answered, 1.0, NEAR)
            surprise = cross_entropy(logits, some.owners, label_smoothing=SMOOTH, reduction="none")
            loss = (surprise * counts).sum() / counts.sum()
            loss = loss + binary_cross_entropy_with_logits(whether, some.answered.float())
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
        print(f"epoch {epoch + 1} of {EPOCHS}, loss {loss.item():.3f}, {time.monotonic() - started:.0f} s", flush=True)
    return network.eval()


def members(plain: Questions, aside: Questions, paragraphs: int) -> list[Network]:
    """The networks: one that has learnt from questions as they stand, and one from those with asides, too."""
    return [train(plain, paragraphs, SEEDS[0]), train(plain.and_(aside), paragraphs, SEEDS[1])]


@torch.no_grad()
def figures(networks: Sequence[Network], questions: Questions) -> dict[str, float]:
    """How often the likeliest paragraph is right, the MRR, and the AUROC of what is answered."""
    found = [network(questions.vectors, questions.tokens) for network in networks]
    logits, whether = (torch.stack(each).mean(0) for each in zip(*found, strict=True))
    own = logits.gather(1, questions.owners[:, None])
    ranks = ((logits > own).sum(1) + 1)[questions.answered].float()
    told = auroc(questions.answered.numpy(), whether.numpy())
    return {"first": float((ranks == 1).float().mean()), "mrr": float((1 / ranks).mean()), "auroc": told}


def asked() -> tuple[list[str], list[tuple[str, int, bool]]]:
    """The paragraphs, and all questions in English, each with the number of its paragraph and whether that answers it."""
    samples, more = load_samples(), read_samples(sorted(QUESTIONS.glob("*.toml")))
    paragraphs = [*samples.answered]
    place = {paragraph: number for number, paragraph in enumerate(paragraphs)}
    found = []
    foreign = [(read_samples(sorted((QUESTIONS / language).glob("*.toml"))), language) for language in FOREIGN]
    for texts, language in ((samples, "en"), (more, "en"), *foreign):
        for of, answered in ((texts.answered, True), (texts.unanswered, False)):
            found += [(translate(text, language), place[owner], answered) for owner, own in of.items() for text in own]
    known = {paragraph.partition("#")[0] for paragraph in paragraphs}
    for path in (*sorted(PAIRS.glob("*.jsonl")), ASKED / "unanswered.jsonl"):
        others = (row for row in rows(path) if row["id"].partition("#")[0] not in known and not held_out(row["id"]))
        found += [(translate(text := row["question"], detect_language(text)), len(paragraphs), False) for row in others]
    return paragraphs, found


def with_asides(asked_of: Sequence[tuple[str, int, bool]]) -> list[tuple[str, int, bool]]:
    """`ASIDES` of these questions with something said before or behind them."""
    said, draw = tomllib.loads((ROOT / "tools" / "asides.toml").read_text("utf-8")), random.Random(DRAW)
    found = []
    for text, owner, answered in draw.sample(asked_of, ASIDES):
        place = draw.random()
        if place < BEFORE:
            text = f"{draw.choice(said['before'])} {text[0].upper()}{text[1:]}"
        if place > 1 - BEHIND:
            text = f"{text}{' ' if text[-1] in '.?!' else '. '}{draw.choice(said['behind'])}"
        found.append((text, owner, answered))
    return found


def encoded(asked_of: Sequence[tuple[str, int, bool]], encoder: Encoder) -> Questions:
    """Questions by their vectors and tokens."""
    vectors, texts = encoder.read_queries([text for text, _, _ in asked_of])
    return Questions(
        vectors=torch.from_numpy(vectors),
        tokens=[torch.from_numpy(small(recognise.tokens_of(text))) for text in texts],
        owners=torch.tensor([owner for _, owner, _ in asked_of]),
        answered=torch.tensor([each for _, _, each in asked_of]),
    )


def told_apart(questions: Questions, paragraphs: int) -> Questions:
    """The questions without those about other documents that are like one about these paragraphs."""
    others = questions.owners == paragraphs
    own = questions.vectors[~others].T
    likest = torch.cat([(some @ own).max(1).values for some in questions.vectors[others].split(BATCH)])
    kept = ~others
    kept[others] = likest < LIKE
    return questions.some(torch.where(kept)[0])


def main() -> None:
    """Train, measure and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--out", type=Path, default=ROOT / "index" / recognise.FILE)
    out = parser.parse_args().out
    paragraphs, questions_of = asked()
    started = time.monotonic()
    own = [each for each in questions_of if each[1] < len(paragraphs)]
    with tempfile.TemporaryDirectory() as cache:
        encoder = encode.prepare(encode.DEFAULT_MODEL, Path(cache))
        questions, aside = told_apart(encoded(questions_of, encoder), len(paragraphs)), encoded(with_asides(own), encoder)
    print(f"{len(questions)} questions of {len(paragraphs)} paragraphs encoded, {time.monotonic() - started:.0f} s", flush=True)
    held = torch.from_numpy(np.random.default_rng(SEEDS[0]).integers(HELD, size=len(questions)) == 0)
    shown, kept = questions.some(torch.where(~held)[0]), questions.some(torch.where(held)[0])
    measured = figures([train(shown, len(paragraphs), seed) for seed in SEEDS], kept)  # asides are of questions held out, too
    print("held out:", {name: round(figure, 3) for name, figure in measured.items()}, flush=True)
    networks = members(questions, aside, len(paragraphs))
    parts = {}
    for name in ("detect", "hidden", "out"):
        layers = [getattr(network, name) for network in networks]
        parts[name] = np.stack([half(layer.weight.T) for layer in layers])
        parts[f"{name}_bias"] = np.stack([half(layer.bias) for layer in layers])
    recognise.write(out, encode.fingerprint(encode.DEFAULT_MODEL), paragraphs, **parts)
    print(f"written: {out}")


if __name__ == "__main__":
    main()
