"""Write spoken prompts to small files. Only authors do this; an installation just plays them."""

import hashlib
import io
import json
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from speech.prompts.manifest import MANIFEST, Entry, text_hash
from speech.prompts.voices import RATE, Sound, Voice

BIT_RATE = 24_000


def mp3(sound: Sound) -> bytes:
    """Return the sound as MP3, which every browser plays."""
    target = io.BytesIO()
    with av.open(target, "w", format="mp3") as container:
        stream = container.add_stream("libmp3lame", rate=RATE, layout="mono")
        stream.bit_rate = BIT_RATE
        stream.time_base = Fraction(1, RATE)
        samples = np.round(sound * 32767).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = RATE
        frame.pts = 0
        resampler = av.AudioResampler(format="s16p", layout="mono", rate=RATE)
        for converted in (*resampler.resample(frame), *resampler.resample(None)):
            container.mux(stream.encode(converted))
        container.mux(stream.encode(None))
    return target.getvalue()


def is_current(entry: Entry | None, text: str, folder: Path) -> bool:
    """Return whether the sound exists and was made from this text."""
    if entry is None or entry["text_sha256"] != text_hash(text):
        return False
    return (folder / str(entry["file"])).is_file()


def write_sound(
    folder: Path, name: str, *, text: str, sound: Sound, voices: Sequence[Voice]
) -> Entry:
    """Write a sound to its file and return its manifest entry, without ``words``.

    Args:
        folder: folder of the sounds.
        name: name of the sound and of its file.
        text: the spoken text; when it changes, the sound is out of date.
        sound: samples at ``RATE``.
        voices: the voice of each part.
    """
    content = mp3(sound)
    (folder / f"{name}.mp3").write_bytes(content)
    distinct = list({voice.name: voice for voice in voices}.values())
    return {
        "file": f"{name}.mp3",
        "text_sha256": text_hash(text),
        "sha256": hashlib.sha256(content).hexdigest(),
        "seconds": round(len(sound) / RATE, 2),
        "voice": " and ".join(voice.name for voice in distinct),
        "made_by": "; ".join(voice.made_by for voice in distinct),
        "licence": "; ".join(voice.licence for voice in distinct),
    }


def write_manifest(folder: Path, manifest: Mapping[str, Entry], wanted: Collection[str]) -> None:
    """Write the manifest of the wanted sounds and delete the files of all others."""
    entries = {name: manifest[name] for name in sorted(wanted)}
    text = json.dumps({"prompts": entries}, indent=1, ensure_ascii=False) + "\n"
    (folder / MANIFEST).write_text(text, "utf-8")
    for path in folder.glob("*.mp3"):
        if path.stem not in entries:
            path.unlink()
