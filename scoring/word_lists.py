"""Read word lists in plain text: section names in brackets, words, and comments after ``#``."""

import re
from functools import cache
from importlib.resources import files
from pathlib import Path

_SECTION = re.compile(r"\[([\w' ]+)\]")


@cache
def read_lists(path: Path) -> dict[str, tuple[str, ...]]:
    """Return the lists of a file by section name."""
    lists: dict[str, list[str]] = {}
    section = ""
    for line in path.read_text("utf-8").splitlines():
        if match := _SECTION.fullmatch(line.strip()):
            section = match[1]
            lists.setdefault(section, [])
        elif section and not line.startswith("#"):
            lists[section] += line.split()
    return {section: tuple(words) for section, words in lists.items()}


@cache
def english_by_frequency() -> tuple[str, ...]:
    """Return the English words, about 82,000 from symspellpy, the most frequent first."""
    listed = files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt")
    lines = listed.read_text(encoding="utf-8-sig").splitlines()
    return tuple(line.split(" ", 1)[0] for line in lines if line)


@cache
def english_words() -> frozenset[str]:
    """Return the English words of ``english_by_frequency``."""
    return frozenset(english_by_frequency())
