"""openai-whisper as it ships: its ``transcribe`` with word times."""

import warnings
from pathlib import Path

import whisper

from benchmarks._engine import LONGEST_SECONDS, Engine, Transcribed
from speech.audio import decode
from speech.whisper import prepare


def load(model: str, folder: Path) -> Engine:
    """Load the engine with a model whose weights are in a folder."""
    network = whisper.load_model(str(prepare(model, folder=folder).path), device="cpu")
    network.set_alignment_heads(whisper._ALIGNMENT_HEADS[model])

    def transcribe(path: Path) -> Transcribed:
        sound = decode(path, longest_seconds=LONGEST_SECONDS)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            answer = network.transcribe(
                sound.samples, language="en", word_timestamps=True, fp16=False
            )
        return Transcribed(text=answer["text"], seconds=sound.seconds)

    return Engine(transcribe=transcribe, about={"version": whisper.__version__})
