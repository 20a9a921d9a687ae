"""The speech rater: scores how an answer was spoken, from the states of Whisper's encoder.

It costs only a few matrix products: the encoder has already run for the words, and where the
script is known the decoder reads it once. The pooled states also carry the voice, the room and the
microphone, so they are used here and **never stored**: only the four scores leave this module.
Fitted by ``training/speaking.py``, which holds the formulas.
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

FILE = Path(__file__).parent / "rater.json"
FRAMES_PER_SECOND = 50

# Of the six blocks of Whisper base: the mean over time after the third, the fifth and the last
# block, and the standard deviation over time after the last.
MEAN_OF, DEVIATION_OF = (2, 4, 5), 5

# Weights of the feature groups, because the ridge regression has one penalty for all features. A
# few values were compared by cross-validation over speakers.
STATES_WEIGH, FORCED_WEIGH, NEARNESS_WEIGHS, WIDTH = 0.5, 0.7, 12.0, 0.3

# Tokens below this log-probability count as doubtful: a probability of one in ten.
DOUBTFUL = -2.3

Vector = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Forced:
    """The decoder's forced reading of a known text: one entry for each token and one for the end.

    Attributes:
        log_probability: log-probability of the token.
        best: log-probability of the likeliest token at that place.
        entropy: entropy of the decoder's prediction, in nats.
        rank: number of tokens that the decoder considered likelier.
        starts: the frame at which each token begins; the last entry is where the last token ends.
        spread: entropy of the attention to the sound, in nats.
    """

    log_probability: Vector
    best: Vector
    entropy: Vector
    rank: Vector
    starts: Vector
    spread: Vector


@dataclass(frozen=True, kw_only=True, eq=False)
class Scaler:
    """Clipping and standardisation of one feature group, from the data of the fit.

    Attributes:
        low, high: 1st and 99th percentile of each feature.
        mean, deviation: mean and standard deviation of each feature.
    """

    low: Vector
    high: Vector
    mean: Vector
    deviation: Vector

    def standardised(self, values: Vector) -> Vector:
        """Clip to the 1st and 99th percentile and scale to mean 0 and standard deviation 1."""
        scaled: Vector = (np.clip(values, self.low, self.high) - self.mean) / self.deviation
        return scaled


@dataclass(frozen=True, kw_only=True, eq=False)
class Model:
    """A fitted model of scripted or of free answers.

    Attributes:
        states: scaler of the pooled states.
        forced: scaler of the features of the forced reading; None for free answers.
        axes: the directions in which the pooled states differ most (states × axes).
        centres: points in the space of the axes and the forced features.
        weights: features × criteria, see ``features``.
        start: the scores of an average answer.
    """

    states: Scaler
    forced: Scaler | None
    axes: Vector
    centres: Vector
    weights: Vector
    start: Vector

    def scores(self, states: Vector, forced: Vector | None) -> Vector:
        """Return the score of each criterion, on the scale of the human raters (0 to 10)."""
        rows = None if forced is None else forced[None]
        scores: Vector = self.start + self.features(states[None], rows)[0] @ self.weights
        return scores

    def features(self, states: Vector, forced: Vector | None) -> Vector:
        """Return the linear model's inputs: states, forced features, nearness to the centres.

        Args:
            states: answers × pooled states.
            forced: answers × features of the forced reading.
        """
        scaled = self.states.standardised(states)
        groups = [STATES_WEIGH / np.sqrt(scaled.shape[1] / 64) * scaled]
        if self.forced is not None and forced is not None:
            groups.append(self.forced.standardised(forced))
        near = nearness(self.places(states, forced), self.centres)
        return np.hstack([*groups, NEARNESS_WEIGHS * near])

    def places(self, states: Vector, forced: Vector | None) -> Vector:
        """Return the answers' coordinates in the space of the centres (answers × dimensions)."""
        along = self.states.standardised(states) @ self.axes
        if self.forced is None or forced is None:
            return along
        read = self.forced.standardised(forced)
        # The few features of the reading count nearly as much as all the axes together.
        share = np.sqrt(FORCED_WEIGH * along.shape[1] / read.shape[1])
        return np.hstack([along, share * read])


def nearness(points: Vector, centres: Vector) -> Vector:
    """Return exp(-0.3 · mean squared difference) for each pair: points × centres."""
    distance = (points**2).sum(axis=1)[:, None] - 2 * points @ centres.T + (centres**2).sum(axis=1)
    near: Vector = np.exp(-WIDTH * np.maximum(distance, 0.0) / points.shape[1])
    return near


@dataclass(frozen=True, kw_only=True, eq=False)
class SpeechRater:
    """The shipped models; ``weights`` is the fingerprint of the network whose states they use."""

    weights: str
    criteria: tuple[str, ...]
    models: Mapping[str, Model]

    def scores(self, states: Vector, forced: Vector | None) -> dict[str, float]:
        """Return the scores of one answer by criterion, 0 to 10.

        Args:
            states: the result of ``pooled``.
            forced: the result of ``script_features``; None when the script is not known.
        """
        model = self.models["unscripted" if forced is None else "scripted"]
        values = np.clip(model.scores(states, forced), 0.0, 10.0)
        return {
            name: round(float(value), 4) for name, value in zip(self.criteria, values, strict=True)
        }


@cache
def shipped() -> SpeechRater:
    """Read the shipped speech rater once."""
    stored = json.loads(FILE.read_text("utf-8"))
    return SpeechRater(
        weights=stored["weights"],
        criteria=tuple(stored["criteria"]),
        models={kind: _model(model) for kind, model in stored["models"].items()},
    )


def _model(stored: Mapping[str, Any]) -> Model:
    scalers = {
        name: Scaler(**{key: unpacked(value) for key, value in stored[name].items()})
        for name in ("states", "forced")
        if stored[name]
    }
    return Model(
        states=scalers["states"],
        forced=scalers.get("forced"),
        axes=unpacked(stored["axes"]),
        centres=unpacked(stored["centres"]),
        weights=unpacked(stored["weights"]),
        start=unpacked(stored["start"]),
    )


def packed(values: NDArray[Any], kind: str = "<f4") -> dict[str, Any]:
    """Encode an array for JSON: shape, ``kind`` (data type ``<f4`` or ``<f2``) and base64."""
    exact = np.ascontiguousarray(values, kind)
    return {
        "shape": list(exact.shape),
        "kind": kind,
        "data": base64.b64encode(exact.tobytes()).decode(),
    }


def unpacked(stored: Mapping[str, Any]) -> Vector:
    """Decode the result of ``packed`` as float64."""
    flat = np.frombuffer(base64.b64decode(stored["data"]), stored["kind"])
    return flat.reshape(stored["shape"]).astype(np.float64)


def pooled(windows: Sequence[Sequence[NDArray[np.float32]]]) -> Vector:
    """Pool the encoder's states over an answer into one vector, four times their width.

    Args:
        windows: for each window, the states after each block, from the start of speech to its
            end (frames × width).
    """
    means = [
        np.concatenate([layers[block] for layers in windows]).mean(axis=0) for block in MEAN_OF
    ]
    last = np.concatenate([layers[DEVIATION_OF] for layers in windows])
    return np.concatenate([*means, last.std(axis=0)]).astype(np.float64)


def script_features(read: Forced, *, speech: float, span: float) -> Vector:
    """Summarise a forced reading in 21 numbers.

    Args:
        read: the reading.
        speech: seconds of speech.
        span: seconds from the start of speech to its end.
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
    """Normalise a script as for the fit: one letter case, no punctuation but apostrophes."""
    letters = "".join(
        letter if letter.isalnum() or letter in "'’" else " " for letter in text.lower()
    )
    words = ["I" if word == "i" else word for word in letters.replace("’", "'").split()]
    plain = " ".join(words)
    return plain[:1].upper() + plain[1:]
