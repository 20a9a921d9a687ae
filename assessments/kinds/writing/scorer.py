"""Score a writing sitting from its log: how well two texts are written.

The score of the sitting is the mean of its texts' scores. Its standard error is
``√(s₁² + s₂²) / 2``, which assumes independent errors of the two texts. It leaves out effects that
both texts share, such as the writer's day or the reference group, so it may be too small.

No decision rests on one text: if either text is too short, missing or not in English, the sitting
is not measured. The score of the other text is still shown, with its standard error.

What was asked is a gate, not a part of the score: if a text says next to nothing of it, is the task
in slightly other words, or if the two texts are worded alike, there is no score until a person has
read them (``scoring.report.READ_FIRST``).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any, Final

from assessments.contract.assessment import Bank, LoggedEvent, begun
from assessments.contract.written import Pasted, last_text, spelling_of
from assessments.kinds.writing.content import courtesies_in, places_of, points_in
from assessments.kinds.writing.prompt import Prompt
from scoring.likeness import same_text
from scoring.proofreading import Spelling
from scoring.provisional import MEASURED
from scoring.report import READ_FIRST, Measure, Report
from scoring.rewording import REWORDED, reworded_share
from scoring.writing import FEWEST_WORDS, WritingReport, assess
from scoring.writing.page_data import page_data
from scoring.writing.topic import off_topic
from speech.spoken import Spoken

VERSION: Final = "writing-2"
COPIED_SHARE: Final = 0.5
"""The share of a text's words from which it is flagged as mostly copied from the page."""

LEAST_SAID: Final = 0.25
"""The share of the requested points below which a text says next to nothing of what was asked.

The lists of words that look for points miss some: honest texts of 22 by one author outside the
project made three fifths of them or more, texts about something else none."""

ASIDE_SHARE: Final = 0.5
"""The share of a text about something else from which it is off the task."""

FEATURES: Final[Mapping[str, str]] = {
    "likely_errors": "%",
    "sentence_command": "",
    "errors_found": "%",
    "range": "",
    "clauses": "%",
    "run_on": "%",
}
"""The features in a text's score, each with its unit; shown as means over the texts."""


@dataclass(frozen=True, kw_only=True)
class Text:
    """One text as handed in.

    Attributes:
        prompt: what was asked.
        text: as written.
        english: its English; None where nothing was written.
        points: the requested points, with the sentences that make them.
        aside: share of the text that is about something else, 0 to 1.
        reworded: share of the text that is the task in slightly other words, 0 to 1.
    """

    prompt: Prompt
    text: str
    english: WritingReport | None
    points: Sequence[Mapping[str, Any]]
    aside: float
    reworded: float

    @property
    def reason(self) -> str:
        """Why it has no score yet; empty when it has a score.

        ``no_text``, ``not_english``, ``off_the_task``, ``reworded_task`` or ``too_short``.
        """
        if self.english is None:
            return "no_text"
        if self.english.not_measured == "not_english":
            return "not_english"
        if self.is_off_the_task:
            return "off_the_task"
        if self.is_reworded:
            return "reworded_task"
        return "too_short" if self.english.score is None else ""

    @property
    def is_off_the_task(self) -> bool:
        """Whether a text that is long enough says next to nothing of what was asked."""
        if self.english is None or self.english.words + self.english.aside < FEWEST_WORDS:
            return False
        said = sum(bool(point["sentence"]) for point in self.points)
        return self.aside >= ASIDE_SHARE or said < LEAST_SAID * len(self.points)

    @property
    def is_reworded(self) -> bool:
        """Whether a text that is long enough is the task in slightly other words."""
        long_enough = self.english is not None and self.english.words >= FEWEST_WORDS
        return long_enough and self.reworded >= REWORDED

    @property
    def score(self) -> float | None:
        """Its score, also one that a person has to release; None if it cannot be measured."""
        return self.english.score if self.english else None


def score(
    bank: Bank[Prompt], events: Sequence[LoggedEvent], spoken: Mapping[str, Spoken]
) -> Report:
    """Score the texts as handed in; if any cannot be measured, the sitting is not measured."""
    spelling = spelling_of(events)
    texts = [
        text_of(bank[name], last_text(name, events)[1], spelling) for name in begun(events).items
    ]
    alike = _are_alike([text.text for text in texts])
    english = [text.english for text in texts if text.english and text.english.score is not None]
    whole = mean_of(english) if len(english) == len(texts) else None
    missing = _missing(texts)
    report = Report(
        score=round(whole[0], 1) if whole else None,
        sem=round(whole[1], 1) if whole else None,
        sem_source=MEASURED if whole else "",
        not_measured="" if whole else missing,
        measures=(
            *(_measure(number, text) for number, text in enumerate(texts, 1)),
            *(
                _feature(name, unit, english if whole else [], missing)
                for name, unit in FEATURES.items()
            ),
            _words(texts),
        ),
        flags=_flags(texts, events, alike=alike),
        answers=tuple(_answer(number, text) for number, text in enumerate(texts, 1)),
        texts={text.prompt.id: text.text for text in texts if text.text.strip()},
    )
    held = next((text.reason for text in texts if text.reason in READ_FIRST), "")
    held = held or ("texts_alike" if alike else "")
    return report.held(held) if held else report


def _missing(texts: Sequence[Text]) -> str:
    """Return why a sitting has no score if a text of it has none."""
    reasons = [text.reason for text in texts if text.score is None]
    if set(reasons) == {"no_text"} and len(reasons) == len(texts):
        return "no_text"
    return next((reason for reason in reasons if reason not in {"no_text", ""}), "too_short")


def text_of(prompt: Prompt, text: str, spelling: Spelling = "any") -> Text:
    """Return one text with everything that its score and its gates need.

    Stretches about something else do not count. Where they are most of the text, the score is that
    of the whole: it is held, and the person who reads the text may find that it is on the task.
    """
    points = points_in(prompt, text)
    stretches = tuple(off_topic(text, prompt.given, places_of(points, text)))
    words = len(text.split())
    aside = sum(len(text[start:end].split()) for start, end in stretches) / max(words, 1)
    english = None
    if words:
        english = assess(
            text,
            prompt=prompt.given,
            spelling=spelling,
            names=prompt.names,
            aside=stretches if aside < ASIDE_SHARE else (),
        )
    return Text(
        prompt=prompt,
        text=text,
        english=english,
        points=points,
        aside=aside,
        reworded=reworded_share(text, prompt.given),
    )


def mean_of(english: Sequence[WritingReport]) -> tuple[float, float]:
    """Return the mean of the texts' scores and its standard error, in points.

    The error is ``√(Σ sᵢ²) / n``, with independent errors of the texts; it may be too small.
    """
    scores = [text.score for text in english if text.score is not None]
    errors = [text.sem for text in english if text.sem is not None]
    return fmean(scores), math.hypot(*errors) / len(errors)


def _measure(number: int, text: Text) -> Measure:
    """Return the score of one text with its standard error, or why it was not measured."""
    name = f"text_{number}"
    english = text.english
    if text.reason or english is None or english.score is None or english.sem is None:
        return Measure(name=name, value=None, unit="points", reason=text.reason)
    return Measure(
        name=name, value=round(english.score, 1), unit="points", sem=round(english.sem, 1)
    )


def _feature(name: str, unit: str, english: Sequence[WritingReport], missing: str) -> Measure:
    """Return a feature's mean over the texts; not measured if any text is not."""
    if not english:
        return Measure(name=name, value=None, unit=unit, reason=missing)
    values = [
        feature.value for text in english for feature in text.contributions if feature.name == name
    ]
    return Measure(name=name, value=round(fmean(values), 3), unit=unit)


def _words(texts: Sequence[Text]) -> Measure:
    own = sum(text.english.words for text in texts if text.english)
    return Measure(name="words", value=float(own), unit="count")


def _answer(number: int, text: Text) -> dict[str, Any]:
    """Return the report's entry for one text; its ``text`` is the prompt, as in every kind."""
    prompt, english = text.prompt, text.english
    return {
        "number": number,
        "item": prompt.id,
        "title": prompt.title,
        "type": prompt.type,
        "situation": prompt.situation,
        "facts": list(prompt.facts),
        "text": prompt.ask,
        "score": None if text.reason or text.score is None else round(text.score, 1),
        "held_score": round(text.score, 1) if text.reason and text.score is not None else None,
        "not_measured": text.reason,
        "english": page_data(english, text.text) if english else None,
        "points": text.points,
        "courtesies": courtesies_in(prompt, text.text),
    }


def _flags(texts: Sequence[Text], events: Sequence[LoggedEvent], *, alike: bool) -> tuple[str, ...]:
    flags = {
        "pasted_text": any(isinstance(event.data, Pasted) for event in events),
        "copied_from_page": any(_is_copied(text.english) for text in texts),
        "reworded_task": any(text.is_reworded for text in texts),
        "off_the_task": any(text.is_off_the_task for text in texts),
        "texts_alike": alike,
        "low_confidence": any(
            text.english is not None and not text.reason and text.english.low_confidence
            for text in texts
        ),
    }
    return tuple(name for name, raised in flags.items() if raised)


def _is_copied(english: WritingReport | None) -> bool:
    if english is None:
        return False
    return english.copied >= COPIED_SHARE * max(
        english.words + english.copied + english.repeated, 1
    )


def _are_alike(texts: Sequence[str]) -> bool:
    return len(texts) > 1 and same_text(texts[0], texts[1]) is not None
