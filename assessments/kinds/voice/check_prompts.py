"""Check the spoken prompts with the recogniser."""

from collections.abc import Iterator
from pathlib import Path

from assessments.kinds.voice.bank import ITEMS, read_all
from speech.engine import Engine
from speech.prompts import intelligibility


def check_prompts(engine: Engine, folder: Path = ITEMS) -> Iterator[intelligibility.PromptCheck]:
    """Transcribe every recorded prompt, one after the other."""
    texts = {item.id: " ".join(item.parts) for item in read_all(folder).values() if item.is_heard}
    return intelligibility.check_prompts(engine, folder / "audio", texts)
