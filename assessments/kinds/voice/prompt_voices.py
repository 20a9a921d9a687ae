"""Choose the voices of a prompt's parts and render the prompt."""

from collections.abc import Sequence

from assessments.kinds.voice.item import Item
from speech.prompts.voices import VOICES, Sound, Voice, spoken

BETWEEN_TURNS = 0.5
BETWEEN_PHRASES = 1.0
PHRASE_PACE = 0.88
"""Slower than usual: a few words outside their sentence are harder to understand."""


def cast(item: Item, voice: Voice) -> tuple[Voice, ...]:
    """Return the voice of each part: two voices in a call, else ``voice`` throughout."""
    if not item.turns:
        return (voice,) * len(item.parts)
    caller = next(known for known in VOICES.values() if known.sex == item.caller)
    agent = next(known for known in VOICES.values() if known.sex != item.caller)
    return tuple(caller if turn.who == "caller" else agent for turn in item.turns)


def render(item: Item, voices: Sequence[Voice]) -> Sound:
    """Speak a prompt.

    Each phrase of a jumbled sentence is spoken as if a comma followed, so that its intonation does
    not fall as it does at the end of a sentence and give its place away.
    """
    if item.phrases:
        phrases = [f"{part}," for part in item.phrases]
        return spoken(phrases, voices, pace=PHRASE_PACE, gap=BETWEEN_PHRASES)
    return spoken(item.parts, voices, gap=BETWEEN_TURNS)
