"""Whisper, fast enough for two cores: the only package that imports whisper and torch.

Both are imported inside functions, so that the web process can import this package without them.
A worker should set ``OMP_NUM_THREADS`` to its number of threads, ``NUMBA_NUM_THREADS=1`` and, with
more than one thread, ``OMP_WAIT_POLICY=PASSIVE`` in its environment before torch is imported. No
numba function is called here (see ``speech.alignment``), so a missing variable does no harm.
"""

from speech.whisper.checkpoint import Prepared, prepare
from speech.whisper.recogniser import Whisper

__all__ = ["Prepared", "Whisper", "prepare"]
