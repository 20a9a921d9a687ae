"""Messages that are a knowledge article, pasted as it is."""

from dataclasses import replace
from typing import Final

from assessments.kinds.chat.language.phrases import rules
from assessments.kinds.chat.language.recogniser import Recognition
from assessments.kinds.chat.scenario import Scenario
from scoring.conversation import pasted_share

_SHARE: Final = 0.8
"""Smallest share of a pasted message that is in the article."""
_WORDS: Final = 25
"""A pasted message has more words than this."""


def is_pasted(text: str, scenario: Scenario) -> bool:
    """Return whether a message of more than 25 words is almost entirely from one article."""
    return len(text.split()) > _WORDS and any(
        pasted_share(text, article.body) >= _SHARE for article in scenario.knowledge
    )


def without_requests(recognition: Recognition) -> Recognition:
    """Return only the acts that a pasted article performs: rules and facts, no questions."""
    informing = tuple(
        hit for hit in recognition.hits if hit.act == "give_policy" or hit.act not in rules()
    )
    return replace(recognition, hits=informing)
