"""Handa's own engine: decoding, voice activity, prosody, words and everything else it keeps."""

from pathlib import Path

from benchmarks._engine import LONGEST_SECONDS, Engine, Transcribed
from speech.transcription import transcribe_recording
from speech.whisper import Whisper, prepare


def load(model: str, folder: Path) -> Engine:
    """Load the engine with a model whose weights are in a folder."""
    whisper = Whisper(prepare(model, folder=folder))

    def transcribe(path: Path) -> Transcribed:
        spoken = transcribe_recording(path, engine=whisper, longest_seconds=LONGEST_SECONDS)
        counts = {
            "rejected": int(bool(spoken.rejected)),
            "decoded_twice": int("decoded_twice" in spoken.flags),
        }
        return Transcribed(text=spoken.text, seconds=spoken.seconds, counts=counts)

    return Engine(transcribe=transcribe, about={"weights": whisper.weights[:12]})
