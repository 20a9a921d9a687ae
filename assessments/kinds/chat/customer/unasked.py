"""What the customer does without being asked: interrupts, reminds, gives up, leaves content."""

import math
from collections.abc import Sequence
from typing import Final

from assessments.kinds.chat.customer.goals import GoalBook
from assessments.kinds.chat.customer.silence import after
from assessments.kinds.chat.customer.thread import Gap
from assessments.kinds.chat.scenario import Interruption, Nudge, Scenario

_GOAL_TO_LINE: Final = 3.0
"""Seconds from a goal to the interruption that follows it."""

Timer = tuple[float, Nudge | Interruption | None]
"""When something is due, and what; None is to leave."""


class Waiting:
    """The customer's patience: since when they wait, and what comes next if nobody answers."""

    def __init__(
        self,
        scenario: Scenario,
        goals: GoalBook,
        *,
        starts: float,
        extra_time: float,
        gaps: Sequence[Gap],
    ) -> None:
        self._scenario = scenario
        self._goals = goals
        self._starts = starts
        self._extra = extra_time
        self._gaps = gaps
        self._said: set[str] = set()
        self._nudged = 0
        self.limit = starts + scenario.time_limit * extra_time
        self.since: float | None = None
        self.patience = 0.0
        self.settled = False

    def heard(self) -> None:
        """Start anew: the agent wrote."""
        self.since = None
        self._nudged = 0
        self.patience = 0.0

    def done(self, what: Nudge | Interruption) -> None:
        """Note that it was said, so that it is not said again."""
        if isinstance(what, Interruption):
            self._said.add(what.id)
        else:
            self._nudged += 1

    def next(self) -> Timer:
        """Return what comes next; at the limit the customer leaves whatever else is due."""
        timers: list[Timer] = [(self.limit, None)]
        if self.settled and self.since is not None:
            timers.append((self.since + self._scenario.farewell.after * self._extra, None))
        elif not self.settled:
            timers += [(self._due(one), one) for one in self._scenario.interruptions]
            if self.since is not None and self._nudged < len(self._scenario.silence):
                nudge = self._scenario.silence[self._nudged]
                limit = (nudge.after + self.patience) * self._extra
                timers.append((after(self.since, limit, self._gaps), nudge))
        return min(timers, key=lambda timer: timer[0])

    def _due(self, line: Interruption) -> float:
        if line.id in self._said:
            return math.inf
        by_clock = math.inf if line.at is None else self._starts + line.at * self._extra
        held = self._goals.met_at(line.or_after) if line.or_after else None
        return min(by_clock, math.inf if held is None else held + _GOAL_TO_LINE)
