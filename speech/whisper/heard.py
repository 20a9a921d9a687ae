"""What the engine heard in one window: does it loop, is it silent, in which language is it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from speech.spoken import Word
from speech.whisper.search import Decoded

# Whisper's own limits (its `transcribe` defaults).
LOOP_ABOVE_COMPRESSION = 2.4
SILENT_ABOVE_NO_SPEECH, SILENT_BELOW_LOG_PROBABILITY = 0.6, -1.0


@dataclass(frozen=True, kw_only=True)
class Heard:
    """One window as it was decoded; word times from the start of the window."""

    words: tuple[Word, ...]
    text: str
    decoded: Decoded
    compression_ratio: float
    context: float
    layers: tuple[Any, ...] = ()

    @property
    def loops(self) -> bool:
        """Whether it goes round in a circle."""
        return self.decoded.best.stuck or self.compression_ratio > LOOP_ABOVE_COMPRESSION

    @property
    def silent(self) -> bool:
        """Whether Whisper holds it for silence, and its words for guesses."""
        unsure = self.decoded.best.mean_log_probability < SILENT_BELOW_LOG_PROBABILITY
        return unsure and (self.decoded.no_speech or 0.0) > SILENT_ABOVE_NO_SPEECH


def language_of(heard: Sequence[Heard]) -> tuple[str, float | None]:
    """Return the likeliest language of all windows together, and its mean probability."""
    looked = [found.decoded.languages for found in heard if found.decoded.languages]
    if not looked:
        return "", None
    mean = {code: sum(one[code] for one in looked) / len(looked) for code in looked[0]}
    likeliest = max(mean, key=lambda code: mean[code])
    return likeliest, round(mean[likeliest], 4)
