"""Check that the recogniser understands the spoken prompts."""

from collections.abc import Iterator
from pathlib import Path

from assessments.kinds.voice.bank import ITEMS, read_all
from speech.engine import Engine
from speech.prompts.intelligibility import PromptCheck, check_prompt
from speech.prompts.manifest import read_manifest


def check_prompts(engine: Engine, folder: Path = ITEMS) -> Iterator[PromptCheck]:
    """Transcribe the prompts one after the other and compare each with its text."""
    manifest = read_manifest(folder / "audio")
    for item in read_all(folder).values():
        if item.is_heard and item.id in manifest:
            entry = manifest[item.id]
            path = folder / "audio" / str(entry["file"])
            text = " ".join(item.parts)
            yield check_prompt(engine, path, name=item.id, voice=str(entry["voice"]), text=text)
