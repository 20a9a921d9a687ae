"""Transcribe a recording: quality checks, voice activity, words, and the reasons to reject it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from speech import prosody, signal_quality, voice_activity, voices
from speech.audio import SAMPLE_RATE, AudioError, Sound, decode
from speech.engine import Engine, Transcript
from speech.spectrum import inside, level_of, power_of
from speech.spoken import Prosody, SignalQuality, Span, Spoken, Word
from speech.waveform import waveform

# Our own choices, not yet tested with applicants.
LEAST_SPEECH_SECONDS = 0.2
OUTSIDE_SPEECH_SECONDS = 0.3
SHORTEST_WORD_SECONDS = 0.04

# Recordings are brought to one level before voice activity and recognition, so that a soft
# microphone changes neither: the level of the loudest half second before voice activity, the level
# of speech before recognition.
LEVEL_DBFS = -20.0

# Speech that reaches the end of the recording without fading was cut off.
CUT_OFF_SECONDS = 0.1
CUT_OFF_ABOVE_DB = -15.0

# Share of voiced frames in speech: at least .44 in 60 sentences read by learners, at most .10 in
# five whispers rendered from real speech.
WHISPERED_BELOW_SHARE = 0.2
WHISPERED_FROM_SECONDS = 1.0

# Whisper base mistakes strong accents for other languages: 9 of 50 learners' English sentences,
# with a probability of .5 or more. A flag therefore needs doubtful words as well, and a rejection
# needs both far beyond their limits: none of 120 sentences was rejected, and 70 of them were by the
# least accurate speakers.
LANGUAGE = "en"
OTHER_ABOVE, OTHER_BELOW_LOG_PROBABILITY = 0.5, -0.5
REJECTED_ABOVE, REJECTED_BELOW_LOG_PROBABILITY = 0.9, -0.8

# Whisper itself decodes again below -1. Two of those 70 sentences were below -1.5, and in them four
# of five words, or all, were wrong.
UNCLEAR_BELOW_LOG_PROBABILITY = -1.0
REJECTED_UNCLEAR_BELOW_LOG_PROBABILITY = -1.5


@dataclass(frozen=True, kw_only=True, eq=False)
class _SoundMeasures:
    """Measures of the sound, taken before transcription."""

    sound: Sound
    signal: SignalQuality
    speech: tuple[Span, ...] = ()
    levelled: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))
    prosody: Prosody | None = None
    other_voice: tuple[Span, ...] = ()
    rejected: str = ""
    flags: tuple[str, ...] = ()


def transcribe_recording(
    source: bytes | Path,
    *,
    engine: Engine,
    longest_seconds: float,
    claimed_seconds: float | None = None,
    script: str = "",
) -> Spoken:
    """Decode, check and transcribe one recording.

    The result has ``rejected`` set and no words when the file is not audio, when the sound is too
    quiet, clipped, too short, without speech or not in English, or when the engine got stuck: a
    transcript must never hold words that were not said.

    Args:
        source: the file's bytes or its path.
        engine: a loaded recogniser.
        longest_seconds: sound after this is ignored.
        claimed_seconds: length by the browser's clock; a shorter sound is flagged
            ``shorter_than_claimed``.
        script: the text that was to be said; used for the engine's measures, never for its words.

    Raises:
        OSError: the path cannot be read.
        VoiceActivityError: the voice-activity model is missing.
    """
    try:
        sound = decode(source, longest_seconds=longest_seconds)
    except AudioError as error:
        return Spoken(seconds=0.0, rejected=error.reason)
    measured = _measured(sound, claimed_seconds, longest_seconds)
    if measured.rejected:
        return _spoken(measured)
    transcript = engine.transcribe(measured.levelled, speech=measured.speech, script=script)
    return _transcribed(measured, transcript)


def _measured(sound: Sound, claimed: float | None, longest_seconds: float) -> _SoundMeasures:
    """Measure the sound; stop early if it cannot be transcribed."""
    signal = replace(signal_quality.levels(sound.samples), claimed_seconds=claimed)
    flags = [*sound.flags]
    if claimed is not None and signal_quality.shorter_than_claimed(
        sound.seconds, claimed, longest_seconds=longest_seconds
    ):
        flags.append("shorter_than_claimed")
    rejected = signal_quality.reason_to_reject(signal)
    if rejected:
        flags += signal_quality.flags_of(signal)
        return _SoundMeasures(sound=sound, signal=signal, rejected=rejected, flags=tuple(flags))
    passed = signal_quality.high_passed(sound.samples)
    passed = _levelled(passed, signal_quality.loudest_dbfs(passed))
    speech = voice_activity.speech_in(passed)
    power = power_of(passed)
    signal = signal_quality.complete(signal, sound.samples, power, speech)
    flags += signal_quality.flags_of(signal)
    spoken_seconds = _seconds(speech)
    if spoken_seconds < LEAST_SPEECH_SECONDS:
        rejected = "too_short" if speech else "no_speech"
        return _SoundMeasures(
            sound=sound, signal=signal, speech=speech, rejected=rejected, flags=tuple(flags)
        )
    hertz = prosody.pitch(passed)
    summary = prosody.summary(hertz, level_of(passed), speech)
    other = voices.other_voice(power, hertz, inside(speech, len(power)))
    flags += _flags_of(passed, speech, summary, other)
    return _SoundMeasures(
        sound=sound,
        signal=signal,
        speech=speech,
        levelled=_levelled(passed, _speech_dbfs(passed, speech)),
        prosody=summary,
        other_voice=other,
        flags=tuple(flags),
    )


def _flags_of(
    samples: NDArray[np.float32],
    speech: Sequence[Span],
    summary: Prosody,
    other: Sequence[Span],
) -> list[str]:
    share = summary.voiced_share
    whispered = share is not None and share < WHISPERED_BELOW_SHARE
    conditions = {
        "cut_off": _cut_off(samples, speech),
        "whispered": whispered and _seconds(speech) >= WHISPERED_FROM_SECONDS,
        "other_voice": bool(other),
    }
    return [name for name, holds in conditions.items() if holds]


def _cut_off(samples: NDArray[np.float32], speech: Sequence[Span]) -> bool:
    """Return whether the recording stops in the middle of a sound."""
    if len(samples) / SAMPLE_RATE - speech[-1].end > CUT_OFF_SECONDS:
        return False
    end = samples[-int(CUT_OFF_SECONDS / 2 * SAMPLE_RATE) :]
    return signal_quality.dbfs(end) - _speech_dbfs(samples, speech) > CUT_OFF_ABOVE_DB


def _levelled(samples: NDArray[np.float32], level: float) -> NDArray[np.float32]:
    return samples * np.float32(10 ** ((LEVEL_DBFS - level) / 20))


def _speech_dbfs(samples: NDArray[np.float32], speech: Sequence[Span]) -> float:
    return signal_quality.dbfs(signal_quality.spoken_part(samples, speech))


def _seconds(speech: Sequence[Span]) -> float:
    return sum(span.end - span.start for span in speech)


def _transcribed(measured: _SoundMeasures, transcript: Transcript) -> Spoken:
    """Keep the words that lie in speech, unless the whole transcript is rejected."""
    speech = measured.speech
    fitted = [_fitted(word, speech) for word in transcript.words]
    words = tuple(word for word in fitted if word is not None)
    dropped = len(transcript.words) - len(words)
    flags = [*measured.flags, *transcript.flags]
    if dropped:
        flags.append("words_outside_speech")
    flags += _doubts(transcript)
    rejected = _rejected(transcript, words)
    if rejected:
        words = ()
    text = " ".join(word.text for word in words) if dropped or rejected else transcript.text
    return _spoken(
        replace(measured, rejected=rejected, flags=tuple(flags)),
        words=words,
        text=text,
        words_dropped=dropped,
        mean_log_probability=transcript.mean_log_probability,
        no_speech_probability=transcript.no_speech_probability,
        compression_ratio=transcript.compression_ratio,
        language=transcript.language,
        language_probability=transcript.language_probability,
        rater_scores=transcript.rater_scores,
        engine=transcript.engine,
        model=transcript.model,
        weights=transcript.weights,
        engine_settings=transcript.settings,
    )


def _doubts(transcript: Transcript) -> list[str]:
    """Return the flags of a doubtful transcript: ``unclear`` and ``other_language``."""
    conditions = {
        "unclear": _likely(transcript) < UNCLEAR_BELOW_LOG_PROBABILITY,
        "other_language": _foreign(transcript) >= OTHER_ABOVE
        and _likely(transcript) < OTHER_BELOW_LOG_PROBABILITY,
    }
    return [name for name, holds in conditions.items() if holds]


def _rejected(transcript: Transcript, words: Sequence[Word]) -> str:
    """Return the reason to reject every word of a transcript; empty to accept it."""
    if "loop" in transcript.flags:
        return "loop"
    if not words:
        return "no_speech"
    likely = _likely(transcript)
    if likely < REJECTED_BELOW_LOG_PROBABILITY and _foreign(transcript) >= REJECTED_ABOVE:
        return "other_language"
    return "unclear" if likely < REJECTED_UNCLEAR_BELOW_LOG_PROBABILITY else ""


def _likely(transcript: Transcript) -> float:
    value = transcript.mean_log_probability
    return 0.0 if value is None else value


def _foreign(transcript: Transcript) -> float:
    """Return the probability of the likeliest language if that is not English, else 0."""
    if transcript.language in ("", LANGUAGE):
        return 0.0
    return transcript.language_probability or 0.0


def _fitted(word: Word, speech: tuple[Span, ...]) -> Word | None:
    """Move the ends of a word into the stretch of speech that holds most of it.

    Whisper often extends a word into the pause beside it. A word more than 0.3 s from all speech
    was invented by the engine; the result is then None.
    """
    margin = OUTSIDE_SPEECH_SECONDS
    near = [
        span for span in speech if word.start < span.end + margin and word.end > span.start - margin
    ]
    if not near:
        return None
    best = max(near, key=lambda span: min(word.end, span.end) - max(word.start, span.start))
    start, end = max(word.start, best.start), min(word.end, best.end)
    if end - start < SHORTEST_WORD_SECONDS:
        return word
    return Word(text=word.text, start=start, end=end, probability=word.probability)


def _spoken(measured: _SoundMeasures, **transcription: Any) -> Spoken:
    engine_settings = transcription.pop("engine_settings", {})
    return Spoken(
        seconds=measured.sound.seconds,
        speech=measured.speech,
        rejected=measured.rejected,
        flags=tuple(dict.fromkeys(measured.flags)),
        prosody=measured.prosody,
        signal=measured.signal,
        other_voice=measured.other_voice,
        waveform=waveform(measured.sound.samples),
        settings={
            "voice_activity": voice_activity.settings(),
            "least_speech": LEAST_SPEECH_SECONDS,
            "outside_speech": OUTSIDE_SPEECH_SECONDS,
            "high_pass": [signal_quality.HIGH_PASS_FROM_HZ, signal_quality.HIGH_PASS_TO_HZ],
            "level": LEVEL_DBFS,
            **engine_settings,
        },
        **transcription,
    )
