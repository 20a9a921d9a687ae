"""Score one transcribed recording for fluency, prosody, accuracy and a total, 0 to 100.

Two models score the same recording. The model of this module, the *measures*, adds up the
contributions of named measures of the words and pauses, so it can say what raised or lowered a
score. The other model, the *speech rater* (``speech/rater.py``), scores the sound itself. Where
the two differ by more than their bands, a person should listen. Both were fitted to the marks of
five raters on sentences read aloud by learners with one first language. ``validated_for`` in the
calibration says for whom and for what a score may be used; any other use is an estimate.
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
from scoring.fluency import TimedSpeech, TimedWord, fluency, spans_of_speech
from scoring.spoken_forms import plain_words
from scoring.syllables import syllables_in
from scoring.words import Outcome, align

CRITERIA = ("fluency", "prosodic", "accuracy", "total")
FILE = Path(__file__).parent / "calibration" / "speaking.json"

# A shorter answer is too short to score: the shortest rated sentences have two words and about a
# second of speech.
LEAST_WORDS, LEAST_SPEECH_SECONDS = 2, 0.8


class RecognisedWord(TimedWord, Protocol):
    """A recognised word with the engine's probability, such as ``speech.spoken.Word``."""

    @property
    def probability(self) -> float:
        """Probability of the word, 0 to 1."""


class TranscribedSpeech(TimedSpeech, Protocol):
    """The fields of ``speech.spoken.Spoken`` that scores need; scoring does not import speech."""

    @property
    def words(self) -> "tuple[RecognisedWord, ...]":
        """Recognised words, in order."""

    @property
    def mean_log_probability(self) -> float | None:
        """Mean log probability of the engine's tokens."""

    @property
    def language(self) -> str:
        """The likeliest language; empty when the engine knows only one."""

    @property
    def language_probability(self) -> float | None:
        """Probability of that language, 0 to 1."""

    @property
    def prosody(self) -> Any:
        """Pitch and loudness, ``speech.spoken.Prosody``; None when they were not measured."""

    @property
    def rater_scores(self) -> Mapping[str, float] | None:
        """Scores of the speech rater; None when it did not score the recording."""


@dataclass(frozen=True, kw_only=True)
class Score:
    """One criterion of one recording.

    Attributes:
        value: 0 to 100.
        low, high: 90 % prediction interval for the mean of five raters, clipped to 0 and 100.
        parts: contribution of each measure, in points above or below the mean of the raters'
            marks, largest first; empty for the speech rater.
    """

    value: float
    low: float
    high: float
    parts: Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class Speaking:
    """The scores of one recording.

    Attributes:
        reason: name of the reason why there are no scores; empty otherwise.
        measures: scores from the named measures, by criterion.
        listener: scores of the speech rater, by criterion; empty without them.
        kind: kind of answer that it was scored as, see ``kind_of``.
        needs_a_person: whether the two models differ by more than their bands allow.
    """

    reason: str = ""
    measures: Mapping[str, Score]
    listener: Mapping[str, Score]
    kind: str
    needs_a_person: bool = False


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """The models that ``training/speaking.py`` fitted, with their provenance.

    Attributes:
        models: by kind of answer (``kind_of``), then by criterion.
        listener_half_width: half of the speech rater's 90 % prediction interval, for "sentence"
            and "free", then by criterion.
        longest_sentence: most words of a script that counts as a sentence.
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


def speaking(spoken: TranscribedSpeech, script: str = "") -> Speaking:
    """Score one recording by both models.

    Args:
        spoken: the transcribed recording.
        script: the text to be said; empty for a free answer.
    """
    kind = kind_of(script)
    reason = why_not(spoken)
    if reason:
        return Speaking(reason=reason, measures={}, listener={}, kind=kind)
    values = measures_of(spoken, script)
    measures = {
        name: _score(model.score(values), model.half_width, model.parts(values))
        for name, model in calibration().models[kind].items()
    }
    # A passage may be too long for the forced reading of its script: the wider band fits both.
    widths = calibration().listener_half_width["sentence" if kind == "sentence" else "free"]
    rater = {
        name: _score(10 * value, widths[name], {})
        for name, value in (spoken.rater_scores or {}).items()
    }
    return Speaking(
        measures=measures,
        listener=rater,
        kind=kind,
        needs_a_person=any(_differ(measures[name], score) for name, score in rater.items()),
    )


def kind_of(script: str) -> str:
    """Return the kind of answer, which selects the model that scores it.

    Returns:
        "sentence" for a script no longer than those that were rated; "passage" for a longer script,
        whose length alone must not count against the reader; "free" without a script.
    """
    if not script:
        return "free"
    return "sentence" if len(script.split()) <= calibration().longest_sentence else "passage"


def why_not(spoken: TranscribedSpeech) -> str:
    """Return the name of the reason why a recording cannot be scored, or an empty string."""
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


def _differ(first: Score, second: Score) -> bool:
    """Return whether each score lies outside the other's band."""
    return not (first.low <= second.value <= first.high or second.low <= first.value <= second.high)


def measures_of(spoken: TranscribedSpeech, script: str = "") -> dict[str, float | None]:
    """Return the measures that the score is computed from; None where a measure does not apply.

    Rates are per transcribed word or syllable, so a longer answer is not penalised; the length
    itself (``log_seconds``, ``log_words_asked``) is used only for short sentences. Counts and times
    are logarithms, so doubling is the same step at any size.
    """
    measures: dict[str, float | None] = {**_of_time(spoken), **_of_words(spoken)}
    measures["mean_log_probability"] = spoken.mean_log_probability
    if spoken.language:
        english = spoken.language == "en"
        measures["english_probability"] = (spoken.language_probability or 0.0) if english else 0.0
    for name in ("f0_range_semitones", "f0_sd_semitones", "voiced_share", "intensity_range_db"):
        measures[name] = getattr(spoken.prosody, name, None)
    if script:
        measures |= _against(spoken, script)
    return measures


def _of_time(spoken: TranscribedSpeech) -> dict[str, float]:
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


def _of_words(spoken: TranscribedSpeech) -> dict[str, float]:
    words = spoken.words
    gaps = [max(0.0, after.start - before.end) for before, after in pairwise(words)]
    probabilities = [word.probability for word in words] or [0.0]
    seconds_per_syllable = [
        (word.end - word.start) / max(1, syllables_in(plain_words([word.text]))) for word in words
    ] or [0.0]
    return {
        "gap_seconds_per_word": sum(gaps) / max(1, len(words)),
        "word_probability": fmean(probabilities),
        "lowest_word_probability": min(probabilities),
        "log_word_probability": fmean(log(probability + 1e-3) for probability in probabilities),
        "unsure_words": fmean(probability < 0.5 for probability in probabilities),
        "log_seconds_per_syllable": log(fmean(seconds_per_syllable) + 0.02),
        "syllable_seconds_sd": pstdev(seconds_per_syllable),
        "longest_syllable_seconds": max(seconds_per_syllable),
    }


def _against(spoken: TranscribedSpeech, script: str) -> dict[str, float]:
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
