"""Pitch and loudness of speech, measured from the sound alone.

The pitch tracker follows Boersma (1993), "Accurate short-term analysis of the fundamental frequency
and the harmonics-to-noise ratio of a sampled sound": the autocorrelation of a windowed frame is
divided by that of the window, and the path through the best few peaks has a cost for each
octave that it jumps. A new implementation in numpy; it contains no code of Praat (GPL).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from speech.audio import SAMPLE_RATE
from speech.spectrum import STEP_SECONDS, frames_of, inside, level_of
from speech.spoken import Prosody, Span

LOWEST_HZ, HIGHEST_HZ = 75.0, 500.0
# Half of our sample rate: harmonics up to 4 kHz are enough, and it halves the work.
PITCH_RATE = SAMPLE_RATE // 2
PERIODS_IN_WINDOW = 3
TRANSFORM = 512
# The correlation is computed at twice the resolution of the sound: the peak of a high voice is so
# narrow that it falls between two lags, and the peak at twice the period would look higher.
FINER = 2
LAG_RATE = FINER * PITCH_RATE

# The costs are Boersma's, per 10 ms. His threshold for voicing is 0.45, together with a cost for
# changing between voiced and unvoiced; without that cost, 0.55 agrees better with reference data.
VOICED_ABOVE_STRENGTH = 0.55
OCTAVE_COST, JUMP_COST = 0.01, 0.35
CANDIDATES = 4
# A frame this far below the loudest frames is breath or room noise, even if it is periodic.
VOICED_ABOVE_LEVEL_DB = -30.0
SHORTEST_VOICED_FRAMES = 3

# With less speech than this, a range of pitch is not meaningful.
LEAST_VOICED_SECONDS = 0.3
LEAST_SPEECH_SECONDS = 0.5
# Digital silence must not determine the range of loudness.
FLOOR_DB = 60.0


def measure(samples: NDArray[np.float32], speech: Sequence[Span]) -> Prosody:
    """Summarise pitch and loudness in speech.

    Args:
        samples: 16 kHz mono.
        speech: stretches of speech.
    """
    return summary(pitch(samples), level_of(samples), speech)


def summary(
    hertz: NDArray[np.float32], level: NDArray[np.float32], speech: Sequence[Span]
) -> Prosody:
    """Summarise a pitch contour and an intensity contour over speech.

    Args:
        hertz: per 10 ms, 0 where unvoiced.
        level: per 10 ms, dB.
        speech: stretches of speech; frames outside are not counted.
    """
    spoken = inside(speech, len(level))
    count = int(spoken.sum())
    if count < LEAST_SPEECH_SECONDS / STEP_SECONDS:
        return Prosody()
    voiced = hertz[spoken & (hertz > 0)]
    levels = level[spoken]
    levels = np.maximum(levels, levels.max() - FLOOR_DB)
    low, high = np.percentile(levels, [10, 90])
    loudness = Prosody(
        voiced_share=round(len(voiced) / count, 4),
        intensity_range_db=round(float(high - low), 2),
        intensity_sd_db=round(float(levels.std()), 2),
    )
    if len(voiced) < LEAST_VOICED_SECONDS / STEP_SECONDS:
        return loudness
    middle = float(np.median(voiced))
    semitones = 12 * np.log2(voiced / middle)
    low, high = np.percentile(semitones, [5, 95])
    return Prosody(
        f0_median_hz=round(middle, 1),
        f0_range_semitones=round(float(high - low), 2),
        f0_sd_semitones=round(float(semitones.std()), 2),
        voiced_share=loudness.voiced_share,
        intensity_range_db=loudness.intensity_range_db,
        intensity_sd_db=loudness.intensity_sd_db,
    )


def pitch(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the fundamental frequency in Hz per 10 ms, 0 where the sound is unvoiced.

    Args:
        samples: 16 kHz mono.
    """
    halved = _halved(samples)
    window = int(PERIODS_IN_WINDOW * PITCH_RATE / LOWEST_HZ)
    frames = frames_of(halved, window=window, step=round(STEP_SECONDS * PITCH_RATE))
    if not len(frames):
        return np.zeros(0, np.float32)
    loud = _loud(frames)
    hertz = np.zeros(len(frames), np.float32)
    if not loud.any():
        return hertz
    lags, strengths = _candidates(_correlation(frames[loud]))
    voiced = np.zeros(len(frames), np.bool_)
    voiced[loud] = strengths[:, 0] >= VOICED_ABOVE_STRENGTH
    place = np.cumsum(loud) - 1
    for start, end in _runs(voiced):
        rows = slice(place[start], place[end - 1] + 1)
        hertz[start:end] = LAG_RATE / _path(lags[rows], strengths[rows])
    return hertz


def _halved(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Halve the sample rate after a short binomial low pass (1 3 3 1)."""
    padded = np.pad(samples, (1, 2 + len(samples) % 2))
    even, odd = padded[0::2], padded[1::2]
    size = len(samples) // 2
    halved: NDArray[np.float32] = (
        even[:size] + 3 * odd[:size] + 3 * even[1 : size + 1] + odd[1 : size + 1]
    ) / np.float32(8)
    return halved


def _loud(frames: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Return which frames are loud enough to be voiced, relative to their 90th percentile."""
    power = np.einsum("ij,ij->i", frames, frames)
    present = power[power > 0]
    if not len(present):
        return np.zeros(len(frames), np.bool_)
    loudest = np.percentile(present, 90)
    loud: NDArray[np.bool_] = power > loudest * 10 ** (VOICED_ABOVE_LEVEL_DB / 10)
    return loud


def _correlation(frames: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return each frame's autocorrelation, 1 at lag 0, corrected for its window."""
    shape = np.hanning(frames.shape[1] + 2)[1:-1].astype(np.float32)
    centred = (frames - frames.mean(axis=1, keepdims=True)) * shape
    lags = int(np.ceil(LAG_RATE / LOWEST_HZ)) + 2
    fine = FINER * TRANSFORM
    of_window = np.fft.irfft(np.abs(np.fft.rfft(shape, TRANSFORM)) ** 2, fine)[:lags]
    spectrum = np.fft.rfft(centred, TRANSFORM, axis=1)
    raw = np.fft.irfft(spectrum.real**2 + spectrum.imag**2, fine, axis=1)[:, :lags]
    scale = np.maximum(raw[:, :1], np.float32(1e-20)) * (of_window / of_window[0])
    correlation: NDArray[np.float32] = (raw / scale).astype(np.float32)
    return correlation


def _candidates(
    correlation: NDArray[np.float32],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the best few peaks of each frame: lag in samples, and strength, best first.

    Among equal peaks the shorter lag wins (``OCTAVE_COST`` per octave). A frame with fewer peaks
    is padded with strength 0.
    """
    first, last = int(LAG_RATE / HIGHEST_HZ), int(np.ceil(LAG_RATE / LOWEST_HZ))
    before, here, after = (
        correlation[:, first + shift : last + 1 + shift].astype(np.float64) for shift in (-1, 0, 1)
    )
    peak = (here > before) & (here >= after)
    bend = np.where(peak, before - 2 * here + after, -1.0)
    offset = np.where(peak, 0.5 * (before - after) / np.where(bend < 0, bend, -1.0), 0.0)
    lag = np.arange(first, last + 1) + offset
    # A peak above 1 comes from the window's correction of noise: it must not beat a real peak.
    height = np.minimum(here - 0.25 * (before - after) * offset, 1.0)
    strength = np.where(peak, height - OCTAVE_COST * np.log2(lag * LOWEST_HZ / LAG_RATE), 0.0)
    order = np.argsort(-strength, axis=1)[:, :CANDIDATES]
    rows = np.arange(len(order))[:, None]
    return np.asarray(lag[rows, order], np.float64), np.asarray(strength[rows, order], np.float64)


def _runs(voiced: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return start and end of each voiced run that is long enough to count."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], voiced.astype(np.int8), [0]))))
    pairs = edges.reshape(-1, 2).tolist()
    return [(start, end) for start, end in pairs if end - start >= SHORTEST_VOICED_FRAMES]


def _path(lags: NDArray[np.float64], strengths: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the lags of the best path through a voiced run: strength minus the cost of jumps."""
    octaves = np.log2(lags)
    jumps = JUMP_COST * np.abs(octaves[1:, :, None] - octaves[:-1, None, :])
    worth = strengths[0]
    previous = np.zeros(lags.shape, np.int64)
    for row in range(1, len(lags)):
        options = worth[None, :] - jumps[row - 1]
        previous[row] = options.argmax(axis=1)
        worth = strengths[row] + options.max(axis=1)
    path = np.zeros(len(lags), np.int64)
    path[-1] = worth.argmax()
    for row in range(len(lags) - 1, 0, -1):
        path[row - 1] = previous[row, path[row]]
    best: NDArray[np.float64] = lags[np.arange(len(lags)), path]
    return best
