"""Sound for tests: real recorded speech where the system has it, files of any kind made from it."""

import io
import os
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from benchmarks._clips import sentences

# The Debian package `pocketsphinx-testdata`; `make test` installs it where it may.
RECORDED = Path("/usr/share/pocketsphinx/test/data")
RATE = 16_000
FAKE_MICROPHONE_RATE = 48_000

Sound = NDArray[np.float32]

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

    from hibari import Hibari  # type: ignore[import-untyped]

    folder = Path(tempfile.gettempdir()) / "handa-synthetic-speech"
    folder.mkdir(exist_ok=True)
    voice = Hibari()
    clips = []
    for number, sentence in enumerate(SYNTHETIC):
        path = folder / f"{number}.wav"
        # Renamed into place: another worker of the run may be reading the same file.
        draft = folder / f"{number}-{os.getpid()}.wav"
        voice.save(sentence, str(draft))
        draft.replace(path)
        clips.append(Clip(path=path, words=tuple(sentence.split()), synthetic=True))
    return clips


def samples_of(path: Path) -> NDArray[np.float32]:
    """Decode a WAV file to 16 kHz mono samples, apart from the product's own decoder."""
    return resampled(path, RATE).astype(np.float32) / 32_768  # type: ignore[return-value]


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
        assert isinstance(stream, av.AudioStream)
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


# ---- rendered sound: what it is, is known, because we made it ----


def harmonics(hertz: NDArray[np.float64], *, level: float = 0.1, count: int = 12) -> Sound:
    """A buzz with a known pitch contour: ``hertz`` per sample, 0 where there is to be silence."""
    phase = 2 * np.pi * np.cumsum(hertz) / RATE
    highest = RATE / 2.2
    parts = (np.sin(phase * n) / n * (hertz * n < highest) for n in range(1, count + 1))
    return (level * sum(parts) * (hertz > 0)).astype(np.float32)


def music(seed: int, seconds: float = 8.0) -> Sound:
    """Chords of plucked or bowed tones, a bass line, and mostly a drum pattern; no voice."""
    random = np.random.default_rng(seed)
    beat = 60 / random.uniform(70, 150)
    sound = np.zeros(int(seconds * RATE) + RATE)
    root = random.choice([110.0, 130.8, 146.8, 164.8, 196.0])
    decay = random.choice([0.15, 0.4, 1.5])
    drums = random.random() < 0.7
    for number in range(int(seconds / beat)):
        at = int(number * beat * RATE)
        chord = root * 2 ** (random.choice([0, 5, 7, 9]) / 12)
        thirds = [0, random.choice([3, 4]), 7, 12]
        for step in (*thirds, -12):
            tone = harmonics(np.full(int(beat * RATE), chord * 2 ** (step / 12)), count=8)
            length = np.arange(len(tone)) / RATE
            sound[at : at + len(tone)] += tone * np.exp(-length / decay) * 0.5
        if drums:
            size = int(0.1 * RATE)
            fade = np.exp(-np.arange(size) / (0.02 * RATE))
            hit = random.normal(0, 0.2, size) if number % 2 else wave_of(60, size)
            sound[at : at + size] += hit * fade
    melody = random.random() < 0.5
    if melody:
        steps = random.choice([0, 2, 4, 5, 7, 9, 11, 12], int(seconds / beat * 2))
        pitch = np.repeat(root * 4 * 2 ** (steps / 12), int(beat * RATE / 2))
        vibrato = 1 + 0.01 * np.sin(2 * np.pi * 5.5 * np.arange(len(pitch)) / RATE)
        sound[: len(pitch)] += harmonics(pitch * vibrato, count=6)[: len(sound)]
    sound = sound[: int(seconds * RATE)]
    return (0.5 * sound / np.abs(sound).max()).astype(np.float32)


def wave_of(hertz: float, size: int) -> NDArray[np.float64]:
    return 0.5 * np.sin(2 * np.pi * hertz * np.arange(size) / RATE)


def noise_of(seed: int, seconds: float = 8.0) -> Sound:
    """Noise of one of many colours: steady, swelling, in bursts, with knocks or with hum."""
    random = np.random.default_rng(seed)
    size = int(seconds * RATE)
    spectrum = np.fft.rfft(random.normal(0, 1, size))
    hertz = np.arange(len(spectrum)) / seconds
    spectrum *= np.maximum(hertz, 20) ** -random.uniform(0, 1.2)
    if random.random() < 0.5:
        middle, width = random.uniform(200, 4000), random.uniform(100, 3000)
        spectrum *= np.exp(-(((hertz - middle) / width) ** 2))
    sound = np.fft.irfft(spectrum, size)
    kind = seed % 4
    times = np.arange(size) / RATE
    if kind == 1:
        sound *= 1 + 0.9 * np.sin(2 * np.pi * random.uniform(0.2, 6) * times)
    elif kind == 2:
        sound *= np.repeat(random.random(size // 1600 + 1) < 0.3, 1600)[:size] + 0.02
    elif kind == 3:
        sound /= np.abs(sound).max()
        sound += sum(np.sin(2 * np.pi * 60 * n * times) / n for n in range(1, 6)) * 0.3
    return (random.uniform(0.05, 0.8) * sound / np.abs(sound).max()).astype(np.float32)


def whispered(samples: Sound) -> Sound:
    """Turn speech into a whisper: its spectral envelope (linear prediction), driven by noise."""
    return _vocoded(samples, None)


def with_pitch(samples: Sound, hertz: NDArray[np.float64]) -> Sound:
    """Say speech again with a pitch that is known: ``hertz`` per 10 ms, 0 where it is to hiss."""
    return _vocoded(samples, hertz)


def _vocoded(samples: Sound, hertz: NDArray[np.float64] | None) -> Sound:
    """Drive the envelope of 20 ms frames (order 18, overlapping) by noise or by a pulse train."""
    size, step, order = 320, 160, 18
    count = len(samples) // step - 1
    noise = np.random.default_rng(1).normal(0, 1, len(samples))
    drive = noise
    if hertz is not None:
        steady = np.repeat(np.asarray(hertz, float), step)[: len(samples)]
        steady = np.pad(steady, (0, len(samples) - len(steady)))
        turns = np.floor(np.cumsum(steady) / RATE)
        pulses = np.diff(turns, prepend=0.0) * np.sqrt(RATE / np.maximum(steady, 1))
        drive = np.where(steady > 0, pulses, noise)
    out = np.zeros(len(samples) + 1024)
    shape = np.hanning(size + 1)[:-1]
    for number in range(count):
        here = slice(number * step, number * step + size)
        frame = samples[here] * shape
        lags = np.fft.irfft(np.abs(np.fft.rfft(frame, 1024)) ** 2)[: order + 1]
        if lags[0] < 1e-9:
            continue
        lags[0] *= 1.001
        matrix = lags[np.abs(np.subtract.outer(np.arange(order), np.arange(order)))]
        filtered = np.linalg.solve(matrix, lags[1:])
        error = max(lags[0] - filtered @ lags[1:], 1e-12)
        response = 1 / np.fft.rfft(np.concatenate([[1], -filtered]), 1024)
        gain = np.sqrt(error / size)
        part = np.fft.irfft(np.fft.rfft(drive[here] * shape, 1024) * response) * gain
        out[here.start : here.start + 1024] += part[:1024]
    return out[: len(samples)].astype(np.float32)


def telephone(samples: Sound) -> Sound:
    """Leave the band of a telephone: 300 to 3,400 Hz."""
    spectrum = np.fft.rfft(samples)
    hertz = np.arange(len(spectrum)) * RATE / len(samples)
    spectrum[(hertz < 300) | (hertz > 3_400)] = 0
    return np.fft.irfft(spectrum, len(samples)).astype(np.float32)


def voices_of(folder: Path = RECORDED) -> tuple[Sound, Sound]:
    """Two readers, one after the other in two sounds: recorded ones where the system has them."""
    first = np.concatenate([samples_of(clip.path) for clip in real_speech()])
    cards = sorted((folder / "cards").glob("*.wav"))
    if not cards:
        return first, with_pitch(first, np.full(len(first) // 160, 240.0))
    return first, np.concatenate([samples_of(path) for path in cards])
