"""Spoken prompts made into small files, once, by authors; a running installation makes none."""

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
    """Return whether there is a sound, and it was made of this text."""
    if entry is None or entry["text_sha256"] != text_hash(text):
        return False
    return (folder / str(entry["file"])).is_file()


def keep(folder: Path, name: str, *, text: str, sound: Sound, voices: Sequence[Voice]) -> Entry:
    """Write a sound into its file; return what the manifest says of it, the words apart.

    Args:
        folder: where the sounds lie.
        name: of the sound, and of its file.
        text: what is spoken; a change of it makes the sound out of date.
        sound: at ``RATE``.
        voices: who speaks, one for each part.
    """
    content = mp3(sound)
    (folder / f"{name}.mp3").write_bytes(content)
    different = list({voice.name: voice for voice in voices}.values())
    return {
        "file": f"{name}.mp3",
        "text_sha256": text_hash(text),
        "sha256": hashlib.sha256(content).hexdigest(),
        "seconds": round(len(sound) / RATE, 2),
        "voice": " and ".join(voice.name for voice in different),
        "made_by": "; ".join(voice.made_by for voice in different),
        "licence": "; ".join(voice.licence for voice in different),
    }


def write_manifest(folder: Path, manifest: Mapping[str, Entry], wanted: Collection[str]) -> None:
    """Write what is known of the sounds that are wanted, and remove the files of others."""
    kept = {name: manifest[name] for name in sorted(wanted)}
    text = json.dumps({"prompts": kept}, indent=1, ensure_ascii=False) + "\n"
    (folder / MANIFEST).write_text(text, "utf-8")
    for path in folder.glob("*.mp3"):
        if path.stem not in kept:
            path.unlink()
