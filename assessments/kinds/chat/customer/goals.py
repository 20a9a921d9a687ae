"""The goals of a scenario, met by messages and steps in the order of the log."""

import math
from dataclasses import replace

from assessments.kinds.chat.customer.thread import MetGoal
from assessments.kinds.chat.language.recogniser import Hit, Recognition
from assessments.kinds.chat.scenario import Goal, Scenario


class GoalBook:
    """The goals met so far, and the messages or steps that met them."""

    def __init__(self, scenario: Scenario) -> None:
        self._goals = scenario.goals
        self._parts: dict[str, dict[str, tuple[int, Hit]]] = {}
        self._met: dict[str, MetGoal] = {}

    @property
    def met(self) -> tuple[MetGoal, ...]:
        """Goals met so far, in the order in which they were met."""
        return tuple(self._met.values())

    def holds(self, goals: tuple[str, ...], at: float) -> bool:
        """Return whether all ``goals`` held at ``at``."""
        return all(goal in self._met and self._met[goal].at <= at for goal in goals)

    def credit(
        self,
        recognition: Recognition,
        *,
        event: int,
        at: float,
        place: int,
        lines_before: frozenset[str],
    ) -> None:
        """Mark the goals that a message meets.

        A goal that rests on a question holds only once the answer appears: see ``answered``.

        Args:
            recognition: the acts of the message.
            event: the message's number in the log.
            at: when it was sent, in seconds since the sitting began.
            place: its number among the agent's messages, from 1.
            lines_before: keys of the customer's lines that the agent could see.
        """
        for goal in self._goals:
            if goal.id in self._met or goal.when is None:
                continue
            if goal.after_line and goal.after_line not in lines_before:
                continue
            if goal.within_agent_messages and place > goal.within_agent_messages:
                continue
            self._note(goal, recognition, event)
            parts = self._parts.get(goal.id, {})
            if "when" in parts and ("and" in parts or not goal.and_any):
                asked = any(hit.act.startswith("ask_") for _, hit in parts.values())
                hits = sorted(parts.values(), key=lambda part: (part[0], part[1].start))
                self._met[goal.id] = MetGoal(
                    goal=goal.id,
                    at=math.inf if asked else at,
                    event=event,
                    hits=tuple(hits),
                )

    def answered(self, due: float) -> None:
        """Let goals that wait for the answer to the last message hold from ``due`` on."""
        for goal, met in self._met.items():
            if met.at == math.inf:
                self._met[goal] = replace(met, at=due)

    def _note(self, goal: Goal, recognition: Recognition, event: int) -> None:
        parts = self._parts.setdefault(goal.id, {})
        wanted = {"when": goal.when.acts if goal.when else (), "and": goal.and_any}
        for part, acts in wanted.items():
            hit = next((hit for hit in recognition.hits if hit.act in acts), None)
            if hit and part not in parts:
                parts[part] = (event, hit)

    def fulfil(self, goal: str | None, *, event: int, at: float) -> None:
        """Mark a goal as met by a correct step in the record: an action or a changed field."""
        if goal and goal not in self._met:
            self._met[goal] = MetGoal(goal=goal, at=at, event=event)

    def met_at(self, goal: str) -> float | None:
        """Return when a goal first held, or None if it is not met."""
        return self._met[goal].at if goal in self._met else None

    def next_clue(self, at: float) -> str:
        """Return the clue of the first unmet goal that the agent could meet now, or ""."""
        for goal in self._goals:
            if goal.id not in self._met and goal.clue and self.holds(goal.after, at):
                return goal.clue
        return ""
