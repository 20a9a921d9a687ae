"""What the page of the voice test shows now."""

from collections.abc import Sequence
from typing import Any

from assessments.contract.assessment import Bank, LoggedEvent, begun
from assessments.kinds.voice.progress import Answer, Progress, progress

UPLOAD_SLACK = 3.0
"""Seconds over the speaking time that a recording may have: the recorder stops between chunks."""


def state(bank: Bank, events: Sequence[LoggedEvent], now: float) -> dict[str, Any]:
    """Return the item at work, its limits, and what may be fetched and recorded now.

    What is to be read is given out when the applicant has opened its item, the text of a spoken
    prompt never. Times are in seconds and already hold the accommodation's factor.
    """
    factor = begun(events).extra_time
    so_far = progress(bank, events)
    current = so_far.current
    at_work = None if current is None else so_far.answers[current]
    return {
        "finished": all(answer.is_answered for answer in so_far.answers),
        "number": len(so_far.answers) if current is None else current + 1,
        "total": len(so_far.answers),
        "item": None if at_work is None else _shown(at_work, now, factor),
        "next": _next(so_far),
        "answers": [
            {"item": answer.item.id, "recorded": len(answer.takes), "skipped": answer.skipped}
            for answer in so_far.answers
        ],
        "media": [at_work.item.id] if at_work is not None and at_work.may_hear(now) else [],
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


def _shown(answer: Answer, now: float, factor: float) -> dict[str, Any]:
    item = answer.item
    begin = answer.may_prepare_from
    whole = item.prepare_seconds * factor
    # A prompt that still sounds does not lengthen the time to prepare.
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
    """Return what the page must know of the item that comes after the one at work."""
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
    """Items whose recording is taken now, with its greatest length in seconds.

    An item that was begun stays recordable until its recording is here, so that a voice which
    was recorded while the line was down is not turned away.
    """
    allowed = {}
    for place, answer in enumerate(so_far.answers):
        at_work = place == so_far.current and answer.opened is not None
        awaited = answer.starts > 0 and not answer.takes and not answer.skipped
        if (at_work or awaited) and len(answer.takes) < answer.item.takes:
            allowed[answer.item.id] = answer.item.speak_seconds * factor + UPLOAD_SLACK
    return allowed
