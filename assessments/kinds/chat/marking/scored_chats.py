"""The chats of a sitting, each with its waits, criteria and blocks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from assessments.contract.assessment import LoggedEvent
from assessments.kinds.chat.customer.thread import Thread
from assessments.kinds.chat.marking.caps import Cap, capped, caps
from assessments.kinds.chat.marking.criteria import Criterion, care, received_lines, resolution
from assessments.kinds.chat.marking.english import English
from assessments.kinds.chat.marking.process import policy
from assessments.kinds.chat.marking.waits import Wait, span, waits, with_open_chats
from assessments.kinds.chat.scenario import Scenario
from scoring import conversation
from scoring.evidence import Evidence

WEIGHTS: Final[Mapping[str, float]] = {
    "resolution": 30,
    "policy": 20,
    "care": 25,
    "english": 15,
    "responsiveness": 10,
}
ACTED_TOO_EARLY: Final = 40
"""Highest value of the policy block for an agent who acted before checking who the customer is."""


@dataclass(frozen=True, kw_only=True)
class ScoredChat:
    """A chat with everything computed from it.

    Attributes:
        span: when it opened and closed, in seconds since the sitting began.
        handling: seconds from its opening to its end, or to the wrap-up if that came later.
        criteria: the criteria of each block.
        blocks: the value of each block, 0 to 100; None where the scenario does not call for it.
        caps: why the total cannot pass a limit; see ``caps.py``.
    """

    scenario: Scenario
    thread: Thread
    waits: tuple[Wait, ...]
    span: tuple[float, float]
    handling: float
    criteria: Mapping[str, Sequence[Criterion]]
    blocks: Mapping[str, int | None]
    caps: Sequence[Cap] = ()

    @property
    def spoke(self) -> bool:
        """Whether a message with words reached the customer."""
        return any(
            line.recognition is not None and line.recognition.words for line in self.thread.messages
        )

    @property
    def unjudged(self) -> float:
        """The share, 0 to 1, of the score that rests on criteria that were not judged."""
        share = 0.0
        for name, criteria in self.criteria.items():
            everything = sum(criterion.possible for criterion in criteria)
            missing = sum(each.possible for each in criteria if not each.judged)
            share += WEIGHTS[name] * missing / everything if everything else 0.0
        return share / sum(WEIGHTS.values())

    def total(self, *, certain: bool = False) -> float | None:
        """Return the weighted mean of the blocks under the caps, 0 to 100; None without blocks.

        Args:
            certain: count criteria on which rules and learned layer disagree as missed.
        """
        blocks = dict(self.blocks)
        if certain:
            for name in ("resolution", "policy", "care"):
                blocks[name] = value_of(name, self.criteria[name], certain=True)
        return capped(conversation.weighted(blocks, WEIGHTS), [cap.at for cap in self.caps])


def value_of(block: str, criteria: Sequence[Criterion], *, certain: bool = False) -> int | None:
    """Return a block's value from its judged criteria; a missed critical goal caps resolution."""
    pairs = [
        (0.0 if certain and criterion.uncertain else criterion.earned, criterion)
        for criterion in criteria
        if criterion.judged
    ]
    if block != "resolution":
        share = conversation.share_earned((points, each.possible) for points, each in pairs)
        too_early = any(each.name == "verified_first" and not points for points, each in pairs)
        return min(share, ACTED_TOO_EARLY) if share is not None and too_early else share
    return conversation.resolution(
        [
            conversation.GoalResult(weight=goal.possible, met=points > 0, critical=goal.critical)
            for points, goal in pairs
        ]
    )


def score_chats(
    chats: Sequence[tuple[Scenario, Thread]],
    events: Sequence[LoggedEvent],
    end: float,
    *,
    extra_time: float,
    written: English,
) -> list[ScoredChat]:
    """Return the chats of a sitting with their criteria and blocks.

    Args:
        chats: each scenario with its chat.
        events: the sitting's log.
        end: when the sitting ended, in seconds since it began.
        extra_time: the factor by which this applicant's time limits are stretched.
        written: the sitting's written English.
    """
    spans = [span(thread, end) for _, thread in chats]
    names = [scenario.persona.name.split()[0] for scenario, _ in chats]
    scored = []
    for place, (scenario, thread) in enumerate(chats):
        chat_waits = with_open_chats(waits(thread, end), spans)
        others = [name for name in names if name != names[place]]
        criteria = {
            "resolution": resolution(scenario, thread),
            "policy": policy(scenario, thread, others),
            "care": care(scenario, thread),
            "english": _english(written, place, thread),
            "responsiveness": _promptness(chat_waits, extra_time),
        }
        blocks: dict[str, int | None] = {
            name: value_of(name, block) for name, block in criteria.items()
        }
        chat = ScoredChat(
            scenario=scenario,
            thread=thread,
            waits=chat_waits,
            span=spans[place],
            handling=_handling(thread, events, spans[place]),
            criteria=criteria,
            blocks=blocks,
            caps=caps(scenario, thread),
        )
        blocks["responsiveness"] = _responsiveness(chat_waits, extra_time) if chat.spoke else 0
        scored.append(chat)
    return scored


def _english(written: English, place: int, thread: Thread) -> list[Criterion]:
    """Return the sitting's English, with this chat's errors, or else its messages, as evidence."""
    if written.value is None:
        return []
    errors = tuple(evidence for chat, evidence, _ in written.errors if chat == place)
    read = tuple(Evidence(event=line.event, rule="message") for line in received_lines(thread))
    return [
        Criterion(name="own_words", earned=written.value, possible=100, evidence=errors or read)
    ]


def _handling(thread: Thread, events: Sequence[LoggedEvent], chat: tuple[float, float]) -> float:
    wrapped = events[thread.wrap_up[0]].at if thread.wrap_up else chat[1]
    return max(chat[1], wrapped) - chat[0]


def _eased(chat_waits: Sequence[Wait]) -> list[float]:
    return [conversation.eased(wait.seconds, open_chats=wait.open_chats) for wait in chat_waits]


def _responsiveness(chat_waits: Sequence[Wait], extra_time: float) -> int | None:
    return conversation.responsiveness(_eased(chat_waits), extra_time=extra_time)


def _promptness(chat_waits: Sequence[Wait], extra_time: float) -> list[Criterion]:
    """Return the first response and the median wait, with the answers that they rest on."""
    if not chat_waits:
        return []
    eased = _eased(chat_waits)
    criteria = []
    for name, worth, seconds, limits, measured in (
        ("first_response", 40, eased[0], conversation.FIRST_RESPONSE_LIMITS, chat_waits[:1]),
        ("median_wait", 60, median(eased), conversation.MEDIAN_WAIT_LIMITS, chat_waits),
    ):
        part = conversation.promptness(seconds, limits, extra_time=extra_time)
        evidence = tuple(
            Evidence(event=wait.event, rule=f"{wait.seconds:.0f} s")
            for wait in measured
            if wait.event is not None
        )
        criteria.append(
            Criterion(name=name, earned=worth * part / 100, possible=worth, evidence=evidence)
        )
    return criteria
