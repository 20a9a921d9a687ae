"""What a person made of a chat's report: the score with their judgements in the machine's place.

Only the stored report is needed, so an old report can be read as well as a new one.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from assessments.kinds.chat.marking.review import FAULT_POINTS, MOST_POINTS
from scoring import conversation
from scoring.report import Report


def judgeable(report: Report) -> Sequence[Mapping[str, Any]]:
    """Return what a person can confirm or disagree with; reports before chat-2 have nothing.

    Each has ``number`` (its place), ``item`` (a name that stays), ``label``, ``chat``, ``earned``
    and ``possible``; of a fault of manner ``possible`` is what it costs and ``conduct`` is true.
    """
    return report.to_review


def reconsider(report: Report, judged: Mapping[int, float]) -> int | None:
    """Return the score with what people judged.

    Args:
        report: as the scorer gave it.
        judged: by the number of what can be judged: the points that a person gives, or takes for
            a fault of manner.
    """
    listed = judgeable(report)
    if report.score is None or not listed:
        return None
    totals = []
    for place, chat in enumerate(report.detail["chats"]):
        blocks = dict(chat["blocks"])
        for name in ("resolution", "policy", "care", "english"):
            own = [
                one for one in listed
                if not one["conduct"] and one["chat"] == place and one["block"] == name
            ]  # fmt: skip
            blocks[name] = _value(name, own, judged) if own else blocks[name]
        totals.append(conversation.weighted(blocks, report.detail["weights"]))
    reached = [total for total in totals if total is not None]
    faults = sum(judged.get(one["number"], 0.0) > 0 for one in listed if one["conduct"])
    mean = sum(reached) / len(reached)
    return max(0, conversation.whole(mean) - min(MOST_POINTS, FAULT_POINTS * faults))


def _value(
    block: str, listed: Sequence[Mapping[str, Any]], judged: Mapping[int, float]
) -> int | None:
    given = [(judged.get(one["number"], one["earned"]), one) for one in listed]
    if block != "resolution":
        return conversation.share_earned((earned, one["possible"]) for earned, one in given)
    return conversation.resolution(
        [
            conversation.GoalResult(
                weight=one["possible"], met=earned > 0, critical=one["critical"]
            )
            for earned, one in given
        ]
    )
