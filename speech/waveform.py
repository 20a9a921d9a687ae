"""The outline of a recording for the eye: how loud it is from moment to moment."""

import numpy as np
from numpy.typing import NDArray

COLUMNS = 150
"""A phone shows no more; a report of 23 answers has room for no more."""

LEVELS = "0123456789abcdefghijklmnopqrstuvwxyz"


def waveform(samples: NDArray[np.float32]) -> str:
    """Return one sign of ``LEVELS`` for each of ``COLUMNS`` equal stretches.

    It stands for the greatest amplitude there, relative to that of the whole recording; by its
    square root, as the eye judges loudness. Empty when the recording is shorter or silent.
    """
    if len(samples) < COLUMNS:
        return ""
    peaks = np.array([np.abs(part).max() for part in np.array_split(samples, COLUMNS)])
    if peaks.max() == 0:
        return ""
    steps = np.rint(np.sqrt(peaks / peaks.max()) * (len(LEVELS) - 1)).astype(int)
    return "".join(LEVELS[step] for step in steps)
