"""The scenario file: one customer, what they know and want, and what the agent should do.

Files are YAML read as strings only (so that ``0012`` and ``1:30`` stay what the author typed);
pydantic converts. The cross-checks are in ``checks``.
"""

from typing import Final, Literal

from pydantic import Field

from assessments.kinds.chat.authoring.selftest import SelfTest
from assessments.kinds.chat.fields import (
    AtLeastTwo,
    Block,
    Ending,
    Line,
    Lines,
    Mood,
    Name,
    Seconds,
)
from assessments.kinds.chat.language.recogniser import OwnActs, vocabulary_of
from assessments.kinds.chat.record import Action, Record, Step

Slot = Literal["routine", "angry", "limit"]
SLOTS: Final[tuple[Slot, ...]] = ("routine", "angry", "limit")
"""The customers of a form of three: a plain case, an angry one, a wrong premise or a limit."""
Sector = Literal["e-commerce", "telco", "travel", "banking", "software"]


class Typing(Block):
    """How fast the customer types; the delay lies between ``min`` and ``max``."""

    words_per_minute: float = Field(gt=0, le=200)
    min: Seconds
    max: Seconds


class Persona(Block):
    """Who writes; ``mood`` runs from 0 (furious) to 100 (delighted)."""

    name: str
    mood: int = Field(ge=0, le=100)
    typing: Typing


class Fact(Block):
    """Something the customer tells only when asked.

    ``words`` narrow the act down; ``unless_named`` answers the act when no fact's words stand in
    the question ("Can I verify your identity?").
    """

    say: Lines
    ask: Name
    words: tuple[str, ...] = ()
    unless_named: bool = False
    value: str = ""


class OwnAct(Block):
    """An act of this scenario: any entry of ``words`` must stand in one clause."""

    like: Lines
    words: Lines
    guarded: bool = True


class When(Block):
    """What fulfils a goal in words."""

    said: Name | None = None
    said_any: tuple[Name, ...] = ()

    @property
    def acts(self) -> tuple[str, ...]:
        """The acts any one of which fulfils it."""
        return ((self.said,) if self.said else ()) + self.said_any


class Goal(Block):
    """Something a good agent achieves; an action or an edit may fulfil it instead of words.

    ``after_line`` is the id of a line (of a reaction or an interruption): the goal counts only
    once that line was shown, and is left out of the score when it never was. ``sentence`` is
    what the report shows at a miss: how a good agent would have said it.
    """

    id: Name
    label: str
    when: When | None = None
    and_any: tuple[Name, ...] = ()
    within_agent_messages: int | None = Field(default=None, ge=1)
    after: tuple[Name, ...] = ()
    after_line: Name | None = None
    weight: float = Field(gt=0)
    critical: bool = False
    clue: Line | None = None
    sentence: Line | None = None


class Reaction(Block):
    """What the customer answers to an act; the first in the file that fits wins.

    ``aside`` marks small talk that adds no second sentence when the customer already answers
    a question. ``settled`` means the customer is content and about to leave. ``patience`` is
    added to the silence limits of the wait that follows.
    """

    id: Name | None = None
    if_agent: Name
    need: tuple[Name, ...] = ()
    mood: Mood = 0
    say: Lines
    once: bool = False
    aside: bool = False
    settled: bool = False
    patience: Seconds = 0
    end: Ending | None = None


class Interruption(Block):
    """What the customer says unasked, once: at ``at``, or soon after a goal is met.

    With both, whichever comes first. Never said by a customer who is content or gone.
    """

    id: Name
    at: Seconds | None = None
    or_after: Name | None = None
    mood: Mood = 0
    say: Lines


class Repeat(Block):
    """The answer to a question that was answered before."""

    mood: Mood
    say: AtLeastTwo


class OffScript(Block):
    """The answer to a message that nothing fits; after ``clue_after`` of them comes a clue."""

    mood: Mood
    say: AtLeastTwo
    clue_after: int = Field(ge=1)


class Nudge(Block):
    """What the customer writes after waiting ``after``, counted from their last reply."""

    after: Seconds
    mood: Mood
    say: Lines
    end: Ending | None = None


class MoodFloor(Block):
    """At or below ``at`` the customer ends the chat."""

    at: int = Field(ge=0, le=100)
    say: Lines
    end: Ending = "complaint"


class Farewell(Block):
    """How a content customer leaves: on the agent's next words, or after ``after``."""

    after: Seconds
    say: Lines


class Article(Block):
    """A knowledge article; ``told_by`` names the act by which the agent passes its rule on."""

    id: Name
    title: str
    body: str = Field(max_length=3000)
    applies: bool = False
    near_miss: bool = False
    told_by: Name | None = None


class Canned(Block):
    """A prepared reply; ``{name}`` marks a slot that the agent must fill in."""

    id: Name
    title: str
    text: str = Field(max_length=600)


class Cue(Block):
    """A customer's line that calls for an answer of feeling within the next agent messages."""

    line: Name
    wants: tuple[Name, ...] = Field(min_length=1)
    window_agent_messages: int = Field(default=1, ge=1)
    sentence: Line | None = None


class Forbidden(Block):
    """Something an agent must not do here: an act, or a ``promise`` given by its words."""

    act: Name | None = None
    promise: tuple[str, ...] = ()
    label: str


class Disposition(Block):
    """The reasons offered for closing the case, and the right one."""

    options: dict[str, str] = Field(min_length=2)
    correct: str


class WrapUp(Block):
    """The form after the chat; an entry of ``notes_must_mention`` may hold ``a|b``."""

    disposition: Disposition
    notes_must_mention: tuple[str, ...] = ()


class Scenario(Block):
    """One customer of the chat simulation, as the file describes them.

    ``form`` and ``slot`` say where a scored file belongs: a parallel form has one file of each
    slot. ``sector`` is the trade, for whoever looks for a file.
    """

    id: Name
    version: int = Field(ge=1)
    title: str
    practice: bool = False
    form: Literal["A", "B", "C", "D"] | None = None
    slot: Slot | None = None
    sector: Sector | None = None
    time_limit: Seconds
    leaving: Line
    persona: Persona
    opening: Line
    facts: dict[Name, Fact]
    acts: dict[Name, OwnAct] = {}
    goals: tuple[Goal, ...] = Field(min_length=1)
    reactions: tuple[Reaction, ...]
    interruptions: tuple[Interruption, ...] = ()
    repeat: Repeat
    off_script: OffScript
    silence: tuple[Nudge, ...]
    mood_floor: MoodFloor
    farewell: Farewell
    record: Record
    knowledge: tuple[Article, ...] = ()
    canned: tuple[Canned, ...] = ()
    actions: tuple[Action, ...] = ()
    cues: tuple[Cue, ...] = ()
    forbidden: tuple[Forbidden, ...] = ()
    courtesies: tuple[Literal["greet", "anything_else", "close"], ...] = ()
    wrap_up: WrapUp
    tests: tuple[SelfTest, ...]

    @property
    def own_acts(self) -> OwnActs:
        """This scenario's own acts, its promises among them, in the recogniser's form."""
        named = tuple((name, act.words, act.guarded) for name, act in self.acts.items())
        return named + tuple((act, one.promise, True) for act, one in self.crossings if one.promise)

    @property
    def crossings(self) -> tuple[tuple[str, Forbidden], ...]:
        """What is forbidden, each with the act by which it is recognised."""
        return tuple(
            (one.act or f"promise_{number}", one) for number, one in enumerate(self.forbidden, 1)
        )

    @property
    def vocabulary(self) -> frozenset[str]:
        """The words of its sample phrases, to which misspelt words are corrected."""
        return vocabulary_of({name: act.like for name, act in self.acts.items()})

    @property
    def line_ids(self) -> frozenset[str]:
        """The lines that a cue or a goal may name."""
        named = {one.id for one in self.reactions if one.id}
        return frozenset({"opening"} | named | {one.id for one in self.interruptions})

    @property
    def steps(self) -> tuple[Step, ...]:
        """Everything that can be done in the record."""
        return (*self.actions, *self.record.editable)

    def action(self, name: str) -> Action | None:
        """Return the action of that id, or None."""
        return next((action for action in self.actions if action.id == name), None)
