"""Does the recogniser understand a spoken prompt? What it does not, a person may not either."""

from dataclasses import dataclass
from pathlib import Path

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
        name: of the sound; voice: who speaks it.
        expected, heard: the text and what was recognised.
        errors: words changed, left out or added.
        words: words of the text.
    """

    name: str
    voice: str
    expected: str
    heard: str
    errors: int
    words: int

    @property
    def error_rate(self) -> float:
        """Word errors over words of the text (WER), 0 and more."""
        return self.errors / self.words


def understood(engine: Engine, place: Path, *, name: str, voice: str, text: str) -> Understood:
    """Listen to a prompt and compare what was heard with its text."""
    heard = listen(place, engine=engine, longest_seconds=LONGEST_SECONDS)
    alignment = align(text, [word.text for word in heard.words])
    return Understood(
        name=name,
        voice=voice,
        expected=text,
        heard=heard.text,
        errors=len(alignment.steps) - alignment.count(Outcome.HIT),
        words=alignment.script_words,
    )
