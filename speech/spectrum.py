"""Frames every 10 ms, the basis of the measures of pitch, loudness, noise and voices."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from speech.audio import SAMPLE_RATE
from speech.spoken import Span

STEP_SECONDS = 0.01
STEP = int(STEP_SECONDS * SAMPLE_RATE)
# 32 ms: two to six periods of a voice, and a length with a fast Fourier transform.
WINDOW = 512


def frames_of(
    samples: NDArray[np.float32], *, window: int = WINDOW, step: int = STEP
) -> NDArray[np.float32]:
    """Cut sound into overlapping frames, frame ``i`` centred on ``(i + 0.5)`` steps.

    Returns:
        A view of frames × window with one frame for every whole step.
    """
    count = len(samples) // step
    before = (window - step) // 2
    padded = np.zeros(max(window, count * step + window), np.float32)
    padded[before : before + len(samples)] = samples[: len(padded) - before]
    view: NDArray[np.float32] = np.lib.stride_tricks.sliding_window_view(padded, window)
    return view[: count * step : step]


def power_of(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the power spectrum of 32 ms frames: one row every 10 ms, 31.25 Hz per column."""
    shape = np.hanning(WINDOW + 2)[1:-1].astype(np.float32)
    spectrum = np.fft.rfft(frames_of(samples) * shape, axis=1)
    return np.asarray(spectrum.real**2 + spectrum.imag**2, np.float32)


def level_of(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the intensity contour: dB relative to full scale per 10 ms, at least -120."""
    frames = frames_of(samples)
    shape = np.hanning(WINDOW + 2)[1:-1].astype(np.float32)
    power = np.square(frames) @ (shape / shape.sum())
    return np.asarray(10 * np.log10(np.maximum(power, 1e-12)), np.float32)


def inside(speech: Sequence[Span], count: int, *, margin: float = 0.0) -> NDArray[np.bool_]:
    """Return for each frame whether its middle lies in speech or within ``margin`` s of it."""
    spoken = np.zeros(count, np.bool_)
    for span in speech:
        first = round((span.start - margin) / STEP_SECONDS)
        last = round((span.end + margin) / STEP_SECONDS)
        spoken[max(0, first) : max(0, last)] = True
    return spoken
