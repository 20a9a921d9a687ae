"""From what was heard in one recording to fluency, prosody, accuracy and a total, 0 to 100.

Two models look at the same recording. This one, the *measures*, adds up what named measures of the
words and pauses are worth, so that it can say what pulled a score up or down. The other, the
*listener* (``speech/listener.py``), has heard the sound itself. Where they differ by more than
their bands a person should listen. Both were fitted to the marks of five raters on sentences read
aloud by learners with one first language; ``validated_for`` in the calibration says for whom and
for what a score may be used, and everything else is an estimate.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import log, log1p
from pathlib import Path
from statistics import fmean, pstdev
from typing import Any, Protocol

from scoring.additive import AdditiveModel
from scoring.fluency import Heard, Timed, fluency, spans_of_speech
from scoring.spoken_forms import plain_words
from scoring.syllables import syllables_in
from scoring.words import Outcome, align

CRITERIA = ("fluency", "prosodic", "accuracy", "total")
FILE = Path(__file__).parent / "calibration" / "speaking.json"

# Below this there is too little to judge: the shortest sentences that were rated have two words
# and about a second of speech.
LEAST_WORDS, LEAST_SPEECH_SECONDS = 2, 0.8


class Sure(Timed, Protocol):
    """A recognised word with the engine's probability, such as ``speech.spoken.Word``."""

    @property
    def probability(self) -> float:
        """0 to 1."""


class HeardWell(Heard, Protocol):
    """The parts of ``speech.spoken.Spoken`` that the scores need; scoring imports no speech."""

    @property
    def words(self) -> "tuple[Sure, ...]":
        """Recognised words, in order."""

    @property
    def mean_log_probability(self) -> float | None:
        """Of the engine's tokens."""

    @property
    def language(self) -> str:
        """The likeliest language; empty when the engine knows one only."""

    @property
    def language_probability(self) -> float | None:
        """How likely it is, 0 to 1."""

    @property
    def prosody(self) -> Any:
        """Pitch and loudness, ``speech.spoken.Prosody``; None when nothing was measured."""

    @property
    def listener(self) -> Mapping[str, float] | None:
        """Scores of the other model; None where it did not listen."""


@dataclass(frozen=True, kw_only=True)
class Score:
    """One criterion of one recording.

    Attributes:
        value: 0 to 100.
        low, high: 90 % prediction interval for the mean of five raters, cut at 0 and 100.
        parts: what each measure added to or took from the mean of the raters' marks, in points,
            the weightiest first; empty for the listener.
    """

    value: float
    low: float
    high: float
    parts: Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class Speaking:
    """The scores of one recording.

    Attributes:
        reason: why there are none, as a name; empty otherwise.
        measures: by criterion, from the named measures.
        listener: by criterion, from the sound; empty where the listener did not listen.
        kind: how it was judged, see ``kind_of``.
        needs_a_person: the two differ by more than their bands allow.
    """

    reason: str = ""
    measures: Mapping[str, Score]
    listener: Mapping[str, Score]
    kind: str
    needs_a_person: bool = False


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """What ``training/speaking.py`` fitted, with its provenance.

    Attributes:
        models: by kind (``kind_of``), then by criterion.
        listener_half_width: for "sentence" and "free", then by criterion: half of the listener's
            90 % prediction interval.
        longest_sentence: words of the longest script that a sentence may have.
        about: corpus, date, folds, figures, engine and code versions, ``validated_for``.
    """

    models: Mapping[str, Mapping[str, AdditiveModel]]
    listener_half_width: Mapping[str, Mapping[str, float]]
    longest_sentence: int
    about: Mapping[str, Any]


@cache
def calibration() -> Calibration:
    """Read the shipped calibration once."""
    stored = json.loads(FILE.read_text("utf-8"))
    return Calibration(
        models={
            kind: {name: AdditiveModel.from_dict(model) for name, model in models.items()}
            for kind, models in stored["measures"].items()
        },
        listener_half_width=stored["listener_half_width"],
        longest_sentence=stored["longest_sentence"],
        about=stored["about"],
    )


def speaking(spoken: HeardWell, script: str = "") -> Speaking:
    """Score one recording by both models.

    Args:
        spoken: what was heard.
        script: what was to be said; empty for a free answer.
    """
    kind = kind_of(script)
    reason = why_not(spoken)
    if reason:
        return Speaking(reason=reason, measures={}, listener={}, kind=kind)
    found = calibration()
    values = measures_of(spoken, script)
    measures = {
        name: _score(model.score(values), model.half_width, model.parts(values))
        for name, model in found.models[kind].items()
    }
    # a passage may have been too long to be read to the listener: the wider band holds for both
    widths = found.listener_half_width["sentence" if kind == "sentence" else "free"]
    listener = {
        name: _score(10 * value, widths[name], {})
        for name, value in (spoken.listener or {}).items()
    }
    return Speaking(
        measures=measures,
        listener=listener,
        kind=kind,
        needs_a_person=any(_differ(measures[name], one) for name, one in listener.items()),
    )


def kind_of(script: str) -> str:
    """Return how an answer is judged.

    Returns:
        "sentence" for a script no longer than those that were rated; "passage" for a longer one,
        whose length alone must not count against its reader; "free" without a script.
    """
    if not script:
        return "free"
    return "sentence" if len(script.split()) <= calibration().longest_sentence else "passage"


def why_not(spoken: HeardWell) -> str:
    """Return why a recording cannot be scored, as a name, or an empty string."""
    if spoken.rejected:
        return spoken.rejected
    seconds = sum(span.end - span.start for span in spoken.speech)
    if len(spoken.words) < LEAST_WORDS or seconds < LEAST_SPEECH_SECONDS:
        return "too_short"
    return ""


def _score(value: float, half_width: float, parts: Mapping[str, float]) -> Score:
    value = min(100.0, max(0.0, value))
    ordered = sorted(parts.items(), key=lambda part: -abs(part[1]))
    return Score(
        value=value,
        low=max(0.0, value - half_width),
        high=min(100.0, value + half_width),
        parts=dict(ordered),
    )


def _differ(one: Score, other: Score) -> bool:
    """Say whether each lies outside the other's band."""
    return not (one.low <= other.value <= one.high or other.low <= one.value <= other.high)


def measures_of(spoken: HeardWell, script: str = "") -> dict[str, float | None]:
    """Return the measures that the score is added up from; None where one does not apply.

    Rates are per word or per syllable of what was heard, so that a longer answer is no worse; the
    length itself (``log_seconds``, ``log_words_asked``) is used for short sentences only.
    Logarithms of counts and times: twice as many is one step, whatever it is twice of.
    """
    found: dict[str, float | None] = {**_of_time(spoken), **_of_words(spoken)}
    found["mean_log_probability"] = spoken.mean_log_probability
    if spoken.language:
        english = spoken.language == "en"
        found["english_probability"] = (spoken.language_probability or 0.0) if english else 0.0
    shown = spoken.prosody
    for name in ("f0_range_semitones", "f0_sd_semitones", "voiced_share", "intensity_range_db"):
        found[name] = getattr(shown, name, None)
    if script:
        found |= _against(spoken, script)
    return found


def _of_time(spoken: HeardWell) -> dict[str, float]:
    spoke = fluency(spoken)
    words = max(1, spoke.words)
    total, phonation = max(spoke.total, 0.2), max(spoke.phonation, 0.2)
    spans = spans_of_speech(spoken)
    silences = [after.start - before.end for before, after in pairwise(spans)]
    return {
        "speech_rate": spoke.syllables / total,
        "phonation_time_ratio": phonation / total,
        "log_length_of_run": log(max(1, spoke.syllables) / (len(spoke.pauses) + 1)),
        "pauses_per_word": len(spoke.pauses) / words,
        "silences_per_word": len(silences) / words,
        "long_pauses_per_word": sum(pause > 0.5 for pause in spoke.pauses) / words,
        "pause_seconds_per_word": sum(spoke.pauses) / words,
        "log_longest_pause": log1p(max(spoke.pauses, default=0.0)),
        "log_seconds": log(total),
    }


def _of_words(spoken: HeardWell) -> dict[str, float]:
    words = spoken.words
    gaps = [max(0.0, after.start - before.end) for before, after in pairwise(words)]
    sure = [word.probability for word in words] or [0.0]
    stretch = [
        (word.end - word.start) / max(1, syllables_in(plain_words([word.text]))) for word in words
    ] or [0.0]
    return {
        "gap_seconds_per_word": sum(gaps) / max(1, len(words)),
        "word_probability": fmean(sure),
        "lowest_word_probability": min(sure),
        "log_word_probability": fmean(log(one + 1e-3) for one in sure),
        "unsure_words": fmean(one < 0.5 for one in sure),
        "log_seconds_per_syllable": log(fmean(stretch) + 0.02),
        "syllable_seconds_sd": pstdev(stretch),
        "longest_syllable_seconds": max(stretch),
    }


def _against(spoken: HeardWell, script: str) -> dict[str, float]:
    alignment = align(script, [word.text for word in spoken.words])
    asked = max(1, alignment.script_words)
    syllables = max(1, syllables_in(plain_words(script.split())))
    total = max(fluency(spoken).total, 0.2)
    return {
        "words_right": alignment.count(Outcome.HIT) / asked,
        "words_missed": alignment.count(Outcome.MISS) / asked,
        "words_changed": alignment.count(Outcome.SUBSTITUTION) / asked,
        "words_added": alignment.count(Outcome.INSERTION) / asked,
        "words_right_per_second": alignment.count(Outcome.HIT) / total,
        "log_seconds_per_syllable_asked": log(total / syllables),
        "log_words_asked": log(asked),
        "log_syllables_heard_to_asked": log(max(1, fluency(spoken).syllables) / syllables),
    }
