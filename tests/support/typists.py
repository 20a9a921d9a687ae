"""Typists made from published figures, and robots: strokes as the page would log them.

From Dhakal et al. (CHI 2018): speeds around 52 wpm (SD 20.2), 1.17 % of errors left, rollover on 40
to 70 % of the keys of fast typists. Ours, for want of a source: the time between keys is log-normal
with a coefficient of variation of .5 within a person, pairs of letters of one hand or finger are
slower for everybody, keys are down for 105 ms (CV .25), 5 % of keys are slips that are put right.
"""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass

from scoring.keyboard import FINGERS, key_of

MEAN_WPM, SD_WPM = 52.0, 20.2
ERRORS_LEFT = 0.0117
ERRORS_CORRECTED = 0.05
SPREAD = 0.5
HOLD_MS, HOLD_SPREAD = 105.0, 0.25

Strokes = list[list[object]]


@dataclass(frozen=True)
class Typist:
    wpm: float
    seed: int
    errors_left: float = ERRORS_LEFT
    errors_corrected: float = ERRORS_CORRECTED

    def strokes(self, text: str, *, seconds: float = 118.0) -> Strokes:
        """Type a text for so long: changes, and keys that go down and up."""
        chance = random.Random(self.seed)
        # A slip that is put right costs two keys more, so the keys come that much faster.
        mean = 12_000 / self.wpm / (1 + 2 * self.errors_corrected)
        found: Strokes = []
        moment, before = 0.0, ""
        for start, end, sign in self._changes(text, chance):
            if before:
                moment += _lognormal(chance, mean, SPREAD) * _pair(before, sign)
            if moment > 1000 * seconds:
                break
            code = _code(sign)
            kind = "insertText" if sign else "deleteContentBackward"
            found += [
                [round(moment), "down", code],
                [round(moment), "edit", start, end, sign, kind],
                [round(moment + _lognormal(chance, HOLD_MS, HOLD_SPREAD)), "up", code],
            ]
            before = sign or "<"
        return sorted(found, key=lambda stroke: stroke[0])  # type: ignore[arg-type, return-value]

    def _changes(self, text: str, chance: random.Random) -> Iterator[tuple[int, int, str]]:
        for place, sign in enumerate(text):
            slip = chance.random()
            if slip < self.errors_left:
                yield place, place, _other(sign, chance)
                continue
            if slip < self.errors_left + self.errors_corrected:
                yield place, place, _other(sign, chance)
                yield place, place + 1, ""
            yield place, place, sign


def population(count: int, *, seed: int = 1) -> list[Typist]:
    chance = random.Random(seed)
    return [
        Typist(wpm=min(max(chance.gauss(MEAN_WPM, SD_WPM), 15.0), 105.0), seed=number)
        for number in range(count)
    ]


def robot(
    text: str, *, gap: float, jitter: float = 0.0, hold: float | None = 0.0, keys: bool = True
) -> Strokes:
    """Type without a slip, evenly; ``hold`` None never lets a key up."""
    chance = random.Random(3)
    found: Strokes = []
    moment = 0.0
    for place, sign in enumerate(text):
        moment += gap * (1 + jitter * chance.uniform(-1, 1)) if place else 0
        if keys:
            found.append([round(moment), "down", _code(sign)])
        found.append([round(moment), "edit", place, place, sign, "insertText"])
        if keys and hold is not None:
            found.append([round(moment + hold), "up", _code(sign)])
    return sorted(found, key=lambda stroke: stroke[0])  # type: ignore[arg-type, return-value]


def _lognormal(chance: random.Random, mean: float, spread: float) -> float:
    sigma = math.sqrt(math.log(1 + spread**2))
    return chance.lognormvariate(math.log(mean) - sigma**2 / 2, sigma)


_FINGER = {key: finger for finger, keys in FINGERS.items() for key in keys}


def _pair(before: str, sign: str) -> float:
    """Pairs typed by different hands are faster than those of one finger (Dhakal et al. 2018)."""
    one, other = (_FINGER.get(key_of(each) or "", "right_little") for each in (before, sign))
    if one == other and before != sign:
        return 1.25
    return 1.05 if one[:4] == other[:4] else 0.95


def _other(sign: str, chance: random.Random) -> str:
    return chance.choice([letter for letter in "etaoinsrhl" if letter != sign])


def _code(sign: str) -> str:
    if not sign:
        return "Backspace"
    return f"Key{sign.upper()}" if sign.isalpha() else "Space" if sign == " " else "Digit1"
