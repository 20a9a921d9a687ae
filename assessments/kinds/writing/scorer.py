"""Score a writing sitting from its log: how well two texts are written.

The score of the sitting is the mean of its texts' scores. Its standard error is
``√(s₁² + s₂²) / 2``, which assumes independent errors of the two texts. It leaves out effects that
both texts share, such as the writer's day or the reference group, so it may be too small.

No decision rests on one text: if either text is too short or missing, the sitting is not measured.
The score of the other text is still shown, with its standard error.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any, Final

from assessments.contract.assessment import Bank, LoggedEvent, begun
from assessments.contract.written import Pasted, last_text, spelling_of
from assessments.kinds.writing.content import courtesies_in, points_in
from assessments.kinds.writing.prompt import Prompt
from scoring.likeness import SAME_WORDING, shared_wording
from scoring.provisional import MEASURED
from scoring.report import Measure, Report
from scoring.writing import FEWEST_WORDS, WritingReport, assess
from scoring.writing.page_data import page_data
from speech.spoken import Spoken

VERSION: Final = "writing-1"
COPIED_SHARE: Final = 0.5
"""The share of a text's words from which it is flagged as mostly copied from the page."""

FEATURES: Final[Mapping[str, str]] = {
    "likely_errors": "%",
    "sentence_command": "",
    "errors_found": "%",
    "range": "",
}
"""The features in a text's score, each with its unit; shown as means over the texts."""


@dataclass(frozen=True, kw_only=True)
class Text:
    """One text as handed in; ``english`` is None where nothing was written."""

    prompt: Prompt
    text: str
    english: WritingReport | None

    @property
    def reason(self) -> str:
        """Why it has no score: ``no_text`` or ``too_short``; empty when it has a score."""
        if self.english is None:
            return "no_text"
        return "too_short" if self.english.score is None else ""


def score(
    bank: Bank[Prompt], events: Sequence[LoggedEvent], spoken: Mapping[str, Spoken]
) -> Report:
    """Score the texts as handed in; if any text is too short, the sitting is not measured."""
    texts = [_text(bank[name], events) for name in begun(events).items]
    reasons = [text.reason for text in texts]
    english = [text.english for text in texts if text.english and text.english.score is not None]
    whole = mean_of(english) if len(english) == len(texts) else None
    missing = "no_text" if set(reasons) == {"no_text"} else "too_short"
    return Report(
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
        flags=_flags(texts, events),
        answers=tuple(_answer(number, text) for number, text in enumerate(texts, 1)),
        texts={text.prompt.id: text.text for text in texts if text.text.strip()},
    )


def mean_of(english: Sequence[WritingReport]) -> tuple[float, float]:
    """Return the mean of the texts' scores and its standard error, in points.

    The error is ``√(Σ sᵢ²) / n``, with independent errors of the texts; it may be too small.
    """
    scores = [text.score for text in english if text.score is not None]
    errors = [text.sem for text in english if text.sem is not None]
    return fmean(scores), math.hypot(*errors) / len(errors)


def _text(prompt: Prompt, events: Sequence[LoggedEvent]) -> Text:
    text = last_text(prompt.id, events)[1]
    english = None
    if text.strip():
        english = assess(
            text, prompt=prompt.given, spelling=spelling_of(events), names=prompt.names
        )
    return Text(prompt=prompt, text=text, english=english)


def _measure(number: int, text: Text) -> Measure:
    """Return the score of one text with its standard error, or why it was not measured."""
    name = f"text_{number}"
    english = text.english
    if english is None or english.score is None or english.sem is None:
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
        "score": round(english.score, 1) if english and english.score is not None else None,
        "not_measured": text.reason,
        "english": page_data(english, text.text) if english else None,
        "points": points_in(prompt, text.text),
        "courtesies": courtesies_in(prompt, text.text),
    }


def _flags(texts: Sequence[Text], events: Sequence[LoggedEvent]) -> tuple[str, ...]:
    flags = {
        "pasted_text": any(isinstance(event.data, Pasted) for event in events),
        "copied_from_page": any(_is_copied(text.english) for text in texts),
        "off_the_task": any(_is_off_the_task(text) for text in texts),
        "texts_alike": _are_alike([text.text for text in texts]),
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


def _is_off_the_task(text: Text) -> bool:
    """Whether a text that is long enough makes none of the requested points."""
    long_enough = text.english is not None and text.english.words >= FEWEST_WORDS
    return long_enough and not any(point["sentence"] for point in points_in(text.prompt, text.text))


def _are_alike(texts: Sequence[str]) -> bool:
    if len(texts) < 2:
        return False
    shared = shared_wording(texts[0], texts[1])
    return shared is not None and shared.share >= SAME_WORDING
