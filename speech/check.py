"""Does listening work here? Which model, from where, and what it hears in a known clip."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from speech.listening import listen
from speech.spoken import Spoken

CLIP = Path(__file__).parent / "clips" / "check.ogg"  # synthetic, see its README
CLIP_TEXT = (
    "Thank you for calling. I am sorry that your parcel came late. "
    "May I check the address with you, so that we can send a new one today?"
)
LONGEST_SECONDS = 30.0


@dataclass(frozen=True, kw_only=True)
class CheckReport:
    """What was used and what was heard.

    Attributes:
        model: name of the model; origin: the package or the path that it came from.
        weights: fingerprint of its tensors; path: the checkpoint that was loaded.
        expected: what the clip says; heard: what was heard.
        load_seconds, listen_seconds: wall clock; the first includes importing torch.
    """

    model: str
    origin: str
    weights: str
    path: Path
    expected: str
    heard: Spoken
    load_seconds: float
    listen_seconds: float

    @property
    def good(self) -> bool:
        """Whether the clip came out word for word, letter case and punctuation aside."""
        return _words(self.heard.text) == _words(self.expected)


def check(
    weights_folder: Path, model: str, *, places: Sequence[Path] = (), threads: int = 1
) -> CheckReport:
    """Load the model and listen to the shipped clip. Loads torch: for a command, never a request.

    Raises:
        WeightsError: no usable weights; the message says what helps.
        VoiceActivityError: the voice-activity model is missing.
    """
    from speech.whisper import Whisper, prepare

    began = time.perf_counter()
    prepared = prepare(model, folder=weights_folder, places=places)
    engine = Whisper(prepared, threads=threads)
    loaded = time.perf_counter()
    heard = listen(CLIP, engine=engine, longest_seconds=LONGEST_SECONDS)
    return CheckReport(
        model=prepared.model,
        origin=prepared.origin,
        weights=engine.weights,
        path=prepared.path,
        expected=CLIP_TEXT,
        heard=heard,
        load_seconds=loaded - began,
        listen_seconds=time.perf_counter() - loaded,
    )


def _words(text: str) -> list[str]:
    kept = "".join(letter for letter in text.lower() if letter.isalnum() or letter.isspace())
    return kept.split()
