"""The current state of the voice page."""

from collections.abc import Sequence
from typing import Any

from assessments.contract.assessment import Bank, LoggedEvent, begun
from assessments.kinds.voice.item import Item
from assessments.kinds.voice.progress import Answer, Progress, progress

UPLOAD_SLACK = 3.0
"""Seconds that a recording may exceed the speaking time: the recorder stops between chunks."""


def state(bank: Bank[Item], events: Sequence[LoggedEvent], now: float) -> dict[str, Any]:
    """Return the current item, its limits, and the prompts and recordings that are allowed now.

    A text to read is sent once the applicant has opened its item; the text of a spoken prompt is
    never sent. Times are in seconds and include the factor of the accommodation.
    """
    factor = begun(events).extra_time
    so_far = progress(bank, events)
    current = so_far.current
    answer = None if current is None else so_far.answers[current]
    return {
        "finished": all(each.is_answered for each in so_far.answers),
        "number": len(so_far.answers) if current is None else current + 1,
        "total": len(so_far.answers),
        "item": None if answer is None else _item_state(answer, now, factor),
        "next": _next(so_far),
        "answers": [
            {"item": each.item.id, "recorded": len(each.takes), "skipped": each.skipped}
            for each in so_far.answers
        ],
        "media": [answer.item.id] if answer is not None and answer.may_hear(now) else [],
        "recordable": _recordable(so_far, factor),
    }


def _step(answer: Answer, now: float, prepare_left: float) -> str:
    if answer.opened is None:
        return "ready"
    if answer.takes:
        return "recorded"
    if answer.may_hear(now) and not answer.plays:
        return "listen"
    return "prepare" if prepare_left > 0 and answer.started is None else "speak"


def _item_state(answer: Answer, now: float, factor: float) -> dict[str, Any]:
    item = answer.item
    begin = answer.may_prepare_from
    whole = item.prepare_seconds * factor
    # A prompt that is still playing does not extend the preparation time.
    prepare_left = whole if begin is None else min(whole, max(0.0, begin + whole - now))
    speak = item.speak_seconds * factor
    running = 0.0 if answer.started is None or answer.takes else now - answer.started
    return {
        "id": item.id,
        "task": item.task,
        "page": item.page,
        "step": _step(answer, now, prepare_left),
        "text": "" if item.is_heard or answer.opened is None else item.text,
        "prepare_seconds": item.prepare_seconds * factor,
        "prepare_left": prepare_left,
        "speak_seconds": speak,
        "speak_left": max(0.0, speak - running),
        "takes": item.takes,
        "takes_left": max(0, item.takes - len(answer.takes)),
        "plays_most": item.plays if item.is_heard else 0,
        "plays": answer.plays,
        "plays_left": item.plays - answer.plays if answer.may_hear(now) else 0,
    }


def _next(so_far: Progress) -> dict[str, Any] | None:
    """Return the facts that the page needs about the next item; None after the last."""
    current = so_far.current
    if current is None or current + 1 >= len(so_far.answers):
        return None
    following = so_far.answers[current + 1].item
    return {
        "id": following.id,
        "task": following.task,
        "page": following.page,
        "plays_most": following.plays if following.is_heard else 0,
    }


def _recordable(so_far: Progress, factor: float) -> dict[str, float]:
    """Return the items that accept a recording now, each with its longest length in seconds.

    An item whose recording has started accepts it until it arrives, so that an answer recorded
    while the line was down is not refused.
    """
    allowed = {}
    for place, answer in enumerate(so_far.answers):
        current = place == so_far.current and answer.opened is not None
        awaited = answer.starts > 0 and not answer.takes and not answer.skipped
        if (current or awaited) and len(answer.takes) < answer.item.takes:
            allowed[answer.item.id] = answer.item.speak_seconds * factor + UPLOAD_SLACK
    return allowed
