"""Detect whether a recording is likely to hold a second voice, and where.

No data about a voice is stored or compared with another recording: the numbers exist only while
one recording is analysed, and only the times leave this module.

The voiced frames are cut into stretches of half a second. For each stretch, the mean of twelve
mel-cepstral coefficients (telephone band, no loudness) and of the pitch is computed. For every run
of stretches, the distance between its mean and the mean of all others is measured in units of the
variation within one speaker (``voices.json``), as in a likelihood-ratio test for one change. The
largest distance counts.

Measured on sentences read by 50 speakers who are not in ``voices.json`` (first language Mandarin,
half of them children; 400 joins for each number of speakers and length). One speaker, 2, 4, 6 or 8
sentences (about 8, 17, 23, 33 stretches): 0.8, 1.0, 0.8, 0.8 % flagged. Two speakers, the second
with up to half of the sentences: 15, 37, 48, 54 % detected, some because of another room or
microphone. A flag is therefore a reason to listen, and no flag means little. Two men with voices
of similar pitch are mostly missed. Not measured: lively or acted speech of one person, two people
in one room, speech behind the speaker.
"""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from speech.audio import SAMPLE_RATE
from speech.spectrum import STEP_SECONDS, WINDOW
from speech.spoken import Span

TABLE = Path(__file__).with_name("voices.json")
# Inside the telephone band, so that the band of a codec does not look like another voice.
BANDS, LOWEST_HZ, HIGHEST_HZ = 20, 100.0, 3_700.0
CEPSTRA = 12
STRETCH_FRAMES = 50
LEAST_STRETCHES = 2
# Chosen for false alarms below 2 % at every tested length. Distances within one speaker grow about
# with the fourth root of the length of the recording.
FLAG_ABOVE = 60.0
LENGTH_POWER = 0.25


def other_voice(
    power: NDArray[np.float32], hertz: NDArray[np.float32], speech: NDArray[np.bool_]
) -> tuple[Span, ...]:
    """Return the shorter part of a recording in which two voices seem to speak; usually empty.

    Args:
        power: spectra per 10 ms (``spectrum.power_of``).
        hertz: pitch per 10 ms, 0 where unvoiced.
        speech: per 10 ms, whether the frame lies in speech.
    """
    frames = np.flatnonzero(speech & (hertz > 0))
    count = len(frames) // STRETCH_FRAMES
    if count < 2 * LEAST_STRETCHES:
        return ()
    frames = frames[: count * STRETCH_FRAMES]
    means = _features(power[frames], hertz[frames]).reshape(count, STRETCH_FRAMES, -1).mean(axis=1)
    distance, first, last = _farthest(means @ _factor())
    if distance / count**LENGTH_POWER < FLAG_ABOVE:
        return ()
    edges = frames.reshape(count, STRETCH_FRAMES)
    inner, outer = [(first, last)], [(0, first), (last, count)]
    part = inner if last - first <= count - (last - first) else outer
    return tuple(
        Span(
            start=round(float(edges[begin, 0]) * STEP_SECONDS, 2),
            end=round(float(edges[end - 1, -1] + 1) * STEP_SECONDS, 2),
        )
        for begin, end in part
        if end > begin
    )


def _features(power: NDArray[np.float32], hertz: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the cepstra without loudness and the pitch in semitones of voiced frames."""
    bands = np.log(power @ _filters() + np.float32(1e-10))
    number = np.arange(BANDS)[:, None] + 0.5
    cosines = np.cos(np.pi * np.arange(1, CEPSTRA + 1)[None] * number / BANDS) * np.sqrt(2 / BANDS)
    semitones = 12 * np.log2(hertz)[:, None]
    return np.concatenate([bands @ cosines, semitones], axis=1)


def _farthest(means: NDArray[np.float64]) -> tuple[float, int, int]:
    """Return the largest distance between a run and the rest, and the run's start and end."""
    count = len(means)
    sums = np.concatenate([np.zeros((1, means.shape[1])), np.cumsum(means, axis=0)])
    best = (0.0, 0, 0)
    for first in range(count - LEAST_STRETCHES + 1):
        lasts = np.arange(first + LEAST_STRETCHES, min(count, first + count - LEAST_STRETCHES) + 1)
        inner = (lasts - first)[:, None]
        run = sums[lasts] - sums[first]
        difference = run / inner - (sums[-1] - run) / (count - inner)
        distance = (inner * (count - inner) / count)[:, 0] * np.square(difference).sum(axis=1)
        at = int(distance.argmax())
        best = max(best, (float(distance[at]), first, int(lasts[at])))
    return best


@cache
def _factor() -> NDArray[np.float64]:
    """Return the matrix that scales distances to units of the variation within a speaker."""
    rows: Sequence[Sequence[float]] = json.loads(TABLE.read_text())["factor"]
    factor = np.zeros((len(rows), len(rows)))
    for number, row in enumerate(rows):
        factor[number, : len(row)] = row
    return factor


@cache
def _filters() -> NDArray[np.float32]:
    """Return triangular filters, evenly spaced in mel, one per column."""

    def mel(hertz: float) -> float:
        return 2595 * float(np.log10(1 + hertz / 700))

    edges = 700 * (10 ** (np.linspace(mel(LOWEST_HZ), mel(HIGHEST_HZ), BANDS + 2) / 2595) - 1)
    hertz = np.arange(WINDOW // 2 + 1)[:, None] * (SAMPLE_RATE / WINDOW)
    rise = (hertz - edges[:-2]) / (edges[1:-1] - edges[:-2])
    fall = (edges[2:] - hertz) / (edges[2:] - edges[1:-1])
    return np.clip(np.minimum(rise, fall), 0, None).astype(np.float32)
