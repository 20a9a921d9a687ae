"""Folders of recordings with the words spoken in them."""

import csv
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """A recording and the words in it."""

    path: Path
    text: str


def missing_index(folder: Path) -> Path | None:
    """Return the index that a folder of recordings lacks; None where it has one."""
    index = folder / "index.csv"
    return None if index.is_file() or (folder / "transcription").is_file() else index


def sentences(folder: Path) -> list[Sentence]:
    """Read a folder of recordings: ``index.csv`` (path, text) or a Sphinx ``transcription``."""
    index = folder / "index.csv"
    if index.is_file():
        with index.open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        return [Sentence(path=folder / row["path"], text=row["text"]) for row in rows]
    recordings = []
    for line in (folder / "transcription").read_text(encoding="utf-8").splitlines():
        words, name = line.rsplit("(", 1)
        text = words.replace("<s>", "").replace("</s>", "").strip()
        recordings.append(Sentence(path=folder / f"{name.strip(' )')}.wav", text=text))
    return recordings
