"""Score a written text for accuracy and range, with a standard error and all contributions.

``assess`` scores one text. It ignores the topic: it does not check whether an answer is true,
useful or relevant. docs/scoring/writing.md gives the basis of every figure.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from scoring.courtesy import Courtesy, courtesies
from scoring.proofreading import MOST_CHARACTERS, Finding, Spelling, find_errors
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
"""Fewest own words for a score without the mark of low confidence."""


@dataclass(frozen=True, kw_only=True)
class WritingReport:
    """The score of one text, with everything that explains it.

    Attributes:
        score: 0 to 100; 50 is the mean of the reference group and 15 its standard deviation.
            None with ``not_measured``.
        sem: standard error of measurement in points, for the number of own words.
        not_measured: ``not_english`` if more words are in sentences of another language than are
            own words; ``not_enough_text`` for fewer than 80 own words; else empty.
        low_confidence: whether there are fewer than 120 own words.
        provisional: whether the reference group is simulated rather than real applicants.
        words: number of own words, without those of the next six.
        copied, repeated: numbers of words left out as copied or repeated.
        no_prose, listed, foreign, aside: numbers of words left out as signature or heading, as the
            rest of a long enumeration, as another language, and as off the task.
        contributions: points that each feature adds to 50.
        sophistication: estimated CEFR level of the sentences, in standard deviations of the level
            of Wikipedia sentences. Information; None with ``not_measured``.
        errors: findings, with positions in the text as given; ``Finding.is_error`` says whether a
            finding counts. The checks find a minority of all errors.
        courtesy: courtesy cues, quoted. Information.
        relations: how often the text names each relation between ideas. Information.
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
    no_prose: int
    listed: int
    foreign: int
    aside: int
    contributions: tuple[Contribution, ...]
    sophistication: float | None
    errors: tuple[Finding, ...]
    courtesy: tuple[Courtesy, ...]
    relations: Mapping[str, int]
    reading: Readability


def assess(
    text: str,
    *,
    prompt: str = "",
    spelling: Spelling = "any",
    names: Collection[str] = (),
    aside: Sequence[tuple[int, int]] = (),
) -> WritingReport:
    """Score a text.

    Args:
        text: as written; only the first ``MOST_CHARACTERS`` are read.
        prompt: everything that the writer saw before writing; runs copied from it do not count.
        spelling: the spelling of one country, or "any".
        names: names and terms of the task; they are never errors.
        aside: stretches about something else than the task (``topic``); they do not count.
    """
    text = text[:MOST_CHARACTERS]
    own = own_part(text, prompt, aside)
    errors = find_errors(own.text, spelling=spelling, names=names)
    missing = _missing(own)
    enough = not missing
    values = _features(own, errors, spelling, names) if enough else {}
    added = weighing().contributions(values) if enough else ()
    return WritingReport(
        score=score_of(added) if enough else None,
        sem=weighing().sem(own.words) if enough else None,
        not_measured=missing,
        low_confidence=own.words < SURE_FROM,
        provisional=weighing().provisional,
        words=own.words,
        copied=own.copied,
        repeated=own.repeated,
        no_prose=own.no_prose,
        listed=own.listed,
        foreign=own.foreign,
        aside=own.aside,
        contributions=added,
        sophistication=values.get("sophistication"),
        errors=tuple(_as_given(finding, own, text) for finding in errors),
        courtesy=courtesies(text),
        relations=relations_in(own.text),
        reading=readability(own.text.split()),
    )


def _missing(own: OwnPart) -> str:
    """Return why a text has no score, as a name; empty if it has one."""
    if own.foreign > own.words:
        return "not_english"
    return "" if own.words >= FEWEST_WORDS else "not_enough_text"


def load() -> None:
    """Load all models and lists that scoring needs: 2 seconds, once per process."""
    # Harper loads half of its data (1 s, 60 MB) at the first word that resembles no known word.
    find_errors("We load teh rules, thankyouverymuch.")
    read("We load the models.")
    readability(["loaded"])
    courtesies("")
    weighing()


def _features(
    own: OwnPart, errors: tuple[Finding, ...], spelling: Spelling, names: Collection[str]
) -> Mapping[str, float]:
    """Return the features; where case is uninformative, they come from the text in lower case."""
    if case_says_nothing(own.text):
        small = own.text.lower()
        errors = find_errors(small, spelling=spelling, names=names)
        own = replace(own, text=small)
    return features(own, errors)


def _as_given(finding: Finding, own: OwnPart, text: str) -> Finding:
    """Return a finding with its position in the text as given."""
    start = own.places[finding.start] if finding.start < len(own.places) else len(text)
    end = own.places[finding.end - 1] + 1 if finding.end > finding.start else start
    return replace(finding, start=start, end=end, text=text[start:end])
