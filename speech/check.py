"""Check that transcription works on this machine, with a clip whose words are known."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from speech.spoken import Spoken
from speech.transcription import transcribe_recording

CLIP = Path(__file__).parent / "clips" / "check.ogg"  # synthetic, see its README
CLIP_TEXT = (
    "Thank you for calling. I am sorry that your parcel came late. "
    "May I check the address with you, so that we can send a new one today?"
)
LONGEST_SECONDS = 30.0


@dataclass(frozen=True, kw_only=True)
class CheckReport:
    """The model that was used and its transcript of the clip.

    Attributes:
        model: name of the model.
        origin: the package or the path that the model came from.
        weights: fingerprint of its tensors.
        path: the checkpoint that was loaded.
        expected: the words of the clip.
        spoken: the result for the clip, with its transcript.
        load_seconds, transcribe_seconds: wall clock; the first includes importing torch.
    """

    model: str
    origin: str
    weights: str
    path: Path
    expected: str
    spoken: Spoken
    load_seconds: float
    transcribe_seconds: float

    @property
    def good(self) -> bool:
        """Whether every word of the clip is right, ignoring letter case and punctuation."""
        return _words(self.spoken.text) == _words(self.expected)


def check(
    weights_folder: Path, model: str, *, places: Sequence[Path] = (), threads: int = 1
) -> CheckReport:
    """Load the model and transcribe the shipped clip.

    Imports torch: call it from a command, never while serving a request.

    Raises:
        WeightsError: there are no usable weights; the message says how to get them.
        VoiceActivityError: the voice-activity model is missing.
    """
    from speech.whisper import Whisper, prepare

    began = time.perf_counter()
    prepared = prepare(model, folder=weights_folder, places=places)
    engine = Whisper(prepared, threads=threads)
    loaded = time.perf_counter()
    spoken = transcribe_recording(CLIP, engine=engine, longest_seconds=LONGEST_SECONDS)
    return CheckReport(
        model=prepared.model,
        origin=prepared.origin,
        weights=engine.weights,
        path=prepared.path,
        expected=CLIP_TEXT,
        spoken=spoken,
        load_seconds=loaded - began,
        transcribe_seconds=time.perf_counter() - loaded,
    )


def _words(text: str) -> list[str]:
    plain = "".join(letter for letter in text.lower() if letter.isalnum() or letter.isspace())
    return plain.split()
