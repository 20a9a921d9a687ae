"""Sound for tests: real recorded speech where the system has it, files of any kind made from it."""

import io
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from benchmarks.listen import sentences

# The Debian package `pocketsphinx-testdata`; `make test` installs it where it may.
RECORDED = Path("/usr/share/pocketsphinx/test/data")
RATE = 16_000
FAKE_MICROPHONE_RATE = 48_000

# What is rendered when the package is missing. Figures measured on it say nothing about accuracy.
SYNTHETIC = (
    "thank you for waiting while i look at your order",
    "the parcel left our store on monday and should reach you tomorrow",
    "may i have the number that is printed at the top of the letter",
)


@dataclass(frozen=True, kw_only=True)
class Clip:
    """One sentence: where it stands, the words in it, and whether a person spoke them."""

    path: Path
    words: tuple[str, ...]
    synthetic: bool = False

    def __str__(self) -> str:
        return f"{'synthetic-' if self.synthetic else ''}{self.path.stem[-24:]}"


@cache
def real_speech() -> list[Clip]:
    """Five sentences read aloud by a person, 16 kHz mono WAV, 3 to 7 s; else rendered ones."""
    folder = RECORDED / "librivox"
    if not (folder / "transcription").is_file():
        return synthetic_speech()
    return [Clip(path=found.path, words=tuple(found.text.split())) for found in sentences(folder)]


@cache
def synthetic_speech() -> list[Clip]:
    """Sentences rendered by hibari-tts, kept beside pytest's other temporary files."""
    import tempfile

    from hibari import Hibari

    folder = Path(tempfile.gettempdir()) / "handa-synthetic-speech"
    folder.mkdir(exist_ok=True)
    voice = Hibari()
    clips = []
    for number, sentence in enumerate(SYNTHETIC):
        path = folder / f"{number}.wav"
        voice.save(sentence, str(path))
        clips.append(Clip(path=path, words=tuple(sentence.split()), synthetic=True))
    return clips


def samples_of(path: Path) -> NDArray[np.float32]:
    """Decode a WAV file to 16 kHz mono samples, apart from the product's own decoder."""
    return resampled(path, RATE).astype(np.float32) / 32_768


def resampled(path: Path, rate: int) -> NDArray[np.int16]:
    pieces = []
    with av.open(str(path)) as opened:
        resampler = av.AudioResampler(format="s16", layout="mono", rate=rate)
        for frame in opened.decode(audio=0):
            frame.pts = None
            pieces += [piece.to_ndarray()[0] for piece in resampler.resample(frame)]
        pieces += [piece.to_ndarray()[0] for piece in resampler.resample(None)]
    return np.concatenate(pieces)


def wav_for_fake_microphone(clips: Clip | Sequence[Clip], path: Path, *, seconds: float) -> Path:
    """Write what Chromium plays as its microphone: 48 kHz mono 16 bit, padded with silence.

    Chromium repeats the file, so ``seconds`` should be longer than a test records. The speech
    begins after half a second; half a second lies between clips.
    """
    gap = np.zeros(FAKE_MICROPHONE_RATE // 2, np.int16)
    parts = [gap]
    for clip in [clips] if isinstance(clips, Clip) else clips:
        parts += [resampled(clip.path, FAKE_MICROPHONE_RATE), gap]
    sound = np.concatenate(parts)
    length = int(seconds * FAKE_MICROPHONE_RATE)
    if len(sound) > length:
        raise ValueError(f"the clips last {len(sound) / FAKE_MICROPHONE_RATE:.1f} s")
    padded = np.zeros(length, np.int16)
    padded[: len(sound)] = sound
    path.write_bytes(wav(padded, rate=FAKE_MICROPHONE_RATE))
    return path


def wav(samples: NDArray[np.int16], *, rate: int = RATE) -> bytes:
    """Return a mono 16-bit WAV file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(samples.astype("<i2").tobytes())
    return file.getvalue()


# name: (container, codec, rate)
KINDS = {
    "webm": ("webm", "libopus", 48_000),
    "ogg": ("ogg", "libopus", 48_000),
    "mp4": ("mp4", "aac", 48_000),
    "mp3": ("mp3", "libmp3lame", 48_000),
    "flac": ("flac", "flac", 16_000),
    "wav": ("wav", "pcm_s16le", 16_000),
}


def encoded(samples: NDArray[np.float32], kind: str) -> bytes:
    """Encode 16 kHz mono samples as a browser (or a phone) would send them."""
    container, codec, rate = KINDS[kind]
    file = io.BytesIO()
    with av.open(file, "w", format=container) as out:
        stream = out.add_stream(codec, rate=rate, layout="mono")
        if codec not in ("flac", "pcm_s16le"):
            stream.bit_rate = 48_000
        whole = (np.clip(samples, -1, 1) * 32_767).astype(np.int16)[None]
        frame = av.AudioFrame.from_ndarray(whole, format="s16", layout="mono")
        frame.sample_rate = RATE
        frame.pts = 0
        resampler = av.AudioResampler(
            format=stream.format.name, layout="mono", rate=rate, frame_size=stream.frame_size
        )
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            out.mux(stream.encode(piece))
        out.mux(stream.encode(None))
    return file.getvalue()
