"""Courtesy cues of a written reply: what stands in the text, quoted. Information, never points.

Each cue says what was found, not what was felt: "says sorry", not "is empathetic". The cues are
fixed phrases of customer care in English with the greetings and thanks of Taglish.
"""

import re
from dataclasses import dataclass

_CUES = {
    "greeting": r"\b(?:dear|hi|hello|good (?:morning|afternoon|evening|day)|greetings|"
    r"mabuhay|magandang (?:umaga|hapon|gabi|araw))\b",
    "feeling": r"\b(?:i|we) (?:can |fully |completely |do |really )*(?:understand|imagine|see|know) "
    r"(?:how|that|why|your)\b|\bmust (?:be|have been) (?:\w+ )?(?:frustrating|upsetting|"
    r"disappointing|hard|stressful|difficult|worrying|annoying)\b|"
    r"\byou have every right to\b|\bi would (?:also )?be \w+ too\b",
    "apology": r"\b(?:sorry|apolog(?:y|ies|i[sz]e|i[sz]ing)|forgive (?:us|me))\b",
    "ownership": r"\b(?:i|we)(?:'ll| will| am going to|'m going to| have already|'ve already) "
    r"(?:personally |also |now |already |immediately )*(?:check|look|take|make|send|call|fix|follow|"
    r"report|ask|arrange|process|replace|refund|forward|contact|update|investigate|find|help|do)\w*",
    "next_step": r"\bwithin (?:the (?:next|day)|\w+(?: to \w+)? (?:working |business )?"
    r"(?:minutes?|hours?|days?|weeks?))\b|\b(?:by|before|until) (?:tomorrow|tonight|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d)|\bas soon as\b|\bonce (?:the|we|you|i)\b",
    "offer": r"\b(?:anything else|any (?:other|further|more) (?:question|concern|help)s?|"
    r"(?:feel free|do not hesitate|don't hesitate) to|let (?:me|us) know if)\b",
    "thanks": r"\b(?:thank you|thanks|salamat|we appreciate|i appreciate)\b",
    "closing": r"\b(?:(?:best|kind|warm) regards|regards|sincerely|respectfully|"
    r"have a (?:\w+ )?(?:day|evening|night|weekend|week)|take care|ingat)\b",
}
CUES = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _CUES.items()}


@dataclass(frozen=True, kw_only=True)
class Cue:
    """One cue and the first place that shows it.

    Attributes:
        name: ``greeting``, ``feeling``, ``apology``, ``ownership``, ``next_step``, ``offer``,
            ``thanks`` or ``closing``.
        start, end: the place in the text; None where it does not occur.
        text: the words there.
    """

    name: str
    start: int | None = None
    end: int | None = None
    text: str = ""


def courtesy(text: str) -> tuple[Cue, ...]:
    """Return every cue, found or not, in the order of ``CUES``."""
    plain = text.replace("’", "'")
    cues = []
    for name, pattern in CUES.items():
        match = pattern.search(plain)
        cues.append(
            Cue(name=name, start=match.start(), end=match.end(), text=text[slice(*match.span())])
            if match
            else Cue(name=name)
        )
    return tuple(cues)
