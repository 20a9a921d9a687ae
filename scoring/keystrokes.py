"""Copy typing: from the keys of a log to the text, and from the text to the named measures.

One alignment is made; every measure is a one-line reader of its counts. Sources: R. W.
Soukoreff and I. S. MacKenzie, "Metrics for text entry research" (CHI 2003) for the key classes
and the error rates; I. S. MacKenzie, "A note on calculating text entry speed" (2002) for
``hci_wpm``; SHL's and Bryq's published rule for ``net_wpm``; Monkeytype's source for
``consistency``.

Key classes: C correct, INF wrong and left, IF typed and later erased, F keys that fix.
"""

import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from rapidfuzz.distance import Levenshtein

CHARACTERS_PER_WORD = 5
"""The typists' word: five characters, spaces and punctuation included."""

_TYPOGRAPHY = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\u00a0": " "})
"""Some systems turn straight quotes into curly ones by themselves; that is no slip."""

SlipKind = Literal["replace", "insert", "delete"]


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
    """One character that was typed and taken away again, and where in the text it stood."""

    character: str
    position: int
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
    erased: list[Erasure] = []
    for index, edit in enumerate(edits):
        if not 0 <= edit.start <= edit.end <= len(text):
            raise ReplayError(f"edit {index}: {edit.start}-{edit.end} of {len(text)} characters")
        erased.extend(
            Erasure(character=text[position], position=position, seconds=edit.seconds)
            for position in range(edit.start, edit.end)
        )
        text[edit.start : edit.end] = edit.text
        origins[edit.start : edit.end] = [index] * len(edit.text)
    return Replay(text="".join(text), origins=tuple(origins), erased=tuple(erased))


@dataclass(frozen=True, kw_only=True)
class Slip:
    """One difference: ``presented`` and ``typed`` are positions in the two texts."""

    kind: SlipKind
    presented: int
    typed: int


@dataclass(frozen=True, kw_only=True)
class Alignment:
    """The presented text beside the typed one.

    Attributes:
        presented: the whole presented text (NFC).
        typed: the typed text (NFC, straight quotes).
        reached: k, the length of the prefix of ``presented`` that fits ``typed`` best.
        slips: the differences between that prefix and ``typed``, in order.
    """

    presented: str
    typed: str
    reached: int
    slips: tuple[Slip, ...]

    @property
    def finished(self) -> bool:
        """Whether the text was typed to its end."""
        return bool(self.typed) and self.reached == len(self.presented)


def align(presented: str, typed: str) -> Alignment:
    """Align a typed text with the best prefix of the presented one; the rest is no error."""
    presented = unicodedata.normalize("NFC", presented)
    typed = unicodedata.normalize("NFC", typed).translate(_TYPOGRAPHY)
    reached = _best_prefix(presented, typed)
    slips = tuple(
        Slip(kind=cast(SlipKind, step.tag), presented=step.src_pos, typed=step.dest_pos)
        for step in Levenshtein.editops(presented[:reached], typed)
    )
    return Alignment(presented=presented, typed=typed, reached=reached, slips=slips)


def _best_prefix(presented: str, typed: str) -> int:
    """Return k with the smallest distance; of equals the one nearest to the typed length.

    A prefix that is longer or shorter than the typed text by more than the best distance so
    far cannot beat it, so only lengths near the typed one are tried.
    """
    nearest = min(len(typed), len(presented))
    best = Levenshtein.distance(presented[:nearest], typed)
    found = nearest
    for step in range(1, max(len(typed), len(presented)) + 1):
        if step > best:
            break
        for length in (nearest + step, nearest - step):
            if 0 <= length <= len(presented):
                distance = Levenshtein.distance(
                    presented[:length], typed, score_cutoff=max(best - 1, 0)
                )
                if distance < best:
                    best, found = distance, length
    return found


@dataclass(frozen=True, kw_only=True)
class CopyCounts:
    """The counts from which every measure of one passage is read.

    Attributes:
        presented: characters of the presented prefix that was reached, |P|.
        typed: characters of the final text, |T|.
        wrong: INF, the minimum string distance between the two.
        erased: IF, characters typed and later erased.
        fixes: F, keys that fix: backspace, delete, cursor keys.
        seconds: the time that counts for the speed.
    """

    presented: int
    typed: int
    wrong: int
    erased: int = 0
    fixes: int = 0
    seconds: float

    @property
    def correct(self) -> int:
        """C = max(|P|, |T|) - INF."""
        return max(self.presented, self.typed) - self.wrong

    @property
    def gross_wpm(self) -> float | None:
        """(|T| / 5) / minutes: wrong characters that stay count, erased ones do not."""
        return gross_wpm(self.typed, self.seconds)

    @property
    def net_wpm(self) -> float | None:
        """max(0, gross - errors left / minutes); SHL's rule."""
        gross = self.gross_wpm
        return None if gross is None else net_wpm(gross, self.wrong, self.seconds / 60)

    @property
    def hci_wpm(self) -> float | None:
        """((|T| - 1) / S) * 60 / 5: the first key starts the clock, so it is not counted."""
        return gross_wpm(max(self.typed - 1, 0), self.seconds)

    @property
    def accuracy(self) -> float | None:
        """C / max(|P|, |T|) in %: how much of the final text is right."""
        return _percent(self.correct, max(self.presented, self.typed))

    @property
    def adjusted_wpm(self) -> float | None:
        """Gross x accuracy; another convention than net, never to be mixed with it."""
        gross, accuracy = self.gross_wpm, self.accuracy
        return None if gross is None or accuracy is None else gross * accuracy / 100

    @property
    def msd_error_rate(self) -> float | None:
        """INF / max(|P|, |T|) in %."""
        return _percent(self.wrong, max(self.presented, self.typed))

    @property
    def keystrokes_per_character(self) -> float | None:
        """KSPC = (C + INF + IF + F) / (C + INF)."""
        return _ratio(
            self.correct + self.wrong + self.erased + self.fixes, self.correct + self.wrong
        )

    @property
    def total_error_rate(self) -> float | None:
        """(INF + IF) / (C + INF + IF) in %."""
        return _percent(self.wrong + self.erased, self.correct + self.wrong + self.erased)

    @property
    def uncorrected_error_rate(self) -> float | None:
        """INF / (C + INF + IF) in %."""
        return _percent(self.wrong, self.correct + self.wrong + self.erased)

    @property
    def corrected_error_rate(self) -> float | None:
        """IF / (C + INF + IF) in %."""
        return _percent(self.erased, self.correct + self.wrong + self.erased)

    @property
    def correction_efficiency(self) -> float | None:
        """IF / F; None when nothing was fixed."""
        return _ratio(self.erased, self.fixes)

    @property
    def conscientiousness(self) -> float | None:
        """IF / (IF + INF): the share of slips that was put right; None without a slip."""
        return _ratio(self.erased, self.erased + self.wrong)

    @property
    def used_bandwidth(self) -> float | None:
        """C / (C + INF + IF + F): the share of keys that carried the text."""
        return _ratio(self.correct, self.correct + self.wrong + self.erased + self.fixes)


def count(alignment: Alignment, *, erased: int = 0, fixes: int = 0, seconds: float) -> CopyCounts:
    """Return the counts of one aligned passage."""
    return CopyCounts(
        presented=alignment.reached,
        typed=len(alignment.typed),
        wrong=len(alignment.slips),
        erased=erased,
        fixes=fixes,
        seconds=seconds,
    )


def gross_wpm(characters: int, seconds: float) -> float | None:
    """Return words of five characters a minute; None without time."""
    return None if seconds <= 0 else characters / CHARACTERS_PER_WORD / (seconds / 60)


def net_wpm(gross: float, errors: int, minutes: float) -> float:
    """Return max(0, gross - errors / minutes), SHL's ((gross x min) - errors) / min."""
    return max(0.0, gross - errors / minutes)


def variation(values: Sequence[float]) -> float | None:
    """Return the coefficient of variation: population SD / mean; None without a mean."""
    if not values or not (mean := sum(values) / len(values)):
        return None
    return math.sqrt(sum((value - mean) ** 2 for value in values) / len(values)) / mean


def consistency(coefficient: float) -> float:
    """Return Monkeytype's consistency, 100 (even) towards 0, of a coefficient of variation.

    100 * (1 - tanh(c + c^3/3 + c^5/5)), c of the raw speed in each second.
    """
    return 100 * (1 - math.tanh(coefficient + coefficient**3 / 3 + coefficient**5 / 5))


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _percent(part: float, whole: float) -> float | None:
    return 100 * part / whole if whole else None
