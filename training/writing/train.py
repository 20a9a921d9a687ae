"""Train the tagger.

``python -m training.writing.train --data DIR --out FILE [--passes N] [--seed N]``. DIR holds
``clean-sentences/wiki-auto.tsv`` and ``chat-acts/star.csv``. One core; about thirteen minutes.
"""

import argparse
import json
import random
import time
from pathlib import Path

import torch
from torch import nn

from scoring.tagger import split_words
from training.writing import sources
from training.writing.model import Batch, Tagger, batches, tokenizer

LEARNING_RATE = 2e-4
WARM_UP = 60
LEVEL_MEAN, LEVEL_SD = 3.5, 1.0
RATE_MEAN, RATE_SD = 0.1, 0.09
HEADS_WEIGHT = 0.15


def loss_of(model: Tagger, batch: Batch, words: nn.CrossEntropyLoss) -> torch.Tensor:
    """Return the loss of the three heads; unrated rows do not count for the level."""
    logits, level, rate = model(batch.ids, batch.mask)
    total: torch.Tensor = words(logits.reshape(-1, 2), batch.labels.reshape(-1))
    total = total + HEADS_WEIGHT * ((rate - (batch.rate - RATE_MEAN) / RATE_SD) ** 2).mean()
    rated = ~torch.isnan(batch.level)
    if rated.any():
        target = (batch.level[rated] - LEVEL_MEAN) / LEVEL_SD
        total = total + HEADS_WEIGHT * ((level[rated] - target) ** 2).mean()
    return total


def clean_text(data: Path, draw: random.Random) -> list[sources.Sentence]:
    """Return all clean sentences with tags."""
    wiki = sources.wikipedia(data / "clean-sentences" / "wiki-auto.tsv")
    known = {word for text, _ in wiki for word in split_words(text.lower())}
    chat = sources.chat_lines(data / "chat-acts" / "star.csv", known)
    return sources.tagged(wiki + chat + sources.own(draw))


def train(data: Path, *, passes: int, seed: int) -> Tagger:
    """Return the model after ``passes`` passes, each with newly drawn errors."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    draw = random.Random(seed)  # noqa: S311 - errors, not secrets
    sentences, pieces = clean_text(data, draw), tokenizer()
    rounds = [list(batches(sentences, pieces, draw)) for _ in range(passes)]
    steps = sum(len(one_pass) for one_pass in rounds)
    model = Tagger()
    trained = [weight for weight in model.parameters() if weight.requires_grad]
    optimiser = torch.optim.AdamW(trained, lr=LEARNING_RATE, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser,
        lambda step: min((step + 1) / WARM_UP, (steps - step) / max(1, steps - WARM_UP)),
    )
    words = nn.CrossEntropyLoss(weight=torch.tensor([1.0, 2.0]))
    model.train()
    start, done, recent = time.monotonic(), 0, 0.0
    for batch in (batch for one_pass in rounds for batch in one_pass):
        loss = loss_of(model, batch, words)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(trained, 1.0)
        optimiser.step()
        optimiser.zero_grad()
        schedule.step()
        done, recent = done + 1, recent + loss.item()
        if done % 50 == 0:
            line = {"step": done, "of": steps, "loss": round(recent / 50, 4)}
            line["s"] = round(time.monotonic() - start)
            print(json.dumps(line), flush=True)  # noqa: T201 - a run of minutes
            recent = 0.0
    return model.eval()


def main() -> None:
    """Train the tagger and write its weights."""
    given = argparse.ArgumentParser(prog="python -m training.writing.train")
    given.add_argument("--data", type=Path, required=True)
    given.add_argument("--out", type=Path, required=True)
    given.add_argument("--passes", type=int, default=6)
    given.add_argument("--seed", type=int, default=1)
    asked = given.parse_args()
    model = train(asked.data, passes=asked.passes, seed=asked.seed)
    torch.save(model.state_dict(), asked.out)


if __name__ == "__main__":
    main()
