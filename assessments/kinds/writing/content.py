"""Find the requested points and courtesies in a text: information, never part of the score."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assessments.kinds.writing.prompt import Prompt
from scoring.letter_courtesy import courtesy_in
from scoring.phrases import PhraseMatch, find, sentences

JOINED = " … "
"""Between the sentences of one quotation."""


def points_in(prompt: Prompt, text: str) -> list[dict[str, Any]]:
    """Return each requested point: its ``id``, its ``label`` and the ``sentence`` that shows it.

    ``sentence`` is empty where the text does not make the point.
    """
    return [
        {
            "id": point.id,
            "label": point.label,
            "sentence": _sentence(text, find(text, point.any_of, unless=point.unless)),
        }
        for point in prompt.points
    ]


def places_of(points: Sequence[Mapping[str, Any]], text: str) -> tuple[tuple[int, int], ...]:
    """Return the stretches of a text that make the points of ``points_in``."""
    made = [part for point in points for part in point["sentence"].split(JOINED) if part]
    return tuple((start, start + len(part)) for part in made if (start := text.find(part)) >= 0)


def courtesies_in(prompt: Prompt, text: str) -> list[Mapping[str, str]]:
    """Return each courtesy that suits the prompt: its ``name`` and the ``sentence`` that has it."""
    return [
        {"name": name, "sentence": _sentence(text, courtesy_in(text, name))}
        for name in prompt.courtesies
    ]


def points_shown(prompt: Prompt, text: str) -> list[str]:
    """Return the ids of the points that a text makes."""
    return [point["id"] for point in points_in(prompt, text) if point["sentence"]]


def _sentence(text: str, match: PhraseMatch | None) -> str:
    return JOINED.join(_sentences_with(text, match)) if match else ""


def _sentences_with(text: str, match: PhraseMatch) -> Iterator[str]:
    for start, end in sentences(text):
        if start < match.end and match.start < end:
            yield text[start:end].strip()
