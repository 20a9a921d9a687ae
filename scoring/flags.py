"""How much each flag says by itself.

A flag asks a person to look; it never changes a score. Tier 1 hardly ever has an innocent cause,
tier 2 is worth a look, tier 3 is mostly innocent. The tiers are our own judgement; no data of
applicants have confirmed them.
"""

from typing import Final

TIERS: Final = (1, 2, 3)

_FIRST: Final = frozenset(
    {
        "same_sound_as_another",
        "same_text_as_another",
        "same_rhythm_as_another",
        "impossible_burst",
        "pasted",
        "clock_fast",
        "robotic_spacing",
        "no_key_down_time",
        "untrue_claim",
        "manner",
        "no_service",
        "not_judged",
    }
)
_SECOND: Final = frozenset(
    {
        "questions_gone",
        "answered_at_once",
        "same_words_as_another",
        "critical_missed",
        "not_done",
        "customer_left",
        "rude_words",
        "over_limit",
        "stuffed_message",
        "off_the_task",
        "reworded_task",
        "texts_alike",
        "pasted_text",
        "copied_from_page",
        "internal_told",
        "letters_joined",
        "no_key_events",
        "no_key_up",
        "reading_likely",
        "other_voice",
        "looked_away",
        "dropped",
        "long_input",
        "too_perfect",
        "no_rollover",
        "beyond_norm",
        "two_pages",
        "more_recordings_than_allowed",
        "prompt_fetched_again",
        "log_does_not_replay",
    }
)


def tier_of(flag: str) -> int:
    """Return the tier of a flag, 1 to 3; an unknown flag has tier 3."""
    if flag in _FIRST:
        return 1
    return 2 if flag in _SECOND else 3
