"""The current state of the typing page."""

from collections.abc import Mapping, Sequence
from typing import Any

from assessments.contract.assessment import Bank, Begun, LoggedEvent, begun
from assessments.kinds.typing.dictation import available_sounds, current_phrase, phrase_plays
from assessments.kinds.typing.item import ChatPrompts, CustomerRecord, Dictation, Item, Passage
from assessments.kinds.typing.run import Run, read_part
from scoring.keystrokes import replay


def state(bank: Bank[Item], events: Sequence[LoggedEvent], now: float) -> dict[str, Any]:
    """Return the current part, the texts typed so far and the time left by the server's clock.

    The time of a part is its own limit or the time left in the sitting, whichever is less. ``page``
    names the page that may type (empty before the part began), ``elapsed`` and ``seconds_left``
    are seconds of the part, ``last`` is the time of its last stroke. ``finished`` means that no
    part is left, ``over`` that the returned part has ended; after the end it is the last part. A
    passage is included at once; the tasks of other exercises only after the part has begun.
    """
    opening = begun(events)
    parts = [read_part(events, bank[name]) for name in opening.items if name in bank]
    closed = events[-1].type in {"submitted", "expired"}
    place = next((number for number, runs in enumerate(parts) if not runs[0].over(now)), None)
    current = len(parts) - 1 if place is None else place
    return {
        "part": current + 1,
        "parts": len(parts),
        "finished": place is None or closed,
        **_part(events, parts[current], opening, now),
    }


def _part(
    events: Sequence[LoggedEvent], runs: Sequence[Run], opening: Begun, now: float
) -> dict[str, Any]:
    run = runs[0]
    limit = run.limit
    if run.started is None and opening.seconds is not None:
        limit = min(limit, max(0.0, opening.seconds - now))
    elapsed = 0.0 if run.started is None else min(max(now - run.started, 0.0), limit)
    return {
        "item": run.item.id,
        "exercise": run.item.exercise,
        "title": run.item.title,
        "practice": run.item.practice,
        "typed": [replay(run.edits).text for run in runs],
        "page": run.page,
        "started": run.started is not None,
        "over": run.over(now),
        "elapsed": round(elapsed, 3),
        "last": run.last,
        "limit": limit,
        "seconds_left": round(limit - elapsed, 3),
        **_task(events, runs, now),
    }


def _task(events: Sequence[LoggedEvent], runs: Sequence[Run], now: float) -> Mapping[str, Any]:
    """Return the task of an exercise; never a text that is only dictated, never a key."""
    item: Item = runs[0].item
    begun_now = runs[0].started is not None
    match item:
        case Passage():
            return {"passage": item.text}
        case Dictation():
            return _dictation(events, item, now, open_now=begun_now and not runs[0].over(now))
        case CustomerRecord():
            fields = [{"name": field.name, "label": field.label} for field in item.fields]
            return {"source": item.source if begun_now else "", "fields": fields}
        case ChatPrompts():
            return _chat(item, runs, begun_now=begun_now)


def _dictation(
    events: Sequence[LoggedEvent], item: Dictation, now: float, *, open_now: bool
) -> dict[str, Any]:
    phrases = phrase_plays(events, item)
    return {
        "phrase": current_phrase(phrases),
        "phrases": [
            {"sound": phrase.sound, "plays": phrase.plays, "most": phrase.most}
            for phrase in phrases
        ],
        "media": available_sounds(phrases, now) if open_now else [],
    }


def _chat(item: ChatPrompts, runs: Sequence[Run], *, begun_now: bool) -> dict[str, Any]:
    """Return the canned replies and all prompts, so that a lost connection blocks no one."""
    at = next((number for number, run in enumerate(runs) if run.sent is None), len(runs))
    prompts = item.prompts if begun_now else ()
    return {
        "prompt": at,
        "count": len(item.prompts),
        "canned": [
            {"id": reply.id, "title": reply.title, "text": reply.text} for reply in item.canned
        ],
        "prompts": [{"customer": prompt.customer, "note": prompt.note} for prompt in prompts],
    }
