"""From a recording to what was heard in it, never more than that."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from speech import voice_activity
from speech.audio import AudioError, Quality, Sound, decode, quality, shorter_than_claimed
from speech.engine import Engine, Transcript
from speech.spoken import Span, Spoken, Word

# Our own choices, not yet tried on applicants.
LEAST_SPEECH_SECONDS = 0.2
OUTSIDE_SPEECH_SECONDS = 0.3
SHORTEST_WORD_SECONDS = 0.04


def listen(
    source: bytes | Path,
    *,
    engine: Engine,
    longest_seconds: float,
    claimed_seconds: float | None = None,
) -> Spoken:
    """Decode, check and transcribe one recording.

    A recording that is no sound, too quiet, clipped, too short, without speech, or in which the
    engine got stuck gives a ``Spoken`` with ``rejected`` and no words: never a transcript of
    something that nobody said.

    Args:
        source: the file's bytes, or where it stands.
        engine: a loaded recogniser.
        longest_seconds: what comes later is not listened to.
        claimed_seconds: what the browser's clock counted; a shorter sound is flagged
            ``shorter_than_claimed``.

    Raises:
        OSError: the path cannot be read.
        VoiceActivityError: the voice-activity model is missing.
    """
    try:
        sound = decode(source, longest_seconds=longest_seconds)
    except AudioError as error:
        return Spoken(seconds=0.0, rejected=error.reason)
    measured = quality(sound)
    flags = [*sound.flags, *measured.flags]
    if claimed_seconds is not None and shorter_than_claimed(
        sound.seconds, claimed_seconds, longest_seconds=longest_seconds
    ):
        flags.append("shorter_than_claimed")
    if measured.rejected:
        return _spoken(sound, measured, flags, rejected=measured.rejected)
    speech = voice_activity.speech_in(sound.samples)
    spoken_seconds = sum(span.end - span.start for span in speech)
    if spoken_seconds < LEAST_SPEECH_SECONDS:
        rejected = "too_short" if speech else "no_speech"
        return _spoken(sound, measured, flags, speech=speech, rejected=rejected)
    transcript = engine.transcribe(sound.samples, speech=speech)
    return _heard(sound, measured, flags, speech, transcript)


def _heard(
    sound: Sound,
    measured: Quality,
    flags: list[str],
    speech: tuple[Span, ...],
    transcript: Transcript,
) -> Spoken:
    """Keep the words that lie where somebody spoke."""
    words = tuple(
        fitted for word in transcript.words if (fitted := _fitted(word, speech)) is not None
    )
    dropped = len(transcript.words) - len(words)
    flags = [*flags, *transcript.flags]
    if dropped:
        flags.append("words_outside_speech")
    rejected = "loop" if "loop" in transcript.flags else "" if words else "no_speech"
    if rejected:
        words = ()
    text = " ".join(word.text for word in words) if dropped or rejected else transcript.text
    return _spoken(
        sound,
        measured,
        flags,
        speech=speech,
        rejected=rejected,
        words=words,
        text=text,
        words_dropped=dropped,
        mean_log_probability=transcript.mean_log_probability,
        no_speech_probability=transcript.no_speech_probability,
        compression_ratio=transcript.compression_ratio,
        engine=transcript.engine,
        model=transcript.model,
        weights=transcript.weights,
        engine_settings=transcript.settings,
    )


def _fitted(word: Word, speech: tuple[Span, ...]) -> Word | None:
    """Move a word's ends into the stretch of speech that holds most of it.

    Whisper lets a word run through the pause beside it. A word further than 0.3 s from all
    speech was invented: None.
    """
    wide = OUTSIDE_SPEECH_SECONDS
    near = [
        span for span in speech if word.start < span.end + wide and word.end > span.start - wide
    ]
    if not near:
        return None
    best = max(near, key=lambda span: min(word.end, span.end) - max(word.start, span.start))
    start, end = max(word.start, best.start), min(word.end, best.end)
    if end - start < SHORTEST_WORD_SECONDS:
        return word
    return Word(text=word.text, start=start, end=end, probability=word.probability)


def _spoken(
    sound: Sound,
    measured: Quality,
    flags: list[str],
    *,
    engine_settings: Mapping[str, Any] | None = None,
    **heard: Any,
) -> Spoken:
    return Spoken(
        seconds=sound.seconds,
        rms_dbfs=measured.rms_dbfs,
        clipped_share=measured.clipped_share,
        flags=tuple(dict.fromkeys(flags)),
        settings={
            "voice_activity": voice_activity.settings(),
            "least_speech": LEAST_SPEECH_SECONDS,
            "outside_speech": OUTSIDE_SPEECH_SECONDS,
            **(engine_settings or {}),
        },
        **heard,
    )
