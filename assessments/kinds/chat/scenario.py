"""The scenario file: one customer, what they know and want, and what the agent should do.

YAML values are read as strings only, so that ``0012`` and ``1:30`` stay as the author typed them;
pydantic converts them. The cross-checks are in ``authoring.checks``.
"""

from typing import Final, Literal

from pydantic import Field

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
from assessments.kinds.chat.language.recogniser import OwnActs, kin_of, vocabulary_of
from assessments.kinds.chat.record import Action, Record, Step

Slot = Literal["routine", "angry", "limit"]
SLOTS: Final[tuple[Slot, ...]] = ("routine", "angry", "limit")
"""The customers of a parallel set: a plain case, an angry customer, a wrong premise or a limit."""
Sector = Literal["e-commerce", "telco", "travel", "banking", "software"]
ConversationType = Literal["good", "weak", "stuffing", "rude", "silent"]
REQUIRED_TESTS: Final[tuple[ConversationType, ...]] = ("good", "weak", "stuffing", "rude", "silent")
"""The types of conversation that every scored file must have as self-tests."""


class Typing(Block):
    """How fast the customer types; each line takes at least ``min`` and at most ``max``."""

    words_per_minute: float = Field(gt=0, le=200)
    min: Seconds
    max: Seconds


class Persona(Block):
    """The customer; ``mood`` runs from 0 (furious) to 100 (delighted)."""

    name: str
    mood: int = Field(ge=0, le=100)
    typing: Typing


class Fact(Block):
    """A detail that the customer gives only when asked.

    ``words`` narrow the act down. With ``unless_named`` the fact also answers a question of that
    act that names no fact by its words ("Can I verify your identity?").
    """

    say: Lines
    ask: Name
    words: tuple[str, ...] = ()
    unless_named: bool = False
    value: str = ""


class OwnAct(Block):
    """An act of this scenario: a clause performs it if it has the words of any ``words`` entry.

    ``like`` are sample phrases; with ``guarded``, a negation before the words cancels the act.
    """

    like: Lines
    words: Lines
    guarded: bool = True

    @property
    def kin(self) -> frozenset[str]:
        """The built-in acts that the sample phrases perform."""
        return kin_of(self.like)


class When(Block):
    """The acts that fulfil a goal in words."""

    said: Name | None = None
    said_any: tuple[Name, ...] = ()

    @property
    def acts(self) -> tuple[str, ...]:
        """The acts, each of which is enough."""
        return ((self.said,) if self.said else ()) + self.said_any


class Goal(Block):
    """Something a good agent achieves; an action or an edit may fulfil it instead of words.

    ``after_line`` is the id of a reaction or an interruption: the goal counts only after that
    line has appeared, and is left out of the score if it never does. ``sentence`` is shown in
    the report when the goal is missed: how a good agent would have said it.
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
    """The customer's answer to an act; the first reaction in the file that fits is used.

    ``aside`` marks small talk that is left out when the customer already answers a question.
    ``settled`` means that the customer is content and about to leave. ``patience`` is added to
    the silence limits of the wait that follows.
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
    """A line that the customer writes unasked, once: at ``at``, or soon after a goal is met.

    With both, whichever comes first. A customer who is content or has left never writes it.
    """

    id: Name
    at: Seconds | None = None
    or_after: Name | None = None
    mood: Mood = 0
    say: Lines


class Repeat(Block):
    """The answer to a question that the customer has already answered."""

    mood: Mood
    say: AtLeastTwo


class OffScript(Block):
    """The answer to a message that nothing else fits, with a clue from the ``clue_after``-th on."""

    mood: Mood
    say: AtLeastTwo
    clue_after: int = Field(ge=1)


class Nudge(Block):
    """A reminder that the customer writes after waiting ``after``, counted from their last line."""

    after: Seconds
    mood: Mood
    say: Lines
    end: Ending | None = None


class MoodFloor(Block):
    """At a mood of ``at`` or below, the customer ends the chat."""

    at: int = Field(ge=0, le=100)
    say: Lines
    end: Ending = "complaint"


class Farewell(Block):
    """How a content customer leaves: at the agent's next message, or after ``after``."""

    after: Seconds
    say: Lines


class Article(Block):
    """A knowledge article; ``told_by`` names the act by which the agent passes on its rule."""

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
    """A customer's line that calls for empathy in the next ``window_agent_messages`` messages."""

    line: Name
    wants: tuple[Name, ...] = Field(min_length=1)
    window_agent_messages: int = Field(default=1, ge=1)
    sentence: Line | None = None


class Forbidden(Block):
    """Something an agent must not do here: an ``act``, or a ``promise`` recognised by its words."""

    act: Name | None = None
    promise: tuple[str, ...] = ()
    label: str


class Disposition(Block):
    """The reasons offered for closing the case, and the right one."""

    options: dict[str, str] = Field(min_length=2)
    correct: str


class WrapUp(Block):
    """The form after the chat; an entry ``a|b`` of ``notes_must_mention`` allows either word."""

    disposition: Disposition
    notes_must_mention: tuple[str, ...] = ()


class Move(Block):
    """One thing that the agent of a self-test does, after ``wait``.

    Exactly one of ``say``, ``act``, ``edit``, ``article``, ``canned``, ``disposition`` and
    ``close`` is given.
    """

    wait: Seconds = 20
    say: str | None = None
    act: Name | None = None
    values: dict[str, str] = {}
    edit: Name | None = None
    value: str = ""
    article: Name | None = None
    canned: Name | None = None
    disposition: str | None = None
    notes: str = ""
    close: bool = False

    @property
    def given(self) -> int:
        """How many things this move does; 1 in a correct file."""
        choices = (self.say, self.act, self.edit, self.article, self.canned, self.disposition)
        return sum(choice is not None for choice in choices) + self.close


class Expected(Block):
    """The outcome that a self-test must have; ``score`` is the lowest and highest allowed."""

    goals: tuple[Name, ...]
    end: Ending | None = None
    score: tuple[float, float] | Literal["not_measured"] | None = None


class SelfTest(Block):
    """A sample conversation with its expected outcome."""

    name: str
    kind: ConversationType | None = None
    script: tuple[Move, ...]
    expect: Expected


class Scenario(Block):
    """One customer of the chat simulation, as the file describes them.

    ``parallel_set`` (``form`` in files) and ``slot`` give the place of a scored file: a parallel
    set has one file for each slot. ``sector`` is the trade, for people looking for a file.
    """

    id: Name
    version: int = Field(ge=1)
    title: str
    practice: bool = False
    parallel_set: Literal["A", "B", "C", "D"] | None = Field(default=None, alias="form")
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
        """This scenario's own acts and forbidden promises, as the recogniser takes them."""
        forbidden = {rule.act for rule in self.forbidden}
        named = tuple(
            (name, act.words, act.guarded, act.kin if name in forbidden else frozenset[str]())
            for name, act in self.acts.items()
        )
        promises = tuple(
            (act, rule.promise, True, frozenset[str]())
            for act, rule in self.crossings
            if rule.promise
        )
        return named + promises

    @property
    def crossings(self) -> tuple[tuple[str, Forbidden], ...]:
        """The ``forbidden`` rules, each with the act that breaks it."""
        return tuple(
            (rule.act or f"promise_{number}", rule) for number, rule in enumerate(self.forbidden, 1)
        )

    @property
    def vocabulary(self) -> frozenset[str]:
        """The words of the scenario's sample phrases, to which misspelt words are corrected."""
        return vocabulary_of({name: act.like for name, act in self.acts.items()})

    @property
    def line_ids(self) -> frozenset[str]:
        """The ids of the lines that a cue or a goal may name."""
        reactions = {reaction.id for reaction in self.reactions if reaction.id}
        return frozenset({"opening"} | reactions | {line.id for line in self.interruptions})

    @property
    def steps(self) -> tuple[Step, ...]:
        """Everything that can be done in the record: actions, then editable fields."""
        return (*self.actions, *self.record.editable)

    def action(self, name: str) -> Action | None:
        """Return the action of that id, or None."""
        return next((action for action in self.actions if action.id == name), None)
