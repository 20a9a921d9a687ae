"""What one chat has come to: the values that ``customer.step`` returns."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assessments.kinds.chat.language.recogniser import Heard, Hit
from assessments.kinds.chat.record import Fault


@dataclass(frozen=True, kw_only=True)
class CustomerLine:
    """A line of the customer.

    Attributes:
        text: the words.
        due: when it is shown, in seconds since the sitting began.
        cause: ``opening``, ``facts``, ``repeat``, ``reaction``, ``interruption``,
            ``small_talk``, ``pasted``, ``off_script``, ``empty``, ``nudge``, ``floor``,
            ``farewell`` or ``leaving``.
        key: id of the reaction or the interruption, or the cause where it has none.
        answers: number of the event that it answers; None for a line of its own accord.
    """

    text: str
    due: float
    cause: str
    key: str
    answers: int | None = None


@dataclass(frozen=True, kw_only=True)
class AgentLine:
    """A line of the agent; ``heard`` is None when the chat was not open to it."""

    event: int
    at: float
    text: str
    heard: Heard | None


@dataclass(frozen=True, kw_only=True)
class Met:
    """A goal that was met, with what met it; ``at`` is when it held."""

    goal: str
    at: float
    event: int
    hits: tuple[tuple[int, Hit], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Taken:
    """An action in the record: what was wrong with its values, and whether its needs were met."""

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
    """A field of the record that was changed; ``needs_met`` as of an action."""

    field: str
    event: int
    at: float
    before: str
    value: str
    right: bool
    needs_met: bool


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A time in which the server could not be reached, and the event that reported it."""

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

    ``lines`` may hold lines that are due later; ``ended`` is empty while the chat is open, and
    is to be believed from ``ended_at`` on.
    """

    lines: tuple[CustomerLine, ...] = ()
    messages: tuple[AgentLine, ...] = ()
    met: tuple[Met, ...] = ()
    taken: tuple[Taken, ...] = ()
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
    def steps(self) -> tuple[Taken | Edit, ...]:
        """What was done in the record: actions, then changes."""
        return (*self.taken, *self.edits)

    def has_met(self, goal: str) -> bool:
        """Return whether the goal of that id is met."""
        return any(met.goal == goal for met in self.met)

    def shown(self, key: str) -> CustomerLine | None:
        """Return the first line of that key that was said, or None."""
        return next((line for line in self.lines if line.key == key), None)

    def is_over(self, now: float) -> bool:
        """Return whether the chat had ended by ``now``."""
        return self.ended_at is not None and self.ended_at <= now
