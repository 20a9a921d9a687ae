"""Train the learned layer of the chat's recogniser.

``python -m training.chat.train --out FILE [--start FILE] [--passes N] [--seed N]
[--without AUTHOR …]``. With ``--start`` it goes on from earlier weights, at half the rate. Authors
left out are predicted afterwards, and their probabilities are written beside the weights as
``.csv``.
"""

import argparse
import copy
import csv
import json
import random
import time
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import nn

from assessments.kinds.chat.language.reader import ACTS
from training.chat import data
from training.chat.model import ActReader, batches, predict, tokenizer

LEARNING_RATE, HEAD_RATE = 8e-5, 1e-3
WARM_UP = 0.1
"""Share of the steps in which the learning rate rises; then it falls linearly to 0."""
AVERAGED = 0.995
"""Decay of the running mean of the weights that is kept at the end."""


def train(
    messages: Sequence[data.Message], *, passes: int, seed: int, start: Path | None = None
) -> ActReader:
    """Return the model after ``passes`` passes, each over newly varied messages."""
    torch.manual_seed(seed)
    draw = random.Random(seed)  # noqa: S311 - typing errors, not secrets
    pieces, model = tokenizer(), ActReader()
    share_of_rate = 1.0
    if start:
        model.load_state_dict(torch.load(start, weights_only=True))
        share_of_rate = 0.5
    rounds = [list(batches(list(data.varied(messages, draw)), pieces)) for _ in range(passes)]
    steps = sum(len(one_pass) for one_pass in rounds)
    heads = [weight for name, weight in model.named_parameters() if "encoder" not in name]
    optimiser = torch.optim.AdamW(
        [
            {"params": list(model.encoder.parameters()), "lr": LEARNING_RATE * share_of_rate},
            {"params": heads, "lr": HEAD_RATE * share_of_rate},
        ],
        weight_decay=0.01,
    )
    rise = WARM_UP * steps
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / rise, (steps - step) / (steps - rise))
    )
    share = torch.stack([torch.from_numpy(message.labels) for message in messages]).mean(0)
    loss_of = nn.BCEWithLogitsLoss(pos_weight=((1 - share) / share).sqrt().clamp(max=8**0.5))
    averaged = copy.deepcopy(model)
    model.train()
    began, recent = time.monotonic(), 0.0
    for done, (ids, kinds, mask, labels) in enumerate(
        (batch for one_pass in rounds for batch in one_pass), start=1
    ):
        loss = loss_of(model(ids, kinds, mask)[0], labels)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad()
        schedule.step()
        decay = min(AVERAGED, done / (done + 10))
        with torch.no_grad():
            for kept, weight in zip(averaged.parameters(), model.parameters(), strict=True):
                kept.lerp_(weight, 1 - decay)
        recent += loss.item()
        if done % 50 == 0:
            line = {"step": done, "of": steps, "loss": round(recent / 50, 4)}
            line["s"] = round(time.monotonic() - began)
            print(json.dumps(line), flush=True)  # noqa: T201 - a run of minutes
            recent = 0.0
    return averaged.eval()


def main() -> None:
    """Train, write the weights, and predict the authors left out."""
    given = argparse.ArgumentParser(prog="python -m training.chat.train")
    given.add_argument("--out", type=Path, required=True)
    given.add_argument("--start", type=Path)
    given.add_argument("--passes", type=int, default=8)
    given.add_argument("--seed", type=int, default=1)
    given.add_argument("--threads", type=int, default=2)
    given.add_argument("--without", nargs="*", default=[])
    asked = given.parse_args()
    torch.set_num_threads(asked.threads)
    messages = data.read()
    unseen = [message for message in messages if message.author in asked.without]
    seen = [message for message in messages if message.author not in asked.without]
    model = train(seen, passes=asked.passes, seed=asked.seed, start=asked.start)
    torch.save(model.state_dict(), asked.out)
    if unseen:
        chances = predict(model, unseen, tokenizer())
        with asked.out.with_suffix(".csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["author", "register", "acts", "text", *ACTS])
            for message, row in zip(unseen, chances.tolist(), strict=True):
                acts = "|".join(sorted(message.acts)) or "none"
                numbers = [round(chance, 4) for chance in row]
                writer.writerow([message.author, message.register, acts, message.text, *numbers])


if __name__ == "__main__":
    main()
