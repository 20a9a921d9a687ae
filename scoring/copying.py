"""Copy typing: the named measures of one aligned text.

Every measure is a one-line reader of the counts. Sources: R. W. Soukoreff and I. S. MacKenzie,
"Metrics for text entry research" (CHI 2003) for the key classes and the error rates; I. S.
MacKenzie, "A note on calculating text entry speed" (2002) for ``hci_wpm``; SHL's and Bryq's
published rule for ``net_wpm``; Reference.com for ``keystrokes_per_hour``.

Key classes: C correct, INF wrong and left, IF typed and later erased, F keys that fix.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.keystrokes import Replay
from scoring.slips import Alignment

CHARACTERS_PER_WORD = 5
"""The typists' word: five characters, spaces and punctuation included."""


@dataclass(frozen=True, kw_only=True)
class CopyCounts:
    """The counts from which every measure of one text is read.

    Attributes:
        presented: characters of the presented prefix that was reached, |P|.
        typed: characters of the final text, |T|.
        wrong: INF, the minimum string distance between the two.
        erased: IF, characters typed and later erased; None when no keys are known.
        fixes: F, keys that fix: backspace, delete, cursor keys; None when no keys are known.
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
    def keystrokes_per_hour(self) -> float | None:
        """KPH = gross wpm * 300: characters of the final text in an hour."""
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
        """IF / F; None when nothing was fixed."""
        return _ratio(self.erased, self.fixes)

    @property
    def conscientiousness(self) -> float | None:
        """IF / (IF + INF): the share of slips that was put right; None without a slip."""
        return _ratio(self.erased, _sum(self.erased, self.wrong))

    @property
    def used_bandwidth(self) -> float | None:
        """C / (C + INF + IF + F): the share of keys that carried the text."""
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
    """Return words of five characters a minute; None without time."""
    return None if seconds <= 0 else characters / CHARACTERS_PER_WORD / (seconds / 60)


def net_wpm(gross: float, errors: int, minutes: float) -> float:
    """Return max(0, gross - errors / minutes), SHL's ((gross x min) - errors) / min."""
    return max(0.0, gross - errors / minutes)


@dataclass(frozen=True, kw_only=True)
class Corrected:
    """A wrong character that was typed and taken away again.

    ``place`` is where in the presented text, ``expected`` what stands there, ``seconds`` when the
    wrong one was typed, ``origin`` the index of the edit that did it.
    """

    place: int
    expected: str
    typed: str
    seconds: float
    origin: int


def corrected(alignment: Alignment, replayed: Replay) -> tuple[Corrected, ...]:
    """Return the slips that were put right, in the order in which they were erased.

    An erased character is compared with the presented text where it stood; what was right and
    only erased on the way back to a slip is no slip itself.
    """
    places = alignment.places()
    found = []
    for erasure in replayed.erased:
        beyond = erasure.position - len(places)
        place = alignment.reached + beyond if beyond >= 0 else places[erasure.position]
        if place < len(alignment.presented):
            expected = alignment.presented[place]
            if expected != erasure.character:
                found.append(
                    Corrected(
                        place=place,
                        expected=expected,
                        typed=erasure.character,
                        seconds=erasure.typed,
                        origin=erasure.origin,
                    )
                )
    return tuple(found)


def sem_of_mean(values: Sequence[float]) -> float | None:
    """Return the standard error of measurement of the mean of parallel forms; None of one.

    The SEM of one form is the standard deviation of the differences between two forms ÷ √2; for
    the two of one person that is |a - b| / √2, the same as their sample SD. The mean of n forms
    has that ÷ √n. Of two forms it is |a - b| / 2 (one degree of freedom: a rough figure).

    Source: the SEM as SD of differences ÷ √2 ("typical error"), W. G. Hopkins, "Measures of
    reliability in sports medicine and science" (2000); for k forms the sample SD ÷ √k.
    """
    if len(values) < 2:
        return None
    mean = sum(values) / len(values)
    variance = sum((value - mean) ** 2 for value in values) / (len(values) - 1)
    return float((variance / len(values)) ** 0.5)


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def _ratio(part: float | None, whole: float | None) -> float | None:
    return part / whole if part is not None and whole else None


def _percent(part: float | None, whole: float | None) -> float | None:
    ratio = _ratio(part, whole)
    return None if ratio is None else 100 * ratio
