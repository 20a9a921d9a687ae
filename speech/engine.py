"""The interface of a speech recogniser: everything outside ``speech.whisper`` uses only this."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from speech.spoken import Span, Word


@dataclass(frozen=True, kw_only=True)
class Transcript:
    """Words of one recording and how sure the engine was of them.

    Attributes:
        words: in order, times in seconds from the start of the recording.
        text: as the engine wrote it, punctuation included.
        mean_log_probability: mean over all tokens; None when nothing was decoded.
        no_speech_probability, compression_ratio: the highest over all windows.
        language, language_probability: the likeliest language (ISO 639-1) and its probability;
            empty and None when nothing was decoded or the model knows English only.
        rater_scores: scores of the speech rater by criterion, 0 to 10 (``speech.rater``); None
            when no rater was fitted for this model.
        flags: ``loop`` (it repeated itself even with the full context), ``decoded_twice``,
            ``silent_window`` (a window was judged silent and its words dropped),
            ``cut_in_speech`` (no pause was found where a long answer had to be cut).
        engine, model, weights, settings: versions and fingerprints of the recogniser.
    """

    words: tuple[Word, ...] = ()
    text: str = ""
    mean_log_probability: float | None = None
    no_speech_probability: float | None = None
    compression_ratio: float | None = None
    language: str = ""
    language_probability: float | None = None
    rater_scores: Mapping[str, float] | None = None
    flags: tuple[str, ...] = ()
    engine: str
    model: str
    weights: str
    settings: Mapping[str, Any] = field(default_factory=dict)


class Engine(Protocol):
    """A recogniser, loaded and ready."""

    def transcribe(
        self, samples: NDArray[np.float32], *, speech: tuple[Span, ...], script: str = ""
    ) -> Transcript:
        """Transcribe the parts of 16 kHz mono sound that lie in ``speech``.

        Args:
            samples: -1 to 1.
            speech: stretches of speech from voice-activity detection.
            script: the text that the speaker was asked to read or repeat; empty for a free
                answer. It never changes the words.
        """
        ...
