"""The waveform outline of a recording for display: its loudness over time."""

import numpy as np
from numpy.typing import NDArray

COLUMNS = 150
"""As many as a phone can show and as a report of 23 answers has room for."""

LEVELS = "0123456789abcdefghijklmnopqrstuvwxyz"


def waveform(samples: NDArray[np.float32]) -> str:
    """Return one character of ``LEVELS`` for each of ``COLUMNS`` equal stretches.

    It is the square root of the peak amplitude, relative to the peak of the whole recording,
    because loudness then looks right to the eye. Empty when the recording is silent or has fewer
    samples than columns.
    """
    if len(samples) < COLUMNS:
        return ""
    peaks = np.array([np.abs(part).max() for part in np.array_split(samples, COLUMNS)])
    if peaks.max() == 0:
        return ""
    steps = np.rint(np.sqrt(peaks / peaks.max()) * (len(LEVELS) - 1)).astype(int)
    return "".join(LEVELS[step] for step in steps)
