"""Who speaks the parts of an item, and how they are put together."""

from collections.abc import Sequence

from assessments.kinds.voice.item import Item
from speech.prompts.voices import VOICES, Sound, Voice, spoken

BETWEEN_TURNS = 0.5
BETWEEN_PHRASES = 1.0
PHRASE_PACE = 0.88
"""A few words out of their sentence are harder to understand."""


def cast(item: Item, voice: Voice) -> tuple[Voice, ...]:
    """Return who speaks each part: in a call the caller's and the other voice, else one alone."""
    if not item.turns:
        return (voice,) * len(item.parts)
    caller = next(one for one in VOICES.values() if one.sex == item.caller)
    agent = next(one for one in VOICES.values() if one.sex != item.caller)
    return tuple(caller if turn.who == "caller" else agent for turn in item.turns)


def render(item: Item, voices: Sequence[Voice]) -> Sound:
    """Speak a prompt.

    A phrase of a jumbled sentence is spoken with a comma after it, so that its tune does not fall
    as at a sentence's end and give its place away.
    """
    if item.phrases:
        phrases = [f"{part}," for part in item.phrases]
        return spoken(phrases, voices, pace=PHRASE_PACE, gap=BETWEEN_PHRASES)
    return spoken(item.parts, voices, gap=BETWEEN_TURNS)
