"""The score of a written text: how right, how rich, how sure, and what each part of it adds.

``assess`` reads one text. It knows no topic: whether an answer is true, useful or to the point is
not looked at. docs/scoring/writing.md says what every figure rests on.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from scoring.courtesy import Courtesy, courtesies
from scoring.proofreading import MOST_CHARACTERS, Found, Spelling, find_errors
from scoring.readability import Readability, readability
from scoring.tagger import read
from scoring.writing.connectives import relations_in
from scoring.writing.features import features
from scoring.writing.letter_case import case_says_nothing
from scoring.writing.own_part import OwnPart, own_part
from scoring.writing.weighing import Contribution, score_of, weighing

__all__ = ["FEWEST_WORDS", "SURE_FROM", "WritingReport", "assess", "load"]

FEWEST_WORDS = 80
SURE_FROM = 120
"""Words below which the score is marked as having low confidence."""


@dataclass(frozen=True, kw_only=True)
class WritingReport:
    """What one text shows.

    Attributes:
        score: 0 to 100; 50 is the mean of the reference group and 15 its standard deviation.
            None with ``not_measured``.
        sem: standard error of measurement in points, by the number of own words.
        not_measured: ``not_enough_text`` under 80 own words; else empty.
        low_confidence: whether there are fewer than 120 own words.
        provisional: whether the reference group was made and not met.
        words: own words: what the task had and what was said before does not count.
        copied, repeated: words left out for that.
        contributions: what every feature adds to 50.
        sophistication: how advanced the sentences are by CEFR, as guessed, in standard deviations
            of Wikipedia's sentences. Information; None with ``not_measured``.
        errors: what was found, with places in the text as given; ``Found.is_error`` says whether
            it counts. A minority of the errors there are.
        courtesy: what the text does for the reader as a person, quoted. Information.
        relations: how often each relation between ideas is named. Information.
        reading: counts for readability. Information.
    """

    score: float | None
    sem: float | None
    not_measured: str
    low_confidence: bool
    provisional: bool
    words: int
    copied: int
    repeated: int
    contributions: tuple[Contribution, ...]
    sophistication: float | None
    errors: tuple[Found, ...]
    courtesy: tuple[Courtesy, ...]
    relations: Mapping[str, int]
    reading: Readability


def assess(
    text: str, *, prompt: str = "", spelling: Spelling = "any", names: Collection[str] = ()
) -> WritingReport:
    """Score a text.

    Args:
        text: as written; at most ``MOST_CHARACTERS`` of it are read.
        prompt: everything that the writer saw before: copied runs of it do not count.
        spelling: the spelling of one country, or "any".
        names: names and terms of the task: nothing in them is an error.
    """
    text = text[:MOST_CHARACTERS]
    own = own_part(text, prompt)
    errors = find_errors(own.text, spelling=spelling, names=names)
    enough = own.words >= FEWEST_WORDS
    values = _features(own, errors, spelling, names) if enough else {}
    added = weighing().contributions(values) if enough else ()
    return WritingReport(
        score=score_of(added) if enough else None,
        sem=weighing().sem(own.words) if enough else None,
        not_measured="" if enough else "not_enough_text",
        low_confidence=own.words < SURE_FROM,
        provisional=weighing().provisional,
        words=own.words,
        copied=own.copied,
        repeated=own.repeated,
        contributions=added,
        sophistication=values.get("sophistication"),
        errors=tuple(_as_given(one, own, text) for one in errors),
        courtesy=courtesies(text),
        relations=relations_in(own.text),
        reading=readability(own.text.split()),
    )


def load() -> None:
    """Load everything that a text is read with: 2 seconds of work, once in a process."""
    # Harper loads half of it, a second and 60 MB, at the first word that is like no other.
    find_errors("We load teh rules, thankyouverymuch.")
    read("We load the models.")
    readability(["loaded"])
    courtesies("")
    weighing()


def _features(
    own: OwnPart, errors: tuple[Found, ...], spelling: Spelling, names: Collection[str]
) -> Mapping[str, float]:
    """Return the features; errors are looked for in small letters where case says nothing."""
    if case_says_nothing(own.text):
        small = own.text.lower()
        errors = find_errors(small, spelling=spelling, names=names)
        own = replace(own, text=small)
    return features(own, errors)


def _as_given(one: Found, own: OwnPart, text: str) -> Found:
    """Return what was found with its place in the text as given."""
    start = own.places[one.start] if one.start < len(own.places) else len(text)
    end = own.places[one.end - 1] + 1 if one.end > one.start else start
    return replace(one, start=start, end=end, text=text[start:end])
