"""Read word lists in plain text: section names in brackets, words, and comments after ``#``."""

import re
from functools import cache
from pathlib import Path

_SECTION = re.compile(r"\[(\w+)\]")


@cache
def read_lists(name: str) -> dict[str, tuple[str, ...]]:
    """Return the lists of a file in this folder by section name."""
    lists: dict[str, list[str]] = {}
    section = ""
    for line in Path(__file__).with_name(name).read_text("utf-8").splitlines():
        if match := _SECTION.fullmatch(line.strip()):
            section = match[1]
            lists.setdefault(section, [])
        elif section and not line.startswith("#"):
            lists[section] += line.split()
    return {section: tuple(words) for section, words in lists.items()}
