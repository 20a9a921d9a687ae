"""Word times from Whisper's cross-attention, in numpy.

The method of openai-whisper's ``timing.py`` (Radford et al., MIT licence), without numba: the first
call of its parallel loop resets OpenMP's threads, and their pool then spins for the rest of the
process, so that everything afterwards takes two to three times as long.
"""

import numpy as np
from numpy.typing import NDArray

MEDIAN_WIDTH = 7


def path_cost(attention: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the cost of aligning each token with each frame.

    Args:
        attention: unnormalised cross-attention, heads × tokens × frames.

    Returns:
        tokens × frames; lower is better.
    """
    weights = np.exp(attention - attention.max(axis=-1, keepdims=True))
    weights /= weights.sum(axis=-1, keepdims=True)
    spread = weights.std(axis=-2, keepdims=True)
    weights = (weights - weights.mean(axis=-2, keepdims=True)) / np.where(spread > 0, spread, 1)
    smooth = sum(_median(head) for head in weights)
    return np.asarray(-smooth / len(weights), np.float64)


def _median(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Smooth each row by the median of seven neighbours, mirrored at the ends."""
    half = MEDIAN_WIDTH // 2
    if rows.shape[-1] <= half:
        return rows
    padded = np.pad(rows, ((0, 0), (half, half)), mode="reflect")
    around = np.lib.stride_tricks.sliding_window_view(padded, MEDIAN_WIDTH, axis=-1)
    middle: NDArray[np.float32] = np.sort(around, axis=-1)[..., half]
    return middle


def cheapest_path(cost: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Find the monotone path of least cost from the first to the last corner (time warping).

    Cells on one anti-diagonal do not depend on each other, so each diagonal is one numpy step.
    Ties are broken as in openai-whisper: a step in time wins.

    Returns:
        Row numbers and column numbers along the path.
    """
    rows, columns = cost.shape
    width = columns + 1
    total = np.full((rows + 1) * width, np.inf, np.float32)
    step = np.full((rows + 1) * width, 2, np.int8)
    total[0] = 0
    flat = np.zeros((rows + 1, width))
    flat[1:, 1:] = cost
    flat = flat.reshape(-1)
    for diagonal in range(2, rows + columns + 1):
        first, last = max(1, diagonal - columns), min(rows, diagonal - 1)
        here = slice(first * columns + diagonal, last * columns + diagonal + 1, columns)
        index = np.arange(here.start, here.stop, columns)
        both, down, along = total[index - width - 1], total[index - width], total[index - 1]
        choice = np.where(
            (both < down) & (both < along), 0, np.where((down < both) & (down < along), 1, 2)
        )
        total[index] = flat[index] + np.choose(choice, (both, down, along))
        step[index] = choice
    return _trace(step.reshape(rows + 1, width))


def _trace(step: NDArray[np.int8]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Trace the path back from the last corner; along the edges only one step is possible."""
    row, column = step.shape[0] - 1, step.shape[1] - 1
    path = []
    while row > 0 or column > 0:
        path.append((row - 1, column - 1))
        direction = 2 if row == 0 else 1 if column == 0 else step[row, column]
        row -= direction != 2
        column -= direction != 1
    path.reverse()
    cells = np.array(path, np.int64)
    return cells[:, 0], cells[:, 1]


def token_starts(attention: NDArray[np.float32], *, rows: slice) -> NDArray[np.int64]:
    """Return the frame at which each token begins.

    Args:
        attention: unnormalised, of all tokens, because the normalisation is over all of them.
        rows: the tokens to align, in order.
    """
    tokens, frames = cheapest_path(path_cost(attention)[rows])
    return frames[np.concatenate(([True], np.diff(tokens) > 0))]
