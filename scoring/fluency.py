"""Fluency of speech: rates, runs and pauses, from the sound and the words.

Pauses come from voice activity, never from gaps in the transcript: a recogniser drops fillers and
stretches words over silence. Formulas: measures, section 4 (SR, AR, PTR, MLR, SPF, pauses inside
clauses). The measures describe speech; they are not proficiency levels, and Handa has no norms for
adult second-language speakers.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from scoring.clauses import ends_in_transcript
from scoring.spoken_forms import plain_words
from scoring.syllables import syllables_in

PAUSE_THRESHOLD = 0.25
"""Shortest silence that counts as a pause, in seconds.

This is the older convention, from De Jong & Bosker 2013; 0.2 s predicted proficiency best in
monologue and 0.35 s in dialogue (Language Testing 2025). The stretches of speech are stored, so
another threshold can be applied to old recordings.
"""

SHORTEST_SPEECH = 0.1
"""Shortest stretch of speech, in seconds; shorter voice activity is clicks and breaths."""


class Stretch(Protocol):
    """A stretch of time in seconds, such as ``speech.spoken.Span``."""

    @property
    def start(self) -> float:
        """Start, in seconds."""

    @property
    def end(self) -> float:
        """End, in seconds."""


class TimedWord(Stretch, Protocol):
    """A recognised word with its times, such as ``speech.spoken.Word``."""

    @property
    def text(self) -> str:
        """The word as written, punctuation included."""


class TimedSpeech(Protocol):
    """The fields of ``speech.spoken.Spoken`` that fluency needs; scoring does not import speech."""

    @property
    def speech(self) -> Sequence[Stretch]:
        """Stretches of speech, in order."""

    @property
    def words(self) -> Sequence[TimedWord]:
        """Recognised words, in order."""

    @property
    def rejected(self) -> str:
        """Why the recording may not be scored; empty when it may."""


@dataclass(frozen=True, kw_only=True)
class Pause:
    """A silence between two stretches of speech, in seconds of the recording."""

    start: float
    end: float

    @property
    def seconds(self) -> float:
        """Length of the pause."""
        return self.end - self.start


@dataclass(frozen=True, kw_only=True)
class Fluency:
    """The counts of one answer, and the measures computed from them.

    A measure is None where its divisor is 0: without speech there is no rate, without words no
    words per minute, without pauses no mean pause.

    Attributes:
        total: seconds from the start of the first speech to the end of the last, with the pauses.
        latency: seconds before the first speech; None without speech.
        pauses: lengths of silent pauses in seconds, in order.
        syllables: number of syllables in the transcript.
        words: number of recognised words.
        threshold: shortest silence that counted as a pause, in seconds.
        mid_clause_pauses: number of pauses inside a clause; None when clause ends are unknown.
    """

    total: float
    syllables: int
    words: int
    pauses: tuple[float, ...] = ()
    latency: float | None = None
    threshold: float = PAUSE_THRESHOLD
    mid_clause_pauses: int | None = None

    @property
    def phonation(self) -> float:
        """Seconds of speech: the total without the pauses."""
        return self.total - sum(self.pauses)

    @property
    def speech_rate(self) -> float | None:
        """SR: syllables per second, pauses included."""
        return _ratio(self.syllables or None, self.total)

    @property
    def articulation_rate(self) -> float | None:
        """AR: syllables per second of speech, pauses excluded."""
        return _ratio(self.syllables or None, self.phonation)

    @property
    def phonation_time_ratio(self) -> float | None:
        """PTR: share of the time that is speech, 0 to 1."""
        return _ratio(self.phonation, self.total)

    @property
    def mean_length_of_run(self) -> float | None:
        """MLR: syllables between pauses."""
        return _ratio(self.syllables or None, len(self.pauses) + 1) if self.total > 0 else None

    @property
    def pauses_per_minute(self) -> float | None:
        """SPF: silent pauses per minute; 0 for speech without a pause."""
        return _ratio(len(self.pauses) * 60, self.total)

    @property
    def mean_pause(self) -> float | None:
        """Mean length of the pauses in seconds."""
        return _ratio(sum(self.pauses), len(self.pauses))

    @property
    def p90_pause(self) -> float | None:
        """90th percentile of the pauses in seconds, interpolated between the nearest two."""
        if not self.pauses:
            return None
        ordered = sorted(self.pauses)
        place = 0.9 * (len(ordered) - 1)
        below = int(place)
        above = min(below + 1, len(ordered) - 1)
        return ordered[below] + (ordered[above] - ordered[below]) * (place - below)

    @property
    def mid_clause_per_minute(self) -> float | None:
        """Pauses inside a clause per minute; also None when clause ends are unknown."""
        inside = self.mid_clause_pauses
        return _ratio(None if inside is None else inside * 60, self.total)

    @property
    def mid_clause_share(self) -> float | None:
        """Share of the pauses that are inside a clause, 0 to 1; also None without pauses."""
        return _ratio(self.mid_clause_pauses, len(self.pauses))

    @property
    def words_per_minute(self) -> float | None:
        """WPM: recognised words per minute, pauses included."""
        return _ratio(self.words * 60 or None, self.total)


def _ratio(top: float | None, bottom: float) -> float | None:
    return top / bottom if top is not None and bottom > 0 else None


def spans_of_speech(spoken: TimedSpeech) -> tuple[Stretch, ...]:
    """Return the stretches that last at least ``SHORTEST_SPEECH``, in order."""
    return tuple(span for span in spoken.speech if span.end - span.start >= SHORTEST_SPEECH)


def pauses_of(spoken: TimedSpeech, threshold: float = PAUSE_THRESHOLD) -> tuple[Pause, ...]:
    """Return the silent pauses between the first and the last speech.

    Args:
        spoken: the transcribed recording.
        threshold: shortest silence that counts, in seconds.
    """
    gaps = (
        Pause(start=before.end, end=after.start)
        for before, after in pairwise(spans_of_speech(spoken))
    )
    return tuple(gap for gap in gaps if gap.seconds >= threshold)


def pauses_inside_clauses(
    pauses: Sequence[Pause], words: Sequence[TimedWord], ends: Collection[int]
) -> tuple[Pause, ...]:
    """Return the pauses between two words of the same clause.

    A word comes before a pause if the middle of the word comes before the middle of the pause.
    Recognisers let words run into the silence beside them, but the middle stays on the right side.

    Args:
        pauses: pauses in order.
        words: recognised words with their times, in order.
        ends: indices of the words that end a clause (``scoring.clauses``).
    """
    inside: list[Pause] = []
    for pause in pauses:
        middle = pause.start + pause.end
        before = sum(word.start + word.end < middle for word in words)
        if 0 < before < len(words) and before - 1 not in ends:
            inside.append(pause)
    return tuple(inside)


def fluency(
    spoken: TimedSpeech,
    *,
    threshold: float = PAUSE_THRESHOLD,
    clause_ends: Collection[int] | None = None,
) -> Fluency:
    """Count speech, pauses, words and syllables of one recording.

    Args:
        spoken: the transcribed recording. A rejected recording, or a recording without speech,
            gives a ``Fluency`` whose measures are all None.
        threshold: shortest silence that counts as a pause, in seconds; above 0.
        clause_ends: indices of the spoken words that end a clause, such as
            ``scoring.clauses.ends_in_script``; None for the transcript's own punctuation.
    """
    if threshold <= 0:
        raise ValueError(f"a pause lasts longer than 0 s, not {threshold}")
    spans = spans_of_speech(spoken)
    if spoken.rejected or not spans:
        return Fluency(total=0.0, syllables=0, words=0, threshold=threshold)
    words = [word.text for word in spoken.words]
    pauses = pauses_of(spoken, threshold)
    ends = ends_in_transcript(words) if clause_ends is None else clause_ends
    return Fluency(
        total=spans[-1].end - spans[0].start,
        syllables=syllables_in(plain_words(words)),
        words=len(words),
        pauses=tuple(gap.seconds for gap in pauses),
        latency=spans[0].start,
        threshold=threshold,
        mid_clause_pauses=(
            None if ends is None else len(pauses_inside_clauses(pauses, spoken.words, ends))
        ),
    )
