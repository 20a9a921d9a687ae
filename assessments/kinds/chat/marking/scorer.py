"""Scores the log of a chat sitting by rules alone; every point has its place in the chat.

Blocks and weights (proposed; a pilot has to confirm them): resolution 30, policy and process 20,
customer care 20, written English 15, responsiveness 15. A block that is not measured, or that a
scenario does not call for, is left out, and the others are weighted by the rest. Faults of manner
deduct nothing here: they are listed for a person, and only a person can confirm them.

The standard error is provisional: that of a weighted share of independent points
(``scoring.provisional.share_error``), over all points of all chats by what each can earn.
"""

import math
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

from assessments.contract.assessment import Bank, LoggedEvent, begun
from assessments.contract.written import spelling_of
from assessments.kinds.chat.customer.customer import step
from assessments.kinds.chat.languages import is_english_only
from assessments.kinds.chat.marking import english, figures
from assessments.kinds.chat.marking.flags import CONDUCT, FAULT_POINTS, flags_of
from assessments.kinds.chat.marking.scored_chats import WEIGHTS, ScoredChat, score_chats
from assessments.kinds.chat.marking.transcript import rows
from assessments.kinds.chat.scenario import Scenario
from scoring import conversation
from scoring.evidence import Evidence
from scoring.provisional import PROVISIONAL, share_error
from scoring.report import Point, Report
from speech.spoken import Spoken

VERSION: Final = "chat-5"
BANDS: Final = (("ready", 75), ("near", 55), ("not_yet", 0))
"""The bands, each with its lowest score (proposed)."""

NOT_JUDGED_MATTERS: Final = 0.05
"""From this share of the score on, a person should read what the machine did not understand."""

Marks = dict[int, list[tuple[int, Evidence]]]
"""For each event: its evidence, each with the index of the point in the report."""


def score(
    bank: Bank[Scenario], events: Sequence[LoggedEvent], spoken: Mapping[str, Spoken]
) -> Report:
    """Return the report of a sitting; the score, 0 to 100, is the mean over its chats.

    A sitting in which no message with words reached a customer is not measured
    (``no_messages``), whatever else the applicant did.
    """
    opening = begun(events)
    end = next((e.at for e in events if e.type in ("submitted", "expired")), events[-1].at)
    scenarios = [item for name in opening.items if isinstance(item := bank[name], Scenario)]
    threads = [(scenario, step(scenario, events, end)) for scenario in scenarios]
    written = english.measure(threads, find=partial(english.find_in, spelling=spelling_of(events)))
    chats = score_chats(threads, events, end, extra_time=opening.extra_time, written=written)
    english_only = is_english_only(opening.policy)
    measured = any(chat.spoke for chat in chats)
    measures = figures.measures(chats, written, measured=measured)
    if not measured:
        detail = _detail(chats, {}, end, written, english_only=english_only)
        return Report(not_measured="no_messages", measures=measures, detail=detail)
    points, marks, judgeable = _points(chats)
    total = _mean([chat.total() for chat in chats])
    certain = min(_mean([chat.total(certain=True) for chat in chats]), total)
    return Report(
        score=total,
        sem=round(_error(points, chats, total), 1),
        sem_source=PROVISIONAL,
        sem_basis="independent_points",
        measures=measures,
        points=points,
        flags=_flags(chats),
        to_review=tuple(judgeable),
        detail={
            **_detail(chats, marks, end, written, english_only=english_only),
            "band": band(total),
            "certain": certain,
            "borderline": band(certain) != band(total),
        },
    )


def _error(points: Sequence[Point], chats: Sequence[ScoredChat], total: float) -> float:
    """Return the standard error in points of the score.

    What was not judged adds the error of a value that may lie anywhere in its share of the score
    (a uniform distribution).
    """
    sampling = share_error([point.possible for point in points if point.possible], total)
    unknown = 100 * _mean_of([chat.unjudged for chat in chats])
    return math.hypot(sampling, unknown / math.sqrt(12))


def band(total: float) -> str:
    """Return the name of the band in which a score lies."""
    return next(name for name, lowest in BANDS if total >= lowest)


def _mean(totals: Sequence[float | None]) -> int:
    return conversation.whole(_mean_of([total for total in totals if total is not None]))


def _mean_of(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _detail(
    chats: Sequence[ScoredChat],
    marks: Marks,
    end: float,
    written: english.English,
    *,
    english_only: bool,
) -> dict[str, Any]:
    return {
        "version": VERSION,
        "weights": dict(WEIGHTS),
        "left_out": [] if written.value is not None else ["english"],
        "english": {
            "words": written.words,
            "left_out": written.left_out,
            "filipino": written.filipino,
            "filipino_percent": round(100 * written.filipino_share),
            "mixed": written.mixed,
            "english_only": english_only,
            "reason": written.reason,
            "errors": [
                {
                    "chat": place,
                    "event": error.event,
                    "start": error.start,
                    "end": error.end,
                    "text": error.text,
                    "advice": advice,
                }
                for place, error, advice in written.errors
            ],
        },
        "chats": [_chat(chat, marks, end) for chat in chats],
    }


def _points(chats: Sequence[ScoredChat]) -> tuple[tuple[Point, ...], Marks, list[dict[str, Any]]]:
    """Return the criteria as points of the score, their evidence by event, and the review list.

    The points of the resolution block add up to more than the block when a missed critical goal
    caps it; the block's own value is in the report's detail.
    """
    points: list[Point] = []
    marks: Marks = {}
    listed: list[dict[str, Any]] = []
    for place, chat in enumerate(chats):
        measured = {name for name, value in chat.blocks.items() if value is not None}
        total = sum(WEIGHTS[name] for name in measured) * len(chats)
        for block, criteria in chat.criteria.items():
            whole = sum(criterion.possible for criterion in criteria if criterion.judged)
            everything = sum(criterion.possible for criterion in criteria)
            for criterion in criteria:
                if not criterion.possible:
                    continue
                unit = 100 * WEIGHTS[block] / total / (whole if criterion.judged else everything)
                earned = round(criterion.earned * unit, 2)
                possible = round(criterion.possible * unit, 2)
                for evidence in criterion.evidence:
                    marks.setdefault(evidence.event, []).append((len(points), evidence))
                listed.append(
                    {
                        "number": len(points),
                        "item": f"{place + 1}.{block}.{criterion.name}"[:80],
                        "chat": place,
                        "block": block,
                        "critical": criterion.critical,
                        "earned": earned,
                        "possible": possible,
                        "conduct": False,
                        "sentence": criterion.sentence,
                        "uncertain": criterion.uncertain,
                        "judged": criterion.judged,
                    }
                )
                points.append(
                    Point(
                        criterion=f"{block}.{criterion.name}",
                        label=criterion.label,
                        earned=earned,
                        possible=possible if criterion.judged else 0.0,
                        evidence=criterion.evidence,
                        due=criterion.due,
                    )
                )
    return tuple(points), marks, listed + _faults(chats, len(listed))


def _faults(chats: Sequence[ScoredChat], first: int) -> list[dict[str, Any]]:
    """Return the faults of manner that a person may confirm, numbered from ``first``."""
    faults = [
        (place, name, evidence)
        for place, chat in enumerate(chats)
        for name, evidence in flags_of(chat.scenario, chat.thread)
        if name in CONDUCT
    ]
    return [
        {
            "number": number,
            "item": f"{place + 1}.conduct.{name}.{evidence.event}",
            "chat": place,
            "block": "conduct",
            "critical": False,
            "earned": 0.0,
            "possible": float(FAULT_POINTS),
            "conduct": True,
            "sentence": "",
            "uncertain": False,
            "judged": True,
            "event": evidence.event,
            "text": evidence.text,
        }
        for number, (place, name, evidence) in enumerate(faults, first)
    ]


def _flags(chats: Sequence[ScoredChat]) -> tuple[str, ...]:
    names = [name for chat in chats for name, _ in flags_of(chat.scenario, chat.thread)]
    names += [cap.reason for chat in chats for cap in chat.caps]
    if _mean_of([chat.unjudged for chat in chats]) >= NOT_JUDGED_MATTERS:
        names.append("not_judged")
    return tuple(dict.fromkeys(names))


def _chat(chat: ScoredChat, marks: Marks, end: float) -> dict[str, Any]:
    """Return a chat as the report shows it, JSON-ready."""
    thread = chat.thread
    missed = [
        goal.label
        for goal in chat.criteria["resolution"]
        if goal.critical and goal.judged and not goal.earned
    ]
    return {
        "scenario": chat.scenario.id,
        "scenario_version": chat.scenario.version,
        "title": chat.scenario.title,
        "customer": chat.scenario.persona.name,
        "transcript": rows(chat.scenario, thread, marks, chat.waits, end),
        "blocks": dict(chat.blocks),
        "critical_missed": missed,
        "caps": [
            {
                "at": cap.at,
                "reason": cap.reason,
                "said": [{"event": each.event, "text": each.text} for each in cap.evidence],
            }
            for cap in chat.caps
        ],
        "not_judged": round(100 * chat.unjudged),
        "ended": thread.ended,
        "ended_at": thread.ended_at,
        "mood": thread.mood,
        "mood_steps": [
            {"at": change.at, "change": change.change, "cause": change.cause}
            for change in thread.mood_steps
        ],
        "review": [
            {"name": name, "event": evidence.event, "text": evidence.text, "rule": evidence.rule}
            for name, evidence in flags_of(chat.scenario, thread)
        ],
        "wrap_up": _wrap_up(chat),
        "prepared": [
            reply.title
            for reply in chat.scenario.canned
            if any(name == reply.id for _, name in thread.prepared)
        ],
        "articles": [
            article.title
            for article in chat.scenario.knowledge
            if any(name == article.id for _, _, name in thread.opened)
        ],
        **figures.unscored(chat),
    }


def _wrap_up(chat: ScoredChat) -> dict[str, Any] | None:
    if chat.thread.wrap_up is None:
        return None
    event, disposition, notes = chat.thread.wrap_up
    options = chat.scenario.wrap_up.disposition.options
    return {
        "event": event,
        "disposition": options.get(disposition, disposition),
        "notes": notes,
    }
