"""From the keys of a log to the text: replay, and what was typed and taken away again.

Everything else that a log of keys tells stands beside this file: ``slips`` (where the text differs
from what was presented), ``copying`` (speed and error rates), ``rhythm`` (time between keys),
``keyboard`` (keys and fingers) and ``data_entry`` (fields and replies).
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Edit:
    """One change of the text: ``text`` takes the place of the characters ``start`` to ``end``.

    Positions count Unicode code points; ``seconds`` since the passage began.
    """

    seconds: float
    start: int
    end: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Erasure:
    """One character that was typed and taken away again.

    Attributes:
        character: what it was.
        position: where in the text it stood when it was taken away.
        origin: the index of the edit that put it there; typed: when that was, in seconds.
        seconds: when it was taken away.
    """

    character: str
    position: int
    origin: int
    typed: float
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Replay:
    """What a sequence of edits gives.

    Attributes:
        text: the final text.
        origins: for each character of ``text`` the index of the edit that put it there.
        erased: every character that was typed and is no longer there, in order (IF).
    """

    text: str
    origins: tuple[int, ...]
    erased: tuple[Erasure, ...]


class ReplayError(ValueError):
    """An edit names a place that the text does not have; the log cannot be true."""


def replay(edits: Iterable[Edit]) -> Replay:
    """Rebuild the text from its edits.

    Raises:
        ReplayError: an edit reaches outside the text or runs backwards.
    """
    text: list[str] = []
    origins: list[int] = []
    moments: list[float] = []
    erased: list[Erasure] = []
    for index, edit in enumerate(edits):
        if not 0 <= edit.start <= edit.end <= len(text):
            raise ReplayError(f"edit {index}: {edit.start}-{edit.end} of {len(text)} characters")
        moments.append(edit.seconds)
        for position in range(edit.start, edit.end):
            erased.append(
                Erasure(
                    character=text[position],
                    position=position,
                    origin=origins[position],
                    typed=moments[origins[position]],
                    seconds=edit.seconds,
                )
            )
        text[edit.start : edit.end] = edit.text
        origins[edit.start : edit.end] = [index] * len(edit.text)
    return Replay(text="".join(text), origins=tuple(origins), erased=tuple(erased))
