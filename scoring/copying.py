"""Copy typing: the named measures of one aligned text.

Every measure is computed from ``CopyCounts``. Sources: R. W. Soukoreff and I. S. MacKenzie,
"Metrics for text entry research" (CHI 2003) for the key classes and the error rates; I. S.
MacKenzie, "A note on calculating text entry speed" (2002) for ``hci_wpm``; SHL's and Bryq's
published rule for ``net_wpm``; Reference.com for ``keystrokes_per_hour``.

Key classes: C correct, INF wrong and not fixed, IF typed and later erased, F keys that fix.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.keystrokes import Replay
from scoring.slips import Alignment

CHARACTERS_PER_WORD = 5
"""The standard word in typing: five characters, including spaces and punctuation."""


@dataclass(frozen=True, kw_only=True)
class CopyCounts:
    """The counts from which every measure of one text is computed.

    Attributes:
        presented: characters of the presented prefix that was reached, |P|.
        typed: characters of the final text, |T|.
        wrong: INF, the minimum string distance between the two.
        erased: IF, characters typed and later erased; None when the keys are unknown.
        fixes: F, keys that fix: backspace, delete, cursor keys; None when the keys are unknown.
        seconds: the time that counts for the speed.
    """

    presented: int
    typed: int
    wrong: int
    erased: int | None = 0
    fixes: int | None = 0
    seconds: float

    @property
    def correct(self) -> int:
        """C = max(|P|, |T|) - INF."""
        return max(self.presented, self.typed) - self.wrong

    @property
    def gross_wpm(self) -> float | None:
        """(|T| / 5) / minutes: uncorrected wrong characters count, erased characters do not."""
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
        """C / max(|P|, |T|) in %: the share of the final text that is right."""
        return _percent(self.correct, max(self.presented, self.typed))

    @property
    def adjusted_wpm(self) -> float | None:
        """Gross x accuracy; a different convention from ``net_wpm``, not comparable with it."""
        gross, accuracy = self.gross_wpm, self.accuracy
        return None if gross is None or accuracy is None else gross * accuracy / 100

    @property
    def keystrokes_per_hour(self) -> float | None:
        """KPH = gross wpm * 300: characters of the final text per hour."""
        gross = self.gross_wpm
        return None if gross is None else gross * CHARACTERS_PER_WORD * 60

    @property
    def msd_error_rate(self) -> float | None:
        """INF / max(|P|, |T|) in %."""
        return _percent(self.wrong, max(self.presented, self.typed))

    @property
    def keystrokes_per_character(self) -> float | None:
        """KSPC = (C + INF + IF + F) / (C + INF)."""
        return _ratio(self._all_keys, self.correct + self.wrong)

    @property
    def total_error_rate(self) -> float | None:
        """(INF + IF) / (C + INF + IF) in %."""
        return _percent(_sum(self.wrong, self.erased), self._all_but_fixes)

    @property
    def uncorrected_error_rate(self) -> float | None:
        """INF / (C + INF + IF) in %."""
        return _percent(self.wrong, self._all_but_fixes)

    @property
    def corrected_error_rate(self) -> float | None:
        """IF / (C + INF + IF) in %."""
        return _percent(self.erased, self._all_but_fixes)

    @property
    def correction_efficiency(self) -> float | None:
        """IF / F; None without fixes."""
        return _ratio(self.erased, self.fixes)

    @property
    def conscientiousness(self) -> float | None:
        """IF / (IF + INF): the share of slips that was corrected; None without a slip."""
        return _ratio(self.erased, _sum(self.erased, self.wrong))

    @property
    def used_bandwidth(self) -> float | None:
        """C / (C + INF + IF + F): the share of keys that contributed to the final text."""
        return _ratio(self.correct, self._all_keys)

    @property
    def _all_but_fixes(self) -> int | None:
        return _sum(self.correct + self.wrong, self.erased)

    @property
    def _all_keys(self) -> int | None:
        return _sum(self._all_but_fixes, self.fixes)


def count(
    alignment: Alignment, *, erased: int | None = 0, fixes: int | None = 0, seconds: float
) -> CopyCounts:
    """Return the counts of one aligned text."""
    return CopyCounts(
        presented=alignment.reached,
        typed=len(alignment.typed),
        wrong=len(alignment.slips),
        erased=erased,
        fixes=fixes,
        seconds=seconds,
    )


def gross_wpm(characters: int, seconds: float) -> float | None:
    """Return words of five characters per minute; None if ``seconds`` is not above 0."""
    return None if seconds <= 0 else characters / CHARACTERS_PER_WORD / (seconds / 60)


def net_wpm(gross: float, errors: int, minutes: float) -> float:
    """Return max(0, gross - errors / minutes), SHL's ((gross x min) - errors) / min."""
    return max(0.0, gross - errors / minutes)


@dataclass(frozen=True, kw_only=True)
class Corrected:
    """A wrong character that was typed and then erased.

    Attributes:
        place: position in the presented text.
        expected: the character of the presented text at that position.
        typed: the wrong character.
        seconds: when the wrong character was typed.
        origin: index of the edit that typed it.
    """

    place: int
    expected: str
    typed: str
    seconds: float
    origin: int


def corrected(alignment: Alignment, replayed: Replay) -> tuple[Corrected, ...]:
    """Return the slips that were corrected, in the order in which they were erased.

    Each erased character is compared with the presented text at its position. A right character
    that was only erased on the way back to a slip is not a slip.
    """
    places = alignment.places()
    corrections = []
    for erasure in replayed.erased:
        beyond = erasure.position - len(places)
        place = alignment.reached + beyond if beyond >= 0 else places[erasure.position]
        if place < len(alignment.presented):
            expected = alignment.presented[place]
            if expected != erasure.character:
                corrections.append(
                    Corrected(
                        place=place,
                        expected=expected,
                        typed=erasure.character,
                        seconds=erasure.typed,
                        origin=erasure.origin,
                    )
                )
    return tuple(corrections)


def sem_of_mean(values: Sequence[float]) -> float | None:
    """Return the SEM of the mean of parallel tests; None for fewer than two.

    The SEM of one test is the standard deviation of the differences between two parallel tests
    ÷ √2; for two scores a, b of one person that is |a - b| / √2, which equals their sample SD. The
    SEM of the mean of n tests is that ÷ √n: for two tests |a - b| / 2 (one degree of freedom, so a
    rough figure).

    Source: the SEM as SD of differences ÷ √2 ("typical error"), W. G. Hopkins, "Measures of
    reliability in sports medicine and science" (2000); for k tests the sample SD ÷ √k.
    """
    if len(values) < 2:
        return None
    mean = sum(values) / len(values)
    variance = sum((value - mean) ** 2 for value in values) / (len(values) - 1)
    return float((variance / len(values)) ** 0.5)


def _sum(first: int | None, second: int | None) -> int | None:
    return None if first is None or second is None else first + second


def _ratio(part: float | None, whole: float | None) -> float | None:
    return part / whole if part is not None and whole else None


def _percent(part: float | None, whole: float | None) -> float | None:
    ratio = _ratio(part, whole)
    return None if ratio is None else 100 * ratio
