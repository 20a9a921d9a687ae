"""Rehearsals: chats that an author plays with the customer of a scenario, move by move."""

from dataclasses import dataclass, field

from pydantic import ValidationError

from assessments.contract.assessment import LoggedEvent
from assessments.kinds.chat.authoring.self_test import last_answer, log_of, play
from assessments.kinds.chat.customer.customer import step
from assessments.kinds.chat.customer.thread import Thread
from assessments.kinds.chat.marking.scorer import score
from assessments.kinds.chat.scenario import Move, Scenario
from scoring.report import Report

MOST_MOVES = 120
"""More than an author needs: a chat of nine minutes holds fewer moves."""


class PlayError(ValueError):
    """The author's move cannot be done; the message says what can."""


@dataclass
class Rehearsal:
    """A chat that an author plays.

    Time runs as in the self-tests: a move comes some seconds after the customer's last line
    appeared. ``waited`` is the time that the author has let pass since then, in seconds.
    """

    scenario: Scenario
    moves: list[Move] = field(default_factory=list)
    waited: float = 0.0

    @property
    def log(self) -> tuple[LoggedEvent, ...]:
        """The log so far, without the hand-in."""
        return log_of(self.scenario, self.moves)

    @property
    def now(self) -> float:
        """Seconds since the chat began."""
        return last_answer(self.scenario, self.log) + self.waited

    @property
    def thread(self) -> Thread:
        """The chat so far."""
        return step(self.scenario, self.log, self.now)

    @property
    def over(self) -> bool:
        """Whether the chat has ended."""
        return self.thread.is_over(self.now)

    def wait(self, seconds: float) -> None:
        """Let time pass: at most an hour at once."""
        self.waited += min(max(seconds, 0.0), 3600.0)

    def do(self, move: Move) -> None:
        """Add a move, after the time waited or, without a wait, after the move's own ``wait``.

        Raises:
            PlayError: the move names something that the scenario lacks, or there are too many
                moves.
        """
        if len(self.moves) >= MOST_MOVES:
            raise PlayError(f"a chat of {MOST_MOVES} moves is long enough; start a new one")
        _refuse_unknown(self.scenario, move)
        if self.waited:
            move = move.model_copy(update={"wait": self.waited})
        self.moves.append(move)
        self.waited = 0.0

    def report(self) -> Report:
        """Return the report of the chat if the agent handed in now."""
        log = play(self.scenario, self.moves)
        return score({self.scenario.id: self.scenario}, log, {})


def _refuse_unknown(scenario: Scenario, move: Move) -> None:
    """Refuse a move that names something that the scenario does not have."""
    for noun, name, known in (
        ("action", move.act, [action.id for action in scenario.actions]),
        ("field", move.edit, [editable.id for editable in scenario.record.editable]),
        ("article", move.article, [article.id for article in scenario.knowledge]),
        ("prepared reply", move.canned, [reply.id for reply in scenario.canned]),
        ("disposition", move.disposition, list(scenario.wrap_up.disposition.options)),
    ):
        if name is not None and name not in known:
            raise PlayError(f"there is no {noun} {name!r}; it is one of: {', '.join(known)}")
    action = scenario.action(move.act) if move.act else None
    boxes = {box.id for box in action.fields} if action else set()
    if odd := sorted(set(move.values) - boxes):
        raise PlayError(f"{move.act} has no field {odd[0]!r}; it asks for: {', '.join(boxes)}")


def move_of(**given: object) -> Move:
    """Return the move with the given fields, as an author typed them.

    Raises:
        PlayError: a field is not valid.
    """
    try:
        return Move.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        raise PlayError(f"{place}: {first['msg']}") from error
