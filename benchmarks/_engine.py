"""An engine of the benchmark ``listen``: a recording in, its text and counts out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

LONGEST_SECONDS = 600.0


@dataclass(frozen=True, kw_only=True)
class Transcribed:
    """One recording as an engine transcribed it.

    Attributes:
        text: the words.
        seconds: length of the sound.
        counts: 1 or 0 by the name of an event that is counted over all recordings.
    """

    text: str
    seconds: float
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Engine:
    """A loaded engine.

    Attributes:
        transcribe: transcribes the recording in a file.
        about: its version or its weights, as conditions of a figure.
    """

    transcribe: Callable[[Path], Transcribed]
    about: Mapping[str, str]
