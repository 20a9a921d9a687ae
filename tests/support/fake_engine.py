"""A fake engine, and sounds without speech."""

import numpy as np

from speech.engine import Transcript
from speech.spoken import Span, Word
from tests.support.sound import (
    RATE,
    music,
    noise_of,
    real_speech,
    samples_of,
    wav,
)

CLIP = real_speech()[0]


SPEECH = samples_of(CLIP.path)


class Fake:
    """An engine that says what it was told to say, and whether it was asked."""

    def __init__(
        self,
        *words: Word,
        flags: tuple[str, ...] = (),
        likely: float = -0.2,
        language: tuple[str, float | None] = ("", None),
    ) -> None:
        self.words, self.flags, self.asked = words, flags, 0
        self.likely, self.language = likely, language
        self.speech: tuple[Span, ...] = ()
        self.samples, self.script = np.zeros(0), ""

    def transcribe(
        self, samples: np.ndarray, *, speech: tuple[Span, ...], script: str = ""
    ) -> Transcript:
        self.asked += 1
        self.speech, self.samples, self.script = speech, samples, script
        return Transcript(
            words=self.words,
            text=" ".join(word.text for word in self.words),
            mean_log_probability=self.likely,
            language=self.language[0],
            language_probability=self.language[1],
            flags=self.flags,
            engine="fake 1",
            model="none",
            weights="0",
            settings={"contexts": [10.0]},
        )


def word(text: str, start: float, end: float) -> Word:
    return Word(text=text, start=start, end=end, probability=0.9)


def as_wav(samples: np.ndarray) -> bytes:
    return wav((np.clip(samples, -1, 1) * 32_767).astype(np.int16))


def noise(seconds: float, level: float) -> np.ndarray:
    return np.random.default_rng(4).normal(0, level, int(seconds * RATE))


def wave(seconds: float, hertz: float, level: float) -> np.ndarray:
    return level * np.sin(2 * np.pi * hertz * np.arange(int(seconds * RATE)) / RATE)


def beep() -> np.ndarray:
    sound = np.zeros(RATE * 5)
    sound[RATE : RATE + RATE // 4] = wave(0.25, 1000, 0.5)
    return sound


def chord() -> np.ndarray:
    return np.sum([wave(6, hertz, 0.1) for hertz in (220, 277.2, 329.6, 440)], axis=0)


NOT_SPEECH = {
    "silence": np.zeros(RATE * 10),
    "quiet noise": noise(10, 0.002),
    "white noise": noise(10, 0.1),
    "loud noise": noise(10, 0.25),
    "mains hum": wave(10, 50, 0.3),
    "beep": beep(),
    "chord": chord(),
    **{f"rendered music {seed}": music(seed) for seed in range(6)},
    **{f"rendered noise {seed}": noise_of(seed) for seed in range(4)},
}
