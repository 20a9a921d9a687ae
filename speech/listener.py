"""The listener: a second opinion on an answer, from the states of Whisper's encoder.

It costs nothing but a few products: the encoder has run for the words already, and where it is
known what should be said the decoder reads that once. What is pooled over the answer also carries
the voice, the room and the microphone, so it is used here and **never stored**: only the four
scores leave this module. Fitted by ``training/speaking.py``; formulas there.
"""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FILE = Path(__file__).parent / "listener.json"
FRAMES_PER_SECOND = 50

# Of base's six blocks: the mean over time after the third, the fifth and the last one, and the
# standard deviation over time after the last.
MEAN_OF, DEVIATION_OF = (2, 4, 5), 5

# How much each kind of feature may move, before the ridge's one penalty for all of them; tried on
# a few values by cross-validation over speakers.
STATES_WEIGH, FORCED_WEIGH, NEARNESS_WEIGHS, WIDTH = 0.5, 0.7, 12.0, 0.3

# Tokens below this log-probability count as doubtful: a chance of one in ten.
DOUBTFUL = -2.3

Vector = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Forced:
    """What the decoder says of a text that it was made to read; one entry for each token.

    Attributes:
        log_probability: of the token, and of the end after the last one.
        best: log-probability of the likeliest token there.
        entropy: of what it expected, in nats; likewise with the end.
        rank: how many tokens it held for likelier; likewise with the end.
        starts: the frame at which each token begins, and the one where the last ends.
        spread: entropy of the attention to the sound, in nats, likewise.
    """

    log_probability: Vector
    best: Vector
    entropy: Vector
    rank: Vector
    starts: Vector
    spread: Vector


@dataclass(frozen=True, kw_only=True, eq=False)
class Part:
    """One kind of numbers about an answer, as it was in the data that the model was fitted on."""

    low: Vector
    high: Vector
    mean: Vector
    deviation: Vector

    def even(self, values: Vector) -> Vector:
        """Cut at the 1st and 99th percentile and bring to mean 0 and deviation 1."""
        found: Vector = (np.clip(values, self.low, self.high) - self.mean) / self.deviation
        return found


@dataclass(frozen=True, kw_only=True, eq=False)
class Model:
    """A fitted listener for scripted or for free answers.

    Attributes:
        states: the pooled states of the fitting data.
        forced: the numbers of the forced reading; None for free answers.
        axes: the directions in which the pooled states differ most (numbers × axes).
        centres: points in the space of the axes and the forced numbers.
        weights: features × criteria, see ``features``.
        start: the scores of an average answer.
    """

    states: Part
    forced: Part | None
    axes: Vector
    centres: Vector
    weights: Vector
    start: Vector

    def scores(self, states: Vector, forced: Vector | None) -> Vector:
        """Return one number for each criterion, on the raters' scale (0 to 10)."""
        rows = None if forced is None else forced[None]
        found: Vector = self.start + self.features(states[None], rows)[0] @ self.weights
        return found

    def features(self, states: Vector, forced: Vector | None) -> Vector:
        """Return what the scores are linear in: states, forced numbers, nearness to the centres.

        Args:
            states: answers × pooled states.
            forced: answers × numbers of the forced reading.
        """
        even = self.states.even(states)
        found = [STATES_WEIGH / np.sqrt(even.shape[1] / 64) * even]
        if self.forced is not None and forced is not None:
            found.append(self.forced.even(forced))
        near = nearness(self.places(states, forced), self.centres)
        return np.hstack([*found, NEARNESS_WEIGHS * near])

    def places(self, states: Vector, forced: Vector | None) -> Vector:
        """Return where answers lie among the centres (answers × axes and forced numbers)."""
        along = self.states.even(states) @ self.axes
        if self.forced is None or forced is None:
            return along
        read = self.forced.even(forced)
        # the few numbers of the reading count nearly as much as all the axes together
        share = np.sqrt(FORCED_WEIGH * along.shape[1] / read.shape[1])
        return np.hstack([along, share * read])


def nearness(points: Vector, centres: Vector) -> Vector:
    """Return points × centres: exp(-0.3 · mean squared difference)."""
    apart = (points**2).sum(axis=1)[:, None] - 2 * points @ centres.T + (centres**2).sum(axis=1)
    found: Vector = np.exp(-WIDTH * np.maximum(apart, 0.0) / points.shape[1])
    return found


@dataclass(frozen=True, kw_only=True, eq=False)
class Listener:
    """The shipped models; ``weights`` is the fingerprint of the network that they listen with."""

    weights: str
    criteria: tuple[str, ...]
    models: Mapping[str, Model]

    def scores(self, states: Vector, forced: Vector | None) -> dict[str, float]:
        """Return the scores of one answer by criterion, 0 to 10.

        Args:
            states: what ``pooled`` gave.
            forced: what ``of_script`` gave; None where it is not known what should be said.
        """
        model = self.models["unscripted" if forced is None else "scripted"]
        values = np.clip(model.scores(states, forced), 0.0, 10.0)
        return {
            name: round(float(value), 4) for name, value in zip(self.criteria, values, strict=True)
        }


@cache
def shipped() -> Listener:
    """Read the shipped listener once."""
    stored = json.loads(FILE.read_text("utf-8"))
    return Listener(
        weights=stored["weights"],
        criteria=tuple(stored["criteria"]),
        models={kind: _model(model) for kind, model in stored["models"].items()},
    )


def _model(stored: Mapping[str, Any]) -> Model:
    parts = {
        name: Part(**{key: unpacked(value) for key, value in stored[name].items()})
        for name in ("states", "forced")
        if stored[name]
    }
    return Model(
        states=parts["states"],
        forced=parts.get("forced"),
        axes=unpacked(stored["axes"]),
        centres=unpacked(stored["centres"]),
        weights=unpacked(stored["weights"]),
        start=unpacked(stored["start"]),
    )


def packed(values: NDArray[Any], kind: str = "<f4") -> dict[str, Any]:
    """Return numbers for JSON: shape, kind (``<f4`` or ``<f2``) and base64."""
    exact = np.ascontiguousarray(values, kind)
    return {
        "shape": list(exact.shape),
        "kind": kind,
        "data": base64.b64encode(exact.tobytes()).decode(),
    }


def unpacked(stored: Mapping[str, Any]) -> Vector:
    """Return what ``packed`` was given, as float64."""
    flat = np.frombuffer(base64.b64decode(stored["data"]), stored["kind"])
    return flat.reshape(stored["shape"]).astype(np.float64)


def pooled(windows: Sequence[Sequence[NDArray[np.float32]]]) -> Vector:
    """Pool the encoder's states over an answer: four times their width.

    Args:
        windows: for each window, the states after each block, from the first speech to the last
            (frames × width).
    """
    means = [
        np.concatenate([layers[block] for layers in windows]).mean(axis=0) for block in MEAN_OF
    ]
    last = np.concatenate([layers[DEVIATION_OF] for layers in windows])
    return np.concatenate([*means, last.std(axis=0)]).astype(np.float64)


def of_script(read: Forced, *, speech: float, span: float) -> Vector:
    """Sum a forced reading up in 21 numbers.

    Args:
        read: the reading.
        speech: seconds of speech; span: seconds from the first speech to the last.
    """
    count = len(read.log_probability) - 1
    sure = read.log_probability[:count]
    behind = sure - read.best[:count]
    length = np.diff(read.starts) if len(read.starts) > 1 else np.zeros(1)
    return np.array(
        [
            sure.mean(),
            sure.min(),
            np.exp(sure).mean(),
            (sure < DOUBTFUL).mean(),
            read.entropy[:count].mean(),
            read.entropy[:count].max(),
            np.log1p(read.rank[:count]).mean(),
            count / span,
            count / speech,
            np.log1p(length.mean()),
            np.log1p(length.std()),
            np.log1p(length.max()),
            read.spread.mean(),
            read.spread.std(),
            behind.mean(),
            behind.min(),
            np.percentile(sure, 25),
            np.median(sure),
            (read.rank[:count] == 0).mean(),
            read.log_probability[count],
            np.log(count),
        ]
    )


def plain_script(text: str) -> str:
    """Return a script as it was when the model was fitted: one case, no marks but apostrophes."""
    kept = "".join(letter if letter.isalnum() or letter in "'’" else " " for letter in text.lower())
    words = ["I" if word == "i" else word for word in kept.replace("’", "'").split()]
    plain = " ".join(words)
    return plain[:1].upper() + plain[1:]
