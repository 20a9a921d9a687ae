"""From the log of a chat sitting to its report: rules only, every point with its place.

Blocks and weights (proposed; a pilot has to confirm them): resolution 30, policy and process 20,
customer care 20, written English 15, responsiveness 15. A block that is not measured, or that a
scenario does not call for, is left out and the others are divided by what is left. Faults of
manner deduct nothing here: they are listed for a person, who alone can confirm them.

The standard error is provisional: that of a weighted share of independent points
(``scoring.provisional.share_error``), over all points of all chats by what each can earn.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

from assessments.contract.assessment import Bank, LoggedEvent, begun
from assessments.contract.written import spelling_of
from assessments.kinds.chat.customer.customer import step
from assessments.kinds.chat.marking import english, figures
from assessments.kinds.chat.marking.judged import WEIGHTS, Chat, judge
from assessments.kinds.chat.marking.review import CONDUCT, FAULT_POINTS, signals
from assessments.kinds.chat.marking.transcript import rows
from assessments.kinds.chat.scenario import Scenario
from scoring import conversation
from scoring.evidence import Evidence
from scoring.provisional import PROVISIONAL, share_error
from scoring.report import Point, Report
from speech.spoken import Spoken

VERSION: Final = "chat-4"
BANDS: Final = (("ready", 75), ("near", 55), ("not_yet", 0))
"""Names of the bands and the least score of each (proposed)."""

Marks = dict[int, list[tuple[int, Evidence]]]


def score(bank: Bank, events: Sequence[LoggedEvent], spoken: Mapping[str, Spoken]) -> Report:
    """Return the report of a sitting; the mean over its chats.

    A sitting in which no message with words reached a customer is not measured
    (``no_messages``), whatever else was clicked.
    """
    opening = begun(events)
    end = next((e.at for e in events if e.type in ("submitted", "expired")), events[-1].at)
    taken = [one for name in opening.items if isinstance(one := bank[name], Scenario)]
    threads = [(one, step(one, events, end)) for one in taken]
    written = english.measure(threads, find=partial(english.find_in, spelling=spelling_of(events)))
    chats = judge(
        threads, events, end, extra_time=opening.extra_time, written=written
    )  # fmt: skip
    measured = any(chat.spoke for chat in chats)
    found = figures.measures(chats, written, measured=measured)
    if not measured:
        detail = _detail(chats, {}, end, written)
        return Report(not_measured="no_messages", measures=found, detail=detail)
    points, marks, judgeable = _points(chats)
    reached = _mean([chat.total() for chat in chats])
    sure = min(_mean([chat.total(certain=True) for chat in chats]), reached)
    return Report(
        score=reached,
        sem=round(share_error([point.possible for point in points], reached), 1),
        sem_source=PROVISIONAL,
        sem_basis="independent_points",
        measures=found,
        points=points,
        flags=_flags(chats),
        to_review=tuple(judgeable),
        detail={
            **_detail(chats, marks, end, written),
            "band": band(reached),
            "certain": sure,
            "borderline": band(sure) != band(reached),
        },
    )


def band(reached: float) -> str:
    """Return the name of the band in which a score lies."""
    return next(name for name, least in BANDS if reached >= least)


def _mean(totals: Sequence[float | None]) -> int:
    reached = [total for total in totals if total is not None]
    return conversation.whole(sum(reached) / len(reached))


def _detail(
    chats: Sequence[Chat], marks: Marks, end: float, written: english.English
) -> dict[str, Any]:
    return {
        "version": VERSION,
        "weights": dict(WEIGHTS),
        "left_out": [] if written.value is not None else ["english"],
        "english": {
            "words": written.words,
            "left_out": written.left_out,
            "reason": written.reason,
            "errors": [
                {
                    "chat": place, "event": one.event, "start": one.start, "end": one.end,
                    "text": one.text, "advice": advice,
                }
                for place, one, advice in written.errors
            ],
        },
        "chats": [_told(chat, marks, end) for chat in chats],
    }  # fmt: skip


def _points(chats: Sequence[Chat]) -> tuple[tuple[Point, ...], Marks, list[dict[str, Any]]]:
    """Return every criterion in points of the final score, where each shows, what can be judged.

    Points of the resolution block add up to more than the block when a missed critical goal caps
    it; the block's own figure stands in the report's detail.
    """
    points: list[Point] = []
    marks: Marks = {}
    listed: list[dict[str, Any]] = []
    for place, chat in enumerate(chats):
        measured = {name for name, value in chat.blocks.items() if value is not None}
        total = sum(WEIGHTS[name] for name in measured) * len(chats)
        for block, criteria in chat.criteria.items():
            whole = sum(one.possible for one in criteria)
            for one in criteria:
                if not one.possible:
                    continue
                unit = 100 * WEIGHTS[block] / total / whole
                for evidence in one.evidence:
                    marks.setdefault(evidence.event, []).append((len(points), evidence))
                listed.append(
                    {
                        "number": len(points), "item": f"{place + 1}.{block}.{one.name}"[:80],
                        "chat": place, "block": block, "critical": one.critical,
                        "earned": round(one.earned * unit, 2),
                        "possible": round(one.possible * unit, 2), "conduct": False,
                        "sentence": one.sentence, "uncertain": one.uncertain,
                    }
                )  # fmt: skip
                points.append(
                    Point(
                        criterion=f"{block}.{one.name}", label=one.label,
                        earned=round(one.earned * unit, 2), possible=round(one.possible * unit, 2),
                        evidence=one.evidence, due=one.due,
                    )
                )  # fmt: skip
    return tuple(points), marks, listed + _faults(chats, len(listed))


def _faults(chats: Sequence[Chat], first: int) -> list[dict[str, Any]]:
    """Return the faults of manner that a person may confirm, after everything that has points."""
    found = [
        (place, name, evidence)
        for place, chat in enumerate(chats)
        for name, evidence in signals(chat.scenario, chat.thread)
        if name in CONDUCT
    ]
    return [
        {
            "number": number, "item": f"{place + 1}.conduct.{name}.{evidence.event}",
            "chat": place, "block": "conduct", "critical": False, "earned": 0.0,
            "possible": float(FAULT_POINTS), "conduct": True, "sentence": "", "uncertain": False,
            "event": evidence.event, "text": evidence.text,
        }
        for number, (place, name, evidence) in enumerate(found, first)
    ]  # fmt: skip


def _flags(chats: Sequence[Chat]) -> tuple[str, ...]:
    names = [name for chat in chats for name, _ in signals(chat.scenario, chat.thread)]
    return tuple(dict.fromkeys(names))


def _told(chat: Chat, marks: Marks, end: float) -> dict[str, Any]:
    thread = chat.thread
    critical = [one.label for one in chat.criteria["resolution"] if one.critical and not one.earned]
    return {
        "scenario": chat.scenario.id,
        "scenario_version": chat.scenario.version,
        "title": chat.scenario.title,
        "customer": chat.scenario.persona.name,
        "transcript": rows(chat.scenario, thread, marks, chat.waits, end),
        "blocks": dict(chat.blocks),
        "critical_missed": critical,
        "ended": thread.ended,
        "ended_at": thread.ended_at,
        "mood": thread.mood,
        "mood_steps": [
            {"at": one.at, "change": one.change, "cause": one.cause} for one in thread.mood_steps
        ],
        "review": [
            {"name": name, "event": evidence.event, "text": evidence.text, "rule": evidence.rule}
            for name, evidence in signals(chat.scenario, thread)
        ],
        "wrap_up": _wrap_up(chat),
        "prepared": [
            one.title
            for one in chat.scenario.canned
            if any(name == one.id for _, name in thread.prepared)
        ],
        "articles": [
            article.title
            for article in chat.scenario.knowledge
            if any(name == article.id for _, _, name in thread.opened)
        ],
        **figures.told(chat),
    }


def _wrap_up(chat: Chat) -> dict[str, Any] | None:
    if chat.thread.wrap_up is None:
        return None
    event, disposition, notes = chat.thread.wrap_up
    options = chat.scenario.wrap_up.disposition.options
    return {
        "event": event, "disposition": options.get(disposition, disposition), "notes": notes,
    }  # fmt: skip
