"""From the log of a chat sitting to its report: rules only, every point with its place.

Blocks and weights (proposed; a pilot has to confirm them): resolution 30, policy and process 20,
customer care 20, responsiveness 15. The design gives written English 15 more; it is not measured
by this version, so its weight is left out and the other blocks are divided by 85. A block that a
scenario does not call for is left out in the same way. Professionalism deducts nothing: what
looks like a fault of manner is listed for a person to judge.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

from assessments.base import Bank, LoggedEvent, begun
from assessments.chat.criteria import Criterion, care, heard_lines, policy, resolution
from assessments.chat.customer import step
from assessments.chat.review import signals
from assessments.chat.scenario import Scenario
from assessments.chat.thread import Thread
from assessments.chat.transcript import rows
from assessments.chat.waiting import Wait, waits
from scoring import conversation
from scoring.evidence import Evidence
from scoring.report import Measure, Point, Report
from speech.spoken import Spoken

VERSION: Final = "chat-1"
WEIGHTS: Final[Mapping[str, float]] = {
    "resolution": 30, "policy": 20, "care": 20, "responsiveness": 15,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class _Chat:
    """One chat of the sitting with everything computed from it."""

    scenario: Scenario
    thread: Thread
    waits: tuple[Wait, ...]
    criteria: Mapping[str, Sequence[Criterion]]
    blocks: Mapping[str, int | None]


def score(bank: Bank, events: Sequence[LoggedEvent], spoken: Mapping[str, Spoken]) -> Report:
    """Return the report of a sitting; the mean over its chats.

    A sitting in which no message with words reached a customer is not measured
    (``no_messages``), whatever else was clicked.
    """
    opening = begun(events)
    end = next((e.at for e in events if e.kind in ("submitted", "expired")), events[-1].at)
    chats = [
        _chat(bank[name], events, end, len(opening.form), opening.extra_time)
        for name in opening.form
    ]
    detail: dict[str, Any] = {"version": VERSION, "weights": dict(WEIGHTS), "left_out": ["english"]}
    if not any(_spoke(chat.thread) for chat in chats):
        detail["chats"] = [_told(chat, {}, end) for chat in chats]
        return Report(
            not_measured="no_messages", measures=_measures(chats, measured=False), detail=detail
        )
    points, marks = _points(chats)
    totals = [conversation.weighted(chat.blocks, WEIGHTS) for chat in chats]
    reached = [total for total in totals if total is not None]
    detail["chats"] = [_told(chat, marks, end) for chat in chats]
    return Report(
        score=conversation.whole(sum(reached) / len(reached)),
        measures=_measures(chats, measured=True),
        points=points,
        flags=_flags(chats),
        detail=detail,
    )


def _spoke(thread: Thread) -> bool:
    return any(line.heard is not None and line.heard.words for line in thread.messages)


def _chat(
    scenario: Scenario, events: Sequence[LoggedEvent], end: float, open_chats: int, extra: float
) -> _Chat:
    thread = step(scenario, events, end)
    waited = waits(thread, end)
    seconds = [one.seconds for one in waited]
    criteria = {
        "resolution": resolution(scenario, thread),
        "policy": policy(scenario, thread),
        "care": care(scenario, thread),
        "responsiveness": _prompt(waited, open_chats, extra),
    }
    goals = [
        conversation.GoalResult(weight=one.possible, met=one.earned > 0, critical=one.critical)
        for one in criteria["resolution"]
    ]
    blocks: dict[str, int | None] = {
        name: conversation.share_earned((one.earned, one.possible) for one in block)
        for name, block in criteria.items()
    }
    blocks["resolution"] = conversation.resolution(goals)
    blocks["responsiveness"] = (
        conversation.responsiveness(seconds, open_chats=open_chats, extra_time=extra)
        if _spoke(thread)
        else 0
    )
    return _Chat(scenario=scenario, thread=thread, waits=waited, criteria=criteria, blocks=blocks)


def _prompt(waited: Sequence[Wait], open_chats: int, extra: float) -> list[Criterion]:
    """First answer and median wait, each with the messages they were taken from."""
    if not waited:
        return []
    middle = median([one.seconds for one in waited])
    found = []
    for name, worth, seconds, limits, shown in (
        ("first_response", 40, waited[0].seconds, conversation.FIRST_RESPONSE_LIMITS, waited[:1]),
        ("median_wait", 60, middle, conversation.MEDIAN_WAIT_LIMITS, waited),
    ):
        part = conversation.promptness(seconds, limits, open_chats=open_chats, extra_time=extra)
        found.append(
            Criterion(
                name=name, earned=worth * part / 100, possible=worth, label="",
                evidence=tuple(
                    Evidence(event=one.event, rule=f"{one.seconds:.0f} s")
                    for one in shown
                    if one.event is not None
                ),
            )
        )  # fmt: skip
    return found


def _points(
    chats: Sequence[_Chat],
) -> tuple[tuple[Point, ...], dict[int, list[tuple[int, Evidence]]]]:
    """Return every criterion in points of the final score, and where each shows in the log.

    Points of the resolution block add up to more than the block when a missed critical goal caps
    it; the block's own figure stands in the report's detail.
    """
    points: list[Point] = []
    marks: dict[int, list[tuple[int, Evidence]]] = {}
    for chat in chats:
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
                points.append(
                    Point(
                        criterion=f"{block}.{one.name}", label=one.label,
                        earned=round(one.earned * unit, 2), possible=round(one.possible * unit, 2),
                        evidence=one.evidence, due=one.due,
                    )
                )  # fmt: skip
    return tuple(points), marks


def _measures(chats: Sequence[_Chat], *, measured: bool) -> tuple[Measure, ...]:
    reason = "" if measured else "no_messages"
    found = []
    for name in WEIGHTS:
        values = [v for chat in chats if (v := chat.blocks[name]) is not None]
        mean = conversation.whole(sum(values) / len(values)) if values and measured else None
        why = reason or ("" if mean is not None else "not_called_for")
        found.append(Measure(name=name, value=mean, unit="points", reason=why))
    answered = [[one.seconds for one in chat.waits] for chat in chats if chat.waits]
    every = [seconds for chat in answered for seconds in chat]
    times = {
        "first_response": median([chat[0] for chat in answered]) if answered else None,
        "median_wait": median(every) if every else None,
        "p90_wait": conversation.percentile(every, 0.9),
        "longest_wait": max(every, default=None),
    }
    for name, value in times.items():
        shown = round(value, 1) if value is not None and measured else None
        why = reason or ("" if shown is not None else "no_answer")
        found.append(Measure(name=name, value=shown, unit="s", reason=why))
    sent = sum(len(heard_lines(chat.thread)) for chat in chats)
    found.append(Measure(name="messages_sent", value=float(sent), unit="count"))
    return tuple(found)


def _flags(chats: Sequence[_Chat]) -> tuple[str, ...]:
    names = [name for chat in chats for name, _ in signals(chat.scenario, chat.thread)]
    return tuple(dict.fromkeys(names))


def _told(
    chat: _Chat, marks: Mapping[int, Sequence[tuple[int, Evidence]]], end: float
) -> dict[str, Any]:
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
    }


def _wrap_up(chat: _Chat) -> dict[str, Any] | None:
    if chat.thread.wrap_up is None:
        return None
    event, disposition, notes = chat.thread.wrap_up
    options = chat.scenario.wrap_up.disposition.options
    return {
        "event": event, "disposition": options.get(disposition, disposition), "notes": notes,
    }  # fmt: skip
