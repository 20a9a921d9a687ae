"""Repeats and fillers in a transcript: information for the reader, never points.

Whisper transcribes what the speaker meant: it drops most fillers and most repeats. Every count here
is therefore a lower bound and differs between recognisers, and no score may depend on it.
Self-corrections ("on Monday, sorry, on Tuesday") are not counted: words alone cannot distinguish
them from a new thought.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from scoring.clauses import ends_sentence
from scoring.numerals import NUMBER_WORDS
from scoring.words import is_filler

LONGEST_REPEAT = 3
"""Words in the longest repeat that is detected."""

_DOUBLED_ON_PURPOSE = """
    araw blah bye far had halo hello hi long many much never no now oh ok okay please really sari so
    sorry thank that there uli very wait yeah yes
"""
"""Emphasis, courtesy, grammar ("had had") and doubled Filipino words."""

_MEANT = NUMBER_WORDS | frozenset(_DOUBLED_ON_PURPOSE.split())
_NOT_A_LETTER = re.compile(r"^\W+|\W+$")


@dataclass(frozen=True, kw_only=True)
class Repetition:
    """Words that were repeated immediately.

    Attributes:
        first: indices of the words as first said, in order.
        again: indices of the same words said again; the same number.
    """

    first: tuple[int, ...]
    again: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Disfluency:
    """Disfluencies of one answer; all counts are lower bounds (see the module).

    Attributes:
        words: number of recognised words that contain a letter or digit, fillers included.
        repetitions: immediate repeats of one to three words, in order.
        fillers: indices of the transcribed sounds of hesitation, in order.
    """

    words: int
    repetitions: tuple[Repetition, ...] = ()
    fillers: tuple[int, ...] = ()

    @property
    def repeated_words(self) -> int:
        """Number of words that only repeat the words just before them."""
        # Repeats may overlap ("the card card the card card"): no word counts twice.
        return len({n for repeat in self.repetitions for n in repeat.again})

    @property
    def repeated_per_100_words(self) -> float | None:
        """Repeated words per 100 words; None without words."""
        return 100 * self.repeated_words / self.words if self.words else None

    @property
    def fillers_per_100_words(self) -> float | None:
        """Fillers per 100 words; None without words."""
        return 100 * len(self.fillers) / self.words if self.words else None


def _form(written: str) -> str:
    return _NOT_A_LETTER.sub("", written.lower().replace("’", "'"))


def _is_meant(run: Sequence[str]) -> bool:
    """Return whether a repeat is deliberate: emphasis, figures or spelled-out letters."""
    return all(
        word in _MEANT or any(c.isdecimal() for c in word) or (len(word) == 1 and word not in "ai")
        for word in run
    ) or list(run) == ["thank", "you"]


def _repeats(words: Sequence[str], places: Sequence[int]) -> list[Repetition]:
    forms = [_form(words[place]) for place in places]
    ended = [ends_sentence(words[place]) for place in places]
    repeats: list[Repetition] = []
    at = 0
    while at < len(forms):
        length = next(
            (
                n
                for n in range(1, LONGEST_REPEAT + 1)
                if forms[at : at + n] == forms[at + n : at + 2 * n]
                and not any(ended[at : at + 2 * n - 1])
                and not _is_meant(forms[at : at + n])
            ),
            0,
        )
        if length:
            middle = at + length
            repeats.append(
                Repetition(
                    first=tuple(places[at:middle]), again=tuple(places[middle : middle + length])
                )
            )
        at += length or 1
    return repeats


def disfluency(words: Sequence[str], script: Sequence[str] = ()) -> Disfluency:
    """Find immediate repeats of one to three words ("to the to the") and fillers.

    Fillers between the copies do not hide a repeat; the end of a sentence does ("I like it. It
    works."). Numbers, spelled-out letters and words that are doubled on purpose ("very very") are
    not repeats.

    Args:
        words: the recognised words, in order, as the engine wrote them.
        script: the words that were to be said, if known; repeats that it contains do not count.
    """
    said = [n for n, written in enumerate(words) if _form(written)]
    fillers = tuple(n for n in said if is_filler(words[n]))
    rest = [n for n in said if n not in set(fillers)]
    scripted = {
        tuple(_form(script[n]) for n in repeat.first)
        for repeat in _repeats(script, [n for n, written in enumerate(script) if _form(written)])
    }
    return Disfluency(
        words=len(said),
        repetitions=tuple(
            repeat
            for repeat in _repeats(words, rest)
            if tuple(_form(words[n]) for n in repeat.first) not in scripted
        ),
        fillers=fillers,
    )
