"""The current state of the writing page; it contains none of the points that are looked for."""

from collections.abc import Sequence
from typing import Any, Final

from assessments.contract.assessment import Bank, LoggedEvent, begun
from assessments.contract.written import MOST_CHARACTERS, last_text
from assessments.kinds.writing.prompt import Prompt
from scoring.writing import FEWEST_WORDS, SURE_FROM

MOST_WORDS: Final = 200
"""The most words that the page asks for; longer texts are scored, too, so no one has to cut."""

PRACTICE_WORDS: Final = (40, 80)
"""The fewest and the most words that the page asks for in a practice."""


def state(bank: Bank[Prompt], events: Sequence[LoggedEvent], now: float) -> dict[str, Any]:
    """Return the prompts, the lengths asked for, and the texts so far."""
    prompts = [bank[name] for name in begun(events).items]
    practice = any(prompt.practice for prompt in prompts)
    least, most = PRACTICE_WORDS if practice else (SURE_FROM, MOST_WORDS)
    return {
        "texts": [_text(prompt, events) for prompt in prompts],
        "least": least,
        "most": most,
        "fewest": 1 if practice else FEWEST_WORDS,
        "most_characters": MOST_CHARACTERS,
        "finished": events[-1].type in {"submitted", "expired"},
    }


def _text(prompt: Prompt, events: Sequence[LoggedEvent]) -> dict[str, Any]:
    return {
        "item": prompt.id,
        "title": prompt.title,
        "situation": prompt.situation,
        "facts": list(prompt.facts),
        "ask": prompt.ask,
        "text": last_text(prompt.id, events)[1],
    }
