"""What a text says of what was asked, and its courtesies. Information, never in the score."""

from collections.abc import Iterator, Mapping
from typing import Any

from assessments.kinds.writing.prompt import Prompt
from scoring.letter_courtesy import courtesy_in
from scoring.phrases import PhraseMatch, find, sentences


def points_in(prompt: Prompt, text: str) -> list[dict[str, Any]]:
    """Return each point that was asked for: ``id``, ``label`` and the ``sentence`` that shows it.

    ``sentence`` is empty where the point was not found.
    """
    return [
        {
            "id": point.id,
            "label": point.label,
            "sentence": _sentence(text, find(text, point.any_of, unless=point.unless)),
        }
        for point in prompt.points
    ]


def courtesies_in(prompt: Prompt, text: str) -> list[Mapping[str, str]]:
    """Return each courtesy that fits the prompt: ``name`` and the ``sentence`` that has it."""
    return [
        {"name": name, "sentence": _sentence(text, courtesy_in(text, name))}
        for name in prompt.courtesies
    ]


def shown_in(prompt: Prompt, text: str) -> list[str]:
    """Return the ids of the points that a text shows."""
    return [point["id"] for point in points_in(prompt, text) if point["sentence"]]


def _sentence(text: str, found: PhraseMatch | None) -> str:
    return " … ".join(_touched(text, found)) if found else ""


def _touched(text: str, found: PhraseMatch) -> Iterator[str]:
    for start, end in sentences(text):
        if start < found.end and found.start < end:
            yield text[start:end].strip()
