"""The two offline voices that speak the prompts, and the joining of a prompt from its parts.

Needs ``hibari-tts`` (requirements-dev.txt) and ``flite`` (a package of the operating system). Only
authors need them: an installation plays the files.
"""

import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from speech.prompts.manifest import NoVoiceError

Sound = NDArray[np.float32]

RATE = 16_000
"""Both voices have the band of wideband telephony, so that neither is clearer than the other."""

LEAD = 0.25
"""Silence before and after the words, in seconds; players swallow the first moments."""

LOUDNESS = 0.1
"""Root mean square of the speech, silence aside, relative to a full scale of 1."""

HIGHEST = 0.95
_QUIET = 0.01


@dataclass(frozen=True, kw_only=True)
class Voice:
    """A voice.

    Attributes:
        name: its name.
        sex: how it sounds.
        made_by: program and version.
        licence: licence of program and voice.
        speak: (text, pace) -> sound at ``RATE``; a pace below 1 is slower.
    """

    name: str
    sex: str
    made_by: str
    licence: str
    speak: Callable[[str, float], Sound]


def _heart(text: str, pace: float) -> Sound:
    """Speak a little slower than the voice's normal pace, as on the telephone."""
    voice = _hibari()
    sound = np.asarray(voice(text, speed=0.95 * pace, seed=0), dtype=np.float32)
    return _resampled(sound, int(voice.sample_rate))


@cache
def _hibari():  # type: ignore[no-untyped-def]
    try:
        from hibari import Hibari
    except ImportError as error:
        raise NoVoiceError("hibari-tts: install requirements-dev.txt") from error
    return Hibari(voice="heart")


def _awb(text: str, pace: float) -> Sound:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "speech.wav"
        command = ["flite", "-voice", "awb", "--setf", f"duration_stretch={1.1 / pace:.3f}"]
        try:
            # No shell, and the text is an author's.
            subprocess.run([*command, "-t", text, "-o", str(target)], check=True)  # noqa: S603
        except FileNotFoundError as error:
            raise NoVoiceError("flite: install the package `flite` (Debian has 2.2)") from error
        with av.open(str(target)) as opened:
            frames = [frame.to_ndarray()[0] for frame in opened.decode(audio=0)]
            rate = opened.streams.audio[0].rate
    return _resampled(np.concatenate(frames).astype(np.float32) / np.float32(32768), rate)


VOICES: Mapping[str, Voice] = {
    voice.name: voice
    for voice in (
        Voice(
            name="heart",
            sex="woman",
            made_by="hibari-tts 0.2.1",
            licence="Apache-2.0",
            speak=_heart,
        ),
        Voice(
            name="awb",
            sex="man",
            made_by="flite 2.2, CMU ARCTIC voice awb",
            licence="BSD-like (Carnegie Mellon University)",
            speak=_awb,
        ),
    )
}
"""A US and a Scottish voice: of those tried, the two that Whisper base transcribed best."""


def _resampled(sound: Sound, rate: int) -> Sound:
    frame = av.AudioFrame.from_ndarray(
        np.ascontiguousarray(sound, dtype=np.float32).reshape(1, -1), format="flt", layout="mono"
    )
    frame.sample_rate = rate
    resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
    pieces = [*resampler.resample(frame), *resampler.resample(None)]
    return np.concatenate([piece.to_ndarray()[0] for piece in pieces]).astype(np.float32)


def _trimmed(sound: Sound) -> Sound:
    """Remove the silence at both ends and normalise the loudness."""
    loud = np.flatnonzero(np.abs(sound) > _QUIET * np.abs(sound).max(initial=_QUIET))
    cut = sound[loud[0] : loud[-1] + 1] if loud.size else sound
    speech = cut[np.abs(cut) > _QUIET]
    level = float(np.sqrt(np.mean(speech**2))) if speech.size else LOUDNESS
    scaled = cut * (LOUDNESS / level)
    return (scaled * min(1.0, HIGHEST / float(np.abs(scaled).max(initial=HIGHEST)))).astype(
        np.float32
    )


def _joined(sounds: Sequence[Sound], gap: float) -> Sound:
    silence = np.zeros(int(gap * RATE), dtype=np.float32)
    ends = np.zeros(int(LEAD * RATE), dtype=np.float32)
    parts: list[Sound] = [ends]
    for number, sound in enumerate(sounds):
        parts += [silence, sound] if number else [sound]
    return np.concatenate([*parts, ends])


def spoken(
    texts: Sequence[str], voices: Sequence[Voice], *, pace: float = 1.0, gap: float = 0.5
) -> Sound:
    """Speak texts one after the other, at the same loudness.

    Args:
        texts: the parts of a prompt.
        voices: the voice of each part.
        pace: below 1 is slower.
        gap: silence between two parts, in seconds.

    Raises:
        NoVoiceError: a voice is not installed.
    """
    sounds = [
        _trimmed(voice.speak(" ".join(text.split()), pace))
        for voice, text in zip(voices, texts, strict=True)
    ]
    return _joined(sounds, gap)
