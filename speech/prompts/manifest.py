"""The manifest of the spoken prompts in a folder: their texts, files, voices and licences.

An installation plays the files; the manifest lets it check that each was made from its text.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class NoVoiceError(Exception):
    """A program that renders speech is not installed; the message names it."""


MANIFEST = "manifest.json"

Entry = dict[str, Any]
"""``file``, ``text_sha256``, ``sha256``, ``seconds``, ``words``, ``voice``, ``made_by`` and
``licence`` of one sound."""


class SoundError(ValueError):
    """A sound or the manifest is wrong; the message says which one and what to do."""


def text_hash(text: str) -> str:
    """Return the SHA-256 of a prompt's text with white space normalised."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()


def read_manifest(folder: Path) -> dict[str, Entry]:
    """Return the manifest entries of a folder by name of the sound; empty without a manifest.

    Raises:
        SoundError: the file is not a manifest.
    """
    path = folder / MANIFEST
    if not path.is_file():
        return {}
    try:
        prompts: dict[str, Entry] = json.loads(path.read_text("utf-8"))["prompts"]
    except (ValueError, KeyError, TypeError) as error:
        raise SoundError(f"audio/{MANIFEST} cannot be read: {error}") from error
    return prompts


@dataclass(frozen=True, kw_only=True)
class Sounds:
    """The sounds of a folder.

    Attributes:
        folder: folder of the sounds.
        manifest: entries by name of the sound.
        files: names of files by stem.
        remedy: command that makes missing sounds, for messages.
    """

    folder: Path
    manifest: dict[str, Entry]
    files: dict[str, set[str]]
    remedy: str

    @classmethod
    def of(cls, folder: Path, *, remedy: str) -> "Sounds":
        """Read the sounds of a folder.

        Raises:
            SoundError: the manifest cannot be read.
        """
        files: dict[str, set[str]] = {}
        for path in folder.glob("*.*"):
            files.setdefault(path.stem, set()).add(path.name)
        return cls(folder=folder, manifest=read_manifest(folder), files=files, remedy=remedy)

    def seconds(self, name: str, text: str) -> float:
        """Check that a sound was made from a text and return its length in seconds.

        Raises:
            SoundError: it is missing or was made from another text; the message says what to do.
        """
        entry, files = self.manifest.get(name), self.files.get(name, set())
        if entry is None or entry["file"] not in files:
            raise SoundError(f"{name!r} has no sound; run `{self.remedy}`")
        if others := files - {entry["file"]}:
            raise SoundError(
                f"{name!r} has several sounds; {MANIFEST} names {entry['file']}, "
                f"so remove {', '.join(sorted(others))}"
            )
        if entry["text_sha256"] != text_hash(text):
            raise SoundError(
                f"the text of {name!r} has changed since its sound was made; run `{self.remedy}`"
            )
        content = (self.folder / entry["file"]).read_bytes()
        if hashlib.sha256(content).hexdigest() != entry["sha256"]:
            raise SoundError(
                f"the sound of {name!r} is not the one in {MANIFEST}; run `{self.remedy}`, or "
                "enter the sha256 of the recording that replaces it"
            )
        return float(entry["seconds"])
