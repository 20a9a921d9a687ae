"""Courtesy cues in a reply: phrases that address the customer as a person, each with its sentence.

A cue is a phrase that is present or absent. This makes the measure easy to check, and easy for a
writer to game: it reports "acknowledged the customer's feeling", not "was kind". The chat has its
own recogniser, which also knows what the customer said.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml


class Cue(StrEnum):
    """A courtesy of a reply, in the usual order."""

    GREETING = "greeting"
    FEELING = "feeling"  # acknowledged what the customer feels
    APOLOGY = "apology"
    OWNERSHIP = "ownership"  # says what "I" or "we" will do about it
    NEXT_STEP = "next_step"  # says what happens next, or when
    MORE_HELP = "more_help"  # offers further help
    CLOSING = "closing"


@dataclass(frozen=True, kw_only=True)
class Courtesy:
    """A cue and the sentence that contains it; ``start`` and ``end`` are character positions."""

    cue: Cue
    sentence: str
    start: int
    end: int


_DENIED = re.compile(
    r"(\b(not|never|no need to|cannot|nothing|nobody|no one)|n't) (\w+ ){0,2}$"
    r"|\byou('re| are| should be| must be) $",  # asked of the customer, not said
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")


@cache
def _phrases() -> dict[Cue, re.Pattern[str]]:
    lists = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))
    return {
        cue: re.compile(rf"(?<!\w)(?:{'|'.join(lists[cue])})(?!\w)", re.IGNORECASE) for cue in Cue
    }


def courtesies(text: str) -> tuple[Courtesy, ...]:
    """Return the first sentence that contains each cue, in the order of the text.

    A cue that is negated ("I will not apologize") or demanded of the customer ("you should be
    sorry") does not count.
    """
    straight = text.replace("’", "'")
    first: dict[Cue, Courtesy] = {}
    for sentence in _SENTENCE.finditer(straight):
        for cue, phrases in _phrases().items():
            match = phrases.search(sentence[0])
            if cue in first or not match or _DENIED.search(sentence[0][: match.start()]):
                continue
            start = sentence.start() + len(sentence[0]) - len(sentence[0].lstrip())
            end = sentence.start() + len(sentence[0].rstrip())
            first[cue] = Courtesy(cue=cue, sentence=text[start:end], start=start, end=end)
    order = list(Cue)
    return tuple(sorted(first.values(), key=lambda cue: (cue.start, order.index(cue.cue))))
