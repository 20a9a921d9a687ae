"""Does the recogniser understand the spoken prompts? What it does not, a person may not either."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assessments.voice.bank import ITEMS, read_all, read_manifest
from scoring.words import Outcome, align
from speech.engine import Engine
from speech.listening import listen

LONGEST_SECONDS = 120.0

MOST_ERRORS = 0.1
"""Share of wrong words from which a prompt is listed; our own choice."""


@dataclass(frozen=True, kw_only=True)
class Understood:
    """One prompt as it was heard.

    Attributes:
        item: its id; voice: who speaks it.
        expected, heard: the text and what was recognised.
        errors: words changed, left out or added.
        words: words of the text.
    """

    item: str
    voice: str
    expected: str
    heard: str
    errors: int
    words: int

    @property
    def error_rate(self) -> float:
        """Word errors over words of the text (WER), 0 and more."""
        return self.errors / self.words


def check_prompts(engine: Engine, folder: Path = ITEMS) -> Iterator[Understood]:
    """Listen to every prompt, one after the other."""
    manifest = read_manifest(folder / "audio")
    for item in read_all(folder).values():
        if not item.is_heard or item.id not in manifest:
            continue
        entry = manifest[item.id]
        place = folder / "audio" / str(entry["file"])
        heard = listen(place, engine=engine, longest_seconds=LONGEST_SECONDS)
        text = " ".join(item.parts)
        alignment = align(text, [word.text for word in heard.words])
        yield Understood(
            item=item.id,
            voice=str(entry["voice"]),
            expected=text,
            heard=heard.text,
            errors=len(alignment.steps) - alignment.count(Outcome.HIT),
            words=alignment.script_words,
        )
