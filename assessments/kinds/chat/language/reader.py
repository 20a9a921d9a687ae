"""The learned layer of the recogniser: a small encoder reads which acts a message performs.

It was trained on messages of many authors (``training/chat``; docs/scoring/act-reader.md)
and runs on one core. It hears wording that no rule foresees; the rules stay as evidence
(``recogniser.py`` joins both). A message is read once, when it arrives, and what was read is kept
in the log, because other processors may differ in the last digits.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scoring import encoder

MODEL: Final = Path(__file__).with_name("act-reader.onnx")
VERSION: Final = "act-reader-1"
ACTS: Final = (
    "anything_else",
    "apologise",
    "ask_details",
    "ask_name_or_identity",
    "ask_reference",
    "cannot",
    "close",
    "confirm_done",
    "empathise",
    "escalate",
    "give_policy",
    "greet",
    "hold",
    "offer_other_fix",
    "offer_refund",
    "offer_replacement",
    "rude",
)
"""The acts, in the order of the model's outputs."""
LEAST: Final = 0.05
"""Less probable acts are not kept."""
_LONGEST, _LONGEST_CONTEXT = 96, 32
_WORD: Final = re.compile(r"\S+")


@dataclass(frozen=True, kw_only=True)
class Reading:
    """An act that a message may perform.

    Attributes:
        act: one of ``ACTS``.
        chance: its probability, ``LEAST`` to 1.
        place: the character of the message on which the act rests most.
    """

    act: str
    chance: float
    place: int


@lru_cache(maxsize=1024)
def read(text: str, context: str = "") -> tuple[Reading, ...]:
    """Return the acts that a message may perform, in the order of ``ACTS``.

    Args:
        text: what the agent typed.
        context: the customer's last line, or empty.
    """
    numbers, places = _pieces(text, _LONGEST)
    if not numbers:
        return ()
    pieces = encoder.pieces()
    own = [pieces.first, *numbers, pieces.last]
    line = _pieces(context, 10 * _LONGEST_CONTEXT)[0][-_LONGEST_CONTEXT:]
    ids = np.array([[*own, *line, *([pieces.last] if line else [])]], dtype=np.int64)
    kinds = (np.arange(ids.size) >= len(own)).astype(np.int64)[None]
    chances, attention = encoder.session(MODEL).run(None, {"ids": ids, "kinds": kinds})
    weights: NDArray[np.float32] = attention[0][1 : 1 + len(numbers)]
    return tuple(
        Reading(act=act, chance=round(float(chance), 3), place=_place(weights[:, column], places))
        for column, (act, chance) in enumerate(zip(ACTS, chances[0], strict=True))
        if chance >= LEAST
    )


def _pieces(text: str, most: int) -> tuple[list[int], list[int]]:
    """Return up to ``most`` - 2 piece numbers of a text, and where each piece's word begins."""
    numbers: list[int] = []
    places: list[int] = []
    for word in _WORD.finditer(text):
        of_word = encoder.pieces().of(word.group())
        numbers += of_word
        places += [word.start()] * len(of_word)
    return numbers[: most - 2], places[: most - 2]


def _place(weights: NDArray[np.float32], places: Sequence[int]) -> int:
    return places[int(weights.argmax())]
