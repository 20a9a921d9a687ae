"""What a reply does for the customer as a person, by visible cues: each with the words themselves.

A cue is a phrase that is there or not there. That makes the measure easy to check and easy to
recite: it says "acknowledged the customer's feeling", not "was kind". The chat has a recogniser of
its own, which also knows what the customer said.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Cue(StrEnum):
    """What a reply can do, in the order in which it usually comes."""

    GREETING = "greeting"
    FEELING = "feeling"  # acknowledged what the customer feels
    APOLOGY = "apology"
    OWNERSHIP = "ownership"  # says what "I" or "we" will do
    NEXT_STEP = "next_step"  # says what happens next, or when
    MORE_HELP = "more_help"  # offers further help
    CLOSING = "closing"


@dataclass(frozen=True, kw_only=True)
class Courtesy:
    """A cue and the sentence that gives it; ``start`` and ``end`` are characters of the text."""

    cue: Cue
    sentence: str
    start: int
    end: int


_PHRASES: Mapping[Cue, str] = {
    Cue.GREETING: r"^\W*(good (morning|afternoon|evening|day)|hello|hi|dear|greetings)\b"
    r"|\bthank you for (calling|contacting|writing|reaching out|getting in touch|your (e-?mail|message|letter))\b",
    Cue.FEELING: r"\b((i|we) (can |do |fully |completely |truly |really )*(understand|see|imagine|know|appreciate|realize|realise)"
    r" (how|that you (are|were|feel)|why you|your (frustration|concern|disappointment|worry|anger))"
    r"|must (be|have been|feel) (so |very |really )?(frustrating|upsetting|stressful|disappointing|annoying|inconvenient|difficult|worrying|hard)"
    r"|(i|we) would (also )?(feel|be) (the same|just as|frustrated|upset|worried)"
    r"|(your|the) (frustration|disappointment) (is|was) (understandable|completely understandable))\b",
    Cue.APOLOGY: r"\b((i|we) (sincerely |truly |deeply |do )*apologi[sz]e|(i am|i'm|we are|we're) (so |very |truly |really |deeply )*sorry"
    r"|(my|our) (sincere |sincerest |deepest )?apolog(y|ies)|please accept (my|our) apolog|sorry (for|about|to hear))\b?",
    Cue.OWNERSHIP: r"\b(i|we)( will|'ll| am going to|'m going to| are going to|'re going to| have( already)?|'ve( already)?| can)"
    r" (personally |now |also |immediately )?(check|look into|fix|correct|refund|replace|send|call|contact|arrange|process|update|escalate"
    r"|follow up|make sure|ensure|investigate|credit|reverse|help|take care|checked|sent|refunded|arranged|asked|reported|corrected)\b"
    r"|\b(let me|allow me to) (check|look|fix|see|help|find|make|arrange|correct)\b",
    Cue.NEXT_STEP: r"\b(within (the next )?(\d+|one|two|three|five|seven|ten|twenty-four|a few)|by (tomorrow|tonight|monday|tuesday|wednesday"
    r"|thursday|friday|saturday|sunday|the end of)|in the next \w+|(you|we) (will|'ll) (receive|get|hear|have|see)"
    r"|next,? (step|please|we|you|i)|once (you|we|i)|please (reply|send|click|call|confirm|bring|follow|restart|check)"
    r"|(will|to) (call|e-?mail|text|update|write to) you)\b",
    Cue.MORE_HELP: r"\b(anything else|any(thing)? (other|more|further) (questions?|concerns?|help)?"
    r"|if you (have|need|would like) (any|more|further|other|anything)|(feel free|do not hesitate|don't hesitate) to"
    r"|let (me|us) know if|happy to help|glad to help)\b",
    Cue.CLOSING: r"\b((kind|best|warm|warmest) regards|sincerely|yours (truly|faithfully)|respectfully( yours)?|have a (\w+ )?(\w+ )?(day|evening|weekend|night|one)"
    r"|take care|thank you (again |so much |very much )?for (your (patience|understanding|business|loyalty|time|trust|cooperation)"
    r"|choosing|being|staying)|thank you and)\b",
}
_CUES = {cue: re.compile(phrases, re.IGNORECASE) for cue, phrases in _PHRASES.items()}
_DENIED = re.compile(r"\b(not|never|n't|no need to) (\w+ ){0,2}$", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")


def courtesies(text: str) -> tuple[Courtesy, ...]:
    """Return the first sentence that gives each cue, in the order of the text.

    A cue that is denied in the same breath ("I will not apologize") is none.
    """
    straight = text.replace("’", "'")
    first: dict[Cue, Courtesy] = {}
    for sentence in _SENTENCE.finditer(straight):
        for cue, phrases in _CUES.items():
            match = phrases.search(sentence[0])
            if cue in first or not match or _DENIED.search(sentence[0][: match.start()]):
                continue
            start = sentence.start() + len(sentence[0]) - len(sentence[0].lstrip())
            end = sentence.start() + len(sentence[0].rstrip())
            first[cue] = Courtesy(cue=cue, sentence=text[start:end], start=start, end=end)
    return tuple(sorted(first.values(), key=lambda one: (one.start, list(Cue).index(one.cue))))
