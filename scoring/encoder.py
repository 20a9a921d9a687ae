"""Loads the small encoders that onnxruntime runs on one core: the tagger, the chat's act reader."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from scoring.word_pieces import WordPieces

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

PIECES = Path(__file__).parent / "models" / "tagger-pieces.txt"
"""The word pieces that all encoders share: MiniLM's, without those of other scripts."""


@cache
def session(path: Path) -> "InferenceSession":
    """Return this process's session of a model file: about 0.1 s the first time."""
    import onnxruntime  # heavy: a process loads it when it first reads a text

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


@cache
def pieces() -> WordPieces:
    """Return this process's tokeniser."""
    return WordPieces(PIECES)
