"""The languages in which the agent may answer: a choice of the vacancy, beside the spelling.

Agents in the Philippines mix English and Filipino, as their customers do, unless the client wants
English only. Filipino is never an error; where it is not wanted, the report shows its share.
"""

from typing import Final

from assessments.contract.assessment import N_, ClientOptions, Option
from assessments.contract.written import SPELLINGS

_ENGLISH_ONLY: Final = "-english"
"""Ending of the names of the options with English only; the spelling stands before it."""

OPTIONS: Final = ClientOptions(
    about=N_("Spelling and languages"),
    options=(
        *SPELLINGS.options,
        Option(
            name=f"any{_ENGLISH_ONLY}",
            label=N_("English only; spelling of any English-speaking country"),
        ),
        Option(name=f"us{_ENGLISH_ONLY}", label=N_("English only; American spelling")),
        Option(name=f"gb{_ENGLISH_ONLY}", label=N_("English only; British spelling")),
        Option(name=f"au{_ENGLISH_ONLY}", label=N_("English only; Australian spelling")),
        Option(name=f"ph{_ENGLISH_ONLY}", label=N_("English only; Philippine spelling")),
    ),
)
"""The client decides; fixed for a sitting when it begins. Unless an option says English only, the
agent may mix in Filipino."""


def is_english_only(policy: str) -> bool:
    """Return whether a vacancy with this option wants answers in English only."""
    return policy.endswith(_ENGLISH_ONLY)
