"""Waiting for a fact: asked again and again, for as long as a busy machine may need."""

import time
from collections.abc import Callable

# Seconds, fewer than pytest's limit for a test; only a fault takes as long. A fact wakes the test
# as soon as it is there.
PATIENCE = 150.0


def wait_for(condition: Callable[[], object], what: str = "it", seconds: float = PATIENCE) -> None:
    """Return as soon as a condition holds.

    Raises:
        AssertionError: it did not within the seconds; the message says what was awaited.
    """
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.02)
