"""Chatting with the customer of a scenario, as its author does: moves in, lines and score out."""

from dataclasses import dataclass, field

from pydantic import ValidationError

from assessments.contract.assessment import LoggedEvent
from assessments.kinds.chat.authoring.rehearsal import play, played, rested
from assessments.kinds.chat.authoring.selftest import Move
from assessments.kinds.chat.customer.customer import step
from assessments.kinds.chat.customer.thread import Thread
from assessments.kinds.chat.marking.scorer import score
from assessments.kinds.chat.scenario import Scenario
from scoring.report import Report

MOST_MOVES = 120
"""More than any author plays in one go; a chat of nine minutes holds fewer."""


class PlayError(ValueError):
    """What the author asked for cannot be done; the message says what can."""


@dataclass
class Rehearsal:
    """A chat that an author plays.

    Time is that of the self-tests: a move comes some seconds after the customer's last line was
    shown. ``waited`` is how long the author has let pass since then, in seconds.
    """

    scenario: Scenario
    moves: list[Move] = field(default_factory=list)
    waited: float = 0.0

    @property
    def log(self) -> tuple[LoggedEvent, ...]:
        """The log so far, without the hand-in."""
        return played(self.scenario, self.moves)

    @property
    def now(self) -> float:
        """Seconds since the chat began."""
        return rested(self.scenario, self.log) + self.waited

    @property
    def thread(self) -> Thread:
        """The chat as it stands."""
        return step(self.scenario, self.log, self.now)

    @property
    def over(self) -> bool:
        """Whether the customer has gone."""
        return self.thread.is_over(self.now)

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.waited += min(max(seconds, 0.0), 3600.0)

    def do(self, move: Move) -> None:
        """Do a move; after a wait it comes then, and else after the move's own wait.

        Raises:
            PlayError: the scenario has nothing of that name, or there are too many moves.
        """
        if len(self.moves) >= MOST_MOVES:
            raise PlayError(f"a chat of {MOST_MOVES} moves is long enough; start a new one")
        _known(self.scenario, move)
        if self.waited:
            move = move.model_copy(update={"wait": self.waited})
        self.moves.append(move)
        self.waited = 0.0

    def report(self) -> Report:
        """Return what the chat would score if nothing more were done."""
        log = play(self.scenario, self.moves)
        return score({self.scenario.id: self.scenario}, log, {})


def _known(scenario: Scenario, move: Move) -> None:
    """Refuse a move that names what the scenario does not have."""
    for what, name, known in (
        ("action", move.act, [one.id for one in scenario.actions]),
        ("field", move.edit, [one.id for one in scenario.record.editable]),
        ("article", move.article, [one.id for one in scenario.knowledge]),
        ("prepared reply", move.canned, [one.id for one in scenario.canned]),
        ("disposition", move.disposition, list(scenario.wrap_up.disposition.options)),
    ):
        if name is not None and name not in known:
            raise PlayError(f"there is no {what} {name!r}; it is one of: {', '.join(known)}")
    action = scenario.action(move.act) if move.act else None
    boxes = {box.id for box in action.fields} if action else set()
    if odd := sorted(set(move.values) - boxes):
        raise PlayError(f"{move.act} has no field {odd[0]!r}; it asks for: {', '.join(boxes)}")


def move_of(**given: object) -> Move:
    """Return a move made of what an author typed.

    Raises:
        PlayError: it is not a move.
    """
    try:
        return Move.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        raise PlayError(f"{place}: {first['msg']}") from error
