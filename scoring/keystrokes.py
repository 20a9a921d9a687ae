"""Replay a keystroke log: the final text, and the characters that were typed and then erased.

Other modules compute the rest from a keystroke log: ``slips`` (where the text differs from the
presented text), ``copying`` (speed and error rates), ``rhythm`` (time between keys), ``keyboard``
(keys and fingers) and ``data_entry`` (fields and replies).
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Edit:
    """One change of the text: ``text`` replaces the characters from ``start`` to before ``end``.

    Positions count Unicode code points; ``seconds`` count from the start of the passage.
    """

    seconds: float
    start: int
    end: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Erasure:
    """One character that was typed and then erased.

    Attributes:
        character: the character.
        position: its position in the text when it was erased.
        origin: index of the edit that typed it.
        typed: when it was typed, in seconds.
        seconds: when it was erased.
    """

    character: str
    position: int
    origin: int
    typed: float
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Replay:
    """The result of a sequence of edits.

    Attributes:
        text: the final text.
        origins: for each character of ``text``, the index of the edit that typed it.
        erased: every character that was typed and later erased, in order (IF).
    """

    text: str
    origins: tuple[int, ...]
    erased: tuple[Erasure, ...]


class ReplayError(ValueError):
    """An edit names a position that the text does not have; the log is invalid."""


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
