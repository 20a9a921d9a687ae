"""What the agent did in the record: actions taken and fields changed, right or not."""

from collections.abc import Mapping

from assessments.contract.assessment import LoggedEvent
from assessments.kinds.chat.customer.goals import GoalBook
from assessments.kinds.chat.customer.thread import Edit, Taken
from assessments.kinds.chat.scenario import Scenario


class StepBook:
    """Keeps the steps in the record, and credits the goals that they fulfil."""

    def __init__(self, scenario: Scenario, goals: GoalBook) -> None:
        self._scenario = scenario
        self._goals = goals
        self._taken: list[Taken] = []
        self._edits: list[Edit] = []

    @property
    def taken(self) -> tuple[Taken, ...]:
        """The actions, in order."""
        return tuple(self._taken)

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The changes, in order; a field set to what it was is none."""
        return tuple(self._edits)

    def act(self, event: LoggedEvent, name: str, values: Mapping[str, str]) -> None:
        """Note an action; one that the file does not know is passed over."""
        action = self._scenario.action(name)
        if action is None:
            return
        one = Taken(
            action=name, event=event.number, at=event.at, values=values,
            faults=action.faults(values), needs_met=self._goals.holds(action.needs, event.at),
        )  # fmt: skip
        self._taken.append(one)
        if one.right:
            self._goals.fulfil(action.fulfils, event=event.number, at=event.at)

    def edit(self, event: LoggedEvent, name: str, value: str) -> None:
        """Note a change of a field; one that cannot be changed is passed over."""
        field = self._scenario.record.field(name)
        part = self._scenario.record.part(field) if field else None
        if field is None or part is None:
            return
        earlier = [one.value for one in self._edits if one.field == name]
        before = earlier[-1] if earlier else part.get(field.field, "")
        if before == value:
            return
        one = Edit(
            field=name, event=event.number, at=event.at, before=before, value=value,
            right=field.right(value), needs_met=self._goals.holds(field.needs, event.at),
        )  # fmt: skip
        self._edits.append(one)
        if one.right:
            self._goals.fulfil(field.fulfils, event=event.number, at=event.at)
