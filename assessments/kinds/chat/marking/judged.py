"""One chat of a sitting with everything computed from it, block by block."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from assessments.contract.assessment import LoggedEvent
from assessments.kinds.chat.customer.thread import Thread
from assessments.kinds.chat.customer.waiting import Wait, span, waits, with_open_chats
from assessments.kinds.chat.marking.criteria import Criterion, care, heard_lines, resolution
from assessments.kinds.chat.marking.english import English
from assessments.kinds.chat.marking.process import policy
from assessments.kinds.chat.scenario import Scenario
from scoring import conversation
from scoring.evidence import Evidence

WEIGHTS: Final[Mapping[str, float]] = {
    "resolution": 30, "policy": 20, "care": 20, "english": 15, "responsiveness": 15,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Chat:
    """One chat.

    Attributes:
        span: when it opened and closed.
        handling: seconds from its opening to its end, or to the wrap-up if that came later.
        criteria: what could be earned, by block.
        blocks: 0 to 100 by block; None where the scenario does not call for it.
    """

    scenario: Scenario
    thread: Thread
    waits: tuple[Wait, ...]
    span: tuple[float, float]
    handling: float
    criteria: Mapping[str, Sequence[Criterion]]
    blocks: Mapping[str, int | None]

    @property
    def spoke(self) -> bool:
        """Whether a message with words reached the customer."""
        return any(line.heard is not None and line.heard.words for line in self.thread.messages)

    def total(self, *, certain: bool = False) -> float | None:
        """Return the weighted mean of the blocks.

        Args:
            certain: leave out what was earned only by acts that are recognised too loosely.
        """
        blocks = dict(self.blocks)
        if certain:
            for name in ("resolution", "policy", "care"):
                blocks[name] = value_of(name, self.criteria[name], certain=True)
        return conversation.weighted(blocks, WEIGHTS)


def value_of(block: str, criteria: Sequence[Criterion], *, certain: bool = False) -> int | None:
    """Return a block's value from its criteria; a missed critical goal caps resolution."""
    kept = [(0.0 if certain and one.uncertain else one.earned, one) for one in criteria]
    if block != "resolution":
        return conversation.share_earned((earned, one.possible) for earned, one in kept)
    return conversation.resolution(
        [
            conversation.GoalResult(weight=one.possible, met=earned > 0, critical=one.critical)
            for earned, one in kept
        ]
    )


def judge(
    chats: Sequence[tuple[Scenario, Thread]],
    events: Sequence[LoggedEvent],
    end: float,
    *,
    extra_time: float,
    written: English,
) -> list[Chat]:
    """Return the chats of a sitting, each with its criteria and blocks."""
    spans = [span(thread, end) for _, thread in chats]
    names = [scenario.persona.name.split()[0] for scenario, _ in chats]
    found = []
    for place, (scenario, thread) in enumerate(chats):
        waited = with_open_chats(waits(thread, end), spans)
        others = [one for one in names if one != names[place]]
        criteria = {
            "resolution": resolution(scenario, thread),
            "policy": policy(scenario, thread, others),
            "care": care(scenario, thread),
            "english": _english(written, place, thread),
            "responsiveness": _prompt(waited, extra_time),
        }
        blocks: dict[str, int | None] = {
            name: value_of(name, block) for name, block in criteria.items()
        }
        chat = Chat(
            scenario=scenario, thread=thread, waits=waited, span=spans[place],
            handling=_handling(thread, events, spans[place]), criteria=criteria, blocks=blocks,
        )  # fmt: skip
        blocks["responsiveness"] = _responsiveness(waited, extra_time) if chat.spoke else 0
        found.append(chat)
    return found


def _english(written: English, place: int, thread: Thread) -> list[Criterion]:
    """The sitting's English, with what was found in this chat, or else the messages read."""
    if written.value is None:
        return []
    errors = tuple(evidence for chat, evidence, _ in written.errors if chat == place)
    read = tuple(Evidence(event=line.event, rule="message") for line in heard_lines(thread))
    return [
        Criterion(name="own_words", earned=written.value, possible=100, evidence=errors or read)
    ]


def _handling(thread: Thread, events: Sequence[LoggedEvent], chat: tuple[float, float]) -> float:
    wrapped = events[thread.wrap_up[0]].at if thread.wrap_up else chat[1]
    return max(chat[1], wrapped) - chat[0]


def _eased(waited: Sequence[Wait]) -> list[float]:
    return [conversation.eased(one.seconds, open_chats=one.open_chats) for one in waited]


def _responsiveness(waited: Sequence[Wait], extra_time: float) -> int | None:
    return conversation.responsiveness(_eased(waited), extra_time=extra_time)


def _prompt(waited: Sequence[Wait], extra_time: float) -> list[Criterion]:
    """First answer and median wait, each with the messages they were taken from."""
    if not waited:
        return []
    eased = _eased(waited)
    found = []
    for name, worth, seconds, limits, shown in (
        ("first_response", 40, eased[0], conversation.FIRST_RESPONSE_LIMITS, waited[:1]),
        ("median_wait", 60, median(eased), conversation.MEDIAN_WAIT_LIMITS, waited),
    ):
        part = conversation.promptness(seconds, limits, extra_time=extra_time)
        found.append(
            Criterion(
                name=name, earned=worth * part / 100, possible=worth,
                evidence=tuple(
                    Evidence(event=one.event, rule=f"{one.seconds:.0f} s")
                    for one in shown
                    if one.event is not None
                ),
            )
        )  # fmt: skip
    return found
