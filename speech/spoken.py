"""The words and measures of one recording: all that a scorer knows about the sound."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

RATER_SCORES_KEY = "listener"
"""Key of ``rater_scores`` in stored JSON; rows in databases have it, so it stays."""


@dataclass(frozen=True, kw_only=True)
class Word:
    """One recognised word; times in seconds from the start of the recording."""

    text: str
    start: float
    end: float
    probability: float


@dataclass(frozen=True, kw_only=True)
class Span:
    """A stretch of speech from voice-activity detection; seconds from the start."""

    start: float
    end: float


@dataclass(frozen=True, kw_only=True)
class Prosody:
    """Pitch and loudness of speech; None where there was too little speech to measure.

    Attributes:
        f0_median_hz: median fundamental frequency.
        f0_range_semitones: between its 5th and 95th percentile; f0_sd_semitones: its standard
            deviation, both around the median.
        voiced_share: voiced frames among the frames of speech, 0 to 1; whispering is near 0.
        intensity_range_db: between the 10th and 90th percentile of the loudness of speech;
            intensity_sd_db: its standard deviation. Neither depends on the level.
    """

    f0_median_hz: float | None = None
    f0_range_semitones: float | None = None
    f0_sd_semitones: float | None = None
    voiced_share: float | None = None
    intensity_range_db: float | None = None
    intensity_sd_db: float | None = None


@dataclass(frozen=True, kw_only=True)
class SignalQuality:
    """Technical quality of the sound; None where a figure was not or could not be measured.

    Attributes:
        rms_dbfs: level of the whole sound, dB relative to full scale, at least -100.
        loudest_dbfs: level of the loudest half second, on the same scale.
        clipped_share: share of samples at full scale, 0 to 1.
        dc_offset: mean of the samples, -1 to 1.
        snr_db: signal-to-noise ratio estimated from the levels in speech and between; at most 60.
        bandwidth_hz: frequency below which 99 % of the energy of speech lies. High frequencies
            are weighted up, so that the figure shows the band of the channel.
        dropouts, dropout_seconds: number and total length of digital silences inside speech.
        decoded_seconds: length of the sound; claimed_seconds: what the browser's clock counted.
    """

    rms_dbfs: float | None = None
    loudest_dbfs: float | None = None
    clipped_share: float | None = None
    dc_offset: float | None = None
    snr_db: float | None = None
    bandwidth_hz: float | None = None
    dropouts: int | None = None
    dropout_seconds: float | None = None
    decoded_seconds: float | None = None
    claimed_seconds: float | None = None


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """Words, speech and signal of one recording.

    Attributes:
        seconds: decoded length of the recording; 0 when it could not be decoded.
        words: recognised words in order; empty when the recording was rejected.
        text: the transcript as the engine wrote it, punctuation included.
        speech: stretches of speech from voice-activity detection, in order and at least 0.15 s
            apart, so that pauses can be counted with any longer threshold.
        rejected: why nothing was scored (``empty``, ``not_audio``, ``silent``, ``clipped``,
            ``too_short``, ``no_speech``, ``unclear``, ``other_language``, ``loop``), empty when the
            recording is good.
        flags: warnings that do not stop scoring: ``cut_short``, ``damaged``,
            ``shorter_than_claimed``, ``low_level``, ``some_clipping``, ``dc_offset``, ``noisy``,
            ``narrow_band``, ``dropouts``, ``cut_off``, ``whispered``, ``other_voice``,
            ``other_language``, ``unclear``, ``words_outside_speech``, ``decoded_twice``,
            ``silent_window``, ``cut_in_speech`` (the modules of this package explain them).
        mean_log_probability, no_speech_probability, compression_ratio: as the engine gave them.
        words_dropped: number of recognised words dropped because they lay outside all speech.
        language, language_probability: the likeliest language (ISO 639-1); empty and None when
            the model knows English only or was not asked.
        prosody, signal: None when the recording was rejected before they were measured.
        other_voice: where a second voice seems to speak; no data about the voice is stored.
        waveform: outline for display (``speech.waveform``); may be empty.
        rater_scores: scores of the speech rater by criterion, 0 to 10; None when it did not run.
            Stored under the key ``listener``, its name when the first recordings were stored.
        engine, model, weights, settings: versions and fingerprints of the recogniser.
    """

    seconds: float
    words: tuple[Word, ...] = ()
    text: str = ""
    speech: tuple[Span, ...] = ()
    rejected: str = ""
    flags: tuple[str, ...] = ()
    mean_log_probability: float | None = None
    no_speech_probability: float | None = None
    compression_ratio: float | None = None
    words_dropped: int = 0
    language: str = ""
    language_probability: float | None = None
    prosody: Prosody | None = None
    signal: SignalQuality | None = None
    other_voice: tuple[Span, ...] = ()
    waveform: str = ""
    rater_scores: Mapping[str, float] | None = None
    engine: str = ""
    model: str = ""
    weights: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON-ready values under the keys that ``from_dict`` reads."""
        values = asdict(self)
        values[RATER_SCORES_KEY] = values.pop("rater_scores")
        return values

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "Spoken":
        """Build from the output of ``to_dict``, possibly after a round trip through JSON.

        Reads the first stored format too, which had loudness and clipping as top-level fields.
        """
        values = dict(stored)
        values["rater_scores"] = values.pop(RATER_SCORES_KEY, None)
        first = {name: values.pop(name, None) for name in ("rms_dbfs", "clipped_share")}
        signal = values.get("signal") or (first if set(first.values()) != {None} else None)
        prosody = values.get("prosody")
        return cls(
            **{
                **values,
                "words": tuple(Word(**word) for word in values["words"]),
                "speech": tuple(Span(**span) for span in values["speech"]),
                "other_voice": tuple(Span(**span) for span in values.get("other_voice", ())),
                "flags": tuple(values["flags"]),
                "signal": SignalQuality(**signal) if signal else None,
                "prosody": Prosody(**prosody) if prosody else None,
            }
        )
