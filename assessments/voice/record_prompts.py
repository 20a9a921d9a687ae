"""Make the spoken prompts once, with offline voices; they are kept as small files.

Needs ``hibari-tts`` (requirements-dev.txt) and ``flite`` (a package of the operating system):
authors make prompts, a running installation does not.
"""

import hashlib
import io
import json
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from assessments.voice.bank import ITEMS, MANIFEST, read_all, read_manifest, text_hash
from assessments.voice.item import Item
from assessments.voice.prompt_voices import RATE, VOICES, Sound, Voice, cast, render

BIT_RATE = 24_000

_Manifest = dict[str, dict[str, Any]]


def _mp3(sound: Sound) -> bytes:
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


def _is_current(item: Item, entry: dict[str, Any] | None, folder: Path) -> bool:
    if entry is None or entry["text_sha256"] != text_hash(item.asked):
        return False
    return (folder / str(entry["file"])).is_file()


def _next_voice(item: Item, wanted: Mapping[str, Item], manifest: _Manifest) -> Voice:
    """Return the voice that speaks fewest of the items of the same task and level."""
    used = Counter(
        entry["voice"]
        for name, entry in manifest.items()
        if name in wanted
        and (wanted[name].task, wanted[name].level) == (item.task, item.level)
        and wanted[name].practice == item.practice
    )
    return min(VOICES.values(), key=lambda voice: used[voice.name])


def record_prompts(folder: Path = ITEMS, *, voice: str = "", only: str = "") -> list[str]:
    """Make the sounds that are missing or whose text has changed.

    A sound whose text is unchanged stays as it is, so a human recording that an operator put
    in its place (and entered in the manifest) is kept.

    Args:
        folder: folder of the item files; sounds go to ``audio/`` in it.
        voice: name of the voice to use; without it the one least used so far for the task.
        only: id of the one item to make, even if its sound is there.

    Returns:
        Ids of the items whose sound was made, in order.
    """
    audio = folder / "audio"
    audio.mkdir(exist_ok=True)
    manifest = read_manifest(audio)
    wanted = {item.id: item for item in read_all(folder).values() if item.is_heard}
    manifest.pop(only, None)
    made = [
        name for name, item in wanted.items() if not _is_current(item, manifest.get(name), audio)
    ]
    for name in made:
        manifest.pop(name, None)
    for name in made:
        item = wanted[name]
        chosen = VOICES[voice] if voice else _next_voice(item, wanted, manifest)
        manifest[name] = _made(item, cast(item, chosen), audio)
    kept = {name: manifest[name] for name in sorted(wanted)}
    text = json.dumps({"prompts": kept}, indent=1, ensure_ascii=False) + "\n"
    (audio / MANIFEST).write_text(text, "utf-8")
    for path in audio.glob("*.mp3"):
        if path.stem not in kept:
            path.unlink()
    return made


def _made(item: Item, voices: tuple[Voice, ...], audio: Path) -> dict[str, Any]:
    """Speak a prompt into its file; return what the manifest says of it."""
    sound = render(item, voices)
    content = _mp3(sound)
    (audio / f"{item.id}.mp3").write_bytes(content)
    different = list({voice.name: voice for voice in voices}.values())
    return {
        "file": f"{item.id}.mp3",
        "text_sha256": text_hash(item.asked),
        "sha256": hashlib.sha256(content).hexdigest(),
        "seconds": round(len(sound) / RATE, 2),
        "words": item.words,
        "voice": " and ".join(voice.name for voice in different),
        "made_by": "; ".join(voice.made_by for voice in different),
        "licence": "; ".join(voice.licence for voice in different),
    }
