"""Whether a message is an article of the knowledge base, handed on as it stands."""

from dataclasses import replace
from typing import Final

from assessments.kinds.chat.language.phrases import rules
from assessments.kinds.chat.language.recogniser import Heard
from assessments.kinds.chat.scenario import Scenario
from scoring.conversation import pasted_share

_SHARE: Final = 0.8
_WORDS: Final = 25


def is_pasted(text: str, scenario: Scenario) -> bool:
    """Return whether a message of more than 25 words stands almost whole in one article."""
    return len(text.split()) > _WORDS and any(
        pasted_share(text, article.body) >= _SHARE for article in scenario.knowledge
    )


def only_told(heard: Heard) -> Heard:
    """Return what a pasted article tells: its rules and facts, but no question and no feeling."""
    kept = tuple(hit for hit in heard.hits if hit.act == "give_policy" or hit.act not in rules())
    return replace(heard, hits=kept)
