"""The state of a chat: the values that ``customer.step`` returns."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assessments.kinds.chat.language.recogniser import Hit, Recognition
from assessments.kinds.chat.record import Fault


@dataclass(frozen=True, kw_only=True)
class CustomerLine:
    """A line of the customer.

    Attributes:
        text: the words.
        due: when it appears, in seconds since the sitting began.
        cause: ``opening``, ``facts``, ``repeat``, ``reaction``, ``interruption``,
            ``small_talk``, ``pasted``, ``off_script``, ``empty``, ``nudge``, ``floor``,
            ``farewell`` or ``leaving``.
        key: id of the reaction or the interruption, or the cause where it has none.
        answers: number of the event that it answers; None for a line that answers nothing.
    """

    text: str
    due: float
    cause: str
    key: str
    answers: int | None = None


@dataclass(frozen=True, kw_only=True)
class AgentLine:
    """A line of the agent; ``recognition`` is None if the chat was not open."""

    event: int
    at: float
    text: str
    recognition: Recognition | None


@dataclass(frozen=True, kw_only=True)
class MetGoal:
    """A goal that was met from ``at`` on, with the event and the message spans that met it."""

    goal: str
    at: float
    event: int
    hits: tuple[tuple[int, Hit], ...] = ()


@dataclass(frozen=True, kw_only=True)
class PerformedAction:
    """An action in the record: the faults of its values, and whether its needs were met."""

    action: str
    event: int
    at: float
    values: Mapping[str, str]
    faults: tuple[tuple[str, Fault], ...]
    needs_met: bool

    @property
    def right(self) -> bool:
        """Whether every value was right."""
        return not self.faults


@dataclass(frozen=True, kw_only=True)
class Edit:
    """A change of a field in the record; ``needs_met`` as for an action."""

    field: str
    event: int
    at: float
    before: str
    value: str
    right: bool
    needs_met: bool


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A time when the server could not be reached, and the event that reported it."""

    start: float
    end: float
    event: int


@dataclass(frozen=True, kw_only=True)
class MoodStep:
    """A change of mood and its cause (a cause or key of a line)."""

    at: float
    change: int
    cause: str


@dataclass(frozen=True, kw_only=True)
class Thread:
    """One chat up to a moment.

    ``lines`` may hold lines that are due later. ``ended`` is empty while the chat is open; the
    ending takes effect at ``ended_at``, which may also be later.
    """

    lines: tuple[CustomerLine, ...] = ()
    messages: tuple[AgentLine, ...] = ()
    met: tuple[MetGoal, ...] = ()
    actions: tuple[PerformedAction, ...] = ()
    edits: tuple[Edit, ...] = ()
    gaps: tuple[Gap, ...] = ()
    pasted: tuple[str, ...] = ()
    opened: tuple[tuple[int, float, str], ...] = ()
    prepared: tuple[tuple[int, str], ...] = ()
    asked_again: tuple[tuple[int, str], ...] = ()
    wrap_up: tuple[int, str, str] | None = None
    mood: int = 0
    mood_steps: tuple[MoodStep, ...] = field(default=())
    ended: str = ""
    ended_at: float | None = None
    closed_event: int | None = None

    @property
    def steps(self) -> tuple[PerformedAction | Edit, ...]:
        """The steps in the record: actions, then changes."""
        return (*self.actions, *self.edits)

    def has_met(self, goal: str) -> bool:
        """Return whether the goal of that id is met."""
        return any(met.goal == goal for met in self.met)

    def line(self, key: str) -> CustomerLine | None:
        """Return the first line with that key, or None."""
        return next((line for line in self.lines if line.key == key), None)

    def is_over(self, now: float) -> bool:
        """Return whether the chat had ended by ``now``."""
        return self.ended_at is not None and self.ended_at <= now
