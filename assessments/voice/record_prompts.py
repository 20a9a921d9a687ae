"""Make the spoken prompts once, with an offline voice; they are kept as small files.

Needs ``hibari-tts`` (requirements-dev.txt): authors make prompts, a running installation does not.
"""

import hashlib
import io
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from assessments.voice.bank import ITEMS, MANIFEST, Item, read_all, read_manifest, text_hash

VOICE = "heart"
PACE = 0.95
"""A little under the voice's own pace: a telephone line, not a reading."""

BIT_RATE = 64_000
LEAD = 0.25
"""Silence before and after the words, in seconds; players swallow the first moments."""

PEAK = 0.7


def _mp3(sound: NDArray[np.float32], rate: int) -> bytes:
    """Return the sound as MP3, which every browser plays."""
    target = io.BytesIO()
    with av.open(target, "w", format="mp3") as container:
        stream = container.add_stream("libmp3lame", rate=rate, layout="mono")
        stream.bit_rate = BIT_RATE
        stream.time_base = Fraction(1, rate)
        samples = np.round(sound * 32767).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = rate
        frame.pts = 0
        resampler = av.AudioResampler(format="s16p", layout="mono", rate=rate)
        for converted in (*resampler.resample(frame), *resampler.resample(None)):
            container.mux(stream.encode(converted))
        container.mux(stream.encode(None))
    return target.getvalue()


def _level(sound: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    """Return the sound at an even level with a moment of silence at both ends."""
    quiet = np.zeros(int(LEAD * rate), dtype=np.float32)
    loudest = float(np.abs(sound).max(initial=0.0)) or 1.0
    return np.concatenate([quiet, sound * (PEAK / loudest), quiet]).astype(np.float32)


def _is_current(item: Item, entry: dict[str, Any] | None, folder: Path) -> bool:
    if entry is None or entry["text_sha256"] != text_hash(item.text):
        return False
    return (folder / str(entry["file"])).is_file()


def record_prompts(folder: Path = ITEMS) -> list[str]:
    """Make the sounds that are missing or whose text has changed.

    A sound whose text is unchanged stays as it is, so a human recording that an operator put
    in its place (and entered in the manifest) is kept.

    Args:
        folder: folder of the item files; sounds go to ``audio/`` in it.

    Returns:
        Ids of the items whose sound was made, in order.
    """
    from hibari import Hibari, __version__  # type: ignore[import-untyped]

    audio = folder / "audio"
    audio.mkdir(exist_ok=True)
    manifest = read_manifest(audio)
    wanted = {item.id: item for item in read_all(folder).values() if item.is_heard}
    made = [
        name for name, item in wanted.items() if not _is_current(item, manifest.get(name), audio)
    ]
    voice = Hibari(voice=VOICE)
    for name in made:
        sound = np.asarray(voice(wanted[name].text, speed=PACE, seed=0), dtype=np.float32)
        rate = int(voice.sample_rate)
        content = _mp3(_level(sound, rate), rate)
        (audio / f"{name}.mp3").write_bytes(content)
        manifest[name] = {
            "file": f"{name}.mp3",
            "text_sha256": text_hash(wanted[name].text),
            "sha256": hashlib.sha256(content).hexdigest(),
            "seconds": round(len(sound) / rate + 2 * LEAD, 2),
            "made_by": f"hibari-tts {__version__}",
            "voice": VOICE,
        }
    kept = {name: manifest[name] for name in sorted(wanted)}
    text = json.dumps({"prompts": kept}, indent=2, ensure_ascii=False) + "\n"
    (audio / MANIFEST).write_text(text, "utf-8")
    return made
