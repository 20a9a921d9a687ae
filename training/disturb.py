"""Disturbances that must not change a score: codecs, bands, levels, noise, pitch, silence."""

import hashlib
import io

import av
import numpy as np
from numpy.typing import NDArray
from scipy import signal

from speech.audio import decode

RATE = 16_000
Samples = NDArray[np.float64]

NAMES = ("codec", "band", "louder", "softer", "noise", "higher", "lower", "silence")


def disturbed(samples: NDArray[np.float32], name: str, *, seed: str) -> NDArray[np.float32]:
    """Return the sound under one disturbance, or under a random ``mixture`` of them.

    Args:
        samples: 16 kHz mono.
        name: one of ``NAMES``, or "mixture".
        seed: seed of the noise and of the mixture.
    """
    digest = hashlib.sha256(f"{name} {seed}".encode()).digest()
    chance = np.random.default_rng(int.from_bytes(digest[:8], "big"))
    sound = samples.astype(np.float64)
    if name == "mixture":
        return _mixture(sound, chance).astype(np.float32)
    result = {
        "codec": lambda: opus(sound, 16_000),
        "band": lambda: band(sound, 300, 3400, order=6),
        "louder": lambda: gain(sound, 10),
        "softer": lambda: gain(sound, -10),
        "noise": lambda: noise(sound, chance, decibels=20),
        "higher": lambda: pitch(sound, 2),
        "lower": lambda: pitch(sound, -2),
        "silence": lambda: silence(sound, 0.5),
    }[name]()
    return result.astype(np.float32)


def _mixture(sound: Samples, chance: np.random.Generator) -> Samples:
    if chance.random() < 0.5:
        sound = pitch(sound, chance.uniform(-2.2, 2.2))
    if chance.random() < 0.4:
        low, high = chance.uniform(60, 350), chance.uniform(3200, 7500)
        sound = band(sound, low, high, order=int(chance.integers(2, 7)))
    if chance.random() < 0.6:
        sound = noise(sound, chance, decibels=chance.uniform(12, 35))
    if chance.random() < 0.5:
        sound = silence(sound, chance.uniform(0.1, 0.7))
    sound = gain(sound, chance.uniform(-10, 10))
    return (
        opus(sound, int(chance.choice([12_000, 16_000, 24_000])))
        if chance.random() < 0.5
        else sound
    )


def gain(sound: Samples, decibels: float) -> Samples:
    """Amplify or attenuate a sound; too loud samples are clipped, as in a microphone."""
    return np.clip(sound * 10 ** (decibels / 20), -1, 1)


def silence(sound: Samples, seconds: float) -> Samples:
    """Add silence at both ends."""
    return np.pad(sound, int(seconds * RATE))


def band(sound: Samples, low: float, high: float, *, order: int) -> Samples:
    """Keep the frequencies between two limits, as a telephone does."""
    sections = signal.butter(order, [low, high], "band", fs=RATE, output="sos")
    return np.asarray(signal.sosfilt(sections, sound))


def noise(sound: Samples, chance: np.random.Generator, *, decibels: float) -> Samples:
    """Add white noise ``decibels`` below the mean power of the loudest 40 % of 20 ms frames."""
    frames = sound[: len(sound) // 320 * 320].reshape(-1, 320)
    power = (frames**2).mean(axis=1)
    loud = power[power > np.percentile(power, 60)].mean()
    hiss = chance.standard_normal(len(sound))
    return np.asarray(sound + hiss * np.sqrt(loud / 10 ** (decibels / 10)))


def opus(sound: Samples, bits: int) -> Samples:
    """Encode a sound with Opus at that many bits per second, and decode it."""
    target = io.BytesIO()
    with av.open(target, "w", format="ogg") as container:
        stream = container.add_stream("libopus", rate=48_000, layout="mono")
        stream.bit_rate = bits
        whole = np.round(np.clip(sound, -1, 1) * 32767).astype(np.int16)[None]
        frame = av.AudioFrame.from_ndarray(whole, format="s16", layout="mono")
        frame.sample_rate, frame.pts = RATE, 0
        to_opus = av.AudioResampler(format="s16", layout="mono", rate=48_000, frame_size=960)
        for piece in (*to_opus.resample(frame), *to_opus.resample(None)):
            container.mux(stream.encode(piece))
        container.mux(stream.encode(None))
    back = decode(target.getvalue(), longest_seconds=len(sound) / RATE + 1).samples
    return back[: len(sound)].astype(np.float64)


def pitch(sound: Samples, semitones: float) -> Samples:
    """Shift the pitch of a voice but keep its pace: resample, then stretch in time."""
    factor = 2 ** (semitones / 12)
    moved = np.asarray(signal.resample_poly(sound, 1000, round(1000 * factor)))
    return stretched(moved, len(sound) / len(moved))


def stretched(sound: Samples, factor: float, *, window: int = 640, reach: int = 160) -> Samples:
    """Lengthen a sound at the same pitch by overlapping windows where they fit best (WSOLA)."""
    step, length = window // 2, int(len(sound) * factor)
    out, weight = np.zeros(length + 2 * window), np.zeros(length + 2 * window)
    shape = np.hanning(window + 1)[:-1]
    around = np.pad(sound, (reach + window, 2 * window + reach))
    last: int | None = None
    for start in range(0, length, step):
        place = int(start / factor) + reach + window
        if last is not None:
            wanted = around[last + step : last + step + window]
            first = max(0, place - reach)
            near = around[first : place + reach + window]
            place = first + int(signal.correlate(near, wanted, "valid", method="fft").argmax())
        piece = around[place : place + window]
        if len(piece) < window:
            break
        out[start : start + window] += piece * shape
        weight[start : start + window] += shape
        last = place
    result: Samples = (out / np.maximum(weight, 0.1))[:length]
    return result
