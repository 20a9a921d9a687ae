"""Render the spoken prompts once, with offline voices, and store them as small files."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from assessments.kinds.voice.bank import ITEMS, read_all
from assessments.kinds.voice.item import Item
from assessments.kinds.voice.prompt_voices import cast, render
from speech.prompts.files import is_current, write_manifest, write_sound
from speech.prompts.manifest import Entry, read_manifest
from speech.prompts.voices import VOICES, Voice


def _next_voice(item: Item, wanted: Mapping[str, Item], manifest: Mapping[str, Entry]) -> Voice:
    """Return the voice that speaks the fewest items of this task and level."""
    used = Counter(
        entry["voice"]
        for name, entry in manifest.items()
        if name in wanted
        and (wanted[name].task, wanted[name].level) == (item.task, item.level)
        and wanted[name].practice == item.practice
    )
    return min(VOICES.values(), key=lambda voice: used[voice.name])


def record_prompts(folder: Path = ITEMS, *, voice: str = "", only: str = "") -> list[str]:
    """Render the prompts that are missing or whose text has changed.

    A prompt whose text is unchanged stays as it is. This keeps a human recording that an operator
    put in its place and entered in the manifest.

    Args:
        folder: folder of the item files; the audio goes to ``audio/`` in it.
        voice: name of the voice; empty: the voice least used so far for the task and level.
        only: id of an item to render again even if its prompt is current.

    Returns:
        Ids of the items whose prompts were rendered, in order.
    """
    audio = folder / "audio"
    audio.mkdir(exist_ok=True)
    manifest = read_manifest(audio)
    wanted = {item.id: item for item in read_all(folder).values() if item.is_heard}
    manifest.pop(only, None)
    due = [
        name
        for name, item in wanted.items()
        if not is_current(manifest.get(name), item.asked, audio)
    ]
    for name in due:
        manifest.pop(name, None)
    for name in due:
        item = wanted[name]
        voices = cast(item, VOICES[voice] if voice else _next_voice(item, wanted, manifest))
        sound = render(item, voices)
        entry = write_sound(audio, name, text=item.asked, sound=sound, voices=voices)
        manifest[name] = {**entry, "words": item.words}
    write_manifest(audio, manifest, wanted)
    return due
