"""Score one answer: against its script, by its key points, or as a short answer."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from assessments.kinds.voice import key_points
from assessments.kinds.voice.item import Item, Point
from assessments.kinds.voice.short_answer import check_answer
from scoring import report
from scoring.evidence import Evidence
from scoring.fluency import Fluency, fluency, pauses_of
from scoring.report import Measure
from scoring.speaking import Speaking
from scoring.words import AlignedWord, Alignment, Outcome, align
from speech.spoken import Spoken, Word

_CRITERIA = {
    "read_aloud": "read_accuracy",
    "repeat": "words_right_in_order",
    "sentence_build": "words_built_in_order",
}

LONG_ENOUGH = frozenset({"read_aloud", "retell", "open_answer"})
"""Tasks whose answers last long enough for rates and pauses to mean something."""

EXACT = 4
"""The repeat score of an answer without any change, fillers aside."""


@dataclass(frozen=True, kw_only=True)
class AnswerScore:
    """The score of one answer, with its measures and evidence.

    Attributes:
        score: 0 to 100, or None when the answer was not measured.
        reason: why it was not measured, as a name; empty otherwise.
        measures: named numbers of this answer.
        points: points earned and lost, with their places in the recording.
        detail: JSON-ready facts for the report page.
        speaking: the scores by both speaking models; None for short tasks and for answers that
            were not measured.
    """

    score: float | None = None
    reason: str = ""
    measures: tuple[Measure, ...] = ()
    points: tuple[report.Point, ...] = ()
    detail: dict[str, Any]
    speaking: Speaking | None = None


@dataclass(frozen=True, kw_only=True)
class SpokenWords:
    """The words of one recording, and the number of the event that brought the recording."""

    spoken: Sequence[Word]
    event: int

    @property
    def words(self) -> list[str]:
        """The words as the recogniser wrote them."""
        return [word.text for word in self.spoken]

    def span(self, first: int, last: int, rule: str) -> Evidence:
        """Return the place of the words from ``first`` to ``last``, inclusive, as evidence."""
        return Evidence(
            event=self.event,
            unit="seconds",
            start=self.spoken[first].start,
            end=self.spoken[last].end,
            text=" ".join(word.text.strip() for word in self.spoken[first : last + 1]),
            rule=rule,
        )

    def whole(self, rule: str) -> Evidence:
        """Return all the words as evidence."""
        return self.span(0, len(self.spoken) - 1, rule)


def why_unmeasurable(spoken: Spoken | None) -> str:
    """Return the reason why a recording cannot be scored, or an empty string."""
    if spoken is None:
        return "not_heard"
    if spoken.rejected:
        return spoken.rejected
    return "" if spoken.words else "no_words"


def score_answer(item: Item, spoken: Spoken, event: int) -> AnswerScore:
    """Score a recording that can be measured.

    Args:
        item: the item that was answered.
        spoken: the transcribed recording, not rejected and with words.
        event: number of the event that brought the recording; evidence points to it.
    """
    rates = fluency(spoken)
    scored = _by_task(item, SpokenWords(spoken=spoken.words, event=event), rates)
    flow = fluency_measures(rates) if item.task in LONG_ENOUGH else ()
    return replace(
        scored,
        measures=(*scored.measures, *flow),
        detail={**scored.detail, "pauses": [asdict(pause) for pause in pauses_of(spoken)]},
    )


def _by_task(item: Item, said: SpokenWords, rates: Fluency) -> AnswerScore:
    match item.task:
        case "read_aloud":
            return score_read_aloud(item, said, rates.total)
        case "repeat":
            return score_repeat(item, said)
        case "sentence_build":
            return score_sentence_build(item, said)
        case "short_answer":
            return score_short_answer(item, said)
        case "retell" | "open_answer":
            return score_content(item, said)


def score_skipped(item: Item, event: int) -> AnswerScore:
    """Score an answer that the applicant chose to skip: no points, nothing measured.

    Args:
        item: the item that was skipped.
        event: number of the ``skipped`` event; evidence points to it.
    """
    evidence = (Evidence(event=event, rule="skipped"),)
    if item.key_points:
        wanted = [(criterion, 1.0, point.label) for criterion, point in _wanted(item)]
    elif item.task == "short_answer":
        wanted = [("accepted_answer", 1.0, "")]
    else:
        script = align(item.model_answer, ()).script_words
        wanted = [(_CRITERIA[item.task], float(script), "")]
    points = tuple(
        report.Point(
            criterion=criterion, earned=0.0, possible=possible, label=label, evidence=evidence
        )
        for criterion, possible, label in wanted
    )
    return AnswerScore(score=0.0, points=points, detail={"skipped": True})


# ---- answers with a script ----


def score_read_aloud(item: Item, said: SpokenWords, seconds: float | None) -> AnswerScore:
    """Score a passage read aloud: the share of its words read right.

    Args:
        item: the passage.
        said: the transcribed words.
        seconds: from the first to the last speech; None without speech.
    """
    alignment = align(item.text, said.words)
    right = percent(alignment.read_accuracy) or 0.0
    wcpm = alignment.wcpm(seconds)
    measures = (
        Measure(name="read_accuracy", value=right, unit="%"),
        Measure(name="completeness", value=percent(alignment.completeness), unit="%"),
        Measure(name="wcpm", value=wcpm, unit="wpm", reason="no_speech" if wcpm is None else ""),
    )
    return _scripted(right, measures, alignment, said)


def score_repeat(item: Item, said: SpokenWords) -> AnswerScore:
    """Score a repeated sentence: the share of its words right and in order."""
    alignment = align(item.text, said.words)
    right = percent(alignment.read_accuracy) or 0.0
    repeat = alignment.repeat_score
    measures = (
        Measure(name="words_right_in_order", value=right, unit="%"),
        Measure(
            name="repeat_score", value=None if repeat is None else float(repeat), unit="points"
        ),
    )
    return _scripted(right, measures, alignment, said)


def score_sentence_build(item: Item, said: SpokenWords) -> AnswerScore:
    """Score a sentence built from phrases, against the accepted sentence that fits best.

    The score is the share of its words right and in order. Only the exact sentence (fillers aside)
    earns all points: an extra word costs as much as a missing one.
    """
    alignments = [align(sentence, said.words) for sentence in item.sentences]
    best = max(alignments, key=built_score)
    right = built_score(best)
    measures = (Measure(name="words_built_in_order", value=right, unit="%"),)
    return _scripted(right, measures, best, said)


def built_score(alignment: Alignment) -> float:
    """Return the score of a built sentence, 0 to 100; only the exact sentence has 100."""
    share = alignment.read_accuracy or 0.0
    if alignment.repeat_score != EXACT:
        share = min(share, 1 - 1 / max(1, alignment.script_words))
    return 100 * share


def _scripted(
    score: float, measures: tuple[Measure, ...], alignment: Alignment, said: SpokenWords
) -> AnswerScore:
    point = report.Point(
        criterion=measures[0].name,
        earned=float(alignment.count(Outcome.HIT)),
        possible=float(alignment.script_words),
        evidence=_runs(alignment, said),
    )
    detail: dict[str, Any] = {"alignment": [_step(step) for step in alignment.steps]}
    return AnswerScore(score=score, measures=measures, points=(point,), detail=detail)


def _step(step: AlignedWord) -> dict[str, Any]:
    return {
        "outcome": step.outcome.value,
        "expected": step.expected,
        "heard": step.heard,
        "spoken": list(step.spoken),
    }


def _runs(alignment: Alignment, said: SpokenWords) -> tuple[Evidence, ...]:
    """Return where words were right, changed or added; neighbours with one outcome are joined."""
    runs: list[tuple[str, int, int]] = []
    for step in alignment.steps:
        if not step.spoken:
            continue
        rule, first, last = step.outcome.value, step.spoken[0], step.spoken[-1]
        if runs and runs[-1][0] == rule and first <= runs[-1][2] + 1:
            runs[-1] = (rule, runs[-1][1], max(last, runs[-1][2]))
        else:
            runs.append((rule, first, last))
    return tuple(said.span(first, last, rule) for rule, first, last in runs)


# ---- short answers ----


def score_short_answer(item: Item, said: SpokenWords) -> AnswerScore:
    """Score a short answer: all points or none."""
    check = check_answer(item, said.words)
    value = 100.0 if check.right else 0.0
    evidence = tuple(
        said.span(phrase.first, phrase.last, phrase.pattern) for phrase in check.phrases
    )
    point = report.Point(
        criterion="accepted_answer",
        earned=float(check.right),
        possible=1.0,
        evidence=evidence if check.right else (said.whole(check.reason),),
    )
    detail = {
        "reply": {
            "right": check.right,
            "reason": check.reason,
            "accepted": [answer.replace("*", "…") for answer in item.answers],
        }
    }
    measure = Measure(name="right_answers", value=value, unit="%")
    return AnswerScore(score=value, measures=(measure,), points=(point,), detail=detail)


# ---- answers in the applicant's own words ----


def score_content(item: Item, said: SpokenWords) -> AnswerScore:
    """Score an answer by its content: the share of key points and courtesies found in it."""
    points = tuple(_point(criterion, point, said) for criterion, point in _wanted(item))
    measures = [Measure(name="key_points_found", value=_share(points, "key_point"), unit="%")]
    if item.task == "open_answer":
        courtesies = _share(points, "courtesy")
        reason = "" if item.courtesies else "none_asked"
        measures.append(Measure(name="courtesies_found", value=courtesies, unit="%", reason=reason))
    detail = {
        "points": [
            {
                "kind": point.criterion,
                "label": point.label,
                "found": bool(point.earned),
                "evidence": [asdict(span) for span in point.evidence],
            }
            for point in points
        ]
    }
    score = 100 * sum(point.earned for point in points) / len(points)
    return AnswerScore(score=score, measures=tuple(measures), points=points, detail=detail)


def _wanted(item: Item) -> list[tuple[str, Point]]:
    """Return the points that an answer must make, each with the name of its criterion."""
    wanted = [("key_point", point) for point in item.key_points]
    return wanted + [("courtesy", point) for point in item.courtesies]


def _share(points: Sequence[report.Point], criterion: str) -> float | None:
    earned = [point.earned for point in points if point.criterion == criterion]
    return 100 * sum(earned) / len(earned) if earned else None


def _point(criterion: str, point: Point, said: SpokenWords) -> report.Point:
    phrase = key_points.find(point.any_of, said.words)
    evidence = () if phrase is None else (said.span(phrase.first, phrase.last, phrase.pattern),)
    return report.Point(
        criterion=criterion,
        earned=float(phrase is not None),
        possible=1.0,
        label=point.label,
        evidence=evidence,
    )


# ---- measures ----


def percent(share: float | None) -> float | None:
    """Return a share (0 to 1) as a percentage."""
    return None if share is None else 100 * share


def fluency_measures(rates: Fluency) -> tuple[Measure, ...]:
    """Return the measures of fluency with their units; None where there was no speech."""
    rows = (
        ("speech_rate", rates.speech_rate, "syllables/s", "no_speech"),
        ("articulation_rate", rates.articulation_rate, "syllables/s", "no_speech"),
        ("phonation_time_ratio", percent(rates.phonation_time_ratio), "%", "no_speech"),
        ("mean_length_of_run", rates.mean_length_of_run, "syllables", "no_speech"),
        ("pauses_per_minute", rates.pauses_per_minute, "pauses/min", "no_speech"),
        ("mean_pause", rates.mean_pause, "s", "no_pauses" if rates.total else "no_speech"),
        ("p90_pause", rates.p90_pause, "s", "no_pauses" if rates.total else "no_speech"),
        ("words_per_minute", rates.words_per_minute, "wpm", "no_speech"),
    )
    return tuple(
        Measure(name=name, value=value, unit=unit, reason=reason if value is None else "")
        for name, value, unit, reason in rows
    )
