import subprocess
import sys

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from speech.alignment import cheapest_path, path_cost, token_starts


def test_a_path_worked_by_hand():
    #        frames 0  1  2  3
    cost = np.array([[0, 0, 9, 9], [9, 9, 0, 9], [9, 9, 9, 0]], float)
    rows, columns = cheapest_path(cost)
    assert list(zip(rows, columns, strict=True)) == [(0, 0), (0, 1), (1, 2), (2, 3)]


def least(cost: np.ndarray) -> float:
    """The plain recursion of dynamic time warping, cell by cell."""
    total = np.full((cost.shape[0] + 1, cost.shape[1] + 1), np.inf)
    total[0, 0] = 0
    for i in range(1, cost.shape[0] + 1):
        for j in range(1, cost.shape[1] + 1):
            total[i, j] = cost[i - 1, j - 1] + min(
                total[i - 1, j - 1], total[i - 1, j], total[i, j - 1]
            )
    return float(total[-1, -1])


@given(rows=st.integers(1, 9), columns=st.integers(1, 14), seed=st.integers(0, 9999))
def test_the_path_is_monotone_complete_and_the_cheapest(rows, columns, seed):
    cost = np.random.default_rng(seed).normal(size=(rows, columns))
    i, j = cheapest_path(cost)
    assert (i[0], j[0], i[-1], j[-1]) == (0, 0, rows - 1, columns - 1)
    steps = set(zip(np.diff(i), np.diff(j), strict=True))
    assert steps <= {(0, 1), (1, 0), (1, 1)}
    assert abs(cost[i, j].sum() - least(cost)) < 1e-4


# In a process of its own: the first call of whisper's parallel loop slows all that comes after it.
AGAINST_WHISPER = """
import os; os.environ["NUMBA_NUM_THREADS"] = "1"
import numpy as np, torch
from whisper.timing import dtw, median_filter
from speech.alignment import cheapest_path, path_cost
random = np.random.default_rng(3)
for rows, columns in [(1, 5), (7, 7), (12, 90), (60, 400), (9, 4)]:
    attention = random.normal(size=(3, rows + 2, columns)).astype(np.float32)
    weights = torch.from_numpy(attention).softmax(dim=-1)
    std, mean = torch.std_mean(weights, dim=-2, keepdim=True, unbiased=False)
    cost = -median_filter((weights - mean) / std, 7).mean(axis=0)[1:-1]
    ours = path_cost(attention)[1:-1]
    assert np.allclose(ours, cost.numpy(), atol=1e-4), (rows, columns)
    assert all(map(np.array_equal, cheapest_path(cost.double().numpy()), dtw(cost)))
print("same")
"""


def test_the_same_as_whispers_own():
    answer = subprocess.run(
        [sys.executable, "-c", AGAINST_WHISPER], capture_output=True, text=True, timeout=150
    )
    assert answer.stdout.strip() == "same", answer.stderr[-2000:]


def test_token_starts_follow_the_attention():
    # four tokens that look at frames 0-4, 5-9, 10-14, 15-19; a head that knows nothing beside it
    attention = np.zeros((2, 4, 20), np.float32)
    for token in range(4):
        attention[0, token, token * 5 : token * 5 + 5] = 8
    assert token_starts(attention, rows=slice(None)).tolist() == [0, 5, 10, 15]
    assert np.all(np.isfinite(path_cost(attention)))
