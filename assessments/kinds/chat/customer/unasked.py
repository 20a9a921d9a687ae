"""Lines that answer no message: interruptions, reminders and leaving, with their timers."""

import math
from collections.abc import Sequence
from typing import Final

from assessments.kinds.chat.customer.gaps import after
from assessments.kinds.chat.customer.goals import GoalBook
from assessments.kinds.chat.customer.thread import Gap
from assessments.kinds.chat.scenario import Interruption, Nudge, Scenario

_GOAL_TO_LINE: Final = 3.0
"""Seconds from meeting a goal to the interruption that follows it."""

Timer = tuple[float, Nudge | Interruption | None]
"""When a line is due, and the line; with None the customer leaves."""


class Waiting:
    """Since when the customer has been waiting, and what comes next if the agent stays silent."""

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

    def agent_wrote(self) -> None:
        """Stop waiting and forget past reminders, because the agent wrote."""
        self.since = None
        self._nudged = 0
        self.patience = 0.0

    def done(self, line: Nudge | Interruption) -> None:
        """Record that a line was said, so that it is not said again."""
        if isinstance(line, Interruption):
            self._said.add(line.id)
        else:
            self._nudged += 1

    def next(self) -> Timer:
        """Return the next timer; at the time limit the customer leaves, whatever else is due."""
        timers: list[Timer] = [(self.limit, None)]
        if self.settled and self.since is not None:
            timers.append((self.since + self._scenario.farewell.after * self._extra, None))
        elif not self.settled:
            timers += [(self._due(line), line) for line in self._scenario.interruptions]
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
