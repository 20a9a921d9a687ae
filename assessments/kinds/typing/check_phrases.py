"""Does the recogniser understand the phrases that callers dictate?"""

from collections.abc import Iterator
from pathlib import Path

from assessments.kinds.typing.bank import ITEMS, dictations, read_all
from speech.engine import Engine
from speech.prompts.intelligibility import PromptCheck, check_prompt
from speech.prompts.manifest import read_manifest


def check_phrases(engine: Engine, folder: Path = ITEMS) -> Iterator[PromptCheck]:
    """Listen to every phrase, one after the other."""
    manifest = read_manifest(folder / "audio")
    for item in dictations(read_all(folder)):
        for name, line in zip(item.sounds, item.lines, strict=True):
            if entry := manifest.get(name):
                place = folder / "audio" / str(entry["file"])
                voice = str(entry["voice"])
                yield check_prompt(engine, place, name=name, voice=voice, text=line.spoken)
