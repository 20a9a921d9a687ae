"""A person's review of a chat's report: the score with their judgements in the machine's place.

Only the stored report is needed, so old reports can be reviewed as well as new ones.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from assessments.kinds.chat.marking.caps import MOCKING_LINES, capped
from assessments.kinds.chat.marking.flags import FAULT_POINTS, MOST_POINTS
from assessments.kinds.chat.marking.scored_chats import ACTED_TOO_EARLY
from scoring import conversation
from scoring.report import Report


def judgeable(report: Report) -> Sequence[Mapping[str, Any]]:
    """Return the entries that a person can confirm or reject; reports before chat-2 have none.

    Each entry has ``number`` (its index), ``item`` (a lasting name), ``chat``, ``block``,
    ``earned`` and ``possible`` in points of the score. A fault of manner has ``conduct`` true,
    and its ``possible`` is the points that it costs.
    """
    return report.to_review


def reconsider(report: Report, judgements: Mapping[int, float]) -> int | None:
    """Return the score with people's judgements, or None where nothing can be judged.

    Args:
        report: the report as stored.
        judgements: by the number of an entry, the points that a person gives it, or the points that
            a confirmed fault of manner costs.
    """
    listed = judgeable(report)
    if report.score is None or not listed:
        return None
    totals = []
    for place, chat in enumerate(report.detail["chats"]):
        blocks = dict(chat["blocks"])
        for name in ("resolution", "policy", "care", "english"):
            own = [
                entry
                for entry in listed
                if not entry["conduct"] and entry["chat"] == place and entry["block"] == name
            ]
            blocks[name] = _value(name, own, judgements) if own else blocks[name]
        limits = [cap["at"] for cap in _standing(chat.get("caps", ()), place, listed, judgements)]
        totals.append(capped(conversation.weighted(blocks, report.detail["weights"]), limits))
    measured = [total for total in totals if total is not None]
    faults = sum(judgements.get(entry["number"], 0.0) > 0 for entry in listed if entry["conduct"])
    mean = sum(measured) / len(measured)
    return max(0, conversation.whole(mean) - min(MOST_POINTS, FAULT_POINTS * faults))


def _standing(
    caps: Sequence[Mapping[str, Any]],
    place: int,
    listed: Sequence[Mapping[str, Any]],
    judgements: Mapping[int, float],
) -> list[Mapping[str, Any]]:
    """Return the limits that people's judgements leave standing.

    The limit for manner falls when too few of its lines are left that no person has rejected.
    """
    rejected = {
        entry["event"]
        for entry in listed
        if entry["chat"] == place
        and ".conduct.rude_words." in entry["item"]
        and not judgements.get(entry["number"], 1.0)
    }
    return [
        cap
        for cap in caps
        if cap["reason"] != "manner" or len(_events(cap) - rejected) >= MOCKING_LINES
    ]


def _events(cap: Mapping[str, Any]) -> set[int]:
    return {said["event"] for said in cap["said"]}


def _value(
    block: str, listed: Sequence[Mapping[str, Any]], judgements: Mapping[int, float]
) -> int | None:
    entries = [
        (judgements.get(entry["number"], entry["earned"]), entry)
        for entry in listed
        if entry.get("judged", True) or entry["number"] in judgements
    ]
    if block != "resolution":
        pairs = [(earned, entry["possible"]) for earned, entry in entries]
        share = conversation.share_earned(pairs)
        too_early = any(
            entry["item"].endswith("policy.verified_first") and not earned
            for earned, entry in entries
        )
        return min(share, ACTED_TOO_EARLY) if share is not None and too_early else share
    return conversation.resolution(
        [
            conversation.GoalResult(
                weight=entry["possible"], met=earned > 0, critical=entry["critical"]
            )
            for earned, entry in entries
        ]
    )
