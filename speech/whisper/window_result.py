"""The result of decoding one window, and how to recognise loops and silence in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from speech.spoken import Word
from speech.whisper.search import Decoded

# Whisper's own limits (its `transcribe` defaults).
LOOP_ABOVE_COMPRESSION = 2.4
SILENT_ABOVE_NO_SPEECH, SILENT_BELOW_LOG_PROBABILITY = 0.6, -1.0


@dataclass(frozen=True, kw_only=True)
class WindowResult:
    """One decoded window; word times count from the start of the window."""

    words: tuple[Word, ...]
    text: str
    decoded: Decoded
    compression_ratio: float
    context: float
    layers: tuple[Any, ...] = ()

    @property
    def loops(self) -> bool:
        """Whether the text repeats itself in a loop."""
        return self.decoded.best.stuck or self.compression_ratio > LOOP_ABOVE_COMPRESSION

    @property
    def silent(self) -> bool:
        """Whether Whisper considers the window silent and its words guesses."""
        unsure = self.decoded.best.mean_log_probability < SILENT_BELOW_LOG_PROBABILITY
        return unsure and (self.decoded.no_speech or 0.0) > SILENT_ABOVE_NO_SPEECH


def language_of(results: Sequence[WindowResult]) -> tuple[str, float | None]:
    """Return the likeliest language over all windows and its mean probability.

    The language is empty and the probability None when the model knows English only.
    """
    windows = [result.decoded.languages for result in results if result.decoded.languages]
    if not windows:
        return "", None
    mean = {
        code: sum(probabilities[code] for probabilities in windows) / len(windows)
        for code in windows[0]
    }
    likeliest = max(mean, key=lambda code: mean[code])
    return likeliest, round(mean[likeliest], 4)
