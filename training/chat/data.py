"""Labelled agent messages, and their varied copies for training."""

import csv
import random
import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assessments.kinds.chat.language.reader import ACTS
from assessments.kinds.chat.language.recogniser import COURTESIES

MESSAGES = Path(__file__).with_name("messages.csv")
_SHORT_FORMS = {
    "you": "u",
    "your": "ur",
    "please": "pls",
    "thanks": "tnx",
    "are": "r",
    "and": "n",
    "because": "bcoz",
    "for": "4",
    "account": "acct",
    "number": "no",
    "the": "",
    "a": "",
    "an": "",
}


@dataclass(frozen=True, kw_only=True)
class Message:
    """A labelled message.

    Attributes:
        text: what the agent typed.
        context: the customer's last line; empty where the author gave none.
        acts: the acts that the message performs.
        register: native, filipino, learner, taglish or trap.
        author: name of the author.
    """

    text: str
    context: str
    acts: frozenset[str]
    register: str
    author: str

    @property
    def labels(self) -> NDArray[np.float32]:
        """1 for each act of ``ACTS`` that the message performs, else 0."""
        return np.array([act in self.acts for act in ACTS], dtype=np.float32)


def read(path: Path = MESSAGES) -> list[Message]:
    """Return the messages of a file with text, context, acts, register and author.

    Raises:
        ValueError: a row names an act that is not in ``ACTS``.
    """
    messages = []
    with path.open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            acts = frozenset(row["acts"].split("|")) - {"none", ""}
            if strange := acts - set(ACTS):
                raise ValueError(f"{path.name}, line {line}: unknown act {min(strange)}")
            messages.append(
                Message(
                    text=row["text"],
                    context=row.get("context") or "",
                    acts=acts,
                    register=row["register"],
                    author=row["author"],
                )
            )
    return messages


def varied(messages: Sequence[Message], draw: random.Random) -> Iterator[Message]:
    """Yield each message once, in random order, some of them varied as in ``vary``."""
    order = list(messages)
    draw.shuffle(order)
    for place, message in enumerate(order):
        other = order[place - 1]
        # As many long messages with a rude part as without would make long messages look rude.
        share = 0.1 if "rude" in message.acts | other.acts else 0.3
        if draw.random() < share:
            message = joined(message, other)
        yield vary(message, draw)


def joined(first: Message, second: Message) -> Message:
    """Return two messages as one with the acts of both, if they are not too long together.

    If either is rude, the courtesies of the other do not count.
    """
    if len(first.text) + len(second.text) > 300:
        return first
    mark = "" if first.text.rstrip()[-1:] in ".!?" else "."
    acts = first.acts | second.acts
    acts -= COURTESIES if "rude" in acts else set()
    return replace(first, text=f"{first.text}{mark} {second.text}", acts=acts)


def vary(message: Message, draw: random.Random) -> Message:
    """Return a copy as a hurried person might type it: same acts, other letters.

    The context is dropped from four in ten. A quarter get typing errors, a tenth short forms, a
    fifth lose their marks.
    """
    text = message.text
    if draw.random() < 0.25:
        text = with_slips(text, draw.randint(1, 3), draw)
    if draw.random() < 0.1:
        words = [_SHORT_FORMS.get(word.lower(), word) for word in text.split()]
        text = " ".join(word for word in words if word) or text
    if draw.random() < 0.2:
        text = "".join(sign for sign in text if sign not in ".,!?;:") or text
    context = "" if draw.random() < 0.4 else message.context
    return replace(message, text=text, context=context)


def with_slips(text: str, count: int, draw: random.Random) -> str:
    """Return the text with ``count`` letters lost, doubled, swapped or replaced."""
    signs = list(text)
    for _ in range(count):
        places = [place for place, sign in enumerate(signs) if sign.isalpha()]
        if len(places) < 4:
            break
        place = draw.choice(places)
        kind = draw.randrange(4)
        if kind == 0:
            del signs[place]
        elif kind == 1:
            signs.insert(place, signs[place])
        elif kind == 2 and place + 1 < len(signs):
            signs[place], signs[place + 1] = signs[place + 1], signs[place]
        else:
            signs[place] = draw.choice(string.ascii_lowercase)
    return "".join(signs)
