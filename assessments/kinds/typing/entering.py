"""Measure a part with several short texts: the fields of a record or the replies to chat prompts.

Both are scored on the texts that are right at the end of the time; an empty field or an unanswered
prompt is not right. Speed counts only through the time limit and is reported separately.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from assessments.kinds.typing.flags import CANNED, fault, flags
from assessments.kinds.typing.item import ChatPrompts, CustomerRecord
from assessments.kinds.typing.marking import typed_evidence
from assessments.kinds.typing.part import (
    Part,
    about,
    measured,
    typing_time,
    why_not_begun,
    why_not_in_time,
)
from assessments.kinds.typing.run import Run
from scoring.data_entry import (
    Entered,
    character_accuracy,
    entered,
    field_accuracy,
    word_accuracy,
)
from scoring.keystrokes import replay
from scoring.report import Measure, Point

RECORD_MEASURES = (
    ("field_accuracy", "%"),
    ("field_character_accuracy", "%"),
    ("entry_keystrokes_per_hour", "keys/h"),
)
CHAT_MEASURES = (
    ("reply_words_right", "%"),
    ("replies_right", "%"),
    ("replies_sent", "%"),
    ("seconds_per_reply", "s"),
    ("typed_share", "%"),
)


def record_part(item: CustomerRecord, runs: Sequence[Run]) -> Part:
    """Measure one customer record, field by field."""
    reason = why_not_begun(runs)
    if reason:
        return _unmeasured(item, runs, RECORD_MEASURES, reason)
    typed = [replay(run.edits).text for run in runs]
    fields = [entered(field.value, text) for field, text in zip(item.fields, typed, strict=True)]
    finished = all(text.strip() for text in typed)
    reason = why_not_in_time(runs, finished=finished)
    accuracy = field_accuracy(fields)
    seconds = typing_time(runs) if finished else runs[0].limit
    keys = sum(map(len, typed))
    figures = (
        measured("field_accuracy", accuracy, "%", "not_started"),
        measured("field_character_accuracy", character_accuracy(fields), "%", "not_started"),
        measured(
            "entry_keystrokes_per_hour",
            3600 * keys / seconds if seconds > 0 else None,
            "keys/h",
            "too_short",
        ),
    )
    names = [field.label for field in item.fields]
    right = float(sum(field.right for field in fields))
    return Part(
        item=item,
        not_measured=reason,
        measures=_none(RECORD_MEASURES, reason) if reason else figures,
        points=() if reason else (_point("fields_right", item.title, right, runs),),
        score=None if reason else accuracy,
        flags=flags(runs, finished=finished),
        detail=about(runs) | {"fields": _field_rows(names, fields)},
    )


def chat_part(item: ChatPrompts, runs: Sequence[Run]) -> Part:
    """Measure the replies to one set of chat prompts."""
    reason = why_not_begun(runs)
    if reason:
        return _unmeasured(item, runs, CHAT_MEASURES, reason)
    replies = [replay(run.edits).text for run in runs]
    fields = [
        entered(wanted, text, accepted=prompt.accepted)
        for wanted, text, prompt in zip(item.replies, replies, item.prompts, strict=True)
    ]
    finished = all(run.sent is not None for run in runs)
    reason = why_not_in_time(runs, finished=finished)
    words = [word_accuracy(field.expected, field.typed) or 0.0 for field in fields]
    mean = sum(words) / len(words)
    figures = (
        Measure(name="reply_words_right", value=mean, unit="%"),
        measured("replies_right", field_accuracy(fields), "%", "not_started"),
        Measure(name="replies_sent", value=_percent_sent(runs), unit="%"),
        measured("seconds_per_reply", _seconds_per_reply(runs), "s", "no_reply_sent"),
        measured("typed_share", _typed_share(runs), "%", "not_started"),
    )
    names = [prompt.customer for prompt in item.prompts]
    return Part(
        item=item,
        not_measured=reason,
        measures=_none(CHAT_MEASURES, reason) if reason else figures,
        points=() if reason else (_point("words_replied", item.title, mean / 100, runs, 1.0),),
        score=None if reason else mean,
        flags=flags(runs, finished=finished),
        detail=about(runs) | {"fields": _field_rows(names, fields)},
    )


def _percent_sent(runs: Sequence[Run]) -> float:
    return 100 * sum(run.sent is not None for run in runs) / len(runs)


def _seconds_per_reply(runs: Sequence[Run]) -> float | None:
    """Return the mean time from a prompt to its reply, by the server's clock."""
    sent = [0.0, *sorted(run.sent for run in runs if run.sent is not None)]
    times = [later - earlier for earlier, later in pairwise(sent)]
    return sum(times) / len(times) if times else None


def _typed_share(runs: Sequence[Run]) -> float | None:
    """Return typed characters ÷ all characters entered, canned replies included, in %."""
    by_hand = put_in = 0
    for run in runs:
        for edit, name in zip(run.edits, run.input_types, strict=True):
            put_in += len(edit.text)
            by_hand += 0 if name == CANNED else len(edit.text)
    return 100 * by_hand / put_in if put_in else None


def _field_rows(names: Sequence[str], fields: Sequence[Entered]) -> list[dict[str, Any]]:
    return [
        {"label": name, "expected": field.expected, "typed": field.typed, "right": field.right}
        for name, field in zip(names, fields, strict=True)
    ]


def _point(
    criterion: str, label: str, earned: float, runs: Sequence[Run], possible: float | None = None
) -> Point:
    return Point(
        criterion=criterion,
        label=label,
        earned=earned,
        possible=float(len(runs)) if possible is None else possible,
        evidence=typed_evidence(runs),
    )


def _unmeasured(
    item: CustomerRecord | ChatPrompts,
    runs: Sequence[Run],
    names: Sequence[tuple[str, str]],
    reason: str,
) -> Part:
    broken = next((run.fault for run in runs if run.fault), "")
    return Part(
        item=item,
        not_measured=reason,
        measures=_none(names, reason),
        flags=(fault(reason),) if broken else (),
        detail=about(runs) | ({"fault": broken} if broken else {}),
    )


def _none(names: Sequence[tuple[str, str]], reason: str) -> tuple[Measure, ...]:
    return tuple(Measure(name=name, value=None, unit=unit, reason=reason) for name, unit in names)
