"""What was heard in one recording: the only thing scorers know about sound."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Word:
    """One recognised word; times in seconds from the start of the recording."""

    text: str
    start: float
    end: float
    probability: float


@dataclass(frozen=True, kw_only=True)
class Span:
    """A stretch of speech found by voice activity, in seconds."""

    start: float
    end: float


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """Words, speech and signal of one recording.

    Attributes:
        seconds: decoded length of the recording; 0 when it could not be decoded.
        words: recognised words in order; empty when the recording was rejected.
        text: the transcript as the engine wrote it, punctuation included.
        speech: stretches of speech by voice activity, in order, not overlapping.
        rejected: why nothing was scored (``empty``, ``not_audio``, ``silent``, ``clipped``,
            ``too_short``, ``no_speech``, ``loop``), empty when the recording is good.
        flags: signals that do not stop scoring: ``cut_short``, ``damaged``,
            ``shorter_than_claimed``, ``low_level``, ``some_clipping``, ``words_outside_speech``,
            ``decoded_twice``, ``silent_window``, ``cut_in_speech`` (see the modules of this room).
        mean_log_probability, no_speech_probability, compression_ratio: the engine's own.
        words_dropped: recognised words left out because they lay outside all speech.
        rms_dbfs: loudness in dB relative to full scale; clipped_share: 0 to 1.
        engine, model, weights, settings: versions and fingerprints of what listened.
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
    rms_dbfs: float | None = None
    clipped_share: float | None = None
    words_dropped: int = 0
    engine: str = ""
    model: str = ""
    weights: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON-ready values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "Spoken":
        """Build from what ``to_dict`` gave (possibly through JSON)."""
        return cls(
            **{
                **stored,
                "words": tuple(Word(**word) for word in stored["words"]),
                "speech": tuple(Span(**span) for span in stored["speech"]),
                "flags": tuple(stored["flags"]),
            }
        )
