"""Find the speech in a recording: silero-vad's model in one ONNX call and our own segmenter."""

import hashlib
import importlib.util
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from speech.audio import SAMPLE_RATE
from speech.spoken import Span

# The file in silero-vad 6.2.3. Other versions classify some windows differently, so the model is
# part of the provenance of every measure that is based on pauses.
MODEL_FILE = "data/silero_vad_16k_sequence.onnx"
MODEL_SHA256 = "9ccdacc4719d8aa7e45a77536bfabec45a03ba1f2fad5e241ab4060b24238a85"
WINDOW, CONTEXT = 512, 64
WINDOW_SECONDS = WINDOW / SAMPLE_RATE

THRESHOLD = 0.5
SHORTEST_SPEECH_SECONDS = 0.1
SHORTEST_SILENCE_SECONDS = 0.15


class VoiceActivityError(Exception):
    """The voice-activity model is missing or is not the pinned version."""


def settings() -> dict[str, Any]:
    """Return the settings that reproduce the same stretches of speech."""
    return {
        "model": "silero-vad 6.2.3",
        "sha256": MODEL_SHA256,
        "threshold": THRESHOLD,
        "shortest_speech": SHORTEST_SPEECH_SECONDS,
        "shortest_silence": SHORTEST_SILENCE_SECONDS,
    }


def speech_in(samples: NDArray[np.float32]) -> tuple[Span, ...]:
    """Return the stretches of speech in 16 kHz mono sound, in order, not overlapping.

    Raises:
        VoiceActivityError: the model's file is missing or differs.
    """
    if not len(samples):
        return ()
    return segments(probabilities(samples), seconds=len(samples) / SAMPLE_RATE)


def probabilities(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the probability of speech for each 32 ms of the sound."""
    count = -(-len(samples) // WINDOW)
    padded = np.zeros(CONTEXT + count * WINDOW, np.float32)
    padded[CONTEXT : CONTEXT + len(samples)] = samples
    rows = np.lib.stride_tricks.sliding_window_view(padded, CONTEXT + WINDOW)[::WINDOW]
    state = np.zeros((1, 1, 128), np.float32)
    outputs = _session().run(
        ["speech_probs"], {"input": np.ascontiguousarray(rows), "h": state, "c": state}
    )
    probability: NDArray[np.float32] = outputs[0]
    return probability


def segments(probability: NDArray[np.float32], *, seconds: float) -> tuple[Span, ...]:
    """Turn probabilities into stretches: first close short silences, then drop short speech."""
    runs: list[list[float]] = []
    for number in np.flatnonzero(probability >= THRESHOLD):
        start, end = number * WINDOW_SECONDS, (number + 1) * WINDOW_SECONDS
        if runs and start - runs[-1][1] < SHORTEST_SILENCE_SECONDS:
            runs[-1][1] = end
        else:
            runs.append([start, end])
    return tuple(
        Span(start=float(start), end=float(min(end, seconds)))
        for start, end in runs
        if min(end, seconds) - start >= SHORTEST_SPEECH_SECONDS
    )


@cache
def _session() -> Any:
    """Open the model once per process, on one thread."""
    import onnxruntime  # here: the web process imports this package but never transcribes

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(_model(), options, providers=["CPUExecutionProvider"])


def _model() -> bytes:
    """Read the pinned model without importing its package, which would load torch."""
    spec = importlib.util.find_spec("silero_vad")
    if spec is None or not spec.submodule_search_locations:
        raise VoiceActivityError("silero-vad is not installed: pip install -r requirements.txt")
    path = Path(spec.submodule_search_locations[0]) / MODEL_FILE
    if not path.is_file():
        raise VoiceActivityError(f"{path.name} is missing: install silero-vad 6.2.3")
    model = path.read_bytes()
    if hashlib.sha256(model).hexdigest() != MODEL_SHA256:
        raise VoiceActivityError(f"{path.name} is not the pinned one: install silero-vad 6.2.3")
    return model
