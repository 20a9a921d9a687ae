"""Which goals of a scenario a message or an action fulfils, in the order of the log."""

import math
from dataclasses import replace

from assessments.kinds.chat.customer.thread import Met
from assessments.kinds.chat.language.recogniser import Heard, Hit
from assessments.kinds.chat.scenario import Goal, Scenario


class GoalBook:
    """Keeps which goals are met, and by what."""

    def __init__(self, scenario: Scenario) -> None:
        self._goals = scenario.goals
        self._parts: dict[str, dict[str, tuple[int, Hit]]] = {}
        self._met: dict[str, Met] = {}

    @property
    def met(self) -> tuple[Met, ...]:
        """Goals met so far, in the order in which they were met."""
        return tuple(self._met.values())

    def holds(self, goals: tuple[str, ...], at: float) -> bool:
        """Return whether all ``goals`` held at ``at``."""
        return all(goal in self._met and self._met[goal].at <= at for goal in goals)

    def hear(
        self, heard: Heard, *, event: int, at: float, place: int, shown: frozenset[str]
    ) -> None:
        """Credit a message.

        Args:
            heard: what was recognised in it.
            event: its number in the log.
            at: when it was sent.
            place: which of the agent's messages it is, from 1.
            shown: the lines (their keys) that the agent had before them.

        A goal that rests on a question holds when the answer is shown: see ``answered``.
        """
        for goal in self._goals:
            if goal.id in self._met or goal.when is None or not self.holds(goal.after, at):
                continue
            if goal.after_line and goal.after_line not in shown:
                continue
            if goal.within_agent_messages and place > goal.within_agent_messages:
                continue
            self._note(goal, heard, event)
            parts = self._parts.get(goal.id, {})
            if "when" in parts and ("and" in parts or not goal.and_any):
                asked = any(hit.act.startswith("ask_") for _, hit in parts.values())
                self._met[goal.id] = Met(
                    goal=goal.id,
                    at=math.inf if asked else at,
                    event=event,
                    hits=tuple(sorted(parts.values(), key=lambda one: (one[0], one[1].start))),
                )

    def answered(self, due: float) -> None:
        """Say when the customer's answer to the message heard last is shown."""
        for goal, met in self._met.items():
            if met.at == math.inf:
                self._met[goal] = replace(met, at=due)

    def _note(self, goal: Goal, heard: Heard, event: int) -> None:
        parts = self._parts.setdefault(goal.id, {})
        wanted = {"when": goal.when.acts if goal.when else (), "and": goal.and_any}
        for part, acts in wanted.items():
            hit = next((hit for hit in heard.hits if hit.act in acts), None)
            if hit and part not in parts:
                parts[part] = (event, hit)

    def fulfil(self, goal: str | None, *, event: int, at: float) -> None:
        """Credit a right step in the record: an action, or a field that was changed."""
        if goal and goal not in self._met:
            self._met[goal] = Met(goal=goal, at=at, event=event)

    def met_at(self, goal: str) -> float | None:
        """Return when a goal held, or None while it does not."""
        return self._met[goal].at if goal in self._met else None

    def next_clue(self, at: float) -> str:
        """Return the clue of the first unmet goal that is open to the agent, or nothing."""
        for goal in self._goals:
            if goal.id not in self._met and goal.clue and self.holds(goal.after, at):
                return goal.clue
        return ""
