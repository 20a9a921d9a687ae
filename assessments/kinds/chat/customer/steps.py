"""The agent's steps in the record: actions performed and fields changed, right or wrong."""

from collections.abc import Mapping

from assessments.contract.assessment import LoggedEvent
from assessments.kinds.chat.customer.goals import GoalBook
from assessments.kinds.chat.customer.thread import Edit, PerformedAction
from assessments.kinds.chat.scenario import Scenario


class StepBook:
    """The steps in the record so far; a correct step also fulfils its goal."""

    def __init__(self, scenario: Scenario, goals: GoalBook) -> None:
        self._scenario = scenario
        self._goals = goals
        self._actions: list[PerformedAction] = []
        self._edits: list[Edit] = []

    @property
    def actions(self) -> tuple[PerformedAction, ...]:
        """The actions, in order."""
        return tuple(self._actions)

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The changes, in order; setting a field to its current value is not a change."""
        return tuple(self._edits)

    def act(self, event: LoggedEvent, name: str, values: Mapping[str, str]) -> None:
        """Record an action; an action that the scenario does not have is ignored."""
        action = self._scenario.action(name)
        if action is None:
            return
        performed = PerformedAction(
            action=name,
            event=event.number,
            at=event.at,
            values=values,
            faults=action.faults(values),
            needs_met=self._goals.holds(action.needs, event.at),
        )
        self._actions.append(performed)
        if performed.right:
            self._goals.fulfil(action.fulfils, event=event.number, at=event.at)

    def edit(self, event: LoggedEvent, name: str, value: str) -> None:
        """Record a change of a field; a field that cannot be changed is ignored."""
        field = self._scenario.record.field(name)
        part = self._scenario.record.part(field) if field else None
        if field is None or part is None:
            return
        earlier = [edit.value for edit in self._edits if edit.field == name]
        before = earlier[-1] if earlier else part.get(field.field, "")
        if before == value:
            return
        edit = Edit(
            field=name,
            event=event.number,
            at=event.at,
            before=before,
            value=value,
            right=field.right(value),
            needs_met=self._goals.holds(field.needs, event.at),
        )
        self._edits.append(edit)
        if edit.right:
            self._goals.fulfil(field.fulfils, event=event.number, at=event.at)
