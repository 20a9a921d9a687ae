"""Render the sounds of the dictations once, with offline voices, and store them as small files."""

from pathlib import Path

from assessments.kinds.typing.bank import ITEMS, dictations, read_all
from speech.prompts.files import is_current, write_manifest, write_sound
from speech.prompts.manifest import read_manifest
from speech.prompts.voices import VOICES, spoken

PACE = 0.9
"""A person who dictates speaks more slowly than a person who talks."""


def record_phrases(folder: Path = ITEMS, *, only: str = "") -> list[str]:
    """Render the sounds that are missing or whose text has changed; others stay as they are.

    Args:
        folder: folder of the item files; sounds go to ``audio/`` in it.
        only: name of one sound to render even if it exists.

    Returns:
        Names of the rendered sounds, in order.
    """
    audio = folder / "audio"
    audio.mkdir(exist_ok=True)
    manifest = read_manifest(audio)
    manifest.pop(only, None)
    wanted = {
        name: (line.spoken, item.caller)
        for item in dictations(read_all(folder))
        for name, line in zip(item.sounds, item.lines, strict=True)
    }
    outdated = [
        name
        for name, (text, _) in wanted.items()
        if not is_current(manifest.get(name), text, audio)
    ]
    for name in outdated:
        text, caller = wanted[name]
        voice = next(voice for voice in VOICES.values() if voice.sex == caller)
        sound = spoken([text], [voice], pace=PACE)
        entry = write_sound(audio, name, text=text, sound=sound, voices=[voice])
        manifest[name] = {**entry, "words": len(text.split())}
    write_manifest(audio, manifest, wanted)
    return outdated
