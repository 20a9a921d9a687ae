"""Check spoken prompts with the recogniser.

A person may not understand a prompt that the recogniser does not.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from scoring.words import Outcome, align
from speech.engine import Engine
from speech.prompts.manifest import read_manifest
from speech.transcription import transcribe_recording

LONGEST_SECONDS = 120.0

MOST_ERRORS = 0.1
"""Share of wrong words from which a prompt is reported; our own choice."""


@dataclass(frozen=True, kw_only=True)
class PromptCheck:
    """One prompt and its transcript.

    Attributes:
        name: name of the sound.
        voice: name of the voice that speaks it.
        expected: the text of the prompt.
        transcript: the text that was recognised.
        errors: number of words changed, left out or added.
        words: number of words in the text.
    """

    name: str
    voice: str
    expected: str
    transcript: str
    errors: int
    words: int

    @property
    def error_rate(self) -> float:
        """Word errors over words of the text (WER), 0 or more."""
        return self.errors / self.words


def check_prompts(engine: Engine, folder: Path, texts: Mapping[str, str]) -> Iterator[PromptCheck]:
    """Transcribe the recorded prompts of a folder one after the other.

    Args:
        engine: the recogniser.
        folder: the folder of the sounds and their manifest.
        texts: the text of each prompt by the name of its sound; those without a sound are skipped.
    """
    manifest = read_manifest(folder)
    for name, text in texts.items():
        if entry := manifest.get(name):
            path = folder / str(entry["file"])
            yield check_prompt(engine, path, name=name, voice=str(entry["voice"]), text=text)


def check_prompt(engine: Engine, path: Path, *, name: str, voice: str, text: str) -> PromptCheck:
    """Transcribe a prompt and compare the transcript with its text."""
    spoken = transcribe_recording(path, engine=engine, longest_seconds=LONGEST_SECONDS)
    alignment = align(text, [word.text for word in spoken.words])
    return PromptCheck(
        name=name,
        voice=voice,
        expected=text,
        transcript=spoken.text,
        errors=len(alignment.steps) - alignment.count(Outcome.HIT),
        words=alignment.script_words,
    )
